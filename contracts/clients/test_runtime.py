"""How a client goes about a call: repeating, waiting, sharing, streaming, and letting go."""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import pickle
import stat
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import anyio
import httpx
import imagehosts
import pytest
from imagehosts import (
    ConnectionFailed,
    FileTooLarge,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    NotFound,
    RateLimited,
    ResponseDecodeError,
    RetryPolicy,
    StatusError,
    TimedOut,
    Timeout,
    Url,
)

from contracts.support.clients import (
    EVERY_HOST,
    HOSTS,
    KEY,
    KINDS,
    ONE_HOST,
    PNG,
    Driver,
    Kind,
    for_hosts_that,
    have_an_address,
    image_document,
    need_an_address,
    success,
    take_no_options,
)
from contracts.support.fault_server import (
    Fault,
    FaultServer,
    answer,
    answer_before_reading,
    break_chunks,
    close_after_request,
    drip,
    garbage,
    half_a_head,
    huge_head,
    longer_than_said,
    nobody_listens,
    reset_after_request,
    reset_at_once,
    reset_in_request,
    shorter_than_said,
    stall,
    stall_in_body,
    stall_in_request,
)
from contracts.support.recording import Reply, Sent, as_reply
from contracts.support.reporting import each
from contracts.support.specs import API_NAMES

OpenDoor = Callable[..., Driver]


