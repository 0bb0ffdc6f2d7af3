"""Addresses as imgur's clients spell them: pages without an order, the newer API, logins."""

from __future__ import annotations

import re
from typing import Any

from contracts.hosts.imgur.emulated import APP, USERS, World, error_of
from contracts.support.emulated import EmulatorClient
from contracts.support.reporting import each, report_all

FIRST = (
    "/gallery/hot/0",
    "/gallery/hot/viral/0",
    "/gallery/new/0",
    "/gallery/user/0",
    "/gallery/top/0",
    "/gallery/top/week/0",
    "/gallery/0",
    "/gallery/day/0",
    "/gallery/hot/0.json",
    "/gallery/hot/0/",
    "/gallery/r/cats/0",
    "/gallery/r/cats/week/0",
    "/gallery/r/cats/top/month/0",
    "/gallery/r/cats",
    "/gallery/t/cats/0",
    "/gallery/t/cats/all/0",
    "/gallery/t/cats/time/0",
    "/gallery/search/0?q=cats",
    "/gallery/search/day/0?q=cats",
    "/gallery/search/time/0?q=cats",
    "/gallery/search?q=cats&page=0",
    "/account/miriam/submissions/0",
    "/account/miriam/gallery_favorites/0",
)
#: A page that is far behind the last one.
FAR = [re.sub(r"\b0\b", page, path) for path in FIRST for page in ("1", "777", "12345", "1234567")]


def with_post(world: World) -> str:
    """A post that every list in :data:`FIRST` has."""
    image: str = world.upload("miriam")["id"]
    sent = {"title": "The cats r/cats", "terms": "1", "tags": "cats,lake"}
    world.data("miriam", "POST", f"/gallery/image/{image}", data=sent)
    world.data("miriam", "POST", f"/image/{image}/favorite")
    return image


def ids(data: Any) -> list[str]:
    return [one["id"] for one in (data["items"] if isinstance(data, dict) else data)]


def test_digits_where_an_order_may_stand_are_the_page(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS))
    image = with_post(world)
    with report_all(least=60) as case:
        for path in FIRST:
            with case(path):
                assert ids(world.data(None, "GET", path)) == [image]
        for path in (one for one in FAR if one not in FIRST):
            with case(path):
                assert ids(world.data(None, "GET", path)) == []


def test_an_id_of_digits_is_still_the_post(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS))
    image = with_post(world)
    store = world.emulated.emulator.services.store
    with store.transaction() as db:
        db.execute("UPDATE picture SET code = '12345' WHERE code = ?", (image,))
    for path in ("/gallery/12345", "/gallery/r/cats/12345", "/gallery/t/cats/12345"):
        assert world.data(None, "GET", path)["id"] == "12345", path


def newer(world: World, who: str | None, path: str, **options: Any) -> Any:
    """The answer of the newer API, which has no envelope."""
    answer = world.emulated.get(f"/post/v1{path}", headers=world.headers(who), **options)
    assert answer.status_code == 200, answer.text
    return answer.json()


INCLUDE = {"include": "media,tags,account"}


def test_posts_of_the_newer_api_are_bare_and_whole(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS))
    image = with_post(world)
    album = world.album("miriam", title="Tahoe", privacy="hidden")["id"]
    inner = world.upload("miriam", width=61, album=album, title="Deep")["id"]
    post = newer(world, None, f"/posts/{image}")
    assert (post["id"], post["is_album"], "media" in post) == (image, False, False)
    shown = newer(world, None, f"/media/{image}", params=INCLUDE)
    (file,) = shown["media"]
    assert (shown["title"], file["id"], file["ext"]) == ("The cats r/cats", image, "png")
    assert world.emulated.get(file["url"]).status_code == 200
    assert [tag["tag"] for tag in shown["tags"]] == ["cats", "lake"]
    assert shown["account"]["username"] == "miriam"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", file["created_at"])
    whole = newer(world, None, f"/albums/{album}", params=INCLUDE)
    assert (whole["title"], whole["is_album"], whole["image_count"]) == ("Tahoe", True, 1)
    assert [one["id"] for one in whole["media"]] == [inner]
    assert whole["media"][0]["metadata"]["title"] == "Deep"


