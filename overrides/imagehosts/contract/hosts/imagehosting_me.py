"""What may be tried on imagehosting.me: pictures there can be told to expire."""

from __future__ import annotations

from imagehosts_wire.imagehosting_me.resources import images

from .chevereto import family_checks

CHECKS = family_checks(images, addresses=True)
