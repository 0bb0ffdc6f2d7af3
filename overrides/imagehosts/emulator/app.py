"""The ASGI application: sites, pages and deliveries put together over one state."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Sequence
from contextlib import suppress
from time import perf_counter
from typing import Any

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .admin import PREFIX, Drained, admin_routes
from .config import EmulatorConfig
from .core.context import CORS_HEADERS, Call, Services
from .core.delivery import Delivery, deliver
from .core.dialect import Handler, Site
from .core.effects import Effects, EndedOnPurpose
from .core.journal import Entry
from .core.media.on_demand import deliver_on_demand
from .core.pages import PAGE_HEADERS
from .core.problems import RouteProblem
from .core.repeats import Origin, Repeat, Repeats
from .core.routing import Directory, Found
from .core.store import Served
from .core.urls import host_name, is_public_name, request_host, request_path, space_of
from .documentation import documentation_routes, find_documentation, is_documentation
from .hosts import find_sites
from .pages import page_routes
from .spaces import Spaces
from .spaces.front import Front

logger = logging.getLogger("imagehosts.emulator")


def create_app(config: EmulatorConfig | None = None) -> ASGIApp:
    """The emulator as an ASGI application. It keeps its state until the process ends."""
    return build_app(make_services(config or EmulatorConfig()))


def make_services(config: EmulatorConfig, *, strict: bool = False) -> Services:
    """The services of the hosts that a configuration asks for; see :func:`.hosts.find_sites`."""
    served = find_sites(config, strict=strict)
    services = Services(config, served.sites, served.schemas)
    services.documentation = find_documentation(config.docs)
    return services


def build_app(services: Services) -> Front:
    """The application over given services, with the spaces beside them."""
    services.spaces = Spaces(services, _build_state)
    return Front(services, _build_state(services))


def _build_state(services: Services) -> ASGIApp:
    """The application of one state: that of the emulator, or of a space."""
    return Recorder(Hosts(services), services)


class Hosts:
    """Finds the site of a request, then the handler there; else a file, or a refusal."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._directories = {services.sites: Directory(services.sites)}
        for sites in services.sites_by_host.values():
            self._directory(sites)
        self._other_hosts = {
            name: path for site in services.sites for name, path in site.dialect.other_hosts.items()
        }
        # As the default, not as a route: a route that takes everything would hide a 405.
        own = [*admin_routes(services), *page_routes(services), *documentation_routes(services)]
        routes = Router(own, redirect_slashes=False, default=self._nothing)
        self._own = Drained(routes, services.bounds.drained)
        services.begin(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        request = Request(scope, receive, send)
        space = space_of(request)
        name = (space and space.host) or host_name(request_host(request))
        if scope["state"].get("proxied") and not self._is_served(name):
            await self._not_of_here(name)(scope, receive, send)
            return
        is_page = is_documentation(self._services, path) or (
            path == "/" and not self._is_called(scope)
        )
        if path.startswith(f"{PREFIX}/") or (is_page and name not in self._other_hosts):
            await self._own(scope, receive, send)
            return
        if name in self._other_hosts:
            scope = {**scope, "path": self._other_hosts[name] + path}
            request = Request(scope, receive, send)
        directory = self._directory(self._services.sites_called(name) or self._services.sites)
        found = directory.find(scope["method"], scope["path"])
        response = None if found else await self._beside_routes(request, directory)
        if response is None:
            found = found or directory.refused(scope["method"], scope["path"])
            if found is None:
                await self._nothing(scope, receive, send)
                return
            response = await self._answer(found, scope, receive, send)
        await response(scope, receive, send)

    def _is_called(self, scope: Scope) -> bool:
        """Whether a program asks for what some site has at ``/``, where browsers find our page."""
        request = Request(scope)
        if "text/html" in request.headers.get("accept", ""):
            return False
        found = self._directory(self._services.sites_for(request)).find(scope["method"], "/")
        return found is not None and found.match is not None and not found.match.route.is_page

    async def _answer(self, found: Found, scope: Scope, receive: Receive, send: Send) -> Response:
        """What the site says: its handler, or its refusal of what no route takes."""
        scope = {**scope, "method": found.method, "path": found.path}
        if found.match is None:
            scope["path_params"] = {}
            handler = _refusal(RouteProblem(found.allowed))
        else:
            scope["path_params"] = dict(found.match.parameters)
            handler = found.match.route.handler
        is_operation = found.match is not None and not found.match.route.is_page
        request = Request(scope, receive, send)
        return await self._services.answer(request, found.site, handler, is_operation=is_operation)

    def _directory(self, sites: Sequence[Site]) -> Directory:
        """The routes of sites that share an address, made once."""
        key = tuple(sites)
        if key not in self._directories:
            self._directories[key] = Directory(key)
        return self._directories[key]

    def _is_served(self, name: str) -> bool:
        """Whether requests to this host are for the emulator when it is used as a proxy."""
        return (
            bool(self._services.sites_called(name))
            or not is_public_name(name)
            or name in self._services.own_names
        )

    def _not_of_here(self, name: str) -> Response:
        """What a proxy says about all other hosts: nothing is fetched from them."""
        known = ", ".join(sorted(self._services.sites_by_host))
        message = f"The emulator stands in for {known} alone, and asks nothing of {name}."
        return self._services.not_found(message, 502)

    async def _beside_routes(self, request: Request, directory: Directory) -> Response | None:
        """The file of a picture that is served under its own path; what it takes by OPTIONS."""
        if request.method != "OPTIONS":
            return await self._file(request, directory.sites)
        page = directory.find("GET", request_path(request))
        if page is not None and page.match is not None and page.match.route.is_page:
            return self._services.answer_options(request, page.site)
        sites = {site.api: site for site in directory.sites}
        file = self._served_file(request_path(request), sites)
        return None if file is None else self._services.answer_options(request, file[0])

    async def _file(self, request: Request, sites: Sequence[Site]) -> Response | None:
        if request.method not in ("GET", "HEAD"):
            return None
        version = self._services.store.version()
        found = self._served_file(request_path(request), {site.api: site for site in sites})
        if found is None:
            return None
        site, served = found
        simulated = await self._services.simulate(self._services.call(request, site))
        if simulated is not None:
            return simulated
        file, created = served.file, served.created
        if file.is_on_demand:
            response = await deliver_on_demand(self._services, request, file, created)
        else:
            response = deliver(request, file, self._services.store.blobs, created)
        if site.profile.cors and not self._services.config.no_cors:
            response.headers.update(CORS_HEADERS)
        is_whole = response.is_known if isinstance(response, Delivery) else None
        request.scope["state"]["origin"] = Origin(version, response.status_code, is_whole)
        return response

    def _served_file(self, path: str, sites: dict[str, Site]) -> tuple[Site, Served] | None:
        served = self._services.store.served(path)
        if served is None or served.host not in sites:
            return None
        return sites[served.host], served

    async def _nothing(self, scope: Scope, receive: Receive, send: Send) -> None:
        """No host is meant; what a host says before it looks at anything counts here too."""
        request = Request(scope, receive, send)
        response: Response | None = None
        for site in self._services.sites_for(request):
            response = self._services.before_request(self._services.call(request, site))
            if response is not None:
                break
        else:
            scope["state"]["entry"].api = None
        response = response or self._services.not_found("There is nothing at this address.")
        await response(scope, receive, send)


def _refusal(problem: RouteProblem) -> Handler:
    async def refuse(call: Call) -> Response:
        raise problem

    return refuse


class Recorder:
    """Around everything: expired pictures go, the journal is kept, and nothing ends in a 500."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services
        self._repeats = Repeats(services)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await _lifespan(receive, send)
            return
        key = self._repeats.key(scope)
        if key is None or not await self._repeat(key, scope, send):
            await self._answer(key, scope, receive, send)

    async def _repeat(self, key: Hashable, scope: Scope, send: Send) -> bool:
        """Answer as before, if nothing has changed since."""
        try:
            found = self._repeats.find(key, scope)
            if found is None:
                return False
            known, entry = found
            start = known.start_for(entry.client)
            self._services.journal.note(entry)
            self._services.journal.keep(entry)
        except Exception:  # what is broken is met again, and said, where all requests are answered
            logger.debug("%s cannot be answered as before", scope["path"], exc_info=True)
            return False
        try:
            await send(start)
            await send({**known.body})
        except Exception:
            logger.debug("%s %s was given up by its client", entry.method, entry.path)
        self._log(entry)
        return True

    async def _answer(self, key: Hashable, scope: Scope, receive: Receive, send: Send) -> None:
        services = self._services
        request = Request(scope, receive)
        entry = services.journal.begin(request, services.clock.now())
        answer = _Answer(services, entry, receive, send)
        state: dict[str, Any] = scope.get("state", {})
        scope["state"] = state = {**state, "entry": entry, "effects": answer.effects}
        try:
            await _look_around(services)
            entry.time = services.clock.now()
            if _has_two_lengths(request):
                refusal = services.not_found("The length of the request is given twice.", 400)
                refusal.headers["Connection"] = "close"
                await refusal(scope, receive, answer.send)
            else:
                await self._app(scope, receive, answer.send)
        except (_Unsent, ClientDisconnect):
            logger.debug("%s %s was given up by its client", entry.method, entry.path)
        except EndedOnPurpose:
            entry.problem = entry.problem or "the answer was ended on purpose"
            _abort(send)
            raise BrokenOff from None
        except Exception as error:
            services.note_internal_error(error, request)
            if entry.status is not None:
                raise BrokenOff from None  # the server closes the connection
            page = services.not_found("The emulator failed; its log says why.", 502)
            answer.may_keep = False  # the journal may be what failed
            await page(scope, receive, answer.send)
        finally:
            answer.end()
        origin: Origin | None = state.get("origin")
        if key is not None and origin is not None and answer.body is not None:
            self._repeats.keep(key, Repeat(origin, answer.start, answer.body, entry))
        self._log(entry)

    def _log(self, entry: Entry) -> None:
        if self._services.config.log:
            line = (entry.client, entry.method, entry.path, entry.status, entry.problem or "")
            logger.info('%s "%s %s" %s %s', *line)


class _Answer:
    """An answer on its way, and the line of the journal that it ends."""

    def __init__(self, services: Services, entry: Entry, receive: Receive, send: Send) -> None:
        self.effects = Effects()
        self.may_keep = True
        #: What was sent; ``body`` is there where it was sent whole, in one message.
        self.start: Message = {}
        self.body: Message | None = None
        self._services = services
        self._entry = entry
        self._receive = receive
        self._send = send
        self._is_kept = False
        self._is_one = False
        self._problem: str | None = None
        self._began = perf_counter()

    async def send(self, message: Message) -> None:
        """Send a message of it, with everything that happens to it on purpose."""
        if message["type"] == "http.response.start":
            await self.effects.before(self._receive)
            self._entry.status = message["status"]
            _add_headers(MutableHeaders(scope=message))
            # A copy, for who sends it on may add to it.
            self.start, self._is_one = {**message, "headers": [*message["headers"]]}, True
        elif not message.get("more_body", False):
            self.body = {**message} if self._is_one else None
            self._keep()  # now, so that whoever has the answer finds it there
        else:
            self._is_one = False
        await self.effects.send(message, self._sending)

    async def _sending(self, message: Message) -> None:
        try:
            await self._send(message)
        except Exception as error:
            self._is_kept = False
            raise _Unsent from error

    def _keep(self) -> None:
        self._entry.took = perf_counter() - self._began
        if self.may_keep:
            self._services.journal.keep(self._entry)
        self._is_kept, self._problem = True, self._entry.problem

    def end(self) -> None:
        """Have the line as it came to be in the end."""
        self._entry.took = perf_counter() - self._began
        if not self._is_kept or self._entry.problem != self._problem:
            with suppress(Exception):
                self._services.journal.keep(self._entry)


async def _look_around(services: Services) -> None:
    """What other processes have changed counts from here on, and what is past its time goes."""
    services.refresh()
    if services.store.has_expired(services.clock.now()):
        await anyio.to_thread.run_sync(services.store.delete_expired, services.clock.now())


def _add_headers(headers: MutableHeaders) -> None:
    """What every answer has; no page runs scripts, even if it repeats text of others."""
    headers.setdefault("Server", "imagehosts-emulator")
    if headers.get("content-type", "text/html").lower().startswith(_PAGE_TYPES):
        for name, value in PAGE_HEADERS.items():
            headers.setdefault(name, value)


#: What a browser shows as a page, what has no type included.
_PAGE_TYPES = ("text/html", "application/xhtml", "text/xml", "application/xml")


def _has_two_lengths(request: Request) -> bool:
    """Whether a request says in two ways where it ends, so that a proxy may see another end."""
    return "transfer-encoding" in request.headers and "content-length" in request.headers


def _abort(send: Send) -> None:
    """End a connection at once; in process there is none."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()


class BrokenOff(Exception):
    """An answer could not be completed, and was noted; its connection must be closed."""


class _Unsent(Exception):
    """The server could not send an answer: the request broke off or the client has gone."""


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
