"""The part of the Gallery API's contract that may be tried on a server that is not ours: looking.

It shows the gallery and lists those of the user that the environment names, sends no credential,
and makes and changes nothing.
"""

from __future__ import annotations

import os
from itertools import islice
from typing import Any

import pytest
from imagehosts import NotFound

from contracts.live.ledger import Ledger

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def gallery(ledger: Ledger) -> Any:
    """The gallery to look at, such as ``img123/my_gallery``."""
    return ledger.call("view_gallery", os.environ["LIVE_GALLERY"])


@pytest.fixture(scope="module")
def user() -> str:
    return os.environ["LIVE_GALLERY_USER"]


@pytest.mark.usefixtures("as_documented")
def test_the_gallery_is_the_one_that_was_asked_for(gallery: Any) -> None:
    server, _, name = os.environ["LIVE_GALLERY"].removeprefix("img").partition("/")
    assert (gallery.server, gallery.name) == (int(server), name)
    assert gallery.files.total == len(gallery.files.items)


@pytest.mark.usefixtures("as_documented")
def test_either_method_shows_the_same_pictures(ledger: Ledger, gallery: Any) -> None:
    posted = ledger.call("galleries.view_by_post", gallery.server, gallery.name)
    assert posted.files == gallery.files


@pytest.mark.usefixtures("as_documented")
def test_a_list_goes_on_behind_its_first_page(ledger: Ledger, user: str) -> None:
    page = ledger.call("list_galleries", user, limit=2)
    listed = list(islice(page, 5))
    assert len(listed) == min(5, page.total)
    assert len({(entry.server, entry.name) for entry in listed}) == len(listed)


@pytest.mark.usefixtures("as_documented")
def test_a_listed_gallery_can_be_looked_at(ledger: Ledger, user: str) -> None:
    (entry,) = ledger.call("list_galleries", user, limit=1).items
    shown = ledger.call("view_gallery", entry)
    assert (shown.name, shown.title) == (entry.name, entry.title)


@pytest.mark.usefixtures("as_documented")
def test_what_is_not_there_is_not_found(ledger: Ledger, gallery: Any) -> None:
    with pytest.raises(NotFound):
        ledger.call("view_gallery", f"img{gallery.server}/no-such-gallery-{os.urandom(6).hex()}")
    with pytest.raises(NotFound):
        ledger.call("list_galleries", f"no-such-user-{os.urandom(6).hex()}")
