"""One picture, one call: :func:`upload`, its asynchronous twin, and several hosts at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, TypeAlias, Unpack

from ..core.errors import ImageHostError, InvalidArgument, MissingCredentials
from .batch import Attempt
from .choosing import curable_elsewhere, default_host, how_to_begin
from .connections import AsyncOpenHost, OpenHost, open_host, open_host_async
from .sources import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from imagehosts_wire.types import UploadSource

    from .details import Details
    from .uploaded import Uploaded

__all__ = ["AllHostsFailed", "mirror", "mirror_async", "upload", "upload_async"]

#: The name of a host, or a connection to one that is open already.
Target: TypeAlias = "str | OpenHost"
AsyncTarget: TypeAlias = "str | AsyncOpenHost"
Progress: TypeAlias = "Callable[[int, int | None], None]"
ClientOptions: TypeAlias = "Mapping[str, Mapping[str, Any]]"


class AllHostsFailed(ImageHostError):
    """None of several hosts took the picture.

    Attributes:
        attempts: What each of them answered.
    """

    def __init__(self, attempts: Sequence[Attempt]) -> None:
        self.attempts = tuple(attempts)
        said = "; ".join(f"{each.host}: {_message(each.error)}" for each in attempts)
        super().__init__(f"no host took the picture: {said}")


def upload(
    source: UploadSource,
    to: Target | Sequence[Target] | None = None,
    *,
    progress: Progress | None = None,
    client_options: ClientOptions | None = None,
    **details: Unpack[Details],
) -> Uploaded:
    """Upload a picture, and get its link.

    Args:
        source: A path, bytes, a binary file object, ``(name, content)`` or ``(name, content,
            content type)``; ``Base64`` or a ``data:`` URL; ``Url`` or an http(s) address, which
            the host fetches by itself.
        to: The host by its name, or as :func:`~imagehosts.open_host` gives it. Of several hosts
            the first one that takes the picture: the next is tried after failures that another
            host can cure. Without any, the first host whose key is in the environment.
        progress: Called with the bytes sent so far and their total, where that is known.
        client_options: Options for the client of a host, by the host's name: its credentials,
            ``base_url``, ``timeout`` and so on.
        details: What is said of the picture; see :class:`~imagehosts.sharing.details.Details`.

    Raises:
        InvalidArgument: Something cannot be sent, or the host does not take it; nothing was.
        AllHostsFailed: None of several hosts took it.
        ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.
    """
    targets = _targets(to)
    picture = Source(source)
    attempts: list[Attempt] = []
    for target in targets:
        name = target if isinstance(target, str) else target.name
        try:
            with _opened(target, client_options) as host:
                uploaded: Uploaded = host.upload(picture, progress=progress, **details)
                return uploaded
        except ImageHostError as error:
            if len(targets) == 1 or not curable_elsewhere(error) or not picture.repeatable:
                raise
            attempts.append(Attempt(host=name, error=error))
    raise AllHostsFailed(attempts)


async def upload_async(
    source: UploadSource,
    to: AsyncTarget | Sequence[AsyncTarget] | None = None,
    *,
    progress: Progress | None = None,
    client_options: ClientOptions | None = None,
    **details: Unpack[Details],
) -> Uploaded:
    """The asynchronous twin of :func:`upload`."""
    targets = _targets(to)
    picture = Source(source)
    attempts: list[Attempt] = []
    for target in targets:
        name = target if isinstance(target, str) else target.name
        try:
            async with _opened_async(target, client_options) as host:
                uploaded: Uploaded = await host.upload(picture, progress=progress, **details)
                return uploaded
        except ImageHostError as error:
            if len(targets) == 1 or not curable_elsewhere(error) or not picture.repeatable:
                raise
            attempts.append(Attempt(host=name, error=error))
    raise AllHostsFailed(attempts)


def mirror(
    source: UploadSource,
    to: Sequence[Target],
    *,
    client_options: ClientOptions | None = None,
    **details: Unpack[Details],
) -> list[Attempt]:
    """Upload a picture to several hosts at once.

    Args:
        source: As for :func:`upload`; it must be such that it can be read more than once.
        to: The hosts.
        client_options: As for :func:`upload`.
        details: As for :func:`upload`.

    Returns:
        What became of it at each host, in their order; one that fails does not stop the others.

    Raises:
        InvalidArgument: The source cannot be read, or only once; nothing was sent.
    """
    targets, picture = _targets(to), _for_several(source)

    def attempt(target: Target) -> Attempt:
        name = target if isinstance(target, str) else target.name
        try:
            with _opened(target, client_options) as host:
                return Attempt(host=name, uploaded=host.upload(picture, **details))
        except ImageHostError as error:
            return Attempt(host=name, error=error)

    with ThreadPoolExecutor(len(targets)) as pool:
        return list(pool.map(attempt, targets))


async def mirror_async(
    source: UploadSource,
    to: Sequence[AsyncTarget],
    *,
    client_options: ClientOptions | None = None,
    **details: Unpack[Details],
) -> list[Attempt]:
    """The asynchronous twin of :func:`mirror`."""
    targets, picture = _targets(to), _for_several(source)

    async def attempt(target: AsyncTarget) -> Attempt:
        name = target if isinstance(target, str) else target.name
        try:
            async with _opened_async(target, client_options) as host:
                return Attempt(host=name, uploaded=await host.upload(picture, **details))
        except ImageHostError as error:
            return Attempt(host=name, error=error)

    return list(await asyncio.gather(*map(attempt, targets)))


def _targets(to: Any) -> list[Any]:
    if to is None:
        host = default_host()
        if host is None:
            raise MissingCredentials(how_to_begin())
        return [host.name]
    if isinstance(to, (str, OpenHost, AsyncOpenHost)):
        return [to]
    found = list(to)
    if not found:
        raise InvalidArgument("to", "name at least one host")
    return found


def _for_several(source: UploadSource) -> Source:
    picture = Source(source)
    picture.look()
    if not picture.repeatable:
        raise InvalidArgument("source", "it can be read only once; give a path or its bytes")
    return picture


def _opened(target: Target, options: ClientOptions | None) -> Any:
    """A connection for a ``with`` block, which leaves open what the caller has opened."""
    if isinstance(target, str):
        return open_host(target, **(options or {}).get(target, {}))
    return nullcontext(target)


def _opened_async(target: AsyncTarget, options: ClientOptions | None) -> Any:
    if isinstance(target, str):
        return open_host_async(target, **(options or {}).get(target, {}))
    return nullcontext(target)


def _message(error: ImageHostError | None) -> str:
    return error.message if error is not None else ""
