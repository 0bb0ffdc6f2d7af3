"""Assertions on what came in, with what came in instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import responses
from typing import Any
from urllib.parse import parse_qsl

from .journal import Entry

#: What a text is compared with: itself, an expression that must fit all of it, or a function.
Wanted = str | int | float | bool | re.Pattern[str] | Callable[[str], bool] | None
#: So many of the requests that do not fit are shown.
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Expectation:
    """What requests should be like; what is left out does not matter.

    A field that must be missing is ``None``.
    """

    host: str | None = None
    operation: str | None = None
    status: int | None = None
    fields: Mapping[str, Wanted] = field(default_factory=dict[str, Wanted])
    files: Mapping[str, Wanted] = field(default_factory=dict[str, Wanted])
    headers: Mapping[str, Wanted] = field(default_factory=dict[str, Wanted])

    def __str__(self) -> str:
        parts = [self.operation or "request"]
        parts += [f"of {self.host}"] if self.host else []
        parts += [f"answered with {self.status}"] if self.status else []
        for kind, wanted in self._groups():
            parts += [f"with {kind} {name}={_shown(value)}" for name, value in wanted.items()]
        return " ".join(parts)

    def differences(self, entry: Entry) -> list[str]:
        """In which ways a request is another one; none where it fits."""
        found = [
            f"{name}: {given!r}, expected {wanted!r}"
            for name, wanted, given in (
                ("host", self.host, entry.api),
                ("operation", self.operation, entry.operation),
                ("status", self.status, entry.status),
            )
            if wanted is not None and wanted != given
        ]
        names = {name: str(file["filename"]) for name, file in entry.files.items()}
        given_of: dict[str, Mapping[str, str]] = {
            "field": entry.fields,
            "file": names,
            "header": entry.headers,
        }
        for kind, expected in self._groups():
            for name, wanted in expected.items():
                key = name.lower() if kind == "header" else name
                given = given_of[kind].get(key)
                if not _fits(wanted, given):
                    shown = "missing" if given is None else repr(given)
                    found.append(f"{kind} {name}: {shown}, expected {_shown(wanted)}")
        return found

    def _groups(self) -> Sequence[tuple[str, Mapping[str, Wanted]]]:
        return (("field", self.fields), ("file", self.files), ("header", self.headers))


def check(entries: Iterable[Entry], expected: Expectation, times: int | None) -> list[Entry]:
    """The requests that fit; ``AssertionError`` where they are not ``times``, or at least one."""
    came = [entry for entry in entries if not entry.path.startswith("/_emulator")]
    differences = [(entry, expected.differences(entry)) for entry in came]
    fitting = [entry for entry, found in differences if not found]
    if len(fitting) == times or (times is None and fitting):
        return fitting
    wanted = "at least 1" if times is None else str(times)
    lines = [f"expected {wanted} {expected}; {len(fitting)} of {len(came)} requests fit"]
    others = sorted((pair for pair in differences if pair[1]), key=lambda pair: len(pair[1]))
    shown = fitting[:_MOST_SHOWN] if times is not None and len(fitting) > times else []
    lines += [f"  fits: {_line(entry)}" for entry in shown]
    for entry, found in others[: _MOST_SHOWN - len(shown)]:
        lines.append(f"  {_line(entry)}")
        lines += [f"    {difference}" for difference in found]
    raise AssertionError("\n".join(lines))


def _line(entry: Entry) -> str:
    query = f"?{entry.query}" if entry.query else ""
    return f"{entry.method} {entry.path}{query} ({entry.operation or '-'}) {entry.status}"


def _fits(wanted: Wanted, given: str | None) -> bool:
    if wanted is None or given is None:
        return wanted is None and given is None
    if isinstance(wanted, re.Pattern):
        return wanted.fullmatch(given) is not None
    if callable(wanted):
        return bool(wanted(given))
    if isinstance(wanted, bool):
        return given.lower() in (("true", "1") if wanted else ("false", "0"))
    return given == str(wanted)


def _shown(wanted: Wanted) -> str:
    if wanted is None:
        return "nothing"
    return f"/{wanted.pattern}/" if isinstance(wanted, re.Pattern) else repr(wanted)


def as_har(entries: Iterable[Entry]) -> dict[str, Any]:
    """The journal as HAR 1.2, which browsers and their tools read. Bodies are left out."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "imagehosts emulator", "version": "1"},
            "entries": [_har_entry(entry) for entry in entries],
        }
    }


def _har_entry(entry: Entry) -> dict[str, Any]:
    query = f"?{entry.query}" if entry.query else ""
    milliseconds = round(entry.took * 1000, 3)
    params: list[dict[str, Any]] = [
        {"name": name, "value": value} for name, value in entry.fields.items()
    ]
    params += [
        {"name": name, "fileName": file["filename"], "contentType": file["content_type"]}
        for name, file in entry.files.items()
    ]
    request: dict[str, Any] = {
        "method": entry.method,
        "url": f"{entry.scheme}://{entry.host or 'localhost'}{entry.path}{query}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": value} for name, value in entry.headers.items()],
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(entry.query, keep_blank_values=True)
        ],
        "headersSize": -1,
        "bodySize": -1,
    }
    if params and entry.method not in ("GET", "HEAD"):
        kind = entry.headers.get("content-type", "")
        request["postData"] = {"mimeType": kind, "params": params, "text": ""}
    return {
        "startedDateTime": datetime.fromtimestamp(entry.time, UTC).isoformat(),
        "time": milliseconds,
        "request": request,
        "response": {
            "status": entry.status or 0,
            "statusText": responses.get(entry.status or 0, ""),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "content": {"size": -1, "mimeType": ""},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": " ".join(
            part for part in (entry.api, entry.operation, entry.problem, *entry.faults) if part
        ),
    }
