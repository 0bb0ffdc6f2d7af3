"""Spaces: many clients of one emulator, each with hosts of its own."""

from __future__ import annotations

import base64
import os
import re
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts import Imgur
from imagehosts.emulator import Emulator, NoSpace
from imagehosts.emulator.spaces import registry

from contracts.support.emulated import ME, EmulatorClient, png, sound
from contracts.support.reporting import report_all

PUBLIC = "emulator.example"


def below(name: str, path: str = "") -> str:
    return f"/_emulator/spaces/{name}{path}"


def upload(emulated: EmulatorClient, name: str) -> dict[str, Any]:
    """What a host says to an upload in a space."""
    return emulated.image(path=below(name, ME))


def proxied(user: str) -> dict[str, str]:
    credentials = base64.b64encode(f"{user}:".encode()).decode()
    return {"Proxy-Authorization": f"Basic {credentials}"}


# Ways in


def test_file_of_a_space_is_not_looked_up_again(emulated: EmulatorClient) -> None:
    path = httpx.URL(upload(emulated, "ci-7")["url"]).path.removeprefix(below("ci-7"))
    ways = {
        "path": (below("ci-7", path), {}),
        "header": (path, {"X-Emulator-Space": "ci-7"}),
        "host": (path, {"Host": "ci-7.localhost"}),
    }
    with report_all() as case:
        for way, (address, headers) in ways.items():
            with case(way), pytest.MonkeyPatch.context() as patch:
                for _ in range(3):
                    first = emulated.get(address, headers=headers)
                patch.setattr(emulated.emulator.space("ci-7").services.store, "served", None)
                again = emulated.get(address, headers=headers)
                assert (again.status_code, again.content) == (200, first.content)


def test_a_space_is_the_same_by_path_header_and_host_name(emulated: EmulatorClient) -> None:
    upload(emulated, "ci-7")
    ways: dict[str, tuple[str, dict[str, str], str]] = {
        "path": (below("ci-7"), {}, f"{emulated.base}{below('ci-7')}"),
        "header": ("", {"X-Emulator-Space": "ci-7"}, f"{emulated.base}{below('ci-7')}"),
        "host": ("", {"Host": "ci-7.localhost:8765"}, "http://ci-7.localhost:8765"),
        "host in capitals": ("", {"Host": "CI-7.LocalHost"}, "http://CI-7.LocalHost"),
        "host and header": (
            "",
            {"Host": "ci-7.localhost", "X-Emulator-Space": "ci-7"},
            "http://ci-7.localhost",
        ),
    }
    with report_all() as case:
        for way, (prefix, headers, base) in ways.items():
            with case(way):
                controls = emulated.get(f"{prefix}/_emulator/", headers=headers).json()
                assert controls["space"] == "ci-7"
                (seen,) = emulated.get(f"{prefix}/_emulator/pictures", headers=headers).json()
                assert seen["files"]["image"].startswith(f"{base}/images/")
                answer = emulated.post(
                    f"{prefix}{ME}",
                    headers=headers,
                    data={"key": "k"},
                    files={"source": (f"{len(way)}.png", png(len(way), 9))},
                )
                url = answer.json()["image"]["url"]
                assert url.startswith(f"{base}/images/")
                found = emulated.get(url)
                assert (found.status_code, found.content[:4]) == (200, b"\x89PNG")
                name = emulated.emulator.space("ci-7")
                assert name.requests[-1].path == httpx.URL(url).path.removeprefix(below("ci-7"))
                emulated.get(f"{prefix}{ME}", headers=headers)
                assert name.pictures[-1].original_filename == f"{len(way)}.png"
                emulated.request("DELETE", f"{prefix}/_emulator/requests", headers=headers)
                emulated.post(f"{prefix}/_emulator/reset", headers=headers)
                upload(emulated, "ci-7")
    assert emulated.emulator.pictures == []
    assert emulated.emulator.requests == []


