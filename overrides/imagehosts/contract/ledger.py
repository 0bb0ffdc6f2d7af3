"""What a run makes on somebody's server, on disk before it is there.

A file of lines in JSON, readable by its owner alone because it holds delete links. The first line
says which server it is about; each further line is a step of one entry:

    {"entry": 1, "step": "intended", "what": "picture", ...}   before anything is sent
    {"entry": 1, "step": "made", "undo": {"method": "delete", "arguments": [...]}, ...}
    {"entry": 1, "step": "deleted"}

so whatever stops the run, the file names what may be left.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from attrs import define, field, frozen

__all__ = ["Entry", "Ledger", "LedgerError", "Undo"]

FORMAT = 1

Step = Literal["intended", "refused", "unknown", "made", "expires", "deleted", "gone", "kept"]
#: After these steps nothing of an entry stays on the server.
NOTHING_LEFT = frozenset({"refused", "deleted", "gone", "expires"})


#: Marks that say nothing to people.
FOR_PROGRAMS = frozenset({"content", "machine"})


class LedgerError(ValueError):
    """A file that is no ledger, or one that cannot be written."""


@frozen
class Undo:
    """How something is deleted: a method of the client and its arguments."""

    method: str
    arguments: tuple[Any, ...]


@define
class Entry:
    """One thing that a run made, or may have made.

    Attributes:
        number: Counts from 1 within the ledger.
        what: What kind of thing, such as ``picture``.
        step: The last thing that is known of it.
        marks: By what its owner finds it, where the answer that names it never came: its title,
            file name, size and time; and what a later run needs to ask for it.
        shown: Its address or id.
        undo: How to delete it; None where the host has no way.
        why: Why it is still there, or whether it is.
    """

    number: int
    what: str
    step: Step = "intended"
    marks: dict[str, Any] = field(factory=dict)
    shown: str = ""
    undo: Undo | None = None
    why: str = ""

    @property
    def is_left(self) -> bool:
        """Whether it is on the server still, or may be."""
        return self.step not in NOTHING_LEFT

    def __str__(self) -> str:
        marks = ((name, value) for name, value in self.marks.items() if name not in FOR_PROGRAMS)
        place = self.shown or ", ".join(f"{name} {value}" for name, value in marks)
        return f"{self.what} {place}" + (f": {self.why}" if self.why else "")


class Ledger:
    """The file of one run; see the module for its lines.

    Attributes:
        path: The file.
        host: The name of the host.
        base_url: The address of its API.
        entries: What the run made, in order.
    """

    def __init__(self, path: Path, host: str, base_url: str, entries: Sequence[Entry] = ()) -> None:
        self.path = path
        self.host = host
        self.base_url = base_url
        self.entries = list(entries)

    @classmethod
    def create(cls, path: Path, host: str, base_url: str) -> Ledger:
        """Begin a new file.

        Raises:
            LedgerError: The file exists, or the folder cannot be written to.
        """
        made = cls(path, host, base_url)
        begun = datetime.now(UTC).isoformat(timespec="seconds")
        head = {"ledger": FORMAT, "host": host, "base_url": base_url, "begun": begun}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            made._append(head, os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            raise LedgerError(f"{path} exists: clean or move it, or name another file") from None
        except OSError as error:
            raise LedgerError(f"cannot write {path}: {error.strerror}") from error
        return made

    @classmethod
    def load(cls, path: Path) -> Ledger:
        """Read a file; a last line that was cut by a crash is left out.

        Raises:
            LedgerError: It is no ledger, or cannot be read.
        """
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            raise LedgerError(f"cannot read {path}: {error.strerror}") from error
        found: Ledger | None = None
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                step = json.loads(line)
                if found is None:
                    if step["ledger"] != FORMAT:
                        raise LedgerError(f"{path}: format {step['ledger']} is not known here")
                    found = cls(path, step["host"], step["base_url"])
                else:
                    found._replay(step)
            except LedgerError:
                raise
            except (ValueError, KeyError, TypeError, IndexError) as error:
                if found is not None and number == len(lines):
                    break
                raise LedgerError(f"{path} line {number} is not a ledger's") from error
        if found is None:
            raise LedgerError(f"{path} is empty")
        return found

    @property
    def left(self) -> list[Entry]:
        """What is on the server still, or may be."""
        return [entry for entry in self.entries if entry.is_left]

    def intend(self, what: str, marks: Mapping[str, Any]) -> Entry:
        """Note what is about to be made; on disk when this returns."""
        entry = Entry(len(self.entries) + 1, what, marks=dict(marks))
        self._append(
            {"entry": entry.number, "step": "intended", "what": what, "marks": entry.marks}
        )
        self.entries.append(entry)
        return entry

    def made(self, entry: Entry, shown: str, undo: Undo | None) -> None:
        """Note that it is there, and how it is deleted."""
        entry.shown, entry.undo = shown, undo
        entry.why = "" if undo else "its answer gave no way to delete it"
        how = None if undo is None else {"method": undo.method, "arguments": [*undo.arguments]}
        self._step(entry, "made", shown=shown, undo=how, why=entry.why)

    def note(self, entry: Entry, step: Step, why: str = "") -> None:
        """Note what became of it."""
        entry.why = why
        self._step(entry, step, why=why)

    def remove_if_clean(self) -> bool:
        """Remove the file where nothing is left on the server; whether it was removed."""
        if self.left:
            return False
        self.path.unlink(missing_ok=True)
        return True

    def _step(self, entry: Entry, step: Step, **details: Any) -> None:
        entry.step = step
        known = {name: value for name, value in details.items() if value}
        self._append({"entry": entry.number, "step": step, **known})

    def _replay(self, line: Mapping[str, Any]) -> None:
        step: Step = line["step"]
        if step == "intended":
            self.entries.append(Entry(line["entry"], line["what"], marks=line.get("marks", {})))
            return
        number: int = line["entry"]
        entry = self.entries[number - 1]
        entry.step, entry.why = step, line.get("why", "")
        entry.shown = line.get("shown", entry.shown)
        if undo := line.get("undo"):
            entry.undo = Undo(undo["method"], tuple(undo["arguments"]))

    def _append(self, line: Mapping[str, Any], flags: int = 0) -> None:
        data = json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | flags, 0o600)
        try:
            os.write(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
