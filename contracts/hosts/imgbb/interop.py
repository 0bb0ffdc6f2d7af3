"""What clients of other generators do at ImgBB: upload and download."""

from __future__ import annotations

from typing import Any

from contracts.interop.clients.flow import PICTURE, Client, download


def flow(client: Client, given: dict[str, Any]) -> None:
    stored = client.do("images_upload", image=PICTURE, key="a-key")["data"]
    download(stored["url"])
