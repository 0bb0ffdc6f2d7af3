"""ImageShack, version 2 of its API: accounts, pictures, albums and tags.

The operations are grouped as in the spec: ``session``, ``users``, ``images``, ``tags``, ``albums``.
Beside them stand here logging in, uploading in one call, and the addresses of pictures.

Each quirk is a function of its own below the clients; ``specs/imageshack/quirks.yaml`` tells what
it is for.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Unpack, cast
from urllib.parse import quote, urlsplit

from attrs import frozen
from imagehosts_wire.imageshack import api as imageshack
from imagehosts_wire.types import (
    Credential,
    FileInput,
    Operation,
    RawResponse,
    RequestOptions,
    UploadSource,
    Url,
)

from ..core.arguments import values_in_order
from ..core.client import AsyncClient, AsyncOptions, ClientCore, SyncClient, SyncOptions
from ..core.errors import ImageHostError, InvalidArgument, InvalidRequest
from ..core.flow import Flow, Work
from ..core.options import checked_credential as credential_for_a_header
from ..core.quirks import quirk
from ..core.sources import as_text, checked_url
from ..core.text import utf8_of
from ..core.tolerant import MISSING, is_array, is_object
from ..sharing.albums import Album, AlbumPicture
from ..sharing.profile import Fact, Link, Sharing
from . import Host

if TYPE_CHECKING:
    from imagehosts_wire.imageshack import models
    from imagehosts_wire.imageshack.models import (
        BasicImage,
        Bulk,
        Image,
        ImageReference,
        Login,
        Owner,
        Upload,
        User,
    )
    from imagehosts_wire.imageshack.resources.images import (
        ImagesUploadManyOptions,
        ImagesUploadOptions,
    )

    from ..core.files import FilePart

__all__ = [
    "HOST",
    "AsyncImageShack",
    "ImageShack",
    "UploadReport",
    "UploadedFile",
    "failed_items",
    "has_album",
    "has_avatar",
    "image_address",
]

#: So near to its beginning an answer says that it is a success.
FLAG_WITHIN = 80
#: Where the files of pictures are, when neither the picture nor its list says so.
FILES = "imagizer.imageshack.com/"

Arguments = Mapping[str, Any]
Report = Callable[[str, str, Any], None]


@frozen
class UploadedFile:
    """What became of one file of several.

    Attributes:
        name: The name that it was sent under.
        image: The picture that it became; None where it was not stored, or that is not known.
        stored: Whether it was stored; None where the host's answer does not tell.
    """

    name: str
    image: BasicImage | None
    stored: bool | None


@frozen
class UploadReport:
    """What became of several files that were sent in one request.

    Attributes:
        answer: The host's own answer: counts, space, and the pictures that were stored.
        files: Each file in the order in which they were given.
    """

    answer: Upload
    files: tuple[UploadedFile, ...]

    @property
    def passed(self) -> int:
        """How many files were stored, as the host counts."""
        return self.answer.passed

    @property
    def failed(self) -> int:
        """How many files were not stored, as the host counts."""
        return self.answer.failed

    @property
    def failed_files(self) -> tuple[UploadedFile, ...]:
        """The files that were not stored, or of which the answer does not tell."""
        return tuple(file for file in self.files if not file.stored)


class _ImageShackCore(ClientCore):
    """What both clients share, sync and async."""

    api = imageshack.API
    base_url_variable = "IMAGESHACK_BASE_URL"
    environment: ClassVar[Mapping[str, str]] = {
        "api_key": "IMAGESHACK_API_KEY",
        "auth_token": "IMAGESHACK_AUTH_TOKEN",
    }
    credential_help: ClassVar[Mapping[str, str]] = {
        "api_key": "ImageShack gives keys to programs by request, on its page about the API.",
        "auth_token": "login() gets one; where the host wants a captcha, log in with a browser and"
        " take the token from there.",
    }

    def logout(self) -> None:
        """Forget the token. The host knows no call for it, so the token itself lives on."""
        self._credentials.pop("auth_token", None)

    def image_url(
        self, image: Image | BasicImage | ImageReference, base_url: str | None = None
    ) -> str:
        """The whole address of a picture's file.

        Args:
            image: A picture of any answer.
            base_url: The ``base_url`` of the list that it came in, where there was one.

        Raises:
            InvalidArgument: The host said too little of it; get the picture itself first.
        """
        address = image_address(image, base_url)
        here = urlsplit(self.base_url)
        if urlsplit(address).netloc == here.netloc:
            # A host of one's own, such as an emulator, may have no other scheme than this.
            return here.scheme + address[address.index(":") :]
        return address

    # --- what the host changes ---------------------------------------------------------------

    def check_credential(self, operation: Operation[Any] | None, scheme: str, value: object) -> str:
        return checked_credential(scheme, value)

    def credential_slots(self, operation: Operation[Any]) -> Sequence[Credential]:
        return place_credentials(self, operation)

    def adapt_arguments(
        self, operation: Operation[Any], values: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        given = {
            parameter.name: value
            for parameter, value in zip(operation.parameters, values, strict=True)
            if value is not None
        }
        for check in CHECKS:
            check(operation, given)
        return values

    def note_result(self, operation: Operation[Any], values: tuple[Any, ...], result: Any) -> None:
        from imagehosts_wire.imageshack.models import Login

        if isinstance(result, Login):
            keep_token(self, operation, result)

    def is_suspicious(
        self, operation: Operation[Any], response: RawResponse[Any], result: Any
    ) -> bool:
        return not _plainly_succeeds(utf8_of(response)) or _is_hollow(result)

    def normalize_answer(
        self,
        operation: Operation[Any],
        response: RawResponse[Any],
        document: Any,
        report: Report,
    ) -> Any:
        if is_failure(document):
            return document
        kind = operation.result.type() if operation.result.type else None
        if kind is bool:
            return read_boolean(document, response.text, report)
        document = unwrap_result(kind, document, report)
        if is_object(document) and "result" in document:
            from imagehosts_wire.imageshack.resources import albums, tags

            known = document
            if operation is tags.TAGS_OF_IMAGE:
                return {**known, "result": tag_names(known["result"])}
            if "passed" in getattr(kind, "__annotations__", ()):
                name = "albums" if operation in albums.OPERATIONS else "images"
                return {**known, "result": bulk_items(known["result"], name, report)}
        return document

    def says_failure(self, operation: Operation[Any], document: Any) -> bool:
        return is_failure(document)

    # --- flows -------------------------------------------------------------------------------

    def _login(
        self,
        user: str | None,
        password: str | None,
        auth_token: str | None,
        options: RequestOptions | None,
    ) -> Flow[Login]:
        from imagehosts_wire.imageshack.resources import session

        by_name = user is not None and password is not None
        if by_name == (auth_token is not None) or (user is None) != (password is None):
            said = InvalidArgument("login", "give user and password, or auth_token alone")
            raise _of(session.SESSION_LOGIN, said)
        if by_name:
            values = (user, password, None, None)
            login: Login = yield from self.exchange(session.SESSION_LOGIN, values, options)
            return login
        before = self._credentials.get("auth_token")
        self._credentials["auth_token"] = self.check_credential(
            session.SESSION_RESUME, "auth_token", auth_token
        )
        try:
            login = yield from self.exchange(session.SESSION_RESUME, (None, None), options)
        except BaseException:
            # A token that the host refuses does not take the place of one that works.
            self.logout()
            if before is not None:
                self._credentials["auth_token"] = before
            raise
        return login

    def _upload(
        self, source: UploadSource, options: RequestOptions | None, details: Arguments
    ) -> Flow[BasicImage]:
        from imagehosts_wire.imageshack.resources import images

        address = as_text(source)
        operation: Operation[Upload] = images.IMAGES_UPLOAD
        if isinstance(source, Url) or (address is not None and "://" in address):
            operation = images.IMAGES_TRANSLOAD
            what: Arguments = {"urls": [address]}
        elif address is not None:
            what = {"file": b64decode(address)}  # the host reads no base64
        else:
            what = {"file": source}
        given = {**details, **what}
        documented = images.IMAGES_UPLOAD
        values = values_in_order(operation, given, method="upload", documented=documented)
        response = yield from self.exchange(operation, values, options, "raw")
        answer: Upload = response.parse()
        if answer.images:
            return answer.images[0]
        raise _of(operation, _not_stored(answer, response))

    def _upload_files(
        self,
        files: Sequence[FileInput],
        options: RequestOptions | None,
        details: Arguments,
    ) -> Flow[UploadReport]:
        from imagehosts_wire.imageshack.resources.images import IMAGES_UPLOAD_MANY

        from ..core.encoding import checked_sequence

        parts: list[FilePart] = []
        try:
            given = checked_sequence(files, "files")
            parts = yield Work(lambda: _named_apart(given))
        except InvalidArgument as error:
            raise _of(IMAGES_UPLOAD_MANY, error) from None
        arguments = {**details, "files": parts}
        for name in ("titles", "descriptions"):
            if details.get(name) is not None:
                # An empty text holds the place of a picture without one.
                arguments[name] = [text or "" for text in details[name]]
        values = values_in_order(IMAGES_UPLOAD_MANY, arguments, method="upload_files")
        answer: Upload = yield from self.exchange(IMAGES_UPLOAD_MANY, values, options)
        return _report([part.filename for part in parts], answer)


class ImageShack(_ImageShackCore, SyncClient, imageshack.Resources):
    """A client of ImageShack.

    Reading what is public needs no credential, everything else a key, and an account to act for.

    Args:
        api_key: The key of your program; ``IMAGESHACK_API_KEY`` otherwise.
        auth_token: The token of a login; ``IMAGESHACK_AUTH_TOKEN`` otherwise. :meth:`login` gets
            one, which copies made by ``with_options`` share.
        base_url: The API; ``IMAGESHACK_BASE_URL``, or the documented address, otherwise.
        options: See :class:`imagehosts.core.client.SyncOptions`.

    Raises:
        InvalidArgument: An argument cannot be used.
    """

    def __init__(
        self,
        api_key: str | None = None,
        auth_token: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[SyncOptions],
    ) -> None:
        credentials = {"api_key": api_key, "auth_token": auth_token}
        super().__init__(base_url=base_url, credentials=credentials, **options)

    def login(
        self,
        user: str | None = None,
        password: str | None = None,
        *,
        auth_token: str | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """Log in; later calls are those of the account.

        Args:
            user: Name or e-mail address of the account.
            password: Its password.
            auth_token: A token from before, in place of the two. It is tried, and kept only if the
                host takes it.
            options: Settings for this call alone.

        Returns:
            The account and its token, which the client keeps and shows nowhere.

        Raises:
            CaptchaRequired: The host wants a person: log in with a browser and give the token.
            AuthenticationFailed: Name, password or token are wrong.

        Source: imageshack-api-v2.txt, "Imageshack Login".
        """
        return self._run(self._login(user, password, auth_token, options))

    def upload(
        self,
        source: UploadSource,
        *,
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> BasicImage:
        """Upload a picture, or have the host fetch it.

        Args:
            source: A path, bytes, a binary file object, ``(name, content)`` or ``(name, content,
                content type)``; :class:`Base64` or a ``data:`` URL; :class:`Url` or an http(s)
                address, which the host fetches by itself.
            options: Settings for this call alone.
            details: See :class:`ImagesUploadOptions`.

        Returns:
            The picture; :meth:`image_url` tells where its file is.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            InvalidRequest: The host stored nothing, for a reason that it does not tell.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imageshack-api-v2.txt, "Upload image" and "Transload image".
        """
        return self._run(self._upload(source, options, details))

    def upload_files(
        self,
        files: Sequence[FileInput],
        *,
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadManyOptions],
    ) -> UploadReport:
        """Upload several pictures in one request; some may fail while others are stored.

        Files of one name are sent under names that differ, since nothing else in the answer tells
        which is which.

        Args:
            files: Each as for :meth:`upload`, but no address and no base64.
            options: Settings for this call alone.
            details: See :class:`ImagesUploadManyOptions`. An empty title or description holds the
                place of a picture without one.

        Returns:
            What became of each file.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imageshack-api-v2.txt, "Upload image".
        """
        return self._run(self._upload_files(files, options, details))


class AsyncImageShack(_ImageShackCore, AsyncClient, imageshack.AsyncResources):
    """The asynchronous twin of :class:`ImageShack`."""

    def __init__(
        self,
        api_key: str | None = None,
        auth_token: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[AsyncOptions],
    ) -> None:
        credentials = {"api_key": api_key, "auth_token": auth_token}
        super().__init__(base_url=base_url, credentials=credentials, **options)

    async def login(
        self,
        user: str | None = None,
        password: str | None = None,
        *,
        auth_token: str | None = None,
        options: RequestOptions | None = None,
    ) -> Login:
        """Log in; see :meth:`ImageShack.login`."""
        return await self._run(self._login(user, password, auth_token, options))

    async def upload(
        self,
        source: UploadSource,
        *,
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadOptions],
    ) -> BasicImage:
        """Upload a picture, or have the host fetch it; see :meth:`ImageShack.upload`."""
        return await self._run(self._upload(source, options, details))

    async def upload_files(
        self,
        files: Sequence[FileInput],
        *,
        options: RequestOptions | None = None,
        **details: Unpack[ImagesUploadManyOptions],
    ) -> UploadReport:
        """Upload several pictures in one request; see :meth:`ImageShack.upload_files`."""
        flow = self._upload_files(files, options, details)
        return await self._run(flow)


# --- quirks of credentials -----------------------------------------------------------------


@quirk("IS2-01", "IS2-03")
def place_credentials(client: ClientCore, operation: Operation[Any]) -> Sequence[Credential]:
    """Key and token as the spec places them: the key with no GET, so that no log has it from one.

    The body where there is one, else the query. The token goes along with every call that takes
    it, for what a call shows depends on who asks.
    """
    slots = ClientCore.credential_slots(client, operation)
    return [s for s in slots if not (s.scheme == "api_key" and operation.method == "GET")]


@quirk("IS2-02")
def checked_credential(scheme: str, value: object) -> str:
    """A key or token without the quotes and spaces that it is printed with."""
    around = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb"
    if isinstance(value, str) and value != value.strip().strip(around):
        raise InvalidArgument(scheme, "it was copied with the quotes or spaces around it")
    return credential_for_a_header(scheme, value)


@quirk("IS2-04")
def keep_token(client: ClientCore, operation: Operation[Any], login: Any) -> None:
    """The token of a login serves the calls after it."""
    token = getattr(login, "auth_token", None)
    if token:
        checked = client.check_credential(operation, "auth_token", token)
        client._credentials["auth_token"] = checked  # pyright: ignore[reportPrivateUsage]


# --- quirks of arguments: each looks at what is given, and refuses before anything is sent --


@quirk("IS2-05")
def check_cookie_flags(operation: Operation[Any], given: Arguments) -> None:
    """Refuse to be remembered by cookies that are not asked for."""
    if given.get("remember_me") and not given.get("set_cookies"):
        raise InvalidArgument("remember_me", "it means nothing without set_cookies=True")


@quirk("IS2-23")
def refuse_update_without_fields(operation: Operation[Any], given: Arguments) -> None:
    """Refuse a change of several things that changes nothing: for albums that is how to delete."""
    if not set(given) <= {"ids"}:
        return
    from imagehosts_wire.imageshack.resources import albums, images

    if operation in (
        *(albums.ALBUMS_UPDATE_MANY, albums.ALBUMS_UPDATE_MANY_BY_PATCH),
        *(images.IMAGES_UPDATE_MANY, images.IMAGES_UPDATE_MANY_BY_PATCH),
    ):
        fields = [parameter.name for parameter in operation.parameters if not parameter.required]
        raise InvalidArgument(fields[0], f"nothing to change; give one of {', '.join(fields)}")


#: Names that are part of routes where a name stands, by the resource and the argument.
RESERVED = {"username": ("settings", "login"), "image_id": ("tags",)}


@quirk("IS2-27")
def refuse_reserved_name(operation: Operation[Any], given: Arguments) -> None:
    """Refuse a name that would make another call of this one, such as all pictures' tags."""
    for argument, words in RESERVED.items():
        if operation.path.endswith(f"/{{{argument}}}") and given.get(argument) in words:
            raise InvalidArgument(
                argument, f"{given[argument]!r} is a word of the API's own there, and out of reach"
            )


