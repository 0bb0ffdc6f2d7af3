"""The state of all hosts: one database and the blobs beside it.

Every change is one transaction that has reached the disk before the answer leaves, so a process
that is killed loses nothing that it has acknowledged. There is one writer at a time, over all
processes that share a database; see :mod:`.database`.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
from collections.abc import Collection, Generator, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from importlib.resources import files
from math import inf
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from .blobs import BlobError, Blobs
from .blobs.memory import MemoryBlobs
from .blobs.places import BlobPlace
from .database import ALL, Conflict, Connection, Database, Row
from .database.sqlite import SqliteDatabase, explain, open_sqlite
from .folder import DATABASE, StoreError, prepare_folder, reason
from .ids import encode_id, shuffled_alphabet
from .marks import STORE, Mark
from .removals import Removals
from .schema import Schema, SchemaError, check, prepare, versions

if TYPE_CHECKING:
    from .database.postgres import Connections

__all__ = [
    "NewFile",
    "NewPicture",
    "PathTaken",
    "Picture",
    "StillRemoved",
    "Store",
    "StoreError",
    "StoredFile",
]

logger = logging.getLogger("imagehosts.emulator")

#: The tables that all hosts share.
SHARED = Schema("shared", files("imagehosts.emulator").joinpath("domain"))
#: Seconds for which bytes are waited for that are being removed, and between two looks.
_PATIENCE, _A_MOMENT = 75.0, 0.02
#: Ids start here, as those of a site that was set up with the usual padding.
FIRST_ID = 5000


#: Databases in memory as they are before anything is in them, by the texts of their schemas: to
#: copy one takes a twentieth of making its tables.
_BLANK: dict[tuple[str, ...], SqliteDatabase] = {}
_BLANK_LOCK = threading.Lock()


def copy_blank(db: SqliteDatabase, schemas: Sequence[Schema]) -> None:
    """Give an empty database in memory the tables of ``schemas``."""
    key = tuple(f"{schema.name} {schema.text}" for schema in schemas)
    with _BLANK_LOCK:
        blank = _BLANK.get(key)
        if blank is None:
            blank = open_sqlite(None)
            try:
                prepare(blank, schemas)
            except BaseException:
                blank.close()
                raise
            _BLANK[key] = blank
        blank.backup(db)


class PathTaken(Exception):
    """Another picture is already served at one of the paths."""


class StillRemoved(PathTaken):
    """The same bytes are being removed at this moment; :meth:`Store.put_files` waits for it."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """Bytes to be served at ``path``.

    With a ``size`` of 0 they are those of the picture, of which a smaller one of ``width`` and
    ``height`` is made whenever somebody asks for it.
    """

    path: str
    role: str
    sha256: str
    size: int
    mime: str
    width: int
    height: int
    content: BinaryIO
    bits: int | None = None
    channels: int | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes that are served at ``path``."""

    path: str
    picture_id: int
    role: str
    sha256: str
    size: int
    mime: str
    width: int
    height: int
    bits: int | None
    channels: int | None

    @property
    def is_on_demand(self) -> bool:
        """Whether it is made of its picture when somebody asks for it."""
        return self.size == 0


