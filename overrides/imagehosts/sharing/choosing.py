"""Which host is taken: the one whose key is set, and the next one after a failure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..core.errors import (
    AuthenticationFailed,
    CaptchaRequired,
    ConnectionFailed,
    FileTooLarge,
    GeoBlocked,
    HostUnavailable,
    MissingCredentials,
    PermissionDenied,
    RateLimited,
    ResponseDecodeError,
    StatusError,
    UnsupportedFormat,
)
from .details import NotOffered

if TYPE_CHECKING:
    from ..hosts import Host

__all__ = ["curable_elsewhere", "default_host", "hosts_by_preference", "how_to_begin"]

#: Failures that are the host's own, so that another one may take the picture.
_HOSTS_OWN = (
    AuthenticationFailed,
    CaptchaRequired,
    ConnectionFailed,
    FileTooLarge,
    GeoBlocked,
    HostUnavailable,
    MissingCredentials,
    NotOffered,
    PermissionDenied,
    RateLimited,
    ResponseDecodeError,
    UnsupportedFormat,
)


def curable_elsewhere(error: BaseException) -> bool:
    """Whether another host may take a picture that one did not."""
    if isinstance(error, _HOSTS_OWN):
        return True
    return isinstance(error, StatusError) and (error.status or 0) >= 500


def hosts_by_preference() -> list[Host]:
    """The hosts that take pictures, in the order in which they are tried where none is named."""
    from ..hosts import HOSTS  # imports every host

    uploading = [host for host in HOSTS if host.upload_operation is not None]
    return sorted(uploading, key=lambda host: not host.is_default)


def default_host() -> Host | None:
    """The first host whose key is set in the environment; None where none is."""
    for host in hosts_by_preference():
        is_named = bool(os.environ.get(host.base_url_variable)) or not host.needs_base_url
        if is_named and any(map(os.environ.get, host.sync_client.environment.values())):
            return host
    return None


def how_to_begin() -> str:
    """What to do where no key is set, in three lines."""
    known = [host for host in hosts_by_preference() if not host.needs_base_url]
    guests = [host for host in known if host.sharing.anonymous.value]
    accounts = [host for host in known if not host.sharing.anonymous.value]

    def listed(hosts: list[Host]) -> str:
        return ", ".join(f"{host.name} ({host.variable})" for host in hosts)

    return (
        f"no host is named with --to and no key is set. Guests are taken by {listed(guests)}.\n"
        f"With an account: {listed(accounts)}.\n"
        "`imagehosts hosts NAME` says where a key comes from; set it in the environment, or keep it"
        " with `imagehosts login NAME`."
    )
