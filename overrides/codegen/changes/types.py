"""Types of Python as texts: whether every value of one is a value of another."""

from __future__ import annotations

import ast
from functools import cache

#: Types whose values are values of others.
_WITHIN = {("bool", "int"), ("int", "float"), ("bool", "float")}
_BY_VALUE = {str: "str", int: "int", bool: "bool", float: "float"}
#: Containers that are read or given item by item.
_COVARIANT = {"list", "Sequence", "dict", "Page"}


def is_within(narrow: str, wide: str) -> bool:
    """Whether a value of the first type is always one of the second."""
    return narrow == wide or _is_within(_parsed(narrow), _parsed(wide))


@cache
def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _is_within(narrow: ast.expr, wide: ast.expr) -> bool:
    options = list(_options(wide))
    return all(any(_fits(each, option) for option in options) for each in _options(narrow))


def _options(kind: ast.expr) -> list[ast.expr]:
    """The alternatives of a type; each value of a ``Literal`` is one."""
    if isinstance(kind, ast.BinOp):
        return [*_options(kind.left), *_options(kind.right)]
    if isinstance(kind, ast.Subscript) and _name(kind.value) == "Literal":
        values = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
        return list(values)
    return [kind]


def _fits(one: ast.expr, other: ast.expr) -> bool:
    if ast.dump(one) == ast.dump(other) or _name(other) == "Any":
        return True
    if isinstance(one, ast.Constant) and one.value is not None:
        kind = _BY_VALUE.get(type(one.value), "")
        return _name(other) == kind or (kind, _name(other)) in _WITHIN
    if isinstance(one, ast.Subscript) and isinstance(other, ast.Subscript):
        same = _name(one.value) == _name(other.value)
        if not same or _name(one.value) not in _COVARIANT:
            return False
        pairs = zip(_arguments(one), _arguments(other), strict=False)
        return all(_is_within(first, second) for first, second in pairs)
    return (_name(one), _name(other)) in _WITHIN


def _arguments(kind: ast.Subscript) -> list[ast.expr]:
    return list(kind.slice.elts) if isinstance(kind.slice, ast.Tuple) else [kind.slice]


def _name(kind: ast.expr) -> str:
    return kind.id if isinstance(kind, ast.Name) else ""
