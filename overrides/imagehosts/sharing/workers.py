"""A batch on the workers of an executor: threads, processes, or the machines of a cluster.

The pictures are cut into parts. A part is a task for the executor: pictures, hosts and journal,
all of it plain data that can be pickled. A worker uploads the pictures of its part one after the
other, each with the steps of :class:`~imagehosts.sharing.batch.Batch`, and sends back what became
of them.

Executors of clusters run a task again where its worker died. Nothing is uploaded twice for all
that, because every worker asks the journal first, which is why those need one.
"""

from __future__ import annotations

import asyncio
import math
import pickle
import secrets
from collections import deque
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from concurrent.futures import ProcessPoolExecutor as Processes
from concurrent.futures import ThreadPoolExecutor as Threads
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from attrs import evolve, frozen

from ..core.errors import ImageHostError, InvalidArgument
from .batch import Attempt, Batch, Job, Lane, Outcome, Record, side_by_side
from .connections import open_host_async
from .journal import Journal, JournalLink

if TYPE_CHECKING:
    from .batch import InDoubt, Strategy
    from .sources import Source

__all__ = ["Crew", "WorkerLost"]

T = TypeVar("T")

#: How many parts each place gets in the course of a batch, so that none is idle at its end.
_PARTS_EACH = 4
#: The largest part: what is lost with a worker where there is no journal, and begun anew with one.
_LARGEST_PART = 50
#: How often a part is given to the executor where its workers die.
_TRIES = 4


class WorkerLost(ImageHostError):
    """The worker that had the picture died before it said what became of it."""


