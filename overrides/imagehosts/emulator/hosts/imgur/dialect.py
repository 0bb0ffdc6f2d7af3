"""The way of a request through imgur: switched errors, choice of the operation, caller, credits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from starlette.responses import Response

from ...core.context import Call, Services
from ...core.dialect import Dialect
from ...core.problems import RouteProblem
from ...core.repeats import Origin
from ...core.specs import Operation
from ...core.store import Picture
from ...domain.credits import Charge
from .access import ACCESS, Context, authenticate, needs_user
from .answers import allowances, counters, is_newer, refuse, respond, success
from .faults import Shape
from .problems import Refused
from .requests import normalize_path, read_ids, read_parameters, text

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
        taken = {operation.method.upper() for operation in operations}
        raise RouteProblem(taken | {"HEAD"} if "GET" in taken else taken)
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


def find_address(method: str, path: str) -> tuple[str, str]:
    """The method and the address that a request means; undocumented ones are set apart."""
    method, path = normalize_path(method, path)
    if any(method in methods and p.fullmatch(path) for p, methods, _ in _EXTRAS):
        path = f"{_UNDOCUMENTED}{path}"
    return method, path


#: Leads past all operations, some of which share addresses with undocumented routes.
_UNDOCUMENTED = "/3/~"


def viewer_path(picture: Picture) -> str:
    """The page of a picture."""
    return f"/{picture.code}"


def thumb_path(picture: Picture) -> str:
    """The larger one of the two squares."""
    return f"/{picture.code}b.jpg"


dialect = Dialect(
    "imgur",
    fail=refuse,
    choose=choose,
    any_method=True,
    accounts=True,
    login_purpose=ACCESS,
    names=("imgur.com", "*.imgur.com"),
    # The host has newer APIs there, which are not documented.
    areas=("/post/v1", "/account/v1", "/comment/v1"),
    normalize_path=find_address,
    viewer_path=viewer_path,
    thumb_path=thumb_path,
    errors={
        "authentication_failed": Refused("token"),
        "captcha_required": Refused("captcha"),
        "permission_denied": Refused("forbidden"),
        "geo_blocked": Refused("region"),
        "not_found": Refused("image", "Ab3dEf7"),
        "invalid_request": Refused("missing", "image"),
        "file_too_large": Refused("too_large"),
        "unsupported_format": Refused("file_type"),
        "rate_limited": Refused("credits"),
        "host_unavailable": Refused("capacity"),
    },
)


@dialect.own_fault
def answer_with_shape(call: Call, shape: Shape) -> Response:
    """An answer in one of the shapes that were seen."""
    call.entry.problem = shape.name
    content = shape.content(call.entry.path, call.request.method)
    if isinstance(content, str):
        response = Response(content, status_code=shape.status)
        response.headers["Content-Type"] = shape.content_type
    else:
        response = respond(call, content, shape.status, shape.content_type)
    response.headers.update(shape.headers)
    return response


Answer = TypeVar("Answer", bound=Callable[[Context], Any])


def operation(*operation_ids: str) -> Callable[[Answer], Answer]:
    """Register what gives the data of an answer; who asks is known by then, and it was counted."""

    def register(answer: Answer) -> Answer:
        async def handle(call: Call) -> Response:
            context = authenticate(call)
            count(context)
            if needs_user(call) and context.user is None:
                raise Refused("login")
            version, call.is_of_the_moment = call.services.store.version(), False
            response = success(context, await call.run(answer, context))
            if _is_lasting(context):
                recount = partial(_recount, call.services, context.client, _cost(call))
                origin = Origin(version, response.status_code, recount=recount)
                call.request.scope["state"]["origin"] = origin
            return response

        dialect.operation(*operation_ids)(handle)
        return answer

    return register


def count(context: Context) -> None:
    """Take the credits that a request costs; where they are enforced, refuse who has none left."""
    call = context.call
    who = call.address if context.user is None else f"user {context.user.id}"
    charges = _charges(call.services, who, context.client, _cost(call))
    if call.request.method == "POST":
        post = allowances(call.services)[2]
        charges.append(Charge(post, call.address, int(not call.is_seed), "X-Post-Rate-Limit-"))
    balances = call.services.credits.charge(charges, context.now)
    call.request.state.balances = balances
    enforced = call.services.config.enforce_credits and not call.is_seed
    if enforced and any(balance.exceeded for balance in balances.values()):
        raise Refused("credits")


def _cost(call: Call) -> int:
    name = call.operation.id if call.operation else ""
    return 0 if call.is_seed else COSTS.get(name, 1)


def _charges(services: Services, who: str, client: str, cost: int) -> list[Charge]:
    """What every request takes, of a user or address and of an application."""
    of_user, of_client, _ = allowances(services)
    return [
        Charge(of_user, who, cost, "X-RateLimit-User"),
        Charge(of_client, client, cost, "X-RateLimit-Client"),
    ]


def _is_lasting(context: Context) -> bool:
    """Whether an equal request gets the same answer for as long as nothing is stored: a token may
    run out, and credits may where they are enforced.
    """
    call = context.call
    return (
        call.request.method in ("GET", "HEAD")
        and context.user is None
        and not call.is_of_the_moment
        and not call.is_seed
        and not call.services.config.enforce_credits
    )


def _recount(services: Services, client: str, cost: int, address: str) -> dict[str, str]:
    """Take the credits of one more request that no user makes."""
    now = services.clock.now()
    charges = _charges(services, address, client, cost)
    return counters(services.credits.charge(charges, now), now)


@dialect.page("/3", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
@dialect.page("/3/{rest:path}", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
async def unknown_route(call: Call) -> Response:
    """There is nothing here, unless clients use it although no document has it."""
    await read_parameters(call)
    path = call.request.scope["path"].removeprefix(_UNDOCUMENTED)
    for pattern, methods, answer in _EXTRAS:
        match = pattern.fullmatch(path)
        if match and call.request.method in methods:
            call.request.scope["path_params"] = match.groupdict()
            context = authenticate(call)
            count(context)
            data = await call.run(answer, context)
            return respond(call, data, 200) if is_newer(call) else success(context, data)
    raise Refused("route")


_EXTRAS: list[tuple[re.Pattern[str], tuple[str, ...], Callable[[Context], Any]]] = []


def undocumented_route(pattern: str, *methods: str) -> Callable[[Answer], Answer]:
    """Register an answer at an address that the document lacks and clients use."""

    def register(answer: Answer) -> Answer:
        _EXTRAS.append((re.compile(pattern), methods, answer))
        return answer

    return register
