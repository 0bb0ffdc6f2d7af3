"""Albums, the same for all hosts that have them, and moving one from one host to another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from attrs import field, frozen

from ..core.errors import ImageHostError
from .details import NotOffered

if TYPE_CHECKING:
    import os

    from .connections import OpenHost
    from .uploaded import Uploaded

__all__ = ["Album", "AlbumCalls", "AlbumCopy", "AlbumPicture", "albums_of", "copy_album"]


@frozen
class Album:
    """An album.

    Attributes:
        id: The host's name for it.
        handle: What changes it: its id, or the secret that an anonymous album has.
        title: Its title.
        description: Its description.
        url: The address of the page that shows it; None where the host has none.
        count: How many pictures it has, where the host says so.
    """

    id: str
    handle: str = field(repr=False)
    title: str | None = None
    description: str | None = None
    url: str | None = None
    count: int | None = None


@frozen
class AlbumPicture:
    """A picture in an album."""

    id: str
    url: str
    title: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    mime: str | None = None


class AlbumCalls(Protocol):
    """The calls for albums; each host that has albums has a class of this shape in its row."""

    description_limit: int | None

    def create(self, title: str, description: str | None, private: bool | None) -> Album:
        """Make an empty album."""
        ...

    def all(self) -> Iterator[Album]:
        """The albums of the account."""
        ...

    def show(self, album: str) -> Album:
        """One album."""
        ...

    def pictures(self, album: str) -> Iterator[AlbumPicture]:
        """The pictures of an album, in order."""
        ...

    def add(self, album: str, pictures: Sequence[str]) -> None:
        """Put pictures of the account into an album, by their ids."""
        ...

    def remove(self, album: str, pictures: Sequence[str]) -> None:
        """Take pictures out of an album; they stay in the account."""
        ...

    def delete(self, album: str) -> None:
        """Delete an album; its pictures stay."""
        ...


def albums_of(host: OpenHost) -> AlbumCalls:
    """The calls for the albums of a host.

    Raises:
        NotOffered: The host has no albums that can be asked for.
    """
    make = host.host.sharing.albums
    if make is None:
        raise NotOffered("album", f"{host.name} has no calls for albums", host=host.name)
    return make()(host.client)


@frozen(kw_only=True)
class AlbumCopy:
    """What became of an album that was copied.

    Attributes:
        album: The new album.
        pictures: The new pictures, in the order of the old ones; None for one that failed.
        problems: What could not be kept, and why: one sentence for each.
    """

    album: Album
    pictures: tuple[Uploaded | None, ...]
    problems: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every picture arrived."""
        return None not in self.pictures


def copy_album(
    album: str,
    source: OpenHost,
    to: OpenHost,
    *,
    journal: str | os.PathLike[str] | None = None,
    on_picture: Callable[[int, int], None] | None = None,
) -> AlbumCopy:
    """Copy an album from one host to another: titles, descriptions and order are kept.

    Args:
        album: The id of the album at its host.
        source: The host that has it.
        to: The host that gets it.
        journal: A file in which each finished step is written down. With the same journal a second
            run goes on where the first one ended.
        on_picture: Called after each picture with its number and how many there are.

    Returns:
        The new album, with what the other host could not hold. One picture that fails does not
        stop the others.

    Raises:
        NotOffered: One of the hosts has no albums.
        ImageHostError: The album cannot be read, or the new one cannot be made.
    """
    from .journal import Journal, key_of

    theirs, ours = albums_of(source), albums_of(to)
    found = theirs.show(album)
    pictures = list(theirs.pictures(album))
    problems: list[str] = []
    with Journal(journal) as steps:
        made = _make_album(steps, album, found, source, to, ours, problems)
        copied: list[Uploaded | None] = []
        for number, picture in enumerate(pictures, 1):
            key = key_of(picture.url, to.name, to.base_url, {"album": made.id}, picture.id)
            done = steps.result(key)
            if done is None:
                done = _copy_picture(steps, key, picture, source, to, made, problems)
            copied.append(done)
            if on_picture is not None:
                on_picture(number, len(pictures))
    return AlbumCopy(album=made, pictures=tuple(copied), problems=tuple(problems))


def _make_album(
    steps: Any,
    album: str,
    found: Album,
    source: OpenHost,
    to: OpenHost,
    ours: AlbumCalls,
    problems: list[str],
) -> Album:
    """The new album, or the one that an earlier run has made."""
    description = found.description
    limit = ours.description_limit
    if limit is not None and description and len(description) > limit:
        problems.append(f"the description of the album was cut to {limit} characters")
        description = description[:limit]
    name = f"album {album} of {source.name} {source.base_url} to {to.name} {to.base_url}"
    kept = steps.note(name)
    if kept is not None:
        return Album(**kept)
    made = ours.create(found.title or album, description, None)
    steps.add_note(
        name,
        {"id": made.id, "handle": made.handle, "title": made.title, "url": made.url},
    )
    return made


def _copy_picture(
    steps: Any,
    key: str,
    picture: AlbumPicture,
    source: OpenHost,
    to: OpenHost,
    made: Album,
    problems: list[str],
) -> Uploaded | None:
    from .details import offered
    from .journal import Entry

    takes = offered(to.host)
    said: dict[str, Any] = {
        "title": picture.title,
        "description": picture.description,
        "tags": list(picture.tags) or None,
    }
    details = {name: value for name, value in said.items() if value and name in takes}
    lost = [name for name, value in said.items() if value and name not in takes]
    if lost:
        problems.append(f"{picture.id}: {to.name} keeps no {' and no '.join(lost)} of a picture")
    entry = Entry(key=key, source=picture.url, host=to.name, base_url=to.base_url)
    claim = steps.claim(entry)
    if claim.state == "in doubt":
        steps.leave_in_doubt(key)
        problems.append(
            f"{picture.id}: an earlier run was cut off while it was sent; look into the album"
            " whether it has arrived"
        )
        return None
    if claim.state != "granted":
        problems.append(f"{picture.id}: another run is copying it now")
        return None
    try:
        content = source.client.download(picture.url)
        name = urlsplit(picture.url).path.rpartition("/")[2] or picture.id
        uploaded = to.upload(
            (re.sub(r"[^\w.-]", "_", name), content),
            progress=steps.watch(key),
            album=made.handle,
            **details,
        )
    except ImageHostError as error:
        steps.fail(key, error)
        problems.append(f"{picture.id}: {error}")
        return None
    steps.finish(key, uploaded)
    return uploaded
