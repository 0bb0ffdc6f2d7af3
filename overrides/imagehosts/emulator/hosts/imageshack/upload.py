"""Pictures into ImageShack: from files and from the web, each on its own, some failing."""

from __future__ import annotations

import contextlib
import string
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from imagehosts.core.quirks import quirk

from ...core.forms import Upload
from ...core.ids import BASE62, encode_id
from ...core.media.pictures import Limits, PictureError, Probe, check_pixels, probe_picture
from ...core.sources import SourceError
from ...core.store import NewFile, NewPicture, PathTaken
from ...domain.albums import Album
from ...domain.library import Owned
from .access import Context, settings_of
from .answers import Json, kilobytes, list_basic
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


@dataclass(frozen=True, slots=True)
class _Sound:
    """A file that can be stored, with its place among those of the request."""

    number: int
    file: Upload
    probe: Probe


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


async def _store_all(context: Context, sources: Sequence[Callable[[], Awaitable[Upload]]]) -> Json:
    """Look at one file after the other, then store all that can be at once."""
    options = read_options(context, len(sources))
    services, failed = context.call.services, list[str]()
    sound: list[_Sound] = []
    try:
        for number, source in enumerate(sources):
            try:
                file = await source()
                sound.append(await services.in_thread(_look, context, number, file))
            except _Failed as problem:
                failed.append(problem.kind)
        stored, without_room = await services.in_thread(_keep_all, context, sound, options)
    finally:
        for one in sound:
            one.file.close()
    if without_room and not stored and not failed:
        raise Refused("no_space")
    failed += ["no_space"] * without_room
    if failed:
        context.call.entry.problem = ", ".join(failed)
    config, used = services.config, _space_used(context)
    return {
        "max_filesize": kilobytes(_largest(context)),
        "space_limit": kilobytes(config.space_limit),
        "space_used": kilobytes(used),
        "space_left": max(0, (config.space_limit - used) // 1024),
        "passed": len(stored),
        "failed": len(failed),
        "total": len(sources),
        "images": list_basic(context, stored),
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


async def _same(file: Upload) -> Upload:
    return file


async def _fetch(context: Context, url: str) -> Upload:
    """The picture at an address; the host's own addresses come without a scheme."""
    url = url if "://" in url else f"http://{url}"
    services, own = context.call.services, context.call.own_hosts
    try:
        services.sources.check(url, own)
        return await context.call.fetch(url, context.call.form.spool)
    except SourceError as error:
        raise _Failed(f"not fetched: {error}") from None


# The part that takes time; it runs in a thread


def _look(context: Context, number: int, file: Upload) -> _Sound:
    """A file that can be stored; any other is closed."""
    try:
        return _Sound(number, file, probe_file(context, file))
    except BaseException:
        file.close()
        raise


@quirk("IS2-85")
def probe_file(context: Context, file: Upload) -> Probe:
    """What a file is, where the host would take it."""
    if file.error is not None:
        raise _Failed(file.error)
    if file.size > _largest(context):
        raise _Failed("too large")
    config = context.call.services.config
    try:
        probe = probe_picture(file.file, Limits(config.max_pixels, config.max_side))
        if probe.format not in TYPES:
            raise _Failed(f"{probe.format} is not taken")
        check_pixels(file.file, probe)  # it must be more than a good header
    except PictureError as error:
        raise _Failed(f"{error.kind}: {error}") from None
    return probe


def _keep_all(
    context: Context, sound: Sequence[_Sound], options: Options
) -> tuple[list[Owned], int]:
    """Store what there is room for, and put it where it belongs; and how many had no room."""
    store = context.call.services.store
    while True:
        names = [_names(context, one) for one in sound]
        files = [
            [_file(one.file, one.probe, name.path)] for one, name in zip(sound, names, strict=True)
        ]
        for new_files in files:
            store.put_files(new_files)
        with contextlib.suppress(PathTaken), store.transaction():
            stored: list[Owned] = []
            for one, name, new_files in zip(sound, names, files, strict=True):
                # The room is looked at where nobody else can fill it in between.
                if one.file.size <= context.call.services.config.space_limit - _space_used(context):
                    stored.append(_keep(context, one, name, new_files, options))
            if stored:
                album = album_for(context, text(context.call, "album"))
                if album is not None:
                    ids = [owned.picture.id for owned in stored]
                    context.accounts.albums.put_in(album.id, ids, alone=True)
                context.accounts.users.touch(context.user.id)
            return [_again(context, owned) for owned in stored], len(sound) - len(stored)


@dataclass(frozen=True, slots=True)
class _Names:
    """Where a file is put."""

    server: int
    bucket: int
    stem: str
    extension: str
    code: str

    @property
    def path(self) -> str:
        return f"/img{self.server}/{self.bucket}/{self.stem}.{self.extension}"


def _names(context: Context, one: _Sound) -> _Names:
    ids = context.call.services.ids
    extension, letter = TYPES[one.probe.format]
    server = 1 + int(ids.text(6, string.digits)) % _SERVERS
    bucket = 1 + int(ids.text(6, string.digits)) % _BUCKETS
    stem = ids.text(_STEM, BASE62)
    return _Names(server, bucket, stem, extension, image_id(server, stem, letter))


def _keep(
    context: Context, one: _Sound, name: _Names, files: Sequence[NewFile], options: Options
) -> Owned:
    file, probe = one.file, one.probe
    new = NewPicture(
        host=context.host,
        kind="image",
        name=name.stem,
        extension=name.extension,
        mime=probe.mime,
        size=file.size,
        width=probe.width,
        height=probe.height,
        bits=probe.bits,
        channels=probe.channels,
        animated=probe.animated,
        duration=0,
        original_filename=_name(file),
        created=context.now,
        dated=context.now,
        address=context.call.address,
        title=options.titles[one.number],
        description=options.descriptions[one.number],
    )
    facts = {
        "server": name.server,
        "bucket": name.bucket,
        "filter": options.filter,
        "comments_disabled": options.comments_disabled,
    }
    picture = context.call.services.store.add_picture(new, files, options.tags, name.code)
    context.accounts.library.keep(picture.id, context.user.id, public=options.public, facts=facts)
    owned = context.accounts.library.by_id(picture.id)
    assert owned is not None
    return owned


def _again(context: Context, owned: Owned) -> Owned:
    """With what came to it since."""
    found = context.accounts.library.by_id(owned.picture.id)
    assert found is not None
    return found


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
