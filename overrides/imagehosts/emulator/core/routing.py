"""Which site a request is for, and which handler of that site takes it.

Routes come from the specs, so a spec and its emulator stay together: an operation without a
handler, or a handler without an operation, stops the site.

The site is found first. A request to a host name of a spec is for the sites of that name. Where all
sites share an address, the longest *area* that the path lies in decides: the base paths of a spec
(``/3``, ``/v2``), the first segment of operations outside of them (``/oauth2``), and what a dialect
names. Only then do the path rules of that site run. Where several sites have one area, an address
belongs to the first of them, by name, whose spec has it as it was written; then to the first that
takes it by its own path rules; and what none takes is refused by the first. A path in nobody's area
goes to the first site that has a page there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import Response

from imagehosts.core.quirks import quirk

from .dialect import ANY_METHOD, Handler, Site
from .problems import RoutingError
from .specs import Operation, paths_of

if TYPE_CHECKING:
    from .context import Call

# A spec may call a parameter anything that has no slash in it.
_PARAMETER = re.compile(r"\{([^{}:<>/]+)(?::(int|path)|<([^>]{1,200})>)?\}")


class Route(NamedTuple):
    """What stands at the end of a path."""

    methods: frozenset[str]
    handler: Handler
    names: tuple[str, ...]
    converters: tuple[Callable[[str], Any], ...]
    is_page: bool

    def parameters(self, values: Sequence[str]) -> dict[str, Any]:
        """The values in a path by the names that this route gives them."""
        made = (convert(value) for convert, value in zip(self.converters, values, strict=True))
        return dict(zip(self.names, made, strict=True))


class Match(NamedTuple):
    """A route and the values in the path."""

    route: Route
    parameters: dict[str, Any]


@dataclass(slots=True)
class _Node:
    """A place in the tree. Of its children those for exact segments are looked at first."""

    exact: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    patterns: dict[str, tuple[re.Pattern[str], _Node]] = field(
        default_factory=dict[str, tuple[re.Pattern[str], "_Node"]]
    )
    any: _Node | None = None
    routes: list[Route] = field(default_factory=list[Route])
    #: Routes that take all that is left of the path.
    rest: list[Route] = field(default_factory=list[Route])


class RouteTree:
    """Paths by their segments. A lookup follows the path and asks no pattern that is not on it.

    In a path, ``{name}`` is a segment, ``{name:int}`` a number of at most 18 digits, which every
    database holds, ``{name<regex>}`` anything that
    the expression matches (without groups or slashes); the last two, and several in a segment, may
    have text around them. ``{name:path}`` at the end is all that is left. Of two routes the one
    with a word where the other has a parameter goes first (the further left, the more it counts);
    of two at one path, the one that was added first.
    """

    def __init__(self) -> None:
        self._root = _Node()

    def add(
        self, path: str, methods: Iterable[str], handler: Handler, *, is_page: bool = False
    ) -> None:
        """Have a handler take a path. What takes GET takes HEAD."""
        taken = set(methods)
        if "GET" in taken:
            taken.add("HEAD")
        found = [(match[1], match[2]) for match in _PARAMETER.finditer(path)]
        names = tuple(name for name, _ in found)
        converters = tuple(int if kind == "int" else str for _, kind in found)
        route = Route(frozenset(taken), handler, names, converters, is_page)
        node, takes_rest = self._place(path)
        (node.rest if takes_rest else node.routes).append(route)

    def _place(self, path: str) -> tuple[_Node, bool]:
        node = self._root
        segments = path.split("/")
        for number, segment in enumerate(segments):
            match = _PARAMETER.fullmatch(segment)
            if match and match[2] == "path":
                if number != len(segments) - 1:
                    raise RoutingError(f"{segment} must stand at the end of {path}")
                return node, True
            if match and match[2] is None and match[3] is None:
                node.any = node.any or _Node()
                node = node.any
            elif _PARAMETER.search(segment):
                pattern = _expression(segment)
                node = node.patterns.setdefault(pattern, (re.compile(pattern), _Node()))[1]
            else:
                node = node.exact.setdefault(segment, _Node())
        return node, False

    def find(self, path: str, method: str) -> Match | None:
        """The route for a method at a path."""
        for route, values in _walk(self._root, path.split("/"), 0, ()):
            if method in route.methods:
                return Match(route, route.parameters(values))
        return None

    def allowed(self, path: str) -> set[str]:
        """The methods that are taken at a path; none where it leads to nothing."""
        found: set[str] = set()
        for route, _ in _walk(self._root, path.split("/"), 0, ()):
            found |= route.methods
        return found


def _expression(segment: str) -> str:
    """The regular expression of a segment with text around its parameters."""
    pattern, end = "", 0
    for match in _PARAMETER.finditer(segment):
        pattern += re.escape(segment[end : match.start()])
        pattern += "([0-9]{1,18})" if match[2] == "int" else f"({match[3] or '.+?'})"
        end = match.end()
    return pattern + re.escape(segment[end:])


def _walk(
    node: _Node, segments: Sequence[str], depth: int, values: tuple[str, ...]
) -> Iterator[tuple[Route, tuple[str, ...]]]:
    """Every route that a path leads to, the most specific first."""
    if depth == len(segments):
        for route in node.routes:
            yield route, values
        return
    segment = segments[depth]
    exact = node.exact.get(segment)
    if exact is not None:
        yield from _walk(exact, segments, depth + 1, values)
    if segment:
        for pattern, child in node.patterns.values():
            match = pattern.fullmatch(segment)
            if match is not None:
                yield from _walk(child, segments, depth + 1, values + match.groups())
        if node.any is not None:
            yield from _walk(node.any, segments, depth + 1, (*values, segment))
    for route in node.rest:
        yield route, (*values, "/".join(segments[depth:]))


# Sites


def check_handlers(site: Site) -> None:
    """Each operation has a handler, and each handler an operation; else ``RoutingError``."""
    expected = {operation.id for operation in site.operations}
    given = set(site.dialect.handlers)
    missing = sorted(expected - given)
    if missing and not site.dialect.examples:
        raise RoutingError(
            f"the emulator has no handler for {', '.join(missing)} of {site.api};"
            f" write one in emulator/hosts/{site.dialect.name}/ and mark it"
            f' @dialect.operation("{missing[0]}"), or have the examples of the spec answer with'
            f" Dialect(..., examples=True)"
        )
    if extra := sorted(given - expected):
        raise RoutingError(
            f"the dialect {site.dialect.name} has handlers for {', '.join(extra)},"
            f" which are not operations of {site.api}"
        )


@quirk("IGR-07")
def build_routes(site: Site) -> RouteTree:
    """The routes of a site: its operations and its pages."""
    check_handlers(site)
    by_path: dict[str, list[Operation]] = {}
    for operation in site.operations:
        for base, path in paths_of(site.spec, operation):
            by_path.setdefault(base + path, []).append(operation)
    tree = RouteTree()
    for path, shared in by_path.items():
        methods = ANY_METHOD if site.dialect.any_method else {o.method.upper() for o in shared}
        tree.add(path, methods, _api(shared))
    root = site.base.rpartition("/")[0]
    for path, page_methods, handler in site.dialect.pages:
        tree.add(path.replace("{root}", root), page_methods, handler, is_page=True)
    return tree


def _api(operations: Sequence[Operation]) -> Handler:
    async def answer(call: Call) -> Response:
        return await call.site.dialect.dispatch(call, operations)

    return answer


def areas_of(site: Site) -> set[str]:
    """The paths below which everything is for this site."""
    found = set(site.dialect.areas)
    for operation in site.operations:
        for base, path in paths_of(site.spec, operation):
            first = "/" + path.split("/")[1]
            area = base or ("" if "{" in first else first)
            found |= {area} - {""}
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """Where a request goes: the site, the request as that site reads it, and the route.

    Without a ``match`` the site refuses; ``allowed`` has the methods that it takes there.
    """

    site: Site
    method: str
    path: str
    match: Match | None
    allowed: frozenset[str] = frozenset()


class _Routes:
    """One site with its routes. They do not change once they are built."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.tree = build_routes(site)
        self.areas = areas_of(site)

    def find(self, method: str, path: str, *, as_written: bool = False) -> Found:
        """What a request leads to here, by the path rules of the site unless ``as_written``."""
        normalize = self.site.dialect.normalize_path
        if normalize is not None and not as_written:
            method, path = normalize(method, path)
        return Found(self.site, method, path, self.tree.find(path, method))

    def refused(self, method: str, path: str) -> Found:
        """The same for a site that has no route: with the methods that it would have taken."""
        found = self.find(method, path)
        allowed = frozenset(self.tree.allowed(found.path))
        return Found(found.site, found.method, found.path, None, allowed)


