"""Both databases of the emulator for tests that say nothing of where state is kept.

A module or a test asks with ``pytest.mark.usefixtures("each_database")`` and runs once on each:
every emulator that it makes without naming a place has an empty database there. With
``EMULATOR_DATABASE=postgresql`` in the environment that holds for every test of a run, and with
``EMULATOR_PICTURES=nanio`` beside it the pictures are at this S3 server.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.config import EmulatorConfig
from imagehosts.emulator.core.shared import STATE
from imagehosts.emulator.core.store import Place, Store
from imagehosts.emulator.hosts import find_sites

from contracts.support.postgres import PostgresServer
from contracts.support.s3 import StartS3

__all__ = ["MakeDatabase", "each_database", "made_database", "one_database", "prepared_database"]

#: Where all tests keep the state of their emulators, but for those that name a place, and at which
#: S3 server the pictures.
WANTED, PICTURES = os.environ.get("EMULATOR_DATABASE", ""), os.environ.get("EMULATOR_PICTURES", "")

#: Makes a database with the tables of the emulator, for the time of a block, and gives its address.
MakeDatabase: TypeAlias = Callable[[], Any]


@pytest.fixture(scope="session")
def prepared_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a database with all tables, to be copied: that takes a tenth of making them."""
    import psycopg

    with postgres_server.database() as url, tempfile.TemporaryDirectory() as folder:
        place = Place(url=url, shared=True, schemas=(STATE,))
        schemas = find_sites(EmulatorConfig(), strict=True).schemas
        Store(Path(folder, "data"), schemas=schemas, place=place).close()
        with psycopg.connect(url, autocommit=True) as connection:
            # What each database draws for itself.
            connection.execute("DELETE FROM imagehosts.meta WHERE name IN ('salt', 'id')")
        yield url.rpartition("/")[2]


class Databases:
    """Databases that are used again when nobody needs them: to make and drop one takes long."""

    def __init__(self, make: MakeDatabase, stack: ExitStack) -> None:
        self._make, self._stack = make, stack
        self._free: list[str] = []

    @contextmanager
    def one(self) -> Iterator[str]:
        """An empty one for the time of the block."""
        url = self._free.pop() if self._free else self._stack.enter_context(self._make())
        try:
            yield url
        finally:
            self._empty(url)
            self._free.append(url)

    def _empty(self, url: str) -> None:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_ENDING)
            statements = "; ".join(str(one[0]) for one in connection.execute(_EMPTYING))
            connection.execute(statements.encode(), prepare=False)


#: Nobody else is connected any more.
_ENDING = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid()
"""
#: The statements that empty a database, but for the tables that it had first.
_EMPTYING = """
SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
    WHERE nspname NOT IN ('imagehosts', 'information_schema', 'public') AND nspname !~ '^pg_'
UNION ALL SELECT format('DELETE FROM imagehosts.%I', tablename) FROM pg_tables
    WHERE schemaname = 'imagehosts' AND tablename != 'meta'
UNION ALL SELECT $$DELETE FROM imagehosts.meta WHERE name NOT LIKE 'schema %'$$
UNION ALL SELECT format($$SELECT setval('imagehosts.%I', 1, false)$$, sequencename)
    FROM pg_sequences WHERE schemaname = 'imagehosts'
"""


@pytest.fixture(scope="session")
def made_database(
    postgres_server: PostgresServer, prepared_database: str
) -> Iterator[MakeDatabase]:
    """Makes databases as they are before an emulator was first there, but for the tables."""
    with ExitStack() as stack:
        yield Databases(lambda: postgres_server.database(template=prepared_database), stack).one


@contextmanager
def on_postgresql(make: MakeDatabase, bucket: Callable[[], str] | None = None) -> Iterator[None]:
    """Have every emulator that names no place keep its state in an empty database, and its
    pictures in a folder or a bucket.
    """
    start, end = Emulator.__init__, Emulator.close
    stacks: dict[int, ExitStack] = {}

    def begin(
        self: Emulator, config: EmulatorConfig | None = None, *, strict: bool = False, **more: Any
    ) -> None:
        if config is not None and more:
            start(self, config, strict=strict, **more)
        config = config or EmulatorConfig(**more)
        with ExitStack() as stack:
            if config == replace(config, data=None, database=None, blobs=None, workers=1):
                config = replace(config, database=stack.enter_context(make()))
                if bucket is None:
                    folder = stack.enter_context(tempfile.TemporaryDirectory())
                    config = replace(config, data=Path(folder, "data"))
                else:
                    config = replace(config, blobs=f"s3://{bucket()}/pictures")
            start(self, config, strict=strict)
            stacks[id(self)] = stack.pop_all()

    def finish(self: Emulator) -> None:
        end(self)
        stacks.pop(id(self), ExitStack()).close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Emulator, "__init__", begin)
        patch.setattr(Emulator, "close", finish)
        yield
        for stack in stacks.values():
            stack.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Have every emulator of a test keep its state there; gives the kind of database."""
    kind: str = request.param
    with ExitStack() as stack:
        if kind == "postgresql" and kind != WANTED:
            stack.enter_context(on_postgresql(request.getfixturevalue("made_database")))
        yield kind


@pytest.fixture(scope="session", autouse=WANTED == "postgresql")
def one_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """All tests on the database that ``EMULATOR_DATABASE`` names, whatever they say themselves."""
    make: MakeDatabase = request.getfixturevalue("made_database")
    bucket: Callable[[], str] | None = None
    with pytest.MonkeyPatch.context() as patch:
        if PICTURES:
            start: StartS3 = request.getfixturevalue("start_s3")
            pictures = start(PICTURES)
            bucket = pictures.bucket
            for name, value in pictures.environment.items():
                patch.setenv(name, value)
        with on_postgresql(make, bucket):
            yield
