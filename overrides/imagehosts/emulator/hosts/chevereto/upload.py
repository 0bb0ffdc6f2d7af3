"""From a request to a stored picture, in the order in which Chevereto looks at things."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from ...core.context import Call
from ...core.forms import Upload
from ...core.media.pictures import Limits, Probe
from ...core.sources import SourceError
from ...core.store import NewFile, NewPicture, PathTaken, Picture, StillRemoved
from ...core.urls import host_name, request_host
from ...domain.albums import Album
from .make import Demands, Made, make
from .options import LONGEST_TITLE, Options, read_options, served_name, title_from_name
from .problems import Refused
from .profile import Profile
from .source import has_broken_characters, take_source

MINUTE = 60
DAY = 86_400
#: Characters that fit into a column. A title is cut instead.
_LONGEST_TEXTS = {
    "image_original_filename": 255,
    "image_description": 65_535,
    "tag_name": 65_535,
}
#: Room that a served name leaves for the digits that tell it from another of the same name.
_LONGEST_PREFIX = 184

_REJECTED_BY_PHP = {"too_large": "too_large_for_php", "partial": "partial", "none": "no_file"}
_NOT_FETCHED = {"scheme": "url_scheme", "address": "url_address", "unreachable": "fetch"}
_FETCHED = ("http", "https")
_SUFFIXES = {"image": "", "thumb": ".th", "medium": ".md", "frame": ".fr"}


async def store_upload(call: Call) -> tuple[Picture, str | None]:
    """Store what a request brings. Gives the picture and the secret of its delete link."""
    profile: Profile = call.site.profile
    services, form = call.services, call.form
    options = read_options(form, services.clock.now()) if profile.options else Options()
    rules = Rules(call)
    source = await services.in_thread(
        take_source, form, call.request.method, profile, services.ids.text(12)
    )
    received = await _fetch(call, source, rules) if isinstance(source, str) else source
    limit = services.config.upload_max_filesize
    if limit is not None and received in form.files.values() and received.size > limit:
        received.error = "too_large"
    try:
        if received is source:
            is_looked_for = services.config.refuse_duplicates
            md5 = await services.in_thread(lambda: received.md5) if is_looked_for else ""
            rules.refuse_duplicate(md5, "duplicate", rejected=received.error is not None)
            rules.refuse_flood()
        if received.error is not None:
            raise Refused(_REJECTED_BY_PHP[received.error])
        return await services.in_thread(_make_and_keep, call, received, options, rules)
    finally:
        received.close()


async def _fetch(call: Call, url: str, rules: Rules) -> Upload:
    """The picture behind a URL, if the site takes URLs and may go there."""
    services = call.services
    if services.config.refuse_url_uploads and not rules.exempt:
        raise Refused("url_disabled")
    profile: Profile = call.site.profile
    scheme, _, rest = url.partition("://")
    host = host_name(rest.partition("/")[0].rpartition("@")[2])
    if not profile.own_sources and host in _own_names(call):
        raise Refused("url_self")
    if scheme.lower() not in _FETCHED and profile.source_schemes is not None:
        raise Refused("fetch", host)  # nothing here speaks it
    try:
        services.sources.check(url, call.own_hosts)
        rules.refuse_flood()
        return await call.fetch(url)
    except SourceError as error:
        kind = _NOT_FETCHED.get(error.kind, error.kind)
        if kind == "unresolved" and kind not in profile.problems:
            kind = "fetch"
        raise Refused(kind, host) from None


def _own_names(call: Call) -> set[str]:
    """The names of the site and of the address by which it was called."""
    return {host_name(request_host(call.request)), *call.site.hosts}


@dataclass(frozen=True, slots=True)
class Rules:
    """What only some sites enforce: duplicates and floods, counted per client address."""

    call: Call

    @property
    def exempt(self) -> bool:
        """Administrators are free of the rules."""
        return self.call.services.keys.is_admin(self.call.key)

    def refuse_duplicate(self, md5: str, kind: str, *, rejected: bool = False) -> None:
        """Bytes of the last 24 hours; or, of a file that PHP rejected, any upload at all."""
        services, call = self.call.services, self.call
        since = services.clock.now() - DAY
        if rejected:
            known = services.config.false_duplicates and services.store.count_uploads(
                call.site.api, call.address, since
            )
        else:
            known = (
                services.config.refuse_duplicates
                and not self.exempt
                and services.store.has_upload(call.site.api, call.address, since, md5)
            )
        if known:
            raise Refused(kind)

    def refuse_flood(self) -> None:
        """More uploads in the last minute than the site allows."""
        services, call = self.call.services, self.call
        limit = services.config.flood_limit
        if not limit or self.exempt:
            return
        since = services.clock.now() - MINUTE
        if services.store.count_uploads(call.site.api, call.address, since) >= limit:
            raise Refused("flood", str(limit))


def _make_and_keep(
    call: Call, source: Upload, options: Options, rules: Rules
) -> tuple[Picture, str | None]:
    """The part that takes time; it runs in a thread."""
    config = call.services.config
    made = make(
        source,
        Demands(
            profile=call.site.profile,
            limits=Limits(config.max_pixels, config.max_side),
            largest=config.max_file_size,
            width=options.width,
            refuse_duplicate=rules.refuse_duplicate,
        ),
    )
    return _keep(call, source, made, options)


def _keep(call: Call, source: Upload, made: Made, options: Options) -> tuple[Picture, str | None]:
    profile: Profile = call.site.profile
    services = call.services
    filename = source.sent_name if profile.keeps_control_characters else source.filename
    _refuse_bad_texts(filename, options)
    now = services.clock.now()
    dated = now
    if options.use_file_date and services.keys.may_use_file_date(call.key) and made.probe.taken:
        dated = made.probe.taken.timestamp()
    secret = services.ids.text(48) if profile.delete_links else None
    title, description = _texts(filename, made.probe, options, profile)
    album = _owned_album(call, options.album_id)
    new = NewPicture(
        host=call.site.api,
        kind=made.kind,
        name="",
        extension=made.extension,
        mime=made.probe.mime,
        size=made.size,
        width=made.probe.width,
        height=made.probe.height,
        bits=made.probe.bits,
        channels=made.probe.channels,
        animated=made.probe.animated,
        duration=made.duration,
        md5=made.md5,
        source_md5=made.source_md5,
        original_filename=filename,
        exif=_exif(source, made.probe, now),
        title=title,
        description=description,
        nsfw=options.nsfw,
        category_id=options.category_id,
        created=now,
        dated=dated,
        expires=None if services.config.no_expiration else options.expires,
        approved=services.keys.is_admin(call.key) or not services.config.moderate_uploads,
        address=call.address,
        delete_hash=hash_secret(secret) if secret else None,
    )
    folder = profile.local(dated).strftime("/images/%Y/%m/%d/")
    wanted = served_name(filename, made.extension, profile.letters)
    name = wanted or services.ids.text(32)
    while True:
        files = _files(made, folder + name)
        services.store.put_files(files)
        try:
            with services.store.transaction():
                picture = services.store.add_picture(replace(new, name=name), files, options.tags)
                if album is not None:
                    services.accounts.albums.put_in(album.id, [picture.id])
        except StillRemoved:
            continue
        except PathTaken:
            name = wanted[:_LONGEST_PREFIX] + services.ids.text(16)
        else:
            return picture, secret


def hash_secret(secret: str) -> str:
    """What is kept of the secret in a delete link."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_bad_texts(filename: str, options: Options) -> None:
    """What the database of a site does not take."""
    columns = {
        "image_original_filename": filename,
        "image_title": options.title or "",
        "image_description": options.description or "",
        "tag_name": "".join(options.tags),
    }
    for column, text in columns.items():
        if has_broken_characters(text):
            raise Refused("bad_text", column, _broken_part(text))
        if len(text) > _LONGEST_TEXTS.get(column, len(text)):
            raise Refused("long_text", column)


