"""A contract run: schemathesis over one API, and what it found and reached.

The engine is the one behind schemathesis' command line: examples, coverage, fuzzing, and stateful
testing along the declared links. A run without findings proves nothing by itself, for a server that
refuses everything is answered about rightly as well; so a run also counts what it reached, and
:attr:`Report.shortfalls` says where that was too little.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest import mock

import requests
import schemathesis
from imagehosts.emulator import Emulator
from schemathesis.engine import Status, StopReason, events
from schemathesis.engine.core import Engine
from schemathesis.engine.run import Phase, PhaseName
from schemathesis.transport import requests as transport

from contracts.fuzz import checks, record
from contracts.fuzz.rows import ENFORCED, Row, load_row
from contracts.fuzz.session import Run, as_answer, going_on, operation_id
from contracts.fuzz.shapes import Shape, base_path, document_for_runs, load_shapes
from contracts.fuzz.target import Target
from contracts.support.repeatable import same_in_every_process

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How far a run goes, and what it has to reach to count."""

    phases: tuple[str, ...] = ("examples", "coverage", "fuzzing", "stateful")
    #: Random requests to each operation of a small API; where there are many, fewer to each.
    fuzzing: int = 30
    #: How often all of it is done, each time with another seed.
    times: int = 1
    #: Chains of requests along the links, and how many more where there are many links.
    chains: int = 20
    chains_per_link: int = 3
    #: Stop at the first finding; what was reached does not matter then.
    first_only: bool = False
    #: Stop when these checks have found something, whatever others found before.
    until: tuple[str, ...] = ()
    #: Files that must have been stored, by each operation that stores files.
    accepted: int = 5
    #: The share of the declared links that must have been followed with success.
    links: float = 1.0
    #: The share of the successes and failures that the API's row asks for, of each at least one.
    share: float = 1.0

    def for_shapes(self, shapes: Mapping[str, Shape]) -> Depth:
        """The same for an API of that size; without links there is nothing to chain."""
        links = {link for shape in shapes.values() for link in shape.links}
        phases = tuple(phase for phase in self.phases if links or phase != "stateful")
        return replace(
            self,
            phases=phases,
            fuzzing=max(2, min(self.fuzzing, self.fuzzing * _FEW // len(shapes))),
            chains=max(self.chains, self.chains_per_link * len(links)),
        )


#: So many operations are few.
_FEW = 20

#: `make contract PROFILE=deep`: not in a hurry.
THOROUGH = Depth(fuzzing=150, times=3) if os.environ.get("CONTRACTS_PROFILE") == "deep" else Depth()
SHORT = Depth(
    phases=("examples", "fuzzing", "stateful"),
    fuzzing=6,
    chains=6,
    chains_per_link=1,
    accepted=2,
    links=0.6,
    # One success of each operation: more is luck where random requests are few.
    share=0.1,
)


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
    #: Files that the emulator kept, counted by itself; where files are deleted again, those that
    #: answers named and that were fetched.
    stored: int = 0
    #: Answers in which the owner saw what is theirs alone; None where nothing is.
    shown_to_owner: int | None = None
    phases: Counter[str] = field(default_factory=Counter[str])
    findings: list[str] = field(default_factory=list[str])

    @property
    def requests(self) -> int:
        return sum(reached.requests for reached in self.operations.values())

    @property
    def successes(self) -> int:
        return sum(reached.successes for reached in self.operations.values())

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """What was reached of each operation, as a table has it; links by where they lead."""
        return {
            id: {
                "requests": reached.requests,
                "accepted": reached.successes,
                "refused": reached.refusals.total(),
                "links": sum(n for name, n in self.links.items() if name.endswith(f"> {id}")),
            }
            for id, reached in self.operations.items()
        }

    @property
    def missing_links(self) -> list[str]:
        """Links that were never followed with success, if they are too many."""
        missing = [name for name, count in self.links.items() if not count]
        return missing if len(missing) > (1 - self.depth.links) * len(self.links) else []

    @property
    def found_by(self) -> set[str]:
        """The checks that found something."""
        return {finding.partition(", ")[2].partition(": ")[0] for finding in self.findings}

    @property
    def shortfalls(self) -> list[str]:
        """Where the run was too shallow to prove anything."""
        found = [
            f"the phase {phase} tested nothing"
            for phase in self.depth.phases
            if not self.phases[phase]
        ]
        row = load_row(self.api)
        for id, reached in self.operations.items():
            shape = load_shapes(self.api)[id]
            least = self.depth.accepted if shape.source else self._part_of(row.successes)
            if reached.successes < least:
                found.append(f"{id}: {reached.successes} requests succeeded, {least} are needed")
            refused, least = reached.refusals.total(), self._part_of(row.failures)
            if refused < least:
                found.append(f"{id}: {refused} documented failures were seen, {least} are needed")
        found += [f"the link {name} was never followed with success" for name in self.missing_links]
        if self.shown_to_owner == 0:
            found.append("nobody saw what is theirs alone, so that others did not says nothing")
        uploads = sum(
            reached.successes
            for id, reached in self.operations.items()
            if load_shapes(self.api)[id].source
        )
        if self.stored != uploads and not load_row(self.api).gone:
            found.append(f"{uploads} uploads were accepted, but {self.stored} files were stored")
        return found

    def _part_of(self, wanted: int) -> int:
        return max(1, int(wanted * self.depth.share))

    @property
    def problems(self) -> list[str]:
        """Findings and shortfalls. A run that was stopped at a finding has no shortfalls."""
        stopped = (self.depth.first_only or self.depth.until) and self.findings
        return self.findings if stopped else [*self.findings, *self.shortfalls]


def check(
    api: str,
    base_url: str,
    emulator: Emulator | None = None,
    depth: Depth = THOROUGH,
    tick: Tick = lambda: None,
    *,
    app: Any = None,
) -> Report:
    """Run schemathesis over an API of an emulator and report.

    Args:
        api: Which API.
        base_url: Where it is.
        emulator: The emulator, where it is in this process.
        depth: How far the run goes.
        tick: Called now and then.
        app: What is asked in place of the emulator's application.
    """
    target = Target(base_url, emulator, app)
    run = Run(load_row(api), target)
    shapes = run.shapes
    depth = depth.for_shapes(shapes)
    report = Report(
        api,
        depth,
        operations={id: Reached() for id in shapes},
        links=Counter({name: 0 for shape in shapes.values() for name in shape.links}),
    )
    try:
        with going_on(run):
            before = target.stored(api)
            for seed, phases in enumerate(_rounds(report), start=1):
                config = _config(run.api, _root(base_url, api), replace(depth, phases=phases), seed)
                with _closing_sessions(), same_in_every_process():
                    _go_round(report, run, config, tick)
            if (faults := target.faults()) > run.faults:
                report.findings.append(
                    f"{api}, holds_out: the emulator failed in itself {faults - run.faults} times"
                )
            report.shown_to_owner = None if run.world.mark is None else run.shown_to_owner
            report.stored = (
                run.accepted if run.api.gone else target.stored(api) - before - run.world.made
            )
    finally:
        target.close()
    record.keep(report.counts)
    return report


def _go_round(report: Report, run: Run, config: schemathesis.Config, tick: Tick) -> None:
    schema = schemathesis.openapi.from_dict(document_for_runs(report.api), config=config)
    # Not even chains take values from answers but by links; see `alone` below.
    schema.create_extra_data_source = lambda: None
    if run.target.app is not None:
        schema.app = run.target.app
    stream = _Engine(schema).execute()
    for event in stream:
        _note(report, run, event)
        if isinstance(event, events.ScenarioFinished):
            tick()
            if report.depth.until and report.found_by >= {*report.depth.until}:
                stream.stop()


@contextmanager
def _closing_sessions() -> Iterator[None]:
    """Close what the engine leaves open: its connections would be garbage in some later test."""
    opened: list[requests.Session] = []

    class Session(transport.ManagedCookiesSession):
        def __init__(self) -> None:
            super().__init__()
            opened.append(self)

    with mock.patch.object(transport, "ManagedCookiesSession", Session):
        try:
            yield
        finally:
            for session in opened:
                session.close()


def _rounds(report: Report) -> Iterator[tuple[str, ...]]:
    """All phases, and chains again while links that must be followed are missing."""
    for _ in range(report.depth.times):
        yield report.depth.phases
    for _ in range(_MOST_ROUNDS):
        if "stateful" not in report.depth.phases or report.findings or not report.missing_links:
            return
        yield ("stateful",)


_MOST_ROUNDS = 5


def _root(base_url: str, api: str) -> str:
    return base_url.removesuffix(base_path(api))


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


def _config(api: Row, base_url: str, depth: Depth, seed: int) -> schemathesis.Config:
    names = [*(name for name in ENFORCED if name not in api.excluded), *checks.NAMES]
    positive = {"expected-statuses": ["2xx", "3xx", *api.refusals]}
    # Values in answers are given to cases by links alone, else secrets turn up in any title.
    alone = {"extra-data-sources": {"responses": False}}
    return schemathesis.Config.from_dict(
        {
            "base-url": base_url,
            "seed": seed,
            "cache": {"enabled": False},
            # Words out of source would make every edit another test run, as with hypothesis.
            "analysis": {"constants": {"enabled": False}},
            **({"max-failures": 1} if depth.first_only else {}),
            "generation": {"deterministic": True, "database": "none", "no-shrink": True},
            "checks": {
                "enabled": False,
                **{name: {"enabled": True} for name in names},
                "positive_data_acceptance": {"enabled": True, **positive},
            },
            "phases": {
                "examples": {"enabled": "examples" in depth.phases, "fill-missing": True, **alone},
                "coverage": {"enabled": "coverage" in depth.phases, **alone},
                "fuzzing": {
                    **alone,
                    "enabled": "fuzzing" in depth.phases,
                    "generation": {"max-examples": depth.fuzzing},
                },
                "stateful": {
                    "enabled": "stateful" in depth.phases,
                    # Declared links alone; a link that was guessed says nothing about the spec.
                    "inference": {"algorithms": []},
                    # Most steps of a chain of many links are beginnings of others.
                    "max-steps": 25 if len(load_shapes(api.name)) > _FEW else 4,
                    "generation": {"max-examples": depth.chains},
                },
            },
        }
    )


def _note(report: Report, run: Run, event: events.EngineEvent) -> None:
    if isinstance(event, events.ScenarioFinished):
        _note_scenario(report, run, event)
    elif isinstance(event, events.NonFatalError):
        report.findings.append(f"{event.label}: {event.info.title}: {event.info.message}")
    elif isinstance(event, events.SchemaAnalysisWarnings):
        report.findings += [f"spec: {warning}" for warning in event.warnings]
    elif isinstance(event, events.EngineFinished):
        report.findings += [f"after the run: {failure}" for failure in event.failures]
        ended = event.stop_reason in (StopReason.COMPLETED, StopReason.FAILURE_LIMIT)
        if not ended and not report.depth.until:
            report.findings.append(f"the run was stopped: {event.stop_reason}")


def _note_scenario(report: Report, run: Run, event: events.ScenarioFinished) -> None:
    phase, recorder = str(event.phase.value), event.recorder
    report.phases[phase] += len(recorder.interactions)
    for case_id, interaction in recorder.interactions.items():
        node = recorder.cases[case_id]
        shape = run.shapes[operation_id(node.value)]
        reached = report.operations[shape.id]
        reached.requests += 1
        if interaction.response is None:
            report.findings.append(f"{shape.id} ({phase}): no answer to {interaction.request.uri}")
            continue
        answer = as_answer(interaction.response)
        if run.took(shape, answer):
            reached.successes += 1
            if node.transition is not None and node.is_transition_applied:
                name = node.transition.id.rpartition(" -> ")[0].rpartition("] ")[2]
                report.links[f"{name} -> {shape.id}"] += 1
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
