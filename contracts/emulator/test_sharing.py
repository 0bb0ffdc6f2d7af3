"""Two emulators over one database are one: what either is told or asked counts at both.

They are in this process, so that all of it is seen at once; ``test_workers.py`` has processes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from imagehosts.emulator import Emulator

from contracts.support.databases import MakeDatabase
from contracts.support.emulated import ME, EmulatorClient, png
from contracts.support.reporting import report_all


class Two(NamedTuple):
    """Two emulators, a client of each, and what opens another."""

    one: Emulator
    other: Emulator
    settings: dict[str, Any]

    @property
    def clients(self) -> tuple[EmulatorClient, EmulatorClient]:
        return EmulatorClient(self.one), EmulatorClient(self.other)


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    """Two emulators over one database, with accounts, faults, a seed and few credits."""
    with ExitStack() as stack:
        where: dict[str, Any] = {"workers": 2, "data": tmp_path / "data"}
        if request.param == "postgresql":
            make: MakeDatabase = request.getfixturevalue("made_database")
            where["database"] = stack.enter_context(make())
        settings = {
            **where,
            "users": ("ann:secret",),
            "seed": 7,
            "client_credits": 100,
            "faults": ("status=521,operation=images_get,times=1",),
        }
        one, other = (stack.enter_context(Emulator(**settings)) for _ in range(2))
        yield Two(one, other, settings)
        assert one.internal_errors == other.internal_errors == []


def test_what_one_stores_the_other_serves_lists_and_deletes(two: Two) -> None:
    here, there = two.clients
    image = here.image()
    path = image["url"].partition("8765")[2]
    assert there.get(path).content == png()
    assert [picture.code for picture in two.other.pictures] == [image["id_encoded"]]
    assert there.get(image["delete_url"]).status_code in (200, 301)
    assert here.get(path).status_code == 404
    assert here.image()["id_encoded"] != image["id_encoded"]


#: What one does between two equal requests for a picture to the other, and what the second gets.
CHANGES: dict[str, tuple[Callable[[Emulator, dict[str, Any]], object], int]] = {
    "nothing": (lambda one, image: None, 200),
    "deleted": (lambda one, image: EmulatorClient(one).get(image["delete_url"]), 404),
    "expired": (lambda one, image: one.clock.advance(hours=1), 404),
    "a fault": (lambda one, image: one.status(503, times=1), 503),
    "a fault that is over": (lambda one, image: one.status(503).cancel(), 200),
    "a fault from before": (lambda one, image: one.fail("imgur", "rate_limited"), 200),
    "reset": (lambda one, image: one.reset(), 404),
}


def test_what_one_changes_counts_for_an_equal_request_to_the_other(two: Two) -> None:
    here, there = two.clients
    with report_all() as case:
        for name, (change, status) in CHANGES.items():
            with case(name):
                image = here.image(expiration="PT30M")
                path = image["url"].partition("8765")[2]
                assert [there.get(path).content for _ in range(3)] == [png()] * 3
                change(two.one, image)
                assert there.get(path).status_code == status
                here.request("DELETE", "/_emulator/faults")


def test_time_passes_for_both_and_pictures_are_gone_for_both(two: Two) -> None:
    here, there = two.clients
    path = here.image(expiration="PT5M")["url"].partition("8765")[2]
    assert there.get(path).status_code == 200
    before = two.other.clock.now()
    assert here.post("/_emulator/clock?minutes=6").status_code == 200
    assert 360 <= there.get("/_emulator/clock").json()["now"] - before < 420
    assert there.get(path).status_code == 404
    with pytest.raises(ValueError, match="between the years"):
        two.other.clock.advance(days=4_000_000)
    two.one.clock.reset()
    assert two.other.clock.now() - before < 60


def test_a_fault_is_met_so_often_at_both_together(two: Two) -> None:
    here, there = two.clients
    fault = two.one.fail("imgur", "rate_limited", times=3, skip=1)
    answers = [
        client.get("/3/credits", headers=IMGUR) for client in (here, there, here, there, here)
    ]
    assert [answer.status_code for answer in answers] == [200, 429, 429, 429, 200]
    assert (fault.hits, fault.left) == (3, 0)
    with two.other.status(599, "imgur") as other:
        assert str(other.rule) in here.get("/_emulator/faults").text
        assert here.get("/3/credits", headers=IMGUR).status_code == 599
        assert other.hits == 1
    assert there.get("/3/credits", headers=IMGUR).status_code == 200
    share = two.one.status(599, "imgur", share=0.5)
    met = [client.get("/3/credits", headers=IMGUR).status_code for client in (here, there) * 10]
    assert 0 < met.count(599) == share.hits < 20
    assert there.request("DELETE", "/_emulator/faults").json() == []
    assert here.get("/3/credits", headers=IMGUR).status_code == 200


IMGUR = {"Authorization": "Client-ID a"}


def test_which_requests_a_share_meets_follows_the_seed(tmp_path: Path) -> None:
    def met_by(folder: str, seed: int) -> list[int]:
        with Emulator(workers=2, data=tmp_path / folder, seed=seed) as emulator:
            client = EmulatorClient(emulator)
            emulator.status(599, "imgur", share=0.5)
            return [client.get("/3/credits", headers=IMGUR).status_code for _ in range(16)]

    first = met_by("one", 7)
    assert first == met_by("two", 7)
    assert first != met_by("three", 8)


def test_faults_of_the_settings_are_there_once_for_all(two: Two) -> None:
    here, there = two.clients
    code = _imgur(here)["id"]
    statuses = [
        client.get(f"/3/image/{code}", headers=IMGUR).status_code for client in (here, there)
    ]
    assert statuses == [521, 200]
    with Emulator(**two.settings) as third:  # as a worker that takes another's place
        assert EmulatorClient(third).get(f"/3/image/{code}", headers=IMGUR).status_code == 200
        assert third.services.faults.on() == []
    two.one.reset()
    assert len(two.other.services.faults.on()) == 1


def _imgur(client: EmulatorClient) -> dict[str, Any]:
    files = {"image": ("a.png", png())}
    made: dict[str, Any] = client.post("/3/image", headers=IMGUR, files=files).json()["data"]
    return made


def test_credits_are_used_up_at_both_together(two: Two) -> None:
    left = [
        int(client.get("/3/album/nothing", headers=IMGUR).headers["x-ratelimit-clientremaining"])
        for client in two.clients * 3
    ]
    assert left == [99, 98, 97, 96, 95, 94]
    two.one.clock.advance(days=1, seconds=1)
    again = two.clients[1].get("/3/album/nothing", headers=IMGUR)
    assert again.headers["x-ratelimit-clientremaining"] == "99"


def test_the_journal_has_every_request_once_and_in_order(two: Two) -> None:
    here, there = two.clients
    for number in range(3):
        here.get(f"/here/{number}")
        there.get(f"/there/{number}")
    paths = [f"/{place}/{number}" for number in range(3) for place in ("here", "there")]
    assert [entry.path for entry in two.one.requests] == paths
    assert two.one.requests == two.other.requests
    assert {entry.status for entry in two.other.requests} == {404}
    two.one.expect(times=6, status=404)
    assert there.request("DELETE", "/_emulator/requests").json() == {"cleared": True}
    assert [entry.path for entry in two.one.requests] == ["/_emulator/requests"]


def test_the_registered_web_and_mail_are_seen_by_both(two: Two) -> None:
    here, there = two.clients
    url = "http://pictures.example/a.png"
    two.one.web[url] = png()
    assert there.get(f"{ME}?key=k&source={url}").status_code == 200
    assert dict(two.other.web) == {url: png()}
    del two.other.web[url]
    assert len(two.one.web) == 0
    with pytest.raises(KeyError):
        del two.one.web[url]
    two.one.services.accounts.mailbox.send("imgur", "Ann@example.com", "s", "t", 1.0)
    assert [mail["subject"] for mail in there.get("/_emulator/mail?to=ann@example.com").json()] == [
        "s"
    ]
    assert here.get("/_emulator/web").json() == {}


def test_a_seed_never_gives_both_the_same(two: Two) -> None:
    codes = [_imgur(client)["id"] for client in two.clients * 3]
    assert len(set(codes)) == 6
    two.one.reset()
    assert [_imgur(client)["id"] for client in two.clients * 3] == codes, "the same in every run"


def test_errors_of_either_are_known_to_both(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(two.one.services.store, "add_picture", fail)
        two.clients[0].upload()
    (error,) = two.other.internal_errors
    assert "ZeroDivisionError('on purpose')" in repr(error)
    assert two.clients[1].get("/_emulator/").json()["internal_errors"] == 1
    two.other.reset()
    assert two.one.internal_errors == []


def test_a_reset_of_one_empties_both(two: Two) -> None:
    here, there = two.clients
    here.image()
    two.one.web["http://a.example/"] = b"x"
    assert there.post("/_emulator/reset").json() == {"reset": True}
    assert two.one.pictures == []
    assert len(two.one.web) == 0
    assert two.one.services.accounts.users.by_name("imgur", "ann") is not None
    assert here.image()["id_encoded"] == there.get("/_emulator/pictures").json()[0]["id"]


def test_a_snapshot_that_one_puts_back_is_the_state_of_both(two: Two) -> None:
    here, there = two.clients
    with Emulator(seed=1, users=("eve:secret",)) as another:  # ids in another order, other people
        for number in range(3):
            EmulatorClient(another).image(png(20 + number, 20))
        another.web["http://a.example/"] = b"x"
        another.clock.advance(days=3)
        strange = another.snapshot()
        codes = [picture.code for picture in another.pictures]
        following = EmulatorClient(another).image(png(30, 20))["id_encoded"]
    mine = [here.image(png(10, 10)), there.image(png(11, 10))]
    own = two.other.snapshot()
    two.one.restore(strange)
    assert [picture.code for picture in two.other.pictures] == codes
    assert two.other.services.accounts.users.by_name("imgur", "eve") is not None
    assert two.other.services.accounts.users.by_name("imgur", "ann") is None
    assert two.other.web["http://a.example/"] == b"x"
    assert two.other.clock.now() - two.one.clock.now() < 60
    assert there.image(png(30, 20))["id_encoded"] == following, "ids go on as in the other"
    assert here.get(mine[0]["url"].partition("8765")[2]).content == png(20, 20)
    with Emulator() as third:  # of another kind of database
        third.restore(own)
        assert [picture.width for picture in third.pictures] == [10, 11]
    answer = there.request("PUT", "/_emulator/snapshot", content=own)
    assert answer.json() == {"pictures": 2}
    assert here.get(mine[1]["url"].partition("8765")[2]).content == png(11, 10)
    assert here.image(png(12, 10))["id_encoded"] not in {one["id_encoded"] for one in mine}
    for emulator in (two.one, two.other):
        needed = {file.sha256 for one in emulator.pictures for file in one.files.values()}
        assert emulator.services.store.blobs.names() == needed


def test_snapshots_and_uploads_at_once_leave_no_picture_broken(two: Two) -> None:
    """Whatever comes first, what is there at the end is whole, and nothing else is left."""
    here, there = two.clients
    for number in range(4):
        here.image(png(40, 20 + number))
    taken = two.one.snapshot()
    answers: list[int] = []

    def upload() -> None:
        answers.extend(there.upload(png(20 + n, 20)).status_code for n in range(12))

    thread = threading.Thread(target=upload)
    thread.start()
    while thread.is_alive():
        two.one.restore(taken)
        two.one.snapshot()
    thread.join()
    assert answers == [200] * 12
    pictures = two.other.pictures
    assert [(one.width, one.height) for one in pictures[:4]] == [(40, 20 + n) for n in range(4)]
    paths = [file.path for one in pictures for file in one.files.values()]
    assert {here.get(path).status_code for path in paths} == {200}
    needed = {file.sha256 for one in pictures for file in one.files.values()}
    assert two.one.services.store.blobs.names() == needed
    assert len({one.code for one in pictures}) == len(pictures)


def test_two_that_change_one_thing_at_a_time_lose_nothing(two: Two) -> None:
    """Reading, changing and writing back is one step: neither writes over what the other wrote."""
    ann = two.one.services.accounts.users.by_name("imgur", "ann")
    assert ann is not None

    def change(emulator: Emulator, name: str) -> None:
        for count in range(15):
            emulator.services.accounts.users.change(ann.id, facts={f"{name}{count}": count})

    threads = [
        threading.Thread(target=change, args=(emulator, name))
        for emulator, name in ((two.one, "a"), (two.other, "b"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    user = two.one.services.accounts.users.get(ann.id)
    assert user is not None
    wanted = {f"{name}{count}": count for name in "ab" for count in range(15)}
    assert user.facts.items() >= wanted.items()


def test_a_picture_deleted_at_one_and_sent_to_the_other_stays(two: Two) -> None:
    """The bytes are the same: whoever comes last, they are there if anybody refers to them."""
    failures: list[str] = []

    def delete_and_send(client: EmulatorClient, name: str) -> None:
        for number in range(8):
            image = client.image(name=f"{name}{number}.png")
            path = image["url"].partition("8765")[2]
            if client.get(path).content != png():
                failures.append(path)
            client.get(image["delete_url"])

    threads = [
        threading.Thread(target=delete_and_send, args=(client, name))
        for client, name in zip(two.clients, ("here", "there"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert two.one.pictures == []
    assert two.one.services.store.blobs.names() == set()


def test_many_that_start_at_once_make_one_database(postgres_url: str, tmp_path: Path) -> None:
    made: list[Emulator] = []

    def start() -> None:
        made.append(Emulator(database=postgres_url, data=tmp_path / "data", users=("ann:x",)))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with report_all(least=4) as case:
        for number, emulator in enumerate(made):
            with case(f"emulator {number}"), emulator:
                assert len(emulator.services.accounts.users.all("imgur")) == 1
