"""Looking at a host for a picture that an earlier run may have stored there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..core.errors import ImageHostError
from .connections import read_answer

if TYPE_CHECKING:
    from .connections import AsyncOpenHost
    from .sources import Source
    from .uploaded import Uploaded

__all__ = ["find_stored"]

#: How many pictures of an account are looked at, the newest first, beside those that other uploads
#: of the batch are known to have made: many workers make many of them in a minute.
LOOKED_AT = 500
#: How many are listed at most.
LISTED = 50_000


def find_stored(
    host: AsyncOpenHost,
    picture: Source,
    digest: str | None,
    is_taken: Callable[[str], bool],
) -> Uploaded | None:
    """The picture with this content among those that the account uploaded last.

    Args:
        host: The host.
        picture: What was sent.
        digest: The hash of its content.
        is_taken: Whether another upload is known to have made the picture with an id.

    Returns:
        The picture; None where it is not there, or the host cannot be asked for it.
    """
    row = host.host.sharing
    if row.recent is None or digest is None:
        return None
    client: Any = host.blocking_client()
    try:
        listed = row.recent(client)
        if listed is None:
            return None
        looked_at = 0
        for answer in islice(listed, LISTED):
            found = read_answer(host.host, client, picture.label, answer)
            if not found.url or is_taken(found.id or ""):
                continue
            looked_at += 1
            if looked_at > LOOKED_AT:
                return None
            if found.bytes is not None and picture.size is not None and found.bytes != picture.size:
                continue
            if hashlib.sha256(client.download(found.url)).hexdigest() == digest:
                return found
    except ImageHostError:
        return None  # nobody knows, which is what the caller reports
    finally:
        client.close()
    return None
