"""A run: draw mutants, try those that have no result yet, and keep each result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from contracts.mutation.groups import GROUPS
from contracts.mutation.pool import Budget, try_python, try_specs
from contracts.mutation.python import PythonMutant, mutants_of
from contracts.mutation.reach import Reach, sample
from contracts.mutation.results import Result, Run
from contracts.mutation.sources import ROOT
from contracts.mutation.specs import SpecMutant, mutants_of_spec, mutants_of_xsd

__all__ = ["current", "draw", "mutants_of_file", "try_all"]

Mutant = PythonMutant | SpecMutant


@cache
def mutants_of_file(path: str) -> list[Mutant]:
    """Every mutant of a module, spec or XML Schema."""
    text = (ROOT / path).read_text("utf-8")
    if path.endswith(".py"):
        return [*mutants_of(path, text)]
    reader = mutants_of_xsd if path.endswith(".xsd") else mutants_of_spec
    return [*reader(path, text)]


def draw(group: str, seed: int, count: int, match: str = "") -> list[Mutant]:
    """Some mutants of a group, by chance with a seed, whose name holds a text.

    Of specs every kind of fault has the same weight: there are thousands of members, and a handful
    of bodies that are required.
    """
    files = [path.relative_to(ROOT).as_posix() for path in GROUPS[group].files()]
    found = {one.name: one for path in files for one in mutants_of_file(path) if match in one.name}
    if group != "specs":
        return [found[name] for name in sample(found, seed, count)]
    kinds: dict[str, list[str]] = {}
    for name, mutant in found.items():
        assert isinstance(mutant, SpecMutant)
        kinds.setdefault(mutant.operator, []).append(name)
    drawn = {kind: sample(names, seed, count) for kind, names in kinds.items()}
    rounds = sample(kinds, seed, len(kinds))
    ordered = [
        drawn[kind][turn] for turn in range(count) for kind in rounds if turn < len(drawn[kind])
    ]
    return [found[name] for name in ordered[:count]]


def current(run: Run) -> list[Result]:
    """The results of a run, without those of mutants that are no more, as code was changed."""
    settings = run.settings
    names = {
        mutant.name
        for group in settings["groups"]
        for mutant in draw(group, settings["seed"], settings["count"], settings["match"])
    }
    return [result for name, result in run.results().items() if name in names]


def try_all(
    run: Run,
    reach: Callable[[], Reach],
    *,
    workers: int,
    again: bool = False,
) -> Iterator[Result]:
    """Try what has no result in a run; ``again`` also what survived in it."""
    settings: dict[str, Any] = run.settings
    known = run.results()
    done = {name for name, result in known.items() if result.noticed or not again}
    budget = Budget(settings["seconds"], workers, settings["further"])
    python: list[tuple[str, PythonMutant]] = []
    specs: list[tuple[str, SpecMutant]] = []
    for group in settings["groups"]:
        for mutant in draw(group, settings["seed"], settings["count"], settings["match"]):
            if mutant.name in done:
                continue
            if isinstance(mutant, PythonMutant):
                python.append((group, mutant))
            else:
                specs.append((group, mutant))
    if specs:
        for result in try_specs(specs, budget, behavior=settings["behavior"]):
            run.add(result)
            yield result
    if python:
        for result in try_python(python, reach(), budget):
            run.add(result)
            yield result