@pytest.fixture(params=EVERY_HOST, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """The core is the same for all clients: no need for each host in both ways of waiting."""
    chosen: Kind = request.param
    return chosen


PICTURE = "https://elsewhere.example/lake.png"
ONLY_SYNC = tuple(kind for kind in ONE_HOST if not kind.is_async)
ONLY_ASYNC = tuple(kind for kind in ONE_HOST if kind.is_async)
either_way = pytest.mark.parametrize("kind", ONE_HOST, ids=str)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "lake.png"
    path.write_bytes(PNG)
    return path


@pytest.fixture
def large_picture(tmp_path: Path) -> Path:
    """Larger than what the buffers of a connection hold."""
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.write(PNG)
        file.truncate(32 * 1024 * 1024)
    return path


# --- no double uploads ---------------------------------------------------------------------

NEVER_ARRIVED = [httpx.ConnectError("no"), httpx.ConnectTimeout(""), httpx.PoolTimeout("")]
MAYBE_ARRIVED = [
    httpx.ReadTimeout(""),
    httpx.WriteTimeout(""),
    httpx.ReadError(""),
    httpx.WriteError(""),
    httpx.RemoteProtocolError("hung up"),
    Reply(408),
    Reply(500),
    Reply(502, "<h1>Bad Gateway</h1>"),
    Reply(503, "busy", {"Retry-After": "1"}),
    Reply(504),
    Reply(520),
    Reply(522),
]
REFUSED_FOR_NOW = [
    Reply(429, "slow down"),
    Reply(400, {"error": {"message": "Flooding detected. You can only upload 50", "code": 130}}),
]
FINAL = [Reply(400, "no"), Reply(401), Reply(403), Reply(404), Reply(413), Reply(418), Reply(501)]


def named(value: object) -> str:
    return f"{value.status}" if isinstance(value, Reply) else type(value).__name__


@each("failure", MAYBE_ARRIVED, ids=named)
@each("source", [PNG, Url(PICTURE)], ids=["file", "address"])
@each("format", ["json", "txt", "redirect"])
def test_upload_that_may_have_arrived_is_not_retried(
    open_driver: OpenDoor, kind: Kind, failure: Any, source: Any, format: str
) -> None:
    driver = open_driver(failure, success(kind))
    with pytest.raises(
        ConnectionFailed if isinstance(failure, Exception) else StatusError
    ) as caught:
        driver.upload(source, format=format)
    assert len(driver.sent) == 1
    assert driver.waits == []
    if isinstance(failure, Exception):
        assert "may have created something" in "".join(caught.value.__notes__)
        assert "repeat_unsafe" in "".join(caught.value.__notes__)


@either_way
@each("failure", [httpx.ReadTimeout(""), Reply(503)], ids=named)
def test_upload_by_get_is_not_retried_either(
    open_driver: OpenDoor, kind: Kind, failure: Any
) -> None:
    driver = open_driver(failure, success(kind))
    with pytest.raises(ImageHostError):
        driver.upload(Url(PICTURE), method="GET")
    assert len(driver.sent) == 1


@each("failure", NEVER_ARRIVED + REFUSED_FOR_NOW, ids=named)
def test_upload_that_did_not_arrive_is_retried(
    open_driver: OpenDoor, kind: Kind, failure: Any
) -> None:
    driver = open_driver(failure, failure, success(kind))
    assert driver.upload().id_encoded
    assert len(driver.sent) == 3
    assert len({repr(sent.shape) for sent in driver.sent}) == 1
    assert len({sent.content for sent in driver.sent}) == 1
    assert len(driver.waits) == 2
    assert all(0 <= wait <= most for wait, most in zip(driver.waits, (0.5, 1.0), strict=True))


@either_way
@each("failure", MAYBE_ARRIVED, ids=named)
def test_caller_may_allow_unsafe_retries(open_driver: OpenDoor, kind: Kind, failure: Any) -> None:
    driver = open_driver(failure, success(kind))
    driver.upload(options={"repeat_unsafe": True})
    assert len(driver.sent) == 2
    # For that one call.
    again = open_driver(failure, success(kind))
    with pytest.raises(ImageHostError):
        again.upload()
    repeating = open_driver(failure, success(kind), retries=RetryPolicy(repeat_unsafe=True))
    repeating.upload()
    assert len(repeating.sent) == 2


@either_way
@each("failure", [*FINAL, Reply(200), Reply(200, "{")], ids=named)
def test_final_failure_is_not_retried_even_with_repeat_unsafe(
    open_driver: OpenDoor, kind: Kind, failure: Any
) -> None:
    driver = open_driver(failure, success(kind))
    with pytest.raises(ImageHostError) as caught:
        driver.upload(options={"repeat_unsafe": True})
    assert len(driver.sent) == 1
    assert not hasattr(caught.value, "__notes__")


@either_way
@pytest.mark.parametrize("failure", [*NEVER_ARRIVED, *MAYBE_ARRIVED, *REFUSED_FOR_NOW], ids=named)
def test_failed_download_is_retried(open_driver: OpenDoor, failure: Any, tmp_path: Path) -> None:
    driver = open_driver(failure, Reply(200, PNG), failure, Reply(200, PNG))
    assert driver.do("download", PICTURE) == PNG
    assert driver.do("download_to", PICTURE, tmp_path / "lake.png") == len(PNG)
    assert len(driver.sent) == 4


@either_way
@each("failure", NEVER_ARRIVED + REFUSED_FOR_NOW, ids=named)
@each("most", [0, 1, 3])
def test_as_many_requests_are_made_as_allowed(
    open_driver: OpenDoor, failure: Any, most: int
) -> None:
    for options, call in (
        ({"max_retries": most}, {}),
        ({"retries": RetryPolicy(max_retries=most)}, {}),
        ({"max_retries": 9}, {"options": {"max_retries": most}}),
    ):
        driver = open_driver(failure, **options)
        with pytest.raises(ImageHostError) as caught:
            driver.upload(**call)
        assert len(driver.sent) == most + 1
        assert f"given up after {most + 1} request" in caught.value.__notes__[0]
    driver = open_driver(failure, max_retries=9)
    copied = driver.client.with_options(max_retries=most)
    with pytest.raises(ImageHostError):
        driver.wait_for(copied.upload(PNG))
    assert len(driver.sent) == most + 1


@either_way
def test_a_policy_brings_its_own_number_of_repetitions(open_driver: OpenDoor) -> None:
    driver = open_driver(httpx.ConnectError("no"), max_retries=0)
    copied = driver.client.with_options(retries=RetryPolicy(max_retries=2))
    with pytest.raises(ConnectionFailed):
        driver.wait_for(copied.upload(PNG))
    assert len(driver.sent) == 3


@either_way
def test_waits_grow_up_to_a_maximum_with_jitter(open_driver: OpenDoor) -> None:
    policy = RetryPolicy(max_retries=6, initial=1, maximum=10)
    for chance in (0.0, 0.5, 1.0):
        driver = open_driver(httpx.ConnectError("no"), retries=policy)
        driver.client._random = lambda chance=chance: chance
        with pytest.raises(ConnectionFailed):
            driver.upload()
        assert driver.waits == [chance * most for most in (1, 2, 4, 8, 10, 10)]


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@either_way
@each("value", ["30", "30.0", format_datetime(NOW + timedelta(seconds=30), usegmt=True)])
def test_retry_after_is_the_wait_before_the_next_request(
    open_driver: OpenDoor, kind: Kind, value: str
) -> None:
    driver = open_driver(Reply(429, "no", {"Retry-After": value}), success(kind))
    driver.client._now = NOW.timestamp
    driver.upload()
    assert driver.waits == [30.0]


@either_way
@each("value", ["7200", format_datetime(NOW + timedelta(hours=2), usegmt=True)])
def test_wait_over_the_maximum_raises_rate_limited_with_the_wait(
    open_driver: OpenDoor, kind: Kind, value: str
) -> None:
    driver = open_driver(Reply(429, "no", {"Retry-After": value}), success(kind))
    driver.client._now = NOW.timestamp
    with pytest.raises(RateLimited) as caught:
        driver.upload()
    assert caught.value.retry_after == 7200.0
    assert "asks to wait 2 h" in caught.value.__notes__[0]
    assert (len(driver.sent), driver.waits) == (1, [])
    patient = open_driver(
        Reply(429, "no", {"Retry-After": value}), success(kind), retries=RetryPolicy(max_wait=7200)
    )
    patient.client._now = NOW.timestamp
    patient.upload()
    assert patient.waits == [7200.0]


@either_way
def test_wait_in_the_message_of_a_host_is_kept(open_driver: OpenDoor, kind: Kind) -> None:
    words = {"error": {"message": "Flooding detected. Please wait 45 seconds.", "code": 130}}
    driver = open_driver(Reply(400, words), success(kind))
    driver.upload()
    assert driver.waits == [45.0]


@either_way
def test_a_source_that_can_be_read_once_is_sent_once(open_driver: OpenDoor, kind: Kind) -> None:
    for failure in (httpx.ConnectError("no"), Reply(429), httpx.ReadTimeout("")):
        driver = open_driver(failure, success(kind))
        with pytest.raises(ImageHostError) as caught:
            driver.upload(iter([PNG]), options={"repeat_unsafe": True})
        assert len(driver.sent) == 1
        assert "can be read only once" in caught.value.__notes__[0]


@either_way
def test_source_of_which_nothing_was_read_is_sent_again(open_driver: OpenDoor) -> None:
    with nobody_listens() as url:
        driver = open_driver(base_url=url, transport=None)
        with pytest.raises(ConnectionFailed) as caught:
            driver.upload(iter([PNG]))
    assert "given up after 3 requests" in caught.value.__notes__[0]


@either_way
def test_a_file_object_is_rewound_and_left_where_it_stood(
    open_driver: OpenDoor, kind: Kind
) -> None:
    file = BytesIO(b"not this" + PNG)
    file.seek(8)
    driver = open_driver(httpx.ConnectError("no"), Reply(429), success(kind))
    driver.upload(file)
    assert [sent.files[0].content for sent in driver.sent] == [PNG] * 3
    assert file.tell() == 8
    assert not file.closed


@either_way
def test_progress_starts_at_zero_with_each_request(open_driver: OpenDoor, kind: Kind) -> None:
    seen: list[tuple[int, int | None]] = []
    driver = open_driver(httpx.ConnectError("no"), success(kind))
    driver.upload(PNG, options={"progress": lambda sent, total: seen.append((sent, total))})
    size = len(driver.sent[0].content)
    rounds = [at for at, (sent, _) in enumerate(seen) if sent == 0]
    assert len(rounds) == 2
    assert {total for _, total in seen} == {size}
    for begin, end in zip(rounds, [*rounds[1:], len(seen)], strict=True):
        counts = [sent for sent, _ in seen[begin:end]]
        assert counts == sorted(counts)
        assert counts[-1] == size


@either_way
def test_exception_of_a_progress_callback_ends_the_upload(open_driver: OpenDoor) -> None:
    class StopHere(Exception):
        pass

    def stop(sent: int, total: int | None) -> None:
        raise StopHere

    driver = open_driver()
    with pytest.raises(StopHere):
        driver.upload(PNG, options={"progress": stop})
    assert driver.sent == []


# --- options -------------------------------------------------------------------------------


class Looking(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps the requests as the library below gets them."""

    def __init__(self, kind: Kind) -> None:
        self.reply = success(kind)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        return self.reply.response()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        return self.reply.response()

    def timeouts(self) -> list[Any]:
        return [request.extensions["timeout"] for request in self.requests]


def all_at(seconds: float | None) -> dict[str, float | None]:
    return dict.fromkeys(("connect", "read", "write", "pool"), seconds)


def test_timeouts_reach_the_connection(open_driver: OpenDoor, kind: Kind) -> None:
    looking = Looking(kind)
    own = Timeout(connect=1, read=2, write=3, pool=4)
    for client, call in ((5, None), (5.5, own), (own, None), (own, 7), (None, 8), (9, ...)):
        driver = open_driver(transport=looking, timeout=client)
        driver.upload(options={} if call is None else {"timeout": None if call is ... else call})
    names = {"connect": 1, "read": 2, "write": 3, "pool": 4}
    assert looking.timeouts() == [all_at(5), names, names, all_at(7), all_at(8), all_at(None)]


def test_every_phase_has_a_timeout_by_default(open_driver: OpenDoor, kind: Kind) -> None:
    looking = Looking(kind)
    open_driver(transport=looking).upload()
    (timeouts,) = looking.timeouts()
    assert timeouts.keys() == all_at(None).keys()
    assert all(seconds > 0 for seconds in timeouts.values())


@either_way
def test_a_copy_has_its_own_settings_and_the_same_connections(
    open_driver: OpenDoor, kind: Kind
) -> None:
    looking = Looking(kind)
    driver = open_driver(transport=looking, timeout=5, headers={"X-A": "1", "X-B": "1"})
    resource = driver.client.images
    copied = driver.client.with_options(timeout=6, headers={"x-b": "2", "X-C": "2"})
    again = copied.with_options(max_retries=0)
    for client in (driver.client, copied, again):
        driver.wait_for(client.upload(PNG))
        driver.wait_for(client.images.upload(PNG))
    assert copied.images is not resource
    assert copied._transport is driver.client._transport
    assert type(copied) is type(driver.client)
    shown = [
        [request.headers.get(name) for name in ("X-A", "X-B", "X-C")]
        for request in looking.requests
    ]
    assert shown == [["1", "1", None]] * 2 + [["1", "2", "2"]] * 4
    assert looking.timeouts() == [all_at(5)] * 2 + [all_at(6)] * 4


def test_headers_of_a_call_win_over_those_of_the_client_and_defaults(
    open_driver: OpenDoor, kind: Kind
) -> None:
    looking = Looking(kind)
    headers = {"user-agent": "mine", "X-One": "client", "X-Two": "client"}
    driver = open_driver(transport=looking, headers=headers)
    driver.upload(options={"headers": {"x-two": "call", "ACCEPT": "image/*"}})
    (request,) = looking.requests
    names = [name.lower() for name, _ in request.headers.raw]
    # Each once, whatever the case.
    assert len(names) == len(set(names))
    wanted = {"user-agent": "mine", "x-one": "client", "x-two": "call", "accept": "image/*"}
    assert {name: request.headers[name] for name in wanted} == wanted
    assert request.headers["host"] == kind.host.base_url.split("/")[2]


@either_way
def test_a_host_can_be_called_by_another_name(open_driver: OpenDoor, kind: Kind) -> None:
    looking = Looking(kind)
    open_driver(transport=looking).upload(options={"headers": {"HOST": "other.example"}})
    (request,) = looking.requests
    assert request.headers.get_list("host") == ["other.example"]
    assert str(request.url) == kind.host.url


def test_a_client_says_who_it_is(open_driver: OpenDoor, kind: Kind) -> None:
    from imagehosts import __version__

    driver = open_driver(success(kind))
    driver.upload()
    assert driver.only.headers["user-agent"].startswith(f"imagehosts/{__version__} python/3.")


@each(
    "headers",
    [
        {"X-A": "a\r\nX-B: b"},
        {"X-A": "secret\x00"},
        {"X-A": "sécret"},
        {"X-A": 5},
        {"X-A": None},
        {"X-A": b"secret"},
        {"": "a"},
        {"X A": "a"},
        {"X-A:": "a"},
        {"X-A\n": "a"},
        {5: "a"},
        {"Content-Type": "image/png"},
        {"content-length": "5"},
        {"Transfer-Encoding": "chunked"},
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_and_not_repeated(
    open_driver: OpenDoor, kind: Kind, headers: Any
) -> None:
    driver = open_driver(success(kind))
    for call in (
        lambda: kind.make(api_key=KEY, headers=headers),
        lambda: driver.client.with_options(headers=headers),
        lambda: driver.upload(options={"headers": headers}),
    ):
        with pytest.raises(InvalidArgument, match="headers: ") as caught:
            call()
        assert "secret" not in str(caught.value)
        assert "sécret" not in str(caught.value)
    assert driver.sent == []


@either_way
def test_a_query_of_a_call_goes_along(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind), by_the_spec=False)
    driver.upload(options={"query": {"debug": "a b&c=ü"}})
    driver.upload(Url(PICTURE), method="GET", options={"query": {"debug": "1"}})
    assert driver.sent[0].query == [("debug", "a b&c=ü")]
    assert ("debug", "1") in driver.sent[1].query
    assert ("format", "json") in driver.sent[1].query


def test_half_a_character_in_a_query_is_replaced(open_driver: OpenDoor, kind: Kind) -> None:
    if take_no_options(kind.host):
        options: dict[str, Any] = {"options": {"query": {"note": "a\ud800"}}}
    else:
        options = {"title": "a\ud800"}
    driver = open_driver(success(kind), by_the_spec=False)
    driver.upload(Url(PICTURE), method="GET", **options)
    assert "ud800" not in repr(driver.only.query)


@each(
    ("options", "said"),
    [
        ({"retry": 1}, "options: no retry; there are headers, max_retries, progress"),
        ({"timeout": 0}, "timeout: 0 is not a positive number"),
        ({"timeout": -1}, "timeout: -1 is not a positive number"),
        ({"timeout": "5"}, "timeout: '5' is not a positive number"),
        ({"timeout": True}, "timeout: True is not a positive number"),
        ({"timeout": float("nan")}, "timeout: nan is not a positive number"),
        ({"timeout": float("inf")}, "timeout: inf is not a positive number"),
        ({"timeout": (1, 2)}, "timeout: "),
        ({"max_retries": -1}, "max_retries: expected 0 or more"),
        ({"max_retries": 1.5}, "max_retries: expected 0 or more"),
        ({"max_retries": True}, "max_retries: expected 0 or more"),
    ],
)
def test_invalid_option_of_a_call_is_refused(
    open_driver: OpenDoor, kind: Kind, options: Any, said: str
) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match=said) as caught:
        driver.upload(options=options)
    assert (caught.value.host, caught.value.operation) == (kind.named, "images_upload")
    assert driver.sent == []
    if "retry" not in options:
        with pytest.raises(InvalidArgument, match=said):
            kind.make(api_key=KEY, **options)
        with pytest.raises(InvalidArgument, match=said):
            driver.client.with_options(**options)


@each("name", ["connect", "read", "write", "pool"])
@each("seconds", [0, -1, "5", True, float("nan"), float("inf")])
def test_invalid_timeout_is_refused(name: str, seconds: Any) -> None:
    with pytest.raises(InvalidArgument, match=rf"timeout: .*\({name}\)"):
        Timeout(**{name: seconds})


def test_settings_of_a_client_can_be_pickled() -> None:
    for options in (Timeout(read=5), RetryPolicy(max_retries=7, statuses=frozenset({500}))):
        assert pickle.loads(pickle.dumps(options)) == options
        assert hash(options) == hash(pickle.loads(pickle.dumps(options)))


# --- the address ---------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["http://localhost:8000/api/1", "https://pictures.example/a/b/"])
def test_another_address_of_the_api_can_be_given(
    open_driver: OpenDoor, kind: Kind, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = kind.host.variable.replace("_API_KEY", "_BASE_URL")
    monkeypatch.setenv(variable, "https://from-the-environment.example/api")
    driver = open_driver(success(kind), base_url=url)
    driver.upload()
    assert driver.only.address == url.rstrip("/") + kind.host.path
    elsewhere = kind.make(api_key=KEY, base_url=None)
    assert elsewhere.base_url == "https://from-the-environment.example/api"


@each(
    "url",
    [
        "",
        "pictures.example",
        "/api/1",
        "ftp://pictures.example/api/1",
        "https://",
        "https://pictures.example:port/",
        "https://pictures.example:99999/",
        "https://[pictures/",
        "https://pictures.example/a b",
        "https://pictures.example/\n",
        "https://pictures.example/?",
        "https://pictures.example/?a=b",
        "https://pictures.example/#",
        "https://pictures.example/#a",
        "https://me:hunter2@pictures.example/",
        "https://me@pictures.example\\@other.example/",
        b"https://pictures.example/",
        5,
        httpx.URL("https://pictures.example/"),
    ],
)
def test_invalid_base_url_is_refused(kind: Kind, url: Any) -> None:
    with pytest.raises(InvalidArgument, match="base_url: ") as caught:
        kind.make(api_key=KEY, base_url=url)
    assert "hunter2" not in str(caught.value)


@for_hosts_that(need_an_address)
def test_site_without_a_fixed_address_needs_a_base_url(kind: Kind) -> None:
    with pytest.raises(InvalidArgument, match="CHEVERETO_BASE_URL"):
        kind.make(api_key=KEY, base_url=None)


def test_a_client_describes_itself_without_its_key(kind: Kind) -> None:
    assert repr(kind.make(api_key=KEY)) == (
        f"<{'Async' if kind.is_async else ''}{kind.host.client} {kind.host.base_url} (api_key)>"
    )
    assert "no credentials" in repr(kind.make())


# --- a client of the caller's own ----------------------------------------------------------


def own_client(kind: Kind, handler: Callable[..., Any], **options: Any) -> Any:
    transport = httpx.MockTransport(handler)
    if kind.is_async:
        return httpx.AsyncClient(transport=transport, **options)
    return httpx.Client(transport=transport, **options)


def close_own(driver: Driver, client: Any) -> None:
    driver.wait_for(client.aclose() if driver.kind.is_async else client.close())


def test_http_client_of_the_caller_is_used_and_never_closed(
    open_driver: OpenDoor, kind: Kind
) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return success(kind).response()

    client = own_client(
        kind,
        handler,
        headers={"X-Own": "theirs", "User-Agent": "theirs", "X-Both": "theirs"},
        cookies={"session": "theirs"},
        auth=("me", "secret"),
        base_url="https://ignored.example/",
        params={"ignored": "1"},
        timeout=0.001,
        follow_redirects=True,
    )
    with Driver(kind, http_client=client, headers={"X-Both": "ours"}, timeout=9) as driver:
        driver.upload()
        driver.do("close")
        driver.do("close")
        assert not client.is_closed
        driver.wait_for(client.get("https://elsewhere.example/"))
        close_own(driver, client)
    request = seen[0]
    assert str(request.url) == kind.host.url
    assert request.headers["x-own"] == "theirs"
    assert request.headers["x-both"] == "ours"
    assert request.headers["user-agent"].startswith("imagehosts/")
    assert request.headers["cookie"] == "session=theirs"
    assert request.headers["authorization"].startswith("Basic ")
    assert request.extensions["timeout"] == all_at(9)
    names = [name.lower() for name, _ in request.headers.raw]
    assert len(names) == len(set(names))


@either_way
def test_http_client_of_the_caller_follows_no_redirects(open_driver: OpenDoor, kind: Kind) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(302, headers={"Location": "https://other.example/image/L"})

    client = own_client(kind, handler, follow_redirects=True)
    driver = open_driver(http_client=client)
    assert driver.upload(format="redirect") == "https://other.example/image/L"
    with pytest.raises(StatusError):
        driver.upload()
    assert seen == [kind.host.url] * 2
    close_own(driver, client)


@either_way
def test_exception_of_a_hook_reaches_the_caller(open_driver: OpenDoor, kind: Kind) -> None:
    def refuse(response: httpx.Response) -> None:
        response.raise_for_status()

    async def refuse_async(response: httpx.Response) -> None:
        response.raise_for_status()

    hooks = {"response": [refuse_async if kind.is_async else refuse]}
    client = own_client(kind, lambda request: httpx.Response(500), event_hooks=hooks)
    driver = open_driver(http_client=client)
    with pytest.raises(httpx.HTTPStatusError):
        driver.upload()
    close_own(driver, client)


@either_way
def test_cookies_are_kept_by_an_http_client_of_the_caller_alone(
    open_driver: OpenDoor, kind: Kind
) -> None:
    reply = success(kind)._replace(headers={"Set-Cookie": "PHPSESSID=abc; path=/"})
    driver = open_driver(reply)
    for _ in range(2):
        driver.upload()
    assert ["cookie" in sent.headers for sent in driver.sent] == [False, False]

    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return reply.response()

    client = own_client(kind, handler)
    theirs = open_driver(http_client=client)
    for _ in range(2):
        theirs.upload()
    assert [request.headers.get("cookie") for request in seen] == [None, "PHPSESSID=abc"]
    close_own(theirs, client)


@either_way
def test_a_client_of_the_wrong_kind_is_refused(kind: Kind) -> None:
    other = Kind(kind.host, "sync" if kind.is_async else "async")
    wrong = own_client(other, lambda request: httpx.Response(200))
    for client in (wrong, "https://pictures.example/", object(), httpx):
        with pytest.raises(InvalidArgument, match="http_client: expected an httpx"):
            kind.make(api_key=KEY, http_client=client)
    right = own_client(kind, lambda request: httpx.Response(200))
    with pytest.raises(InvalidArgument, match="transport: "):
        kind.make(api_key=KEY, http_client=right, transport=Looking(kind))


@either_way
def test_client_closes_the_http_client_that_it_made(open_driver: OpenDoor, kind: Kind) -> None:
    class Closing(Looking):
        closed = 0

        def close(self) -> None:
            self.closed += 1

        async def aclose(self) -> None:
            self.closed += 1

    transport = Closing(kind)
    driver = open_driver(transport=transport)
    client = driver.client

    async def enter_async() -> None:
        async with client as same:
            assert same is client
            await same.upload(PNG)

    if kind.is_async:
        driver.wait_for(enter_async())
    else:
        with client as same:
            assert same is client
            same.upload(PNG)
    assert transport.closed == 1
    with pytest.raises(RuntimeError, match="closed"):
        driver.upload()


# --- whole and streamed answers ------------------------------------------------------------


def test_a_raw_response_holds_the_whole_answer(open_driver: OpenDoor, kind: Kind) -> None:
    reply = success(kind)._replace(headers={"X-Own": "1", "Content-Type": "application/json"})
    driver = open_driver(reply)
    raw = driver.do("images.with_raw_response.upload", PNG)
    assert (raw.status, raw.headers["x-own"], raw.content) == (200, "1", reply.body.encode())
    assert raw.text == reply.body
    assert raw.url == kind.host.url
    assert len(driver.sent) == 1
    image = raw.parse()
    assert image == driver.upload()
    assert raw.parse() == image
    assert len(driver.sent) == 2
    assert repr(raw) == f"<RawResponse 200, {len(raw.content)} bytes>"


@either_way
def test_a_raw_response_is_parsed_as_the_plain_method_would(open_driver: OpenDoor) -> None:
    driver = open_driver(Reply(200, "Duplicated upload"), Reply(500))
    raw = driver.do("images.with_raw_response.upload_txt", PNG)
    with pytest.raises(StatusError, match="Duplicated upload") as caught:
        raw.parse()
    assert caught.value.response is raw
    # What is no success is an error in every mode.
    with pytest.raises(HostUnavailable):
        driver.do("images.with_raw_response.upload_txt", PNG)
    copied = pickle.loads(pickle.dumps(raw))
    assert (copied.status, copied.content, copied.url) == (raw.status, raw.content, raw.url)
    with pytest.raises(TypeError, match="no result to parse"):
        copied.parse()


def within(driver: Driver, manager: Any, action: Callable[[Any], Any]) -> Any:
    """Do something with an answer that is open, whichever way the client waits."""

    async def act() -> Any:
        async with manager as response:
            result = action(response)
            return await result if inspect.isawaitable(result) else result

    if driver.kind.is_async:
        return driver.wait_for(act())
    with manager as response:
        return action(response)


def collect(pieces: Any) -> Any:
    """The pieces of either kind of iterator."""

    async def gather() -> list[bytes]:
        return [piece async for piece in pieces]

    return gather() if hasattr(pieces, "__aiter__") else list(pieces)


def test_an_answer_can_be_read_as_it_comes(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    reply = success(kind)
    driver = open_driver(reply)
    body = reply.body.encode()
    streaming = driver.client.images.with_streaming_response
    assert within(
        driver, streaming.upload(PNG), lambda r: (r.status, r.headers["content-type"])
    ) == (
        200,
        "application/json",
    )
    assert (
        b"".join(within(driver, streaming.upload(PNG), lambda r: collect(r.iter_bytes()))) == body
    )
    assert within(driver, streaming.upload(PNG), lambda r: r.read()) == body
    target = tmp_path / "answer.json"
    assert within(driver, streaming.upload(PNG), lambda r: r.stream_to_file(target)) == len(body)
    assert target.read_bytes() == body
    assert len(driver.sent) == 4


@either_way
def test_nothing_is_sent_before_a_stream_is_entered(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind))
    driver.client.images.with_streaming_response.upload(PNG)
    assert driver.sent == []


@either_way
@each("status", [201, 206])
def test_another_success_can_be_streamed_too(open_driver: OpenDoor, status: int) -> None:
    driver = open_driver(Reply(status, b"abc"))
    streaming = driver.client.images.with_streaming_response
    assert within(driver, streaming.upload(PNG), lambda r: r.status) == status
    assert within(driver, streaming.upload(PNG), lambda r: r.read()) == b"abc"


@either_way
def test_streamed_answer_without_success_raises_its_error(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    driver = open_driver(
        Reply(404, "gone"),
        Reply(301, "", {"location": kind.host.url + "/"}),
        Reply(400, {"error": {"message": "Duplicated upload", "code": 101}}),
    )
    with pytest.raises(NotFound, match="gone"):
        driver.do("download_to", PICTURE, tmp_path / "lake.png")
    with pytest.raises(StatusError, match="Duplicated upload") as caught:
        within(driver, driver.client.images.with_streaming_response.upload(PNG), lambda r: r.read())
    assert caught.value.code == 101  # type: ignore[attr-defined]
    assert len(driver.sent) == 3
    assert list(tmp_path.iterdir()) == []


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that looks around while it is read, and may break."""

    def __init__(self, look: Callable[[], None], error: Exception | None = None) -> None:
        self.look = look
        self.error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in (b"a", b"b", b"c"):
            self.look()
            yield piece
        if self.error:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


@either_way
def test_a_file_appears_whole_or_not_at_all(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    target = tmp_path / "lake.png"
    seen: list[set[str]] = []

    def look() -> None:
        seen.append({path.name for path in tmp_path.iterdir()})

    body = Body(look)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client)
    assert driver.do("download_to", PICTURE, target) == 3
    assert target.read_bytes() == b"abc"
    assert all("lake.png" not in names for names in seen)
    assert {path.name for path in tmp_path.iterdir()} == {"lake.png"}
    assert body.closed == 1
    close_own(driver, client)


@either_way
def test_streamed_answer_over_the_limit_is_closed(open_driver: OpenDoor, kind: Kind) -> None:
    body = Body(lambda: None)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client, max_response_bytes=2)
    with pytest.raises(ResponseDecodeError, match="longer than 2 bytes"):
        driver.do("download", PICTURE)
    assert body.closed == 1
    close_own(driver, client)


@either_way
def test_redirect_of_a_stream_is_closed(open_driver: OpenDoor, kind: Kind) -> None:
    moved, arrived = Body(lambda: None), Body(lambda: None)

    def handler(request: httpx.Request) -> httpx.Response:
        if str(request.url).endswith("/"):
            return httpx.Response(200, stream=arrived)
        return httpx.Response(301, headers={"location": f"{request.url}/"}, stream=moved)

    client = own_client(kind, handler)
    driver = open_driver(http_client=client)
    streaming = driver.client.images.with_streaming_response
    assert within(driver, streaming.upload(PNG), lambda r: r.read()) == b"abc"
    assert (moved.closed, arrived.closed) == (1, 1)
    close_own(driver, client)


class Interrupt(BaseException):
    """What no `except Exception` catches, as the interrupt of a user."""


@either_way
@pytest.mark.parametrize("error", [httpx.ReadError("broken"), httpx.ReadTimeout(""), Interrupt()])
def test_broken_download_keeps_the_file_that_was_there(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path, error: Any
) -> None:
    target = tmp_path / "lake.png"
    target.write_bytes(b"old")
    body = Body(lambda: None, error)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client)
    with pytest.raises(Interrupt if isinstance(error, Interrupt) else ConnectionFailed) as caught:
        driver.do("download_to", PICTURE, target)
    if isinstance(caught.value, ConnectionFailed):
        assert "the answer broke off" in str(caught.value) or isinstance(caught.value, TimedOut)
        assert caught.value.operation == "fetch"
    assert target.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"lake.png"}
    assert body.closed == 1
    close_own(driver, client)


