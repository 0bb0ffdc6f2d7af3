"""Credentials for tests, without the pages, captchas and mails that hosts put before them."""

from __future__ import annotations

from collections.abc import Mapping

from .core.context import Services
from .core.dialect import Site

#: The credentials that stand for a program, and for no account.
KEYS = ("api_key", "client_id")


def log_in(services: Services, site: Site, user: str, password: str) -> dict[str, str] | None:
    """The credentials of an account by the arguments of clients; ``None`` where there is none.

    Where a host has no accounts, a key that it accepts is all there is.
    """
    names = {slot.credential for slot in site.credential_slots}
    keys = {name: services.keys.example() for name in KEYS if name in names}
    if site.dialect.log_in is None:
        return keys
    found = site.dialect.log_in(services, user, password)
    return None if found is None else {**keys, **found}


def sent(site: Site, credentials: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a request carries them in: headers where the host reads them, else query or form."""
    found: dict[str, dict[str, str]] = {"headers": {}, "query": {}, "form": {}}
    for slot in site.credential_slots:
        if slot.credential in credentials:
            found[slot.place].setdefault(slot.name, slot.prefix + credentials[slot.credential])
    return {**found, "query": {}, "form": {}} if found["headers"] else found
