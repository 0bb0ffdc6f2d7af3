"""Reading what clients send to imgur, in every spelling that is known of them.

Parameters come in the query, in forms, in multipart and in JSON; lists with commas, repeated or
with brackets; addresses with a slash, ``.json`` or ``.xml`` at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from imagehosts.core.quirks import quirk

from ...core import parameters
from ...core.context import Call
from ...core.parameters import clean
from .problems import Refused

_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
_FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}
SECTIONS = ("hot", "top", "new", "user")
SORTS = ("viral", "score", "time", "top", "rising")
SUBREDDIT_SORTS = ("hot", "new", "time", "top")
TAG_SORTS = ("viral", "time", "top")
_LARGEST_PAGE = 10**6
_LONGEST_TEXT = 16 * 1024

#: Addresses that lead to the same as one of the spec.
_ALIASES = (
    (re.compile(r"/3/upload\Z"), "/3/image"),
    (
        re.compile(
            r"/3/gallery/(?!album/|image/|r/|search/|t/)([A-Za-z0-9]{5,8})/"
            r"((?:votes?|comments?)(?:/.*)?)\Z"
        ),
        r"/3/gallery/album/\1/\2",
    ),
)
_OURS = re.compile(r"/(?:3|oauth2|(?:post|account|comment)/v1)(?:/|\Z)")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list whose address ends with an order, a window of time and a page, each left out at will.

    ``order`` stands where none is named; ``orders`` has others by the text that comes before. Where
    the id of a post may stand as well (``has_ids``), many digits are left to be one.
    """

    address: re.Pattern[str]
    names: tuple[str, ...]
    order: str
    orders: Mapping[str, str] = field(default_factory=dict[str, str])
    has_ids: bool = False


_COMMENT_SORTS = ("newest", "oldest", "best", "worst")
WINDOWS = ("day", "week", "month", "year", "all")
LISTINGS = (
    Listing(re.compile(r"/3/gallery/r/[^/]+"), SUBREDDIT_SORTS, "hot", has_ids=True),
    Listing(re.compile(r"/3/gallery/t/[^/]+"), TAG_SORTS, "viral", has_ids=True),
    Listing(re.compile(r"/3/gallery/search"), TAG_SORTS, "time"),
    Listing(
        re.compile(rf"/3/gallery/(?:{'|'.join(SECTIONS)})"),
        SORTS,
        "viral",
        {f"/3/gallery/{section}": "time" for section in ("new", "user")},
    ),
    Listing(re.compile(r"/3/gallery"), SORTS, "hot/viral", has_ids=True),
    Listing(re.compile(r"/3/account/[^/]+/comments(?:/ids)?"), _COMMENT_SORTS, "newest"),
)
#: Digits up to so many are a page where the id of a post may stand as well.
_LONGEST_BARE_PAGE = 4


# Addresses


def normalize_path(method: str, path: str) -> tuple[str, str]:
    """The method and the address that a request means."""
    if not _OURS.match(path):
        return method, path
    path = without_format_suffix(without_trailing_slash(path))
    for pattern, replacement in _ALIASES:
        path = pattern.sub(replacement, path)
    path = with_order(path)
    if method == "POST" and re.fullmatch(r"/3/notification/[0-9]+", path):
        return "PUT", path  # what the host's own libraries send
    return method, path


@quirk("IGR-04")
def without_trailing_slash(path: str) -> str:
    """``/album/`` is ``/album``; several slashes are one."""
    return re.sub(r"/{2,}", "/", path).rstrip("/")


@quirk("IGR-08")
def with_order(path: str) -> str:
    """``/gallery/r/cats/0`` is ``/gallery/r/cats/hot/0``: the order of a page that names none."""
    for listing in LISTINGS:
        match = listing.address.match(path)
        rest = path[match.end() :] if match else ""
        if match is None or not rest.startswith("/"):
            continue
        parts = _LISTED.fullmatch(rest)
        if parts is None or (parts["order"] and parts["order"] not in listing.names):
            continue
        bare = "" if parts["window"] else parts["page"] or ""
        if parts["order"] or (listing.has_ids and len(bare) > _LONGEST_BARE_PAGE):
            break
        order = listing.orders.get(match[0], listing.order)
        return f"{match[0]}/{order}{rest}"
    return path


