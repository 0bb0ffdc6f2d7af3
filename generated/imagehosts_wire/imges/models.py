# Generated from specs/imges/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers of Imges API; each is finished when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imagehosts_wire.deferred import defer

if TYPE_CHECKING:
    from attrs import define, field
else:
    from imagehosts_wire.deferred import define, field


@define(kw_only=True)
class FileResource:
    """How a stored file is referred to.

    Not in the document: observed.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        type: Kind of reference, such as `url`.
    """

    type: str | None = None


@define(kw_only=True)
class Image:
    """A stored picture. Numbers from the database come as numbers or as strings of digits,
    depending on the version of the site; both mean the same (observed). What the members mean
    is read from their names and their values (inferred).

    Source: imges-api-v1.txt, "Example Response (JSON)".

    Attributes:
        name: File name in storage, without the extension. The site may have shortened it,
            transliterated it or appended characters to keep it unique (observed).
        extension: File extension in storage, without a dot. It follows the content, not the
            name that was sent (observed).
        size: Size of the stored file in bytes.
        width: Width of the stored picture in pixels.
        height: Height of the stored picture in pixels.
        date: Time of the upload, `YYYY-MM-DD HH:MM:SS`. It is in the site's own time zone,
            which the answer does not name (inferred). Use `date_gmt` for an absolute time
            (inferred).
        date_gmt: Time of the upload, `YYYY-MM-DD HH:MM:SS`, in UTC.
        storage_id: Number of the external storage that holds the file; null for the local
            one (inferred).
        description: Description, or null.
        nsfw: 1 when the file is flagged as not safe for work. Sent as a number or as a
            string, depending on the version of the site (observed).
        md5: MD5 of the stored file, 32 lower-case hexadecimal digits. It differs from that
            of the file sent when the site rotated, converted or resized the picture (observed).
        storage: How the file is filed in storage, such as `datefolder`. Newer versions call
            it `storage_mode` (observed).
        original_filename: File name as the site understood it from the upload.
        original_exifdata: Exif data of the picture as a string that holds a JSON object, or
            null (observed). The site makes one for any JPEG unless told not to keep it
            (observed).
        views: Number of views so far.
        id_encoded: Public id of the file, as used in addresses.
        filename: File name in storage with its extension.
        ratio: Width divided by height.
        size_formatted: Size for people, rounded. The unit base differs between versions
            (1000 or 1024): use `size` for arithmetic (inferred).
        mime: Media type of the stored file.
        bits: Bits per sample of the stored picture, or null.
        channels: Number of colour channels, or null when the format does not tell
            (inferred).
        url: Direct address of the stored file. Missing while the file waits for approval
            (observed).
        url_viewer: Address of the page that shows the file.
        thumb: Thumbnail.
        medium: Picture of medium size. Absent, or present with null in every member, when
            none was made (observed).
        views_label: The word for views. It is in the site's language (observed).
        display_url: Direct address of the picture that the viewer page shows. Missing while
            the file waits for approval (observed). That is the medium one if there is one, else
            the thumbnail of a big file, else the file; of a video it is the still frame
            (observed).
        how_long_ago: Age of the upload in words. It is in the site's language (observed).
        title: Title (observed). Taken from the metadata or the file name when none was
            sent; null when the name leaves nothing to use (observed).
        tags: Tags of the file (observed). The only documented value is the empty list, so
            the shape of an item is not known; `tags_string` has the names (observed).
        storage_mode: How the file is filed in storage, such as `datefolder` (observed).
            Older versions call it `storage` (observed).
        source_md5: MD5 of the file as it was sent, when the site stored a changed one; else
            null (observed).
        category_id: Category of the file, or null (observed).
        chain: Bit mask of the files that were made: 1 thumb, 2 medium, 4 image, 8 original,
            16 frame (observed).
        thumb_size: Size of the thumbnail in bytes (observed).
        medium_size: Size of the medium picture in bytes; 0 when there is none (observed).
        frame_size: Size of the still frame of a video in bytes; 0 when there is none
            (observed).
        expiration_date_gmt: Time at which the site deletes the file, `YYYY-MM-DD HH:MM:SS`,
            in UTC; null when it stays (observed).
        likes: Number of likes so far (observed).
        is_animated: 1 for an animated picture (observed).
        is_approved: 0 while the file waits for a moderator (observed). Such an answer has
            no `url` and no `display_url` (observed).
        is_360: 1 for a panorama of 360 degrees (observed).
        duration: Length of a video in seconds (observed).
        type: Kind of file, such as `image` or `video` (observed).
        tags_string: Names of the tags, separated by commas; empty when there are none
            (observed).
        file: Where the site keeps the file (observed).
        frame: Still frame of a video (observed).
        image: The stored file itself (observed).
        url_frame: Direct address of the still frame of a video (observed).
        duration_time: Length of a video as `MM:SS` (observed).
        path_viewer: Path of the page that shows the file, without scheme and host
            (observed).
        url_short: Short address of the page that shows the file; it redirects to
            `url_viewer` (observed).
        display_width: Width of the picture at `display_url` in pixels, as the page lays it
            out (observed).
        display_height: Height of the picture at `display_url` in pixels, as the page lays
            it out (observed).
        likes_label: The word for likes, in the site's language (observed).
        date_fixed_peer: Time of the upload, `YYYY-MM-DD HH:MM:SS`, for the site's visitor;
            UTC for a guest (observed).
        title_truncated: Title cut short for lists (observed).
        title_truncated_html: Title cut short for lists, escaped for HTML (observed).
        is_use_loader: Whether the viewer page shows a loader for this file (observed).
        display_title: Title as the viewer page prints it (observed).
        delete_url: Address that deletes the file at once, without a question, when it is
            merely opened by GET (observed). Anyone who has it can delete: treat it as a secret,
            never prefetch or check it (observed).
    """

    name: str
    extension: str
    size: int
    width: int
    height: int
    date: str | None = None
    date_gmt: str | None = None
    storage_id: int | None = None
    description: str | None = None
    nsfw: bool
    md5: str | None = None
    storage: str | None = None
    original_filename: str | None
    original_exifdata: str | None = None
    views: int | None = None
    id_encoded: str
    filename: str
    ratio: float | None = None
    size_formatted: str
    mime: str | None = None
    bits: int | None = None
    channels: int | None = None
    url: str | None = None
    url_viewer: str
    thumb: ImageFile
    medium: ImageFile | None = None
    views_label: str | None = None
    display_url: str | None = None
    how_long_ago: str | None = None
    title: str | None = None
    tags: list[Any] | None = None
    storage_mode: str | None = None
    source_md5: str | None = None
    category_id: int | None = None
    chain: int | None = None
    thumb_size: int | None = None
    medium_size: int | None = None
    frame_size: int | None = None
    expiration_date_gmt: str | None = None
    likes: int | None = None
    is_animated: bool | None = None
    is_approved: bool | None = None
    is_360: bool | None = None
    duration: int | None = None
    type: str | None = None
    tags_string: str | None = None
    file: StoredFile | None = None
    frame: ImageFile | None = None
    image: ImageFile | None = None
    url_frame: str | None = None
    duration_time: str | None = None
    path_viewer: str | None = None
    url_short: str | None = None
    display_width: int | None = None
    display_height: int | None = None
    likes_label: str | None = None
    date_fixed_peer: str | None = None
    title_truncated: str | None = None
    title_truncated_html: str | None = None
    is_use_loader: bool | None = None
    display_title: str | None = None
    delete_url: str | None = field(default=None, repr=False)


