"""What can go wrong in a way that is meant: refusals of a host, and specs without their handlers.

Nothing here needs a package of the extra, so that the rows of hosts can be read without it.
"""

from __future__ import annotations

from collections.abc import Iterable


class RoutingError(Exception):
    """A spec and the handlers of its dialect do not match; the message says what to write."""


class HostProblem(Exception):
    """An error that is the host's answer; anything else that a handler raises is the emulator's."""


class RouteProblem(HostProblem):
    """No route takes the request. ``allowed`` has the methods that the address takes, if any."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self.allowed = tuple(sorted(set(allowed)))
        super().__init__("method not allowed" if self.allowed else "no such address")

    @property
    def status(self) -> int:
        """405 where the address takes other methods, else 404."""
        return 405 if self.allowed else 404

    @property
    def headers(self) -> dict[str, str]:
        """``Allow``, as a 405 must have it."""
        return {"Allow": ", ".join(self.allowed)} if self.allowed else {}


class Refused(HostProblem):
    """A refusal by its HTTP status, a code for programs and a message for people.

    For hosts without a table of problems of their own, and for those that have one where somebody
    asks for an answer that is not in it: every ``fail`` of a dialect takes it.
    """

    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code

    @property
    def number(self) -> int:
        """The code where it is a number, else 0."""
        return int(self.code) if self.code.isdecimal() else 0
