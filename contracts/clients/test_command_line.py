"""The command line at every host, on the emulator: what it prints, refuses, and asks nobody for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts.cli import main
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS
from imagehosts_wire import APIS
from PIL import Image

#: Hosts that are reached with nothing but the key in the environment.
WITHOUT_LOGIN = ("imges", "imagehosting_me", "imgur")
#: Options of ``upload`` by host: everything that may be said of a picture there.
KNOWN = {
    "imges": set[str](),
    "imagehosting_me": {
        *("--title", "--description", "--tags", "--album-id", "--category-id", "--width"),
        *("--expiration", "--nsfw", "--use-file-date"),
    },
    "imageshack": {
        *("--title", "--description", "--tags", "--album", "--public", "--private"),
        *("--filter", "--comments-disabled"),
    },
    "imgur": {"--title", "--description", "--name", "--album-id", "--type"},
}
#: A value of each option; None where it takes none.
VALUES = {
    "--title": "Tahoe",
    "--description": "At dawn",
    "--name": "dawn.png",
    "--tags": "lake,dawn",
    "--album-id": "abcde",
    "--album": "Lakes",
    "--category-id": "3",
    "--width": "20",
    "--expiration": "P1D",
    "--nsfw": None,
    "--use-file-date": None,
    "--public": None,
    "--private": None,
    "--filter": "3",
    "--comments-disabled": None,
    "--type": "file",
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running
        assert running.internal_errors == []


@pytest.fixture
def run(
    emulator: Emulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Run the command in a folder with a picture; its status, and what it prints and complains."""
    out = BytesIO()
    Image.linear_gradient("L").resize((40, 30)).save(out, "PNG")
    (tmp_path / "lake.png").write_bytes(out.getvalue())
    monkeypatch.chdir(tmp_path)
    with emulator.serve() as address:
        for host in HOSTS:
            monkeypatch.setenv(host.variable, "any")
            monkeypatch.setenv(host.base_url_variable, address + host.base_path)
        monkeypatch.setenv("IMAGESHACK_AUTH_TOKEN", token(address))

        def call(*arguments: str) -> tuple[int, str, str]:
            status = main(arguments)
            printed = capsys.readouterr()
            return status, printed.out, printed.err

        yield call


def token(address: str) -> str:
    """A token of the account that the emulator has."""
    login = {"user": "demo", "password": "demo", "api_key": "any"}
    answer = httpx.post(f"{address}/v2/user/login", data=login)
    found: str = answer.json()["result"]["auth_token"]
    return found


def content(address: str) -> bytes:
    response = httpx.get(address, follow_redirects=True)
    return response.content if response.status_code == 200 else b""


@pytest.mark.parametrize("host", [*WITHOUT_LOGIN, "imageshack"])
def test_the_printed_address_leads_to_the_picture(host: str, run: Run) -> None:
    status, printed, complaint = run("upload", "lake.png", "--host", host)
    assert (status, complaint) == (0, "")
    assert content(printed.strip()) == Path("lake.png").read_bytes()


@pytest.mark.parametrize("host", WITHOUT_LOGIN)
def test_the_viewer_is_a_page_with_the_picture(host: str, run: Run) -> None:
    status, printed, _ = run("upload", "lake.png", "--host", host, "--format", "viewer")
    assert status == 0
    page = httpx.get(printed.strip())
    assert page.headers["content-type"].startswith("text/html")
    assert "<img" in page.text


@pytest.mark.parametrize("host", ["imagehosting_me", "imgur"])
def test_the_delete_address_deletes(host: str, run: Run, emulator: Emulator) -> None:
    status, printed, _ = run("upload", "lake.png", "--host", host, "--format", "delete")
    assert (status, len(emulator.pictures)) == (0, 1)
    assert run("delete", printed.strip(), "--host", host) == (0, "", "")
    assert emulator.pictures == []
    status, _, complaint = run("delete", printed.strip(), "--host", host)
    if host == "imgur":
        assert (status, "address 1:" in complaint) == (1, True)
    assert printed.strip() not in complaint


def test_a_deletehash_deletes_as_well(run: Run, emulator: Emulator) -> None:
    _, printed, _ = run("upload", "lake.png", "--host", "imgur", "--format", "json")
    assert run("delete", json.loads(printed)["deletehash"], "--host", "imgur")[0] == 0
    assert emulator.pictures == []


@pytest.mark.parametrize("host", KNOWN)
def test_an_upload_as_json_is_all_of_the_answer(host: str, run: Run) -> None:
    status, printed, _ = run("upload", "lake.png", "--host", host, "--format", "json")
    answer = json.loads(printed)
    assert (status, answer["width"], answer["height"]) == (0, 40, 30)


