"""The emulator as an object, its journal, and its controls over HTTP."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.clock import Clock
from imagehosts.emulator.core.journal import redact_query
from imagehosts.emulator.hosts import rows
from imagehosts.emulator.hosts.chevereto import upload as chevereto_upload

from contracts.support.emulated import IMGES, ME, EmulatorClient, png
from contracts.support.reporting import each, report_all

SECRET = "s3cr3t-k3y"


def test_pictures_are_listed_in_the_order_they_came(emulated: EmulatorClient) -> None:
    emulated.image(title="one")
    emulated.image(path=IMGES, name="two.png")
    first, second = emulated.emulator.pictures
    assert (first.title, first.host) == ("one", "imagehosting_me")
    assert (second.original_filename, second.host) == ("two.png", "imges")
    assert emulated.emulator.read(second.files["image"].path) == png()
    with pytest.raises(KeyError):
        emulated.emulator.read("/nothing")


def test_a_reset_forgets_everything_but_the_settings(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    emulated = open_emulated(albums=("Wb2=owner",), frozen_at=1_000_000.0)
    emulated.image()
    emulated.emulator.web["http://a.example/"] = b"x"
    emulated.emulator.clock.advance(days=1)
    emulated.emulator.reset()
    assert emulated.emulator.pictures == []
    assert emulated.emulator.requests == []
    assert len(emulated.emulator.web) == 0
    assert emulated.emulator.clock.now() == 1_000_000.0
    assert emulated.get("/album/Wb2").status_code == 200


def test_closing_twice_is_once() -> None:
    emulator = Emulator()
    emulator.close()
    emulator.close()


def test_frozen_clock_moves_only_when_advanced() -> None:
    clock = Clock(1000.0)
    assert clock.now() == clock.now() == 1000.0
    assert clock.advance(5) == 1005.0
    assert clock.advance(timedelta(hours=1), minutes=1) == 1005.0 + 3660
    assert clock.utc().year == 1970
    clock.reset()
    assert clock.now() == 1000.0


def test_the_web_is_a_mapping_that_knows_equal_urls(emulated: EmulatorClient) -> None:
    web = emulated.emulator.web
    web["HTTP://A.example:80/x#part"] = b"1"
    assert web["http://a.example/x"] == b"1"
    assert list(web) == ["http://a.example/x"]
    assert "http://a.example/y" not in web
    web["http://a.example"] = b"2"
    assert web["http://a.example/"] == b"2"
    del web["http://a.example/x"]
    assert len(web) == 1


# The journal


def test_requests_are_kept_with_what_they_meant(emulated: EmulatorClient) -> None:
    emulated.upload(name="lake.png", title="T", format="txt")
    emulated.post(IMGES, data={"key": "invalid"})
    first, second = emulated.emulator.requests
    assert (first.method, first.path, first.status) == ("POST", ME, 200)
    assert (first.api, first.operation) == ("imagehosting_me", "images_upload_txt")
    assert first.fields["title"] == "T"
    assert first.files["source"]["filename"] == "lake.png"
    assert first.files["source"]["size"] == len(png())
    assert (second.api, second.status, second.problem) == ("imges", 400, "100 wrong_key")


def test_no_secret_is_kept_anywhere(
    open_emulated: Callable[..., EmulatorClient], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    emulated = open_emulated(log=True)
    files = {"source": ("a.png", png())}
    emulated.post(ME, data={"key": SECRET}, files=files)
    emulated.post(f"{ME}?key={SECRET}", files=files)
    emulated.post(f"{ME}?x=1&key[]={SECRET}", files=files)
    emulated.post(ME, files=files, headers={"X-API-Key": SECRET, "Cookie": SECRET})
    emulated.post(ME, files=files, headers={"Authorization": f"Bearer {SECRET}"})
    image = emulated.post(ME, data={"key": SECRET}, files=files).json()["image"]
    delete_secret = image["delete_url"].rpartition("/")[2]
    emulated.get(image["delete_url"])
    kept = json.dumps([entry.as_dict() for entry in emulated.emulator.requests])
    kept += emulated.get("/_emulator/requests").text + emulated.get("/").text + _own_log(caplog)
    kept += emulated.get("/_emulator/").text + emulated.get("/_emulator/pictures").text
    assert SECRET not in kept
    assert delete_secret not in kept
    assert "[redacted]" in kept


def _own_log(caplog: pytest.LogCaptureFixture) -> str:
    """What the emulator logged, without what the test's own client did."""
    own = [record for record in caplog.records if record.name.startswith("imagehosts")]
    return "\n".join(record.getMessage() for record in own)


def test_no_secret_reaches_the_disk(tmp_path: Any) -> None:
    with Emulator(data=tmp_path, albums=(f"A1={SECRET}",)) as emulator:
        image = EmulatorClient(emulator).image(key=SECRET)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"lake" in everything
    assert SECRET.encode() not in everything
    assert image["delete_url"].rpartition("/")[2].encode() not in everything


