"""What the live tests share: patience with somebody's server, and a list of what they made."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import BytesIO
from operator import attrgetter
from typing import Any

import pytest
from imagehosts import ImageHostError, RateLimited
from PIL import Image as Picture

__all__ = ["Ledger", "tiny_png"]

SECONDS_BETWEEN_CALLS = float(os.environ.get("LIVE_PAUSE", "1"))


class Ledger:
    """Calls of a client, slowly, and how each thing that they made is deleted again."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self._made: list[tuple[str, Callable[[], object] | None]] = []

    def call(self, method: str, *args: Any, **options: Any) -> Any:
        """Call a method such as ``images.get``; all of the tests end where the server says so."""
        time.sleep(SECONDS_BETWEEN_CALLS)
        try:
            return attrgetter(method)(self.client)(*args, **options)
        except RateLimited as error:
            pytest.exit(f"the server asks for patience: {error}", returncode=1)

    def made(self, what: str, delete: Callable[[], object] | None) -> None:
        """Remember something; None says that there is no way to delete it."""
        self._made.append((what, delete))

    def clear(self) -> None:
        """Delete what was made, the newest first, and say what is left."""
        left = []
        for what, delete in reversed(self._made):
            if delete is None:
                left.append(what)
                continue
            time.sleep(SECONDS_BETWEEN_CALLS)
            try:
                delete()
            except ImageHostError as error:
                left.append(f"{what} ({error})")
        if left:
            print("\nleft on the server:", *left, sep="\n  ")


def tiny_png() -> bytes:
    """A picture of 8 by 8 pixels like none before."""
    picture = Picture.frombytes("RGB", (8, 8), os.urandom(192))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
