"""Which failures are tried again and after how long: arithmetic, with a clock that stands still."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from imagehosts.core.retries import (
    RETRY_STATUSES,
    Decision,
    GiveUp,
    Outcome,
    Retry,
    RetryPolicy,
    backoff_ceiling,
    decide,
    describe_wait,
    parse_reset_headers,
    parse_retry_after,
    parse_wait_text,
)

from contracts.support.reporting import each

NOW = 1_795_000_000.0
KINDS: tuple[Any, ...] = (
    "connect_error",
    "timeout_connect",
    "transport_error",
    "timeout",
    "status",
)
ALL_BUT_ONE = math.nextafter(1.0, 0.0)


def after(outcome: Outcome, policy: RetryPolicy | None = None, **changes: Any) -> Decision:
    """The decision after a failure, for a request that is harmless and can be replayed."""
    arguments: dict[str, Any] = {
        "attempt": 1,
        "safe_to_repeat": True,
        "body_replayable": True,
        "rng": lambda: 0.5,
        "now": NOW,
    }
    return decide(policy or RetryPolicy(), outcome=outcome, **{**arguments, **changes})


def status(number: int, **more: Any) -> Outcome:
    return Outcome(kind="status", status=number, **more)


outcomes = st.builds(
    Outcome,
    kind=st.sampled_from(KINDS),
    status=st.integers(100, 599),
    headers=st.dictionaries(
        st.sampled_from(["Retry-After", "retry-after-ms"]),
        st.integers(0, 10**6).map(str) | st.text(max_size=10),
    ),
    retry_after=st.none() | st.floats(0, 10**6),
    refused=st.booleans(),
)
policies = st.builds(
    RetryPolicy,
    max_retries=st.integers(0, 10),
    initial=st.floats(0, 100),
    maximum=st.floats(0, 1000),
    max_wait=st.floats(0, 1000),
    repeat_unsafe=st.booleans(),
)


# --- no double uploads ---------------------------------------------------------------------


@each(
    ("outcome", "repeated"),
    [
        (Outcome(kind="connect_error"), True),
        (Outcome(kind="timeout_connect"), True),
        (Outcome(kind="transport_error"), False),
        (Outcome(kind="timeout"), False),
        (status(429), True),
        (status(429, headers={"retry-after": "3"}), True),
        (status(400, refused=True), True),
        (status(503, refused=True), True),
        *((status(number), False) for number in sorted(RETRY_STATUSES - {429})),
        (status(503, headers={"retry-after": "3"}), False),
        (status(503, retry_after=3.0), False),
    ],
)
def test_creating_request_is_retried_only_if_it_cannot_have_arrived(
    outcome: Outcome, repeated: bool
) -> None:
    decision = after(outcome, safe_to_repeat=False)
    assert isinstance(decision, Retry if repeated else GiveUp)
    if isinstance(decision, GiveUp):
        assert "may have created something" in decision.reason
        assert "repeat_unsafe=True" in decision.reason
    assert isinstance(after(outcome), Retry)
    allowed = after(outcome, RetryPolicy(repeat_unsafe=True), safe_to_repeat=False)
    assert isinstance(allowed, Retry)


@given(outcomes, policies, st.integers(1, 12), st.booleans(), st.floats(0, 1, exclude_max=True))
def test_no_combination_repeats_what_it_must_not(
    outcome: Outcome, policy: RetryPolicy, attempt: int, replayable: bool, chance: float
) -> None:
    decision = decide(
        policy,
        attempt=attempt,
        outcome=outcome,
        safe_to_repeat=False,
        body_replayable=replayable,
        rng=lambda: chance,
        now=NOW,
    )
    if isinstance(decision, Retry):
        assert replayable
        assert attempt <= policy.max_retries
        did_nothing = outcome.kind in ("connect_error", "timeout_connect") or (
            outcome.kind == "status" and (outcome.status == 429 or outcome.refused)
        )
        assert policy.repeat_unsafe or did_nothing
        assert 0 <= decision.after_seconds <= policy.max_wait


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_that_cannot_be_rewound_is_not_sent_again(kind: Any) -> None:
    outcome = Outcome(kind=kind, status=429)
    decision = after(outcome, RetryPolicy(repeat_unsafe=True), body_replayable=False)
    assert isinstance(decision, GiveUp)
    assert "read only once" in decision.reason


# --- which failures ------------------------------------------------------------------------


@each("number", [*range(100, 600)])
def test_only_passing_troubles_are_tried_again(number: int) -> None:
    tried = {408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
    decision = after(status(number))
    assert isinstance(decision, Retry if number in tried else GiveUp)
    if isinstance(decision, GiveUp):
        assert decision.reason == f"status {number}; another try would not help"
    assert isinstance(after(status(number), RetryPolicy(statuses=frozenset({number}))), Retry)
    assert isinstance(after(status(number), RetryPolicy(statuses=frozenset())), GiveUp)


def test_refusal_the_host_calls_temporary_is_retried_at_any_status() -> None:
    flood = status(400, refused=True, retry_after=30.0)
    assert after(flood, safe_to_repeat=False) == Retry(30.0, "status 400")


@pytest.mark.parametrize("kind", KINDS)
def test_no_retries_means_one_request(kind: Any) -> None:
    decision = after(Outcome(kind=kind, status=503), RetryPolicy(max_retries=0))
    assert isinstance(decision, GiveUp)
    assert "given up after 1 request" in decision.reason


@given(st.integers(0, 50))
def test_as_many_repetitions_are_made_as_the_policy_says(most: int) -> None:
    policy = RetryPolicy(max_retries=most)
    attempt = 1
    while isinstance(after(status(503), policy, attempt=attempt), Retry):
        attempt += 1
    assert attempt == most + 1


@each(
    ("kind", "words"),
    [
        ("connect_error", "no connection to the host"),
        ("timeout_connect", "no connection to the host in time"),
        ("transport_error", "the connection broke"),
        ("timeout", "no answer in time"),
        ("status", "status 503"),
    ],
)
def test_a_decision_says_what_went_wrong(kind: Any, words: str) -> None:
    outcome = Outcome(kind=kind, status=503)
    again, given_up = after(outcome), after(outcome, attempt=3)
    assert isinstance(again, Retry)
    assert isinstance(given_up, GiveUp)
    assert again.reason == words
    assert given_up.reason == f"{words}; given up after 3 requests"


# --- how long ------------------------------------------------------------------------------


@each(
    ("attempt", "ceiling"),
    [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 8.0), (1000, 8.0), (10_000, 8.0)],
)
def test_the_wait_doubles_up_to_a_maximum(attempt: int, ceiling: float) -> None:
    policy = RetryPolicy(max_retries=10**6)
    assert backoff_ceiling(policy, attempt) == ceiling
    decisions = [
        after(status(503), policy, attempt=attempt, rng=lambda chance=chance: chance)
        for chance in (0.0, 0.25, ALL_BUT_ONE)
    ]
    waits = [decision.after_seconds for decision in decisions if isinstance(decision, Retry)]
    assert waits[0] == 0
    assert waits[1] == ceiling / 4
    assert ceiling * 0.999 < waits[2] < ceiling


@given(
    st.floats(0, allow_infinity=False),
    st.floats(0),
    st.integers(1, 20_000),
)
@example(5e-324, 1.7e308, 10_000)
@example(1.7e308, 5e-324, 10_000)
@example(1.0, math.inf, 20_000)
@example(0.0, math.inf, 10_000)
@example(0.5, 0.0, 1)
def test_no_policy_and_no_patience_overflows(initial: float, maximum: float, attempt: int) -> None:
    policy = RetryPolicy(initial=initial, maximum=maximum)
    here, next_one = backoff_ceiling(policy, attempt), backoff_ceiling(policy, attempt + 1)
    assert 0 <= here <= next_one <= maximum
    assert here <= initial or attempt > 1
    if initial:
        assert here >= min(initial, maximum)


@given(outcomes, policies, st.integers(1, 10_000), st.randoms(use_true_random=False))
def test_every_wait_is_within_its_bounds(
    outcome: Outcome, policy: RetryPolicy, attempt: int, rng: random.Random
) -> None:
    policy = evolve(policy, max_retries=10_000)
    decision = after(outcome, policy, attempt=attempt, rng=rng.random)
    asked = max(parse_retry_after(outcome.headers, NOW) or 0.0, outcome.retry_after or 0.0)
    if isinstance(decision, Retry):
        assert asked <= decision.after_seconds <= max(asked, backoff_ceiling(policy, attempt))
        assert decision.after_seconds <= policy.max_wait
    elif outcome.kind != "status" or outcome.status in policy.statuses or outcome.refused:
        # The only reason left: the host asks for more patience than the policy has.
        assert asked > policy.max_wait
        assert decision.retry_after == asked


def test_jitter_uses_the_whole_range_evenly() -> None:
    rng = random.Random(20261121)
    waits = [
        decision.after_seconds
        for _ in range(4000)
        if isinstance(decision := after(status(503), rng=rng.random), Retry)
    ]
    assert len(waits) == 4000
    assert min(waits) < 0.005
    assert max(waits) > 0.495
    assert sum(waits) / 4000 == pytest.approx(0.25, abs=0.01)


def test_the_same_arguments_give_the_same_decision() -> None:
    def decision() -> Decision:
        return after(status(503, headers={"Retry-After": "2"}), rng=random.Random(7).random)

    assert decision() == decision()


@each(
    ("headers", "hint", "wait"),
    [
        ({}, None, 0.25),
        ({"Retry-After": "5"}, None, 5.0),
        ({"Retry-After": "0"}, None, 0.25),
        ({"Retry-After": "0.1"}, None, 0.25),
        ({}, 7.0, 7.0),
        ({"Retry-After": "5"}, 7.0, 7.0),
        ({"Retry-After": "7"}, 5.0, 7.0),
        ({"Retry-After": "soon"}, None, 0.25),
        ({"Retry-After": "60"}, None, 60.0),
    ],
)
def test_wait_is_as_long_as_the_host_asks(
    headers: dict[str, str], hint: float | None, wait: float
) -> None:
    assert after(status(429, headers=headers, retry_after=hint)) == Retry(wait, "status 429")


@each(
    ("outcome", "said"),
    [
        (status(429, headers={"Retry-After": "60.1"}), "60.1 s"),
        (status(429, retry_after=parse_wait_text("Please wait 37 more minutes.")), "37 min"),
        (status(429, headers={"Retry-After": "9" * 200}), "years"),
    ],
)
def test_wait_over_the_maximum_is_reported_without_waiting(outcome: Outcome, said: str) -> None:
    decision = after(outcome)
    assert isinstance(decision, GiveUp)
    assert decision.reason == f"status 429; the host asks to wait {said}, longer than max_wait=60 s"
    assert decision.retry_after is not None
    assert decision.retry_after > 60
    patient = RetryPolicy(max_wait=math.inf)
    assert after(outcome, patient) == Retry(decision.retry_after, "status 429")


def test_error_after_the_last_retry_has_the_message_of_the_host() -> None:
    headers = {"Retry-After": "5"}
    for decision in (
        after(status(404, headers=headers)),
        after(status(503, headers=headers), safe_to_repeat=False),
        after(status(503, headers=headers), body_replayable=False),
        after(status(503, headers=headers), attempt=3),
    ):
        assert isinstance(decision, GiveUp)
        assert decision.retry_after == 5.0


@each(
    "wrong",
    [
        {"max_retries": -1},
        {"initial": -0.1},
        {"maximum": -1},
        {"max_wait": -1},
        {"initial": math.nan},
        {"max_wait": math.nan},
    ],
)
def test_invalid_retry_policy_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        RetryPolicy(**wrong)


def test_a_policy_can_be_shared_and_compared() -> None:
    assert RetryPolicy() == RetryPolicy()
    assert hash(RetryPolicy()) == hash(RetryPolicy())
    with pytest.raises(AttributeError):
        RetryPolicy().max_retries = 5  # type: ignore[misc]


# --- Retry-After ---------------------------------------------------------------------------


DATE = datetime.fromtimestamp(NOW + 77, UTC)


@each(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 120 ", 120.0),
        ("1.5", 1.5),
        ("1.", 1.0),
        (format_datetime(DATE, usegmt=True), 77.0),
        (DATE.strftime("%A, %d-%b-%y %H:%M:%S GMT"), 77.0),
        (DATE.strftime("%a %b %d %H:%M:%S %Y"), 77.0),
        (DATE.strftime("%a, %d %b %Y %H:%M:%SGMT"), 77.0),
        (DATE.strftime("%a, %d %b %Y %H:%M:%S +0100"), 0.0),
        (DATE.strftime("%a, %d %b %Y %H:%M:%S -0100"), 3677.0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
        ("-5", None),
        ("+5", None),
        ("1e3", None),
        ("nan", None),
        ("inf", None),
        ("1_000", None),
        ("0x10", None),
        ("٣", None),
        ("5, 7", None),
        ("5 seconds", None),
        ("soon", None),
        ("", None),
        ("9" * 5000, None),
        ("Sun, 99 Foo 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 99999999 08:49:37 GMT", None),
    ],
)
def test_retry_after_is_read_in_each_of_its_forms(value: str, seconds: float | None) -> None:
    for name in ("Retry-After", "retry-after", "RETRY-AFTER"):
        assert parse_retry_after({"Date": "x", name: value}, NOW) == seconds


@each(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After-Ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"x-retry-after": "9"}, None),
    ],
)
def test_milliseconds_are_read_where_they_are_given(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert parse_retry_after(headers, NOW) == seconds


@given(st.text() | st.text("0123456789.,:+- GMTSunovJ"), st.floats(-1e12, 1e12))
def test_any_retry_after_is_a_wait_or_nothing(value: str, now: float) -> None:
    seconds = parse_retry_after({"Retry-After": value, "Retry-After-Ms": value}, now)
    assert seconds is None or (seconds >= 0 and math.isfinite(seconds))


# --- the hosts' own ways -------------------------------------------------------------------


@each(
    ("text", "seconds"),
    [
        ("You are uploading too fast. Please wait 37 more minutes.", 2220.0),
        ("Please wait 1 more minute.", 60.0),
        ("wait 2 more hours", 7200.0),
        ("Try again in 5 seconds", 5.0),
        ("TRY AGAIN IN 5 SECONDS", 5.0),
        ("retry after 30s", 30.0),
        ("in 500ms", 0.5),
        ("in 20 milliseconds", 0.02),
        ("wait for 3 min", 180.0),
        ("wait about 3 mins", 180.0),
        ("wait another 3 days", 259200.0),
        ("wait at least 1.5 hours", 5400.0),
        ("wait a minute", 60.0),
        ("wait an hour", 3600.0),
        ("in 1 hour and 5 minutes", 3900.0),
        ("in 1 day, 2 hours", 93600.0),
        ("in 1h5m30s", 3930.0),
        ("wait\n5\nseconds", 5.0),
        ("Flooding detected. You can only upload 50 images per minute", None),
        ("wait N more hours", None),
        ("in 5 steps", None),
        ("within 5 seconds", None),
        ("await 5 seconds", None),
        ("in 12 minions", None),
        ("you have 5 seconds", None),
        ("Daily client requests exceeded", None),
        ("", None),
        ("x" * 5000 + " wait 5 seconds", None),
    ],
)
def test_wait_is_read_from_the_message_of_a_host(text: str, seconds: float | None) -> None:
    assert parse_wait_text(text) == (None if seconds is None else pytest.approx(seconds))


@given(
    st.integers(0, 10**6),
    st.sampled_from([("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400)]),
    st.sampled_from(["wait {}", "Please wait {} more.", "Try again in {}!"]),
)
def test_every_length_is_read_as_it_is_said(
    amount: int, unit: tuple[str, int], sentence: str
) -> None:
    name, seconds = unit
    for words in (f"{amount} {name}s", f"{amount} more {name}", f"{amount}{name[0]}"):
        assert parse_wait_text(sentence.format(words)) == amount * seconds


@given(
    st.text()
    | st.lists(st.sampled_from(["wait", "in", " ", "an", "5", "hour", ",", "and"])).map("".join)
)
def test_any_message_gives_a_wait_or_none(text: str) -> None:
    seconds = parse_wait_text(text)
    assert seconds is None or (seconds >= 0 and math.isfinite(seconds))


def test_hostile_message_is_read_in_bounded_time() -> None:
    for piece in ("in ", "wait for about ", "in 5 s ,", "in 5 s and ", "wait 9", "a ", " \t"):
        parse_wait_text("in 5 s" + piece * 100_000)
        parse_wait_text(piece * 100_000)


@each(
    ("headers", "names", "seconds"),
    [
        ({"x-post-rate-limit-reset": "2864"}, ["X-Post-Rate-Limit-Reset"], 2864.0),
        ({"X-RateLimit-UserReset": str(int(NOW) + 90)}, ["x-ratelimit-userreset"], 90.0),
        ({"reset": str(int(NOW) - 90)}, ["reset"], 0.0),
        ({"reset": "soon"}, ["reset"], None),
        ({"reset": "-1"}, ["reset"], None),
        ({}, ["reset"], None),
        ({"a": "10", "b": "20"}, ["a", "b"], 20.0),
        ({"a": "10", "b": "20"}, ["c", "a"], 10.0),
        ({"left": "0", "reset": "30"}, [("left", "reset")], 30.0),
        ({"left": "1", "reset": "30"}, [("left", "reset")], None),
        ({"reset": "30"}, [("left", "reset")], None),
        ({"left": "x", "reset": "30"}, [("left", "reset")], None),
        (
            {"user-left": "0", "user-reset": "30", "app-left": "12000", "app-reset": "86400"},
            [("user-left", "user-reset"), ("app-left", "app-reset")],
            30.0,
        ),
        ({"left": "7", "reset": "30", "post": "5"}, [("left", "reset"), "post"], 5.0),
    ],
)
def test_a_reset_counts_where_nothing_is_left(
    headers: dict[str, str], names: list[str | tuple[str, str]], seconds: float | None
) -> None:
    assert parse_reset_headers(headers, names, now=NOW) == seconds


@each(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.25, "0.3 s"),
        (45, "45 s"),
        (60, "60 s"),
        (99, "99 s"),
        (100, "2 min"),
        (2220, "37 min"),
        (2221, "38 min"),
        (7200, "2 h"),
        (7500, "2 h 5 min"),
        (86400, "24 h"),
        (86400 * 3, "3 days"),
        (1e300, "years"),
        (math.inf, "years"),
    ],
)
def test_a_wait_is_said_as_a_person_would_say_it(seconds: float, words: str) -> None:
    assert describe_wait(seconds) == words


@given(st.floats(0))
def test_every_wait_can_be_said(seconds: float) -> None:
    assert len(describe_wait(seconds)) <= 12
