"""The second look at an answer that is not what the spec says: the model all the same, and why.

Two steps. :func:`find_json` gets a JSON document out of a body that has other things in it, as
hosts send them: a PHP warning first, a byte order mark, a second document behind. :func:`fit` then
builds the typed result from it, member by member; what does not fit its type is converted where
the meaning is plain, else left out, and each such case is reported.
"""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeGuard, Union

from .logging import ABSENT

if TYPE_CHECKING:
    from imagehosts_wire.types import Operation

__all__ = [
    "Deviations",
    "Report",
    "find_address",
    "find_json",
    "fit",
    "fit_result",
    "pointer_value",
]

#: Called with JSON pointer, what was expected, and what came.
Report = Callable[[str, str, Any], None]

MISSING = ABSENT
#: An object, or an array of them.
_DOCUMENT_BEGINS = re.compile(r'(?:\[\s*+)?\{\s*+"')
_DECODER = json.JSONDecoder()
#: Takes control characters within texts, which titles of pictures have at times.
_LENIENT = json.JSONDecoder(strict=False)


class Deviations:
    """The deviations of one answer, up to a number of them: a broken host deviates everywhere."""

    def __init__(self, most: int = 1000) -> None:
        self.found: list[tuple[str, str, Any]] = []
        self._most = most

    def __call__(self, pointer: str, expected: str, got: Any) -> None:
        """Note one; it is a :data:`Report`."""
        if len(self.found) < self._most:
            self.found.append((pointer, expected, got))


def find_json(content: bytes, report: Report | None = None) -> Any:
    """The JSON document in a body, or :data:`MISSING` where it has no document.

    What stands around it is reported as a deviation.
    """
    note = report or _pass_over
    text = _without_halves(_as_text(content, report), note)
    stripped = text.lstrip("\ufeff \t\r\n")
    value, end = _decode_at(stripped, 0, note)
    if value is MISSING:
        # Something else first, such as a PHP warning, which may hold the beginning of JSON.
        begin = _DOCUMENT_BEGINS.search(stripped, _behind_notices(stripped))
        if begin is None:
            return MISSING
        value, end = _decode_at(stripped, begin.start(), note)
        if value is MISSING:
            # What was cut holds whole objects, and none of them is the one that was meant.
            return MISSING
        note("", "a JSON document alone", "text before the document")
        return value
    if stripped[end:].strip():
        note("", "a JSON document alone", "text behind the document")
    return value


def _behind_notices(text: str) -> int:
    """Where the notices of PHP end that a text begins with."""
    at = 0
    while found := _NOTICE.match(text, at):
        at = found.end()
    return at


_NOTICE = re.compile(
    r"\s*(?:<br ?/?>\s*)?(?:<b>)?(?:PHP )?(?:(?:Core |Compile |User )?(?:Warning|Notice|Deprecated)"
    r"|(?:Fatal|Parse|Recoverable fatal) error|Strict Standards)(?:</b>)?:[^\n]{0,2000}?"
    r" on line (?:<b>)?[0-9]+(?:</b>)?(?:<br ?/?>)?",
)


def _decode_at(text: str, begin: int, note: Report) -> tuple[Any, int]:
    """The document that begins at a place, and where it ends."""
    try:
        return _DECODER.raw_decode(text, begin)
    except RecursionError:
        return MISSING, begin
    except ValueError as error:
        if "control character" not in str(error):
            return MISSING, begin
    try:
        found = _LENIENT.raw_decode(text, begin)
    except (ValueError, RecursionError):
        return MISSING, begin
    note("", "JSON with control characters escaped", "a control character in a text")
    return found


def _without_halves(text: str, note: Report) -> str:
    """A document in which half a character, as ``\\ud83d`` alone, is a replacement character."""
    if "\\ud" not in text and "\\uD" not in text:
        return text
    whole = _ESCAPES.sub(_whole_escape, text)
    if whole != text:
        note("", "whole characters", "half a character of two escapes")
    return whole


