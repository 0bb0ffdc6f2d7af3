"""ImageShack: two people, their pictures, albums, tags, likes and comments, to the end."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.demo.pictures import Picture
from contracts.demo.server import PEOPLE
from contracts.demo.stage import Stage


async def scenario(stage: Stage, pictures: Sequence[Picture]) -> None:
    """What they do there."""
    stage.step("logging in")
    ann, bob = stage.person(api_key="demo"), stage.person(api_key="demo")
    for name, person in zip(PEOPLE, (ann, bob), strict=True):
        login = await person.do("login", name, PEOPLE[name])
        stage.hold("the account is the right one", login.username, name)

    stage.step("uploading several files at once")
    sources = [(picture.name, picture.content) for picture in pictures]
    titles = [f"Picture {number}" for number in range(len(pictures))]
    report = await ann.do("upload_files", sources, titles=titles, tags=["lake"])
    stage.hold("all are stored", (report.passed, report.failed), (len(pictures), 0))
    pairs = zip(pictures, report.files, strict=True)
    stored = [(picture, file.image) for picture, file in pairs if file.image is not None]
    ids = [image.id for _, image in stored]

    stage.step("putting them into an album")
    album = await ann.do("albums.create", "Tahoe", image_ids=ids[:1])
    await ann.do("albums.add_images", album.id, ids[1:])
    listed = await bob.listed("albums.images", album.id, limit=2)
    stage.hold("somebody else sees them there", {image.id for image in listed}, set(ids))

    stage.step("listing by pages")
    listed = await bob.listed("users.images", "ann", limit=2)
    stage.hold("newest first, none missing, none twice", [i.id for i in listed], ids[::-1])
    tagged = await ann.listed("tags.images", "ann", "lake", limit=2)
    stage.hold("all have their tag", {image.id for image in tagged}, set(ids))

    stage.step("liking and commenting")
    await bob.do("images.like", ids[0])
    await bob.do("images.add_comment", ids[0], "Cold?")
    likes = await ann.do("images.likes", ids[0])
    stage.hold("the like is there", [user.username for user in likes], ["bob"])
    comments = await ann.listed("images.comments", ids[0])
    stage.hold("the comment is there", [each.comment for each in comments], ["Cold?"])

    stage.step("downloading")
    for picture, image in stored:
        address = ann.client.image_url(image)
        await stage.same_bytes(bob, picture.name, address, picture.content)

    stage.step("deleting")
    await ann.do("albums.delete", album.id)
    await stage.is_gone(bob, "albums.get", album.id)
    await ann.do("images.delete", ids[0])
    answer = await ann.do("images.delete_many", ids[1:])
    stage.hold("the rest goes in one call", answer.passed, len(ids) - 1)
    stage.hold("nothing is left", await bob.listed("users.images", "ann"), [])
    for _, image in stored:
        await stage.is_gone(bob, "download", ann.client.image_url(image))