class Served(NamedTuple):
    """A file, whose it is, and since when it is there in Unix seconds."""

    file: StoredFile
    host: str
    created: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPicture:
    """A picture or video that is about to be stored. Times are Unix seconds."""

    host: str
    kind: str
    name: str
    extension: str
    mime: str
    size: int
    width: int
    height: int
    animated: bool
    duration: int
    original_filename: str
    created: float
    dated: float
    address: str
    bits: int | None = None
    channels: int | None = None
    #: Of hosts that answer it: it takes longer than all else that is done with a large picture.
    md5: str = ""
    source_md5: str | None = None
    exif: str | None = None
    title: str | None = None
    description: str | None = None
    nsfw: int = 0
    category_id: int | None = None
    expires: float | None = None
    approved: bool = True
    delete_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(NewPicture):
    """A stored picture with its files by role and its tags in order."""

    id: int
    code: str
    views: int
    likes: int
    files: dict[str, StoredFile]
    tags: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """SHA-256 of the picture as it is served, in hexadecimal."""
        return self.files["image"].sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the database is: in PostgreSQL at ``url``, else in the directory, else in memory.

    Attributes:
        url: The address of a PostgreSQL database.
        blobs: The address of the pictures; without it they are in the directory, too.
        endpoint: The server of an object store that is not Amazon's.
        shared: Whether other processes use the same database at the same time.
        durable: Whether what was acknowledged must survive a loss of power.
        schemas: More tables to be made there.
        schema: The part of the PostgreSQL database that holds the tables; without it the usual one.
        connections: Those that others use too; without them there is one of its own.
    """

    url: str | None = None
    blobs: str | None = None
    endpoint: str | None = None
    shared: bool = False
    durable: bool = True
    schemas: Sequence[Schema] = ()
    schema: str | None = None
    connections: Connections | None = None

    @property
    def named(self) -> str | None:
        """What messages call it, where it has a name of its own."""
        if self.url is None:
            return None
        from .database.postgres import named

        return f"the database {named(self.url)}"

    @property
    def kept(self) -> set[str]:
        """Tables that stay when everything that hosts have is cleared."""
        return {table for schema in self.schemas for table in schema.tables}

    def mark(self, directory: Path | None) -> Mark | None:
        """What says that another process has changed something; none for several machines."""
        if self.shared and self.url is None and directory is not None:
            return Mark(directory, STORE)
        return None

    def open(self, directory: Path | None) -> Database:
        """Connect to it."""
        if self.url is not None:
            from .database.postgres import SCHEMA, PostgresDatabase

            return PostgresDatabase(
                self.url, schema=self.schema or SCHEMA, connections=self.connections
            )
        file = None if directory is None else directory / DATABASE
        return open_sqlite(file, shared=self.shared, durable=self.durable)

    def explain(self, error: Exception, directory: Path | None) -> str | None:
        """Why it could not be connected to."""
        if self.url is not None:
            import psycopg

            from .database.postgres import explain as explain_server

            return explain_server(error, self.url) if isinstance(error, psycopg.Error) else None
        file = None if directory is None else directory / DATABASE
        return explain(error, file) if isinstance(error, sqlite3.Error) else None


class Store:
    """Pictures, files and tags of all hosts. Safe to share between threads.

    ``schemas`` are those of the hosts, beside the one that all share. ``place`` says where the
    database is and who else uses it; without it everything is in memory.
    """

    def __init__(
        self,
        directory: Path | None = None,
        salt: str = "imagehosts",
        schemas: Sequence[Schema] = (),
        place: Place | None = None,
    ) -> None:
        self.directory = directory
        self.place = place or Place()
        self._lock = threading.RLock()
        self._depth = 0
        #: Whether the open transaction only reads so far.
        self._reading = False
        #: Bytes that the open transaction refers to for the first time, and those it lets go of.
        self._fresh: list[str] = []
        self._doomed: list[str] = []
        #: Bytes that are gone and that the database still has listed as unused.
        self._removed: list[str] = []
        self._mark: Mark | None = None
        self._marked = 0
        self._seen: Hashable = None
        self.blobs: Blobs = MemoryBlobs()
        #: Removes blobs where that takes long; ``None`` where it does not.
        self.removals: Removals | None = None
        self._db: Database = self._open()
        self._schemas = (SHARED, *self.place.schemas, *schemas)
        try:
            self._prepare(salt, self._schemas)
        except SchemaError as error:
            self._db.close()
            raise StoreError(
                f"{self.place.named or directory or 'the database'} {error}"
            ) from error
        except OSError as error:
            self._db.close()
            raise StoreError(f"{directory} cannot be used: {reason(error)}") from error
        except Exception as error:
            said = self.explain(error)
            self._db.close()
            if said is None:
                raise
            raise StoreError(said) from error
        except BaseException:
            self._db.close()
            raise
        self._alphabet = shuffled_alphabet(self._meta("salt"))
        #: When the first picture expires, or earlier.
        self._soonest = self._first_expiry()
        #: What other processes are told of changes by; one process counts its own.
        self._mark = self.place.mark(directory)

    def _open(self) -> Database:
        place = self.place
        if self.directory is None and place.shared and place.blobs is None:
            raise StoreError(
                "several processes need a place for pictures that all of them see; name it with"
                " --data or --blobs"
            )
        if self.directory is None and place.url is None and place.blobs is not None:
            raise StoreError(
                f"pictures in {place.blobs} need a database that lasts as they do; name it with"
                " --database, or its directory with --data"
            )
        if self.directory is not None:
            prepare_folder(self.directory, has_database=self.place.url is None)
        try:
            return self.place.open(self.directory)
        except Exception as error:
            said = self.place.explain(error, self.directory)
            if said is None:
                raise
            raise StoreError(said) from error

    def explain(self, error: Exception) -> str | None:
        """What is wrong with the database, and what to do; ``None`` for our own mistakes."""
        return self._db.explain(error)

    def close(self) -> None:
        """Let go of the database and the blobs."""
        if self.removals is not None:
            self.removals.close()
        with self._lock:
            if self._removed:
                with suppress(Exception), self._transaction():
                    pass  # what is no longer there is no longer listed
            self._db.close()
            self.blobs.close()
            if self._mark is not None:
                self._mark.close()

    # Pictures

    def add_picture(
        self,
        new: NewPicture,
        new_files: Sequence[NewFile],
        tags: Sequence[str] = (),
        code: str | None = None,
    ) -> Picture:
        """Store a picture and its files, all or nothing; ``PathTaken`` leaves all as it was.

        A host that makes ids in its own way gives ``code``, which must be free too. Where this is
        part of a larger transaction, :meth:`put_files` goes before that.
        """
        if not self._in_transaction():
            self.put_files(new_files)
        with self._transaction() as db:
            try:
                picture_id = self._insert_numbered(db, "picture", _row(new, NewPicture))
                for file in new_files:
                    self._insert(
                        db,
                        "file",
                        {
                            name: getattr(file, name) if name != "picture_id" else picture_id
                            for name in _FILE_COLUMNS
                        },
                    )
            except Conflict as error:
                if "path" in error.columns:
                    raise PathTaken(new_files[0].path) from None
                raise
            code = code or encode_id(FIRST_ID + picture_id, self._code_alphabet())
            try:
                db.execute("UPDATE picture SET code = ? WHERE id = ?", (code, picture_id))
            except Conflict:
                raise PathTaken(code) from None
            for position, name in enumerate(tags):
                self._insert(
                    db, "tag", {"picture_id": picture_id, "position": position, "name": name}
                )
            # A deletion may have swept a blob since it was put; now nothing can.
            names = {file.sha256 for file in new_files}
            if self._leaving(names):
                raise StillRemoved(new_files[0].path)
            self._put(new_files)
            self._fresh += [file.sha256 for file in new_files]
            if new.expires is not None:
                self._soonest = min(self._soonest, new.expires)
            picture = self._picture("WHERE id = ?", (picture_id,))
        assert picture is not None
        return picture

    def _code_alphabet(self) -> str:
        """The letters of ids in their order, which another process may have replaced."""
        return shuffled_alphabet(self._meta("salt")) if self.place.shared else self._alphabet

    def put_files(self, new_files: Sequence[NewFile]) -> None:
        """Write the bytes of files, which takes long, before the transaction that adds them.

        Bytes that are being removed are waited for.
        """
        self._wait_for_removals({file.sha256 for file in new_files})
        self._put(new_files)

    def _put(self, new_files: Sequence[NewFile]) -> None:
        for sha256, content in {file.sha256: file.content for file in new_files}.items():
            self.blobs.put(sha256, content)

    def picture(self, picture_id: int) -> Picture | None:
        """One picture by its number."""
        return self._picture("WHERE id = ?", (picture_id,))

    def pictures_by_id(self, picture_ids: Sequence[int]) -> dict[int, Picture]:
        """Pictures by their numbers."""
        found: dict[int, Picture] = {}
        for marks, values in _marked(picture_ids):
            pictures = self._pictures(f"WHERE id IN ({marks})", values)
            found.update((picture.id, picture) for picture in pictures)
        return found

    def picture_by_code(self, code: str, host: str | None = None) -> Picture | None:
        """One picture by the id that users see."""
        picture = self._picture("WHERE code = ?", (code,))
        return None if picture is None or host not in (None, picture.host) else picture

    def pictures(
        self, hosts: Collection[str] | None = None, limit: int = ALL, *, approved: bool = False
    ) -> list[Picture]:
        """Pictures, newest first: of some hosts or all, so many or all, approved or all."""
        if hosts is None:
            where = f"WHERE {'approved = 1' if approved else 'true'} ORDER BY id DESC LIMIT ?"
            return self._pictures(where, [limit])
        found: list[Picture] = []
        for host in hosts:  # each by its index, or everything would have to be sorted
            for is_approved in (1, *(() if approved else (0,))):
                where = "WHERE host = ? AND approved = ? ORDER BY id DESC LIMIT ?"
                found += self._pictures(where, [host, is_approved, limit])
        found.sort(key=lambda picture: picture.id, reverse=True)
        return found[:limit]

    def count_pictures(self, host: str) -> int:
        """How many pictures a host has."""
        rows = self.rows("SELECT pictures FROM stock WHERE host = ?", (host,))
        return int(rows[0]["pictures"]) if rows else 0

    def pictures_where(
        self, clauses: str, values: Mapping[str, Any], tables: str = "picture"
    ) -> list[Picture]:
        """Pictures by SQL after ``FROM``, for the modules that know more of them."""
        return self._pictures(clauses, values, tables)

    def delete_picture(self, picture_id: int) -> bool:
        """Remove a picture, its addresses and, where nobody else has them, its bytes."""
        return self._delete("WHERE id = ?", (picture_id,)) == 1

    def delete_expired(self, now: float) -> int:
        """Remove what is past its time; says how many."""
        if not self.has_expired(now):
            return 0
        deleted = self._delete("WHERE expires <= ?", (now,))
        with self._lock:
            self._soonest = self._first_expiry()
        return deleted

    def has_expired(self, now: float) -> bool:
        """Whether anything is past its time."""
        if self.place.shared:
            version = self.version()
            if version is None or version != self._seen:
                self._soonest, self._seen = self._first_expiry(), version
        return self._soonest <= now

    def _first_expiry(self) -> float:
        query = "SELECT min(expires) AS first FROM picture WHERE expires IS NOT NULL"
        with self._lock:
            (first,) = self._db.execute(query).fetchone()
        return inf if first is None else float(first)

    def count_view(self, picture_id: int) -> None:
        """One more look at a picture."""
        with self._transaction() as db:
            db.execute("UPDATE picture SET views = views + 1 WHERE id = ?", (picture_id,))

    def count_uploads(self, host: str, address: str, since: float) -> int:
        """Pictures that an address has uploaded after ``since`` and that are still there."""
        with self._lock:
            (count,) = self._db.execute(
                "SELECT count(*) FROM picture WHERE host = ? AND address = ? AND created > ?",
                (host, address, since),
            ).fetchone()
        return int(count)

    def has_upload(self, host: str, address: str, since: float, md5: str) -> bool:
        """Whether an address has uploaded these bytes after ``since``, as sent or as stored."""
        with self._lock:
            row = self._db.execute(
                "SELECT 1 FROM picture WHERE host = ? AND address = ? AND created > ?"
                " AND (md5 = ? OR source_md5 = ?) LIMIT 1",
                (host, address, since, md5, md5),
            ).fetchone()
        return row is not None

    def version(self) -> Hashable:
        """What is another one once anything here has changed; ``None`` where nobody can tell."""
        if self._mark is not None:
            return self._mark.get()
        return None if self.place.shared else self._db.total_changes

    # Files

    def file(self, path: str) -> StoredFile | None:
        """The file that is served at ``path``."""
        with self._lock:
            row = self._db.execute(
                f"SELECT {', '.join(_FILE_COLUMNS)} FROM file WHERE path = ?", (path,)
            ).fetchone()
        return None if row is None else StoredFile(**dict(row))

    def served(self, path: str) -> Served | None:
        """The same with what must be known of its picture to send it."""
        with self._lock:
            row = self._db.execute(_SERVED, (path,)).fetchone()
        return None if row is None else Served(StoredFile(*row[2:]), row[0], row[1])

    # The whole

    def clear(self) -> None:
        """Empty everything; ids start again."""
        with self._transaction() as db:
            self._let_go(db, "SELECT sha256 FROM file", ())
            # What refers to a picture goes with it.
            self._db.empty(self.host_tables())

    def host_tables(self) -> set[str]:
        """The tables that hold what hosts have."""
        with self._lock:
            return self._db.tables() - {"meta", "unused"} - self.place.kept

    def columns(self, table: str) -> set[str]:
        """The names of the columns of a table."""
        with self._lock:
            return self._db.columns(table)

    def versions(self) -> dict[str, int]:
        """The versions of the schemas of what hosts have."""
        with self._lock:
            found = versions(self._db, self._schemas)
        kept = {schema.name for schema in self.place.schemas}
        return {name: version for name, version in found.items() if name not in kept}

    @property
    def salt(self) -> str:
        """What the order of ids comes from."""
        return self._meta("salt")

    @contextmanager
    def replacing(self, blobs: Mapping[str, BinaryIO], salt: str) -> Generator[Connection]:
        """Empty everything, and let the block fill it: with these bytes, or nothing is changed.

        References are looked at when it ends.
        """
        try:
            self._wait_for_removals(blobs)
            for sha256, content in blobs.items():
                self.blobs.put(sha256, content)
            with self._lock:
                tables = self.host_tables()
                with self._db.refilling(tables):
                    self._let_go(self._db, "SELECT sha256 FROM file", ())
                    self._db.empty(tables)
                    self._db.execute("UPDATE meta SET value = ? WHERE name = 'salt'", (salt,))
                    yield self._db
                    self._db.number_on(tables)
                    if self._leaving(blobs):
                        raise BlobError("pictures of it are being removed; try again")
                    # What a deletion has swept since it was put; now nothing can.
                    for sha256 in blobs.keys() - self.blobs.names():
                        self.blobs.put(sha256, blobs[sha256])
                self._alphabet = shuffled_alphabet(salt)
                self._soonest = self._first_expiry()
        finally:
            with self._lock:
                self._doomed += blobs
                self._fresh += blobs
                self._after_commit()

    def mark_seeded(self) -> bool:
        """Note that a seed is made here; says whether nobody has noted it before."""
        query = (
            "INSERT INTO meta VALUES ('seeded', '1') ON CONFLICT (name) DO NOTHING RETURNING name"
        )
        with self._transaction() as db:
            return db.execute(query).fetchone() is not None

    def finish_removals(self, timeout: float = 30.0) -> bool:
        """Wait until nothing is left to remove; says whether that came to be."""
        return self.removals is None or self.removals.finish(timeout)

    def sweep(self) -> None:
        """Remove bytes that were left behind by a process that was killed, and nothing else."""
        with self._transaction() as db:
            left = self.blobs.unsettled()
            left |= {str(row[0]) for row in db.execute("SELECT sha256 FROM unused")}
            self._doomed += left
            self._fresh += left

    # Helpers

    def rows(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """What a query finds, for the modules with tables of their own."""
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def rows_among(
        self, query: str, numbers: Sequence[int], values: Mapping[str, Any] | None = None
    ) -> list[Row]:
        """What a query finds for some numbers, which stand in it as ``{marks}``.

        It is asked of some hundreds at a time, for a database takes no more than so many: what it
        sorts or groups by must begin with what tells the numbers apart.
        """
        found: list[Row] = []
        for marks, some in _marked(numbers):
            found += self.rows(query.replace("{marks}", marks), {**(values or {}), **some})
        return found

    @contextmanager
    def transaction(self) -> Generator[Connection]:
        """A change that is made whole or not at all, for the modules with tables of their own."""
        with self._transaction() as db:
            yield db

    @contextmanager
    def reading(self) -> Generator[None]:
        """Have everything that is read in the block be of one moment.

        A change that is made in it all the same ends that moment: from there on it is an ordinary
        transaction.
        """
        with self._transaction(reading=True):
            yield

    def _in_transaction(self) -> bool:
        """Whether this thread is inside of one."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return self._depth > 0
        finally:
            self._lock.release()

    @contextmanager
    def _transaction(self, *, reading: bool = False) -> Generator[Connection]:
        with self._lock:
            if self._depth and self._reading and not reading:
                self._db.commit()
                self._db.begin()
                self._reading = False
            outermost = self._depth == 0
            begun = (len(self._fresh), len(self._doomed))
            if outermost:
                self._db.begin(reading=reading)
                self._reading = reading
            is_part = not outermost and not reading and not self._reading
            if is_part:
                # What is part of something larger is undone by itself, and done with the whole.
                self._db.execute(f"SAVEPOINT part{self._depth}")
            self._depth += 1
            try:
                yield self._db
                if outermost:
                    if not self._reading:
                        self._forget_removed()
                    self._commit()
                elif is_part:
                    self._db.execute(f"RELEASE SAVEPOINT part{self._depth - 1}")
            except BaseException:
                del self._fresh[begun[0] :], self._doomed[begun[1] :]
                if not self._db.in_transaction:
                    pass  # the database has undone it already, as when the disk is full
                elif outermost:
                    self._db.rollback()
                elif is_part:
                    self._db.execute(f"ROLLBACK TO SAVEPOINT part{self._depth - 1}")
                    self._db.execute(f"RELEASE SAVEPOINT part{self._depth - 1}")
                raise
            finally:
                self._depth -= 1
            if outermost:
                self._after_commit()

    def _commit(self) -> None:
        self._db.commit()

    def _after_commit(self) -> None:
        """Only now: a crash in between leaves bytes too many, never too few."""
        if self._mark is not None and self._marked != self._db.total_changes:
            self._mark.set()
            self._marked = self._db.total_changes
        doomed, self._doomed = dict.fromkeys(self._doomed), []
        fresh, self._fresh = dict.fromkeys(self._fresh), []
        if self.removals is not None:
            self.removals.add(doomed)
            self.blobs.settle(name for name in fresh if name not in doomed)
            return
        if doomed:
            self._db.begin()  # so that no other process can refer to them again meanwhile
            try:
                query = "SELECT 1 FROM file WHERE sha256 = ? LIMIT 1"
                self.blobs.remove(
                    *(name for name in doomed if not self._db.execute(query, (name,)).fetchone())
                )
            except (BlobError, OSError) as error:  # what was committed is done all the same
                logger.warning("%s; what is unused goes when an emulator starts next", error)
                doomed = {}
            finally:
                self._db.rollback()
        self.blobs.settle(fresh)
        self._removed += doomed

    def _forget_removed(self) -> None:
        if self._removed:
            values = [(sha256,) for sha256 in self._removed]
            self._db.executemany("DELETE FROM unused WHERE sha256 = ?", values)
            self._removed.clear()

    def _leaving(self, names: Collection[str]) -> bool:
        """Whether any of these is being removed."""
        return self.removals is not None and self.removals.is_removing(names)

    def _wait_for_removals(self, names: Collection[str]) -> None:
        """Let what is being removed be gone, before it is stored again."""
        end = monotonic() + _PATIENCE
        while self._leaving(names):
            if self._in_transaction() or monotonic() > end:
                raise BlobError("the same picture is still being removed; try again")
            sleep(_A_MOMENT)

    def _let_go(self, db: Connection, query: str, values: Sequence[Any]) -> None:
        """List the bytes that a query finds as unused, for they may be once this is committed."""
        found = [(str(row[0]),) for row in db.execute(query, values)]
        query = "INSERT INTO unused (sha256) VALUES (?) ON CONFLICT (sha256) DO NOTHING"
        db.executemany(query, found)
        self._doomed += [sha256 for (sha256,) in found]

    def _prepare(self, salt: str, schemas: Sequence[Schema]) -> None:
        """Look at what there is, then bring it up to date."""
        with self._lock:
            names = self._db.tables()
            if names and not names & {"meta", "picture", "file"}:
                raise SchemaError("holds a database of something else; name an empty directory")
            if names and "meta" not in names:
                raise SchemaError("is damaged: its table meta is missing; put back a copy")
            self._db.prepare()
            if isinstance(self._db, SqliteDatabase) and self._db.file is None:
                copy_blank(self._db, schemas)
            else:
                prepare(self._db, schemas)
            if not self._is_in_memory:
                check(self._db, schemas)
        if not self._meta("salt") or not self._meta("id"):
            with self._transaction() as db:
                rows = [("salt", salt), ("id", secrets.token_hex(16))]
                db.executemany("INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO NOTHING", rows)
        if not self._is_in_memory:
            place = BlobPlace(
                address=self.place.blobs,
                endpoint=self.place.endpoint,
                directory=self.directory,
                shared=self.place.shared,
                durable=self.place.durable,
            )
            used = bool(self.rows("SELECT 1 FROM file LIMIT 1"))
            self.blobs = place.open(self._meta("id"), used=used)
            if not self.blobs.removes_at_once:
                self.removals = Removals(self, self.blobs)
                if not self.place.shared:
                    self.removals.unmark()
            self.sweep()

    @property
    def _is_in_memory(self) -> bool:
        """Whether everything ends with the process."""
        return self.directory is None and self.place.url is None

    def _meta(self, name: str) -> str:
        with self._lock:
            row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return "" if row is None else str(row["value"])

    @staticmethod
    def _insert(db: Connection, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join(f":{name}" for name in row)
        db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)

    @staticmethod
    def _insert_numbered(db: Connection, table: str, row: dict[str, Any]) -> int:
        marks = ", ".join(f":{name}" for name in row)
        query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) RETURNING id"
        return int(db.execute(query, row).fetchone()[0])

    def _picture(self, where: str, values: Sequence[Any]) -> Picture | None:
        found = self._pictures(where, values)
        return found[0] if found else None

    def _pictures(
        self, where: str, values: Sequence[Any] | Mapping[str, Any], tables: str = "picture"
    ) -> list[Picture]:
        with self._lock:
            rows = self._db.execute(f"{_PICTURES} {tables} {where}", values).fetchall()
            return self._assembled(rows)

    def _assembled(self, rows: Sequence[Row]) -> list[Picture]:
        """Pictures with their files and tags: those of many at a time, not of each by itself."""
        picture_files: dict[int, dict[str, StoredFile]] = {row["id"]: {} for row in rows}
        tags: dict[int, list[str]] = {row["id"]: [] for row in rows}
        ids = list(tags)
        for start in range(0, len(ids), _AT_A_TIME):
            some = ids[start : start + _AT_A_TIME]
            # One of a few statements, which are known already: the last id again fills it up.
            some += some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some))
            marks = ", ".join("?" * len(some))
            for file in self._db.execute(f"{_FILES} ({marks})", some):
                stored = StoredFile(*file)
                picture_files[stored.picture_id][stored.role] = stored
            for tag in self._db.execute(f"{_TAGS} ({marks}) ORDER BY picture_id, position", some):
                tags[tag[0]].append(str(tag[1]))
        found: list[Picture] = []
        for row in rows:
            values = dict(row)
            values["animated"] = bool(values["animated"])
            values["approved"] = bool(values["approved"])
            number = values["id"]
            files, names = picture_files[number], tuple(tags[number])
            found.append(Picture(**values, files=files, tags=names))
        return found

    def _delete(self, where: str, values: Sequence[Any]) -> int:
        with self._transaction() as db:
            chosen = f"SELECT id FROM picture {where}"
            self._let_go(db, f"SELECT sha256 FROM file WHERE picture_id IN ({chosen})", values)
            return db.execute(f"DELETE FROM picture {where}", values).rowcount


