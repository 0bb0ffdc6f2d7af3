"""One protocol for all hosts: :func:`open_host` gives it, and what it gives is the same for all.

    with open_host("<host>") as host:
        picture = host.upload("lake.jpg", title="Tahoe")
        host.delete(picture)

What both kinds share is in :class:`_Connection`: which arguments a host's own ``upload()`` gets,
and how an :class:`~imagehosts.sharing.uploaded.Uploaded` is made of its answer.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, Unpack, cast

from ..core.errors import InvalidArgument
from ..hosts import Host, find_host, host_names
from .capabilities import Capabilities, capabilities_of, check
from .details import Details, NotOffered, details_of
from .sources import Source
from .uploaded import Uploaded

if TYPE_CHECKING:
    from types import TracebackType

    from imagehosts_wire.types import RequestOptions, UploadSource

    from ..core.client import AsyncClient, SyncClient

__all__ = ["AsyncOpenHost", "HostConnection", "OpenHost", "named_host", "open_host"]
__all__ += ["open_host_async"]

Progress: TypeAlias = "Callable[[int, int | None], None]"


class HostConnection(Protocol):
    """What every host can be asked, whichever it is; :class:`OpenHost` is it for all of ours."""

    @property
    def name(self) -> str:
        """The name of the host."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the host can do."""
        ...

    def upload(
        self, source: UploadSource, *, progress: Progress | None = None, **details: Unpack[Details]
    ) -> Uploaded:
        """Upload a picture."""
        ...

    def delete(self, picture: Uploaded | str) -> None:
        """Delete a picture."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


def named_host(name: str, argument: str = "to") -> Host:
    """The host of that name.

    Raises:
        InvalidArgument: There is no such host.
    """
    found = find_host(name)
    if found is None:
        raise InvalidArgument(argument, f"no host {name!r}; known: {', '.join(host_names())}")
    return found


def open_host(name: str | Host, **options: Any) -> OpenHost:
    """A connection to a host, by name.

    Args:
        name: One of those that ``imagehosts hosts`` lists, or its row.
        options: Whatever the host's client takes: its credentials, which come from the environment
            otherwise, ``base_url``, ``timeout`` and so on.

    Raises:
        InvalidArgument: There is no such host, or it does not take one of the options.
    """
    host = name if isinstance(name, Host) else named_host(name)
    return OpenHost(host, host.make_client(**_checked(host.sync_client, options)))


def open_host_async(name: str | Host, **options: Any) -> AsyncOpenHost:
    """The asynchronous twin of :func:`open_host`; it connects when it is first used."""
    host = name if isinstance(name, Host) else named_host(name)
    checked = _checked(host.async_client, options)
    return AsyncOpenHost(host, host.make_async_client(**checked), checked)


class _Connection:
    """What both kinds of connection share."""

    def __init__(self, host: Host, client: Any) -> None:
        self.host = host
        #: What it is called in results: the host's name, or that of an account.
        self.label = host.name
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._client!r}>"

    @property
    def name(self) -> str:
        """The name of the host."""
        return self.host.name

    @property
    def base_url(self) -> str:
        """The address of its API."""
        url: str = self._client.base_url
        return url

    @property
    def has_credentials(self) -> bool:
        """Whether there is any credential for it."""
        return bool(self._client.secrets())

    @property
    def capabilities(self) -> Capabilities:
        """What the host can do, each with where it is known from."""
        return capabilities_of(self.host)

    def prepare(self, source: Source, details: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of the client's upload; refuses what the host is known not to take."""
        arguments = details_of(self.host, details)
        check(self.host, source, arguments)
        return arguments

    def read(self, source: Source, answer: Any) -> Uploaded:
        """What became of the picture, from the host's answer."""
        return read_answer(self.host, self._client, source.label, answer)

    def _delete_call(self, picture: Uploaded | str) -> Any:
        row = self.host.sharing
        if isinstance(picture, Uploaded):
            if picture.host != self.name:
                raise InvalidArgument("picture", f"it is at {picture.host}, not at {self.name}")
            handle = picture.delete or ""
        else:
            handle = picture
        if row.deletes.value == "no":
            raise NotOffered("delete", f"{self.name} has no way to delete ({row.deletes.source})")
        if row.deletes.value == "page":
            raise NotOffered(
                "delete",
                f"{self.name} deletes on a page of its own and not by its API: open the delete"
                " address in a browser, and press the button there",
            )
        if not handle:
            raise InvalidArgument("picture", f"{self.name} gave nothing to delete it by")
        return row.delete(self._client, handle) if row.delete else self._client.delete(handle)


