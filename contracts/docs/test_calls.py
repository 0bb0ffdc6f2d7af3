"""Every call on the site runs as it is printed, in each of its forms."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.proxy import environment
from imagehosts.hosts import HOSTS, find_host

from contracts.docs.calling import FORMS, curl_request, printed_calls, readers_folder, run_call
from contracts.docs.conftest import Built
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, load_spec, operations
from docs.emulator_logins import login_of
from docs.samples import files, staged

pytestmark = pytest.mark.site

FILES = files()


@pytest.mark.parametrize("api", API_NAMES)
def test_every_call_on_the_pages_runs_as_it_is_printed(
    built: Built, api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = find_host(api)
    assert host is not None
    calls = printed_calls(sorted((built.folder / "apis" / api).glob("*.html")))
    every = {name: len(FORMS) for name in operations(load_spec(api))}
    assert Counter(call.operation for call in calls) == every
    with report_all(len(calls)) as case:
        for form in FORMS:
            # Each form has an emulator of its own: what one deletes, the next one still finds.
            with staged(host) as scene, readers_folder(tmp_path, FILES):
                for name, value in scene.credentials.items():
                    monkeypatch.setenv(host.sync_client.environment[name], value)
                for call in calls:
                    if call.form == form:
                        with case(f"{call.operation} {form}"):
                            said = run_call(call)
                            assert not said.startswith("failed"), f"{said}\n{call.text}"
                            assert _is_meant(scene.emulator, api, call.operation)
                assert scene.emulator.internal_errors == []


def _is_meant(emulator: Emulator, api: str, operation: str) -> bool:
    """Whether the last request was for an operation, or for one with the same route."""
    last = emulator.requests[-1]
    routes = {
        name: (node.pointer.split("/")[2].partition("#")[0], node.pointer.split("/")[3])
        for name, node in operations(load_spec(api)).items()
    }
    return last.operation is not None and routes[last.operation] == routes[operation]


def test_curl_itself_sends_what_the_tests_read_from_a_command(built: Built, tmp_path: Path) -> None:
    """A command of each host, with a picture where it can be, by curl and the emulator's proxy."""
    curl = shutil.which("curl")
    if curl is None:
        if os.environ.get("CI"):
            pytest.fail("no curl")
        pytest.skip("no curl is installed")
    with (
        Emulator(proxy=True) as emulator,
        emulator.serve() as address,
        readers_folder(tmp_path, FILES),
        report_all(len(API_NAMES)) as case,
    ):
        pem = tmp_path / "authority.pem"
        pem.write_bytes(emulator.services.authority_pem or b"")
        proxied = environment(address, str(pem))
        for api in API_NAMES:
            host = find_host(api)
            assert host is not None
            logins = login_of(host)
            calls = printed_calls(sorted((built.folder / "apis" / api).glob("*.html")))
            commands = [call for call in calls if call.form == "curl"]
            command = next((c for c in commands if "-F " in c.text), commands[0])
            with case(f"{api}: {command.operation}"):
                given = {**os.environ, **proxied, **logins}
                finished = subprocess.run(
                    ["sh", "-c", command.text],
                    env=given,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=30,
                )
                assert finished.returncode == 0, finished.stderr
                entry = emulator.requests[-1]
                read = curl_request(command.text, logins)
                assert (entry.method, entry.operation) == (read.method, command.operation)


def test_each_form_names_its_host_and_is_whole(built: Built) -> None:
    with report_all() as case:
        for host in HOSTS:
            pages = sorted((built.folder / "apis" / host.name).glob("*.html"))
            for call in printed_calls(pages):
                with case(f"{call.operation} {call.form}"):
                    begins = {
                        "python": f"from imagehosts import {host.client}\n",
                        "async": "import asyncio\n",
                        "curl": "curl ",
                        "cli": f"imagehosts api {host.name} ",
                    }
                    assert call.text.startswith(begins[call.form])


def test_login_of_the_overview_is_one_at_an_emulator_without_settings(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that is read is refused a login: things may be missing, people are not."""
    asked = 0
    for host in HOSTS:
        login = login_of(host)
        if not any(value.startswith("demo-") for value in login.values()):
            continue
        for name, value in login.items():
            monkeypatch.setenv(name, value)
        reads = {
            name
            for name, node in operations(load_spec(host.name)).items()
            if node.pointer.endswith("/get") and "oauth" not in name
        }
        calls = printed_calls(sorted((built.folder / "apis" / host.name).glob("*.html")))
        with (
            Emulator() as emulator,
            emulator.intercept(),
            readers_folder(tmp_path, FILES),
            report_all() as case,
        ):
            for call in calls:
                if call.form == "python" and call.operation in reads:
                    with case(f"{host.name} {call.operation}"):
                        asked += 1
                        assert "AuthenticationFailed" not in run_call(call)
    assert asked
