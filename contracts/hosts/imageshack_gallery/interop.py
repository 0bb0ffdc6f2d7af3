"""What clients of other generators do with galleries; they read XML as text."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx

from contracts.interop.clients.flow import OTHER, PICTURE, Client

#: What a fuzzer is not to hold the host to: the check, where, and why.
LEFT_OUT = [
    (
        "negative_data_rejection",
        "",
        "a failure may have status 200, and without an action the host shows a gallery",
    ),
]


def flow(client: Client, given: dict[str, Any]) -> None:
    cookie, pictures = stored_pictures(given["address"])
    client.sign_in(cookie=cookie)
    values = {"action": "create", "name": "tahoe", "cookie": cookie, "image[]": pictures}
    name = gallery(client.text("galleries_by_post", **values)).findtext("name")
    seen = gallery(client.text("galleries_by_get", action="view", view="xml", g=name))
    assert len(seen.findall("files/file")) == 2
    client.text("galleries_by_get", action="delete_image", g=name, image=pictures[0])
    seen = gallery(client.text("galleries_by_get", action="view", view="xml", g=name))
    assert len(seen.findall("files/file")) == 1
    assert "action" in (client.takes("galleries_by_post") or ())


def stored_pictures(address: str) -> tuple[str, list[str]]:
    """A login of ImageShack, and the references of two pictures there: galleries upload nothing."""
    base, key = f"{address}/v2", {"api_key": "a-key"}
    login = httpx.post(f"{base}/user/login", data={**key, "user": "demo", "password": "demo"})
    token = login.json()["result"]["auth_token"]
    references = []
    for picture in (PICTURE, OTHER):
        files = {"file": (*picture, "image/gif")}
        answer = httpx.post(f"{base}/images", data={**key, "auth_token": token}, files=files)
        (image,) = answer.json()["result"]["images"]
        references.append(f"img{image['server']}/{image['bucket']}/{image['filename']}")
    return token, references


def gallery(text: str) -> ElementTree.Element:
    element = ElementTree.fromstring(text)
    assert element.tag == "gallery", text[:300]
    return element
