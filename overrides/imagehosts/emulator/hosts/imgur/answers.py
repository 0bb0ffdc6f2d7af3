"""What imgur answers: models as JSON, with links that follow the address of the request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import urlsplit

from starlette.responses import Response

from imagehosts.core.quirks import quirk

from ...core.context import Call, Services
from ...core.problems import Refused as AskedFor
from ...core.problems import RouteProblem
from ...core.store import Picture
from ...domain.albums import Album
from ...domain.comments import NO_VOTES, Comment
from ...domain.credits import DAY, HOUR, Allowance, Balance
from ...domain.favorites import Column
from ...domain.library import Owned
from ...domain.messages import Message
from ...domain.notifications import Notification
from ...domain.posts import Post
from ...domain.users import User
from .access import Context
from .problems import PROBLEMS, Problem, Refused
from .requests import wants_xml
from .xml import CONTENT_TYPE as XML_TYPE
from .xml import as_xml

#: What may be a favorite, and be posted.
Favored = Literal["picture", "album"]
_COLUMNS: dict[Favored, Column] = {"picture": "picture_id", "album": "album_id"}

API_HOST = "api.imgur.com"
_VOTES = {1: "up", -1: "down", 0: None}
_UPLOADS_PER_HOUR = 1250
_AD_FLAGS: dict[str, Any] = {
    "safeFlags": ["album"],
    "highRiskFlags": [],
    "unsafeFlags": [],
    "wallUnsafeFlags": [],
    "showsAds": False,
    "showAdLevel": 1,
}
#: Names of reputations from so many points on.
_REPUTATIONS = (
    (20_000, "Glorious"),
    (8_000, "Renowned"),
    (4_000, "Idolized"),
    (2_000, "Trusted"),
    (1_000, "Liked"),
    (400, "Accepted"),
    (0, "Neutral"),
)


# Envelopes


def success(context: Context, data: Any) -> Response:
    """An answer that is good."""
    return respond(context.call, {"data": data, "success": True, "status": 200}, 200)


@quirk("IGR-22")
def refuse(call: Call, error: Exception) -> Response:
    """An error as the host answers it: its message, the address and the method."""
    kind, detail = "internal_error", ""
    if isinstance(error, Refused):
        kind, detail = error.kind, error.detail
    elif isinstance(error, RouteProblem):
        kind, detail = ("method", call.request.method) if error.allowed else ("route", "")
    problem = PROBLEMS[kind]
    if isinstance(error, AskedFor):
        kind, detail = "refusal", error.message
        problem = Problem(error.status, "{}", error.number or None)
    status = call.services.config.stale_token_status if kind == "token" else problem.status
    call.entry.problem = kind
    if is_newer(call):
        response = newer_error(call, status, problem.message.replace("{}", detail))
        if isinstance(error, RouteProblem):
            response.headers.update(error.headers)
        return response
    message: Any = problem.message.replace("{}", detail)
    if problem.code is not None:
        message = {
            "code": problem.code,
            "message": message,
            "type": "ImgurException",
            "exception": [],
        }
    data = {"error": message, "request": call.entry.path, "method": call.request.method}
    body = {"data": data, "success": False, "status": status}
    response = respond(call, body, status)
    if isinstance(error, RouteProblem):
        response.headers.update(error.headers)
    return response


NEWER_TYPE = "application/vnd.imgur.v1+json"


def is_newer(call: Call) -> bool:
    """Whether an address is of the host's newer APIs, whose answers have no envelope."""
    return re.match(r"/(?:post|account|comment)/v1(?:/|\Z)", call.entry.path) is not None


def newer_error(call: Call, status: int, detail: str) -> Response:
    """A refusal of the newer APIs; the status is a text there."""
    ids = call.services.ids
    error = {
        "id": f"legacy-api-{ids.text(10)}-{ids.text(5)}/{ids.text(10)}-000001",
        "code": str(status),
        "status": HTTPStatus(status).phrase,
        "detail": detail,
    }
    return respond(call, {"errors": [error]}, status, NEWER_TYPE)


