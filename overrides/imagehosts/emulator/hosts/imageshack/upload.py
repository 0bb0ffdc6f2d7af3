"""Pictures into ImageShack: from files and from the web, each on its own, some failing."""

from __future__ import annotations

import contextlib
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from imagehosts.core.quirks import quirk

from ...core.forms import Upload
from ...core.ids import BASE62, encode_id
from ...core.media.pictures import Limits, PictureError, Probe, probe_picture, thumbnails
from ...core.sources import SourceError
from ...core.store import NewFile, NewPicture, PathTaken
from ...domain.albums import Album
from ...domain.library import Owned
from .access import Context, settings_of
from .answers import Json, kilobytes, show_basic
from .dialect import operation
from .problems import Refused
from .profile import HIGHEST_FILTER, Profile
from .requests import (
    read_files,
    read_flag,
    read_list,
    read_number,
    read_titles,
    read_urls,
    text,
)

_BASE36 = string.digits + string.ascii_lowercase
_SERVERS, _BUCKETS = 36**2 - 1, 9999
_STEM = 6
_ALBUM_ID = 4
#: The formats that are taken, with the extension that files get and the last letter of ids.
TYPES = {"JPEG": ("jpg", "j"), "PNG": ("png", "p"), "GIF": ("gif", "g")}
LONGEST_FILENAME = 255


class _Failed(Exception):
    """A file that is not stored; the others are."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Options:
    """What a request says of all its pictures."""

    public: bool
    filter: int
    comments_disabled: bool
    tags: tuple[str, ...]
    titles: list[str | None]
    descriptions: list[str | None]


@operation("images_upload", "images_upload_many")
async def upload(context: Context) -> Json:
    """Stores files."""
    files = read_files(context.call)
    if not files:
        raise Refused("missing", "file")
    return await _store_all(context, [partial(_same, file) for file in files])


@operation("images_transload")
async def transload(context: Context) -> Json:
    """Fetches files and stores them."""
    urls = read_urls(context.call)
    if not urls:
        raise Refused("missing", "urls")
    return await _store_all(context, [partial(_fetch, context, url) for url in urls])


async def _store_all(context: Context, sources: Sequence[Callable[[], Upload]]) -> Json:
    options = read_options(context, len(sources))
    stored: list[Owned] = []
    failed: list[str] = []
    for number, source in enumerate(sources):
        try:
            stored.append(
                await context.call.services.in_thread(_store, context, source, options, number)
            )
        except _Failed as problem:
            failed.append(problem.kind)
    if not stored and set(failed) == {"no_space"}:
        raise Refused("no_space")
    if failed:
        context.call.entry.problem = ", ".join(failed)
    if stored:
        album = album_for(context, text(context.call, "album"))
        if album is not None:
            ids = [owned.picture.id for owned in stored]
            context.accounts.albums.put_in(album.id, ids, alone=True)
        context.accounts.users.touch(context.user.id)
    config, used = context.call.services.config, _space_used(context)
    return {
        "max_filesize": kilobytes(_largest(context)),
        "space_limit": kilobytes(config.space_limit),
        "space_used": kilobytes(used),
        "space_left": max(0, (config.space_limit - used) // 1024),
        "passed": len(stored),
        "failed": len(failed),
        "total": len(sources),
        "images": [show_basic(context, owned) for owned in stored],
    }


def read_options(context: Context, count: int) -> Options:
    """What is to be known of the pictures. Privacy follows the settings where nothing is said."""
    public = read_flag(context.call, "public")
    return Options(
        public=not settings_of(context.user)["private_images"] if public is None else public,
        filter=read_filter(context) or 0,
        comments_disabled=bool(read_flag(context.call, "comments_disabled")),
        tags=tuple(read_list(context.call, "tags") or ()),
        titles=read_titles(context.call, "title", count),
        descriptions=read_titles(context.call, "description", count),
    )


def read_filter(context: Context) -> int | None:
    """The number of an effect, which is kept and nothing else."""
    found = read_number(context.call, "filter")
    if found is not None and found > HIGHEST_FILTER:
        raise Refused("invalid", "filter")
    return found


@quirk("IS2-38")
def album_for(context: Context, name: str | None) -> Album | None:
    """The caller's album with this id, else with this title, else a new one."""
    if not name:
        return None
    albums = context.accounts.albums
    found = albums.by_code(context.host, name)
    if found is not None and context.is_owner(found.user_id):
        return found
    return albums.by_title(context.user.id, name) or new_album(context, name)


