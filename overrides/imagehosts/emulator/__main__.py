"""``python -m imagehosts.emulator``: the same as ``imagehosts emulate``."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from . import require_extra
from .config import DESCRIPTION, EPILOG, add_arguments, from_environment


def main(argv: Sequence[str] | None = None) -> int:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(
        prog="imagehosts emulate",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_arguments(parser)
    try:
        parser.set_defaults(**from_environment(os.environ))
    except ValueError as error:
        parser.error(str(error))
    args = parser.parse_args(argv)
    try:
        require_extra()
    except ImportError as error:
        print(error, file=sys.stderr)
        return 1
    gc.disable()  # until it has started: nothing of what is loaded becomes garbage
    from .server import run_from_args

    return run_from_args(args)


if __name__ == "__main__":
    sys.exit(main())
