"""ImageShack: two people, their pictures, albums, tags, likes and comments, to the end."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.demo.pictures import Picture
from contracts.demo.server import PEOPLE
from contracts.demo.story import Story


async def tale(story: Story, pictures: Sequence[Picture]) -> None:
    """What they do there."""
    story.step("logging in")
    ann, bob = story.person(api_key="demo"), story.person(api_key="demo")
    for name, person in zip(PEOPLE, (ann, bob), strict=True):
        login = await person.do("login", name, PEOPLE[name])
        story.hold("the account is the right one", login.username, name)

    story.step("uploading several files at once")
    sources = [(picture.name, picture.content) for picture in pictures]
    titles = [f"Picture {number}" for number in range(len(pictures))]
    report = await ann.do("upload_files", sources, titles=titles, tags=["lake"])
    story.hold("all are stored", (report.passed, report.failed), (len(pictures), 0))
    pairs = zip(pictures, report.files, strict=True)
    stored = [(picture, file.image) for picture, file in pairs if file.image is not None]
    ids = [image.id for _, image in stored]

    story.step("putting them into an album")
    album = await ann.do("albums.create", "Tahoe", image_ids=ids[:1])
    await ann.do("albums.add_images", album.id, ids[1:])
    listed = await bob.listed("albums.images", album.id, limit=2)
    story.hold("somebody else sees them there", {image.id for image in listed}, set(ids))

    story.step("listing by pages")
    listed = await bob.listed("users.images", "ann", limit=2)
    story.hold("newest first, none missing, none twice", [i.id for i in listed], ids[::-1])
    tagged = await ann.listed("tags.images", "ann", "lake", limit=2)
    story.hold("all have their tag", {image.id for image in tagged}, set(ids))

    story.step("liking and commenting")
    await bob.do("images.like", ids[0])
    await bob.do("images.add_comment", ids[0], "Cold?")
    likes = await ann.do("images.likes", ids[0])
    story.hold("the like is there", [user.username for user in likes], ["bob"])
    comments = await ann.listed("images.comments", ids[0])
    story.hold("the comment is there", [each.comment for each in comments], ["Cold?"])

    story.step("downloading")
    for picture, image in stored:
        address = ann.client.image_url(image)
        await story.same_bytes(bob, picture.name, address, picture.content)

    story.step("deleting")
    await ann.do("albums.delete", album.id)
    await story.is_gone(bob, "albums.get", album.id)
    await ann.do("images.delete", ids[0])
    answer = await ann.do("images.delete_many", ids[1:])
    story.hold("the rest goes in one call", answer.passed, len(ids) - 1)
    story.hold("nothing is left", await bob.listed("users.images", "ann"), [])
    for _, image in stored:
        await story.is_gone(bob, "download", ann.client.image_url(image))
