"""Custom uploaders of ShareX: what each kind of body sends, and what is read of the answer."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import imagehosts
import pytest
from imagehosts.core.errors import ImageHostError, InvalidArgument, InvalidRequest
from imagehosts.sharing.custom import load_uploader, make_host

from contracts.support.emulated import png
from contracts.support.reporting import report_all

PICTURE = png(3, 2)
ADDRESS = 'https://x.example/a b&"<c>.png'.replace(" ", "%20")
JSON_ANSWER = '{"data": {"link": "https://i.example/1.png", "del": "d/9"}, "list": [1, 2]}'


class Recorder(BaseHTTPRequestHandler):
    """Notes what it is sent, and answers as it is told."""

    requests: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []
    answer: ClassVar[tuple[int, dict[str, str], str]] = (200, {}, JSON_ANSWER)

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        named = {name.lower(): value for name, value in self.headers.items()}
        self.requests.append((self.command, self.path, named, body))
        status, headers, text = self.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Recorder.requests.clear()
    Recorder.answer = (200, {}, JSON_ANSWER)
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    listening.server_close()
    thread.join()


def described(server: str, **members: Any) -> dict[str, Any]:
    return {
        "Version": "17.0.0",
        "RequestMethod": "POST",
        "RequestURL": f"{server}/up",
        "Body": "MultipartFormData",
        "FileFormName": "file",
        "URL": "{json:data.link}",
        **members,
    }


def upload(
    uploader: dict[str, Any], source: Any = ("lake 1.png", PICTURE), ask: Any = None
) -> imagehosts.Uploaded:
    host = make_host("mine", load_uploader(json.dumps(uploader)), ask)
    with imagehosts.open_host(host, max_retries=0) as connection:
        return connection.upload(source)


def test_each_kind_of_body_sends_what_sharex_sends(server: str) -> None:
    address = imagehosts.Url(ADDRESS)
    data = '{"url": "{input}", "name": "{FileName}", "x": {"y": 1}}'
    url = "{json:data.link}"
    cases: dict[str, tuple[dict[str, Any], Any, str, str, bytes | re.Pattern[bytes]]] = {
        "multipart": (
            {"Arguments": {"key": "k{filename}", "t": "\\{x\\}"}, "Parameters": {"a": "1 2"}},
            ("lake 1.png", PICTURE),
            "POST /up?a=1%202",
            "multipart/form-data; boundary=",
            re.compile(
                rb'(?s).*name="key"\r\n\r\nklake 1.png\r\n.*name="t"\r\n\r\n{x}\r\n'
                rb'.*name="file"; filename="lake 1.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG'
            ),
        ),
        "binary": (
            {"Body": "Binary", "RequestMethod": "PUT", "RequestURL": f"{server}/up/{{filename}}"},
            ("lake 1.png", PICTURE),
            "PUT /up/lake%201.png",
            "image/png",
            PICTURE,
        ),
        "form": (
            {"Body": "FormURLEncoded", "Arguments": {"url": "{input}", "b": "a&b"}},
            address,
            "POST /up",
            "application/x-www-form-urlencoded",
            b"url=https%3A%2F%2Fx.example%2Fa%2520b%26%22%3Cc%3E.png&b=a%26b",
        ),
        "json": (
            {"Body": "JSON", "Data": data},
            address,
            "POST /up",
            "application/json",
            json.dumps({"url": ADDRESS, "name": 'a%20b&"<c>.png', "x": {"y": 1}}).encode(),
        ),
        "xml": (
            {"Body": "XML", "Data": "<a><b>{input}</b></a>", "RequestMethod": "PATCH"},
            address,
            "PATCH /up",
            "application/xml",
            b"<a><b>"
            + ADDRESS.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
            + b"</b></a>",
        ),
        "none": (
            {"Body": "None", "RequestMethod": "GET", "Parameters": {"u": "{input}"}},
            address,
            "GET /up?u=https://x.example/a%2520b%26%22%3Cc%3E.png",
            "",
            b"",
        ),
    }
    with report_all(len(cases)) as case:
        for name, (members, source, line, content_type, body) in cases.items():
            with case(name):
                headers = {"X-Key": "s3cret", "X-Name": "{base64:{filename}:x}"}
                found = upload(described(server, URL=url, Headers=headers, **members), source)
                assert found.url == "https://i.example/1.png"
                method, path, sent, received = Recorder.requests[-1]
                assert f"{method} {path}" == line
                assert sent.get("content-type", "").startswith(content_type)
                assert sent["x-key"] == "s3cret"
                if isinstance(body, bytes):
                    assert received == body
                else:
                    assert body.match(received)


def test_body_that_cannot_carry_the_picture_is_refused_unsent(server: str) -> None:
    address = imagehosts.Url(ADDRESS)
    wrong = {
        "MultipartFormData": ({}, address),
        "Binary": ({}, address),
        "JSON": ({"Data": "{}"}, PICTURE),
        "XML": ({"Data": "<a/>"}, PICTURE),
        "FormURLEncoded": ({}, PICTURE),
        "None": ({"RequestMethod": "GET"}, PICTURE),
    }
    with report_all(len(wrong)) as case:
        for body, (members, source) in wrong.items():
            with case(body), pytest.raises(InvalidArgument):
                upload(described(server, **{"Body": body, **members}), source)
    assert Recorder.requests == []


def test_addresses_and_errors_are_read_as_described(server: str) -> None:
    answers: dict[str, tuple[dict[str, Any], tuple[int, dict[str, str], str], list[Any]]] = {
        "all": (
            {
                "URL": "{json:data.link}",
                "ThumbnailURL": "https://t.example/{filename}",
                "DeletionURL": "https://d.example/{json:data.del}",
            },
            (200, {}, JSON_ANSWER),
            [
                "https://i.example/1.png",
                "https://t.example/lake%201.png",
                "https://d.example/d/9",
            ],
        ),
        "whole answer": (
            {"URL": ""},
            (201, {}, " https://i.example/2.png\n"),
            ["https://i.example/2.png", None, None],
        ),
        "xml": (
            {"URL": "{xml:/a/b}", "DeletionURL": "{regex:<c>(.+)</c>|1}"},
            (200, {}, "<a><b>https://i.example/3.png</b><c>https://d.example/3</c></a>"),
            ["https://i.example/3.png", None, "https://d.example/3"],
        ),
        "header": (
            {"URL": "{header:X-Place}"},
            (200, {"X-Place": "https://i.example/4.png"}, ""),
            ["https://i.example/4.png", None, None],
        ),
        "address of the answer": (
            {"URL": "{responseurl}#{select:a|b}"},
            (200, {}, ""),
            [f"{server}/up#a", None, None],
        ),
    }
    with report_all(len(answers)) as case:
        for name, (members, answer, expected) in answers.items():
            with case(name):
                Recorder.answer = answer
                found = upload(described(server, **members))
                assert [found.url, found.thumbnail_url, found.delete] == expected
    message = {"ErrorMessage": "refused: {json:error.message}"}
    text = '{"error": {"message": "no more room"}}'
    for status in (400, 500, 200):
        Recorder.answer = (status, {}, text)
        with pytest.raises(ImageHostError, match="refused: no more room") as caught:
            upload(described(server, **message))
    assert isinstance(caught.value, InvalidRequest)


def test_uploaders_of_older_versions_are_used_as_they_were_meant(server: str) -> None:
    older: dict[str, dict[str, Any]] = {
        "13.7": {
            "Version": "13.7.0",
            "RequestURL": f"{server}/up?k=$filename$",
            "Arguments": {"a": "{b}$filename$"},
            "URL": "$json:data.link$",
        },
        "12.4": {
            "Version": "12.4.1",
            "RequestType": "POST",
            "RequestFormat": "Automatic",
            "RegexList": ['"link": "([^"]+)"'],
            "URL": "$regex:1|1$",
        },
        "redirect": {
            "Version": "12.4.1",
            "ResponseType": "RedirectionURL",
            "URL": "$response$",
        },
        "data": {
            "Version": "13.0.1",
            "Body": "JSON",
            "Data": '{"u": "$input$", "n": {"m": 1}}',
            "URL": "$json:data.link$",
        },
        "query": {
            "Version": "12.0.0",
            "RequestType": "GET",
            "RequestFormat": "URLQueryString",
            "Arguments": {"u": "$input$"},
            "URL": "$json:data.link$",
        },
    }
    found: dict[str, str | None] = {}
    for name, members in older.items():
        given = {
            key: value
            for key, value in described(server).items()
            if key in ("FileFormName", "RequestURL")
        }
        source = ("lake.png", PICTURE) if name not in ("data", "query") else imagehosts.Url(ADDRESS)
        found[name] = upload({**given, **members}, source).url
    link = "https://i.example/1.png"
    assert found == {
        "13.7": link,
        "12.4": link,
        "redirect": f"{server}/up",
        "data": link,
        "query": link,
    }
    assert Recorder.requests[0][1] == "/up?k=lake.png"
    assert b'name="a"\r\n\r\n{b}lake.png\r\n' in Recorder.requests[0][3]
    assert json.loads(Recorder.requests[3][3]) == {"u": ADDRESS, "n": {"m": 1}}
    assert Recorder.requests[4][1].startswith("/up?u=https://x.example/")


def test_what_an_uploader_wants_to_be_asked_is_asked(server: str) -> None:
    asked: list[tuple[str, str, Sequence[str]]] = []

    def ask(question: str, default: str, choices: Sequence[str]) -> str:
        asked.append((question, default, choices))
        return choices[1] if choices else "typed"

    uploader = described(
        "{select:http://127.0.0.1:9|" + server.replace(":", "\\:") + "}",
        Arguments={"key": "{inputbox:Your key|none}"},
        Parameters={"unix": "%unix"},
    )
    upload(uploader, ask=ask)
    assert [question for question, _, _ in asked] == ["choose", "Your key"]
    assert asked[1][1:] == ("none", ())
    _, path, _, body = Recorder.requests[-1]
    assert re.fullmatch(r"/up\?unix=\d{10}", path)
    assert b"typed" in body


def test_key_of_an_uploader_is_in_no_message(server: str) -> None:
    Recorder.answer = (500, {}, "no: s3cret-key")
    uploader = described(server, Headers={"Authorization": "Bearer s3cret-key"})
    with pytest.raises(ImageHostError) as caught:
        upload(uploader)
    assert "s3cret" not in f"{caught.value} {caught.value!r} {load_uploader(json.dumps(uploader))}"
