"""Many pictures: order, bounds, journals, what is in doubt, history, albums."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import imagehosts
import pytest
from imagehosts.core.errors import InvalidArgument
from imagehosts.emulator import Emulator
from imagehosts.sharing.batch import Outcome, Progress
from imagehosts.sharing.database import DatabaseError
from imagehosts.sharing.history import History
from imagehosts.sharing.journal import Journal
from imagehosts.sharing.uploaded import Uploaded

from contracts.sharing.conftest import account
from contracts.support.emulated import png
from contracts.support.fault_proxy import FaultProxy
from contracts.support.reporting import report_all


def pictures(count: int) -> list[Any]:
    return [(f"{number}.png", png(20 + number, 10)) for number in range(count)]


def many(*given: Any, **options: Any) -> list[Outcome]:
    return asyncio.run(imagehosts.upload_many(*given, **options))


def test_results_come_in_order_and_one_failure_fails_alone(
    address: str, emulator: Emulator
) -> None:
    sources = pictures(8)
    sources[3] = "no-such-file.png"
    told: list[tuple[int, str]] = []
    steps: list[Progress] = []
    outcomes = many(
        sources,
        to="imgur",
        at_once=3,
        details=lambda index: {"title": f"picture {index}"},
        on_outcome=lambda index, outcome: told.append((index, outcome.source)),
        on_progress=steps.append,
    )
    names = [f"{number}.png" if number != 3 else "no-such-file.png" for number in range(8)]
    assert [outcome.source for outcome in outcomes] == names
    assert told == list(enumerate(names))
    assert [outcome.uploaded is None for outcome in outcomes].index(True) == 3
    assert isinstance(outcomes[3].error, InvalidArgument)
    titles = [each.uploaded.title for each in outcomes if each.uploaded]
    assert titles == [f"picture {number}" for number in range(8) if number != 3]
    assert sum(step.finished for step in steps) == 8
    assert max(step.done for step in steps) == 8


def test_second_run_with_a_journal_sends_only_what_is_missing(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    first = many(pictures(4), to="imgur", journal=journal)
    second = many(pictures(6), to="imgur", journal=journal)
    assert [each.attempts[0].resumed for each in second] == [True] * 4 + [False] * 2
    assert [each.uploaded for each in second][:4] == [each.uploaded for each in first]
    # Another host, other details, and the same picture twice are other uploads.
    many(pictures(1), to="imgbb", journal=journal)
    many(pictures(1), to="imgur", details={"title": "x"}, journal=journal)
    many([*pictures(1), *pictures(1)], to="imgur", journal=journal)
    assert len(emulator.pictures) == 6 + 3
    assert journal.stat().st_mode & 0o077 == 0


def test_file_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "text", tmp_path / "other.db"
    text.write_text("not a database, and long enough to be looked at\n" * 100)
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE mine(x)")
    database.close()
    before = {path: path.read_bytes() for path in (text, other)}
    with report_all() as case:
        for path in (text, other, tmp_path):
            for kind in (Journal, History):
                with case(f"{kind.__name__} {path.name}"), pytest.raises(DatabaseError):
                    kind(path)
    assert {path: path.read_bytes() for path in before} == before


def test_lost_pictures_that_are_alike_each_find_their_own(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    login = account(emulator, "imgur")
    proxy = FaultProxy(address, ["lose", "lose", "pass"])
    with proxy.serve() as url:
        options = {"imgur": {**login, "base_url": f"{url}/3"}}
        sources = [("a.png", png()), ("b.png", png()), ("c.png", png())]
        settings: dict[str, Any] = {
            "to": "imgur",
            "journal": tmp_path / "j",
            "client_options": options,
            "at_once": 1,
        }
        first = many(sources, **settings)
        assert [each.uploaded is None for each in first] == [True, True, False]
        second = many(sources, **settings)
    found = [each.uploaded.url for each in second if each.uploaded]
    assert (len(found), len(set(found)), len(emulator.pictures)) == (3, 3, 3)


def test_batch_is_mirrored_and_falls_back(address: str, emulator: Emulator, tmp_path: Path) -> None:
    down = {"imges": {"base_url": "http://127.0.0.1:9/x", "max_retries": 0}}
    outcomes = many(pictures(3), to=["imges", "imgur"], client_options=down, journal=tmp_path / "a")
    assert [[each.host for each in outcome.attempts] for outcome in outcomes] == [
        ["imges", "imgur"]
    ] * 3
    assert all(outcome.error is None for outcome in outcomes)
    outcomes = many(pictures(3), to=["imges", "imgur"], strategy="mirror", client_options=down)
    assert all(outcome.error is not None and outcome.uploaded for outcome in outcomes)
    assert Counter(picture.host for picture in emulator.pictures) == {"imgur": 6}


def test_history_finds_content_and_links_until_they_are_deleted(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    with History(tmp_path / "history") as history:
        (first,) = many(pictures(1), to="imgur", history=history, reuse=True)
        (again,) = many(pictures(1), to="imgur", history=history, reuse=True)
        assert first.uploaded is not None
        assert again.uploaded is not None
        assert (again.uploaded.reused, again.uploaded.url) == (True, first.uploaded.url)
        assert len(emulator.pictures) == 1
        for link in (first.uploaded.url, first.uploaded.page_url, first.uploaded.delete):
            record = history.find_link(link or "")
            assert record is not None
        history.mark_deleted(record.id)
        assert history.find_link(first.uploaded.url or "") is None
        (third,) = many(pictures(1), to="imgur", history=history, reuse=True)
        assert third.uploaded is not None
        assert third.uploaded.reused is False


def test_answer_with_broken_unicode_is_kept(tmp_path: Path) -> None:
    odd = Uploaded(
        source="a\udcff.png", host="h", url="http://h.example/\ud83d", answer={"title": "\ud83d"}
    )
    with History(tmp_path / "history") as history:
        number = history.add(odd)
        record = history.get(number)
        assert record is not None
        assert record.uploaded.answer == {"title": "\ud83d"}


def test_copied_album_goes_on_where_it_was_cut_off(
    address: str, emulator: Emulator, tmp_path: Path
) -> None:
    with imagehosts.open_host("imageshack") as old, imagehosts.open_host("imgur") as new:
        client: Any = old.client
        album = client.albums.create("Tahoe", description="Lakes")
        for number in range(4):
            old.upload(
                (f"{number}.png", png(20 + number, 10)), album=album.id, title=f"picture {number}"
            )
        order = [
            picture.title for picture in imagehosts.sharing.albums.albums_of(old).pictures(album.id)
        ]

        class Cut(Exception):
            pass

        def cut(number: int, count: int) -> None:
            assert count == 4
            if number == 2:
                raise Cut

        with pytest.raises(Cut):
            imagehosts.copy_album(album.id, old, new, journal=tmp_path / "j", on_picture=cut)
        stored = len(emulator.pictures)
        copied = imagehosts.copy_album(album.id, old, new, journal=tmp_path / "j")
        assert (copied.whole, len(emulator.pictures)) == (True, stored + 2)
        assert [picture.title for picture in copied.pictures if picture] == order
        theirs: Any = new.client
        found = theirs.albums.get(copied.album.id)
        assert (found.title, found.description) == ("Tahoe", "Lakes")
        assert [image.title for image in found.images] == order


def test_album_says_what_the_other_host_cannot_hold(address: str, emulator: Emulator) -> None:
    login = account(emulator, "imgur")
    with (
        imagehosts.open_host("imgur", **login) as old,
        imagehosts.open_host("imageshack") as new,
        imagehosts.open_host("imges") as neither,
    ):
        client: Any = old.client
        album = client.albums.create(title="Tahoe", description="x" * 300)
        old.upload(png(), album=album.id, title="Dawn")
        copied = imagehosts.copy_album(album.id, old, new)
        assert copied.problems == ("the description of the album was cut to 200 characters",)
        assert [picture.title for picture in copied.pictures if picture] == ["Dawn"]
        with pytest.raises(InvalidArgument, match="imges has no calls for albums"):
            imagehosts.copy_album(album.id, old, neither)