def test_links_and_pages_of_a_space_lead_back_into_it(emulated: EmulatorClient) -> None:
    image = upload(emulated, "a")
    root = below("a")
    pages = {
        "home": f"{root}/",
        "controls": f"{root}/_emulator/",
        "reference": f"{root}/_emulator/reference/imgur",
        "viewer": image["url_viewer"],
        "error": f"{root}/nothing",
    }
    with report_all() as case:
        for name, page in pages.items():
            with case(name):
                answer = emulated.get(page, headers={"Accept": "text/html"}, follow_redirects=True)
                assert answer.headers["content-type"].startswith("text/html")
                links = re.findall(r'\b(?:href|src|action|poster)="([^"#]+)', answer.text)
                own = [link for link in links if link.startswith(("/", emulated.base))]
                assert own, answer.text
                for link in own:
                    assert link.removeprefix(emulated.base).startswith(f"{root}/"), link
                    if "upload" not in link:
                        assert emulated.get(link).status_code in (200, 302), link
        with case("deletion"):
            answer = emulated.get(image["delete_url"])
            assert answer.headers["location"].startswith(f"{root}/image/")
            assert emulated.emulator.space("a").pictures == []
        with case("OpenAPI"):
            servers = emulated.get(f"{root}/_emulator/openapi.json").json()["servers"]
            assert servers == [{"url": emulated.base + root}]
        with case("login"):
            login = emulated.post(f"{root}/_emulator/login", json={"host": "imgur"}).json()
            assert login["base_url"] == f"{emulated.base}{root}/3"


def test_redirects_and_cookies_stay_in_a_space(emulated: EmulatorClient) -> None:
    answer = emulated.post(
        below("a", ME),
        data={"key": "k", "format": "redirect"},
        files={"source": ("a.png", png())},
    )
    assert answer.status_code == 302
    assert answer.headers["location"].removeprefix(emulated.base).startswith(below("a", "/"))
    login = {"username": "demo", "password": "demo", "set_cookies": "1"}
    answer = emulated.post(below("a", "/v2/user/login"), data={**login, "api_key": "k"})
    assert answer.status_code == 200
    assert f"Path={below('a', '/')};" in answer.headers["set-cookie"]
    answer = emulated.post("/v2/user/login", data={**login, "api_key": "k"})
    assert "Path=/;" in answer.headers["set-cookie"]


def test_links_of_a_space_follow_the_public_address(open_emulated: Any) -> None:
    emulated = open_emulated(public_url=f"https://{PUBLIC}")
    cases = {
        "path": (below("a"), {}, f"https://{PUBLIC}{below('a')}"),
        "header": ("", {"X-Emulator-Space": "a"}, f"https://{PUBLIC}{below('a')}"),
        "host": ("", {"Host": f"a.{PUBLIC}"}, f"https://a.{PUBLIC}"),
        "another host": ("", {"Host": "a.localhost"}, f"https://{PUBLIC}{below('a')}"),
    }
    with report_all() as case:
        for way, (prefix, headers, base) in cases.items():
            with case(way):
                login = emulated.post(
                    f"{prefix}/_emulator/login", headers=headers, json={"host": "imgur"}
                ).json()
                assert login["base_url"] == f"{base}/3"


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_the_user_of_a_proxy_chooses_the_space(secure: bool) -> None:
    scheme = "https" if secure else "http"
    with sound(Emulator(proxy=True)) as emulated, emulated.emulator.serve() as url:
        names = ("a", "b")
        for name in names:
            space = emulated.emulator.space(name)
            variables = space.proxy_environment(url)
            proxy = httpx.Proxy(variables["HTTP_PROXY"], ssl_context=None)
            authority = variables["SSL_CERT_FILE"]
            with httpx.Client(proxy=proxy, verify=_trusting(authority), trust_env=False) as client:
                answer = client.post(
                    f"{scheme}://api.imgur.com/3/image",
                    headers={"Authorization": "Client-ID x"},
                    files={"image": (f"{name}.png", png())},
                )
                link = answer.json()["data"]["link"]
                assert link.startswith(f"{scheme}://i.imgur.com/")
                assert client.get(link).status_code == 200
            assert [one.original_filename for one in space.pictures] == [f"{name}.png"]
            assert not any("proxy-authorization" in one.headers for one in space.requests)
        assert emulated.emulator.pictures == []


def _trusting(authority: str) -> Any:
    import ssl

    return ssl.create_default_context(cafile=authority)


def test_host_names_of_spaces_are_reached_through_the_proxy() -> None:
    with sound(Emulator(public_url=f"http://{PUBLIC}")) as emulated:
        with emulated.emulator.serve() as url:
            with httpx.Client(proxy=url, trust_env=False) as client:
                found = client.get(f"http://a.{PUBLIC}/_emulator/").json()
                assert found["space"] == "a"
                assert client.get("http://a.elsewhere.example/").status_code == 502


# Who may choose


