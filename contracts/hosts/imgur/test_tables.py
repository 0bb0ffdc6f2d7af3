"""What imgur's own readers make of sources, counters and verdicts at their edges, committed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from imagehosts import AuthenticationFailed, Base64, Imgur, Quota, RateLimits, StatusError, Url
from imagehosts.hosts.imgur import (
    IMAGE_LIMIT,
    VIDEO_LIMIT,
    check_size,
    fill_segments,
    find_deletehash,
    is_video,
    meant_status,
    refuse_empty_ids,
)
from imagehosts.hosts.imgur.limits import wait_for_credits
from imagehosts.hosts.imgur.sharing import thumbnail_url
from imagehosts.hosts.imgur.tokens import needs_new_token
from imagehosts_wire.imgur.resources import albums, gallery, images
from imagehosts_wire.types import Operation, RawResponse

from contracts.support.tables import Table, hold_tables

NOW = 1_800_000_000.0


def file_named(name: Any) -> Any:
    made = io.BytesIO(b"x")
    made.name = name  # type: ignore[attr-defined]
    return made


def kind_of(source: Any) -> str:
    """What the host is told that a source is, in an upload of a picture."""
    names = [parameter.name for parameter in images.IMAGES_UPLOAD.parameters]
    values: list[Any] = [None] * len(names)
    values[names.index("image")] = source
    with Imgur("id") as client:
        return str(client.adapt_arguments(images.IMAGES_UPLOAD, tuple(values))[names.index("type")])


def status_of(status: int, body: bytes) -> int:
    return meant_status(RawResponse(status, {}, body, ""))


def filled(operation: Operation[Any], **given: Any) -> Any:
    names = [parameter.name for parameter in operation.parameters]
    values = fill_segments(operation, tuple(given.get(name) for name in names))
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def ids(operation: Operation[Any], value: Any) -> None:
    names = [parameter.wire for parameter in operation.parameters]
    values = tuple(value if name == "ids[]" else "x" for name in names)
    refuse_empty_ids(operation, values)


def sized(size: int, kind: str, operation: Operation[Any] = images.IMAGES_UPLOAD) -> None:
    check_size(operation, SimpleNamespace(size=size, content_type=kind))


def base64_of(size: int) -> None:
    """Text that becomes so many bytes."""
    text = "A" * (size * 4 // 3)
    check_size(images.IMAGES_UPLOAD, text + "=" * (-len(text) % 4))


def refused(status: int, message: str, code: int | None = None, kind: Any = None) -> bool:
    made = (kind or AuthenticationFailed)(
        message,
        response=RawResponse(status, {}, b"", ""),
        host="imgur",
        operation="x",
        code=code,
        host_message=message,
    )
    return needs_new_token(made)


def counted(headers: Mapping[str, str]) -> RateLimits:
    return RateLimits(user=Quota(1, 2, 3.0)).updated(headers, NOW)


USER, CLIENT, POST = "X-RateLimit-User", "x-ratelimit-client", "X-Post-Rate-Limit-"
TABLES: dict[str, Table] = {
    "whether a source is a video": (
        is_video,
        [
            (source,)
            for source in (
                *("a.MP4", "a.png", Path("a.webm"), ("a.mov", b"x"), ("a", b"x", "video/x")),
                *(("a.mov", b"x", "image/png"), (b"a.mov", b"x"), b"a.mov", Url("http://a/b.mp4")),
                *("http://a/b.mp4", "data:video/mp4;base64,AAAA", Base64("a.mp4"), "mp4"),
            )
        ],
    ),
    "whether an open file is a video": (
        lambda name: is_video(file_named(name)),
        [("a.avi",), ("a.png",), (7,)],
    ),
    "what the host is told of a source": (
        kind_of,
        [
            (source,)
            for source in (
                *(Url("http://a/b"), "HTTPS://a/b", Base64("QQ=="), "DATA:,x", "a.png", b"x"),
                ("a", b"x"),
            )
        ],
    ),
    "deletehash": (
        find_deletehash,
        [
            (image,)
            for image in (
                *("abc", "", "https://imgur.com/delete/abc", "http://x:1/delete/abc/"),
                *("https://imgur.com/delete/", "https://imgur.com/abc", "a/b", None, 7),
                *(SimpleNamespace(deletehash="abc"), SimpleNamespace(deletehash=None)),
            )
        ],
    ),
    "size of a file": (
        sized,
        [
            (IMAGE_LIMIT, "image/png"),
            (IMAGE_LIMIT + 1, "image/png"),
            (IMAGE_LIMIT + 1, "image/gif"),
            (IMAGE_LIMIT + 1, "video/mp4"),
            (VIDEO_LIMIT, "image/gif"),
            (VIDEO_LIMIT + 1, "image/gif"),
            (IMAGE_LIMIT + 1, "image/png", images.IMAGES_UPLOAD_VIDEO),
            (VIDEO_LIMIT + 1, "image/png", images.IMAGES_UPLOAD_VIDEO),
        ],
    ),
    "size of an address": (
        lambda text: check_size(images.IMAGES_UPLOAD, text),
        [("https://a.example/b",)],
    ),
    "size that base64 becomes": (base64_of, [(IMAGE_LIMIT,), (IMAGE_LIMIT + 3,)]),
    "status that is meant": (
        status_of,
        [
            (200, b'{"success": true, "status": 200}'),
            (200, b'{"success": false, "status": 403}'),
            (200, b'{"success": false}'),
            (200, b'{"success": null}'),
            (200, b'{"status": 400}'),
            (200, b'{"status": 399}'),
            (200, b'{"status": 599}'),
            (200, b'{"status": 600}'),
            (200, b'{"status": true}'),
            (200, b'{"status": "500"}'),
            (200, b'x {"success": false}'),
            (200, b"[1]"),
            (200, b""),
            (399, b'{"success": true}'),
            (400, b'{"success": true, "status": 200}'),
            (500, b""),
        ],
    ),
    "page without a section": (
        lambda given: filled(gallery.GALLERY_BROWSE, **given),
        [
            (given,)
            for given in (
                *({}, {"section": "top"}, {"sort": "time"}, {"page": 2}, {"window": "day"}),
                {"section": "user", "page": 1},
            )
        ],
    ),
    "page of a subreddit": (
        lambda given: filled(gallery.GALLERY_SUBREDDIT, **given),
        [({"subreddit": "a"},), ({"subreddit": "a", "page": 2},)],
    ),
    "ids of an album's pictures": (
        lambda value: ids(albums.ALBUMS_ADD_IMAGES, value),
        [(value,) for value in (["a"], [], ["a", " "], "a", ("a", 1))],
    ),
    "ids that an album is set to": (
        lambda value: ids(albums.ALBUMS_SET_IMAGES, value),
        [(value,) for value in (["a"], [], None)],
    ),
    "whether a token has run out": (
        refused,
        [
            (401, "x"),
            (403, "x"),
            (403, "The access token has expired"),
            (403, "Malformed token"),
            (401, "client id is wrong"),
            (403, "x", 401),
            (200, "x", 401),
            (403, "TOKEN"),
            (401, "token", None, StatusError),
        ],
    ),
    "counters in headers": (
        counted,
        [
            (headers,)
            for headers in (
                *({}, {"a": "b"}, {f"{USER}Limit": "500"}, {f"{USER}Remaining": "7"}),
                *({f"{USER}Reset": "60"}, {f"{USER}Reset": "1000000000"}, {f"{CLIENT}limit": "x"}),
                *({f"{USER}Reset": "999999999"}, {f"{CLIENT}remaining": " 9 "}),
                *({f"{POST}Limit": "1", f"{POST}Remaining": "0", f"{POST}Reset": "5"},),
                *({f"{USER}Limit": "1" * 20}, {f"{USER}Limit": "1" * 19}, {f"{USER}Limit": "-1"}),
            )
        ],
    ),
    "wait until a call is paid for": (
        lambda headers, cost: wait_for_credits(headers, cost, NOW),
        [
            ({f"{USER}Remaining": "9", f"{USER}Reset": "60"}, 10),
            ({f"{USER}Remaining": "10", f"{USER}Reset": "60"}, 10),
            ({f"{USER}Remaining": "0", f"{USER}Reset": "60"}, 1),
            ({f"{USER}Remaining": "0"}, 1),
            ({f"{USER}Reset": "60"}, 1),
            ({f"{POST}Remaining": "1", f"{POST}Reset": "60"}, 10),
            ({f"{POST}Remaining": "0", f"{POST}Reset": "60"}, 10),
            ({f"{USER}Remaining": "0", f"{USER}Reset": "1799999990"}, 1),
            (
                {
                    f"{USER}Remaining": "0", f"{USER}Reset": "60",
                    f"{CLIENT}remaining": "0", f"{CLIENT}reset": "90",
                },
                1,
            ),
        ],
    ),
    "seconds until there are credits": (
        lambda resets_at: Quota(resets_at=resets_at).seconds_left(NOW),
        [(None,), (NOW + 5,), (NOW - 5,)],
    ),
    "what the call for credits says": (
        lambda reset: RateLimits(client=Quota(1, 1, 7.0)).with_credits(
            SimpleNamespace(
                user_reset=reset,
                user_limit=1,
                user_remaining=2,
                client_limit=3,
                client_remaining=4,
            ),
            NOW,
        ),
        [(None,), (60,), (1_800_000_060,)],
    ),
    "thumbnail": (
        lambda link: thumbnail_url(None, SimpleNamespace(link=link)),
        [
            (link,)
            for link in (
                *("https://i.imgur.com/abcde.png", "https://i.imgur.com/abcdefgh.gif", None, ""),
                *("https://i.imgur.com/abcd.png", "https://i.imgur.com/abcdefghi.png", "x/abcde"),
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.snapshots
def test_readers_of_imgur_give_what_is_committed() -> None:
    hold_tables("imgur.helpers.txt", "What imgur's own readers give", TABLES)


def test_addresses_of_pages_follow_the_address_of_the_api() -> None:
    image: Any = SimpleNamespace(id="x", deletehash="d")
    bare: Any = SimpleNamespace(id="x", deletehash=None)
    for base_url, site in (
        (None, "https://imgur.com"),
        ("http://127.0.0.1:8/3", "http://127.0.0.1:8"),
    ):
        with Imgur("id", base_url=base_url) as client:
            assert client.page_url(image) == f"{site}/x"
            assert client.delete_url(image) == f"{site}/delete/d"
            assert client.delete_url(bare) == ""
            assert client.album_url("a") == f"{site}/a/a"
            root = "https://api.imgur.com" if base_url is None else site
            query = "client_id=id&response_type=code&state=a+b"
            url = client.authorization_url("code", "a b")
            assert url == f"{root}/oauth2/authorize?{query}"
            assert client.authorization_url().endswith("response_type=pin")
