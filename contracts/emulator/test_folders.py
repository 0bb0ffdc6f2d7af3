"""The directory of ``--data``, in every state in which somebody may hand it over.

What is not the emulator's, or is damaged, is refused with a sentence and stays as it is; nothing is
removed that this database did not write.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator, EmulatorConfig
from imagehosts.emulator.core.folder import StoreError

from contracts.support.emulated import EmulatorClient, png
from contracts.support.reporting import each, report_all

CONTENT = png(33, 22)
posix = pytest.mark.skipif(os.name != "posix", reason="needs links and pipes of POSIX")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a picture in it, to be damaged in copies."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    with Emulator(data=folder) as emulator:
        EmulatorClient(emulator).image(CONTENT)
    return folder


def _blob(folder: Path) -> Path:
    name = hashlib.sha256(CONTENT).hexdigest()
    return folder / "blobs" / name[:2] / name


def _sql(*statements: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        db = sqlite3.connect(folder / "emulator.db")
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()

    return change


def _write(name: str, content: bytes = b"something") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return change


def _remove(*names: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for name in names:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return change


def _replace(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        if path.exists():
            path.rename(folder.parent / "elsewhere")
        make(path)

    return change


def _garble(start: int, stop: int | None = None) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "emulator.db"
        content = path.read_bytes()
        end = len(content) if stop is None else stop
        path.write_bytes(content[:start] + b"\x5a" * (end - start) + content[end:])

    return change


def _cut(size: int) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / "emulator.db", size)


def _link_out(path: Path) -> None:
    path.symlink_to(path.parent.parent / "elsewhere")


def _foreign_database(folder: Path) -> None:
    (folder / "emulator.db").unlink()
    _sql("CREATE TABLE note (text TEXT)", "INSERT INTO note VALUES ('mine')")(folder)


def _other_owner(folder: Path) -> None:
    (folder / "blobs" / "database").write_text("another\n")


#: How a directory with a picture is damaged, and words of what is said then.
DAMAGED: dict[str, tuple[Callable[[Path], None], str]] = {
    "no database": (_remove("emulator.db"), "lost or empty"),
    "an empty database": (_write("emulator.db", b""), "lost or empty"),
    "a database of text": (_write("emulator.db", b"hello\n" * 2000), "no database of the emulator"),
    "a database of zeros": (_write("emulator.db", bytes(8192)), "no database of the emulator"),
    "a database cut in the first page": (_cut(100), "emulator.db"),
    "a database cut in the middle": (_cut(20_480), "damaged"),
    "a garbled first page": (_garble(100, 4096), "emulator.db"),
    "a garbled header": (_garble(0, 16), "no database of the emulator"),
    "garbled pages": (_garble(8192), "damaged"),
    "a database that is a directory": (_replace("emulator.db", Path.mkdir), "is not a file"),
    "a database that is a link": (_replace("emulator.db", _link_out), "is a link"),
    "a database that is a link to nothing": (
        _replace("emulator.db", lambda path: path.symlink_to("nowhere")),
        "is a link",
    ),
    "a database that is a pipe": (_replace("emulator.db", os.mkfifo), "is not a file"),
    "somebody else's database": (_foreign_database, "of something else"),
    "no table of pictures": (_sql("DROP TABLE picture"), "damaged"),
    "no table of files": (_sql("DROP TABLE file"), "its table file lacks"),
    "no table of users": (_sql("DROP TABLE user"), "its table user lacks"),
    "no table of versions": (_sql("DROP TABLE meta"), "table meta is missing"),
    "no table of a host": (_sql("DROP TABLE gallery_file"), "its table gallery_file lacks"),
    "no column": (_sql("ALTER TABLE picture DROP COLUMN exif"), "its table picture lacks exif"),
    "a table by another name": (
        _sql("ALTER TABLE album RENAME TO albums"),
        "its table album lacks",
    ),
    "a later version": (
        _sql("UPDATE meta SET value = '99' WHERE name = 'schema shared'"),
        "another version",
    ),
    "a version that is no number": (
        _sql("UPDATE meta SET value = 'x' WHERE name = 'schema shared'"),
        "damaged",
    ),
    "no blobs": (_remove("blobs"), "are lost"),
    "blobs that are a file": (_replace("blobs", lambda p: p.write_bytes(b"x")), "not a directory"),
    "blobs that are a link": (_replace("blobs", _link_out), "not a directory"),
    "blobs of another database": (_other_owner, "belong to another database"),
    "an owner that is a directory": (_replace("blobs/database", Path.mkdir), "is not a file"),
    "incoming that is a file": (
        _replace("blobs/incoming", lambda path: path.write_bytes(b"x")),
        "is not a directory",
    ),
    "incoming that is a link": (_replace("blobs/incoming", _link_out), "is not a directory"),
    "a log that is a directory": (
        lambda folder: (folder / "emulator.db-wal").mkdir(),
        "emulator.db",
    ),
}


def _tree(folder: Path) -> dict[str, object]:
    """All that is there, links not followed."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = os.readlink(path)
        elif path.is_file() and not name.startswith("emulator.db"):
            found[name] = path.read_bytes()
        else:
            found[name] = path.is_dir()
    return {name: what for name, what in found.items() if not name.endswith(("-wal", "-shm"))}