@either_way
def test_a_folder_that_is_not_there_leaves_no_connection_open(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    body = Body(lambda: None)
    client = own_client(kind, lambda request: httpx.Response(200, stream=body))
    driver = open_driver(http_client=client)
    with pytest.raises(FileNotFoundError):
        driver.do("download_to", PICTURE, tmp_path / "no" / "lake.png")
    with pytest.raises(IsADirectoryError):
        driver.do("download_to", PICTURE, tmp_path)
    assert body.closed == 2
    assert list(tmp_path.iterdir()) == []
    close_own(driver, client)


@either_way
def test_a_downloaded_file_has_the_rights_of_any_new_file(
    open_driver: OpenDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_driver(Reply(200, PNG))
    before = os.umask(0o027)
    try:
        driver.do("download_to", PICTURE, tmp_path / "lake.png")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "lake.png").stat().st_mode) == 0o640
    # A path may be one within the folder one stands in.
    monkeypatch.chdir(tmp_path)
    driver.do("download_to", PICTURE, "here.png")
    assert Path("here.png").read_bytes() == PNG


@either_way
@each("url", ["", "lake.png", "file:///etc/passwd", None, b"https://a.example/", 5])
def test_download_of_an_invalid_address_is_refused(
    open_driver: OpenDoor, kind: Kind, url: Any
) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument, match="url: ") as caught:
        driver.do("download", url)
    assert (caught.value.host, caught.value.operation) == (kind.named, "fetch")
    assert driver.sent == []


