"""Typed clients for image hosts, sync and async, made from their API documents.

Each host has a client of its own here, ``imagehosts hosts`` lists them on a terminal:

    with imagehosts.Client() as host:       # by name; the key from the environment, or api_key=...
        image = host.upload("lake.jpg", title="Tahoe")

Everything named here is imported when it is first used. The names of the hosts come from their
rows, see :mod:`imagehosts.hosts`.
"""

from __future__ import annotations

from . import _exports

# Type checkers know the name; importing it from typing would be most of this module's cost.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from imagehosts_wire.types import Base64, RawResponse, RequestOptions, Url

    from ._exports import *  # noqa: F403 - it lists its names
    from .core.errors import (
        AuthenticationFailed,
        CaptchaRequired,
        ClientUnusable,
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
    from .core.transport import ResponseLimits, Timeout

_MODULES = {
    "imagehosts_wire.types": ("Base64", "RawResponse", "RequestOptions", "Url"),
    "imagehosts.core.errors": (
        "AuthenticationFailed",
        "CaptchaRequired",
        "ClientUnusable",
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
    "imagehosts.core.logging": ("Drift",),
    "imagehosts.core.retries": ("RetryPolicy",),
    "imagehosts.core.transport": ("ResponseLimits", "Timeout"),
}
_HOMES = {
    **{name: module for module, names in _MODULES.items() for name in names},
    **_exports.MODULES,
}

__version__ = "0.1.0"

__all__ = [
    "AuthenticationFailed",
    "Base64",
    "CaptchaRequired",
    "ClientUnusable",
    "ConnectionFailed",
    "Drift",
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
    "RawResponse",
    "RequestOptions",
    "ResponseDecodeError",
    "ResponseError",
    "ResponseLimits",
    "RetryPolicy",
    "StatusError",
    "TimedOut",
    "Timeout",
    "UnsupportedFormat",
    "Url",
]
__all__ += _exports.__all__


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
