"""Every row of every error table decides something: an answer that no other row decides.

A host that was recorded gives each of them, and so does the emulator.
"""

from __future__ import annotations

import asyncio
import json
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import from_regex
from imagehosts import ImageHostError
from imagehosts.contract.checks import operations_of
from imagehosts.emulator import Emulator
from imagehosts.hosts import find_host, host_names

from contracts.support.answers import CLASSES
from contracts.support.clients import PNG
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, Json, classify, load_spec

#: Statuses that a row without one may come with, the first that lets it decide.
STATUSES = (400, 403, 418, 404, 500, 200)
WORDS = "some words"


class Refusal(NamedTuple):
    """What a host answers where it refuses."""

    status: int
    code: Json
    message: str


@cache
def deciding_of(api: str, index: int) -> Refusal | None:
    """An answer that a row decides and no row before it."""
    document = load_spec(api)
    return deciding(document, document["x-error-table"][index])


def deciding(document: Json, row: Json) -> Refusal | None:
    for status in [row["status"]] if "status" in row else STATUSES:
        if "message" not in row:
            found = Refusal(status, row.get("code"), WORDS)
            if decides(document, row, found):
                return found
            continue
        message = text_for(document, row, status)
        if message is not None:
            return Refusal(status, row.get("code"), message)
    return None


def decides(document: Json, row: Json, refusal: Refusal) -> bool:
    try:
        return bool(classify(document, *refusal) is row)
    except LookupError:
        return False


def text_for(document: Json, row: Json, status: int) -> str | None:
    """A text that the pattern of a row finds, and that no row before finds."""

    def fits(text: str) -> bool:
        plain = text.isascii() and text.isprintable() and len(text) < 80
        return plain and decides(document, row, Refusal(status, row.get("code"), text))

    quick = settings(
        database=None, derandomize=True, phases=[Phase.generate], max_examples=300, deadline=None
    )
    # A client leaves out spaces at the end of a message.
    texts = from_regex(row["message"]).map(lambda text: f"{text}it" if text[-1:] == " " else text)
    try:
        return find(texts, fits, settings=quick)
    except NoSuchExample:
        return None


def body_of(document: Json, refusal: Refusal) -> str:
    """The body in which a host says it."""
    if refusal.message.lstrip().startswith("<"):
        return refusal.message
    places = document["x-error-body"]
    values = {"code": refusal.code, "message": refusal.message}
    pointers = {
        name: places[name] if isinstance(places[name], str) else places[name][0]
        for name in ("code", "message")
    }
    if any("@" in pointer for pointer in pointers.values()):
        outer, inner = pointers["code"].split("/")[1:3]
        attribute = pointers["code"].rpartition("@")[2]
        said = "" if refusal.code is None else f' {attribute}="{refusal.code}"'
        return f"<{outer}><{inner}{said}>{refusal.message}</{inner}></{outer}>"
    found: dict[str, Any] = {}
    for name, pointer in pointers.items():
        if values[name] is not None:
            *path, last = pointer.strip("/").split("/")
            holder = found
            for part in path:
                holder = holder.setdefault(part, {})
            holder[last] = values[name]
    return json.dumps(found)


def host_of(api: str) -> Any:
    """The host that speaks an API."""
    return next(
        host
        for name in host_names()
        for host in [find_host(name)]
        if host is not None and host.sync_client.api.name == api
    )


def options_of(host: Any) -> dict[str, Any]:
    """What its clients cannot do without."""
    options: dict[str, Any] = dict.fromkeys(host.sync_client.environment, "a-key-of-these-tests")
    if host.needs_base_url:
        options["base_url"] = "https://site.example/api/1"
    return {**options, "max_retries": 0}


def called_operation(host: Any) -> Any:
    """An operation that answers with a document, and that takes what is easily made up."""
    reading = (
        each
        for _, each in sorted(operations_of(host).items())
        if each.result.kind in ("json", "xml") and not each.deprecated
    )
    return min(reading, key=demands)


