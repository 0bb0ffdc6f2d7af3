"""``python -m contracts``: the contract suite of one API, against the emulator or a live server."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from imagehosts.hosts import HOSTS, find_host

from contracts.suites import LIVE, SUITES, live_variables

#: Why something is missing from the environment, by whether the host needs a key.
WHY = {
    True: "a live server is only tested with a key of your own: set {}."
    " The tests create a handful of tiny pictures and delete those that can be deleted.",
    False: "the tests look at what you name, and change nothing: set {}.",
}


def main() -> int:
    """Run the suite; the exit status is pytest's."""
    parser = argparse.ArgumentParser(prog="python -m contracts", description=__doc__)
    parser.add_argument("--api", default="all", help=f"all, or one of {', '.join(sorted(SUITES))}")
    parser.add_argument(
        "--base-url",
        default="",
        help="address of a live server's API; its key comes from the environment alone",
    )
    options, rest = parser.parse_known_args()
    if options.api != "all" and options.api not in SUITES and find_host(options.api) is None:
        parser.error(f"no API {options.api!r}; there are: all, {', '.join(sorted(SUITES))}")
    if not options.base_url:
        return _pytest(["contracts", "--api", options.api, *rest])

    host = find_host(options.api)
    if host is None:
        parser.error("--base-url needs --api with one of " + ", ".join(h.name for h in HOSTS))
    missing = [variable for variable in live_variables(host) if not os.environ.get(variable)]
    if missing:
        parser.error(WHY[host.needs_key].format(" and ".join(missing)))
    arguments = ["-p", "no:xdist", "--api", host.name, "--base-url", options.base_url]
    return _pytest([f"contracts/hosts/{LIVE[host.name]}", *arguments, *rest])


def _pytest(arguments: list[str]) -> int:
    """Run pytest in a process of its own: its plugins must come before what they look at."""
    try:
        return subprocess.call([sys.executable, "-m", "pytest", "-q", *arguments])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
