"""``pytest --times`` charges tests with what they use, and says what they only wait for."""

from __future__ import annotations

import re

import pytest

from contracts.support.times import Times

pytest_plugins = ["pytester"]

TESTS = """
import subprocess, sys, time

WORK = "import time\\nuntil = time.process_time() + 0.2\\nwhile time.process_time() < until: pass"

def test_waits():
    time.sleep(0.2)

def test_works():
    exec(WORK)

def test_has_another_process_work():
    subprocess.run([sys.executable, "-c", WORK], check=True)
"""


def test_tests_are_charged_for_work_and_not_for_waiting(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_some=TESTS)
    result = pytester.runpytest_inprocess("-q", "-p", "no:schemathesis", plugins=[Times()])
    rows = [re.match(r" *([\d.]+) +([\d.]+)  (\S+)", line) for line in result.outlines]
    found = {row[3].partition("::")[2]: (float(row[1]), float(row[2])) for row in rows if row}
    assert found["test_waits"][1] >= 0.19
    assert found["test_waits"][0] < 0.15
    assert found["test_works"][0] >= 0.19
    assert found["test_has_another_process_work"][0] >= 0.19
    # The module is charged with all of them.
    cpu, waiting = found[""]
    assert cpu >= 0.38
    assert waiting >= 0.19
