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

Where several processes share a journal, an upload belongs to the one that claimed it for as long
as its lease runs, which it renews while it lives. One that is too late to write ``sent`` sends no
more: its picture is another's by then.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import field, frozen

from ..core.errors import ConnectionFailed, ImageHostError, InvalidArgument, ResponseDecodeError
from .database import DatabaseError
from .history import load_uploaded, save_uploaded, storable
from .stores import PostgresStore, SqliteStore, Store, is_postgres

if TYPE_CHECKING:
    from types import TracebackType

    from .stores import Run
    from .uploaded import Uploaded

__all__ = ["Claim", "Entry", "Journal", "JournalLink", "State", "key_of", "may_have_been_stored"]

State: TypeAlias = Literal["claimed", "sent", "done", "failed", "in doubt"]

#: How much of a body may be left when ``sent`` is written: more than the pieces it is sent in.
_LAST_BYTES = 256 * 1024
#: Seconds for which an upload belongs to a worker that does not say that it lives.
LEASE = 30.0
#: How soon to ask again where a host has as many uploads under way as it allows.
_FULL = 0.1
#: Rows that some worker has now.
_IS_HELD = "worker IS NOT NULL AND (lease_until IS NULL OR lease_until > {now})"


class ClaimLost(ImageHostError):
    """Another worker has the picture now, because this one was thought to be dead."""


@frozen(kw_only=True)
class Entry:
    """One upload of a batch, as it is known before it is made."""

    key: str
    source: str
    host: str
    base_url: str
    digest: str | None = None


@frozen(kw_only=True)
class Claim:
    """What came of claiming an upload.

    Attributes:
        state: ``granted``: it is ours to make. ``done``: it is made, see ``uploaded``. ``in
            doubt``: it may have been stored; it is ours to find out. ``held``: another worker is
            at it. ``wait``: the host wants none now.
        uploaded: The picture, where it is done.
        seconds: How long to wait before the next try, with ``wait``.
        paused: Whether the host asked for the wait; else it has as many as it allows.
    """

    state: Literal["granted", "done", "in doubt", "held", "wait"]
    uploaded: Uploaded | None = None
    seconds: float = 0
    paused: bool = False


