"""The calls of one run on somebody's server: pace, budget, signals, and what was made by them."""

from __future__ import annotations

import os
import signal
import time
from base64 import b64decode, b64encode
from calendar import timegm
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from hashlib import sha256
from operator import attrgetter
from types import FrameType
from typing import TYPE_CHECKING, Any
from uuid import getnode

from attrs import field, frozen
from imagehosts_wire.types import Base64

from ..core.errors import (
    ConnectionFailed,
    ImageHostError,
    InvalidArgument,
    MissingCredentials,
    NotFound,
    RateLimited,
    StatusError,
)
from .checks import CheckFailed, operations_of
from .ledger import Entry, Ledger, Undo

if TYPE_CHECKING:
    from imagehosts_wire.types import RawResponse

    from ..core.logging import Drift
    from ..core.transport import WireRequest
    from ..hosts import Host
    from .checks import Checks

__all__ = [
    "Exchange",
    "Interrupted",
    "Pace",
    "PreflightFailed",
    "Run",
    "Stopped",
    "asked_from_here",
    "picture_file",
    "picture_marks",
    "tiny_picture",
]

_TIME = "%Y-%m-%dT%H:%M:%SZ"
#: A picture of at most so many bytes is kept in the ledger, so that it can be asked for.
MOST_KEPT = 1024
#: How long a wait may last before it looks for a signal, in seconds.
_NAP = 0.1
SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Stopped(Exception):
    """The run cannot go on; what was made is deleted all the same. The message says why."""


class PreflightFailed(Stopped):
    """The address or a credential is wrong; the message is one line that says what to do."""


class Interrupted(BaseException):
    """A signal asked the run to end."""


@frozen
class Pace:
    """How a server is treated.

    Attributes:
        pause: Seconds between the end of a request and the next.
        longest_wait: Seconds to wait where the server asks for patience; the run ends where it
            asks for more.
        budget: Requests that the checks may send; None for no limit. Deleting is not counted.
        settle: Seconds after which a request whose answer never came is done with on the server.
    """

    pause: float = 1.0
    longest_wait: float = 60.0
    budget: int | None = None
    settle: float = 10.0


@frozen
class Exchange:
    """One request and what came back; the answer is None where none came."""

    operation: str
    check: str
    method: str
    url: str
    request_headers: dict[str, str]
    request_body: bytes
    status: int | None
    headers: dict[str, str] = field(factory=dict)
    content: bytes = b""
    seconds: float = 0.0
    began: float = 0.0


