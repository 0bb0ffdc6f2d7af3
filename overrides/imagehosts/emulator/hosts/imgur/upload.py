"""Uploads to imgur: what came as ``image``, what is made of it, and where it is kept."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from imagehosts.core.quirks import quirk

from ...core.forms import Upload, Value, decode_base64
from ...core.media.pictures import (
    Limits,
    PictureError,
    Probe,
    as_png,
    check_pixels,
    probe_picture,
    thumbnails,
    upright,
)
from ...core.media.videos import drawn_frame, probe_video
from ...core.parameters import clean
from ...core.sources import SourceError
from ...core.store import NewFile, NewPicture, PathTaken
from ...domain.albums import Album
from ...domain.library import Owned
from .access import Context, album_by, refuse_others
from .albums import ALPHABET
from .problems import Refused
from .requests import text

MEGABYTE = 1_000_000
LARGEST_PICTURE, LARGEST_ANIMATION, LARGEST_VIDEO = 10 * MEGABYTE, 200 * MEGABYTE, 200 * MEGABYTE
#: PNG files above this become JPEG.
LARGEST_PNG = 5 * MEGABYTE
LONGEST_VIDEO = 60
_LONGEST_URL = 64 * 1024
HOUR = 3600.0
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
_TYPES = ("file", "base64", "url")
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_TEXT_HEAD = re.compile(rb"[\x09\x0a\x0d\x20-\x7e]*\Z")


async def store_upload(context: Context) -> Owned:
    """Store what a request brings, and put it where it belongs."""
    album = None
    if named := text(context.call, "album", "album_id"):
        album = album_by(context, named)
        if album is None:
            raise Refused("album", named)
        refuse_others(context, album, named, adding=True)
    _refuse_flood(context)
    received = await context.call.services.in_thread(read_picture, context)
    if isinstance(received, str):
        received = await _fetch(context, received)
    try:
        return await context.call.services.in_thread(_make_and_keep, context, received, album)
    finally:
        received.close()


@quirk("IGR-13")
def read_picture(context: Context) -> Upload | str:
    """The file that came, in whatever form, or the URL of one.

    A part with a file name is a file, text is base64 or a URL, and ``type`` decides where it is
    there. A body that is not a form is the file itself.
    """
    form = context.call.form
    files = {name.partition("[")[0]: file for name, file in form.parts if file.error != "none"}
    file = files.get("image") or files.get("video")
    if file is not None:
        if file.error is not None:
            raise Refused("no_image")
        return _unwrapped(context, file)
    value = form.value("image") or form.value("video")
    if value is not None and value.size:
        return _from_text(context, value)
    if form.whole is not None and form.whole.size:
        raw, form.whole = form.whole, None
        return raw
    raise Refused("no_image")


def _unwrapped(context: Context, file: Upload) -> Upload | str:
    """A file part that holds base64 or a URL, as some clients send it and ``type`` says."""
    kind = _type(context)
    if kind in ("base64", "url"):
        if kind == "url":
            return _url(file.start(_LONGEST_URL).decode("utf-8", "replace"))
        decoded = decode_base64(file.chunks())
        if decoded is not None:
            return decoded
    return file


def _from_text(context: Context, value: Value) -> Upload | str:
    kind = _type(context)
    start = value.start(_LONGEST_URL)
    if kind == "url" or (kind is None and _URL.match(start[:4096].decode("latin-1").strip())):
        return _url(start.decode("utf-8", "replace"))
    if not _TEXT_HEAD.match(start[:64]):
        return Upload.of(value.file)
    decoded = decode_base64(value.chunks())
    if decoded is None:
        raise Refused("file_type")
    return decoded


def _type(context: Context) -> str | None:
    found = (text(context.call, "type") or "").strip().lower()
    return found if found in _TYPES else None


def _url(found: str) -> str:
    if not _URL.match(found.strip()):
        raise Refused("url", found.strip()[:200])
    return found.strip()


async def _fetch(context: Context, url: str) -> Upload:
    services = context.call.services
    try:
        services.sources.check(url, context.call.own_hosts)
        return await context.call.fetch(url)
    except SourceError:
        raise Refused("url", url[:200]) from None


def _refuse_flood(context: Context) -> None:
    limit = context.call.services.config.hourly_uploads
    since = context.now - HOUR
    if limit and context.store.count_uploads(context.host, context.call.address, since) >= limit:
        rows = context.store.rows(
            "SELECT min(created) AS first FROM picture WHERE host = ? AND address = ?"
            " AND created > ?",
            (context.host, context.call.address, since),
        )
        wait = float(rows[0]["first"]) + HOUR - context.now
        raise Refused("too_fast", str(max(1, round(wait / 60))))


# The part that takes time; it runs in a thread


def _make_and_keep(context: Context, received: Upload, album: Album | None) -> Owned:
    video = probe_video(received.file)
    limits = Limits(context.call.services.config.max_pixels, context.call.services.config.max_side)
    if video is not None:
        refuse_large(context, received, LARGEST_VIDEO)
        if video.duration > LONGEST_VIDEO or video.width * video.height > limits.pixels:
            raise Refused("too_large")
        probe = Probe(video.mime, video.mime, video.width, video.height)
        new = _new(context, received, received, probe, video.extension, duration=video.duration)
        return _keep(context, received, probe, new, album)
    if received.size > LARGEST_ANIMATION:
        raise Refused("too_large")
    try:
        probe = probe_picture(received.file, limits)
        refuse_large(context, received, LARGEST_ANIMATION if probe.animated else LARGEST_PICTURE)
        made = _stored_form(received, probe)
    except PictureError:
        raise Refused("file_type") from None
    stored = received
    if made is not None:
        content, probe = made
        stored = Upload.of(content)
    try:
        new = _new(context, received, stored, probe, _EXTENSIONS[probe.format])
        return _keep(context, stored, probe, new, album)
    finally:
        stored.close()


@quirk("IGR-35")
def refuse_large(context: Context, received: Upload, largest: int) -> None:
    if received.size > min(largest, context.call.services.config.max_file_size or largest):
        raise Refused("too_large")


def _stored_form(received: Upload, probe: Probe) -> tuple[BinaryIO, Probe] | None:
    """The picture as it is kept, where that is not as it came. Broken pixels are found here."""
    if probe.format == "BMP":
        made = as_png(received.file, probe)
    elif probe.format == "JPEG" and probe.orientation != 1:
        made = upright(received.file, probe)
    elif probe.format == "PNG" and received.size > LARGEST_PNG:
        size = {"whole": (probe.width, probe.height)}
        made = thumbnails(received.file, probe, size, "JPEG")["whole"]
    else:
        check_pixels(received.file, probe)
        return None
    return made.content, made.probe


def _new(
    context: Context,
    received: Upload,
    stored: Upload,
    probe: Probe,
    extension: str,
    *,
    duration: int = 0,
) -> NewPicture:
    filename = text(context.call, "name") or received.filename
    return NewPicture(
        host=context.host,
        kind="video" if probe.format == probe.mime else "image",
        name="",
        extension=extension,
        mime=probe.mime,
        size=stored.size,
        width=probe.width,
        height=probe.height,
        bits=probe.bits,
        channels=probe.channels,
        animated=probe.animated,
        duration=duration,
        original_filename=clean(filename)[:255],
        title=text(context.call, "title") or None,
        description=text(context.call, "description") or None,
        created=context.now,
        dated=context.now,
        address=context.call.address,
    )


def _keep(
    context: Context, stored: Upload, probe: Probe, new: NewPicture, album: Album | None
) -> Owned:
    """All that is to be known of the picture, at once."""
    ids, is_video = context.call.services.ids, new.kind == "video"
    while True:
        code = ids.text(7, ALPHABET)
        files = [_file(f"/{code}.{new.extension}", "image", stored, probe)]
        if is_video:
            files.append(_still(code, probe))
        facts = {
            "deletehash": ids.text(15, ALPHABET),
            "name": re.sub(r"\.[A-Za-z0-9]{1,5}\Z", "", new.original_filename),
            "has_sound": is_video and text(context.call, "disable_audio") not in ("1", "true"),
        }
        context.store.put_files(files)
        with suppress(PathTaken), context.store.transaction():
            picture = context.store.add_picture(replace(new, name=code), files, code=code)
            context.accounts.library.keep(picture.id, context.user_id, public=False, facts=facts)
            if album is not None:
                if context.accounts.albums.get(album.id) is None:  # deleted in the meantime
                    raise Refused("album", album.code)
                context.accounts.albums.put_in(album.id, [picture.id])
            break
    owned = context.accounts.library.by_id(picture.id)
    assert owned is not None
    return owned


def _file(path: str, role: str, upload: Upload, probe: Probe) -> NewFile:
    return NewFile(
        path=path,
        role=role,
        sha256=upload.sha256,
        size=upload.size,
        mime=probe.mime,
        width=probe.width,
        height=probe.height,
        bits=probe.bits,
        channels=probe.channels,
        content=upload.file,
    )


def _still(code: str, probe: Probe) -> NewFile:
    """The picture that stands for a video; its address is nobody's but the emulator's."""
    content = drawn_frame(probe.width, probe.height)
    data = content.getvalue()
    return NewFile(
        path=f"/_still/{code}.jpg",
        role="frame",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        mime="image/jpeg",
        width=probe.width,
        height=probe.height,
        content=content,
    )
