"""The transport that checks requests against a spec lets right ones pass and no wrong one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from codegen.specs import Spec

from contracts.codegen.everything_spec import KITCHEN_SINK
from contracts.support.spec_checking import SpecBroken, SpecCheckingTransport

KITCHEN: list[tuple[str, str, dict[str, Any], str]] = [
    ("GET", "/things/a%2Fb?format=json", {"headers": {"X-Key": "K"}}, "things_get"),
    ("GET", "/things/a?format=json&sort=top", {}, "things_get"),
    ("GET", "/things/a?format=json&tags[]=x&tags[]=y", {}, "things_get"),
    ("GET", "/things/a?format=txt", {}, "things_get_txt"),
    ("GET", "/things", {}, "things_list"),
    ("GET", "/things?page=2", {}, "things_list"),
    ("DELETE", "/things/a", {}, "things_delete"),
    ("GET", "/cdn/pictures/x", {}, "pictures_download"),
]
KITCHEN_WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    ("GET", "/things/a/b?format=json", {}, "no such address"),
    ("GET", "/things/?format=json", {}, "no such address"),
    ("GET", "/things/a", {}, "query format is missing"),
    ("GET", "/things/a?format=json&sort=worst", {}, "query sort"),
    ("GET", "/things/a?format=json&tags=x", {}, "query tags is not known"),
    ("GET", "/things/a?format=json", {"headers": {"X-Trace": "abc"}}, "header X-Trace"),
    ("GET", "/things/a?format=txt", {"headers": {"X-Key": "K"}}, "x-key carries a credential"),
    ("GET", "/things?page=two", {}, "query page"),
    ("GET", "/pictures/x", {}, "no such address"),
]


@pytest.fixture
def checked_call(tmp_path: Any) -> Callable[[str, str, dict[str, Any]], SpecCheckingTransport]:
    path = tmp_path / "mini" / "openapi.yaml"
    path.parent.mkdir()
    path.write_text(KITCHEN_SINK, "utf-8")
    document = Spec(path).document

    def send(method: str, path: str, options: dict[str, Any]) -> SpecCheckingTransport:
        transport = SpecCheckingTransport(spec=document)
        root = "https://mini.example" + ("" if path.startswith("/cdn") else "/v1")
        url = root + ("/v1" if path.startswith("/cdn") else "") + path
        transport.handle_request(httpx.Request(method, url, **options))
        return transport

    return send


@pytest.mark.parametrize(("method", "path", "options", "operation"), KITCHEN)
def test_every_kind_of_parameter_is_understood(
    checked_call: Any, method: str, path: str, options: dict[str, Any], operation: str
) -> None:
    assert checked_call(method, path, options).checked == [operation]


@pytest.mark.parametrize(("method", "path", "options", "words"), KITCHEN_WRONG)
def test_every_kind_of_wrong_parameter_is_found(
    checked_call: Any, method: str, path: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(SpecBroken) as broken:
        checked_call(method, path, options)
    assert words in str(broken.value)
