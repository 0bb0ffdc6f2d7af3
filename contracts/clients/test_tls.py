"""Connections by TLS: which certificates are trusted, and the way through proxies."""

from __future__ import annotations

import hashlib
import os
import select
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from imagehosts import ConnectionFailed, ImageHostError, InvalidArgument, TimedOut
from imagehosts.core.transport import Timeout
from imagehosts.emulator.authority import Authority

from contracts.support.clients import ONE_HOST, PNG, Driver, Kind
from contracts.support.fault_server import Connection, Fault, FaultServer, answer, stall
from contracts.support.reporting import report_all

UNDER_TEST = ONE_HOST


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    made = Authority()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the person who runs the tests."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)


def by_tls(authority: Authority, name: str, fault: Fault) -> Fault:
    """The same over TLS, with a certificate for a name."""

    def act(connection: Connection) -> None:
        context = authority.context_for(name)
        with context.wrap_socket(connection.socket, server_side=True) as connection.socket:
            fault(connection)

    return act


def tunnel(connection: Connection) -> None:
    """A proxy that connects where it is told to, and hands on what comes from either side."""
    head = connection.read_request() or b""
    host, _, port = head.split()[1].decode().rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port))) as server:
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with suppress(OSError):
            relay(connection.socket, server)


def relay(one: socket.socket, other: socket.socket) -> None:
    """Hand on what comes from either side until one ends; TLS is not for two threads at once."""
    sinks = {one: other, other: one}
    while True:
        for source in ready(one) or ready(other) or select.select([one, other], [], [], 5)[0]:
            if not (data := source.recv(65536)):
                return
            sinks[source].sendall(data)


def ready(source: socket.socket) -> list[socket.socket]:
    """The socket, where something has been read of it that nobody has asked for yet."""
    return [source] if isinstance(source, ssl.SSLSocket) and source.pending() else []


def visit(kind: Kind, *urls: str, **options: Any) -> ImageHostError | None:
    """The error of a new client that gets some addresses; None where each gave the picture."""
    settings = {"transport": None, "max_retries": 0, "timeout": 5, **options}
    with Driver(kind, base_url=urls[0], **settings) as driver:
        try:
            assert [driver.do("download", url) for url in urls] == [PNG] * len(urls)
        except ImageHostError as error:
            return error
    return None


def named_by_hash(authority: Authority, folder: Path) -> Path:
    """A folder with the certificate under the name by which OpenSSL looks for it."""
    subject = x509.load_pem_x509_certificate(authority.pem).subject
    lower = [
        x509.NameAttribute(each.oid, " ".join(str(each.value).lower().split())) for each in subject
    ]
    encoded = x509.Name(lower).public_bytes()
    inner = encoded[2 + (encoded[1] & 0x7F if encoded[1] & 0x80 else 0) :]
    digest = hashlib.sha1(inner, usedforsecurity=False).digest()
    folder.mkdir()
    (folder / f"{int.from_bytes(digest[:4], 'little'):08x}.0").write_bytes(authority.pem)
    return folder


