"""The state: all or nothing, nothing lost, nothing left over."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from imagehosts.emulator.core.blobs import Blobs, chunks, open_blob
from imagehosts.emulator.core.blobs.folder import DirectoryBlobs
from imagehosts.emulator.core.blobs.memory import LARGEST_IN_MEMORY, MemoryBlobs
from imagehosts.emulator.core.blobs.objects import ObjectBlobs
from imagehosts.emulator.core.store import (
    NewFile,
    NewPicture,
    PathTaken,
    Picture,
    Store,
    StoreError,
)
from imagehosts.emulator.domain.albums import Albums

from contracts.support.reporting import each
from contracts.support.s3 import KINDS, S3Place


@pytest.fixture(params=["memory", "directory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "data" if request.param == "directory" else None)
    yield made
    made.close()


def _new(**values: Any) -> NewPicture:
    return NewPicture(
        **{
            "host": "pixbin",
            "kind": "image",
            "name": "a",
            "extension": "png",
            "mime": "image/png",
            "size": 3,
            "width": 1,
            "height": 1,
            "animated": False,
            "duration": 0,
            "md5": "m",
            "original_filename": "a.png",
            "created": 1000.0,
            "dated": 1000.0,
            "address": "10.0.0.1",
            **values,
        }
    )


def _file(path: str, content: bytes = b"abc", role: str = "image") -> NewFile:
    return NewFile(
        path=path,
        role=role,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        mime="image/png",
        width=1,
        height=1,
        content=io.BytesIO(content),
    )


def _read(store: Store, path: str) -> bytes:
    file = store.file(path)
    assert file is not None
    return b"".join(chunks(store.blobs, file.sha256, 0, file.size))


def test_many_pictures_are_read_by_few_statements_each_with_its_own(store: Store) -> None:
    added: list[Picture] = []
    with store.transaction():
        for number in range(300):
            files = [_file(f"/{number}.png"), _file(f"/{number}.th.png", b"small", "thumb")]
            tags = [f"tag {n}" for n in range(number % 3, 0, -1)]
            added.append(store.add_picture(_new(), files[: 1 + number % 2], tags))
    statements: list[str] = []
    store._db.set_trace_callback(statements.append)
    found = store.pictures()
    store._db.set_trace_callback(None)
    assert found == added[::-1]
    assert len(statements) <= 5


def test_what_is_added_is_found_again_in_every_way(store: Store) -> None:
    new = _new(title="T\0é", bits=8)
    files = [_file("/a.png"), _file("/a.th.png", b"small", "thumb")]
    picture = store.add_picture(new, files, ["snow", "ice"])
    assert store.picture(picture.id) == store.picture_by_code(picture.code) == picture
    assert store.picture_by_code(picture.code, "pixbin") == picture
    assert store.picture_by_code(picture.code, "other") is None
    assert store.pictures() == store.pictures(["pixbin"]) == [picture]
    assert store.pictures(["other"]) == store.pictures([]) == []
    assert (store.count_pictures("pixbin"), store.count_pictures("other")) == (1, 0)
    assert (picture.title, picture.tags, picture.bits) == ("T\0é", ("snow", "ice"), 8)
    assert list(picture.files) == ["image", "thumb"]
    assert _read(store, "/a.th.png") == b"small"


def test_list_has_the_requested_length_newest_first(store: Store) -> None:
    for number in range(5):
        store.add_picture(_new(title=str(number), approved=number != 4), [_file(f"/{number}")])
    assert [picture.title for picture in store.pictures(limit=2)] == ["4", "3"]
    assert [picture.title for picture in store.pictures(limit=2, approved=True)] == ["3", "2"]
    assert len(store.pictures(["pixbin", "other"])) == 5


def test_a_path_belongs_to_one_picture_and_a_clash_changes_nothing(store: Store) -> None:
    store.add_picture(_new(), [_file("/a.png")])
    clash = [_file("/b.png", b"new"), _file("/a.png", b"newer", "thumb")]
    with pytest.raises(PathTaken):
        store.add_picture(_new(), clash, ["tag"])
    assert len(store.pictures()) == 1
    assert store.file("/b.png") is None
    assert _read(store, "/a.png") == b"abc"


def test_ids_differ_and_are_never_used_twice(store: Store) -> None:
    codes = set()
    for number in range(200):
        picture = store.add_picture(_new(), [_file(f"/{number}.png")])
        codes.add(picture.code)
        if number % 3 == 0:
            store.delete_picture(picture.id)
    assert len(codes) == 200
    assert all(code.isalnum() for code in codes)


def test_bytes_stay_as_long_as_one_picture_has_them(store: Store) -> None:
    first = store.add_picture(_new(), [_file("/1.png")])
    second = store.add_picture(_new(), [_file("/2.png")])
    assert len(store.blobs.names()) == 1
    assert store.delete_picture(first.id)
    assert not store.delete_picture(first.id)
    assert _read(store, "/2.png") == b"abc"
    store.delete_picture(second.id)
    assert store.blobs.names() == set()
    assert store.file("/2.png") is None


def test_expired_pictures_go_and_others_stay(store: Store) -> None:
    store.add_picture(_new(expires=2000.0), [_file("/1.png")])
    store.add_picture(_new(expires=3000.0), [_file("/2.png")])
    store.add_picture(_new(), [_file("/3.png")])
    assert store.delete_expired(1999.9) == 0
    assert store.delete_expired(2000.0) == 1
    assert store.delete_expired(10_000.0) == 1
    assert [picture.files["image"].path for picture in store.pictures()] == ["/3.png"]


def test_uploads_are_counted_by_host_address_and_time(store: Store) -> None:
    store.add_picture(_new(created=1000.0, md5="x"), [_file("/1.png")])
    store.add_picture(_new(created=2000.0, md5="y", source_md5="z"), [_file("/2.png")])
    assert store.count_uploads("pixbin", "10.0.0.1", 500) == 2
    assert store.count_uploads("pixbin", "10.0.0.1", 1500) == 1
    assert store.count_uploads("pixbin", "10.0.0.2", 500) == 0
    assert store.count_uploads("other", "10.0.0.1", 500) == 0
    for md5, since, known in (("x", 500, True), ("x", 1500, False), ("z", 1500, True)):
        assert store.has_upload("pixbin", "10.0.0.1", since, md5) is known


def test_clearing_leaves_nothing(store: Store) -> None:
    albums = Albums(store)
    albums.ensure("pixbin", "A1", 0, owner="key")
    first = store.add_picture(_new(), [_file("/1.png")], ["tag"])
    store.clear()
    assert store.pictures() == []
    assert store.blobs.names() == set()
    assert albums.by_code("pixbin", "A1") is None
    assert store.add_picture(_new(), [_file("/1.png")]).code == first.code


def test_many_threads_add_and_delete_without_losing_bytes(store: Store) -> None:
    """Equal bytes are added and deleted at once; whatever is listed can be read."""
    failures: list[Exception] = []

    def work(thread: int) -> None:
        try:
            for number in range(15):
                path = f"/{thread}-{number}.png"
                picture = store.add_picture(_new(), [_file(path, b"shared")])
                assert _read(store, path) == b"shared"
                if number % 2:
                    store.delete_picture(picture.id)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.pictures()) == 6 * 8
    for picture in store.pictures():
        assert _read(store, picture.files["image"].path) == b"shared"


def test_bytes_that_a_deletion_swept_in_between_are_put_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = store.blobs.put
    puts: list[str] = []

    def put_and_lose(sha256: str, source: io.BytesIO) -> None:
        put(sha256, source)
        puts.append(sha256)
        if len(puts) == 1:
            store.blobs.remove(sha256)

    monkeypatch.setattr(store.blobs, "put", put_and_lose)
    store.add_picture(_new(), [_file("/1.png")])
    assert _read(store, "/1.png") == b"abc"


# In a directory


def test_a_directory_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    first = Store(tmp_path, salt="one")
    picture = first.add_picture(_new(), [_file("/1.png")], ["tag"])
    first.close()
    again = Store(tmp_path, salt="another")
    assert again.pictures() == [picture]
    assert _read(again, "/1.png") == b"abc"
    assert again.add_picture(_new(), [_file("/2.png")]).code != picture.code
    again.close()


def test_a_copy_taken_while_it_runs_is_whole(tmp_path: Path) -> None:
    """What is on disk after every call is what a killed process leaves behind."""
    store = Store(tmp_path / "live")
    for number in range(5):
        store.add_picture(_new(), [_file(f"/{number}.png", bytes([number]) * 100)])
        shutil.copytree(tmp_path / "live", tmp_path / f"copy{number}")
    store.delete_picture(store.pictures()[0].id)
    store.close()
    for number in range(5):
        copy = Store(tmp_path / f"copy{number}")
        assert len(copy.pictures()) == number + 1
        for at in range(number + 1):
            assert _read(copy, f"/{at}.png") == bytes([at]) * 100
        copy.close()


def test_what_a_killed_process_left_half_done_is_swept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add_picture(_new(), [_file("/1.png")])
    orphan = hashlib.sha256(b"orphan").hexdigest()
    store.blobs.put(orphan, io.BytesIO(b"orphan"))
    store.close()
    half = tmp_path / "blobs" / "incoming" / f"{orphan}.{'0' * 16}.part"
    half.write_bytes(b"written")
    again = Store(tmp_path)
    assert not again.blobs.has(orphan)
    assert len(again.blobs.names()) == 1
    assert list((tmp_path / "blobs" / "incoming").iterdir()) == []
    assert _read(again, "/1.png") == b"abc"
    again.close()


def test_bytes_of_a_deletion_that_was_cut_short_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    kept, _ = (store.add_picture(_new(), [_file(f"/{n}.png", b"x" * n)]) for n in (1, 2))
    with monkeypatch.context() as killed:  # committed, and not a step further
        killed.setattr(store.blobs, "remove", lambda *names: sys.exit())
        with pytest.raises(SystemExit):
            store.delete_picture(store.pictures()[0].id)
    store.close()
    again = Store(tmp_path)
    assert again.blobs.names() == {kept.files["image"].sha256}
    again.close()


def test_bytes_whose_note_was_left_are_kept_and_the_note_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    monkeypatch.setattr(store.blobs, "settle", lambda names: None)
    picture = store.add_picture(_new(), [_file("/1.png")])
    store.close()
    for _ in range(2):
        again = Store(tmp_path)
        assert again.blobs.names() == {picture.files["image"].sha256}
        assert again.blobs.unsettled() == set()
        again.close()


def test_a_directory_is_used_by_one_process_at_a_time(tmp_path: Path) -> None:
    first = Store(tmp_path)
    with pytest.raises(StoreError, match="in use by another emulator"):
        Store(tmp_path)
    first.close()
    Store(tmp_path).close()


def test_file_that_is_not_a_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "emulator.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="no database of the emulator"):
        Store(tmp_path)


# Blobs


@pytest.fixture(params=["memory", "directory", *KINDS])
def blobs(
    request: pytest.FixtureRequest, tmp_path: Path, use_s3: Callable[[str], S3Place]
) -> Iterator[Blobs]:
    if request.param in KINDS:
        made: Blobs = ObjectBlobs(use_s3(request.param).address)
    else:
        made = MemoryBlobs() if request.param == "memory" else DirectoryBlobs(tmp_path)
    yield made
    made.close()


@each("size", [0, 1, LARGEST_IN_MEMORY, LARGEST_IN_MEMORY + 1, 12_000_000])
def test_blobs_of_any_size_are_read_in_parts(blobs: Blobs, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    name = hashlib.sha256(content).hexdigest()
    source = io.BytesIO(content)
    source.seek(min(3, size))
    blobs.put(name, source)
    blobs.put(name, io.BytesIO(b"not looked at again"))
    assert blobs.has(name)
    assert b"".join(chunks(blobs, name, 0, size)) == content
    assert blobs.read(name, size // 2, 10) == content[size // 2 : size // 2 + 10]
    assert blobs.read(name, size, 10) == b""
    assert blobs.read(name, max(0, size - 3), 10) == content[-3:]
    reader = open_blob(blobs, name, size)
    assert reader.read() == content
    reader.seek(-min(5, size), io.SEEK_END)
    assert reader.read() == content[max(0, size - 5) :]
    blobs.remove(name, name)
    blobs.remove(name)
    assert not blobs.has(name)
    with pytest.raises(KeyError):
        blobs.read(name, 0, 1)
