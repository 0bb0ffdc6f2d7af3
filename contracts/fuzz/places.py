"""The places in which a case sends values, whatever container schemathesis keeps them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.case import Case

from contracts.fuzz.shapes import FORMS

_LOCATIONS = {
    "path": ParameterLocation.PATH,
    "query": ParameterLocation.QUERY,
    "header": ParameterLocation.HEADER,
    **dict.fromkeys(FORMS, ParameterLocation.BODY),
}


def places(case: Case[Any]) -> dict[str, Mapping[str, Any]]:
    """What a case sends, by place: query, path, header, or the media type of a form."""
    found: dict[str, Mapping[str, Any]] = {
        "query": case.query,
        "path": case.path_parameters,
        "header": case.headers,
    }
    if isinstance(case.body, dict) and case.media_type in FORMS:
        found[str(case.media_type)] = case.body
    return found


def put(case: Case[Any], place: str, name: str, value: object) -> None:
    """Set a member. Containers may belong to several cases, so each gets its own."""
    if place == "query":
        case.query = {**case.query, name: value}
    elif place == "path":
        case.path_parameters = {**case.path_parameters, name: value}
    elif place == "header":
        case.headers = case.headers.copy()
        case.headers[name] = value
    elif case.media_type == place and isinstance(case.body, dict):
        case.body = {**case.body, name: value}


def drop(case: Case[Any], place: str, name: str) -> None:
    """Take a member away."""
    if place == "query":
        case.query = {key: value for key, value in case.query.items() if key != name}
    elif place == "header":
        case.headers = case.headers.copy()
        case.headers.pop(name, None)
    elif case.media_type == place and isinstance(case.body, dict):
        case.body = {key: value for key, value in case.body.items() if key != name}


def is_invalid(case: Case[Any], place: str) -> bool:
    """Whether schemathesis made what is in a place wrong on purpose."""
    return case.meta is not None and case.meta.is_negative_at(_LOCATIONS[place])
