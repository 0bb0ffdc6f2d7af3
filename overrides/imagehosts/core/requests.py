"""From an operation and its arguments to the request: paths, queries, headers and bodies.

Nothing is sent here. An argument that cannot be sent as asked is refused by its name.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlsplit, urlunsplit

from imagehosts_wire.types import Operation, Parameter

from .. import __version__
from .errors import InvalidArgument
from .memo import per_operation
from .options import merge_headers
from .quick_folders import is_quick
from .transport import WireRequest

if TYPE_CHECKING:
    from .options import Settings
    from .secrets import Secrets

__all__ = [
    "HEADERS",
    "QUERY_SAFE",
    "RAW",
    "build_request",
    "carries_files",
    "may_block",
    "shown_url",
]

#: The headers that every request has.
HEADERS = {
    "User-Agent": f"imagehosts/{__version__} python/{'.'.join(map(str, sys.version_info[:2]))}",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
}
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
#: Before the media type of a body that is one value, as it is; before nothing, the file's own.
RAW = "raw:"


def build_request(
    operation: Operation[Any],
    values: tuple[Any, ...],
    *,
    host: str,
    root: str,
    credentials: Sequence[tuple[str, str, str]],
    settings: Settings,
    check: Callable[[Operation[Any], Sequence[tuple[str, Any]]], None] | None = None,
    secrets: Secrets | None = None,
) -> WireRequest:
    """The request for a call.

    Args:
        operation: What to call.
        values: Its arguments, in the order of its parameters; None is not sent.
        host: What errors call the host.
        root: The address below which its path stands; it may hold variables of the operation.
        credentials: Place, name and value of each credential.
        settings: Headers, query and timeout beside what the operation says.
        check: Looks at the fields of the body; what it raises ends the call.
        secrets: What it carries that must not be shown.
    """
    fields = _Fields(operation.path, root)
    for place, wire, text in operation.constants:
        fields.add(place, wire, text)
    for credential in credentials:
        fields.add(*credential)
    as_json = operation.bodies == (JSON,)
    try:
        for parameter, value in zip(operation.parameters, values, strict=True):
            if value is not None:
                if as_json and parameter.place == "body":
                    fields.form.append((parameter.wire, _json_value(parameter, value)))
                    continue
                for wire, encoded in _encoded(parameter, value):
                    _refuse_misplaced(parameter, encoded)
                    fields.add(parameter.place, wire, encoded)
            elif parameter.required:
                raise InvalidArgument(parameter.name, "a value is needed, got None")
            elif parameter.optional_segment:
                fields.path = fields.path.replace(f"/{{{parameter.wire}}}", "")
    except InvalidArgument as error:
        error.host, error.operation = host, operation.id
        raise
    if check is not None and operation.bodies:
        check(operation, fields.form)
    body = _body(operation, fields, settings) if _has_body(operation, fields) else None
    url = fields.root + fields.path
    query = [*fields.query, *settings.query.items()]
    return WireRequest(
        operation.method,
        f"{url}?{_query(query)}" if query else url,
        headers=merge_headers(merge_headers(HEADERS, fields.headers), settings.headers),
        body=body,
        timeout=settings.timeout,
        host=host,
        operation=operation.id,
        shown_url=url,
        secrets=secrets,
        parsed=operation.result.kind != "bytes",
    )


def carries_files(operation: Operation[Any]) -> bool:
    """Whether an argument may be a file."""
    return bool(_file_places(operation))


def may_block(operation: Operation[Any], values: Sequence[Any]) -> bool:
    """Whether a look at the arguments may wait for a disk, or take long."""
    return any(not _is_at_hand(values[place]) for place in _file_places(operation))


@per_operation
def _file_places(operation: Operation[Any]) -> list[int]:
    encodings = [parameter.encode.rpartition(":")[2] for parameter in operation.parameters]
    return [place for place, encode in enumerate(encodings) if encode in ("file", "source")]


#: Bytes that are looked through faster than they are given to a thread.
_SMALL = 256 * 1024
#: A file of at most so many bytes is read when the request is made, and sent in one piece.
KEPT_BYTES = 1024 * 1024


def _is_at_hand(value: Any) -> bool:
    content = value
    if isinstance(value, tuple):
        given: list[Any] = [*value]
        content = given[1] if len(given) > 1 else None
    if content is None:
        return True
    if isinstance(content, bytes):
        return len(content) <= _SMALL
    if isinstance(content, os.PathLike):
        content = os.fspath(cast("os.PathLike[str]", content))
    return isinstance(content, str) and len(content) < _LONGEST_PATH and is_quick(content)


#: What is longer is no path that a system takes.
_LONGEST_PATH = 4096


def shown_url(url: str) -> str:
    """An address that may be shown: a query may be secret, and so may what stands in a path."""
    from .logging import redact_url

    parts = urlsplit(url)
    return redact_url(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")))


class _Fields:
    """What goes where in a request."""

    __slots__ = ("form", "headers", "path", "query", "root")

    def __init__(self, path: str, root: str) -> None:
        self.path = path
        self.root = root
        self.query: list[tuple[str, str]] = []
        self.form: list[tuple[str, Any]] = []
        self.headers: dict[str, str] = {}

    def add(self, place: str, wire: str, value: Any) -> None:
        """Put a value in its place."""
        if place == "body":
            self.form.append((wire, value))
        elif place == "query":
            self.query.append((wire, value))
        elif place == "header":
            self.headers[wire] = value
        elif place == "server":
            self.root = self.root.replace("{" + wire + "}", value)
        else:
            self.path = self.path.replace("{" + wire + "}", quote(value, safe=""))


def _encoded(parameter: Parameter, value: Any) -> list[tuple[str, Any]]:
    """One argument as the fields that it becomes."""
    wire, encode = parameter.wire, parameter.encode
    if encode == "json":
        from .json_values import checked_value, is_list, json_text

        checked = checked_value(value, parameter.shape, parameter.name)
        items = checked if is_list(checked) else [checked]
        return [(wire, json_text(item)) for item in items]
    if encode == "text" and type(value) is str:
        return [(wire, value)]
    if not encode.startswith("list:"):
        return [(wire, _one(value, encode, parameter.name))]
    from .encoding import checked_sequence

    items = [
        _one(item, encode[5:], f"{parameter.name}[{index}]")
        for index, item in enumerate(checked_sequence(value, parameter.name))
    ]
    if parameter.array == "csv":
        for index, item in enumerate(items):
            if "," in item:
                raise InvalidArgument(
                    f"{parameter.name}[{index}]", f"{item!r} holds a comma, which separates items"
                )
        return [(wire, ",".join(items))] if items else []
    return [(f"{wire}[]" if parameter.array == "brackets" else wire, item) for item in items]


def _json_value(parameter: Parameter, value: Any) -> Any:
    """One argument as a member of a JSON body: checked as text, sent as the type that it has."""
    kind = parameter.encode
    if kind == "json":
        from .json_values import checked_value

        return checked_value(value, parameter.shape, parameter.name)
    texts = [text for _, text in _encoded(parameter, value)]
    if kind.startswith("list:") and parameter.array != "csv":
        return [_typed(text, kind[5:]) for text in texts]
    return _typed(texts[0], kind) if texts else ""


def _typed(text: str, encode: str) -> Any:
    kind, _, detail = encode.partition(":")
    if kind == "integer" or (kind == "flag" and detail == "1/0"):
        return int(text)
    if kind == "number":
        return float(text) if not text.lstrip("-").isdigit() else int(text)
    return text == "true" if detail == "true/false" else text


def _refuse_misplaced(parameter: Parameter, text: Any) -> None:
    """Refuse text that would address something else, or end a header."""
    if parameter.pattern and not re.fullmatch(parameter.pattern, text, re.ASCII):
        raise InvalidArgument(parameter.name, f"{text!r} is not of the form {parameter.pattern}")
    if parameter.place == "path" and text in ("", ".", ".."):
        raise InvalidArgument(parameter.name, f"{text!r} cannot be part of an address")
    if parameter.place == "header" and not (text.isascii() and text.isprintable()):
        raise InvalidArgument(parameter.name, "it holds characters that no header can carry")


def _one(value: Any, encode: str, argument: str) -> Any:
    """One value as text, or as the file that it is."""
    if encode == "source":
        from .sources import prepare_source

        return prepare_source(value, argument, KEPT_BYTES)
    if encode == "file":
        from .files import FilePart, prepare_file

        if isinstance(value, FilePart):
            return value
        return prepare_file(value, argument=argument, keep=KEPT_BYTES)
    from .encoding import encode as encode_text

    return encode_text(value, encode, argument)


def _body(operation: Operation[Any], fields: _Fields, settings: Settings) -> Any:
    """The body in the first media type of the operation that can carry what is to be sent."""
    from .files import FilePart
    from .media_types import offered_type
    from .multipart import FormBody, JsonBody, MultipartBody, RawBody

    if operation.bodies[0].startswith(RAW):
        ((_, content),) = fields.form
        given = RawBody(content, operation.bodies[0][len(RAW) :], progress=settings.progress)
        return _with_headers(given, fields)
    whole = [value for wire, value in fields.form if not wire]
    if operation.bodies == (JSON,):
        members = whole[0] if whole else dict(fields.form)
        return _with_headers(JsonBody(members, progress=settings.progress), fields)
    if whole:
        own = whole[0].content_type if isinstance(whole[0], FilePart) else ""
        media_type = offered_type(own, operation.bodies)
        return _with_headers(RawBody(whole[0], media_type, progress=settings.progress), fields)
    # Text first: a host may read a file before the fields that say what to do with it.
    form = sorted(fields.form, key=lambda field: isinstance(field[1], FilePart))
    needs_multipart = bool(form) and isinstance(form[-1][1], FilePart)
    kind = MultipartBody if needs_multipart or FORM not in operation.bodies else FormBody
    return _with_headers(kind(form, progress=settings.progress), fields)


def _has_body(operation: Operation[Any], fields: _Fields) -> bool:
    """Whether there is something to send; a body that is one argument may be left out."""
    whole = any(each.place == "body" and not each.wire for each in operation.parameters)
    return bool(operation.bodies) and (bool(fields.form) or not whole)


def _with_headers(body: Any, fields: _Fields) -> Any:
    """The body, with the headers that describe it among the request's."""
    fields.headers["Content-Type"] = body.content_type
    if body.content_length is None:
        fields.headers["Transfer-Encoding"] = "chunked"
    else:
        fields.headers["Content-Length"] = str(body.content_length)
    return body


#: What a query may hold as it is. Some hosts do not undo the escapes in an address that is a
#: value, so nothing is escaped without need.
QUERY_SAFE = ":/?=@,~!*()$"


def _query(pairs: list[tuple[str, str]]) -> str:
    """A query with no more escapes than it needs."""
    return "&".join(
        f"{quote(name, safe='[]', errors='replace')}="
        f"{quote(value, safe=QUERY_SAFE, errors='replace')}"
        for name, value in pairs
    )
