"""Whether a failed request is sent again, and after how long: decisions only, nothing is sent here.

:func:`decide` looks at what went wrong and at what was to be sent, and says :class:`Retry` or
:class:`GiveUp`. Time and random numbers are passed in, so equal arguments give equal decisions.

The rule above all others: **no double uploads.** A request that may have created something is
repeated only if

- it is known not to have arrived (no connection came about), or
- the host answered that it refused it for coming too soon (429, or a host's own message for that),
  which means that it did nothing, or
- the caller allowed it (``repeat_unsafe``).

A 408, a 503 or any other 5xx is not such a refusal, with or without ``Retry-After``: a server in
front may have said it for one behind, which did its work. And a body that cannot be rewound is not
sent a second time, for it would arrive without its beginning.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

from attrs import field, frozen
from attrs.validators import ge

__all__ = [
    "RETRY_STATUSES",
    "Decision",
    "GiveUp",
    "Outcome",
    "OutcomeKind",
    "Retry",
    "RetryPolicy",
    "backoff_ceiling",
    "decide",
    "describe_wait",
    "parse_reset_headers",
    "parse_retry_after",
    "parse_wait_text",
]

#: Answers after which another try can help: the host, or a server in front of it (520 to 524 are
#: Cloudflare's), was busy or broken for the moment.
RETRY_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})

OutcomeKind: TypeAlias = Literal[
    "connect_error", "timeout_connect", "transport_error", "timeout", "status"
]


@frozen(kw_only=True)
class RetryPolicy:
    """Which failures are tried again, how often, and how long to wait before.

    Before the n-th repetition the wait is a random time between nothing and ``initial * 2**(n-1)``
    seconds, never above ``maximum``. A host that says how long to wait is given at least that long.
    """

    max_retries: int = field(default=2, validator=ge(0))
    """Repetitions after the first request; 0 means one request in all."""
    initial: float = field(default=0.5, validator=ge(0))
    """Longest wait before the first repetition, in seconds; it doubles with each."""
    maximum: float = field(default=8.0, validator=ge(0))
    """Longest wait that is our own idea, in seconds."""
    max_wait: float = field(default=60.0, validator=ge(0))
    """Longest wait that a host may ask for, in seconds; above it we give up and say how long."""
    statuses: frozenset[int] = RETRY_STATUSES
    """HTTP statuses after which another try can help."""
    repeat_unsafe: bool = False
    """Repeat also what may have created something: the caller would rather have two than none."""


@frozen(kw_only=True)
class Outcome:
    """How a request failed.

    ``connect_error`` and ``timeout_connect`` are for requests of which nothing was sent: no
    connection came about, or none became free in the pool. ``transport_error`` and ``timeout`` are
    for those that may have arrived. ``status`` is for an answer.
    """

    kind: OutcomeKind
    status: int | None = None
    headers: Mapping[str, str] = field(factory=dict[str, str])
    retry_after: float | None = None
    """Seconds to wait that the host gave elsewhere than in ``Retry-After``."""
    refused: bool = False
    """The host said, in its own way, that it did nothing because the request came too soon."""


@frozen
class Retry:
    """Send it again after so many seconds."""

    after_seconds: float
    reason: str


@frozen
class GiveUp:
    """Do not send it again; ``retry_after`` is what the host said about later, if it did."""

    reason: str
    retry_after: float | None = None


Decision: TypeAlias = Retry | GiveUp

#: Twice as often is more than any number has room for.
_MOST_DOUBLINGS = 1000

# What never reached the host, and so cannot have done anything there.
_NOT_ARRIVED = frozenset({"connect_error", "timeout_connect"})

_WORDS: dict[str, str] = {
    "connect_error": "no connection to the host",
    "timeout_connect": "no connection to the host in time",
    "transport_error": "the connection broke",
    "timeout": "no answer in time",
}


def decide(
    policy: RetryPolicy,
    *,
    attempt: int,
    outcome: Outcome,
    safe_to_repeat: bool,
    body_replayable: bool,
    rng: Callable[[], float],
    now: float,
) -> Decision:
    """Decide what follows a failed request.

    Args:
        policy: The rules.
        attempt: Requests made so far, this one included: 1 after the first.
        outcome: How the last one failed.
        safe_to_repeat: Whether the operation creates nothing.
        body_replayable: Whether the body can be sent again from its beginning.
        rng: Gives a number from 0 up to 1, as ``random.random`` does.
        now: The time in Unix seconds, against which dates in headers are held.
    """
    asked = _asked_wait(outcome, now)
    words = _WORDS.get(outcome.kind) or f"status {outcome.status}"

    def give_up(why: str) -> GiveUp:
        return GiveUp(f"{words}; {why}", asked)

    if outcome.kind == "status" and not outcome.refused and outcome.status not in policy.statuses:
        return give_up("another try would not help")
    if attempt > policy.max_retries:
        return give_up(f"given up after {attempt} request{'s' if attempt != 1 else ''}")
    if not (safe_to_repeat or policy.repeat_unsafe or _did_nothing(outcome)):
        return give_up(
            "not repeated, because the first request may have created something"
            " (repeat_unsafe=True allows it)"
        )
    if not body_replayable:
        return give_up(
            "not repeated, because the body came from a source that can be read only once"
        )
    if asked is not None and asked > policy.max_wait:
        return give_up(
            f"the host asks to wait {describe_wait(asked)}, longer than"
            f" max_wait={describe_wait(policy.max_wait)}"
        )
    # Full jitter: clients that failed together must not come back together.
    own = min(backoff_ceiling(policy, attempt), policy.max_wait) * rng()
    return Retry(max(own, asked or 0.0), words)


def backoff_ceiling(policy: RetryPolicy, attempt: int) -> float:
    """The longest wait in seconds that the policy itself wants after this many requests."""
    if policy.initial == 0:
        return 0.0
    # Divided, because the product overflows long before a patient caller gives up.
    factor = 2.0 ** min(max(attempt, 1) - 1, _MOST_DOUBLINGS)
    if policy.initial >= policy.maximum / factor:
        return policy.maximum
    return policy.initial * factor


def parse_retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read how many seconds to wait from ``Retry-After-Ms`` or ``Retry-After``.

    The latter may hold seconds or a date; a date that is past means 0. What cannot be read is as
    good as absent: None.
    """
    milliseconds = _number(_header(headers, "retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = _header(headers, "retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    moment = _date(value)
    return None if moment is None else max(0.0, moment - now)


def parse_wait_text(text: str) -> float | None:
    """Find in a host's message how many seconds to wait: "wait 37 more minutes", "in 5 seconds".

    Units from milliseconds to days; several in a row ("1 hour and 5 minutes") are added up.
    """
    found = _WAIT.search(text[:_TEXT_LIMIT])
    if found is None:
        return None
    return sum(
        (1.0 if amount[0] in "aA" else float(amount)) * _UNITS[unit.lower()]
        for amount, unit in _AMOUNT.findall(found[1])
    )


def parse_reset_headers(
    headers: Mapping[str, str], names: Sequence[str | tuple[str, str]], *, now: float
) -> float | None:
    """Read from a host's own quota headers how many seconds are left until it allows more.

    Args:
        headers: The headers of the answer.
        names: Headers that hold a reset, in seconds left or as a Unix time. A pair
            ``(remaining, reset)`` counts only where the first header says that nothing is left.
        now: The time in Unix seconds.

    Returns:
        The longest wait that applies, None where none does.
    """
    waits: list[float] = []
    for name in names:
        remaining, reset = (None, name) if isinstance(name, str) else name
        if remaining is not None and _number(_header(headers, remaining)) != 0:
            continue
        value = _number(_header(headers, reset))
        if value is not None:
            # Nobody asks to wait thirty years: so large a number is a moment, not a length.
            waits.append(max(0.0, value - now) if value >= _EPOCH_FROM else value)
    return max(waits, default=None)


def describe_wait(seconds: float) -> str:
    """Say a length of time as a person would: ``45 s``, ``37 min``, ``2 h 5 min``, ``3 days``."""
    if seconds < 100:
        return f"{math.ceil(seconds * 10) / 10:g} s"
    if seconds >= 1000 * 86400:
        return "years"
    minutes = math.ceil(seconds / 60)
    if minutes < 100:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{math.ceil(seconds / 86400)} days"


def _did_nothing(outcome: Outcome) -> bool:
    return outcome.kind in _NOT_ARRIVED or (
        outcome.kind == "status" and (outcome.status == 429 or outcome.refused)
    )


def _asked_wait(outcome: Outcome, now: float) -> float | None:
    """What the host asks for; of two different answers the longer one, which serves both."""
    hints = [outcome.retry_after, parse_retry_after(outcome.headers, now)]
    return max((hint for hint in hints if hint is not None), default=None)


# --- reading -------------------------------------------------------------------------------


_EPOCH_FROM = 1e9
_GLUED_ZONE = re.compile(r"([0-9])GMT$")
_NUMBER = re.compile(r"[0-9]{1,300}(\.[0-9]*)?")
_UNITS = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86400.0),
}
_AMOUNT = re.compile(
    r"([0-9]{1,15}(?:\.[0-9]{1,9})?\s*|\ban?\s+)(?:more\s+|further\s+)?"
    rf"({'|'.join(_UNITS)})(?![a-z])",
    re.IGNORECASE,
)
_WAIT = re.compile(
    rf"\b(?:wait|in|after)\s+(?:for\s+)?(?:about\s+|another\s+|at\s+least\s+)?"
    rf"({_AMOUNT.pattern}(?:(?:\s*+,)?\s*+(?:and\s+)?{_AMOUNT.pattern})*)",
    re.IGNORECASE,
)
# An error page may be long; what it says about waiting stands near its beginning.
_TEXT_LIMIT = 4000


def _header(headers: Mapping[str, str], name: str) -> str | None:
    for key, value in headers.items():
        if key.lower() == name.lower():
            return value.strip()
    return None


def _number(value: str | None) -> float | None:
    """A plain decimal number; `float` alone would also take nan, infinity and 1_000."""
    return float(value) if value is not None and _NUMBER.fullmatch(value) else None


def _date(value: str) -> float | None:
    from email.utils import mktime_tz, parsedate_tz

    try:
        # Some hosts write "08:49:37GMT".
        moment = parsedate_tz(_GLUED_ZONE.sub(r"\1 GMT", value))
        return None if moment is None else float(mktime_tz(moment))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
