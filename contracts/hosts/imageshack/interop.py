"""What clients of other generators do at ImageShack: an album loses a picture, and stays."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from contracts.interop.clients.flow import OTHER, PICTURE, Client

_OWN = "without a name it means the caller's own account, which takes other methods"

#: What a fuzzer is not to hold the host to: the check, where, and why.
LEFT_OUT = [
    ("ignored_auth", "", "a missing or wrong token is answered with status 400"),
    (
        "negative_data_rejection",
        "",
        "the host reads numbers and flags leniently, and lists one's own where ids are missing",
    ),
    ("unsupported_method", "^/user$", _OWN),
    ("allow_header_conformance", "^/user$", _OWN),
]


def keys(address: str) -> dict[str, str]:
    """What stands for a user who is logged in, by the names of its parameters."""
    sent = b"api_key=a-key&user=demo&password=demo"
    with urllib.request.urlopen(f"{address}/v2/user/login", sent) as answer:
        token = json.load(answer)["result"]["auth_token"]
    return {"api_key": "a-key", "auth_token": token}


def flow(client: Client, given: dict[str, Any]) -> None:
    login = client.do("session_login_or_resume", user="demo", password="demo")["result"]
    keys = {"api_key": "a-key", "auth_token": login["auth_token"]}
    client.do("session_login_or_resume", **keys)
    client.sign_in(**keys)
    ids = []
    for picture in (PICTURE, OTHER):
        stored = client.do("images_by_post", file=picture, **keys)["result"]
        ids.append(stored["images"][0]["id"])
    assert client.do("images_get", image_id=ids[0])["result"]["id"] == ids[0]
    made = client.do("albums_create", **{"title": "Tahoe", "files[]": ids, **keys})["result"]
    # Where the host has a route of its own for it, that is what is offered.
    client.do("albums_remove_images", **{"album_id": made["id"], "files[]": ids[:1], **keys})
    album = client.do("albums_get_or_images", album_id=made["id"])["result"]
    assert [image["id"] for image in album["images"]] == ids[1:], album
    for operation in ("tags_delete", "tags_delete_many", "albums_delete_many_by_put"):
        assert client.takes(operation) is None, operation
    assert client.takes("albums_delete") == {"album_id"}
    client.do("images_update", **{"image_id": ids[1], "title": "Tahoe", **keys})
    assert client.do("albums_delete", album_id=made["id"])["result"] is True
