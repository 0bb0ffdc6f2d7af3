"""What clients of other generators do at imgur: an album loses a picture, and stays."""

from __future__ import annotations

from typing import Any

from contracts.interop.clients.flow import OTHER, PICTURE, Client


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
