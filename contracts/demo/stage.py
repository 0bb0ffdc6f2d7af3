"""A scenario: what people do at a host, written once for both kinds of client, and its result."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterable, Callable, Coroutine, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from imagehosts import ImageHostError, NotFound
from imagehosts.hosts import Host, find_host

from contracts.demo.answers import Checker
from contracts.demo.pictures import Picture


class Outcome(NamedTuple):
    """What came of a scenario."""

    client: str
    steps: int
    identical: int
    operations: str
    answers_checked: int
    problems: list[str]


class Person:
    """Somebody with a client of either kind; every call is awaited."""

    def __init__(self, client: Any) -> None:
        self.client = client

    async def do(self, method: str, /, *args: Any, **options: Any) -> Any:
        """Call a method such as ``images.upload``."""
        await asyncio.sleep(0)  # where Ctrl-C gets through
        result = attrgetter(method)(self.client)(*args, **options)
        return await result if inspect.isawaitable(result) else result

    async def listed(self, method: str, /, *args: Any, **options: Any) -> list[Any]:
        """Everything of a list, page after page."""
        await asyncio.sleep(0)
        pages = attrgetter(method)(self.client)(*args, **options)
        return [each async for each in pages] if isinstance(pages, AsyncIterable) else list(pages)


class Stage:
    """Where a scenario takes place, and how it goes.

    Args:
        host: The host.
        base_url: Where its API is.
        asynchronous: Which kind of client its people have.
        tick: Called at every step.
    """

    def __init__(
        self, host: Host, base_url: str, *, asynchronous: bool, tick: Callable[[], None]
    ) -> None:
        self._host = host
        self._base_url = base_url
        self._asynchronous = asynchronous
        self._tick = tick
        self._people: list[Person] = []
        self._step = "at the start"
        self._checkers: dict[str, Checker] = {}
        self._steps = 0
        self._identical = 0
        self._problems: list[str] = []

    def person(self, at: str = "", **credentials: Any) -> Person:
        """Somebody new, whose requests and answers are held against the spec.

        Args:
            at: The name of another host of the same emulator, where the scenario needs one.
            credentials: Those of the person.
        """
        host = find_host(at) or self._host
        make = host.make_async_client if self._asynchronous else host.make_client
        base_url = self._base_url.removesuffix(self._host.base_path) + host.base_path
        client = make(
            base_url=base_url, transport=self._checker(host, base_url), max_retries=0, **credentials
        )
        self._people.append(Person(client))
        return self._people[-1]

    def _checker(self, host: Host, base_url: str) -> Checker:
        if host.name not in self._checkers:
            # A host without a spec of its own speaks as one that has one.
            api = host.sync_client.api.name
            made = Checker(
                api, base_url, asynchronous=self._asynchronous, any_slash=api != host.name
            )
            self._checkers[host.name] = made
        return self._checkers[host.name]

    async def run(self, scenario: Scenario, pictures: Sequence[Picture]) -> None:
        """Play a scenario to its end."""
        try:
            await scenario(self, pictures)
        except ImageHostError as error:
            self._problems.append(f"{self._step}: {error}")
        finally:
            await self._end()

    def outcome(self) -> Outcome:
        """What came of it."""
        checker = self._checker(self._host, self._base_url)
        every = self._checkers.values()
        return Outcome(
            f"{'Async' if self._asynchronous else ''}{self._host.client}",
            self._steps,
            self._identical,
            f"{len(checker.called)} of {checker.operations}",
            sum(each.checked for each in every),
            self._problems + [problem for each in every for problem in each.problems],
        )

    def step(self, what: str) -> None:
        """Begin a part of the scenario, which is named if something goes wrong in it."""
        self._step = what
        self._steps += 1
        self._tick()

    def hold(self, claim: str, found: Any, wanted: Any = True) -> None:
        """What must be so here."""
        if found != wanted:
            self._problems.append(f"{self._step}: {claim}: {found!r:.200}, not {wanted!r:.200}")

    async def same_bytes(self, person: Person, name: str, address: str, content: bytes) -> None:
        """What is stored there must be what was sent."""
        if await person.do("download", address) == content:
            self._identical += 1
        else:
            self._problems.append(f"{self._step}: {name}: the bytes that came back differ")

    async def is_gone(self, person: Person, method: str, *args: Any) -> None:
        """What a call asks for must not be there."""
        await self.is_refused(person, NotFound, method, *args)

    async def is_refused(
        self, person: Person, error: type[ImageHostError], method: str, *args: Any
    ) -> None:
        """A call must end in this error."""
        try:
            await person.do(method, *args)
        except error:
            return
        self._problems.append(f"{self._step}: {method} meets no {error.__name__}")

    async def _end(self) -> None:
        for person in self._people:
            await person.do("close")


Scenario = Callable[[Stage, Sequence[Picture]], Coroutine[Any, Any, None]]


def play(
    scenario: Scenario,
    host: Host,
    base_url: str,
    pictures: Sequence[Picture],
    *,
    asynchronous: bool,
    tick: Callable[[], None] = lambda: None,
) -> Outcome:
    """Play a scenario from start to end; what goes wrong in it is among its problems."""
    stage = Stage(host, base_url, asynchronous=asynchronous, tick=tick)
    asyncio.run(stage.run(scenario, pictures))
    return stage.outcome()
