"""Holds the Containerfile to what it says: by a linter, and by doing its steps in an empty folder.

No container is built: that needs a container engine and a registry of images. What is done instead
is every step of the file, one after the other, with the folders that it names inside of an empty
one, an environment with nothing in it but what the file sets, and the newly built wheel; then its
entry point runs, its health check is asked, a picture is uploaded, and it is told to end.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "Containerfile"
#: The folders of the image that its steps write to, or read.
FOLDERS = ("/opt", "/wheels", "/data")
#: What decides where packages come from on this machine; nothing else of the environment is kept.
KEPT = ("PIP_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT")
PATIENCE = 60.0


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Containerfile in their order, each on one line."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    for line in filter(None, map(str.strip, joined.splitlines())):
        name, _, rest = line.partition(" ")
        yield name.upper(), rest.strip()


def lint() -> None:
    """Ask hadolint, with nothing left out."""
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run(
        [str(hadolint), "--failure-threshold", "style", "--no-color", str(FILE)],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"hadolint: {done.stdout}{done.stderr}")


class Image:
    """The steps of the file, done below a folder."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        self.wheel = wheel
        self.home = folder / "home"
        programs = folder / "programs"
        for made in (self.home, programs, folder / "opt"):
            made.mkdir(parents=True)
        (programs / "python").symlink_to(Path(sys.base_prefix, "bin", "python3"))
        if os.geteuid() != 0:  # giving files to another user needs root
            (programs / "chown").symlink_to(shutil.which("true") or "/bin/true")
        self.environment = {
            name: value for name, value in os.environ.items() if name.upper().startswith(KEPT)
        }
        self.environment |= {
            "PATH": f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(self.home),
        }
        self.entry: list[str] = []
        self.health: list[str] = []

    def build(self) -> int:
        """Do the steps; how many there were."""
        steps = list(instructions(FILE.read_text("utf-8")))
        for name, rest in steps:
            step = getattr(self, f"_{name.lower()}", None)
            if step is None:
                raise SystemExit(f"Containerfile: nobody here knows how to do {name}")
            step(rest)
        (self.folder / "data").chmod(0o777)
        return len(steps)

    def here(self, text: str) -> str:
        """A text with the folders of the image inside of this one."""
        for each in FOLDERS:
            text = re.sub(rf"(?<![\w./-]){each}\b", str(self.folder) + each, text)
        return text

    def _from(self, rest: str) -> None:
        image, _, tag = rest.partition(":")
        wanted = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
        assert image.endswith("/library/python"), image
        assert wanted is not None
        assert int(tag.split(".")[1].split("-")[0]) >= int(wanted[1]), tag

    def _copy(self, rest: str) -> None:
        source, target = shlex.split(rest)
        assert (ROOT / source).parent.name == "dist", source
        Path(self.here(target)).mkdir()
        shutil.copy2(self.wheel, self.here(target))

    def _run(self, rest: str) -> None:
        command = ["/bin/sh", "-e", "-c", self.here(rest)]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, check=False, capture_output=True
        )
        if done.returncode:
            raise SystemExit(f"Containerfile: RUN {rest}\n{done.stderr.decode()[-2000:]}")

    def _env(self, rest: str) -> None:
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            self.environment[name] = self.here(value)

    def _user(self, rest: str) -> None:
        assert all(part.isdecimal() and int(part) > 0 for part in rest.split(":")), rest

    def _workdir(self, rest: str) -> None:
        assert Path(self.here(rest)).is_dir(), rest

    def _volume(self, rest: str) -> None:
        assert Path(self.here(rest)).is_dir(), rest

    def _expose(self, rest: str) -> None:
        assert rest == self.environment["IMAGEHOSTS_EMULATE_PORT"], rest

    def _healthcheck(self, rest: str) -> None:
        self.health = json.loads(self.here(rest.partition("CMD")[2]))

    def _entrypoint(self, rest: str) -> None:
        self.entry = json.loads(self.here(rest))

    def use(self) -> None:
        """Run what was built as an engine would, ask it, upload to it, and end it."""
        port = _free_port()
        self.environment["IMAGEHOSTS_EMULATE_PORT"] = str(port)
        folder = self.folder / "data"
        assert self._ask() != 0, "the health check found something before anything ran"
        process = subprocess.Popen(self.entry, cwd=folder, env=self.environment)
        try:
            end = time.monotonic() + PATIENCE
            while self._ask() != 0:
                assert process.poll() is None, "the entry point has ended"
                assert time.monotonic() < end, "the health check finds nothing"
            _upload(f"http://127.0.0.1:{port}")
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
        finally:
            process.kill()
            process.wait()
        assert any((folder / "emulator").iterdir()), "nothing was kept"

    def _ask(self) -> int:
        done = subprocess.run(self.health, env=self.environment, check=False, capture_output=True)
        return done.returncode


def _upload(url: str) -> None:
    from imagehosts.hosts import find_host

    from contracts.support.emulated import png
    from contracts.support.examples import api_where, only_uploads

    host = find_host(api_where(only_uploads))
    assert host is not None
    with host.sync_client("any", base_url=url + host.base_path) as client:
        assert client.download(client.upload(png()).url) == png()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check(work: Path, wheel: Path) -> None:
    """Lint the file, do its steps with a wheel, and use the result."""
    lint()
    image = Image(work / "image", wheel)
    count = image.build()
    image.use()
    print(f"Containerfile: {count} instructions, all done")
