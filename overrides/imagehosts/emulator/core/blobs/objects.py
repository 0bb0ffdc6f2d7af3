"""Blobs in an object store: S3, and the servers of others that speak as it does.

The client is ``obstore``. An object is there whole or not at all, and a store keeps what it has
acknowledged, so nothing is read again to see whether it is as it was written. Every call takes a
way over the network: none is made on the event loop.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from . import BlobError, Notes

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

__all__ = ["ObjectBlobs"]

#: Where notes lie, and the object that names the database to which the blobs belong.
INCOMING, OWNER = "incoming", "database"
#: So many sizes are remembered.
_MOST_SIZES = 10_000
_NOTE = re.compile(r"incoming/([0-9a-f]{64})\.[0-9a-f]{16}")
_BLOB = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})")
#: A store that does not answer is given up before whoever asks for a picture gives up,
_TIMES: ClientConfig = {"connect_timeout": "5 seconds", "timeout": "60 seconds"}
_RETRIES: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=15)}
#: and sooner where everybody else who writes waits: bytes are looked for and removed so.
_SHORT_TIMES: ClientConfig = {"connect_timeout": "2 seconds", "timeout": "10 seconds"}
_SHORT_RETRIES: RetryConfig = {"max_retries": 1, "retry_timeout": timedelta(seconds=10)}
#: The variables that name a server other than Amazon's; to obstore the first wins over all else.
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")


class ObjectBlobs:
    """Blobs as objects below ``url``, as in ``s3://bucket/prefix``.

    Credentials, region and the like come from the variables that ``obstore`` reads, such as
    ``AWS_ACCESS_KEY_ID``; ``endpoint`` is the address of a server other than Amazon's.
    """

    piece = 1024 * 1024
    at_once = 0
    removes_at_once = False

    def __init__(self, url: str, endpoint: str | None = None) -> None:
        self._url = url
        named = [os.environ.get(name) for name in _ENDPOINTS]
        if endpoint and named[0] and named[0] != endpoint:
            raise BlobError(f"unset {_ENDPOINTS[0]}, which wins over the server {endpoint}")
        address = endpoint or next(filter(None, named), "")
        config: S3Config = {"endpoint": endpoint} if endpoint else {}

        def reached(times: ClientConfig, retries: RetryConfig) -> S3Store:
            options: ClientConfig = {**times, "allow_http": address.startswith("http://")}
            return S3Store.from_url(
                url, config=config, client_options=options, retry_config=retries
            )

        with self._reaching():
            self._store = reached(_TIMES, _RETRIES)
            self._quick = reached(_SHORT_TIMES, _SHORT_RETRIES)
        self._lock = threading.Lock()
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._notes = Notes[str]()
        #: Takes notes away while the answer to an upload is on its way.
        self._cleaner = ThreadPoolExecutor(1, "notes")
        with self._reaching():
            for path, written in self._listed(INCOMING):
                if match := _NOTE.fullmatch(path):
                    self._notes.find(match[1], path, written)

    def owner(self) -> str:
        """The database that these blobs belong to; empty where they belong to none yet."""
        with self._reaching(), suppress(FileNotFoundError):
            return bytes(obstore.get(self._store, OWNER).bytes())[:200].decode("ascii", "replace")
        return ""

    def claim(self, database_id: str) -> None:
        """Have these blobs belong to a database."""
        with self._reaching():
            obstore.put(self._store, OWNER, database_id.encode("ascii"))

    def put(self, sha256: str, source: BinaryIO) -> None:
        with self._reaching():
            if self._look(sha256) is not None:
                return
            note = f"{INCOMING}/{sha256}.{secrets.token_hex(8)}"
            obstore.put(self._store, note, b"")
            self._notes.add(sha256, note)
            size = source.seek(0, os.SEEK_END)
            source.seek(0)
            obstore.put(self._store, _path(sha256), source)
        self._remember(sha256, size)

    def settle(self, names: Iterable[str]) -> None:
        if notes := self._notes.take(names):
            self._cleaner.submit(self._delete, notes)

    def unsettled(self) -> set[str]:
        return self._notes.names()

    def has(self, sha256: str) -> bool:
        with self._reaching():
            return self._look(sha256) is not None

    def is_known(self, sha256: str, size: int) -> bool | None:
        with self._lock:
            known = self._sizes.get(sha256)
        return None if known is None else known == size

    def is_whole(self, sha256: str, size: int) -> bool:
        with self._reaching():
            return self._look(sha256) == size

    def read(self, sha256: str, start: int, length: int) -> bytes:
        with self._lock:
            size = self._sizes.get(sha256)
        with self._reaching():
            if size is None:
                size = self._look(sha256)
            # Some servers refuse a range that ends behind the end.
            length = min(length, (size or 0) - start)
            if size is None:
                raise KeyError(sha256)
            if length <= 0:
                return b""
            try:
                return bytes(
                    obstore.get_range(self._store, _path(sha256), start=start, length=length)
                )
            except FileNotFoundError:
                with self._lock:
                    self._sizes.pop(sha256, None)
                raise KeyError(sha256) from None

    def remove(self, *names: str) -> None:
        with self._lock:
            for name in names:
                self._sizes.pop(name, None)
        self._delete([_path(name) for name in names])

    def names(self) -> set[str]:
        with self._reaching():
            found = [_BLOB.fullmatch(path) for path, _ in self._listed()]
        return {match[1] for match in found if match}

    def parts(self) -> set[str]:
        """The first parts of the names that have several, of all that is below the address."""
        with self._reaching():
            listed = obstore.list_with_delimiter(  # pyright: ignore[reportUnknownMemberType]
                self._store
            )
        return {prefix.strip("/") for prefix in listed["common_prefixes"]}

    def clear(self) -> None:
        """Remove all that is below the address, whether it is a blob or not."""
        with self._reaching():
            paths = [path for path, _ in self._listed()]
        self._delete(paths)

    def close(self) -> None:
        self._cleaner.shutdown()

    def _look(self, sha256: str) -> int | None:
        """The size of a blob as it is in the store now; ``None`` where it is not there."""
        try:
            size = int(obstore.head(self._quick, _path(sha256))["size"])
        except FileNotFoundError:
            with self._lock:
                self._sizes.pop(sha256, None)
            return None
        self._remember(sha256, size)
        return size

    def _remember(self, sha256: str, size: int) -> None:
        with self._lock:
            self._sizes[sha256] = size
            if len(self._sizes) > _MOST_SIZES:
                self._sizes.popitem(last=False)

    def _listed(self, prefix: str | None = None) -> Generator[tuple[str, float]]:
        pages = obstore.list(self._store, prefix)  # pyright: ignore[reportUnknownMemberType]
        for page in pages:
            for found in page:
                yield found["path"], found["last_modified"].timestamp()

    def _delete(self, paths: list[str]) -> None:
        if paths:
            with self._reaching():
                obstore.delete(self._quick, paths)

    @contextmanager
    def _reaching(self) -> Generator[None]:
        """Say in a sentence what is wrong with the store, where something is."""
        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            said = " ".join(str(error).partition("Debug source")[0].split())
            raise BlobError(f"the pictures in {self._url} cannot be reached: {said}") from None


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
