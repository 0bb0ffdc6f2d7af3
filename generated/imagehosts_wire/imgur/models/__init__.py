# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The classes of the answers; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models.account import Account
    from imagehosts_wire.imgur.models.account_envelope import AccountEnvelope
    from imagehosts_wire.imgur.models.account_settings import AccountSettings
    from imagehosts_wire.imgur.models.account_settings_envelope import AccountSettingsEnvelope
    from imagehosts_wire.imgur.models.account_stats import AccountStats
    from imagehosts_wire.imgur.models.account_stats_envelope import AccountStatsEnvelope
    from imagehosts_wire.imgur.models.album import Album
    from imagehosts_wire.imgur.models.album_envelope import AlbumEnvelope
    from imagehosts_wire.imgur.models.album_list_envelope import AlbumListEnvelope
    from imagehosts_wire.imgur.models.basic_envelope import BasicEnvelope
    from imagehosts_wire.imgur.models.blocked_user import BlockedUser
    from imagehosts_wire.imgur.models.comment import Comment
    from imagehosts_wire.imgur.models.comment_envelope import CommentEnvelope
    from imagehosts_wire.imgur.models.comment_list_envelope import CommentListEnvelope
    from imagehosts_wire.imgur.models.conversation import Conversation
    from imagehosts_wire.imgur.models.count_envelope import CountEnvelope
    from imagehosts_wire.imgur.models.created_album import CreatedAlbum
    from imagehosts_wire.imgur.models.created_album_envelope import CreatedAlbumEnvelope
    from imagehosts_wire.imgur.models.created_comment import CreatedComment
    from imagehosts_wire.imgur.models.created_comment_envelope import CreatedCommentEnvelope
    from imagehosts_wire.imgur.models.credits_ import Credits
    from imagehosts_wire.imgur.models.credits_envelope import CreditsEnvelope
    from imagehosts_wire.imgur.models.error_data import ErrorData
    from imagehosts_wire.imgur.models.error_object import ErrorObject
    from imagehosts_wire.imgur.models.error_response import ErrorResponse
    from imagehosts_wire.imgur.models.gallery_album import GalleryAlbum
    from imagehosts_wire.imgur.models.gallery_album_envelope import GalleryAlbumEnvelope
    from imagehosts_wire.imgur.models.gallery_image import GalleryImage
    from imagehosts_wire.imgur.models.gallery_image_envelope import GalleryImageEnvelope
    from imagehosts_wire.imgur.models.gallery_item import GalleryItem
    from imagehosts_wire.imgur.models.gallery_item_list_envelope import GalleryItemListEnvelope
    from imagehosts_wire.imgur.models.gallery_profile import GalleryProfile
    from imagehosts_wire.imgur.models.gallery_profile_envelope import GalleryProfileEnvelope
    from imagehosts_wire.imgur.models.gateway_error import GatewayError
    from imagehosts_wire.imgur.models.gateway_error_response import GatewayErrorResponse
    from imagehosts_wire.imgur.models.image import Image
    from imagehosts_wire.imgur.models.image_envelope import ImageEnvelope
    from imagehosts_wire.imgur.models.image_list_envelope import ImageListEnvelope
    from imagehosts_wire.imgur.models.image_processing import ImageProcessing
    from imagehosts_wire.imgur.models.message import Message
    from imagehosts_wire.imgur.models.message_envelope import MessageEnvelope
    from imagehosts_wire.imgur.models.message_list_envelope import MessageListEnvelope
    from imagehosts_wire.imgur.models.message_notification import MessageNotification
    from imagehosts_wire.imgur.models.message_notification_list_envelope import (
        MessageNotificationListEnvelope,
    )
    from imagehosts_wire.imgur.models.notification import Notification
    from imagehosts_wire.imgur.models.notification_content import NotificationContent
    from imagehosts_wire.imgur.models.notification_envelope import NotificationEnvelope
    from imagehosts_wire.imgur.models.notifications import Notifications
    from imagehosts_wire.imgur.models.notifications_envelope import NotificationsEnvelope
    from imagehosts_wire.imgur.models.number_ids_envelope import NumberIdsEnvelope
    from imagehosts_wire.imgur.models.reply_notification import ReplyNotification
    from imagehosts_wire.imgur.models.reply_notification_list_envelope import (
        ReplyNotificationListEnvelope,
    )
    from imagehosts_wire.imgur.models.tag import Tag
    from imagehosts_wire.imgur.models.text_ids_envelope import TextIdsEnvelope
    from imagehosts_wire.imgur.models.token import Token
    from imagehosts_wire.imgur.models.trophy import Trophy
    from imagehosts_wire.imgur.models.user_follow import UserFollow
    from imagehosts_wire.imgur.models.votes import Votes
    from imagehosts_wire.imgur.models.votes_envelope import VotesEnvelope

