"""Any site that runs Chevereto, and what the hosts of this family have in common.

Two documents describe two versions of one API, 1 and 1.1. :class:`Chevereto` talks to any site of
that kind and keeps to what both versions understand; hosts with a document of their own have a
module of their own, over :class:`CheveretoFamily`.

Each quirk is a function of its own below the clients; ``specs/*/quirks.yaml`` says what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Unpack, cast
from urllib.parse import quote, urlsplit

from imagehosts_wire.imagehosting_me import api as imagehosting_me
from imagehosts_wire.types import (
    Base64,
    Credential,
    Operation,
    RawResponse,
    Result,
    UploadSource,
    Url,
)

from ..core.client import (
    AsyncClient,
    AsyncOptions,
    ClientCore,
    SyncClient,
    SyncOptions,
    spelling_key,
)
from ..core.encoding import duration_seconds, encode
from ..core.errors import (
    AuthenticationFailed,
    FileTooLarge,
    ImageHostError,
    InvalidArgument,
    InvalidRequest,
    NotFound,
    ResponseDecodeError,
    StatusError,
)
from ..core.files import FilePart
from ..core.flow import Flow
from ..core.quirks import quirk
from ..core.requests import QUERY_SAFE
from ..core.sources import as_text, checked_url
from ..sharing.profile import Fact, Link, Sharing
from . import Host

if TYPE_CHECKING:
    from imagehosts_wire.imagehosting_me.models import Image

    from ..core.transport import WireRequest

__all__ = [
    "HOST",
    "AsyncChevereto",
    "Chevereto",
]


class CheveretoFamily(ClientCore):
    """What the clients of this family share, sync and async."""

    def _delete(self, image: Any) -> Flow[None]:
        try:
            address = delete_address(image, self.base_url)
        except InvalidArgument as error:
            self._place(error, DELETE)
            raise
        from ..core.failures import is_page

        response: RawResponse[Any] = yield from self.fetch(address, DELETE)
        refused = not_deleted(self, response)
        if refused is not None:
            raise refused
        if response.status == 200 and is_page(response.text):
            yield from self._make_sure(address, response)

    def _make_sure(self, address: str, response: RawResponse[Any]) -> Flow[None]:
        """Whether a picture is gone whose site answered with a page: that may be a question."""
        try:
            yield from self.fetch(address, DELETE)
        except NotFound:
            return
        raise ResponseDecodeError(
            "the site answered with a page, and the picture may still be there: open its"
            " delete_url in a browser",
            response=response,
            host=self.host_name,
            operation=DELETE.id,
        )

    def credential_slots(self, operation: Operation[Any]) -> Sequence[Credential]:
        return authorize(self, operation)

    def alternate_url(
        self, operation: Operation[Any], request: WireRequest, response: RawResponse[Any]
    ) -> str | None:
        return try_without_slash(self.base_url, operation, request, response)

    def adapt_arguments(
        self, operation: Operation[Any], values: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        refuse_damaged_source(operation, values)
        return values

    def adapt_chosen(
        self, operation: Operation[Any], given: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        if given.get("expiration") is not None:
            check_expiration(given["expiration"])
        if operation.method == "GET":
            return {**given, "source": encode_source(given["source"])}
        return given

    def check_fields(self, operation: Operation[Any], fields: Sequence[tuple[str, Any]]) -> None:
        for name, value in fields:
            if name == "source":
                refuse_empty_file(value)

    def repair_request(
        self, operation: Operation[Any], request: WireRequest, error: StatusError
    ) -> Flow[bool]:
        yield from ()
        dropped = dropped_body(error)
        if dropped is not None:
            raise dropped
        return False

    def read_text(self, operation: Operation[Any], response: RawResponse[Any]) -> str | None:
        from ..core.tolerant import find_address

        address, among_others = find_address(response.text)
        if among_others:
            self.report_drift(operation, "", "an address alone", "text around the address")
        return address

    def note_result(self, operation: Operation[Any], values: tuple[Any, ...], result: Any) -> None:
        for pointer, asked, got in not_done(operation, values, result):
            self.report_drift(operation, pointer, asked, got, kind="asked for, not done")

    def read_redirect(self, operation: Operation[Any], location: str) -> str | None:
        return viewer_url(location)

    def improve_error(
        self, operation: Operation[Any], response: RawResponse[Any], error: ImageHostError
    ) -> ImageHostError:
        if isinstance(error, StatusError):
            return dropped_body(error) or error
        if operation.result.kind == "json" or not isinstance(error, ResponseDecodeError):
            return error
        refused = failure_in_text(self, operation, response)
        return (dropped_body(refused) or refused) if refused is not None else error


class _AnySite(CheveretoFamily):
    api = imagehosting_me.API
    needs_base_url = True
    base_url_variable = "CHEVERETO_BASE_URL"
    credential_order = ("body", "query", "header")
    environment: ClassVar[Mapping[str, str]] = {"api_key": "CHEVERETO_API_KEY"}
    credential_help: ClassVar[Mapping[str, str]] = {
        "api_key": "A Chevereto site shows the key of a user in the settings, under API, and that"
        " of its guests on the page about its API."
    }


class Chevereto(_AnySite, SyncClient, imagehosting_me.Resources):
    """A client of any Chevereto site.

    Args:
        base_url: The API of the site, as in ``https://pictures.example/api/1``;
            ``CHEVERETO_BASE_URL`` otherwise.
        api_key: The key; ``CHEVERETO_API_KEY`` otherwise.
        key_in: Where the key travels. Sites of every version read it from the body; from version
            4 on also from the ``X-API-Key`` header.
        options: See :class:`imagehosts.core.client.SyncOptions`.

    Raises:
        InvalidArgument: An argument cannot be used.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        key_in: Literal["body", "header"] = "body",
        **options: Unpack[SyncOptions],
    ) -> None:
        super().__init__(base_url=base_url, credentials={"api_key": api_key}, **options)
        if key_in not in ("body", "header"):
            raise InvalidArgument("key_in", f"expected 'body' or 'header', got {key_in!r}")
        if key_in == "header":
            self.credential_order = ("header", "body", "query")
        begin_with_slash(self, self._spellings)

    def delete(self, image: Image | str) -> None:
        """Delete a picture for good by the ``delete_url`` that came with it.

        Args:
            image: The uploaded image, or its ``delete_url``.

        Raises:
            InvalidArgument: There is no ``delete_url``, or it belongs to another site.
            NotFound: The address is wrong, or the picture is gone already.
        """
        self._run(self._delete(image))