PAIRS = (("first_name", "last_name"), ("avatar_server", "avatar_filename"))


@quirk("IS2-32")
def check_pairs(operation: Operation[Any], given: Arguments) -> None:
    """Refuse one half of what the host takes in pairs only."""
    for pair in PAIRS:
        here = [name for name in pair if name in given]
        if len(here) == 1:
            (missing,) = set(pair) - set(here)
            raise InvalidArgument(missing, f"the host wants it together with {here[0]}")


@quirk("IS2-34")
def check_titles(operation: Operation[Any], given: Arguments) -> None:
    """Refuse titles that no picture would get, and two spellings of titles at once."""
    pictures = given.get("files", given.get("urls"))
    if not isinstance(pictures, (list, tuple)):
        return
    count = len(cast("Sequence[Any]", pictures))
    for one, several in (("title", "titles"), ("description", "descriptions")):
        texts = given.get(several)
        if isinstance(texts, (list, tuple)) and len(cast("Sequence[Any]", texts)) > count:
            number = len(cast("Sequence[Any]", texts))
            pictures_given = f"{count} picture{'s' if count != 1 else ''}"
            raise InvalidArgument(several, f"{number} for {pictures_given}")
        if one in given and several in given:
            raise InvalidArgument(one, f"give it or {several}, not both")
        if one in given and count > 1:
            raise InvalidArgument(one, f"it is for one picture; give {several} for {count}")


