"""What the tests of the package share."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.packaging.checkouts import copy_checkout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the checkout, to make hosts in."""
    return copy_checkout(tmp_path)
