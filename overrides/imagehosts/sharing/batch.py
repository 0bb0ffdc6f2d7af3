"""Many pictures at once: bounded, in order, patient, and resumable.

One picture that fails fails alone. A host that asks to wait is left alone for as long as it says,
by all uploads of the batch; a host that refuses the key is asked no more.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

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
from .journal import Entry, Journal, key_of
from .sources import Source

if TYPE_CHECKING:
    import os

    from imagehosts_wire.types import UploadSource

    from .details import Details
    from .history import History
    from .uploaded import Uploaded

__all__ = ["Attempt", "InDoubt", "Outcome", "Progress", "Strategy", "upload_many"]

#: Of several hosts: the first that takes the picture, or all of them.
Strategy: TypeAlias = Literal["fallback", "mirror"]
#: What to do about a picture that an earlier run sent and got no answer for.
InDoubt: TypeAlias = Literal["leave", "again"]


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
    """

    host: str
    uploaded: Uploaded | None = None
    error: ImageHostError | None = None
    resumed: bool = False


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
        at_once: How many uploads are under way at the same time; a host may allow fewer.
        journal: A file in which each step is written down. A second run with the same journal
            uploads only what is missing, whatever ended the first one.
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
    if isinstance(at_once, bool) or at_once < 1:
        raise InvalidArgument("at_once", f"expected 1 or more, got {at_once!r}")

    def said(index: int) -> Mapping[str, Any]:
        return details(index) if callable(details) else details or {}

    async with AsyncExitStack() as stack:
        lanes: list[_Lane] = []
        for each in hosts:
            host = each
            if not isinstance(host, AsyncOpenHost):
                options = {"retries": IMPATIENT, **(client_options or {}).get(host, {})}
                host = await stack.enter_async_context(open_host_async(host, **options))
            lanes.append(_Lane(host, at_once, patience))
        if isinstance(journal, Journal):
            kept = journal
        else:
            kept = stack.enter_context(Journal(journal))
        batch = _Batch(
            pictures,
            lanes,
            strategy,
            said,
            kept,
            in_doubt,
            history,
            reuse,
            on_progress,
            on_outcome,
            durable=journal is not None,
        )
        return await batch.run(at_once)


#: The client repeats what fails at once; longer waits are the whole batch's business.
IMPATIENT = RetryPolicy(max_retries=2, max_wait=1.0)


class _Lane:
    """The uploads of a batch to one host."""

    def __init__(self, host: AsyncOpenHost, at_once: int, patience: float) -> None:
        self.host = host
        self.slots = asyncio.Semaphore(min(at_once, host.host.sharing.at_once))
        self.looking = asyncio.Lock()
        self.patience = patience
        self.closed: ImageHostError | None = None
        self._resume_at = 0.0
        self._refusals = 0
        self._worked = False

    async def wait(self, notify: Callable[[float], None]) -> None:
        """Wait for as long as the host has asked for."""
        while (left := self._resume_at - time.monotonic()) > 0:
            notify(left)
            await asyncio.sleep(left)

    def pause(self, error: RateLimited) -> bool:
        """Leave the host alone for a while; False where that would take too long."""
        self._refusals += 1
        seconds = error.retry_after
        if seconds is None:
            seconds = min(2.0 ** min(self._refusals, 6), 60.0)
        if seconds > self.patience:
            error.add_note(f"the host asks to wait {describe_wait(seconds)}")
            self.closed = error
            return False
        now = time.monotonic()
        until = now + max(seconds, 0.05)
        if until > self._resume_at:
            self.patience -= until - max(now, self._resume_at)
            self._resume_at = until
        return True

    def worked(self) -> None:
        """An upload succeeded."""
        self._worked, self._refusals = True, 0

    def failed(self, error: ImageHostError) -> None:
        """An upload failed; where the next would fail alike, there is none."""
        # Where it has worked before, one refusal may be a whim of the host's.
        refused = isinstance(
            error, (AuthenticationFailed, CaptchaRequired, GeoBlocked, MissingCredentials)
        )
        self._refusals = self._refusals + 1 if refused else 0
        if refused and (not self._worked or self._refusals > 2):
            self.closed = error


