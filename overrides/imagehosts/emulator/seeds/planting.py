"""Makes what a seed says at the hosts, by the clients that everybody uploads with.

Nothing of it is a request to anybody who watches: it is in no journal, no fault meets it, it costs
no credits, and rules for many uploads of one address do not count it. Ids are the same in every run
for the same seed in an emulator of the same state.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, cast

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ..core.dialect import Site
from ..core.effects import Effects
from ..core.ids import drawing_from
from ..core.media.pictures import Limits
from ..domain.accounts import named
from ..logins import KEYS, log_in
from .document import Album, Document, Gallery, Picture, Source, User, read

if TYPE_CHECKING:
    from imagehosts.sharing.connections import OpenHost

    from ..core.context import Services
    from ..emulator import Emulator

__all__ = ["Seeded", "plant"]


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made of a seed: how many at all hosts together."""

    users: int = 0
    pictures: int = 0
    albums: int = 0
    galleries: int = 0

    def as_dict(self) -> dict[str, int]:
        """The same as plain data."""
        return asdict(self)


def plant(services: Services, front: ASGIApp, source: Source) -> Seeded:
    """Make what a seed says, at every host that can have it.

    Args:
        services: The emulator's.
        front: What answers for its hosts.
        source: See :func:`~.document.read`.

    Raises:
        SeedError: Something in it cannot be used; nothing was made. Or a host refused something,
            which is named; what came before is there.
    """
    config = services.config
    accounts = dict(named(config.users))
    names = [site.api for site in services.sites]
    limits = Limits(config.max_pixels, config.max_side)
    document = read(source, names, accounts, limits)
    with ExitStack() as stack:
        return _Planting(services, _Front(services, front), accounts, stack).all(document)


