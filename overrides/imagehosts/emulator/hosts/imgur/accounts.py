"""Accounts of imgur: who somebody is, their settings, and lists of what they made."""

from __future__ import annotations

import re
from typing import Any

from imagehosts.core.quirks import quirk

from ...core.routing import Call
from ...domain.library import Choice
from ...domain.users import TakenError, User
from .access import Ask, find_account
from .answer import account, album, comment, image, item, size_text
from .dialect import beside_the_spec, operation
from .problems import Refused
from .requests import page_of, read_flag, read_number, text

PAGE = 50
GALLERY_PAGE = 60
_CAPTCHA = ("recaptcha_response_field", "g-recaptcha-response", "captcha")
_NAME = re.compile(r"[A-Za-z0-9]{1,63}")
_RESERVED = ("me",)
#: Settings of a new account; whoever owns it may change those with a type.
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
def get(ask: Ask) -> dict[str, Any]:
    return account(ask, find_account(ask))


@beside_the_spec(r"/3/account", "GET", "HEAD")
def by_number(ask: Ask) -> dict[str, Any]:
    """An account by its number, ``?account_id=``."""
    number = read_number(ask.call, "account_id")
    if number is None:
        raise Refused("missing", "account_id")
    user = ask.accounts.users.get(number)
    if user is None or user.host != ask.host:
        raise Refused("account", str(number))
    return account(ask, user)


@operation("account_create")
@quirk("IGR-19")
def create_account(ask: Ask) -> bool:
    """A new account, for whoever has answered a captcha. It has no password yet."""
    name = ask.segment("username")
    if not any(text(ask.call, field) for field in _CAPTCHA):
        raise Refused("captcha")
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise Refused("bad_name", name)
    secret = text(ask.call, "password") or ask.call.services.chance.text(32)
    address = text(ask.call, "email") or f"{name}@example.com"
    try:
        ask.accounts.users.add(ask.host, name, address, secret, ask.now)
    except TakenError:
        raise Refused("taken", name) from None
    return True


@operation("account_delete")
def delete(ask: Ask) -> bool:
    ask.accounts.delete_user(find_account(ask, own=True).id)
    return True


@operation("account_settings")
def settings(ask: Ask) -> dict[str, Any]:
    user = find_account(ask, own=True)
    numbers = ask.accounts.messages.blocked(user.id)
    blocked = [found for number in numbers if (found := ask.accounts.users.get(number))]
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


@beside_the_spec(r"/3/account/(?P<username>[^/]+)/settings", "PUT", "POST")
def change_settings(ask: Ask) -> bool:
    """Settings are changed where they are read; the document has no call for it."""
    user = find_account(ask, own=True)
    given: dict[str, Any] = {
        name: read_flag(ask.call, name, default)
        for name, default in SETTINGS.items()
        if isinstance(default, bool) and text(ask.call, name) is not None
    }
    privacy = text(ask.call, "album_privacy")
    if privacy is not None:
        if privacy not in PRIVACY:
            raise Refused("invalid", "album_privacy")
        given["album_privacy"] = privacy
    bio = text(ask.call, "bio")
    ask.accounts.users.change(user.id, settings=given, facts=None if bio is None else {"bio": bio})
    return True


@operation("account_stats")
def stats(ask: Ask) -> dict[str, Any]:
    user = find_account(ask, own=True)
    library, everything = ask.accounts.library, Choice(host=ask.host, user_id=user.id)
    owned = library.find(everything)
    best = sorted(owned, key=lambda one: one.picture.views, reverse=True)[:5]
    albums = ask.accounts.albums.of_user(user.id)
    return {
        "total_images": len(owned),
        "total_albums": len(albums),
        "disk_used": size_text(library.space(user.id)),
        "bandwidth_used": size_text(sum(one.picture.views * one.picture.size for one in owned)),
        "top_images": [image(ask, one) for one in best if one.picture.views],
        "top_albums": [album(ask, one, with_images=False) for one in albums[:5]],
        "top_gallery_comments": [
            comment(ask, one) for one in ask.accounts.comments.of_user(user.id)[:5]
        ],
    }


@operation("account_gallery_profile")
def gallery_profile(ask: Ask) -> dict[str, Any]:
    user = find_account(ask)
    return {
        "total_gallery_comments": len(ask.accounts.comments.of_user(user.id)),
        "total_gallery_likes": len(ask.accounts.posts.liked_by(user.id)),
        "total_gallery_favorites": len(ask.accounts.posts.liked_by(user.id)),
        "total_gallery_submissions": ask.accounts.posts.count(user.id),
        "trophies": [],
    }


