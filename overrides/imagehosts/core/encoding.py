"""Python values on their way out: each encoding that a spec names, as a function to text.

The encodings of a host's parameters are data in its generated operations; this is the one table
of what they mean. A value that cannot be sent as asked is refused here, by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeGuard

from .errors import InvalidArgument

__all__ = ["checked_sequence", "duration_seconds", "encode"]


def encode(value: Any, encoding: str, argument: str) -> str:
    """The text of one value."""
    kind, _, detail = encoding.partition(":")
    return ENCODERS[kind](value, detail, argument)


def checked_sequence(value: Any, argument: str) -> Sequence[Any]:
    """A sequence of values; a string or bytes is one value, not a sequence of them."""
    if not _is_sequence(value):
        raise InvalidArgument(argument, f"expected a sequence, got {_shown(value)}")
    return value


def _is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def _text(value: Any, detail: str, argument: str) -> str:
    if isinstance(value, str):
        return value
    if _is_whole(value):
        return str(value)  # ids are often numbers in a caller's hands
    from .logging import is_secret_name

    shown = type(value).__name__ if is_secret_name(argument) else _shown(value)
    raise InvalidArgument(argument, f"expected a string, got {shown}")


def _choice(value: Any, detail: str, argument: str) -> str:
    choices = detail.split("/")
    if not isinstance(value, str) or value not in choices:
        listed = " or ".join((", ".join(map(repr, choices[:-1])), repr(choices[-1])))
        raise InvalidArgument(argument, f"expected {listed}, got {_shown(value)}")
    return value


def _integer(value: Any, detail: str, argument: str) -> str:
    text = str(value).strip() if isinstance(value, str) or _is_whole(value) else ""
    if not re.fullmatch(r"-?[0-9]{1,20}", text):
        raise InvalidArgument(argument, f"expected an integer, got {_shown(value)}")
    least, _, most = detail.partition(":")
    if least and int(text) < int(least):
        raise InvalidArgument(argument, f"expected {least} or more, got {text}")
    if most and int(text) > int(most):
        raise InvalidArgument(argument, f"expected {most} or less, got {text}")
    return text


def _number(value: Any, detail: str, argument: str) -> str:
    if not (_is_whole(value) or (isinstance(value, float) and math.isfinite(value))):
        raise InvalidArgument(argument, f"expected a number, got {_shown(value)}")
    return str(value)


def _flag(value: Any, detail: str, argument: str) -> str:
    yes, no = detail.split("/")
    if isinstance(value, bool) or (isinstance(value, int) and value in (0, 1)):
        return yes if value else no
    raise InvalidArgument(argument, f"expected True or False, got {_shown(value)}")


def _csv(value: Any, detail: str, argument: str) -> str:
    if isinstance(value, str):
        return value
    given = checked_sequence(value, argument)
    items = [_text(item, "", f"{argument}[{index}]") for index, item in enumerate(given)]
    for index, item in enumerate(items):
        if "," in item:
            raise InvalidArgument(
                f"{argument}[{index}]",
                f"{item!r} holds a comma, which separates the items and cannot be escaped",
            )
        if not item.strip():
            raise InvalidArgument(f"{argument}[{index}]", "an empty item cannot be sent")
    return ",".join(items)


def _duration(value: Any, detail: str, argument: str) -> str:
    if isinstance(value, timedelta):
        seconds = value.days * 86400 + value.seconds
        if value.microseconds:
            seconds += 1  # whole seconds only on the wire; never shorter than asked for
        if seconds <= 0:
            raise InvalidArgument(argument, f"expected a time in the future, got {value}")
        return format_duration(seconds)
    if isinstance(value, str):
        if duration_seconds(value) is None:
            raise InvalidArgument(
                argument,
                f"expected an ISO 8601 duration such as PT5M or P3D, got {_shown(value)}",
            )
        if not duration_seconds(value):
            raise InvalidArgument(argument, f"expected a time in the future, got {value!r}")
        return value
    raise InvalidArgument(
        argument,
        f"expected a timedelta or an ISO 8601 duration such as PT5M, got {_shown(value)}",
    )


ENCODERS: Mapping[str, Callable[[Any, str, str], str]] = {
    "text": _text,
    "choice": _choice,
    "integer": _integer,
    "number": _number,
    "flag": _flag,
    "csv": _csv,
    "duration": _duration,
}

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?(?:(?P<weeks>\d{1,9})W)?"
    r"(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9})S)?)?",
    re.ASCII,
)
_SECONDS = {
    "years": 365 * 86400,
    "months": 30 * 86400,
    "weeks": 7 * 86400,
    "days": 86400,
    "hours": 3600,
    "minutes": 60,
    "seconds": 1,
}


def duration_seconds(text: str) -> int | None:
    """The length of an ISO 8601 duration of whole numbers; None where the text is not one.

    A month counts as 30 days and a year as 365: good enough to compare with a limit.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    return sum(_SECONDS[name] * int(value) for name, value in match.groupdict("0").items())


def format_duration(seconds: int) -> str:
    """The ISO 8601 duration of a positive number of whole seconds."""
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if n)
    return "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def _is_whole(value: Any) -> bool:
    """Whether it is a number that a host could have; Python's own have no bounds."""
    return isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 64


def _shown(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of many digits"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
