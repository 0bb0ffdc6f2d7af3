"""Requests of every kind that read or write where there is much, for measuring how they grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from imagehosts.emulator import Emulator
from imagehosts.emulator.core.store import Picture
from imagehosts.emulator.hosts.imgur.access import ACCESS

from contracts.support.crowd import OWNER
from contracts.support.emulated import EmulatorClient, png

Ask = Callable[[EmulatorClient], Any]


def operations(emulator: Emulator) -> Iterator[tuple[str, Ask]]:
    """Names and requests, of an emulator that was filled."""
    imgur, shack = _person(emulator, "imgur", ACCESS), _person(emulator, "imageshack", "login")
    yield from _of_imgur(emulator, {"Authorization": f"Bearer {imgur}"})
    yield from _of_imageshack(emulator, {"api_key": "k", "auth_token": shack})
    yield "home page", lambda client: client.get("/")
    yield "chevereto upload", lambda client: client.upload(png())


def _person(emulator: Emulator, host: str, purpose: str) -> str:
    accounts = emulator.services.accounts
    user = accounts.users.by_name(host, OWNER)
    assert user is not None
    return accounts.sessions.open(user.id, f"token of {host}", 0, purpose=purpose)


def _middle(emulator: Emulator, host: str) -> Picture:
    """A public picture of the owner's, with as many before it as behind it."""
    rows = emulator.services.store.rows(
        'SELECT picture_id FROM holding JOIN "user" AS u ON u.id = user_id WHERE u.host = ?'
        " AND u.name = ? AND public = 1 AND hidden = 0 ORDER BY picture_id",
        (host, OWNER),
    )
    picture = emulator.services.store.picture(rows[len(rows) // 2]["picture_id"])
    assert picture is not None
    return picture


IMGUR = (
    "account/me",
    "account/me/stats",
    "account/me/settings",
    "account/me/images/0",
    "account/me/images/3",
    "account/me/images/ids/0",
    "account/me/images/count",
    "account/me/albums/0",
    "account/me/albums/count",
    "account/me/comments/newest/0",
    "account/me/comments/count",
    "account/me/submissions/0",
    "account/me/favorites",
    "account/me/gallery_profile",
    "account/me/notifications",
    "gallery/hot/viral/0",
    "gallery/hot/time/0",
    "gallery/top/top/day/0",
    "gallery/user/viral/0",
    "gallery/r/lake/time/0",
    "gallery/t/tag1/time/0",
    "album/al00012",
    "album/al00012/images",
)


def _of_imgur(emulator: Emulator, head: dict[str, str]) -> Iterator[tuple[str, Ask]]:
    def get(path: str) -> Ask:
        return lambda client: client.get(f"/3/{path}", headers=head)

    for path in IMGUR:
        yield f"imgur {path}", get(path)
    rows = emulator.services.store.rows("SELECT picture_id FROM post ORDER BY id")
    posted = emulator.services.store.picture(rows[len(rows) // 2]["picture_id"])
    assert posted is not None
    yield "imgur one image", get(f"image/{_middle(emulator, 'imgur').code}")
    yield "imgur one post", get(f"gallery/image/{posted.code}")
    yield "imgur comments", get(f"gallery/image/{posted.code}/comments")
    yield (
        "imgur vote",
        lambda client: client.post(f"/3/gallery/{posted.code}/vote/up", headers=head),
    )
    yield (
        "imgur upload",
        lambda client: client.post("/3/image", headers=head, files={"image": ("a", png())}),
    )

    def delete(client: EmulatorClient) -> Any:
        made = client.post("/3/image", headers=head, files={"image": ("a", png())})
        return client.request("DELETE", f"/3/image/{made.json()['data']['id']}", headers=head)

    yield "imgur upload and delete", delete


IMAGESHACK = (
    f"user/{OWNER}",
    f"user/{OWNER}/usage",
    f"user/{OWNER}/usage?show_private=1",
    f"user/{OWNER}/images?limit=20",
    f"user/{OWNER}/images?limit=20&offset=100",
    f"user/{OWNER}/images?limit=20&hide_folder_images=1",
    f"user/{OWNER}/images?limit=20&show_private=1&show_hidden=1",
    f"user/{OWNER}/images/random",
    f"user/{OWNER}/albums",
    f"user/{OWNER}/tags?limit=5&image_limit=5",
    f"user/{OWNER}/tags/tag3-0",
    "albums/al00002",
)


def _of_imageshack(emulator: Emulator, query: dict[str, str]) -> Iterator[tuple[str, Ask]]:
    def get(path: str) -> Ask:
        path, _, more = path.partition("?")
        given = dict(pair.split("=") for pair in more.split("&") if pair)
        return lambda client: client.get(f"/v2/{path}", params={**query, **given})

    for path in IMAGESHACK:
        yield f"imageshack {path}", get(path)
    code = _middle(emulator, "imageshack").code
    yield "imageshack one image", get(f"images/{code}?next_prev_limit=5&related_images_limit=5")
    yield "imageshack page", lambda client: client.get(f"/i/{code}")
    yield (
        "imageshack upload",
        lambda client: client.post(
            "/v2/images", data={**query, "tags": "a,b"}, files={"file": ("a.png", png())}
        ),
    )
    yield (
        "imageshack update",
        lambda client: client.request(
            "PUT", f"/v2/images/{code}", data={**query, "title": "t", "tags": "c,d"}
        ),
    )
