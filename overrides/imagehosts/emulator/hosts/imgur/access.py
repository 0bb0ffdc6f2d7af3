"""Who asks imgur, what they may see, and what they may change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from imagehosts.core.quirks import quirk

from ...core.context import Call, RequestContext
from ...core.journal import REDACTED
from ...core.store import Store
from ...domain.albums import Album
from ...domain.comments import Comment
from ...domain.library import Owned
from ...domain.posts import Post
from ...domain.users import User
from .problems import Refused
from .requests import text

ACCESS = "imgur access"
_SCHEME = re.compile(r"(client-id|bearer)\s+(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """A request and who makes it; an application without a user is ``None``."""

    client: str
    user: User | None

    @property
    def store(self) -> Store:
        """Pictures and their bytes."""
        return self.call.services.store

    @property
    def who(self) -> User:
        """The user; operations that need one are refused without."""
        if self.user is None:
            raise Refused("login")
        return self.user

    @property
    def user_id(self) -> int | None:
        """The number of the user, if there is one."""
        return self.user.id if self.user else None

    def segment(self, name: str) -> str:
        """A segment of the path."""
        return str(self.call.request.path_params[name])


# Who asks


@quirk("IGR-20")
def authenticate(call: Call) -> Context:
    """``Client-ID`` and an id, or ``Bearer`` and a token, scheme in any case."""
    header = call.request.headers.get("authorization")
    if header is None:
        client = text(call, "client_id") if call.request.method in ("GET", "HEAD") else None
        if not client:
            raise Refused("login")
        return Context(call, _known_client(call, client), None)
    match = _SCHEME.fullmatch(header.strip())
    if match is None:
        raise Refused("header")
    if match[1].lower() == "client-id":
        return Context(call, _known_client(call, match[2]), None)
    services = call.services
    user_id = services.accounts.sessions.user_id(match[2], services.clock.now(), purpose=ACCESS)
    user = None if user_id is None else services.accounts.users.get(user_id)
    if user is None:
        raise Refused("token")
    return Context(call, f"token of {user.id}", user)


def _known_client(call: Call, client: str) -> str:
    if not call.services.keys.accepts(client):
        raise Refused("client")
    return client


def needs_user(call: Call) -> bool:
    """Whether the spec keeps an operation for a logged-in user."""
    assert call.operation is not None
    security: list[dict[str, Any]] = call.operation.spec.get("security") or [{}]
    return all("AccessToken" in one for one in security)


# Accounts


@quirk("IGR-21")
def find_account(context: Context, *, own: bool = False) -> User:
    """The account in the path; ``me`` is the logged-in one. ``own`` refuses all others."""
    name = context.segment("username")
    if name.lower() == "me":
        return context.who
    if own and context.user is None:
        raise Refused("login")
    user = context.accounts.users.by_name(context.host, name)
    if user is None:
        raise Refused("account", name)
    if own and user.id != context.user_id:
        raise Refused("forbidden")
    return user


@quirk("IGR-23")
def below(context: Context, user_id: int | None, kind: str, shown: str) -> None:
    """Below an account only what belongs to it is found."""
    if "username" in context.call.request.path_params and find_account(context).id != user_id:
        raise Refused(kind, shown)


# Pictures


def find_image(context: Context) -> Owned:
    """The picture in the path; in an album only one that is in it."""
    image_id = context.segment("image_id")
    owned = context.accounts.library.get(context.host, image_id) or by_deletehash(context, image_id)
    if owned is None:
        raise Refused("image", image_id)
    below(context, owned.user_id, "image", image_id)
    if "album_id" in context.call.request.path_params:
        album = find_album(context)
        if owned.picture.id not in context.accounts.albums.pictures(album.id):
            raise Refused("image", image_id)
    return owned


def find_own_image(context: Context) -> Owned:
    """The same for changing it: by its owner, or by anyone with the deletehash."""
    owned = find_image(context)
    image_id = context.segment("image_id")
    if _is_owner(context, owned.user_id) or owned.facts["deletehash"] == image_id:
        return owned
    raise Refused("not_own_image", image_id)


@quirk("IGR-05")
def find_by_deletehash(context: Context) -> Owned:
    """The picture to be deleted: by anyone with its deletehash, by its id for its owner."""
    return find_own_image(context)


def by_deletehash(context: Context, deletehash: str) -> Owned | None:
    """A picture by the secret that its owner has."""
    rows = context.store.rows(
        "SELECT picture_id FROM holding WHERE json_extract(facts, '$.deletehash') = ?",
        (deletehash,),
    )
    if not rows:
        return None
    _hide(context, deletehash)
    owned = context.accounts.library.by_id(int(rows[0]["picture_id"]))
    return owned if owned is not None and owned.picture.host == context.host else None


# Albums


def find_album(context: Context) -> Album:
    """The album in the path, if the caller may see it."""
    album_id = context.segment("album_id")
    album = album_by(context, album_id)
    if album is None:
        raise Refused("album", album_id)
    below(context, album.user_id, "album", album_id)
    secret = album.facts.get("privacy") == "secret"
    if secret and not _is_owner(context, album.user_id) and album.facts["deletehash"] != album_id:
        raise Refused("album", album_id)
    return album


def find_own_album(context: Context, *, adding: bool = False) -> Album:
    """The same for changing it: by its owner, or by anyone with the deletehash."""
    album = find_album(context)
    refuse_others(context, album, context.segment("album_id"), adding=adding)
    return album


def refuse_others(context: Context, album: Album, named: str, *, adding: bool) -> None:
    """Only its owner changes an album; an anonymous one is changed by its deletehash."""
    if _is_owner(context, album.user_id) or album.facts["deletehash"] == named:
        return
    raise Refused("not_owner" if adding else "not_own_album", named)


def album_by(context: Context, name: str) -> Album | None:
    """An album by its id or by its deletehash."""
    album = context.accounts.albums.by_code(context.host, name)
    if album is not None:
        return album
    rows = context.store.rows(
        "SELECT id FROM album WHERE host = ? AND json_extract(facts, '$.deletehash') = ?",
        (context.host, name),
    )
    if not rows:
        return None
    _hide(context, name)
    return context.accounts.albums.get(int(rows[0]["id"]))


def _hide(context: Context, secret: str) -> None:
    """Keep a deletehash out of the journal, in every place and under every name it may come in."""
    entry = context.call.entry
    entry.path = entry.path.replace(secret, REDACTED)
    entry.fields.update((name, REDACTED) for name, shown in entry.fields.items() if secret in shown)


def _is_owner(context: Context, user_id: int | None) -> bool:
    return user_id is not None and user_id == context.user_id


# The gallery


@quirk("IGR-26")
def find_post(context: Context, item_id: str | None = None) -> Post:
    """The post in the path, a picture or an album, on any route."""
    parameters = context.call.request.path_params
    code = item_id or str(next(parameters[n] for n in ITEM_NAMES if n in parameters))
    post = post_of(context, code)
    if post is None:
        raise Refused("post", code)
    return post


ITEM_NAMES = ("item_id", "image_id", "album_id")


def post_of(context: Context, code: str) -> Post | None:
    """A post by the id of what was posted."""
    album = context.accounts.albums.by_code(context.host, code)
    if album is not None:
        return context.accounts.posts.of_album(album.id)
    picture = context.store.picture_by_code(code, context.host)
    return None if picture is None else context.accounts.posts.of_picture(picture.id)


def find_comment(context: Context) -> Comment:
    """The comment in the path; below an account or a post only one that belongs there."""
    shown = context.segment("comment_id")
    comment = comment_by(context, shown)
    if comment is None:
        raise Refused("comment", shown)
    below(context, comment.user_id, "comment", shown)
    if "item_id" in context.call.request.path_params:
        post = find_post(context)
        if (post.picture_id, post.album_id) != (comment.picture_id, comment.album_id):
            raise Refused("comment", shown)
    return comment


def comment_by(context: Context, number: str) -> Comment | None:
    """A comment of this host by its number."""
    comment = context.accounts.comments.get(int(number)) if is_number(number) else None
    return comment if comment is not None and comment.host == context.host else None


def is_number(text: str) -> bool:
    """Whether a segment is a number that the database can hold."""
    return re.fullmatch(r"[0-9]{1,18}", text) is not None
