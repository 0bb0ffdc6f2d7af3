"""``imagehosts hosts``: what each host can do, which key is set, what is broken today."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from . import output
from .options import Json

if TYPE_CHECKING:
    from imagehosts.hosts import Host
    from imagehosts.sharing.capabilities import Capabilities


def hosts(
    name: Annotated[str | None, Parameter(help="One host, with all that is known of it.")] = None,
    /,
    *,
    json: Json = False,
) -> int:
    """What each host can do, where it takes its key from, and what is known to be broken today."""
    from imagehosts.hosts import HOSTS, find_host, incomplete_hosts
    from imagehosts.sharing.capabilities import capabilities_of

    if name is not None:
        host = find_host(name)
        if host is None:
            known = ", ".join(each.name for each in HOSTS)
            raise output.UsageError(f"no host {name!r}; known: {known}")
        if json:
            output.result_json(_shape(host, capabilities_of(host)))
        else:
            _describe(host, capabilities_of(host))
        return 0
    width = max(len(each.name) for each in HOSTS) + 2
    for each in HOSTS:
        if json:
            output.result_json(_shape(each, capabilities_of(each)))
            continue
        output.result(f"{each.name:<{width}}{each.title}")
        output.result(f"{'':<{width}}{each.status}")
        output.result(f"{'':<{width}}key: {_variables(each)}")
    missing = incomplete_hosts()
    for message in missing.values():
        output.say(message)
    return output.FAILED if missing else 0


def _variables(host: Host) -> str:
    def shown(variable: str) -> str:
        return f"{variable} (set)" if os.environ.get(variable) else variable

    others = ", ".join(map(shown, host.other_variables))
    return shown(host.variable or "none") + (f" (also {others})" if others else "")


def _describe(host: Host, can: Capabilities) -> None:
    def line(name: str, value: str, source: str = "") -> None:
        output.result(f"{name:<20}{value}" + (f"  [{source}]" if source else ""))

    line(host.name, can.title)
    line("today", can.status)
    for problem in can.known_problems:
        line("known problem", problem.value, problem.source)
    line("key", _variables(host))
    for scheme, where in host.sync_client.credential_help.items():
        line(f"  {scheme.replace('_', ' ')}", where)
    line("address of its API", f"{_base_url(host)} ({host.base_url_variable})")
    if not can.uploads:
        line("uploads", f"no: {host.uploads_nothing}")
        return
    line("without account", "yes" if can.anonymous.value else "no", can.anonymous.source)
    line("by address", "yes" if can.by_address.value else "no", can.by_address.source)
    line("options", ", ".join(map(_option, can.details.value)) or "none", can.details.source)
    if can.options.value:
        line("--host-option", ", ".join(can.options.value), can.options.source)
    if can.max_bytes:
        sizes = ", ".join(f"{kind} {size} bytes" for kind, size in can.max_bytes.value.items())
        line("largest file", sizes, can.max_bytes.source)
    if can.formats:
        line("formats", ", ".join(can.formats.value), can.formats.source)
    if can.expires:
        shortest, longest = can.expires.value
        line("expiry", f"between {shortest} and {longest}", can.expires.source)
    line("albums", "yes" if can.albums.value else "no", can.albums.source)
    line("deletes", DELETIONS[can.deletes.value], can.deletes.source)


DELETIONS = {
    "handle": "by the delete link alone",
    "page": "on a page with a button, not by this program",
    "account": "by its account",
    "no": "no",
}


def _base_url(host: Host) -> str:
    found = os.environ.get(host.base_url_variable)
    return found or ("of your site" if host.needs_base_url else host.sync_client.api.base_url)


def _option(detail: str) -> str:
    return f"--{detail}"


def _shape(host: Host, can: Capabilities) -> dict[str, Any]:
    from attrs import asdict

    found = asdict(can)
    if can.expires:
        found["expires"]["value"] = [time.total_seconds() for time in can.expires.value]
    return {**found, "variables": list(host.sync_client.environment.values())}
