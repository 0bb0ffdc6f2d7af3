"""Where state is kept beside what settings say: of an emulator, or of a space that it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..config import EmulatorConfig
    from .database.postgres import Connections

__all__ = ["Home"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A place for state.

    Attributes:
        shared: Whether more than one user may have it open at a time, so that nothing that others
            must know stays in the memory of one.
        durable: Whether what was acknowledged must survive a loss of power.
        schema: The part of a PostgreSQL database; without it the usual one.
        store: Connections to that database for what hosts have; without them there is a new one.
        state: The same for clock, faults, journal and the like. They are others, for whoever holds
            one of the first may need one of these.
    """

    shared: bool = False
    durable: bool = True
    schema: str | None = None
    store: Connections | None = None
    state: Connections | None = None

    @classmethod
    def of(cls, config: EmulatorConfig) -> Home:
        """That of an emulator."""
        return cls(shared=config.is_shared, durable=config.is_durable)
