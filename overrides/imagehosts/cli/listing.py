"""``imagehosts hosts`` and ``imagehosts spec``: what the package knows."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]


def add_commands(commands: Commands) -> None:
    """Add ``hosts`` and ``spec``."""
    about = "list the hosts, what works there today, and where each takes its key from"
    commands.add_parser("hosts", help=about, description=about).set_defaults(run=_hosts)
    about = "print the contract of a host: OpenAPI for any tool"
    parser = commands.add_parser("spec", help=about, description=about)
    parser.add_argument("api", choices=_apis(), help="the API")
    about = "print the XSD of its XML answers instead"
    parser.add_argument("--xsd", action="store_true", help=about)
    about = "print the source form instead, which only this project's generator understands"
    parser.add_argument("--source", action="store_true", help=about)
    parser.set_defaults(run=_spec)


def _apis() -> tuple[str, ...]:
    from imagehosts_wire import APIS

    return APIS


def _hosts(options: argparse.Namespace) -> int:
    from imagehosts.hosts import HOSTS, host_names, incomplete_hosts

    width = max(map(len, host_names())) + 2
    for host in HOSTS:
        others = f" (also {', '.join(host.other_variables)})" if host.other_variables else ""
        print(f"{host.name:<{width}}{host.title}")
        print(f"{'':<{width}}{host.status}")
        print(f"{'':<{width}}key: {host.variable}{others}")
    missing = incomplete_hosts()
    for message in missing.values():
        print(f"imagehosts: {message}", file=sys.stderr)
    return 1 if missing else 0


def _spec(options: argparse.Namespace) -> int:
    from importlib.resources import files

    package = files(f"imagehosts_wire.{options.api}")
    if not options.xsd:
        name = "spec.json" if options.source else "openapi.json"
        sys.stdout.write(package.joinpath(name).read_text("utf-8"))
        return 0
    found = sorted(
        (each for each in package.iterdir() if each.name.endswith(".xsd")),
        key=lambda each: each.name,
    )
    if not found:
        print(f"imagehosts: {options.api} has no XSD: it answers in JSON", file=sys.stderr)
        return 2
    for each in found:
        sys.stdout.write(each.read_text("utf-8"))
    return 0
