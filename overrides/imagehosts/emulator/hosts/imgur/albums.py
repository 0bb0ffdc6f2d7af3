"""Albums of imgur: of accounts, and anonymous ones that are changed by their deletehash."""

from __future__ import annotations

from typing import Any

from imagehosts.core.quirks import quirk

from ...domain.albums import UserAlbum
from .access import Ask, by_deletehash, find_album, find_own_album
from .accounts import PRIVACY, settings_of
from .answer import album, album_images
from .dialect import ID_LISTS, beside_the_spec, operation
from .problems import Refused
from .requests import read_ids, text

_DETAILS = ("title", "description", "privacy", "layout", "cover")
_LAYOUTS = ("blog", "grid", "horizontal", "vertical")


@operation("albums_get", "account_album")
def get(ask: Ask) -> dict[str, Any]:
    found = find_album(ask)
    views = int(found.facts.get("views", 0)) + 1
    return album(ask, ask.accounts.albums.change(found.id, facts={"views": views}))


@operation("albums_images", "account_album_images")
def images(ask: Ask) -> list[dict[str, Any]]:
    return album_images(ask, find_album(ask))


@operation("albums_create")
def create(ask: Ask) -> dict[str, Any]:
    """An album of the user, or an anonymous one."""
    chance = ask.call.services.chance
    privacy = settings_of(ask.user)["album_privacy"] if ask.user else "hidden"
    facts = {
        "deletehash": chance.text(15, ALPHABET),
        "privacy": _privacy(ask) or privacy,
        "layout": _layout(ask) or "blog",
    }
    pictures = _pictures(ask)
    codes = (chance.text(7, ALPHABET) for _ in range(100))
    made = ask.accounts.albums.add(
        ask.host,
        codes,
        ask.now,
        user_id=ask.user_id,
        title=text(ask.call, "title"),
        description=text(ask.call, "description"),
        public=facts["privacy"] == "public",
        facts=facts,
    )
    ask.accounts.albums.set(made.id, pictures or [])
    _set_cover(ask, made)
    return {"id": made.code, "deletehash": facts["deletehash"]}


@operation("albums_update", "account_update_album")
@quirk("IGR-25")
def update_album(ask: Ask) -> bool:
    """Set what is given; ids are all the pictures that the album has from then on."""
    found = find_own_album(ask)
    privacy, layout, pictures = _privacy(ask), _layout(ask), _pictures(ask)
    values: dict[str, Any] = {
        name: given
        for name in ("title", "description")
        if (given := text(ask.call, name)) is not None
    }
    facts = {k: v for k, v in (("privacy", privacy), ("layout", layout)) if v is not None}
    if privacy is not None:
        values["public"] = privacy == "public"
    changed = ask.accounts.albums.change(found.id, facts=facts, **values)
    if pictures is not None:
        ask.accounts.albums.set(found.id, pictures)
    _set_cover(ask, changed)
    return True


@operation("albums_set_images", "account_set_album_images")
def set_images(ask: Ask) -> bool:
    """Set the pictures; the texts too, which some clients change with POST rather than PUT."""
    find_own_album(ask, adding=True)
    changes = any(text(ask.call, name) is not None for name in _DETAILS)
    if not changes or read_ids(ask.call, *ID_LISTS) is not None:
        _required_pictures(ask)
    return update_album(ask)


@operation("albums_add_images", "account_add_album_images")
@beside_the_spec(r"/3/album/(?P<album_id>[^/]+)/add", "PUT")
def add_images(ask: Ask) -> bool:
    found = find_own_album(ask, adding=True)
    ask.accounts.albums.put_in(found.id, _required_pictures(ask))
    return True


@operation(
    "albums_delete", "account_delete_album", "albums_remove_images", "account_remove_album_images"
)
@quirk("IGR-01")
def delete_or_remove(ask: Ask) -> bool:
    """Delete the album; or, where ids came at all, take those pictures out and nothing else."""
    found = find_own_album(ask)
    if read_ids(ask.call, *ID_LISTS) is not None:
        return remove_images(ask)
    ask.accounts.albums.delete(found.id)
    return True


@beside_the_spec(r"/3/album/(?P<album_id>[^/]+)/remove_images", "DELETE", "POST")
def remove_images(ask: Ask) -> bool:
    found = find_own_album(ask)
    ask.accounts.albums.take_out(found.id, _required_pictures(ask))
    return True


ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _required_pictures(ask: Ask) -> list[int]:
    if not read_ids(ask.call, *ID_LISTS):
        raise Refused("no_ids")
    return _pictures(ask) or []


def _pictures(ask: Ask) -> list[int] | None:
    """The pictures that ids or deletehashes mean, without those of others and unknown ones."""
    names = read_ids(ask.call, *ID_LISTS)
    if names is None:
        return None
    found: list[int] = []
    for name in names:
        owned = ask.accounts.library.get(ask.host, name)
        if owned is not None and owned.user_id not in (None, ask.user_id):
            continue
        owned = owned or by_deletehash(ask, name)
        if owned is not None:
            found.append(owned.picture.id)
    return found


def _set_cover(ask: Ask, found: UserAlbum) -> None:
    code = text(ask.call, "cover")
    if code is None:
        return
    picture = ask.store.picture_by_code(code, ask.host) if code else None
    if picture is not None and picture.id in ask.accounts.albums.pictures(found.id):
        ask.accounts.albums.change(found.id, cover_id=picture.id)


def _privacy(ask: Ask) -> str | None:
    found = text(ask.call, "privacy")
    if found and found not in PRIVACY:
        raise Refused("invalid", "privacy")
    return found or None


def _layout(ask: Ask) -> str | None:
    found = text(ask.call, "layout")
    return found if found in _LAYOUTS else None
