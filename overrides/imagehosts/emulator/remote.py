"""An emulator that somebody else has started, as tests see it: over its controls.

A CI of many jobs has one service. Each job takes a space of it, and has there what an emulator of
its own would have.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from imagehosts.core.errors import AuthenticationFailed

from .config import check_space_settings
from .core.choice import PREFIX
from .core.errors import SeedError
from .core.faults import FaultError, FaultRule
from .core.journal import Entry
from .core.snapshots import SnapshotError
from .domain.accounts import DEMO
from .domain.mailbox import Mail
from .host_controls import HostControls
from .proxy import as_user, environment
from .seeds.document import Source
from .seeds.planting import Seeded
from .spaces.registry import NoSpace

__all__ = ["RemoteEmulator", "RemoteError", "RemotePicture"]

#: Seconds for an answer of the service.
PATIENCE = 60.0


class RemoteError(Exception):
    """The service does not answer, or not as an emulator does; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePicture:
    """A picture at a service. ``files`` has the address of each version."""

    host: str
    code: str
    kind: str
    mime: str
    size: int
    width: int
    height: int
    sha256: str
    title: str | None
    original_filename: str | None
    created: float
    expires: float | None
    files: Mapping[str, str]


class RemoteEmulator(HostControls):
    """A service, or a space of it, with what tests need of an emulator.

    Args:
        url: Its address, as in ``http://emulator.example:8765``.
        token: The one of ``--admin-token``, where the service asks for it.
        name: The space; without it the service itself, with what everybody else does there.
    """

    def __init__(self, url: str, *, token: str | None = None, name: str | None = None) -> None:
        self.service = url.rstrip("/")
        self.name = name
        #: What stands before the paths of hosts.
        self.url = self.service if name is None else self.service + PREFIX + name
        self._token = token
        headers = {} if token is None else {"X-Emulator-Token": token}
        self._client = httpx.Client(headers=headers, timeout=PATIENCE, trust_env=False)
        self._authority: Path | None = None

    def space(self, name: str, **settings: Any) -> RemoteEmulator:
        """A space of the service, with settings of its own; it comes into being here.

        Raises:
            ValueError: The name is not one, or the settings cannot be used.
            NoSpace: There are too many, or it is there with other settings.
        """
        checked = check_space_settings(settings)
        given = {key: _text(key, value) for key, value in checked.items() if value is not None}
        self._ask("PUT", self.service + PREFIX + name, params=given)
        return RemoteEmulator(self.service, token=self._token, name=name)

    def remove(self) -> None:
        """Remove the space with everything in it."""
        if self.name is not None:
            self._ask("DELETE", self.url)

    @property
    def requests(self) -> list[Entry]:
        return [Entry(**entry) for entry in self.control("GET", "/requests")]

    @property
    def pictures(self) -> list[RemotePicture]:
        """Everything that was uploaded and is still there, oldest first."""
        found: list[dict[str, Any]] = self.control("GET", "/pictures")
        return [
            RemotePicture(host=one.pop("api"), code=one.pop("id"), **one) for one in found[::-1]
        ]

    @property
    def mails(self) -> list[Mail]:
        """The mail that hosts have sent, oldest first."""
        return [Mail(**mail) for mail in self.control("GET", "/mail")]

    @property
    def clock(self) -> RemoteClock:
        """The hosts' clock; ``clock.advance(days=3)`` lets time pass."""
        return RemoteClock(self)

    @property
    def web(self) -> RemoteWeb:
        """What uploads by URL find: ``web[url] = bytes``."""
        return RemoteWeb(self)

    def switch_on(self, rule: FaultRule) -> RemoteFault:
        given = {key: value for key, value in asdict(rule).items() if value is not None}
        if isinstance(rule.value, float) and rule.value.is_integer():
            given["value"] = int(rule.value)
        try:
            made = self.control("PUT", "/faults", params={k: str(v) for k, v in given.items()})
        except ValueError as error:
            raise FaultError(str(error)) from None
        return RemoteFault(self, rule, made["number"])

    def log_in(self, host: str, user: str = DEMO[0], password: str = DEMO[1]) -> dict[str, str]:
        """Credentials of an account at a host, as its client takes them.

        Raises:
            LookupError: The host is not served, or has no accounts.
            AuthenticationFailed: There is no such account, or the password is another.
        """
        given = {"host": host, "user": user, "password": password}
        try:
            found = self.control("POST", "/login", json=given)
        except ValueError as error:
            raise LookupError(str(error)) from None
        if found["user"] is None:
            raise LookupError(f"{host} has no accounts here")
        credentials: dict[str, str] = found["credentials"]
        return credentials

    def read(self, path: str) -> bytes:
        """The bytes that are served at a path. ``KeyError`` when nothing is."""
        response = self._send("GET", self.url + path)
        if response.status_code != 200:
            raise KeyError(path)
        return response.content

    def seed(self, source: Source) -> Seeded:
        """Make users, pictures, albums and galleries at every host that can have them.

        Args:
            source: A folder of pictures, a file in YAML or JSON or a ZIP archive of a folder, by
                its path or as bytes; or what a document says as a mapping.

        Raises:
            SeedError: Something in it cannot be used; the message says where and what.
        """
        try:
            return Seeded(**self.control("POST", "/seed", content=_seed_of(source)))
        except ValueError as error:
            raise SeedError(str(error)) from None

    def snapshot(self, file: Path | str | None = None) -> bytes:
        """Everything there is as bytes, for ``restore`` here or in another emulator."""
        content = self._sent("GET", f"{self.url}/_emulator/snapshot").content
        if file is not None:
            Path(file).write_bytes(content)
        return content

    def restore(self, state: bytes | Path | str) -> None:
        """Put what ``snapshot`` gave, or its file, in the place of everything there is."""
        content = state if isinstance(state, bytes) else Path(state).read_bytes()
        try:
            self.control("PUT", "/snapshot", content=content)
        except ValueError as error:
            raise SnapshotError(str(error)) from None

    def reset(self) -> None:
        """Forget everything: pictures, registered web, requests, and steps of the clock."""
        self.control("POST", "/reset")

    def proxy_environment(self, url: str | None = None) -> dict[str, str]:
        """The variables that have a program use the service as its proxy.

        Empty where it was started without ``--proxy``. The user of the proxy is the space.
        """
        if self._authority is None:
            response = self._send("GET", f"{self.service}/_emulator/ca.pem")
            if response.status_code == 404:
                return {}
            with tempfile.NamedTemporaryFile(suffix=".pem", delete=False) as file:
                file.write(response.content)
            self._authority = Path(file.name)
        parts = urlsplit(url or self.service)
        proxy = f"{parts.scheme}://{parts.netloc}"
        if self.name is not None:
            proxy = as_user(proxy, self.name)
        return environment(proxy, str(self._authority))

    def close(self) -> None:
        """Let go of the connection; what is at the service stays."""
        self._client.close()
        if self._authority is not None:
            self._authority.unlink(missing_ok=True)
            self._authority = None

    def control(self, method: str, path: str, **options: Any) -> Any:
        """The answer of a control, by its path below ``/_emulator``."""
        return self._ask(method, f"{self.url}/_emulator{path}", **options)

    def _ask(self, method: str, url: str, **options: Any) -> Any:
        return self._sent(method, url, **options).json()

    def _sent(self, method: str, url: str, **options: Any) -> httpx.Response:
        """The answer to what has to work."""
        response = self._send(method, url, **options)
        if response.is_success:
            return response
        try:
            reason = str(response.json()["error"])
        except (ValueError, LookupError, TypeError):
            raise RemoteError(
                f"{self.service} answers with the status {response.status_code}, and not as an"
                " emulator does"
            ) from None
        if response.status_code == 401:
            raise AuthenticationFailed(reason)
        if response.status_code in (404, 409, 507):
            raise NoSpace(reason, response.status_code)
        if response.status_code == 400:
            raise ValueError(reason)
        raise RemoteError(f"{self.service} refuses: {reason}")

    def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        try:
            return self._client.request(method, url, **options)
        except httpx.InvalidURL as error:
            raise RemoteError(f"{url} is not an address: {error}") from None
        except httpx.TransportError as error:
            raise RemoteError(
                f"no emulator answers at {self.service}: {error or type(error).__name__}"
            ) from error


