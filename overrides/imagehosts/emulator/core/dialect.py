"""How a host speaks: a handler for every operation, and hooks for all else it does in its own way.

This is everything that a host may change. No other module of the emulator asks which host it is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from .examples import answer_with_example
from .faults import Fault
from .problems import HostProblem, RoutingError
from .specs import (
    CredentialSlot,
    Operation,
    base_paths,
    credential_slots,
    host_names,
    operations_of,
    secret_names,
)
from .urls import request_path

if TYPE_CHECKING:
    from ..domain.users import User
    from .context import Call, Services
    from .store import Picture

#: What a host written for PHP lets through to its application, which looks at no method.
ANY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

Handler = Callable[["Call"], Awaitable[Response]]
FaultAnswer = Callable[["Call", Any], Response]
Chooser = Callable[["Call", Sequence[Operation]], Awaitable[Operation | None]]
Failure = Callable[["Call", Exception], Response]
BeforeRequest = Callable[["Call"], Response | None]
#: Gives the method and the path that a request means.
NormalizePath = Callable[[str, str], tuple[str, str]]
#: Gives a path on this host for a picture, for links on pages.
PicturePath = Callable[["Picture"], str]
#: Gives credentials of the account with this name and password, by the arguments of clients;
#: ``None`` where there is none.
LogIn = Callable[["Services", str, str], "dict[str, str] | None"]
#: Shows pictures of an account to everybody, by their numbers, under a title and with tags.
MakeExhibit = Callable[["Services", "User", str, Sequence[int], Sequence[str]], None]
#: Says how much there is at a host, for the home page.
Holdings = Callable[["Services"], str]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """How a host shows pictures to everybody, for seeds; they may be of another host's accounts."""

    make: MakeExhibit
    pictures_of: str | None = None


