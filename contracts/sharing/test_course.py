"""The course of a batch by the second: waits, bounds, what is told, and when a host is given up.

The host is a script and the clock stands still but for waits, so each request has its moment.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import imagehosts
import pytest
from attrs import evolve
from imagehosts.core.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    InvalidRequest,
    RateLimited,
)
from imagehosts.sharing.batch import Outcome, Progress, StillInDoubt
from imagehosts.sharing.history import History
from imagehosts.sharing.journal import Claim, Entry, Journal
from imagehosts.sharing.uploaded import Uploaded

from contracts.support.clock import Clock
from contracts.support.reporting import report_all
from contracts.support.specs import SPECS

#: What a picture of these tests weighs.
CONTENT = b"\x89PNG\r\n\x1a\n" + bytes(92)
BASE_URL = "https://api.imgbb.com/1"
OK, BUSY, REFUSED, WRONG = 200, 503, 401, 400

#: A status, or one with the seconds of its Retry-After.
Answer = int | tuple[int, str]


class Site(httpx.AsyncBaseTransport):
    """A host that answers from a script, each time after some seconds.

    Attributes:
        calls: When each upload came, and the name of its file.
        most: How many were under way at once.
    """

    def __init__(
        self, clock: Clock, script: Sequence[Answer] = (), *, takes: float = 0, last: Answer = OK
    ) -> None:
        self.clock, self.script, self.last, self.takes = clock, list(script), last, takes
        self.calls: list[tuple[float, str]] = []
        self.under_way = self.most = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        name = re.search(rb'filename="([^"]*)"', body)
        assert name is not None
        self.calls.append((self.clock.passed, name[1].decode()))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.takes)
        finally:
            self.under_way -= 1
        answer = self.script.pop(0) if self.script else self.last
        status, wait = answer if isinstance(answer, tuple) else (answer, None)
        if status == OK:
            path = SPECS / "imgbb" / "examples" / "documented" / "upload_success.json"
            document = json.loads(path.read_text("utf-8"))
            document["data"] |= {"title": name[1].decode(), "id": f"id{len(self.calls)}"}
            return httpx.Response(200, json=document)
        headers = {} if wait is None else {"retry-after": wait}
        return httpx.Response(status, json={"status_code": status}, headers=headers)

    @property
    def times(self) -> list[float]:
        return [when for when, _ in self.calls]


class Course:
    """Runs batches of pictures by the clock of the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def begin(self, *script: Answer, **options: Any) -> Site:
        """A site, and a clock that begins anew."""
        return Site(Clock(self.monkeypatch), script, **options)

    def upload(self, site: Site, sources: Any, retries: int = 0, **options: Any) -> list[Outcome]:
        settings: dict[str, Any] = {
            "to": "imgbb",
            "client_options": {"imgbb": one_site(site, retries)},
            **options,
        }
        return site.clock.run(imagehosts.upload_many(sources, **settings))


def one_site(site: Any, retries: int = 0) -> dict[str, Any]:
    return {"api_key": "any", "transport": site, "max_retries": retries}


@pytest.fixture
def course(monkeypatch: pytest.MonkeyPatch) -> Course:
    return Course(monkeypatch)


def pictures(count: int) -> list[Any]:
    return [(f"{number}.png", CONTENT) for number in range(count)]


def kinds(outcomes: list[Outcome]) -> list[type[ImageHostError] | None]:
    return [None if outcome.error is None else type(outcome.error) for outcome in outcomes]


def test_host_that_asks_to_wait_is_asked_again_at_that_moment(course: Course) -> None:
    silent = 429
    rows: list[tuple[str, list[Answer], float, list[float], bool]] = [
        # Where it does not say how long, each refusal doubles the wait, up to a minute.
        ("no time", [silent] * 7, 3600, [0, 2, 6, 14, 30, 62, 122, 182], True),
        ("seconds", [(429, "5"), (429, "7")], 3600, [0, 5, 12], True),
        ("at once", [(429, "0")], 3600, [0, 0.05], True),
        ("as long as we have", [(429, "30"), (429, "30")], 60, [0, 30, 60], True),
        ("longer than we have left", [(429, "30"), (429, "31")], 60, [0, 30], False),
        ("longer than we have", [(429, "61")], 60, [0], False),
        ("no patience", [silent], 1, [0], False),
        ("patience for one", [silent] * 2, 2, [0, 2], False),
    ]
    with report_all(len(rows)) as case:
        for name, script, patience, times, works in rows:
            with case(name):
                site = course.begin(*script)
                (outcome,) = course.upload(site, pictures(1), patience=patience)
                assert site.times == times
                assert kinds([outcome]) == [None if works else RateLimited]


