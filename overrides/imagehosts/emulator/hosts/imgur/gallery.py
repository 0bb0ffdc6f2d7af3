"""The gallery of imgur: lists, search, what is submitted, votes and reports."""

from __future__ import annotations

import re
from typing import Any

from imagehosts.core.quirks import quirk

from ...domain.posts import Page, Search
from .access import Ask, find_own_album, find_own_image, find_post, post_of
from .accounts import GALLERY_PAGE, settings_of
from .answer import item
from .comments import read_vote
from .dialect import beside_the_spec, operation
from .problems import Refused
from .requests import (
    SECTIONS,
    SORTS,
    SUBREDDIT_SORTS,
    page_of,
    read_flag,
    read_segments,
    required,
    text,
)

_MOST_WORDS = 20
_SUBREDDIT = re.compile(r"(?<!\w)r/([A-Za-z0-9_]{2,21})")


_WINDOW = r"(?P<window>[a-z]+)(?:/(?P<page>[0-9]+))?"
_TAG_SORTS = ("viral", "time", "top")
_ITEM = r"[A-Za-z0-9]{5}(?:[A-Za-z0-9]{2})?"


@operation("gallery_browse")
@beside_the_spec(
    rf"/3/gallery/(?P<section>{'|'.join(SECTIONS)})/(?P<sort>{'|'.join(SORTS)})/{_WINDOW}",
    "GET",
    "HEAD",
)
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
    asked = Page(sort, page, GALLERY_PAGE, _window(ask))
    posts = ask.accounts.posts.browse(ask.host, name, asked, ask.now)
    return [item(ask, post) for post in posts]


@beside_the_spec(r"/3/gallery/random/random(?:/(?P<page>[0-9]+))?", "GET", "HEAD")
def random(ask: Ask) -> list[dict[str, Any]]:
    """A page of the gallery, in no order."""
    asked = Page("time", page_of(ask.call), GALLERY_PAGE)
    posts = ask.accounts.posts.browse(ask.host, "user", asked, ask.now)
    shown = [item(ask, post) for post in posts]
    return sorted(shown, key=lambda one: ask.call.services.chance.text(8))


def _window(ask: Ask) -> str | None:
    return ask.call.request.path_params.get("window") or text(ask.call, "window")


def _page(ask: Ask, order: str) -> Page:
    """The page of a list that a request asks for."""
    return Page(order, page_of(ask.call), GALLERY_PAGE, _window(ask))


@operation("gallery_subreddit")
@beside_the_spec(
    rf"/3/gallery/r/(?P<subreddit>[^/]+)/(?P<sort>{'|'.join(SUBREDDIT_SORTS)})/{_WINDOW}",
    "GET",
    "HEAD",
)
def subreddit(ask: Ask) -> Any:
    """What was submitted with ``r/name`` in its title; with an id behind it, that post alone."""
    name, sort = ask.segment("subreddit"), ask.call.request.path_params.get("sort", "hot")
    if sort not in SUBREDDIT_SORTS:
        post = post_of(ask, sort)
        if post is not None and (post.section or "").lower() == name.lower():
            return item(ask, post)
        raise Refused("section", sort)
    posts = ask.accounts.posts.in_subreddit(ask.host, name, _page(ask, sort), ask.now)
    return [item(ask, post) for post in posts]


@beside_the_spec(
    rf"/3/gallery/t/(?P<tag>[^/]+)(?:/(?P<sort>{'|'.join(_TAG_SORTS)})"
    r"(?:/(?P<window>[a-z]+))?(?:/(?P<page>[0-9]+))?)?",
    "GET",
    "HEAD",
)
def tagged(ask: Ask) -> dict[str, Any]:
    """What was submitted with a tag."""
    name = ask.segment("tag")
    order = ask.call.request.path_params.get("sort") or "viral"
    posts = ask.accounts.posts.with_tag(ask.host, name, _page(ask, order), ask.now)
    return {
        "name": name,
        "display_name": name,
        "followers": 0,
        "total_items": ask.accounts.posts.count_tagged(ask.host, name),
        "following": False,
        "items": [item(ask, post) for post in posts],
    }


@beside_the_spec(rf"/3/gallery/t/(?P<tag>[^/]+)/(?P<item_id>{_ITEM})", "GET", "HEAD")
def tagged_item(ask: Ask) -> dict[str, Any]:
    post = find_post(ask)
    if ask.segment("tag").lower() not in (tag.lower() for tag in post.tags):
        raise Refused("post", ask.segment("item_id"))
    return item(ask, post)


@beside_the_spec(rf"/3/gallery/(?P<item_id>{_ITEM})/tags", "GET", "HEAD")
def tags(ask: Ask) -> dict[str, Any]:
    """The tags of a post, as whoever submitted it gave them."""
    shown = item(ask, find_post(ask))
    author = {"author": shown["account_url"], "account_id": shown["account_id"]}
    return {"tags": [{**tag, "ups": 1, "downs": 0, **author} for tag in shown["tags"]]}


@operation("gallery_search")
@beside_the_spec(
    r"/3/gallery/search/(?P<sort>time|viral|top)(?:/(?P<window>[a-z]+))?(?:/(?P<page>[0-9]+))?",
    "GET",
    "HEAD",
)
def search(ask: Ask) -> list[dict[str, Any]]:
    """All words of ``q`` must be there; its kin of later years wants some, none, or a phrase."""
    given = {name: text(ask.call, name) or "" for name in _QUERIES}
    if not any(given[name].strip() for name in _QUERIES if name != "q_not"):
        raise Refused("missing", "q")
    words = {name: value.split()[:_MOST_WORDS] for name, value in given.items()}
    phrase = " ".join(words["q_exactly"])
    wanted = Search(
        every=[*words["q"], *words["q_all"], *([phrase] if phrase else [])],
        some=words["q_any"],
        none=words["q_not"],
    )
    order = ask.call.request.path_params.get("sort") or "time"
    posts = ask.accounts.posts.search(ask.host, wanted, _page(ask, order), ask.now)
    return [item(ask, post) for post in posts]


_QUERIES = ("q", "q_all", "q_any", "q_exactly", "q_not")


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


@beside_the_spec(rf"/3/gallery/(?P<item_id>{_ITEM})", "POST")
def submit(ask: Ask) -> bool:
    """Either kind by its id alone, as the host's later clients send it."""
    segments = ask.call.request.path_params
    is_album = ask.accounts.albums.by_code(ask.host, segments["item_id"]) is not None
    segments["album_id" if is_album else "image_id"] = segments.pop("item_id")
    return submit_album(ask) if is_album else submit_image(ask)


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
