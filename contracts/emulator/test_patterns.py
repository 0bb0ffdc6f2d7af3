"""Regular expressions: none of them takes long, whatever is sent to match it.

Every pattern of the package is found by reading its modules and by looking into them, and every way
in which it is used is timed on texts that grow, made of the pattern itself.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, NamedTuple

import imagehosts
import pytest
from imagehosts.emulator import EmulatorConfig
from imagehosts.emulator.core.routing import build_routes
from imagehosts.emulator.core.specs import apis_with_spec, load_spec
from imagehosts.emulator.hosts import find_sites

from contracts.support.reporting import report_all

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
#: CPU time that no text may take, in seconds.
_LONGEST = 0.1
#: From here on the growth counts: eight times as much text may take three times eight times as
#: long, and what grows with the square takes 64 times as long.
_SUSPECT, _GROWTH = 0.003, 24
#: Exponential patterns are seen at the small sizes, polynomial ones at the large.
_SIZES = (*range(20, 49, 4), 128, 640, 5120)


class Use(NamedTuple):
    """A pattern and what is done with it."""

    pattern: re.Pattern[Any]
    method: str


def test_no_pattern_takes_more_than_linear_time() -> None:
    with report_all(least=100) as case:
        for name, use in _uses().items():
            with case(name):
                _check(use)


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r'"((?:\\["\\]|[^"])*)"', "match"),
        (r"(a+)+b", "match"),
        (r"\s*(client-id)\s+(\S.*?)\s*\Z", "match"),
        (r"<(script)\b.*?</\1>", "sub"),
        (r"\s+\Z", "search"),
    ],
)
def test_patterns_that_are_known_to_be_slow_are_seen(pattern: str, method: str) -> None:
    with pytest.raises(AssertionError, match="seconds"):
        _check(Use(re.compile(pattern), method))


# Finding them


def _uses() -> dict[str, Use]:
    found: dict[str, Use] = {}

    def add(where: str, pattern: Any, method: str) -> None:
        found.setdefault(f"{method} {pattern.pattern!r} in {where}", Use(pattern, method))

    for module in _modules():
        for pattern, methods in _in_source(module):
            for method in methods:
                add(module.__name__, pattern, method)
        for pattern in _in_objects(module):
            add(module.__name__, pattern, "fullmatch")
    for pattern in _of_routes():
        add("the routes", pattern, "fullmatch")
    for pattern in _of_specs():
        add("the specs", pattern, "fullmatch")
    return found


#: What sees nothing but our own schemas and statements, and what a database says of them.
_OWN_TEXTS = "imagehosts.emulator.core.database"


def _modules() -> Iterator[ModuleType]:
    for module in walk_packages(imagehosts.__path__, "imagehosts."):
        if not module.name.endswith("__main__") and not module.name.startswith(_OWN_TEXTS):
            yield import_module(module.name)


def _in_source(module: ModuleType) -> Iterator[tuple[re.Pattern[Any], tuple[str, ...]]]:
    """The patterns that stand in a module as text, with the methods that are called for them."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    used: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.setdefault(node.value.id, set()).add(node.attr)
    names = {
        id(node.value): node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        kind = node.func.attr
        if kind not in (*_METHODS, "compile"):
            continue
        text, flags = _value(node.args[0], module), _flags(node, kind, module)
        if not isinstance(text, str | bytes):
            continue  # made while it runs; `_in_objects`, `_of_routes` and `_of_specs` have these
        called = {kind} if kind in _METHODS else used.get(names.get(id(node), ""), set())
        methods = tuple(method for method in _METHODS if method in called)
        yield re.compile(text, flags), methods or ("fullmatch",)


def _value(node: ast.expr, module: ModuleType) -> Any:
    """What an expression is in a module; ``None`` where that is known only while it runs."""
    try:
        return eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(vars(module)))
    except NameError:
        return None


def _flags(node: ast.Call, kind: str, module: ModuleType) -> int:
    places = {"compile": 1, "sub": 4, "subn": 4, "split": 3}
    given = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
    given += node.args[places.get(kind, 2) :][:1]
    return int(_value(given[0], module) or 0) if given else 0


