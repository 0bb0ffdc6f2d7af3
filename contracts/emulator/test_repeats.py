"""Answers that are remembered: what counts as a repeated request, and how much is kept."""

from __future__ import annotations

from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core import repeats
from imagehosts.emulator.core.journal import Entry
from imagehosts.emulator.core.repeats import Origin, Repeat, Repeats

from contracts.support.reporting import report_all

SCOPE: dict[str, Any] = {"type": "http", "client": ("127.0.0.1", 1)}


def answer(emulator: Emulator, size: int = 1, **facts: Any) -> Repeat:
    """An answer of this size to a request for a file."""
    values = {"status": 200, "headers": {}, **facts}
    entry = Entry(0.0, "GET", "http", "localhost", "/a.png", "", "", **values)
    origin = Origin(emulator.services.store.version(), 200)
    return Repeat(origin, {"type": "start"}, {"type": "body", "body": b"x" * size}, entry)


def known(kept: Repeats, keys: str) -> str:
    return "".join(key for key in keys if kept.find(key, SCOPE) is not None)


def test_what_came_once_long_ago_is_new_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "_MOST", 2)
    with Emulator() as emulator:
        kept = Repeats(emulator.services)
        for key in "abca":  # more than two came in between
            kept.keep(key, answer(emulator))
        assert known(kept, "abc") == ""
        kept.keep("a", answer(emulator))
        assert known(kept, "abc") == "a"
        by_turns = Repeats(emulator.services)
        for key in "abab":
            by_turns.keep(key, answer(emulator))
        assert known(by_turns, "ab") == "ab"


def test_answers_are_forgotten_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "_MOST", 3)
    monkeypatch.setattr(repeats, "_MOST_BYTES", 10)
    cases = {
        "as many as there may be": ([("a", 1), ("b", 1), ("c", 1)], "abc"),
        "one more": ([("a", 1), ("b", 1), ("c", 1), ("d", 1)], "d"),
        "as many bytes as there may be": ([("a", 4), ("b", 6)], "ab"),
        "a byte more": ([("a", 4), ("b", 7)], "b"),
        "the same one again": ([("a", 3), ("a", 3), ("b", 7)], "ab"),
        "bytes are counted anew": ([("a", 4), ("b", 7), ("c", 3)], "bc"),
    }
    with Emulator() as emulator, report_all() as case:
        for name, (sizes, expected) in cases.items():
            with case(name):
                kept = Repeats(emulator.services)
                for key, size in sizes:
                    for _ in range(2):
                        kept.keep(key, answer(emulator, size))
                assert known(kept, "abcd") == expected


def test_what_is_out_of_the_ordinary_is_not_remembered() -> None:
    longest = {"a": "x" * 4000, "b": "x" * 96}
    cases: dict[str, tuple[dict[str, Any], bool]] = {
        "an ordinary one": ({}, True),
        "another status than it was made with": ({"status": 404}, False),
        "a fault met it": ({"faults": ["slow"]}, False),
        "a problem": ({"problem": "gone"}, False),
        "headers as long as they may be": ({"headers": longest}, True),
        "longer headers": ({"headers": {**longest, "c": "x"}}, False),
    }
    with Emulator() as emulator, report_all() as case:
        for name, (facts, expected) in cases.items():
            with case(name):
                kept = Repeats(emulator.services)
                for _ in range(2):
                    kept.keep("a", answer(emulator, **facts))
                assert bool(known(kept, "a")) is expected