#: Any escape, so that none is looked for within another.
_ESCAPES = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}(\\u[dD][c-fC-F][0-9a-fA-F]{2})?"
    r"|(u[dD][c-fC-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def _whole_escape(found: re.Match[str]) -> str:
    half = found[2] is not None or (found[1] is None and found[0][1] == "u" and len(found[0]) == 6)
    return r"\ufffd" if half else found[0]


def _pass_over(pointer: str, expected: str, got: Any) -> None:
    """Where nobody wants to know."""


def _as_text(content: bytes, report: Report | None) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if report:
            report("", "UTF-8", "bytes that are not UTF-8")
        return content.decode("utf-8", "replace")


def find_address(text: str) -> tuple[str | None, bool]:
    """The address that a plain answer consists of, and whether notices stand around it.

    Notices of PHP, comments and the like are passed over where the address has the first or the
    last line for itself. A page is no answer, whatever addresses are on it.
    """
    alone = text.strip("\ufeff \t\r\n")
    if _ADDRESS.fullmatch(alone):
        return alone, False
    if re.search(r"(?i)<(!doctype|html|head|body|form)\b", alone):
        return None, False
    lines = [line for line in map(str.strip, _without_tags(alone).splitlines()) if line]
    found = {line for line in lines if _ADDRESS.fullmatch(line)}
    if len(found) == 1 and found & {lines[0], lines[-1]}:
        return found.pop(), True
    return None, False


_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def _without_tags(text: str) -> str:
    """A text with a line break in the place of each comment and tag."""
    first, *pieces = text.split("<!--")
    kept = [first, *(piece.partition("-->")[2] for piece in pieces)]
    return _TAG.sub("\n", "\n".join(kept))


def pointer_value(document: Any, pointer: str) -> Any:
    """What a JSON pointer leads to, or :data:`MISSING`."""
    value = document
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if is_array(value) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif is_object(value) and key in value:
            value = value[key]
        else:
            return MISSING
    return value


def fit_result(operation: Operation[Any], document: Any, report: Report) -> Any:
    """The result of an operation out of a parsed body; :data:`MISSING` where it holds none."""
    result = operation.result
    if result.type is None:
        return MISSING
    pointer = ""
    if result.envelope:
        if not is_object(document) or result.envelope not in document:
            return MISSING
        document = document[result.envelope]
        pointer = f"/{result.envelope}"
    kind = result.type()
    if hasattr(kind, "__attrs_attrs__") and not _has_some_of(kind, document):
        return MISSING
    fitted = fit(kind, document, pointer, report, tolerant=result.tolerant)
    return MISSING if fitted is None and kind in (bool, int, float, str) else fitted


def _has_some_of(kind: Any, document: Any) -> bool:
    """Whether a value is an object with a member of this class, or empty where it needs none."""
    if not is_object(document):
        return False
    wire_names: dict[str, str] = getattr(kind, "__wire_names__", {})
    attributes = kind.__attrs_attrs__
    known = (wire_names.get(attribute.name, attribute.name) in document for attribute in attributes)
    return any(known) or (
        not document and all(attribute.default is None for attribute in attributes)
    )


def fit(kind: Any, value: Any, pointer: str, report: Report, *, tolerant: bool = False) -> Any:
    """A value as near to a type as it can be made."""
    if kind is Any or kind is object:
        return value
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return _fit_union(typing.get_args(kind), value, pointer, report, tolerant)
    if origin is Literal:
        if value not in typing.get_args(kind):
            report(pointer, _name(kind), value)
        return value
    if origin is list:
        return _fit_list(kind, value, pointer, report, tolerant)
    if origin is dict:
        return _fit_dict(kind, value, pointer, report, tolerant)
    if hasattr(kind, "__attrs_attrs__"):
        return _fit_model(kind, value, pointer, report, tolerant)
    return _fit_scalar(kind, value, pointer, report, tolerant)


def _fit_union(
    kinds: tuple[Any, ...], value: Any, pointer: str, report: Report, tolerant: bool
) -> Any:
    if value is None and type(None) in kinds:
        return None
    members = [kind for kind in kinds if kind is not type(None)]
    for kind in members:
        faults = _Faults()
        fitted = fit(kind, value, pointer, faults, tolerant=tolerant)
        if not faults.found:
            return fitted
    return fit(members[0], value, pointer, report, tolerant=tolerant)


