"""Tags of ImageShack: of one picture, of several, of an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...domain.library import Owned
from .access import Context, find_image, own_account, own_image, seen_by
from .answers import Json, list_by_tag, show_image, show_images
from .dialect import in_bulk, operation, required_ids
from .profile import PAGE
from .requests import page, read_list, shown


@operation("tags_of_user")
def of_user(context: Context) -> Json:
    """A page of tags by name, with pictures of each. PHP writes no tags as a list."""
    choice = seen_by(context, own_account(context).id)
    known = context.accounts.library.tags(choice)
    limit, offset = page(context.call)
    images = shown(context.call, "image_limit", default=PAGE)
    names = [*known][offset : offset + limit]
    shown_images = list_by_tag(context, choice, names, images)
    tags = {
        name: {"total": known[name], "images": part}
        for name, part in zip(names, shown_images, strict=True)
    }
    return {"limit": limit, "offset": offset, "total": len(known), "tags": tags or []}


@operation("tags_images")
def images(context: Context) -> list[Json]:
    """A page of the pictures with a tag, without a total."""
    user = own_account(context)
    choice = replace(seen_by(context, user.id), tag=context.call.request.path_params["tag"])
    limit, offset = page(context.call)
    return show_images(context, choice, limit, offset)


@operation("tags_of_image")
def of_image(context: Context) -> list[str]:
    """The names of the tags of a picture."""
    return list(find_image(context).picture.tags)


@operation("tags_add")
def add(context: Context) -> bool:
    """Adds tags to a picture."""
    owned = own_image(context)
    _tag(context, owned, [*owned.picture.tags, *required_ids(context, "tags")])
    return True


@operation("tags_add_many")
def add_many(context: Context) -> Json:
    """Adds the same tags to several pictures."""
    ids, tags = required_ids(context, "ids"), required_ids(context, "tags")

    def one(code: str) -> Json:
        owned = own_image(context, code)
        return _tag(context, owned, [*owned.picture.tags, *tags])

    return in_bulk(context, "images", ids, one)


@operation("tags_delete", "tags_clear")
def delete(context: Context) -> Json:
    """Takes tags from a picture: those named, or all where the parameter is absent."""
    owned = own_image(context)
    return _take(context, [owned.picture.code])


@operation("tags_delete_many", "tags_clear_many")
def delete_many(context: Context) -> Json:
    """The same for several pictures."""
    return _take(context, required_ids(context, "ids"))


def _take(context: Context, ids: Sequence[str]) -> Json:
    tags = read_list(context.call, "tags")

    def one(code: str) -> Json:
        owned = own_image(context, code)
        kept = [] if tags is None else [tag for tag in owned.picture.tags if tag not in tags]
        return _tag(context, owned, kept)

    return in_bulk(context, "images", ids, one)


def _tag(context: Context, owned: Owned, names: Sequence[str]) -> Json:
    context.accounts.library.set_tags(owned.picture.id, names)
    context.accounts.users.touch(context.user.id)
    tagged = context.accounts.library.by_id(owned.picture.id)
    assert tagged is not None
    return show_image(context, tagged, beside=0)
