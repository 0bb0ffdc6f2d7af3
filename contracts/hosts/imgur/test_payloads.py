"""Answers as imgur really gives them, of all its years: read without drift, or with a report of it.

A member more or less, a null in place of a number or a number as text ends no call.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from imagehosts import Drift, Imgur, ResponseDecodeError
from imagehosts_wire.types import Operation

from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import each
from contracts.support.specs import Json, load_spec, operations, resolve
from contracts.wire.tables import load_table, lookup, operations_of

TABLE = load_table("imgur")
SPEC = load_spec("imgur")

TAG = {
    "name": "lake",
    "display_name": "Lake",
    "followers": 12,
    "total_items": 2,
    "following": False,
    "thumbnail_hash": None,
    "accent": "BF63A7",
    "is_promoted": False,
    "description_annotations": {},
}
AD_CONFIG = {
    "safeFlags": ["in_gallery"],
    "highRiskFlags": [],
    "unsafeFlags": [],
    "showsAds": False,
    "showAdLevel": 0,
    "safe_flags": ["in_gallery"],
    "show_ads": True,
    "nsfw_score": 0.02,
}
OLD_IMAGE = {
    "id": "q7RtB",
    "title": None,
    "description": None,
    "datetime": 1357856292,
    "type": "image/jpeg",
    "animated": False,
    "width": 2592,
    "height": 1944,
    "size": 855658,
    "views": 135772,
    "bandwidth": 116174398376,
    "link": "http://i.imgur.com/q7RtB.jpg",
}
POSTED = {
    **OLD_IMAGE,
    "vote": "veto",
    "favorite": False,
    "nsfw": False,
    "section": "pics",
    "account_url": "tove",
    "account_id": 3698510,
    "ups": 1889,
    "downs": 58,
    "points": 1831,
    "score": 1935,
    "is_album": False,
    "comment_count": 10,
    "favorite_count": 2,
    "topic": "",
    "topic_id": 0,
    "tags": [TAG],
    "ad_type": 1,
    "ad_url": "https://x.example",
    "ad_config": AD_CONFIG,
    "in_gallery": True,
    "in_most_viral": True,
    "is_ad": True,
    "reddit_comments": "/r/pics/comments/abc",
}
VIDEO = {
    "id": "q7RtB2x",
    "type": "video/mp4",
    "animated": True,
    "has_sound": True,
    "size": 0,
    "mp4_size": 2**33,
    "mp4": "https://i.imgur.com/q7RtB2x.mp4",
    "gifv": "https://i.imgur.com/q7RtB2x.gifv",
    "hls": "https://i.imgur.com/q7RtB2x.m3u8",
    "looping": True,
    "processing": {"status": "pending"},
    "link": "https://i.imgur.com/q7RtB2x.mp4",
}
OLD_ALBUM = {
    "id": "nB4xY",
    "title": "The office",
    "description": None,
    "datetime": 1357856292,
    "cover": None,
    "account_url": None,
    "account_id": None,
    "layout": "blog",
    "views": 13780,
    "link": "http://tove.imgur.com/a/nB4xY",
    "images_count": 1,
    "images": [OLD_IMAGE],
}
COMMENT = {
    "id": 1110,
    "image_id": "q7RtB",
    "comment": "Nice.",
    "author": "tove",
    "author_id": 384077,
    "on_album": False,
    "album_cover": None,
    "ups": 1,
    "downs": 0,
    "points": 1,
    "datetime": 1349051625,
    "parent_id": 0,
    "deleted": False,
    "vote": None,
    "platform": "iphone",
    "children": [],
}
ACCOUNT = {
    "id": 384077,
    "url": "tove",
    "bio": None,
    "reputation": -15.5,
    "created": 1346274117,
    "pro_expiration": False,
}
SETTINGS = {
    "email": "tove@example.com",
    "high_quality": True,
    "public_images": False,
    "album_privacy": "secret",
    "pro_expiration": 1358021474,
    "accepted_gallery_terms": True,
    "active_emails": [],
    "messaging_enabled": True,
    "blocked_users": [{"blocked_id": 2, "blocked_url": "bo"}],
}
CONVERSATION = {
    "id": "620",
    "from": "tove",
    "account_id": "384077",
    "with_account": "3698510",
    "spam": "0",
    "message_num": "103",
    "last_message": "Ahoy",
    "datetime": 1406935917,
}
TOLD = {"id": 4511, "account_id": 384077, "viewed": False}


class Payload(NamedTuple):
    """The data of an answer, an operation that it answers, and a value that must come out."""

    operation: str
    data: Json
    member: str
    value: Any


#: What was seen of the host, with names and texts of our own: nothing about it is odd.
PLAIN = {
    "an old picture": Payload("images_get", OLD_IMAGE, "bandwidth", 116174398376),
    "a video in the making": Payload("images_get", VIDEO, "mp4_size", 2**33),
    "a picture of nobody": Payload(
        "images_get",
        {**POSTED, "account_id": 0, "account_url": None, "nsfw": None},
        "account_id",
        0,
    ),
    "numbers as text": Payload(
        "images_get", {**OLD_IMAGE, "width": "2592", "datetime": "1357856292"}, "width", 2592
    ),
    "a flag as a number": Payload("images_get", {**POSTED, "nsfw": 1, "edited": 0}, "nsfw", True),
    "an album without privacy": Payload("albums_get", OLD_ALBUM, "privacy", None),
    "an album without pictures": Payload(
        "albums_get", {**OLD_ALBUM, "images": [], "order": 0}, "images", []
    ),
    "a new album": Payload("albums_create", {"id": "nB4xY", "deletehash": None}, "id", "nB4xY"),
    "a post": Payload("gallery_image", POSTED, "vote", "veto"),
    "a post without counts": Payload(
        "gallery_image",
        {**POSTED, "ups": None, "downs": None, "score": None, "topic": None, "tags": None},
        "ups",
        None,
    ),
    "an account of today": Payload(
        "account_get",
        {**ACCOUNT, "avatar": None, "user_follow": {"status": False}, "is_blocked": False},
        "reputation",
        -15.5,
    ),
    "an account that paid": Payload(
        "account_get", {**ACCOUNT, "pro_expiration": 1481839668}, "pro_expiration", 1481839668
    ),
    "settings": Payload("account_settings", SETTINGS, "album_privacy", "secret"),
    "statistics": Payload(
        "account_stats",
        {"total_images": "15", "total_albums": "5", "disk_used": "1.54 MB", "top_images": [POSTED]},
        "total_images",
        15,
    ),
    "a comment": Payload("comments_get", COMMENT, "parent_id", 0),
    "a deleted comment": Payload(
        "comments_get",
        {"id": 1110, "author": None, "comment": None, "deleted": True, "vote": "veto"},
        "vote",
        "veto",
    ),
    "notifications": Payload(
        "notifications_inbox",
        {
            "replies": [{**TOLD, "content": COMMENT}],
            "messages": [{**TOLD, "viewed": "0", "content": CONVERSATION}],
        },
        "messages",
        ...,
    ),
    "credits": Payload(
        "credits_get",
        {"UserLimit": 500, "UserRemaining": 482, "UserReset": 1700000000, "ClientLimit": 12500},
        "user_reset",
        1700000000,
    ),
    "a new comment": Payload("comments_create", {"id": str(2**40)}, "id", 2**40),
}

#: What no answer should be, and is read all the same.
ODD = {
    "an account in texts": Payload("account_get", {**ACCOUNT, "id": "384077"}, "id", 384077),
    "a picture in other types": Payload("images_get", {**OLD_IMAGE, "id": 12345}, "id", "12345"),
    "invalid numbers": Payload("images_get", {**OLD_IMAGE, "views": "1,000"}, "views", None),
    "an object for a list": Payload("images_get", {**OLD_IMAGE, "tags": {}}, "tags", []),
    "a map for a list": Payload(
        "albums_get", {**OLD_ALBUM, "images": {"0": OLD_IMAGE}}, "images", ...
    ),
    "text for an object": Payload(
        "images_get", {**VIDEO, "processing": "done"}, "processing", None
    ),
    "flags in texts": Payload(
        "account_settings", {**SETTINGS, "messaging_enabled": "1"}, "messaging_enabled", True
    ),
    "no votes": Payload("gallery_votes", {"ups": 11347, "downs": None}, "ups", 11347),
}

BY_ID = {operation.id: operation for operation in operations_of("imgur")}


class Reader:
    """A client whose host answers what it is told to, and what it found odd in that."""

    def __init__(self) -> None:
        self.drifts: list[Drift] = []
        self.recorder = Recorder()
        self.client = Imgur(
            **TABLE.credentials, transport=self.recorder, on_drift=self.drifts.append, max_retries=0
        )

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self.client.close()

    def read(self, operation: Operation[Any], document: Json) -> Any:
        """The result of an operation whose answer is this document."""
        self.drifts.clear()
        content = document if isinstance(document, (bytes, str)) else json.dumps(document)
        self.recorder.script = [Reply(200, content, {"content-type": "application/json"})]
        tag = operation.id.partition("_")[0]
        method = getattr(getattr(self.client, tag), operation.id.removeprefix(f"{tag}_"))
        found = method(
            **{
                parameter.name: lookup(TABLE.required, operation, parameter)
                for parameter in operation.parameters
                if parameter.required
            }
        )
        return found.page().items if hasattr(found, "page") else found


def enveloped(data: Json) -> Json:
    return {"data": data, "success": True, "status": 200}


def result(payload: Payload, reader: Reader) -> Any:
    found = reader.read(BY_ID[payload.operation], enveloped(payload.data))
    return getattr(found, payload.member)


@each("payload", PLAIN.values(), ids=PLAIN)
def test_an_answer_of_the_host_is_read_without_drift(payload: Payload) -> None:
    with Reader() as reader:
        value = result(payload, reader)
        assert reader.drifts == []
    assert value == payload.value or (payload.value is ... and value)


@each("payload", ODD.values(), ids=ODD)
def test_an_odd_answer_is_read_and_reported(payload: Payload) -> None:
    with Reader() as reader:
        value = result(payload, reader)
        assert reader.drifts
    assert value == payload.value or (payload.value is ... and value)


def test_a_gallery_holds_albums_and_pictures() -> None:
    with Reader() as reader:
        items = [{**OLD_ALBUM, "is_album": True, "cover_width": None}, POSTED]
        album, image = reader.read(BY_ID["gallery_search"], enveloped(items))
        assert reader.drifts == []
    assert (album.is_album, album.images[0].id, image.tags[0].name) == (True, "q7RtB", "lake")


def test_replies_are_read_however_deep_they_are() -> None:
    tree: Json = COMMENT
    for _ in range(200):
        tree = {**COMMENT, "children": [tree]}
    with Reader() as reader:
        comment = reader.read(BY_ID["comments_replies"], enveloped(tree))
    depth = 0
    while comment.children:
        (comment,), depth = comment.children, depth + 1
    assert depth == 200


@each(
    "envelope",
    [
        {},
        {"success": True},
        {"status": 200},
        {"success": 1, "status": "200"},
        {"success": "true", "status": 200},
        {"success": None, "status": None},
        {"success": True, "status": 200, "more": {}},
    ],
    ids=str,
)
def test_what_stands_around_the_data_may_differ(envelope: dict[str, Any]) -> None:
    with Reader() as reader:
        image = reader.read(BY_ID["images_get"], {"data": OLD_IMAGE, **envelope})
        assert reader.drifts == []
    assert image.id == "q7RtB"


# Every answer of the spec, with each of its members changed


def examples() -> dict[str, tuple[Operation[Any], Json]]:
    """The examples of good answers, each with one of the operations that it answers."""
    found: dict[str, tuple[Operation[Any], Json]] = {}
    for name, node in operations(SPEC).items():
        response = node.value["responses"]["200"]
        media = resolve(SPEC, response).get("content", {}).get("application/json")
        if media and "example" in media:
            found.setdefault(response.get("$ref", name), (BY_ID[name], media["example"]))
    return found


EXAMPLES = examples()


def changed(document: Json) -> Iterator[Json]:
    """The document with each member of each object in it changed or left out."""
    places = list(_places(document, ()))
    for path in places:
        for change in (_null, _text, _array, _nothing, _more):
            copied = copy.deepcopy(document)
            holder = copied
            for step in path[:-1]:
                holder = holder[step]
            change(holder, path[-1])
            yield copied


def _places(value: Json, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    for name, member in items:
        yield (*path, name)
        yield from _places(member, (*path, name))


def _null(holder: Json, name: Any) -> None:
    holder[name] = None


def _text(holder: Json, name: Any) -> None:
    if isinstance(holder[name], (int, float)):
        holder[name] = str(holder[name])


def _array(holder: Json, name: Any) -> None:
    holder[name] = []


def _nothing(holder: Json, name: Any) -> None:
    del holder[name]


def _more(holder: Json, name: Any) -> None:
    if isinstance(holder[name], dict):
        holder[name]["of_next_year"] = {"any": [1, None]}


def test_the_examples_are_of_most_models() -> None:
    """A guard against a sweep over nothing."""
    assert len(EXAMPLES) > 20


@each("name", EXAMPLES)
def test_a_member_that_differs_ends_no_call(name: str) -> None:
    operation, example = EXAMPLES[name]
    read = unread = 0
    with Reader() as reader:
        reader.read(operation, example)
        assert reader.drifts == []
        for document in changed(example):
            try:
                reader.read(operation, document)
                read += 1
            except ResponseDecodeError:
                # Only where nothing is left that could be the result.
                assert example.get("data") != document.get("data") or "data" not in example
                unread += 1
    assert read > unread
