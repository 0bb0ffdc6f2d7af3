"""Handlers of an ordinary JSON API in a few lines: key, upload, look-up, list, deletion.

Every function takes the :class:`~imagehosts.emulator.core.context.Call` first. They cover hosts
without accounts, whose pictures belong to a key or to nobody; others use
:mod:`~imagehosts.emulator.core.store` and the other modules of this package. What is refused here
is a :class:`~imagehosts.emulator.core.problems.Refused`, which :func:`fail` answers.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, cast

from starlette.responses import HTMLResponse, Response

from ..core.context import Call
from ..core.delivery import deliver
from ..core.forms import Upload, decode_base64
from ..core.ids import BASE62
from ..core.media.on_demand import deliver_on_demand
from ..core.media.pictures import (
    MIME_TYPES,
    Limits,
    PictureError,
    Probe,
    check_pixels,
    probe_picture,
)
from ..core.pages import PAGE_HEADERS
from ..core.parameters import clean, read_parameters
from ..core.problems import Refused, RouteProblem
from ..core.sources import SourceError
from ..core.specs import resolve
from ..core.store import NewFile, NewPicture, PathTaken, Picture, StoredFile
from .library import Choice, Owned

__all__ = [
    "answer",
    "answer_file",
    "count",
    "delete",
    "document",
    "fail",
    "fail_with",
    "find",
    "is_secret",
    "link",
    "new_secret",
    "no_content",
    "number",
    "owned",
    "page",
    "read",
    "read_body",
    "read_file",
    "require_key",
    "store",
    "text",
    "viewer",
]

#: Names of files by Pillow's names of formats.
EXTENSIONS = {name: "jpg" if name == "JPEG" else name.lower() for name in MIME_TYPES}
_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_SECRET_LENGTH = 32
#: Made once: ``json.dumps`` makes one for each call that wants it compact.
_ENCODER = json.JSONEncoder(separators=(",", ":"))

# Answers


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Data as JSON."""
    head = {"Content-Type": "application/json", **(headers or {})}
    return Response(_ENCODER.encode(data), status, head)


def no_content() -> Response:
    """204, which has no body."""
    return Response(status_code=204)


def fail_with(body: Callable[[int, str, str], Any]) -> Callable[[Call, Exception], Response]:
    """The ``fail`` of a dialect whose errors are JSON: ``body(status, message, code)``.

    ``code`` is the text that the refusal was made with, or the status as text.
    """

    def refuse(call: Call, error: Exception) -> Response:
        status, message, code, headers = 500, "Internal error", "", {}
        if isinstance(error, Refused):
            status, message, code = error.status, error.message, error.code
        elif isinstance(error, RouteProblem):
            status, headers = error.status, error.headers
            message = "Method not allowed" if status == 405 else "Not found"
        call.entry.problem = f"{code or status} {message}"
        return answer(body(status, message, code or str(status)), status, headers)

    return refuse


#: Errors as ``{"error": {"code": 404, "message": "..."}}``.
fail = fail_with(lambda status, message, code: {"error": {"code": status, "message": message}})


# What is in a request


async def read(call: Call) -> None:
    """Read the query and the body once: forms, multipart, JSON, and a file by itself."""
    await read_parameters(call, _METHODS, json=True, raw=_takes_file(call))
    if call.form.dropped:
        raise Refused(413, "The request is too large")


def _takes_file(call: Call) -> bool:
    """Whether the body of the operation is a file: its spec names no form and no JSON."""
    if call.operation is None:
        return False
    body = resolve(call.site.spec, call.operation.spec.get("requestBody", {}))
    kinds: list[str] = list(body.get("content", {}))
    return bool(kinds) and not any("json" in kind or "form" in kind for kind in kinds)


def document(call: Call, name: str = "") -> Any:
    """What the body of a call holds as JSON, or one member of it; objects and lists among it.

    Refused with 400 where the body that was read is no JSON; ``None`` where the member is missing.
    """
    whole: Any = call.form.document
    if whole is None or (name and not isinstance(whole, dict)):
        raise Refused(400, "The body is not JSON of the form that is expected")
    return cast("dict[str, Any]", whole).get(name) if name else call.form.document


def text(call: Call, name: str) -> str | None:
    """A parameter of the query or of a body that was read; ``None`` if missing."""
    value = call.form.value(name)
    return None if value is None else clean(value.text)


