"""The command line: uploading, deleting, listing, the emulator, checks of running hosts.

Results go to standard output, one a line, so that they can be piped; everything else goes to
standard error. The exit status is 0 for success, 1 for a failure of a host or file, 2 for wrong
usage, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    from imagehosts.core.errors import ImageHostError, InvalidArgument, MissingCredentials
    from imagehosts.hosts import IncompleteHost

    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["contract"]:
        from imagehosts.contract import command

        return command.main(given[1:])
    try:
        parser = _parser(given)
        options, unknown = parser.parse_known_args(given)
        if unknown:
            if "refuse" in options:
                options.refuse(options, unknown)
            parser.error(f"unrecognized arguments: {' '.join(unknown)}")
        status: int = options.run(options)
        return status
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        sys.stderr.close()
        return 1
    except (InvalidArgument, MissingCredentials) as error:
        print(f"imagehosts: {error.message}", file=sys.stderr)
        return 2
    except (ImageHostError, IncompleteHost) as error:
        print(f"imagehosts: {error}", file=sys.stderr)
        return 1


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    from imagehosts import __version__
    from imagehosts.cli import emulate, listing, upload

    parser = argparse.ArgumentParser(
        prog="imagehosts",
        description="Upload pictures to image hosts, and run an emulator of them.",
    )
    parser.add_argument("--version", action="version", version=f"imagehosts {__version__}")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="log requests and answers to standard error"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    upload.add_commands(commands, arguments)
    listing.add_commands(commands)
    emulate.add_commands(commands)
    return parser
