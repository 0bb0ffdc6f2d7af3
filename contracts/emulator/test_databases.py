"""SQLite and PostgreSQL hold the same: the same tables, and every statement runs on both."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from imagehosts import emulator as package
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.database.postgres import PostgresDatabase
from imagehosts.emulator.core.database.sqlite import SqliteDatabase
from imagehosts.emulator.hosts.imageshack_gallery.galleries import Galleries, GalleryFile

from contracts.support.crowd import fill
from contracts.support.emulated import EmulatorClient, png
from contracts.support.operations import operations
from contracts.support.reporting import report_all

SOURCES = Path(str(package.__file__)).parent
#: What is a statement or a part of one.
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \S+ SET|DELETE FROM|WHERE|ORDER BY)\b|= [?:]")


# Every statement


def _sites(file: Path) -> Iterator[tuple[int, int]]:
    """The lines of the calls in a file that are given SQL."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        texts = [
            part.value
            for given in (*node.args, *(keyword.value for keyword in node.keywords))
            for part in ast.walk(given)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        nested = [
            inner
            for given in node.args
            for inner in ast.walk(given)
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute)
        ]
        is_given = node.func.attr not in ("join", "format")
        if is_given and any(SQL.search(text) for text in texts) and not nested:
            yield node.lineno, node.end_lineno or node.lineno


@contextmanager
def _lines_that_ask() -> Iterator[set[tuple[str, int]]]:
    """The lines of the emulator that are at it whenever a statement runs."""
    lines: set[tuple[str, int]] = set()

    def watched(run: Any) -> Any:
        def noting(self: Any, *given: Any) -> Any:
            frame = sys._getframe(1)
            while frame is not None:
                if frame.f_code.co_filename.startswith(str(SOURCES)):
                    lines.add((frame.f_code.co_filename, frame.f_lineno))
                frame = frame.f_back
            return run(self, *given)

        return noting

    with pytest.MonkeyPatch.context() as patch:
        for kind in (SqliteDatabase, PostgresDatabase):
            for name in ("execute", "executemany"):
                patch.setattr(kind, name, watched(getattr(kind, name)))
        yield lines


