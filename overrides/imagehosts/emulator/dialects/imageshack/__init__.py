"""ImageShack's API, version 2: put together from modules that each have one idea of it.

:mod:`.frame` has the way of a request, :mod:`.requests` what clients send, :mod:`.access` who may
do what, :mod:`.answer` what is answered, and :mod:`.profile` the numbers and refusals of the host.
The other modules hold a handler for each operation, and :mod:`.pages` what links lead to.
"""

from __future__ import annotations

from .pages import dialect
from .profile import IMAGESHACK

__all__ = ["IMAGESHACK", "dialect"]
