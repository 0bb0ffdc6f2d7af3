"""imgur, API version 3.

    from imagehosts import Imgur

    with Imgur() as imgur:                          # IMGUR_CLIENT_ID, or client_id=...
        image = imgur.images.upload("lake.jpg", title="Tahoe")
        print(image.link, imgur.rate_limits.user.remaining)

The calls are the generated ones; each way of the host's own is a function below the clients, and
``specs/imgur/quirks.yaml`` tells what it is for. Tokens are in :mod:`.tokens`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias, Unpack
from urllib.parse import urlencode, urlsplit

from imagehosts_wire.imgur import api as imgur
from imagehosts_wire.types import (
    Base64,
    Credential,
    Operation,
    RawResponse,
    RequestOptions,
    UploadSource,
    Url,
)

from ...core.arguments import values_in_order
from ...core.client import AsyncClient, AsyncOptions, ClientCore, SyncClient, SyncOptions
from ...core.errors import (
    FileTooLarge,
    InvalidArgument,
    PermissionDenied,
    RateLimited,
    StatusError,
)
from ...core.flow import Flow
from ...core.quirks import quirk
from ...core.requests import carries_files
from ...core.text import utf8_of
from .. import Host
from .limits import UPLOAD_CREDITS, Quota, RateLimits, wait_for_credits
from .tokens import TokenCalls, TokenState

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from imagehosts_wire.imgur.models import Image, Token
    from imagehosts_wire.imgur.resources.images import ImagesUploadOptions

    from ...core.errors import ImageHostError
    from ...core.transport import WireRequest
    from ...sharing.profile import Sharing

__all__ = ["HOST", "AsyncImgur", "Imgur"]

ResponseType: TypeAlias = Literal["code", "pin", "token"]

#: What the host takes, in bytes, as its help pages say.
IMAGE_LIMIT = 10 * 1024 * 1024
VIDEO_LIMIT = 200 * 1024 * 1024
#: Names of files that are videos to the host.
VIDEO_SUFFIXES = (".mp4", ".webm", ".mov", ".avi", ".mkv", ".mpeg", ".mpg", ".m4v", ".flv", ".wmv")


class _ImgurCore(TokenCalls):
    """What both clients share, sync and async."""

    api = imgur.API
    base_url_variable = "IMGUR_BASE_URL"
    environment: ClassVar[Mapping[str, str]] = {
        "client_id": "IMGUR_CLIENT_ID",
        "client_secret": "IMGUR_CLIENT_SECRET",
        "access_token": "IMGUR_ACCESS_TOKEN",
        "refresh_token": "IMGUR_REFRESH_TOKEN",
    }
    credential_help: ClassVar[Mapping[str, str]] = {
        "client_id": "imgur gives one to each application, and has registered none since 2025.",
        "client_secret": "imgur gives it to an application along with its client id.",
        "access_token": "This call acts for a user; a refresh token with the client id and the"
        " client secret will do as well.",
        "refresh_token": "It comes with each access token.",
    }
    # A token of one account with a refresh token of another would change the account in passing.
    credential_groups = (("client_id", "client_secret"), ("access_token", "refresh_token"))
    _limits: list[RateLimits]

    @property
    def rate_limits(self) -> RateLimits:
        """What the host said last of how much it still allows; copies of a client share it."""
        return self._limits[0]

    def authorization_url(self, response_type: ResponseType = "pin", state: str = "") -> str:
        """The page on which a person lets the application act for them; open it in a browser.

        Args:
            response_type: What the application gets for it: a ``pin`` that the person reads, or a
                ``code`` or ``token`` in the address to which the page leads back.
            state: Comes back unchanged.
        """
        from imagehosts_wire.imgur.resources.oauth import OAUTH_AUTHORIZE

        if response_type not in ("code", "pin", "token"):
            raise InvalidArgument(
                "response_type", f"'code', 'pin' or 'token', not {response_type!r}"
            )
        if "client_id" not in self._credentials:
            raise self.missing_credentials("client_id")
        query = {"client_id": self._credentials["client_id"], "response_type": response_type}
        query |= {"state": state} if state else {}
        return f"{self._root(OAUTH_AUTHORIZE)}{OAUTH_AUTHORIZE.path}?{urlencode(query)}"

    def page_url(self, image: Image) -> str:
        """The address of the page that shows a picture."""
        return f"{self._site}/{image.id}"

    def delete_url(self, image: Image) -> str:
        """The address of the page that deletes a picture; empty without its deletehash."""
        return f"{self._site}/delete/{image.deletehash}" if image.deletehash else ""

    def album_url(self, album_id: str) -> str:
        """The address of the page that shows an album."""
        return f"{self._site}/a/{album_id}"

    @property
    def acts_for_account(self) -> bool:
        """Whether there is a token of an account, or what gives one."""
        return bool(self._credentials.keys() & {"access_token", "refresh_token"})

    @property
    def _site(self) -> str:
        """Where the pages are: at the host beside its API, at an emulator all in one place."""
        here = urlsplit(self.base_url)
        if here.netloc == urlsplit(self.api.base_url).netloc:
            return "https://imgur.com"
        return f"{here.scheme}://{here.netloc}"

    def _upload(
        self, source: UploadSource, options: RequestOptions | None, details: Mapping[str, Any]
    ) -> Flow[Image]:
        from imagehosts_wire.imgur.resources.images import IMAGES_UPLOAD, IMAGES_UPLOAD_VIDEO

        operation = IMAGES_UPLOAD_VIDEO if is_video(source) else IMAGES_UPLOAD
        given = {**details, operation.parameters[0].name: source}
        values = values_in_order(operation, given, method="upload", documented=IMAGES_UPLOAD)
        image: Image = yield from self.exchange(operation, values, options)
        return image

    def _delete(self, image: Image | str) -> Flow[None]:
        from imagehosts_wire.imgur.resources.images import IMAGES_DELETE

        try:
            deletehash = find_deletehash(image)
        except InvalidArgument as error:
            self._place(error, IMAGES_DELETE)
            raise
        yield from self.exchange(IMAGES_DELETE, (deletehash,), None)

    # --- what the host changes -------------------------------------------------------------

    def credential_slots(self, operation: Operation[Any]) -> Sequence[Credential]:
        return authorize(self, operation, self._credentials)

    def adapt_arguments(
        self, operation: Operation[Any], values: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        refuse_empty_ids(operation, values)
        values = describe_source(operation, values)
        return fill_segments(operation, values)

    def check_fields(self, operation: Operation[Any], fields: Sequence[tuple[str, Any]]) -> None:
        for name, value in fields:
            if name in ("image", "video"):
                check_size(operation, value)

    def note_response(self, operation: Operation[Any], response: Any) -> None:
        if operation.api == self.api.name:
            self._limits[0] = self._limits[0].updated(response.headers, self._now())

    def is_refusal(self, operation: Operation[Any], response: RawResponse[Any]) -> bool:
        return operation.result.kind in ("json", "text") and unsuccessful(response)

    def alternate_url(
        self, operation: Operation[Any], request: WireRequest, response: RawResponse[Any]
    ) -> str | None:
        return try_as_picture(self.base_url, operation, request, response)

    def meant_status(self, operation: Operation[Any], response: RawResponse[Any]) -> int:
        return meant_status(response)

    def retry_after(
        self, operation: Operation[Any], error: StatusError, seconds: float | None
    ) -> float | None:
        if isinstance(error, PermissionDenied):
            return None  # "Retry-After: 0" stands on refusals that last
        if not isinstance(error, RateLimited) or error.response is None:
            return seconds
        from imagehosts_wire.imgur.resources.images import IMAGES_UPLOAD, IMAGES_UPLOAD_VIDEO

        cost = UPLOAD_CREDITS if operation in (IMAGES_UPLOAD, IMAGES_UPLOAD_VIDEO) else 1
        waits = (seconds, wait_for_credits(error.response.headers, cost, self._now()))
        return max((wait for wait in waits if wait is not None), default=None)

    def may_retry(self, operation: Operation[Any], error: ImageHostError) -> bool:
        # Each further request of that day counts against the application.
        return not (isinstance(error, RateLimited) and error.host_message.startswith("Daily"))

    def note_result(self, operation: Operation[Any], values: tuple[Any, ...], result: Any) -> None:
        from imagehosts_wire.imgur.models import Credits

        if isinstance(result, Credits):
            self._limits[0] = self._limits[0].with_credits(result, self._now())


class Imgur(_ImgurCore, SyncClient, imgur.Resources):
    """A client of imgur.

    Without a token it acts anonymously: what it uploads is changed and deleted by the deletehash
    that comes with it. With one it acts for the token's account.

    Args:
        client_id: Id of the application; ``IMGUR_CLIENT_ID`` otherwise.
        client_secret: Its secret, needed to refresh tokens; ``IMGUR_CLIENT_SECRET`` otherwise.
        access_token: Token of an account; ``IMGUR_ACCESS_TOKEN`` otherwise.
        refresh_token: Gives another token when that one has run out; ``IMGUR_REFRESH_TOKEN``
            otherwise.
        on_tokens: Called with the new tokens whenever there are some, to be kept for the next
            time: the refresh token before may be worth nothing from then on. It must not use this
            client.
        base_url: Another address of the API; ``IMGUR_BASE_URL`` otherwise.
        options: See :class:`imagehosts.core.client.SyncOptions`.

    Raises:
        InvalidArgument: An argument cannot be used.
    """

    def __init__(
        self,
        client_id: str | None = None,
        *,
        client_secret: str | None = None,
        access_token: str | None = None,
        refresh_token: str | None = None,
        on_tokens: Callable[[Token], object] | None = None,
        base_url: str | None = None,
        **options: Unpack[SyncOptions],
    ) -> None:
        self._tokens, self._limits, self._on_tokens = TokenState(), [RateLimits()], on_tokens
        super().__init__(
            base_url=base_url,
            credentials={
                "client_id": client_id,
                "client_secret": client_secret,
                "access_token": access_token,
                "refresh_token": refresh_token,
            },
            **options,
        )

    def upload(
        self,
        source: UploadSource,
        *,
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> Image:
        """Upload a picture, or a video by the name of its file.

        Args:
            source: A path, bytes, a binary file object, ``(name, content)`` or ``(name, content,
                content type)``; :class:`Base64` or a ``data:`` URL; :class:`Url` or an http(s)
                address, which the host fetches by itself.
            options: Settings for this call alone.
            details: See :class:`ImagesUploadOptions`.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            FileTooLarge: The file is larger than the host takes; it was not sent.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.
        """
        return self._run(self._upload(source, options, details))

    def delete(self, image: Image | str) -> None:
        """Delete a picture for good.

        Args:
            image: The uploaded picture, its deletehash, or the address of its delete page.

        Raises:
            InvalidArgument: There is no deletehash in it.
            NotFound: The deletehash is wrong, or the picture is gone already.
        """
        self._run(self._delete(image))


class AsyncImgur(_ImgurCore, AsyncClient, imgur.AsyncResources):
    """The asynchronous twin of :class:`Imgur`; ``on_tokens`` may be asynchronous too."""

    def __init__(
        self,
        client_id: str | None = None,
        *,
        client_secret: str | None = None,
        access_token: str | None = None,
        refresh_token: str | None = None,
        on_tokens: Callable[[Token], Awaitable[object] | object] | None = None,
        base_url: str | None = None,
        **options: Unpack[AsyncOptions],
    ) -> None:
        self._tokens, self._limits, self._on_tokens = TokenState(), [RateLimits()], on_tokens
        super().__init__(
            base_url=base_url,
            credentials={
                "client_id": client_id,
                "client_secret": client_secret,
                "access_token": access_token,
                "refresh_token": refresh_token,
            },
            **options,
        )

    async def upload(
        self,
        source: UploadSource,
        *,
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> Image:
        """Upload a picture or video; see :meth:`Imgur.upload`."""
        return await self._run(self._upload(source, options, details))

    async def delete(self, image: Image | str) -> None:
        """Delete a picture for good; see :meth:`Imgur.delete`."""
        await self._run(self._delete(image))


# --- quirks --------------------------------------------------------------------------------


@quirk("IGR-20")
def authorize(
    client: ClientCore, operation: Operation[Any], known: Mapping[str, str]
) -> Sequence[Credential]:
    """The token where there is one, else the client id; both would go into one header.

    The calls for tokens are different: they need each of their credentials.
    """
    slots = operation.credentials
    if operation.path.startswith("/oauth2/"):
        for slot in slots:
            if slot.scheme not in known:
                raise client.missing_credentials(slot.scheme)
        return slots
    for scheme in ("access_token", "client_id"):
        for slot in slots:
            if slot.scheme == scheme and scheme in known:
                return [slot]
    if slots:
        schemes = {slot.scheme for slot in slots}
        raise client.missing_credentials("client_id" if "client_id" in schemes else "access_token")
    return []


@quirk("IGR-01")
def refuse_empty_ids(operation: Operation[Any], values: tuple[Any, ...]) -> None:
    """Refuse lists of ids without an id: without ids, taking pictures out deletes the album."""
    for parameter, value in zip(operation.parameters, values, strict=True):
        if parameter.wire not in ("ids[]", "deletehashes[]") or value is None:
            continue
        from ...core.encoding import checked_sequence

        ids = checked_sequence(value, parameter.name)
        if not ids and (parameter.required or operation.method == "PUT"):
            raise InvalidArgument(parameter.name, "at least one id is needed, the list is empty")
        if any(isinstance(each, str) and not each.strip() for each in ids):
            raise InvalidArgument(parameter.name, "one of the ids is empty")


@quirk("IGR-13")
def describe_source(operation: Operation[Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Say in ``type`` what the source is, where the caller does not: the host guesses badly."""
    if not carries_files(operation):
        return values  # nothing is imported for it
    from imagehosts_wire.imgur.resources.images import IMAGES_UPLOAD

    if operation is not IMAGES_UPLOAD:
        return values
    names = [parameter.name for parameter in operation.parameters]
    at = names.index("type")
    if values[at] is not None:
        return values
    return (*values[:at], _kind(values[names.index("image")]), *values[at + 1 :])