def _use_what_operations_do_not(emulator: Emulator, client: EmulatorClient) -> None:
    """The rest of what the domain can do; hosts do so in the tests of their own."""
    services, now = emulator.services, 5.0
    store, accounts = services.store, services.accounts
    ann, ben = (accounts.users.by_name("imgur", name) for name in ("ann", "ben"))
    assert ann is not None
    assert ben is not None
    assert accounts.users.by_email("imgur", "ANN@example.com") == ann
    assert accounts.users.log_in("imgur", "Ann", "secret") == ann
    assert len(accounts.users.all()) > len(accounts.users.all("imgur")) > 2
    accounts.users.change(ann.id, facts={"a": 1})
    token = accounts.sessions.open(ann.id, "a token", now, lifetime=1.0)
    accounts.sessions.open(ann.id, "a token", now, lifetime=2.0)
    accounts.sessions.close(token)
    accounts.sessions.close_all(ann.id, purpose="login")
    image = client.image(path="/api/1/upload", tags="a,b")
    public = _anonymous_upload(client)
    picture = store.picture_by_code(public["id"])
    assert picture is not None
    one = picture.id
    for vote in (1, -1, 0, 1):
        accounts.votes.set(one, ben.id, vote, now)
    assert accounts.votes.users(one) == [ben.id]
    assert accounts.votes.counts([one]) == {one: 1}
    album = accounts.albums.add("imgur", ["zz", "yy"], now, user_id=ann.id, title="t")
    assert accounts.albums.add("imgur", ["zz", "yy"], now, user_id=ann.id).code == "yy"
    assert accounts.albums.by_title(ann.id, "t") == album
    accounts.albums.change(album.id, title="u", facts=ALBUM_FACTS)
    accounts.albums.set(album.id, [one])
    accounts.albums.put_in(album.id, [one], alone=True)
    assert [each.id for each in accounts.albums.albums_of(one)] == [album.id]
    accounts.albums.take_out(album.id, [one])
    accounts.library.change(one, texts={"title": "t"}, facts={"b": 2})
    accounts.library.set_tags(one, ["x", "y"])
    post = accounts.posts.add("imgur", ann.id, "T", now, album_id=album.id, tags=["A"])
    assert post is not None
    assert accounts.posts.add("imgur", ann.id, "T", now, album_id=album.id) is None
    for vote in (1, 0, 1):
        accounts.posts.vote(post.id, ben.id, vote, now)
    assert [each.id for each in accounts.posts.liked_by(ben.id)] == [post.id]
    comment = accounts.comments.add(
        "imgur", "hi", now, user_id=ben.id, album_id=album.id, code="c1"
    )
    accounts.comments.add("imgur", "re", now, user_id=ann.id, parent_id=comment.id)
    assert accounts.comments.by_code("imgur", "c1") == comment
    for vote in (1, 0):
        accounts.comments.vote(comment.id, ann.id, vote)
    assert accounts.comments.votes(comment.id) == (0, 0, 0)
    accounts.comments.on_picture(one)
    accounts.comments.count_on_picture(one)
    accounts.comments.delete(comment.id)
    assert accounts.favorites.toggle(ann.id, now, picture_id=one)
    assert not accounts.favorites.toggle(ann.id, now, picture_id=one)
    assert not accounts.favorites.has(ann.id, album_id=album.id)
    assert accounts.favorites.count(album_id=album.id) == 0
    first = accounts.messages.send(ann.id, ben.id, "hi", now)
    assert accounts.messages.send(ben.id, ann.id, "re", now, thread=first.thread)
    assert accounts.messages.get(first.id, ben.id) == first
    assert accounts.messages.between(ann.id, ben.id) == first
    assert accounts.messages.ids(ben.id, 5, 0) == [first.id]
    assert accounts.messages.count(ben.id) == 1
    assert len(accounts.messages.thread(first.id, ann.id)) == 2
    assert len(accounts.messages.latest(ann.id)) == 1
    assert len(accounts.messages.conversations(ann.id)) == 1
    accounts.messages.block(ann.id, ben.id)
    accounts.messages.block(ann.id, ben.id)
    assert accounts.messages.blocked(ann.id) == [ben.id]
    accounts.messages.unblock(ann.id, ben.id)
    accounts.notifications.of_comment(ann.id, comment.id, now)
    accounts.notifications.of_message(ben.id, first.id, now)
    (told,) = accounts.notifications.list(ben.id, "message", only_new=True)
    assert accounts.notifications.get(told.id, ben.id) == told
    accounts.notifications.view(told.id)
    accounts.notifications.withdraw(comment.id)
    accounts.messages.delete(first.id, ben.id)
    for _ in range(2):
        accounts.reports.add("imgur", ann.id, "post", post.id, now)
    assert accounts.reports.count("post", post.id) == 1
    accounts.mailbox.send("imgur", "Ann@example.com", "s", "t", now, secret="x")
    assert len(accounts.mailbox.mails("ann@EXAMPLE.com")) == 1
    assert len(accounts.mailbox.mails()) == 1
    accounts.mailbox.clear()
    galleries = Galleries(store)
    files = [GalleryFile(one, 5, None)]
    kept = {"server": 1, "title": "g", "user_id": ann.id, "token": None}
    gallery = galleries.add([("n", "s")], files, now, **kept)
    assert galleries.add([("n", "s"), ("n2", "s2")], files, now, **kept).name == "n2"
    galleries.change(gallery.id, files, now, title="h")
    galleries.put_in(gallery.id, files, now)
    assert galleries.files(gallery.id) == files
    galleries.take_out(gallery.id, [one], now)
    assert galleries.by_name("n", 1) == galleries.by_short_name("s") is not None
    assert len(galleries.of_user(ann.id, limit=5, offset=0)) == galleries.count() == 2
    galleries.delete(gallery.id)
    assert store.count_pictures("imgur") > 0
    assert [each.id for each in store.pictures(["imgur", "imageshack"], 3)]
    store.count_view(one)
    address = "127.0.0.1"
    assert store.has_upload("imagehosting_me", address, 0, image["md5"])
    assert store.count_uploads("imagehosting_me", address, 0) == 2
    assert client.get(f"/delete/{public['deletehash']}").status_code == 200
    client.get(f"/3/image/{public['deletehash']}", headers=ANONYMOUS)
    assert client.get("/3/album/gone", headers=ANONYMOUS).status_code == 200
    shown = store.rows(
        "SELECT code, picture_id AS id FROM post JOIN picture ON picture.id = picture_id"
    )
    above = accounts.comments.add("imgur", "hi", now, user_id=ben.id, picture_id=shown[0]["id"])
    accounts.comments.add(
        "imgur", "re", now, user_id=ben.id, picture_id=shown[0]["id"], parent_id=above.id
    )
    for what in ("comments", "comments/count"):
        answer = client.get(f"/3/gallery/image/{shown[0]['code']}/{what}", headers=ANONYMOUS)
        assert answer.status_code == 200, answer.text
    accounts.posts.delete(post.id)
    accounts.albums.delete(album.id)
    assert store.delete_picture(one)
    client.image(path="/api/1/upload", expiration="PT5M")
    emulator.clock.advance(days=1)
    assert store.delete_expired(emulator.clock.now()) == 1
    accounts.delete_user(ann.id)
    store.sweep()
    assert emulator.internal_errors == []
    emulator.reset()
    assert emulator.pictures == []


ALBUM_FACTS = {"deletehash": "gone", "privacy": "public", "layout": "blog"}
ANONYMOUS = {"Authorization": "Client-ID a"}


def _anonymous_upload(client: EmulatorClient) -> dict[str, Any]:
    files = {"image": ("a.png", png(33, 20))}
    other = EmulatorClient(client.emulator, address="10.0.0.9")
    answers = [other.post("/3/image", headers=ANONYMOUS, files=files) for _ in range(9)]
    assert [answer.status_code for answer in answers][-2:] == [200, 429]
    made: dict[str, Any] = answers[0].json()["data"]
    return made


def test_every_statement_of_the_emulator_runs(
    each_database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("postgres_url") if each_database == "postgresql" else None
    with _lines_that_ask() as lines:
        settings: dict[str, Any] = {"users": ("ann:secret", "ben:secret"), "hourly_uploads": 8}
        with Emulator(seed=1, **settings) as emulator:
            fill(emulator, 120)
            client = EmulatorClient(emulator)
            for name, ask in operations(emulator):
                response = ask(client)
                assert response.status_code < 400, (name, response.text)
            _use_what_operations_do_not(emulator, client)
        for _ in range(2):  # tables are made, and the next time they are there
            with Emulator(database=url, data=tmp_path / "data", workers=2) as emulator:
                emulator.reset()
    with report_all(least=100) as case:
        for file in sorted(SOURCES.rglob("*.py")):
            if file.parent.name in ("database", "shared"):
                continue
            for first, last in _sites(file):
                with case(f"{file.relative_to(SOURCES)}:{first}"):
                    reached = any((str(file), line) in lines for line in range(first, last + 1))
                    assert reached, file.read_text("utf-8").splitlines()[first - 1 : last]
