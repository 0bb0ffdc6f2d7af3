"""Every host is whole: each of its pieces is there, and a missing one is named with its file."""

from __future__ import annotations

import pytest

from contracts.hosts import missing_pieces, names_to_hold


@pytest.mark.parametrize("api", names_to_hold())
def test_a_host_has_all_its_pieces(api: str) -> None:
    if missing := missing_pieces(api):
        pytest.fail("\n".join(missing), pytrace=False)