ALBUM_DESCRIPTION = 200


@quirk("IS2-42")
def check_album_description(operation: Operation[Any], given: Arguments) -> None:
    """Refuse a description of an album that is longer than the host keeps."""
    text = given.get("description")
    length = len(text) if isinstance(text, str) else 0
    if length <= ALBUM_DESCRIPTION:
        return
    from imagehosts_wire.imageshack.resources import albums

    if operation in albums.OPERATIONS:
        raise InvalidArgument(
            "description", f"at most {ALBUM_DESCRIPTION} characters, got {length}"
        )


@quirk("IS2-43")
def refuse_no_tags(operation: Operation[Any], given: Arguments) -> None:
    """Refuse an empty list where the host takes a missing one for all there is."""
    for parameter in operation.parameters:
        is_list = parameter.encode == "csv" or parameter.encode.startswith("list:")
        if not (is_list and parameter.required and parameter.name in given):
            continue
        if not _has_items(given[parameter.name]):
            from imagehosts_wire.imageshack.resources.tags import TAGS_DELETE, TAGS_DELETE_MANY

            deletes = operation in (TAGS_DELETE, TAGS_DELETE_MANY)
            clears = deletes and parameter.name == "tags"
            way = "; to take all tags away use clear()" if clears else ""
            raise InvalidArgument(parameter.name, f"name at least one{way}")


