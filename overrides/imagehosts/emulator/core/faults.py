"""Faults: what is made to go wrong on purpose, at every host. Nothing here is on by itself.

A fault is written in a line, the same for the command line, a request header and Python::

    rate_limited                                  an error of our clients, as the host answers it
    too_fast,host=NAME,times=1                    an answer of one host, by its own name
    status=520,share=0.5                          a page with this status, to half of the requests
    refusal=400,code=130,message=Empty source     an error of the host's, in its own shape
    slow=2,operation=images_upload                two seconds before the answer

What there is to choose from: :data:`EFFECTS`, the errors of :func:`errors_of`, and the
:class:`Fault` rows of the hosts.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from imagehosts.core.errors import CATEGORIES

if TYPE_CHECKING:
    from .context import Call
    from .dialect import Site

#: Statuses that an error may be answered with where a host gives it no answer of its own.
_USUAL_STATUSES = (400, 401, 403, 404, 409, 413, 415, 429, 451, 503)


class FaultError(ValueError):
    """A fault that does not exist; the message says what does."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that one host can be made to give, by its name; ``alias`` is another."""

    name: str
    meaning: str
    alias: str = ""

    def meets(self, call: Call) -> bool:
        """Whether the host could give this answer to a request."""
        return True


@dataclass(frozen=True, slots=True)
class Effect:
    """What can happen to every answer. ``value`` names its setting, ``default`` is that."""

    meaning: str
    value: str = ""
    default: float | None = None


EFFECTS = {
    "status": Effect("a page with this status, as of a server in front of the host", "status"),
    "refusal": Effect(
        "the host refuses in its own shape, with this status and the code and message given",
        "status",
        400,
    ),
    "slow": Effect("so many seconds pass before the answer", "seconds", 1.0),
    "cut": Effect("the connection ends behind so many bytes of the body", "after", 0),
    "drip": Effect("the body comes in pieces of so many bytes, with pauses", "size", 16),
    "garble": Effect("the second half of the body is other bytes"),
    "connection_failed": Effect("the connection ends without an answer"),
    "timed_out": Effect(
        "no answer comes within so many seconds, then the connection ends", "seconds", 300.0
    ),
}
#: The effects that take the place of an answer.
_ANSWERS = ("status", "refusal")
#: Seconds between the pieces of ``drip``.
PAUSE = 0.02


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def fault_name(error: str | type[Exception]) -> str:
    """The name of a fault, or of the one that clients raise an error for."""
    return _snake(error if isinstance(error, str) else error.__name__)


