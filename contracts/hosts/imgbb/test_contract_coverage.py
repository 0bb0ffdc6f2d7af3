"""The watch of contracts, at a host with a small one: what it lets pass, and what it counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import httpx

from contracts.coverage.contract import Answered, load_contract
from contracts.coverage.record import read
from contracts.support.recording import Sent
from contracts.support.reporting import report_all
from contracts.support.specs import ROOT

#: Tests in a file of their own, each with what must become of it.
TESTS = """
    import httpx, pytest
    from imagehosts.emulator import Emulator
    from imagehosts import ImgBB

    def upload(emulator, **fields):
        files = {"image": ("a.gif", b"GIF89a" + b"x" * 40)}
        with httpx.Client(transport=emulator.transport()) as client:
            return client.post("https://api.imgbb.com/1/upload", data=fields, files=files)

    def break_answers(monkeypatch):
        from imagehosts.emulator.hosts.imgbb import dialect
        from starlette.responses import JSONResponse
        async def answer(call):
            return JSONResponse({"data": {"id": 17}, "success": True, "status": 200})
        monkeypatch.setitem(dialect.dialect.handlers, "images_upload", answer)

    def test_passes_with_a_sound_request():
        with Emulator() as emulator:
            assert upload(emulator, key="any").status_code in (200, 400)

    def test_fails_for_a_request():
        with Emulator() as emulator:
            assert upload(emulator, key="any", expiration="7").status_code

    @pytest.mark.outside("an expiration that is too short")
    def test_passes_with_a_mark():
        with Emulator() as emulator:
            assert upload(emulator, key="any", expiration="7").status_code

    @pytest.mark.outside("needless")
    def test_ends_in_an_error_for_a_needless_mark():
        pass

    def test_fails_for_an_answer(monkeypatch):
        break_answers(monkeypatch)
        with Emulator() as emulator:
            assert upload(emulator, key="any").status_code == 200

    @pytest.mark.planted("to see it")
    def test_passes_with_a_planted_answer(monkeypatch):
        break_answers(monkeypatch)
        with Emulator() as emulator:
            assert upload(emulator, key="any").status_code == 200
"""


def test_what_goes_past_a_contract_fails_its_test_alone(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(dedent(TESTS), "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  outside\n  planted\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "contracts.coverage.plugin", "-q", "-rA"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CONTRACTS_COVERAGE": str(tmp_path / "r")}
    done = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), "."],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout
    for line in said.splitlines():
        outcome, _, name = line.partition(" test_it.py::test_")
        if name:
            begins = {"PASSED": "passes", "FAILED": "fails", "ERROR": "ends_in_an_error"}
            name = name.partition(" ")[0]
            # A needless mark is noticed when the test has passed.
            assert name.startswith(begins[outcome]) or (outcome == "PASSED" and "error" in name)
    assert "2 failed" in said, said
    assert "1 error" in said
    assert "body expiration: 7 is less than the minimum of 60" in said
    assert "the emulator answered 200: imgbb images_upload: /data" in said
    assert read(tmp_path / "r").requests["imgbb"]["answered"] >= 5


def test_element_is_used_by_what_has_it_and_by_nothing_else() -> None:
    contract = load_contract("imgbb")
    assert contract is not None
    url = "https://api.imgbb.com/1/upload?key=k&image=https://x.example/a.png&expiration=60"
    used: set[str] = set()
    sent = Sent("GET", url, httpx.Headers(), b"")
    assert contract.request("images_upload_by_get", sent, used).faults == []
    assert used == {
        "operation: images_upload_by_get",
        "parameter: images_upload_by_get: query key",
        "parameter: images_upload_by_get: query image",
        "parameter: images_upload_by_get: query expiration",
        "value: images_upload_by_get: query expiration = minimum 60",
    }
    names = {str(element) for element in contract.elements()}
    assert used <= names
    body = {"status_code": 400, "error": {"message": "Invalid API v1 key.", "code": 100}}
    body["status_txt"] = "Bad Request"  # type: ignore[assignment]
    found: set[str] = set()
    answered = Answered(400, "application/json", json.dumps(body).encode())
    assert contract.answer("images_upload", answered, found) == []
    assert {"status: images_upload: 400", "member: ErrorDetail: code"} <= found <= names
    assert [name for name in found if name.startswith("error row: 15: ")]
    rows = (
        (Answered(418, "application/json", b"{}"), "status 418 is not documented"),
        (Answered(200, "text/csv", b"a"), "its media type is text/csv"),
        (Answered(200, "application/json", b"{"), "it is not JSON"),
        (Answered(200, "application/json", b"{}"), "(whole answer): 'data' is a required"),
    )
    with report_all() as case:
        for answer, words in rows:
            with case(words):
                (fault, *_) = contract.answer("images_upload", answer, set())
                assert words in fault
