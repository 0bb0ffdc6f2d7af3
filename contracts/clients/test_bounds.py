"""How long a step may take, what may come before an answer, and which page of a list is next.

Counting without a network or a clock: each bound is held at its edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

import httpcore
import pytest
from imagehosts import ResponseDecodeError
from imagehosts.core import quick_folders
from imagehosts.core.bounds import Deadline, Exchange, Step
from imagehosts.core.pagination import PageCall
from imagehosts.core.quick_folders import is_quick
from imagehosts_wire.types import Operation, Pagination, Parameter, Result

from contracts.support.reporting import report_all


class Clock:
    now = 1000.0


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("time.monotonic", lambda: made.now)
    return made


# --- time ----------------------------------------------------------------------------------


def test_step_lasts_no_longer_than_what_is_left_of_the_call(clock: Clock) -> None:
    rows: list[tuple[float, float | None, float | None]] = [
        (10, None, 10),
        (10, 5, 5),
        (10, 10, 10),
        (10, 11, 10),
        (10, inf, 10),
        (inf, 5, 5),
        (inf, inf, None),
        (inf, None, None),
    ]
    with report_all(len(rows)) as case:
        for total, step, expected in rows:
            with case((total, step)):
                exchange = Exchange(Deadline(total), 1, 1)
                assert exchange.seconds(step, httpcore.ReadTimeout) == expected
                made = Step(step, exchange)
                assert (made, made.exchange) == (inf if step is None else step, exchange)
    exchange = Exchange(Deadline(10), 1, 1)
    clock.now += 9.5
    assert exchange.seconds(None, httpcore.ReadTimeout) == 0.5
    for more in (0.5, 1):
        clock.now += more
        with pytest.raises(httpcore.WriteTimeout, match=r"^the time of the call is up$"):
            exchange.seconds(5, httpcore.WriteTimeout)


def test_bytes_and_pauses_lengthen_only_a_call_whose_time_follows_its_size(clock: Clock) -> None:
    fixed, growing = Deadline(10), Deadline(10, 0.5)
    for deadline, moved, paused in ((fixed, 10, 10), (growing, 12, 15)):
        assert (deadline.seconds, deadline.left()) == (10, 10)
        deadline.moved(4)
        assert deadline.left() == moved
        deadline.pause(3)
        assert deadline.left() == paused
    clock.now += 4
    assert (fixed.left(), growing.left()) == (6, 11)
    # What is waited between two requests counts in a call of a fixed length alone.
    assert (fixed.left_after(2), growing.left_after(2)) == (4, 11)
    assert (fixed.left(), growing.left()) == (6, 13)


def test_folder_is_quick_for_ten_seconds_after_it_was(
    clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_folders, "_quick", {})
    file = tmp_path / "a.png"
    file.write_bytes(b"x")
    assert not is_quick(str(file))
    quick_folders.note(str(file), 0.0099)
    (tmp_path / "folder").mkdir()
    rows = {"a.png": True, "folder": False, "gone.png": True, "nul\0": True, "folder/a.png": False}
    assert {name: is_quick(str(tmp_path / name)) for name in rows} == rows
    clock.now += 9.9
    assert is_quick(str(file))
    clock.now += 0.1
    assert not is_quick(str(file))
    for seconds, quick in ((0.0, True), (0.01, False)):
        quick_folders.note(str(file), seconds)
        assert is_quick(str(file)) is quick
    # So many are known at most; one more, and all are tried out again.
    for number in range(256):
        quick_folders.note(f"/{number}/a.png", 0)
    quick_folders.note(str(file), 0)
    assert is_quick(str(file))
    assert not is_quick("/255/a.png")


# --- what comes before an answer -----------------------------------------------------------


def head_of(*pieces: bytes, size: int = 10_000, interim: int = 2, answered: bool = False) -> None:
    exchange = Exchange(Deadline(10), size, interim)
    for piece in pieces:
        exchange.check_head()
        exchange.received(piece)
    exchange.answered = answered
    exchange.check_head()


def test_what_comes_before_an_answer_is_bounded_to_the_byte() -> None:
    early, last = b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.0 199 X\r\n"
    longer = "more than 10 bytes of headers (max_header_bytes)"
    more = "more than 2 interim answers (max_interim_responses)"
    rows: list[tuple[str, dict[str, Any], tuple[bytes, ...], str]] = [
        ("as long as it may be", {"size": 10}, (b"x" * 10,), ""),
        ("a byte longer", {"size": 10}, (b"x" * 11,), longer),
        ("in pieces", {"size": 10}, (b"x" * 5, b"x" * 6), longer),
        ("in more pieces than needed", {"size": 10}, (b"x" * 11, b"x"), longer),
        ("answered", {"size": 10, "answered": True}, (b"x" * 10,), ""),
        ("nothing", {"size": 0}, (), ""),
        ("two interim answers", {}, (early, early), ""),
        ("three", {}, (early, early, last), more),
        ("three in one", {}, (early + early + last,), more),
        ("cut in two", {}, (early + early + last[:8], last[8:]), more),
        ("answers that are no interim ones", {}, (b"HTTP/1.1 200 OK\r\n" * 9,), ""),
        ("in the middle of a line", {}, (b"x HTTP/1.1 100 " * 9,), ""),
        ("of another version", {}, (b"\nHTTP/2.1 100 " * 9,), ""),
        ("of four digits", {}, (b"\nHTTP/1.1 1000 " * 9,), ""),
        ("none at all", {"interim": 0}, (early,), more.replace("2", "0")),
    ]
    with report_all(len(rows)) as case:
        for name, bounds, pieces, said in rows:
            with case(name):
                if not said:
                    head_of(*pieces, **bounds)
                    continue
                with pytest.raises(httpcore.RemoteProtocolError) as caught:
                    head_of(*pieces, **bounds)
                assert str(caught.value) == said
    # What comes behind the headers is no header.
    exchange = Exchange(Deadline(10, 1.0), 10, 0)
    exchange.answered = True
    exchange.received(b"x" * 100)
    exchange.answered = False
    exchange.check_head()
    assert exchange.deadline.left() == 110


# --- pages ---------------------------------------------------------------------------------


def listing(style: Any, **facts: Any) -> Operation[Any]:
    pagination = Pagination(style, "at", items="/items", **facts)
    parameters = (Parameter("at", "at", "query"), Parameter("q", "q", "query"))
    return Operation(
        "a",
        "things",
        "GET",
        "/",
        result=Result("json"),
        parameters=parameters,
        pagination=pagination,
    )


def following(operation: Operation[Any], at: Any, items: Sequence[int], **more: Any) -> Any:
    """What the call after an answer asks for; None where it was the last."""
    call = PageCall(operation, (at, "x"), **more.pop("call", {}))
    after = call.after({"items": list(items), **more})
    if after is None:
        return None
    assert (after.values[1], after.number) == ("x", call.number + 1)
    assert after.seen == call.seen + len(items)
    return after.values[0]


def test_next_page_is_asked_for_as_each_style_counts() -> None:
    page, offset = listing("page", first=1), listing("offset", total="/total")
    start, sized = listing("start", first=1, total="/total"), listing("page", page_size=3)
    asked = listing("page", page_size=3, limit="max")
    cursor = listing("cursor", next="/next", total="/total")
    three, known = [1, 2, 3], {"cursors": frozenset("b")}
    rows: list[tuple[str, Operation[Any], Any, list[int], dict[str, Any], Any]] = [
        ("page", page, None, three, {}, 2),
        ("page as text", page, "4", three, {}, 5),
        ("empty page", page, None, [], {}, None),
        ("offset", offset, None, three, {}, 3),
        ("offset further on", offset, 3, three, {}, 6),
        ("offset before the end", offset, 3, three, {"total": 7}, 6),
        ("offset at the end", offset, 3, three, {"total": 6}, None),
        ("total that is no number", offset, 3, three, {"total": "6"}, 6),
        ("start", start, None, three, {}, 4),
        ("start before the end", start, 4, three, {"total": 7}, 7),
        ("start at the end", start, 4, three, {"total": 6}, None),
        ("full page", sized, 0, three, {}, 1),
        ("short page", sized, 0, three[:2], {}, None),
        ("short page of a length that was asked for", asked, 0, three[:2], {}, 1),
        ("cursor", cursor, None, three, {"next": "b"}, "b"),
        ("cursor that is a number", cursor, "a", three, {"next": 7}, "7"),
        ("no cursor", cursor, "a", three, {}, None),
        ("empty cursor", cursor, "a", three, {"next": ""}, None),
        ("cursor that is false", cursor, "a", three, {"next": False}, None),
        ("same cursor", cursor, "a", three, {"next": "a"}, None),
        ("known cursor", cursor, "a", three, {"next": "b", "call": known}, None),
        ("cursor before the end", cursor, "a", three, {"next": "b", "total": 4}, "b"),
        ("cursor at the end", cursor, "a", three, {"next": "b", "total": 3}, None),
        (
            "cursor at the end of several",
            cursor, "a", three, {"next": "b", "total": 9, "call": {"seen": 6}}, None,
        ),
    ]  # fmt: skip
    with report_all(len(rows)) as case:
        for name, operation, at, items, more, expected in rows:
            with case(name):
                found = following(operation, at, items, **more)
                assert (found, type(found)) == (expected, type(expected))
    call = PageCall(cursor, ("a", "x"), None, 1, 0, (), 0, frozenset({"z"}))
    after = call.after({"items": three, "next": "b"})
    assert after is not None
    assert after.cursors == {"z", "b"}
    assert PageCall(page, (1, "x")).after({"items": three}).cursors == frozenset()  # type: ignore[union-attr]


def test_page_that_comes_again_is_taken_ten_times_where_items_have_keys() -> None:
    for key, most in (("", 0), ("id", 10)):
        call: PageCall | None = PageCall(listing("page", key=key), (0, "x"))
        assert call is not None
        call = call.after({"items": [1]})
        for repeats in range(most):
            assert call is not None
            call = call.after({"items": [1]})
            assert call is not None
            assert call.repeats == repeats + 1
        assert call is not None
        fresh = call.after({"items": [2]})
        assert fresh is not None
        assert fresh.repeats == 0
        with pytest.raises(ResponseDecodeError) as caught:
            call.after({"items": [1]})
        assert str(caught.value) == (
            "a things: the host answers the same page again and again; the list was stopped after"
            f" {most + 2} items"
        )


def test_list_of_more_pages_than_there_can_be_is_stopped() -> None:
    last = PageCall(listing("page"), (7, "x"), number=99_999)
    assert last.after({"items": [1]}) is not None
    with pytest.raises(ResponseDecodeError) as caught:
        PageCall(listing("page"), (7, "x"), number=100_000, seen=5).after({"items": [1, 2]})
    assert str(caught.value) == (
        "a things: more than 100000 pages; the list was stopped after 7 items"
    )
    bare: Operation[Any] = Operation("a", "b", "GET", "/", result=Result("json"))
    with pytest.raises(TypeError, match="does not answer page by page"):
        PageCall(bare, ()).after({})
    assert PageCall(listing("page"), (0, "x")).items({"items": "text"}) == []
    assert PageCall(listing("page"), (0, "x")).total({"total": 3}) is None
