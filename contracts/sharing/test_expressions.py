"""The expressions of ShareX custom uploaders, as their documentation has them."""

from __future__ import annotations

import base64
import json

import pytest
from imagehosts.sharing.custom import BadUploader, load_uploader
from imagehosts.sharing.expressions import BadExpression, Context, evaluate, modern, names_in

from contracts.support.reporting import report_all

JSON = {
    "status": 200,
    "ok": True,
    "data": {"link": "https://i.example/a.png", "a b": "c", "none": None},
    "files": [{"url": "one"}, {"url": "two", "tags": ["x", "y"]}],
}
XML = '<?xml version="1.0"?><files><file id="7"><url>https://x.example/1</url></file></files>'
CONTEXT = Context(
    filename="lake.png",
    input="https://in.example",
    response=json.dumps(JSON),
    response_url="https://r.example/",
    headers={"Location": "https://l.example/9"},
    regexes=(r'"link": "([^"]+)"',),
)


def test_every_function_gives_what_its_documentation_says() -> None:
    cases = {
        "plain text": "plain text",
        "{json:data.link}": "https://i.example/a.png",
        "{json:$.files[1].url}": "two",
        "{json:files[-1].tags[0]}": "x",
        "{json:data['a b']}": "c",
        "{json:files[*].url}": "one",
        "{json:..tags[1]}": "y",
        "{json:files[?(@.url == 'two')].tags[0]}": "x",
        "{json:files[?(@.tags)].url}": "two",
        "{json:files[?(@.size > 1)].url}{json:files[?(@.url != 'one')].url}": "two",
        "{json:files[1:].url}{json:files[:-1].url}{json:files[ 0 ].url}": "twooneone",
        "{JSON:data.link}": "https://i.example/a.png",
        "{json:status}{json:ok}{json:data.none}{json:nothing.at[3]}": "200true",
        '{json:\\{"a":"b"\\}|a}': "b",
        "{json:{response}|data.link}": "https://i.example/a.png",
        '{regex:"link": "(.+?)"|1}': "https://i.example/a.png",
        '{regex:"link": "(?<address>.+?)"|address}': "https://i.example/a.png",
        "{regex:a1b2|[0-9]b|0}": "1b",
        "{regex:1|1}": "https://i.example/a.png",
        "{regex:nothing here}": "",
        "{header:location}": "https://l.example/9",
        "{responseurl}{filename}{input}": "https://r.example/lake.pnghttps://in.example",
        "{base64:user:pass}": base64.b64encode(b"user:pass").decode(),
        "Basic {base64:{filename}}": "Basic " + base64.b64encode(b"lake.png").decode(),
        "{random:same|same}": "same",
        "{select:first|second}": "first",
        "{inputbox:Title|default}{prompt:Title|default}": "defaultdefault",
        "{inputbox}{inputbox:Title}": "",
        "{outputbox:said}{output:said}": "",
        "a\\{b\\}\\\\c": "a{b}\\c",
        "https://x.example/{json:files[0].url}.png": "https://x.example/one.png",
    }
    with report_all(len(cases)) as case:
        for text, expected in cases.items():
            with case(text):
                assert evaluate(text, CONTEXT) == expected
                names_in(text)


def test_xml_is_read_by_its_path_and_without_document_types() -> None:
    context = Context(response=XML)
    for text, expected in {
        "{xml:/files/file/url}": "https://x.example/1",
        "{xml://url}": "https://x.example/1",
        "{xml:/files/file/@id}": "7",
        "{xml:/files/nothing}": "",
        f"{{xml:{XML.replace(':', chr(92) + ':')}|//url/text()}}": "https://x.example/1",
    }.items():
        assert evaluate(text, context) == expected
    hostile = Context(response='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(BadExpression, match="document type"):
        evaluate("{xml:/x}", hostile)


def test_what_cannot_be_evaluated_is_an_error_of_ours() -> None:
    context = Context(response="not JSON")
    with report_all() as case:
        for text in ("{json:a}", "{xml:/a}", "{nothing:x}", "{json:a", "{regex:(}", "{regex:a|9}"):
            with case(text), pytest.raises(BadExpression):
                evaluate(text, Context(response="a") if "regex" in text else context)
    with pytest.raises(BadExpression, match="there is no function"):
        names_in("a {nothing:b} c")


def test_calls_of_older_versions_become_those_of_today() -> None:
    for old, new in {
        "$json:data.link$": "{json:data.link}",
        "https://x/$regex:1|1$.png": "https://x/{regex:1|1}.png",
        "costs 5$": "costs 5$",
        "a{b}": "a\\{b\\}",
        "$filename$ and $input$": "{filename} and {input}",
    }.items():
        assert modern(old) == new


UPLOADER = {
    "Version": "15.0.0",
    "RequestMethod": "POST",
    "RequestURL": "https://up.example/api",
    "Body": "MultipartFormData",
    "FileFormName": "file",
    "URL": "{json:url}",
}


def test_uploader_that_cannot_be_used_is_refused_with_the_reason() -> None:
    assert load_uploader(json.dumps(UPLOADER)).name == "up.example"
    old = {**UPLOADER, "Version": "12.4.1", "RequestType": "POST", "URL": "$json:url$"}
    assert load_uploader("\ufeff" + json.dumps(old)).link == "{json:url}"
    wrong = {
        "not a .sxcu": "[]",
        "not a .sxcu file": "{",
        "RequestURL": json.dumps({**UPLOADER, "RequestURL": "ftp://x"}),
        "FileFormName": json.dumps({**UPLOADER, "FileFormName": ""}),
        "Body is Smoke": json.dumps({**UPLOADER, "Body": "Smoke"}),
        "Data is missing": json.dumps({**UPLOADER, "Body": "JSON"}),
        "RequestMethod is GET": json.dumps({**UPLOADER, "RequestMethod": "GET"}),
        "there is no function {jsn}": json.dumps({**UPLOADER, "URL": "{jsn:a}"}),
        "Headers is not": json.dumps({**UPLOADER, "Headers": ["x"]}),
        "URL is not a text": json.dumps({**UPLOADER, "URL": 5}),
    }
    with report_all(len(wrong)) as case:
        for message, text in wrong.items():
            with case(message), pytest.raises(BadUploader) as caught:
                load_uploader(text)
            assert message in str(caught.value)
