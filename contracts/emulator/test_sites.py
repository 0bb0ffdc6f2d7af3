"""Which site a request is for: its path rules alone run, and it refuses in its own shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import fromstring

import httpx
import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.context import Call
from imagehosts.emulator.core.problems import RoutingError
from imagehosts.emulator.core.routing import RouteTree
from starlette.responses import Response

from contracts.support.emulated import EmulatorClient, png
from contracts.support.half_hosts import ROW, ExtraHosts

Open = Callable[..., EmulatorClient]


# The tree


def _handler(name: str) -> Any:
    async def handle(call: Call) -> Response:
        return Response(name)

    handle.__name__ = name
    return handle


def _tree(paths: Iterable[str], methods: Iterable[str] = ("GET",)) -> RouteTree:
    tree = RouteTree()
    for path in paths:
        tree.add(path, methods, _handler(path))
    return tree


def test_a_path_leads_to_the_most_specific_route() -> None:
    tree = _tree(
        (
            "/a/{rest:path}",
            "/a/{one}",
            "/a/{number:int}",
            "/a/b",
            "/a/{width:int}x{height:int}q{q}/{name}",
            "/a/{code<[a-z]{3}>}.png",
            "/a/{one}/c",
            "/a/b/d",
            "/a/{one}/",
            "/{first}/b/e",
        )
    )
    table: dict[str, tuple[str, dict[str, Any]] | None] = {
        "/a/b": ("/a/b", {}),
        "/a/x": ("/a/{one}", {"one": "x"}),
        "/a/12": ("/a/{number:int}", {"number": 12}),
        "/a/١٢": ("/a/{one}", {"one": "١٢"}),
        "/a/abc.png": ("/a/{code<[a-z]{3}>}.png", {"code": "abc"}),
        "/a/abcd.png": ("/a/{one}", {"one": "abcd.png"}),
        "/a/3x4q5/n": (
            "/a/{width:int}x{height:int}q{q}/{name}",
            {"width": 3, "height": 4, "q": "5", "name": "n"},
        ),
        "/a/b/c": ("/a/{one}/c", {"one": "b"}),  # the word b leads nowhere here
        "/a/b/d": ("/a/b/d", {}),
        "/a/b/": ("/a/{one}/", {"one": "b"}),
        "/a/b/e": ("/a/{rest:path}", {"rest": "b/e"}),
        "/z/b/e": ("/{first}/b/e", {"first": "z"}),
        "/a/": ("/a/{rest:path}", {"rest": ""}),
        "/a//c": ("/a/{rest:path}", {"rest": "/c"}),
        "/a": None,
        "/z": None,
        "": None,
    }
    wrong: list[str] = []
    for path, expected in table.items():
        match = tree.find(path, "GET")
        found = match and (match.route.handler.__name__, match.parameters)
        if found != expected:
            wrong.append(f"{path}: {found}, not {expected}")
    assert wrong == []


def test_a_method_may_be_taken_by_a_less_specific_route() -> None:
    tree = _tree(["/a/b"])
    tree.add("/a/{rest:path}", ["POST", "PUT"], _handler("rest"))
    found = [tree.find("/a/b", method) for method in ("GET", "HEAD", "POST", "DELETE")]
    names = [match and match.route.handler.__name__ for match in found]
    assert names == ["/a/b", "/a/b", "rest", None]
    assert tree.allowed("/a/b") == {"GET", "HEAD", "POST", "PUT"}
    assert tree.allowed("/b") == set()


def test_a_rest_must_stand_at_the_end() -> None:
    with pytest.raises(RoutingError, match=r"\{rest:path\} must stand at the end of /a/"):
        _tree(["/a/{rest:path}/b"])


# Sites that share an address

DIALECT = """\
from imagehosts.emulator.core.dialect import Dialect
from imagehosts.emulator.domain import simple

dialect = Dialect("pixbin", fail=simple.fail)

@dialect.operation("one", "two", "three")
async def echo(call):
    return simple.answer([call.site.api, call.operation.id, call.request.path_params])

