"""Connections that go wrong, and what is left open afterwards: nothing."""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import imagehosts
import pytest
from imagehosts import (
    ConnectionFailed,
    FileTooLarge,
    ImageHostError,
    RetryPolicy,
    TimedOut,
    Timeout,
)

from contracts.support.clients import (
    EVERY_HOST,
    HOSTS,
    KEY,
    KINDS,
    ONLY_ASYNC,
    PNG,
    Driver,
    Kind,
    either_way,
    have_an_address,
    image_document,
    success,
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
from contracts.support.http_clients import close_own, within
from contracts.support.reporting import each
from contracts.support.specs import API_NAMES

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


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
        assert client._transport.is_closed


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
