"""What flows of hosts (``contracts/hosts/<api>/interop.py``) work with, beside the tools.

Nothing of the project is imported there. ``Client`` hides which generator wrote the client.
"""

from __future__ import annotations

import importlib.util
import re
import urllib.request
from typing import Any, Protocol

#: A picture of one pixel, and another one.
GIF = "47494638396101000100800000{}2c00000000010001000002024401003b"
PICTURE = ("lake.gif", bytes.fromhex(GIF.format("ffffff000000")))
OTHER = ("dawn.gif", bytes.fromhex(GIF.format("ff00000000ff")))


class Client(Protocol):
    """A generated client: every operation by its name, what it takes by the names on the wire."""

    def do(self, operation: str, **values: Any) -> dict[str, Any]: ...

    def text(self, operation: str, **values: Any) -> str:
        """The answer as it came, for what the generator cannot decode."""

    def sign_in(self, **credentials: str) -> None:
        """Send these in the query wherever the contract says so."""

    def takes(self, operation: str) -> set[str] | None:
        """The arguments of an operation as identifiers; None where there is no such operation."""


def run(path: str, client: Client, given: dict[str, Any]) -> None:
    """Run the flow in a file of a host."""
    spec = importlib.util.spec_from_file_location("interop", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.flow(client, given)


def download(url: str) -> None:
    with urllib.request.urlopen(url) as answer:
        assert answer.read()[:4] in (b"GIF8", b"\x89PNG"), url


def identifier(name: str) -> str:
    """A name on the wire as both generators write it in Python."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
