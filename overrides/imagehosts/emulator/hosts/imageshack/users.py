"""Accounts of ImageShack: what they show, their settings, and lists of what they hold."""

from __future__ import annotations

import re
import string
from dataclasses import replace

from imagehosts.core.quirks import quirk

from ...core.ids import BASE62
from ...domain.library import Choice, Owned
from ...domain.users import TakenError, User
from .access import Context, find_user, own_account, visible_to
from .answers import (
    Json,
    address,
    file_name,
    in_albums,
    kilobytes,
    list_albums,
    list_basic,
    show_images,
    show_settings,
    show_user,
)
from .dialect import Answer, operation
from .problems import Refused
from .profile import PAGE, PERSON, RESERVED_NAMES, SETTINGS
from .requests import merge, page, read_flag, read_number, required, shown, text
from .session import given_password, logged_in

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_EMAIL = re.compile(r"[^@\s]{1,128}@[^@\s]{1,128}")
#: Two parameters that mean something together only.
_PAIRS = (("first_name", "last_name"),)
_AVATAR_SERVER = ("avatar_server", "avatar_sever")  # the second as the document has it


@operation("users_create")
def create(context: Context) -> Answer:
    """Makes an account of an address; what is not given is made up and mailed."""
    email = _email(required(context.call, "email"))
    _check_pairs(context)
    name = new_username(context, email)
    password = given_password(context)
    made_up = password is None
    password = password or context.call.services.ids.text(10, BASE62)
    try:
        user = context.accounts.users.add(
            context.host, name, email, password, context.now, dict(merge(context.call, *PERSON))
        )
    except TakenError as error:
        raise Refused("email_taken" if error.what == "email" else "bad_name") from None
    if made_up:
        context.accounts.mailbox.send(
            context.host,
            email,
            "Your account",
            f"Your account is called {name}, its password is {password}.",
            context.now,
            username=name,
            password=password,
        )
    return logged_in(context, user)


@operation("users_get")
def get(context: Context) -> Json:
    """An account with its latest public pictures."""
    return _show(context, find_user(context))


@operation("users_update", "users_update_by_patch")
def update(context: Context) -> Json:
    """Changes what is given."""
    user = own_account(context)
    _check_pairs(context)
    name, email = text(context.call, "username"), text(context.call, "email")
    if name:
        _check_name(name)
    try:
        changed = context.accounts.users.change(
            user.id,
            name=name or None,
            email=_email(email) if email else None,
            password=given_password(context),
            avatar_id=_avatar(context, user),
            facts=dict(merge(context.call, *PERSON)),
        )
    except TakenError as error:
        raise Refused("email_taken" if error.what == "email" else "bad_name") from None
    return _show(replace(context, caller=changed), changed)


@operation("users_delete")
@quirk("IS2-82")
async def delete(context: Context) -> bool:
    """Removes an account with all that is in it."""
    user = own_account(context)
    await context.call.services.in_thread(context.accounts.delete_user, user.id)
    return True


@operation("users_usage")
def usage(context: Context) -> Json:
    """Counts what is public, and for the owner what the flags ask for."""
    user = find_user(context)
    choice = visible_to(context, user)
    count = context.accounts.library.count
    albums = context.accounts.albums.of_user(user.id, public=choice.public)
    if read_flag(context.call, "hide_empty"):
        inside = in_albums(context, user, albums)
        albums = [album for album in albums if album.id in inside]
    used = context.accounts.library.space(user.id, public=choice.public, hidden=choice.hidden)
    return {
        "images_count": count(choice),
        "album_images_count": count(replace(choice, in_album=True)),
        "albums_count": len(albums),
        "root_images_count": count(replace(choice, in_album=False)),
        "space_limit": kilobytes(context.call.services.config.space_limit),
        "space_used": kilobytes(used),
    }


@operation("users_settings")
def settings(context: Context) -> Json:
    """The settings of the caller's account."""
    return show_settings(context.user)


@operation("users_update_settings", "users_update_settings_by_patch")
def update_settings(context: Context) -> Json:
    """Sets the flags that are given."""
    given = {
        name: value for name in SETTINGS if (value := read_flag(context.call, name)) is not None
    }
    return show_settings(context.accounts.users.change(context.user.id, settings=given))


