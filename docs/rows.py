"""What the documentation knows of the hosts: all of it comes from their rows and specs.

A host appears on every page because it has a row in :data:`imagehosts.hosts.HOSTS` or a folder in
``specs/``. No file in this folder names one in code.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from functools import cache
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import imagehosts
from codegen.specs import find_specs
from imagehosts.core.behavior import HostBehavior
from imagehosts.hosts import HOSTS, find_host

if TYPE_CHECKING:
    from imagehosts.hosts import Host

ROOT = Path(__file__).resolve().parents[1]
GUIDES = "docs/guides"


def find_row(name: str) -> Host | None:
    """The row of a host; None where there is none, or where a part of the host is missing."""
    try:
        return find_host(name)
    except LookupError:
        return None


@cache
def host_names(root: Path = ROOT) -> tuple[str, ...]:
    """Every host: first those that have a row, in the order of the rows, then specs without one."""
    rows = [host.name for host in HOSTS]
    specs = [path.parent.name for path in find_specs(root / "specs")]
    return tuple(dict.fromkeys([*rows, *specs]))


def title_of(name: str) -> str:
    """The name of a host for people; its identifier where it has no row yet."""
    host = find_row(name)
    return host.title if host else name


def guide_of(name: str) -> str:
    """The guide of a host, as a path inside the project."""
    return f"{GUIDES}/{name}.md"


def missing_guides(root: Path = ROOT) -> dict[str, str]:
    """For each host without a guide, the message that says which file to write."""
    return {
        name: f"{name} has no guide: write {guide_of(name)}, with a title and an example to run"
        for name in host_names(root)
        if not (root / guide_of(name)).is_file()
    }


def status_of(host: Host) -> str:
    """What works today, as a sentence."""
    return f"{host.status[0].upper()}{host.status[1:]}."


def client_class(host: Host) -> Any:
    """The synchronous client of a host."""
    return host.sync_client


def module_of(host: Host) -> str:
    """The module that the clients of a host are in."""
    return str(client_class(host).__module__)


def exports_of(host: Host) -> list[str]:
    """Everything public of a host beside its clients, each with the module to name it by.

    That is what its module lists in ``__all__``, and what :mod:`imagehosts` exports of it.
    """
    module = module_of(host)
    clients = {name for each in HOSTS for name in (each.client, f"Async{each.client}")}
    listed = getattr(sys.modules[module], "__all__", ())
    own = [
        f"{module}.{name}"
        for name in listed
        if name not in (*clients, "HOST")
        if not _is_for_hosts(getattr(sys.modules[module], name))
    ]
    own += [path for path in method_options(host) if path not in own]
    public = [
        f"imagehosts.{name}"
        for name in imagehosts.__all__
        if name not in clients and f"{module}.{name}" not in own
        if getattr(getattr(imagehosts, name), "__module__", "").startswith(f"{module}.")
    ]
    return own + public


def _is_for_hosts(value: Any) -> bool:
    """Whether something is there for other hosts to build on, not for callers."""
    return inspect.isclass(value) and issubclass(value, HostBehavior)


def method_options(host: Host) -> list[str]:
    """The generated options that the methods of a client take, as dotted paths."""
    annotations = {
        str(parameter.annotation)
        for kind in host.sync_client.__mro__
        if kind.__module__.startswith("imagehosts.hosts.") or _is_choices(kind)
        for value in vars(kind).values()
        if inspect.isfunction(value)
        for parameter in inspect.signature(value).parameters.values()
    }
    package = importlib.import_module(f"imagehosts_wire.{host.sync_client.api.name}.resources")
    return [
        f"{package.__name__}.{found.name}.{name}"
        for found in iter_modules(package.__path__)
        for name in vars(importlib.import_module(f"{package.__name__}.{found.name}"))
        if f"Unpack[{name}]" in annotations
    ]


def found(path: str) -> Any:
    """The object behind a dotted path that ends in a name of a module."""
    module, _, name = path.rpartition(".")
    __import__(module)
    return getattr(sys.modules[module], name)


def inherited_members(kind: type) -> list[str]:
    """The public members of a client that come from the private classes of its host's package."""
    own = kind.__module__
    return [
        name
        for base in kind.__mro__[1:]
        if base.__module__.startswith(own) and base.__name__.startswith("_")
        for name, value in vars(base).items()
        if name[0] != "_" and name not in vars(kind) and _is_shown(base, name, value)
    ]


def chosen_members(kind: type) -> list[str]:
    """The generated methods of a client that choose among operations, where it is for one API."""
    if not any(base.__module__.startswith("imagehosts_wire.") for base in kind.__bases__):
        return []
    return [
        name
        for base in kind.__mro__
        if _is_choices(base)
        for name in vars(base)
        if name[0] != "_" and getattr(kind, name) is vars(base)[name]
    ]


def _is_choices(kind: type) -> bool:
    """Whether it is what ``x-choices`` of a spec became."""
    generated = kind.__module__.startswith("imagehosts_wire.")
    return generated and kind.__name__ in ("Choices", "AsyncChoices")


def _is_shown(base: type, name: str, value: object) -> bool:
    """Whether a member is for callers: what the core declares as well is how a host plugs in."""
    if not (inspect.isfunction(value) or isinstance(value, property)) or not value.__doc__:
        return False
    return not any(name in vars(other) for other in base.__mro__[1:])
