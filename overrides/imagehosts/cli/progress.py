"""How far a batch is, on a terminal: a line for each file under way, and one for the whole."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .output import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from imagehosts.sharing.batch import Progress

__all__ = ["shown"]


@contextmanager
def shown(count: int, *, quiet: bool) -> Generator[Callable[[Progress], None] | None]:
    """Show the progress of a batch while the block runs, where there is a terminal for it."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with bars:
        yield _Shown(bars, count)


class _Shown:
    def __init__(self, bars: Any, count: int) -> None:
        self._bars = bars
        self._files: dict[tuple[int, str], Any] = {}
        self._sizes: dict[tuple[int, str], tuple[int, int]] = {}
        self._all = bars.add_task(f"0 of {count}", total=None) if count > 1 else None

    def __call__(self, progress: Progress) -> None:
        key = (progress.index, progress.host)
        total = progress.total or progress.sent
        self._sizes[key] = (progress.sent, total)
        if progress.finished:
            for each in [each for each in self._files if each[0] == progress.index]:
                self._bars.remove_task(self._files.pop(each))
        else:
            task = self._files.get(key)
            name = clean(progress.source)
            name = name if len(name) <= 40 else f"...{name[-37:]}"
            if progress.waiting:
                name = f"{name} waits {progress.waiting:.0f} s, as {progress.host} asks"
            if task is None:
                task = self._files[key] = self._bars.add_task(name, total=progress.total)
            self._bars.update(task, description=name, completed=progress.sent, total=progress.total)
        if self._all is not None:
            self._bars.update(
                self._all,
                description=f"{progress.done} of {progress.count}",
                completed=sum(sent for sent, _ in self._sizes.values()),
                total=sum(size for _, size in self._sizes.values()) or None,
            )