@operation("users_images")
@quirk("IS2-83")
def images(context: Context) -> Json:
    """A page of pictures, the newest first.

    It is also what a call for several pictures means that names none; so there are two counts.
    """
    choice = visible_to(context, _listed_user(context))
    if read_flag(context.call, "hide_folder_images"):
        choice = replace(choice, in_album=False)
    limit, offset = page(context.call)
    found = show_images(context, choice, limit, offset)
    return {
        "base_url": address(context.call, "/a/"),
        "limit": limit,
        "offset": offset,
        "total": context.accounts.library.count(choice),
        "passed": len(found),
        "failed": 0,
        "images": found,
    }


@operation("users_random_images")
@quirk("IS2-84")
def random_images(context: Context) -> list[Json]:
    """Some public pictures, others each time; as many as a page where there are enough."""
    user = find_user(context)
    choice = Choice(host=context.host, user_id=user.id, public=True)
    found = context.accounts.library.find(choice, order="random", limit=PAGE)
    return list_basic(context, found)


def _listed_user(context: Context) -> User:
    """Whose things a list is of; ``/images?username=...`` is how real clients ask for them."""
    return find_user(context, text(context.call, "username") or None)


@operation("users_albums")
def albums(context: Context) -> Json:
    """A page of albums, the newest first."""
    user = _listed_user(context)
    found = context.accounts.albums.of_user(user.id, public=visible_to(context, user).public)
    if read_flag(context.call, "hide_empty"):
        inside = in_albums(context, user, found)
        found = [album for album in found if album.id in inside]
    limit, offset = page(context.call)
    images = shown(context.call, "image_limit", default=PAGE)
    part = found[offset : offset + limit]
    return {
        "limit": limit,
        "offset": offset,
        "total": len(found),
        "passed": len(part),
        "failed": 0,
        "albums": list_albums(context, user, part, images),
    }


@quirk("IS2-27", "IS2-44")
def new_username(context: Context, email: str) -> str:
    """The name of a new account: as given, or made of the address; never a word that routes use."""
    name = text(context.call, "username")
    if name:
        _check_name(name)
        return name
    stem = re.sub(r"[^A-Za-z0-9_]", "", email.partition("@")[0])[:40] or "user"
    name = stem
    users = context.accounts.users
    while name.lower() in RESERVED_NAMES or users.by_name(context.host, name) is not None:
        name = stem + context.call.services.ids.text(4, string.digits)
    return name


def _check_name(name: str) -> None:
    if name.lower() in RESERVED_NAMES or not _NAME.fullmatch(name):
        raise Refused("bad_name")


def _email(found: str) -> str:
    if not _EMAIL.fullmatch(found):
        raise Refused("invalid", "email")
    return found


def _check_pairs(context: Context) -> None:
    for pair in _PAIRS:
        given = [name for name in pair if text(context.call, name) is not None]
        if len(given) == 1:
            raise Refused("missing", next(name for name in pair if name not in given))


def _avatar(context: Context, user: User) -> int | None:
    """The picture that becomes the avatar, one of the user's own."""
    server = next(
        (n for name in _AVATAR_SERVER if (n := read_number(context.call, name)) is not None), None
    )
    name = text(context.call, "avatar_filename") or None
    if server is None and name is None:
        return None
    if server is None or name is None:
        raise Refused("missing", "avatar_filename" if name is None else "avatar_server")
    choice = Choice(host=context.host, user_id=user.id)
    found = [
        owned for owned in context.accounts.library.find(choice) if _is_file(owned, server, name)
    ]
    if not found:
        raise Refused("invalid", "avatar_filename")
    return found[0].picture.id


def _is_file(owned: Owned, server: int, name: str) -> bool:
    return owned.facts["server"] == server and file_name(owned) == name


def _show(context: Context, user: User) -> Json:
    choice = Choice(host=context.host, user_id=user.id, public=True)
    limit = shown(context.call, "image_limit")
    return show_user(context, user, context.accounts.library.find(choice, limit=limit))
