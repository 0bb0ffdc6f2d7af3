"""The clients of all hosts behind one driver, so that a test is written once and run for each.

A :class:`Driver` holds one client, synchronous or asynchronous, over a recording transport. Its
methods are called by name and answer in place, whichever way the client waits.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from inspect import isawaitable
from itertools import cycle
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import imagehosts
import pytest
from imagehosts.hosts import find_host

from contracts.hosts import hosts_with
from contracts.support.client_host import Host
from contracts.support.recording import Recorder, Script, Sent, as_reply
from contracts.support.spec_checking import faults_of
from contracts.support.specs import SPECS, load_spec, operations, resolve

__all__ = [
    "APIS",
    "EVERY_HOST",
    "HOSTS",
    "KEY",
    "KINDS",
    "ONE_HOST",
    "ONLY_ASYNC",
    "ONLY_SYNC",
    "PNG",
    "Driver",
    "Host",
    "Kind",
    "either_way",
    "for_hosts_that",
    "for_kinds",
    "have_an_address",
    "image_document",
    "need_an_address",
    "success",
    "take_no_options",
    "take_options",
]

T = TypeVar("T")

KEY = "the-key-of-these-tests"

#: Begins as a PNG does, which is all that a client looks at.
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3


#: The hosts whose clients upload alike and are tested alike, by name.
HOSTS: dict[str, Host] = {
    name: import_module(f"contracts.hosts.{name}.client").CLIENT for name in hosts_with("client")
}


def needs_base_url(host: Host) -> bool:
    """Whether the address of a site must be given."""
    found = find_host(host.name)
    return found is not None and found.needs_base_url


def takes_options(host: Host) -> bool:
    """Whether an upload takes a title and the like."""
    document = load_spec(host.api)
    body = resolve(document, operations(document)["images_upload"].value["requestBody"])
    schemas = [resolve(document, media["schema"]) for media in body["content"].values()]
    return any("title" in schema["properties"] for schema in schemas)


class Kind(NamedTuple):
    """A client: whose it is, and how it waits."""

    host: Host
    mode: str

    def __str__(self) -> str:
        return f"{self.host.name}-{self.mode}"

    @property
    def is_async(self) -> bool:
        return self.mode == "async"

    @property
    def named(self) -> str:
        """What errors and drift call the host: the site, where one client serves many."""
        name = urlsplit(self.host.base_url).hostname if needs_base_url(self.host) else None
        return name or self.host.api

    def make(self, *args: Any, **options: Any) -> Any:
        """A client; a site of no fixed address gets one."""
        if needs_base_url(self.host):
            options.setdefault("base_url", self.host.base_url)
        return getattr(imagehosts, ("Async" if self.is_async else "") + self.host.client)(
            *args, **options
        )


#: The APIs that they speak.
APIS = sorted({host.api for host in HOSTS.values()})
KINDS = tuple(Kind(host, mode) for host in HOSTS.values() for mode in ("sync", "async"))
#: For what is the same whatever the host.
ONE_HOST = tuple(kind for kind in KINDS if needs_base_url(kind.host))
ONLY_SYNC = tuple(kind for kind in ONE_HOST if not kind.is_async)
ONLY_ASYNC = tuple(kind for kind in ONE_HOST if kind.is_async)
either_way = pytest.mark.parametrize("kind", ONE_HOST, ids=str)
#: For what the core does, which each host's tables feed: every host, and both ways of waiting.
EVERY_HOST = (
    *(
        Kind(host, mode)
        for host, mode in zip(
            [host for host in HOSTS.values() if not needs_base_url(host)],
            cycle(("sync", "async")),
            strict=False,
        )
    ),
    *ONE_HOST,
)


def for_kinds(*hosts: str, mode: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for the clients of these hosts instead of all."""
    kinds = [kind for kind in KINDS if kind.host.name in hosts and (not mode or kind.mode == mode)]
    return pytest.mark.parametrize("kind", kinds, ids=str)


