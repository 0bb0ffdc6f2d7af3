"""The emulated ImageShack under requests of clients that others wrote, as they send them.

No client of ours takes part. What such a client reads of an answer is there, of the type that it
reads it as; its spellings, places of parameters, names of parts and addresses are its own.
"""

from __future__ import annotations

import http.client
import json
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from contracts.hosts.imageshack.emulated import KEY, Shack, ids, sent_to
from contracts.support.emulated import field as form_field
from contracts.support.emulated import file as form_file
from contracts.support.emulated import jpeg, multipart, png
from contracts.support.reporting import each
from contracts.support.specs import Json

API = "https://api.imageshack.com/v2"
SITE = "https://imageshack.com/rest_api/v2"
#: gallery-dl joins its parts with two slashes.
TWO_SLASHES = "https://imageshack.com/rest_api//v2"


class Row(NamedTuple):
    """A request and what its sender reads of the answer.

    ``{image}``, ``{second}``, ``{album}`` and ``{token}`` stand for what is there.
    """

    client: str
    operation: str
    method: str
    url: str
    #: Options of httpx: where the parameters are, and which.
    sends: dict[str, Any]
    #: JSON Pointers into the answer: a value, or a type that the value there has.
    reads: dict[str, Any]


def sharex(**values: str) -> dict[str, Any]:
    """A multipart form with the file behind its texts."""
    texts = {"api_key": KEY, "auth_token": "{token}", **values}
    parts = [form_field(name, value) for name, value in texts.items()]
    parts.append(form_file('name="file"; filename="shot.png"', png()))
    return multipart(*parts, boundary="-" * 20 + "8d9")


UPLOADED = {
    "/success": True,
    "/result/passed": 1,
    "/result/failed": 0,
    "/result/total": 1,
    "/result/images/0/id": str,
    "/result/images/0/server": int,
    "/result/images/0/bucket": int,
    "/result/images/0/filename": str,
    "/result/images/0/original_filename": str,
    "/result/images/0/direct_link": str,
}
LOGGED_IN = {
    "/success": True,
    "/process_time": int,
    "/result/auth_token": str,
    "/result/email": "owner@example.com",
    "/result/username": "owner",
    "/result/avatar": dict,
    "/result/membership": str,
    "/result/membership_item_number": (str, type(None)),
}
NAMED = {"user": "owner", "password": "secret"}
USERNAME = {"username": "owner", "password": "secret"}
SIGNED = {"api_key": KEY, "auth_token": "{token}"}

SHAREX = [
    Row(
        "ShareX",
        "session_login",
        "POST",
        f"{API}/user/login",
        {"data": NAMED},
        {**LOGGED_IN, "/result/user_id": int, "/result/avatar/server": int},
    ),
    *(
        Row(
            "ShareX",
            "images_upload",
            "POST",
            f"{API}/images",
            sharex(public=word),
            {
                **UPLOADED,
                "/result/max_filesize": int,
                "/result/space_limit": int,
                "/result/space_used": int,
                "/result/space_left": int,
                "/result/images/0/public": public,
                "/result/images/0/filesize": int,
                "/result/images/0/creation_date": int,
            },
        )
        for word, public in (("y", True), ("n", False))
    ),
    Row(
        "ShareX",
        "images_upload",
        "POST",
        f"{API}/images",
        sharex(public="y", album="Shots, of 2016"),
        {**UPLOADED, "/result/images/0/album/title": "Shots, of 2016"},
    ),
]

UPTOODA = [
    Row(
        "uptooda",
        "session_login",
        "POST",
        f"{API}/user/login",
        {"data": {**NAMED, "api_key": KEY}},
        LOGGED_IN,
    ),
    Row(
        "uptooda",
        "users_albums",
        "GET",
        f"{API}/user/owner/albums?auth_token={{token}}&show_private=1&limit=1000",
        {},
        {
            "/success": True,
            "/result/limit": 1000,
            "/result/albums/0/id": "{secret}",
            "/result/albums/0/title": "Secret",
            "/result/albums/0/public": False,
            "/result/albums/1/id": "{album}",
            "/result/albums/1/public": True,
        },
    ),
    *(
        Row(
            "uptooda",
            operation,
            method,
            url,
            {"data": {"title": "Now", "description": "Of now", "public": word, **SIGNED}},
            {
                "/success": True,
                "/result/id": str,
                "/result/title": "Now",
                "/result/description": "Of now",
                "/result/public": public,
            },
        )
        for word, public in (("TRUE", True), ("FALSE", False))
        for operation, method, url in (
            ("albums_create", "POST", f"{API}/albums"),
            ("albums_update_by_patch", "PATCH", f"{API}/albums/{{album}}"),
        )
    ),
    Row(
        "uptooda",
        "images_upload",
        "POST",
        f"{API}/images",
        {"data": {**SIGNED, "album": "{album}"}, "files": {"file": ("a.jpg", jpeg())}},
        {**UPLOADED, "/result/images/0/album/id": "{album}"},
    ),
]