@quirk("IS2-76")
def check_private_flags(operation: Operation[Any], given: Arguments) -> None:
    """Refuse to be shown private things alone and no private things."""
    if given.get("show_only_private") and given.get("show_private") is False:
        raise InvalidArgument("show_only_private", "it contradicts show_private=False")


CHECKS: tuple[Callable[[Operation[Any], Arguments], None], ...] = (
    check_cookie_flags,
    refuse_update_without_fields,
    refuse_reserved_name,
    check_pairs,
    check_titles,
    check_album_description,
    refuse_no_tags,
    check_private_flags,
)


# --- quirks of answers ---------------------------------------------------------------------


@quirk("IS2-12")
def unwrap_result(kind: Any, document: Any, report: Report) -> Any:
    """An answer in its envelope; one that came bare, as the document's examples are, gets one."""
    if is_object(document):
        names = {name for name in getattr(kind, "__annotations__", {}) if name[0] != "_"}
        if "result" in document or "success" in document or not names & set(document):
            return document
    elif not is_array(document):
        return document
    report("", "an envelope with the member result", "the result alone")
    return {"result": document}


@quirk("IS2-13")
def is_failure(document: Any) -> bool:
    """Whether an answer says that the call failed: by its flag, or by an error with or without."""
    if not is_object(document):
        return False
    return document.get("success") in (False, "false", "FALSE") or bool(document.get("error"))