@posix
def test_what_is_damaged_is_refused_with_a_sentence(whole: Path, tmp_path: Path) -> None:
    with report_all(least=30) as case:
        for number, (name, (damage, words)) in enumerate(DAMAGED.items()):
            folder = tmp_path / str(number) / "data"
            shutil.copytree(whole, folder)
            with case(name):
                damage(folder)
                before = _tree(folder)
                with pytest.raises(StoreError) as caught:
                    Emulator(data=folder)
                text = str(caught.value)
                assert words in text, text
                assert str(folder) in text, text
                assert _tree(folder) == before, "it was changed"


@posix
@each(
    ("make", "words"),
    [
        (lambda folder: folder.write_bytes(b"x"), "is not a directory"),
        (lambda folder: folder.symlink_to("nowhere"), "is not a directory"),
        (os.mkfifo, "is not a directory"),
        (lambda folder: (folder.mkdir(), (folder / "a.txt").write_bytes(b"x")), "holds a.txt"),
        (lambda folder: (folder / "src").mkdir(parents=True), "holds src"),
        (lambda folder: _write("blobs/incoming/mine")(folder), "lost or empty"),
        (lambda folder: _write("blobs/ab/mine")(folder), "lost or empty"),
        (lambda folder: _write("emulator.db-wal")(folder), "lost or empty"),
    ],
    ids=["file", "dangling", "pipe", "files", "project", "incoming", "blobs", "log"],
)
def test_what_is_somebody_elses_is_refused(
    tmp_path_factory: pytest.TempPathFactory, make: Callable[[Path], object], words: str
) -> None:
    folder = tmp_path_factory.mktemp("foreign") / "data"
    make(folder)
    before = _tree(folder)
    with pytest.raises(StoreError, match=words):
        Emulator(data=folder)
    assert _tree(folder) == before


def test_places_where_nothing_can_be_made_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for folder in (tmp_path / "file" / "data", Path("/proc/imagehosts"), tmp_path / ("x" * 300)):
        with pytest.raises(StoreError, match=r"cannot be opened|lies below"):
            Emulator(data=folder)


@each(
    "make",
    [
        lambda folder: None,
        lambda folder: folder.mkdir(),
        lambda folder: (folder / "lost+found").mkdir(parents=True),
        lambda folder: _write(".gitkeep", b"")(folder),
        lambda folder: _write("emulator.db", b"")(folder),
        lambda folder: (folder / "blobs" / "incoming").mkdir(parents=True),
    ],
)
def test_what_is_new_or_empty_is_taken(
    tmp_path_factory: pytest.TempPathFactory, make: Callable[[Path], object]
) -> None:
    folder = tmp_path_factory.mktemp("new") / "data"
    make(folder)
    with Emulator(data=folder) as emulator:
        url = EmulatorClient(emulator).image(CONTENT)["url"]
    with Emulator(data=folder) as emulator:
        assert EmulatorClient(emulator).get(url).content == CONTENT


