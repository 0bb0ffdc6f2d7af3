"""``--api`` selects by structure, and half a host fails alone with the files to write."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from imagehosts.contract.checks import find_checks
from imagehosts.contract.running import missing_variables
from imagehosts.hosts import HOSTS

from contracts import hosts
from contracts.__main__ import main
from contracts.fuzz import record
from contracts.hosts import PIECES, families, family_of
from contracts.suites import belongs, folder_of, names
from contracts.support.examples import api_where, only_uploads
from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES, ROOT


def contract(*arguments: str, root: Path = ROOT) -> Any:
    """``python -m contracts``, in a checkout."""
    return python("contracts", *arguments, root=root)


def python(module: str, *arguments: str, root: Path) -> Any:
    """``python -m`` with a module, in a checkout."""
    paths = [str(root / name) for name in ("", "overrides", "generated")]
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )


# What belongs to a host


def item(path: str, **params: object) -> Any:
    """A test as pytest collects it."""
    found = SimpleNamespace(path=ROOT / "contracts" / path)
    if params:
        found.callspec = SimpleNamespace(params=params)
    return found


def test_a_test_belongs_to_the_host_in_whose_folder_it_lies() -> None:
    for name in families():
        assert belongs(item(f"hosts/{name}/test_some.py"), name)
        for other in set(names()) - {name}:
            shared = family_of(other) == name
            assert belongs(item(f"hosts/{name}/test_some.py"), other) == shared


def test_a_test_of_a_general_layer_belongs_to_the_host_of_its_parameter() -> None:
    first, second = API_NAMES[:2]
    speaking: list[dict[str, object]] = [
        {"api": first},
        {"host": SimpleNamespace(name=first)},
        {"kind": SimpleNamespace(host=SimpleNamespace(name=first))},
        {"example": SimpleNamespace(api=first)},
    ]
    for params in speaking:
        assert belongs(item("wire/test_tables.py", **params), first)
        assert not belongs(item("wire/test_tables.py", **params), second)


def test_a_test_that_names_no_host_belongs_to_none() -> None:
    for api in API_NAMES:
        assert not belongs(item("wire/test_tables.py"), api)
        assert not belongs(item("wire/test_tables.py", title=api), api)


def test_a_test_of_a_family_belongs_to_the_member_that_it_runs_for() -> None:
    for api in API_NAMES:
        family = family_of(api)
        others = [name for name in API_NAMES if name != api and family_of(name) == family]
        for other in others:
            assert not belongs(item(f"hosts/{family}/test_some.py", api=other), api)
            assert belongs(item(f"hosts/{family}/test_some.py", api=other), other)


def test_a_file_of_a_general_layer_is_in_the_folder_of_no_host() -> None:
    assert folder_of(ROOT / "contracts" / "wire" / "test_tables.py") == ""
    assert folder_of(ROOT / "contracts" / "hosts" / "conftest.py") == ""
    for api in API_NAMES:
        assert folder_of(ROOT / "contracts" / "hosts" / api / "wire.py") == api


# Half a host


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of this checkout with a sixth host of which only spec and generated code are there."""
    root = tmp_path_factory.mktemp("half") / "checkout"
    left_out = shutil.ignore_patterns(".*", "site", "build", "dist")
    shutil.copytree(ROOT, root, ignore=left_out)
    example = api_where(only_uploads)
    for folder, wanted in (("specs", "openapi.yaml"), ("generated/imagehosts_wire", "*.py")):
        source, target = root / folder / example, root / folder / HALF
        shutil.copytree(source, target)
        for path in target.rglob("*"):
            if path.is_file() and not path.match(wanted) and path.suffix != ".json":
                path.unlink()
            elif path.suffix in (".py", ".json"):
                path.write_text(path.read_text("utf-8").replace(example, HALF), "utf-8")
    package = root / "generated/imagehosts_wire/__init__.py"
    package.write_text(
        package.read_text("utf-8").replace(f'"{example}"', f'"{example}", "{HALF}"'), "utf-8"
    )
    yield root
    shutil.rmtree(root)


#: The name of the host that is half there.
HALF = "pixbin"


