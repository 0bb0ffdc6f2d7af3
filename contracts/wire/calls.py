"""Calls by name through both kinds of client, and what a table says that they send."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from typing import Any
from urllib.parse import quote, urlsplit

from imagehosts.core.errors import ResponseDecodeError, StatusError
from imagehosts.hosts import find_host
from imagehosts_wire.types import Operation, Parameter

from contracts.support.recording import Part, Recorder, Reply, Sent
from contracts.support.spec_checking import SpecCheckingTransport
from contracts.wire.tables import Sample, Table, address, load_table, lookup, resource_of, value_of

__all__ = [
    "OF_BODIES",
    "Caller",
    "calling",
    "check_headers",
    "companion_pairs",
    "expected_with",
    "fits",
    "path_texts",
    "required",
    "seen",
    "send",
    "suggested",
    "takes_all_of_it",
    "takes_file_for_all_of_it",
]

Make = Callable[[], dict[str, Any]]


def answer(operation: Operation[Any]) -> Reply:
    """A success of an operation, as far as its status and headers tell."""
    headers = {"location": "https://x.example/page"} if operation.result.kind == "redirect" else {}
    return Reply(operation.result.statuses[0], b"", headers)


class Caller:
    """Both kinds of client of one API, for the calls of one operation.

    Args:
        api: The API.
        operation: What is called.
        checked: Whether requests are held against the spec.
        options: Options of the clients beside the credentials of the table.
    """

    def __init__(
        self, api: str, operation: Operation[Any], *, checked: bool = True, **options: Any
    ) -> None:
        self.operation = operation
        self.table = load_table(api)
        host = find_host(api)
        assert host is not None
        self._recorders = Recorder(answer(operation)), Recorder(answer(operation))
        self._transports: list[Any] = list(self._recorders)
        self._checked = checked
        if checked:
            base_url = options.get("base_url", "")
            self._transports = [
                SpecCheckingTransport(recorder, spec=api, base_url=base_url)
                for recorder in self._recorders
            ]
        arguments = {**self.table.credentials, **options}
        self._client = host.make_client(transport=self._transports[0], **arguments)
        self._async_client = host.make_async_client(transport=self._transports[1], **arguments)
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._client.close()
        self._runner.run(self._async_client.close())
        self._runner.close()

    def send(self, make: Make, *, raw: bool = True, file_types: bool = True) -> Sent:
        """The request of a call, which both kinds of client must send alike.

        Nothing here is about the answer: it is left unread, or found to hold nothing.
        """
        for recorder in self._recorders:
            recorder.sent.clear()
        if self._checked:
            for transport in self._transports:
                transport.checked.clear()
                transport.file_types = file_types

        async def awaited() -> None:
            with suppress(StatusError, ResponseDecodeError):
                await self._method(self._async_client, raw)(**make())

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it is called all the same
            with suppress(StatusError, ResponseDecodeError):
                self._method(self._client, raw)(**make())
            self._runner.run(awaited())
        for recorder in self._recorders:
            recorder.only.is_file = takes_file_for_all_of_it(self.operation)
        assert self._recorders[0].only.shape == self._recorders[1].only.shape
        if self._checked:
            meant = self.table.twins.get(self.operation.id, self.operation.id)
            for transport in self._transports:
                assert transport.checked == [meant]
        return self._recorders[0].only

    def _method(self, client: Any, raw: bool) -> Any:
        resource, method = resource_of(client, self.operation)
        return getattr(resource.with_raw_response if raw else resource, method)


@contextmanager
def calling(
    api: str, operation: Operation[Any], *, checked: bool = True, **options: Any
) -> Iterator[Caller]:
    """Clients for calls of one operation."""
    caller = Caller(api, operation, checked=checked, **options)
    try:
        yield caller
    finally:
        caller.close()


def send(
    api: str, operation: Operation[Any], make: Make, *, raw: bool = True, **options: Any
) -> Sent:
    """The request of one call by new clients."""
    with calling(api, operation, **options) as caller:
        return caller.send(make, raw=raw)


def required(
    table: Table, operation: Operation[Any], parameter: Parameter | None = None
) -> dict[str, Any]:
    """The required arguments of an operation, as its table gives them."""
    beside = companions(table, operation, parameter)
    return {
        **{name: value for name, (value, _) in beside.items()},
        **{
            each.name: value_of(table, operation, each)
            for each in operation.parameters
            if each.required
        },
    }


def companions(
    table: Table, operation: Operation[Any], parameter: Parameter | None = None
) -> dict[str, tuple[Any, str]]:
    """What the client wants beside the required arguments, or beside this one."""
    found = dict(table.beside.get(operation.id, {}))
    if parameter is not None:
        found |= lookup(table.beside, operation, parameter) or {}
        found.pop(parameter.name, None)
    return found


def companion_pairs(
    table: Table, operation: Operation[Any], place: str, parameter: Parameter | None = None
) -> list[tuple[str, str]]:
    """The fields that companions become in a place."""
    beside = companions(table, operation, parameter)
    return [
        (each.wire, beside[each.name][1])
        for each in operation.parameters
        if each.name in beside and each.place == place
    ]


def without(pairs: Any, wire: str) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair[0] != wire]


def suggested(api: str, operation: Operation[Any]) -> str:
    """The row of an operation for its table, as its clients send it now: to be looked at."""
    table = load_table(api)
    try:
        with calling(api, operation, checked=False) as caller:
            sent = caller.send(lambda: required(table, operation))
    except Exception as error:
        return f'"{operation.id}": Request(...),  # {type(error).__name__}: {error}'
    url = sent.address
    for parameter in operation.parameters:
        if parameter.place in ("path", "server") and parameter.required:
            url = url.replace(f"/{value_of(table, operation, parameter)}", f"/{{{parameter.wire}}}")
    _, _, query, fields, files, headers = seen(sent)
    given = {"query": query, "fields": fields, "headers": headers, "files": files}
    more = "".join(f", {name}={value!r}" for name, value in given.items() if value)
    return f'"{operation.id}": Request("{sent.method}", "{url}"{more}),'


def path_texts(table: Table, operation: Operation[Any]) -> dict[str, str | None]:
    """What stands in the path of a call with what it needs."""

    def text(parameter: Parameter) -> str | None:
        if not parameter.required:
            return None
        value = value_of(table, operation, parameter)
        listed = value if isinstance(value, list) else [value]
        return quote(",".join(map(str, listed)), safe="")

    return {
        parameter.wire: text(parameter)
        for parameter in operation.parameters
        if parameter.place in ("path", "server")
    }


def expected_with(
    table: Table, operation: Operation[Any], parameter: Parameter, sample: Sample
) -> tuple[Any, ...]:
    """Method, address, query, fields, files and headers of a call with one more argument."""
    request = table.operations[operation.id]
    texts = path_texts(table, operation)
    arrives = sample.arrives
    parts = arrives if isinstance(arrives, list) else [arrives]
    named = [(parameter.wire, part) if isinstance(part, str) else part for part in parts]
    pairs = [part for part in named if not isinstance(part, Part)]
    files = [part for part in named if isinstance(part, Part)]
    others = [each for each in request.files if each.name != parameter.wire]
    if parameter.encode.rpartition(":")[2] not in ("file", "source"):
        files = list(request.files)
    elif any(argument.wire in {each.name for each in others} for argument in operation.parameters):
        # Each of several files is an argument of its own; the others are sent as ever.
        order = [argument.wire for argument in operation.parameters]
        files = sorted([*others, *files], key=lambda each: order.index(each.name))
    query = [*request.query, *companion_pairs(table, operation, "query", parameter)]
    fields = [*request.fields, *companion_pairs(table, operation, "body", parameter)]
    headers = dict(request.headers)
    if parameter.place == "query":
        query = [*without(query, parameter.wire), *pairs]
    elif parameter.place == "body":
        for wire in {parameter.wire, *(name for name, _ in pairs)}:
            fields = without(fields, wire)
        fields = [*fields, *pairs]
    elif parameter.place == "header":
        headers |= {name.lower(): text for name, text in pairs}
    else:
        texts |= dict(pairs)
    url = address(request.url, texts)
    return (request.method, url, sorted(query), sorted(fields), files, headers)


def takes_all_of_it(operation: Operation[Any]) -> bool:
    """Whether an argument is the whole body, which may be left out."""
    return any(each.place == "body" and not each.wire for each in operation.parameters)


def takes_file_for_all_of_it(operation: Operation[Any]) -> bool:
    """Whether the whole body is a file, even one of a type of text."""
    return any(
        each.place == "body" and not each.wire and each.encode == "file"
        for each in operation.parameters
    )


def fits(media_type: str, pattern: str) -> bool:
    """Whether a media type is one of those that a pattern such as ``image/*`` stands for."""
    return fnmatch(media_type, pattern)


ALWAYS = {"host", "user-agent", "accept", "accept-encoding"}
OF_BODIES = {"content-type", "content-length", "transfer-encoding"}


def seen(sent: Sent) -> tuple[Any, ...]:
    """The same of a request that was sent."""
    others = {name: value for name, value in sent.headers.items() if name not in ALWAYS | OF_BODIES}
    return (
        sent.method,
        sent.address,
        sorted(sent.query),
        sorted(sent.fields),
        sent.files,
        others,
    )


def check_headers(sent: Sent, operation: Operation[Any]) -> None:
    """The headers that every request has, and those of its body."""
    assert sent.headers["host"] == urlsplit(sent.url).netloc
    assert sent.headers["user-agent"].startswith("imagehosts/")
    assert sent.headers["accept"] == "*/*"
    if operation.bodies and (sent.content or not takes_all_of_it(operation)):
        assert sent.headers["content-length"] == str(len(sent.content))
        assert any(fits(sent.media_type, each) for each in operation.bodies)
    else:
        assert OF_BODIES.isdisjoint(sent.headers)
    # Authorization is not among these: a table says of each request whether it has one.
    sent_as_credentials = {slot.wire.lower() for slot in operation.credentials}
    for name in {"cookie", "referer", "origin", "expect"} - sent_as_credentials:
        assert name not in sent.headers
    assert len(sent.headers.multi_items()) == len(sent.headers)
