"""Dialling for a picture behind a URL, where that is allowed: checked addresses, bounded time.

A name is resolved once, all its addresses are checked, and exactly those are dialled, so that no
second look-up can give another answer. Redirects are not followed: hosts do not either.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpcore

from .forms import Spool, Upload
from .sources import PUBLIC, SourceError, is_public

STEP_SECONDS = 5.0
WHOLE_SECONDS = 30.0
#: What an answer may send before its body begins, interim answers included.
LARGEST_HEAD = 256 * 1024
#: Names that are being resolved at the same time; nothing can end a look-up that hangs.
_MOST_LOOKUPS = 16


def fetch_guarded(
    url: str,
    allowed: frozenset[str],
    largest: int,
    deadline: float | None = None,
    spool: Spool | None = None,
) -> Upload:
    """Fetch from the network, within the bounds of ``allowed``, ``largest`` bytes and ``deadline``,
    a moment of the monotonic clock that nothing in the whole exchange goes beyond.
    """
    parts = urlsplit(url)
    upload = Upload(url.rpartition("/")[2], spool=spool)
    watch = Watch(time.monotonic() + WHOLE_SECONDS if deadline is None else deadline)
    backend = GuardedBackend(allowed, watch=watch)
    steps = dict.fromkeys(("connect", "read", "write"), STEP_SECONDS)
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend) as pool,
            pool.stream(
                "GET",
                url.partition("#")[0],
                headers={"Host": parts.netloc.rpartition("@")[2], "Accept": "image/*"},
                extensions={"timeout": steps, "trace": watch.note},
            ) as response,
        ):
            for chunk in response.iter_stream():
                upload.write(chunk)
                if upload.size > largest:
                    raise SourceError("unreachable", "the answer is too large")
    except SourceError:
        upload.close()
        raise
    except Exception as error:  # whatever a foreign server or a malformed URL can cause
        upload.close()
        raise SourceError("unreachable", str(error) or type(error).__name__) from None
    return upload


class Watch:
    """How much time an exchange has left, and how much may come before the body of the answer."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._head = 0
        self._has_body = False

    def left(self, longest: float | None = None) -> float:
        """The seconds that a step may take; ``SourceError`` when there are none."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise SourceError("unreachable", "the answer is too slow")
        return seconds if longest is None else min(seconds, longest)

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by the connection at each of its steps."""
        self._has_body = self._has_body or event == "http11.receive_response_headers.complete"

    def count(self, data: bytes) -> bytes:
        """Called with what arrived."""
        self._head += 0 if self._has_body else len(data)
        if self._head > LARGEST_HEAD:
            raise SourceError("unreachable", "the head of the answer does not end")
        return data


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, and to exactly those that were checked."""

    def __init__(
        self,
        allowed: frozenset[str],
        resolve: Callable[[str, int], list[str]] | None = None,
        backend: httpcore.NetworkBackend | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._allowed = allowed
        self._watch = watch or Watch(time.monotonic() + WHOLE_SECONDS)
        self._resolve = resolve or resolve_host
        self._backend = backend or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve once, check every address, dial the first."""
        addresses = _within(self._watch.left(timeout), self._resolve, host, port)
        if not addresses:
            raise SourceError("unresolved", f"{host} has no address")
        if f"{host.lower()}:{port}" not in self._allowed:
            if PUBLIC not in self._allowed:
                raise SourceError("address", f"{host}:{port} is not allowed")
            for address in addresses:
                if not is_public(address):
                    raise SourceError("address", f"{host} is not a public address")
        stream = self._backend.connect_tcp(
            addresses[0], port, self._watch.left(timeout), local_address, socket_options
        )
        return _WatchedStream(stream, self._watch)


class _WatchedStream(httpcore.NetworkStream):
    """A connection on which no step goes beyond the deadline of all."""

    def __init__(self, stream: httpcore.NetworkStream, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._watch.count(self._stream.read(max_bytes, self._watch.left(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._watch.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._watch.left(timeout)
        return _WatchedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._watch
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


_lookups = threading.BoundedSemaphore(_MOST_LOOKUPS)


def _within(
    seconds: float, resolve: Callable[[str, int], list[str]], host: str, port: int
) -> list[str]:
    """What a look-up gives, if it does so in time; one that hangs is left behind."""
    found: list[list[str] | Exception] = []

    def look() -> None:
        try:
            found.append(resolve(host, port))
        except Exception as error:
            found.append(error)
        finally:
            _lookups.release()

    if not _lookups.acquire(timeout=seconds):
        raise SourceError("unreachable", f"{host} cannot be resolved now")
    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise SourceError("unreachable", f"{host} cannot be resolved in time")
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a name, as text."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError("unresolved", f"{host} cannot be resolved") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