def respond(call: Call, body: Any, status: int, content_type: str = "application/json") -> Response:
    """JSON as the host writes it, slashes escaped, or XML, with the counters."""
    if wants_xml(call.entry.path):
        text, content_type = as_xml(body), XML_TYPE
    else:
        text = _ENCODER.encode(body).replace("/", "\\/")
    headers = {"Content-Type": content_type, **rate_headers(call)}
    return Response(text, status_code=status, headers=headers)


#: Made once: ``json.dumps`` makes one for each call that wants it compact.
_ENCODER = json.JSONEncoder(separators=(",", ":"))


# Credits


def allowances(services: Services) -> tuple[Allowance, Allowance, Allowance]:
    """Of a user or address, of an application, and of POSTs."""
    config = services.config
    return _allowances(config.user_credits, config.client_credits)


@lru_cache
def _allowances(user: int, client: int) -> tuple[Allowance, Allowance, Allowance]:
    return (
        Allowance("user", user, HOUR),
        Allowance("client", client, DAY),
        Allowance("post", _UPLOADS_PER_HOUR, HOUR),
    )


def rate_headers(call: Call) -> dict[str, str]:
    """The counters as they are after this request."""
    balances: dict[str, Balance] = getattr(call.request.state, "balances", {})
    return counters(balances, call.services.clock.now()) if balances else {}


def counters(balances: Mapping[str, Balance], now: float) -> dict[str, str]:
    """Headers that say what is left; resets are seconds that are left."""
    headers: dict[str, str] = {}
    for name, balance in balances.items():
        headers[f"{name}Limit"] = str(balance.limit)
        headers[f"{name}Remaining"] = str(balance.remaining)
        headers[f"{name}Reset"] = str(max(0, round(balance.reset - now)))
    return headers


# Links


def links_base(call: Call, part: str) -> str:
    """Where links lead: to the emulator; behind the API's real name to its neighbours' names."""
    return _beside(call.base_url, part)


@lru_cache
def _beside(base: str, part: str) -> str:
    parts = urlsplit(base)
    if parts.hostname == API_HOST:
        return f"{parts.scheme}://{part}{parts.path}"
    return base


def file_link(call: Call, name: str) -> str:
    """The address of a file."""
    return f"{links_base(call, 'i.imgur.com')}/{name}"


def page_link(call: Call, path: str) -> str:
    """The address of a page."""
    return f"{links_base(call, 'imgur.com')}/{path}"


# Accounts


def account(context: Context, user: User) -> dict[str, Any]:
    """An account as everybody sees it."""
    points = context.accounts.posts.points_of(user.id)
    blocked = context.user is not None and user.id in context.accounts.messages.blocked(
        context.user.id
    )
    return {
        "id": user.id,
        "url": user.name,
        "bio": user.facts.get("bio"),
        "avatar": page_link(context.call, f"user/{user.name}/avatar?maxwidth=290"),
        "avatar_name": f"default/{user.name[:1].upper()}",
        "cover": page_link(context.call, f"user/{user.name}/cover?maxwidth=2560"),
        "cover_name": "default/1-space",
        "reputation": points,
        "reputation_name": next(
            (n for least, n in _REPUTATIONS if points >= least), "Forever Alone"
        ),
        "created": int(user.created),
        "pro_expiration": False,
        "user_follow": {"status": False},
        "is_blocked": blocked,
    }


def size_text(size: int) -> str:
    """Bytes as the statistics show them."""
    amount, units = float(size), ["B", "KB", "MB", "GB"]
    while amount >= 1024 and len(units) > 1:
        amount /= 1024
        units.pop(0)
    return f"{amount:.2f} {units[0]}"


# Pictures


def list_images(context: Context, found: Sequence[Owned]) -> list[dict[str, Any]]:
    """Pictures of a list."""
    context.batches.expect("picture", [owned.picture.id for owned in found])
    return [image(context, owned) for owned in found]


