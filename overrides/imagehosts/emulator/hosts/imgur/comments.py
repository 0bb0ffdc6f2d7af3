"""Comments of imgur: threads below posts, votes on them, and reports of them."""

from __future__ import annotations

from typing import Any

from imagehosts.core.quirks import quirk

from ...domain.comments import Comment
from ...domain.posts import Post
from .access import Ask, comment_by, find_comment, find_post, post_of
from .accounts import PAGE, settings_of
from .answer import comment, comments_on, thread
from .dialect import beside_the_spec, operation
from .problems import Refused
from .requests import page_of, read_number, required, text

VOTES = {"up": 1, "down": -1, "veto": 0}


@operation("comments_get", "account_comment", "gallery_comment")
def get(ask: Ask) -> dict[str, Any]:
    return comment(ask, find_comment(ask))


@operation("comments_replies", "account_comment_replies", "gallery_comment_replies")
def replies(ask: Ask) -> dict[str, Any]:
    return comment(ask, find_comment(ask), deep=True)


@operation("comments_create")
def create(ask: Ask) -> dict[str, int]:
    """A comment on a post, or with ``parent_id`` a reply."""
    words, code = required(ask.call, "comment"), required(ask.call, "image_id")
    number = read_number(ask.call, "parent_id")
    parent = None if number is None else comment_by(ask, str(number))
    if number is not None and parent is None:
        raise Refused("comment", str(number))
    return create_comment(ask, _post(ask, code), parent, words)


@operation("comments_reply", "account_reply_to_comment")
def reply(ask: Ask) -> dict[str, int]:
    """A reply to the comment in the path, which must be on the picture that is named."""
    words, code = required(ask.call, "comment"), required(ask.call, "image_id")
    return create_comment(ask, _post(ask, code), find_comment(ask), words)


@operation("gallery_create_comment")
def comment_on_post(ask: Ask) -> dict[str, int]:
    return create_comment(ask, find_post(ask), None, required(ask.call, "comment"))


@operation("gallery_reply_to_comment")
def reply_on_post(ask: Ask) -> dict[str, int]:
    words = required(ask.call, "comment")
    return create_comment(ask, find_post(ask), find_comment(ask), words)


@quirk("IGR-18")
def create_comment(ask: Ask, post: Post, parent: Comment | None, words: str) -> dict[str, int]:
    """All ways to comment end here. Whose post or comment it is gets word of it."""
    on = (post.picture_id, post.album_id)
    if parent is not None and (parent.picture_id, parent.album_id) != on:
        raise Refused("other_image", text(ask.call, "image_id") or "")
    made = ask.accounts.comments.add(
        ask.host,
        words,
        ask.now,
        user_id=ask.who.id,
        picture_id=post.picture_id,
        album_id=post.album_id,
        parent_id=parent.id if parent else None,
        source="api",
    )
    to = parent.user_id if parent else post.user_id
    reader = None if to is None or to == ask.who.id else ask.accounts.users.get(to)
    if reader is not None and settings_of(reader)["comment_replies"]:
        ask.accounts.notifications.of_comment(reader.id, made.id, ask.now)
    return {"id": made.id}


@operation("comments_delete", "account_delete_comment", "gallery_delete_comment")
def delete(ask: Ask) -> bool:
    """By whoever wrote it; replies to it stay."""
    found = find_comment(ask)
    if found.user_id != ask.who.id:
        raise Refused("forbidden")
    ask.accounts.comments.delete(found.id)
    ask.accounts.notifications.withdraw(found.id)
    return True


@operation("comments_vote", "account_vote_comment", "gallery_vote_comment")
def vote(ask: Ask) -> bool:
    value = read_vote(ask)
    ask.accounts.comments.vote(find_comment(ask).id, ask.who.id, value)
    return True


@operation("comments_report", "account_report_comment", "gallery_report_comment")
def report(ask: Ask) -> bool:
    ask.accounts.reports.add(ask.host, ask.who.id, "comment", find_comment(ask).id, ask.now)
    return True


# Below a post


@operation("gallery_comments")
@beside_the_spec(
    r"/3/gallery/(?:album|image)/(?P<item_id>[^/]+)/comments"
    r"/(?P<sort>best|top|new|old)(?:/(?P<page>[0-9]+))?",
    "GET",
    "HEAD",
)
def of_post(ask: Ask) -> list[dict[str, Any]]:
    """All of them; where a page is named, so many threads."""
    segments = ask.call.request.path_params
    order = segments.get("sort") or text(ask.call, "sort") or "best"
    found = comments_on(ask, find_post(ask), order)
    if segments.get("page") is not None:
        first = page_of(ask.call) * PAGE
        found = found[first : first + PAGE]
    return thread(ask, found)


@operation("gallery_comment_ids")
def ids_of_post(ask: Ask) -> list[int]:
    return [one.id for one in _all(ask)]


@operation("gallery_comment_count")
def count_of_post(ask: Ask) -> int:
    return len(_all(ask))


def _all(ask: Ask) -> list[Comment]:
    post = find_post(ask)
    rows = ask.store.rows(
        "SELECT id FROM comment WHERE NOT deleted"
        " AND (picture_id = :picture OR album_id = :album) ORDER BY id DESC",
        {"picture": post.picture_id, "album": post.album_id},
    )
    return [one for row in rows if (one := ask.accounts.comments.get(int(row["id"]))) is not None]


def read_vote(ask: Ask) -> int:
    """``up`` or ``down`` in the path, and ``veto`` to take a vote back."""
    word = ask.segment("vote").lower()
    if word not in VOTES:
        raise Refused("invalid", "vote")
    return VOTES[word]


def _post(ask: Ask, code: str) -> Post:
    post = post_of(ask, code)
    if post is None:
        raise Refused("post", code)
    return post
