"""The newer API of imgur, which its site and clients use: posts without an envelope.

No document has it. A post is a picture or an album, in the gallery or not; its files are ``media``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ...domain.albums import Album
from ...domain.library import Choice, Owned
from ...domain.posts import Post
from .access import Context, find_album, find_image, post_of
from .accounts import PAGE
from .answers import account, album_pictures, file_link, page_link
from .dialect import undocumented_route
from .problems import Refused
from .requests import read_number, text

_LOOK = ("GET", "HEAD")


@undocumented_route(r"/post/v1/media/(?P<image_id>[^/]+)", *_LOOK)
def media(context: Context) -> dict[str, Any]:
    return picture_post(context, find_image(context))


@undocumented_route(r"/post/v1/albums/(?P<album_id>[^/]+)", *_LOOK)
def album(context: Context) -> dict[str, Any]:
    return album_post(context, find_album(context))


@undocumented_route(r"/post/v1/posts/(?P<item_id>[^/]+)", *_LOOK)
def post(context: Context) -> dict[str, Any]:
    """What is in the gallery, of either kind."""
    code = context.segment("item_id")
    found = post_of(context, code)
    if found is None:
        raise Refused("post", code)
    segments = context.call.request.path_params
    if found.album_id is not None:
        segments["album_id"] = code
        return album_post(context, find_album(context))
    segments["image_id"] = code
    return picture_post(context, find_image(context))


@undocumented_route(r"/post/v1/accounts/me/all_posts", *_LOOK)
def all_posts(context: Context) -> list[dict[str, Any]]:
    """What the user has made, hidden or not; a picture in an album comes with the album."""
    loose = Choice(host=context.host, user_id=context.who.id, in_album=False)
    made = [
        *((one.created, album_post, one) for one in _albums(context)),
        *((one.picture.created, picture_post, one) for one in context.accounts.library.find(loose)),
    ]
    return _page(context, made)


@undocumented_route(r"/post/v1/accounts/me/hidden_albums", *_LOOK)
def hidden_albums(context: Context) -> list[dict[str, Any]]:
    hidden = [one for one in _albums(context) if one.facts["privacy"] != "public"]
    return _page(context, [(one.created, album_post, one) for one in hidden])


def _albums(context: Context) -> list[Album]:
    return list(context.accounts.albums.of_user(context.who.id))


def _page(context: Context, made: list[tuple[float, Any, Any]]) -> list[dict[str, Any]]:
    """A page, newest first unless ``sort`` is without its minus; pages are counted from 1."""
    newest_first = (text(context.call, "sort") or "-created_at").startswith("-")
    made.sort(key=lambda one: one[0], reverse=newest_first)
    number = read_number(context.call, "page") or 1
    size = min(read_number(context.call, "limit") or PAGE, 100)
    chosen = made[(number - 1) * size : number * size]
    return [show(context, found) for _, show, found in chosen]


# Answers


def picture_post(context: Context, owned: Owned) -> dict[str, Any]:
    """A picture as a post."""
    picture = owned.picture
    found = context.accounts.posts.of_picture(picture.id)
    facts: dict[str, Any] = {
        "id": picture.code,
        "title": (found.title if found else picture.title) or "",
        "description": picture.description or "",
        "is_album": False,
        "view_count": picture.views,
        "image_count": 1,
        "cover_id": picture.code,
        "privacy": "public" if found else "private",
        "url": page_link(context.call, picture.code),
    }
    return _shown(context, facts, found, owned.user_id, picture.created, [owned])


def album_post(context: Context, album: Album) -> dict[str, Any]:
    """An album as a post."""
    found, owned = context.accounts.posts.of_album(album.id), album_pictures(context, album)
    cover = next((one for one in owned if one.picture.id == album.cover_id), None)
    cover = cover or (owned[0] if owned else None)
    facts: dict[str, Any] = {
        "id": album.code,
        "title": (found.title if found else album.title) or "",
        "description": album.description or "",
        "is_album": True,
        "view_count": int(album.facts.get("views", 0)),
        "image_count": len(owned),
        "cover_id": cover.picture.code if cover else None,
        "privacy": album.facts["privacy"],
        "url": page_link(context.call, f"a/{album.code}"),
    }
    return _shown(context, facts, found, album.user_id, album.created, owned)


def _shown(
    context: Context,
    facts: dict[str, Any],
    found: Post | None,
    user_id: int | None,
    created: float,
    owned: list[Owned],
) -> dict[str, Any]:
    """What posts of both kinds have, with the parts that ``include`` asks for."""
    ups, downs, comments = (found.ups, found.downs, found.comments) if found else (0, 0, 0)
    moment = _moment(created)
    shown: dict[str, Any] = {
        **facts,
        "account_id": user_id or 0,
        "seo_title": "",
        "upvote_count": ups,
        "downvote_count": downs,
        "point_count": ups - downs,
        "comment_count": comments,
        "favorite_count": 0,
        "virality": 0,
        "score": ups - downs + comments,
        "in_most_viral": False,
        "is_mature": False,
        "created_at": moment,
        "updated_at": None,
        "vote": None,
        "favorite": False,
        "is_ad": False,
        "ad_type": 0,
        "ad_url": "",
        "include_album_ads": False,
        "shared_with_community": found is not None,
        "is_pending": False,
        "platform": "api",
    }
    asked = (text(context.call, "include") or "").split(",")
    user = None if user_id is None else context.accounts.users.get(user_id)
    parts: dict[str, Callable[[], Any]] = {
        "media": lambda: [_media(context, one) for one in owned],
        "tags": lambda: [{"tag": tag, "display": tag} for tag in (found.tags if found else ())],
        "account": lambda: None if user is None else _account(context, user),
    }
    return {**shown, **{name: make() for name, make in parts.items() if name in asked}}


def _account(context: Context, user: Any) -> dict[str, Any]:
    shown = account(context, user)
    return {
        "id": user.id,
        "username": user.name,
        "avatar_url": shown["avatar"],
        "created_at": _moment(user.created),
    }


def _media(context: Context, owned: Owned) -> dict[str, Any]:
    """A file as the newer API has it."""
    picture = owned.picture
    return {
        "id": picture.code,
        "account_id": owned.user_id or 0,
        "mime_type": picture.mime,
        "type": picture.kind,
        "name": owned.facts.get("name") or "",
        "basename": "",
        "url": file_link(context.call, f"{picture.code}.{picture.extension}"),
        "ext": picture.extension,
        "width": picture.width,
        "height": picture.height,
        "size": picture.size,
        "metadata": {
            "title": picture.title or "",
            "description": picture.description or "",
            "is_animated": picture.animated or picture.kind == "video",
            "is_looping": picture.animated,
            "duration": picture.duration or 0,
            "has_sound": bool(owned.facts.get("has_sound")),
        },
        "created_at": _moment(picture.created),
        "updated_at": None,
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
