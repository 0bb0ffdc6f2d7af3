"""``python -m contracts``: the contract suite of one API, against the emulator or a live server.

The contract itself comes first: a spec that is broken, or generated code that is not what the spec
makes of it, is reported alone. Then come the tests of this API, and a table of what they reached.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from contracts.fuzz import record
from contracts.suites import names
from contracts.support.specs import SPEC_NAMES, load_spec, operations

#: What takes long and tests the tests, or the site of all hosts, left to ``make test``.
LEFT_OUT = "not guard and not site"
#: What was looked at before the tests begin.
VERIFIED = (
    "contracts/codegen/test_verify.py::test_what_is_committed_is_what_the_spec_of_an_api_makes"
)
WORKERS = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    """Run the suite; the exit status is pytest's, or 1 where the contract itself is broken."""
    parser = argparse.ArgumentParser(prog="python -m contracts", description=__doc__)
    parser.add_argument("--api", default="all", help=f"all, or some of {', '.join(names())}")
    parser.add_argument(
        "--base-url",
        default="",
        help="address of a live server's API; its key comes from the environment alone",
    )
    parser.add_argument(
        "--profile",
        choices=("quick", "deep"),
        default="quick",
        help="deep: nothing is left out, and what is made up is tried more often; with --base-url"
        " the run is a deep one",
    )
    options, rest = parser.parse_known_args()
    deep = options.profile == "deep"
    if options.base_url:
        from imagehosts.contract import command

        more = ["--deep"] if deep else []
        return command.main([options.api, "--base-url", options.base_url, *more, *rest])
    for api in options.api.split(","):
        if api not in ("all", *names()):
            parser.error(f"no API {api!r}; there are: all, {', '.join(names())}")
    return _run(options.api, rest, deep=deep)


def _run(api: str, rest: list[str], *, deep: bool) -> int:
    """Check contracts, run their tests against the emulator, and say what those reached."""
    from contracts.verifying import contract_problems

    asked = api.split(",")
    chosen = [name for name in SPEC_NAMES if api == "all" or name in asked]
    if problems := contract_problems(*chosen):
        print(*problems, sep="\n", file=sys.stderr)
        print("\nthe tests have not run: put the contract right first", file=sys.stderr)
        return 1
    with TemporaryDirectory(prefix="imagehosts-record-") as folder:
        status = _pytest(
            [
                *("contracts", "--api", api, "--deselect", VERIFIED),
                *([] if deep else ["-m", LEFT_OUT]),
                *(*WORKERS, *rest),
            ],
            {record.VARIABLE: folder, **({"CONTRACTS_PROFILE": "deep"} if deep else {})},
        )
        if "--collect-only" not in rest:
            _print_reached(chosen, Path(folder))
    return status


def _print_reached(apis: list[str], folder: Path) -> None:
    from contracts.demo.tables import print_operations

    for api in apis:
        print_operations(record.read(folder, operations(load_spec(api))))


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest in a process of its own: its plugins must come before what they look at."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    try:
        return subprocess.call(command, env={**os.environ, **environment})
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
