"""How tests come into the emulated ImageShack: people with tokens, and answers that are checked.

Every answer is held against what the spec says of the operation that the emulator took it for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import httpx
from imagehosts.emulator import Emulator

from contracts.support.emulated import BASE, png
from contracts.support.specs import classify, load_spec, operations, step, validator

API = "imageshack"
KEY = "a-key"
ROOT = "/v2"


class Shack:
    """A client of an emulated ImageShack that acts for somebody, or for nobody."""

    def __init__(self, emulator: Emulator, token: str | None = None, base: str = BASE) -> None:
        self.emulator = emulator
        self.token = token
        self.base = base

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request as it is, its answer checked."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.emulator.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
                return await client.request(method, path, **options)

        response = asyncio.run(send())
        check(self.emulator, response)
        return response

    def ask(self, method: str, path: str, **values: Any) -> httpx.Response:
        """A call with credentials: in the query of GET and DELETE, else in a form."""
        credentials = {} if self.token is None else {"auth_token": self.token}
        if method != "GET":
            credentials["api_key"] = KEY
        data = {name: spelt(value) for name, value in {**credentials, **values}.items()}
        where = "params" if method in ("GET", "DELETE") else "data"
        return self.send(method, ROOT + path, **{where: data})

    def result(self, method: str, path: str, **values: Any) -> Any:
        """What a call that must work answers."""
        response = self.ask(method, path, **values)
        assert response.status_code == 200, response.text
        answer = response.json()
        assert answer["success"] is True
        return answer["result"]

    def get(self, path: str, **values: Any) -> Any:
        """The result of a GET."""
        return self.result("GET", path, **values)

    def refusal(self, method: str, path: str, **values: Any) -> str:
        """The category that the spec's table gives to the refusal of a call."""
        return category(self.ask(method, path, **values))

    def upload(self, *contents: bytes, **values: Any) -> dict[str, Any]:
        """An upload of one picture or several, a small one unless others are given."""
        files = contents or (png(),)
        name = "file" if len(files) == 1 else "files[]"
        data = {"api_key": KEY, **({"auth_token": self.token} if self.token else {})}
        response = self.send(
            "POST",
            ROOT + "/images",
            data={**data, **{key: spelt(value) for key, value in values.items()}},
            files=[(name, (f"lake{n}.png", content)) for n, content in enumerate(files)],
        )
        assert response.status_code == 200, response.text
        result: dict[str, Any] = response.json()["result"]
        return result

    def picture(self, **values: Any) -> dict[str, Any]:
        """A picture, uploaded."""
        (image,) = self.upload(**values)["images"]
        found: dict[str, Any] = image
        return found

    def pictures(self, count: int, **values: Any) -> list[str]:
        """The ids of some pictures, uploaded."""
        return [self.picture(**values)["id"] for _ in range(count)]

    def album(self, title: str = "Tahoe", images: Sequence[str] = (), **values: Any) -> str:
        """The id of an album, made."""
        made = self.result("POST", "/albums", title=title, **{"files[]": list(images)}, **values)
        code: str = made["id"]
        return code

    def become(self, user: str, password: str) -> Shack:
        """Somebody who logs in."""
        found = Shack(self.emulator, base=self.base).result(
            "POST", "/user/login", user=user, password=password
        )
        return Shack(self.emulator, found["auth_token"], self.base)


def spelt(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [spelt(item) for item in value] if isinstance(value, list | tuple) else value


def category(response: httpx.Response) -> str:
    """The category of a refusal."""
    assert response.status_code == 400, response.text
    error = response.json()["error"]
    row = classify(load_spec(API), 400, error["error_code"], error["error_message"])
    found: str = row["category"]
    return found


def check(emulator: Emulator, response: httpx.Response) -> None:
    """An answer of the API is what the spec says of its operation."""
    entry = emulator.requests[-1]
    if entry.operation is None or response.status_code == 405 or entry.method == "HEAD":
        return
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    status = "200" if response.status_code == 200 else "400"
    found = _validator(entry.operation, status).iter_errors(response.json())
    faults = [f"{error.json_path}: {error.message}" for error in found]
    assert faults == [], f"{entry.operation} {response.text}"


@cache
def _validator(operation_id: str, status: str) -> Any:
    document = load_spec(API)
    node = operations(document)[operation_id]
    place = step(node.pointer, "responses", status, "content", "application/json", "schema")
    return validator(document, place)


def sent_to(emulator: Emulator) -> list[tuple[str, int]]:
    """The operations that the emulator took requests for, and how it answered."""
    return [
        (entry.operation, entry.status)
        for entry in emulator.requests
        if entry.operation is not None and entry.status is not None
    ]


def ids(items: Sequence[Mapping[str, Any]]) -> list[str]:
    return [item["id"] for item in items]