class Run:
    """One run: a client that keeps the pace, and the ledger of what it made.

    Args:
        host: The host.
        base_url: The address of its API; None for the documented one.
        ledger: The file of what is made.
        pace: See :class:`Pace`.
        on_exchange: Called with every exchange, for a recording.
        options: Further arguments of the client, such as ``key_in``.
        checks: What knows how to ask for something whose answer never came.
    """

    def __init__(
        self,
        host: Host,
        base_url: str | None,
        ledger: Ledger,
        *,
        pace: Pace | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
        options: dict[str, Any] | None = None,
        checks: Checks | None = None,
    ) -> None:
        self.host = host
        self.finder = checks.finder if checks is not None else None
        self.base_url = base_url
        self.ledger = ledger
        self.pace = pace or Pace()
        self.drifts: list[tuple[str, Drift]] = []
        self.requests = 0
        self.waited = 0.0
        self.signal: int | None = None
        self.check = ""
        self.operations: set[str] = set()
        """The operations that were answered with success."""
        self.on_exchange = on_exchange
        self.options = options or {}
        self._last = 0.0
        self._cleaning = False
        self.client: Any = self._watched()

    # --- what checks use -------------------------------------------------------------------

    def call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """Call a method of the client such as ``images.get``, with patience where it is asked for.

        Raises:
            Stopped: The server asks for more patience than the run has.
        """
        while True:
            try:
                return attrgetter(method)(self.client)(*arguments, **options)
            except RateLimited as error:
                wait = error.retry_after if error.retry_after is not None else self.pace.pause
                if wait > self.pace.longest_wait or error.retry_after is None:
                    raise Stopped(f"the server asks for patience: {error}") from error
                self._wait(wait)

    def call_any(self, method: str) -> Any:
        """Call the first operation of this HTTP method, with placeholders for what it needs."""
        chosen = next(each for each in operations_of(self.host).values() if each.method == method)
        numbers = ("int", "number", "float")
        values = tuple(
            None if not each.required else 1 if each.encode.startswith(numbers) else "x"
            for each in chosen.parameters
        )
        return self.client.call(chosen, values)

    def create(
        self,
        what: str,
        method: str,
        *arguments: Any,
        shown: Callable[[Any], object],
        undo: Callable[[Any], Undo | None],
        expires: int = 0,
        **options: Any,
    ) -> tuple[Any, Entry]:
        """Make something on the server; the ledger has it before and after.

        Args:
            what: What kind of thing, such as ``picture``.
            method: The method of the client.
            arguments: Its arguments.
            shown: Gives the address or id of what was made.
            undo: Gives how it is deleted; None where there is no way.
            expires: Seconds after which the host deletes it by itself, if the answer keeps to it.
            options: Its further arguments.
        """
        expiring = {"expires": expires} if expires else {}
        entry = self.ledger.intend(what, _marks(arguments, options) | expiring)
        try:
            result = self.call(method, *arguments, **options)
        except (InvalidArgument, MissingCredentials, Interrupted, Stopped):
            self.ledger.note(entry, "refused", "not sent")
            raise
        except StatusError as error:
            if error.status is not None and error.status < 500:
                self.ledger.note(entry, "refused", f"status {error.status}")
            else:
                self.ledger.note(entry, "unknown", "it may be there: the server failed")
            raise
        except ConnectionFailed as error:
            if error.may_have_arrived:
                self.ledger.note(entry, "unknown", "it may be there: no answer came")
            else:
                self.ledger.note(entry, "refused", "not sent")
            raise
        except BaseException:
            self.ledger.note(entry, "unknown", "it may be there: its answer could not be read")
            raise
        way = undo(result)
        self.ledger.made(entry, str(shown(result)), way)
        if way is None and expires:
            self.ledger.note(entry, "expires", f"the host deletes it by itself after {expires} s")
        return result, entry

    def adopt(self, what: str, shown: str, undo: Undo | None) -> Entry:
        """Note something that was made without being meant to be."""
        entry = self.ledger.intend(what, {})
        self.ledger.made(entry, shown, undo)
        return entry

    def delete(self, entry: Entry) -> None:
        """Delete something now, as a check of deleting.

        Raises:
            ImageHostError: The host refuses.
        """
        assert entry.undo is not None, "nothing says how it is deleted"
        self.call(entry.undo.method, *entry.undo.arguments)
        self.ledger.note(entry, "deleted")

    @contextmanager
    def stranger(self, **credentials: str) -> Generator[Any]:
        """A client with other credentials, at the same pace."""
        mine = self.client
        self.client = self._watched(**credentials)
        try:
            yield self.client
        finally:
            self.client.close()
            self.client = mine

    @staticmethod
    def same(what: str, got: object, wanted: object) -> None:
        """The values must be equal."""
        if got != wanted:
            raise CheckFailed(f"{what}: expected {wanted!r}, got {got!r}")

    @staticmethod
    def holds(condition: object, sentence: str) -> None:
        """The condition must hold; the sentence says what is wrong where it does not."""
        if not condition:
            raise CheckFailed(sentence)

    @contextmanager
    def refused(self, *kinds: type[ImageHostError]) -> Generator[None]:
        """The block must end in one of these errors."""
        names = " or ".join(kind.__name__ for kind in kinds)
        try:
            yield
        except kinds:
            return
        except (InvalidArgument, MissingCredentials, ConnectionFailed):
            raise
        except ImageHostError as error:
            raise CheckFailed(f"expected {names}, got {type(error).__name__}: {error}") from error
        raise CheckFailed(f"expected {names}, but the host took it")

    # --- before and after ------------------------------------------------------------------

    def reach(self) -> None:
        """Ask the server for anything at all.

        Raises:
            PreflightFailed: Nothing answers, or the key is missing.
        """
        try:
            self.client.download(self.client.base_url)
        except ConnectionFailed as error:
            raise PreflightFailed(f"nothing answers at {self.client.base_url}: {error}") from error
        except ImageHostError:
            pass  # a refusal is an answer

    def refuses_key(self, error: ImageHostError) -> PreflightFailed:
        """What to say where the host does not take the credential that the run was given."""
        variables = " and ".join((self.host.variable, *self.host.other_variables))
        return PreflightFailed(f"the host refuses the credential in {variables}: {error}")

    def clean(self) -> None:
        """Delete what is left, the newest first; never raises for what a host refuses."""
        self._cleaning = True
        for entry in reversed(self.ledger.left):
            self.clean_entry(entry)

    def clean_entry(self, entry: Entry) -> None:
        """Delete one thing and note what became of it."""
        if entry.undo is None:
            self._look_for(entry)
            return
        before = self._served(entry)
        try:
            self.call(entry.undo.method, *entry.undo.arguments)
        except NotFound:
            self.ledger.note(entry, "gone")
        except (ImageHostError, Stopped) as error:
            self.ledger.note(entry, "kept", f"{type(error).__name__}: {error}")
        else:
            # Some hosts show a picture that says "removed" in its place.
            if before is not None and self._served(entry) == before:
                self.ledger.note(entry, "kept", "deleted, says the host, and still serves it")
            else:
                self.ledger.note(entry, "deleted")

    def _look_for(self, entry: Entry) -> None:
        """Find out what became of something whose answer never came, where there is a way."""
        if entry.step not in ("intended", "unknown"):
            return
        age = time.time() - _sent(entry)
        if 0 < entry.marks.get("expires", 0) < age:
            self.ledger.note(entry, "expires", "the host has deleted it by itself by now")
        elif self.finder is not None:
            self._wait(self.pace.settle - age)
            try:
                self.finder(self, entry)
            except (ImageHostError, Stopped) as error:
                why = f"it may be there, and the host cannot be asked: {error}"
                self.ledger.note(entry, "unknown", why)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    @contextmanager
    def shielded(self) -> Generator[None]:
        """Within it the first signal ends the checks and lets the cleaning finish.

        The second one ends the process at once, after the path of the ledger was printed.
        """

        def note(number: int, frame: FrameType | None) -> None:
            if self.signal is not None:
                os.write(2, f"\nstopped; what is left is in {self.ledger.path}\n".encode())
                os._exit(128 + number)
            self.signal = number
            os.write(2, b"\nending: what was made is being deleted (again to stop at once)\n")

        before: list[tuple[int, Any]] = []
        with suppress(ValueError):  # only the main thread may
            before += [(number, signal.signal(number, note)) for number in SIGNALS]
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    # --- below -----------------------------------------------------------------------------

    def _watched(self, **credentials: str) -> Any:
        client = self.host.make_client(
            **({"base_url": self.base_url} if self.base_url else {}),
            **{**self.options, **credentials},
            on_drift=self._note_drift,
            max_retries=0,
        )
        client._transport = _Watch(client._transport, self)  # type: ignore[assignment]
        return client

    def _note_drift(self, drift: Drift) -> None:
        self.drifts.append((self.check, drift))

    def _served(self, entry: Entry) -> str | None:
        """What is at the address of something, as a hash; None where nothing is."""
        if not entry.shown.startswith(("http://", "https://")):
            return None
        try:
            return sha256(self.client.download(entry.shown)).hexdigest()
        except ImageHostError:
            return None

    def before_request(self) -> None:
        """Keep the pace; a signal or an empty budget ends the checks here."""
        if not self._cleaning:
            self._look_for_signal()
            if self.pace.budget is not None and self.requests >= self.pace.budget:
                raise Stopped(f"the budget of {self.pace.budget} requests is used up")
        self._wait(self._last + self.pace.pause - time.monotonic())
        self.requests += 1

    def after_request(self, exchange: Exchange) -> None:
        """Note when it ended, and tell the recording."""
        self._last = time.monotonic()
        if exchange.status is not None and exchange.status < 400:
            self.operations.add(exchange.operation)
        if self.on_exchange is not None:
            self.on_exchange(exchange)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if not self._cleaning:
                self._look_for_signal()
            time.sleep(min(_NAP, rest))
            self.waited += min(_NAP, rest)

    def _look_for_signal(self) -> None:
        if self.signal is not None:
            raise Interrupted


