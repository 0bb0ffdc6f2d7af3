"""``imagehosts login``, ``logout`` and ``whoami``: keys that are kept, and whose they are."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from . import output, settings
from .options import BaseUrl, Json

if TYPE_CHECKING:
    from imagehosts.hosts import Host

HostName = Annotated[str, Parameter(help="The host, as `imagehosts hosts` lists it.")]


def login(
    host: HostName,
    /,
    *,
    profile: Annotated[
        str | None,
        Parameter(
            name=["--as", "--profile"],
            help="A name of your own for it, where you have several accounts; --to takes it.",
        ),
    ] = None,
    base_url: BaseUrl = None,
    no_check: Annotated[
        bool, Parameter(negative="", help="Keep the key without asking the host about it.")
    ] = False,
) -> int:
    """Keep the key of a host: in the system's keyring, or in a file that only you can read.

    It asks for each credential that the host knows; an empty answer leaves one out. Where standard
    input is no terminal, one is read from each of its lines.
    """
    from imagehosts.hosts import find_host, host_names

    found = find_host(host)
    if found is None:
        raise output.UsageError(f"no host {host!r}; known: {', '.join(host_names())}")
    if found.needs_base_url and base_url is None and not os.environ.get(found.base_url_variable):
        raise output.UsageError(f"--base-url: the address of the site's API, for {found.name}")
    secrets = _ask(found)
    if not secrets:
        raise output.UsageError("no key was given, and nothing is kept")
    options: dict[str, Any] = {**secrets, **({"base_url": base_url} if base_url else {})}
    account = None
    with found.make_client(**options) as client:
        if found.sharing.sign_in is not None:
            secrets = found.sharing.sign_in(client, secrets, _prompt)
        if not no_check:
            account = _account(found, client)
    name = profile or found.name
    kept = settings.Profile(name=name, host=found.name, base_url=base_url, account=account)
    where = settings.save_profile(kept, secrets)
    whose = f" of {account}" if account else ""
    output.say(f"the key{whose} is kept as {name}, {where}")
    return 0


def logout(
    name: Annotated[str, Parameter(help="What was given to login: a host, or a name of yours.")], /
) -> int:
    """Forget a key that was kept."""
    if settings.forget_profile(name) is None:
        known = ", ".join(settings.load_profiles()) or "none"
        raise output.UsageError(f"nothing is kept as {name!r}; known: {known}")
    return 0


def whoami(
    name: Annotated[str | None, Parameter(help="One host, or name given to login.")] = None,
    /,
    *,
    json: Json = False,
) -> int:
    """Show which accounts and keys are in use; asks each host that has accounts."""
    from imagehosts.core.errors import ImageHostError
    from imagehosts.hosts import HOSTS

    profiles = settings.load_profiles()
    keyed = [
        host.name
        for host in HOSTS
        if any(map(os.environ.get, host.sync_client.environment.values()))
        and (not host.needs_base_url or os.environ.get(host.base_url_variable))
    ]
    names = [name] if name is not None else list(dict.fromkeys([*keyed, *profiles]))
    failed = False
    for each in names:
        target = settings.target(each)
        source = (
            "environment" if target.host.name in keyed and each == target.host.name else "login"
        )
        account, error = None, None
        try:
            with target.host.make_client(**target.options) as client:
                account = _account(target.host, client)
        except ImageHostError as refused:
            error, failed = output.explain(refused), True
        if json:
            output.result_json(
                {
                    "name": each,
                    "host": target.host.name,
                    "account": account,
                    "key_from": source,
                    "error": error,
                }
            )
        elif error is not None:
            output.say(f"{each}: {error}")
        else:
            whose = account or "no account: the key alone"
            output.result(f"{each:<18}{whose}  (key from {source})")
    if not names:
        output.say("no key is set; `imagehosts login HOST` keeps one")
    return output.FAILED if failed or not names else 0


def _account(host: Host, client: Any) -> str | None:
    """The name of the account; None where there is none, or the host cannot be asked."""
    who = host.sharing.who
    return who(client) if who is not None else None


def _ask(host: Host) -> dict[str, str]:
    """The credentials of a host, as the user types them."""
    found: dict[str, str] = {}
    for scheme in host.sync_client.environment:
        where = host.sync_client.credential_help.get(scheme, "")
        optional = "" if scheme == host.credential else " (may be empty)"
        answer = _prompt(f"{scheme.replace('_', ' ')}{optional}", where, True)
        if answer:
            found[scheme] = answer
    return found


def _prompt(what: str, where: str = "", secret: bool = True) -> str:
    """Ask for one thing; secrets are not shown as they are typed."""
    if sys.stdin is None:
        raise output.UsageError("standard input is closed")
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    if where:
        output.say(where)
    ask = getpass.getpass if secret else input
    try:
        return ask(f"{what}: ").strip()
    except EOFError:
        return ""
