"""What may be tried on Imges: what every site of the Chevereto family takes."""

from __future__ import annotations

from .chevereto import family_checks

CHECKS = family_checks(addresses=False)
