"""The limits of a value as sentences, wherever a description stands: in docstrings and on pages."""

from __future__ import annotations

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


def limits_of(schema: Json, *, patterns: bool = True) -> list[str]:
    """What a schema says of a value beyond its type, a sentence for each limit."""
    if "x-present-as" in schema:
        return []  # clients write and read these values themselves
    bounds = ("minimum", "maximum")
    both = [f"{schema['minimum']} to {schema['maximum']}."] if schema.keys() >= set(bounds) else []
    said = both + [
        sentence.format(schema[key])
        for key, sentence in LIMITS.items()
        if key in schema
        and schema[key] != UNSAID.get(key)
        and not (both and key in bounds)
        and (patterns or key != "pattern")
    ]
    return said + ["Each item once."] * bool(schema.get("uniqueItems"))


def with_limits(text: str, schema: Json, *, patterns: bool = True) -> str:
    """A description with the limits that it does not name itself."""
    numbers = [
        (sentence, sentence.strip(".").split(" ")[-1])
        for sentence in limits_of(schema, patterns=patterns)
    ]
    unsaid = [sentence for sentence, number in numbers if number.strip("`") not in text]
    return " ".join([text, *unsaid]).strip() if unsaid else text
