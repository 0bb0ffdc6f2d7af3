"""Generators: what they write is installed or compiled, and the clients are used.

The clients talk to the emulator, by flows that no generator knows (:mod:`clients.flows`): upload,
read, put into an album, take one picture out, find the album alive.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from contracts.hosts import family_of
from contracts.interop.environment import (
    HERE,
    ROOT,
    VENV,
    WORK,
    ToolFailed,
    java_home,
    node_tool,
    python,
    run,
    tool,
)
from contracts.interop.results import Outcome, one_line
from contracts.interop.server import base_url, emulator, key_for

Files = dict[str, Path]

CLIENTS = HERE / "clients"


def openapi_generator(files: Files) -> dict[str, Outcome]:
    """The Python client of openapi-generator."""

    def generate(api: str, file: Path, target: Path) -> str:
        command = [tool_of_java(), "generate", "-g", "python", "-i", str(file)]
        package = f"{api}_client"
        run([*command, "-o", str(target), "--package-name", package], environment=java())
        return package

    return _used(files, "openapi_generator", generate)


def java() -> dict[str, str]:
    """What openapi-generator needs in its environment."""
    path = f"{java_home() / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {"JAVA_HOME": str(java_home()), "PATH": path}


def tool_of_java() -> str:
    """The command of openapi-generator."""
    return tool("openapi-generator-cli")


def openapi_python_client(files: Files) -> dict[str, Outcome]:
    """The client of openapi-python-client with its own templates."""
    environment = {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}

    def generate(api: str, file: Path, target: Path) -> str:
        command = [tool("openapi-python-client"), "generate", "--path", str(file)]
        options = ["--meta", "setup", "--output-path", str(target), "--overwrite"]
        said = run([*command, *options], environment=environment)
        if "Endpoint will not be generated" in said or "removal of" in said:
            raise ToolFailed(said)
        (package,) = [each.parent.name for each in target.glob("*/client.py")]
        return package

    return _used(files, "openapi_python_client", generate)


def _used(files: Files, name: str, generate: Any) -> dict[str, Outcome]:
    """Generate, install and use a client of each API."""
    outcomes = {}
    with emulator() as address:
        for api, file in files.items():
            outcomes[api] = Outcome()
            folder = WORK / api / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            try:
                package = generate(api, file, folder / "project")
                install = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
                target = ["--target", str(folder / "installed"), str(folder / "project")]
                quiet = ["--disable-pip-version-check"]
                run([str(python()), "-m", "pip", *install, *quiet, *target])
                outcomes[api].text = _use(api, file, name, package, folder / "installed", address)
            except ToolFailed as failure:
                outcomes[api].problems.append(one_line(str(failure)[-280:]))
    return outcomes


def _use(api: str, file: Path, name: str, package: str, installed: Path, address: str) -> str:
    document = json.loads(file.read_text("utf-8"))
    base = base_url(address, document["servers"][0]["url"])
    path = {"PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"}
    run([str(python()), str(CLIENTS / "import_all.py"), package], environment=path)
    flow = flow_of(api, "interop.py")
    if flow is None:
        return "ok, imported"
    script = CLIENTS / f"of_{name}.py"
    given = json.dumps({**credentials(document), "address": address})
    run([str(python()), str(script), str(flow), package, base, given], environment=path)
    return "ok, used"


def flow_of(api: str, name: str) -> Path | None:
    """What a client does at a host, or at a site of its family; a new host may have none."""
    for folder in (api, family_of(api)):
        path = ROOT / "contracts" / "hosts" / folder / name
        if path.exists():
            return path
    return None


def credentials(document: dict[str, Any]) -> dict[str, Any]:
    """Keys for every scheme of an API."""
    schemes = {
        name: scheme
        for name, scheme in document["components"].get("securitySchemes", {}).items()
        if scheme["type"] == "apiKey"
    }
    in_headers = {name: scheme for name, scheme in schemes.items() if scheme["in"] == "header"}
    keys = {name: key_for(scheme) for name, scheme in in_headers.items()}
    return {
        "schemes": {name: scheme["name"] for name, scheme in schemes.items()},
        "api_keys": keys,
        "headers": {scheme["name"]: keys[name] for name, scheme in in_headers.items()},
    }


def openapi_typescript(files: Files) -> dict[str, Outcome]:
    """Types, compiled strictly with a use of each operation."""
    outcomes = {}
    for api, file in files.items():
        outcomes[api] = Outcome()
        folder = WORK / api / "typescript"
        folder.mkdir(parents=True, exist_ok=True)
        document = json.loads(file.read_text("utf-8"))
        lines = ['import type { operations } from "./types";']
        for item in document["paths"].values():
            for name in [operation["operationId"] for operation in item.values()]:
                lines.append(f'export type Of_{name} = operations["{name}"]["responses"];')
        (folder / "use.ts").write_text("\n".join([*lines, ""]), "utf-8")
        try:
            run([*node_tool("openapi-typescript"), str(file), "-o", str(folder / "types.ts")])
            run([*node_tool("tsc"), "--noEmit", "--strict", str(folder / "use.ts")])
        except ToolFailed as failure:
            outcomes[api].problems.append(one_line(str(failure)))
    return outcomes


def datamodel_code_generator(files: Files) -> dict[str, Outcome]:
    """Models of pydantic, which must take the examples of the contract."""
    outcomes = {}
    for api, file in files.items():
        outcomes[api] = Outcome()
        folder = WORK / api / "datamodel"
        folder.mkdir(parents=True, exist_ok=True)
        command = [tool("datamodel-codegen"), "--input", str(file), "--input-file-type", "openapi"]
        options = ["--output-model-type", "pydantic_v2.BaseModel", "--disable-timestamp"]
        target = ["--output", str(folder / "models.py")]
        try:
            run([*command, *options, *target])
            run([str(python()), str(CLIENTS / "read_examples.py"), str(file), str(folder)])
        except ToolFailed as failure:
            outcomes[api].problems.append(one_line(str(failure)[-280:]))
    return outcomes
