"""How the Chevereto sites differ from each other, as data.

Three of them are known: Imges, whose document describes the ancestor of today's Chevereto;
imagehosting.me, whose document describes its successor; and Chevereto-Free 1.6.2 in between, which
was observed. What a document leaves open is taken from the family.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from ...core.routing import HostProblem


class Refused(HostProblem):
    """A request that a site refuses; ``kind`` names the problem in its profile."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a site words it. ``{}`` in the message takes a detail."""

    code: int
    message: str
    context: str = "Exception"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
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
    #: Bytes in a kilobyte of formatted sizes.
    kilobyte: int
    #: Hours by which the site's own time is ahead of UTC.
    hours_ahead: int
    #: Media type of an answer in txt format.
    txt_type: str
    #: Which member a redirect leads to: an absolute or a relative address.
    redirect_member: str
    #: Whether viewer addresses begin with words of the title.
    slugs: bool
    #: JPEG files are called ``jpeg`` unless they came as ``jpg``, instead of always ``jpg``.
    jpeg_as_named: bool
    #: A query needs a slash before it, and a slash a query; anything else is redirected.
    strict_slashes: bool
    #: A URL in the query is used as it was written, without decoding it.
    raw_url_in_query: bool
    #: Title and description come from the tags that version 4 reads; else from one of them.
    title_from_headline: bool
    delete_links: bool
    #: Status of a viewer page for an id that does not exist.
    unknown_picture_status: int
    #: Status of the redirect from short and outdated viewer addresses.
    viewer_redirect_status: int
    json_headers: Mapping[str, str]
    #: Every error closes the connection.
    close_on_error: bool
    #: Every answer starts a PHP session.
    session_cookie: bool
    cors: bool

    def local(self, moment: float) -> datetime:
        """A moment in the site's own time."""
        return datetime.fromtimestamp(moment, UTC) + timedelta(hours=self.hours_ahead)


#: What PHP says of an answer when a program says nothing.
HTML = "text/html; charset=utf-8"

_UPLOAD = "CHV\\UploadException"
_IMAGE = "CHV\\ImageException"

V1_PROBLEMS = MappingProxyType(
    {
        "no_key": Problem(100, "Invalid API v1 key."),
        "wrong_key": Problem(100, "Invalid API v1 key."),
        "version": Problem(110, "Invalid API version."),
        "action": Problem(120, "Invalid API action."),
        "no_source": Problem(130, "Empty upload source."),
        "source_array": Problem(666, "Concurrency: Array is gone"),
        "base64_by_get": Problem(130, "Upload using base64 source must be done using POST method."),
        "bad_base64": Problem(120, "Invalid base64 string."),
        "empty_base64": Problem(130, "Invalid base64 string."),
        "bad_source": Problem(120, "Invalid file source", _UPLOAD),
        "duplicate": Problem(101, "Duplicated upload"),
        "duplicate_stored": Problem(102, "Duplicated upload"),
        "duplicate_resized": Problem(103, "Duplicated upload"),
        "url_disabled": Problem(403, "URL uploading is disabled", _UPLOAD),
        "url_scheme": Problem(400, "Unsupported URL scheme", _UPLOAD),
        "url_address": Problem(400, "Unsupported non-public IP address for upload", _UPLOAD),
        "flood": Problem(
            130, "Flooding detected. You can only upload {} images per minute", _UPLOAD
        ),
        "partial": Problem(201, "File was partially uploaded (UPLOAD_ERR_PARTIAL)", _UPLOAD),
        "no_file": Problem(201, "No file was uploaded (UPLOAD_ERR_NO_FILE)", _UPLOAD),
        "fetch": Problem(202, "Failed to connect: {}", _UPLOAD),
        "not_a_picture": Problem(310, "Can't get target upload source info", _UPLOAD),
        "unavailable_format": Problem(313, "Unavailable image format", _UPLOAD),
        "too_big": Problem(313, "File too big - max {}", _UPLOAD),
        "animated_webp": Problem(314, "Animated WebP is not supported", _UPLOAD),
        "undecodable": Problem(210, "Can't create the picture from its source", _IMAGE),
        "target_width": Problem(
            610, "Target width is greater than the original image width", _IMAGE
        ),
        "bad_text": Problem(
            400,
            "SQLSTATE[HY000]: General error: 1366 Incorrect string value for column '{}' at row 1",
            _IMAGE,
        ),
        "long_text": Problem(
            400,
            "SQLSTATE[22001]: String data, right truncated: 1406 Data too long for column '{}'"
            " at row 1",
            _IMAGE,
        ),
        "fault": Problem(400, "The emulator failed; its log says why", _IMAGE),
    }
)

