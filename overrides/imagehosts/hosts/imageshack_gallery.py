"""The ImageShack Gallery API: galleries of pictures that ImageShack has already, in XML.

The operations are in ``galleries``, as in the spec, each with the gallery's server and name. The
clients' own methods take a gallery as it came in an answer instead, send the call to its server as
its owner, and keep the token that lets the owner in.

Each quirk is a function of its own below the clients; ``specs/imageshack_gallery/quirks.yaml``
tells what it is for.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, Unpack

from attrs import field, frozen
from imagehosts_wire.imageshack_gallery import api as gallery_api
from imagehosts_wire.types import AsyncPager, Credential, Operation, Page, RequestOptions

from ..core.arguments import values_in_order
from ..core.client import AsyncClient, AsyncOptions, ClientCore, SyncClient, SyncOptions
from ..core.encoding import checked_sequence
from ..core.errors import InvalidArgument
from ..core.flow import Flow
from ..core.options import checked_credential
from ..core.quirks import quirk
from . import Host

if TYPE_CHECKING:
    from imagehosts_wire.imageshack.models import BasicImage, Image
    from imagehosts_wire.imageshack_gallery.models import Gallery, GalleryEntry, GalleryFile

PictureInput: TypeAlias = "Picture | GalleryFile | BasicImage | Image | str"
"""A picture on ImageShack: by reference, as a text, or as it came in an answer of either API."""
GalleryInput: TypeAlias = "Gallery | GalleryEntry | GalleryReference | str"
"""A gallery: as it came in an answer, by reference, or as a text such as ``img123/my_gallery``."""

__all__ = [
    "HOST",
    "AsyncImageShackGallery",
    "GalleryInput",
    "GalleryReference",
    "ImageShackGallery",
    "Picture",
    "PictureInput",
]


T = TypeVar("T")


@frozen
class Picture:
    """A picture on ImageShack, as galleries refer to it.

    Width, height and thumbnail go together: all of them or none.

    Attributes:
        server: Number of its server.
        bucket: Number of its folder there.
        name: Its file name with extension.
        width: Width in pixels.
        height: Height in pixels.
        thumbnail: Whether there is a thumbnail of it.
    """

    server: int
    bucket: int
    name: str
    width: int | None = None
    height: int | None = None
    thumbnail: bool | None = None

    def __attrs_post_init__(self) -> None:
        check_picture(self)

    @classmethod
    def parse(cls, text: str) -> Picture:
        """The picture that a text such as ``img123/4567/lake.jpg;640;480;y`` refers to.

        Raises:
            InvalidArgument: The text is not of this form.
        """
        return parse_picture(text)

    def __str__(self) -> str:
        """As every call takes it: ``img123/4567/lake.jpg``."""
        return f"img{self.server}/{self.bucket}/{self.name}"

    @property
    def packed(self) -> str:
        """As creating a gallery takes it, with size and thumbnail where they are known."""
        return pack_picture(self)


@frozen
class GalleryReference:
    """What it takes to reach a gallery, and to change it.

    Attributes:
        server: Number of its server.
        name: Its name there.
        token: The token that owns it, where it is not a registered user's.
    """

    server: int
    name: str
    token: str | None = field(default=None, repr=False)


class _GalleryCore(ClientCore):
    """What both clients share, sync and async."""

    api = gallery_api.API
    base_url_variable = "IMAGESHACK_GALLERY_BASE_URL"
    environment: ClassVar[Mapping[str, str]] = {
        "cookie": "IMAGESHACK_GALLERY_COOKIE",
        "token": "IMAGESHACK_GALLERY_TOKEN",
    }
    credential_help: ClassVar[Mapping[str, str]] = {
        "cookie": "A browser that is logged in to ImageShack has it. With a token alone, edit the"
        " gallery and name the pictures to keep.",
        "token": "Creating a gallery makes one; a gallery that came from that knows its own.",
    }

    def credential_slots(self, operation: Operation[Any]) -> Sequence[Credential]:
        return choose_credential(self, operation)

    # --- flows -------------------------------------------------------------------------------

    def _create(
        self,
        images: Sequence[PictureInput],
        title: str | None,
        name: str | None,
        options: RequestOptions | None,
    ) -> Flow[Gallery]:
        from imagehosts_wire.imageshack_gallery.resources.galleries import GALLERIES_CREATE

        try:
            given = {"images": pictures(images, packed=True), "title": title, "name": name}
        except InvalidArgument as error:
            self._place(error, GALLERIES_CREATE)
            raise
        made: Gallery = yield from self.exchange(
            GALLERIES_CREATE, values_in_order(GALLERIES_CREATE, given), options
        )
        sent = None if "cookie" in self._credentials else self._credentials.get("token")
        return keep_token(made, sent)

    def _on_gallery(
        self,
        operation: Operation[Any],
        gallery: GalleryInput,
        options: RequestOptions | None,
        further: Callable[[], Mapping[str, Any]] = dict,
    ) -> Flow[Any]:
        """A call for a gallery: to its server, as its owner."""
        try:
            reference = reference_to(gallery)
            given = {**further(), "server": reference.server, "gallery": reference.name}
            caller = self._owning(reference.token)
        except InvalidArgument as error:
            self._place(error, operation)
            raise
        answer = yield from caller.exchange(operation, values_in_order(operation, given), options)
        return keep_token(answer, reference.token)

    def _owning(self, token: str | None) -> _GalleryCore:
        """This client with the token of a gallery in place of its own."""
        if token is None:
            return self
        _ = self._drift  # made before the copy, so that both count on one
        clone = copy.copy(self)
        clone._credentials = {**self._credentials, "token": checked_credential("token", token)}
        return clone

    # Each method of the clients is one of these.

    def _edit(
        self,
        gallery: GalleryInput,
        images: Sequence[PictureInput],
        title: str | None,
        options: RequestOptions | None,
    ) -> Flow[Gallery]:
        from imagehosts_wire.imageshack_gallery.resources.galleries import GALLERIES_EDIT

        def further() -> Mapping[str, Any]:
            return {"images": pictures(images), "title": title_to_send(gallery, title)}

        return self._on_gallery(GALLERIES_EDIT, gallery, options, further)

    def _add(
        self,
        gallery: GalleryInput,
        images: Sequence[PictureInput],
        options: RequestOptions | None,
    ) -> Flow[Gallery]:
        from imagehosts_wire.imageshack_gallery.resources.galleries import GALLERIES_ADD

        return self._on_gallery(
            GALLERIES_ADD, gallery, options, lambda: {"images": pictures(images)}
        )

    def _delete_image(
        self, gallery: GalleryInput, image: PictureInput, options: RequestOptions | None
    ) -> Flow[Gallery]:
        from imagehosts_wire.imageshack_gallery.resources.galleries import GALLERIES_DELETE_IMAGE

        def further() -> Mapping[str, Any]:
            return {"image": write_picture(image, "image")}

        return self._on_gallery(GALLERIES_DELETE_IMAGE, gallery, options, further)

    def _delete(self, gallery: GalleryInput, options: RequestOptions | None) -> Flow[None]:
        from imagehosts_wire.imageshack_gallery.resources.galleries import GALLERIES_DELETE

        yield from self._on_gallery(GALLERIES_DELETE, gallery, options)

    def _view(self, gallery: GalleryInput, options: RequestOptions | None) -> Flow[Gallery]:
        from imagehosts_wire.imageshack_gallery.resources.galleries import GALLERIES_VIEW

        return self._on_gallery(GALLERIES_VIEW, gallery, options)


class ImageShackGallery(_GalleryCore, SyncClient, gallery_api.Resources):
    """A client of the ImageShack Gallery API.

    Looking needs no credential, and neither does creating: the host then makes a token, and the
    gallery that comes back holds it.

    Args:
        cookie: The cookie of a registered user; ``IMAGESHACK_GALLERY_COOKIE`` otherwise. It counts
            before any token.
        token: A token for all galleries that are made, and for those that hold none;
            ``IMAGESHACK_GALLERY_TOKEN`` otherwise.
        base_url: The API; ``IMAGESHACK_GALLERY_BASE_URL``, or the documented address, otherwise.
            Any other than the documented one gets all calls, those for galleries on other servers
            too.
        options: See :class:`imagehosts.core.client.SyncOptions`.

    Raises:
        InvalidArgument: An argument cannot be used.
    """

    def __init__(
        self,
        cookie: str | None = None,
        token: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[SyncOptions],
    ) -> None:
        credentials = {"cookie": cookie, "token": token}
        super().__init__(base_url=base_url, credentials=credentials, **options)

    def create_gallery(
        self,
        images: Sequence[PictureInput],
        *,
        title: str | None = None,
        name: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Make a gallery of pictures that are on ImageShack.

        Args:
            images: The pictures in their order: :class:`Picture`, pictures of another gallery, or
                texts such as ``img123/4567/lake.jpg`` or ``img123/4567/lake.jpg;640;480;y``.
            title: Its title.
            name: The name that it should have. A taken one gets random characters appended, so
                read the name from the result; without one it is called after the first picture.
            options: Settings for this call alone.

        Returns:
            The gallery. It holds the token that owns it, where no cookie does, and shows it
            nowhere: keep ``gallery.uploader.token`` if you want to change the gallery later.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            InvalidRequest: The host has none of these pictures, or does not know the reference.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imageshack-gallery-api.txt, "create".
        """
        return self._run(self._create(images, title, name, options))

    def edit_gallery(
        self,
        gallery: GalleryInput,
        images: Sequence[PictureInput],
        *,
        title: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Replace the pictures of a gallery, and its title where one is given.

        Args:
            gallery: A gallery of an answer, a :class:`GalleryReference`, or a text such as
                ``img123/my_gallery``.
            images: All pictures that it should have; see :meth:`create_gallery`.
            title: Its new title; the one that the given gallery has stays otherwise.
            options: Settings for this call alone.

        Returns:
            The gallery as it is now.

        Raises:
            InvalidArgument: An argument cannot be sent; nothing was.
            AuthenticationFailed: It takes the cookie or the token of its owner.
            PermissionDenied: The gallery belongs to somebody else.
            NotFound: There is no such gallery.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imageshack-gallery-api.txt, "edit".
        """
        return self._run(self._edit(gallery, images, title, options))

    def add_images(
        self,
        gallery: GalleryInput,
        images: Sequence[PictureInput],
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Add pictures to a gallery, behind those that it has.

        Args:
            gallery: See :meth:`edit_gallery`.
            images: The pictures to add; see :meth:`create_gallery`.
            options: Settings for this call alone.

        Returns:
            The gallery as it is now.

        Raises:
            ImageHostError: As for :meth:`edit_gallery`.

        Source: imageshack-gallery-api.txt, "add".
        """
        return self._run(self._add(gallery, images, options))

    def delete_image(
        self,
        gallery: GalleryInput,
        image: PictureInput,
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Take a picture out of a gallery of a registered user; the picture itself stays.

        Args:
            gallery: See :meth:`edit_gallery`.
            image: The picture; see :meth:`create_gallery`.
            options: Settings for this call alone.

        Returns:
            The gallery as it is now.

        Raises:
            MissingCredentials: There is no cookie, and a token does not do here: use
                :meth:`edit_gallery` with the pictures to keep.
            ImageHostError: As for :meth:`edit_gallery`.

        Source: imageshack-gallery-api.txt, "delete_image".
        """
        return self._run(self._delete_image(gallery, image, options))

    def delete_gallery(
        self, gallery: GalleryInput, *, options: RequestOptions | None = None
    ) -> None:
        """Delete a gallery; its pictures stay where they are.

        Args:
            gallery: See :meth:`edit_gallery`.
            options: Settings for this call alone.

        Raises:
            ImageHostError: As for :meth:`edit_gallery`.

        Source: imageshack-gallery-api.txt, "delete".
        """
        self._run(self._delete(gallery, options))

    def view_gallery(
        self, gallery: GalleryInput, *, options: RequestOptions | None = None
    ) -> Gallery:
        """Get a gallery as it is now; anybody may, and no credential goes along.

        Args:
            gallery: See :meth:`edit_gallery`.
            options: Settings for this call alone.

        Returns:
            The gallery, with the token that the given one held.

        Raises:
            NotFound: There is no such gallery.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imageshack-gallery-api.txt, "view".
        """
        return self._run(self._view(gallery, options))

    def list_galleries(
        self,
        user: str,
        *,
        start: int | None = None,
        limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[GalleryEntry]:
        """List the galleries of a registered user; iterate over the result for all of them.

        Args:
            user: Name of the user.
            start: Number of the first gallery, counted from 0.
            limit: How many to ask for at a time, 1 to 100; the host gives 20 otherwise.
            options: Settings for each of the calls.

        Raises:
            NotFound: The user has no galleries.
            ImageHostError: Everything else that can go wrong; see :mod:`imagehosts.core.errors`.

        Source: imageshack-gallery-api.txt, "gallery_list".
        """
        return self.galleries.list(user, start=start, limit=limit, options=options)


class AsyncImageShackGallery(_GalleryCore, AsyncClient, gallery_api.AsyncResources):
    """The asynchronous twin of :class:`ImageShackGallery`."""

    def __init__(
        self,
        cookie: str | None = None,
        token: str | None = None,
        *,
        base_url: str | None = None,
        **options: Unpack[AsyncOptions],
    ) -> None:
        credentials = {"cookie": cookie, "token": token}
        super().__init__(base_url=base_url, credentials=credentials, **options)

    async def create_gallery(
        self,
        images: Sequence[PictureInput],
        *,
        title: str | None = None,
        name: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Make a gallery; see :meth:`ImageShackGallery.create_gallery`."""
        return await self._run(self._create(images, title, name, options))

    async def edit_gallery(
        self,
        gallery: GalleryInput,
        images: Sequence[PictureInput],
        *,
        title: str | None = None,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Replace what a gallery holds; see :meth:`ImageShackGallery.edit_gallery`."""
        return await self._run(self._edit(gallery, images, title, options))

    async def add_images(
        self,
        gallery: GalleryInput,
        images: Sequence[PictureInput],
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Add pictures to a gallery; see :meth:`ImageShackGallery.add_images`."""
        return await self._run(self._add(gallery, images, options))

    async def delete_image(
        self,
        gallery: GalleryInput,
        image: PictureInput,
        *,
        options: RequestOptions | None = None,
    ) -> Gallery:
        """Take a picture out of a gallery; see :meth:`ImageShackGallery.delete_image`."""
        return await self._run(self._delete_image(gallery, image, options))

    async def delete_gallery(
        self, gallery: GalleryInput, *, options: RequestOptions | None = None
    ) -> None:
        """Delete a gallery; see :meth:`ImageShackGallery.delete_gallery`."""
        await self._run(self._delete(gallery, options))

    async def view_gallery(
        self, gallery: GalleryInput, *, options: RequestOptions | None = None
    ) -> Gallery:
        """Get a gallery as it is now; see :meth:`ImageShackGallery.view_gallery`."""
        return await self._run(self._view(gallery, options))

    def list_galleries(
        self,
        user: str,
        *,
        start: int | None = None,
        limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[GalleryEntry]:
        """List a user's galleries; see :meth:`ImageShackGallery.list_galleries`."""
        return self.galleries.list(user, start=start, limit=limit, options=options)


# --- quirks of credentials -----------------------------------------------------------------


@quirk("ISG-08")
def choose_credential(client: ClientCore, operation: Operation[Any]) -> Sequence[Credential]:
    """The cookie where there is one, else the token; the host looks at the cookie first anyway."""
    slots = ClientCore.credential_slots(client, operation)
    cookies = [slot for slot in slots if slot.scheme == "cookie"]
    return cookies or slots


@quirk("ISG-09", "ISG-14")
def keep_token(answer: T, token: str | None) -> T:
    """A gallery with the token that owns it, which not every answer repeats."""
    from imagehosts_wire.imageshack_gallery.models import Gallery

    if isinstance(answer, Gallery) and token is not None and not answer.uploader.token:
        answer.uploader.token = token
    return answer


# --- quirks of galleries -------------------------------------------------------------------


@quirk("ISG-02")
def reference_to(gallery: GalleryInput) -> GalleryReference:
    """Server and name of a gallery, which only together tell which one it is."""
    if isinstance(gallery, GalleryReference):
        return gallery
    if isinstance(gallery, str):
        match = re.fullmatch(r"img([0-9]{1,6})/([^/]+)", gallery)
        if match is None:
            raise InvalidArgument(
                "gallery", f"expected a text such as img123/my_gallery, got {_shown(gallery)}"
            )
        return GalleryReference(int(match[1]), match[2])
    server, name = getattr(gallery, "server", None), getattr(gallery, "name", None)
    if not isinstance(server, int) or not isinstance(name, str) or hasattr(gallery, "bucket"):
        raise InvalidArgument(
            "gallery", f"expected a gallery or a reference to one, got {type(gallery).__name__}"
        )
    uploader = getattr(gallery, "uploader", None)
    return GalleryReference(server, name, (uploader and uploader.token) or None)


@quirk("ISG-21")
def title_to_send(gallery: GalleryInput, title: str | None) -> str | None:
    """The title for an edited gallery: whether a missing one clears it is not documented."""
    if title is not None:
        return title
    known = "" if isinstance(gallery, str) else getattr(gallery, "title", "")
    return known or None


# --- quirks of pictures --------------------------------------------------------------------

_PICTURE = re.compile(
    r"img(?P<server>[0-9]{1,6})/(?P<bucket>[0-9]{1,9})/(?P<name>[^/;]+)"
    r"(?:;(?P<width>[0-9]{1,9});(?P<height>[0-9]{1,9});(?P<thumbnail>[yn]))?"
)


@quirk("ISG-19")
def parse_picture(text: str, argument: str = "image") -> Picture:
    """The picture that a text refers to: neither scheme nor host, and the parts in their order."""
    match = _PICTURE.fullmatch(text)
    if match is None:
        raise InvalidArgument(
            argument, f"expected a text such as img123/4567/lake.jpg, got {_shown(text)}"
        )
    server, bucket, name, width, height, thumbnail = match.groups()
    if width is None:
        return Picture(int(server), int(bucket), name)
    return Picture(int(server), int(bucket), name, int(width), int(height), thumbnail == "y")


@quirk("ISG-17")
def pack_picture(picture: Picture) -> str:
    """A picture with its size and whether it has a thumbnail, which creating alone takes."""
    if picture.width is None:
        return str(picture)
    return f"{picture};{picture.width};{picture.height};{'y' if picture.thumbnail else 'n'}"


def check_picture(picture: Picture) -> None:
    """Refuse what cannot be written: some parts without others, or a name that ends early."""
    for part in ("server", "bucket", "width", "height"):
        value: object = getattr(picture, part)
        optional = part in ("width", "height")
        if value is None and optional:
            continue
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise InvalidArgument(part, f"expected a whole number, got {_shown(value)}")
    name: Any = getattr(picture, "name")  # noqa: B009 - anything may have been given
    if not (isinstance(name, str) and re.fullmatch(r"[^/;\x00-\x1f\x7f]+", name)):
        raise InvalidArgument("name", f"expected a file name without / and ;, got {_shown(name)}")
    known = [part is not None for part in (picture.width, picture.height, picture.thumbnail)]
    if any(known) and not all(known):
        raise InvalidArgument("picture", "give width, height and thumbnail together, or none")


@quirk("ISG-16")
def pictures(images: Sequence[PictureInput], *, packed: bool = False) -> list[str]:
    """Pictures as an array, also where it is one: the form that creating and adding share."""
    given = checked_sequence(images, "images")
    if not given:
        raise InvalidArgument("images", "name at least one picture")
    return [
        write_picture(image, f"images[{index}]", packed=packed) for index, image in enumerate(given)
    ]


@quirk("ISG-18")
def write_picture(image: PictureInput, argument: str, *, packed: bool = False) -> str:
    """A picture as a call takes it: by reference, for this API uploads nothing."""
    if isinstance(image, str):
        picture = parse_picture(image, argument)
        if picture.width is not None and not packed:
            raise InvalidArgument(
                argument, f"only creating takes a size; leave out what follows {picture}"
            )
        return image  # as it was given: its numbers may have zeros in front
    if isinstance(image, Picture):
        picture = image
    else:
        picture = _picture_of(image, argument)
    return picture.packed if packed else str(picture)


def _picture_of(image: Any, argument: str) -> Picture:
    """The picture of an answer: of a gallery, or of ImageShack's other API, which says filename."""
    name = getattr(image, "filename", None) or getattr(image, "name", None)
    server, bucket = getattr(image, "server", None), getattr(image, "bucket", None)
    if server is None or bucket is None or name is None:
        raise InvalidArgument(
            argument,
            f"expected a Picture or a text such as img123/4567/lake.jpg, got"
            f" {type(image).__name__}",
        )
    thumbnail = getattr(image, "thumbnail", None)
    if thumbnail is None:
        return Picture(server, bucket, name)
    return Picture(server, bucket, name, image.width, image.height, thumbnail)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


HOST = Host(
    "imageshack_gallery",
    "ImageShack Gallery API",
    sync_client=ImageShackGallery,
    async_client=AsyncImageShackGallery,
    status="historical, from 2009: no working server is known; it uploads nothing",
    needs_key=False,
    uploads_nothing="it makes galleries of pictures that are on ImageShack: upload them there",
)
