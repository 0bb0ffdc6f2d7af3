"""What to give a client for an emulator: any key, and the token of its default account."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from docs.samples import staged

if TYPE_CHECKING:
    from imagehosts.hosts import Host


def login_of(host: Host) -> dict[str, str]:
    """The environment for an emulator that was started without settings."""
    variables = host.sync_client.environment
    return {variables[name]: value for name, value in credentials_of(host).items()}


@cache
def credentials_of(host: Host) -> dict[str, str]:
    """The credentials for such an emulator; what calls do not need is left out.

    Which of them is a token is asked of an emulator: a token is what it knows as one.
    """
    from imagehosts.emulator.domain.accounts import demo_token

    found = {host.credential: "any"} if host.needs_key else {}
    with staged(host) as scene:
        if not scene.has_accounts:
            return found
        services = scene.emulator.services
        for name, value in scene.credentials.items():
            for site in services.sites:
                sessions, now = services.accounts.sessions, services.clock.now()
                purpose = site.dialect.login_purpose
                user = sessions.user_id(value, now, purpose=purpose)
                known = user and services.accounts.users.get(user)
                if site.dialect.accounts and known and known.host == site.api:
                    found[name] = demo_token(site.api)
    return found
