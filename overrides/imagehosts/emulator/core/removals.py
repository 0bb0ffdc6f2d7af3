"""Blobs that nobody needs any more, removed beside everything else where that takes long.

Whoever lets go of blobs lists them in the table ``unused``, in the transaction that does it. Here
one thread goes through the list: it marks what nothing refers to as being removed, removes it while
nobody waits, and strikes it off. A mark keeps everybody else from referring to these bytes, for
nobody can tell when a removal arrives that is on its way. The mark of a process that was killed
counts no longer after :data:`STALE` seconds, and what is listed is found again by the next start.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from time import time
from typing import TYPE_CHECKING

from .blobs import Blobs

if TYPE_CHECKING:
    from .store import Store

__all__ = ["STALE", "Removals"]

logger = logging.getLogger("imagehosts.emulator")

#: Seconds after which a mark is of nobody any more: no attempt takes so long.
STALE = 60.0
#: So many are removed by one attempt.
_AT_ONCE = 500
#: Seconds until what failed, or what another process has marked, is tried again: first and at most.
_SOON, _LATE = 1.0, 30.0


class Removals:
    """One thread that removes, which is there while there is something to remove."""

    def __init__(self, store: Store, blobs: Blobs) -> None:
        self._store, self._blobs = store, blobs
        self._changed = threading.Condition()
        self._waiting: dict[str, None] = {}
        #: When what is not known to be gone was marked here.
        self._marked: dict[str, float] = {}
        self._worker: threading.Thread | None = None
        self._is_closing = self._is_failing = False
        #: Whether anything was added since the last look at all that waits.
        self._is_new = False

    def add(self, names: Iterable[str]) -> None:
        """Have these removed, unless something refers to them by then."""
        with self._changed:
            added = dict.fromkeys(names)
            self._waiting |= added
            self._is_new = self._is_new or bool(added)
            self._changed.notify_all()
            if self._waiting and self._worker is None and not self._is_closing:
                self._worker = threading.Thread(target=self._work, name="removals", daemon=True)
                self._worker.start()

    def count(self) -> int:
        """How many wait to be removed."""
        with self._changed:
            return len(self._waiting)

    def finish(self, timeout: float) -> bool:
        """Wait until nothing is left to remove; says whether that came to be."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout)

    def close(self) -> None:
        """Remove what can be removed at once; the next start finds what is left."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
            worker = self._worker
        if worker is not None:
            worker.join()

    def mark(
        self, names: Sequence[str], ours: Mapping[str, float], now: float, stale: float
    ) -> tuple[list[str], list[str]]:
        """Mark what nothing refers to, where there is no mark, ours, or one older than ``stale``.

        Gives what is marked now, and what has another's mark. The rest is needed again.
        """
        marks = ", ".join("?" * len(names))
        used = "EXISTS (SELECT 1 FROM file WHERE file.sha256 = unused.sha256)"
        with self._store.transaction() as db:
            query = "INSERT INTO unused (sha256) VALUES (?) ON CONFLICT (sha256) DO NOTHING"
            db.executemany(query, [(name,) for name in names])
            query = "UPDATE unused SET removing = 0 WHERE sha256 = ? AND removing = ?"
            db.executemany(query, [*ours.items()])
            query = f"DELETE FROM unused WHERE sha256 IN ({marks}) AND removing <= ? AND {used}"
            db.execute(query, (*names, stale))
            query = (
                f"UPDATE unused SET removing = ? WHERE sha256 IN ({marks}) AND removing <= ?"
                " RETURNING sha256"
            )
            marked = sorted(str(row[0]) for row in db.execute(query, (now, *names, stale)))
            query = f"SELECT sha256 FROM unused WHERE sha256 IN ({marks})"
            listed = {str(row[0]) for row in db.execute(query, (*names,))}
        return marked, sorted(listed.difference(marked))

    def unmark(self) -> None:
        """Have no blob marked, where whoever marked them is gone."""
        with self._store.transaction() as db:
            db.execute("UPDATE unused SET removing = 0 WHERE removing > 0")

    def is_removing(self, names: Iterable[str]) -> bool:
        """Whether any of these is being removed, by whomever."""
        query, since = "SELECT 1 FROM unused WHERE sha256 = ? AND removing > ?", time() - STALE
        return any(self._store.rows(query, (name, since)) for name in names)

    def _strike(self, names: Sequence[str]) -> None:
        """They are gone, and anybody may store their bytes again."""
        with self._store.transaction() as db:
            db.executemany("DELETE FROM unused WHERE sha256 = ?", [(name,) for name in names])

    def _work(self) -> None:
        pause = _SOON
        while names := self._next():
            if self._attempt(names):
                self._rest(pause)
                pause = min(2 * pause, _LATE)
            else:
                pause = _SOON

    def _next(self) -> list[str]:
        """What is to be removed; nothing where this thread ends."""
        with self._changed:
            self._is_new = False
            names = [] if self._is_closing and self._is_failing else [*self._waiting]
            if not names:
                self._worker = None
            return names

    def _rest(self, pause: float) -> None:
        """Wait before another attempt; what is added meanwhile is tried at once."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closing or self._is_new, pause)
            self._is_failing = self._is_failing or self._is_closing

    def _attempt(self, names: Sequence[str]) -> bool:
        """Go through the list once; says whether anything is left of it."""
        is_left = False
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            try:
                others = self._remove(some)
            except Exception as error:  # the database may be what cannot be reached
                if not self._is_failing:
                    logger.warning("%s; what is unused is removed later", error)
                self._is_failing = is_left = True
                continue
            self._is_failing = False
            is_left = is_left or bool(others)
            with self._changed:
                for name in {*some} - {*others}:
                    self._waiting.pop(name, None)
                self._changed.notify_all()
        return is_left

    def _remove(self, names: Sequence[str]) -> list[str]:
        """Remove what may be removed; gives what another is at."""
        now = time()
        ours = {name: self._marked[name] for name in names if name in self._marked}
        marked, others = self.mark(names, ours, now, now - STALE)
        for name in names:
            self._marked.pop(name, None)
        self._marked |= dict.fromkeys(marked, now)
        if time() - now > STALE / 2:
            raise TimeoutError("the database took too long to mark what is unused")
        self._blobs.remove(*marked)
        self._strike(marked)
        for name in marked:
            del self._marked[name]
        self._blobs.settle(name for name in names if name not in others)
        return others
