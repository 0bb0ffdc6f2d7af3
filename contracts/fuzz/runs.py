"""A contract run: schemathesis over one API, and what it found and reached.

The engine is the one behind schemathesis' command line: examples, coverage, fuzzing, and stateful
testing along the declared links. A run without findings proves nothing by itself, for a server that
refuses everything is answered about rightly as well; so a run also counts what it reached, and
:attr:`Report.shortfalls` says where that was too little.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.engine import Status, StopReason, events
from schemathesis.engine.core import Engine
from schemathesis.engine.run import Phase, PhaseName

from contracts.fuzz import checks
from contracts.fuzz.apis import APIS, ENFORCED, Api
from contracts.fuzz.session import Run, Target, as_answer, going_on, operation_id
from contracts.fuzz.shapes import Shape, load_shapes
from contracts.support.specs import load_spec

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How far a run goes, and what it has to reach to count."""

    phases: tuple[str, ...] = ("examples", "coverage", "fuzzing", "stateful")
    #: Random requests to each operation.
    fuzzing: int = 30
    #: Chains of requests along the links.
    chains: int = 20
    #: Stop at the first finding; what was reached does not matter then.
    first_only: bool = False
    #: Files that must have been stored, by each operation that stores files.
    accepted: int = 5


THOROUGH = Depth()
SHORT = Depth(phases=("examples", "fuzzing", "stateful"), fuzzing=6, chains=6, accepted=2)


@dataclass
class Reached:
    """What a run reached of one operation."""

    requests: int = 0
    successes: int = 0
    #: Documented failures by the category that the spec's error table gives them.
    refusals: Counter[str] = field(default_factory=Counter[str])


@dataclass
class Report:
    """What a run found and reached."""

    api: str
    depth: Depth
    operations: dict[str, Reached]
    links: Counter[str]
    #: Files that the emulator kept, counted by itself.
    stored: int = 0
    phases: Counter[str] = field(default_factory=Counter[str])
    findings: list[str] = field(default_factory=list[str])

    @property
    def requests(self) -> int:
        return sum(reached.requests for reached in self.operations.values())

    @property
    def successes(self) -> int:
        return sum(reached.successes for reached in self.operations.values())

    @property
    def shortfalls(self) -> list[str]:
        """Where the run was too shallow to prove anything."""
        found = [
            f"the phase {phase} tested nothing"
            for phase in self.depth.phases
            if not self.phases[phase]
        ]
        for id, reached in self.operations.items():
            shape = load_shapes(self.api)[id]
            least = self.depth.accepted if shape.source else 1
            if reached.successes < least:
                found.append(f"{id}: {reached.successes} requests succeeded, {least} are needed")
            if not reached.refusals:
                found.append(f"{id}: no documented failure was seen")
        found += [
            f"the link {name} was never followed with success"
            for name, count in self.links.items()
            if not count
        ]
        uploads = sum(
            reached.successes
            for id, reached in self.operations.items()
            if load_shapes(self.api)[id].source
        )
        if self.stored != uploads:
            found.append(f"{uploads} uploads were accepted, but {self.stored} files were stored")
        return found

    @property
    def problems(self) -> list[str]:
        """Findings and shortfalls. A run that was stopped at a finding has no shortfalls."""
        stopped = self.depth.first_only and self.findings
        return self.findings if stopped else [*self.findings, *self.shortfalls]


def check(
    api: str, base_url: str, app: Any = None, depth: Depth = THOROUGH, tick: Tick = lambda: None
) -> Report:
    """Run schemathesis over an API of an emulator and report."""
    target = Target(base_url, app)
    run = Run(APIS[api], target)
    shapes = run.shapes
    report = Report(
        api,
        depth,
        operations={id: Reached() for id in shapes},
        links=Counter({name: 0 for shape in shapes.values() for name in shape.links}),
    )
    schema = schemathesis.openapi.from_dict(
        copy.deepcopy(load_spec(api)), config=_config(run.api, base_url, depth, checks.NAMES)
    )
    if app is not None:
        schema.app = app
    try:
        with going_on(run):
            before = target.stored(api)
            for event in _Engine(schema).execute():
                _note(report, shapes, event)
                if isinstance(event, events.ScenarioFinished):
                    tick()
            report.stored = target.stored(api) - before
    finally:
        target.close()
    return report


