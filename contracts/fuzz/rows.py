"""What the contract runs know of an API beyond its spec: ``ROW`` in its ``fuzz.py``.

Nearly everything is read from the spec: operations, credentials, constants, links, which member
carries the file, and what a failure looks like. Each member here has a default that fits an
ordinary JSON API with a key, so that its row can be ``ROW = Row()``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from contracts.fuzz.shapes import Shape, load_shapes
from contracts.fuzz.target import Target
from contracts.fuzz.worlds import Keys, World
from contracts.hosts import apis_with, load_piece
from contracts.support.specs import load_spec

__all__ = ["ENFORCED", "EXCLUDED", "SHARED_ADDRESS", "Row", "load_row", "rows"]

#: Checks of schemathesis that every run makes. Named one by one, so that another version of the
#: library cannot change what is enforced: a check that stands neither here nor among the excluded
#: ones of an API fails a test.
ENFORCED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "positive_data_acceptance",
    "use_after_free",
    "ensure_resource_availability",
)

#: Checks that are not made where a row does not say otherwise, each with the reason.
EXCLUDED = {
    "unsupported_method": (
        "what a host says to a method that no operation has is not in its spec; the tests of the"
        " emulator's routing look at it"
    ),
    "allow_header_conformance": "the same: Allow is a header of such an answer",
    "ignored_auth": (
        "cases get their credentials here, and so do those that the library sends without any;"
        " refuses_what_it_must looks at who it was"
    ),
    "missing_required_header": "no header is required by itself: credentials have alternatives",
    "object_level_authorization": (
        "who may see what depends on the thing; tells_no_secret and refuses_what_it_must know"
    ),
    "max_response_time": "wall-clock time says more about the machine than about the server",
    "negative_data_rejection": (
        "the host reads the parameters that it knows, in any spelling, and ignores the rest; what"
        " must be refused is checked by refuses_what_it_must"
    ),
}

#: A reason to exclude checks of methods.
SHARED_ADDRESS = (
    "several path keys differ in a fragment alone, and the library takes the methods of the one"
    " for unknown to the other"
)


def _add_picture() -> tuple[Any, str]:
    from imagehosts.emulator.core.store import Store

    return Store, "add_picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One API as the contract runs see it."""

    #: The API; filled in by :func:`load_row`.
    name: str = ""
    #: The member of a success that has the address of the stored file, as a JSON Pointer; a ``*``
    #: stands for each item of a list. None: the first address in an upload's answer, by its schema.
    address: str | None = None
    #: Other members that are addresses, though the spec gives them no format.
    addresses: frozenset[str] = frozenset()
    #: Members with addresses that nobody answers at, each with the reason.
    dead_addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Checks that are not made, each with the reason.
    excluded: Mapping[str, str] = field(default_factory=lambda: dict(EXCLUDED))
    #: Statuses that a request valid by the spec may be answered with beside 2xx and 3xx, and why.
    refusals: Mapping[str, str] = field(
        default_factory=lambda: {
            "400": "a text that is valid by the spec need not be a picture",
            "401": "a key that is valid by the spec need not be the right one",
            "403": "nor may the owner of a key do everything",
            "404": "an id that is valid by the spec need not be that of anything",
            "413": "a file that is valid by the spec may be too large",
            "415": "and a file need not be a picture at all",
            "422": "a text that is valid by the spec need not be meaningful",
        }
    )
    #: Values that let a request get somewhere, for members whose random values hardly ever do.
    plausible: Mapping[str, tuple[object, ...]] = field(
        default_factory=dict[str, tuple[object, ...]]
    )
    #: The member that asks for another width, where there is one.
    width: str | None = None
    #: Whom cases are sent as, and what they act on.
    world: Callable[[Target, Mapping[str, Shape], Mapping[str, tuple[Any, ...]]], World] = Keys
    #: Whether a failure is known by its status, whatever its message. So it is anyhow where no row
    #: of the spec's error table has a message or code.
    statuses_speak: bool = False
    #: Types of files that a spec names and no sample is of, each with the reason.
    without_sample: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Statuses that any operation may answer with, though its spec leaves them to ``default``.
    anywhere: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Whether a success may have stored nothing and say so.
    counts_failures: bool = False
    #: Operations that delete, and the one that no longer finds the thing. Left out, they are those
    #: with DELETE and GET at one path.
    gone: Mapping[str, str] = field(default_factory=dict[str, str])
    #: So many successes and documented failures each operation must have in a thorough run.
    successes: int = 1
    failures: int = 1
    #: Why no operation has links, so that there are no chains; empty where there are some.
    no_links: str = ""
    #: Further settings of the emulator that requests beyond any spec are tried with, by a name.
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    #: Names of servers, right and wrong, that such requests may have in their headers.
    server_names: tuple[bytes, ...] = ()
    #: A method of the emulator that a test breaks to see the run notice: the class and its name.
    breaks: Callable[[], tuple[Any, str]] = _add_picture


@cache
def load_row(api: str) -> Row:
    """The row of an API."""
    row: Row = load_piece(api, "fuzz", "ROW")
    table = load_spec(api).get("x-error-table", [])
    by_status = not any(each.keys() & {"message", "code"} for each in table)
    return replace(
        row,
        name=api,
        gone=row.gone or _deleted(load_shapes(api).values()),
        statuses_speak=row.statuses_speak or by_status,
    )


def _deleted(shapes: Collection[Shape]) -> dict[str, str]:
    """Operations with DELETE, each with the one that reads the same path."""
    readers = {shape.path: shape.id for shape in shapes if shape.method == "GET"}
    return {
        shape.id: readers[shape.path]
        for shape in shapes
        if shape.method == "DELETE" and shape.path in readers
    }


def rows() -> list[str]:
    """The APIs that have a row, and handlers in the emulator to run against."""
    return [api for api in apis_with("fuzz") if load_shapes(api)]
