"""Where there is much, an answer takes as long as where there is little.

Counted are the steps of the database's machine, which are the same in every run. The rest of an
answer does not know how much there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.domain.library import Choice

from contracts.support.crowd import OWNER, fill
from contracts.support.emulated import EmulatorClient
from contracts.support.operations import operations
from contracts.support.reporting import report_all

FEW, MANY = 2000, 10_000
#: Steps are counted by so many, and so few do not matter.
_GRAIN, _FEW_STEPS = 100, 3000
#: A deeper index takes a step or two more.
_MOST_GROWTH = 1.3


@pytest.fixture(scope="module")
def sizes() -> Iterator[dict[int, Emulator]]:
    with Emulator(seed=1) as few, Emulator(seed=1) as many:
        for emulator, number in ((few, FEW), (many, MANY)):
            fill(emulator, number)
        yield {FEW: few, MANY: many}


def _steps(emulator: Emulator) -> dict[str, int]:
    """What each operation takes, by its name."""
    found: dict[str, int] = {}
    client = EmulatorClient(emulator)
    for name, ask in operations(emulator):
        ask(client)
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        emulator.services.store._db.set_progress_handler(step, _GRAIN)
        response = ask(client)
        emulator.services.store._db.set_progress_handler(None, 0)
        assert response.status_code in (200, 301, 302, 303), (name, response.text)
        found[name] = count * _GRAIN
    assert emulator.internal_errors == []
    return found


def test_no_operation_grows_with_what_there_is(sizes: dict[int, Emulator]) -> None:
    few, many = _steps(sizes[FEW]), _steps(sizes[MANY])
    with report_all(least=45) as case:
        for name, steps in many.items():
            with case(name):
                most = max(_FEW_STEPS, _MOST_GROWTH * few[name])
                assert steps <= most, f"{few[name]} steps with {FEW}, {steps} with {MANY}"


def _counted(db: Any) -> dict[str, list[tuple[Any, ...]]]:
    """What the counters hold, without those that are down to nothing."""
    return {
        "tally": db.execute("SELECT * FROM tally WHERE pictures != 0 ORDER BY 1, 2, 3, 4, 5, 6"),
        "tag_tally": db.execute(
            "SELECT * FROM tag_tally WHERE pictures != 0 ORDER BY 1, 2, 3, 4, 5"
        ),
        "holding_tag": db.execute("SELECT * FROM holding_tag ORDER BY 1, 2, 3, 4"),
        "stock": db.execute("SELECT * FROM stock WHERE pictures != 0 ORDER BY 1"),
        "standing": db.execute(
            "SELECT * FROM standing WHERE posts != 0 OR comments != 0 OR points != 0"
            " OR likes != 0 ORDER BY 1"
        ),
        "gallery_tag": db.execute("SELECT * FROM gallery_tag WHERE posts != 0 ORDER BY 1, 2"),
        "post": db.execute("SELECT id, ups, downs, comments FROM post ORDER BY 1"),
        "holding": db.execute(
            "SELECT picture_id, host, size, views, filed FROM holding ORDER BY 1"
        ),
    }


_TRUTH = {
    "tally": "SELECT picture.host, coalesce(user_id, 0), coalesce(owner, ''), public, hidden,"
    " CASE WHEN picture_id IN (SELECT picture_id FROM album_entry) THEN 1 ELSE 0 END, count(*),"
    " sum(picture.size), sum(picture.size * picture.views) FROM holding JOIN picture"
    " ON id = picture_id"
    " GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6",
    "tag_tally": "SELECT host, coalesce(user_id, 0), name, public, hidden,"
    " count(DISTINCT picture_id) FROM holding JOIN tag USING (picture_id)"
    " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
    "holding_tag": "SELECT DISTINCT host, coalesce(user_id, 0), name, picture_id"
    " FROM holding JOIN tag USING (picture_id) ORDER BY 1, 2, 3, 4",
    "stock": "SELECT host, count(*) FROM picture GROUP BY 1 ORDER BY 1",
    "standing": "SELECT * FROM (SELECT id,"
    " (SELECT count(*) FROM post WHERE user_id = u.id) AS posts,"
    " (SELECT count(*) FROM comment WHERE user_id = u.id AND deleted = 0) AS comments,"
    " (SELECT coalesce(sum(value), 0) FROM post_vote JOIN post ON post.id = post_id"
    " WHERE post.user_id = u.id) + (SELECT coalesce(sum(value), 0) FROM comment_vote"
    " JOIN comment ON comment.id = comment_id WHERE comment.user_id = u.id) AS points,"
    " (SELECT count(*) FROM post_vote WHERE user_id = u.id AND value > 0) AS likes"
    ' FROM "user" AS u) AS t WHERE posts != 0 OR comments != 0 OR points != 0 OR likes != 0'
    " ORDER BY 1",
    "gallery_tag": "SELECT host, name, count(*) FROM post JOIN post_tag ON post_id = id"
    " GROUP BY 1, 2 ORDER BY 1, 2",
    "post": "SELECT id, (SELECT count(*) FROM post_vote WHERE post_id = post.id AND value > 0),"
    " (SELECT count(*) FROM post_vote WHERE post_id = post.id AND value < 0),"
    " (SELECT count(*) FROM comment WHERE deleted = 0 AND (picture_id = post.picture_id"
    " OR album_id = post.album_id)) FROM post ORDER BY 1",
    "holding": "SELECT picture_id, host, size, views,"
    " CASE WHEN picture_id IN (SELECT picture_id FROM album_entry) THEN 1 ELSE 0 END"
    " FROM holding JOIN picture"
    " USING (host, size, views) WHERE id = picture_id ORDER BY 1",
}


def _check_counters(db: Any) -> None:
    for name, rows in _counted(db).items():
        truth = [tuple(row) for row in db.execute(_TRUTH[name])]
        assert [tuple(row) for row in rows] == truth, name


@pytest.mark.usefixtures("each_database")
def test_counters_say_what_there_is_after_every_change() -> None:
    with Emulator(seed=1) as emulator:
        fill(emulator, 120)
        accounts, store = emulator.services.accounts, emulator.services.store
        _check_counters(store._db)
        ann = accounts.users.by_name("imgur", OWNER)
        ben = accounts.users.by_name("imgur", "user1")
        shack = accounts.users.by_name("imageshack", OWNER)
        assert ann
        assert ben
        assert shack
        client = EmulatorClient(emulator)
        for _, ask in operations(emulator):
            ask(client)
        _check_counters(store._db)
        mine = accounts.library.ids_of(ann.id)
        album = accounts.albums.add("imgur", ["zz"], 0, user_id=ann.id)
        post = accounts.posts.add("imgur", ann.id, "T", 0, album_id=album.id, tags=["a", "A", "b"])
        assert post is not None
        comment = accounts.comments.add("imgur", "hi", 0, user_id=ben.id, album_id=album.id)
        changes = [
            lambda: accounts.library.change(mine[0], public=False),
            lambda: accounts.library.change(mine[1], hidden=True),
            lambda: accounts.library.set_tags(mine[2], ["x", "y", "x"]),
            lambda: accounts.library.set_tags(mine[3], []),
            lambda: accounts.albums.put_in(album.id, mine[4:9]),
            lambda: accounts.albums.put_in(album.id, mine[5:7], alone=True),
            lambda: accounts.albums.take_out(album.id, mine[4:6]),
            lambda: accounts.posts.vote(post.id, ben.id, 1, 0),
            lambda: accounts.posts.vote(post.id, ben.id, -1, 1),
            lambda: accounts.posts.vote(post.id, ben.id, 0, 2),
            lambda: accounts.posts.vote(post.id, ben.id, 1, 3),
            lambda: accounts.comments.vote(comment.id, ann.id, 1),
            lambda: accounts.comments.vote(comment.id, ann.id, -1),
            lambda: store.count_view(mine[9]),
            lambda: accounts.comments.delete(comment.id),
            lambda: store.delete_picture(mine[10]),
            lambda: store.delete_picture(mine[5]),
            lambda: accounts.posts.delete(post.id),
            lambda: accounts.albums.delete(album.id),
            lambda: accounts.users.delete(ben.id),
            lambda: accounts.delete_user(shack.id),
            lambda: accounts.delete_user(ann.id),
        ]
        with report_all() as case:
            for number, change in enumerate(changes):
                change()
                with case(f"change {number}"):
                    _check_counters(store._db)
        store.clear()
        _check_counters(store._db)


def test_every_reference_has_an_index(sizes: dict[int, Emulator]) -> None:
    """Or deleting what is referred to looks at the whole table for each row."""
    store = sizes[FEW].services.store
    with report_all(least=30) as case:
        for (table,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            indexed = {
                tuple(row["name"] for row in store.rows(f"PRAGMA index_info({index['name']})"))[:1]
                for index in store.rows(f"PRAGMA index_list({table})")
            }
            columns = store.rows(f"PRAGMA table_info({table})")
            indexed |= {(row["name"],) for row in columns if row["pk"] == 1}
            for reference in store.rows(f"PRAGMA foreign_key_list({table})"):
                with case(f"{table}.{reference['from']}"):
                    assert (reference["from"],) in indexed


def test_pictures_at_random_are_different_ones_of_those_that_are_meant(
    sizes: dict[int, Emulator],
) -> None:
    accounts = sizes[MANY].services.accounts
    user = accounts.users.by_name("imageshack", OWNER)
    assert user is not None
    choice = Choice(host="imageshack", user_id=user.id, public=True)
    drawn = [
        {owned.picture.id for owned in accounts.library.find(choice, order="random", limit=10)}
        for _ in range(3)
    ]
    assert [len(one) for one in drawn] == [10] * 3
    assert len(set.union(*drawn)) > 15
    for number in set.union(*drawn):
        owned = accounts.library.by_id(number)
        assert owned is not None
        assert (owned.user_id, owned.public, owned.hidden) == (user.id, True, False)
