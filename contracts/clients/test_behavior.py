"""What a host may change of the core: the hooks of one protocol, and nothing else."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import imagehosts.hosts
from imagehosts.core.behavior import HostBehavior
from imagehosts.core.client import AsyncClient, ClientCore, SyncClient
from imagehosts.hosts import HOSTS

CORE = (HostBehavior, ClientCore, SyncClient, AsyncClient)


def is_final(value: object) -> bool:
    return getattr(value, "__final__", False)


#: What the protocol leaves to hosts.
OPEN = {
    name
    for name, value in {**inspect.get_annotations(HostBehavior), **vars(HostBehavior)}.items()
    if not name.startswith("__") and not is_final(value)
}


def host_classes() -> Iterator[type[ClientCore]]:
    """Every class in the hosts' modules that is a client or a part of one."""
    package = imagehosts.hosts
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = import_module(found.name)
        for value in vars(module).values():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and issubclass(value, ClientCore):
                yield value


def overridden(kind: type[ClientCore]) -> list[str]:
    """The names of the core that a class redefines although they are not hooks."""
    core = {name for each in CORE for name in (*vars(each), *inspect.get_annotations(each))}
    own = {name for name in vars(kind) if not name.startswith("__")}
    return sorted(f"{kind.__module__}.{kind.__name__}.{name}" for name in (own & core) - OPEN)


def test_hosts_override_hooks_of_the_protocol_only() -> None:
    kinds = list(host_classes())
    assert {host.sync_client for host in HOSTS} <= {*kinds}
    assert {host.async_client for host in HOSTS} <= {*kinds}
    assert [name for kind in kinds for name in overridden(kind)] == []


def test_override_of_another_core_method_is_reported() -> None:
    class Bad(ClientCore):
        def _wait(self, *args: object) -> None:  # type: ignore[override]
            """Not for hosts."""

        def missing_credentials(self, scheme: str) -> object:  # type: ignore[override,misc]
            """Not for hosts either."""

        def may_retry(self, *args: object) -> bool:
            """A hook."""
            return False

    assert [name.rpartition(".")[2] for name in overridden(Bad)] == ["_wait", "missing_credentials"]


def test_every_hook_takes_the_operation_first() -> None:
    hooks = {name: value for name, value in vars(HostBehavior).items() if inspect.isfunction(value)}
    assert len(hooks) > 10
    for name, hook in hooks.items():
        if name in OPEN:
            assert list(inspect.signature(hook).parameters)[:2] == ["self", "operation"], name


def test_every_hook_is_documented_and_called_by_the_core() -> None:
    source = inspect.getsource(import_module(ClientCore.__module__))
    for name, hook in vars(HostBehavior).items():
        if inspect.isfunction(hook):
            assert hook.__doc__, name
            assert f"self.{name}(" in source or f"=self.{name}," in source, name
