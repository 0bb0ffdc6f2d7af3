"""Many pictures at once: bounded, in order, patient, and resumable.

One picture that fails fails alone. A host that asks to wait is left alone for as long as it says,
by all uploads of the batch; a host that refuses the key is asked no more. The work can be given to
the processes of an executor, see :mod:`.workers`.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeAlias, TypeVar

from attrs import define, evolve, frozen

from ..core.errors import (
    AuthenticationFailed,
    CaptchaRequired,
    GeoBlocked,
    ImageHostError,
    InvalidArgument,
    MissingCredentials,
    RateLimited,
)
from ..core.retries import RetryPolicy, describe_wait
from .choosing import curable_elsewhere
from .connections import AsyncOpenHost, open_host_async
from .database import DatabaseError
from .journal import Entry, Journal, key_of
from .sources import Source

if TYPE_CHECKING:
    import os
    from concurrent.futures import Executor

    from imagehosts_wire.types import UploadSource

    from .details import Details
    from .history import History
    from .uploaded import Uploaded

__all__ = ["Attempt", "InDoubt", "Outcome", "Progress", "Strategy", "upload_many"]

T = TypeVar("T")
P = ParamSpec("P")

#: Of several hosts: the first that takes the picture, or all of them.
Strategy: TypeAlias = Literal["fallback", "mirror"]
#: What to do about a picture that an earlier run sent and got no answer for.
InDoubt: TypeAlias = Literal["leave", "again"]


#: How soon to look again for what another worker is at.
_LOOK_AGAIN = 0.25
#: Where a host does not say how long to wait: how often the seconds are doubled, and the most.
_DOUBLINGS, _LONGEST_GUESS = 6, 60.0
#: The shortest wait.
_LEAST_REST = 0.05


class StillInDoubt(ImageHostError):
    """An earlier run sent the picture and got no answer: it may be at the host already."""


@frozen(kw_only=True)
class Attempt:
    """What became of a picture at one host.

    Attributes:
        host: The host.
        uploaded: The picture there; None where that failed.
        error: Why it failed; None where it did not.
        resumed: Whether an earlier run with the same journal had done it.
        unrecorded: Why the history does not have it; None where it does, or none is kept.
    """

    host: str
    uploaded: Uploaded | None = None
    error: ImageHostError | None = None
    resumed: bool = False
    unrecorded: ImageHostError | None = None


@frozen(kw_only=True)
class Outcome:
    """What became of a picture.

    Attributes:
        source: The picture as it was given, for people.
        attempts: Each host that was tried, in the order of the hosts.
        wanted: How many hosts were to have it.
    """

    source: str
    attempts: tuple[Attempt, ...]
    wanted: int = 1

    @property
    def uploaded(self) -> Uploaded | None:
        """The picture at the first host that has it."""
        return next((each.uploaded for each in self.attempts if each.uploaded), None)

    @property
    def error(self) -> ImageHostError | None:
        """Why it failed; None where as many hosts have it as were wanted."""
        have = sum(each.uploaded is not None for each in self.attempts)
        if have >= self.wanted:
            return None
        return next((each.error for each in reversed(self.attempts) if each.error), None)


@frozen(kw_only=True)
class Progress:
    """How far a batch is.

    Attributes:
        source: The picture that this is about.
        index: Its place in the batch.
        host: The host that it goes to.
        sent: Bytes of it that were sent.
        total: Bytes that there are to send; None where that is not known.
        done: How many pictures are finished, the failed ones included.
        count: How many pictures there are.
        waiting: For how many seconds the host asks to wait; 0 where it does not.
        finished: Whether nothing more follows for this picture.
    """

    source: str
    index: int
    host: str
    sent: int = 0
    total: int | None = None
    done: int = 0
    count: int = 0
    waiting: float = 0
    finished: bool = False


async def upload_many(
    sources: Iterable[UploadSource | Source],
    *,
    to: str | AsyncOpenHost | Sequence[str | AsyncOpenHost],
    strategy: Strategy = "fallback",
    details: Details | Callable[[int], Details] | None = None,
    at_once: int = 4,
    per_host: int | None = None,
    executor: Executor | None = None,
    journal: str | os.PathLike[str] | Journal | None = None,
    in_doubt: InDoubt = "leave",
    history: History | None = None,
    reuse: bool = False,
    patience: float = 3600,
    on_progress: Callable[[Progress], None] | None = None,
    on_outcome: Callable[[int, Outcome], bool | None] | None = None,
    client_options: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Outcome]:
    """Upload many pictures.

    Args:
        sources: The pictures, as ``upload()`` of :func:`~imagehosts.open_host` takes them.
        to: The host, or several: see ``strategy``. By name, or as
            :func:`~imagehosts.open_host_async` gives it, which is then left open.
        strategy: ``fallback`` tries the hosts in their order and goes on to the next after a
            failure that another host can cure; ``mirror`` gives the picture to all of them.
        details: What is said of the pictures: the same of all, or a function of their place.
        at_once: How many uploads are under way at the same time, on all workers together.
        per_host: How many of them may be at one host, in place of what is known of each host.
        executor: What runs the uploads: a pool of threads or processes, or whatever else has
            ``submit()`` as :class:`concurrent.futures.Executor` has it, such as
            ``Client.get_executor()`` of Dask.
        journal: A file in which each step is written down, or a database that many machines
            share, ``postgresql://user@host/database``. A second run with the same journal uploads
            only what is missing, whatever ended the first one.
        in_doubt: Whether a picture that an earlier run sent whole, and got no answer for, is sent
            ``again`` where the host cannot be asked for it, or left as it is.
        history: Where uploads are written down, and looked up for ``reuse``.
        reuse: Take the link of an earlier upload of the same content in the history.
        patience: For how many seconds in all a host may ask to wait.
        on_progress: Called as bytes leave and as pictures are finished.
        on_outcome: Called for each picture when it and all before it are finished; where it gives
            False, no further picture is begun.
        client_options: Options for the client of a host, by the host's name.

    Returns:
        What became of each picture that was begun, in the order of the sources.

    Raises:
        InvalidArgument: An option cannot be used; nothing was sent.
    """
    pictures = [each if isinstance(each, Source) else Source(each) for each in sources]
    hosts = [to] if isinstance(to, (str, AsyncOpenHost)) else list(dict.fromkeys(to))
    if not hosts:
        raise InvalidArgument("to", "name at least one host")
    if strategy not in ("fallback", "mirror"):
        raise InvalidArgument("strategy", f"expected 'fallback' or 'mirror', got {strategy!r}")
    if in_doubt not in ("leave", "again"):
        raise InvalidArgument("in_doubt", f"expected 'leave' or 'again', got {in_doubt!r}")
    for name, number in (("at_once", at_once), ("per_host", per_host)):
        if number is not None and (isinstance(number, bool) or number < 1):
            raise InvalidArgument(name, f"expected 1 or more, got {number!r}")

    def said(index: int) -> Mapping[str, Any]:
        return details(index) if callable(details) else details or {}

    async with AsyncExitStack() as stack:
        lanes: list[Lane] = []
        for each in hosts:
            host = each
            if not isinstance(host, AsyncOpenHost):
                options = {"retries": IMPATIENT, **(client_options or {}).get(host, {})}
                host = await stack.enter_async_context(open_host_async(host, **options))
            lanes.append(Lane(host, at_once, per_host, patience))
        if isinstance(journal, Journal):
            kept = journal
        else:
            kept = stack.enter_context(Journal(journal))
        job = Job(
            pictures=pictures,
            identities=identities_of(pictures),
            lanes=lanes,
            strategy=strategy,
            said=said,
            journal=kept,
            durable=journal is not None,
            in_doubt=in_doubt,
            history=history,
            reuse=reuse,
            on_progress=on_progress,
            on_outcome=on_outcome,
        )
        if executor is None:
            return await Batch(job).run(at_once)
        from .workers import Crew

        return await Crew(job, executor).run(at_once)


#: The client repeats what fails at once; longer waits are the whole batch's business.
IMPATIENT = RetryPolicy(max_retries=2, max_wait=1.0)


class Lane:
    """The uploads of a batch to one host."""

    def __init__(
        self, host: AsyncOpenHost, at_once: int, per_host: int | None, patience: float
    ) -> None:
        self.host = host
        #: How many uploads to it may be under way, of all workers together.
        self.limit = per_host or host.host.sharing.at_once
        self.slots = asyncio.Semaphore(min(at_once, self.limit))
        self.looking = asyncio.Lock()
        self.patience = patience
        self.closed: ImageHostError | None = None
        self.has_worked = False
        self._resume_at = 0.0
        self._refusals = 0

    async def wait(self, notify: Callable[[float], None]) -> None:
        """Wait for as long as the host has asked for."""
        while (left := self._resume_at - time.monotonic()) > 0:
            notify(left)
            await asyncio.sleep(left)

    def pause(self, error: RateLimited) -> float | None:
        """Leave the host alone for so many seconds; None where that would take too long."""
        self._refusals += 1
        seconds = error.retry_after
        if seconds is None:
            seconds = min(2.0 ** min(self._refusals, _DOUBLINGS), _LONGEST_GUESS)
        if not self.bears(seconds):
            error.add_note(f"the host asks to wait {describe_wait(seconds)}")
            self.closed = error
            return None
        self.rest(seconds)
        return seconds

    def bears(self, seconds: float) -> bool:
        """Whether there is patience for a wait; of what is waited for as it is none is needed."""
        now = time.monotonic()
        return now + seconds - max(now, self._resume_at) <= self.patience

    def rest(self, seconds: float) -> None:
        """Begin nothing at the host for a while."""
        now = time.monotonic()
        until = now + max(seconds, _LEAST_REST)
        if until > self._resume_at:
            self.patience -= until - max(now, self._resume_at)
            self._resume_at = until

    def worked(self) -> None:
        """An upload succeeded."""
        self.has_worked, self._refusals = True, 0

    def failed(self, error: ImageHostError) -> None:
        """An upload failed; where the next would fail alike, there is none."""
        # Where it has worked before, one refusal may be a whim of the host's.
        refused = isinstance(
            error, (AuthenticationFailed, CaptchaRequired, GeoBlocked, MissingCredentials)
        )
        self._refusals = self._refusals + 1 if refused else 0
        if refused and (not self.has_worked or self._refusals > 2):
            self.closed = error


async def side_by_side(work: Callable[[], Awaitable[None]], count: int) -> None:
    """Do work several times at once until each is over; none goes on where one fails."""
    workers = [asyncio.ensure_future(work()) for _ in range(count)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


def identities_of(pictures: Sequence[Source]) -> list[str]:
    """What tells each picture from the others; one that is given twice is two uploads."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for picture in pictures:
        seen[picture.identity] += 1
        found.append(f"{picture.identity}#{seen[picture.identity]}")
    return found


