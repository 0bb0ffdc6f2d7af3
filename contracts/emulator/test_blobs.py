"""Pictures in buckets of S3 and in folders of their own, apart from the database.

The servers are other people's: moto's, and nanio, which refuses what is not signed.
"""

from __future__ import annotations

import errno
import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from time import sleep, time
from typing import Any

import pytest
from imagehosts.emulator import Emulator, EmulatorConfig
from imagehosts.emulator.core import removals, store
from imagehosts.emulator.core.blobs import ABANDONED, BlobError, Blobs, Notes
from imagehosts.emulator.core.blobs.folder import DirectoryBlobs
from imagehosts.emulator.core.blobs.objects import ObjectBlobs
from imagehosts.emulator.core.removals import STALE
from imagehosts.emulator.core.store import NewFile, StoreError

from contracts.support.databases import MakeDatabase
from contracts.support.emulated import ME, EmulatorClient, gif, jpeg, png
from contracts.support.reporting import each, report_all
from contracts.support.s3 import KINDS, S3Place, UseS3, running


@pytest.fixture
def there(tmp_path: Path, s3_place: S3Place) -> dict[str, Any]:
    """Settings of an emulator with its pictures in a bucket."""
    return {"data": tmp_path / "data", "blobs": s3_place.address}


def needed(emulator: Emulator) -> set[str]:
    """The blobs that pictures refer to."""
    return {file.sha256 for one in emulator.pictures for file in one.files.values()}


def test_a_picture_is_kept_in_a_bucket_and_served_in_parts(there: dict[str, Any]) -> None:
    content = jpeg(900, 700) + bytes(2_500_000)  # so that it comes in several pieces
    with Emulator(**there) as emulator:
        client = EmulatorClient(emulator)
        path = client.image(content, "big.jpg", "image/jpeg")["url"].partition("8765")[2]
        assert client.get(path).content == content
        part = client.get(path, headers={"Range": "bytes=1048570-1048580"})
        assert (part.status_code, part.content) == (206, content[1048570:1048581])
        last = client.get(path, headers={"Range": "bytes=-5"})
        assert last.content == content[-5:]
        assert client.request("HEAD", path).headers["content-length"] == str(len(content))
        assert emulator.read(path) == content
        assert len(emulator.services.store.blobs.names()) == len(needed(emulator)) >= 2
    assert not (there["data"] / "blobs").exists()
    with Emulator(**there) as again:
        assert EmulatorClient(again).get(path).content == content
        assert again.internal_errors == []


def test_blobs_in_a_bucket_go_when_nothing_refers_to_them(there: dict[str, Any]) -> None:
    with Emulator(**there) as emulator:
        client, blobs = EmulatorClient(emulator), emulator.services.store.blobs
        first, second = client.image(png(30, 30)), client.image(png(30, 30))
        other = client.image(gif())
        assert first["url"] != second["url"]
        shared = hashlib.sha256(png(30, 30)).hexdigest()
        for image, is_left in ((first, True), (second, False)):
            client.get(image["delete_url"])
            assert emulator.services.store.finish_removals()
            assert blobs.has(shared) == is_left
        assert blobs.names() == needed(emulator)
        assert client.get(other["url"]).content == gif()
        emulator.reset()
        assert emulator.services.store.finish_removals()
        assert blobs.names() == set()
        assert emulator.internal_errors == []


def test_what_a_crash_left_in_a_bucket_goes_and_nothing_else(
    there: dict[str, Any], s3_place: S3Place
) -> None:
    with Emulator(**there) as emulator:
        EmulatorClient(emulator).image(png(20, 20))
        kept = needed(emulator)
        blobs = emulator.services.store.blobs
        left = hashlib.sha256(b"left").hexdigest()
        blobs.put(left, io.BytesIO(b"left"))  # and killed before anything refers to it
    with Emulator(**there) as again:
        assert again.services.store.finish_removals()
        assert again.services.store.blobs.names() == kept
    strange = ObjectBlobs(f"s3://{s3_place.bucket}/some")
    strange.put(left, io.BytesIO(b"left"))  # somebody else's, in the same bucket
    with Emulator(**there):
        assert strange.has(left)
    strange.close()


