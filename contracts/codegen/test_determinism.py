"""The same specs give the same bytes, on whatever machine and in whatever mood."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from codegen import formatting
from codegen.__main__ import main
from codegen.xsd import XSDATA_VERSION

from contracts.codegen.everything_spec import KITCHEN_SINK
from contracts.codegen.minispec import Checkout
from contracts.codegen.xml_spec import SHELF, SHELF_XSD

LOCK = "imagehosts_wire/generation.lock.json"


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is generated from the spec with everything in it."""
    checkout = Checkout(tmp_path_factory.mktemp("reference") / "checkout")
    checkout.write(KITCHEN_SINK)
    checkout.generate()
    return checkout.tree()


def test_a_second_run_changes_nothing(
    checkout: Checkout, reference: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.write(KITCHEN_SINK)
    checkout.generate()
    assert checkout.tree() == reference
    assert "nothing changed" not in capsys.readouterr().out
    checkout.generate()
    assert checkout.tree() == reference
    assert "nothing changed" in capsys.readouterr().out


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_order_of_hashes_makes_no_difference(
    checkout: Checkout, reference: dict[str, bytes], tmp_path: Path, seed: str
) -> None:
    """In another process and from another folder, too, and with other settings of the locale."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "ruff.toml").write_text("line-length = 20\n")
    checkout.write(KITCHEN_SINK)
    ran = checkout.start(
        "generate",
        cwd=elsewhere,
        environment={"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Tokyo"},
    )
    assert ran.returncode == 0, ran.stderr
    assert checkout.tree() == reference


def test_configuration_around_the_checkout_makes_no_difference(
    checkout: Checkout, reference: dict[str, bytes]
) -> None:
    """Neither a formatter's settings nor an ignore file that hides what is generated."""
    subprocess.run(["git", "init", "--quiet", str(checkout.root)], check=True)
    (checkout.root / ".gitignore").write_text("generated/\n*.py\n")
    (checkout.root / "pyproject.toml").write_text(
        '[tool.ruff]\nline-length = 40\nextend-exclude = ["*"]\n'
        '[tool.ruff.format]\nquote-style = "single"\n'
    )
    checkout.write(KITCHEN_SINK)
    checkout.generate()
    assert checkout.tree() == reference


def test_another_ruff_first_on_the_path_makes_no_difference(
    checkout: Checkout,
    reference: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    impostor = tmp_path / "bin" / "ruff"
    impostor.parent.mkdir()
    impostor.write_text("#!/bin/sh\necho an impostor ran >&2\nexit 1\n")
    impostor.chmod(0o755)
    monkeypatch.setenv("PATH", f"{impostor.parent}{os.pathsep}{os.environ['PATH']}")
    checkout.write(KITCHEN_SINK)
    checkout.generate()
    assert checkout.tree() == reference


def test_another_ruff_in_the_environment_makes_no_difference(
    checkout: Checkout,
    reference: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The pinned one is fetched into a folder of its own, once, and used from there."""
    fetched: list[list[str]] = []
    run = subprocess.run

    def install(command: list[str], **options: object) -> object:
        if "pip" not in command:
            return run(command, **options)  # type: ignore[call-overload]
        fetched.append(command)
        binary = Path(command[command.index("--target") + 1]) / "bin" / "ruff"
        binary.parent.mkdir(parents=True)
        binary.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ruff "$@"\n')
        binary.chmod(0o755)
        return subprocess.CompletedProcess(command, 0, "", "")

    version = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0.1.0" if name == "ruff" else version(name)
    )
    monkeypatch.setattr(formatting.subprocess, "run", install)
    checkout.write(KITCHEN_SINK)
    checkout.generate()
    checkout.generate()
    assert checkout.tree() == reference
    (command,) = fetched
    assert command[-1] == f"ruff=={formatting.RUFF_VERSION}"
    assert str(checkout.root / ".cache") in command[command.index("--target") + 1]


def test_a_ruff_that_cannot_be_fetched_is_a_failure_that_says_so(
    checkout: Checkout,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0.1.0" if name == "ruff" else version(name)
    )
    monkeypatch.setattr(
        formatting.subprocess,
        "run",
        lambda command, **_: subprocess.CompletedProcess(command, 1, "", "no network"),
    )
    checkout.write(KITCHEN_SINK)
    assert checkout.run("generate") == 1
    said = capsys.readouterr().err
    assert formatting.RUFF_VERSION in said
    assert "no network" in said
    assert checkout.tree() == {}


def test_the_line_ends_of_a_spec_make_no_difference(
    checkout: Checkout, reference: dict[str, bytes]
) -> None:
    checkout.write(KITCHEN_SINK.replace("\n", "\r\n"))
    checkout.generate()
    assert checkout.tree() == reference


def test_the_place_of_the_output_makes_no_difference(
    checkout: Checkout, reference: dict[str, bytes], tmp_path: Path
) -> None:
    deep = Checkout(tmp_path / "build" / "venv" / "a b" / "naïve")
    deep.write(KITCHEN_SINK)
    deep.generate()
    assert deep.tree() == reference


def test_deleting_what_is_generated_and_generating_gives_the_same_bytes(
    checkout: Checkout, reference: dict[str, bytes]
) -> None:
    """Nothing of an older run is left, either."""
    checkout.write(KITCHEN_SINK)
    stray = checkout.package / "mini" / "models" / "forgotten.py"
    stray.parent.mkdir(parents=True)
    stray.write_text("old = True\n")
    checkout.generate()
    assert checkout.tree() == reference
    assert [path.name for path in (checkout.root / "generated").iterdir()] == ["imagehosts_wire"]


def test_the_lock_names_every_input_with_its_hash_and_no_date(checkout: Checkout) -> None:
    text = KITCHEN_SINK
    checkout.write(text)
    checkout.write(text.replace("Mini API", "Other API"), "other")
    checkout.generate()
    lock = json.loads(checkout.tree()[LOCK])
    assert set(lock) == {"tools", "operations", "inputs"}
    assert lock["operations"] == {"mini": 7, "other": 7}
    assert lock["tools"]["ruff"] == formatting.RUFF_VERSION
    assert lock["tools"]["xsdata"] == XSDATA_VERSION
    own = Path(formatting.__file__).parent
    expected = {f"specs/{api}/openapi.yaml": checkout.root for api in ("mini", "other")}
    expected |= {
        f"overrides/codegen/{path.relative_to(own).as_posix()}": own.parents[1]
        for pattern in ("*.py", "portable/*.py", "templates/*.jinja")
        for path in own.glob(pattern)
    }
    assert lock["inputs"] == {
        name: hashlib.sha256((root / name).read_bytes()).hexdigest()
        for name, root in expected.items()
    }


def test_an_xsd_is_an_input_like_its_spec(checkout: Checkout) -> None:
    checkout.write(SHELF)
    path = checkout.write_beside("mini.xsd", SHELF_XSD)
    checkout.generate()
    before = checkout.tree()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert json.loads(before[LOCK])["inputs"]["specs/mini/mini.xsd"] == digest
    assert before["imagehosts_wire/mini/mini.xsd"] == path.read_bytes()
    checkout.write_beside("mini.xsd", SHELF_XSD.replace("\n", "\r\n"))
    checkout.generate()
    assert checkout.tree() == before
    checkout.write_beside("mini.xsd", SHELF_XSD.replace("\n", "\n\n", 1))
    assert checkout.run("verify") == 1
    ran = checkout.start("generate", environment={"PYTHONHASHSEED": "4242", "LC_ALL": "C"})
    assert ran.returncode == 0, ran.stderr
    changed = {name for name, content in checkout.tree().items() if before.get(name) != content}
    assert changed == {LOCK, "imagehosts_wire/mini/mini.xsd"}


def test_every_generated_file_names_its_spec_first(reference: dict[str, bytes]) -> None:
    header = b"# Generated from specs/mini/openapi.yaml by `make generate`."
    code = {name: text for name, text in reference.items() if name.endswith(".py")}
    of_mini = {name for name in code if "/mini/" in name}
    assert len(of_mini) > 5
    for name, text in code.items():
        assert text.startswith(header) == (name in of_mini), name
        assert b"\r" not in text
        assert text.endswith(b"\n")
    for name in code.keys() - of_mini:
        assert b"make generate" in code[name][:300], name


def test_the_types_that_all_apis_share_are_the_template(reference: dict[str, bytes]) -> None:
    """So a client may mix APIs of two runs: they meet in one module."""
    template = Path(formatting.__file__).parent / "templates" / "shared_types.py.jinja"
    assert reference["imagehosts_wire/types.py"] == template.read_bytes()


def test_the_root_defaults_to_this_checkout(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "default: this one" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2


def test_what_the_formatter_cannot_read_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def (:\n", "utf-8")
    with pytest.raises(RuntimeError, match=r"cannot read what the templates wrote:\n[\s\S]*broken"):
        formatting.format_tree(tmp_path, tmp_path / "cache")
