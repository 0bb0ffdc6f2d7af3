"""``make contract``: the suite of one API is found, and a live server needs a key of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from imagehosts import ImageShack, ImageShackGallery, Imgur
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS, Host, find_host

from contracts.live.ledger import tiny_png
from contracts.suites import LIVE, SUITES, live_variables
from contracts.support.specs import API_NAMES

ROOT = Path(__file__).resolve().parents[2]


def contract(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "contracts", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


#: For each API a folder of every kind of its tests, and a test of each that is its own.
FOUND = {
    "imageshack_gallery": (
        "hosts/imageshack_gallery/test_spec.py::",
        "hosts/imageshack_gallery/test_quirks.py::",
        "hosts/imageshack_gallery/test_emulator.py::",
        "wire/test_tables.py::",
        "fuzz/test_contract.py::",
        "fuzz/test_guard.py::",
        "hosts/imageshack_gallery/test_fuzz.py::",
        "fuzz/test_server_process.py::",
    ),
    "imges": ("test_answers.py::", "fuzz/test_contract.py::"),
    "imagehosting_me": ("test_answers.py::", "fuzz/test_contract.py::"),
    "imageshack": (
        "hosts/imageshack/test_spec.py::",
        "hosts/imageshack/test_uses.py::",
        "hosts/imageshack/test_emulator_sequences.py::",
        "wire/test_tables.py::",
        "fuzz/test_contract.py::",
        "fuzz/test_guard.py::",
        "fuzz/test_server_process.py::",
    ),
    "imgur": (
        "hosts/imgur/test_spec.py::",
        "hosts/imgur/test_oauth.py::",
        "hosts/imgur/test_emulator_story.py::",
        "wire/test_tables.py::",
        "fuzz/test_contract.py::",
        "fuzz/test_guard.py::",
        "fuzz/test_server_process.py::",
    ),
}


def test_every_api_has_a_suite() -> None:
    assert set(FOUND) == set(SUITES) == set(API_NAMES)


@pytest.mark.parametrize("api", FOUND)
def test_the_suite_of_an_api_is_found(api: str) -> None:
    done = contract("--api", api, "--collect-only")
    assert done.returncode == 0, done.stdout + done.stderr
    for found in FOUND[api]:
        assert found in done.stdout
    assert "test_site.py::" in done.stdout
    assert "test_live.py" not in done.stdout
    own = ("imageshack", "imageshack_gallery", "imgur")
    others = API_NAMES if api in own else own
    for other in set(others) - {api}:
        assert f"[{other}]" not in done.stdout


def test_every_host_has_tests_for_a_live_server() -> None:
    assert set(LIVE) == {host.name for host in HOSTS}
    folder = ROOT / "contracts" / "hosts"
    files = {path.relative_to(folder).as_posix() for path in folder.glob("*/test_live.py")}
    assert set(LIVE.values()) == files


def test_an_unknown_api_is_named() -> None:
    done = contract("--api", "flickr")
    assert done.returncode == 2
    assert "flickr" in done.stderr


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_a_live_server_is_not_touched_without_a_key(host: Host) -> None:
    done = contract("--api", host.name, "--base-url", f"http://127.0.0.1:1{host.base_path}")
    assert done.returncode == 2
    assert live_variables(host)
    for variable in live_variables(host):
        assert variable in done.stderr


def test_a_key_alone_is_not_enough_where_a_token_is_needed() -> None:
    arguments = ("--api", "imageshack", "--base-url", "http://127.0.0.1:1/v2")
    done = contract(*arguments, IMAGESHACK_API_KEY="a-key-of-ones-own")
    assert done.returncode == 2
    assert "set IMAGESHACK_AUTH_TOKEN." in done.stderr


def run_live(name: str, url: str, **settings: str) -> None:
    host = find_host(name)
    assert host is not None
    key = {host.variable: "a-key-of-ones-own"} if host.needs_key else {}
    settings = {**key, "LIVE_PAUSE": "0", **settings}
    done = contract("--api", name, "--base-url", url + host.base_path, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


@pytest.mark.parametrize("name", ["imges", "imagehosting_me", "chevereto"])
def test_the_live_part_of_the_family_deletes_what_it_can(name: str) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        run_live(name, url)
        assert emulator.requests
        kept = [picture for picture in emulator.pictures if picture.expires is None]
        assert len(kept) <= 3 if name == "imges" else kept == []


def test_the_live_part_of_imgur_leaves_what_it_found() -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with Imgur("somebody-else", base_url=f"{url}/3") as other:
            found = other.upload(("lake.png", tiny_png()))
            album = other.albums.create(title="Lakes", deletehashes=[found.deletehash or ""])
            run_live("imgur", url)
            assert [image.id for image in other.albums.images(album.id)] == [found.id]
        assert len(emulator.pictures) == 1
        uploads = [entry for entry in emulator.requests if entry.operation == "images_upload"]
        assert len(uploads) > 3


def test_the_live_part_of_imageshack_leaves_what_it_found() -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            token = owner.login("demo", "demo").auth_token
            found = owner.upload(("lake.png", tiny_png()), album="Lakes", tags=["lake"])
            run_live("imageshack", url, IMAGESHACK_AUTH_TOKEN=token)
            (left,) = owner.users.images("demo", show_private=True)
            assert left.id == found.id
            assert owner.tags.of_image(found.id) == ["lake"]
            assert [album.title for album in owner.users.albums("demo", show_private=True)] == [
                "Lakes"
            ]
        assert len(emulator.pictures) > 3  # the host hides what its owner deletes


def test_the_live_part_of_galleries_only_looks() -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            cookie = owner.login("demo", "demo").auth_token
            picture = owner.upload(("lake.png", tiny_png()))
        with ImageShackGallery(cookie=cookie, base_url=url) as host:
            made = [host.create_gallery([picture], name=f"lakes{number}") for number in range(3)]
        before = len(emulator.requests)
        name = f"img{made[0].server}/{made[0].name}"
        run_live("imageshack_gallery", url, LIVE_GALLERY=name, LIVE_GALLERY_USER="demo")
        asked = [entry.operation for entry in emulator.requests[before:]]
        assert len(asked) > 5
        assert set(asked) == {"galleries_view", "galleries_view_by_post", "galleries_list"}
