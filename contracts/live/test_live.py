"""The part of the contract that may be tried on a server that is not ours.

It creates a handful of pictures of a few pixels, different each time, so that no server finds
duplicates; it waits between calls, stops where the server asks for patience, and deletes every
picture of its own that can be deleted. Nothing that it did not create is touched.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from hashlib import md5
from io import BytesIO
from typing import Any

import httpx
import pytest
from imagehosts import (
    AuthenticationFailed,
    Base64,
    Drift,
    ImageHostError,
    InvalidRequest,
    RateLimited,
)
from imagehosts.hosts import Host, find_host
from PIL import Image as Picture

pytestmark = pytest.mark.live

SECONDS_BETWEEN_CALLS = float(os.environ.get("LIVE_PAUSE", "1"))


@pytest.fixture(scope="module")
def host(request: pytest.FixtureRequest) -> Host:
    found = find_host(request.config.getoption("--api"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def drifts() -> list[Drift]:
    return []


@pytest.fixture(scope="module")
def client(host: Host, request: pytest.FixtureRequest, drifts: list[Drift]) -> Iterator[Any]:
    base_url = request.config.getoption("--base-url")
    with host.make_client(base_url=base_url, on_drift=drifts.append, max_retries=0) as made:
        yield made


@pytest.fixture(scope="module")
def upload(client: Any) -> Iterator[Callable[..., Any]]:
    """Uploads and remembers; everything that can be deleted is gone afterwards."""
    ledger: list[Any] = []

    def call(source: Any, **options: Any) -> Any:
        time.sleep(SECONDS_BETWEEN_CALLS)
        try:
            result = client.upload(source, **options)
        except RateLimited as error:
            pytest.exit(f"the server asks for patience: {error}", returncode=1)
        ledger.append(result)
        return result

    yield call
    left = []
    for result in ledger:
        delete_url = getattr(result, "delete_url", None)
        if not delete_url:
            left.append(getattr(result, "url_viewer", result))
            continue
        time.sleep(SECONDS_BETWEEN_CALLS)
        try:
            client.delete(result)
        except ImageHostError as error:
            left.append(f"{result.url_viewer} ({error})")
    if left:
        print("\nleft on the server, which gives no way to delete them:", *left, sep="\n  ")


@pytest.fixture
def can_delete(host: Host) -> bool:
    return host.name == "imagehosting_me"


def tiny_png() -> bytes:
    """A picture of 8 by 8 pixels like none before."""
    picture = Picture.frombytes("RGB", (8, 8), os.urandom(192))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_an_uploaded_picture_comes_back_as_it_was_sent(upload: Any, client: Any) -> None:
    content = tiny_png()
    image = upload(("contract.png", content))
    assert (image.width, image.height) == (8, 8)
    stored = client.download(image.url)
    if image.md5 == md5(content).hexdigest():
        assert stored == content
    assert stored.startswith(b"\x89PNG")


def test_the_answer_is_what_the_spec_allows(upload: Any, drifts: list[Drift]) -> None:
    before = len(drifts)
    upload(("contract.png", tiny_png()))
    assert [str(drift) for drift in drifts[before:]] == []


def test_base64_is_taken_as_a_picture(upload: Any) -> None:
    from base64 import b64encode

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
def test_a_wrong_key_is_refused_as_such(
    host: Host, request: pytest.FixtureRequest, format: str
) -> None:
    time.sleep(SECONDS_BETWEEN_CALLS)
    base_url = request.config.getoption("--base-url")
    with host.make_client(base_url=base_url, api_key="invalid", max_retries=0) as stranger:
        with pytest.raises(AuthenticationFailed):
            stranger.upload(tiny_png(), format=format)


def test_what_is_no_picture_is_refused(client: Any) -> None:
    time.sleep(SECONDS_BETWEEN_CALLS)
    with pytest.raises(InvalidRequest):
        client.upload(("note.txt", b"this is no picture"))
