"""Its clients against the emulator as a server process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from imagehosts import ImageShack, ImageShackGallery, NotFound
from imagehosts.hosts import Host, find_host

from contracts.fuzz.server import PNG, Server, kinds, run_server, use


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from run_server(tmp_path_factory.mktemp("server"))


GALLERIES = kinds("imageshack_gallery")
#: What XML has signs of its own for, or needs escaping, or several bytes.
TITLE = 'Tahoe & <snow> ]]> "q" \r\n\tü 写真 \U0001f5fb'


@pytest.mark.parametrize(("host", "asynchronous"), GALLERIES)
def test_a_gallery_is_made_seen_listed_and_deleted(
    host: Host, asynchronous: bool, server: Server
) -> None:
    with ImageShack("any", base_url=server.address + find_host("imageshack").base_path) as shack:
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