def test_no_web_page_chooses_a_space_that_is_not_its_own(emulated: EmulatorClient) -> None:
    upload(emulated, "a")
    rebound = {"Host": "evil.example:8765"}
    cases: dict[str, tuple[str, dict[str, str]]] = {
        "path, rebound": (below("a", "/_emulator/pictures"), rebound),
        "path of a host, rebound": (below("a", "/3/image/x"), rebound),
        "header, rebound": ("/3/image/x", {**rebound, "X-Emulator-Space": "a"}),
        "below a name of somebody else": (below("a", "/"), {"Host": "a.evil.example"}),
        "no name": (below("a", "/"), {"Host": "a b"}),
        "empty name": (below("a", "/"), {"Host": ""}),
        "controls by another origin": (
            below("a", "/_emulator/pictures"),
            {"Origin": "http://evil.example"},
        ),
        "controls of a space by another": (
            "/_emulator/pictures",
            {"Host": "a.localhost", "Origin": "http://b.localhost"},
        ),
        "controls across sites": (
            "/_emulator/pictures",
            {"Host": "a.localhost", "Sec-Fetch-Site": "same-site"},
        ),
        "a new one by another origin": (
            "/3/credits",
            {"Host": "new.localhost", "Origin": "http://evil.example"},
        ),
        "a new one by an image of a page": (
            below("new", "/a.png"),
            {"Sec-Fetch-Site": "cross-site"},
        ),
        "the list by a rebound name": ("/_emulator/spaces", rebound),
        "a removal by another origin": (below("a"), {"Origin": "http://evil.example"}),
    }
    with report_all() as case:
        for name, (path, headers) in cases.items():
            with case(name):
                answer = emulated.get(path, headers=headers)
                assert answer.status_code == 403, answer.text
                assert "error" in answer.json()
    assert [space.name for space in emulated.emulator.spaces] == ["a"]
    # A page that is being tested uses a space that is there.
    used = {
        "Host": "a.localhost",
        "Origin": "http://localhost:3000",
        "Authorization": "Client-ID x",
    }
    assert emulated.get("/3/credits", headers=used).status_code == 200


def test_two_headers_of_a_host_choose_no_space(emulated: EmulatorClient) -> None:
    headers = [("Host", "a.localhost"), ("Host", "b.localhost")]
    request = httpx.Request("GET", f"{emulated.base}/_emulator/", headers=headers)
    assert emulated.get(below("a", "/"), headers=request.headers).status_code == 403
    assert emulated.emulator.spaces == []


def test_the_token_opens_spaces_to_every_name(open_emulated: Any) -> None:
    emulated = open_emulated(admin_token="secret")
    headers = {"Host": "ci.example", "X-Emulator-Token": "secret"}
    assert emulated.get(below("a", "/_emulator/pictures"), headers=headers).json() == []
    wrong = {**headers, "X-Emulator-Token": "guess"}
    assert emulated.get(below("a", "/_emulator/pictures"), headers=wrong).status_code == 403
    assert emulated.get(below("a", "/3/credits"), headers=wrong).status_code == 403


def test_names_that_cannot_be_are_refused_with_what_can(emulated: EmulatorClient) -> None:
    with report_all() as case:
        for name in ("A", "a_b", "-a", "a-", "a.b", "x" * 64, "é", "%2e%2e", ""):
            with case(repr(name)):
                answer = emulated.get(below(name, "/3/credits"))
                assert answer.status_code == 400
                assert re.search("cannot name a space|hyphens", answer.json()["error"])
        for headers in ({"X-Emulator-Space": ""}, {"X-Emulator-Space": "a b"}):
            with case(str(headers)):
                assert emulated.get("/3/credits", headers=headers).status_code == 400
        with case("two that differ"):
            answer = emulated.get(below("a", "/"), headers={"X-Emulator-Space": "b"})
            assert (answer.status_code, "a, b" in answer.json()["error"]) == (400, True)
        with case("in Python"), pytest.raises(ValueError, match="cannot name a space"):
            emulated.emulator.space("a/b")
    assert emulated.emulator.spaces == []


# Life of a space


