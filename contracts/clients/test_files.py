"""What a caller may pass as a file, what is made of it, and what is refused before sending."""

from __future__ import annotations

import array
import codecs
import errno
import gc
import io
import mmap
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts.core.errors import ImageHostError, InvalidArgument
from imagehosts.core.files import FilePart, prepare_file
from imagehosts_wire.types import Base64, Url

from contracts.support.reporting import each

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
MEGABYTE = 1024 * 1024


def read_all(part: FilePart, size: int = 1000) -> bytes:
    with part.open() as reader:
        return b"".join(iter(lambda: reader.read(size), b""))


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def settled_open_files() -> int:
    """The same without what other tests left to the garbage collector."""
    gc.collect()
    return open_files()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "lake.png"
    path.write_bytes(PNG)
    return path


# --- every form of input -------------------------------------------------------------------

FORMS: dict[str, Callable[[Path], Any]] = {
    "str path": str,
    "PathLike": lambda path: path,
    "bytes": lambda path: path.read_bytes(),
    "bytearray": lambda path: bytearray(path.read_bytes()),
    "memoryview": lambda path: memoryview(path.read_bytes()),
    "memoryview with a step": lambda path: memoryview(_doubled(path.read_bytes()))[::2],
    "memoryview of wider items": lambda path: memoryview(array.array("I", path.read_bytes())),
    "BytesIO": lambda path: io.BytesIO(path.read_bytes()),
    "(name, path)": lambda path: ("other.png", str(path)),
    "(name, bytes)": lambda path: ("other.png", path.read_bytes()),
    "(name, file)": lambda path: ("other.png", io.BytesIO(path.read_bytes())),
    "(name, bytes, type)": lambda path: ("other.png", path.read_bytes(), "image/x-own"),
}


def _doubled(data: bytes) -> bytes:
    return b"".join(bytes((byte, 0)) for byte in data)


@each("form", FORMS)
def test_every_form_gives_the_same_bytes_and_size_as_often_as_asked(
    form: str, picture: Path
) -> None:
    part = prepare_file(FORMS[form](picture))

    assert part.size == len(PNG)
    assert part.rewindable
    assert [read_all(part), read_all(part)] == [PNG, PNG]
    assert part.head(4) == PNG[:4]
    assert part.head(3000) == PNG[:3000]
    assert part.head(10**6) == PNG


@each("buffering", [0, -1])
def test_an_open_file_is_sent_and_stays_open_where_it_stood(picture: Path, buffering: int) -> None:
    with picture.open("rb", buffering=buffering) as file:
        file.seek(8)
        part = prepare_file(file)
        assert file.tell() == 8
        assert (part.size, part.filename) == (len(PNG) - 8, "lake.png")
        assert read_all(part) == PNG[8:]
        assert file.tell() == 8
        with part.open() as reader:
            reader.read(100)
        assert file.tell() == 8
        assert not file.closed
        assert read_all(part) == PNG[8:]


def test_one_file_object_can_be_uploaded_to_one_host_after_another() -> None:
    file = io.BytesIO(PNG)
    assert [read_all(prepare_file(file)) for _ in range(3)] == [PNG] * 3


def test_a_memory_map_is_a_file_object(picture: Path) -> None:
    with picture.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        part = prepare_file(view)
        assert (part.size, read_all(part)) == (len(PNG), PNG)


def test_an_empty_file_is_left_to_the_host_to_judge(tmp_path: Path) -> None:
    path = tmp_path / "empty.png"
    path.touch()
    for value in (path, b"", bytearray(), io.BytesIO(), ("empty.png", b"")):
        part = prepare_file(value)
        assert (part.size, read_all(part), part.head(10)) == (0, b"", b"")


@given(data=st.binary(max_size=5000), size=st.integers(1, 3000), start=st.integers(0, 5000))
def test_bytes_are_the_same_for_every_size_of_read(data: bytes, size: int, start: int) -> None:
    file = io.BytesIO(data)
    file.seek(min(start, max(len(data) - 1, 0)))
    expected = data[file.tell() :]
    part = prepare_file(file)
    assert part.size == len(expected)
    assert read_all(part, size) == expected
    assert read_all(prepare_file(data), size) == data


