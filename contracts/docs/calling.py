"""Runs the calls of the reference as they are printed, against the emulator.

The pages are read as a reader's browser does: each block of code with the operation and the form
that its attributes name. Python runs as a program, a command line as its words, and what curl would
send is sent by another client, so that no process is needed for each.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch
from urllib.parse import urlencode

import httpx

FORMS = ("python", "async", "curl", "cli")
#: What is deleted or taken back is needed by no call behind it.
LAST = re.compile(r"delete|block|clear|remove|report|reset|_set_")


class Printed(NamedTuple):
    """A call as a page prints it."""

    operation: str
    form: str
    text: str


class _Reader(HTMLParser):
    """Collects the blocks of code that are forms of calls."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Printed] = []
        self._inside: tuple[str, str] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "pre" and "data-form" in given:
            self._inside = (given["data-operation"] or "", given["data-form"] or "")
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and self._inside is not None:
            self.found.append(Printed(*self._inside, self._text))
            self._inside = None

    def handle_data(self, data: str) -> None:
        self._text += data


def printed_calls(pages: list[Path]) -> list[Printed]:
    """Every form of every call on pages, what deletes behind what does not."""
    found: list[Printed] = []
    for page in pages:
        reader = _Reader()
        reader.feed(page.read_text("utf-8"))
        found += reader.found
    return sorted(found, key=lambda each: _order(each.operation))


def in_order(operations: Iterable[str]) -> list[str]:
    """Operations, what deletes behind what does not."""
    return sorted(sorted(operations), key=_order)


def _order(operation: str) -> int:
    if operation.endswith("account_delete") or operation.startswith("users_delete"):
        return 2
    return bool(LAST.search(operation))


def run_call(call: Printed) -> str:
    """What a call says, or the complaint about it behind ``failed: ``."""
    runner = {"python": _run_python, "async": _run_python, "curl": _run_curl, "cli": _run_command}
    return runner[call.form](call.text)


def _run_python(text: str) -> str:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(text, "call", "exec"), {"__name__": "__main__"})
    except Exception as error:
        return f"failed: {type(error).__name__}: {error}"
    return said.getvalue()


def _run_command(text: str) -> str:
    from imagehosts.cli import main

    said, complaint = io.StringIO(), io.StringIO()
    words = shlex.split(text)
    assert words.pop(0) == "imagehosts"
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complaint):
        try:
            status: object = main(words)
        except SystemExit as ended:
            status = ended.code
    return said.getvalue() if not status else f"failed: {complaint.getvalue()}"


def _run_curl(text: str) -> str:
    request = curl_request(text, os.environ)
    with httpx.Client(verify=False) as client:
        response = client.send(request)
    answered = f"{response.status_code} {response.text[:300]}"
    is_refusal = response.status_code >= 400 or '"error"' in response.text[:120]
    return f"failed: {answered}" if is_refusal or "<error " in response.text else answered


def curl_request(text: str, environment: Mapping[str, str]) -> httpx.Request:
    """The request of a command for curl, whose options are those that the pages use."""
    with patch.dict(os.environ, environment):
        words = iter(shlex.split(_expanded(text.replace("\\\n", " "))))
    assert next(words) == "curl"
    method, url, headers = "", "", {}
    fields: list[tuple[str, str]] = []
    parts: list[tuple[str, tuple[str | None, bytes, str | None]]] = []
    for word in words:
        if not word.startswith("-"):
            url = word
            continue
        value = next(words)
        name, _, content = value.partition("=")
        if word == "-X":
            method = value
        elif word == "-H":
            header, _, held = value.partition(": ")
            headers[header] = held
        elif word == "--data-urlencode":
            fields.append((name, content))
        elif word == "--form-string":
            parts.append((name, (None, content.encode(), None)))
        elif word == "-F":
            path, _, kind = content.removeprefix("@").partition(";type=")
            parts.append((name, (Path(path).name, Path(path).read_bytes(), kind)))
        else:
            raise AssertionError(f"no option of the pages: {word}")
    method = method or ("POST" if fields or parts else "GET")
    if parts:
        return httpx.Request(method, url, headers=headers, files=parts)
    if fields:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return httpx.Request(method, url, headers=headers, content=urlencode(fields).encode())


def _expanded(text: str) -> str:
    """A command with its variables filled in, where its quotes let a shell do it."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda quoted: os.path.expandvars(quoted[0]), text)


@contextlib.contextmanager
def readers_folder(folder: Path, files: dict[str, bytes]) -> Iterator[None]:
    """The folder in which a reader types the calls."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
