"""Mutants: each operator makes its fault, names hold, and a spec mutant changes one thing."""

from __future__ import annotations

import ast
from collections import Counter

import yaml
from codegen.specs import SpecLoader

from contracts.mutation.equivalent import read_equivalent, stale_entries
from contracts.mutation.groups import GROUPS
from contracts.mutation.python import OPERATORS, mutants_of, mutated
from contracts.mutation.reach import sample
from contracts.mutation.specs import mutants_of_spec, mutants_of_xsd
from contracts.mutation.trying import draw
from contracts.support.examples import answers_in_xml, api_where, xsd_of
from contracts.support.reporting import each, report_all

#: Operator, a function's body, and the bodies that its mutants have.
CORPUS = (
    ("another comparison", "return a < b", ["return a <= b"]),
    ("another comparison", "return a in b", ["return a not in b"]),
    ("and for or", "return a and b", ["return a or b"]),
    ("without not", "return not a", ["return bool(a)"]),
    ("turned round", "if a:\n    b()", ["if not a:\n    b()"]),
    ("turned round", "return [x for x in a if x]", ["return [x for x in a if not x]"]),
    ("another arithmetic", "return a + b", ["return a - b"]),
    ("another arithmetic", "return a + 'b'", []),
    ("another arithmetic", "return isinstance(a, str | Path)", []),
    ("one more", "return a[1]", ["return a[2]"]),
    ("another flag", "f(a=True)", ["f(a=False)"]),
    ("another name", "return a['key']", ["return a['key!']"]),
    ("another name", "return a == 'word'", ["return a == 'word!'"]),
    (
        "another query",
        "a('SELECT b FROM c ORDER BY b DESC')",
        ["a('SELECT b FROM c ORDER BY b ASC')"],
    ),
    ("another query", "a('Take this and that')", []),
    ("no result", "return a", ["return None"]),
    ("no result", "return None", []),
    ("call left out", "a.append(b)", ["None"]),
    ("error left out", "raise a", ["pass"]),
    ("assignment left out", "a.b = c", ["c"]),
    ("assignment left out", "a = c", []),
    ("another jump", "for x in a:\n    break", ["for x in a:\n    continue"]),
)


def function(body: str) -> str:
    return "\n".join(["def f(a, b, c):", *(f"    {line}" for line in body.splitlines())]) + "\n"


def test_each_operator_makes_its_fault_and_no_other() -> None:
    with report_all() as case:
        for operator, body, expected in CORPUS:
            with case(f"{operator}: {body}"):
                source = function(body)
                found = [
                    ast.unparse(mutated("m.py", source, mutant.index).body[0])
                    for mutant in mutants_of("m.py", source)
                    if mutant.name.split(": ")[1] == operator
                ]
                assert found == [function(each_body).strip() for each_body in expected]
    assert {operator for operator, _, _ in CORPUS} == set(OPERATORS)


def test_what_only_readers_and_type_checkers_see_has_no_mutants() -> None:
    source = '''
"""True and 1."""
from a import b
__all__ = ["x"]
if TYPE_CHECKING:
    y = 1
def f(a: "dict[1]" = None) -> "int[2]":
    """3 == 4"""
    assert a is not None
    b = zip(a, c, strict=True)
@overload
def g(a=1): ...
'''
    assert mutants_of("m.py", source) == []


def test_a_name_holds_while_other_code_moves() -> None:
    source = "def f(a):\n    return a[1]\n\n\nclass C:\n    def g(self):\n        return 1 + 1\n"
    moved = "import x\n\n\ndef other():\n    return 5\n\n\n" + source
    names = [mutant.name for mutant in mutants_of("m.py", source)]
    assert len(set(names)) == len(names)
    assert set(names) < {mutant.name for mutant in mutants_of("m.py", moved)}


def test_a_sample_keeps_what_it_had_when_others_come_and_go() -> None:
    names = [f"name {number}" for number in range(200)]
    drawn = sample(names, 3, 20)
    assert sample(names[::-1], 3, 20) == drawn
    assert sample(names, 3, 40)[:20] == drawn
    assert sample([*names, "another"], 3, 20)[:10] == drawn[:10]
    assert sample(names, 4, 20) != drawn
    gone = [name for name in names if name != drawn[0]]
    assert sample(gone, 3, 19) == drawn[1:]


@each("group", GROUPS)
def test_mutants_of_a_group_have_names_of_their_own(group: str) -> None:
    drawn = draw(group, 11, 50)
    assert len({one.name for one in drawn}) == 50
    assert {one.name for one in draw(group, 12, 50)} != {one.name for one in drawn}


def test_a_sample_of_specs_has_every_kind_of_fault() -> None:
    kinds = Counter(one.operator for one in draw("specs", 11, 60))  # type: ignore[union-attr]
    assert {
        "null allowed", "type", "bound", "body required", "retries", "error row left out",
        "part optional", "member optional", "choice left out", "constant",
    } <= set(kinds)  # fmt: skip
    assert max(kinds.values()) <= 2


SPEC = """\
openapi: 3.1.0
x-error-table:
  - &row {status: 404, category: not_found}
  - {status: 500, category: unavailable}
paths:
  /a:
    get:
      operationId: things_read
      description: "type: integer"
      parameters: [{name: page, in: query, schema: {type: integer, minimum: 1}}]
      responses:
        "200":
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: string}
                  note:  # a comment
                    type: [string, 'null']
"""


def test_a_spec_mutant_changes_one_thing_and_keeps_the_rest() -> None:
    before = yaml.load(SPEC, Loader=SpecLoader)
    found = list(mutants_of_spec("specs/x/openapi.yaml", SPEC))
    with report_all(least=20) as case:
        for mutant in found:
            with case(mutant.name):
                after = yaml.load(mutant.text(), Loader=SpecLoader)
                assert after != before
                operation = after["paths"].get("/a", after["paths"].get("/ax"))
                described = next(iter(operation.values()))["description"]
                assert described == "type: integer"
    for wanted in (
        "/x-error-table: error row left out",
        "/x-error-table: error rows exchanged",
        "/paths/~1a/get: retries: things_read",
        "parameters/0/schema: bound: minimum 1",
        "schema: member optional: id",
        "properties/id: null allowed",
        "properties/note: null forbidden",
    ):
        assert any(wanted in mutant.name for mutant in found), wanted


def test_an_xsd_mutant_may_make_a_part_optional() -> None:
    xsd = xsd_of(api_where(answers_in_xml))
    found = {mutant.name: mutant for mutant in mutants_of_xsd("a.xsd", xsd)}
    name = next(name for name in found if name.endswith("links: part optional: element"))
    assert 'name="links"' in found[name].text()
    assert all(mutant.text() != xsd for mutant in found.values())


def test_no_entry_of_the_list_of_equivalent_mutants_is_stale() -> None:
    listed = read_equivalent()
    assert stale_entries(listed) == []
    assert all(len(reason) > 15 for reason in listed.values())


def test_an_entry_whose_mutant_is_gone_is_stale() -> None:
    gone = "overrides/imagehosts/core/text.py nowhere: no result: return None"
    assert stale_entries({gone: "of no code"}) == [gone]
    assert stale_entries({"overrides/nothing.py f: one more: 1": "no file"}) != []


def test_the_second_of_two_alike_is_numbered() -> None:
    source = "def f(a):\n    a(1)\n    a(1)\n"
    found = [one.name for one in mutants_of("m.py", source) if "call left out" in one.name]
    assert found == ["m.py f: call left out: a(1)", "m.py f: call left out: a(1) #2"]
