"""Who asks for something of ImageShack's galleries, and what is in the request."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from imagehosts.core.quirks import quirk

from ...core.context import Call, RequestContext
from ...core.parameters import clean
from ...core.urls import host_name, request_host
from ...core.xml import possible
from ...domain.library import Owned
from ...domain.sessions import fingerprint
from ...domain.users import User
from .galleries import Galleries, Gallery, GalleryFile
from .problems import Refused

#: Whose users and pictures these galleries are of.
SHACK = "imageshack"
LONGEST_TITLE, LONGEST_NAME, LONGEST_TOKEN = 10_000, 100, 1000
PAGE, LARGEST_PAGE = 20, 100
#: Every list ends before it.
LARGEST_NUMBER = 10**15
_SERVER = re.compile(r"img([0-9]{1,6})\.imageshack\.us")
_OWN_HOST = re.compile(r"(?:(?:www|img[0-9]{1,6})\.)?imageshack\.us|yfrog\.com")
_IMAGE = re.compile(r"img([0-9]{1,6})/([0-9]{1,6})/([^/;]+)")
_PACKED = re.compile(r"(.+);([0-9]{1,9});([0-9]{1,9});([yn])")


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """A request with whom it comes from: a user, the holder of a token, or nobody."""

    cookie: str
    user: User | None
    token: str

    @property
    def galleries(self) -> Galleries:
        """The galleries of all servers."""
        return Galleries(self.call.services.store)

    @property
    def action(self) -> str:
        """What is to be done."""
        assert self.call.operation is not None
        return self.call.operation.variant


@quirk("ISG-08")
def identify(call: Call) -> Context:
    """The cookie is a parameter, and counts before the token, also where it is nobody's.

    What stands for a session here is the ``auth_token`` of a login at ImageShack.
    """
    cookie, token = text(call, "cookie"), text(call, "token")[:LONGEST_TOKEN]
    user = None
    if cookie:
        accounts = call.services.accounts
        user_id = accounts.sessions.user_id(cookie, call.services.clock.now())
        user = None if user_id is None else accounts.users.get(user_id)
        if user is not None and user.host != SHACK:
            user = None
    return Context(call, cookie, user, "" if cookie else token)


def owns(context: Context, gallery: Gallery) -> bool:
    """Whether a gallery is the user's, or the token's."""
    if gallery.token is None:
        return context.user is not None and context.user.id == gallery.user_id
    return bool(context.token) and hmac.compare_digest(fingerprint(context.token), gallery.token)


# What is in the request


def text(call: Call, name: str) -> str:
    """A parameter as an answer could show it; empty where it did not come."""
    return possible(clean(call.form.text(name) or ""))


def number(call: Call, name: str) -> int:
    """A whole number from 0 on, of which no more is kept than counts; 0 for whatever else came."""
    found = text(call, name).strip()
    if not re.fullmatch(r"[0-9]+", found):
        return 0
    digits = found.lstrip("0") or "0"
    return int(digits) if len(digits) < len(str(LARGEST_NUMBER)) else LARGEST_NUMBER


@quirk("ISG-21")
def title(call: Call) -> str | None:
    """A title, which may be empty; ``None`` where none came, and what there is stays."""
    if call.form.value("title") is None:
        return None
    return text(call, "title")[:LONGEST_TITLE]


@quirk("ISG-22")
def page(call: Call) -> tuple[int, int]:
    """How many galleries come before a part of the list, and how many it holds at most."""
    return number(call, "start"), min(number(call, "limit") or PAGE, LARGEST_PAGE)


@quirk("ISG-16")
def references(call: Call) -> list[str]:
    """The pictures that a request names: as an array, ``image[]`` or ``image[0]``, or as one."""
    if "image" in call.form.arrays:
        items = [possible(clean(item)) for item in call.form.lists.get("image", [])]
    else:
        items = [text(call, "image")]
    return [item.strip() for item in items if item.strip()]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture that a request names, and how it goes into the gallery."""

    server: int
    file_name: str
    file: GalleryFile


@quirk("ISG-17", "ISG-19")
def choose_images(context: Context, *, packed: bool = False) -> list[Chosen]:
    """The pictures that a request names, at least one, or a refusal for the first that is not one.

    With ``packed``, width, height and the flag of the thumbnail may stand behind a reference.
    """
    chosen: dict[int, Chosen] = {}
    for reference in references(context.call):
        match = _PACKED.fullmatch(reference) if packed else None
        width, height, flag = match.groups()[1:] if match else (None, None, "y")
        owned = find_picture(context, match[1] if match else reference)
        if owned is None or not is_personal(context, owned):
            raise Refused("bad_parameter_file", reference)
        picture = owned.picture
        file = GalleryFile(
            picture.id,
            None if width is None else int(width),
            None if height is None else int(height),
            flag == "y",
        )
        name = f"{picture.name}.{picture.extension}"
        chosen.setdefault(picture.id, Chosen(owned.facts["server"], name, file))
    if not chosen:
        raise Refused("bad_parameter_file")
    return list(chosen.values())


def find_picture(context: Context, reference: str) -> Owned | None:
    """The picture behind ``img<server>/<bucket>/<file name>``, a path that only ImageShack has."""
    match = _IMAGE.fullmatch(reference)
    if match is None:
        return None
    file = context.call.services.store.file(f"/img{int(match[1])}/{int(match[2])}/{match[3]}")
    return None if file is None else context.accounts.library.by_id(file.picture_id)


@quirk("ISG-15")
def is_personal(context: Context, owned: Owned) -> bool:
    """Whether a picture may go into a gallery: a user's own ones may.

    Nobody knows what is a token's own, so it may have what everybody may see.
    """
    if owned.hidden:
        return False
    return owned.public if context.user is None else context.user.id == owned.user_id


@quirk("ISG-02")
def find_gallery(call: Call, name: str) -> Gallery | None:
    """A gallery by its name, at a server of its own only where it is on that server."""
    return Galleries(call.services.store).by_name(name, asked_server(call))


def asked_server(call: Call) -> int | None:
    """The number in the host of the address, as in ``img123.imageshack.us``."""
    match = _SERVER.fullmatch(host_name(request_host(call.request)))
    return int(match[1]) if match else None


def is_own_host(name: str) -> bool:
    """Whether a host is called by one of the names that it really had."""
    return _OWN_HOST.fullmatch(name) is not None


def visible(context: Context, gallery: Gallery) -> Sequence[tuple[GalleryFile, Owned]]:
    """The pictures of a gallery that the caller may see: never one that was deleted, and a
    private one only if it is their own.
    """
    shown: list[tuple[GalleryFile, Owned]] = []
    files = context.galleries.files(gallery.id)
    known = context.accounts.library.found([file.picture_id for file in files])
    for file in files:
        owned = known.get(file.picture_id)
        if owned is None or owned.hidden:
            continue
        if owned.public or (context.user is not None and context.user.id == owned.user_id):
            shown.append((file, owned))
    return shown
