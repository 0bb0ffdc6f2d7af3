"""``/_emulator/``: health for anyone who waits, and controls for tests.

A web page that a developer happens to have open must not be able to reset or read the emulator, so
everything but health is refused to foreign origins and to names that are not this machine's, unless
the request carries the token of ``--admin-token``.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields
from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .config import read_space_settings, settings_of_space
from .control_spec import described_settings, openapi
from .core.choice import PREFIX as SPACES
from .core.choice import BadChoice
from .core.context import Services
from .core.database import ALL
from .core.errors import SeedError
from .core.expecting import as_har
from .core.faults import FaultError, FaultRule, names_of, rule_of
from .core.pages import page_headers
from .core.problems import RoutingError
from .core.snapshots import SnapshotError, restore, snapshot
from .core.store import Picture
from .core.urls import (
    base_url,
    host_name,
    is_loopback_name,
    readable_host,
    same_origin,
    space_of,
)
from .domain.accounts import DEMO
from .logins import log_in, sent
from .spaces.registry import NoSpace, Record

if TYPE_CHECKING:
    from .spaces import Spaces

T = TypeVar("T")

PREFIX = "/_emulator"
LARGEST_PAGE = 64 * 1024 * 1024
LARGEST_SNAPSHOT = 1024 * 1024 * 1024
#: Of parameters in a body, in bytes.
LARGEST_OBJECT = 64 * 1024

#: The parameters of a control as they were given, each at most once.
Given = Mapping[str, str]


class Answer(Protocol):
    """A function that does what a control is for."""

    @property
    def __name__(self) -> str: ...

    async def __call__(self, services: Services, request: Request, given: Given, /) -> Response: ...


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to control: a method at a path below the prefix, and the parameters it has."""

    path: str
    method: str
    answer: Answer
    parameters: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    takes_body: bool = False
    gives: str = "application/json"
    #: Refusals beside those that all controls have.
    statuses: tuple[int, ...] = ()
    #: What its parameters are, where that is not the same for all controls.
    described: Mapping[str, tuple[dict[str, Any], str]] | None = None

    @property
    def name(self) -> str:
        """What it is called where names are needed."""
        return self.answer.__name__

    @property
    def meaning(self) -> str:
        """What it does, in a line."""
        return (self.answer.__doc__ or "").strip().splitlines()[0]


class BadParameter(Exception):
    """A parameter that a control cannot use; the message says why."""


class TooLarge(Exception):
    """A body of more bytes than a control takes."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"the body is larger than {largest} bytes, which is the most here")


async def show(services: Services, request: Request, given: Given) -> Response:
    """What there is to control, and the settings that are in force; for browsers a page."""
    config = services.config
    if wants_page(request):
        text = services.pages.render("controls.html", sites=services.sites, space=services.space)
        return HTMLResponse(text, headers=page_headers(scripted=True))
    return JSONResponse(
        {
            "apis": [site.api for site in services.sites],
            "profile": config.profile,
            "space": services.space,
            "controls": {
                f"{control.method} {PREFIX}{control.path}": control.meaning for control in CONTROLS
            },
            "internal_errors": len(services.failures()),
        }
    )


async def show_openapi(services: Services, request: Request, given: Given) -> Response:
    """These controls as OpenAPI 3.1."""
    base = base_url(request, services.config.public_url)
    return JSONResponse(openapi(CONTROLS, PREFIX, base))


async def reset(services: Services, request: Request, given: Given) -> Response:
    """Forget pictures, registered pages, journal, and steps of the clock."""
    await services.in_thread(services.reset)
    return JSONResponse({"reset": True})


async def pictures(services: Services, request: Request, given: Given) -> Response:
    """Pictures, newest first; ``?limit=`` for so many of them."""
    limit = whole_number(given, "limit", least=0)
    found = services.store.pictures(limit=ALL if limit is None else limit)
    base = base_url(request, services.config.public_url)
    return JSONResponse([picture_facts(picture, base) for picture in found])


async def requests(services: Services, request: Request, given: Given) -> Response:
    """The last requests, oldest first, without secrets."""
    return JSONResponse(
        [
            entry.as_dict()
            for entry in services.journal.entries()
            if not entry.path.startswith(PREFIX)
        ]
    )


async def requests_as_har(services: Services, request: Request, given: Given) -> Response:
    """The same in the format of browsers and their tools, HAR 1.2."""
    came = [one for one in services.journal.entries() if not one.path.startswith(PREFIX)]
    return JSONResponse(as_har(came))


async def clear_requests(services: Services, request: Request, given: Given) -> Response:
    """Forget the requests."""
    services.journal.clear()
    return JSONResponse({"cleared": True})


async def show_web(services: Services, request: Request, given: Given) -> Response:
    """The URLs that uploads by URL will find, with their sizes in bytes."""
    return JSONResponse({url: len(content) for url, content in services.web.items()})


async def put_web(services: Services, request: Request, given: Given) -> Response:
    """Register the body as what is found at the URL in ``?url=``."""
    url = _url(given)
    if url is None:
        raise BadParameter("url names the page that the body is")
    content = await _read(request, LARGEST_PAGE)
    services.web[url] = content
    return JSONResponse({"url": url, "size": len(content)})


async def delete_web(services: Services, request: Request, given: Given) -> Response:
    """Forget the URL in ``?url=``, or all of them."""
    url = _url(given)
    if url is None:
        services.web.clear()
    else:
        services.web.pop(url, None)
    return JSONResponse({"registered": len(services.web)})


async def mails(services: Services, request: Request, given: Given) -> Response:
    """The mail that hosts have sent, oldest first; ``?to=`` picks an address."""
    found = services.accounts.mailbox.mails(given.get("to"))
    return JSONResponse([mail.as_dict() for mail in found])


async def clear_mails(services: Services, request: Request, given: Given) -> Response:
    """Throw all mail away."""
    services.accounts.mailbox.clear()
    return JSONResponse({"cleared": True})


async def show_faults(services: Services, request: Request, given: Given) -> Response:
    """The faults that are on, with the number of requests they have met and have left."""
    return JSONResponse([one.as_dict() for one in services.faults.on()])


async def show_known_faults(services: Services, request: Request, given: Given) -> Response:
    """Every fault that can be switched on, by host, with what it does."""
    return JSONResponse({site.api: names_of(site) for site in services.sites})


async def put_fault(services: Services, request: Request, given: Given) -> Response:
    """Switch on the fault in ``?name=``, at one host, for some requests, or as options say."""
    name = given.get("name")
    if not name:
        raise BadParameter("name says which fault; GET /_emulator/faults/known lists them")
    options = {key: text for key, text in given.items() if key not in ("name", "value")}
    try:
        made = services.faults.add(rule_of(name, given.get("value"), options))
    except FaultError as error:
        raise BadParameter(str(error)) from None
    return JSONResponse(made.as_dict())


async def clear_faults(services: Services, request: Request, given: Given) -> Response:
    """Switch off the fault with the ``?number=``, or all of them."""
    number = whole_number(given, "number", least=1)
    if number is None:
        services.faults.clear()
    else:
        services.faults.remove(number)
    return JSONResponse([one.as_dict() for one in services.faults.on()])


async def show_clock(services: Services, request: Request, given: Given) -> Response:
    """The emulator's time, in Unix seconds."""
    return JSONResponse({"now": services.clock.now()})


async def advance_clock(services: Services, request: Request, given: Given) -> Response:
    """Move the clock by ``?seconds=``, ``?minutes=``, ``?hours=`` or ``?days=``."""
    steps = {unit: number(given, unit) for unit in UNITS if unit in given}
    if not steps:
        raise BadParameter(f"say how far: {', '.join(UNITS)}")
    try:
        now = services.clock.advance(**steps)
    except (ValueError, OverflowError) as error:
        raise BadParameter(str(error)) from None
    return JSONResponse({"now": now})


async def take_snapshot(services: Services, request: Request, given: Given) -> Response:
    """Everything that hosts have, as a file to be put back later."""
    content = await services.in_thread(snapshot, services)
    name = "attachment; filename=imagehosts-emulator.zip"
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(content, media_type="application/zip", headers=headers)


async def put_snapshot(services: Services, request: Request, given: Given) -> Response:
    """Put the file in the body in the place of everything that hosts have."""
    content = await _read(request, LARGEST_SNAPSHOT)
    try:
        await services.in_thread(restore, services, content)
    except SnapshotError as error:
        raise BadParameter(str(error)) from None
    return JSONResponse(
        {"pictures": sum(services.store.count_pictures(site.api) for site in services.sites)}
    )


async def put_seed(services: Services, request: Request, given: Given) -> Response:
    """Make what the body says: a document in YAML or JSON, or a ZIP archive of a folder."""
    content = await _read(request, LARGEST_SNAPSHOT)
    try:
        made = await services.in_thread(services.plant, content)
    except SeedError as error:
        raise BadParameter(str(error)) from None
    return JSONResponse(made.as_dict())


async def give_login(services: Services, request: Request, given: Given) -> Response:
    """Give the credentials of an account at a host, and what to send; no captcha, no page."""
    name = given.get("host")
    site = services.site(name) if name else None
    if site is None:
        problem = f"there is no host {name!r}" if name else "host says where"
        raise BadParameter(f"{problem}; known: {', '.join(each.api for each in services.sites)}")
    user, password = given.get("user", DEMO[0]), given.get("password", DEMO[1])
    credentials = await services.in_thread(log_in, services, site, user, password)
    if credentials is None:
        message = f"{site.title} has no account {user!r} with this password"
        return JSONResponse({"error": message}, status_code=401)
    shown = {
        "host": site.api,
        "base_url": base_url(request, services.config.public_url) + site.base,
        "user": user if site.dialect.log_in else None,
        "credentials": credentials,
        "send": sent(site, credentials),
    }
    return JSONResponse(shown, headers={"Cache-Control": "no-store"})


async def show_spaces(services: Services, request: Request, given: Given) -> Response:
    """The spaces that there are, by name."""
    spaces = spaces_of(services)
    found = await services.in_thread(spaces.all)
    return JSONResponse([space_facts(one, spaces, request, services) for one in found])


async def show_space(services: Services, request: Request, given: Given) -> Response:
    """A space, which is not made here."""
    spaces, name = spaces_of(services), request.path_params["space"]
    found = await services.in_thread(_of_space, spaces.find, name)
    if found is None:
        raise NoSpace(f"there is no space {name}", 404)
    return JSONResponse(space_facts(found, spaces, request, services))


async def put_space(services: Services, request: Request, given: Given) -> Response:
    """Have a space, with settings of its own; one that is there must have the same."""
    spaces, name = spaces_of(services), request.path_params["space"]
    try:
        settings = read_space_settings(given)
        found, is_new = await services.in_thread(_of_space, spaces.make, name, settings)
    except (ValueError, RoutingError, FaultError) as error:
        raise BadParameter(str(error)) from None
    return JSONResponse({**space_facts(found, spaces, request, services), "is_new": is_new})


async def delete_space(services: Services, request: Request, given: Given) -> Response:
    """Remove a space with everything in it."""
    spaces, name = spaces_of(services), request.path_params["space"]
    removed = await services.in_thread(_of_space, spaces.remove, name)
    return JSONResponse({"removed": removed})


def _of_space(do: Callable[..., T], *given: Any) -> T:
    """What is done with a space, with a name that cannot be one as a bad parameter."""
    try:
        return do(*given)
    except BadChoice as error:
        raise BadParameter(str(error)) from None


def spaces_of(services: Services) -> Spaces:
    """The spaces of the emulator."""
    if services.spaces is None:
        raise NoSpace(
            f"this is the space {services.space}, and has none in it: spaces are made, listed and"
            " removed at the address of the emulator itself",
            404,
        )
    return services.spaces


def space_facts(
    record: Record, spaces: Spaces, request: Request, services: Services
) -> dict[str, Any]:
    """A space as plain data. Of its settings the names are shown; some are keys or passwords."""
    return {
        "name": record.name,
        "url": base_url(request, services.config.public_url) + SPACES + record.name,
        "created": record.created,
        "used": record.used,
        "expires": record.used + spaces.lasting,
        "settings": sorted(record.settings),
    }


FAULT_PARAMETERS = tuple(one.name for one in fields(FaultRule))
UNITS = ("seconds", "minutes", "hours", "days")
CONTROLS = (
    Control("/", "GET", show),
    Control("/openapi.json", "GET", show_openapi),
    Control("/reset", "POST", reset),
    Control("/snapshot", "GET", take_snapshot, gives="application/zip"),
    Control("/snapshot", "PUT", put_snapshot, takes_body=True),
    Control("/seed", "POST", put_seed, takes_body=True),
    Control("/login", "POST", give_login, ("host", "user", "password"), ("host",)),
    Control("/pictures", "GET", pictures, ("limit",)),
    Control("/requests", "GET", requests),
    Control("/requests.har", "GET", requests_as_har),
    Control("/requests", "DELETE", clear_requests),
    Control("/web", "GET", show_web),
    Control("/web", "PUT", put_web, ("url",), ("url",), takes_body=True),
    Control("/web", "DELETE", delete_web, ("url",)),
    Control("/mail", "GET", mails, ("to",)),
    Control("/mail", "DELETE", clear_mails),
    Control("/faults", "GET", show_faults),
    Control("/faults", "PUT", put_fault, FAULT_PARAMETERS, ("name",)),
    Control("/faults", "DELETE", clear_faults, ("number",)),
    Control("/faults/known", "GET", show_known_faults),
    Control("/clock", "GET", show_clock),
    Control("/clock", "POST", advance_clock, UNITS),
    Control("/spaces", "GET", show_spaces, statuses=(404,)),
    Control("/spaces/{space}", "GET", show_space, statuses=(404,)),
    Control(
        "/spaces/{space}",
        "PUT",
        put_space,
        tuple(settings_of_space()),
        statuses=(404, 409, 507),
        described=described_settings(),
    ),
    Control("/spaces/{space}", "DELETE", delete_space, statuses=(404,)),
)


def admin_routes(services: Services) -> list[BaseRoute]:
    """One route for every path, with all its methods."""
    by_path: dict[str, dict[str, Control]] = {}
    for control in CONTROLS:
        by_path.setdefault(control.path, {})[control.method] = control

    def endpoint(controls: dict[str, Control]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            if reason := refusal(services, request):
                return JSONResponse({"error": reason}, status_code=403)
            control = controls["GET" if request.method == "HEAD" else request.method]
            try:
                return await control.answer(services, request, await _given(control, request))
            except BadParameter as error:
                return JSONResponse({"error": str(error)}, status_code=400)
            except TooLarge as error:
                return JSONResponse({"error": str(error)}, status_code=413)
            except NoSpace as error:
                return JSONResponse({"error": str(error)}, status_code=error.status)

        return answer

    async def certificate(request: Request) -> Response:
        pem = services.authority_pem
        if pem is None:
            return services.not_found("There is no proxy; start the emulator with --proxy.")
        return Response(pem, media_type="application/x-pem-file")

    async def health(request: Request) -> Response:
        removals = services.store.removals
        answer = {
            "status": "ok",
            "apis": [site.api for site in services.sites],
            "to_remove": 0 if removals is None else removals.count(),
        }
        return JSONResponse(answer)

    return [
        Route(f"{PREFIX}/health", health),
        Route(f"{PREFIX}/ca.pem", certificate),
        *(
            Route(PREFIX + path, endpoint(controls), methods=list(controls))
            for path, controls in by_path.items()
        ),
    ]


async def _given(control: Control, request: Request) -> Given:
    """The parameters of a call: those of the query, and of a JSON object in the body.

    What a control does not know and what comes twice is refused; a typing error must not pass.
    """
    pairs = list(request.query_params.multi_items())
    if not control.takes_body:
        pairs += await _in_body(request)
    known = ", ".join(control.parameters) or "none"
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in control.parameters:
            raise BadParameter(f"there is no parameter {name!r} here; known: {known}")
        if name in given:
            raise BadParameter(f"{name} is given twice")
        given[name] = value
    return given


async def _read(request: Request, largest: int) -> bytes:
    """The body; what is too large is thrown away by :class:`Drained`."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise TooLarge(largest)
    return bytes(body)


async def _in_body(request: Request) -> list[tuple[str, str]]:
    """The members of a JSON object in the body, as texts."""
    body = await _read(request, LARGEST_OBJECT)
    if not body:
        return []
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        found: Any = json.loads(body) if media_type == "application/json" else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadParameter(
            "parameters stand in the query, or in a body that is a JSON object and says so"
            " (Content-Type: application/json)"
        )
    members = cast("dict[str, object]", found)
    for name, value in members.items():
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            raise BadParameter(f"{name} must be a text or a number")
    return [(name, str(value)) for name, value in members.items()]


class Drained:
    """Reads what is left of a body before it is answered, at most so many bytes in all.

    A client that is still sending when the connection closes finds it reset, and not the answer.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        size, is_over = 0, False

        async def received() -> Message:
            nonlocal size, is_over
            message = await receive()
            size += len(message.get("body", b""))
            is_over = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def answered(message: Message) -> None:
            while message["type"] == "http.response.start" and not is_over and size <= self._most:
                await received()
            await send(message)

        await self._app(scope, received, answered)


def wants_page(request: Request) -> bool:
    """Whether a browser asks, which would rather have a page than data."""
    accepted = request.headers.get("accept", "").lower()
    return "text/html" in accepted and "application/json" not in accepted


def number(given: Given, name: str) -> float:
    """A parameter that is a number."""
    text = given[name]
    try:
        found = float(text)
    except ValueError:
        raise BadParameter(f"{name}={text} is not a number") from None
    if not isfinite(found):
        raise BadParameter(f"{name}={text} is not a number")
    return found


def whole_number(given: Given, name: str, *, least: int) -> int | None:
    """A parameter that is a whole number, or ``None`` where it is missing."""
    text = given.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) >= least):
        raise BadParameter(f"{name}={text} is not a whole number from {least} on")
    return int(text)


def has_token(services: Services, request: HTTPConnection) -> bool:
    """Whether a request has the token of those who may do everything."""
    token = services.config.admin_token
    given = request.headers.get("x-emulator-token", "")
    return bool(token) and hmac.compare_digest(given.encode(), (token or "").encode())


def refusal(services: Services, request: Request) -> str | None:
    """Why a request may not control the emulator; ``None`` when it may."""
    if has_token(services, request):
        return None
    origin = request.headers.get("origin")
    if origin is not None and not same_origin(origin, request):
        return "web pages of other origins may not control the emulator"
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "web pages of other origins may not control the emulator"
    host = readable_host(request)
    if host is None:  # a name that only a browser reads could lead here from any web page
        return "the emulator is not controlled by a name that is not one; see --admin-token"
    space = space_of(request)
    name = (space and space.host) or host_name(host)
    if is_loopback_name(name) or name in services.own_names:
        return None
    return f"the emulator is not controlled by the name {name}; see --admin-token"


def _url(given: Given) -> str | None:
    """The parameter ``url``, if it is there."""
    url = given.get("url")
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is not of an IPv6 address
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadParameter(f"url={url} is not an http or https URL")
    return url


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
        "sha256": picture.sha256,
        "title": picture.title,
        "original_filename": picture.original_filename,
        "created": picture.created,
        "expires": picture.expires,
        "files": {role: base + file.path for role, file in picture.files.items()},
    }
