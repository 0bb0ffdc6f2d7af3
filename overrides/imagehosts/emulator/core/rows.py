"""The row of a host: everything that the emulator must know of it before it serves it.

Each ``emulator/hosts/<api>/__init__.py`` has one, called ``SITE``. Rows need no package of the
extra, so that the command line can list what there is; the dialect is imported when it is served.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The particulars of a site, beside its dialect. Hosts add their own."""

    cors: bool = True


@dataclass(frozen=True, slots=True)
class OtherProfile:
    """What a site becomes under a name of ``--profile``."""

    profile: Any
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSpec:
    """One host.

    Attributes:
        profile: Its particulars; anything with the member ``cors``.
        other_profiles: What it becomes under other names of ``--profile``.
        family: The folder whose dialect it speaks, where that is not its own.
        rules: The settings that it obeys of those that only some hosts have.
        own_faults: The answers that this host alone can be made to give.
        example: A command that uploads, shown while there are no pictures; ``{base}`` is filled in.
    """

    profile: Any = field(default_factory=Profile)
    other_profiles: Mapping[str, OtherProfile] = field(default_factory=dict[str, OtherProfile])
    family: str = ""
    rules: tuple[str, ...] = ()
    own_faults: tuple[Fault, ...] = ()
    example: str = ""

    def profile_called(self, name: str) -> Any:
        """The particulars under a name of ``--profile``."""
        other = self.other_profiles.get(name)
        return self.profile if other is None else other.profile
