"""The command line ``imagehosts``.

Results go to standard output, one a line, so that they can be piped; everything else goes to
standard error. The exit status is 0 for success, 1 for a failure of a host, a file or the output,
2 for wrong usage, 130 after Ctrl-C.

:mod:`.commands` lists the commands; each is a function in a module of its own, imported when it is
called. Every text that is not ours goes through :mod:`.output`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit status."""
    from . import commands, output

    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = commands.run(given)
        output.flush()
        return status
    except KeyboardInterrupt as stopped:
        # A command that was interrupted says in it how to continue.
        output.say("".join(["interrupted", *map(str, stopped.args)]))
        return output.INTERRUPTED
    except BaseException as error:
        known = output.report(error)
        if known is None:
            raise
        return known
