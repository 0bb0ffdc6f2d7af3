"""What ImageShack's own readers and checks make of values at their edges, committed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from imagehosts import ImageShack
from imagehosts.core.tolerant import MISSING
from imagehosts.hosts.imageshack import (
    CHECKS,
    bulk_items,
    checked_credential,
    complete_address,
    failed_items,
    has_album,
    has_avatar,
    image_address,
    is_failure,
    read_boolean,
    tag_names,
    unwrap_result,
)
from imagehosts_wire.imageshack import models
from imagehosts_wire.imageshack.resources import albums, images, session, tags, users
from imagehosts_wire.types import Operation

from contracts.support.tables import Table, hold_tables


def noted(function: Any, *args: Any) -> Any:
    """What a reader gives, and what it notes."""
    notes: list[Any] = []
    found = function(*args, lambda *note: notes.append(note))
    return ("nothing" if found is MISSING else found), notes


def checked(operation: Operation[Any], **given: Any) -> None:
    for check in CHECKS:
        check(operation, given)


def picture(**facts: Any) -> Any:
    return SimpleNamespace(**{"direct_link": None, "server": 1, "bucket": 2, **facts})


def at_own_host(link: str) -> str:
    with ImageShack(base_url="http://127.0.0.1:8/v2") as client:
        made: Any = picture(direct_link=link)
        return client.image_url(made)


def item(id: str, name: str | None = None) -> Any:
    return SimpleNamespace(id=id, original_filename=name)


TABLES: dict[str, Table] = {
    "credential": (
        lambda value: checked_credential("api_key", value),
        [
            (value,)
            for value in (
                *("abc", " abc", "'abc'", '"abc"', "\u201cabc\u201d", "`abc", "a'c", "", " ", None),
                "a\u00e9",
            )
        ],
    ),
    "arguments": (
        lambda operation, given: checked(operation, **given),
        [
            (session.SESSION_LOGIN, {"remember_me": True}),
            (session.SESSION_LOGIN, {"remember_me": True, "set_cookies": True}),
            (session.SESSION_LOGIN, {"remember_me": False}),
            (albums.ALBUMS_UPDATE_MANY, {"ids": ["a"]}),
            (albums.ALBUMS_UPDATE_MANY, {"ids": ["a"], "title": "b"}),
            (images.IMAGES_UPDATE_MANY_BY_PATCH, {}),
            (albums.ALBUMS_DELETE_MANY, {"ids": ["a"]}),
            (users.USERS_GET, {"username": "settings"}),
            (users.USERS_GET, {"username": "login"}),
            (users.USERS_GET, {"username": "demo"}),
            (images.IMAGES_GET, {"image_id": "tags"}),
            (images.IMAGES_GET, {"image_id": "settings"}),
            (users.USERS_GET, {"first_name": "a"}),
            (users.USERS_GET, {"last_name": "a"}),
            (users.USERS_GET, {"first_name": "a", "last_name": "b"}),
            (users.USERS_GET, {"avatar_server": 1}),
            (images.IMAGES_UPLOAD_MANY, {"files": [1, 2], "titles": ["a", "b"]}),
            (images.IMAGES_UPLOAD_MANY, {"files": [1, 2], "titles": ["a", "b", "c"]}),
            (images.IMAGES_UPLOAD_MANY, {"files": [1], "descriptions": ("a", "b")}),
            (images.IMAGES_UPLOAD_MANY, {"files": [1], "title": "a", "titles": ["b"]}),
            (images.IMAGES_UPLOAD_MANY, {"files": [1], "title": "a"}),
            (images.IMAGES_UPLOAD_MANY, {"files": [1, 2], "description": "a"}),
            (images.IMAGES_TRANSLOAD, {"urls": ["a", "b"], "title": "x"}),
            (images.IMAGES_UPLOAD, {"title": "a", "titles": ["b", "c"]}),
            (albums.ALBUMS_CREATE, {"description": "x" * 200}),
            (albums.ALBUMS_CREATE, {"description": "x" * 201}),
            (images.IMAGES_UPLOAD, {"description": "x" * 201}),
            (tags.TAGS_DELETE, {"tags": []}),
            (tags.TAGS_DELETE, {"tags": " , "}),
            (tags.TAGS_DELETE, {"tags": "a"}),
            (tags.TAGS_DELETE, {"tags": ["a"]}),
            (albums.ALBUMS_DELETE_MANY, {"ids": []}),
            (users.USERS_IMAGES, {"show_only_private": True, "show_private": False}),
            (users.USERS_IMAGES, {"show_only_private": True, "show_private": None}),
            (users.USERS_IMAGES, {"show_only_private": True}),
            (users.USERS_IMAGES, {"show_only_private": False, "show_private": False}),
        ],
    ),
    "envelope": (
        lambda kind, document: noted(unwrap_result, kind, document),
        [
            (models.Album, {"result": {}}),
            (models.Album, {"success": True}),
            (models.Album, {"id": "a", "title": "b"}),
            (models.Album, {"other": 1}),
            (models.Album, [1]),
            (models.Album, "text"),
            (None, {"id": "a"}),
        ],
    ),
    "failure": (
        is_failure,
        [
            (document,)
            for document in (
                *({"success": False}, {"success": "false"}, {"success": "FALSE"}, {"success": 0}),
                *(
                    {"success": True, "error": {"a": 1}},
                    {"error": {}},
                    {"error": ""},
                    {},
                    [1],
                    None,
                ),
            )
        ],
    ),
    "boolean": (
        lambda document, text: noted(read_boolean, document, text),
        [
            ({"result": True}, ""),
            ({"result": "YES"}, ""),
            ({"result": 0}, ""),
            ({"result": "maybe"}, ""),
            ({"other": True}, ""),
            (True, ""),
            ("n", ""),
            (MISSING, " TRUE "),
            (MISSING, "nonsense"),
            ([True], ""),
            ({"result": 1.0}, ""),
        ],
    ),
    "names of tags": (
        tag_names,
        [
            (value,)
            for value in (
                *(["a", {"name": "b"}, {"tag": "c"}, {"x": 1}], {"a": 1, "b": 2}, "a", None, []),
            )
        ],
    ),
    "list of several": (
        lambda result: noted(bulk_items, result, "images"),
        [
            (result,)
            for result in (
                *({"images": []}, {"albums": [1]}, {"tags": [1]}, {"a": [1], "b": [2]}, {"a": 1}),
                *([1], {"a": [1], "n": 2}),
            )
        ],
    ),
    "whether a picture is in an album": (
        lambda album: has_album(picture(album=album)),
        [
            (None,),
            (SimpleNamespace(id=None),),
            (SimpleNamespace(id=""),),
            (SimpleNamespace(id="a"),),
        ],
    ),
    "whether an account has a picture": (
        lambda avatar: has_avatar(SimpleNamespace(avatar=avatar)),  # type: ignore[arg-type]
        [
            (None,),
            (SimpleNamespace(filename="a", server=1),),
            (SimpleNamespace(filename="", server=1),),
            (SimpleNamespace(filename="a", server=0),),
            (SimpleNamespace(filename="a", server=None),),
        ],
    ),
    "whole address": (
        complete_address,
        [(each,) for each in ("a.example/b", "//a.example/b", "HTTP://a.example/b", "a b")],
    ),
    "address of a file": (
        image_address,
        [
            (picture(direct_link="imagizer.example/a.png"),),
            (picture(filename="a b.png"),),
            (picture(filename="a.png"), "files.example/"),
            (picture(filename="a.png", bucket=0),),
            (picture(filename="a.png", server=0),),
            (picture(filename="a.png", bucket=None),),
            (picture(filename=""),),
            (picture(filename="a/b.png", direct_link=""), "http://files.example"),
        ],
    ),
    "address at a host of one's own": (
        at_own_host,
        [("127.0.0.1:8/a.png",), ("https://127.0.0.1:8/a.png",), ("127.0.0.1/a.png",)],
    ),
    "which of several failed": (
        failed_items,
        [
            (["a", "b"], SimpleNamespace(images=[item("a")])),
            (["a", "b"], SimpleNamespace(images=None)),
            (["a.png", "b.png"], SimpleNamespace(images=[item("x", "a.png")])),
            (["a", "b"], SimpleNamespace(images=None, albums=[item("b")])),
            ([], SimpleNamespace(images=[item("a")])),
        ],
    ),
}


@pytest.mark.snapshots
def test_readers_of_imageshack_give_what_is_committed() -> None:
    hold_tables("imageshack.helpers.txt", "What ImageShack's own readers give", TABLES)
