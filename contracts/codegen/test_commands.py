"""The commands of the generator: what each is given, and what its exit status says."""

from __future__ import annotations

from pathlib import Path

import pytest
from codegen import __main__ as commands
from codegen.newhost.scaffold import CannotCreate, draft_tables

from contracts.codegen.minispec import Checkout, answering, document, operation, schemas
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_file, sections

SMALL = document(
    operation(answer=answering("$ref: '#/components/schemas/Thing'")),
    schemas("Thing: {type: object, required: [id], properties: {id: {type: string}}}"),
)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "checkout")
    made.write(SMALL)
    return made


def test_new_host_gets_its_name_and_file_and_says_how_it_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[object] = []

    def record(root: Path, api: str, spec: Path | None) -> None:
        given.append((root, api, spec))
        if api == "taken":
            raise CannotCreate("it is there already")

    monkeypatch.setattr(commands, "new_host", record)
    root = ["--root", str(tmp_path), "new-host"]
    assert commands.main([*root, "pixbin"]) == 0
    assert commands.main([*root, "other", "--spec", "a/b.yaml"]) == 0
    assert commands.main([*root, "taken"]) == 1
    where = tmp_path.resolve()
    assert given == [
        (where, "pixbin", None),
        (where, "other", Path("a/b.yaml")),
        (where, "taken", None),
    ]
    assert capsys.readouterr().err == "it is there already\n"


def test_client_that_cannot_be_used_is_named_with_what_python_says(tmp_path: Path) -> None:
    drafting = tmp_path / "contracts" / "wire" / "draft.py"
    drafting.parent.mkdir(parents=True)
    drafting.write_text("import sys\nprint(sys.argv)\nsys.exit(f'no {sys.argv[1:]}')\n", "utf-8")
    with pytest.raises(CannotCreate) as caught:
        draft_tables(tmp_path, ["pixbin", "snaps"])
    said = "the client of pixbin, snaps cannot be used:\nno ['--write', 'pixbin', 'snaps']"
    assert str(caught.value) == said


def test_command_that_is_missing_or_unknown_is_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with report_all() as case:
        for arguments, said in (
            ([], "required: command"),
            (["nothing"], "invalid choice: 'nothing'"),
            (["new-host"], "required: api"),
            (["spec-diff"], "required: base"),
            (["spec-diff", "main", "--api"], "expected one argument"),
        ):
            with case(arguments):
                with pytest.raises(SystemExit) as ended:
                    commands.main(arguments)
                assert ended.value.code == 2
                assert said in capsys.readouterr().err


def test_help_says_what_each_command_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    with report_all() as case:
        for arguments, said in (
            (
                ["--help"],
                ("write generated/imagehosts_wire", "fail if generated/ is not", "(default"),
            ),
            (
                ["spec-diff", "--help"],
                ("0 where nothing breaks", "a folder with specs", "print JSON"),
            ),
            (["new-host", "--help"], ("a Python module's name", "an OpenAPI 3.0 or 3.1 file")),
        ):
            with case(arguments):
                with pytest.raises(SystemExit) as ended:
                    commands.main(arguments)
                assert ended.value.code == 0
                text = " ".join(capsys.readouterr().out.split())
                assert [each for each in said if each not in text] == []


def test_command_tells_by_its_status_whether_all_is_well(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checkout.run("verify") == 1, "nothing is generated yet"
    assert checkout.run("generate") == 0
    assert capsys.readouterr().out.splitlines()[0] == "mini: 1 operations in 1 resources, 1 models"
    assert checkout.run("verify") == 0
    assert checkout.run("snapshots") == 0
    kept = sorted(path.name for path in (checkout.root / "contracts" / "snapshots").iterdir())
    assert kept == ["mini.contract.txt", "mini.values.txt"]
    checkout.write(SMALL.replace("type: string", "type: integer"))
    assert checkout.run("verify") == 1
    checkout.write(SMALL.replace("operationId: things_get", "operationId: other_get"))
    capsys.readouterr()
    for command in ("generate", "verify"):
        assert checkout.run(command) == 1, command
        assert "openapi.yaml:" in capsys.readouterr().err, command


#: Modules of hosts, whole and not, by their places.
HOSTS = {
    "plain.py": """
from imagehosts.core.client import SyncClient
from .kinds import Kind
from ..core.errors import Failure as Trouble

class Plain(SyncClient): ...
class AsyncPlain: ...

EXTRA = 1
HOST = Host("plain", sync_client=Plain, async_client=AsyncPlain, exports=(Kind, Trouble))
""",
    "packed/__init__.py": """
import os
from .inner import Packed
from . import inner
from imagehosts.hosts.plain import Plain as Other

HOST = Host("packed", sync_client=Packed, async_client=AsyncPacked, exports=Other)
""",
    "bare.py": "HOST = Host('bare', sync_client=Bare, async_client=AsyncBare)\n",
    "_private.py": "HOST = Host('private', sync_client=A, async_client=B)\n",
    "empty/other.py": "",
    "notes.txt": "HOST = Host('notes', sync_client=A, async_client=B)\n",
    "rowless.py": "OTHER = Host('rowless', sync_client=A, async_client=B)\nHOST = 1\n",
    "half.py": "\nHOST = Host('half', sync_client=Half)\n",
    "none.py": "\n\nHOST = Host('none', async_client=Half)\n",
    "made.py": "HOST = Host('made', sync_client=make(1), async_client=Made)\n",
    "broken.py": "HOST = Host(\n",
}


@pytest.mark.snapshots
def test_public_names_come_from_rows_and_faulty_rows_are_named(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = checkout.root / "overrides" / "imagehosts" / "hosts"
    for name, text in HOSTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    assert checkout.run("generate") == 0
    said = capsys.readouterr().err
    written = folder.with_name("_exports.py").read_text("utf-8")
    hold_file("generator/exports.txt", sections({"said": said, "written": written}))
    assert checkout.run("verify") == 1, "a faulty row is no public name"
    for name in ("rowless.py", "half.py", "none.py", "made.py", "broken.py"):
        (folder / name).unlink()
    assert checkout.run("verify") == 0
    folder.with_name("_exports.py").write_text(written + "\n", "utf-8")
    capsys.readouterr()
    assert checkout.run("verify") == 1
    assert "_exports.py: differs from what the rows of the hosts make of it" in (
        capsys.readouterr().err
    )
    assert checkout.run("generate") == 0
    assert folder.with_name("_exports.py").read_text("utf-8") == written
