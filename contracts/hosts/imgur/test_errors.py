"""Each shape in which imgur says no is the right exception, with the wait where it names one.

The shapes are e1 to e17 of the captured answers; their texts are the observed examples of the spec.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, NamedTuple

import imagehosts
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts import (
    AuthenticationFailed,
    FileTooLarge,
    HostUnavailable,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    RateLimited,
    ResponseDecodeError,
    StatusError,
    UnsupportedFormat,
)

from contracts.hosts.imgur.client_kinds import IMGUR_KINDS
from contracts.hosts.imgur.support import IMAGE, ok, refusal
from contracts.support.clients import Driver, Kind
from contracts.support.recording import Reply
from contracts.support.reporting import each
from contracts.support.specs import SPECS, load_examples

OpenDoor = Callable[..., Driver]
NOW = 1_700_000_000.0


UNDER_TEST = IMGUR_KINDS


@pytest.fixture
def open_driver(kind: Kind) -> Iterator[OpenDoor]:
    def make(*script: Any, **options: Any) -> Driver:
        driver = Driver(kind, *script, **options)
        driver.client._now = lambda: NOW
        return stack.enter_context(driver)

    with ExitStack() as stack:
        yield make


class Shape(NamedTuple):
    """An answer of the examples, and the exception that it must be."""

    file: str
    status: int
    error: type[StatusError]
    headers: Mapping[str, str] = {}
    retry_after: float | None = None
    code: int | str | None = None


SHAPES = {
    "e1": Shape("e01_token_invalid.json", 403, AuthenticationFailed),
    "e1 as 401": Shape("e01_token_invalid.json", 401, AuthenticationFailed),
    "e1 as 429": Shape("e01_token_invalid_429.json", 429, AuthenticationFailed),
    "e2": Shape("e02_file_type.json", 400, UnsupportedFormat, code=1003),
    "e2 with an object": Shape(
        "e02_file_type_other_exception.json", 400, UnsupportedFormat, code=1003
    ),
    "e3": Shape("e03_forbidden_inside.json", 400, PermissionDenied, code=403),
    "e4": Shape("e04_too_fast.json", 429, RateLimited, retry_after=37 * 60, code=429),
    "e5": Shape(
        "e05_daily_requests.json",
        429,
        RateLimited,
        {"X-RateLimit-ClientRemaining": "0", "X-RateLimit-ClientReset": "5000"},
        retry_after=5000,
    ),
    "e6": Shape("e06_gateway.json", 429, RateLimited, code="429"),
    "e6 without an id": Shape("e06_gateway_no_id.json", 429, RateLimited, code="429"),
    "e7": Shape(
        "e07_actions_forbidden.json",
        400,
        PermissionDenied,
        {"Retry-After": "0", "CDN-Error": "yes", "Server": "cat factory 1.0"},
    ),
    "e8": Shape("e08_over_capacity.json", 403, HostUnavailable),
    "e8 as 500": Shape("e08_over_capacity_500.json", 500, HostUnavailable),
    "e9": Shape("e09_refresh_token.json", 400, AuthenticationFailed),
    "e9 of another client": Shape(
        "e09_refresh_token_of_another_client.json", 400, AuthenticationFailed
    ),
    "e10": Shape("e10_unauthorized.json", 403, AuthenticationFailed),
    "e11": Shape("e11_authentication_required.json", 401, AuthenticationFailed),
    "e12": Shape("e12_malformed_header.json", 403, AuthenticationFailed),
    "e13": Shape("e13_not_the_owner.json", 400, PermissionDenied),
    "e14": Shape("e14_no_album.json", 404, NotFound),
    "e14 as a page": Shape("e14_no_page.html", 404, NotFound),
    "e15": Shape("e15_too_large.json", 400, FileTooLarge),
    "e16": Shape("e16_bad_gateway.html", 502, HostUnavailable),
    "e17 text": Shape("e17_data_text.json", 400, InvalidRequest),
    "e17 false": Shape("e17_data_false.json", 500, HostUnavailable),
    "e17 1203": Shape("e17_status_1203.json", 500, HostUnavailable),
}
every_shape = each("shape", SHAPES.values(), ids=SHAPES)


def answer(shape: Shape) -> Reply:
    body = (SPECS / "imgur" / "examples" / "observed" / shape.file).read_bytes()
    return Reply(shape.status, body, shape.headers)


def refused(driver: Driver, method: str = "images.upload", *args: Any) -> StatusError:
    with pytest.raises(StatusError) as caught:
        driver.do(method, *(args or (b"\x89PNG\r\n\x1a\n",)))
    return caught.value


def test_the_table_has_every_shape_and_every_example_of_one() -> None:
    assert {f"e{number}" for number in range(1, 18)} == {name.split()[0] for name in SHAPES}
    files = {
        example.path.name
        for example in load_examples("imgur")
        if example.path.parent.name == "observed" and example.path.name[0] == "e"
    }
    assert {file for file in files if file[1:3].isdecimal()} <= {s.file for s in SHAPES.values()}


@every_shape
def test_each_shape_is_the_right_exception(open_driver: OpenDoor, shape: Shape) -> None:
    driver = open_driver(answer(shape), max_retries=0)
    error = refused(driver)
    assert type(error) is shape.error
    assert (error.status, error.code) == (shape.status, shape.code)
    assert error.retry_after == shape.retry_after
    assert (error.host, error.operation) == ("imgur", "images_upload")


@every_shape
def test_each_shape_survives_pickling_without_a_secret(open_driver: OpenDoor, shape: Shape) -> None:
    secret = "a-token-that-nobody-may-see"
    driver = open_driver(answer(shape), max_retries=0, access_token=secret)
    error = refused(driver)
    text = pickle.dumps(error)
    again = pickle.loads(text)
    assert (type(again), str(again), again.status) == (type(error), str(error), error.status)
    assert secret.encode() not in text
    assert secret not in f"{error!r}{error}"


@each(
    "shape",
    [each for each in SHAPES.values() if each.file.endswith(".json") and "e06" not in each.file],
    ids=lambda shape: shape.file,
)
def test_each_shape_is_the_same_where_the_http_status_hides_it(
    open_driver: OpenDoor, shape: Shape
) -> None:
    driver = open_driver(answer(shape)._replace(status=200), max_retries=0)
    error = refused(driver)
    assert isinstance(error, shape.error)
    assert error.status == 200


@each("name", ["e4", "e5", "e6", "e1 as 429"])
@each("spelling", [str.lower, str.upper, str], ids=["lower", "upper", "as is"])
def test_the_wait_is_read_from_headers_of_any_case(
    open_driver: OpenDoor, name: str, spelling: Callable[[str], str]
) -> None:
    headers = {"X-RateLimit-UserRemaining": "3", "X-RateLimit-UserReset": "2400"}
    reply = answer(SHAPES[name])._replace(headers={spelling(k): v for k, v in headers.items()})
    driver = open_driver(reply, max_retries=0)
    error = refused(driver)
    # An upload takes ten credits; three are as good as none.
    wanted = {"e4": 2400, "e5": 2400, "e6": 2400, "e1 as 429": None}[name]
    assert error.retry_after == wanted


def test_counters_that_show_credits_left_say_nothing_of_waiting(open_driver: OpenDoor) -> None:
    headers = {"X-RateLimit-UserRemaining": "1990", "X-RateLimit-UserReset": "3500"}
    driver = open_driver(answer(SHAPES["e6"])._replace(headers=headers), max_retries=0)
    assert refused(driver).retry_after is None


def test_the_posts_of_an_hour_are_counted_apart(open_driver: OpenDoor) -> None:
    headers = {
        "X-RateLimit-UserRemaining": "1990",
        "X-RateLimit-UserReset": "3500",
        "X-Post-Rate-Limit-Remaining": "0",
        "X-Post-Rate-Limit-Reset": "2864",
    }
    driver = open_driver(answer(SHAPES["e6"])._replace(headers=headers), max_retries=0)
    assert refused(driver).retry_after == 2864
    assert driver.client.rate_limits.post.seconds_left(NOW) == 2864


def test_a_retry_after_wins_where_it_is_longer(open_driver: OpenDoor) -> None:
    driver = open_driver(
        answer(SHAPES["e4"])._replace(headers={"retry-after": "3000"}), max_retries=0
    )
    assert refused(driver).retry_after == 3000


def test_a_day_that_is_used_up_is_not_tried_again(open_driver: OpenDoor) -> None:
    driver = open_driver(answer(SHAPES["e5"])._replace(headers={}))
    refused(driver, "images.get", "q7RtB2x")
    assert len(driver.sent) == 1


def test_over_capacity_is_retried_though_its_status_is_403(open_driver: OpenDoor) -> None:
    driver = open_driver(answer(SHAPES["e8"]), ok())
    assert driver.do("images.get", "q7RtB2x").id == "q7RtB2x"
    assert len(driver.sent) == 2


def test_an_upload_is_not_repeated_when_the_host_is_over_capacity(open_driver: OpenDoor) -> None:
    driver = open_driver(answer(SHAPES["e8"]), ok())
    refused(driver)
    assert len(driver.sent) == 1


def test_a_token_refused_with_429_is_not_tried_again_as_it_is(open_driver: OpenDoor) -> None:
    driver = open_driver(answer(SHAPES["e1 as 429"]))
    refused(driver, "images.get", "q7RtB2x")
    assert len(driver.sent) == 1


def test_boolean_answer_without_success_is_an_error(
    open_driver: OpenDoor,
) -> None:
    # Read as its result, the answer would be a plain False.
    driver = open_driver(Reply(200, {"data": False, "success": False, "status": 200}))
    assert type(refused(driver, "images.update", "q7RtB2x")) is InvalidRequest


@each("data", ["a sentence", False, 17, [], None])
def test_unexpected_data_in_a_success_is_not_an_error(open_driver: OpenDoor, data: Any) -> None:
    driver = open_driver(Reply(200, {"data": data, "success": True, "status": 200}))
    with pytest.raises(ResponseDecodeError):
        driver.do("images.get", "q7RtB2x")


def test_rate_limit_that_is_not_a_number_is_none(open_driver: OpenDoor) -> None:
    driver = open_driver(ok("many"), access_token="token")
    with pytest.raises(ResponseDecodeError):
        driver.do("account.image_count", "me")


def test_a_picture_titled_like_an_error_is_a_picture(open_driver: OpenDoor) -> None:
    title = '"success":false,"status":403'
    driver = open_driver(
        ok({**IMAGE, "title": title, "description": "Daily client requests exceeded"})
    )
    assert driver.do("images.get", "q7RtB2x").title == title


@each(
    "body",
    [
        b"\xff\xfe not text",
        b"",
        b'{"data": {"id": "q7',
        b"<html><body>Imgur</body></html>",
        b"<br />\n<b>Warning</b>: x\n",
    ],
    ids=["bytes", "empty", "cut off", "page", "warning"],
)
def test_an_answer_that_cannot_be_read_is_said_to_be_so(open_driver: OpenDoor, body: bytes) -> None:
    driver = open_driver(Reply(200, body))
    with pytest.raises(ResponseDecodeError):
        driver.do("images.get", "q7RtB2x")


def test_a_warning_before_a_failure_hides_neither(open_driver: OpenDoor) -> None:
    failure = refusal(404, "Unable to find an image with the id, a").body
    body = "<b>Warning</b>: x\n" + json.dumps(failure)
    driver = open_driver(Reply(200, body), max_retries=0)
    assert type(refused(driver, "images.get", "q7RtB2x")) is NotFound


@given(
    minutes=st.integers(1, 600),
    counter=st.one_of(st.none(), st.tuples(st.integers(0, 2000), st.integers(0, 86400))),
    case=st.sampled_from([str.lower, str.upper, str.title]),
)
def test_longest_wait_that_applies_is_reported(
    minutes: int, counter: tuple[int, int] | None, case: Callable[[str], str]
) -> None:
    headers = {}
    waits = [minutes * 60.0]
    if counter is not None:
        remaining, reset = counter
        headers = {
            case("x-ratelimit-userremaining"): str(remaining),
            case("x-ratelimit-userreset"): str(reset),
        }
        waits += [float(reset)] if remaining < 10 else []
    words = f"You are uploading too fast. Please wait {minutes} more minutes."
    reply = refusal(429, {"code": 429, "message": words, "type": "ImgurException"}, headers)
    with Driver(IMGUR_KINDS[0], reply, max_retries=0) as driver:
        driver.client._now = lambda: NOW
        error = refused(driver)
    assert error.retry_after == pytest.approx(max(waits))


# --- rate limits ---------------------------------------------------------------------------

HEADERS = {
    "X-RateLimit-UserLimit": "500",
    "X-RateLimit-UserRemaining": "490",
    "X-RateLimit-UserReset": "3600",
    "X-RateLimit-ClientLimit": "12500",
    "X-RateLimit-ClientRemaining": "12490",
    "X-RateLimit-ClientReset": "86400",
}


def test_the_limits_can_be_read_after_every_call(open_driver: OpenDoor) -> None:
    driver = open_driver(
        ok(headers=HEADERS), refusal(404, "Unable to find an image"), max_retries=0
    )
    assert driver.client.rate_limits == imagehosts.RateLimits()
    driver.do("images.get", "q7RtB2x")
    limits = driver.client.rate_limits
    assert limits.user == imagehosts.Quota(500, 490, NOW + 3600)
    assert limits.client == imagehosts.Quota(12500, 12490, NOW + 86400)
    assert limits.post == imagehosts.Quota()
    refused(driver, "images.get", "q7RtB2x")
    assert driver.client.rate_limits is limits, "an answer without counters changes nothing"


def test_refusal_updates_the_rate_limits(open_driver: OpenDoor) -> None:
    driver = open_driver(refusal(429, "Too Many Requests", HEADERS), max_retries=0)
    refused(driver)
    assert driver.client.rate_limits.user.remaining == 490


def test_copies_of_a_client_know_the_same_limits(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(headers=HEADERS))
    copy = driver.client.with_options(timeout=3)
    driver.do("images.get", "q7RtB2x")
    assert copy.rate_limits == driver.client.rate_limits != imagehosts.RateLimits()


def test_seconds_in_a_header_and_the_epoch_of_credits_are_one_moment(open_driver: OpenDoor) -> None:
    credits = {
        "UserLimit": 500,
        "UserRemaining": 480,
        "UserReset": int(NOW) + 1800,
        "ClientLimit": 12500,
        "ClientRemaining": 12000,
    }
    driver = open_driver(ok(headers={**HEADERS, "X-RateLimit-UserReset": "1800"}), ok(credits))
    driver.do("images.get", "q7RtB2x")
    by_header = driver.client.rate_limits.user.resets_at
    answer = driver.do("credits.get")
    assert answer.user_reset == by_header == driver.client.rate_limits.user.resets_at == NOW + 1800
    assert driver.client.rate_limits.user.remaining == 480
    assert driver.client.rate_limits.user.seconds_left(NOW) == 1800
    assert driver.client.drift_counts == {}


def test_an_epoch_in_a_header_is_taken_for_one(open_driver: OpenDoor) -> None:
    driver = open_driver(ok(headers={"x-ratelimit-userreset": str(int(NOW) + 60)}))
    driver.do("images.get", "q7RtB2x")
    assert driver.client.rate_limits.user.seconds_left(NOW) == 60


@each("value", ["", "-5", "soon", "1e9", "9" * 400])
def test_counter_that_is_not_a_number_is_ignored(open_driver: OpenDoor, value: str) -> None:
    headers = {"x-ratelimit-userremaining": value}
    driver = open_driver(ok(headers=headers))
    driver.do("images.get", "q7RtB2x")
    assert driver.client.rate_limits.user == imagehosts.Quota()
