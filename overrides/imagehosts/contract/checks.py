"""What is checked on a running host: a list of claims, each with a function that tries it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imagehosts_wire.types import Operation

    from ..hosts import Host
    from .ledger import Entry, Undo
    from .run import Run

__all__ = [
    "Check",
    "CheckFailed",
    "Checks",
    "Making",
    "NoChecks",
    "find_checks",
    "operations_of",
]


class CheckFailed(AssertionError):
    """The host does not do what its contract says."""


class NoChecks(LookupError):
    """A host without checks; the message names the file to write."""


@frozen
class Check:
    """One claim about a host.

    Attributes:
        claim: The claim, in a sentence without its full stop.
        creates: Whether trying it makes something on the server.
        run: Tries it; raises :class:`CheckFailed` or one of our errors where it does not hold.
    """

    claim: str
    creates: bool
    run: Callable[[Run], None]


@frozen
class Making:
    """An operation that makes something which can be taken back; for deep checks.

    Attributes:
        operation: The operation; its answer is read as the client reads it.
        what: What kind of thing it makes, such as ``picture``.
        shown: Gives the address or id of what was made.
        undo: Gives how it is deleted; None where there is no way.
        known: Gives values by which other operations ask for it, by the names of parameters.
        file: The field that takes the picture; empty where none is sent.
        fixed: Fields that are always sent so, such as one that keeps a picture private.
        unwanted: Fields that are never sent, because they would make something else.
        expires: Seconds after which the host deletes it by itself, where ``fixed`` asks for it.
    """

    operation: Operation[Any]
    what: str
    shown: Callable[[Any], object]
    undo: Callable[[Any], Undo | None]
    known: Callable[[Any], dict[str, str]] = lambda _: {}
    file: str = ""
    fixed: Mapping[str, Any] = field(factory=dict[str, Any])
    unwanted: tuple[str, ...] = ()
    expires: int = 0


class Checks:
    """The claims about one host, in order.

    Args:
        variables: What the checks need in the environment beside the host's credentials.
    """

    def __init__(self, *, variables: tuple[str, ...] = ()) -> None:
        self.variables = variables
        self.preflight: Callable[[Run], None] | None = None
        #: Asks for something whose answer never came; see :meth:`finds`.
        self.finder: Callable[[Run, Entry], None] | None = None
        #: What deep checks may make.
        self.makings: list[Making] = []
        self._all: list[Check] = []

    def __iter__(self) -> Iterator[Check]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def creates(self, claim: str) -> Callable[[Callable[[Run], None]], Callable[[Run], None]]:
        """A claim that is tried by making something."""
        return self._adder(claim, creates=True)

    def reads(self, claim: str) -> Callable[[Callable[[Run], None]], Callable[[Run], None]]:
        """A claim that is tried without making anything."""
        return self._adder(claim, creates=False)

    def makes(self, *makings: Making) -> None:
        """Say what may be made and taken back on a server, beyond what the checks do."""
        self.makings += makings

    def first(self, function: Callable[[Run], None]) -> Callable[[Run], None]:
        """What is tried before all, to name a wrong address or key in one line."""
        self.preflight = function
        return function

    def finds(self, function: Callable[[Run, Entry], None]) -> Callable[[Run, Entry], None]:
        """What finds out whether something is there whose answer never came.

        It notes in the ledger what it found: a way to delete it, that nothing is there, or why it
        cannot know and how the owner finds it.
        """
        self.finder = function
        return function

    def _adder(
        self, claim: str, *, creates: bool
    ) -> Callable[[Callable[[Run], None]], Callable[[Run], None]]:
        def add(function: Callable[[Run], None]) -> Callable[[Run], None]:
            self._all.append(Check(claim, creates, function))
            return function

        return add


def operations_of(host: Host) -> dict[str, Operation[Any]]:
    """The operations of a host by their ids, from the generated resources."""
    package = import_module(f"imagehosts_wire.{host.sync_client.api.name}.resources")
    names = (module.name for module in iter_modules(package.__path__))
    modules = (import_module(f"{package.__name__}.{name}") for name in names)
    return {operation.id: operation for module in modules for operation in module.OPERATIONS}


def find_checks(host: Host) -> Checks:
    """The checks of a host.

    Raises:
        NoChecks: It has none.
    """
    name = f"{__package__}.hosts.{host.name}"
    try:
        found = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise NoChecks(
            f"write overrides/imagehosts/contract/hosts/{host.name}.py: `CHECKS = Checks()`, what"
            " may be tried on a real server"
        ) from None
    checks: Checks = found.CHECKS
    return checks
