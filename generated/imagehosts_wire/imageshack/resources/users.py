# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""The users operations of ImageShack API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from imagehosts_wire.imageshack import models
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
    from imagehosts_wire.imageshack.models import (
        BasicAlbum,
        BasicImage,
        Login,
        User,
        UserSettings,
        UserUsage,
    )

USERS_CREATE: Operation[Login] = Operation(
    "imageshack",
    "users_create",
    "POST",
    "/user",
    result=Result(
        "json",
        lambda: models.Login,
        envelope="result",
    ),
    parameters=(
        Parameter("email", "email", "body", required=True),
        Parameter("username", "username", "body"),
        Parameter("password", "password", "body"),
        Parameter("first_name", "first_name", "body"),
        Parameter("last_name", "last_name", "body"),
        Parameter("gender", "gender", "body"),
        Parameter("location", "location", "body"),
        Parameter("description", "description", "body"),
        Parameter("set_cookies", "set_cookies", "body", encode="flag:TRUE/FALSE"),
        Parameter("remember_me", "remember_me", "body", encode="flag:TRUE/FALSE"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("api_key", "body", "api_key", required=True),),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Create User"),
)
USERS_GET: Operation[User] = Operation(
    "imageshack",
    "users_get",
    "GET",
    "/user/{username}",
    result=Result(
        "json",
        lambda: models.User,
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("image_limit", "image_limit", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get User"),
)
USERS_UPDATE: Operation[User] = Operation(
    "imageshack",
    "users_update",
    "PUT",
    "/user/{username}",
    result=Result(
        "json",
        lambda: models.User,
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("new_username", "username", "body"),
        Parameter("email", "email", "body"),
        Parameter("password", "password", "body"),
        Parameter("first_name", "first_name", "body"),
        Parameter("last_name", "last_name", "body"),
        Parameter("gender", "gender", "body"),
        Parameter("location", "location", "body"),
        Parameter("description", "description", "body"),
        Parameter("avatar_server", "avatar_server", "body", encode="integer"),
        Parameter("avatar_filename", "avatar_filename", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Update User"),
)
USERS_DELETE: Operation[bool] = Operation(
    "imageshack",
    "users_delete",
    "DELETE",
    "/user/{username}",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete User"),
)
USERS_UPDATE_BY_PATCH: Operation[User] = Operation(
    "imageshack",
    "users_update_by_patch",
    "PATCH",
    "/user/{username}",
    result=Result(
        "json",
        lambda: models.User,
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("new_username", "username", "body"),
        Parameter("email", "email", "body"),
        Parameter("password", "password", "body"),
        Parameter("first_name", "first_name", "body"),
        Parameter("last_name", "last_name", "body"),
        Parameter("gender", "gender", "body"),
        Parameter("location", "location", "body"),
        Parameter("description", "description", "body"),
        Parameter("avatar_server", "avatar_server", "body", encode="integer"),
        Parameter("avatar_filename", "avatar_filename", "body"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Update User"),
)
USERS_USAGE: Operation[UserUsage] = Operation(
    "imageshack",
    "users_usage",
    "GET",
    "/user/{username}/usage",
    result=Result(
        "json",
        lambda: models.UserUsage,
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("hide_empty", "hide_empty", "query", encode="flag:true/false"),
        Parameter("show_private", "show_private", "query", encode="flag:true/false"),
        Parameter("show_hidden", "show_hidden", "query", encode="flag:true/false"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get User Usage"),
)
USERS_SETTINGS: Operation[UserSettings] = Operation(
    "imageshack",
    "users_settings",
    "GET",
    "/user/settings",
    result=Result(
        "json",
        lambda: models.UserSettings,
        envelope="result",
    ),
    credentials=(Credential("auth_token", "query", "auth_token", required=True),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get User Settings"),
)
USERS_UPDATE_SETTINGS: Operation[UserSettings] = Operation(
    "imageshack",
    "users_update_settings",
    "PUT",
    "/user/settings",
    result=Result(
        "json",
        lambda: models.UserSettings,
        envelope="result",
    ),
    parameters=(
        Parameter("private_profile", "private_profile", "body", encode="flag:true/false"),
        Parameter("private_images", "private_images", "body", encode="flag:true/false"),
        Parameter("private_albums", "private_albums", "body", encode="flag:true/false"),
        Parameter("private_files", "private_files", "body", encode="flag:true/false"),
        Parameter("private_followings", "private_followings", "body", encode="flag:true/false"),
        Parameter("upload_notification", "upload_notification", "body", encode="flag:true/false"),
        Parameter(
            "comments_notification", "comments_notification", "body", encode="flag:true/false"
        ),
        Parameter("shares_notification", "shares_notification", "body", encode="flag:true/false"),
        Parameter("likes_notification", "likes_notification", "body", encode="flag:true/false"),
        Parameter("follows_notification", "follows_notification", "body", encode="flag:true/false"),
        Parameter(
            "new_feature_notification", "new_feature_notification", "body", encode="flag:true/false"
        ),
        Parameter(
            "weekly_update_notification",
            "weekly_update_notification",
            "body",
            encode="flag:true/false",
        ),
        Parameter(
            "daily_update_notification",
            "daily_update_notification",
            "body",
            encode="flag:true/false",
        ),
        Parameter("skypath_message", "skypath_message", "body", encode="flag:true/false"),
        Parameter("skypath_share_file", "skypath_share_file", "body", encode="flag:true/false"),
        Parameter("onboarding", "onboarding", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Update User Settings"),
)
USERS_UPDATE_SETTINGS_BY_PATCH: Operation[UserSettings] = Operation(
    "imageshack",
    "users_update_settings_by_patch",
    "PATCH",
    "/user/settings",
    result=Result(
        "json",
        lambda: models.UserSettings,
        envelope="result",
    ),
    parameters=(
        Parameter("private_profile", "private_profile", "body", encode="flag:true/false"),
        Parameter("private_images", "private_images", "body", encode="flag:true/false"),
        Parameter("private_albums", "private_albums", "body", encode="flag:true/false"),
        Parameter("private_files", "private_files", "body", encode="flag:true/false"),
        Parameter("private_followings", "private_followings", "body", encode="flag:true/false"),
        Parameter("upload_notification", "upload_notification", "body", encode="flag:true/false"),
        Parameter(
            "comments_notification", "comments_notification", "body", encode="flag:true/false"
        ),
        Parameter("shares_notification", "shares_notification", "body", encode="flag:true/false"),
        Parameter("likes_notification", "likes_notification", "body", encode="flag:true/false"),
        Parameter("follows_notification", "follows_notification", "body", encode="flag:true/false"),
        Parameter(
            "new_feature_notification", "new_feature_notification", "body", encode="flag:true/false"
        ),
        Parameter(
            "weekly_update_notification",
            "weekly_update_notification",
            "body",
            encode="flag:true/false",
        ),
        Parameter(
            "daily_update_notification",
            "daily_update_notification",
            "body",
            encode="flag:true/false",
        ),
        Parameter("skypath_message", "skypath_message", "body", encode="flag:true/false"),
        Parameter("skypath_share_file", "skypath_share_file", "body", encode="flag:true/false"),
        Parameter("onboarding", "onboarding", "body", encode="flag:true/false"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Update User Settings"),
)
USERS_IMAGES: Operation[Page[BasicImage]] = Operation(
    "imageshack",
    "users_images",
    "GET",
    "/user/{username}/images",
    result=Result(
        "json",
        lambda: models.ImagesList,
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("show_private", "show_private", "query", encode="flag:true/false"),
        Parameter("show_hidden", "show_hidden", "query", encode="flag:true/false"),
        Parameter("hide_folder_images", "hide_folder_images", "query", encode="flag:true/false"),
        Parameter("show_only_private", "show_only_private", "query", encode="flag:true/false"),
        Parameter("limit", "limit", "query", encode="integer:0"),
        Parameter("offset", "offset", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    pagination=Pagination(
        "offset",
        "offset",
        key="id",
        limit="limit",
        first=0,
        items="/images",
        total="/total",
    ),
    source=("imageshack-api-v2.txt", "Get User Images"),
)
USERS_RANDOM_IMAGES: Operation[list[BasicImage]] = Operation(
    "imageshack",
    "users_random_images",
    "GET",
    "/user/{username}/images/random",
    result=Result(
        "json",
        lambda: list[models.BasicImage],
        envelope="result",
    ),
    parameters=(Parameter("username", "username", "path", required=True),),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get Random User Images"),
)
USERS_ALBUMS: Operation[Page[BasicAlbum]] = Operation(
    "imageshack",
    "users_albums",
    "GET",
    "/user/{username}/albums",
    result=Result(
        "json",
        lambda: models.AlbumsList,
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("image_limit", "image_limit", "query", encode="integer:0"),
        Parameter("show_private", "show_private", "query", encode="flag:true/false"),
        Parameter("hide_empty", "hide_empty", "query", encode="flag:true/false"),
        Parameter("show_only_private", "show_only_private", "query", encode="flag:true/false"),
        Parameter("limit", "limit", "query", encode="integer:0"),
        Parameter("offset", "offset", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    pagination=Pagination(
        "offset",
        "offset",
        key="id",
        limit="limit",
        first=0,
        items="/albums",
        total="/total",
    ),
    source=("imageshack-api-v2.txt", "Get user albums"),
)

OPERATIONS = (
    USERS_CREATE,
    USERS_GET,
    USERS_UPDATE,
    USERS_DELETE,
    USERS_UPDATE_BY_PATCH,
    USERS_USAGE,
    USERS_SETTINGS,
    USERS_UPDATE_SETTINGS,
    USERS_UPDATE_SETTINGS_BY_PATCH,
    USERS_IMAGES,
    USERS_RANDOM_IMAGES,
    USERS_ALBUMS,
)
"""Every operation of this resource."""


class UsersResource(Resource):
    """The users operations."""

    @cached_property
    def with_raw_response(self) -> UsersResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return UsersResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> UsersResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return UsersResourceWithStreamingResponse(self)

    def create(
        self,
        email: str,
        *,
        username: str | None = None,
        password: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        gender: str | None = None,
        location: str | None = None,
        description: str | None = None,
        set_cookies: bool | None = None,
        remember_me: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """Make an account

        Needs an e-mail address and nothing else: a missing name is made from the address, a
        missing password is made up and mailed. Answers as a login does.

        Args:
            email: E-mail address of the account.
            username: Name of the account. The host makes one of the address when there is
                none.
            password: Password of the account. The host makes one up and mails it when there
                is none.
            first_name: First name. Needs a last name with it.
            last_name: Last name. Needs a first name with it.
            gender: Gender, such as `male`. The values are not listed.
            location: Where the user lives.
            description: What the user says about themselves.
            set_cookies: Have the host set cookies for its website, for a browser to use.
            remember_me: Keep these cookies for 365 days instead of for the session. Means
                nothing without `set_cookies`.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The account and the token that later calls carry.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Create User".
        """

        return self._call(
            USERS_CREATE,
            (
                email,
                username,
                password,
                first_name,
                last_name,
                gender,
                location,
                description,
                set_cookies,
                remember_me,
            ),
            options,
        )

    def get(
        self,
        username: str,
        *,
        image_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> User:
        """Get an account

        Tells what is known of the account. Its owner also gets `user_id` and `email`. Anybody
        may ask for any account that is not private (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            image_limit: How many of the latest pictures to show. The host shows 5 by
                default.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The account.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get User".
        """

        return self._call(
            USERS_GET,
            (
                username,
                image_limit,
            ),
            options,
        )

    def update(
        self,
        username: str,
        *,
        new_username: str | None = None,
        email: str | None = None,
        password: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        gender: str | None = None,
        location: str | None = None,
        description: str | None = None,
        avatar_server: int | None = None,
        avatar_filename: str | None = None,
        options: RequestOptions | None = None,
    ) -> User:
        """Change an account

        Changes an account. A first name needs a last name with it and the reverse; so do the
        two parts of an avatar. Requires authentication. Only the owner may (inferred). What is
        not given stays (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            new_username: A new name for the account. The path holds the present one.
            email: A new e-mail address.
            password: A new password.
            first_name: First name. Needs a last name with it.
            last_name: Last name. Needs a first name with it.
            gender: Gender, such as `male`. The values are not listed.
            location: Where the user lives.
            description: What the user says about themselves.
            avatar_server: Server of the picture that becomes the avatar (observed). Needs
                `avatar_filename` with it (observed).
            avatar_filename: File name of the picture that becomes the avatar. Needs
                `avatar_server` with it.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The account.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update User".
        """

        return self._call(
            USERS_UPDATE,
            (
                username,
                new_username,
                email,
                password,
                first_name,
                last_name,
                gender,
                location,
                description,
                avatar_server,
                avatar_filename,
            ),
            options,
        )

    def delete(self, username: str, *, options: RequestOptions | None = None) -> bool:
        """Delete an account

        Deletes the account. Requires authentication. Only the owner may (inferred). Pictures,
        albums and tags go with it (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete User".
        """

        return self._call(USERS_DELETE, (username,), options)

    def update_by_patch(
        self,
        username: str,
        *,
        new_username: str | None = None,
        email: str | None = None,
        password: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        gender: str | None = None,
        location: str | None = None,
        description: str | None = None,
        avatar_server: int | None = None,
        avatar_filename: str | None = None,
        options: RequestOptions | None = None,
    ) -> User:
        """Change an account, by PATCH

        The same call as `update` with the other method that the document allows. Requires
        authentication.

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            new_username: A new name for the account. The path holds the present one.
            email: A new e-mail address.
            password: A new password.
            first_name: First name. Needs a last name with it.
            last_name: Last name. Needs a first name with it.
            gender: Gender, such as `male`. The values are not listed.
            location: Where the user lives.
            description: What the user says about themselves.
            avatar_server: Server of the picture that becomes the avatar (observed). Needs
                `avatar_filename` with it (observed).
            avatar_filename: File name of the picture that becomes the avatar. Needs
                `avatar_server` with it.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The account.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update User".
        """

        return self._call(
            USERS_UPDATE_BY_PATCH,
            (
                username,
                new_username,
                email,
                password,
                first_name,
                last_name,
                gender,
                location,
                description,
                avatar_server,
                avatar_filename,
            ),
            options,
        )

    def usage(
        self,
        username: str,
        *,
        hide_empty: bool | None = None,
        show_private: bool | None = None,
        show_hidden: bool | None = None,
        options: RequestOptions | None = None,
    ) -> UserUsage:
        """Count the pictures, albums and kilobytes of an account

        Counts pictures, albums and kilobytes. Counts what is public, unless the owner asks for
        more (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            hide_empty: Leave empty albums out of the number of albums.
            show_private: Count private pictures too. For the owner alone (inferred).
            show_hidden: Count deleted pictures too. For the owner alone (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The numbers.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get User Usage".
        """

        return self._call(
            USERS_USAGE,
            (
                username,
                hide_empty,
                show_private,
                show_hidden,
            ),
            options,
        )

    def settings(self, *, options: RequestOptions | None = None) -> UserSettings:
        """Get the settings of one's own account

        Privacy, notifications and the like, of the account that the token belongs to. Requires
        authentication.

        Args:
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The settings.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get User Settings".
        """

        return self._call(USERS_SETTINGS, (), options)

    def update_settings(
        self,
        *,
        private_profile: bool | None = None,
        private_images: bool | None = None,
        private_albums: bool | None = None,
        private_files: bool | None = None,
        private_followings: bool | None = None,
        upload_notification: bool | None = None,
        comments_notification: bool | None = None,
        shares_notification: bool | None = None,
        likes_notification: bool | None = None,
        follows_notification: bool | None = None,
        new_feature_notification: bool | None = None,
        weekly_update_notification: bool | None = None,
        daily_update_notification: bool | None = None,
        skypath_message: bool | None = None,
        skypath_share_file: bool | None = None,
        onboarding: bool | None = None,
        options: RequestOptions | None = None,
    ) -> UserSettings:
        """Change the settings of one's own account

        Changes settings and answers with all of them. Requires authentication. Settings that
        are not given stay (inferred).

        Args:
            private_profile: Do not show the public pages of the account.
            private_images: Make new pictures private by default.
            private_albums: Make new albums private by default.
            private_files: Make new files private by default.
            private_followings: Do not let others follow the account. It is the opposite of
                `following_allowed` of the account (inferred).
            upload_notification: Send a message about every upload.
            comments_notification: Send a message about comments on the account's pictures.
            shares_notification: Send a message when somebody shares one of the account's
                pictures.
            likes_notification: Send a message when somebody likes one of the account's
                pictures.
            follows_notification: Send a message when somebody follows the account.
            new_feature_notification: Send a message about new features of the site.
            weekly_update_notification: Mail a report of the uploads every week.
            daily_update_notification: Mail a report of the uploads every day.
            skypath_message: Send a message about messages in Skypath, a service that is not
                documented.
            skypath_share_file: Send a message about pictures shared by Skypath, a service
                that is not documented.
            onboarding: The user has seen the introduction to the site.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The settings.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update User Settings".
        """

        return self._call(
            USERS_UPDATE_SETTINGS,
            (
                private_profile,
                private_images,
                private_albums,
                private_files,
                private_followings,
                upload_notification,
                comments_notification,
                shares_notification,
                likes_notification,
                follows_notification,
                new_feature_notification,
                weekly_update_notification,
                daily_update_notification,
                skypath_message,
                skypath_share_file,
                onboarding,
            ),
            options,
        )

    def update_settings_by_patch(
        self,
        *,
        private_profile: bool | None = None,
        private_images: bool | None = None,
        private_albums: bool | None = None,
        private_files: bool | None = None,
        private_followings: bool | None = None,
        upload_notification: bool | None = None,
        comments_notification: bool | None = None,
        shares_notification: bool | None = None,
        likes_notification: bool | None = None,
        follows_notification: bool | None = None,
        new_feature_notification: bool | None = None,
        weekly_update_notification: bool | None = None,
        daily_update_notification: bool | None = None,
        skypath_message: bool | None = None,
        skypath_share_file: bool | None = None,
        onboarding: bool | None = None,
        options: RequestOptions | None = None,
    ) -> UserSettings:
        """Change the settings of one's own account, by PATCH

        The same call as `update_settings` with the other method that the document allows.
        Requires authentication.

        Args:
            private_profile: Do not show the public pages of the account.
            private_images: Make new pictures private by default.
            private_albums: Make new albums private by default.
            private_files: Make new files private by default.
            private_followings: Do not let others follow the account. It is the opposite of
                `following_allowed` of the account (inferred).
            upload_notification: Send a message about every upload.
            comments_notification: Send a message about comments on the account's pictures.
            shares_notification: Send a message when somebody shares one of the account's
                pictures.
            likes_notification: Send a message when somebody likes one of the account's
                pictures.
            follows_notification: Send a message when somebody follows the account.
            new_feature_notification: Send a message about new features of the site.
            weekly_update_notification: Mail a report of the uploads every week.
            daily_update_notification: Mail a report of the uploads every day.
            skypath_message: Send a message about messages in Skypath, a service that is not
                documented.
            skypath_share_file: Send a message about pictures shared by Skypath, a service
                that is not documented.
            onboarding: The user has seen the introduction to the site.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The settings.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Update User Settings".
        """

        return self._call(
            USERS_UPDATE_SETTINGS_BY_PATCH,
            (
                private_profile,
                private_images,
                private_albums,
                private_files,
                private_followings,
                upload_notification,
                comments_notification,
                shares_notification,
                likes_notification,
                follows_notification,
                new_feature_notification,
                weekly_update_notification,
                daily_update_notification,
                skypath_message,
                skypath_share_file,
                onboarding,
            ),
            options,
        )

    def images(
        self,
        username: str,
        *,
        show_private: bool | None = None,
        show_hidden: bool | None = None,
        hide_folder_images: bool | None = None,
        show_only_private: bool | None = None,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[BasicImage]:
        """List the pictures of an account

        Lists the pictures of the account, a page at a time. The newest come first (inferred).
        Without a token, or with somebody else's, only what is public (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            show_private: Show private pictures too. Requires authentication.
            show_hidden: Show deleted pictures too. Requires authentication.
            hide_folder_images: Leave out pictures that are in an album. A folder is an
                album (inferred).
            show_only_private: Show private pictures and no others. What it means together
                with `show_private` is not said. Requires authentication.
            limit: How many items a page holds, 20 by default (observed).
            offset: How many items to skip (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. A page of pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get User Images".
        """

        return self._call(
            USERS_IMAGES,
            (
                username,
                show_private,
                show_hidden,
                hide_folder_images,
                show_only_private,
                limit,
                offset,
            ),
            options,
        )

    def random_images(
        self, username: str, *, options: RequestOptions | None = None
    ) -> list[BasicImage]:
        """Get random pictures of an account

        A random list of pictures of the account. Another call gives others (inferred). How many
        there are is not said (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Random User Images".
        """

        return self._call(USERS_RANDOM_IMAGES, (username,), options)

    def albums(
        self,
        username: str,
        *,
        image_limit: int | None = None,
        show_private: bool | None = None,
        hide_empty: bool | None = None,
        show_only_private: bool | None = None,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[BasicAlbum]:
        """List the albums of an account

        A page of the albums of the account. The newest come first, each with its first pictures
        (inferred). Without a token, or with somebody else's, only what is public (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            image_limit: How many pictures to show of each album.
            show_private: Show private albums too. The document speaks of pictures. Requires
                authentication.
            hide_empty: Leave out albums without pictures.
            show_only_private: Show private albums and no others. Requires authentication.
            limit: How many items a page holds, 20 by default (observed).
            offset: How many items to skip (observed).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. A page of albums.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get user albums".
        """

        return self._call(
            USERS_ALBUMS,
            (
                username,
                image_limit,
                show_private,
                hide_empty,
                show_only_private,
                limit,
                offset,
            ),
            options,
        )


class AsyncUsersResource(AsyncResource):
    """The users operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncUsersResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncUsersResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncUsersResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncUsersResourceWithStreamingResponse(self)

    async def create(
        self,
        email: str,
        *,
        username: str | None = None,
        password: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        gender: str | None = None,
        location: str | None = None,
        description: str | None = None,
        set_cookies: bool | None = None,
        remember_me: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """See :meth:`UsersResource.create`."""

        return await self._call(
            USERS_CREATE,
            (
                email,
                username,
                password,
                first_name,
                last_name,
                gender,
                location,
                description,
                set_cookies,
                remember_me,
            ),
            options,
        )

    async def get(
        self,
        username: str,
        *,
        image_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> User:
        """See :meth:`UsersResource.get`."""

        return await self._call(
            USERS_GET,
            (
                username,
                image_limit,
            ),
            options,
        )

    async def update(
        self,
        username: str,
        *,
        new_username: str | None = None,
        email: str | None = None,
        password: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        gender: str | None = None,
        location: str | None = None,
        description: str | None = None,
        avatar_server: int | None = None,
        avatar_filename: str | None = None,
        options: RequestOptions | None = None,
    ) -> User:
        """See :meth:`UsersResource.update`."""

        return await self._call(
            USERS_UPDATE,
            (
                username,
                new_username,
                email,
                password,
                first_name,
                last_name,
                gender,
                location,
                description,
                avatar_server,
                avatar_filename,
            ),
            options,
        )

    async def delete(self, username: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`UsersResource.delete`."""

        return await self._call(USERS_DELETE, (username,), options)

    async def update_by_patch(
        self,
        username: str,
        *,
        new_username: str | None = None,
        email: str | None = None,
        password: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        gender: str | None = None,
        location: str | None = None,
        description: str | None = None,
        avatar_server: int | None = None,
        avatar_filename: str | None = None,
        options: RequestOptions | None = None,
    ) -> User:
        """See :meth:`UsersResource.update_by_patch`."""

        return await self._call(
            USERS_UPDATE_BY_PATCH,
            (
                username,
                new_username,
                email,
                password,
                first_name,
                last_name,
                gender,
                location,
                description,
                avatar_server,
                avatar_filename,
            ),
            options,
        )

    async def usage(
        self,
        username: str,
        *,
        hide_empty: bool | None = None,
        show_private: bool | None = None,
        show_hidden: bool | None = None,
        options: RequestOptions | None = None,
    ) -> UserUsage:
        """See :meth:`UsersResource.usage`."""

        return await self._call(
            USERS_USAGE,
            (
                username,
                hide_empty,
                show_private,
                show_hidden,
            ),
            options,
        )

    async def settings(self, *, options: RequestOptions | None = None) -> UserSettings:
        """See :meth:`UsersResource.settings`."""

        return await self._call(USERS_SETTINGS, (), options)

    async def update_settings(
        self,
        *,
        private_profile: bool | None = None,
        private_images: bool | None = None,
        private_albums: bool | None = None,
        private_files: bool | None = None,
        private_followings: bool | None = None,
        upload_notification: bool | None = None,
        comments_notification: bool | None = None,
        shares_notification: bool | None = None,
        likes_notification: bool | None = None,
        follows_notification: bool | None = None,
        new_feature_notification: bool | None = None,
        weekly_update_notification: bool | None = None,
        daily_update_notification: bool | None = None,
        skypath_message: bool | None = None,
        skypath_share_file: bool | None = None,
        onboarding: bool | None = None,
        options: RequestOptions | None = None,
    ) -> UserSettings:
        """See :meth:`UsersResource.update_settings`."""

        return await self._call(
            USERS_UPDATE_SETTINGS,
            (
                private_profile,
                private_images,
                private_albums,
                private_files,
                private_followings,
                upload_notification,
                comments_notification,
                shares_notification,
                likes_notification,
                follows_notification,
                new_feature_notification,
                weekly_update_notification,
                daily_update_notification,
                skypath_message,
                skypath_share_file,
                onboarding,
            ),
            options,
        )

    async def update_settings_by_patch(
        self,
        *,
        private_profile: bool | None = None,
        private_images: bool | None = None,
        private_albums: bool | None = None,
        private_files: bool | None = None,
        private_followings: bool | None = None,
        upload_notification: bool | None = None,
        comments_notification: bool | None = None,
        shares_notification: bool | None = None,
        likes_notification: bool | None = None,
        follows_notification: bool | None = None,
        new_feature_notification: bool | None = None,
        weekly_update_notification: bool | None = None,
        daily_update_notification: bool | None = None,
        skypath_message: bool | None = None,
        skypath_share_file: bool | None = None,
        onboarding: bool | None = None,
        options: RequestOptions | None = None,
    ) -> UserSettings:
        """See :meth:`UsersResource.update_settings_by_patch`."""

        return await self._call(
            USERS_UPDATE_SETTINGS_BY_PATCH,
            (
                private_profile,
                private_images,
                private_albums,
                private_files,
                private_followings,
                upload_notification,
                comments_notification,
                shares_notification,
                likes_notification,
                follows_notification,
                new_feature_notification,
                weekly_update_notification,
                daily_update_notification,
                skypath_message,
                skypath_share_file,
                onboarding,
            ),
            options,
        )

    def images(
        self,
        username: str,
        *,
        show_private: bool | None = None,
        show_hidden: bool | None = None,
        hide_folder_images: bool | None = None,
        show_only_private: bool | None = None,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[BasicImage]:
        """See :meth:`UsersResource.images`."""

        return AsyncPager(
            lambda: self._call(
                USERS_IMAGES,
                (
                    username,
                    show_private,
                    show_hidden,
                    hide_folder_images,
                    show_only_private,
                    limit,
                    offset,
                ),
                options,
            )
        )

    async def random_images(
        self, username: str, *, options: RequestOptions | None = None
    ) -> list[BasicImage]:
        """See :meth:`UsersResource.random_images`."""

        return await self._call(USERS_RANDOM_IMAGES, (username,), options)

    def albums(
        self,
        username: str,
        *,
        image_limit: int | None = None,
        show_private: bool | None = None,
        hide_empty: bool | None = None,
        show_only_private: bool | None = None,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[BasicAlbum]:
        """See :meth:`UsersResource.albums`."""

        return AsyncPager(
            lambda: self._call(
                USERS_ALBUMS,
                (
                    username,
                    image_limit,
                    show_private,
                    hide_empty,
                    show_only_private,
                    limit,
                    offset,
                ),
                options,
            )
        )


class UsersResourceWithRawResponse:
    """The users operations with whole answers."""

    def __init__(self, resource: UsersResource) -> None:
        raw = resource.in_mode("raw")
        self.create = as_raw(raw.create)
        self.get = as_raw(raw.get)
        self.update = as_raw(raw.update)
        self.delete = as_raw(raw.delete)
        self.update_by_patch = as_raw(raw.update_by_patch)
        self.usage = as_raw(raw.usage)
        self.settings = as_raw(raw.settings)
        self.update_settings = as_raw(raw.update_settings)
        self.update_settings_by_patch = as_raw(raw.update_settings_by_patch)
        self.images = as_raw(raw.images)
        self.random_images = as_raw(raw.random_images)
        self.albums = as_raw(raw.albums)


class AsyncUsersResourceWithRawResponse:
    """The users operations with whole answers, awaited."""

    def __init__(self, resource: AsyncUsersResource) -> None:
        raw = resource.in_mode("raw")
        self.create = as_async_raw(raw.create)
        self.get = as_async_raw(raw.get)
        self.update = as_async_raw(raw.update)
        self.delete = as_async_raw(raw.delete)
        self.update_by_patch = as_async_raw(raw.update_by_patch)
        self.usage = as_async_raw(raw.usage)
        self.settings = as_async_raw(raw.settings)
        self.update_settings = as_async_raw(raw.update_settings)
        self.update_settings_by_patch = as_async_raw(raw.update_settings_by_patch)
        self.images = as_async_raw_page(raw.images)
        self.random_images = as_async_raw(raw.random_images)
        self.albums = as_async_raw_page(raw.albums)


class UsersResourceWithStreamingResponse:
    """The users operations with answers that are still on their way."""

    def __init__(self, resource: UsersResource) -> None:
        streamed = resource.in_mode("stream")
        self.create = as_streamed(streamed.create)
        self.get = as_streamed(streamed.get)
        self.update = as_streamed(streamed.update)
        self.delete = as_streamed(streamed.delete)
        self.update_by_patch = as_streamed(streamed.update_by_patch)
        self.usage = as_streamed(streamed.usage)
        self.settings = as_streamed(streamed.settings)
        self.update_settings = as_streamed(streamed.update_settings)
        self.update_settings_by_patch = as_streamed(streamed.update_settings_by_patch)
        self.images = as_streamed(streamed.images)
        self.random_images = as_streamed(streamed.random_images)
        self.albums = as_streamed(streamed.albums)


class AsyncUsersResourceWithStreamingResponse:
    """The users operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncUsersResource) -> None:
        streamed = resource.in_mode("stream")
        self.create = as_async_streamed(streamed.create)
        self.get = as_async_streamed(streamed.get)
        self.update = as_async_streamed(streamed.update)
        self.delete = as_async_streamed(streamed.delete)
        self.update_by_patch = as_async_streamed(streamed.update_by_patch)
        self.usage = as_async_streamed(streamed.usage)
        self.settings = as_async_streamed(streamed.settings)
        self.update_settings = as_async_streamed(streamed.update_settings)
        self.update_settings_by_patch = as_async_streamed(streamed.update_settings_by_patch)
        self.images = as_async_streamed(streamed.images)
        self.random_images = as_async_streamed(streamed.random_images)
        self.albums = as_async_streamed(streamed.albums)
