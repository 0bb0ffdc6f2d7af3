"""The emulator as an object, its journal, and its controls over HTTP."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.clock import Clock
from imagehosts.emulator.dialects import TABLE
from imagehosts.emulator.dialects.chevereto import upload as chevereto_upload
from imagehosts.emulator.journal import redact_query

from contracts.emulator.doors import IMGES, ME, Door, png

SECRET = "s3cr3t-k3y"


def test_pictures_are_listed_in_the_order_they_came(door: Door) -> None:
    door.image(title="one")
    door.image(path=IMGES, name="two.png")
    first, second = door.emulator.pictures
    assert (first.title, first.host) == ("one", "imagehosting_me")
    assert (second.original_filename, second.host) == ("two.png", "imges")
    assert door.emulator.read(second.files["image"].path) == png()
    with pytest.raises(KeyError):
        door.emulator.read("/nothing")


def test_a_reset_forgets_everything_but_the_settings(open_door: Callable[..., Door]) -> None:
    door = open_door(albums=("Wb2=owner",), frozen_at=1_000_000.0)
    door.image()
    door.emulator.web["http://a.example/"] = b"x"
    door.emulator.clock.advance(days=1)
    door.emulator.reset()
    assert door.emulator.pictures == []
    assert door.emulator.requests == []
    assert len(door.emulator.web) == 0
    assert door.emulator.clock.now() == 1_000_000.0
    assert door.get("/album/Wb2").status_code == 200


def test_closing_twice_is_once() -> None:
    emulator = Emulator()
    emulator.close()
    emulator.close()


def test_the_clock_moves_only_when_told() -> None:
    clock = Clock(1000.0)
    assert clock.now() == clock.now() == 1000.0
    assert clock.advance(5) == 1005.0
    assert clock.advance(timedelta(hours=1), minutes=1) == 1005.0 + 3660
    assert clock.utc().year == 1970
    clock.reset()
    assert clock.now() == 1000.0


def test_the_web_is_a_mapping_that_knows_equal_urls(door: Door) -> None:
    web = door.emulator.web
    web["HTTP://A.example:80/x#part"] = b"1"
    assert web["http://a.example/x"] == b"1"
    assert list(web) == ["http://a.example/x"]
    assert "http://a.example/y" not in web
    web["http://a.example"] = b"2"
    assert web["http://a.example/"] == b"2"
    del web["http://a.example/x"]
    assert len(web) == 1


# The journal


def test_requests_are_kept_with_what_they_meant(door: Door) -> None:
    door.upload(name="lake.png", title="T", format="txt")
    door.post(IMGES, data={"key": "invalid"})
    first, second = door.emulator.requests
    assert (first.method, first.path, first.status) == ("POST", ME, 200)
    assert (first.api, first.operation) == ("imagehosting_me", "images_upload_txt")
    assert first.fields["title"] == "T"
    assert first.files["source"]["filename"] == "lake.png"
    assert first.files["source"]["size"] == len(png())
    assert (second.api, second.status, second.problem) == ("imges", 400, "100 wrong_key")


def test_no_secret_is_kept_anywhere(
    open_door: Callable[..., Door], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    door = open_door(log=True)
    files = {"source": ("a.png", png())}
    door.post(ME, data={"key": SECRET}, files=files)
    door.post(f"{ME}?key={SECRET}", files=files)
    door.post(f"{ME}?x=1&key[]={SECRET}", files=files)
    door.post(ME, files=files, headers={"X-API-Key": SECRET, "Cookie": SECRET})
    door.post(ME, files=files, headers={"Authorization": f"Bearer {SECRET}"})
    image = door.post(ME, data={"key": SECRET}, files=files).json()["image"]
    delete_secret = image["delete_url"].rpartition("/")[2]
    door.get(image["delete_url"])
    kept = json.dumps([entry.as_dict() for entry in door.emulator.requests])
    kept += door.get("/_emulator/requests").text + door.get("/").text + _own_log(caplog)
    kept += door.get("/_emulator/").text + door.get("/_emulator/pictures").text
    assert SECRET not in kept
    assert delete_secret not in kept
    assert "[redacted]" in kept


def _own_log(caplog: pytest.LogCaptureFixture) -> str:
    """What the emulator logged, without what the test's own client did."""
    own = [record for record in caplog.records if record.name.startswith("imagehosts")]
    return "\n".join(record.getMessage() for record in own)


