"""Accounts of ImageShack: what they tell, their settings, and lists of what they hold."""

from __future__ import annotations

import re
import string
from dataclasses import replace

from imagehosts.core.quirks import quirk

from ...core.ids import BASE62
from ...domain.library import Choice, Owned
from ...domain.users import TakenError, User
from .access import Ask, find_user, own_account, visible_to
from .answer import (
    Json,
    address,
    file_name,
    kilobytes,
    pictures_of,
    show_basic,
    show_basic_album,
    show_images,
    show_settings,
    show_user,
)
from .dialect import Answer, operation
from .profiles import PAGE, PERSON, RESERVED_NAMES, SETTINGS, Refused
from .requests import merge, page, read_flag, read_number, required, shown, text
from .session import given_password, logged_in

RANDOM_IMAGES = 10
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_EMAIL = re.compile(r"[^@\s]{1,128}@[^@\s]{1,128}")
#: Two parameters that mean something together only.
_PAIRS = (("first_name", "last_name"),)
_AVATAR_SERVER = ("avatar_server", "avatar_sever")  # the second as the document has it


@operation("users_create")
def create(ask: Ask) -> Answer:
    """Makes an account of an address; what is not given is made up and mailed."""
    email = _email(required(ask.call, "email"))
    _check_pairs(ask)
    name = new_username(ask, email)
    password = given_password(ask)
    made_up = password is None
    password = password or ask.call.services.chance.text(10, BASE62)
    try:
        user = ask.accounts.users.add(
            ask.host, name, email, password, ask.now, dict(merge(ask.call, *PERSON))
        )
    except TakenError as error:
        raise Refused("email_taken" if error.what == "email" else "bad_name") from None
    if made_up:
        ask.accounts.mailbox.send(
            ask.host,
            email,
            "Your account",
            f"Your account is called {name}, its password is {password}.",
            ask.now,
            username=name,
            password=password,
        )
    return logged_in(ask, user)


@operation("users_get")
def get(ask: Ask) -> Json:
    """An account with its latest public pictures."""
    return _show(ask, find_user(ask))


@operation("users_update", "users_update_by_patch")
def update(ask: Ask) -> Json:
    """Changes what is given."""
    user = own_account(ask)
    _check_pairs(ask)
    name, email = text(ask.call, "username"), text(ask.call, "email")
    if name:
        _check_name(name)
    try:
        changed = ask.accounts.users.change(
            user.id,
            name=name or None,
            email=_email(email) if email else None,
            password=given_password(ask),
            avatar_id=_avatar(ask, user),
            facts=dict(merge(ask.call, *PERSON)),
        )
    except TakenError as error:
        raise Refused("email_taken" if error.what == "email" else "bad_name") from None
    return _show(replace(ask, caller=changed), changed)


@operation("users_delete")
async def delete(ask: Ask) -> bool:
    """Removes an account with all that is in it."""
    user = own_account(ask)
    await ask.call.services.in_thread(ask.accounts.delete_user, user.id)
    return True


@operation("users_usage")
def usage(ask: Ask) -> Json:
    """Counts what is public, and for the owner what the flags ask for."""
    user = find_user(ask)
    choice = visible_to(ask, user)
    count = ask.accounts.library.count
    albums = ask.accounts.albums.of_user(user.id, public=choice.public)
    if read_flag(ask.call, "hide_empty"):
        albums = [album for album in albums if count(pictures_of(ask, album))]
    used = ask.accounts.library.space(user.id, public=choice.public, hidden=choice.hidden)
    return {
        "images_count": count(choice),
        "album_images_count": count(replace(choice, in_album=True)),
        "albums_count": len(albums),
        "root_images_count": count(replace(choice, in_album=False)),
        "space_limit": kilobytes(ask.call.services.config.space_limit),
        "space_used": kilobytes(used),
    }


@operation("users_settings")
def settings(ask: Ask) -> Json:
    """The settings of the caller's account."""
    return show_settings(ask.user)


@operation("users_update_settings", "users_update_settings_by_patch")
def update_settings(ask: Ask) -> Json:
    """Sets the flags that are given."""
    given = {name: value for name in SETTINGS if (value := read_flag(ask.call, name)) is not None}
    return show_settings(ask.accounts.users.change(ask.user.id, settings=given))