@dialect.page("/pix/{name}")
async def page(call):
    return simple.answer("page")
"""


def _add_pixbin(extra_hosts: ExtraHosts, base: str, *paths: str) -> None:
    names = ("one", "two", "three")
    operations = {
        path: {"get": {"operationId": name, "responses": {}}}
        for name, path in zip(names, (*paths, "/two", "/three")[:3], strict=True)
    }
    spec = {
        "info": {"title": "Pixbin"},
        "servers": [{"url": f"https://api.pixbin.example{base}"}],
        "paths": operations,
    }
    extra_hosts.add("pixbin", spec=spec, files={"__init__.py": ROW, "dialect.py": DIALECT})


@pytest.mark.parametrize("base", ["/3x", "/30", "/v2x", "/x/3", "/api/10", "/sharexapi/1x"])
def test_no_host_rewrites_the_addresses_of_another(base: str, extra_hosts: ExtraHosts) -> None:
    """A suffix that imgur drops and slashes that ImageShack merges mean something elsewhere."""
    _add_pixbin(extra_hosts, base, "/pictures/{name}")
    with Emulator() as emulator:
        client = EmulatorClient(emulator)
        one = client.get(f"{base}/pictures/a.json").json()
        assert one == ["pixbin", "one", {"name": "a.json"}]
        for path in ("/two/", "//two", "/two.json", "/upload"):
            refused = client.get(base + path)
            assert refused.status_code == 404, path
            assert refused.json() == {"error": {"code": 404, "message": "Not found"}}, path


def test_two_sites_at_one_base_have_what_their_specs_name(extra_hosts: ExtraHosts) -> None:
    """What both name is the first one's, by name; so is what only a path rule leads to."""
    _add_pixbin(extra_hosts, "/3", "/credits.json", "/credits")
    with Emulator() as emulator:
        client = EmulatorClient(emulator)
        assert client.get("/3/credits.json").json() == ["pixbin", "one", {}]
        assert client.get("/3/two").json() == ["pixbin", "three", {}]
        assert client.get("/3/credits").json()["status"] == 401  # imgur wants a key
        assert client.get("/3/credits.xml").text.startswith("<?xml")
        refused = client.get("/3/nothing").json()
        assert refused["data"]["error"] == "Unable to find the requested endpoint"
        own = client.get("http://api.pixbin.example/3/credits")
        assert own.json() == ["pixbin", "two", {}]
        assert client.get("http://api.pixbin.example/3/account/me").status_code == 404
        assert client.get("http://api.imgur.com/3/credits.json").json()["status"] == 401
        assert emulator.internal_errors == []


def test_page_is_found_in_any_order_of_hosts(extra_hosts: ExtraHosts) -> None:
    _add_pixbin(extra_hosts, "/v9", "/one")
    with Emulator() as emulator:
        client = EmulatorClient(emulator)
        assert client.get("/pix/a").json() == "page"
        assert client.get("http://api.pixbin.example/pix/a").json() == "page"
        assert client.request("POST", "/pix/a").status_code == 405
        assert client.request("POST", "/pix/a").headers["allow"] == "GET, HEAD"


# Refusals


def _imgur(response: httpx.Response) -> bool:
    body = response.json()
    return body["success"] is False and body["status"] == response.status_code


def _newer_imgur(response: httpx.Response) -> bool:
    (error,) = response.json()["errors"]
    return error["code"] == str(response.status_code) and bool(error["detail"])


def _imageshack(response: httpx.Response) -> bool:
    body = response.json()
    return body["success"] is False and body["error"]["error_code"] == 3


def _gallery(response: httpx.Response) -> bool:
    code = {404: "not_found", 405: "method_not_allowed"}[response.status_code]
    return [error.get("code") for error in fromstring(response.content)] == [code]


def _page(response: httpx.Response) -> bool:
    return response.headers["content-type"].startswith("text/html")