@pytest.mark.usefixtures("each_database")
def test_a_space_has_everything_of_its_own(open_emulated: Any) -> None:
    emulated = open_emulated(users=("ann:secret",))
    made = emulated.request("PUT", below("a"), json={"seed": 7, "users": "ben:secret;eve:x"})
    assert (made.status_code, made.json()["settings"]) == (200, ["seed", "users"])
    a, b = emulated.emulator.space("a"), emulated.emulator.space("b")
    a.clock.advance(days=3)
    a.fail("imgur", "rate_limited")
    a.web["http://pictures.example/a.png"] = png()
    upload(emulated, "a")
    log_in = {"host": "imgur", "user": "ben", "password": "secret"}
    with report_all() as case:
        with case("clock"):
            assert a.clock.now() - b.clock.now() == pytest.approx(3 * 86_400, abs=60)
            assert b.clock.now() == pytest.approx(emulated.emulator.clock.now(), abs=60)
        with case("faults"):
            limited = {
                name: emulated.get(f"{prefix}/3/credits", headers={"Authorization": "Client-ID x"})
                for name, prefix in (("a", below("a")), ("b", below("b")), ("main", ""))
            }
            found = {name: answer.status_code for name, answer in limited.items()}
            assert found == {"a": 429, "b": 200, "main": 200}
        with case("web"):
            assert (len(a.web), len(b.web), len(emulated.emulator.web)) == (1, 0, 0)
        with case("accounts"):
            answers = [
                emulated.post(f"{prefix}/_emulator/login", json=log_in).status_code
                for prefix in (below("a"), below("b"), "")
            ]
            assert answers == [200, 401, 401]
        with case("pictures"):
            assert (len(a.pictures), len(b.pictures), emulated.emulator.pictures) == (1, 0, [])
        with case("reset of another"):
            b.reset()
            emulated.post("/_emulator/reset")
            assert (len(a.pictures), len(a.web)) == (1, 1)
        with case("reset"):
            a.reset()
            assert (a.pictures, len(a.web)) == ([], 0)


@pytest.mark.usefixtures("each_database")
def test_ids_with_a_seed_are_the_same_in_every_space(open_emulated: Any) -> None:
    emulated = open_emulated()
    links = []
    for name in ("a", "b"):
        space = emulated.emulator.space(name, seed=5, frozen_at=1_700_000_000)
        with space.intercept(), Imgur("any") as imgur:
            links.append([imgur.upload(png(side, 9)).link for side in (5, 6)])
    assert links[0] == links[1]


@pytest.mark.usefixtures("each_database")
def test_spaces_are_listed_made_and_removed(open_emulated: Any) -> None:
    emulated = open_emulated()
    first = emulated.request("PUT", below("b"), params={"captcha": "1"}).json()
    assert (first["is_new"], first["url"]) == (True, emulated.base + below("b"))
    assert emulated.request("PUT", below("b"), params={"captcha": "1"}).json()["is_new"] is False
    other = emulated.request("PUT", below("b"), params={"seed": "1"})
    assert (other.status_code, "remove it first" in other.json()["error"]) == (409, True)
    bad = emulated.request("PUT", below("c"), params={"faults": "no_such_fault"})
    assert (bad.status_code, "no_such_fault" in bad.json()["error"]) == (400, True)
    file = emulated.request("PUT", below("c"), params={"seed": "/etc/passwd"})
    assert (file.status_code, "is a number" in file.json()["error"]) == (400, True)
    upload(emulated, "a")
    assert [one["name"] for one in emulated.get("/_emulator/spaces").json()] == ["a", "b"]
    shown = emulated.get(below("a")).json()
    assert shown["expires"] - shown["used"] == 4 * 3600
    assert emulated.get(below("c")).status_code == 404
    assert emulated.request("DELETE", below("a")).json() == {"removed": True}
    assert emulated.request("DELETE", below("a")).json() == {"removed": False}
    assert [one["name"] for one in emulated.get("/_emulator/spaces").json()] == ["b"]
    assert emulated.emulator.space("a").pictures == []
    inside = emulated.get(below("b", "/_emulator/spaces"))
    assert (inside.status_code, "has none in it" in inside.json()["error"]) == (404, True)


@pytest.mark.usefixtures("each_database")
def test_a_space_that_nobody_uses_goes_when_its_time_is_over(open_emulated: Any) -> None:
    emulated = open_emulated(space_expiry=3600)
    spaces, start = emulated.emulator.services.spaces, 1_700_000_000.0
    spaces.now = lambda: start
    for name in ("used", "idle"):
        upload(emulated, name)
    idle = emulated.emulator.space("idle")
    idle.clock.advance(days=30)  # its own time does not count
    idle.close()
    spaces.now = lambda: start + 3000
    upload(emulated, "used")
    spaces.now = lambda: start + 3700
    emulated.get("/_emulator/health")  # whoever asks for anything
    assert [one.name for one in emulated.emulator.spaces] == ["used"]
    assert len(emulated.emulator.space("used").pictures) == 2
    assert emulated.emulator.space("idle").pictures == []


