"""Spaces: emulators within an emulator, so that many can use one without seeing each other.

Each space is a whole state of its own: a database with everything that hosts have, a clock, faults,
credits, a journal, and pictures. In SQLite that is a folder, in PostgreSQL a schema and a folder.
Columns in every table would have done as well, but then each statement of each host could forget to
ask for its space; here nothing that a handler is given leads to another one, and a space is removed
as a whole. What is in a space is never only in the memory of a process, so only the spaces in use
need be open, and the memory of an emulator does not grow with their number.

Which spaces there are is in one table, :mod:`.registry`. A row is there before its home is, and is
gone before its home is: what a process that was killed leaves behind has no row, and is swept.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp

from ..config import settings_of_space
from ..core.blobs.places import below, destroy, parts
from ..core.choice import require_name
from ..core.context import Services
from ..core.database.sqlite import open_sqlite
from ..core.folder import SPACES
from ..core.home import Home
from ..core.shared import STATE
from ..core.store import SHARED, StoreError
from ..hosts import find_sites
from . import templates
from .registry import NoSpace, Record, Registry

if TYPE_CHECKING:
    from .server import SpacesOfServer

__all__ = ["NoSpace", "OpenSpace", "Record", "Spaces"]

logger = logging.getLogger("imagehosts.emulator")

#: The table of spaces, in the folder of all of them beside the data of the emulator.
TABLE = "spaces.db"
#: Seconds between two looks for spaces whose time is over: this share of their time, at most these.
_SHARE, _LONGEST = 0.1, 60.0


class OpenSpace:
    """A space that is open in this process."""

    def __init__(self, record: Record, services: Services, app: ASGIApp) -> None:
        self.record = record
        self.services = services
        self.app = app
        #: Who uses it now; it stays open as long.
        self.users = 0
        #: What closes it once nobody does.
        self.at_end: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class _Lookup:
    """What the table says of a name."""

    record: Record
    is_new: bool


class Spaces:
    """The spaces of an emulator. Safe to share between threads.

    ``build`` makes the application of a space.
    """

    def __init__(self, main: Services, build: Callable[[Services], ASGIApp]) -> None:
        self._main = main
        self._config = main.config
        self._build = build
        self._lock = threading.RLock()
        #: One at a time is opened; it is the machine that takes long.
        self._opening = threading.Lock()
        self._open: OrderedDict[str, OpenSpace] = OrderedDict()
        self._registry: Registry | None = None
        self._server: SpacesOfServer | None = None
        self._folder: Path | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._closed = False
        #: The real time; that of a space may be moved.
        self.now: Callable[[], float] = time.time
        self._next_sweep = 0.0

    # What there is

    @property
    def lasting(self) -> float:
        """Seconds after which a space goes that is not used."""
        return self._config.space_expiry

    def all(self) -> list[Record]:
        """All spaces whose time is not over, by name."""
        self.sweep()
        return self._table().all()

    def find(self, name: str) -> Record | None:
        """The space of that name."""
        self.sweep()
        return self._table().find(require_name(name))

    def make(self, name: str, settings: Mapping[str, Any] | None = None) -> tuple[Record, bool]:
        """Have a space, and say whether it is new.

        Raises:
            NoSpace: There are too many, its settings cannot be used, or it has others.
        """
        self.sweep()
        wanted: dict[str, Any] = json.loads(json.dumps(dict(settings or {})))
        found = self._look_up(require_name(name), wanted)
        if not found.is_new:
            if settings is not None and found.record.settings != wanted:
                had = ", ".join(found.record.settings) or "none of its own"
                raise NoSpace(
                    f"the space {name} is there with other settings ({had}); remove it first", 409
                )
            return found.record, False
        try:
            with self._using(found.record):
                pass
        except Exception:
            self.remove(name)
            raise
        return found.record, True

    def remove(self, name: str) -> bool:
        """Remove a space with everything in it; says whether there was one."""
        record = self._table().remove(require_name(name))
        if record is None:
            return False
        self._discard(record.home)
        return True

    # Using one

    @contextmanager
    def using(self, name: str, *, may_be_new: bool = True) -> Generator[OpenSpace]:
        """A space for the time of the block, which comes into being here.

        Raises:
            NoSpace: There is none and it may not come into being, or there are too many.
        """
        with self._using(self._look_up(name, {}, may_be_new=may_be_new).record) as space:
            yield space

    def opened(self, name: str, *, may_be_new: bool = True) -> OpenSpace | None:
        """The same without waiting, if it is open; :meth:`leave` ends the use."""
        record = self._look_up(name, {}, may_be_new=may_be_new).record
        with self._lock:
            space = self._open.get(record.home)
            if space is not None:
                space.users += 1
                self._open.move_to_end(record.home)
        if space is not None:
            self._note_use(record)
        return space

    def enter(self, name: str, *, may_be_new: bool = True) -> OpenSpace:
        """The same where it may have to be opened first."""
        return self._enter(self._look_up(name, {}, may_be_new=may_be_new).record)

    def leave(self, space: OpenSpace) -> None:
        """End a use."""
        with self._lock:
            space.users -= 1
            ends = space.users == 0 and space.at_end is not None
        if ends and space.at_end is not None:
            space.at_end()

    @contextmanager
    def _using(self, record: Record) -> Generator[OpenSpace]:
        space = self._enter(record)
        try:
            yield space
        finally:
            self.leave(space)

    def _enter(self, record: Record) -> OpenSpace:
        with self._opening:
            with self._lock:
                if self._closed:
                    raise NoSpace("the emulator is closed", 503)
                space = self._open.get(record.home)
                if space is not None:
                    space.users += 1
                    self._open.move_to_end(record.home)
            if space is None:
                services = self._make_services(record)
                space = OpenSpace(record, services, self._build(services))
                space.users = 1
                with self._lock:
                    self._open[record.home] = space
                self._close_idle()
        self._note_use(record)
        return space

    def _look_up(
        self, name: str, settings: Mapping[str, Any], *, may_be_new: bool = True
    ) -> _Lookup:
        table = self._table()
        record = table.find(require_name(name))
        if record is not None and record.used >= self.now() - self.lasting:
            return _Lookup(record, is_new=False)
        if record is not None:
            self.sweep(at_once=True)
        if not may_be_new:
            raise NoSpace(
                f"there is no space {name}, and a web page of another origin may not make it;"
                f" PUT /_emulator/spaces/{name} does",
                403,
            )
        most = self._config.max_spaces
        begin = None if self._server is None else self._server.begin
        record, is_new = table.add(name, settings, self.now(), most=most, begin=begin)
        if record is None:
            if not most:
                raise NoSpace("this emulator has no spaces (--max-spaces 0)", 507)
            raise NoSpace(
                f"there are {most} spaces already, and there may not be more (--max-spaces):"
                f" remove some, or wait until the first has not been used for"
                f" {self.lasting:g} seconds (--space-expiry)",
                507,
            )
        return _Lookup(record, is_new)

    def _note_use(self, record: Record) -> None:
        """Renew a space, not more often than need be."""
        now = self.now()
        if now - record.used > min(self.lasting * _SHARE, _LONGEST):
            self._table().touch(record.home, now)

    # Opening and closing

    @property
    def _is_durable(self) -> bool:
        """Whether anybody expects to find something here after a loss of power."""
        return self._config.is_durable and self._config.data is not None

    def _make_services(self, record: Record) -> Services:
        main = self._main
        config = replace(self._config, **self._places(record.home), **_as_settings(record.settings))
        served = find_sites(config)
        if self._server is not None:
            home = self._server.home(record.home, durable=self._is_durable)
        else:
            home = Home(shared=True, durable=self._is_durable)
            templates.begin(self._place / record.home, (SHARED, *served.schemas), STATE)
        try:
            services = Services(
                config,
                served.sites,
                served.schemas,
                home=home,
                threads=main.threads,
                space=record.name,
            )
        except StoreError:
            logger.exception("the space %s cannot be opened", record.name)
            raise
        services.documentation = main.documentation
        services.authority_pem = main.authority_pem
        return services

    def _places(self, home: str) -> dict[str, Any]:
        """The settings that say where a space has its state."""
        pictures = self._config.blobs
        return {
            "data": self._place / home if self._uses_folders else None,
            "blobs": None if pictures is None else below(pictures, SPACES, home),
        }

    @property
    def _uses_folders(self) -> bool:
        """Whether spaces have anything in folders: not where all is in a server and a bucket."""
        return self._config.data is not None or self._config.database is None

    def _close_idle(self) -> None:
        """Close those that were not used for longest, if too many are open."""
        while True:
            with self._lock:
                idle = [home for home, space in self._open.items() if not space.users]
                if len(self._open) <= self._config.max_open_spaces or not idle:
                    return
                space = self._open.pop(idle[0])
            space.services.close()

    def _discard(self, home: str) -> None:
        """Close a space that is no more, and remove its home, once nobody is in it."""
        with self._lock:
            space = self._open.pop(home, None)

            def end() -> None:
                if space is not None:
                    space.services.close()
                self._destroy(home)

            if space is not None and space.users:
                space.at_end = end
                return
        end()

    def _destroy(self, home: str) -> None:
        """Remove everything of a home that no row names."""
        try:
            if self._server is not None:
                self._server.destroy(home)
            if self._uses_folders:
                shutil.rmtree(self._place / home, ignore_errors=True)
            if self._config.blobs is not None:
                pictures = below(self._config.blobs, SPACES, home)
                destroy(pictures, self._config.blobs_endpoint)
        except Exception:
            logger.exception("what is left of the space %s is removed later", home)

    # Time

    def sweep_is_due(self) -> bool:
        """Whether to look for spaces whose time is over. Cheap, for it is asked at each request."""
        return self._registry is not None and self.now() >= self._next_sweep

    def sweep(self, *, at_once: bool = False) -> None:
        """Remove the spaces whose time is over, and what was left behind by a process."""
        if not at_once and not self.sweep_is_due():
            return
        now = self.now()
        self._next_sweep = now + min(self.lasting * _SHARE, _LONGEST)
        table = self._table()
        with self._lock:
            busy = [home for home, space in self._open.items() if space.users]
        for home in busy:
            table.touch(home, now)
        for record in table.expire(now - self.lasting):
            self._discard(record.home)
        known = {record.home for record in table.all()}
        with self._lock:
            gone = [home for home in self._open if home not in known]
        for home in gone:  # another process has removed them
            self._discard(home)

    def _sweep_remains(self, table: Registry) -> None:
        """Remove homes that no row names: a process was killed before it had done so."""
        pictures, endpoint = self._config.blobs, self._config.blobs_endpoint
        with table.looking() as db:
            known = {str(row[0]) for row in db.execute("SELECT home FROM space")}
            left: set[str] = set()
            if self._uses_folders:
                left |= {path.name for path in self._place.iterdir() if path.is_dir()}
            if pictures is not None:
                left |= parts(below(pictures, SPACES), endpoint)
            schemas = [] if self._server is None else self._server.remains(db, known)
        if self._server is not None:
            self._server.drop(schemas)
        for home in left - known:
            self._destroy(home)

    # The table

    @property
    def _place(self) -> Path:
        """The folder of all homes."""
        with self._lock:
            if self._folder is None:
                if self._config.data is not None:
                    self._folder = self._config.data / SPACES
                    self._folder.mkdir(parents=True, exist_ok=True)
                else:
                    self._temporary = tempfile.TemporaryDirectory(prefix="imagehosts-spaces-")
                    self._folder = Path(self._temporary.name)
            return self._folder

    def _table(self) -> Registry:
        with self._lock:
            if self._closed:
                raise NoSpace("the emulator is closed", 503)
            if self._registry is not None:
                return self._registry
            if self._config.database is not None:
                from .server import SpacesOfServer

                schemas = (SHARED, STATE, *find_sites(self._config).schemas)
                self._server = SpacesOfServer(self._config.database, schemas)
                self._registry = Registry(self._server.table())
            else:
                self._registry = Registry(
                    open_sqlite(
                        self._place / TABLE,
                        shared=self._config.workers > 1,
                        durable=self._is_durable,
                    )
                )
            self._sweep_remains(self._registry)
            return self._registry

    def look(self) -> None:
        """See at the start to what is left from before, if there is any."""
        if self._config.data is not None and (self._config.data / SPACES).is_dir():
            self._table()
            self.sweep(at_once=True)

    def close(self) -> None:
        """Close them all. Those of an emulator without a place for its data are gone."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            spaces, self._open = list(self._open.values()), OrderedDict()
        for space in spaces:
            with suppress(Exception):
                space.services.close()
        if self._registry is not None:
            self._registry.close()
        if self._server is not None:
            self._server.close()
        if self._temporary is not None:
            self._temporary.cleanup()


def _as_settings(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as they come out of JSON, which has no tuples."""
    known = settings_of_space()
    return {
        name: tuple(value) if isinstance(known[name].default, tuple) else value
        for name, value in stored.items()
        if name in known
    }
