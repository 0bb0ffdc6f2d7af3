"""nginx before several emulators, with the lines that the guide gives for it.

Debian's, or any that is found. Where CI is set in the environment a missing one is a failure,
elsewhere the tests that want one are skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from contracts.support.postgres import ends_with_its_parent, free_port

__all__ = ["balanced", "nginx"]

GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/emulator.md"
#: What stands around the lines of the guide, so that nothing outside of a folder is touched.
AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{lines}
}}
"""
PATIENCE = 60.0


def _lines(servers: Sequence[str], port: int) -> str:
    """The lines of the guide with other addresses in them."""
    found = re.search(r"```nginx\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found, "the guide has no lines for nginx"
    upstreams = " ".join(f"server {server};" for server in servers)
    lines, changed = re.subn(r"(upstream emulators \{).*?\}", rf"\1 {upstreams} }}", found[1])
    assert changed == 1
    lines, changed = re.subn(r"listen 80;", f"listen 127.0.0.1:{port};", lines)
    assert changed == 1
    return lines


@contextmanager
def balanced(program: str, addresses: Sequence[str]) -> Iterator[str]:
    """Have nginx share out what comes to one address; gives it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="imagehosts-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # its workers are of another user
        servers = [address.partition("://")[2] for address in addresses]
        text = AROUND.format(folder=folder, lines=_lines(servers, port))
        (folder / "nginx.conf").write_text(text, "utf-8")
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        process = subprocess.Popen(ends_with_its_parent(command), stderr=subprocess.PIPE)
        try:
            url = f"http://127.0.0.1:{port}"
            end = time.monotonic() + PATIENCE
            while not _answers(url):
                assert process.poll() is None, process.communicate()[1].decode()
                assert time.monotonic() < end, "nginx does not answer"
                time.sleep(0.05)
            yield url
        finally:
            process.terminate()
            process.communicate()


def _answers(url: str) -> bool:
    try:
        urlopen(f"{url}/_emulator/health").close()
    except URLError:
        return False
    return True


@pytest.fixture(scope="session")
def nginx() -> str:
    """The program."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        sentence = "no nginx: install it (on Debian: apt-get install nginx)"
        if os.environ.get("CI"):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    return program
