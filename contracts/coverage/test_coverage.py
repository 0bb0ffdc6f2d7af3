"""The watch itself: what goes past a contract fails the test that did it, and counts are right."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from imagehosts.core.errors import ImageHostError
from imagehosts.emulator import Emulator
from imagehosts.hosts import find_host, host_names

from contracts.coverage import table
from contracts.coverage.contract import load_contract
from contracts.coverage.record import Record, read
from contracts.support.specs import API_NAMES


def test_request_in_process_and_by_a_port_is_seen_at_both_ends() -> None:
    """In process, on a port, and by a client that is not ours."""
    from contracts.coverage.plugin import _watch

    names = [
        n for n in host_names() if (h := find_host(n)) and not h.needs_base_url and h.needs_key
    ]
    host = find_host(names[0])
    assert host is not None
    api = host.sync_client.api.name
    counts = _watch.record.requests[api]
    before = dict(counts)
    picture = ("a.gif", b"GIF89a" + b"x" * 40)

    with Emulator() as emulator, emulator.serve() as url:
        for where in ({"transport": emulator.transport()}, {"base_url": url + host.base_path}):
            key = {host.credential: "any"}
            with host.make_client(**key, **where) as client, suppress(ImageHostError):
                client.upload(picture)
        httpx.get(url + host.base_path + "/nothing-here", trust_env=False)
    assert counts["sent"] - before.get("sent", 0) == 2
    assert counts["answered"] - before.get("answered", 0) >= 2


def test_elements_have_names_of_their_own() -> None:
    for api in API_NAMES:
        contract = load_contract(api)
        assert contract is not None
        names = [str(element) for element in contract.elements()]
        assert len(names) == len({*names})
        assert len(names) > 50


def test_table_names_what_is_missing_and_floors_hold() -> None:
    api = API_NAMES[0]
    record = Record()
    data = table.data_of(table.coverage_of(record, [api]))
    assert all(not counts["used"] for ends in data[api].values() for counts in ends.values())
    assert table.too_low(data, table.floors_of(data)) == []
    (first, *_) = data[api]["operation"]["sent"]["never"]
    record.used[api]["sent"].add(f"operation: {first}")
    better = table.data_of(table.coverage_of(record, [api]))
    assert better[api]["operation"]["sent"]["used"] == 1
    assert first not in better[api]["operation"]["sent"]["never"]
    floors = {api: {kind: dict.fromkeys(ends, 50) for kind, ends in better[api].items()}}
    assert any(
        f"{api}: " in each and "the floor is 50 %" in each for each in table.too_low(better, floors)
    )
    assert table.too_low(better, {**floors, "nobody": {}})[-1] == "nobody: a floor, and no such API"
    assert "no floor for operation" in table.too_low(better, {})[0]


def test_page_is_what_the_data_make_of_it() -> None:
    data = json.loads(table.JSON.read_text("utf-8"))
    now = table.data_of(table.coverage_of(Record()))
    assert table.out_of_date(data, data) == []
    smaller = {api: kinds for api, kinds in now.items() if api != API_NAMES[0]}
    assert API_NAMES[0] in table.out_of_date(smaller, now)[0]
    assert table.PAGE.read_text("utf-8") == table.page_of(data), "run make coverage"
    assert sorted(data) == sorted(json.loads(table.FLOORS.read_text("utf-8")))


def test_folder_without_a_record_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="CONTRACTS_COVERAGE="):
        read(tmp_path)
