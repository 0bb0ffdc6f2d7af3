"""A folder of another version: brought up to date whole, or refused and left as it was."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.config import EmulatorConfig
from imagehosts.emulator.core.database.sqlite import open_sqlite
from imagehosts.emulator.core.schema import Schema, SchemaError, prepare
from imagehosts.emulator.core.store import SHARED, Store, StoreError
from imagehosts.emulator.hosts import find_sites

from contracts.support.emulated import EmulatorClient, png
from contracts.support.half_hosts import ROW, ExtraHosts

OLD = Path(__file__).with_name("schema_version_3.sql").read_text("utf-8")
CONTENT = png()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PICTURE = {
    "kind": "image",
    "name": "a",
    "extension": "png",
    "mime": "image/png",
    "size": len(CONTENT),
    "width": 60,
    "height": 40,
    "animated": 0,
    "duration": 0,
    "md5": "m",
    "original_filename": "a.png",
    "nsfw": 0,
    "created": 1000.0,
    "dated": 1000.0,
    "approved": 1,
    "address": "10.0.0.1",
}


def _insert(db: sqlite3.Connection, table: str, **row: Any) -> None:
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def _old_folder(folder: Path) -> None:
    """What an emulator before the change left: both kinds of album, with pictures in them."""
    folder.mkdir()
    db = sqlite3.connect(folder / "emulator.db")
    db.executescript(OLD)
    fingerprint = hashlib.sha256(b"the-key").hexdigest()
    # Every host had the albums of keys, those with accounts as well.
    _insert(db, "album", id=1, host="imges", code="A1", owner=fingerprint, title="Tahoe")
    _insert(db, "album", id=2, host="imgur", code="A1", owner=fingerprint)
    _insert(db, "user", id=1, host="imgur", name="demo", email="d@e", password="p", created=1)
    _insert(db, "user_album", id=1, host="imgur", code="B2", user_id=1, title="Own", created=2)
    for number, host, album in ((1, "imges", 1), (2, "imges", 1), (3, "imgur", None)):
        code = f"code{number}"
        _insert(db, "picture", id=number, host=host, code=code, album_id=album, **PICTURE)
        path = f"/images/{number}.png"
        file = {"path": path, "picture_id": number, "role": "image", "sha256": SHA256}
        _insert(db, "file", **file, size=len(CONTENT), mime="image/png", width=60, height=40)
    _insert(db, "holding", picture_id=3, user_id=1, facts='{"deletehash": "h"}')
    _insert(db, "album_entry", album_id=1, picture_id=3, position=1)
    _insert(db, "post", id=1, host="imgur", album_id=1, user_id=1, title="Post", created=3)
    db.commit()
    db.close()
    blobs = folder / "blobs" / SHA256[:2]
    blobs.mkdir(parents=True)
    (blobs / SHA256).write_bytes(CONTENT)


def _tables(folder: Path) -> dict[str, Any]:
    """Columns, indexes and references of every table, and the versions."""
    db = sqlite3.connect(folder / "emulator.db")
    tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
    names = [row[0] for row in tables]
    found: dict[str, Any] = {
        name: (
            [row[1:] for row in db.execute(f"PRAGMA table_info({name})")],
            sorted(row[2:] for row in db.execute(f"PRAGMA foreign_key_list({name})")),
        )
        for name in names
    }
    found["indexes"] = sorted(
        row[0].replace('"', "")
        for row in db.execute("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql NOTNULL")
    )
    found["triggers"] = sorted(
        row[0] for row in db.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    )
    found["meta"] = sorted(
        row[0]
        for row in db.execute("SELECT name || value FROM meta WHERE name NOT IN ('salt', 'id')")
    )
    db.close()
    return found


def test_a_folder_of_the_version_before_is_opened_with_all_in_it(tmp_path: Path) -> None:
    _old_folder(tmp_path / "old")
    with Emulator(data=tmp_path / "old", albums=("A1=the-key",)) as emulator:
        albums = emulator.services.accounts.albums
        tahoe, own = albums.by_code("imges", "A1"), albums.by_code("imgur", "B2")
        assert tahoe is not None
        assert own is not None
        assert (tahoe.title, albums.pictures(tahoe.id)) == ("Tahoe", [1, 2])
        assert (own.user_id, own.title, albums.pictures(own.id)) == (1, "Own", [3])
        assert albums.by_code("imgur", "A1") is None
        post = emulator.services.accounts.posts.of_album(own.id)
        assert post is not None
        client = EmulatorClient(emulator)
        assert "2 pictures" in client.get("/album/A1").text
        assert client.get("/images/1.png").content == CONTENT
        added = client.upload(key="the-key", album_id="A1")
        assert added.status_code == 200
        mine = albums.by_code("imagehosting_me", "A1")
        assert mine is not None
        assert len(albums.pictures(mine.id)) == 1
        emulator.services.store.delete_picture(1)
        assert albums.pictures(tahoe.id) == [2]


def test_steps_lead_to_the_same_tables_as_a_new_folder(tmp_path: Path) -> None:
    _old_folder(tmp_path / "old")
    for name in ("old", "new"):
        Emulator(data=tmp_path / name).close()
    assert _tables(tmp_path / "old") == _tables(tmp_path / "new")


def test_hosts_that_were_not_served_are_brought_up_to_date_later(tmp_path: Path) -> None:
    _old_folder(tmp_path / "old")
    Emulator(data=tmp_path / "old", apis=("imges",)).close()
    for name in ("old", "new"):
        Emulator(data=tmp_path / name).close()
    assert _tables(tmp_path / "old") == _tables(tmp_path / "new")


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    Emulator(data=tmp_path / "data").close()
    before = _tables(tmp_path / "data")
    Emulator(data=tmp_path / "data").close()
    assert _tables(tmp_path / "data") == before
    # One host alone, and then all of them: its tables join those that are there.
    Emulator(data=tmp_path / "one", apis=("imges",)).close()
    Emulator(data=tmp_path / "one").close()
    assert _tables(tmp_path / "one") == before


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("schema shared", "99", f"schema shared has version 99, this one reads {SHARED.version}"),
        ("schema imgur", "7", "schema imgur has version 7, this one reads 2"),
        ("version", "99", f"schema has version 99, this one reads 3 and shared {SHARED.version}"),
        ("version", "2", f"schema has version 2, this one reads 3 and shared {SHARED.version}"),
    ],
)
def test_another_version_is_refused_and_left_as_it_was(
    name: str, value: str, message: str, tmp_path: Path
) -> None:
    Emulator(data=tmp_path).close()
    db = sqlite3.connect(tmp_path / "emulator.db")
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))
    db.commit()
    db.close()
    before = _tables(tmp_path)
    with pytest.raises(StoreError, match=f"{message}.*; use an empty directory"):
        Emulator(data=tmp_path)
    assert _tables(tmp_path) == before


def test_a_step_that_fails_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _old_folder(tmp_path / "old")
    before = _tables(tmp_path / "old")
    step = Schema.step
    with monkeypatch.context() as patch:
        broken = "INSERT INTO nothing VALUES (1);"
        patch.setattr(Schema, "step", lambda self, n: step(self, n) + broken)
        with pytest.raises(StoreError):
            Store(tmp_path / "old")
    assert _tables(tmp_path / "old") == before
    Store(tmp_path / "old").close()


def test_broken_references_are_found_before_a_step_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _old_folder(tmp_path / "old")
    step = Schema.step
    break_one = "UPDATE file SET picture_id = 77 WHERE path = '/images/1.png';"
    monkeypatch.setattr(Schema, "step", lambda self, n: step(self, n) + break_one)
    with pytest.raises(StoreError, match="references of file lead nowhere"):
        Store(tmp_path / "old")


def test_a_host_brings_tables_of_its_own(extra_hosts: ExtraHosts, tmp_path: Path) -> None:
    """They are made in a folder that is there already, and stay when the host is not served."""
    spec = {"info": {"title": "P"}, "servers": [{"url": "https://p.example/v9"}], "paths": {}}
    dialect = (
        "from imagehosts.emulator.core.dialect import Dialect\n"
        "from imagehosts.emulator.domain import simple\n"
        "dialect = Dialect('pixbin', fail=simple.fail)\n"
    )
    data = tmp_path / "data"
    Emulator(data=data).close()
    files = {"__init__.py": ROW, "dialect.py": dialect}
    one = "-- version 1\nCREATE TABLE pin (a TEXT);\n"
    extra_hosts.add("pixbin", spec=spec, files={**files, "schema.sql": one})
    with Emulator(data=data) as emulator, emulator.services.store.transaction() as db:
        db.execute("INSERT INTO pin VALUES ('kept')")
    two = "-- version 2\nCREATE TABLE pin (a TEXT, b TEXT);\n"
    extra_hosts.add("pixbin", spec=spec, files={**files, "schema.sql": two})
    with pytest.raises(StoreError, match=r"migrations/2\.sql of pixbin is missing"):
        Emulator(data=data)
    step = "ALTER TABLE pin ADD COLUMN b TEXT;\n"
    migrated = {**files, "schema.sql": two, "migrations/2.sql": step}
    extra_hosts.add("pixbin", spec=spec, files=migrated)
    with Emulator(data=data) as emulator:
        (row,) = emulator.services.store.rows("SELECT a, b FROM pin")
        assert tuple(row) == ("kept", None)
        emulator.reset()
        assert emulator.services.store.rows("SELECT a FROM pin") == []
    with Emulator(data=data, apis=("imges",)) as emulator:
        assert emulator.services.store.rows("SELECT a FROM pin") == []


def test_every_version_has_its_step() -> None:
    for schema in (SHARED, *find_sites(EmulatorConfig(), strict=True).schemas):
        for version in range(2, schema.version + 1):
            assert schema.step(version), (schema.name, version)


def test_a_schema_without_a_version_or_an_end_is_refused(tmp_path: Path) -> None:
    for text, message in (
        ("CREATE TABLE a (b);", "must begin with '-- version N'"),
        ("-- version 1\nCREATE TABLE a (b)", "a statement has no end: -- version 1"),
    ):
        (tmp_path / "schema.sql").write_text(text, "utf-8")
        with pytest.raises(SchemaError, match=message):
            prepare(open_sqlite(None), [Schema("mini", tmp_path)])
