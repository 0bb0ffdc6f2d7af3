"""What each host with accounts knows of a request; its dialect adds who makes it."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.accounts import Accounts
from .routing import Call

__all__ = ["Asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, with the state that it acts on."""

    call: Call

    @property
    def accounts(self) -> Accounts:
        """The state that all hosts share."""
        return self.call.services.accounts

    @property
    def host(self) -> str:
        """Whose users, pictures and albums are meant."""
        return self.call.site.api

    @property
    def now(self) -> float:
        """The time, in Unix seconds."""
        return self.call.services.clock.now()
