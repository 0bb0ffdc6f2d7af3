"""The sites that run Chevereto, of two ages: put together from modules that each have one idea.

:mod:`.dialect` has the way of a request, :mod:`.profiles` what one site does otherwise than
another, :mod:`.answer` what is answered; the others make pictures of uploads, and pages of
pictures.
"""

from __future__ import annotations

from .pages import dialect as DIALECT
from .profiles import CHEVERETO_FREE, IMAGEHOSTING_ME, IMGES

__all__ = ["CHEVERETO_FREE", "DIALECT", "IMAGEHOSTING_ME", "IMGES"]
