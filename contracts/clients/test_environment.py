"""What surrounds a client: variables of the environment, event loops, processes, and its end."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from imagehosts import (
    AsyncChevereto,
    Chevereto,
    ClientUnusable,
    ConnectionFailed,
    ImageHostError,
    Imgur,
    InvalidArgument,
)

from contracts.support.clients import KEY, ONE_HOST, PNG, Driver, Kind, image_document
from contracts.support.fault_server import (
    Connection,
    FaultServer,
    answer,
    close_after_request,
)
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import each, report_all

OpenDoor = Callable[..., Driver]
DOCUMENT = image_document("imagehosting_me")


#: The environment is the same for every host: one, blocking and async.
UNDER_TEST = ONE_HOST


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the person who runs the tests."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)


def visits(kind: Kind, url: str, timeout: float = 5) -> ImageHostError | None:
    """The error of one call of a new client; None where it went well."""
    with Driver(kind, base_url=url, transport=None, max_retries=0, timeout=timeout) as driver:
        try:
            driver.do("download", f"{url}/lake.png")
        except ImageHostError as error:
            return error
    return None


# --- proxies -------------------------------------------------------------------------------


@each("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
@each("scheme", ["http://", ""])
def test_a_request_goes_through_the_proxy_that_is_named(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, variable: str, scheme: str
) -> None:
    with FaultServer(answer(200, PNG)) as proxy:
        with monkeypatch.context() as patch:
            patch.setenv(variable, f"{scheme}me:word@127.0.0.1:{proxy.port}")
            assert visits(kind, "http://pics.invalid/api/1") is None
        (request,) = proxy.requests
        assert request.startswith(b"GET http://pics.invalid/api/1/lake.png HTTP/1.1\r\n")
        assert b"proxy-authorization: basic bwu6d29yza==" in request.lower()


NO_PROXY = {
    "127.0.0.1": True,
    "127.0.0.0/8": True,
    " 10.0.0.0/8 , 127.0.0.0/30": True,
    "10.0.0.0/8 127.0.0.1": True,
    "*": True,
    "10.0.0.1,*": True,
    "127.0.0.1:{port}": True,
    "127.0.0.1:1": False,
    "all://127.0.0.1": True,
    "https://127.0.0.1": False,
    "10.0.0.0/8": False,
    "fd07:b51a:cc66:f0::/64": False,
    "[::1]": False,
    "::1,::ffff:0:0/96": False,
    "127.0.0.1/999": False,
    "localhost,/,:,[,://,%,\u00e9,a b,..": False,
    "": False,
}


@each(("entries", "direct"), NO_PROXY.items())
def test_no_proxy_is_read_as_curl_reads_it(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, entries: str, direct: bool
) -> None:
    with FaultServer(answer(200, PNG)) as proxy, FaultServer(answer(200, PNG)) as server:
        with monkeypatch.context() as patch:
            patch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
            patch.setenv("NO_PROXY", entries.format(port=server.port))
            assert visits(kind, server.url) is None
        assert (len(proxy.requests), len(server.requests)) == (not direct, direct)


NAMES = {
    "pics.invalid": True,
    ".pics.invalid": True,
    "*.pics.invalid": True,
    "invalid": True,
    "INVALID.": True,
    "s.invalid": False,
    "x.pics.invalid": False,
    "[::1],fd00::/8": False,
}


@each(("entries", "direct"), NAMES.items())
def test_no_proxy_takes_a_name_and_all_below_it(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, entries: str, direct: bool
) -> None:
    with FaultServer(answer(200, PNG)) as proxy, monkeypatch.context() as patch:
        patch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        patch.setenv("no_proxy", entries)
        error = visits(kind, "http://pics.invalid/api/1")
        assert isinstance(error, ConnectionFailed) == direct
        assert len(proxy.requests) == (not direct)


@each("address", ["http://[::1]:1/api/1", "http://[fd07:b51a:cc66:f0::7]:1/api/1"])
def test_no_proxy_takes_networks_of_ipv6(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with FaultServer(answer(200, PNG)) as proxy, monkeypatch.context() as patch:
        patch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        patch.setenv("no_proxy", "fd07:b51a:cc66:f0::/64,::1/128")
        assert isinstance(visits(kind, address, 0.3), ConnectionFailed)
        assert proxy.requests == []


UNUSABLE = {
    "http://proxy.invalid:port": "is not the address of a proxy",
    "http://proxy.invalid:0": "is not the address of a proxy",
    "http://proxy.invalid:99999": "is not the address of a proxy",
    "http://[::1": "is not the address of a proxy",
    "http://": "is not the address of a proxy",
    "ftp://proxy.invalid:21": "is not the address of a proxy",
    "://": "is not the address of a proxy",
    "http://me:pass-word@pro xy:3128": "is not the address of a proxy",
    "socks5://127.0.0.1:1": "httpx[socks]",
    "socks5h://me:pass-word@127.0.0.1:1": "httpx[socks]",
}


@each(("value", "why"), UNUSABLE.items())
@each("variable", ["HTTP_PROXY", "all_proxy"])
def test_a_proxy_that_cannot_be_used_is_named_when_it_is_needed(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, why: str
) -> None:
    with FaultServer(answer(200, PNG)) as server, monkeypatch.context() as patch:
        patch.setenv(variable, value)
        error = visits(kind, server.url)
        assert isinstance(error, InvalidArgument)
        assert error.argument == variable
        assert why in str(error)
        assert "pass-word" not in str(error)
        assert server.requests == []
        patch.setenv("no_proxy", "127.0.0.1")
        assert visits(kind, server.url) is None


def test_an_empty_variable_names_no_proxy(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(answer(200, PNG)) as server, monkeypatch.context() as patch:
        patch.setenv("http_proxy", "")
        patch.setenv("ALL_PROXY", " ")
        patch.setenv("HTTPS_PROXY", "nonsense://")
        patch.setenv("REQUESTS_CA_BUNDLE", "/nonexistent.pem")
        patch.setenv("CURL_CA_BUNDLE", "/nonexistent.pem")
        assert visits(kind, server.url) is None


# --- certificates --------------------------------------------------------------------------


@each("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_cannot_be_read_are_named_when_needed(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    garbage = tmp_path / "garbage.pem"
    garbage.write_text("no certificate")
    wrong = [str(tmp_path / "missing"), str(tmp_path if variable == "SSL_CERT_FILE" else garbage)]
    wrong += [str(garbage)] if variable == "SSL_CERT_FILE" else []
    with FaultServer(answer(200, PNG)) as server, report_all() as case:
        for place in wrong:
            with case(place), monkeypatch.context() as patch:
                patch.setenv(variable, place)
                # Where nothing is encrypted no certificate is needed.
                assert visits(kind, server.url) is None
                error = visits(kind, f"https://127.0.0.1:{server.port}/api/1")
                assert isinstance(error, InvalidArgument)
                assert (error.argument, place in str(error)) == (variable, True)
        assert len(server.requests) == len(wrong)


def test_certificates_are_looked_at(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    # It speaks no TLS, which is found out when it is spoken to.
    with FaultServer(close_after_request) as server, monkeypatch.context() as patch:
        patch.setenv("SSL_CERT_DIR", str(Path(__file__).parent))
        error = visits(kind, f"https://127.0.0.1:{server.port}/api/1", 0.5)
        assert isinstance(error, ConnectionFailed)


def test_the_command_line_names_the_variable_too(tmp_path: Path) -> None:
    picture = tmp_path / "lake.png"
    picture.write_bytes(PNG)
    command = [sys.executable, "-m", "imagehosts", "upload", str(picture), "--host", "imgur"]
    clean = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    env = {**clean, "IMGUR_CLIENT_ID": "x", "ALL_PROXY": "socks5://127.0.0.1:1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "ALL_PROXY" in done.stderr
    assert "httpx[socks]" in done.stderr
    assert "Traceback" not in done.stderr


# --- the end of a client -------------------------------------------------------------------


@each("how", ["own network", "own transport", "own client"])
def test_a_closed_client_says_so(kind: Kind, how: str) -> None:
    options: dict[str, Any] = {}
    if how == "own transport":
        options["transport"] = Recorder(Reply(200, PNG))
    elif how == "own client":
        made: Any = httpx.AsyncClient if kind.is_async else httpx.Client
        options["http_client"] = made(transport=httpx.MockTransport(lambda r: httpx.Response(200)))
    else:
        options["transport"] = None
    with Driver(kind, **options) as driver:
        copy = driver.client.with_options(max_retries=0)
        driver.do("close")
        if how == "own client":
            mine = options["http_client"]
            driver.wait_for(mine.aclose() if kind.is_async else mine.close())
        streaming = driver.client.images.with_streaming_response
        with report_all() as case:
            for name, call in (
                ("upload", lambda: driver.upload()),
                ("download", lambda: driver.do("download", "https://cdn.example/a.png")),
                ("copy", lambda: driver.wait_for(copy.upload(PNG))),
                ("stream", lambda: enter(driver, streaming.upload(PNG))),
            ):
                with case(name), pytest.raises(ClientUnusable, match="closed") as caught:
                    call()
                assert isinstance(caught.value, RuntimeError)
                assert caught.value.host == driver.kind.named


def enter(driver: Driver, manager: Any) -> None:
    """Open a streamed answer."""
    if driver.kind.is_async:
        driver.wait_for(manager.__aenter__())
    else:
        manager.__enter__()


# --- event loops ---------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_one_event_loop_after_another_can_use_a_client(backend: str) -> None:
    with FaultServer(answer(200, DOCUMENT)) as server:
        client = AsyncChevereto(server.url, KEY, max_retries=0)
        for _ in range(3):
            assert anyio.run(client.upload, PNG, backend=backend).id_encoded
        anyio.run(client.close, backend=backend)
        assert len(server.requests) == 3
        with pytest.raises(ClientUnusable):
            anyio.run(client.upload, PNG, backend=backend)
    # What the loops before left open is closed, and complains, here.
    del client
    gc.collect()


def test_two_event_loops_at_a_time_are_refused() -> None:
    with FaultServer(answer(200, DOCUMENT)) as server:
        client = AsyncChevereto(server.url, KEY, max_retries=0)
        with asyncio.Runner() as one, asyncio.Runner() as other:
            assert one.run(client.upload(PNG)).id_encoded
            with pytest.raises(ClientUnusable, match="another event loop") as caught:
                other.run(client.upload(PNG))
            assert (caught.value.host, caught.value.operation) == ("127.0.0.1", "images_upload")
            assert one.run(client.upload(PNG)).id_encoded
            one.run(client.close())
        assert len(server.requests) == 2


# --- processes -----------------------------------------------------------------------------


def mirror(connection: Connection) -> None:
    """Answer each request with its own path, a moment later."""
    while (request := connection.read_request()) is not None:
        path = request.split()[1]
        threading.Event().wait(0.005)
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(path) + path)


def ask(client: Any, base: str, name: str, times: int = 20) -> bool:
    """Whether each of many answers is that to the request."""
    return all(
        client.download(f"{base}/{name}-{number}") == f"/api/1/{name}-{number}".encode()
        for number in range(times)
    )


def ask_async(client: Any, base: str, name: str, times: int = 20) -> bool:
    async def work() -> bool:
        for number in range(times):
            got = await client.download(f"{base}/{name}-{number}")
            if got != f"/api/1/{name}-{number}".encode():
                return False
        return True

    return asyncio.run(work())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_lock_that_a_parent_holds_does_not_hold_up_its_child() -> None:
    reply = Reply(200, {"data": {"id": 7}, "success": True, "status": 200})
    client = Imgur("id", transport=Recorder(reply), on_drift=lambda drift: None)
    client.images.get("a")
    locks = (client._tokens.turn.threads, client._drift._lock)
    for lock in locks:
        lock.acquire()
    child = os.fork()
    if child == 0:
        client.images.get("a")
        os._exit(0 if client._tokens.turn.threads.acquire(blocking=False) else 1)
    for _ in range(1000):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        threading.Event().wait(0.01)
    else:
        os.kill(child, 9)
        os.waitpid(child, 0)
        pytest.fail("the child waits for a lock of its parent")
    for lock in locks:
        lock.release()
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_forked_child_gets_connections_of_its_own(kind: Kind) -> None:
    asked = ask_async if kind.is_async else ask
    with FaultServer(mirror) as server:
        client: Any = (AsyncChevereto if kind.is_async else Chevereto)(server.url, KEY, timeout=10)
        assert asked(client, server.url, "before")
        children: list[int] = []
        for number in range(4):
            child = os.fork()
            if child == 0:
                # Nothing of the test goes on in here.
                os._exit(0 if asked(client, server.url, f"child-{number}") else 1)
            children.append(child)
        assert asked(client, server.url, "parent")
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        assert codes == [0, 0, 0, 0]
        assert asked(client, server.url, "after")
        if not kind.is_async:
            client.close()
    del client
    gc.collect()
