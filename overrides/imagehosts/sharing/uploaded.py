"""A picture that was uploaded, the same for all hosts, and the texts that can be made of it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from string import Formatter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from attrs import field, frozen

from ..core.errors import ImageHostError, InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "NoAddress", "Uploaded", "check_format"]


class NoAddress(ImageHostError):
    """The picture is stored, and the host's answer lacks the address that was asked for."""


@frozen(kw_only=True)
class Uploaded:
    """What became of a picture.

    Attributes:
        source: The picture as it was given: a path, an address, or the name of the data.
        host: The host that has it.
        base_url: The address of the host's API, which matters where a host has many sites.
        id: The host's name for it.
        url: The address of the file; None where the host gave none.
        page_url: The address of a page that shows it.
        thumbnail_url: The address of a small version.
        delete: What deletes it later, for ``delete()`` of its host: an address, a hash or an id.
            It is a secret: with it everybody can delete the picture.
        title: Its title.
        width: In pixels.
        height: In pixels.
        bytes: The size of the file at the host.
        mime: Its media type.
        expires_at: When the host will delete it by itself.
        reused: Whether it was found in the index and not uploaded again.
        answer: The host's answer, whole.
    """

    source: str
    host: str
    base_url: str = ""
    id: str | None = None
    url: str | None = None
    page_url: str | None = None
    thumbnail_url: str | None = None
    delete: str | None = field(default=None, repr=False)
    title: str | None = None
    width: int | None = None
    height: int | None = None
    bytes: int | None = None
    mime: str | None = None
    expires_at: datetime | None = None
    reused: bool = False
    answer: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)

    def render(self, form: str = "url") -> str:
        """The picture as text.

        Args:
            form: One of :data:`FORMATS`, or a template such as ``{url} {width}x{height}`` with the
                names of the attributes in braces.

        Raises:
            NoAddress: The host gave no such address; the message says what it gave.
            InvalidArgument: There is no such format or name.
        """
        check_format(form)
        if form in FORMATS:
            return FORMATS[form](self)
        parts = ((text, name) for text, name, _, _ in Formatter().parse(form))
        return "".join(text + (self._text(name) if name else "") for text, name in parts)

    @property
    def name(self) -> str:
        """A short name: the title, or the last part of the source."""
        return self.title or re.split(r"[/\\]", self.source.rstrip("/\\"))[-1] or "picture"

    def address(self, what: str) -> str:
        """One of its addresses: ``url``, ``page``, ``thumbnail`` or ``delete``.

        Raises:
            NoAddress: The host gave none.
        """
        found: str | None = getattr(self, ADDRESSES[what])
        if found:
            return found
        others = [
            f"{name} {getattr(self, member)}"
            for name, member in ADDRESSES.items()
            if name != "delete" and getattr(self, member)
        ]
        others += [f"id {self.id}"] if self.id else []
        kept = "; what there is: " + ", ".join(others) if others else ""
        raise NoAddress(
            f"the picture is stored, and the host gave no"
            f" {DESCRIPTIONS[what]}{kept or ', nor any other address'}",
            host=self.host,
        )

    def to_json(self) -> dict[str, Any]:
        """The one shape that all hosts' uploads have as JSON."""
        return {
            "source": self.source,
            "host": self.host,
            "url": self.url,
            "page": self.page_url,
            "thumbnail": self.thumbnail_url,
            "delete": self.delete,
            "error": None,
            "answer": dict(self.answer),
        }

    def _text(self, name: str) -> str:
        if name in ADDRESSES:
            return self.address(name)
        value = getattr(self, name)
        if isinstance(value, datetime):
            return value.isoformat()
        return "" if value is None else str(value)


#: Names of addresses, and the attributes that hold them.
ADDRESSES: Mapping[str, str] = {
    "url": "url",
    "page": "page_url",
    "thumbnail": "thumbnail_url",
    "delete": "delete",
}
DESCRIPTIONS: Mapping[str, str] = {
    "url": "address of the file",
    "page": "address of a page that shows it",
    "thumbnail": "address of a thumbnail",
    "delete": "way to delete it",
}
#: Names that may stand in a template.
NAMES = (
    *ADDRESSES,
    *("source", "host", "name", "id", "title", "width", "height", "bytes", "mime", "expires_at"),
)


def _markdown(picture: Uploaded) -> str:
    name = re.sub(r"([\\\[\]*_`<>])", r"\\\1", _one_line(picture.name))
    return f"![{name}]({_for_brackets(picture.address('url'))})"


def _html(picture: Uploaded) -> str:
    size = "".join(
        f' {name}="{value}"'
        for name, value in (("width", picture.width), ("height", picture.height))
        if value
    )
    url, name = html.escape(picture.address("url")), html.escape(_one_line(picture.name))
    return f'<img src="{url}" alt="{name}"{size}>'


def _bbcode(picture: Uploaded) -> str:
    return f"[img]{_for_brackets(picture.address('url'))}[/img]"


#: What a picture can be written as.
FORMATS: Mapping[str, Callable[[Uploaded], str]] = {
    "url": lambda picture: picture.address("url"),
    "page": lambda picture: picture.address("page"),
    "thumbnail": lambda picture: picture.address("thumbnail"),
    "delete": lambda picture: picture.address("delete"),
    "markdown": _markdown,
    "html": _html,
    "bbcode": _bbcode,
}


def check_format(form: str, argument: str = "format") -> None:
    """Refuse what :meth:`Uploaded.render` cannot write, before anything is uploaded."""
    if form in FORMATS:
        return
    known = f"expected {', '.join(FORMATS)}, or a template such as '{{url}}'"
    if "{" not in form:
        raise InvalidArgument(argument, f"{known}, got {form!r}")
    try:
        parts = list(Formatter().parse(form))
    except ValueError as error:
        raise InvalidArgument(argument, f"the template cannot be read: {error}") from None
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        # Names alone: what str.format can reach beyond them is nobody's business.
        if name not in NAMES or spec or conversion:
            raise InvalidArgument(
                argument, f"{{{name}}} in the template is not one of {', '.join(NAMES)}"
            )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _for_brackets(url: str) -> str:
    """An address that ends where it should, between brackets of any kind."""
    return quote(url, safe="!#$%&'*+,/:;=?@~-._")
