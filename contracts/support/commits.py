"""A guard over every emulator in a test: what a request changes is one transaction.

A process that is killed between two of them leaves half of an operation behind. A request that
commits changes twice becomes an error of the emulator itself, which every test looks for.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from imagehosts.emulator.app import Hosts
from imagehosts.emulator.core.store import Store

_commits: ContextVar[list[Store] | None] = ContextVar("commits", default=None)


def install() -> None:
    """Watch every emulator of this process."""
    commit, answer = Store._commit, Hosts.__call__

    def counted(store: Store) -> None:
        commit(store)
        changes = store._db.total_changes
        noted = _commits.get()
        if noted is not None and changes > vars(store).get("changes_seen", 0):
            noted.append(store)
        vars(store)["changes_seen"] = changes

    async def watched(hosts: Hosts, scope: Any, receive: Any, send: Any) -> None:
        noted: list[Store] = []
        token = _commits.set(noted)
        try:
            await answer(hosts, scope, receive, send)
        finally:
            _commits.reset(token)
            # Where a space begins, another store does too.
            made = sum(store is hosts._services.store for store in noted)
            if made > 1:
                what = f"{scope['method']} {scope['path']} made {made} transactions"
                hosts._services.internal_errors.append(AssertionError(what))

    Store._commit = counted  # type: ignore[method-assign]
    Hosts.__call__ = watched  # type: ignore[method-assign]