def test_wait_that_is_too_long_is_named_and_ends_the_host(course: Course) -> None:
    site = course.begin((429, "120"))
    outcomes = course.upload(site, pictures(3), at_once=1, patience=60)
    assert kinds(outcomes) == [RateLimited] * 3
    assert len(site.calls) == 1
    error = outcomes[0].error
    assert isinstance(error, RateLimited)
    assert error.retry_after == 120
    assert error.__notes__[-1] == "the host asks to wait 2 min"
    assert outcomes[1].error is error


def test_waits_count_anew_after_an_upload_that_worked(course: Course) -> None:
    site = course.begin(429, 429, OK, 429, OK, BUSY, 429, BUSY, 429)
    outcomes = course.upload(site, pictures(5), at_once=1)
    assert kinds(outcomes) == [None, None, HostUnavailable, HostUnavailable, None]
    #  0: 0, 2, 6   1: 6, 8   2: 8   3: 8, 10   4: 10, 12
    assert site.times == [0, 2, 6, 6, 8, 8, 8, 10, 10, 12]


def test_uploads_that_must_wait_at_the_same_time_wait_once(course: Course) -> None:
    site = course.begin((429, "10"), (429, "4"), (429, "12"))
    steps: list[Progress] = []
    outcomes = course.upload(site, pictures(4), at_once=3, patience=12, on_progress=steps.append)
    assert kinds(outcomes) == [None] * 4
    assert site.times == [0, 0, 0, 12, 12, 12, 12]
    assert {(step.waiting, step.host) for step in steps if step.waiting} <= {
        (10, "imgbb"),
        (12, "imgbb"),
        (2, "imgbb"),
    }
    assert any(step.waiting == 10 for step in steps)