# --- names ---------------------------------------------------------------------------------


class Named(io.BytesIO):
    def __init__(self, data: bytes, name: object) -> None:
        super().__init__(data)
        self.name = name


def test_path_gives_its_name_in_any_alphabet(tmp_path: Path) -> None:
    for name in (
        'naïve 写真 "x".png',
        "a b.png",
        "no-extension",
        ".hidden",
        "ünï\n.png",
        "%22.png",
    ):
        path = tmp_path / name
        path.write_bytes(PNG)
        assert prepare_file(path).filename == name
        assert prepare_file(str(path)).filename == name


def test_file_name_that_is_not_unicode_is_sent_as_unicode(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.png")
    with open(path, "wb") as file:
        file.write(PNG)
    assert prepare_file(os.fsdecode(path)).filename == "caf\ufffd.png"


@each(
    ("value", "filename"),
    [
        (PNG, "image.png"),
        (b"\xff\xd8\xff\xe0rest", "image.jpg"),
        (b"GIF89a", "image.gif"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "video.mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video.mov"),
        (b"who knows", "upload.bin"),
        (("", PNG), "image.png"),
        (("given.name", PNG), "given.name"),
        (("dir/given.png", PNG), "dir/given.png"),
        (Named(PNG, "/some/where/x.png"), "x.png"),
        (Named(PNG, 7), "image.png"),
        (Named(PNG, "<stdin>"), "image.png"),
        (Named(PNG, ""), "image.png"),
        (Named(PNG, None), "image.png"),
        (Named(PNG, b"x.png"), "image.png"),
    ],
)
def test_there_is_always_a_name(value: Any, filename: str) -> None:
    assert prepare_file(value).filename == filename


# --- what is refused -----------------------------------------------------------------------


class AsyncFile:
    name = "upload.png"

    async def read(self, size: int = -1) -> bytes:
        return b""

    async def seek(self, offset: int) -> None: ...
    async def tell(self) -> int:
        return 0


class HiddenAsyncFile:
    """Its read is an ordinary function that gives a coroutine."""

    def read(self, size: int = -1) -> Any:
        return AsyncFile().read(size)


class Reads:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def read(self, size: int = -1) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def _at_its_end() -> io.BytesIO:
    file = io.BytesIO()
    file.write(PNG)
    return file


def _closed_file() -> io.BytesIO:
    file = io.BytesIO(PNG)
    file.close()
    return file


def _released() -> memoryview:
    view = memoryview(PNG)
    view.release()
    return view


@each(
    ("value", "said"),
    [
        ("/no/such/lake.png", "'/no/such/lake.png' does not exist; expected the path of a file"),
        (Path("/no/such/lake.png"), "'/no/such/lake.png' does not exist"),
        ("no/such/lake.png", "(looked for in /"),
        ("", "an empty path; expected"),
        ("nul\0.png", "null"),
        ("x" * 5000 + ".png", "name too long"),
        ("/", "a directory; expected the path of a file"),
        ("https://example.com/a.png", "pass Url(...)"),
        ("HTTP://example.com/a.png", "pass Url(...)"),
        (Path("https://example.com/a.png"), "pass Url(...)"),
        ("data:image/png;base64,iVBORw0KGgo=", "pass Base64(...)"),
        ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ", "44 characters of base64"),
        ("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoM", "Base64("),
        ("QUJD\n" * 200000, "1000000 characters of base64 are not a path; pass Base64(...)"),
        (7, "int is not a file; expected the path of a file, bytes, a binary file object"),
        (None, "NoneType is not a file"),
        (["a.png"], "list is not a file"),
        (Base64("QUJD"), "Base64 is not a file"),
        (Url("https://example.com/"), "Url is not a file"),
        ((), "a tuple of 0"),
        (("a.png",), "a tuple of 1"),
        (("a.png", PNG, "image/png", "x"), "a tuple of 4"),
        ((b"a.png", PNG), "must be str"),
        (("a.png", PNG, 7), "must be str"),
        (("a.png", 7), "int is not a file"),
        (("a.png", ("b.png", PNG)), "tuple is not a file"),
        (("a.png", PNG, "png"), "'png' is not a content type like image/png"),
        (("a.png", PNG, "image/png\r\nX-Evil: 1"), "not a content type"),
        (("a.png", PNG, "image/png; a=\r\n"), "not a content type"),
        (("a.png", "/no/such/lake.png"), "does not exist"),
        (io.StringIO("text"), 'is open for text; open it with mode "rb", or pass bytes'),
        (codecs.getreader("utf-8")(io.BytesIO(b"text")), "gives text"),
        (iter(["text"]), "the iterator given gives text"),
        (iter([7]), "gives int instead of bytes"),
        (Reads("text"), "gives text"),
        (Reads(None), "nothing to read yet"),
        (Reads([1]), "gives list instead of bytes"),
        (Reads(OSError(errno.EIO, "Input/output error")), "cannot be read: Input/output error"),
        (AsyncFile(), "file object 'upload.png' (AsyncFile) must be read with await"),
        (HiddenAsyncFile(), "must be read with await"),
        (_at_its_end(), f"stands at its end, after {len(PNG)} bytes; call seek(0) on it first"),
        (_closed_file(), "is closed"),
        (_released(), "cannot be read"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_name_and_a_way_out(value: Any, said: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        prepare_file(value, argument="picture")
    assert caught.value.argument == "picture"
    message = str(caught.value)
    assert message.startswith("picture: ")
    assert said.lower() in message.lower()
    assert len(message) < 700
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, ImageHostError)


def test_an_address_with_a_signature_is_not_repeated_in_the_error() -> None:
    with pytest.raises(InvalidArgument) as caught:
        prepare_file("https://example.com/a.png?signature=5ecret")
    assert "5ecret" not in str(caught.value)


def test_a_file_opened_for_text_is_refused_and_its_buffer_is_not(picture: Path) -> None:
    with picture.open(encoding="latin-1") as text:
        file: Any = text
        with pytest.raises(
            InvalidArgument, match=r"lake\.png.*is open for text.*pass its \.buffer"
        ):
            prepare_file(file)
        buffer: Any = file.buffer
        assert read_all(prepare_file(buffer)) == PNG


def test_a_file_opened_for_writing_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "new.png").open("wb") as file:
        with pytest.raises(InvalidArgument, match="is not open for reading"):
            prepare_file(file)


def test_a_path_that_may_not_be_read_is_refused_now() -> None:
    with tempfile.TemporaryDirectory() as directory, _as_nobody(directory):
        path = Path(directory, "private.png")
        path.write_bytes(PNG)
        path.chmod(0)
        with pytest.raises(InvalidArgument, match=r"private\.png' cannot be opened: Permission"):
            prepare_file(path)


@contextmanager
def _as_nobody(directory: str) -> Generator[None]:
    """The superuser may read everything, so it stands aside for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.chmod(directory, 0o777)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_socket_is_refused_as_a_file() -> None:
    with tempfile.TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as server:
        path = os.path.join(directory, "s")
        server.bind(path)
        with pytest.raises(InvalidArgument, match="neither a file nor a pipe"):
            prepare_file(path)


def test_refusing_leaves_no_file_open(picture: Path, tmp_path: Path) -> None:
    before = settled_open_files()
    for value in (tmp_path, "missing.png", str(picture) + "/x", ("a", picture, "nonsense")):
        for _ in range(50):
            with pytest.raises(InvalidArgument):
                prepare_file(value)
    assert open_files() == before


# --- what can be read only once ------------------------------------------------------------


def _pieces() -> Iterator[bytes]:
    yield b""
    for at in range(0, len(PNG), 700):
        yield PNG[at : at + 700]


@contextmanager
def _pipe() -> Generator[io.BufferedReader]:
    read_end, write_end = os.pipe()

    def write() -> None:
        with open(write_end, "wb") as file:
            file.write(PNG)

    writer = threading.Thread(target=write)
    writer.start()
    with open(read_end, "rb") as file:
        yield file
        file.read()
    writer.join()


@contextmanager
def _fifo(directory: Path) -> Generator[str]:
    path = str(directory / "fifo.png")
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: Path(path).write_bytes(PNG))
    writer.start()
    yield path
    writer.join()


@contextmanager
def _generator() -> Generator[Iterator[bytes]]:
    yield _pieces()


@contextmanager
def _reader() -> Generator[Any]:
    yield io.BufferedReader(_Unseekable(PNG))


class _Unseekable(io.RawIOBase):
    def __init__(self, data: bytes) -> None:
        self.rest = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), len(self.rest), 33)
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


STREAMS: dict[str, Callable[[Path], Any]] = {
    "pipe": lambda directory: _pipe(),
    "named pipe": _fifo,
    "generator": lambda directory: _generator(),
    "unseekable object": lambda directory: _reader(),
}


@pytest.mark.parametrize("kind", STREAMS)
def test_a_stream_is_accepted_once(kind: str, tmp_path: Path) -> None:
    with STREAMS[kind](tmp_path) as stream:
        part = prepare_file(stream)
        assert (part.size, part.rewindable, part.replayable) == (None, False, True)
        assert part.content_type == "image/png"
        assert part.head(2000) == PNG[:2000]
        assert part.replayable
        assert read_all(part, 999) == PNG
        assert not part.replayable
        assert part.head(8) == PNG[:8]
        with pytest.raises(InvalidArgument, match="can be read only once, and was"):
            read_all(part)


def test_an_iterator_of_other_buffers_is_accepted() -> None:
    part = prepare_file(iter([bytearray(b"ab"), b"", memoryview(b"cd")]))  # type: ignore[arg-type]
    assert read_all(part, 1) == b"abcd"


def test_an_unnamed_stream_has_a_name_that_fits_its_bytes() -> None:
    with _pipe() as file:
        part = prepare_file(file)
        assert part.filename == "image.png"
        assert read_all(part) == PNG


def test_a_device_is_read_like_a_pipe() -> None:
    part = prepare_file("/dev/null")
    assert (part.size, part.filename, read_all(part)) == (None, "null", b"")


def test_a_named_pipe_that_is_not_sent_after_all_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    keeper = os.open(path, os.O_RDWR)
    os.write(keeper, b"x" * 2000)
    before = settled_open_files()
    part = prepare_file(path)
    assert open_files() == before + 1
    part.close()
    assert open_files() == before
    with pytest.raises(InvalidArgument, match="only once"):
        read_all(part)
    os.write(keeper, b"x" * 2000)
    dropped = prepare_file(path)
    assert open_files() == before + 1
    del dropped
    assert open_files() == before
    os.close(keeper)


def test_the_size_of_a_file_object_is_found_without_reading_it() -> None:
    class Counting(io.BytesIO):
        read_bytes = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            Counting.read_bytes += len(data)
            return data

    part = prepare_file(Counting(bytes(5 * MEGABYTE)))
    assert part.size == 5 * MEGABYTE
    assert Counting.read_bytes <= 4096


def test_a_file_object_that_cannot_find_its_end_is_sent_without_a_size() -> None:
    class Endless(io.BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            if whence == os.SEEK_END:
                raise OSError("the end is not known")
            return super().seek(offset, whence)

    part = prepare_file(Endless(PNG))
    assert (part.size, part.rewindable) == (None, True)
    assert [read_all(part), read_all(part)] == [PNG, PNG]


# --- files that change while they are sent -------------------------------------------------


@pytest.mark.parametrize("change", [b"", b"x", PNG[:-1], PNG + b"x", PNG * 2])
def test_a_file_of_another_size_than_promised_is_not_begun(picture: Path, change: bytes) -> None:
    part = prepare_file(picture)
    picture.write_bytes(change)
    with part.open() as reader:
        with pytest.raises(InvalidArgument, match=r"lake\.png.* changed .*had 5128 bytes, now has"):
            reader.read(10)


def test_a_file_that_grows_while_it_is_sent_never_leaves_whole(picture: Path) -> None:
    part = prepare_file(picture)
    with part.open() as reader:
        sent = [reader.read(1000)]
        with picture.open("ab") as file:
            file.write(b"more")
        with pytest.raises(InvalidArgument, match="now has more"):
            sent.extend(iter(lambda: reader.read(1000), b""))
    assert len(PNG) - 1000 <= len(b"".join(sent)) < len(PNG)


def test_a_file_that_shrinks_while_it_is_sent_is_noticed(picture: Path) -> None:
    part = prepare_file(picture)
    with part.open() as reader:
        reader.read(1000)
        os.truncate(picture, 1500)
        with pytest.raises(InvalidArgument, match="had 5128 bytes, ended after 1500"):
            list(iter(lambda: reader.read(1000), b""))


def test_a_file_that_is_deleted_before_it_is_sent_is_named(picture: Path) -> None:
    part = prepare_file(picture)
    picture.unlink()
    with (
        part.open() as reader,
        pytest.raises(InvalidArgument, match=r"lake\.png' cannot be opened"),
    ):
        reader.read(1)


def test_bytes_that_were_resized_are_noticed() -> None:
    data = bytearray(PNG)
    part = prepare_file(data)
    data += b"more"
    with part.open() as reader, pytest.raises(InvalidArgument, match="now has 5132"):
        reader.read(1)


def test_a_bytearray_can_be_resized_when_its_sending_is_over() -> None:
    data = bytearray(PNG)
    part = prepare_file(data)
    read_all(part)
    with part.open() as reader:
        reader.read(1)
    data += b"more"
    assert len(data) == len(PNG) + 4


class Lying(io.BytesIO):
    """Promises by ``seek`` what ``read`` does not keep."""

    def __init__(self, promised: int, given: int) -> None:
        super().__init__(bytes(given))
        self.promised = promised
        self.at_end = False

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.at_end = whence == os.SEEK_END
        return super().seek(offset, whence)

    def tell(self) -> int:
        return self.promised if self.at_end else super().tell()


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 400))
def test_all_bytes_come_or_an_error_does(promised: int, given_bytes: int, size: int) -> None:
    part = prepare_file(Lying(promised, given_bytes))
    sent = 0
    failed = False
    try:
        with part.open() as reader:
            while chunk := reader.read(size):
                sent += len(chunk)
    except InvalidArgument:
        failed = True
    assert failed == (promised != given_bytes)
    assert sent < promised or promised == 0 or not failed
    assert failed or sent == promised


def test_a_file_object_that_is_moved_while_it_is_sent_is_noticed() -> None:
    file = io.BytesIO(PNG)
    part = prepare_file(file)
    with part.open() as reader:
        reader.read(100)
        file.seek(7)
        with pytest.raises(InvalidArgument, match="was moved by something else"):
            reader.read(100)


def test_a_file_object_is_not_sent_twice_at_once() -> None:
    part = prepare_file(io.BytesIO(PNG))
    with part.open() as first:
        first.read(10)
        with part.open() as second, pytest.raises(InvalidArgument, match="is being sent already"):
            second.read(10)
    assert read_all(part) == PNG


def test_a_path_can_be_sent_twice_at_once(picture: Path) -> None:
    part = prepare_file(picture)
    with part.open() as first, part.open() as second:
        assert first.read(10) == second.read(10) == PNG[:10]


def test_a_caller_who_closes_the_file_meanwhile_gets_an_error_and_no_other() -> None:
    file = io.BytesIO(PNG)
    part = prepare_file(file)
    with part.open() as reader:
        reader.read(100)
        file.close()
        with pytest.raises(ValueError, match="closed file"):
            reader.read(100)
    with part.open() as reader, pytest.raises(InvalidArgument, match="cannot be rewound"):
        reader.read(1)


def test_disk_error_is_distinguished_from_a_bug() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 2000:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(size)

    part = prepare_file(Failing(PNG))
    with pytest.raises(InvalidArgument, match="cannot be read: Input/output error") as caught:
        read_all(part)
    assert isinstance(caught.value.__cause__, OSError)


# --- files that are opened are closed ------------------------------------------------------


def test_no_file_stays_open_however_a_reading_ends(picture: Path) -> None:
    part = prepare_file(picture)
    before = settled_open_files()
    for _ in range(100):
        read_all(part)
        with part.open() as reader:
            reader.read(10)
        dropped = part.open()
        dropped.read(10)
        del dropped
        with pytest.raises(AttributeError), part.open() as reader:
            reader.read(10).unknown()  # type: ignore[attr-defined]
        part.head(3000)
    assert open_files() == before


def test_nothing_is_opened_before_the_first_read(picture: Path) -> None:
    part = prepare_file(picture)
    before = settled_open_files()
    with part.open() as reader:
        assert open_files() == before
        reader.read(1)
        assert open_files() == before + 1
    assert open_files() == before


def test_a_closed_reader_reads_no_more(picture: Path) -> None:
    reader = prepare_file(picture).open()
    reader.close()
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.read(1)


def test_closing_does_not_wait_for_a_read_that_hangs(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    keeper = os.open(path, os.O_RDWR)
    os.write(keeper, b"x" * 1024)
    before = settled_open_files()
    part = prepare_file(path)
    reader = part.open()
    assert reader.read(1024) == b"x" * 1024
    results: list[bytes] = []
    thread = threading.Thread(target=lambda: results.append(reader.read(10)))
    thread.start()
    while not reader.busy:
        time.sleep(0.001)
    reader.close()
    assert results == []
    assert open_files() == before + 1
    os.write(keeper, b"at last")
    thread.join()
    assert results == [b"at last"]
    assert open_files() == before
    os.close(keeper)


def test_a_large_file_is_read_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(64 * MEGABYTE)
    for value in (path, path.open("rb")):
        tracemalloc.start()
        part = prepare_file(value)
        with part.open() as reader:
            total = sum(len(chunk) for chunk in iter(lambda: reader.read(65536), b""))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == 64 * MEGABYTE
        assert peak < MEGABYTE
        if not isinstance(value, Path):
            value.close()


def test_bytes_are_not_copied_to_be_sent() -> None:
    for data in (bytes(32 * MEGABYTE), bytearray(32 * MEGABYTE)):
        tracemalloc.start()
        part = prepare_file(data)
        with part.open() as reader:
            while reader.read(65536):
                pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < MEGABYTE


# --- the rest ------------------------------------------------------------------------------


def test_only_bytes_are_known_never_to_block(picture: Path) -> None:
    assert prepare_file(PNG).in_memory
    assert not prepare_file(picture).in_memory
    assert not prepare_file(io.BytesIO(PNG)).in_memory


def test_a_part_describes_itself() -> None:
    assert repr(prepare_file(("a.png", PNG))) == "<FilePart 'a.png', image/png, 5128 bytes>"
    assert repr(prepare_file(iter([PNG]))).endswith("size unknown>")  # type: ignore[arg-type]


@each("module", ["files", "multipart", "retries", "logging"])
def test_importing_the_runtime_loads_nothing_heavy(module: str) -> None:
    heavy = (
        "{'httpx', 'anyio', 'asyncio', 'ssl', 'mimetypes', 'msgspec', 'email', 'urllib.request'}"
    )
    code = f"import sys, imagehosts.core.{module}; print(sorted({heavy} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


# --- small files, read when they are looked at ----------------------------------------------


def test_file_that_is_small_enough_is_read_at_once_and_given_once(picture: Path) -> None:
    content = picture.read_bytes()
    for keep, kept in ((len(content), content), (len(content) - 1, None), (-1, None)):
        part = prepare_file(picture, keep=keep)
        assert (part.size, part.head(4)) == (len(content), content[:4])
        assert (part.take(), part.take()) == (kept, None)
    part = prepare_file(picture, keep=len(content))
    picture.unlink()
    with part.open() as reader:
        assert reader.read(len(content)) == content
    with pytest.raises(InvalidArgument, match="cannot be opened"), part.open() as reader:
        reader.read(1)


@each(("more", "said"), [(1, "now has less"), (-1, "now has more")])
def test_small_file_that_changes_while_it_is_looked_at_is_refused(
    picture: Path, monkeypatch: pytest.MonkeyPatch, more: int, said: str
) -> None:
    size = picture.stat().st_size
    look = os.stat

    def earlier(path: Any) -> Any:
        found = look(path)
        return os.stat_result((*found[:6], size + more, *found[7:]))

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", earlier)
        with pytest.raises(InvalidArgument) as caught:
            prepare_file(picture, keep=size + 9)
    assert str(caught.value).endswith(f"it had {size + more} bytes, {said}")