class _Watch:
    """A transport that keeps the pace of a run and tells it what was sent."""

    def __init__(self, inner: Any, run: Run) -> None:
        self._inner = inner
        self._run = run

    def send(self, request: WireRequest, *more: Any, **options: Any) -> RawResponse[Any]:
        """Send and read the whole answer."""
        body = _body_of(request) if self._run.on_exchange is not None else b""
        self._run.before_request()
        began, start = time.time(), time.monotonic()
        response: RawResponse[Any] | None = None
        try:
            answer: RawResponse[Any] = self._inner.send(request, *more, **options)
            response = answer
            return answer
        finally:
            self._run.after_request(
                Exchange(
                    operation=request.operation,
                    check=self._run.check,
                    method=request.method,
                    url=request.url,
                    request_headers=dict(request.headers),
                    request_body=body,
                    status=response.status if response else None,
                    headers=dict(response.headers) if response else {},
                    content=response.content if response else b"",
                    seconds=time.monotonic() - start,
                    began=began,
                )
            )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def _body_of(request: WireRequest) -> bytes:
    body = request.body
    return b"".join(body) if body is not None and body.replayable else b""


def _marks(arguments: tuple[Any, ...], options: dict[str, Any]) -> dict[str, Any]:
    """By what the owner of a server finds something whose answer never came."""
    found = picture_marks(b"")
    for value in arguments:
        match value:
            case (str() as name, bytes() as content, *_) | [
                (str() as name, bytes() as content),
                *_,
            ]:
                found = {"file": name, **picture_marks(content)}
            case Base64():
                found = picture_marks(b64decode(value.data))
            case bytes():
                found = picture_marks(value)
            case _:
                pass
    title = options.get("title")
    return found | ({"title": title} if isinstance(title, str) else {})


