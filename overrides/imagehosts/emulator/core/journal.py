"""The requests and how they ended: a bounded list, with secrets taken out.

Tests assert on it, and a person reads it at ``/_emulator/requests``. Bodies are not kept; of a form
only the names and sizes of its fields and files are, and the values of short fields.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from .urls import request_path, request_query

REDACTED = "[redacted]"
SECRET_HEADERS = {"authorization", "cookie", "set-cookie", "x-api-key", "x-emulator-token"}
SECRET_FIELDS = {
    "key",
    "api_key",
    "token",
    "auth",
    "auth_token",
    "password",
    "cookie",
    "access_token",
    "refresh_token",
    "client_secret",
    "pin",
    "code",
}
_DELETE_HASH = re.compile(r"(/delete/)[^/]+")
_LONGEST_VALUE = 200
_LONGEST_QUERY = 2000
_MOST_HEADERS = 100


@dataclass(slots=True)
class Entry:
    """One request and how it ended."""

    time: float
    method: str
    scheme: str
    host: str
    path: str
    query: str
    client: str
    headers: dict[str, str]
    api: str | None = None
    operation: str | None = None
    fields: dict[str, str] = field(default_factory=dict[str, str])
    files: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    status: int | None = None
    problem: str | None = None
    #: Real seconds until the answer was sent.
    took: float = 0.0
    #: The faults that met the request, as they are written.
    faults: list[str] = field(default_factory=list[str])
    #: Where it is kept, in a journal of several processes.
    number: int | None = field(default=None, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """The entry as plain data."""
        values = asdict(self)
        del values["number"]
        return values


class Journal:
    """The last ``limit`` requests, oldest first."""

    def __init__(self, secrets: Collection[str] = (), limit: int = 1000) -> None:
        #: Names, in lower case, whose values are not kept: those of all hosts and of the specs.
        self.secrets = SECRET_FIELDS | set(secrets)
        self._secret_headers = SECRET_HEADERS | set(secrets)
        self.limit = limit
        self._entries: deque[Entry] = deque(maxlen=limit)
        self._lock = threading.Lock()

    def begin(self, request: Request, now: float) -> Entry:
        """Note a request that has arrived."""
        entry = self.described(request, now)
        self.note(entry)
        return entry

    def described(self, request: Request, now: float) -> Entry:
        """What is to be known of a request that has arrived, and is not noted yet."""
        client, headers = request.scope.get("client"), request.scope["headers"]
        return Entry(
            time=now,
            method=request.method,
            scheme=str(request.scope.get("scheme", "http")),
            host=request.headers.get("host", "")[:_LONGEST_VALUE],
            path=_DELETE_HASH.sub(rf"\1{REDACTED}", request_path(request)[:_LONGEST_QUERY]),
            query=redact_query(request_query(request)[:_LONGEST_QUERY], self.secrets),
            client=client[0] if client else "",
            headers=dict(self._shown(*pair) for pair in headers[:_MOST_HEADERS]),
        )

    def note(self, entry: Entry) -> None:
        """Have a request in the list that has only begun."""
        with self._lock:
            self._entries.append(entry)

    def keep(self, entry: Entry) -> None:
        """An answer is about to end, or has ended in another way than it seemed."""

    def _shown(self, raw_name: bytes, raw_value: bytes) -> tuple[str, str]:
        name = raw_name[:_LONGEST_VALUE].decode("latin-1")
        if name in self._secret_headers:
            return name, REDACTED
        return name, raw_value[:_LONGEST_QUERY].decode("latin-1")

    def entries(self) -> list[Entry]:
        """Everything that is kept, oldest first."""
        with self._lock:
            return list(self._entries)

    def close(self) -> None:
        """Let go of files, where it has any."""

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()


def redact_query(query: str, secrets: Collection[str] = frozenset(SECRET_FIELDS)) -> str:
    """A query string without the values of credentials."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=None)
    if not any(_is_secret(name, secrets) for name, _ in pairs):
        return query
    return urlencode(
        [(name, REDACTED if _is_secret(name, secrets) else value) for name, value in pairs],
        safe=":/[]",
    )


def redact_field(name: str, text: str, secrets: Collection[str] = frozenset(SECRET_FIELDS)) -> str:
    """A form value as the journal shows it: no secrets, nothing long."""
    if _is_secret(name, secrets):
        return REDACTED
    if len(text) > _LONGEST_VALUE:
        return f"{text[:40]}... ({len(text)} characters)"
    return text


def _is_secret(name: str, secrets: Collection[str]) -> bool:
    return name.partition("[")[0].lower() in secrets
