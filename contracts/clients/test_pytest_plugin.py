"""The pytest plugin, used by a suite of its own as another project's would be."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

import pytest

pytest_plugins = ["pytester"]
#: The plugin of a library that another project does not have takes long to import.
OPTIONS = ("-p", "no:cacheprovider", "-p", "no:schemathesis")

SUITE = """
import asyncio
import os
import pytest
from io import BytesIO
from PIL import Image
from imagehosts import (
    AuthenticationFailed,
    ImageHostingMe,
    ImageShack,
    ImageShackGallery,
    Imges,
    Imgur,
    Url,
)

def png(colour="teal"):
    out = BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return out.getvalue()

def test_clients_without_arguments_find_the_emulator(imagehosts_emulator):
    with ImageHostingMe() as host:
        image = host.upload(png())
        assert image.url.startswith(imagehosts_emulator.url)
    assert len(imagehosts_emulator.pictures) == 1

def test_state_is_fresh_in_each_test(imagehosts_emulator):
    assert imagehosts_emulator.pictures == []
    assert imagehosts_emulator.requests == []

@pytest.mark.parametrize("name", ["imges", "imagehosting_me", "chevereto", "imgur"])
def test_client_of_every_host_is_available(imagehosts_emulator, name):
    with imagehosts_emulator.client(name) as client:
        assert client.upload(png()).width == 30

def test_a_registered_address_is_fetched(imagehosts_emulator):
    imagehosts_emulator.web["http://pictures.example/a.png"] = png("navy")
    with Imges() as host:
        image = host.upload(Url("http://pictures.example/a.png"))
        assert host.download(image.url) == png("navy")

def test_time_passes_at_the_hosts(imagehosts_emulator):
    with ImageHostingMe() as host:
        host.upload(png(), expiration="P1D")
    imagehosts_emulator.clock.advance(days=2)
    assert imagehosts_emulator.pictures == []

def test_clients_of_hosts_with_accounts_find_the_emulator(imagehosts_emulator):
    with Imgur() as host:
        image = host.upload(png())
        assert image.link.startswith(imagehosts_emulator.url)
        assert host.download(image.link) == png()
    with ImageShack() as host:
        host.login("demo", "demo")
        image = host.upload(png())
        assert host.image_url(image).startswith(imagehosts_emulator.url)
        assert host.download(host.image_url(image)) == png()

@pytest.mark.parametrize("name", ["imageshack", "imgur"])
def test_one_acts_for_an_account(imagehosts_emulator, name):
    login = imagehosts_emulator.log_in(name)
    with imagehosts_emulator.client(name, **login) as client:
        client.upload(png())
        pages = client.users.images("demo") if name == "imageshack" else client.account.images("me")
        assert len(list(pages)) == 1

    async def main():
        async with imagehosts_emulator.async_client(name, **login) as client:
            await client.upload(png("navy"))

    asyncio.run(main())
    assert len(imagehosts_emulator.pictures) == 2

@pytest.mark.parametrize("name", ["imageshack", "imgur"])
def test_a_wrong_password_is_refused(imagehosts_emulator, name):
    with pytest.raises(AuthenticationFailed):
        imagehosts_emulator.log_in(name, "demo", "wrong")

def test_galleries_are_made_without_an_account_and_with_one(imagehosts_emulator):
    login = imagehosts_emulator.log_in("imageshack")
    with imagehosts_emulator.client("imageshack", **login) as host:
        image = host.upload(png())
    with ImageShackGallery() as host:
        gallery = host.create_gallery([image])
        assert gallery.links.gallery_url.startswith(imagehosts_emulator.url)
        assert gallery.uploader.token
        assert host.view_gallery(gallery).files.total == 1
    with imagehosts_emulator.client("imageshack_gallery") as host:
        assert host.create_gallery([image]).uploader.token
    login = imagehosts_emulator.log_in("imageshack_gallery")

    async def main():
        async with imagehosts_emulator.async_client("imageshack_gallery", **login) as host:
            gallery = await host.create_gallery([image])
            assert gallery.uploader.username == "demo"

    asyncio.run(main())

def test_a_host_without_accounts_is_named(imagehosts_emulator):
    with pytest.raises(LookupError, match="imges has no accounts"):
        imagehosts_emulator.log_in("imges")

def test_tokens_of_a_developer_stay_out(imagehosts_emulator):
    assert "IMGUR_ACCESS_TOKEN" not in os.environ
    assert "IMAGESHACK_AUTH_TOKEN" not in os.environ
    assert "IMAGESHACK_GALLERY_COOKIE" not in os.environ

def test_an_unknown_host_is_named(imagehosts_emulator):
    with pytest.raises(LookupError, match="flickr"):
        imagehosts_emulator.client("flickr")
"""


def test_another_suite_uses_the_fixtures(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGUR_ACCESS_TOKEN", "a-token-of-ones-own")
    monkeypatch.setenv("IMAGESHACK_AUTH_TOKEN", "a-token-of-ones-own")
    monkeypatch.setenv("IMAGESHACK_GALLERY_COOKIE", "a-cookie-of-ones-own")
    pytester.makepyfile(test_suite=SUITE)
    result = pytester.runpytest_subprocess("-q", "-W", "error", *OPTIONS)
    result.assert_outcomes(passed=17)


def test_settings_come_from_an_overridden_fixture(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest
        from imagehosts.emulator import EmulatorConfig

        @pytest.fixture(scope="session")
        def imagehosts_config():
            return EmulatorConfig(keys=("only-this",))
        """
    )
    pytester.makepyfile(
        """
        import pytest
        from imagehosts import AuthenticationFailed, Imges

        def test_the_setting_holds(imagehosts_emulator):
            with pytest.raises(AuthenticationFailed):
                Imges(api_key="another").upload(b"...")
        """
    )
    pytester.runpytest_subprocess("-q", *OPTIONS).assert_outcomes(passed=1)


