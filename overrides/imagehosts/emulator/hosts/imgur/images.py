"""Pictures of imgur: upload, look, change, delete."""

from __future__ import annotations

from typing import Any

from .access import Context, find_by_deletehash, find_image, find_own_image
from .answers import image, uploaded_image
from .dialect import operation, undocumented_route
from .requests import text
from .upload import store_upload


@operation("images_upload", "images_upload_video")
async def upload(context: Context) -> dict[str, Any]:
    return uploaded_image(context, await store_upload(context))


@operation("images_get", "account_image", "albums_image", "account_album_image")
def get(context: Context) -> dict[str, Any]:
    return image(context, find_image(context))


@operation("images_update", "account_update_image", "albums_update_image")
@undocumented_route(r"/3/image/(?P<image_id>[^/]+)", "POST")
def update(context: Context) -> bool:
    """By its owner, or by anyone with the deletehash."""
    owned = find_own_image(context)
    texts = {
        name: given or None
        for name in ("title", "description")
        if (given := text(context.call, name)) is not None
    }
    context.accounts.library.change(owned.picture.id, texts=texts)
    return True


@operation("images_delete", "account_delete_image", "albums_delete_image")
def delete(context: Context) -> bool:
    context.store.delete_picture(find_by_deletehash(context).picture.id)
    return True
