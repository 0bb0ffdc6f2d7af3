"""Bugs planted in a host that knows keys alone are found, each by the check that is meant to."""

from __future__ import annotations

import json

import pytest

from contracts.fuzz.planting import FIRST, Bug, Exchange, name_of, run_with
from contracts.fuzz.worlds import KEY, WRONG_KEY

pytestmark = [
    pytest.mark.guard,
    pytest.mark.outside("random requests go beyond every contract"),
    pytest.mark.planted("plants faults in the emulator to see them found"),
]

API = "imges"


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
BUGS = [(bug, True, by) for bug, by in BEFORE] + [(bug, False, by) for bug, by in AFTER]


@pytest.mark.parametrize(("bug", "before", "by"), BUGS, ids=name_of)
def test_a_planted_bug_is_found(
    bug: Bug, before: bool, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = run_with(API, bug, monkeypatch, FIRST, before=before)
    assert by in report.found_by, report.problems
