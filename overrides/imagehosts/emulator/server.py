"""The emulator on a socket: ``imagehosts emulate``, and a server in a thread for tests."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from types import FrameType

import uvicorn

from .config import EmulatorConfig, add_arguments, config_from_args
from .connections import hide_what_was_noted, protocol_for
from .core.errors import SeedError
from .core.faults import FaultError
from .core.problems import RoutingError
from .core.store import StoreError
from .emulator import Emulation, Emulator

__all__ = ["EmulatorServer", "add_arguments", "run", "run_from_args", "serve_in_thread"]

#: Connections that wait until they are taken.
BACKLOG = 2048
#: After so many tenths of a second the count of ticks begins anew: a day.
TICKS = 864_000
#: So often it is seen whether idle connections are closed, before busy ones are waited for.
CLOSING = 10


def run(config: EmulatorConfig) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code of the process.

    Every host that is asked for must be whole; one that is not stops it with what to write.
    """
    logging.basicConfig(level=logging.INFO if config.log else logging.WARNING)
    if config.workers > 1:
        from .workers import run_workers

        return run_workers(config)
    with ExitStack() as stack:
        with starting() as problems:
            emulator = stack.enter_context(Emulator(config, strict=True))
            listener = stack.enter_context(contextlib.closing(listen(config)))
        if problems.status:
            return problems.status
        lines = announce(listener, emulator.proxy_environment)
        EmulatorServer(emulator, at_ready=lambda: print(*lines, sep="\n", flush=True)).run(
            [listener]
        )
    return 0


class Problems:
    """What kept an emulator from serving, as the status of its process."""

    status = 0


@contextmanager
def starting() -> Generator[Problems]:
    """Say in a line what keeps an emulator from serving, and have the block end there.

    What is loaded in it stays until the process ends. To look for garbage there takes an eighth of
    the time to the first answer, and later 10 ms now and then.
    """
    problems = Problems()
    gc.disable()
    try:
        yield problems
    except (RoutingError, StoreError, FaultError, SeedError, OSError, ImportError) as error:
        print(f"imagehosts emulate: {error}", file=sys.stderr)
        problems.status = 1
    finally:
        gc.freeze()
        gc.enable()


def announce(listener: socket.socket, variables: Callable[[str], Mapping[str, str]]) -> list[str]:
    """The lines that say where an emulator is."""
    url = address_of(listener)
    exports = [f"export {name}={value}" for name, value in variables(url).items()]
    return [f"listening on {url}", *exports]


def run_from_args(args: argparse.Namespace) -> int:
    """The same with what :func:`add_arguments` has parsed."""
    return run(config_from_args(args))


@contextmanager
def serve_in_thread(emulator: Emulation, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Listen while the block runs; gives the base URL. The emulator stays the caller's to close."""
    listener = _listen(host, port)
    server = EmulatorServer(emulator)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        server.ready.wait()
        yield address_of(listener)
    finally:
        server.stop()
        thread.join()
        listener.close()


class EmulatorServer(uvicorn.Server):
    """Calls ``at_ready`` once it listens; a signal stops it and is not an error.

    It stops at once where no connection is busy: the library looks for a stop ten times in a second
    and then gives connections a tenth of one, which tests with many servers wait for each time.

    ``backlog`` is how many connections it takes from the socket at a time.
    """

    def __init__(
        self,
        emulator: Emulation,
        *,
        at_ready: Callable[[], None] | None = None,
        backlog: int = BACKLOG,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                emulator.app,
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                backlog=backlog,
                http=protocol_for(emulator.config, emulator.tunnels),
                ws="none",  # else what asks to become a WebSocket is answered by no host's rules
                timeout_graceful_shutdown=5,
                h11_max_incomplete_event_size=256 * 1024,
                limit_concurrency=emulator.config.max_connections,
            )
        )
        logging.getLogger("uvicorn.error").addFilter(hide_what_was_noted)
        self.ready = threading.Event()
        self._at_ready = at_ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(BACKLOG)  # so many may wait, however few are taken at a time
        if self._at_ready is not None:
            self._at_ready()
        self.ready.set()

    def stop(self) -> None:
        """Have it stop soon; from any thread."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: it has stopped
                self._loop.call_soon_threadsafe(self._stopping.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % TICKS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), 0.1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in [*self.server_state.connections]:
            connection.shutdown()
        for _ in range(CLOSING):
            if not self.server_state.connections and not self.server_state.tasks:
                for listener in sockets or ():
                    listener.close()
                return
            await asyncio.sleep(0.001)
        await super().shutdown(sockets)

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


def listen(config: EmulatorConfig) -> socket.socket:
    """The socket that the settings ask for; ``OSError`` with a message that names it."""
    try:
        return _listen(config.host, config.port)
    except OSError as error:
        raise OSError(
            f"cannot listen on {config.host}:{config.port}: {error.strerror or error}"
        ) from None


def listen_apart(config: EmulatorConfig) -> list[socket.socket]:
    """A socket of its own for each worker, all at the address that the settings ask for.

    The system shares connections out among them, and wakes nobody but the one that gets one. Where
    it cannot, there is one socket for all.
    """
    first = listen(config)
    if not _can_share() or config.workers < 2:
        return [first]
    # Asked for by itself first: a port that is shared is not refused to another emulator.
    port = first.getsockname()[1]
    first.close()
    found: list[socket.socket] = []
    try:
        for _ in range(config.workers):
            found.append(_listen(config.host, port, shared=True))
    except OSError as error:
        for one in found:
            one.close()
        raise OSError(f"cannot listen on {config.host}:{port}: {error.strerror or error}") from None
    return found


def _can_share() -> bool:
    """Whether the system shares out; others take the option, and give everything to one socket."""
    return sys.platform == "linux"


def _listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, or asyncio does not know that it is TCP and leaves Nagle on: 40 ms for each request.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener
