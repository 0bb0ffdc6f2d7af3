"""The command line against an emulator: in this process, and as the installed command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from imagehosts.cli import main
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS

from contracts.support.emulated import png

#: Status, what was printed, what was complained of.
Ran = tuple[int, str, str]
Run = Callable[..., Ran]
COMMAND = Path(sys.executable).parent / "imagehosts"


@pytest.fixture
def emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """Started with the settings that a test is parametrised with."""
    with Emulator(**getattr(request, "param", {})) as running:
        yield running
        assert running.internal_errors == []


@pytest.fixture
def address(emulator: Emulator) -> Iterator[str]:
    with emulator.serve() as url:
        yield url


@pytest.fixture
def environment(
    emulator: Emulator, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """A user with a key for each host, in a folder with a picture, and nothing in the history."""
    monkeypatch.setenv("IMAGEHOSTS_HOME", str(tmp_path / "home"))
    for host in HOSTS:
        monkeypatch.setenv(host.variable, "any")
        monkeypatch.setenv(host.base_url_variable, address + host.base_path)
    token = emulator.log_in("imageshack")["auth_token"]
    monkeypatch.setenv("IMAGESHACK_AUTH_TOKEN", token)
    folder = tmp_path / "pictures"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "lake.png").write_bytes(png(40, 30))
    return dict(os.environ)


@pytest.fixture
def run(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process."""

    def call(*arguments: str) -> Ran:
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


@pytest.fixture
def command(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the installed command as a user's shell does."""

    def call(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
        variables = {**environment, **options.pop("env", {})}
        if "stdout" not in options:
            options["stdout"] = subprocess.PIPE
        return subprocess.run(
            [COMMAND, *arguments],
            env=variables,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
            **options,
        )

    return call