def new_album(
    context: Context, title: str, description: str | None = None, public: bool | None = None
) -> Album:
    """An album of the caller's. Privacy follows the settings where nothing is said."""
    if public is None:
        public = not settings_of(context.user)["private_albums"]
    ids = context.call.services.ids
    return context.accounts.albums.add(
        context.host,
        (ids.text(_ALBUM_ID, BASE62) for _ in range(1000)),
        context.now,
        user_id=context.user.id,
        title=title,
        description=description,
        public=public,
    )


@quirk("IS2-74")
def image_id(server: int, stem: str, letter: str) -> str:
    """An id as the host makes it: the server in base 36, the name of the file, a letter for its
    type.
    """
    return encode_id(server, _BASE36).rjust(2, "0") + stem + letter


def _same(file: Upload) -> Upload:
    return file


def _fetch(context: Context, url: str) -> Upload:
    """The picture at an address; the host's own addresses come without a scheme."""
    url = url if "://" in url else f"http://{url}"
    sources, own = context.call.services.sources, context.call.own_hosts
    try:
        sources.check(url, own)
        return sources.fetch(url, own)
    except SourceError as error:
        raise _Failed(f"not fetched: {error}") from None


def _store(context: Context, source: Callable[[], Upload], options: Options, number: int) -> Owned:
    """One file; it runs in a thread."""
    file = source()
    try:
        return store_file(context, file, options, number)
    finally:
        file.close()


@quirk("IS2-85")
def store_file(context: Context, file: Upload, options: Options, number: int) -> Owned:
    if file.error is not None:
        raise _Failed(file.error)
    if file.size > _largest(context):
        raise _Failed("too large")
    config = context.call.services.config
    try:
        probe = probe_picture(file.file, Limits(config.max_pixels, config.max_side))
        if probe.format not in TYPES:
            raise _Failed(f"{probe.format} is not taken")
        thumbnails(file.file, probe, {"trial": (1, 1)})  # it must be more than a good header
    except PictureError as error:
        raise _Failed(f"{error.kind}: {error}") from None
    return _keep(context, file, probe, options, number)


def _keep(context: Context, file: Upload, probe: Probe, options: Options, number: int) -> Owned:
    services = context.call.services
    extension, letter = TYPES[probe.format]
    while True:
        server = 1 + int(services.ids.text(6, string.digits)) % _SERVERS
        bucket = 1 + int(services.ids.text(6, string.digits)) % _BUCKETS
        stem = services.ids.text(_STEM, BASE62)
        new = NewPicture(
            host=context.host,
            kind="image",
            name=stem,
            extension=extension,
            mime=probe.mime,
            size=file.size,
            width=probe.width,
            height=probe.height,
            bits=probe.bits,
            channels=probe.channels,
            animated=probe.animated,
            duration=0,
            md5=file.md5,
            original_filename=_name(file),
            created=context.now,
            dated=context.now,
            address=context.call.address,
            title=options.titles[number],
            description=options.descriptions[number],
        )
        facts = {
            "server": server,
            "bucket": bucket,
            "filter": options.filter,
            "comments_disabled": options.comments_disabled,
        }
        stored = _file(file, probe, f"/img{server}/{bucket}/{stem}.{extension}")
        # The room is looked at where nobody else can fill it in between.
        with contextlib.suppress(PathTaken), services.store.transaction():
            if file.size > services.config.space_limit - _space_used(context):
                raise _Failed("no_space")
            code = image_id(server, stem, letter)
            picture = services.store.add_picture(new, [stored], options.tags, code)
            context.accounts.library.keep(
                picture.id, context.user.id, public=options.public, facts=facts
            )
            break
    owned = context.accounts.library.by_id(picture.id)
    assert owned is not None
    return owned


def _name(file: Upload) -> str:
    return file.filename.encode("utf-8", "replace").decode()[:LONGEST_FILENAME]


def _file(file: Upload, probe: Probe, path: str) -> NewFile:
    return NewFile(
        path=path,
        role="image",
        sha256=file.sha256,
        size=file.size,
        mime=probe.mime,
        width=probe.width,
        height=probe.height,
        bits=probe.bits,
        channels=probe.channels,
        content=file.file,
    )


def _largest(context: Context) -> int:
    profile: Profile = context.call.site.profile
    return context.call.services.config.max_file_size or profile.max_file_size


def _space_used(context: Context) -> int:
    """What is deleted takes no space."""
    return context.accounts.library.space(context.user.id, hidden=False)
