"""The short contract check of a running emulator: a few seconds for each API.

The same checks and the same guard as the thorough runs of the tests, with fewer random requests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.fuzz.runs import SHORT, Report, check

__all__ = ["as_counts", "check_api", "short_report"]


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
    return as_counts(short_report(api, base_url, tick))


def short_report(api: str, base_url: str, tick: Callable[[], None]) -> Report:
    """The same as a report, from which a longer run can go on."""
    return check(api, base_url.rstrip("/"), depth=SHORT, tick=tick)


def as_counts(report: Report) -> dict[str, Any]:
    """What :func:`check_api` gives."""
    return {
        "api": report.api,
        "operations": len(report.operations),
        "requests": report.requests,
        "accepted": report.stored,
        "problems": report.problems,
    }
