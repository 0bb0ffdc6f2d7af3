"""How ImgBB stores a picture, with the smaller ones that it makes of it."""

from __future__ import annotations

from starlette.responses import Response

from imagehosts.core.quirks import quirk

from ...core.context import Call
from ...core.forms import Upload
from ...core.media.pictures import Limits, PictureError, Probe, probe_picture
from ...core.problems import Refused
from ...domain import simple
from .answers import file_address, image_answer, name_in_addresses
from .dialect import check_key, dialect
from .requests import NOT_A_PICTURE, read_expiration, read_image, read_request

#: Bytes; the document says 32 MB.
LARGEST_FILE = 32_000_000
#: The longer side of the smaller pictures, in pixels.
THUMB, MEDIUM = 180, 640
#: Observed in 2025. Pages of other hosts at the same address have shorter ids.
CODE_LENGTH = 8


@dialect.operation("images_upload", "images_upload_by_get")
async def upload(call: Call) -> Response:
    """Store a picture; the key is looked at first."""
    await read_request(call)
    check_key(call)
    expiration = read_expiration(call)
    file = await read_image(call)
    try:
        probe = await call.services.in_thread(refuse_unfit_file, call, file)
    except BaseException:
        file.close()
        raise
    name = name_in_addresses(simple.text(call, "name"), file.filename)
    sizes = {"thumb": THUMB}
    if max(probe.width, probe.height) > MEDIUM:
        sizes["medium"] = MEDIUM
    secret = simple.new_secret(call)
    try:
        picture = await simple.store(
            call,
            file,
            title=name,
            expires_in=expiration or None,
            path=lambda role, extension: file_address(call, name, extension),
            thumbs=sizes,
            code_length=CODE_LENGTH,
            secret=secret,
        )
    except Refused:
        # A good header, and nothing usable behind it.
        raise Refused(*NOT_A_PICTURE) from None
    data = image_answer(call, picture, expiration, secret)
    return simple.answer({"data": data, "success": True, "status": 200})


@quirk("IBB-05")
def refuse_unfit_file(call: Call, file: Upload) -> Probe:
    """What the picture is, unless it is too large or no picture at all."""
    config = call.services.config
    largest = config.max_file_size or LARGEST_FILE
    if file.size > largest:
        raise Refused(400, f"File too big - max {largest / 1_000_000:g} MB", "313")
    try:
        return probe_picture(file.file, Limits(config.max_pixels, config.max_side))
    except PictureError:
        raise Refused(*NOT_A_PICTURE) from None
