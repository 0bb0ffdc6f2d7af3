"""Operations that answer page by page, and addresses that are not below the base URL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from imagehosts import ResponseDecodeError
from imagehosts_wire.types import AsyncPage, Page

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import (
    BASE_URL,
    Checkout,
    MiniApi,
    answering,
    document,
    operation,
    schemas,
)
from contracts.codegen.refused import Refusal, refusals
from contracts.support.recording import Recorder, Reply, Sent, as_reply
from contracts.support.reporting import report_all

LIST = """
Things:
  type: object
  properties:
    items: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    total: {type: integer}
    next: {type: [string, 'null']}
Thing: {type: object, properties: {id: {type: integer}}}
"""


def paged(
    pagination: str, parameters: str, answer: str = "$ref: '#/components/schemas/Things'"
) -> str:
    """A list operation with a pagination, as YAML."""
    return document(
        operation(
            f"x-pagination: {{{pagination}}}\nparameters:\n{parameters}",
            id="things_list",
            answer=answering(answer),
        ),
        schemas(LIST),
    )


def integer(name: str, place: str = "query") -> str:
    required = ", required: true" if place == "path" else ""
    return f"  - {{name: {name}, in: {place}{required}, schema: {{type: integer}}}}\n"


def page_of(numbers: range, **more: Any) -> Reply:
    return as_reply({"items": [{"id": number} for number in numbers], **more})


def asked(wire: str) -> Callable[[Sent], int | None]:
    """What a request asked for under a name of the query."""

    def value(sent: Sent) -> int | None:
        found = dict(sent.query).get(wire)
        return None if found is None else int(found)

    return value


def serve_pages(sent: Sent) -> Reply:
    """Seven things in pages of three, counted from 0."""
    first = 3 * (asked("page")(sent) or 0)
    return page_of(range(first, min(first + 3, 7)))


def serve_offset(sent: Sent) -> Reply:
    first = asked("offset")(sent) or 0
    return page_of(range(first, min(first + 3, 7)), total=7)


def serve_start(sent: Sent) -> Reply:
    """Counted from 1."""
    first = asked("start")(sent) or 1
    return page_of(range(first - 1, min(first + 2, 7)))


def serve_cursor(sent: Sent) -> Reply:
    cursor = dict(sent.query).get("cursor", "c0")
    first = int(cursor[1:])
    following = f"c{first + 3}" if first + 3 < 7 else None
    return page_of(range(first, min(first + 3, 7)), next=following)


STYLES: dict[str, tuple[str, str, Callable[[Sent], Reply], list[list[tuple[str, str]]]]] = {
    "page": (
        "style: page, parameter: page, items: /items",
        integer("page"),
        serve_pages,
        [[], [("page", "1")], [("page", "2")], [("page", "3")]],
    ),
    "offset": (
        "style: offset, parameter: offset, limit: max, items: /items, total: /total",
        integer("offset") + integer("max"),
        serve_offset,
        [[], [("offset", "3")], [("offset", "6")]],
    ),
    "start": (
        "style: start, parameter: start, first: 1, items: /items",
        integer("start"),
        serve_start,
        [[], [("start", "4")], [("start", "7")], [("start", "8")]],
    ),
    "cursor": (
        "style: cursor, parameter: cursor, items: /items, next: /next",
        "  - {name: cursor, in: query, schema: {type: string}}\n",
        serve_cursor,
        [[], [("cursor", "c3")], [("cursor", "c6")]],
    ),
}


@pytest.mark.anyio
@pytest.mark.parametrize("style", STYLES)
async def test_iteration_goes_through_every_page_as_the_host_counts(
    build: Build, style: str
) -> None:
    pagination, parameters, serve, queries = STYLES[style]
    api = build(paged(pagination, parameters))
    waiting, awaiting = Recorder(serve), Recorder(serve)
    with api.sync_client(waiting) as client:
        page = client.things.list()
        assert isinstance(page, Page)
        assert [thing.id for thing in page] == list(range(7))
    async with api.async_client(awaiting) as client:
        assert [thing.id async for thing in client.things.list()] == list(range(7))
    assert [sent.query for sent in waiting.sent] == queries
    assert [sent.query for sent in awaiting.sent] == queries


@pytest.mark.anyio
async def test_page_knows_its_place_and_the_next_page(build: Build) -> None:
    pagination, parameters, serve, _ = STYLES["offset"]
    api = build(paged(pagination, parameters))
    with api.sync_client(Recorder(serve)) as client:
        page = client.things.list()
        assert ([thing.id for thing in page.items], page.total) == ([0, 1, 2], 7)
        assert isinstance(page.result, api.models.Things)
        assert [thing.id for thing in page.next().next().items] == [6]
        assert page.next().next().next() is None
        assert client.things.with_raw_response.list().parse().items == page.items
    async with api.async_client(Recorder(serve)) as client:
        first = await client.things.list()
        assert isinstance(first, AsyncPage)
        assert [thing.id for thing in (await first.next()).items] == [3, 4, 5]
        raw = await client.things.with_raw_response.list()
        assert raw.parse().items == first.items


@pytest.mark.anyio
async def test_a_list_that_is_the_whole_answer_is_paged_too(build: Build) -> None:
    api = build(
        paged(
            "style: page, parameter: page, items: ''",
            integer("page"),
            "type: array\nitems: {$ref: '#/components/schemas/Thing'}",
        )
    )
    recorder = Recorder(as_reply([{"id": 1}]), as_reply([]))
    with api.sync_client(recorder) as client:
        assert [thing.id for thing in client.things.list()] == [1]


def growing(sent: Sent) -> Reply:
    """A list of three things that gets two more at its beginning before each of two pages."""
    first = asked("offset")(sent) or 0
    newest = {0: 3, 2: 5, 4: 7}.get(first, 7)
    things = list(range(newest, 0, -1))
    return page_of_list(things[first : first + 2], total=len(things))


def page_of_list(numbers: list[int], **more: Any) -> Reply:
    return as_reply({"items": [{"id": number} for number in numbers], **more})


GROWING = "style: offset, parameter: offset, items: /items, total: /total"


@pytest.mark.anyio
async def test_repeated_item_is_skipped_where_items_have_ids(build: Build) -> None:
    """The first page comes three times in a row, since the list grows by a page each time."""
    api = build(paged(f"{GROWING}, key: id", integer("offset")))
    with api.sync_client(Recorder(growing)) as client:
        assert [thing.id for thing in client.things.list()] == [3, 2, 1]
        twice = client.things.list().next()
        assert [thing.id for thing in twice.items] == [3, 2], "a page is as the host has it"
    async with api.async_client(Recorder(growing)) as client:
        assert [thing.id async for thing in client.things.list()] == [3, 2, 1]


def test_a_host_that_answers_one_page_for_ever_is_stopped(build: Build) -> None:
    for key in ("", ", key: id"):
        recorder = Recorder(lambda _: page_of_list([3, 2]))
        api = build(
            paged(f"style: offset, parameter: offset, items: /items{key}", integer("offset"))
        )
        with api.sync_client(recorder) as client, pytest.raises(ResponseDecodeError, match="again"):
            list(client.things.list())
        assert len(recorder.sent) == (12 if key else 2)


def test_a_list_without_an_end_is_stopped_at_a_bound(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagehosts.core.pagination.MAX_PAGES", 4)
    api = build(paged("style: page, parameter: page, items: /items", integer("page")))
    recorder = Recorder(lambda sent: page_of_list([asked("page")(sent) or 0]))
    with api.sync_client(recorder) as client:
        with pytest.raises(
            ResponseDecodeError, match=r"more than 4 pages; .* after 4 items"
        ) as caught:
            list(client.things.list())
    assert caught.value.operation == "things_list"
    assert [asked("page")(sent) for sent in recorder.sent] == [None, 1, 2, 3]


def test_a_cursor_that_comes_again_ends_a_list(build: Build) -> None:
    """Also one of some pages before: a host that goes round in a circle never ends by itself."""
    circle = {None: "a", "a": "b", "b": "c", "c": "a"}
    pagination, parameters, _, _ = STYLES["cursor"]
    for following, asked_for in (
        (circle, [None, "a", "b", "c"]),
        ({None: "a", "a": "a"}, [None, "a"]),
    ):

        def serve(sent: Sent, following: dict[str | None, str] = following) -> Reply:
            cursor = dict(sent.query).get("cursor")
            return page_of_list([ord(cursor or " ")], next=following[cursor])

        recorder = Recorder(serve)
        with build(paged(pagination, parameters)).sync_client(recorder) as client:
            list(client.things.list())
        assert [dict(sent.query).get("cursor") for sent in recorder.sent] == asked_for


def test_the_total_of_a_host_ends_a_list_that_has_a_next_cursor(build: Build) -> None:
    pagination, parameters, _, _ = STYLES["cursor"]
    recorder = Recorder(
        lambda sent: (
            page_of(range(3), total=6, next="more")
            if not sent.query
            else page_of(range(3, 6), total=6, next="and more")
        )
    )
    api = build(paged(f"{pagination}, total: /total", parameters))
    with api.sync_client(recorder) as client:
        assert len(list(client.things.list())) == 6
    assert len(recorder.sent) == 2


WRONG_PAGINATION = {
    "a parameter that is not there": (
        "style: page, parameter: seite, items: /items",
        "/x-pagination/parameter",
        "name one of: page",
    ),
    "items that are not there": (
        "style: page, parameter: page, items: /things",
        "/x-pagination/items",
        "'things'",
    ),
    "items that are no list": (
        "style: page, parameter: page, items: /total",
        "/x-pagination/items",
        "list",
    ),
    "a key that items do not have": (
        "style: page, parameter: page, items: /items, key: name",
        "/x-pagination/key",
        "name one of: id",
    ),
}


@pytest.mark.snapshots
def test_wrong_paginations_are_refused(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = {
        name: Refusal(paged(pagination, integer("page")))
        for name, (pagination, _, _) in WRONG_PAGINATION.items()
    }
    said = refusals(checkout, capsys, specs, "paginations")
    with report_all() as case:
        for name, (_, pointer, words) in WRONG_PAGINATION.items():
            with case(name):
                (message,) = said[name]
                assert f"at /paths/~1things/get{pointer}\n" in message
                assert words in message


def test_an_optional_segment_may_be_left_out(build: Build) -> None:
    api = build(
        document(
            operation(
                "parameters:\n"
                "  - {name: user, in: path, required: true, schema: {type: string}}\n"
                "  - {name: page, in: path, required: true, x-optional-segment: true, "
                "schema: {type: integer}}\n",
                key="/account/{user}/albums/{page}",
            )
        )
    )
    base = f"{BASE_URL}/account/me/albums"
    assert api.sent(lambda client: client.things.get("me")).url == base
    assert api.sent(lambda client: client.things.get("me", page=0)).url == f"{base}/0"


def test_an_operation_may_have_a_neighbouring_server(build: Build) -> None:
    api: MiniApi = build(
        document(
            operation(f"servers: [{{url: {BASE_URL.replace('/v1', '/oauth2')}}}]", key="/token")
        )
    )
    assert api.sent(lambda client: client.things.get()).url == "https://mini.example/oauth2/token"
    mirror = "http://127.0.0.1:8000/mirror/v1"
    sent = api.sent(lambda client: client.things.get(), base_url=mirror)
    assert sent.url == "http://127.0.0.1:8000/mirror/oauth2/token"
