"""A host as its client's user sees it: a row in ``contracts/hosts/<host>/client.py``."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Host"]


class Host(NamedTuple):
    """A host as its client's user sees it."""

    name: str
    client: str
    api: str
    variable: str
    base_url: str
    path: str
    key_header: str
    credential: str = "api_key"

    @property
    def url(self) -> str:
        """Where an upload goes."""
        return self.base_url + self.path
