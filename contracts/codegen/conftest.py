"""What the tests of the generator share: a checkout of their own, and APIs made of tiny specs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from contracts.codegen.minispec import Checkout, MiniApi, imported

Build = Callable[[str], MiniApi]


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both event loops that httpx runs on."""
    return str(request.param)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A folder of specs, empty as yet."""
    return Checkout(tmp_path / "checkout")


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Generate a spec and import what came of it; the same text is generated once."""
    made: dict[str, MiniApi] = {}
    with ExitStack() as stack:

        def make(text: str) -> MiniApi:
            if text not in made:
                checkout = Checkout(tmp_path_factory.mktemp("mini") / "checkout")
                name = f"mini_{len(made)}"
                checkout.write(text, name)
                checkout.generate()
                made[text] = stack.enter_context(imported(checkout))(name)
            return made[text]

        yield make
