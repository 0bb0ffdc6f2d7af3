"""What may be tried on ImageShack with a key and the token of an account of one's own.

What it uploads, a few private pictures of a few pixels, is put into that account and deleted in the
end. Nothing else of the account is touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from imagehosts_wire.imageshack.resources import albums, images

from ...core.errors import AuthenticationFailed, InvalidRequest, PermissionDenied
from ...hosts.imageshack import failed_items
from ..checks import Checks, Making
from ..ledger import Entry, Undo
from ..run import Run, picture_file

CHECKS = Checks(variables=("IMAGESHACK_AUTH_TOKEN",))


def upload(run: Run, **details: Any) -> tuple[Any, bytes, Entry]:
    """A new private picture, what was sent, and its entry in the ledger."""
    name, content = picture_file()
    image, entry = run.create(
        "picture",
        "upload",
        (name, content),
        public=False,
        shown=lambda made: made.id,
        undo=lambda made: Undo("images.delete", (made.id,)),
        **details,
    )
    return image, content, entry


def name_of_account(run: Run) -> str:
    """The name of the account whose token it is."""
    name: str = run.call("session.resume").username
    return name


@CHECKS.finds
def look_through_the_account(run: Run, entry: Entry) -> None:
    """Delete a picture whose answer never came: the account lists it under the name it was sent."""
    name = entry.marks.get("file")
    if name is None:
        return
    listed: Iterable[Any] = run.call("users.images", name_of_account(run), show_private=True)
    for image in listed:
        if image.original_filename == name:
            run.ledger.made(entry, image.id, Undo("images.delete", (image.id,)))
            run.clean_entry(entry)
            return
    run.ledger.note(entry, "gone", "never stored: the account has no picture of this name")


@CHECKS.first
def key_and_token_are_taken(run: Run) -> None:
    """The account can be read."""
    try:
        name_of_account(run)
    except (AuthenticationFailed, PermissionDenied) as error:
        raise run.refuses_key(error) from error


@CHECKS.reads("the account can be read")
def _(run: Run) -> None:
    me = name_of_account(run)
    run.same("the user", run.call("users.get", me).username, me)
    usage = run.call("users.usage", me, show_private=True)
    page: Iterable[Any] = run.call("users.images", me, limit=2, show_private=True)
    run.same("pictures listed", len(list(islice(page, 5))), min(5, usage.images_count))


@CHECKS.creates("an uploaded picture comes back and can be changed")
def _(run: Run) -> None:
    image, content, _ = upload(run, title="contract", tags=["contract"])
    run.same("size and title", (image.width, image.height, image.title), (8, 8, "contract"))
    run.same("the stored bytes", run.call("download", run.client.image_url(image)), content)
    run.call("images.update", image.id, description="changed")
    shown = run.call("images.get", image.id)
    got = (shown.title, shown.description, shown.public)
    run.same("title, description and public", got, ("contract", "changed", False))
    run.same("tags", run.call("tags.of_image", image.id), ["contract"])


@CHECKS.creates("an album takes pictures and goes without them")
def _(run: Run) -> None:
    image, _, _ = upload(run)
    album, entry = run.create(
        "album",
        "albums.create",
        "contract",
        public=False,
        shown=lambda made: made.id,
        undo=lambda made: Undo("albums.delete", (made.id,)),
    )
    run.call("albums.add_images", album.id, [image.id])
    listed = [each.id for each in run.call("albums.images", album.id)]
    run.same("the pictures of the album", listed, [image.id])
    run.delete(entry)
    run.same("the picture", run.call("images.get", image.id).id, image.id)


@CHECKS.creates("one file of several that is no picture is named")
def _(run: Run) -> None:
    files = [picture_file(), ("note.txt", b"this is no picture")]
    names = [name for name, _ in files]

    def stored(report: Any) -> list[str]:
        return [file.image.id for file in report.files if file.image is not None]

    report, _ = run.create(
        "pictures of one request",
        "upload_files",
        files,
        public=False,
        shown=lambda made: ", ".join(stored(made)),
        undo=lambda made: Undo("images.delete", (stored(made)[0],)) if stored(made) else None,
    )
    for code in stored(report)[1:]:
        run.adopt("picture", code, Undo("images.delete", (code,)))
    run.same("passed and failed", (report.passed, report.failed), (1, 1))
    run.same("the failed file", failed_items(names, report.answer), ["note.txt"])


@CHECKS.creates("a deleted picture is hidden")
def _(run: Run) -> None:
    me = name_of_account(run)
    image, _, entry = upload(run)
    run.delete(entry)
    listed = run.call("users.images", me, limit=5, show_private=True)
    run.holds(image.id not in [each.id for each in islice(listed, 5)], "it is still listed")


@CHECKS.reads("a wrong token is refused as such")
def _(run: Run) -> None:
    wrong = {"auth_token": "invalid"}
    with run.stranger(**wrong), run.refused(AuthenticationFailed, PermissionDenied):
        run.call("session.resume")


@CHECKS.reads("what is no picture is refused")
def _(run: Run) -> None:
    with run.refused(InvalidRequest):
        run.create(
            "picture",
            "upload",
            ("note.txt", b"this is no picture"),
            public=False,
            shown=lambda made: made.id,
            undo=lambda made: Undo("images.delete", (made.id,)),
        )


CHECKS.makes(
    Making(
        images.IMAGES_UPLOAD,
        what="picture",
        shown=lambda made: made.images[0].id,
        undo=lambda made: Undo("images.delete", (made.images[0].id,)) if made.images else None,
        known=lambda made: {"image_id": made.images[0].id},
        file="file",
        fixed={"public": "false"},
        # One picture at a time, and into no album: a mistyped one would be made.
        unwanted=("files[]", "urls[]", "album", "titles[]", "descriptions[]"),
    ),
    Making(
        albums.ALBUMS_CREATE,
        what="album",
        shown=lambda made: made.id,
        undo=lambda made: Undo("albums.delete", (made.id,)),
        known=lambda made: {"album_id": made.id},
        fixed={"public": "false"},
        unwanted=("files[]",),
    ),
)