def test_the_plugin_costs_nothing_where_it_is_not_used(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_was_loaded():
            assert "starlette" not in sys.modules
            assert "httpx" not in sys.modules
        """
    )
    pytester.runpytest_subprocess(
        "-q", "-p", "no:hypothesispytest", "-p", "no:schemathesis"
    ).assert_outcomes(passed=1)


WAYS = r"""
import subprocess
import sys

import httpx
import pytest

APP = {"Authorization": "Client-ID any"}
PROGRAM = '''
import urllib.request
request = urllib.request.Request(
    "https://api.imgur.com/3/credits", headers={"Authorization": "Client-ID any"})
print(urllib.request.urlopen(request).status)
'''

def test_clients_are_led_to_the_emulator(imagehosts_intercept):
    assert httpx.get("https://api.imgur.com/3/credits", headers=APP).status_code == 200
    imagehosts_intercept.expect("imgur", "credits_get", times=1)

@pytest.mark.parametrize("number", [1, 2])
def test_programs_are_led_to_the_emulator(imagehosts_proxy, number):
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.stdout == "200\n", done.stderr
    imagehosts_proxy.expect("imgur", "credits_get", times=1)
    assert httpx.get("https://api.imgur.com/3/credits", headers=APP).status_code == 200

@pytest.mark.imagehosts(frozen_at=1000.0, faults=("status=503,times=1",))
def test_a_marker_has_settings(imagehosts_emulator):
    assert imagehosts_emulator.clock.now() == 1000
    url = imagehosts_emulator.base_url("imgur") + "/credits"
    assert [httpx.get(url, headers=APP).status_code for _ in range(2)] == [503, 200]

def test_and_they_are_gone_in_the_next(imagehosts_emulator):
    assert imagehosts_emulator.clock.now() > 1_000_000
    with imagehosts_emulator.fail("imgur", "rate_limited"):
        url = imagehosts_emulator.base_url("imgur") + "/credits"
        assert httpx.get(url, headers=APP).status_code == 429

@pytest.mark.imagehosts(frozen=1000.0)
def test_a_marker_with_a_typing_error(imagehosts_emulator): ...
"""


def test_programs_are_led_there_in_every_way(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(WAYS)
    result = pytester.runpytest_subprocess("-q", "--strict-markers", "-W", "error", *OPTIONS)
    result.assert_outcomes(passed=5, errors=1)
    result.stdout.fnmatch_lines(["*the marker imagehosts does not take frozen; there are *"])


UNITTEST = """
import unittest
import httpx
from imagehosts.emulator import EmulatorMixin

class Test(EmulatorMixin, unittest.TestCase):
    emulator_settings = {"seed": 7}

    def test_first(self):
        httpx.get("https://api.imgur.com/3/credits")
        self.emulator.expect("imgur", times=1)

    def test_second(self):
        assert self.emulator.requests == []
        assert self.emulator.config.seed == 7

unittest.main()
"""


def test_unittest_has_a_mixin(pytester: pytest.Pytester) -> None:
    script = pytester.makepyfile(UNITTEST)
    done = pytester.runpython(script)
    assert done.ret == 0
    done.stderr.fnmatch_lines(["Ran 2 tests*", "OK"])


def test_processes_of_another_suite_share_a_service(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_service("--proxy", "--admin-token", "a-token") as url:
        monkeypatch.setenv("IMAGEHOSTS_EMULATOR_URL", url)
        monkeypatch.setenv("IMAGEHOSTS_EMULATOR_TOKEN", "a-token")
        pytester.makepyfile(test_suite=SUITE, test_ways=WAYS)
        result = pytester.runpytest_subprocess("-q", "-n", "2", *OPTIONS)
        result.assert_outcomes(passed=22, errors=1)
        result.stdout.fnmatch_lines(["*the marker imagehosts does not take frozen; there are *"])
        assert _asked(f"{url}/_emulator/spaces") == [], "each process removes its own"
        assert _asked(f"{url}/_emulator/pictures") == []


@contextmanager
def running_service(*options: str) -> Iterator[str]:
    """An emulator as a process; pytester makes one forget what it has imported."""
    command = [sys.executable, "-m", "imagehosts.emulator", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().removeprefix("listening on ").strip()
        finally:
            process.terminate()


def _asked(url: str) -> Any:
    with urlopen(url) as answer:
        return json.load(answer)


def test_a_service_that_cannot_be_used_is_named(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEHOSTS_EMULATOR_URL", "http://127.0.0.1:9")
    pytester.makepyfile(
        """
        import pytest

        def test_one(imagehosts_emulator):
            pass

        @pytest.mark.imagehosts(max_body_size=7)
        def test_two(imagehosts_emulator):
            pass
        """
    )
    result = pytester.runpytest_subprocess("-q", *OPTIONS)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        [
            "*no emulator answers at http://127.0.0.1:9*",
            "*max_body_size cannot be chosen*",
        ]
    )