@operation("account_likes")
def likes(ask: Ask) -> list[dict[str, Any]]:
    return [item(ask, post) for post in ask.accounts.posts.liked_by(find_account(ask).id)]


@operation("account_submissions")
def submissions(ask: Ask) -> list[dict[str, Any]]:
    user, offset = find_account(ask), page_of(ask.call) * GALLERY_PAGE
    return [item(ask, post) for post in ask.accounts.posts.of_user(user.id, GALLERY_PAGE, offset)]


# Albums


@operation("account_albums")
def albums(ask: Ask) -> list[dict[str, Any]]:
    """Hidden and secret ones for their owner alone."""
    found = _albums(ask)
    first, size = _page(ask.call)
    return [album(ask, one, with_images=False) for one in found[first : first + size]]


@operation("account_album_ids")
@beside_the_spec(r"/3/account/(?P<username>[^/]+)/albums/ids/(?P<page>[0-9]+)", "GET", "HEAD")
def album_ids(ask: Ask) -> list[str]:
    first, size = _page(ask.call)
    return [one.code for one in _albums(ask)[first : first + size]]


@operation("account_album_count")
def album_count(ask: Ask) -> int:
    return len(_albums(ask))


def _albums(ask: Ask) -> list[Any]:
    user = find_account(ask)
    return [
        one
        for one in ask.accounts.albums.of_user(user.id)
        if user.id == ask.user_id or one.facts["privacy"] == "public"
    ]


# Comments


_SORTED = r"/(?P<sort>newest|oldest|best|worst)(?:/(?P<page>[0-9]+))?"


@operation("account_comments")
@beside_the_spec(rf"/3/account/(?P<username>[^/]+)/comments{_SORTED}", "GET", "HEAD")
def comments(ask: Ask) -> list[dict[str, Any]]:
    """All of them; where an order is named, a page."""
    return [comment(ask, one) for one in _sorted_comments(ask)]


@operation("account_comment_ids")
@beside_the_spec(rf"/3/account/(?P<username>[^/]+)/comments/ids{_SORTED}", "GET", "HEAD")
def comment_ids(ask: Ask) -> list[int]:
    return [one.id for one in _sorted_comments(ask)]


@operation("account_comment_count")
def comment_count(ask: Ask) -> int:
    return len(_comments(ask))


def _comments(ask: Ask) -> list[Any]:
    return ask.accounts.comments.of_user(find_account(ask).id)[::-1]


def _sorted_comments(ask: Ask) -> list[Any]:
    found, order = _comments(ask), ask.call.request.path_params.get("sort")
    if order is None:
        return found
    if order in ("best", "worst"):
        votes = {one.id: ask.accounts.comments.votes(one.id) for one in found}
        found.sort(key=lambda one: votes[one.id][0] - votes[one.id][1], reverse=order == "best")
    elif order == "oldest":
        found.reverse()
    first, size = _page(ask.call)
    return found[first : first + size]


# Pictures


@operation("account_images")
def images(ask: Ask) -> list[dict[str, Any]]:
    first, size = _page(ask.call)
    found = ask.accounts.library.find(_pictures(ask), limit=size, offset=first)
    return [image(ask, one) for one in found]


@operation("account_image_ids")
@beside_the_spec(r"/3/account/(?P<username>[^/]+)/images/ids/(?P<page>[0-9]+)", "GET", "HEAD")
def image_ids(ask: Ask) -> list[str]:
    first, size = _page(ask.call)
    found = ask.accounts.library.find(_pictures(ask), limit=size, offset=first)
    return [one.picture.code for one in found]


@operation("account_image_count")
def image_count(ask: Ask) -> int:
    return ask.accounts.library.count(_pictures(ask))


def _pictures(ask: Ask) -> Choice:
    """The pictures of an account, for others only where its owner wants that."""
    user = find_account(ask)
    if user.id != ask.user_id and not settings_of(user)["public_images"]:
        raise Refused("forbidden")
    return Choice(host=ask.host, user_id=user.id)


def _page(call: Call) -> tuple[int, int]:
    size = min(read_number(call, "perPage") or PAGE, 100)
    return page_of(call) * size, size
