"""Call -> exact request: every argument of every operation of every API, by both kinds of client.

Each request is compared with its table and, besides, held against the spec. A new operation or
parameter fails here until the table of its API has it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import imagehosts_wire
import pytest
from imagehosts.core.errors import InvalidArgument, ResponseDecodeError, StatusError
from imagehosts.hosts import find_host
from imagehosts_wire.types import Operation, Parameter

from contracts.support.recording import Part, Recorder, Reply, Sent
from contracts.support.spec_checking import SpecCheckingTransport
from contracts.wire.tables import (
    Refused,
    Sample,
    Table,
    address,
    keys,
    load_table,
    lookup,
    operations_of,
    samples_of,
)


class Case(NamedTuple):
    """An operation, one of its parameters, and a value of it."""

    api: str
    operation: Operation[Any]
    parameter: Parameter
    sample: Any
    number: int

    @property
    def id(self) -> str:
        return f"{self.api}-{self.operation.id}-{self.parameter.name}-{self.number}"


OPERATIONS = [(api, operation) for api in imagehosts_wire.APIS for operation in operations_of(api)]
TABLES = {api: load_table(api) for api in imagehosts_wire.APIS}

SAMPLES = [
    Case(api, operation, parameter, sample, number)
    for api, operation in OPERATIONS
    for parameter in operation.parameters
    for number, sample in enumerate(samples_of(TABLES[api], operation, parameter))
]
REFUSALS = [
    Case(api, operation, parameter, refused, number)
    for api, operation in OPERATIONS
    for parameter in operation.parameters
    for number, refused in enumerate(lookup(TABLES[api].refused, operation, parameter) or ())
]
every_api = pytest.mark.parametrize("api", imagehosts_wire.APIS)
every_operation = pytest.mark.parametrize(
    ("api", "operation"), OPERATIONS, ids=[f"{api}-{op.id}" for api, op in OPERATIONS]
)


def answer(operation: Operation[Any]) -> Reply:
    """A success of an operation, as far as its status and headers tell."""
    headers = {"location": "https://x.example/page"} if operation.result.kind == "redirect" else {}
    return Reply(operation.result.statuses[0], b"", headers)


def send(
    api: str,
    operation: Operation[Any],
    make: Callable[[], dict[str, Any]],
    *,
    raw: bool = True,
    **options: Any,
) -> Sent:
    """The request of a call by name, which both kinds of client must send alike.

    Nothing here is about the answer: it is left unread, or found to hold nothing.
    """
    table = TABLES[api]
    host = find_host(api)
    assert host is not None
    file_types = options.pop("file_types", True)
    recorders = Recorder(answer(operation)), Recorder(answer(operation))
    transports = [
        SpecCheckingTransport(
            recorder, spec=api, base_url=options.get("base_url", ""), file_types=file_types
        )
        for recorder in recorders
    ]
    arguments = {**table.credentials, **options}

    def method(client: Any) -> Any:
        tag = operation.id.partition("_")[0]
        resource = getattr(client, tag)
        resource = resource.with_raw_response if raw else resource
        return getattr(resource, operation.id.removeprefix(f"{tag}_"))

    async def awaited() -> None:
        async with host.make_async_client(transport=transports[1], **arguments) as client:
            with suppress(StatusError, ResponseDecodeError):
                await method(client)(**make())

    with host.make_client(transport=transports[0], **arguments) as client:
        with suppress(StatusError, ResponseDecodeError):
            method(client)(**make())
    asyncio.run(awaited())
    assert recorders[0].only.shape == recorders[1].only.shape
    for transport in transports:
        assert transport.checked == [table.twins.get(operation.id, operation.id)]
    return recorders[0].only


def required(
    table: Table, operation: Operation[Any], parameter: Parameter | None = None
) -> dict[str, Any]:
    """The required arguments of an operation, as its table gives them."""
    beside = companions(table, operation, parameter)
    return {
        **{name: value for name, (value, _) in beside.items()},
        **{
            each.name: lookup(table.required, operation, each)
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


def path_texts(table: Table, operation: Operation[Any]) -> dict[str, str | None]:
    """What stands in the path of a call with what it needs."""
    return {
        parameter.wire: str(lookup(table.required, operation, parameter))
        if parameter.required
        else None
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
    if parameter.encode.rpartition(":")[2] not in ("file", "source"):
        files = list(request.files)
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


# --- completeness --------------------------------------------------------------------------


@every_api
def test_the_table_knows_every_operation_and_no_other(api: str) -> None:
    assert set(TABLES[api].operations) == {operation.id for operation in operations_of(api)}


@every_operation
def test_every_argument_has_samples(api: str, operation: Operation[Any]) -> None:
    missing = [
        parameter.name
        for parameter in operation.parameters
        if not samples_of(TABLES[api], operation, parameter)
    ]
    assert missing == [], f"add samples to contracts/hosts/{api}/wire.py"


@every_api
def test_every_row_of_a_table_is_used(api: str) -> None:
    known = {
        key
        for operation in operations_of(api)
        for parameter in operation.parameters
        for key in keys(operation, parameter)
    }
    table = TABLES[api]
    operations = {operation.id for operation in operations_of(api)}
    assert {*table.samples, *table.refused, *table.required} <= known
    assert {*table.beside} <= known | operations
    assert {*table.apart, *table.twins, *table.twins.values()} <= operations


@every_operation
def test_required_arguments_have_values(api: str, operation: Operation[Any]) -> None:
    assert None not in required(TABLES[api], operation).values()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"user": "me", "page": None}, "https://h.example/account/me/albums"),
        ({"user": "a%2Fb", "page": "0"}, "https://h.example/account/a%2Fb/albums/0"),
    ],
)
def test_a_table_fills_in_path_parameters(texts: dict[str, str | None], expected: str) -> None:
    assert address("https://h.example/account/{user}/albums/{page}", texts) == expected


def test_samples_are_many_and_of_every_kind() -> None:
    """A guard against an empty table, which would pass everything above."""
    by_api = {api: len(list(cases)) for api, cases in groupby(SAMPLES, lambda case: case.api)}
    assert set(by_api) == set(imagehosts_wire.APIS)
    assert min(by_api.values()) >= 50
    assert len(REFUSALS) > 100


# --- the requests --------------------------------------------------------------------------


@every_operation
def test_a_call_with_what_it_needs_sends_that_and_no_more(
    api: str, operation: Operation[Any]
) -> None:
    table = TABLES[api]
    request = table.operations[operation.id]
    expected = (
        request.method,
        address(request.url, path_texts(table, operation)),
        sorted([*request.query, *companion_pairs(table, operation, "query")]),
        sorted([*request.fields, *companion_pairs(table, operation, "body")]),
        list(request.files),
        dict(request.headers),
    )
    arguments = required(table, operation)
    unset = {p.name: None for p in operation.parameters if p.name not in arguments}
    for make in (lambda: arguments, lambda: {**arguments, **unset}):
        for raw in (True, False):
            sent = send(api, operation, make, raw=raw)
            assert seen(sent) == expected
            check_headers(sent, operation)


def check_headers(sent: Sent, operation: Operation[Any]) -> None:
    """The headers that every request has, and those of its body."""
    assert sent.headers["host"] == urlsplit(sent.url).netloc
    assert sent.headers["user-agent"].startswith("imagehosts/")
    assert sent.headers["accept"] == "*/*"
    if operation.bodies:
        assert sent.headers["content-length"] == str(len(sent.content))
        assert sent.media_type in operation.bodies
    else:
        assert OF_BODIES.isdisjoint(sent.headers)
    # Authorization is not among these: a table says of each request whether it has one.
    for name in ("cookie", "referer", "origin", "expect"):
        assert name not in sent.headers
    assert len(sent.headers.multi_items()) == len(sent.headers)


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case.id)
def test_an_argument_travels_as_its_table_says(case: Case, tmp_path: Path) -> None:
    table = TABLES[case.api]
    arguments = required(table, case.operation, case.parameter)
    own_type = isinstance(case.sample.given, tuple) and len(case.sample.given) == 3
    sent = send(
        case.api,
        case.operation,
        lambda: {**arguments, case.parameter.name: case.sample.value(tmp_path)},
        file_types=not own_type,
    )
    assert seen(sent) == expected_with(table, case.operation, case.parameter, case.sample)
    check_headers(sent, case.operation)
    assert sent.media_type == expected_media_type(sent, case.operation)


def expected_media_type(sent: Sent, operation: Operation[Any]) -> str:
    """Multipart for files; else the plainer form, whose values no parser can cut."""
    if not operation.bodies:
        return ""
    return "multipart/form-data" if sent.files else "application/x-www-form-urlencoded"


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.id)
def test_an_argument_that_cannot_be_sent_is_refused_by_name(case: Case, tmp_path: Path) -> None:
    table = TABLES[case.api]
    refused: Refused = case.sample
    arguments = required(table, case.operation, case.parameter)
    sample = Sample(refused.given, "")
    with pytest.raises(InvalidArgument) as error:
        send(
            case.api,
            case.operation,
            lambda: {**arguments, case.parameter.name: sample.value(tmp_path)},
        )
    assert case.parameter.name in str(error.value)
    assert refused.says in str(error.value)


@pytest.mark.parametrize("api", imagehosts_wire.APIS)
def test_all_arguments_together_travel_together(api: str, tmp_path: Path) -> None:
    table = TABLES[api]
    for operation in operations_of(api):
        apart = table.apart.get(operation.id, ())
        chosen = {
            parameter: samples_of(table, operation, parameter)[0]
            for parameter in operation.parameters
            if parameter.name not in apart
        }
        sent = send(
            api,
            operation,
            lambda chosen=chosen: {p.name: s.value(tmp_path) for p, s in chosen.items()},
        )
        _, _, query, fields, files, headers = seen(sent)
        for parameter, sample in chosen.items():
            if isinstance(sample.arrives, Part):
                assert sample.arrives in files
                # A host may read a file before the fields that say what to do with it.
                assert sent.parts[-len(files) :] == files
            elif isinstance(sample.arrives, str):
                pair = (parameter.wire, sample.arrives)
                assert pair in {"query": query, "body": fields}.get(
                    parameter.place, [*headers.items(), pair]
                )
        lists = {parameter.wire for parameter in operation.parameters if parameter.array}
        wires = [name for name, _ in [*query, *fields] if name not in lists]
        assert len(wires) == len(set(wires))


# --- the bytes -----------------------------------------------------------------------------


def upload(api: str) -> Operation[Any]:
    return next(op for op in operations_of(api) if op.id == "images_upload")


def test_imges_multipart_body_is_this_to_the_byte() -> None:
    sent = send("imges", upload("imges"), lambda: {"source": ('a "b" ñ.png', b"\x89PNG\r\n\x1a\n")})
    kind, _, boundary = sent.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    lines = [
        "--BOUNDARY",
        'Content-Disposition: form-data; name="format"',
        "",
        "json",
        "--BOUNDARY",
        'Content-Disposition: form-data; name="key"',
        "",
        "k3y+of/these=tests",
        "--BOUNDARY",
        r'Content-Disposition: form-data; name="source"; filename="a \"b\" ñ.png"',
        "Content-Type: image/png",
        "",
        "CONTENT",
        "--BOUNDARY--",
        "",
    ]
    text = "\r\n".join(lines).replace("BOUNDARY", boundary).encode()
    assert sent.content == text.replace(b"CONTENT", b"\x89PNG\r\n\x1a\n")


def test_imges_urlencoded_body_is_this_to_the_byte() -> None:
    sent = send(
        "imges", upload("imges"), lambda: {"source": "https://x.example/a b=ü".replace(" ", "+")}
    )
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.content == (
        b"format=json&key=k3y%2Bof%2Fthese%3Dtests&source=https%3A%2F%2Fx.example%2Fa%2Bb%3D%C3%BC"
    )


def test_imges_query_is_this_to_the_byte() -> None:
    by_get = next(op for op in operations_of("imges") if op.id == "images_upload_by_get")
    sent = send("imges", by_get, lambda: {"source": "https://x.example/a.png?b=1&c=d+e#f"})
    assert sent.url == (
        "https://imges.link/sharexapi/1/upload/?format=json&key=k3y%2Bof/these%3Dtests"
        "&source=https://x.example/a.png%3Fb%3D1%26c%3Dd%2Be%23f"
    )


UPLOADING = [api for api, operation in OPERATIONS if operation.id == "images_upload"]


@pytest.mark.parametrize("api", UPLOADING)
def test_boundaries_are_random_and_long(api: str) -> None:
    operation = upload(api)
    (argument,) = (p.name for p in operation.parameters if p.required)
    boundaries = [
        send(api, operation, lambda: {argument: b"x"}).headers["content-type"].partition("=")[2]
        for _ in range(3)
    ]
    assert len(set(boundaries)) == 3
    for boundary in boundaries:
        assert re.fullmatch(r"[0-9A-Za-z'+_.-]{24,70}", boundary)


# --- where keys and addresses come from ----------------------------------------------------

KEY = "k3y+of/these=tests"
PLACES: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    # client, operation, options of the client, where the key is: place -> name
    ("Imges", "images_upload", {}, {"body": "key"}),
    ("Imges", "images_upload_by_get", {}, {"query": "key"}),
    ("ImageHostingMe", "images_upload", {}, {"header": "x-api-key"}),
    ("ImageHostingMe", "images_upload_by_get", {}, {"header": "x-api-key"}),
    ("Chevereto", "images_upload", {}, {"body": "key"}),
    ("Chevereto", "images_upload_by_get", {}, {"query": "key"}),
    ("Chevereto", "images_upload", {"key_in": "header"}, {"header": "x-api-key"}),
    ("Chevereto", "images_upload_by_get", {"key_in": "header"}, {"header": "x-api-key"}),
]


@pytest.mark.parametrize(("kind", "operation", "options", "place"), PLACES)
def test_a_chevereto_key_travels_in_one_place(
    kind: str, operation: str, options: dict[str, Any], place: dict[str, str]
) -> None:
    import imagehosts

    if kind == "Chevereto":
        options = {**options, "base_url": "https://pictures.example/sub/api/1/"}
    recorder = Recorder(Reply(200, b"{}"))
    with getattr(imagehosts, kind)(api_key=KEY, transport=recorder, **options) as client:
        method = getattr(client.images.with_raw_response, operation.removeprefix("images_"))
        method("https://x.example/a.png")
    sent = recorder.only
    found = {
        "query": [name for name, value in sent.query if value == KEY],
        "body": [name for name, value in sent.fields if value == KEY],
        "header": [name for name, value in sent.headers.items() if KEY in value],
    }
    assert found == {"query": [], "body": [], "header": []} | {p: [n] for p, n in place.items()}
    assert KEY not in sent.address
    if kind == "Chevereto":
        assert sent.address == "https://pictures.example/sub/api/1/upload"


BASES = [
    "http://127.0.0.1:8123/api/1",
    "https://mirror.example/sub/folder/api/1/",
    "http://[::1]:8000/api/1",
    "https://xn--bcher-kva.example/api/1",
]


@every_operation
@pytest.mark.parametrize("base", BASES)
def test_another_base_url_changes_the_beginning_of_the_address_alone(
    api: str, operation: Operation[Any], base: str
) -> None:
    table = TABLES[api]
    arguments = required(table, operation)
    here = send(api, operation, lambda: arguments, base_url=base)
    there = send(api, operation, lambda: arguments)
    host = find_host(api)
    assert host is not None
    with host.make_client(**table.credentials) as client:
        documented = client.base_url
    if operation.server_url:  # another server has no counterpart elsewhere
        server = address(operation.server_url, path_texts(table, operation))
        assert there.url.startswith(f"{server}/")
        documented = server
    if operation.server_path is not None:  # beside the base URL, if that ends as documented
        documented = documented.removesuffix(urlsplit(documented).path) + operation.server_path
        base = base.rstrip("/") + operation.server_path
    assert here.url == there.url.replace(documented, base.rstrip("/"))
    assert here.headers["host"] == httpx.URL(base).netloc.decode()


@every_operation
def test_options_of_a_call_add_headers_and_query(api: str, operation: Operation[Any]) -> None:
    table = TABLES[api]
    recorder = Recorder(answer(operation))
    host = find_host(api)
    assert host is not None
    tag = operation.id.partition("_")[0]
    with host.make_client(
        transport=recorder, headers={"X-Mine": "1", "Accept": "x/y"}, **table.credentials
    ) as client:
        resource = getattr(client, tag).with_raw_response
        with suppress(ResponseDecodeError):  # tokens are read even so, and there are none
            getattr(resource, operation.id.removeprefix(f"{tag}_"))(
                **required(table, operation),
                options={"headers": {"X-Mine": "2", "X-Other": "3"}, "query": {"debug": "a b"}},
            )
    sent = recorder.only
    assert (sent.headers["x-mine"], sent.headers["x-other"]) == ("2", "3")
    assert sent.headers.get_list("accept") == ["x/y"]
    assert ("debug", "a b") in sent.query
