"""What clients send to ImgBB."""

from __future__ import annotations

import re

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.forms import Upload
from ...core.parameters import read_parameters
from ...core.problems import Refused
from ...domain import simple

__all__ = ["find_key", "read_expiration", "read_image", "read_request"]

SHORTEST_EXPIRATION, LONGEST_EXPIRATION = 60, 15_552_000
NO_SOURCE = (400, "Empty upload source.", "130")
NOT_A_PICTURE = (400, "Can't get target upload source info", "310")
WRONG_EXPIRATION = (400, "Invalid expiration.", "120")


async def read_request(call: Call) -> None:
    """The query, and the form of a POST."""
    await read_parameters(call, {"POST"})


@quirk("IBB-01")
def find_key(call: Call) -> str | None:
    """The key, from the body or the query of a POST."""
    return simple.text(call, "key")


@quirk("IBB-04")
async def read_image(call: Call) -> Upload:
    """The picture: a file part, or text of any part or field, which is a URL or base64."""
    file, value = call.form.files.get("image"), call.form.value("image")
    is_empty = (value is None or not value.size) if file is None else file.error is not None
    if is_empty:
        raise Refused(*NO_SOURCE)
    try:
        return await simple.read_file(call, "image", base64=True, url=True)
    except Refused:
        raise Refused(*NOT_A_PICTURE) from None


@quirk("IBB-06")
def read_expiration(call: Call) -> int:
    """Seconds until the picture goes, from the body or the query; 0 where it stays."""
    text = (simple.text(call, "expiration") or "").strip()
    if not text:
        return 0
    seconds = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
    if not SHORTEST_EXPIRATION <= seconds <= LONGEST_EXPIRATION:
        raise Refused(*WRONG_EXPIRATION)
    return seconds
