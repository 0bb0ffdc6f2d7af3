"""The blocks of a module: pieces of functions that run from their first statement on, or not.

A block is named by its function and its number in it, so that a name holds while other code moves.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["FUNCTIONS", "Block", "body_start", "named_blocks", "own_blocks"]

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Block = list[ast.stmt]


def named_blocks(tree: ast.Module, path: str) -> list[tuple[str, Block]]:
    """Every block of the functions of a module, with its name."""
    found: list[tuple[str, Block]] = []
    counts: dict[str, int] = {}

    def walk(node: ast.AST, names: tuple[str, ...], function: str) -> None:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            names = (*names, node.name)
            function = ".".join(names) if isinstance(node, FUNCTIONS) else function
        for block in own_blocks(node) if function else ():
            if block:
                counts[function] = counts.get(function, 0) + 1
                found.append((f"{path}:{function}:{counts[function]}", block))
        for child in ast.iter_child_nodes(node):
            walk(child, names, function)

    walk(tree, (), "")
    return found


def own_blocks(node: ast.AST) -> Iterator[Block]:
    """The blocks that a node opens: where another path through the code begins."""
    if isinstance(node, FUNCTIONS):
        yield node.body
    elif isinstance(node, ast.If | ast.For | ast.AsyncFor | ast.While):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Try | ast.TryStar):
        yield from (node.body, *(one.body for one in node.handlers), node.orelse, node.finalbody)
    elif isinstance(node, ast.Match):
        for case in node.cases:
            yield case.body


def body_start(block: Block) -> int:
    """Where a statement may be put so that it runs first, and a docstring stays one."""
    first = block[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return 1 if is_text and isinstance(first.value.value, str) else 0
