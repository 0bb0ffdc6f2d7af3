"""Every row of every error table decides something: an answer that no other row decides."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import from_regex
from imagehosts import ImageHostError
from imagehosts.contract.checks import operations_of
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


def deciding(document: Json, row: Json) -> Refusal | None:
    """An answer that a row decides and no row before it."""
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


def client_of(api: str, reply: Reply) -> tuple[Any, Any]:
    """A client of an API, and an operation of it that answers with a document."""
    host = next(
        host
        for name in host_names()
        for host in [find_host(name)]
        if host is not None and host.sync_client.api.name == api
    )
    reading = (
        each
        for _, each in sorted(operations_of(host).items())
        if each.result.kind in ("json", "xml") and not each.deprecated
    )
    operation = min(reading, key=demands)
    options: dict[str, Any] = dict.fromkeys(host.sync_client.environment, "a-key-of-these-tests")
    if host.needs_base_url:
        options["base_url"] = "https://site.example/api/1"
    return host.make_client(transport=Recorder(reply), max_retries=0, **options), operation


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
    client, operation = client_of(api, Reply(refusal.status, body.encode(), {"content-type": kind}))
    values = tuple(value_for(each) for each in operation.parameters)
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
                    refusal = deciding(document, row)
                    assert refusal is not None, "no answer is decided by it"
                    error = called(api, document, refusal)
                    assert type(error) is CLASSES[row["category"]], (refusal, error)
