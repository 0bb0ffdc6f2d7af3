"""The clients of the family against the emulator as a server process."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts import Base64, InvalidArgument, Url
from imagehosts.hosts import Host, find_host

from contracts.fuzz.server import BOUNDARIES, PNG, Server, kinds, run_server, use
from contracts.support.emulated import text64

KINDS = kinds("imges", "imagehosting_me", "chevereto")
FORMATS = ("json", "txt", "redirect")
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from run_server(tmp_path_factory.mktemp("server"))


@pytest.mark.outside("sends what the host must refuse or forgive")
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
def test_an_empty_file_is_refused_before_it_is_sent(
    host: Host, asynchronous: bool, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "empty.png"
    path.touch()

    async def test(client: Any) -> None:
        for source in (path, b"", ("empty.png", b"")):
            for format in FORMATS:
                with pytest.raises(InvalidArgument, match="the file is empty"):
                    await client.upload(source, format=format)

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


#: Thrice what a process may grow by: a copy of the file anywhere is seen.
LARGE = 100 * MEGABYTE


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peaks of memory are read from /proc"
)
@pytest.mark.parametrize("client", ["ImageHostingMe", "AsyncImageHostingMe"])
def test_large_file_takes_no_memory_anywhere(client: str, server: Server, tmp_path: Path) -> None:
    # Hosts refuse what is no picture, so this is one, with 100 megabytes behind its end. They
    # belong to the file and are served with it; a decoder never looks at them.
    small, large, back = (tmp_path / name for name in ("small.png", "large.png", "back.png"))
    small.write_bytes(PNG)
    with large.open("wb") as file:
        file.write(PNG)
        file.truncate(LARGE)
        file.seek(-len(BOUNDARIES), 2)
        file.write(BOUNDARIES)
    base_url = server.address + find_host("imagehosting_me").base_path
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
    assert result["size"] == result["back"] == LARGE
    with large.open("rb") as sent, back.open("rb") as received:
        md5 = hashlib.file_digest(sent, "md5").hexdigest()
        assert result["md5"] == md5 == hashlib.file_digest(received, "md5").hexdigest()
    grown = peak_memory(server.process.pid) - before
    assert result["grown"] < 32 * MEGABYTE
    assert grown < 32 * MEGABYTE
    large.unlink()
    back.unlink()
