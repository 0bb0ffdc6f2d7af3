"""The oddities of ImgBB, each as the client and the emulator deal with it."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from imagehosts import (
    AsyncImgBB,
    AuthenticationFailed,
    Base64,
    FileTooLarge,
    ImageHostError,
    ImgBB,
    InvalidArgument,
    InvalidRequest,
    MissingCredentials,
    RateLimited,
    Url,
)
from imagehosts.emulator import Emulator
from imagehosts_wire.types import Operation, Result

from contracts.support.emulated import EmulatorClient, png, sound
from contracts.support.recording import Recorder, Reply, Sent
from contracts.support.specs import at, load_examples, load_spec

pytestmark = pytest.mark.outside("sends what the host must refuse or forgive")

KEY = "a+key/of=these tests"
PICTURE = "https://elsewhere.example/lake.png"
UPLOAD = "/1/upload"
EXAMPLES = {example.path.name: example.text for example in load_examples("imgbb")}
IMAGE = "#/components/schemas/Image"


@pytest.fixture
def http() -> Iterator[EmulatorClient]:
    """Plain HTTP to an emulator of its own."""
    with sound(Emulator(apis=("imgbb",))) as client:
        yield client


def recorded(
    *calls: dict[str, Any], key: str | None = KEY, reply: str = "upload_success.json"
) -> list[Sent]:
    """What uploads send, which must be the same by both kinds of client."""

    async def send_async(recorder: Recorder) -> None:
        async with AsyncImgBB(key, transport=recorder, max_retries=0) as client:
            for call in calls:
                await client.upload(**call)

    first, second = (Recorder(Reply(200, EXAMPLES[reply])) for _ in range(2))
    with ImgBB(key, transport=first, max_retries=0) as client:
        for call in calls:
            client.upload(**call)
    asyncio.run(send_async(second))
    assert [sent.shape for sent in first.sent] == [sent.shape for sent in second.sent]
    return first.sent


def refused(error: type[Exception], says: str, **call: Any) -> None:
    """The client refuses a call, and nothing is sent."""
    recorder = Recorder()
    key = call.pop("key", KEY)
    with ImgBB(key, transport=recorder) as client, pytest.raises(error, match=says):
        client.upload(**call)
    assert recorder.sent == []


def answered(text: str, status: int = 200) -> Any:
    """What a client makes of an answer."""
    with ImgBB(KEY, transport=Recorder(Reply(status, text)), max_retries=0) as client:
        return client.upload(b"a picture")


def stored(http: EmulatorClient, **fields: str) -> dict[str, Any]:
    """The picture of an upload to the emulator that worked."""
    response = http.post(UPLOAD, data={"key": "any", **fields})
    assert response.status_code == 200, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


def text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


# --- IBB-01, IBB-02: the key ---------------------------------------------------------------


def test_upload_by_post_sends_the_key_in_the_body_alone() -> None:
    for sent in recorded({"source": b"a picture"}, {"source": Url(PICTURE)}):
        assert dict(sent.fields)["key"] == KEY
        assert sent.query == []
        assert KEY not in str(dict(sent.headers))


def test_emulator_takes_a_key_from_the_query_of_a_post(http: EmulatorClient) -> None:
    data = {"image": text_of(png())}
    assert http.post(UPLOAD, params={"key": "any"}, data=data).status_code == 200


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_upload_without_a_key_is_refused_before_sending(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMGBB_API_KEY", raising=False)
    refused(MissingCredentials, "IMGBB_API_KEY", key=None, source=Url(PICTURE), method=method)


@pytest.mark.parametrize("key", [{}, {"key": ""}, {"key": "invalid"}], ids=["no", "empty", "wrong"])
def test_emulator_checks_the_key_before_the_picture(
    http: EmulatorClient, key: dict[str, str]
) -> None:
    response = http.post(UPLOAD, data={**key, "image": "no picture"})
    assert response.status_code == 400
    assert response.json()["error"] == {"message": "Invalid API v1 key.", "code": 100}


# --- IBB-03: POST or GET -------------------------------------------------------------------


def test_upload_by_get_takes_a_url_and_refuses_all_else() -> None:
    calls = [{"source": source, "method": "GET"} for source in (PICTURE, Url(PICTURE))]
    for sent in recorded(*calls):
        assert (sent.method, sent.content) == ("GET", b"")
        assert dict(sent.query) == {"key": KEY, "image": PICTURE}
    for source in (b"bytes", "lake.png", Path("lake.png"), ("lake.png", b""), Base64("aGVsbG8=")):
        refused(InvalidArgument, "GET takes an address only", source=source, method="GET")


def test_upload_by_another_method_is_refused() -> None:
    refused(InvalidArgument, "expected 'POST' or 'GET'", source=Url(PICTURE), method="PUT")


# --- IBB-04: files, base64 text, addresses -------------------------------------------------


def test_an_image_is_sent_in_the_form_it_was_given_in() -> None:
    text = text_of(b"a picture")
    file, base64_text, address = recorded(
        {"source": ("lake.png", b"a picture")}, {"source": Base64(text)}, {"source": Url(PICTURE)}
    )
    (part,) = file.files
    assert (part.name, part.filename, part.content) == ("image", "lake.png", b"a picture")
    for sent, value in ((base64_text, text), (address, PICTURE)):
        assert sent.media_type == "application/x-www-form-urlencoded"
        assert dict(sent.fields)["image"] == value


def test_emulator_takes_base64_from_a_part_without_a_name(http: EmulatorClient) -> None:
    content = png(30, 20)
    parts = {"key": (None, "any"), "image": (None, text_of(content))}
    response = http.post(UPLOAD, files=parts)
    assert http.get(response.json()["data"]["url"]).content == content


def test_emulator_fetches_a_picture_from_its_address(http: EmulatorClient) -> None:
    http.emulator.web[PICTURE] = content = png(31, 20)
    assert http.get(stored(http, image=PICTURE)["url"]).content == content


@pytest.mark.parametrize(
    ("fields", "code"),
    [({}, 130), ({"image": ""}, 130), ({"image": "?"}, 310), ({"image": "aGVsbG8="}, 310)],
    ids=["no image", "empty", "no base64", "no picture"],
)
def test_emulator_says_why_an_image_cannot_be_used(
    http: EmulatorClient, fields: dict[str, str], code: int
) -> None:
    response = http.post(UPLOAD, data={"key": "any", **fields})
    assert (response.status_code, response.json()["error"]["code"]) == (400, code)


# --- IBB-05: the largest file --------------------------------------------------------------


def test_a_file_over_32_million_bytes_raises_file_too_large() -> None:
    content = png()
    fits = content + bytes(32_000_000 - len(content))
    with Emulator(apis=("imgbb",)) as emulator, emulator.serve() as address:
        with ImgBB("any", base_url=f"{address}/1", max_retries=0) as client:
            assert client.upload(fits).size == 32_000_000
            with pytest.raises(FileTooLarge):
                client.upload(fits + b"\0")
        assert emulator.internal_errors == []


# --- IBB-06, IBB-07: expiration ------------------------------------------------------------


def test_an_expiration_out_of_bounds_is_refused_before_sending() -> None:
    spans = (timedelta(seconds=59), timedelta(days=181), timedelta(minutes=2, microseconds=1))
    for method in ("POST", "GET"):
        for wrong in (59, 15_552_001, -60, 90.5, "soon", True, *spans):
            call = {"source": Url(PICTURE), "expiration": wrong, "method": method}
            refused(InvalidArgument, "expiration: expected", **call)


def test_a_time_span_is_sent_as_whole_seconds() -> None:
    spans = {timedelta(minutes=1): "60", timedelta(days=180): "15552000", 600: "600"}
    sent = recorded(*({"source": Url(PICTURE), "expiration": span} for span in spans))
    assert [dict(each.fields)["expiration"] for each in sent] == list(spans.values())


def test_an_answer_repeats_the_seconds_until_expiration(http: EmulatorClient) -> None:
    picture = text_of(png())
    assert stored(http, image=picture, expiration="600")["expiration"] == 600
    assert stored(http, image=picture)["expiration"] == 0


def test_emulator_takes_an_expiration_from_the_query_of_a_post(http: EmulatorClient) -> None:
    data = {"key": "any", "image": text_of(png())}
    response = http.post(UPLOAD, params={"expiration": "600"}, data=data)
    assert response.json()["data"]["expiration"] == 600


def test_an_expired_picture_is_gone(http: EmulatorClient) -> None:
    data = stored(http, image=text_of(png()), expiration="60")
    addresses = (data["url"], data["url_viewer"])
    assert [http.get(address).status_code for address in addresses] == [200, 200]
    http.emulator.clock.advance(61)
    assert [http.get(address).status_code for address in addresses] == [404, 404]


# --- IBB-08 to IBB-12: what an answer holds ------------------------------------------------


def test_a_name_with_blanks_is_answered_with_hyphens(http: EmulatorClient) -> None:
    data = stored(http, image=text_of(png()), name="my lake_2024")
    assert (data["title"], data["image"]["filename"]) == ("my-lake-2024", "my-lake-2024.png")


def test_answers_of_every_year_decode_to_the_same_types() -> None:
    numbers = ("width", "height", "size", "time", "expiration")
    names = [name for name in EXAMPLES if name.startswith("upload_")]
    assert len(names) == 5
    for name in names:
        image = answered(EXAMPLES[name])
        assert {type(getattr(image, each)) for each in numbers} <= {int, type(None)}, name
        assert type(image.time) is int, name


def test_only_members_of_every_known_answer_are_required() -> None:
    known = [json.loads(text) for name, text in EXAMPLES.items() if name.startswith("upload_")]
    everywhere = set.intersection(*(set(document["data"]) for document in known))
    assert set(at(load_spec("imgbb"), IMAGE)["required"]) == everywhere


def test_a_small_picture_has_no_medium_and_displays_itself(http: EmulatorClient) -> None:
    small = stored(http, image=text_of(png(168, 100)))
    assert "medium" not in small
    assert small["display_url"] == small["url"]


def test_a_large_picture_displays_its_medium_one(http: EmulatorClient) -> None:
    large = stored(http, image=text_of(png(1200, 90)))
    assert large["display_url"] == large["medium"]["url"] != large["url"]


def test_each_file_of_a_picture_has_its_own_address(http: EmulatorClient) -> None:
    data = stored(http, image=text_of(png(1200, 90)))
    urls = [data[role]["url"] for role in ("image", "thumb", "medium")]
    ids = [urlsplit(url).path.split("/")[1] for url in urls]
    assert len({*ids, data["id"]}) == 4
    sizes = [len(http.get(url).content) for url in urls]
    assert sizes[0] == data["size"]
    assert len(set(sizes)) == 3


# --- IBB-13: deleting ----------------------------------------------------------------------


def test_the_delete_address_is_a_secret_and_is_never_opened() -> None:
    assert at(load_spec("imgbb"), f"{IMAGE}/properties/delete_url")["format"] == "password"
    recorder = Recorder(Reply(200, EXAMPLES["upload_success.json"]))
    with ImgBB(KEY, transport=recorder) as client:
        image = client.upload(b"a picture")
        assert image.delete_url not in repr(image)
        assert not hasattr(client, "delete")
    assert [urlsplit(sent.url).path for sent in recorder.sent] == [UPLOAD]


def test_opening_the_delete_address_asks_and_deletes_nothing(http: EmulatorClient) -> None:
    data = stored(http, image=text_of(png()))
    page = http.get(data["delete_url"])
    assert urlsplit(data["thumb"]["url"]).path in page.text
    assert '<form method="post"><button>' in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert http.get(data["url"]).status_code == 200


def test_pressing_the_button_of_the_delete_page_deletes(http: EmulatorClient) -> None:
    data = stored(http, image=text_of(png()))
    assert http.post(data["delete_url"]).status_code == 200
    gone = [http.get(data[name]) for name in ("url", "url_viewer", "delete_url")]
    assert [page.status_code for page in gone] == [404, 404, 404]


def test_a_wrong_delete_secret_deletes_nothing(http: EmulatorClient) -> None:
    data = stored(http, image=text_of(png()))
    wrong = f"{data['url_viewer']}/{'0' * 32}"
    assert [http.get(wrong).status_code, http.post(wrong).status_code] == [404, 404]
    assert http.get(data["url"]).status_code == 200


# --- IBB-14: the documented answer ---------------------------------------------------------


def test_the_documented_answer_is_kept_as_valid_json() -> None:
    pointer = "#/paths/~1upload/post/responses/200/content/application~1json/example"
    kept = json.loads(EXAMPLES["upload_success.json"])
    assert at(load_spec("imgbb"), pointer)["data"].keys() == kept["data"].keys()


# --- IBB-15 to IBB-17: errors --------------------------------------------------------------


def test_an_error_has_the_envelope_that_was_observed(http: EmulatorClient) -> None:
    response = http.post(UPLOAD, data={"key": "any"})
    assert response.json() == json.loads(EXAMPLES["error_no_source.json"])


def test_emulator_answers_unknown_paths_in_the_same_envelope(http: EmulatorClient) -> None:
    response = http.get("/1/images")
    assert response.status_code == response.json()["status_code"] == 404
    assert response.json()["status_txt"] == "Not Found"


def test_code_100_is_distinguished_by_its_message() -> None:
    with pytest.raises(AuthenticationFailed):
        answered(EXAMPLES["error_wrong_key.json"], 400)
    with pytest.raises(RateLimited) as caught:
        answered(EXAMPLES["error_rate_limit.json"], 400)
    assert caught.value.retry_after is None


def test_emulator_limits_the_rate_when_it_is_switched_on(http: EmulatorClient) -> None:
    http.request("PUT", "/_emulator/faults?name=rate_limit_reached&times=1")
    fields = {"key": "any", "image": text_of(png())}
    response = http.post(UPLOAD, data=fields)
    assert response.json() == json.loads(EXAMPLES["error_rate_limit.json"])
    assert http.post(UPLOAD, data=fields).status_code == 200


def test_errors_with_and_without_context_are_read_alike() -> None:
    pairs = {
        "error_no_source.json": "error_no_source_2019.json",
        "error_rate_limit.json": "error_rate_limit_2022.json",
    }
    for pair in pairs.items():
        errors: list[ImageHostError] = []
        for name in pair:
            with pytest.raises(ImageHostError) as caught:
                answered(EXAMPLES[name], 400)
            errors.append(caught.value)
        for one, other in pairwise(errors):
            assert type(one) is type(other) in (InvalidRequest, RateLimited), pair


def test_call_that_asks_for_no_key_is_sent_without_one() -> None:
    operation = Operation("imgbb", "status", "GET", "/status", result=Result("none"))
    recorder = Recorder(Reply(200, b""))
    with ImgBB(transport=recorder, max_retries=0) as client:
        client.call(operation, ())
    assert "key" not in recorder.only.url


def test_option_that_the_spec_has_not_is_refused_by_name() -> None:
    recorder = Recorder()
    with ImgBB(KEY, transport=recorder) as client, pytest.raises(TypeError, match="'mood'"):
        client.upload(PICTURE, mood="calm")
    assert recorder.sent == []
