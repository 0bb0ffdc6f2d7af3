"""From a picture to a link: one upload for all hosts.

    import imagehosts

    picture = imagehosts.upload("lake.jpg", to="<host>", title="Tahoe")
    print(picture.url, picture.render("markdown"))
    imagehosts.open_host("<host>").delete(picture)

Everything here is built on the clients of the hosts and on their rows (:mod:`imagehosts.hosts`);
no module of it names a host.
"""
