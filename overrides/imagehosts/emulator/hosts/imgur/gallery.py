"""The gallery of imgur: lists, search, what is submitted, votes and reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from imagehosts.core.quirks import quirk

from ...core.context import Services
from ...domain.posts import Page, Search
from ...domain.users import User
from .access import Context, find_own_album, find_own_image, find_post, post_of
from .accounts import GALLERY_PAGE, settings_of
from .albums import new_album
from .answers import item, list_items
from .comments import read_vote
from .dialect import dialect, operation, undocumented_route
from .problems import Refused
from .requests import (
    SECTIONS,
    SORTS,
    SUBREDDIT_SORTS,
    TAG_SORTS,
    page_of,
    read_flag,
    read_segments,
    required,
    text,
)

_MOST_WORDS = 20
_SUBREDDIT = re.compile(r"(?<!\w)r/([A-Za-z0-9_]{2,21})")


_WINDOW = r"(?P<window>[a-z]+)(?:/(?P<page>[0-9]+))?"
_ITEM = r"[A-Za-z0-9]{5}(?:[A-Za-z0-9]{2})?"


@operation("gallery_browse")
@undocumented_route(
    rf"/3/gallery/(?P<section>{'|'.join(SECTIONS)})/(?P<sort>{'|'.join(SORTS)})/{_WINDOW}",
    "GET",
    "HEAD",
)
def browse(context: Context) -> Any:
    """A page of a section; one segment that is the id of a post is that post."""
    segments = context.call.request.path_params
    section = segments.get("section")
    if section is not None and section not in SECTIONS and "sort" not in segments:
        post = post_of(context, section)
        if post is not None:
            return item(context, post)
        _is_page(context, "section")
    name, sort, page = read_segments(context.call)
    if "sort" not in segments and name in ("new", "user"):
        sort = "time"
    asked = Page(sort, page, GALLERY_PAGE, _window(context))
    posts = context.accounts.posts.browse(context.host, name, asked, context.now)
    return list_items(context, posts)


@undocumented_route(r"/3/gallery/random/random(?:/(?P<page>[0-9]+))?", "GET", "HEAD")
def random(context: Context) -> list[dict[str, Any]]:
    """A page of the gallery, in no order."""
    asked = Page("time", page_of(context.call), GALLERY_PAGE)
    posts = context.accounts.posts.browse(context.host, "user", asked, context.now)
    shown = list_items(context, posts)
    return sorted(shown, key=lambda one: context.call.services.ids.text(8))


def _window(context: Context) -> str | None:
    return context.call.request.path_params.get("window") or text(context.call, "window")


def _page(context: Context, order: str) -> Page:
    """The page of a list that a request asks for."""
    return Page(order, page_of(context.call), GALLERY_PAGE, _window(context))


def _is_page(context: Context, name: str) -> bool:
    """Whether a segment that is no post is digits, and so the page; it is one from here on."""
    segments = context.call.request.path_params
    if "page" in segments or not segments[name].isdecimal():
        return False
    segments["page"] = segments.pop(name)
    return True


@operation("gallery_subreddit")
@undocumented_route(
    rf"/3/gallery/r/(?P<subreddit>[^/]+)/(?P<sort>{'|'.join(SUBREDDIT_SORTS)})/{_WINDOW}",
    "GET",
    "HEAD",
)
def subreddit(context: Context) -> Any:
    """What was submitted with ``r/name`` in its title; with an id behind it, that post alone."""
    name, sort = context.segment("subreddit"), context.call.request.path_params.get("sort", "hot")
    if sort not in SUBREDDIT_SORTS:
        post = post_of(context, sort)
        if post is not None and (post.section or "").lower() == name.lower():
            return item(context, post)
        if not _is_page(context, "sort"):
            raise Refused("section", sort)
        sort = "hot"
    posts = context.accounts.posts.in_subreddit(
        context.host, name, _page(context, sort), context.now
    )
    return list_items(context, posts)


@undocumented_route(
    rf"/3/gallery/t/(?P<tag>[^/]+)(?:/(?P<sort>{'|'.join(TAG_SORTS)})"
    r"(?:/(?P<window>[a-z]+))?(?:/(?P<page>[0-9]+))?)?",
    "GET",
    "HEAD",
)
def tagged(context: Context) -> dict[str, Any]:
    """What was submitted with a tag."""
    name = context.segment("tag")
    order = context.call.request.path_params.get("sort") or "viral"
    posts = context.accounts.posts.with_tag(context.host, name, _page(context, order), context.now)
    return {
        "name": name,
        "display_name": name,
        "followers": 0,
        "total_items": context.accounts.posts.count_tagged(context.host, name),
        "following": False,
        "items": list_items(context, posts),
    }


@undocumented_route(rf"/3/gallery/t/(?P<tag>[^/]+)/(?P<item_id>{_ITEM})", "GET", "HEAD")
def tagged_item(context: Context) -> dict[str, Any]:
    """One post with a tag; digits that are no post are a page of them."""
    if post_of(context, context.segment("item_id")) is None and _is_page(context, "item_id"):
        return tagged(context)
    post = find_post(context)
    if context.segment("tag").lower() not in (tag.lower() for tag in post.tags):
        raise Refused("post", context.segment("item_id"))
    return item(context, post)


@undocumented_route(rf"/3/gallery/(?P<item_id>{_ITEM})/tags", "GET", "HEAD")
def tags(context: Context) -> dict[str, Any]:
    """The tags of a post, as they were submitted."""
    shown = item(context, find_post(context))
    author = {"author": shown["account_url"], "account_id": shown["account_id"]}
    return {"tags": [{**tag, "ups": 1, "downs": 0, **author} for tag in shown["tags"]]}


@operation("gallery_search")
@undocumented_route(
    r"/3/gallery/search/(?P<sort>time|viral|top)(?:/(?P<window>[a-z]+))?(?:/(?P<page>[0-9]+))?",
    "GET",
    "HEAD",
)
def search(context: Context) -> list[dict[str, Any]]:
    """All words of ``q`` must be there; later parameters like it want some, none, or a phrase."""
    given = {name: text(context.call, name) or "" for name in _QUERIES}
    if not any(given[name].strip() for name in _QUERIES if name != "q_not"):
        raise Refused("missing", "q")
    words = {name: value.split()[:_MOST_WORDS] for name, value in given.items()}
    phrase = " ".join(words["q_exactly"])
    wanted = Search(
        every=[*words["q"], *words["q_all"], *([phrase] if phrase else [])],
        some=words["q_any"],
        none=words["q_not"],
    )
    order = context.call.request.path_params.get("sort") or "time"
    posts = context.accounts.posts.search(context.host, wanted, _page(context, order), context.now)
    return list_items(context, posts)


_QUERIES = ("q", "q_all", "q_any", "q_exactly", "q_not")


@operation("gallery_image", "gallery_album")
def get(context: Context) -> dict[str, Any]:
    """A post, if it is of the kind that the route is of."""
    post = find_post(context)
    on_album_route = "album_id" in context.call.request.path_params
    if on_album_route != (post.album_id is not None):
        raise Refused("post", context.segment("album_id" if on_album_route else "image_id"))
    return item(context, post)


@operation("gallery_submit_image")
def submit_image(context: Context) -> bool:
    owned = find_own_image(context)
    return _submit(context, picture_id=owned.picture.id)


@operation("gallery_submit_album")
def submit_album(context: Context) -> bool:
    found = find_own_album(context)
    if not context.accounts.albums.pictures(found.id):
        raise Refused("empty_album")
    return _submit(context, album_id=found.id)


@undocumented_route(rf"/3/gallery/(?P<item_id>{_ITEM})", "POST")
def submit(context: Context) -> bool:
    """Either kind by its id alone, as the host's later clients send it."""
    segments = context.call.request.path_params
    is_album = context.accounts.albums.by_code(context.host, segments["item_id"]) is not None
    segments["album_id" if is_album else "image_id"] = segments.pop("item_id")
    return submit_album(context) if is_album else submit_image(context)


