"""What may be tried on Imges: what every site of the Chevereto family takes."""

from __future__ import annotations

from imagehosts_wire.imges.resources import images

from .chevereto import family_checks

CHECKS = family_checks(images, addresses=False)
