"""The part of ImageShack's contract that may be tried on the real host, with a key of one's own.

It needs a token as well, from a login in a browser: what it uploads, a few private pictures of a
few pixels, is put into that account and deleted in the end. Nothing else of the account is touched.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from imagehosts import AuthenticationFailed, InvalidRequest, NotFound, PermissionDenied
from imagehosts.hosts import Host
from imagehosts.hosts.imageshack import failed_items

from contracts.live.ledger import Ledger, tiny_png

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def me(ledger: Ledger) -> str:
    """The name of the account whose token it is."""
    name: str = ledger.call("session.resume").username
    return name


def upload(ledger: Ledger, **details: Any) -> tuple[Any, bytes]:
    """A new private picture, and what was sent."""
    content = tiny_png()
    image = ledger.call("upload", ("contract.png", content), public=False, **details)
    remember(ledger, "images", image.id)
    return image, content


def remember(ledger: Ledger, resource: str, code: str) -> None:
    def delete() -> None:
        try:
            ledger.call(f"{resource}.delete", code)
        except NotFound:
            pass  # a test has done so

    ledger.made(f"{resource} {code}", delete)


@pytest.mark.usefixtures("as_documented")
def test_the_account_can_be_read(ledger: Ledger, me: str) -> None:
    assert ledger.call("users.get", me).username == me
    usage = ledger.call("users.usage", me, show_private=True)
    listed = ledger.call("users.images", me, limit=2, show_private=True)
    assert len(list(islice(listed, 5))) == min(5, usage.images_count)


@pytest.mark.usefixtures("as_documented")
def test_an_uploaded_picture_comes_back_and_can_be_changed(ledger: Ledger) -> None:
    image, content = upload(ledger, title="contract", tags=["contract"])
    assert (image.width, image.height, image.title) == (8, 8, "contract")
    assert ledger.call("download", ledger.client.image_url(image)) == content
    ledger.call("images.update", image.id, description="changed")
    shown = ledger.call("images.get", image.id)
    assert (shown.title, shown.description, shown.public) == ("contract", "changed", False)
    assert ledger.call("tags.of_image", image.id) == ["contract"]


@pytest.mark.usefixtures("as_documented")
def test_an_album_takes_pictures_and_goes_without_them(ledger: Ledger) -> None:
    image, _ = upload(ledger)
    album = ledger.call("albums.create", "contract", public=False)
    remember(ledger, "albums", album.id)
    ledger.call("albums.add_images", album.id, [image.id])
    assert [each.id for each in ledger.call("albums.images", album.id)] == [image.id]
    ledger.call("albums.delete", album.id)
    assert ledger.call("images.get", image.id).id == image.id


def test_one_file_of_several_that_is_no_picture_is_named(ledger: Ledger) -> None:
    files = [("contract.png", tiny_png()), ("note.txt", b"this is no picture")]
    report = ledger.call("upload_files", files, public=False)
    for file in report.files:
        if file.image is not None:
            remember(ledger, "images", file.image.id)
    assert (report.passed, report.failed) == (1, 1)
    assert failed_items(["contract.png", "note.txt"], report.answer) == ["note.txt"]


def test_what_is_deleted_is_hidden(ledger: Ledger, me: str) -> None:
    image, _ = upload(ledger)
    ledger.call("images.delete", image.id)
    listed = ledger.call("users.images", me, limit=5, show_private=True)
    assert image.id not in [each.id for each in islice(listed, 5)]


def test_a_wrong_token_is_refused_as_such(host: Host, base_url: str) -> None:
    with host.make_client(base_url=base_url, auth_token="invalid", max_retries=0) as stranger:
        with pytest.raises((AuthenticationFailed, PermissionDenied)):
            Ledger(stranger).call("session.resume")


def test_what_is_no_picture_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InvalidRequest):
        ledger.call("upload", ("note.txt", b"this is no picture"), public=False)
