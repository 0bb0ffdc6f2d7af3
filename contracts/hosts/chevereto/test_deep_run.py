"""Deep runs on a site that shares no code with ours, with one fault at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from imagehosts.contract import deep
from imagehosts.contract.command import main
from imagehosts.contract.report import Exit

from contracts.hosts.chevereto.running import SETTINGS, site, stored
from contracts.live.running import InProcess, run_deep
from contracts.support.reporting import report_all

pytestmark = pytest.mark.outside("deep runs send what no contract has")

#: Fault -> the exit code, how many pictures stay, and what the report says of the uploads.
OUTCOMES = {
    "": (Exit.KEPT, 0, "keeps its contract"),
    "nested": (Exit.BROKEN, 0, "Response violates schema"),
    "text-before": (Exit.BROKEN, 0, "must be valid JSON"),
    "broken-picture": (Exit.BROKEN, 0, "leads to no picture"),
    "accepts-any-key": (Exit.BROKEN, 2, "it works without a credential"),
    "delete-lies": (Exit.BROKEN, None, "and still serves it"),
    "no-delete-link": (Exit.LEFT, 4, "no way to delete it"),
}


def test_deep_run_finds_each_fault_and_names_what_is_left(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    with report_all(least=7) as case:
        for fault, (expected, left, words) in OUTCOMES.items():
            with case(fault or "none"), site(*filter(None, [fault])) as address:
                folder = tmp_path / (fault or "none")
                folder.mkdir()
                own = InProcess(capsys, monkeypatch, folder)
                url = f"{address}/api/1"
                code, report = run_deep(own, "chevereto", url, 6, **SETTINGS)
                assert code == expected
                assert words in json.dumps(report["checks"])
                shown = [each["shown"].rpartition("/")[2] for each in report["left"]]
                codes = set(stored(address))
                assert codes <= {each.removesuffix(".png") for each in shown}
                assert left is None or len(codes) == left
                if not codes:
                    assert list(folder.iterdir()) == []


def test_requests_are_counted_and_the_same_for_the_same_seed(
    capsys: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    case = InProcess(capsys, monkeypatch, tmp_path)
    reports = []
    with site() as address:
        for _ in range(2):
            _, report = run_deep(case, "chevereto", f"{address}/api/1", 6, **SETTINGS)
            reports.append(report)
        assert stored(address) == []
    claims = [[check["claim"] for check in report["checks"]] for report in reports]
    assert claims[0] == claims[1]
    numbers = [int(c.split()[-2]) for c in claims[0] if c.endswith("requests")]
    assert sum(numbers) == 6


def test_read_only_deep_run_makes_nothing(capsys: Any, monkeypatch: Any, tmp_path: Path) -> None:
    case = InProcess(capsys, monkeypatch, tmp_path)
    with site() as address:
        settings = {**SETTINGS, "READ_ONLY": "1"}
        code, report = run_deep(case, "chevereto", f"{address}/api/1", 6, **settings)
        assert (code, report["created"], stored(address)) == (0, 0, [])


def test_missing_extra_is_named_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "schemathesis", None)
    monkeypatch.setenv("CHEVERETO_API_KEY", "any")
    monkeypatch.chdir(tmp_path)
    code = main(["chevereto", "--base-url", "http://127.0.0.1:1/api/1", "--deep"])
    assert code == Exit.USAGE
    assert "pip install 'imagehosts[contract]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_numbers_go_with_deep_alone(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["chevereto", "--base-url", "http://127.0.0.1:1/api/1"]
    for more, words in ((["--requests", "5"], "go with --deep"), (["--requests", "0"], "least 1")):
        with pytest.raises(SystemExit) as ended:
            main([*arguments, *more])
        assert ended.value.code == Exit.USAGE
        assert words in capsys.readouterr().err


def test_module_of_deep_checks_is_not_needed_without_them() -> None:
    code = "import sys, imagehosts.contract.command; print('schemathesis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert deep.DEFAULT_REQUESTS == 200