YES, NO = ("true", "1", "yes", "y"), ("false", "0", "no", "n")


@quirk("IS2-15")
def read_boolean(document: Any, text: str, report: Report) -> Any:
    """Yes or no, whether in the envelope, as a bare boolean, or as a word in any case."""
    # TRUE and FALSE in capitals are not JSON.
    value = text if document is MISSING else document
    enveloped = is_object(value) and "result" in value
    if is_object(value):
        value = value.get("result")
    word = str(value).strip().lower() if isinstance(value, (str, bool, int)) else ""
    if word not in YES and word not in NO:
        return document
    if not enveloped or not isinstance(value, bool):
        report("/result", "boolean", value)
    return {"result": word in YES}


@quirk("IS2-61")
def tag_names(value: Any) -> Any:
    """Names of tags, whether they come as text, as models, or as the keys of an object."""
    if is_object(value):
        return list(value)
    if not is_array(value):
        return value
    return [item.get("name", item.get("tag")) if is_object(item) else item for item in value]


@quirk("IS2-64")
def bulk_items(result: Any, name: str, report: Report) -> Any:
    """The one list of an answer under the name that the spec gives it."""
    if not is_object(result) or "images" in result or "albums" in result:
        return result
    lists = [member for member, value in result.items() if is_array(value)]
    if len(lists) != 1:
        return result
    report(f"/result/{lists[0]}", f"a list called {name}", f"one called {lists[0]}")
    return {**result, name: result[lists[0]]}


