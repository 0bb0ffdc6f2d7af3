"""Batches on executors: what workers are sent, and what happens when they die or run it again."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import pickle
import signal
import time
from collections import Counter
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import imagehosts
import pytest
from imagehosts.core.errors import AuthenticationFailed, InvalidArgument
from imagehosts.emulator import Emulator
from imagehosts.sharing.batch import Outcome, Progress
from imagehosts.sharing.history import History
from imagehosts.sharing.journal import Journal
from imagehosts.sharing.workers import WorkerLost

from contracts.sharing.conftest import account
from contracts.support.emulated import png
from contracts.support.fault_proxy import FaultProxy
from contracts.support.reporting import report_all

SECRET = "s3cretkey"


class ByMail(ThreadPoolExecutor):
    """A pool of threads that sends everything as bytes, and keeps what a log would show."""

    def __init__(self, workers: int = 2) -> None:
        super().__init__(workers)
        self.shown: list[str] = []

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        sent = pickle.dumps((function, args, kwargs))
        (part,) = args
        self.shown.append(repr((function, args, kwargs)))
        self.shown.append(repr((part.hosts, part.journal)))

        def run() -> bytes:
            does, given, named = pickle.loads(sent)
            return pickle.dumps(does(*given, **named))

        answer: Future[Any] = Future()

        def done(inner: Future[bytes]) -> None:
            result = pickle.loads(inner.result())
            self.shown.append(repr(result))
            answer.set_result(result)

        super().submit(run).add_done_callback(done)
        return answer


class Cluster(Executor):
    """Runs a task again where its worker died, and some though it did not, as clusters may."""

    def __init__(self, deaths: int = 0) -> None:
        self.pool = ThreadPoolExecutor(4)
        self.deaths = deaths
        self.names: list[str] = []

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.names.append(args[0].name)
        if self.deaths:
            self.deaths -= 1
            dead: Future[Any] = Future()
            dead.set_exception(RuntimeError("worker died"))
            return dead
        self.pool.submit(function, *args, **kwargs)
        return self.pool.submit(function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def pictures(count: int) -> list[Any]:
    return [(f"{number}.png", png(20 + number % 40, 10 + number // 40)) for number in range(count)]


def many(*given: Any, **options: Any) -> list[Outcome]:
    return asyncio.run(imagehosts.upload_many(*given, **options))


def stored(emulator: Emulator) -> Counter[tuple[int, int]]:
    return Counter((picture.width, picture.height) for picture in emulator.pictures)


def test_workers_give_results_in_order_and_one_failure_fails_alone(
    address: str, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lake.png").write_bytes(png(90, 9))
    sources = [*pictures(20), "lake.png", Path("lake.png"), imagehosts.Base64("x"), "missing.png"]
    told: list[str] = []
    steps: list[Progress] = []
    with ByMail() as executor, History(tmp_path / "history") as history:
        outcomes = many(
            sources,
            to="imgur",
            executor=executor,
            history=history,
            details=lambda index: {"title": f"picture {index}"},
            on_outcome=lambda index, outcome: told.append(outcome.source),
            on_progress=steps.append,
        )
        assert len(list(history.records())) == 22
        found = history.find_link(outcomes[0].uploaded.url)  # type: ignore[union-attr, arg-type]
        assert found is not None
        assert found.digest is not None
    names = [f"{number}.png" for number in range(20)]
    assert [outcome.source for outcome in outcomes] == told
    assert told[:20] == names
    titles = [each.uploaded.title for each in outcomes if each.uploaded]
    assert titles == [f"picture {number}" for number in range(22)]
    assert [type(each.error) for each in outcomes[22:]] == [InvalidArgument] * 2
    assert sum(step.finished for step in steps) == max(step.done for step in steps) == 24


def test_processes_upload_for_the_account_of_the_caller(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    options = {"imgur": account(emulator, "imgur")}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        outcomes = many(
            pictures(12),
            to="imgur",
            executor=executor,
            client_options=options,
            journal=tmp_path / "j",
        )
    assert all(outcome.uploaded for outcome in outcomes)
    with imagehosts.open_host("imgur", **options["imgur"]) as host:
        client: Any = host.client
        assert len(list(client.account.images("me"))) == 12
    again = many(pictures(12), to="imgur", client_options=options, journal=tmp_path / "j")
    assert all(outcome.attempts[0].resumed for outcome in again)


def test_account_of_a_worker_is_not_used(
    address: str, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller is a guest; a worker whose environment has more must be one too."""

    class Elsewhere(ByMail):
        def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            for name, value in account(emulator, "imgur").items():
                monkeypatch.setenv(f"IMGUR_{name.upper()}", value)
            return super().submit(function, *args, **kwargs)

    with Elsewhere() as executor:
        (outcome,) = many(pictures(1), to="imgur", executor=executor)
    assert outcome.error is None
    assert len(emulator.pictures) == 1
    with imagehosts.open_host("imgur", **account(emulator, "imgur")) as host:
        client: Any = host.client
        assert list(client.account.images("me")) == []


