"""A login by one plain request, for tests in any language."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from imagehosts import AuthenticationFailed
from imagehosts.emulator import Emulator
from imagehosts.hosts import find_host

from contracts.support.emulated import EmulatorClient
from contracts.support.reporting import report_all


def log_in(emulated: EmulatorClient, **given: Any) -> httpx.Response:
    return emulated.request("POST", "/_emulator/login", json=given)


def test_login_gives_what_the_client_and_any_request_need(emulated: EmulatorClient) -> None:
    sites = emulated.emulator.services.sites
    with report_all() as case:
        for site in sites:
            with case(site.api):
                answer = log_in(emulated, host=site.api)
                assert answer.status_code == 200
                assert answer.headers["cache-control"] == "no-store"
                found = answer.json()
                assert found["base_url"] == emulated.base + site.base
                assert found["user"] == ("demo" if site.dialect.log_in else None)
                host = find_host(site.api)
                assert host is not None
                host.make_client(**found["credentials"], base_url=found["base_url"]).close()
                assert set(found["send"]) == {"headers", "query", "form"}
                carried = {*found["send"]["headers"].values(), *found["send"]["query"].values()}
                assert any(
                    value in text for value in found["credentials"].values() for text in carried
                )
    assert sum(site.dialect.log_in is not None for site in sites) >= 3


def with_accounts(emulator: Emulator, *, yes: bool = True) -> str:
    """A host that has accounts, or none."""
    sites = emulator.services.sites
    return next(site.api for site in sites if (site.dialect.log_in is not None) is yes)


def test_login_is_refused_with_a_reason(emulated: EmulatorClient) -> None:
    name = with_accounts(emulated.emulator)
    with report_all() as case:
        for given, status, word in (
            ({}, 400, "host says where"),
            ({"host": "flickr"}, 400, "no host 'flickr'; known: "),
            ({"host": name, "password": "wrong"}, 401, "no account 'demo' with this password"),
            ({"host": name, "user": "nobody"}, 401, "no account 'nobody'"),
            ({"host": name, "usr": "demo"}, 400, "no parameter 'usr' here; known: host, user"),
            ({"host": [name]}, 400, "host must be a text or a number"),
        ):
            with case(f"{given}"):
                answer = log_in(emulated, **given)
                assert (answer.status_code, word in answer.json()["error"]) == (status, True)
        with case("a form"):
            answer = emulated.request("POST", "/_emulator/login", data={"host": name})
            assert answer.status_code == 400
            assert "Content-Type: application/json" in answer.json()["error"]
        with case("a list"):
            answer = emulated.request("POST", "/_emulator/login", json=[name])
            assert answer.status_code == 400
        with case("twice"):
            answer = emulated.request("POST", f"/_emulator/login?host={name}", json={"host": name})
            assert answer.json() == {"error": "host is given twice"}


def test_login_in_python_is_the_same() -> None:
    with Emulator(users=("ada:secret",), keys=("k",)) as emulator:
        name, other = with_accounts(emulator), with_accounts(emulator, yes=False)
        assert set(emulator.log_in(name, "ada", "secret")) & {"access_token", "auth_token"}
        with pytest.raises(AuthenticationFailed):
            emulator.log_in(name, "ada", "other")
        with pytest.raises(LookupError, match=f"{other} has no accounts here; known: .*{name}"):
            emulator.log_in(other)
