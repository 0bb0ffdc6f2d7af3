"""Generators of TypeScript: what they write is compiled strictly, and the clients are used.

The flows are those of :mod:`contracts.interop.generators` in another language: upload, read, make
an album, take one picture out of it, find the album and the other pictures alive, delete it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contracts.interop.environment import (
    HERE,
    NODE_FOLDER,
    ROOT,
    WORK,
    ToolFailed,
    node,
    node_tool,
    run,
)
from contracts.interop.generators import credentials, flow_of, java, tool_of_java
from contracts.interop.results import Outcome, one_line
from contracts.interop.server import base_url, emulator

Files = dict[str, Path]

CLIENTS = HERE / "clients"

METHODS = ("get", "put", "post", "delete", "patch")


def openapi_fetch(files: Files) -> dict[str, Outcome]:
    """The client that takes its types from what openapi-typescript writes."""

    def generate(file: Path, target: Path) -> Path:
        run([*node_tool("openapi-typescript"), str(file), "-o", str(target / "types.ts")])
        document = json.loads(file.read_text("utf-8"))
        table = json.dumps(_operations(document), indent=1)
        lines = [
            'import createClient from "openapi-fetch";',
            'import type { operations as Operations, paths } from "./types";',
            "export const client = (baseUrl: string, headers: Record<string, string>) =>",
            "  createClient<paths>({ baseUrl, headers });",
            f"export const operations = {table};",
            # Every operation's types are used, so that one that is wrong does not compile.
            "type Used = { [name in keyof Operations]: Operations[name]['responses'] };",
            "export const known = Object.keys(operations) as (keyof Used)[];",
            "",
        ]
        (target / "client.ts").write_text("\n".join(lines), "utf-8")
        return target / "client.ts"

    return _used(files, "openapi_fetch", generate)


def typescript_fetch(files: Files) -> dict[str, Outcome]:
    """The client of openapi-generator for TypeScript."""

    def generate(file: Path, target: Path) -> Path:
        command = [tool_of_java(), "generate", "-g", "typescript-fetch", "-i", str(file)]
        run([*command, "-o", str(target)], environment=java())
        return target / "index.ts"

    return _used(files, "typescript_fetch", generate)


def _operations(document: dict[str, Any]) -> dict[str, Any]:
    """What a caller looks up in the contract: method, path, and what goes where."""
    found = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                parameters = [_resolved(document, p) for p in operation.get("parameters", [])]
                schemes = [
                    document["components"]["securitySchemes"][name]
                    for alternative in operation["security"]
                    for name in alternative
                ]
                places = {each["name"]: each["in"] for each in parameters}
                places |= {s["name"]: "query" for s in schemes if s.get("in") == "query"}
                bodies = _resolved(document, operation.get("requestBody", {})).get("content", {})
                found[operation["operationId"]] = {
                    "method": method.upper(),
                    "path": path,
                    "places": places,
                    "bodies": {kind: _members(document, each) for kind, each in bodies.items()},
                }
    return found


def _members(document: dict[str, Any], media: dict[str, Any]) -> list[str]:
    return [*_resolved(document, media["schema"]).get("properties", {})]


def _resolved(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = document
    for part in value["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return _resolved(document, found)


def _used(files: Files, name: str, generate: Callable[[Path, Path], Path]) -> dict[str, Outcome]:
    """Generate, compile and use a client of each API."""
    outcomes = {}
    with emulator() as address:
        for api, file in files.items():
            outcomes[api] = Outcome()
            folder = WORK / api / name
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "client").mkdir(parents=True)
            try:
                module = generate(file, folder / "client")
                outcomes[api].text = _use(api, file, name, module, address)
            except ToolFailed as failure:
                outcomes[api].problems.append(one_line(str(failure)[-600:]))
    return outcomes


def _use(api: str, file: Path, name: str, module: Path, address: str) -> str:
    document = json.loads(file.read_text("utf-8"))
    flow = flow_of(api, "interop.ts")
    adapter = CLIENTS / f"of_{name}.ts"
    out = module.parent.parent / "js"
    sources = [module, adapter, *([flow] if flow else [])]
    options = {
        "compilerOptions": {
            "target": "es2022",
            "module": "commonjs",
            "moduleResolution": "node10",
            "lib": ["es2022", "dom", "dom.iterable"],
            "types": [],
            "strict": True,
            "rootDir": str(ROOT),
            "outDir": str(out),
            "baseUrl": str(NODE_FOLDER),
            "paths": {"openapi-fetch": ["node_modules/openapi-fetch"]},
        },
        "files": [str(each) for each in sources],
    }
    settings = module.parent.parent / "tsconfig.json"
    settings.write_text(json.dumps(options), "utf-8")
    (out.parent / "package.json").write_text('{"type": "commonjs"}', "utf-8")
    run([*node_tool("tsc"), "--project", str(settings)])
    if flow is None:
        return "ok, compiled"
    made = [
        str(out / each.relative_to(ROOT).with_suffix(".js")) for each in (adapter, flow, module)
    ]
    base = base_url(address, document["servers"][0]["url"])
    given = json.dumps(credentials(document))
    path = {"NODE_PATH": f"{NODE_FOLDER / 'node_modules'}{os.pathsep}"}
    run([node(), *made, base, given], environment=path)
    return "ok, used"
