"""Answers that mean well and are not as they should be: charsets, stray bytes, no body, words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from imagehosts import (
    FileTooLarge,
    ImageHostError,
    Imgur,
    InvalidArgument,
    InvalidRequest,
    NotFound,
    ResponseDecodeError,
    StatusError,
)
from imagehosts.core.logging import Drift

from contracts.support.clients import ONE_HOST, PNG, Driver, Kind
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import each, report_all

IMAGE = {"id": "a1", "title": "T", "link": "https://i.imgur.com/a1.png", "type": "image/png"}


def envelope(data: Any, status: int = 200) -> dict[str, Any]:
    """An answer of imgur's, a success or a failure as its status says."""
    return {"data": data, "success": status < 400, "status": status}


def imgur(*script: Reply, seen: list[Drift] | None = None) -> Imgur:
    drifts: list[Drift] = [] if seen is None else seen
    return Imgur("client-id", transport=Recorder(*script), max_retries=0, on_drift=drifts.append)


def title(content: bytes, content_type: str = "application/json") -> tuple[str | None, list[str]]:
    """The title in an answer, and what was reported of it."""
    seen: list[Drift] = []
    reply = Reply(200, content, {"content-type": content_type})
    return imgur(reply, seen=seen).images.get("a1").title, [drift.expected for drift in seen]


def failing(call: Callable[[], object]) -> ImageHostError:
    with pytest.raises(ImageHostError) as caught:
        call()
    return caught.value


# --- charsets ------------------------------------------------------------------------------

WORD = "Café €"
DECLARED = {
    "windows-1252": WORD,
    "iso-8859-15": WORD,
    "ISO-8859-1": "Café",
    '"cp1250"': WORD,
    "utf-16": WORD,
    "utf-16le": WORD,
    "UTF8": WORD,
    "shift_jis": "写真",
    "gbk": "写真联通",
    "euc-kr": "사진",
    "koi8-r": "Фото",
    "iso-2022-jp": "写真",
    "us-ascii": "Cafe",
}
#: Not charsets, or wrong ones: the text is UTF-8 all the same.
WRONG = ["klingon", "utf-7", "zip", "idna", "punycode", "unicode_escape", "", "latin1", "x" * 99]
MARKED = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]


def test_text_is_read_in_the_charset_that_it_is_in() -> None:
    def answer(word: str) -> str:
        return json.dumps(envelope({**IMAGE, "title": word}), ensure_ascii=False)

    with report_all() as case:
        for charset, word in DECLARED.items():
            with case(charset):
                content = answer(word).encode(charset.strip('"'))
                assert title(content, f"text/html; charset={charset}; x=y") == (word, [])
        with case("a charset alone"):
            assert title(answer(WORD).encode("cp1252"), "charset=cp1252") == (WORD, [])
        for charset in WRONG:
            with case(f"not {charset}"):
                content_type = f"application/json;charset={charset}"
                assert title(answer(WORD).encode(), content_type) == (WORD, [])
        for charset in MARKED:
            with case(f"marked {charset}"):
                assert title(answer(WORD).encode(charset)) == (WORD, [])


def test_a_message_is_read_in_its_charset_too() -> None:
    text = json.dumps(envelope({"error": "Pas trouvé"}, 404), ensure_ascii=False)
    headers = {"content-type": "application/json; charset=iso-8859-1"}
    error = failing(lambda: imgur(Reply(404, text.encode("latin-1"), headers)).images.get("a1"))
    assert isinstance(error, NotFound)
    assert error.host_message == "Pas trouvé"


# --- stray characters ----------------------------------------------------------------------

