"""Tags of ImageShack: of one picture, of several, of an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...domain.library import Owned
from .access import Ask, find_image, own_account, own_image, seen_by
from .answer import Json, show_image, show_images
from .dialect import in_bulk, operation, required_ids
from .profiles import PAGE
from .requests import page, read_list, shown


@operation("tags_of_user")
def of_user(ask: Ask) -> Json:
    """A page of tags by name, with pictures of each. PHP writes no tags as a list."""
    choice = seen_by(ask, own_account(ask).id)
    known = ask.accounts.library.tags(choice)
    limit, offset = page(ask.call)
    images = shown(ask.call, "image_limit", default=PAGE)
    tags = {
        name: {
            "total": total,
            "images": show_images(ask, replace(choice, tag=name), images, 0),
        }
        for name, total in list(known.items())[offset : offset + limit]
    }
    return {"limit": limit, "offset": offset, "total": len(known), "tags": tags or []}


@operation("tags_images")
def images(ask: Ask) -> list[Json]:
    """A page of the pictures with a tag, without a total."""
    user = own_account(ask)
    choice = replace(seen_by(ask, user.id), tag=ask.call.request.path_params["tag"])
    limit, offset = page(ask.call)
    return show_images(ask, choice, limit, offset)


@operation("tags_of_image")
def of_image(ask: Ask) -> list[str]:
    """The names of the tags of a picture."""
    return list(find_image(ask).picture.tags)


@operation("tags_add")
def add(ask: Ask) -> bool:
    """Adds tags to a picture."""
    owned = own_image(ask)
    _tag(ask, owned, [*owned.picture.tags, *required_ids(ask, "tags")])
    return True


@operation("tags_add_many")
def add_many(ask: Ask) -> Json:
    """Adds the same tags to several pictures."""
    ids, tags = required_ids(ask, "ids"), required_ids(ask, "tags")

    def one(code: str) -> Json:
        owned = own_image(ask, code)
        return _tag(ask, owned, [*owned.picture.tags, *tags])

    return in_bulk(ask, "images", ids, one)


@operation("tags_delete", "tags_clear")
def delete(ask: Ask) -> Json:
    """Takes tags from a picture: those named, or all where the parameter is absent."""
    owned = own_image(ask)
    return _take(ask, [owned.picture.code])


@operation("tags_delete_many", "tags_clear_many")
def delete_many(ask: Ask) -> Json:
    """The same for several pictures."""
    return _take(ask, required_ids(ask, "ids"))


def _take(ask: Ask, ids: Sequence[str]) -> Json:
    tags = read_list(ask.call, "tags")

    def one(code: str) -> Json:
        owned = own_image(ask, code)
        kept = [] if tags is None else [tag for tag in owned.picture.tags if tag not in tags]
        return _tag(ask, owned, kept)

    return in_bulk(ask, "images", ids, one)


def _tag(ask: Ask, owned: Owned, names: Sequence[str]) -> Json:
    ask.accounts.library.set_tags(owned.picture.id, names)
    ask.accounts.users.touch(ask.user.id)
    tagged = ask.accounts.library.by_id(owned.picture.id)
    assert tagged is not None
    return show_image(ask, tagged, beside=0)
