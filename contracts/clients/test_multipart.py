"""Request bodies: what is on the wire, and that every parser finds in it what was put there."""

from __future__ import annotations

import asyncio
import base64
import email.parser
import email.policy
import gc
import io
import os
import re
import threading
import tracemalloc
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from imagehosts.core.errors import InvalidArgument
from imagehosts.core.files import FilePart, prepare_file
from imagehosts.core.multipart import FormBody, MultipartBody
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import FormParser, MultiPartParser

from contracts.support.reporting import each, report_all

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
MEGABYTE = 1024 * 1024
Fields = Sequence[tuple[str, str | FilePart]]
Part = tuple[str, str | None, str | None, bytes]


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both event loops that httpx runs on."""
    return str(request.param)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "lake.png"
    path.write_bytes(PNG)
    return path


def sync_bytes(body: MultipartBody | FormBody) -> bytes:
    return b"".join(body)


async def async_bytes(body: MultipartBody | FormBody) -> bytes:
    return b"".join([chunk async for chunk in body])


def both_ways(body: MultipartBody | FormBody) -> bytes:
    """The bytes of a body, which must be the same in both kinds of iteration."""
    content = sync_bytes(body)
    assert anyio.run(async_bytes, body) == content
    assert body.content_length == len(content)
    return content


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


def settled_open_files() -> int:
    """The same without what other tests left to the garbage collector."""
    gc.collect()
    return open_files()


# --- three readers -------------------------------------------------------------------------


def starlette_parts(body: MultipartBody, content: bytes) -> list[Part]:
    async def stream() -> AsyncGenerator[bytes, None]:
        for at in range(0, len(content), 777):
            yield content[at : at + 777]

    async def parse() -> list[Part]:
        parser = MultiPartParser(Headers({"content-type": body.content_type}), stream())
        form = await parser.parse()
        found: list[Part] = []
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                found.append((name, value.filename, value.content_type, await value.read()))
            else:
                found.append((name, None, None, value.encode()))
        await form.close()
        return found

    return anyio.run(parse)


def email_parts(body: MultipartBody, content: bytes) -> list[Part]:
    head = f"Content-Type: {body.content_type}\r\n\r\n".encode()
    message: Any = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + content)
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part["content-type"] and str(part["content-type"]),
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def strict_parts(body: MultipartBody, content: bytes) -> list[Part]:
    """Reads only what the standard calls a multipart body, and as browsers write it."""
    delimiter = b"--" + body.boundary.encode()
    assert content.endswith(delimiter + b"--\r\n")
    content = b"\r\n" + content[: -len(delimiter) - 4]
    found: list[Part] = []
    if content == b"\r\n":
        return found
    assert content.startswith(b"\r\n" + delimiter + b"\r\n")
    assert content.endswith(b"\r\n")
    for part in content[:-2].split(b"\r\n" + delimiter + b"\r\n")[1:]:
        head, blank, value = part.partition(b"\r\n\r\n")
        assert blank
        match = re.fullmatch(
            rb'Content-Disposition: form-data; name="((?:[^"\\\r\n]|\\")*)"'
            rb'(?:; filename="((?:[^"\\\r\n]|\\")*)"\r\nContent-Type: ([^\r\n]+))?',
            head,
        )
        assert match, head
        name, filename, kind = (
            None if group is None else unescaped(group.decode()) for group in match.groups()
        )
        found.append((name or "", filename, kind, value))
    return found


def unescaped(text: str) -> str:
    text = text.replace('\\"', '"').replace("%0D", "\r").replace("%0A", "\n")
    return text.replace("%5C", "\\")


def given_parts(fields: Fields, contents: dict[str, bytes]) -> list[Part]:
    return [
        (name, value.filename, value.content_type, contents[name])
        if isinstance(value, FilePart)
        else (name, None, None, value.encode())
        for name, value in fields
    ]


# --- what is sent --------------------------------------------------------------------------


def test_a_body_is_written_so_that_servers_read_its_names_whole() -> None:
    fields: Fields = [
        ("key", "abc"),
        ("empty", ""),
        ("source", prepare_file(('naïve 写真 "x".png', PNG))),
    ]
    body = MultipartBody(fields, boundary="edge")
    assert body.content_type == "multipart/form-data; boundary=edge"
    assert both_ways(body) == (
        b'--edge\r\nContent-Disposition: form-data; name="key"\r\n\r\nabc\r\n'
        b'--edge\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n'
        b'--edge\r\nContent-Disposition: form-data; name="source"; filename="'
        + 'naïve 写真 \\"x\\".png'.encode()
        + b'"\r\nContent-Type: image/png\r\n\r\n'
        + PNG
        + b"\r\n--edge--\r\n"
    )


def test_a_body_without_fields_is_only_its_end() -> None:
    assert both_ways(MultipartBody([], boundary="edge")) == b"--edge--\r\n"


def test_upload_keeps_bytes_that_contain_a_boundary(tmp_path: Path) -> None:
    hostile = (
        b'\r\n--+++\r\nContent-Disposition: form-data; name="title"\r\n\r\nINJECTED\r\n--+++--\r\n'
    )
    path = tmp_path / "hostile.png"
    path.write_bytes(hostile)
    fields: Fields = [("source", prepare_file(path)), ("after", "kept")]
    body = MultipartBody(fields)
    content = both_ways(body)
    expected = given_parts(fields, {"source": hostile})
    assert starlette_parts(body, content) == expected
    assert email_parts(body, content) == expected
    assert strict_parts(body, content) == expected


def test_every_body_has_its_own_boundary() -> None:
    boundaries = {MultipartBody([]).boundary for _ in range(100)}
    assert len(boundaries) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", boundary) for boundary in boundaries)


@each("boundary", ["", "a" * 71, "a b", 'a"b', "a\r\nb", "ä", "a;b"])
def test_a_boundary_that_a_header_could_not_carry_is_refused(boundary: str) -> None:
    with pytest.raises(ValueError, match="boundary"):
        MultipartBody([], boundary=boundary)


NAMES = [
    "lake.jpg",
    'naïve 写真 "x".png',
    "O'Brien.png",
    "a;b=c.png",
    "a, b & c?.png",
    "50% off.png",
    "emoji 🖼️.png",
    "line\r\nX-Evil: 1\r\n\r\nbreak.png",
    "../../etc/passwd",
    "nul\0.png",
    " spaces ",
    "C:\\dir\\x.png",
]


@each("name", NAMES)
def test_a_name_arrives_whole_and_breaks_nothing(name: str) -> None:
    fields: Fields = [("source", prepare_file((name, PNG))), ("title", name)]
    body = MultipartBody(fields)
    content = both_ways(body)
    assert strict_parts(body, content) == given_parts(fields, {"source": PNG})
    (field, filename, kind, data), title = starlette_parts(body, content)
    assert (field, unescaped(filename or ""), kind, data) == ("source", name, "image/png", PNG)
    assert title == ("title", None, None, name.encode())


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from('"\r\n%;=\\'), max_size=40).filter(
    lambda text: not re.search("%(22|0D|0A|5C)", text)
)


@given(
    st.lists(
        st.tuples(TEXTS, TEXTS | st.tuples(TEXTS.filter(bool), st.binary(max_size=300))), max_size=6
    ),
    st.integers(1, 400) | st.none(),
)
def test_any_fields_arrive_as_they_were_given(
    given_fields: list[tuple[str, str | tuple[str, bytes]]], chunk_size: int | None
) -> None:
    fields: Fields = [
        (name, value if isinstance(value, str) else prepare_file(value))
        for name, value in given_fields
    ]
    body = MultipartBody(fields, chunk_size=chunk_size)
    content = b"".join(body)
    assert body.content_length == len(content)
    assert strict_parts(body, content) == [
        (name, None, None, value.encode())
        if isinstance(value, str)
        else (name, value[0], prepare_file(value).content_type, value[1])
        for name, value in given_fields
    ]


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.text(max_size=30))
@example("\ud800", "caf\udce9.png", "\udfff")
def test_half_characters_become_replacement_characters(name: str, filename: str, text: str) -> None:
    body = MultipartBody([(name, text), (name, prepare_file((filename, b"")))], chunk_size=3)
    content = b"".join(body)
    assert body.content_length == len(content)
    text_part, file_part = strict_parts(body, content)
    if '"' not in name and not re.search("%(22|0D|0A|5C)", name + filename):
        assert text_part == (_whole(name), None, None, _whole(text).encode())
        assert file_part[:2] == (_whole(name), _whole(filename))


def test_two_files_under_one_name_are_two_parts(picture: Path) -> None:
    same = prepare_file(picture)
    body = MultipartBody(
        [("files[]", same), ("files[]", prepare_file(b"GIF89a")), ("files[]", same)]
    )
    parts = strict_parts(body, both_ways(body))
    assert [(part[0], part[1], len(part[3])) for part in parts] == [
        ("files[]", "lake.png", 5128),
        ("files[]", "image.gif", 6),
        ("files[]", "lake.png", 5128),
    ]


def test_empty_file_is_sent_as_a_file() -> None:
    body = MultipartBody([("source", prepare_file(b""))])
    content = both_ways(body)
    assert starlette_parts(body, content) == [
        ("source", "upload.bin", "application/octet-stream", b"")
    ]


def test_line_ends_in_values_are_sent_as_they_are() -> None:
    body = MultipartBody([("description", "one\ntwo\r\nthree\rfour")])
    assert strict_parts(body, both_ways(body))[0][3] == b"one\ntwo\r\nthree\rfour"


@pytest.mark.parametrize("chunk_size", [1, 7, 100, 5000, 10**6])
def test_the_bytes_do_not_depend_on_the_chunks(picture: Path, chunk_size: int) -> None:
    fields: Fields = [("long", "äö" * 500), ("source", prepare_file(picture)), ("x", "y")]
    expected = b"".join(MultipartBody(fields, boundary="edge"))
    body = MultipartBody(fields, boundary="edge", chunk_size=chunk_size)
    assert both_ways(body) == expected
    # Text is cut between characters and joined with what stands around it.
    assert max(map(len, body)) <= max(2 * chunk_size + 150, chunk_size)
    assert all(body)


@each("body", [MultipartBody, FormBody])
def test_a_chunk_of_no_bytes_is_refused(body: Any) -> None:
    with pytest.raises(ValueError, match="chunk_size"):
        body([], chunk_size=0)


def test_a_small_body_is_one_chunk_and_a_large_one_is_not(tmp_path: Path) -> None:
    """Each chunk costs as much as what it carries, and nobody wants 300 MB in memory."""
    file = tmp_path / "noise.bin"
    with report_all() as case:
        for size, watched, most in (
            (200_000, False, 1),
            (200_000, True, 9),
            (2_000_000, False, 40),
        ):
            file.write_bytes(bytes(size))
            for content in (file, file.read_bytes()):
                with case((size, watched, type(content))):
                    progress = (lambda sent, total: None) if watched else None
                    fields = [("note", "text"), ("source", prepare_file(content))]
                    body = MultipartBody(fields, progress=progress)
                    chunks = list(body)
                    assert sum(map(len, chunks)) == body.content_length
                    assert 1 <= len(chunks) <= most
                    assert most == 1 or len(chunks) > 1
                    assert max(map(len, chunks)) < 300_000


# --- replay --------------------------------------------------------------------------------


def test_a_body_can_be_sent_again_from_its_beginning(picture: Path) -> None:
    with picture.open("rb") as file:
        body = MultipartBody(
            [("a", prepare_file(picture)), ("b", prepare_file(file)), ("c", prepare_file(PNG))],
            chunk_size=1000,
        )
        half = iter(body)
        next(half)
        next(half)
        first = sync_bytes(body)
        assert body.replayable
        assert both_ways(body) == first


def test_a_stream_can_be_sent_once() -> None:
    body = MultipartBody([("source", prepare_file(iter([PNG, PNG])))])  # type: ignore[arg-type]
    assert body.content_length is None
    # Nothing of it was sent yet: after a connection that never came about it may go out.
    assert body.replayable
    assert PNG + PNG in sync_bytes(body)
    assert not body.replayable
    with pytest.raises(InvalidArgument, match="only once"):
        sync_bytes(body)


@pytest.mark.anyio
async def test_a_stream_can_be_sent_once_async() -> None:
    body = MultipartBody([("source", prepare_file(iter([PNG, PNG])))])  # type: ignore[arg-type]
    assert PNG + PNG in await async_bytes(body)
    assert not body.replayable
    with pytest.raises(InvalidArgument, match="only once"):
        await async_bytes(body)


# --- progress ------------------------------------------------------------------------------


class Meter:
    def __init__(self) -> None:
        self.calls: list[tuple[int, int | None]] = []

    def __call__(self, sent: int, total: int | None) -> None:
        self.calls.append((sent, total))

    def check(self, length: int, total: int | None) -> None:
        sent = [call[0] for call in self.calls]
        assert sent[0] == 0
        assert sent == sorted(sent)
        assert sent[-1] == length
        assert {call[1] for call in self.calls} == {total}
        self.calls.clear()


def test_progress_goes_from_nothing_to_the_total_in_every_replay(picture: Path) -> None:
    meter = Meter()
    body = MultipartBody([("source", prepare_file(picture))], progress=meter, chunk_size=100)
    content = b""
    for _ in range(2):
        content = sync_bytes(body)
        assert len(meter.calls) > 50
        meter.check(len(content), body.content_length)
    anyio.run(async_bytes, body)
    assert len(meter.calls) > 50
    meter.check(len(content), body.content_length)


def test_progress_counts_what_the_connection_took_not_what_was_read(picture: Path) -> None:
    meter = Meter()
    body = MultipartBody([("source", prepare_file(picture))], progress=meter, chunk_size=1000)
    taken = 0
    for chunk in body:
        assert meter.calls[-1][0] == taken
        taken += len(chunk)


def test_progress_without_a_known_total_counts_bytes() -> None:
    meter = Meter()
    body = MultipartBody([("source", prepare_file(iter([PNG])))], progress=meter)  # type: ignore[arg-type]
    content = sync_bytes(body)
    meter.check(len(content), None)


def test_progress_of_a_form_counts_its_bytes() -> None:
    meter = Meter()
    body = FormBody([("source", "+/=" * 10000)], progress=meter, chunk_size=1000)
    content = sync_bytes(body)
    assert len(meter.calls) > 20
    meter.check(len(content), len(content))


def test_an_ended_iteration_stays_ended_and_reports_no_more() -> None:
    meter = Meter()
    running = iter(FormBody([("a", "b")], progress=meter))
    assert list(running) == [b"a=b"]
    assert list(running) == []
    assert meter.calls == [(0, 3), (3, 3)]


def test_an_error_in_the_progress_callback_ends_the_sending(picture: Path) -> None:
    def enough(sent: int, total: int | None) -> None:
        if sent > 2000:
            raise KeyboardInterrupt

    before = settled_open_files()
    body = MultipartBody([("source", prepare_file(picture))], progress=enough, chunk_size=100)
    with pytest.raises(KeyboardInterrupt):
        sync_bytes(body)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(async_bytes(body))
    running = iter(body)
    with pytest.raises(KeyboardInterrupt):
        list(running)
    assert open_files() == before
    with pytest.raises(ValueError, match="closed before all of it was sent"):
        next(running)


# --- files that change ---------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1500, 5127, 5129, 9000])
@pytest.mark.anyio
async def test_a_file_of_another_size_than_promised_never_makes_a_whole_body(
    picture: Path, size: int
) -> None:
    body = MultipartBody([("source", prepare_file(picture))], chunk_size=1000)
    running = iter(body)
    sent = [next(running), next(running)]
    os.truncate(picture, size)
    with pytest.raises(InvalidArgument, match="changed while it was being sent"):
        sent.extend(running)
    assert PNG[:8] in sent[1]
    assert sum(map(len, sent)) < (body.content_length or 0)
    with pytest.raises(InvalidArgument, match="changed while it was being sent"):
        await async_bytes(body)


# --- asynchronous sending ------------------------------------------------------------------


class Watched(io.BytesIO):
    threads: set[int]

    def read(self, size: int | None = -1, /) -> bytes:
        self.threads.add(threading.get_ident())
        return super().read(size)


@pytest.mark.anyio
async def test_files_are_read_off_the_event_loop() -> None:
    file = Watched(PNG)
    file.threads = set()
    part = prepare_file(file)
    file.threads = set()
    content = await async_bytes(MultipartBody([("source", part)], chunk_size=500))
    assert PNG in content
    assert file.threads
    assert threading.get_ident() not in file.threads


@pytest.mark.anyio
async def test_bytes_need_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anyio.to_thread, "run_sync", None)
    assert PNG in await async_bytes(MultipartBody([("source", prepare_file(PNG))], chunk_size=500))


@pytest.mark.anyio
async def test_the_event_loop_runs_on_while_a_read_hangs(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    keeper = os.open(path, os.O_RDWR)
    os.write(keeper, b"x" * 1024)
    body = MultipartBody([("source", prepare_file(path))])
    received: list[bytes] = []

    async def send() -> None:
        async for chunk in body:
            received.append(chunk)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(send)
        while len(received) < 2:
            await anyio.sleep(0.001)
        # The pipe is empty now and the reading thread waits; the loop does not.
        for _ in range(20):
            await anyio.sleep(0)
        os.write(keeper, b"y" * 10)
        os.close(keeper)
    assert b"".join(received).count(b"y" * 10) == 1


@pytest.mark.anyio
async def test_a_cancelled_upload_leaves_no_file_open(picture: Path) -> None:
    before = settled_open_files()
    body = MultipartBody([("source", prepare_file(picture))], chunk_size=100)

    async def send() -> None:
        async for _ in body:
            await anyio.sleep(0)

    for steps in (0, 1, 2, 3, 5, 8, 13):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(send)
            for _ in range(steps):
                await anyio.sleep(0.0005)
            tasks.cancel_scope.cancel()
        # As the sender of the body does when a request is over.
        body.close()
        assert open_files() == before
    assert PNG in await async_bytes(body)


def test_task_cancelled_during_a_read_leaves_no_file_open(
    tmp_path: Path,
) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    keeper = os.open(path, os.O_RDWR)
    os.write(keeper, b"x" * 1024)
    before = settled_open_files()
    # Held here to the end, so that nothing is closed by being forgotten.
    running = aiter(MultipartBody([("source", prepare_file(path))]))

    async def main() -> None:
        received: list[bytes] = []

        async def send() -> None:
            async for chunk in running:
                received.append(chunk)

        task = asyncio.create_task(send())
        while len(received) < 2:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        os.write(keeper, b"y")

    asyncio.run(main())
    for _ in range(1000):
        if open_files() == before:
            break
        threading.Event().wait(0.01)
    assert open_files() == before
    os.close(keeper)


# --- files that are opened are closed ------------------------------------------------------


def test_an_abandoned_iteration_leaves_no_file_open(picture: Path) -> None:
    body = MultipartBody([("source", prepare_file(picture))], chunk_size=1000)
    before = settled_open_files()
    for number in range(100):
        for chunk in body:
            if PNG[:8] in chunk:
                break
        assert open_files() == before
        running = iter(body)
        next(running)
        next(running)
        assert open_files() == before + 1
        if number % 2:
            del running
        else:
            body.close()
        assert open_files() == before


@pytest.mark.anyio
async def test_an_abandoned_iteration_leaves_no_file_open_async(picture: Path) -> None:
    body = MultipartBody([("source", prepare_file(picture))], chunk_size=1000)
    before = settled_open_files()
    for number in range(50):
        running = aiter(body)
        await anext(running)
        await anext(running)
        assert open_files() == before + 1
        if number % 2:
            del running
        else:
            body.close()
        assert open_files() == before


def test_the_body_can_be_closed_while_somebody_holds_an_iterator(picture: Path) -> None:
    body = MultipartBody([("source", prepare_file(picture))], chunk_size=100)
    before = settled_open_files()
    held = iter(body)

    def send() -> None:
        for chunk in held:
            if PNG[:8] in chunk:
                raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        send()
    assert open_files() == before + 1
    body.close()
    body.close()
    assert open_files() == before
    with pytest.raises(ValueError, match="closed before all of it was sent"):
        next(held)


@pytest.mark.anyio
async def test_a_body_closed_halfway_does_not_pass_for_a_whole_one(picture: Path) -> None:
    body = MultipartBody([("source", prepare_file(picture))], chunk_size=100)
    running = aiter(body)
    await anext(running)
    body.close()
    with pytest.raises(ValueError, match="closed before all of it was sent"):
        await anext(running)


def test_a_new_iteration_ends_the_one_before(picture: Path) -> None:
    before = settled_open_files()
    body = MultipartBody([("source", prepare_file(picture))], chunk_size=1000)
    first = iter(body)
    next(first)
    next(first)
    assert open_files() == before + 1
    second = iter(body)
    assert open_files() == before
    with pytest.raises(ValueError, match="closed"):
        next(first)
    assert PNG in b"".join(second)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_large_file_is_sent_in_constant_memory(tmp_path: Path, asynchronous: bool) -> None:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(64 * MEGABYTE)
    body = MultipartBody([("source", prepare_file(path))])

    async def count() -> int:
        total = 0
        async for chunk in body:
            total += len(chunk)
        return total

    def measured() -> tuple[int, int]:
        tracemalloc.start()
        try:
            total = asyncio.run(count()) if asynchronous else sum(map(len, body))
            return total, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    total, peak = measured()
    assert total == body.content_length
    assert peak < 4 * MEGABYTE


# --- urlencoded forms ----------------------------------------------------------------------


def form_pairs(content: bytes) -> list[tuple[str, str]]:
    """Read by the standard library; and by Starlette, which must agree."""

    async def stream() -> AsyncGenerator[bytes, None]:
        yield content
        yield b""

    async def parse() -> list[tuple[str, str]]:
        parser = FormParser(Headers({}), stream())
        return [(name, str(value)) for name, value in (await parser.parse()).multi_items()]

    pairs = parse_qsl(content.decode("ascii"), keep_blank_values=True, strict_parsing=bool(content))
    assert anyio.run(parse) == pairs
    return pairs


def test_a_form_is_written_as_browsers_write_it() -> None:
    body = FormBody(
        [("key", "a b"), ("source", "QUJD+/=="), ("title", "naïve & 100%"), ("x", "*-._~")]
    )
    assert body.content_type == "application/x-www-form-urlencoded"
    assert both_ways(body) == (
        b"key=a+b&source=QUJD%2B%2F%3D%3D&title=na%C3%AFve+%26+100%25&x=*-._%7E"
    )


def test_a_form_without_fields_is_empty() -> None:
    assert both_ways(FormBody([])) == b""


@given(st.binary(max_size=2000), st.integers(1, 300))
def test_base64_survives_a_form(data: bytes, chunk_size: int) -> None:
    text = base64.b64encode(data).decode()
    body = FormBody([("source", text), ("format", "json")], chunk_size=chunk_size)
    content = b"".join(body)
    assert body.content_length == len(content)
    assert form_pairs(content) == [("source", text), ("format", "json")]


@given(
    st.lists(
        st.tuples(st.text(min_size=1), st.text() | st.text("ab +%&=/", max_size=60)), max_size=5
    ),
    st.integers(1, 50) | st.none(),
)
@example([("a", "".join(map(chr, range(0x180))))], None)
@example([("%2B+ ", "%25 +%20")], 1)
def test_any_form_arrives_as_it_was_given(
    fields: list[tuple[str, str]], chunk_size: int | None
) -> None:
    whole = [(_whole(name), _whole(value)) for name, value in fields]
    body = FormBody(fields, chunk_size=chunk_size)
    content = both_ways(body)
    assert re.fullmatch(rb"[A-Za-z0-9*._+%&=-]*", content)
    assert form_pairs(content) == whole


def _whole(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_a_form_can_be_sent_again() -> None:
    body = FormBody([("source", "QUJD" * 1000)], chunk_size=100)
    next(iter(body))
    assert body.replayable
    assert sync_bytes(body) == sync_bytes(body) == b"source=" + b"QUJD" * 1000


def test_a_large_text_is_escaped_without_copies_of_it() -> None:
    text = "QUJD+/QU" * MEGABYTE
    for body in (FormBody([("source", text)]), MultipartBody([("source", text)])):
        tracemalloc.start()
        total = sum(map(len, body))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == body.content_length
        assert peak < 2 * MEGABYTE
