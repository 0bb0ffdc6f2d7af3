"""Both databases of the emulator for tests that say nothing of where state is kept.

A module or a test asks with ``pytest.mark.usefixtures("each_database")`` and runs once on each:
every emulator that it makes without naming a place has an empty database there.
"""

from __future__ import annotations

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

__all__ = ["MakeDatabase", "each_database", "made_database", "prepared_database"]

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


@pytest.fixture
def made_database(postgres_server: PostgresServer, prepared_database: str) -> MakeDatabase:
    """Makes databases as they are before an emulator was first there, but for the tables."""

    @contextmanager
    def make() -> Iterator[str]:
        with postgres_server.database(template=prepared_database) as url:
            yield url

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Have every emulator of a test keep its state there; gives the kind of database."""
    kind: str = request.param
    if kind == "sqlite":
        yield kind
        return
    make: MakeDatabase = request.getfixturevalue("made_database")
    start, end = Emulator.__init__, Emulator.close
    stacks: dict[int, ExitStack] = {}

    def begin(
        self: Emulator, config: EmulatorConfig | None = None, *, strict: bool = False, **more: Any
    ) -> None:
        if config is not None and more:
            start(self, config, strict=strict, **more)
        config = config or EmulatorConfig(**more)
        with ExitStack() as stack:
            if config.data is None and config.database is None and config.workers == 1:
                folder = stack.enter_context(tempfile.TemporaryDirectory())
                url = stack.enter_context(make())
                config = replace(config, database=url, data=Path(folder, "data"))
            start(self, config, strict=strict)
            stacks[id(self)] = stack.pop_all()

    def finish(self: Emulator) -> None:
        end(self)
        stacks.pop(id(self), ExitStack()).close()

    monkeypatch.setattr(Emulator, "__init__", begin)
    monkeypatch.setattr(Emulator, "close", finish)
    yield kind
    for stack in stacks.values():
        stack.close()