CONTROL = "JSON with control characters escaped"
HALF = "whole characters"
STRAY: dict[bytes, tuple[str, list[str]]] = {
    b"a\x00b": ("a\x00b", [CONTROL]),
    b"a\tb": ("a\tb", [CONTROL]),
    b"a\nb": ("a\nb", [CONTROL]),
    b"a\x1b[31mb\x08": ("a\x1b[31mb\x08", [CONTROL]),
    b"a\x7fb": ("a\x7fb", []),
    b"\xc2\x85\xe2\x80\xa8": ("\x85\u2028", []),
    rb"a\ud83db": ("a\ufffdb", [HALF]),
    rb"a\uDE00b": ("a\ufffdb", [HALF]),
    rb"\ude00\ud83d": ("\ufffd\ufffd", [HALF]),
    rb"\ud83d\ud83d\ude00": ("\ufffd😀", [HALF]),
    rb"\ud83d\ude00": ("😀", []),
    rb"a\\ud83db": (r"a\ud83db", []),
    b"\\ud83d\n": ("\ufffd\n", [HALF, CONTROL]),
    b"\xed\xa0\x80": ("\ufffd" * 3, ["UTF-8"]),
    b"\xff": ("\ufffd", ["UTF-8"]),
}


def test_a_stray_character_does_not_lose_the_answer() -> None:
    whole = json.dumps(envelope(IMAGE)).encode()
    with report_all() as case:
        for written, (read, reported) in STRAY.items():
            with case(written):
                assert title(whole.replace(b'"T"', b'"' + written + b'"')) == (read, reported)


def test_a_stray_character_does_not_hide_a_failure() -> None:
    content = json.dumps(envelope({"error": "NO"}, 400)).encode().replace(b"NO", b"no\n\\ud83d way")
    error = failing(lambda: imgur(Reply(400, content)).images.get("a1"))
    assert isinstance(error, InvalidRequest)
    assert error.host_message == "no\n\ufffd way"


# --- notices around JSON -------------------------------------------------------------------

NOTICE = '<br />\n<b>Warning</b>: not {"a" in <b>/y.php</b> on line <b>3</b><br />\n'
BARE = 'PHP Notice:  Undefined {"a": index in /y.php on line 12\n'


def test_a_notice_that_looks_like_json_hides_nothing() -> None:
    document = json.dumps(envelope(IMAGE))
    listed = json.dumps(envelope(["x", "y"]))
    with report_all() as case:
        for before in (NOTICE, BARE, NOTICE * 3, BARE + NOTICE):
            with case(before[:30]):
                assert title((before + document).encode()) == ("T", ["a JSON document alone"])
                assert title((document + before).encode())[0] == "T"
                client = imgur(Reply(200, before + listed))
                assert list(client.account.album_ids("me")) == ["x", "y"]
                # Half a document is none, whatever stands before it.
                with pytest.raises(ResponseDecodeError):
                    title((before + document[:-9]).encode())


# --- without a body ------------------------------------------------------------------------


@each("reply", [Reply(204), Reply(205), Reply(200), Reply(202), Reply(200, b" \r\n\t")])
def test_a_deletion_without_a_body_is_a_success(reply: Reply) -> None:
    client = imgur(reply)
    assert client.images.delete("abc") is True
    assert client.albums.delete("abc") is True
    client.delete("abc")


@each("reply", [Reply(204), Reply(200), Reply(200, b"\n")])
def test_a_picture_without_a_body_is_an_error(reply: Reply) -> None:
    error = failing(lambda: imgur(reply).images.get("abc"))
    assert isinstance(error, ResponseDecodeError)
    assert "it is empty" in str(error)
    assert isinstance(failing(lambda: imgur(reply).upload(PNG)), ResponseDecodeError)


@each("reply", [Reply(404), Reply(500), Reply(403, b" ")])
def test_a_refused_deletion_without_a_body_is_its_error(reply: Reply) -> None:
    error = failing(lambda: imgur(reply).delete("abc"))
    assert isinstance(error, StatusError)
    assert error.status == reply.status


# --- what a failure says -------------------------------------------------------------------

GONE = "Image does not exist"
NOT_FOUND: dict[str, Any] = {
    "status in the body": envelope({"error": "Unable to find an image with the id"}, 404),
    "words alone": {"data": {"error": "Not found"}, "success": False, "status": 200},
    "a code": {"errors": [{"id": "x", "code": "404", "detail": GONE}]},
    "a detail": {"errors": [{"id": "x", "code": "77", "detail": GONE}]},
    "nothing but a status": envelope(None, 404),
    "plain text": "Not Found",
    "a page": "<html><head><title>404 Not Found</title></head><body></body></html>",
}


