"""Every command on the pages works; :data:`KINDS` says how each kind of command is tried.

A command without a row fails: a new kind of command on a page needs a row here.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shlex
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from imagehosts.cli import main
from imagehosts.contract.checks import find_checks
from imagehosts.emulator import Emulator
from imagehosts.emulator.config import add_arguments, config_from_args
from imagehosts.hosts import HOSTS
from imagehosts.pytest_plugin import SERVICE

from contracts.docs.markdown import PAGES, ROOT, commands
from contracts.docs.snippets import make_pictures
from contracts.packaging.container import instructions
from contracts.support.reporting import report_all

BIN = Path(sys.executable).parent
#: Where the pages say that the emulator is.
SHOWN = "http://127.0.0.1:8765"
WITH_COMMANDS = [page for page in PAGES if commands(page)]


class Reader:
    """Somebody who types commands: in which folder, and with what in the environment."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder
        make_pictures(folder)
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MAKE")
        }
        self.environment["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        self.environment |= credentials(address)
        self.environment["IMAGEHOSTS_HOME"] = str(folder / ".imagehosts")


def credentials(address: str) -> dict[str, str]:
    """What the clients of all hosts read from the environment, for the emulator."""
    found: dict[str, str] = {}
    for host in HOSTS:
        found[host.base_url_variable] = address + host.base_path
        if host.needs_key:
            found[host.variable] = "any"
        login = httpx.post(f"{address}/_emulator/login", json={"host": host.name}).json()
        if login.get("user"):
            for scheme, value in login["credentials"].items():
                found[host.sync_client.environment[scheme]] = value
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    web = tmp_path_factory.mktemp("web")
    make_pictures(web)
    with Emulator() as emulator, emulator.serve() as url:
        emulator.web["https://pictures.example/lake.jpg"] = (web / "lake.jpg").read_bytes()
        yield url
        assert emulator.internal_errors == []


@pytest.fixture
def reader(address: str, tmp_path: Path) -> Reader:
    return Reader(address, tmp_path)


def run_in_shell(reader: Reader, command: str) -> str:
    finished = subprocess.run(
        ["sh", "-euc", command],
        cwd=reader.folder,
        env=reader.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


#: Commands that need a shell, or whose logging would stay switched on.
NOT_ALONE = re.compile(r"[|<>;&$`*?~]| (-v|--verbose)\b")


def run_here(reader: Reader, command: str) -> str:
    """Run it in this process, which takes a fifth of the time of one of its own."""
    words = shlex.split(command, comments=True)
    printed, said = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in reader.environment.items():
            patch.setenv(name, value)
        patch.chdir(reader.folder)
        patch.setattr(sys, "stdout", printed)
        patch.setattr(sys, "stderr", said)
        status = main(words[1:])
    for stream in (printed, said):
        stream.seek(0)
    assert status == 0, said.read()
    return printed.read()


def run_it(reader: Reader, command: str) -> None:
    """Run it against the emulator."""
    alone = command.startswith("imagehosts ") and not NOT_ALONE.search(command)
    printed = (run_here if alone else run_in_shell)(reader, command)
    plain = not re.search(r">|--format|--json|--dry-run", command)
    if re.search(r"imagehosts (-v )?upload", command) and plain:
        assert re.match(r"https?://", printed)


def ask_the_emulator(reader: Reader, command: str) -> None:
    """Send it to the emulator of this test; what it switches on is switched off again."""
    run_in_shell(reader, command.replace("curl ", "curl -sSf ", 1).replace(SHOWN, reader.address))
    run_in_shell(reader, f"curl -sSf -X DELETE {reader.address}/_emulator/faults")


def ask_for_a_failure(reader: Reader, command: str) -> None:
    """Send it to the emulator of this test; the status of the answer is the one that it names."""
    curl = "curl -sS -o /dev/null -w '%{http_code}' "
    printed = run_in_shell(reader, command.replace("curl ", curl, 1).replace(SHOWN, reader.address))
    assert re.search(rf"(?:status|code)={printed}\b", command), printed


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


def read_the_settings(reader: Reader, command: str) -> None:
    """Read what it says: it names machines of others, or a folder that takes long to make.

    ``emulator/test_workers.py`` and ``emulator/test_documentation.py`` serve so.
    """
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_arguments(parser)
    settings = config_from_args(parser.parse_args(shlex.split(command, comments=True)[2:]))
    assert settings.database is not None or settings.docs is not None


def find_the_target(reader: Reader, command: str) -> None:
    """The target and its variables are in the Makefile; the target itself tries what it does."""
    _, target, *variables = shlex.split(command, comments=True)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{re.escape(target)}:.*## ", makefile, re.MULTILINE)
    for variable in variables:
        assert re.search(rf"\$\((?:if \$\()?{variable.partition('=')[0]}\b", makefile)


def check_the_extras(reader: Reader, command: str) -> None:
    """pyproject.toml has the project and its extras under these names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for wanted in shlex.split(command, comments=True)[2:]:
        name, _, extras = wanted.rstrip("]").partition("[")
        assert name in (".", project["name"])
        assert set(filter(None, extras.split(","))) <= set(project["optional-dependencies"])


def check_the_variables(reader: Reader, command: str) -> None:
    """A client reads the variables, or the tests of a live server do."""
    read = {name for host in HOSTS for name in host.sync_client.environment.values()}
    read |= {name for host in HOSTS for name in find_checks(host).variables}
    # The store of a bucket reads these, whatever it is called by.
    read |= {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"}
    # And the pytest plugin this one.
    read |= {SERVICE}
    paths = {host.base_url_variable: host.base_path for host in HOSTS}
    for word in shlex.split(command, comments=True)[1:]:
        name, _, value = word.partition("=")
        assert name in read or name in paths
        if name in paths:
            assert value == f"http://127.0.0.1:8765{paths[name]}"


def type_the_key(reader: Reader, command: str) -> None:
    """Log in as somebody who types a key, no token, and the name and password of the account."""
    run_in_shell(reader, rf"printf 'any\n\ndemo\ndemo\n' | {command}")


def read_the_container(reader: Reader, command: str) -> None:
    """Compare it with the file: no engine is here. ``contracts/packaging/container.py`` does all
    that the file says."""
    _, action, *words = shlex.split(command, comments=True)
    options = dict(pairwise(words))
    if action == "build":
        assert (ROOT / options["--file"]).is_file()
        assert words[-1] == "."
    else:
        steps = dict(instructions((ROOT / "Containerfile").read_text("utf-8")))
        assert options["--publish"].partition(":")[2] == steps["EXPOSE"]


#: What a command looks like, and how it is tried. The first match decides.
KINDS: tuple[tuple[str, Callable[[Reader, str], None]], ...] = (
    (r"imagehosts emulate\b.* --(database|docs) ", read_the_settings),
    (r"imagehosts emulate\b", serve_for_a_moment),
    (r"docker (build|run) ", read_the_container),
    (r"imagehosts login\b", type_the_key),
    (
        r"(cat \S+ \| |find .* \| )?imagehosts (-v )?"
        r"(upload|delete|hosts|spec|history|album|api|logout|whoami|sxcu)\b",
        run_it,
    ),
    (r"make \w+", find_the_target),
    (r"curl .*http://127\.0\.0\.1:8765/(_emulator/|1/upload)", ask_the_emulator),
    (r"curl -H '(X-Emulator-Fault|Prefer): ", ask_for_a_failure),
    (r"pip install ", check_the_extras),
    (r"export ", check_the_variables),
)


def try_command(reader: Reader, command: str) -> None:
    found = [check for pattern, check in KINDS if re.match(pattern, command)]
    assert found, "no row of KINDS says how this command is tried"
    found[0](reader, command)


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_of_a_page_work_in_their_order(page: Path, reader: Reader) -> None:
    with report_all() as case:
        for place, command in commands(page):
            with case(f"{place}: {command}"):
                try_command(reader, command)


#: Commands that do not work, each for another reason.
WRONG = (
    "imagehosts upload no-such-file.jpg",
    "imagehosts hostz",
    "imagehosts emulate --prot 0",
    "make coffee",
    "make contract APY=all",
    'pip install "imagehosts[toaster]"',
    "export IMAGEHOSTING_KEY=...",
    "rm -r site",
)


def test_command_that_does_not_work_is_noticed(reader: Reader) -> None:
    with report_all(len(WRONG)) as case:
        for command in WRONG:
            with case(command), pytest.raises(AssertionError):
                try_command(reader, command)
