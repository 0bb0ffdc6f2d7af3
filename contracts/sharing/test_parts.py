"""How a batch is cut into parts for an executor, and what is made of the results: nothing is sent.

The executor answers for the workers, so that each part is seen as it is handed out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from pathlib import Path
from typing import Any

import imagehosts
import pytest
from imagehosts.core.errors import HostUnavailable, InvalidArgument
from imagehosts.hosts import Host, find_host
from imagehosts.sharing.batch import Attempt, Outcome, Progress
from imagehosts.sharing.history import History
from imagehosts.sharing.journal import Journal
from imagehosts.sharing.profile import Sharing
from imagehosts.sharing.uploaded import Uploaded
from imagehosts.sharing.workers import LaneState, Part, PartResult, WorkerLost

from contracts.support.emulated import png
from contracts.support.reporting import report_all

PICTURE = png(3, 2)


def done(part: Part) -> PartResult:
    """What a worker says that has uploaded all of a part."""
    outcomes = tuple(
        Outcome(source=each.label, attempts=(Attempt(host="imgbb", uploaded=uploaded(each.label)),))
        for each in part.sources
    )
    count = len(outcomes)
    return PartResult(outcomes, (len(PICTURE),) * count, ("digest",) * count, part.states)


def uploaded(label: str) -> Uploaded:
    return Uploaded(source=label, host="imgbb", url=f"https://a.example/{label}")


class Answering:
    """Keeps the parts that it is given; answers each once nothing more is handed to it."""

    def __init__(self, answer: Callable[[Part], Any] = done) -> None:
        self.answer = answer
        self.parts: list[Part] = []
        self.waiting: list[tuple[Future[Any], Part]] = []
        self.most = 0

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        (part,) = args
        self.parts.append(part)
        future: Future[Any] = Future()
        self.waiting.append((future, part))
        self.most = max(self.most, len(self.waiting))
        asyncio.get_running_loop().call_later(0.001, self._answer)
        return future

    def _answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for future, part in waiting:
            try:
                future.set_result(self.answer(part))
            except Exception as error:
                future.set_exception(error)

    @property
    def sizes(self) -> list[int]:
        return [len(part.sources) for part in self.parts]


class Threads(Answering, ThreadPoolExecutor):
    pass


class Processes(Answering, ProcessPoolExecutor):
    pass


class Cluster(Answering, Executor):
    pass


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGBB_API_KEY", "any")
    monkeypatch.setenv("IMGBB_BASE_URL", "http://127.0.0.1:9/1")


def pictures(count: int) -> list[Any]:
    return [(f"{number}.png", PICTURE) for number in range(count)]


def many(count: int, executor: Any, **options: Any) -> list[Outcome]:
    return asyncio.run(
        imagehosts.upload_many(
            pictures(count), **{"to": "imgbb", "executor": executor, "at_once": 4, **options}
        )
    )


def host_of(limit: int) -> Host:
    """A host that takes so many uploads at once."""
    known = find_host("imgbb")
    assert known is not None
    return Host(
        f"takes{limit}",
        "Small",
        sync_client=known.sync_client,
        async_client=known.async_client,
        status="made up",
        upload_operation=known.upload_operation,
        sharing=lambda: Sharing(at_once=limit),
    )


def test_parts_are_as_large_as_the_places_and_the_risk_allow(tmp_path: Path) -> None:
    rows: list[tuple[str, type[Any], bool, int, dict[str, Any], list[int], int]] = [
        ("few", Threads, False, 3, {}, [1] * 3, 3),
        ("four parts for each place", Threads, False, 32, {}, [2] * 16, 4),
        ("one more", Threads, False, 33, {}, [3] * 11, 4),
        ("at most fifty", Threads, False, 210, {"at_once": 1}, [50, 50, 50, 50, 10], 1),
        ("as the host allows", Threads, False, 8, {"at_once": 99}, [1] * 8, 4),
        ("as the caller allows", Threads, False, 8, {"at_once": 99, "per_host": 7}, [1] * 8, 7),
        ("process without a journal", Processes, False, 33, {}, [1] * 33, 4),
        ("process with a journal", Processes, True, 33, {}, [3] * 11, 4),
        ("cluster with a journal", Cluster, True, 33, {}, [3] * 11, 4),
        ("nothing", Threads, False, 0, {}, [], 0),
    ]
    with report_all(len(rows)) as case:
        for name, kind, has_journal, count, options, sizes, most in rows:
            with case(name):
                executor = kind()
                journal = {"journal": tmp_path / name} if has_journal else {}
                outcomes = many(count, executor, **options, **journal)
                assert [each.source for each in outcomes] == [f"{n}.png" for n in range(count)]
                assert (executor.sizes, executor.most) == (sizes, most)
                assert len({part.name for part in executor.parts}) == len(sizes)


def test_places_are_bounded_by_all_hosts_or_by_the_journal(tmp_path: Path) -> None:
    def most(**journal: Any) -> int:
        executor = Threads()
        asyncio.run(
            imagehosts.upload_many(
                pictures(20),
                to=[imagehosts.open_host_async(host_of(limit)) for limit in (5, 2)],
                at_once=9,
                executor=executor,
                **journal,
            )
        )
        assert [host.limit for host in executor.parts[0].hosts] == [5, 2]
        return executor.most

    # Where a journal counts for all workers, each host is held to its own limit.
    assert (most(), most(journal=tmp_path / "j")) == (2, 5)


def test_part_that_is_lost_is_tried_again_where_a_journal_knows(tmp_path: Path) -> None:
    def die(part: Part) -> PartResult:
        raise RuntimeError("killed")

    def break_down(part: Part) -> PartResult:
        raise BrokenExecutor

    def die_thrice(part: Part) -> PartResult:
        return done(part) if part.name.endswith("-0") else die(part)

    stored = "it may have been stored"
    resume = "the same batch with its journal uploads what is missing"
    rows: list[tuple[str, Any, bool, int, str, str]] = [
        ("without a journal", die, False, 1, "RuntimeError", stored),
        ("with a journal", die, True, 4, "RuntimeError", resume),
        ("pool that is broken for good", break_down, True, 1, "BrokenExecutor", resume),
        ("the last try works", die_thrice, True, 4, "", ""),
    ]
    with report_all(len(rows)) as case:
        for name, answer, has_journal, tries, kind, advice in rows:
            with case(name):
                executor = Threads(answer)
                journal = {"journal": tmp_path / name} if has_journal else {}
                (outcome,) = many(1, executor, **journal)
                names = [part.name.rpartition("-") for part in executor.parts]
                assert [number for _, _, number in names] == list("3210"[:tries])
                assert len({name for name, _, _ in names}) == 1
                if not kind:
                    assert outcome.error is None
                    continue
                assert isinstance(outcome.error, WorkerLost)
                assert str(outcome.error) == (
                    f"the worker was lost ({kind}) before it said what became of it; {advice}"
                )
                assert (outcome.attempts[0].host, outcome.source) == ("imgbb", "0.png")


def test_executor_that_drops_a_task_loses_its_pictures_alone() -> None:
    class Dropping(Threads):
        def _answer(self) -> None:
            for future, part in self.waiting:
                if part.sources[0].label == "1.png":
                    future.cancel()
            self.waiting = [each for each in self.waiting if not each[0].cancelled()]
            super()._answer()

    outcomes = many(3, Dropping())
    assert [type(each.error).__name__ for each in outcomes] == [
        "NoneType",
        "WorkerLost",
        "NoneType",
    ]
    assert "(WorkerGone)" in str(outcomes[1].error)


def test_error_of_a_worker_itself_ends_the_batch() -> None:
    def fail(part: Part) -> PartResult:
        return PartResult((), (), (), part.states, InvalidArgument("journal", "is another one"))

    with pytest.raises(InvalidArgument, match="is another one"):
        many(2, Threads(fail))


def test_what_cannot_run_a_batch_is_refused_by_name(tmp_path: Path) -> None:
    class NoFuture(Threads):
        def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
            return 7

    needs = (
        "journal: an executor that runs a task again where its worker died needs a journal that"
        " the workers can reach: postgresql://user@host/database, or a file where all of them are"
        " on this machine"
    )
    here = "client_options: those of imgbb cannot be sent to a worker: "
    rows: list[tuple[str, Any, dict[str, Any], str]] = [
        (
            "no executor", object(), {},
            "executor: expected a concurrent.futures.Executor, got object; Dask has"
            " Client.get_executor()",
        ),
        ("cluster without a journal", Cluster(), {}, needs),
        (
            "no future", NoFuture(), {},
            "executor: its submit() gave int, which is no future of concurrent.futures",
        ),
        ("option", Threads(), {"client_options": {"imgbb": {"on_drift": lambda _: None}}}, here),
        (
            "details", Threads(), {"details": {"host_options": {"x": lambda: None}}},
            "details: something in them cannot be sent to a worker: ",
        ),
    ]  # fmt: skip
    with report_all(len(rows)) as case:
        for name, executor, options, said in rows:
            with case(name):
                with pytest.raises(InvalidArgument) as caught:
                    many(1, executor, **options)
                assert str(caught.value).startswith(said)
                if not said.endswith(": "):
                    assert str(caught.value) == said
    # A journal in memory is none that workers can reach.
    with Journal() as journal, pytest.raises(InvalidArgument, match="needs a journal"):
        many(1, Cluster(), journal=journal)


def test_what_workers_learn_goes_to_those_after_them() -> None:
    closed = HostUnavailable("closed")

    def learn(part: Part) -> PartResult:
        (state,) = part.states
        label = part.sources[0].label
        found = {
            "0.png": LaneState(state.patience - 7, state.has_worked, state.closed),
            "1.png": LaneState(state.patience, True, None),
            "2.png": LaneState(state.patience, False, closed),
        }.get(label, state)
        result = done(part)
        return PartResult(result.outcomes, result.sizes, result.digests, (found,))

    executor = Threads(learn)
    many(4, executor, at_once=1, patience=60)
    assert [part.states[0] for part in executor.parts] == [
        LaneState(60, False, None),
        LaneState(53, False, None),
        LaneState(53, True, None),
        LaneState(53, True, closed),
    ]


def test_results_are_reported_and_written_down_once(tmp_path: Path) -> None:
    def answer(part: Part) -> PartResult:
        result = done(part)
        label = part.sources[0].label
        if label == "1.png":
            attempt = Attempt(host="imgbb", uploaded=uploaded(label), resumed=True)
        elif label == "2.png":
            attempt = Attempt(host="imgbb", error=HostUnavailable("busy"))
        else:
            return result
        outcome = Outcome(source=label, attempts=(attempt,))
        return PartResult((outcome,), result.sizes, result.digests, part.states)

    steps: list[Progress] = []
    with History(tmp_path / "history") as history:
        executor = Threads(answer)
        outcomes = many(4, executor, at_once=1, history=history, on_progress=steps.append)
        records = list(history.records())
    assert all(part.wants_digests for part in executor.parts)
    assert [each.uploaded is not None for each in outcomes] == [True, True, False, True]
    assert [(each.uploaded.source, each.digest) for each in records] == [
        ("0.png", "digest"),
        ("3.png", "digest"),
    ]
    size = len(PICTURE)
    assert [(each.index, each.sent, each.total, each.done, each.finished) for each in steps] == [
        (number, size, size, number + 1, True) for number in range(4)
    ]
    without = Threads()
    many(1, without)
    assert not without.parts[0].wants_digests


def test_batch_on_workers_ends_where_its_caller_says_so() -> None:
    executor = Threads()
    outcomes = many(9, executor, at_once=1, per_host=1, on_outcome=lambda index, _: index < 3)
    # Parts have three pictures each here, and those of a part are all begun.
    assert (len(outcomes), executor.sizes) == (6, [3, 3])


def test_links_of_earlier_uploads_are_taken_before_workers_are_asked(tmp_path: Path) -> None:
    known = Uploaded(source="x.png", host="imgbb", base_url="http://127.0.0.1:9/1", url="http://x")
    from hashlib import sha256

    digest = sha256(PICTURE).hexdigest()
    with History(tmp_path / "history") as history:
        history.add(known, digest)
        executor = Threads()
        outcomes = many(2, executor, history=history, reuse=True)
        assert executor.parts == []
        assert [each.attempts[0].host for each in outcomes] == ["imgbb"] * 2
        for number, each in enumerate(outcomes):
            assert each.uploaded is not None
            assert (each.uploaded.source, each.uploaded.reused) == (f"{number}.png", True)
            assert each.uploaded.url == "http://x"
        many(1, executor, history=history)
        assert len(executor.parts) == 1  # only where reuse is asked for
        # Of two hosts to be mirrored to, one link is not enough.
        both = [imagehosts.open_host_async(host_of(1)), imagehosts.open_host_async("imgbb")]
        options: Any = {"to": both, "history": history, "reuse": True}
        many(1, executor, strategy="mirror", **options)
        assert len(executor.parts) == 2
        many(1, executor, **options)
        assert len(executor.parts) == 2
