"""What handlers are given: the services that all share, and the request that they answer."""

from __future__ import annotations

import errno
import logging
import re
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from inspect import iscoroutinefunction
from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp

from ..config import EmulatorConfig
from ..domain.accounts import Accounts
from ..domain.credits import Credits, SharedCredits
from .batches import Batches
from .blobs import BlobError
from .clock import Clock
from .dialect import Handler, Site
from .effects import Effects
from .errors import InternalError
from .faults import PAUSE, FaultError, FaultRule, Faults, Meeting, errors_of, meeting_of, rules_in
from .forms import Bounds, Form, Spool, Upload
from .home import Home
from .ids import IdGenerator
from .journal import Entry, Journal
from .keys import Keys
from .pages import PAGE_HEADERS, Pages
from .problems import HostProblem, Refused
from .schema import Schema
from .shared import (
    JOURNALS,
    STATE,
    FiledJournal,
    SharedClock,
    SharedFaults,
    SharedIds,
    SharedJournal,
    SharedState,
    SharedWeb,
)
from .sources import SourceError, Sources, Web
from .specs import Operation
from .store import Place, Store
from .threads import Threads
from .urls import base_url, host_name, is_loopback_name, request_host, request_path, space_of

if TYPE_CHECKING:
    from ..seeds import Seeded
    from ..seeds.document import Source
    from ..spaces import Spaces

T = TypeVar("T")
ContextType = TypeVar("ContextType")

logger = logging.getLogger("imagehosts.emulator")

_LONGEST_LOGGED = 1000
#: Names of hosts that are remembered; no host has a longer one.
_MOST_NAMES, _LONGEST_NAME = 1000, 254
#: What a file system says that is full, gone, broken or closed to us.
_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.ENOTDIR)

#: Seconds for which accounts that were made anew count as new.
_MOMENT = 60.0
#: Headers by which a request asks for a fault.
_ASKING = (b"x-emulator-fault", b"prefer")

CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
}
_PREFLIGHT_HEADERS = {
    **CORS_HEADERS,
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "Access-Control-Max-Age": "600",
}