def test_removals_that_fail_are_made_up_for_at_the_next_start(
    there: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Emulator(**there) as emulator:
        client = EmulatorClient(emulator)
        image, blobs = client.image(png(20, 20)), emulator.services.store.blobs
        monkeypatch.setattr(blobs, "_delete", _fail)
        assert client.get(image["delete_url"]).status_code in (200, 301)
        assert not emulator.services.store.finish_removals(0.1)
        assert emulator.pictures == []
        assert len(blobs.names()) > 0
        assert client.get("/_emulator/health").json()["to_remove"] > 0
        assert emulator.internal_errors == []
    assert caplog.text.count("the network is gone; what is unused is removed later") == 1
    with Emulator(**there) as again:
        assert again.services.store.finish_removals()
        assert again.services.store.blobs.names() == set()
        assert EmulatorClient(again).get("/_emulator/health").json()["to_remove"] == 0


def test_removals_that_fail_are_tried_again(
    there: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removals, "_SOON", 0.05)
    with Emulator(**there) as emulator:
        client, blobs = EmulatorClient(emulator), emulator.services.store.blobs
        image, other = client.image(png(20, 20)), client.image(png(21, 20))
        with monkeypatch.context() as broken:
            broken.setattr(blobs, "_delete", _fail)
            client.get(image["delete_url"])
            assert not emulator.services.store.finish_removals(0.2)
        client.get(other["delete_url"])
        assert emulator.services.store.finish_removals()
        assert blobs.names() == set()


def test_nobody_waits_for_a_removal_but_who_stores_the_same_bytes(
    there: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    with Emulator(**there) as emulator, ThreadPoolExecutor(1) as pool:
        client, blobs = EmulatorClient(emulator), emulator.services.store.blobs
        remove = blobs.remove

        def hang(*names: str) -> None:
            begun.set()
            may_end.wait(30)
            remove(*names)

        monkeypatch.setattr(blobs, "remove", hang)
        image, kept = client.image(png(20, 20)), client.image(png(21, 20))
        assert client.get(image["delete_url"]).status_code in (200, 301)
        assert begun.wait(10)
        assert client.get(image["url"]).status_code == 404
        assert client.get(kept["url"]).content == png(21, 20)
        assert client.get(client.image(png(22, 20))["url"]).content == png(22, 20)
        same = pool.submit(client.image, png(20, 20))
        with pytest.raises(TimeoutError):
            same.result(0.5)
        assert client.get(client.image(png(23, 20))["url"]).content == png(23, 20)
        may_end.set()
        assert client.get(same.result(10)["url"]).content == png(20, 20)
        assert emulator.services.store.finish_removals()
        assert client.get(same.result()["url"]).content == png(20, 20)
        assert emulator.internal_errors == []


def test_marks_of_a_process_that_was_killed_count_no_longer(there: dict[str, Any]) -> None:
    with Emulator(**there) as emulator:
        client, store = EmulatorClient(emulator), emulator.services.store
        image = client.image(png(20, 20))
        assert store.removals is not None
        store.removals.close()  # from here on it does nothing, as if it were killed
        client.get(image["delete_url"])
        names = sorted(store.blobs.names())
        assert store.removals.mark(names, {}, time(), 0) == (names, [])
    with Emulator(**there) as again:
        assert again.services.store.finish_removals()
        assert again.services.store.blobs.names() == set()
        assert EmulatorClient(again).upload(png(20, 20)).status_code == 200


def _fail(paths: list[str]) -> None:
    raise OSError("the network is gone")


def test_a_bucket_that_cannot_be_used_is_named_at_the_start(
    tmp_path: Path, s3_place: S3Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"data": tmp_path / "data"}
    with report_all() as case:
        with case("no bucket"), pytest.raises(StoreError, match="s3://nowhere-1/p cannot be rea"):
            Emulator(**where, blobs="s3://nowhere-1/p")
        with case("no server"), pytest.raises(StoreError, match="cannot be reached"):
            Emulator(**where, blobs=s3_place.address, blobs_endpoint="http://127.0.0.1:9")
        with case("another server by the environment"), monkeypatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
            endpoint = s3_place.server.endpoint
            with pytest.raises(StoreError, match="unset AWS_ENDPOINT_URL_S3"):
                Emulator(**where, blobs=s3_place.address, blobs_endpoint=endpoint)
        with case("by the setting alone"), monkeypatch.context() as patch:
            patch.delenv("AWS_ENDPOINT_URL")
            endpoint = s3_place.server.endpoint
            Emulator(
                data=tmp_path / "b", blobs=f"s3://{s3_place.bucket}", blobs_endpoint=endpoint
            ).close()
        with case("another database"):
            Emulator(**where, blobs=s3_place.address).close()
            with pytest.raises(StoreError, match="belong to another database"):
                Emulator(data=tmp_path / "other", blobs=s3_place.address)
        with case("lost"):
            with Emulator(**where, blobs=s3_place.address) as emulator:
                EmulatorClient(emulator).image()
            with pytest.raises(StoreError, match="are lost"):
                Emulator(**where, blobs=f"s3://{s3_place.bucket}/elsewhere")
        with case("no database"), pytest.raises(StoreError, match="--database"):
            Emulator(blobs=s3_place.address)


def test_a_wrong_secret_is_refused_and_never_shown(
    tmp_path: Path, use_s3: UseS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = use_s3("nanio")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2hunter2")
    with pytest.raises(StoreError, match="cannot be reached") as said:
        Emulator(data=tmp_path / "data", blobs=place.address)
    assert "hunter2" not in str(said.value)


def test_a_bucket_that_goes_away_leaves_only_what_was_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(running(KINDS["nanio"]))
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        where = {"data": tmp_path / "data", "blobs": f"s3://{server.bucket()}"}
        emulator = stack.enter_context(Emulator(**where))
        client = EmulatorClient(emulator)
        first, second = client.image(png(20, 20)), client.image(png(21, 20))
        server.stop()
        assert client.upload(png(30, 30)).status_code >= 400
        assert len(emulator.pictures) == 2, "what has no bytes has no row"
        assert "cannot be reached" in str(emulator.internal_errors[-1])
        assert client.get(first["delete_url"]).status_code in (200, 301)
        assert [picture.width for picture in emulator.pictures] == [21]
        assert client.get("/_emulator/health").status_code == 200
        assert client.get(f"{ME}?key=k&source={second['url']}").status_code != 200


ADDRESSES = {
    "": "s3://bucket/prefix or file:///folder",
    "/srv/pictures": "s3://bucket/prefix or file:///folder",
    "gs://bucket/a": "s3://bucket/prefix or file:///folder",
    "s3://": "is not the name of a bucket",
    "s3://B/p": "is not the name of a bucket",
    "s3://key:hunter2@bucket/p": "AWS_SECRET_ACCESS_KEY",
    "s3://bucket/p?region=x": "no \\? and no #",
    "file://srv/pictures": "three slashes",
    "file:///": "three slashes",
    "s3://[bucket/p": "s3://bucket/prefix or file:///folder",
}


@each("address", ADDRESSES)
def test_an_invalid_address_is_refused_with_what_to_write(address: str) -> None:
    with pytest.raises(ValueError, match=ADDRESSES[address]) as said:
        EmulatorConfig(blobs=address)
    assert "hunter2" not in str(said.value)


def test_a_folder_of_its_own_keeps_pictures_and_refuses_strange_ones(tmp_path: Path) -> None:
    where = {"data": tmp_path / "data", "blobs": (tmp_path / "my pictures").as_uri()}
    with Emulator(**where) as emulator:
        path = EmulatorClient(emulator).image(png(20, 20))["url"].partition("8765")[2]
    assert not (tmp_path / "data" / "blobs").exists()
    assert len(DirectoryBlobs(tmp_path / "my pictures").names()) >= 1
    with Emulator(**where) as again:
        assert EmulatorClient(again).get(path).content == png(20, 20)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("x")
    with pytest.raises(StoreError, match=r"holds mine\.txt"):
        Emulator(data=tmp_path / "b", blobs=(tmp_path / "notes").as_uri())
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["mine.txt"]


@pytest.fixture
def two(made_database: MakeDatabase, s3_place: S3Place) -> Iterator[tuple[Emulator, Emulator]]:
    """Two emulators over one database and one bucket, with no folder."""
    with ExitStack() as stack:
        where = {"database": stack.enter_context(made_database()), "blobs": s3_place.address}
        one, other = (stack.enter_context(Emulator(**where)) for _ in range(2))
        yield one, other
        assert one.internal_errors == other.internal_errors == []


def test_two_machines_share_a_database_and_a_bucket(two: tuple[Emulator, Emulator]) -> None:
    here, there = map(EmulatorClient, two)
    image = here.image(png(20, 20))
    path = image["url"].partition("8765")[2]
    assert there.get(path).content == png(20, 20)
    assert there.get(image["delete_url"]).status_code in (200, 301)
    assert here.get(path).status_code == 404
    # What one has let go of and forgotten, the other puts there again.
    again = here.image(png(20, 20))["url"].partition("8765")[2]
    assert there.get(again).content == png(20, 20)
    taken = two[1].snapshot()
    two[0].reset()
    assert two[0].services.store.finish_removals()
    assert two[1].services.store.blobs.names() == set()
    two[1].restore(taken)
    assert here.get(again).content == png(20, 20)


def test_marks_of_another_machine_count_until_they_are_stale(
    two: tuple[Emulator, Emulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = EmulatorClient(two[0])
    image = client.image(png(20, 20))
    alive, dead = (each.services.store.removals for each in two)
    assert alive is not None
    assert dead is not None
    sums = sorted(two[0].services.store.blobs.names())
    assert dead.mark(sums, {}, time(), 0) == ([], []), "what is needed is not marked"
    for one in (alive, dead):
        one.close()  # from here on nothing removes
    client.get(image["delete_url"])
    now = time()
    assert dead.mark(sums, {}, now, now - STALE) == (sums, [])
    assert alive.mark(sums, {}, now, now - STALE) == ([], sums)
    monkeypatch.setattr(store, "_PATIENCE", 0.1)
    same = NewFile("/a.png", "image", sums[0], 1, "image/png", 20, 20, io.BytesIO())
    with pytest.raises(BlobError, match="still being removed"):
        two[0].services.store.put_files([same])
    late = dict.fromkeys(sums, now)
    assert dead.mark(sums, late, now - STALE - 1, 0) == (sums, []), "one's own mark may be renewed"
    assert client.upload(png(20, 20)).status_code == 200
    assert alive.mark(sums, {}, now, now - STALE) == ([], [])


def test_equal_bytes_that_come_and_go_at_once_are_never_lost(
    two: tuple[Emulator, Emulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On two machines, each with two clients that upload three pictures and delete them."""

    def slowly(remove: Callable[..., None], *names: str) -> None:
        sleep(0.03)  # so that others are at it between the mark and the removal
        remove(*names)

    for emulator in two:
        blobs = emulator.services.store.blobs
        monkeypatch.setattr(blobs, "remove", partial(slowly, blobs.remove))

    def come_and_go(number: int) -> list[tuple[str, bytes]]:
        client, chance = EmulatorClient(two[number % 2]), Random(number)
        left: list[tuple[str, bytes]] = []
        for _ in range(12):
            content = png(chance.choice((20, 21, 22)), 20)
            image = client.image(content)
            path = image["url"].partition("8765")[2]
            assert client.get(path).content == content
            if chance.random() < 0.8:
                assert client.get(image["delete_url"]).status_code in (200, 301)
            else:
                left.append((path, content))
        return left

    with ThreadPoolExecutor(4) as pool:
        left = [each for found in pool.map(come_and_go, range(4)) for each in found]
    assert all(each.services.store.finish_removals() for each in two)
    assert len(left) > 4
    for path, content in left:
        assert EmulatorClient(two[0]).get(path).content == content
    assert two[0].services.store.blobs.names() == needed(two[0])


def test_notes_of_others_stay_while_they_may_be_at_it(tmp_path: Path) -> None:
    """One that is killed after the blob was looked at leaves a note for the next start."""
    name, now = "a" * 64, 10 * ABANDONED
    notes = Notes[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("imagehosts.emulator.core.blobs.time", lambda: now)
        notes.find(name, "young", now - 1)
        notes.find(name, "old", now - 2 * ABANDONED)
        notes.add(name, "own")
        assert notes.names() == {name}
        assert notes.take([name]) == ["own", "old"]
        assert notes.names() == set()


def test_a_blob_that_another_machine_removed_is_missed(s3_place: S3Place) -> None:
    here, there = (ObjectBlobs(s3_place.address) for _ in range(2))
    blobs: tuple[Blobs, ...] = (here, there)
    name = hashlib.sha256(b"abc").hexdigest()
    here.put(name, io.BytesIO(b"abc"))
    assert there.is_known(name, 3) is None
    assert there.is_whole(name, 3)
    assert there.is_known(name, 3)
    assert not there.is_known(name, 4)
    here.remove(name)
    with pytest.raises(KeyError):
        there.read(name, 0, 3)
    assert not there.is_whole(name, 3)
    there.put(name, io.BytesIO(b"abc"))
    assert here.read(name, 1, 100) == b"bc"
    for one in blobs:
        one.close()


def test_blob_that_another_process_removes_meanwhile_is_put_again(tmp_path: Path) -> None:
    one, other = DirectoryBlobs(tmp_path, shared=True), DirectoryBlobs(tmp_path, shared=True)
    content = b"picture" * 100
    sha256 = hashlib.sha256(content).hexdigest()
    is_over = threading.Event()

    def remove() -> None:
        while not is_over.is_set():
            other.remove(sha256)

    with ThreadPoolExecutor(1) as threads:
        removing = threads.submit(remove)
        try:
            for _ in range(400):
                one.put(sha256, io.BytesIO(content))
        finally:
            is_over.set()
        removing.result()
    one.put(sha256, io.BytesIO(content))
    assert one.read(sha256, 0, len(content)) == content


def test_a_full_disk_is_reported_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(errno.ENOSPC, "No space left on device")

    blobs = DirectoryBlobs(tmp_path)
    name = hashlib.sha256(b"a").hexdigest()
    with pytest.raises(OSError, match="No space left") as caught:
        blobs.put(name, Full(b"a"))
    assert caught.value.errno == errno.ENOSPC
    assert not blobs.has(name)
    assert list((tmp_path / "incoming").iterdir()) == []
    blobs.put(name, io.BytesIO(b"a"))
    assert blobs.read(name, 0, 1) == b"a"
