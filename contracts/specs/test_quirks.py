"""Every oddity of a document has an entry, and every entry leads to things that exist.

Both directions are held: what an entry names is there, and no function of the package claims a
quirk that no entry gives to it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

import codegen
import imagehosts
import pytest

from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, ROOT, Json, at, load_quirks, load_spec, operations

MEMBERS = {"id", "operations", "claim", "evidence", "decision", "handler", "test"}

every_api = pytest.mark.parametrize("api", API_NAMES)


def listed(value: Json) -> list[str]:
    return value if isinstance(value, list) else [value]


def in_spec(api: str, pointer: str) -> bool:
    try:
        at(load_spec(api), pointer)
    except KeyError:
        return False
    return True


def in_generator(name: str) -> bool:
    """``module.function`` of the generator, or a file of it such as a template."""
    if "/" in name:
        return (Path(codegen.__path__[0]) / name).is_file()
    module, _, function = name.rpartition(".")
    return callable(getattr(importlib.import_module(f"codegen.{module}"), function, None))


def ids_of(name: str) -> tuple[str, ...]:
    """The quirks that the function ``module:function`` claims."""
    module, _, function = name.partition(":")
    value: Any = importlib.import_module(module)
    for part in function.split("."):
        value = getattr(value, part)
    ids: tuple[str, ...] = getattr(value, "__quirks__", ())
    return ids


def names_of_tests(path: Path) -> set[str]:
    """The names of the test functions of a file, and of those in its classes as Class::name."""
    if not path.is_file():
        return set()
    return set(_walk_tests(ast.parse(path.read_text("utf-8")).body, ""))


def _walk_tests(body: list[ast.stmt], prefix: str) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            if statement.name.startswith("test"):
                yield prefix + statement.name
        elif isinstance(statement, ast.ClassDef):
            yield from _walk_tests(statement.body, f"{prefix}{statement.name}::")


@cache
def claims() -> frozenset[tuple[str, str]]:
    """Quirk and ``module:function`` of every function in the package that carries an id."""
    found = set()
    for name in modules():
        module = importlib.import_module(name)
        classes = [value for value in vars(module).values() if inspect.isclass(value)]
        for holder in (module, *(c for c in classes if c.__module__ == name)):
            for value in vars(holder).values():
                function = inspect.unwrap(getattr(value, "__func__", value))
                if inspect.isfunction(function) and function.__module__ == name:
                    for quirk in vars(function).get("__quirks__", ()):
                        found.add((quirk, f"{name}:{function.__qualname__}"))
    return frozenset(found)


def modules() -> list[str]:
    """Every module of the package; files are looked for, so that none is missed in silence."""
    folder = Path(imagehosts.__path__[0])
    names = [
        ".".join(("imagehosts", *path.relative_to(folder).with_suffix("").parts))
        for path in sorted(folder.rglob("*.py"))
    ]
    return [name.removesuffix(".__init__") for name in names if not name.endswith(".__main__")]


def unclaimed(entries: list[tuple[str, Json]], claimed: AbstractSet[tuple[str, str]]) -> list[str]:
    """The claims that no entry of a quirks.yaml answers."""
    given = {(quirk["id"], name) for _, quirk in entries for name in listed(quirk["handler"])}
    return [f"{name} claims {quirk}" for quirk, name in sorted(claimed - given)]


@every_api
def test_the_entries_of_a_document_are_numbered_without_a_gap(api: str) -> None:
    found = [quirk["id"] for quirk in load_quirks(api)]
    letters = {id.partition("-")[0] for id in found}
    assert len(letters) == bool(found), "one prefix for all entries of a file"
    assert found == [f"{''.join(letters)}-{number:02}" for number in range(1, len(found) + 1)]


@every_api
def test_an_entry_is_complete(api: str) -> None:
    with report_all(least=0) as case:
        for quirk in load_quirks(api):
            with case(f"specs/{api}/quirks.yaml, {quirk.get('id')}"):
                missing, unknown = MEMBERS - set(quirk), set(quirk) - MEMBERS
                assert not missing, f"add {', '.join(sorted(missing))}"
                assert not unknown, f"remove {', '.join(sorted(unknown))}"
                assert len(quirk["claim"]) > 20
                assert len(quirk["decision"]) > 20
                assert re.search(r"\blines? \d", quirk["evidence"]), "name lines of the document"
                assert listed(quirk["handler"])
                assert listed(quirk["test"])
                assert quirk["operations"]
                if quirk["operations"] != "all":
                    assert set(quirk["operations"]) <= set(operations(load_spec(api)))


@every_api
def test_the_handler_of_an_entry_exists_and_carries_its_id(api: str) -> None:
    with report_all(least=0) as case:
        for quirk in load_quirks(api):
            for handler in listed(quirk.get("handler")):
                with case(f"specs/{api}/quirks.yaml, {quirk['id']}: handler {handler}"):
                    kind, _, rest = handler.partition(":")
                    if kind == "spec":
                        assert in_spec(api, rest), "the spec has no such place"
                    elif kind == "codegen":
                        assert in_generator(rest), "the generator has no such part"
                    else:
                        assert kind.startswith("imagehosts.")
                        assert quirk["id"] in ids_of(handler), f"add @quirk({quirk['id']!r}) to it"


@every_api
def test_the_test_of_an_entry_exists(api: str) -> None:
    with report_all(least=0) as case:
        for quirk in load_quirks(api):
            for name in listed(quirk.get("test")):
                with case(f"specs/{api}/quirks.yaml, {quirk['id']}: test {name}"):
                    path, _, function = name.partition("::")
                    assert path.startswith("contracts/")
                    assert function in names_of_tests(ROOT / path), "write it, or name another"


def test_a_function_that_claims_a_quirk_is_named_by_its_entry() -> None:
    entries = [(api, quirk) for api in API_NAMES for quirk in load_quirks(api)]
    if found := unclaimed(entries, claims()):
        lines = [f"- {each}: add it to `handler` of that entry in quirks.yaml" for each in found]
        pytest.fail("\n".join(lines), pytrace=False)


# The checks above, shown able to fail.


@every_api
def test_a_pointer_to_nothing_is_noticed(api: str) -> None:
    assert in_spec(api, "/components/schemas")
    assert not in_spec(api, "/components/schemas/NoSuchSchema")
    assert not in_spec(api, "/x-error-table/9999")


def test_a_part_of_the_generator_that_is_not_there_is_noticed() -> None:
    assert in_generator("specs.find_specs")
    assert in_generator("templates/resource.py.jinja")
    assert not in_generator("specs.lose_specs")
    assert not in_generator("templates/nothing.jinja")


def test_a_function_without_the_id_is_noticed() -> None:
    assert ids_of("imagehosts.core.quirks:quirk") == ()


def test_a_test_that_is_not_there_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "test_some.py"
    file.write_text(
        "def test_a(): ...\nasync def test_b(): ...\ndef helper(): ...\n"
        "class TestC:\n    def test_d(self): ...\n"
    )
    assert names_of_tests(file) == {"test_a", "test_b", "TestC::test_d"}


def test_a_claim_that_no_entry_answers_is_noticed() -> None:
    entry = {"id": "IMG-01", "handler": ["spec:/info", "imagehosts.a:b"]}
    assert unclaimed([("any", entry)], {("IMG-01", "imagehosts.a:b")}) == []
    assert unclaimed([("any", entry)], {("IMG-02", "imagehosts.a:b")}) == [
        "imagehosts.a:b claims IMG-02"
    ]