@define(kw_only=True)
class ImageFile:
    """One file made of a stored picture. Old sites tell its measures, newer ones only its name,
    type, address and size; where no such file was made, all members may be null (observed).

    Source: imges-api-v1.txt, "Example Response (JSON)".

    Attributes:
        filename: File name with its extension.
        name: File name without the extension.
        width: Width in pixels.
        height: Height in pixels.
        ratio: Width divided by height.
        size: Size in bytes.
        size_formatted: Size for people, rounded.
        mime: Media type.
        extension: File extension without a dot.
        bits: Bits per sample, or null.
        channels: Number of colour channels, or null (inferred).
        url: Direct address of this file. Missing while the file waits for approval
            (observed).
    """

    filename: str | None
    name: str | None
    width: int | None = None
    height: int | None = None
    ratio: float | None = None
    size: int | None = None
    size_formatted: str | None = None
    mime: str | None
    extension: str | None
    bits: int | None = None
    channels: int | None = None
    url: str | None = None


@define(kw_only=True)
class StoredFile:
    """Where the site keeps a file.

    Not in the document: observed.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        resource: How a stored file is referred to (observed).
    """

    resource: FileResource | None = None


__all__ = [
    "FileResource",
    "Image",
    "ImageFile",
    "StoredFile",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = defer(globals(), __all__)
