"""ImageShack used as people use it: the real client against the emulator, to the last call.

Each use runs for both kinds of client over a socket, and for the asynchronous one in process too,
where the hosts have their own names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts import (
    AuthenticationFailed,
    CaptchaRequired,
    ImageShack,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    StatusError,
)
from imagehosts.cli import main
from imagehosts.emulator import Emulator
from imagehosts.hosts.imageshack import failed_items, has_album
from PIL import Image as Picture

from contracts.hosts.imageshack.support import KINDS, OPERATIONS, name_of
from contracts.support.clients import Driver, Kind

KEY = "12ABCDEFexamplekey"


def picture(number: int, width: int = 64) -> bytes:
    """A small JPEG that no other number gives."""
    content = BytesIO()
    color = (number * 37 % 256, number * 91 % 256, number * 13 % 256)
    Picture.new("RGB", (width, 48), color).save(content, "JPEG")
    return content.getvalue()


WAYS = [(KINDS[0], "socket"), (KINDS[1], "socket"), (KINDS[1], "in process")]

OpenDoor = Callable[..., Driver]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running
        assert running.internal_errors == []


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1].replace(' ', '-')}")
def open_driver(request: pytest.FixtureRequest, emulator: Emulator) -> Iterator[OpenDoor]:
    """Make clients of the one emulator."""
    kind: Kind
    kind, way = request.param
    with ExitStack() as stack:
        options: dict[str, Any] = {"key": KEY}
        if way == "socket":
            options["base_url"] = stack.enter_context(emulator.serve()) + "/v2"
            transports: dict[str, type[httpx.BaseTransport] | type[httpx.AsyncBaseTransport]] = {
                "sync": httpx.HTTPTransport,
                "async": httpx.AsyncHTTPTransport,
            }
            make: Callable[[], Any] = transports[kind.mode]
        else:

            def make() -> Any:
                return httpx.ASGITransport(emulator.app)

        yield lambda **more: stack.enter_context(
            Driver(kind, transport=make(), on_drift=fail_on_drift, **{**options, **more})
        )


def fail_on_drift(drift: object) -> None:
    raise AssertionError(f"the emulator is not what the spec says: {drift}")


def sign_up(open_driver: OpenDoor, name: str) -> Driver:
    """A client that is logged in as an account of its own."""
    driver = open_driver()
    driver.do("users.create", f"{name}@example.com", username=name, password=f"{name} secret")
    driver.do("login", name, f"{name} secret")
    return driver


def everything(driver: Driver, method: str, *args: Any, **options: Any) -> list[Any]:
    found: list[Any] = []
    page = driver.do(method, *args, **options)
    while page is not None:
        found += page.items
        page = driver.wait_for(page.next())
    return found


def items_of(driver: Driver, method: str, *args: Any, **options: Any) -> Iterator[Any]:
    """The items of a list as one goes through it, whichever way the client waits."""
    found = attrgetter(method)(driver.client)(*args, **options)
    if not driver.kind.is_async:
        yield from found
        return
    steps = aiter(found)

    async def step() -> Any:
        return await anext(steps, None)

    while (item := driver.wait_for(step())) is not None:
        yield item


def ids(items: Any) -> list[str]:
    return [item.id for item in items]


# --- uploads -------------------------------------------------------------------------------


def test_what_was_uploaded_comes_back_to_the_byte(
    open_driver: OpenDoor, emulator: Emulator, tmp_path: Path
) -> None:
    nick = sign_up(open_driver, "nick")
    path = tmp_path / "naïve 写真.jpg"
    path.write_bytes(picture(1))
    emulator.web["https://elsewhere.example/lake.jpg"] = picture(2)
    made = {
        picture(1): nick.do("upload", path, title="Snow, and a lake", tags=["x", "y"]),
        picture(2): nick.do("upload", "https://elsewhere.example/lake.jpg", album="Tahoe, 2012"),
        picture(3): nick.do("upload", ("c.jpg", picture(3)), public=False),
        picture(4): nick.do("upload", BytesIO(picture(4)), description="ü" * 300),
    }
    for content, image in made.items():
        assert nick.do("download", nick.client.image_url(image)) == content
        whole = nick.do("images.get", image.id)
        assert (whole.width, whole.height, whole.is_owner) == (64, 48, True)
    first, second, third, fourth = (nick.do("images.get", each.id) for each in made.values())
    assert (first.title, first.tags) == ("Snow, and a lake", ["x", "y"])
    assert first.original_filename == "naïve 写真.jpg"
    assert not has_album(first)
    assert second.album.title == "Tahoe, 2012"
    assert third.public is False
    assert fourth.description == "ü" * 300


def test_several_files_in_one_request_some_of_which_fail(open_driver: OpenDoor) -> None:
    nick = sign_up(open_driver, "nick")
    files = [
        ("lake.jpg", picture(1)),
        ("notes.txt", b"no picture"),
        ("lake.jpg", picture(2)),
        picture(3),
        ("empty.jpg", b""),
    ]
    report = nick.do("upload_files", files, titles=["a, b", "x", None, "d"], tags=["t"])
    assert (report.passed, report.failed) == (3, 2)
    assert [file.stored for file in report.files] == [True, False, True, True, False]
    assert [file.name for file in report.failed_files] == ["notes.txt", "empty.jpg"]
    kept = [file.image for file in report.files if file.image]
    assert [image.title or None for image in kept] == ["a, b", None, "d"]
    for image, number in zip(kept, (1, 2, 3), strict=True):
        assert nick.do("download", nick.client.image_url(image)) == picture(number)
        assert nick.do("images.get", image.id).tags == ["t"]
    again = nick.do("images.get_many", [*ids(kept), "gone"])
    assert failed_items([*ids(kept), "gone"], again) == ["gone"]


def test_single_file_that_is_not_a_picture_is_an_error(open_driver: OpenDoor) -> None:
    nick = sign_up(open_driver, "nick")
    with pytest.raises(InvalidRequest):
        nick.do("upload", ("notes.txt", b"no picture"))
    assert nick.do("users.usage", "nick").images_count == 0


# --- sessions ------------------------------------------------------------------------------


def test_a_session_is_carried_on_by_its_token(open_driver: OpenDoor) -> None:
    nick = sign_up(open_driver, "nick")
    token = nick.client._credentials["auth_token"]
    other = open_driver()
    assert other.do("login", auth_token=token).username == "nick"
    assert other.do("users.settings").private_profile is False
    by_mail = open_driver()
    assert by_mail.do("login", "nick@example.com", "nick secret").username == "nick"
    with pytest.raises(AuthenticationFailed):
        open_driver().do("login", "nick", "wrong")
    with pytest.raises(AuthenticationFailed):
        open_driver().do("login", auth_token="no-token-of-anybody")


def test_forgotten_password_is_reset(open_driver: OpenDoor, emulator: Emulator) -> None:
    sign_up(open_driver, "nick")
    driver = open_driver()
    assert driver.do("session.forgot_password", "nick") is True
    mail = [mail for mail in emulator.mails if mail.recipient == "nick@example.com"][-1]
    (secret,) = [value for name, value in mail.facts.items() if name in ("auth", "hash")]
    assert driver.do("session.reset_password", "nick", secret, "a new password") is True
    with pytest.raises(StatusError):
        driver.do("session.reset_password", "nick", secret, "another")
    assert driver.do("login", "nick", "a new password").username == "nick"


def test_a_login_of_today_wants_a_captcha() -> None:
    with Emulator(captcha=True) as emulator, emulator.serve() as address:
        for kind in KINDS:
            with Driver(
                kind,
                transport=(httpx.AsyncHTTPTransport if kind.is_async else httpx.HTTPTransport)(),
                key=KEY,
                base_url=f"{address}/v2",
            ) as driver:
                name = f"nick-{kind.mode}"
                made = driver.do("users.create", f"{name}@example.com", username=name, password="p")
                with pytest.raises(CaptchaRequired, match="log in with a browser"):
                    driver.do("login", name, "p")
                # The advice works: a token from elsewhere serves.
                assert driver.do("login", auth_token=made.auth_token).username == name


# --- two people ----------------------------------------------------------------------------


def test_two_people_share_what_they_make_public_and_nothing_else(open_driver: OpenDoor) -> None:
    nick, rose, anybody = sign_up(open_driver, "nick"), sign_up(open_driver, "rose"), open_driver()
    shown = nick.do("upload", ("a.jpg", picture(1)), title="Shown", tags=["lake"])
    secret = nick.do("upload", ("b.jpg", picture(2)), title="Secret", public=False, tags=["lake"])
    album = nick.do("albums.create", "Tahoe", image_ids=[shown.id, secret.id])

    assert ids(everything(nick, "users.images", "nick", show_private=True)) == [
        secret.id,
        shown.id,
    ]
    for other in (rose, anybody):
        assert ids(everything(other, "users.images", "nick", show_private=True)) == [shown.id]
        assert other.do("images.get", shown.id).is_owner is False
        with pytest.raises(StatusError):
            other.do("images.get", secret.id)
        assert ids(everything(other, "albums.images", album.id)) == [shown.id]
        bulk = other.do("images.get_many", [shown.id, secret.id])
        assert failed_items([shown.id, secret.id], bulk) == [secret.id]

    assert rose.do("images.like", shown.id) is True
    assert ids_of_users(nick.do("images.likes", shown.id)) == ["rose"]
    with pytest.raises(StatusError):
        rose.do("images.likes", shown.id)
    assert rose.do("images.add_comment", shown.id, "What a lake!", source="tests") is True
    assert [c.comment for c in everything(anybody, "images.comments", shown.id)] == ["What a lake!"]

    # Nobody changes or deletes what is not theirs.
    with pytest.raises((PermissionDenied, NotFound)):
        rose.do("images.update", shown.id, title="Mine")
    with pytest.raises((PermissionDenied, NotFound)):
        rose.do("images.delete", shown.id)
    with pytest.raises((PermissionDenied, NotFound)):
        rose.do("albums.delete", album.id)
    with pytest.raises((PermissionDenied, NotFound)):
        rose.do("users.delete", "nick")
    assert rose.do("images.delete_many", [shown.id]).passed == 0
    assert rose.do("albums.delete_many", [album.id]).passed == 0
    assert nick.do("images.get", shown.id).title == "Shown"

    # A change of a title publishes nothing; deleting hides from all but the owner.
    assert nick.do("images.update", secret.id, title="Still secret").public is False
    assert nick.do("images.delete", shown.id) is True
    with pytest.raises(StatusError):
        rose.do("images.get", shown.id)
    assert ids(everything(nick, "users.images", "nick", show_private=True)) == [secret.id]
    hidden = everything(nick, "users.images", "nick", show_private=True, show_hidden=True)
    assert set(ids(hidden)) == {shown.id, secret.id}


def ids_of_users(users: Any) -> list[str]:
    return [user.username for user in users]


@pytest.mark.parametrize("added", [1, 2, 3])
def test_a_list_that_grows_while_it_is_read_repeats_nothing(
    open_driver: OpenDoor, added: int
) -> None:
    """Pictures are added between pages of two; with two of them a page comes twice in a row."""
    nick = sign_up(open_driver, "nick")

    def add(count: int) -> list[str]:
        files = [(f"{number}.jpg", picture(number)) for number in range(count)]
        return [f.image.id for f in nick.do("upload_files", files, tags=["t"], album="A").files]

    made = add(5)
    (album,) = nick.do("users.albums", "nick").items
    for method, args in (
        ("users.images", ("nick",)),
        ("tags.images", ("nick", "t")),
        ("albums.images", (album.id,)),
    ):
        later: list[str] = []
        seen: list[str] = []
        for number, image in enumerate(items_of(nick, method, *args, limit=2)):
            seen.append(image.id)
            if number % 2 and len(later) < 3 * added:
                later += add(added)
        assert later, "nothing was added"
        assert sorted(set(seen)) == sorted(seen), "repeated"
        assert set(made) <= set(seen), "missed"
        assert set(seen) <= {*made, *later}
        made += later


def test_pages_miss_nothing_and_repeat_nothing_while_they_are_read(open_driver: OpenDoor) -> None:
    nick = sign_up(open_driver, "nick")
    report = nick.do("upload_files", [(f"{n}.jpg", picture(n)) for n in range(23)])
    made = [file.image.id for file in report.files]
    assert ids(everything(nick, "users.images", "nick")) == made[::-1]
    assert ids(everything(nick, "users.images", "nick", limit=7)) == made[::-1]
    assert ids(everything(nick, "users.images", "nick", limit=7, offset=20)) == made[2::-1]
    album = nick.do("albums.create", "All", image_ids=made)
    assert set(ids(everything(nick, "albums.images", album.id, limit=5))) == set(made)
    nick.do("tags.add_many", made, ["lake"])
    assert set(ids(everything(nick, "tags.images", "nick", "lake", limit=4))) == set(made)


# --- the command line ----------------------------------------------------------------------


def test_the_command_line_uploads_and_prints_addresses(
    emulator: Emulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = [tmp_path / f"{number}.jpg" for number in (1, 2)]
    for number, file in enumerate(files):
        file.write_bytes(picture(number))
    with emulator.serve() as address:
        monkeypatch.setenv("IMAGESHACK_API_KEY", KEY)
        monkeypatch.setenv("IMAGESHACK_BASE_URL", f"{address}/v2")
        with ImageShack() as client:
            client.users.create("nick@example.com", username="nick", password="p")
            monkeypatch.setenv("IMAGESHACK_AUTH_TOKEN", client.login("nick", "p").auth_token)
            details = ["--title", "Snow, lake", "--album", "Tahoe", "--tags", "a,b", "--private"]
            paths = [str(file) for file in files]
            assert main(["upload", *paths, "--host", "imageshack", *details]) == 0
            printed = capsys.readouterr().out.split()
            assert [client.download(each) for each in printed] == [picture(0), picture(1)]
            (album,) = client.users.albums("nick", show_private=True).items
            found = client.albums.get(album.id).images or []
            assert {(image.title, image.public) for image in found} == {("Snow, lake", False)}

            assert main(["upload", paths[0], "--host", "imageshack", "--format", "json"]) == 0
            assert '"original_filename": "1.jpg"' in capsys.readouterr().out
            for wrong in (["--format", "page"], ["--format", "thumbnail"], ["--width", "3"]):
                assert main(["upload", paths[0], "--host", "imageshack", *wrong]) == 2
                assert f"imagehosts: {wrong[0]}: imageshack" in capsys.readouterr().err
            assert client.users.usage("nick", show_private=True).images_count == 3

        monkeypatch.delenv("IMAGESHACK_AUTH_TOKEN")
        assert main(["upload", paths[0], "--host", "imageshack"]) == 2
        assert "no auth token" in capsys.readouterr().err


# --- every call ----------------------------------------------------------------------------


class Tour:
    """Calls methods and remembers which."""

    def __init__(self) -> None:
        self.called: set[str] = set()

    def __call__(self, driver: Driver, method: str, *args: Any, **options: Any) -> Any:
        self.called.add(method)
        return driver.do(method, *args, **options)


def test_every_operation_does_its_work(open_driver: OpenDoor, emulator: Emulator) -> None:
    do, driver = Tour(), open_driver()
    do(driver, "users.create", "nick@example.com", username="nick", password="one")
    do(driver, "session.login", "nick@example.com", "one")
    assert do(driver, "session.resume").username == "nick"
    rose = sign_up(open_driver, "rose")
    emulator.web["https://elsewhere.example/a.jpg"] = picture(90)

    # Accounts.
    assert (
        do(driver, "users.update", "nick", first_name="Nick", last_name="Dude").last_name == "Dude"
    )
    assert do(driver, "users.update_by_patch", "nick", location="Los Gatos").first_name == "Nick"
    assert do(driver, "users.update_settings", comments_notification=False)
    assert do(driver, "users.update_settings_by_patch", private_files=True).private_files is True
    assert do(driver, "users.settings").comments_notification is False

    # Pictures.
    one = do(driver, "images.upload", ("1.jpg", picture(1)), title="one").images[0].id
    two, three = ids(
        do(driver, "images.upload_many", [("2.jpg", picture(2)), ("3.jpg", picture(3))]).images
    )
    four = do(driver, "images.transload", ["https://elsewhere.example/a.jpg"]).images[0].id
    assert do(driver, "images.get", one, next_prev_limit=1).title == "one"
    assert do(driver, "images.get_many", [one, two]).passed == 2
    assert do(driver, "images.update", one, description="first").title == "one"
    assert do(driver, "images.update_by_patch", one, filter=3).description == "first"
    assert do(driver, "images.update_many", [one, two], title="both").passed == 2
    assert do(driver, "images.update_many_by_patch", [three], comments_disabled=True).passed == 1
    assert {i.title for i in do(driver, "images.get_many", [one, two]).images} == {"both"}
    assert do(rose, "images.like", one) is True
    assert do(rose, "images.like_by_put", two) is True
    assert ids_of_users(do(driver, "images.likes", one)) == ["rose"]
    assert do(rose, "images.unlike", one) is True
    assert do(rose, "images.unlike_by_put", two) is True
    assert do(driver, "images.likes", one) == []
    assert do(rose, "images.add_comment", one, "Fine") is True
    assert [c.comment for c in do(driver, "images.comments", one).items] == ["Fine"]
    assert isinstance(do(driver, "images.related", one, limit=3), list)

    # Tags.
    assert do(driver, "tags.add", one, ["snow", "lake tahoe"]) is True
    assert do(driver, "tags.add_many", [two, three], ["snow"]).passed == 2
    assert set(do(driver, "tags.of_image", one)) == {"snow", "lake tahoe"}
    assert {tag.name for tag in do(driver, "tags.of_user", "nick").items} == {"snow", "lake tahoe"}
    assert set(ids(do(driver, "tags.images", "nick", "snow").items)) == {one, two, three}
    assert do(driver, "tags.delete", one, ["snow"]).passed == 1
    assert driver.do("tags.of_image", one) == ["lake tahoe"]
    assert do(driver, "tags.delete_many", [two], ["snow"]).passed == 1
    assert do(driver, "tags.clear", one).passed == 1
    assert driver.do("tags.of_image", one) == []
    assert do(driver, "tags.clear_many", [three]).passed == 1
    assert driver.do("tags.of_user", "nick").items == []

    # Albums.
    album = do(driver, "albums.create", "Tahoe", description="Snow", image_ids=[one]).id
    assert do(driver, "albums.get", album).total == 1
    assert do(driver, "albums.add_images", album, [two]).total == 2
    assert do(driver, "albums.add_images_by_patch", album, [three]).total == 3
    assert do(driver, "albums.remove_images", album, [one]).total == 2
    assert do(driver, "albums.remove_images_by_patch", album, [two]).total == 1
    assert set(ids(do(driver, "albums.set_images", album, [one, two]).images)) == {one, two}
    assert ids(do(driver, "albums.set_images_by_patch", album, [four]).images) == [four]
    assert ids(do(driver, "albums.images", album).items) == [four]
    assert do(driver, "albums.update", album, title="Snow").description == "Snow"
    assert do(driver, "albums.update_by_patch", album, description="Lake").title == "Snow"
    others = [driver.do("albums.create", f"album {n}").id for n in range(4)]
    assert do(driver, "albums.update_many", others, public=False).passed == 4
    assert do(driver, "albums.update_many_by_patch", others, description="x").passed == 4
    assert do(driver, "albums.get_many", others).passed == 4
    shown = do(driver, "users.albums", "nick", show_private=True)
    assert set(ids(shown.items)) == {album, *others}
    assert do(driver, "albums.delete", others[0]) is True
    assert do(driver, "albums.delete_many", others[1:2]).passed == 1
    assert do(driver, "albums.delete_many_by_put", others[2:3]).passed == 1
    assert do(driver, "albums.delete_many_by_patch", others[3:]).passed == 1
    assert ids(driver.do("users.albums", "nick", show_private=True).items) == [album]

    # The account again, as others see it.
    assert len(do(rose, "users.get", "nick", image_limit=2).latest_images) == 2
    assert do(rose, "users.usage", "nick").images_count == 4
    assert set(ids(do(rose, "users.images", "nick").items)) == {one, two, three, four}
    assert do(rose, "users.random_images", "nick")
    assert do(driver, "images.delete", one) is True
    assert do(driver, "images.delete_many", [two, three, "gone"]).failed == 1
    assert ids(rose.do("users.images", "nick").items) == [four]

    # And the end of it.
    assert do(driver, "session.forgot_password", "nick") is True
    secret = [m for m in emulator.mails if m.recipient == "nick@example.com"][-1].facts
    hash_ = next(value for name, value in secret.items() if name in ("auth", "hash"))
    assert do(driver, "session.reset_password", "nick", hash_, "two") is True
    driver.do("login", "nick", "two")
    assert do(driver, "users.delete", "nick") is True
    with pytest.raises(NotFound):
        rose.do("users.get", "nick")
    assert do.called == {name_of(operation) for operation in OPERATIONS}


#: For every operation what is refused when a stranger asks for it: its arguments.
REFUSALS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "session.login": (("nick", "wrong"), {}),
    "session.resume": ((), {}),
    "session.forgot_password": (("nobody",), {}),
    "session.reset_password": (("nick", "no hash", "x"), {}),
    "users.create": (("nick@example.com",), {}),
    "users.get": (("nobody",), {}),
    "users.update": (("nick",), {"location": "x"}),
    "users.update_by_patch": (("nick",), {"location": "x"}),
    "users.delete": (("nick",), {}),
    "users.usage": (("nobody",), {}),
    "users.settings": ((), {}),
    "users.update_settings": ((), {"onboarding": True}),
    "users.update_settings_by_patch": ((), {"onboarding": True}),
    "users.images": (("nobody",), {}),
    "users.random_images": (("nobody",), {}),
    "users.albums": (("nobody",), {}),
    "images.get": (("gone",), {}),
    "images.get_many": ((["gone"],), {}),
    "images.upload": ((("a.jpg", picture(1)),), {}),
    "images.upload_many": (([("a.jpg", picture(1))],), {}),
    "images.transload": ((["https://elsewhere.example/a.jpg"],), {}),
    "images.update": (("gone",), {"title": "x"}),
    "images.update_by_patch": (("gone",), {"title": "x"}),
    "images.update_many": ((["gone"],), {"title": "x"}),
    "images.update_many_by_patch": ((["gone"],), {"title": "x"}),
    "images.delete": (("gone",), {}),
    "images.delete_many": ((["gone"],), {}),
    "images.likes": (("gone",), {}),
    "images.like": (("gone",), {}),
    "images.like_by_put": (("gone",), {}),
    "images.unlike": (("gone",), {}),
    "images.unlike_by_put": (("gone",), {}),
    "images.related": (("gone",), {}),
    "images.comments": (("gone",), {}),
    "images.add_comment": (("gone", "x"), {}),
    "tags.of_user": (("nick",), {}),
    "tags.images": (("nick", "snow"), {}),
    "tags.of_image": (("gone",), {}),
    "tags.add": (("gone", ["x"]), {}),
    "tags.delete": (("gone", ["x"]), {}),
    "tags.clear": (("gone",), {}),
    "tags.add_many": ((["gone"], ["x"]), {}),
    "tags.delete_many": ((["gone"], ["x"]), {}),
    "tags.clear_many": ((["gone"],), {}),
    "albums.get": (("gone",), {}),
    "albums.images": (("gone",), {}),
    "albums.get_many": ((["gone"],), {}),
    "albums.create": (("x",), {}),
    "albums.update": (("gone",), {"title": "x"}),
    "albums.update_by_patch": (("gone",), {"title": "x"}),
    "albums.update_many": ((["gone"],), {"public": True}),
    "albums.update_many_by_patch": ((["gone"],), {"public": True}),
    "albums.delete": (("gone",), {}),
    "albums.delete_many": ((["gone"],), {}),
    "albums.delete_many_by_put": ((["gone"],), {}),
    "albums.delete_many_by_patch": ((["gone"],), {}),
    "albums.set_images": (("gone", ["a"]), {}),
    "albums.set_images_by_patch": (("gone", ["a"]), {}),
    "albums.add_images": (("gone", ["a"]), {}),
    "albums.add_images_by_patch": (("gone", ["a"]), {}),
    "albums.remove_images": (("gone", ["a"]), {}),
    "albums.remove_images_by_patch": (("gone", ["a"]), {}),
}


def test_every_operation_is_refused_where_it_must_be(open_driver: OpenDoor) -> None:
    assert set(REFUSALS) == {name_of(operation) for operation in OPERATIONS}
    sign_up(open_driver, "nick")
    stranger = open_driver(auth_token="a-token-of-nobody")
    for method, (args, options) in REFUSALS.items():
        with pytest.raises(StatusError) as caught:
            stranger.do(method, *args, **options)
        assert caught.value.status == 400, method
        assert caught.value.code is not None
        assert caught.value.host_message
