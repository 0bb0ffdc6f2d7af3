"""An HTTP client that the caller made, and the one that a client makes and closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from imagehosts import (
    InvalidArgument,
    StatusError,
)

from contracts.support.clients import (
    EVERY_HOST,
    KEY,
    PNG,
    Driver,
    Kind,
    either_way,
    success,
)
from contracts.support.http_clients import Looking, all_at, close_own, own_client

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


@pytest.mark.outside("sends more than a contract has")
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


@pytest.mark.outside("sends more than a contract has")
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


@either_way
@pytest.mark.outside("sends more than a contract has")
def test_login_that_the_callers_client_adds_is_struck_from_errors(kind: Kind) -> None:
    said: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        said.append(request.headers["Authorization"].rpartition(" ")[2])
        return httpx.Response(400, json={"error": {"message": f"what is {said[0]}?", "code": 1}})

    class Login(httpx.Auth):
        """A login that sends a request of its own in place of the one that it was given."""

        def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:
            headers = {**request.headers, "Authorization": "Bearer a-token-of-the-caller"}
            yield httpx.Request(
                request.method,
                request.url,
                headers=headers,
                stream=request.stream,
                extensions=request.extensions,
            )

    client = own_client(kind, handler, auth=Login())
    with Driver(kind, http_client=client) as driver:
        with pytest.raises(StatusError) as caught:
            driver.upload()
        close_own(driver, client)
    assert said == ["a-token-of-the-caller"]
    assert "what is" in str(caught.value)
    assert said[0] not in str(caught.value)
    assert said[0] not in repr(caught.value)
