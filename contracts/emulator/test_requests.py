"""Bodies as clients send them and as they never should: nothing ends in a fault."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagehosts.emulator import Emulator

from contracts.support.emulated import (
    IMGES,
    ME,
    PATHS,
    EmulatorClient,
    field,
    file,
    jpeg,
    multipart,
    picture,
    png,
    sound,
    text64,
)
from contracts.support.reporting import each

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def shared() -> Iterator[EmulatorClient]:
    """One emulator for many examples."""
    with sound(Emulator()) as emulated:
        yield emulated


def _code(response: Any) -> int:
    return int(response.json()["error"]["code"])


def test_a_file_that_contains_the_boundary_is_kept_whole(emulated: EmulatorClient) -> None:
    for trap in (b"--frontier", b"\r\n--frontie", b"\r--frontier\n", b"\n-frontier", b"\r--"):
        content = png() + trap * 3 + b"end"
        body = multipart(field("key", "k"), file('name="source"; filename="a.png"', content))
        assert emulated.get(emulated.post(ME, **body).json()["image"]["url"]).content == content


def test_the_order_of_parts_does_not_matter(emulated: EmulatorClient) -> None:
    body = multipart(file('name="source"; filename="a.png"', png()), field("key", "k"))
    assert emulated.post(ME, **body).status_code == 200


def test_the_last_of_two_files_counts(emulated: EmulatorClient) -> None:
    body = multipart(
        field("key", "k"),
        file('name="source"; filename="a.png"', png(10, 10)),
        file('name="source"; filename="b.png"', png(20, 20)),
    )
    assert emulated.post(ME, **body).json()["image"]["original_filename"] == "b.png"


def test_a_text_part_may_hold_base64_or_a_url(emulated: EmulatorClient) -> None:
    emulated.emulator.web["http://a.example/b.png"] = png()
    for source in (text64(png()), "http://a.example/b.png"):
        body = multipart(field("key", "k"), field("source", source))
        assert emulated.post(ME, **body).status_code == 200
    binary = multipart(field("key", "k"), field("source", png()))
    assert _code(emulated.post(ME, **binary)) == 120


def test_a_file_wins_over_a_text(emulated: EmulatorClient) -> None:
    body = multipart(
        field("key", "k"), field("source", "nonsense"), file('name="source"; filename="a"', png())
    )
    assert emulated.post(ME, **body).status_code == 200


def test_a_multipart_body_cut_anywhere_is_never_taken_for_whole(emulated: EmulatorClient) -> None:
    whole = multipart(
        field("key", "k"),
        file('name="source"; filename="a.png"', png(8, 8)),
        field("format", "json"),
    )
    content: bytes = whole["content"]
    end_of_file = content.index(b"\r\n--frontier", content.index(png(8, 8)))
    for length in range(len(content)):
        cut = {**whole, "content": content[:length]}
        response = emulated.post(ME, **cut)
        complete = length >= end_of_file + len("\r\n--frontier")
        assert response.status_code == (200 if complete else 400), length
        if not complete:
            assert _code(response) in (100, 130, 601), length


def test_truncated_file_is_answered_as_php_does(emulated: EmulatorClient) -> None:
    body = multipart(field("key", "k"), file('name="source"; filename="a.png"', png()))
    body["content"] = body["content"][:-30]
    error = emulated.post(ME, **body).json()["error"]
    assert error == {"message": "File was partially uploaded (UPLOAD_ERR_PARTIAL)", "code": 601}


@each(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
        "multipart/form-data; boundary=" + "x" * 5000,
        "multipart/mixed; boundary=frontier",
        "text/plain",
        "",
        "application/json",
        "multipart/form-data; boundary=\xff",
        ";;;",
    ],
)
@pytest.mark.parametrize("api", PATHS)
def test_a_body_that_cannot_be_read_carries_no_key(
    emulated: EmulatorClient, api: str, content_type: str
) -> None:
    body = multipart(field("key", "k"), file('name="source"; filename="a.png"', png()))
    body["headers"] = {"Content-Type": content_type.encode("latin-1")}
    assert _code(emulated.post(PATHS[api], **body)) == 100


@each(
    "content",
    [
        b"",
        b"\r\n",
        b"--frontier--\r\n",
        b"--frontier\r\n\r\n\r\n--frontier--",
        b"--frontier\r\nContent-Disposition: form-data\r\n\r\nx\r\n--frontier--\r\n",
        b"--frontier\r\nContent-Disposition: attachment; name=key\r\n\r\nk\r\n--frontier--\r\n",
        b"--frontier\nContent-Disposition: form-data; name=key\n\nk\n--frontier--\n",
        b"--frontier\r\nContent-Disposition: form-data; name=" + b"x" * 200_000,
        b"--frontier\r\n" + b"A: b\r\n" * 5000 + b"\r\n",
        b"--frontier\r\n\xff\xfe: x\r\n\r\n",
        b"preamble --frontier\r\n",
    ],
)
def test_a_broken_multipart_body_is_an_answer_and_not_a_fault(
    emulated: EmulatorClient, content: bytes
) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=frontier"}
    assert emulated.post(ME, content=content, headers=headers).status_code == 400


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_request_body_causes_an_internal_error(
    shared: EmulatorClient, data: st.DataObject
) -> None:
    piece = st.sampled_from(
        [
            b"--frontier\r\n",
            b"--frontier--\r\n",
            b'Content-Disposition: form-data; name="key"\r\n\r\nk\r\n',
            b'Content-Disposition: form-data; name="source"; filename="a.png"\r\n\r\n' + png(5, 5),
            b'Content-Disposition: form-data; name="format"\r\n\r\ntxt\r\n',
            b"key=k&source=",
            text64(png(5, 5)).encode(),
            b"\r\n",
            b"%",
            b"&source[]=",
        ]
    ) | st.binary(max_size=40)
    body = b"".join(data.draw(st.lists(piece, max_size=8)))
    kind = data.draw(
        st.sampled_from(
            ["multipart/form-data; boundary=frontier", "application/x-www-form-urlencoded"]
        )
    )
    method = data.draw(st.sampled_from(["POST", "GET", "PUT"]))
    path = data.draw(st.sampled_from([ME, IMGES, "/api/1/upload?format=redirect&key=k"]))
    response = shared.request(method, path, content=body, headers={"Content-Type": kind})
    assert response.status_code in (200, 302, 400)
    assert shared.emulator.internal_errors == []


@pytest.mark.planted("a field of a related host is answered as that host does")
@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "title",
                "description",
                "tags",
                "album_id",
                "category_id",
                "width",
                "expiration",
                "nsfw",
                "use_file_date",
                "format",
                "name",
                "image",
            ]
        ),
        st.text(max_size=50) | st.sampled_from(["0", "1", "-1", "99999999999999999999", "1e999"]),
    )
)
def test_no_parameter_causes_an_internal_error(
    shared: EmulatorClient, fields: dict[str, str]
) -> None:
    body = {"key": "k", "source": text64(png(5, 5)), **fields}
    assert shared.post(ME, data=body).status_code in (200, 302, 400)
    for at in ("/", "/_emulator/pictures"):
        assert shared.get(at).status_code == 200
    assert shared.emulator.internal_errors == []


def test_base64_of_many_megabytes_is_taken(emulated: EmulatorClient) -> None:
    noise = random.Random(1).randbytes(5_000_000)
    content = png() + noise
    for body in (
        {"data": {"key": "k", "source": text64(content)}},
        multipart(field("key", "k"), field("source", text64(content))),
    ):
        image = emulated.post(ME, **body).json()["image"]
        assert emulated.get(image["url"]).content == content


@each("size", [1, 7, 100, 65_535, 65_536])
def test_base64_arrives_whole_in_chunks_of_any_size(emulated: EmulatorClient, size: int) -> None:
    content = picture("PNG", 80, 60) + random.Random(2).randbytes(3000)
    body = urlencode({"key": "k", "source": text64(content)}).encode()

    async def chunks() -> Any:
        for at in range(0, len(body), size):
            yield body[at : at + size]

    response = emulated.post(ME, content=chunks(), headers=FORM)
    assert emulated.get(response.json()["image"]["url"]).content == content


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=400), st.integers(0, 2**32))
def test_base64_with_blanks_anywhere_is_the_same_picture(
    shared: EmulatorClient, tail: bytes, seed: int
) -> None:
    chance = random.Random(seed)
    content = png(5, 5) + tail
    text = "".join(
        character + chance.choice(["", "", "", " ", "\n", "\r\n", "\t"])
        for character in text64(content)
    )
    image = shared.post(ME, data={"key": "k", "source": text}).json()["image"]
    assert shared.get(image["url"]).content == content


@pytest.mark.planted("a field of a related host is answered as that host does")
@each("path", [ME, IMGES])
@each(
    "field_name",
    [
        "key",
        "album_id",
        "category_id",
        "width",
        "expiration",
        "nsfw",
        "use_file_date",
        "format",
        "image",
        "other",
    ],
)
def test_bytes_that_are_no_utf_8_are_never_a_fault(
    open_emulated: Callable[..., EmulatorClient], field_name: str, path: str
) -> None:
    emulated = open_emulated(albums=("A1=k",))
    body = urlencode({"key": "k", "source": text64(png())}).encode() + b"&" + field_name.encode()
    for value in (b"%ff%fe", b"%ed%a0%80", b"\xff"):
        response = emulated.post(path, content=body + b"=" + value, headers=FORM)
        assert response.status_code in (200, 400)
    own = b"key=k&source=http%3A%2F%2F127.0.0.1:8765%2Fimages%2F%ff.png"
    assert emulated.post(path, content=own, headers=FORM).status_code == 400


@each("column", ["description", "tags"])
def test_texts_that_fit_into_no_column_are_refused(emulated: EmulatorClient, column: str) -> None:
    assert emulated.upload(**{column: "x" * 65_535}).status_code == 200
    error = emulated.upload(**{column: "x" * 65_536}).json()["error"]
    assert error["code"] == 400
    assert "1406" in error["message"]
    assert emulated.upload(title="x" * 2_000_000).status_code == 200


@each("field_name", ["title", "description", "tags"])
def test_bytes_that_are_no_utf_8_are_refused_as_a_database_does(
    emulated: EmulatorClient, field_name: str
) -> None:
    body = urlencode({"key": "k", "source": text64(png())}).encode() + b"&" + field_name.encode()
    error = emulated.post(ME, content=body + b"=%ff%fe", headers=FORM).json()["error"]
    assert error["code"] == 400
    assert "1366" in error["message"]


def test_nul_bytes_in_texts_come_back_as_they_were(emulated: EmulatorClient) -> None:
    image = emulated.image(title="a\0b", description="c\0d")
    assert (image["title"], image["description"]) == ("a\0b", "c\0d")
    assert emulated.get(image["url_viewer"]).status_code == 200


def test_thousands_of_fields_do_not_matter(emulated: EmulatorClient) -> None:
    many = "&".join(f"f{number}=x" for number in range(5000))
    body = f"key=k&source={text64(png()).replace('+', '%2B')}&{many}"
    assert emulated.post(ME, content=body, headers=FORM).status_code == 200


def test_a_file_padded_to_megabytes_keeps_every_byte(emulated: EmulatorClient) -> None:
    content = jpeg() + random.Random(3).randbytes(3_000_000)
    assert emulated.get(emulated.image(content, "a.jpg")["url"]).content == content


# A new parameter


def test_parameters_that_are_new_in_a_spec_are_accepted_and_noted() -> None:
    """No list in the emulator has to follow: what comes is read and shown in the journal."""
    sent = {"mood": "calm", "colour": "blue"}
    uploads: dict[str, dict[str, Any]] = {
        "/sharexapi/1/upload/": {"data": {"key": "k"}, "files": {"source": png()}},
        "/api/1/upload": {"data": {"key": "k"}, "files": {"source": png()}},
        "/3/image": {"headers": {"Authorization": "Client-ID a"}, "files": {"image": png()}},
    }
    with Emulator() as emulator:
        client = EmulatorClient(emulator)
        for path, options in uploads.items():
            data = {**options.get("data", {}), "mood": sent["mood"]}
            query = {"colour": sent["colour"]}
            response = client.post(path, **{**options, "data": data, "params": query})
            assert response.status_code == 200, response.text
            noted = emulator.requests[-1].fields
            assert {name: noted.get(name) for name in sent} == sent, path
        client.get("/gallery_api.php?action=view&mood=calm")
        assert emulator.requests[-1].fields["mood"] == "calm"
        client.get("/v2/images?mood=calm")
        assert emulator.requests[-1].fields["mood"] == "calm"
