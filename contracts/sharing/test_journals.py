"""The journal of a batch, in a file and in PostgreSQL: one protocol, the same tests."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from imagehosts.core.errors import ConnectionFailed, HostUnavailable, InvalidArgument
from imagehosts.sharing.database import DatabaseError
from imagehosts.sharing.journal import ClaimLost, Entry, Journal, JournalLink
from imagehosts.sharing.uploaded import Uploaded

from contracts.support.reporting import report_all

#: Opens a journal as one more worker of the same batch.
Join = Callable[..., Journal]


@pytest.fixture(params=["file", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a journal is: one test with each kind."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return str(tmp_path / "journal")


@pytest.fixture
def join(place: str) -> Iterator[Join]:
    with ExitStack() as stack:
        first = stack.enter_context(Journal(place))
        link = first.link()
        assert link is not None

        def more(lease: float = 30) -> Journal:
            return stack.enter_context(Journal.join(JournalLink(link.address, lease, link.token)))

        yield more


def entry(key: str, **facts: Any) -> Entry:
    given = {"source": "lake.png", "host": "host", "base_url": "http://host.example", **facts}
    return Entry(key=key, **given)


def picture(id: str) -> Uploaded:
    return Uploaded(source="lake.png", host="host", base_url="http://host.example", id=id)


def test_journal_knows_after_every_kind_of_end_what_may_have_been_stored(place: str) -> None:
    lost, early = ConnectionFailed("lost"), ConnectionFailed("early", may_have_arrived=False)
    ends: dict[str, tuple[str, Any]] = {
        "begun": ("granted", lambda journal, key: None),
        "sent": ("in doubt", lambda journal, key: journal.mark_sent(key)),
        "lost": ("in doubt", lambda j, key: (j.mark_sent(key), j.fail(key, lost))),
        "never arrived": ("granted", lambda j, key: (j.mark_sent(key), j.fail(key, early))),
        "cut": ("granted", lambda journal, key: journal.fail(key, lost)),
        "refused": ("granted", lambda j, k: (j.mark_sent(k), j.fail(k, HostUnavailable("busy")))),
        "broken off": ("in doubt", lambda j, key: (j.mark_sent(key), j.abandon(key))),
        "broken off early": ("granted", lambda journal, key: journal.abandon(key)),
        "done": ("done", lambda j, k: (j.mark_sent(k), j.finish(k, picture("1")))),
    }
    with Journal(place, lease=0.2) as journal:
        for key, (_, end) in ends.items():
            assert journal.claim(entry(key)).state == "granted"
            end(journal, key)
    time.sleep(0.3)
    with Journal(place) as journal, report_all(len(ends)) as case:
        for key, (expected, _) in ends.items():
            with case(key):
                claim = journal.claim(entry(key))
                assert claim.state == expected
                done = journal.result(key)
                assert (done == picture("1")) == (expected == "done")
                assert claim.uploaded == done
                if claim.state == "in doubt":
                    assert journal.claim(entry(key), again=True).state == "granted"


def test_sent_is_on_the_disk_before_the_last_bytes_leave(place: str) -> None:
    with Journal(place) as journal:
        journal.claim(entry("large"))
        seen: list[tuple[int, int | None]] = []
        note = journal.watch("large", lambda sent, total: seen.append((sent, total)))
        states: list[tuple[int, Any]] = []
        total = 3 * 1024 * 1024
        for sent in range(0, total + 1, 128 * 1024):
            note(sent, total)
            states.append((total - sent, _state_for_others(place)))
    assert all(state == "claimed" for left, state in states if left > 256 * 1024)
    assert all(state == "sent" for left, state in states if left <= 128 * 1024)
    assert len(seen) == len(states)


def _state_for_others(place: str) -> Any:
    if place.startswith("postgresql:"):
        import psycopg

        with psycopg.connect(place) as database:
            row = database.execute("SELECT state FROM imagehosts.upload").fetchone()
    else:
        with closing(sqlite3.connect(place)) as file:
            row = file.execute("SELECT state FROM upload").fetchone()
    assert row is not None
    return row[0]


def test_file_is_used_by_one_run_at_a_time(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal"):
        with pytest.raises(DatabaseError, match="another run uses the journal"):
            Journal(tmp_path / "journal")
    Journal(tmp_path / "journal").close()


def test_upload_belongs_to_one_worker_while_that_says_it_lives(join: Join) -> None:
    first, second = join(lease=0.3), join(lease=0.3)
    assert first.claim(entry("a")).state == "granted"
    end = time.monotonic() + 0.9
    while time.monotonic() < end:
        assert second.claim(entry("a")).state == "held"
        time.sleep(0.05)
    first.mark_sent("a")
    time.sleep(0.5)
    assert second.claim(entry("a")).state == "held"
    first.finish("a", picture("1"))
    claim = second.claim(entry("a"))
    assert (claim.state, claim.uploaded) == ("done", picture("1"))


def test_upload_of_a_dead_worker_comes_back(join: Join) -> None:
    dead, alive = join(lease=0.2), join()
    for key in ("begun", "sent"):
        dead.claim(entry(key))
    dead.mark_sent("sent")
    _let_die(dead)
    assert alive.claim(entry("begun")).state == "granted"
    assert alive.claim(entry("sent")).state == "in doubt"
    third = join()
    # While one finds out what became of it, no other does.
    assert third.claim(entry("sent")).state == "held"
    alive.leave_in_doubt("sent")
    assert third.claim(entry("sent")).state == "in doubt"


def test_worker_that_was_thought_dead_sends_nothing_and_keeps_answers(join: Join) -> None:
    late, other = join(lease=0.2), join()
    for key in ("begun", "sent", "free"):
        late.claim(entry(key))
    late.mark_sent("sent")
    _let_die(late)
    other.claim(entry("begun"))
    other.claim(entry("sent"))
    for key in ("begun", "free"):
        with pytest.raises(ClaimLost):
            late.watch(key)(0, 10)
    late.fail("begun", ConnectionFailed("too late"))
    other.mark_sent("begun")
    late.finish("sent", picture("1"))
    assert other.result("sent") == picture("1")
    assert not other.finish_found(entry("sent"), picture("2"))
    assert other.result("sent") == picture("1")


def _let_die(journal: Journal) -> None:
    """As if its process were stopped for longer than its lease."""
    pulse: Any = journal._pulse  # pyright: ignore[reportPrivateUsage]
    pulse.stop()
    time.sleep(journal.lease + 0.1)


def test_many_workers_at_once_are_granted_each_upload_once(join: Join) -> None:
    keys = [str(number) for number in range(40)]
    journals = [join() for _ in range(6)]
    granted: Counter[str] = Counter()
    count = threading.Lock()

    def work(journal: Journal) -> None:
        for key in keys:
            claim = journal.claim(entry(key), limit=3)
            while claim.state == "wait":
                time.sleep(0.002)
                claim = journal.claim(entry(key), limit=3)
            if claim.state == "granted":
                with count:
                    granted[key] += 1
                journal.finish(key, picture(key))

    threads = [threading.Thread(target=work, args=(journal,)) for journal in journals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert granted == Counter(keys)


def test_file_that_is_no_journal_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes, and no database at all" * 200)
    with pytest.raises(DatabaseError, match=r"notes\.db"):
        Journal(str(path))
    assert path.read_bytes().startswith(b"these are notes")
    path.unlink()
    Journal(str(path)).close()  # nothing holds it any more


def test_no_more_uploads_are_at_a_host_than_it_allows(join: Join) -> None:
    first, second = join(lease=0.3), join()
    for key in ("a", "b"):
        assert first.claim(entry(key), limit=2).state == "granted"
    assert second.claim(entry("c"), limit=2).state == "wait"
    assert second.claim(entry("c", host="other"), limit=2).state == "granted"
    first.fail("a", HostUnavailable("busy"))
    assert second.claim(entry("a"), limit=2).state == "granted"
    assert second.claim(entry("d"), limit=2).state == "wait"
    _let_die(first)
    assert second.claim(entry("d"), limit=2).state == "granted"


def test_all_workers_leave_a_host_alone_that_asks_to_wait(join: Join) -> None:
    first, second = join(), join()
    first.pause("host", "http://host.example", 0.4)
    first.pause("host", "http://host.example", 0.1)
    claim = second.claim(entry("a"))
    assert (claim.state, claim.paused) == ("wait", True)
    assert 0.1 < claim.seconds <= 0.4 + 1e-3
    assert second.claim(entry("b", base_url="http://other.example")).state == "granted"
    time.sleep(claim.seconds + 0.05)
    assert second.claim(entry("a")).state == "granted"


def test_picture_that_was_found_belongs_to_one_upload(join: Join) -> None:
    first, second = join(), join()
    one, two = entry("one", digest="d"), entry("two", digest="d")
    first.claim(one)
    second.claim(two)
    first.mark_sent("one")
    assert second.has_twin_under_way(two)
    assert not first.has_twin_under_way(one)
    assert second.finish_found(two, picture("1"))
    assert not first.finish_found(one, picture("1"))
    assert first.has_picture("host", "http://host.example", "1")
    assert first.finish_found(one, picture("2"))


def test_notes_and_counts_are_kept(place: str) -> None:
    with Journal(place) as journal:
        journal.add_note("album", {"id": "a"})
        journal.add_note("album", {"id": "b", "title": "\ud83d \0"})
        for key in ("a", "b", "c"):
            journal.claim(entry(key, source="odd\0 \udcff.png"))
        journal.finish("c", picture("\0"))
        assert journal.count() == {"claimed": 2, "done": 1}
        assert [each.key for each in journal.entries("done")] == ["c"]
    with Journal(place) as journal:
        assert journal.note("album") == {"id": "b", "title": "\ud83d \0"}
        assert journal.note("none") is None
        assert journal.result("c") == picture("\0")


def test_journal_of_an_earlier_version_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Journal(path) as journal:
        journal.claim(entry("a"))
        journal.finish("a", picture("1"))
        journal.claim(entry("b"))
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP INDEX upload_picture")
        file.execute("DROP INDEX upload_worker")
        for column in ("picture_id", "worker", "lease_until"):
            file.execute(f"ALTER TABLE upload DROP COLUMN {column}")
    with Journal(path) as journal:
        assert journal.result("a") == picture("1")
        assert journal.has_picture("host", "http://host.example", "1")
        assert journal.claim(entry("b")).state == "granted"


def test_worker_of_another_machine_learns_what_is_missing(tmp_path: Path) -> None:
    with Journal(tmp_path / "here") as journal, Journal(tmp_path / "there") as other:
        link = journal.link()
        assert link is not None
        theirs = other.link()
        assert theirs is not None
        for wrong in (
            JournalLink(str(tmp_path / "gone"), 30, link.token),
            JournalLink(theirs.address, 30, link.token),
        ):
            with pytest.raises(DatabaseError, match="postgresql://"):
                Journal.join(wrong)
        assert not (tmp_path / "gone").exists()
    with Journal() as journal:
        assert journal.link() is None
    with pytest.raises(InvalidArgument, match="lease"):
        Journal(lease=0)


def test_lost_connection_to_the_database_is_made_anew(postgres_url: str) -> None:
    import psycopg

    with Journal(postgres_url) as journal:
        journal.claim(entry("a"))
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        journal.mark_sent("a")
        journal.finish("a", picture("1"))
        assert journal.result("a") == picture("1")


def test_password_of_a_database_is_in_no_message(postgres_url: str) -> None:
    password = "s3cr%23t"
    place = postgres_url.removeprefix("postgresql://imagehosts@127.0.0.1")
    with report_all() as case:
        for address in (
            f"postgresql://imagehosts:{password}@127.0.0.1:9/none",
            f"postgresql://imagehosts:{password}@127.0.0.1/none?port=9&password={password}",
            f"postgresql://imagehosts:{password}%@127.0.0.1:9/none",
        ):
            with case(address):
                with pytest.raises(DatabaseError) as found:
                    Journal(address)
                assert "s3cr" not in str(found.value)
        address = f"postgresql://imagehosts:{password}@127.0.0.1{place}"
        with case("open"), Journal(address) as journal:
            shown = f"{journal!r} {journal.link()!r} {journal.shown}"
            assert "s3cr" not in shown
            assert f"postgresql://imagehosts@127.0.0.1{place}" in shown
