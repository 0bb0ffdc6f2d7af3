"""``/_emulator/``: health for anyone who waits, and controls for tests.

A web page that a developer happens to have open must not be able to reset or read the emulator, so
everything but health is refused to foreign origins and to names that are not this machine's, unless
the request carries the token of ``--admin-token``.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .core.context import Services
from .core.store import Picture
from .core.urls import base_url, host_name, is_loopback_name, readable_host, same_origin

PREFIX = "/_emulator"
LARGEST_PAGE = 64 * 1024 * 1024

Control = Callable[[Services, Request], Awaitable[Response]]


async def show(services: Services, request: Request) -> Response:
    """What there is to control, and the settings that are in force."""
    config = services.config
    return JSONResponse(
        {
            "apis": [site.api for site in services.sites],
            "profile": config.profile,
            "controls": {
                f"{method} {PREFIX}{path}": (control.__doc__ or "").strip().splitlines()[0]
                for path, method, control in CONTROLS
            },
            "internal_errors": len(services.internal_errors),
        }
    )


async def reset(services: Services, request: Request) -> Response:
    """Forget pictures, registered pages, journal, and steps of the clock."""
    await services.in_thread(services.reset)
    return JSONResponse({"reset": True})


async def pictures(services: Services, request: Request) -> Response:
    """Pictures, newest first; ``?limit=`` for so many of them."""
    limit = request.query_params.get("limit", "")
    found = services.store.pictures(limit=int(limit[:9]) if limit.isdecimal() else -1)
    base = base_url(request, services.config.public_url)
    return JSONResponse([picture_facts(picture, base) for picture in found])


async def requests(services: Services, request: Request) -> Response:
    """The last requests, oldest first, without secrets."""
    return JSONResponse(
        [
            entry.as_dict()
            for entry in services.journal.entries()
            if not entry.path.startswith(PREFIX)
        ]
    )


async def clear_requests(services: Services, request: Request) -> Response:
    """Forget the requests."""
    services.journal.clear()
    return JSONResponse({"cleared": True})


async def show_web(services: Services, request: Request) -> Response:
    """The URLs that uploads by URL will find, with their sizes in bytes."""
    return JSONResponse({url: len(content) for url, content in services.web.items()})


async def put_web(services: Services, request: Request) -> Response:
    """Register the body as what is found at the URL in ``?url=``."""
    url = request.query_params.get("url", "")
    if not _is_url(url):
        return JSONResponse({"error": "?url= must be an http or https URL"}, status_code=400)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_PAGE:
            return JSONResponse({"error": "the body is too large"}, status_code=413)
    services.web[url] = bytes(content)
    return JSONResponse({"url": url, "size": len(content)})


async def delete_web(services: Services, request: Request) -> Response:
    """Forget the URL in ``?url=``, or all of them."""
    url = request.query_params.get("url")
    if url is None:
        services.web.clear()
    elif _is_url(url):
        services.web.pop(url, None)
    return JSONResponse({"registered": len(services.web)})


async def mails(services: Services, request: Request) -> Response:
    """The mail that hosts have sent, oldest first; ``?to=`` picks an address."""
    found = services.accounts.mailbox.mails(request.query_params.get("to"))
    return JSONResponse([mail.as_dict() for mail in found])


async def clear_mails(services: Services, request: Request) -> Response:
    """Throw all mail away."""
    services.accounts.mailbox.clear()
    return JSONResponse({"cleared": True})


async def show_faults(services: Services, request: Request) -> Response:
    """The errors that are switched on, with the number of requests they have left."""
    return JSONResponse(services.faults.on())


async def put_fault(services: Services, request: Request) -> Response:
    """Switch on the error in ``?name=``, for ``?times=`` requests or for good."""
    name, times = request.query_params.get("name", ""), request.query_params.get("times")
    names = services.faults.known
    if name not in names or not (times is None or times[:9].isdecimal()):
        return JSONResponse({"error": "?name= must be one", "names": list(names)}, status_code=400)
    services.faults.set(name, None if times is None else max(1, int(times[:9])))
    return JSONResponse(services.faults.on())


async def clear_faults(services: Services, request: Request) -> Response:
    """Switch all errors off."""
    services.faults.clear()
    return JSONResponse(services.faults.on())


async def show_clock(services: Services, request: Request) -> Response:
    """The emulator's time, in Unix seconds."""
    return JSONResponse({"now": services.clock.now()})


