"""Reading what clients send to ImageShack, in every spelling that is known of them.

Parameters come in the query, in forms, in multipart and in JSON; lists as arrays or with commas;
flags in five spellings; files under any name.
"""

from __future__ import annotations

import re

from imagehosts.core.quirks import quirk

from ...core import parameters
from ...core.context import Call
from ...core.forms import Upload
from ...core.parameters import clean
from .problems import Refused
from .profile import LARGEST_PAGE, PAGE, SHOWN

_FLAGS = {
    **dict.fromkeys(("1", "true", "y", "yes", "on", "public"), True),
    **dict.fromkeys(("0", "false", "n", "no", "off", "private"), False),
}
_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
_OURS = re.compile(r"/+(?:rest_api/+)?v2(?:/|\Z)")
#: The names under which the API key comes; the second is what one client sends.
KEYS = ("api_key", "key")
#: The names under which the user name of a login comes.
LOGIN_NAMES = ("user", "username", "email")
#: The names under which addresses to fetch come; real clients send a single one as ``url``.
URLS = ("urls", "url")


def normalize_path(method: str, path: str) -> tuple[str, str]:
    """The address that a request means: several slashes are one, and one at the end is dropped.

    gallery-dl asks for ``/rest_api//v2/images/...``.
    """
    if _OURS.match(path):
        path = re.sub(r"/{2,}", "/", path).rstrip("/")
    return method, path


@quirk("IS2-10")
async def read_parameters(call: Call) -> None:
    """Read the request once, wherever its parameters are, and note it in the journal."""
    await parameters.read_parameters(call, _METHODS, json=True)


def is_given(call: Call, *names: str) -> bool:
    """Whether one of the parameters came at all, be it empty or an empty array."""
    return any(call.form.value(name) is not None or name in call.form.arrays for name in names)


def text(call: Call, *names: str) -> str | None:
    """The first of the parameters that came."""
    for name in names:
        value = call.form.value(name)
        if value is not None:
            return clean(value.text)
    return None


def required(call: Call, *names: str) -> str:
    """The same, for what must not be missing or empty."""
    found = text(call, *names)
    if not found:
        raise Refused("missing", names[0])
    return found


@quirk("IS2-16")
def read_flag(call: Call, name: str) -> bool | None:
    """A flag in any spelling, whatever its case; ``None`` where it is missing or empty."""
    found = text(call, name)
    if found is None or not found.strip():
        return None
    value = _FLAGS.get(found.strip().lower())
    if value is None:
        raise Refused("invalid", name)
    return value


def read_number(call: Call, name: str, highest: int = LARGEST_PAGE) -> int | None:
    """A number from 0 on; ``None`` where it is missing or empty."""
    found = text(call, name)
    if found is None or not found.strip():
        return None
    if not re.fullmatch(r"\s*[0-9]{1,15}\s*", found):
        raise Refused("invalid", name)
    return min(int(found), highest)


@quirk("IS2-35")
def read_list(call: Call, *names: str) -> list[str] | None:
    """The items of an array, or of a text with commas; ``None`` where it did not come.

    Empty items are nothing, as behind a comma at the end.
    """
    for name in names:
        if name in call.form.arrays:
            items = [clean(item) for item in call.form.lists.get(name, [])]
        elif (found := text(call, name)) is not None:
            items = found.split(",")
        else:
            continue
        return list(dict.fromkeys(item.strip() for item in items if item.strip()))
    return None


@quirk("IS2-37")
def read_urls(call: Call) -> list[str] | None:
    """The addresses to fetch: an array, or a text with one or with several.

    A comma belongs to an address unless another address follows it.
    """
    for name in URLS:
        if name in call.form.arrays:
            items = [clean(item) for item in call.form.lists.get(name, [])]
        elif (found := text(call, name)) is not None:
            items = re.split(r",(?=\s*https?://)", found)
        else:
            continue
        return [item.strip() for item in items if item.strip()]
    return None


@quirk("IS2-33")
def read_files(call: Call) -> list[Upload]:
    """Every part that is a file, under whatever name it came."""
    return [file for _, file in call.form.parts if file.error != "none"]


@quirk("IS2-34")
def read_titles(call: Call, name: str, count: int) -> list[str | None]:
    """A text for each of several things: an array, a text with commas, or one text.

    One text alone is for one thing; where there are several, it is for the first.
    """
    plural = name + "s"
    if plural in call.form.arrays:
        given = [clean(item) for item in call.form.lists.get(plural, [])]
    elif (found := text(call, plural)) is not None:
        given = [part.strip() for part in found.split(",")] if count > 1 else [found]
    elif name in call.form.arrays:
        given = [clean(item) for item in call.form.lists.get(name, [])]
    else:
        found = text(call, name)
        given = [] if found is None else [found]
    return [given[number] if number < len(given) else None for number in range(count)]


@quirk("IS2-17")
def page(call: Call, default: int = PAGE) -> tuple[int, int]:
    """How many items a page holds, and how many come before it."""
    limit = read_number(call, "limit")
    offset = read_number(call, "offset", highest=2**53)
    return default if limit is None else limit, offset or 0


@quirk("IS2-20")
def shown(call: Call, name: str, default: int | None = None) -> int:
    """How many of something to show; each name has its own documented default."""
    found = read_number(call, name)
    if found is not None:
        return found
    return SHOWN[name] if default is None else default


@quirk("IS2-24", "IS2-40")
def merge(call: Call, *names: str) -> dict[str, str]:
    """The texts that came. What did not come stays as it is, whatever the method."""
    return {name: found for name in names if (found := text(call, name)) is not None}