class Services:
    """Everything that handlers share: state, clock, ids, sources, pages and the journal.

    ``schemas`` are those of the hosts, beside the one that all share. ``home`` and ``threads`` are
    given to a space, whose name is ``space``.
    """

    def __init__(
        self,
        config: EmulatorConfig,
        sites: Sequence[Site],
        schemas: Sequence[Schema] = (),
        *,
        home: Home | None = None,
        threads: Threads | None = None,
        space: str | None = None,
    ) -> None:
        self.config = config
        #: What was stored when all was last made anew, and when that was.
        self._began: tuple[Hashable, float] = (None, 0.0)
        self.space = space
        #: The spaces of the emulator; ``None`` in one of them.
        self.spaces: Spaces | None = None
        self.threads = threads or Threads(config)
        self._home = home = home or Home.of(config)
        self.sites = tuple(sites)
        self._by_api = {site.api: site for site in sites}
        self._by_host: dict[str, list[Site]] = {}
        for site in sites:
            for name in site.hosts:
                self._by_host.setdefault(name, []).append(site)
        self._called = lru_cache(maxsize=_MOST_NAMES)(self._find_called)
        #: What answers for the hosts, for seeds.
        self._front: ASGIApp | None = None
        #: What other processes must know of beside the store; ``None`` where there are none.
        self.shared: SharedState | None = None
        place = Place(
            url=config.database,
            blobs=config.blobs,
            endpoint=config.blobs_endpoint,
            shared=home.shared,
            durable=home.durable,
            schemas=(STATE,) if config.database else (),
            schema=home.schema,
            connections=home.store,
        )
        self.store = Store(config.data, str(config.random_seed), schemas, place)
        try:
            self._set_up(config)
        except BaseException:
            self.close()
            raise

    def _set_up(self, config: EmulatorConfig) -> None:
        secrets = {name for site in self.sites for name in site.secret_names}
        self.accounts = Accounts(self.store)
        self.clock = Clock(config.frozen_at)
        self.ids = IdGenerator(config.random_seed)
        self.credits = Credits()
        #: What is made to go wrong on purpose.
        self.faults = Faults(self.sites, config.faults, config.random_seed)
        self.web = Web()
        self.journal = Journal(secrets, config.max_journal)
        if self._home.shared:
            self.shared = state = SharedState.open(
                config.database, config.data, self._home.schema, self._home.state
            )
            self.clock = SharedClock(state, config.frozen_at)
            self.ids = SharedIds(state, config.random_seed)
            self.credits = SharedCredits(state)
            self.faults = SharedFaults(state, self.sites, config.faults, config.random_seed)
            self.web = SharedWeb(state)
            if config.database is not None or config.data is None:
                self.journal = SharedJournal(state, secrets, config.max_journal)
            else:
                folder = config.data / JOURNALS
                self.journal = FiledJournal(state, folder, secrets, config.max_journal)
        self.sources = Sources(
            self.store, self.web, frozenset(config.allow_network), config.max_body_size
        )
        self.bounds = Bounds(
            config.max_body_size, config.max_fields, config.max_json_size, config.max_json_depth
        )
        self.keys = Keys(config.keys, config.admin_keys)
        self.pages = Pages(self.site)
        #: The certificate of the proxy's authority, if there is a proxy.
        self.authority_pem: bytes | None = None
        #: The folder of the documentation, if it is served.
        self.documentation: Path | None = None
        #: What went wrong in the emulator itself, the last of it; a test run that leaves anything
        #: here has failed.
        self.internal_errors: list[InternalError] = []
        with self.store.transaction():
            self._seed()

    def site(self, api: str) -> Site | None:
        """The site of an API, if it is served."""
        return self._by_api.get(api)

    @property
    def sites_by_host(self) -> dict[str, list[Site]]:
        """The sites by the host names of their specs."""
        return self._by_host

    @property
    def own_names(self) -> set[str]:
        """The names by which the emulator itself is called, by its settings."""
        names = {self.config.host.lower()} - {"0.0.0.0", "::"}  # noqa: S104
        if self.config.public_url:
            names.add((urlsplit(self.config.public_url).hostname or "").lower())
        return names

    def sites_called(self, name: str) -> Sequence[Site]:
        """The sites with this host name, those that have it in their spec before all others."""
        return self._called(name[:_LONGEST_NAME])

    def _find_called(self, name: str) -> Sequence[Site]:
        return self._by_host.get(name) or [
            site
            for site in self.sites
            if name in site.dialect.other_hosts
            or any(fnmatchcase(name, pattern) for pattern in site.dialect.names)
        ]

    def sites_for(self, request: Request) -> Sequence[Site]:
        """The sites that a request may mean: those whose host it names, else all."""
        return self.sites_called(host_name(request_host(request))) or self.sites

    def served_at(self, request: Request) -> set[str]:
        """The APIs of these sites."""
        return {site.api for site in self.sites_for(request)}

    def _seed(self) -> None:
        """Make the accounts and albums that the configuration names, where there are such."""
        now = self.clock.now()
        purposes = {
            site.api: site.dialect.login_purpose for site in self.sites if site.dialect.accounts
        }
        self.accounts.seed(purposes, self.config.users, now)
        for item in self.config.albums:
            code, _, key = item.partition("=")
            for site in self.sites:
                if not site.dialect.accounts:
                    owner = self.keys.fingerprint(key)
                    self.accounts.albums.ensure(site.api, code, now, owner=owner)

    def plant(self, source: Source) -> Seeded:
        """Make what a seed says; see :mod:`..seeds`."""
        from ..seeds import plant  # its clients take long to load, and most emulators have no seed

        assert self._front is not None
        return plant(self, self._front, source)

    def begin(self, front: ASGIApp) -> None:
        """Have an application answer for the hosts, and make what is there from the start, unless
        it was made already.
        """
        self._front = front
        if self.config.contents is not None and self.store.mark_seeded():
            try:
                self.plant(self.config.contents)
            except BaseException:
                self.close()
                raise

    def reset(self) -> None:
        """Back to an emulator as it starts: no pictures but those of a seed, registered web, or
        journal; real time.
        """
        self.web.clear()
        self.journal.clear()
        self.clock.reset()
        self.credits.clear()
        self.faults.reset()
        self.internal_errors.clear()
        if self.shared is not None:
            self.shared.clear()
        if not self._is_as_it_began():
            with self.store.transaction():
                self.store.clear()
                self._seed()
            if self.config.contents is not None:
                self.plant(self.config.contents)
            self._began = (self.store.version(), self.clock.now())

    def _is_as_it_began(self) -> bool:
        """Whether nothing was stored since the last reset, which was a moment ago."""
        version, moment = self._began
        if self.config.contents is not None or version is None or version != self.store.version():
            return False
        return 0 <= self.clock.now() - moment < _MOMENT

    def refresh(self) -> None:
        """Look at what other processes have changed, if there are any."""
        if self.shared is not None:
            self.shared.refresh()

    def failures(self) -> list[InternalError]:
        """What went wrong in the emulator itself, in all processes."""
        return self.internal_errors if self.shared is None else self.shared.failures()

    def close(self) -> None:
        """Let go of files and connections. What is in memory is gone."""
        if self.spaces is not None:
            self.spaces.close()
        self.store.close()
        if self.shared is not None:
            self.shared.close()
            self.journal.close()

    async def in_thread(self, function: Callable[..., T], *args: Any) -> T:
        """Run what takes time beside the event loop, a bounded number at once."""
        return await self.threads.run("pictures", function, *args)

    async def parse(self, step: Callable[[], None]) -> None:
        """Take a part of a body apart beside the event loop."""
        await self.threads.run("forms", step)

    async def fetch(
        self, url: str, own_hosts: set[str], deadline: float, spool: Spool | None = None
    ) -> Upload:
        """What is behind a URL, which was checked: within a time that waiting for a thread is
        part of. ``SourceError`` for what cannot be had. Several for one request share its spool.
        """
        fetched: Upload | None = None
        with anyio.move_on_after(deadline - monotonic()):
            fetched = await self.threads.run(
                "fetches", self.sources.fetch, url, own_hosts, deadline, spool
            )
        if fetched is None:
            raise SourceError("unreachable", "too many slow sources are fetched at once")
        return fetched

    async def answer(
        self, request: Request, site: Site, handler: Handler, *, is_operation: bool = True
    ) -> Response:
        """Let a handler answer; whatever it raises becomes the host's own kind of answer."""
        cors = site.profile.cors and not self.config.no_cors
        if cors and _is_preflight(request):
            return _answer_preflight(request)
        call = self.call(request, site)
        try:
            response = self.before_request(call)
            if response is None and not is_operation:
                response = await self.simulate(call)
            response = response or await handler(call)
        except HostProblem as problem:
            response = call.site.dialect.fail(call, problem)
        except Exception as error:
            self.note_internal_error(error, request)
            response = call.site.dialect.fail(call, error)
        finally:
            call.form.close()
        if cors:
            response.headers.update(CORS_HEADERS)
        return response

    async def simulate(self, call: Call) -> Response | None:
        """Let the faults that are on meet a request; an answer takes the place of its own."""
        asks = any(name in _ASKING for name, _ in call.request.scope["headers"])
        if call.is_seed or (not asks and not self.faults.has_any()):
            return None
        try:
            headers = call.request.headers
            rules = rules_in(headers.getlist("x-emulator-fault"), headers.getlist("prefer"))
            asked = [meeting_of(self.faults.checked(rule), call) for rule in rules]
        except FaultError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        met = [*(one for one in asked if one is not None), *self.faults.take(call)]
        response: Response | None = None
        for meeting in met:
            call.entry.faults.append(str(meeting.rule))
            if not meeting.is_answer:
                add_effect(effects_of(call.request), meeting.rule)
            elif response is None:
                response = self._answer_fault(call, meeting)
        return response

    def _answer_fault(self, call: Call, meeting: Meeting) -> Response:
        rule, dialect = meeting.rule, call.site.dialect
        if meeting.own is not None and dialect.answer_fault is not None:
            response = dialect.answer_fault(call, meeting.own)
        elif rule.name == "refusal":
            refused = Refused(int(rule.value or 400), rule.message or "", rule.code or "")
            response = dialect.fail(call, refused)
        elif rule.name in dialect.errors:
            response = dialect.fail(call, dialect.errors[rule.name])
        else:
            status = int(rule.value or 0) or errors_of(call.site)[rule.name] or 500
            response = self.not_found(f"The host answers with the status {status}.", status)
        if rule.retry_after is not None:
            response.headers["Retry-After"] = str(rule.retry_after)
        return response

    def answer_options(self, request: Request, site: Site) -> Response:
        """What a web server says of a file or a page of ``site`` that is asked for its methods."""
        headers = {"Allow": "GET, HEAD, OPTIONS"}
        if not site.profile.cors or self.config.no_cors:
            return Response(status_code=204, headers=headers)
        if _is_preflight(request):
            return _answer_preflight(request)
        return Response(status_code=204, headers={**headers, **CORS_HEADERS})

    def call(self, request: Request, site: Site) -> Call:
        """A request on its way to ``site``."""
        entry: Entry = request.scope["state"]["entry"]
        entry.api = site.api
        return Call(self, site, request, entry)

    @staticmethod
    def before_request(call: Call) -> Response | None:
        """What a site answers before it looks at anything."""
        hook = call.site.dialect.before_request
        return hook(call) if hook and not call.is_seed else None

    def note_internal_error(self, error: Exception, request: Request) -> None:
        """Remember and log an error of the emulator."""
        noted = InternalError(error)
        known = any(noted.is_at(each) for each in self.internal_errors)
        self.internal_errors.append(noted)
        del self.internal_errors[: -self.config.max_errors or None]
        if self.shared is not None:
            with suppress(Exception):  # it may be what failed
                self.shared.add_failure(noted, self.config.max_errors)
        what = (request.method, request_path(request)[:_LONGEST_LOGGED])
        if (said := self.store.explain(error)) is not None:
            logger.error("%s %s failed: %s", *what, said)
        elif isinstance(error, BlobError) or getattr(error, "errno", None) in _OF_THE_DISK:
            logger.error("%s %s failed: %s", *what, error)
        elif known:  # its traceback is further up, and would bury what else is logged
            logger.error("%s %s failed in the emulator as before: %r", *what, noted)
        else:
            logger.error("%s %s failed in the emulator", *what, exc_info=error)

    def not_found(self, message: str, status: int = 404) -> Response:
        """A page that says no."""
        return HTMLResponse(
            self.pages.message(str(status), message), status_code=status, headers=PAGE_HEADERS
        )


