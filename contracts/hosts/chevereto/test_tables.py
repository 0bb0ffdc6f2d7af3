"""What the family's own readers make of sources, deletions and wishes at their edges, committed."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from imagehosts import AuthenticationFailed, Base64, Chevereto, InvalidRequest, Url
from imagehosts.core.failures import is_page
from imagehosts.hosts.chevereto import (
    DELETE,
    MAYBE_DROPPED,
    check_expiration,
    delete_address,
    dropped_body,
    encode_source,
    not_deleted,
    not_done,
    refuse_damaged_source,
    try_without_slash,
    viewer_url,
)
from imagehosts_wire.imagehosting_me.resources import images
from imagehosts_wire.imges.resources.images import IMAGES_UPLOAD as IMGES_UPLOAD
from imagehosts_wire.types import Operation, RawResponse

from contracts.support.tables import Table, hold_tables

BASE = "https://pics.example/api/1"
FORM = "<html><title>Delete?</title><form class='a' method='POST'><button>Yes</button></form>"


def dropped(message: str, size: int | None, kind: Any = InvalidRequest) -> Any:
    error = kind(message, host="pics.example", operation="x", host_message=message, code=3)
    error.response = SimpleNamespace(sent_bytes=size, status=400)
    found = dropped_body(error)
    return None if found is None else f"{found} [{found.code}]"


def wished(asked: dict[str, Any], **got: Any) -> Any:
    """What was asked for and is not so, of an upload whose answer is a picture."""
    operation = images.IMAGES_UPLOAD
    values = tuple(asked.get(parameter.name) for parameter in operation.parameters)
    return list(not_done(operation, values, SimpleNamespace(url_viewer="x", **got)))


def deletion(status: int, text: str) -> Any:
    response: RawResponse[Any] = RawResponse(status, {}, text.encode(), "")
    with Chevereto(BASE, "key") as client:
        error = not_deleted(client, response)
    return None if error is None else f"{type(error).__name__}: {error}"


def other_spelling(url: str, status: int, operation: Operation[Any] = images.IMAGES_UPLOAD) -> Any:
    request: Any = SimpleNamespace(url=url)
    return try_without_slash(BASE, operation, request, RawResponse(status, {}, b"", ""))


def by_get(source: Any) -> None:
    get = next(
        operation
        for operation in images.IMAGES_UPLOAD_CHOICE.operations.values()
        if operation.method == "GET"
    )
    values = tuple(source if each.name == "source" else None for each in get.parameters)
    refuse_damaged_source(get, values)


DAY = 86400
TABLES: dict[str, Table] = {
    "source of a GET": (
        encode_source,
        [(each,) for each in ("HTTP://a/b", Url("https://a"), "a.png", b"x", Base64("QQ=="))],
    ),
    "address that a query can carry": (
        by_get,
        [
            (f"https://a/{c}",)
            for c in ("b", "b?c=d", "%20", "b&c", "b+c", "\u00e9", "#", "(a)", ";")
        ],
    ),
    "expiration": (
        check_expiration,
        [
            (each,)
            for each in (
                *(timedelta(minutes=5), timedelta(minutes=5, seconds=-1), timedelta(days=366)),
                *(timedelta(days=366, seconds=1), "PT5M", "PT299S", "P366D", "P1Y", "P1Y2D", "x"),
            )
        ],
    ),
    "page of a picture": (viewer_url, [(each,) for each in ("https://a/b", "/b", "")]),
    "address that deletes": (
        lambda image: delete_address(image, BASE),
        [
            (each,)
            for each in (
                *("https://pics.example/a/delete/b", "https://PICS.example:8/a/delete/b"),
                *("https://other.example/a/delete/b", "https://pics.example/a/b", "x", "", None),
                *(SimpleNamespace(delete_url="https://pics.example/delete/b"),),
                *(SimpleNamespace(delete_url=None), SimpleNamespace(url="x")),
            )
        ],
    ),
    "body that was dropped": (
        dropped,
        [
            *(
                (message, MAYBE_DROPPED)
                for message in (
                    *("Invalid API v1 key.", "This API key is unknown", "no key provided"),
                    *("Empty upload source", "empty source", "API v1 public key can't be null"),
                    *("API v1 key can't be null", "The API key", "Too large"),
                )
            ),
            ("Empty source", MAYBE_DROPPED - 1),
            ("Empty source", None),
            ("Invalid API key", MAYBE_DROPPED + 1, AuthenticationFailed),
        ],
    ),
    "what a deletion was answered with": (
        deletion,
        [
            (200, ""),
            (302, FORM),
            (400, FORM),
            (200, FORM),
            (299, FORM),
            (300, FORM),
            (199, FORM),
            (200, "<html><button>Go</button>"),
            (200, f"<html><title>{'x' * 101}</title><button>Go</button>"),
            (200, "<input type=submit>"),
            (200, "<html><title>404 Not Found</title>"),
            (200, "The content has been deleted"),
            (200, "Internal error"),
            (200, "No such image"),
        ],
    ),
    "another spelling of an address": (
        other_spelling,
        [
            (f"{BASE}/upload", 404),
            (f"{BASE}/upload", 405),
            (f"{BASE}/upload", 400),
            (f"{BASE}/upload/", 404),
            (f"{BASE}/upload?a=b", 404),
            (f"{BASE}/upload", 404, DELETE),
            *(
                (f"{BASE}/upload{end}", status, IMGES_UPLOAD)
                for status in (404, 405, 400, 200)
                for end in ("", "/", "/?a=b")
            ),
        ],
    ),
    "title that was asked for": (
        lambda asked, got: wished({"title": asked}, title=got),
        [
            ("a", "a"),
            ("a  b", "a b"),
            ("a&b", "a&amp;b"),
            ("a", None),
            ("a", "b"),
            ("x" * 60, "x" * 50),
            ("x" * 60, "x" * 49),
            ("x" * 60, "x" * 50 + "..."),
            ("y" * 70, "x"),
        ],
    ),
    "flag that was asked for": (
        lambda asked, got: wished({"nsfw": asked}, nsfw=got),
        [(True, 1), (True, "0"), (True, 0), (False, None), (False, 1)],
    ),
    "width that was asked for": (
        lambda asked, got, moves: wished({"width": asked}, width=got, is_animated=moves),
        [(100, 100, 0), (100, 101, 0), (100, 101, 1), (100, None, 0), ("100", 99, 0)],
    ),
    "category that was asked for": (
        lambda asked, got: wished({"category_id": asked}, category_id=got),
        [(1, 1), (1, "1"), (1, 2), (1, None)],
    ),
    "tags that were asked for": (
        lambda asked, got: wished({"tags": asked}, tags_string=got),
        [
            (["a", "B"], "b, a,c"),
            ("a,b", "a,b"),
            (["a"], None),
            (["a", "b"], "a"),
            ([" a "], "A"),
            ([], ""),
        ],
    ),
    "time that was asked for": (
        lambda asked, got, began: wished(
            {"expiration": asked}, expiration_date_gmt=got, date_gmt=began
        ),
        [
            ("PT1H", "2026-01-01 01:00:00", "2026-01-01 00:00:00"),
            ("PT1H", "2026-01-01 01:12:00", "2026-01-01 00:00:00"),
            ("PT1H", "2026-01-01 01:12:01", "2026-01-01 00:00:00"),
            ("PT1H", "2026-01-01 00:47:59", "2026-01-01 00:00:00"),
            ("PT5M", "2026-01-01 00:10:00", "2026-01-01 00:00:00"),
            ("PT5M", "2026-01-01 00:10:01", "2026-01-01 00:00:00"),
            (timedelta(hours=1), None, "2026-01-01 00:00:00"),
            ("PT1H", "soon", "2026-01-01 00:00:00"),
            ("PT1H", "2026-01-01 01:00:00", None),
        ],
    ),
    "several wishes": (
        lambda asked: wished(asked, title="b", description="c"),
        [({"title": "a", "description": "b"},), ({"title": None},), ({"nsfw": True},)],
    ),
    "page": (is_page, [(each,) for each in (FORM, "<HEAD>", "<!DOCTYPE  html", "<header>", "a")]),
}


@pytest.mark.snapshots
def test_readers_of_the_family_give_what_is_committed() -> None:
    hold_tables("chevereto.helpers.txt", "What the family's own readers give", TABLES)


def test_wishes_are_looked_at_in_pictures_alone() -> None:
    operation = images.IMAGES_UPLOAD
    values = tuple("a" if each.name == "title" else None for each in operation.parameters)
    assert list(not_done(operation, values, SimpleNamespace(title="b"))) == []
    assert list(not_done(DELETE, (), SimpleNamespace(url_viewer="x", title="b"))) == []
