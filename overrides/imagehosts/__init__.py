"""Typed clients for image hosts, sync and async, made from their API documents.

    from imagehosts import ImageHostingMe

    with ImageHostingMe() as host:          # IMAGEHOSTING_ME_API_KEY, or api_key=...
        image = host.upload("lake.jpg", title="Tahoe")
        print(image.url)

Everything named here is imported when it is first used.
"""

from __future__ import annotations

# Type checkers know the name; importing it from typing would be most of this module's cost.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from imagehosts_wire.types import Base64, RawResponse, RequestOptions, Url

    from .core.errors import (
        AuthenticationFailed,
        CaptchaRequired,
        ConnectionFailed,
        DuplicateUpload,
        FileTooLarge,
        GeoBlocked,
        HostUnavailable,
        ImageHostError,
        InvalidArgument,
        InvalidRequest,
        MissingCredentials,
        NotFound,
        PermissionDenied,
        RateLimited,
        ResponseDecodeError,
        ResponseError,
        StatusError,
        TimedOut,
        UnsupportedFormat,
    )
    from .core.logging import Drift
    from .core.retries import RetryPolicy
    from .core.transport import Timeout
    from .hosts.chevereto import (
        AsyncChevereto,
        AsyncImageHostingMe,
        AsyncImges,
        Chevereto,
        ImageHostingMe,
        Imges,
    )
    from .hosts.imageshack import AsyncImageShack, ImageShack
    from .hosts.imageshack_gallery import AsyncImageShackGallery, ImageShackGallery
    from .hosts.imgur import AsyncImgur, Imgur
    from .hosts.imgur.limits import Quota, RateLimits

_MODULES = {
    "imagehosts_wire.types": ("Base64", "RawResponse", "RequestOptions", "Url"),
    "imagehosts.hosts.chevereto": (
        "AsyncChevereto",
        "AsyncImageHostingMe",
        "AsyncImges",
        "Chevereto",
        "ImageHostingMe",
        "Imges",
    ),
    "imagehosts.core.errors": (
        "AuthenticationFailed",
        "CaptchaRequired",
        "ConnectionFailed",
        "DuplicateUpload",
        "FileTooLarge",
        "GeoBlocked",
        "HostUnavailable",
        "ImageHostError",
        "InvalidArgument",
        "InvalidRequest",
        "MissingCredentials",
        "NotFound",
        "PermissionDenied",
        "RateLimited",
        "ResponseDecodeError",
        "ResponseError",
        "StatusError",
        "TimedOut",
        "UnsupportedFormat",
    ),
    "imagehosts.hosts.imageshack": ("AsyncImageShack", "ImageShack"),
    "imagehosts.hosts.imageshack_gallery": ("AsyncImageShackGallery", "ImageShackGallery"),
    "imagehosts.hosts.imgur": ("AsyncImgur", "Imgur"),
    "imagehosts.hosts.imgur.limits": ("Quota", "RateLimits"),
    "imagehosts.core.logging": ("Drift",),
    "imagehosts.core.retries": ("RetryPolicy",),
    "imagehosts.core.transport": ("Timeout",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__version__ = "0.1.0"

__all__ = [
    "AsyncChevereto",
    "AsyncImageHostingMe",
    "AsyncImageShack",
    "AsyncImageShackGallery",
    "AsyncImges",
    "AsyncImgur",
    "AuthenticationFailed",
    "Base64",
    "CaptchaRequired",
    "Chevereto",
    "ConnectionFailed",
    "Drift",
    "DuplicateUpload",
    "FileTooLarge",
    "GeoBlocked",
    "HostUnavailable",
    "ImageHostError",
    "ImageHostingMe",
    "ImageShack",
    "ImageShackGallery",
    "Imges",
    "Imgur",
    "InvalidArgument",
    "InvalidRequest",
    "MissingCredentials",
    "NotFound",
    "PermissionDenied",
    "Quota",
    "RateLimited",
    "RateLimits",
    "RawResponse",
    "RequestOptions",
    "ResponseDecodeError",
    "ResponseError",
    "RetryPolicy",
    "StatusError",
    "TimedOut",
    "Timeout",
    "UnsupportedFormat",
    "Url",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
