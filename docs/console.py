"""The try-it consoles: a page per API with Swagger UI and the merged spec in it, and the specs."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegen.portable import PORTABLE

from docs.console_fills import Fill, fill_of
from docs.emulator_logins import credentials_of
from docs.merge_spec import CALLS, EMULATOR_PORT, merge
from docs.rows import find_row
from docs.samples import ADDRESS, played, stage
from docs.samples import files as sample_files
from docs.spec_reference import ApiReference, find_apis

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The console's page, as Sphinx names pages.
CONSOLE = "console/{api}"

#: What the calls of the examples act on: a snapshot for an emulator.
EXAMPLES = "examples.zip"

#: Swagger UI's files in its package, and their licence.
SWAGGER_FILES = (
    "stylesheets/swagger-ui.css",
    "javascripts/swagger-ui-bundle.js",
    "LICENSE",
    "NOTICE",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the pages and files to the site."""
    app.connect("html-collect-pages", console_pages)
    app.connect("build-finished", copy_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def console_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A page per API with Swagger UI and the merged spec in it."""
    documents = _documents()
    for reference, merged in documents:
        context = {
            "title": f"{reference.info['title']} console",
            "settings": _for_script(
                {
                    "many": len(merged["tags"]) > 1,
                    "authorize": _authorize(reference, merged),
                    "emulator": f"http://127.0.0.1:{EMULATOR_PORT}",
                    # An emulator that holds the snapshot knows this address.
                    "examples": {"file": EXAMPLES, "address": ADDRESS},
                    **_fills(reference.api),
                }
            ),
            "api": reference.api,
            "apis": [(each.api, each.info["title"]) for each, _ in documents],
            "specification": _for_script(merged),
        }
        yield CONSOLE.format(api=reference.api), context, "console.html"


@cache
def _documents() -> tuple[tuple[ApiReference, dict[str, Any]], ...]:
    """Every API whose page is there, with the document of its console."""
    return tuple((reference, merge(reference.document)) for reference in find_apis())


@cache
def console_calls(api: str) -> dict[str, str]:
    """For each operation that the console of an API can send, the tag that it has there."""
    found: dict[str, str] = {}
    for reference, merged in _documents():
        for item in merged["paths"].values() if reference.api == api else ():
            for operation in item.values():
                tag = next(iter(operation.get("tags", [])), "default")
                for call in operation[CALLS]:
                    found.setdefault(call, tag)
    return found


@cache
def fills_of(api: str) -> dict[str, Fill]:
    """What the calls of an API are tried with, by their ids."""
    found: dict[str, Fill] = {}
    for reference, merged in _documents():
        if reference.api != api:
            continue
        login = _login(reference, merged)
        for call in reference.operations:
            fill = fill_of(merged, call.id, call.forms.request, login) if call.forms else None
            if fill is not None:
                found[call.id] = fill
    return found


def _login(reference: ApiReference, merged: dict[str, Any]) -> dict[str, str]:
    """What to type into fields for an emulator, by credential: what "Authorize" does not send.

    Once is enough, and a host may hold the second against the first.
    """
    host = find_row(reference.api)
    known = {**played(host).credentials, **credentials_of(host)} if host else {}
    schemes = reference.document.get("components", {}).get("securitySchemes", {})
    sent = {schemes[name]["x-credential"] for name in _authorize(reference, merged)}
    return {name: known.get(name, "any") for name, *_ in reference.credentials if name not in sent}


def _fills(api: str) -> dict[str, Any]:
    """The same for the script, with the files that are chosen in them."""
    fills = fills_of(api)
    named = {name for fill in fills.values() for names in fill.files.values() for name in names}
    contents = sample_files()
    return {
        "fills": {call: fill.as_json() for call, fill in fills.items()},
        "files": {name: base64.b64encode(contents[name]).decode() for name in sorted(named)},
    }


def _authorize(reference: ApiReference, merged: dict[str, Any]) -> dict[str, str]:
    """What to type under "Authorize" for an emulator, by scheme."""
    host = find_row(reference.api)
    known = credentials_of(host) if host else {}
    schemes = reference.document.get("components", {}).get("securitySchemes", {})
    shown = merged["components"].get("securitySchemes", {})
    authorize = {}
    for name, scheme in shown.items():
        credential = schemes[name]["x-credential"]
        if credential in known:
            # A bearer token is typed without the word before it.
            prefix = "" if scheme["type"] == "http" else schemes[name].get("x-prefix", "")
            authorize[name] = f"{prefix}{known[credential]}"
    if any(shown[name]["type"] == "http" for name in authorize):
        # A token goes into the same header as a key, where only one can be, and may do more.
        authorize = {
            name: value
            for name, value in authorize.items()
            if shown[name].get("name", "").lower() != "authorization"
        }
    return authorize


def copy_files(app: Sphinx, error: Exception | None) -> None:
    """Swagger UI from its package, and the specs to download."""
    if error is not None:
        return
    out = Path(app.outdir)
    package = files("mkdocs_swagger_ui_tag").joinpath("swagger-ui")
    target = out / "_static" / "swagger-ui"
    target.mkdir(parents=True, exist_ok=True)
    for name in SWAGGER_FILES:
        text = package.joinpath(*name.split("/")).read_text("utf-8")
        # The source maps that they name at their end are not part of the site.
        kept = [row for row in text.splitlines(keepends=True) if "sourceMappingURL=" not in row]
        (target / Path(name).name).write_text("".join(kept), "utf-8")
    (out / "console" / EXAMPLES).write_bytes(stage().snapshot)
    for reference, document in _documents():
        folder = out / "specs" / reference.api
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(reference.spec.path, folder / "openapi.yaml")
        portable = files(f"imagehosts_wire.{reference.api}").joinpath(PORTABLE)
        (folder / PORTABLE).write_bytes(portable.read_bytes())
        for name, path in reference.xsd_files.items():
            shutil.copy(path, folder / name)
        merged = json.dumps(document, indent=2, ensure_ascii=False)
        (folder / "console.json").write_text(f"{merged}\n", "utf-8")


def _for_script(document: dict[str, Any]) -> str:
    """JSON that can stand in a script element: no text in it can end the element."""
    text = json.dumps(document, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
