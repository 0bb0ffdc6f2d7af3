"""The address of an API: the documented one, or another that is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from imagehosts import (
    InvalidArgument,
)

from contracts.support.clients import (
    EVERY_HOST,
    KEY,
    Driver,
    Kind,
    for_hosts_that,
    need_an_address,
    success,
)
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


@pytest.mark.parametrize("url", ["http://localhost:8000/api/1", "https://pictures.example/a/b/"])
def test_another_address_of_the_api_can_be_given(
    open_driver: OpenDoor, kind: Kind, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = kind.host.variable.replace("_API_KEY", "_BASE_URL")
    monkeypatch.setenv(variable, "https://from-the-environment.example/api")
    driver = open_driver(success(kind), base_url=url)
    driver.upload()
    assert driver.only.address == url.rstrip("/") + kind.host.path
    elsewhere = kind.make(api_key=KEY, base_url=None)
    assert elsewhere.base_url == "https://from-the-environment.example/api"


@each(
    "url",
    [
        "",
        "pictures.example",
        "/api/1",
        "ftp://pictures.example/api/1",
        "https://",
        "https://pictures.example:port/",
        "https://pictures.example:99999/",
        "https://[pictures/",
        "https://pictures.example/a b",
        "https://pictures.example/\n",
        "https://pictures.example/?",
        "https://pictures.example/?a=b",
        "https://pictures.example/#",
        "https://pictures.example/#a",
        "https://me:hunter2@pictures.example/",
        "https://me@pictures.example\\@other.example/",
        b"https://pictures.example/",
        5,
        httpx.URL("https://pictures.example/"),
    ],
)
def test_invalid_base_url_is_refused(kind: Kind, url: Any) -> None:
    with pytest.raises(InvalidArgument, match="base_url: ") as caught:
        kind.make(api_key=KEY, base_url=url)
    assert "hunter2" not in str(caught.value)


@for_hosts_that(need_an_address)
def test_site_without_a_fixed_address_needs_a_base_url(kind: Kind) -> None:
    with pytest.raises(InvalidArgument, match="CHEVERETO_BASE_URL"):
        kind.make(api_key=KEY, base_url=None)


def test_a_client_describes_itself_without_its_key(kind: Kind) -> None:
    assert repr(kind.make(api_key=KEY)) == (
        f"<{'Async' if kind.is_async else ''}{kind.host.client} {kind.host.base_url} (api_key)>"
    )
    assert "no credentials" in repr(kind.make())