@pytest.mark.slow
def test_half_a_host_leaves_the_suites_of_the_others_alone(checkout: Path) -> None:
    api = api_where(only_uploads)
    done = contract("--api", api, "--collect-only", "-n", "0", root=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    for found in ("test_hosts.py::", "wire/test_tables.py::", "fuzz/test_contract.py::"):
        assert found in done.stdout
    assert f"[{HALF}" not in done.stdout
    others = [name for name in API_NAMES if name != api]
    assert not [
        line for line in done.stdout.splitlines() if line.endswith(tuple(others_in(others)))
    ]


def others_in(names: list[str]) -> list[str]:
    """How the id of a test ends that runs for one of these hosts."""
    return [f"[{name}]" for name in names]


@pytest.mark.slow
def test_half_a_host_fails_with_a_line_for_each_file_to_write(checkout: Path) -> None:
    # The whole command would collect all tests for it, as the test before this one does.
    done = python("pytest", "contracts/test_hosts.py", "--api", HALF, "-q", root=checkout)
    assert done.returncode == 1, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("write ")]
    there = ("openapi.yaml", "imagehosts_wire/{api}/__init__.py")
    wanted = [p.path.format(api=HALF) for p in PIECES if not p.path.endswith(there)]
    # Where CI is set, pytest repeats the lines of a failure in its summary.
    named = dict.fromkeys(line.partition(":")[0].removeprefix("write ") for line in lines)
    assert list(named) == wanted, done.stdout + done.stderr
    assert "KeyError" not in done.stdout


def test_a_host_that_is_whole_lacks_nothing() -> None:
    for piece in PIECES:
        for api in API_NAMES:
            assert piece.problem(api) == ""
            assert piece.problem("no_such_host").startswith(
                f"write {piece.path.format(api='no_such_host')}: "
            )


def test_a_host_without_its_spec_is_held_to_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hosts.names_to_hold() == API_NAMES
    for api in API_NAMES:
        monkeypatch.setattr(hosts, "API_NAMES", [name for name in API_NAMES if name != api])
        assert api in hosts.names_to_hold()


# The command


def test_an_unknown_api_is_named() -> None:
    done = contract("--api", "flickr")
    assert done.returncode == 2
    assert "flickr" in done.stderr


@pytest.mark.slow
def test_a_broken_spec_is_reported_alone(checkout: Path) -> None:
    spec = checkout / "specs" / HALF / "openapi.yaml"
    spec.write_text(spec.read_text("utf-8").replace("responses:", "respnses:", 1), "utf-8")
    done = contract("--api", HALF, root=checkout)
    assert done.returncode == 1
    assert f"specs/{HALF}/openapi.yaml" in done.stderr
    assert "the tests have not run" in done.stderr
    assert done.stdout == ""


def test_what_runs_reached_is_summed_by_operation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(record.VARIABLE, str(tmp_path))
    reached = {"requests": 5, "accepted": 3, "refused": 2, "links": 1}
    record.keep({"images_get": reached})
    record.keep({"images_get": reached, "gone": reached})
    found = record.read(tmp_path, ["images_get", "images_delete"])
    assert found == {
        "images_get": {"requests": 10, "accepted": 6, "refused": 4, "links": 2},
        "images_delete": dict.fromkeys(record.COLUMNS, 0),
    }


# A real server


def test_running_host_is_left_alone_without_what_a_run_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with report_all(least=5) as case:
        for host in HOSTS:
            with case(host.name):
                needed = missing_variables(host, find_checks(host))
                assert needed
                words = ["contracts", "--api", host.name, "--base-url", "http://127.0.0.1:1/api"]
                monkeypatch.setattr(sys, "argv", words)
                with pytest.raises(SystemExit, match=r"\A2\Z"):
                    sys.exit(main())
                said = capsys.readouterr().err
                assert [name for name in needed if name not in said] == []


