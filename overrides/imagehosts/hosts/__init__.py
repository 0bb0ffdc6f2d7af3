"""The hosts that this package knows: one module each, with its clients, its quirks and one row.

A host is the module ``hosts/<name>.py`` (or the package of that name) with ``HOST = Host(...)`` in
it. Nothing else lists the hosts: they are found here, and a module is imported when its host is
asked for. A host that is not whole fails alone, with a message that names the file to write.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imagehosts_wire.types import Operation

    from ..core.client import AsyncClient, SyncClient
    from ..sharing.profile import Sharing

    #: Every host that is whole, by name. It is made when it is first asked for.
    HOSTS: tuple[Host, ...]

__all__ = ["HOSTS", "Host", "IncompleteHost", "find_host", "host_names", "incomplete_hosts"]

#: Where the modules lie, as messages name it.
FOLDER = "overrides/imagehosts/hosts"


class Host:
    """One host: what the rest of the package, the tests and the documentation know of it.

    Attributes:
        name: Its identifier everywhere, and the name of its module.
        title: Its name for people.
        sync_client: The class of its synchronous client.
        async_client: The class of its asynchronous client.
        status: What works today, in a sentence.
        needs_key: Whether its client can do little without a key. Where it can, no key is better
            than a wrong one.
        upload_operation: Gives the operation whose options ``upload()`` of its clients takes; None
            where they do not upload.
        uploads_nothing: What its client does instead of uploading, where it does not upload.
        addresses: How to get the addresses of an uploaded picture: by ``url``, ``viewer`` and
            ``delete``, as far as it has them, a method of the client that takes the picture, or a
            member of the picture.
        exports: Further classes that :mod:`imagehosts` makes public beside the clients.
        is_default: Whether it is tried first where no host is named.
        make_sharing: Gives what the upload of all hosts must know of it; see
            :mod:`imagehosts.sharing`. It is made when it is asked for.
    """

    __slots__ = (
        "addresses",
        "async_client",
        "exports",
        "is_default",
        "make_sharing",
        "name",
        "needs_key",
        "status",
        "sync_client",
        "title",
        "upload_operation",
        "uploads_nothing",
    )

    def __init__(
        self,
        name: str,
        title: str,
        *,
        sync_client: type[SyncClient],
        async_client: type[AsyncClient],
        status: str,
        needs_key: bool = True,
        upload_operation: Callable[[], Operation[Any]] | None = None,
        uploads_nothing: str = "",
        addresses: Mapping[str, str] | None = None,
        exports: tuple[type[object], ...] = (),
        is_default: bool = False,
        sharing: Callable[[], Sharing] | None = None,
    ) -> None:
        self.name = name
        self.title = title
        self.sync_client = sync_client
        self.async_client = async_client
        self.status = status
        self.needs_key = needs_key
        self.upload_operation = upload_operation
        self.uploads_nothing = uploads_nothing
        self.addresses: Mapping[str, str] = addresses or {}
        self.exports = exports
        self.is_default = is_default
        self.make_sharing = sharing

    def __repr__(self) -> str:
        return f"<Host {self.name}>"

    @property
    def sharing(self) -> Sharing:
        """What the upload of all hosts must know of it."""
        if self.make_sharing is not None:
            return self.make_sharing()
        from ..sharing.profile import Sharing

        return Sharing()

    @property
    def client(self) -> str:
        """The name of its synchronous client in :mod:`imagehosts`."""
        return self.sync_client.__name__

    @property
    def credential(self) -> str:
        """The argument of its client that takes the key: the first of its ``environment``."""
        return next(iter(self.sync_client.environment), "")

    @property
    def variable(self) -> str:
        """The environment variable of its key; empty where it has none."""
        return self.sync_client.environment.get(self.credential, "")

    @property
    def other_variables(self) -> tuple[str, ...]:
        """The environment variables of its further credentials."""
        names = self.sync_client.environment.values()
        return tuple(name for name in names if name != self.variable)

    @property
    def needs_base_url(self) -> bool:
        """Whether the address of a site must be given."""
        return self.sync_client.needs_base_url

    @property
    def base_path(self) -> str:
        """The path of its API, which an emulator has too, as in ``/api/1``."""
        return urlsplit(self.sync_client.api.base_url).path.rstrip("/")

    @property
    def base_url_variable(self) -> str:
        """The environment variable with another address of its API."""
        return self.sync_client.base_url_variable

    def make_client(self, **options: Any) -> SyncClient:
        """A synchronous client of this host."""
        return self.sync_client(**options)

    def make_async_client(self, **options: Any) -> AsyncClient:
        """An asynchronous client of this host."""
        return self.async_client(**options)


class IncompleteHost(LookupError):
    """A host of which a part is missing or broken; the message names the file to write."""


@cache
def host_names() -> tuple[str, ...]:
    """The names of all hosts, those that are not whole included; imports none of them."""
    from imagehosts_wire import APIS

    modules = {found.name for found in iter_modules(__path__) if found.name[0] != "_"}
    return tuple(sorted({*modules, *APIS}))


def find_host(name: str) -> Host | None:
    """The host of that name, or None; dashes and dots are as good as underscores.

    Raises:
        IncompleteHost: A part of this host is missing.
    """
    wanted = name.lower().replace("-", "_").replace(".", "_")
    return _load(wanted) if wanted in host_names() else None


def incomplete_hosts() -> dict[str, str]:
    """What is missing, by host, for hosts that are not whole."""
    missing: dict[str, str] = {}
    for name in host_names():
        try:
            _load(name)
        except IncompleteHost as error:
            missing[name] = str(error)
    return missing


def __getattr__(name: str) -> object:
    if name != "HOSTS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    missing = incomplete_hosts()
    value = tuple(_load(each) for each in host_names() if each not in missing)
    globals()[name] = value
    return value


@cache
def _load(name: str) -> Host:
    file = f"{FOLDER}/{name}.py"
    try:
        module = import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"{__name__}.{name}":
            raise IncompleteHost(
                f"{name} has a spec and no client: write {file}, with its client classes and"
                " HOST = Host(...)"
            ) from None
        if error.name is not None and error.name.startswith("imagehosts_wire."):
            api = error.name.split(".")[1]
            raise IncompleteHost(
                f"{name} has a client and no generated code: write specs/{api}/openapi.yaml, if it"
                " is not there yet, and run `make generate`"
            ) from error
        raise IncompleteHost(f"{name} cannot be imported: {error}; correct {file}") from error
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        raise IncompleteHost(f"{name} cannot be imported: {fault}; correct {file}") from error
    host = getattr(module, "HOST", None)
    if not isinstance(host, Host):
        raise IncompleteHost(f"{name} has no row: add HOST = Host({name!r}, ...) to {file}")
    if host.name != name:
        raise IncompleteHost(f"the row in {file} is called {host.name!r}: call it {name!r}")
    return host
