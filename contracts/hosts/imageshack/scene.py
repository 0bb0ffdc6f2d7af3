"""What the calls of ImageShack act on in the documentation: made once, by the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.samples import OTHER, OWNER, picture

if TYPE_CHECKING:
    from docs.samples import Scene


def scene(scene: Scene) -> None:
    """Pictures and albums of an account, and one picture of somebody else."""
    with scene.client() as me, scene.client(OTHER) as friend:
        image, loose, gone, worse = (
            me.upload(("lake.jpg", picture(width)), tags=["snow"]).id for width in (64, 65, 66, 67)
        )
        theirs = friend.upload(("lake.jpg", picture(68))).id
        albums = [me.albums.create("Tahoe", image_ids=[image], public=True).id for _ in range(6)]
        friend.session.forgot_password(OTHER)
    hashes = [mail.facts["auth"] for mail in scene.emulator.mails if "auth" in mail.facts]
    scene.values |= {
        "user": OWNER,
        "username": OWNER,
        "password": OWNER,
        "auth": hashes[-1],
        "email": "ann@example.org",
        "tag": "snow",
        "tags": ["lake", "snow"],
        "image_id": image,
        "ids": [image],
        "image_ids": [loose],
        "album_id": albums[0],
        "comment": "Where is it?",
        "title": "Tahoe",
        "urls": ["https://pictures.example/lake.jpg"],
        "session_reset_password.user": OTHER,
        "images_delete.image_id": gone,
        "images_delete_many.ids": [worse],
        "images_like.image_id": theirs,
        "images_like_by_put.image_id": theirs,
        "images_unlike.image_id": theirs,
        "images_unlike_by_put.image_id": theirs,
        "albums_get_many.ids": albums[:2],
        "albums_update_many.ids": albums[:2],
        "albums_update_many_by_patch.ids": albums[:2],
        "albums_delete.album_id": albums[2],
        "albums_delete_many.ids": [albums[3]],
        "albums_delete_many_by_put.ids": [albums[4]],
        "albums_delete_many_by_patch.ids": [albums[5]],
        "albums_update.title": "Tahoe",
        "albums_update_by_patch.title": "Tahoe",
        "albums_update_many.public": True,
        "albums_update_many_by_patch.public": True,
        "images_update.title": "Lake",
        "images_update_by_patch.title": "Lake",
        "images_update_many.title": "Lake",
        "images_update_many_by_patch.title": "Lake",
        "users_update.location": "Tahoe City",
        "users_update_by_patch.location": "Tahoe City",
    }
