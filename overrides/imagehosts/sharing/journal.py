"""The journal of a batch: what was sent, what was answered, and what is not known.

It is written so that a process may be killed at any point. Each upload goes through these states:

    claimed ──▶ sent ──▶ done        the host's answer is in the journal
       │          │────▶ failed      the host refused it, or it never arrived: the next run tries
       │          ╰────▶ in doubt    all of it was sent and no answer came
       ╰──▶ failed

``sent`` is on the disk before the last bytes of the picture leave. So what a killed run leaves as
``claimed`` cannot have been stored, and what it leaves as ``sent`` may have been: the next run
looks for it at the host, where the host can be asked, and else sends it again only if it is told
to.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

from ..core.errors import ConnectionFailed, ImageHostError, ResponseDecodeError
from .database import DatabaseError, open_database
from .history import load_uploaded, save_uploaded, storable

if TYPE_CHECKING:
    from types import TracebackType

    from .uploaded import Uploaded

__all__ = ["Entry", "Journal", "State", "key_of", "may_have_been_stored"]

State: TypeAlias = Literal["claimed", "sent", "done", "failed", "in doubt"]

_APPLICATION_ID = 0x494D4A31
_SCHEMA = """
CREATE TABLE IF NOT EXISTS upload(
    key TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    host TEXT NOT NULL,
    base_url TEXT NOT NULL,
    digest TEXT,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'done', 'failed', 'in doubt')),
    changed_at REAL NOT NULL,
    uploaded TEXT,
    error TEXT
);
CREATE TABLE IF NOT EXISTS note(name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
#: How much of a body may be left when ``sent`` is written: more than the pieces it is sent in.
_LAST_BYTES = 256 * 1024


@frozen(kw_only=True)
class Entry:
    """One upload of a batch, as it is known before it is made."""

    key: str
    source: str
    host: str
    base_url: str
    digest: str | None = None


def key_of(
    source: str, host: str, base_url: str, details: Mapping[str, Any], digest: str | None
) -> str:
    """What tells one upload of a batch from the others: the same in every run."""

    def plain(value: Any) -> Any:
        return value.total_seconds() if isinstance(value, timedelta) else str(value)

    said = {name: value for name, value in details.items() if value is not None}
    parts = [source, host, base_url, said, digest]
    text = json.dumps(parts, sort_keys=True, default=plain)
    return hashlib.sha256(text.encode()).hexdigest()


def may_have_been_stored(error: BaseException) -> bool:
    """Whether a picture may be at the host although its upload failed."""
    if isinstance(error, ConnectionFailed):
        return error.may_have_arrived
    return isinstance(error, ResponseDecodeError)


class Journal:
    """The journal of a batch. One process uses it at a time.

    Args:
        path: The file; it is made where there is none. None keeps it in memory.

    Raises:
        DatabaseError: It cannot be opened, is another kind of file, or another run uses it.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else os.fspath(path)
        self._lock = threading.Lock()
        self._held = None if self.path is None else _hold(f"{self.path}.lock")
        try:
            self._database = open_database(path, _APPLICATION_ID, _SCHEMA)
            # No run is under way now, so whatever looks like one was cut off.
            self._change("UPDATE upload SET state = 'in doubt' WHERE state = 'sent'")
            self._change("UPDATE upload SET state = 'failed' WHERE state = 'claimed'")
        except BaseException:
            self._let_go()
            raise

    def state(self, key: str) -> State | None:
        """How far an upload is; None where nothing is known of it."""
        row = self._row("SELECT state FROM upload WHERE key = ?", (key,))
        return None if row is None else row[0]

    def is_in_doubt(self, key: str) -> bool:
        """Whether all of a picture was sent and nothing is known of the answer."""
        return self.state(key) == "in doubt"

    def result(self, key: str) -> Uploaded | None:
        """The picture, where its upload is done."""
        row = self._row("SELECT uploaded FROM upload WHERE key = ? AND state = 'done'", (key,))
        return None if row is None else load_uploaded(json.loads(row[0]))

    def claim(self, entry: Entry) -> None:
        """Write down that an upload begins."""
        self._change(
            "INSERT INTO upload(key, source, host, base_url, digest, state, changed_at)"
            " VALUES (?, ?, ?, ?, ?, 'claimed', ?)"
            " ON CONFLICT(key) DO UPDATE SET state = 'claimed', changed_at = excluded.changed_at,"
            " error = NULL WHERE state <> 'done'",
            (
                entry.key,
                storable(entry.source),
                entry.host,
                entry.base_url,
                entry.digest,
                time.time(),
            ),
        )

    def watch(
        self, key: str, progress: Callable[[int, int | None], None] | None = None
    ) -> Callable[[int, int | None], None]:
        """What is to be called with the bytes sent: it writes ``sent`` down in time."""
        marked = False

        def note(sent: int, total: int | None) -> None:
            nonlocal marked
            if not marked and (total is None or total - sent <= _LAST_BYTES):
                self.mark_sent(key)
                marked = True
            if progress is not None:
                progress(sent, total)

        return note

    def mark_sent(self, key: str) -> None:
        """Write down that the last bytes of a picture are about to leave."""
        self._set(key, "sent")

    def finish(self, key: str, uploaded: Uploaded) -> None:
        """Write down what became of a picture."""
        self._set(key, "done", uploaded=json.dumps(save_uploaded(uploaded)))

    def fail(self, key: str, error: BaseException) -> None:
        """Write down that an upload failed, or that nothing is known of it."""
        doubtful = self.state(key) == "sent" and may_have_been_stored(error)
        text = error.message if isinstance(error, ImageHostError) else str(error)
        self._set(key, "in doubt" if doubtful else "failed", error=storable(text))

    def abandon(self, key: str) -> None:
        """Write down that an upload was broken off: what was sent whole may have arrived."""
        state: State = "in doubt" if self.state(key) == "sent" else "failed"
        self._set(key, state, error="broken off")

    def count(self) -> dict[State, int]:
        """How many uploads there are in each state."""
        with self._lock:
            rows = self._database.execute("SELECT state, count(*) FROM upload GROUP BY state")
            return dict(rows.fetchall())

    def entries(self, state: State) -> Iterator[Entry]:
        """The uploads in a state."""
        with self._lock:
            rows = self._database.execute(
                "SELECT key, source, host, base_url, digest FROM upload WHERE state = ?", (state,)
            ).fetchall()
        names = ("key", "source", "host", "base_url", "digest")
        return (Entry(**dict(zip(names, row, strict=True))) for row in rows)

    def known_ids(self, host: str, base_url: str) -> set[str]:
        """The ids of all pictures of a host whose uploads are done."""
        with self._lock:
            rows = self._database.execute(
                "SELECT uploaded ->> '$.id' FROM upload"
                " WHERE state = 'done' AND host = ? AND base_url = ?",
                (host, base_url),
            ).fetchall()
        return {row[0] for row in rows}

    def note(self, name: str) -> Any:
        """Something else that an earlier run wrote down; None where it did not."""
        row = self._row("SELECT value FROM note WHERE name = ?", (name,))
        return None if row is None else json.loads(row[0])

    def add_note(self, name: str, value: Any) -> None:
        """Write something else down, for a later run."""
        self._change("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, json.dumps(value)))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()
        self._let_go()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _set(
        self, key: str, state: State, *, uploaded: str | None = None, error: str | None = None
    ) -> None:
        self._change(
            "UPDATE upload SET state = ?, uploaded = ?, error = ?, changed_at = ? WHERE key = ?",
            (state, uploaded, error, time.time(), key),
        )

    def _row(self, statement: str, values: tuple[Any, ...]) -> Any:
        with self._lock:
            return self._database.execute(statement, values).fetchone()

    def _change(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        try:
            with self._lock:
                self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise DatabaseError(f"the journal cannot be written: {error}") from None

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


def _hold(path: str) -> IO[bytes]:
    """Keep others from using a journal for as long as the file given back is open."""
    try:
        # Open for as long as the journal is.
        file = open(  # noqa: SIM115
            os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b", buffering=0
        )
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {error.strerror or error}") from None
    try:
        # The system lets go of it when the process ends, however it ends.
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise DatabaseError(
            f"another run uses the journal {path.removesuffix('.lock')}; wait for it to end"
        ) from None
    return file
