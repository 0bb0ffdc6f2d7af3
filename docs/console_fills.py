"""What a call is tried with in a console: the fields of the request that the reference shows.

The client makes the request of the sample call, and what it sends is taken apart again into the
fields of the console's document. So the console sends what the client sends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from docs.merge_spec import CALLS
from docs.wire_capture import Captured

Json = dict[str, Any]
#: A field: where it stands (``path``, ``query`` or ``body``), and its name.
Place = tuple[str, str]
TYPES: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text in ("true", "1"),
}


class Fill(NamedTuple):
    """One call, as somebody would have filled it in."""

    path: str
    method: str
    values: Mapping[Place, Any]
    #: The names of files to choose, by field.
    files: Mapping[str, list[str]]
    #: The type of the body, where there is one.
    media_type: str

    def as_json(self) -> Json:
        """For the script of the console."""
        values = [[where, name, value] for (where, name), value in self.values.items()]
        return {**self._asdict(), "values": values}


def fill_of(document: Json, call: str, captured: Captured, login: Mapping[str, str]) -> Fill | None:
    """The fields for the request of a call; None where the console has no such route.

    Args:
        document: What the console shows.
        call: The call.
        captured: Its request, with marks in place of credentials.
        login: What to type for the credentials that are fields; others are given elsewhere.
    """
    typed = {mark: login[name] for mark, name in captured.marks.items() if name in login}
    request = captured.request
    method = request.method.lower()
    for path, item in document["paths"].items():
        operation = item.get(method, {})
        if call not in operation.get(CALLS, ()):
            continue
        segments = _segments(document, operation, path, str(request.url))
        if segments is None:
            continue
        files: dict[str, list[str]] = {}
        sent: dict[Place, list[str]] = {("path", k): [v] for k, v in segments.items()}
        query = parse_qsl(urlsplit(str(request.url)).query, keep_blank_values=True)
        for name, value in query:
            sent.setdefault(("query", name), []).append(value)
        for name, value, file in _body(captured):
            if file:
                files.setdefault(name, []).append(file)
            else:
                sent.setdefault(("body", name), []).append(value)
        known = _fields(operation)
        values = {
            place: _typed(known[place], [typed.get(text, text) for text in texts])
            for place, texts in sent.items()
            if place in known and not set(texts) & (set(captured.marks) - set(typed))
        }
        media_type = request.headers.get("content-type", "").partition(";")[0]
        return Fill(path, method, values, files, media_type if request.content else "")
    return None


def _segments(document: Json, operation: Json, path: str, url: str) -> dict[str, str] | None:
    """What stands in the holes of a path; None where the request goes somewhere else."""
    holes = re.findall(r"\{([^}]+)\}", path)
    pattern = re.sub(r"\\\{[^}]+\\\}", "([^/]+)", re.escape(path))
    for server in operation.get("servers") or document["servers"]:
        base = urlsplit(re.sub(r"\{\w+\}", "x", server["url"])).path.rstrip("/")
        found = re.fullmatch(re.escape(base) + pattern, urlsplit(url).path)
        if found:
            return dict(zip(holes, map(unquote, found.groups()), strict=True))
    return None


def _body(captured: Captured) -> Iterator[tuple[str, str, str]]:
    """Name, text, and name of the file, of each field of a body."""
    request = captured.request
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("multipart/"):
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + request.content)
        for part in message.iter_parts():
            name = str(part.get_param("name", header="content-disposition"))
            file = part.get_filename()
            yield name, "" if file else str(part.get_content()), file or ""
    elif content_type.startswith("application/x-www-form-urlencoded"):
        for name, value in parse_qsl(request.content.decode(), keep_blank_values=True):
            yield name, value, ""


def _fields(operation: Json) -> dict[Place, Json]:
    """The schemas of the fields, each with how a list of them is sent."""
    found: dict[Place, Json] = {}
    for parameter in operation.get("parameters", []):
        place = (parameter["in"], parameter["name"])
        found[place] = {**parameter["schema"], "explode": parameter.get("explode", True)}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        for name, schema in media.get("schema", {}).get("properties", {}).items():
            explode = media.get("encoding", {}).get(name, {}).get("explode", True)
            found[("body", name)] = {**schema, "explode": explode}
    return found


def _typed(schema: Json, texts: list[str]) -> Any:
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else next((k for k in kinds if k != "null"), "string")
    if kind == "array":
        items = schema.get("items", {})
        listed = texts if schema["explode"] else texts[0].split(",")
        return [_typed(items, [each]) for each in listed]
    return TYPES.get(kind, str)(texts[0])