@quirk("IS2-54")
def has_album(image: Image | BasicImage) -> bool:
    """Whether a picture is in an album: a missing one, a null id and an empty id all say no."""
    return image.album is not None and bool(image.album.id)


@quirk("IS2-59")
def has_avatar(account: User | Login | Owner) -> bool:
    """Whether an account has a picture that stands for it; server 0 without a name is not one."""
    avatar = account.avatar
    return avatar is not None and bool(avatar.filename) and avatar.server != 0


@quirk("IS2-73")
def complete_address(address: str) -> str:
    """An address with the scheme that the host leaves out."""
    if not re.match(r"https?://", address, re.IGNORECASE):
        address = "https://" + address.removeprefix("//")
    return checked_url(address, "image")


@quirk("IS2-62", "IS2-73")
def image_address(image: Image | BasicImage | ImageReference, base_url: str | None = None) -> str:
    """The whole address of a picture's file.

    The direct link where there is one; else made from server, directory and file name, with the
    ``img`` that the document's rule leaves out.

    Args:
        image: A picture of any answer.
        base_url: The ``base_url`` of the list that it came in, where there was one.

    Raises:
        InvalidArgument: The directory is not known; get the picture itself first.
    """
    link = getattr(image, "direct_link", None)
    if link:
        return complete_address(link)
    if not image.server or image.bucket is None or not image.filename:
        raise InvalidArgument(
            "image", "the host did not say where its file is; get the picture itself first"
        )
    root = (base_url or FILES).rstrip("/")
    name = quote(image.filename, safe="")
    return complete_address(f"{root}/img{image.server}/{image.bucket}/{name}")


@quirk("IS2-65")
def failed_items(asked: Iterable[str], answer: Bulk | Upload) -> list[str]:
    """Which of several things failed, in the order in which they were asked for.

    The host counts failures and does not list them, so they are those that are not in the answer.

    Args:
        asked: The ids that were asked for; of an upload the names of its files.
        answer: The answer.
    """
    found: set[Any] = set()
    for item in (*(answer.images or ()), *(getattr(answer, "albums", None) or ())):
        found |= {item.id, getattr(item, "original_filename", None)}
    return [name for name in asked if name not in found]


# --- helpers -------------------------------------------------------------------------------


def _of(operation: Operation[Any], error: ImageHostError) -> ImageHostError:
    """An error that says which call it belongs to."""
    error.host, error.operation = operation.api, operation.id
    return error


def _plainly_succeeds(content: bytes) -> bool:
    """Whether an answer is sure to be no failure; all others are looked at member by member."""
    head = content[:FLAG_WITHIN].replace(b" ", b"")
    return b'"error"' not in content and b'"success":true' in head


def _is_hollow(result: Any) -> bool:
    """Whether things went well that are under none of the names which the spec has for them."""
    return (
        bool(getattr(result, "passed", 0))
        and result.images is None
        and not getattr(result, "albums", None)
    )


def _has_items(value: Any) -> bool:
    if isinstance(value, str):
        return any(item.strip() for item in value.split(","))
    return not hasattr(value, "__len__") or len(value) > 0


def _named_apart(files: Sequence[Any]) -> list[FilePart]:
    """The files, made ready; of several with one name all but the first get a number."""
    from ..core.files import prepare_file

    parts = [prepare_file(file, argument=f"files[{at}]") for at, file in enumerate(files)]
    taken: set[str] = set()
    for part in parts:
        stem, dot, extension = part.filename.rpartition(".")
        stem, ending = (stem, dot + extension) if dot else (extension, "")
        number = 2
        while part.filename in taken:
            part.filename = f"{stem}-{number}{ending}"
            number += 1
        taken.add(part.filename)
    return parts


def _report(names: Sequence[str], answer: Upload) -> UploadReport:
    """Each file with its picture: by name, since the answer has no place for those that failed."""
    images = answer.images or []
    by_name = {image.original_filename: image for image in images}
    failed = set(failed_items(names, answer))
    if len(names) - len(failed) == len(images):
        files = [UploadedFile(name, by_name.get(name), name not in failed) for name in names]
    elif len(images) == len(names):
        # The host has other names for them; none is missing, so their order tells.
        files = [UploadedFile(*pair, True) for pair in zip(names, images, strict=True)]
    else:
        # Two files of one name in the answer, or a name that is not one of ours.
        files = [
            UploadedFile(name, by_name.get(name), True if name in by_name else None)
            for name in names
        ]
    return UploadReport(answer, tuple(files))


