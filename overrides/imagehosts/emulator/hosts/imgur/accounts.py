"""Accounts of imgur: who somebody is, their settings, and lists of what they made."""

from __future__ import annotations

import re
from typing import Any

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.database import ALL
from ...domain.library import Choice
from ...domain.users import TakenError, User
from .access import Context, find_account
from .answers import (
    account,
    by_points,
    list_albums,
    list_comments,
    list_images,
    list_items,
    size_text,
)
from .dialect import operation, undocumented_route
from .problems import Refused
from .requests import page_of, read_flag, read_number, text

PAGE = 50
GALLERY_PAGE = 60
_CAPTCHA = ("recaptcha_response_field", "g-recaptcha-response", "captcha")
_NAME = re.compile(r"[A-Za-z0-9]{1,63}")
_RESERVED = ("me",)
#: Settings of a new account; its owner may change those with a type.
SETTINGS: dict[str, Any] = {
    "public_images": False,
    "album_privacy": "hidden",
    "accepted_gallery_terms": False,
    "messaging_enabled": True,
    "comment_replies": True,
    "show_mature": False,
    "newsletter_subscribed": False,
}
PRIVACY = ("public", "hidden", "secret")


def settings_of(user: User) -> dict[str, Any]:
    """The settings that are in force."""
    return {**SETTINGS, **user.settings}


@operation("account_get")
def get(context: Context) -> dict[str, Any]:
    return account(context, find_account(context))


@undocumented_route(r"/3/account", "GET", "HEAD")
def by_number(context: Context) -> dict[str, Any]:
    """An account by its number, ``?account_id=``."""
    number = read_number(context.call, "account_id")
    if number is None:
        raise Refused("missing", "account_id")
    user = context.accounts.users.get(number)
    if user is None or user.host != context.host:
        raise Refused("account", str(number))
    return account(context, user)


@operation("account_create")
@quirk("IGR-19", "IGR-36")
def create_account(context: Context) -> bool:
    """A new account, once a captcha was answered. It has no password yet."""
    name = context.segment("username")
    if not any(text(context.call, field) for field in _CAPTCHA):
        raise Refused("captcha")
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise Refused("bad_name", name)
    secret = text(context.call, "password") or context.call.services.ids.text(32)
    address = text(context.call, "email") or f"{name}@example.com"
    try:
        context.accounts.users.add(context.host, name, address, secret, context.now)
    except TakenError:
        raise Refused("taken", name) from None
    return True


@operation("account_delete")
@quirk("IGR-33")
def delete(context: Context) -> bool:
    context.accounts.delete_user(find_account(context, own=True).id)
    return True


@operation("account_settings")
def settings(context: Context) -> dict[str, Any]:
    user = find_account(context, own=True)
    numbers = context.accounts.messages.blocked(user.id)
    blocked = [found for number in numbers if (found := context.accounts.users.get(number))]
    return {
        "account_url": user.name,
        "email": user.email,
        "high_quality": None,
        "pro_expiration": False,
        "active_emails": [],
        "first_party": False,
        **settings_of(user),
        "blocked_users": [{"blocked_id": one.id, "blocked_url": one.name} for one in blocked],
    }


@undocumented_route(r"/3/account/(?P<username>[^/]+)/settings", "PUT", "POST")
def change_settings(context: Context) -> bool:
    """Settings are changed where they are read; the document has no call for it."""
    user = find_account(context, own=True)
    given: dict[str, Any] = {
        name: read_flag(context.call, name, default)
        for name, default in SETTINGS.items()
        if isinstance(default, bool) and text(context.call, name) is not None
    }
    privacy = text(context.call, "album_privacy")
    if privacy is not None:
        if privacy not in PRIVACY:
            raise Refused("invalid", "album_privacy")
        given["album_privacy"] = privacy
    bio = text(context.call, "bio")
    context.accounts.users.change(
        user.id, settings=given, facts=None if bio is None else {"bio": bio}
    )
    return True


@operation("account_stats")
def stats(context: Context) -> dict[str, Any]:
    user = find_account(context, own=True)
    library, everything = context.accounts.library, Choice(host=context.host, user_id=user.id)
    albums = context.accounts.albums.of_user(user.id)
    return {
        "total_images": library.count(everything),
        "total_albums": len(albums),
        "disk_used": size_text(library.space(user.id)),
        "bandwidth_used": size_text(library.traffic(user.id)),
        "top_images": list_images(context, library.most_viewed(user.id, 5)),
        "top_albums": list_albums(context, albums[:5]),
        "top_gallery_comments": list_comments(
            context, context.accounts.comments.of_user(user.id, 5)
        ),
    }


