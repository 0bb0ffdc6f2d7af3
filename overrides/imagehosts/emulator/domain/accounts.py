"""Everything that hosts with accounts keep beside pictures, in one store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.store import Store
from .albums import Albums
from .comments import Comments
from .favorites import Favorites
from .library import Library
from .mailbox import Mailbox
from .messages import Messages
from .notifications import Notifications
from .posts import Posts
from .reports import Reports
from .sessions import Sessions
from .users import TakenError, Users
from .votes import Votes

#: The default account, with its password.
DEMO = ("demo", "demo")


def demo_token(host: str) -> str:
    """A token of the default account: as little of a secret as its password."""
    return f"demo-{host}"


class Accounts:
    """Users, sessions, mail, and what accounts know of pictures, for all hosts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.users = Users(store)
        self.sessions = Sessions(store)
        self.mailbox = Mailbox(store)
        self.library = Library(store)
        self.albums = Albums(store)
        self.votes = Votes(store)
        self.comments = Comments(store)
        self.posts = Posts(store)
        self.favorites = Favorites(store)
        self.messages = Messages(store)
        self.notifications = Notifications(store)
        self.reports = Reports(store)

    def seed(self, purposes: Mapping[str, str], configured: Sequence[str], now: float) -> None:
        """Make the accounts ``NAME:PASSWORD`` at each host; existing ones stay.

        Args:
            purposes: What the token of a login is kept for, by host.
            configured: The accounts; without any, the default one, with a token that is known.
            now: The time.
        """
        for host, purpose in purposes.items():
            for name, password in named(configured):
                if self.users.by_name(host, name) is None:
                    address = f"{name}@example.com"
                    try:
                        self.users.add(host, name, address, password, now, configured=True)
                    except TakenError:  # renamed since, and the address kept
                        continue

            demo = None if configured else self.users.by_name(host, DEMO[0])
            if demo is not None:
                self.sessions.open(demo.id, demo_token(host), now, purpose=purpose)

    def delete_user(self, user_id: int) -> None:
        """Delete an account with everything in it, the bytes of its pictures included."""
        with self._store.transaction():
            for picture_id in self.library.ids_of(user_id):
                self._store.delete_picture(picture_id)
            self.users.delete(user_id)


def named(configured: Sequence[str]) -> list[tuple[str, str]]:
    """Names and passwords of the accounts that a configuration asks for."""
    pairs = [item.partition(":") for item in configured]
    return [(name, password) for name, _, password in pairs] or [DEMO]
