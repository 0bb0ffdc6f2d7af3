"""What the document of ImageShack has in its tables, row by row, for the spec to be held against.

Names and types are the document's, slips included; ``specs/imageshack/quirks.yaml`` tells what
became of those.
"""

from __future__ import annotations

from typing import NamedTuple


class Call(NamedTuple):
    """A documented call.

    Attributes:
        methods: Its methods, with the bars or words between them taken out.
        path: Its path, with the names of the document.
        answer: The words for its answer; empty where there are none.
        needs_login: Whether the document says that it needs a login.
        required: Its required parameters.
        optional: Its other parameters.
    """

    methods: tuple[str, ...]
    path: str
    answer: str
    needs_login: bool
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


#: The heading of each model and its rows: name and type.
MODELS: dict[str, dict[str, str]] = {
    "User Model": {
        "is_owner": "boolean",
        "cache_version": "integer",
        "user_id": "integer",
        "email": "string",
        "username": "string",
        "description": "string",
        "creation_date": "integer",
        "location": "string",
        "first_name": "string",
        "last_name": "string",
        "Avatar->id": "string",
        "Avatar->server": "integer",
        "Avatar->filename": "string",
        "membership": "string",
        "is_following": "boolean",
        "following_allowed": "boolean",
        "latest_images": "array of images",
    },
    "User Usage Model": {
        "images_count": "integer",
        "album_images_count": "integer",
        "root_images_count": "integer",
        "space_limit": "integer",
        "space_used": "integer",
    },
    "Login Model": {
        "auth_token": "string",
        "user_id": "integer",
        "email": "string",
        "username": "string",
        "Avatar->id": "integer",
        "Avatar->server": "integer",
        "Avatar->filename": "string",
        "membership": "string",
        "membership_item_number": "string",
        "membership_cookie": "string",
    },
    "User Settings Model": {
        "private_profile": "boolean",
        "private_images": "boolean",
        "private_albums": "boolean",
        "private_files": "boolean",
        "private_followings": "boolean",
        "upload_notification": "boolean",
        "comments_notification": "boolean",
        "shares_notification": "boolean",
        "likes_notification": "boolean",
        "follows_notification": "boolean",
        "new_feature_notification": "boolean",
        "weekly_update_notification": "boolean",
        "daily_update_notification": "boolean",
        "skypath_message": "boolean",
        "skypath_share_file": "boolean",
        "onboarding": "boolean",
    },
    "Image Model": {
        "id": "string",
        "server": "integer",
        "bucket": "integer",
        "filename": "string",
        "original_filename": "string",
        "direct_link": "string",
        "title": "string",
        "description": "string",
        "tags": "string array",
        "liked": "boolean",
        "likes": "integer",
        "views": "integer",
        "moderated": "boolean",
        "album->id": "string",
        "album->title": "string",
        "album->public": "boolean",
        "comments_count": "integer",
        "comments_disabled": "boolean",
        "filter": "integer",
        "filesize": "integer",
        "creation_date": "integer",
        "width": "integer",
        "height": "integer",
        "public": "boolean",
        "is_owner": "boolean",
        "owner->username": "string",
        "owner->avatar->id": "string",
        "owner->avatar->server": "integer",
        "owner->avatar->filename": "string",
        "next_images[]": "array",
        "previous_images[]": "array",
        "related_images[]": "array",
    },
    "Basic Image Model": {
        "id": "string",
        "server": "integer",
        "bucket": "integer",
        "filename": "string",
        "original_filename": "string",
        "title": "string",
        "album_id": "string",
        "album_title": "string",
        "creation_date": "integer",
        "public": "boolean",
        "hidden": "boolean",
        "filesize": "integer",
        "width": "integer",
        "height": "integer",
        "owner->username": "string",
        "owner->avatar->id": "string",
        "owner->avatar->server": "integer",
        "owner->avatar->filename": "string",
    },
    "Images List Model": {
        "base_url": "string",
        "limit": "integer",
        "offset": "integer",
        "total": "integer",
        "images": "array",
    },
    "Upload Model": {
        "max_filesize": "integer",
        "space_limit": "integer",
        "space_used": "integer",
        "space_left": "integer",
        "passed": "integer",
        "failed": "integer",
        "images": "array",
    },
    "Album Model": {
        "id": "string",
        "title": "string",
        "description": "string",
        "creation_date": "integer",
        "public": "boolean",
        "is_owner": "boolean",
        "owner->username": "string",
        "owner->avatar->id": "string",
        "owner->avatar->server": "integer",
        "owner->avatar->filename": "string",
        "limit": "integer",
        "offset": "integer",
        "total": "integer",
        "images[]": "array of images",
    },
    "Basic Album Model": {
        "id": "string",
        "title": "string",
        "creation_date": "integer",
        "public": "boolean",
        "total": "integer",
        "is_owner": "boolean",
        "owner->username": "string",
        "owner->avatar->id": "string",
        "owner->avatar->server": "integer",
        "owner->avatar->filename": "string",
        "images[]": "array of images",
    },
    "Albums List Model": {
        "limit": "integer",
        "offset": "integer",
        "total": "integer",
        "albums": "array",
    },
    "Tag Model": {"total": "integer", "images": "array"},
    "Tags List Model": {
        "limit": "integer",
        "offset": "integer",
        "total": "integer",
        "tags": "array",
    },
    "Image Comment Model": {
        "id": "string",
        "comment": "string",
        "source": "string",
        "owner->username": "string",
        "owner->avatar->id": "string",
        "owner->avatar->server": "integer",
        "owner->avatar->filename": "string",
    },
    "Image Comments List Model": {
        "limit": "integer",
        "end_offset": "string",
        "start_offset": "string",
        "total": "integer",
        "comments": "array",
    },
    "Bulk Model": {
        "passed": "integer",
        "failed": "integer",
        "total": "integer",
        "{title}": "array",
    },
    "Followers Images Model": {
        "limit": "integer",
        "start_offset": "string",
        "end_offset": "string",
        "images": "array",
    },
}

