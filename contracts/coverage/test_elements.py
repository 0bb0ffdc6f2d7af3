"""What the specs say may be sent, sent; and what they say may be answered, read by our clients.

Made from the specs, so that a new value, status or member is covered the day that it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from codegen.specs import Spec
from codegen.values import ADDRESS, TEXTS, takes_null
from imagehosts.contract.checks import operations_of
from imagehosts.core.errors import ImageHostError, InvalidArgument
from imagehosts.hosts import Host, find_host, host_names
from imagehosts_wire.types import Operation, Parameter

from contracts.coverage.contract import Contract, load_contract, values_to_send
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, SPECS, resolve
from contracts.wire.samples import derived_value

Json = Any


def hosts() -> list[Host]:
    """One host of each API, with an address of its own."""
    found: dict[str, Host] = {}
    for name in host_names():
        host = find_host(name)
        if host is not None and not host.needs_base_url:
            found.setdefault(host.sync_client.api.name, host)
    assert sorted(found) == sorted(API_NAMES)
    return list(found.values())


def client_of(host: Host, recorder: Recorder) -> Any:
    """A client with every credential that its host knows."""
    schemes = {slot.scheme for op in operations_of(host).values() for slot in op.credentials}
    keys = dict.fromkeys(schemes, "a-credential")
    return host.make_client(transport=recorder, max_retries=0, on_drift=lambda _: None, **keys)


def least(operation: Operation[Any], contract: Contract) -> list[Any]:
    """What must be given, and nothing else."""
    schemas = contract.parameters(operation.id)
    return [
        required(operation, each, schemas.get((each.place, each.wire), {}), contract)
        if each.required
        else None
        for each in operation.parameters
    ]


def required(
    operation: Operation[Any], parameter: Parameter, schema: Json, contract: Contract
) -> Any:
    """A value for an argument that must be given, in the form that it must have."""
    items = resolve(contract.document, schema.get("items", {}))
    pattern = parameter.pattern or schema.get("pattern") or items.get("pattern")
    given = derived_value(operation, parameter)
    if pattern and isinstance(given, str | list):
        text = next((text for text in TEXTS if re.search(pattern, text)), None)
        if text is not None:
            return [text] if isinstance(given, list) else text
    # One item: titles of several are another argument.
    return given[:1] if isinstance(given, list) else given


def enough(operation: Operation[Any], contract: Contract) -> Iterator[list[Any]]:
    """Arguments that are enough for a call: the least, or that with one more."""
    yield least(operation, contract)
    for index, parameter in enumerate(operation.parameters):
        if not parameter.required:
            found = least(operation, contract)
            found[index] = derived_value(operation, parameter)
            yield found


def as_argument(parameter: Parameter, schema: Json, value: Json) -> Any:
    """A value of the spec as callers give it."""
    kind, _, details = parameter.encode.rpartition("list:")[2].partition(":")
    if kind == "flag" and not isinstance(value, bool | list):
        value = str(value).lower() == (details or "true/false").partition("/")[0]
    if parameter.array or schema.get("type") == "array":
        return value if isinstance(value, list) else [value]
    return value


def test_every_value_that_a_spec_lists_can_be_sent() -> None:
    with report_all(least=500) as case:
        for host in hosts():
            contract = contract_of(host)
            recorder = Recorder(Reply(200, "{}", {"content-type": "application/json"}))
            with client_of(host, recorder) as client:
                for id, operation in operations_of(host).items():
                    schemas = contract.parameters(id)
                    for index, parameter in enumerate(operation.parameters):
                        if "file" in parameter.encode or "source" in parameter.encode:
                            continue  # a picture, in many forms, and no text
                        schema = schemas.get((parameter.place, parameter.wire), {})
                        listed = [*values_to_send(contract.document, schema)]
                        for name, value in listed or [
                            ("itself", required(operation, parameter, schema, contract))
                        ]:
                            with case(f"{contract.api} {id} {parameter.name} {name}"):
                                own = {index: as_argument(parameter, schema, value)}
                                assert call(client, recorder, operation, contract, own)


def call(
    client: Any,
    recorder: Recorder,
    operation: Operation[Any],
    contract: Contract,
    own: Mapping[int, Any],
) -> bool:
    """Call an operation, whatever becomes of the answer; whether it was sent."""
    sent = len(recorder.sent)
    refusal: InvalidArgument | None = None
    for given in enough(operation, contract):
        for index, value in own.items():
            given[index] = value
        try:
            client.call(operation, tuple(given))
        except InvalidArgument as error:
            refusal = refusal or error  # such as: nothing to change
        except ImageHostError:
            pass
        if len(recorder.sent) > sent:
            return True
    if refusal is not None:
        raise refusal
    return False


def contract_of(host: Host) -> Contract:
    contract = load_contract(host.sync_client.api.name)
    assert contract is not None
    return contract


def test_every_answer_that_a_spec_describes_can_be_read() -> None:
    with report_all(least=800) as case:
        for host in hosts():
            contract = contract_of(host)
            recorder = Recorder()
            spec = Spec(SPECS / contract.api / "openapi.yaml")
            with client_of(host, recorder) as client:
                for id, operation in operations_of(host).items():
                    for status, kind, body in answers(contract, spec, id):
                        with case(f"{contract.api} {id} {status} {kind}"):
                            recorder.script = [Reply(status, body, {"content-type": kind})]
                            assert call(client, recorder, operation, contract, {})


def answers(contract: Contract, spec: Spec, id: str) -> Iterator[tuple[int, str, str]]:
    """Answers of each documented status: with a value, then with null, wherever one may be."""
    for text, reference in contract.operations[id].value["responses"].items():
        if text == "default":
            continue
        status = int(text.replace("XX", "04"))
        content = resolve(contract.document, reference).get("content", {})
        if not content:
            yield status, "text/plain", ""
        for kind, media in content.items():
            if kind == "application/json":
                for nulls in (False, True):
                    found = whole(spec, media["schema"], nulls=nulls)
                    yield status, kind, json.dumps(found)
            elif "x-xml" not in media:
                yield status, kind, "<html><title>Something</title></html>"


def whole(spec: Spec, schema: Json, *, nulls: bool, depth: int = 9) -> Json:
    """A value with all members of its schema; or with null in each that takes it."""
    found = spec.resolve(schema)
    if nulls and depth < 9 and takes_null(spec, schema):
        return None
    parts = found.get("allOf", [])
    if parts and "properties" not in found:
        whole_parts = [whole(spec, part, nulls=nulls, depth=depth) for part in parts]
        if all(isinstance(each, dict) for each in whole_parts):
            return {name: value for each in whole_parts for name, value in each.items()}
        return whole_parts[0]
    for word in ("anyOf", "oneOf"):
        choices = [c for c in found.get(word, []) if spec.resolve(c).get("type") != "null"]
        if choices:
            return whole(spec, choices[0], nulls=nulls, depth=depth)
    if "const" in found or "enum" in found:
        return found.get("const", next((v for v in found.get("enum", []) if v is not None), None))
    kinds = found.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    kind = next((each for each in kinds if each != "null"), "")
    if kind == "object" or "properties" in found:
        if depth == 0:
            return {}
        return {
            name: whole(spec, member, nulls=nulls, depth=depth - 1)
            for name, member in found.get("properties", {}).items()
        }
    if kind == "array":
        few = depth > 0 and found.get("items")
        return [whole(spec, found["items"], nulls=nulls, depth=depth - 1)] if few else []
    number = found.get("minimum", found.get("maximum", 7))
    plain = {"integer": number, "number": 1.5, "boolean": True, "string": text_of(found)}
    return plain.get(kind, "anything")


def text_of(schema: Json) -> str:
    if str(schema.get("format", "")).startswith("uri"):
        return ADDRESS
    fitting = (text for text in TEXTS if re.search(schema.get("pattern", ""), text))
    return next(fitting, TEXTS[0])
