"""The part of imgur's contract that may be tried on the real host, with a client id of one's own.

It reads what is public, and uploads a few pictures of a few pixels without an account. Each has a
deletehash, by which it is deleted in the end; nothing else is touched.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from imagehosts import AuthenticationFailed, InvalidRequest, NotFound, PermissionDenied
from imagehosts.hosts import Host

from contracts.live.ledger import Ledger, tiny_png

pytestmark = pytest.mark.live


def upload(ledger: Ledger, **details: Any) -> tuple[Any, bytes]:
    """A new picture, and what was sent."""
    content = tiny_png()
    image = ledger.call("upload", ("contract.png", content), **details)
    ledger.made(f"picture {image.id}", lambda: delete(ledger, "images.delete", image.deletehash))
    return image, content


def delete(ledger: Ledger, method: str, deletehash: str) -> None:
    try:
        ledger.call(method, deletehash)
    except NotFound:
        pass  # a test has done so


@pytest.mark.usefixtures("as_documented")
def test_credits_can_be_read_and_agree_with_the_headers(ledger: Ledger) -> None:
    credits = ledger.call("credits.get")
    limits = ledger.client.rate_limits
    assert credits.user_limit == limits.user.limit
    assert credits.client_limit == limits.client.limit


@pytest.mark.usefixtures("as_documented")
def test_the_gallery_can_be_read(ledger: Ledger) -> None:
    for item in islice(ledger.call("gallery.browse", section="hot"), 5):
        assert item.id
        assert item.title is not None


@pytest.mark.usefixtures("as_documented")
def test_an_uploaded_picture_comes_back_and_can_be_changed(ledger: Ledger) -> None:
    image, content = upload(ledger, title="contract")
    assert (image.width, image.height, image.type) == (8, 8, "image/png")
    if image.size == len(content):
        assert ledger.call("download", image.link) == content
    ledger.call("images.update", image.deletehash, title="changed")
    assert ledger.call("images.get", image.id).title == "changed"


@pytest.mark.usefixtures("as_documented")
def test_an_album_without_an_account_takes_pictures_by_their_deletehashes(ledger: Ledger) -> None:
    album = ledger.call("albums.create", title="contract")
    ledger.made(f"album {album.id}", lambda: delete(ledger, "albums.delete", album.deletehash))
    image, _ = upload(ledger)
    ledger.call("albums.add_images", album.deletehash, [image.deletehash])
    assert [each.id for each in ledger.call("albums.images", album.id)] == [image.id]
    ledger.call("albums.delete", album.deletehash)
    with pytest.raises(NotFound):
        ledger.call("albums.get", album.id)


def test_what_is_deleted_is_gone(ledger: Ledger) -> None:
    image, _ = upload(ledger)
    ledger.call("delete", image)
    with pytest.raises(NotFound):
        ledger.call("images.get", image.id)


def test_a_wrong_client_id_is_refused_as_such(host: Host, base_url: str) -> None:
    with host.make_client(base_url=base_url, client_id="invalid", max_retries=0) as stranger:
        with pytest.raises((AuthenticationFailed, PermissionDenied)):
            Ledger(stranger).call("credits.get")


def test_what_is_no_picture_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InvalidRequest):
        ledger.call("upload", ("note.png", b"this is no picture"))
