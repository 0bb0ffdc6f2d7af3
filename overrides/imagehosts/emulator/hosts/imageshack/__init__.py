"""ImageShack's API, version 2: put together from modules that each have one idea of it.

:mod:`.dialect` has the way of a request, :mod:`.requests` what clients send, :mod:`.access` who may
do what, :mod:`.answer` what is answered, and :mod:`.profiles` the numbers and refusals of the host.
The other modules hold a handler for each operation, and :mod:`.pages` what links lead to.
"""

from __future__ import annotations

from .pages import dialect as DIALECT
from .profiles import IMAGESHACK

__all__ = ["DIALECT", "IMAGESHACK"]
