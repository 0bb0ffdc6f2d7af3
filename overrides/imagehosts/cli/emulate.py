"""``imagehosts emulate``: the emulator on a port."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from imagehosts.emulator import config, require_extra

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]


def add_commands(commands: Commands) -> None:
    """Add ``emulate``."""
    parser = commands.add_parser(
        "emulate",
        help="run an emulator of the hosts, with state, on this machine",
        description=config.DESCRIPTION,
        epilog=config.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    config.add_arguments(parser)
    parser.set_defaults(run=_emulate)


def _emulate(options: argparse.Namespace) -> int:
    try:
        require_extra()
        from imagehosts.emulator import server
    except ImportError as error:
        print(f"imagehosts: {error}", file=sys.stderr)
        return 2
    return server.run_from_args(options)