def _in_objects(thing: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns that a module holds: in collections, classes and the members of objects."""
    if isinstance(thing, re.Pattern):
        yield thing
    elif depth > 4 or (depth and isinstance(thing, ModuleType)):
        return
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from _in_objects(value, depth + 1)
    elif isinstance(thing, list | tuple | set | frozenset):
        for value in thing:
            yield from _in_objects(value, depth + 1)
    else:
        yield from _of_members(thing, depth)


def _of_members(thing: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(where := getattr(thing, "where", None), str):  # a path, of an error to switch on
        yield re.compile(where)
    if depth and not str(getattr(thing, "__module__", "")).startswith("imagehosts"):
        return
    for name, value in list(getattr(thing, "__dict__", {}).items()):
        if not name.startswith("__"):
            yield from _in_objects(value, depth + 1)


def _of_routes() -> Iterator[re.Pattern[Any]]:
    for site in find_sites(EmulatorConfig()).sites:
        nodes = [build_routes(site)._root]
        for node in nodes:
            yield from (pattern for pattern, _ in node.patterns.values())
            nodes += [child for _, child in node.patterns.values()]
            nodes += [*node.exact.values(), *([node.any] if node.any else [])]


def _of_specs() -> Iterator[re.Pattern[Any]]:
    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("pattern"), str):
                yield value["pattern"]
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    for api in apis_with_spec():
        for text in walk(load_spec(api)):
            yield re.compile(text, re.ASCII)


# Timing them


def _check(use: Use) -> None:
    run = _runner(use)
    for prefix, pump, tail in _texts(use.pattern):
        before = 0.0
        for size in _SIZES:
            text = prefix + pump * (size // len(pump)) + tail
            took = _time(run, text)
            if took > _SUSPECT:
                took = min(took, _time(run, text), _time(run, text))
            slow = f"{took:.3f} seconds for {len(text)} of {prefix!r}, {pump!r}"
            assert took <= _LONGEST, slow
            assert took <= _SUSPECT or size < 4096 or took < _GROWTH * before, slow
            before = took


def _runner(use: Use) -> Callable[[Any], Any]:
    if use.method in ("sub", "subn"):
        empty = "" if isinstance(use.pattern.pattern, str) else b""
        return lambda text: use.pattern.sub(empty, text)
    if use.method == "finditer":
        return use.pattern.findall
    run: Callable[[Any], Any] = getattr(use.pattern, use.method)
    return run


def _time(run: Callable[[Any], Any], text: Any) -> float:
    start = time.thread_time()
    run(text)
    return time.thread_time() - start


def _texts(pattern: re.Pattern[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Hostile texts, each as its start, what is repeated, and its end."""
    parsed = list(re._parser.parse(pattern.pattern, pattern.flags))  # type: ignore[attr-defined]
    letters = list(dict.fromkeys(_letters(parsed)))
    found: dict[tuple[str, str], None] = {}
    for start, body in _repetitions(parsed):
        own = list(dict.fromkeys(_letters(body)))[:4]
        pumps = [_sample(body), *own, *(one + other for one in own for other in own)]
        pumps += [letter + own[0] for letter in letters[:6] if own]
        found |= dict.fromkeys((start, pump) for pump in pumps)
        found |= dict.fromkeys(("", start + pump) for pump in ("", *pumps[:2]))
    for start, pump in found:
        for tail in ("", "\0"):
            if pump and isinstance(pattern.pattern, str):
                yield start, pump, tail
            elif pump:
                yield start.encode("latin-1"), pump.encode("latin-1"), tail.encode("latin-1")


def _letters(parsed: Any) -> Iterator[str]:
    for operation, argument in parsed:
        name = str(operation)
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY"):
            yield _sample([(operation, argument)])
            if name == "NOT_LITERAL":
                yield chr(argument)
        for inner in _inside(name, argument):
            yield from _letters(inner)


def _inside(name: str, argument: Any) -> list[Any]:
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [argument[2]]
    if name == "SUBPATTERN":
        return [argument[3]]
    if name == "BRANCH":
        return list(argument[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return [argument] if name == "ATOMIC_GROUP" else []


def _repetitions(parsed: Sequence[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """What may be repeated at will, each with what stands before it."""
    for operation, argument in parsed:
        name = str(operation)
        if "REPEAT" in name and argument[1] > 60:
            yield before, argument[2]
        for inner in _inside(name, argument):
            yield from _repetitions(list(inner), before)
        before += _sample([(operation, argument)])


def _sample(parsed: Any) -> str:
    """A text that matches, every repetition once."""
    text = ""
    for operation, argument in parsed:
        name = str(operation)
        if name == "LITERAL":
            text += chr(argument)
        elif name == "NOT_LITERAL":
            text += "a" if chr(argument) != "a" else "b"
        elif name == "ANY":
            text += "x"
        elif name == "IN":
            text += _member(argument)
        elif name == "CATEGORY":
            text += {"DIGIT": "0", "SPACE": " ", "WORD": "a"}[str(argument).rpartition("_")[2]]
        elif name == "BRANCH":
            text += _sample(argument[1][0])
        elif name not in ("ASSERT", "ASSERT_NOT"):
            for inner in _inside(name, argument):
                text += _sample(inner) * (max(1, min(argument[0], 3)) if "REPEAT" in name else 1)
    return text


def _member(argument: Any) -> str:
    """A character of a class."""
    names = [str(operation) for operation, _ in argument]
    if names[0] == "NEGATE":
        allowed = re.compile("[" + "".join(_class(argument)) + "]")
        return next((one for one in "a \\x/<;=&" if allowed.match(one)), "\x7f")
    operation, value = argument[0]
    if str(operation) == "RANGE":
        return chr(value[0])
    return _sample([argument[0]])


def _class(argument: Any) -> Iterator[str]:
    for operation, value in argument:
        name = str(operation)
        if name == "NEGATE":
            yield "^"
        elif name == "LITERAL":
            yield re.escape(chr(value))
        elif name == "RANGE":
            yield f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        else:
            letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[str(value).rpartition("_")[2]]
            yield "\\" + (letter.upper() if "_NOT_" in str(value) else letter)
