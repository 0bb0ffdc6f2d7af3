"""The folder of ``--data``: whether it is the emulator's, before anything in it is touched.

A folder is taken that is new or empty, or that holds a database of the emulator with its blobs.
Everything else belongs to somebody: it is refused with a sentence, and stays as it is.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

DATABASE, BLOBS = "emulator.db", "blobs"
#: The folder of the spaces, each with a database and blobs of its own.
SPACES = "spaces"
#: Names the database to which the blobs belong.
OWNER = "database"
#: What a file system or a file manager puts into a folder by itself.
_NOBODYS = ("lost+found", "System Volume Information", "Thumbs.db", "desktop.ini")
_ELSEWHERE = "name an empty directory"
#: What lies in a folder of blobs.
_PLACES = ("incoming", *(f"{number:02x}" for number in range(256)))


class StoreError(Exception):
    """The data folder cannot be used; the message says why, and what to do."""


def prepare_folder(folder: Path, *, has_database: bool = True) -> None:
    """Make a folder, or see that it may be used.

    Without ``has_database`` it is for blobs alone, whose database is a server's.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(os.listdir(folder))
    except FileExistsError:
        raise StoreError(f"{folder} is not a directory; {_ELSEWHERE}") from None
    except NotADirectoryError:
        raise StoreError(f"{folder} lies below something that is not a directory") from None
    except OSError as error:
        raise StoreError(f"{folder} cannot be opened: {reason(error)}") from None
    database, blobs = folder / DATABASE, folder / BLOBS
    if BLOBS in names and (blobs.is_symlink() or not blobs.is_dir()):
        raise StoreError(f"{blobs} is not a directory; {_ELSEWHERE}, or put its own back")
    if DATABASE in names and _size_of_database(database):
        if has_database:
            return
        raise StoreError(
            f"{folder} holds the database of an emulator without --database; {_ELSEWHERE}"
        )
    if has_database:
        _refuse_lost_database(folder, names)
    others = [
        name
        for name in names
        if not name.startswith((DATABASE, ".")) and name not in (BLOBS, SPACES)
    ]
    if others := [name for name in others if name not in _NOBODYS]:
        raise StoreError(
            f"{folder} holds {others[0]} and no database of the emulator; {_ELSEWHERE}"
        )


def _size_of_database(database: Path) -> int:
    try:
        status = database.lstat()
    except OSError as error:
        raise StoreError(f"{database} cannot be looked at: {reason(error)}") from None
    if stat.S_ISLNK(status.st_mode):
        raise StoreError(f"{database} is a link; name the directory that holds the database itself")
    if not stat.S_ISREG(status.st_mode):
        raise StoreError(f"{database} is not a file; {_ELSEWHERE}")
    return status.st_size


def _refuse_lost_database(folder: Path, names: list[str]) -> None:
    """What only a database that was there before can have left."""
    left = [name for name in names if name.startswith(f"{DATABASE}-") and _holds(folder / name)]
    if BLOBS in names and _holds(folder / BLOBS):
        left.append(f"{BLOBS}/")
    if left:
        raise StoreError(
            f"the database {folder / DATABASE} is lost or empty, but {left[0]} holds something;"
            f" put the database back, or {_ELSEWHERE}"
        )


def _holds(path: Path) -> bool:
    """Whether there is anything in a file, or any file below a folder."""
    try:
        if not path.is_dir() or path.is_symlink():
            return path.lstat().st_size > 0
        return any(names for _, _, names in os.walk(path))
    except OSError:
        return True


def claim_blobs(blobs: Path, database_id: str, *, used: bool) -> None:
    """Have a folder belong to a database, for its blobs; refused when they are another's or lost.

    ``used`` says whether the database refers to any. A folder without the name of its database is
    one of a version that wrote none.
    """
    owner = blobs / OWNER
    try:
        if used and not blobs.is_dir():
            raise StoreError(
                f"the pictures of this database are lost: {blobs} is gone; put it back"
            )
        blobs.mkdir(exist_ok=True)
        if owner.is_symlink() or (owner.exists() and not owner.is_file()):
            raise StoreError(f"{owner} is not a file; {_ELSEWHERE}, or put its own back")
        found = owner.read_text("ascii", "replace")[:200].strip() if owner.exists() else ""
        if found and found != database_id:
            raise StoreError(
                f"the pictures in {blobs} belong to another database; put back what belongs"
                f" together, or {_ELSEWHERE}"
            )
        if not found:
            owner.write_text(database_id + "\n", "ascii")
        for name in _PLACES:
            place = blobs / name
            if place.is_symlink() or (place.exists() and not place.is_dir()):
                raise StoreError(f"{place} is not a directory; put its own back")
    except OSError as error:
        raise StoreError(f"{blobs} cannot be used: {reason(error)}") from None


def refuse_foreign(blobs: Path) -> None:
    """Refuse a folder for blobs alone that holds something else and belongs to no database."""
    try:
        blobs.mkdir(parents=True, exist_ok=True)
        names = set(os.listdir(blobs))
    except OSError as error:
        raise StoreError(f"{blobs} cannot be used: {reason(error)}") from None
    others = sorted(name for name in names - {*_PLACES, *_NOBODYS} if name[0] != ".")
    if others and OWNER not in names:
        raise StoreError(f"{blobs} holds {others[0]} and no pictures of the emulator; {_ELSEWHERE}")


def reason(error: OSError) -> str:
    """What the system says, without its number."""
    return error.strerror or str(error) or type(error).__name__
