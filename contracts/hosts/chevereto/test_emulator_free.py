"""The profile chevereto-free answers as a Chevereto-Free 1.6.2 was seen to answer."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from contracts.support.emulated import (
    BASE,
    ME,
    EmulatorClient,
    field,
    file,
    gif,
    jpeg,
    multipart,
    picture,
    png,
    text64,
)
from contracts.support.reporting import each, report_all

#: Members of ``image`` as they were recorded; ``medium`` only where there is one.
MEMBERS = [
    "name",
    "extension",
    "size",
    "width",
    "height",
    "date",
    "date_gmt",
    "title",
    "description",
    "nsfw",
    "storage_mode",
    "md5",
    "source_md5",
    "original_filename",
    "original_exifdata",
    "views",
    "category_id",
    "chain",
    "thumb_size",
    "medium_size",
    "expiration_date_gmt",
    "likes",
    "is_animated",
    "is_approved",
    "file",
    "id_encoded",
    "filename",
    "mime",
    "url",
    "url_viewer",
    "url_short",
    "image",
    "thumb",
    "medium",
    "size_formatted",
    "display_url",
    "display_width",
    "display_height",
    "views_label",
    "likes_label",
    "how_long_ago",
    "date_fixed_peer",
    "title_truncated",
    "title_truncated_html",
    "is_use_loader",
]
#: Members that came as texts.
TEXTS = [
    "size",
    "width",
    "height",
    "chain",
    "thumb_size",
    "medium_size",
    "likes",
    "nsfw",
    "views",
    "is_animated",
    "is_approved",
]


def test_members_come_in_the_observed_order(free: EmulatorClient) -> None:
    large = free.upload(png(900, 600)).json()
    assert list(large) == ["status_code", "success", "image", "status_txt"]
    assert large["success"] == {"message": "image uploaded", "code": 200}
    assert list(large["image"]) == MEMBERS
    small = free.image(png(50, 40))
    assert list(small) == [name for name in MEMBERS if name != "medium"]
    for role in ("image", "thumb"):
        assert list(small[role]) == ["filename", "name", "mime", "extension", "url", "size"]


def test_numbers_of_the_database_are_texts(free: EmulatorClient) -> None:
    image = free.image(png(900, 600))
    for name in TEXTS:
        assert isinstance(image[name], str), name
        assert image[name].isdigit()
    for role in ("image", "thumb", "medium"):
        assert isinstance(image[role]["size"], str)
    assert (image["display_width"], image["display_height"]) == ("500", 333)
    small = free.image(png(50, 40))
    assert (small["display_width"], small["display_height"]) == ("50", "40")
    assert small["is_use_loader"] is False
    assert small["file"] == {"resource": {"type": "path"}}


def test_what_is_null_is_null(free: EmulatorClient) -> None:
    image = free.image(name="….png")
    for name in ("description", "category_id", "source_md5", "expiration_date_gmt"):
        assert image[name] is None
    assert image["original_exifdata"] is None
    exif = json.loads(free.image(jpeg(), "a.jpg")["original_exifdata"])
    assert {"FileName", "COMPUTED"} <= set(exif)
    nameless = free.image(name="-_-.png")
    for name in ("title", "title_truncated", "title_truncated_html"):
        assert nameless[name] is None


def test_display_url_is_medium_then_thumb_of_a_large_file_then_picture(
    free: EmulatorClient,
) -> None:
    wide = free.image(png(900, 600))
    assert wide["display_url"] == wide["medium"]["url"]
    heavy = free.image(png() + bytes(200_001))
    assert heavy["display_url"] == heavy["thumb"]["url"]
    assert (heavy["display_width"], heavy["display_height"]) == ("160", "160")
    light = free.image(png())
    assert light["display_url"] == light["url"]


def test_a_small_moving_picture_is_shown_larger_than_its_medium(free: EmulatorClient) -> None:
    image = free.image(gif(3, 50, 40), "a.gif")
    assert (image["display_width"], image["display_height"]) == ("500", 400)
    assert (image["chain"], image["is_animated"]) == ("7", "1")


def test_there_is_no_delete_link_and_no_delete_page(free: EmulatorClient) -> None:
    image = free.image()
    assert "delete_url" not in image
    assert free.get(f"/image/{image['id_encoded']}/delete").status_code == 404
    assert free.get(f"/image/{image['id_encoded']}/delete/{'0' * 48}").status_code == 404
    assert free.get(image["url"]).status_code == 200


@each("code", ["txt", "redirect", "json"])
def test_good_answers_in_each_format(free: EmulatorClient, code: str) -> None:
    response = free.upload(format=code)
    assert response.headers["set-cookie"].startswith("PHPSESSID=")
    if code == "txt":
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.text.startswith(f"{BASE}/images/")
    elif code == "redirect":
        assert (response.status_code, response.content) == (302, b"")
        assert response.headers["location"].startswith(f"{BASE}/image/lake.")


def test_errors_close_the_connection_and_sessions_never_repeat(free: EmulatorClient) -> None:
    first, second = free.post(ME), free.post(ME)
    assert first.headers["connection"] == "close"
    assert first.headers["set-cookie"] != second.headers["set-cookie"]
    assert first.json()["error"]["context"] == "Exception"


@each(
    ("method", "sent", "location"),
    [
        ("POST", f"{ME}?x=y", f"{BASE}{ME}/?x=y"),
        (
            "GET",
            f"{ME}?key=k&source=http://a.example/b.png",
            f"{BASE}{ME}/?key=k&source=http:/a.example/b.png",
        ),
        ("POST", f"{ME}/", f"{BASE}{ME}"),
        ("POST", "//api/1/upload", f"{BASE}{ME}"),
        ("POST", "/api//1/upload", f"{BASE}{ME}"),
        ("POST", "/index.php/api/1/upload", f"{BASE}{ME}"),
        ("GET", "/image/a%3Fb%23c%20é/", f"{BASE}/image/a%3Fb%23c%20%C3%A9"),
    ],
)
def test_slash_and_query_must_agree(
    free: EmulatorClient, method: str, sent: str, location: str
) -> None:
    request = httpx.Request(method, BASE + sent, data={"key": "k"} if method == "POST" else None)
    response = free.request(
        method, str(request.url), content=request.read(), headers=request.headers
    )
    assert (response.status_code, response.headers["location"]) == (301, location)
    assert free.emulator.pictures == []


def test_following_such_a_redirect_as_clients_do_uploads_nothing(free: EmulatorClient) -> None:
    files = {"source": ("a.png", png())}
    response = free.post(ME + "/", data={"key": "k"}, files=files, follow_redirects=True)
    assert response.json()["error"]["code"] == 100
    again = free.post(f"{ME}?key=k", files=files, follow_redirects=True)
    assert again.json()["error"]["message"] == "Empty upload source."
    kept = free.post(f"{ME}/?key=k", files=files)
    assert kept.status_code == 200


def test_a_url_by_get_is_taken_as_it_is_written(free: EmulatorClient) -> None:
    free.emulator.web["http://a.example/b.png"] = png()
    plain = free.get(f"{ME}/?key=k&source=http://a.example/b.png")
    assert plain.status_code == 200
    encoded = free.get(f"{ME}/?key=k&source=http%3A%2F%2Fa.example%2Fb.png")
    assert encoded.json()["error"] == {
        "message": "Invalid file source",
        "code": 120,
        "context": "CHV\\UploadException",
    }
    posted = free.post(ME, data={"key": "k", "source": "http://a.example/b.png"})
    assert posted.status_code == 200


@each("content", [b"<html>404</html>", b"", b"\0" * 50])
def test_what_a_url_gives_is_looked_at_and_nothing_else(
    free: EmulatorClient, content: bytes
) -> None:
    free.emulator.web["http://a.example/b.png"] = content
    response = free.post(ME, data={"key": "k", "source": "http://a.example/b.png"})
    assert response.json()["error"]["code"] == 310


def test_base64_may_be_broken_into_lines_and_gets_a_random_name(free: EmulatorClient) -> None:
    lines = "\r\n".join(text64(png())[at : at + 76] for at in range(0, len(text64(png())), 76))
    image = free.post(ME, data={"key": "k", "source": f"  {lines}\n"}).json()["image"]
    assert len(image["name"]) == 12
    assert all(character in "0123456789abcdef" for character in image["name"])
    assert free.get(image["url"]).content == png()


def test_the_formats_of_the_free_version(free: EmulatorClient) -> None:
    assert free.image(picture("BMP"), "a.bmp")["extension"] == "png"
    assert free.image(jpeg(), "a.jpeg")["extension"] == "jpg"
    assert free.upload(b"MM\0*" + bytes(30), "a.tif").json()["error"]["code"] == 313


def test_viewer_addresses_lead_to_the_one_of_today(free: EmulatorClient) -> None:
    image = free.image(name="my lake.png")
    code = image["id_encoded"]
    assert image["url_viewer"] == f"{BASE}/image/my-lake.{code}"
    assert image["url_short"] == f"{BASE}/image/{code}"
    assert free.get(image["url_viewer"]).status_code == 200
    assert free.request("HEAD", image["url_viewer"]).status_code == 200
    for path in (f"/image/{code}", f"/image/other.{code}", f"/image/my-lake.{code}/"):
        response = free.get(path)
        assert response.status_code == 301
        assert response.headers["location"].endswith(f"/image/my-lake.{code}")
    assert free.get("/image/nobody.zzzz").status_code == 403
    assert free.get("/api/1").json()["error"]["code"] == 100
    assert free.get("/no/such/route").status_code == 404


@each("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_other_methods_know_no_key(free: EmulatorClient, method: str) -> None:
    headers = {"Origin": "http://page.example", "Access-Control-Request-Method": "POST"}
    response = free.request(method, ME, headers=headers)
    assert response.status_code == 400
    assert not [name for name in response.headers if name.startswith("access-control")]
    if method != "HEAD":
        assert response.json()["error"]["code"] == 100


def test_the_settings_of_that_server_can_be_switched_on(open_emulated: Any) -> None:
    emulated = open_emulated(
        profile="chevereto-free", refuse_duplicates=True, flood_limit=50, max_file_size=500_000
    )
    emulated.image()
    again = emulated.upload().json()["error"]
    assert (again["code"], again["message"], again["context"]) == (
        101,
        "Duplicated upload",
        "Exception",
    )
    large = emulated.upload(jpeg() + bytes(500_000), "a.jpg").json()["error"]
    assert (large["code"], large["message"]) == (313, "File too big - max 500 KB")


def test_this_profile_does_not_change_imges(free: EmulatorClient) -> None:
    image = free.image(path="/sharexapi/1/upload/")
    assert image["size"] == len(png())
    assert "bits" in image


# What 154 requests to a real 1.6.2 showed beside the recordings


def answer(free: EmulatorClient, source: str, method: str = "POST", **fields: str) -> Any:
    """The code and the message of a refused upload of a URL."""
    if method == "GET":
        response = free.get(f"{ME}/?key=k&source={source}")
    else:
        response = free.post(ME, data={"key": "k", "source": source, **fields})
    error = response.json()["error"]
    return error["code"], error["message"]


@each(
    ("name", "words"),
    [
        ("holiday.th.png", "holidayth"),
        ('it\\"s.png', "its"),
        ("IMG_2024 (1) at the Park.png", "img-2024-1-park"),
        ("a-b_c d.png", "b-c-d"),
        ("in.png", ""),
        ("the of.png", ""),
        ("Übung naïve.png", "ubung-naive"),
        ("x" * 70 + ".png", "x" * 60),
        ("w" * 59 + " y.png", "w" * 59),
        ("日本語.png", ""),
        ("a\tb.png", "b"),
        ("u\tv.png", "u-v"),
        ("u\x01v.png", "u-v"),
    ],
)
def test_viewer_addresses_have_short_words(free: EmulatorClient, name: str, words: str) -> None:
    body = multipart(field("key", "k"), file(f'name="source"; filename="{name}"', png()))
    image = free.post(ME, **body).json()["image"]
    path = f"{words}.{image['id_encoded']}" if words else image["id_encoded"]
    assert image["url_viewer"] == f"{BASE}/image/{path}"
    assert free.get(image["url_viewer"]).status_code == 200


def test_the_file_is_a_path_and_html_is_escaped_as_php_does(free: EmulatorClient) -> None:
    image = free.image(name="it's.png")
    assert image["file"] == {"resource": {"type": "path"}}
    assert (image["title"], image["title_truncated_html"]) == ("it's", "it&#039;s")


@each("kind", ["PNG", "JPEG", "GIF"])
def test_base64_of_any_picture_is_called_a_jpg(free: EmulatorClient, kind: str) -> None:
    content = picture(kind, mode="P" if kind == "GIF" else "RGB")
    image = free.post(ME, data={"key": "k", "source": text64(content)}).json()["image"]
    assert re.fullmatch(r"[0-9a-f]{12}\.jpg", image["original_filename"])
    assert image["name"] == image["original_filename"].removesuffix(".jpg")


HEAD_OF_PNG = png()[:33]


@each("content", [HEAD_OF_PNG, png()[:60], b"GIF89a\x05\0\x05\0\0\0\0"])
def test_a_header_alone_is_a_picture_that_cannot_be_made(
    free: EmulatorClient, content: bytes
) -> None:
    error = free.upload(content).json()["error"]
    assert (error["code"], error["message"]) == (210, "Can't create image from source")


@each(
    ("source", "code", "message"),
    [
        (f"{BASE}/images/a.png", 400, "Unsupported self host URL upload"),
        ("http://127.0.0.1:99/a.png", 400, "Unsupported self host URL upload"),
        ("http://imagehosting.me/a.png", 400, "Unsupported self host URL upload"),
        ("http://10.0.0.1/a.png", 400, "Unsupported non-public IP address for upload"),
        ("file:///etc/passwd", 400, "Unsupported URL scheme `file`"),
        ("file://host/etc/passwd", 400, "Unsupported URL scheme `file`"),
        ("gopher://a.example/b", 400, "Unsupported URL scheme `gopher`"),
        ("php://filter/x", 400, "Unsupported URL scheme `php`"),
        ("ftp://a.example/b.png", 202, "Failed to connect: a.example"),
        ("FTP://8.8.8.8/b.png", 202, "Failed to connect: 8.8.8.8"),
        ("http://8.8.8.8/b.png", 202, "Failed to connect: 8.8.8.8"),
        (" http://a.example/b.png", 120, "Invalid base64 string."),
        ("\nhttp://a.example/b.png", 120, "Invalid base64 string."),
    ],
)
def test_addresses_are_refused_as_there(
    free: EmulatorClient, source: str, code: int, message: str
) -> None:
    free.emulator.web["http://a.example/b.png"] = png()
    assert answer(free, source) == (code, message)


@pytest.mark.planted("plants answers that break the contract")
@each("form", ["json", "txt", "redirect", None])
@each("method", ["GET", "POST"])
def test_a_host_that_does_not_resolve_breaks_the_program_off(
    free: EmulatorClient, form: str | None, method: str
) -> None:
    query = {"key": "k", "source": "http://nowhere.invalid/a.png", "format": form or "json"}
    if method == "GET":
        text = "&".join(f"{name}={value}" for name, value in query.items())
        response = free.get(f"{ME}/?{text}")
    else:
        response = free.post(ME, data=query)
    assert (response.status_code, response.content) == (500, b"")
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@each(
    "source",
    [
        "http%3A%2F%2Fa.example%2Fb.png",
        "http://a.example%2Fb.png",
        "http://a.example/b%2Epng",
        "%68ttp://a.example/b.png",
    ],
)
def test_percent_signs_in_a_source_by_get_are_refused(free: EmulatorClient, source: str) -> None:
    free.emulator.web["http://a.example/b.png"] = png()
    assert answer(free, source, "GET") == (120, "Invalid file source")


def test_an_array_of_formats_means_json(free: EmulatorClient) -> None:
    good = free.upload(**{"format[]": "txt"})
    assert good.json()["image"]["width"] == "60"
    bad = free.post(ME, data={"format[]": "txt"})
    assert (bad.status_code, bad.json()["error"]["code"]) == (400, 100)


@each(
    ("version", "code"),
    [("1abc", 120), ("1.0", 120), ("01", 120), ("2", 110), ("1.1", 110), ("abc", 110), ("x1", 110)],
)
def test_a_version_is_compared_loosely(free: EmulatorClient, version: str, code: int) -> None:
    response = free.post(f"/api/{version}/upload", data={"key": "k", "source": "x"})
    assert response.json()["error"]["code"] == code


def test_a_flood_of_one_is_reported_in_the_singular(open_emulated: Any) -> None:
    for limit, words in ((1, "1 image per minute"), (2, "2 images per minute")):
        site = open_emulated(profile="chevereto-free", flood_limit=limit)
        for _ in range(limit):
            site.image()
        error = site.upload().json()["error"]
        assert error["message"] == f"Flooding detected. You can only upload {words}"


def test_names_lose_what_that_server_cannot_write(free: EmulatorClient) -> None:
    assert free.image(name="Straße.png")["name"] == "Strase"
    body = multipart(field("key", "k"), file('name="source"; filename="lake\0side.png"', png()))
    image = free.post(ME, **body).json()["image"]
    assert (image["original_filename"], image["name"]) == ("lake", "lake")


def test_a_name_that_is_not_utf8_is_quoted_by_the_database(free: EmulatorClient) -> None:
    name = "Über die Brücke.png".encode("latin-1")
    head = b'Content-Disposition: form-data; name="source"; filename="' + name + b'"'
    body = multipart(field("key", "k"), file('name="source"; filename="NAME"', png()))
    body["content"] = body["content"].replace(
        b'Content-Disposition: form-data; name="source"; filename="NAME"', head
    )
    error = free.post(ME, **body).json()["error"]
    assert error["code"] == 400
    assert error["message"].startswith(
        "SQLSTATE[22007]: Invalid datetime format: 1366 Incorrect string value: '\\xDCber d...'"
        " for column 'image_original_filename'"
    )


def test_answers_have_the_headers_of_that_server(free: EmulatorClient) -> None:
    answers = {name: free.upload(format=name) for name in ("json", "txt", "redirect")}
    answers["error"] = free.post(ME)
    answers["moved"] = free.post(ME + "/")
    with report_all() as case:
        for name, response in answers.items():
            with case(name):
                headers = response.headers
                assert headers["content-security-policy"].startswith("frame-ancestors")
                assert {"expires", "permissions-policy"} <= set(headers)
                assert ("no-cache" in headers["cache-control"], headers["pragma"]) == (
                    True,
                    "no-cache",
                )


def test_a_file_beyond_the_limit_of_php_is_no_file(open_emulated: Any) -> None:
    settings: dict[str, Any] = {"profile": "chevereto-free", "upload_max_filesize": 1000}
    large = png() + bytes(1000)
    for more, codes in (({}, (201, 201)), ({"false_duplicates": True}, (201, 101))):
        site = open_emulated(**settings, **more)
        assert site.upload(large).json()["error"]["code"] == codes[0]
        site.image()
        error = site.upload(large).json()["error"]
        assert error["code"] == codes[1]
    assert answer(open_emulated(**settings), text64(large)[:-4] + "!!!!")[0] == 120
    sent = {"key": "k", "source": text64(large)}
    assert open_emulated(**settings).post(ME, data=sent).status_code == 200


def test_a_newer_php_gives_numbers_but_one(open_emulated: Any) -> None:
    site = open_emulated(profile="chevereto-free-php81")
    wide = site.image(png(900, 600))
    for name in TEXTS:
        assert isinstance(wide[name], int), name
    assert (wide["display_width"], wide["display_height"]) == ("500", 333)
    assert isinstance(wide["thumb"]["size"], int)
    small = site.image(png(50, 40))
    assert (small["display_width"], small["display_height"]) == (50, 40)


def test_slashes_alone_decide_about_redirects(free: EmulatorClient) -> None:
    files = {"source": ("a.png", png())}
    moved = free.post(ME + "/", data={"key": "k"}, files=files)
    assert (moved.status_code, moved.headers["location"]) == (301, BASE + ME)
    by_get = free.get(f"{ME}?key=k&source=http://a.example/b.png")
    location = by_get.headers["location"]
    assert (by_get.status_code, "key=k" in location) == (301, True)
    assert "source=http:/a.example" in location
