"""What the contract runs know of each API beyond its spec; a new API is a new row.

Everything else is read from the spec: operations, credentials, constants, links, which member
carries the file, and what a failure looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API as the contract runs see it."""

    name: str
    #: The member of a success that has the address of the stored file, as a JSON Pointer.
    address: str
    #: Checks that are not made, each with the reason.
    excluded: Mapping[str, str]
    #: Statuses that a request valid by the spec may be answered with beside 2xx and 3xx, and why.
    refusals: Mapping[str, str]
    #: Values that let a request get somewhere, for members whose random values hardly ever do.
    plausible: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    #: The member that asks for another width, where there is one.
    width: str | None = None


_PHP_ROUTER = "the site hands every method to its one upload routine and answers as if it were POST"
_CHEVERETO_EXCLUDED = {
    "unsupported_method": _PHP_ROUTER,
    "allow_header_conformance": _PHP_ROUTER,
    "negative_data_rejection": (
        "PHP reads the fields that it knows, as far as it understands them, and ignores the rest;"
        " what must be refused is checked by refuses_what_it_must"
    ),
    "ignored_auth": "a missing key is answered with 400, not 401; see refuses_what_it_must",
    "missing_required_header": "no header is required: the key may come in the body or query",
    "object_level_authorization": "pictures have no owner whom the API would ask for",
    "max_response_time": "wall-clock time says more about the machine than about the server",
}
_CHEVERETO_REFUSALS = {
    "400": "a text that is valid by the spec need not be a picture, nor a key the right one",
}

APIS = {
    api.name: api
    for api in (
        Api(
            name="imges",
            address="/image/url",
            excluded=_CHEVERETO_EXCLUDED,
            refusals=_CHEVERETO_REFUSALS,
        ),
        Api(
            name="imagehosting_me",
            address="/image/url",
            excluded=_CHEVERETO_EXCLUDED,
            refusals=_CHEVERETO_REFUSALS,
            plausible={"width": (1, 16, 33), "category_id": (0, 3)},
            width="width",
        ),
    )
}
