"""Every command on the pages is one that works, and this is the list of how each is known to.

A command that no row of :data:`KINDS` knows fails: who writes a new kind of command into a page
says here how it is tried.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import imagehosts
import pytest
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS

from contracts.docs.markdown import PAGES, ROOT, commands
from contracts.docs.snippets import make_pictures
from contracts.suites import live_variables

COMMANDS = [
    pytest.param(command, id=f"{place}: {command}")
    for page in PAGES
    for place, command in commands(page)
]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    web = tmp_path_factory.mktemp("web")
    make_pictures(web)
    with Emulator() as emulator, emulator.serve() as url:
        emulator.web["https://pictures.example/lake.jpg"] = (web / "lake.jpg").read_bytes()
        yield url
        assert emulator.internal_errors == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, address: str) -> Path:
    made = tmp_path_factory.mktemp("reader")
    make_pictures(made)
    with imagehosts.ImageHostingMe(api_key="any", base_url=f"{address}/api/1") as host:
        (made / "undo.txt").write_text(host.upload(made / "lake.jpg").delete_url or "", "utf-8")
    return made


class Reader:
    """Somebody who types a command: where, and with what in the environment."""

    def __init__(self, address: str, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MAKE")
        }
        self.environment["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        for host in HOSTS:
            if host.needs_key:
                self.environment[host.variable] = "any"
            self.environment[host.base_url_variable] = address + host.base_path
        with imagehosts.ImageShack("any", base_url=f"{address}/v2") as shack:
            token = shack.login("demo", "demo").auth_token
        self.environment["IMAGESHACK_AUTH_TOKEN"] = token

    def run(self, command: str, folder: Path | None = None) -> str:
        finished = subprocess.run(
            ["sh", "-euc", command],
            cwd=folder or self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout


def run_it(reader: Reader, command: str) -> None:
    """Just run it, against the emulator."""
    printed = reader.run(command)
    if " upload" in command and ">" not in command and "--format" not in command:
        assert re.match(r"https?://", printed)


def serve_for_a_moment(reader: Reader, command: str) -> None:
    """Start it on a free port and wait until it says that it listens."""
    words = shlex.split(command, comments=True)
    with subprocess.Popen(
        [*words, "--port", "0"],
        cwd=reader.folder,
        env=reader.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            assert re.match(r"listening on http://127\.0\.0\.1:\d+", server.stdout.readline())
        finally:
            server.terminate()
            for _ in range(100):
                if server.poll() is not None:
                    break
                time.sleep(0.05)
    assert server.returncode == 0


def know_the_verb(reader: Reader, command: str) -> None:
    """The verb and its variables are in the Makefile; what it does is tried by the verb itself."""
    _, verb, *variables = shlex.split(command, comments=True)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{re.escape(verb)}:.*## ", makefile, re.MULTILINE)
    for variable in variables:
        assert re.search(rf"\$\((?:if \$\()?{variable.partition('=')[0]}\b", makefile)


def install_what_there_is(reader: Reader, command: str) -> None:
    """The project and its extras are named as pyproject.toml names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for wanted in shlex.split(command, comments=True)[2:]:
        name, _, extras = wanted.rstrip("]").partition("[")
        assert name in (".", project["name"])
        assert set(filter(None, extras.split(","))) <= set(project["optional-dependencies"])


def set_what_is_read(reader: Reader, command: str) -> None:
    """The variables are those that a client reads, or the tests of a live server."""
    clients = [getattr(imagehosts, host.client) for host in HOSTS]
    read = {name for client in clients for name in client.environment.values()}
    read |= {name for host in HOSTS for name in live_variables(host)}
    paths = {host.base_url_variable: host.base_path for host in HOSTS}
    for word in shlex.split(command, comments=True)[1:]:
        name, _, value = word.partition("=")
        assert name in read or name in paths
        if name in paths:
            assert value == f"http://127.0.0.1:8765{paths[name]}"


#: What a command looks like, and how it is tried. The first that fits is taken.
KINDS: tuple[tuple[str, Callable[[Reader, str], None]], ...] = (
    (r"imagehosts emulate\b", serve_for_a_moment),
    (r"(cat \S+ \| )?imagehosts (-v )?(upload|delete|hosts|spec)\b", run_it),
    (r"make \w+", know_the_verb),
    (r"pip install ", install_what_there_is),
    (r"export ", set_what_is_read),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_a_page_works(command: str, address: str, folder: Path) -> None:
    found = [check for pattern, check in KINDS if re.match(pattern, command)]
    assert found, "no row of KINDS says how this command is tried"
    found[0](Reader(address, folder), command)


@pytest.mark.parametrize(
    "command",
    [
        "imagehosts upload no-such-file.jpg",
        "imagehosts hostz",
        "imagehosts emulate --prot 0",
        "make coffee",
        "make contract APY=imges",
        'pip install "imagehosts[toaster]"',
        "export IMAGEHOSTING_KEY=...",
        "rm -r site",
    ],
)
def test_a_command_that_does_not_work_is_found_out(
    command: str, address: str, folder: Path
) -> None:
    with pytest.raises(AssertionError):
        test_a_command_on_a_page_works(command, address, folder)
