"""Many pictures, people and posts in an emulator, written straight into its tables.

What is measured is how the emulator answers, not how they came there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from imagehosts.emulator import Emulator
from imagehosts.emulator.core.ids import BASE62, encode_id
from imagehosts.emulator.core.store import NewPicture

__all__ = ["OTHERS", "OWNER", "fill"]

#: Who owns half of everything, and how many share the rest.
OWNER, OTHERS = "owner", 20
_TAGS = 5
_DAY = 86_400.0


def fill(emulator: Emulator, pictures: int) -> None:
    """Have so many pictures at ImageShack and as many at imgur, a third of these in the gallery."""
    store, accounts = emulator.services.store, emulator.services.accounts
    now = emulator.clock.now()
    for host in ("imageshack", "imgur"):
        users = [
            accounts.users.by_name(host, name)
            or accounts.users.add(host, name, f"{name}@example.com", "secret", now)
            for name in [OWNER, *(f"user{number}" for number in range(OTHERS))]
        ]
        numbers = [user.id for user in users]
        with store.transaction() as db:
            (first,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM picture").fetchone()
            ids = range(first, first + pictures)
            _insert(db, "picture", (_picture(host, one, now) for one in ids))
            _insert(db, "file", (_file(host, one) for one in ids))
            _insert(db, "tag", (_tag(one, n) for one in ids for n in range(2)))
            _insert(db, "holding", (_holding(host, one, numbers) for one in ids))
            albums = range(1, 1 + 10)
            (start,) = db.execute("SELECT coalesce(max(id), 0) FROM album").fetchone()
            _insert(db, "album", (_album(host, start + n, numbers[0], now) for n in albums))
            _insert(
                db,
                "album_entry",
                (
                    {"album_id": start + n, "picture_id": one, "position": one}
                    for n in albums
                    for one in ids[2 * n : 2 * n + 20 : 2]
                ),
            )
            if host == "imgur":
                _gallery(db, ids[::3], numbers, now)
            store._db.number_on(store.host_tables())


def _gallery(db: Any, ids: Iterable[int], users: list[int], now: float) -> None:
    for number, one in enumerate(ids):
        author = users[0] if number % 2 else users[1 + number % OTHERS]
        tags = [f"tag{number % 2}"]  # so that few posts fill a page too
        values = (one, author, f"Post {number} r/lake", "lake", json.dumps(tags), now - number)
        (post,) = db.execute(
            "INSERT INTO post (host, picture_id, user_id, title, section, tags, created)"
            " VALUES ('imgur', ?, ?, ?, ?, ?, ?) RETURNING id",
            values,
        ).fetchone()
        db.execute("INSERT INTO post_tag (post_id, name) VALUES (?, ?)", (post, tags[0]))
        for voter in users[1 : 1 + number % 4]:
            db.execute(
                "INSERT INTO post_vote (post_id, user_id, value, created) VALUES (?, ?, ?, ?)",
                (post, voter, 1 if number % 7 else -1, now - 2 * _DAY),
            )
        if number % 2:
            db.execute(
                "INSERT INTO comment (host, picture_id, user_id, text, created)"
                " VALUES ('imgur', ?, ?, 'Cold?', ?)",
                (one, users[2 + number % 5], now),
            )


def _insert(db: Any, table: str, rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    row = next(rows)
    marks = ", ".join(f":{name}" for name in row)
    query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    db.execute(query, row)
    db.executemany(query, rows)


def code_of(host: str, number: int) -> str:
    """The id of a picture as its host has them."""
    text = encode_id(number, BASE62).rjust(6, "0")
    return f"01{text}p" if host == "imageshack" else f"q{text}"


def _picture(host: str, number: int, now: float) -> dict[str, Any]:
    code = code_of(host, number)
    new = NewPicture(
        host=host,
        kind="image",
        name=code[2:-1] if host == "imageshack" else code,
        extension="png",
        mime="image/png",
        size=1000 + number % 100,
        width=60,
        height=40,
        animated=False,
        duration=0,
        md5="m",
        original_filename="lake.png",
        created=now - _DAY,
        dated=now - _DAY,
        address="10.0.0.1",
        title=f"Picture {number}",
    )
    values = {name: getattr(new, name) for name in NewPicture.__dataclass_fields__}
    return {**values, "id": number, "code": code, "views": number % 50}


def _file(host: str, number: int) -> dict[str, Any]:
    code = code_of(host, number)
    path = f"/img1/1/{code[2:-1]}.png" if host == "imageshack" else f"/{code}.png"
    return {
        "path": path,
        "picture_id": number,
        "role": "image",
        "sha256": f"{number:064x}",
        "size": 1000,
        "mime": "image/png",
        "width": 60,
        "height": 40,
    }


def _tag(number: int, position: int) -> dict[str, Any]:
    name = f"tag{(number * (position + 1) + position) % _TAGS}"
    return {"picture_id": number, "position": position, "name": f"{name}-{position}"}


def _holding(host: str, number: int, users: list[int]) -> dict[str, Any]:
    facts = {
        "imageshack": {"server": 1, "bucket": 1, "filter": 0, "comments_disabled": False},
        "imgur": {"deletehash": f"d{number:014d}", "name": "lake", "has_sound": False},
    }
    return {
        "picture_id": number,
        "user_id": users[0] if number % 2 else users[1 + number % OTHERS],
        "public": int(number % 10 != 3),
        "hidden": int(number % 100 == 7),
        "facts": json.dumps(facts[host]),
        "host": host,
        "size": 1000 + number % 100,
        "views": number % 50,
    }


def _album(host: str, number: int, user: int, now: float) -> dict[str, Any]:
    facts = {"deletehash": f"a{number:014d}", "privacy": "public", "layout": "blog"}
    return {
        "id": number,
        "host": host,
        "code": f"al{number:05d}",
        "user_id": user,
        "title": f"Album {number}",
        "public": 1,
        "created": now,
        "facts": json.dumps(facts if host == "imgur" else {}),
    }
