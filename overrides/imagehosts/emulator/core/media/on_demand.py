"""Smaller pictures that are made when somebody asks for them: an answer names them, few look."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from ..blobs import BlobError, open_blob
from ..delivery import deliver_bytes, gone
from .pictures import PictureError, Rendition, probe_picture, thumbnails

if TYPE_CHECKING:
    from ..context import Services
    from ..store import Store, StoredFile

__all__ = ["deliver_on_demand"]

logger = logging.getLogger("imagehosts.emulator")


async def deliver_on_demand(
    services: Services, request: Request, file: StoredFile, created: float
) -> Response:
    """The answer to a GET or HEAD of a file that is made of its picture's bytes."""
    try:
        made = await services.in_thread(_made, services.store, file)
    except (PictureError, BlobError, KeyError, OSError) as error:
        logger.warning("%s cannot be made: %r", file.path, error)
        return gone()
    return deliver_bytes(request, made.content.getvalue(), made.probe.mime, created)


def _made(store: Store, file: StoredFile) -> Rendition:
    picture = store.picture(file.picture_id)
    if picture is None:
        raise KeyError(file.path)
    whole = picture.files["image"]
    if not store.blobs.is_whole(whole.sha256, whole.size):
        raise KeyError(whole.sha256)
    reader = open_blob(store.blobs, whole.sha256, whole.size)
    sizes = {file.role: (file.width, file.height)}
    return thumbnails(reader, probe_picture(reader), sizes)[file.role]
