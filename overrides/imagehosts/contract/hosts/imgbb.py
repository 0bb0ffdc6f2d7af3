"""What may be tried on ImgBB with a key of one's own.

It has no call that deletes, so each of the few pictures of a few pixels expires after a minute.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from imagehosts_wire.imgbb.resources import images
from imagehosts_wire.types import Base64

from ...core.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    HostUnavailable,
    ImageHostError,
    UnsupportedFormat,
)
from ..checks import Checks, Making
from ..run import Run, tiny_picture

CHECKS = Checks()
SECONDS = 60


def upload(run: Run, source: Any) -> Any:
    """A new picture that expires by itself."""
    image, _ = run.create(
        "picture",
        "upload",
        source,
        expiration=SECONDS,
        shown=lambda made: made.url,
        undo=lambda _: None,
        expires=SECONDS,
    )
    return image


@CHECKS.first
def the_key_is_taken(run: Run) -> None:
    """What is no picture is refused after the key was looked at, and makes nothing."""
    try:
        upload(run, ("note.txt", b"this is no picture"))
    except AuthenticationFailed as error:
        raise run.refuses_key(error) from error
    except (ConnectionFailed, HostUnavailable):
        raise
    except ImageHostError:
        pass  # refused as it should be; the check below says by which error


@CHECKS.creates("an uploaded picture comes back as documented")
def _(run: Run) -> None:
    image = upload(run, ("contract.png", tiny_picture()))
    got = (image.width, image.height, image.expiration)
    run.same("width, height and expiration", got, (8, 8, SECONDS))
    stored = run.call("download", image.url)
    run.holds(stored.startswith(b"\x89PNG"), "the address of the picture leads to no PNG")


@CHECKS.creates("base64 text is taken as a picture")
def _(run: Run) -> None:
    run.same("width", upload(run, Base64(b64encode(tiny_picture()))).width, 8)


@CHECKS.reads("a wrong key is refused as such")
def _(run: Run) -> None:
    with run.stranger(api_key="invalid"), run.refused(AuthenticationFailed):
        upload(run, ("contract.png", tiny_picture()))


@CHECKS.reads("what is no picture is refused")
def _(run: Run) -> None:
    with run.refused(UnsupportedFormat):
        upload(run, ("note.txt", b"this is no picture"))


for operation in (images.IMAGES_UPLOAD, images.IMAGES_UPLOAD_BY_GET):
    CHECKS.makes(
        Making(
            operation,
            what="picture",
            shown=lambda made: made.url,
            undo=lambda _: None,
            file="image",
            fixed={"expiration": SECONDS},
            expires=SECONDS,
        )
    )