@pytest.mark.parametrize("host", KNOWN)
@pytest.mark.parametrize("option", VALUES)
def test_an_option_is_sent_or_refused_before_anything_is(
    host: str, option: str, run: Run, emulator: Emulator
) -> None:
    value = VALUES[option]
    given = [option] if value is None else [option, value]
    before = len(emulator.requests)
    status, _, complaint = run("upload", "lake.png", "--host", host, *given)
    if option in KNOWN[host]:
        assert status == (1 if (host, option) == ("imgur", "--album-id") else 0)  # no such album
        assert len(emulator.requests) > before
    else:
        assert status == 2
        assert complaint == f"imagehosts: {option}: {host} does not support it\n"
        assert len(emulator.requests) == before


@pytest.mark.parametrize("verb", ["upload lake.png", "upload lake.png --format json", "delete x"])
def test_a_host_that_takes_no_uploads_says_what_to_do(
    verb: str, run: Run, emulator: Emulator
) -> None:
    before = len(emulator.requests)
    status, printed, complaint = run(*verb.split(), "--host", "imageshack_gallery")
    assert (status, printed) == (2, "")
    assert complaint == (
        "imagehosts: --host: imageshack_gallery takes no uploads; it makes galleries of pictures"
        " that are on ImageShack: upload them there\n"
    )
    assert len(emulator.requests) == before


def test_an_anonymous_album_takes_a_picture_by_its_deletehash(run: Run, emulator: Emulator) -> None:
    from imagehosts import Imgur

    with Imgur() as imgur:
        album = imgur.albums.create(title="Lakes")
        details = ("--album-id", album.deletehash or "", "--title", "Tahoe")
        assert run("upload", "lake.png", "--host", "imgur", *details)[0] == 0
        assert [image.title for image in imgur.albums.images(album.id)] == ["Tahoe"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("upload lake.png --host imageshack --format viewer", "--format: imageshack gives no such"),
        ("upload lake.png --host imageshack --format delete", "--format: imageshack gives no such"),
        ("upload lake.png --host imges --format delete", "--format: imges gives no such"),
        ("delete abc --host imageshack", "--host: imageshack gives no addresses that delete"),
        ("delete abc --host imges", "--host: imges gives no addresses that delete"),
        ("upload lake.png --host flickr", "--host: no host 'flickr'"),
        ("delete abc --host flickr", "--host: no host 'flickr'"),
        ("upload lake.png --host chevereto", "--base-url: chevereto needs"),
    ],
)
def test_what_a_host_has_not_is_said_and_nothing_is_sent(
    arguments: str,
    complaint: str,
    run: Run,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CHEVERETO_BASE_URL")
    before = len(emulator.requests)
    status, printed, said = run(*arguments.split())
    assert (status, printed) == (2, "")
    assert complaint in said
    assert len(emulator.requests) == before


@pytest.mark.parametrize("verb", ["upload lake.png", "delete abcde"])
def test_a_missing_key_is_wrong_usage(
    verb: str, run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMGUR_CLIENT_ID")
    before = len(emulator.requests)
    status, _, complaint = run(*verb.split(), "--host", "imgur")
    assert (status, "IMGUR_CLIENT_ID" in complaint) == (2, True)
    assert len(emulator.requests) == before


def test_an_address_that_deletes_nothing_is_told_from_the_others(
    run: Run, emulator: Emulator
) -> None:
    _, printed, _ = run("upload", "lake.png", "--host", "imgur", "--format", "delete")
    wrong = "https://imgur.com/gallery/abcde"
    status, _, complaint = run("delete", wrong, printed.strip(), "--host", "imgur")
    assert (status, emulator.pictures) == (1, [])
    assert complaint.startswith("imagehosts: address 1: ")
    assert "address 2" not in complaint


def test_every_host_is_listed_with_all_its_variables(run: Run) -> None:
    import imagehosts

    _, printed, _ = run("hosts")
    for host in HOSTS:
        assert re.search(rf"^{host.name} +{re.escape(host.title)}$", printed, re.MULTILINE)
        assert host.status in printed
        for variable in getattr(imagehosts, host.client).environment.values():
            assert variable in printed


@pytest.mark.parametrize("api", APIS)
def test_the_contract_of_every_api_is_printed(api: str, run: Run) -> None:
    status, printed, _ = run("spec", api)
    document: dict[str, Any] = json.loads(printed)
    assert (status, document["openapi"]) == (0, "3.1.0")
    assert not any("#" in path for path in document["paths"])
    status, printed, _ = run("spec", api, "--source")
    source: dict[str, Any] = json.loads(printed)
    assert (status, source["openapi"]) == (0, "3.1.0")
    assert "x-error-table" in source
    assert source["info"]["description"] != document["info"]["description"]
