"""A contract run while it goes on: the server under test, and what hooks and checks know of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import requests
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.python import asgi

from contracts.fuzz.apis import Api
from contracts.fuzz.cases import Editor
from contracts.fuzz.shapes import Answer, Shape, load_shapes


class Target:
    """An emulator to test: an application in this process, or one behind an address.

    Beside the API, the emulator's own controls are used: to put pictures where uploads by URL find
    them, and to learn what was stored and whether anything failed inside.
    """

    def __init__(self, base_url: str, app: Any = None) -> None:
        self.base_url = base_url
        self.app = app
        parts = urlsplit(base_url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._session = requests.Session() if app is None else asgi.get_client(app)
        self._session.trust_env = False

    def get(self, url: str) -> requests.Response:
        return self._session.get(
            urljoin(self.origin, url), headers={}, allow_redirects=False, timeout=30
        )

    def faults(self) -> int:
        """How many errors of its own the emulator has met."""
        return int(self._control("GET", "/").json()["faults"])

    def stored(self, api: str) -> int:
        """How many files of an API the emulator keeps."""
        pictures = self._control("GET", "/pictures").json()
        return sum(picture["api"] == api for picture in pictures)

    def register(self, url: str, content: bytes) -> None:
        """Put a file where an upload by URL finds it."""
        self._control("PUT", f"/web?url={quote(url, safe='')}", data=content)

    def forget(self, url: str) -> None:
        """Take it away again."""
        self._control("DELETE", f"/web?url={quote(url, safe='')}")

    def close(self) -> None:
        self._session.close()

    def _control(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self._session.request(
            method, f"{self.origin}/_emulator{path}", timeout=30, **options
        )
        response.raise_for_status()
        return response


class Run:
    """A run while it goes on: what hooks and checks need to know."""

    def __init__(self, api: Api, target: Target) -> None:
        self.api = api
        self.target = target
        self.shapes = load_shapes(api.name)
        self.editor = Editor(api, self.shapes, target.origin)
        self.faults = 0

    def shape(self, case: Case) -> Shape:
        return self.shapes[operation_id(case)]


def operation_id(case: Case) -> str:
    id: str = case.operation.definition.raw["operationId"]
    return id


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
    run.faults = run.target.faults()
    for url, content in run.editor.web.items():
        run.target.register(url, content)
    _active.append(run)
    try:
        yield
    finally:
        _active.remove(run)
        for url in run.editor.web:
            run.target.forget(url)