_LISTED = re.compile(
    rf"(?:/(?P<order>(?!(?:{'|'.join(WINDOWS)})(?:/|\Z))[a-z]+))?"
    rf"(?:/(?P<window>{'|'.join(WINDOWS)}))?(?:/(?P<page>[0-9]+))?"
)


@quirk("IGR-10")
def without_format_suffix(path: str) -> str:
    """``/gallery/hot/viral/0.json`` is ``/gallery/hot/viral/0``, and so is ``....xml``."""
    return path.removesuffix(".xml") if wants_xml(path) else path.removesuffix(".json")


def wants_xml(path: str) -> bool:
    """Whether an address asks for XML."""
    return path.rstrip("/").endswith(".xml")


# Parameters


@quirk("IGR-12")
async def read_parameters(call: Call) -> None:
    """Read the request once, wherever its parameters are, and note it in the journal."""
    await parameters.read_parameters(call, _METHODS, json=True, raw=True)
    if call.form.dropped:
        raise Refused("body")


def text(call: Call, *names: str) -> str | None:
    """The first of the parameters that came, as text that can be stored."""
    for name in names:
        value = call.form.value(name)
        if value is not None:
            return clean(value.text[:_LONGEST_TEXT])
    return None


def required(call: Call, *names: str) -> str:
    """The same, for what must not be missing or empty."""
    found = text(call, *names)
    if not found:
        raise Refused("missing", names[0])
    return found


@quirk("IGR-14")
def read_flag(call: Call, name: str, default: bool) -> bool:
    """A flag in any spelling."""
    found = (text(call, name) or "").strip().lower()
    if not found:
        return default
    if found not in _FLAGS:
        raise Refused("invalid", name)
    return _FLAGS[found]


def read_number(call: Call, name: str) -> int | None:
    """A number from 1 on; ``None`` where it is missing, empty or 0."""
    found = (text(call, name) or "").strip()
    if not found or found == "0":
        return None
    if not re.fullmatch(r"[0-9]{1,15}", found):
        raise Refused("invalid", name)
    return int(found)


@quirk("IGR-11")
def read_ids(call: Call, *names: str) -> list[str] | None:
    """The ids of a list in any spelling, in their order; ``None`` where none was sent at all.

    ``ids[]=a&ids[]=b``, ``ids[0]=a``, ``ids=a&ids=b``, ``ids=a,b``, and lists in JSON.
    """
    sent, found = False, list[str]()
    for name in names:
        if name not in call.form.arrays and call.form.value(name) is None:
            continue
        sent = True
        values = [*call.form.lists.get(name, ()), *call.form.repeated.get(name, ())]
        found += [item.strip() for value in values for item in value.split(",")]
    ids = [item.encode("utf-8", "replace").decode() for item in dict.fromkeys(found) if item]
    return ids if sent else None


# Segments


@quirk("IGR-08")
def read_segments(call: Call) -> tuple[str, str, int]:
    """Section, order and page of the gallery; ``hot``, ``viral`` and 0 where they are left out."""
    segments = call.request.path_params
    section, sort = segments.get("section", "hot"), segments.get("sort", "viral")
    if section not in SECTIONS:
        raise Refused("section", section)
    if sort not in SORTS:
        raise Refused("section", f"{section}/{sort}")
    return section, sort, page_of(call)


@quirk("IGR-30")
def page_of(call: Call) -> int:
    """The number of the page, from 0 on, in the path or in the query."""
    found = call.request.path_params.get("page")
    if found is None:
        found = (text(call, "page") or "").strip() or "0"
    if not re.fullmatch(r"[0-9]{1,15}", found):
        raise Refused("route")
    return min(int(found), _LARGEST_PAGE)
