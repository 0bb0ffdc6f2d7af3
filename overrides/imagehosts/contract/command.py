"""``imagehosts contract``: check a running host, clean up after a run, read recordings and logs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ..core.errors import InvalidArgument, MissingCredentials
from ..hosts import Host, find_host, host_names
from .checks import Checks, NoChecks, find_checks
from .deep import DEFAULT_REQUESTS, MissingExtra, check_deeply, load_engine
from .deviations import Accepted, BadDeviations, load_accepted, propose, read_log
from .ledger import Ledger, LedgerError
from .recording import BadRecording, Recording, age_in_days, load_recording, replay
from .report import Exit, Outcome, Report
from .run import Pace, Run
from .running import missing_variables, run_checks

__all__ = ["main"]

DESCRIPTION = """\
Check whether a running host keeps its contract. A few tiny pictures are uploaded, looked at and
deleted again; a ledger on disk names them until they are gone. Credentials come from the
environment alone.
"""
EPILOG = """\
further commands:
  imagehosts contract clean LEDGER     delete what an earlier run left on the server
  imagehosts contract replay FILE      read a recording with the client of today
  imagehosts contract propose LOG      quirk entries from a drift log or a recording

exit codes: 0 kept, 1 broken, 2 wrong usage, 3 answers differ from the spec, 4 something is left on
the server, 5 unreachable or refused, 130 ended by a signal with nothing left
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands: dict[str, Callable[[list[str]], int]] = {
        "clean": _clean,
        "replay": _replay,
        "propose": _propose,
    }
    try:
        if given and given[0] in commands:
            return commands[given[0]](given[1:])
        return _check(given)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except (InvalidArgument, MissingCredentials) as error:
        _tell(error.message)
        return Exit.USAGE
    except (LedgerError, BadDeviations, BadRecording, MissingExtra, NoChecks) as error:
        _tell(str(error))
        return Exit.USAGE


def _check(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="imagehosts contract",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("host", metavar="HOST", help=f"one of {', '.join(host_names())}")
    parser.add_argument("--base-url", help="address of its API; the documented one otherwise")
    parser.add_argument(
        "--read-only",
        action="store_true",
        default=_is_set("READ_ONLY"),
        help="leave out what makes something on the server (READ_ONLY=1)",
    )
    _add_pace(parser)
    parser.add_argument("--budget", type=int, metavar="N", help="send at most N requests")
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="where to note what is made")
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="write the exchanges as HAR, without secrets"
    )
    parser.add_argument(
        "--accepted", type=Path, metavar="FILE", help="deviations that are known, with reasons"
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a further argument of the client, such as key_in=header",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--deep",
        action="store_true",
        help="for a server of your own: hundreds of requests, allowed and forbidden ones, to all"
        " that only reads and to what can be taken back; needs the extra [contract]",
    )
    parser.add_argument(
        "--requests",
        type=_positive,
        metavar="N",
        help="with --deep: how many requests are tried (default: 200)",
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help="with --deep: which requests are made up (default: 0)"
    )
    options = parser.parse_args(arguments)
    host = _host(parser, options.host)
    checks = find_checks(host)
    if not options.deep and (options.requests is not None or options.seed is not None):
        parser.error("--requests and --seed go with --deep")
    if options.deep:
        load_engine()
    client_options = _client_options(parser, options.option)
    missing = missing_variables(host, checks, [*client_options])
    if host.needs_base_url and not (options.base_url or os.environ.get(host.base_url_variable)):
        missing.append(f"{host.base_url_variable} (or --base-url)")
    if missing:
        parser.error(f"set {' and '.join(missing)} in the environment: credentials of your own")
    accepted = load_accepted(options.accepted) if options.accepted else []
    report, recording = _run(host, checks, options, client_options, accepted)
    _print(report, as_json=options.json)
    if report.new_drifts and not options.json:
        print("\nproposed for quirks.yaml:\n")
        print(propose(report.new_drifts, report.examples, source=f"a run on {report.base_url}"))
    if recording is not None:
        recording.write(options.record)
        _tell(f"{len(recording)} exchanges are in {options.record}")
    report.ledger.remove_if_clean()
    return report.exit


def _run(
    host: Host,
    checks: Checks,
    options: argparse.Namespace,
    client_options: dict[str, str],
    accepted: list[Accepted],
) -> tuple[Report, Recording | None]:
    path = options.ledger or Path(
        f"imagehosts-{host.name}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.ledger"
    )
    pace = Pace(options.pause, options.max_wait, options.budget, options.settle)
    probe = host.make_client(
        **({"base_url": options.base_url} if options.base_url else {}), **client_options
    )
    probe.close()
    recording = Recording(host, probe.secrets()) if options.record else None
    ledger = Ledger.create(path, host.name, probe.base_url)
    try:
        run = Run(
            host,
            options.base_url,
            ledger,
            pace=pace,
            on_exchange=recording.add if recording is not None else None,
            options=client_options,
            checks=checks,
        )
        report = run_checks(
            run,
            checks,
            read_only=options.read_only,
            accepted=accepted,
            deeper=_deeper(checks, options) if options.deep else None,
            say=_tell_plain,
        )
    except BaseException:
        ledger.remove_if_clean()
        raise
    return report, recording


