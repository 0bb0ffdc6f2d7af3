"""What tests of answers share: the class of each error, and whether a model is what was sent."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any, Union

from imagehosts import (
    AuthenticationFailed,
    CaptchaRequired,
    DuplicateUpload,
    FileTooLarge,
    GeoBlocked,
    HostUnavailable,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    RateLimited,
    UnsupportedFormat,
)

#: The class of an error, by the category that a spec gives it.
CLASSES = {
    "authentication": AuthenticationFailed,
    "captcha": CaptchaRequired,
    "permission": PermissionDenied,
    "geo_blocked": GeoBlocked,
    "not_found": NotFound,
    "invalid_request": InvalidRequest,
    "too_large": FileTooLarge,
    "unsupported_format": UnsupportedFormat,
    "duplicate": DuplicateUpload,
    "rate_limited": RateLimited,
    "unavailable": HostUnavailable,
}


def check_same(model: Any, payload: Mapping[str, Any]) -> None:
    """Every member that the model has is that of the payload, in the type that users get."""
    assert is_typed(model, strictly=True)
    for attribute in type(model).__attrs_attrs__:
        value, sent = getattr(model, attribute.name), payload.get(attribute.name)
        if isinstance(value, bool):
            assert value is (str(sent) in ("1", "True"))
        elif isinstance(value, int | float):
            assert value == float(sent)  # type: ignore[arg-type]
        elif hasattr(value, "__attrs_attrs__"):
            assert sent is not None
            check_same(value, sent)
        else:
            assert value == sent


def is_typed(model: Any, *, strictly: bool = False) -> bool:
    """Whether each member is of its type; a host's fault may leave None in any of them."""
    hints = typing.get_type_hints(type(model))
    return all(_fits(getattr(model, name), hint, strictly=strictly) for name, hint in hints.items())


def _fits(value: Any, hint: Any, *, strictly: bool) -> bool:
    if value is None and not strictly:
        return True
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, kind, strictly=strictly) for kind in typing.get_args(hint))
    if hint is Any:
        return True
    if origin is list:
        (item,) = typing.get_args(hint)
        return type(value) is list and all(_fits(one, item, strictly=strictly) for one in value)
    if hasattr(hint, "__attrs_attrs__"):
        return type(value) is hint and is_typed(value, strictly=strictly)
    return value is None if hint is type(None) else type(value) is hint
