"""``python -m imagehosts.emulator``: the same as ``imagehosts emulate``."""

from __future__ import annotations

import sys


def main() -> int:
    """Run until interrupted."""
    try:
        from .server import main as run
    except ImportError as error:
        print(error, file=sys.stderr)
        return 1
    return run()


if __name__ == "__main__":
    sys.exit(main())