def test_more_spaces_than_there_may_be_are_refused(open_emulated: Any) -> None:
    emulated = open_emulated(max_spaces=2)
    for name in ("a", "b"):
        upload(emulated, name)
    answer = emulated.upload(path=below("c", ME))
    assert answer.status_code == 507
    assert "2 spaces" in answer.json()["error"]
    with pytest.raises(NoSpace, match="--max-spaces"):
        emulated.emulator.space("c")
    upload(emulated, "a")
    emulated.request("DELETE", below("b"))
    upload(emulated, "c")
    none = open_emulated(max_spaces=0)
    assert "no spaces" in none.upload(path=below("a", ME)).json()["error"]


def test_a_space_in_use_is_removed_once_it_is_left(emulated: EmulatorClient) -> None:
    spaces = emulated.emulator.services.spaces
    assert spaces is not None
    with spaces.using("a") as space:
        home = Path(str(space.services.config.data))
        emulated.request("DELETE", below("a"))
        assert space.services.store.pictures() == []
        assert home.is_dir()
        assert upload(emulated, "a")["url"].startswith(emulated.base)
    assert not home.exists()
    assert len(emulated.emulator.space("a").pictures) == 1


def test_spaces_of_a_folder_are_there_after_a_restart(tmp_path: Path) -> None:
    with sound(Emulator(data=tmp_path)) as emulated:
        emulated.request("PUT", below("a"), json={"seed": 3})
        url = upload(emulated, "a")["url"]
        upload(emulated, "b")
    with sound(Emulator(data=tmp_path)) as emulated:
        assert emulated.get(url).status_code == 200
        assert [one.name for one in emulated.emulator.spaces] == ["a", "b"]
        assert emulated.emulator.space("a").config.seed == 3


@pytest.mark.usefixtures("each_database")
def test_what_a_killed_process_left_of_a_space_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    settings: dict[str, Any] = {"data": tmp_path / "data"}
    if request.node.callspec.params["each_database"] == "postgresql":
        settings["database"] = request.getfixturevalue("postgres_url")
    with Emulator(**settings) as emulator:
        for name in ("a", "b"):
            upload(EmulatorClient(emulator), name)
        spaces = emulator.services.spaces
        assert spaces is not None
        # The row is gone, and then somebody pulls the plug.
        monkeypatch.setattr(type(spaces), "_destroy", lambda *_: None)
        spaces.remove("a")
        monkeypatch.undo()
    folders = settings["data"] / "spaces"
    assert len([path for path in folders.iterdir() if path.is_dir()]) == 2
    with Emulator(**settings) as emulator:
        assert [one.name for one in emulator.spaces] == ["b"]
        assert len([path for path in folders.iterdir() if path.is_dir()]) == 1
        assert len(emulator.space("b").pictures) == 1


@pytest.mark.slow
def test_two_hundred_spaces_at_once_take_no_more_memory_than_ten() -> None:
    with sound(Emulator(max_open_spaces=8, apis=("imges", "imagehosting_me"))) as emulated:
        names = [f"job-{number}" for number in range(200)]
        sizes: list[int] = []
        for number, name in enumerate(names):
            upload(emulated, name)
            if number in (30, 199):
                sizes.append(_resident())
        emulator = emulated.emulator
        assert len(emulator.spaces) == 200
        failures: list[object] = []

        def look(mine: list[str]) -> None:
            for name in mine[::5]:
                count = len(emulated.get(below(name, "/_emulator/pictures")).json())
                if count != 1:
                    failures.append((name, count))

        threads = [threading.Thread(target=look, args=(names[n::4],)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert sizes[1] - sizes[0] < 24_000, f"{sizes} kB"


def _resident() -> int:
    """The memory of this process, in kilobytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def test_a_name_of_the_registry_is_new_for_each_life_of_a_space(emulated: EmulatorClient) -> None:
    """What another process still has open is never taken for what came after it."""
    spaces = emulated.emulator.services.spaces
    assert spaces is not None
    homes = set()
    for _ in range(3):
        record, is_new = spaces.make("a")
        assert is_new
        assert isinstance(record, registry.Record)
        homes.add(record.home)
        spaces.remove("a")
    assert len(homes) == 3
