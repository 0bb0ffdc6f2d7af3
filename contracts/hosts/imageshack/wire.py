"""The requests of ImageShack."""

from __future__ import annotations

from contracts.support.recording import Part
from contracts.wire.samples import (
    NO_FLAG,
    NO_INTEGER,
    NO_TEXT,
    PNG,
    REFUSED_SOURCES,
    TEXTS,
    sources,
)
from contracts.wire.tables import Given, Refused, Request, Sample, Table, Written

SOURCES = sources("source")
ROOT = "https://api.imageshack.com/v2"
KEY = "k3y+of/these=tests"
TOKEN = "t0ken+of/these=tests"
API_KEY = ("api_key", KEY)
AUTH_TOKEN = ("auth_token", TOKEN)
BOTH = (API_KEY, AUTH_TOKEN)

IMAGES = ("ids", "iq8ac04fj,f00b3lg2j")
TAGS = ("tags", "snow")
FILE_IDS = [("files[]", "iq8ac04fj"), ("files[]", "f00b3lg2j")]


def get(path: str, *query: tuple[str, str]) -> Request:
    return Request("GET", ROOT + path, query=[*query, AUTH_TOKEN])


def delete(path: str, *query: tuple[str, str]) -> Request:
    return Request("DELETE", ROOT + path, query=[*query, *BOTH])


def send(method: str, path: str, *fields: tuple[str, str]) -> Request:
    return Request(method, ROOT + path, fields=[*fields, *BOTH])


def with_key(path: str, *fields: tuple[str, str]) -> Request:
    return Request("POST", ROOT + path, fields=[*fields, API_KEY])


def upload(name: str) -> Request:
    part = Part(name, PNG, filename="lake.png", content_type="image/png")
    return Request("POST", ROOT + "/images", fields=BOTH, files=[part])


def with_both_methods(
    name: str, path: str, *fields: tuple[str, str], methods: tuple[str, str] = ("PUT", "PATCH")
) -> dict[str, Request]:
    """A documented call of two methods: the plain name, and the one with the method in it."""
    plain, other = methods
    return {
        name: send(plain, path, *fields),
        f"{name}_by_{other.lower()}": send(other, path, *fields),
    }


def files_as(name: str) -> list[Sample]:
    """Every form of a file, under another name."""
    return [
        Sample(sample.given, sample.arrives._replace(name=name))
        for sample in SOURCES
        # The document knows fewer types of pictures.
        if isinstance(sample.arrives, Part) and sample.arrives.content_type != "image/webp"
    ]


INTEGERS = [Sample(3, "3"), Sample(0, "0"), Sample(2**40, str(2**40)), Sample("640", "640")]
LOWER = [Sample(True, "true"), Sample(False, "false"), Sample(1, "true"), Sample(0, "false")]
CAPITAL = [Sample(True, "TRUE"), Sample(False, "FALSE"), Sample(0, "FALSE")]
NAMED = [sample for sample in TEXTS if sample.given]
IN_PATH = [
    Sample("iq8ac04fj", "iq8ac04fj"),
    Sample(75, "75"),
    Sample("a/b?c#d&e", "a%2Fb%3Fc%23d%26e"),
    Sample("naïve 写真", "na%C3%AFve%20%E5%86%99%E7%9C%9F"),
    Sample("a+b c%20", "a%2Bb%20c%2520"),
    Sample("nick@example.com", "nick%40example.com"),
]
NOT_IN_PATH = [
    Refused(None, "value is needed"),
    Refused("", "address"),
    Refused(".", "address"),
    Refused("..", "address"),
    Refused(b"bytes", "string"),
]
SEPARATED = [
    Sample(["a"], "a"),
    Sample(["a", "two words", "写真"], "a,two words,写真"),
    Sample(("a", "b"), "a,b"),
    Sample("a,b", "a,b"),
    Sample([7], "7"),
]
NOT_SEPARATED = [
    Refused(["a,b"], "comma"),
    Refused(["a", ""], "empty"),
    Refused(["a", None], "string"),
    Refused(5, "sequence"),
]
NONE_NAMED = [Refused([], "at least one"), Refused("", "at least one"), Refused(",", "at least")]


def repeated(wire: str) -> list[Sample]:
    return [
        Sample(["a"], [(wire, "a")]),
        Sample(["a, b", "c"], [(wire, "a, b"), (wire, "c")]),
        Sample(("写真", "x", "x"), [(wire, "写真"), (wire, "x"), (wire, "x")]),
    ]


NOT_REPEATED = [Refused("a", "sequence"), Refused([None], "string"), Refused([b"x"], "string")]

