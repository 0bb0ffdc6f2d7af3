"""Ids, names and secrets as hosts make them, from a source that a seed makes repeatable."""

from __future__ import annotations

import random
import secrets
import string
import threading

BASE62 = string.digits + string.ascii_lowercase + string.ascii_uppercase
HEX = "0123456789abcdef"


class IdGenerator:
    """Random text. With a seed every run gives the same; without one it cannot be guessed."""

    def __init__(self, seed: int | None = None) -> None:
        self._lock = threading.Lock()
        self._random: random.Random = secrets.SystemRandom() if seed is None else seeded(seed)

    def text(self, length: int, alphabet: str = HEX) -> str:
        """``length`` characters out of ``alphabet``."""
        with self._lock:
            return "".join(self._random.choice(alphabet) for _ in range(length))


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
