"""What tests expect of hosts and have go wrong: in this process, and at a service somewhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol, Self

from .core.expecting import Expectation, as_har, check
from .core.faults import FaultRule, fault_name
from .core.journal import Entry

__all__ = ["HostControls"]


class SwitchedOn(Protocol):
    """A fault that is on: it counts the requests that it met, and can be switched off."""

    rule: FaultRule
    number: int

    @property
    def hits(self) -> int:
        """The requests that it has met."""
        ...

    @property
    def left(self) -> int | None:
        """The requests that it will meet; ``None`` for all."""
        ...

    def cancel(self) -> None:
        """Switch it off."""
        ...

    def __enter__(self) -> SwitchedOn: ...

    def __exit__(self, *_: object) -> None: ...


class HostControls(ABC):
    """Faults, and assertions on the requests that came in; for a ``with`` block."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what is needed no longer."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    @abstractmethod
    def requests(self) -> list[Entry]:
        """The last requests, oldest first, without secrets."""

    @abstractmethod
    def switch_on(self, rule: FaultRule) -> SwitchedOn:
        """Switch a fault on, as ``fail`` and the others do."""

    def expect(
        self,
        host: str | None = None,
        operation: str | None = None,
        *,
        times: int | None = None,
        status: int | None = None,
        fields: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
    ) -> list[Entry]:
        """Assert that such requests came in; the error shows what came in instead.

        Args:
            host: The host that they went to.
            operation: The operation that they meant, as in ``images_upload``.
            times: How many there must be; without it at least one.
            status: What they were answered with.
            fields: Fields of queries and forms, without secrets, which are not kept. A value is a
                text, a number, an expression that must fit the whole, a function, or ``None`` for
                a field that must be missing.
            files: Names of the files that were sent, by their fields.
            headers: Headers, in any case.

        Returns:
            The requests that fit.
        """
        expected = Expectation(host, operation, status, fields or {}, files or {}, headers or {})
        return check(self.requests, expected, times)

    def har(self) -> dict[str, Any]:
        """The requests in the format of browsers and their tools, HAR 1.2."""
        return as_har(self.requests)

    def fail(self, host: str | None, error: str | type[Exception], **when: Any) -> SwitchedOn:
        """Have a host answer with an error: ``fail("<host>", "rate_limited", times=1)``.

        Args:
            host: The host, by its name in ``imagehosts hosts``; ``None`` for all that can.
            error: One of our errors, by class or by name, or an answer of the host's own, by its
                name; ``GET /_emulator/faults/known`` lists all.
            **when: Which requests it meets, as attributes of
                :class:`~imagehosts.emulator.core.faults.FaultRule`: ``operation``, ``times``,
                ``share``, ``skip``, ``retry_after``.

        Returns:
            The fault, which counts the requests that it met (``hits``), ends with ``cancel()``,
            and is over at the end of a ``with`` block.
        """
        return self.switch_on(FaultRule(name=fault_name(error), host=host, **when))

    def status(self, status: int, host: str | None = None, **when: Any) -> SwitchedOn:
        """Answer with a page of this status, as a server in front of a host does."""
        return self._effect("status", status, host, when)

    def refuse(
        self,
        host: str,
        message: str = "",
        *,
        code: str | int | None = None,
        status: int = 400,
        **when: Any,
    ) -> SwitchedOn:
        """Have a host refuse in its own shape, with a message, a code and a status of your choice.

        The error tables of the hosts, in the reference, list what is known of them.
        """
        said = {"message": message or None, "code": None if code is None else str(code)}
        return self._effect("refusal", status, host, {**said, **when})

    def slow(self, seconds: float = 1.0, host: str | None = None, **when: Any) -> SwitchedOn:
        """Let so many real seconds pass before an answer."""
        return self._effect("slow", seconds, host, when)

    def cut(self, after: int = 0, host: str | None = None, **when: Any) -> SwitchedOn:
        """Close the connection behind so many bytes of a body."""
        return self._effect("cut", after, host, when)

    def drip(self, size: int = 16, host: str | None = None, **when: Any) -> SwitchedOn:
        """Send bodies in pieces of so many bytes, with pauses between them."""
        return self._effect("drip", size, host, when)

    def garble(self, host: str | None = None, **when: Any) -> SwitchedOn:
        """Send other bytes in place of the second half of a body."""
        return self._effect("garble", None, host, when)

    def _effect(
        self, name: str, value: float | None, host: str | None, when: dict[str, Any]
    ) -> SwitchedOn:
        return self.switch_on(FaultRule(name=name, value=value, host=host, **when))
