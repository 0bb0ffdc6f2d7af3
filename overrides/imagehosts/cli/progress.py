"""How far a batch is, on a terminal: a line for each file under way, and one for the whole."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .output import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from imagehosts.sharing.batch import Progress
    from imagehosts.sharing.sources import Source

__all__ = ["shown"]


@contextmanager
def shown(
    pictures: list[Source], *, copies: int = 1, quiet: bool = False
) -> Generator[Callable[[Progress], None] | None]:
    """Show the progress of a batch while the block runs, where there is a terminal for it.

    Args:
        pictures: The pictures of the batch.
        copies: To how many hosts each goes.
        quiet: Show nothing.
    """
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
        yield _Shown(bars, pictures, copies)


class _Shown:
    def __init__(self, bars: Any, pictures: list[Source], copies: int) -> None:
        self._bars = bars
        self._copies = copies
        self._files: dict[tuple[int, str], Any] = {}
        #: Bytes of each picture, as far as that is known before it is sent.
        self._sizes = [_size_of(picture) for picture in pictures]
        self._under_way: dict[tuple[int, str], int] = {}
        self._bytes = sum(self._sizes) * copies
        self._done = 0
        count = len(pictures)
        self._all = bars.add_task(f"0 of {count}", total=self._bytes or None) if count > 1 else None

    def __call__(self, progress: Progress) -> None:
        key, index = (progress.index, progress.host), progress.index
        if progress.finished:
            for each in [each for each in self._files if each[0] == index]:
                self._bars.remove_task(self._files.pop(each))
                self._under_way.pop(each, None)
            size = progress.total or self._sizes[index]
            self._bytes += (size - self._sizes[index]) * self._copies
            self._done += size * self._copies
        else:
            self._under_way[key] = progress.sent
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
                completed=self._done + sum(self._under_way.values()),
                # A total that changes begins the measuring of the rate anew.
                total=self._bytes or None,
            )


def _size_of(picture: Source) -> int:
    """Bytes of a file; 0 for what is not one, or cannot be looked at."""
    if picture.size is not None:
        return picture.size
    try:
        return os.path.getsize(picture.identity) if picture.is_path else 0
    except OSError:
        return 0
