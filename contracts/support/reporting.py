"""Many cases in one test: all of them run, and the failure lists every one that failed.

A table whose rows prove the same thing is one test that loops::

    with report_all() as case:
        for name, given, expected in ROWS:
            with case(name):
                assert convert(given) == expected

:func:`each` does the same for a test that is written for one case, as ``pytest.mark.parametrize``
would run it.
"""

from __future__ import annotations

import inspect
import itertools
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

__all__ = ["each", "report_all"]

Test = Callable[..., None]

ROOT = Path(__file__).resolve().parents[2]
#: So much of one failure is shown.
MOST_TEXT = 1500
#: And so much of the name of a row.
MOST_NAME = 80


class Case(Protocol):
    """Opens the block of one case."""

    def __call__(self, name: object) -> AbstractContextManager[None]: ...


@contextmanager
def report_all(least: int = 1) -> Iterator[Case]:
    """Run every case of the block, then fail once with all failures.

    Args:
        least: Fewer cases than this fail the test: a loop over nothing proves nothing.

    Yields:
        ``case(name)``, a context manager around one case. An exception in it is noted, and the loop
        goes on; a skip or a keyboard interrupt passes through. Cases cannot be nested.
    """
    failures: list[str] = []
    count = 0

    @contextmanager
    def case(name: object) -> Iterator[None]:
        nonlocal count
        count += 1
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:
            failures.append(f"{name}: {_describe(error)}")

    def summary(when: str) -> str:
        text = "\n".join(f"- {failure}" for failure in failures)
        # Half a surrogate pair in a message would end the whole run where it is sent to.
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
        return f"{len(failures)} of {count} cases failed{when}:\n{text}"

    try:
        yield case
    except BaseException as error:
        if failures:
            error.add_note(summary(" before"))
        raise
    __tracebackhide__ = True
    if failures:
        pytest.fail(summary(""), pytrace=False)
    if count < least:
        pytest.fail(f"{count} cases ran, at least {least} are needed", pytrace=False)