def _not_stored(answer: Upload, response: RawResponse[Any]) -> InvalidRequest:
    limits = {"takes files of": answer.max_filesize, "has space left for": answer.space_left}
    known = " and ".join(f"{what} {size} kilobytes" for what, size in limits.items() if size)
    return InvalidRequest(
        "the host stored nothing and does not say why" + (f"; it {known}" if known else ""),
        response=response,
    )


def upload_operation() -> Operation[Upload]:
    """The operation whose options ``upload()`` takes."""
    from imagehosts_wire.imageshack.resources.images import IMAGES_UPLOAD

    return IMAGES_UPLOAD


def sharing() -> Sharing:
    """What the upload of all hosts must know."""
    return Sharing(
        members={"delete": "id"},
        sites=("imageshack.com", "imageshack.us"),
        links=(
            Link(r"/i/(?P<handle>[A-Za-z0-9]+)/?", "picture"),
            Link(r"/(?:a/)?img\d+/\d+/[^/]+", "picture"),
        ),
        deletes=Fact("account", "the document, Delete image"),
        delete=lambda client, handle: client.images.delete(handle),
        max_bytes=Fact(
            dict.fromkeys(("image", "animation"), 25 * 1024 * 1024), "zenden2k/uptooda's list"
        ),
        by_address=Fact(True, "the document, Transload image"),
        anonymous=Fact(False, "the document"),
        known_problems=(
            Fact("the login asks for a captcha", "ShareX/ShareX#8203, since October 2025"),
        ),
        albums=lambda: ImageShackAlbums,
        recent=recent,
        expressions={"URL": "https://{json:result.images[0].direct_link}"},
        who=lambda client: client.session.resume().username,
        sign_in=sign_in,
    )


def sign_in(
    client: Any, known: dict[str, str], ask: Callable[[str, str, bool], str]
) -> dict[str, str]:
    """A token for the name and the password of an account, where no token was given."""
    if "auth_token" in known:
        return known
    user = ask("user name or e-mail address", "", False)
    login = client.login(user, ask("password", "", True))
    return {**known, "auth_token": login.auth_token}


def recent(client: Any) -> Any:
    """The pictures that the account uploaded last, newest first."""
    return client.users.images(client.session.resume().username, show_private=True)


class ImageShackAlbums:
    """The albums of an account."""

    description_limit: int | None = 200

    def __init__(self, client: ImageShack) -> None:
        self._client = client

    def create(self, title: str, description: str | None, private: bool | None) -> Album:
        public = None if private is None else not private
        return _album(self._client.albums.create(title, description=description, public=public))

    def all(self) -> Iterator[Album]:
        user = self._client.session.resume().username
        return map(_album, self._client.users.albums(user, show_private=True))

    def show(self, album: str) -> Album:
        return _album(self._client.albums.get(album))

    def pictures(self, album: str) -> Iterator[AlbumPicture]:
        for image in self._client.albums.images(album):
            whole = self._client.images.get(image.id)
            yield AlbumPicture(
                image.id,
                self._client.image_url(image),
                whole.title or None,
                whole.description or None,
                tuple(whole.tags or ()),
            )

    def add(self, album: str, pictures: Sequence[str]) -> None:
        self._client.albums.add_images(album, pictures)

    def remove(self, album: str, pictures: Sequence[str]) -> None:
        self._client.albums.remove_images(album, pictures)

    def delete(self, album: str) -> None:
        self._client.albums.delete(album)


def _album(found: models.Album | models.BasicAlbum) -> Album:
    description = getattr(found, "description", None)
    return Album(found.id, found.id, found.title, description or None, None, found.total)


HOST = Host(
    "imageshack",
    "ImageShack",
    sync_client=ImageShack,
    async_client=AsyncImageShack,
    status="public pictures can be read; since late 2025 the login needs a captcha, so everything"
    " else requires a token from a browser, in IMAGESHACK_AUTH_TOKEN",
    upload_operation=upload_operation,
    addresses={"url": "image_url"},
    sharing=sharing,
)
