"""Call -> exact request: every argument of every operation of every API, by both kinds of client.

Each request is compared with its table and also with the spec. A new operation fails
here until the table of its API has it. One test loops over an API and reports all that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from imagehosts.core.errors import InvalidArgument, ResponseDecodeError
from imagehosts.hosts import find_host
from imagehosts_wire.types import Operation, Parameter

from contracts.hosts import apis_with
from contracts.support.recording import Part, Recorder, Sent
from contracts.support.reporting import report_all
from contracts.wire.calls import (
    answer,
    calling,
    check_headers,
    companion_pairs,
    expected_with,
    fits,
    path_texts,
    required,
    seen,
    send,
    suggested,
    takes_all_of_it,
)
from contracts.wire.tables import (
    Sample,
    address,
    keys,
    load_table,
    operations_of,
    refusals_of,
    resource_of,
    samples_of,
)

every_api = pytest.mark.parametrize("api", apis_with("wire"))


def rows(api: str) -> Iterator[tuple[Operation[Any], Parameter]]:
    """Every argument of every operation whose request the table has."""
    known = load_table(api).operations
    for operation in operations_of(api):
        if operation.id in known:
            for parameter in operation.parameters:
                yield operation, parameter


def written(api: str) -> list[Operation[Any]]:
    """The operations whose request the table has; those that it lacks fail one test alone."""
    known = load_table(api).operations
    return [operation for operation in operations_of(api) if operation.id in known]


# --- completeness --------------------------------------------------------------------------


@every_api
def test_a_table_has_the_request_of_each_operation(api: str) -> None:
    table, file = load_table(api), f"contracts/hosts/{api}/wire.py"
    known = {operation.id for operation in operations_of(api)}
    with report_all() as case:
        for operation in operations_of(api):
            with case(file):
                assert operation.id in table.operations, (
                    f"add to operations, if this is what the document says:\n"
                    f"    {suggested(api, operation)}"
                )
        for id in table.operations.keys() - known:
            with case(file):
                pytest.fail(f"no such operation: remove {id!r} from operations, or rename it")


@every_api
def test_a_table_has_samples_of_each_argument(api: str) -> None:
    table = load_table(api)
    with report_all(least=0) as case:
        for operation, parameter in rows(api):
            with case(f"contracts/hosts/{api}/wire.py"):
                assert samples_of(table, operation, parameter), (
                    f'add to samples: "{operation.id}.{parameter.name}":'
                    f" [Sample(<a value>, <the text that arrives>)],  # {parameter.encode}"
                )


@every_api
def test_each_row_of_a_table_is_used(api: str) -> None:
    table = load_table(api)
    operations = {operation.id for operation in operations_of(api)}
    known = {
        key
        for operation in operations_of(api)
        for parameter in operation.parameters
        for key in keys(operation, parameter)
    }
    parts = {
        "samples": ({*table.samples}, known),
        "refused": ({*table.refused}, known),
        "required": ({*table.required}, known),
        "beside": ({*table.beside}, known | operations),
        "apart": ({*table.apart}, operations),
        "twins": ({*table.twins, *table.twins.values()}, operations),
    }
    with report_all() as case:
        for part, (named, there) in parts.items():
            with case(f"contracts/hosts/{api}/wire.py: {part}"):
                assert named <= there, f"remove or rename {sorted(named - there)}"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"user": "me", "page": None}, "https://h.example/account/me/albums"),
        ({"user": "a%2Fb", "page": "0"}, "https://h.example/account/a%2Fb/albums/0"),
    ],
)
def test_a_table_fills_in_path_parameters(texts: dict[str, str | None], expected: str) -> None:
    assert address("https://h.example/account/{user}/albums/{page}", texts) == expected


def multipart(api: str) -> list[Operation[Any]]:
    """The operations whose body can be a multipart one."""
    return [op for op in operations_of(api) if "multipart/form-data" in op.bodies]


# --- the requests --------------------------------------------------------------------------


@every_api
def test_a_call_sends_what_it_needs_and_no_more(api: str) -> None:
    table = load_table(api)
    with report_all() as case:
        for operation in written(api):
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
            for given, raw in ((arguments, True), ({**arguments, **unset}, False)):
                with case(operation.id):
                    # Clients of their own: an answer may change what a client sends next.
                    sent = send(api, operation, lambda given=given: given, raw=raw)
                    assert seen(sent) == expected
                    check_headers(sent, operation)


@every_api
def test_an_argument_travels_as_its_table_says(api: str, tmp_path: Path) -> None:
    table = load_table(api)
    with report_all(least=0) as case:
        for operation in written(api):
            with calling(api, operation) as caller:
                for parameter in operation.parameters:
                    arguments = required(table, operation, parameter)
                    for number, sample in enumerate(samples_of(table, operation, parameter)):
                        with case(f"{operation.id} {parameter.name} {number}"):
                            own_type = isinstance(sample.given, tuple) and len(sample.given) == 3
                            sent = caller.send(
                                lambda a=arguments, p=parameter, s=sample: {
                                    **a,
                                    p.name: s.value(tmp_path),
                                },
                                file_types=not own_type,
                            )
                            wanted = expected_with(table, operation, parameter, sample)
                            assert seen(sent) == wanted
                            check_headers(sent, operation)
                            assert sent.media_type == expected_media_type(sent, operation)


def expected_media_type(sent: Sent, operation: Operation[Any]) -> str:
    """Multipart for files; else the plainer form, whose values no parser can cut."""
    if takes_all_of_it(operation):
        known = [each for each in operation.bodies if fits(sent.media_type, each)]
        return sent.media_type if known or not sent.content else "one that the host takes"
    if len(operation.bodies) < 2:
        return "".join(operation.bodies)
    plain = "application/x-www-form-urlencoded"
    if sent.files or plain not in operation.bodies:
        return "multipart/form-data"
    return plain


@every_api
def test_an_argument_that_cannot_be_sent_is_refused_by_name(api: str, tmp_path: Path) -> None:
    table = load_table(api)
    with report_all(least=0) as case:
        for operation in written(api):
            with calling(api, operation) as caller:
                for parameter in operation.parameters:
                    arguments = required(table, operation, parameter)
                    for number, refused in enumerate(refusals_of(table, operation, parameter)):
                        sample = Sample(refused.given, "")
                        with case(f"{operation.id} {parameter.name} {number}"):
                            with pytest.raises(InvalidArgument) as error:
                                caller.send(
                                    lambda a=arguments, p=parameter, s=sample: {
                                        **a,
                                        p.name: s.value(tmp_path),
                                    }
                                )
                            assert parameter.name in str(error.value)
                            assert refused.says in str(error.value)


@every_api
def test_all_arguments_together_travel_together(api: str, tmp_path: Path) -> None:
    table = load_table(api)
    with report_all() as case:
        for operation in written(api):
            with case(operation.id):
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
                arrives_whole(sent, operation, chosen)


def arrives_whole(sent: Sent, operation: Operation[Any], chosen: dict[Parameter, Sample]) -> None:
    """Every argument is in the request, and none twice."""
    _, _, query, fields, files, headers = seen(sent)
    for parameter, sample in chosen.items():
        if isinstance(sample.arrives, Part):
            assert sample.arrives in files
            # A host may read a file before the fields that say what to do with it.
            assert sent.parts[-len(files) :] == files
        elif isinstance(sample.arrives, str):
            pair = (parameter.wire, sample.arrives)
            places = {"query": query, "body": fields}
            assert pair in places.get(parameter.place, [*headers.items(), pair])
    lists = {parameter.wire for parameter in operation.parameters if parameter.array}
    for pairs in (query, fields):  # a member of the body may be called like one of the query
        wires = [name for name, _ in pairs if name not in lists]
        assert len(wires) == len(set(wires))


@pytest.mark.parametrize("api", [api for api in apis_with("wire") if multipart(api)])
def test_boundaries_are_random_and_long(api: str) -> None:
    operation = multipart(api)[0]
    files = [each for each in operation.parameters if each.encode in ("file", "source")]
    sent = [each.name for each in files if each.required] or [each.name for each in files[:1]]
    arguments = {**required(load_table(api), operation), **dict.fromkeys(sent, b"x")}
    boundaries = [
        send(api, operation, lambda: arguments).headers["content-type"].partition("=")[2]
        for _ in range(3)
    ]
    assert len(set(boundaries)) == 3
    for boundary in boundaries:
        assert re.fullmatch(r"[0-9A-Za-z'+_.-]{24,70}", boundary)


# --- other addresses, and options of a call -------------------------------------------------

BASES = [
    "http://127.0.0.1:8123/api/1",
    "https://mirror.example/sub/folder/api/1/",
    "http://[::1]:8000/api/1",
    "https://xn--bcher-kva.example/api/1",
]


@every_api
def test_another_base_url_changes_the_start_of_the_address_alone(api: str) -> None:
    with report_all() as case:
        for operation, base in with_bases(api):
            with case(f"{operation.id} {base}"):
                moves_with(api, operation, base)


def with_bases(api: str) -> Iterator[tuple[Operation[Any], str]]:
    """Every operation at one base URL in turn; the first of each kind of address at all of them."""
    turns, kinds = cycle(BASES), set()
    for operation in written(api):
        kind = bool(operation.server_url), operation.server_path is not None
        bases = [next(turns)] if kind in kinds else BASES
        kinds.add(kind)
        for base in bases:
            yield operation, base


def moves_with(api: str, operation: Operation[Any], base: str) -> None:
    """A call at another base URL differs in what the address begins with."""
    table = load_table(api)
    arguments = required(table, operation)
    here = send(api, operation, lambda: arguments, base_url=base)
    there = send(api, operation, lambda: arguments)
    host = find_host(api)
    assert host is not None
    documented = host.sync_client.api.base_url.rstrip("/")
    if operation.server_url:  # another server has no counterpart there
        server = address(operation.server_url, path_texts(table, operation))
        assert there.url.startswith(f"{server}/")
        documented = server
    if operation.server_path is not None:  # beside the base URL, if that ends as documented
        documented = documented.removesuffix(urlsplit(documented).path) + operation.server_path
        base = base.rstrip("/") + operation.server_path
    assert there.url.startswith(documented)
    assert here.url == base.rstrip("/") + there.url.removeprefix(documented)
    assert here.headers["host"] == httpx.URL(base).netloc.decode()


@pytest.mark.outside("sends more than a contract has")
@every_api
def test_options_of_a_call_add_headers_and_query(api: str) -> None:
    table = load_table(api)
    host = find_host(api)
    assert host is not None
    with report_all() as case:
        for operation in written(api):
            with case(operation.id):
                recorder = Recorder(answer(operation))
                with host.make_client(
                    transport=recorder,
                    headers={"X-Mine": "1", "Accept": "x/y"},
                    **table.credentials,
                ) as client:
                    resource, method = resource_of(client, operation)
                    with suppress(ResponseDecodeError):  # tokens are read even so
                        getattr(resource.with_raw_response, method)(
                            **required(table, operation),
                            options={
                                "headers": {"X-Mine": "2", "X-Other": "3"},
                                "query": {"debug": "a b"},
                            },
                        )
                sent = recorder.only
                assert (sent.headers["x-mine"], sent.headers["x-other"]) == ("2", "3")
                assert sent.headers.get_list("accept") == ["x/y"]
                assert ("debug", "a b") in sent.query