def image(context: Context, owned: Owned, *, named: bool = False) -> dict[str, Any]:
    """A picture; its deletehash for its owner alone. ``named`` says whose it is."""
    picture = owned.picture
    name = f"{picture.code}.{picture.extension}"
    shown: dict[str, Any] = {
        "id": picture.code,
        "title": picture.title,
        "description": picture.description,
        "datetime": int(picture.created),
        "type": picture.mime,
        "animated": picture.animated or picture.kind == "video",
        "width": picture.width,
        "height": picture.height,
        "size": picture.size,
        "views": picture.views,
        "bandwidth": picture.views * picture.size,
        "vote": None,
        "favorite": _is_favorite(context, "picture", picture.id),
        "nsfw": None,
        "section": None,
        "account_url": name_of(context, owned.user_id) if named else None,
        "account_id": owned.user_id or 0,
        "is_ad": False,
        "in_most_viral": False,
        "has_sound": bool(owned.facts.get("has_sound")),
        "tags": [],
        "ad_type": 0,
        "ad_url": "",
        "edited": "1" if owned.facts.get("edited") else "0",
        "in_gallery": post_of_picture(context, picture.id) is not None,
        "link": file_link(context.call, name),
    }
    if picture.kind == "video":
        shown |= {
            "mp4": file_link(context.call, name),
            "mp4_size": picture.size,
            "gifv": file_link(context.call, f"{picture.code}.gifv"),
            "hls": "",
            "looping": True,
            "processing": {"status": "completed"},
        }
    if owned.user_id is not None and owned.user_id == context.user_id:
        shown |= {"deletehash": owned.facts["deletehash"], "name": owned.facts["name"]}
    return shown


def uploaded_image(context: Context, owned: Owned) -> dict[str, Any]:
    """A picture that was just made, with its deletehash."""
    return {
        **image(context, owned),
        "deletehash": owned.facts["deletehash"],
        "name": owned.facts["name"],
    }


def post_of_picture(context: Context, picture_id: int) -> Post | None:
    """The post of a picture, which may be one of a list."""
    posts = context.accounts.posts
    return context.batches.get("picture", "post", picture_id, posts.of_pictures, None)


def post_of_album(context: Context, album_id: int) -> Post | None:
    """The post of an album, which may be one of a list."""
    return context.batches.get("album", "post", album_id, context.accounts.posts.of_albums, None)


def list_albums(context: Context, found: Sequence[Album]) -> list[dict[str, Any]]:
    """Albums of a list, without their pictures."""
    _expect_albums(context, found)
    return [album(context, one, with_images=False) for one in found]


def _expect_albums(context: Context, found: Sequence[Album]) -> None:
    context.batches.expect("album", [one.id for one in found])
    context.batches.expect("user", [one.user_id for one in found])
    context.batches.expect("cover", [_cover_id(context, one) for one in found])


def _numbers(context: Context, album_id: int) -> list[int]:
    """The numbers of the pictures of an album."""
    fetch = context.accounts.albums.pictures_of
    return context.batches.get("album", "pictures", album_id, fetch, [])


def _cover_id(context: Context, found: Album) -> int | None:
    numbers = _numbers(context, found.id)
    if found.cover_id in numbers:
        return found.cover_id
    return numbers[0] if numbers else None


def _cover(context: Context, found: Album) -> Picture | None:
    number = _cover_id(context, found)
    if number is None:
        return None
    return context.batches.get("cover", "picture", number, context.store.pictures_by_id, None)


