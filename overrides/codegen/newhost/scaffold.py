"""Writes a new host: spec, client, emulator, contract tests and guide, each in its place.

A template's path below ``templates/<kind>`` is the path of the file in the checkout, with ``@api@``
for the host's identifier. Without an OpenAPI file the host is the small API of ``small/``, with
emulator handlers that keep state; with one it is ``imported/``, whose emulator answers the
documented examples until somebody writes handlers.
"""

from __future__ import annotations

import keyword
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from jinja2 import Environment, StrictUndefined

from codegen.driver import PACKAGE, generate
from codegen.exports import write_exports
from codegen.newhost.fitting import fit
from codegen.newhost.foreign import read
from codegen.newhost.importing import Imported, import_spec
from codegen.rules import EXTENSIONS
from codegen.snapshot import write_snapshots
from codegen.specs import Json, resolve_words

TEMPLATES = Path(__file__).parent / "templates"
Say = Callable[[str], None]


class CannotCreate(Exception):
    """The host cannot be made; nothing was written. The message says what to do."""


class Upload(NamedTuple):
    """The operation that a client's ``upload()`` stands for."""

    resource: str
    method: str
    argument: str
    options: str
    result: str


def new_host(root: Path, api: str, spec: Path | None = None, say: Say = print) -> None:
    """Write every file of a host, and generate its client; see :func:`new_hosts`."""
    new_hosts(root, {api: spec}, say)


def new_hosts(root: Path, hosts: Mapping[str, Path | None], say: Say = print) -> None:
    """Write every file of some hosts, and generate their clients.

    Args:
        root: The checkout.
        hosts: The identifier of each host, as in ``pixbin``, and somebody's OpenAPI file to start
            from; a small API of our own without one.
        say: Takes a line of progress.

    Raises:
        CannotCreate: A name cannot be used, or the host is there already.
        CannotImport: An OpenAPI file cannot become a spec.
        GenerationFailed: A file is not valid, or the generator can do nothing of it.
    """
    made: dict[str, tuple[Imported | None, dict[str, str]]] = {}
    for api, spec in hosts.items():
        check_name(root, api)
        imported = None
        if spec is not None:
            imported = import_spec(read(spec), api, title_of(api))
            fit(imported, api, root / "specs" / EXTENSIONS)
        files = dict(render(api, imported))
        taken = [path for path in files if (root / path).exists()]
        if taken:
            there = ", ".join(taken)
            raise CannotCreate(f"{there}: there already; remove it, or choose another name")
        made[api] = imported, files
    written = [root / path for _, files in made.values() for path in files]
    generated = False
    try:
        for _, files in made.values():
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8", newline="\n")
        _generate(root)
        generated = True
        foreign = [api for api, (imported, _) in made.items() if imported is not None]
        tables = [table_of(api) for api in foreign]
        written += [root / path for path in tables if root / path not in written]
        draft_tables(root, foreign)
        format_tree_of(root, [path for _, files in made.values() for path in files] + tables)
        written += [root / name for name in write_snapshots(root, list(made))]
    except BaseException:
        _remove(root, written)
        if generated:
            _generate(root)
        raise
    for api, (imported, files) in made.items():
        for path in [*files, *([table_of(api)] if imported is not None else [])]:
            say(f"  {path}")
        if imported is not None:
            _tell_changes(api, hosts[api], imported, say)
        say(f"\nnext: make contract API={api}, make docs, imagehosts emulate --api {api}")


def _tell_changes(api: str, spec: Path | None, imported: Imported, say: Say) -> None:
    if imported.notes:
        say(f"\nchanged on the way from {spec}:")
        for note in imported.notes:
            say(f"  {note}")
    say(
        "\nthe emulator answers the documented examples: write handlers in"
        f" overrides/imagehosts/emulator/hosts/{api}/ to give it state"
    )


def _generate(root: Path) -> None:
    generate(root, root / "generated" / PACKAGE, lambda line: None)
    write_exports(root)


def table_of(api: str) -> str:
    """Where the wire table of an API is."""
    return f"contracts/hosts/{api}/wire.py"


