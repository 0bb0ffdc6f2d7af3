"""``imagehosts album``: the same commands for the albums of all hosts that have some."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from . import output, settings
from .options import BaseUrl, Json, OneHost

if TYPE_CHECKING:
    from imagehosts.sharing.albums import Album, AlbumCalls
    from imagehosts.sharing.connections import OpenHost

app = App(name="album", help="Make, fill, list, copy and delete albums.", version_flags=[])

AlbumId = Annotated[str, Parameter(help="The album, by its id, or its secret if it is anonymous.")]
Pictures = Annotated[str, Parameter(help="Pictures, by their ids.")]


@app.command
def create(
    title: str,
    /,
    *,
    description: str | None = None,
    private: Annotated[bool | None, Parameter(negative="--public")] = None,
    to: OneHost = None,
    json: Json = False,
    base_url: BaseUrl = None,
) -> int:
    """Make an album, and print what --album of an upload takes."""
    with _albums(to, base_url) as (_, albums):
        made = albums.create(title, description, private)
        if json:
            _print(made, as_json=True)
        else:
            output.result(made.handle)
    return 0


@app.command(name="list")
def listed(*, to: OneHost = None, json: Json = False, base_url: BaseUrl = None) -> int:
    """List the albums of the account."""
    with _albums(to, base_url) as (_, albums):
        for album in albums.all():
            _print(album, as_json=json)
    return 0


@app.command
def show(
    album: AlbumId, /, *, to: OneHost = None, json: Json = False, base_url: BaseUrl = None
) -> int:
    """List the pictures of an album, in order."""
    with _albums(to, base_url) as (_, albums):
        for picture in albums.pictures(album):
            if json:
                output.result_json(
                    {
                        "id": picture.id,
                        "url": picture.url,
                        "title": picture.title,
                        "description": picture.description,
                        "tags": list(picture.tags),
                    }
                )
            else:
                output.result(f"{picture.id}  {picture.url}  {picture.title or ''}".rstrip())
    return 0


@app.command
def add(
    album: AlbumId, /, *pictures: Pictures, to: OneHost = None, base_url: BaseUrl = None
) -> int:
    """Put pictures of the account into an album."""
    _need(pictures)
    with _albums(to, base_url) as (_, albums):
        albums.add(album, pictures)
    return 0


@app.command
def remove(
    album: AlbumId, /, *pictures: Pictures, to: OneHost = None, base_url: BaseUrl = None
) -> int:
    """Take pictures out of an album; they stay in the account."""
    _need(pictures)
    with _albums(to, base_url) as (_, albums):
        albums.remove(album, pictures)
    return 0


@app.command
def delete(album: AlbumId, /, *, to: OneHost = None, base_url: BaseUrl = None) -> int:
    """Delete an album; its pictures stay."""
    with _albums(to, base_url) as (_, albums):
        albums.delete(album)
    return 0


@app.command
def copy(
    album: AlbumId,
    /,
    *,
    source: Annotated[str, Parameter(name=["--from"], help="The host that has it.")],
    to: Annotated[str, Parameter(name=["--to", "-t"], help="The host that gets it.")],
    journal: Annotated[
        Path | None,
        Parameter(help="Write each step into this file; the same command again goes on."),
    ] = None,
    json: Json = False,
) -> int:
    """Copy an album to another host: titles, descriptions and order are kept.

    What the other host cannot hold is said on standard error.
    """
    from imagehosts.sharing.albums import copy_album

    with _opened(source, None) as old, _opened(to, None) as new:
        copied = copy_album(album, old, new, journal=journal)
    for problem in copied.problems:
        output.say(problem)
    for picture in copied.pictures:
        if picture is not None:
            if json:
                output.result_json(picture.to_json())
            else:
                output.result(picture.url or picture.page_url or picture.id or "")
    output.say(f"the album is {copied.album.url or copied.album.handle}")
    return 0 if copied.whole else output.FAILED


def _need(pictures: tuple[str, ...]) -> None:
    if not pictures:
        raise output.UsageError("name at least one picture")


@contextmanager
def _opened(name: str, base_url: str | None) -> Generator[OpenHost]:
    from imagehosts.sharing.connections import OpenHost

    target = settings.target(name, base_url=base_url)
    with OpenHost(target.host, target.host.make_client(**target.options)) as host:
        yield host


@contextmanager
def _albums(name: str | None, base_url: str | None) -> Generator[tuple[OpenHost, AlbumCalls]]:
    from imagehosts.sharing.albums import albums_of

    with _opened(name or _default(), base_url) as host:
        yield host, albums_of(host)


def _default() -> str:
    """The first host with albums whose key is known."""
    import os

    from imagehosts.sharing.choosing import hosts_by_preference

    for host in hosts_by_preference():
        known = any(map(os.environ.get, host.sync_client.environment.values()))
        if host.sharing.albums is not None and known:
            return host.name
    raise output.UsageError("which host? Name one that has albums with --to")


def _print(album: Album, *, as_json: bool) -> None:
    if as_json:
        shown: dict[str, Any] = {
            "id": album.id,
            "handle": album.handle,
            "title": album.title,
            "description": album.description,
            "url": album.url,
            "count": album.count,
        }
        output.result_json(shown)
        return
    count = "" if album.count is None else f"  {album.count} pictures"
    address = f"  {album.url}" if album.url else ""
    output.result(f"{album.handle}  {album.title or ''}{count}{address}".rstrip())