@define(kw_only=True)
class Job:
    """A batch: what :func:`upload_many` is given, checked.

    Attributes:
        durable: Whether the journal outlives the batch, so that each picture needs a name in it.
        wants_digests: Whether somebody needs the hashes of the pictures all the same.
        owns_loop: Whether nothing else runs in the event loop, so that it may be kept waiting.
    """

    pictures: list[Source]
    identities: list[str]
    lanes: list[Lane]
    strategy: Strategy
    said: Callable[[int], Mapping[str, Any]]
    journal: Journal
    durable: bool
    in_doubt: InDoubt
    history: History | None = None
    reuse: bool = False
    wants_digests: bool = False
    owns_loop: bool = False
    on_progress: Callable[[Progress], None] | None = None
    on_outcome: Callable[[int, Outcome], bool | None] | None = None


class Record:
    """What became of the pictures so far; reports them in their order."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.outcomes: list[Outcome | None] = [None] * len(job.pictures)
        self.reported = 0
        self.done = 0
        #: Whether nothing more is to be begun.
        self.stopped = False

    def add(self, index: int, outcome: Outcome, size: int | None) -> None:
        """A picture is finished."""
        self.outcomes[index] = outcome
        self.done += 1
        host = outcome.attempts[-1].host
        self.notify(index, host, sent=size or 0, total=size, finished=True)
        if self.job.on_outcome is not None:
            while self.reported < len(self.outcomes):
                ready = self.outcomes[self.reported]
                if ready is None:
                    break
                self.reported += 1
                if self.job.on_outcome(self.reported - 1, ready) is False:
                    self.stopped = True

    def notify(self, index: int, host: str, **facts: Any) -> None:
        """Say how far a picture is."""
        if self.job.on_progress is not None:
            label, count = self.job.pictures[index].label, len(self.outcomes)
            self.job.on_progress(
                Progress(source=label, index=index, host=host, done=self.done, count=count, **facts)
            )

    def finished(self) -> list[Outcome]:
        """What became of each picture that was begun."""
        return [outcome for outcome in self.outcomes if outcome is not None]


class _HeldByAnother(Exception):
    """Another worker is at the picture; it is looked at again later."""


class Batch:
    """The pictures of a job, uploaded from this process."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.journal = job.journal
        self.record = Record(job)
        self.digests: dict[int, str | None] = {}
        #: Attempts of pictures that are not finished, because another worker is at some of them.
        self._made: dict[tuple[int, int], Attempt] = {}

    async def run(self, at_once: int) -> list[Outcome]:
        """Upload them; gives what became of each that was begun."""
        count = len(self.job.pictures)
        waiting = deque(range(count))
        held: dict[int, float] = {}

        async def work() -> None:
            while waiting and not self.record.stopped:
                index = waiting.popleft()
                if index in held:
                    await asyncio.sleep(held[index] - time.monotonic())
                try:
                    await self._one(index)
                except _HeldByAnother:
                    held[index] = time.monotonic() + _LOOK_AGAIN
                    waiting.append(index)

        await side_by_side(work, min(at_once, count) or 1)
        return self.record.finished()

    async def _one(self, index: int) -> None:
        job, picture = self.job, self.job.pictures[index]
        attempts: list[Attempt] = []
        wanted = 1
        try:
            wants = job.durable or job.wants_digests or job.history is not None
            if not job.owns_loop and picture.takes_time(wants):
                digest = await asyncio.to_thread(picture.examine, wants)
            else:
                digest = picture.examine(wants)
            self.digests[index] = digest
        except ImageHostError as unusable:
            attempts = [Attempt(host=job.lanes[0].host.label, error=unusable)]
        else:
            if job.strategy == "mirror":
                wanted = len(job.lanes)
                made = await asyncio.gather(
                    *(self._attempt_once(index, number, digest) for number in range(wanted)),
                    return_exceptions=True,
                )
                for each in made:
                    if isinstance(each, BaseException):
                        raise each
                    attempts.append(each)
            else:
                for number in range(len(job.lanes)):
                    attempts.append(await self._attempt_once(index, number, digest))
                    error = attempts[-1].error
                    if error is None or not curable_elsewhere(error):
                        break
        finally:
            picture.forget()
        outcome = Outcome(source=picture.label, attempts=tuple(attempts), wanted=wanted)
        self.record.add(index, outcome, picture.size)

    async def _attempt_once(self, index: int, number: int, digest: str | None) -> Attempt:
        """The attempt at a host, which an earlier turn of the picture may have made already."""
        place = (index, number)
        if place not in self._made:
            self._made[place] = await self._attempt(index, self.job.lanes[number], digest)
        return self._made[place]

    async def _attempt(self, index: int, lane: Lane, digest: str | None) -> Attempt:
        job, picture, host = self.job, self.job.pictures[index], lane.host
        details = job.said(index)
        key = key_of(job.identities[index], host.label, host.base_url, details, digest)
        done = await self._ask(self.journal.result, key)
        if done is not None:
            return Attempt(host=host.label, uploaded=done, resumed=True)
        if job.reuse and job.history is not None and digest is not None:
            earlier = job.history.find_content(digest, host.name, host.base_url)
            if earlier is not None:
                found = evolve(earlier.uploaded, source=picture.label, reused=True)
                return Attempt(host=host.label, uploaded=found)
        entry = Entry(
            key=key,
            source=picture.label,
            host=host.name,
            base_url=host.base_url,
            digest=digest,
        )
        try:
            return await self._upload(index, lane, entry, details)
        except ImageHostError as error:
            return Attempt(host=host.label, error=error)

    async def _upload(
        self, index: int, lane: Lane, entry: Entry, details: Mapping[str, Any]
    ) -> Attempt:
        limit = lane.limit if self.journal.is_shared else None
        again = False
        while True:
            async with lane.slots:
                await lane.wait(lambda left: self._notify(index, lane, waiting=left))
                if lane.closed is not None:
                    raise lane.closed
                claim = await self._ask(self.journal.claim, entry, limit=limit, again=again)
                if claim.state == "granted":
                    uploaded = await self._send(index, lane, entry, details)
                    if uploaded is None:
                        continue
                    await self._ask(self.journal.finish, entry.key, uploaded)
                    return self._finished(index, lane, uploaded)
            if claim.state == "held":
                raise _HeldByAnother
            if claim.state == "done":
                return Attempt(host=lane.host.label, uploaded=claim.uploaded, resumed=True)
            if claim.state == "in doubt":
                # One after the other: of two that are alike each must find its own.
                async with lane.looking:
                    found = await self._look_for(index, lane, entry)
                if found is not None:
                    return self._finished(index, lane, found)
                again = True
            elif not claim.paused:
                await asyncio.sleep(claim.seconds)
            elif not lane.bears(claim.seconds):
                raise RateLimited(
                    f"it asks to wait {describe_wait(claim.seconds)}, as another worker was told",
                    host=lane.host.name,
                    retry_after=claim.seconds,
                )
            else:
                lane.rest(claim.seconds)

    async def _send(
        self, index: int, lane: Lane, entry: Entry, details: Mapping[str, Any]
    ) -> Uploaded | None:
        """Send the picture that we have claimed; None where the host asks to wait first."""
        picture = self.job.pictures[index]
        progress = None
        if self.job.durable or self.job.on_progress is not None:
            progress = self.journal.watch(
                entry.key,
                lambda sent, total: self._notify(index, lane, sent=sent, total=total),
            )
        try:
            uploaded = await lane.host.upload(picture, progress=progress, **details)
        except RateLimited as error:
            await self._ask(self.journal.fail, entry.key, error)
            if not (picture.repeatable or picture.is_address):
                raise
            seconds = lane.pause(error)
            if seconds is None:
                raise
            if self.journal.is_shared:
                await self._ask(self.journal.pause, entry.host, entry.base_url, seconds)
            return None
        except ImageHostError as error:
            await self._ask(self.journal.fail, entry.key, error)
            lane.failed(error)
            raise
        except BaseException:
            self.journal.abandon(entry.key)
            raise
        lane.worked()
        return uploaded

    async def _look_for(self, index: int, lane: Lane, entry: Entry) -> Uploaded | None:
        """A picture that an earlier run may have stored, where the host can be asked for it.

        Raises:
            StillInDoubt: Nothing could be found out, and it is not to be sent again.
        """
        from .reconciling import find_stored

        picture, host = self.job.pictures[index], lane.host

        def is_taken(id: str) -> bool:
            return self.journal.has_picture(host.name, host.base_url, id)

        while await self._ask(self.journal.has_twin_under_way, entry):
            await asyncio.sleep(_LOOK_AGAIN)
        async with lane.slots:
            await lane.wait(lambda _: None)
            while True:
                found = await asyncio.to_thread(find_stored, host, picture, entry.digest, is_taken)
                if found is None:
                    break
                if await self._ask(self.journal.finish_found, entry, found):
                    return found
                done = self.journal.result(entry.key)
                if done is not None:
                    return done  # the worker that was thought dead has got its answer
        if self.job.in_doubt == "again":
            return None
        await self._ask(self.journal.leave_in_doubt, entry.key)
        raise StillInDoubt(
            f"{picture.label} may be at {host.name} already: an earlier run sent it and got no"
            " answer; it was not sent again. If it is not there, repeat with in_doubt='again'"
            " (--in-doubt again)",
            host=host.name,
        )

    def _finished(self, index: int, lane: Lane, uploaded: Uploaded) -> Attempt:
        unrecorded: ImageHostError | None = None
        if self.job.history is not None:
            try:
                self.job.history.add(uploaded, self.digests.get(index))
            except DatabaseError as error:
                unrecorded = error  # the picture is there all the same, and what deletes it
        return Attempt(host=lane.host.label, uploaded=uploaded, unrecorded=unrecorded)

    async def _ask(self, call: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Call the journal; what answers from another machine may take long."""
        if self.journal.is_shared and not self.job.owns_loop:
            return await asyncio.to_thread(call, *given, **named)
        return call(*given, **named)

    def _notify(self, index: int, lane: Lane, **facts: Any) -> None:
        facts.setdefault("total", self.job.pictures[index].size)
        self.record.notify(index, lane.host.name, **facts)
