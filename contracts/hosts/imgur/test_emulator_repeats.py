"""An equal request that no user makes is answered as before, and what it takes is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from contracts.hosts.imgur.emulated import APP, USERS, World, error_of
from contracts.hosts.imgur.test_emulator_operations import OPERATIONS, Scene, ask
from contracts.support.emulated import EmulatorClient
from contracts.support.reporting import report_all

LEFT = ("X-RateLimit-UserRemaining", "X-RateLimit-ClientRemaining")
Open = Callable[..., EmulatorClient]
_numbers = count()


@pytest.fixture
def world(open_emulated: Open) -> World:
    return World(open_emulated(users=USERS))


def again(world: World, path: str, **options: Any) -> httpx.Response:
    """The last of three equal requests; what came once is not worth remembering."""
    return [world.ask(None, "GET", path, **options) for _ in range(3)][-1]


def anew(world: World, path: str) -> httpx.Response:
    """The answer to a request that is no other's equal."""
    return world.ask(None, "GET", path, headers={"X-Number": str(next(_numbers))})


def forget_how_to_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.emulated.emulator.services.accounts, "library", None)


def test_every_read_is_answered_again_as_it_would_be_anew(
    open_emulated: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(World(open_emulated(users=USERS)))
    services, worked_out = scene.world.emulated.emulator.services, list[str]()
    answer = services.answer

    def noting(request: Request, *args: Any, **options: Any) -> Any:
        worked_out.append(request.url.path)
        return answer(request, *args, **options)

    monkeypatch.setattr(services, "answer", noting)
    from_before: set[str] = set()
    with report_all(least=40) as case:
        for operation in (each for each in OPERATIONS.values() if each.method == "get"):
            with case(operation.id):
                worked_out.clear()
                same = [ask(scene, operation, APP) for _ in range(3)]
                if len(worked_out) < 3:
                    from_before.add(operation.id)
                    anew = ask(scene, operation, {**APP, "X-Number": str(next(_numbers))})
                    shown = (anew.status_code, anew.content)
                    assert [(each.status_code, each.content) for each in same] == [shown] * 3
    assert len(from_before) >= 20, from_before
    assert not from_before & {"credits_get", "oauth_authorize"}


def test_answer_from_before_counts_and_has_a_line_of_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/image/{world.upload()['id']}"
    first = again(world, path)
    forget_how_to_answer(world, monkeypatch)
    world.emulated.emulator.clock.advance(90)
    second = world.ask(None, "GET", path)
    assert (second.status_code, second.content) == (200, first.content)
    for name in LEFT:
        assert int(second.headers[name]) == int(first.headers[name]) - 1
    reset = [int(each.headers["X-RateLimit-UserReset"]) for each in (first, second)]
    assert 89 <= reset[0] - reset[1] <= 91
    assert [*second.headers] == [*first.headers]
    *_, before, after = world.emulated.emulator.requests
    assert (after.operation, 89 <= after.time - before.time <= 92) == ("images_get", True)
    assert replace(after, time=before.time, took=before.took) == before


def test_each_address_has_its_own_count_in_an_answer_from_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/image/{world.upload()['id']}"
    mine = again(world, path)
    forget_how_to_answer(world, monkeypatch)
    stranger = World(EmulatorClient(world.emulated.emulator, address="10.1.1.1"))
    theirs = stranger.ask(None, "GET", path)
    assert theirs.content == mine.content
    user, client = (int(theirs.headers[name]) - int(mine.headers[name]) for name in LEFT)
    assert (user, client) == (12, -1)  # an upload takes ten, and the application is the same


def _rename(world: World, image: dict[str, Any]) -> None:
    world.data(None, "POST", f"/image/{image['deletehash']}", data={"title": "Lake"})


def _delete(world: World, image: dict[str, Any]) -> None:
    world.data(None, "DELETE", f"/image/{image['deletehash']}")


#: What may happen between two equal requests, and what the second gets.
CHANGES: dict[str, tuple[Callable[[World, dict[str, Any]], object], tuple[int, str | None]]] = {
    "nothing": (lambda world, image: None, (200, None)),
    "another picture": (lambda world, image: world.upload(width=99), (200, None)),
    "renamed": (_rename, (200, "Lake")),
    "deleted": (_delete, (404, None)),
    "reset": (lambda world, image: world.emulated.emulator.reset(), (404, None)),
    "a fault": (lambda world, image: world.emulated.emulator.status(503, times=1), (503, None)),
}


def test_equal_request_sees_what_has_changed_since(world: World) -> None:
    with report_all() as case:
        for name, (change, expected) in CHANGES.items():
            with case(name):
                image = world.upload()
                path = f"/image/{image['id']}"
                assert again(world, path).json()["data"]["title"] is None
                change(world, image)
                answer = world.ask(None, "GET", path)
                title = answer.json()["data"]["title"] if answer.status_code == 200 else None
                assert (answer.status_code, title) == expected
                if answer.status_code != 503:
                    assert answer.content == anew(world, path).content


def test_token_that_ran_out_is_refused_however_often_it_was_good(world: World) -> None:
    path = f"/image/{world.upload('miriam')['id']}"
    asked = [world.ask("miriam", "GET", path).status_code for _ in range(3)]
    world.emulated.emulator.clock.advance(days=400)
    assert (asked, world.ask("miriam", "GET", path).status_code) == ([200] * 3, 403)


def test_enforced_credits_end_equal_requests(open_emulated: Open) -> None:
    world = World(open_emulated(enforce_credits=True, client_credits=15))
    path = f"/image/{world.upload()['id']}"  # takes ten
    answers = [world.ask(None, "GET", path) for _ in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert error_of(answers[-1]) == "Daily client requests exceeded"