_MODULES = {
    "Account": "account",
    "AccountEnvelope": "account_envelope",
    "AccountSettings": "account_settings",
    "AccountSettingsEnvelope": "account_settings_envelope",
    "AccountStats": "account_stats",
    "AccountStatsEnvelope": "account_stats_envelope",
    "Album": "album",
    "AlbumEnvelope": "album_envelope",
    "AlbumListEnvelope": "album_list_envelope",
    "BasicEnvelope": "basic_envelope",
    "BlockedUser": "blocked_user",
    "Comment": "comment",
    "CommentEnvelope": "comment_envelope",
    "CommentListEnvelope": "comment_list_envelope",
    "Conversation": "conversation",
    "CountEnvelope": "count_envelope",
    "CreatedAlbum": "created_album",
    "CreatedAlbumEnvelope": "created_album_envelope",
    "CreatedComment": "created_comment",
    "CreatedCommentEnvelope": "created_comment_envelope",
    "Credits": "credits_",
    "CreditsEnvelope": "credits_envelope",
    "ErrorData": "error_data",
    "ErrorObject": "error_object",
    "ErrorResponse": "error_response",
    "GalleryAlbum": "gallery_album",
    "GalleryAlbumEnvelope": "gallery_album_envelope",
    "GalleryImage": "gallery_image",
    "GalleryImageEnvelope": "gallery_image_envelope",
    "GalleryItem": "gallery_item",
    "GalleryItemListEnvelope": "gallery_item_list_envelope",
    "GalleryProfile": "gallery_profile",
    "GalleryProfileEnvelope": "gallery_profile_envelope",
    "GatewayError": "gateway_error",
    "GatewayErrorResponse": "gateway_error_response",
    "Image": "image",
    "ImageEnvelope": "image_envelope",
    "ImageListEnvelope": "image_list_envelope",
    "ImageProcessing": "image_processing",
    "Message": "message",
    "MessageEnvelope": "message_envelope",
    "MessageListEnvelope": "message_list_envelope",
    "MessageNotification": "message_notification",
    "MessageNotificationListEnvelope": "message_notification_list_envelope",
    "Notification": "notification",
    "NotificationContent": "notification_content",
    "NotificationEnvelope": "notification_envelope",
    "Notifications": "notifications",
    "NotificationsEnvelope": "notifications_envelope",
    "NumberIdsEnvelope": "number_ids_envelope",
    "ReplyNotification": "reply_notification",
    "ReplyNotificationListEnvelope": "reply_notification_list_envelope",
    "Tag": "tag",
    "TextIdsEnvelope": "text_ids_envelope",
    "Token": "token",
    "Trophy": "trophy",
    "UserFollow": "user_follow",
    "Votes": "votes",
    "VotesEnvelope": "votes_envelope",
}

__all__ = [
    "Account",
    "AccountEnvelope",
    "AccountSettings",
    "AccountSettingsEnvelope",
    "AccountStats",
    "AccountStatsEnvelope",
    "Album",
    "AlbumEnvelope",
    "AlbumListEnvelope",
    "BasicEnvelope",
    "BlockedUser",
    "Comment",
    "CommentEnvelope",
    "CommentListEnvelope",
    "Conversation",
    "CountEnvelope",
    "CreatedAlbum",
    "CreatedAlbumEnvelope",
    "CreatedComment",
    "CreatedCommentEnvelope",
    "Credits",
    "CreditsEnvelope",
    "ErrorData",
    "ErrorObject",
    "ErrorResponse",
    "GalleryAlbum",
    "GalleryAlbumEnvelope",
    "GalleryImage",
    "GalleryImageEnvelope",
    "GalleryItem",
    "GalleryItemListEnvelope",
    "GalleryProfile",
    "GalleryProfileEnvelope",
    "GatewayError",
    "GatewayErrorResponse",
    "Image",
    "ImageEnvelope",
    "ImageListEnvelope",
    "ImageProcessing",
    "Message",
    "MessageEnvelope",
    "MessageListEnvelope",
    "MessageNotification",
    "MessageNotificationListEnvelope",
    "Notification",
    "NotificationContent",
    "NotificationEnvelope",
    "Notifications",
    "NotificationsEnvelope",
    "NumberIdsEnvelope",
    "ReplyNotification",
    "ReplyNotificationListEnvelope",
    "Tag",
    "TextIdsEnvelope",
    "Token",
    "Trophy",
    "UserFollow",
    "Votes",
    "VotesEnvelope",
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
