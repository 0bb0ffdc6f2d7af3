"""Request builders: what they would send, held against the contract's own source form.

A request must lead to one of the calls that its operation stands for, with nothing lost: no other
address, no parameter behind a fragment, no value in another place.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from contracts.interop.environment import WORK, script
from contracts.interop.results import Outcome, one_line
from contracts.support.recording import Sent
from contracts.support.spec_checking import faults_of
from contracts.support.specs import load_spec

Files = dict[str, Path]

GIF = b"GIF89a"

#: How a collection says that a field must be filled in.
NEEDED = r"\(Required\)|.*One of .* must be sent"


def swagger_ui(files: Files) -> dict[str, Outcome]:
    """The builder inside Swagger UI: every operation, once for each of its examples."""
    outcomes = {}
    for api, path in files.items():
        requests = json.loads(script("build_requests.mjs", str(path)))
        sent = [
            Sent(
                each["method"],
                each["url"],
                httpx.Headers(each["headers"]),
                base64.b64decode(each["body"]),
            )
            for each in requests
        ]
        outcomes[api] = _judged(api, path, sent)
    return outcomes


def postman(files: Files) -> dict[str, Outcome]:
    """A collection made of the contract: every request in it."""
    outcomes = {}
    for api, path in files.items():
        collection = WORK / f"{api}.postman.json"
        requests = json.loads(script("postman.mjs", str(path), str(collection)))
        sent = [_of_postman(each) for each in requests]
        outcomes[api] = _judged(api, path, sent, one_key=True)
    return outcomes


def _of_postman(item: dict[str, Any]) -> Sent:
    """A request of a collection as a person sends it: what is needed, with a file to each file."""
    body, url = item["body"] or {}, str(item["url"])
    if item["query"]:
        url += f"?{urlencode([tuple(each) for each in item['query']])}"
    known = body.get(body.get("mode", ""), [])
    needed = [each for each in known if re.match(NEEDED, _about(each))]
    files = [each for each in known if each.get("type") == "file"]
    fields = needed or known[:1]
    if files and not any(each in files for each in fields):
        fields = [*fields, files[0]]
    headers = {k: v for k, v in item["headers"].items() if k.lower() != "content-type"}
    text = {field["key"]: field["value"] for field in fields if field.get("type") != "file"}
    uploads = [
        (field["key"], ("lake.gif", GIF, "image/gif"))
        for field in fields
        if field.get("type") == "file"
    ]
    if body.get("mode") == "formdata":
        request = httpx.Request(item["method"], url, headers=headers, data=text, files=uploads)
    else:
        request = httpx.Request(item["method"], url, headers=headers, data=text or None)
    return Sent(item["method"], url, request.headers, request.read())


def _about(value: dict[str, Any]) -> str:
    about = value.get("description", "")
    return str(about.get("content", "") if isinstance(about, dict) else about)


def _judged(api: str, path: Path, sent: list[Sent], one_key: bool = False) -> Outcome:
    source = load_spec(api)
    portable = json.loads(path.read_text("utf-8"))
    shared: dict[tuple[str, str], list[str]] = {}
    for route, item in portable["paths"].items():
        for method, operation in item.items():
            for server in operation.get("servers", portable["servers"]):
                if "share this route" in operation["description"]:
                    place = urlsplit(server["url"]).path.rstrip("/") + route
                    host = server["url"].replace("{server}", "1").split("/")[2]
                    shared.setdefault((method.upper(), place), []).append(host)
    schemes = portable["components"].get("securitySchemes", {}).values()
    keys = {f"{each['in']} {each['name']} is missing" for each in schemes if "in" in each}
    outcome = Outcome()
    expected = sum(len(item) for item in portable["paths"].values())
    if len(sent) < expected:
        outcome.problems.append(f"{expected} operations, {len(sent)} requests")
    for each in sent:
        # Which of several servers, that the person chooses by the call that is meant.
        parts = urlsplit(each.url)
        hosts = shared.get((each.method, parts.path), [])
        urls = [each.url, *(parts._replace(netloc=host).geturl() for host in hosts)]
        ways = [Sent(each.method, url, each.headers, each.content) for url in urls]
        faults = min(([*_faults(source, way, bool(hosts))] for way in ways), key=len)
        if one_key:  # Postman keeps one credential for a request; a second one is typed in.
            faults = [fault for fault in faults if fault not in keys]
        outcome.problems += [f"{each.method} {each.url}: {one_line(fault)}" for fault in faults]
    return outcome


def _faults(source: dict[str, Any], sent: Sent, merged: bool) -> Iterator[str]:
    if "#" in sent.url:
        yield "something stands behind a fragment"
        return
    _, faults = faults_of(source, sent)
    for fault in faults:
        # Where calls share a route, what one of them needs is for the person who fills it in.
        needed = "is missing" in fault or "is a required property" in fault
        if not (merged and needed):
            yield fault
