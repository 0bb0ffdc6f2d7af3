"""What several processes share beside the store: clock, faults, credits, journal and the like.

One process keeps these in memory, in the classes that are extended here. Where there may be
others, the same classes keep them in tables, and a request begins with :meth:`SharedState.refresh`.
Each change is one statement, so that two processes never undo each other's.

With PostgreSQL the tables lie beside those of the store, else in a file of their own beside the
database, and the journal in a file for each process: nobody who notes a request waits for a picture
to be on disk. None of it is needed after a loss of power, so nothing here waits for a disk.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from .. import marks
from ..clock import Clock
from ..database import Database, Values
from ..database.sqlite import open_sqlite
from ..errors import InternalError
from ..faults import FaultRule, Faults, SwitchedFault, read_rule
from ..folder import DATABASE
from ..ids import IdGenerator, is_drawing, seeded
from ..journal import Entry, Journal
from ..marks import Mark
from ..schema import Schema, statements
from ..sources import Web, normal_url

if TYPE_CHECKING:
    from ..database.postgres import Connections

__all__ = [
    "STATE",
    "FiledJournal",
    "SharedClock",
    "SharedFaults",
    "SharedIds",
    "SharedJournal",
    "SharedState",
    "SharedWeb",
]

STATE = Schema("state", files("imagehosts.emulator.core").joinpath("shared"))
#: The file of this state beside the database of the store.
FILE = f"{DATABASE}.state"
#: The folder of the journals of its processes.
JOURNALS = f"{DATABASE}.requests"
#: Every so many requests those that are too many are deleted.
_TRIMMED = 100


class SharedState:
    """The tables, over a connection of their own.

    With a mark, a request looks at them only when another process has set it.
    """

    def __init__(self, database: Database, mark: Mark | None = None) -> None:
        self._db = database
        self._mark = mark
        self._seen: int | None = None
        self._lock = threading.RLock()
        self._moved = 0.0
        #: Whether any fault is on.
        self.has_faults = False
        self.execute("INSERT INTO pulse VALUES (1, 0, 0, 0) ON CONFLICT (id) DO NOTHING")
        self.refresh()

    @classmethod
    def open(
        cls,
        url: str | None,
        directory: Path | None,
        schema: str | None = None,
        connections: Connections | None = None,
    ) -> SharedState:
        """Connect to the tables of the processes that use this database."""
        if url is not None:
            from ..database.postgres import SCHEMA, PostgresDatabase

            options: Any = {"schema": schema or SCHEMA, "connections": connections}
            return cls(PostgresDatabase(url, durable=False, **options))
        file = None if directory is None else directory / FILE
        database = open_sqlite(file, shared=True, durable=False)
        database.prepare()
        database.begin()
        try:
            if not database.tables():
                database.define(statements(STATE.text))
        finally:
            database.commit()
        return cls(database, None if directory is None else Mark(directory, marks.STATE))

    def execute(self, sql: str, values: Values = ()) -> list[Any]:
        """Run a statement, which is a transaction; gives its rows, if it has any."""
        with self._lock:
            cursor = self._db.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def refresh(self) -> None:
        """Look at what others have changed."""
        seen = None if self._mark is None else self._mark.get()
        if seen is not None and seen == self._seen:
            return
        ((self._moved, faults),) = self.execute(
            "SELECT moved, (SELECT count(*) FROM fault WHERE is_on = 1) FROM pulse"
        )
        self.has_faults, self._seen = faults > 0, seen

    def change(self, sql: str, values: Values = ()) -> list[Any]:
        """The same as :meth:`execute` for what others look at when they refresh."""
        rows = self.execute(sql, values)
        if self._mark is not None:
            self._mark.set()
        return rows

    @property
    def moved(self) -> float:
        """Seconds by which the clock was moved when it was last looked at."""
        return self._moved

    def move(self, seconds: float | None) -> None:
        """Move the clock, or take back every step."""
        if seconds is None:
            self.change("UPDATE pulse SET moved = 0")
        else:
            self.change("UPDATE pulse SET moved = moved + ?", (seconds,))
        self.refresh()

    def next_number(self) -> int:
        """A number that no process gets twice."""
        ((number,),) = self.execute("UPDATE pulse SET drawn = drawn + 1 RETURNING drawn")
        return int(number)

    def add_failure(self, error: InternalError, most: int) -> None:
        """Note an error of the emulator itself."""
        ((number,),) = self.execute(
            "INSERT INTO failure (error) VALUES (?) RETURNING id", (json.dumps(error.as_dict()),)
        )
        self.execute("DELETE FROM failure WHERE id <= ?", (number - most,))

    def failures(self) -> list[InternalError]:
        """The errors of all processes, oldest first."""
        rows = self.execute("SELECT error FROM failure ORDER BY id")
        return [InternalError.of(**json.loads(row["error"])) for row in rows]

    def clear(self) -> None:
        """Forget errors, and start the numbers again."""
        self.execute("DELETE FROM failure")
        self.execute("UPDATE pulse SET drawn = 0")

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._db.close()
            if self._mark is not None:
                self._mark.close()


class SharedClock(Clock):
    """The clock of all processes."""

    def __init__(self, state: SharedState, frozen_at: float | None = None) -> None:
        super().__init__(frozen_at)
        self._state = state

    def offset(self) -> float:
        return self._state.moved

    def move(self, seconds: float) -> None:
        self._state.move(seconds)

    def reset(self) -> None:
        self._state.move(None)


class SharedIds(IdGenerator):
    """Random text. With a seed, the same in every run in which requests come one after another."""

    def __init__(self, state: SharedState, seed: int | None = None) -> None:
        super().__init__(seed)
        self._state, self._seed = state, seed

    def text(self, length: int, alphabet: str = "0123456789abcdef") -> str:
        if self._seed is None or is_drawing():
            return super().text(length, alphabet)
        source = seeded(f"{self._seed} {self._state.next_number()}")
        return "".join(source.choice(alphabet) for _ in range(length))


class SharedWeb(Web):
    """The web as the tests of all processes see it."""

    def __init__(self, state: SharedState) -> None:
        super().__init__()
        self._state = state

    def __getitem__(self, url: str) -> bytes:
        rows = self._state.execute("SELECT content FROM web_page WHERE url = ?", (normal_url(url),))
        if not rows:
            raise KeyError(url)
        return bytes(rows[0]["content"])

    def __setitem__(self, url: str, content: bytes) -> None:
        self._state.execute(
            "INSERT INTO web_page (url, content) VALUES (?, ?)"
            " ON CONFLICT (url) DO UPDATE SET content = excluded.content",
            (normal_url(url), bytes(content)),
        )

    def __delitem__(self, url: str) -> None:
        gone = self._state.execute(
            "DELETE FROM web_page WHERE url = ? RETURNING url", (normal_url(url),)
        )
        if not gone:
            raise KeyError(url)

    def __iter__(self) -> Iterator[str]:
        return iter([row["url"] for row in self._state.execute("SELECT url FROM web_page")])

    def __len__(self) -> int:
        return int(self._state.execute("SELECT count(*) FROM web_page")[0][0])

    def clear(self) -> None:
        self._state.execute("DELETE FROM web_page")


class SharedJournal(Journal):
    """The requests of all processes; each is there once its answer is about to end."""

    def __init__(self, state: SharedState, *args: Any) -> None:
        super().__init__(*args)
        self._state = state
        self._kept = 0

    def note(self, entry: Entry) -> None:
        pass

    def keep(self, entry: Entry) -> None:
        values = msgspec.json.encode(entry).decode()
        if entry.number is not None:
            self._state.execute("UPDATE request SET entry = ? WHERE id = ?", (values, entry.number))
            return
        ((number,),) = self._state.execute(
            "INSERT INTO request (entry) VALUES (?) RETURNING id", (values,)
        )
        entry.number = int(number)
        self._kept += 1
        if self._kept % _TRIMMED == 0:
            self._state.execute("DELETE FROM request WHERE id <= ?", (int(number) - self.limit,))

    def entries(self) -> list[Entry]:
        rows = self._state.execute(
            "SELECT entry FROM request ORDER BY id DESC LIMIT ?", (self.limit,)
        )
        return [msgspec.json.decode(row["entry"], type=Entry) for row in reversed(rows)]

    def clear(self) -> None:
        self._state.execute("DELETE FROM request")


class FiledJournal(Journal):
    """The same in files, one for each process, so that nobody waits for another to write a line.

    A line that changes an earlier one has its number. What a process left that was killed is read
    like all others, but for a line that it did not end.
    """

    def __init__(self, state: SharedState, folder: Path, *args: Any) -> None:
        super().__init__(*args)
        self._state, self._folder = state, folder
        self._file = folder / secrets.token_hex(8)
        self._open: IO[bytes] | None = None
        self._lines = 0
        self._numbers = itertools.count(1)
        self._writing = threading.Lock()

    def note(self, entry: Entry) -> None:
        pass

    def keep(self, entry: Entry) -> None:
        if entry.number is None:
            entry.number = next(self._numbers)
        line = msgspec.json.encode((time.time_ns(), entry)) + b"\n"
        with self._writing:
            if self._open is None or self._lines >= 2 * self.limit:
                self._begin()
            assert self._open is not None
            self._open.write(line)
            self._lines += 1

    def _begin(self) -> None:
        """Begin the file of this process, or begin it anew with the last of its lines."""
        self._folder.mkdir(exist_ok=True)
        kept: list[bytes] = []
        if self._open is not None:
            self._open.close()
            kept = self._file.read_bytes().splitlines(keepends=True)[-self.limit :]
        half = self._file.with_suffix(".part")
        half.write_bytes(b"".join(kept))
        os.replace(half, self._file)
        self._open, self._lines = self._file.open("ab", buffering=0), len(kept)

    def entries(self) -> list[Entry]:
        ((cleared,),) = self._state.execute("SELECT cleared FROM pulse")
        found: dict[tuple[str, int | None], tuple[int, Entry]] = {}
        for file in sorted(self._folder.glob("*")) if self._folder.is_dir() else ():
            for line in file.read_bytes().splitlines() if file.suffix != ".part" else ():
                with suppress(msgspec.DecodeError):
                    moment, entry = msgspec.json.decode(line, type=tuple[int, Entry])
                    key = (file.name, entry.number)
                    found[key] = (found[key][0] if key in found else moment, entry)
        lines = sorted(found.values(), key=lambda line: line[0])
        return [entry for moment, entry in lines if moment > cleared][-self.limit :]

    def clear(self) -> None:
        self._state.execute("UPDATE pulse SET cleared = ?", (time.time_ns(),))

    def close(self) -> None:
        with self._writing:
            if self._open is not None:
                self._open.close()


class SharedFault(SwitchedFault):
    """A fault that is on in all processes."""

    @property
    def hits(self) -> int:
        """The requests that it has met, in all of them."""
        return self._counts()[0]

    @hits.setter
    def hits(self, value: int) -> None: ...  # pyright: ignore[reportIncompatibleVariableOverride]

    @property
    def left(self) -> int | None:
        """The requests that it will meet."""
        return self._counts()[1]

    @left.setter
    def left(  # pyright: ignore[reportIncompatibleVariableOverride]
        self, value: int | None
    ) -> None: ...

    def _counts(self) -> tuple[int, int | None]:
        assert isinstance(self.faults, SharedFaults)
        return self.faults.counts(self.number)


class SharedFaults(Faults):
    """The faults of all processes."""

    def __init__(
        self,
        state: SharedState,
        sites: Sequence[Any],
        configured: Sequence[str] = (),
        seed: int | None = None,
    ) -> None:
        self._state = state
        super().__init__(sites, configured, seed)

    def __post_init__(self) -> None:
        """Those of the settings, once for all processes."""
        for place, text in enumerate(self.configured):
            self._insert(self.checked(read_rule(text)), f"{place} {text}")

    def add(self, rule: FaultRule) -> SwitchedFault:
        rule = self.checked(rule)
        number = self._insert(rule, None)
        self._state.has_faults = True
        return SharedFault(rule, number, self, rule.times)

    def _insert(self, rule: FaultRule, configured: str | None) -> int:
        rows = self._state.change(
            "INSERT INTO fault (rule, configured, times_left) VALUES (?, ?, ?)"
            " ON CONFLICT (configured) DO NOTHING RETURNING number",
            (json.dumps(asdict(rule)), configured, rule.times),
        )
        return int(rows[0]["number"]) if rows else 0

    def remove(self, number: int) -> None:
        self._state.change("UPDATE fault SET is_on = 0 WHERE number = ?", (number,))

    def clear(self) -> None:
        self._state.change("UPDATE fault SET is_on = 0")

    def reset(self) -> None:
        self._state.change("DELETE FROM fault")
        self.__post_init__()
        self._state.refresh()

    def on(self) -> list[SwitchedFault]:
        rows = self._state.execute(
            "SELECT number, rule, hits, times_left FROM fault WHERE is_on = 1 ORDER BY number"
        )
        found: list[SwitchedFault] = []
        for row in rows:
            rule = FaultRule(**json.loads(row["rule"]))
            # What it skips is counted where it meets requests, by all processes together.
            left, hits = row["times_left"], row["hits"]
            found.append(SharedFault(rule, row["number"], self, left, hits=hits))
        return found

    def counts(self, number: int) -> tuple[int, int | None]:
        """How many requests a fault has met, and how many it will."""
        rows = self._state.execute("SELECT hits, times_left FROM fault WHERE number = ?", (number,))
        return (rows[0]["hits"], rows[0]["times_left"]) if rows else (0, 0)

    def has_any(self) -> bool:
        return self._state.has_faults

    def _uses(self, one: SwitchedFault) -> bool:
        rows = self._state.execute(
            "UPDATE fault SET met = met + 1 WHERE number = ? AND is_on = 1 RETURNING met",
            (one.number,),
        )
        if not rows or rows[0]["met"] <= one.rule.skip:
            return False
        if one.rule.share < 1 and self._draw(one.number, rows[0]["met"]) >= one.rule.share:
            return False
        left = self._state.change(
            "UPDATE fault SET hits = hits + 1, times_left = times_left - 1,"
            " is_on = CASE WHEN times_left = 1 THEN 0 ELSE 1 END"
            " WHERE number = ? AND is_on = 1 RETURNING hits",
            (one.number,),
        )
        return bool(left)

    def _draw(self, number: int, met: int) -> float:
        if self.seed is None:
            return self._random.random()
        return seeded(f"{self.seed} {number} {met}").random()