def test_no_secret_reaches_the_disk(tmp_path: Any) -> None:
    with Emulator(data=tmp_path, albums=(f"A1={SECRET}",)) as emulator:
        image = Door(emulator).image(key=SECRET)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"lake" in everything
    assert SECRET.encode() not in everything
    assert image["delete_url"].rpartition("/")[2].encode() not in everything


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ""),
        ("a=1&b=%20", "a=1&b=%20"),
        ("key=x&a=1", "key=[redacted]&a=1"),
        ("API_KEY=x", "API_KEY=[redacted]"),
    ],
)
def test_queries_are_shown_without_their_secrets(query: str, shown: str) -> None:
    assert redact_query(query) == shown


def test_the_journal_does_not_grow_without_end(door: Door) -> None:
    for _ in range(1005):
        door.emulator.services.journal.begin(_request(), 0)
    assert len(door.emulator.requests) == 1000


def _request() -> Any:
    from starlette.requests import Request

    return Request(
        {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    )


# The controls


def test_controls_do_over_http_what_the_object_does(door: Door) -> None:
    door.emulator.clock.advance(-door.emulator.clock.now() + 1000)
    assert door.get("/_emulator/clock").json()["now"] == pytest.approx(1000, abs=60)
    moved = door.post("/_emulator/clock?days=1&hours=1").json()["now"]
    assert moved == pytest.approx(1000 + 90_000, abs=60)
    put = door.request("PUT", "/_emulator/web?url=http://a.example/b.png", content=png())
    assert put.json() == {"url": "http://a.example/b.png", "size": len(png())}
    assert door.get("/_emulator/web").json() == {"http://a.example/b.png": len(png())}
    uploaded = door.post(ME, data={"key": "k", "source": "http://a.example/b.png"})
    assert uploaded.status_code == 200
    (picture,) = door.get("/_emulator/pictures").json()
    assert door.get("/_emulator/pictures?limit=0").json() == []
    assert picture["files"]["image"] == uploaded.json()["image"]["url"]
    paths = [entry["path"] for entry in door.get("/_emulator/requests").json()]
    assert paths == [ME]
    assert door.request("DELETE", "/_emulator/requests").status_code == 200
    assert door.request("DELETE", "/_emulator/web?url=http://a.example/b.png").json() == {
        "registered": 0
    }
    assert door.post("/_emulator/reset").json() == {"reset": True}
    assert door.emulator.pictures == []


def test_controls_refuse_what_they_cannot_read(door: Door) -> None:
    for path in ("?days=many", "?days=1e400", "?days=nan"):
        assert door.post("/_emulator/clock" + path).status_code == 400
    assert door.request("PUT", "/_emulator/web?url=ftp://a/").status_code == 400
    assert door.request("PUT", "/_emulator/web").status_code == 400
    response = door.request("PUT", "/_emulator/reset")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_the_controls_explain_themselves(door: Door) -> None:
    answer = door.get("/_emulator/").json()
    assert answer["apis"] == list(TABLE["documented"])
    for line, text in answer["controls"].items():
        method, _, path = line.partition(" ")
        assert text.endswith(".") or text
        if method == "GET":
            assert door.get(path).status_code == 200


# Faults of the emulator itself


def test_a_fault_is_told_as_the_host_would_and_remembered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*args: Any) -> Any:
        raise RuntimeError("a bug")

    monkeypatch.setattr(chevereto_upload, "make", break_down)
    with Emulator() as emulator:
        door = Door(emulator)
        first, second = door.upload(path=IMGES), door.upload(path=ME)
        assert (first.status_code, second.status_code) == (400, 400)
        assert first.json()["error"]["context"] == "CHV\\ImageException"
        assert second.json()["error"]["code"] == 600
        assert [str(fault) for fault in emulator.faults] == ["a bug", "a bug"]
        assert "Traceback" in caplog.text
        assert door.get("/_emulator/").json()["faults"] == 2


def test_a_fault_outside_the_hosts_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    with Emulator() as emulator:

        def break_down(*args: Any) -> Any:
            raise RuntimeError("a bug")

        monkeypatch.setattr(emulator.services.pages, "home", break_down)
        response = Door(emulator).get("/")
        assert response.status_code == 502
        assert "a bug" not in response.text
        assert len(emulator.faults) == 1


def test_a_line_is_logged_for_every_request_if_wanted(
    open_door: Callable[..., Door], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    quiet, loud = open_door(), open_door(log=True)
    quiet.upload()
    assert _own_log(caplog) == ""
    loud.upload(key="invalid")
    assert _own_log(caplog) == f'127.0.0.1 "POST {ME}" 400 100 wrong_key'
