"""What the tests of the generator share: a checkout of their own, and APIs made of tiny specs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from contracts.codegen.minispec import Checkout, MiniApi, imported


class Build(Protocol):
    """Makes an API of a spec, and of an XSD beside it where there is one."""

    def __call__(self, text: str, xsd: str = "") -> MiniApi: ...


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both event loops that httpx runs on."""
    return str(request.param)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A folder of specs, empty as yet."""
    return Checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Generate a spec and import what came of it; the same text is generated once."""
    made: dict[tuple[str, str], MiniApi] = {}
    with ExitStack() as stack:

        def make(text: str, xsd: str = "") -> MiniApi:
            if (text, xsd) not in made:
                checkout = Checkout(tmp_path_factory.mktemp("mini") / "checkout")
                name = f"mini_{len(made)}"
                checkout.write(text, name)
                if xsd:
                    checkout.write_beside("mini.xsd", xsd, name)
                checkout.generate()
                made[text, xsd] = stack.enter_context(imported(checkout))(name)
            return made[text, xsd]

        yield make
