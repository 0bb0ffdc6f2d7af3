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

KINDS = kinds("imgur")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from run_server(tmp_path_factory.mktemp("server"))


@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_a_file_goes_there_and_back(
    host: Host, asynchronous: bool, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "naïve 写真 x.png"
    path.write_bytes(BOUNDARIES)

    async def test(client: Any) -> None:
        with path.open("rb") as opened:
            sources = [path, str(path), BOUNDARIES, opened, (path.name, BOUNDARIES)]
            for source in [*sources, Base64(text64(BOUNDARIES))]:
                image = await client.upload(source, title="Lake & ü")
                assert image.title == "Lake & ü"
                url = image.link
                assert url.startswith(server.address)
                assert await client.download(url) == BOUNDARIES
        again = await client.upload(Url(url))
        assert await client.download(again.link) == BOUNDARIES

    use(host, asynchronous, server, test)


@pytest.mark.parametrize(("host", "asynchronous"), KINDS)
def test_a_deleted_picture_is_gone(host: Host, asynchronous: bool, server: Server) -> None:
    async def test(client: Any) -> None:
        image = await client.upload(PNG)
        url = image.link
        gone = client.images.delete(image.deletehash)
        if isawaitable(gone):
            await gone
        # It leads to a picture that says that there is none.
        assert httpx.get(url).status_code == 302

    use(host, asynchronous, server, test)
