"""The emulator on a socket: ``imagehosts emulate``, and a server in a thread for tests."""

from __future__ import annotations

import argparse
import contextlib
import logging
import signal
import socket
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn

from .config import EmulatorConfig, add_arguments, config_from_args
from .connections import hide_what_was_noted, protocol_for
from .core.faults import FaultError
from .core.problems import RoutingError
from .core.store import StoreError
from .emulator import Emulator

__all__ = ["add_arguments", "run", "run_from_args", "serve_in_thread"]


def run(config: EmulatorConfig) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code of the process.

    Every host that is asked for must be whole; one that is not stops it with what to write.
    """
    try:
        emulator = Emulator(config, strict=True)
    except (RoutingError, StoreError, FaultError, OSError, ImportError) as error:
        print(f"imagehosts emulate: {error}", file=sys.stderr)
        return 1
    with emulator:
        try:
            listener = _listen(config.host, config.port)
        except OSError as error:
            print(
                f"imagehosts emulate: cannot listen on {config.host}:{config.port}:"
                f" {error.strerror or error}",
                file=sys.stderr,
            )
            return 1
        logging.basicConfig(level=logging.INFO if config.log else logging.WARNING)
        with contextlib.closing(listener):
            _Server(emulator).run([listener])
    return 0


def run_from_args(args: argparse.Namespace) -> int:
    """The same with what :func:`add_arguments` has parsed."""
    return run(config_from_args(args))


@contextmanager
def serve_in_thread(emulator: Emulator, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Listen while the block runs; gives the base URL. The emulator stays the caller's to close."""
    listener = _listen(host, port)
    server = _Server(emulator, quiet=True)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        server.ready.wait()
        yield address_of(listener)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class _Server(uvicorn.Server):
    """Says where it listens once it does; a signal stops it and is not an error."""

    def __init__(self, emulator: Emulator, *, quiet: bool = False) -> None:
        super().__init__(
            uvicorn.Config(
                emulator.app,
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                http=protocol_for(emulator.config, emulator.tunnels),
                timeout_graceful_shutdown=5,
                h11_max_incomplete_event_size=256 * 1024,
                limit_concurrency=emulator.config.max_connections,
            )
        )
        logging.getLogger("uvicorn.error").addFilter(hide_what_was_noted)
        self.ready = threading.Event()
        self._emulator = emulator
        self._quiet = quiet

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self._quiet and sockets:
            url = address_of(sockets[0])
            print(f"listening on {url}", flush=True)
            for name, value in self._emulator.proxy_environment(url).items():
                print(f"export {name}={value}", flush=True)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        previous = {
            number: signal.signal(number, self.handle_exit)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


def address_of(listener: socket.socket) -> str:
    """``http://127.0.0.1:8765`` of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, or asyncio does not know that it is TCP and leaves Nagle on: 40 ms for each request.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener
