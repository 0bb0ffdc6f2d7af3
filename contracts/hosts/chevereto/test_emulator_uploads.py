"""What is uploaded is decoded, stored, made smaller, and served back byte for byte."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.specs import load_spec
from imagehosts.emulator.hosts.chevereto import upload
from PIL import Image

from contracts.hosts.imageshack.emulated import Shack
from contracts.support.emulated import (
    BASE,
    IMGES,
    ME,
    PATHS,
    EmulatorClient,
    gif,
    jpeg,
    mp4,
    picture,
    png,
    schema_errors,
    text64,
)
from contracts.support.reporting import each, report_all


def several(**options: Any) -> bytes:
    """A JPEG with two more behind it, as telephones write them."""
    more = [Image.new("RGB", (30, 20), colour) for colour in ("teal", "navy")]
    return picture("MPO", save_all=True, append_images=more, **options)


#: Picture, name, and what an answer says of it: extension, media type, bits, channels.
PICTURES = {
    "jpeg": (jpeg(), "a.jpg", "jpg", "image/jpeg", 8, 3),
    "grey jpeg": (picture("JPEG", mode="L"), "a.jpg", "jpg", "image/jpeg", 8, 1),
    "cmyk jpeg": (picture("JPEG", mode="CMYK"), "a.jpg", "jpg", "image/jpeg", 8, 4),
    "several jpegs": (several(), "a.jpg", "jpg", "image/jpeg", 8, 3),
    "several jpegs, their list broken": (
        several().replace(b"MPF\0II*\0", b"MPF\0IIx\0"),
        "a.jpg",
        "jpg",
        "image/jpeg",
        8,
        3,
    ),
    "png": (png(), "a.png", "png", "image/png", 8, None),
    "png with transparency": (png(mode="RGBA"), "a.png", "png", "image/png", 8, None),
    "png with a palette": (png(mode="P"), "a.png", "png", "image/png", 8, None),
    "png of 16 bits": (png(mode="I;16"), "a.png", "png", "image/png", 16, None),
    "png of 1 bit": (png(mode="1"), "a.png", "png", "image/png", 1, None),
    "gif": (picture("GIF", mode="P"), "a.gif", "gif", "image/gif", 4, 3),
    "webp": (picture("WEBP"), "a.webp", "webp", "image/webp", 8, None),
}


def _encode(content: bytes, how: str, name: str) -> dict[str, Any]:
    if how == "file":
        return {"files": {"source": (name, content)}}
    if how == "base64":
        return {"data": {"source": text64(content)}}
    return {"data": {"source": "http://pictures.example/" + name}}


def test_a_jpeg_of_several_pictures_is_one_at_every_host(emulated: EmulatorClient) -> None:
    """Turned upright or not; the first picture counts."""
    shack = Shack(emulated.emulator).become("demo", "demo")
    exif = Image.Exif()
    exif[0x0112] = 6
    with report_all() as case:
        for content, size in ((several(), (60, 40)), (several(exif=exif), (40, 60))):
            with case(f"imgur {size}"):
                sent = {"image": ("a.jpg", content, "image/jpeg")}
                app = {"Authorization": "Client-ID x"}
                image = emulated.post("/3/image", headers=app, files=sent).json()["data"]
                assert (image["type"], image["width"], image["height"]) == ("image/jpeg", *size)
                small = emulated.get(image["link"].replace(".jpg", "s.jpg"))
                assert small.headers["content-type"] == "image/jpeg"
            with case(f"ImgBB {size}"):
                sent = {"image": ("a.mpo", content, "image/mpo")}
                data = emulated.post("/1/upload?key=k", files=sent).json()["data"]
                assert data["image"]["mime"] == "image/jpeg"
            with case(f"Chevereto {size}"):
                image = emulated.image(content, "a.jpg")
                assert (image["mime"], image["width"], image["height"]) == ("image/jpeg", *size)
        with case("ImageShack"):
            assert shack.upload(several())["images"][0]["filename"].endswith(".jpg")


@each("how", ["file", "base64", "url"])
@pytest.mark.parametrize("api", PATHS)
@each("kind", PICTURES)
def test_every_format_comes_back_byte_for_byte_however_it_was_sent(
    emulated: EmulatorClient, kind: str, api: str, how: str
) -> None:
    content, name, extension, mime, bits, channels = PICTURES[kind]
    emulated.emulator.web["http://pictures.example/" + name] = content
    form = _encode(content, how, name)
    form["data"] = {"key": "k", **form.get("data", {})}
    image = emulated.post(PATHS[api], **form).json()["image"]
    served = emulated.get(image["url"])
    assert served.content == content
    assert served.headers["content-type"] == image["mime"] == mime
    assert image["md5"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
    assert (image["size"], image["width"], image["height"]) == (len(content), 60, 40)
    if api == "imges":
        assert image["extension"] == extension
        assert (image["bits"], image["channels"]) == (bits, channels)


@pytest.mark.parametrize("api", PATHS)
@each("kind", PICTURES)
def test_a_thumb_is_160_pixels_square_and_in_the_format_of_the_picture(
    emulated: EmulatorClient, kind: str, api: str
) -> None:
    content, name, *_ = PICTURES[kind]
    thumb = emulated.image(content, name, path=PATHS[api])["thumb"]
    served = emulated.get(thumb["url"])
    with Image.open(io.BytesIO(served.content)) as image:
        assert image.size == (160, 160)
        assert Image.MIME[image.format or ""] == thumb["mime"] == served.headers["content-type"]
    assert thumb["size"] == len(served.content)
    assert thumb["filename"] == f"{thumb['name']}.{thumb['extension']}"
    assert thumb["url"].endswith("/" + thumb["filename"])
    assert thumb["name"].endswith(".th")


def test_a_thumb_of_16_bits_is_as_bright_as_its_picture(emulated: EmulatorClient) -> None:
    """Shades of 65,536 become shades of 256, and none of them white or black."""
    for shade in (0, 0x4000, 0x8000, 0xC000, 0xFFFF):
        wide = Image.new("I;16", (60, 40), shade)
        buffer = io.BytesIO()
        wide.save(buffer, "PNG")
        thumb = emulated.image(buffer.getvalue(), "a.png", path=IMGES)["thumb"]
        with Image.open(io.BytesIO(emulated.get(thumb["url"]).content)) as image:
            found = image.convert("L").getpixel((80, 80))
        assert found == pytest.approx(shade / 256, abs=2), shade


def test_a_medium_is_500_pixels_wide_and_keeps_the_proportions(emulated: EmulatorClient) -> None:
    image = emulated.image(png(1151, 898), path=IMGES)
    medium = image["medium"]
    assert (medium["width"], medium["height"]) == (500, 390)
    assert (medium["ratio"], image["ratio"]) == (1.2820512820513, 1.2817371937639)
    with Image.open(io.BytesIO(emulated.get(medium["url"]).content)) as served:
        assert served.size == (500, 390)
    assert image["display_url"] == medium["url"]


def test_a_small_picture_has_no_medium(emulated: EmulatorClient) -> None:
    assert "medium" not in emulated.image(png(500, 20), path=IMGES)
    image = emulated.image(png(500, 20))
    assert image["medium"] == dict.fromkeys(("filename", "name", "mime", "extension", "url"))
    assert (image["medium_size"], image["chain"]) == (0, 5)
    assert emulated.image(png(501, 20))["chain"] == 7


def test_a_picture_that_moves_has_a_still_medium_however_small_it_is(
    emulated: EmulatorClient,
) -> None:
    content = gif(3, 50, 40)
    image = emulated.image(content, "a.gif")
    assert image["is_animated"] == 1
    assert emulated.get(image["url"]).content == content
    for role in ("medium", "thumb"):
        with Image.open(io.BytesIO(emulated.get(image[role]["url"]).content)) as still:
            assert getattr(still, "n_frames", 1) == 1
    assert (image["display_width"], image["display_height"]) == (500, 400)
    assert emulated.image(gif(1), "b.gif")["is_animated"] == 0


def test_a_bmp_becomes_a_png(emulated: EmulatorClient) -> None:
    image = emulated.image(picture("BMP"), "scan.bmp")
    assert (image["extension"], image["mime"]) == ("png", "image/png")
    assert image["original_filename"] == "scan.bmp"
    served = emulated.get(image["url"]).content
    with Image.open(io.BytesIO(served)) as made, Image.open(io.BytesIO(picture("BMP"))) as sent:
        assert made.format == "PNG"
        assert made.convert("RGB").tobytes() == sent.convert("RGB").tobytes()
    assert image["md5"] == hashlib.md5(served, usedforsecurity=False).hexdigest()


@each("orientation", range(2, 9))
def test_a_photograph_is_stored_upright(emulated: EmulatorClient, orientation: int) -> None:
    content = jpeg(60, 40, {0x0112: orientation})
    image = emulated.image(content, "a.jpg")
    expected = (40, 60) if orientation >= 5 else (60, 40)
    assert (image["width"], image["height"]) == expected
    served = emulated.get(image["url"]).content
    assert image["md5"] == hashlib.md5(served, usedforsecurity=False).hexdigest()
    with Image.open(io.BytesIO(served)) as upright:
        assert upright.size == expected
        assert 0x0112 not in upright.getexif()


def test_upright_photograph_is_not_rotated(emulated: EmulatorClient) -> None:
    content = jpeg(60, 40, {0x0112: 1})
    assert emulated.get(emulated.image(content, "a.jpg")["url"]).content == content


@each(
    ("content", "name", "imges", "me"),
    [
        (jpeg(), "a.png", "jpg", "jpeg"),
        (jpeg(), "a.jpg", "jpg", "jpg"),
        (jpeg(), "a.JPG", "jpg", "jpg"),
        (jpeg(), "a.jpeg", "jpg", "jpeg"),
        (jpeg(), "a", "jpg", "jpeg"),
        (png(), "a.jpg", "png", "png"),
        (png(), "a.php", "png", "png"),
        (gif(), "a.tar.gz", "gif", "gif"),
    ],
)
def test_the_extension_comes_from_the_content(
    emulated: EmulatorClient, content: bytes, name: str, imges: str, me: str
) -> None:
    assert emulated.image(content, name, path=IMGES)["extension"] == imges
    assert emulated.image(content, name, path=ME)["extension"] == me


@pytest.mark.parametrize("api", PATHS)
def test_members_come_in_the_order_of_the_document(emulated: EmulatorClient, api: str) -> None:
    """The document of imagehosting.me shows a clip, the other one a picture with a medium."""
    paths = load_spec(api)["paths"]
    first = next(iter(paths.values()))["post"]
    example = first["responses"]["200"]["content"]["application/json"]["example"]
    content = mp4() if api == "imagehosting_me" else png(1151, 898)
    kind = "video/mp4" if api == "imagehosting_me" else "image/png"
    answer = emulated.upload(content, "a.mp4", kind, path=PATHS[api]).json()
    assert _shape(answer) == _shape(example)


def _shape(value: Any) -> Any:
    """Names in their order, all the way down."""
    if isinstance(value, dict):
        return [(name, _shape(member)) for name, member in value.items()]
    return None


@each("profile", ["documented", "chevereto-free"])
@pytest.mark.parametrize("api", PATHS)
@each("kind", [*PICTURES, "large", "moving", "clip", "nameless"])
def test_answers_comply_with_the_spec(
    open_emulated: Callable[..., EmulatorClient], kind: str, api: str, profile: str
) -> None:
    emulated = open_emulated(profile=profile)
    more = {"large": png(900, 700), "moving": gif(), "clip": mp4(), "nameless": png()}
    content = more.get(kind) or PICTURES[kind][0]
    name = "" if kind == "nameless" else "a.mp4"
    clips = kind == "clip" and api == "imagehosting_me" and profile == "documented"
    response = emulated.upload(
        content, name or "…", "video/mp4" if kind == "clip" else "", path=PATHS[api], tags="a,b"
    )
    if kind == "clip" and not clips:
        assert response.status_code == 400
        assert schema_errors(api, "ErrorResponse")(response.json()) == []
    else:
        assert response.status_code == 200
        assert schema_errors(api, "UploadResponse")(response.json()) == []


@pytest.mark.parametrize("api", PATHS)
def test_text_answers_hold_the_address_and_nothing_else(emulated: EmulatorClient, api: str) -> None:
    response = emulated.upload(path=PATHS[api], format="txt")
    assert response.status_code == 200
    expected = {"imges": "text/plain", "imagehosting_me": "text/html"}[api]
    assert response.headers["content-type"] == f"{expected}; charset=utf-8"
    assert emulated.get(response.text).content == png()


def test_redirects_lead_to_the_viewer_absolutely_or_by_path(emulated: EmulatorClient) -> None:
    first = emulated.upload(path=IMGES, format="redirect")
    assert (first.status_code, first.content) == (302, b"")
    assert first.headers["location"].startswith(f"{BASE}/image/")
    second = emulated.upload(path=ME, format="redirect")
    assert second.status_code == 302
    assert second.headers["location"].startswith("/image/lake.")
    for response in (first, second):
        assert emulated.get(response.headers["location"]).status_code == 200


@each("value", ["JSON", "xml", "", "Txt"])
def test_an_unknown_format_means_json(emulated: EmulatorClient, value: str) -> None:
    assert emulated.upload(format=value).json()["status_code"] == 200


@pytest.mark.parametrize("api", PATHS)
def test_an_upload_by_get_takes_the_picture_from_a_url(emulated: EmulatorClient, api: str) -> None:
    emulated.emulator.web["https://pictures.example/a b.png?x=1&y=2"] = png()
    query = {"key": "k", "source": "https://pictures.example/a b.png?x=1&y=2", "format": "txt"}
    refused = emulated.get(PATHS[api], params={**query, "source": "not a URL"})
    assert refused.text.startswith("Upload using base64 source")
    query["source"] = "https://pictures.example/plain.png"
    emulated.emulator.web[query["source"]] = png()
    assert emulated.get(emulated.get(PATHS[api], params=query).text).content == png()


def test_a_picture_of_the_emulator_can_be_the_source_of_another(emulated: EmulatorClient) -> None:
    first = emulated.image()
    for url in (
        first["url"],
        first["url"].replace("127.0.0.1", "localhost"),
        first["url"].replace(BASE, "https://imagehosting.me"),
        first["thumb"]["url"],
    ):
        again = emulated.post(ME, data={"key": "k", "source": url})
        assert again.status_code == 200, again.text
        assert again.json()["image"]["id_encoded"] != first["id_encoded"]
    gone = first["url"].replace("lake", "sea")
    assert emulated.post(ME, data={"key": "k", "source": gone}).status_code == 400


def test_links_follow_the_address_that_was_used(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    emulated = open_emulated()
    for base in ("http://emulator:8080", "https://imagehosting.me", "http://[::1]:80"):
        other = EmulatorClient(emulated.emulator, base)
        image = other.image()
        assert image["url"].startswith(base.removesuffix(":80"))
        assert other.get(image["url"]).status_code == 200
    forwarded = emulated.post(
        ME,
        data={"key": "k"},
        files={"source": ("a.png", png())},
        headers={"X-Forwarded-Proto": "https", "Host": "proxy.example"},
    )
    assert forwarded.json()["image"]["url"].startswith("https://proxy.example/images/")
    fixed = open_emulated(public_url="https://pictures.example/")
    assert fixed.image()["url"].startswith("https://pictures.example/images/")


@each("host", ["bad host", "a/b", "x:99999999", "", 'x"y', "<b>", "[::1", "[x]"])
def test_invalid_host_header_does_not_get_into_links(emulated: EmulatorClient, host: str) -> None:
    response = emulated.post(
        ME, data={"key": "k"}, files={"source": ("a.png", png())}, headers={"Host": host}
    )
    assert response.json()["image"]["url"].startswith("http://localhost/images/")


def test_each_host_serves_only_its_own_under_its_own_name(emulated: EmulatorClient) -> None:
    image = emulated.image(path=ME)
    path = image["url"].removeprefix(BASE)
    assert EmulatorClient(emulated.emulator, "https://imagehosting.me").get(path).status_code == 200
    assert EmulatorClient(emulated.emulator, "https://imges.link").get(path).status_code == 404
    assert EmulatorClient(emulated.emulator, "https://imges.link").get(ME).status_code == 404
    assert (
        EmulatorClient(emulated.emulator, "https://imges.link").upload(path=IMGES).status_code
        == 200
    )


def test_many_files_of_one_name_are_all_kept_apart(emulated: EmulatorClient) -> None:
    images = [emulated.image(png(30 + number, 20), "same.png") for number in range(10)]
    assert len({image["url"] for image in images}) == 10
    assert len({image["id_encoded"] for image in images}) == 10
    for number, image in enumerate(images):
        assert emulated.get(image["url"]).content == png(30 + number, 20)
    assert images[0]["name"] == "same"
    assert all(len(image["name"]) == len("same") + 16 for image in images[1:])


def test_json_is_written_as_php_does(emulated: EmulatorClient) -> None:
    response = emulated.upload(name="naïve.png", title="写真/1")
    assert response.headers["content-type"] == "application/json; charset=UTF-8"
    assert response.content.isascii()
    assert "na\\u00efve" in response.text
    assert "\\u5199\\u771f\\/1" in response.text
    assert response.headers["last-modified"].endswith("GMT")
    assert not response.headers["last-modified"].endswith(" GMT")
    assert json.loads(response.text)["image"]["original_filename"] == "naïve.png"


def test_picture_is_decoded_without_blocking_other_requests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While a picture is worked on, other requests are answered."""
    data, files = {"key": "k"}, {"source": ("a.png", png())}
    working, go_on = threading.Event(), threading.Event()
    make = upload.make

    def slow(*arguments: Any) -> Any:
        working.set()
        assert go_on.wait(60)
        return make(*arguments)

    monkeypatch.setattr(upload, "make", slow)
    with Emulator() as emulator, emulator.serve() as base:
        answers: list[httpx.Response] = []

        def send() -> None:
            answers.append(httpx.post(base + ME, data=data, files=files))

        thread = threading.Thread(target=send)
        thread.start()
        assert working.wait(60)
        assert httpx.get(f"{base}/_emulator/health").status_code == 200
        assert answers == []
        go_on.set()
        thread.join()
        assert answers[0].status_code == 200
