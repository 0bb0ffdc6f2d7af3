"""The gallery of imgur: lists, search, what is submitted, votes and reports."""

from __future__ import annotations

import re
from typing import Any

from imagehosts.quirks import quirk

from .imgur_access import Ask, find_own_album, find_own_image, find_post, post_of
from .imgur_accounts import GALLERY_PAGE, settings_of
from .imgur_answer import item
from .imgur_comments import read_vote
from .imgur_frame import beside_the_spec, operation
from .imgur_problems import Refused
from .imgur_requests import (
    SECTIONS,
    SUBREDDIT_SORTS,
    page_of,
    read_flag,
    read_segments,
    required,
    text,
)

_MOST_WORDS = 20
_SUBREDDIT = re.compile(r"(?<!\w)r/([A-Za-z0-9_]{2,21})")


@operation("gallery_browse")
def browse(ask: Ask) -> Any:
    """A page of a section; one segment that is the id of a post is that post."""
    segments = ask.call.request.path_params
    section = segments.get("section")
    if section is not None and section not in SECTIONS and "sort" not in segments:
        post = post_of(ask, section)
        if post is not None:
            return item(ask, post)
    name, sort, page = read_segments(ask.call)
    if "sort" not in segments and name in ("new", "user"):
        sort = "time"
    posts = ask.accounts.posts.browse(
        ask.host,
        name,
        sort,
        ask.now,
        window=text(ask.call, "window"),
        limit=GALLERY_PAGE,
        offset=page * GALLERY_PAGE,
    )
    return [item(ask, post) for post in posts]


@operation("gallery_subreddit")
def subreddit(ask: Ask) -> list[dict[str, Any]]:
    """What was submitted with ``r/name`` in its title."""
    sort = ask.call.request.path_params.get("sort", "hot")
    if sort not in SUBREDDIT_SORTS:
        raise Refused("section", sort)
    posts = ask.accounts.posts.in_subreddit(
        ask.host,
        ask.segment("subreddit"),
        sort,
        ask.now,
        limit=GALLERY_PAGE,
        offset=page_of(ask.call) * GALLERY_PAGE,
    )
    return [item(ask, post) for post in posts]


@operation("gallery_search")
@beside_the_spec(r"/3/gallery/search/(?P<sort>[a-z]+)(?:/(?P<page>[0-9]+))?", "GET", "HEAD")
def search(ask: Ask) -> list[dict[str, Any]]:
    """All words must be there; ``q_all`` and its kin of later years are one of them."""
    words = required(ask.call, "q", "q_all", "q_any", "q_exactly").split()[:_MOST_WORDS]
    offset = page_of(ask.call) * GALLERY_PAGE
    return [item(ask, p) for p in ask.accounts.posts.search(ask.host, words, GALLERY_PAGE, offset)]


@operation("gallery_image", "gallery_album")
def get(ask: Ask) -> dict[str, Any]:
    """A post, if it is of the kind that the route is of."""
    post = find_post(ask)
    on_album_route = "album_id" in ask.call.request.path_params
    if on_album_route != (post.album_id is not None):
        raise Refused("post", ask.segment("album_id" if on_album_route else "image_id"))
    return item(ask, post)


@operation("gallery_submit_image")
def submit_image(ask: Ask) -> bool:
    owned = find_own_image(ask)
    return _submit(ask, picture_id=owned.picture.id)


@operation("gallery_submit_album")
def submit_album(ask: Ask) -> bool:
    found = find_own_album(ask)
    if not ask.accounts.albums.pictures(found.id):
        raise Refused("empty_album")
    return _submit(ask, album_id=found.id)


def _submit(ask: Ask, *, picture_id: int | None = None, album_id: int | None = None) -> bool:
    title = required(ask.call, "title")
    check_terms(ask)
    mentioned = _SUBREDDIT.search(title)
    tags = [tag.strip() for tag in (text(ask.call, "tags") or "").split(",") if tag.strip()]
    made = ask.accounts.posts.add(
        ask.host,
        ask.who.id,
        title,
        ask.now,
        picture_id=picture_id,
        album_id=album_id,
        section=mentioned[1] if mentioned else None,
        tags=tags,
    )
    if made is None:
        raise Refused("in_gallery")
    ask.accounts.posts.vote(made.id, ask.who.id, 1, ask.now)  # whoever submits likes it
    return True


@quirk("IGR-15")
def check_terms(ask: Ask) -> None:
    """Whoever has not accepted the terms must say so with ``terms``."""
    if (
        not read_flag(ask.call, "terms", False)
        and not settings_of(ask.who)["accepted_gallery_terms"]
    ):
        raise Refused("terms")


@beside_the_spec(r"/3/gallery/(?:album/|image/)?(?P<item_id>[A-Za-z0-9]+)", "DELETE")
def remove(ask: Ask) -> bool:
    """Take one's own post out of the gallery."""
    post = find_post(ask)
    if post.user_id != ask.who.id:
        raise Refused("forbidden")
    ask.accounts.posts.delete(post.id)
    return True


@operation("gallery_report")
def report(ask: Ask) -> bool:
    ask.accounts.reports.add(ask.host, ask.who.id, "post", find_post(ask).id, ask.now)
    return True


@operation("gallery_votes")
def votes(ask: Ask) -> dict[str, int]:
    post = find_post(ask)
    return {"ups": post.ups, "downs": post.downs}


@operation("gallery_vote")
def vote(ask: Ask) -> bool:
    value = read_vote(ask)
    ask.accounts.posts.vote(find_post(ask).id, ask.who.id, value, ask.now)
    return True
