"""What bounds one exchange: when it must be over, and what may come before its answer.

Counting only; :mod:`.network` holds each read and write to it.
"""

from __future__ import annotations

import re
import time
from math import inf

__all__ = ["Deadline", "Exchange", "Step"]


class Deadline:
    """When a call must be over, by the clock of :func:`time.monotonic`.

    Args:
        seconds: From now on; infinite where there is no end.
        for_each_byte: What each byte that is sent or received adds, in seconds: large files take
            their time, and what comes by drips does not.
    """

    __slots__ = ("_end", "_for_each_byte", "seconds")

    def __init__(self, seconds: float, for_each_byte: float = 0.0) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._for_each_byte = for_each_byte

    def left(self) -> float:
        """Seconds that are left; zero or less when the time is up."""
        return self._end - time.monotonic()

    def left_after(self, wait: float) -> float:
        """Seconds that are left after a wait that is about to begin."""
        self.pause(wait)
        return self.left() - wait

    def moved(self, size: int) -> None:
        """Note that so many bytes went one way or the other."""
        self._end += size * self._for_each_byte

    def pause(self, seconds: float) -> None:
        """Note a time in which the caller did something else with a body that is on its way."""
        if self._for_each_byte:
            self._end += seconds


class Exchange:
    """One request and its answer: how long they may take, and what may come before the answer.

    Args:
        deadline: When the call must be over.
        max_header_bytes: Most bytes before the end of the headers of the answer, those of interim
            answers such as ``100 Continue`` included.
        max_interim: Most interim answers.
    """

    __slots__ = ("_came", "_size", "answered", "deadline", "max_header_bytes", "max_interim")

    def __init__(self, deadline: Deadline, max_header_bytes: int, max_interim: int) -> None:
        self.deadline = deadline
        self.max_header_bytes = max_header_bytes
        self.max_interim = max_interim
        self.answered = False
        """Set once the headers of the answer are there."""
        self._came: list[bytes] = []
        self._size = 0

    def seconds(self, step: float | None, error: type[Exception]) -> float | None:
        """How long one step may take; an error where no time is left."""
        left = self.deadline.left()
        if left <= 0:
            raise error("the time of the call is up")
        if step is None or step > left:
            return None if left == inf else left
        return None if step == inf else step

    def check_head(self) -> None:
        """Refuse to read on where too much came already before the answer."""
        if self.answered or not self._came:
            return
        if self._size > self.max_header_bytes:
            raise _too_much(
                f"more than {self.max_header_bytes} bytes of headers (max_header_bytes)"
            )
        head = b"".join(self._came)
        self._came = [head]
        if len(_INTERIM.findall(head)) > self.max_interim:
            raise _too_much(f"more than {self.max_interim} interim answers (max_interim_responses)")

    def received(self, data: bytes) -> None:
        """Note what came."""
        self.deadline.moved(len(data))
        if not self.answered:
            self._size += len(data)
            self._came.append(data)


_INTERIM = re.compile(rb"(?:\A|\n)HTTP/1\.[01] 1[0-9]{2}\b")


class Step(float):
    """The seconds of one step, with the exchange that it belongs to.

    The pool hands timeouts on to the connection as they are, and nothing else of a request.
    """

    exchange: Exchange

    def __new__(cls, seconds: float | None, exchange: Exchange) -> Step:
        """Make a step; None lasts for as long as the exchange."""
        step = super().__new__(cls, inf if seconds is None else seconds)
        step.exchange = exchange
        return step


def _too_much(what: str) -> Exception:
    import httpcore

    return httpcore.RemoteProtocolError(what)