def _fit_list(kind: Any, value: Any, pointer: str, report: Report, tolerant: bool) -> list[Any]:
    (item,) = typing.get_args(kind)
    items: list[Any]
    if is_array(value):
        items = value
    else:
        report(pointer, "array", value)
        # PHP writes an array with gaps as an object.
        items = list(value.values()) if is_object(value) else []
    fitted = (
        fit(item, each, f"{pointer}/{index}", report, tolerant=tolerant)
        for index, each in enumerate(items)
    )
    # What could not be made into an item is reported and left out.
    return [each for each in fitted if each is not None or _takes_none(item)]


def _fit_dict(
    kind: Any, value: Any, pointer: str, report: Report, tolerant: bool
) -> dict[str, Any]:
    _, item = typing.get_args(kind)
    if not is_object(value):
        # PHP writes an empty map as an empty array.
        if value != []:
            report(pointer, "object", value)
        return {}
    fitted = {
        key: fit(item, each, f"{pointer}/{key}", report, tolerant=tolerant)
        for key, each in value.items()
    }
    return {key: each for key, each in fitted.items() if each is not None or _takes_none(item)}


def _fit_model(kind: Any, value: Any, pointer: str, report: Report, tolerant: bool) -> Any:
    if not is_object(value):
        report(pointer, "object", value)
        return None
    model = kind.__new__(kind)
    wire_names: dict[str, str] = getattr(kind, "__wire_names__", {})
    keyed: dict[str, str] = getattr(kind, "__keyed_by__", {})
    hints = _hints(kind)
    fitted: Any
    for attribute in kind.__attrs_attrs__:
        name: str = attribute.name
        wire = wire_names.get(name, name)
        if wire in value:
            found = _as_list(value[wire], keyed[name]) if name in keyed else value[wire]
            fitted = fit(hints[name], found, f"{pointer}/{wire}", report, tolerant=tolerant)
        else:
            fitted = None
            if attribute.default is not None:
                report(f"{pointer}/{wire}", _name(hints[name]), MISSING)
                fitted = [] if typing.get_origin(hints[name]) is list else None
        setattr(model, name, fitted)
    finish = getattr(model, "__attrs_post_init__", None)
    if finish is not None:
        finish()
    return model


def _as_list(value: Any, key_member: str) -> Any:
    """An object as the list of what is in it, each with its key, as the spec presents it."""
    if not is_object(value):
        return value
    return [{key_member: key, **each} if is_object(each) else each for key, each in value.items()]


def _takes_none(kind: Any) -> bool:
    """Whether null is a value of a type."""
    return kind in (Any, object, None, types.NoneType) or types.NoneType in typing.get_args(kind)


class _Faults:
    """A report that only remembers that there was something to report."""

    def __init__(self) -> None:
        self.found = False

    def __call__(self, pointer: str, expected: str, got: Any) -> None:
        self.found = True


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


_TRUE, _FALSE = ("1", "true"), ("0", "false")


def _fit_scalar(kind: Any, value: Any, pointer: str, report: Report, tolerant: bool) -> Any:
    if type(value) is kind:
        return value
    if kind is float and type(value) is int:
        return float(value)
    converted = _converted(kind, value)
    # Where the spec says that numbers may come as text, text that is a number is not a deviation.
    if not (
        tolerant and converted is not None and isinstance(value, (str, int)) and kind is not str
    ):
        report(pointer, _name(kind), value)
    return converted


def _converted(kind: Any, value: Any) -> Any:
    """A value in another type where the meaning is plain, else None."""
    if kind is str:
        return str(value) if type(value) in (int, float) else None
    if isinstance(value, bool) or value is None:
        return int(value) if kind is int and value is not None else None
    text = str(value).strip().lower() if isinstance(value, (str, int, float)) else ""
    if kind is bool:
        return True if text in _TRUE else False if text in _FALSE else None
    try:
        return int(text) if kind is int else float(text)
    except ValueError:
        return int(value) if kind is int and type(value) is float and value.is_integer() else None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _name(kind: Any) -> str:
    return getattr(kind, "__name__", None) or str(kind)
