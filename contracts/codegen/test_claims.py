"""Claims of a spec in the words of the client, and in the document for other tools."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest
from codegen.claims import fold_claims, marked
from codegen.specs import Spec
from codegen.walking import walk

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import document, operation
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, SPECS, load_spec, operations, said

every_api = pytest.mark.parametrize("api", API_NAMES)

CLAIMS = """
x-claims:
  - {text: The newest come first., provenance: inferred, evidence: the example}
  - {text: Requires a login., provenance: documented, evidence: Requires a login.}
"""


def docstring(api: str, tag: str, method: str) -> str:
    """The docstring of a method on one line."""
    module = importlib.import_module(f"imagehosts_wire.{api}.resources.{tag}")
    resource = getattr(module, f"{tag.title().replace('_', '')}Resource")
    return " ".join((inspect.getdoc(getattr(resource, method)) or "").split())


def test_a_claim_has_its_mark_where_it_ends() -> None:
    assert marked("The pictures stay.", "inferred") == "The pictures stay (inferred)."
    assert marked("Done", "observed") == "Done (observed)"
    assert (
        marked("`a` stays. So does b.", "inferred") == "`a` stays (inferred). So does b (inferred)."
    )
    assert (
        marked("About 1.5 MB. No more", "inferred") == "About 1.5 MB (inferred). No more (inferred)"
    )
    assert marked("The pictures stay.", "documented") == "The pictures stay."


def test_claims_and_marks_stand_in_docstrings(build: Build) -> None:
    details = f"""{CLAIMS}
parameters:
  - name: limit
    in: query
    description: How many.
    schema: {{type: integer, minimum: 1, maximum: 100}}
    x-claims: [{{text: It is 20 by itself., provenance: observed, evidence: a test}}]
  - name: place
    in: query
    description: Where.
    schema: {{type: string}}
    x-provenance: observed
"""
    api = build(
        document(
            operation(details),
            root="x-documents: {mini.txt: {title: Mini, by: third party, note: A capture.}}",
        )
    )
    text = " ".join(inspect.getdoc(api.part("resources.things").ThingsResource.get).split())
    for part in (
        "It is done. The newest come first (inferred). Requires a login. Args:",
        "limit: How many. It is 20 by itself (observed). 1 to 100.",
        "place: Where (observed).",
        'Source: mini.txt (a third party\'s capture), "Doing".',
    ):
        assert part in text


@every_api
def test_every_claim_of_an_operation_is_in_its_docstring(api: str) -> None:
    with report_all(least=0) as case:
        for name, node in operations(load_spec(api)).items():
            tag = node.value["tags"][0]
            with case(name):
                text = docstring(api, tag, name.removeprefix(f"{tag}_"))
                for claim in node.value.get("x-claims", []):
                    assert marked(" ".join(claim["text"].split()), claim["provenance"]) in text
                if "x-provenance" in node.value:
                    assert f"Not in the document: {node.value['x-provenance']}" in text


def test_some_document_is_of_a_third_party_and_most_are_of_their_host() -> None:
    kept = [
        {each["by"] for each in load_spec(api).get("x-documents", {}).values()} for api in API_NAMES
    ]
    third = [by for by in kept if by - {"host"}]
    assert 0 < len(third) < len(API_NAMES) / 2


@every_api
def test_a_source_of_a_third_party_is_named_as_one(api: str) -> None:
    document = load_spec(api)
    kept = {name for name, each in document.get("x-documents", {}).items() if each["by"] != "host"}
    for name, node in operations(document).items():
        tag, source = node.value["tags"][0], node.value["x-source"]["document"]
        named = f"Source: {source} (a third party's capture)," in docstring(
            api, tag, name.removeprefix(f"{tag}_")
        )
        assert named == (source in kept)


@every_api
def test_claims_folded_for_other_tools_are_sentences_of_descriptions(api: str) -> None:
    spec = Spec(SPECS / api / "openapi.yaml")
    folded = Spec(spec.path, document=fold_claims(spec))
    texts = {node.where: node.value for node in walk(folded.document)}
    claims = 0
    for node in walk(spec.document):
        assert "x-claims" not in texts[node.where]
        if "x-claims" in node.value:
            claims += 1
            assert texts[node.where]["description"] == said(node.value)
    assert claims or "x-claims" not in spec.text
    assert spec.document is not folded.document


def test_every_api_has_claims_of_each_kind() -> None:
    """The sweep went through all of them: none is left without a mark."""
    with report_all(len(API_NAMES)) as case:
        for api in API_NAMES:
            with case(api):
                spec = Spec(Path(SPECS / api / "openapi.yaml"))
                kinds = {
                    claim["provenance"]
                    for node in walk(spec.document)
                    for claim in node.value.get("x-claims", [])
                }
                assert {"documented", "inferred"} <= kinds