@either_way
def test_an_address_that_is_too_long_is_refused(open_driver: OpenDoor) -> None:
    driver = open_driver()
    for call in (
        lambda: driver.do("download", "https://a.example/" + "a" * 70_000),
        lambda: driver.upload(Url("https://a.example/" + "a" * 70_000), method="GET"),
    ):
        with pytest.raises(InvalidArgument, match="too long") as caught:
            call()
        assert KEY not in str(caught.value)
    assert driver.sent == []


# --- many at once --------------------------------------------------------------------------


def echo(kind: Kind) -> Callable[[Sent], Reply]:
    """Answers with the name of the file that came."""

    def reply(sent: Sent) -> Reply:
        document = image_document(kind.host.api)
        document["image"]["name"] = sent.files[0].filename
        document["image"]["size"] = "large" if sent.files[0].filename == "7" else 7
        return as_reply(document)

    return reply


@pytest.mark.parametrize("kind", ONLY_SYNC, ids=str)
def test_threads_can_share_a_client(open_driver: OpenDoor, kind: Kind) -> None:
    drifts: list[Any] = []
    driver = open_driver(echo(kind), on_drift=drifts.append)
    start = threading.Barrier(8)

    def work(worker: int) -> list[tuple[str, str]]:
        start.wait()
        pairs = []
        for number in range(20):
            name = f"{worker}-{number}" if number else str(worker)
            client = driver.client.with_options(headers={"X-Worker": name})
            pairs.append((name, client.images.upload((name, PNG)).name))
            pairs.append((name, driver.client.upload((name, PNG)).name))
        return pairs

    with ThreadPoolExecutor(8) as pool:
        for pairs in pool.map(work, range(8)):
            assert len(pairs) == 40
            assert all(name == answered for name, answered in pairs)
    assert len(driver.sent) == 320
    for sent in driver.sent:
        assert sent.headers.get("x-worker", sent.files[0].filename) == sent.files[0].filename
    assert len(drifts) == 2


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_tasks_can_share_a_client(open_driver: OpenDoor, kind: Kind, picture: Path) -> None:
    driver = open_driver(echo(kind))

    async def work(name: str) -> tuple[str, str]:
        client = driver.client.with_options(headers={"X-Worker": name})
        source = (name, picture) if len(name) % 2 else (name, PNG)
        return name, (await client.images.upload(source)).name

    async def all_at_once() -> list[tuple[str, str]]:
        return await asyncio.gather(*(work(str(number)) for number in range(120)))

    pairs = driver.wait_for(all_at_once())
    assert all(name == answered for name, answered in pairs)
    assert len(driver.sent) == 120


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_stat_of_a_slow_file_does_not_block_the_event_loop(
    open_driver: OpenDoor, kind: Kind, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    loop_runs, ran = threading.Event(), []

    def write() -> None:
        ran.append(loop_runs.wait(10))
        pipe.write_bytes(PNG)

    async def work() -> None:
        task = asyncio.create_task(driver.client.upload(("lake.png", pipe)))
        await asyncio.sleep(0.01)
        loop_runs.set()
        await task

    driver = open_driver(success(kind))
    writer = threading.Thread(target=write)
    writer.start()
    driver.wait_for(work())
    writer.join()
    assert ran == [True]
    assert driver.only.files[0].content == PNG


@each("backend", ["asyncio", "trio"])
def test_an_async_client_works_under_every_event_loop(backend: str, picture: Path) -> None:
    kind = next(kind for kind in KINDS if kind.is_async and have_an_address(kind.host))
    document = image_document(kind.host.api)

    async def work(url: str) -> None:
        async with kind.make(KEY, base_url=url, retries=RetryPolicy(initial=0)) as client:
            for source in (picture, PNG, Url(PICTURE)):
                image = await client.upload(source)
                assert image.id_encoded == document["image"]["id_encoded"]
            target = picture.with_name("copy.json")
            await client.download_to(f"{url}/picture", target)
            assert target.stat().st_size > 0

    with FaultServer(answer(200, document)) as server:
        anyio.run(work, server.url, backend=backend)
        assert len(server.requests) == 4
        assert PNG in server.requests[0]
    with nobody_listens() as url, pytest.raises(ConnectionFailed) as caught:
        anyio.run(work, url, backend=backend)
    assert "given up after 3 requests" in caught.value.__notes__[0]


# --- a real connection that goes wrong -----------------------------------------------------

FAULTS: dict[str, tuple[Fault, type[ImageHostError], bool]] = {
    "reset in the request": (reset_in_request, ConnectionFailed, True),
    "reset after the request": (reset_after_request, ConnectionFailed, True),
    "hung up": (close_after_request, ConnectionFailed, True),
    "half a head": (half_a_head, ConnectionFailed, True),
    "headers without end": (huge_head, ConnectionFailed, True),
    "another protocol": (garbage, ConnectionFailed, True),
    "less than said": (shorter_than_said, ConnectionFailed, True),
    "broken chunks": (break_chunks, ConnectionFailed, True),
    "silence": (stall, TimedOut, True),
    "silence in the answer": (stall_in_body, TimedOut, True),
}


@either_way
@each("fault", FAULTS)
def test_a_fault_of_the_connection_is_one_error_and_one_request(
    open_driver: OpenDoor, kind: Kind, picture: Path, fault: str
) -> None:
    act, error, arrived = FAULTS[fault]
    timeout = 0.2 if error is TimedOut else 10
    with FaultServer(act) as server:
        driver = open_driver(base_url=server.url, transport=None, timeout=timeout)
        with pytest.raises(error) as caught:
            driver.upload(picture)
        assert type(caught.value) is error
        assert isinstance(caught.value, ConnectionFailed)
        assert caught.value.may_have_arrived is arrived
        assert isinstance(caught.value.__cause__, httpx.HTTPError)
        assert (caught.value.host, caught.value.operation) == ("127.0.0.1", "images_upload")
        assert server.was_let_go()
        assert server.connections == 1


@either_way
def test_a_connection_that_is_reset_at_once_is_an_error(open_driver: OpenDoor) -> None:
    # Before or after the connection counts as made, as it happens.
    with FaultServer(reset_at_once) as server:
        driver = open_driver(base_url=server.url, transport=None)
        with pytest.raises(ConnectionFailed) as caught:
            driver.upload()
        assert server.requests == []
        assert 1 <= server.connections <= 3
        assert not isinstance(caught.value, TimedOut)


@either_way
def test_refused_connection_is_retried(open_driver: OpenDoor, picture: Path) -> None:
    with nobody_listens() as url:
        driver = open_driver(base_url=url, transport=None, max_retries=3)
        with pytest.raises(ConnectionFailed) as caught:
            driver.upload(picture)
        assert not caught.value.may_have_arrived
        assert len(driver.waits) == 3
        assert "given up after 4 requests" in caught.value.__notes__[0]


@either_way
def test_host_that_stops_reading_times_out(open_driver: OpenDoor, large_picture: Path) -> None:
    with FaultServer(stall_in_request) as server:
        timeout = Timeout(write=0.2, read=20, connect=20, pool=20)
        driver = open_driver(base_url=server.url, transport=None, timeout=timeout)
        with pytest.raises(TimedOut, match="write timeout") as caught:
            driver.upload(large_picture)
        assert caught.value.may_have_arrived
        server.go_on.set()
        assert server.was_let_go()
    assert not is_open(large_picture)


@either_way
def test_no_free_connection_is_an_error_that_says_so(open_driver: OpenDoor, kind: Kind) -> None:
    limits = httpx.Limits(max_connections=1)
    made: Any = httpx.AsyncClient if kind.is_async else httpx.Client
    with FaultServer(answer(200, PNG)) as server:
        client = made(limits=limits)
        driver = open_driver(
            base_url=server.url, http_client=client, timeout=Timeout(pool=0.1), max_retries=0
        )
        streaming = driver.client.images.with_streaming_response

        def second(response: Any) -> Any:
            return driver.client.download(f"{server.url}/other")

        with pytest.raises(TimedOut, match="pool timeout") as caught:
            within(driver, streaming.upload(PNG), second)
        assert not caught.value.may_have_arrived
        assert driver.do("download", f"{server.url}/other") == PNG
        close_own(driver, client)


@either_way
def test_an_answer_a_byte_at_a_time_is_read(open_driver: OpenDoor, kind: Kind) -> None:
    with FaultServer(drip(image_document(kind.host.api))) as server:
        driver = open_driver(base_url=server.url, transport=None)
        assert driver.upload().id_encoded
        assert PNG in server.requests[0]


@either_way
def test_answer_before_the_request_ends_is_read(open_driver: OpenDoor, large_picture: Path) -> None:
    with FaultServer(answer_before_reading(413, "<h1>Too Large</h1>")) as server:
        driver = open_driver(base_url=server.url, transport=None)
        with pytest.raises(FileTooLarge):
            driver.upload(large_picture)
        assert server.was_let_go()
    assert not is_open(large_picture)


@either_way
def test_a_connection_is_kept_and_used_again(open_driver: OpenDoor, kind: Kind) -> None:
    with FaultServer(answer(200, image_document(kind.host.api))) as server:
        driver = open_driver(base_url=server.url, transport=None)
        for _ in range(3):
            driver.upload()
        assert (server.connections, len(server.requests)) == (1, 3)


@either_way
def test_a_connection_that_the_host_closed_meanwhile_is_not_used_again(
    open_driver: OpenDoor, kind: Kind
) -> None:
    with FaultServer(answer(200, image_document(kind.host.api), close=True)) as server:
        driver = open_driver(base_url=server.url, transport=None)
        for number in range(1, 4):
            assert driver.upload().id_encoded
            assert server.was_let_go()
            assert len(server.requests) == number


@either_way
def test_stray_answer_on_a_connection_is_not_taken_for_the_next(
    open_driver: OpenDoor, kind: Kind
) -> None:
    document = image_document(kind.host.api)
    with FaultServer(longer_than_said(document)) as server:
        driver = open_driver(base_url=server.url, transport=None, max_retries=0)
        assert driver.upload().id_encoded == document["image"]["id_encoded"]
        try:
            second = driver.upload()
        except ImageHostError:
            second = None
        assert second is None or second.id_encoded == document["image"]["id_encoded"]


# --- letting go ----------------------------------------------------------------------------


def is_open(path: Path) -> bool:
    """Whether this process holds a file open."""
    wanted = path.stat()
    for name in os.listdir("/dev/fd"):
        try:
            found = os.fstat(int(name))
        except OSError:
            continue  # The one that the listing itself had.
        if (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino):
            return True
    return False


def count_open() -> int:
    gc.collect()
    return len(os.listdir("/dev/fd"))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("fault", [stall_in_request, stall, stall_in_body])
def test_a_cancelled_upload_leaves_no_file_and_no_connection(
    large_picture: Path, fault: Fault, backend: str
) -> None:
    async def work() -> None:
        async with ONLY_ASYNC[0].make(base_url=server.url, api_key=KEY, timeout=None) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.upload, large_picture)
                await anyio.to_thread.run_sync(server.stalling.wait, 20)
                assert server.stalling.is_set()
                with anyio.fail_after(20):
                    while fault is stall_in_request and not is_open(large_picture):
                        await anyio.sleep(0.001)
                tasks.cancel_scope.cancel()
            server.go_on.set()
            # The client is open still: what was let go was not left to its end.
            assert await anyio.to_thread.run_sync(server.was_let_go)
            assert not is_open(large_picture)
            # And it is as good as before.
            assert await client.download(server.url) == PNG

    with FaultServer(fault, answer(200, PNG)) as server:
        anyio.run(work, backend=backend)
    assert server.connections == 2


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_a_cancelled_wait_between_requests_leaves_nothing(
    open_driver: OpenDoor, kind: Kind, picture: Path
) -> None:
    driver = open_driver(httpx.ConnectError("no"), success(kind))
    driver.client._sleep = None

    async def work() -> None:
        slow = driver.client.with_options(retries=RetryPolicy(initial=1000, maximum=1000))
        slow._random = lambda: 1.0
        task = asyncio.create_task(slow.upload(picture))
        while not driver.sent:
            await asyncio.sleep(0)
        await asyncio.sleep(0.1)
        # It waits, for a minute, and lets others go on meanwhile.
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    driver.wait_for(work())
    assert len(driver.sent) == 1
    assert not is_open(picture)


