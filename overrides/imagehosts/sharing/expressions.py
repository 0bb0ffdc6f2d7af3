"""The expressions of ShareX custom uploaders: ``{json:data.link}``, ``{regex:id=(\\w+)|1}``.

A text holds calls in braces, ``{name:argument|argument}``; arguments may hold calls themselves, and
a backslash takes the meaning from the character behind it. Uploaders of versions before 13.7.2
write ``$name:argument$``; :func:`modern` brings these into the same form. Paths into JSON are those
of JSONPath, filters and slices included; paths into XML are those of XPath that the standard
library reads.
"""

from __future__ import annotations

import base64
import json
import operator
import random
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast
from urllib.parse import quote

from attrs import field, frozen

from ..core.errors import ImageHostError

__all__ = ["BadExpression", "Context", "evaluate", "modern", "names_in"]

#: Asks a person: the question, and what to take where nothing is answered.
Ask: TypeAlias = Callable[[str, str, Sequence[str]], str]


class BadExpression(ImageHostError):
    """An expression cannot be evaluated; the message says which, and why."""


def _take_default(question: str, default: str, choices: Sequence[str]) -> str:
    return default or (choices[0] if choices else "")


@frozen(kw_only=True)
class Context:
    """What expressions can speak of.

    Attributes:
        within_url: Whether the text is an address: names and inputs are escaped in it then, and
            nothing else is.
    """

    filename: str = ""
    input: str = ""
    response: str = ""
    response_url: str = ""
    headers: Mapping[str, str] = field(factory=dict[str, str])
    regexes: Sequence[str] = ()
    ask: Ask = _take_default
    within_url: bool = False


def evaluate(text: str, context: Context) -> str:
    """A text with its calls carried out.

    Args:
        text: The text.
        context: What it can speak of.

    Raises:
        BadExpression: There is no such function, or it cannot be carried out.
    """
    result, _ = _text(text, 0, context, within=False)
    return result


def names_in(text: str) -> set[str]:
    """The functions that a text calls; refuses those that there are not.

    Raises:
        BadExpression: There is no such function.
    """
    found = set(re.findall(r"(?<!\\)\{\s*(\w+)\s*(?=[:}])", text))
    for name in sorted(found):
        if name.lower() not in FUNCTIONS:
            raise BadExpression(
                f"there is no function {{{name}}}; there are {', '.join(FUNCTIONS)}"
            )
    return {name.lower() for name in found}


def modern(text: str) -> str:
    """A text of an uploader before version 13.7.2, in today's form."""
    pieces = re.split(r"(?<!\\)\$", text)
    result = ""
    for number, piece in enumerate(pieces):
        if number % 2 and number < len(pieces) - 1:
            result += "{" + piece + "}"
        else:
            # What was plain then has a meaning today.
            result += ("$" if number % 2 else "") + re.sub(r"([{}])", r"\\\1", piece)
    return result


#: Texts that stand for a moment, or for chance, in the values of a request.
DYNAMIC: Mapping[str, Callable[[], str]] = {
    "%mo": lambda: time.strftime("%m"),
    "%mi": lambda: time.strftime("%M"),
    "%ms": lambda: f"{time.time_ns() // 1_000_000 % 1000:03}",
    "%unix": lambda: str(int(time.time())),
    "%guid": lambda: str(uuid.uuid4()),
    "%yy": lambda: time.strftime("%y"),
    "%y": lambda: time.strftime("%Y"),
    "%d": lambda: time.strftime("%d"),
    "%h": lambda: time.strftime("%H"),
    "%s": lambda: time.strftime("%S"),
}
_DYNAMIC = re.compile("|".join(DYNAMIC))


def fill_dynamic(text: str) -> str:
    """A text with ``%y``, ``%mo``, ``%unix`` and their like filled in."""
    return _DYNAMIC.sub(lambda found: DYNAMIC[found[0]](), text)


