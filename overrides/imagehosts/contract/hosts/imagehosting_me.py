"""What may be tried on imagehosting.me: pictures there can be told to expire."""

from __future__ import annotations

from .chevereto import family_checks

CHECKS = family_checks(addresses=True)
