"""What is known before a picture is sent: of its source, its details, the host's limits, links.

Each table holds the values at its edges, and whole messages where they say what to do.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import imagehosts
import pytest
from imagehosts.core.errors import ImageHostError, InvalidArgument
from imagehosts.hosts import HOSTS, Host, find_host
from imagehosts.sharing.capabilities import addresses_of, capabilities_of, check
from imagehosts.sharing.connections import read_answer
from imagehosts.sharing.details import details_of, parse_value
from imagehosts.sharing.journal import key_of
from imagehosts.sharing.links import find_host_of
from imagehosts.sharing.profile import Fact, Link, Sharing
from imagehosts.sharing.resizing import fit_to_host
from imagehosts.sharing.sources import Source
from imagehosts_wire.types import Base64, Parameter, Url
from PIL import Image

from contracts.support.emulated import gif, png
from contracts.support.reporting import report_all

PNG = png(4, 3)
LARGE = 256 * 1024
BASE64 = base64.b64encode(PNG).decode()


def host_like(name: str, **row: Any) -> Host:
    """A host that takes what another takes, with a row of its own."""
    known = find_host(name)
    assert known is not None
    return Host(
        "small",
        "Small",
        sync_client=known.sync_client,
        async_client=known.async_client,
        status="made up",
        upload_operation=known.upload_operation,
        sharing=lambda: Sharing(**row),
    )


def message(call: Callable[..., Any], *args: Any) -> str:
    """What an error says; a call that has none fails."""
    with pytest.raises(ImageHostError) as caught:
        call(*args)
    return str(caught.value)


# --- sources -------------------------------------------------------------------------------


def test_source_tells_what_can_be_known_of_it(tmp_path: Path) -> None:
    file, large = tmp_path / "lake.png", tmp_path / "large.png"
    file.write_bytes(PNG)
    large.write_bytes(PNG.ljust(LARGE + 1, b"\0"))
    digest = hashlib.sha256(PNG).hexdigest()
    of_text = hashlib.sha256(BASE64.encode()).hexdigest()
    url, data = "HTTPS://a.example/b.png", f"data:image/png;base64,{BASE64}"
    named = io.BytesIO(PNG)
    named.name = "x.png"  # type: ignore[attr-defined]
    size, kind = len(PNG), "image/png"
    # given, label, size, type, digest, its identity in a journal, the name of its file
    rows: dict[str, tuple[Any, str, int | None, str, str | None, str, str]] = {
        "path": (file, str(file), size, kind, digest, str(file), "lake.png"),
        "name": (str(file), str(file), size, kind, digest, str(file), "lake.png"),
        "bytes": (PNG, f"{size} bytes", size, kind, digest, f"{size} bytes", f"{size} bytes"),
        "buffer": (
            memoryview(bytearray(PNG)), f"{size} bytes", size, kind, digest,
            f"{size} bytes", f"{size} bytes",
        ),
        "pair": (("a/b.gif", PNG), "a/b.gif", size, kind, digest, "a/b.gif", "b.gif"),
        "windows": (("a\\b.gif", PNG), "a\\b.gif", size, kind, digest, "a\\b.gif", "b.gif"),
        "three": (("b", PNG, "image/x"), "b", size, "image/x", digest, "b", "b"),
        "named path": (("b", str(file)), "b", size, kind, digest, "b", "b"),
        "object": (named, "x.png", size, kind, None, "x.png", "x.png"),
        "no name": (io.BytesIO(PNG), "BytesIO", size, kind, None, "BytesIO", "BytesIO"),
        "slash": (("a/", PNG), "a/", size, kind, digest, "a/", "a"),
        "nothing left": (("/", PNG), "/", size, kind, digest, "/", "picture"),
        "address": (url, url, None, "", None, url, "b.png"),
        "Url": (Url("http://a.example/"), "http://a.example/", None, "", None,
                "http://a.example/", "a.example"),
        "Base64": (Base64(BASE64), "base64 text", size, "", of_text, "base64 text", "base64 text"),
        "data": (data, "data: URL", size, "", hashlib.sha256(data.encode()).hexdigest(),
                 "data: URL", "data: URL"),
    }  # fmt: skip
    with report_all(len(rows)) as case:
        for name, (given, label, size, mime, digest, identity, filename) in rows.items():
            with case(name):
                source = Source(given)
                assert not source.is_known
                source.look()
                assert source.is_known
                assert source.is_address == (name in ("address", "Url"))
                assert (source.label, source.size, source.mime) == (label, size, mime)
                assert source.repeatable
                assert source.digest() == digest
                assert (source.identity, source.name_of_file()) == (identity, filename)
                assert source.is_path == (name in ("path", "name"))
    assert Source(file, "a label").label == "a label"


def test_size_of_base64_text_is_that_of_its_bytes() -> None:
    for length in range(1, 9):
        source = Source(Base64(base64.b64encode(bytes(length)).decode()))
        source.look()
        assert source.size == length


def test_stream_is_read_once_and_loses_nothing() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    source = Source(("a.png", Pipe(PNG)))
    source.look()
    assert (source.repeatable, source.size, source.mime) == (False, None, "image/png")
    assert source.digest() is None
    name, content, mime = source.given  # type: ignore[misc]
    assert (name, content.read(), mime) == ("a.png", PNG, "image/png")


def test_small_file_is_read_when_it_is_looked_at_and_forgotten(tmp_path: Path) -> None:
    rows = [(LARGE, True), (LARGE + 1, False)]
    with report_all(len(rows)) as case:
        for size, is_read in rows:
            with case(size):
                path = tmp_path / f"{size}.png"
                path.write_bytes(PNG.ljust(size, b"\0"))
                source = Source(path)
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                assert (source.examine(False), source.examine(True)) == (None, digest)
                content = (path.name, path.read_bytes())
                assert source.sendable == (content if is_read else path)
                source.forget()
                assert source.sendable == path
                path.unlink()
                assert source.digest() == digest
    assert Source(str(tmp_path / "gone")).digest() is None


def test_what_takes_time_is_what_is_on_a_slow_disk_or_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    small.write_bytes(PNG.ljust(LARGE, b"\0"))
    large.write_bytes(PNG.ljust(LARGE + 1, b"\0"))
    rows: list[tuple[Any, bool, bool, bool]] = [
        # what is given, whether its digest is wanted: on a slow disk, on a quick one
        (bytes(LARGE), True, False, False),
        (bytes(LARGE + 1), False, True, True),
        (("a", bytearray(LARGE)), True, False, False),
        (("a", memoryview(bytes(LARGE + 1))), True, True, True),
        (io.BytesIO(b"a"), False, True, True),
        (Url("http://a.example/"), True, False, False),
        (small, True, True, False),
        (str(small), False, True, False),
        (large, False, True, False),
        (large, True, True, True),
    ]
    with report_all(len(rows)) as case:
        for given, wants_digest, slow, quick in rows:
            with case(f"{type(given).__name__} {wants_digest}"):
                monkeypatch.setattr("imagehosts.sharing.sources.is_quick", lambda _: False)
                assert Source(given).takes_time(wants_digest) is slow
                monkeypatch.setattr("imagehosts.sharing.sources.is_quick", lambda _: True)
                assert Source(given).takes_time(wants_digest) is quick


def test_source_for_a_worker_is_whole_and_keeps_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = str(tmp_path / "a.png")
    rows: list[tuple[Any, Any, str]] = [
        ("a.png", here, "a.png"),
        (Path("a.png"), here, "a.png"),
        (("n", "a.png"), ("n", here), "n"),
        (("n", "a.png", "image/x"), ("n", here, "image/x"), "n"),
        (bytearray(b"x"), b"x", "1 bytes"),
        (("n", memoryview(b"x")), ("n", b"x"), "n"),
        ("http://a.example/b", "http://a.example/b", "http://a.example/b"),
        ("data:image/png;base64,QQ==", "data:image/png;base64,QQ==", "data: URL"),
        (Base64("QQ=="), Base64("QQ=="), "base64 text"),
    ]
    with report_all(len(rows)) as case:
        for given, sent, label in rows:
            with case(given):
                made = Source(given).portable()
                assert (made.given, type(made.given)) == (sent, type(sent))
                assert made.label == label
    assert message(Source(io.BytesIO(b"x")).portable) == (
        "sources: BytesIO: an open file cannot be sent to a worker; give its path or its content"
    )


def test_empty_file_is_refused_and_its_pipe_let_go_of(tmp_path: Path) -> None:
    closed: list[bool] = []

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def close(self) -> None:
            closed.append(True)
            super().close()

    (tmp_path / "empty").touch()
    for given in (b"", tmp_path / "empty", ("a.png", b""), Pipe(b"")):
        assert message(Source(given).look) == "source: the file is empty"


# --- details -------------------------------------------------------------------------------


def test_details_become_the_arguments_of_each_host() -> None:
    week = timedelta(days=7)
    rows: list[tuple[str, dict[str, Any], dict[str, Any] | str]] = [
        ("imgur", {"title": "a", "description": None}, {"title": "a"}),
        ("imgur", {"description": None, "title": "a"}, {"title": "a"}),
        ("imgbb", {"host_options": {}, "name": "a"}, {"name": "a"}),
        ("imgur", {"album": "b"}, {"album_id": "b"}),
        ("imgbb", {"name": "a", "expires": week}, {"name": "a", "expiration": week}),
        ("imageshack", {"private": True}, {"public": False}),
        ("imageshack", {"private": False}, {"public": True}),
        ("imgbb", {"host_options": None}, {}),
        ("imgbb", {"host_options": {"name": "x"}}, {"name": "x"}),
        (
            "imgbb",
            {"name": "a", "host_options": {"name": "x"}},
            "host_options: name is given twice",
        ),
        (
            "imgbb",
            {"host_options": {"colour": 1}},
            "imgbb: host_options: imgbb has no option 'colour'; it has name, expiration",
        ),
        (
            "imges",
            {"host_options": {"colour": 1}},
            "imges: host_options: imges has no option 'colour'; it has none",
        ),
        ("imges", {"title": "a"}, "imges: title: imges does not support it"),
        (
            "imgbb",
            {"titel": "a", "colour": 1},
            "colour: not one of title, description, tags, album, expires, width, private, nsfw,"
            " name, host_options",
        ),
    ]  # fmt: skip
    with report_all(len(rows)) as case:
        for name, details, expected in rows:
            host = find_host(name)
            assert host is not None
            with case(f"{name} {details}"):
                if isinstance(expected, str):
                    assert message(details_of, host, details) == expected
                else:
                    assert details_of(host, details) == expected


def test_text_of_a_command_line_becomes_the_value_it_means() -> None:
    minute, day = timedelta(minutes=1), timedelta(days=1)
    not_a_time = "a: expected a time such as 5m, 12h, 3d or P3DT12H, got {!r}"
    rows: list[tuple[str, str, Any]] = [
        *(("flag:1/0", text, True) for text in ("1", "true", "Yes", "ON")),
        *(("flag:1/0", text, False) for text in ("0", "False", "no", "off")),
        ("flag:1/0", "maybe", "a: expected yes or no, got 'maybe'"),
        ("integer:0", "12", 12),
        ("integer", "1.5", "a: expected a whole number, got '1.5'"),
        ("number", "1.5", 1.5),
        ("number", "x", "a: expected a number, got 'x'"),
        ("list:text", "a,,b", ["a", "b"]),
        ("json", '{"a": [1]}', {"a": [1]}),
        ("json", "{", "a: expected JSON, Expecting property name enclosed in double quotes: line 1"
         " column 2 (char 1)"),
        ("text", " as it is ", " as it is "),
        ("duration", "90", timedelta(seconds=90)),
        ("duration", " 90 S ", timedelta(seconds=90)),
        ("duration", "5m", 5 * minute),
        ("duration", "12H", 720 * minute),
        ("duration", "3d", 3 * day),
        ("duration", "2w", 14 * day),
        ("duration", "pt5m", 5 * minute),
        ("duration", "P3DT12H", 3.5 * day),
        ("duration", "0", not_a_time.format("0")),
        ("duration", "5y", not_a_time.format("5y")),
        ("duration", "-5m", not_a_time.format("-5m")),
        ("duration", "1234567890", not_a_time.format("1234567890")),
        ("duration", "999999999w", not_a_time.format("999999999w")),
        ("duration", "P999999999Y", not_a_time.format("P999999999Y")),
    ]  # fmt: skip
    with report_all(len(rows)) as case:
        for encode, text, expected in rows:
            parameter = Parameter("a", "a", "body", encode=encode)
            with case(f"{encode} {text!r}"):
                if isinstance(expected, str) and encode != "text":
                    assert message(parse_value, parameter, text, "a") == expected
                else:
                    found = parse_value(parameter, text, "a")
                    assert (found, type(found)) == (expected, type(expected))


# --- limits of hosts -----------------------------------------------------------------------


def test_limits_of_a_host_hold_to_the_byte_and_the_second() -> None:
    size, moves = len(PNG), gif(frames=2)
    host = host_like(
        "imgbb",
        max_bytes=Fact({"image": size, "animation": len(moves) - 1}, "its page"),
        formats=Fact(("image/png", "image/gif"), "its document"),
        expires=Fact((timedelta(seconds=60), timedelta(days=2)), "its document"),
        by_address=Fact(False, "its document"),
    )
    jpeg = b"\xff\xd8\xff" + bytes(9)
    rows: list[tuple[str, Any, timedelta | None, str]] = [
        ("as large as it may be", PNG, None, ""),
        (
            "a byte too large", PNG + b"\0", None,
            f"small: the file has {size + 1} bytes, and small takes {size} of one (its page);"
            " it was not sent",
        ),
        (
            "limit of its kind", moves, None,
            f"small: the file has {len(moves)} bytes, and small takes {len(moves) - 1} of one (its"
            " page); it was not sent",
        ),
        (
            "format", jpeg, None,
            "small: image/jpeg is not one of the formats that small takes (image/png, image/gif;"
            " its document); it was not sent",
        ),
        ("kind that is not known", b"what is this", None, ""),
        ("address", "https://a.example/b.png", None, "small: source: small fetches no addresses"),
        ("shortest", PNG, timedelta(seconds=60), ""),
        ("longest", PNG, timedelta(days=2), ""),
        *(
            (
                f"keeps no picture {wrong}", PNG, wrong,
                "small: expires: small keeps a picture between 0:01:00 and 2 days, 0:00:00,"
                f" not {wrong}",
            )
            for wrong in (timedelta(seconds=59), timedelta(days=2, seconds=1))
        ),
    ]  # fmt: skip
    with report_all(len(rows)) as case:
        for name, given, expires, expected in rows:
            with case(name):
                source = Source(given)
                source.look()
                arguments = {} if expires is None else {"name": "x", "expiration": expires}
                if expected:
                    assert message(check, host, source, arguments) == expected
                else:
                    check(host, source, arguments)
    source = Source("https://a.example/b.png")
    source.look()
    check(host_like("imgbb"), source, {"expiration": timedelta(seconds=1)})


def test_capabilities_say_what_the_row_and_the_operation_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imgbb = find_host("imgbb")
    assert imgbb is not None
    for variable, is_set in (("any", True), ("", False)):
        monkeypatch.setenv("IMGBB_API_KEY", variable)
        assert capabilities_of(imgbb).key_is_set is is_set
    can = capabilities_of(imgbb)
    assert (can.host, can.title, can.key_variable) == ("imgbb", "ImgBB", "IMGBB_API_KEY")
    assert (can.uploads, can.albums.value, can.anonymous.value) == (True, False, False)
    assert (can.details.value, can.options.value) == (("expires", "name"), ())
    assert can.expires is not None
    assert can.expires.value == (timedelta(seconds=60), timedelta(days=180))
    limits = Fact((timedelta(1), timedelta(2)), "x")
    assert capabilities_of(host_like("imges", expires=limits)).expires is None
    rows = {
        ("imgbb", "thumbnail_url"): ("url", "thumbnail"),
        ("imgbb", "page_url"): ("url", "page"),
        ("imgbb", "delete"): ("url", "delete"),
        ("imgbb", "id"): ("url",),
    }
    for (name, member), expected in rows.items():
        assert addresses_of(host_like(name, members={member: "x"})) == expected
    assert addresses_of(imgbb) == ("url", "page", "thumbnail", "delete")


# --- pictures that are made to fit ---------------------------------------------------------


def picture(size: tuple[int, int], mode: str = "RGB", form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise(size, 90)
    if mode == "P":
        made = noise.convert("P")
        options["transparency"] = 0
    else:
        made = Image.merge("RGB", (noise, noise, noise)).convert(mode)
    made.save(out, form, **options)
    return out.getvalue()


def test_picture_is_changed_no_further_than_it_must_be() -> None:
    def limit(size: int | None, *formats: str) -> Host:
        row: dict[str, Any] = {}
        if size is not None:
            row["max_bytes"] = Fact({"image": size}, "x")
        if formats:
            row["formats"] = Fact(formats, "x")
        return host_like("imgbb", **row)

    large = picture((200, 150))
    bmp = picture((40, 30), form="BMP")
    clear = {mode: picture((200, 150), mode) for mode in ("RGBA", "LA", "P")}
    turned = Image.new("RGB", (40, 30))
    exif = turned.getexif()
    exif[0x0112] = 6  # on its side
    out = io.BytesIO()
    turned.save(out, "TIFF", exif=exif)
    # content, host, its type afterwards, the greatest size
    rows: dict[str, tuple[bytes, Host, str, tuple[int, int] | None]] = {
        "a byte too large": (large, limit(len(large) - 1), "image/jpeg", (200, 150)),
        "much too large": (large, limit(6000), "image/jpeg", None),
        "other format": (bmp, limit(None, "image/png"), "image/png", (40, 30)),
        "too large and other format": (bmp, limit(2000, "image/png"), "image/jpeg", (40, 30)),
        "on its side": (out.getvalue(), limit(None, "image/png"), "image/png", (30, 40)),
        **{
            f"clear {mode}": (content, limit(min(len(content) - 1, 80_000)), "image/png", None)
            for mode, content in clear.items()
        },
    }
    with report_all(len(rows)) as case:
        for name, (content, host, mime, size) in rows.items():
            with case(name):
                fitted = fit_to_host(Source(("a.b/lake.x", content)), host)
                fitted.look()
                assert fitted.label == "a.b/lake.x"
                assert fitted.mime == mime
                suffix = {"image/jpeg": ".jpg", "image/png": ".png"}[mime]
                assert fitted.name_of_file() == "lake.x"
                filename, body, given_mime = fitted.given  # type: ignore[misc]
                assert (filename, given_mime) == (f"lake{suffix}", mime)
                check(host, fitted, {}) if "other" not in name else None
                with Image.open(io.BytesIO(body)) as image:
                    assert image.mode == ("RGBA" if name.startswith("clear") else "RGB")
                    if size is not None:
                        assert image.size == size
                    else:
                        assert image.size < (200, 150)
                        # No smaller than the next larger step would have been too large.
                        assert len(body) * 2 > host.sharing.max_bytes.value["image"]  # type: ignore[union-attr]
    for given in (large, Url("http://a.example/b"), ("x", large)):
        source = Source(given)
        assert fit_to_host(source, limit(len(large), "image/png")) is source
        assert fit_to_host(source, limit(None)) is source


def test_picture_that_cannot_be_made_to_fit_says_why() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    small = host_like("imgbb", max_bytes=Fact({"image": 500}, "x"))
    png_only = host_like("imgbb", formats=Fact(("image/png",), "x"))
    large, bmp = picture((65, 64)), picture((9, 9), form="BMP")
    rows: dict[str, tuple[Any, Host, str]] = {
        "not small enough": (large, small, "fit: it does not get small enough"),
        "a stream": (("a.bmp", Pipe(bmp)), png_only, "fit: a.bmp can be read only once"),
        "moves": (("a.gif", gif(frames=2)), png_only, "fit: a.gif moves; only stills are changed"),
        "no picture": (("a.x", b"BM"), png_only, "fit: a.x cannot be changed: cannot identify"),
        "broken": (("a.bmp", bmp[:-99]), png_only, "fit: a.bmp cannot be changed: "),
    }
    with report_all(len(rows)) as case:
        for name, (given, host, said) in rows.items():
            with case(name):
                assert message(fit_to_host, Source(given), host).startswith(said)


# --- addresses and answers -----------------------------------------------------------------


def test_address_leads_to_its_host_and_to_what_deletes(monkeypatch: pytest.MonkeyPatch) -> None:
    for host in HOSTS:
        monkeypatch.delenv(host.base_url_variable, raising=False)
    token = "0123456789abcdef" * 2
    delete = f"https://ibb.co/2ndCYJK/{token}"
    rows: list[tuple[str, str, str, str]] = [
        (delete, "imgbb", "delete", delete),
        ("https://i.ibb.co/w04Prt6/c1f6.gif", "imgbb", "picture", ""),
        ("https://IBB.co/2ndCYJK", "imgbb", "picture", ""),
        ("https://ibb.co/2ndCYJK/", "imgbb", "picture", ""),
        ("https://notibb.co/2ndCYJK", "", "", ""),
        ("https://ibb.co.example/2ndCYJK", "", "", ""),
        ("https://ibb.co/", "", "", ""),
    ]
    unknown = (
        "address: {} is not a host that is known here, or the address is not one that deletes or"
        " shows a picture; name the host with --to"
    )
    with report_all(len(rows)) as case:
        for address, name, leads_to, handle in rows:
            with case(address):
                if not name:
                    host = address.split("/")[2]
                    assert message(find_host_of, address) == unknown.format(host)
                    continue
                found = find_host_of(address)
                assert (found.host.name, found.leads_to) == (name, leads_to)
                assert found.base_url is None
                if handle:
                    assert found.handle == handle
                assert token not in repr(found)
        for wrong in ("lake.png", "ftp://ibb.co/2ndCYJK", "https:///2ndCYJK", ""):
            with case(wrong):
                said = message(find_host_of, wrong)
                assert said == "address: expected an http(s) address"
        with case("a site of one's own"):
            monkeypatch.setenv("IMGBB_BASE_URL", "https://pics.example:8443/1")
            found = find_host_of("https://Pics.example:8443/2ndCYJK")
            assert (found.host.name, found.base_url) == ("imgbb", None)


def test_facts_of_an_answer_are_read_where_the_row_says() -> None:
    class Answer:
        id, url, title, width, height = 7, "https://a.example/b.png", "", 40, "30"
        thumb = type("Thumb", (), {"url": "https://a.example/t.png"})()
        size, nothing, when = 12, None, 1_800_000_000

    class Client:
        base_url = "https://a.example/api"

        def page(self, answer: Any) -> str:
            return f"https://a.example/{answer.id}"

        def lacking(self, answer: Any) -> str:
            raise InvalidArgument("image", "it says too little")

    members: dict[str, Any] = {
        "thumbnail_url": "thumb.url",
        "page_url": "page",
        "bytes": lambda client, answer: answer.size,
        "mime": "nothing.at.all",
        "delete": "lacking",
        "expires_at": "when",
    }
    found = read_answer(host_like("imgbb", members=members), Client(), "a.png", Answer())
    assert (found.source, found.host, found.base_url) == ("a.png", "small", Client.base_url)
    assert (found.id, found.url, found.title) == ("7", Answer.url, None)
    assert (found.thumbnail_url, found.page_url) == (Answer.thumb.url, "https://a.example/7")
    assert (found.width, found.height, found.bytes, found.mime) == (40, None, 12, None)
    assert found.delete is None
    moments: list[tuple[Any, Any]] = [
        (1_800_000_000, datetime.fromtimestamp(1_800_000_000, UTC)),
        (1, datetime.fromtimestamp(1, UTC)),
        (0, None),
        (-1, None),
        (True, None),
        (10**20, None),
        ("", None),
        ("soon", None),
        (1.5, None),
        ("2026-11-30 19:00:00", datetime(2026, 11, 30, 19, tzinfo=UTC)),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    with report_all(len(moments)) as case:
        for said, moment in moments:
            with case(said):
                answer = Answer()
                answer.when = said
                read = read_answer(host_like("imgbb", members=members), Client(), "a", answer)
                assert read.expires_at == moment
    without = read_answer(host_like("imgbb"), Client(), "a", Answer())
    assert (without.bytes, without.mime, without.expires_at) == (None, None, None)
    assert without.answer == {"result": without.answer["result"]}


def test_what_cannot_be_deleted_says_what_to_do() -> None:
    def connect(**row: Any) -> imagehosts.OpenHost:
        host = host_like("imgbb", **row)
        return imagehosts.open_host(host, api_key="any", base_url="http://127.0.0.1:9/1")

    uploaded = imagehosts.Uploaded(source="a", host="imgur", delete="x")
    rows: dict[str, tuple[dict[str, Any], Any, str]] = {
        "another host": ({}, uploaded, "picture: it is at imgur, not at small"),
        "no way": (
            {"deletes": Fact("no", "its document")}, "x",
            "delete: small has no way to delete (its document)",
        ),
        "page": (
            {"deletes": Fact("page", "x")}, "x",
            "delete: small deletes on a page of its own and not by its API: open the delete"
            " address in a browser, and press the button there",
        ),
        "nothing": (
            {"deletes": Fact("handle", "x")}, "", "picture: small gave nothing to delete it by",
        ),
    }  # fmt: skip
    with report_all(len(rows)) as case:
        for name, (row, given, expected) in rows.items():
            with case(name), connect(**row) as host:
                assert message(host.delete, given) == expected
    calls: list[tuple[Any, str]] = []
    with connect(deletes=Fact("handle", "x"), delete=lambda c, h: calls.append((c, h))) as host:
        host.delete(imagehosts.Uploaded(source="a", host="small", delete="x"))
        host.delete("y")
        assert calls == [(host.client, "x"), (host.client, "y")]


def test_an_upload_is_known_by_each_of_its_parts() -> None:
    first: dict[str, Any] = {
        "source": "a.png#1", "host": "imgur", "base_url": "https://a.example",
        "details": {"title": "x", "expires": timedelta(hours=1)}, "digest": "d",
    }  # fmt: skip
    others: list[dict[str, Any]] = [
        {"source": "a.png#2"},
        {"host": "imgbb"},
        {"base_url": "https://b.example"},
        {"details": {"title": "y", "expires": timedelta(hours=1)}},
        {"details": {"title": "x", "expires": timedelta(hours=2)}},
        {"details": {"title": "x"}},
        {"digest": None},
    ]
    keys = {key_of(**{**first, **other}) for other in others}
    assert len(keys | {key_of(**first)}) == len(others) + 1
    same = {"expires": timedelta(minutes=60), "album": None, "title": "x"}
    assert key_of(**{**first, "details": same}) == key_of(**first)
    assert len(key_of(**first)) == 64


def test_links_of_a_row_match_whole_paths_and_give_their_handle() -> None:
    """A row whose links have a handle, at a site of its own."""
    from imagehosts.sharing import links as module

    host = host_like(
        "imgbb",
        sites=("pics.example",),
        links=(Link(r"/v/(\w+)", "picture"), Link(r"/v/(?P<handle>\w+)|/d/(?P<h2>\w+)", "delete")),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("imagehosts.hosts.HOSTS", [host])
        patch.setenv(host.base_url_variable, "https://other.example/1")
        found = module.find_host_of("https://www.pics.example/v/abc")
        # What deletes wins over what only shows.
        assert (found.leads_to, found.handle) == ("delete", "abc")
        found = module.find_host_of("https://pics.example/d/abc")
        assert found.handle == "https://pics.example/d/abc"
