"""Validators and linters: each must find the portable file right."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from contracts.interop import environment
from contracts.interop.environment import ToolFailed, node_tool, python, run, script
from contracts.interop.results import Outcome, one_line

Files = dict[str, Path]


def openapi_spec_validator(files: Files) -> dict[str, Outcome]:
    """Against the schema of OpenAPI 3.1, and the rules beyond it."""
    outcomes = {}
    for api, path in files.items():
        outcomes[api] = Outcome()
        try:
            run([str(python()), "-m", "openapi_spec_validator", str(path)])
        except ToolFailed as failure:
            outcomes[api].problems.append(one_line(str(failure)))
    return outcomes


def swagger_parser(files: Files) -> dict[str, Outcome]:
    """References followed, schemas read."""
    said = json.loads(script("swagger_parser.mjs", *map(str, files.values())))
    return {
        api: Outcome(problems=[one_line(said[str(path)])] if said[str(path)] else [])
        for api, path in files.items()
    }


def redocly(files: Files) -> dict[str, Outcome]:
    """The rules that it recommends."""
    outcomes = {}
    for api, path in files.items():
        command = [*node_tool("redocly"), "lint", str(path), "--format=json", "--max-problems=9999"]
        said = run(command, cwd=environment.WORK, accept=(0, 1))
        found = json.loads(said[said.index("{") :])["problems"]
        outcomes[api] = _judged(
            (each["severity"] == "error", each["ruleId"], each["message"]) for each in found
        )
    return outcomes


def spectral(files: Files) -> dict[str, Outcome]:
    """The rule set for OpenAPI that it comes with."""
    rules = environment.WORK / "spectral.yaml"
    rules.write_text("extends: ['spectral:oas']\n", "utf-8")
    command = [*node_tool("spectral"), "lint", "--format=json", "--quiet", "-r", str(rules)]
    said = run([*command, *map(str, files.values())], cwd=environment.WORK, accept=(0, 1))
    found = json.loads(said[said.index("[") : said.rindex("]") + 1])
    return {
        api: _judged(
            (each["severity"] == 0, each["code"], each["message"])
            for each in found
            if each["source"] == str(path)
        )
        for api, path in files.items()
    }


def _judged(found: object) -> Outcome:
    outcome = Outcome()
    counted: Counter[str] = Counter()
    for is_error, rule, message in found:  # type: ignore[attr-defined]
        if is_error:
            outcome.problems.append(f"{rule}: {one_line(message)}")
        else:
            counted[str(rule)] += 1
    outcome.warnings = dict(sorted(counted.items()))
    return outcome
