"""SQLite and PostgreSQL hold the same: the same tables, and every statement runs on both."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from imagehosts import emulator as package
from imagehosts.emulator import Emulator
from imagehosts.emulator.config import EmulatorConfig
from imagehosts.emulator.core.database import Conflict, Database, ddl, fold, postgres
from imagehosts.emulator.core.database.postgres import PostgresDatabase
from imagehosts.emulator.core.database.sqlite import SqliteDatabase, open_sqlite
from imagehosts.emulator.core.removals import Removals
from imagehosts.emulator.core.schema import Schema, prepare
from imagehosts.emulator.core.store import SHARED, StoreError
from imagehosts.emulator.domain.library import Choice
from imagehosts.emulator.hosts import find_sites
from imagehosts.emulator.hosts.imageshack_gallery.galleries import Galleries, GalleryFile

from contracts.support.crowd import fill
from contracts.support.databases import MakeDatabase
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
    removals = Removals(store, store.blobs)
    assert removals.mark(["a" * 64], {}, now, 0) == (["a" * 64], [])
    assert not removals.is_removing(["a" * 64]), "a mark of 1970 is of nobody any more"
    removals.unmark()
    removals.add(["a" * 64])
    assert removals.finish(10)
    removals.close()
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
    assert accounts.albums.by_ids([album.id]).keys() == {album.id}
    assert accounts.albums.pictures_of([album.id, 99]) == {album.id: [one]}
    assert [each.id for each in accounts.albums.with_pictures([one])[one]] == [album.id]
    anything = Choice(host="imgur", hidden=None)
    # Of albums only what is wanted is read, and of more numbers than a statement takes, all.
    both = [one, next(each.id for each in store.pictures(["imgur"]) if each.id != one)]
    accounts.albums.set(album.id, both)
    many = [*range(10_000, 80_000), album.id]
    assert accounts.library.in_albums(anything, many, 1) == {album.id: (len(both), [one])}
    assert accounts.library.in_albums(anything, many, 9) == {album.id: (len(both), both)}
    assert accounts.albums.pictures_of(many) == {album.id: both}
    assert store.pictures_by_id([*range(10_000, 80_000), one]).keys() == {one}
    accounts.albums.set(album.id, [one])
    assert accounts.library.with_each_tag(anything, ["a", "b"], 3) == [[], []]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("imagehosts.emulator.domain.library._MOST_SHUFFLED", 0)
        drawn = accounts.library.find(anything, order="random", limit=2)
    assert {owned.picture.host for owned in drawn} == {"imgur"}
    accounts.albums.take_out(album.id, [one])
    accounts.library.change(one, texts={"title": "t"}, facts={"b": 2})
    accounts.library.set_tags(one, ["x", "y"])
    post = accounts.posts.add("imgur", ann.id, "T", now, album_id=album.id, tags=["A"])
    assert post is not None
    assert accounts.posts.add("imgur", ann.id, "T", now, album_id=album.id) is None
    for vote in (1, 0, 1):
        accounts.posts.vote(post.id, ben.id, vote, now)
    assert [each.id for each in accounts.posts.liked_by(ben.id)] == [post.id]
    assert accounts.posts.votes_of(ben.id, [post.id, 99]) == {post.id: 1}
    assert accounts.posts.of_albums([album.id]).keys() == {album.id}
    assert accounts.posts.of_pictures([one]) == {}
    comment = accounts.comments.add(
        "imgur", "hi", now, user_id=ben.id, album_id=album.id, code="c1"
    )
    accounts.comments.add("imgur", "re", now, user_id=ann.id, parent_id=comment.id)
    assert accounts.comments.by_code("imgur", "c1") == comment
    for vote in (1, 0):
        accounts.comments.vote(comment.id, ann.id, vote)
        assert accounts.comments.votes(comment.id, ann.id) == (vote, 0, vote)
    assert accounts.comments.votes(comment.id) == (0, 0, 0)
    assert accounts.comments.by_ids([comment.id]) == {comment.id: comment}
    assert [each.text for each in accounts.comments.replies([comment.id])[comment.id]] == ["re"]
    assert accounts.comments.on(None, album.id) == [comment]
    accounts.comments.on_picture(one)
    accounts.comments.count_on_picture(one)
    accounts.comments.delete(comment.id)
    assert accounts.favorites.toggle(ann.id, now, picture_id=one)
    assert accounts.favorites.among(ann.id, "picture_id", [one]) == {one: True}
    assert accounts.favorites.counts("picture_id", [one]) == {one: 1}
    assert not accounts.favorites.toggle(ann.id, now, picture_id=one)
    assert accounts.favorites.counts("album_id", [album.id]) == {}
    first = accounts.messages.send(ann.id, ben.id, "hi", now)
    assert accounts.messages.send(ben.id, ann.id, "re", now, thread=first.thread)
    assert accounts.messages.get(first.id, ben.id) == first
    assert accounts.messages.between(ann.id, ben.id) == first
    assert accounts.messages.ids(ben.id, 5, 0) == [first.id]
    assert accounts.messages.count(ben.id) == 1
    assert accounts.messages.by_ids(ben.id, [first.id]) == {first.id: first}
    assert accounts.messages.counts(ben.id, [first.thread]) == {first.thread: 2}
    assert accounts.users.by_ids([ann.id, 99]).keys() == {ann.id}
    assert accounts.votes.among(ann.id, [one]) == {}
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
    assert (store.mark_seeded(), store.mark_seeded()) == (True, False)
    assert emulator.internal_errors == []
    emulator.reset()
    assert emulator.pictures == []


def _use_spaces(emulator: Emulator) -> None:
    """Spaces that come, are used again later, are removed, and expire."""
    spaces = emulator.services.spaces
    assert spaces is not None
    now = spaces.now()
    for name in ("a", "b"):
        emulator.space(name).close()
    spaces.now = lambda: now + 7200
    assert emulator.space("a").pictures == []
    emulator.space("b").remove()
    spaces.now = lambda: now + 7200 + spaces.lasting + 1
    assert emulator.spaces == []


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
        with Emulator() as emulator:
            EmulatorClient(emulator).image()
            emulator.restore(emulator.snapshot())
        for _ in range(2):  # tables are made, and the next time they are there
            with Emulator(database=url, data=tmp_path / "data", workers=2) as emulator:
                emulator.reset()
                _use_spaces(emulator)
    with report_all(least=100) as case:
        for file in sorted(SOURCES.rglob("*.py")):
            if file.parent.name in ("database", "shared"):
                continue
            if each_database == "sqlite" and file.parts[-2:] == ("spaces", "server.py"):
                continue  # it is of the other one
            for first, last in _sites(file):
                with case(f"{file.relative_to(SOURCES)}:{first}"):
                    reached = any((str(file), line) in lines for line in range(first, last + 1))
                    assert reached, file.read_text("utf-8").splitlines()[first - 1 : last]


# Schemas and values


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        opened: Database = open_sqlite(None)
    else:
        opened = PostgresDatabase(request.getfixturevalue("postgres_url"))
    opened.prepare()
    yield opened
    opened.close()


FIRST = """-- version 1
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE pin (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE, -- in any case
    size INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name)
);
CREATE TABLE hole (
    pin_id INTEGER NOT NULL REFERENCES pin (id) ON DELETE CASCADE,
    place  REAL NOT NULL,
    PRIMARY KEY (pin_id, place)
) WITHOUT ROWID;
CREATE TRIGGER hole_made AFTER INSERT ON hole WHEN new.place > 0 BEGIN
    UPDATE pin SET size = size + 1 WHERE id = new.pin_id;