def _broken_part(text: str) -> str:
    """The first byte that is no UTF-8 and what follows, as a database quotes it: six bytes."""
    at = next(n for n, character in enumerate(text) if has_broken_characters(character))
    found = text[at:].encode("utf-8", "surrogateescape")
    quoted = "".join(chr(byte) if 32 <= byte < 127 else f"\\x{byte:02X}" for byte in found[:6])
    return quoted + ("..." if len(found) > 6 else "")


def _texts(
    filename: str, probe: Probe, options: Options, profile: Profile
) -> tuple[str | None, str | None]:
    """Title and description: as given, else from the metadata, else from the name."""
    if profile.title_from_headline:
        title, description = probe.title, probe.description
    else:
        title, description = probe.description, None
    title = (options.title or title or title_from_name(filename) or "")[:LONGEST_TITLE]
    return title or None, options.description or description


def _owned_album(call: Call, code: str | None) -> Album | None:
    """The album that was asked for, if it belongs to the key; nothing is said if it does not."""
    if code is None or has_broken_characters(code):
        return None
    album = call.services.accounts.albums.by_code(call.site.api, code)
    owner = call.services.keys.fingerprint(call.key)
    return album if album is not None and album.owner == owner else None


def _exif(source: Upload, probe: Probe, now: float) -> str | None:
    if probe.exif is None:
        return None
    facts = {
        "FileName": source.filename,
        "FileDateTime": int(now),
        "FileSize": source.size,
        "FileType": 2,
    }
    return json.dumps(facts | probe.exif)


def _files(made: Made, stem: str) -> list[NewFile]:
    """Everything that is served of a picture, under its addresses."""
    still_extension = "jpeg" if made.kind == "video" else made.extension
    files = [
        NewFile(
            path=f"{stem}.{made.extension}",
            role="image",
            sha256=made.sha256,
            size=made.size,
            mime=made.probe.mime,
            width=made.probe.width,
            height=made.probe.height,
            bits=made.probe.bits,
            channels=made.probe.channels,
            content=made.content,
        )
    ]
    for role, rendition in made.renditions.items():
        data = rendition.content.getvalue()
        files.append(
            NewFile(
                path=f"{stem}{_SUFFIXES[role]}.{still_extension}",
                role=role,
                sha256=hashlib.sha256(data).hexdigest(),
                size=len(data),
                mime=rendition.probe.mime,
                width=rendition.probe.width,
                height=rendition.probe.height,
                bits=rendition.probe.bits,
                channels=rendition.probe.channels,
                content=rendition.content,
            )
        )
    return files