@quirk("IGR-08")
def fill_segments(operation: Operation[Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    """A page without a section gets the section that the host would take."""
    if not any(parameter.optional_segment for parameter in operation.parameters):
        return values  # nothing is imported for it
    from imagehosts_wire.imgur.resources.gallery import GALLERY_BROWSE, GALLERY_SUBREDDIT

    # What stands in for a segment of a path that is left out, where one behind it is given.
    if operation is GALLERY_BROWSE:
        defaults = {"section": "hot", "sort": "viral"}
    elif operation is GALLERY_SUBREDDIT:
        defaults = {"sort": "hot"}
    else:
        return values
    filled = list(values)
    needed = False
    for at in reversed(range(len(filled))):
        name = operation.parameters[at].name
        if filled[at] is not None:
            needed = True
        elif needed and name in defaults:
            filled[at] = defaults[name]
    return tuple(filled)


@quirk("IGR-26")
def try_as_picture(
    base_url: str, operation: Operation[Any], request: WireRequest, response: RawResponse[Any]
) -> str | None:
    """The route of pictures, once, where the host knows no album of that id."""
    if not operation.alternate_path or response.status != 404:
        return None
    tried = urlsplit(request.url)
    root = urlsplit(base_url).path.rstrip("/")
    before, after = (path.partition("{")[0] for path in (operation.path, operation.alternate_path))
    if before == after or not tried.path.startswith(root + before):
        return None
    return tried._replace(path=root + after + tried.path[len(root + before) :]).geturl()


@quirk("IGR-22")
def unsuccessful(response: RawResponse[Any]) -> bool:
    """Whether an answer says that it is a failure, whatever its HTTP status.

    Text in ``data`` is a message in such an answer, and a result in any other.
    """
    return meant_status(response) >= 400


def meant_status(response: RawResponse[Any]) -> int:
    """The HTTP status, or that in the body where only the body knows of the failure."""
    if response.status >= 400:
        return response.status
    success, status = _verdict(utf8_of(response))
    if isinstance(status, int) and not isinstance(status, bool) and status >= 400:
        return status if status < 600 else 500
    return 400 if success is False else response.status


def _verdict(content: bytes) -> tuple[Any, Any]:
    """``success`` and ``status`` of the envelope; all else is passed over."""
    import msgspec

    try:
        verdict = _verdict_decoder().decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        from ...core.tolerant import find_json, is_object

        document = find_json(content)
        if not is_object(document):
            return None, None
        return document.get("success"), document.get("status")
    return verdict.success, verdict.status


@cache
def _verdict_decoder() -> Any:
    from msgspec import defstruct, json

    return json.Decoder(defstruct("Verdict", [("success", Any, None), ("status", Any, None)]))


@quirk("IGR-35")
def check_size(operation: Operation[Any], value: Any) -> None:
    """Refuse a file that the host is known not to take, before all of it is sent for nothing."""
    if isinstance(value, str):
        if re.match(r"https?://", value, re.IGNORECASE):
            return
        size, kind = len(value) * 3 // 4 - value[-2:].count("="), "image"
    else:
        size, kind = value.size, value.content_type
    from imagehosts_wire.imgur.resources.images import IMAGES_UPLOAD_VIDEO

    moves = operation is IMAGES_UPLOAD_VIDEO or kind.startswith(("video/", "image/gif"))
    limit = VIDEO_LIMIT if moves else IMAGE_LIMIT
    if size is not None and size > limit:
        raise FileTooLarge(
            f"the file has {size} bytes, and imgur takes {limit} of a"
            f" {'video' if moves else 'picture'}; it was not sent",
            host=operation.api,
            operation=operation.id,
        )


def is_video(source: UploadSource) -> bool:
    """Whether the name of a file, or the media type given with it, is that of a video."""
    if isinstance(source, tuple):
        if len(source) == 3:
            return source[2].startswith("video/")
        name: Any = source[0]
    elif _kind(source) != "file":
        return False
    else:
        name = source if isinstance(source, str) else getattr(source, "name", source)
    return str(name).lower().endswith(VIDEO_SUFFIXES) if not isinstance(name, bytes) else False


def find_deletehash(image: Any) -> str:
    """The deletehash of a picture, by itself or at the end of the address of its delete page."""
    text = image if isinstance(image, str) else getattr(image, "deletehash", None)
    if not text:
        raise InvalidArgument("image", "it has no deletehash; only its owner's answers have one")
    if "/" in text:
        found = re.fullmatch(r"https?://[^/]+/delete/([A-Za-z0-9]+)/?", text)
        if found is None:
            raise InvalidArgument("image", "expected a deletehash or the address of a delete page")
        return found[1]
    return text


def _kind(source: Any) -> str:
    """What the host calls a source of this kind."""
    if isinstance(source, Url):
        return "URL"
    if isinstance(source, Base64):
        return "base64"
    if isinstance(source, str):
        if re.match(r"https?://", source, re.IGNORECASE):
            return "URL"
        if source[:5].lower() == "data:":
            return "base64"
    return "file"


def host_sharing() -> Sharing:
    """What the upload of all hosts must know."""
    from .sharing import sharing

    return sharing()


def upload_operation() -> Operation[Image]:
    """The operation whose options ``upload()`` takes."""
    from imagehosts_wire.imgur.resources.images import IMAGES_UPLOAD

    return IMAGES_UPLOAD


HOST = Host(
    "imgur",
    "imgur",
    sync_client=Imgur,
    async_client=AsyncImgur,
    status="anonymous uploads with an existing client id; no application was registered since 2025",
    upload_operation=upload_operation,
    addresses={"url": "link", "viewer": "page_url", "delete": "delete_url"},
    exports=(Quota, RateLimits),
    sharing=host_sharing,
)
