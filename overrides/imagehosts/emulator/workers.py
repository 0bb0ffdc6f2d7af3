"""Several processes that answer on one socket: ``imagehosts emulate --workers N``.

The parent listens and answers nothing. It opens the database once, by itself, so that what is wrong
is said once and old tables are brought up to date by one process; then it starts the workers, and
others in place of those that end. What they share is in the database, see :mod:`.core.shared`.

Workers are started anew (``spawn``) and not forked: that is the same on every system, no lock or
connection of the parent is in two processes, and a worker that takes another's place is as fresh as
the first one was. It costs each of them the third of a second in which an emulator starts.

Each has a socket of its own at one address, where the system can share connections out among them;
the parent has them all open as well, so what waits on one is answered by the worker that takes the
place of one that is killed. Elsewhere there is one socket for all, from which a worker takes one
connection at a time, or the first to wake would take all that wait.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields, replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from .config import EmulatorConfig
from .core import marks
from .core.database.sqlite import held
from .core.folder import DATABASE
from .core.shared import FILE, JOURNALS
from .core.store import StoreError
from .emulator import Emulator
from .server import BACKLOG, EmulatorServer, announce, listen_apart, starting

__all__ = ["run_workers"]

logger = logging.getLogger("imagehosts.emulator")

#: Seconds for a worker to end what it is at.
_PATIENCE = 15.0
#: Seconds before another worker is started in place of one that ended before it was ready.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class TemporaryConfig(EmulatorConfig):
    """The settings of an emulator whose files end with it, and need not survive anything else."""

    is_durable = False


def run_workers(config: EmulatorConfig) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code of the process."""
    with ExitStack() as stack:
        with starting() as problems:
            config = _with_places(config, stack)
            if config.database is None and config.data is not None:
                stack.enter_context(_alone_in(config.data))
            # What is left from before is looked at by one process, which says what is wrong.
            with Emulator(replace(config, workers=1), strict=True) as emulator:
                listeners = listen_apart(config)
                for listener in listeners:
                    stack.enter_context(contextlib.closing(listener))
                lines = announce(listeners[0], emulator.proxy_environment)
        return problems.status or _Workers(config, listeners).run(lines)


def _with_places(config: EmulatorConfig, stack: ExitStack) -> EmulatorConfig:
    """Settings that name a place for all that workers must find."""
    if config.data is not None and (config.ca_file is not None or not config.proxy):
        return config
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="imagehosts-")))
    if config.proxy and config.ca_file is None:
        config = replace(config, ca_file=folder / "ca.pem")
    if config.data is None and config.database is None and config.blobs is None:
        values: dict[str, Any] = {
            setting.name: getattr(config, setting.name) for setting in fields(config)
        }
        values["data"] = folder / "data"
        config = TemporaryConfig(**values)
    return config


@contextmanager
def _alone_in(folder: Path) -> Generator[None]:
    """Keep a folder to these workers, which begin with a clock and faults of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(held(folder / f"{DATABASE}.lock"))
        except sqlite3.Error:
            raise StoreError(f"{folder} is in use by another emulator") from None
        for name in (*(f"{FILE}{ending}" for ending in ("", "-wal", "-shm")), marks.FILE):
            (folder / name).unlink(missing_ok=True)
        shutil.rmtree(folder / JOURNALS, ignore_errors=True)
        yield


class _Workers:
    """The processes, and who sees to them."""

    def __init__(self, config: EmulatorConfig, listeners: Sequence[socket.socket]) -> None:
        self._config = config
        self._listeners = listeners
        self._context = get_context("spawn")
        #: What each says when it is ready comes out of a pipe, whose kind is the system's.
        self._running: dict[int, tuple[SpawnProcess, Any]] = {}
        self._ready: set[int] = set()
        self._pause = _FIRST_PAUSE
        self._wake, self._woken = self._context.Pipe()

    def run(self, lines: list[str]) -> int:
        """Start them all, say that they listen, and have them all until a signal comes."""
        stopping = threading.Event()

        def stop(*_: Any) -> None:
            stopping.set()
            self._wake.send(None)

        previous = {number: signal.signal(number, stop) for number in _signals()}
        try:
            for number in range(self._config.workers):
                self._start(number)
            while not stopping.is_set():
                if not self._look(stopping) and lines:
                    return 1  # what cannot start says why itself
                if lines and len(self._ready) == self._config.workers:
                    print("\n".join(lines), flush=True)
                    lines = []
            return 0
        finally:
            self._stop()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _start(self, number: int) -> None:
        reader, writer = self._context.Pipe(duplex=False)
        listener = self._listeners[number % len(self._listeners)]
        at_a_time = BACKLOG if len(self._listeners) > 1 else 1
        process = self._context.Process(
            target=_work,
            args=(self._config, listener, at_a_time, writer),
            name=f"worker {number}",
        )
        process.start()
        writer.close()
        self._running[number] = (process, reader)

    def _look(self, stopping: threading.Event) -> bool:
        """Wait for something to happen; says whether all is well."""
        sentinels: dict[Any, int] = {
            process.sentinel: number for number, (process, _) in self._running.items()
        }
        news: dict[Any, int] = {
            reader: number
            for number, (_, reader) in self._running.items()
            if number not in self._ready
        }
        happened: list[Any] = wait([self._woken, *sentinels, *news], timeout=5.0)
        for one in happened:
            if one in news:
                with contextlib.suppress(EOFError, OSError):
                    one.recv()
                    self._ready.add(news[one])
                    self._pause = _FIRST_PAUSE
        ended = [sentinels[one] for one in happened if one in sentinels]
        for number in ended:
            process, reader = self._running.pop(number)
            process.join()
            reader.close()
            was_ready = number in self._ready
            self._ready.discard(number)
            if stopping.is_set():
                continue
            logger.warning("%s ended with %s; another is started", process.name, process.exitcode)
            if not was_ready:
                stopping.wait(self._pause)
                self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._start(number)
            if not was_ready:
                return False
        return True

    def _stop(self) -> None:
        processes = [process for process, _ in self._running.values()]
        for process in processes:
            process.terminate()
        end = time.monotonic() + _PATIENCE
        for process in processes:
            process.join(max(0.0, end - time.monotonic()))
            if process.exitcode is None:
                process.kill()
                process.join()
        for _, reader in self._running.values():
            reader.close()
        self._wake.close()
        self._woken.close()


def _signals() -> tuple[signal.Signals, ...]:
    return (signal.SIGINT, signal.SIGTERM)


def _work(config: EmulatorConfig, listener: socket.socket, at_a_time: int, ready: Any) -> None:
    """What a worker does until its parent tells it to end, or has ended itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    logging.basicConfig(level=logging.INFO if config.log else logging.WARNING)
    with ExitStack() as stack:
        with starting() as problems:
            emulator = stack.enter_context(Emulator(config, strict=True))
        if problems.status:
            sys.exit(problems.status)
        server = EmulatorServer(emulator, at_ready=lambda: ready.send(True), backlog=at_a_time)
        parent = parent_process()
        if parent is not None:
            watched = (parent.sentinel, server)
            threading.Thread(target=_end_with, args=watched, daemon=True).start()
        server.run([listener])


def _end_with(sentinel: int, server: EmulatorServer) -> None:
    wait([sentinel])
    server.stop()