@operation("users_images")
def images(ask: Ask) -> Json:
    """A page of pictures, the newest first.

    It is also what a call for several pictures means that names none; hence the two counts.
    """
    choice = visible_to(ask, _listed_user(ask))
    if read_flag(ask.call, "hide_folder_images"):
        choice = replace(choice, in_album=False)
    limit, offset = page(ask.call)
    found = show_images(ask, choice, limit, offset)
    return {
        "base_url": address(ask.call, "/a/"),
        "limit": limit,
        "offset": offset,
        "total": ask.accounts.library.count(choice),
        "passed": len(found),
        "failed": 0,
        "images": found,
    }


@operation("users_random_images")
def random_images(ask: Ask) -> list[Json]:
    """Some public pictures, others each time."""
    user = find_user(ask)
    choice = Choice(host=ask.host, user_id=user.id, public=True)
    found = ask.accounts.library.find(choice, order="chance", limit=RANDOM_IMAGES)
    return [show_basic(ask, owned) for owned in found]


def _listed_user(ask: Ask) -> User:
    """Whose things a list is of; ``/images?username=...`` is how real clients ask for them."""
    return find_user(ask, text(ask.call, "username") or None)


@operation("users_albums")
def albums(ask: Ask) -> Json:
    """A page of albums, the newest first."""
    user = _listed_user(ask)
    found = ask.accounts.albums.of_user(user.id, public=visible_to(ask, user).public)
    if read_flag(ask.call, "hide_empty"):
        found = [album for album in found if ask.accounts.library.count(pictures_of(ask, album))]
    limit, offset = page(ask.call)
    images = shown(ask.call, "image_limit", default=PAGE)
    part = found[offset : offset + limit]
    return {
        "limit": limit,
        "offset": offset,
        "total": len(found),
        "passed": len(part),
        "failed": 0,
        "albums": [show_basic_album(ask, album, images) for album in part],
    }


@quirk("IS2-27", "IS2-44")
def new_username(ask: Ask, email: str) -> str:
    """The name of a new account: as given, or made of the address; never a word of a route."""
    name = text(ask.call, "username")
    if name:
        _check_name(name)
        return name
    stem = re.sub(r"[^A-Za-z0-9_]", "", email.partition("@")[0])[:40] or "user"
    name = stem
    users = ask.accounts.users
    while name.lower() in RESERVED_NAMES or users.by_name(ask.host, name) is not None:
        name = stem + ask.call.services.chance.text(4, string.digits)
    return name


def _check_name(name: str) -> None:
    if name.lower() in RESERVED_NAMES or not _NAME.fullmatch(name):
        raise Refused("bad_name")


def _email(found: str) -> str:
    if not _EMAIL.fullmatch(found):
        raise Refused("invalid", "email")
    return found


def _check_pairs(ask: Ask) -> None:
    for pair in _PAIRS:
        given = [name for name in pair if text(ask.call, name) is not None]
        if len(given) == 1:
            raise Refused("missing", next(name for name in pair if name not in given))


def _avatar(ask: Ask, user: User) -> int | None:
    """The picture that becomes the avatar, one of the user's own."""
    server = next(
        (n for name in _AVATAR_SERVER if (n := read_number(ask.call, name)) is not None), None
    )
    name = text(ask.call, "avatar_filename") or None
    if server is None and name is None:
        return None
    if server is None or name is None:
        raise Refused("missing", "avatar_filename" if name is None else "avatar_server")
    choice = Choice(host=ask.host, user_id=user.id)
    found = [owned for owned in ask.accounts.library.find(choice) if _is_file(owned, server, name)]
    if not found:
        raise Refused("invalid", "avatar_filename")
    return found[0].picture.id


def _is_file(owned: Owned, server: int, name: str) -> bool:
    return owned.facts["server"] == server and file_name(owned) == name


def _show(ask: Ask, user: User) -> Json:
    choice = Choice(host=ask.host, user_id=user.id, public=True)
    limit = shown(ask.call, "image_limit")
    return show_user(ask, user, ask.accounts.library.find(choice, limit=limit))
