"""Albums of ImageShack. A picture is in one album at most; what leaves an album stays."""

from __future__ import annotations

from typing import Any

from imagehosts.core.quirks import quirk

from ...domain.albums import Album
from .access import Context, find_album, own_album, own_image
from .answers import Json, show_album
from .dialect import in_bulk, operation, required_ids
from .problems import Refused
from .profile import LONGEST_ALBUM_DESCRIPTION
from .requests import is_given, merge, page, read_flag, read_list, required
from .upload import new_album


@operation("albums_get", "albums_images")
def get(context: Context) -> Json:
    """An album with a page of its pictures."""
    return show_album(context, find_album(context), *page(context.call))


@operation("albums_get_many")
def get_many(context: Context) -> Json:
    """Several albums, as far as the caller may see them."""
    limit, offset = page(context.call)
    ids = required_ids(context, "ids")
    return in_bulk(
        context,
        "albums",
        ids,
        lambda code: show_album(context, find_album(context, code), limit, offset),
    )


@operation("albums_create")
def create(context: Context) -> Json:
    """An album, empty or with pictures."""
    title = required(context.call, "title")
    texts = _texts(context, "description")
    pictures = _pictures(context, "files", "ids")
    album = new_album(context, title, texts.get("description"), read_flag(context.call, "public"))
    context.accounts.albums.put_in(album.id, pictures, alone=True)
    return _changed(context, album)


@operation("albums_update", "albums_update_by_patch")
def update(context: Context) -> Json:
    """Changes what is given."""
    return _changed(
        context, _change(context, own_album(context), _values(context, "title", "description"))
    )


@operation("albums_set_images", "albums_set_images_by_patch")
def set_images(context: Context) -> Json:
    """Puts pictures in place of those that are there; other fields are set as well."""
    album = own_album(context)
    required_ids(context, "files")
    pictures, values = _pictures(context, "files"), _values(context, "title", "description")
    context.accounts.albums.put_in(album.id, pictures, alone=True)
    context.accounts.albums.set(album.id, pictures)
    return _changed(context, _change(context, album, values))


@operation("albums_add_images", "albums_add_images_by_patch")
def add_images(context: Context) -> Json:
    """Adds pictures at the end; they leave the album that they were in."""
    album = own_album(context)
    required_ids(context, "files", "ids")
    context.accounts.albums.put_in(album.id, _pictures(context, "files", "ids"), alone=True)
    return _changed(context, album)


@operation("albums_remove_images", "albums_remove_images_by_patch")
def remove_images(context: Context) -> Json:
    """Takes pictures out."""
    album = own_album(context)
    required_ids(context, "files", "ids")
    context.accounts.albums.take_out(album.id, _pictures(context, "files", "ids"))
    return _changed(context, album)


@operation("albums_delete")
@quirk("IS2-82")
def delete(context: Context) -> bool:
    """Removes an album; its pictures stay."""
    context.accounts.albums.delete(own_album(context).id)
    context.accounts.users.touch(context.user.id)
    return True


@operation("albums_update_many", "albums_update_many_by_patch")
def update_many(context: Context) -> Json:
    """Sets the same on several albums. With nothing to set it is refused."""
    ids = required_ids(context, "ids")
    if not is_given(context.call, "description", "public"):
        raise Refused("missing", "description or public")
    values = _values(context, "description")

    def one(code: str) -> Json:
        return _changed(context, _change(context, own_album(context, code), values))

    return in_bulk(context, "albums", ids, one)


@operation("albums_delete_many", "albums_delete_many_by_put", "albums_delete_many_by_patch")
def delete_many(context: Context) -> Json:
    """Removes several albums; answers with them as they were."""

    def one(code: str) -> Json:
        album = own_album(context, code)
        shown = show_album(context, album)
        context.accounts.albums.delete(album.id)
        return shown

    found = in_bulk(context, "albums", required_ids(context, "ids"), one)
    context.accounts.users.touch(context.user.id)
    return found


def _pictures(context: Context, *names: str) -> list[int]:
    """The caller's own pictures with these ids; one that is not refuses them all."""
    return [own_image(context, code).picture.id for code in read_list(context.call, *names) or []]


def _values(context: Context, *texts: str) -> dict[str, Any]:
    public = read_flag(context.call, "public")
    return _texts(context, *texts) | ({} if public is None else {"public": public})


def _texts(context: Context, *names: str) -> dict[str, Any]:
    texts = merge(context.call, *names)
    if len(texts.get("description", "")) > LONGEST_ALBUM_DESCRIPTION:
        raise Refused("invalid", "description")
    return dict(texts)


def _change(context: Context, album: Album, values: dict[str, Any]) -> Album:
    return context.accounts.albums.change(album.id, **values)


def _changed(context: Context, album: Album) -> Json:
    context.accounts.users.touch(context.user.id)
    return show_album(context, album)
