"""A server between client and emulator that spoils some requests on their way.

It hands each request on and its answer back, but for those that its plan names: ``refuse`` answers
429 and hands nothing on, ``break`` answers 503, ``cut`` hangs up before the request goes on, and
``lose`` hangs up when the emulator has answered already.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

__all__ = ["FaultProxy"]


class FaultProxy:
    """Spoils uploads by a plan, one word for each in the order in which they come.

    Attributes:
        plan: What is done to the next uploads; nothing is once it is used up.
        passed: How many uploads reached the emulator.
    """

    def __init__(self, target: str, plan: Iterable[str] = ()) -> None:
        self.target = urlsplit(target)
        self.plan: Iterator[str] = iter(plan)
        self.passed = 0
        self.lock = threading.Lock()

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Listen while the block runs; gives the address."""
        proxy = self

        class Handler(_Handler):
            owner = proxy

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def next_word(self) -> str:
        with self.lock:
            return next(self.plan, "pass")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: FaultProxy

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        word = self.owner.next_word() if self.command == "POST" else "pass"
        if word == "refuse":
            self.send(429, {"retry-after": "0.2"}, b'{"data": {"error": "slow"}}')
        elif word == "break":
            self.send(503, {}, b"no")
        elif word == "cut":
            self.close_connection = True
        else:
            status, headers, content = self.hand_on(body)
            if word == "lose":
                self.close_connection = True
            else:
                self.send(status, headers, content)

    do_GET = do_POST = do_DELETE = do_PUT = handle_any

    def hand_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        target = self.owner.target
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=20)
        kept = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        connection.request(self.command, self.path, body, kept)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if self.command == "POST":
            with self.owner.lock:
                self.owner.passed += 1
        return answer.status, dict(answer.getheaders()), content

    def send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "date"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
