"""What hosts with accounts share: users, sessions, albums, pictures, votes, comments and mail."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts.emulator.core.store import NewFile, NewPicture, PathTaken, Store
from imagehosts.emulator.domain.accounts import Accounts
from imagehosts.emulator.domain.library import Choice
from imagehosts.emulator.domain.users import TakenError, User

HOST = "a-host"


class World:
    """A store with accounts, and a way to get pictures into it."""

    def __init__(self, directory: Path | None = None) -> None:
        self.store = Store(directory)
        self.accounts = Accounts(self.store)

    def user(self, name: str = "ann", host: str = HOST) -> User:
        return self.accounts.users.add(host, name, f"{name}@example.com", "secret", 100.0)

    def picture(
        self,
        user: User | None,
        *,
        size: int = 3,
        code: str | None = None,
        tags: tuple[str, ...] = (),
        public: bool = True,
    ) -> int:
        number = len(self.store.pictures())
        content = io.BytesIO(bytes([number]) * size)
        file = NewFile(f"/{number}.png", "image", f"{number:064}", size, "image/png", 1, 1, content)
        new = NewPicture(
            host=HOST,
            kind="image",
            name=f"{number}",
            extension="png",
            mime="image/png",
            size=size,
            width=1,
            height=1,
            animated=False,
            duration=0,
            md5="",
            original_filename="a.png",
            created=100.0 + number,
            dated=100.0,
            address="127.0.0.1",
        )
        picture = self.store.add_picture(new, [file], tags, code)
        self.accounts.library.keep(picture.id, user.id if user else None, public=public)
        return picture.id


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.store.close()


# Users and sessions


def test_a_name_and_an_address_are_had_once_at_each_host(world: World) -> None:
    users = world.accounts.users
    first = world.user("ann")
    with pytest.raises(TakenError) as caught:
        users.add(HOST, "ANN", "b@example.com", "x", 0)
    assert caught.value.what == "name"
    with pytest.raises(TakenError) as caught:
        users.add(HOST, "bob", "Ann@Example.com", "x", 0)
    assert caught.value.what == "email"
    elsewhere = world.user("ann", "another-host")
    assert users.by_name(HOST, "Ann") == first != elsewhere
    assert users.by_either(HOST, "ANN@example.com") == first
    second = world.user("bob")
    with pytest.raises(TakenError):
        users.change(second.id, name="Ann")
    assert users.get(second.id) == second


@given(st.text(min_size=1), st.text())
def test_one_password_opens_and_others_do_not(password: str, other: str) -> None:
    world = World()
    try:
        user = world.accounts.users.add(HOST, "ann", "a@example.com", password, 0)
        assert world.accounts.users.log_in(HOST, "ann", password) == user
        assert (world.accounts.users.log_in(HOST, "ann", other) is None) == (other != password)
    finally:
        world.store.close()


def test_passwords_and_secrets_are_not_kept_in_the_open(tmp_path: Path) -> None:
    world = World(tmp_path)
    user = world.accounts.users.add(HOST, "ann", "a@example.com", "a-very-long-password", 0)
    world.accounts.sessions.open(user.id, "a-very-long-secret", 0)
    world.store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"ann" in kept
    assert b"a-very-long" not in kept


def test_a_secret_stands_for_one_purpose_and_some_time(world: World) -> None:
    sessions, user = world.accounts.sessions, world.user()
    sessions.open(user.id, "s", 100, lifetime=50)
    sessions.open(user.id, "r", 100, purpose="reset")
    assert sessions.user_id("s", 149) == user.id
    assert sessions.user_id("s", 150) is None
    assert sessions.user_id("r", 1e9, purpose="reset") == user.id
    assert sessions.user_id("r", 100) is None
    sessions.close("s")
    assert sessions.user_id("s", 101) is None
    sessions.close_all(user.id, purpose="login")
    assert sessions.user_id("r", 101, purpose="reset") == user.id
    sessions.close_all(user.id)
    assert sessions.user_id("r", 101, purpose="reset") is None


def test_facts_and_settings_are_merged(world: World) -> None:
    user = world.user()
    world.accounts.users.change(user.id, facts={"a": 1}, settings={"b": True})
    changed = world.accounts.users.change(user.id, facts={"c": 2}, settings={"b": False})
    assert (changed.facts, changed.settings) == ({"a": 1, "c": 2}, {"b": False})
    assert changed.version == user.version + 2


def test_an_account_takes_everything_with_it(world: World) -> None:
    ann, bob = world.user("ann"), world.user("bob")
    mine, theirs = world.picture(ann), world.picture(bob)
    accounts = world.accounts
    album = accounts.albums.add(HOST, ["a"], 0, user_id=ann.id)
    accounts.albums.put_in(album.id, [mine, theirs])
    accounts.votes.set(theirs, ann.id, 1, 0)
    accounts.comments.add(HOST, "hello", 0, user_id=ann.id, picture_id=theirs)
    accounts.sessions.open(ann.id, "s", 0)
    accounts.delete_user(ann.id)
    assert [picture.id for picture in world.store.pictures()] == [theirs]
    assert world.store.file("/0.png") is None
    assert not world.store.blobs.has(f"{0:064}")
    assert accounts.albums.get(album.id) is None
    assert accounts.votes.count(theirs) == accounts.comments.count_on_picture(theirs) == 0
    assert accounts.sessions.user_id("s", 0) is None


def test_seeding_leaves_what_is_there(world: World) -> None:
    accounts, purposes = world.accounts, {HOST: "login", "b": "login"}
    accounts.seed(purposes, ("ann:one:two",), 5)
    assert accounts.users.log_in(HOST, "ann", "one:two") is not None
    user = accounts.users.by_name(HOST, "ann")
    assert user is not None
    accounts.users.change(user.id, password="new")
    accounts.seed(purposes, ("ann:one:two",), 6)
    assert accounts.users.log_in(HOST, "ann", "new") is not None
    accounts.users.change(user.id, name="anna")
    accounts.seed(purposes, ("ann:one:two",), 7)
    assert [u.name for u in accounts.users.all(HOST)] == ["anna"]
    assert len(accounts.users.all()) == 2


# Pictures


def test_a_choice_is_what_all_its_parts_allow(world: World) -> None:
    ann, bob, library = world.user("ann"), world.user("bob"), world.accounts.library
    made = {
        "plain": world.picture(ann),
        "tagged": world.picture(ann, tags=("x",)),
        "private": world.picture(ann, public=False),
        "hidden": world.picture(ann),
        "bob's": world.picture(bob),
        "nobody's": world.picture(None),
    }
    library.change(made["hidden"], hidden=True)
    album = world.accounts.albums.add(HOST, ["a"], 0, user_id=ann.id)
    world.accounts.albums.put_in(album.id, [made["tagged"], made["plain"]])
    names = {number: name for name, number in made.items()}
    hers = Choice(host=HOST, user_id=ann.id)
    table = {
        hers: ["private", "tagged", "plain"],
        replace(hers, public=True): ["tagged", "plain"],
        replace(hers, public=False): ["private"],
        replace(hers, hidden=None): ["hidden", "private", "tagged", "plain"],
        replace(hers, hidden=True): ["hidden"],
        replace(hers, in_album=True): ["tagged", "plain"],
        replace(hers, in_album=False): ["private"],
        replace(hers, tag="x"): ["tagged"],
        replace(hers, tag="y"): [],
        Choice(host=HOST): ["nobody's", "bob's", "private", "tagged", "plain"],
        Choice(host="another"): [],
    }
    for choice, expected in table.items():
        found = [names[owned.picture.id] for owned in library.find(choice)]
        assert found == expected, choice
        assert library.count(choice) == len(expected)
    in_album = library.find(replace(hers, album_id=album.id), order="album")
    assert [names[owned.picture.id] for owned in in_album] == ["tagged", "plain"]
    assert library.concealed([*made.values()]) == {made["private"], made["hidden"]}


def test_space_is_the_sum_of_what_is_there(world: World) -> None:
    ann, library = world.user(), world.accounts.library
    assert library.space(ann.id) == 0
    first = world.picture(ann, size=10)
    world.picture(ann, size=5, public=False)
    library.change(first, hidden=True)
    assert library.space(ann.id) == 15
    assert library.space(ann.id, hidden=False) == 5
    assert library.space(ann.id, public=True, hidden=False) == 0


def test_an_id_that_is_taken_is_refused_and_leaves_nothing(world: World) -> None:
    ann = world.user()
    world.picture(ann, code="mine")
    with pytest.raises(PathTaken):
        world.picture(ann, code="mine")
    assert len(world.store.pictures()) == 1
    found = world.accounts.library.get(HOST, "mine")
    assert found is not None
    assert found.user_id == ann.id
    assert world.accounts.library.get(HOST, "Mine") is None
    assert world.accounts.library.get("another", "mine") is None


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_tags_are_kept_in_order_and_once(first: list[str], second: list[str]) -> None:
    world = World()
    try:
        picture = world.picture(world.user(), tags=tuple(dict.fromkeys(first)))
        world.accounts.library.set_tags(picture, second)
        stored = world.store.picture(picture)
        assert stored is not None
        assert list(stored.tags) == list(dict.fromkeys(second))
    finally:
        world.store.close()


def test_what_belongs_together_is_stored_together(world: World) -> None:
    user = world.user()

    def half() -> None:
        with world.store.transaction():
            world.picture(user)
            world.accounts.albums.add(HOST, ["a"], 0, user_id=user.id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert world.store.pictures() == []
    assert world.accounts.albums.of_user(user.id) == []
    world.picture(user)
    assert len(world.store.pictures()) == 1


# Albums


@given(st.lists(st.tuples(st.sampled_from(["in", "out", "set"]), st.lists(st.integers(0, 4)))))
def test_an_album_keeps_its_order(steps: list[tuple[str, list[int]]]) -> None:
    world = World()
    try:
        user = world.user()
        made = [world.picture(user) for _ in range(5)]
        albums = world.accounts.albums
        album = albums.add(HOST, ["a"], 0, user_id=user.id).id
        expected: list[int] = []
        for what, numbers in steps:
            chosen = [made[number] for number in numbers]
            if what == "in":
                albums.put_in(album, chosen)
                expected = list(dict.fromkeys([*expected, *chosen]))
            elif what == "out":
                albums.take_out(album, chosen)
                expected = [number for number in expected if number not in chosen]
            else:
                albums.set(album, chosen)
                expected = list(dict.fromkeys(chosen))
            assert albums.pictures(album) == expected
    finally:
        world.store.close()


def test_a_picture_may_be_in_several_albums_or_in_one_alone(world: World) -> None:
    user, albums = world.user(), world.accounts.albums
    picture = world.picture(user)
    one, two = (albums.add(HOST, [code], 0, user_id=user.id) for code in "ab")
    albums.put_in(one.id, [picture])
    albums.put_in(two.id, [picture])
    assert [album.code for album in albums.albums_of(picture)] == ["a", "b"]
    albums.put_in(two.id, [picture], alone=True)
    assert [album.code for album in albums.albums_of(picture)] == ["b"]
    albums.delete(two.id)
    assert world.store.picture(picture) is not None


def test_an_album_of_a_key_keeps_its_owner(world: World) -> None:
    albums, store = world.accounts.albums, world.store
    album = albums.ensure(HOST, "A1", 7, owner="key")
    assert albums.ensure(HOST, "A1", 8, owner="another key") == album
    assert (album.owner, album.user_id, album.created) == ("key", None, 7)
    picture = world.picture(None)
    albums.put_in(album.id, [picture])
    assert albums.pictures(album.id) == [picture]
    store.delete_picture(picture)
    assert albums.pictures(album.id) == []
    assert albums.by_code("another", "A1") is None


def test_an_album_takes_the_first_id_that_is_free(world: World) -> None:
    albums = world.accounts.albums
    albums.add(HOST, ["a"], 0, user_id=None)
    assert albums.add(HOST, ["a", "A"], 0, user_id=None).code == "A"
    assert albums.add("another", ["a"], 0, user_id=None).code == "a"
    with pytest.raises(ValueError, match="taken"):
        albums.add(HOST, ["a", "A"], 0, user_id=None)


def test_album_is_changed_in_the_given_members_only(world: World) -> None:
    user, albums = world.user(), world.accounts.albums
    album = albums.add(HOST, ["a"], 7, user_id=user.id, title="t", description="d", facts={"x": 1})
    picture = world.picture(user)
    changed = albums.change(album.id, title="u", cover_id=picture, facts={"y": 2})
    assert changed == replace(album, title="u", cover_id=picture, facts={"x": 1, "y": 2})
    assert albums.change(album.id) == changed
    assert albums.change(album.id, public=False).public is False
    assert albums.of_user(user.id, public=True) == []
    with pytest.raises(TypeError, match="colour"):
        albums.change(album.id, colour="red")
    world.store.delete_picture(picture)
    left = albums.get(album.id)
    assert left is not None
    assert left.cover_id is None


# Votes, comments, mail


def test_a_vote_counts_once_and_can_turn(world: World) -> None:
    ann, bob, votes = world.user("ann"), world.user("bob"), world.accounts.votes
    picture = world.picture(ann)
    for value in (1, 1, -1):
        votes.set(picture, ann.id, value, 0)
    votes.set(picture, bob.id, 1, 1)
    assert (votes.count(picture), votes.count(picture, -1)) == (1, 1)
    assert (votes.of(picture, ann.id), votes.users(picture)) == (-1, [bob.id])
    assert votes.counts([picture, 99]) == {picture: 1}
    votes.set(picture, bob.id, 0, 2)
    assert (votes.of(picture, bob.id), votes.counts([picture])) == (0, {})


def test_comments_answer_each_other_and_are_voted_on(world: World) -> None:
    ann, comments = world.user(), world.accounts.comments
    album = world.accounts.albums.add(HOST, ["a"], 0, user_id=ann.id)
    picture = world.picture(ann)
    first = comments.add(HOST, "one", 1, user_id=ann.id, picture_id=picture, code="c1")
    answer = comments.add(
        HOST, "two", 2, user_id=ann.id, picture_id=picture, parent_id=first.id, source="phone"
    )
    on_album = comments.add(HOST, "three", 3, user_id=None, album_id=album.id)
    assert comments.on_picture(picture) == [first, answer]
    assert comments.on_picture(picture, after=first.id, limit=1) == [answer]
    assert comments.by_code(HOST, "c1") == first
    assert comments.of_user(ann.id) == [first, answer]
    comments.vote(first.id, ann.id, -1)
    assert comments.votes(first.id, ann.id) == (0, 1, -1)
    comments.vote(first.id, ann.id, 0)
    assert comments.votes(first.id, ann.id) == (0, 0, 0)
    comments.delete(first.id)
    assert comments.on_picture(picture) == [answer]
    assert comments.count_on_picture(picture) == 1
    world.accounts.albums.delete(album.id)
    assert comments.get(on_album.id) is None


def test_mail_is_found_by_its_address(world: World) -> None:
    mailbox = world.accounts.mailbox
    mailbox.send(HOST, "a@example.com", "one", "text", 5, auth="secret")
    mailbox.send(HOST, "b@example.com", "two", "text", 6)
    (mail,) = mailbox.mails("A@example.com")
    assert (mail.subject, mail.facts, mail.sent) == ("one", {"auth": "secret"}, 5)
    assert [mail.subject for mail in mailbox.mails()] == ["one", "two"]
    mailbox.clear()
    assert mailbox.mails() == []


def test_clearing_a_store_leaves_no_account(world: World) -> None:
    ann = world.user()
    world.picture(ann)
    world.accounts.albums.add(HOST, ["a"], 0, user_id=None)
    world.accounts.mailbox.send(HOST, "a@example.com", "s", "t", 0)
    world.store.clear()
    tables = world.store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    left = {
        name: world.store.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"]
        for (name,) in tables
        if name not in ("meta", "unused") and not name.startswith("sqlite_")
    }
    assert set(left.values()) == {0}, left
    assert world.user().id == 1
