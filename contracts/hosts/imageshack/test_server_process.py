"""Its clients against the emulator as a server process."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import isawaitable
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts import Base64, Url
from imagehosts.hosts import Host

from contracts.fuzz.server import BOUNDARIES, PNG, Server, kinds, run_server, use
from contracts.support.emulated import text64

KINDS = kinds("imageshack")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from run_server(tmp_path_factory.mktemp("server"))


async def address_of(client: Any, image: Any) -> str:
    found: Any = client.image_url(image)
    return str(await found if isawaitable(found) else found)


@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_a_file_goes_there_and_back(
    host: Host, asynchronous: bool, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "naïve 写真 x.png"
    path.write_bytes(BOUNDARIES)

    async def test(client: Any) -> None:
        await client.login("demo", "demo")
        with path.open("rb") as opened:
            sources = [path, str(path), BOUNDARIES, opened, (path.name, BOUNDARIES)]
            for source in [*sources, Base64(text64(BOUNDARIES))]:
                image = await client.upload(source, title="Lake & ü")
                assert image.title == "Lake & ü"
                url = await address_of(client, image)
                assert url.startswith(server.address)
                assert await client.download(url) == BOUNDARIES
        again = await client.upload(Url(url))
        assert await client.download(await address_of(client, again)) == BOUNDARIES

    use(host, asynchronous, server, test)


@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_a_deleted_picture_is_gone(host: Host, asynchronous: bool, server: Server) -> None:
    async def test(client: Any) -> None:
        await client.login("demo", "demo")
        image = await client.upload(PNG)
        url = await address_of(client, image)
        gone = client.images.delete(image.id)
        if isawaitable(gone):
            await gone
        assert httpx.get(url).status_code == 404

    use(host, asynchronous, server, test)
