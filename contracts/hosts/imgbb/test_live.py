"""The part of ImgBB's contract that may be tried on the real host, with a key of one's own.

There is no call that deletes, so each of the few pictures of a few pixels expires by itself after a
minute.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from imagehosts import AuthenticationFailed, Base64, UnsupportedFormat
from imagehosts.hosts import Host

from contracts.live.ledger import Ledger, tiny_png

pytestmark = pytest.mark.live


@pytest.mark.usefixtures("as_documented")
def test_uploaded_picture_comes_back_as_documented(ledger: Ledger, client: Any) -> None:
    image = ledger.call("upload", ("contract.png", tiny_png()), expiration=60)
    assert (image.width, image.height, image.expiration) == (8, 8, 60)
    assert client.download(image.url).startswith(b"\x89PNG")


def test_base64_text_is_taken_as_a_picture(ledger: Ledger) -> None:
    text = Base64(b64encode(tiny_png()))
    assert ledger.call("upload", text, expiration=60).width == 8


def test_wrong_key_is_refused_as_such(host: Host, base_url: str) -> None:
    with host.make_client(base_url=base_url, api_key="invalid", max_retries=0) as stranger:
        with pytest.raises(AuthenticationFailed):
            Ledger(stranger).call("upload", tiny_png(), expiration=60)


def test_file_that_is_no_picture_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UnsupportedFormat):
        ledger.call("upload", ("note.txt", b"this is no picture"), expiration=60)
