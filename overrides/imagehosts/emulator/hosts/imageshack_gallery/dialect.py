"""ImageShack's Gallery API: seven actions on one route, answered in XML.

Pictures and users are those of the emulated ImageShack.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import replace

from starlette.responses import Response

from imagehosts.core.quirks import quirk

from ...core.context import Call, Services
from ...core.dialect import Dialect
from ...core.faults import Fault
from ...core.parameters import read_parameters
from ...core.problems import Refused as AskedFor
from ...core.problems import RouteProblem
from ...core.specs import Operation
from ...core.xml import Element
from ...domain.sessions import fingerprint
from ...domain.users import User
from ..imageshack.dialect import before_request
from ..imageshack.session import give_token
from .answers import (
    SHORT_HOST,
    SHORT_PATH,
    names,
    respond,
    show_deleted,
    show_errors,
    show_gallery,
    show_list,
)
from .galleries import Galleries, Gallery, GalleryFile
from .problems import CODES, PROBLEMS, Refused, text_of
from .requests import (
    SHACK,
    Context,
    choose_images,
    find_gallery,
    find_picture,
    identify,
    owns,
    page,
    references,
    text,
    title,
)

_TOKEN_LETTERS = string.ascii_lowercase + string.digits
_TOKEN_LENGTH = 27


@quirk("ISG-04", "ISG-05", "ISG-06", "ISG-07")
async def choose(call: Call, operations: Sequence[Operation]) -> Operation | None:
    """The action that the parameter means, by either method; without one, to view."""
    method = {"HEAD": "get", "GET": "get", "POST": "post"}.get(call.request.method)
    if method is None:
        raise RouteProblem({"GET", "HEAD", "POST"})
    await read_parameters(call, {"POST"})
    action = text(call, "action") or "view"
    for operation in operations:
        if (operation.method, operation.variant) == (method, action):
            return operation
    raise Refused("bad_parameter_action", action[:100])


@quirk("ISG-23", "ISG-24", "ISG-25", "ISG-26")
def fail(call: Call, error: Exception) -> Response:
    """A refusal, with status 200; only what no action answers comes with another."""
    if isinstance(error, RouteProblem):
        call.entry.problem = code = "method_not_allowed" if error.allowed else "not_found"
        response = respond(show_errors(code, PROBLEMS[code]), error.status)
        response.headers.update(error.headers)
        return response
    if isinstance(error, AskedFor):
        call.entry.problem = "refusal"
        return respond(show_errors(error.code, error.message), error.status)
    if isinstance(error, Refused):
        call.entry.problem = error.code
        return respond(show_errors(error.code, text_of(error)))
    call.entry.problem = "internal_error"
    return respond(show_errors("io_error", PROBLEMS["io_error"]), 500)


def holdings(services: Services) -> str:
    """How many galleries there are."""
    count = Galleries(services.store).count()
    return "1 gallery" if count == 1 else f"{count} galleries"


dialect = Dialect(
    "imageshack_gallery",
    fail=fail,
    choose=choose,
    any_method=True,
    names=("imageshack.us", "*.imageshack.us"),
    other_hosts={SHORT_HOST: SHORT_PATH},
    holdings=holdings,
    errors={
        "authentication_failed": Refused("authentication_failed_save_album"),
        "permission_denied": Refused("not_owner_save_album"),
        "not_found": Refused("not_exist"),
        "invalid_request": Refused("bad_parameter_file", "x"),
        "host_unavailable": Refused("io_error"),
    },
)
dialect.before(before_request)


@dialect.login
def log_in(services: Services, name: str, password: str) -> dict[str, str] | None:
    """The cookie here is the token of the site whose accounts these are."""
    given = give_token(services, name, password)
    return None if given is None else {"cookie": given["auth_token"]}


@dialect.exhibition(of=SHACK)
def exhibit(
    services: Services, user: User, title: str, pictures: Sequence[int], tags: Sequence[str]
) -> None:
    """A gallery of a user. There are no tags here."""
    found = [services.accounts.library.by_id(number) for number in pictures]
    first = next(owned for owned in found if owned is not None)
    Galleries(services.store).add(
        names(services.ids, "", f"{first.picture.name}.{first.picture.extension}"),
        [GalleryFile(number) for number in pictures],
        services.clock.now(),
        server=first.facts["server"],
        title=title,
        user_id=user.id,
        token=None,
    )


@dialect.own_fault
def answer_with_fault(call: Call, fault: Fault) -> Response:
    """What breaks has a code of its own."""
    return fail(call, Refused(fault.name))


Action = Callable[[Context], Element]


def operation(name: str, *, suffix: str) -> Callable[[Action], Action]:
    """Have an action answer a call by both methods, once nothing is broken."""

    def register(action: Action) -> Action:
        @dialect.operation(name, name + suffix)
        async def answer(call: Call) -> Response:
            return respond(await call.run(action, identify(call)))

        return action

    return register


@operation("galleries_create", suffix="_by_get")
@quirk("ISG-09", "ISG-18")
def create(context: Context) -> Element:
    """A gallery of pictures that are here already, of a user, a token, or a token made for it."""
    if context.cookie and context.user is None:
        raise Refused(CODES["edit"].no_login)
    chosen = choose_images(context, packed=True)
    if context.user is None and not context.token:
        made = context.call.services.ids.text(_TOKEN_LENGTH, _TOKEN_LETTERS)
        context = replace(context, token=made)
    gallery = context.galleries.add(
        names(context.call.services.ids, text(context.call, "name"), chosen[0].file_name),
        [one.file for one in chosen],
        context.now,
        server=chosen[0].server,
        title=title(context.call) or "",
        user_id=context.user.id if context.user else None,
        token=None if context.user else fingerprint(context.token),
    )
    return show_gallery(context, gallery)


@operation("galleries_edit", suffix="_by_get")
def edit(context: Context) -> Element:
    """Replaces the pictures, and the title where one is given."""
    gallery = own_gallery(context)
    files = [one.file for one in choose_images(context)]
    context.galleries.change(gallery.id, files, context.now, title=title(context.call))
    return _changed(context, gallery)


@operation("galleries_add", suffix="_by_get")
def add(context: Context) -> Element:
    """Puts pictures behind those that are there."""
    gallery = own_gallery(context)
    files = [one.file for one in choose_images(context)]
    context.galleries.put_in(gallery.id, files, context.now)
    return _changed(context, gallery)


@operation("galleries_delete", suffix="_by_get")
@quirk("ISG-44")
def delete(context: Context) -> Element:
    """Removes a gallery; its pictures stay."""
    context.galleries.delete(own_gallery(context).id)
    return show_deleted()


@operation("galleries_delete_image", suffix="_by_get")
@quirk("ISG-12")
def delete_image(context: Context) -> Element:
    """Takes pictures out of a gallery, for users only; one that is not in it is out already."""
    gallery = own_gallery(context, by_token=False)
    named = references(context.call)
    if not named:
        raise Refused("no_image")
    found = [
        owned.picture.id for name in named if (owned := find_picture(context, name)) is not None
    ]
    context.galleries.take_out(gallery.id, found, context.now)
    return _changed(context, gallery)


@operation("galleries_view", suffix="_by_post")
def view(context: Context) -> Element:
    """A gallery, for anybody."""
    gallery = find_gallery(context.call, text(context.call, "g"))
    if gallery is None:
        raise Refused("not_exist")
    return show_gallery(context, gallery)


@operation("galleries_list", suffix="_by_post")
@quirk("ISG-13", "ISG-42", "ISG-45")
def gallery_list(context: Context) -> Element:
    """A part of a user's galleries, the newest first, for anybody unless the user is private."""
    user = context.accounts.users.by_name(SHACK, text(context.call, "user"))
    total = context.galleries.count(user.id) if user else 0
    if user is None or not total or user.settings.get("private_profile"):
        raise Refused("no_gallery")
    start, limit = page(context.call)
    return show_list(
        context.call, context.galleries.of_user(user.id, limit=limit, offset=start), total
    )


@quirk("ISG-10", "ISG-11")
def own_gallery(context: Context, *, by_token: bool = True) -> Gallery:
    """The gallery that is to be changed, for its user or the holder of its token."""
    codes = CODES[context.action]
    if context.user is None and not (by_token and context.token):
        raise Refused(codes.no_login)
    gallery = find_gallery(context.call, text(context.call, "g"))
    if gallery is None:
        raise Refused(codes.no_gallery)
    if not owns(context, gallery):
        raise Refused(codes.not_owner)
    return gallery


def _changed(context: Context, gallery: Gallery) -> Element:
    changed = context.galleries.by_name(gallery.name)
    assert changed is not None
    return show_gallery(context, changed)
