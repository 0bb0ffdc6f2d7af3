"""What a client makes of an answer by its status alone: at the edges, result or which error."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Literal

import pytest
from imagehosts import ImageHostError
from imagehosts.core.client import SyncClient
from imagehosts_wire.types import Api, Operation, Result

from contracts.support.recording import Recorder, Reply
from contracts.support.snapshots import hold_file

#: Each status that has a meaning of its own, and both ends of each hundred.
STATUSES = (
    *(200, 201, 202, 204, 206, 226, 299, 300, 301, 302, 303, 304, 305, 307, 308, 399),
    *(400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 413, 414, 415, 418, 422),
    *(425, 429, 451, 499, 500, 501, 502, 503, 504, 507, 511, 520, 524, 599),
)
PLAIN = Api(
    "plain",
    "A host without a table of errors",
    "https://plain.example/api",
    error_code=("/error/code",),
    error_message=("/error/message",),
    error_rules=(),
)


class Plain(SyncClient):
    """A client of a host that says nothing of its errors."""

    api = PLAIN


Kind = Literal["json", "text", "none"]
TYPES: dict[str, Any] = {"json": lambda: dict[str, Any]}
#: What comes with each status.
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "a text": b"done",
    "an error without words": b'{"error":{}}',
    "a code": b'{"error":{"code":404}}',
    "a message": b'{"error":{"message":"There is no such picture"}}',
    "a page": b"<html><title>404 Not Found</title></html>",
}


def outcome(operation: Operation[Any], status: int, body: bytes) -> str:
    """What a call gives: the kind of its result, or its error."""
    recorder = Recorder(Reply(status, body))
    with Plain(credentials={}, transport=recorder, max_retries=0) as client:
        try:
            result = client.call(operation, ())
        except ImageHostError as error:
            return type(error).__name__
        return type(result).__name__


@pytest.mark.snapshots
def test_statuses_become_the_results_and_errors_that_are_committed() -> None:
    lines = ["# What a client makes of a status, by `make snapshots`."]
    kinds: tuple[Kind, ...] = ("json", "text", "none")
    for kind in kinds:
        operation: Operation[Any] = Operation(
            "plain", "things_get", "GET", "/things", result=Result(kind, TYPES.get(kind))
        )
        for name, body in BODIES.items():
            lines.append(f"{kind}, {name}")
            found = [(status, outcome(operation, status, body)) for status in STATUSES]
            for word, group in groupby(found, key=lambda pair: pair[1]):
                numbers = [status for status, _ in group]
                shown = f"{numbers[0]}" + (f" to {numbers[-1]}" if len(numbers) > 1 else "")
                lines.append(f"  {shown}: {word}")
    hold_file("statuses.txt", "\n".join(lines) + "\n")