class AsyncChevereto(_AnySite, AsyncClient, imagehosting_me.AsyncResources):
    """The asynchronous twin of :class:`Chevereto`."""

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        key_in: Literal["body", "header"] = "body",
        **options: Unpack[AsyncOptions],
    ) -> None:
        super().__init__(base_url=base_url, credentials={"api_key": api_key}, **options)
        if key_in not in ("body", "header"):
            raise InvalidArgument("key_in", f"expected 'body' or 'header', got {key_in!r}")
        if key_in == "header":
            self.credential_order = ("header", "body", "query")
        begin_with_slash(self, self._spellings)

    async def delete(self, image: Image | str) -> None:
        """Delete a picture for good; see :meth:`Chevereto.delete`."""
        await self._run(self._delete(image))


# --- quirks --------------------------------------------------------------------------------


@quirk("IMG-03", "IHM-01")
def authorize(client: ClientCore, operation: Operation[Any]) -> Sequence[Credential]:
    """One place for the key: a header where the host knows one, else the body, never both.

    On a GET the old API knows the query alone, so there the key is part of the address.
    """
    slots = ClientCore.credential_slots(client, operation)
    if operation.credentials and not slots:
        raise client.missing_credentials(operation.credentials[0].scheme)
    return slots


@quirk("IMG-01")
def try_without_slash(
    base_url: str, operation: Operation[Any], request: WireRequest, response: RawResponse[Any]
) -> str | None:
    """The other spelling of the path, once, where the host does not know the documented one."""
    tried = urlsplit(request.url)
    constants = {name: value for place, name, value in operation.constants if place == "path"}
    documented, other = (
        urlsplit(base_url + path.format_map(constants)).path
        for path in (operation.path, operation.alternate_path)
    )
    if (
        not operation.alternate_path
        or tried.path != documented
        or response.status not in (404, 405)
    ):
        return None
    return tried._replace(path=other).geturl()


@quirk("IMG-02", "IMG-05", "IHM-02", "IHM-05")
def encode_source(source: UploadSource) -> str:
    """The address in a source, for a GET: a file does not fit, and base64 is corrupted there."""
    is_address = isinstance(source, Url) or (
        isinstance(source, str) and re.match(r"https?://", source, re.IGNORECASE)
    )
    if not is_address:
        kind = "base64 text" if isinstance(source, Base64) else "a file"
        raise InvalidArgument("source", f"GET takes an address only, not {kind}; use POST")
    return cast("str", as_text(source))


@quirk("IMG-05", "IHM-05")
def refuse_damaged_source(operation: Operation[Any], values: tuple[Any, ...]) -> None:
    """Refuse an address that a query cannot carry as it is: old sites undo no escape in it."""
    if operation.method != "GET":
        return
    for parameter, value in zip(operation.parameters, values, strict=True):
        for character in value if parameter.name == "source" and isinstance(value, str) else "":
            if quote(character, safe=QUERY_SAFE, errors="replace") != character:
                raise InvalidArgument(
                    "source",
                    f"its {character!r} does not reach every site whole by GET; use POST",
                )


