"""Runs the Python of Markdown pages: ``python -m contracts.docs.snippets PAGE...``.

The blocks of a page run one after the other in one namespace, as a reader would type them, in a
folder with a few pictures. Requests to the hosts go to the emulator instead, below the client, so
the code on the page runs unchanged. Requests to any other server are refused.

Each page has a process of its own, forked when all is imported, which is most of what a page takes.
What is wrong with a page is written to ``NUMBER.txt``, by its place among the pages.

A block that is followed by a block of ``output`` must print exactly that. A block that contains
tests runs in pytest.
"""

from __future__ import annotations

import ast
import contextlib
import io
import multiprocessing
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from imagehosts.emulator import Emulator
from PIL import Image

from contracts.docs.markdown import Block, blocks
from contracts.support.specs import API_NAMES, load_spec

#: The domains of the hosts, which lead to the emulator with all their subdomains.
DOMAINS = {
    ".".join(urlsplit(server["url"]).netloc.split(".")[-2:])
    for api in API_NAMES
    for server in load_spec(api)["servers"]
}
#: The address of the emulator on the pages.
SHOWN_EMULATOR = ("127.0.0.1", 8765)
LOOPBACK = {"127.0.0.1", "localhost"}
#: How tests on a page run; the plugin of a library that they do not use takes long to import.
OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:schemathesis")


def main(pages: list[Path]) -> int:
    """Run pages; the exit status says whether everything happened as they say."""
    context = multiprocessing.get_context("fork")
    status = 0
    for number, page in enumerate(pages):
        folder, report = Path(str(number)), Path(f"{number}.txt").absolute()
        folder.mkdir()
        report.write_text(f"{page.name} ended its process", "utf-8")
        process = context.Process(target=run_alone, args=(page, folder, report))
        process.start()
        process.join()
        if report.stat().st_size:
            status = 1
    return status


def run_alone(page: Path, folder: Path, report: Path) -> None:
    """Run a page in a folder of its own, and write what is wrong with it."""
    os.chdir(folder)
    report.write_text("\n".join(run_page(page)), "utf-8")


def run_page(page: Path) -> list[str]:
    """Run a page in the current folder, and return what is wrong with it."""
    make_pictures(Path())
    faults: list[str] = []
    with Emulator() as emulator, emulator.serve() as address:
        with redirected_to(address):
            namespace: dict[str, Any] = {"__name__": "__main__"}
            for block, expected in with_outputs(blocks(page)):
                faults += run(block, expected, namespace)
        faults += [f"the emulator failed: {fault!r}" for fault in emulator.internal_errors]
    return faults


def make_pictures(folder: Path) -> None:
    """The files that the pages use."""
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(folder / "lake.jpg")
    Image.new("RGBA", (64, 64), (200, 30, 60, 128)).save(folder / "other.png")


def with_outputs(found: list[Block]) -> Iterator[tuple[Block, str | None]]:
    """Each Python block, with what it must print where the page says so."""
    for block, following in zip(found, [*found[1:], None], strict=True):
        if block.language == "python":
            shown = following is not None and following.language == "output"
            yield block, following.text if shown and following is not None else None


def run(block: Block, expected: str | None, namespace: dict[str, Any]) -> list[str]:
    """Run a block, and return what is wrong with it."""
    tree = ast.parse(block.text, block.place)
    if any(isinstance(n, ast.FunctionDef) and n.name.startswith("test_") for n in tree.body):
        return run_tests(block)
    ast.increment_lineno(tree, block.line - 1)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, str(block.page), "exec"), namespace)
    except Exception:
        return [f"{block.place}: {traceback.format_exc()}"]
    if expected is not None and printed.getvalue().rstrip() != expected.rstrip():
        return [f"{block.place} prints\n{printed.getvalue()}where the page says\n{expected}"]
    return []


def run_tests(block: Block) -> list[str]:
    """Run a block in pytest."""
    Path("test_page.py").write_text(block.text, "utf-8")
    Path("pytest.ini").write_text("[pytest]\n", "utf-8")
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, "test_page.py"],
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
    )
    return [f"{block.place}: {finished.stdout}"] if finished.returncode else []


@contextlib.contextmanager
def redirected_to(address: str) -> Iterator[None]:
    """Send requests for the hosts to the emulator, from whatever client they come."""
    port = httpx.URL(address).port
    sync_send = httpx.HTTPTransport.handle_request
    async_send = httpx.AsyncHTTPTransport.handle_async_request

    def redirect(request: httpx.Request) -> httpx.Request:
        url = request.url
        domain = ".".join(url.host.split(".")[-2:])
        if domain in DOMAINS or (url.host, url.port) == SHOWN_EMULATOR:
            # The name stays in the Host header, so that links in the answers have it too.
            request.headers["X-Forwarded-Proto"] = url.scheme
            request.url = url.copy_with(scheme="http", host="127.0.0.1", port=port)
        elif url.host not in LOOPBACK:
            raise AssertionError(f"the page would send a request to {url.host}")
        return request

    def send(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return sync_send(self, redirect(request))

    async def send_async(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        return await async_send(self, redirect(request))

    httpx.HTTPTransport.handle_request = send  # type: ignore[method-assign]
    httpx.AsyncHTTPTransport.handle_async_request = send_async  # type: ignore[method-assign]
    try:
        yield
    finally:
        httpx.HTTPTransport.handle_request = sync_send  # type: ignore[method-assign]
        httpx.AsyncHTTPTransport.handle_async_request = async_send  # type: ignore[method-assign]


if __name__ == "__main__":
    raise SystemExit(main([Path(name) for name in sys.argv[1:]]))
