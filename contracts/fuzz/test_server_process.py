"""The emulator as a server process of its own, used by the clients over a socket.

Nothing here is replaced or wrapped: ``imagehosts emulate`` as a user starts it, the public clients,
real files on disk.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from inspect import isawaitable
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts import (
    Base64,
    ImageShack,
    ImageShackGallery,
    NotFound,
    UnsupportedFormat,
    Url,
)
from imagehosts.hosts import HOSTS, Host

from contracts.fuzz.shapes import base_path
from contracts.support.emulated import picture, text64

KEY = "the-key-of-these-tests"


def kinds(*names: str) -> list[Any]:
    """Both kinds of client of some hosts."""
    return [
        pytest.param(host, asynchronous, id=f"{host.name}-{'async' if asynchronous else 'sync'}")
        for host in HOSTS
        if host.name in names
        for asynchronous in (False, True)
    ]


KINDS = kinds("imges", "imagehosting_me", "chevereto")
#: Hosts whose clients call uploads and addresses in ways of their own.
OTHERS = kinds("imageshack", "imgur")
FORMATS = ("json", "txt", "redirect")
MEGABYTE = 1024 * 1024

PNG = picture("PNG", 90, 60)
#: A part of a multipart body may hold whatever looks like the end of another's.
BOUNDARIES = (
    PNG + b"\r\n--+++--\r\n--+++\r\nContent-Disposition: form-data; name=title\r\n\r\nx\r\n--+++--"
)


class Server:
    """A server process and where it listens."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def control(self, path: str) -> Any:
        return httpx.get(f"{self.address}/_emulator{path}", timeout=30).json()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    command = [sys.executable, "-m", "imagehosts", "emulate", "--port", "0", "--data", str(folder)]
    log = folder / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
        assert found, log.read_text()
        server = Server(process, found[1])
        try:
            yield server
            assert server.control("/")["faults"] == 0
        finally:
            process.terminate()
    assert process.returncode == 0
    assert log.read_text() == ""


Use = Callable[[Any], Awaitable[None]]


def use(host: Host, asynchronous: bool, server: Server, test: Use, key: str = KEY) -> None:
    """Run a test with a client of a host whose calls can be awaited, whichever kind it is."""
    api = "imagehosting_me" if host.name == "chevereto" else host.name
    options = {"base_url": server.address + base_path(api), host.credential: key}

    async def go() -> None:
        if asynchronous:
            async with host.make_async_client(**options) as client:
                await test(client)
        else:
            with host.make_client(**options) as client:
                await test(_Awaitable(client))

    asyncio.run(go())


