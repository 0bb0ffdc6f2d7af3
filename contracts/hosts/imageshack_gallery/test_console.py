"""The console sends each of the seven actions on one route as the client does, to its server."""

from __future__ import annotations

from typing import Any

import pytest
from imagehosts import HostUnavailable, ImageShackGallery

from contracts.docs.console_request import Typed, console_request
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import report_all
from contracts.support.specs import load_spec
from docs.merge_spec import merge

KEY = "the-key-of-a-reader"

#: Call by call: what a caller gives, and what a reader types for it beside the action.
GALLERIES: dict[str, tuple[dict[str, Any], dict[str, Typed]]] = {
    "create": (
        {"images": ["img1/2/a.jpg;640;480;y", "img1/2/b.jpg"], "title": "Snow", "name": "tahoe"},
        {"image[]": ["img1/2/a.jpg;640;480;y", "img1/2/b.jpg"], "title": "Snow", "name": "tahoe"},
    ),
    "edit": (
        {"server": 123, "gallery": "tahoe", "images": ["img1/2/a.jpg"], "title": ""},
        {"g": "tahoe", "image[]": ["img1/2/a.jpg"], "title": ""},
    ),
    "add": (
        {"server": 123, "gallery": "tahoe", "images": ["img1/2/a.jpg"]},
        {"g": "tahoe", "image[]": ["img1/2/a.jpg"]},
    ),
    "delete": ({"server": 123, "gallery": "tahoe"}, {"g": "tahoe"}),
    "delete_image": (
        {"server": 123, "gallery": "tahoe", "image": "img1/2/a.jpg"},
        {"g": "tahoe", "image": "img1/2/a.jpg"},
    ),
    "view": ({"server": 123, "gallery": "tahoe"}, {"g": "tahoe", "view": "xml"}),
    "list": (
        {"user": "ann", "start": 5, "limit": 10},
        {"user": "ann", "start": "5", "limit": "10"},
    ),
}
READING = ("view", "list")


def test_console_sends_each_action_as_the_client_does() -> None:
    with report_all() as case:
        for call in GALLERIES:
            for method in ("get", "post"):
                with case(f"{call} by {method}"):
                    compare(call, method)


def compare(call: str, method: str) -> None:
    given, typed = GALLERIES[call]
    plain = "get" if call in READING else "post"
    name = call if method == plain else f"{call}_by_{method}"
    typed = {"action": "gallery_list" if call == "list" else call, **typed}
    if call not in READING:
        typed["cookie"] = KEY
    recorder = Recorder(Reply(500))
    with ImageShackGallery(cookie=KEY, transport=recorder, max_retries=0) as client:
        with pytest.raises(HostUnavailable):
            getattr(client.galleries, name)(**given)
    sent = recorder.only
    console = console_request(
        merge(load_spec("imageshack_gallery")),
        "/gallery_api.php",
        method,
        typed,
        server=2 if "server" in given else 1,
        variables={"server": "123"},
    )
    assert console.method == sent.method
    assert console.address == sent.address
    assert console.query == sorted(sent.query)
    assert console.media_type == sent.media_type
    assert console.parts == sorted(sent.parts)
    assert method == "get" or console.query == []


def test_servers_of_a_route_name_the_calls_they_are_for() -> None:
    operation = merge(load_spec("imageshack_gallery"))["paths"]["/gallery_api.php"]["post"]
    _, documented, own = operation["servers"]
    assert "`galleries_create`, `galleries_list_by_post`" in documented["description"]
    assert own["url"] == "http://img{server}.imageshack.us"
    assert "`galleries_edit`" in own["description"]
    assert "`galleries_create`" not in own["description"]