def demands(operation: Any) -> tuple[bool, int]:
    """What an operation needs: lists have items of forms that are hard to make up."""
    needed = [each for each in operation.parameters if each.required]
    return any(each.encode.startswith("list") for each in needed), len(needed)


def value_for(parameter: Any) -> Any:
    """Anything that a parameter takes."""
    kind, _, rest = parameter.encode.partition(":")
    if not parameter.required:
        return None
    values = {"file": PNG, "source": PNG, "choice": rest.partition("/")[0], "flag": True}
    return values.get(kind, 1 if kind in ("integer", "number") else "1")


def called(api: str, document: Json, refusal: Refusal) -> ImageHostError:
    body = body_of(document, refusal)
    kind = "application/json" if body.startswith("{") else "text/html"
    reply = Reply(refusal.status, body.encode(), {"content-type": kind})
    host = host_of(api)
    operation = called_operation(host)
    values = tuple(value_for(each) for each in operation.parameters)
    client: Any = host.make_client(transport=Recorder(reply), **options_of(host))
    with client, pytest.raises(ImageHostError) as caught:
        client.call(operation, values)
    return caught.value


def test_every_row_of_an_error_table_decides_its_answer() -> None:
    with report_all(least=200) as case:
        for api in API_NAMES:
            document = load_spec(api)
            for index, row in enumerate(document["x-error-table"]):
                shown = {key: row[key] for key in ("status", "code", "message") if key in row}
                with case(f"{api} {index}: {shown}"):
                    refusal = deciding_of(api, index)
                    assert refusal is not None, "no answer is decided by it"
                    error = called(api, document, refusal)
                    assert type(error) is CLASSES[row["category"]], (refusal, error)


#: A code that no row of a table has.
NO_CODE = {int: 999, str: "unheard_of"}


def switched_on(emulator: Emulator, api: str, document: Json, row: Json, refusal: Refusal) -> Any:
    """Have a host give the answer of a row: a page of a server in front, or its own refusal."""
    kind = next(type(each["code"]) for each in document["x-error-table"] if "code" in each)
    said = refusal._replace(code=NO_CODE[kind] if refusal.code is None else refusal.code)
    if decides(document, row, Refusal(refusal.status, None, "<!doctype html>")):
        return emulator.status(refusal.status, api)
    assert decides(document, row, said), said
    return emulator.refuse(api, said.message, code=said.code, status=said.status)


async def raised_by(client: Any, operation: Any, values: tuple[Any, ...]) -> ImageHostError:
    async with client:
        with pytest.raises(ImageHostError) as caught:
            await client.call(operation, values)
    return caught.value


def test_the_emulator_gives_the_answer_of_every_row_of_its_hosts() -> None:
    with Emulator() as emulator, report_all(least=200) as case:
        for api in API_NAMES:
            document, host = load_spec(api), host_of(api)
            if emulator.services.site(api) is None:
                continue  # one of many sites, which speak the API of another
            operation = called_operation(host)
            values = tuple(value_for(each) for each in operation.parameters)
            options = options_of(host)
            for index, row in enumerate(document["x-error-table"]):
                with case(f"{api} {index}: {row['category']}, {row['meaning']}"):
                    refusal = deciding_of(api, index)
                    assert refusal is not None
                    client: Any = host.make_client(transport=emulator.transport(), **options)
                    with switched_on(emulator, api, document, row, refusal) as fault:
                        with client, pytest.raises(ImageHostError) as caught:
                            client.call(operation, values)
                        waiting: Any = host.make_async_client(
                            transport=emulator.async_transport(), **options
                        )
                        awaited = asyncio.run(raised_by(waiting, operation, values))
                    for error in (caught.value, awaited):
                        assert type(error) is CLASSES[row["category"]], (refusal, error)
                    assert fault.hits >= 2
        assert emulator.internal_errors == []
