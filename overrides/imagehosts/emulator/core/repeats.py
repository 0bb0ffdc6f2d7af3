"""Requests that came before: their answers are sent again while nothing has changed.

Most requests ask for files of pictures, or what is known of one, and programs ask for the same ones
with the same headers. Such an answer depends on the request, on what is stored, on the time (a
picture may have expired) and on faults that are on, and on nothing else. While all of these are as
they were, what was found for the request need not be found again. The journal gets a line for each,
and what a host counts is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from starlette.types import Message, Scope

from .journal import Entry

if TYPE_CHECKING:
    from .context import Services

#: Answers that are remembered, and bytes of their files.
_MOST, _MOST_BYTES = 1024, 32 * 1024 * 1024
#: What a request may say beside itself: a space has answers of its own, and the user of a proxy
#: does no more than choose one.
_ORDINARY = {"space", "proxied", "proxy_user"}
#: The headers of a request that is remembered.
_MOST_HEADERS, _LONGEST = 32, 4096


@dataclass(frozen=True, slots=True)
class Origin:
    """What an answer was made of.

    ``version`` is that of the store before it was read. ``is_whole`` says whether the file is as
    it was written, where there is one. ``recount`` counts one more request from an address, and
    gives the headers that tell of it.
    """

    version: Hashable
    status: int
    is_whole: Callable[[], bool | None] | None = None
    recount: Callable[[str], Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """An answer as it was sent, with its line of the journal."""

    origin: Origin
    start: Message
    body: Message
    entry: Entry

    def start_for(self, address: str) -> Message:
        """Its status and headers for one more request from there."""
        headers: list[tuple[bytes, bytes]] = self.start["headers"]
        if self.origin.recount is None:
            return {**self.start, "headers": [*headers]}
        counts = {
            name.lower().encode("latin-1"): value.encode("latin-1")
            for name, value in self.origin.recount(address).items()
        }
        headers = [(name, counts.get(name, value)) for name, value in headers]
        return {**self.start, "headers": headers}


@dataclass(slots=True)
class Repeats:
    """The answers to requests for what is stored."""

    services: Services
    _known: dict[Hashable, Repeat] = field(default_factory=dict[Hashable, Repeat])
    #: What came once: only what comes again is worth the memory.
    _met: set[int] = field(default_factory=set[int])
    _bytes: int = 0

    @staticmethod
    def key(scope: Scope) -> Hashable:
        """All that an answer can depend on of a request; ``None`` for one that is out of the
        ordinary, or brings more than a program sends.
        """
        state: dict[str, Any] = scope.get("state") or {}
        if scope["method"] not in ("GET", "HEAD") or state.keys() - _ORDINARY:
            return None
        headers, raw_path = scope["headers"], scope.get("raw_path")
        if len(headers) > _MOST_HEADERS:
            return None
        key = (scope["method"], scope["scheme"], scope["path"], raw_path, scope["query_string"])
        return (*key, "proxied" in state, *[part for pair in headers for part in pair])

    def find(self, key: Hashable, scope: Scope) -> tuple[Repeat, Entry] | None:
        """The answer to a request that came before, and a new line of the journal for it."""
        known = self._known.get(key)
        if known is None:
            return None
        began, services = perf_counter(), self.services
        services.refresh()
        now, origin = services.clock.now(), known.origin
        if services.faults.has_any() or services.store.has_expired(now):
            return None
        if origin.version != services.store.version():
            self._forget(key)
            return None
        if origin.is_whole is not None and not origin.is_whole():
            return None
        client, entry = scope.get("client"), known.entry
        return known, Entry(
            now,
            entry.method,
            entry.scheme,
            entry.host,
            entry.path,
            entry.query,
            client[0] if client else "",
            entry.headers,
            entry.api,
            entry.operation,
            entry.fields,
            status=entry.status,
            took=perf_counter() - began,
        )

    def keep(self, key: Hashable, repeat: Repeat) -> None:
        """Remember an answer."""
        entry, size = repeat.entry, len(repeat.body.get("body", b""))
        if repeat.origin.version is None or entry.status != repeat.origin.status:
            return
        if entry.faults or entry.problem or sum(map(len, entry.headers.values())) > _LONGEST:
            return
        if (number := hash(key)) not in self._met:
            if len(self._met) >= _MOST:
                self._met.clear()
            self._met.add(number)
            return
        self._forget(key)
        if len(self._known) >= _MOST or self._bytes + size > _MOST_BYTES:
            self._known.clear()
            self._bytes = 0
        self._known[key] = repeat
        self._bytes += size

    def _forget(self, key: Hashable) -> None:
        known = self._known.pop(key, None)
        if known is not None:
            self._bytes -= len(known.body.get("body", b""))
