"""A transport that keeps every request and answers from a script, for both kinds of client.

What was sent is read by parsers that are not ours: ``python-multipart`` for multipart bodies,
the standard library for the rest. So a test can say exactly what a server would find.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from email.message import Message
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import httpx
from python_multipart.multipart import MultipartParser, parse_options_header

__all__ = ["Part", "Recorder", "Reply", "Sent", "as_reply", "read_multipart"]


class Part(NamedTuple):
    """One field of a body: text where ``filename`` is None, else a file."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


class Sent:
    """A request as it left the client."""

    def __init__(self, method: str, url: str, headers: httpx.Headers, content: bytes) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        #: Whether a body of text without members is a file, as far as the sender knows.
        self.is_file = False

    @property
    def address(self) -> str:
        """The URL without its query."""
        return self.url.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query's pairs, as the standard library reads them."""
        text = urlsplit(self.url).query
        return parse_qsl(text, keep_blank_values=True, strict_parsing=True) if text else []

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters; empty where there is no body."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    @cached_property
    def parts(self) -> list[Part]:
        """The fields of the body in their order, files among them."""
        if self.media_type == "multipart/form-data":
            return read_multipart(self.headers["content-type"], self.content)
        if self.media_type == "application/x-www-form-urlencoded":
            text = self.content.decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
            return [Part(name, value.encode()) for name, value in pairs]
        if not self.content or self.media_type == "application/json":
            return []
        # Without a name, and of the type of the body.
        is_text = self.media_type.startswith("text/") and not self.is_file
        return [Part("", self.content, None if is_text else "")]

    @property
    def json(self) -> Any:
        """The value that a body of JSON holds."""
        assert self.media_type == "application/json", self.media_type
        return json.loads(self.content)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The text fields of the body in their order; of a body of JSON its members as text.

        What has no members is one field without a name, as a body that is a file has none.
        """
        if self.media_type == "application/json":
            whole = self.json
            members = [
                (name, item)
                for name, value in (whole if isinstance(whole, dict) else {"": whole}).items()
                for item in (value if isinstance(value, list) else [value])
            ]
            return [(n, v if isinstance(v, str) else _compact(v)) for n, v in members]
        return [(part.name, part.text) for part in self.parts if part.filename is None]

    @property
    def files(self) -> list[Part]:
        """The files of the body in their order."""
        return [part for part in self.parts if part.filename is not None]

    @property
    def shape(self) -> tuple[Any, ...]:
        """Everything that must be the same in two requests of one meaning: all but the boundary."""
        headers = {
            name: value
            for name, value in self.headers.items()
            if name not in ("content-type", "host")
        }
        body = self.content if self.media_type == "application/json" else self.parts
        return (self.method, self.url, headers, self.media_type, body)

    def __repr__(self) -> str:
        return f"<Sent {self.method} {self.url}, {len(self.content)} bytes>"


class Reply(NamedTuple):
    """What a host answers; a body that is neither text nor bytes goes out as JSON."""

    status: int = 200
    body: Any = b""
    headers: Mapping[str, str] = {}

    def response(self) -> httpx.Response:
        body = self.body
        if isinstance(body, bytes):
            return httpx.Response(self.status, content=body, headers=self.headers)
        if isinstance(body, str):
            return httpx.Response(self.status, text=body, headers=self.headers)
        return httpx.Response(self.status, json=body, headers=self.headers)


Script = Reply | Exception | Callable[[Sent], Reply]


class Recorder(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps what is sent, and answers with each reply in turn; the last one stays.

    Args:
        script: Replies, errors to raise, or functions from what was sent to a reply.
    """

    def __init__(self, *script: Script) -> None:
        self.script = list(script) or [Reply()]
        self.sent: list[Sent] = []

    @property
    def only(self) -> Sent:
        """The request, where there must be exactly one."""
        (sent,) = self.sent
        return sent

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        sent = as_sent(request)
        self.sent.append(sent)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        return (step if isinstance(step, Reply) else step(sent)).response()


def as_sent(request: httpx.Request) -> Sent:
    """A request whose body has been read, as data."""
    return Sent(request.method, str(request.url), request.headers, request.content)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_reply(document: Any, status: int = 200) -> Reply:
    """A JSON answer, given as text, bytes or a value."""
    text = document if isinstance(document, (str, bytes)) else json.dumps(document)
    return Reply(status, text, {"content-type": "application/json"})


def read_multipart(content_type: str, body: bytes) -> list[Part]:
    """The parts of a multipart body, as a server's parser finds them."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_param("boundary")
    assert isinstance(boundary, str), f"no boundary in {content_type!r}"
    parts: list[Part] = []
    headers: dict[str, bytes] = {}
    name, value, content = bytearray(), bytearray(), bytearray()

    def header_end() -> None:
        headers[name.decode("ascii").lower()] = bytes(value)
        name.clear()
        value.clear()

    def part_end() -> None:
        kind, details = parse_options_header(headers["content-disposition"])
        assert kind == b"form-data", kind
        filename = details.get(b"filename")
        media_type = headers.get("content-type")
        parts.append(
            Part(
                details[b"name"].decode("utf-8"),
                bytes(content),
                None if filename is None else filename.decode("utf-8"),
                None if media_type is None else media_type.decode("ascii"),
            )
        )
        headers.clear()
        content.clear()

    ended: list[bool] = []
    parser = MultipartParser(
        boundary.encode("ascii"),
        {
            "on_header_field": lambda data, start, end: name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: value.extend(data[start:end]),
            "on_header_end": header_end,
            "on_part_data": lambda data, start, end: content.extend(data[start:end]),
            "on_part_end": part_end,
            "on_end": lambda: ended.append(True),
        },
    )
    parser.write(body)
    parser.finalize()
    assert ended, "the multipart body has no end"
    return parts
