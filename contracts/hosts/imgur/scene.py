"""What the calls of imgur act on in the documentation: made once, by the client itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx

from docs.samples import OTHER, OWNER, picture

if TYPE_CHECKING:
    from docs.samples import Scene


def scene(scene: Scene) -> None:
    """Pictures, albums, posts, comments and messages of two people."""
    with scene.client() as me, scene.client(OTHER) as friend:
        image, loose, gone, posted = (
            me.images.upload(("lake.jpg", picture(width))) for width in (64, 65, 66, 67)
        )
        album = me.albums.create(title="Tahoe", ids=[image.id], privacy="public")
        old, older = (me.albums.create(title="Old") for _ in range(2))
        shown = me.albums.create(title="Winter", ids=[loose.id], privacy="public")
        me.gallery.submit_image(posted.id, "The lake at dawn", terms=True)
        comments = [me.comments.create(posted.id, text).id for text in ("Cold?", "So", "No", "Oh")]
        friend.comments.reply(comments[0], posted.id, "Very.")
        for text in ("Ahoy", "Still there?"):
            friend.messages.send(OWNER, text)
        messages = list(me.messages.ids())
        notes = me.notifications.inbox()
        extra = [me.images.upload(("lake.jpg", picture(width))) for width in (68, 69, 70)]
        full = me.albums.create(title="Full", ids=[extra[0].id])
        spring = me.albums.create(title="Spring", ids=[extra[1].id], privacy="public")
        me.gallery.submit_album(spring.id, "Spring", terms=True)
    scene.for_a_user = r"account_|albums_(add|delete|remove|set|update)|images_update"
    scene.values |= {
        "username": "me",
        "image_id": image.id,
        "album_id": album.id,
        "item_id": posted.id,
        "comment_id": comments[0],
        "message_id": messages[0],
        "notification_id": notes.replies[0].id,
        "ids": [loose.id],
        "deletehash": gone.deletehash,
        "vote": "up",
        "comment": "Where is it?",
        "title": "Tahoe",
        "body": "Ahoy!",
        "recipient": OTHER,
        "query": "lake",
        "subreddit": "pics",
        "video": "lake.mp4",
        "response_type": "code",
        "account_create.username": "newcomer",
        "account_create.recaptcha_response_field": "two words",
        "account_send_message.username": OTHER,
        "messages_block.username": OTHER,
        "messages_report.username": OTHER,
        "account_delete_album.album_id": old.id,
        "albums_delete.album_id": older.id,
        "account_update_album.title": "Tahoe",
        "account_delete_comment.comment_id": comments[1],
        "comments_delete.comment_id": comments[2],
        "gallery_delete_comment.comment_id": comments[3],
        "account_remove_album_images.ids": [image.id],
        "albums_remove_images.ids": [loose.id],
        "gallery_album.album_id": spring.id,
        "albums_delete_image.album_id": full.id,
        "albums_delete_image.deletehash": extra[0].deletehash,
        "account_delete_image.deletehash": extra[1].deletehash,
        "comments_create.image_id": posted.id,
        "comments_reply.image_id": posted.id,
        "account_reply_to_comment.image_id": posted.id,
        "gallery_image.image_id": posted.id,
        "gallery_submit_image.image_id": extra[2].id,
        "gallery_submit_image.terms": True,
        "gallery_submit_album.album_id": shown.id,
        "gallery_submit_album.terms": True,
        "account_update_image.title": "Lake",
        "albums_create.title": "Tahoe",
        "albums_update.title": "Tahoe",
        "albums_update_image.title": "Lake",
        "images_update.title": "Lake",
        "images_upload.title": "Tahoe",
        "messages_delete.message_id": messages[1],
        "oauth_exchange_code.code": _grant(scene, "code"),
        "oauth_exchange_pin.pin": _grant(scene, "pin"),
    }


def _grant(scene: Scene, kind: str) -> str:
    """What the page of consent shows to somebody who agrees."""
    client: Any = scene.host.make_client(**scene.credentials)
    with client:
        address = client.authorization_url(kind)
    answer = httpx.post(address, data={"username": OWNER, "password": OWNER})
    found = re.search(
        rf"\b{kind}=(\w+)|name='{kind}' value='(\w+)'", f"{answer.headers} {answer.text}"
    )
    assert found is not None, answer.text
    return found[1] or found[2]
