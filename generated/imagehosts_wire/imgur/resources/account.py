# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""The account operations of imgur API."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from imagehosts_wire.imgur import models
from imagehosts_wire.types import (
    AsyncPager,
    AsyncResource,
    Credential,
    Operation,
    Page,
    Pagination,
    Parameter,
    RequestOptions,
    Resource,
    Result,
    as_async_raw,
    as_async_raw_page,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imgur.models import (
        Account,
        AccountSettings,
        AccountStats,
        Album,
        Comment,
        CreatedComment,
        GalleryItem,
        GalleryProfile,
        Image,
        MessageNotification,
        Notifications,
        ReplyNotification,
    )

ACCOUNT_GET: Operation[Account] = Operation(
    "imgur",
    "account_get",
    "GET",
    "/account/{username}",
    result=Result(
        "json",
        lambda: models.Account,
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account"),
)
ACCOUNT_CREATE: Operation[bool | None] = Operation(
    "imgur",
    "account_create",
    "POST",
    "/account/{username}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("recaptcha_challenge_field", "recaptcha_challenge_field", "body"),
        Parameter("recaptcha_response_field", "recaptcha_response_field", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "account-create"),
)
ACCOUNT_DELETE: Operation[bool | None] = Operation(
    "imgur",
    "account_delete",
    "DELETE",
    "/account/{username}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-delete"),
)
ACCOUNT_LIKES: Operation[list[GalleryItem]] = Operation(
    "imgur",
    "account_likes",
    "GET",
    "/account/{username}/likes",
    result=Result(
        "json",
        lambda: list[models.GalleryItem],
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-likes"),
)
ACCOUNT_SUBMISSIONS: Operation[Page[GalleryItem]] = Operation(
    "imgur",
    "account_submissions",
    "GET",
    "/account/{username}/submissions/{page}",
    result=Result(
        "json",
        lambda: list[models.GalleryItem],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("page", "page", "path", encode="integer:0", optional_segment=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    pagination=Pagination(
        "page",
        "page",
        first=0,
        items="",
    ),
    source=("imgur-api-v3.txt", "account-submissions"),
)
ACCOUNT_SETTINGS: Operation[AccountSettings] = Operation(
    "imgur",
    "account_settings",
    "GET",
    "/account/{username}/settings",
    result=Result(
        "json",
        lambda: models.AccountSettings,
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-settings"),
)
ACCOUNT_STATS: Operation[AccountStats] = Operation(
    "imgur",
    "account_stats",
    "GET",
    "/account/{username}/stats",
    result=Result(
        "json",
        lambda: models.AccountStats,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-stats"),
)
ACCOUNT_GALLERY_PROFILE: Operation[GalleryProfile] = Operation(
    "imgur",
    "account_gallery_profile",
    "GET",
    "/account/{username}/gallery_profile",
    result=Result(
        "json",
        lambda: models.GalleryProfile,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-profile"),
)
ACCOUNT_ALBUMS: Operation[Page[Album]] = Operation(
    "imgur",
    "account_albums",
    "GET",
    "/account/{username}/albums/{page}",
    result=Result(
        "json",
        lambda: list[models.Album],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("page", "page", "path", encode="integer:0", optional_segment=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    pagination=Pagination(
        "page",
        "page",
        first=0,
        items="",
    ),
    source=("imgur-api-v3.txt", "account-albums"),
)
ACCOUNT_ALBUM_IDS: Operation[list[str]] = Operation(
    "imgur",
    "account_album_ids",
    "GET",
    "/account/{username}/albums/ids",
    result=Result(
        "json",
        lambda: list[str],
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-ids"),
)
ACCOUNT_ALBUM_COUNT: Operation[int] = Operation(
    "imgur",
    "account_album_count",
    "GET",
    "/account/{username}/albums/count",
    result=Result(
        "json",
        lambda: int,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "album-count"),
)
ACCOUNT_ALBUM: Operation[Album] = Operation(
    "imgur",
    "account_album",
    "GET",
    "/account/{username}/album/{album_id}",
    result=Result(
        "json",
        lambda: models.Album,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-get-album"),
)
ACCOUNT_UPDATE_ALBUM: Operation[bool | None] = Operation(
    "imgur",
    "account_update_album",
    "PUT",
    "/account/{username}/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "body", encode="list:text", array="repeat"),
        Parameter("deletehashes", "deletehashes[]", "body", encode="list:text", array="repeat"),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
        Parameter("privacy", "privacy", "body", encode="choice:public/hidden/secret"),
        Parameter("cover", "cover", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-get-album"),
)
ACCOUNT_SET_ALBUM_IMAGES: Operation[bool | None] = Operation(
    "imgur",
    "account_set_album_images",
    "POST",
    "/account/{username}/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "body", encode="list:text", required=True, array="repeat"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "account-get-album"),
)
ACCOUNT_DELETE_ALBUM: Operation[bool | None] = Operation(
    "imgur",
    "account_delete_album",
    "DELETE",
    "/account/{username}/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-album-delete"),
)
ACCOUNT_REMOVE_ALBUM_IMAGES: Operation[bool | None] = Operation(
    "imgur",
    "account_remove_album_images",
    "DELETE",
    "/account/{username}/album/{album_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "query", encode="list:text", required=True, array="repeat"),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-get-album"),
)
ACCOUNT_ALBUM_IMAGES: Operation[list[Image]] = Operation(
    "imgur",
    "account_album_images",
    "GET",
    "/account/{username}/album/{album_id}/images",
    result=Result(
        "json",
        lambda: list[models.Image],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-get-album"),
)
ACCOUNT_ALBUM_IMAGE: Operation[Image] = Operation(
    "imgur",
    "account_album_image",
    "GET",
    "/account/{username}/album/{album_id}/image/{image_id}",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("image_id", "image_id", "path", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-get-album"),
)
ACCOUNT_ADD_ALBUM_IMAGES: Operation[bool | None] = Operation(
    "imgur",
    "account_add_album_images",
    "POST",
    "/account/{username}/album/{album_id}/add",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("album_id", "album_id", "path", required=True),
        Parameter("ids", "ids[]", "body", encode="list:text", required=True, array="repeat"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "account-get-album"),
)
ACCOUNT_COMMENTS: Operation[list[Comment]] = Operation(
    "imgur",
    "account_comments",
    "GET",
    "/account/{username}/comments",
    result=Result(
        "json",
        lambda: list[models.Comment],
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "comments"),
)
ACCOUNT_COMMENT: Operation[Comment] = Operation(
    "imgur",
    "account_comment",
    "GET",
    "/account/{username}/comment/{comment_id}",
    result=Result(
        "json",
        lambda: models.Comment,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "comment"),
)
ACCOUNT_REPLY_TO_COMMENT: Operation[CreatedComment] = Operation(
    "imgur",
    "account_reply_to_comment",
    "POST",
    "/account/{username}/comment/{comment_id}",
    result=Result(
        "json",
        lambda: models.CreatedComment,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
        Parameter("image_id", "image_id", "body", required=True),
        Parameter("comment", "comment", "body", required=True),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "comment"),
)
ACCOUNT_DELETE_COMMENT: Operation[bool | None] = Operation(
    "imgur",
    "account_delete_comment",
    "DELETE",
    "/account/{username}/comment/{comment_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-comment-delete"),
)
ACCOUNT_COMMENT_REPLIES: Operation[Comment] = Operation(
    "imgur",
    "account_comment_replies",
    "GET",
    "/account/{username}/comment/{comment_id}/replies",
    result=Result(
        "json",
        lambda: models.Comment,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "comment"),
)
ACCOUNT_VOTE_COMMENT: Operation[bool | None] = Operation(
    "imgur",
    "account_vote_comment",
    "POST",
    "/account/{username}/comment/{comment_id}/vote/{vote}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
        Parameter("vote", "vote", "path", encode="choice:up/down", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "comment"),
)
ACCOUNT_REPORT_COMMENT: Operation[bool | None] = Operation(
    "imgur",
    "account_report_comment",
    "POST",
    "/account/{username}/comment/{comment_id}/report",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("comment_id", "comment_id", "path", encode="integer:0", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "comment"),
)
ACCOUNT_COMMENT_IDS: Operation[list[int]] = Operation(
    "imgur",
    "account_comment_ids",
    "GET",
    "/account/{username}/comments/ids",
    result=Result(
        "json",
        lambda: list[int],
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "comment-ids"),
)
ACCOUNT_COMMENT_COUNT: Operation[int] = Operation(
    "imgur",
    "account_comment_count",
    "GET",
    "/account/{username}/comments/count",
    result=Result(
        "json",
        lambda: int,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "comment-count"),
)
ACCOUNT_IMAGES: Operation[Page[Image]] = Operation(
    "imgur",
    "account_images",
    "GET",
    "/account/{username}/images/{page}",
    result=Result(
        "json",
        lambda: list[models.Image],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("page", "page", "path", encode="integer:0", optional_segment=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    pagination=Pagination(
        "page",
        "page",
        first=0,
        items="",
    ),
    source=("imgur-api-v3.txt", "images"),
)
ACCOUNT_IMAGE: Operation[Image] = Operation(
    "imgur",
    "account_image",
    "GET",
    "/account/{username}/image/{image_id}",
    result=Result(
        "json",
        lambda: models.Image,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("image_id", "image_id", "path", required=True),
    ),
    credentials=(
        Credential("access_token", "header", "Authorization", "Bearer "),
        Credential("client_id", "header", "Authorization", "Client-ID "),
    ),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-image"),
)
ACCOUNT_UPDATE_IMAGE: Operation[bool | None] = Operation(
    "imgur",
    "account_update_image",
    "PUT",
    "/account/{username}/image/{image_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("title", "title", "body"),
        Parameter("description", "description", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-image"),
)
ACCOUNT_DELETE_IMAGE: Operation[bool | None] = Operation(
    "imgur",
    "account_delete_image",
    "DELETE",
    "/account/{username}/image/{image_id}",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("deletehash", "image_id", "path", required=True),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-image-delete"),
)
ACCOUNT_IMAGE_IDS: Operation[list[str]] = Operation(
    "imgur",
    "account_image_ids",
    "GET",
    "/account/{username}/images/ids",
    result=Result(
        "json",
        lambda: list[str],
        envelope="data",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "image-ids"),
)
ACCOUNT_IMAGE_COUNT: Operation[int] = Operation(
    "imgur",
    "account_image_count",
    "GET",
    "/account/{username}/images/count",
    result=Result(
        "json",
        lambda: int,
        envelope="data",
        tolerant=True,
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "image-count"),
)
ACCOUNT_NOTIFICATIONS: Operation[Notifications] = Operation(
    "imgur",
    "account_notifications",
    "GET",
    "/account/{username}/notifications",
    result=Result(
        "json",
        lambda: models.Notifications,
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("new", "new", "query", encode="flag:true/false"),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-notifications"),
)
ACCOUNT_MESSAGE_NOTIFICATIONS: Operation[list[MessageNotification]] = Operation(
    "imgur",
    "account_message_notifications",
    "GET",
    "/account/{username}/notifications/messages",
    result=Result(
        "json",
        lambda: list[models.MessageNotification],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("new", "new", "query", encode="flag:true/false"),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "account-messages"),
)
ACCOUNT_REPLY_NOTIFICATIONS: Operation[list[ReplyNotification]] = Operation(
    "imgur",
    "account_reply_notifications",
    "GET",
    "/account/{username}/notifications/replies",
    result=Result(
        "json",
        lambda: list[models.ReplyNotification],
        envelope="data",
        tolerant=True,
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("new", "new", "query", encode="flag:true/false"),
    ),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=True,
    source=("imgur-api-v3.txt", "replies"),
)
ACCOUNT_SEND_MESSAGE: Operation[bool | None] = Operation(
    "imgur",
    "account_send_message",
    "POST",
    "/account/{username}/message",
    result=Result(
        "json",
        lambda: bool | None,
        envelope="data",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("body", "body", "body", required=True),
        Parameter("subject", "subject", "body"),
        Parameter("parent_id", "parent_id", "body", encode="integer"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("access_token", "header", "Authorization", "Bearer "),),
    credential_optional=False,
    repeatable=False,
    source=("imgur-api-v3.txt", "messages-send"),
)

OPERATIONS = (
    ACCOUNT_GET,
    ACCOUNT_CREATE,
    ACCOUNT_DELETE,
    ACCOUNT_LIKES,
    ACCOUNT_SUBMISSIONS,
    ACCOUNT_SETTINGS,
    ACCOUNT_STATS,
    ACCOUNT_GALLERY_PROFILE,
    ACCOUNT_ALBUMS,
    ACCOUNT_ALBUM_IDS,
    ACCOUNT_ALBUM_COUNT,
    ACCOUNT_ALBUM,
    ACCOUNT_UPDATE_ALBUM,
    ACCOUNT_SET_ALBUM_IMAGES,
    ACCOUNT_DELETE_ALBUM,
    ACCOUNT_REMOVE_ALBUM_IMAGES,
    ACCOUNT_ALBUM_IMAGES,
    ACCOUNT_ALBUM_IMAGE,
    ACCOUNT_ADD_ALBUM_IMAGES,
    ACCOUNT_COMMENTS,
    ACCOUNT_COMMENT,
    ACCOUNT_REPLY_TO_COMMENT,
    ACCOUNT_DELETE_COMMENT,
    ACCOUNT_COMMENT_REPLIES,
    ACCOUNT_VOTE_COMMENT,
    ACCOUNT_REPORT_COMMENT,
    ACCOUNT_COMMENT_IDS,
    ACCOUNT_COMMENT_COUNT,
    ACCOUNT_IMAGES,
    ACCOUNT_IMAGE,
    ACCOUNT_UPDATE_IMAGE,
    ACCOUNT_DELETE_IMAGE,
    ACCOUNT_IMAGE_IDS,
    ACCOUNT_IMAGE_COUNT,
    ACCOUNT_NOTIFICATIONS,
    ACCOUNT_MESSAGE_NOTIFICATIONS,
    ACCOUNT_REPLY_NOTIFICATIONS,
    ACCOUNT_SEND_MESSAGE,
)
"""Every operation of this resource."""


class AccountResource(Resource):
    """The account operations."""

    @cached_property
    def with_raw_response(self) -> AccountResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AccountResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AccountResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AccountResourceWithStreamingResponse(self)

    def get(self, username: str, *, options: RequestOptions | None = None) -> Account:
        """Look at an account

        Answers what everybody may know of a user. The name of the user who is logged in is also
        in the answer to a request for tokens. That is the name, the reputation, and since when
        (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The account (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account".
        """

        return self._call(ACCOUNT_GET, (username,), options)

    def create(
        self,
        username: str,
        *,
        recaptcha_challenge_field: str | None = None,
        recaptcha_response_field: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Make an account

        Makes a new account. The answer to a captcha MUST be sent with it; the document prints
        the public key of the captcha and no name of a parameter. Accounts are made on the site
        today (observed). No password and no e-mail address can be given; how the user gets in
        afterwards is not said (inferred).

        Args:
            username: Username of the new account.
            recaptcha_challenge_field: What the person was shown (inferred).
            recaptcha_response_field: What the person answered (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-create".
        """

        return self._call(
            ACCOUNT_CREATE,
            (
                username,
                recaptcha_challenge_field,
                recaptcha_response_field,
            ),
            options,
        )

    def delete(self, username: str, *, options: RequestOptions | None = None) -> bool | None:
        """Delete an account

        Deletes the account of the user. Requires the user to be logged in. Pictures, albums,
        comments and messages go with it (inferred).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-delete".
        """

        return self._call(ACCOUNT_DELETE, (username,), options)

    def likes(self, username: str, *, options: RequestOptions | None = None) -> list[GalleryItem]:
        """List what a user voted up

        Answers the images that the user has voted up. Pictures and albums are mixed (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Pictures and albums, mixed (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-likes".
        """

        return self._call(ACCOUNT_LIKES, (username,), options)

    def submissions(
        self, username: str, *, page: int | None = None, options: RequestOptions | None = None
    ) -> Page[GalleryItem]:
        """List what a user submitted

        Answers the images that the user has submitted to the gallery. The newest come first
        (observed). Pictures and albums are mixed (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            page: Number of the page. The first page is 0, and answered where the number is
                left out. Lists of other things count alike (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. Pictures and albums, mixed (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-submissions".
        """

        return self._call(
            ACCOUNT_SUBMISSIONS,
            (
                username,
                page,
            ),
            options,
        )

    def settings(self, username: str, *, options: RequestOptions | None = None) -> AccountSettings:
        """Look at the settings

        Answers the settings of the account. Those of others are out of reach. Requires the user
        to be logged in.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The settings (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-settings".
        """

        return self._call(ACCOUNT_SETTINGS, (username,), options)

    def stats(self, username: str, *, options: RequestOptions | None = None) -> AccountStats:
        """Look at the statistics

        Answers the statistics about the account. Requires a user to be logged in (inferred).
        They tell how much the account holds and how much of it was looked at (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The statistics (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-stats".
        """

        return self._call(ACCOUNT_STATS, (username,), options)

    def gallery_profile(
        self, username: str, *, options: RequestOptions | None = None
    ) -> GalleryProfile:
        """Look at what a user does in the gallery

        Answers the totals of what the user does in the gallery. They tell how many comments,
        favourites and posts the user has, and the trophies (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The totals (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-profile".
        """

        return self._call(ACCOUNT_GALLERY_PROFILE, (username,), options)

    def albums(
        self, username: str, *, page: int | None = None, options: RequestOptions | None = None
    ) -> Page[Album]:
        """List the albums of a user

        Answers the albums of the user. Secret and hidden ones are among them for the user who
        is logged in.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            page: Number of the page. The first page is 0, and answered where the number is
                left out. Lists of other things count alike (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. The albums (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-albums".
        """

        return self._call(
            ACCOUNT_ALBUMS,
            (
                username,
                page,
            ),
            options,
        )

    def album_ids(self, username: str, *, options: RequestOptions | None = None) -> list[str]:
        """List the ids of the albums of a user

        Answers the ids of all albums of the user.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The ids (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album-ids".
        """

        return self._call(ACCOUNT_ALBUM_IDS, (username,), options)

    def album_count(self, username: str, *, options: RequestOptions | None = None) -> int:
        """Count the albums of a user

        Answers how many albums the user has. Secret and hidden ones count for the user alone
        (inferred).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            How many there are (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "album-count".
        """

        return self._call(ACCOUNT_ALBUM_COUNT, (username,), options)

    def album(
        self, username: str, album_id: str, *, options: RequestOptions | None = None
    ) -> Album:
        """Look at an album of a user

        Answers the album with its pictures, as the same call on the album itself does.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The album with its pictures (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-get-album".
        """

        return self._call(
            ACCOUNT_ALBUM,
            (
                username,
                album_id,
            ),
            options,
        )

    def update_album(
        self,
        username: str,
        album_id: str,
        *,
        ids: Sequence[str] | None = None,
        deletehashes: Sequence[str] | None = None,
        title: str | None = None,
        description: str | None = None,
        privacy: Literal["hidden", "public", "secret"] | None = None,
        cover: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Change an album of a user

        Changes title, description, privacy, cover or pictures of an album of the logged-in
        user, as the same call on the album itself does. Requires a user to be logged in
        (inferred).

        Not in the document: inferred, the document offers all routes of an album below an
        account's album.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            ids: Ids of the pictures. They stand in the order in which they are sent
                (inferred).
            deletehashes: Deletehashes of anonymous pictures, which no id can put into an
                album (observed).
            title: Title of the album.
            description: Description of the album.
            privacy: Who sees the album: everybody, anyone with its address, or its owner
                (observed).
            cover: Id of the picture on the cover.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-get-album".
        """

        return self._call(
            ACCOUNT_UPDATE_ALBUM,
            (
                username,
                album_id,
                ids,
                deletehashes,
                title,
                description,
                privacy,
                cover,
            ),
            options,
        )

    def set_album_images(
        self,
        username: str,
        album_id: str,
        ids: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Replace the pictures of an album of a user

        Puts these pictures and no others into an album of the logged-in user, as the same call
        on the album itself does. Requires a user to be logged in (inferred).

        Not in the document: inferred, the document offers all routes of an album below an
        account's album.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            ids: Ids of the pictures. They stand in the order in which they are sent
                (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-get-album".
        """

        return self._call(
            ACCOUNT_SET_ALBUM_IMAGES,
            (
                username,
                album_id,
                ids,
            ),
            options,
        )

    def delete_album(
        self, username: str, album_id: str, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Delete an album of a user

        Deletes an album of the user. Requires a user to be logged in (inferred). The pictures
        in it stay (inferred).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-album-delete".
        """

        return self._call(
            ACCOUNT_DELETE_ALBUM,
            (
                username,
                album_id,
            ),
            options,
        )

    def remove_album_images(
        self,
        username: str,
        album_id: str,
        ids: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Take pictures out of an album of a user

        Takes these pictures out of an album of the logged-in user, as the same call on the
        album itself does. The pictures themselves stay. Requires a user to be logged in
        (inferred).

        Not in the document: inferred, the document offers all routes of an album below an
        account's album.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            ids: Ids of the pictures to take out. Never empty: without ids the same call
                deletes the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-get-album".
        """

        return self._call(
            ACCOUNT_REMOVE_ALBUM_IMAGES,
            (
                username,
                album_id,
                ids,
            ),
            options,
        )

    def album_images(
        self, username: str, album_id: str, *, options: RequestOptions | None = None
    ) -> list[Image]:
        """List the pictures in an album of a user

        Answers the pictures in the album in order, as the same call on the album itself does.

        Not in the document: inferred, the document offers all routes of an album below an
        account's album.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The pictures (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-get-album".
        """

        return self._call(
            ACCOUNT_ALBUM_IMAGES,
            (
                username,
                album_id,
            ),
            options,
        )

    def album_image(
        self, username: str, album_id: str, image_id: str, *, options: RequestOptions | None = None
    ) -> Image:
        """Look at a picture in an album of a user

        Answers a picture of the album, as the same call on the album itself does.

        Not in the document: inferred, the document offers all routes of an album below an
        account's album.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            image_id: Id of the picture.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture or video (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-get-album".
        """

        return self._call(
            ACCOUNT_ALBUM_IMAGE,
            (
                username,
                album_id,
                image_id,
            ),
            options,
        )

    def add_album_images(
        self,
        username: str,
        album_id: str,
        ids: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Add pictures to an album of a user

        Adds these pictures to those in an album of the logged-in user, as the same call on the
        album itself does. Requires a user to be logged in (inferred).

        Not in the document: inferred, the document offers all routes of an album below an
        account's album.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            album_id: Id of the album.
            ids: Ids of the pictures. They stand in the order in which they are sent
                (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-get-album".
        """

        return self._call(
            ACCOUNT_ADD_ALBUM_IMAGES,
            (
                username,
                album_id,
                ids,
            ),
            options,
        )

    def comments(self, username: str, *, options: RequestOptions | None = None) -> list[Comment]:
        """List the comments of a user

        Answers the comments that the user has written. The newest come first (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The comments (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comments".
        """

        return self._call(ACCOUNT_COMMENTS, (username,), options)

    def comment(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """Look at a comment of a user

        Answers the comment, as the same call on the comment itself does.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The comment (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comment".
        """

        return self._call(
            ACCOUNT_COMMENT,
            (
                username,
                comment_id,
            ),
            options,
        )

    def reply_to_comment(
        self,
        username: str,
        comment_id: int,
        image_id: str,
        comment: str,
        *,
        options: RequestOptions | None = None,
    ) -> CreatedComment:
        """Reply to a comment of a user

        Replies to the comment, as the same call on the comment itself does. Requires a user to
        be logged in (inferred).

        Not in the document: inferred, the document offers all actions on a comment below an
        account's comment.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            comment_id: Id of the comment. It is a whole number (observed).
            image_id: Id of the image that the comment is about. Demanded although the
                comment tells it. That of an album will do as well (observed).
            comment: Text of the reply.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Number of the new comment (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comment".
        """

        return self._call(
            ACCOUNT_REPLY_TO_COMMENT,
            (
                username,
                comment_id,
                image_id,
                comment,
            ),
            options,
        )

    def delete_comment(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Delete a comment of a user

        Deletes a comment that the user has written. Requires the user who wrote the comment to
        be logged in.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-comment-delete".
        """

        return self._call(
            ACCOUNT_DELETE_COMMENT,
            (
                username,
                comment_id,
            ),
            options,
        )

    def comment_replies(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """Look at a comment of a user with its replies

        Answers the comment with its replies, as the same call on the comment itself does.

        Not in the document: inferred, the document offers all actions on a comment below an
        account's comment.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The comment (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comment".
        """

        return self._call(
            ACCOUNT_COMMENT_REPLIES,
            (
                username,
                comment_id,
            ),
            options,
        )

    def vote_comment(
        self,
        username: str,
        comment_id: int,
        vote: Literal["down", "up"],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Vote on a comment of a user

        Votes on the comment, as the same call on the comment itself does. Requires a user to be
        logged in (inferred).

        Not in the document: inferred, the document offers all actions on a comment below an
        account's comment.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            comment_id: Id of the comment. It is a whole number (observed).
            vote: `up` or `down`.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comment".
        """

        return self._call(
            ACCOUNT_VOTE_COMMENT,
            (
                username,
                comment_id,
                vote,
            ),
            options,
        )

    def report_comment(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Report a comment of a user

        Tells the host that the comment is not fit, as the same call on the comment itself does.
        Requires a user to be logged in (inferred).

        Not in the document: inferred, the document offers all actions on a comment below an
        account's comment.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            comment_id: Id of the comment. It is a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comment".
        """

        return self._call(
            ACCOUNT_REPORT_COMMENT,
            (
                username,
                comment_id,
            ),
            options,
        )

    def comment_ids(self, username: str, *, options: RequestOptions | None = None) -> list[int]:
        """List the numbers of the comments of a user

        Answers the ids of all comments of the user.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The numbers (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comment-ids".
        """

        return self._call(ACCOUNT_COMMENT_IDS, (username,), options)

    def comment_count(self, username: str, *, options: RequestOptions | None = None) -> int:
        """Count the comments of a user

        Answers how many comments the user has written.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            How many there are (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "comment-count".
        """

        return self._call(ACCOUNT_COMMENT_COUNT, (username,), options)

    def images(
        self, username: str, *, page: int | None = None, options: RequestOptions | None = None
    ) -> Page[Image]:
        """List the pictures of a user

        Answers all pictures of the account, page by page. Requires a user to be logged in
        (inferred). The newest come first (observed). They have their deletehashes (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            page: Number of the page. The first page is 0, and answered where the number is
                left out. Lists of other things count alike (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. The pictures (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "images".
        """

        return self._call(
            ACCOUNT_IMAGES,
            (
                username,
                page,
            ),
            options,
        )

    def image(
        self, username: str, image_id: str, *, options: RequestOptions | None = None
    ) -> Image:
        """Look at a picture of a user

        Answers the picture, as the same call on the picture itself does.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            image_id: Id of the picture.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The picture or video (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-image".
        """

        return self._call(
            ACCOUNT_IMAGE,
            (
                username,
                image_id,
            ),
            options,
        )

    def update_image(
        self,
        username: str,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Change the texts of a picture of a user

        Changes title and description of a picture of the logged-in user, as the same call on
        the picture itself does. Requires a user to be logged in (inferred).

        Not in the document: inferred, the document offers all actions on a picture below an
        account's picture.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            image_id: Id of the picture.
            title: Title of the picture.
            description: Description of the picture.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-image".
        """

        return self._call(
            ACCOUNT_UPDATE_IMAGE,
            (
                username,
                image_id,
                title,
                description,
            ),
            options,
        )

    def delete_image(
        self, username: str, deletehash: str, *, options: RequestOptions | None = None
    ) -> bool | None:
        """Delete a picture of a user

        Deletes a picture of the user. Requires a user to be logged in (inferred). It takes the
        deletehash rather than the id. The picture does not come back, and leaves the albums
        that it is in (inferred).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            deletehash: Deletehash of the picture. The id works too for a picture of the
                user who is logged in (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-image-delete".
        """

        return self._call(
            ACCOUNT_DELETE_IMAGE,
            (
                username,
                deletehash,
            ),
            options,
        )

    def image_ids(self, username: str, *, options: RequestOptions | None = None) -> list[str]:
        """List the ids of the pictures of a user

        Answers the ids of the pictures of the account. Requires a user to be logged in
        (inferred).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The ids (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "image-ids".
        """

        return self._call(ACCOUNT_IMAGE_IDS, (username,), options)

    def image_count(self, username: str, *, options: RequestOptions | None = None) -> int:
        """Count the pictures of a user

        Answers how many pictures the account has. Requires a user to be logged in (inferred).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            How many there are (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "image-count".
        """

        return self._call(ACCOUNT_IMAGE_COUNT, (username,), options)

    def notifications(
        self, username: str, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> Notifications:
        """List the notifications of a user

        Answers the notifications of the user: those not viewed yet, or all. Requires the user
        to be logged in. Replies and messages come apart (observed).

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            new: True for only those that were not viewed, as the host does by itself; false
                for all.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The notifications, replies and messages apart (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-notifications".
        """

        return self._call(
            ACCOUNT_NOTIFICATIONS,
            (
                username,
                new,
            ),
            options,
        )

    def message_notifications(
        self, username: str, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> list[MessageNotification]:
        """List the notifications of messages

        Answers the messages to the user in the form of notifications: those not viewed yet, or
        all. Requires the user to be logged in.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            new: True for only those that were not viewed, as the host does by itself; false
                for all.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The notifications (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "account-messages".
        """

        return self._call(
            ACCOUNT_MESSAGE_NOTIFICATIONS,
            (
                username,
                new,
            ),
            options,
        )

    def reply_notifications(
        self, username: str, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> list[ReplyNotification]:
        """List the notifications of replies

        Answers the replies to the user in the form of notifications: those not viewed yet, or
        all. Requires the user to be logged in.

        Args:
            username: Username of the account. `me` is the account whose token is sent.
            new: True for only those that were not viewed, as the host does by itself; false
                for all.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The notifications (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "replies".
        """

        return self._call(
            ACCOUNT_REPLY_NOTIFICATIONS,
            (
                username,
                new,
            ),
            options,
        )

    def send_message(
        self,
        username: str,
        body: str,
        *,
        subject: str | None = None,
        parent_id: int | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """Send a message to a user

        Sends a message to the user in the path. Requires a user to be logged in. Sending one by
        `/message` does the same (inferred).

        Args:
            username: Username of the other user.
            body: Text of the message.
            subject: Subject of the message.
            parent_id: Number of the first message of the thread that this one joins. It is
                a whole number (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Done (observed).

        Raises:
            ImageHostError: Any other failure; without JSON where the server in front speaks
                (observed).
            InvalidRequest: A parameter is missing or out of bounds, a file is too large or
                no picture, a token request was refused, or the server in front refuses the
                caller (observed).
            AuthenticationFailed: The call needs a logged-in user (observed).
            PermissionDenied: The client id or token is refused, or the caller may not do
                this (observed). At times the answer of a host that has too much to do
                (observed).
            NotFound: There is no such thing, or not for this user (observed).
            RateLimited: The credits are used up, or uploads come too fast (observed). No
                `Retry-After` was seen on it; the message or the counters tell how long to wait
                (observed).

        Source: imgur-api-v3.txt (a third party's capture), "messages-send".
        """

        return self._call(
            ACCOUNT_SEND_MESSAGE,
            (
                username,
                body,
                subject,
                parent_id,
            ),
            options,
        )


class AsyncAccountResource(AsyncResource):
    """The account operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncAccountResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncAccountResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncAccountResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncAccountResourceWithStreamingResponse(self)

    async def get(self, username: str, *, options: RequestOptions | None = None) -> Account:
        """See :meth:`AccountResource.get`."""

        return await self._call(ACCOUNT_GET, (username,), options)

    async def create(
        self,
        username: str,
        *,
        recaptcha_challenge_field: str | None = None,
        recaptcha_response_field: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.create`."""

        return await self._call(
            ACCOUNT_CREATE,
            (
                username,
                recaptcha_challenge_field,
                recaptcha_response_field,
            ),
            options,
        )

    async def delete(self, username: str, *, options: RequestOptions | None = None) -> bool | None:
        """See :meth:`AccountResource.delete`."""

        return await self._call(ACCOUNT_DELETE, (username,), options)

    async def likes(
        self, username: str, *, options: RequestOptions | None = None
    ) -> list[GalleryItem]:
        """See :meth:`AccountResource.likes`."""

        return await self._call(ACCOUNT_LIKES, (username,), options)

    def submissions(
        self, username: str, *, page: int | None = None, options: RequestOptions | None = None
    ) -> AsyncPager[GalleryItem]:
        """See :meth:`AccountResource.submissions`."""

        return AsyncPager(
            lambda: self._call(
                ACCOUNT_SUBMISSIONS,
                (
                    username,
                    page,
                ),
                options,
            )
        )

    async def settings(
        self, username: str, *, options: RequestOptions | None = None
    ) -> AccountSettings:
        """See :meth:`AccountResource.settings`."""

        return await self._call(ACCOUNT_SETTINGS, (username,), options)

    async def stats(self, username: str, *, options: RequestOptions | None = None) -> AccountStats:
        """See :meth:`AccountResource.stats`."""

        return await self._call(ACCOUNT_STATS, (username,), options)

    async def gallery_profile(
        self, username: str, *, options: RequestOptions | None = None
    ) -> GalleryProfile:
        """See :meth:`AccountResource.gallery_profile`."""

        return await self._call(ACCOUNT_GALLERY_PROFILE, (username,), options)

    def albums(
        self, username: str, *, page: int | None = None, options: RequestOptions | None = None
    ) -> AsyncPager[Album]:
        """See :meth:`AccountResource.albums`."""

        return AsyncPager(
            lambda: self._call(
                ACCOUNT_ALBUMS,
                (
                    username,
                    page,
                ),
                options,
            )
        )

    async def album_ids(self, username: str, *, options: RequestOptions | None = None) -> list[str]:
        """See :meth:`AccountResource.album_ids`."""

        return await self._call(ACCOUNT_ALBUM_IDS, (username,), options)

    async def album_count(self, username: str, *, options: RequestOptions | None = None) -> int:
        """See :meth:`AccountResource.album_count`."""

        return await self._call(ACCOUNT_ALBUM_COUNT, (username,), options)

    async def album(
        self, username: str, album_id: str, *, options: RequestOptions | None = None
    ) -> Album:
        """See :meth:`AccountResource.album`."""

        return await self._call(
            ACCOUNT_ALBUM,
            (
                username,
                album_id,
            ),
            options,
        )

    async def update_album(
        self,
        username: str,
        album_id: str,
        *,
        ids: Sequence[str] | None = None,
        deletehashes: Sequence[str] | None = None,
        title: str | None = None,
        description: str | None = None,
        privacy: Literal["hidden", "public", "secret"] | None = None,
        cover: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.update_album`."""

        return await self._call(
            ACCOUNT_UPDATE_ALBUM,
            (
                username,
                album_id,
                ids,
                deletehashes,
                title,
                description,
                privacy,
                cover,
            ),
            options,
        )

    async def set_album_images(
        self,
        username: str,
        album_id: str,
        ids: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.set_album_images`."""

        return await self._call(
            ACCOUNT_SET_ALBUM_IMAGES,
            (
                username,
                album_id,
                ids,
            ),
            options,
        )

    async def delete_album(
        self, username: str, album_id: str, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AccountResource.delete_album`."""

        return await self._call(
            ACCOUNT_DELETE_ALBUM,
            (
                username,
                album_id,
            ),
            options,
        )

    async def remove_album_images(
        self,
        username: str,
        album_id: str,
        ids: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.remove_album_images`."""

        return await self._call(
            ACCOUNT_REMOVE_ALBUM_IMAGES,
            (
                username,
                album_id,
                ids,
            ),
            options,
        )

    async def album_images(
        self, username: str, album_id: str, *, options: RequestOptions | None = None
    ) -> list[Image]:
        """See :meth:`AccountResource.album_images`."""

        return await self._call(
            ACCOUNT_ALBUM_IMAGES,
            (
                username,
                album_id,
            ),
            options,
        )

    async def album_image(
        self, username: str, album_id: str, image_id: str, *, options: RequestOptions | None = None
    ) -> Image:
        """See :meth:`AccountResource.album_image`."""

        return await self._call(
            ACCOUNT_ALBUM_IMAGE,
            (
                username,
                album_id,
                image_id,
            ),
            options,
        )

    async def add_album_images(
        self,
        username: str,
        album_id: str,
        ids: Sequence[str],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.add_album_images`."""

        return await self._call(
            ACCOUNT_ADD_ALBUM_IMAGES,
            (
                username,
                album_id,
                ids,
            ),
            options,
        )

    async def comments(
        self, username: str, *, options: RequestOptions | None = None
    ) -> list[Comment]:
        """See :meth:`AccountResource.comments`."""

        return await self._call(ACCOUNT_COMMENTS, (username,), options)

    async def comment(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """See :meth:`AccountResource.comment`."""

        return await self._call(
            ACCOUNT_COMMENT,
            (
                username,
                comment_id,
            ),
            options,
        )

    async def reply_to_comment(
        self,
        username: str,
        comment_id: int,
        image_id: str,
        comment: str,
        *,
        options: RequestOptions | None = None,
    ) -> CreatedComment:
        """See :meth:`AccountResource.reply_to_comment`."""

        return await self._call(
            ACCOUNT_REPLY_TO_COMMENT,
            (
                username,
                comment_id,
                image_id,
                comment,
            ),
            options,
        )

    async def delete_comment(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AccountResource.delete_comment`."""

        return await self._call(
            ACCOUNT_DELETE_COMMENT,
            (
                username,
                comment_id,
            ),
            options,
        )

    async def comment_replies(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> Comment:
        """See :meth:`AccountResource.comment_replies`."""

        return await self._call(
            ACCOUNT_COMMENT_REPLIES,
            (
                username,
                comment_id,
            ),
            options,
        )

    async def vote_comment(
        self,
        username: str,
        comment_id: int,
        vote: Literal["down", "up"],
        *,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.vote_comment`."""

        return await self._call(
            ACCOUNT_VOTE_COMMENT,
            (
                username,
                comment_id,
                vote,
            ),
            options,
        )

    async def report_comment(
        self, username: str, comment_id: int, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AccountResource.report_comment`."""

        return await self._call(
            ACCOUNT_REPORT_COMMENT,
            (
                username,
                comment_id,
            ),
            options,
        )

    async def comment_ids(
        self, username: str, *, options: RequestOptions | None = None
    ) -> list[int]:
        """See :meth:`AccountResource.comment_ids`."""

        return await self._call(ACCOUNT_COMMENT_IDS, (username,), options)

    async def comment_count(self, username: str, *, options: RequestOptions | None = None) -> int:
        """See :meth:`AccountResource.comment_count`."""

        return await self._call(ACCOUNT_COMMENT_COUNT, (username,), options)

    def images(
        self, username: str, *, page: int | None = None, options: RequestOptions | None = None
    ) -> AsyncPager[Image]:
        """See :meth:`AccountResource.images`."""

        return AsyncPager(
            lambda: self._call(
                ACCOUNT_IMAGES,
                (
                    username,
                    page,
                ),
                options,
            )
        )

    async def image(
        self, username: str, image_id: str, *, options: RequestOptions | None = None
    ) -> Image:
        """See :meth:`AccountResource.image`."""

        return await self._call(
            ACCOUNT_IMAGE,
            (
                username,
                image_id,
            ),
            options,
        )

    async def update_image(
        self,
        username: str,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.update_image`."""

        return await self._call(
            ACCOUNT_UPDATE_IMAGE,
            (
                username,
                image_id,
                title,
                description,
            ),
            options,
        )

    async def delete_image(
        self, username: str, deletehash: str, *, options: RequestOptions | None = None
    ) -> bool | None:
        """See :meth:`AccountResource.delete_image`."""

        return await self._call(
            ACCOUNT_DELETE_IMAGE,
            (
                username,
                deletehash,
            ),
            options,
        )

    async def image_ids(self, username: str, *, options: RequestOptions | None = None) -> list[str]:
        """See :meth:`AccountResource.image_ids`."""

        return await self._call(ACCOUNT_IMAGE_IDS, (username,), options)

    async def image_count(self, username: str, *, options: RequestOptions | None = None) -> int:
        """See :meth:`AccountResource.image_count`."""

        return await self._call(ACCOUNT_IMAGE_COUNT, (username,), options)

    async def notifications(
        self, username: str, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> Notifications:
        """See :meth:`AccountResource.notifications`."""

        return await self._call(
            ACCOUNT_NOTIFICATIONS,
            (
                username,
                new,
            ),
            options,
        )

    async def message_notifications(
        self, username: str, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> list[MessageNotification]:
        """See :meth:`AccountResource.message_notifications`."""

        return await self._call(
            ACCOUNT_MESSAGE_NOTIFICATIONS,
            (
                username,
                new,
            ),
            options,
        )

    async def reply_notifications(
        self, username: str, *, new: bool | None = None, options: RequestOptions | None = None
    ) -> list[ReplyNotification]:
        """See :meth:`AccountResource.reply_notifications`."""

        return await self._call(
            ACCOUNT_REPLY_NOTIFICATIONS,
            (
                username,
                new,
            ),
            options,
        )

    async def send_message(
        self,
        username: str,
        body: str,
        *,
        subject: str | None = None,
        parent_id: int | None = None,
        options: RequestOptions | None = None,
    ) -> bool | None:
        """See :meth:`AccountResource.send_message`."""

        return await self._call(
            ACCOUNT_SEND_MESSAGE,
            (
                username,
                body,
                subject,
                parent_id,
            ),
            options,
        )


class AccountResourceWithRawResponse:
    """The account operations with whole answers."""

    def __init__(self, resource: AccountResource) -> None:
        raw = resource.in_mode("raw")
        self.get = as_raw(raw.get)
        self.create = as_raw(raw.create)
        self.delete = as_raw(raw.delete)
        self.likes = as_raw(raw.likes)
        self.submissions = as_raw(raw.submissions)
        self.settings = as_raw(raw.settings)
        self.stats = as_raw(raw.stats)
        self.gallery_profile = as_raw(raw.gallery_profile)
        self.albums = as_raw(raw.albums)
        self.album_ids = as_raw(raw.album_ids)
        self.album_count = as_raw(raw.album_count)
        self.album = as_raw(raw.album)
        self.update_album = as_raw(raw.update_album)
        self.set_album_images = as_raw(raw.set_album_images)
        self.delete_album = as_raw(raw.delete_album)
        self.remove_album_images = as_raw(raw.remove_album_images)
        self.album_images = as_raw(raw.album_images)
        self.album_image = as_raw(raw.album_image)
        self.add_album_images = as_raw(raw.add_album_images)
        self.comments = as_raw(raw.comments)
        self.comment = as_raw(raw.comment)
        self.reply_to_comment = as_raw(raw.reply_to_comment)
        self.delete_comment = as_raw(raw.delete_comment)
        self.comment_replies = as_raw(raw.comment_replies)
        self.vote_comment = as_raw(raw.vote_comment)
        self.report_comment = as_raw(raw.report_comment)
        self.comment_ids = as_raw(raw.comment_ids)
        self.comment_count = as_raw(raw.comment_count)
        self.images = as_raw(raw.images)
        self.image = as_raw(raw.image)
        self.update_image = as_raw(raw.update_image)
        self.delete_image = as_raw(raw.delete_image)
        self.image_ids = as_raw(raw.image_ids)
        self.image_count = as_raw(raw.image_count)
        self.notifications = as_raw(raw.notifications)
        self.message_notifications = as_raw(raw.message_notifications)
        self.reply_notifications = as_raw(raw.reply_notifications)
        self.send_message = as_raw(raw.send_message)


class AsyncAccountResourceWithRawResponse:
    """The account operations with whole answers, awaited."""

    def __init__(self, resource: AsyncAccountResource) -> None:
        raw = resource.in_mode("raw")
        self.get = as_async_raw(raw.get)
        self.create = as_async_raw(raw.create)
        self.delete = as_async_raw(raw.delete)
        self.likes = as_async_raw(raw.likes)
        self.submissions = as_async_raw_page(raw.submissions)
        self.settings = as_async_raw(raw.settings)
        self.stats = as_async_raw(raw.stats)
        self.gallery_profile = as_async_raw(raw.gallery_profile)
        self.albums = as_async_raw_page(raw.albums)
        self.album_ids = as_async_raw(raw.album_ids)
        self.album_count = as_async_raw(raw.album_count)
        self.album = as_async_raw(raw.album)
        self.update_album = as_async_raw(raw.update_album)
        self.set_album_images = as_async_raw(raw.set_album_images)
        self.delete_album = as_async_raw(raw.delete_album)
        self.remove_album_images = as_async_raw(raw.remove_album_images)
        self.album_images = as_async_raw(raw.album_images)
        self.album_image = as_async_raw(raw.album_image)
        self.add_album_images = as_async_raw(raw.add_album_images)
        self.comments = as_async_raw(raw.comments)
        self.comment = as_async_raw(raw.comment)
        self.reply_to_comment = as_async_raw(raw.reply_to_comment)
        self.delete_comment = as_async_raw(raw.delete_comment)
        self.comment_replies = as_async_raw(raw.comment_replies)
        self.vote_comment = as_async_raw(raw.vote_comment)
        self.report_comment = as_async_raw(raw.report_comment)
        self.comment_ids = as_async_raw(raw.comment_ids)
        self.comment_count = as_async_raw(raw.comment_count)
        self.images = as_async_raw_page(raw.images)
        self.image = as_async_raw(raw.image)
        self.update_image = as_async_raw(raw.update_image)
        self.delete_image = as_async_raw(raw.delete_image)
        self.image_ids = as_async_raw(raw.image_ids)
        self.image_count = as_async_raw(raw.image_count)
        self.notifications = as_async_raw(raw.notifications)
        self.message_notifications = as_async_raw(raw.message_notifications)
        self.reply_notifications = as_async_raw(raw.reply_notifications)
        self.send_message = as_async_raw(raw.send_message)


class AccountResourceWithStreamingResponse:
    """The account operations with answers that are still on their way."""

    def __init__(self, resource: AccountResource) -> None:
        streamed = resource.in_mode("stream")
        self.get = as_streamed(streamed.get)
        self.create = as_streamed(streamed.create)
        self.delete = as_streamed(streamed.delete)
        self.likes = as_streamed(streamed.likes)
        self.submissions = as_streamed(streamed.submissions)
        self.settings = as_streamed(streamed.settings)
        self.stats = as_streamed(streamed.stats)
        self.gallery_profile = as_streamed(streamed.gallery_profile)
        self.albums = as_streamed(streamed.albums)
        self.album_ids = as_streamed(streamed.album_ids)
        self.album_count = as_streamed(streamed.album_count)
        self.album = as_streamed(streamed.album)
        self.update_album = as_streamed(streamed.update_album)
        self.set_album_images = as_streamed(streamed.set_album_images)
        self.delete_album = as_streamed(streamed.delete_album)
        self.remove_album_images = as_streamed(streamed.remove_album_images)
        self.album_images = as_streamed(streamed.album_images)
        self.album_image = as_streamed(streamed.album_image)
        self.add_album_images = as_streamed(streamed.add_album_images)
        self.comments = as_streamed(streamed.comments)
        self.comment = as_streamed(streamed.comment)
        self.reply_to_comment = as_streamed(streamed.reply_to_comment)
        self.delete_comment = as_streamed(streamed.delete_comment)
        self.comment_replies = as_streamed(streamed.comment_replies)
        self.vote_comment = as_streamed(streamed.vote_comment)
        self.report_comment = as_streamed(streamed.report_comment)
        self.comment_ids = as_streamed(streamed.comment_ids)
        self.comment_count = as_streamed(streamed.comment_count)
        self.images = as_streamed(streamed.images)
        self.image = as_streamed(streamed.image)
        self.update_image = as_streamed(streamed.update_image)
        self.delete_image = as_streamed(streamed.delete_image)
        self.image_ids = as_streamed(streamed.image_ids)
        self.image_count = as_streamed(streamed.image_count)
        self.notifications = as_streamed(streamed.notifications)
        self.message_notifications = as_streamed(streamed.message_notifications)
        self.reply_notifications = as_streamed(streamed.reply_notifications)
        self.send_message = as_streamed(streamed.send_message)


class AsyncAccountResourceWithStreamingResponse:
    """The account operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncAccountResource) -> None:
        streamed = resource.in_mode("stream")
        self.get = as_async_streamed(streamed.get)
        self.create = as_async_streamed(streamed.create)
        self.delete = as_async_streamed(streamed.delete)
        self.likes = as_async_streamed(streamed.likes)
        self.submissions = as_async_streamed(streamed.submissions)
        self.settings = as_async_streamed(streamed.settings)
        self.stats = as_async_streamed(streamed.stats)
        self.gallery_profile = as_async_streamed(streamed.gallery_profile)
        self.albums = as_async_streamed(streamed.albums)
        self.album_ids = as_async_streamed(streamed.album_ids)
        self.album_count = as_async_streamed(streamed.album_count)
        self.album = as_async_streamed(streamed.album)
        self.update_album = as_async_streamed(streamed.update_album)
        self.set_album_images = as_async_streamed(streamed.set_album_images)
        self.delete_album = as_async_streamed(streamed.delete_album)
        self.remove_album_images = as_async_streamed(streamed.remove_album_images)
        self.album_images = as_async_streamed(streamed.album_images)
        self.album_image = as_async_streamed(streamed.album_image)
        self.add_album_images = as_async_streamed(streamed.add_album_images)
        self.comments = as_async_streamed(streamed.comments)
        self.comment = as_async_streamed(streamed.comment)
        self.reply_to_comment = as_async_streamed(streamed.reply_to_comment)
        self.delete_comment = as_async_streamed(streamed.delete_comment)
        self.comment_replies = as_async_streamed(streamed.comment_replies)
        self.vote_comment = as_async_streamed(streamed.vote_comment)
        self.report_comment = as_async_streamed(streamed.report_comment)
        self.comment_ids = as_async_streamed(streamed.comment_ids)
        self.comment_count = as_async_streamed(streamed.comment_count)
        self.images = as_async_streamed(streamed.images)
        self.image = as_async_streamed(streamed.image)
        self.update_image = as_async_streamed(streamed.update_image)
        self.delete_image = as_async_streamed(streamed.delete_image)
        self.image_ids = as_async_streamed(streamed.image_ids)
        self.image_count = as_async_streamed(streamed.image_count)
        self.notifications = as_async_streamed(streamed.notifications)
        self.message_notifications = as_async_streamed(streamed.message_notifications)
        self.reply_notifications = as_async_streamed(streamed.reply_notifications)
        self.send_message = as_async_streamed(streamed.send_message)
