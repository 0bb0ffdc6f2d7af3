"""The options of a client, those of one call, and how the second override the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlsplit

from imagehosts_wire.types import RequestOptions

from .errors import InvalidArgument
from .transport import DEFAULT_LIMITS, ResponseLimits, Timeout

if TYPE_CHECKING:
    import httpx

    from .logging import Drift
    from .retries import RetryPolicy

__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_TIMEOUT",
    "NOT_GIVEN",
    "AsyncOptions",
    "ClientOptions",
    "NotGiven",
    "Settings",
    "SyncOptions",
    "checked_base_url",
    "checked_credential",
    "checked_headers",
    "merge_headers",
    "response_limits",
]

DEFAULT_TIMEOUT = Timeout()


class NotGiven(Enum):
    """Tells an option that was not given from one that is None."""

    VALUE = "not given"


NOT_GIVEN = NotGiven.VALUE


class ClientOptions(TypedDict, total=False):
    """What every client takes beside its credentials."""

    timeout: Timeout | float | None
    """Seconds for each step, or a :class:`Timeout`; None waits for ever."""
    max_retries: int
    """How often a failed request may be repeated; 0 means one request."""
    retries: RetryPolicy
    """A whole retry policy, where the number of repetitions is not enough."""
    headers: Mapping[str, str]
    """Further headers of every request."""
    on_drift: Callable[[Drift], None]
    """Called for every deviation of an answer from the spec."""
    max_response_bytes: int
    """Longest answer that is read into memory; streams have no limit. Wins over ``limits``."""
    limits: ResponseLimits
    """All that bounds an answer."""


class SyncOptions(ClientOptions, total=False):
    """The options of the blocking (synchronous) client."""

    http_client: httpx.Client
    """A client of your own to send with; it is used as it is and never closed."""
    transport: httpx.BaseTransport
    """A transport for the client's own ``httpx.Client``."""


class AsyncOptions(ClientOptions, total=False):
    """The options of the asynchronous client."""

    http_client: httpx.AsyncClient
    """A client of your own to send with; it is used as it is and never closed."""
    transport: httpx.AsyncBaseTransport
    """A transport for the client's own ``httpx.AsyncClient``."""


class Settings:
    """What holds for a call; ``with_options`` and the options of a call make changed copies."""

    __slots__ = (
        "_policy",
        "headers",
        "max_retries",
        "progress",
        "query",
        "repeat_unsafe",
        "timeout",
    )

    def __init__(
        self,
        timeout: Timeout | float | None = DEFAULT_TIMEOUT,
        max_retries: int | None = None,
        policy: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.timeout = Timeout.of(timeout)
        self.max_retries = checked_max_retries(max_retries)
        self._policy = policy
        self.headers = checked_headers(headers)
        self.query: dict[str, str] = {}
        self.progress: Callable[[int, int | None], None] | None = None
        self.repeat_unsafe = False

    @property
    def policy(self) -> RetryPolicy:
        """The retry policy; made when a request fails, since most do not."""
        from attrs import evolve

        from .retries import RetryPolicy

        policy = self._policy or RetryPolicy()
        if self.max_retries is not None:
            policy = evolve(policy, max_retries=self.max_retries)
        return evolve(policy, repeat_unsafe=True) if self.repeat_unsafe else policy

    def changed(
        self,
        *,
        timeout: Timeout | float | NotGiven | None = NOT_GIVEN,
        max_retries: int | None = None,
        policy: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Settings:
        """A copy in which what is given here wins."""
        if policy is not None and max_retries is None:
            kept = None  # the policy brings a number of its own
        else:
            kept = self.max_retries if max_retries is None else max_retries
        return Settings(
            self.timeout if isinstance(timeout, NotGiven) else timeout,
            kept,
            policy or self._policy,
            merge_headers(self.headers, checked_headers(headers)),
        )

    def for_call(self, options: RequestOptions) -> Settings:
        """A copy in which the options of one call win."""
        unknown = {str(name) for name in options} - OPTION_NAMES
        if unknown:
            known = ", ".join(sorted(OPTION_NAMES))
            raise InvalidArgument("options", f"no {', '.join(sorted(unknown))}; there are {known}")
        merged = self.changed(
            timeout=options.get("timeout", NOT_GIVEN),
            max_retries=options.get("max_retries"),
            headers=options.get("headers"),
        )
        merged.query = dict(options.get("query") or {})
        merged.progress = options.get("progress")
        merged.repeat_unsafe = options.get("repeat_unsafe", False)
        return merged


OPTION_NAMES = frozenset(RequestOptions.__annotations__)


def response_limits(limits: ResponseLimits, max_bytes: int | None) -> ResponseLimits:
    """The limits of a client from what it was given."""
    if not isinstance(limits, ResponseLimits):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgument("limits", f"expected ResponseLimits, got {type(limits).__name__}")
    if max_bytes is None:
        return limits
    from attrs import evolve

    return evolve(limits, max_bytes=max_bytes)


def checked_base_url(url: str) -> str:
    """The address of an API, without a slash at its end."""
    from .sources import checked_url

    checked_url(url, "base_url")
    if "?" in url or "#" in url or "@" in urlsplit(url).netloc:
        raise InvalidArgument("base_url", "no query, fragment or user name may stand in it")
    return url.rstrip("/")


def checked_credential(scheme: str, value: object) -> str:
    """A credential that can stand in a header; its value is never part of the error."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidArgument(scheme, "expected a string that is not empty")
    value = value.strip()
    if not value.isprintable() or not value.isascii():
        raise InvalidArgument(scheme, "it holds characters that no header can carry")
    return value


_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: These follow from the body; another value would make it unreadable.
_BODY_HEADERS = frozenset({"content-type", "content-length", "transfer-encoding"})


def checked_headers(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Headers that can be sent; a value is never part of the error, for it may be a secret."""
    return dict(_checked_header(*header) for header in (headers or {}).items())


def _checked_header(name: object, value: object) -> tuple[str, str]:
    if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
        raise InvalidArgument("headers", f"{name!r} is not the name of a header")
    if name.lower() in _BODY_HEADERS:
        raise InvalidArgument("headers", f"{name} follows from what is sent")
    if not isinstance(value, str) or not value.isascii():
        raise InvalidArgument("headers", f"the value of {name} is not ASCII text")
    if not value.replace("\t", "").isprintable():
        raise InvalidArgument("headers", f"the value of {name} holds control characters")
    return name, value.strip()


def checked_max_retries(value: object) -> int | None:
    """A number of repetitions."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidArgument("max_retries", f"expected 0 or more, got {value!r}")
    return value


def merge_headers(headers: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Headers with others in place of those of the same name, whatever the case of their names."""
    if not others:
        return dict(headers)
    replaced = {name.lower() for name in others}
    kept = {name: value for name, value in headers.items() if name.lower() not in replaced}
    return {**kept, **others}
