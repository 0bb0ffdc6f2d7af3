"""The profile chevereto-free answers as a Chevereto-Free 1.6.2 was seen to answer."""

from __future__ import annotations

import json
from typing import Any

import httpx

from contracts.support.emulated import BASE, ME, EmulatorClient, gif, jpeg, picture, png, text64
from contracts.support.reporting import each

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
    assert small["file"] == {"resource": {"type": "url"}}


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