@quirk("IMG-01")
def begin_with_slash(client: ClientCore, spellings: dict[str, str]) -> None:
    """The address that old sites want in front of a query; the other one is tried after it.

    They redirect from the one without a slash to an address whose source they have damaged.
    """
    if client.needs_base_url:
        from imagehosts_wire.imagehosting_me.resources.images import IMAGES_UPLOAD_CHOICE

        for operation in IMAGES_UPLOAD_CHOICE.operations.values():
            if operation.method == "GET":
                address = client.base_url + operation.path
                spellings[spelling_key(operation, address)] = f"{address}/"


@quirk("IHM-24")
def refuse_empty_file(value: Any) -> None:
    """A file without a byte, which sites call a duplicate of whatever came before it."""
    if isinstance(value, FilePart) and (value.size == 0 or not value.head(1)):
        raise InvalidArgument("source", "the file is empty")


#: From this size on a site may have dropped a body: the lowest limit that PHP is given.
MAYBE_DROPPED = 1024 * 1024


@quirk("IHM-22")
def dropped_body(error: StatusError) -> FileTooLarge | None:
    """The error for a body that was too large for PHP: it drops all of it, the key included.

    What the site misses then is the key, or the source where the key went in a header.
    """
    size: int | None = getattr(error.response, "sent_bytes", None)
    misses = re.match(
        r"(?i)(invalid|this) API (v1 )?key|no key provided|empty (upload )?source"
        r"|API v1 (public )?key can't be null",
        error.host_message,
    )
    if misses is None or size is None or size < MAYBE_DROPPED:
        return None
    unless = ", or the key is wrong" if isinstance(error, AuthenticationFailed) else ""
    return FileTooLarge(
        f"{size} bytes were sent and the site says {error.host_message!r}: it drops a body above"
        f" its limit, and what is in it{unless}; make the file smaller",
        response=error.response,
        host=error.host,
        operation=error.operation,
        code=error.code,
        host_message=error.host_message,
    )


@quirk("IHM-23")
def not_done(
    operation: Operation[Any], values: tuple[Any, ...], image: Any
) -> Iterator[tuple[str, str, Any]]:
    """What was asked for and is not so in the answer: place, what was asked, and what is there.

    Old sites ignore every option without a word, and a picture that should vanish stays.
    """
    if operation.result.kind != "json" or not hasattr(image, "url_viewer"):
        return
    asked = {
        parameter.name: value
        for parameter, value in zip(operation.parameters, values, strict=True)
        if value is not None
    }
    for name, member, is_done in _DONE:
        if name in asked and hasattr(image, member):
            got = getattr(image, member)
            if not is_done(asked[name], got, image):
                yield f"/image/{member}", f"{name} {str(asked[name])[:60]!r}", got


def _same_text(asked: Any, got: Any, image: Any) -> bool:
    """Whether a text is the one asked for; sites cut long ones and normalize blanks."""
    sent, kept = (" ".join(unescape(str(text or "")).split()) for text in (asked, got))
    return sent == kept or (len(kept) >= 50 and sent.startswith(kept.rstrip(".…")))


def _same_flag(asked: Any, got: Any, image: Any) -> bool:
    return bool(asked) == bool(got)


def _same_number(asked: Any, got: Any, image: Any) -> bool:
    return str(asked) == str(got)


def _no_wider(asked: Any, got: Any, image: Any) -> bool:
    """Whether a picture was made as narrow as asked; those that move are left as they are."""
    return bool(getattr(image, "is_animated", False)) or got is None or got <= int(asked)


def _has_tags(asked: Any, got: Any, image: Any) -> bool:
    names = asked.split(",") if isinstance(asked, str) else asked
    there = {name.strip().casefold() for name in (got or "").split(",")}
    return all(str(name).strip().casefold() in there for name in names)


def _vanishes_in_time(asked: Any, got: Any, image: Any) -> bool:
    """Whether a picture goes when it should, give or take: months are not all of one length."""
    if not got:
        return False
    seconds = duration_seconds(encode(asked, "duration", "expiration"))
    with suppress(TypeError, ValueError):
        ends, began = (datetime.fromisoformat(text) for text in (got, image.date_gmt))
        if seconds is not None:
            return abs((ends - began).total_seconds() - seconds) <= max(300, seconds * 0.2)
    return True  # it goes at some time, and nobody can say when it came


_DONE: tuple[tuple[str, str, Callable[[Any, Any, Any], bool]], ...] = (
    ("expiration", "expiration_date_gmt", _vanishes_in_time),
    ("title", "title", _same_text),
    ("description", "description", _same_text),
    ("nsfw", "nsfw", _same_flag),
    ("width", "width", _no_wider),
    ("category_id", "category_id", _same_number),
    ("tags", "tags_string", _has_tags),
)


