"""``python -m contracts.mutation``: plant small faults by chance, and see which tests notice.

Of each group some mutants are drawn with a seed. Mutants of specs are generated from and tested in
a copy of the checkout; those of Python are tried with the tests that reach them, which are recorded
once and kept in .cache/mutation/reach. Results are written as they come: a run that was stopped
goes on with --resume.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
from pathlib import Path

from contracts.mutation.equivalent import read_equivalent
from contracts.mutation.groups import GROUPS
from contracts.mutation.reach import Reach, modules_of_tests, read_reach, record, stale
from contracts.mutation.report import as_json, page_of, text_of
from contracts.mutation.results import Run, Summary, summaries
from contracts.mutation.sources import ROOT
from contracts.mutation.trying import current, try_all

CACHE = ROOT / ".cache" / "mutation"
STOPPED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run it; 0 where each group reaches its aim, 1 where one does not, 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    if options.page:
        return _print_page(options.page)
    try:
        run = _run_of(options)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    shown = os.path.relpath(run.folder)
    # Also where a shell has its background jobs ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        for result in try_all(
            run, lambda: _reach(options), workers=options.workers, again=options.again
        ):
            if not options.json:
                mark = "noticed " if result.noticed else "SURVIVED"
                print(f"{mark} {result.mutant}", flush=True)
    except KeyboardInterrupt:
        count = len(run.results())
        print(
            f"\nstopped; {count} results are in {shown}, go on with:"
            f" python -m contracts.mutation --resume {shown}",
            file=sys.stderr,
        )
        return STOPPED
    found = list(summaries(current(run), read_equivalent()))
    print(json.dumps(as_json(found), indent=1) if options.json else text_of(found))
    return 1 if any(_is_short(one, options) for one in found) else 0


def _is_short(one: Summary, options: argparse.Namespace) -> bool:
    group = GROUPS[one.group]
    least = group.floor if options.floor else group.aim
    return one.share < least or bool(one.wrongly_equivalent)


def _print_page(folders: list[Path]) -> int:
    """Print the table of some runs for the docs."""
    runs = [Run.open(folder) for folder in folders]
    known = read_equivalent()
    print(
        page_of([(run.settings["seed"], list(summaries(current(run), known))) for run in runs]),
        end="",
    )
    return 0


def _run_of(options: argparse.Namespace) -> Run:
    if options.resume:
        return Run.open(options.resume)
    settings = {
        "seed": options.seed,
        "count": options.count,
        "groups": options.group or list(GROUPS),
        "seconds": options.seconds,
        "further": options.further,
        "behavior": not options.no_behavior,
        "match": options.match,
    }
    chosen = options.group or (["all"] if not options.match else [options.match])
    words = re.sub(r"\W+", "-", " ".join(chosen)).strip("-")
    name = f"{options.seed}-{options.count}-{words}"
    return Run.begin(options.folder or CACHE / "runs" / name, settings)


def _reach(options: argparse.Namespace) -> Reach:
    """Which tests reach what; recorded where there is no record, or one of older tests."""
    folder = CACHE / "reach"
    reach = read_reach(folder)
    modules = modules_of_tests() if options.record or not reach.tests else stale(reach)
    if modules and not options.as_recorded:
        print(f"recording what the tests of {len(modules)} modules reach", file=sys.stderr)
        record(folder, modules, options.workers)
        reach = read_reach(folder)
    return reach


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contracts.mutation", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn (default: 1)")
    parser.add_argument("--count", type=int, default=40, help="how many of a group (default: 40)")
    parser.add_argument(
        "--group", action="append", choices=GROUPS, help="one group; may be given several times"
    )
    parser.add_argument(
        "--match", default="", metavar="TEXT", help="only mutants whose name holds this text"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=10.0,
        help="how many seconds of tests a mutant of Python is tried with (default: 10)",
    )
    parser.add_argument(
        "--further",
        type=float,
        default=50.0,
        metavar="SECONDS",
        help="how many more seconds of tests, where it survives these (default: 50)",
    )
    parser.add_argument(
        "--no-behavior",
        action="store_true",
        help="of spec mutants ask the generator and the snapshots alone, which is quick",
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)"
    )
    parser.add_argument("--folder", type=Path, help="where the results go")
    parser.add_argument(
        "--resume", type=Path, metavar="FOLDER", help="go on with a run that was stopped"
    )
    parser.add_argument(
        "--again", action="store_true", help="with --resume: try once more what survived"
    )
    parser.add_argument("--record", action="store_true", help="record anew which tests reach what")
    parser.add_argument(
        "--as-recorded", action="store_true", help="take the record as it is, though tests changed"
    )
    parser.add_argument(
        "--floor",
        action="store_true",
        help="hold the shares to the floors of a small sample, not to the aims",
    )
    parser.add_argument(
        "--page", type=Path, nargs="+", metavar="FOLDER", help="print runs as a table for the docs"
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
