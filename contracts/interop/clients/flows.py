"""What a client that another tool generated must be able to do, host by host.

Runs beside the tools, with nothing of the project: upload, read, put into an album, take one
picture out, and find the album alive. ``Client`` hides which generator wrote the client.
"""

from __future__ import annotations

import re
import urllib.request
from typing import Any, Protocol
from xml.etree import ElementTree

#: A picture of one pixel, and another one.
GIF = "47494638396101000100800000{}2c00000000010001000002024401003b"
PICTURE = ("lake.gif", bytes.fromhex(GIF.format("ffffff000000")))
OTHER = ("dawn.gif", bytes.fromhex(GIF.format("ff00000000ff")))


class Client(Protocol):
    """A generated client: every operation by its name, what it takes by the names on the wire."""

    def do(self, operation: str, **values: Any) -> dict[str, Any]: ...

    def text(self, operation: str, **values: Any) -> str:
        """The answer as it came, for what the generator cannot decode."""

    def sign_in(self, **credentials: str) -> None:
        """Send these in the query wherever the contract says so."""

    def takes(self, operation: str) -> set[str] | None:
        """The arguments of an operation as identifiers; None where there is no such operation."""


def imgur(client: Client, given: dict[str, Any]) -> None:
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


def imageshack(client: Client, given: dict[str, Any]) -> None:
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


def imageshack_gallery(client: Client, given: dict[str, Any]) -> None:
    cookie, pictures = given["token"], given["pictures"]
    client.sign_in(cookie=cookie)
    values = {"action": "create", "name": "tahoe", "cookie": cookie, "image[]": pictures}
    name = gallery(client.text("galleries_by_post", **values)).findtext("name")
    seen = gallery(client.text("galleries_by_get", action="view", view="xml", g=name))
    assert len(seen.findall("files/file")) == 2
    client.text("galleries_by_get", action="delete_image", g=name, image=pictures[0])
    seen = gallery(client.text("galleries_by_get", action="view", view="xml", g=name))
    assert len(seen.findall("files/file")) == 1
    assert "action" in (client.takes("galleries_by_post") or ())


def gallery(text: str) -> ElementTree.Element:
    element = ElementTree.fromstring(text)
    assert element.tag == "gallery", text[:300]
    return element


def chevereto(client: Client, given: dict[str, Any]) -> None:
    stored = client.do("images_upload", source=PICTURE, format="json", key="a-key")["image"]
    assert stored["extension"] == "gif"
    download(stored["url"])


def imgbb(client: Client, given: dict[str, Any]) -> None:
    stored = client.do("images_upload", image=PICTURE, key="a-key")["data"]
    download(stored["url"])


def download(url: str) -> None:
    with urllib.request.urlopen(url) as answer:
        assert answer.read()[:4] in (b"GIF8", b"\x89PNG"), url


FLOWS = {
    "imgur": imgur,
    "imageshack": imageshack,
    "imageshack_gallery": imageshack_gallery,
    "imges": chevereto,
    "imagehosting_me": chevereto,
    "imgbb": imgbb,
}


def identifier(name: str) -> str:
    """A name on the wire as both generators write it in Python."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
