"""Errors of the emulator itself, of which only what finds them is kept, and errors in seeds."""

from __future__ import annotations

from traceback import extract_tb

_LONGEST_MESSAGE = 500
_FRAMES = 3


class InternalError(Exception):
    """An error that the emulator met; its text is that of the original, cut.

    ``kind`` is the class of the original, ``where`` the innermost lines that it passed. The frames
    themselves are let go of, for they hold all that the request had.
    """

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error)[:_LONGEST_MESSAGE])
        self.kind = type(error).__name__
        frames = extract_tb(error.__traceback__, limit=-_FRAMES)
        self.where = ", ".join(f"{one.filename}:{one.lineno} in {one.name}" for one in frames)

    @classmethod
    def of(cls, text: str, kind: str, where: str) -> InternalError:
        """One that another process has met."""
        made = cls(Exception(text))
        made.kind, made.where = kind, where
        return made

    def is_at(self, other: InternalError) -> bool:
        """Whether another is of the same class and came out of the same lines."""
        return (self.kind, self.where) == (other.kind, other.where)

    def as_dict(self) -> dict[str, str]:
        """Its parts as plain data."""
        return {"text": str(self), "kind": self.kind, "where": self.where}

    def __repr__(self) -> str:
        return f"{self.kind}({str(self)!r}) at {self.where}"


class SeedError(Exception):
    """A seed cannot be used. The message names the file, the line, the key and what is expected."""