_FILE_COLUMNS = tuple(field.name for field in fields(StoredFile))
_FILES = f"SELECT {', '.join(_FILE_COLUMNS)} FROM file WHERE picture_id IN"
_TAGS = "SELECT picture_id, name FROM tag WHERE picture_id IN"
#: Of so many pictures files and tags are read by one statement.
_AT_A_TIME = 256
_SERVED = (
    f"SELECT picture.host, picture.created, {', '.join(f'file.{name}' for name in _FILE_COLUMNS)}"
    " FROM file JOIN picture ON picture.id = file.picture_id WHERE path = ?"
)
_PICTURE_COLUMNS = tuple(
    field.name for field in fields(Picture) if field.name not in ("files", "tags")
)
_PICTURES = f"SELECT {', '.join(f'picture.{name}' for name in _PICTURE_COLUMNS)} FROM"


def _marked(numbers: Sequence[int]) -> Iterator[tuple[str, dict[str, int]]]:
    """Placeholders for numbers and their values, as many as one statement takes."""
    for start in range(0, len(numbers), _AT_A_TIME):
        some = numbers[start : start + _AT_A_TIME]
        values = {f"_n{n}": number for n, number in enumerate(some)}
        yield ", ".join(f":{name}" for name in values), values


def _row(value: Any, kind: type) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(kind)}
