"""Errors: which, in which order, in which shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts.support.emulated import (
    IMGES,
    ME,
    PATHS,
    EmulatorClient,
    field,
    file,
    gif,
    jpeg,
    mp4,
    multipart,
    picture,
    png,
    schema_errors,
    text64,
)
from contracts.support.reporting import each

TIFF = b"II*\0" + bytes(60)
CUT_PNG = png(300, 200)[:-200]

_UPLOAD = "CHV\\UploadException"
_IMAGE = "CHV\\ImageException"


def _file(content: bytes, name: str = "a.png", **fields: str) -> dict[str, Any]:
    return {"data": {"key": "k", **fields}, "files": {"source": (name, content, "image/png")}}


def _form(**fields: str) -> dict[str, Any]:
    return {"data": fields}


#: What is wrong, the request, and for each version of the API code, message and context.
TABLE: dict[str, tuple[dict[str, Any], tuple[int, str, str], tuple[int, str]]] = {
    "no key": (
        {"files": {"source": ("a.png", png())}},
        (100, "Invalid API v1 key.", "Exception"),
        (100, "No key provided"),
    ),
    "an empty key": (
        _form(key="", source=text64(png())),
        (100, "Invalid API v1 key.", "Exception"),
        (100, "No key provided"),
    ),
    "a wrong key": (
        _form(key="invalid", source=text64(png())),
        (100, "Invalid API v1 key.", "Exception"),
        (100, "Invalid API key."),
    ),
    "a key as an array": (
        {
            "content": "key[]=k&source=x",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        },
        (100, "Invalid API v1 key.", "Exception"),
        (100, "No key provided"),
    ),
    "a JSON body": (
        {"json": {"key": "k", "source": text64(png())}},
        (100, "Invalid API v1 key.", "Exception"),
        (100, "No key provided"),
    ),
    "no source": (
        _form(key="k"),
        (130, "Empty upload source.", "Exception"),
        (130, "Empty upload source"),
    ),
    "an empty source": (
        _form(key="k", source=""),
        (130, "Invalid base64 string.", "Exception"),
        (130, "Empty source"),
    ),
    "no base64": (
        _form(key="k", source="äöü"),
        (120, "Invalid base64 string.", "Exception"),
        (120, "Invalid base64 string"),
    ),
    "base64 without its padding": (
        _form(key="k", source=text64(png() + b"xy").rstrip("=")),
        (120, "Invalid base64 string.", "Exception"),
        (120, "Invalid base64 string"),
    ),
    "a data URL": (
        _form(key="k", source="data:image/png;base64," + text64(png())),
        (120, "Invalid base64 string.", "Exception"),
        (120, "Invalid base64 string"),
    ),
    "url-safe base64": (
        _form(key="k", source="_-_-" + text64(png())),
        (120, "Invalid base64 string.", "Exception"),
        (120, "Invalid base64 string"),
    ),
    "base64 with loose bits": (
        _form(key="k", source="QUJDRB=="),
        (120, "Invalid base64 string.", "Exception"),
        (120, "Invalid base64 string"),
    ),
    "an array of sources": (
        {
            "content": "key=k&source[]=x",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        },
        (666, "Concurrency: Array is gone", "Exception"),
        (666, "Concurrency: Array is gone"),
    ),
    "a file of nothing": (
        _file(b"", "a.png"),
        (310, "Can't get target upload source info", _UPLOAD),
        (610, "Can't get target upload source info"),
    ),
    "an empty file input": (
        multipart(field("key", "k"), file('name="source"; filename=""', b"")),
        (201, "No file was uploaded (UPLOAD_ERR_NO_FILE)", _UPLOAD),
        (601, "No file was uploaded (UPLOAD_ERR_NO_FILE)"),
    ),
    "no picture": (
        _file(b"hello"),
        (310, "Can't get target upload source info", _UPLOAD),
        (610, "Can't get target upload source info"),
    ),
    "no picture as base64": (
        _form(key="k", source=text64(b"hello")),
        (310, "Can't get target upload source info", _UPLOAD),
        (610, "Can't get target upload source info"),
    ),
    "a web page called a picture": (
        _file(b"<!doctype html><script>alert(1)</script>", "a.jpg"),
        (310, "Can't get target upload source info", _UPLOAD),
        (610, "Can't get target upload source info"),
    ),
    "a drawing in SVG": (
        _file(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg"),
        (310, "Can't get target upload source info", _UPLOAD),
        (610, "Can't get target upload source info"),
    ),
    "a TIFF": (
        _file(TIFF, "a.tiff"),
        (313, "Unavailable image format", _UPLOAD),
        (613, "Unavailable image format"),
    ),
    "a WebP that moves": (
        _file(gif(kind="WEBP"), "a.webp"),
        (314, "Animated WebP is not supported", _UPLOAD),
        (400, "Animated WebP is not supported"),
    ),
    "a PNG that was cut": (
        _file(CUT_PNG),
        (210, "Can't create image from source", _IMAGE),
        (600, "Can't create the picture from its source"),
    ),
    "a name that is no UTF-8": (
        multipart(field("key", "k"), ("", b""))
        | {
            "content": b"--f\r\nContent-Disposition: form-data; name=key\r\n\r\nk\r\n--f\r\n"
            b'Content-Disposition: form-data; name="source"; filename="caf\xe9.png"\r\n\r\n'
            + png()
            + b"\r\n--f--\r\n",
            "headers": {"Content-Type": "multipart/form-data; boundary=f"},
        },
        (
            400,
            "SQLSTATE[HY000]: General error: 1366 Incorrect string value for column"
            " 'image_original_filename' at row 1",
            _IMAGE,
        ),
        (
            400,
            "SQLSTATE[HY000]: General error: 1366 Incorrect string value for column"
            " 'image_original_filename' at row 1",
        ),
    ),
    "a name of 256 characters": (
        _file(png(), "x" * 252 + ".png"),
        (
            400,
            "SQLSTATE[22001]: String data, right truncated: 1406 Data too long for column"
            " 'image_original_filename' at row 1",
            _IMAGE,
        ),
        (
            400,
            "SQLSTATE[22001]: String data, right truncated: 1406 Data too long for column"
            " 'image_original_filename' at row 1",
        ),
    ),
    "a URL that leads nowhere": (
        _form(key="k", source="http://nowhere.example/a.png"),
        (202, "Failed to connect: nowhere.example", _UPLOAD),
        (600, "Failed to connect: nowhere.example"),
    ),
    "a URL of a foreign scheme": (
        _form(key="k", source="ftp://a.example/a.png"),
        (400, "Unsupported URL scheme", _UPLOAD),
        (400, "Unsupported URL scheme"),
    ),
    "a URL of a private address": (
        _form(key="k", source="http://192.168.0.1/a.png"),
        (400, "Unsupported non-public IP address for upload", _UPLOAD),
        (400, "Unsupported non-public IP address for upload"),
    ),
    "a URL of this machine": (
        _form(key="k", source="http://localhost:1/a.png"),
        (400, "Unsupported non-public IP address for upload", _UPLOAD),
        (400, "Unsupported non-public IP address for upload"),
    ),
}


@each("wrong", TABLE)
def test_version_1_answers_errors_with_a_context(emulated: EmulatorClient, wrong: str) -> None:
    request, (code, message, context), _ = TABLE[wrong]
    response = emulated.post(IMGES, **request)
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("application/json")
    assert list(response.json()) == ["status_code", "error", "status_txt"]
    assert response.json() == {
        "status_code": 400,
        "error": {"message": message, "code": code, "context": context},
        "status_txt": "Bad Request",
    }
    assert schema_errors("imges", "ErrorResponse")(response.json()) == []
    assert emulated.emulator.pictures == []


@each("wrong", TABLE)
def test_version_1_1_answers_errors_without_a_context(emulated: EmulatorClient, wrong: str) -> None:
    request, _, (code, message) = TABLE[wrong]
    response = emulated.post(ME, **request)
    assert response.status_code == 400
    assert response.json() == {
        "status_code": 400,
        "error": {"message": message, "code": code},
        "status_txt": "Bad Request",
    }
    assert schema_errors("imagehosting_me", "ErrorResponse")(response.json()) == []


@each("style", ["txt", "redirect"])
@pytest.mark.parametrize("api", PATHS)
def test_in_other_formats_errors_are_bare_messages_with_status_200(
    emulated: EmulatorClient, api: str, style: str
) -> None:
    response = emulated.post(PATHS[api], data={"key": "k", "source": "!", "format": style})
    assert response.status_code == 200
    assert response.text.startswith("Invalid base64 string")
    assert "\n" not in response.text
    assert "location" not in response.headers
    assert response.headers["content-type"].startswith("text/")


@each(
    ("path", "code", "message"),
    [
        ("/sharexapi/2/upload/", 110, "Invalid API version."),
        ("/sharexapi/1/delete/", 120, "Invalid API action."),
        ("/sharexapi/1/", 120, "Invalid API action."),
        ("/sharexapi", 110, "Invalid API version."),
        ("/api/2/upload", 110, "Invalid API version."),
        ("/api/1/delete", 120, "Invalid API action"),
        ("/api/1", 100, "No action provided"),
        ("/api", 100, "No version provided"),
        ("/api/2", 100, "No action provided"),
    ],
)
def test_other_versions_and_actions_are_refused(
    emulated: EmulatorClient, path: str, code: int, message: str
) -> None:
    error = emulated.post(path, data={"key": "k", "source": "x"}).json()["error"]
    assert (error["code"], error["message"]) == (code, message)


def test_unknown_version_answers_json_for_every_format(emulated: EmulatorClient) -> None:
    for path in ("/sharexapi/2/upload/", "/api/2/upload"):
        response = emulated.post(path, data={"key": "k", "format": "txt"})
        assert (response.status_code, response.json()["error"]["code"]) == (400, 110)


@each("path", ["/sharexapi/1/upload", "/sharexapi/1/upload/", ME, ME + "/"])
def test_both_spellings_of_the_address_upload(emulated: EmulatorClient, path: str) -> None:
    assert emulated.image(path=path)["width"] == 60


#: Two things wrong at once, and which of them is told; for version 1 and version 1.1.
CLASHES: list[tuple[str, dict[str, Any], int, int]] = [
    ("key before version", {"path": "2/upload", "data": {"key": "invalid"}}, 100, 110),
    ("key before action", {"path": "1/no", "data": {"key": "invalid"}}, 100, 100),
    ("version before action", {"path": "2/no", "data": {"key": "k"}}, 110, 110),
    ("action before source", {"path": "1/no", "data": {"key": "k"}}, 120, 120),
    ("key before source", {"data": {"key": "invalid"}}, 100, 100),
    ("format of base64 before what it holds", {"data": {"key": "k", "source": "!!"}}, 120, 120),
    ("format before size", {**_file(TIFF + bytes(2000)), "max_file_size": 1000}, 313, 613),
    ("picture before size", {**_file(bytes(2000)), "max_file_size": 1000}, 310, 610),
    (
        "size before moving WebP",
        {**_file(gif(kind="WEBP")), "max_file_size": 100},
        313,
        400,
    ),
    ("size before decoding", {**_file(CUT_PNG), "max_file_size": 100}, 313, 400),
    (
        "duplicate before flood",
        {**_file(png(70)), "before": [_file(png(70))], "flood_limit": 1, "refuse_duplicates": True},
        101,
        101,
    ),
    (
        "flood before what the file is",
        {**_file(b"nothing"), "before": [_file(png())], "flood_limit": 1},
        130,
        130,
    ),
    (
        "address of a URL before flood",
        {
            "data": {"key": "k", "source": "http://10.0.0.1/"},
            "before": [_file(png())],
            "flood_limit": 1,
        },
        400,
        400,
    ),
    (
        "flood before fetching",
        {
            "data": {"key": "k", "source": "http://nowhere.example/"},
            "before": [_file(png())],
            "flood_limit": 1,
        },
        130,
        130,
    ),
    (
        "decoding before the name",
        _file(CUT_PNG, "x" * 300 + ".png"),
        210,
        600,
    ),
]


@each(("api", "column"), [("imges", 2), ("imagehosting_me", 3)], group="api")
@each("clash", CLASHES, ids=[clash[0] for clash in CLASHES])
def test_first_failing_check_is_the_one_answered(
    open_emulated: Callable[..., EmulatorClient], clash: Any, api: str, column: int
) -> None:
    request = dict(clash[1])
    path = PATHS[api]
    if other := request.pop("path", None):
        path = path.partition("/1/")[0] + "/" + other
    settings = {
        name: request.pop(name)
        for name in ("max_file_size", "flood_limit", "refuse_duplicates")
        if name in request
    }
    emulated = open_emulated(**settings)
    for earlier in request.pop("before", []):
        assert emulated.post(PATHS[api], **earlier).status_code == 200
    assert emulated.post(path, **request).json()["error"]["code"] == clash[column]


def test_base64_needs_post(emulated: EmulatorClient) -> None:
    for path in PATHS.values():
        response = emulated.get(path, params={"key": "k", "source": text64(png())})
        assert response.json()["error"]["code"] == 130
        assert response.json()["error"]["message"].startswith("Upload using base64 source must")


def test_base64_in_the_query_of_a_post_is_taken(emulated: EmulatorClient) -> None:
    response = emulated.post(ME, params={"key": "k", "source": text64(png())})
    assert response.status_code == 200


def test_the_header_is_a_place_for_the_key_where_the_host_knows_it(
    emulated: EmulatorClient,
) -> None:
    request: dict[str, Any] = {"files": {"source": ("a.png", png())}}
    header = {"X-API-Key": "k"}
    assert emulated.post(ME, **request, headers=header).status_code == 200
    assert emulated.post(IMGES, **request, headers=header).json()["error"]["code"] == 100
    both = emulated.post(ME, **request, data={"key": "k"}, headers={"X-API-Key": "invalid"})
    assert both.json()["error"]["message"] == "Invalid API key."
    assert emulated.post(ME, **request, data={"key": "invalid"}, headers=header).status_code == 200


def test_only_configured_keys_are_accepted(open_emulated: Callable[..., EmulatorClient]) -> None:
    emulated = open_emulated(keys=("first", "second"), admin_keys=("chief",))
    for key, status in {
        "first": 200,
        "second": 200,
        "chief": 200,
        "third": 400,
        "firs": 400,
    }.items():
        assert emulated.upload(key=key).status_code == status
        assert emulated.upload(key=key, path=IMGES).status_code == status


@each("method", ["PUT", "PATCH", "DELETE", "HEAD"])
@pytest.mark.parametrize("api", PATHS)
def test_php_reads_a_body_only_of_a_post(emulated: EmulatorClient, api: str, method: str) -> None:
    response = emulated.request(
        method, PATHS[api], data={"key": "k"}, files={"source": ("a.png", png())}
    )
    assert response.status_code == 400
    assert emulated.emulator.pictures == []


def test_the_size_limit_of_a_host_is_its_own_error(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    emulated = open_emulated(max_file_size=500_000)
    large = jpeg() + bytes(500_000)
    first = emulated.upload(large, "a.jpg", path=IMGES).json()["error"]
    assert (first["code"], first["message"]) == (313, "File too big - max 488.3 KB")
    second = emulated.upload(large, "a.jpg", path=ME).json()["error"]
    assert (second["code"], second["message"]) == (400, "File too big - max 500 KB")
    assert emulated.upload(jpeg() + bytes(499_000 - len(jpeg())), "a.jpg").status_code == 200


def test_a_body_above_the_limit_loses_everything_in_it(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    emulated = open_emulated(max_body_size=10_000)
    large = png() + bytes(10_000)
    assert emulated.upload(large).json()["error"]["message"] == "No key provided"
    assert emulated.upload(large, path=IMGES).json()["error"]["code"] == 100
    by_header = emulated.post(ME, files={"source": ("a.png", large)}, headers={"X-API-Key": "k"})
    assert by_header.json()["error"]["message"] == "Empty upload source"
    by_query = emulated.post(f"{IMGES}?key=k", files={"source": ("a.png", large)})
    assert by_query.json()["error"]["message"] == "Empty upload source."
    assert emulated.upload(png()).status_code == 200


def test_a_jpeg_that_was_cut_is_taken(emulated: EmulatorClient) -> None:
    content = jpeg(400, 300)[:-300]
    image = emulated.image(content, "a.jpg")
    assert emulated.get(image["url"]).content == content
    assert emulated.get(image["thumb"]["url"]).status_code == 200


def test_avif_is_taken_where_the_host_knows_it(emulated: EmulatorClient) -> None:
    pytest.importorskip("PIL.AvifImagePlugin")
    content = picture("AVIF")
    assert emulated.image(content, "a.avif")["mime"] == "image/avif"
    assert emulated.upload(content, "a.avif", path=IMGES).json()["error"]["code"] == 310


def test_clips_are_taken_where_the_document_says_so(emulated: EmulatorClient) -> None:
    assert emulated.image(mp4(), "a.mp4", "video/mp4")["type"] == "video"
    assert emulated.upload(mp4(), "a.mp4", "video/mp4", path=IMGES).json()["error"]["code"] == 310
    # Neither by its area nor by one side alone may it be larger than pictures are.
    for width, height in ((16_385, 10), (10, 16_385), (8000, 8000)):
        clip = mp4(width, height)
        assert "error" in emulated.upload(clip, "a.mp4", "video/mp4").json(), (width, height)
    assert emulated.image(mp4(16_384, 10), "a.mp4", "video/mp4")["width"] == 16_384
    # What a clip is, is what the client calls one.
    assert emulated.upload(mp4(), "a.mp4", "image/png").json()["error"]["code"] == 610
