"""What a list asks of the database does not grow with the list.

Statements are counted for a list of one and for a list of many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.hosts.imageshack_gallery.galleries import Galleries, GalleryFile
from imagehosts.emulator.hosts.imgur.access import ACCESS

from contracts.support.crowd import OTHERS, OWNER, fill
from contracts.support.emulated import EmulatorClient
from contracts.support.reporting import report_all

ONE, MANY = 1, 18
#: A first thing of a kind, such as a reply, may ask for what no list of one had.
FEW_MORE = 4

IMGUR = (
    "account/me/images/0",
    "account/me/albums/0",
    "account/me/likes",
    "account/me/submissions/0",
    "account/me/favorites",
    "account/me/gallery_favorites",
    "account/me/comments",
    "account/me/comments/best/0",
    "account/me/comments/worst/0",
    "account/me/notifications",
    "account/me/notifications/replies",
    "account/me/notifications/messages",
    "account/me/stats",
    "notification",
    "conversations",
    "conversations/{thread}",
    "messages",
    "message/{thread}/thread",
    "gallery/hot/viral/0",
    "gallery/user/time/0",
    "gallery/top/top/all/0",
    "gallery/random/random/0",
    "gallery/r/lake/time/0",
    "gallery/t/everywhere",
    "gallery/search?q=lake",
    "gallery/image/{post}/comments",
    "gallery/image/{post}/comments/ids",
    "comment/{comment}/replies",
    "album/{album}",
    "album/{album}/images",
    "gallery/album/{album}",
)
IMAGESHACK = (
    "user/owner/images?limit={limit}",
    "user/owner/images/random",
    "user/owner/albums?limit={limit}",
    "user/owner/albums?limit={limit}&hide_empty=1",
    "user/owner/usage?hide_empty=1",
    "user/owner/tags?limit={limit}",
    "user/owner/tags/everywhere?limit={limit}",
    "albums/{album}?limit={limit}",
    "comments/{image}?limit={limit}",
)


class Scene:
    """An emulator in which every list has ``size`` entries, and where its lists are."""

    def __init__(self, emulator: Emulator, size: int) -> None:
        self.emulator, self.size = emulator, size
        fill(emulator, 8)
        services = emulator.services
        with services.store.transaction() as db:
            for table in ("post", "comment", "album_entry"):
                db.execute(f"DELETE FROM {table}")
        self.accounts, self.now = services.accounts, emulator.clock.now()
        self.lists = {
            **dict(self._of_imgur()),
            **dict(self._of_imageshack()),
            **dict(self._of_galleries()),
        }

    def _user(self, host: str, name: str) -> Any:
        user = self.accounts.users.by_name(host, name)
        assert user is not None
        return user

    def _only(self, host: str) -> tuple[list[int], list[Any]]:
        """So many pictures and albums of the owner are left, and each album has so many."""
        store, user = self.emulator.services.store, self._user(host, OWNER)
        others = [picture.id for picture in store.pictures([host])]
        template, code = others[0], {"imgur": "pict{:03}", "imageshack": "01pict{:02}p"}[host]
        with store.transaction() as db:
            made: list[int] = []
            for n in range(self.size):
                row = dict(store.rows("SELECT * FROM picture WHERE id = ?", (template,))[0])
                row |= {"id": 50_000 + template * 100 + n, "code": code.format(n)}
                made.append(row["id"])
                self._insert(db, "picture", row)
                file = dict(store.rows("SELECT * FROM file WHERE picture_id = ?", (template,))[0])
                file |= {"picture_id": row["id"], "path": f"/{host}/{n}.png"}
                self._insert(db, "file", file)
                self._insert(db, "tag", {"picture_id": row["id"], "position": 0, "name": f"t{n}"})
                every = {"picture_id": row["id"], "position": 1, "name": "everywhere"}
                self._insert(db, "tag", every)
                held = dict(
                    store.rows("SELECT * FROM holding WHERE picture_id = ?", (template,))[0]
                )
                held |= {"picture_id": row["id"], "user_id": user.id, "public": 1, "hidden": 0}
                self._insert(db, "holding", held)
        for number in others:
            store.delete_picture(number)
        albums = self.accounts.albums.of_user(user.id)
        for album in albums[self.size :]:
            self.accounts.albums.delete(album.id)
        albums = albums[: self.size]
        for album in albums:
            self.accounts.albums.set(album.id, made)
        return made, albums

    def _insert(self, db: Any, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join(f":{name}" for name in row)
        db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)

    def _of_imgur(self) -> Iterator[tuple[str, Any]]:
        accounts, now, host = self.accounts, self.now, "imgur"
        owner = self._user(host, OWNER)
        people = [self._user(host, f"user{n}") for n in range(OTHERS)]
        pictures, albums = self._only(host)
        posts: list[Any] = []
        for what in ("picture_id", "album_id"):
            for number in pictures if what == "picture_id" else [album.id for album in albums]:
                post = accounts.posts.add(
                    host, owner.id, f"lake {number} r/lake", now, section="lake",
                    tags=["everywhere"], **{what: number},
                )  # fmt: skip
                posts.append(post)
                accounts.posts.vote(post.id, owner.id, 1, now)
                accounts.favorites.toggle(owner.id, now, **{what: number})
        on: dict[str, Any] = {"picture_id": pictures[0]}
        first = accounts.comments.add(host, "first", now, user_id=people[0].id, **on)
        for n in range(self.size):
            writer = people[1 + n]
            said = accounts.comments.add(host, "hi", now, user_id=writer.id, **on)
            reply = accounts.comments.add(
                host, "yes", now, user_id=writer.id, parent_id=first.id, **on
            )
            own = accounts.comments.add(
                host, "mine", now, user_id=owner.id, album_id=albums[n % len(albums)].id
            )
            for one in (said, reply, own):
                accounts.comments.vote(one.id, owner.id, 1)
            accounts.notifications.of_comment(owner.id, said.id, now)
            message = accounts.messages.send(writer.id, owner.id, "hello", now)
            accounts.notifications.of_message(owner.id, message.id, now)
        thread = accounts.messages.send(people[0].id, owner.id, "hello", now)
        for _ in range(self.size):
            accounts.messages.send(people[0].id, owner.id, "again", now, thread=thread.id)
        token = accounts.sessions.open(owner.id, "imgur token", 0, purpose=ACCESS)
        head = {"Authorization": f"Bearer {token}"}
        store = self.emulator.services.store
        names = {
            "thread": thread.id,
            "comment": first.id,
            "album": albums[0].code,
            "post": store.pictures_by_id(pictures)[pictures[0]].code,
        }
        for path in IMGUR:
            yield f"imgur {path}", ("/3/" + path.format(**names), {}, head)

    def _of_imageshack(self) -> Iterator[tuple[str, Any]]:
        accounts, host = self.accounts, "imageshack"
        owner = self._user(host, OWNER)
        pictures, albums = self._only(host)
        for number in pictures:
            accounts.votes.set(number, owner.id, 1, self.now)
        for n in range(self.size):
            writer = self._user(host, f"user{n}")
            accounts.comments.add(
                host, "hi", self.now, user_id=writer.id, picture_id=pictures[0], code=f"c{n}"
            )
        token = accounts.sessions.open(owner.id, "imageshack token", 0, purpose="login")
        code = self.emulator.services.store.pictures_by_id(pictures)[pictures[0]].code
        names = {"limit": 50, "album": albums[0].code, "image": code}
        for path in IMAGESHACK:
            query = {"api_key": "k", "auth_token": token}
            yield f"imageshack {path}", ("/v2/" + path.format(**names), query, {})
        self.shack = owner, pictures

    def _of_galleries(self) -> Iterator[tuple[str, Any]]:
        owner, pictures = self.shack
        galleries = Galleries(self.emulator.services.store)
        for n in range(self.size):
            galleries.add(
                [(f"gallery{n}", f"short{n}")], [GalleryFile(number) for number in pictures],
                self.now, server=1, title="Lakes", user_id=owner.id, token=None,
            )  # fmt: skip
        yield "page of a gallery", ("/gal.php", {"g": "gallery0"}, {})
        query = {"action": "view", "view": "xml", "g": "gallery0"}
        yield "a gallery", ("/gallery_api.php", query, {})
        query = {"action": "gallery_list", "view": "xml", "user": OWNER}
        yield "galleries", ("/gallery_api.php", query, {})


def statements(scene: Scene) -> dict[str, tuple[int, int]]:
    """How many statements each list takes, and how long its answer is."""
    client, found = EmulatorClient(scene.emulator), dict[str, tuple[int, int]]()
    for name, (path, query, head) in scene.lists.items():
        path, _, more = path.partition("?")
        query = {**query, **dict(pair.split("=") for pair in more.split("&") if pair)}
        client.get(path, params=query, headers=head)
        asked: list[str] = []
        scene.emulator.services.store._db.set_trace_callback(asked.append)
        answer = client.get(path, params=query, headers=head)
        scene.emulator.services.store._db.set_trace_callback(None)
        assert answer.status_code == 200, (name, answer.text[:500])
        found[name] = (len(asked), len(answer.content))
    assert scene.emulator.internal_errors == []
    return found


@pytest.fixture(scope="module")
def sizes() -> Iterator[tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]]:
    with Emulator(seed=1) as small, Emulator(seed=1) as large:
        yield statements(Scene(small, ONE)), statements(Scene(large, MANY))


def test_no_list_asks_for_its_entries_one_by_one(
    sizes: tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]],
) -> None:
    small, large = sizes
    with report_all(least=35) as case:
        for name, (count, length) in large.items():
            with case(name):
                assert length > small[name][1], "the list did not grow"
                few = small[name][0]
                assert count <= few + FEW_MORE, f"{few} statements for one, {count} for {MANY}"