def album(context: Context, found: Album, *, with_images: bool = True) -> dict[str, Any]:
    """An album, with its pictures in their order; its deletehash for its owner alone."""
    cover = _cover(context, found)
    shown: dict[str, Any] = {
        "id": found.code,
        "title": found.title,
        "description": found.description,
        "datetime": int(found.created),
        "cover": cover.code if cover else None,
        "cover_edited": None,
        "cover_width": cover.width if cover else None,
        "cover_height": cover.height if cover else None,
        "account_url": name_of(context, found.user_id),
        "account_id": found.user_id or 0,
        "privacy": found.facts["privacy"],
        "layout": found.facts["layout"],
        "views": int(found.facts.get("views", 0)),
        "link": page_link(context.call, f"a/{found.code}"),
        "favorite": _is_favorite(context, "album", found.id),
        "nsfw": False,
        "section": None,
        "images_count": len(_numbers(context, found.id)),
        "in_gallery": post_of_album(context, found.id) is not None,
        "is_ad": False,
        "include_album_ads": False,
        "is_album": True,
        "ad_config": _AD_FLAGS,
    }
    if with_images:
        shown["images"] = album_images(context, found)
    if found.user_id is not None and found.user_id == context.user_id:
        shown["deletehash"] = found.facts["deletehash"]
    return shown


def _is_favorite(context: Context, kind: Favored, number: int) -> bool:
    if context.user_id is None:
        return False
    fetch = partial(context.accounts.favorites.among, context.user_id, _COLUMNS[kind])
    return context.batches.get(kind, "favorite", number, fetch, False)


def album_images(context: Context, found: Album) -> list[dict[str, Any]]:
    """The pictures of an album, in their order."""
    return list_images(context, album_pictures(context, found))


def album_pictures(context: Context, found: Album) -> list[Owned]:
    """The same as they are stored."""
    numbers = _numbers(context, found.id)
    context.batches.expect("picture", numbers)
    return [owned for number in numbers if (owned := owned_picture(context, number)) is not None]


def owned_picture(context: Context, picture_id: int) -> Owned | None:
    """A picture by its number, which may be one of a list."""
    return context.batches.get("picture", "owned", picture_id, context.accounts.library.found, None)


def album_by_id(context: Context, album_id: int) -> Album | None:
    """An album by its number, which may be one of a list."""
    return context.batches.get("album", "album", album_id, context.accounts.albums.by_ids, None)


# The gallery


def list_items(context: Context, posts: Sequence[Post]) -> list[dict[str, Any]]:
    """Posts of a list."""
    expect_items(context, posts)
    return [item(context, post) for post in posts]


def expect_items(
    context: Context,
    posts: Sequence[Post],
    pictures: Sequence[int] = (),
    albums: Sequence[int] = (),
) -> None:
    """These posts are going to be shown, and pictures and albums by their numbers."""
    context.batches.expect("post", [post.id for post in posts])
    numbers = [*albums, *(post.album_id for post in posts if post.album_id is not None)]
    context.batches.expect("album", numbers)
    found = [one for number in numbers if (one := album_by_id(context, number)) is not None]
    users = [*(post.user_id for post in posts), *(one.user_id for one in found)]
    context.batches.expect("user", users)
    _expect_albums(context, found)
    inside = [number for one in found for number in _numbers(context, one.id)]
    context.batches.expect("picture", [*pictures, *(post.picture_id for post in posts), *inside])


def item(context: Context, post: Post) -> dict[str, Any]:
    """A post, as what was posted with votes and comments beside it."""
    vote, favored = 0, context.accounts.favorites.counts
    if context.user is not None:
        fetch = partial(context.accounts.posts.votes_of, context.user.id)
        vote = context.batches.get("post", "vote", post.id, fetch, 0)
    kind, number = _posted(post)
    points = post.ups - post.downs
    shared: dict[str, Any] = {
        "title": post.title,
        "datetime": int(post.created),
        "account_url": name_of(context, post.user_id),
        "account_id": post.user_id,
        "ups": post.ups,
        "downs": post.downs,
        "points": points,
        "score": points + post.comments,
        "vote": _VOTES[vote],
        "nsfw": False,
        "section": post.section,
        "comment_count": post.comments,
        "favorite_count": context.batches.get(
            kind, "favorites", number, partial(favored, _COLUMNS[kind]), 0
        ),
        "topic": "No Topic",
        "topic_id": 29,
        "tags": [{"name": name, "display_name": name} for name in post.tags],
        "in_gallery": True,
        "in_most_viral": False,
        "ad_config": _AD_FLAGS,
    }
    if kind == "album":
        found = album_by_id(context, number)
        assert found is not None
        return {**album(context, found), **shared, "is_album": True}
    owned = owned_picture(context, number)
    assert owned is not None
    return {**image(context, owned), **shared, "is_album": False}


