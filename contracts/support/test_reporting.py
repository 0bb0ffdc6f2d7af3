"""``report_all`` and ``each``: every case runs, every failure is listed, no case is a failure."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from contracts.support.reporting import each, report_all


def test_cases_that_pass_leave_the_test_green() -> None:
    with report_all(least=2) as case:
        for number in (1, 2):
            with case(number):
                assert number


def test_every_failure_is_listed_with_its_name_and_line() -> None:
    ran: list[int] = []

    def odd_numbers_and_four_fail() -> None:
        with report_all() as case:
            for number in range(5):
                with case(f"number {number}"):
                    ran.append(number)
                    assert number % 2 == 0
                    if number == 4:
                        raise LookupError("four")

    with pytest.raises(pytest.fail.Exception) as failed:
        odd_numbers_and_four_fail()
    assert ran == [0, 1, 2, 3, 4]
    message = str(failed.value)
    assert message.startswith("3 of 5 cases failed:\n- number 1: assert (1 % 2) == 0")
    assert "- number 4: LookupError: four\n" in message
    assert message.count("at contracts/support/test_reporting.py:") == 3
    assert "number 0" not in message


def test_a_failure_by_pytest_itself_is_collected_too() -> None:
    with pytest.raises(pytest.fail.Exception, match="1 of 1 cases failed:\n- it: DID NOT RAISE"):
        with report_all() as case, case("it"), pytest.raises(ValueError):
            pass


def test_too_few_cases_fail() -> None:
    with pytest.raises(pytest.fail.Exception, match="0 cases ran, at least 1 are needed"):
        with report_all():
            pass


def test_a_skip_passes_through() -> None:
    with pytest.raises(pytest.skip.Exception):
        with report_all() as case, case("it"):
            pytest.skip("no")


def test_an_error_outside_any_case_passes_through() -> None:
    def breaks_off() -> None:
        with report_all() as case:
            with case("it"):
                assert not "noted"
            raise KeyError("outside")

    with pytest.raises(KeyError) as raised:
        breaks_off()
    assert "1 of 1 cases failed before:\n- it: assert not 'noted'" in raised.value.__notes__[0]


# --- each ----------------------------------------------------------------------------------


class Fixture:
    """Counts how often a case ended."""

    def __init__(self) -> None:
        self.ended = 0

    def end_case(self) -> None:
        self.ended += 1


class OfHost(NamedTuple):
    api: str
    value: int


def message_of(test: Callable[..., None], **fixtures: Any) -> str:
    with pytest.raises(pytest.fail.Exception) as failed:
        test(**fixtures)
    return str(failed.value)


def test_each_runs_the_product_of_its_tables_and_passes_fixtures() -> None:
    ran: list[tuple[Any, ...]] = []
    fixture = Fixture()

    @each("first", ["a", "b"])
    @pytest.mark.slow
    @each(("second", "third"), [(1, None), pytest.param(2, 0.5, id="two")])
    def looped(given: Fixture, first: str, second: int, third: float | None) -> None:
        ran.append((given.ended, first, second, third))

    assert list(inspect.signature(looped).parameters) == ["given"]
    assert [mark.name for mark in looped.pytestmark] == ["slow"]  # type: ignore[attr-defined]
    looped(given=fixture)
    assert ran == [(0, "a", 1, None), (1, "b", 1, None), (2, "a", 2, 0.5), (3, "b", 2, 0.5)]
    assert fixture.ended == 4


def test_each_names_cases_as_pytest_does_and_says_where_they_failed() -> None:
    @each("first", ["é", b"\xff", int, object()])
    @each("second, third", [(1, True), (2, None)], ids=["one", "two"])
    def looped(first: Any, second: int, third: Any) -> None:
        assert second == 1

    message = message_of(looped)
    assert message.startswith("4 of 8 cases failed:\n- two-\\xe9: assert 2 == 1")
    for name in ("two-\\xff", "two-int", "two-first3"):
        assert f"- {name}: assert 2 == 1" in message
    assert message.count("at contracts/support/test_reporting.py:") == 4


def test_each_takes_the_names_of_a_function_and_the_place_of_the_value() -> None:
    @each("value", [1, [2]], ids=lambda value: "many" if value == [2] else None)
    def looped(value: Any) -> None:
        raise LookupError

    message = message_of(looped)
    assert "- 1: LookupError" in message
    assert "- many: LookupError" in message


def test_each_fails_where_the_end_of_a_case_does() -> None:
    class Strict(Fixture):
        def end_case(self) -> None:
            raise AssertionError("left open")

    @each("value", [1, 2])
    def looped(given: Fixture, value: int) -> None:
        assert value == 1, "the case itself"

    message = message_of(looped, given=Strict())
    assert "- 1: left open" in message
    assert "- 2: the case itself" in message


def test_each_clears_the_log_between_cases(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[int] = []

    @each("value", [1, 2])
    def looped(caplog: pytest.LogCaptureFixture, value: int) -> None:
        seen.append(len(caplog.records))
        caplog.handler.emit(logging.makeLogRecord({}))

    looped(caplog=caplog)
    assert seen == [0, 0]


def test_each_with_a_group_is_one_test_for_each_value_of_it() -> None:
    ran: list[OfHost] = []

    @each("row", [OfHost("one", 1), OfHost("two", 2), OfHost("one", 3)], group="api")
    def looped(row: OfHost) -> None:
        ran.append(row)

    (mark,) = looped.pytestmark  # type: ignore[attr-defined]
    assert mark.args == ("api", ["one", "two"])
    assert list(inspect.signature(looped).parameters) == ["api"]
    looped(api="one")
    assert [row.value for row in ran] == [1, 3]

    @each(("api", "value"), [("one", 1), ("two", 2)], group="api")
    def column(api: str, value: int) -> None:
        assert (api, value) == ("two", 2)

    column(api="two")
    assert "- one-1: " in message_of(column, api="one")


def test_each_refuses_an_argument_that_is_not_there_and_an_empty_table() -> None:
    with pytest.raises(AssertionError, match="looped has no argument valeu"):

        @each("valeu", [1])
        def looped(value: int) -> None: ...

    @each("value", [])
    def empty(value: int) -> None: ...

    assert message_of(empty) == "0 cases ran, at least 1 are needed"