def number(call: Call, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number between two bounds; refused with 400 where it is not one."""
    found = (text(call, name) or "").strip()
    if not found:
        return default
    if not re.fullmatch(r"[0-9]{1,15}", found) or not least <= int(found) <= most:
        raise Refused(400, f"{name} must be a whole number from {least} to {most}")
    return int(found)


async def require_key(
    call: Call,
    *,
    header: str = "",
    field: str = "",
    prefix: str = "",
    status: int = 401,
    missing: str = "The key is missing",
    wrong: str = "The key is wrong",
) -> str:
    """Require a key, in a header (after ``prefix``) or else in a field, and return it.

    From then on the call acts for this key: pictures that it stores belong to the key, and others
    are not found.
    """
    await read(call)
    sent = call.request.headers.get(header) if header else None
    if sent is not None:
        if not sent.lower().startswith(prefix.lower()):
            raise Refused(status, wrong)
        key: str | None = sent[len(prefix) :].strip()
    else:
        key = text(call, field) if field else None
    if not key:
        raise Refused(status, missing)
    if not call.services.keys.accepts(key):
        raise Refused(status, wrong)
    call.key = key
    return key


async def read_body(call: Call) -> Upload:
    """The file that is the whole body. Refused with 400 where nothing was sent."""
    await read(call)
    if call.form.whole is None or not call.form.whole.size:
        raise Refused(400, "The body holds no file")
    return call.form.whole


async def read_file(call: Call, name: str, *, base64: bool = False, url: bool = False) -> Upload:
    """The file that came under a name; also as text in base64, or at a URL, where the host accepts
    such. Refused with 400 where nothing usable was sent.
    """
    await read(call)
    file = call.form.files.get(name)
    if file is not None:
        if file.error is not None:
            raise Refused(400, f"{name} holds no file")
        return file
    value = call.form.value(name)
    if value is None or not value.size:
        raise Refused(400, f"{name} is missing")
    start = value.start(4096).decode("latin-1").strip()
    if url and _URL.match(start):
        return await _fetch(call, start)
    decoded = await call.services.in_thread(decode_base64, value.chunks()) if base64 else None
    if decoded is None or not decoded.size:
        raise Refused(400, f"{name} is not a file")
    return decoded


async def _fetch(call: Call, url: str) -> Upload:
    sources = call.services.sources
    try:
        sources.check(url, call.own_hosts)
        return await call.fetch(url)
    except SourceError:
        raise Refused(400, f"there is no picture at {url[:200]}") from None


# Pictures


async def store(
    call: Call,
    upload: Upload,
    *,
    title: str | None = None,
    description: str | None = None,
    expires_in: float | None = None,
    formats: Collection[str] = tuple(MIME_TYPES),
    largest: int | None = None,
    path: str | Callable[[str, str], str] = "/{api}/{code}.{extension}",
    thumbs: Mapping[str, int] | None = None,
    code_length: int = 7,
    secret: str | None = None,
    facts: dict[str, Any] | None = None,
) -> Picture:
    """Store a picture as it was sent; it belongs to the key of the call, if one was required.

    Args:
        call: The request.
        upload: The file, from :func:`read_file`; it is closed.
        title: Its title.
        description: Its description.
        expires_in: Seconds until it expires.
        formats: Accepted formats, by Pillow's names (``JPEG``); others are refused with 415.
        largest: The most bytes that the host accepts; more is refused with 413.
            ``--max-file-size`` wins.
        path: Where the file is served; smaller ones have their role before the extension. Or a
            function that makes the path of each from its role and extension.
        thumbs: Smaller pictures by role, each fitting into a square of so many pixels. They are
            made when somebody asks for them.
        code_length: Characters of the id.
        secret: What deletes it, see :func:`new_secret`.
        facts: Anything else that the host keeps with it, as JSON; see :func:`owned`.
    """
    try:
        config = call.services.config
        limit = config.max_file_size or largest
        if limit is not None and upload.size > limit:
            raise Refused(413, f"The file is larger than {limit} bytes")
        limits = Limits(config.max_pixels, config.max_side)
        probe = await call.services.in_thread(_look, upload, limits, formats)
        extension = EXTENSIONS[probe.format]
        now = call.services.clock.now()
        while True:
            code = call.services.ids.text(code_length, BASE62)
            address = _path(path, call.site.api, code, "image", extension)
            files = [_new_file(address, "image", upload.sha256, upload.size, probe, upload.file)]
            for role, side in (thumbs or {}).items():
                address = _path(path, call.site.api, code, role, extension)
                small = _fitted(probe, side)
                files.append(_new_file(address, role, upload.sha256, 0, small, upload.file))
            new = NewPicture(
                host=call.site.api,
                kind="image",
                name=code,
                extension=extension,
                mime=probe.mime,
                size=upload.size,
                width=probe.width,
                height=probe.height,
                animated=probe.animated,
                duration=0,
                original_filename=clean(upload.filename)[:255],
                created=now,
                dated=now,
                address=call.address,
                bits=probe.bits,
                channels=probe.channels,
                title=title or None,
                description=description or None,
                expires=None if expires_in is None else now + expires_in,
                delete_hash=None if secret is None else _digest(secret),
            )
            try:
                return await call.services.in_thread(_keep, call, new, files, facts)
            except PathTaken:
                continue
    finally:
        upload.close()


def _look(upload: Upload, limits: Limits, formats: Collection[str]) -> Probe:
    """What a file is. It must have pixels: a valid header alone is not enough."""
    try:
        probe = probe_picture(upload.file, limits)
        if probe.format not in formats:
            raise Refused(415, f"{probe.format} is not taken")
        check_pixels(upload.file, probe)
    except PictureError:
        raise Refused(415, "The file is not a picture of a format that is taken") from None
    return probe


def _fitted(probe: Probe, side: int) -> Probe:
    """What is known beforehand of a smaller picture that fits into a square."""
    scale = min(1.0, side / max(probe.width, probe.height))
    width, height = (max(1, round(each * scale)) for each in (probe.width, probe.height))
    return replace(probe, width=width, height=height, bits=None, channels=None)


def _path(
    path: str | Callable[[str, str], str], api: str, code: str, role: str, extension: str
) -> str:
    if not isinstance(path, str):
        return path(role, extension)
    stem, dot, suffix = path.format(api=api, code=code, extension=extension).rpartition(".")
    return f"{stem}{dot}{suffix}" if role == "image" else f"{stem}.{role}{dot}{suffix}"


def _new_file(path: str, role: str, sha256: str, size: int, probe: Probe, content: Any) -> NewFile:
    return NewFile(
        path=path,
        role=role,
        sha256=sha256,
        size=size,
        mime=probe.mime,
        width=probe.width,
        height=probe.height,
        content=content,
        bits=probe.bits,
        channels=probe.channels,
    )


def _keep(
    call: Call, new: NewPicture, files: list[NewFile], facts: dict[str, Any] | None
) -> Picture:
    services = call.services
    services.store.put_files(files)
    with services.store.transaction():
        picture = services.store.add_picture(new, files, code=new.name)
        services.accounts.library.keep(picture.id, None, facts=facts, owner=_owner(call))
    return picture


def find(
    call: Call, code: str | None = None, *, message: str = "There is no such picture"
) -> Picture:
    """A picture of this host by its id: the last parameter of the path unless one is given.

    With a key, one of that key's. Refused with 404 if missing.
    """
    return owned(call, code, message=message).picture


def owned(
    call: Call, code: str | None = None, *, message: str = "There is no such picture"
) -> Owned:
    """The same with its ``facts``."""
    if code is None:
        code = str(list(call.request.path_params.values())[-1])
    found = call.services.accounts.library.get(call.site.api, code)
    if found is None or (call.key is not None and found.owner != _owner(call)):
        raise Refused(404, message)
    return found


def page(
    call: Call, *, page: str = "page", limit: str = "per_page", default: int = 20, most: int = 100
) -> list[Picture]:
    """A page of the pictures of the key, or of the host without one, newest first.

    ``page`` and ``limit`` name the parameters; pages are counted from 1.
    """
    size = number(call, limit, default, least=1, most=most)
    start = (number(call, page, 1, least=1) - 1) * size
    found = call.services.accounts.library.find(_choice(call), limit=size, offset=start)
    return [one.picture for one in found]


def count(call: Call) -> int:
    """How many pictures there are on all pages."""
    return call.services.accounts.library.count(_choice(call))


async def delete(call: Call, picture: Picture) -> None:
    """Remove a picture with its files."""
    await call.services.in_thread(call.services.store.delete_picture, picture.id)


def link(call: Call, picture: Picture, role: str = "image") -> str:
    """The whole address of a file; that of the picture itself where it has no such role."""
    return call.base_url + (picture.files.get(role) or picture.files["image"]).path


def new_secret(call: Call) -> str:
    """A secret for a delete link; of what is stored only a digest is kept."""
    return call.services.ids.text(_SECRET_LENGTH)


def is_secret(picture: Picture, secret: str) -> bool:
    """Whether this is the secret that a picture was stored with."""
    return picture.delete_hash is not None and hmac.compare_digest(
        picture.delete_hash, _digest(secret)
    )


def viewer(call: Call, picture: Picture) -> Response:
    """A page that shows a picture; register its path with ``dialect.page``."""
    if call.request.method == "GET":
        call.services.store.count_view(picture.id)
    text = call.services.pages.viewer(call.site, _View(call, picture))
    return HTMLResponse(text, headers=PAGE_HEADERS)


async def answer_file(call: Call, picture: Picture, role: str = "image") -> Response:
    """The bytes of a file, for addresses other than the one it is served at by itself."""
    file = picture.files.get(role) or picture.files["image"]
    if file.is_on_demand:
        return await deliver_on_demand(call.services, call.request, file, picture.created)
    return deliver(call.request, file, call.services.store.blobs, picture.created)


class _View:
    def __init__(self, call: Call, picture: Picture) -> None:
        self.picture = picture
        self._base = call.base_url

    def url(self, file: StoredFile) -> str:
        return self._base + file.path


def _choice(call: Call) -> Choice:
    return Choice(host=call.site.api, owner=_owner(call))


def _owner(call: Call) -> str | None:
    return None if call.key is None else call.services.keys.fingerprint(call.key)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
