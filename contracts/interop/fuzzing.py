"""A fuzzer from outside: schemathesis' own command line, the portable file, a key, the emulator.

Every answer must be what the contract says: status, media type, headers, schema, and no failure of
the server. What the run leaves out are demands on the hosts, not on the contract.
"""

from __future__ import annotations

import json
from pathlib import Path

from contracts.interop.environment import WORK, ToolFailed, run, tool
from contracts.interop.results import Outcome
from contracts.interop.server import base_url, emulator, key_for

Files = dict[str, Path]

#: Checks that are left out, and why; the documentation shows them.
LEFT_OUT = {
    "positive_data_acceptance": (
        "a host refuses what no schema can exclude: an id of nothing, a URL that it cannot fetch,"
        " a credential that was made up, and where calls share a route what one of them needs"
    ),
    "negative_data_rejection": "the hosts ignore what they do not know, and read numbers leniently",
    "unsupported_method": "the hosts answer other methods in their own ways",
    "allow_header_conformance": "so they do with the header that lists the methods",
    "ignored_auth": "a wrong key is answered with 400, or with 200 and a message, as documented",
}


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
            schemes = document["components"].get("securitySchemes", {})
            config.write_text(
                "".join(
                    f"[auth.openapi.{name}]\napi_key = {json.dumps(key_for(scheme))}\n"
                    for name, scheme in schemes.items()
                    if scheme["type"] == "apiKey"
                ),
                "utf-8",
            )
            url = base_url(address, document["servers"][0]["url"])
            command = [tool("schemathesis"), "--config-file", str(config), "run", str(path)]
            options = ["--url", url, "--max-examples", "3", "--seed", "1", "--no-color"]
            left_out = ["--exclude-checks", ",".join(LEFT_OUT)]
            try:
                run([*command, *options, *left_out], cwd=folder)
            except ToolFailed as failure:
                outcomes[api].problems.append(str(failure))
    return outcomes