class RemoteClock:
    """The clock of the hosts at a service."""

    def __init__(self, emulator: RemoteEmulator) -> None:
        self._emulator = emulator

    def now(self) -> float:
        """Seconds since 1970, moved by everything that :meth:`advance` was given."""
        return float(self._emulator.control("GET", "/clock")["now"])

    def advance(self, by: timedelta | float | None = None, **units: float) -> float:
        """Move the clock: ``advance(90)``, ``advance(timedelta(days=3))``, ``advance(days=3)``."""
        step = timedelta(**units)
        if isinstance(by, timedelta):
            step += by
        elif by is not None:
            step += timedelta(seconds=by)
        given = {"seconds": str(step.total_seconds())}
        return float(self._emulator.control("POST", "/clock", params=given)["now"])


class RemoteWeb(MutableMapping[str, bytes]):
    """What uploads by URL find at a service. What is there is known by its size alone."""

    def __init__(self, emulator: RemoteEmulator) -> None:
        self._emulator = emulator

    def __getitem__(self, url: str) -> bytes:
        raise KeyError(f"a service does not give back what {url} holds")

    def __setitem__(self, url: str, content: bytes) -> None:
        self._emulator.control("PUT", "/web", params={"url": url}, content=content)

    def __delitem__(self, url: str) -> None:
        if url not in self:
            raise KeyError(url)
        self._emulator.control("DELETE", "/web", params={"url": url})

    def __contains__(self, url: object) -> bool:
        return url in list(self)

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._emulator.control("GET", "/web")))

    def __len__(self) -> int:
        return len(self._emulator.control("GET", "/web"))

    def clear(self) -> None:
        self._emulator.control("DELETE", "/web")