@each(
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


def test_the_journal_does_not_grow_without_end(emulated: EmulatorClient) -> None:
    for _ in range(1005):
        emulated.emulator.services.journal.begin(_request(), 0)
    assert len(emulated.emulator.requests) == 1000


def _request() -> Any:
    from starlette.requests import Request

    return Request(
        {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    )


# The controls


def test_controls_do_over_http_what_the_object_does(emulated: EmulatorClient) -> None:
    emulated.emulator.clock.advance(-emulated.emulator.clock.now() + 1000)
    assert emulated.get("/_emulator/clock").json()["now"] == pytest.approx(1000, abs=60)
    moved = emulated.post("/_emulator/clock?days=1&hours=1").json()["now"]
    assert moved == pytest.approx(1000 + 90_000, abs=60)
    put = emulated.request("PUT", "/_emulator/web?url=http://a.example/b.png", content=png())
    assert put.json() == {"url": "http://a.example/b.png", "size": len(png())}
    assert emulated.get("/_emulator/web").json() == {"http://a.example/b.png": len(png())}
    uploaded = emulated.post(ME, data={"key": "k", "source": "http://a.example/b.png"})
    assert uploaded.status_code == 200
    (picture,) = emulated.get("/_emulator/pictures").json()
    assert emulated.get("/_emulator/pictures?limit=0").json() == []
    assert picture["files"]["image"] == uploaded.json()["image"]["url"]
    paths = [entry["path"] for entry in emulated.get("/_emulator/requests").json()]
    assert paths == [ME]
    assert emulated.request("DELETE", "/_emulator/requests").status_code == 200
    assert emulated.request("DELETE", "/_emulator/web?url=http://a.example/b.png").json() == {
        "registered": 0
    }
    assert emulated.post("/_emulator/reset").json() == {"reset": True}
    assert emulated.emulator.pictures == []


def test_controls_refuse_what_they_cannot_read(emulated: EmulatorClient) -> None:
    for path in ("?days=many", "?days=1e400", "?days=nan"):
        assert emulated.post("/_emulator/clock" + path).status_code == 400
    assert emulated.request("PUT", "/_emulator/web?url=ftp://a/").status_code == 400
    assert emulated.request("PUT", "/_emulator/web").status_code == 400
    response = emulated.request("PUT", "/_emulator/reset")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_what_a_control_does_not_know_is_refused_and_changes_nothing(
    emulated: EmulatorClient,
) -> None:
    """A typing error in a parameter must not pass for what was meant."""
    emulated.image()
    emulated.emulator.web["http://a.example/b.png"] = png()
    before, now = emulated.get("/_emulator/web").json(), emulated.emulator.clock.now()
    known = emulated.get("/_emulator/").json()["controls"]
    wrong = {
        "POST /_emulator/clock?dayz=3": "dayz",
        "POST /_emulator/clock?days=1&dayz=3": "dayz",
        "POST /_emulator/clock?days=1&days=2": "twice",
        "POST /_emulator/clock": "how far",
        "POST /_emulator/clock?days=": "days",
        "POST /_emulator/clock?days=1e999": "days",
        "GET /_emulator/pictures?limit=all": "limit",
        "GET /_emulator/pictures?limit=-1": "limit",
        "GET /_emulator/pictures?Limit=1": "Limit",
        "PUT /_emulator/faults?name=e6&times=0": "times",
        "PUT /_emulator/faults?name=e6&times=many": "times",
        "PUT /_emulator/faults": "name",
        "PUT /_emulator/web?url=http://": "url",
        "DELETE /_emulator/web?urls=http://a.example/b.png": "urls",
        "GET /_emulator/mail?for=me@example.com": "for",
        **{f"{control}?nonsense=1": "nonsense" for control in known},
    }
    with report_all(least=len(known) + 15) as case:
        for control, word in wrong.items():
            method, _, address = control.partition(" ")
            with case(control):
                answer = emulated.request(method, address)
                assert answer.status_code == 400
                assert word in answer.json()["error"]
        with case("parameters in a body"):
            answer = emulated.post("/_emulator/clock", data={"days": "3"})
            assert (answer.status_code, "query" in answer.json()["error"]) == (400, True)
    assert len(emulated.emulator.pictures) == 1
    assert emulated.get("/_emulator/web").json() == before
    assert emulated.emulator.clock.now() == pytest.approx(now, abs=60)
    assert emulated.get("/_emulator/faults").json() == []


def test_the_controls_explain_themselves(emulated: EmulatorClient) -> None:
    answer = emulated.get("/_emulator/").json()
    assert answer["apis"] == list(rows())
    for line, text in answer["controls"].items():
        method, _, path = line.partition(" ")
        assert text.endswith(".") or text
        if method == "GET" and "{" not in path:
            assert emulated.get(path).status_code == 200


# Faults of the emulator itself


def test_switched_on_fault_is_answered_as_the_host_would_and_kept(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*args: Any) -> Any:
        raise RuntimeError("a bug")

    monkeypatch.setattr(chevereto_upload, "make", break_down)
    with Emulator() as emulator:
        emulated = EmulatorClient(emulator)
        first, second = emulated.upload(path=IMGES), emulated.upload(path=ME)
        assert (first.status_code, second.status_code) == (400, 400)
        assert first.json()["error"]["context"] == "CHV\\ImageException"
        assert second.json()["error"]["code"] == 600
        assert [str(fault) for fault in emulator.internal_errors] == ["a bug", "a bug"]
        assert caplog.text.count("Traceback") == 1, "the same once more is one line"
        assert "failed in the emulator as before: RuntimeError('a bug')" in caplog.text
        assert emulated.get("/_emulator/").json()["internal_errors"] == 2


def test_a_fault_outside_the_hosts_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    with Emulator() as emulator:

        def break_down(*args: Any) -> Any:
            raise RuntimeError("a bug")

        monkeypatch.setattr(emulator.services.accounts.library, "concealed", break_down)
        response = EmulatorClient(emulator).get("/")
        assert response.status_code == 502
        assert "a bug" not in response.text
        assert len(emulator.internal_errors) == 1


def test_a_line_is_logged_for_every_request_if_wanted(
    open_emulated: Callable[..., EmulatorClient], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    quiet, loud = open_emulated(), open_emulated(log=True)
    quiet.upload()
    assert _own_log(caplog) == ""
    loud.upload(key="invalid")
    assert _own_log(caplog) == f'127.0.0.1 "POST {ME}" 400 100 wrong_key'
