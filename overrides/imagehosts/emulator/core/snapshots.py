"""The whole state of an emulator as a file: what is in the tables, and the bytes of pictures.

A snapshot is a ZIP archive with ``state.json`` and a file for each blob. It is written and read
through the same statements on every database, so one taken from PostgreSQL can be put into SQLite.
It belongs to the schemas that it was taken with.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from .schema import SchemaError

if TYPE_CHECKING:
    from .context import Services
    from .database import Connection, Row

__all__ = ["SnapshotError", "restore", "snapshot"]

Tables: TypeAlias = dict[str, dict[str, Any]]

FORMAT = 1
STATE = "state.json"
BLOBS = "blobs/"
WEB = "web/"
#: Rows come in, what counts them is put right, and that may itself be counted.
ROUNDS = 5
#: What comes of reading what is no snapshot.
_DAMAGES = (
    *(zipfile.BadZipFile, SchemaError),
    *(LookupError, ValueError, TypeError, AttributeError),
)


class SnapshotError(Exception):
    """What was given is no snapshot that this emulator can take; the message says why."""


def snapshot(services: Services) -> bytes:
    """Everything that hosts have, the registered web and the steps of the clock."""
    try:
        with services.store.reading():
            return _taken(services)
    except KeyError:  # another process has removed a picture meanwhile: now it may not
        with services.store.transaction():
            return _taken(services)


def _taken(services: Services) -> bytes:
    store = services.store
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        tables = {name: store.rows(f'SELECT * FROM "{name}"') for name in store.host_tables()}
        state = {
            "format": FORMAT,
            "versions": store.versions(),
            "salt": store.salt,
            "moved": services.clock.offset(),
            "web": {url: hashlib.sha256(body).hexdigest() for url, body in services.web.items()},
            "tables": {name: _table(rows) for name, rows in tables.items() if rows},
        }
        archive.writestr(STATE, json.dumps(state), zipfile.ZIP_DEFLATED)
        for sha256 in sorted({str(row["sha256"]) for row in tables.get("file", ())}):
            with archive.open(BLOBS + sha256, "w", force_zip64=True) as entry:
                for piece in _pieces(services, sha256):
                    entry.write(piece)
        for body in dict.fromkeys(services.web.values()):
            archive.writestr(WEB + hashlib.sha256(body).hexdigest(), body)
    return out.getvalue()


def restore(services: Services, content: bytes) -> None:
    """Put a snapshot in the place of everything there is: all of it, or nothing.

    Raises:
        SnapshotError: It is none, is damaged, or was taken with other tables.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            state = json.loads(archive.read(STATE))
            _put(services, archive, state)
    except _DAMAGES as error:
        raise SnapshotError("this is no snapshot of an emulator, or it is damaged") from error
    services.journal.clear()
    services.credits.clear()


def _put(services: Services, archive: zipfile.ZipFile, state: dict[str, Any]) -> None:
    store = services.store
    if state["format"] != FORMAT or state["versions"] != store.versions():
        raise SnapshotError("this snapshot was taken by another version of the emulator")
    web = {url: _whole(archive.read(WEB + name), name) for url, name in state["web"].items()}
    moved = float(state["moved"])
    tables = cast("Tables", state["tables"])
    known = store.host_tables()
    if not tables.keys() <= known:
        raise SnapshotError("this snapshot has tables of hosts that are not here")
    blobs = {
        name: io.BytesIO(_whole(archive.read(BLOBS + name), name))
        for name in (
            entry.removeprefix(BLOBS) for entry in archive.namelist() if entry.startswith(BLOBS)
        )
    }
    for name, table in tables.items():
        if not set(table["columns"]) <= store.columns(name):
            raise SnapshotError(f"the snapshot is damaged: {name} has other columns here")
    with store.replacing(blobs, str(state["salt"])) as db:
        # Triggers may have counted while rows came in; what they count is in the snapshot too.
        for _ in range(ROUNDS):
            wrong = [name for name in known if _rows(db, name, tables) != _sorted(tables, name)]
            if not wrong:
                break
            for name in wrong:
                db.execute(f'DELETE FROM "{name}"')
                _insert(db, name, tables.get(name))
        else:
            raise SnapshotError("the snapshot is damaged: its tables contradict each other")
    services.web.clear()
    services.web.update(web)
    services.clock.reset()
    services.clock.move(moved)


def _table(rows: list[Row]) -> dict[str, Any]:
    return {"columns": rows[0].keys(), "rows": [[_plain(value) for value in row] for row in rows]}


def _rows(db: Connection, name: str, tables: Tables) -> list[str]:
    """The rows of a table as they are, in the order of columns of the snapshot."""
    columns = ", ".join(f'"{one}"' for one in tables[name]["columns"]) if name in tables else "*"
    found = db.execute(f'SELECT {columns} FROM "{name}"')
    return sorted(json.dumps([_plain(value) for value in row]) for row in found)


def _sorted(tables: Tables, name: str) -> list[str]:
    """The same as they must be."""
    return sorted(map(json.dumps, tables[name]["rows"])) if name in tables else []


def _insert(db: Connection, name: str, table: dict[str, Any] | None) -> None:
    if not table:
        return
    columns = ", ".join(f'"{column}"' for column in table["columns"])
    marks = ", ".join("?" for _ in table["columns"])
    rows = [[_value(v) for v in row] for row in table["rows"]]
    db.executemany(
        f'INSERT INTO "{name}" ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING', rows
    )


def _pieces(services: Services, sha256: str) -> Iterator[bytes]:
    start = 0
    while piece := services.store.blobs.read(sha256, start, 1024 * 1024):
        start += len(piece)
        yield piece


def _whole(content: bytes, name: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != name:
        raise SnapshotError("the snapshot is damaged: a file in it has other bytes than its name")
    return content


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return base64.b64decode(cast("dict[str, str]", value)["base64"])
    return value
