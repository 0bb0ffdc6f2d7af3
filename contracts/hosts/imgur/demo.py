"""imgur: a picture without an account, and two people with an album, a post and a comment."""

from __future__ import annotations

import re
from collections.abc import Sequence

import httpx

from contracts.demo.pictures import Picture, tiny_picture
from contracts.demo.server import PEOPLE
from contracts.demo.stage import Person, Stage

#: So many pictures are on a page of an account.
PAGE = 50


async def scenario(stage: Stage, pictures: Sequence[Picture]) -> None:
    """What happens there."""
    nobody = await anonymously(stage, pictures[0])

    stage.step("agreeing in a browser, typing the PIN")
    ann, bob = [await logged_in(stage, name) for name in PEOPLE]

    stage.step("uploading several files")
    stored = [
        await ann.do("upload", (picture.name, picture.content), title=f"Picture {number}")
        for number, picture in enumerate(pictures)
    ]
    ids = [image.id for image in stored]

    stage.step("uploading more than a page of small ones")
    small = [
        await ann.do("upload", (f"{number}.png", tiny_picture(number))) for number in range(PAGE)
    ]

    stage.step("putting them into an album")
    album = await ann.do("albums.create", title="Tahoe", ids=ids[:1])
    await ann.do("albums.add_images", album.id, ids[1:])
    listed = await bob.do("albums.images", album.id)
    stage.hold("somebody else sees them there", [image.id for image in listed], ids)

    stage.step("listing by pages")
    listed = await ann.listed("account.images", "me")
    every = [*ids, *(image.id for image in small)]
    stage.hold("newest first, none missing, none twice", [i.id for i in listed], every[::-1])

    stage.step("posting, voting and commenting")
    await ann.do("gallery.submit_image", ids[0], "Tahoe at dawn", terms=True)
    (post,) = await bob.listed("gallery.browse", section="new")
    stage.hold("somebody else finds the post", (post.id, post.title), (ids[0], "Tahoe at dawn"))
    await bob.do("gallery.vote", post.id, "up")
    await bob.do("gallery.create_comment", post.id, "Cold?")
    (comment,) = await ann.do("gallery.comments", post.id)
    stage.hold("the comment is there", (comment.author, comment.comment), ("bob", "Cold?"))
    before = (await bob.do("gallery.votes", post.id)).ups
    await ann.do("comments.vote", comment.id, "up")
    await ann.do("comments.reply", comment.id, post.id, "Very.")
    stage.hold("the reply is counted", await bob.do("gallery.comment_count", post.id), 2)
    await bob.do("gallery.vote", post.id, "down")
    after = await bob.do("gallery.votes", post.id)
    stage.hold("a vote can be changed", (after.ups, after.downs), (before - 1, 1))

    stage.step("downloading")
    for picture, image in zip(pictures, stored, strict=True):
        # A picture of the user's own may be of a kind that the host makes another of.
        if not picture.own or image.size == len(picture.content):
            await stage.same_bytes(nobody, picture.name, image.link, picture.content)

    stage.step("deleting")
    await ann.do("albums.delete", album.id)
    await stage.is_gone(bob, "albums.get", album.id)
    for image in (*stored, *small):
        await ann.do("images.delete", image.deletehash)
        await stage.is_gone(bob, "images.get", image.id)
    stage.hold("nothing is left", await ann.listed("account.images", "me"), [])
    stage.hold("nor in the gallery", await bob.listed("gallery.browse", section="new"), [])


async def anonymously(stage: Stage, picture: Picture) -> Person:
    """A picture of nobody's: its deletehash is all that there is to change and delete it by."""
    stage.step("uploading without an account")
    nobody = stage.person(client_id="demo")
    image = await nobody.do("upload", (picture.name, picture.content), title="Tahoe")
    await stage.same_bytes(nobody, picture.name, image.link, picture.content)
    left = nobody.client.rate_limits.user.remaining
    await nobody.do("images.update", image.deletehash, title="Tahoe at dawn")
    shown = await nobody.do("images.get", image.id)
    stage.hold("its title has changed", shown.title, "Tahoe at dawn")
    stage.hold("credits are counted", nobody.client.rate_limits.user.remaining, left - 2)
    await nobody.do("delete", nobody.client.delete_url(image))
    await stage.is_gone(nobody, "images.get", image.id)
    return nobody


async def logged_in(stage: Stage, name: str) -> Person:
    """Somebody who agreed on the host's page and typed the PIN that they read there."""
    person = stage.person(client_id="demo", client_secret="demo")
    form = {"username": name, "password": PEOPLE[name]}
    async with httpx.AsyncClient() as browser:
        page = await browser.post(person.client.authorization_url("pin"), data=form)
    pin = re.search(r"name='pin' value='(\w+)'", page.text)
    stage.hold("the page shows a PIN", pin is not None)
    token = await person.do("oauth.exchange_pin", pin[1] if pin else "")
    stage.hold("the token is of the right account", token.account_username, name)
    return person
