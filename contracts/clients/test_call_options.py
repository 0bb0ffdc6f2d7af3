"""Options of a call and of a client: timeouts, headers, query, copies."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from imagehosts import (
    InvalidArgument,
    RetryPolicy,
    Timeout,
    Url,
)

from contracts.support.clients import (
    EVERY_HOST,
    KEY,
    PNG,
    Driver,
    Kind,
    either_way,
    success,
    take_no_options,
)
from contracts.support.http_clients import Looking, all_at
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


PICTURE = "https://elsewhere.example/lake.png"


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


@pytest.mark.outside("sends more than a contract has")
@either_way
def test_a_query_of_a_call_goes_along(open_driver: OpenDoor, kind: Kind) -> None:
    driver = open_driver(success(kind), by_the_spec=False)
    driver.upload(options={"query": {"debug": "a b&c=ü"}})
    driver.upload(Url(PICTURE), method="GET", options={"query": {"debug": "1"}})
    assert driver.sent[0].query == [("debug", "a b&c=ü")]
    assert ("debug", "1") in driver.sent[1].query
    assert ("format", "json") in driver.sent[1].query


@pytest.mark.outside("sends more than a contract has")
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