PICTURE = {
    "/success": True,
    "/process_time": int,
    "/result/id": "{image}",
    "/result/server": int,
    "/result/bucket": int,
    "/result/filename": str,
    "/result/width": 60,
    "/result/height": 40,
    "/result/original_filename": str,
    "/result/title": (str, type(None)),
    "/result/likes": int,
    "/result/filesize": int,
    "/result/creation_date": int,
    "/result/public": bool,
    "/result/is_owner": True,
    "/result/album/id": "{album}",
    "/result/album/title": "Tahoe",
    "/result/album/public": True,
    "/result/owner/username": "owner",
    "/result/direct_link": str,
    "/result/description": (str, type(None)),
    "/result/tags": list,
    "/result/liked": bool,
    "/result/views": int,
    "/result/filter": int,
    "/result/comments_count": int,
    "/result/comments_disabled": bool,
    "/result/prev_images": list,
    "/result/next_images/0/id": "{second}",
    "/result/next_images/0/server": int,
    "/result/next_images/0/filename": str,
}
USER = {
    "/result/username": "owner",
    "/result/creation_date": int,
    "/result/description": (str, type(None)),
    "/result/email": "owner@example.com",
    "/result/is_following": bool,
    "/result/following_allowed": True,
    "/result/gender": (str, type(None)),
    "/result/is_owner": True,
    "/result/latest_images/0/id": "{second}",
    "/result/avatar/server": 0,
}
SETTINGS = {
    "/result/private_profile": bool,
    "/result/private_albums": bool,
    "/result/private_images": bool,
    "/result/private_followings": bool,
    "/result/upload_notification": bool,
    "/result/comments_notification": bool,
    "/result/likes_notification": bool,
    "/result/follows_notification": bool,
}
ALBUM = {
    "/success": True,
    "/result/creation_date": int,
    "/result/is_owner": True,
    "/result/owner/username": "owner",
    "/result/images": list,
}
DONE = {"/success": True, "/process_time": int}


def sdk(operation: str, method: str, path: str, reads: dict[str, Any], **values: str) -> Row:
    """A call of the host's own SDK for Android, which has both credentials with every call."""
    where = "params" if method in ("GET", "DELETE") else "data"
    return Row("SDK", operation, method, SITE + path, {where: {**SIGNED, **values}}, reads)


