"""Who asks, what they may see, and what they may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from imagehosts.core.quirks import quirk

from ...core.context import Call, RequestContext
from ...domain.albums import Album
from ...domain.library import Choice, Owned
from ...domain.users import User
from .problems import Refused
from .profile import SETTINGS
from .requests import KEYS, read_flag, text

#: The operations that anybody may call. For all others one must be logged in.
OPEN = frozenset(
    {
        "session_login",
        "session_resume",
        "session_forgot_password",
        "session_reset_password",
        "users_create",
        "users_get",
        "users_usage",
        "users_images",
        "users_random_images",
        "users_albums",
        "images_get",
        "images_get_many",
        "images_related",
        "images_comments",
        "tags_of_image",
        "albums_get",
        "albums_get_many",
        "albums_images",
    }
)
#: Not a GET, and yet without an API key.
KEYLESS = frozenset({"session_login", "session_resume"})


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    """A request and who makes it; nobody in particular is ``None``."""

    caller: User | None

    @property
    def user(self) -> User:
        """Who is logged in."""
        if self.caller is None:
            raise Refused("no_login")
        return self.caller

    def is_owner(self, user_id: int | None) -> bool:
        """Whether something of this user is the caller's own."""
        return self.caller is not None and self.caller.id == user_id


@quirk("IS2-06")
def require_caller(call: Call) -> User | None:
    """Let in who may call the operation, and say who it is."""
    assert call.operation is not None
    services, name = call.services, call.operation.id
    key = text(call, *KEYS)
    if not key and call.operation.method != "get" and name not in KEYLESS:
        raise Refused("no_key")
    if key and not services.keys.accepts(key):
        raise Refused("wrong_key")
    caller = user_of_token(call)
    if caller is None and name not in OPEN:
        raise Refused("no_login")
    return caller


def user_of_token(call: Call) -> User | None:
    """Whose token came, if one came; a wrong one is refused also where none is needed."""
    token = text(call, "auth_token")
    if not token:
        return None
    accounts = call.services.accounts
    user_id = accounts.sessions.user_id(token, call.services.clock.now())
    user = None if user_id is None else accounts.users.get(user_id)
    if user is None or user.host != call.site.api:
        raise Refused("wrong_token")
    return user


# Accounts


def settings_of(user: User) -> Mapping[str, bool]:
    """All settings of an account."""
    return SETTINGS | user.settings


def find_user(context: Context, name: str | None = None) -> User:
    """The account that the path names or else ``name``; the caller's own where neither does."""
    name = context.call.request.path_params.get("username", name)
    if name is None:
        return context.user
    user = context.accounts.users.by_name(context.host, name)
    if user is None:
        raise Refused("username")
    if settings_of(user)["private_profile"] and not context.is_owner(user.id):
        raise Refused("private_user")
    return user


def own_account(context: Context) -> User:
    """The account that the path names, for its owner alone."""
    user = find_user(context)
    if not context.is_owner(user.id):
        raise Refused("not_yours")
    return user


# Pictures


@quirk("IS2-07", "IS2-76")
def visible_to(context: Context, user: User) -> Choice:
    """The pictures of an account that a call asks for, as far as the caller may see them.

    Flags are ignored unless the owner sends them. ``show_only_private`` wins over
    ``show_private``.
    """
    flags = {
        name: bool(read_flag(context.call, name))
        for name in ("show_private", "show_only_private", "show_hidden")
    }
    choice = Choice(host=context.host, user_id=user.id, public=True)
    if not context.is_owner(user.id):
        return choice
    if flags["show_only_private"]:
        choice = replace(choice, public=False)
    elif flags["show_private"]:
        choice = replace(choice, public=None)
    return replace(choice, hidden=None) if flags["show_hidden"] else choice


def seen_by(context: Context, user_id: int | None) -> Choice:
    """The pictures of an account that the caller may see: all that are not deleted, or the
    public ones.
    """
    return Choice(
        host=context.host, user_id=user_id, public=None if context.is_owner(user_id) else True
    )


def find_image(context: Context, code: str | None = None) -> Owned:
    """A picture that the caller may see: the one of the path unless another is given."""
    owned = context.accounts.library.get(
        context.host, context.call.request.path_params["image_id"] if code is None else code
    )
    if owned is None or (owned.hidden and not context.is_owner(owned.user_id)):
        raise Refused("image")
    if not owned.public and not context.is_owner(owned.user_id):
        raise Refused("private_image")
    return owned


def own_image(context: Context, code: str | None = None) -> Owned:
    """A picture that the caller may change: their own, and not deleted."""
    owned = find_image(context, code)
    if not context.is_owner(owned.user_id):
        raise Refused("not_yours")
    if owned.hidden:
        raise Refused("image")
    return owned


# Albums


def find_album(context: Context, code: str | None = None) -> Album:
    """An album that the caller may see: the one of the path unless another is given."""
    album = context.accounts.albums.by_code(
        context.host, context.call.request.path_params["album_id"] if code is None else code
    )
    if album is None:
        raise Refused("album")
    if not album.public and not context.is_owner(album.user_id):
        raise Refused("private_album")
    return album


def own_album(context: Context, code: str | None = None) -> Album:
    """An album that the caller may change."""
    album = find_album(context, code)
    if not context.is_owner(album.user_id):
        raise Refused("not_yours")
    return album