V1_1_PROBLEMS = MappingProxyType(
    {
        **V1_PROBLEMS,
        "no_version": Problem(100, "No version provided"),
        "no_action": Problem(100, "No action provided"),
        "no_key": Problem(100, "No key provided"),
        "wrong_key": Problem(100, "Invalid API key."),
        "action": Problem(120, "Invalid API action"),
        "no_source": Problem(130, "Empty upload source"),
        "bad_base64": Problem(120, "Invalid base64 string"),
        "empty_base64": Problem(130, "Empty source"),
        "bad_source": Problem(620, "Invalid file source"),
        "partial": Problem(601, "File was partially uploaded (UPLOAD_ERR_PARTIAL)"),
        "no_file": Problem(601, "No file was uploaded (UPLOAD_ERR_NO_FILE)"),
        "fetch": Problem(600, "Failed to connect: {}"),
        "not_a_picture": Problem(610, "Can't get target upload source info"),
        "unavailable_format": Problem(613, "Unavailable image format"),
        "too_big": Problem(400, "File too big - max {}"),
        "animated_webp": Problem(400, "Animated WebP is not supported"),
        "undecodable": Problem(600, "Can't create the picture from its source"),
        "fault": Problem(600, "The emulator failed; its log says why"),
    }
)

_V1_FORMATS = frozenset({"JPEG", "PNG", "GIF", "WEBP", "BMP"})
_JSON_HEADERS = MappingProxyType(
    {
        "Content-Type": "application/json; charset=UTF-8",
        "Cache-Control": "no-cache, must-revalidate",
        "Pragma": "no-cache",
    }
)

IMGES = Profile(
    gate=("key", "version", "action"),
    key_header=False,
    problems=V1_PROBLEMS,
    error_context=True,
    success_message="image uploaded",
    formats=_V1_FORMATS,
    videos=False,
    options=False,
    members=(
        "name",
        "extension",
        "size",
        "width",
        "height",
        "date",
        "date_gmt",
        "storage_id",
        "description",
        "nsfw",
        "md5",
        "storage",
        "original_filename",
        "original_exifdata",
        "views",
        "id_encoded",
        "filename",
        "ratio",
        "size_formatted",
        "mime",
        "bits",
        "channels",
        "url",
        "url_viewer",
        "thumb",
        "medium",
        "views_label",
        "display_url",
        "how_long_ago",
    ),
    file_members=(
        "filename",
        "name",
        "width",
        "height",
        "ratio",
        "size",
        "size_formatted",
        "mime",
        "extension",
        "bits",
        "channels",
        "url",
    ),
    texts=frozenset({"nsfw", "views"}),
    ratio_digits=14,
    kilobyte=1024,
    hours_ahead=-4,
    txt_type="text/plain; charset=utf-8",
    redirect_member="url_viewer",
    slugs=False,
    jpeg_as_named=False,
    strict_slashes=False,
    raw_url_in_query=False,
    title_from_headline=False,
    delete_links=False,
    unknown_picture_status=404,
    viewer_redirect_status=301,
    json_headers=_JSON_HEADERS,
    close_on_error=False,
    session_cookie=False,
    cors=True,
)

