"""``python -m contracts.interop``: every tool over every API, and the table in the documentation.

With ``--check`` (in CI, always) a table that is not what came out is a failure instead of being
written. ``--only`` runs some of the tools, for work on them, and leaves the table alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from contracts.interop import (
    environment,
    fuzzing,
    generators,
    mocks,
    requests,
    typescript,
    validators,
    xsds,
)
from contracts.interop.results import Outcome, Row, table, with_table
from contracts.support.specs import API_NAMES

Files = dict[str, Path]

PAGE = environment.ROOT / "docs" / "guides" / "interoperability.md"
WIRE = environment.ROOT / "generated" / "imagehosts_wire"


class Tool(NamedTuple):
    """A tool: its name, the package that it comes in, what it does, and how it is used."""

    name: str
    package: str
    what: str
    use: Callable[[Files], dict[str, Outcome]]
    left_out: Mapping[str, str] = MappingProxyType({})


TOOLS = (
    Tool(
        "openapi-spec-validator",
        "openapi-spec-validator",
        "validates",
        validators.openapi_spec_validator,
    ),
    Tool("Redocly", "@redocly/cli", "lints", validators.redocly),
    Tool("Spectral", "@stoplight/spectral-cli", "lints", validators.spectral),
    Tool(
        "swagger-parser",
        "@apidevtools/swagger-parser",
        "validates and resolves",
        validators.swagger_parser,
    ),
    Tool("Swagger UI", "swagger-client", "builds each request", requests.swagger_ui),
    Tool("Postman", "openapi-to-postmanv2", "converts to a collection", requests.postman),
    Tool("Prism", "@stoplight/prism-cli", "answers in the host's place", mocks.prism),
    Tool(
        "openapi-generator",
        "openapi-generator-cli",
        "writes a Python client",
        generators.openapi_generator,
    ),
    Tool(
        "openapi-python-client",
        "openapi-python-client",
        "writes a Python client, stock",
        generators.openapi_python_client,
    ),
    Tool(
        "openapi-generator, TypeScript",
        "openapi-generator-cli",
        "writes a TypeScript client",
        typescript.typescript_fetch,
    ),
    Tool("openapi-typescript", "openapi-typescript", "writes types", generators.openapi_typescript),
    Tool("openapi-fetch", "openapi-fetch", "calls by these types", typescript.openapi_fetch),
    Tool(
        "datamodel-code-generator",
        "datamodel-code-generator",
        "writes models",
        generators.datamodel_code_generator,
    ),
    Tool(
        "schemathesis",
        "schemathesis",
        "fuzzes the emulator",
        fuzzing.schemathesis,
        fuzzing.left_out(),
    ),
    Tool("xmllint", "xmllint-wasm", "validates XML with the XSD", xsds.xmllint),
    Tool("xsdata", "xsdata", "writes classes of the XSD, stock", xsds.xsdata),
)


def main(arguments: list[str] | None = None) -> int:
    """Run; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(prog="make interop", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--check", action="store_true", help="fail where the table is out of date")
    parser.add_argument("--only", action="append", metavar="TOOL", help="a tool (repeatable)")
    options = parser.parse_args(arguments)
    chosen = [tool for tool in TOOLS if not options.only or tool.name in options.only]
    if not chosen:
        parser.error(f"no such tool; there are {', '.join(tool.name for tool in TOOLS)}")
    began = time.monotonic()
    environment.set_up()
    print(f"set up in {time.monotonic() - began:.0f} s", flush=True)
    files = {api: WIRE / api / "openapi.json" for api in API_NAMES}
    with ThreadPoolExecutor(2) as pool:
        rows = [*pool.map(lambda tool: _row(tool, files), chosen)]
    faults = [fault for row in rows for fault in row.faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(rows)} tools, {len(faults)} problems, {time.monotonic() - began:.0f} s")
    if not options.only and not _write(rows, check=options.check or bool(os.environ.get("CI"))):
        return 1
    return 1 if faults else 0


def _row(tool: Tool, files: Files) -> Row:
    began = time.monotonic()
    try:
        outcomes = tool.use(files)
    except environment.ToolFailed as failure:
        outcomes = {api: Outcome(problems=[str(failure)]) for api in files}
    for outcome in outcomes.values():
        outcome.settle()
    version = environment.version(tool.package)
    row = Row(tool.name, version, tool.what, outcomes, tool.left_out)
    said = ", ".join(
        f"{api}: {outcome.text if not outcome.failed else 'FAILED'}"
        for api, outcome in outcomes.items()
    )
    print(f"{tool.name} ({time.monotonic() - began:.0f} s): {said}", flush=True)
    return row


def _write(rows: list[Row], check: bool) -> bool:
    before = PAGE.read_text("utf-8")
    after = with_table(before, table(rows, API_NAMES))
    if before == after:
        return True
    if check:
        print(f"{PAGE.name}: its table is out of date; run `make interop`", file=sys.stderr)
        return False
    PAGE.write_text(after, "utf-8")
    print(f"{PAGE.name}: table written")
    return True


if __name__ == "__main__":
    raise SystemExit(main())
