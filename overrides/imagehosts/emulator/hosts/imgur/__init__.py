"""imgur's API, version 3: put together from the modules that each have one idea of it.

:mod:`.dialect` has the way of a request, :mod:`.requests` what clients send,
:mod:`.access` who may do what, :mod:`.answer` what is answered, and
:mod:`.problems` what is refused. The other modules hold a handler for each operation.
"""

from __future__ import annotations

from . import (
    accounts,
    albums,
    comments,
    conversations,
    favorites,
    files,
    gallery,
    images,
    messages,
    oauth,
)
from .dialect import IMGUR
from .dialect import dialect as DIALECT

__all__ = ["DIALECT", "HANDLERS", "IMGUR"]

#: The modules that answer; importing them has registered what they have.
HANDLERS = (
    accounts,
    albums,
    comments,
    conversations,
    favorites,
    files,
    gallery,
    images,
    messages,
    oauth,
)
