"""The state of an emulator, taken and put back."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.snapshots import SnapshotError

from contracts.support.emulated import EmulatorClient, gif, png
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES


def fill(emulator: Emulator) -> None:
    """Something at every host that takes pictures, an account's albums, mail and time."""
    with emulator.serve() as url:
        for number, name in enumerate(API_NAMES):
            credentials = httpx.post(f"{url}/_emulator/login", json={"host": name}).json()
            client = emulator_host(name, credentials)
            if client is not None:
                with client:
                    client.upload(png(30 + number, 20))
                    client.upload(gif())
    emulator.web["http://pictures.example/a.png"] = png(9, 9)
    emulator.clock.advance(days=2)


def emulator_host(name: str, login: dict[str, Any]) -> Any:
    """A client of a host, or nothing where it does not upload."""
    from imagehosts.hosts import find_host

    host = find_host(name)
    assert host is not None
    if host.upload_operation is None:
        return None
    return host.make_client(base_url=login["base_url"], **login["credentials"])


def state_of(content: bytes) -> Any:
    """What is in a snapshot, in an order of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        state = json.loads(archive.read("state.json"))
        for table in state["tables"].values():
            table["rows"].sort(key=json.dumps)
        return state, sorted(archive.namelist())


def test_a_snapshot_put_back_is_the_same_state(tmp_path: Path) -> None:
    with report_all() as case, Emulator(seed=1) as first:
        fill(first)
        taken = first.snapshot(tmp_path / "state.zip")
        assert (tmp_path / "state.zip").read_bytes() == taken
        paths = [file.path for picture in first.pictures for file in picture.files.values()]
        served = {path: first.read(path) for path in paths}
        assert len(first.pictures) >= 10
        with case("after a reset"):
            first.reset()
            assert first.pictures == []
            first.restore(taken)
            assert state_of(first.snapshot()) == state_of(taken)
        for name, settings in (("in memory", {}), ("in a folder", {"data": tmp_path / "data"})):
            with case(name), Emulator(**settings) as other:
                EmulatorClient(other).upload(png(99, 99))
                other.restore(tmp_path / "state.zip")
                assert state_of(other.snapshot()) == state_of(taken)
                assert {path: other.read(path) for path in paths} == served
                assert other.clock.now() - first.clock.now() == pytest.approx(0, abs=60)
                assert other.web["http://pictures.example/a.png"] == png(9, 9)
                # The account and what counts its pictures are whole: more can be done.
                before = len(other.pictures)
                fill(other)
                assert len(other.pictures) > before
                assert len({picture.code for picture in other.pictures}) == len(other.pictures)
                assert other.internal_errors == []


def test_a_folder_keeps_what_was_put_back(tmp_path: Path) -> None:
    with Emulator() as first:
        EmulatorClient(first).upload(png(50, 40))
        taken = first.snapshot()
    data = tmp_path / "data"
    with Emulator(data=data) as emulator:
        EmulatorClient(emulator).upload(png(20, 10))
        emulator.restore(taken)
    with Emulator(data=data) as again:
        assert [(picture.width, picture.height) for picture in again.pictures] == [(50, 40)]
        assert again.read(again.pictures[0].files["image"].path) == png(50, 40)
    assert len([path for path in (data / "blobs").rglob("*") if path.is_file()]) < 10


def test_bytes_swept_while_a_snapshot_comes_back_are_put_again(
    emulated: EmulatorClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulated.upload(png(50, 40))
    emulator, blobs = emulated.emulator, emulated.emulator.services.store.blobs
    taken, put = emulator.snapshot(), blobs.put
    puts: list[str] = []

    def put_and_lose(sha256: str, source: io.BytesIO) -> None:
        put(sha256, source)
        puts.append(sha256)
        if puts.count(sha256) == 1:  # as the deletion of another process does
            blobs.remove(sha256)

    emulator.reset()
    monkeypatch.setattr(blobs, "put", put_and_lose)
    emulator.restore(taken)
    assert emulator.read(emulator.pictures[0].files["image"].path) == png(50, 40)
    assert len(puts) == 2 * len(set(puts)) > 0


def changed(content: bytes, name: str, new: bytes) -> bytes:
    """A snapshot in which a file is another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as made:
        for entry in old.namelist():
            made.writestr(entry, new if entry.startswith(name) else old.read(entry))
    return out.getvalue()


@pytest.mark.usefixtures("each_database")
def test_what_is_no_snapshot_changes_nothing(emulated: EmulatorClient) -> None:
    emulator = emulated.emulator
    emulated.upload(png(50, 40))
    taken = emulator.snapshot()
    state = json.loads(zipfile.ZipFile(io.BytesIO(taken)).read("state.json"))
    other_version = {**state, "versions": {**state["versions"], "shared": 999}}
    stranger = {**state, "tables": {**state["tables"], "strange": {"columns": [], "rows": []}}}
    torn = json.loads(json.dumps(state))
    torn["tables"]["file"]["rows"][0][0] = "/elsewhere.png"
    torn["tables"]["picture"]["rows"] = []
    columns = json.loads(json.dumps(state))
    columns["tables"]["picture"]["columns"][0] = 'id") VALUES (1) --'
    empty = json.loads(json.dumps(state))
    at = empty["tables"]["picture"]["columns"].index("host")
    empty["tables"]["picture"]["rows"][0][at] = None
    wrong: dict[str, bytes] = {
        "nothing": b"",
        "a picture": png(),
        "half of one": taken[: len(taken) // 2],
        "another archive": changed(taken, "state.json", b"{}"),
        "a list": changed(taken, "state.json", b"[]"),
        "another version": changed(taken, "state.json", json.dumps(other_version).encode()),
        "tables of others": changed(taken, "state.json", json.dumps(stranger).encode()),
        "rows without their picture": changed(taken, "state.json", json.dumps(torn).encode()),
        "columns of others": changed(taken, "state.json", json.dumps(columns).encode()),
        "a row that cannot be": changed(taken, "state.json", json.dumps(empty).encode()),
        "other bytes": changed(taken, "blobs/", png(1, 1)),
    }
    before = state_of(taken)
    with report_all() as case:
        for name, content in wrong.items():
            with case(name):
                with pytest.raises(SnapshotError):
                    emulator.restore(content)
                answer = emulated.request("PUT", "/_emulator/snapshot", content=content)
                assert answer.status_code == 400
                assert "snapshot" in answer.json()["error"]
                assert state_of(emulator.snapshot()) == before
                assert emulator.read(emulator.pictures[0].files["image"].path)
    blobs = emulator.services.store.blobs
    assert blobs.names() == {hashlib.sha256(png(50, 40)).hexdigest(), *_others(emulator)}
    assert emulated.upload(png(51, 40)).status_code == 200, "numbers go on"
    assert len(emulator.pictures) == 2


def _others(emulator: Emulator) -> set[str]:
    return {file.sha256 for one in emulator.pictures for file in one.files.values()}


def test_snapshots_are_taken_and_put_back_over_http(emulated: EmulatorClient) -> None:
    emulated.upload(png(50, 40))
    taken = emulated.get("/_emulator/snapshot")
    assert taken.headers["content-type"] == "application/zip"
    emulated.request("POST", "/_emulator/reset")
    answer = emulated.request("PUT", "/_emulator/snapshot", content=taken.content)
    assert answer.json() == {"pictures": 1}
    assert emulated.emulator.pictures[0].width == 50
