"""What clients of other generators do at sites of this family: upload and download."""

from __future__ import annotations

from typing import Any

from contracts.interop.clients.flow import PICTURE, Client, download

_TEXT = "a refusal in the text and redirect formats is a text with status 200"
_ANY_METHOD = "the software of these sites looks at no method"

#: What a fuzzer is not to hold the host to: the check, where, and why.
LEFT_OUT = [
    ("negative_data_rejection", "", _TEXT),
    ("ignored_auth", "", f"a wrong key is answered with status 400, and {_TEXT}"),
    ("unsupported_method", "", _ANY_METHOD),
    ("allow_header_conformance", "", _ANY_METHOD),
]


def flow(client: Client, given: dict[str, Any]) -> None:
    stored = client.do("images_upload", source=PICTURE, format="json", key="a-key")["image"]
    assert stored["extension"] == "gif"
    download(stored["url"])
