"""A fuzzer from outside: schemathesis' own command line, the portable file, a key, the emulator.

Every answer must be what the contract says, with all the checks that the tool has: status, media
type, headers, schema, what is accepted and what refused, methods, credentials. The key is that of a
user who is logged in, where a host has users, or nothing would be reached but refusals. What the
run leaves out are demands on a host, not on its contract; each host lists its own, with the reason.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from contracts.interop.environment import WORK, ToolFailed, run, tool
from contracts.interop.generators import flow_of
from contracts.interop.results import Outcome
from contracts.interop.server import base_url, emulator, key_for
from contracts.support.specs import API_NAMES

Files = dict[str, Path]

#: What holds for every host.
EVERYWHERE = {
    "`positive_data_acceptance`": (
        "takes 400 as well: a host refuses what no schema can exclude, such as an address that it"
        " cannot fetch, an id of nothing, or what one of the calls on a shared route needs"
    ),
}

#: What may come for a request that the contract allows; 400 is the only addition.
ACCEPTED = ["2xx", "3xx", "400", "401", "403", "404", "409", "429", "5xx"]


def left_out() -> dict[str, str]:
    """The checks that are left out, and why; the documentation shows them."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for api in API_NAMES:
        for check, where, reason in _listed(api):
            found.setdefault((check, where, reason), []).append(f"`{api}`")
    specific = {
        f"`{check}` for {', '.join(apis)}{f' at `{where}`' if where else ''}": reason
        for (check, where, reason), apis in sorted(found.items())
    }
    return EVERYWHERE | specific


def schemathesis(files: Files) -> dict[str, Outcome]:
    """Examples, coverage, random requests, and chains along the links."""
    outcomes = {}
    with emulator() as address:
        for api, path in files.items():
            document = json.loads(path.read_text("utf-8"))
            outcomes[api] = Outcome()
            folder = WORK / api / "schemathesis"
            folder.mkdir(parents=True, exist_ok=True)
            config = folder / "schemathesis.toml"
            config.write_text(_config(api, document, address), "utf-8")
            url = base_url(address, document["servers"][0]["url"])
            command = [tool("schemathesis"), "--config-file", str(config), "run", str(path)]
            options = ["--url", url, "--max-examples", "3", "--seed", "1", "--no-color"]
            try:
                run([*command, *options], cwd=folder)
            except ToolFailed as failure:
                outcomes[api].problems.append(str(failure))
    return outcomes


def _config(api: str, document: dict[str, Any], address: str) -> str:
    """The settings of a run: the key, wherever the contract has a place for it, and what is out."""
    module = _module(api)
    keys: dict[str, str] = module.keys(address) if hasattr(module, "keys") else {}
    lines = []
    if header := keys.get("Authorization"):
        lines += ["[headers]", f"Authorization = {json.dumps(header)}"]
    # In a query the scheme carries it, in a body the member of that name.
    bound = {f"body.{name}": name for name in keys if name != "Authorization"}
    lines += [
        f"[dictionaries.{name}]\nvalues = [{json.dumps(keys[name])}]" for name in bound.values()
    ]
    if bound:
        lines.append("[parameters]")
        lines += [f"{json.dumps(k)} = {{ dictionary = {json.dumps(v)} }}" for k, v in bound.items()]
    for name, scheme in document["components"].get("securitySchemes", {}).items():
        if scheme["type"] == "apiKey" and scheme["name"] not in ("Authorization",) * bool(header):
            key = keys.get(scheme["name"], key_for(scheme))
            lines += [f"[auth.openapi.{name}]", f"api_key = {json.dumps(key)}"]
    lines += ["[checks.positive_data_acceptance]", f"expected-statuses = {json.dumps(ACCEPTED)}"]
    listed = _listed(api)
    for check, where, _ in listed:
        if not where:
            lines += [f"[checks.{check}]", "enabled = false"]
    for where in dict.fromkeys(where for _, where, _ in listed if where):
        lines += ["[[operations]]", f"include-path-regex = {json.dumps(where)}"]
        lines += [f"checks.{check}.enabled = false" for check, at, _ in listed if at == where]
    return "\n".join([*lines, ""])


def _listed(api: str) -> list[tuple[str, str, str]]:
    """The checks that do not hold at a host: the check, a pattern of paths, the reason."""
    found: list[tuple[str, str, str]] = getattr(_module(api), "LEFT_OUT", [])
    return found


def _module(api: str) -> ModuleType | None:
    """What the clients of other tools know of a host; a new host may have nothing."""
    path = flow_of(api, "interop.py")
    if path is None:
        return None
    spec = importlib.util.spec_from_file_location(f"interop_of_{api}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
