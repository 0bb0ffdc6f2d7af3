"""The first specs still generate, and what is generated still sends and reads what they show."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from codegen.changes.compare import compare
from codegen.changes.surface import read_surface
from imagehosts_wire.types import Operation, Parameter

from contracts.codegen.minispec import Checkout, MiniApi, Recorder, Reply, imported
from contracts.support.reporting import report_all
from contracts.support.specs import SPECS
from contracts.wire.samples import derived_value

FIRST = Path(__file__).parent / "first"
APIS = sorted(path.name for path in FIRST.iterdir())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, MiniApi]]:
    """The clients that the first specs become today."""
    checkout = Checkout(tmp_path_factory.mktemp("first") / "checkout")
    for api in APIS:
        shutil.copytree(FIRST / api, checkout.root / "specs" / f"first_{api}")
    checkout.generate()
    with imported(checkout) as get:
        yield {api: get(f"first_{api}") for api in APIS}


def operations(api: MiniApi) -> Iterator[Operation[Any]]:
    for path in sorted((api.folder / "resources").glob("[a-z]*.py")):
        yield from import_module(f"imagehosts_wire.{api.name}.resources.{path.stem}").OPERATIONS


def value_of(operation: Operation[Any], parameter: Parameter) -> Any:
    """What is given of an argument: as little as the call takes."""
    if parameter.place == "server":
        return 1
    return derived_value(operation, parameter) if parameter.required else None


def examples(spec: dict[str, Any], id: str, status: int) -> list[Any]:
    """What the spec shows of an answer of an operation."""
    for item in spec["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation.get("operationId") == id:
                response = resolve(spec, operation["responses"][str(status)])
                media = next(iter(response.get("content", {}).values()), {})
                shown = [
                    resolve(spec, each)["value"] for each in media.get("examples", {}).values()
                ]
                return [media["example"]] if "example" in media else shown
    raise AssertionError(f"no operation {id}")


def resolve(spec: dict[str, Any], value: Any) -> Any:
    while isinstance(value, dict) and "$ref" in value:
        found: Any = spec
        for part in value["$ref"].split("/")[1:]:
            found = found[part]
        value = found
    return value


def test_calls_of_the_first_specs_are_sent_and_their_examples_read(
    first: dict[str, MiniApi],
) -> None:
    read = 0
    with report_all(least=150) as case:
        for name, api in first.items():
            spec = json.loads((api.folder / "spec.json").read_text("utf-8"))
            for operation in operations(api):
                status = operation.result.statuses[0]
                shown = examples(spec, operation.id, status)
                values = tuple(value_of(operation, each) for each in operation.parameters)
                credentials = {slot.scheme: "a-b-c-1" for slot in operation.credentials}
                for example in shown or [b""]:
                    with case(f"{name} {operation.id}"):
                        body = example if isinstance(example, (str, bytes)) else json.dumps(example)
                        reply = Reply(status, body, {"location": "https://x.example/a"})
                        drift: list[str] = []
                        with api.sync_client(
                            Recorder(reply),
                            credentials=credentials,
                            on_drift=lambda each, drift=drift: drift.append(str(each)),
                        ) as client:
                            client.call(operation, values)
                        assert drift == []
                        read += 1
    assert read > 150


def test_every_operation_of_the_first_specs_is_still_there() -> None:
    with report_all() as case:
        for api in APIS:
            with case(api):
                now = SPECS / api / "openapi.yaml"
                found = compare(api, read_surface(FIRST / api / "openapi.yaml"), read_surface(now))
                gone = ("operation-removed", "operation-renamed", "model-removed")
                assert [each.what for each in found.changes if each.rule in gone] == []
