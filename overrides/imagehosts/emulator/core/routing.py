"""Routes come from the specs, so a spec and its emulator cannot part.

A :class:`Dialect` registers a handler for each operation of a spec. Building the routes of a
:class:`Site` fails when an operation has no handler, or a handler no operation. Several operations
on one method and path, told apart by a fragment in the spec, share one route; the dialect chooses
between them.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from imagehosts.core.quirks import quirk

from .forms import Form
from .journal import Entry
from .urls import request_path

if TYPE_CHECKING:
    from ..app import Services

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
#: What a host written for PHP lets through to its application, which looks at no method.
ANY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


class RoutingError(Exception):
    """A spec and the handlers of its dialect do not match."""


class HostProblem(Exception):
    """An error that is the host's answer; whatever else a handler raises is the emulator's own."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a spec: where it lives and what the spec says about it."""

    id: str
    method: str
    path: str
    variant: str
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A host as the emulator serves it: a spec, a dialect that speaks it, and its particulars."""

    api: str
    dialect: Dialect
    profile: Any
    spec: dict[str, Any]

    @property
    def base(self) -> str:
        """The path of the documented base URL, with no slash at the end."""
        return urlsplit(str(self.spec["servers"][0]["url"])).path.rstrip("/")

    @property
    def bases(self) -> list[str]:
        """The paths of all base URLs of the spec, the documented one first."""
        paths = [urlsplit(str(server["url"])).path.rstrip("/") for server in self.spec["servers"]]
        return list(dict.fromkeys(paths))

    @property
    def host(self) -> str:
        """The documented host name."""
        return urlsplit(str(self.spec["servers"][0]["url"])).hostname or ""

    @property
    def hosts(self) -> list[str]:
        """The host names of all base URLs of the spec."""
        names = [urlsplit(str(server["url"])).hostname or "" for server in self.spec["servers"]]
        return list(dict.fromkeys(names))

    @property
    def title(self) -> str:
        """The name that the spec gives the API."""
        return str(self.spec["info"]["title"])


@dataclass(slots=True)
class Call:
    """One request on its way through a dialect."""

    services: Services
    site: Site
    request: Request
    entry: Entry
    operation: Operation | None = None
    form: Form = field(default_factory=Form)
    form_is_read: bool = False
    key: str | None = None
    #: When it began, on a clock that only measures.
    started: float = field(default_factory=perf_counter)

    @property
    def address(self) -> str:
        """The client's address."""
        return self.request.client.host if self.request.client else ""


Handler = Callable[[Call], Awaitable[Response]]
Chooser = Callable[[Call, Sequence[Operation]], Awaitable[Operation | None]]
Failure = Callable[[Call, Exception], Response]
Before = Callable[[Call], Response | None]
#: Gives the method and the path that a request means.
Tidy = Callable[[str, str], tuple[str, str]]


