# Generated from specs/imagehosting_me/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers of imagehosting.me API; each is finished when it is first used."""

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

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

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
        title: Title. Taken from the metadata or the file name when none was sent; null when
            the name leaves nothing to use (observed).
        tags: Tags of the file (inferred). The only documented value is the empty list, so
            the shape of an item is not known; `tags_string` has the names (inferred).
        description: Description, or null.
        nsfw: 1 when the file is flagged as not safe for work. Sent as a number or as a
            string, depending on the version of the site (observed).
        storage_mode: How the file is filed in storage, such as `datefolder`. Older versions
            call it `storage` (observed).
        md5: MD5 of the stored file, 32 lower-case hexadecimal digits. It differs from that
            of the file sent when the site rotated, converted or resized the picture (observed).
        source_md5: MD5 of the file as it was sent, when the site stored a changed one; else
            null (observed).
        original_filename: File name as the site understood it from the upload.
        original_exifdata: Exif data of the picture as a string that holds a JSON object, or
            null (observed). The site makes one for any JPEG unless told not to keep it
            (observed).
        views: Number of views so far.
        category_id: Category of the file, or null (inferred).
        chain: Bit mask of the files that were made: 1 thumb, 2 medium, 4 image, 8 original,
            16 frame (observed).
        thumb_size: Size of the thumbnail in bytes.
        medium_size: Size of the medium picture in bytes. It is 0 when there is none.
        frame_size: Size of the still frame of a video in bytes. It is 0 when there is none
            (observed).
        expiration_date_gmt: Time at which the site deletes the file, `YYYY-MM-DD HH:MM:SS`,
            in UTC. It is null when the file stays (observed).
        likes: Number of likes so far.
        is_animated: 1 for an animated picture.
        is_approved: Whether a moderator has approved the file, 0 or 1. An answer for a file
            that waits for a moderator has no `url` and no `display_url` (observed).
        is_360: 1 for a panorama of 360 degrees.
        duration: Length of a video in seconds.
        type: Kind of file, such as `image` or `video`.
        tags_string: Names of the tags, separated by commas; empty when there are none.
        file: Where the site keeps the file.
        id_encoded: Public id of the file, as used in addresses.
        filename: File name in storage with its extension.
        mime: Media type of the stored file.
        url: Direct address of the stored file. Missing while the file waits for approval
            (observed).
        ratio: Width divided by height.
        size_formatted: Size for people, rounded. The unit base differs between versions
            (1000 or 1024): use `size` for arithmetic (inferred).
        frame: Still frame of a video.
        image: The stored file itself.
        thumb: Thumbnail.
        url_frame: Direct address of the still frame of a video.
        medium: Picture of medium size. Absent, or present with null in every member, when
            none was made (observed).
        duration_time: Length of a video as `MM:SS`.
        url_viewer: Address of the page that shows the file.
        path_viewer: Path of the page that shows the file, without scheme and host.
        url_short: Short address of the page that shows the file. It redirects to
            `url_viewer` (observed).
        display_url: Direct address of the picture that the viewer page shows. Missing while
            the file waits for approval (observed). That is the medium one if there is one, else
            the thumbnail of a big file, else the file (observed). Of a video it is the address
            of the still frame.
        display_width: Width of the picture at `display_url` in pixels. It is as the page
            lays it out (inferred).
        display_height: Height of the picture at `display_url` in pixels. It is as the page
            lays it out (inferred).
        views_label: The word for views. It is in the site's language (observed).
        likes_label: The word for likes. It is in the site's language (observed).
        how_long_ago: Age of the upload in words. It is in the site's language (observed).
        date_fixed_peer: Time of the upload, `YYYY-MM-DD HH:MM:SS`, for the site's visitor;
            UTC for a guest (inferred).
        title_truncated: Title cut short for lists.
        title_truncated_html: Title cut short for lists, escaped for HTML.
        is_use_loader: Whether the viewer page shows a loader for this file.
        display_title: Title as the viewer page prints it.
        delete_url: Address that deletes the file. It deletes at once, without a question,
            when it is merely opened by GET, for anyone who has it: treat it as a secret, never
            prefetch or check it (observed).
        storage_id: Number of the external storage that holds the file; null for the local
            one (observed).
        storage: How the file is filed in storage, such as `datefolder` (observed). Newer
            versions call it `storage_mode` (observed).
        bits: Bits per sample of the stored picture, or null (observed).
        channels: Number of colour channels, or null when the format does not tell
            (observed).
    """

    name: str
    extension: str
    size: int
    width: int
    height: int
    date: str | None = None
    date_gmt: str | None = None
    title: str | None = None
    tags: list[Any] | None = None
    description: str | None = None
    nsfw: bool
    storage_mode: str | None = None
    md5: str | None = None
    source_md5: str | None = None
    original_filename: str | None
    original_exifdata: str | None = None
    views: int | None = None
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
    id_encoded: str
    filename: str
    mime: str | None = None
    url: str | None = None
    ratio: float | None = None
    size_formatted: str
    frame: ImageFile | None = None
    image: ImageFile | None = None
    thumb: ImageFile
    url_frame: str | None = None
    medium: ImageFile | None = None
    duration_time: str | None = None
    url_viewer: str
    path_viewer: str | None = None
    url_short: str | None = None
    display_url: str | None = None
    display_width: int | None = None
    display_height: int | None = None
    views_label: str | None = None
    likes_label: str | None = None
    how_long_ago: str | None = None
    date_fixed_peer: str | None = None
    title_truncated: str | None = None
    title_truncated_html: str | None = None
    is_use_loader: bool | None = None
    display_title: str | None = None
    delete_url: str | None = field(default=None, repr=False)
    storage_id: int | None = None
    storage: str | None = None
    bits: int | None = None
    channels: int | None = None


@define(kw_only=True)
class ImageFile:
    """One file made of a stored picture. Old sites tell its measures, newer ones only its name,
    type, address and size; where no such file was made, all members may be null (observed).

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        filename: File name with its extension.
        name: File name without the extension.
        mime: Media type.
        extension: File extension without a dot.
        url: Direct address of this file. Missing while the file waits for approval
            (observed).
        size: Size in bytes.
        width: Width in pixels (observed).
        height: Height in pixels (observed).
        ratio: Width divided by height (observed).
        size_formatted: Size for people, rounded (observed).
        bits: Bits per sample, or null (observed).
        channels: Number of colour channels, or null (observed).
    """

    filename: str | None
    name: str | None
    mime: str | None
    extension: str | None
    url: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    ratio: float | None = None
    size_formatted: str | None = None
    bits: int | None = None
    channels: int | None = None


@define(kw_only=True)
class StoredFile:
    """Where the site keeps a file.

    Source: imagehosting-me-api-v1.1.txt, "Example response (JSON)".

    Attributes:
        resource: How a stored file is referred to.
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
