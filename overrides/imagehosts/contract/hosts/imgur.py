"""What may be tried on imgur with a client id of one's own.

It reads what is public, and uploads a few pictures of a few pixels without an account. Each has a
deletehash, by which it is deleted; nothing else is touched.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from imagehosts_wire.imgur.resources import albums, images

from ...core.errors import AuthenticationFailed, InvalidRequest, NotFound, PermissionDenied
from ..checks import Checks, Making
from ..ledger import Entry, Undo
from ..run import Run, tiny_picture

CHECKS = Checks()


def upload(run: Run, **details: Any) -> tuple[Any, bytes, Entry]:
    """A new picture, what was sent, and its entry in the ledger."""
    content = tiny_picture()
    image, entry = run.create(
        "picture",
        "upload",
        ("contract.png", content),
        shown=lambda made: made.link,
        undo=lambda made: Undo("images.delete", (made.deletehash,)),
        **details,
    )
    return image, content, entry


@CHECKS.first
def the_client_id_is_taken(run: Run) -> None:
    """The credits can be read with any client id that imgur knows."""
    try:
        run.call("credits.get")
    except (AuthenticationFailed, PermissionDenied) as error:
        raise run.refuses_key(error) from error


@CHECKS.reads("credits can be read and agree with the headers")
def _(run: Run) -> None:
    credits = run.call("credits.get")
    limits = run.client.rate_limits
    run.same("limit of the user", credits.user_limit, limits.user.limit)
    run.same("limit of the client", credits.client_limit, limits.client.limit)


@CHECKS.reads("the gallery can be read")
def _(run: Run) -> None:
    for item in islice(run.call("gallery.browse", section="hot"), 5):
        run.holds(item.id and item.title is not None, "an item of the gallery has no id or title")


@CHECKS.creates("an uploaded picture comes back and can be changed")
def _(run: Run) -> None:
    image, content, _ = upload(run, title="contract")
    got = (image.width, image.height, image.type)
    run.same("width, height and type", got, (8, 8, "image/png"))
    if image.size == len(content):
        run.same("the stored bytes", run.call("download", image.link), content)
    run.call("images.update", image.deletehash, title="changed")
    run.same("the new title", run.call("images.get", image.id).title, "changed")


@CHECKS.creates("an album without an account takes pictures by their deletehashes")
def _(run: Run) -> None:
    album, entry = run.create(
        "album",
        "albums.create",
        title="contract",
        shown=lambda made: made.id,
        undo=lambda made: Undo("albums.delete", (made.deletehash,)),
    )
    image, _, _ = upload(run)
    run.call("albums.add_images", album.deletehash, [image.deletehash])
    listed = [each.id for each in run.call("albums.images", album.id)]
    run.same("the pictures of the album", listed, [image.id])
    run.delete(entry)
    with run.refused(NotFound):
        run.call("albums.get", album.id)


@CHECKS.creates("a deleted picture is gone")
def _(run: Run) -> None:
    image, _, entry = upload(run)
    run.delete(entry)
    with run.refused(NotFound):
        run.call("images.get", image.id)


@CHECKS.reads("a wrong client id is refused as such")
def _(run: Run) -> None:
    with run.stranger(client_id="invalid"), run.refused(AuthenticationFailed, PermissionDenied):
        run.call("credits.get")


@CHECKS.reads("what is no picture is refused")
def _(run: Run) -> None:
    with run.refused(InvalidRequest):
        run.create(
            "picture",
            "upload",
            ("note.png", b"this is no picture"),
            shown=lambda made: made.link,
            undo=lambda made: Undo("images.delete", (made.deletehash,)),
        )


CHECKS.makes(
    Making(
        images.IMAGES_UPLOAD,
        what="picture",
        shown=lambda made: made.link,
        undo=lambda made: Undo("images.delete", (made.deletehash,)),
        known=lambda made: {"image_id": made.id},
        file="image",
        unwanted=("album", "album_id", "video", "disable_audio"),
    ),
    Making(
        albums.ALBUMS_CREATE,
        what="album",
        shown=lambda made: made.id,
        undo=lambda made: Undo("albums.delete", (made.deletehash,)),
        known=lambda made: {"album_id": made.id},
        # Pictures that are not ours are put into no album.
        unwanted=("ids[]", "deletehashes[]", "cover"),
    ),
)
