"""Mutants of Python: one small fault each, named so that it is found again when lines move.

What is not touched: docstrings and other statements that are only a text, annotations, imports,
``__all__``, assertions (they speak to type checkers here), and whatever only type checkers run.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from contracts.mutation.blocks import FUNCTIONS, Block, named_blocks, own_blocks

__all__ = ["OPERATORS", "PythonMutant", "mutants_of", "mutated"]

#: So much of the code of a mutant is part of its name.
MOST_SHOWN = 120
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class PythonMutant:
    """A fault in a module.

    Attributes:
        name: Path, function, operator, and what becomes what; of several that are alike the second
            ends with ``#2``.
        path: The module, below the checkout.
        line: Where it is today.
        index: Which of the mutants of the module it is today.
        function: The qualified name of the innermost function; empty for what runs at import.
        block: The block it is in, as recordings name it; empty for what runs at import.
    """

    name: str
    path: str
    line: int
    index: int
    function: str
    block: str
    group: str = field(default="", compare=False)


@dataclass
class _Site:
    node: ast.AST
    operator: str
    change: Callable[[], None]
    line: int
    function: str
    block: str
    before: str


def mutants_of(path: str, source: str) -> list[PythonMutant]:
    """Every mutant of a module."""
    found: list[PythonMutant] = []
    seen: dict[str, int] = {}
    for index, (operator, line, function, block, change) in enumerate(_summaries(path, source)):
        name = f"{path} {function or 'module'}: {operator}: {change}"
        seen[name] = seen.get(name, 0) + 1
        name = name if seen[name] == 1 else f"{name} #{seen[name]}"
        found.append(PythonMutant(name, path, line, index, function, block))
    return found


def mutated(path: str, source: str, index: int) -> ast.Module:
    """The module with one of its mutants in it."""
    tree, sites = _sites(path, source)
    sites[index].change()
    return ast.fix_missing_locations(tree)


@cache
def _summaries(path: str, source: str) -> list[tuple[str, int, str, str, str]]:
    _, sites = _sites(path, source)
    found = []
    for site in sites:
        text = " ".join(site.before.split())
        short = text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 3]}..."
        found.append((site.operator, site.line, site.function, site.block, short))
    return found


def _sites(path: str, source: str) -> tuple[ast.Module, list[_Site]]:
    tree = ast.parse(source)
    finder = _Finder({id(block): name for name, block in named_blocks(tree, path)})
    finder.visit_block(tree.body)
    return tree, finder.sites


class _Finder:
    """Walks a module with the names of classes and functions around, and the block at hand."""

    def __init__(self, blocks: dict[int, str]) -> None:
        self.blocks = blocks
        self.sites: list[_Site] = []
        self.names: list[str] = []
        self.function = ""
        self.block = ""
        self.statement = ""

    def visit_block(self, block: Block) -> None:
        for statement in block:
            self.visit(statement)

    def visit(self, node: ast.AST) -> None:
        if _is_left_alone(node):
            return
        if isinstance(node, ast.stmt):
            self.statement = _shown(node)
        self.note(node)
        opened = [block for block in own_blocks(node) if block]
        inside = {id(statement) for block in opened for statement in block}
        if isinstance(node, FUNCTIONS):
            self._visit_function(node)
            return
        if isinstance(node, ast.ClassDef):
            self.names.append(node.name)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "type_comment", "decorator_list"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and id(child) not in inside:
                    if isinstance(child, ast.ExceptHandler | ast.match_case):
                        self._visit_parts(child, inside)
                    else:
                        self.visit(child)
        self._visit_blocks(opened)
        if isinstance(node, ast.ClassDef):
            self.names.pop()

    def _visit_parts(self, holder: ast.AST, inside: set[int]) -> None:
        for child in ast.iter_child_nodes(holder):
            if id(child) not in inside:
                self.visit(child)

    def _visit_blocks(self, blocks: list[Block]) -> None:
        outer = self.block
        for block in blocks:
            self.block = self.blocks.get(id(block), outer)
            self.visit_block(block)
        self.block = outer

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        self.names.append(node.name)
        outer = self.function
        self.function = ".".join(self.names)
        self._visit_blocks([node.body])
        self.function = outer
        self.names.pop()

    def _described(self, node: ast.AST) -> str:
        """A node, and the statement that it stands in: a bare number says little."""
        text = _shown(node)
        if isinstance(node, ast.stmt) or len(text) > MOST_SHOWN // 2 or text == self.statement:
            return text
        return f"{text} in {self.statement}"

    def note(self, node: ast.AST) -> None:
        for operator, find in OPERATORS.items():
            change = find(node)
            if change is not None:
                self.sites.append(
                    _Site(
                        node,
                        operator,
                        change,
                        getattr(node, "lineno", 0),
                        self.function,
                        self.block,
                        self._described(node),
                    )
                )


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True  # zip's own assertion
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    if isinstance(node, FUNCTIONS):
        return any("overload" in ast.unparse(one) for one in node.decorator_list)
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("cast", "TypeVar")


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        return f"{'if' if isinstance(node, ast.If) else 'while'} {ast.unparse(node.test)}"
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    if isinstance(node, ast.For | ast.AsyncFor):
        return f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"
    if isinstance(node, ast.With | ast.AsyncWith):
        return f"with {', '.join(ast.unparse(one) for one in node.items)}"
    if isinstance(node, ast.Try | ast.TryStar | ast.Match):
        return type(node).__name__.lower()
    return ast.unparse(node)


# --- the operators: what a node may become ---------------------------------------------------

Change = Callable[[], None] | None


def _set(node: Any, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _become(node: ast.AST, other: ast.AST) -> Callable[[], None]:
    """Turn a node into another one where it stands."""

    def change() -> None:
        places = {key: vars(node)[key] for key in ("lineno", "col_offset") if key in vars(node)}
        node.__class__ = other.__class__  # type: ignore[assignment]
        node.__dict__ = {**vars(other), **places}

    return change


def _other_comparison(node: ast.AST) -> Change:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        return _set(node, "ops", [_COMPARISONS[type(node.ops[0])](), *node.ops[1:]])
    return None


def _and_or(node: ast.AST) -> Change:
    if isinstance(node, ast.BoolOp):
        return _set(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    return None


def _without_not(node: ast.AST) -> Change:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        called = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        return _become(node, called)
    return None


def _turned_round(node: ast.AST) -> Change:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        return _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.comprehension) and node.ifs:
        return _set(node, "ifs", [ast.UnaryOp(ast.Not(), node.ifs[0]), *node.ifs[1:]])
    return None


def _other_arithmetic(node: ast.AST) -> Change:
    if not isinstance(node, ast.BinOp | ast.AugAssign) or type(node.op) not in _ARITHMETIC:
        return None
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    if any(_is_text(side) or _is_type(side) for side in sides):
        return None  # anything else ends in an error at once
    return _set(node, "op", _ARITHMETIC[type(node.op)]())


def _is_type(node: ast.AST) -> bool:
    """Whether a name is that of a class, as in ``str | Link``."""
    name = ast.unparse(node).rpartition(".")[2]
    known = isinstance(getattr(builtins, name, None), type) or name == "None"
    return known or (name[:1].isupper() and not name.isupper())


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    )


def _other_number(node: ast.AST) -> Change:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return _set(node, "value", node.value + 1)
    return None


def _other_flag(node: ast.AST) -> Change:
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        return _set(node, "value", not node.value)
    return None


def _other_key(node: ast.AST) -> Change:
    """A text that names something: a key, an index, what is compared with."""
    found: list[ast.Constant] = []
    if isinstance(node, ast.Dict):
        return None
    if isinstance(node, ast.Subscript):
        found = [node.slice] if isinstance(node.slice, ast.Constant) else []
    elif isinstance(node, ast.Compare):
        found = [one for one in (node.left, *node.comparators) if isinstance(one, ast.Constant)]
    named = next((one for one in found if isinstance(one.value, str) and one.value), None)
    return _set(named, "value", f"{named.value}!") if named else None


def _other_query(node: ast.AST) -> Change:
    """SQL in a text, with one word of it changed."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    if not _SQL.search(node.value):
        return None
    for word, other in _WORDS:
        if word in node.value:
            return _set(node, "value", node.value.replace(word, other, 1))
    return None


