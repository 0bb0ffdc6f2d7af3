"""What pytest does with what was seen: tests that cause a breach fail, and counts are kept.

Tests of the server send what no client does, by their nature (:data:`OUTSIDE`). Elsewhere
``@pytest.mark.outside("why")`` on a test or a module says that it sends, on purpose, what the
contract does not have; ``@pytest.mark.planted("why")`` that it makes the emulator answer what its
contract does not allow. A mark on a single test that turns out to be needless fails too.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable

import pytest

from contracts.coverage.doors import Fault, Watch

#: The mark that lets a kind of fault pass.
MARKS = {"request": "outside", "answer": "planted"}
#: Modules whose requests need not be of the contract: they ask the emulator as anybody might.
OUTSIDE = (
    "emulator/test_*.py",
    "fuzz/test_*.py",
    "hosts/*/test_emulator*.py",
    "hosts/*/test_fuzz.py",
    "hosts/*/test_guard.py",
)
ADVICE = {
    "request": "Put the request right, or mark the test @pytest.mark.outside('why it sends this').",
    "answer": "Put emulator or spec right, or mark a test that plants this on purpose"
    " @pytest.mark.planted('why').",
}
#: So many faults of one test are shown.
MOST_SHOWN = 8

_watch = Watch()
_seen = pytest.StashKey[set[str]]()
_FAILED = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    _watch.install()
    config.add_cleanup(_watch.close)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    item.stash[_seen] = set()
    _watch.take_faults()  # those of a test that failed by itself
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
    try:
        result = yield
    finally:
        if _FAILED in item.stash:
            _watch.take_faults()
    _judge(item)
    if _FAILED in item.stash:
        return result
    needless = [
        mark.name
        for mark in item.own_markers
        if mark.name in MARKS.values() and mark.name not in item.stash[_seen]
    ]
    if needless and not _varies(item):
        pytest.fail(
            f"marked {' and '.join(needless)}, and nothing of the kind was seen: drop the mark",
            pytrace=False,
        )
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


def _varies(item: pytest.Item) -> bool:
    """Whether a test sends something else each time, so that a mark may be for another time."""
    return hasattr(item, "callspec") or hasattr(getattr(item, "obj", None), "hypothesis")


def _judge(item: pytest.Item) -> None:
    found = _watch.take_faults()
    if not found:
        return
    seen = item.stash[_seen]
    seen |= {MARKS[fault.kind] for fault in found}
    lines = [*_lines_of(fault for fault in found if not _may(item, fault.kind))]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def _may(item: pytest.Item, kind: str) -> bool:
    """Whether a test may go past the contract in this way."""
    listed = kind == "request" and any(item.path.match(f"contracts/{each}") for each in OUTSIDE)
    return listed or item.get_closest_marker(MARKS[kind]) is not None


def _lines_of(faults: Iterable[Fault]) -> Generator[str]:
    by_kind: dict[str, dict[str, None]] = {}
    for fault in faults:
        by_kind.setdefault(fault.kind, {})[f"  {fault.side}: {fault.text}"] = None
    for kind, lines in by_kind.items():
        yield f"not what the contract says ({kind}):"
        yield from [*lines][:MOST_SHOWN]
        if len(lines) > MOST_SHOWN:
            yield f"  and {len(lines) - MOST_SHOWN} more"
        yield ADVICE[kind]


def pytest_sessionfinish() -> None:
    _watch.record.write()