SDK = [
    Row(
        "SDK",
        "session_login",
        "POST",
        f"{SITE}/user/login",
        {"data": {"api_key": KEY, **USERNAME}},
        {**LOGGED_IN, "/result/userid": int},
    ),
    Row(
        "SDK",
        "users_create",
        "POST",
        f"{SITE}/user",
        {"data": {"api_key": KEY, "email": "a@example.org", "password": "p", "username": "ann"}},
        DONE,
    ),
    sdk("users_get", "GET", "/user", USER),
    sdk("users_get", "GET", "/user/owner", USER, image_limit="1"),
    sdk("users_update", "PUT", "/user", USER, first_name="A", last_name="B", location="C"),
    sdk("users_delete", "DELETE", "/user", DONE),
    sdk("users_settings", "GET", "/user/settings", SETTINGS),
    sdk(
        "users_update_settings",
        "PUT",
        "/user/settings",
        {**SETTINGS, "/result/private_images": True, "/result/likes_notification": False},
        private_images="true",
        likes_notification="false",
    ),
    sdk("images_get", "GET", "/images/{image}", PICTURE),
    sdk(
        "users_images",
        "GET",
        "/images",
        {
            "/result/limit": 2,
            "/result/offset": 0,
            "/result/total": 2,
            "/result/images/0/id": "{second}",
            "/result/images/0/album/id": "",
            "/result/images/1/id": "{image}",
        },
        limit="2",
        offset="0",
    ),
    Row(
        "SDK",
        "images_upload",
        "POST",
        f"{SITE}/images",
        {
            "data": {
                **SIGNED,
                "tags": "snow,lake",
                "album": "{album}",
                "title": "a, b",
                "comments_disabled": "true",
                "public": "false",
            },
            "files": {"file": ("a.jpg", jpeg(), "application/octet-stream")},
        },
        {**UPLOADED, "/result/images/0/title": "a, b", "/result/images/0/public": False},
    ),
    sdk(
        "images_update",
        "PUT",
        "/images/{image}",
        {**PICTURE, "/result/title": "t", "/result/tags": ["a", "b"]},
        title="t",
        tags="a,b",
        public="true",
        comments_disabled="false",
    ),
    sdk("images_delete_many", "DELETE", "/images", DONE | {"/result/passed": 2}, ids="{both},"),
    sdk("images_like", "POST", "/images/{image}/likes", DONE),
    sdk("images_unlike", "POST", "/images/{image}/unlike", DONE),
    sdk("albums_get", "GET", "/albums/{album}", {**ALBUM, "/result/id": "{album}"}),
    sdk(
        "users_albums",
        "GET",
        "/albums",
        {
            "/result/limit": 5,
            "/result/offset": 0,
            "/result/total": 2,
            "/result/albums/0/id": "{secret}",
            "/result/albums/1/owner/username": "owner",
            "/result/albums/1/images/0/id": "{image}",
        },
        show_private="1",
        limit="5",
        offset="0",
    ),
    sdk(
        "albums_create",
        "POST",
        "/albums",
        {**ALBUM, "/result/images/0/id": "{image}", "/result/images/1/id": "{second}"},
        title="New",
        description="d",
        public="true",
        ids="{both},",
    ),
    sdk(
        "albums_update",
        "PUT",
        "/albums/{album}",
        {**ALBUM, "/result/title": "t", "/result/images/0/id": "{image}"},
        title="t",
    ),
    sdk(
        "albums_add_images",
        "PUT",
        "/albums/{album}/add_files",
        {**ALBUM, "/result/total": 2},
        files="{both},",
    ),
    sdk(
        "albums_remove_images",
        "PUT",
        "/albums/{album}/delete_files",
        {**ALBUM, "/result/total": 0},
        files="{both},",
    ),
    sdk("albums_delete", "DELETE", "/albums/{album}", DONE),
    sdk(
        "images_comments",
        "GET",
        "/comments/{image}",
        {
            "/result/limit": 3,
            "/result/total": 1,
            "/result/start_offset": str,
            "/result/end_offset": str,
            "/result/comments/0/id": str,
            "/result/comments/0/comment": "What a lake",
            "/result/comments/0/source": "",
            "/result/comments/0/likes": 0,
            "/result/comments/0/liked": False,
            "/result/comments/0/is_owner": False,
            "/result/comments/0/creation_date": int,
            "/result/comments/0/owner/username": "other",
        },
        limit="3",
    ),
    sdk("images_add_comment", "POST", "/comments/{image}", DONE, comment="c", source="demo"),
]

BROWSER = {
    "Accept": "application/json, text/javascript, */*; q=0.01",
    "Content-Type": "application/json",
    "X-Requested-With": "XMLHttpRequest",
    "Sec-Fetch-Mode": "cors",
}


def gallery_dl(operation: str, url: str, reads: dict[str, Any], **values: str) -> Row:
    """A call of gallery-dl, which acts for nobody and sends a time that means nothing."""
    sends = {"params": {**values, "ts": "1774000000"}, "headers": BROWSER}
    return Row("gallery-dl", operation, "GET", url, sends, reads)


EXTRACTED = {
    "/result/images/0/id": "{image}",
    "/result/images/0/direct_link": str,
    "/result/images/0/original_filename": str,
    "/result/images/0/creation_date": int,
    "/result/images/0/owner/username": "owner",
}
PAGE = {"limit": "40", "offset": "0", "hide_empty": "true"}
GALLERY_DL = [
    *(
        gallery_dl("images_get", f"{root}/images/{{image}}", {**PICTURE, "/result/is_owner": False})
        for root in (SITE, TWO_SLASHES)
    ),
    gallery_dl(
        "albums_images",
        f"{TWO_SLASHES}/albums/{{album}}",
        {
            **EXTRACTED,
            "/result/id": "{album}",
            "/result/title": "Tahoe",
            "/result/description": (str, type(None)),
            "/result/creation_date": int,
            "/result/owner/username": "owner",
            "/result/total": 1,
            "/result/offset": 0,
        },
        **PAGE,
        show_private="false",
    ),
    gallery_dl(
        "users_images",
        f"{TWO_SLASHES}/images",
        {"/result/total": 2, "/result/offset": 0, "/result/images/1/id": "{image}"},
        username="owner",
        **PAGE,
    ),
    gallery_dl(
        "users_images",
        f"{SITE}/user/owner/images",
        {"/result/total": 2, "/result/images/0/id": "{second}", "/result/images/1/id": "{image}"},
        limit="100",
        offset="0",
    ),
]

