"""Comments of imgur: threads below posts, votes on them, and reports of them."""

from __future__ import annotations

from typing import Any

from imagehosts.core.quirks import quirk

from ...domain.comments import Comment
from ...domain.posts import Post
from .access import Context, comment_by, find_comment, find_post, post_of
from .accounts import PAGE, settings_of
from .answers import comment, comments_on, list_comments, thread
from .dialect import operation, undocumented_route
from .problems import Refused
from .requests import page_of, read_number, required, text

VOTES = {"up": 1, "down": -1, "veto": 0}


@operation("comments_get", "account_comment", "gallery_comment")
def get(context: Context) -> dict[str, Any]:
    return comment(context, find_comment(context))


@operation("comments_replies", "account_comment_replies", "gallery_comment_replies")
def replies(context: Context) -> dict[str, Any]:
    return list_comments(context, [find_comment(context)], deep=True)[0]


@operation("comments_create")
def create(context: Context) -> dict[str, int]:
    """A comment on a post, or with ``parent_id`` a reply."""
    words, code = required(context.call, "comment"), required(context.call, "image_id")
    number = read_number(context.call, "parent_id")
    parent = None if number is None else comment_by(context, str(number))
    if number is not None and parent is None:
        raise Refused("comment", str(number))
    return create_comment(context, _post(context, code), parent, words)


@operation("comments_reply", "account_reply_to_comment")
def reply(context: Context) -> dict[str, int]:
    """A reply to the comment in the path, which must be on the picture that is named."""
    words, code = required(context.call, "comment"), required(context.call, "image_id")
    return create_comment(context, _post(context, code), find_comment(context), words)


@operation("gallery_create_comment")
def comment_on_post(context: Context) -> dict[str, int]:
    return create_comment(context, find_post(context), None, required(context.call, "comment"))


@operation("gallery_reply_to_comment")
def reply_on_post(context: Context) -> dict[str, int]:
    words = required(context.call, "comment")
    return create_comment(context, find_post(context), find_comment(context), words)


@quirk("IGR-18")
def create_comment(
    context: Context, post: Post, parent: Comment | None, words: str
) -> dict[str, int]:
    """All ways to comment end here. The owner of the post or comment is notified."""
    on = (post.picture_id, post.album_id)
    if parent is not None and (parent.picture_id, parent.album_id) != on:
        raise Refused("other_image", text(context.call, "image_id") or "")
    made = context.accounts.comments.add(
        context.host,
        words,
        context.now,
        user_id=context.who.id,
        picture_id=post.picture_id,
        album_id=post.album_id,
        parent_id=parent.id if parent else None,
        source="api",
    )
    to = parent.user_id if parent else post.user_id
    reader = None if to is None or to == context.who.id else context.accounts.users.get(to)
    if reader is not None and settings_of(reader)["comment_replies"]:
        context.accounts.notifications.of_comment(reader.id, made.id, context.now)
    return {"id": made.id}


@operation("comments_delete", "account_delete_comment", "gallery_delete_comment")
def delete(context: Context) -> bool:
    """By its author; replies to it stay."""
    found = find_comment(context)
    if found.user_id != context.who.id:
        raise Refused("forbidden")
    context.accounts.comments.delete(found.id)
    context.accounts.notifications.withdraw(found.id)
    return True


@operation("comments_vote", "account_vote_comment", "gallery_vote_comment")
def vote(context: Context) -> bool:
    value = read_vote(context)
    context.accounts.comments.vote(find_comment(context).id, context.who.id, value)
    return True


@operation("comments_report", "account_report_comment", "gallery_report_comment")
def report(context: Context) -> bool:
    context.accounts.reports.add(
        context.host, context.who.id, "comment", find_comment(context).id, context.now
    )
    return True


# Below a post


@operation("gallery_comments")
@undocumented_route(
    r"/3/gallery/(?:album|image)/(?P<item_id>[^/]+)/comments"
    r"/(?P<sort>best|top|new|old)(?:/(?P<page>[0-9]+))?",
    "GET",
    "HEAD",
)
def of_post(context: Context) -> list[dict[str, Any]]:
    """All of them; where a page is named, so many threads."""
    segments = context.call.request.path_params
    order = segments.get("sort") or text(context.call, "sort") or "best"
    found = comments_on(context, find_post(context), order)
    if segments.get("page") is not None:
        first = page_of(context.call) * PAGE
        found = found[first : first + PAGE]
    return thread(context, found)


@operation("gallery_comment_ids")
def ids_of_post(context: Context) -> list[int]:
    return [one.id for one in _all(context)]


@operation("gallery_comment_count")
def count_of_post(context: Context) -> int:
    return len(_all(context))


def _all(context: Context) -> list[Comment]:
    post = find_post(context)
    found = context.accounts.comments.on(post.picture_id, post.album_id)
    return [one for one in found if not one.deleted]


def read_vote(context: Context) -> int:
    """``up`` or ``down`` in the path, and ``veto`` to take a vote back."""
    word = context.segment("vote").lower()
    if word not in VOTES:
        raise Refused("invalid", "vote")
    return VOTES[word]


def _post(context: Context, code: str) -> Post:
    post = post_of(context, code)
    if post is None:
        raise Refused("post", code)
    return post
