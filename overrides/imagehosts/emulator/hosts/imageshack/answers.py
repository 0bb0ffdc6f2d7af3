"""Users, pictures, albums and comments as ImageShack shows them, depending on who asks."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...domain.albums import Album
from ...domain.comments import NO_VOTES, Comment
from ...domain.library import AlbumPart, Choice, Owned
from ...domain.users import User
from .access import Context, seen_by, settings_of
from .profile import PAGE, PERSON, SETTINGS

Json = dict[str, Any]


@quirk("IS2-71")
def kilobytes(size: int) -> int:
    """Bytes as kilobytes of 1024, rounded up so that no file has the size 0."""
    return -(-size // 1024)


def address(call: Call, path: str) -> str:
    """An address as the host writes it, without a scheme."""
    return call.base_url.partition("://")[2] + path


# Accounts


def show_login(user: User, token: str, context: Context) -> Json:
    """Login Model."""
    return {
        "auth_token": token,
        **_number(user.id),
        "email": user.email,
        "username": user.name,
        "avatar": _avatar(context, user),
        "membership": context.call.site.profile.membership,
        "membership_item_number": None,
        "membership_cookie": None,
    }


@quirk("IS2-49", "IS2-79")
def show_user(context: Context, user: User, latest: list[Owned]) -> Json:
    """User Model. Number and address are for the owner; whether the account may be followed is
    the reverse of a setting.
    """
    own = context.is_owner(user.id)
    return {
        "is_owner": own,
        "cache_version": user.version,
        **_number(user.id if own else None),
        "email": user.email if own else None,
        "username": user.name,
        "creation_date": int(user.created),
        **{name: user.facts.get(name) for name in PERSON},
        "avatar": _avatar(context, user),
        "membership": context.call.site.profile.membership,
        "is_following": False,
        "following_allowed": not settings_of(user)["private_followings"],
        "latest_images": [show_reference(owned) for owned in latest],
    }


@quirk("IS2-47")
def _number(number: int | None) -> Json:
    """The number of an account under both its names: some clients read one, some the other."""
    return {"user_id": number, "userid": number}


def show_settings(user: User) -> Json:
    """User Settings Model."""
    known = settings_of(user)
    return {name: known[name] for name in SETTINGS}


@quirk("IS2-69")
def show_owner(context: Context, user_id: int | None, public: bool) -> Json:
    """The member ``owner``, which things have that are public; nothing for others."""
    user = None if not public else _user(context, user_id)
    if user is None:
        return {}
    return {"owner": show_person(context, user)}


def _user(context: Context, user_id: int | None) -> User | None:
    """An account by its number, which may be one of a list."""
    if user_id is None:
        return None
    return context.batches.get("user", "user", user_id, context.accounts.users.by_ids, None)


def _expect_users(context: Context, user_ids: Iterable[int | None]) -> None:
    numbers = [*user_ids]
    context.batches.expect("user", numbers)
    users = [user for number in numbers if (user := _user(context, number)) is not None]
    context.batches.expect("avatar", [user.avatar_id for user in users])


def show_person(context: Context, user: User) -> Json:
    """The short form of an account, as it stands in other models."""
    return {
        "username": user.name,
        "avatar": _avatar(context, user),
        "membership": context.call.site.profile.membership,
    }


def _avatar(context: Context, user: User) -> Json:
    owned = None
    if user.avatar_id is not None:
        fetch = context.accounts.library.found
        owned = context.batches.get("avatar", "owned", user.avatar_id, fetch, None)
    if owned is None or owned.hidden:
        return {"id": None, "server": 0, "filename": None}
    return show_reference(owned)


# Pictures


def show_reference(owned: Owned) -> Json:
    """Id, server and file name, without the directory."""
    return {
        "id": owned.picture.code,
        "server": owned.facts["server"],
        "filename": file_name(owned),
    }


def file_name(owned: Owned) -> str:
    """The name of the file on its server."""
    return f"{owned.picture.name}.{owned.picture.extension}"


def show_basic(context: Context, owned: Owned) -> Json:
    """Basic Image Model."""
    return {
        **_show_file(context, owned),
        "title": owned.picture.title,
        **_show_album(context, owned),
        **_show_rest(context, owned),
    }


def show_image(context: Context, owned: Owned, *, beside: int, related: int | None = None) -> Json:
    """Image Model."""
    library, picture = context.accounts.library, owned.picture
    choice = seen_by(context, owned.user_id)
    shown: Json = {
        **_show_file(context, owned),
        "title": picture.title,
        "description": picture.description,
        "tags": list(picture.tags),
        "views": picture.views,
        "moderated": False,
        **_show_album(context, owned),
        "comments_count": context.accounts.comments.count_on_picture(picture.id),
        "comments_disabled": owned.facts["comments_disabled"],
        "filter": owned.facts["filter"],
        **_show_rest(context, owned),
        "block_downloading": False,
        "copyright": "",
        "featured": False,
        "lp_hash": picture.code,
    }
    for name, newer in (("next_images", True), ("prev_images", False)):
        neighbours = library.neighbours(owned, choice, newer=newer, limit=beside)
        shown[name] = [show_reference(neighbour) for neighbour in neighbours]
    if related is not None:
        shown["related_images"] = [
            show_reference(other) for other in library.related(owned, choice, limit=related)
        ]
    return shown


def _show_file(context: Context, owned: Owned) -> Json:
    return {
        "id": owned.picture.code,
        "server": owned.facts["server"],
        "bucket": owned.facts["bucket"],
        "filename": file_name(owned),
        "original_filename": owned.picture.original_filename,
        "direct_link": address(context.call, owned.picture.files["image"].path),
    }


def _show_rest(context: Context, owned: Owned) -> Json:
    votes, picture, own = context.accounts.votes, owned.picture, 0
    if context.caller is not None:
        fetch = partial(votes.among, context.caller.id)
        own = context.batches.get("picture", "vote", picture.id, fetch, 0)
    return {
        "creation_date": int(picture.created),
        "public": owned.public,
        "hidden": owned.hidden,
        "filesize": kilobytes(picture.size),
        "width": picture.width,
        "height": picture.height,
        "likes": context.batches.get("picture", "likes", picture.id, votes.counts, 0),
        "liked": own > 0,
        "adult_content": False,
        "is_owner": context.is_owner(owned.user_id),
        **show_owner(context, owned.user_id, owned.public),
    }


@quirk("IS2-53", "IS2-54")
def _show_album(context: Context, owned: Owned) -> Json:
    """The album that a picture is in, nested and flat, for clients read either.

    Without an album, or with a private one of another account, the nested one is empty and
    there is no flat one.
    """
    fetch = context.accounts.albums.with_pictures
    none: list[Album] = []
    albums = context.batches.get("picture", "albums", owned.picture.id, fetch, none)
    album = next((a for a in albums if a.public or context.is_owner(a.user_id)), None)
    if album is None:
        return {"album": {"id": "", "title": "", "public": True}}
    return {
        "album": {"id": album.code, "title": album.title, "public": album.public},
        "album_id": album.code,
        "album_title": album.title,
    }


def show_images(
    context: Context, choice: Choice, limit: int, offset: int, *, order: str = "newest"
) -> list[Json]:
    """A page of pictures as Basic Image Models."""
    found = context.accounts.library.find(choice, order=order, limit=limit, offset=offset)
    return list_basic(context, found)


def list_basic(context: Context, found: Sequence[Owned]) -> list[Json]:
    """Pictures of a list as Basic Image Models."""
    context.batches.expect("picture", [owned.picture.id for owned in found])
    _expect_users(context, [owned.user_id for owned in found])
    return [show_basic(context, owned) for owned in found]


def list_by_tag(
    context: Context, choice: Choice, names: Sequence[str], limit: int
) -> list[list[Json]]:
    """The latest chosen pictures with each of some tags, in the order of these."""
    library = context.accounts.library
    parts = library.with_each_tag(choice, names, limit)
    shown = _shown(context, [number for part in parts for number in part])
    return [[shown[number] for number in part if number in shown] for part in parts]


def _shown(context: Context, numbers: Sequence[int]) -> dict[int, Json]:
    """Pictures as Basic Image Models by their numbers, of which several may be the same."""
    found = context.accounts.library.by_ids([*dict.fromkeys(numbers)])
    ids = [owned.picture.id for owned in found]
    return dict(zip(ids, list_basic(context, found), strict=True))


# Albums


def pictures_of(context: Context, album: Album) -> Choice:
    """The pictures of an album that the caller may see."""
    return replace(seen_by(context, album.user_id), album_id=album.id)


def show_album(context: Context, album: Album, limit: int = PAGE, offset: int = 0) -> Json:
    """Album Model with a page of its pictures."""
    choice = pictures_of(context, album)
    return {
        "id": album.code,
        "title": album.title,
        "description": album.description,
        "creation_date": int(album.created),
        "public": album.public,
        "is_owner": context.is_owner(album.user_id),
        **show_owner(context, album.user_id, album.public),
        "limit": limit,
        "offset": offset,
        "total": context.accounts.library.count(choice),
        "images": show_images(context, choice, limit, offset, order="album"),
    }


def list_albums(context: Context, user: User, albums: Sequence[Album], images: int) -> list[Json]:
    """Albums of an account as Basic Album Models, with so many pictures of each."""
    inside = in_albums(context, user, albums, images)
    _expect_users(context, [user.id])
    shown = _shown(context, [number for part in inside.values() for number in part.first])
    return [
        _show_basic_album(context, one, inside.get(one.id), shown if images else {})
        for one in albums
    ]


def in_albums(
    context: Context, user: User, albums: Sequence[Album], images: int = 1
) -> dict[int, AlbumPart]:
    """What the caller may see of albums of an account; empty ones are missing."""
    choice = seen_by(context, user.id)
    return context.accounts.library.in_albums(choice, [album.id for album in albums], images)


def _show_basic_album(
    context: Context, album: Album, inside: AlbumPart | None, shown: Mapping[int, Json]
) -> Json:
    """Basic Album Model: null where there are no pictures."""
    first = [] if inside is None else [shown[one] for one in inside.first if one in shown]
    return {
        "id": album.code,
        "title": album.title,
        "creation_date": int(album.created),
        "public": album.public,
        "is_owner": context.is_owner(album.user_id),
        **show_owner(context, album.user_id, album.public),
        "total": 0 if inside is None else inside.total,
        "images": None if inside is None else first,
    }


# Comments


def list_comments(context: Context, found: Sequence[Comment]) -> list[Json]:
    """Comments of a list."""
    context.batches.expect("comment", [comment.id for comment in found])
    _expect_users(context, [comment.user_id for comment in found])
    return [show_comment(context, comment) for comment in found]


def show_comment(context: Context, comment: Comment) -> Json:
    """Image Comment Model."""
    caller = context.caller.id if context.caller else None
    fetch = partial(context.accounts.comments.votes_on, user_id=caller)
    up, _, own = context.batches.get("comment", "votes", comment.id, fetch, NO_VOTES)
    user = _user(context, comment.user_id)
    shown = {"owner": show_person(context, user)} if user else {}
    return {
        "id": comment.code,
        "comment": comment.text,
        "source": comment.source,
        **shown,
        "likes": up,
        "liked": own > 0,
        "is_owner": context.is_owner(comment.user_id),
        "creation_date": int(comment.created),
    }


def cursor_of(comment: Comment) -> str:
    """Where a list of comments goes on behind this one; text that means nothing to clients."""
    return base64.urlsafe_b64encode(f"comment:{comment.id}".encode()).decode().rstrip("=")


def behind_cursor(cursor: str) -> int | None:
    """The number behind such a text; ``None`` for any other."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        return None
    kind, _, number = raw.partition(":")
    return int(number) if kind == "comment" and number.isdigit() else None
