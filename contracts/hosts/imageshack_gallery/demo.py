"""Galleries of ImageShack's pictures: by token, by cookie, and as strangers see them."""

from __future__ import annotations

from collections.abc import Sequence

from imagehosts import AuthenticationFailed, PermissionDenied

from contracts.demo.pictures import Picture
from contracts.demo.server import PEOPLE
from contracts.demo.stage import Stage


async def scenario(stage: Stage, pictures: Sequence[Picture]) -> None:
    """What happens to them."""
    stage.step("logging in")
    owner, visitor = stage.person("imageshack", api_key="demo"), stage.person()
    login = await owner.do("login", "ann", PEOPLE["ann"])
    ann, nobody = stage.person(cookie=login.auth_token), stage.person()

    stage.step("uploading to ImageShack")
    sources = [(picture.name, picture.content) for picture in pictures]
    report = await owner.do("upload_files", sources)
    stored = [file.image for file in report.files]
    names = [image.filename for image in stored]

    stage.step("making a gallery without an account")
    gallery = await nobody.do("create_gallery", stored[:1], title="Tahoe & <snow>", name="tahoe")
    token = gallery.uploader.token
    stage.hold(
        "it is called as was wished", (gallery.name, gallery.title), ("tahoe", "Tahoe & <snow>")
    )
    stage.hold("its token is kept and not shown", bool(token) and token not in repr(gallery))
    other = await nobody.do("create_gallery", stored[:1], name="tahoe")
    stage.hold("a name that is taken is not given twice", other.name != gallery.name)

    stage.step("adding and changing as its owner")
    gallery = await nobody.do("add_images", gallery, stored[1:])
    stage.hold("what is added comes last", [each.name for each in gallery.files.items], names)
    gallery = await nobody.do("edit_gallery", gallery, stored[::-1])
    found = gallery.title, [each.name for each in gallery.files.items]
    stage.hold("the title stays, the order changes", found, ("Tahoe & <snow>", names[::-1]))

    stage.step("looking as a stranger")
    address = f"img{gallery.server}/{gallery.name}"
    seen = await visitor.do("view_gallery", address)
    stage.hold("the pictures are there", seen.files, gallery.files)
    stage.hold("the token is not", seen.uploader.token, None)
    page = (await owner.do("download", gallery.links.gallery_url)).decode()
    stage.hold("the page in its links shows it", "Tahoe &amp; &lt;snow&gt;" in page)

    stage.step("changing as a stranger")
    await stage.is_refused(visitor, AuthenticationFailed, "add_images", address, stored[:1])
    other_token = stage.person(token="of-somebody-else")
    await stage.is_refused(other_token, PermissionDenied, "delete_gallery", address)

    stage.step("listing those of a registered user by pages")
    for number in range(3):
        await ann.do("create_gallery", stored, title=f"Number {number}")
    entries = await visitor.listed("list_galleries", "ann", limit=2)
    titles = [entry.title for entry in entries]
    stage.hold("newest first, none missing", titles, ["Number 2", "Number 1", "Number 0"])

    stage.step("taking a picture out")
    left = await ann.do("delete_image", entries[0], stored[0])
    stage.hold("the others stay", [each.name for each in left.files.items], names[1:])

    stage.step("downloading")
    for picture, image in zip(pictures, stored, strict=True):
        await stage.same_bytes(owner, picture.name, owner.client.image_url(image), picture.content)

    stage.step("deleting")
    for mine in (gallery, other):
        await nobody.do("delete_gallery", mine)
        await stage.is_gone(visitor, "view_gallery", f"img{mine.server}/{mine.name}")
    for entry in entries:
        await ann.do("delete_gallery", entry)
    await stage.is_gone(visitor, "list_galleries", "ann")
    await owner.do("images.delete_many", [image.id for image in stored])
