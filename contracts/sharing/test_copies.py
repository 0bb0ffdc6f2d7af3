"""Copying an album: what is kept, what is said of the rest, and where a second run goes on.

Both hosts are stubs with the calls that are used, so that each step can be made to fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import imagehosts
import pytest
from imagehosts.core.errors import ConnectionFailed, HostUnavailable
from imagehosts.hosts import Host, find_host
from imagehosts.sharing.albums import Album, AlbumPicture
from imagehosts.sharing.journal import Entry, Journal, key_of
from imagehosts.sharing.profile import Sharing
from imagehosts.sharing.uploaded import Uploaded

PICTURES = [
    AlbumPicture("p1", "https://old.example/a b.png?x=1", "One", None, ("lake", "dawn")),
    AlbumPicture("p2", "https://old.example/", None, "Two"),
    AlbumPicture("p3", "https://old.example/c.png"),
]


class Stub:
    """A host with one album, which takes uploads as a host that there is takes them."""

    def __init__(self, like: str, name: str, album: Album, limit: int | None = None) -> None:
        known = find_host(like)
        assert known is not None
        self.name, self.base_url, self.client = name, f"https://{name}.example", self
        self.album, self.description_limit = album, limit
        self.created: list[tuple[str, str | None, bool | None]] = []
        self.uploads: list[tuple[Any, dict[str, Any]]] = []
        self.broken: dict[str, Exception] = {}
        self.host = Host(
            name,
            name,
            sync_client=known.sync_client,
            async_client=known.async_client,
            status="made up",
            upload_operation=known.upload_operation,
            sharing=lambda: Sharing(albums=lambda: lambda client: self),
        )

    def show(self, album: str) -> Album:
        assert album == self.album.id
        return self.album

    def pictures(self, album: str) -> Iterator[AlbumPicture]:
        return iter(PICTURES)

    def create(self, title: str, description: str | None, private: bool | None) -> Album:
        self.created.append((title, description, private))
        return Album("new", "handle", title, description, "https://new.example/a")

    def download(self, url: str) -> bytes:
        if url in self.broken:
            raise self.broken[url]
        return url.encode()

    def upload(self, source: Any, *, progress: Any, **details: Any) -> Uploaded:
        name = source[0]
        progress(len(source[1]), len(source[1]))
        if name in self.broken:
            raise self.broken[name]
        self.uploads.append((source, details))
        return Uploaded(source=name, host=self.name, id=name)


def stubs(like: str, old: Album, limit: int | None = None) -> tuple[Any, Any]:
    return Stub("imgur", "old", old), Stub(like, "new", old, limit)


def test_copy_keeps_what_the_host_takes_and_names_what_it_does_not() -> None:
    old, new = stubs("imgur", Album("a", "a", "Tahoe", "x" * 10), limit=10)
    steps: list[tuple[int, int]] = []
    copied = imagehosts.copy_album("a", old, new, on_picture=lambda *step: steps.append(step))
    assert new.created == [("Tahoe", "x" * 10, None)]
    assert copied.album == Album("new", "handle", "Tahoe", "x" * 10, "https://new.example/a")
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert [picture.id for picture in copied.pictures if picture] == ["a_b.png", "p2", "c.png"]
    assert [(name, details) for (name, _), details in new.uploads] == [
        ("a_b.png", {"album": "handle", "title": "One"}),
        ("p2", {"album": "handle", "description": "Two"}),
        ("c.png", {"album": "handle"}),
    ]
    assert [content for (_, content), _ in new.uploads] == [each.url.encode() for each in PICTURES]
    assert copied.problems == ("p1: new keeps no tags of a picture",)
    assert copied.whole


def test_copy_says_everything_that_is_lost() -> None:
    old, new = stubs("imgbb", Album("a", "a", None, "x" * 11), limit=10)
    old.broken = {PICTURES[2].url: HostUnavailable("gone")}
    copied = imagehosts.copy_album("a", old, new)
    # An album without a title is called by its id.
    assert new.created == [("a", "x" * 10, None)]
    assert [picture is None for picture in copied.pictures] == [False, False, True]
    assert not copied.whole
    assert copied.problems == (
        "the description of the album was cut to 10 characters",
        "p1: new keeps no title and no tags of a picture",
        "p2: new keeps no description of a picture",
        "p3: gone",
    )


def test_second_run_goes_on_in_the_same_album(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    old, new = stubs("imgur", Album("a", "a", "Tahoe", None))
    new.broken = {"p2": HostUnavailable("busy"), "c.png": ConnectionFailed("lost")}
    first = imagehosts.copy_album("a", old, new, journal=journal)
    assert [picture is None for picture in first.pictures] == [False, True, True]
    assert first.problems[1:] == ("p2: busy", "p3: lost")
    new.broken.clear()
    again = imagehosts.copy_album("a", old, new, journal=journal)
    assert len(new.created) == 1
    assert again.album == first.album
    assert [name for (name, _), _ in new.uploads] == ["a_b.png", "p2"]
    # Of the last one nobody knows whether it arrived.
    assert [picture is None for picture in again.pictures] == [False, False, True]
    assert again.problems == (
        "p3: an earlier run was cut off while it was sent; look into the album whether it has"
        " arrived",
    )
    # Another album, or another host, is another copy.
    other = Stub("imgur", "third", old.album)
    imagehosts.copy_album("a", old, other, journal=journal)
    assert (len(other.created), len(other.uploads)) == (1, 3)  # type: ignore[arg-type]


def test_picture_that_another_run_copies_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "j"
    old, new = stubs("imgur", Album("a", "a", "Tahoe", None))
    with Journal(path) as first:
        link = first.link()
        assert link is not None
        for picture in PICTURES[:1]:
            key = key_of(picture.url, "new", new.base_url, {"album": "new"}, picture.id)
            first.claim(Entry(key=key, source="x", host="new", base_url=new.base_url))
        monkeypatch.setattr("imagehosts.sharing.journal.Journal", lambda _: Journal.join(link))
        copied = imagehosts.copy_album("a", old, new, journal=path)
    assert copied.problems[1:] == ("p1: another run is copying it now",)
    assert [picture is None for picture in copied.pictures] == [True, False, False]
    assert not copied.whole
