"""The limits of a value as sentences, wherever a description stands: in docstrings and on pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codegen.specs import Json

#: The limits of a schema, and how a text names them.
LIMITS = {
    "minLength": "At least {} characters.",
    "maxLength": "At most {} characters.",
    "pattern": "Matches `{}`.",
    "minItems": "At least {} items.",
    "maxItems": "At most {} items.",
    "minimum": "At least {}.",
    "maximum": "At most {}.",
    "exclusiveMinimum": "More than {}.",
    "exclusiveMaximum": "Less than {}.",
    "multipleOf": "A multiple of {}.",
    "default": "The host takes {} where it is left out.",
}
#: What goes without saying: what is given is not empty, what is counted not negative.
UNSAID = {"minLength": 1, "minItems": 1, "minimum": 0}
_BOUNDS = ("minimum", "maximum")


def with_limits(text: str, schema: Json, *, patterns: bool = True) -> str:
    """A description with the limits that it does not name itself."""
    limits = _limits(schema, patterns=patterns)
    unsaid = [sentence for sentence, words in limits if not _names(text, words)]
    return " ".join([text, *unsaid]).strip() if unsaid else text


def _limits(schema: Json, *, patterns: bool) -> Iterator[tuple[str, list[str]]]:
    """A sentence for each limit, and the words that a text which names it has."""
    if "x-present-as" in schema:
        return  # clients write and read these values themselves
    both = schema.keys() >= set(_BOUNDS)
    if both:
        bounds = [str(schema[key]) for key in _BOUNDS]
        yield f"{bounds[0]} to {bounds[1]}.", bounds
    for key, sentence in LIMITS.items():
        if key not in schema or schema[key] == UNSAID.get(key) or (both and key in _BOUNDS):
            continue
        if patterns or key != "pattern":
            yield sentence.format(schema[key]), [str(schema[key])]
    if schema.get("uniqueItems"):
        yield "Each item once.", ["once"]


def _names(text: str, words: Iterable[str]) -> bool:
    """Whether a text has all of these, each as a word of its own, thousands with commas or not."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return all(re.search(rf"(?<![\w.-]){re.escape(word)}(?!\w)", text) for word in words)
