"""ImageShack's API v2: which call a request means, who may make it, and the envelope.

What each call does stands in the modules named for its resource.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.responses import HTMLResponse, Response

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.dialect import Dialect, Site
from ...core.problems import Refused as AskedFor
from ...core.problems import RouteProblem
from ...core.specs import Operation, operations_of
from ...core.store import Picture
from .access import Context, require_caller
from .problems import PROBLEMS, Problem, Refused
from .requests import (
    LOGIN_NAMES,
    is_given,
    normalize_path,
    read_files,
    read_list,
    read_parameters,
    read_urls,
    text,
)

#: What a call does: gives the ``result`` of the answer, or raises what it is refused for.
Action = Callable[[Context], Any]

_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
#: Calls without a name or ids, which mean the caller's own: path and method, and the operation.
_ONES_OWN = {
    ("/user", "get"): "users_get",
    ("/user", "put"): "users_update",
    ("/user", "patch"): "users_update_by_patch",
    ("/user", "delete"): "users_delete",
}
_ONES_OWN_LISTS = {"images_get_many": "users_images", "albums_get_many": "users_albums"}


@quirk("IS2-21", "IS2-22", "IS2-23", "IS2-43")
async def choose(call: Call, operations: Sequence[Operation]) -> Operation | None:
    """The call that a request means, where several share a method and a path."""
    await read_parameters(call)
    method = {"head": "get"}.get(call.request.method.lower(), call.request.method.lower())
    candidates = {o.variant: o for o in operations if o.method == method}
    known = _by_id(call.site)
    if not candidates:
        own = _ONES_OWN.get((operations[0].path, method))
        if own is None:
            raise RouteProblem(_methods(operations))
        return known[own]
    variant = next((v for v in _VARIANTS if v in candidates and _VARIANTS[v](call)), "")
    chosen = candidates.get(variant) or next(iter(candidates.values()))
    own_list = _ONES_OWN_LISTS.get(chosen.id)
    if own_list and not read_list(call, "ids"):
        return known[own_list]
    return chosen


#: When a request means the path with this fragment and not the bare one; the first that holds.
_VARIANTS: dict[str, Callable[[Call], bool]] = {
    "token": lambda call: is_given(call, "auth_token") and not is_given(call, *LOGIN_NAMES),
    "all": lambda call: not is_given(call, "tags"),
    "transload": lambda call: read_urls(call) is not None,
    "files": lambda call: len(read_files(call)) > 1 or "files[]" in dict(call.form.parts),
    # Never what merely lacks fields: that would delete by accident.
    "delete": lambda call: (text(call, "_method") or "").upper() == "DELETE",
    "images": lambda call: (
        is_given(call, "files") if call.request.method != "GET" else is_given(call, "offset")
    ),
}


def _methods(operations: Sequence[Operation]) -> set[str]:
    own = {method for path, method in _ONES_OWN if path == operations[0].path}
    return {method.upper() for method in {o.method for o in operations} | own}


@cache
def _by_id(site: Site) -> dict[str, Operation]:
    return {operation.id: operation for operation in operations_of(site.spec)}


@quirk("IS2-11")
def fail(call: Call, error: Exception) -> Response:
    """A refusal with the whole envelope, always with the status 400, unless no route takes it."""
    kind, detail, status, headers = "internal_error", "", 400, {}
    if isinstance(error, Refused):
        kind, detail = error.kind, error.detail
    elif isinstance(error, RouteProblem):
        kind, status, headers = str(error), error.status, error.headers
    problem = PROBLEMS[kind]
    if isinstance(error, AskedFor):
        kind, detail, status = "refusal", error.message, error.status
        problem = Problem(error.number, "{}")
    call.entry.problem = f"{problem.code} {kind}"
    response = _envelope(
        call,
        status,
        success=False,
        result=False,
        error={
            "error_code": problem.code,
            "error_message": problem.message.replace("{}", detail),
        },
    )
    response.headers.update(headers)
    return response


def viewer_path(picture: Picture) -> str:
    """The page of a picture."""
    return f"/i/{picture.code}"


dialect = Dialect(
    "imageshack",
    fail=fail,
    choose=choose,
    any_method=True,
    accounts=True,
    names=("*.imageshack.com", "imageshack.us", "*.imageshack.us"),
    normalize_path=normalize_path,
    viewer_path=viewer_path,
    errors={
        "authentication_failed": Refused("wrong_token"),
        "captcha_required": Refused("captcha"),
        "permission_denied": Refused("not_yours"),
        "not_found": Refused("image"),
        "invalid_request": Refused("missing", "file"),
        "file_too_large": Refused("too_large"),
        "unsupported_format": Refused("not_a_picture"),
        "host_unavailable": Refused("internal_error"),
    },
)


@dataclass(slots=True)
class Answer:
    """A result that goes with headers of its own, as that of a login."""

    result: Any
    headers: list[tuple[str, str]]


def operation(*operation_ids: str) -> Callable[[Action], Action]:
    """Have an action answer calls, once it is known that the caller may make them."""

    def register(action: Action) -> Action:
        @dialect.operation(*operation_ids)
        async def answer(call: Call) -> Response:
            if call.form.dropped:
                raise Refused("too_large")
            result: Any = await call.run(action, Context(call, require_caller(call)))
            headers = result.headers if isinstance(result, Answer) else []
            if isinstance(result, Answer):
                result = result.result
            response = _envelope(call, 200, success=True, result=result)
            for name, value in headers:
                response.headers.append(name, value)
            return response

        return action

    return register


def in_bulk(
    context: Context, name: str, ids: Sequence[str], one: Callable[[str], Any]
) -> dict[str, Any]:
    """Bulk Model: do something to each thing; those that are refused are counted, not listed."""
    passed: list[Any] = []
    refused: list[str] = []
    for code in ids:
        try:
            passed.append(one(code))
        except Refused as problem:
            refused.append(f"{code}: {problem}")
    if refused:
        context.call.entry.problem = "; ".join(refused)
    return {"passed": len(passed), "failed": len(refused), "total": len(ids), name: passed}


def required_ids(context: Context, *names: str) -> list[str]:
    """Ids that a call cannot do without."""
    found = read_list(context.call, *names)
    if not found:
        raise Refused("missing", names[0])
    return found


def _envelope(call: Call, status: int, **members: Any) -> Response:
    took = round((time.perf_counter() - call.started) * 1000)
    success = members.pop("success")
    body = json.dumps(
        {"success": success, "process_time": took, **members}, separators=(",", ":")
    ).replace("/", "\\/")
    return Response(body, status_code=status, headers=_HEADERS)


@dialect.before
def before_request(call: Call) -> Response | None:
    """Maintenance, and clients that are banned."""
    config = call.services.config
    if config.maintenance:
        return HTMLResponse(call.services.pages.maintenance(call.site.title))
    if call.address in config.banned:
        return call.services.not_found("You have been forbidden to use this website.", 403)
    return None