def _submit(
    context: Context, *, picture_id: int | None = None, album_id: int | None = None
) -> bool:
    title = required(context.call, "title")
    check_terms(context)
    mentioned = _SUBREDDIT.search(title)
    tags = [tag.strip() for tag in (text(context.call, "tags") or "").split(",") if tag.strip()]
    made = context.accounts.posts.add(
        context.host,
        context.who.id,
        title,
        context.now,
        picture_id=picture_id,
        album_id=album_id,
        section=mentioned[1] if mentioned else None,
        tags=tags,
    )
    if made is None:
        raise Refused("in_gallery")
    context.accounts.posts.vote(made.id, context.who.id, 1, context.now)  # one's own counts
    return True


@quirk("IGR-15")
def check_terms(context: Context) -> None:
    """Users who have not accepted the terms must do so with ``terms``."""
    if (
        not read_flag(context.call, "terms", False)
        and not settings_of(context.who)["accepted_gallery_terms"]
    ):
        raise Refused("terms")


@undocumented_route(r"/3/gallery/(?:album/|image/)?(?P<item_id>[A-Za-z0-9]+)", "DELETE")
@quirk("IGR-39")
def remove(context: Context) -> bool:
    """Take one's own post out of the gallery."""
    post = find_post(context)
    if post.user_id != context.who.id:
        raise Refused("forbidden")
    context.accounts.posts.delete(post.id)
    return True


@operation("gallery_report")
def report(context: Context) -> bool:
    context.accounts.reports.add(
        context.host, context.who.id, "post", find_post(context).id, context.now
    )
    return True


@operation("gallery_votes")
def votes(context: Context) -> dict[str, int]:
    post = find_post(context)
    return {"ups": post.ups, "downs": post.downs}


@operation("gallery_vote")
def vote(context: Context) -> bool:
    value = read_vote(context)
    context.accounts.posts.vote(find_post(context).id, context.who.id, value, context.now)
    return True


@dialect.exhibition()
def exhibit(
    services: Services, user: User, title: str, pictures: Sequence[int], tags: Sequence[str]
) -> None:
    """A post of a picture, or of an album of several, with the vote of who made it."""
    accounts, host, now = services.accounts, user.host, services.clock.now()
    album: int | None = None
    if len(pictures) > 1:
        album = new_album(services, host, user.id, title=title).id
        accounts.albums.set(album, pictures)
    made = accounts.posts.add(
        host,
        user.id,
        title,
        now,
        picture_id=pictures[0] if album is None else None,
        album_id=album,
        tags=list(tags),
    )
    if made is not None:  # a picture that is in the gallery already is there once
        accounts.posts.vote(made.id, user.id, 1, now)
