"""Pictures of ImageShack after the upload: reading, changing, deleting, likes and comments."""

from __future__ import annotations

import string

from imagehosts.core.quirks import quirk

from ...domain.library import Owned
from .access import Context, find_image, own_image, seen_by
from .answers import (
    Json,
    behind_cursor,
    cursor_of,
    list_comments,
    show_image,
    show_person,
    show_reference,
)
from .dialect import in_bulk, operation, required_ids
from .problems import Refused
from .profile import COMMENTS, RELATED
from .requests import merge, read_flag, read_list, read_number, required, shown, text
from .upload import read_filter

_COMMENT_ID = 10


@operation("images_get")
def get(context: Context) -> Json:
    """A picture with its neighbours and others like it."""
    return _whole(context, find_image(context))


@operation("images_get_many")
def get_many(context: Context) -> Json:
    """Several pictures, as far as the caller may see them."""
    beside = shown(context.call, "next_prev_limit")
    ids = required_ids(context, "ids")
    return in_bulk(
        context,
        "images",
        ids,
        lambda code: show_image(context, find_image(context, code), beside=beside),
    )


@operation("images_update", "images_update_by_patch")
def update(context: Context) -> Json:
    """Changes what is given."""
    owned = own_image(context)
    return _whole(context, change(context, owned, "title", "description", "original_filename"))


@operation("images_update_many", "images_update_many_by_patch")
def update_many(context: Context) -> Json:
    """Sets the same on several pictures."""
    ids = required_ids(context, "ids")
    beside = shown(context.call, "next_prev_limit")

    def one(code: str) -> Json:
        changed = change(context, own_image(context, code), "title", "description")
        return show_image(context, changed, beside=beside)

    return in_bulk(context, "images", ids, one)


@operation("images_delete")
def delete(context: Context) -> bool:
    """Hides a picture."""
    _hide(context, own_image(context))
    return True


@operation("images_delete_many")
def delete_many(context: Context) -> Json:
    """Hides several pictures."""

    def one(code: str) -> Json:
        return show_image(context, _hide(context, own_image(context, code)), beside=0)

    return in_bulk(context, "images", required_ids(context, "ids"), one)


@quirk("IS2-81")
def change(context: Context, owned: Owned, *texts: str) -> Owned:
    """Everything is read before anything is changed, so that a wrong value changes nothing.

    Tags are attached: they join those that the picture has.
    """
    facts = {
        "filter": read_filter(context),
        "comments_disabled": read_flag(context.call, "comments_disabled"),
    }
    public, tags = read_flag(context.call, "public"), read_list(context.call, "tags")
    picture_id = owned.picture.id
    context.accounts.library.change(
        picture_id,
        texts=dict(merge(context.call, *texts)),
        public=public,
        facts={name: value for name, value in facts.items() if value is not None},
    )
    if tags is not None:
        context.accounts.library.set_tags(picture_id, [*owned.picture.tags, *tags])
    context.accounts.users.touch(context.user.id)
    return _again(context, owned)


def _hide(context: Context, owned: Owned) -> Owned:
    context.accounts.library.change(owned.picture.id, hidden=True)
    context.accounts.users.touch(context.user.id)
    return _again(context, owned)


def _again(context: Context, owned: Owned) -> Owned:
    found = context.accounts.library.by_id(owned.picture.id)
    assert found is not None
    return found


def _whole(context: Context, owned: Owned) -> Json:
    beside = shown(context.call, "next_prev_limit")
    return show_image(
        context, owned, beside=beside, related=shown(context.call, "related_images_limit")
    )


# Likes


@operation("images_likes")
def likes(context: Context) -> list[Json]:
    """Who likes a picture, for its owner."""
    owned = find_image(context)
    if not context.is_owner(owned.user_id):
        raise Refused("not_yours")
    users = [
        context.accounts.users.get(number)
        for number in context.accounts.votes.users(owned.picture.id)
    ]
    return [show_person(context, user) for user in users if user is not None]


@operation("images_like", "images_like_by_put")
def like(context: Context) -> bool:
    """Adds the caller to those who like a picture; twice is once."""
    return _vote(context, 1)


@operation("images_unlike", "images_unlike_by_put")
def unlike(context: Context) -> bool:
    """Takes the caller from them."""
    return _vote(context, 0)


def _vote(context: Context, value: int) -> bool:
    owned = find_image(context)
    if owned.hidden:
        raise Refused("image")
    context.accounts.votes.set(owned.picture.id, context.user.id, value, context.now)
    return True


# Others like it


@operation("images_related")
def related(context: Context) -> list[Json]:
    """Pictures of the account that share tags with it, and others."""
    owned = find_image(context)
    limit = read_number(context.call, "limit")
    choice = seen_by(context, owned.user_id)
    found = context.accounts.library.related(
        owned, choice, limit=RELATED if limit is None else limit
    )
    return [show_reference(other) for other in found]


# Comments


@operation("images_comments")
def comments(context: Context) -> Json:
    """A page of comments, oldest first; texts that mean nothing lead from page to page."""
    owned = find_image(context)
    cursor = text(context.call, "offset") or "0"
    after = 0 if cursor == "0" else behind_cursor(cursor)
    if after is None:
        raise Refused("invalid", "offset")
    limit = read_number(context.call, "limit")
    limit = COMMENTS if limit is None else limit
    found = context.accounts.comments.on_picture(owned.picture.id, after=after, limit=limit)
    return {
        "limit": limit,
        "end_offset": cursor_of(found[-1]) if found else None,
        "start_offset": cursor_of(found[0]) if found else None,
        "total": context.accounts.comments.count_on_picture(owned.picture.id),
        "comments": list_comments(context, found),
    }


@operation("images_add_comment")
def add_comment(context: Context) -> bool:
    """Adds a comment of the caller's, where comments are allowed."""
    owned = find_image(context)
    words = required(context.call, "comment")
    if owned.hidden:
        raise Refused("image")
    if owned.facts["comments_disabled"]:
        raise Refused("no_comments")
    alphabet = string.digits + string.ascii_lowercase
    context.accounts.comments.add(
        context.host,
        words,
        context.now,
        user_id=context.user.id,
        picture_id=owned.picture.id,
        code=context.call.services.ids.text(_COMMENT_ID, alphabet),
        source=text(context.call, "source") or "",
    )
    return True
