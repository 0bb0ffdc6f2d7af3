"""What differs between Chevereto sites, as the members of one class; each site has its own values.

Three kinds of site are known: Imges, whose document describes the ancestor of today's Chevereto;
imagehosting.me, whose document describes its successor; and Chevereto-Free 1.6.2 in between, which
was observed. What a document leaves open is taken from the family.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from ...core import rows
from .problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(rows.Profile):
    """Everything in which one Chevereto site differs from another."""

    #: Checks of an API request, in their order, by name.
    gate: tuple[str, ...]
    #: Whether the header ``X-API-Key`` is looked at. It wins over the field ``key``.
    key_header: bool
    problems: Mapping[str, Problem]
    #: Whether errors name the class that threw them.
    error_context: bool
    success_message: str
    #: Picture formats that are taken, by Pillow's names.
    formats: frozenset[str]
    videos: bool
    #: Whether title, description, tags and the other options of version 1.1 are looked at.
    options: bool
    #: Members of ``image`` in their order; see :mod:`.answer` for what each name stands for.
    members: tuple[str, ...]
    #: Members of ``image.image``, ``image.thumb`` and ``image.medium``.
    file_members: tuple[str, ...]
    #: Members of ``image`` that are numbers sent as texts.
    texts: frozenset[str]
    #: Significant digits of ratios.
    ratio_digits: int
    #: Those of them that are texts only where there is a medium.
    texts_beside_medium: frozenset[str] = frozenset()
    #: Bytes in a kilobyte of formatted sizes.
    kilobyte: int
    #: Hours by which the site's own time is ahead of UTC.
    hours_ahead: int
    #: Media type of an answer in txt format.
    txt_type: str
    #: Which member a redirect leads to: an absolute or a relative address.
    redirect_member: str
    #: Makes the start of a viewer address out of a title; without it there is none.
    slug: Callable[[str | None], str] | None
    #: How letters of file names become those of served names, where it is not the usual way.
    letters: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Control characters of a file name are kept; in titles they count as blanks.
    keeps_control_characters: bool = False
    #: What ``file.resource.type`` says.
    resource_type: str = "url"
    #: What is put behind the random name of a picture that came as base64.
    base64_suffix: str = ""
    #: JPEG files are called ``jpeg`` unless they came as ``jpg``, instead of always ``jpg``.
    jpeg_as_named: bool
    #: A query needs a slash before it, and a slash a query; anything else is redirected.
    strict_slashes: bool
    #: A URL in the query is used as it was written, without decoding it, and without percent signs.
    raw_url_in_query: bool
    #: What has a scheme at its very start is an address, and these schemes are fetched.
    source_schemes: frozenset[str] | None = None
    #: Whether a picture of the site itself can be the source of another.
    own_sources: bool = True
    #: A version that only begins with the right number is taken for it, and then fits no action.
    loose_version: bool = False
    #: Title and description come from the tags that version 4 reads; else from one of them.
    title_from_headline: bool
    delete_links: bool
    #: Status of a viewer page for an id that does not exist.
    unknown_picture_status: int
    #: Status of the redirect from short and outdated viewer addresses.
    viewer_redirect_status: int
    json_headers: Mapping[str, str]
    #: Headers of every other answer of the API.
    other_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Every error closes the connection.
    close_on_error: bool
    #: Every answer starts a PHP session.
    session_cookie: bool

    def local(self, moment: float) -> datetime:
        """A moment in the site's own time."""
        return datetime.fromtimestamp(moment, UTC) + timedelta(hours=self.hours_ahead)


#: What PHP says of an answer when a program says nothing.
HTML = "text/html; charset=utf-8"

V1_FORMATS = frozenset({"JPEG", "PNG", "GIF", "WEBP", "BMP"})
JSON_HEADERS = MappingProxyType(
    {
        "Content-Type": "application/json; charset=UTF-8",
        "Cache-Control": "no-cache, must-revalidate",
        "Pragma": "no-cache",
    }
)

#: The settings that sites of this family obey.
RULES = (
    "refuse_duplicates",
    "false_duplicates",
    "flood_limit",
    "refuse_url_uploads",
    "moderate_uploads",
    "no_expiration",
    "max_file_size",
    "upload_max_filesize",
    "maintenance",
    "php_warnings",
    "banned",
)