def _text(
    text: str,
    at: int,
    context: Context,
    *,
    within: bool,
) -> tuple[str, int]:
    """The text from a place on; within a call it ends at its next argument or its end."""
    result = ""
    while at < len(text):
        character = text[at]
        if character == "\\" and at + 1 < len(text):
            result += text[at + 1]
            at += 2
        elif character == "{":
            value, at = _call(text, at + 1, context)
            result += value
        elif within and character in "|}":
            break
        else:
            result += character
            at += 1
    return result, at


def _call(text: str, at: int, context: Context) -> tuple[str, int]:
    begin = at
    while at < len(text) and text[at] not in ":|}":
        at += 1
    name = text[begin:at].strip().lower()
    arguments: list[str] = []
    while at < len(text) and text[at] in ":|":
        argument, at = _text(text, at + 1, context, within=True)
        arguments.append(argument)
    if at >= len(text):
        raise BadExpression(f"{{{name} has no end in {text!r}")
    function = FUNCTIONS.get(name)
    if function is None:
        raise _unknown(name)
    return function(context, arguments), at + 1


def _unknown(name: str) -> BadExpression:
    return BadExpression(f"there is no function {{{name}}}; there are {', '.join(FUNCTIONS)}")


# --- the functions -------------------------------------------------------------------------


def _first(arguments: Sequence[str], name: str) -> str:
    if not arguments:
        raise BadExpression(f"{{{name}}} needs an argument")
    return arguments[0]


def _json(context: Context, arguments: list[str]) -> str:
    given, path = context.response, _first(arguments, "json")
    if len(arguments) > 1:
        given, path = arguments[0], arguments[1]
    try:
        value = json.loads(given)
    except ValueError:
        raise BadExpression(f"{{json:{path}}}: the answer is not JSON") from None
    found = next(_along(value, _steps(path)), None)
    if found is None:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return json.dumps(found) if isinstance(found, (dict, list)) else str(found)


#: One step of a path: a name, a number, all, at any depth, a part of a list, or a condition.
_STEP = re.compile(
    r"""(?P<any>\.\.)
    | \[\s*+(?P<number>-?\d++)\s*+\]
    | \[\s*+(?P<from>-?\d*+)\s*+:\s*+(?P<to>-?\d*+)\s*+(?::\s*+(?P<by>-?\d*+)\s*+)?\]
    | (?P<all>\[\s*+\*\s*+\]|\.?\*)
    | \[\s*+\?\s*+\(\s*+@(?P<where>[^=!<>()]*+)
        (?:(?P<how>==|!=|<=|>=|<|>)(?P<what>[^)]*+))?\)\s*+\]
    | \[\s*+(?P<quote>['"])(?P<quoted>.*?)(?P=quote)\s*+\]
    | \.?(?P<name>[^.\[\]*]+)""",
    re.VERBOSE,
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _steps(path: str) -> list[re.Match[str]]:
    """``$.a[0]['b c']..d.*[?(@.x == 'y')]`` in its steps."""
    rest = path.removeprefix("$")
    steps: list[re.Match[str]] = []
    at = 0
    while at < len(rest):
        found = _STEP.match(rest, at)
        if found is None:
            raise BadExpression(f"{{json:{path}}}: this path cannot be read")
        steps.append(found)
        at = found.end()
    return steps


def _along(value: Any, steps: Sequence[re.Match[str]]) -> Iterator[Any]:
    """Yield what stands at the end of a path."""
    if not steps:
        yield value
        return
    rest = steps[1:]
    if steps[0]["any"]:
        yield from _along(value, rest)
        for each in _inner(value):
            yield from _along(each, steps)
        return
    for each in _next(value, steps[0]):
        yield from _along(each, rest)


def _inner(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value).values())
    return [*value] if isinstance(value, list) else []


def _next(value: Any, step: re.Match[str]) -> list[Any]:
    """What one step leads to."""
    if step["all"]:
        return _inner(value)
    if step["where"] is not None:
        return [each for each in _inner(value) if _fits(each, step)]
    if isinstance(value, list):
        items: list[Any] = [*value]
        if step["number"] is not None:
            number = int(step["number"])
            return [items[number]] if -len(items) <= number < len(items) else []
        if step["from"] is not None:
            bounds = (int(step[name]) if step[name] else None for name in ("from", "to", "by"))
            return items[slice(*bounds)]
        return []
    name = step["quoted"] if step["quoted"] is not None else step["name"]
    members = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    return [members[name]] if name in members else []


