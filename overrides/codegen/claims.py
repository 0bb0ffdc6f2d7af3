"""What a spec says of a thing, sentence by sentence, and how each sentence is known.

A description holds what the thing's document says; where the thing itself is marked, all of its
description is known in that way. Every other sentence is a claim of its own, in ``x-claims`` beside
the description: its text, how it is known, and what that rests on. Texts for readers are put
together here, so that no reader sees a claim without its mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from codegen.specs import Json, Spec
from codegen.walking import walk

DOCUMENTED = "documented"


@dataclass(frozen=True)
class Claim:
    """One sentence or more that are known in one way."""

    text: str
    provenance: str = DOCUMENTED
    evidence: str = ""
    #: The keyword beside it that it is about, such as ``security`` or ``type``.
    of: str = ""


def claims_of(holder: Json) -> list[Claim]:
    """The claims that stand beside a description, in their order."""
    return [
        Claim(
            " ".join(claim["text"].split()),
            claim["provenance"],
            claim.get("evidence", ""),
            claim.get("of", ""),
        )
        for claim in holder.get("x-claims", [])
    ]


def described(holder: Json, text: str | None = None) -> str:
    """A description with the claims beside it, each with its mark."""
    own = holder.get("description", "") if text is None else text
    own, claims = own.strip(), [marked(each.text, each.provenance) for each in claims_of(holder)]
    if claims and "\n\n" in own:  # more than a paragraph: each claim is an item of a list
        return "\n".join([own, "", *(f"- {claim}" for claim in claims)])
    return " ".join(part for part in (own, *claims) if part)


def marked(text: str, provenance: str) -> str:
    """A text with how it is known at the end of each sentence, where that is not the document.

    A mark at the end of the last one would leave the others to pass for the document's.
    """
    if provenance == DOCUMENTED or not text:
        return text
    found = _STOP.sub(rf" ({provenance})\g<0>", text)
    return found if text[-1] in ".!?" else f"{found} ({provenance})"


#: What ends a sentence.
_STOP = re.compile(r"[.!?](?=\s+[A-Z`]|\Z)")


def wholly(holder: Json, text: str | None = None) -> str:
    """A description with its claims, and the mark of the thing itself behind the description."""
    own = (holder.get("description", "") if text is None else text).strip()
    return described(holder, marked(own, holder.get("x-provenance", DOCUMENTED)))


def holder_of(spec: Spec, reference: Json) -> Json:
    """What describes a member: a reference that has words of its own, else what it leads to."""
    target: Json = spec.resolve(reference)
    if "$ref" not in reference or "description" not in reference:
        return target
    inherited: Json = {key: target[key] for key in ("x-provenance", "x-evidence") if key in target}
    return {**inherited, **reference}


def of_parameter(parameter: Json, schema: Json) -> Json:
    """What describes a parameter: itself, or its schema where it says nothing."""
    return parameter if "description" in parameter else {**schema, **parameter}


def origin(holder: Json) -> str:
    """How a thing that is not in the document is known; empty for one that is."""
    provenance = holder.get("x-provenance", DOCUMENTED)
    if provenance == DOCUMENTED:
        return ""
    evidence = holder.get("x-evidence", "")
    return f"Not in the document: {provenance}{f', {evidence}' if evidence else ''}."


def fold_claims(spec: Spec) -> Json:
    """The document for tools that know no claims: each is a sentence of its description."""
    document: Json = deepcopy(spec.document)
    folded: set[int] = set()
    for node in [*walk(document)]:
        if id(node.value) in folded:
            continue  # an anchor stands in several places
        folded.add(id(node.value))
        if "x-claims" in node.value:
            node.value["description"] = described(node.value)
            del node.value["x-claims"]
    return document


# --- documents -------------------------------------------------------------------------------


def documents(spec: Spec) -> dict[str, Json]:
    """What is known of each document that the spec was written from."""
    found: dict[str, Json] = spec.document.get("x-documents", {})
    return found


def shown_source(spec: Spec, source: Json) -> tuple[str, str]:
    """Document and section for readers, who learn whose words they are if not the host's."""
    name = source.get("document", "")
    kept_by = documents(spec).get(name, {}).get("by", "host")
    return (f"{name} (a third party's capture)" if kept_by != "host" else name), source.get(
        "section", ""
    )


def third_parties(spec: Spec) -> Iterator[tuple[str, Json]]:
    """The documents that the host itself did not publish."""
    for name, document in documents(spec).items():
        if document.get("by") != "host":
            yield name, document
