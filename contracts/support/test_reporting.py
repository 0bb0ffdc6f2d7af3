"""``report_all``: every case runs, every failure is listed, and no case at all is a failure."""

from __future__ import annotations

import pytest

from contracts.support.reporting import report_all


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
