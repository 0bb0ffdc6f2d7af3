"""What a run records, what of it is kept, and what comes of it later."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import yaml
from imagehosts import Chevereto
from imagehosts.contract.command import main
from imagehosts.contract.report import Exit

from contracts.hosts.chevereto.running import run_site, site
from contracts.hosts.chevereto.site import DRIFTS, KEY
from contracts.support.emulated import png
from contracts.support.reporting import report_all


def test_recording_keeps_no_secret_and_no_server(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    path = tmp_path / "run.har"
    with site() as address:
        run_site(capsys, monkeypatch, tmp_path, address, "--record", str(path))
    text = path.read_text("utf-8")
    for secret in (KEY, address, "d" * 32, "127.0.0.1", "contract.png"):
        assert secret not in text, secret
    log = json.loads(text)["log"]
    assert log["version"] == "1.2"
    uploads = [e for e in log["entries"] if e["_operation"].startswith("images_upload")]
    assert len(uploads) >= 8
    assert {entry["response"]["status"] for entry in uploads} == {200, 400}


def test_replay_sees_the_drift_that_the_run_saw(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    with report_all(least=6) as case:
        for name, (pointer, _) in DRIFTS.items():
            with case(name), site(name) as address:
                path = tmp_path / f"{name}.har"
                run_site(capsys, monkeypatch, tmp_path, address, "--record", str(path))
                code = main(["replay", str(path)])
                out = capsys.readouterr().out
                if pointer:
                    assert f"images_upload {pointer}: expected" in out
                    assert code == Exit.DRIFT
                assert "0 days old" in out


def test_proposals_name_operation_place_and_evidence(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    path = tmp_path / "run.har"
    with site("nested", "name-is-a-number") as address:
        run_site(capsys, monkeypatch, tmp_path, address, "--record", str(path))
    assert main(["propose", str(path)]) == 0
    entries = yaml.safe_load(capsys.readouterr().out)
    assert {(each["pointer"], *each["operations"]) for each in entries} == {
        ("/image/thumb/size", "images_upload"),
        ("/image/name", "images_upload"),
    }
    for entry in entries:
        assert entry["documented"]
        assert entry["seen"]
        assert "observed" in entry["evidence"]
        assert "run.har" in entry["evidence"]


def test_log_of_drift_becomes_the_same_proposals(
    capsys: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "production.log"
    with site("nested") as address, caplog.at_level(logging.WARNING, "imagehosts.drift"):
        with Chevereto(f"{address}/api/1", KEY) as client:
            client.upload(png(8, 8))
            client.upload(png(9, 8))
    lines = [f"2026-11-30 12:00:00 WARNING {r.name}: {r.getMessage()}" for r in caplog.records]
    assert lines
    path.write_text("\n".join(["started", *lines, "done"]), "utf-8")
    assert main(["propose", str(path)]) == 0
    (entry,) = yaml.safe_load(capsys.readouterr().out)
    assert (entry["pointer"], entry["operations"]) == ("/image/thumb/size", ["images_upload"])
    assert "observed 2 times" in entry["evidence"]


def test_accepted_deviation_passes_and_a_stale_one_fails(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(
        '[[deviation]]\noperation = "images_upload"\npointer = "/image/name"\n'
        'reason = "names are numbers there"\n'
    )
    with site("name-is-a-number") as address:
        code, report = run_site(capsys, monkeypatch, tmp_path, address, "--accepted", str(path))
        assert (code, report["drift"][0]["accepted"]) == (0, "names are numbers there")
    with site() as address:
        code, report = run_site(capsys, monkeypatch, tmp_path, address, "--accepted", str(path))
        assert code == Exit.BROKEN
        assert report["stale"] == ["images_upload /image/name: names are numbers there"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[deviation]]\n", "lacks operation"),
        ('[[deviation]]\noperation = "x"\n', "lacks reason"),
        ('[[deviation]]\noperation = "x"\nreason = "y"\nmood = 1\n', "mood"),
        ("[[", "accepted.toml"),
    ],
)
def test_bad_file_of_accepted_deviations_is_a_usage_error(
    capsys: Any, monkeypatch: Any, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(text)
    monkeypatch.setenv("CHEVERETO_API_KEY", KEY)
    arguments = ["chevereto", "--base-url", "http://127.0.0.1:1/api/1", "--accepted", str(path)]
    assert main(arguments) == Exit.USAGE
    assert words in capsys.readouterr().err
