"""Calls that choose among operations: one method whose arguments say which of them is meant.

A host may answer one address in several forms, or take it by several HTTP methods, and each is an
operation of its own. ``x-choices`` on one of them names what tells them apart; clients get a method
under that operation's name that takes each as an argument, typed by an overload for each type of
result.
"""

from __future__ import annotations

from dataclasses import dataclass

from codegen.plans import Argument, OperationPlan, identifier
from codegen.problems import GenerationFailed, SpecProblem
from codegen.specs import Spec

__all__ = ["ChoicePlan", "Chooser", "Overload", "read_choices"]

#: What stands for the HTTP method of an operation among its constants.
METHOD = "method"
#: What the methods have as arguments beside those that choose.
TAKEN = ("self", "options", "details")


@dataclass
class Chooser:
    """An argument that tells operations apart; the first of its values is the default."""

    name: str
    description: str
    values: list[str]


@dataclass
class Overload:
    """The values of the arguments with which a call returns a type."""

    type: str
    values: list[list[str]]

    def needs(self, index: int, chooser: Chooser) -> bool:
        """Whether an argument must be given, because its default leads to another type."""
        return chooser.values[0] not in self.values[index]


@dataclass
class ChoicePlan:
    """A method that chooses, ready for a template."""

    plan: OperationPlan
    """The operation with all defaults, which has the name and the arguments of the method."""
    choosers: list[Chooser]
    operations: dict[tuple[str, ...], OperationPlan]
    overloads: list[Overload]

    @property
    def constant_name(self) -> str:
        return f"{self.plan.constant_name}_CHOICE"

    @property
    def positional(self) -> list[Argument]:
        return self.plan.positional

    @property
    def returns(self) -> str:
        """The type of any result."""
        return " | ".join(dict.fromkeys(each.type for each in self.overloads))

    @property
    def results(self) -> list[str]:
        """What comes back, a sentence for each type."""
        return [
            f"``{each.type.replace('models.', '')}`` for "
            + " and ".join(
                f"{chooser.name} {' or '.join(map(repr, values))}"
                for chooser, values in zip(self.choosers, each.values, strict=True)
                if len(values) < len(chooser.values)
            )
            if len(self.overloads) > 1
            else f"``{each.type.replace('models.', '')}``"
            for each in self.overloads
        ]


def read_choices(spec: Spec, plans: list[OperationPlan]) -> list[ChoicePlan]:
    """The methods that choose, in the order of the file; the types of ``plans`` must be known."""
    choices: list[ChoicePlan] = []
    problems: list[SpecProblem] = []
    for plan in plans:
        if "x-choices" not in plan.raw:
            continue
        try:
            choices.append(_read(spec, plan, plans))
        except SpecProblem as problem:
            problems.append(problem)
    if problems:
        raise GenerationFailed(problems)
    return choices


def _read(spec: Spec, plan: OperationPlan, plans: list[OperationPlan]) -> ChoicePlan:
    where = (*plan.where, "x-choices")
    described = plan.raw["x-choices"]
    _check_names(spec, plan, plans)

    def alike(each: OperationPlan) -> set[tuple[str, str]]:
        return {(name, value) for _, name, value in each.constants if name not in described}

    operations: dict[tuple[str, ...], OperationPlan] = {}
    # The operation itself comes first, so that its values are the defaults.
    for each in (plan, *(each for each in plans if each is not plan)):
        if (each.tag, each.path) == (plan.tag, plan.path) and alike(each) == alike(plan):
            key = tuple(_value(each, wire) for wire in described)
            other = operations.setdefault(key, each)
            if other is not each:
                raise spec.problem(
                    where,
                    f"{other.id} and {each.id} have the same {' and '.join(described)}",
                    "name what tells them apart as well",
                )
    choosers = [
        Chooser(identifier(wire), text, list(dict.fromkeys(key[index] for key in operations)))
        for index, (wire, text) in enumerate(described.items())
    ]
    known = {argument.name for argument in plan.arguments}
    for each in operations.values():
        if each.pagination is not None:
            raise spec.problem(where, f"{each.id} answers in pages", "leave it to its own method")
        more = [argument.name for argument in each.positional if argument.name not in known]
        if more:
            raise spec.problem(
                where,
                f"{each.id} requires {', '.join(more)}, which {plan.id} does not take",
                f"move `x-choices` to {each.id}, or let {plan.id} take it",
            )
    return ChoicePlan(plan, choosers, operations, _overloads(choosers, operations))


def _check_names(spec: Spec, plan: OperationPlan, plans: list[OperationPlan]) -> None:
    where = (*plan.where, "x-choices")
    constants = [name for _, name, _ in plan.constants]
    taken = {*TAKEN, *(argument.name for argument in plan.arguments)}
    for wire in plan.raw["x-choices"]:
        if wire != METHOD and wire not in constants:
            known = ", ".join([*constants, METHOD])
            raise spec.problem(
                where, f"{plan.id} has no constant {wire!r}", f"name one of: {known}"
            )
        if identifier(wire) in taken:
            raise spec.problem(
                where,
                f"the argument name {identifier(wire)!r} is taken",
                "give what has it now another name with `x-argument`",
            )
    if plan.method_name in {each.tag for each in plans}:
        raise spec.problem(
            where,
            f"{plan.method_name}() of a client would hide its resource {plan.method_name!r}",
            "give one of them another name",
        )


def _value(plan: OperationPlan, wire: str) -> str:
    if wire == METHOD:
        return plan.method
    return next((value for _, name, value in plan.constants if name == wire), "")


def _overloads(
    choosers: list[Chooser], operations: dict[tuple[str, ...], OperationPlan]
) -> list[Overload]:
    """The fewest groups of values that give one type each, with the default's first."""
    by_type: dict[str, list[tuple[str, ...]]] = {}
    for key, each in operations.items():
        by_type.setdefault(each.result.runtime_type, []).append(key)
    order = [chooser.values for chooser in choosers]
    return [Overload(type, box) for type, keys in by_type.items() for box in _boxes(keys, order)]


def _boxes(keys: list[tuple[str, ...]], order: list[list[str]]) -> list[list[list[str]]]:
    """Combinations as lists of values, any of which goes with any of the others in its group."""
    values, *further = order
    if not further:
        return [[[value for value in values if (value,) in keys]]]
    by_rest: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for value in values:
        rest = tuple(sorted(key[1:] for key in keys if key[0] == value))
        if rest:
            by_rest.setdefault(rest, []).append(value)
    return [[alike, *box] for rest, alike in by_rest.items() for box in _boxes([*rest], further)]