class _Batch:
    def __init__(
        self,
        pictures: list[Source],
        lanes: list[_Lane],
        strategy: Strategy,
        said: Callable[[int], Mapping[str, Any]],
        journal: Journal,
        in_doubt: InDoubt,
        history: History | None,
        reuse: bool,
        on_progress: Callable[[Progress], None] | None,
        on_outcome: Callable[[int, Outcome], bool | None] | None,
        *,
        durable: bool,
    ) -> None:
        self.pictures = pictures
        self.lanes = lanes
        self.strategy = strategy
        self.said = said
        self.journal = journal
        self.in_doubt = in_doubt
        self.history = history
        self.reuse = reuse
        self.on_progress = on_progress
        self.on_outcome = on_outcome
        self.durable = durable
        self.outcomes: list[Outcome | None] = [None] * len(pictures)
        self.reported = 0
        self.done = 0
        self.stopped = False
        seen: Counter[str] = Counter()
        #: Pictures that are given several times are several uploads.
        self.identities: list[str] = []
        for picture in pictures:
            seen[picture.identity] += 1
            self.identities.append(f"{picture.identity}#{seen[picture.identity]}")

    async def run(self, at_once: int) -> list[Outcome]:
        waiting = iter(range(len(self.pictures)))

        async def work() -> None:
            for index in waiting:
                if self.stopped:
                    return
                await self._one(index)

        workers = [
            asyncio.ensure_future(work()) for _ in range(min(at_once, len(self.pictures)) or 1)
        ]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        return [outcome for outcome in self.outcomes if outcome is not None]

    async def _one(self, index: int) -> None:
        picture = self.pictures[index]
        attempts: list[Attempt] = []
        wanted = 1
        try:
            await asyncio.to_thread(picture.look)
            digest = None
            if self.durable or self.history is not None:
                digest = await asyncio.to_thread(picture.digest)
        except ImageHostError as unusable:
            attempts = [Attempt(host=self.lanes[0].host.label, error=unusable)]
        else:
            if self.strategy == "mirror":
                wanted = len(self.lanes)
                attempts = await asyncio.gather(
                    *(self._attempt(index, lane, digest) for lane in self.lanes)
                )
            else:
                for lane in self.lanes:
                    attempts.append(await self._attempt(index, lane, digest))
                    error = attempts[-1].error
                    if error is None or not curable_elsewhere(error):
                        break
        outcome = Outcome(source=picture.label, attempts=tuple(attempts), wanted=wanted)
        self.outcomes[index] = outcome
        self.done += 1
        self._notify(index, attempts[-1].host, picture.size or 0, picture.size, finished=True)
        if self.on_outcome is not None:
            while self.reported < len(self.outcomes):
                ready = self.outcomes[self.reported]
                if ready is None:
                    break
                self.reported += 1
                if self.on_outcome(self.reported - 1, ready) is False:
                    self.stopped = True

    async def _attempt(self, index: int, lane: _Lane, digest: str | None) -> Attempt:
        picture, host, details = self.pictures[index], lane.host, self.said(index)
        key = key_of(self.identities[index], host.label, host.base_url, details, digest)
        done = self.journal.result(key)
        if done is not None:
            return Attempt(host=host.label, uploaded=done, resumed=True)
        if self.reuse and self.history is not None and digest is not None:
            earlier = self.history.find_content(digest, host.name, host.base_url)
            if earlier is not None:
                from attrs import evolve

                found = evolve(earlier.uploaded, source=picture.label, reused=True)
                return Attempt(host=host.label, uploaded=found)
        try:
            if self.journal.is_in_doubt(key):
                # One after the other: of two that are alike each must find its own.
                async with lane.looking:
                    found_there = await self._look_for(lane, picture, digest)
                    if found_there is not None:
                        return self._finished(lane, key, found_there, digest)
                if self.in_doubt == "leave":
                    raise StillInDoubt(
                        f"{picture.label} may be at {host.name} already: an earlier run sent it"
                        " and got no answer; it was not sent again",
                        host=host.name,
                    )
            entry = Entry(
                key=key,
                source=picture.label,
                host=host.name,
                base_url=host.base_url,
                digest=digest,
            )
            uploaded = await self._upload(index, lane, entry, details)
        except ImageHostError as error:
            return Attempt(host=host.label, error=error)
        return self._finished(lane, key, uploaded, digest)

    def _finished(self, lane: _Lane, key: str, uploaded: Uploaded, digest: str | None) -> Attempt:
        self.journal.finish(key, uploaded)
        if self.history is not None:
            self.history.add(uploaded, digest)
        return Attempt(host=lane.host.label, uploaded=uploaded)

    async def _upload(
        self, index: int, lane: _Lane, entry: Entry, details: Mapping[str, Any]
    ) -> Uploaded:
        picture, host = self.pictures[index], lane.host
        while True:
            async with lane.slots:
                await lane.wait(
                    lambda left: self._notify(index, host.name, 0, picture.size, waiting=left)
                )
                if lane.closed is not None:
                    raise lane.closed
                self.journal.claim(entry)
                try:
                    uploaded = await host.upload(
                        picture,
                        progress=self.journal.watch(
                            entry.key,
                            lambda sent, total: self._notify(index, host.name, sent, total),
                        ),
                        **details,
                    )
                except RateLimited as error:
                    self.journal.fail(entry.key, error)
                    if not (picture.repeatable or picture.is_address) or not lane.pause(error):
                        raise
                    continue
                except ImageHostError as error:
                    self.journal.fail(entry.key, error)
                    lane.failed(error)
                    raise
                except BaseException:
                    self.journal.abandon(entry.key)
                    raise
                lane.worked()
                return uploaded

    async def _look_for(self, lane: _Lane, picture: Source, digest: str | None) -> Uploaded | None:
        """A picture that an earlier run may have stored, where the host can be asked for it."""
        from .reconciling import find_stored

        async with lane.slots:
            await lane.wait(lambda _: None)
            taken = self.journal.known_ids(lane.host.name, lane.host.base_url)
            return await asyncio.to_thread(find_stored, lane.host, picture, digest, taken)

    def _notify(
        self,
        index: int,
        host: str,
        sent: int,
        total: int | None,
        *,
        waiting: float = 0,
        finished: bool = False,
    ) -> None:
        if self.on_progress is not None:
            self.on_progress(
                Progress(
                    source=self.pictures[index].label,
                    index=index,
                    host=host,
                    sent=sent,
                    total=total,
                    done=self.done,
                    count=len(self.pictures),
                    waiting=waiting,
                    finished=finished,
                )
            )
