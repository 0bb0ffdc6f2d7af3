"""Chevereto's API, versions 1 and 1.1: Imges, imagehosting.me, and sites of their kind.

This module has the way of a request: checks in the order of the site, the upload, and the answer in
one of three formats. What differs between sites stands in :mod:`.profile`.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.dialect import ANY_METHOD, Dialect
from ...core.parameters import read_parameters
from ...core.problems import Refused as AskedFor
from ...core.problems import RouteProblem
from ...core.specs import Operation
from ...core.store import Picture
from ...core.urls import request_path, request_query
from .answers import View, image_answer, php_json
from .problems import Problem, Refused
from .profile import HTML, Profile
from .upload import store_upload

FORMATS = ("json", "txt", "redirect")
FORBIDDEN = "You have been forbidden to use this website."
_VERSION = "1"
_ACTION = "upload"
_ROUTES = {"image": "image", "video": "clip"}
_PLAIN_HEADERS = {"Content-Type": HTML}
_WARNING = (
    "<br />\n<b>Warning</b>:  Undefined array key &quot;HTTP_REFERER&quot; in"
    " <b>/var/www/html/app/src/Legacy/G/Handler.php</b> on line <b>214</b><br />\n"
)


# Operations


async def choose_by_format(call: Call, operations: Sequence[Operation]) -> Operation | None:
    """The operation that ``format`` names; an unknown format means JSON."""
    await _read(call)
    wanted = _format(call)
    variant = wanted if wanted in FORMATS else "json"
    return next((o for o in operations if o.variant == variant), None)


def _format(call: Call) -> str | None:
    """The parameter ``format``; an array is none."""
    return None if "format" in call.form.arrays else call.form.text("format")


def fail(call: Call, error: Exception) -> Response:
    """An error as the site answers it."""
    if isinstance(error, RouteProblem):
        call.entry.problem = str(error)
        page = call.services.not_found("There is nothing at this address.", error.status)
        page.headers.update(error.headers)
        return page
    if isinstance(error, AskedFor):
        call.entry.problem = f"{error.code} refusal"
        return present_problem(
            call, Problem(error.number, error.message), error.message, error.status
        )
    profile: Profile = call.site.profile
    kind, detail = (
        (error.kind, error.detail) if isinstance(error, Refused) else ("internal_error", "")
    )
    problem = profile.problems[kind]
    call.entry.problem = f"{problem.code} {kind}"
    if not problem.code:
        return Response(status_code=500, headers=_PLAIN_HEADERS)
    if kind == "flood" and detail == "1":
        return present_problem(call, problem, problem.message.replace("{} images", "1 image"))
    message = problem.message.replace("{}", detail)
    if isinstance(error, Refused):
        message = message.replace("{quoted}", error.quoted)
    return present_problem(call, problem, message)


def viewer_path(picture: Picture) -> str:
    """The short address of the page of a picture."""
    return f"/{_ROUTES[picture.kind]}/{picture.code}"


dialect = Dialect(
    "chevereto",
    fail=fail,
    choose=choose_by_format,
    any_method=True,
    viewer_path=viewer_path,
    errors={
        "authentication_failed": Refused("wrong_key"),
        "permission_denied": Refused("url_disabled"),
        "invalid_request": Refused("no_source"),
        "file_too_large": Refused("too_big", "1 MB"),
        "unsupported_format": Refused("not_a_picture"),
        "duplicate_upload": Refused("duplicate"),
        "rate_limited": Refused("flood", "50"),
    },
)


@dialect.operation("images_upload", "images_upload_by_get")
@quirk("IMG-09")
async def upload_json(call: Call) -> Response:
    """Everything about the picture."""
    picture, secret = await accept(call)
    profile: Profile = call.site.profile
    image = image_answer(view_of(call, picture, secret))
    success = {"message": profile.success_message, "code": 200}
    answer: dict[str, Any] = {"status_code": 200, "success": success, "image": image}
    if profile.options and call.form.value("image") is not None:
        # Who calls the source as a related host does is answered as that host does.
        data = {**image, "id": picture.code}
        answer = {"status_code": 200, "status": 200, "success": success, "data": data}
    answer["status_txt"] = "OK"
    return _json(call, answer, 200)


@dialect.operation("images_upload_txt", "images_upload_txt_by_get")
@quirk("IMG-07", "IHM-06")
async def upload_txt(call: Call) -> Response:
    """The direct address and nothing else."""
    picture, secret = await accept(call)
    address = image_answer(view_of(call, picture, secret)).get("url", "")
    return _finish(call, Response(address, headers={"Content-Type": call.site.profile.txt_type}))


@dialect.operation("images_upload_redirect", "images_upload_redirect_by_get")
@quirk("IMG-07", "IHM-06")
async def upload_redirect(call: Call) -> Response:
    """The way to the viewer page: absolute in version 1, relative in 1.1."""
    picture, secret = await accept(call)
    view = view_of(call, picture, secret)
    profile: Profile = call.site.profile
    location = view.path_viewer
    if profile.redirect_member == "url_viewer":
        location = view.base_url + location
    return _finish(
        call, Response(status_code=302, headers={**_PLAIN_HEADERS, "Location": location})
    )


async def accept(call: Call) -> tuple[Picture, str | None]:
    """Let a request through the gate, and store what it brings."""
    await _read(call)
    profile: Profile = call.site.profile
    for name in profile.gate:
        _GATE[name](call)
    return await store_upload(call)


@dialect.page("{root}", *ANY_METHOD)
@dialect.page("{root}/{rest:path}", *ANY_METHOD)
@quirk("IMG-01", "IHM-03")
async def other_addresses(call: Call) -> Response:
    """Addresses of the API that its document does not name: other slashes, versions and actions."""
    await _read(call)
    version, action = _version_and_action(call)
    if version == _VERSION and action == _ACTION:
        wanted = _format(call)
        return await _BY_FORMAT.get(wanted or "", upload_json)(call)
    return await upload_json(call)


_BY_FORMAT = {"json": upload_json, "txt": upload_txt, "redirect": upload_redirect}


# The gate


def _check_present(call: Call) -> None:
    version, action = _version_and_action(call)
    for kind, value in (("no_version", version), ("no_action", action), ("no_key", call.key)):
        if not value:
            raise Refused(kind)


def _check_version(call: Call) -> None:
    version = _version_and_action(call)[0]
    if version == _VERSION:
        return
    profile: Profile = call.site.profile
    begins_right = re.match(r"[+-]?\d+(?:\.\d+)?", version, re.ASCII)
    if profile.loose_version and begins_right and float(begins_right[0]) == float(_VERSION):
        raise Refused("action")
    raise Refused("version")


@quirk("IMG-03", "IHM-01")
def _check_key(call: Call) -> None:
    if not call.key:
        raise Refused("no_key")
    if not call.services.keys.accepts(call.key):
        raise Refused("wrong_key")


def _check_action(call: Call) -> None:
    if _version_and_action(call)[1] != _ACTION:
        raise Refused("action")


_GATE: dict[str, Callable[[Call], None]] = {
    "present": _check_present,
    "version": _check_version,
    "key": _check_key,
    "action": _check_action,
}


@quirk("IMG-06")
def _version_and_action(call: Call) -> tuple[str, str]:
    """Both stand in the path: ``/api/1/upload``. Either may be missing."""
    root = call.site.base.rpartition("/")[0]
    parts = request_path(call.request).removeprefix(root).strip("/").split("/")
    return parts[0], parts[1] if len(parts) > 1 else ""


@quirk("IHM-01")
def _find_key(call: Call) -> str | None:
    """The header wins over the field where the site knows the header."""
    profile: Profile = call.site.profile
    if profile.key_header:
        header = call.request.headers.get("x-api-key")
        if header is not None:
            return header
    return None if "key" in call.form.arrays else call.form.text("key")


async def _read(call: Call) -> None:
    """Read the form once, note it in the journal, and find the key."""
    if call.form_is_read:
        return
    await read_parameters(call, {"POST"})
    call.key = _find_key(call)


# Answers


def view_of(call: Call, picture: Picture, secret: str | None = None) -> View:
    """A picture as the site of this call shows it."""
    return View(
        picture=picture,
        profile=call.site.profile,
        base_url=call.base_url,
        route=_ROUTES[picture.kind],
        slug=make_slug(picture.title) if (make_slug := call.site.profile.slug) else "",
        delete_secret=secret,
    )


@quirk("IMG-08", "IHM-07")
def present_problem(call: Call, problem: Problem, message: str, status: int = 400) -> Response:
    """JSON with status 400; in the other formats the bare message with status 200."""
    profile: Profile = call.site.profile
    wanted = _format(call)
    if wanted in ("txt", "redirect") and _version_and_action(call)[0] == _VERSION:
        media_type = profile.txt_type if wanted == "txt" else HTML
        if media_type.startswith("text/html"):  # it may repeat what was sent
            message = html.escape(message, quote=False)
        return _finish(call, Response(message, headers={"Content-Type": media_type}))
    error: dict[str, Any] = {"message": message, "code": problem.code}
    if profile.error_context:
        error["context"] = problem.context
    status_txt = HTTPStatus(status).phrase
    answer = {"status_code": status, "error": error, "status_txt": status_txt}
    response = _json(call, answer, status)
    if profile.close_on_error:
        response.headers["Connection"] = "close"
    return response


def _json(call: Call, answer: dict[str, Any], status: int) -> Response:
    body = php_json(answer)
    if call.services.config.php_warnings:
        body = _WARNING + body
    moment = call.services.clock.utc().strftime("%a, %d %b %Y %H:%M:%S")
    response = Response(
        body,
        status_code=status,
        # The missing blank before GMT is the host's.
        headers={**call.site.profile.json_headers, "Last-Modified": f"{moment}GMT"},
    )
    return _finish(call, response)


def _finish(call: Call, response: Response) -> Response:
    if call.site.profile.session_cookie:
        for name, value in call.site.profile.other_headers.items():
            response.headers.setdefault(name, value)
        session = call.services.ids.text(26, string.ascii_lowercase + string.digits)
        response.headers["Set-Cookie"] = f"PHPSESSID={session}; path=/"
    return response


# Before anything else


@dialect.before
def before_request(call: Call) -> Response | None:
    """Maintenance, banned addresses, and addresses whose slashes are wrong."""
    config = call.services.config
    if config.maintenance:
        return HTMLResponse(call.services.pages.maintenance(call.site.title))
    if call.address in config.banned:
        return Response(FORBIDDEN, headers=_PLAIN_HEADERS)
    if call.site.profile.strict_slashes:
        return redirect_to_normal_address(call)
    return None


@quirk("IMG-01")
def redirect_to_normal_address(call: Call) -> Response | None:
    """A query needs a slash before it, and a slash a query. All double slashes go, the wrong ones
    in a query too, which breaks URLs given there.
    """
    asked, query = request_path(call.request), request_query(call.request)
    path = re.sub(r"\A/index\.php(?=/)", "", re.sub(r"/{2,}", "/", asked))
    if path != "/":
        path = path.rstrip("/") + ("/" if query else "")
    if path == asked:
        return None
    query = re.sub(r"/{2,}", "/", query)
    location = call.base_url + quote(path)
    return _finish(
        call,
        Response(
            status_code=301,
            headers={**_PLAIN_HEADERS, "Location": f"{location}?{query}" if query else location},
        ),
    )
