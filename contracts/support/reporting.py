"""Many cases in one test: all of them run, and the failure lists every one that failed.

A table whose rows prove the same thing is one test that loops::

    with report_all() as case:
        for name, given, expected in ROWS:
            with case(name):
                assert convert(given) == expected
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

__all__ = ["report_all"]

ROOT = Path(__file__).resolve().parents[2]
#: So much of one failure is shown; the rest can be had by running that case alone.
MOST_TEXT = 1500


class Case(Protocol):
    """Opens the block of one case."""

    def __call__(self, name: object) -> AbstractContextManager[None]: ...


@contextmanager
def report_all(least: int = 1) -> Iterator[Case]:
    """Run every case of the block, then fail once with all failures.

    Args:
        least: Fewer cases than this fail the test: a loop over nothing proves nothing.

    Yields:
        ``case(name)``, a context manager around one case. An exception in it is noted, and the loop
        goes on; a skip or a keyboard interrupt passes through. Cases cannot be nested.
    """
    failures: list[str] = []
    count = 0

    @contextmanager
    def case(name: object) -> Iterator[None]:
        nonlocal count
        count += 1
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:
            failures.append(f"{name}: {_describe(error)}")

    def summary(when: str) -> str:
        text = "\n".join(f"- {failure}" for failure in failures)
        return f"{len(failures)} of {count} cases failed{when}:\n{text}"

    try:
        yield case
    except BaseException as error:
        if failures:
            error.add_note(summary(" before"))
        raise
    __tracebackhide__ = True
    if failures:
        pytest.fail(summary(""), pytrace=False)
    if count < least:
        pytest.fail(f"{count} cases ran, at least {least} are needed", pytrace=False)


def _describe(error: BaseException) -> str:
    """What went wrong, and the innermost line of the tests where it did."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_test(Path(frame.filename))] or frames
    message = str(error) or (ours[-1].line or "")
    if not isinstance(error, (AssertionError, pytest.fail.Exception)):
        message = f"{type(error).__name__}: {message}"
    message = message if len(message) <= MOST_TEXT else f"{message[:MOST_TEXT]} ..."
    place = Path(ours[-1].filename)
    shown = place.relative_to(ROOT) if place.is_relative_to(ROOT) else place
    return f"{message}\n    at {shown}:{ours[-1].lineno}".replace("\n", "\n  ")


def _is_test(path: Path) -> bool:
    return path.is_relative_to(ROOT / "contracts") and path != Path(__file__).resolve()
