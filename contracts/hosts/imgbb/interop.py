"""What clients of other generators do at ImgBB: upload and download."""

from __future__ import annotations

from typing import Any

from contracts.interop.clients.flow import PICTURE, Client, download

#: What a fuzzer is not to hold the host to: the check, where, and why.
LEFT_OUT = [("ignored_auth", "", "a wrong key is answered with status 400")]


def flow(client: Client, given: dict[str, Any]) -> None:
    stored = client.do("images_upload", image=PICTURE, key="a-key")["data"]
    download(stored["url"])
