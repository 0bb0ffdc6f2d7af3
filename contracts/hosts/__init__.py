"""What the tests know of each host: one folder here for each, found by looking.

``contracts/hosts/<api>/`` holds

    wire.py        ``TABLE``: the exact request of each operation, for ``contracts/wire``
    fuzz.py        ``ROW``: what the contract runs know beyond the spec, for ``contracts/fuzz``
    scene.py       only where calls need something to act on: ``scene``, which makes it for the
                   samples on the site (:mod:`docs.samples`)
    demo.py        ``scenario``: what people do at this host, for ``make demo``
    test_*.py      everything that holds for this host alone
    __init__.py    only where needed: ``FAMILY``, the folder whose tests it shares;

Nothing outside lists the hosts. A piece that is missing or broken fails the tests of its host
alone: :func:`missing_pieces` names the file to write, and the sweeps over all hosts take those
that have the piece that they need.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from contracts.support.specs import API_NAMES, ROOT

__all__ = [
    "PIECES",
    "Piece",
    "answered_by_examples",
    "apis_with",
    "families",
    "family_of",
    "hosts_with",
    "load_piece",
    "missing_pieces",
]

FOLDER = ROOT / "contracts" / "hosts"


class Piece(NamedTuple):
    """A part that every host has.

    Attributes:
        path: The file to write, with the API as ``{api}``.
        advice: What goes into it.
        fault: Says what is wrong with it where its existence is not enough; empty if nothing.
    """

    path: str
    advice: str
    fault: Callable[[str], str] | None = None

    def problem(self, api: str) -> str:
        """What to write, or empty where all is there."""
        fault = (self.fault or self._absence)(api)
        return f"write {self.path.format(api=api)}: {self.advice} ({fault})" if fault else ""

    def _absence(self, api: str) -> str:
        return "" if (ROOT / self.path.format(api=api)).exists() else NO_FILE


NO_FILE = "there is no such file"


def _client_fault(api: str) -> str:
    from imagehosts.hosts import find_host

    try:
        return "" if find_host(api) else "no host of this name is registered"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _emulator_fault(api: str) -> str:
    from imagehosts.emulator.config import EmulatorConfig
    from imagehosts.emulator.hosts import find_sites

    try:
        find_sites(EmulatorConfig(apis=(api,)))
    except Exception as error:
        return str(error)
    return ""


def _checks_fault(api: str) -> str:
    try:
        found = importlib.import_module(f"imagehosts.contract.hosts.{api}")
        return "" if len(found.CHECKS) else "it has no check"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _attribute_fault(piece: str, attribute: str) -> Callable[[str], str]:
    """A check that a module of a host can be imported and has what it is for."""

    def fault(api: str) -> str:
        if not _path(api, piece).is_file():
            return NO_FILE
        try:
            module = importlib.import_module(f"contracts.hosts.{api}.{piece}")
        except Exception as error:
            return f"it cannot be imported: {type(error).__name__}: {error}"
        return "" if hasattr(module, attribute) else f"it has no {attribute}"

    return fault


#: The parts of a host, in the order in which one writes them. ``make new-host`` writes them all.
PIECES = (
    Piece("specs/{api}/openapi.yaml", "the contract of this API; specs/README.md explains it"),
    Piece("specs/{api}/quirks.yaml", "`[]`, or an entry for each oddity of its document"),
    Piece(
        "specs/{api}/examples/index.yaml",
        "`[]`, or an entry for each example of its document",
    ),
    Piece("generated/imagehosts_wire/{api}/__init__.py", "run `make generate`"),
    Piece(
        "overrides/imagehosts/hosts/{api}.py",
        "its client classes and its registry row",
        _client_fault,
    ),
    Piece(
        "overrides/imagehosts/emulator/hosts/{api}/",
        "its dialect with a handler for each operation",
        _emulator_fault,
    ),
    Piece(
        "contracts/hosts/{api}/wire.py",
        "`TABLE = Table(...)` with the request of each operation; see contracts/wire/tables.py",
        _attribute_fault("wire", "TABLE"),
    ),
    Piece(
        "contracts/hosts/{api}/fuzz.py",
        "`ROW = Row()` with what the contract runs cannot read in the spec; see"
        " contracts/fuzz/rows.py",
        _attribute_fault("fuzz", "ROW"),
    ),
    Piece(
        "contracts/hosts/{api}/demo.py",
        "`async def scenario(stage, pictures)`, what people do there; see contracts/demo/stage.py",
        _attribute_fault("demo", "scenario"),
    ),
    Piece(
        "overrides/imagehosts/contract/hosts/{api}.py",
        "`CHECKS = Checks()`, what may be tried on a real server",
        _checks_fault,
    ),
    Piece("docs/guides/{api}.md", "its guide, for people; those beside it show what is in one"),
)


def missing_pieces(api: str) -> list[str]:
    """What is still to be written for a host, a line for each file."""
    return [problem for piece in PIECES if (problem := piece.problem(api))]


def apis_with(piece: str) -> list[str]:
    """The APIs that have a file in their folder here, such as ``wire``, and a generated package.

    What is missing is reported by ``contracts/test_hosts.py``, once, and not by every sweep.
    """
    return [api for api in API_NAMES if _path(api, piece).is_file() and _is_generated(api)]


def hosts_with(piece: str) -> list[str]:
    """The hosts that have a file in their folder here; a host need not have a spec of its own."""
    return [name for name in families() if _path(name, piece).is_file() and _is_registered(name)]


@cache
def answered_by_examples(api: str) -> frozenset[str]:
    """The operations that nobody has written a handler for: the emulator answers their examples.

    They have no state to be held to. ``contracts/emulator/test_examples.py`` looks at them.
    """
    from imagehosts.emulator.config import EmulatorConfig
    from imagehosts.emulator.core.specs import operations_of
    from imagehosts.emulator.hosts import find_sites

    if _emulator_fault(api):
        return frozenset()
    sites = find_sites(EmulatorConfig(apis=(api,))).sites
    return frozenset(
        operation.id
        for site in sites
        if site.dialect.examples
        for operation in operations_of(site.spec)
        if operation.id not in site.dialect.handlers
    )


def load_piece(api: str, piece: str, attribute: str) -> Any:
    """What a file of a host's folder defines.

    Raises:
        AssertionError: It is missing or broken; the message names the file.
    """
    found = next(p for p in PIECES if p.path.endswith(f"/{piece}.py") and "contracts" in p.path)
    problem = found.problem(api)
    assert not problem, problem
    return getattr(importlib.import_module(f"contracts.hosts.{api}.{piece}"), attribute)


@cache
def families() -> dict[str, str]:
    """The folders here, each with the folder whose tests it shares: its own, or its family's."""
    return {
        path.name: str(_option(path.name, "FAMILY", path.name))
        for path in sorted(FOLDER.iterdir())
        if path.is_dir() and path.name.isidentifier() and not path.name.startswith("_")
    }


def family_of(name: str) -> str:
    """The folder whose tests a host shares; its own where it has no family."""
    return families().get(name, name)


def _option(name: str, attribute: str, default: Any) -> Any:
    """What the ``__init__.py`` of a folder says, if there is one."""
    if not (FOLDER / name / "__init__.py").is_file():
        return default
    return getattr(importlib.import_module(f"contracts.hosts.{name}"), attribute, default)


def _path(api: str, piece: str) -> Path:
    return FOLDER / api / f"{piece}.py"


def _is_registered(name: str) -> bool:
    return not _client_fault(name)


def _is_generated(api: str) -> bool:
    return importlib.util.find_spec(f"imagehosts_wire.{api}") is not None