@dataclass
class _Planting:
    services: Services
    front: _Front
    #: Names of accounts with their passwords, the one first that everything belongs to by default.
    accounts: dict[str, str]
    stack: ExitStack
    #: The numbers of pictures by their names and their hosts.
    placed: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    _open: dict[tuple[str, str], OpenHost | None] = field(
        default_factory=dict[tuple[str, str], "OpenHost | None"]
    )

    def all(self, document: Document) -> Seeded:
        """Make everything, in an order in which each finds what it refers to."""
        return Seeded(
            sum(map(self.user, document.users)),
            sum(map(self.picture, document.pictures)),
            sum(map(self.album, document.albums)),
            sum(map(self.gallery, document.galleries)),
        )

    def user(self, user: User) -> int:
        """An account at each host that has accounts."""
        made = 0
        for site in self._sites(user.hosts):
            users, now = self.services.accounts.users, self.services.clock.now()
            if not site.dialect.accounts:
                self._refuse(user, f"{site.api} has no accounts", wanted=user.hosts)
            elif users.by_name(site.api, user.name) is not None:
                self._refuse(user, f"{site.api} has an account {user.name!r} already", wanted=True)
            else:
                users.add(site.api, user.name, user.email, user.password, now)
                made += 1
        self.accounts[user.name] = user.password
        return made

    def picture(self, picture: Picture) -> int:
        """A picture at each host that takes it."""
        return self._by_host(picture, self._upload)

    def album(self, album: Album) -> int:
        """An album at each host that has albums, with those of its pictures that are there."""
        return self._by_host(album, self._make_album)

    def gallery(self, gallery: Gallery) -> int:
        """A gallery, or what a host has for one, wherever its pictures are."""
        return self._by_host(gallery, self._exhibit)

    def _by_host(self, one: Any, make: Callable[[Any, Site], None]) -> int:
        """Make one thing at each of its hosts. Where no host is named, some may not have it."""
        made, refusals = 0, list[str]()
        for site in self._sites(one.hosts):
            try:
                make(one, site)
                made += 1
            except _Refused as refused:
                self._refuse(one, str(refused), wanted=one.hosts)
                refusals.append(str(refused))
        if not made:
            self._refuse(one, f"no host can have it: {'; '.join(refusals)}", wanted=True)
        return made

    def _upload(self, picture: Picture, site: Site) -> None:
        from imagehosts.core.errors import ImageHostError
        from imagehosts.sharing.details import offered

        host = self._host(site, picture.user, anonymous=picture.anonymous)
        if host is None or host.host.upload_operation is None:
            raise _Refused(f"{site.api} takes no pictures, or has no such account")
        known = offered(host.host)
        details: Any = {name: said for name, said in picture.details.items() if name in known}
        try:
            uploaded = host.upload((picture.filename, picture.content), **details)
        except ImageHostError as error:
            raise _Refused(f"{site.api} refused it: {error}") from error
        stored = self.services.store.picture_by_code(uploaded.id or "", site.api)
        if stored is None:
            raise _Refused(f"{site.api} gave no picture for it")
        self.placed[picture.name, site.api] = stored.id

    def _make_album(self, album: Album, site: Site) -> None:
        from imagehosts.core.errors import ImageHostError
        from imagehosts.sharing.albums import albums_of

        pictures = self._pictures(album.pictures, site.api)
        host = self._host(site, album.user)
        if host is not None and host.host.sharing.albums is not None:
            calls, store = albums_of(host), self.services.store
            try:
                made = calls.create(album.title, album.description, album.private)
                found = [store.picture(number) for number in pictures]
                if codes := [one.code for one in found if one is not None]:
                    calls.add(made.handle, codes)
            except ImageHostError as error:
                raise _Refused(f"{site.api} refused it: {error}") from error
        elif album.id and not site.dialect.accounts and _takes_album(host):
            key = self.services.keys.fingerprint(album.key or self.services.keys.example())
            albums, now = self.services.accounts.albums, self.services.clock.now()
            albums.set(albums.ensure(site.api, album.id, now, owner=key).id, pictures)
        else:
            raise _Refused(f"{site.api} has no albums, or albums of keys, which need an id")

    def _exhibit(self, gallery: Gallery, site: Site) -> None:
        exhibit = site.dialect.exhibit
        if exhibit is None:
            raise _Refused(f"{site.api} has no galleries")
        api = exhibit.pictures_of or site.api
        pictures = self._pictures(gallery.pictures, api)
        if not pictures:
            raise _Refused(f"none of its pictures is at {api}")
        name = gallery.user or next(iter(self.accounts))
        user = self.services.accounts.users.by_name(api, name)
        if user is None:
            raise _Refused(f"{api} has no account {name!r}")
        with self.front.drawing():
            exhibit.make(self.services, user, gallery.title, pictures, gallery.tags)

    # Helpers

    def _sites(self, names: Sequence[str]) -> Iterator[Site]:
        return (site for site in self.services.sites if not names or site.api in names)

    def _pictures(self, names: Sequence[str], api: str) -> list[int]:
        """The numbers of those of some pictures that a host has."""
        return [self.placed[name, api] for name in names if (name, api) in self.placed]

    @staticmethod
    def _refuse(one: Any, message: str, *, wanted: object) -> None:
        """An error, where this was asked for by name."""
        if wanted:
            raise one.spot.error(message)

    def _host(self, site: Site, user: str, *, anonymous: bool = False) -> OpenHost | None:
        """A client of a host for an account; ``None`` where there is no such client or account."""
        key = (site.api, "" if anonymous else user or next(iter(self.accounts)))
        if key not in self._open:
            self._open[key] = self._connect(site, key[1])
        return self._open[key]

    def _connect(self, site: Site, user: str) -> OpenHost | None:
        from imagehosts.hosts import find_host
        from imagehosts.sharing.connections import open_host

        from ..in_process import SyncTransport

        host = find_host(site.api)
        given = log_in(self.services, site, user, self.accounts.get(user, ""))
        if given is None and not user:
            given = {name: self.services.keys.example() for name in KEYS}
            known = {slot.credential for slot in site.credential_slots}
            given = {name: value for name, value in given.items() if name in known}
        if host is None or given is None:
            return None
        transport = SyncTransport(cast("Emulator", self.front))  # it asks for nothing but its app
        self.stack.callback(transport.close)
        base = f"https://{site.host}{site.base}"
        options = {"base_url": base, "transport": transport, "max_retries": 0, **given}
        return self.stack.enter_context(open_host(host, **options))


def _takes_album(host: OpenHost | None) -> bool:
    """Whether an upload to a host may name an album."""
    from imagehosts.sharing.details import offered

    takes_pictures = host is not None and host.host.upload_operation is not None
    return host is not None and takes_pictures and "album" in offered(host.host)


class _Front:
    """The front door of the hosts, at which nobody watches and no rule counts."""

    def __init__(self, services: Services, app: ASGIApp) -> None:
        self._services = services
        self._app = app
        self._asked = 0

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a host answer a request of a seed."""
        entry = self._services.journal.described(Request(scope), self._services.clock.now())
        with self.drawing() as name:
            state = {"entry": entry, "effects": Effects(), "is_seed": True}
            # An address of its own, for rules that count those of one.
            await self._app({**scope, "client": (name, 1), "state": state}, receive, send)

    @contextmanager
    def drawing(self) -> Generator[str]:
        """Have ids in the block be the same in every run; gives a name for what happens in it."""
        self._asked += 1
        name = f"seed-{self._asked}"
        with drawing_from(f"{name} {self._services.config.random_seed}"):
            yield name


class _Refused(Exception):
    """A host cannot have something; the message says which, and why."""
