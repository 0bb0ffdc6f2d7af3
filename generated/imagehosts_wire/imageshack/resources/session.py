# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""The session operations of ImageShack API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from imagehosts_wire.imageshack import models
from imagehosts_wire.types import (
    AsyncResource,
    Credential,
    Operation,
    Parameter,
    RequestOptions,
    Resource,
    Result,
    as_async_raw,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imageshack.models import Login

SESSION_LOGIN: Operation[Login] = Operation(
    "imageshack",
    "session_login",
    "POST",
    "/user/login",
    result=Result(
        "json",
        lambda: models.Login,
        envelope="result",
    ),
    parameters=(
        Parameter("user", "user", "body", required=True),
        Parameter("password", "password", "body", required=True),
        Parameter("set_cookies", "set_cookies", "body", encode="flag:TRUE/FALSE"),
        Parameter("remember_me", "remember_me", "body", encode="flag:TRUE/FALSE"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("api_key", "body", "api_key"),),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Imageshack Login"),
)
SESSION_RESUME: Operation[Login] = Operation(
    "imageshack",
    "session_resume",
    "POST",
    "/user/login",
    result=Result(
        "json",
        lambda: models.Login,
        envelope="result",
    ),
    parameters=(
        Parameter("set_cookies", "set_cookies", "body", encode="flag:TRUE/FALSE"),
        Parameter("remember_me", "remember_me", "body", encode="flag:TRUE/FALSE"),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("auth_token", "body", "auth_token", required=True),
        Credential("api_key", "body", "api_key"),
    ),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Imageshack Login"),
)
SESSION_FORGOT_PASSWORD: Operation[bool] = Operation(
    "imageshack",
    "session_forgot_password",
    "POST",
    "/user/{user}/forgot",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(Parameter("user", "user", "path", required=True),),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("api_key", "body", "api_key", required=True),),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Forgot Password"),
)
SESSION_RESET_PASSWORD: Operation[bool] = Operation(
    "imageshack",
    "session_reset_password",
    "POST",
    "/user/{user}/password_reset",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(
        Parameter("user", "user", "path", required=True),
        Parameter("auth", "auth", "body", required=True),
        Parameter("password", "password", "body", required=True),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(Credential("api_key", "body", "api_key", required=True),),
    credential_optional=True,
    repeatable=False,
    source=("imageshack-api-v2.txt", "Password reset"),
)

OPERATIONS = (
    SESSION_LOGIN,
    SESSION_RESUME,
    SESSION_FORGOT_PASSWORD,
    SESSION_RESET_PASSWORD,
)
"""Every operation of this resource."""


class SessionResource(Resource):
    """The session operations."""

    @cached_property
    def with_raw_response(self) -> SessionResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return SessionResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> SessionResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return SessionResourceWithStreamingResponse(self)

    def login(
        self,
        user: str,
        password: str,
        *,
        set_cookies: bool | None = None,
        remember_me: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """Log in with a name or an e-mail address and a password

        Answers with the token that later calls carry. The host wants the answer to a captcha as
        well, and refuses programs (observed).

        Args:
            user: Name or e-mail address of the account. The host reads `username` in its
                place too (observed).
            password: The password of the account.
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

        Source: imageshack-api-v2.txt, "Imageshack Login".
        """

        return self._call(
            SESSION_LOGIN,
            (
                user,
                password,
                set_cookies,
                remember_me,
            ),
            options,
        )

    def resume(
        self,
        *,
        set_cookies: bool | None = None,
        remember_me: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """Log in with a token from before

        Sends the token that the client holds in place of name and password. Answers with the
        account it belongs to. So it also tells whether a token still works (inferred). The
        token stands for name and password.

        Args:
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

        Source: imageshack-api-v2.txt, "Imageshack Login".
        """

        return self._call(
            SESSION_RESUME,
            (
                set_cookies,
                remember_me,
            ),
            options,
        )

    def forgot_password(self, user: str, *, options: RequestOptions | None = None) -> bool:
        """Have a mail sent that allows a new password

        Sends a mail to the address of the account. The hash in it goes into `reset_password`.

        Args:
            user: Name of the account; the document does not say whether its e-mail address
                will do.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Forgot Password".
        """

        return self._call(SESSION_FORGOT_PASSWORD, (user,), options)

    def reset_password(
        self, user: str, auth: str, password: str, *, options: RequestOptions | None = None
    ) -> bool:
        """Set a new password with the hash from the mail

        Sets a new password with the hash that `forgot_password` had mailed. No token is needed
        (inferred).

        Args:
            user: Name of the account; the document does not say whether its e-mail address
                will do.
            auth: The hash from the mail that `forgot_password` had sent.
            password: The new password.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Password reset".
        """

        return self._call(
            SESSION_RESET_PASSWORD,
            (
                user,
                auth,
                password,
            ),
            options,
        )


class AsyncSessionResource(AsyncResource):
    """The session operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncSessionResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncSessionResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncSessionResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncSessionResourceWithStreamingResponse(self)

    async def login(
        self,
        user: str,
        password: str,
        *,
        set_cookies: bool | None = None,
        remember_me: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """See :meth:`SessionResource.login`."""

        return await self._call(
            SESSION_LOGIN,
            (
                user,
                password,
                set_cookies,
                remember_me,
            ),
            options,
        )

    async def resume(
        self,
        *,
        set_cookies: bool | None = None,
        remember_me: bool | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """See :meth:`SessionResource.resume`."""

        return await self._call(
            SESSION_RESUME,
            (
                set_cookies,
                remember_me,
            ),
            options,
        )

    async def forgot_password(self, user: str, *, options: RequestOptions | None = None) -> bool:
        """See :meth:`SessionResource.forgot_password`."""

        return await self._call(SESSION_FORGOT_PASSWORD, (user,), options)

    async def reset_password(
        self, user: str, auth: str, password: str, *, options: RequestOptions | None = None
    ) -> bool:
        """See :meth:`SessionResource.reset_password`."""

        return await self._call(
            SESSION_RESET_PASSWORD,
            (
                user,
                auth,
                password,
            ),
            options,
        )


class SessionResourceWithRawResponse:
    """The session operations with whole answers."""

    def __init__(self, resource: SessionResource) -> None:
        raw = resource.in_mode("raw")
        self.login = as_raw(raw.login)
        self.resume = as_raw(raw.resume)
        self.forgot_password = as_raw(raw.forgot_password)
        self.reset_password = as_raw(raw.reset_password)


class AsyncSessionResourceWithRawResponse:
    """The session operations with whole answers, awaited."""

    def __init__(self, resource: AsyncSessionResource) -> None:
        raw = resource.in_mode("raw")
        self.login = as_async_raw(raw.login)
        self.resume = as_async_raw(raw.resume)
        self.forgot_password = as_async_raw(raw.forgot_password)
        self.reset_password = as_async_raw(raw.reset_password)


class SessionResourceWithStreamingResponse:
    """The session operations with answers that are still on their way."""

    def __init__(self, resource: SessionResource) -> None:
        streamed = resource.in_mode("stream")
        self.login = as_streamed(streamed.login)
        self.resume = as_streamed(streamed.resume)
        self.forgot_password = as_streamed(streamed.forgot_password)
        self.reset_password = as_streamed(streamed.reset_password)


class AsyncSessionResourceWithStreamingResponse:
    """The session operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncSessionResource) -> None:
        streamed = resource.in_mode("stream")
        self.login = as_async_streamed(streamed.login)
        self.resume = as_async_streamed(streamed.resume)
        self.forgot_password = as_async_streamed(streamed.forgot_password)
        self.reset_password = as_async_streamed(streamed.reset_password)
