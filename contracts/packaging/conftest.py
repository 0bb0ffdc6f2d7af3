"""What the tests of the package share."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.packaging.checkouts import LARGE, copy_checkout


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of the checkout with all hosts, to make hosts in."""
    return copy_checkout(tmp_path)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The same with the smaller hosts alone."""
    return copy_checkout(tmp_path, without=LARGE)
