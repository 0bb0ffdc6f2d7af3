"""The space that a request chooses: by its path, a header, its host name, or as user of a proxy.

A name is believed only where no web page could have made it lead here: the host of the request must
be this machine's, one of the emulator's own, an address, a name without a dot, or that of an
emulated host. A page of any other name, which somebody let point to this machine, chooses nothing.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from .urls import host_name, is_loopback_name, is_public_name, readable_host, same_origin

__all__ = ["PREFIX", "ROOT", "BadChoice", "Choice", "Chooser", "proxy_user", "require_name"]

#: What addresses begin with that choose a space.
PREFIX = "/_emulator/spaces/"
HEADER = "X-Emulator-Space"
_HEADER = HEADER.lower().encode()
_PROXY_USER = b"proxy-authorization"
#: What hosts are not shown.
_CONSUMED = {_HEADER, _PROXY_USER}
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")

#: What pages put before addresses on this server.
ROOT: ContextVar[str] = ContextVar("imagehosts.emulator.root", default="")


class BadChoice(Exception):
    """A space that cannot be chosen so; the message says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Choice:
    """A space, and how it was chosen.

    Attributes:
        name: Its name.
        is_in_links: Whether links must name it in their path, as nothing else of a request that
            follows them would.
        host: Where it is a part of the host name, what is behind it.
        may_be_new: Whether it comes into being if it is not there.
    """

    name: str
    is_in_links: bool = False
    host: str | None = None
    may_be_new: bool = True

    @property
    def prefix(self) -> str:
        """The path of the space on the emulator."""
        return PREFIX + self.name

    @property
    def root(self) -> str:
        """What links put before a path on the host that was asked."""
        return self.prefix if self.is_in_links else ""

    def lead(self, public_url: str) -> str:
        """The public address of the space, from that of the emulator."""
        parts = urlsplit(public_url)
        if self.host is None or parts.hostname != self.host:
            return public_url + self.prefix
        return f"{parts.scheme}://{self.name}.{parts.netloc}{parts.path}"


def require_name(name: str) -> str:
    """The name of a space; ``BadChoice`` for what cannot be one."""
    if _NAME.fullmatch(name):
        return name
    raise BadChoice(
        f"{name[:80]!r} cannot name a space: a name has 1 to 63 lower-case letters, digits and"
        " hyphens, and begins and ends with none of the latter"
    )


def proxy_user(value: str) -> str | None:
    """The user in a header ``Proxy-Authorization``, who stands for a space."""
    kind, _, credentials = value.strip().partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        text = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise BadChoice("the user of the proxy cannot be read") from None
    return text.partition(":")[0] or None


class Chooser:
    """Reads the choice of a request.

    ``own_names`` are those of the emulator, ``is_emulated`` knows those of the hosts, and
    ``is_trusted`` whether a request may do everything.
    """

    def __init__(
        self,
        own_names: Collection[str],
        is_emulated: Callable[[str], object],
        is_trusted: Callable[[HTTPConnection], bool],
    ) -> None:
        self._own_names = frozenset(own_names)
        self._bases = self._own_names | {"localhost"}
        self._is_emulated = is_emulated
        self._is_trusted = is_trusted

    def choose(self, scope: Scope) -> tuple[Scope, Choice | None]:
        """The choice, if there is one, and the request without what chose.

        Raises:
            BadChoice: It names several spaces, or one that is no name, or may not choose.
        """
        path: str = scope["path"]
        state: dict[str, object] = scope.get("state") or {}
        proxied = bool(state.get("proxied"))
        headers: list[str] = []
        users: list[str | None] = []
        hosts: list[str] = []
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value.decode("latin-1"))
            elif name == _HEADER:
                headers.append(value.decode("latin-1").strip())
            elif name == _PROXY_USER and proxied:
                users.append(proxy_user(value.decode("latin-1")))
        if isinstance(user := state.get("proxy_user"), str):
            users.append(user)
        by_user = {user for user in users if user is not None}
        by_host = self._in_host(hosts)
        by_path, slash, rest = path.removeprefix(PREFIX).partition("/")
        in_path = path.startswith(PREFIX) and bool(slash)
        if not (headers or by_user or by_host or in_path):
            return scope, None
        names = {*headers, *by_user}
        if by_host:
            names.add(by_host[0])
        if in_path:
            names.add(by_path)
            scope = _below(scope, PREFIX + by_path, "/" + rest)
        if len(names) > 1:
            raise BadChoice(f"the request names several spaces: {', '.join(sorted(names))}"[:300])
        scope = {**scope, "headers": [one for one in scope["headers"] if one[0] not in _CONSUMED]}
        choice = Choice(
            require_name(names.pop()),
            is_in_links=not (by_host or by_user),
            host=by_host[1] if by_host else None,
        )
        return scope, self._believed(choice, HTTPConnection(scope))

    def _in_host(self, hosts: Sequence[str]) -> tuple[str, str] | None:
        """The label before a name of the emulator, and that name."""
        if len(hosts) != 1:
            return None
        label, dot, base = host_name(hosts[0]).partition(".")
        return (label, base) if dot and base in self._bases else None

    def _believed(self, choice: Choice, request: HTTPConnection) -> Choice:
        """The choice, if no web page can have brought it about that should not."""
        if self._is_trusted(request):
            return choice
        host = readable_host(request)
        if host is None:
            raise BadChoice("no space is chosen where the name of the host cannot be read", 403)
        name = choice.host or host_name(host)
        if not (
            is_loopback_name(name)
            or name in self._own_names
            or not is_public_name(name)
            or self._is_emulated(name)
        ):
            raise BadChoice(
                f"no space is chosen by the name {name}; start the emulator with --public-url, or"
                " send its --admin-token",
                403,
            )
        origin = request.headers.get("origin")
        is_foreign = (origin is not None and not same_origin(origin, request)) or (
            request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        )
        return replace(choice, may_be_new=False) if is_foreign else choice


def _below(scope: Scope, prefix: str, rest: str) -> Scope:
    """A request without the beginning of its path."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    begins = prefix.encode()
    return {
        **scope,
        "path": rest,
        "raw_path": raw[len(begins) :] if raw.startswith(begins) else quote(rest).encode(),
    }