SETTINGS = [
    "private_profile",
    "private_images",
    "private_albums",
    "private_files",
    "private_followings",
    "upload_notification",
    "comments_notification",
    "shares_notification",
    "likes_notification",
    "follows_notification",
    "new_feature_notification",
    "weekly_update_notification",
    "daily_update_notification",
    "skypath_message",
    "skypath_share_file",
    "onboarding",
]
SHOWING = ["show_private", "show_hidden", "show_only_private", "hide_folder_images", "hide_empty"]
FLAGS = [*SETTINGS, *SHOWING, "public", "comments_disabled"]
NUMBERS = ["image_limit", "limit", "next_prev_limit", "related_images_limit", "avatar_server"]
WORDS = [
    "title",
    "description",
    "album",
    "user",
    "password",
    "auth",
    "email",
    "new_username",
    "first_name",
    "last_name",
    "gender",
    "location",
    "avatar_filename",
    "original_filename",
    "comment",
    "source",
]
#: Texts that cannot be empty.
NEEDED = ("password", "auth", "email", "comment")

TABLE = Table(
    credentials={"api_key": KEY, "auth_token": TOKEN},
    operations={
        "session_login": with_key("/user/login", ("user", "nick"), ("password", "secret")),
        "session_resume": send("POST", "/user/login"),
        "session_forgot_password": with_key("/user/{user}/forgot"),
        "session_reset_password": with_key(
            "/user/{user}/password_reset", ("auth", "hash"), ("password", "secret")
        ),
        "users_create": with_key("/user", ("email", "nick@example.com")),
        "users_get": get("/user/{username}"),
        **with_both_methods("users_update", "/user/{username}"),
        "users_delete": delete("/user/{username}"),
        "users_usage": get("/user/{username}/usage"),
        "users_settings": get("/user/settings"),
        **with_both_methods("users_update_settings", "/user/settings"),
        "users_images": get("/user/{username}/images"),
        "users_random_images": get("/user/{username}/images/random"),
        "users_albums": get("/user/{username}/albums"),
        "tags_of_user": get("/user/{username}/tags"),
        "tags_images": get("/user/{username}/tags/{tag}"),
        "tags_of_image": get("/images/{image_id}/tags"),
        "tags_add": send("PUT", "/images/{image_id}/tags", TAGS),
        "tags_delete": delete("/images/{image_id}/tags", TAGS),
        "tags_clear": delete("/images/{image_id}/tags"),
        "tags_add_many": send("PUT", "/images/tags", IMAGES, TAGS),
        "tags_delete_many": delete("/images/tags", IMAGES, TAGS),
        "tags_clear_many": delete("/images/tags", IMAGES),
        "images_get": get("/images/{image_id}"),
        "images_get_many": get("/images", IMAGES),
        "images_upload": upload("file"),
        "images_upload_many": upload("files[]"),
        "images_transload": send("POST", "/images", ("urls[]", "https://x.example/lake.png")),
        **with_both_methods("images_update", "/images/{image_id}"),
        **with_both_methods("images_update_many", "/images", IMAGES),
        "images_delete": delete("/images/{image_id}"),
        "images_delete_many": delete("/images", IMAGES),
        "images_likes": get("/images/{image_id}/likes"),
        **with_both_methods("images_like", "/images/{image_id}/likes", methods=("POST", "PUT")),
        **with_both_methods("images_unlike", "/images/{image_id}/unlike", methods=("POST", "PUT")),
        "images_related": get("/images/{image_id}/related"),
        "images_comments": get("/comments/{image_id}"),
        "images_add_comment": send("POST", "/comments/{image_id}", ("comment", "Fine")),
        "albums_create": send("POST", "/albums", ("title", "Tahoe")),
        "albums_get": get("/albums/{album_id}"),
        "albums_images": get("/albums/{album_id}"),
        "albums_get_many": get("/albums", IMAGES),
        **with_both_methods("albums_update", "/albums/{album_id}"),
        **with_both_methods("albums_update_many", "/albums", IMAGES),
        **with_both_methods("albums_set_images", "/albums/{album_id}", *FILE_IDS),
        **with_both_methods("albums_add_images", "/albums/{album_id}/add_files", *FILE_IDS),
        **with_both_methods("albums_remove_images", "/albums/{album_id}/delete_files", *FILE_IDS),
        "albums_delete": delete("/albums/{album_id}"),
        "albums_delete_many": delete("/albums", IMAGES),
        "albums_delete_many_by_put": send("PUT", "/albums", IMAGES, ("_method", "DELETE")),
        "albums_delete_many_by_patch": send("PATCH", "/albums", IMAGES, ("_method", "DELETE")),
    },
    required={
        "user": "nick",
        "password": "secret",
        "auth": "hash",
        "email": "nick@example.com",
        "username": "nick",
        "image_id": "iq8ac04fj",
        "album_id": "OGtz",
        "tag": "snow",
        "tags": ["snow"],
        "ids": ["iq8ac04fj", "f00b3lg2j"],
        "image_ids": ["iq8ac04fj", "f00b3lg2j"],
        "file": ("lake.png", PNG),
        "files": [("lake.png", PNG)],
        "urls": ["https://x.example/lake.png"],
        "comment": "Fine",
        "title": "Tahoe",
    },
    samples={
        **dict.fromkeys(WORDS, TEXTS),
        **dict.fromkeys(NEEDED, NAMED),
        **dict.fromkeys(FLAGS, LOWER),
        **dict.fromkeys(NUMBERS, INTEGERS),
        **dict.fromkeys(("set_cookies", "remember_me"), CAPITAL),
        **dict.fromkeys(("image_id", "album_id", "username", "tag"), IN_PATH),
        "session_login.user": NAMED,
        "user": IN_PATH,
        "albums_create.title": NAMED,
        "users_create.username": TEXTS,
        "users_create.password": TEXTS,
        "filter": [Sample(0, "0"), Sample(23, "23"), Sample("7", "7")],
        "offset": INTEGERS,
        "images_comments.offset": TEXTS,
        "ids": SEPARATED,
        "tags": SEPARATED,
        "image_ids": repeated("files[]"),
        "titles": [Sample([text], [("titles[]", text)]) for text in ("a, b", "", "写真")],
        "descriptions": [Sample([text], [("descriptions[]", text)]) for text in ("a, b", "")],
        "urls": [
            Sample(["https://x.example/a,b.png"], [("urls[]", "https://x.example/a,b.png")]),
            Sample(
                ["https://x.example/a?b=ü", "http://y.example/"],
                [("urls[]", "https://x.example/a?b=ü"), ("urls[]", "http://y.example/")],
            ),
        ],
        "file": files_as("file"),
        "files": [
            Sample([sample.given], [sample.arrives])
            for sample in files_as("files[]")
            if not isinstance(sample.given, (Given, Written)) and isinstance(sample.arrives, Part)
        ],
    },
    refused={
        **dict.fromkeys(WORDS, NO_TEXT),
        **dict.fromkeys(FLAGS, NO_FLAG),
        **dict.fromkeys(("set_cookies", "remember_me"), NO_FLAG),
        **dict.fromkeys([*NUMBERS, "filter", "offset"], NO_INTEGER),
        **dict.fromkeys(("image_id", "album_id", "username", "tag"), NOT_IN_PATH),
        "images_comments.offset": NO_TEXT,
        "users_create.username": NO_TEXT,
        "session_login.user": NO_TEXT,
        "user": NOT_IN_PATH,
        "ids": [*NOT_SEPARATED, *NONE_NAMED],
        "tags": NOT_SEPARATED,
        "tags_add.tags": [*NOT_SEPARATED, *NONE_NAMED],
        "tags_delete.tags": [*NOT_SEPARATED, *NONE_NAMED],
        "tags_delete_many.tags": [*NOT_SEPARATED, *NONE_NAMED],
        "image_ids": NOT_REPEATED,
        "albums_remove_images.image_ids": [*NOT_REPEATED, Refused([], "at least one")],
        "titles": [*NOT_REPEATED, Refused(["a", "b"], "2 for 1")],
        "descriptions": [*NOT_REPEATED, Refused(["a", "b"], "2 for 1")],
        "urls": [*NOT_REPEATED, Refused([], "at least one")],
        "file": [refused for refused in REFUSED_SOURCES if refused.given is None],
        "files": [Refused(PNG, "sequence"), Refused([], "at least one"), Refused([7], "expected")],
    },
    beside={
        "albums_update_many": {"public": (False, "false")},
        "albums_update_many_by_patch": {"public": (False, "false")},
        "images_update_many": {"public": (False, "false")},
        "images_update_many_by_patch": {"public": (False, "false")},
        "remember_me": {"set_cookies": (True, "TRUE")},
        "first_name": {"last_name": ("Dude", "Dude")},
        "last_name": {"first_name": ("Nick", "Nick")},
        "avatar_server": {"avatar_filename": ("a.jpg", "a.jpg")},
        "avatar_filename": {"avatar_server": (674, "674")},
    },
    apart={"images_transload": ("title", "description")},
    twins={"albums_images": "albums_get"},
)