def _describe(error: BaseException) -> str:
    """What went wrong, and the innermost line of the tests where it did."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_test(Path(frame.filename))] or frames
    message = str(error) or (ours[-1].line or "")
    if not isinstance(error, (AssertionError, pytest.fail.Exception)):
        message = f"{type(error).__name__}: {message}"
    message = message if len(message) <= MOST_TEXT else f"{message[:MOST_TEXT]} ..."
    place = Path(ours[-1].filename)
    shown = place.relative_to(ROOT) if place.is_relative_to(ROOT) else place
    return f"{message}\n    at {shown}:{ours[-1].lineno}".replace("\n", "\n  ")


def _is_test(path: Path) -> bool:
    return path.is_relative_to(ROOT / "contracts") and path != Path(__file__).resolve()


# --- one test for a table ------------------------------------------------------------------


class _Table(NamedTuple):
    """The cases of one decorator: a name and the arguments of each."""

    cases: list[tuple[str, dict[str, Any]]]
    names: tuple[str, ...]


def each(
    names: str | Sequence[str],
    values: Iterable[Any],
    ids: Iterable[object] | Callable[[Any], object] | None = None,
    *,
    group: str = "",
) -> Callable[[Test], Test]:
    """Loop over the rows of a table in one test; take it as ``pytest.mark.parametrize``.

    Several of them on one test run their product. The other arguments of the test are fixtures,
    made once for all cases: a fixture that must be fresh has a method ``end_case``, which is
    called after each case, and the log of ``caplog`` is cleared.

    Args:
        group: Make one test for each value of this, such as ``api`` or ``kind``, by which
            ``--api`` selects: a column of the table, or an attribute of a value in it.
    """
    table = _table(names, values, ids)

    def decorate(test: Test) -> Test:
        inner = getattr(test, "looped_test", test)
        tables: list[_Table] = [*getattr(test, "looped_tables", ()), table]
        by = group or getattr(test, "looped_by", "")
        signature = inspect.signature(inner)
        needed = set(signature.parameters)
        looped = {name for one in tables for name in one.names}
        unknown = looped - needed
        assert not unknown, f"{inner.__name__} has no argument {', '.join(sorted(unknown))}"

        @wraps(test)
        def loop(*args: Any, **given: Any) -> None:
            __tracebackhide__ = True
            chosen = given.get(by)
            if by in looped or by not in needed:
                given.pop(by, None)
            with report_all() as case:
                for name, arguments in _product(tables):
                    if by and _group_of(by, arguments) != chosen:
                        continue
                    with case(name):
                        _run_case(inner, args, {**given, **arguments}, given)

        kept = [p for p in signature.parameters.values() if p.name not in looped]
        if by and by not in {parameter.name for parameter in kept}:
            kept.append(inspect.Parameter(by, inspect.Parameter.KEYWORD_ONLY))
        loop.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        vars(loop).update(looped_test=inner, looped_tables=tables, looped_by=by)
        if not group:
            return loop
        groups = {str(key): key for _, row in table.cases for key in [_group_of(group, row)]}
        marked: Test = pytest.mark.parametrize(group, list(groups.values()), ids=list(groups))(loop)
        return marked

    return decorate


def _run_case(test: Test, args: Any, arguments: dict[str, Any], fixtures: dict[str, Any]) -> None:
    """Run one case, and make the fixtures ready for the next."""
    __tracebackhide__ = True
    try:
        test(*args, **arguments)
    except BaseException:
        with suppress(Exception):  # What the case itself ended in says more.
            _end_case(fixtures)
        raise
    _end_case(fixtures)


def _end_case(fixtures: dict[str, Any]) -> None:
    for fixture in fixtures.values():
        if isinstance(fixture, pytest.LogCaptureFixture):
            fixture.clear()
        elif end := getattr(type(fixture), "end_case", None):
            end(fixture)


def _group_of(group: str, arguments: dict[str, Any]) -> Any:
    if group in arguments:
        return arguments[group]
    return next(getattr(value, group) for value in arguments.values() if hasattr(value, group))


def _table(
    names: str | Sequence[str],
    values: Iterable[Any],
    ids: Iterable[object] | Callable[[Any], object] | None,
) -> _Table:
    columns = tuple(n.strip() for n in names.split(",")) if isinstance(names, str) else tuple(names)
    given = None if ids is None or callable(ids) else list(ids)
    single = isinstance(names, str) and len(columns) == 1
    cases: list[tuple[str, dict[str, Any]]] = []
    for index, value in enumerate(values):
        row, name = value, None if given is None else str(given[index])
        if hasattr(value, "values") and hasattr(value, "marks"):  # pytest.param(...)
            assert not value.marks, "a case that has marks needs a test of its own"
            row, name = value.values, value.id or name
        elif single:
            row = (value,)
        assert len(row) == len(columns), f"{len(columns)} names, {len(row)} values: {row!r}"
        if name is None:
            chosen = ids if callable(ids) else None
            pairs = zip(columns, row, strict=True)
            name = "-".join(_name_of(one, f"{column}{index}", chosen) for column, one in pairs)
        cases.append((name[:MOST_NAME], dict(zip(columns, row, strict=True))))
    return _Table(cases, columns)


def _name_of(value: Any, otherwise: str, ids: Callable[[Any], object] | None) -> str:
    """What a case is called by one of its values, as pytest has it."""
    if ids is not None and (chosen := ids(value)) is not None:
        return str(chosen)
    if isinstance(value, str):
        return ascii(value)[1:-1]
    if isinstance(value, bytes):
        return repr(value)[2:-1]
    if value is None or isinstance(value, int | float | complex | Enum):
        with suppress(ValueError):  # Python does not print every number that it has.
            return str(value)
    name = getattr(value, "__name__", None)
    return name if isinstance(name, str) else otherwise


def _product(tables: Sequence[_Table]) -> Iterator[tuple[str, dict[str, Any]]]:
    for cases in itertools.product(*(table.cases for table in tables)):
        arguments = {name: value for _, row in cases for name, value in row.items()}
        yield "-".join(name for name, _ in cases), arguments
