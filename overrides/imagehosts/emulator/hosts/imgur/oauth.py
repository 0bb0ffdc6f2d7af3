"""OAuth2 of imgur: the page of consent, codes and PINs, and tokens."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ...core.context import Call, Services
from ...core.keys import INVALID
from ...core.pages import OWN_ADDRESS, PAGE_HEADERS, page_headers
from ...core.urls import is_loopback_name
from ...domain.users import User
from .access import ACCESS
from .answers import respond
from .dialect import dialect
from .problems import Refused
from .requests import text

GRANT_LIFETIME = 600.0
_RESPONSE_TYPES = ("code", "pin", "token")
_HEX = "0123456789abcdef"
#: How long the secret of each response type is.
_LENGTHS = {"code": 40, "pin": 10}


@dialect.operation("oauth_authorize")
async def authorize(call: Call) -> Response:
    """The page on which a user logs in and agrees; the form on it comes back here."""
    client, wanted = _client(call), (text(call, "response_type") or "code").lower()
    if wanted not in _RESPONSE_TYPES:
        raise Refused("invalid", "response_type")
    if call.request.method != "POST":
        headers = page_headers(OWN_ADDRESS, *_redirect_source(text(call, "redirect_uri")))
        form = call.services.pages.render("imgur/consent.html", client=client)
        return HTMLResponse(form, headers=headers)
    with call.services.store.transaction():
        return _grant(call, client, wanted, _log_in(call))


def _grant(call: Call, client: str, wanted: str, user: User) -> Response:
    """What the user agreed to: a token, or the secret that becomes one."""
    state = text(call, "state")
    extra = {} if state is None else {"state": state}
    if wanted == "token":
        return _hand_over(call, "#", {**tokens(call.services, user, client), **extra})
    secret = call.services.ids.text(_LENGTHS[wanted], _HEX)
    call.services.accounts.sessions.open(
        user.id,
        secret,
        call.services.clock.now(),
        purpose=f"imgur {wanted} {client}",
        lifetime=GRANT_LIFETIME,
    )
    if wanted == "pin":
        return _show(call, {"pin": secret})
    return _hand_over(call, "?", {"code": secret, **extra})


@dialect.operation("oauth_refresh")
async def refresh(call: Call) -> Response:
    """A new pair of tokens for a refresh token, which is good for one refresh alone."""
    return _exchange(call, "refresh", "refresh_token", "refresh")


@dialect.operation("oauth_exchange_code")
async def exchange_code(call: Call) -> Response:
    return _exchange(call, "code", "code", "authorization_code")


@dialect.operation("oauth_exchange_pin")
async def exchange_pin(call: Call) -> Response:
    return _exchange(call, "pin", "pin", "pin")


def _exchange(call: Call, purpose: str, parameter: str, problem: str) -> Response:
    client = _client(call)
    secret = text(call, "client_secret")
    if not secret or secret == INVALID:
        raise Refused("secret")
    sessions, given = call.services.accounts.sessions, text(call, parameter)
    now = call.services.clock.now()
    if not given:
        raise Refused(problem)
    with call.services.store.transaction():
        user_id = sessions.user_id(given, now, purpose=f"imgur {purpose} {client}")
        user = None if user_id is None else call.services.accounts.users.get(user_id)
        if user is None:
            raise Refused(problem)
        sessions.close(given)
        made = tokens(call.services, user, client)
    return respond(call, made, 200)


@dialect.login
def log_in(services: Services, name: str, password: str) -> dict[str, str] | None:
    """What the page of consent leads to, for any application."""
    user = services.accounts.users.log_in("imgur", name, password)
    if user is None:
        return None
    client = services.keys.example()
    with services.store.transaction():
        made = tokens(services, user, client)
    return {
        "client_id": client,
        "client_secret": "any",
        "access_token": made["access_token"],
        "refresh_token": made["refresh_token"],
    }


def tokens(services: Services, user: User, client: str) -> dict[str, Any]:
    """A new pair of tokens for a user."""
    ids, sessions = services.ids, services.accounts.sessions
    lifetime, now = services.config.token_lifetime, services.clock.now()
    access = sessions.open(
        user.id, ids.text(40, _HEX), now, purpose=ACCESS, lifetime=float(lifetime)
    )
    renewal = sessions.open(user.id, ids.text(40, _HEX), now, purpose=f"imgur refresh {client}")
    return {
        "access_token": access,
        "expires_in": lifetime,
        "token_type": "bearer",
        "scope": None,
        "refresh_token": renewal,
        "account_id": user.id,
        "account_username": user.name,
    }


def _client(call: Call) -> str:
    client = text(call, "client_id")
    if not client:
        raise Refused("no_client")
    if not call.services.keys.accepts(client):
        raise Refused("client")
    return client


def _log_in(call: Call) -> User:
    if text(call, "allow") in ("false", "0"):
        raise Refused("unauthorized")
    name, password = text(call, "username") or "", text(call, "password") or ""
    user = call.services.accounts.users.log_in(call.site.api, name, password)
    if user is None:
        raise Refused("unauthorized")
    return user


def _hand_over(call: Call, mark: str, values: dict[str, Any]) -> Response:
    """Back to the application if it is on this machine, else onto a page."""
    query = urlencode({name: value for name, value in values.items() if value is not None})
    target = text(call, "redirect_uri")
    if _is_loopback(target):
        return RedirectResponse(f"{target}{mark}{query}", status_code=302)
    return _show(call, values)


def _show(call: Call, values: dict[str, Any]) -> Response:
    """A page from which a person copies what the application needs."""
    page = call.services.pages.render("imgur/granted.html", values=values)
    return HTMLResponse(page, headers=PAGE_HEADERS)


def _is_loopback(url: str | None) -> bool:
    """Whether an application on this machine is meant."""
    try:
        parts = urlsplit(url or "")
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and is_loopback_name(parts.hostname or "")


def _redirect_source(target: str | None) -> list[str]:
    """What a policy must allow for the answer to a form to lead to the application."""
    if target is None or not _is_loopback(target):
        return []
    parts = urlsplit(target)
    if ":" in (parts.hostname or ""):  # a policy cannot name an IPv6 address
        return [f"{parts.scheme}:"]
    port = f":{parts.port}" if parts.port else ""
    return [f"{parts.scheme}://{parts.hostname}{port}"]
