"""A contract run while it goes on: what hooks and checks know of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case

from contracts.fuzz.cases import Editor, Sent
from contracts.fuzz.rows import Row
from contracts.fuzz.shapes import SHORTER, Answer, Shape, load_shapes
from contracts.fuzz.target import Target
from contracts.support.specs import at, leaves


class Run:
    """A run while it goes on: what hooks and checks need to know."""

    def __init__(self, api: Row, target: Target) -> None:
        self.api = api
        self.target = target
        self.shapes = load_shapes(api.name)
        self.world = api.world(target, self.shapes, api.plausible)
        self.editor = Editor(api, self.shapes, target.origin, self.world)
        self.faults = 0
        #: Files that answers said were stored.
        self.accepted = 0
        #: Answers in which the owner saw what is theirs alone.
        self.shown_to_owner = 0
        #: The last response that a check looked at, and what it means.
        self.looked_at: tuple[Response, tuple[Shape, Sent, Answer]] | None = None

    def shape(self, case: Case) -> Shape:
        return self.shapes[operation_id(case)]

    def took(self, shape: Shape, answer: Answer) -> bool:
        """Whether an answer is a success, and an upload's one that stored something."""
        if not shape.succeeded(answer):
            return False
        return not (shape.source and self.api.counts_failures) or any(self.stored_at(shape, answer))

    def addresses(self, shape: Shape, answer: Answer) -> Iterator[tuple[str, str]]:
        """Every address in an answer that may be opened, with its place."""
        for place, url in shape.addresses(answer):
            if place.rpartition("/")[2] not in self.api.dead_addresses:
                yield place, url
        if answer.data is None:
            return
        for pointer, value in leaves(answer.data):
            if pointer.rpartition("/")[2] in self.api.addresses and isinstance(value, str):
                holder = at(answer.data, pointer.rpartition("/")[0])
                # What is deleted, or secret, is shown to its owner by the API alone.
                if not holder.get("hidden") and holder.get("privacy") != "secret":
                    yield pointer, value

    def stored_at(self, shape: Shape, answer: Answer) -> Iterator[str]:
        """Where an upload put its files. A ``*`` in the pointer stands for each item of a list."""
        if self.api.address is None:
            yield from [url for _, url in shape.addresses(answer)][:1]
            return
        before, star, behind = self.api.address.partition("/*")
        with suppress(KeyError):
            found = at(answer.data, before)
            yield from [str(at(item, behind)) for item in found] if star else [str(found)]


def operation_id(case: Case) -> str:
    id: str = case.operation.definition.raw["operationId"]
    return id.rstrip(SHORTER)


def as_answer(response: Response) -> Answer:
    media_type = next(iter(response.headers.get("content-type", [])), "")
    return Answer(
        response.status_code,
        media_type.partition(";")[0].strip().lower(),
        response.headers,
        response.content or b"",
    )


# One run at a time: schemathesis registers hooks and checks for the whole process.
_active: list[Run] = []


def active() -> Run | None:
    """The run that is going on, for hooks and checks."""
    return _active[-1] if _active else None


@contextmanager
def going_on(run: Run) -> Iterator[None]:
    """Make a run the active one, with its files in place."""
    # The server is on this machine. Saying so saves a look through the whole environment for each
    # request, a fifteenth of a run.
    proxies = pytest.MonkeyPatch()
    proxies.setenv("no_proxy", str(urlsplit(run.target.origin).hostname))
    run.faults = run.target.faults()
    for url, content in run.editor.web.items():
        run.target.register(url, content)
    run.world.prepare()
    _active.append(run)
    try:
        yield
    finally:
        _active.remove(run)
        proxies.undo()
        for url in run.editor.web:
            run.target.forget(url)
