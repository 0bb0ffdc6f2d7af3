"""The errors of all hosts: one tree, so that code which works with five hosts has one ``except``.

Every error says which host and operation it belongs to; those that come from an answer carry its
status, the host's own code and message, and the response. None ever carries a credential.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imagehosts_wire.types import RawResponse


class ImageHostError(Exception):
    """The base of every error that this package raises on purpose.

    Attributes:
        message: What went wrong and, where that is known, what to do about it.
        host: The name of the API; empty where no host is concerned.
        operation: The operation's id, as in ``images_upload``; empty outside a call.
    """

    def __init__(self, message: str, *, host: str = "", operation: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.host = host
        self.operation = operation

    def __str__(self) -> str:
        place = " ".join(part for part in (self.host, self.operation) if part)
        return f"{place}: {self.message}" if place else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # BaseException rebuilds from `args`, which would lose every keyword-only attribute.
        return (_rebuild, (type(self), self.args, self.__dict__.copy()))


class InvalidArgument(ImageHostError, ValueError):
    """An argument that cannot be sent; raised before anything is.

    Attributes:
        argument: The name of the argument.
    """

    def __init__(self, argument: str, message: str, *, host: str = "", operation: str = "") -> None:
        super().__init__(f"{argument}: {message}", host=host, operation=operation)
        self.argument = argument


class MissingCredentials(ImageHostError):
    """A call needs a credential and none was given; the message says where one comes from."""


class ClientUnusable(ImageHostError, RuntimeError):
    """A client that was closed, or is in use in another event loop; nothing was sent."""


class ConnectionFailed(ImageHostError):
    """No answer came: the host could not be reached or the connection broke.

    Attributes:
        may_have_arrived: Whether the host may have received the request all the same.
    """

    def __init__(
        self,
        message: str,
        *,
        host: str = "",
        operation: str = "",
        may_have_arrived: bool = True,
    ) -> None:
        super().__init__(message, host=host, operation=operation)
        self.may_have_arrived = may_have_arrived


class TimedOut(ConnectionFailed):
    """The host did not answer within the time that the client allows."""


class ResponseError(ImageHostError):
    """An answer came, and it is not a success.

    Attributes:
        response: The answer itself: status, headers and body.
        status: Its HTTP status.
    """

    def __init__(
        self,
        message: str,
        *,
        response: RawResponse[Any] | None = None,
        status: int | None = None,
        host: str = "",
        operation: str = "",
    ) -> None:
        super().__init__(message, host=host, operation=operation)
        self.response = response
        self.status = response.status if status is None and response is not None else status

    @property
    def request_id(self) -> str | None:
        """The id that the host gave to the request, for its support; None where it gives none."""
        if self.response is None:
            return None
        headers = self.response.headers
        return headers.get("x-request-id") or headers.get("cf-ray")


class ResponseDecodeError(ResponseError):
    """The answer says that it is a success and cannot be read as one."""


class StatusError(ResponseError):
    """The host refused the request.

    Attributes:
        code: The host's own error code, a number or a word; None where it sent none.
        host_message: The host's own message.
        retry_after: Seconds after which another try makes sense; None where that is unknown.
    """

    def __init__(
        self,
        message: str,
        *,
        response: RawResponse[Any] | None = None,
        status: int | None = None,
        host: str = "",
        operation: str = "",
        code: int | str | None = None,
        host_message: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, response=response, status=status, host=host, operation=operation)
        self.code = code
        self.host_message = host_message
        self.retry_after = retry_after


class AuthenticationFailed(StatusError):
    """The credential is missing, wrong or worn out."""


class CaptchaRequired(StatusError):
    """The host wants a captcha solved, which a program cannot do."""


class PermissionDenied(StatusError):
    """The credential is good, but not for this."""


class GeoBlocked(StatusError):
    """The host does not serve the country or address that the request comes from."""


class NotFound(StatusError):
    """There is no such thing, or not for this user."""


class InvalidRequest(StatusError):
    """The host understood the request and found it wrong."""


class FileTooLarge(InvalidRequest):
    """The file is larger than the host takes; known before sending where the limit is."""


class UnsupportedFormat(InvalidRequest):
    """The host does not take files of this kind, or cannot read this one."""


class DuplicateUpload(StatusError):
    """The host says that it has this picture already; that is not proof that it has."""


class RateLimited(StatusError):
    """Too many requests; ``retry_after`` says how long to wait, where the host does."""


class HostUnavailable(StatusError):
    """The host is down, over capacity or being repaired."""


#: The error tables of the specs name a category; this is the class of each.
CATEGORIES: dict[str, type[StatusError]] = {
    "authentication": AuthenticationFailed,
    "captcha": CaptchaRequired,
    "permission": PermissionDenied,
    "geo_blocked": GeoBlocked,
    "not_found": NotFound,
    "invalid_request": InvalidRequest,
    "too_large": FileTooLarge,
    "unsupported_format": UnsupportedFormat,
    "duplicate": DuplicateUpload,
    "rate_limited": RateLimited,
    "unavailable": HostUnavailable,
}


def _rebuild(
    kind: type[ImageHostError], args: tuple[Any, ...], state: dict[str, Any]
) -> ImageHostError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
