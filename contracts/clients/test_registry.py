"""The registry of hosts: found by themselves, one at a time, and each fails alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import imagehosts
import pytest
from codegen.exports import TARGET, verify_exports, write_exports
from imagehosts import hosts
from imagehosts.hosts import HOSTS, Host, find_host, host_names, incomplete_hosts
from imagehosts.sharing.profile import Sharing
from imagehosts_wire import APIS

from contracts.support.examples import api_where, only_uploads
from contracts.support.reporting import report_all

ROOT = Path(imagehosts.__file__).parents[2]
#: The API that the half-written host speaks.
API = api_where(only_uploads)

MODULE = """\
from imagehosts.core.client import AsyncClient, SyncClient
from imagehosts.hosts import Host
from imagehosts_wire.{api} import api


class Halfway(SyncClient, api.Resources):
    api = api.API
    environment = {{"api_key": "HALFWAY_API_KEY"}}


class AsyncHalfway(AsyncClient, api.AsyncResources):
    api = api.API
    environment = {{"api_key": "HALFWAY_API_KEY"}}


HOST = Host(
    "halfway", "Halfway", sync_client=Halfway, async_client=AsyncHalfway, status="it works"
)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout of its own: the package with its generated code, compiled as it is here."""
    for name in ("overrides/imagehosts", "generated/imagehosts_wire"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def python(copy: Path, code: str) -> str:
    """What some code prints in the copy."""
    paths = [str(copy / "overrides"), str(copy / "generated")]
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}\n{code}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=copy,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def write_host(copy: Path, text: str) -> None:
    (copy / "overrides/imagehosts/hosts/halfway.py").write_text(text)


def test_every_host_of_this_checkout_is_whole() -> None:
    assert incomplete_hosts() == {}
    assert [host.name for host in HOSTS] == list(host_names())
    assert set(APIS) <= set(host_names())
    assert sum(host.is_default for host in HOSTS) == 1


def test_host_lookup_accepts_dashes_dots_and_capitals() -> None:
    for host in HOSTS:
        for name in (host.name, host.name.upper(), host.name.replace("_", "-")):
            assert find_host(name) is host
    assert find_host("flickr") is None


def test_finding_one_host_imports_no_other(copy: Path) -> None:
    write_host(copy, MODULE.format(api=API))
    code = "from imagehosts.hosts import find_host; print(find_host('halfway').client);"
    code += "print(*(n for n in sys.modules if n.startswith('imagehosts.hosts.')))"
    assert python(copy, code).split() == ["Halfway", "imagehosts.hosts.halfway"]


def test_new_module_is_a_host_and_public_with_no_other_edit(copy: Path) -> None:
    write_host(copy, MODULE.format(api=API))
    assert write_exports(copy) == []
    assert verify_exports(copy) == []
    code = "import imagehosts; from imagehosts.hosts import HOSTS;"
    code += "from imagehosts import Halfway, AsyncHalfway; print(Halfway.__module__);"
    code += "print('AsyncHalfway' in imagehosts.__all__, 'halfway' in [h.name for h in HOSTS]);"
    code += "from imagehosts.cli import main; main(['hosts'])"
    printed = python(copy, code)
    assert printed.splitlines()[:2] == ["imagehosts.hosts.halfway", "True True"]
    assert re.search(
        r"^halfway +Halfway\n +it works\n +key: HALFWAY_API_KEY$", printed, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("module", "api", "message"),
    [
        (None, "halfway", "a spec and no client: write overrides/imagehosts/hosts/halfway.py"),
        (MODULE.format(api="halfway"), None, "no generated code: write specs/halfway/openapi.yaml"),
        ('"""Nothing."""\n', None, "no row: add HOST = Host('halfway', ...) to overrides/image"),
        (MODULE.format(api=API).replace('"halfway"', '"pix"'), None, "call it 'halfway'"),
        ("import no_such_module\n", None, "No module named 'no_such_module'; correct overrides"),
        ("class\n", None, "SyntaxError: invalid syntax"),
    ],
    ids=["no module", "no spec", "no row", "other name", "bad import", "bad syntax"],
)
def test_half_a_host_fails_alone_and_names_the_file(
    copy: Path, module: str | None, api: str | None, message: str
) -> None:
    if module is not None:
        write_host(copy, module)
    if api is not None:
        shutil.copytree(
            copy / "generated/imagehosts_wire" / API, copy / "generated/imagehosts_wire" / api
        )
        init = copy / "generated/imagehosts_wire/__init__.py"
        init.write_text(init.read_text().replace("APIS = (", f"APIS = ({api!r}, "))
    code = "from imagehosts.hosts import HOSTS, find_host, incomplete_hosts\n"
    code += f"from imagehosts import {HOSTS[0].client}\n"
    code += "print(len(HOSTS), *incomplete_hosts())\nprint(*incomplete_hosts().values())\n"
    code += "try: find_host('halfway')\nexcept LookupError as error: print(error)"
    summary, listed, raised = python(copy, code).splitlines()
    assert summary == f"{len(HOSTS)} halfway"
    assert listed == raised
    assert message in listed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('"""Nothing."""\n', "no row; add HOST = Host('halfway', ...)"),
        (MODULE.format(api=API).replace("async_client=", "second="), "has no async_client"),
        (
            MODULE.format(api=API).replace("=Halfway,", "=make(),"),
            "name a class of this module",
        ),
    ],
)
def test_exports_leave_a_bad_row_out_and_name_the_file(copy: Path, text: str, message: str) -> None:
    write_host(copy, text)
    (problem,) = write_exports(copy)
    assert problem.startswith("overrides/imagehosts/hosts/halfway.py: ")
    assert message in problem
    assert verify_exports(copy) == [problem]
    assert (copy / TARGET).read_text() == (ROOT / TARGET).read_text()


def test_edited_exports_are_found_by_verify(copy: Path) -> None:
    assert verify_exports(copy) == []
    with (copy / TARGET).open("a") as file:
        file.write("# by hand\n")
    assert verify_exports(copy) == [f"{TARGET}: differs from what the rows of the hosts make of it"]
    assert write_exports(copy) == []
    assert verify_exports(copy) == []


def test_no_other_module_of_the_package_names_a_host() -> None:
    names = {*host_names(), *(host.client for host in HOSTS)}
    pattern = re.compile(rf"\b({'|'.join(sorted(names))})\b", re.IGNORECASE)
    package = ROOT / "overrides/imagehosts"
    found = [
        f"{path.relative_to(package)}:{number}: {line.strip()}"
        for path in sorted(package.rglob("*.py"))
        if path.relative_to(package).parts[0] not in ("hosts", "emulator", "_exports.py")
        and path.relative_to(package).parts[:2] != ("contract", "hosts")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


# --- rows, in this process -----------------------------------------------------------------


def made_up(name: str = "pixbin") -> Host:
    known = HOSTS[0]
    return Host(
        name,
        "Pixbin",
        sync_client=known.sync_client,
        async_client=known.async_client,
        status="made up",
    )


def test_module_without_a_whole_host_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    file = "overrides/imagehosts/hosts/pixbin.py"
    missing = ModuleNotFoundError
    row = made_up()
    rows: dict[str, tuple[Any, str]] = {
        "no module": (
            missing("x", name="imagehosts.hosts.pixbin"),
            f"pixbin has a spec and no client: write {file}, with its client classes and"
            " HOST = Host(...)",
        ),
        "no generated code": (
            missing("x", name="imagehosts_wire.pixbin.api"),
            "pixbin has a client and no generated code: write specs/pixbin/openapi.yaml, if it is"
            " not there yet, and run `make generate`",
        ),
        "another module is missing": (
            missing("No module named 'yaml'", name="yaml"),
            f"pixbin cannot be imported: No module named 'yaml'; correct {file}",
        ),
        "a module without a name": (missing("x"), f"pixbin cannot be imported: x; correct {file}"),
        "error": (
            RuntimeError("broken"),
            f"pixbin cannot be imported: RuntimeError: broken; correct {file}",
        ),
        "no row": (
            SimpleNamespace(),
            f"pixbin has no row: add HOST = Host('pixbin', ...) to {file}",
        ),
        "row of another kind": (
            SimpleNamespace(HOST="pixbin"),
            f"pixbin has no row: add HOST = Host('pixbin', ...) to {file}",
        ),
        "row of another name": (
            SimpleNamespace(HOST=made_up("other")),
            f"the row in {file} is called 'other': call it 'pixbin'",
        ),
        "whole": (SimpleNamespace(HOST=row), ""),
    }
    monkeypatch.setattr(hosts, "host_names", lambda: ("pixbin",))
    with report_all(len(rows)) as case:
        for name, (found, said) in rows.items():

            def give(module: str, found: Any = found) -> Any:
                assert module == "imagehosts.hosts.pixbin"
                if isinstance(found, Exception):
                    raise found
                return found

            monkeypatch.setattr(hosts, "import_module", give)
            hosts._load.cache_clear()
            with case(name):
                if not said:
                    assert [hosts.find_host(each) for each in ("pixbin", "Pixbin")] == [row, row]
                    assert hosts.incomplete_hosts() == {}
                    continue
                assert hosts.incomplete_hosts() == {"pixbin": said}
                with pytest.raises(hosts.IncompleteHost) as caught:
                    hosts.find_host("pixbin")
                assert str(caught.value) == said
        assert hosts.find_host("flickr") is None
    hosts._load.cache_clear()


def test_row_of_a_host_tells_what_follows_from_its_clients() -> None:
    row = made_up()
    assert repr(row) == "<Host pixbin>"
    assert (row.needs_key, row.is_default, row.exports, dict(row.addresses)) == (
        True,
        False,
        (),
        {},
    )
    assert row.sharing == Sharing()
    assert row.client == row.sync_client.__name__
    with row.make_client(base_url="http://a.example/1", api_key="k") as client:
        assert type(client) is row.sync_client
    assert type(row.make_async_client(base_url="http://a.example/1")) is row.async_client
    with pytest.raises(AttributeError, match="has no attribute 'OTHERS'"):
        getattr(hosts, "OTHERS")  # noqa: B009
