"""The controls over HTTP: what their OpenAPI says of them is what they do."""

from __future__ import annotations

from typing import Any

import jsonschema
from imagehosts.emulator.admin import CONTROLS, PREFIX
from openapi_spec_validator import OpenAPIV31SpecValidator

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