#: The errors of our clients by name, each with its category in the error tables of the specs.
ERRORS: dict[str, str] = {_snake(kind.__name__): name for name, kind in CATEGORIES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """A fault and the requests that it meets.

    Attributes:
        name: What happens: an effect, an error of our clients, or an answer of a host.
        value: The setting of an effect, as the seconds of ``slow``.
        host: At this host alone.
        operation: To this operation alone.
        times: To so many requests, then no more.
        share: To this share of them, from 0 to 1.
        skip: Not to the first of them, so many.
        retry_after: The header ``Retry-After`` of the answer, in seconds.
        code: Of a refusal: the host's own code.
        message: Of a refusal: what it says. In a line it is the last option, commas and all.
    """

    name: str
    value: float | None = None
    host: str | None = None
    operation: str | None = None
    times: int | None = None
    share: float = 1.0
    skip: int = 0
    retry_after: int | None = None
    code: str | None = None
    message: str | None = None

    def __str__(self) -> str:
        """The fault as it is written in a line."""
        first = self.name if self.value is None else f"{self.name}={self.value:g}"
        rest = [
            f"{one.name}={getattr(self, one.name)}"
            for one in fields(self)
            if one.name not in ("name", "value") and getattr(self, one.name) != one.default
        ]
        return ",".join([first, *rest])


_WHOLE, _SHARE = re.compile(r"[0-9]{1,9}"), re.compile(r"(?:0?\.[0-9]+|[01](?:\.0*)?)")


def read_rule(text: str) -> FaultRule:
    """A fault out of a line. ``FaultError`` says what is wrong with it."""
    text, mark, message = text.partition(",message=")
    first, *options = (part.strip() for part in text.split(","))
    if mark:
        options.append(f"message={message.strip()}")
    name, equals, value = first.partition("=")
    values: dict[str, str] = {}
    for option in options:
        key, mark, given = option.partition("=")
        if not mark or key in values:
            raise FaultError(f"{option!r} in {text!r} is not of the form option=value, once")
        values[key] = given
    return rule_of(name.strip(), value.strip() if equals else None, values)


def rule_of(name: str, value: str | None, options: Mapping[str, str]) -> FaultRule:
    """A fault out of texts, as they come in a line or as the parameters of a control."""
    known = [one.name for one in fields(FaultRule) if one.name not in ("name", "value")]
    made: dict[str, Any] = {"name": _snake(name)}
    effect = EFFECTS.get(made["name"])
    if value is not None and effect is not None and effect.value:
        made["value"] = _number(effect.value, value)
    elif value is not None:
        raise FaultError(f"{name} takes no value")
    for key, text in options.items():
        if key not in known:
            raise FaultError(f"a fault has no {key!r}; there are {', '.join(known)}")
        if key in ("times", "skip", "retry_after"):
            if not _WHOLE.fullmatch(text) or (key == "times" and int(text) < 1):
                raise FaultError(f"{key}={text} is not a whole number")
            made[key] = int(text)
        elif key == "share":
            if not _SHARE.fullmatch(text):
                raise FaultError(f"share={text} is not between 0 and 1")
            made[key] = float(text)
        else:
            made[key] = text
    return FaultRule(**made)


def _number(name: str, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", text):
        raise FaultError(f"{name}={text} is not a number")
    return float(text)


def errors_of(site: Site) -> dict[str, int | None]:
    """The errors of our clients that a host can answer with.

    With ``None`` where its dialect has the answer, else with a status that its spec gives to that
    error.
    """
    found: dict[str, int | None] = {}
    for name, category in ERRORS.items():
        if name in site.dialect.errors:
            found[name] = None
            continue
        statuses = [
            row["status"]
            for row in site.spec.get("x-error-table", ())
            if row["category"] == category and "message" not in row and "code" not in row
        ]
        status = next((one for one in statuses if one in _USUAL_STATUSES), None)
        if status is not None:
            found[name] = status
    return found


@dataclass(slots=True, eq=False)
class SwitchedFault:
    """A fault that is switched on. ``hits`` counts the requests that it has met."""

    rule: FaultRule
    number: int
    faults: Faults
    left: int | None = None
    to_skip: int = 0
    hits: int = 0

    def cancel(self) -> None:
        """Switch it off."""
        self.faults.remove(self.number)

    def __enter__(self) -> SwitchedFault:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()

    def as_dict(self) -> dict[str, Any]:
        """What it is and how often it met a request, as plain data."""
        return {
            "number": self.number,
            "fault": str(self.rule),
            "left": self.left,
            "hits": self.hits,
        }


@dataclass(frozen=True, slots=True)
class Meeting:
    """A fault that meets a request: its rule, and the host's own answer where it is one."""

    rule: FaultRule
    own: Fault | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it takes the place of the answer; the others happen to the answer there is."""
        return self.rule.name not in EFFECTS or self.rule.name in _ANSWERS


@dataclass(slots=True)
class Faults:
    """Which faults are on."""

    sites: Sequence[Site]
    configured: Sequence[str] = ()
    seed: int | None = None
    _on: dict[int, SwitchedFault] = field(default_factory=dict[int, SwitchedFault])
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _numbers: int = 0
    _random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.reset()

    def add(self, rule: FaultRule) -> SwitchedFault:
        """Switch a fault on. ``FaultError`` where there is none of that name, host or operation."""
        rule = self.checked(rule)
        with self._lock:
            self._numbers += 1
            made = SwitchedFault(rule, self._numbers, self, rule.times, rule.skip)
            self._on[made.number] = made
        return made

    def remove(self, number: int) -> None:
        """Switch one off; nothing happens where it is off already."""
        with self._lock:
            self._on.pop(number, None)

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._on.clear()

    def reset(self) -> None:
        """Back to what the configuration switched on."""
        with self._lock:
            self._on.clear()
            self._random = random.Random(self.seed)  # noqa: S311 - which calls fail is no secret
        for text in self.configured:
            self.add(read_rule(text))

    def on(self) -> list[SwitchedFault]:
        """What is on, the oldest first."""
        with self._lock:
            return list(self._on.values())

    def checked(self, rule: FaultRule) -> FaultRule:
        """The rule with what it leaves open filled in, if it can meet a request at all."""
        sites = [site for site in self.sites if rule.host in (None, site.api)]
        if not sites:
            names = ", ".join(site.api for site in self.sites)
            raise FaultError(f"there is no host {rule.host!r} here; there are {names}")
        knowing = [site for site in sites if rule.name in names_of(site)]
        if not knowing:
            there = ", ".join(sorted({name for site in sites for name in names_of(site)}))
            where = f" at {rule.host}" if rule.host else ""
            raise FaultError(f"there is no fault {rule.name!r}{where}; there are {there}")
        if rule.operation is not None:
            known = sorted({one.id for site in knowing for one in site.operations})
            if rule.operation not in known:
                raise FaultError(
                    f"there is no operation {rule.operation!r}; there are {', '.join(known)}"
                )
        effect = EFFECTS.get(rule.name)
        if effect is not None and effect.value and rule.value is None:
            if effect.default is None:
                raise FaultError(f"say which: {rule.name}=...")
            rule = replace(rule, value=effect.default)
        if rule.name != "refusal" and (rule.code is not None or rule.message is not None):
            raise FaultError("only a refusal has a code and a message")
        if rule.name in _ANSWERS and not 200 <= int(rule.value or 0) <= 599:
            raise FaultError(f"{rule.value:g} is not a status from 200 to 599")
        return rule

    def take(self, call: Call) -> list[Meeting]:
        """The faults that meet a request, each used once; of those that answer, the first."""
        met: list[Meeting] = []
        if not self.has_any():
            return met
        with self._lock:
            for one in self.on():
                meeting = meeting_of(one.rule, call)
                if meeting is None or (meeting.is_answer and any(m.is_answer for m in met)):
                    continue
                if self._uses(one):
                    met.append(meeting)
        return met

    def has_any(self) -> bool:
        """Whether any is on."""
        return bool(self._on)

    def _uses(self, one: SwitchedFault) -> bool:
        """Count a request that a fault is for; returns whether it meets it."""
        if one.to_skip:
            one.to_skip -= 1
            return False
        if one.rule.share < 1 and self._random.random() >= one.rule.share:
            return False
        one.hits += 1
        if one.left is not None:
            one.left -= 1
            if not one.left:
                self.remove(one.number)
        return True


def meeting_of(rule: FaultRule, call: Call) -> Meeting | None:
    """How a rule meets a request; ``None`` where it does not."""
    operation = call.operation.id if call.operation else None
    if rule.host not in (None, call.site.api) or rule.operation not in (None, operation):
        return None
    own = _own(call.site, rule.name)
    if own is not None:
        return Meeting(rule, own) if own.meets(call) else None
    return Meeting(rule) if rule.name in EFFECTS or rule.name in errors_of(call.site) else None


def names_of(site: Site) -> dict[str, str]:
    """Every name of a fault at a host, with what it means."""
    errors = {name: f"the answer that clients know as {name}" for name in errors_of(site)}
    own: dict[str, str] = {}
    for fault in site.own_faults:
        own |= {name: fault.meaning for name in (fault.name, fault.alias) if name}
    return {**{name: effect.meaning for name, effect in EFFECTS.items()}, **errors, **own}


def _own(site: Site, name: str) -> Fault | None:
    return next((one for one in site.own_faults if name in (one.name, one.alias)), None)


def rules_in(headers: Iterable[str], preferences: Iterable[str]) -> list[FaultRule]:
    """What a request asks for itself: lines in ``X-Emulator-Fault``, ``Prefer: code=...``."""
    rules = [read_rule(text) for text in headers]
    for text in preferences:
        match = re.search(r"(?:\A|[,;])\s*code=\"?(\d{3})\"?", text)
        if match:
            rules.append(FaultRule(name="status", value=float(match[1])))
    return rules
