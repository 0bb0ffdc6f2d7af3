"""The ASGI application: sites, pages and deliveries put together over one state."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .admin import PREFIX, admin_routes
from .config import EmulatorConfig
from .core.clock import Clock
from .core.delivery import deliver
from .core.faults import Faults
from .core.ids import Chance
from .core.journal import Entry, Journal
from .core.keys import Keys
from .core.routing import Call, Handler, HostProblem, Site, build_routes
from .core.sources import Sources, Web
from .core.store import Picture, Store
from .core.urls import host_name, request_host, request_path
from .domain.accounts import Accounts
from .domain.credits import Credits
from .hosts import build_sites
from .pages import PAGE_HEADERS, Pages, page_routes

T = TypeVar("T")

logger = logging.getLogger("imagehosts.emulator")

_CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
}
_PREFLIGHT_HEADERS = {
    **_CORS_HEADERS,
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "Access-Control-Max-Age": "600",
}


class Services:
    """Everything that handlers share: state, clock, chance, sources, pages and the journal."""

    def __init__(self, config: EmulatorConfig) -> None:
        self.config = config
        self.sites: Sequence[Site] = build_sites(config)
        self.clock = Clock(config.frozen_at)
        self.chance = Chance(config.seed)
        self.store = Store(config.data, salt=str(config.seed))
        self.accounts = Accounts(self.store)
        self.credits = Credits()
        #: Errors that were switched on. Those of the emulator itself are in ``faults``.
        self.switched = Faults(config.faults)
        self.web = Web()
        self.sources = Sources(
            self.store, self.web, frozenset(config.allow_network), config.max_body_size
        )
        self.keys = Keys(config.keys, config.admin_keys)
        self.journal = Journal()
        self.pages = Pages()
        #: What went wrong in the emulator itself; a test run that leaves anything here has failed.
        self.faults: list[Exception] = []
        self._limiter: RunVar[anyio.CapacityLimiter] = RunVar("imagehosts.emulator.core.pictures")
        self.add_configured_albums()
        self.add_configured_users()

    def site(self, api: str) -> Site:
        """The site of an API that is served."""
        return next(site for site in self.sites if site.api == api)

    def sites_for(self, request: Request) -> list[Site]:
        """The sites that a request may mean: the one whose host it names, else all."""
        name = host_name(request_host(request))
        return [site for site in self.sites if name in site.hosts] or list(self.sites)

    def served_at(self, request: Request) -> set[str]:
        """The APIs of these sites."""
        return {site.api for site in self.sites_for(request)}

    def add_configured_albums(self) -> None:
        """Make the albums that the configuration names."""
        for item in self.config.albums:
            code, _, key = item.partition("=")
            for site in self.sites:
                self.store.add_album(site.api, code, self.keys.fingerprint(key))

    def add_configured_users(self) -> None:
        """Make the accounts that the configuration names, where people have accounts."""
        hosts = [site.api for site in self.sites if site.dialect.accounts]
        self.accounts.seed(hosts, self.config.users, self.clock.now())

    def reset(self) -> None:
        """Back to an emulator as it starts: no pictures, registered web, or journal; real time."""
        self.store.clear()
        self.web.clear()
        self.journal.clear()
        self.clock.reset()
        self.credits.clear()
        self.switched.reset()
        self.add_configured_albums()
        self.add_configured_users()
        self.faults.clear()

    async def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run what takes time beside the event loop, a bounded number at once."""
        try:
            limiter = self._limiter.get()
        except LookupError:
            limiter = anyio.CapacityLimiter(max(1, self.config.picture_threads))
            self._limiter.set(limiter)
        return await anyio.to_thread.run_sync(partial(function, *args), limiter=limiter)

    async def answer(self, request: Request, site: Site, handler: Handler) -> Response:
        """Let a handler answer; whatever it raises becomes the host's own kind of answer."""
        cors = site.profile.cors and not self.config.no_cors
        if cors and _is_preflight(request):
            asked = request.headers.get("access-control-request-headers", "*")
            headers = {**_PREFLIGHT_HEADERS, "Access-Control-Allow-Headers": asked}
            return Response(status_code=204, headers=headers)
        call = self.call(request, site)
        try:
            response = self.turned_away(call) or await handler(call)
        except HostProblem as problem:
            response = call.site.dialect.fail(call, problem)
        except Exception as error:
            self.note_fault(error, request)
            response = call.site.dialect.fail(call, error)
        finally:
            call.form.close()
        if cors:
            response.headers.update(_CORS_HEADERS)
        return response

    def call(self, request: Request, site: Site) -> Call:
        """A request on its way to ``site``."""
        entry: Entry = request.scope["state"]["entry"]
        entry.api = site.api
        return Call(self, site, request, entry)

    @staticmethod
    def turned_away(call: Call) -> Response | None:
        """What a site answers before it looks at anything."""
        hook = call.site.dialect.turn_away
        return hook(call) if hook else None

    def note_fault(self, error: Exception, request: Request) -> None:
        """Remember and log an error of the emulator."""
        self.faults.append(error)
        logger.exception("%s %s failed in the emulator", request.method, request_path(request))

    def not_found(self, message: str, status: int = 404) -> Response:
        """A page that says no."""
        return HTMLResponse(
            self.pages.message(str(status), message), status_code=status, headers=PAGE_HEADERS
        )