def test_a_link_to_a_directory_is_followed(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with Emulator(data=tmp_path / "link") as emulator:
        assert len(emulator.pictures) == 1


def test_files_that_nobody_wrote_here_stay(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    foreign = hashlib.sha256(b"foreign").hexdigest()
    mine = ["blobs/incoming/notes.txt", f"blobs/{foreign[:2]}/{foreign}", "blobs/readme", "notes"]
    for name in mine:
        _write(name)(folder)
    with Emulator(data=folder) as emulator:
        emulator.services.store.delete_picture(1)
        emulator.reset()
    Emulator(data=folder).close()
    for name in mine:
        assert (folder / name).read_bytes() == b"something", name
    assert not _blob(folder).exists()


def test_an_older_copy_of_the_database_costs_no_bytes(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    with Emulator(data=folder) as emulator:
        EmulatorClient(emulator).image(png(44, 11))
    newer = tmp_path / "newer.db"
    (folder / "emulator.db").rename(newer)
    shutil.copy(whole / "emulator.db", folder / "emulator.db")
    Emulator(data=folder).close()
    newer.rename(folder / "emulator.db")
    with Emulator(data=folder) as emulator:
        client = EmulatorClient(emulator)
        for picture in emulator.pictures:
            assert client.get(picture.files["image"].path).status_code == 200
        assert len(emulator.pictures) == 2


# Blobs that are not what they were


BLOBS: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(CONTENT[:-7]),
    "longer": lambda path: path.write_bytes(CONTENT + b"x"),
    "garbled": lambda path: path.write_bytes(CONTENT[:40] + b"\0" * 9 + CONTENT[49:]),
    "a directory": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.ERROR, "imagehosts.emulator")
    return caplog


def test_a_damaged_file_is_not_served(
    whole: Path, tmp_path: Path, logged: pytest.LogCaptureFixture
) -> None:
    with report_all() as case:
        for name, damage in BLOBS.items():
            folder = tmp_path / name
            shutil.copytree(whole, folder)
            damage(_blob(folder))
            with case(name), Emulator(data=folder) as emulator:
                logged.clear()
                client = EmulatorClient(emulator)
                path = emulator.pictures[0].files["image"].path
                for _ in range(2):
                    assert client.get(path).status_code == 404
                assert "gone or damaged" in logged.text
                assert "Traceback" not in logged.text
                if name == "a directory":
                    continue
                url = client.image(CONTENT)["url"]
                assert client.get(url).content == CONTENT, "an upload makes it whole again"
                assert client.get(path).content == CONTENT
                assert emulator.internal_errors == []


def test_a_file_that_is_damaged_while_it_is_used_is_seen(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    with Emulator(data=folder) as emulator:
        client, path = EmulatorClient(emulator), emulator.pictures[0].files["image"].path
        assert client.get(path).content == CONTENT
        _blob(folder).write_bytes(CONTENT[:-1] + b"\0")
        assert client.get(path).status_code == 404


def test_a_file_that_ends_too_early_breaks_the_answer_off(tmp_path: Path) -> None:
    import httpx

    content = png() + bytes(3_000_000)
    with Emulator(data=tmp_path / "data") as emulator, emulator.serve() as base:
        path = EmulatorClient(emulator).image(content)["url"].partition("8765")[2]
        sha256 = hashlib.sha256(content).hexdigest()
        blobs = emulator.services.store.blobs
        read = blobs.read

        def shorter(name: str, start: int, length: int) -> bytes:
            return read(name, start, length) if start < 1_000_000 else b""

        blobs.read = shorter  # type: ignore[method-assign]
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(base + path, timeout=20)
        blobs.read = read  # type: ignore[method-assign]
        assert sha256 in str(emulator.internal_errors[0])
        emulator.internal_errors.clear()


@each(
    "error",
    [
        sqlite3.DatabaseError("database disk image is malformed"),
        sqlite3.OperationalError("database or disk is full"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_what_breaks_while_it_runs_is_a_sentence(
    tmp_path_factory: pytest.TempPathFactory,
    logged: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    def fail(*args: object, **more: object) -> None:
        raise error

    with Emulator(data=tmp_path_factory.mktemp("run") / "data") as emulator:
        client = EmulatorClient(emulator)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(emulator.services.store, "add_picture", fail)
            assert client.upload(CONTENT).status_code == 400
        assert str(error.args[-1]) in logged.text
        assert "Traceback" not in logged.text
        assert client.upload(CONTENT).status_code == 200, "and then it goes on"


# What is typed


@each("given", ["", "  ", "a\0b"])
def test_a_directory_without_a_name_is_refused(given: str) -> None:
    if "\0" not in given:
        with pytest.raises(ValueError, match="name a directory"):
            EmulatorConfig(data=given)  # type: ignore[arg-type]
        command = [sys.executable, "-m", "imagehosts.emulator", "--port", "0", "--data", given]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert result.returncode == 2
        assert "name a directory" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_directory_may_be_given_as_text(tmp_path: Path) -> None:
    with Emulator(data=str(tmp_path / "data")) as emulator:
        assert emulator.services.store.directory == tmp_path / "data"


def test_the_command_line_says_what_is_wrong_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"x")
    command = [sys.executable, "-m", "imagehosts.emulator", "--port", "0", "--data", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert "holds notes.txt and no database of the emulator" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_is_made_with_those_above_it_and_taken_up_again(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "where" / "data"
    with Emulator(data=folder) as emulator:
        EmulatorClient(emulator).image(CONTENT)
    with Emulator(data=folder) as emulator:
        assert [picture.size for picture in emulator.pictures] == [len(CONTENT)]
    assert _blob(folder).read_bytes() == CONTENT
