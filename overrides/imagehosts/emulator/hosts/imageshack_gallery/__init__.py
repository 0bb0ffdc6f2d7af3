"""ImageShack's galleries, in XML: put together from modules that each have one idea of them.

:mod:`.dialect` has the way of a request and the seven actions, :mod:`.requests` what clients send,
:mod:`.answer` what is answered, :mod:`.problems` what is refused, and :mod:`.pages` what links
lead to.
"""

from __future__ import annotations

from .pages import IMAGESHACK_GALLERY
from .pages import dialect as DIALECT

__all__ = ["DIALECT", "IMAGESHACK_GALLERY"]
