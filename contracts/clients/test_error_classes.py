"""The errors of a client: what they say, what they carry, and what is below them."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import imagehosts
import pytest
from imagehosts import (
    ConnectionFailed,
    DuplicateUpload,
    ImageHostError,
    ResponseError,
    StatusError,
    TimedOut,
)
from imagehosts_wire.types import Api, ErrorRule

from contracts.support.answers import CLASSES
from contracts.support.clients import (
    EVERY_HOST,
    KEY,
    ONE_HOST,
    PNG,
    Driver,
    Kind,
)
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


SITE = Api(
    "site",
    "A site with an error for everything",
    "https://pictures.example/api/1",
    error_code=("/error/code",),
    error_message=("/error/message", "/errors/0/detail"),
    error_rules=tuple(ErrorRule(category, code=category) for category in CLASSES),
)


class Site(getattr(imagehosts, ONE_HOST[0].host.client)):  # type: ignore[misc]
    api = SITE


def site(*script: Any, **options: Any) -> Site:
    return Site("https://pictures.example/api/1", KEY, transport=Recorder(*script), **options)


def raised(call: Callable[[], Any]) -> ImageHostError:
    with pytest.raises(ImageHostError) as caught:
        call()
    return caught.value


def every_error() -> Iterator[ImageHostError]:
    """One error of each class, as a client raises it."""
    for category in CLASSES:
        reply = Reply(400, {"error": {"message": f"words of {category}", "code": category}})
        reply = reply._replace(headers={"Retry-After": "7", "X-Request-Id": "abc-1"})
        yield raised(lambda reply=reply: site(reply, max_retries=0).upload(PNG))  # type: ignore[misc]
    yield raised(lambda: site(Reply(418, "teapot")).upload(PNG))
    yield raised(lambda: site(Reply(200)).upload(PNG))
    yield raised(lambda: site(httpx.ConnectError("refused"), max_retries=0).upload(PNG))
    yield raised(lambda: site(httpx.ReadTimeout("")).upload(PNG))
    yield raised(lambda: site().upload(PNG, expiration="soon"))
    yield raised(lambda: Site("https://pictures.example/api/1").upload(PNG))
    closed = site()
    closed.close()
    yield raised(lambda: closed.upload(PNG))


def all_classes() -> set[type[ImageHostError]]:
    """The classes that callers can catch, but those that only stand above others."""
    found = {
        value for name in imagehosts.__all__ if isinstance(value := getattr(imagehosts, name), type)
    }
    found = {kind for kind in found if kind.__module__.startswith("imagehosts.core.")}
    errors = {kind for kind in found if issubclass(kind, ImageHostError)}
    return errors - {ImageHostError, ResponseError}


def test_every_class_of_error_is_raised_by_something() -> None:
    assert {type(error) for error in every_error()} == all_classes()


def test_every_error_says_where_it_happened() -> None:
    for error in every_error():
        assert (error.host, error.operation) == ("pictures.example", "images_upload")
        assert str(error).startswith("pictures.example images_upload: ")
        assert error.message in str(error)
        assert KEY not in str(error)


def test_every_error_of_an_answer_carries_it() -> None:
    for error in every_error():
        if not isinstance(error, StatusError) or type(error) is StatusError:
            continue
        category = next(name for name, kind in CLASSES.items() if kind is type(error))
        assert (error.status, error.code) == (400, category)
        assert error.host_message == f"words of {category}"
        assert error.retry_after == 7.0
        assert error.request_id == "abc-1"
        assert error.response is not None
        assert error.response.status == 400
        assert json.loads(error.response.content)["error"]["code"] == category
        assert f"words of {category} (code {category}, HTTP 400)" in str(error)


@each("again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy])
def test_every_error_survives_pickling_and_copying(again: Callable[[Any], Any]) -> None:
    for error in every_error():
        error.add_note("a note")
        other = again(error)
        assert type(other) is type(error)
        assert (str(other), repr(other), other.args) == (str(error), repr(error), error.args)
        assert other.__notes__ == error.__notes__
        ours, theirs = dict(vars(error)), dict(vars(other))
        response, copied = ours.pop("response", None), theirs.pop("response", None)
        assert ours == theirs
        assert (response is None) == (copied is None)
        if response is not None:
            assert (copied.status, copied.content, copied.url) == (
                response.status,
                response.content,
                response.url,
            )
            # By any case, as before.
            assert copied.headers.get("X-REQUEST-ID") == response.headers.get("x-request-id")
            assert getattr(other, "request_id", None) == getattr(error, "request_id", None)


CAUSES = [
    (httpx.ConnectError("refused"), ConnectionFailed, False, "refused"),
    (httpx.ConnectTimeout(""), TimedOut, False, "connect timeout"),
    (httpx.PoolTimeout(""), TimedOut, False, "pool timeout"),
    (httpx.ProxyError("407"), ConnectionFailed, False, "407"),
    (httpx.ReadTimeout(""), TimedOut, True, "read timeout"),
    (httpx.WriteTimeout(""), TimedOut, True, "write timeout"),
    (httpx.ReadError(""), ConnectionFailed, True, "ReadError"),
    (httpx.WriteError("broken pipe"), ConnectionFailed, True, "broken pipe"),
    (httpx.CloseError("?"), ConnectionFailed, True, "?"),
    (httpx.RemoteProtocolError("hung up"), ConnectionFailed, True, "hung up"),
]


@each(("cause", "error", "arrived", "said"), CAUSES)
def test_broken_connection_raises_an_error_with_its_cause(
    open_driver: OpenDoor,
    kind: Kind,
    cause: httpx.RequestError,
    error: type[ConnectionFailed],
    arrived: bool,
    said: str,
) -> None:
    driver = open_driver(cause, max_retries=0)
    with pytest.raises(error) as caught:
        driver.upload()
    assert type(caught.value) is error
    assert said in str(caught.value)
    assert caught.value.__cause__ is cause
    assert caught.value.may_have_arrived is arrived
    assert (caught.value.host, caught.value.operation) == (kind.named, "images_upload")
    # The request below holds the key; what stands in the error does not.
    assert KEY not in str(cause.request.url) + str(cause.request.headers.raw)


def test_an_error_of_the_answer_has_no_cause_below(open_driver: OpenDoor) -> None:
    for reply in (Reply(500), Reply(200, b"{"), Reply(200, {"image": {"size": "x"}})):
        with pytest.raises(ImageHostError) as caught:
            open_driver(reply, max_retries=0).upload(format="txt")
        assert caught.value.__cause__ is None


def test_a_duplicate_is_not_taken_as_proof(open_driver: OpenDoor) -> None:
    # Observed: PHP's refusal of a file can be answered with these words.
    for reply in (
        Reply(400, {"error": {"message": "Duplicated upload", "code": 101}}),
        Reply(400, {"error": {"message": "Imagen duplicada", "code": 102}}),
    ):
        with pytest.raises(DuplicateUpload, match="does not prove that the host has the picture"):
            open_driver(reply).upload()


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = format_datetime(NOW + timedelta(hours=2), usegmt=True)

WAITS = [
    (Reply(429, "no", {"Retry-After": "7200"}), 7200.0),
    (Reply(429, "no", {"retry-after": LATER}), 7200.0),
    (Reply(503, "no", {"Retry-After": "7200"}), 7200.0),
    (Reply(429, "Please wait 37 more minutes."), 37 * 60.0),
    (Reply(429, "Please wait 37 more minutes.", {"Retry-After": "7200"}), 7200.0),
    (Reply(429, "Please wait 37 more hours.", {"Retry-After": "7200"}), 37 * 3600.0),
    (Reply(429, "no"), None),
    (Reply(429, "no", {"Retry-After": "soon"}), None),
    (Reply(200, "Flooding detected. Come back in 10 minutes"), 600.0),
    (Reply(200, "Flooding detected.", {"Retry-After": "7200"}), 7200.0),
]


@each(("reply", "seconds"), WAITS)
def test_an_error_says_how_long_to_wait(
    open_driver: OpenDoor, reply: Reply, seconds: float | None
) -> None:
    driver = open_driver(reply, max_retries=0)
    driver.client._now = NOW.timestamp
    with pytest.raises(StatusError) as caught:
        driver.upload(format="txt")
    assert caught.value.retry_after == seconds
