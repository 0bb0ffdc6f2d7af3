"""What was decided for imgur stands in its spec, and all 75 calls of its document do too.

The requests of the document are data beside the spec, one line each; ``HEADINGS`` says which
operation each heading became. Both are held against the spec.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from contracts.support.reporting import each
from contracts.support.specs import (
    Json,
    describing,
    leaves,
    load_examples,
    load_spec,
    nodes,
    operations,
    resolve,
    said,
)

API = "imgur"

HEADINGS = {
    "account": "account_get",
    "account-create": "account_create",
    "account-delete": "account_delete",
    "account-likes": "account_likes",
    "account-submissions": "account_submissions",
    "account-settings": "account_settings",
    "account-stats": "account_stats",
    "account-profile": "account_gallery_profile",
    "account-albums": "account_albums",
    "account-get-album": "account_album",
    "album-ids": "account_album_ids",
    "album-count": "account_album_count",
    "account-album-delete": "account_delete_album",
    "comments": "account_comments",
    "comment": "account_comment",
    "comment-ids": "account_comment_ids",
    "comment-count": "account_comment_count",
    "account-comment-delete": "account_delete_comment",
    "images": "account_images",
    "account-image": "account_image",
    "image-ids": "account_image_ids",
    "image-count": "account_image_count",
    "account-image-delete": "account_delete_image",
    "account-notifications": "account_notifications",
    "account-messages": "account_message_notifications",
    "messages-send": "account_send_message",
    "replies": "account_reply_notifications",
    "album-get": "albums_get",
    "album-images": "albums_images",
    "album-image": "albums_image",
    "album-upload": "albums_create",
    "album-update": "albums_update",
    "album-delete": "albums_delete",
    "album-set-to": "albums_set_images",
    "album-add-to": "albums_add_images",
    "album-remove-from": "albums_remove_images",
    'comment" class="textbox">': "comments_get",
    "comment-create": "comments_create",
    "comment-delete": "comments_delete",
    "comment-replies": "comments_replies",
    "comment-vote": "comments_vote",
    "comment-report": "comments_report",
    "comment-reply-create": "comments_reply",
    "gallery": "gallery_browse",
    "subreddit": "gallery_subreddit",
    "gallery-serach": "gallery_search",
    "to-gallery": "gallery_submit_image",
    "album": "gallery_album",
    "gallery-image": "gallery_image",
    "gallery-reporting": "gallery_report",
    "gallery-votes": "gallery_votes",
    "gallery-voting": "gallery_vote",
    "gallery-comments": "gallery_comments",
    "gallery-comment": "gallery_comment",
    "gallery-comment-creation": "gallery_create_comment",
    "gallery-comment-reply": "gallery_reply_to_comment",
    "gallery-comment-ids": "gallery_comment_ids",
    "gallery-comment-count": "gallery_comment_count",
    "image": "images_get",
    "image-delete": "images_delete",
    "image-upload": "images_upload",
    "image-update": "images_update",
    "messages": "messages_inbox",
    "messages-ids": "messages_ids",
    "messages-count": "messages_count",
    "message": "messages_get",
    "message-thread": "messages_thread",
    "message-create": "messages_send",
    "message-delete": "messages_delete",
    "message-report": "messages_report",
    "message-block": "messages_block",
    "notifications": "notifications_inbox",
    "notification": "notifications_get",
    "notification-viewed": "notifications_mark_viewed",
    "credits": "credits_get",
}

# Where the document offers all routes of a thing below another: that place, and the thing's own.
IMPLIED = {
    "/account/{username}/album/{album_id}": "/album/{album_id}",
    "/account/{username}/comment/{comment_id}": "/comment/{comment_id}",
    "/account/{username}/image/{image_id}": "/image/{image_id}",
    "/album/{album_id}/image/{image_id}": "/image/{image_id}",
    "/gallery/album/{item_id}/comment/{comment_id}": "/comment/{comment_id}",
}

DOCUMENTED = [
    example
    for example in load_examples(API)
    if example.entry["kind"] == "request" and "://" not in example.text
]


def document() -> dict[str, Json]:
    return load_spec(API)


def operation(operation_id: str) -> Json:
    return operations(document())[operation_id].value


def route(operation_id: str) -> str:
    """Method and path of an operation, as a request line of the document has them."""
    _, _, path, method = operations(document())[operation_id].pointer.split("/")
    return f"{method.upper()} {path.replace('~1', '/').partition('#')[0]}"


def parameters(operation_id: str) -> list[Json]:
    return [resolve(document(), p) for p in operation(operation_id).get("parameters", [])]


def bodies(operation_id: str) -> Iterator[Json]:
    for media in operation(operation_id).get("requestBody", {}).get("content", {}).values():
        yield resolve(document(), media["schema"])


def schemas() -> dict[str, Json]:
    found: dict[str, Json] = document()["components"]["schemas"]
    return found


def answers() -> set[str]:
    """The names of the schemas of answers."""
    return {name for name in schemas() if not name.endswith("Request")}


def templated(path: str) -> str:
    return re.sub(r"{[^}]*}", "{}", path)


# The document


def test_there_are_75_requests_in_the_document() -> None:
    assert len(DOCUMENTED) == len(HEADINGS) == 75
    assert {e.entry["operation"] for e in DOCUMENTED} == set(HEADINGS.values())


def test_each_heading_of_the_document_is_one_operation() -> None:
    found = {
        node.value["x-source"]["section"]: operation_id
        for operation_id, node in operations(document()).items()
        if "x-provenance" not in node.value
    }
    assert found == HEADINGS


@each("example", DOCUMENTED, ids=lambda e: e.entry["operation"])
def test_each_request_of_the_document_is_an_operation(example: Any) -> None:
    operation_id = example.entry["operation"]
    method, _, target = example.text.partition(" ")
    path, _, query = target.partition("?")
    path = path.removeprefix("/3").rstrip("/")
    assert templated(route(operation_id)) == templated(f"{method.upper()} {path}")

    named = {name: not bracket for bracket, name in re.findall(r"(\[?)(\w+)=", query)}
    sent = {
        p["name"].removesuffix("[]"): bool(p.get("required"))
        for p in parameters(operation_id)
        if p["in"] == "query" and "x-alias-of" not in p
    }
    for body in bodies(operation_id):
        for name, member in body["properties"].items():
            if resolve(document(), member).get("x-provenance", "documented") == "documented":
                plain = name.removesuffix("[]")  # `ids` and `ids[]` are one parameter
                sent[plain] = sent.get(plain, False) or name in body.get("required", [])
    assert sent == named


def test_no_path_repeats_the_version() -> None:
    assert not [path for path in document()["paths"] if path.startswith("/3")]


def test_no_path_ends_in_a_slash() -> None:
    assert not [path for path in document()["paths"] if path.partition("#")[0].endswith("/")]


def test_no_path_names_two_things_alike() -> None:
    for path in document()["paths"]:
        names = re.findall(r"{([^}]*)}", path)
        assert len(set(names)) == len(names), path
        assert "id" not in names, path


def test_the_implied_routes_are_those_of_the_thing_itself() -> None:
    wanted = set()
    paths = document()["paths"]
    for below, own in IMPLIED.items():
        for path, item in paths.items():
            if path.partition("#")[0] == own or path.startswith(f"{own}/"):
                wanted |= {f"{method} {below}{path.removeprefix(own)}" for method in item}
    documented = {
        f"{method} {path}"
        for path, item in paths.items()
        for method, value in item.items()
        if "x-provenance" not in value
    }
    implied = {
        f"{method} {path}"
        for path, item in paths.items()
        for method, value in item.items()
        if value.get("x-provenance") == "inferred"
    }
    below_below = "/account/{username}/album/{album_id}/image/{image_id}"
    two_levels = {f"{method} {below_below}" for method in ("put", "delete")}
    assert implied == wanted - documented - two_levels
    assert len(implied) == 17


# Requests


def test_the_call_that_takes_pictures_out_needs_ids() -> None:
    for operation_id in ("albums_remove_images", "account_remove_album_images"):
        sent = [p for p in parameters(operation_id) if p["in"] == "query"]
        (ids,) = [p for p in sent if "x-alias-of" not in p]
        assert ids["required"]
        assert ids["schema"]["minItems"] == 1
    for operation_id in ("albums_delete", "account_delete_album"):
        assert not [p for p in parameters(operation_id) if p["in"] == "query"]


def test_no_section_is_a_word_of_another_route() -> None:
    sections = set(document()["components"]["parameters"]["Section"]["schema"]["enum"])
    words = {
        path.split("/")[2] for path in document()["paths"] if re.match(r"/gallery/[a-z]", path)
    }
    assert words == {"album", "image", "r", "search"}
    assert not sections & words


def test_section_and_sort_are_the_right_way_round() -> None:
    found = document()["components"]["parameters"]
    assert {"hot", "top", "new"} <= set(found["Section"]["schema"]["enum"])
    assert {"viral", "score", "time"} <= set(found["Sort"]["schema"]["enum"])
    assert "viral" not in found["Section"]["schema"]["enum"]
    assert "hot" not in found["Sort"]["schema"]["enum"]
    (example,) = [e for e in load_examples(API) if e.entry["file"].endswith("main_gallery.txt")]
    section, sort, page = example.text.removesuffix(".json").split("/")[-3:]
    assert section in found["Section"]["schema"]["enum"]
    assert sort in found["Sort"]["schema"]["enum"]
    assert int(page) >= found["Page"]["schema"]["minimum"]


def test_no_post_or_put_has_query_parameters() -> None:
    for operation_id in operations(document()):
        method = route(operation_id).partition(" ")[0]
        if method in ("POST", "PUT"):
            assert not [p for p in parameters(operation_id) if p["in"] == "query"], operation_id
        else:
            assert "requestBody" not in operation(operation_id), operation_id


def test_any_subreddit_will_do() -> None:
    assert "enum" not in document()["components"]["parameters"]["Subreddit"]["schema"]


def test_votes_are_up_or_down() -> None:
    voting = [name for name in operations(document()) if "{vote}" in route(name)]
    assert len(voting) == 4
    for name in voting:
        (vote,) = [p for p in parameters(name) if p["name"] == "vote"]
        assert vote["schema"]["enum"] == ["up", "down"]


def test_a_reply_names_the_picture() -> None:
    assert set(schemas()["ReplyRequest"]["required"]) == {"image_id", "comment"}
    assert "parent_id" in schemas()["CreateCommentRequest"]["properties"]


def test_the_captcha_is_inferred_and_its_key_not_kept() -> None:
    request = schemas()["CreateAccountRequest"]
    assert not request.get("required")
    assert {m["x-provenance"] for m in request["properties"].values()} == {"inferred"}
    assert not re.search(r"\b6L[\w-]{38}\b", str(document()))


def test_calls_that_the_document_keeps_for_a_user_need_a_token() -> None:
    for operation_id in (
        "account_delete",
        "account_settings",
        "account_delete_comment",
        "account_notifications",
        "account_message_notifications",
        "account_send_message",
        "account_reply_notifications",
        "messages_block",
        "notifications_inbox",
    ):
        assert operation(operation_id)["security"] == [{"AccessToken": []}], operation_id
        assert "401" in operation(operation_id)["responses"], operation_id
    anonymous = (
        "images_upload",
        "images_delete",
        "albums_create",
        "albums_update",
        "albums_delete",
    )
    for operation_id in anonymous:
        assert "security" not in operation(operation_id), operation_id
    assert {"ClientId": []} in document()["security"]


def test_both_kinds_can_be_submitted() -> None:
    image, album = operation("gallery_submit_image"), operation("gallery_submit_album")
    for found in (image, album):
        (media,) = found["requestBody"]["content"].values()
        assert media["schema"] == {"$ref": "#/components/schemas/SubmitRequest"}
    assert "x-provenance" not in image
    assert album["x-provenance"] == "observed"


def test_each_call_that_fills_an_album_says_what_becomes_of_the_others() -> None:
    assert "no others" in operation("albums_set_images")["description"]
    assert "Adds" in operation("albums_add_images")["description"]
    assert "take the place" in said(operation("albums_update"))


# Answers


def test_nothing_about_answers_claims_to_be_documented() -> None:
    for name in answers():
        assert schemas()[name].get("x-provenance") == "observed", name
        for member, value in schemas()[name]["properties"].items():
            assert value.get("x-provenance") == "observed", f"{name}.{member}"
    for node in nodes(document(), "response", "header"):
        assert node.value["x-provenance"] == "observed", node.pointer
    for row in document()["x-error-table"]:
        assert row["x-provenance"] in ("observed", "inferred")


def test_numbers_that_come_as_text_are_presented_as_numbers() -> None:
    for pointer, kind in (
        ("Conversation/account_id", "integer"),
        ("Conversation/message_num", "integer"),
        ("Conversation/spam", "boolean"),
        ("Image/edited", "boolean"),
        ("Token/account_id", "integer"),
    ):
        name, _, member = pointer.partition("/")
        found = schemas()[name]["properties"][member]
        assert {"integer", "string"} <= set(found["type"]), pointer
        assert found["x-present-as"] == kind, pointer


def test_dates_say_that_they_are_unix_seconds() -> None:
    dates = [
        (name, member, value)
        for name in answers()
        for member, value in schemas()[name]["properties"].items()
        if member in ("datetime", "created", "UserReset", "cover_edited", "pro_expiration")
    ]
    assert len(dates) > 10
    for name, member, value in dates:
        assert "Unix time in seconds" in value["description"], f"{name}.{member}"
    header = document()["components"]["headers"]["UserReset"]
    assert header["description"].startswith("Seconds until")


def test_every_shape_of_error_has_an_example() -> None:
    shapes = Counter(
        match.group(1)
        for example in load_examples(API)
        if (match := re.search(r"observed/(e\d\d)_", example.entry["file"]))
    )
    assert set(shapes) == {f"e{number:02}" for number in range(1, 18)}


def test_the_captured_upload_is_described_to_the_last_leaf() -> None:
    """The captured upload is the one payload whose every member is known."""
    (example,) = [e for e in load_examples(API) if "upload_anonymous" in e.entry["file"]]
    found = list(leaves(json.loads(example.text)))
    assert len(found) == 30
    for pointer, _ in found:
        assert describing(document(), {"$ref": example.entry["schema"]}, pointer)["description"]


#: The calls whose text in the document speaks of being logged in.
LOGIN_DOCUMENTED = {
    "account_delete",
    "account_settings",
    "account_delete_comment",
    "account_notifications",
    "account_message_notifications",
    "account_reply_notifications",
    "account_send_message",
    "messages_block",
    "notifications_inbox",
}


def test_the_need_of_a_login_is_the_documents_word_where_it_has_it() -> None:
    documented = set()
    for name, node in operations(document()).items():
        for claim in node.value.get("x-claims", []):
            if claim.get("of") == "security" and claim["provenance"] == "documented":
                documented.add(name)
    assert documented == LOGIN_DOCUMENTED
    # Where we let more in than the document, its words stand in the evidence.
    for name, words in (
        ("albums_delete", "You are required to be logged in as the user to delete the album"),
        ("images_update", "You can only update an image you own"),
    ):
        claims = operation(name)["x-claims"]
        (claim,) = [each for each in claims if each.get("of") == "security"]
        assert claim["provenance"] == "observed"
        assert words in claim["evidence"]
    assert "rather than an ID" in str(operation("account_delete_image")["x-claims"])
    assert "there will be 3 messages returned" in str(operation("messages_inbox")["x-claims"])
    assert "MUST send recaptcha" in str(operation("account_create")["x-claims"])
