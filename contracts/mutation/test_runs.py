"""Runs: mutants are noticed or survive as they should, and a run that is stopped goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from contracts.mutation import __main__ as command
from contracts.mutation import trying, worker
from contracts.mutation.pool import Budget, try_python
from contracts.mutation.python import PythonMutant, mutants_of
from contracts.mutation.reach import Reach, read_reach
from contracts.mutation.results import Result, Run, interval, summaries
from contracts.mutation.shadow import Shadow
from contracts.mutation.sources import ROOT
from contracts.mutation.specs import SpecMutant, mutants_of_spec

MODULE = "overrides/imagehosts/core/media_types.py"
TESTS = "contracts/clients/test_media_types.py"


@pytest.fixture(scope="module")
def reach(tmp_path_factory: pytest.TempPathFactory) -> Reach:
    """What one module of tests reaches, recorded for real."""
    folder = tmp_path_factory.mktemp("reach")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TESTS],
        cwd=ROOT,
        env={
            **command.os.environ,
            "PYTEST_PLUGINS": "contracts.mutation.recording",
            "REACH": str(folder),
        },
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0
    return read_reach(folder)


def named(part: str) -> PythonMutant:
    found = mutants_of(MODULE, (ROOT / MODULE).read_text("utf-8"))
    return next(mutant for mutant in found if part in mutant.name)


def test_a_recording_knows_the_tests_of_a_branch(reach: Reach) -> None:
    tests = reach.of(named("sniff: no result: return kind"))
    assert f"{TESTS}::test_pictures_are_recognised_by_their_bytes" in tests
    assert reach.of(replace(named("sniff: no result"), block="nowhere:f:1")) == set()
    assert list(reach.files) == [TESTS]


def test_a_module_of_tables_is_looked_at_by_the_tests_of_its_folder() -> None:
    reach = Reach(tests={"a/b/m.py:f:1": {"t.py::near"}, "a/n.py:g:1": {"t.py::far"}})
    table = replace(named("sniff: no result"), path="a/b/tables.py", block="", function="")
    assert reach.of(table) == {"t.py::near"}
    assert reach.of(replace(table, path="a/c/tables.py")) == {"t.py::near", "t.py::far"}
    assert reach.of(replace(table, path="a/n.py")) == {"t.py::far"}
    assert reach.of(replace(table, block="a/b/m.py:f:2", path="a/b/m.py")) == set()


def test_within_a_budget_tests_are_chosen_that_reach_most() -> None:
    reached = {
        "t.py::like": ({"m.py:f:1"}, 1.0),
        "t.py::alike": ({"m.py:f:1"}, 1.0),
        "t.py::another way": ({"m.py:f:1", "n.py:g:1"}, 1.5),
        "t.py::dear": ({"m.py:f:1", "n.py:g:1", "n.py:h:1"}, 50.0),
        "t.py::elsewhere": ({"n.py:g:1"}, 0.1),
    }
    reach = Reach(
        blocks={test: blocks for test, (blocks, _) in reached.items()},
        costs={test: cost for test, (_, cost) in reached.items()},
        tests={"m.py:f:1": {test for test, (blocks, _) in reached.items() if "m.py:f:1" in blocks}},
    )
    mutant = replace(named("sniff: no result"), path="m.py", block="m.py:f:1")
    assert reach.chosen(mutant, 1.6) == ["t.py::another way"]
    assert set(reach.chosen(mutant, 4)) == {"t.py::another way", "t.py::like", "t.py::alike"}
    assert len(reach.chosen(mutant, 100)) == 4


def test_tests_find_the_mutants_that_they_look_at(reach: Reach) -> None:
    wanted = {
        "sniff: no result: return kind": True,
        "type_by_name: no result": True,
        # These run as the module is imported: a process of their own plants them.
        "_signature: no result": True,
        "module: one more: 1024 in SNIFFED_BYTES = 1024": True,
        # No test of this module looks at the name of a file that has none.
        "default_name: turned round": False,
    }
    mutants = [named(part) for part in wanted]
    found = try_python([("runtime", one) for one in mutants], reach, Budget(20, 1))
    results = {result.mutant: result for result in found}
    assert [bool(results[one.name].noticed) for one in mutants] == list(wanted.values())
    assert results[mutants[0].name].by.startswith(TESTS)
    assert results[mutants[3].name].tests > 0


def test_a_mutant_that_no_test_reaches_survives(reach: Reach) -> None:
    mutant = replace(named("sniff: no result"), block="nowhere:f:1")
    (result,) = try_python([("runtime", mutant)], reach, Budget(20, 1))
    assert (result.noticed, result.by) == ((), "no test reaches it")


@pytest.mark.parametrize(
    ("alone", "again", "expected"),
    [
        # The machine was busy: with time enough the test passes, mutant or not.
        (worker.SURVIVED, worker.SURVIVED, (worker.SURVIVED, "")),
        (worker.HUNG, worker.HUNG, (worker.SURVIVED, "")),
        # The test ends without the mutant, and does not with it.
        (worker.SURVIVED, worker.HUNG, (worker.KILLED, worker.HUNG)),
        (worker.SURVIVED, worker.KILLED, (worker.KILLED, "t.py::slow")),
    ],
)
def test_what_takes_too_long_is_believed_once_it_ends_without_a_mutant(
    alone: str, again: str, expected: tuple[str, str]
) -> None:
    class Slow(worker.Trying):
        def _in_child(
            self, tests: list[str], job: dict[str, Any], limit: float | None = None
        ) -> tuple[str, str]:
            if job["index"] is None:
                return alone, ""
            if limit is not None:
                return again, tests[0] if again == worker.KILLED else ""
            return (worker.HUNG, tests[0]) if "t.py::slow" in tests else (worker.SURVIVED, "")

    trying = Slow([], 0)
    tests = ["t.py::slow", "t.py::quick"]
    trying.items = dict.fromkeys(tests, cast("pytest.Item", None))
    found = trying._try({"mutant": "a", "path": "a.py", "index": 1, "tests": tests, "costs": {}})
    assert (found["outcome"], found["by"]) == expected


# --- specs -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shadow(tmp_path_factory: pytest.TempPathFactory) -> Shadow:
    return Shadow(tmp_path_factory.mktemp("shadow"))


SPEC = "specs/imgbb/openapi.yaml"


def spec_mutant(part: str) -> SpecMutant:
    text = (ROOT / SPEC).read_text("utf-8")
    return next(mutant for mutant in mutants_of_spec(SPEC, text) if part in mutant.name)


def test_snapshot_and_generator_notice_changes_of_a_spec(shadow: Shadow) -> None:
    kept = (shadow.root / SPEC).read_text("utf-8")
    generated = shadow.root / "generated" / "imagehosts_wire" / "imgbb" / "spec.json"
    before = generated.read_bytes()
    loosened = shadow.try_mutant(spec_mutant("null allowed"), behavior=False)
    assert (loosened.generator, loosened.snapshot) == ("", "imgbb.contract.txt")
    assert loosened.behavior is None
    refused = shadow.try_mutant(spec_mutant("error number: code 100"), behavior=False)
    assert refused.generator or refused.snapshot
    text = kept.replace("description: ", "description: In short, ", 1)
    said = SpecMutant("words", SPEC, 1, "words", lambda: text)
    assert shadow.try_mutant(said, behavior=False).snapshot == ""
    broken = SpecMutant("broken", SPEC, 1, "broken", lambda: kept.replace("/upload", "upload"))
    assert SPEC in shadow.try_mutant(broken, behavior=False).generator
    assert (shadow.root / SPEC).read_text("utf-8") == kept
    assert generated.read_bytes() == before


# --- results ---------------------------------------------------------------------------------


def result(number: int, *noticed: str, group: str = "runtime") -> Result:
    return Result(group, f"mutant {number}", number, noticed, tests=3)


def test_the_interval_of_a_share_is_wilsons() -> None:
    # The values of Wilson's formula that textbooks give.
    assert interval(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert interval(0, 0) == (0.0, 1.0)


def test_shares_leave_out_what_changes_nothing() -> None:
    results = [result(1, "behavior"), result(2), result(3), result(4, "snapshot", "behavior")]
    (found,) = summaries(results, ["mutant 2", "mutant 4", "mutant 9"])
    assert (found.tried, found.noticed, found.equivalent) == (3, 2, 1)
    assert [one.mutant for one in found.survivors] == ["mutant 3"]
    assert [one.mutant for one in found.wrongly_equivalent] == ["mutant 4"]
    assert found.by == {"behavior": 1, "snapshot+behavior": 1}


def test_a_line_that_was_written_half_is_left_out(tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", {"seed": 1})
    run.add(result(1, "behavior"))
    path = run.folder / "results.jsonl"
    path.write_text(path.read_text("utf-8") + '{"group": "runt', encoding="utf-8")
    run.add(result(2))
    assert list(Run.open(run.folder).results()) == ["mutant 1", "mutant 2"]


def test_a_folder_with_another_run_is_refused(tmp_path: Path) -> None:
    Run.begin(tmp_path, {"seed": 1})
    Run.begin(tmp_path, {"seed": 1})
    with pytest.raises(ValueError, match="holds another run"):
        Run.begin(tmp_path, {"seed": 2})
    assert command.main(["--resume", str(tmp_path / "nothing")]) == 2


def test_a_run_goes_on_with_what_has_no_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[str] = []

    def some(mutants: list[tuple[str, SpecMutant]], *args: Any, **given: Any) -> Iterator[Result]:
        for group, mutant in mutants:
            if len(tried) == 3:
                tried.append("stopped")
                raise KeyboardInterrupt
            tried.append(mutant.name)
            noticed = ("snapshot",) if len(tried) != 2 else ()
            yield Result(group, mutant.name, 1, noticed)

    monkeypatch.setattr(trying, "try_specs", some)
    monkeypatch.setattr(command.signal, "signal", lambda number, handler: None)
    folder = str(tmp_path / "run")
    assert command.main(["--group", "specs", "--count", "6", "--folder", folder]) == 130
    stopped = capsys.readouterr().err
    assert "3 results are in" in stopped
    assert "--resume" in stopped
    first = tried[:3]
    assert command.main(["--resume", folder, "--json"]) == 1
    assert len(set(tried) - {"stopped"}) == 6
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["tried"], found["noticed"]) == (6, 5)
    assert [one["mutant"] for one in found["survivors"]] == [first[1]]
    tried.clear()
    assert command.main(["--resume", folder, "--again"]) == 0
    assert tried == [first[1]]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_results_and_says_how_to_go_on(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "run"
    options = ["--group", "specs", "--count", "9", "--no-behavior", "--folder", str(folder)]
    with subprocess.Popen(
        [sys.executable, "-m", "contracts.mutation", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.send_signal(number)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "--resume" in said
    assert "Traceback" not in said
    assert 1 <= len(Run.open(folder).results()) < 9
