"""The demo's checks of requests, tried on a call that the spec does not allow."""

from __future__ import annotations

import pytest
from imagehosts.emulator import Emulator
from imagehosts.hosts import find_host

from contracts.demo.stage import Stage, play


@pytest.mark.outside("sends what the host must refuse or forgive")
def test_a_request_that_the_spec_does_not_allow_is_a_problem() -> None:
    host = find_host("imgur")
    assert host is not None

    async def scenario(stage: Stage, pictures: object) -> None:
        nobody = stage.person(client_id="demo")
        await nobody.do("credits.get", options={"query": {"more": "1"}})

    with Emulator() as emulator, emulator.serve() as address:
        outcome = play(scenario, host, f"{address}/3", [], asynchronous=False)
    assert outcome.problems == ["credits_get: request: query more is not known"]