SHORTEST_EXPIRATION = timedelta(minutes=5)
LONGEST_EXPIRATION = timedelta(days=366)


@quirk("IHM-05")
def check_expiration(expiration: timedelta | str) -> None:
    """Refuse what the host would silently make five minutes, or a year, of.

    The host takes nonsense without an error and deletes the picture after five minutes.
    """
    seconds = duration_seconds(encode(expiration, "duration", "expiration")) or 0
    if not SHORTEST_EXPIRATION.total_seconds() <= seconds <= LONGEST_EXPIRATION.total_seconds():
        raise InvalidArgument(
            "expiration", f"expected between 5 minutes and a year, got {expiration}"
        )


@quirk("IMG-07", "IHM-06")
def viewer_url(location: str) -> str:
    """The address of the viewer page; a new site answers with a path alone, joined by now."""
    return checked_url(location)


@quirk("IMG-08", "IHM-07")
def failure_in_text(
    client: ClientCore, operation: Operation[Any], response: RawResponse[Any]
) -> StatusError | None:
    """The error in a plain answer: the host sends its message with the status of a success."""
    text = response.text.strip()
    return client.failure_in_message(operation, response, text) if text else None


@quirk("IHM-16")
def delete_address(image: Any, base_url: str) -> str:
    """The ``delete_url`` of an image: opening it deletes, without a question.

    It is opened here and nowhere else, and only at the site that the client is for.
    """
    url = image if isinstance(image, str) else getattr(image, "delete_url", None)
    if not url:
        raise InvalidArgument("image", "it has no delete_url; not every site gives one")
    checked_url(url, "image")
    if urlsplit(url).hostname != urlsplit(base_url).hostname:
        raise InvalidArgument("image", "its delete_url belongs to another site")
    if "/delete/" not in urlsplit(url).path:
        raise InvalidArgument("image", "expected a delete_url")
    return url


@quirk("IHM-16")
def not_deleted(client: ClientCore, response: RawResponse[Any]) -> StatusError | None:
    """The error for a page that is shown in place of a deletion: it asks, or knows no picture."""
    from ..core.failures import message_of_page

    if not 200 <= response.status < 300:
        return None
    said = message_of_page(response.text)
    if _QUESTION.search(response.text):
        return StatusError(
            f"nothing was deleted: the site asks a question on a page, {said[:100]!r};"
            " open the address in a browser",
            response=response,
            host=client.host_name,
            operation=DELETE.id,
            host_message=said,
        )
    error = client.failure_in_message(DELETE, response, said)
    return error if type(error) is not InvalidRequest else None


_QUESTION = re.compile(r"(?i)<form\b[^<>]*\bmethod=[\"']?post|<button\b|type=[\"']?submit")

#: Opening a ``delete_url``: the site redirects when it is done, which is not followed.
DELETE: Operation[None] = Operation(
    "", "delete", "GET", "", result=Result("none", statuses=(200, 301, 302))
)


def upload_operation() -> Operation[Image]:
    """The operation whose options ``upload()`` takes."""
    from imagehosts_wire.imagehosting_me.resources import images

    return images.IMAGES_UPLOAD


#: What the addresses of a site of this family look like.
LINKS = (
    Link(r"(?:/[\w.-]+)?/[^/]+/delete/[A-Za-z0-9]{16,128}/?", "delete"),
    Link(r"/(?:image|img|clip|i)/[^/]+/?|/images/.+", "picture"),
)
#: Where the family has the facts of a picture.
MEMBERS: Mapping[str, str] = {
    "id": "id_encoded",
    "thumbnail_url": "thumb.url",
    "bytes": "size",
    "mime": "mime",
    "expires_at": "expiration_date_gmt",
}


def sharing() -> Sharing:
    """What the upload of all hosts must know of a site of which nothing else is known."""
    return Sharing(
        members=MEMBERS,
        links=LINKS,
        deletes=Fact("handle", "Chevereto 4; version 3 gives no delete address"),
        expires=Fact((SHORTEST_EXPIRATION, LONGEST_EXPIRATION), "Chevereto's source"),
        by_address=Fact(True, "the document; sites of version 4 refuse it to guests"),
        anonymous=Fact(True, "a site may have a key for guests"),
    )


HOST = Host(
    "chevereto",
    "any Chevereto site",
    sync_client=Chevereto,
    async_client=AsyncChevereto,
    status="sites of version 3 and later; each owner decides what is allowed",
    upload_operation=upload_operation,
    addresses={"url": "url", "viewer": "url_viewer", "delete": "delete_url"},
    sharing=sharing,
)