def create_app(config: EmulatorConfig | None = None) -> ASGIApp:
    """The emulator as an ASGI application. It keeps its state until the process ends."""
    return build_app(Services(config or EmulatorConfig()))


def build_app(services: Services) -> ASGIApp:
    """The application over given services."""
    by_name: dict[str, list[Site]] = {}
    for site in services.sites:
        for host in site.hosts:
            by_name.setdefault(host, []).append(site)
    routers = {host: _router(services, sites) for host, sites in by_name.items()}
    everything = _router(services, services.sites)
    other_hosts = {
        host: path for site in services.sites for host, path in site.dialect.other_hosts.items()
    }

    async def by_host(scope: Scope, receive: Receive, send: Send) -> None:
        for site in services.sites:
            if site.dialect.tidy is not None:
                method, path = site.dialect.tidy(scope["method"], scope["path"])
                scope = {**scope, "method": method, "path": path}
        name = host_name(request_host(Request(scope)))
        if name in other_hosts and not scope["path"].startswith(f"{PREFIX}/"):
            scope = {**scope, "path": other_hosts[name] + scope["path"]}
        await routers.get(name, everything)(scope, receive, send)

    return Recorder(by_host, services)


def _router(services: Services, sites: Sequence[Site]) -> Router:
    routes: list[BaseRoute] = [*admin_routes(services), *page_routes(services)]
    for site in sites:
        routes += build_routes(site, services)
    # As the default, not as a route: a route that takes everything would hide a 405.
    return Router(routes, redirect_slashes=False, default=_Fallback(services, sites))


class _Fallback:
    """Addresses that no host has a handler for: files of pictures, else nothing."""

    def __init__(self, services: Services, sites: Sequence[Site]) -> None:
        self._services = services
        self._sites = sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = self._file(request) or self._nothing(request)
        await response(scope, receive, send)

    def _file(self, request: Request) -> Response | None:
        if request.method not in ("GET", "HEAD"):
            return None
        found = _served_file(
            self._services, request_path(request), {site.api for site in self._sites}
        )
        if found is None:
            return None
        picture, role = found
        site = self._services.site(picture.host)
        request.scope["state"]["entry"].api = site.api
        file = picture.files[role]
        response = deliver(request, file, self._services.store.blobs, picture.created)
        if site.profile.cors and not self._services.config.no_cors:
            response.headers.update(_CORS_HEADERS)
        return response

    def _nothing(self, request: Request) -> Response:
        call = self._services.call(request, self._sites[0])
        return self._services.turned_away(call) or self._services.not_found(
            "There is nothing at this address."
        )


def _served_file(services: Services, path: str, apis: set[str]) -> tuple[Picture, str] | None:
    file = services.store.file(path)
    if file is None:
        return None
    picture = services.store.picture(file.picture_id)
    if picture is None or picture.host not in apis or not services.store.blobs.has(file.sha256):
        return None
    return picture, file.role


class Recorder:
    """Around everything: expired pictures go, the journal is kept, and nothing ends in a 500."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await _lifespan(receive, send)
            return
        services = self._services
        services.store.delete_expired(services.clock.now())
        request = Request(scope, receive)
        entry = services.journal.begin(request, services.clock.now())
        scope["state"] = {**scope.get("state", {}), "entry": entry}

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                MutableHeaders(scope=message).setdefault("Server", "imagehosts-emulator")
            try:
                await send(message)
            except Exception as error:
                raise _Unsent from error

        try:
            await self._app(scope, receive, noting)
        except (_Unsent, ClientDisconnect):
            logger.debug("%s %s was given up by its client", entry.method, entry.path)
        except Exception as error:
            services.note_fault(error, request)
            if entry.status is not None:
                raise
            page = services.not_found("The emulator failed; its log says why.", 502)
            await page(scope, receive, noting)
        if services.config.log:
            line = (entry.client, entry.method, entry.path, entry.status, entry.problem or "")
            logger.info('%s "%s %s" %s %s', *line)


class _Unsent(Exception):
    """The server could not send an answer, for the request broke off or the client has gone."""


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _is_preflight(request: Request) -> bool:
    return (
        request.method == "OPTIONS"
        and "origin" in request.headers
        and "access-control-request-method" in request.headers
    )
