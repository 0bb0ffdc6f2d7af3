"""What the upload of all hosts must know of one host: a part of the host's row, and only data.

Each host's module makes one :class:`Sharing` for its row. Nothing else of this package knows a
host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from attrs import field, frozen

if TYPE_CHECKING:
    from .albums import AlbumCalls

__all__ = ["Deletion", "Fact", "Link", "Sharing"]

T = TypeVar("T")

#: Where a fact of a picture is: see ``members``.
Where: TypeAlias = "str | Callable[[Any, Any], Any]"
#: Asks a person: for what, where it comes from, and whether it is a secret.
Ask: TypeAlias = Callable[[str, str, bool], str]
#: How a picture can be deleted later: by the handle of its upload alone; by a page on which a
#: person presses a button; by the account that owns it; or not at all.
Deletion: TypeAlias = Literal["handle", "page", "account", "no"]


@frozen
class Fact(Generic[T]):
    """Something that is known of a host, and where it is known from."""

    value: T
    source: str


@frozen
class Link:
    """A kind of address at a host: what its path looks like, and what it leads to.

    Attributes:
        path: A regular expression for the whole path. A group ``handle`` in it is what deletes,
            where that is not the whole address.
        leads_to: ``delete`` for addresses that delete or ask whether to; ``picture`` for all that
            only show something.
    """

    path: str
    leads_to: Literal["delete", "picture"]


@frozen(kw_only=True)
class Sharing:
    """One host, as the upload of all hosts sees it.

    Attributes:
        members: Where the facts of an uploaded picture are in the host's answer: by member of
            :class:`~imagehosts.sharing.uploaded.Uploaded`, a path of names such as ``thumb.url``,
            a method of the client that takes the answer, or a function that takes client and
            answer. The addresses are in the row already; members of the same name need no entry.
        sites: Names of the sites where its pages and pictures are; a name stands for those below
            it as well. The address of its API need not be named.
        links: What its addresses look like.
        deletes: How a picture can be deleted.
        delete: Makes the call of a client that deletes by a handle; its ``delete()`` by default.
        max_bytes: The largest file, by kind: ``image``, ``animation`` or ``video``.
        formats: Media types that it takes.
        longest: How long at most a picture may be kept that expires, and how short at least.
        by_address: Whether the host fetches a picture by its address.
        anonymous: Whether it takes pictures without an account.
        known_problems: What is known to be broken today.
        at_once: How many uploads may be under way at the same time.
        albums: Gives the calls for albums, where it has some.
        recent: Gives the pictures that the account uploaded last, newest first, as the host's
            answers to an upload; None where the host cannot be asked.
        expressions: Addresses of a picture as ShareX reads them from an answer, by the members of
            its custom uploaders, where they are not plainly in it.
        who: Gives the name of the account that a client acts for; None for a guest.
        sign_in: Gets the credentials of an account, where they are more than keys to be typed in:
            it takes a client, the credentials that are known, and a way to ask for one.
    """

    members: Mapping[str, Where] = field(factory=dict[str, Any])
    sites: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    deletes: Fact[Deletion] = Fact("no", "the document")
    delete: Callable[[Any, str], Any] | None = None
    max_bytes: Fact[Mapping[str, int]] | None = None
    formats: Fact[tuple[str, ...]] | None = None
    expires: Fact[tuple[timedelta, timedelta]] | None = None
    by_address: Fact[bool] = Fact(True, "the document")
    anonymous: Fact[bool] = Fact(False, "the document")
    known_problems: tuple[Fact[str], ...] = ()
    at_once: int = 4
    albums: Callable[[], Callable[[Any], AlbumCalls]] | None = None
    recent: Callable[[Any], Any] | None = None
    expressions: Mapping[str, str] = field(factory=dict[str, str])
    who: Callable[[Any], str | None] | None = None
    sign_in: Callable[[Any, dict[str, str], Ask], dict[str, str]] | None = None
