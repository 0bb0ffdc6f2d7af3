"""Modules of ours that are compiled from another tree than that on disk, as they are imported."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

__all__ = ["OVERRIDES", "ROOT", "relative", "rewrite_imports"]

ROOT = Path(__file__).resolve().parents[2]
OVERRIDES = ROOT / "overrides"

Rewrite = Callable[[str, str], ast.Module | None]


def relative(path: str | Path) -> str:
    """The path of a source below the checkout."""
    return Path(path).relative_to(ROOT).as_posix()


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles what ``rewrite`` makes of a source; no ``.pyc`` is read or written."""

    rewrite: Rewrite

    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        tree = type(self).rewrite(relative(path), Path(path).read_text("utf-8"))
        if tree is None:
            return super().get_code(fullname)
        return compile(tree, path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, loader: type[_Loader]) -> None:
        self.loader = loader

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname.partition(".")[0] not in ("imagehosts", "codegen"):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and spec.origin and Path(spec.origin).is_relative_to(OVERRIDES):
            spec.loader = self.loader(fullname, spec.origin)
        return spec


def rewrite_imports(rewrite: Rewrite) -> None:
    """Let every module of ``overrides`` that is imported from now on be what ``rewrite`` makes.

    Args:
        rewrite: Called with path and source; None leaves a module as it is.
    """
    loader = type("Loader", (_Loader,), {"rewrite": staticmethod(rewrite)})
    sys.meta_path.insert(0, _Finder(loader))
