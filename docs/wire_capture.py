"""Shows what a client sends, without sending it: as HTTP, and as a command for curl."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import httpx
from imagehosts.core.errors import ImageHostError, MissingCredentials
from imagehosts.hosts import Host

BOUNDARY = "BOUNDARY"
#: Headers that say nothing about the API.
LEFT_OUT = {"accept", "accept-encoding", "connection", "content-length", "user-agent"}
#: What stands for a credential while a request is made; nothing on its way changes it.
MARK = "CREDENTIAL{}X"
FILE_CONTENT = b"<the bytes of the file>"


@dataclass(frozen=True)
class Captured:
    """A request of a client, with a mark in place of each credential."""

    request: httpx.Request
    #: The names of the credentials by their marks.
    marks: Mapping[str, str]
    #: Their environment variables, by their names.
    variables: Mapping[str, str]

    def as_text(self) -> str:
        """The request as HTTP, with words in place of the credentials."""
        text = _as_text(self.request)
        for mark, name in self.marks.items():
            text = text.replace(mark, f"YOUR_{name.removeprefix('api_').upper()}")
        return text

    def as_curl(self) -> str:
        """The request as a command; a shell fills in the credentials from the environment."""
        options = [*self._headers(), *self._fields()]
        sends = any(option not in ("-H",) for option, _ in options)
        method = self.request.method
        chosen = "" if method == ("POST" if sends else "GET") else f"-X {method} "
        lines = [f"curl {chosen}{self._quoted(str(self.request.url))}"]
        lines += [f"{option} {self._quoted(value)}" for option, value in options]
        return " \\\n  ".join(lines)

    def _headers(self) -> Iterator[tuple[str, str]]:
        for name, value in self.request.headers.items():
            if name.lower() not in LEFT_OUT | {"host", "content-type"}:
                yield "-H", f"{name.title()}: {value}"

    def _fields(self) -> Iterator[tuple[str, str]]:
        """The body, field by field."""
        content_type = self.request.headers.get("content-type", "")
        if content_type.startswith("multipart/"):
            head = f"Content-Type: {content_type}\r\n\r\n".encode()
            message = BytesParser(policy=HTTP).parsebytes(head + self.request.content)
            for part in message.iter_parts():
                name = part.get_param("name", header="content-disposition")
                file = part.get_filename()
                if file is None:
                    yield "--form-string", f"{name}={part.get_content()}"
                else:
                    yield "-F", f"{name}=@{file};type={part.get_content_type()}"
        elif self.request.content:
            body = self.request.content.decode()
            for name, value in parse_qsl(body, keep_blank_values=True):
                yield "--data-urlencode", f"{name}={value}"

    def _quoted(self, text: str) -> str:
        """A word of a shell, with a variable for each credential."""
        found = [mark for mark in self.marks if mark in text]
        if not found:
            return shlex.quote(text)
        text = re.sub(r'([\\"$`])', r"\\\1", text)
        for mark in found:
            text = text.replace(mark, f"${self.variables[self.marks[mark]]}")
        return f'"{text}"'


def capture(
    host: Host, tag: str, method: str, arguments: dict[str, Any], *, for_a_user: bool = False
) -> Captured:
    """The request of one call, with the host's first credential or, if need be, with all.

    Raises:
        ImageHostError: The client sends no such call.
    """
    variables = host.sync_client.environment
    marks = {MARK.format(number): name for number, name in enumerate(variables)}
    every = {name: mark for mark, name in marks.items()}
    first = every if for_a_user else dict(list(every.items())[:1])
    try:
        request = _request(host, tag, method, arguments, first)
    except MissingCredentials:
        request = _request(host, tag, method, arguments, every)
    return Captured(request, marks, variables)


def _request(
    host: Host, tag: str, method: str, arguments: dict[str, Any], credentials: dict[str, str]
) -> httpx.Request:
    sent: list[httpx.Request] = []

    def keep(request: httpx.Request) -> httpx.Response:
        request.read()
        sent.append(request)
        return httpx.Response(200, text="")

    with host.make_client(
        **credentials, transport=httpx.MockTransport(keep), max_retries=0
    ) as client:
        try:
            getattr(getattr(client, tag), method)(**arguments)
        except ImageHostError:
            if not sent:
                raise
    return sent[0]


def _as_text(request: httpx.Request) -> str:
    path = str(request.url.raw_path, "ascii")
    lines = [f"{request.method} {path} HTTP/1.1", f"Host: {request.url.host}"]
    body: str = request.content.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
    boundary = re.search(r"boundary=(\S+)", str(request.headers.get("content-type", "")))
    for name, value in request.headers.items():
        if name.lower() not in LEFT_OUT | {"host"}:
            lines.append(f"{name.title()}: {value}")
    text = "\n".join([*lines, "", body] if body else lines)
    # It is random, so every build would differ.
    return text.replace(boundary[1], BOUNDARY) if boundary else text