def _posted(post: Post) -> tuple[Favored, int]:
    """What was posted, and its number."""
    if post.album_id is not None:
        return "album", post.album_id
    assert post.picture_id is not None
    return "picture", post.picture_id


def list_comments(
    context: Context, found: Sequence[Comment], *, deep: bool = False
) -> list[dict[str, Any]]:
    """Comments of a list; ``deep`` with all replies below them."""
    _expect_comments(context, found, deep=deep)
    return [comment(context, one, deep=deep) for one in found]


def _expect_comments(context: Context, found: Sequence[Comment], *, deep: bool) -> None:
    while found:
        context.batches.expect("comment", [one.id for one in found])
        context.batches.expect("user", [one.user_id for one in found])
        numbers = [one.album_id for one in found if one.album_id is not None]
        context.batches.expect("album", numbers)
        _expect_albums(context, [on for n in numbers if (on := album_by_id(context, n))])
        context.batches.expect("cover", [one.picture_id for one in found if not one.album_id])
        found = [reply for one in found for reply in _replies(context, one)] if deep else ()


def votes_on(context: Context, found: Comment) -> tuple[int, int, int]:
    """The votes up and down on a comment, and the caller's own."""
    fetch = partial(context.accounts.comments.votes_on, user_id=context.user_id)
    return context.batches.get("comment", "votes", found.id, fetch, NO_VOTES)


def by_points(
    context: Context, found: Sequence[Comment], *, best_first: bool = True
) -> list[Comment]:
    """Comments by their points."""
    context.batches.expect("comment", [one.id for one in found])
    votes = {one.id: votes_on(context, one) for one in found}
    return sorted(found, key=lambda one: votes[one.id][0] - votes[one.id][1], reverse=best_first)


def comment(context: Context, found: Comment, *, deep: bool = False) -> dict[str, Any]:
    """A comment; ``deep`` with all replies below it."""
    ups, downs, vote = votes_on(context, found)
    on_album = found.album_id is not None
    item_id, cover = _commented(context, found)
    return {
        "id": found.id,
        "image_id": item_id,
        "comment": "[deleted]" if found.deleted else found.text,
        "author": "[deleted]" if found.deleted else name_of(context, found.user_id),
        "author_id": 0 if found.deleted else found.user_id,
        "on_album": on_album,
        "album_cover": cover,
        "ups": ups,
        "downs": downs,
        "points": ups - downs,
        "datetime": int(found.created),
        "parent_id": found.parent_id or 0,
        "deleted": found.deleted,
        "vote": _VOTES[vote],
        "platform": "api",
        "has_admin_badge": False,
        "children": [comment(context, c, deep=True) for c in replies_to(context, found)]
        if deep
        else [],
    }


def thread(context: Context, top: list[Comment]) -> list[dict[str, Any]]:
    """Comments with what was replied to them."""
    return list_comments(context, top, deep=True)


def replies_to(context: Context, found: Comment) -> list[Comment]:
    """The replies to a comment; one that is deleted stays where it has replies itself."""
    return _shown(context, _replies(context, found))


def _replies(context: Context, found: Comment) -> list[Comment]:
    fetch = context.accounts.comments.replies
    return context.batches.get("comment", "replies", found.id, fetch, [])


def comments_on(context: Context, post: Post, order: str = "new") -> list[Comment]:
    """The comments on a post that reply to no other, the best or the newest first."""
    everything = context.accounts.comments.on(post.picture_id, post.album_id)
    found = _shown(context, [one for one in everything if one.parent_id is None])
    if order == "old":
        found.reverse()
    elif order in ("best", "top"):
        found = by_points(context, found)
    return found


