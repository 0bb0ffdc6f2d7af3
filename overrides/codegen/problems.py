"""What is wrong with a spec, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer of a path of keys."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


class SpecProblem(Exception):
    """One thing that keeps a spec from becoming a client.

    Attributes:
        spec: The file.
        where: The keys that lead to the place.
        line: Its line in the file, if known.
        fault: What is wrong.
        advice: What to do about it.
    """

    def __init__(
        self,
        spec: Path,
        where: Sequence[str | int],
        fault: str,
        advice: str,
        line: int | None = None,
    ) -> None:
        place = f"{spec}:{line}" if line else str(spec)
        super().__init__(f"{place} at {pointer(where) or '/'}\n  {fault}\n  to do: {advice}")
        self.spec = spec
        self.where = tuple(where)
        self.fault = fault
        self.advice = advice
        self.line = line


class GenerationFailed(Exception):
    """Everything that was found wrong in one run."""

    def __init__(self, problems: Sequence[SpecProblem]) -> None:
        many = f"{len(problems)} problems" if len(problems) > 1 else "1 problem"
        super().__init__("\n\n".join([f"cannot generate: {many}", *(str(p) for p in problems)]))
        self.problems = list(problems)
