"""Operations that the emulator has no handler for: their answers are what the spec says.

Each is called by the client with as little as it takes. Operations with a handler have the contract
runs of ``contracts/fuzz``; where all have one there is nothing to call here.
"""

from __future__ import annotations

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.examples import MARK
from imagehosts.hosts import find_host

from contracts.hosts import answered_by_examples, apis_with
from contracts.support.reporting import report_all
from contracts.wire.samples import derived_value
from contracts.wire.tables import load_table, operations_of


@pytest.mark.parametrize("api", apis_with("wire"))
def test_examples_of_operations_without_handler_are_answers(api: str) -> None:
    examples = answered_by_examples(api)
    host = find_host(api)
    assert host is not None
    drift: list[object] = []
    with (
        Emulator(apis=(api,)) as emulator,
        emulator.serve() as address,
        report_all(least=0) as case,
    ):
        options = {"base_url": address + host.base_path, "max_retries": 0, "on_drift": drift.append}
        with host.make_client(**load_table(api).credentials, **options) as client:
            for operation in operations_of(api):
                if operation.id not in examples or operation.server_url:
                    continue
                with case(operation.id):
                    values = [
                        derived_value(operation, p) if p.required else None
                        for p in operation.parameters
                    ]
                    answer = client.call(operation, tuple(values), mode="raw")
                    assert answer.headers[MARK.lower()] == operation.id
                    answer.parse()
                    assert drift == [], "the example is not what the schema says"