#: Files and layers of no host that name hosts, and why.
NAMING = {
    "cli": "commands, as a user types them",
    "clients/test_pytest_plugin.py": "a user's suite, as a user writes it",
    "clients/test_spec_changes.py": "lines of two specs are changed",
    "clients/test_typing.py": "a user's program, as a user writes it",
    "clients/test_environment.py": "a site with its own address, and a user's command",
    "clients/test_hostile.py": "answers in XML and JSON, and a site with an address of its own",
    "clients/test_secrets.py": "the secrets that calls of particular hosts take beside a key",
    "emulator/test_faults.py": "faults by the names that hosts have for them",
    "evolution/first_calls.py": "a program of the first version, kept as its user wrote it",
    "clients/test_tolerance.py": "answers of one host, damaged in many ways",
    "docs/test_reading.py": "what people type into the search, and the console of one host",
    "docs/test_site.py": "one document has error codes that its site page lists",
    "emulator/test_accessibility.py": "one page of each kind, of all hosts",
    "emulator/test_crashes.py": "what people do at each host while the emulator is killed",
    "emulator/test_databases.py": "tables of hosts in two kinds of database",
    "emulator/test_delivery.py": "the pictures of one host, delivered",
    "emulator/test_load.py": "the slow work of one host, to hold the others up",
    "emulator/test_proxying.py": "literal addresses of hosts, as programs write them",
    "emulator/test_safety.py": "the slow work of one host, and patterns by name",
    "emulator/test_expecting.py": "requests of one host, and what is expected of them",
    "emulator/test_https_proxy.py": "literal addresses of hosts, as programs write them",
    "emulator/test_in_process.py": "literal addresses of hosts, as programs write them",
    "emulator/test_handle.py": "the journal and the pictures of two sites of one family",
    "emulator/test_pages.py": "one page shows the pictures of all hosts",
    "emulator/test_lists.py": "every list of the three hosts that have any, short and long",
    "emulator/test_scale.py": "lists of the two hosts that have accounts, with many pictures",
    "support/crowd.py": "many pictures at the two hosts that have accounts",
    "support/operations.py": "calls of the two hosts that have accounts, to be timed",
    "docs/pictures.py": "what a user types and sees, on the pictures of the home page",
    "emulator/test_schema.py": "tables of one host beside those that all share",
    "emulator/test_seeds.py": "what one document makes at each host that can have it",
    "emulator/test_sharing.py": "what people do at two processes of one host",
    "emulator/test_spaces.py": "literal addresses of hosts, as programs write them",
    "emulator/test_workers.py": "what people do at several processes of one host",
    "emulator/test_sites.py": "what each host answers beside the others",
    "mutation/test_runs.py": "lines of one spec are changed",
    "packaging/check_wheel.py": "a user's program, as a user writes it",
    "sharing": "uploads to the hosts that a user names, one after the other",
    "specs/test_requests.py": "requests as the documents write them, each with its operation",
    "specs/test_specs_validate.py": "faults are planted in one spec with JSON and one with XML",
    "support/emulated.py": "the paths at which the emulator's tests upload",
}


def test_no_general_layer_names_a_host() -> None:
    known = {*names(), *(host.client for host in HOSTS)}
    pattern = re.compile(rf"\b(Async)?({'|'.join(sorted(map(re.escape, known)))})\b")
    folder = ROOT / "contracts"
    with report_all() as case:
        for place in NAMING:
            with case(place):
                assert (folder / place).exists(), "it is gone: remove it from NAMING"
        for path in sorted(folder.rglob("*.py")):
            if folder_of(path):
                continue
            place = path.relative_to(folder).as_posix()
            with case(f"contracts/{place}"):
                found = [
                    f"{number}: {line.strip()}"
                    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
                    if pattern.search(line)
                ]
                if place in NAMING:
                    assert found, "it names none: remove it from NAMING"
                elif place.partition("/")[0] not in NAMING:
                    assert not found, "move these to contracts/hosts/<api>/:\n" + "\n".join(found)


# Names

#: A name of a test fits into a line of a report beside its file.
LONGEST_NAME = 70
#: What readers stumbled over in names of tests, and what to say instead.
PLAIN = {
    "deed": "side effect",
    "is_none_is": "invalid",
    "is_told": "is reported",
    "are_told": "are reported",
    "told_at_once": "reported at once",
    "told_so": "refused, reported",
    "makes_no_sense": "invalid",
    "mended": "fixed",
    "spoilt": "corrupted",
    "shall": "must",
    "to_be_had": "available",
    "whatever": "at every, for any",
    "wherever": "in every place",
    "whoever": "anyone who",
    "words_of_a_host": "message",
}


def test_name_of_a_test_is_short_and_plain() -> None:
    folder = ROOT / "contracts"
    quaint = re.compile(rf"_({'|'.join(PLAIN)})(?=_|$)")
    with report_all() as case:
        for path in sorted(folder.rglob("test_*.py")):
            with case(path.relative_to(folder)):
                names = re.findall(r"^ *(?:async )?def (test_\w+)", path.read_text("utf-8"), re.M)
                long = [name for name in names if len(name) > LONGEST_NAME]
                assert not long, f"say it in {LONGEST_NAME} characters: {', '.join(long)}"
                found = {n: PLAIN[m[1]] for n in names if (m := quaint.search(n))}
                assert not found, f"say it plainly: {found}"
