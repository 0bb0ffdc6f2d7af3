"""The controls over HTTP: what their OpenAPI says of them is what they do."""

from __future__ import annotations

import http.client
from typing import Any
from urllib.parse import urlsplit

import anyio
import jsonschema
import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.admin import CONTROLS, PREFIX, Drained
from imagehosts.emulator.server import serve_in_thread
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.responses import PlainTextResponse

from contracts.support.emulated import EmulatorClient, png
from contracts.support.reporting import report_all

#: One good call of each control, by name: its parameters, and for those that take one its body.
CALLS: dict[str, tuple[dict[str, str], bytes]] = {
    "pictures": ({"limit": "5"}, b""),
    "put_web": ({"url": "http://pictures.example/a.png"}, png()),
    "delete_web": ({"url": "http://pictures.example/a.png"}, b""),
    "mails": ({"to": "nobody@example.com"}, b""),
    "put_fault": ({"name": "slow", "value": "0.1", "times": "2"}, b""),
    "clear_faults": ({"number": "1"}, b""),
    "advance_clock": ({"hours": "1.5"}, b""),
    "put_space": ({"seed": "7", "captcha": "1"}, b""),
}
#: What stands in paths.
PARTS = {"space": "a-space"}


def spec_of(emulated: EmulatorClient) -> dict[str, Any]:
    found: dict[str, Any] = emulated.get(f"{PREFIX}/openapi.json").json()
    return found


def test_the_openapi_of_the_controls_is_valid_and_whole(emulated: EmulatorClient) -> None:
    spec = spec_of(emulated)
    OpenAPIV31SpecValidator(spec).validate()
    assert spec["servers"] == [{"url": emulated.base}]
    described = {
        (method.upper(), path): operation
        for path, item in spec["paths"].items()
        for method, operation in item.items()
    }
    expected = {(control.method, PREFIX + control.path) for control in CONTROLS}
    assert set(described) == expected | {("GET", f"{PREFIX}/health")}
    assert len({operation["operationId"] for operation in described.values()}) == len(described)


def test_controls_answer_as_their_openapi_says(emulated: EmulatorClient) -> None:
    emulated.upload()
    spec = spec_of(emulated)
    hosts = [site.api for site in emulated.emulator.services.sites]
    emulated.emulator.services.accounts.mailbox.send(
        hosts[0], "nobody@example.com", "A subject", "A text", 1.0, auth="abc"
    )
    count = 0
    with report_all() as case:
        for template, item in spec["paths"].items():
            path = template.format(**PARTS)
            for method, operation in sorted(item.items(), reverse=True):
                given, body = CALLS.get(operation["operationId"], ({}, b""))
                if operation["operationId"] == "put_snapshot":
                    body = emulated.get(path).content
                if operation["operationId"] == "give_login":
                    given = {"host": hosts[0]}
                with case(f"{method} {path}"):
                    asked = [p for p in operation.get("parameters", ()) if p["in"] == "query"]
                    names = {parameter["name"] for parameter in asked}
                    needed = {parameter["name"] for parameter in asked if parameter["required"]}
                    assert needed <= set(given) <= names
                    answer = emulated.request(method, path, params=given, content=body)
                    assert answer.status_code == 200, answer.text
                    ((kind, media),) = operation["responses"]["200"]["content"].items()
                    assert answer.headers["content-type"] == kind
                    if kind == "application/json":
                        jsonschema.validate(answer.json(), media["schema"])
                    count += 1
                if method != "get" and not body:
                    with case(f"{method} {path} with a JSON object"):
                        assert emulated.request(method, path, json=given).status_code == 200
                if "400" in operation["responses"]:
                    with case(f"{method} {path} with what is not known"):
                        wrong = {**given, "colour": "green"}
                        answer = emulated.request(method, path, params=wrong, content=body)
                        assert answer.status_code == 400
                        assert "colour" in answer.json()["error"]
                    for name in needed:
                        with case(f"{method} {path} without {name}"):
                            less = {key: text for key, text in given.items() if key != name}
                            answer = emulated.request(method, path, params=less, content=body)
                            assert answer.status_code == 400
                            assert name in answer.json()["error"]
    assert count == len(CONTROLS) + 1
    assert not emulated.emulator.internal_errors


def test_every_request_in_the_journal_fits_its_schema(emulated: EmulatorClient) -> None:
    emulated.upload()
    emulated.get("/nothing")
    schema = spec_of(emulated)["paths"][f"{PREFIX}/requests"]["get"]["responses"]["200"]
    found = emulated.get(f"{PREFIX}/requests").json()
    assert [entry["status"] for entry in found] == [200, 404]
    jsonschema.validate(found, schema["content"]["application/json"]["schema"])
    assert found[0]["operation"]


#: More than a connection holds while nobody reads it.
LARGE = 24 * 1024 * 1024
#: Requests with such a body, and how each is answered.
TOO_LARGE = {
    "parameters": ("PUT", "/faults", {}, 413, "larger than 65536 bytes"),
    "parameters of a space": ("PUT", "/spaces/a-space", {}, 413, "larger than 65536 bytes"),
    "a page": ("PUT", "/web?url=http://a.example/", {}, 413, "larger than 1048576 bytes"),
    "a page without an address": ("PUT", "/web", {}, 400, "url names the page"),
    "a seed": ("POST", "/seed", {}, 413, "larger than 2097152 bytes"),
    "a snapshot": ("PUT", "/snapshot", {}, 413, "larger than 2097152 bytes"),
    "another origin": ("POST", "/reset", {"Origin": "http://a.example"}, 403, "other origins"),
    "nothing there": ("PUT", "/nothing", {}, 404, "nothing at this address"),
    "another method": ("PUT", "/health", {}, 405, "Not Allowed"),
}


@pytest.mark.parametrize("fast", [False, True], ids=["h11", "httptools"])
def test_a_body_that_is_too_large_is_answered_and_not_reset(
    fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fast:
        pytest.importorskip("httptools")
    monkeypatch.setattr("imagehosts.emulator.connections._is_fast", lambda: fast)
    monkeypatch.setattr("imagehosts.emulator.admin.LARGEST_PAGE", 1024 * 1024)
    monkeypatch.setattr("imagehosts.emulator.admin.LARGEST_SNAPSHOT", 2 * 1024 * 1024)
    body = bytes(LARGE)
    with Emulator() as emulator, serve_in_thread(emulator) as url, report_all() as case:
        for name, (method, path, headers, status, message) in TOO_LARGE.items():
            with case(name):
                connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
                # As urllib says it: the connection is closed behind the answer.
                connection.request(method, PREFIX + path, body, {**headers, "Connection": "close"})
                answer = connection.getresponse()
                assert (answer.status, message in answer.read().decode()) == (status, True)
                connection.close()


def test_a_body_without_an_end_is_read_to_its_bound_and_no_further() -> None:
    pieces = 0

    async def receive() -> dict[str, Any]:
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": bytes(1000), "more_body": True}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    app = Drained(PlainTextResponse("no", 413), 10_000)
    anyio.run(app, {"type": "http", "method": "PUT"}, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert pieces == 11