@dataclass(slots=True)
class Call:
    """One request on its way through a dialect."""

    services: Services
    site: Site
    request: Request
    entry: Entry
    operation: Operation | None = None
    form: Form = field(default_factory=Form)
    form_is_read: bool = False
    key: str | None = None
    #: When it began, on a clock that only measures.
    started: float = field(default_factory=perf_counter)
    #: When the sources that it names must be there, all of them; known once the first is fetched.
    fetched_by: float | None = None
    #: Whether its answer depends on more than the request and what is stored, as on the time.
    is_of_the_moment: bool = False
    _base_url: str = ""

    @property
    def is_seed(self) -> bool:
        """Whether it makes what an emulator has from the start, so that nothing may disturb it."""
        return bool(self.request.scope["state"].get("is_seed"))

    @property
    def address(self) -> str:
        """The client's address."""
        return self.request.client.host if self.request.client else ""

    async def fetch(self, url: str, spool: Spool | None = None) -> Upload:
        """What is behind a URL that it names; many slow ones take no longer than one."""
        if self.fetched_by is None:
            self.fetched_by = monotonic() + self.services.config.fetch_seconds
        return await self.services.fetch(url, self.own_hosts, self.fetched_by, spool)

    async def run(self, action: Callable[[ContextType], Any], context: ContextType) -> Any:
        """What an operation gives. All that it changes is one transaction, unless it awaits what
        takes long, and then has its own.
        """
        if iscoroutinefunction(action):
            return await action(context)
        store = self.services.store
        reads = self.request.method in ("GET", "HEAD")
        with store.reading() if reads else store.transaction():
            return action(context)

    @property
    def base_url(self) -> str:
        """The start of all links in the answer, with no slash at the end."""
        if not self._base_url:
            self._base_url = base_url(self.request, self.services.config.public_url)
        return self._base_url

    @property
    def own_hosts(self) -> set[str]:
        """Where pictures of this emulator may be meant: names, some with a port, and in a space
        with the path that leads there.
        """
        host, config = request_host(self.request), self.services.config
        own = {host, *self.services.sites_by_host}
        space = space_of(self.request)
        prefix = ""
        if space is not None:
            prefix = space.prefix
            if space.root:
                own.remove(host)
            if space.host is not None:
                host = host.partition(".")[2]
            own.add(host + prefix)
        if config.public_url:
            public = config.public_url.rstrip("/")
            public = public if space is None else space.lead(public)
            own.add(public.partition("://")[2])
        if is_loopback_name(host_name(host)):
            port = re.search(r":\d+\Z", host)
            names = ("localhost", "127.0.0.1", "[::1]")
            own |= {name + (port[0] if port else "") + prefix for name in names}
        return own


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A request with the state that it acts on. Hosts with accounts add who makes it."""

    call: Call
    batches: Batches = field(default_factory=Batches, kw_only=True)

    @property
    def accounts(self) -> Accounts:
        """The state that all hosts share."""
        return self.call.services.accounts

    @property
    def host(self) -> str:
        """Whose users, pictures and albums are meant."""
        return self.call.site.api

    @property
    def now(self) -> float:
        """The time, in Unix seconds."""
        self.call.is_of_the_moment = True
        return self.call.services.clock.now()


def _is_preflight(request: Request) -> bool:
    return (
        request.method == "OPTIONS"
        and "origin" in request.headers
        and "access-control-request-method" in request.headers
    )


def _answer_preflight(request: Request) -> Response:
    asked = request.headers.get("access-control-request-headers", "*")
    headers = {**_PREFLIGHT_HEADERS, "Access-Control-Allow-Headers": asked}
    return Response(status_code=204, headers=headers)


def effects_of(request: Request) -> Effects:
    """What is done to the answer to a request."""
    state: dict[str, Any] = request.scope["state"]
    effects: Effects = state["effects"]
    return effects


def add_effect(effects: Effects, rule: FaultRule) -> None:
    """Have something done to an answer. Seconds add up, of other settings the last counts."""
    value = rule.value or 0
    if rule.name == "slow":
        effects.seconds += value
    elif rule.name == "cut":
        effects.ends_at = int(value)
    elif rule.name == "drip":
        effects.piece, effects.pause = max(1, int(value)), PAUSE
    elif rule.name == "garble":
        effects.garbles = True
    elif rule.name == "connection_failed":
        effects.silence = 0.0
    elif rule.name == "timed_out":
        effects.silence = value
