"""Albums of imgur: of accounts, and anonymous ones that are changed by their deletehash."""

from __future__ import annotations

from typing import Any

from imagehosts.core.quirks import quirk

from ...core.context import Services
from ...domain.albums import Album
from .access import Context, by_deletehash, find_album, find_own_album
from .accounts import PRIVACY, settings_of
from .answers import album, album_images
from .dialect import ID_LISTS, operation, undocumented_route
from .problems import Refused
from .requests import read_ids, text

_DETAILS = ("title", "description", "privacy", "layout", "cover")
_LAYOUTS = ("blog", "grid", "horizontal", "vertical")


@operation("albums_get", "account_album")
def get(context: Context) -> dict[str, Any]:
    found = find_album(context)
    views = int(found.facts.get("views", 0)) + 1
    return album(context, context.accounts.albums.change(found.id, facts={"views": views}))


@operation("albums_images", "account_album_images")
def images(context: Context) -> list[dict[str, Any]]:
    return album_images(context, find_album(context))


@operation("albums_create")
def create(context: Context) -> dict[str, Any]:
    """An album of the user, or an anonymous one."""
    privacy = settings_of(context.user)["album_privacy"] if context.user else "hidden"
    pictures = _pictures(context)
    made = new_album(
        context.call.services,
        context.host,
        context.user_id,
        title=text(context.call, "title"),
        description=text(context.call, "description"),
        privacy=_privacy(context) or privacy,
        layout=_layout(context) or "blog",
    )
    context.accounts.albums.set(made.id, pictures or [])
    _set_cover(context, made)
    return {"id": made.code, "deletehash": made.facts["deletehash"]}


def new_album(
    services: Services,
    host: str,
    user_id: int | None,
    *,
    title: str | None = None,
    description: str | None = None,
    privacy: str = "public",
    layout: str = "blog",
) -> Album:
    """An album of a user, or of nobody, with a secret for who may change it."""
    ids = services.ids
    facts = {"deletehash": ids.text(15, ALPHABET), "privacy": privacy, "layout": layout}
    return services.accounts.albums.add(
        host,
        (ids.text(7, ALPHABET) for _ in range(100)),
        services.clock.now(),
        user_id=user_id,
        title=title,
        description=description,
        public=privacy == "public",
        facts=facts,
    )


@operation("albums_update", "account_update_album")
@quirk("IGR-25")
def update_album(context: Context) -> bool:
    """Set what is given; ids are all the pictures that the album has from then on."""
    found = find_own_album(context)
    privacy, layout, pictures = _privacy(context), _layout(context), _pictures(context)
    values: dict[str, Any] = {
        name: given
        for name in ("title", "description")
        if (given := text(context.call, name)) is not None
    }
    facts = {k: v for k, v in (("privacy", privacy), ("layout", layout)) if v is not None}
    if privacy is not None:
        values["public"] = privacy == "public"
    changed = context.accounts.albums.change(found.id, facts=facts, **values)
    if pictures is not None:
        context.accounts.albums.set(found.id, pictures)
    _set_cover(context, changed)
    return True


@operation("albums_set_images", "account_set_album_images")
def set_images(context: Context) -> bool:
    """Set the pictures; the texts too, which some clients change with POST rather than PUT."""
    find_own_album(context, adding=True)
    changes = any(text(context.call, name) is not None for name in _DETAILS)
    if not changes or read_ids(context.call, *ID_LISTS) is not None:
        _required_pictures(context)
    return update_album(context)


@operation("albums_add_images", "account_add_album_images")
@undocumented_route(r"/3/album/(?P<album_id>[^/]+)/add", "PUT")
def add_images(context: Context) -> bool:
    found = find_own_album(context, adding=True)
    context.accounts.albums.put_in(found.id, _required_pictures(context))
    return True


@operation(
    "albums_delete", "account_delete_album", "albums_remove_images", "account_remove_album_images"
)
@quirk("IGR-01", "IGR-33")
def delete_or_remove(context: Context) -> bool:
    """Delete the album; or, where ids came at all, take those pictures out and nothing else."""
    found = find_own_album(context)
    if read_ids(context.call, *ID_LISTS) is not None:
        return remove_images(context)
    context.accounts.albums.delete(found.id)
    return True


@undocumented_route(r"/3/album/(?P<album_id>[^/]+)/remove_images", "DELETE", "POST")
def remove_images(context: Context) -> bool:
    found = find_own_album(context)
    context.accounts.albums.take_out(found.id, _required_pictures(context))
    return True


ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _required_pictures(context: Context) -> list[int]:
    if not read_ids(context.call, *ID_LISTS):
        raise Refused("no_ids")
    return _pictures(context) or []


def _pictures(context: Context) -> list[int] | None:
    """The pictures that ids or deletehashes mean, without those of others and unknown ones."""
    names = read_ids(context.call, *ID_LISTS)
    if names is None:
        return None
    found: list[int] = []
    for name in names:
        owned = context.accounts.library.get(context.host, name)
        if owned is not None and owned.user_id not in (None, context.user_id):
            continue
        owned = owned or by_deletehash(context, name)
        if owned is not None:
            found.append(owned.picture.id)
    return found


def _set_cover(context: Context, found: Album) -> None:
    code = text(context.call, "cover")
    if code is None:
        return
    picture = context.store.picture_by_code(code, context.host) if code else None
    if picture is not None and picture.id in context.accounts.albums.pictures(found.id):
        context.accounts.albums.change(found.id, cover_id=picture.id)


def _privacy(context: Context) -> str | None:
    found = text(context.call, "privacy")
    if found and found not in PRIVACY:
        raise Refused("invalid", "privacy")
    return found or None


def _layout(context: Context) -> str | None:
    found = text(context.call, "layout")
    return found if found in _LAYOUTS else None
