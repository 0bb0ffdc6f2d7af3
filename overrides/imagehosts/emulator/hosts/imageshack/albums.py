"""Albums of ImageShack. A picture is in one album at most; what leaves an album stays."""

from __future__ import annotations

from typing import Any

from ...domain.albums import UserAlbum
from .access import Ask, find_album, own_album, own_image
from .answer import Json, show_album
from .dialect import in_bulk, operation, required_ids
from .profiles import LONGEST_ALBUM_DESCRIPTION, Refused
from .requests import is_given, merge, page, read_flag, read_list, required
from .upload import new_album


@operation("albums_get", "albums_images")
def get(ask: Ask) -> Json:
    """An album with a page of its pictures."""
    return show_album(ask, find_album(ask), *page(ask.call))


@operation("albums_get_many")
def get_many(ask: Ask) -> Json:
    """Several albums, as far as the caller may see them."""
    limit, offset = page(ask.call)
    ids = required_ids(ask, "ids")
    return in_bulk(
        ask, "albums", ids, lambda code: show_album(ask, find_album(ask, code), limit, offset)
    )


@operation("albums_create")
def create(ask: Ask) -> Json:
    """An album, empty or with pictures."""
    title = required(ask.call, "title")
    texts = _texts(ask, "description")
    pictures = _pictures(ask, "files", "ids")
    album = new_album(ask, title, texts.get("description"), read_flag(ask.call, "public"))
    ask.accounts.albums.put_in(album.id, pictures, alone=True)
    return _changed(ask, album)


@operation("albums_update", "albums_update_by_patch")
def update(ask: Ask) -> Json:
    """Changes what is given."""
    return _changed(ask, _change(ask, own_album(ask), _values(ask, "title", "description")))


@operation("albums_set_images", "albums_set_images_by_patch")
def set_images(ask: Ask) -> Json:
    """Puts pictures in place of those that are there; other fields are set as well."""
    album = own_album(ask)
    required_ids(ask, "files")
    pictures, values = _pictures(ask, "files"), _values(ask, "title", "description")
    ask.accounts.albums.put_in(album.id, pictures, alone=True)
    ask.accounts.albums.set(album.id, pictures)
    return _changed(ask, _change(ask, album, values))


@operation("albums_add_images", "albums_add_images_by_patch")
def add_images(ask: Ask) -> Json:
    """Adds pictures at the end; they leave the album that they were in."""
    album = own_album(ask)
    required_ids(ask, "files", "ids")
    ask.accounts.albums.put_in(album.id, _pictures(ask, "files", "ids"), alone=True)
    return _changed(ask, album)


@operation("albums_remove_images", "albums_remove_images_by_patch")
def remove_images(ask: Ask) -> Json:
    """Takes pictures out."""
    album = own_album(ask)
    required_ids(ask, "files", "ids")
    ask.accounts.albums.take_out(album.id, _pictures(ask, "files", "ids"))
    return _changed(ask, album)


@operation("albums_delete")
def delete(ask: Ask) -> bool:
    """Removes an album; its pictures stay."""
    ask.accounts.albums.delete(own_album(ask).id)
    ask.accounts.users.touch(ask.user.id)
    return True


@operation("albums_update_many", "albums_update_many_by_patch")
def update_many(ask: Ask) -> Json:
    """Sets the same on several albums. With nothing to set it is refused."""
    ids = required_ids(ask, "ids")
    if not is_given(ask.call, "description", "public"):
        raise Refused("missing", "description or public")
    values = _values(ask, "description")

    def one(code: str) -> Json:
        return _changed(ask, _change(ask, own_album(ask, code), values))

    return in_bulk(ask, "albums", ids, one)


@operation("albums_delete_many", "albums_delete_many_by_put", "albums_delete_many_by_patch")
def delete_many(ask: Ask) -> Json:
    """Removes several albums; answers with them as they were."""

    def one(code: str) -> Json:
        album = own_album(ask, code)
        shown = show_album(ask, album)
        ask.accounts.albums.delete(album.id)
        return shown

    found = in_bulk(ask, "albums", required_ids(ask, "ids"), one)
    ask.accounts.users.touch(ask.user.id)
    return found


def _pictures(ask: Ask, *names: str) -> list[int]:
    """The caller's own pictures with these ids; one that is none of them refuses them all."""
    return [own_image(ask, code).picture.id for code in read_list(ask.call, *names) or []]


def _values(ask: Ask, *texts: str) -> dict[str, Any]:
    public = read_flag(ask.call, "public")
    return _texts(ask, *texts) | ({} if public is None else {"public": public})


def _texts(ask: Ask, *names: str) -> dict[str, Any]:
    texts = merge(ask.call, *names)
    if len(texts.get("description", "")) > LONGEST_ALBUM_DESCRIPTION:
        raise Refused("invalid", "description")
    return dict(texts)


def _change(ask: Ask, album: UserAlbum, values: dict[str, Any]) -> UserAlbum:
    return ask.accounts.albums.change(album.id, **values)


def _changed(ask: Ask, album: UserAlbum) -> Json:
    ask.accounts.users.touch(ask.user.id)
    return show_album(ask, album)
