"""A server on a real socket that does wrong, in one chosen way for each connection.

A fault is a function of the :class:`Connection` that it spoils; the functions below are the usual
ones. What no transport in memory can show is shown here: resets, silence, lies about lengths, and
whether the client let go of its end.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

__all__ = [
    "Connection",
    "Fault",
    "FaultServer",
    "answer",
    "answer_before_reading",
    "break_chunks",
    "close_after_request",
    "drip",
    "endless",
    "garbage",
    "half_a_head",
    "huge_head",
    "longer_than_said",
    "nobody_listens",
    "reset_after_request",
    "reset_at_once",
    "reset_in_request",
    "shorter_than_said",
    "stall",
    "stall_in_body",
    "stall_in_request",
]

#: Ends a test that hangs; no test waits so long for anything that happens.
PATIENCE = 20.0


class Connection:
    """One client's connection."""

    def __init__(self, server: FaultServer, peer: socket.socket) -> None:
        self.server = server
        self.socket = peer
        self._unread = bytearray()

    def read_request(self) -> bytes | None:
        """The next request, head and body as they came; None where the client has gone."""
        while b"\r\n\r\n" not in self._unread:
            if not self._more():
                return None
        head = self._take(self._unread.index(b"\r\n\r\n") + 4)
        request = head + self._read_body(head.lower())
        self.server.requests.append(request)
        return request

    def read_some(self, size: int) -> None:
        """Read at least so many bytes of a request, and leave the rest where it is."""
        while len(self._unread) < size and self._more():
            pass

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reset(self) -> None:
        """Break the connection off so that the client is told nothing but that."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def wait_until_let_go(self) -> None:
        """Say nothing until the client gives the connection up."""
        while self._more():
            pass

    def _more(self) -> bytes:
        data = self.socket.recv(65536)
        self._unread += data
        return data

    def _take(self, size: int) -> bytes:
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        return taken

    def _read_body(self, head: bytes) -> bytes:
        if b"transfer-encoding: chunked" in head:
            while not self._unread.endswith(b"0\r\n\r\n") and self._more():
                pass
            return self._take(len(self._unread))
        _, found, rest = head.partition(b"content-length: ")
        length = int(rest.partition(b"\r\n")[0]) if found else 0
        while len(self._unread) < length and self._more():
            pass
        return self._take(length)


Fault = Callable[[Connection], None]


class FaultServer:
    """Listens on a port of its own while its ``with`` block lasts.

    Args:
        faults: What is done to each connection in turn; the last one stays.

    Attributes:
        requests: The requests that were read whole, head and body.
        connections: How many connections were accepted.
        stalling: Set when a fault that stalls has come so far.
        go_on: Set it to let a request go on that was stalled.
    """

    def __init__(self, *faults: Fault) -> None:
        self.faults = list(faults)
        self.requests: list[bytes] = []
        self.connections = 0
        self.stalling = threading.Event()
        self.go_on = threading.Event()
        self._let_go = threading.Semaphore(0)
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        """The base URL of an API here."""
        return f"http://127.0.0.1:{self.port}/api/1"

    def was_let_go(self, connections: int = 1) -> bool:
        """Wait until the clients have closed so many connections; False if they do not."""
        return all(self._let_go.acquire(timeout=PATIENCE) for _ in range(connections))

    def __enter__(self) -> FaultServer:
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(PATIENCE)
        with self._lock:
            for peer in self._open:
                with suppress(OSError):
                    peer.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            fault = self.faults.pop(0) if len(self.faults) > 1 else self.faults[0]
            self.connections += 1
            with self._lock:
                self._open.add(peer)
            thread = threading.Thread(target=self._serve, args=(peer, fault), daemon=True)
            self._threads = [old for old in self._threads if old.is_alive()]
            self._threads.append(thread)
            thread.start()

    def _serve(self, peer: socket.socket, fault: Fault) -> None:
        peer.settimeout(PATIENCE)
        try:
            fault(Connection(self, peer))
        except OSError:
            pass  # The client has gone, as it may.
        finally:
            with self._lock:
                self._open.discard(peer)
            peer.close()
            self._let_go.release()


def answer(
    status: int = 200,
    body: Any = b"",
    headers: Mapping[str, str] | None = None,
    *,
    close: bool = False,
) -> Fault:
    """No fault: answer each request, and keep the connection unless told to close it."""
    data = _response(status, body, headers)

    def act(connection: Connection) -> None:
        while connection.read_request() is not None:
            connection.send(data)
            if close:
                return

    return act


def reset_at_once(connection: Connection) -> None:
    """Break off before anything was read."""
    connection.reset()


def reset_in_request(connection: Connection) -> None:
    """Break off in the middle of the request."""
    connection.read_some(100)
    connection.reset()


def reset_after_request(connection: Connection) -> None:
    """Take the whole request, then break off."""
    connection.read_request()
    connection.reset()


def close_after_request(connection: Connection) -> None:
    """Take the whole request, then hang up without a word."""
    connection.read_request()


def stall(connection: Connection) -> None:
    """Take the whole request, then say nothing."""
    connection.read_request()
    connection.server.stalling.set()
    connection.wait_until_let_go()


def stall_in_request(connection: Connection) -> None:
    """Take a little of the request and no more, so that the client cannot send a large one."""
    connection.read_some(10)
    connection.server.stalling.set()
    connection.server.go_on.wait(PATIENCE)
    connection.wait_until_let_go()


def stall_in_body(connection: Connection) -> None:
    """Send the beginning of a body, then say nothing."""
    connection.read_request()
    connection.send(_response(200, b"x" * 1000)[:-500])
    connection.server.stalling.set()
    connection.wait_until_let_go()


def shorter_than_said(connection: Connection) -> None:
    """Send less than Content-Length says, then hang up."""
    connection.read_request()
    connection.send(_response(200, b'{"image": {"name": "lake"')[:-1])


def longer_than_said(body: Any) -> Fault:
    """Send more than Content-Length says: a second answer that nobody asked for."""

    def act(connection: Connection) -> None:
        connection.read_request()
        connection.send(_response(200, body) + _response(200, b"an answer to nothing"))
        while connection.read_request() is not None:
            connection.send(_response(200, body))

    return act


def half_a_head(connection: Connection) -> None:
    """Hang up in the middle of the headers."""
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\nContent-Ty")


def huge_head(connection: Connection) -> None:
    """Send headers without end."""
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.send(b"X-More: " + b"x" * 4000 + b"\r\n")


def garbage(connection: Connection) -> None:
    """Answer in another protocol."""
    connection.read_request()
    connection.send(b"220 mail.example ESMTP ready\r\n")


def break_chunks(connection: Connection) -> None:
    """Send a chunked body whose lengths are no numbers."""
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")


def endless(connection: Connection) -> None:
    """Send a body that never ends."""
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.send(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def drip(body: Any) -> Fault:
    """Send a good answer a byte at a time."""

    def act(connection: Connection) -> None:
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.read_request()
        for byte in _response(200, body):
            connection.send(bytes([byte]))

    return act


def answer_before_reading(status: int, body: Any) -> Fault:
    """Answer when the headers have come, and hang up on the rest of the request."""

    def act(connection: Connection) -> None:
        connection.read_some(100)
        connection.send(_response(status, body, {"Connection": "close"}))
        connection.socket.shutdown(socket.SHUT_WR)
        connection.wait_until_let_go()

    return act


@contextmanager
def nobody_listens() -> Iterator[str]:
    """The base URL of a port that refuses connections."""
    with socket.socket() as holder:
        # Bound and not listening: nobody else can take the port meanwhile.
        holder.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{holder.getsockname()[1]}/api/1"


def _response(status: int, body: Any, headers: Mapping[str, str] | None = None) -> bytes:
    kind = "application/octet-stream"
    if isinstance(body, str):
        body, kind = body.encode(), "text/html; charset=utf-8"
    elif not isinstance(body, bytes):
        body, kind = json.dumps(body).encode(), "application/json"
    lines = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode("latin-1") + body