END;
"""
STEP = """DROP TRIGGER hole_made;
ALTER TABLE pin ADD COLUMN note TEXT;
UPDATE pin SET note = 'old';
CREATE INDEX pin_by_note ON pin (lower(note), id) WHERE note IS NOT NULL;
CREATE TRIGGER hole_filled BEFORE DELETE ON hole BEGIN
    UPDATE pin SET size = size - 1 WHERE id = old.pin_id;
END;
"""


def test_a_schema_and_its_steps_work_on_either(database: Database, tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(FIRST, "utf-8")
    schema = Schema("mini", tmp_path)
    prepare(database, [schema])
    add = "INSERT INTO pin (name) VALUES (?) RETURNING id"
    (number,) = database.execute(add, ("Ann",)).fetchone()
    with pytest.raises(Conflict) as taken:
        database.execute(add, ("ANN",))
    assert "name" in taken.value.columns
    holes = [(number, 0.5), (number, 1.5), (number, -1.0)]
    database.executemany("INSERT INTO hole VALUES (?, ?)", holes)
    assert database.execute("SELECT size FROM pin").fetchone()["size"] == 2
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "2.sql").write_text(
        STEP + "INSERT INTO nothing VALUES (1);", "utf-8"
    )
    (tmp_path / "schema.sql").write_text("-- version 2\n", "utf-8")
    with pytest.raises(Exception, match="nothing"):
        prepare(database, [schema])
    assert database.columns("pin") == {"id", "name", "size"}, "all of a step, or nothing"
    (tmp_path / "migrations" / "2.sql").write_text(STEP, "utf-8")
    for _ in range(2):
        prepare(database, [schema])
    database.executemany("INSERT INTO hole VALUES (?, ?)", [(number, 2.5)])
    database.execute("DELETE FROM hole WHERE place > ?", (1,))
    row = database.execute("SELECT name, size, note FROM pin").fetchone()
    assert dict(row) == {"name": "Ann", "size": 0, "note": "old"}
    assert database.tables() == {"meta", "pin", "hole"}
    database.empty(["hole", "pin"])
    assert database.execute(add, ("Bo",)).fetchone()["id"] == 1


def test_values_come_back_as_they_were(database: Database) -> None:
    database.define(["CREATE TABLE thing (a TEXT, b INTEGER, c REAL, d BLOB);"])
    texts = ["", "a\0b", "\uffff", "\0\uffff0", "%s ? :name", "ÄäİI", "\u2028'\"\\"]
    for text in texts:
        row = (text, 2**62, 0.1, b"\0\xff")
        database.execute(
            "INSERT INTO thing VALUES (:a, :b, :c, :d)", dict(zip("abcd", row, strict=True))
        )
    rows = database.execute("SELECT * FROM thing").fetchall()
    assert [row["a"] for row in rows] == texts
    assert {(row["b"], row["c"], bytes(row["d"])) for row in rows} == {(2**62, 0.1, b"\0\xff")}
    ordered = database.execute("SELECT a FROM thing WHERE a != ? ORDER BY a", ("a\0b",))
    plain = sorted((text for text in texts if "\0" not in text), key=str.encode)
    assert [row[0] for row in ordered if "\0" not in row[0]] == plain
    database.execute("UPDATE thing SET b = 2")
    (total, some) = database.execute(
        "SELECT sum(b), count(*) FROM thing WHERE b = ? AND 1 = ?", (2, True)
    ).fetchone()
    assert (total, type(total), some) == (2 * len(texts), int, len(texts))
    assert fold("ÄaZ") == "ÄaZ".translate({ord("Z"): "z"})
    (folded,) = database.execute("SELECT lower(a) FROM thing WHERE a = 'ÄäİI'").fetchone()
    assert folded == fold("ÄäİI")


def test_both_have_the_same_tables_indexes_and_triggers(made_database: MakeDatabase) -> None:
    schemas = (SHARED, *find_sites(EmulatorConfig(), strict=True).schemas)
    written = "".join(schema.text for schema in schemas)
    sqlite = open_sqlite(None)
    prepare(sqlite, schemas)
    with made_database() as url:
        server = PostgresDatabase(url)
        for table in sqlite.tables():
            assert server.columns(table) == sqlite.columns(table), table
        names = set(re.findall(r"^CREATE (?:UNIQUE )?INDEX (\w+)", written, re.MULTILINE))
        assert len(names) > 30
        assert names <= server.names()
        triggers = {
            row[0] for row in server.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        }
        assert triggers == set(re.findall(r"^CREATE TRIGGER (\w+)", written, re.MULTILINE))
        server.close()
    sqlite.close()


def test_what_has_no_words_in_postgresql_is_refused() -> None:
    rows = (
        ("PRAGMA foreign_keys = ON;", "this cannot be said to PostgreSQL: "),
        ("CREATE VIEW a AS SELECT 1;", "this cannot be said to PostgreSQL: "),
        ("CREATE TABLE a;", "this table cannot be read: "),
        ("CREATE TRIGGER a;", "this trigger cannot be read: "),
    )
    digits = "".join(str(number) for number in range(10, 60))
    with report_all() as case:
        for statement, said in rows:
            for text in (statement, f"{statement[:-1]} {digits};"):
                with case(text):
                    with pytest.raises(ValueError, match="cannot be") as raised:
                        ddl.translated(text)
                    # The beginning alone: a schema may be long.
                    assert str(raised.value) == said + text.removesuffix(";")[:60]


# A server that goes away


def test_a_connection_that_was_lost_is_made_anew(
    made_database: MakeDatabase, tmp_path: Path
) -> None:
    with made_database() as url, Emulator(database=url, data=tmp_path / "data") as emulator:
        client = EmulatorClient(emulator)
        path = client.image()["url"].partition("8765")[2]
        end = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid != %s"
        )
        with psycopg.connect(url, autocommit=True) as other:
            for _ in range(2):
                other.execute(end, (url.rpartition("/")[2], other.info.backend_pid))
                assert client.get(path).content == png()
            other.execute(end, (url.rpartition("/")[2], other.info.backend_pid))
        assert client.upload().status_code == 200
        assert emulator.internal_errors == []


def test_a_server_that_cannot_be_reached_is_named_without_a_password(tmp_path: Path) -> None:
    url = "postgresql://me:hunter2@127.0.0.1:9/images"
    with pytest.raises(
        StoreError, match=r"postgresql://127\.0\.0\.1:9/images cannot be used: "
    ) as said:
        Emulator(database=url, data=tmp_path / "data")
    assert "hunter2" not in str(said.value)
    with pytest.raises(StoreError, match="--data"):
        Emulator(database=url)
    assert "hunter2" not in repr(package.EmulatorConfig(database=url))
    assert postgres.named(url) == "postgresql://127.0.0.1:9/images"


def test_a_folder_of_pictures_is_of_one_database_alone(
    made_database: MakeDatabase, tmp_path: Path
) -> None:
    Emulator(data=tmp_path / "own").close()
    with made_database() as one, made_database() as other:
        with pytest.raises(StoreError, match="without --database"):
            Emulator(database=one, data=tmp_path / "own")
        Emulator(database=one, data=tmp_path / "data").close()
        with pytest.raises(StoreError, match="belong to another database"):
            Emulator(database=other, data=tmp_path / "data")