def for_hosts_that(
    *hold: Callable[[Host], bool], mode: str = ""
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for the clients of the hosts of which all of this holds, instead of all."""
    names = [host.name for host in HOSTS.values() if all(holds(host) for holds in hold)]
    assert names, "no host is so"
    return for_kinds(*names, mode=mode)


def have_an_address(host: Host) -> bool:
    """Hosts that are at one documented address."""
    return not needs_base_url(host)


def need_an_address(host: Host) -> bool:
    """Sites that anybody may run: their address must be given."""
    return needs_base_url(host)


def take_options(host: Host) -> bool:
    """Hosts whose uploads take a title and the like."""
    return takes_options(host)


def take_no_options(host: Host) -> bool:
    """Hosts whose uploads take a picture and nothing else."""
    return not takes_options(host)


class Driver:
    """A client over a recording transport, called the same way whichever way it waits.

    Args:
        kind: Which client.
        script: What the host answers; see :class:`Recorder`.
        key: Its credential; None to leave it to the environment.
        by_the_spec: Whether the uploads that were sent must be what the spec says, which is looked
            at when the driver is closed. Off where a user asks for something else.
        options: Further options of the client. Waiting between retries takes no time: what would
            have been waited is in :attr:`waits`.
    """

    def __init__(
        self,
        kind: Kind,
        *script: Script,
        key: str | None = KEY,
        by_the_spec: bool = True,
        **options: Any,
    ) -> None:
        self.kind = kind
        self.host = kind.host
        self.recorder = Recorder(*script)
        self._by_the_spec = by_the_spec
        self.waits: list[float] = []
        self._runner = asyncio.Runner() if kind.is_async else None
        if "http_client" not in options:
            options.setdefault("transport", self.recorder)
        self.client = kind.make(**{self.host.credential: key, **options})
        self.client._sleep = self._wait_async if kind.is_async else self.waits.append

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, *_: object) -> None:
        self.do("close")
        self.shut()
        assert self.faults() == []

    def faults(self) -> list[str]:
        """What is wrong, by the spec, with the uploads that were sent."""
        if not self._by_the_spec:
            return []
        document, root = load_spec(self.host.api), self.client.base_url
        upload = root + self.host.path.rstrip("/")
        found: list[str] = []
        for sent in self.sent:
            # A redirect may have led to the other spelling of the address.
            if sent.address in (upload, f"{upload}/"):
                url = sent.url.replace(sent.address, root + self.host.path, 1)
                meant = Sent(sent.method, url, sent.headers, sent.content)
                found += faults_of(document, meant, root, file_types=False)[1]
        return found

    def shut(self) -> None:
        """Let go of the event loop; what is still open in the client stays so."""
        if self._runner is not None:
            self._runner.close()

    def do(self, name: str, /, *args: Any, **options: Any) -> Any:
        """Call a method of the client, as in ``do("images.upload", source)``."""
        return self.wait_for(attrgetter(name)(self.client)(*args, **options))

    def upload(self, source: Any = PNG, **options: Any) -> Any:
        """Upload a picture, this one unless another is given."""
        return self.do("upload", source, **options)

    def wait_for(self, result: Any) -> Any:
        """What an awaitable leads to; anything else as it is."""
        if not isawaitable(result):
            return result
        assert self._runner is not None
        return self._runner.run(_awaited(result))

    @property
    def sent(self) -> list[Sent]:
        """The requests so far."""
        return self.recorder.sent

    @property
    def only(self) -> Sent:
        """The request, where there must be exactly one."""
        return self.recorder.only

    async def _wait_async(self, seconds: float) -> None:
        self.waits.append(seconds)


async def _awaited(result: Awaitable[T]) -> T:
    return await result


def image_document(api: str) -> dict[str, Any]:
    """The answer that the document of an API shows."""
    text = (SPECS / api / "examples" / "documented" / "upload_success.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def success(kind: Kind, changes: Mapping[str, Any] | None = None) -> Any:
    """A success as the host answers it, with some members of the image changed."""
    document = image_document(kind.host.api)
    document["image"] |= changes or {}
    return as_reply(document)
