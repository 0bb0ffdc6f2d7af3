"""Which tests belong to which host: by where they lie and what they are parametrised with.

``--api X`` takes everything in the folder of X and of its family, and of all other tests those
that run for X: whose parameter ``api``, ``host``, ``kind`` or another one speaks of X. A test that
runs for another host is left out, wherever it lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.hosts import FOLDER, families, family_of
from contracts.support.specs import SPEC_NAMES

__all__ = ["belongs", "folder_of", "names"]

#: Parameters whose text is the name of a host.
NAMING = ("api", "host", "name")


def names() -> list[str]:
    """Every name that ``--api`` may have beside ``all``."""
    return sorted({*SPEC_NAMES, *families()})


def folder_of(path: Path) -> str:
    """The host in whose folder a file lies; empty where it lies in a general layer."""
    if not path.is_relative_to(FOLDER):
        return ""
    first, *below = path.relative_to(FOLDER).parts
    return first if below else ""


def belongs(item: pytest.Item, api: str) -> bool:
    """Whether a test is one of those of a host."""
    spoken_of = {name for name in hosts_of(item) if name}
    if spoken_of:
        return api in spoken_of
    return folder_of(item.path) in (api, family_of(api))


def hosts_of(item: pytest.Item) -> Iterator[str]:
    """The hosts that the parameters of a test speak of."""
    callspec = getattr(item, "callspec", None)
    known = names()
    for name, value in (callspec.params if callspec else {}).items():
        found = _host_in(name, value)
        if found in known:
            yield found


def _host_in(name: str, value: Any) -> str:
    """The host that a parameter stands for: a name, or what has an API or a host."""
    if isinstance(value, str):
        return value if name in NAMING else ""
    for attribute in ("api", "host"):
        inner = getattr(value, attribute, None)
        if isinstance(inner, str):
            return inner
        if inner is not None:
            return str(getattr(inner, "name", ""))
    return str(getattr(value, "name", "")) if name in NAMING else ""
