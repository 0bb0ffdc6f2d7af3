"""Where the security schemes put credentials, and which of them a call cannot do without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from codegen.problems import SpecProblem
from codegen.specs import Json, Spec, Where


@dataclass
class Slot:
    """A place for a credential."""

    scheme: str
    place: str
    wire: str
    prefix: str = ""
    required: bool = False


def read_security(spec: Spec, operation: Json) -> tuple[list[Slot], bool]:
    """The places for credentials, and whether the call works without any.

    A client sends every credential that it has and that some alternative names. One that every
    alternative of several credentials needs is required.
    """
    requirements = _requirements(spec, operation)
    alternatives = [[_slot(spec, name) for name in each] for each in requirements]
    named = [{slot.scheme for slot in slots} for slots in alternatives]
    needed = needed_credentials(spec, operation)
    together = any(len(schemes) > 1 for schemes in named)
    slots: list[Slot] = []
    for slot in (slot for slots in alternatives for slot in slots):
        placed = replace(slot, required=together and slot.scheme in needed)
        if placed not in slots:
            slots.append(placed)
    return slots, not requirements or any(not each for each in requirements)


def needed_credentials(spec: Spec, operation: Json) -> set[str]:
    """The credentials that every alternative of an operation has."""
    requirements = _requirements(spec, operation)
    named = [{_slot(spec, name).scheme for name in each} for each in requirements]
    return set.intersection(*named) if named else set()


def security_rules(spec: Spec) -> Iterator[SpecProblem]:
    """Schemes that clients can use, in alternatives that they can keep apart."""
    schemes = spec.document.get("components", {}).get("securitySchemes", {})
    for name, reference in schemes.items():
        scheme, place = spec.follow(reference, ("components", "securitySchemes", name))
        kind = scheme["type"]
        ways = {"apiKey": scheme.get("in"), "http": scheme.get("scheme")}
        ways |= {"oauth2": "bearer", "openIdConnect": "bearer"}
        way = str(ways.get(kind, kind)).lower()
        if way not in ("bearer", "header", "query"):
            yield spec.problem(
                place,
                f"a credential by {way}",
                "clients send one in a header, the query or a form, or as a bearer token",
            )
    holders: list[tuple[Where, Json]] = [((), spec.document)]
    holders += [(where, raw) for where, _, _, raw in spec.operations()]
    for where, holder in holders:
        unknown = [
            (index, name)
            for index, requirement in enumerate(holder.get("security", []))
            for name in requirement
            if name not in schemes
        ]
        for index, name in unknown:
            yield spec.problem(
                (*where, "security", index, name),
                f"no security scheme {name}",
                "describe it in components/securitySchemes",
            )
        if not unknown:
            yield from _alternatives(spec, holder, (*where, "security"))


def _alternatives(spec: Spec, holder: Json, where: Where) -> Iterator[SpecProblem]:
    requirements = holder.get("security", [])
    alternatives = [[_slot(spec, name) for name in each] for each in requirements]
    named = [{slot.scheme for slot in slots} for slots in alternatives]
    for index, slots in enumerate(alternatives):
        places = {(slot.place, slot.wire.lower()) for slot in slots}
        if len(places) < len(slots) or len(named[index]) < len(slots):
            yield spec.problem(
                (*where, index),
                "two credentials in one place, or one in two",
                "give each credential of an alternative a place and an `x-credential` of its own",
            )
    # A client that has some of the credentials could not tell which alternative they are for.
    smallest = min(named, key=len, default=set())
    for index, schemes in enumerate(named):
        if len(schemes) > 1 and not smallest <= schemes:
            yield spec.problem(
                (*where, index),
                f"{' and '.join(sorted(schemes))} together, or something else instead",
                "keep one alternative, or those that add a credential to it",
            )
    if any(len(schemes) > 1 for schemes in named) and set() in named:
        index = named.index(set())
        yield spec.problem(
            (*where, index),
            "several credentials together, or none",
            "keep one of the two, or make two operations",
        )


def _requirements(spec: Spec, operation: Json) -> list[Json]:
    holder = operation if "security" in operation else spec.document
    return list(holder.get("security") or [])


def _slot(spec: Spec, name: str) -> Slot:
    schemes = spec.document.get("components", {}).get("securitySchemes", {})
    scheme = spec.resolve(schemes[name])
    credential = scheme.get("x-credential", name)
    if scheme["type"] == "apiKey":
        return Slot(credential, scheme["in"], scheme["name"], scheme.get("x-prefix", ""))
    return Slot(credential, "header", "Authorization", "Bearer ")