IMAGEHOSTING_ME = Profile(
    gate=("present", "version", "key", "action"),
    key_header=True,
    problems=V1_1_PROBLEMS,
    error_context=False,
    success_message="file uploaded",
    formats=_V1_FORMATS | {"AVIF"},
    videos=True,
    options=True,
    members=(
        "name",
        "extension",
        "size",
        "width",
        "height",
        "date",
        "date_gmt",
        "title",
        "tags",
        "description",
        "nsfw",
        "storage_mode",
        "md5",
        "source_md5",
        "original_filename",
        "original_exifdata",
        "views",
        "category_id",
        "chain",
        "thumb_size",
        "medium_size",
        "frame_size",
        "expiration_date_gmt",
        "likes",
        "is_animated",
        "is_approved",
        "is_360",
        "duration",
        "type",
        "tags_string",
        "file",
        "id_encoded",
        "filename",
        "mime",
        "url",
        "ratio",
        "size_formatted",
        "frame",
        "image",
        "thumb",
        "medium",
        "url_frame",
        "no_medium",
        "duration_time",
        "url_viewer",
        "path_viewer",
        "url_short",
        "display_url",
        "display_width",
        "display_height",
        "views_label",
        "likes_label",
        "how_long_ago",
        "date_fixed_peer",
        "title_truncated",
        "title_truncated_html",
        "is_use_loader",
        "display_title",
        "delete_url",
    ),
    file_members=("filename", "name", "mime", "extension", "url", "size"),
    texts=frozenset(),
    ratio_digits=17,
    kilobyte=1000,
    hours_ahead=-3,
    txt_type=HTML,
    redirect_member="path_viewer",
    slugs=True,
    jpeg_as_named=True,
    strict_slashes=False,
    raw_url_in_query=False,
    title_from_headline=True,
    delete_links=True,
    unknown_picture_status=404,
    viewer_redirect_status=302,
    json_headers=_JSON_HEADERS,
    close_on_error=False,
    session_cookie=False,
    cors=True,
)

CHEVERETO_FREE = Profile(
    gate=("key", "version", "action"),
    key_header=False,
    problems=V1_PROBLEMS,
    error_context=True,
    success_message="image uploaded",
    formats=_V1_FORMATS,
    videos=False,
    options=False,
    members=(
        "name",
        "extension",
        "size",
        "width",
        "height",
        "date",
        "date_gmt",
        "title",
        "description",
        "nsfw",
        "storage_mode",
        "md5",
        "source_md5",
        "original_filename",
        "original_exifdata",
        "views",
        "category_id",
        "chain",
        "thumb_size",
        "medium_size",
        "expiration_date_gmt",
        "likes",
        "is_animated",
        "is_approved",
        "file",
        "id_encoded",
        "filename",
        "mime",
        "url",
        "url_viewer",
        "url_short",
        "image",
        "thumb",
        "medium",
        "size_formatted",
        "display_url",
        "display_width",
        "display_height",
        "views_label",
        "likes_label",
        "how_long_ago",
        "date_fixed_peer",
        "title_truncated",
        "title_truncated_html",
        "is_use_loader",
    ),
    file_members=("filename", "name", "mime", "extension", "url", "size"),
    texts=frozenset(
        {
            "size",
            "width",
            "height",
            "nsfw",
            "views",
            "chain",
            "thumb_size",
            "medium_size",
            "likes",
            "is_animated",
            "is_approved",
            "display_width",
            "display_height",
            "file_size",
        }
    ),
    ratio_digits=17,
    kilobyte=1000,
    hours_ahead=0,
    txt_type=HTML,
    redirect_member="url_viewer",
    slugs=True,
    jpeg_as_named=False,
    strict_slashes=True,
    raw_url_in_query=True,
    title_from_headline=False,
    delete_links=False,
    unknown_picture_status=403,
    viewer_redirect_status=301,
    json_headers=_JSON_HEADERS,
    close_on_error=True,
    session_cookie=True,
    cors=False,
)
