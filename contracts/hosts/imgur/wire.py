"""The requests of imgur: those of a user, with a token, and those for tokens."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.support.recording import Part
from contracts.wire.samples import NO_FLAG, NO_TEXT, REFUSED_SOURCES, sources
from contracts.wire.tables import Pairs, Refused, Request, Sample, Table, Written

API = "https://api.imgur.com"
ADDRESS = "https://x.example/lake.png"
TEXT = "Tahoe & more"
IDS = [("ids[]", "q7RtB2x"), ("ids[]", "w8StC3y")]
VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
CLIP = Part("video", VIDEO, "clip.mp4", "video/mp4")

CREDENTIALS = {
    "client_id": "an-application",
    "client_secret": "its-secret",
    "access_token": "a-token",
    "refresh_token": "another-token",
}


def call(
    method: str,
    path: str,
    *,
    query: Pairs = (),
    fields: Pairs = (),
    files: Sequence[Part] = (),
) -> Request:
    """A call for the account of the token."""
    headers = {"authorization": "Bearer a-token"}
    return Request(method, f"{API}/3{path}", query, fields, headers, files)


def tokens(grant: str, *fields: tuple[str, str]) -> Request:
    """A call for tokens."""
    application = [("client_id", "an-application"), ("client_secret", "its-secret")]
    return Request(
        "POST", f"{API}/oauth2/token", fields=[("grant_type", grant), *application, *fields]
    )


OPERATIONS = {
    "account_get": call("GET", "/account/{username}"),
    "account_create": call("POST", "/account/{username}"),
    "account_delete": call("DELETE", "/account/{username}"),
    "account_likes": call("GET", "/account/{username}/likes"),
    "account_submissions": call("GET", "/account/{username}/submissions/{page}"),
    "account_settings": call("GET", "/account/{username}/settings"),
    "account_stats": call("GET", "/account/{username}/stats"),
    "account_gallery_profile": call("GET", "/account/{username}/gallery_profile"),
    "account_albums": call("GET", "/account/{username}/albums/{page}"),
    "account_album_ids": call("GET", "/account/{username}/albums/ids"),
    "account_album_count": call("GET", "/account/{username}/albums/count"),
    "account_album": call("GET", "/account/{username}/album/{album_id}"),
    "account_update_album": call("PUT", "/account/{username}/album/{album_id}"),
    "account_set_album_images": call("POST", "/account/{username}/album/{album_id}", fields=[*IDS]),
    "account_delete_album": call("DELETE", "/account/{username}/album/{album_id}"),
    "account_remove_album_images": call(
        "DELETE", "/account/{username}/album/{album_id}", query=[*IDS]
    ),
    "account_album_images": call("GET", "/account/{username}/album/{album_id}/images"),
    "account_album_image": call("GET", "/account/{username}/album/{album_id}/image/{image_id}"),
    "account_add_album_images": call(
        "POST", "/account/{username}/album/{album_id}/add", fields=[*IDS]
    ),
    "account_comments": call("GET", "/account/{username}/comments"),
    "account_comment": call("GET", "/account/{username}/comment/{comment_id}"),
    "account_reply_to_comment": call(
        "POST",
        "/account/{username}/comment/{comment_id}",
        fields=[("image_id", "q7RtB2x"), ("comment", TEXT)],
    ),
    "account_delete_comment": call("DELETE", "/account/{username}/comment/{comment_id}"),
    "account_comment_replies": call("GET", "/account/{username}/comment/{comment_id}/replies"),
    "account_vote_comment": call("POST", "/account/{username}/comment/{comment_id}/vote/{vote}"),
    "account_report_comment": call("POST", "/account/{username}/comment/{comment_id}/report"),
    "account_comment_ids": call("GET", "/account/{username}/comments/ids"),
    "account_comment_count": call("GET", "/account/{username}/comments/count"),
    "account_images": call("GET", "/account/{username}/images/{page}"),
    "account_image": call("GET", "/account/{username}/image/{image_id}"),
    "account_update_image": call("PUT", "/account/{username}/image/{image_id}"),
    "account_delete_image": call("DELETE", "/account/{username}/image/{image_id}"),
    "account_image_ids": call("GET", "/account/{username}/images/ids"),
    "account_image_count": call("GET", "/account/{username}/images/count"),
    "account_notifications": call("GET", "/account/{username}/notifications"),
    "account_message_notifications": call("GET", "/account/{username}/notifications/messages"),
    "account_reply_notifications": call("GET", "/account/{username}/notifications/replies"),
    "account_send_message": call("POST", "/account/{username}/message", fields=[("body", TEXT)]),
    "albums_create": call("POST", "/album"),
    "albums_get": call("GET", "/album/{album_id}"),
    "albums_update": call("PUT", "/album/{album_id}"),
    "albums_set_images": call("POST", "/album/{album_id}", fields=[*IDS]),
    "albums_delete": call("DELETE", "/album/{album_id}"),
    "albums_remove_images": call("DELETE", "/album/{album_id}", query=[*IDS]),
    "albums_images": call("GET", "/album/{album_id}/images"),
    "albums_image": call("GET", "/album/{album_id}/image/{image_id}"),
    "albums_update_image": call("PUT", "/album/{album_id}/image/{image_id}"),
    "albums_delete_image": call("DELETE", "/album/{album_id}/image/{image_id}"),
    "albums_add_images": call("POST", "/album/{album_id}/add", fields=[*IDS]),
    "comments_create": call(
        "POST", "/comment", fields=[("image_id", "q7RtB2x"), ("comment", TEXT)]
    ),
    "comments_get": call("GET", "/comment/{comment_id}"),
    "comments_reply": call(
        "POST", "/comment/{comment_id}", fields=[("image_id", "q7RtB2x"), ("comment", TEXT)]
    ),
    "comments_delete": call("DELETE", "/comment/{comment_id}"),
    "comments_replies": call("GET", "/comment/{comment_id}/replies"),
    "comments_vote": call("POST", "/comment/{comment_id}/vote/{vote}"),
    "comments_report": call("POST", "/comment/{comment_id}/report"),
    "credits_get": call("GET", "/credits"),
    "gallery_browse": call("GET", "/gallery/{section}/{sort}/{page}"),
    "gallery_subreddit": call("GET", "/gallery/r/{subreddit}/{sort}/{page}"),
    "gallery_search": call("GET", "/gallery/search", query=[("q", TEXT)]),
    "gallery_image": call("GET", "/gallery/image/{image_id}"),
    "gallery_submit_image": call("POST", "/gallery/image/{image_id}", fields=[("title", TEXT)]),
    "gallery_album": call("GET", "/gallery/album/{album_id}"),
    "gallery_submit_album": call("POST", "/gallery/album/{album_id}", fields=[("title", TEXT)]),
    "gallery_report": call("POST", "/gallery/{item_id}/report"),
    "gallery_votes": call("GET", "/gallery/album/{item_id}/votes"),
    "gallery_vote": call("POST", "/gallery/album/{item_id}/vote/{vote}"),
    "gallery_comments": call("GET", "/gallery/album/{item_id}/comments"),
    "gallery_comment": call("GET", "/gallery/album/{item_id}/comment/{comment_id}"),
    "gallery_reply_to_comment": call(
        "POST", "/gallery/album/{item_id}/comment/{comment_id}", fields=[("comment", TEXT)]
    ),
    "gallery_delete_comment": call("DELETE", "/gallery/album/{item_id}/comment/{comment_id}"),
    "gallery_comment_replies": call("GET", "/gallery/album/{item_id}/comment/{comment_id}/replies"),
    "gallery_vote_comment": call(
        "POST", "/gallery/album/{item_id}/comment/{comment_id}/vote/{vote}"
    ),
    "gallery_report_comment": call("POST", "/gallery/album/{item_id}/comment/{comment_id}/report"),
    "gallery_create_comment": call(
        "POST", "/gallery/album/{item_id}/comment", fields=[("comment", TEXT)]
    ),
    "gallery_comment_ids": call("GET", "/gallery/album/{item_id}/comments/ids"),
    "gallery_comment_count": call("GET", "/gallery/album/{item_id}/comments/count"),
    "images_upload": call("POST", "/image", fields=[("image", ADDRESS), ("type", "URL")]),
    "images_upload_video": call("POST", "/image", files=[CLIP]),
    "images_get": call("GET", "/image/{image_id}"),
    "images_update": call("PUT", "/image/{image_id}"),
    "images_delete": call("DELETE", "/image/{image_id}"),
    "messages_inbox": call("GET", "/messages"),
    "messages_ids": call("GET", "/messages/ids/{page}"),
    "messages_count": call("GET", "/messages/count"),
    "messages_get": call("GET", "/message/{message_id}"),
    "messages_delete": call("DELETE", "/message/{message_id}"),
    "messages_thread": call("GET", "/message/{message_id}/thread"),
    "messages_send": call("POST", "/message", fields=[("recipient", TEXT), ("body", TEXT)]),
    "messages_report": call("POST", "/message/report/{username}"),
    "messages_block": call("POST", "/message/block/{username}"),
    "notifications_inbox": call("GET", "/notification"),
    "notifications_get": call("GET", "/notification/{notification_id}"),
    "notifications_mark_viewed": call("PUT", "/notification/{notification_id}"),
    "oauth_authorize": Request(
        "GET",
        f"{API}/oauth2/authorize",
        query=[("client_id", "an-application"), ("response_type", "pin")],
    ),
    "oauth_refresh": tokens("refresh_token", ("refresh_token", "another-token")),
    "oauth_exchange_code": tokens("authorization_code", ("code", TEXT)),
    "oauth_exchange_pin": tokens("pin", ("pin", TEXT)),
}

REQUIRED = {
    "album_id": "nB4xY2c",
    "body": TEXT,
    "code": TEXT,
    "comment": TEXT,
    "comment_id": 91,
    "deletehash": "k3LmN9pQrS7tUvW",
    "ids": ["q7RtB2x", "w8StC3y"],
    "image": ADDRESS,
    "image_id": "q7RtB2x",
    "item_id": "q7RtB2x",
    "message_id": 92,
    "notification_id": 93,
    "pin": TEXT,
    "query": TEXT,
    "recipient": TEXT,
    "response_type": "pin",
    "subreddit": "pics",
    "title": TEXT,
    "username": "me",
    "video": ("clip.mp4", VIDEO),
    "vote": "up",
}

#: Text that another encoding would spoil.
WORDS = [
    Sample(text, text)
    for text in ("a", "ä ö\n写真 🖼", "1+1=2&b=c;d %41", '"quoted" \\ back', "x" * 2000)
]
#: Names that stand in a path, and how they look there.
NAMES = [
    Sample("Ada_1", "Ada_1"),
    Sample("a/b", "a%2Fb"),
    Sample("a b?c#d", "a%20b%3Fc%23d"),
    Sample("写", "%E5%86%99"),
    Sample("%2F", "%252F"),
]
NO_NAMES = [
    Refused("", "address"),
    Refused("..", "address"),
    Refused(None, "value is needed"),
]
NUMBERS = [Sample(0, "0"), Sample(7, "7"), Sample(10**15, "1000000000000000")]
NO_NUMBERS = [Refused("seven", "integer"), Refused(True, "integer"), Refused(1.5, "integer")]
LISTS = [
    Sample(["q7RtB2x"], [("ids[]", "q7RtB2x")]),
    Sample(("a", "b", "a"), [("ids[]", "a"), ("ids[]", "b"), ("ids[]", "a")]),
]
NO_LISTS = [
    Refused(["a", " "], "empty"),
    Refused("q7RtB2x", "sequence"),
]
EMPTY = [*NO_LISTS, Refused([], "at least one id")]


NO_CHOICE = [Refused("sideways", "expected"), Refused(5, "expected")]


def described(sample: Sample) -> Sample:
    """A form of a picture, with the word for it in ``type``."""
    if isinstance(sample.arrives, Part):
        return Sample(sample.given, [sample.arrives._replace(name="image"), ("type", "file")])
    assert isinstance(sample.arrives, str)
    kind = "URL" if sample.arrives.startswith("http") else "base64"
    return Sample(sample.given, [("image", sample.arrives), ("type", kind)])


def choices(*texts: str) -> list[Sample]:
    return [Sample(text, text) for text in texts]


def flags(yes: str, no: str) -> list[Sample]:
    return [Sample(True, yes), Sample(False, no)]


TEXTS = [
    *("body", "code", "comment", "cover", "description", "name", "pin", "query", "recipient"),
    *("recaptcha_challenge_field", "recaptcha_response_field", "state", "subject", "title"),
]
#: Ids that stand in a body, where any text can.
BODY_IDS = [
    *("images_upload.album_id", "images_upload_video.album_id"),
    *("comments_create.image_id", "comments_reply.image_id"),
    "account_reply_to_comment.image_id",
]

SAMPLES = {
    **dict.fromkeys(TEXTS, WORDS),
    **dict.fromkeys(("album_id", "image_id", "item_id", "deletehash"), NAMES),
    **dict.fromkeys(("username", "subreddit"), NAMES),
    **dict.fromkeys(("comment_id", "message_id", "notification_id", "parent_id", "page"), NUMBERS),
    **dict.fromkeys(BODY_IDS, WORDS),
    "deletehashes": [Sample(["a", "b"], [("deletehashes[]", "a"), ("deletehashes[]", "b")])],
    "disable_audio": flags("1", "0"),
    "gallery_browse.page": [Sample(2, [("section", "hot"), ("sort", "viral"), ("page", "2")])],
    "gallery_browse.sort": [Sample("time", [("section", "hot"), ("sort", "time")])],
    "gallery_subreddit.page": [Sample(0, [("sort", "hot"), ("page", "0")])],
    "gallery_subreddit.sort": choices("hot", "new", "time", "top"),
    "ids": LISTS,
    "image": [Sample(ADDRESS, ADDRESS), *map(described, sources("image"))],
    "new": flags("true", "false"),
    "privacy": choices("public", "hidden", "secret"),
    "response_type": choices("pin", "code", "token"),
    "section": choices("hot", "top", "new", "user"),
    "terms": flags("1", "0"),
    "type": choices("file", "base64", "URL"),
    "video": [
        Sample(Written("a clip.mp4", VIDEO), Part("video", VIDEO, "a clip.mp4", "video/mp4")),
        Sample(("clip.webm", b"no video"), Part("video", b"no video", "clip.webm", "video/webm")),
    ],
    "vote": choices("up", "down"),
}

TABLE = Table(
    credentials=CREDENTIALS,
    operations=OPERATIONS,
    required=REQUIRED,
    samples=SAMPLES,
    refused={
        **dict.fromkeys(TEXTS, NO_TEXT),
        **dict.fromkeys(("username", "item_id", "subreddit", "deletehash"), NO_NAMES),
        **dict.fromkeys(("album_id", "image_id"), NO_NAMES),
        **dict.fromkeys(BODY_IDS, NO_TEXT),
        **dict.fromkeys(("comment_id", "message_id", "notification_id", "page"), NO_NUMBERS),
        "parent_id": NO_NUMBERS,
        **dict.fromkeys(("ids", "deletehashes"), NO_LISTS),
        **dict.fromkeys(("albums_remove_images.ids", "account_remove_album_images.ids"), EMPTY),
        **dict.fromkeys(("albums_set_images.ids", "account_set_album_images.ids"), EMPTY),
        **dict.fromkeys(("albums_add_images.ids", "account_add_album_images.ids"), EMPTY),
        **dict.fromkeys(("albums_update.ids", "account_update_album.ids"), EMPTY),
        **dict.fromkeys(("privacy", "response_type", "section", "sort", "vote"), NO_CHOICE),
        "type": NO_CHOICE,
        **dict.fromkeys(("disable_audio", "new", "terms"), NO_FLAG),
        "image": [r for r in REFUSED_SOURCES if r.given != ""] + [Refused("", "empty path")],
        "video": [Refused(None, "value is needed"), Refused("/no/such/clip.mp4", "clip.mp4")],
    },
)
