"""What may be tried on a site of the Chevereto family that is not ours.

A handful of pictures of a few pixels, each deleted by its ``delete_url``. Nothing that the run did
not make is touched.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import md5
from typing import Any

from imagehosts_wire.imagehosting_me.resources import images
from imagehosts_wire.types import Base64

from ...core.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    DuplicateUpload,
    HostUnavailable,
    ImageHostError,
    InvalidRequest,
    PermissionDenied,
)
from ..checks import Checks, Making
from ..ledger import Entry, Undo
from ..run import PreflightFailed, Run, asked_from_here, picture_file, tiny_picture

__all__ = ["CHECKS", "family_checks"]

NO_PICTURE = ("note.txt", b"this is no picture")
#: Seconds in which a site takes the same picture from one sender only once.
DUPLICATES = 24 * 3600.0


def undo(image: Any) -> Undo | None:
    """By the address that came with the picture, if one came."""
    return Undo("delete", (image.delete_url,)) if getattr(image, "delete_url", None) else None


def upload(run: Run, source: Any, **options: Any) -> tuple[Any, Entry]:
    """A new picture and its entry in the ledger."""
    return run.create(
        "picture",
        "upload",
        source,
        shown=lambda made: getattr(made, "url", made),
        undo=undo,
        **options,
    )


def ask_for_duplicate(run: Run, entry: Entry) -> None:
    """Ask a site for a picture whose answer never came, by sending it again.

    Sites refuse the same bytes from one sender for a day. Where one takes them, it takes them once
    more if it does not look for duplicates at all, and then nothing can be known. What is made on
    the way is deleted. No call lists or deletes the picture itself: only the answer that never
    came had its delete link.
    """
    if "content" not in entry.marks or not asked_from_here(entry, DUPLICATES):
        return
    by_hand = "its owner finds it in the dashboard, by name, size and time"
    content = b64decode(entry.marks["content"])
    source = (entry.marks.get("file", "contract.png"), content)
    made: list[Entry] = []
    why = f"it may be there: this site takes duplicates, so it cannot be asked; {by_hand}"
    try:
        for _ in range(2):
            made.append(upload(run, source)[1])
    except DuplicateUpload:
        if not made:
            why = f"it is there: the site refuses it as a duplicate; {by_hand}"
        else:
            run.ledger.note(entry, "gone", "never stored: the site had no duplicate of it")
    except InvalidRequest:
        run.ledger.note(entry, "gone", "never stored: the site refuses what was sent")
    finally:
        for again in made:
            run.clean_entry(again)
    if entry.step != "gone":
        run.ledger.note(entry, "unknown", why)


def family_checks(images: Any, *, addresses: bool) -> Checks:
    """The checks of a site of this family.

    Args:
        images: The generated module with its uploads.
        addresses: Whether pictures in the formats without a delete link may be made: the site
            deletes them by itself where it is asked to.
    """
    checks = Checks()

    @checks.first
    def the_site_takes_the_key(run: Run) -> None:
        """What is no picture is refused after the key was looked at, and makes nothing."""
        try:
            upload(run, NO_PICTURE)
        except AuthenticationFailed as error:
            where = _place_of_key(run)
            raise PreflightFailed(where) if where else run.refuses_key(error) from error
        except PermissionDenied as error:
            raise PreflightFailed(
                f"the site takes no uploads ({error}): READ_ONLY=1 checks what can be read"
            ) from error
        except (ConnectionFailed, HostUnavailable):
            raise
        except ImageHostError:
            pass  # refused as it should be; the check below says by which error

    checks.finds(ask_for_duplicate)

    @checks.creates("an uploaded picture comes back as it was sent")
    def _(run: Run) -> None:
        name, content = picture_file()
        image, _ = upload(run, (name, content))
        run.same("width and height", (int(image.width), int(image.height)), (8, 8))
        stored = run.call("download", image.url)
        run.holds(stored.startswith(b"\x89PNG"), "the address of the picture leads to no PNG")
        if image.md5 == md5(content, usedforsecurity=False).hexdigest():
            run.same("the stored bytes", stored, content)

    @checks.creates("base64 text is taken as a picture")
    def _(run: Run) -> None:
        image, _ = upload(run, Base64(b64encode(tiny_picture())))
        run.same("width", int(image.width), 8)

    if addresses:
        for format in ("txt", "redirect"):
            checks.creates(f"an answer as {format} is an address that leads to the picture")(
                _address_check(format)
            )

    @checks.creates("a deleted picture is gone")
    def _(run: Run) -> None:
        _, entry = upload(run, picture_file())
        if entry.undo is not None:
            run.clean_entry(entry)
            run.holds(not entry.is_left, f"it is still there: {entry.why}")

    for format in ("json", "txt", "redirect"):
        checks.reads(f"a wrong key is refused as such, asked for {format}")(_key_check(format))

    @checks.reads("what is no picture is refused")
    def _(run: Run) -> None:
        with run.refused(InvalidRequest):
            upload(run, NO_PICTURE)

    for operation in (images.IMAGES_UPLOAD, images.IMAGES_UPLOAD_BY_GET):
        making = Making(
            operation,
            what="picture",
            shown=lambda made: made.url,
            undo=undo,
            file="source",
            # Of the answers in text none says how the picture is deleted.
            fixed={"format": "json"},
            unwanted=("album_id", "use_file_date"),
        )
        checks.makes(making)
    return checks


def _address_check(format: str) -> Callable[[Run], None]:
    def check(run: Run) -> None:
        address, entry = run.create(
            "picture",
            "upload",
            picture_file(),
            format=format,
            expiration="PT5M",
            shown=str,
            undo=lambda _: None,
            expires=300,
        )
        run.call("download", address)
        assert entry.undo is None

    return check


def _key_check(format: str) -> Callable[[Run], None]:
    def check(run: Run) -> None:
        with run.stranger(api_key="invalid"), run.refused(AuthenticationFailed):
            upload(run, picture_file(), format=format)

    return check


def _place_of_key(run: Run) -> str:
    """Where else the site takes the key, as a line that says what to do."""
    if run.options.get("key_in") == "header" or not run.host.needs_base_url:
        return ""
    with run.stranger(key_in="header"):
        try:
            upload(run, NO_PICTURE)
        except AuthenticationFailed:
            return ""
        except ImageHostError:
            pass
    return "this site takes the key in the X-API-Key header: add --option key_in=header"


CHECKS = family_checks(images, addresses=False)
