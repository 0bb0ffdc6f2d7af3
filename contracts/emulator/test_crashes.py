"""Killed at any moment, the emulator has all that it acknowledged, and nothing in halves.

What a killed process leaves is what is on disk. So the data directory is copied right before and
right after each commit while hosts are used, and an emulator on the copy is asked through the doors
of the hosts.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.store import Picture, Store

from contracts.support.emulated import IMGES, ME, EmulatorClient, jpeg, png
from contracts.support.reporting import report_all

USERS = ("ann:secret",)


class Known(NamedTuple):
    """What a host has acknowledged: addresses of files with their bytes, and of what is gone."""

    there: dict[str, bytes]
    gone: set[str]


class Copy(NamedTuple):
    """A directory as a kill at some moment leaves it, with what was acknowledged by then."""

    name: str
    folder: Path
    known: Known


Use = Callable[[EmulatorClient, Known], None]


@contextmanager
def copied_at_each_commit(folder: Path, known: Known) -> Iterator[list[Copy]]:
    """Copies of a data directory, taken at each commit while the block runs."""
    copies: list[Copy] = []
    commit = Store._commit

    def copying(store: Store) -> None:
        def take(when: str) -> None:
            name = f"{when} commit {len(copies) // 2}"
            target = folder.parent / f"copy{len(copies)}"
            shutil.copytree(folder, target)
            copies.append(Copy(name, target, Known(dict(known.there), set(known.gone))))

        if store.directory != folder:
            commit(store)
            return
        take("before")
        commit(store)
        take("after")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "_commit", copying)
        yield copies


# The hosts


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2] if "://" in url else url


def use_imgur(client: EmulatorClient, known: Known) -> None:
    head = {"Authorization": "Client-ID a"}

    def call(method: str, path: str, **options: Any) -> Any:
        response = client.request(method, f"/3/{path}", headers=head, **options)
        assert response.status_code == 200, response.text
        return response.json()["data"]

    def upload(content: bytes, **fields: str) -> Any:
        made = call("POST", "image", data=fields, files={"image": ("a", content)})
        known.there[_path(made["link"])] = content
        return made

    first = upload(png(31, 20))
    album = call("POST", "album", data={"title": "t", "deletehashes[]": first["deletehash"]})
    second = upload(jpeg(32, 20), album=album["deletehash"])
    call("PUT", f"album/{album['deletehash']}", data={"title": "u", "cover": second["id"]})
    call("POST", f"image/{first['deletehash']}", data={"title": "v"})
    path = _path(first["link"])
    del known.there[path]
    call("DELETE", f"image/{first['deletehash']}")
    known.gone.add(path)


def use_imageshack(client: EmulatorClient, known: Known) -> None:
    def call(method: str, path: str, **fields: Any) -> Any:
        files = fields.pop("files", None)
        data = {"api_key": "k", **fields}
        options = {"params": data} if method == "GET" else {"data": data, "files": files}
        response = client.request(method, f"/v2/{path}", **options)
        assert response.status_code == 200, response.text
        return response.json()["result"]

    token = call("POST", "user/login", user="ann", password="secret")["auth_token"]
    contents = [png(41, 20), png(42, 20)]
    parts = [("file", (f"{n}.png", content)) for n, content in enumerate(contents)]
    made = call("POST", "images", auth_token=token, album="Tahoe", tags="a,b", files=parts)
    for image, content in zip(made["images"], contents, strict=True):
        known.there[_path("http://" + image["direct_link"])] = content
    first = made["images"][0]
    call("PUT", f"images/{first['id']}", auth_token=token, title="t", tags="c")
    path = _path("http://" + first["direct_link"])
    del known.there[path]
    call("DELETE", f"images/{first['id']}", auth_token=token)
    known.there.clear()
    call("DELETE", "user/ann", auth_token=token)
    known.gone.add(path)


def use_chevereto(client: EmulatorClient, known: Known) -> None:
    for path, size in ((IMGES, 51), (ME, 52)):
        image = client.image(png(600, size), path=path, key="k", album_id="A1")
        known.there[_path(image["url"])] = png(600, size)
        if "delete_url" in image:
            url = _path(image["url"])
            del known.there[url]
            assert client.get(_path(image["delete_url"])).status_code == 301
            known.gone.add(url)


def use_imgbb(client: EmulatorClient, known: Known) -> None:
    def upload(content: bytes) -> Any:
        files = {"image": ("a.png", content)}
        response = client.post("/1/upload?key=k", data={"name": "n"}, files=files)
        made = response.json()["data"]
        known.there[_path(made["image"]["url"])] = content
        return made

    upload(png(61, 20))
    made = upload(png(700, 21))
    url = _path(made["image"]["url"])
    del known.there[url]
    assert client.post(_path(made["delete_url"])).status_code == 200
    known.gone.add(url)


USES: dict[str, Use] = {
    "imgur": use_imgur,
    "imageshack": use_imageshack,
    "chevereto": use_chevereto,
    "imgbb": use_imgbb,
}


# What is asked of a copy


def _read(client: EmulatorClient, picture: Picture) -> int:
    """The status of the page or the answer that shows one picture."""
    if picture.host == "imgur":
        head = {"Authorization": "Client-ID a"}
        return client.get(f"/3/image/{picture.code}", headers=head).status_code
    if picture.host == "imageshack":
        head = {"api_key": "k", "auth_token": _token(client)}
        return client.get(f"/v2/images/{picture.code}", params=head).status_code
    pages = client.emulator.services.pages
    return client.get(pages.viewer_path(picture)).status_code


def _delete(client: EmulatorClient, picture: Picture) -> int:
    """The status of deleting it as its owner does, where the host has that."""
    owned = client.emulator.services.accounts.library.by_id(picture.id)
    if picture.host == "imgur":
        assert owned is not None
        head = {"Authorization": "Client-ID a"}
        path = f"/3/image/{owned.facts['deletehash']}"
        return client.request("DELETE", path, headers=head).status_code
    if picture.host == "imageshack":
        data = {"api_key": "k", "auth_token": _token(client)}
        path = f"/v2/images/{picture.code}"
        return client.request("DELETE", path, params=data).status_code
    assert client.emulator.services.store.delete_picture(picture.id)
    return 200


def _token(client: EmulatorClient) -> str:
    login = {"api_key": "k", "user": "ann", "password": "secret"}
    token: str = client.post("/v2/user/login", data=login).json()["result"]["auth_token"]
    return token


def _check(copy: Copy) -> None:
    settings = {"data": copy.folder, "users": USERS, "albums": ("A1=k",)}
    with Emulator(**settings) as emulator:
        client = EmulatorClient(emulator)
        for path, content in copy.known.there.items():
            assert client.get(path).content == content, f"acknowledged, and lost: {path}"
        for path in copy.known.gone:
            assert client.get(path).status_code != 200, f"deleted, and there: {path}"
        needed = set[str]()
        for picture in emulator.pictures:
            needed |= {file.sha256 for file in picture.files.values()}
            owned = emulator.services.accounts.library.by_id(picture.id)
            if owned is None or not owned.hidden:  # what is hidden is for its owner alone
                paths = [file.path for file in picture.files.values()]
                assert {client.get(path).status_code for path in paths} == {200}, paths
            assert _read(client, picture) in (200, 302), f"cannot be read: {picture}"
        assert emulator.services.store.blobs.names() == needed, "bytes are left over"
        for picture in emulator.pictures:
            owned = emulator.services.accounts.library.by_id(picture.id)
            if owned is None or not owned.hidden:
                assert _delete(client, picture) == 200, f"cannot be deleted: {picture}"
        assert emulator.internal_errors == []


@pytest.mark.parametrize("host", USES)
def test_a_kill_at_any_commit_loses_nothing_acknowledged(host: str, tmp_path: Path) -> None:
    known = Known({}, set())
    folder = tmp_path / "data"
    with Emulator(data=folder, users=USERS, albums=("A1=k",)) as emulator:
        client = EmulatorClient(emulator)
        with copied_at_each_commit(folder, known) as copies:
            USES[host](client, known)
        assert emulator.internal_errors == []
    with report_all(least=6) as case:
        for copy in copies:
            with case(copy.name):
                _check(copy)
