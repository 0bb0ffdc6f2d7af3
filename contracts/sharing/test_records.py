"""What histories and journals keep, find, forget and refuse, at the edges of each question."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from imagehosts.core.errors import (
    ConnectionFailed,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    ResponseDecodeError,
)
from imagehosts.sharing.database import DatabaseError
from imagehosts.sharing.history import History, load_uploaded, save_uploaded
from imagehosts.sharing.journal import Claim, ClaimLost, Entry, Journal, may_have_been_stored
from imagehosts.sharing.stores import is_postgres, shown_address
from imagehosts.sharing.uploaded import NoAddress, Uploaded

from contracts.support.reporting import report_all

WHOLE = Uploaded(
    source="lake.png",
    host="imgur",
    base_url="https://a.example",
    id="x1",
    url="https://i.example/x1.png",
    page_url="https://i.example/x1",
    thumbnail_url="https://i.example/x1t.png",
    delete="secret",
    title="Lake Tahoe",
    width=40,
    height=30,
    bytes=7,
    mime="image/png",
    expires_at=datetime(2026, 12, 1, 8, 30, tzinfo=UTC),
    reused=True,
    answer={"id": "x1"},
)


def other(number: int, **changes: Any) -> Uploaded:
    """A picture that has nothing in common with the first."""
    facts = {name: f"{name}{number}" for name in ("source", "id", "url", "page_url", "delete")}
    return Uploaded(**{"host": "imgbb", "title": None, **facts, **changes})


# --- history -------------------------------------------------------------------------------


def test_picture_comes_back_from_a_history_as_it_was(tmp_path: Path) -> None:
    with History(tmp_path / "h") as history:
        before = time.time()
        number = history.add(WHOLE, "d")
        record = history.get(number)
        assert record is not None
        assert (record.id, record.digest, record.deleted_at) == (number, "d", None)
        assert before <= record.at <= time.time()
        # Whether it was taken from the history is a fact of that upload, not of the picture.
        assert record.uploaded == evolve(WHOLE, reused=False)
        assert history.get(number + 1) is None
    assert load_uploaded(save_uploaded(other(1))) == other(1)
    assert "reused" not in save_uploaded(WHOLE)


def test_content_is_found_at_its_own_host_and_address_alone() -> None:
    with History(None) as history:
        first = history.add(WHOLE, "d")
        last = history.add(WHOLE, "d")
        history.add(evolve(WHOLE, host="imgbb"), "d")
        rows: list[tuple[tuple[str, str, str], int | None]] = [
            (("d", "imgur", "https://a.example"), last),
            (("e", "imgur", "https://a.example"), None),
            (("d", "imges", "https://a.example"), None),
            (("d", "imgur", "https://b.example"), None),
        ]
        for asked, number in rows:
            found = history.find_content(*asked)
            assert (None if found is None else found.id) == number
        history.mark_deleted(last)
        found = history.find_content(*rows[0][0])
        assert found is not None
        assert found.id == first


def test_picture_is_found_by_each_of_its_links_until_it_is_deleted() -> None:
    with History(None) as history:
        older, number, _ = history.add(WHOLE), history.add(WHOLE), history.add(other(1))
        links = (WHOLE.url, WHOLE.page_url, WHOLE.thumbnail_url, WHOLE.delete, WHOLE.id)
        for link in links:
            found = history.find_link(link or "")
            assert found is not None
            assert found.id == number
        assert history.find_link("lake.png") is None
        history.mark_deleted(number)
        gone = history.get(number)
        assert gone is not None
        assert gone.deleted_at is not None
        assert (gone.uploaded.delete, gone.uploaded.url) == (None, WHOLE.url)
        found = history.find_link(WHOLE.url or "")
        assert found is not None
        assert found.id == older
        history.mark_deleted(older)
        assert [history.find_link(link or "") for link in links] == [None] * 5


def test_last_upload_is_that_of_the_host_asked_for() -> None:
    with History(None) as history:
        assert history.last() is None
        first, second = history.add(WHOLE), history.add(other(1))

        def last(host: str | None = None) -> int | None:
            found = history.last(host)
            return None if found is None else found.id

        assert (last(), last("imgur"), last("imgbb"), last("imges")) == (
            second,
            first,
            second,
            None,
        )
        history.mark_deleted(second)
        assert (last(), last("imgbb")) == (first, None)


def test_records_are_those_that_every_condition_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    with History(None) as history:
        numbers: list[int] = []
        for at, picture in enumerate((WHOLE, other(1), other(2, title="Dawn at TAHOE"), other(3))):
            monkeypatch.setattr(time, "time", lambda at=at: 100.0 + at)
            numbers.append(history.add(picture))
        history.mark_deleted(numbers[3])
        a, b, c, d = numbers
        rows: list[tuple[dict[str, Any], list[int]]] = [
            ({}, [a, b, c]),
            ({"deleted": True}, [a, b, c, d]),
            ({"host": "imgur"}, [a]),
            ({"host": "imgbb"}, [b, c]),
            ({"since": 101.0}, [b, c]),
            ({"since": 101.5}, [c]),
            ({"since": 0.0}, [a, b, c]),
            ({"search": "tahoe"}, [a, c]),
            ({"search": "LAKE.PNG"}, [a]),
            ({"search": "url1"}, [b]),
            ({"search": "page_url2"}, [c]),
            ({"search": "secret"}, []),
            ({"search": "%"}, []),
            ({"search": "tahoe", "host": "imgbb", "since": 102.0}, [c]),
            ({"search": "url3", "deleted": True}, [d]),
        ]
        with report_all(len(rows)) as case:
            for conditions, expected in rows:
                with case(conditions):
                    assert [each.id for each in history.records(**conditions)] == expected


def test_uploads_are_forgotten_by_number_or_all_at_once() -> None:
    with History(None) as history:
        a, b, c = (history.add(other(number)) for number in range(3))
        assert history.forget([a, c, 99]) == 2
        assert [each.id for each in history.records()] == [b]
        assert history.forget([]) == 0
        history.add(other(4))
        assert history.forget() == 2
        assert list(history.records(deleted=True)) == []


# --- journals ------------------------------------------------------------------------------


def entry(key: str, **facts: Any) -> Entry:
    given = {"source": "lake.png", "host": "host", "base_url": "http://host.example", **facts}
    return Entry(key=key, **given)


def test_sent_is_written_down_a_quarter_of_a_mebibyte_before_the_end() -> None:
    last = 256 * 1024
    rows: list[tuple[int, int | None, str]] = [
        (0, last, "sent"),
        (0, last + 1, "claimed"),
        (1, last + 1, "sent"),
        (10**6, 10**6 + last + 1, "claimed"),
        (10**6, 10**6 + last, "sent"),
        (0, None, "sent"),
        (5, 5, "sent"),
    ]
    with Journal() as journal, report_all(len(rows)) as case:
        for number, (sent, total, state) in enumerate(rows):
            with case((sent, total)):
                key = str(number)
                journal.claim(entry(key))
                seen: list[tuple[int, int | None]] = []
                journal.watch(key, lambda *step, seen=seen: seen.append(step))(sent, total)
                assert journal.state(key) == state
                assert seen == [(sent, total)]
                assert journal.is_in_doubt(key) is False


def test_worker_marks_a_picture_once_and_only_while_it_is_its_own() -> None:
    with Journal() as journal:
        journal.claim(entry("a"))
        note = journal.watch("a")
        note(10, 10)
        journal.finish("a", WHOLE)
        note(10, 10)  # told again, and not written again
        for call in (lambda: journal.watch("a")(10, 10), lambda: journal.mark_sent("none")):
            with pytest.raises(ClaimLost) as caught:
                call()
            assert str(caught.value) == (
                "it was not sent: nothing was heard of this worker for 30 seconds, and the picture"
                " is another worker's now"
            )


def test_end_of_an_upload_says_what_is_known(tmp_path: Path) -> None:
    lost, early = ConnectionFailed("lost"), ConnectionFailed("early", may_have_arrived=False)
    unread = ResponseDecodeError("unread")
    busy = HostUnavailable("busy")
    kinds: list[tuple[BaseException, bool]] = [
        (lost, True), (early, False), (unread, True), (busy, False), (OSError("x"), False),
    ]  # fmt: skip
    assert [may_have_been_stored(error) for error, _ in kinds] == [doubt for _, doubt in kinds]
    ends: dict[str, tuple[bool, Callable[[Journal, str], None], str, str | None]] = {
        "lost": (True, lambda j, key: j.fail(key, lost), "in doubt", "lost"),
        "lost early": (False, lambda j, key: j.fail(key, lost), "failed", "lost"),
        "never there": (True, lambda j, key: j.fail(key, early), "failed", "early"),
        "unread": (True, lambda j, key: j.fail(key, unread), "in doubt", "unread"),
        "busy": (True, lambda j, key: j.fail(key, busy), "failed", "busy"),
        "other": (True, lambda j, key: j.fail(key, OSError("x")), "failed", "x"),
        "broken off": (True, lambda j, key: j.abandon(key), "in doubt", "broken off"),
        "broken off early": (False, lambda j, key: j.abandon(key), "failed", "broken off"),
        "left": (True, lambda j, key: j.leave_in_doubt(key), "in doubt", "not known"),
        "done": (True, lambda j, key: j.finish(key, WHOLE), "done", None),
    }
    path = tmp_path / "j"
    with Journal(path) as journal:
        for key, (sent, end, _, _) in ends.items():
            journal.claim(entry(key, digest=f"d-{key}"))
            if sent:
                journal.mark_sent(key)
            end(journal, key)
        with closing(sqlite3.connect(path)) as file:
            rows = file.execute("SELECT key, state, error, worker, lease_until FROM upload")
            assert {key: rest for key, *rest in rows} == {
                key: [state, error, None, None] for key, (_, _, state, error) in ends.items()
            }
        (found,) = journal.entries("done")
        assert found == entry("done", digest="d-done")
        assert journal.count() == {"in doubt": 4, "failed": 5, "done": 1}
        assert journal.is_in_doubt("left")
        assert journal.state("nobody") is None
        assert journal.result("lost") is None
        # What is done stays as it was, whoever comes later.
        journal.finish("done", other(1))
        assert journal.result("done") == evolve(WHOLE, reused=False)
        assert journal.claim(entry("done")).uploaded == evolve(WHOLE, reused=False)
        assert journal.claim(entry("left"), again=True) == Claim(state="granted")
        assert journal.claim(entry("lost")) == Claim(state="in doubt")


def test_claims_are_counted_for_each_host_and_address() -> None:
    with Journal() as journal:

        def state(key: str, **facts: Any) -> str:
            return journal.claim(entry(key, **facts), limit=1).state

        assert state("a") == "granted"
        assert state("a") == "granted"  # its own does not count against it
        assert journal.claim(entry("b"), limit=1) == Claim(state="wait", seconds=0.1)
        assert state("c", host="other") == "granted"
        assert state("d", base_url="http://other.example") == "granted"
        assert journal.claim(entry("e"), limit=2).state == "granted"
        assert journal.claim(entry("f"), limit=2).state == "wait"
        assert journal.claim(entry("g")).state == "granted"  # without a limit
        journal.mark_sent("a")
        assert journal.claim(entry("h"), limit=3).state == "wait"
        journal.finish("a", WHOLE)
        assert journal.claim(entry("h"), limit=3).state == "granted"


def test_longest_pause_of_a_host_holds_for_all_its_uploads() -> None:
    with Journal() as journal:
        for seconds in (50, 80, 20):
            journal.pause("host", "http://host.example", seconds)
        claim = journal.claim(entry("a"))
        assert (claim.state, claim.paused, claim.uploaded) == ("wait", True, None)
        assert 79 < claim.seconds <= 80
        assert journal.claim(entry("b", host="other")).state == "granted"
        assert journal.state("a") is None
        journal.pause("third", "http://host.example", -1)
        assert journal.claim(entry("c", host="third")).state == "granted"


def test_only_one_upload_owns_a_picture_that_was_found() -> None:
    with Journal() as journal:
        one, two = entry("one", digest="d"), entry("two", digest="d")
        for each in (one, two, entry("far", digest="d", host="other"), entry("else", digest="e")):
            journal.claim(each)
            journal.mark_sent(each.key)
        assert journal.has_twin_under_way(one)
        journal.fail("two", HostUnavailable("busy"))
        assert not journal.has_twin_under_way(one)
        assert not journal.has_picture("host", "http://host.example", "x1")
        assert journal.finish_found(one, WHOLE)
        assert not journal.finish_found(one, other(1))
        assert not journal.finish_found(two, WHOLE)
        assert journal.finish_found(entry("far", host="other"), WHOLE)
        for place, known in (
            (("host", "http://host.example", "x1"), True),
            (("host", "http://host.example", "x2"), False),
            (("host", "http://other.example", "x1"), False),
            (("third", "http://host.example", "x1"), False),
        ):
            assert journal.has_picture(*place) is known


def test_lost_run_leaves_what_was_sent_in_doubt_and_the_rest_free(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path) as journal:
        for key in ("claimed", "sent", "done"):
            journal.claim(entry(key))
        journal.mark_sent("sent")
        journal.finish("done", WHOLE)
    with Journal(path) as journal:
        states = {key: journal.state(key) for key in ("claimed", "sent", "done")}
    assert states == {"claimed": "failed", "sent": "in doubt", "done": "done"}


def test_journal_says_where_it_is_and_links_to_the_same_one(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path) as journal:
        assert (repr(journal), journal.shown) == (f"<Journal {path}>", str(path))
        assert not journal.is_shared
        link = journal.link()
        assert link == journal.link()
        assert link is not None
        assert (link.address, link.lease) == (str(path), 30.0)
        assert repr(link) == "JournalLink(lease=30.0)"
        with Journal.join(link) as joined:
            assert joined.is_shared
            assert joined.claim(entry("a")).state == "granted"
            assert journal.claim(entry("a")).state == "held"
    with Journal() as journal:
        assert (journal.shown, journal.link()) == ("in memory", None)


def test_place_that_cannot_hold_a_journal_is_named(tmp_path: Path) -> None:
    def said(call: Callable[[], Any], kind: type[ImageHostError] = DatabaseError) -> str:
        with pytest.raises(kind) as caught:
            call()
        return str(caught.value)

    missing = tmp_path / "missing" / "j"
    text = tmp_path / "notes.txt"
    text.write_text("not a database\n" * 1000)
    mine = tmp_path / "mine.db"
    with closing(sqlite3.connect(mine)) as file:
        file.execute("CREATE TABLE mine(x)")
    with History(tmp_path / "history"):
        pass
    something_else = "is a database of something else; name another file"
    assert said(lambda: Journal(missing)) == (
        f"{missing}.lock cannot be opened: No such file or directory"
    )
    assert said(lambda: Journal(text)) == (
        f"{text} cannot be used: file is not a database; name another file"
    )
    for path in (mine, tmp_path / "history"):
        assert said(lambda path=path: Journal(path)) == f"{path} {something_else}"
    assert said(lambda: Journal(lease=-1), InvalidArgument) == (
        "lease: expected more than 0 seconds, got -1"
    )
    # A history makes the folder that it is to be in, for its user alone.
    History(missing).close()
    assert missing.parent.stat().st_mode & 0o777 == 0o700
    assert missing.stat().st_mode & 0o777 == 0o600
    with pytest.raises(DatabaseError, match="cannot be"):
        History(text / "below")


def test_journal_that_fails_in_the_middle_is_as_it_was_before() -> None:
    with Journal() as journal:
        journal.claim(entry("a"))
        with pytest.raises(TypeError):
            journal.finish_found(entry("a"), evolve(WHOLE, answer={"x": object()}))
        assert journal.state("a") == "claimed"
        assert journal.finish_found(entry("a"), WHOLE)
    for call in (
        lambda: journal.state("a"),
        lambda: journal.claim(entry("b")),
    ):
        with pytest.raises(DatabaseError) as caught:
            call()
        assert str(caught.value) == (
            "the journal cannot be written: Cannot operate on a closed database."
        )


def test_address_of_a_database_is_shown_without_its_password() -> None:
    rows = {
        "postgresql://me:word@db.example:5432/x": "postgresql://me@db.example:5432/x",
        "postgresql://me@db.example/x": "postgresql://me@db.example/x",
        "postgresql://db.example/x?password=word": "postgresql://db.example/x",
        "postgres://me:a@b@db.example/x#word": "postgres://me@db.example/x",
    }
    assert {address: shown_address(address) for address in rows} == rows
    assert all(map(is_postgres, rows))
    assert not any(map(is_postgres, ("mysql://a/b", "journal.db", Path("postgresql://a"), None)))


# --- forms of a picture --------------------------------------------------------------------


def test_picture_as_json_and_by_its_addresses() -> None:
    assert WHOLE.to_json() == {
        "source": "lake.png",
        "host": "imgur",
        "url": "https://i.example/x1.png",
        "page": "https://i.example/x1",
        "thumbnail": "https://i.example/x1t.png",
        "delete": "secret",
        "error": None,
        "answer": {"id": "x1"},
    }
    assert json.loads(json.dumps(WHOLE.to_json())) == WHOLE.to_json()
    assert WHOLE.render("{expires_at} {bytes} {mime}") == "2026-12-01T08:30:00+00:00 7 image/png"
    for name, value in (("page", WHOLE.page_url), ("thumbnail", WHOLE.thumbnail_url)):
        assert WHOLE.render(name) == WHOLE.address(name) == value
    rows: list[tuple[Uploaded, str, str]] = [
        (
            Uploaded(source="a", host="imgur", id="x", url="u", delete="secret"), "page",
            "imgur: the picture is stored, and the host gave no address of a page that shows it;"
            " what there is: url u, id x",
        ),
        (
            Uploaded(source="a", host="imgur", page_url="p", thumbnail_url="t"), "delete",
            "imgur: the picture is stored, and the host gave no way to delete it; what there is:"
            " page p, thumbnail t",
        ),
        (
            Uploaded(source="a", host="imgur"), "url",
            "imgur: the picture is stored, and the host gave no address of the file, nor any other"
            " address",
        ),
    ]  # fmt: skip
    for picture, what, said in rows:
        with pytest.raises(NoAddress) as caught:
            picture.address(what)
        assert str(caught.value) == said
    for wrong, said in (
        ("{{x}} {nothing}", "format: {nothing} in the template is not one of url, page, thumbnail"),
        ("{url", "format: the template cannot be read: expected '}' before end of string"),
        ("gif", "format: expected url, page, thumbnail, delete, markdown, html, bbcode, or a"),
    ):
        with pytest.raises(InvalidArgument) as refused:
            WHOLE.render(wrong)
        assert str(refused.value).startswith(said)
    names = {"C:\\a\\b.png": "b.png", "a/b/": "b", "/": "picture"}
    assert {source: Uploaded(source=source, host="h").name for source in names} == names
    assert os.path.basename(WHOLE.source) == "lake.png" != WHOLE.name == "Lake Tahoe"