def picture_marks(content: bytes) -> dict[str, Any]:
    """What is known of a picture before it is sent; a small one is kept to be asked for."""
    found: dict[str, Any] = {"sent": time.strftime(_TIME, time.gmtime()), "machine": _machine()}
    if content:
        found |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    if 0 < len(content) <= MOST_KEPT:
        found["content"] = b64encode(content).decode()
    return found


def _sent(entry: Entry) -> float:
    """When the request of something was sent, in Unix seconds; 0 where nothing says so."""
    sent = entry.marks.get("sent", "")
    return float(timegm(time.strptime(sent, _TIME))) if sent else 0.0


def _machine() -> str:
    """This machine, by which hosts may know a sender, without its name."""
    return sha256(f"{getnode()}".encode()).hexdigest()[:16]


def asked_from_here(entry: Entry, within: float) -> bool:
    """Whether something was sent from this machine, and not longer ago than so many seconds."""
    is_recent = time.time() - _sent(entry) < within
    return is_recent and entry.marks.get("machine") == _machine()


def picture_file() -> tuple[str, bytes]:
    """A tiny picture under a name that no other has, by which its owner can find it."""
    return f"contract-{os.urandom(4).hex()}.png", tiny_picture()


def tiny_picture() -> bytes:
    """A PNG of 8 by 8 pixels like none before, so that no server finds a duplicate."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    rows = b"".join(b"\0" + os.urandom(24) for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