def test_stream_is_not_sent_again_after_a_wait(course: Course) -> None:
    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError("not seekable")

    site = course.begin((429, "5"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site.clock, "run", asyncio.run)  # a stream is looked at in a thread
        (outcome,) = course.upload(site, [("once.png", Once(CONTENT))])
    assert (kinds([outcome]), len(site.calls)) == ([RateLimited], 1)


def test_client_repeats_short_failures_by_itself_and_leaves_waits(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two repetitions, and none that the host wants to wait a second for."""
    rows: list[tuple[str, list[Answer], int]] = [
        ("fails three times", [(429, "0.5")] * 3, 4),
        ("a second", [(429, "1")], 2),
        ("longer than a second", [(429, "1.1")], 2),
    ]
    with report_all(len(rows)) as case:
        for name, script, count in rows:
            with case(name):
                site = course.begin(*script)
                options = {"api_key": "any", "transport": site}
                steps: list[Progress] = []
                (outcome,) = site.clock.run(
                    imagehosts.upload_many(
                        pictures(1),
                        to="imgbb",
                        client_options={"imgbb": options},
                        on_progress=steps.append,
                    )
                )
                assert (outcome.error, len(site.calls)) == (None, count)
                # The batch itself waits where the client has given up.
                waited = [step.waiting for step in steps if step.waiting]
                assert bool(waited) == (name != "a second")


def test_key_that_is_refused_ends_the_host_and_a_whim_does_not(course: Course) -> None:
    no, yes = REFUSED, OK
    rows: list[tuple[str, list[Answer], int, list[bool]]] = [
        ("at the beginning", [no], 1, [False] * 5),
        ("once it has worked", [yes, no, no, yes], 5, [True, False, False, True, True]),
        ("three in a row", [yes, no, no, no], 4, [True, False, False, False, False]),
        ("another failure between", [yes, no, no, BUSY, no], 5, [True] + [False] * 4),
        ("success between", [yes, no, yes, no, no], 5, [True, False, True, False, False]),
        ("another failure first", [WRONG, no], 2, [False] * 5),
    ]
    with report_all(len(rows)) as case:
        for name, script, count, worked in rows:
            with case(name):
                site = course.begin(*script)
                outcomes = course.upload(site, pictures(5), at_once=1)
                assert [outcome.error is None for outcome in outcomes] == worked
                assert len(site.calls) == count
                if count < 5:
                    assert isinstance(outcomes[-1].error, AuthenticationFailed)


def test_uploads_at_once_are_as_many_as_asked_for_and_allowed(course: Course) -> None:
    rows: list[tuple[dict[str, Any], int, float]] = [
        ({}, 4, 3),
        ({"at_once": 1}, 1, 10),
        ({"at_once": 3}, 3, 4),
        ({"at_once": 20}, 4, 3),  # as many as is known of the host
        ({"at_once": 20, "per_host": 7}, 7, 2),
        ({"at_once": 20, "per_host": 1}, 1, 10),
        ({"at_once": 2, "per_host": 7}, 2, 5),
        ({"at_once": 20, "per_host": 20}, 10, 1),
    ]
    with report_all(len(rows)) as case:
        for options, most, seconds in rows:
            with case(options):
                site = course.begin(takes=1)
                outcomes = course.upload(site, pictures(10), **options)
                assert kinds(outcomes) == [None] * 10
                assert (site.most, site.clock.passed) == (most, seconds)
    assert course.upload(course.begin(), []) == []


def test_each_step_of_a_batch_is_reported_as_it_is(course: Course) -> None:
    site = course.begin(OK, (429, "3"), OK, WRONG)
    steps: list[Progress] = []
    told: list[tuple[int, str]] = []
    course.upload(
        site,
        pictures(3),
        at_once=1,
        on_progress=steps.append,
        on_outcome=lambda index, outcome: told.append((index, outcome.source)),
    )
    size, body = len(CONTENT), steps[0].total
    assert body is not None
    assert body > size
    begins, leaves, ends = (0, body, 0.0, False), (body, body, 0.0, False), (size, size, 0.0, True)
    waits = (0, size, 3.0, False)
    assert [(step.index, step.done) for step in steps] == [
        *[(0, 0)] * 2, (0, 1), *[(1, 1)] * 5, (1, 2), (2, 2), (2, 2), (2, 3),
    ]  # fmt: skip
    assert [(step.sent, step.total, step.waiting, step.finished) for step in steps] == [
        begins, leaves, ends, begins, leaves, waits, begins, leaves, ends, begins, leaves, ends,
    ]  # fmt: skip
    assert {(step.source, step.host, step.count) for step in steps} == {
        (f"{number}.png", "imgbb", 3) for number in range(3)
    }
    assert told == [(0, "0.png"), (1, "1.png"), (2, "2.png")]


def test_outcomes_are_reported_in_order_even_if_others_end_first(course: Course) -> None:
    # The first of three waits for the host, and those after it are through by then.
    site = course.begin(WRONG, takes=1)
    told: list[tuple[float, int]] = []

    def tell(index: int, outcome: Outcome) -> None:
        told.append((site.clock.passed, index))

    slow = Slow(site)
    outcomes = site.clock.run(
        imagehosts.upload_many(
            pictures(5),
            to="imgbb",
            at_once=2,
            client_options={"imgbb": one_site(slow)},
            on_outcome=tell,
        )
    )
    assert told == [(5, 0), (5, 1), (5, 2), (5, 3), (5, 4)]
    assert [outcome.source for outcome in outcomes] == [f"{number}.png" for number in range(5)]


class Slow(httpx.AsyncBaseTransport):
    """Keeps the first picture for five seconds."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if b'filename="0.png"' in await request.aread():
            await asyncio.sleep(4)
        return await self.site.handle_async_request(request)


def test_stopped_batch_begins_nothing_more(course: Course) -> None:
    answers: list[tuple[Any, int]] = [(False, 2), (None, 6), (True, 6), (0, 6)]
    with report_all(len(answers)) as case:
        for answer, count in answers:
            with case(answer):
                site = course.begin(takes=1)
                outcomes = course.upload(
                    site,
                    pictures(6),
                    at_once=1,
                    on_outcome=lambda index, _, answer=answer: answer if index == 1 else None,
                )
                assert (len(outcomes), len(site.calls)) == (count, count)


def test_error_of_a_callback_ends_all_that_is_under_way(course: Course) -> None:
    class Wrong(Exception):
        pass

    def refuse(index: int, outcome: Outcome) -> None:
        raise Wrong

    site = course.begin(WRONG)
    slow = Slow(site)
    options = {"imgbb": one_site(slow)}

    async def batch() -> float:
        # Two at once: the second fails at once, and its callback does.
        with pytest.raises(Wrong):
            await imagehosts.upload_many(
                pictures(4)[::-1],
                to="imgbb",
                at_once=4,
                client_options=options,
                on_outcome=refuse,
            )
        await asyncio.sleep(20)
        return len(site.calls)

    count = site.clock.run(batch())
    assert "0.png" not in [name for _, name in site.calls]
    assert count <= 3


def test_hosts_are_tried_in_order_while_another_can_help(course: Course) -> None:
    rows: list[tuple[str, Answer, Answer, list[str], type[Exception] | None]] = [
        ("first takes it", OK, OK, ["first"], None),
        ("first is busy", BUSY, OK, ["first", "second"], None),
        ("first refuses the key", REFUSED, OK, ["first", "second"], None),
        ("picture is wrong", WRONG, OK, ["first"], InvalidRequest),
        ("both are busy", BUSY, BUSY, ["first", "second"], HostUnavailable),
        ("the last one's error counts", BUSY, WRONG, ["first", "second"], InvalidRequest),
    ]
    with report_all(len(rows)) as case:
        for name, first, second, hosts, error in rows:
            with case(name):
                sites = [course.begin(last=first), course.begin(last=second)]
                (outcome,) = course.upload(sites[1], pictures(1), to=both(*sites))
                assert [attempt.host for attempt in outcome.attempts] == hosts
                assert outcome.wanted == 1
                assert (outcome.uploaded is not None) == (error is None)
                assert outcome.error is (None if error is None else outcome.attempts[-1].error)
                if error is not None:
                    assert isinstance(outcome.error, error)


def test_options_out_of_range_are_named_before_anything_is_sent(course: Course) -> None:
    rows: list[tuple[dict[str, Any], str]] = [
        ({"to": []}, "to: name at least one host"),
        ({"strategy": "both"}, "strategy: expected 'fallback' or 'mirror', got 'both'"),
        ({"in_doubt": "ask"}, "in_doubt: expected 'leave' or 'again', got 'ask'"),
        ({"at_once": 0}, "at_once: expected 1 or more, got 0"),
        ({"at_once": True}, "at_once: expected 1 or more, got True"),
        ({"per_host": 0}, "per_host: expected 1 or more, got 0"),
        ({"per_host": -1}, "per_host: expected 1 or more, got -1"),
        ({"per_host": True}, "per_host: expected 1 or more, got True"),
    ]
    with report_all(len(rows)) as case:
        for options, message in rows:
            with case(options):
                site = course.begin()
                with pytest.raises(InvalidArgument) as error:
                    course.upload(site, pictures(1), **options)
                assert str(error.value) == message
                assert site.calls == []


def test_pictures_that_are_alike_are_kept_apart_in_a_journal(course: Course) -> None:
    site = course.begin()
    alike = [("a.png", CONTENT), ("a.png", CONTENT), ("b.png", CONTENT)]
    with Journal() as journal:
        first = course.upload(site, alike, at_once=1, journal=journal)
        again = course.upload(site, [*alike, ("a.png", CONTENT)], at_once=1, journal=journal)
    assert [each.attempts[0].resumed for each in first] == [False] * 3
    assert [each.attempts[0].resumed for each in again] == [True] * 3 + [False]
    ids = [each.uploaded.id for each in again if each.uploaded]
    assert ids == ["id1", "id2", "id3", "id4"]


# --- journals ------------------------------------------------------------------------------


class Watched(Journal):
    """A journal of one more worker, which does something at each claim."""

    clock: Clock
    claims: list[float]
    at_claim: Callable[[int], None]

    def claim(self, entry: Entry, *, limit: int | None = None, again: bool = False) -> Claim:
        self.claims.append(self.clock.passed)
        self.at_claim(len(self.claims))
        return super().claim(entry, limit=limit, again=again)


@contextmanager
def two_workers(path: Path, clock: Clock) -> Iterator[tuple[Journal, Watched]]:
    """A journal, and the worker of a batch that shares it."""
    with Journal(path) as first:
        link = first.link()
        assert link is not None
        with Watched.join(link) as second:
            assert isinstance(second, Watched)
            second.clock, second.claims, second.at_claim = clock, [], lambda _: None
            yield first, second


def held(ours: Watched, other: Journal) -> list[str]:
    """Have another worker claim each picture before ours does; gives their keys as they come."""
    keys: list[str] = []
    claim = ours.claim

    def watch(entry: Entry, **options: Any) -> Claim:
        if entry.key not in keys:
            keys.append(entry.key)
            other.claim(entry)
        return claim(entry, **options)

    ours.claim = watch  # type: ignore[method-assign]
    return keys


def test_picture_of_another_worker_is_looked_at_four_times_a_second(
    course: Course, tmp_path: Path
) -> None:
    site = course.begin()
    with two_workers(tmp_path / "j", site.clock) as (other, ours):
        keys = held(ours, other)
        ours.at_claim = lambda count: other.abandon(keys[0]) if count == 4 else None
        (outcome,) = course.upload(site, pictures(1), journal=ours)
        assert (outcome.error, ours.claims) == (None, [0, 0.25, 0.5, 0.75])
        assert (outcome.attempts[0].resumed, len(site.calls)) == (False, 1)


def test_picture_that_another_worker_uploads_meanwhile_is_taken(
    course: Course, tmp_path: Path
) -> None:
    site = course.begin()
    theirs = Uploaded(source="0.png", host="imgbb", id="x")
    with two_workers(tmp_path / "j", site.clock) as (other, ours):
        keys = held(ours, other)
        ours.at_claim = lambda count: other.finish(keys[0], theirs) if count == 2 else None
        (outcome,) = course.upload(site, pictures(1), journal=ours)
    (attempt,) = outcome.attempts
    assert (attempt.uploaded, attempt.resumed, attempt.host) == (theirs, True, "imgbb")
    assert site.calls == []


def test_host_that_another_worker_was_told_to_leave_alone_is_left_alone(
    course: Course, tmp_path: Path
) -> None:
    site = course.begin()
    with two_workers(tmp_path / "j", site.clock) as (other, ours):
        other.pause("imgbb", BASE_URL, 7200)
        (outcome,) = course.upload(site, pictures(1), journal=ours, patience=18_000)
    # The clock of the journal is the true one, by which the host still wants two hours.
    assert ours.claims == pytest.approx([0, 7200, 14_400], abs=60)
    assert (kinds([outcome]), site.calls) == ([RateLimited], [])
    assert str(outcome.error) == "imgbb: it asks to wait 2 h, as another worker was told"
    assert outcome.error.retry_after == pytest.approx(7200, abs=30)  # type: ignore[union-attr]


def test_wait_that_a_host_asks_for_reaches_all_workers(course: Course, tmp_path: Path) -> None:
    site = course.begin((429, "50"))
    with two_workers(tmp_path / "j", site.clock) as (other, ours):
        course.upload(site, pictures(1), journal=ours, patience=70)
        claim = other.claim(Entry(key="x", source="", host="imgbb", base_url=BASE_URL))
        assert (claim.state, claim.paused) == ("wait", True)
        assert 40 < claim.seconds <= 50


def test_host_that_has_as_many_as_it_allows_is_asked_again_soon(
    course: Course, tmp_path: Path
) -> None:
    site = course.begin()
    with two_workers(tmp_path / "j", site.clock) as (other, ours):
        for key in "abcd":
            other.claim(Entry(key=key, source="", host="imgbb", base_url=BASE_URL))
        ours.at_claim = lambda count: other.abandon("a") if count == 3 else None
        outcomes = course.upload(site, pictures(1), journal=ours)
        assert (kinds(outcomes), ours.claims) == ([None], [0, 0.1, 0.2])


def both(*sites: Any) -> list[Any]:
    """A connection to each of these sites, all of one host."""
    connections = [imagehosts.open_host_async("imgbb", **one_site(site)) for site in sites]
    for connection, label in zip(connections, ("first", "second"), strict=True):
        connection.label = label
    return connections


def test_mirrored_picture_is_sent_once_where_another_host_must_wait(
    course: Course, tmp_path: Path
) -> None:
    site = course.begin()
    other = Site(site.clock)
    with two_workers(tmp_path / "j", site.clock) as (holder, ours):
        keys: list[str] = []
        claim = ours.claim

        def watch(entry: Entry, **options: Any) -> Claim:
            if not keys:  # the picture at the first host alone
                keys.append(entry.key)
                holder.claim(entry)
            return claim(entry, **options)

        ours.claim = watch  # type: ignore[method-assign]
        ours.at_claim = lambda count: holder.abandon(keys[0]) if count == 3 else None
        connections = both(site, other)
        (outcome,) = course.upload(
            site, pictures(1), to=connections, strategy="mirror", journal=ours
        )
    assert [attempt.host for attempt in outcome.attempts] == ["first", "second"]
    assert (outcome.error, outcome.wanted) == (None, 2)
    assert (site.times, other.times) == ([0.25], [0])


def test_error_of_a_callback_ends_a_mirrored_batch_too(course: Course) -> None:
    class Wrong(Exception):
        pass

    def refuse(progress: Progress) -> None:
        raise Wrong

    site = course.begin()
    with pytest.raises(Wrong):
        course.upload(
            site,
            pictures(1),
            to=both(site, Site(site.clock)),
            strategy="mirror",
            on_progress=refuse,
        )


class Lost(httpx.AsyncBaseTransport):
    """Takes a picture and breaks off before it answers."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        raise httpx.ReadError("lost")


def test_picture_in_doubt_is_left_or_sent_again_as_asked(course: Course, tmp_path: Path) -> None:
    journal = tmp_path / "j"
    site = course.begin()
    options = {"imgbb": one_site(Lost())}
    (lost,) = course.upload(site, pictures(1), journal=journal, client_options=options)
    assert isinstance(lost.error, ConnectionFailed)
    for _ in range(2):
        (left,) = course.upload(site, pictures(1), journal=journal)
        assert isinstance(left.error, StillInDoubt)
        assert str(left.error) == (
            "imgbb: 0.png may be at imgbb already: an earlier run sent it and got no answer; it was"
            " not sent again. If it is not there, repeat with in_doubt='again' (--in-doubt again)"
        )
    assert site.calls == []
    (again,) = course.upload(site, pictures(1), journal=journal, in_doubt="again")
    assert (again.error, again.attempts[0].resumed, len(site.calls)) == (None, False, 1)


def test_picture_in_doubt_waits_for_one_that_is_alike(course: Course, tmp_path: Path) -> None:
    journal = tmp_path / "j"
    site = course.begin(takes=0.6)
    options = {"imgbb": one_site(Lost())}
    course.upload(site, [("lost.png", CONTENT)], journal=journal, client_options=options)
    told: list[tuple[float, str]] = []
    course.upload(
        site,
        [("twin.png", CONTENT), ("lost.png", CONTENT)],
        journal=journal,
        on_outcome=lambda _, outcome: told.append((site.clock.passed, outcome.source)),
    )
    assert told == [(0.6, "twin.png"), (0.75, "lost.png")]


FOUND = Uploaded(source="0.png", host="imgbb", id="found")


def lose(course: Course, site: Site, sources: Any, journal: Any) -> None:
    """Have a run end in which the pictures were sent and no answer came."""
    options = {"imgbb": one_site(Lost())}
    course.upload(site, sources, journal=journal, client_options=options)


def test_picture_that_is_found_is_taken_and_not_sent(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = course.begin()
    lose(course, site, pictures(1), tmp_path / "j")
    monkeypatch.setattr("imagehosts.sharing.reconciling.find_stored", lambda *_: FOUND)
    with History(None) as history:
        (outcome,) = course.upload(site, pictures(1), journal=tmp_path / "j", history=history)
        assert [record.uploaded for record in history.records()] == [FOUND]
    (attempt,) = outcome.attempts
    assert (attempt.uploaded, attempt.resumed, attempt.error) == (FOUND, False, None)
    (again,) = course.upload(site, pictures(1), journal=tmp_path / "j")
    assert (again.attempts[0].uploaded, again.attempts[0].resumed) == (FOUND, True)
    assert site.calls == []


def test_picture_that_is_found_and_another_uploads_is_looked_for_again(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = course.begin()
    with Journal() as journal:
        lose(course, site, pictures(1), journal)
        journal.claim(Entry(key="x", source="", host="imgbb", base_url=BASE_URL))
        journal.finish("x", FOUND)
        looks = [FOUND, FOUND, None]
        monkeypatch.setattr("imagehosts.sharing.reconciling.find_stored", lambda *_: looks.pop(0))
        (outcome,) = course.upload(site, pictures(1), journal=journal)
        assert isinstance(outcome.error, StillInDoubt)
        assert looks == []
        assert journal.count() == {"done": 1, "in doubt": 1}


def test_answer_that_comes_while_a_picture_is_looked_for_counts(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = course.begin()
    theirs = Uploaded(source="0.png", host="imgbb", id="theirs")
    with Journal() as journal:
        lose(course, site, pictures(1), journal)
        (key,) = [each.key for each in journal.entries("in doubt")]

        def look(*_: Any) -> Uploaded:
            journal.finish(key, theirs)
            return FOUND

        monkeypatch.setattr("imagehosts.sharing.reconciling.find_stored", look)
        (outcome,) = course.upload(site, pictures(1), journal=journal)
        assert outcome.uploaded == theirs


def test_host_that_asks_to_wait_is_not_looked_at_meanwhile(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = course.begin((429, "5"), takes=1)
    lose(course, site, [("lost.png", CONTENT)], tmp_path / "j")
    looks: list[float] = []
    monkeypatch.setattr(
        "imagehosts.sharing.reconciling.find_stored",
        lambda *_: looks.append(site.clock.passed),
    )
    # The twin is told to wait after a second, which the other has waited for.
    twins = [("twin.png", CONTENT), ("lost.png", CONTENT)]
    course.upload(site, twins, journal=tmp_path / "j")
    assert looks == [6]


def test_picture_that_stays_in_doubt_is_left_to_other_workers(
    course: Course, tmp_path: Path
) -> None:
    site = course.begin()
    lose(course, site, pictures(1), tmp_path / "j")
    with two_workers(tmp_path / "j", site.clock) as (other, ours):
        (outcome,) = course.upload(site, pictures(1), journal=ours)
        assert isinstance(outcome.error, StillInDoubt)
        (left,) = other.entries("in doubt")
        assert other.claim(left).state == "in doubt"


def test_upload_that_is_broken_off_is_written_down_so(course: Course, tmp_path: Path) -> None:
    class Wrong(Exception):
        pass

    def refuse(progress: Progress) -> None:
        # The bytes are on their way by then.
        if progress.sent:
            raise Wrong

    with Journal() as journal:
        with pytest.raises(Wrong):
            course.upload(course.begin(), pictures(1), journal=journal, on_progress=refuse)
        assert journal.count() == {"in doubt": 1}
        with pytest.raises(Wrong):
            course.upload(
                course.begin((429, "5")),
                [("other.png", CONTENT)],
                journal=journal,
                on_progress=lambda step: refuse(evolve(step, sent=step.waiting and 1)),
            )
        assert journal.count() == {"in doubt": 1, "failed": 1}
