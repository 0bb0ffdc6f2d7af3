"""imgur's client and emulator against a model of them: what one does, the other must have done.

The model is a few dictionaries. Each step acts on it and through the real client on the emulator,
and after each step both must know the same: pictures, albums with their order, the gallery with its
votes, threads of comments, and word of what others did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from attrs import define, field
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from imagehosts import (
    AuthenticationFailed,
    ImageHostError,
    Imgur,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    RateLimited,
)
from imagehosts.emulator import Emulator
from PIL import Image

from contracts.hosts.imgur.people import ADA, BO, BOTH, emulated, log_in, stranger
from contracts.support.reporting import each

NOBODY = "nobody"
words = st.text("abc äß日&=+%\n", min_size=1, max_size=12).filter(lambda text: text.strip())
who = st.sampled_from(BOTH)
anybody = st.sampled_from((*BOTH, NOBODY))
picks = st.integers(0, 10_000)
value = st.sampled_from(("up", "down"))


@define
class Picture:
    owner: str
    deletehash: str
    title: str | None


@define
class Shelf:
    """An album."""

    owner: str
    deletehash: str
    title: str | None
    ids: list[str]


@define
class Remark:
    """A comment."""

    author: str
    post: str
    parent: int | None
    text: str
    votes: dict[str, int] = field(factory=dict)
    deleted: bool = False


@define
class Post:
    owner: str
    title: str
    is_album: bool
    votes: dict[str, int]


class World(RuleBasedStateMachine):
    """What people do, and what must be so after it."""

    emulator: Emulator
    base_url: str

    @initialize()
    def begin(self) -> None:
        self.emulator.reset()
        self.clients: dict[str, Imgur] = {name: log_in(self.base_url, name) for name in BOTH}
        self.clients[NOBODY] = stranger(self.base_url)
        self.pictures: dict[str, Picture] = {}
        self.albums: dict[str, Shelf] = {}
        self.posts: dict[str, Post] = {}
        self.remarks: dict[int, Remark] = {}
        #: By reader: the comments that they were told of, and whether they have seen it.
        self.told: dict[str, dict[int, bool]] = {name: {} for name in BOTH}
        self.messages: list[tuple[str, str, str]] = []
        self.number = 0
        self.remaining = 1_000_001

    def teardown(self) -> None:
        for client in getattr(self, "clients", {}).values():
            client.close()

    # Pictures

    @rule(name=anybody, title=st.none() | words)
    def upload(self, name: str, title: str | None) -> None:
        self.number += 1
        image = self.clients[name].upload(picture(self.number), title=title)
        assert image.deletehash
        assert (image.width, image.height) == (self.number, 3)
        assert image.account_url in (None, name if name != NOBODY else None)
        self.pictures[image.id] = Picture(name, image.deletehash, title)

    @precondition(lambda self: self.pictures)
    @rule(name=anybody, at=picks, title=words, by_hash=st.booleans())
    def rename(self, name: str, at: int, title: str, by_hash: bool) -> None:
        image_id = pick(self.pictures, at)
        known = self.pictures[image_id]
        target = known.deletehash if by_hash else image_id
        if by_hash or (known.owner == name != NOBODY):
            assert self.clients[name].images.update(target, title=title) is True
            known.title = title
        else:
            with pytest.raises(PermissionDenied):
                self.clients[name].images.update(target, title=title)

    @precondition(lambda self: self.pictures)
    @rule(name=anybody, at=picks, by_hash=st.booleans())
    def delete_picture(self, name: str, at: int, by_hash: bool) -> None:
        image_id = pick(self.pictures, at)
        known = self.pictures[image_id]
        if not by_hash and (known.owner != name or name == NOBODY):
            with pytest.raises(PermissionDenied):
                self.clients[name].delete(image_id)
            return
        self.clients[name].delete(known.deletehash if by_hash else image_id)
        del self.pictures[image_id]
        for album in self.albums.values():
            album.ids = [each for each in album.ids if each != image_id]
        self.forget_post(image_id)
        with pytest.raises(NotFound):
            self.clients[name].images.get(image_id)

    # Albums

    @rule(name=anybody, title=st.none() | words, chosen=st.lists(picks, max_size=3))
    def make_album(self, name: str, title: str | None, chosen: list[int]) -> None:
        ids = self.choose(chosen, name) if name != NOBODY else []
        album = self.clients[name].albums.create(ids=ids or None, title=title)
        assert album.id is not None
        assert album.deletehash
        self.albums[album.id] = Shelf(name, album.deletehash, title, ids)

    @precondition(lambda self: self.albums)
    @rule(
        at=picks,
        chosen=st.lists(picks, max_size=4),
        how=st.sampled_from(("set", "add", "remove")),
        outsider=st.booleans(),
    )
    def fill_album(self, at: int, chosen: list[int], how: str, outsider: bool) -> None:
        album_id = pick(self.albums, at)
        album = self.albums[album_id]
        mine = self.choose(chosen, album.owner)
        name = self.other(album.owner) if outsider else album.owner
        anonymous = album.owner == NOBODY and not outsider
        target = album.deletehash if anonymous else album_id
        ids = [self.pictures[each].deletehash for each in mine] if anonymous else mine
        albums = self.clients[name].albums
        act = {"set": albums.set_images, "add": albums.add_images, "remove": albums.remove_images}
        if not ids:
            with pytest.raises(ValueError, match="at least one id"):
                act[how](target, ids)
        elif outsider:
            with pytest.raises((PermissionDenied, AuthenticationFailed)):
                act[how](target, ids)
        else:
            assert act[how](target, ids) is True
            album.ids = rearranged(album.ids, mine, how)

    @precondition(lambda self: self.albums)
    @rule(at=picks, outsider=st.booleans())
    def delete_album(self, at: int, outsider: bool) -> None:
        album_id = pick(self.albums, at)
        album = self.albums[album_id]
        if outsider:
            with pytest.raises((PermissionDenied, AuthenticationFailed)):
                self.clients[self.other(album.owner)].albums.delete(album_id)
            return
        target = album.deletehash if album.owner == NOBODY else album_id
        assert self.clients[album.owner].albums.delete(target) is True
        del self.albums[album_id]
        self.forget_post(album_id)
        with pytest.raises(NotFound):
            self.clients[NOBODY].albums.get(album_id)

    # Gallery

    @precondition(lambda self: self.pictures or self.albums)
    @rule(at=picks, title=words, agrees=st.booleans())
    def submit(self, at: int, title: str, agrees: bool) -> None:
        own = {key: each for key, each in self.pictures.items() if each.owner in BOTH}
        full = {key: each for key, each in self.albums.items() if each.owner in BOTH and each.ids}
        if not own and not full:
            return
        item = pick({**own, **full}, at)
        owner = (own.get(item) or full[item]).owner
        gallery = self.clients[owner].gallery
        act = gallery.submit_album if item in full else gallery.submit_image
        if not agrees or item in self.posts:
            with pytest.raises(InvalidRequest):
                act(item, title, terms=agrees or None)
            return
        assert act(item, title, terms=True) is True
        self.posts[item] = Post(owner, title, item in full, {owner: 1})

    @precondition(lambda self: self.posts)
    @rule(name=who, at=picks, vote=value)
    def vote(self, name: str, at: int, vote: Any) -> None:
        item = pick(self.posts, at)
        assert self.clients[name].gallery.vote(item, vote) is True
        self.posts[item].votes[name] = 1 if vote == "up" else -1

    # Comments

    @precondition(lambda self: self.posts)
    @rule(name=who, at=picks, text=words, way=st.booleans())
    def comment(self, name: str, at: int, text: str, way: bool) -> None:
        item = pick(self.posts, at)
        client = self.clients[name]
        made = (
            client.gallery.create_comment(item, text) if way else client.comments.create(item, text)
        )
        self.remarks[made.id] = Remark(name, item, None, text)
        self.tell(self.posts[item].owner, name, made.id)

    @precondition(lambda self: self.standing())
    @rule(name=who, at=picks, text=words, way=st.integers(0, 2))
    def reply(self, name: str, at: int, text: str, way: int) -> None:
        number = pick(self.standing(), at)
        before = self.remarks[number]
        client = self.clients[name]
        made = self.send_reply(client, number, before.post, text, way)
        self.remarks[made] = Remark(name, before.post, number, text)
        self.tell(before.author, name, made)

    @precondition(lambda self: self.standing())
    @rule(name=who, at=picks, vote=value)
    def vote_comment(self, name: str, at: int, vote: Any) -> None:
        number = pick(self.standing(), at)
        assert self.clients[name].comments.vote(number, vote) is True
        self.remarks[number].votes[name] = 1 if vote == "up" else -1

    @precondition(lambda self: self.standing())
    @rule(name=who, at=picks)
    def delete_comment(self, name: str, at: int) -> None:
        number = pick(self.standing(), at)
        if self.remarks[number].author != name:
            with pytest.raises(PermissionDenied):
                self.clients[name].comments.delete(number)
            return
        assert self.clients[name].comments.delete(number) is True
        self.remarks[number].deleted = True
        for told in self.told.values():
            told.pop(number, None)

    # Notifications and messages

    @precondition(lambda self: any(self.told.values()))
    @rule(name=who, at=picks)
    def view(self, name: str, at: int) -> None:
        unseen = {number: seen for number, seen in self.told[name].items() if not seen}
        if not unseen:
            return
        number = pick(unseen, at)
        replies = self.clients[name].notifications.inbox(new=True).replies or []
        (found,) = [each for each in replies if each.content and each.content.id == number]
        with pytest.raises(NotFound):
            self.clients[self.other(name)].notifications.mark_viewed(found.id)
        assert self.clients[name].notifications.mark_viewed(found.id) is True
        self.told[name][number] = True

    @rule(name=who, text=words, way=st.booleans())
    def send(self, name: str, text: str, way: bool) -> None:
        to = self.other(name)
        client = self.clients[name]
        done = client.messages.send(to, text) if way else client.account.send_message(to, text)
        assert done is True
        self.messages.append((name, to, text))

    # What must be so

    @invariant()
    def pictures_are_the_same(self) -> None:
        for name in BOTH:
            own = {key for key, each in self.pictures.items() if each.owner == name}
            assert set(self.clients[name].account.image_ids("me")) == own
            assert self.clients[name].account.image_count("me") == len(own)
        for image_id in list(self.pictures)[-2:]:
            known = self.pictures[image_id]
            seen = self.clients[NOBODY].images.get(image_id)
            assert seen.title == known.title
            assert not seen.deletehash, "a stranger learns no deletehash"

    @invariant()
    def albums_are_the_same(self) -> None:
        for name in BOTH:
            own = {key for key, each in self.albums.items() if each.owner == name}
            assert {album.id for album in self.clients[name].account.albums("me")} == own
        for album_id, album in list(self.albums.items())[-3:]:
            asked = self.clients[album.owner]
            target = album.deletehash if album.owner == NOBODY else album_id
            assert [image.id for image in asked.albums.images(target)] == album.ids
            seen = asked.albums.get(target)
            assert (seen.title, seen.images_count) == (album.title, len(album.ids))

    @invariant()
    def gallery_is_the_same(self) -> None:
        seen = {item.id: item for item in self.clients[NOBODY].gallery.browse(section="new")}
        full = {
            key for key, each in self.posts.items() if not each.is_album or self.albums[key].ids
        }
        assert full <= set(seen) <= set(self.posts)
        for item, post in list(self.posts.items())[-2:]:
            votes = self.clients[NOBODY].gallery.votes(item)
            ups = sum(each > 0 for each in post.votes.values())
            assert (votes.ups, votes.downs) == (ups, len(post.votes) - ups)

    @invariant()
    def threads_are_the_same(self) -> None:
        for item in list(self.posts)[-2:]:
            ids = {n for n in self.standing() if self.remarks[n].post == item}
            assert set(self.clients[NOBODY].gallery.comment_ids(item)) == ids
            for found, parent in flat(self.clients[ADA].gallery.comments(item), None):
                known = self.remarks[found.id]
                assert known.parent == parent
                if not known.deleted:
                    assert (found.comment, found.author) == (known.text, known.author)
                    assert found.points == sum(known.votes.values())
                    vote = known.votes.get(ADA)
                    assert found.vote == {None: None, 1: "up", -1: "down"}[vote]

    @invariant()
    def everybody_was_told(self) -> None:
        for name in BOTH:
            inbox = self.clients[name].notifications.inbox(new=True)
            heard = {reply.content.id for reply in inbox.replies or [] if reply.content}
            assert heard == {number for number, seen in self.told[name].items() if not seen}
            sent = [text for _, to, text in self.messages if to == name]
            assert len(inbox.messages or []) == len(sent)
            bodies = [message.body for message in self.clients[name].messages.inbox()]
            assert all(text in bodies for text in sent)

    @invariant()
    def credits_go_down(self) -> None:
        ada = self.clients[ADA]
        credits = ada.credits.get()
        limits = ada.rate_limits
        assert limits.user.remaining == credits.user_remaining is not None
        assert limits.user.limit == credits.user_limit == 1_000_000
        assert credits.user_remaining < self.remaining
        self.remaining = credits.user_remaining

    @invariant()
    def answers_are_as_specified(self) -> None:
        assert {name: dict(client.drift_counts) for name, client in self.clients.items()} == {
            name: {} for name in self.clients
        }

    # Helpers

    def choose(self, chosen: list[int], owner: str) -> list[str]:
        """Some pictures of an owner, each once."""
        own = {key: each for key, each in self.pictures.items() if each.owner == owner}
        return list(dict.fromkeys(pick(own, at) for at in chosen)) if own else []

    def other(self, name: str) -> str:
        return BO if name == ADA else ADA

    def standing(self) -> dict[int, Remark]:
        """The comments that were not deleted."""
        return {number: each for number, each in self.remarks.items() if not each.deleted}

    def tell(self, reader: str, writer: str, number: int) -> None:
        if reader != writer:
            self.told[reader][number] = False

    def forget_post(self, item: str) -> None:
        """What goes along with a picture or album that was in the gallery."""
        self.posts.pop(item, None)
        gone = [number for number, each in self.remarks.items() if each.post == item]
        for number in gone:
            del self.remarks[number]
            for told in self.told.values():
                told.pop(number, None)

    @staticmethod
    def send_reply(client: Imgur, number: int, post: str, text: str, way: int) -> int:
        """A reply, in one of the ways that there are."""
        if way == 0:
            return client.comments.reply(number, post, text).id
        if way == 1:
            return client.gallery.reply_to_comment(post, number, text).id
        return client.comments.create(post, text, parent_id=number).id


def pick(things: dict[Any, Any], at: int) -> Any:
    """One of the keys."""
    keys = list(things)
    return keys[at % len(keys)]


def rearranged(ids: list[str], given: list[str], how: str) -> list[str]:
    """The pictures of an album after a call."""
    if how == "set":
        return given
    if how == "remove":
        return [each for each in ids if each not in given]
    return ids + [each for each in given if each not in ids]


def flat(thread: Any, parent: int | None) -> Iterator[tuple[Any, int | None]]:
    """The comments of a thread, each with the number of the one above it."""
    for found in thread:
        yield found, parent
        yield from flat(found.children or [], found.id)


def picture(width: int) -> bytes:
    """A picture that is like no other."""
    stream = BytesIO()
    Image.new("RGB", (width, 3), (width % 256, 7, 9)).save(stream, "PNG")
    return stream.getvalue()


def test_client_and_emulator_do_what_the_model_does() -> None:
    with emulated(user_credits=1_000_000) as (emulator, base_url):
        World.emulator, World.base_url = emulator, base_url
        run_state_machine_as_test(
            World,
            settings=settings(
                max_examples=6,
                stateful_step_count=20,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )


# --- the sequence of two users -------------------------------------------------------------


def test_two_users_share_a_picture_from_upload_to_its_end() -> None:
    with emulated() as (_, base_url), log_in(base_url, ADA) as ada, log_in(base_url, BO) as bo:
        album = ada.albums.create(title="Tahoe", privacy="public")
        assert album.id is not None
        image = ada.images.upload(("lake.png", picture(40)), title="Lake", album_id=album.id)
        assert [each.id for each in bo.albums.images(album.id)] == [image.id]

        ada.gallery.submit_album(album.id, "Tahoe at dawn", terms=True)
        (item,) = bo.gallery.browse(section="new", page=0).items
        assert (item.id, item.is_album, item.title) == (album.id, True, "Tahoe at dawn")
        assert bo.gallery.album(album.id).account_url == ADA

        made = bo.gallery.create_comment(album.id, "Cold?")
        bo.gallery.vote(album.id, "up")
        votes = ada.gallery.votes(album.id)
        assert (votes.ups, votes.downs) == (2, 0)

        (told,) = ada.notifications.inbox(new=True).replies or []
        assert told.content is not None
        assert (told.content.id, told.content.comment, told.content.author) == (
            made.id,
            "Cold?",
            BO,
        )
        answer = ada.comments.reply(made.id, album.id, "Very.")
        bo.comments.vote(answer.id, "up")
        assert ada.notifications.mark_viewed(told.id) is True
        assert not ada.notifications.inbox(new=True).replies
        (thread,) = bo.gallery.comments(album.id)
        assert [child.comment for child in thread.children or []] == ["Very."]

        bo.messages.send(ADA, "May I use it?", subject="Your lake")
        (message,) = ada.messages.inbox()
        assert (message.sender, message.body) == (BO, "May I use it?")

        with pytest.raises(PermissionDenied):
            bo.albums.delete(album.id)
        ada.delete(image)
        ada.albums.delete(album.id)
        for gone in (lambda: bo.images.get(image.id), lambda: bo.gallery.album(album.id)):
            with pytest.raises(NotFound):
                gone()
        assert list(ada.account.images("me")) == []


def test_an_anonymous_album_is_made_filled_and_deleted_by_deletehashes() -> None:
    with emulated() as (_, base_url), stranger(base_url) as client:
        album = client.albums.create(title="Lakes")
        assert album.deletehash is not None
        first = client.upload(picture(41), album_id=album.deletehash)
        second = client.upload(picture(42))
        client.albums.add_images(album.deletehash, [second.deletehash or ""])
        assert [each.id for each in client.albums.images(album.id or "")] == [first.id, second.id]
        client.albums.remove_images(album.deletehash, [first.deletehash or ""])
        assert [each.id for each in client.albums.images(album.id or "")] == [second.id]
        with pytest.raises((PermissionDenied, InvalidRequest)):
            client.albums.add_images(album.id or "", [first.deletehash or ""])
        client.delete(client.delete_url(first))
        client.albums.delete(album.deletehash)
        with pytest.raises(NotFound):
            client.albums.get(album.id or "")


def test_a_token_that_runs_out_at_the_emulator_is_refreshed() -> None:
    told: list[str | None] = []
    with emulated(token_lifetime=60) as (emulator, base_url):
        with log_in(base_url, ADA, on_tokens=lambda t: told.append(t.refresh_token)) as ada:
            for _ in range(3):
                assert ada.account.settings("me").email
                emulator.clock.advance(minutes=2)
        assert len(set(told)) == len(told) == 3


SHAPES: dict[str, tuple[type[ImageHostError], ...]] = {
    "e1": (AuthenticationFailed,),
    "e4": (RateLimited,),
    "e7": (PermissionDenied,),
    "e14": (NotFound,),
}


@each("name", SHAPES)
def test_an_error_that_is_switched_on_reaches_the_caller(name: str) -> None:
    with emulated(faults=(name,)) as (_, base_url):
        with stranger(base_url, max_retries=0) as client, pytest.raises(SHAPES[name]) as caught:
            client.images.get("q7RtB2x")
        if name == "e4":
            assert re.search("wait", str(caught.value))
            assert (getattr(caught.value, "retry_after", None) or 0) >= 60
