"""A spec and its emulator stay together, and a request reaches the site and handler it is for."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import httpx
import pytest
from imagehosts.emulator import EmulatorConfig
from imagehosts.emulator.app import build_app
from imagehosts.emulator.core.context import Call, Services
from imagehosts.emulator.core.dialect import Dialect, Site
from imagehosts.emulator.core.problems import HostProblem, RouteProblem, RoutingError
from imagehosts.emulator.core.routing import build_routes
from imagehosts.emulator.core.specs import Operation, load_spec, operations_of
from imagehosts.emulator.hosts import find_sites, profiles, rows
from starlette.responses import PlainTextResponse, Response

from contracts.support.emulated import PATHS
from contracts.support.reporting import each


class _Manners:
    """What the application asks of the particulars of a host."""

    cors = False


def _fail(call: Call, error: Exception) -> Response:
    status, headers = 409, {}
    if isinstance(error, RouteProblem):
        status, headers = error.status, error.headers
    return PlainTextResponse(f"{type(error).__name__}: {error}", status, headers)


def _spec(paths: dict[str, Any]) -> dict[str, Any]:
    return {
        "info": {"title": "Mini", "version": "1"},
        "servers": [{"url": "https://mini.example/api"}],
        "paths": paths,
    }


MINI = _spec(
    {
        "/things": {
            "get": {"operationId": "things_list", "responses": {}},
            "post": {"operationId": "things_create", "responses": {}},
        },
        "/things/{name}": {
            "get": {"operationId": "things_get", "responses": {}, "x-alternate-path": "/t/{name}"}
        },
        "/things/first": {"get": {"operationId": "things_first", "responses": {}}},
        "/act#one": {"post": {"operationId": "act_one", "responses": {}}},
        "/act#two": {"post": {"operationId": "act_two", "responses": {}}},
    }
)


async def _by_variant(call: Call, operations: Sequence[Operation]) -> Operation | None:
    wanted = call.request.query_params.get("act", "")
    return next((o for o in operations if o.variant in ("", wanted)), None)


def _dialect(**options: Any) -> Dialect:
    dialect = Dialect("mini", fail=_fail, choose=_by_variant, **options)

    @dialect.operation(*(operation.id for operation in operations_of(MINI)))
    async def echo(call: Call) -> Response:
        assert call.operation is not None
        if call.request.query_params.get("fail"):
            raise HostProblem("refused")
        return PlainTextResponse(call.operation.id + str(call.request.path_params or ""))

    return dialect


def _send(dialect: Dialect, method: str, path: str) -> httpx.Response:
    services = Services(EmulatorConfig(), [Site("mini", dialect, _Manners(), MINI)])
    app = build_app(services)

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path)

    try:
        return asyncio.run(send())
    finally:
        services.store.close()


@each(
    ("method", "path", "status", "text"),
    [
        ("GET", "/api/things", 200, "things_list"),
        ("POST", "/api/things", 200, "things_create"),
        ("GET", "/api/things/a%20b", 200, "things_get{'name': 'a b'}"),
        ("GET", "/api/t/x", 200, "things_get{'name': 'x'}"),
        ("GET", "/api/things/first", 200, "things_first"),
        ("POST", "/api/act?act=one", 200, "act_one"),
        ("POST", "/api/act?act=two", 200, "act_two"),
        ("GET", "/api/things?fail=1", 409, "HostProblem: refused"),
        ("GET", "/things", 404, None),
        ("GET", "/api/nothing", 404, None),
    ],
)
def test_requests_reach_the_handler_of_their_operation(
    method: str, path: str, status: int, text: str | None
) -> None:
    response = _send(_dialect(), method, path)
    assert response.status_code == status
    assert text in (None, response.text)


@each(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/things", {"GET", "HEAD", "POST"}),
        ("PUT", "/api/things/x", {"GET", "HEAD"}),
        ("GET", "/api/act", {"POST"}),
    ],
)
def test_a_method_that_is_not_there_is_405_with_all_that_are(
    method: str, path: str, allowed: set[str]
) -> None:
    response = _send(_dialect(), method, path)
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == allowed


def test_a_host_that_looks_at_no_method_gets_them_all() -> None:
    assert _send(_dialect(any_method=True), "DELETE", "/api/things/x").status_code == 200


def _site(spec: dict[str, Any], dialect: Dialect | None = None) -> Site:
    return Site("mini", dialect or _dialect(), _Manners(), spec)


def test_an_operation_without_a_handler_stops_the_emulator() -> None:
    spec = copy.deepcopy(MINI)
    spec["paths"]["/new"] = {"get": {"operationId": "things_new", "responses": {}}}
    with pytest.raises(RoutingError, match=r"no handler for things_new of mini.*hosts/mini/"):
        build_routes(_site(spec))


def test_a_handler_without_an_operation_stops_the_emulator() -> None:
    spec = copy.deepcopy(MINI)
    del spec["paths"]["/things/first"]
    with pytest.raises(RoutingError, match="things_first, which are not operations of mini"):
        build_routes(_site(spec))


def test_two_handlers_for_one_operation_stop_the_emulator() -> None:
    dialect = _dialect()
    with pytest.raises(RoutingError, match="two handlers for things_list"):
        dialect.operation("things_list")(dialect.handlers["things_get"])


@pytest.mark.parametrize("api", PATHS)
def test_a_renamed_operation_stops_the_real_emulator_too(api: str) -> None:
    spec = load_spec(api)
    first = next(iter(spec["paths"].values()))
    first["post"]["operationId"] = "images_renamed"
    (site,) = find_sites(EmulatorConfig(apis=(api,))).sites
    with pytest.raises(RoutingError, match="images_renamed"):
        build_routes(replace(site, spec=spec))


def test_a_spec_that_is_not_there_says_how_to_make_it() -> None:
    with pytest.raises(RoutingError, match="make generate"):
        load_spec("flickr")


@each("profile", ["documented", *profiles()])
def test_every_host_of_every_profile_is_whole(profile: str) -> None:
    """What a row names exists."""
    sites = find_sites(EmulatorConfig(profile=profile), strict=True).sites
    assert [site.api for site in sites] == list(rows())
    settings = {field.name for field in fields(EmulatorConfig)}
    for site in sites:
        assert set(site.dialect.handlers) == {o.id for o in operations_of(site.spec)}
        assert set(rows()[site.api].rules) <= settings
