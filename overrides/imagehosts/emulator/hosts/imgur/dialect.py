"""The way of a request through imgur: switched errors, choice of the operation, caller, credits."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.responses import Response

from ...core.routing import Call, Dialect, Operation
from .access import Ask, authenticate, needs_user
from .answer import allowances, refuse, respond, success
from .problems import Refused
from .requests import read_ids, read_parameters, text, tidy

#: What calls cost in credits; all others cost one.
COSTS = {"images_upload": 10, "images_upload_video": 10, "credits_get": 0}
#: Names under which ids of pictures come.
ID_LISTS = ("ids", "deletehashes")
_UPLOADS = ("/3/image", "/3/upload")
_GRANTS = {
    "refresh_token": "refresh_token",
    "authorization_code": "authorization_code",
    "code": "authorization_code",
    "pin": "pin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The particulars of the site."""

    cors: bool = True


IMGUR = Profile()


async def choose(call: Call, operations: Sequence[Operation]) -> Operation | None:
    """The operation that method, ids, grant or kind of file mean."""
    await read_parameters(call)
    method = "get" if call.request.method == "HEAD" else call.request.method.lower()
    if call.request.method == "POST" and operations[0].id == "oauth_authorize":
        return operations[0]  # the form on the page comes back to it
    found = [operation for operation in operations if operation.method == method]
    if not found:
        if call.entry.path in _UPLOADS:
            raise Refused("login")
        raise Refused("method", call.request.method)
    variants = {operation.variant: operation for operation in found}
    if found[0].path == "/oauth2/token":
        grant = _GRANTS.get((text(call, "grant_type") or "").strip().lower())
        if grant is None:
            raise Refused("grant")
        return variants[grant]
    variant = ""
    if "remove_images" in variants and read_ids(call, *ID_LISTS) is not None:
        variant = "remove_images"
    elif "video" in variants and _is_video(call):
        variant = "video"
    return variants[variant]


def _is_video(call: Call) -> bool:
    return any(name.partition("[")[0] == "video" for name, _ in call.form.parts)


dialect = Dialect("imgur", fail=refuse, choose=choose, any_method=True, accounts=True)


def find_address(method: str, path: str) -> tuple[str, str]:
    """The method and the address that a request means; what is beside the spec is set apart."""
    method, path = tidy(method, path)
    if any(method in methods and p.fullmatch(path) for p, methods, _ in _EXTRAS):
        path = f"{_BESIDE}{path}"
    return method, path


#: Leads past all operations, some of which share addresses with what is beside the spec.
_BESIDE = "/3/~"
dialect.tidy = find_address


@dialect.before
def answer_with_fault(call: Call) -> Response | None:
    """An error that was switched on answers before anything else is looked at."""
    shape = call.services.switched.take(call.request.scope["path"])
    if shape is None:
        return None
    call.entry.problem = shape.name
    content = shape.content(call.entry.path, call.request.method)
    if isinstance(content, str):
        response = Response(content, status_code=shape.status)
        response.headers["Content-Type"] = shape.content_type
    else:
        response = respond(call, content, shape.status, shape.content_type)
    response.headers.update(shape.headers)
    return response


Answer = TypeVar("Answer", bound=Callable[[Ask], Any])


def operation(*operation_ids: str) -> Callable[[Answer], Answer]:
    """Register what gives the data of an answer; who asks is known by then, and it was counted."""

    def register(answer: Answer) -> Answer:
        async def handle(call: Call) -> Response:
            ask = authenticate(call)
            count(ask)
            if needs_user(call) and ask.user is None:
                raise Refused("login")
            data = answer(ask)
            if inspect.isawaitable(data):
                data = await data
            return success(ask, data)

        dialect.operation(*operation_ids)(handle)
        return answer

    return register


def count(ask: Ask) -> None:
    """Take the credits that a request costs; where they are enforced, refuse who has none left."""
    call = ask.call
    user, client, post = allowances(call)
    name = call.operation.id if call.operation else ""
    cost = COSTS.get(name, 1)
    who = call.address if ask.user is None else f"user {ask.user.id}"
    counted = {
        "user": (who, "X-RateLimit-User"),
        "client": (ask.client, "X-RateLimit-Client"),
    }
    if call.request.method == "POST":
        counted["post"] = (call.address, "X-Post-Rate-Limit-")
    call.request.state.counted = counted
    balances = [
        call.services.credits.take(
            allowance,
            counted[allowance.name][0],
            1 if allowance is post else cost,
            ask.now,
        )
        for allowance in (user, client, post)
        if allowance.name in counted
    ]
    if call.services.config.enforce_credits and any(balance.exceeded for balance in balances):
        raise Refused("credits")


@dialect.page("/3", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
@dialect.page("/3/{rest:path}", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
async def unknown_route(call: Call) -> Response:
    """There is nothing here, unless it is what clients use beside the spec."""
    await read_parameters(call)
    path = call.request.scope["path"].removeprefix(_BESIDE)
    for pattern, methods, answer in _EXTRAS:
        match = pattern.fullmatch(path)
        if match and call.request.method in methods:
            call.request.scope["path_params"] = match.groupdict()
            ask = authenticate(call)
            count(ask)
            return success(ask, answer(ask))
    raise Refused("route")


_EXTRAS: list[tuple[re.Pattern[str], tuple[str, ...], Callable[[Ask], Any]]] = []


def beside_the_spec(pattern: str, *methods: str) -> Callable[[Answer], Answer]:
    """Register an answer at an address that the document lacks and clients use."""

    def register(answer: Answer) -> Answer:
        _EXTRAS.append((re.compile(pattern), methods, answer))
        return answer

    return register