@frozen
class JournalLink:
    """What a worker needs to join a journal; its text says nothing secret."""

    address: str = field(repr=False)
    lease: float
    token: str = field(repr=False)


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
    """The journal of a batch.

    Args:
        address: A file, which is made where there is none and which one run uses at a time; or
            ``postgresql://user@host/database``, which any number of runs and machines share. None
            keeps it in memory.
        lease: Where it is shared: for how many seconds a picture belongs to a worker that does not
            say that it lives. Workers say it three times in that time.

    Raises:
        DatabaseError: It cannot be opened, is another kind of file, or another run uses it.
    """

    def __init__(
        self, address: str | os.PathLike[str] | None = None, *, lease: float = LEASE
    ) -> None:
        if not lease > 0:
            raise InvalidArgument("lease", f"expected more than 0 seconds, got {lease!r}")
        store: Store
        if isinstance(address, str) and is_postgres(address):
            store = PostgresStore(address)
        else:
            store = SqliteStore(address)
        self._begin(store, lease, leased=store.shared)

    @classmethod
    def join(cls, link: JournalLink) -> Journal:
        """The journal of another process, for a worker of its batch.

        Raises:
            DatabaseError: It cannot be reached from here, or is another one.
        """
        journal = cls.__new__(cls)
        store: Store
        if is_postgres(link.address):
            store = PostgresStore(link.address, joining=True)
        else:
            store = SqliteStore(link.address, joining=True)
        journal._begin(store, link.lease, leased=True)
        if journal.note("token") != link.token:
            journal.close()
            raise DatabaseError(
                f"{journal.shown} is another journal on this machine; workers on other machines"
                " need one in PostgreSQL: postgresql://..."
            )
        return journal

    def _begin(self, store: Store, lease: float, *, leased: bool) -> None:
        self._store = store
        self.lease = lease
        #: Who we are in the rows that we claim.
        self._worker = secrets.token_hex(8)
        self._leased = leased
        self._pulse: _Pulse | None = None
        if leased:
            return  # what somebody left behind is seen when it is claimed
        try:
            # No other run is under way, so whatever no worker of one has was cut off.
            for state, now in (("sent", "in doubt"), ("claimed", "failed"), ("in doubt",) * 2):
                self._store.run(
                    "UPDATE {upload} SET state = ?, worker = NULL, lease_until = NULL"
                    " WHERE state = ? AND (lease_until IS NULL OR lease_until <= {now})",
                    (now, state),
                )
        except BaseException:
            self._store.close()
            raise

    @property
    def shown(self) -> str:
        """Where it is, for people: no password is in it."""
        return self._store.shown

    @property
    def is_shared(self) -> bool:
        """Whether others may be at work on the same uploads now."""
        return self._leased

    def __repr__(self) -> str:
        return f"<Journal {self.shown}>"

    def link(self) -> JournalLink | None:
        """What other processes need to join it; None where it is in memory."""
        if self._store.address is None:
            return None
        # Of two that begin at once, both must go on with the same one.
        self._store.run(
            "INSERT INTO {note} VALUES ('token', ?) ON CONFLICT (name) DO NOTHING",
            (json.dumps(secrets.token_hex(8)),),
        )
        return JournalLink(self._store.address, self.lease, self.note("token"))

    # --- reading -------------------------------------------------------------------------------

    def state(self, key: str) -> State | None:
        """How far an upload is; None where nothing is known of it."""
        rows = self._store.run("SELECT state FROM {upload} WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def is_in_doubt(self, key: str) -> bool:
        """Whether all of a picture was sent and nothing is known of the answer."""
        return self.state(key) == "in doubt"

    def result(self, key: str) -> Uploaded | None:
        """The picture, where its upload is done."""
        rows = self._store.run(
            "SELECT uploaded FROM {upload} WHERE key = ? AND state = 'done'", (key,)
        )
        return load_uploaded(json.loads(rows[0][0])) if rows else None

    def count(self) -> dict[State, int]:
        """How many uploads there are in each state."""
        rows = self._store.run("SELECT state, count(*) FROM {upload} GROUP BY state")
        return dict(rows)

    def entries(self, state: State) -> Iterator[Entry]:
        """The uploads in a state."""
        rows = self._store.run(
            "SELECT key, source, host, base_url, digest FROM {upload} WHERE state = ?", (state,)
        )
        names = ("key", "source", "host", "base_url", "digest")
        return (Entry(**dict(zip(names, row, strict=True))) for row in rows)

    def has_picture(self, host: str, base_url: str, id: str) -> bool:
        """Whether an upload is known to have made the picture with this id."""
        return bool(
            self._store.run(
                "SELECT 1 FROM {upload} WHERE host = ? AND base_url = ? AND picture_id = ?"
                " AND state = 'done'",
                (host, base_url, storable(id)),
            )
        )

    # --- the course of an upload ---------------------------------------------------------------

    def claim(self, entry: Entry, *, limit: int | None = None, again: bool = False) -> Claim:
        """Write down that an upload begins, where nobody else is at it.

        Args:
            entry: The upload.
            limit: How many uploads of all workers may be under way at its host.
            again: Make it although it may have been stored.
        """
        claim = self._store.atomically(lambda run: self._claim(run, entry, limit, again=again))
        if self._leased and self._pulse is None:
            self._pulse = _Pulse(self._renew, self.lease / 3)
        return claim

    def _claim(self, run: Run, entry: Entry, limit: int | None, *, again: bool) -> Claim:
        place = (entry.host, entry.base_url)
        if limit is not None:
            self._store.serialize(run, " ".join(place))
        rows = run(
            f"SELECT state, worker, {_IS_HELD}, uploaded FROM {{upload}} WHERE key = ?"
            " {skip_locked}",
            (entry.key,),
        )
        nothing: tuple[Any, ...] = (None, None, False, None)
        state, worker, held, uploaded = rows[0] if rows else nothing
        if state == "done":
            return Claim(state="done", uploaded=load_uploaded(json.loads(uploaded)))
        if held and worker != self._worker:
            return Claim(state="held")
        if state in ("sent", "in doubt") and not again:
            self._take(run, entry.key, "in doubt")
            return Claim(state="in doubt")
        ((seconds, under_way),) = run(
            "SELECT (SELECT until - {now} FROM {pause} WHERE host = ? AND base_url = ?),"
            " (SELECT count(*) FROM {upload} WHERE host = ? AND base_url = ? AND key <> ?"
            f" AND state IN ('claimed', 'sent') AND {_IS_HELD})",
            (*place, *place, entry.key),
        )
        if seconds is not None and seconds > 0:
            return Claim(state="wait", seconds=seconds, paused=True)
        if limit is not None and under_way >= limit:
            return Claim(state="wait", seconds=_FULL)
        if state is not None:
            self._take(run, entry.key, "claimed")
            return Claim(state="granted")
        added = run(
            "INSERT INTO {upload}(key, source, host, base_url, digest, state, changed_at, worker,"
            f" lease_until) VALUES (?, ?, ?, ?, ?, 'claimed', {{now}}, ?, {self._until})"
            " ON CONFLICT (key) DO NOTHING RETURNING key",
            (entry.key, storable(entry.source), *place, entry.digest, self._worker),
        )
        # A row that is there and was not seen is being written by another.
        return Claim(state="granted" if added else "held")

    def _take(self, run: Run, key: str, state: State) -> None:
        run(
            "UPDATE {upload} SET state = ?, worker = ?, error = NULL, changed_at = {now},"
            f" lease_until = {self._until} WHERE key = ?",
            (state, self._worker, key),
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
        """Write down that the last bytes of a picture are about to leave.

        Raises:
            ClaimLost: Another worker has it; the last bytes must not leave.
        """
        ours = self._store.run(
            f"UPDATE {{upload}} SET state = 'sent', changed_at = {{now}}, lease_until ="
            f" {self._until} WHERE key = ? AND worker = ? AND {_IS_HELD}"
            " AND state IN ('claimed', 'sent') RETURNING key",
            (key, self._worker),
        )
        if not ours:
            raise ClaimLost(
                f"it was not sent: nothing was heard of this worker for {self.lease:g} seconds,"
                " and the picture is another worker's now"
            )

    def finish(self, key: str, uploaded: Uploaded) -> None:
        """Write down what became of a picture."""
        self._store.run(f"{_FINISH} WHERE key = ? AND state <> 'done'", _finished(uploaded, key))

    def finish_found(self, entry: Entry, uploaded: Uploaded) -> bool:
        """Write down that a picture in doubt was found; False where it is another upload's."""

        def steps(run: Run) -> bool:
            place = (entry.host, entry.base_url)
            self._store.serialize(run, " ".join(place))
            return bool(
                run(
                    f"{_FINISH} WHERE key = ? AND state <> 'done' AND NOT EXISTS (SELECT 1 FROM"
                    " {upload} AS other WHERE other.host = ? AND other.base_url = ?"
                    " AND other.picture_id = ? AND other.state = 'done') RETURNING key",
                    (*_finished(uploaded, entry.key), *place, storable(uploaded.id)),
                )
            )

        return self._store.atomically(steps)

    def has_twin_under_way(self, entry: Entry) -> bool:
        """Whether another upload of the same content is under way at the host.

        What is found there now may be that one's.
        """
        return bool(
            self._store.run(
                "SELECT 1 FROM {upload} WHERE host = ? AND base_url = ? AND digest = ?"
                f" AND key <> ? AND state = 'sent' AND {_IS_HELD}",
                (entry.host, entry.base_url, entry.digest, entry.key),
            )
        )

    def fail(self, key: str, error: BaseException) -> None:
        """Write down that an upload failed, or that nothing is known of it."""
        doubtful = may_have_been_stored(error) and self.state(key) == "sent"
        text = error.message if isinstance(error, ImageHostError) else str(error)
        self._let_go_of(key, "in doubt" if doubtful else "failed", text)

    def abandon(self, key: str) -> None:
        """Write down that an upload was broken off: what was sent whole may have arrived."""
        self._let_go_of(key, "in doubt" if self.state(key) == "sent" else "failed", "broken off")

    def leave_in_doubt(self, key: str) -> None:
        """Write down that nothing could be found out about a picture."""
        self._let_go_of(key, "in doubt", "not known")

    def _let_go_of(self, key: str, state: State, error: str) -> None:
        self._store.run(
            "UPDATE {upload} SET state = ?, error = ?, changed_at = {now}, worker = NULL,"
            " lease_until = NULL WHERE key = ? AND worker = ?",
            (state, storable(error), key, self._worker),
        )

    # --- hosts that ask to wait ----------------------------------------------------------------

    def pause(self, host: str, base_url: str, seconds: float) -> None:
        """Have all workers leave a host alone for a while."""
        self._store.run(
            "INSERT INTO {pause} AS known VALUES (?, ?, {now} + ?) ON CONFLICT (host, base_url)"
            " DO UPDATE SET until = {greatest}(known.until, excluded.until)",
            (host, base_url, seconds),
        )

    # --- notes ---------------------------------------------------------------------------------

    def note(self, name: str) -> Any:
        """Something else that an earlier run wrote down; None where it did not."""
        rows = self._store.run("SELECT value FROM {note} WHERE name = ?", (name,))
        return json.loads(rows[0][0]) if rows else None

    def add_note(self, name: str, value: Any) -> None:
        """Write something else down, for a later run."""
        self._store.run(
            "INSERT INTO {note} VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    # --- the end -------------------------------------------------------------------------------

    def close(self) -> None:
        """Close it."""
        if self._pulse is not None:
            self._pulse.stop()
            self._pulse = None
        self._store.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _until(self) -> str:
        """When our lease ends, as a part of a statement."""
        return f"{{now}} + {float(self.lease)!r}" if self._leased else "NULL"

    def _renew(self) -> None:
        self._store.run(
            f"UPDATE {{upload}} SET lease_until = {self._until} WHERE worker = ?", (self._worker,)
        )


_FINISH = (
    "UPDATE {upload} SET state = 'done', uploaded = ?, picture_id = ?, error = NULL,"
    " changed_at = {now}, worker = NULL, lease_until = NULL"
)


def _finished(uploaded: Uploaded, key: str) -> tuple[Any, ...]:
    return (json.dumps(save_uploaded(uploaded)), storable(uploaded.id), key)


class _Pulse:
    """Says every few seconds that this worker lives, from a thread of its own."""

    def __init__(self, beat: Callable[[], None], seconds: float) -> None:
        self._beat = beat
        self._seconds = seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imagehosts-journal", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            # Where the database is away, leases end, and mark_sent() refuses what is too late.
            with suppress(ImageHostError):
                self._beat()

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self._thread.join()
