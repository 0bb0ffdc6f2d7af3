"""Bugs to plant in the emulator, before or behind its application, and runs that must find them.

The bugs of one host, and what finds each, are in ``contracts/hosts/<api>/test_guard.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from imagehosts.emulator import Emulator

from contracts.fuzz.runs import SHORT, Depth, Report, check
from contracts.fuzz.shapes import base_path
from contracts.fuzz.worlds import Accounts

ORIGIN = "http://127.0.0.1"
#: Ids, random names and times are the same in every run, so every run sends the same.
SAME_EVERY_TIME = {"seed": 1, "frozen_at": 1_790_000_000.0}
FIRST = replace(SHORT, first_only=True)
HASTY = replace(SHORT, phases=("examples", "fuzzing"))


@dataclass
class Exchange:
    """A request and the answer to it, on their way through a bug."""

    method: str
    path: str
    query: bytes
    body: bytes
    status: int = 0
    headers: list[tuple[bytes, bytes]] | None = None
    content: bytes = b""

    @property
    def uploaded(self) -> bool:
        return self.status == 200 and b'"success"' in self.content

    def change_image(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the member ``image`` of a success."""
        if self.uploaded:
            answer = json.loads(self.content)
            change(answer["image"])
            self.content = json.dumps(answer).encode()


Bug = Callable[[Exchange], object]


def name_of(value: object) -> str:
    """What a parameter is called in the name of a test."""
    if isinstance(value, tuple):
        return "-".join(part for part in value if isinstance(part, str))
    return getattr(value, "__name__", "") if callable(value) else str(value or "")


class Buggy:
    """An application with a bug before it and one behind it. The emulator's controls are spared."""

    def __init__(self, app: Any, before: Bug | None, after: Bug | None) -> None:
        self.app = app
        self.before = before
        self.after = after

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_emulator"):
            await self.app(scope, receive, send)
            return
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        exchange = Exchange(scope["method"], scope["path"], scope["query_string"], body)
        if self.before:
            self.before(exchange)
        scope = {**scope, "query_string": exchange.query}

        waiting = [{"type": "http.request", "body": exchange.body}]

        async def replay() -> Any:
            return waiting.pop() if waiting else await receive()

        async def keep(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                exchange.headers = list(message["headers"])
            else:
                exchange.content += message.get("body", b"")

        await self.app(scope, replay, keep)
        if self.after:
            self.after(exchange)
        headers = [pair for pair in exchange.headers or [] if pair[0].lower() != b"content-length"]
        length = str(len(exchange.content)).encode()
        start = {"type": "http.response.start", "status": exchange.status}
        await send({**start, "headers": [*headers, (b"content-length", length)]})
        await send({"type": "http.response.body", "body": exchange.content})


def sends_widths_as_text(exchange: Exchange) -> None:
    if b'"width":' in exchange.content:
        exchange.content = re.sub(rb'"width":(\d+)', rb'"width":"\1"', exchange.content)


def answers_with_another_status(exchange: Exchange) -> None:
    if exchange.method == "GET" and "/image" in exchange.path and exchange.status == 200:
        exchange.status = 203


def serves_no_picture(exchange: Exchange) -> None:
    if exchange.path.startswith("/img") or exchange.path.endswith((".png", ".gif")):
        exchange.status = 404


def fails_on_a_comma(exchange: Exchange) -> None:
    if b"%2C" in exchange.query + exchange.body or b"unknown" in exchange.body:
        exchange.status = 500


def tells_the_password(exchange: Exchange) -> None:
    for member in (b'"description":', b'"bio":'):
        told = member + json.dumps(Accounts.PASSWORD).encode()
        exchange.content = exchange.content.replace(member + b"null", told)


def nothing(*args: object, **options: object) -> None:
    """What a bug does in place of something."""


def always(*args: object, **options: object) -> bool:
    return True


Planted = Bug | tuple[Any, str, Any]
#: Bugs of any host with accounts and pictures, and what finds each.
WITH_ACCOUNTS: list[tuple[Planted, tuple[str, ...]]] = [
    (sends_widths_as_text, ("response_schema_conformance",)),
    (answers_with_another_status, ("answers_with_a_status_of_its_own",)),
    (serves_no_picture, ("keeps_what_was_sent",)),
    (fails_on_a_comma, ("not_a_server_error",)),
    (tells_the_password, ("tells_no_secret",)),
]


def run_with(
    api: str,
    planted: Planted,
    monkeypatch: pytest.MonkeyPatch,
    depth: Depth,
    *,
    before: bool = False,
) -> Report:
    """The report of a run over an emulator with a bug.

    Args:
        api: Which API.
        planted: A bug around the application, or a method of the emulator to replace.
        monkeypatch: Replaces it.
        depth: How far the run goes.
        before: Whether the bug changes requests, not answers.
    """
    with Emulator(**SAME_EVERY_TIME) as emulator:
        app: Any = emulator.app
        if isinstance(planted, tuple):
            monkeypatch.setattr(*planted)
        else:
            app = Buggy(app, planted, None) if before else Buggy(app, None, planted)
        return check(api, ORIGIN + base_path(api), emulator, depth, app=app)
