"""The part of the contract that may be tried on a site of the Chevereto family that is not ours.

It creates a handful of pictures of a few pixels, different each time, so that no server finds
duplicates; it waits between calls, stops where the server asks for patience, and deletes every
picture of its own that can be deleted. Nothing that it did not create is touched.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import md5
from typing import Any

import httpx
import pytest
from imagehosts import AuthenticationFailed, Base64, ImageHostError, InvalidRequest
from imagehosts.hosts import Host

from contracts.live.ledger import Ledger, tiny_png

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def upload(ledger: Ledger) -> Callable[..., Any]:
    """Uploads and remembers."""

    def call(source: Any, **options: Any) -> Any:
        result = ledger.call("upload", source, **options)
        delete_url = getattr(result, "delete_url", None)
        delete = (lambda: ledger.client.delete(result)) if delete_url else None
        ledger.made(getattr(result, "url_viewer", result), delete)
        return result

    return call


@pytest.fixture
def can_delete(host: Host) -> bool:
    return host.name == "imagehosting_me"


def test_an_uploaded_picture_comes_back_as_it_was_sent(upload: Any, client: Any) -> None:
    content = tiny_png()
    image = upload(("contract.png", content))
    assert (image.width, image.height) == (8, 8)
    stored = client.download(image.url)
    if image.md5 == md5(content).hexdigest():
        assert stored == content
    assert stored.startswith(b"\x89PNG")


@pytest.mark.usefixtures("as_documented")
def test_the_answer_is_what_the_spec_allows(upload: Any) -> None:
    upload(("contract.png", tiny_png()))


def test_base64_is_taken_as_a_picture(upload: Any) -> None:
    assert upload(Base64(b64encode(tiny_png()))).width == 8


@pytest.mark.parametrize("format", ["txt", "redirect"])
def test_an_answer_that_is_an_address_leads_to_the_picture(
    upload: Any, can_delete: bool, host: Host, client: Any, format: str
) -> None:
    if can_delete:
        # Such an answer has no delete_url, so the server is asked to delete by itself.
        address = upload(tiny_png(), format=format, expiration="PT5M")
        assert httpx.get(address, follow_redirects=True, timeout=60).status_code == 200
    else:
        # What is created here could never be deleted: look at a refusal instead.
        with pytest.raises(ImageHostError):
            client.upload(b"", format=format)


@pytest.mark.parametrize("format", ["json", "txt", "redirect"])
def test_a_wrong_key_is_refused_as_such(host: Host, base_url: str, format: str) -> None:
    with host.make_client(base_url=base_url, api_key="invalid", max_retries=0) as stranger:
        with pytest.raises(AuthenticationFailed):
            Ledger(stranger).call("upload", tiny_png(), format=format)


def test_what_is_no_picture_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InvalidRequest):
        ledger.call("upload", ("note.txt", b"this is no picture"))
