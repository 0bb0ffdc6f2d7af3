"""``imagehosts contract``: checks of a running host; see :mod:`imagehosts.contract.command`."""

from __future__ import annotations

from collections.abc import Sequence


def run(words: Sequence[str]) -> int:
    """Check a host; gives the exit status, which has meanings of its own."""
    from imagehosts.contract import command

    return command.main(list(words))
