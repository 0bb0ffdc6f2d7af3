"""What one process has seen, and the sum of several: counts of elements by API, in files.

``CONTRACTS_COVERAGE`` names a folder in the environment. Each process of a test run leaves a file
there when it ends; ``python -m contracts.coverage`` reads them all.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import NamedTemporaryFile

__all__ = ["ENDS", "VARIABLE", "Record", "read"]

VARIABLE = "CONTRACTS_COVERAGE"
#: Who used an element: our clients by sending, the emulator by taking or answering, our clients by
#: reading.
ENDS = ("sent", "taken", "answered", "read")


class Record:
    """What a process has seen.

    Attributes:
        used: The names of the elements that were used, by API and end.
        requests: How many requests were seen, by API and end.
    """

    def __init__(self) -> None:
        self.used: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.requests: dict[str, Counter[str]] = defaultdict(Counter)

    def write(self) -> None:
        """Leave a file where the environment says so."""
        folder = os.environ.get(VARIABLE)
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        content = {
            api: {
                "requests": dict(self.requests[api]),
                "used": {end: sorted(self.used[api][end]) for end in ENDS},
            }
            for api in {*self.used, *self.requests}
        }
        with NamedTemporaryFile(
            "w", dir=folder, suffix=".json", delete=False, encoding="utf-8"
        ) as file:
            json.dump(content, file)


def read(folder: Path) -> Record:
    """The sum of all processes.

    Raises:
        FileNotFoundError: Nothing was left there.
    """
    found = Record()
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise FileNotFoundError(
            f"nothing was recorded in {folder}; run the tests with {VARIABLE}={folder}"
        )
    for path in paths:
        for api, content in json.loads(path.read_text("utf-8")).items():
            found.requests[api].update(content["requests"])
            for end, names in content["used"].items():
                found.used[api][end] |= set(names)
    return found