#: Addresses that are remembered, and how long they may be.
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 4096, 300
_UNKNOWN = "unknown"
_routes_of = lru_cache(maxsize=64)(_Routes)


class Directory:
    """The sites that share an address."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self.sites = sites
        self._routes = [_routes_of(site) for site in sites]
        self._by_area: dict[str, list[_Routes]] = {}
        for routes in self._routes:
            for area in routes.areas:
                self._by_area.setdefault(area, []).append(routes)
        self._deepest = max((area.count("/") for area in self._by_area), default=0)
        # Most requests are for files, which no route takes; and the same ones come again and again.
        self._known: dict[tuple[str, str], Found | None] = {}

    def find(self, method: str, path: str) -> Found | None:
        """The route for a request, or ``None``."""
        key = (method, path)
        found = self._known.get(key, _UNKNOWN)
        if not isinstance(found, str):
            return found
        found = self._find(method, path)
        if len(path) + len(method) <= _LONGEST_REMEMBERED:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = found
        return found

    def _find(self, method: str, path: str) -> Found | None:
        candidates = self._addressed(path) or self._routes
        if len(candidates) > 1:
            for routes in candidates:
                found = routes.find(method, path, as_written=True)
                if found.match is not None and not found.match.route.is_page:
                    return found
        for routes in candidates:
            found = routes.find(method, path)
            if found.match is not None:
                return found
        return None

    def refused(self, method: str, path: str) -> Found | None:
        """Who refuses what :meth:`find` has nothing for; ``None`` where no site is meant."""
        addressed = self._addressed(path)
        candidates = addressed or self._routes
        for routes in candidates:
            found = routes.refused(method, path)
            if found.allowed:
                return found
        if addressed or len(self._routes) == 1:
            return candidates[0].refused(method, path)
        return None

    def _addressed(self, path: str) -> list[_Routes]:
        """The sites in whose area a path lies; more slashes than one change nothing about that."""
        segments = [segment for segment in path.split("/") if segment]
        for length in range(min(len(segments), self._deepest), 0, -1):
            found = self._by_area.get("/" + "/".join(segments[:length]))
            if found is not None:
                return found
        return []
