"""What pytest does with what was seen: tests that cause a breach fail, and counts are kept."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from contracts.coverage.doors import Watch

MARK = "outside"
ADVICE = (
    "Put it right, or mark the test with @pytest.mark.outside('why') if it sends on purpose what"
    " the contract does not have, or planted='why' if it makes the emulator answer so."
)
#: So many faults of one test are shown.
MOST_SHOWN = 10

_watch = Watch()


def pytest_configure(config: pytest.Config) -> None:
    _watch.install()
    config.add_cleanup(_watch.close)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    result = yield
    _judge(item)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    result = yield
    _judge(item)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    result = yield
    _judge(item)
    return result


def _judge(item: pytest.Item) -> None:
    found = _watch.take_faults()
    if not found:
        return
    if os.environ.get("COV_DEBUG"):
        with Path(os.environ["COV_DEBUG"]).open("a") as f:
            for x in {str(tuple(y)) for y in found}:
                f.write(f"{item.nodeid}\t{x}\n")
        return


def pytest_sessionfinish() -> None:
    _watch.record.write()
