"""What a client makes of an answer: the typed result, or the one error that it means."""

from __future__ import annotations

import copy
import gzip
import json
import logging
import pickle
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Union

import httpx
import imagehosts
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imagehosts import (
    AuthenticationFailed,
    CaptchaRequired,
    Chevereto,
    ConnectionFailed,
    Drift,
    DuplicateUpload,
    FileTooLarge,
    GeoBlocked,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    InvalidRequest,
    MissingCredentials,
    NotFound,
    PermissionDenied,
    RateLimited,
    ResponseDecodeError,
    ResponseError,
    StatusError,
    TimedOut,
    UnsupportedFormat,
)
from imagehosts_wire.types import Api, ErrorRule

from contracts.support.clients import (
    HOSTS,
    KEY,
    KINDS,
    ONE_HOST,
    PNG,
    Door,
    Kind,
    for_kinds,
    image_document,
    success,
)
from contracts.support.fault_server import FaultServer, answer, endless
from contracts.support.recording import Recorder, Reply, as_reply
from contracts.support.specs import Example, load_examples

OpenDoor = Callable[..., Door]

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
FORMATS = {
    "images_upload": "json",
    "images_upload_txt": "txt",
    "images_upload_redirect": "redirect",
}


# --- the examples of the specs -------------------------------------------------------------


def answers(*, failing: bool) -> list[Any]:
    """The example answers with the clients that may get them."""
    return [
        pytest.param(kind, example, id=f"{kind}-{example.entry['file']}")
        for kind in KINDS
        for example in load_examples(kind.host.api)
        if example.entry["kind"] == "response" and ("category" in example.entry) == failing
    ]


def reply_of(example: Example) -> Reply:
    """An example as the host sends it."""
    if "header" in example.entry:
        name, _, value = example.text.partition(": ")
        return Reply(example.entry["status"], b"", {name: value})
    headers = {"content-type": example.entry["content_type"]}
    return Reply(example.entry["status"], example.text.encode(), headers)


@pytest.mark.parametrize(("kind", "example"), answers(failing=False))
def test_every_example_of_a_success_becomes_the_result(
    open_door: OpenDoor, kind: Kind, example: Example
) -> None:
    drifts: list[Drift] = []
    door = open_door(reply_of(example), on_drift=drifts.append)
    format = FORMATS[example.entry["operation"]]
    result = door.upload(format=format)
    assert drifts == []
    if format == "json":
        check_same(result, json.loads(example.text)["image"])
    elif format == "txt":
        assert result == example.text
    else:
        location = example.text.partition(": ")[2]
        assert result == httpx.URL(kind.host.base_url).join(location)


@pytest.mark.parametrize(("kind", "example"), answers(failing=True))
def test_every_example_of_a_failure_becomes_its_error(
    open_door: OpenDoor, kind: Kind, example: Example
) -> None:
    door = open_door(reply_of(example), max_retries=0)
    with pytest.raises(StatusError) as caught:
        door.upload(format=FORMATS[example.entry["operation"]])
    error = caught.value
    assert type(error) is CLASSES[example.entry["category"]]
    assert error.status == example.entry["status"]
    assert (error.host, error.operation) == (kind.host.api, example.entry["operation"])
    assert error.response is not None
    assert error.response.content == reply_of(example).body
    if example.entry.get("content_type", "").startswith("application/json"):
        told = json.loads(example.text)["error"]
        assert (error.code, error.host_message) == (told["code"], told["message"])
        assert told["message"][:190] in str(error)
        assert f"code {told['code']}" in str(error)


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
    return all(
        _fits(getattr(model, name), hint, strictly=strictly) for name, hint in hints.items()
    )


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


# --- one meaning in many spellings ---------------------------------------------------------


def respelled(value: Any, spell: Callable[[Any], Any]) -> Any:
    """A payload with each of its numbers in another spelling."""
    if isinstance(value, dict):
        return {name: respelled(member, spell) for name, member in value.items()}
    if isinstance(value, list):
        return [respelled(member, spell) for member in value]
    return spell(value)


def as_text(value: Any) -> Any:
    return str(value) if type(value) in (int, float) else value


def as_number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def test_a_number_means_the_same_as_its_digits(open_door: OpenDoor, kind: Kind) -> None:
    for example in load_examples(kind.host.api):
        if example.entry["operation"] != "images_upload" or "image" not in example.text:
            continue
        document = json.loads(example.text)
        if "image" not in document:
            continue
        drifts: list[Drift] = []
        for spell in (as_text, as_number):
            # Names and hashes may be digits and are still no numbers.
            image = {
                name: value if isinstance(value, str) and not NUMBERS(name) else respelled(value, spell)
                for name, value in document["image"].items()
            }
            door = open_door(as_reply({**document, "image": image}), on_drift=drifts.append)
            check_same(door.upload(), document["image"])
        assert drifts == []


def NUMBERS(name: str) -> bool:  # noqa: N802
    """Whether a member of an image is a number to its user."""
    hint = typing.get_type_hints(image_class())[name]
    return bool({int, float, bool} & {hint, *typing.get_args(hint)})


def image_class() -> Any:
    from imagehosts_wire.imagehosting_me.models import Image

    return Image