def _fits(value: Any, step: re.Match[str]) -> bool:
    """Whether an item keeps to a condition such as ``@.kind == 'image'``."""
    found = list(_along(value, _steps(step["where"].strip())))
    if step["how"] is None or not found:
        return bool(found)
    text = step["what"].strip() if step["what"] else step["what"]
    try:
        wanted: Any = json.loads(text) if text[:1] != "'" else text[1:-1]
        return _COMPARE[step["how"]](found[0], wanted)
    except (ValueError, TypeError):
        return False


def _xml(context: Context, arguments: list[str]) -> str:
    from xml.etree import ElementTree

    given, path = context.response, _first(arguments, "xml")
    if len(arguments) > 1:
        given, path = arguments[0], arguments[1]
    if re.search(r"<!(?:DOCTYPE|ENTITY)", given, re.IGNORECASE):
        raise BadExpression(f"{{xml:{path}}}: the answer has a document type, which is not read")
    try:
        root = ElementTree.fromstring(given)  # noqa: S314 - without a document type
    except ElementTree.ParseError:
        raise BadExpression(f"{{xml:{path}}}: the answer is not XML") from None
    where, _, attribute = path.removesuffix("/text()").partition("/@")
    around = ElementTree.Element("around")
    around.append(root)
    try:
        found = around.find("./" + where.lstrip("/") if not where.startswith("//") else "." + where)
    except (SyntaxError, TypeError, KeyError):  # the library ends in all of them
        raise BadExpression(f"{{xml:{path}}}: this path cannot be read") from None
    if found is None:
        return ""
    return found.get(attribute, "") if attribute else "".join(found.itertext())


def _regex(context: Context, arguments: list[str]) -> str:
    given, pattern, group = context.response, _first(arguments, "regex"), "0"
    if len(arguments) > 2:
        given, pattern, group = arguments[:3]
    elif len(arguments) == 2:
        pattern, group = arguments
    if pattern.isdigit() and 0 < int(pattern) <= len(context.regexes):
        pattern = context.regexes[int(pattern) - 1]  # the numbered list of older uploaders
    try:
        # .NET writes (?<name>...) where Python writes (?P<name>...).
        found = re.search(re.sub(r"\(\?<(?=[A-Za-z_])", "(?P<", pattern), given)
        return "" if found is None else found[int(group) if group.isdigit() else group] or ""
    except (re.error, IndexError) as error:
        raise BadExpression(f"{{regex:{pattern}}}: {error}") from None


def _header(context: Context, arguments: list[str]) -> str:
    wanted = _first(arguments, "header").lower()
    return next((value for name, value in context.headers.items() if name.lower() == wanted), "")


def _ask(context: Context, arguments: list[str]) -> str:
    """``{inputbox}``, ``{inputbox:title}`` or ``{inputbox:title|default}``."""
    title, default = [*arguments, "", ""][:2]
    return context.ask(title or "Input", default, ())


def _in_url(text: str, context: Context) -> str:
    return quote(text, safe="") if context.within_url else text


FUNCTIONS: Mapping[str, Callable[[Context, list[str]], str]] = {
    "json": _json,
    "xml": _xml,
    "regex": _regex,
    "header": _header,
    "response": lambda context, arguments: context.response,
    "responseurl": lambda context, arguments: context.response_url,
    "filename": lambda context, arguments: _in_url(context.filename, context),
    "input": lambda context, arguments: _in_url(context.input, context),
    "base64": lambda _, arguments: base64.b64encode("".join(arguments).encode()).decode(),
    "random": lambda _, arguments: random.choice(arguments) if arguments else "",  # noqa: S311
    "select": lambda context, arguments: context.ask("choose", "", arguments),
    "prompt": _ask,
    "inputbox": _ask,
    "output": lambda _, arguments: "",
    "outputbox": lambda _, arguments: "",
}
