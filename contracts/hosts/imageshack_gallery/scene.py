"""What the calls of the galleries act on in the documentation: pictures that are on ImageShack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imagehosts import ImageShack

from docs.samples import OWNER, picture

if TYPE_CHECKING:
    from docs.samples import Scene


def scene(scene: Scene) -> None:
    """Pictures of an account, and galleries of them."""
    credentials = {"api_key": "any", "auth_token": scene.credentials["cookie"]}
    with ImageShack(**credentials) as shack:
        stored = [shack.upload(("lake.jpg", picture(width))) for width in (64, 65)]
    first, second = (f"img{image.server}/{image.bucket}/{image.filename}" for image in stored)
    with scene.client() as me:
        made = [me.galleries.create([first, second], title="Tahoe") for _ in range(3)]
    scene.values |= {
        "images": [first, second],
        "image": second,
        "server": str(made[0].server),
        "gallery": made[0].name,
        "user": OWNER,
    }
    for name, gallery in zip(
        ("galleries_delete", "galleries_delete_by_get"), made[1:], strict=True
    ):
        scene.values |= {f"{name}.server": str(gallery.server), f"{name}.gallery": gallery.name}
