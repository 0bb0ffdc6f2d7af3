"""One run from its beginning to its report."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..core.errors import ConnectionFailed, HostUnavailable, ImageHostError
from .checks import Check, CheckFailed, Checks
from .deviations import Accepted, counted
from .report import Outcome, Report
from .run import Interrupted, Run, Stopped

if TYPE_CHECKING:
    from ..hosts import Host

__all__ = ["missing_variables", "run_checks"]


def missing_variables(host: Host, checks: Checks, options: Sequence[str] = ()) -> list[str]:
    """What the environment lacks for a run."""
    key = (host.variable,) if host.needs_key and host.credential not in options else ()
    return [name for name in (*key, *checks.variables) if not os.environ.get(name)]


def run_checks(
    run: Run,
    checks: Checks,
    *,
    read_only: bool = False,
    accepted: Sequence[Accepted] = (),
    deeper: Callable[[Run], Sequence[Outcome]] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Report:
    """Try every check, delete what was made, and say what came of it; signals end it tidily.

    Args:
        run: The run; it is closed in the end.
        checks: What to check.
        read_only: Leave out what makes something.
        accepted: Deviations that are known.
        deeper: What is tried after the checks; see :mod:`.deep`.
        say: Told each outcome as it comes.
    """
    report = Report(run.host.name, run.client.base_url, run.ledger)
    with run.shielded():
        try:
            _try_all(run, checks, report, read_only=read_only, say=say)
            for outcome in deeper(run) if deeper is not None else ():
                _note(report, outcome, say)
        except (Stopped, ImageHostError) as error:
            report.stopped = str(error)
        except Interrupted:
            report.interrupted = True
        finally:
            run.clean()
            run.close()
    report.interrupted = report.interrupted or run.signal is not None
    report.requests, report.waited = run.requests, run.waited
    report.drifts, report.examples = counted(drift for _, drift in run.drifts)
    for seen in report.drifts:
        reason = next((each.reason for each in accepted if each.covers(seen)), None)
        if reason is not None:
            report.accepted[seen] = reason
    used = run.operations
    report.stale = [
        f"{each.operation} {each.pointer or '(whole answer)'}: {each.reason}"
        for each in accepted
        if each.operation in used and not any(each.covers(seen) for seen in report.drifts)
    ]
    return report


def _try_all(
    run: Run, checks: Checks, report: Report, *, read_only: bool, say: Callable[[str], None]
) -> None:
    run.check = "preflight"
    run.reach()
    if checks.preflight is not None:
        checks.preflight(run)
    for check in checks:
        outcome = (
            Outcome(check.claim, "skipped", "it makes something, and the run only reads")
            if read_only and check.creates
            else _try(run, check)
        )
        _note(report, outcome, say)


def _note(report: Report, outcome: Outcome, say: Callable[[str], None]) -> None:
    report.outcomes.append(outcome)
    detail = f": {outcome.detail}" if outcome.detail else ""
    say(f"{outcome.result:8}{outcome.claim}{detail}")


def _try(run: Run, check: Check) -> Outcome:
    run.check = check.claim
    try:
        check.run(run)
    except CheckFailed as error:
        return Outcome(check.claim, "broken", str(error))
    except (ConnectionFailed, HostUnavailable) as error:
        raise Stopped(f"during '{check.claim}': {error}") from error
    except Stopped:
        raise
    except Exception as error:
        # An answer that differs too much to be used at all.
        return Outcome(check.claim, "broken", f"{type(error).__name__}: {error}")
    return Outcome(check.claim, "kept")
