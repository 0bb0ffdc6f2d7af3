"""``python -m contracts.wire.draft API``: a first wire table of an API, as its client sends it.

It writes down what is sent today, so that a change is noticed. It proves nothing until somebody has
held each row against the document of the host.
"""

from __future__ import annotations

import argparse
import re
import warnings
from typing import Any
from urllib.parse import quote

from codegen.specs import FORMS
from imagehosts.hosts import find_host
from imagehosts_wire.types import Operation

from contracts.hosts import FOLDER
from contracts.support.recording import Recorder, Reply, Sent
from contracts.support.specs import load_spec, operations, resolve
from contracts.wire.calls import takes_file_for_all_of_it
from contracts.wire.samples import derived_value
from contracts.wire.tables import operations_of, resource_of

HEAD = '''"""The requests of {title}, as its client sent them when this table was drafted.

Hold each row against the document of the host: what is written here is what is tested.
"""

from __future__ import annotations

{imports}from contracts.wire.tables import Request, Table

TABLE = Table(
    credentials={credentials},
    operations={{
{rows}
    }},
{apart})
'''
#: Headers that every request has.
USUAL = ("host", "user-agent", "accept", "accept-encoding", "content-type", "content-length")
KEY = "the-key-of-these-tests"


def draft(api: str) -> str:
    """The text of a wire table."""
    host = find_host(api)
    assert host is not None, f"no host {api!r}"
    credentials = {name: f"{KEY}-{name}" for name in host.sync_client.environment}
    rows = []
    apart: dict[str, list[str]] = {}
    with_files = False
    for operation in operations_of(api):
        recorder = Recorder(Reply(operation.result.statuses[0], b"", {"location": "/"}))
        with host.make_client(transport=recorder, max_retries=0, **credentials) as client:
            resource, method = resource_of(client, operation)
            values = {
                parameter.name: derived_value(operation, parameter)
                for parameter in operation.parameters
                if parameter.required
            }
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                getattr(resource.with_raw_response, method)(**values)
            recorder.only.is_file = takes_file_for_all_of_it(operation)
        row, has_files = _row(recorder.only, client.base_url, operation)
        with_files = with_files or has_files
        rows.append(f'        "{operation.id}": {row},')
        if found := _apart(api, operation):
            apart[operation.id] = found
    return HEAD.format(
        title=host.title,
        imports="from contracts.support.recording import Part\n"
        "from contracts.wire.samples import PNG\n"
        if with_files
        else "",
        credentials=repr(credentials),
        rows="\n".join(rows),
        apart=f"    apart={apart!r},\n" if apart else "",
    )


def _apart(api: str, operation: Operation[Any]) -> list[str]:
    """The arguments that cannot be sent with a file: the form that carries files lacks them."""
    document = load_spec(api)
    raw = operations(document)[operation.id].value
    body = resolve(document, raw.get("requestBody", {}))
    forms = [body["content"][kind] for kind in FORMS if kind in body.get("content", {})]
    if len(forms) < 2:
        return []
    taken = resolve(document, forms[0]["schema"]).get("properties", {})
    return [p.name for p in operation.parameters if p.place == "body" and p.wire not in taken]


def _row(sent: Sent, base_url: str, operation: Operation[Any]) -> tuple[str, bool]:
    path = "".join(
        part if part.startswith("{") else quote(part, safe="/:@!$&'()*+,;=%~")
        for part in re.split(r"(\{[^}]*\})", operation.path)
    )
    for place, name, value in operation.constants:
        path = path.replace(f"{{{name}}}", value) if place == "path" else path
    url = sent.address if operation.server_url or operation.server_path else base_url + path
    parts = [repr(sent.method), repr(url)]
    if sent.query:
        parts.append(f"query={sent.query!r}")
    fields = sent.fields
    if fields:
        parts.append(f"fields={fields!r}")
    headers = {name: value for name, value in sent.headers.items() if name not in USUAL}
    headers.pop("transfer-encoding", None)
    if headers:
        parts.append(f"headers={headers!r}")
    files = [
        f"Part({each.name!r}, PNG, {each.filename!r}, {each.content_type!r})" for each in sent.files
    ]
    if files:
        parts.append(f"files=[{', '.join(files)}]")
    return f"Request({', '.join(parts)})", bool(files)


def main() -> None:
    """Print the tables of the APIs that are named, or write each where it belongs."""
    parser = argparse.ArgumentParser(prog="python -m contracts.wire.draft", description=__doc__)
    parser.add_argument("api", nargs="+")
    parser.add_argument("--write", action="store_true", help="into contracts/hosts/<api>/wire.py")
    options = parser.parse_args()
    for api in options.api:
        text = draft(api)
        if options.write:
            (FOLDER / api / "wire.py").write_text(text, encoding="utf-8", newline="\n")
        else:
            print(text, end="")


if __name__ == "__main__":
    main()
