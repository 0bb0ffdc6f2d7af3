"""``imagehosts emulate``: the emulator on a port."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]


def add_verbs(verbs: Verbs) -> None:
    """Add ``emulate``."""
    about = "run an emulator of the hosts, with state, on this machine"
    parser = verbs.add_parser("emulate", help=about, description=about)
    parser.set_defaults(run=_without_emulator)
    try:
        from imagehosts.emulator import server
    except ImportError:
        return
    server.add_arguments(parser)
    parser.set_defaults(run=server.run_from_args)


def _without_emulator(options: argparse.Namespace) -> int:
    print(
        'imagehosts: the emulator is not installed; run: pip install "imagehosts[emulator]"',
        file=sys.stderr,
    )
    return 2
