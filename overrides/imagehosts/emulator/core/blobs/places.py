"""Where the blobs of a database are: in memory, in its folder, or where an address says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ..folder import BLOBS, StoreError, claim_blobs, refuse_foreign
from . import BlobError, Blobs
from .folder import DirectoryBlobs
from .memory import MemoryBlobs

if TYPE_CHECKING:
    from .objects import ObjectBlobs

__all__ = ["BlobPlace", "below", "checked_address", "destroy", "parts"]

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobPlace:
    """Where blobs are: at ``address``, else in ``directory``, else in memory.

    Attributes:
        address: As :func:`checked_address` takes it.
        endpoint: The server of an object store; without it the one that the environment names.
        directory: The folder of the database.
        shared: Whether other processes use the same blobs at the same time.
        durable: Whether what was acknowledged must survive a loss of power.
    """

    address: str | None
    endpoint: str | None
    directory: Path | None
    shared: bool
    durable: bool

    def open(self, database_id: str, *, used: bool) -> Blobs:
        """The blobs of a database, which refers to some of them if it is ``used``.

        Raises:
            StoreError: They are another database's, are lost, or cannot be reached.
        """
        if self.address is not None:
            return _OPEN[urlsplit(self.address).scheme](self, self.address, database_id, used)
        if self.directory is not None:
            return _in_folder(self, self.directory / BLOBS, database_id, used)
        return MemoryBlobs()


def _in_folder(place: BlobPlace, root: Path, database_id: str, used: bool) -> Blobs:
    claim_blobs(root, database_id, used=used)
    return DirectoryBlobs(root, shared=place.shared, durable=place.durable)


def _at_path(place: BlobPlace, address: str, database_id: str, used: bool) -> Blobs:
    root = Path(unquote(urlsplit(address).path))
    if not used:
        refuse_foreign(root)
    return _in_folder(place, root, database_id, used)


def _in_objects(place: BlobPlace, address: str, database_id: str, used: bool) -> Blobs:
    try:
        from .objects import ObjectBlobs
    except ImportError as error:
        raise ImportError(
            f'Pictures in S3 need another package: pip install "imagehosts[s3]" ({error})',
            name=error.name,
        ) from error
    try:
        blobs = ObjectBlobs(address, place.endpoint)
        owner = blobs.owner()
        if not owner and used:
            raise StoreError(f"the pictures of this database are lost: none are in {address}")
        if owner and owner != database_id:
            raise StoreError(
                f"the pictures in {address} belong to another database; name another prefix"
            )
        if not owner:
            blobs.claim(database_id)
    except BlobError as error:
        raise StoreError(str(error)) from None
    return blobs


def below(address: str, *names: str) -> str:
    """The address of a part of a place."""
    return "/".join([address.rstrip("/"), *names])


def parts(address: str, endpoint: str | None) -> set[str]:
    """The names of the parts of a place."""
    if urlsplit(address).scheme == "file":
        root = Path(unquote(urlsplit(address).path))
        return {path.name for path in root.iterdir()} if root.is_dir() else set()
    with _objects(address, endpoint) as blobs:
        return blobs.parts()


def destroy(address: str, endpoint: str | None) -> None:
    """Remove a part of a place with all that is in it."""
    if urlsplit(address).scheme == "file":
        shutil.rmtree(Path(unquote(urlsplit(address).path)), ignore_errors=True)
        return
    with _objects(address, endpoint) as blobs:
        blobs.clear()


@contextmanager
def _objects(address: str, endpoint: str | None) -> Generator[ObjectBlobs]:
    from .objects import ObjectBlobs

    with closing(ObjectBlobs(address, endpoint)) as blobs:
        yield blobs


_Open = Callable[[BlobPlace, str, str, bool], Blobs]
_OPEN: dict[str, _Open] = {"file": _at_path, "s3": _in_objects}


def checked_address(text: str) -> str:
    """An address of blobs: ``s3://bucket/prefix`` or ``file:///folder``.

    Raises:
        ValueError: It is not one; the message says what is expected.
    """
    try:
        parts = urlsplit(text)
        name = parts.netloc
    except ValueError:
        parts, name = urlsplit(""), ""
    if parts.scheme not in _OPEN:
        raise ValueError(
            "the address of pictures is s3://bucket/prefix or file:///folder, got another"
        )
    if "@" in name:
        raise ValueError(
            "credentials do not stand in the address of pictures; set AWS_ACCESS_KEY_ID and"
            " AWS_SECRET_ACCESS_KEY in the environment"
        )
    if parts.query or parts.fragment:
        raise ValueError("the address of pictures has no ? and no # in it")
    if parts.scheme == "file" and (name or not parts.path.strip("/")):
        raise ValueError("a folder of pictures is written file:///folder, with three slashes")
    if parts.scheme == "s3" and not _BUCKET.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a bucket; write s3://bucket/prefix")
    return text
