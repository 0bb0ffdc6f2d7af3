"""What clients of other generators do at sites of this family: upload and download."""

from __future__ import annotations

from typing import Any

from contracts.interop.clients.flow import PICTURE, Client, download


def flow(client: Client, given: dict[str, Any]) -> None:
    stored = client.do("images_upload", source=PICTURE, format="json", key="a-key")["image"]
    assert stored["extension"] == "gif"
    download(stored["url"])
