"""Making a picture such that a host takes it: smaller, or in another format. On request only."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from ..core.errors import InvalidArgument
from .sources import Source

if TYPE_CHECKING:
    from ..hosts import Host

__all__ = ["fit_to_host"]

#: What a picture is written as where the host does not take it as it is.
_FALLBACK = {"lossless": ("PNG", "image/png", ".png"), "lossy": ("JPEG", "image/jpeg", ".jpg")}
_SMALLEST = 64
#: How well a JPEG is written, and how much of each side is left where that is too large.
_QUALITY, _LEFT = 88, (4, 5)


def fit_to_host(picture: Source, host: Host) -> Source:
    """The picture itself where the host takes it, else one that is made to fit.

    Raises:
        InvalidArgument: It cannot be made to fit, or Pillow is not installed.
    """
    picture.look()
    row = host.sharing
    limit = row.max_bytes.value.get("image") if row.max_bytes else None
    formats = row.formats.value if row.formats else None
    too_large = limit is not None and picture.size is not None and picture.size > limit
    wrong_format = formats is not None and picture.mime not in formats
    if picture.is_address or not (too_large or wrong_format):
        return picture
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError:
        raise InvalidArgument(
            "fit", 'changing pictures needs Pillow: pip install "imagehosts[resize]"'
        ) from None
    if not picture.repeatable:
        raise InvalidArgument("fit", f"{picture.label} can be read only once")
    given: Any = picture.given[1] if isinstance(picture.given, tuple) else picture.given
    in_memory = isinstance(given, (bytes, bytearray, memoryview))
    content: Any = io.BytesIO(cast("bytes", given)) if in_memory else given
    try:
        with Image.open(content) as image:
            if getattr(image, "n_frames", 1) > 1:
                raise InvalidArgument("fit", f"{picture.label} moves; only stills are changed")
            # The camera's note on how to turn it is not written again.
            made = _written(ImageOps.exif_transpose(image), limit, too_large=too_large)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise InvalidArgument("fit", f"{picture.label} cannot be changed: {error}") from None
    kind, body = made
    _, mime, suffix = _FALLBACK[kind]
    stem = picture.name_of_file().rpartition(".")[0] or picture.name_of_file()
    return Source((stem + suffix, body, mime), picture.label)


def _written(image: Any, limit: int | None, *, too_large: bool) -> tuple[str, bytes]:
    """The picture in a format that every host takes, small enough."""
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    kind = "lossless" if has_alpha or not too_large else "lossy"
    name = _FALLBACK[kind][0]
    image = image.convert("RGBA" if has_alpha else "RGB")
    while True:
        out = io.BytesIO()
        image.save(out, name, **({"quality": _QUALITY} if kind == "lossy" else {"optimize": True}))
        if limit is None or out.tell() <= limit:
            return kind, out.getvalue()
        if min(image.size) <= _SMALLEST:
            raise InvalidArgument("fit", "it does not get small enough")
        part, of = _LEFT
        image = image.resize([max(1, side * part // of) for side in image.size])