def test_no_credential_is_in_what_an_executor_could_log(
    address: str,
    emulator: Emulator,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    place = postgres_url.replace("imagehosts@", f"imagehosts:{SECRET}@")
    monkeypatch.setenv("IMGBB_API_KEY", SECRET)
    with ByMail() as executor:
        outcomes = many(pictures(4), to=["imgbb"], executor=executor, journal=place)
        wrong = {"imgbb": {"api_key": "invalid", "headers": {"x-token": SECRET}}}
        refused = many(pictures(4), to="imgbb", executor=executor, client_options=wrong)
    assert [outcome.error for outcome in outcomes] == [None] * 4
    assert all(outcome.error for outcome in refused)
    shown = " ".join([*executor.shown, repr(outcomes), repr(refused), caplog.text])
    assert len(executor.shown) > 4
    assert SECRET not in shown


def test_executor_that_repeats_tasks_needs_a_journal_and_doubles_nothing(
    address: str, emulator: Emulator, tmp_path: Path, postgres_url: str
) -> None:
    with Cluster() as executor:
        with pytest.raises(InvalidArgument, match="journal"):
            many(pictures(3), to="imgur", executor=executor)
        assert emulator.pictures == []
        for journal in (tmp_path / "journal", postgres_url):
            emulator.reset()
            outcomes = many(pictures(40), to="imgur", executor=executor, journal=journal)
            assert all(outcome.uploaded for outcome in outcomes)
            assert set(stored(emulator).values()) == {1}
            assert len(emulator.pictures) == 40
    assert len(set(executor.names)) == len(executor.names)


def test_task_whose_worker_dies_is_given_to_another(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    with Cluster(deaths=3) as executor:
        outcomes = many(pictures(1), to="imgur", executor=executor, journal=tmp_path / "a")
        assert outcomes[0].uploaded is not None
        executor.deaths = 4
        outcomes = many(pictures(1), to="imgur", executor=executor, journal=tmp_path / "b")
    assert isinstance(outcomes[0].error, WorkerLost)
    assert "its journal uploads what is missing" in str(outcomes[0].error)


@pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
def test_pool_whose_process_is_killed_is_gone_on_with_by_its_journal(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    login = account(emulator, "imgur")
    journal = tmp_path / "journal"
    settings: dict[str, Any] = {"to": "imgur", "client_options": {"imgur": login}}
    context = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(2, mp_context=context) as executor,
        Journal(journal, lease=0.5) as kept,
    ):

        def kill(progress: Progress) -> None:
            if progress.done == 20:
                for pid in list(executor._processes):
                    os.kill(pid, signal.SIGKILL)

        first = many(
            pictures(120),
            executor=executor,
            journal=kept,
            on_progress=kill,
            **settings,
        )
    lost = [outcome for outcome in first if isinstance(outcome.error, WorkerLost)]
    assert lost
    assert len(first) == 120
    time.sleep(0.6)
    second = many(pictures(120), journal=journal, in_doubt="again", **settings)
    assert all(outcome.uploaded for outcome in second)
    assert set(stored(emulator).values()) == {1}
    assert len(emulator.pictures) == 120


def test_wrong_key_and_waits_are_known_to_all_workers(
    address: str, emulator: Emulator, postgres_url: str
) -> None:
    before = len(emulator.requests)
    wrong = {"imgbb": {"api_key": "invalid"}}
    with ByMail() as executor:
        outcomes = many(pictures(60), to="imgbb", executor=executor, client_options=wrong)
        assert all(isinstance(each.error, AuthenticationFailed) for each in outcomes)
        assert len(emulator.requests) <= before + 4
        proxy = FaultProxy(address, ["refuse"] * 6)
        with proxy.serve() as url:
            options = {"imgbb": {"base_url": f"{url}/1", "max_retries": 0}}
            settings: dict[str, Any] = {"to": "imgbb", "executor": executor}
            settings |= {"client_options": options, "journal": postgres_url}
            outcomes = many(pictures(30), **settings)
            assert all(each.uploaded for each in outcomes)
            assert stored(emulator) == Counter(set(stored(emulator)))
            with Journal(postgres_url) as journal:
                journal.pause("imgbb", f"{url}/1", 60)
            (outcome,) = many([("new.png", png(3, 3))], patience=5, **settings)
    assert "asks to wait" in str(outcome.error)


def test_batch_on_workers_falls_back_mirrors_reuses_and_stops(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    down = {"imges": {"base_url": "http://127.0.0.1:9/x", "max_retries": 0}}
    with ByMail() as executor, History(tmp_path / "history") as history:
        settings: dict[str, Any] = {"executor": executor, "history": history}
        outcomes = many(pictures(3), to=["imges", "imgur"], client_options=down, **settings)
        assert all(outcome.error is None for outcome in outcomes)
        outcomes = many(pictures(3), to=["imgur", "imgbb"], strategy="mirror", **settings)
        assert all(len(outcome.attempts) == 2 for outcome in outcomes)
        count = len(emulator.pictures)
        outcomes = many(pictures(4), to="imgbb", reuse=True, **settings)
        assert [each.uploaded.reused for each in outcomes if each.uploaded] == [True] * 3 + [False]
        assert len(emulator.pictures) == count + 1
        outcomes = many(
            pictures(90), to="imgbb", at_once=1, on_outcome=lambda index, _: index < 2, **settings
        )
        assert 3 <= len(outcomes) < 90


def test_worker_finds_what_was_stored_and_not_answered(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    proxy = FaultProxy(address, ["lose", "pass", "lose"])
    with proxy.serve() as url, ByMail() as executor:
        options = {"imgur": {**account(emulator, "imgur"), "base_url": f"{url}/3"}}
        settings: dict[str, Any] = {"to": "imgur", "client_options": options, "executor": executor}
        settings |= {"journal": tmp_path / "journal", "in_doubt": "again"}
        first = many(pictures(4), **settings)
        assert sum(outcome.error is not None for outcome in first) == 2
        second = many(pictures(4), **settings)
    assert [outcome.error for outcome in second] == [None] * 4
    assert len(emulator.pictures) == 4


def test_what_no_worker_could_use_is_refused_before_anything_is_sent(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    import httpx

    path = tmp_path / "lake.png"
    path.write_bytes(png())
    before = len(emulator.requests)
    with ThreadPoolExecutor(1) as pool, path.open("rb") as file:
        wrong: dict[str, dict[str, Any]] = {
            "executor": {"executor": object()},
            "submit": {"executor": type("Odd", (), {"submit": lambda *_: 1})(), "journal": "j"},
            "file": {"sources": [file]},
            "named file": {"sources": [("a.png", file)]},
            "transport": {"client_options": {"imgur": {"transport": httpx.ASGITransport(any)}}},
            "option": {"client_options": {"imgur": {"on_drift": lambda _: None}}},
            "details": {"details": {"title": lambda: 1}},
            "per_host": {"per_host": 0},
        }
        os.chdir(tmp_path)
        with report_all(len(wrong)) as case:
            for name, options in wrong.items():
                given = {"sources": pictures(1), "to": "imgur", "executor": pool, **options}
                with case(name), pytest.raises(InvalidArgument):
                    many(given.pop("sources"), **given)
    assert len(emulator.requests) == before
