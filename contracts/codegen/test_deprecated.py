"""A deprecated operation warns once, where it is called, and says what to use."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.codegen.minispec import Checkout, MiniApi, Recorder, Reply, document, imported
from contracts.codegen.minispec import operation as described
from contracts.support.reporting import report_all


def spec(text: str) -> str:
    """A deprecated operation with a description, and another one."""
    old = described("deprecated: true", id="things_show")
    old = old.replace("description: It is done.", f"description: {text}")
    return document(old + described(key="/v2/things", id="things_get"))


#: What the description says, and what the warning does.
SAID = {
    "Use `things_get`, which is quicker.": "things.show() is deprecated; use things.get()",
    "Since May. Take `GET /v2/things`.": "things.show() is deprecated; use things.get()",
    "It is old. Use the other site instead.": (
        "things.show() is deprecated: Use the other site instead."
    ),
    "It is old.": "things.show() is deprecated by its host",
}


def warned(api: MiniApi, call: Callable[[Any], Any], *, asynchronous: bool) -> list[Any]:
    """The warnings of two calls by two clients."""

    async def awaited() -> None:
        for _ in range(2):
            async with api.async_client(Recorder(Reply(200, {}))) as client:
                await call(client)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if asynchronous:
            asyncio.run(awaited())
        else:
            for _ in range(2):
                with api.sync_client(Recorder(Reply(200, {}))) as client:
                    call(client)
    return caught


def test_deprecated_operation_warns_once_at_its_caller(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "checkout")
    for index, text in enumerate(SAID):
        checkout.write(spec(text), f"old_{index}")
    checkout.generate()
    with report_all() as case:
        for asynchronous in (False, True):
            with imported(checkout) as get:
                for index, (text, message) in enumerate(SAID.items()):
                    with case(f"{text} {asynchronous}"):
                        api = get(f"old_{index}")
                        found = warned(api, lambda c: c.things.show(), asynchronous=asynchronous)
                        assert [str(each.message) for each in found] == [message]
                        assert found[0].category is DeprecationWarning
                        assert Path(found[0].filename) == Path(__file__)
                        other = warned(api, lambda c: c.things.get(), asynchronous=asynchronous)
                        assert other == []
                        source = api.source("resources/things.py")
                        assert f"Deprecated: {message}" in " ".join(source.split())


def test_strict_spec_says_what_replaces_a_deprecated_operation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout = Checkout(tmp_path / "checkout")
    checkout.write("x-style: strict\n" + spec("It is old."))
    assert checkout.run("generate") == 1
    said = capsys.readouterr().err
    assert "/get/deprecated\n  nothing says what to use instead" in said
    assert "name an operationId in the description" in said
