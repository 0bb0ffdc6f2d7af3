"""A run on a site that shares no code with ours: what it finds, and what it leaves behind."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from imagehosts.contract.command import main
from imagehosts.contract.ledger import Ledger, LedgerError
from imagehosts.contract.report import Exit

from contracts.hosts.chevereto.running import SETTINGS, run_site, site, start, stored
from contracts.hosts.chevereto.site import DRIFTS
from contracts.support.reporting import report_all
from contracts.support.specs import ROOT

SEED = 20261130


def codes_in(ledger: Ledger) -> set[str]:
    """The pictures that a ledger says are left."""
    return {entry.shown.rpartition("/")[2].removesuffix(".png") for entry in ledger.left}


def the_ledger(folder: Path) -> Ledger:
    (path,) = folder.glob("*.ledger")
    return Ledger.load(path)


def test_kept_contract_exits_0_and_leaves_nothing(capsys: Any, monkeypatch: Any, tmp_path: Path):
    with site() as address:
        code, report = run_site(capsys, monkeypatch, tmp_path, address)
        assert (code, report["result"], report["drift"]) == (0, "kept", [])
        assert (report["created"], report["deleted"], report["left"]) == (3, 3, [])
        assert {check["result"] for check in report["checks"]} == {"kept"}
        assert stored(address) == []
    assert list(tmp_path.iterdir()) == []


def test_every_planted_drift_is_found_and_none_is_invented(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    with report_all(least=6) as case:
        for name, (pointer, _) in DRIFTS.items():
            with case(name), site(name) as address:
                code, report = run_site(capsys, monkeypatch, tmp_path, address)
                assert {drift["pointer"] for drift in report["drift"]} == {pointer}
                assert code in (Exit.DRIFT, Exit.BROKEN)
                assert stored(address) == []


#: Fault -> the exit code, how many pictures are left, and words of the report.
OUTCOMES = {
    "accepts-any-key": (Exit.BROKEN, 2, "but the host took it"),
    "accepts-text": (Exit.BROKEN, 0, "expected InvalidRequest, got DuplicateUpload"),
    "broken-picture": (Exit.BROKEN, 0, "leads to no PNG"),
    "delete-fails": (Exit.BROKEN, 3, "HTTP 500"),
    "delete-lies": (Exit.BROKEN, 3, "still serves it"),
    "drops-after-storing": (Exit.LEFT, 1, "it is there: the site refuses it as a duplicate"),
    "key-in-header-only": (Exit.UNREACHABLE, 0, "add --option key_in=header"),
    "no-delete-link": (Exit.LEFT, 3, "no way to delete it"),
    "rate-limit": (Exit.KEPT, 0, '"stopped": ""'),
    "read-only": (Exit.UNREACHABLE, 0, "READ_ONLY=1"),
    "refuses-everything": (Exit.LEFT, 0, "Under maintenance"),
}


def test_every_fault_of_a_site_has_its_exit_code_and_words(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    with report_all(least=10) as case:
        for fault, (expected, left, words) in OUTCOMES.items():
            with case(fault), site(fault) as address:
                folder = tmp_path / fault
                folder.mkdir()
                code, report = run_site(capsys, monkeypatch, folder, address)
                assert (code, len(stored(address))) == (expected, left)
                assert words in json.dumps(report)
                assert "/delete/" not in json.dumps(report), "a delete link outside the ledger"
                known = codes_in(the_ledger(folder)) if report["left"] else set()
                unknown = [each for each in report["left"] if not each["shown"]]
                assert len(set(stored(address)) - known) <= len(unknown)


def test_wrong_addresses_and_missing_keys_are_one_line(tmp_path: Path) -> None:
    lines = {
        ("chevereto", "--base-url", "http://127.0.0.1:1/api/1"): "nothing answers at http://127",
        ("chevereto", "--base-url", "nonsense"): "base_url",
        ("nobody", "--base-url", "http://127.0.0.1:1"): "no host 'nobody'",
        ("imgur",): "set IMGUR_CLIENT_ID in the environment",
        ("chevereto",): "CHEVERETO_BASE_URL (or --base-url)",
        ("clean", "no-such-file"): "cannot read no-such-file",
        ("replay", "no-such-file"): "no-such-file is no recording",
    }
    with report_all() as case:
        for arguments, words in lines.items():
            with case(" ".join(arguments)):
                process = start(tmp_path, *arguments)
                out, err = process.communicate(timeout=60)
                assert process.returncode in (Exit.USAGE, Exit.UNREACHABLE)
                assert words in out + err
                assert "Traceback" not in err
                assert list(tmp_path.iterdir()) == []


def test_read_only_run_makes_nothing(capsys: Any, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("READ_ONLY", "1")
    with site() as address:
        code, report = run_site(capsys, monkeypatch, tmp_path, address)
        assert (code, report["created"], stored(address)) == (0, 0, [])
    results = [check["result"] for check in report["checks"]]
    assert (results.count("kept"), results.count("skipped")) == (4, 3)


def test_budget_ends_the_checks_and_not_the_cleaning(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    with site() as address:
        code, report = run_site(capsys, monkeypatch, tmp_path, address, "--budget", "5")
        assert (code, stored(address)) == (Exit.UNREACHABLE, [])
    assert "the budget of 5 requests is used up" in report["stopped"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_first_signal_ends_the_checks_and_cleans_up(tmp_path: Path, number: int) -> None:
    chance = random.Random(SEED + number)
    with site("slow") as address, report_all(least=3) as case:
        for attempt in range(3):
            with case(f"attempt {attempt}"):
                process = start(tmp_path, "chevereto", "--base-url", f"{address}/api/1")
                time.sleep(0.3 + chance.random() * 1.5)
                os.killpg(process.pid, number)
                _, err = process.communicate(timeout=60)
                assert stored(address) == []
                assert process.returncode in (Exit.INTERRUPTED, -number), err
                assert list(tmp_path.iterdir()) == []


def test_second_signal_ends_at_once_and_prints_the_ledger(tmp_path: Path) -> None:
    with site("slow", "slow-delete") as address:
        process = start(tmp_path, "chevereto", "--base-url", f"{address}/api/1")
        wait_for_pictures(address, 2)
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=10)
        (path,) = tmp_path.glob("*.ledger")
        assert process.returncode == 128 + signal.SIGINT
        assert f"what is left is in {path.name}" in err
        assert_ledger_knows(path, address)


def test_killed_run_leaves_nothing_that_its_ledger_does_not_name(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    with report_all(least=4) as case:
        for attempt in range(4):
            folder = tmp_path / str(attempt)
            folder.mkdir()
            with case(f"attempt {attempt}"), site("slow") as address:
                process = start(folder, "chevereto", "--base-url", f"{address}/api/1")
                wait_for_pictures(address, 1)
                time.sleep(chance.random() * 0.8)
                process.kill()
                process.communicate(timeout=10)
                (path,) = folder.glob("*.ledger")
                assert_ledger_knows(path, address)
                done = start(folder, "clean", path.name)
                out, err = done.communicate(timeout=60)
                # No call deletes a picture whose answer was lost; whether it is there is known.
                left = re.findall(
                    r"(?m)^left .* sent \S+, bytes \d+, .*: it is there: .*dashboard", out
                )
                assert len(left) == len(stored(address)) == out.count("left ") <= 1, out + err
                assert done.returncode == (Exit.LEFT if left else Exit.KEPT)
                assert path.exists() == bool(left)


#: What a site does with a picture whose answer never came, and what `clean` says of it.
LOST_ANSWERS = {
    ("drops-after-storing",): (1, "it is there: the site refuses it as a duplicate"),
    ("drops-before-storing",): (0, "never stored: the site had no duplicate of it"),
    ("drops-after-storing", "takes-duplicates"): (1, "this site takes duplicates"),
    ("drops-before-storing", "takes-duplicates"): (0, "this site takes duplicates"),
}


def test_clean_says_whether_a_picture_is_there_whose_answer_was_lost(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    with report_all(least=4) as case:
        for faults, (left, words) in LOST_ANSWERS.items():
            with case(" ".join(faults)), site(*faults) as address:
                folder = tmp_path / "-".join(faults)
                folder.mkdir()
                _, report = run_site(capsys, monkeypatch, folder, address)
                assert len(stored(address)) == left
                assert words in json.dumps(report["left"]) or not left
                lines = (folder.glob("*.ledger"), report)
                assert bool(report["left"]) == ("never" not in words), lines
                known = the_ledger(folder).left if report["left"] else []
                assert all(" sent 20" in str(entry) for entry in known)
                assert all(entry.marks["content"] not in str(entry) for entry in known)


def test_picture_that_expires_needs_no_cleaning(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "old.ledger"
    ledger = Ledger.create(path, "chevereto", "http://127.0.0.1:1/api/1")
    ledger.intend("picture", {"sent": "2026-01-02T03:04:05Z", "expires": 300})
    assert main(["clean", str(path)]) == Exit.KEPT
    assert not path.exists()


def assert_ledger_knows(path: Path, address: str) -> None:
    """Whatever is stored is in the ledger, by its address or as one that may be there."""
    ledger = Ledger.load(path)
    unknown = [entry for entry in ledger.left if not entry.shown]
    assert len(set(stored(address)) - codes_in(ledger)) <= len(unknown)
    assert path.stat().st_mode & 0o077 == 0, "others can read the delete links"


def wait_for_pictures(address: str, count: int) -> None:
    for _ in range(200):
        if len(stored(address)) >= count:
            return
        time.sleep(0.05)
    raise AssertionError("the run uploads nothing")


def test_ctrl_c_under_make_cleans_up_too(tmp_path: Path) -> None:
    with site("slow", "slow-delete") as address:
        process = subprocess.Popen(
            [
                *("make", "-s", "contract", "READY=", f"BIN={Path(sys.executable).parent}"),
                *("API=chevereto", f"BASE_URL={address}/api/1"),
            ],
            cwd=ROOT,
            env={**os.environ, **SETTINGS},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        wait_for_pictures(address, 2)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert stored(address) == [], err
        assert process.returncode != 0
        assert list(ROOT.glob("*.ledger")) == []


def test_clean_finishes_what_a_failing_site_kept(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    with site("delete-fails") as address:
        run_site(capsys, monkeypatch, tmp_path, address)
        (path,) = tmp_path.glob("*.ledger")
        for arguments in (["--dry-run"], []):
            process = start(tmp_path, "clean", path.name, *arguments)
            out, _ = process.communicate(timeout=60)
            assert process.returncode == Exit.LEFT
            assert out.count("picture http") == 3
    assert "/delete/" in path.read_text()


def test_ledger_that_was_cut_or_is_foreign_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.ledger"
    ledger = Ledger.create(path, "chevereto", "http://127.0.0.1/api/1")
    ledger.intend("picture", {"file": "a.png"})
    whole = path.read_bytes()
    with pytest.raises(LedgerError, match="exists"):
        Ledger.create(path, "chevereto", "http://127.0.0.1/api/1")
    with report_all() as case:
        for cut in range(1, len(whole)):
            with case(f"cut at {cut}"):
                path.write_bytes(whole[:cut])
                with suppress(LedgerError):
                    assert len(Ledger.load(path).left) <= 1
        for foreign in (b"", b"[]\n", b'{"ledger": 99}\n', b"\xff\xfe\n", b'{"entry": 1}\n{}\n'):
            with case(repr(foreign)):
                path.write_bytes(foreign)
                with pytest.raises(LedgerError):
                    Ledger.load(path)