ANY = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE"
REFUSALS: list[tuple[str, str, int, str | None, Callable[[httpx.Response], bool]]] = [
    # imgur: on the shared address in its own areas, at its own name anywhere.
    ("GET", "/3/nothing", 404, None, _imgur),
    ("POST", "/3/nothing/at/all", 404, None, _imgur),
    ("PROPFIND", "/3/credits", 405, ANY, _imgur),
    ("GET", "/oauth2/nothing", 404, None, _imgur),
    ("GET", "/post/v1/nothing/x", 404, None, _newer_imgur),
    ("GET", "/post/v1", 404, None, _newer_imgur),
    ("GET", "/post/v1/media/x", 401, None, _newer_imgur),
    ("GET", "http://api.imgur.com/post/v1/nothing/x", 404, None, _newer_imgur),
    ("POST", "http://api.imgur.com/nothing/at/all", 404, None, _imgur),
    # ImageShack.
    ("GET", "/v2/nothing", 404, None, _imageshack),
    ("GET", "/rest_api//v2/nothing/", 404, None, _imageshack),
    ("DELETE", "/v2", 404, None, _imageshack),
    ("PATCH", "/v2/images/abc/likes", 405, "GET, POST, PUT", _imageshack),
    ("PROPFIND", "/v2/images", 405, ANY, _imageshack),
    ("GET", "http://api.imageshack.com/nothing", 404, None, _imageshack),
    # Its galleries.
    ("GET", "/gallery_api.php/nothing", 404, None, _gallery),
    ("DELETE", "/gallery_api.php", 405, "GET, HEAD, POST", _gallery),
    # Chevereto: within its API every address is answered as an action that it does not know.
    ("GET", "http://imges.com/nothing", 404, None, _page),
    ("POST", "/image/abc", 405, "GET, HEAD", _page),
    # Nobody's.
    ("GET", "/nothing", 404, None, _page),
    ("POST", "/nothing/at/all", 404, None, _page),
    ("GET", "/post/v2/x", 404, None, _page),
]


def test_what_no_route_takes_is_refused_in_the_shape_of_the_host(open_emulated: Open) -> None:
    client = open_emulated()
    wrong: list[str] = []
    for method, path, status, allow, shape in REFUSALS:
        response = client.request(method, path)
        found = (response.status_code, response.headers.get("allow"))
        if found != (status, allow):
            wrong.append(f"{method} {path}: {found}, not {(status, allow)}")
        elif not shape(response):
            wrong.append(f"{method} {path}: {response.text[:100]}")
    assert wrong == []


def test_preflights_pictures_and_controls_are_answered_at_every_address(
    open_emulated: Open,
) -> None:
    client = open_emulated()
    preflight = {"Origin": "https://page.example", "Access-Control-Request-Method": "PUT"}
    for path in ("/3/image", "/3/nothing", "/v2/nothing", "/api/1/upload", "/gallery_api.php"):
        assert client.request("OPTIONS", path, headers=preflight).status_code == 204, path
    url = client.image(content=png())["url"]
    path = url.removeprefix(client.base)
    names = {
        "http://127.0.0.1:8765": 200,
        "http://imagehosting.me": 200,
        "http://api.imgur.com": 404,
    }
    for base, status in names.items():
        for method in ("GET", "HEAD"):
            assert client.request(method, base + path).status_code == status, (method, base)
        assert client.get(f"{base}/").status_code == 200
        assert client.get(f"{base}/_emulator/health").status_code == 200
    assert client.post(path).status_code == 404


def test_head_is_answered_where_get_is(extra_hosts: ExtraHosts) -> None:
    _add_pixbin(extra_hosts, "/v9", "/one")
    with Emulator() as emulator:
        assert EmulatorClient(emulator).request("HEAD", "/v9/one").status_code == 200
        assert emulator.internal_errors == []
        assert emulator.requests[-1].operation == "one"


def test_one_host_alone_refuses_everything_in_its_shape(open_emulated: Open) -> None:
    response = open_emulated(apis=("imgur",)).post("/nothing/at/all")
    assert response.status_code == 404
    assert _imgur(response)
