"""Ids, names and secrets as hosts make them, from a source that a seed makes repeatable."""

from __future__ import annotations

import random
import secrets
import string
import threading
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

BASE62 = string.digits + string.ascii_lowercase + string.ascii_uppercase
HEX = "0123456789abcdef"


#: Where ids come from in a block of :func:`drawing_from`.
_drawn: ContextVar[random.Random | None] = ContextVar("imagehosts.emulator.ids", default=None)


class IdGenerator:
    """Random text. With a seed every run gives the same; without one it cannot be guessed."""

    def __init__(self, seed: int | None = None) -> None:
        self._lock = threading.Lock()
        self._random: random.Random = secrets.SystemRandom() if seed is None else seeded(seed)

    def text(self, length: int, alphabet: str = HEX) -> str:
        """``length`` characters out of ``alphabet``."""
        source = _drawn.get() or self._random
        if isinstance(source, secrets.SystemRandom):
            # One number for all of it: the system is asked once, and not for each character.
            return _digits(source.randrange(len(alphabet) ** length), length, alphabet)
        with self._lock:
            return "".join(source.choice(alphabet) for _ in range(length))


def _digits(number: int, length: int, alphabet: str) -> str:
    """The last ``length`` digits of a number, in base ``len(alphabet)``."""
    found: list[str] = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        found.append(alphabet[digit])
    return "".join(found)


@contextmanager
def drawing_from(seed: str) -> Generator[None]:
    """Have all ids that the block makes, in its threads too, be the same in every run."""
    token = _drawn.set(seeded(seed))
    try:
        yield
    finally:
        _drawn.reset(token)


def is_drawing() -> bool:
    """Whether this runs in such a block."""
    return _drawn.get() is not None


def seeded(seed: int | str) -> random.Random:
    """A source that gives the same in every run."""
    return random.Random(seed)  # noqa: S311 - for tests that want it so


def shuffled_alphabet(salt: str) -> str:
    """The 62 digits in an order that belongs to ``salt``."""
    digits = list(BASE62)
    random.Random(salt).shuffle(digits)  # noqa: S311 - an order, not a secret
    return "".join(digits)


def encode_id(number: int, alphabet: str = BASE62) -> str:
    """A non-negative number as text in base ``len(alphabet)``."""
    base = len(alphabet)
    text = alphabet[number % base]
    while number := number // base:
        text = alphabet[number % base] + text
    return text