_SQL = re.compile(r"\b(SELECT|UPDATE|DELETE FROM|INSERT|WHERE|ORDER BY|FROM)\b")
_WORDS = (
    (" DESC", " ASC"),
    (" <= ", " < "),
    (" >= ", " > "),
    (" < ", " <= "),
    (" > ", " >= "),
    (" IS NULL", " IS NOT NULL"),
    (" IS NOT NULL", " IS NULL"),
    (" ORDER BY id", " ORDER BY -id"),
    (" AND ", " OR "),
    (" OR ", " AND "),
    (" + 1", " + 2"),
    (" = ", " <> "),
)


def _no_result(node: ast.AST) -> Change:
    if not isinstance(node, ast.Return) or node.value is None:
        return None
    if isinstance(node.value, ast.Constant) and node.value.value is None:
        return None
    return _set(node, "value", ast.Constant(None))


def _no_call(node: ast.AST) -> Change:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await):
        return _set(node, "value", ast.Constant(None))
    return None


def _no_raise(node: ast.AST) -> Change:
    return _become(node, ast.Pass()) if isinstance(node, ast.Raise) else None


def _no_assignment(node: ast.AST) -> Change:
    """What is kept on an object or in a container is not kept."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript):
        return _become(node, ast.Expr(node.value))
    if isinstance(node, ast.AugAssign):
        return _become(node, ast.Expr(node.value))
    return None


def _other_jump(node: ast.AST) -> Change:
    if isinstance(node, ast.Break):
        return _become(node, ast.Continue())
    return _become(node, ast.Break()) if isinstance(node, ast.Continue) else None


OPERATORS: dict[str, Callable[[ast.AST], Change]] = {
    "another comparison": _other_comparison,
    "and for or": _and_or,
    "without not": _without_not,
    "turned round": _turned_round,
    "another arithmetic": _other_arithmetic,
    "one more": _other_number,
    "another flag": _other_flag,
    "another name": _other_key,
    "another query": _other_query,
    "no result": _no_result,
    "call left out": _no_call,
    "error left out": _no_raise,
    "assignment left out": _no_assignment,
    "another jump": _other_jump,
}
