"""The short contract check of a running emulator: a few seconds for each API.

The same checks and the same guard as the thorough runs of the tests, with fewer random requests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.fuzz.runs import SHORT, check

__all__ = ["check_api"]


def check_api(api: str, base_url: str, tick: Callable[[], None]) -> dict[str, Any]:
    """Hold an emulator behind a socket against the spec of an API.

    Args:
        api: The name of the API in ``specs/``.
        base_url: Where the emulator serves it, base path included. Its controls are used as well.
        tick: Called now and then, so that a person sees that something happens.

    Returns:
        ``api``; ``operations``, ``requests`` and ``accepted`` uploads, counted; and ``problems``, a
        line of text each, which are findings or signs that the check was too shallow to be true.
    """
    report = check(api, base_url.rstrip("/"), depth=SHORT, tick=tick)
    return {
        "api": api,
        "operations": len(report.operations),
        "requests": report.requests,
        "accepted": report.stored,
        "problems": report.problems,
    }
