"""Tiny specs: written into a place of their own, generated, imported, and called.

The calls go through the real runtime, by a synchronous and an asynchronous client, whose requests
must be the same. What is generated is imported as ``imagehosts_wire.<api>``, beside the real APIs.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent
from types import ModuleType
from typing import Any

import imagehosts_wire
from codegen.__main__ import main
from imagehosts.core.client import AsyncClient, SyncClient

from contracts.support.recording import Recorder, Reply, Script, Sent
from contracts.support.specs import EXTENSIONS

BASE_URL = "https://mini.example/v1"
PACKAGE = Path("generated", "imagehosts_wire")

CLIENT: dict[str, Any] = {"credentials": {}, "max_retries": 0}

OK = """
description: Done
content:
  application/json:
    schema: {}
"""


def document(paths: str, components: str = "", root: str = "") -> str:
    """A whole spec around its interesting parts, which are YAML without indentation."""
    lines = [
        "openapi: 3.1.0",
        'info: {title: Mini API, version: "1", description: A host of a test.}',
        f"servers: [{{url: {BASE_URL}}}]",
        dedent(root).strip("\n"),
        "paths:",
        indent(dedent(paths).strip("\n"), "  "),
    ]
    if components:
        lines += ["components:", indent(dedent(components).strip("\n"), "  ")]
    return "\n".join(line for line in lines if line) + "\n"


def operation(
    details: str = "",
    *,
    key: str = "/things",
    method: str = "get",
    id: str = "things_get",
    answer: str = OK,
    status: str = "200",
) -> str:
    """One path with one operation, from what is special about it."""
    head = f"""
operationId: {id}
tags: [{id.partition("_")[0]}]
summary: Do something
description: It is done.
x-source: {{document: mini.txt, section: Doing}}
"""
    body = head.strip("\n") + "\n" + dedent(details).strip("\n")
    body = body.rstrip("\n") + f'\nresponses:\n  "{status}":\n'
    body += indent(dedent(answer).strip("\n"), "    ")
    return f"{key}:\n  {method}:\n{indent(body, '    ')}\n"


def answering(schema: str, media: str = "application/json") -> str:
    """A response with a schema, given as YAML."""
    return f"description: Done\ncontent:\n  {media}:\n    schema:\n" + indent(
        dedent(schema).strip("\n"), "      "
    )


def answering_xml(schema: str, root: str, xsd: str = "mini.xsd") -> str:
    """A response in XML with a named schema."""
    media = f"    x-xml: {{xsd: {xsd}, root: {root}}}"
    return answering(f"$ref: '#/components/schemas/{schema}'", "application/xml") + f"\n{media}"


def schemas(text: str) -> str:
    """Named schemas as the components of a document."""
    return "schemas:\n" + indent(dedent(text).strip("\n"), "  ")


#: Extensions that the generator reads, for hosts whose specs need them.
FURTHER_EXTENSIONS = (
    "x-alias-of",
    "x-argument",
    "x-array-format",
    "x-choices",
    "x-optional-segment",
    "x-pagination",
    "x-pattern",
    "x-prefix",
    "x-xml",
    "x-xml-text",
)


class Checkout:
    """A folder with nothing but specs in it, and what is generated from them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "specs").mkdir(parents=True)
        extensions = json.loads(EXTENSIONS.read_text("utf-8"))
        for name in FURTHER_EXTENSIONS:
            extensions["$defs"].setdefault(name, {})
        (root / "specs" / EXTENSIONS.name).write_text(json.dumps(extensions), "utf-8")

    @property
    def package(self) -> Path:
        return self.root / PACKAGE

    def write(self, text: str, api: str = "mini") -> Path:
        path = self.root / "specs" / api / "openapi.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        return path

    def write_beside(self, name: str, text: str, api: str = "mini") -> Path:
        """Another file in the folder of a spec, such as an XSD."""
        path = self.root / "specs" / api / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        return path

    def run(self, command: str) -> int:
        """``python -m codegen`` with a command, in this process; the exit status."""
        return main(["--root", str(self.root), command])

    def start(
        self,
        command: str,
        *,
        cwd: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """``python -m codegen`` in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "codegen", "--root", str(self.root), command],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
        )

    def generate(self) -> None:
        assert self.run("generate") == 0, "the generator refused; its reasons are above"

    def tree(self) -> dict[str, bytes]:
        """Everything below ``generated``, by path."""
        folder = self.root / "generated"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }


class MiniApi:
    """A generated API that has been imported."""

    def __init__(self, name: str, package: Path) -> None:
        self.name = name
        self.folder = package / name
        self.module = self.part("api")

    def part(self, name: str) -> ModuleType:
        return importlib.import_module(f"imagehosts_wire.{self.name}.{name}")

    @property
    def models(self) -> Any:
        return self.part("models")

    def operation(self, id: str) -> Any:
        return getattr(self.part(f"resources.{id.partition('_')[0]}"), id.upper())

    def source(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def sync_client(self, transport: Recorder, **options: Any) -> Any:
        """A client of the real runtime over this API."""
        kind = type("Mini", (SyncClient, self.module.Resources), {"api": self.module.API})
        return kind(**{**CLIENT, "transport": transport, **options})

    def async_client(self, transport: Recorder, **options: Any) -> Any:
        """Its twin."""
        kind = type("Mini", (AsyncClient, self.module.AsyncResources), {"api": self.module.API})
        return kind(**{**CLIENT, "transport": transport, **options})

    def call(self, call: Callable[[Any], Any], *script: Script, **options: Any) -> tuple[Any, Sent]:
        """Do the same by both clients: the result, and the one request that both sent."""
        recorders = Recorder(*script), Recorder(*script)
        with self.sync_client(recorders[0], **options) as client:
            result = call(client)

        async def awaited() -> Any:
            async with self.async_client(recorders[1], **options) as client:
                return await call(client)

        assert asyncio.run(awaited()) == result
        assert recorders[0].only.shape == recorders[1].only.shape
        return result, recorders[0].only

    def sent(self, call: Callable[[Any], Any], **options: Any) -> Sent:
        """What a call sends, whatever is answered."""
        return self.call(call, Reply(200, {}), **options)[1]


@contextmanager
def imported(checkout: Checkout) -> Iterator[Callable[[str], MiniApi]]:
    """Make what a checkout generated importable for a while."""
    before = set(sys.modules)
    imagehosts_wire.__path__.append(str(checkout.package))
    importlib.invalidate_caches()
    try:
        yield lambda name: MiniApi(name, checkout.package)
    finally:
        imagehosts_wire.__path__.remove(str(checkout.package))
        apis = {path.name for path in checkout.package.iterdir() if path.is_dir()}
        for name in set(sys.modules) - before:
            if name.startswith("imagehosts_wire.") and name.split(".")[1] in apis:
                del sys.modules[name]
        for api in apis:
            vars(imagehosts_wire).pop(api, None)