@pytest.mark.parametrize("kind", ONLY_ASYNC, ids=str)
def test_a_timeout_of_the_callers_own_leaves_nothing(open_driver: OpenDoor) -> None:
    async def work() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await driver.client.upload(PNG)

    with FaultServer(stall) as server:
        driver = open_driver(base_url=server.url, transport=None)
        driver.wait_for(work())
        assert server.was_let_go()


THOUSAND = 1000
#: So that each call has a connection, and a fault, of its own.
CLOSING = {"Connection": "close"}
FAILING: tuple[Fault, ...] = (
    reset_after_request,
    close_after_request,
    shorter_than_said,
    garbage,
    break_chunks,
    answer(500, "oops", CLOSING, close=True),
    answer(418, "", CLOSING, close=True),
    answer(200, b"this is no archive", {**CLOSING, "Content-Encoding": "gzip"}, close=True),
    answer(301, b"", {**CLOSING, "Location": "https://other.example/"}, close=True),
    half_a_head,
)


@pytest.mark.slow
@either_way
def test_a_thousand_failures_leave_nothing_open(
    open_driver: OpenDoor, kind: Kind, picture: Path, tmp_path: Path
) -> None:
    driver = open_driver(base_url="http://127.0.0.1:1/", transport=None, max_retries=0)
    with pytest.raises(ConnectionFailed):
        driver.upload(picture)  # Loads and opens what is opened once.
    before = count_open()
    errors: set[str] = set()
    with FaultServer(*(FAILING * (THOUSAND // len(FAILING))), FAILING[0]) as server:
        client = driver.client
        client.base_url = server.url
        streaming = client.images.with_streaming_response
        ways = (
            lambda url: driver.upload(picture),
            lambda url: driver.do("download_to", f"{url}/a", tmp_path / "a"),
            lambda url: within(driver, streaming.upload(picture), lambda r: r.read()),
        )
        for number in range(THOUSAND):
            with pytest.raises(ImageHostError) as caught:
                ways[number % 3](server.url)
            # A connection that was not given back would be waited for in the end.
            assert not isinstance(caught.value, TimedOut)
            errors.add(type(caught.value).__name__)
        assert server.connections == THOUSAND
    assert count_open() == before
    assert not is_open(picture)
    assert errors == {
        "ConnectionFailed",
        "HostUnavailable",
        "ResponseDecodeError",
        "StatusError",
    }
    assert list(tmp_path.iterdir()) == [picture]


def test_client_is_closed_at_the_end_of_its_block() -> None:
    for kind in KINDS:
        with Driver(kind, success(kind)) as driver:
            driver.upload()
            client = driver.client
        assert client._transport.client.is_closed


def test_hosts_are_those_of_the_package() -> None:
    from imagehosts.hosts import HOSTS as KNOWN

    names = {host.name for host in KNOWN}
    assert names >= set(API_NAMES)
    assert len({host.variable for host in KNOWN}) == len(names)
    assert set(HOSTS) < names
    for host in KNOWN:
        client = getattr(imagehosts, host.client)
        assert hasattr(imagehosts, f"Async{host.client}")
        if not host.credential:
            assert not host.needs_key
            continue
        assert host.variable in client.environment.values()
        assert host.credential in inspect.signature(client).parameters
    for known in filter(have_an_address, HOSTS.values()):
        assert getattr(imagehosts, known.client)(KEY).base_url == known.base_url
