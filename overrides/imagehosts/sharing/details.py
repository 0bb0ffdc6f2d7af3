"""What can be said of a picture at any host, and what each host calls it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from ..core.errors import InvalidArgument

if TYPE_CHECKING:
    from imagehosts_wire.types import Operation, Parameter

    from ..hosts import Host

__all__ = ["COMMON", "Details", "NotOffered", "details_of", "options_of", "parse_value"]


class NotOffered(InvalidArgument):
    """The host cannot do what was asked for; another may."""


class Details(TypedDict, total=False):
    """What may be said of a picture; a host that does not take one of them refuses it."""

    title: str | None
    """Its title."""
    description: str | None
    """Its description."""
    tags: Sequence[str] | None
    """Words to find it by."""
    album: str | None
    """The album to put it in: its id, or whatever else the host takes."""
    expires: timedelta | None
    """After how long the host deletes it by itself."""
    width: int | None
    """The width in pixels that the host makes it."""
    private: bool | None
    """Whether only its owner sees it."""
    nsfw: bool | None
    """Whether it is not safe for work."""
    name: str | None
    """The name of the file."""
    host_options: Mapping[str, Any] | None
    """Whatever else this host alone takes, by the names of its upload's arguments."""


#: By our name, the names that an upload's parameter may have; ``!`` in front turns it around.
COMMON: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "description": ("description",),
    "tags": ("tags",),
    "album": ("album_id", "album"),
    "expires": ("expiration",),
    "width": ("width",),
    "private": ("!public",),
    "nsfw": ("nsfw",),
    "name": ("name",),
}
#: Encodings of parameters that hold the picture itself.
_PICTURES = ("file", "source")


def options_of(host: Host) -> dict[str, Parameter]:
    """The parameters that describe a picture at a host, by name."""
    operation = _operation(host)
    return {
        parameter.name: parameter
        for parameter in operation.parameters
        if not parameter.required and parameter.encode.split(":")[-1] not in _PICTURES
    }


def offered(host: Host) -> dict[str, str]:
    """What can be said of a picture at a host: our name, and the parameter's."""
    known = options_of(host)
    found = {
        ours: next((name for name in names if name.lstrip("!") in known), "")
        for ours, names in COMMON.items()
    }
    return {ours: theirs for ours, theirs in found.items() if theirs}


def details_of(host: Host, details: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a host's ``upload()`` for what is said of a picture.

    Raises:
        NotOffered: The host has no such thing.
        InvalidArgument: There is nothing of that name at all.
    """
    unknown = details.keys() - Details.__annotations__.keys()
    if unknown:
        known = ", ".join(Details.__annotations__)
        raise InvalidArgument(min(unknown), f"not one of {known}")
    names = offered(host)
    arguments: dict[str, Any] = {}
    for ours, value in details.items():
        if value is None or ours == "host_options":
            continue
        theirs = names.get(ours)
        if theirs is None:
            raise NotOffered(ours, f"{host.name} does not support it", host=host.name)
        arguments[theirs.lstrip("!")] = not value if theirs[0] == "!" else value
    extra: Mapping[str, Any] = details.get("host_options") or {}
    known_options = options_of(host)
    for name, value in extra.items():
        if name not in known_options:
            there = ", ".join(known_options) or "none"
            raise NotOffered(
                "host_options",
                f"{host.name} has no option {name!r}; it has {there}",
                host=host.name,
            )
        if name in arguments:
            raise InvalidArgument("host_options", f"{name} is given twice")
        arguments[name] = value
    return arguments


def parse_value(parameter: Parameter, text: str, argument: str) -> Any:
    """A value given as text, as the parameter takes it.

    Raises:
        InvalidArgument: It is not such a value.
    """
    kind, _, rest = parameter.encode.partition(":")
    if kind == "flag":
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
        raise InvalidArgument(argument, f"expected yes or no, got {text!r}")
    if kind in ("integer", "number"):
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            what = "a whole number" if kind == "integer" else "a number"
            raise InvalidArgument(argument, f"expected {what}, got {text!r}") from None
    if kind == "list":
        del rest
        return [part for part in text.split(",") if part]
    if kind == "duration":
        return parse_duration(text, argument)
    if kind == "json":
        try:
            return json.loads(text)
        except ValueError as error:
            raise InvalidArgument(argument, f"expected JSON, {error}") from None
    return text


def parse_duration(text: str, argument: str) -> timedelta:
    """``90`` (seconds), ``5m``, ``12h``, ``3d``, ``2w``, or ISO 8601 such as ``P3DT12H``."""
    from ..core.encoding import duration_seconds

    if found := re.fullmatch(r"(\d{1,9})\s*([smhdw]?)", text.strip(), re.IGNORECASE | re.ASCII):
        unit = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[found[2].lower()]
        seconds: int | None = int(found[1]) * unit
    else:
        seconds = duration_seconds(text.strip().upper())
    if not seconds or seconds > timedelta.max.total_seconds():
        raise InvalidArgument(
            argument, f"expected a time such as 5m, 12h, 3d or P3DT12H, got {text!r}"
        )
    return timedelta(seconds=seconds)


def _operation(host: Host) -> Operation[Any]:
    if host.upload_operation is None:
        why = host.uploads_nothing or "its client has no upload"
        raise NotOffered("to", f"{host.name} takes no uploads; {why}", host=host.name)
    return host.upload_operation()