class _Engine(Engine):
    """The engine without its probes, which would leave the process to look for a server."""

    def get_phase_config(
        self, phase_name: PhaseName, *, is_supported: bool, requires_transitions: bool
    ) -> Phase:
        return super().get_phase_config(
            phase_name,
            is_supported=is_supported and phase_name is not PhaseName.PROBING,
            requires_transitions=requires_transitions,
        )


def _config(api: Api, base_url: str, depth: Depth, own_checks: list[str]) -> schemathesis.Config:
    names = [*ENFORCED, *own_checks]
    positive = {"expected-statuses": ["2xx", "3xx", *api.refusals]}
    return schemathesis.Config.from_dict(
        {
            "base-url": base_url,
            "seed": 1,
            "cache": {"enabled": False},
            # Words out of the emulator's source would make every edit of it another test run.
            "analysis": {"constants": {"enabled": False}},
            **({"max-failures": 1} if depth.first_only else {}),
            "generation": {"deterministic": True, "database": "none", "no-shrink": True},
            "checks": {
                "enabled": False,
                **{name: {"enabled": True} for name in names},
                "positive_data_acceptance": {"enabled": True, **positive},
            },
            "phases": {
                "examples": {"enabled": "examples" in depth.phases, "fill-missing": True},
                "coverage": {"enabled": "coverage" in depth.phases},
                "fuzzing": {
                    "enabled": "fuzzing" in depth.phases,
                    "generation": {"max-examples": depth.fuzzing},
                },
                "stateful": {
                    "enabled": "stateful" in depth.phases,
                    # Declared links alone; a link that was guessed says nothing about the spec.
                    "inference": {"algorithms": []},
                    "max-steps": 4,
                    "generation": {"max-examples": depth.chains},
                },
            },
        }
    )


def _note(report: Report, shapes: dict[str, Shape], event: events.EngineEvent) -> None:
    if isinstance(event, events.ScenarioFinished):
        _note_scenario(report, shapes, event)
    elif isinstance(event, events.NonFatalError):
        report.findings.append(f"{event.label}: {event.info.title}: {event.info.message}")
    elif isinstance(event, events.SchemaAnalysisWarnings):
        report.findings += [f"spec: {warning}" for warning in event.warnings]
    elif isinstance(event, events.EngineFinished):
        report.findings += [f"after the run: {failure}" for failure in event.failures]
        if event.stop_reason not in (StopReason.COMPLETED, StopReason.FAILURE_LIMIT):
            report.findings.append(f"the run was stopped: {event.stop_reason}")


def _note_scenario(
    report: Report, shapes: dict[str, Shape], event: events.ScenarioFinished
) -> None:
    phase, recorder = str(event.phase.value), event.recorder
    report.phases[phase] += len(recorder.interactions)
    for case_id, interaction in recorder.interactions.items():
        node = recorder.cases[case_id]
        shape = shapes[operation_id(node.value)]
        reached = report.operations[shape.id]
        reached.requests += 1
        if interaction.response is None:
            report.findings.append(f"{shape.id} ({phase}): no answer to {interaction.request.uri}")
            continue
        answer = as_answer(interaction.response)
        if shape.succeeded(answer):
            reached.successes += 1
            if node.transition is not None and node.is_transition_applied:
                for name in report.links:
                    report.links[name] += f"] {name} -> " in node.transition.id
        elif refusal := shape.refusal(answer):
            reached.refusals[refusal.row["category"] if refusal.row else "unknown"] += 1
    for case_id, nodes in recorder.checks.items():
        for node in nodes:
            if node.status is Status.FAILURE and node.failure_info is not None:
                id = operation_id(recorder.cases[case_id].value)
                failure = node.failure_info.failure
                finding = f"{id} ({phase}), {node.name}: {failure.title}: {failure.message}"
                finding += f"\n    {node.failure_info.code_sample[:1500]}"
                report.findings.append(finding)
