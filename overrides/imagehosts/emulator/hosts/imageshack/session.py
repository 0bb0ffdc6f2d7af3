"""Logging in at ImageShack, and the way back into an account with a mail."""

from __future__ import annotations

from imagehosts.core.quirks import quirk

from ...core.ids import HEX
from ...domain.users import User
from .access import Ask
from .answer import Json, show_login
from .dialect import Answer, operation
from .profiles import Refused
from .requests import LOGIN_NAMES, read_flag, required, text

RESET = "reset"
#: How long the hash of a mail works, in seconds.
RESET_LIFETIME = 24 * 3600
YEAR = 365 * 24 * 3600
LONGEST_PASSWORD = 1000


@operation("session_login")
def log_in(ask: Ask) -> Answer:
    """By name or address and password. Today's host wants a captcha as well."""
    name, password = required(ask.call, *LOGIN_NAMES), required(ask.call, "password")
    if ask.call.services.config.captcha:
        raise Refused("captcha")
    user = ask.accounts.users.log_in(ask.host, name, password[:LONGEST_PASSWORD])
    if user is None:
        raise Refused("wrong_password")
    return logged_in(ask, user)


@operation("session_resume")
def resume(ask: Ask) -> Answer:
    """By a token from before, which stays the same."""
    token = required(ask.call, "auth_token")
    return _answer(ask, show_login(ask.user, token, ask), token)


def logged_in(ask: Ask, user: User) -> Answer:
    """The answer to a login, with a new token."""
    token = ask.call.services.chance.text(32, HEX)
    ask.accounts.sessions.open(user.id, token, ask.now)
    return _answer(ask, show_login(user, token, ask), token)


def _answer(ask: Ask, shown: Json, token: str) -> Answer:
    """With the cookies that were asked for; their names are not documented."""
    if not read_flag(ask.call, "set_cookies"):
        return Answer(shown, [])
    lasting = f"; Max-Age={YEAR}" if read_flag(ask.call, "remember_me") else ""
    return Answer(shown, [("Set-Cookie", f"auth_token={token}; Path=/; HttpOnly{lasting}")])


@operation("session_forgot_password")
def forgot_password(ask: Ask) -> bool:
    """Mails a hash, which goes to the emulator's mailbox."""
    user = _named(ask)
    secret = ask.call.services.chance.text(40, HEX)
    ask.accounts.sessions.open(user.id, secret, ask.now, purpose=RESET, lifetime=RESET_LIFETIME)
    ask.accounts.mailbox.send(
        ask.host,
        user.email,
        "A new password",
        f"Somebody asked for a new password for {user.name}. The hash that allows it: {secret}",
        ask.now,
        auth=secret,
        username=user.name,
    )
    return True


@operation("session_reset_password")
@quirk("IS2-09")
def reset_password(ask: Ask) -> bool:
    """Sets a password with the hash of a mail, once. Whoever was logged in no longer is."""
    secret, password = required(ask.call, "auth"), required(ask.call, "password")
    user = _named(ask)
    if ask.accounts.sessions.user_id(secret, ask.now, purpose=RESET) != user.id:
        raise Refused("wrong_hash")
    ask.accounts.users.change(user.id, password=password[:LONGEST_PASSWORD])
    ask.accounts.sessions.close_all(user.id)
    return True


def _named(ask: Ask) -> User:
    """The account that the path names, by name or address; privacy is no hindrance here."""
    user = ask.accounts.users.by_either(ask.host, ask.call.request.path_params["user"])
    if user is None:
        raise Refused("username")
    return user


def given_password(ask: Ask) -> str | None:
    """The password of a new or changed account, if there is one."""
    found = text(ask.call, "password")
    return found[:LONGEST_PASSWORD] if found else None
