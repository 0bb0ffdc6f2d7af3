"""Pictures of imgur: upload, look, change, delete."""

from __future__ import annotations

from typing import Any

from .access import Ask, find_by_deletehash, find_image, find_own_image
from .answer import image, uploaded_image
from .dialect import beside_the_spec, operation
from .requests import text
from .upload import store_upload


@operation("images_upload", "images_upload_video")
async def upload(ask: Ask) -> dict[str, Any]:
    return uploaded_image(ask, await store_upload(ask))


@operation("images_get", "account_image", "albums_image", "account_album_image")
def get(ask: Ask) -> dict[str, Any]:
    return image(ask, find_image(ask))


@operation("images_update", "account_update_image", "albums_update_image")
@beside_the_spec(r"/3/image/(?P<image_id>[^/]+)", "POST")
def update(ask: Ask) -> bool:
    """By its owner, or by the deletehash whoever asks."""
    owned = find_own_image(ask)
    texts = {
        name: given or None
        for name in ("title", "description")
        if (given := text(ask.call, name)) is not None
    }
    ask.accounts.library.change(owned.picture.id, texts=texts)
    return True


@operation("images_delete", "account_delete_image", "albums_delete_image")
def delete(ask: Ask) -> bool:
    ask.store.delete_picture(find_by_deletehash(ask).picture.id)
    return True
