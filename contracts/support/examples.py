"""Example hosts for tests of what is the same at every host, chosen by what they can do.

A general test that needs one host asks for a property here, and names none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from contracts.support.specs import API_NAMES, SPECS, Json, load_spec, operations, resolve

__all__ = ["answers_in_xml", "api_where", "only_uploads", "takes_key_in_header", "xsd_of"]


def api_where(holds: Callable[[str], bool]) -> str:
    """The first API of which something holds; the test is skipped where there is none."""
    found = next((api for api in API_NAMES if _holds(holds, api)), None)
    if found is None:
        pytest.skip(f"no API here {holds.__name__.replace('_', ' ')}")
    return found


def _holds(holds: Callable[[str], bool], api: str) -> bool:
    try:
        return holds(api)
    except Exception:
        return False  # a host that is not whole is no example


@cache
def only_uploads(api: str) -> bool:
    """Whether every operation stores a picture, and an answer leads to another upload."""
    found = operations(load_spec(api)).values()
    responses = [r for node in found for r in node.value["responses"].values()]
    linked = any("links" in resolve(load_spec(api), response) for response in responses)
    return linked and all(id.startswith("images_upload") for id in operations(load_spec(api)))


def answers_in_xml(api: str) -> bool:
    """Whether an XSD says what its answers are."""
    return any((SPECS / api).glob("*.xsd"))


def xsd_of(api: str) -> str:
    """The text of its XSD."""
    (path,) = (SPECS / api).glob("*.xsd")
    return path.read_text("utf-8")


@cache
def takes_key_in_header(api: str) -> bool:
    """Whether an upload takes its key in a header of the key's own."""
    document = load_spec(api)
    schemes: dict[str, Json] = document.get("components", {}).get("securitySchemes", {})
    in_header = {
        n for n, s in schemes.items() if (s.get("type"), s.get("in")) == ("apiKey", "header")
    }
    upload = operations(document).get("images_upload")
    if upload is None:
        return False
    demands = upload.value.get("security", document.get("security", []))
    return any(in_header & demand.keys() for demand in demands)
