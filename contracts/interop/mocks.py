"""A mock server made of the portable file: it must answer every operation."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from contracts.interop.environment import PATIENCE, ToolFailed, node_tool, script
from contracts.interop.results import Outcome, one_line

Files = dict[str, Path]


def prism(files: Files) -> dict[str, Outcome]:
    """Every operation, once for each of its examples, must get a success from the mock."""
    outcomes = {}
    for api, path in files.items():
        requests = json.loads(script("build_requests.mjs", str(path)))
        document = json.loads(path.read_text("utf-8"))
        servers = _servers(document)
        outcome = outcomes[api] = Outcome()
        with _mock(path) as address, httpx.Client(timeout=PATIENCE) as client:
            for each in requests:
                place = servers[each["operation"]]
                parts = urlsplit(each["url"])
                url = address + parts.path.removeprefix(place)
                answer = client.request(
                    each["method"],
                    f"{url}?{parts.query}" if parts.query else url,
                    headers=each["headers"],
                    content=base64.b64decode(each["body"]),
                )
                if not answer.is_success and not answer.is_redirect:
                    said = one_line(answer.text)
                    outcome.problems.append(f"{each['operation']}: {answer.status_code} {said}")
    return outcomes


def _servers(document: dict[str, Any]) -> dict[str, str]:
    """The path of the first server of each operation: a mock has only what is behind it."""
    return {
        operation["operationId"]: urlsplit(
            operation.get("servers", document["servers"])[0]["url"]
        ).path.rstrip("/")
        for item in document["paths"].values()
        for operation in item.values()
    }


@contextmanager
def _mock(path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*node_tool("prism"), "mock", str(path), "-p", str(port), "-h", "127.0.0.1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:  # type: ignore[call-overload]
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as connection:
            connection.settimeout(1)
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise ToolFailed("the mock does not listen")
