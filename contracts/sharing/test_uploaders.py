"""Custom uploaders of ShareX: what is made of a description, of an expression, and of our hosts.

What goes in is a table here, and what comes out is committed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import imagehosts
import pytest
from attrs import asdict
from imagehosts.core.errors import ImageHostError
from imagehosts.hosts import HOSTS
from imagehosts.sharing.custom import export_host, load_uploader, make_host
from imagehosts.sharing.expressions import Context, evaluate, fill_dynamic, modern, names_in

from contracts.support.emulated import png
from contracts.support.recording import Recorder, Reply, Sent
from contracts.support.snapshots import hold_file

GOOD: dict[str, Any] = {
    "Version": "15.0.0",
    "RequestURL": "https://up.example/api",
    "Body": "MultipartFormData",
    "FileFormName": "file",
    "URL": "{json:url}",
}
#: What is changed in that description; None takes a member away.
DESCRIPTIONS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "name": {"Name": "Mine"},
    "address without a scheme": {"RequestURL": "//up.example/api?a=http://b"},
    "address that is asked for": {"RequestURL": "{inputbox:Server}/api"},
    "no address": {"RequestURL": None},
    "address of nothing": {"RequestURL": "https:///api"},
    "another scheme": {"RequestURL": "ftp://up.example"},
    "method in small letters": {"RequestMethod": "put"},
    "method of an older version": {"RequestType": "PATCH"},
    "unknown method": {"RequestMethod": "SEND"},
    "GET with a body": {"RequestMethod": "GET"},
    "DELETE with a body": {"RequestMethod": "DELETE"},
    "GET without a body": {"RequestMethod": "GET", "Body": "None", "Arguments": {"a": "b"}},
    "DELETE without a body": {"RequestMethod": "DELETE", "Body": "None"},
    "arguments beside parameters": {
        "Body": "None", "Parameters": {"a": "1", "b": "2"}, "Arguments": {"a": "3"},
    },
    "arguments": {"Arguments": {"a": 1, "b": "{filename}"}},
    "no field": {"FileFormName": None},
    "binary needs no field": {"FileFormName": None, "Body": "Binary"},
    "form": {"FileFormName": None, "Body": "FormURLEncoded"},
    "JSON": {"Body": "JSON", "Data": "{}"},
    "JSON without data": {"Body": "JSON"},
    "XML without data": {"Body": "XML", "Data": ""},
    "unknown body": {"Body": "Smoke"},
    "no body is named": {"Body": None},
    "automatic": {"Body": "Automatic"},
    "older body": {"Body": None, "RequestFormat": "Binary"},
    "older query": {"Body": None, "RequestFormat": "URLQueryString", "RequestMethod": "GET"},
    "redirect": {"ResponseType": "RedirectionURL"},
    "location": {"ResponseType": "LocationHeader"},
    "other response": {"ResponseType": "Text"},
    "expressions": {"RegexList": ["a", 1]},
    "before braces": {"Version": "13.7.1", "URL": "$json:url$", "Headers": {"X": "$filename$"}},
    "since braces": {"Version": "13.7.2", "URL": "$json:url$"},
    "without a version": {"Version": None, "URL": "$json:url$", "DeletionURL": "{json:url}"},
    "odd version": {"Version": "v14.1-beta"},
    "older data": {"Version": "12.0", "Body": "JSON", "Data": '{"a": "$Input$", "b": "$x$"}'},
    "unknown function": {"ErrorMessage": "{jsn:a}"},
    "unknown function in a header": {"Headers": {"X": "{jsn:a}"}},
    "unknown function in an argument": {"Arguments": {"x": "{jsn:a}"}},
    "unknown function in a parameter": {"Parameters": {"x": "{jsn:a}"}},
    "headers of another kind": {"Headers": ["x"]},
    "text of another kind": {"ThumbnailURL": 5},
}  # fmt: skip
TEXTS = ("[]", "{", "", "\ufeff{}", "7")

ANSWER = {
    "data": {"link": "https://i.example/a.png", "a b": "c", "none": None, "n": 1.5, "yes": True},
    "files": [{"url": "one", "size": 1}, {"url": "two", "size": 2, "tags": ["x", "y"]}],
}
XML = '<?xml version="1.0"?><files n="2"><file id="7"><url>https://x.example/<b>1</b></url></file></files>'
CONTEXT = Context(
    filename="a b.png",
    input="https://in.example/?a=b",
    response=json.dumps(ANSWER),
    response_url="https://r.example/",
    headers={"Location": "https://l.example/9"},
    regexes=(r'"link": "([^"]+)"', "(?<x>size)"),
    ask=lambda question, default, choices: f"<{question}|{default}|{'+'.join(choices)}>",
)
EXPRESSIONS = (
    *("", "text", "\\", "\\{a\\}", "a|b}", "{filename}", "{ FileName }", "{input}x{input}"),
    *("{response", "{json:a", "{json}", "{json:}", "{none}", "{json:data.link|}", "{:a}"),
    *("{json:data}", "{json:data.n}", "{json:data.yes}", "{json:data.none}", "{json:data['a b']}"),
    *('{json:data["a b"]}', "{json:files[0].url}", "{json:files[2].url}", "{json:files[-2].url}"),
    *("{json:files[-3].url}", "{json:files[:1].url}", "{json:files[::-1].url}"),
    "{json:files[1:0]}",
    *("{json:files[*].size}", "{json:files.*.url}", "{json:*}", "{json:..tags[0]}"),
    "{json:..none}",
    *("{json:data.link[0]}", "{json:files.url}", "{json:files[?(@.size == 2)].url}"),
    *("{json:files[?(@.size != 1)].url}", "{json:files[?(@.size < 2)].url}"),
    *("{json:files[?(@.size <= 1)].url}", "{json:files[?(@.size > 1)].url}"),
    *("{json:files[?(@.size >= 2)].url}", "{json:files[?(@.size > 'x')].url}"),
    *("{json:files[?(@.url == 'two')].size}", "{json:files[?(@.url == two)].size}"),
    *("{json:files[?(@.tags)].url}", "{json:files[?(@.none)].url}", "{json:files[}"),
    "{json:[1]|1}",
    *("{json:\\{\"a\"\\:2\\}|a}", "{json:x|a}", "{xml:/a}"),
    *("{regex:lin.}", "{regex:1|1}", "{regex:1}", "{regex:2|x}", "{regex:3|0}", "{regex:0|0}"),
    *("{regex:none|1}", "{regex:(}", "{regex:a|1}", "{regex:abc|b(c)|1}", "{regex:(x)?i|1}"),
    *("{header:LOCATION}", "{header:none}", "{header}", "{responseurl}", "{base64:a|b}"),
    "{base64}",
    *("{random}", "{random:a}", "{select:a|b}", "{select}", "{prompt}", "{prompt:a}"),
    *("{inputbox:a|b|c}", "{output:a}", "{outputbox}"),
)  # fmt: skip
XPATHS = (
    *("/files/file/url", "//url", "files/file/@id", "/files/@n", "//url/text()", "/files/none"),
    *("//none/@id", "/files/file/@none", "/files[", "//b", "/files[}{", "/{'="),
)


def result_of(call: Callable[..., Any], *args: Any) -> str:
    try:
        return f"{call(*args)!r}"
    except ImageHostError as error:
        return f"{type(error).__name__}: {error}"


def loaded(text: str) -> dict[str, Any]:
    """What differs from a description without anything of its own."""
    plain = asdict(load_uploader(json.dumps(GOOD)))
    found = asdict(load_uploader(text))
    return {name: value for name, value in found.items() if value != plain[name]}


def lines() -> Iterator[str]:
    yield "\ndescriptions, by what differs from the first"
    yield f"  {asdict(load_uploader(json.dumps(GOOD)))!r}"
    for name, changes in DESCRIPTIONS.items():
        given = {k: v for k, v in {**GOOD, **changes}.items() if v is not None}
        yield f"  {name}\n    {result_of(loaded, json.dumps(given))}"
    for text in TEXTS:
        yield f"  {text!a}\n    {result_of(loaded, text)}"
    yield "\nexpressions"
    for text in EXPRESSIONS:
        yield f"  {text}\n    {result_of(evaluate, text, CONTEXT)}"
    within = Context(filename="a b.png", input="http://a/b", within_url=True)
    for text in ("{filename}/{input}", "{base64:{filename}}"):
        yield f"  {text} within an address\n    {result_of(evaluate, text, within)}"
    alone = Context(response="not JSON")
    for text in (
        "{json:a}",
        "{xml:/a}",
        "{response}",
        "{select:a|b}",
        "{inputbox:a|b}",
        "{select}",
    ):
        yield f"  {text} of another answer\n    {result_of(evaluate, text, alone)}"
    for text in XPATHS:
        of_xml = Context(response=XML)
        yield f"  {{xml:{text}}}\n    {result_of(evaluate, f'{{xml:{text}}}', of_xml)}"
    hostile = Context(response="<!ENTITY a 'b'><x/>")
    yield f"  {{xml:/x}} of entities\n    {result_of(evaluate, '{xml:/x}', hostile)}"
    yield "\nfunctions in a text"
    for text in ("a", "{json:a}{ XML :b}", "\\{no:a}", "{none:a}", "{json}", "{json"):
        yield f"  {text}\n    {result_of(lambda text=text: sorted(names_in(text)))}"
    yield "\nolder texts as they are written today"
    for text in ("$json:a$", "5$", "$a$b$", "a\\$b$c$", "{a}", "$a$$b$", ""):
        yield f"  {text}\n    {modern(text)}"
    yield "\nour hosts as uploaders"
    for host in HOSTS:
        every = {scheme: f"{scheme}{{1}}" for scheme in host.sync_client.environment}
        for secrets in ({}, every):
            found = result_of(export_host, host, secrets, f"https://{host.name}.example/api/")
            yield f"  {host.name} with {', '.join(secrets) or 'no secrets'}\n    {found}"
        yield f"  {host.name} where it is\n    {result_of(address_of, host)}"


def address_of(host: Any) -> str:
    exported: Mapping[str, Any] = export_host(host, {})
    return str(exported["RequestURL"])


@pytest.mark.snapshots
def test_uploaders_and_expressions_become_what_is_committed() -> None:
    hold_file(
        "uploaders.txt", "\n".join(["# Custom uploaders, by `make snapshots`.", *lines(), ""])
    )


def test_server_that_is_asked_for_gets_a_scheme_where_it_has_none() -> None:
    uploader = load_uploader(json.dumps({**GOOD, "RequestURL": "{inputbox:Server}/api?a=b://c"}))
    assert (uploader.name, uploader.url[0]) == ("custom", "{")
    rows = {
        "https://up.example": "'https://up.example'",
        "up.example:8080": "'http://up.example:8080'",
        "ftp://up.example": "BadUploader: RequestURL becomes 'ftp://up.example/api?a=b://c', ",
        "": "BadUploader: RequestURL becomes 'http:///api?a=b://c', which is not an http(s) ad",
    }
    for answer, expected in rows.items():

        def address(answer: str = answer) -> str:
            return make_host("mine", uploader, lambda *_: answer).sync_client.api.base_url

        assert result_of(address).startswith(expected), answer


def test_moments_in_a_request_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.strftime", lambda form: form.replace("%", "<") + ">")
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.9)
    monkeypatch.setattr("time.time_ns", lambda: 1_800_000_000_007_000_000)
    text = fill_dynamic("%y %yy %mo %d %h %mi %s %ms %unix % %x 100%")
    assert text == "<Y> <y> <m> <d> <H> <M> <S> 007 1800000000 % %x 100%"
    assert re.fullmatch(r"[0-9a-f-]{36}", fill_dynamic("%guid"))


def test_request_of_an_uploader_is_the_one_described() -> None:
    """The parts of a request that the kinds of body have in common."""
    uploader = load_uploader(
        json.dumps(
            {
                **GOOD,
                "RequestURL": "https://up.example/{filename}/%7Bx%7D?a=&b={filename}",
                "Parameters": {"c": "{filename}"},
                "Headers": {"X-A": "{filename}", "Content-Type": "text/x", "Content-Length": "1"},
                "Arguments": {"d": "{filename}"},
                "ThumbnailURL": "ftp://t.example/1",
                "DeletionURL": " https://d.example/{json:id} ",
                "ErrorMessage": "{json:error}",
            }
        )
    )
    answers: dict[str, Reply] = {
        "stored": Reply(202, {"url": "https://i.example/1.png", "id": 7}),
        "refused with a word": Reply(200, {"error": " too large "}),
        "refused without": Reply(200, {"error": ""}),
        "failed": Reply(500, {"error": "broken"}),
        "failed without": Reply(500, {"error": ""}),
        "failed in no JSON": Reply(404, "gone"),
    }
    found: dict[str, str] = {}
    sent: Sent | None = None
    for name, reply in answers.items():
        recorder = Recorder(reply)
        host = make_host("mine", uploader)
        with imagehosts.open_host(host, transport=recorder, max_retries=0) as connection:
            content = ("a b.png", png(3, 2))

            def call(connection: Any = connection, content: Any = content) -> str:
                picture = connection.upload(content)
                return f"{picture.url} {picture.thumbnail_url} {picture.delete}"

            found[name] = result_of(call)
        sent = recorder.only
    assert found == {
        "stored": "'https://i.example/1.png None https://d.example/7'",
        "refused with a word": "InvalidRequest: mine upload: too large",
        "refused without": "'None None https://d.example/'",
        "failed": "HostUnavailable: mine upload: broken (HTTP 500)",
        "failed without": found["failed without"],
        "failed in no JSON": found["failed in no JSON"],
    }
    assert found["failed without"].startswith("HostUnavailable: mine upload: ")
    assert found["failed in no JSON"].startswith("NotFound: mine upload: gone (HTTP 404)")
    assert sent is not None
    assert sent.url == "https://up.example/a%20b.png/%7Bx%7D?a=&b=a%20b.png&c=a%20b.png"
    assert sent.headers["x-a"] == "a b.png"
    assert sent.media_type == "multipart/form-data"
    assert sent.fields == [("d", "a b.png")]
    (file,) = sent.files
    assert (file.name, file.filename, file.content_type) == ("file", "a b.png", "image/png")


def test_values_of_an_uploader_that_may_be_keys_are_its_secrets() -> None:
    tables = {
        "Headers": {"X-A": "1234567", "X-B": "12345678", "Authorization": "a"},
        "Arguments": {"token": "b", "title": "c"},
        "Parameters": {"api_key": "d", "size": "e"},
    }
    host = make_host("mine", load_uploader(json.dumps({**GOOD, **tables})))
    with imagehosts.open_host(host) as connection:
        assert connection.client.secrets() == ("12345678", "a", "b", "d")
        assert connection.has_credentials
    with imagehosts.open_host(make_host("mine", load_uploader(json.dumps(GOOD)))) as connection:
        assert not connection.has_credentials
