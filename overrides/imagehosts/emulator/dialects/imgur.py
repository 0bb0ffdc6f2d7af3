"""imgur's API, version 3: put together from the modules that each have one idea of it.

:mod:`.imgur_frame` has the way of a request, :mod:`.imgur_requests` what clients send,
:mod:`.imgur_access` who may do what, :mod:`.imgur_answer` what is answered, and
:mod:`.imgur_problems` what is refused. The other modules hold a handler for each operation.
"""

from __future__ import annotations

from . import (
    imgur_accounts,
    imgur_albums,
    imgur_comments,
    imgur_conversations,
    imgur_favorites,
    imgur_files,
    imgur_gallery,
    imgur_images,
    imgur_messages,
    imgur_oauth,
)
from .imgur_frame import IMGUR, dialect

__all__ = ["HANDLERS", "IMGUR", "dialect"]

#: The modules that answer; importing them has registered what they have.
HANDLERS = (
    imgur_accounts,
    imgur_albums,
    imgur_comments,
    imgur_conversations,
    imgur_favorites,
    imgur_files,
    imgur_gallery,
    imgur_images,
    imgur_messages,
    imgur_oauth,
)