class Private(Generic[T]):
    """Something that is sent to a worker, and that no log of an executor may show."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<private>"


@frozen
class HostLink:
    """A host, as a worker opens it: for the account of the caller, whatever its own is."""

    name: str
    label: str
    limit: int
    options: Private[Mapping[str, Any]]
    credentials: Private[Mapping[str, str]]


@frozen
class LaneState:
    """What is known of a host in the course of a batch: it goes to workers and comes back."""

    patience: float
    has_worked: bool = False
    closed: ImageHostError | None = None

    def after(self, other: LaneState) -> LaneState:
        """What is known when a part is done that began with less."""
        return LaneState(
            min(self.patience, other.patience),
            self.has_worked or other.has_worked,
            self.closed or other.closed,
        )


@frozen(kw_only=True)
class Part:
    """The pictures of one task, with all that a worker needs to upload them."""

    name: str
    sources: tuple[Source, ...]
    identities: tuple[str, ...]
    details: tuple[Mapping[str, Any], ...]
    hosts: tuple[HostLink, ...]
    states: tuple[LaneState, ...]
    strategy: Strategy
    in_doubt: InDoubt
    journal: JournalLink | None
    wants_digests: bool

    def __repr__(self) -> str:
        hosts = ", ".join(host.label for host in self.hosts)
        return f"<{len(self.sources)} pictures to {hosts}>"


@frozen
class PartResult:
    """What a worker sends back."""

    outcomes: tuple[Outcome, ...]
    sizes: tuple[int | None, ...]
    digests: tuple[str | None, ...]
    states: tuple[LaneState, ...]
    error: Exception | None = None


def upload_part(part: Part) -> PartResult:
    """Upload the pictures of a part; the task that workers run."""
    try:
        return asyncio.run(_upload_part(part))
    except Exception as error:  # what the executor raises by itself must be told from it
        return PartResult((), (), (), part.states, error)


async def _upload_part(part: Part) -> PartResult:
    async with AsyncExitStack() as stack:
        lanes: list[Lane] = []
        for link, state in zip(part.hosts, part.states, strict=True):
            opened = open_host_async(link.name, **link.options.value)
            opened.client.use_credentials(link.credentials.value)
            opened.label = link.label
            lane = Lane(await stack.enter_async_context(opened), 1, link.limit, state.patience)
            lane.closed, lane.has_worked = state.closed, state.has_worked
            lanes.append(lane)
        journal = Journal() if part.journal is None else Journal.join(part.journal)
        stack.enter_context(journal)
        job = Job(
            pictures=list(part.sources),
            identities=list(part.identities),
            lanes=lanes,
            strategy=part.strategy,
            said=part.details.__getitem__,
            journal=journal,
            durable=part.journal is not None,
            in_doubt=part.in_doubt,
            wants_digests=part.wants_digests,
            owns_loop=len(lanes) == 1 or part.strategy == "fallback",
        )
        batch = Batch(job)
        outcomes = await batch.run(1)
        count = range(len(part.sources))
        return PartResult(
            tuple(outcomes),
            tuple(picture.size for picture in job.pictures),
            tuple(batch.digests.get(index) for index in count),
            tuple(LaneState(lane.patience, lane.has_worked, lane.closed) for lane in lanes),
        )


class Crew:
    """Gives the pictures of a job to an executor, and gathers what became of them."""

    def __init__(self, job: Job, executor: Executor) -> None:
        self.job = job
        self.executor = executor
        self.record = Record(job)
        self.states = tuple(LaneState(lane.patience) for lane in job.lanes)
        #: Whether a task that is lost may be given to another worker.
        self.may_repeat = False

    async def run(self, at_once: int) -> list[Outcome]:
        """Upload them; gives what became of each that was begun."""
        job = self.job
        link = self._checked()
        hosts = tuple(_host_link(lane) for lane in job.lanes)
        waiting = deque(range(len(job.pictures)))
        if job.reuse and job.history is not None:
            waiting = deque([index for index in waiting if not await self._reused(index)])
        limits = [lane.limit for lane in job.lanes]
        # Where no journal counts for all of them, only as many as every host allows.
        places = min(at_once, max(limits) if link is not None else min(limits))
        size = min(_LARGEST_PART, math.ceil(len(waiting) / (places * _PARTS_EACH))) or 1
        if link is None and not isinstance(self.executor, Threads):
            size = 1  # a process that dies takes along what it has not sent back

        async def work() -> None:
            while waiting and not self.record.stopped:
                indexes = [waiting.popleft() for _ in range(min(size, len(waiting)))]
                await self._upload(indexes, hosts, link)

        await side_by_side(work, min(places, len(waiting)) or 1)
        return self.record.finished()

    def _checked(self) -> JournalLink | None:
        """Refuse what cannot be sent to a worker; gives what leads to the journal."""
        if not callable(getattr(self.executor, "submit", None)):
            raise InvalidArgument(
                "executor",
                "expected a concurrent.futures.Executor, got"
                f" {type(self.executor).__name__}; Dask has Client.get_executor()",
            )
        link = self.job.journal.link() if self.job.durable else None
        # The pools of Python run each task once, or not at all.
        if link is None and not isinstance(self.executor, (Threads, Processes)):
            raise InvalidArgument(
                "journal",
                "an executor that runs a task again where its worker died needs a journal that the"
                " workers can reach: postgresql://user@host/database, or a file where all of them"
                " are on this machine",
            )
        self.may_repeat = link is not None
        return link

    async def _reused(self, index: int) -> bool:
        """Take the link of an earlier upload from the history, which workers do not have."""
        job, picture = self.job, self.job.pictures[index]
        assert job.history is not None
        try:
            await asyncio.to_thread(picture.look)
        except ImageHostError:
            return False  # the worker says what is wrong, or has the file
        digest = await asyncio.to_thread(picture.digest)
        attempts: list[Attempt] = []
        for lane in job.lanes if digest else ():
            name, base_url = lane.host.name, lane.host.base_url
            earlier = job.history.find_content(digest or "", name, base_url)
            if earlier is not None:
                found = evolve(earlier.uploaded, source=picture.label, reused=True)
                attempts.append(Attempt(host=lane.host.label, uploaded=found))
        wanted = len(job.lanes) if job.strategy == "mirror" else 1
        if len(attempts) < wanted:
            return False
        outcome = Outcome(source=picture.label, attempts=tuple(attempts[:wanted]), wanted=wanted)
        self.record.add(index, outcome, picture.size)
        return True

    async def _upload(
        self, indexes: list[int], hosts: tuple[HostLink, ...], link: JournalLink | None
    ) -> None:
        job = self.job
        details = tuple(dict(job.said(index)) for index in indexes)
        _check_picklable("details", details, "something in them")
        part = Part(
            # Executors that know a task by its arguments must not take one for another.
            name=secrets.token_hex(8),
            sources=tuple(job.pictures[index].portable() for index in indexes),
            identities=tuple(job.identities[index] for index in indexes),
            details=details,
            hosts=hosts,
            states=self.states,
            strategy=job.strategy,
            in_doubt=job.in_doubt,
            journal=link,
            wants_digests=job.history is not None,
        )
        try:
            result = await self._run(part)
        except WorkerLost as lost:
            host = hosts[0].label
            for index in indexes:
                attempt = Attempt(host=host, error=lost)
                outcome = Outcome(source=job.pictures[index].label, attempts=(attempt,))
                self.record.add(index, outcome, None)
            return
        if result.error is not None:
            raise result.error
        self.states = tuple(map(LaneState.after, self.states, result.states))
        found = zip(indexes, result.outcomes, result.sizes, result.digests, strict=True)
        for index, outcome, size, digest in found:
            for attempt in outcome.attempts if job.history is not None else ():
                if attempt.uploaded is not None and not attempt.resumed:
                    assert job.history is not None
                    job.history.add(attempt.uploaded, digest)
            self.record.add(index, outcome, size)

    async def _run(self, part: Part) -> PartResult:
        """Have a worker upload a part, another one where the first dies.

        Raises:
            WorkerLost: None of them has said what became of it.
        """
        for tries_left in reversed(range(_TRIES)):
            # A new name for each try: executors may remember how the last one ended.
            named = evolve(part, name=f"{part.name}-{tries_left}")
            try:
                return await self._submit(named)
            except ImageHostError:
                raise
            except Exception as error:
                # A pool of processes is broken for good when one of them dies.
                if tries_left and self.may_repeat and not isinstance(error, BrokenExecutor):
                    continue
                what_now = "it may have been stored"
                if self.may_repeat:
                    what_now = "the same batch with its journal uploads what is missing"
                raise WorkerLost(
                    f"the worker was lost ({type(error).__name__}) before it said what became of"
                    f" it; {what_now}"
                ) from None
        raise AssertionError("a try returns or raises")

    async def _submit(self, part: Part) -> PartResult:
        future: Any = self.executor.submit(upload_part, part)
        if not isinstance(future, Future):
            raise InvalidArgument(
                "executor",
                f"its submit() gave {type(future).__name__}, which is no future of"
                " concurrent.futures",
            )
        try:
            return await asyncio.wrap_future(cast("Future[PartResult]", future))
        except asyncio.CancelledError:
            us = asyncio.current_task()
            if us is not None and us.cancelling():
                raise
            raise WorkerGone from None  # it was the executor that cancelled it


class WorkerGone(Exception):
    """The executor has dropped a task."""


def _host_link(lane: Lane) -> HostLink:
    options, credentials = lane.host.portable()
    label = lane.host.label
    _check_picklable("client_options", options, f"those of {label}")
    return HostLink(lane.host.name, label, lane.limit, Private(options), Private(credentials))


def _check_picklable(argument: str, value: object, what: str) -> None:
    try:
        pickle.dumps(value)
    except Exception as error:
        raise InvalidArgument(argument, f"{what} cannot be sent to a worker: {error}") from None