class _Awaitable:
    """A synchronous client with its methods awaited."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._client, name)

        async def call(*args: Any, **options: Any) -> Any:
            result = value(*args, **options)
            return await result if isawaitable(result) else result

        return call if callable(value) else value


@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_a_file_goes_there_and_back(
    host: Host, asynchronous: bool, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "lake.png"
    path.write_bytes(BOUNDARIES)

    async def test(client: Any) -> None:
        with path.open("rb") as opened:
            sources = [path, str(path), BOUNDARIES, opened, ("a.png", BOUNDARIES)]
            sources += [Base64(text64(BOUNDARIES))]
            for source in sources:
                image = await client.upload(source)
                assert image.size == len(BOUNDARIES)
                assert image.md5 == hashlib.md5(BOUNDARIES).hexdigest()
                assert await client.download(image.url) == BOUNDARIES
        first = await client.upload(path)
        for method in ("POST", "GET"):
            for format in FORMATS:
                answer = await client.upload(Url(first.url), format=format, method=method)
                address = answer.url if format == "json" else answer
                assert address.startswith(server.address)
                content = await client.download(address)
                assert content == BOUNDARIES or (format == "redirect" and b"<html" in content)

    use(host, asynchronous, server, test)


@pytest.mark.parametrize("name", ['naïve 写真 "x".png', "a\\b.png", "100%25.png", "-.png", "ß.png"])
@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_names_arrive_as_they_are(
    host: Host, asynchronous: bool, server: Server, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(PNG)

    async def test(client: Any) -> None:
        for source in (path, (name, PNG)):
            image = await client.upload(source)
            # PHP takes a backslash for the end of a folder's name, so it travels escaped.
            assert image.original_filename == name.replace("\\", "%5C")
            assert await client.download(image.url) == PNG

    use(host, asynchronous, server, test)


@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_an_empty_file_is_refused_by_the_host_and_by_nobody_else(
    host: Host, asynchronous: bool, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "empty.png"
    path.touch()

    async def test(client: Any) -> None:
        for source in (path, b"", ("empty.png", b"")):
            for format in FORMATS:
                with pytest.raises(UnsupportedFormat) as caught:
                    await client.upload(source, format=format)
                assert caught.value.message

    stored = len(server.control("/pictures"))
    use(host, asynchronous, server, test)
    assert len(server.control("/pictures")) == stored


@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_a_deleted_picture_is_gone(host: Host, asynchronous: bool, server: Server) -> None:
    async def test(client: Any) -> None:
        image = await client.upload(PNG)
        if host.name != "imges":  # version 1 tells nobody how to delete
            await client.delete(image)
            assert httpx.get(image.url).status_code == 404

    use(host, asynchronous, server, test)


async def begin(host: Host, client: Any) -> None:
    """What must be done before an upload."""
    if host.name == "imageshack":
        await client.login("demo", "demo")


async def address_of(host: Host, client: Any, image: Any) -> str:
    found: Any = image.link if host.name == "imgur" else client.image_url(image)
    return str(await found if isawaitable(found) else found)


@pytest.mark.parametrize(("host", "asynchronous"), OTHERS)
def test_a_file_of_a_host_with_accounts_goes_there_and_back(
    host: Host, asynchronous: bool, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "naïve 写真 x.png"
    path.write_bytes(BOUNDARIES)

    async def test(client: Any) -> None:
        await begin(host, client)
        with path.open("rb") as opened:
            sources = [path, str(path), BOUNDARIES, opened, (path.name, BOUNDARIES)]
            for source in [*sources, Base64(text64(BOUNDARIES))]:
                image = await client.upload(source, title="Lake & ü")
                assert image.title == "Lake & ü"
                url = await address_of(host, client, image)
                assert url.startswith(server.address)
                assert await client.download(url) == BOUNDARIES
        again = await client.upload(Url(url))
        assert await client.download(await address_of(host, client, again)) == BOUNDARIES

    use(host, asynchronous, server, test)


@pytest.mark.parametrize(("host", "asynchronous"), OTHERS)
def test_a_deleted_picture_of_a_host_with_accounts_is_gone(
    host: Host, asynchronous: bool, server: Server
) -> None:
    async def test(client: Any) -> None:
        await begin(host, client)
        image = await client.upload(PNG)
        url = await address_of(host, client, image)
        gone = client.images.delete(image.deletehash if host.name == "imgur" else image.id)
        if isawaitable(gone):
            await gone
        # imgur leads to a picture that says that there is none.
        assert httpx.get(url).status_code == (302 if host.name == "imgur" else 404)

    use(host, asynchronous, server, test)


GALLERIES = kinds("imageshack_gallery")
#: What XML has signs of its own for, or needs escaping, or several bytes.
TITLE = 'Tahoe & <snow> ]]> "q" \r\n\tü 写真 \U0001f5fb'


@pytest.mark.parametrize(("host", "asynchronous"), GALLERIES)
def test_a_gallery_is_made_seen_listed_and_deleted(
    host: Host, asynchronous: bool, server: Server
) -> None:
    with ImageShack("any", base_url=server.address + base_path("imageshack")) as shack:
        cookie = shack.login("demo", "demo").auth_token
        pictures = [shack.upload(PNG) for _ in range(2)]

    async def test(client: Any) -> None:
        made = [await client.create_gallery(pictures[:1], title=TITLE) for _ in range(3)]
        assert len({each.name for each in made}) == 3
        changed = await client.add_images(made[0], pictures[1:])
        names = [picture.filename for picture in pictures]
        assert [file.name for file in changed.files.items] == names
        seen = await client.view_gallery(made[0])
        assert (seen.title, seen.files) == (TITLE, changed.files)
        assert (await client.download(seen.links.gallery_url)).startswith(b"<!doctype html>")
        for gallery in made:
            await client.delete_gallery(gallery)
            with pytest.raises(NotFound):
                await client.view_gallery(gallery)

    with ImageShackGallery(cookie=cookie, base_url=server.address) as owner:

        def listed() -> list[str]:
            return [each.name for each in owner.list_galleries("demo", limit=2)]

        kept = [owner.create_gallery(pictures) for _ in range(3)]
        before = listed()
        assert before[:3] == [gallery.name for gallery in kept][::-1]
        use(host, asynchronous, server, test, cookie)
        assert listed() == before
        for gallery in kept:
            owner.delete_gallery(gallery)


# 300 megabytes

#: A client in a process of its own, so that nothing but its work is measured: uploads a small file
#: and then a large one, and tells by how much its peak of memory rose.
CLIENT = """
import asyncio, json, re, sys
import imagehosts

def peak():
    status = open("/proc/self/status").read()
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) * 1024

async def main(name, base_url, small, large, back):
    client = getattr(imagehosts, name)(base_url=base_url, api_key="k")
    async def done(value):
        return await value if asyncio.iscoroutine(value) else value
    await done(client.upload(small))
    before = peak()
    image = await done(client.upload(large))
    size = await done(client.download_to(image.url, back))
    answer = {"url": image.url, "size": image.size, "md5": image.md5, "back": size}
    print(json.dumps({**answer, "grown": peak() - before}))
    await done(client.close())

asyncio.run(main(*sys.argv[1:]))
"""


def peak_memory(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peaks of memory are read from /proc"
)
@pytest.mark.parametrize("client", ["ImageHostingMe", "AsyncImageHostingMe"])
def test_300_megabytes_take_no_memory_anywhere(client: str, server: Server, tmp_path: Path) -> None:
    # Hosts refuse what is no picture, so this is one, with 300 megabytes behind its end. They
    # belong to the file and are served with it; a decoder never looks at them.
    small, large, back = (tmp_path / name for name in ("small.png", "large.png", "back.png"))
    small.write_bytes(PNG)
    with large.open("wb") as file:
        file.write(PNG)
        file.truncate(300 * MEGABYTE)
        file.seek(-len(BOUNDARIES), 2)
        file.write(BOUNDARIES)
    base_url = server.address + base_path("imagehosting_me")
    httpx.post(
        f"{base_url}/upload", data={"key": "k"}, files={"source": ("a.png", PNG)}, timeout=30
    ).raise_for_status()
    before = peak_memory(server.process.pid)
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, client, base_url, *map(str, (small, large, back))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["size"] == result["back"] == 300 * MEGABYTE
    with large.open("rb") as sent, back.open("rb") as received:
        md5 = hashlib.file_digest(sent, "md5").hexdigest()
        assert result["md5"] == md5 == hashlib.file_digest(received, "md5").hexdigest()
    grown = peak_memory(server.process.pid) - before
    assert result["grown"] < 32 * MEGABYTE
    assert grown < 32 * MEGABYTE
    large.unlink()
    back.unlink()