def test_all_posts_of_the_newer_api_come_in_pages(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS))
    clock = world.emulated.emulator.clock
    made = []
    for width in range(60, 63):
        made.append(world.upload("miriam", width=width)["id"])
        clock.advance(seconds=5)
    album = world.album("miriam", privacy="hidden")["id"]
    clock.advance(seconds=5)
    world.upload("miriam", width=70, album=album)
    world.upload("tove", width=80)
    order = [album, *reversed(made)]
    path, query = "/accounts/me/all_posts", {**INCLUDE, "sort": "-created_at"}
    found = newer(world, "miriam", path, params={**query, "page": "1"})
    assert ([one["id"] for one in found], found[0]["is_album"]) == (order, True)
    assert newer(world, "miriam", path, params={**query, "page": "2"}) == []
    parts = [newer(world, "miriam", path, params={"page": n, "limit": "2"}) for n in "123"]
    assert [[one["id"] for one in part] for part in parts] == [order[:2], order[2:], []]
    oldest = newer(world, "miriam", path, params={"sort": "created_at"})
    assert [one["id"] for one in oldest] == order[::-1]
    hidden = newer(world, "miriam", "/accounts/me/hidden_albums")
    assert [one["id"] for one in hidden] == [album]


def test_the_newer_api_refuses_with_a_list_of_errors(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS))
    image = world.upload(None)["id"]
    rows = (
        ("/media/nothing", APP, 404),
        ("/albums/nothing", APP, 404),
        (f"/posts/{image}", APP, 404),
        ("/accounts/me/all_posts", APP, 401),
        ("/accounts/me/all_posts", {}, 401),
        (f"/media/{image}", {}, 401),
        (f"/media/{image}", {"Authorization": "Bearer old"}, 403),
    )
    with report_all() as case:
        for path, headers, status in rows:
            with case(f"{path} {headers}"):
                answer = world.emulated.get(f"/post/v1{path}", headers=headers)
                (error,) = answer.json()["errors"]
                assert (answer.status_code, error["code"]) == (status, str(status))
                assert error["detail"]


#: What an account alone may do, by the method and the path below ``/3``.
OWN = (
    ("GET", "/account/{name}/settings"),
    ("PUT", "/account/{name}/settings"),
    ("GET", "/account/{name}/stats"),
    ("GET", "/account/{name}/images"),
    ("GET", "/account/{name}/images/0"),
    ("GET", "/account/{name}/images/ids"),
    ("GET", "/account/{name}/images/ids/0"),
    ("GET", "/account/{name}/images/count"),
    ("GET", "/account/{name}/favorites"),
    ("GET", "/account/{name}/favorites/0/newest"),
    ("DELETE", "/account/{name}"),
    ("GET", "/account/{name}/notifications"),
)


def test_no_login_is_401_however_the_path_is_spelled(open_emulated: Any) -> None:
    world = World(open_emulated(users=USERS))
    with report_all(least=100) as case:
        for method, path in OWN:
            for name in ("me", "ME", "miriam", "Miriam", "nobody"):
                for suffix in ("", "/", ".json"):
                    for headers in (APP, {}):
                        address = f"/3{path.format(name=name)}{suffix}"
                        with case(f"{method} {address} {headers}"):
                            answer = world.emulated.request(method, address, headers=headers)
                            assert answer.status_code == 401, answer.text
                            assert error_of(answer) == "Authentication required"


@each("status", [401, 403, 429])
def test_a_stale_token_gets_the_status_that_was_chosen(open_emulated: Any, status: int) -> None:
    world = World(open_emulated(users=USERS, stale_token_status=status, token_lifetime=60))
    token = world.headers("miriam")
    assert world.emulated.get("/3/account/me", headers=token).status_code == 200
    world.emulated.emulator.clock.advance(seconds=61)
    for headers in (token, {"Authorization": "Bearer never"}):
        for path in ("/3/account/me", "/3/credits", "/3/image/x", "/3/account/me/images/"):
            answer = world.emulated.get(path, headers=headers)
            assert (answer.status_code, answer.json()["status"]) == (status, status), path
            assert error_of(answer) == "The access token provided is invalid."


def test_the_status_of_a_stale_token_is_one_that_was_seen(emulated: EmulatorClient) -> None:
    answer = emulated.get("/3/account/me", headers={"Authorization": "Bearer never"})
    assert answer.status_code == 403
