"""Favorites of imgur: later than the document, and asked for by most of the host's clients."""

from __future__ import annotations

from typing import Any

from .access import Context, find_account, find_album, find_image
from .accounts import GALLERY_PAGE
from .answers import (
    album,
    album_by_id,
    expect_items,
    image,
    item,
    owned_picture,
    post_of_album,
    post_of_picture,
)
from .dialect import undocumented_route
from .requests import page_of


@undocumented_route(r"/3/image/(?P<image_id>[^/]+)/favorite", "POST")
def favor_image(context: Context) -> str:
    owned = find_image(context)
    return _said(
        context.accounts.favorites.toggle(context.who.id, context.now, picture_id=owned.picture.id)
    )


@undocumented_route(r"/3/album/(?P<album_id>[^/]+)/favorite", "POST")
def favor_album(context: Context) -> str:
    return _said(
        context.accounts.favorites.toggle(
            context.who.id, context.now, album_id=find_album(context).id
        )
    )


def _said(is_one: bool) -> str:
    return "favorited" if is_one else "unfavorited"


_PAGES = r"(?:/(?P<page>[0-9]+)(?:/(?:newest|oldest))?)?"


@undocumented_route(rf"/3/account/(?P<username>[^/]+)/favorites{_PAGES}", "GET", "HEAD")
def favorites(context: Context) -> list[dict[str, Any]]:
    """The favorites of the logged-in user, whether in the gallery or not."""
    return _page(context, _favorites(context, find_account(context, own=True).id))


@undocumented_route(rf"/3/account/(?P<username>[^/]+)/gallery_favorites{_PAGES}", "GET", "HEAD")
def gallery_favorites(context: Context) -> list[dict[str, Any]]:
    """The favorites of anybody that are in the gallery."""
    found = _favorites(context, find_account(context).id)
    return _page(context, [one for one in found if one["in_gallery"]])


def _page(context: Context, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = page_of(context.call) * GALLERY_PAGE
    return found[first : first + GALLERY_PAGE]


def _favorites(context: Context, user_id: int) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    favorites = context.accounts.favorites.of(user_id)
    pictures = [one for one, _ in favorites if one is not None]
    albums = [one for _, one in favorites if one is not None]
    context.batches.expect("picture", pictures)
    context.batches.expect("album", albums)
    posts = [post_of_picture(context, one) for one in pictures]
    posts += [post_of_album(context, one) for one in albums]
    expect_items(context, [post for post in posts if post is not None], pictures, albums)
    for picture_id, album_id in favorites:
        if picture_id is not None:
            post = post_of_picture(context, picture_id)
            owned = owned_picture(context, picture_id)
            if owned is not None:
                plain = {**image(context, owned), "is_album": False}
                shown.append(plain if post is None else item(context, post))
            continue
        post, found = post_of_album(context, album_id or 0), album_by_id(context, album_id or 0)
        if found is not None and (post or found.facts["privacy"] != "secret"):
            shown.append(album(context, found) if post is None else item(context, post))
    return shown