class Dialect:
    """How one family of hosts speaks: a handler for every operation, and pages beside them.

    ``choose`` picks among operations that share a method and a path, and says ``None`` when there
    is none to pick. ``fail`` turns what a handler raises into the host's own kind of answer.
    """

    def __init__(
        self,
        name: str,
        *,
        fail: Failure,
        choose: Chooser | None = None,
        any_method: bool = False,
        accounts: bool = False,
        other_hosts: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.fail = fail
        self.any_method = any_method
        #: Whether people have accounts here; the configured ones are made.
        self.accounts = accounts
        #: Host names beside those of the spec, each with the path under which it is served.
        self.other_hosts = other_hosts or {}
        self.handlers: dict[str, Handler] = {}
        self.pages: list[tuple[str, tuple[str, ...], Handler]] = []
        self.turn_away: Before | None = None
        #: What makes one of the many spellings of an address that a host takes.
        self.tidy: Tidy | None = None
        self._choose = choose

    def operation(self, *operation_ids: str) -> Callable[[Handler], Handler]:
        """Register a handler for operations of the spec."""

        def register(handler: Handler) -> Handler:
            for operation_id in operation_ids:
                if operation_id in self.handlers:
                    raise RoutingError(f"two handlers for {operation_id} in {self.name}")
                self.handlers[operation_id] = handler
            return handler

        return register

    def page(self, path: str, *methods: str) -> Callable[[Handler], Handler]:
        """Register what a host serves beside its API: viewer pages, delete links, old addresses.

        ``{root}`` in the path stands for the part of the documented base path before its version.
        """

        def register(handler: Handler) -> Handler:
            self.pages.append((path, methods or ("GET", "HEAD"), handler))
            return handler

        return register

    def before(self, hook: Before) -> Before:
        """Register what is asked before any handler; an answer of its own ends the request."""
        self.turn_away = hook
        return hook

    async def dispatch(self, call: Call, operations: Sequence[Operation]) -> Response:
        """Find the operation that a request means and let its handler answer."""
        candidates = [o for o in operations if o.method == call.request.method.lower()]
        if self._choose is not None:
            call.operation = await self._choose(call, candidates or operations)
        else:
            call.operation = candidates[0] if candidates else None
        if call.operation is None:
            raise RoutingError(f"{self.name} answers nothing to {request_path(call.request)}")
        call.entry.operation = call.operation.id
        return await self.handlers[call.operation.id](call)


def load_spec(api: str) -> dict[str, Any]:
    """The spec of an API, as it is shipped with the generated code."""
    try:
        text = files(f"imagehosts_wire.{api}").joinpath("spec.json").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise RoutingError(f"there is no spec for {api!r}; run make generate") from None
    spec: dict[str, Any] = json.loads(text)
    return spec


def operations_of(spec: dict[str, Any]) -> list[Operation]:
    """Every operation of a spec, in its order."""
    found: list[Operation] = []
    for key, item in spec["paths"].items():
        path, _, variant = key.partition("#")
        for method, operation in item.items():
            if method in METHODS:
                found.append(Operation(operation["operationId"], method, path, variant, operation))
    return found


def build_routes(site: Site, services: Services) -> list[BaseRoute]:
    """The routes of a site: its operations, literal paths first, then its pages."""
    operations = operations_of(site.spec)
    _check(site, operations)
    by_path: dict[str, list[Operation]] = {}
    for operation in operations:
        for path in _paths(site, operation):
            by_path.setdefault(path, []).append(operation)
    routes: list[BaseRoute] = []
    for path in sorted(by_path, key=specificity):
        shared = by_path[path]
        methods = ANY_METHOD if site.dialect.any_method else {o.method.upper() for o in shared}
        routes.append(_route(path, methods, services, site, _api(shared)))
    root = site.base.rpartition("/")[0]
    for path, page_methods, handler in site.dialect.pages:
        routes.append(_route(path.replace("{root}", root), page_methods, services, site, handler))
    return routes


def _check(site: Site, operations: Iterable[Operation]) -> None:
    expected = {operation.id for operation in operations}
    given = set(site.dialect.handlers)
    if missing := sorted(expected - given):
        raise RoutingError(
            f"the emulator has no handler for {', '.join(missing)} of {site.api};"
            f" write one in emulator/hosts/{site.dialect.name}/ and mark it"
            f' @dialect.operation("{missing[0]}")'
        )
    if extra := sorted(given - expected):
        raise RoutingError(
            f"the dialect {site.dialect.name} has handlers for {', '.join(extra)},"
            f" which are no operations of {site.api}"
        )


@quirk("IGR-07")
def specificity(path: str) -> tuple[list[bool], str]:
    """Where a segment is a word in one path and a template in another, the word goes first."""
    return [segment.startswith("{") for segment in path.split("/")], path


def _paths(site: Site, operation: Operation) -> list[str]:
    """Where an operation lives: below each base URL, with and without its optional segments."""
    servers = operation.spec.get("servers")
    bases = [urlsplit(str(s["url"])).path.rstrip("/") for s in servers] if servers else site.bases
    paths = [operation.path]
    if alternate := operation.spec.get("x-alternate-path"):
        paths.append(alternate)
    optional = {
        f"{{{parameter['name']}}}"
        for parameter in (_resolved(site.spec, p) for p in operation.spec.get("parameters", []))
        if parameter.get("x-optional-segment")
    }
    while paths[-1].rpartition("/")[2] in optional:
        paths.append(paths[-1].rpartition("/")[0])
    return [base + path for path in paths for base in bases]


def _resolved(spec: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """What a reference into the components leads to."""
    found: Any = value
    if "$ref" in value:
        found = spec
        for name in str(value["$ref"]).removeprefix("#/").split("/"):
            found = found[name]
    return dict(found)


def _api(operations: Sequence[Operation]) -> Handler:
    async def answer(call: Call) -> Response:
        return await call.site.dialect.dispatch(call, operations)

    return answer


class _Endpoint:
    """An ASGI endpoint, so that Starlette leaves the choice of methods to the route."""

    def __init__(self, services: Services, site: Site, handler: Handler) -> None:
        self._services = services
        self._site = site
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = await self._services.answer(request, self._site, self._handler)
        await response(scope, receive, send)


def _route(
    path: str, methods: Iterable[str], services: Services, site: Site, handler: Handler
) -> Route:
    endpoint = _Endpoint(services, site, handler)
    return Route(path, endpoint, methods=list(methods), name=f"{site.api} {path}")
