"""The examples hold against the specs, and the specs against the hosts' documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from contracts.specs.payloads import (
    answer_of,
    described_by,
    first,
    instance,
    parts_of,
    under_the_envelope,
)
from contracts.support.reporting import report_all
from contracts.support.specs import (
    API_NAMES,
    SPECS,
    Example,
    at,
    classify,
    faults,
    load_examples,
    load_spec,
    operations,
    resolve,
)
from contracts.support.xml import parse, plain, xml_answers, xml_faults

every_api = pytest.mark.parametrize("api", API_NAMES)


def each(api: str, check: Callable[[Example], None], *kinds: str) -> None:
    """Check every example of some kinds, and report all that fail."""
    with report_all(least=0) as case:
        for example in load_examples(api):
            if example.entry["kind"] in kinds:
                with case(f"specs/{example.api}/examples/{example.entry['file']}"):
                    check(example)


@every_api
def test_the_index_lists_every_file_once_and_no_other(api: str) -> None:
    folder = SPECS / api / "examples"
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    found.discard("index.yaml")
    listed = Counter(example.entry["file"] for example in load_examples(api))
    index = f"specs/{api}/examples/index.yaml"
    assert found - set(listed) == set(), f"{index}: add an entry with `file:` for each of these"
    assert set(listed) - found == set(), f"{index}: there is no such file: remove the entry"
    assert set(listed.values()) <= {1}


@every_api
def test_an_entry_of_the_index_says_what_the_file_is(api: str) -> None:
    def check(example: Example) -> None:
        entry, document = example.entry, load_spec(api)
        missing = {"file", "what", "kind", "provenance"} - set(entry)
        assert not missing, f"add {', '.join(sorted(missing))}"
        if "operation" in entry:
            assert entry["operation"] in operations(document)
        else:
            assert at(document, entry["schema"])["x-model-only"], "no operation answers with it"
        if entry["kind"] == "request":
            assert entry.get("in", "body") in ("query", "body")
        assert entry["file"].startswith(entry["provenance"] + "/")
        if entry["kind"] == "response":
            assert {"status", "schema"} <= set(entry)
            assert ("content_type" in entry) != ("header" in entry)

    each(api, check, "request", "response", "model")
    kinds = {example.entry["kind"] for example in load_examples(api)}
    assert kinds <= {"request", "response", "model"}


@every_api
def test_an_example_is_valid(api: str) -> None:
    def check(example: Example) -> None:
        assert faults(load_spec(api), example.entry["schema"], instance(example)) == []

    each(api, check, "response", "model")


@every_api
def test_a_model_is_what_its_operation_gives(api: str) -> None:
    def check(example: Example) -> None:
        document = load_spec(api)
        if "operation" in example.entry:
            result = under_the_envelope(document, example.entry["operation"])
            parts = [result, *(resolve(document, part) for part in parts_of(result))]
            assert at(document, example.entry["schema"]) in parts

    each(api, check, "model")


@every_api
def test_the_operation_describes_the_status_and_type_of_an_example(api: str) -> None:
    def check(example: Example) -> None:
        response = answer_of(example)
        if "header" in example.entry:
            assert example.entry["header"] in response["headers"]
        else:
            assert described_by(example, response)

    each(api, check, "response")


@every_api
def test_an_xml_example_is_valid_by_the_xsd_too(api: str) -> None:
    def check(example: Example) -> None:
        if example.path.suffix == ".xml":
            document = load_spec(api)
            response = answer_of(example)
            media = response["content"][example.entry["content_type"].partition(";")[0]]
            answer = next(answer for answer in xml_answers(document) if answer.media is media)
            assert xml_faults(api, document, answer, example.content) == []

    each(api, check, "response")


@every_api
def test_the_error_table_gives_a_failure_its_category(api: str) -> None:
    def check(example: Example) -> None:
        if "category" not in example.entry:
            return
        document, value = load_spec(api), instance(example)
        if example.path.suffix == ".xml":
            value = plain(parse(example.content))
        code, message = None, value
        if isinstance(value, dict):
            code, message = (
                first(value, document["x-error-body"][part]) for part in ("code", "message")
            )
        row = classify(document, example.entry["status"], code, message)
        assert row["category"] == example.entry["category"]

    each(api, check, "response")


@every_api
def test_an_example_names_the_category_of_a_failure_alone(api: str) -> None:
    def check(example: Example) -> None:
        entry = example.entry
        fails = entry["kind"] == "response" and (
            entry["status"] >= 400
            or entry["status"] == 301
            or entry["schema"].endswith(("ErrorResponse", "Errors"))
        )
        fails = fails or (
            entry.get("content_type", "").startswith("text/")
            and not example.text.startswith(("http://", "GET "))
        )
        assert ("category" in entry) == fails

    each(api, check, "request", "response", "model")