def test_certificates_of_the_environment_and_no_others_are_trusted(
    kind: Kind, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = named_by_hash(authority, tmp_path / "trusted"), tmp_path / "empty"
    other.mkdir()
    file = str(authority.file)
    rows: list[tuple[str, dict[str, str], str, bool]] = [
        ("file", {"SSL_CERT_FILE": file}, "localhost", True),
        ("folder", {"SSL_CERT_DIR": str(folder)}, "localhost", True),
        ("file before folder", {"SSL_CERT_FILE": file, "SSL_CERT_DIR": "/none"}, "localhost", True),
        ("folder without it", {"SSL_CERT_DIR": str(other)}, "localhost", False),
        ("neither", {}, "localhost", False),
        ("another name", {"SSL_CERT_FILE": file}, "other.example", False),
    ]
    with report_all(len(rows)) as case:
        for name, variables, certified, trusted in rows:
            fault = by_tls(authority, certified, answer(200, PNG))
            with case(name), FaultServer(fault) as server, monkeypatch.context() as patch:
                for variable, value in variables.items():
                    patch.setenv(variable, value)
                error = visit(kind, f"https://localhost:{server.port}/api/1")
                assert len(server.requests) == trusted
                if trusted:
                    assert error is None
                else:
                    assert isinstance(error, ConnectionFailed)
                    assert "certificate verify failed" in str(error)
                    assert error.may_have_arrived is False


def test_https_goes_through_a_tunnel_and_http_in_the_open(
    kind: Kind, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    plain = answer(200, PNG)
    secure = by_tls(authority, "localhost", plain)
    with report_all() as case:
        for scheme, through in (
            ("http", tunnel),
            ("https", by_tls(authority, "localhost", tunnel)),
        ):
            with case(f"tunnel of an {scheme} proxy"), monkeypatch.context() as patch:
                with FaultServer(through) as proxy, FaultServer(secure) as server:
                    patch.setenv("HTTPS_PROXY", f"{scheme}://me:word@localhost:{proxy.port}")
                    assert visit(kind, f"https://localhost:{server.port}/api/1") is None
                    (asked,), (request,) = proxy.requests, server.requests
                    assert asked.startswith(b"CONNECT localhost:%d HTTP/1.1\r\n" % server.port)
                    assert b"proxy-authorization: basic bwu6d29yza==" in asked.lower()
                    assert request.startswith(b"GET /api/1 HTTP/1.1\r\n")
                    assert b"proxy-authorization" not in request.lower()
        with case("http by an https proxy"), FaultServer(secure) as proxy:
            with monkeypatch.context() as patch:
                patch.setenv("HTTP_PROXY", f"https://localhost:{proxy.port}")
                assert visit(kind, "http://pics.invalid/api/1") is None
                assert proxy.requests[0].startswith(b"GET http://pics.invalid/api/1 HTTP/1.1")


def test_one_client_uses_each_connection_again_with_tls_and_without(
    kind: Kind, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    plain = answer(200, PNG)
    with FaultServer(by_tls(authority, "localhost", plain)) as secure, FaultServer(plain) as server:
        one, other = f"https://localhost:{secure.port}/api/1", f"{server.url}/a"
        assert visit(kind, one, other, one, other, one) is None
        assert (secure.connections, len(secure.requests)) == (1, 3)
        assert (server.connections, len(server.requests)) == (1, 2)


def test_server_that_never_greets_is_given_up_in_time(
    kind: Kind, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    rows = [
        ("connect", Timeout(connect=0.1), "no answer within the connect timeout"),
        ("total", Timeout(total=0.1), "no answer within its total of 0.1 s"),
    ]
    with report_all(len(rows)) as case:
        for name, timeout, said in rows:
            with case(name), FaultServer(stall) as server:
                error = visit(kind, f"https://localhost:{server.port}/api/1", timeout=timeout)
                assert isinstance(error, TimedOut)
                assert said in str(error)
                assert error.may_have_arrived is False


def test_certificates_that_cannot_be_used_are_named_by_their_variable(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    garbage = tmp_path / "garbage.pem"
    garbage.write_text("no certificate")
    unreadable = f"SSL_CERT_FILE: {str(garbage)!r} holds no certificates that can be read: "
    rows = {
        "SSL_CERT_FILE": [
            ("/none.pem", "SSL_CERT_FILE: there is no file '/none.pem'; correct it or unset it"),
            (str(tmp_path), f"SSL_CERT_FILE: there is no file {str(tmp_path)!r}; correct it or"),
            (str(garbage), unreadable),
        ],
        "SSL_CERT_DIR": [
            ("/none", "SSL_CERT_DIR: there is no folder '/none'; correct it or unset it"),
            (str(garbage), f"SSL_CERT_DIR: there is no folder {str(garbage)!r}; correct it or"),
        ],
    }
    with report_all() as case:
        for variable, places in rows.items():
            for place, said in places:
                with case(f"{variable} {place}"), monkeypatch.context() as patch:
                    patch.setenv(variable, place)
                    error = visit(kind, "https://127.0.0.1:9/api/1")
                    assert isinstance(error, InvalidArgument)
                    assert said in str(error)