JDOWNLOADER = [
    Row(
        "JDownloader",
        "users_usage",
        "GET",
        f"{API}/user/owner/usage?hide_empty=false&show_private=true&show_hidden=false",
        {},
        {"/result/images_count": 2},
    ),
    Row(
        "JDownloader",
        "users_images",
        "GET",
        f"{API}/user/owner/images?hide_folder_images=false&hide_empty=false&show_private=true"
        "&show_hidden=false&limit=200&offset=0&password=",
        {},
        {"/result/images/0/id": "{second}", "/result/images/1/album/title": "Tahoe"},
    ),
    Row(
        "JDownloader",
        "albums_images",
        "GET",
        f"{API}/albums/{{album}}?limit=1&offset=0&password=",
        {},
        {"/result/total": 1, "/result/owner/username": "owner", "/result/images/0/id": "{image}"},
    ),
]

URL = "http://example.com/a,b.png"
OTHERS = [
    Row(
        "PHP uploader",
        "session_login",
        "POST",
        f"{SITE}/user/login",
        {"data": {**USERNAME, "set_cookies": "true", "remember_me": "true"}},
        {**LOGGED_IN, "/result/userid": int},
    ),
    Row(
        "PHP uploader",
        "images_transload",
        "POST",
        f"{SITE}/images",
        multipart(*(form_field(k, v) for k, v in {"url": URL, **SIGNED}.items())),
        UPLOADED,
    ),
    Row(
        "a page with jQuery",
        "images_transload",
        "POST",
        f"{API}/images",
        {"data": {"urls[]": URL, **SIGNED}},
        UPLOADED,
    ),
    Row(
        "digiKam",
        "session_login",
        "POST",
        f"{API}/user/login?{urlencode(NAMED)}",
        {"content": b"", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        LOGGED_IN,
    ),
    Row(
        "a client for Node",
        "session_login",
        "POST",
        f"{API}/user/login",
        multipart(
            form_field("email", "owner@example.com"),
            form_field("password", "secret"),
            form_field("api_key", KEY),
        ),
        LOGGED_IN,
    ),
    Row(
        "a client in JSON",
        "images_update",
        "PUT",
        f"{API}/images/{{image}}",
        {"json": {**SIGNED, "title": "t", "tags": ["a", "b"], "public": True, "filter": 3}},
        {**PICTURE, "/result/title": "t", "/result/tags": ["a", "b"], "/result/filter": 3},
    ),
    Row(
        "a client in Java",
        "images_upload_many",
        "POST",
        f"{API}/images",
        multipart(
            form_file('name="file[]"; filename="a.jpg"', jpeg()),
            form_file('name="file[]"; filename="b.png"', png()),
            *(
                form_field(name, value)
                for name, value in {
                    "auth_token": "{token}",
                    "key": KEY,
                    "album": "Personal Collection",
                    "public": "public",
                }.items()
            ),
        ),
        {
            "/result/passed": 2,
            "/result/images/0/direct_link": str,
            "/result/images/1/direct_link": str,
            "/result/images/1/album/title": "Personal Collection",
            "/result/images/1/public": True,
        },
    ),
    *(
        Row(
            f"a part called {name}",
            "images_upload_many" if name == "files[]" else "images_upload",
            "POST",
            f"{API}/images?{urlencode({'api_key': KEY})}&auth_token={{token}}",
            multipart(form_file(f'name="{name}"; filename="1.jpeg"', jpeg(), kind)),
            UPLOADED,
        )
        for name, kind in (
            ("file", "image/jpeg"),
            ("file[]", "application/octet-stream"),
            ("files[]", "image/pjpeg"),
            ("file@", "application/octet-stream"),
            ("File 1", "image/jpeg"),
            ("fileupload", "image/jpeg"),
        )
    ),
]

ROWS = [*SHAREX, *UPTOODA, *SDK, *GALLERY_DL, *JDOWNLOADER, *OTHERS]


@pytest.fixture
def known(owner: Shack, other: Shack) -> dict[str, str]:
    """What is there: three pictures, the first in an album, the third private; two albums."""
    owner.emulator.web[URL] = png()
    first, second = owner.pictures(2)
    third = owner.picture(public=False)["id"]
    album = owner.album("Tahoe", [first])
    owner.emulator.clock.advance(seconds=1)
    other.result("POST", f"/comments/{first}", comment="What a lake")
    return {
        "image": first,
        "second": second,
        "third": third,
        "both": f"{first},{second}",
        "album": album,
        "secret": owner.album("Secret", public=False),
        "token": str(owner.token),
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.client}-{r.method}-{r.operation}")
def test_a_request_of_another_client_is_answered_as_it_reads_answers(
    row: Row, nobody: Shack, known: dict[str, str]
) -> None:
    response = nobody.send(row.method, filled(row.url, known), **filled(row.sends, known))
    assert response.status_code == 200, response.text
    assert sent_to(nobody.emulator)[-1] == (row.operation, 200)
    answer = response.json()
    wrong = {
        pointer: found
        for pointer, expected in row.reads.items()
        if not fits(found := at(answer, pointer), filled(expected, known))
    }
    assert wrong == {}


def filled(value: Any, known: dict[str, str]) -> Any:
    """A value of the table with what is there in place of the words in braces."""
    if isinstance(value, dict):
        return {name: filled(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, known) for item in value]
    if isinstance(value, bytes):
        return value.replace(b"{token}", known["token"].encode())
    if isinstance(value, str):
        for name, found in known.items():
            value = value.replace(f"{{{name}}}", found)
    return value


def at(answer: Json, pointer: str) -> Json:
    """What a pointer leads to; a text of its own where it leads nowhere."""
    for part in pointer.split("/")[1:]:
        try:
            answer = answer[int(part)] if isinstance(answer, list) else answer[part]
        except (KeyError, IndexError, TypeError):
            return f"nothing at {pointer}"
    return answer


def fits(found: Json, expected: Any) -> bool:
    if isinstance(expected, type | tuple):
        return isinstance(found, expected) and not str(found).startswith("nothing at ")
    return bool(found == expected)


def test_what_is_missing_fits_nothing() -> None:
    for expected in (str, int, None, "", dict, (str, type(None))):
        assert not fits(at({"a": []}, "/a/0/b"), expected)


def test_the_addresses_that_sharex_makes_lead_to_the_picture(owner: Shack) -> None:
    image = owner.send("POST", f"{API}/images", **filled(sharex(public="y"), auth(owner)))
    (image,) = image.json()["result"]["images"]
    name = f"{image['server']}/{image['bucket']}/{image['filename']}"
    assert owner.send("GET", f"http://imageshack.com/a/img{name}").content == png()
    # The height of its thumbnails is 0 until somebody sets one.
    thumbnail = f"http://imagizer.imageshack.us/v2/30x0q90/{image['server']}/{image['filename']}"
    assert size_of(owner.send("GET", thumbnail).content) == (30, 20)
    whole = thumbnail.replace("30x0", "0x0")
    assert size_of(owner.send("GET", whole).content) == (60, 40)


def size_of(content: bytes) -> tuple[int, int]:
    from io import BytesIO

    from PIL import Image

    return Image.open(BytesIO(content)).size


@each(
    "sends",
    [
        {"data": {"user": "owner", "password": "wrong"}},
        {"data": {"username": "owner"}},
        {"content": b""},
    ],
    ids=["wrong", "half", "nothing"],
)
def test_a_refusal_has_what_clients_read(nobody: Shack, sends: dict[str, Any]) -> None:
    """ShareX and the others read a number and a text, whichever status they come with."""
    answer = nobody.send("POST", f"{API}/user/login", **sends).json()
    assert answer["success"] is False
    assert isinstance(answer["error"]["error_code"], int)
    assert isinstance(answer["error"]["error_message"], str)


@each("path", ["/images", "/albums/{album}"])
def test_the_loop_of_gallery_dl_sees_every_picture_once(
    path: str, owner: Shack, nobody: Shack
) -> None:
    """It goes on until the offset reaches the total, whatever a page holds."""
    made = owner.pictures(5)
    path = path.format(album=owner.album("All", made))
    seen: list[str] = []
    params: dict[str, Any] = {"username": "owner", "limit": 2, "offset": 0, "hide_empty": "true"}
    while True:
        page = nobody.send("GET", TWO_SLASHES + path, params=params, headers=BROWSER)
        result = page.json()["result"]
        seen += ids(result["images"])
        if result["offset"] >= result["total"]:
            break
        params["offset"] += params["limit"]
    assert sorted(seen) == sorted(made)


def test_a_name_in_a_list_of_pictures_is_whose_they_are(
    owner: Shack, other: Shack, nobody: Shack
) -> None:
    mine, theirs = owner.picture()["id"], other.picture()["id"]
    other.picture(public=False)
    album = other.album("Theirs")
    assert ids(owner.get("/images")["images"]) == [mine]
    for shack in (nobody, owner):
        found = shack.get("/images", username="other", show_private="1")
        assert (ids(found["images"]), found["total"]) == ([theirs], 1)
        assert ids(shack.get("/albums", username="other")["albums"]) == [album]
        assert shack.refusal("GET", "/images", username="ghost") == "not_found"
    changed = owner.result("PUT", "/user", username="renamed")
    assert changed["username"] == "renamed", "where an account is changed it is the new name"


def test_album_is_answered_in_both_forms(owner: Shack, nobody: Shack) -> None:
    images = {
        "none": owner.picture()["id"],
        "public": owner.picture()["id"],
        "private": owner.picture()["id"],
    }
    owner.album("Tahoe", [images["public"]])
    owner.album("Secret", [images["private"]], public=False)
    for shack, told in ((owner, {"public", "private"}), (nobody, {"public"})):
        listed = {image["id"]: image for image in shack.get("/user/owner/images")["images"]}
        for name, code in images.items():
            for image in (shack.get(f"/images/{code}"), listed[code]):
                if name in told:
                    album = image["album"]
                    assert album["title"] == {"public": "Tahoe", "private": "Secret"}[name]
                    assert (image["album_id"], image["album_title"]) == (
                        album["id"],
                        album["title"],
                    )
                    assert album["public"] is (name == "public")
                else:
                    assert image["album"] == {"id": "", "title": "", "public": True}
                    assert not {"album_id", "album_title"} & set(image)


@pytest.mark.parametrize(
    "url", ["/v2/images/", "/v2//images", "/rest_api/v2/images//", "//v2/images"]
)
def test_slashes_too_many_change_nothing(owner: Shack, url: str) -> None:
    image = owner.picture()["id"]
    response = owner.send("GET", f"http://127.0.0.1:8765{url}", params={"auth_token": owner.token})
    assert ids(response.json()["result"]["images"]) == [image]


def test_addresses_keep_their_commas(owner: Shack) -> None:
    urls = ["http://example.com/a,b.png", "https://example.com/c.png?d=1,2"]
    for url in urls:
        owner.emulator.web[url] = png()
    for name, value in (
        ("urls[]", urls),
        ("urls", ",".join(urls)),
        ("url", urls[0]),
        ("urls", urls[1]),
        ("urls[0]", urls[0]),
    ):
        result = owner.result("POST", "/images", **{name: value})
        assert (result["passed"], result["failed"]) == (1 + (value in (urls, ",".join(urls))), 0)


def test_a_request_over_a_socket_is_read_like_the_others(owner: Shack) -> None:
    """Written by hand with the library of the language alone."""
    upload = filled(sharex(public="n", title="ü, und"), auth(owner))
    with owner.emulator.serve() as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        try:
            connection.request("POST", "/v2/images", upload["content"], upload["headers"])
            answer = json.loads(connection.getresponse().read())
            (image,) = answer["result"]["images"]
            assert (image["public"], image["title"]) == (False, "ü, und")
            query = urlencode({"ids": f"{image['id']},", "api_key": KEY, "auth_token": owner.token})
            connection.request("DELETE", f"/rest_api/v2/images?{query}")
            answer = json.loads(connection.getresponse().read())
            assert (answer["result"]["passed"], answer["result"]["failed"]) == (1, 0)
        finally:
            connection.close()


def auth(shack: Shack) -> dict[str, str]:
    """What to fill a form of ShareX with."""
    return {"token": str(shack.token)}
