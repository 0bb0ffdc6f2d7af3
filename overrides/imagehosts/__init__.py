"""Typed clients for image hosts, sync and async, made from their API documents.

From a picture to a link, whichever the host is:

    picture = imagehosts.upload("lake.jpg", to="<host>", title="Tahoe")
    print(picture.url, picture.render("markdown"))

Each host has a client of its own as well, ``imagehosts hosts`` lists them on a terminal:

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
    from .sharing.albums import copy_album
    from .sharing.batch import Outcome, upload_many
    from .sharing.calls import AllHostsFailed, mirror, mirror_async, upload, upload_async
    from .sharing.capabilities import Capabilities
    from .sharing.connections import open_host, open_host_async
    from .sharing.history import History
    from .sharing.journal import Journal
    from .sharing.uploaded import NoAddress, Uploaded

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
    "imagehosts.sharing.albums": ("copy_album",),
    "imagehosts.sharing.batch": (
        "Outcome",
        "upload_many",
    ),
    "imagehosts.sharing.calls": (
        "AllHostsFailed",
        "mirror",
        "mirror_async",
        "upload",
        "upload_async",
    ),
    "imagehosts.sharing.capabilities": ("Capabilities",),
    "imagehosts.sharing.connections": (
        "open_host",
        "open_host_async",
    ),
    "imagehosts.sharing.history": ("History",),
    "imagehosts.sharing.journal": ("Journal",),
    "imagehosts.sharing.uploaded": (
        "NoAddress",
        "Uploaded",
    ),
}
_HOMES = {
    **{name: module for module, names in _MODULES.items() for name in names},
    **_exports.MODULES,
}

__version__ = "0.1.0"

__all__ = [
    "AllHostsFailed",
    "AuthenticationFailed",
    "Base64",
    "Capabilities",
    "CaptchaRequired",
    "ClientUnusable",
    "ConnectionFailed",
    "Drift",
    "DuplicateUpload",
    "FileTooLarge",
    "GeoBlocked",
    "History",
    "HostUnavailable",
    "ImageHostError",
    "InvalidArgument",
    "InvalidRequest",
    "Journal",
    "MissingCredentials",
    "NoAddress",
    "NotFound",
    "Outcome",
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
    "Uploaded",
    "Url",
    "copy_album",
    "mirror",
    "mirror_async",
    "open_host",
    "open_host_async",
    "upload",
    "upload_async",
    "upload_many",
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
