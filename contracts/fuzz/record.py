"""What contract runs reached, kept in files while tests run in several processes.

``python -m contracts`` names a folder in the environment; each run leaves a file there, and their
sum is the table that ends the command.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

__all__ = ["COLUMNS", "VARIABLE", "keep", "read"]

VARIABLE = "CONTRACTS_RECORD"
COLUMNS = ("requests", "accepted", "refused", "links")


def keep(operations: Mapping[str, Mapping[str, int]]) -> None:
    """Leave what a run reached, by operation, where the command asked for it."""
    folder = os.environ.get(VARIABLE)
    if folder:
        with NamedTemporaryFile("w", dir=folder, suffix=".json", delete=False) as file:
            json.dump(operations, file)


def read(folder: Path, operations: Iterable[str]) -> dict[str, Counter[str]]:
    """The sum of all runs for these operations; one that no run reached has zeros."""
    found = {id: Counter(dict.fromkeys(COLUMNS, 0)) for id in operations}
    for path in sorted(folder.glob("*.json")):
        for id, counts in json.loads(path.read_text("utf-8")).items():
            if id in found:
                found[id].update(counts)
    return found
