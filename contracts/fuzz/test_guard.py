"""The contract runs can fail: planted bugs are found, and what proves nothing is no success."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.store import Store

from contracts.fuzz.cases import KEY, WRONG_KEY, Editor
from contracts.fuzz.runs import SHORT, Reached, Report, check
from contracts.fuzz.shapes import base_path, load_shapes
from contracts.fuzz.test_contract import ORIGIN, SAME_EVERY_TIME
from contracts.support.specs import API_NAMES

FIRST = replace(SHORT, first_only=True)
#: Bugs are planted in one API, since the checks are the same for all.
SMALLEST = "imges"


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


# Bugs, in front of the emulator or behind it


def lets_strangers_in(exchange: Exchange) -> None:
    wrong, right = WRONG_KEY.encode(), KEY.encode()
    exchange.body = exchange.body.replace(wrong, right)
    exchange.query = exchange.query.replace(wrong, right)


def takes_no_gif(exchange: Exchange) -> None:
    exchange.body = exchange.body.replace(b"\r\n\r\nGIF8", b"\r\n\r\nGAF8")


def loses_plus_signs(exchange: Exchange) -> None:
    exchange.body = exchange.body.replace(b"%2B", b"+")


def cuts_at_a_boundary_of_another(exchange: Exchange) -> None:
    exchange.body = exchange.body.replace(b"\r\n--+++--\r\n", b"\r\n--+++")


def drops_a_required_member(exchange: Exchange) -> None:
    exchange.change_image(lambda image: image.pop("id_encoded"))


def sends_a_member_of_another_type(exchange: Exchange) -> None:
    exchange.change_image(lambda image: image.update(width=[image["width"]]))


def fails_on_a_certain_input(exchange: Exchange) -> None:
    if exchange.method == "POST" and b"%2B" in exchange.body:
        exchange.status = 500


def serves_other_bytes(exchange: Exchange) -> None:
    if exchange.path.startswith("/images/"):
        exchange.content = exchange.content[:-1] + b"?"


def serves_no_thumb(exchange: Exchange) -> None:
    if ".th." in exchange.path:
        exchange.status = 404


def tells_the_key(exchange: Exchange) -> None:
    key = KEY.encode()
    if exchange.status == 400 and key in exchange.body + exchange.query:
        exchange.content = exchange.content.replace(b"Bad Request", b"Bad Request " + key)


def tells_the_key_in_a_header(exchange: Exchange) -> None:
    if exchange.status == 302 and exchange.headers:
        exchange.headers.append((b"x-debug", b"key=" + KEY.encode()))


def says_nothing_when_it_refuses(exchange: Exchange) -> None:
    if exchange.status == 400:
        exchange.content = b'{"status_code":400,"error":{"message":"","code":0},"status_txt":"no"}'


def words_an_error_in_its_own_way(exchange: Exchange) -> None:
    if exchange.status == 400 and b'"error"' in exchange.content:
        answer = json.loads(exchange.content)
        answer["error"] |= {"message": "We are having a bad day", "code": 12345}
        exchange.content = json.dumps(answer).encode()


def calls_text_json(exchange: Exchange) -> None:
    if exchange.content.startswith(b"http://"):
        exchange.headers = [(b"content-type", b"application/json")]


def redirects_without_an_address(exchange: Exchange) -> None:
    if exchange.status == 302 and not exchange.path.startswith(("/image/", "/clip/")):
        exchange.headers = [(b"content-type", b"text/html")]


BEFORE: list[tuple[Bug, str]] = [
    (lets_strangers_in, "refuses_what_it_must"),
    (takes_no_gif, "accepts_what_it_should"),
    (loses_plus_signs, "accepts_what_it_should"),
    (cuts_at_a_boundary_of_another, "keeps_what_was_sent"),
]
AFTER: list[tuple[Bug, str]] = [
    (drops_a_required_member, "response_schema_conformance"),
    (drops_a_required_member, "answers_as_declared"),
    (sends_a_member_of_another_type, "answers_as_declared"),
    (fails_on_a_certain_input, "not_a_server_error"),
    (serves_other_bytes, "keeps_what_was_sent"),
    (serves_no_thumb, "keeps_what_was_sent"),
    (tells_the_key, "tells_no_secret"),
    (tells_the_key_in_a_header, "tells_no_secret"),
    (says_nothing_when_it_refuses, "explains_refusals"),
    (words_an_error_in_its_own_way, "explains_refusals"),
    (calls_text_json, "content_type_conformance"),
    (redirects_without_an_address, "response_headers_conformance"),
]
BUGS = [(bug, None, by) for bug, by in BEFORE] + [(None, bug, by) for bug, by in AFTER]


def name_of(value: object) -> str:
    return getattr(value, "__name__", "") if callable(value) else str(value or "")


@pytest.mark.parametrize(("before", "after", "found_by"), BUGS, ids=name_of)
def test_a_planted_bug_is_found(before: Bug | None, after: Bug | None, found_by: str) -> None:
    with Emulator(**SAME_EVERY_TIME) as emulator:
        app = Buggy(emulator.app, before, after)
        report = check(SMALLEST, ORIGIN + base_path(SMALLEST), app, FIRST)
    assert any(f", {found_by}: " in finding for finding in report.findings), report.problems


@pytest.mark.parametrize("api", API_NAMES)
def test_an_error_inside_is_found_although_the_answer_hides_it(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise LookupError("planted")

    monkeypatch.setattr(Store, "add_picture", broken)
    with Emulator(**SAME_EVERY_TIME) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, FIRST)
        assert emulator.faults
    assert any(", holds_out: " in finding for finding in report.findings), report.problems


# Runs that find nothing, because they reach nothing


@pytest.mark.parametrize("api", API_NAMES)
def test_cases_as_chance_makes_them_prove_nothing(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Editor, "edit", lambda *args: None)
    monkeypatch.setattr(Editor, "examples", lambda *args: [])
    with Emulator(**SAME_EVERY_TIME, keys=(KEY,)) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, SHORT)
    assert report.findings == [], "all is answered as the spec has it"
    assert report.stored == 0
    for id in load_shapes(api):
        assert any(line.startswith(f"{id}: 0 requests succeeded") for line in report.problems)


@pytest.mark.parametrize("api", API_NAMES)
def test_a_server_that_knows_nobody_is_noticed(api: str) -> None:
    with Emulator(**SAME_EVERY_TIME, keys=("the key of somebody else",)) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, SHORT)
    assert any(", accepts_what_it_should: " in finding for finding in report.findings)
    assert len(report.shortfalls) >= len(load_shapes(api))


@pytest.mark.parametrize("api", API_NAMES)
def test_a_link_that_leads_nowhere_is_noticed(api: str) -> None:
    with Emulator(**SAME_EVERY_TIME, refuse_url_uploads=True) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, SHORT)
    for shape in load_shapes(api).values():
        for link in shape.links:
            assert f"the link {link} was never followed with success" in report.shortfalls


def sound_report() -> Report:
    operations = {
        id: Reached(requests=9, successes=7, refusals=Counter(permission=2))
        for id in load_shapes(SMALLEST)
    }
    links = Counter({"upload_again_by_url": 1})
    phases = Counter(SHORT.phases)
    return Report(SMALLEST, SHORT, operations, links, 7 * len(operations), phases)


def test_a_run_that_reached_everything_falls_short_of_nothing() -> None:
    assert sound_report().problems == []


@pytest.mark.parametrize(
    ("spoil", "shortfall"),
    [
        (lambda r: r.phases.pop("stateful"), "the phase stateful tested nothing"),
        (
            lambda r: r.operations["images_upload"].refusals.clear(),
            "images_upload: no documented failure was seen",
        ),
        (
            lambda r: r.links.update(upload_again_by_url=-1),
            "the link upload_again_by_url was never followed with success",
        ),
        (
            lambda r: setattr(r, "stored", 41),
            "42 uploads were accepted, but 41 files were stored",
        ),
    ],
)
def test_each_shortfall_is_told(spoil: Callable[[Report], object], shortfall: str) -> None:
    report = sound_report()
    spoil(report)
    assert report.problems == [shortfall]


def test_an_operation_that_hardly_ever_succeeds_is_told() -> None:
    report = sound_report()
    report.operations["images_upload"].successes = 1
    assert "images_upload: 1 requests succeeded, 2 are needed" in report.problems
