"""What a wire table is made of: the requests of an API's operations, and samples of its arguments.

Each API has a ``TABLE`` in its ``contracts/hosts/<api>/wire.py``. ``test_tables.py`` crosses its
operations with its samples: every argument of every operation, by both kinds of client. The
requests are written down by hand, with the values of :func:`derived_value` for what is required;
samples are derived from how an argument is sent where the table has none of its own.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import imagehosts_wire
from imagehosts_wire.types import Operation, Parameter

from contracts.hosts import load_piece
from contracts.support.recording import Part

__all__ = [
    "Given",
    "Refused",
    "Request",
    "Sample",
    "Table",
    "Written",
    "address",
    "load_table",
    "operations_of",
    "refusals_of",
    "resource_of",
    "samples_of",
    "value_of",
]

Pairs = Sequence[tuple[str, str]]


class Request(NamedTuple):
    """A request, complete: what is not here is not sent.

    Path parameters stand in the URL as ``{wire name}``.
    """

    method: str
    url: str
    query: Pairs = ()
    fields: Pairs = ()
    headers: Mapping[str, str] = {}
    """Headers beside those that every request has."""
    files: Sequence[Part] = ()


class Written(NamedTuple):
    """A file that a test writes before it gives its path."""

    name: str
    content: bytes


class Given(NamedTuple):
    """A value that is made again for each call, because a call uses it up."""

    make: Callable[[], Any]


class Sample(NamedTuple):
    """A value of an argument, and what arrives: text, a file, or fields of other names."""

    given: Any
    arrives: str | Part | list[tuple[str, str] | Part]

    def value(self, folder: Path) -> Any:
        """The value for one call."""
        if isinstance(self.given, Written):
            path = folder / self.given.name
            path.write_bytes(self.given.content)
            return path
        return self.given.make() if isinstance(self.given, Given) else self.given


class Refused(NamedTuple):
    """A value that is refused before anything is sent, and a part of the refusal's message."""

    given: Any
    says: str


class Table(NamedTuple):
    """The wire table of an API.

    Attributes:
        credentials: What the client is given.
        operations: The request of each operation, called with its required arguments alone.
        required: The values of required arguments in those calls, by ``name`` or ``name:encoding``.
        samples: Values of arguments by ``operation.name``, ``name:encoding`` or ``name``; the first
            of these that is there holds.
        refused: Values that are refused, by the same keys.
        beside: Arguments that the client wants beside others, by the id of an operation or by the
            same keys: their values and the texts that arrive.
        apart: Arguments that exclude others, by the id of an operation.
        twins: Operations whose request is that of another one, with the id of that.
    """

    credentials: Mapping[str, str]
    operations: Mapping[str, Request]
    required: Mapping[str, Any] = {}
    samples: Mapping[str, Sequence[Sample]] = {}
    refused: Mapping[str, Sequence[Refused]] = {}
    beside: Mapping[str, Mapping[str, tuple[Any, str]]] = {}
    apart: Mapping[str, Sequence[str]] = {}
    twins: Mapping[str, str] = {}


def load_table(api: str) -> Table:
    """The table of an API."""
    table: Table = load_piece(api, "wire", "TABLE")
    return table


def operations_of(api: str) -> list[Operation[Any]]:
    """Every generated operation of an API."""
    folder = Path(next(iter(imagehosts_wire.__path__)), api, "resources")
    modules = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    return [
        operation
        for name in modules
        for operation in importlib.import_module(
            f"imagehosts_wire.{api}.resources.{name}"
        ).OPERATIONS
    ]


def resource_of(client: Any, operation: Operation[Any]) -> tuple[Any, str]:
    """The resource of a client that has an operation, and the name of its method."""
    parts = operation.id.split("_")
    for length in range(len(parts) - 1, 0, -1):
        resource = getattr(client, "_".join(parts[:length]), None)
        if resource is not None and hasattr(resource, "with_raw_response"):
            return resource, "_".join(parts[length:])
    raise AssertionError(f"no resource has {operation.id}")


def keys(operation: Operation[Any], parameter: Parameter) -> list[str]:
    """The keys of a table that may speak of a parameter, the most particular first."""
    return [
        f"{operation.id}.{parameter.name}",
        f"{parameter.name}:{parameter.encode.partition(':')[0]}",
        parameter.name,
    ]


def lookup(rows: Mapping[str, Any], operation: Operation[Any], parameter: Parameter) -> Any:
    """What a table says of a parameter; None where it says nothing."""
    return next((rows[key] for key in keys(operation, parameter) if key in rows), None)


def address(url: str, texts: Mapping[str, str | None]) -> str:
    """The URL with path parameters filled in; a segment without a value is left out."""
    for wire, text in texts.items():
        place = f"{{{wire}}}"
        url = url.replace(f"/{place}", "") if text is None else url.replace(place, text)
    return url


def samples_of(table: Table, operation: Operation[Any], parameter: Parameter) -> Sequence[Sample]:
    """The samples of a parameter of an operation: those of the table, or derived ones."""
    from contracts.wire.samples import derived_samples

    found: Sequence[Sample] | None = lookup(table.samples, operation, parameter)
    return derived_samples(operation, parameter) if found is None else found


def refusals_of(table: Table, operation: Operation[Any], parameter: Parameter) -> Sequence[Refused]:
    """The values that are refused of a parameter: those of the table, or derived ones."""
    from contracts.wire.samples import derived_refusals

    found: Sequence[Refused] | None = lookup(table.refused, operation, parameter)
    if found is None:  # a table with samples of its own knows better than the encoding
        known = lookup(table.samples, operation, parameter)
        return derived_refusals(parameter) if known is None else ()
    return found


def value_of(table: Table, operation: Operation[Any], parameter: Parameter) -> Any:
    """The value of a required argument in the request that the table writes down."""
    from contracts.wire.samples import derived_value

    found = lookup(table.required, operation, parameter)
    return derived_value(operation, parameter) if found is None else found