class RemoteFault:
    """A fault that is on at a service."""

    def __init__(self, emulator: RemoteEmulator, rule: FaultRule, number: int) -> None:
        self.rule = rule
        self.number = number
        self._emulator = emulator
        self._hits = 0
        self._cancelled = False

    @property
    def hits(self) -> int:
        """The requests that it has met."""
        found = self._found()
        if found is not None:
            self._hits = int(found["hits"])
        elif self.rule.times is not None and not self._cancelled:
            self._hits = self.rule.times  # it ended by itself
        return self._hits

    @property
    def left(self) -> int | None:
        """The requests that it will meet; ``None`` for all."""
        found = self._found()
        left: int | None = 0 if found is None else found["left"]
        return left

    def cancel(self) -> None:
        """Switch it off."""
        _ = self.hits
        self._cancelled = True
        self._emulator.control("DELETE", "/faults", params={"number": str(self.number)})

    def _found(self) -> dict[str, Any] | None:
        on: list[dict[str, Any]] = self._emulator.control("GET", "/faults")
        return next((one for one in on if one["number"] == self.number), None)

    def __enter__(self) -> RemoteFault:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()


def _seed_of(source: Source) -> bytes:
    """A seed as it is sent: a document, or an archive of a folder."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, Mapping):
        return json.dumps(source).encode()
    path = Path(source)
    if not path.is_dir():
        return path.read_bytes()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for file in sorted(path.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(path).as_posix())
    return made.getvalue()


def _text(name: str, value: Any) -> str:
    """A setting as variables are written."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple | list):
        items = [str(item) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        if any(";" in item for item in items):
            raise ValueError(f"{name}: a value with a semicolon cannot be sent to a service")
        return ";".join(items)
    return str(value)