def _shown(context: Context, found: Sequence[Comment]) -> list[Comment]:
    context.batches.expect("comment", [one.id for one in found])
    return [one for one in found if not one.deleted or replies_to(context, one)]


def _commented(context: Context, found: Comment) -> tuple[str | None, str | None]:
    """The id of what a comment is on, and for an album its cover."""
    if found.album_id is None:
        fetch = context.store.pictures_by_id
        picture = context.batches.get("cover", "picture", found.picture_id or 0, fetch, None)
        return (picture.code if picture else None), None
    on = album_by_id(context, found.album_id)
    if on is None:
        return None, None
    cover = _cover(context, on)
    return on.code, cover.code if cover else None


# Messages and notifications


def list_messages(context: Context, found: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages of a list."""
    context.batches.expect("user", [one.sender_id for one in found])
    return [message(context, one) for one in found]


def message_count(context: Context, thread: int, user_id: int) -> int:
    """How many messages of a thread, which may be one of a list, a user still has."""
    fetch = partial(context.accounts.messages.counts, user_id)
    return context.batches.get("thread", "messages", thread, fetch, 0)


def list_notifications(
    context: Context, user_id: int, found: Sequence[Notification]
) -> list[dict[str, Any]]:
    """Notifications of a list, all of one user."""
    context.batches.expect("comment", [one.comment_id for one in found])
    context.batches.expect("message", [one.message_id for one in found])
    causes = [_cause(context, one.comment_id) for one in found]
    _expect_comments(context, [cause for cause in causes if cause is not None], deep=False)
    lasts = [last for one in found if (last := _last(context, one.message_id, user_id))]
    context.batches.expect("thread", [last.thread for last in lasts])
    context.batches.expect("user", [last.sender_id for last in lasts])
    return [notification(context, one) for one in found]


def _cause(context: Context, number: int | None) -> Comment | None:
    if number is None:
        return None
    return context.batches.get("comment", "comment", number, context.accounts.comments.by_ids, None)


def _last(context: Context, number: int | None, user_id: int) -> Message | None:
    if number is None:
        return None
    fetch = partial(context.accounts.messages.by_ids, user_id)
    return context.batches.get("message", "message", number, fetch, None)


def message(context: Context, found: Message) -> dict[str, Any]:
    """A message, with the members of both generations of the API."""
    return {
        "id": found.id,
        "from": name_of(context, found.sender_id),
        "account_id": found.sender_id,
        "sender_id": found.sender_id,
        "recipient_account_id": found.recipient_id,
        "subject": found.subject,
        "body": found.body,
        "timestamp": _ago(context.now - found.created),
        "datetime": int(found.created),
        "parent_id": found.thread,
        "conversation_id": found.thread,
    }


def notification(context: Context, found: Notification) -> dict[str, Any]:
    """A notification with the comment or the conversation that it is of."""
    content: dict[str, Any] = {}
    if found.comment_id is not None:
        cause = _cause(context, found.comment_id)
        content = comment(context, cause) if cause else {}
    elif found.message_id is not None:
        last = _last(context, found.message_id, found.user_id)
        content = conversation(context, last, found.user_id) if last else {}
    return {
        "id": found.id,
        "account_id": found.user_id,
        "viewed": found.viewed,
        "content": content,
    }


def conversation(context: Context, last: Message, user_id: int) -> dict[str, Any]:
    """A thread by its last message; numbers as text, as the host has them here."""
    other = last.recipient_id if last.sender_id == user_id else last.sender_id
    return {
        "id": str(last.thread),
        "from": name_of(context, last.sender_id),
        "account_id": str(user_id),
        "with_account": str(other),
        "spam": "0",
        "message_num": str(message_count(context, last.thread, user_id)),
        "last_message": last.body,
        "datetime": int(last.created),
    }


def name_of(context: Context, user_id: int | None) -> str | None:
    if user_id is None:
        return None
    user = context.batches.get("user", "user", user_id, context.accounts.users.by_ids, None)
    return user.name if user else None


def _ago(seconds: float) -> str:
    """How long ago, as text."""
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"