@each("name", NOT_FOUND)
def test_not_found_at_status_200_is_not_found(name: str) -> None:
    for call in (
        lambda client: client.images.get("a1"),
        lambda client: client.images.delete("a1"),
        lambda client: client.albums.get("a1"),
    ):
        error = failing(lambda call=call: call(imgur(Reply(200, NOT_FOUND[name]))))  # type: ignore[misc]
        assert isinstance(error, NotFound)
        assert error.status == 200


WORDS: dict[str, tuple[Any, str]] = {
    "an object": (envelope({"error": {"code": 413, "detail": "too much"}}, 400), "too much"),
    "a message": (envelope({"error": {"code": 1, "message": "no"}}, 400), "no"),
    "a title": (envelope({"error": {"title": "Bad"}}, 400), "Bad"),
    "JSON in a text": (envelope({"error": '{"message": "inner"}'}, 400), "inner"),
    "JSON in a detail": (
        envelope({"error": {"detail": '{"error": {"message": "deep"}}'}}, 400),
        "deep",
    ),
    "JSON for data": (envelope('{"error": "inside"}', 400), "inside"),
    "a list in a text": (envelope({"error": '["first", "second"]'}, 400), "first"),
    "no JSON after all": (envelope({"error": "{broken"}, 400), "{broken"),
    "newer objects": ({"errors": [{"code": "400", "detail": "no such"}]}, "no such"),
    "newer JSON": ({"errors": [{"code": "400", "detail": '{"error":"in"}'}]}, "in"),
    "newer title": ({"errors": [{"code": "400", "title": "only"}]}, "only"),
    "another form": ({"message": "plain"}, "plain"),
}


@each("name", WORDS)
def test_a_failure_gives_its_message_in_every_form(name: str) -> None:
    body, said = WORDS[name]
    error = failing(lambda: imgur(Reply(400, body)).images.get("a1"))
    assert isinstance(error, StatusError)
    assert error.host_message == said


def test_a_file_that_is_too_large_is_reported_in_the_hosts_message() -> None:
    body = envelope({"error": {"id": "a-1", "code": 413, "detail": "file is over the limit"}}, 413)
    error = failing(lambda: imgur(Reply(413, body)).upload(PNG))
    assert isinstance(error, FileTooLarge)
    assert (error.host_message, error.code) == ("file is over the limit", 413)


# --- lists with nothing in them ------------------------------------------------------------


def test_no_item_of_a_list_is_none() -> None:
    item = {"id": "a1", "is_album": False}
    calls: dict[str, tuple[Callable[[Imgur], Any], Any, int]] = {
        "a page": (lambda c: c.gallery.browse(section="top").items, [None, item, None], 1),
        "nothing else": (lambda c: c.gallery.browse(section="top").items, [None, None], 0),
        "a member": (lambda c: c.albums.get("x").images, {"id": "x", "images": [None, IMAGE]}, 1),
        "texts": (lambda c: c.account.album_ids("me"), [None, "b"], 1),
    }
    with report_all() as case:
        for name, (call, data, count) in calls.items():
            with case(name):
                seen: list[Drift] = []
                found = call(imgur(Reply(200, envelope(data)), seen=seen))
                assert (len(found), None in found) == (count, False)
                assert {drift.got for drift in seen} == {"null"}


# --- names that no resolver takes ----------------------------------------------------------


@pytest.mark.parametrize("kind", ONE_HOST, ids=str)
@each("host", ["a..b", ".a", "x" * 64 + ".example", "xn--", "a..", "xn--\u00fc"])
def test_a_name_that_cannot_be_is_refused(kind: Kind, host: str) -> None:
    with Driver(kind, base_url=f"http://{host}/api/1", transport=None, by_the_spec=False) as driver:
        for call in (driver.upload, lambda: driver.do("download", f"http://{host}/a.png")):
            with pytest.raises(InvalidArgument) as caught:
                call()
            assert caught.value.argument == "url"