class OpenHost(_Connection):
    """A connection to a host; see :class:`HostConnection`."""

    @property
    def client(self) -> SyncClient:
        """The host's own client, with everything that only this host has."""
        return cast("SyncClient", self._client)

    def upload(
        self,
        source: UploadSource | Source,
        *,
        progress: Progress | None = None,
        **details: Unpack[Details],
    ) -> Uploaded:
        """Upload a picture.

        Args:
            source: A path, bytes, a binary file object, ``(name, content)`` or ``(name, content,
                content type)``; ``Base64`` or a ``data:`` URL; ``Url`` or an http(s) address, which
                the host fetches by itself.
            progress: Called with the bytes sent so far and their total, where that is known.
            details: See :class:`~imagehosts.sharing.details.Details`.

        Raises:
            InvalidArgument: Something cannot be sent, or the host does not take it; nothing was.
            FileTooLarge: The file is larger than the host takes; it was not sent.
            UnsupportedFormat: The host does not take files of this kind; it was not sent.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.
        """
        given = source if isinstance(source, Source) else Source(source)
        given.look(keep=True)
        arguments = self.prepare(given, details)
        answer = self._client.upload(given.sendable, options=_options(progress), **arguments)
        return self.read(given, answer)

    def delete(self, picture: Uploaded | str) -> None:
        """Delete a picture for good.

        Args:
            picture: The picture, or its delete handle.

        Raises:
            InvalidArgument: The host cannot delete it so; the message says what can be done.
            NotFound: The handle is wrong, or the picture is gone already.
        """
        self._delete_call(picture)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> OpenHost:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncOpenHost(_Connection):
    """The asynchronous twin of :class:`OpenHost`."""

    def __init__(self, host: Host, client: Any, options: Mapping[str, Any]) -> None:
        super().__init__(host, client)
        self._client_options = options

    def blocking_client(self) -> SyncClient:
        """A blocking client for the same account, for a thread; the caller closes it."""
        shared = {
            name: value
            for name, value in self._client_options.items()
            if name not in ("transport", "http_client")
        }
        client = self.host.make_client(**{**shared, "base_url": self.base_url})
        client.use_credentials(self._client.credentials())
        return client

    def portable(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The options with which another process opens the same host, and the credentials.

        Raises:
            InvalidArgument: One of the options belongs to this process.
        """
        options = dict(self._client_options)
        for name in ("transport", "http_client"):
            if name in options:
                raise InvalidArgument(name, "it belongs to this process; workers make their own")
        credentials: dict[str, str] = self._client.credentials()
        plain = {name: value for name, value in options.items() if name not in credentials}
        return {**plain, "base_url": self.base_url}, credentials

    @property
    def client(self) -> AsyncClient:
        """The host's own client, with everything that only this host has."""
        return cast("AsyncClient", self._client)

    async def upload(
        self,
        source: UploadSource | Source,
        *,
        progress: Progress | None = None,
        **details: Unpack[Details],
    ) -> Uploaded:
        """Upload a picture; see :meth:`OpenHost.upload`."""
        given = source if isinstance(source, Source) else Source(source)
        if not given.is_known and given.takes_time(wants_digest=False):
            from anyio.to_thread import run_sync

            await run_sync(lambda: given.look(keep=True))
        given.look(keep=True)
        arguments = self.prepare(given, details)
        answer = await self._client.upload(given.sendable, options=_options(progress), **arguments)
        return self.read(given, answer)

    async def delete(self, picture: Uploaded | str) -> None:
        """Delete a picture for good; see :meth:`OpenHost.delete`."""
        await self._delete_call(picture)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def __aenter__(self) -> AsyncOpenHost:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


def read_answer(host: Host, client: Any, label: str, answer: Any) -> Uploaded:
    """What became of a picture, from the host's answer to its upload, or from a list of its own."""
    row = host.sharing
    addresses = {
        "url": host.addresses.get("url", "url"),
        "page_url": host.addresses.get("viewer"),
        "delete": host.addresses.get("delete"),
    }
    places = {name: where for name, where in addresses.items() if where} | dict(row.members)
    found: dict[str, Any] = {
        name: _fact(client, answer, places.get(name, name))
        for name in ("id", "url", "page_url", "thumbnail_url", "delete", "title", "mime")
        if name in places or name in ("id", "title")
    }
    numbers: dict[str, Any] = {
        name: _fact(client, answer, places.get(name, name))
        for name in ("width", "height", "bytes")
        if name in places or name in ("width", "height")
    }
    found = {name: str(value) if value else None for name, value in found.items()}
    found |= {name: value for name, value in numbers.items() if isinstance(value, int)}
    expires = _fact(client, answer, places["expires_at"]) if "expires_at" in places else None
    return Uploaded(
        source=label,
        host=host.name,
        base_url=client.base_url,
        expires_at=_moment(expires),
        answer=_plain(answer),
        **found,
    )


def _options(progress: Progress | None) -> RequestOptions:
    return {} if progress is None else {"progress": progress}


def _checked(kind: type[Any], options: dict[str, Any]) -> dict[str, Any]:
    """Options that a client takes; another is an error of ours and not a TypeError."""
    known = set(inspect.signature(kind.__init__).parameters) - {"self", "options"}
    from ..core.options import AsyncOptions, SyncOptions

    known |= set(SyncOptions.__annotations__) | set(AsyncOptions.__annotations__)
    known |= set(SyncOptions.__mro__[0].__annotations__)
    for name in options:
        if name not in known:
            raise InvalidArgument(name, f"{kind.__name__} takes no such option")
    return {name: value for name, value in options.items() if value is not None}


def _fact(client: Any, answer: Any, where: Any) -> Any:
    """A fact of a picture, None where the answer does not hold it."""
    if callable(where):
        return where(client, answer)
    method = getattr(client, where, None) if "." not in where else None
    if callable(method):
        try:
            return method(answer)
        except InvalidArgument:
            return None  # the answer says too little for it
    value = answer
    for step in where.split("."):
        value = getattr(value, step, None)
    return value


def _moment(value: Any) -> datetime | None:
    """A time of an answer: Unix seconds, or a text in UTC."""
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, str) and value:
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _plain(answer: Any) -> Mapping[str, Any]:
    """An answer as JSON has it."""
    from attrs import asdict, has

    kind = answer.__class__
    return asdict(answer) if has(kind) else {"result": answer}