class Dialect:
    """How one family of hosts speaks.

    Args:
        name: The folder of its modules, below ``emulator/hosts/``.
        fail: Turns anything that a handler raises into the host's own kind of answer: its own
            refusals, and :class:`~.problems.RouteProblem` for what no route takes.
        choose: Picks among operations that share a method and a path; ``None`` for none of them.
        any_method: Whether every method reaches ``choose``, which then refuses for itself.
        accounts: Whether people have accounts here; the configured ones are made. Elsewhere albums
            belong to keys.
        login_purpose: What its sessions keep the token of a login for.
        names: Host names beside those of the spec, ``*.example.com`` for all below one: where the
            host has its pages and files.
        other_hosts: Host names beside those of the spec, each with the path it is served below.
        areas: Paths that are this host's beside those of its spec: what no route takes there is
            refused by it, also where all hosts share an address.
        normalize_path: Makes one of the many spellings of an address that a host takes. It sees
            no requests to other hosts.
        viewer_path: The page of a picture; without it links lead to the file.
        thumb_path: A small version of a picture; without it the file with the role ``thumb``.
        holdings: How much there is here; without it the number of pictures.
        errors: What this host answers where the errors of our clients are simulated, by their
            names as in :data:`~.faults.ERRORS`; others have a status of the spec's error table.
        examples: Whether operations without a handler are answered with the examples of the spec.
    """

    def __init__(
        self,
        name: str,
        *,
        fail: Failure,
        choose: Chooser | None = None,
        any_method: bool = False,
        accounts: bool = False,
        login_purpose: str = "login",
        names: Sequence[str] = (),
        other_hosts: Mapping[str, str] | None = None,
        areas: Sequence[str] = (),
        normalize_path: NormalizePath | None = None,
        viewer_path: PicturePath | None = None,
        thumb_path: PicturePath | None = None,
        holdings: Holdings | None = None,
        errors: Mapping[str, HostProblem] | None = None,
        examples: bool = False,
    ) -> None:
        self.name = name
        self.fail = fail
        self.choose = choose
        self.any_method = any_method
        self.accounts = accounts
        self.login_purpose = login_purpose
        self.names = tuple(names)
        self.other_hosts = other_hosts or {}
        self.areas = tuple(areas)
        self.normalize_path = normalize_path
        self.viewer_path = viewer_path
        self.thumb_path = thumb_path
        self.holdings = holdings
        self.examples = examples
        self.handlers: dict[str, Handler] = {}
        self.pages: list[tuple[str, tuple[str, ...], Handler]] = []
        self.before_request: BeforeRequest | None = None
        self.errors = errors or {}
        self.answer_fault: FaultAnswer | None = None
        self.log_in: LogIn | None = None
        self.exhibit: Exhibit | None = None

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

        ``{root}`` in the path stands for the part of the documented base path before its version;
        :class:`~.routing.RouteTree` says what else may stand there.
        """

        def register(handler: Handler) -> Handler:
            self.pages.append((path, methods or ("GET", "HEAD"), handler))
            return handler

        return register

    def before(self, hook: BeforeRequest) -> BeforeRequest:
        """Register what runs before any handler; an answer of its own ends the request."""
        self.before_request = hook
        return hook

    def login(self, log_in: LogIn) -> LogIn:
        """Register what gives tests the credentials of an account, without the host's own ways."""
        self.log_in = log_in
        return log_in

    def exhibition(self, *, of: str | None = None) -> Callable[[MakeExhibit], MakeExhibit]:
        """Register what makes a gallery of a seed, of pictures of this host or of another."""

        def register(make: MakeExhibit) -> MakeExhibit:
            self.exhibit = Exhibit(make, of)
            return make

        return register

    def own_fault(self, answer: FaultAnswer) -> FaultAnswer:
        """Register what answers with the faults that are this host's own."""
        self.answer_fault = answer
        return answer

    async def dispatch(self, call: Call, operations: Sequence[Operation]) -> Response:
        """Find the operation that a request means and let its handler answer."""
        method = {"HEAD": "get"}.get(call.request.method, call.request.method.lower())
        candidates = [o for o in operations if o.method == method]
        if self.choose is not None:
            try:
                call.operation = await self.choose(call, candidates or operations)
            except HostProblem:  # a fault meets what is refused so early as well
                simulated = await call.services.simulate(call)
                if simulated is None:
                    raise
                return simulated
        else:
            call.operation = candidates[0] if candidates else None
        if call.operation is None:
            raise RoutingError(f"{self.name} answers nothing to {request_path(call.request)}")
        call.entry.operation = call.operation.id
        simulated = await call.services.simulate(call)
        if simulated is not None:
            return simulated
        handler = self.handlers.get(call.operation.id, answer_with_example)
        return await handler(call)


@dataclass(frozen=True, eq=False)
class Site:
    """A host as the emulator serves it: a spec, a dialect that speaks it, and its particulars.

    It does not change and has no state, so emulators of one process share it, and what is read from
    its spec is read once.
    """

    api: str
    dialect: Dialect
    profile: Any
    spec: dict[str, Any]
    #: A command that uploads, for the home page of an empty emulator; ``{base}`` is filled in.
    example: str = ""
    #: The answers that this host alone can be made to give.
    own_faults: tuple[Fault, ...] = ()

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of the spec, in its order."""
        return tuple(operations_of(self.spec))

    @cached_property
    def secret_names(self) -> frozenset[str]:
        """The names, in lower case, under which credentials come."""
        return frozenset(secret_names(self.spec))

    @cached_property
    def credential_slots(self) -> tuple[CredentialSlot, ...]:
        """The places where credentials may come."""
        return tuple(credential_slots(self.spec))

    @property
    def base(self) -> str:
        """The path of the documented base URL, with no slash at the end."""
        return self.bases[0]

    @property
    def bases(self) -> list[str]:
        """The paths of all base URLs of the spec, the documented one first."""
        return base_paths(self.spec["servers"])

    @property
    def host(self) -> str:
        """The documented host name."""
        return self.hosts[0]

    @property
    def hosts(self) -> list[str]:
        """The host names of all base URLs of the spec."""
        return host_names(self.spec["servers"])

    @property
    def title(self) -> str:
        """The name that the spec gives the API."""
        return str(self.spec["info"]["title"])
