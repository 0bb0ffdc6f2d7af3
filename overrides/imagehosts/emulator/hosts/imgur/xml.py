"""Answers as XML, which the older of the host's clients ask for with ``.xml`` behind an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast
from xml.sax.saxutils import escape

CONTENT_TYPE = "text/xml; charset=utf-8"
#: What no XML can hold, in whatever spelling.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(body: Any) -> str:
    """The document that stands for an answer.

    An envelope becomes attributes of ``<data>``; what has none, such as tokens, lies in
    ``<response>``.
    """
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    if not isinstance(body, dict) or "success" not in body:
        return f"{head}<response>{''.join(_inside(body))}</response>"
    answer = cast("dict[str, Any]", body)
    data = answer.get("data")
    kind = "array" if isinstance(data, (dict, list)) else "basic"
    outcome = f'success="{int(bool(answer["success"]))}" status="{answer.get("status")}"'
    return f'{head}<data type="{kind}" {outcome}>{"".join(_inside(data))}</data>'


def _inside(value: Any) -> Iterator[str]:
    """What stands between the tags of a value."""
    if isinstance(value, dict):
        for name, member in cast("dict[str, Any]", value).items():
            yield from _element(name, member)
    elif isinstance(value, list):
        for item in cast("Sequence[Any]", value):
            yield from _element("item", item)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif value is not None:
        yield escape(_ILLEGAL.sub("\ufffd", str(value)))


def _element(name: str, value: Any) -> Iterator[str]:
    inside = "".join(_inside(value))
    yield f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"
