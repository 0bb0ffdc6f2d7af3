"""What clients of other generators do at imgur: an album loses a picture, and stays."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import Any
from urllib.parse import urlencode

from contracts.interop.clients.flow import OTHER, PICTURE, Client

#: What a fuzzer is not to hold the host to: the check, where, and why.
LEFT_OUT = [
    (
        "negative_data_rejection",
        "",
        "the host reads numbers and orders leniently, and passes over an empty item of a list",
    ),
    (
        "unsupported_method",
        "^/gallery/search$",
        "its address is that of a thing in the gallery too, and such a thing can be asked for",
    ),
    (
        "unsupported_method",
        "^/oauth2/",
        "these calls have a server of their own, and the run sends all of them to one",
    ),
]


def keys(address: str) -> dict[str, str]:
    """What stands for a user who is logged in, by the header that carries it."""
    app = {"client_id": "some-app", "client_secret": "some-secret"}
    page = f"{address}/oauth2/authorize?client_id=some-app&response_type=pin"
    with urllib.request.urlopen(page, _form(username="demo", password="demo")) as answer:
        found = re.search(r"name='pin' value='(\w+)'", answer.read().decode())
    assert found
    sent = _form(grant_type="pin", pin=found[1], **app)
    with urllib.request.urlopen(f"{address}/oauth2/token", sent) as answer:
        return {"Authorization": f"Bearer {json.load(answer)['access_token']}"}


def _form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def flow(client: Client, given: dict[str, Any]) -> None:
    first = client.do("images_upload", image=PICTURE)["data"]
    second = client.do("images_upload", image=OTHER)["data"]
    assert client.do("images_get", image_id=first["id"])["data"]["id"] == first["id"]
    hashes = [first["deletehash"], second["deletehash"]]
    made = client.do("albums_create", **{"title": "Tahoe", "deletehashes[]": hashes})["data"]
    album = client.do("albums_get", album_id=made["id"])["data"]
    assert [image["id"] for image in album["images"]] == [first["id"], second["id"]], album
    # The narrower call on DELETE is not offered: nothing that a client sends there can be lost.
    assert client.takes("albums_remove_images") is None
    assert client.takes("account_remove_album_images") is None
    assert client.takes("albums_delete") == {"album_id"}
    client.do("albums_update", **{"album_id": made["deletehash"], "deletehashes[]": hashes[1:]})
    album = client.do("albums_get", album_id=made["id"])["data"]
    assert [image["id"] for image in album["images"]] == [second["id"]], album
    assert client.do("albums_delete", album_id=made["deletehash"])["data"] is True