async def advance_clock(services: Services, request: Request) -> Response:
    """Move the clock by ``?seconds=``, ``?minutes=``, ``?hours=`` or ``?days=``."""
    try:
        units = {
            name: float(request.query_params[name])
            for name in ("seconds", "minutes", "hours", "days")
            if name in request.query_params
        }
        now = services.clock.advance(**units)
    except (ValueError, OverflowError) as error:
        return JSONResponse({"error": str(error)}, status_code=400)
    return JSONResponse({"now": now})


CONTROLS: tuple[tuple[str, str, Control], ...] = (
    ("/", "GET", show),
    ("/reset", "POST", reset),
    ("/pictures", "GET", pictures),
    ("/requests", "GET", requests),
    ("/requests", "DELETE", clear_requests),
    ("/web", "GET", show_web),
    ("/web", "PUT", put_web),
    ("/web", "DELETE", delete_web),
    ("/mail", "GET", mails),
    ("/mail", "DELETE", clear_mails),
    ("/faults", "GET", show_faults),
    ("/faults", "PUT", put_fault),
    ("/faults", "DELETE", clear_faults),
    ("/clock", "GET", show_clock),
    ("/clock", "POST", advance_clock),
)


def admin_routes(services: Services) -> list[BaseRoute]:
    """One route for every path, with all its methods."""
    by_path: dict[str, dict[str, Control]] = {}
    for path, method, control in CONTROLS:
        by_path.setdefault(path, {})[method] = control

    def endpoint(controls: dict[str, Control]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            if reason := refusal(services, request):
                return JSONResponse({"error": reason}, status_code=403)
            method = "GET" if request.method == "HEAD" else request.method
            return await controls[method](services, request)

        return answer

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "apis": [site.api for site in services.sites]})

    return [
        Route(f"{PREFIX}/health", health),
        *(
            Route(PREFIX + path, endpoint(controls), methods=list(controls))
            for path, controls in by_path.items()
        ),
    ]


def refusal(services: Services, request: Request) -> str | None:
    """Why a request may not control the emulator; ``None`` when it may."""
    token = services.config.admin_token
    if token and hmac.compare_digest(request.headers.get("x-emulator-token", ""), token):
        return None
    origin = request.headers.get("origin")
    if origin is not None and not same_origin(origin, request):
        return "web pages of other origins may not control the emulator"
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "web pages of other origins may not control the emulator"
    names = {services.config.host.lower()}
    if services.config.public_url:
        names.add((urlsplit(services.config.public_url).hostname or "").lower())
    host = readable_host(request)
    if host is None:  # a name that only a browser reads could lead here from any web page
        return "the emulator is not controlled by a name that is not one; see --admin-token"
    name = host_name(host)
    if is_loopback_name(name) or name in names - {"0.0.0.0", "::"}:  # noqa: S104
        return None
    return f"the emulator is not controlled by the name {name}; see --admin-token"


def _is_url(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # a bracket that is not of an IPv6 address
        return False


def picture_facts(picture: Picture, base: str) -> dict[str, Any]:
    """A picture as plain data, with where it is served."""
    return {
        "api": picture.host,
        "id": picture.code,
        "kind": picture.kind,
        "mime": picture.mime,
        "size": picture.size,
        "width": picture.width,
        "height": picture.height,
        "md5": picture.md5,
        "title": picture.title,
        "original_filename": picture.original_filename,
        "created": picture.created,
        "expires": picture.expires,
        "files": {role: base + file.path for role, file in picture.files.items()},
    }
