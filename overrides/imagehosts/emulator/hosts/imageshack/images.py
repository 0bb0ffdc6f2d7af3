"""Pictures of ImageShack after the upload: reading, changing, deleting, likes and comments."""

from __future__ import annotations

import string

from ...domain.library import Owned
from .access import Ask, find_image, own_image, seen_by
from .answer import (
    Json,
    behind_cursor,
    cursor_of,
    show_comment,
    show_image,
    show_person,
    show_reference,
)
from .dialect import in_bulk, operation, required_ids
from .profiles import COMMENTS, RELATED, Refused
from .requests import merge, read_flag, read_list, read_number, required, shown, text
from .upload import read_filter

_COMMENT_ID = 10


@operation("images_get")
def get(ask: Ask) -> Json:
    """A picture with its neighbours and others like it."""
    return _whole(ask, find_image(ask))


@operation("images_get_many")
def get_many(ask: Ask) -> Json:
    """Several pictures, as far as the caller may see them."""
    beside = shown(ask.call, "next_prev_limit")
    ids = required_ids(ask, "ids")
    return in_bulk(
        ask, "images", ids, lambda code: show_image(ask, find_image(ask, code), beside=beside)
    )


@operation("images_update", "images_update_by_patch")
def update(ask: Ask) -> Json:
    """Changes what is given."""
    owned = own_image(ask)
    return _whole(ask, _change(ask, owned, "title", "description", "original_filename"))


@operation("images_update_many", "images_update_many_by_patch")
def update_many(ask: Ask) -> Json:
    """Sets the same on several pictures."""
    ids = required_ids(ask, "ids")
    beside = shown(ask.call, "next_prev_limit")

    def one(code: str) -> Json:
        changed = _change(ask, own_image(ask, code), "title", "description")
        return show_image(ask, changed, beside=beside)

    return in_bulk(ask, "images", ids, one)


@operation("images_delete")
def delete(ask: Ask) -> bool:
    """Hides a picture."""
    _hide(ask, own_image(ask))
    return True


@operation("images_delete_many")
def delete_many(ask: Ask) -> Json:
    """Hides several pictures."""

    def one(code: str) -> Json:
        return show_image(ask, _hide(ask, own_image(ask, code)), beside=0)

    return in_bulk(ask, "images", required_ids(ask, "ids"), one)


def _change(ask: Ask, owned: Owned, *texts: str) -> Owned:
    """Everything is read before anything is changed, so that a wrong value changes nothing."""
    facts = {
        "filter": read_filter(ask),
        "comments_disabled": read_flag(ask.call, "comments_disabled"),
    }
    public, tags = read_flag(ask.call, "public"), read_list(ask.call, "tags")
    picture_id = owned.picture.id
    ask.accounts.library.change(
        picture_id,
        texts=dict(merge(ask.call, *texts)),
        public=public,
        facts={name: value for name, value in facts.items() if value is not None},
    )
    if tags is not None:
        ask.accounts.library.set_tags(picture_id, tags)
    ask.accounts.users.touch(ask.user.id)
    return _again(ask, owned)


def _hide(ask: Ask, owned: Owned) -> Owned:
    ask.accounts.library.change(owned.picture.id, hidden=True)
    ask.accounts.users.touch(ask.user.id)
    return _again(ask, owned)


def _again(ask: Ask, owned: Owned) -> Owned:
    found = ask.accounts.library.by_id(owned.picture.id)
    assert found is not None
    return found


def _whole(ask: Ask, owned: Owned) -> Json:
    beside = shown(ask.call, "next_prev_limit")
    return show_image(ask, owned, beside=beside, related=shown(ask.call, "related_images_limit"))


# Likes


@operation("images_likes")
def likes(ask: Ask) -> list[Json]:
    """Who likes a picture, for its owner."""
    owned = find_image(ask)
    if not ask.is_owner(owned.user_id):
        raise Refused("not_yours")
    users = [
        ask.accounts.users.get(number) for number in ask.accounts.votes.users(owned.picture.id)
    ]
    return [show_person(ask, user) for user in users if user is not None]


@operation("images_like", "images_like_by_put")
def like(ask: Ask) -> bool:
    """Adds the caller to those who like a picture; twice is once."""
    return _vote(ask, 1)


@operation("images_unlike", "images_unlike_by_put")
def unlike(ask: Ask) -> bool:
    """Takes the caller from them."""
    return _vote(ask, 0)


def _vote(ask: Ask, value: int) -> bool:
    owned = find_image(ask)
    if owned.hidden:
        raise Refused("image")
    ask.accounts.votes.set(owned.picture.id, ask.user.id, value, ask.now)
    return True


# Others like it


@operation("images_related")
def related(ask: Ask) -> list[Json]:
    """Pictures of the account that share tags with it, and others."""
    owned = find_image(ask)
    limit = read_number(ask.call, "limit")
    choice = seen_by(ask, owned.user_id)
    found = ask.accounts.library.related(owned, choice, limit=RELATED if limit is None else limit)
    return [show_reference(other) for other in found]


# Comments


@operation("images_comments")
def comments(ask: Ask) -> Json:
    """A page of comments, oldest first; texts that mean nothing lead from page to page."""
    owned = find_image(ask)
    cursor = text(ask.call, "offset") or ""
    after = behind_cursor(cursor) if cursor else 0
    if after is None:
        raise Refused("invalid", "offset")
    limit = read_number(ask.call, "limit")
    limit = COMMENTS if limit is None else limit
    found = ask.accounts.comments.on_picture(owned.picture.id, after=after, limit=limit)
    return {
        "limit": limit,
        "end_offset": cursor_of(found[-1]) if found else None,
        "start_offset": cursor_of(found[0]) if found else None,
        "total": ask.accounts.comments.count_on_picture(owned.picture.id),
        "comments": [show_comment(ask, comment) for comment in found],
    }


@operation("images_add_comment")
def add_comment(ask: Ask) -> bool:
    """Adds a comment of the caller's, where comments are allowed."""
    owned = find_image(ask)
    words = required(ask.call, "comment")
    if owned.hidden:
        raise Refused("image")
    if owned.facts["comments_disabled"]:
        raise Refused("no_comments")
    alphabet = string.digits + string.ascii_lowercase
    ask.accounts.comments.add(
        ask.host,
        words,
        ask.now,
        user_id=ask.user.id,
        picture_id=owned.picture.id,
        code=ask.call.services.chance.text(_COMMENT_ID, alphabet),
        source=text(ask.call, "source") or "",
    )
    return True