#: The heading of each call.
CALLS: dict[str, Call] = {
    "Imageshack Login": Call(
        ("POST",),
        "/user/login",
        "login Model",
        False,
        (),
        ("user", "password", "auth_token", "set_cookies", "remember_me"),
    ),
    "Get User": Call(("GET",), "/user/<username>", "User Model", False, (), ("image_limit",)),
    "Create User": Call(
        ("POST",),
        "/user",
        "login Model",
        False,
        ("email",),
        (
            "username",
            "password",
            "first_name",
            "last_name",
            "gender",
            "location",
            "description",
            "set_cookies",
            "remember_me",
        ),
    ),
    "Update User": Call(
        ("PUT", "PATCH"),
        "/user/<username>",
        "User Model",
        True,
        (),
        (
            "username",
            "email",
            "password",
            "first_name",
            "last_name",
            "gender",
            "location",
            "description",
            "avatar_sever",
            "avatar_filename",
        ),
    ),
    "Delete User": Call(("DELETE",), "/user/<username>", "TRUE/FALSE", True),
    "Get User Usage": Call(
        ("GET",),
        "/user/<username>/usage",
        "Usage Model",
        False,
        (),
        ("hide_empty", "show_private", "show_hidden"),
    ),
    "Get User Settings": Call(("GET",), "/user/settings", "Setting Model", True),
    "Update User Settings": Call(
        ("PUT", "PATCH"),
        "/user/settings",
        "Setting Model",
        True,
        (),
        (
            "private_profile",
            "private_images",
            "private_albums",
            "private_files",
            "private_followings",
            "upload_notification",
            "comments_notification",
            "shares_notification",
            "likes_notification",
            "follows_notification",
            "new_feature_notification",
            "weekly_update_notification",
            "daily_update_notification",
            "skypath_message",
            "skypath_share_file",
            "onboarding",
        ),
    ),
    "Get User Images": Call(
        ("GET",),
        "/user/<username>/images",
        "Images List Model",
        False,
        (),
        ("show_private", "show_hidden", "hide_folder_images", "show_only_private"),
    ),
    "Get Random User Images": Call(
        ("GET",), "/user/<username>/images/random", "array of Basic Image Models", False, (), ()
    ),
    "Get user albums": Call(
        ("GET",),
        "/user/<username>/albums",
        "Albums List Model",
        False,
        (),
        ("image_limit", "show_private", "hide_empty", "show_only_private"),
    ),
    "Get user tags": Call(
        ("GET",),
        "/user/<username>/tags",
        "Tags List Model",
        True,
        (),
        ("limit", "offset", "image_limit"),
    ),
    "Get user Images from tag": Call(
        ("GET",),
        "/user/<username>/tags/<tag>",
        "Array of Basic Image Models",
        True,
        (),
        ("limit", "offset"),
    ),
    "Forgot Password": Call(("POST",), "/user/<user>/forgot", "TRUE/FALSE", False),
    "Password reset": Call(
        ("POST",), "/user/<user>/password_reset", "TRUE/FALSE", False, ("auth", "password"), ()
    ),
    "Upload image": Call(
        ("POST",),
        "/images",
        "Upload Model",
        True,
        ("file(s[])@",),
        (
            "album",
            "title(s[])",
            "description(s[])",
            "tags",
            "public",
            "filter",
            "comments_disabled",
        ),
    ),
    "Transload image": Call(
        ("POST",),
        "/images",
        "Upload Model",
        True,
        ("urls[]",),
        (
            "album",
            "title(s[])",
            "description(s[])",
            "tags",
            "public",
            "filter",
            "comments_disabled",
        ),
    ),
    "Get Image": Call(
        ("GET",), "/images/<id>", "", False, (), ("next_prev_limit", "related_images_limit")
    ),
    "Get Multiple Images": Call(
        ("GET",), "/images", "Bulk Model", False, ("ids",), ("next_prev_limit",)
    ),
    "Update Image": Call(
        ("PUT", "PATCH"),
        "/images/<id>",
        "Image Model",
        True,
        (),
        (
            "title",
            "description",
            "tags",
            "original_filename",
            "public",
            "filter",
            "comments_disabled",
        ),
    ),
    "Update Multiple Images": Call(
        ("PUT", "PATCH"),
        "/images",
        "Bulk Model",
        False,
        ("ids",),
        ("title", "description", "tags", "public", "filter", "comments_disabled"),
    ),
    "Delete Image": Call(("DELETE",), "/images/<id>", "TRUE/FALSE", True),
    "Delete bulk Images": Call(("DELETE",), "/images", "Bulk Model", True, ("ids",), ()),
    "Get image likes": Call(("GET",), "/images/<id>/likes", "array of User Model", True),
    "Like image": Call(("POST", "PUT"), "/images/<id>/likes", "TRUE/FALSE", True),
    "Unlike image": Call(("POST", "PUT"), "/images/<id>/unlike", "TRUE/FALSE", True),
    "Get Related images": Call(
        ("GET",), "/images/<id>/related", "Array of server and file names", False, (), ("limit",)
    ),
    "Get Image tags": Call(("GET",), "/images/<id>/tags", "Array of Tags", False),
    "Tag Image": Call(("PUT",), "/images/<id>/tags", "TRUE/FALSE", True, ("tags",), ()),
    "Tag Images": Call(("PUT",), "/images/tags", "Bulk Model", True, ("ids", "tags"), ()),
    "Delete Image Tags": Call(
        ("DELETE",), "/images/<image_id>/tags", "Bulk Model", True, (), ("tags",)
    ),
    "Delete Images Tags": Call(
        ("DELETE",), "/images/tags", "Bulk Model", True, ("ids",), ("tags",)
    ),
    "Create Album": Call(
        ("POST",), "/albums", "Album Model", True, ("title",), ("description", "public", "files[]")
    ),
    "Get Album": Call(("GET",), "/albums/<id>", "Album Model", False),
    "Get Multiple Albums": Call(("GET",), "/albums", "Bulk Model", False, ("ids",), ()),
    "Update Album": Call(
        ("PUT", "PATCH"),
        "/albums/<id>",
        "Album Model",
        True,
        (),
        ("title", "description", "public"),
    ),
    "Update Multiple Albums": Call(
        ("PUT", "PATCH"), "/albums", "Bulk Model", True, ("ids",), ("description", "public")
    ),
    "Set album Images": Call(
        ("PUT", "PATCH"), "/albums/<id>", "Album Model", True, ("files[]",), ()
    ),
    "Add Images to Album": Call(
        ("PUT", "PATCH"), "/albums/<id>/add_files", "Album Model", True, ("files[]",), ()
    ),
    "Delete Images from Album": Call(
        ("PUT", "PATCH"), "/albums/<id>/delete_files", "Album Model", True, ("files[]",), ()
    ),
    "Delete Album": Call(("DELETE",), "/albums/<id>", "TRUE/FALSE", True),
    "Delete Multiple Albums": Call(("PUT", "PATCH"), "/albums", "Bulk Model", True, ("ids",), ()),
}
