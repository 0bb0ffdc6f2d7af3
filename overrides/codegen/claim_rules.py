"""Style rules about provenance: no sentence passes for the document's that may not be in it.

No mark means documented. So sentences of the kinds that people write from experience or by guess
(what becomes of deleted things, orders, limits, who must log in) may not stand in a description
without a mark: they are claims of their own, and a claim always says how it is known, the words of
the document among it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from codegen.claims import DOCUMENTED, claims_of, documents
from codegen.problems import SpecProblem
from codegen.specs import Json, Spec, Where
from codegen.walking import Node, walk

#: Kinds of sentences that a document often does not say, and how to know one.
PHRASES = {
    kind: re.compile("|".join(patterns), re.IGNORECASE)
    for kind, patterns in {
        "what becomes of things": (
            r"\b(stays?|remains?|hides?|hidden|for ever)\b",
            r"\b(all|everything) (that is )?in it\b",
            r"\bat once\b",
            r"\b(is|are) gone\b",
            r"\btakes? the place of\b",
            r"\b(another|each|every) (call|time) (gives|answers|shows)\b",
        ),
        "an order": (
            r"\b(newest|latest|oldest|youngest|first one) first\b",
            r"\bin ((the|their|its|this|that|no) )?order\b",
            r"\bat (its|the) end\b",
        ),
        "a limit or a conversion": (
            r"\b(up to|at most|at least|over|more than|between|no more than) (an? )?[0-9]",
            r"\b[0-9]+ ?(KB|MB|GB)\b",
            r"\bcredits?\b",
            r"\bbecomes? an? (JPE?G|PNG|GIF|WebP)\b",
        ),
        "a unit": (
            r"\b(sizes|widths|heights|times|durations) (are )?(in )?"
            r"((whole )?seconds|bytes|kilobytes|pixels|Unix)",
        ),
        "what was seen or guessed": (
            r"\b(was|were|has been|have been) seen (in|on|with|for|by|to)\b",
            r"\b(observed|known answers?|real sites?)\b",
            r"\b(evidently|presumably|apparently|probably|can hardly|is expected)\b",
        ),
        "who must log in": (
            r"\blogged-in\b|\b(must|has to|have to) (be logged in|log in)\b|\bauthenticated\b",
            r"\bowner (alone|only|may)\b|\bonly (the|its|their) owner\b",
            r"\bfor (the|its|their) (owner|user) (alone|only)\b",
            r"\b(requires?|needs?) (authentication|a login)\b",
            r"\b(an?|the|their) [a-z]+ of the caller's\b|\bof the caller's own\b",
        ),
    }.items()
}
#: What some client does, in a contract that other clients read.
_OF_A_CLIENT = re.compile(
    r"\bclients? (normally |always |then )?(hands?|fills?|presents?|sends?|shows?|asks?|gives?)\b"
    r"|\b(is|are) always sent\b|\boperations here\b",
    re.IGNORECASE,
)
#: A credential that stands for a user, by its name, beside keys that stand for a program.
_OF_A_USER = re.compile(r"token|cookie|session", re.IGNORECASE)
_ID = re.compile(r"(^|_)ids?$")
_ADVICE = "put it into `x-claims`, with how it is known: the document's own words are evidence too"


def descriptions_hold_nothing_but_the_document(spec: Spec) -> Iterator[SpecProblem]:
    """A sentence that a document often does not say is a claim with a mark of its own."""
    known = _marked_places(spec)
    for node in walk(spec.document):
        if node.kind == "errorRow" or _is_marked(known, node.where):
            continue
        for sentence in _sentences(node.value.get("description", "")):
            for kind, pattern in PHRASES.items():
                if found := pattern.search(sentence):
                    yield spec.problem(
                        (*node.where, "description"),
                        f"{found[0]!r} tells {kind} and has no mark: {sentence[:90]}",
                        _ADVICE,
                    )


def texts_speak_of_the_host(spec: Spec) -> Iterator[SpecProblem]:
    """What a client of ours does beside the contract is not true of the clients of other tools."""
    for node in walk(spec.document):
        texts = [node.value.get("description", ""), *(each.text for each in claims_of(node.value))]
        for sentence in (each for text in texts for each in _sentences(text)):
            if found := _OF_A_CLIENT.search(sentence):
                yield spec.problem(
                    node.where,
                    f"{found[0]!r} tells what a client does: {sentence[:90]}",
                    "say what the host does or takes; what our client does is for its guide",
                )


def claims_are_not_said_twice(spec: Spec) -> Iterator[SpecProblem]:
    """A claim in the description too would have a mark in one place and none in the other."""
    for node in walk(spec.document):
        said = [" ".join(each.split()) for each in _sentences(node.value.get("description", ""))]
        for index, claim in enumerate(claims_of(node.value)):
            if claim.text in said:
                fault = f"said twice: {claim.text[:80]}"
                yield spec.problem(
                    (*node.where, "x-claims", index), fault, "keep the claim, with its mark"
                )


def claims_are_about_what_is_there(spec: Spec) -> Iterator[SpecProblem]:
    for node in walk(spec.document):
        there = {*node.value, *_schema_of(spec, node.value), *node.value.get("encoding", {})}
        there |= {key for each in node.value.get("encoding", {}).values() for key in each}
        for index, claim in enumerate(claims_of(node.value)):
            if claim.of and claim.of not in there and claim.of != "security":
                yield spec.problem(
                    (*node.where, "x-claims", index, "of"),
                    f"there is no {claim.of} here",
                    f"name one of: {', '.join(sorted(there - {'x-claims'}))}",
                )


def numbers_as_ids_say_how_that_is_known(spec: Spec) -> Iterator[SpecProblem]:
    """Documents speak of ids; that one is a whole number is rarely said."""
    known = _marked_places(spec)
    for node, name, holder in _requested(spec):
        schema = _schema_of(spec, holder)
        marked = _is_marked(known, node.where) or "x-provenance" in {**schema, **holder}
        number = schema.get("type") == "integer" and _ID.search(name.removesuffix("[]"))
        if number and not marked and not _has_claim((holder, schema), "type"):
            yield spec.problem(
                node.where,
                f"{name} is a whole number",
                "say how that is known in `x-claims`, with `of: type`",
            )


def types_of_parts_say_how_they_are_known(spec: Spec) -> Iterator[SpecProblem]:
    """A list of media types is a list of formats that a host takes, which few documents give."""
    known = _marked_places(spec)
    for node in walk(spec.document):
        listed = any("contentType" in each for each in node.value.get("encoding", {}).values())
        known_so = _is_marked(known, node.where) or _has_claim((node.value,), "contentType")
        if node.kind == "mediaType" and listed and not known_so:
            yield spec.problem(
                (*node.where, "encoding"),
                "a list of media types",
                "say how it is known in `x-claims` of the media type, with `of: contentType`",
            )


def need_of_a_login_is_said(spec: Spec) -> Iterator[SpecProblem]:
    """In words and with its mark: a reader of the text alone must learn it too."""
    for where, _, _, operation in spec.operations():
        if _needs_login(spec, where, operation) and not _has_claim((operation,), "security"):
            yield spec.problem(
                where,
                "nothing says that this call needs a login",
                "say it in `x-claims`, with `of: security` and how it is known",
            )


def documents_are_described(spec: Spec) -> Iterator[SpecProblem]:
    """A reader must be able to see whose words a source holds."""
    known = documents(spec)
    named: dict[str, Where] = {}
    for node in walk(spec.document):
        if name := node.value.get("x-source", {}).get("document"):
            named.setdefault(name, (*node.where, "x-source", "document"))
    for name in [each for each in named if each not in known]:
        yield spec.problem(
            named[name],
            f"nothing describes {name}",
            "say in `x-documents` at the root what it is and whose words it holds",
        )
    for name in [each for each in known if each not in named]:
        yield spec.problem(("x-documents", name), f"nothing comes from {name}", "take it out")


def listed_error_codes_have_a_row(spec: Spec) -> Iterator[SpecProblem]:
    """A code that the document lists means a kind of error, which the error table says."""
    known = {str(row["code"]) for row in spec.document.get("x-error-table", []) if "code" in row}
    for where, _, _, operation in spec.operations():
        for code in operation.get("x-error-codes", {}):
            if str(code) not in known:
                yield spec.problem(
                    (*where, "x-error-codes", code),
                    f"the error table has no row for {code}",
                    "add the row with its category, or correct the code",
                )


RULES = (
    descriptions_hold_nothing_but_the_document,
    texts_speak_of_the_host,
    claims_are_not_said_twice,
    claims_are_about_what_is_there,
    numbers_as_ids_say_how_that_is_known,
    types_of_parts_say_how_they_are_known,
    need_of_a_login_is_said,
    documents_are_described,
    listed_error_codes_have_a_row,
)


# --- helpers ---------------------------------------------------------------------------------


def _sentences(text: str) -> list[str]:
    """The sentences of a text but for those that speak of the marks themselves."""
    parts = re.split(r"(?<=[.:;!?])\s+", " ".join(text.split()))
    return [part for part in parts if part and "marked as" not in part]


def _has_claim(holders: tuple[Json, ...], keyword: str) -> bool:
    """Whether one of some objects says how a keyword of it is known."""
    return any(claim.of == keyword for holder in holders for claim in claims_of(holder))


def _marked_places(spec: Spec) -> frozenset[Where]:
    return frozenset(
        node.where
        for node in walk(spec.document)
        if node.value.get("x-provenance", DOCUMENTED) != DOCUMENTED
    )


def _is_marked(known: frozenset[Where], where: Where) -> bool:
    """What stands in a thing that is marked is known in the same way."""
    return not known.isdisjoint(accumulate((step,) for step in where))


def _schema_of(spec: Spec, holder: Json) -> Json:
    found: Json = spec.resolve(holder.get("schema", holder))
    return found if isinstance(found, dict) else {}


def _requested(spec: Spec) -> Iterator[tuple[Node, str, Json]]:
    """Every parameter, and every member of a body, with its name."""
    for node in walk(spec.document):
        if node.kind == "parameter":
            yield node, str(node.value.get("name", "")), node.value
        elif node.kind == "mediaType" and ("requestBody" in node.where):
            schema, place = spec.follow(node.value.get("schema", {}), (*node.where, "schema"))
            for name, member in schema.get("properties", {}).items():
                here = (*place, "properties", name)
                yield Node(here, "property", member), name, spec.resolve(member)


def _needs_login(spec: Spec, where: Where, operation: Json) -> bool:
    """Whether a call cannot be made without what stands for a user."""
    if "security" in operation:
        schemes = spec.document.get("components", {}).get("securitySchemes", {})
        demanded = [
            {str(schemes.get(name, {}).get("x-credential", name)) for name in requirement}
            for requirement in operation["security"]
        ]
        if demanded and all(any(map(_OF_A_USER.search, names)) for names in demanded):
            return True
    for reference, _ in spec.parameters(where):
        parameter = spec.resolve(reference)
        if parameter.get("required") and _OF_A_USER.search(parameter.get("x-credential", "")):
            return True
    body = spec.resolve(operation.get("requestBody", {}))
    for media in body.get("content", {}).values():
        schema = spec.resolve(media.get("schema", {}))
        for name in schema.get("required", []):
            member = spec.resolve(schema.get("properties", {}).get(name, {}))
            if _OF_A_USER.search(member.get("x-credential", "")):
                return True
    return False
