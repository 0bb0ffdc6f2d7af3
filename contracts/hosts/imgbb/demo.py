"""What people do at ImgBB: upload by both methods, with an expiration, and with a wrong key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from imagehosts import AuthenticationFailed, Url

from contracts.demo.pictures import Picture
from contracts.demo.stage import Stage


async def scenario(stage: Stage, pictures: Sequence[Picture]) -> None:
    """Upload every picture as a file, and from its own address by both methods."""
    owner, stranger = stage.person(api_key="demo-key"), stage.person(api_key="invalid")
    for picture in pictures:
        stage.step(f"uploading {picture.name}")
        image = await owner.do("upload", picture.path, name="demo", expiration=timedelta(hours=1))
        stage.hold("the picture goes after an hour", image.expiration, 3600)
        await stage.same_bytes(owner, picture.name, image.url, picture.content)
        for method in ("POST", "GET"):
            stage.step(f"uploading {picture.name} from its address by {method}")
            again = await owner.do("upload", Url(image.url), method=method)
            stage.hold("it is another picture", again.id != image.id)
            await stage.same_bytes(owner, picture.name, again.url, picture.content)
        stage.step(f"uploading {picture.name} with a wrong key")
        await stage.is_refused(stranger, AuthenticationFailed, "upload", picture.path)
