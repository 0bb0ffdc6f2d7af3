"""What faults do to an answer on its way: it comes late, in pieces, altered, or not whole."""

from __future__ import annotations

from dataclasses import dataclass

import anyio
from starlette.types import Message, Receive, Send


class EndedOnPurpose(Exception):
    """The answer ends here because a fault says so; the connection must be closed."""


@dataclass(slots=True)
class Effects:
    """Everything that is done to one answer."""

    seconds: float = 0.0
    silence: float | None = None
    ends_at: int | None = None
    piece: int = 0
    pause: float = 0.0
    garbles: bool = False
    sent: int = 0

    @property
    def _changes_bodies(self) -> bool:
        return self.ends_at is not None or self.piece > 0 or self.garbles

    async def before(self, receive: Receive) -> None:
        """What happens before an answer begins."""
        if self.silence is not None:
            with anyio.move_on_after(self.silence):
                while (await receive())["type"] != "http.disconnect":
                    pass
            raise EndedOnPurpose
        if self.seconds:
            await anyio.sleep(self.seconds)

    async def send(self, message: Message, send: Send) -> None:
        """Send a message of an answer, with everything that happens to it."""
        if message["type"] != "http.response.body" or not self._changes_bodies:
            await send(message)
            return
        body = bytes(message.get("body", b""))
        if self.garbles:
            half = len(body) // 2
            body = body[:half] + b"\xff" * (len(body) - half)
        ends = self.ends_at is not None and self.sent + len(body) >= self.ends_at
        if ends:
            body = body[: (self.ends_at or 0) - self.sent]
        self.sent += len(body)
        step = self.piece or max(1, len(body))
        for start in range(0, len(body), step):
            if self.piece and start:
                await anyio.sleep(self.pause)
            piece = body[start : start + step]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if ends:
            raise EndedOnPurpose
        if not message.get("more_body", False):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
