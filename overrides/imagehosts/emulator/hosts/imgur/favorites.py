"""Favorites of imgur: later than the document, and asked for by most of the host's clients."""

from __future__ import annotations

from typing import Any

from .access import Ask, find_account, find_album, find_image
from .accounts import GALLERY_PAGE
from .answer import album, image, item
from .dialect import beside_the_spec
from .requests import page_of


@beside_the_spec(r"/3/image/(?P<image_id>[^/]+)/favorite", "POST")
def favor_image(ask: Ask) -> str:
    owned = find_image(ask)
    return _said(ask.accounts.favorites.toggle(ask.who.id, ask.now, picture_id=owned.picture.id))


@beside_the_spec(r"/3/album/(?P<album_id>[^/]+)/favorite", "POST")
def favor_album(ask: Ask) -> str:
    return _said(ask.accounts.favorites.toggle(ask.who.id, ask.now, album_id=find_album(ask).id))


def _said(is_one: bool) -> str:
    return "favorited" if is_one else "unfavorited"


_PAGES = r"(?:/(?P<page>[0-9]+)(?:/(?:newest|oldest))?)?"


@beside_the_spec(rf"/3/account/(?P<username>[^/]+)/favorites{_PAGES}", "GET", "HEAD")
def favorites(ask: Ask) -> list[dict[str, Any]]:
    """The favorites of the logged-in user, whether in the gallery or not."""
    return _page(ask, _favorites(ask, find_account(ask, own=True).id))


@beside_the_spec(rf"/3/account/(?P<username>[^/]+)/gallery_favorites{_PAGES}", "GET", "HEAD")
def gallery_favorites(ask: Ask) -> list[dict[str, Any]]:
    """The favorites of anybody that are in the gallery."""
    found = _favorites(ask, find_account(ask).id)
    return _page(ask, [one for one in found if one["in_gallery"]])


def _page(ask: Ask, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = page_of(ask.call) * GALLERY_PAGE
    return found[first : first + GALLERY_PAGE]


def _favorites(ask: Ask, user_id: int) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    accounts = ask.accounts
    for picture_id, album_id in accounts.favorites.of(user_id):
        if picture_id is not None:
            post = accounts.posts.of_picture(picture_id)
            owned = accounts.library.by_id(picture_id)
            if owned is not None:
                plain = {**image(ask, owned), "is_album": False}
                shown.append(plain if post is None else item(ask, post))
            continue
        post, found = accounts.posts.of_album(album_id or 0), accounts.albums.get(album_id or 0)
        if found is not None and (post or found.facts["privacy"] != "secret"):
            shown.append(album(ask, found) if post is None else item(ask, post))
    return shown
