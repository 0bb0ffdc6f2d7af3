"""ImageShack's Gallery API: seven actions on one route, answered in XML.

Pictures and users are those of the emulated ImageShack.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from imagehosts.core.quirks import quirk

from ...core.parameters import read_parameters
from ...core.routing import Call, Dialect, Operation
from ...core.xml import Element
from ...domain.galleries import Gallery
from ...domain.sessions import fingerprint
from ..imageshack.dialect import fail as fail_as_imageshack
from ..imageshack.dialect import turn_away
from ..imageshack.profiles import MethodRefused
from .answer import (
    SHORT_HOST,
    SHORT_PATH,
    names,
    respond,
    show_deleted,
    show_errors,
    show_gallery,
    show_list,
)
from .problems import BREAKS, CODES, PROBLEMS, Refused, text_of
from .requests import (
    SHACK,
    Ask,
    choose_images,
    find_gallery,
    find_picture,
    owns,
    page,
    references,
    text,
    title,
    who_asks,
)

_TOKEN_LETTERS = string.ascii_lowercase + string.digits
_TOKEN_LENGTH = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The particulars of the site."""

    cors: bool = True


IMAGESHACK_GALLERY = Profile()


@quirk("ISG-04", "ISG-05", "ISG-06", "ISG-07")
async def choose(call: Call, operations: Sequence[Operation]) -> Operation | None:
    """The action that the parameter means, by either method; to view where there is none."""
    method = {"HEAD": "get", "GET": "get", "POST": "post"}.get(call.request.method)
    if method is None:
        raise MethodRefused({"GET", "HEAD", "POST"})
    await read_parameters(call, {"POST"})
    action = text(call, "action") or "view"
    for operation in operations:
        if (operation.method, operation.variant) == (method, action):
            return operation
    raise Refused("bad_parameter_action", action[:100])


@quirk("ISG-23", "ISG-24", "ISG-25", "ISG-26")
def fail(call: Call, error: Exception) -> Response:
    """A refusal, with status 200; only what is the emulator's own fault comes with another."""
    if isinstance(error, MethodRefused):
        return fail_as_imageshack(call, error)
    if isinstance(error, Refused):
        call.entry.problem = error.code
        return respond(show_errors(error.code, text_of(error)))
    call.entry.problem = "fault"
    return respond(show_errors("io_error", PROBLEMS["io_error"]), 500)


dialect = Dialect(
    "imageshack_gallery",
    fail=fail,
    choose=choose,
    any_method=True,
    other_hosts={SHORT_HOST: SHORT_PATH},
)
dialect.before(turn_away)

Action = Callable[[Ask], Element]


def operation(name: str, *, suffix: str) -> Callable[[Action], Action]:
    """Have an action answer a call by both methods, once nothing is broken."""

    def register(action: Action) -> Action:
        @dialect.operation(name, name + suffix)
        async def answer(call: Call) -> Response:
            ask = who_asks(call)
            broken = call.services.switched.take_one_of(BREAKS.get(ask.action, ()))
            if broken is not None:
                raise Refused(broken)
            return respond(action(ask))

        return action

    return register


@operation("galleries_create", suffix="_by_get")
@quirk("ISG-09", "ISG-18")
def create(ask: Ask) -> Element:
    """A gallery of pictures that are here already, of a user, a token, or a token made for it."""
    if ask.cookie and ask.user is None:
        raise Refused(CODES["edit"].no_login)
    chosen = choose_images(ask, packed=True)
    if ask.user is None and not ask.token:
        made = ask.call.services.chance.text(_TOKEN_LENGTH, _TOKEN_LETTERS)
        ask = replace(ask, token=made)
    gallery = ask.accounts.galleries.add(
        names(ask, text(ask.call, "name"), chosen[0].file_name),
        [one.file for one in chosen],
        ask.now,
        server=chosen[0].server,
        title=title(ask.call) or "",
        user_id=ask.user.id if ask.user else None,
        token=None if ask.user else fingerprint(ask.token),
    )
    return show_gallery(ask, gallery)


@operation("galleries_edit", suffix="_by_get")
def edit(ask: Ask) -> Element:
    """Replaces the pictures, and the title where one is given."""
    gallery = own_gallery(ask)
    files = [one.file for one in choose_images(ask)]
    ask.accounts.galleries.change(gallery.id, files, ask.now, title=title(ask.call))
    return _changed(ask, gallery)


@operation("galleries_add", suffix="_by_get")
def add(ask: Ask) -> Element:
    """Puts pictures behind those that are there."""
    gallery = own_gallery(ask)
    files = [one.file for one in choose_images(ask)]
    ask.accounts.galleries.put_in(gallery.id, files, ask.now)
    return _changed(ask, gallery)


@operation("galleries_delete", suffix="_by_get")
def delete(ask: Ask) -> Element:
    """Removes a gallery; its pictures stay."""
    ask.accounts.galleries.delete(own_gallery(ask).id)
    return show_deleted()


@operation("galleries_delete_image", suffix="_by_get")
@quirk("ISG-12")
def delete_image(ask: Ask) -> Element:
    """Takes pictures out of a gallery, for users only; one that is not in it is out already."""
    gallery = own_gallery(ask, by_token=False)
    named = references(ask.call)
    if not named:
        raise Refused("no_image")
    found = [owned.picture.id for name in named if (owned := find_picture(ask, name)) is not None]
    ask.accounts.galleries.take_out(gallery.id, found, ask.now)
    return _changed(ask, gallery)


@operation("galleries_view", suffix="_by_post")
def view(ask: Ask) -> Element:
    """A gallery, for anybody."""
    gallery = find_gallery(ask.call, text(ask.call, "g"))
    if gallery is None:
        raise Refused("not_exist")
    return show_gallery(ask, gallery)


@operation("galleries_list", suffix="_by_post")
@quirk("ISG-13")
def gallery_list(ask: Ask) -> Element:
    """A part of a user's galleries, the newest first, for anybody unless the user is private."""
    user = ask.accounts.users.by_name(SHACK, text(ask.call, "user"))
    total = ask.accounts.galleries.count(user.id) if user else 0
    if user is None or not total or user.settings.get("private_profile"):
        raise Refused("no_gallery")
    start, limit = page(ask.call)
    return show_list(
        ask.call, ask.accounts.galleries.of_user(user.id, limit=limit, offset=start), total
    )


@quirk("ISG-10", "ISG-11")
def own_gallery(ask: Ask, *, by_token: bool = True) -> Gallery:
    """The gallery that is to be changed, for its user or the holder of its token."""
    codes = CODES[ask.action]
    if ask.user is None and not (by_token and ask.token):
        raise Refused(codes.no_login)
    gallery = find_gallery(ask.call, text(ask.call, "g"))
    if gallery is None:
        raise Refused(codes.no_gallery)
    if not owns(ask, gallery):
        raise Refused(codes.not_owner)
    return gallery


def _changed(ask: Ask, gallery: Gallery) -> Element:
    changed = ask.accounts.galleries.by_name(gallery.name)
    assert changed is not None
    return show_gallery(ask, changed)
