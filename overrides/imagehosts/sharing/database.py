"""SQLite files that only their user can read, and that outlive a killed process."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from ..core.errors import ImageHostError

__all__ = ["DatabaseError", "open_database"]


#: Seconds in which another process may hold a file.
_PATIENCE = 30


class DatabaseError(ImageHostError):
    """A journal or history cannot be opened, or is not one."""


def open_database(
    path: str | os.PathLike[str] | None, application_id: int, schema: str
) -> sqlite3.Connection:
    """Open a database, and make it where there is none.

    Args:
        path: The file; None keeps everything in memory.
        application_id: Tells our files of this kind from other databases.
        schema: What makes the tables; each statement must do nothing where they are there.

    Raises:
        DatabaseError: It cannot be opened, or is another kind of file.
    """
    where = ":memory:" if path is None else os.fspath(path)
    if path is not None:
        _make_private(Path(path))
    try:
        # Used from one thread at a time; the callers see to that.
        database = sqlite3.connect(
            where, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            (found,) = database.execute("PRAGMA application_id").fetchone()
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if found != application_id and (found or tables):
                raise DatabaseError(f"{where} is a database of something else; name another file")
            database.execute("PRAGMA journal_mode = WAL")
            # Full: what was said to be done is on the disk, whatever happens next.
            database.execute("PRAGMA synchronous = FULL")
            if found != application_id:
                database.execute(f"PRAGMA application_id = {application_id}")
            database.executescript(schema)
        except BaseException:
            database.close()
            raise
    except sqlite3.Error as error:
        raise DatabaseError(f"{where} cannot be used: {error}; name another file") from None
    return database


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made here, because SQLite would let others read it; it gives its side files the same mode.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {error.strerror or error}") from None
