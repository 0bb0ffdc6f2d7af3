"""Logging in at ImageShack, and the way back into an account with a mail."""

from __future__ import annotations

from imagehosts.core.quirks import quirk

from ...core.context import Services
from ...core.ids import HEX
from ...domain.users import User
from .access import Context
from .answers import Json, show_login
from .dialect import Answer, dialect, operation
from .problems import Refused
from .requests import LOGIN_NAMES, read_flag, required, text

RESET = "reset"
#: How long the hash of a mail works, in seconds.
RESET_LIFETIME = 24 * 3600
YEAR = 365 * 24 * 3600
LONGEST_PASSWORD = 1000


@operation("session_login")
def log_in(context: Context) -> Answer:
    """By name or address and password. Today's host wants a captcha as well."""
    name, password = required(context.call, *LOGIN_NAMES), required(context.call, "password")
    if context.call.services.config.captcha:
        raise Refused("captcha")
    user = context.accounts.users.log_in(context.host, name, password[:LONGEST_PASSWORD])
    if user is None:
        raise Refused("wrong_password")
    return logged_in(context, user)


@dialect.login
def give_token(services: Services, name: str, password: str) -> dict[str, str] | None:
    """The token of a login, with no captcha asked for."""
    user = services.accounts.users.log_in(dialect.name, name, password)
    return None if user is None else {"auth_token": _new_token(services, user)}


@operation("session_resume")
def resume(context: Context) -> Answer:
    """By a token from before, which stays the same."""
    token = required(context.call, "auth_token")
    return _answer(context, show_login(context.user, token, context), token)


def logged_in(context: Context, user: User) -> Answer:
    """The answer to a login, with a new token."""
    token = _new_token(context.call.services, user)
    return _answer(context, show_login(user, token, context), token)


def _new_token(services: Services, user: User) -> str:
    token = services.ids.text(32, HEX)
    return services.accounts.sessions.open(user.id, token, services.clock.now())


def _answer(context: Context, shown: Json, token: str) -> Answer:
    """With the cookies that were asked for; their names are not documented."""
    if not read_flag(context.call, "set_cookies"):
        return Answer(shown, [])
    lasting = f"; Max-Age={YEAR}" if read_flag(context.call, "remember_me") else ""
    return Answer(shown, [("Set-Cookie", f"auth_token={token}; Path=/; HttpOnly{lasting}")])


@operation("session_forgot_password")
def forgot_password(context: Context) -> bool:
    """Mails a hash, which goes to the emulator's mailbox."""
    user = _named(context)
    secret = context.call.services.ids.text(40, HEX)
    context.accounts.sessions.open(
        user.id, secret, context.now, purpose=RESET, lifetime=RESET_LIFETIME
    )
    context.accounts.mailbox.send(
        context.host,
        user.email,
        "A new password",
        f"Somebody asked for a new password for {user.name}. The hash that allows it: {secret}",
        context.now,
        auth=secret,
        username=user.name,
    )
    return True


@operation("session_reset_password")
@quirk("IS2-09")
def reset_password(context: Context) -> bool:
    """Sets a password with the hash of a mail, once. Earlier logins end."""
    secret, password = required(context.call, "auth"), required(context.call, "password")
    user = _named(context)
    if context.accounts.sessions.user_id(secret, context.now, purpose=RESET) != user.id:
        raise Refused("wrong_hash")
    context.accounts.users.change(user.id, password=password[:LONGEST_PASSWORD])
    context.accounts.sessions.close_all(user.id)
    return True


def _named(context: Context) -> User:
    """The account that the path names, by name or address; private profiles are found too."""
    user = context.accounts.users.by_either(context.host, context.call.request.path_params["user"])
    if user is None:
        raise Refused("username")
    return user


def given_password(context: Context) -> str | None:
    """The password of a new or changed account, if there is one."""
    found = text(context.call, "password")
    return found[:LONGEST_PASSWORD] if found else None
