# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""UserSettings."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class UserSettings:
    """The settings of an account.

    Source: imageshack-api-v2.txt, "User Settings Model".

    Attributes:
        private_profile: Do not show the public pages of the account.
        private_images: Make new pictures private unless told otherwise.
        private_albums: Make new albums private unless told otherwise.
        private_files: Make new files that are no pictures private unless told otherwise.
        private_followings: Do not let others follow the account. The opposite of
            `following_allowed` of the account.
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
        skypath_share_file: Send a message about pictures shared by Skypath, a service that
            is not documented.
        onboarding: The user has seen the introduction to the site.
    """

    private_profile: bool
    private_images: bool
    private_albums: bool
    private_files: bool | None = None
    private_followings: bool
    upload_notification: bool
    comments_notification: bool
    shares_notification: bool | None = None
    likes_notification: bool
    follows_notification: bool
    new_feature_notification: bool | None = None
    weekly_update_notification: bool | None = None
    daily_update_notification: bool | None = None
    skypath_message: bool | None = None
    skypath_share_file: bool | None = None
    onboarding: bool | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