def draft_tables(root: Path, apis: Sequence[str]) -> None:
    """Write the wire tables of imported APIs: the requests that their clients send today."""
    if not apis:
        return
    below = [str(root), str(root / "overrides"), str(root / "generated")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(below)}
    done = subprocess.run(
        [sys.executable, "-m", "contracts.wire.draft", "--write", *apis],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shown = ", ".join(apis)
        raise CannotCreate(f"the client of {shown} cannot be used:\n{done.stderr.strip()}")


def format_tree_of(root: Path, files: Iterable[str]) -> None:
    """Lay the Python files out as the checkout's own configuration says."""
    paths = [path for path in files if path.endswith(".py")]
    fix = ["check", "--fix", "--quiet", "--exit-zero"]
    for command in (fix, ["format", "--quiet"], fix):
        arguments = [sys.executable, "-m", "ruff", *command, "--no-cache", *paths]
        subprocess.run(arguments, cwd=root, check=True, stdout=subprocess.DEVNULL)


def check_name(root: Path, api: str) -> None:
    """Refuse a name that cannot be a module, or that something has already."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", api) or keyword.iskeyword(api):
        raise CannotCreate(
            f"API={api!r}: expected a Python module's name, such as pixbin or my_host"
        )
    if (root / "specs" / api).exists():
        raise CannotCreate(f"API={api}: specs/{api} is there already; choose another name")
    if api in ("all", "types", "reading"):
        raise CannotCreate(f"API={api}: the name has a meaning already; choose another")


def title_of(api: str) -> str:
    """A name for people, until somebody writes the real one."""
    return " ".join(word.capitalize() for word in api.split("_"))


def render(api: str, imported: Imported | None) -> Iterator[tuple[str, str]]:
    """The files of a host: path in the checkout, and text."""
    folder = TEMPLATES / ("small" if imported is None else "imported")
    environment = Environment(
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        autoescape=False,
    )
    context = context_of(api, imported)
    for path in sorted(folder.rglob("*.jinja")):
        target = path.relative_to(folder).as_posix().removesuffix(".jinja").replace("@api@", api)
        yield target, environment.from_string(path.read_text("utf-8")).render(**context)
    if imported is not None:
        yield f"specs/{api}/openapi.yaml", spec_text(imported)


class _Dumper(yaml.CSafeDumper):
    """YAML without anchors, which quotes what any YAML takes for something else than text."""

    def ignore_aliases(self, data: object) -> bool:
        return True


resolve_words(_Dumper)


def spec_text(imported: Imported) -> str:
    """An imported spec as a file."""
    head = "".join(
        f"# {line}\n"
        for line in (
            "Imported from an OpenAPI file. x-provenance: inferred stands on every operation until",
            "somebody has held it against the host's own document.",
        )
    )
    body = yaml.dump(
        imported.document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    return head + body


def context_of(api: str, imported: Imported | None) -> Json:
    """What the templates are filled with."""
    title = title_of(api)
    return {
        "api": api,
        "title": title,
        "class_name": "".join(word.capitalize() for word in api.split("_")),
        "variable": api.upper(),
        "dashed": api.replace("_", "-"),
        "document": f"{api.replace('_', '-')}-api-v1.txt",
        "code": quirk_letters(api),
        **({} if imported is None else _of_imported(imported.document)),
    }


def quirk_letters(api: str) -> str:
    """Three letters for the ids of its quirks."""
    consonants = re.sub(r"[aeiou_0-9]", "", api[1:])
    return (api[0] + consonants + "XXX")[:3].upper()


def _of_imported(document: Json) -> Json:
    return {
        "credentials": list(dict.fromkeys(_credentials_in(document.values()))),
        "operations": sum(len(item) for item in document["paths"].values()),
        "upload": _find_upload(document),
    }


def _credentials_in(values: Iterable[object]) -> Iterator[str]:
    """The names of all credentials that security schemes and parameters carry."""
    for value in values:
        if isinstance(value, dict):
            if isinstance(value.get("x-credential"), str):
                yield value["x-credential"]
            yield from _credentials_in(value.values())
        elif isinstance(value, list):
            yield from _credentials_in(value)


def _find_upload(document: Json) -> Upload | None:
    """The first operation that takes one file and needs nothing else."""
    for path, item in document["paths"].items():
        for operation in item.values():
            content = operation.get("requestBody", {}).get("content", {})
            reference = content.get("multipart/form-data", {}).get("schema", {}).get("$ref")
            if reference is None or "{" in path:
                continue
            schema = document["components"]["schemas"][reference.rpartition("/")[2]]
            files = [
                name
                for name, member in schema["properties"].items()
                if member.get("format") == "binary"
            ]
            required = set(schema.get("required", [])) - set(files)
            if len(files) != 1 or required or files[0] not in schema.get("required", []):
                continue
            tag = operation["tags"][0]
            method = operation["operationId"].removeprefix(f"{tag}_")
            words = operation["operationId"].split("_")
            options = "".join(word.capitalize() for word in words) + "Options"
            return Upload(tag, method, files[0], options, _result_of(operation))
    return None


def _result_of(operation: Json) -> str:
    for status, response in operation["responses"].items():
        for media in response.get("content", {}).values() if status[0] == "2" else ():
            reference = media.get("schema", {}).get("$ref")
            if reference:
                return str(reference.rpartition("/")[2])
    return "Any"


def _remove(root: Path, written: list[Path]) -> None:
    """Take away what was written, and the folders that this leaves empty."""
    for path in written:
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == root or not folder.exists() or any(folder.iterdir()):
                break
            folder.rmdir()
