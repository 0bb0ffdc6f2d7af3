"""What the contract runs know of the Chevereto family beyond the specs."""

from __future__ import annotations

from contracts.fuzz.rows import EXCLUDED

__all__ = ["EXCLUDED_BY_FAMILY", "REFUSALS"]

_PHP_ROUTER = "the site hands every method to its one upload routine and answers as if it were POST"
EXCLUDED_BY_FAMILY = EXCLUDED | {
    "unsupported_method": _PHP_ROUTER,
    "allow_header_conformance": _PHP_ROUTER,
    "negative_data_rejection": (
        "PHP reads the fields that it knows, as far as it understands them, and ignores the rest;"
        " what must be refused is checked by refuses_what_it_must"
    ),
    "ignored_auth": "a missing key is answered with 400, not 401; see refuses_what_it_must",
    "missing_required_header": "no header is required: the key may come in the body or query",
    "object_level_authorization": "pictures have no owner whom the API would ask for",
}
REFUSALS = {
    "400": "a text that is valid by the spec need not be a picture, nor a key the right one",
}