def _deeper(checks: Checks, options: argparse.Namespace) -> Callable[[Run], list[Outcome]]:
    number = DEFAULT_REQUESTS if options.requests is None else options.requests
    return partial(
        check_deeply,
        checks=checks,
        requests=number,
        seed=options.seed or 0,
        read_only=options.read_only,
    )


def _clean(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="imagehosts contract clean",
        description="Delete what a run left on the server; credentials come from the environment.",
    )
    parser.add_argument("ledger", type=Path, metavar="LEDGER")
    _add_pace(parser)
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--dry-run", action="store_true", help="say what would be deleted")
    options = parser.parse_args(arguments)
    ledger = Ledger.load(options.ledger)
    host = _host(parser, ledger.host)
    if options.dry_run:
        print(*(entry for entry in ledger.left), sep="\n")
        return Exit.LEFT if ledger.left else Exit.KEPT
    run = Run(
        host,
        ledger.base_url,
        ledger,
        pace=Pace(options.pause, options.max_wait, settle=options.settle),
        options=_client_options(parser, options.option),
        checks=find_checks(host),
    )
    before = ledger.left
    with run.shielded():
        run.clean()
    run.close()
    for entry in before:
        print(f"{'left' if entry.is_left else 'deleted':8}{entry}")
    if ledger.remove_if_clean():
        _tell(f"nothing is left; {options.ledger} has been removed")
        return Exit.KEPT
    return Exit.LEFT


def _replay(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="imagehosts contract replay",
        description="Read recorded answers with the client of today.",
    )
    parser.add_argument("recording", type=Path, metavar="FILE", nargs="+")
    parser.add_argument("--accepted", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    accepted = load_accepted(options.accepted) if options.accepted else []
    status = Exit.KEPT
    for path in options.recording:
        name, entries = load_recording(path)
        results = replay(_host(parser, name), entries)
        print(f"{path}: {len(results)} answers of {name}, {age_in_days(entries)} days old")
        counts, _ = counted_replay(results)
        for seen, times in sorted(counts.items(), key=str):
            known = any(each.covers(seen) for each in accepted)
            print(f"  {'accepted ' if known else ''}{seen} ({times} times)")
            status = status if known else Exit.DRIFT
    return status


def _propose(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="imagehosts contract propose",
        description="Propose quirk entries from a log of imagehosts.drift, or from a recording.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a log, or a recording (.har)")
    options = parser.parse_args(arguments)
    if options.file.suffix == ".har":
        name, entries = load_recording(options.file)
        counts, examples = counted_replay(replay(_host(parser, name), entries))
    else:
        try:
            lines = options.file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            parser.error(f"cannot read {options.file}: {error.strerror}")
        counts, examples = read_log(lines)
    print(propose(counts, examples, source=options.file.name), end="")
    return Exit.KEPT


def counted_replay(results: Sequence[Any]) -> tuple[Any, Any]:
    """The deviations of a replay, counted."""
    from .deviations import counted

    return counted(drift for result in results for drift in result.drifts)


def _add_pace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pause",
        type=float,
        default=float(os.environ.get("LIVE_PAUSE", "1")),
        metavar="SECONDS",
        help="wait so long between requests (LIVE_PAUSE; default: %(default)s)",
    )
    parser.add_argument(
        "--max-wait",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="wait at most so long where the server asks for it (default: %(default)s)",
    )

    parser.add_argument(
        "--settle",
        type=float,
        default=float(os.environ.get("LIVE_SETTLE", "10")),
        metavar="SECONDS",
        help="where no answer came, ask what became of it so long after (LIVE_SETTLE; default:"
        " %(default)s)",
    )


def _host(parser: argparse.ArgumentParser, name: str) -> Host:
    host = find_host(name)
    if host is None:
        parser.error(f"no host {name!r}; there are {', '.join(host_names())}")
    return host


def _client_options(parser: argparse.ArgumentParser, texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            parser.error(f"--option takes NAME=VALUE, not {text!r}")
        found[name] = value
    return found


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.data(), indent=1, ensure_ascii=False))
    else:
        print(*report.lines(), sep="\n")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() not in ("", "0", "false", "no")


def _tell(text: str) -> None:
    print(f"imagehosts contract: {text}", file=sys.stderr)


def _tell_plain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
