"""``imagehosts emulate``: the emulator on a port. It needs the extra ``emulator`` alone."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from . import output


def run(words: Sequence[str]) -> int:
    """Serve until Ctrl-C; gives the exit status."""
    from imagehosts.emulator import config, require_extra

    parser = argparse.ArgumentParser(
        prog="imagehosts emulate",
        description=config.DESCRIPTION,
        epilog=config.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        exit_on_error=False,
    )
    config.add_arguments(parser)
    try:
        parser.set_defaults(**config.from_environment(os.environ))
    except ValueError as error:
        raise output.UsageError(str(error)) from None
    try:
        options, unknown = parser.parse_known_args(words)
    except argparse.ArgumentError as error:
        said = str(error).removeprefix("argument ")
        raise output.UsageError(f"{said}; see `imagehosts emulate --help`") from None
    except SystemExit as stopped:  # --help, or a complaint that is written already
        return stopped.code if isinstance(stopped.code, int) else output.WRONG_USAGE
    if unknown:
        raise output.UsageError(f"there is no option {unknown[0]}; see `imagehosts emulate --help`")
    try:
        require_extra()
        from imagehosts.emulator import server
    except ImportError as error:
        raise output.UsageError(str(error)) from None
    return server.run_from_args(options)
