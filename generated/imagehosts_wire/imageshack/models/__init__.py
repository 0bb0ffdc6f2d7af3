# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imagehosts_wire.imageshack.models.album import Album
    from imagehosts_wire.imageshack.models.album_envelope import AlbumEnvelope
    from imagehosts_wire.imageshack.models.album_reference import AlbumReference
    from imagehosts_wire.imageshack.models.albums_list import AlbumsList
    from imagehosts_wire.imageshack.models.albums_list_envelope import AlbumsListEnvelope
    from imagehosts_wire.imageshack.models.avatar import Avatar
    from imagehosts_wire.imageshack.models.basic_album import BasicAlbum
    from imagehosts_wire.imageshack.models.basic_image import BasicImage
    from imagehosts_wire.imageshack.models.basic_images_envelope import BasicImagesEnvelope
    from imagehosts_wire.imageshack.models.boolean_envelope import BooleanEnvelope
    from imagehosts_wire.imageshack.models.bulk import Bulk
    from imagehosts_wire.imageshack.models.bulk_envelope import BulkEnvelope
    from imagehosts_wire.imageshack.models.error_detail import ErrorDetail
    from imagehosts_wire.imageshack.models.error_response import ErrorResponse
    from imagehosts_wire.imageshack.models.followers_images import FollowersImages
    from imagehosts_wire.imageshack.models.image import Image
    from imagehosts_wire.imageshack.models.image_comment import ImageComment
    from imagehosts_wire.imageshack.models.image_comments_list import ImageCommentsList
    from imagehosts_wire.imageshack.models.image_comments_list_envelope import (
        ImageCommentsListEnvelope,
    )
    from imagehosts_wire.imageshack.models.image_envelope import ImageEnvelope
    from imagehosts_wire.imageshack.models.image_reference import ImageReference
    from imagehosts_wire.imageshack.models.image_references_envelope import ImageReferencesEnvelope
    from imagehosts_wire.imageshack.models.images_list import ImagesList
    from imagehosts_wire.imageshack.models.images_list_envelope import ImagesListEnvelope
    from imagehosts_wire.imageshack.models.login import Login
    from imagehosts_wire.imageshack.models.login_envelope import LoginEnvelope
    from imagehosts_wire.imageshack.models.owner import Owner
    from imagehosts_wire.imageshack.models.tag import Tag
    from imagehosts_wire.imageshack.models.tag_names_envelope import TagNamesEnvelope
    from imagehosts_wire.imageshack.models.tags_list import TagsList
    from imagehosts_wire.imageshack.models.tags_list_envelope import TagsListEnvelope
    from imagehosts_wire.imageshack.models.upload import Upload
    from imagehosts_wire.imageshack.models.upload_envelope import UploadEnvelope
    from imagehosts_wire.imageshack.models.user import User
    from imagehosts_wire.imageshack.models.user_envelope import UserEnvelope
    from imagehosts_wire.imageshack.models.user_settings import UserSettings
    from imagehosts_wire.imageshack.models.user_settings_envelope import UserSettingsEnvelope
    from imagehosts_wire.imageshack.models.user_usage import UserUsage
    from imagehosts_wire.imageshack.models.user_usage_envelope import UserUsageEnvelope
    from imagehosts_wire.imageshack.models.users_envelope import UsersEnvelope

_MODULES = {
    "Album": "album",
    "AlbumEnvelope": "album_envelope",
    "AlbumReference": "album_reference",
    "AlbumsList": "albums_list",
    "AlbumsListEnvelope": "albums_list_envelope",
    "Avatar": "avatar",
    "BasicAlbum": "basic_album",
    "BasicImage": "basic_image",
    "BasicImagesEnvelope": "basic_images_envelope",
    "BooleanEnvelope": "boolean_envelope",
    "Bulk": "bulk",
    "BulkEnvelope": "bulk_envelope",
    "ErrorDetail": "error_detail",
    "ErrorResponse": "error_response",
    "FollowersImages": "followers_images",
    "Image": "image",
    "ImageComment": "image_comment",
    "ImageCommentsList": "image_comments_list",
    "ImageCommentsListEnvelope": "image_comments_list_envelope",
    "ImageEnvelope": "image_envelope",
    "ImageReference": "image_reference",
    "ImageReferencesEnvelope": "image_references_envelope",
    "ImagesList": "images_list",
    "ImagesListEnvelope": "images_list_envelope",
    "Login": "login",
    "LoginEnvelope": "login_envelope",
    "Owner": "owner",
    "Tag": "tag",
    "TagNamesEnvelope": "tag_names_envelope",
    "TagsList": "tags_list",
    "TagsListEnvelope": "tags_list_envelope",
    "Upload": "upload",
    "UploadEnvelope": "upload_envelope",
    "User": "user",
    "UserEnvelope": "user_envelope",
    "UserSettings": "user_settings",
    "UserSettingsEnvelope": "user_settings_envelope",
    "UserUsage": "user_usage",
    "UserUsageEnvelope": "user_usage_envelope",
    "UsersEnvelope": "users_envelope",
}

__all__ = [
    "Album",
    "AlbumEnvelope",
    "AlbumReference",
    "AlbumsList",
    "AlbumsListEnvelope",
    "Avatar",
    "BasicAlbum",
    "BasicImage",
    "BasicImagesEnvelope",
    "BooleanEnvelope",
    "Bulk",
    "BulkEnvelope",
    "ErrorDetail",
    "ErrorResponse",
    "FollowersImages",
    "Image",
    "ImageComment",
    "ImageCommentsList",
    "ImageCommentsListEnvelope",
    "ImageEnvelope",
    "ImageReference",
    "ImageReferencesEnvelope",
    "ImagesList",
    "ImagesListEnvelope",
    "Login",
    "LoginEnvelope",
    "Owner",
    "Tag",
    "TagNamesEnvelope",
    "TagsList",
    "TagsListEnvelope",
    "Upload",
    "UploadEnvelope",
    "User",
    "UserEnvelope",
    "UserSettings",
    "UserSettingsEnvelope",
    "UserUsage",
    "UserUsageEnvelope",
    "UsersEnvelope",
]


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