@operation("account_gallery_profile")
def gallery_profile(context: Context) -> dict[str, Any]:
    user = find_account(context)
    return {
        "total_gallery_comments": context.accounts.comments.count_of_user(user.id),
        "total_gallery_likes": context.accounts.posts.count_liked(user.id),
        "total_gallery_favorites": context.accounts.posts.count_liked(user.id),
        "total_gallery_submissions": context.accounts.posts.count(user.id),
        "trophies": [],
    }


@operation("account_likes")
def likes(context: Context) -> list[dict[str, Any]]:
    return list_items(context, context.accounts.posts.liked_by(find_account(context).id))


@operation("account_submissions")
def submissions(context: Context) -> list[dict[str, Any]]:
    user, offset = find_account(context), page_of(context.call) * GALLERY_PAGE
    return list_items(context, context.accounts.posts.of_user(user.id, GALLERY_PAGE, offset))


# Albums


@operation("account_albums")
def albums(context: Context) -> list[dict[str, Any]]:
    """Hidden and secret ones for their owner alone."""
    found = _albums(context)
    first, size = _page(context.call)
    return list_albums(context, found[first : first + size])


@operation("account_album_ids")
@undocumented_route(r"/3/account/(?P<username>[^/]+)/albums/ids/(?P<page>[0-9]+)", "GET", "HEAD")
def album_ids(context: Context) -> list[str]:
    first, size = whole_or_page(context.call)
    found = _albums(context)[first:]
    return [one.code for one in (found if size is None else found[:size])]


@operation("account_album_count")
def album_count(context: Context) -> int:
    return len(_albums(context))


def _albums(context: Context) -> list[Any]:
    user = find_account(context)
    return [
        one
        for one in context.accounts.albums.of_user(user.id)
        if user.id == context.user_id or one.facts["privacy"] == "public"
    ]


# Comments


_SORTED = r"/(?P<sort>newest|oldest|best|worst)(?:/(?P<page>[0-9]+))?"


@operation("account_comments")
@undocumented_route(rf"/3/account/(?P<username>[^/]+)/comments{_SORTED}", "GET", "HEAD")
def comments(context: Context) -> list[dict[str, Any]]:
    """All of them; where an order is named, a page."""
    return list_comments(context, _sorted_comments(context))


@operation("account_comment_ids")
@undocumented_route(rf"/3/account/(?P<username>[^/]+)/comments/ids{_SORTED}", "GET", "HEAD")
def comment_ids(context: Context) -> list[int]:
    return [one.id for one in _sorted_comments(context)]


@operation("account_comment_count")
def comment_count(context: Context) -> int:
    return context.accounts.comments.count_of_user(find_account(context).id)


@quirk("IGR-34")
def newest_comments(context: Context) -> list[Any]:
    """The comments of a user, the newest first."""
    return context.accounts.comments.of_user(find_account(context).id)[::-1]


def _sorted_comments(context: Context) -> list[Any]:
    found, order = newest_comments(context), context.call.request.path_params.get("sort")
    if order is None:
        return found
    if order in ("best", "worst"):
        found = by_points(context, found, best_first=order == "best")
    elif order == "oldest":
        found.reverse()
    first, size = _page(context.call)
    return found[first : first + size]


# Pictures


@operation("account_images")
def images(context: Context) -> list[dict[str, Any]]:
    first, size = _page(context.call)
    found = context.accounts.library.find(_pictures(context), limit=size, offset=first)
    return list_images(context, found)


@operation("account_image_ids")
@undocumented_route(r"/3/account/(?P<username>[^/]+)/images/ids/(?P<page>[0-9]+)", "GET", "HEAD")
def image_ids(context: Context) -> list[str]:
    first, size = whole_or_page(context.call)
    limit = ALL if size is None else size
    found = context.accounts.library.find(_pictures(context), limit=limit, offset=first)
    return [one.picture.code for one in found]


@operation("account_image_count")
def image_count(context: Context) -> int:
    return context.accounts.library.count(_pictures(context))


def _pictures(context: Context) -> Choice:
    """The pictures of an account, for others only where its owner wants that."""
    user = find_account(context) if context.user else context.who
    if user.id != context.user_id and not settings_of(user)["public_images"]:
        raise Refused("forbidden")
    return Choice(host=context.host, user_id=user.id)


@quirk("IGR-37")
def whole_or_page(call: Call) -> tuple[int, int | None]:
    """All of a list whose documented call has no page; a page where one is asked for."""
    if "page" in call.request.path_params or read_number(call, "perPage") is not None:
        return _page(call)
    return 0, None


def _page(call: Call) -> tuple[int, int]:
    size = min(read_number(call, "perPage") or PAGE, 100)
    return page_of(call) * size, size
