"""Builds ``generated/imagehosts_wire`` from ``specs``, or says why it cannot.

The steps, in their order: read and check a spec (:mod:`codegen.specs`), plan its operations
(:mod:`codegen.plans`), hold the XSD of XML answers against its schemas (:mod:`codegen.xsd`), let
openapi-python-client find classes and types in a lowered copy (:mod:`codegen.lowering`), plan the
readers of XML (:mod:`codegen.readers`), print the templates, write the portable form of the spec
(:mod:`codegen.portable`), count what came out, format, write the lock.
Nothing is replaced before all of it has succeeded.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.properties import ModelProperty, Property

from codegen.choices import ChoicePlan, read_choices
from codegen.formatting import RUFF_VERSION, format_tree
from codegen.inputs import Inputs, read_inputs, shape_name
from codegen.lowering import lower
from codegen.models import Classes, Model, python_type, read_models
from codegen.naming import SHARED_MODULES
from codegen.plans import OperationPlan, base_url, read_operations
from codegen.portable import PORTABLE, portable_text
from codegen.problems import GenerationFailed, SpecProblem
from codegen.readers import plan_readers, present_lists, read_results
from codegen.rules import check
from codegen.specs import Json, Spec, find_specs
from codegen.xsd import XSDATA_VERSION, XmlPlan, check_version, read_xml

GENERATOR_VERSION = "0.29.1"
TEMPLATES = Path(__file__).parent / "templates"
PACKAGE = "imagehosts_wire"
LOCK = "generation.lock.json"

Say = Callable[[str], None]


def generate(root: Path, target: Path, say: Say = print) -> None:
    """Generate the package for every spec below ``root/specs`` into the folder ``target``."""
    installed = importlib.metadata.version("openapi-python-client")
    if installed != GENERATOR_VERSION:
        raise RuntimeError(
            f"openapi-python-client {installed} is installed and the templates are made for"
            f" {GENERATOR_VERSION}; run `make setup`"
        )
    check_version()
    paths = find_specs(root / "specs")
    if not paths:
        raise RuntimeError(f"no specs/<api>/openapi.yaml below {root}")
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".generating-") as folder:
        package = Path(folder) / PACKAGE
        package.mkdir()
        problems: list[SpecProblem] = []
        apis: list[ApiBuild] = []
        for path in paths:
            try:
                apis.append(build_api(path, package, root))
                say(f"{apis[-1].spec.api}: {apis[-1].summary}")
            except GenerationFailed as failed:
                problems += failed.problems
            except SpecProblem as problem:
                problems.append(problem)
        if problems:
            raise GenerationFailed(problems)
        _write_shared(package, apis, root)
        format_tree(package, root / ".cache")
        _replace(package, target)


class ApiBuild:
    """What one spec became."""

    def __init__(
        self,
        spec: Spec,
        plans: list[OperationPlan],
        models: list[Model],
        xml: XmlPlan,
        inputs: Inputs,
        choices: list[ChoicePlan],
    ) -> None:
        self.spec = spec
        self.plans = plans
        self.models = models
        self.xml = xml
        self.inputs = inputs
        self.choices = choices

    @property
    def tags(self) -> dict[str, list[OperationPlan]]:
        tags: dict[str, list[OperationPlan]] = {}
        for plan in self.plans:
            tags.setdefault(plan.tag, []).append(plan)
        return tags

    @property
    def base_url(self) -> str:
        return base_url(self.spec)

    def error_pointers(self, part: str) -> list[str]:
        """Where an error body of this API holds its code or message; several are tried in order."""
        pointers = self.spec.document.get("x-error-body", {}).get(part, [])
        return [pointers] if isinstance(pointers, str) else list(pointers)

    @property
    def success_mark(self) -> Json | None:
        """The member that says in every answer whether the call worked, and its values then."""
        mark: Json | None = self.spec.document.get("x-error-body", {}).get("success")
        return mark

    @property
    def summary(self) -> str:
        return (
            f"{len(self.plans)} operations in {len(self.tags)} resources, {len(self.models)} models"
        )


class CompiledTemplates(BytecodeCache):
    """Templates as they were compiled for an earlier API, which takes longer than filling them."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        # By name, path and text: an edited template is another one.
        if (code := self.kept.get(f"{bucket.key}-{bucket.checksum}")) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[f"{bucket.key}-{bucket.checksum}"] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


class WireProject(Project):
    """The generator's project with our layout: it keeps the environment and the filters."""

    def __init__(self, data: GeneratorData, config: Config) -> None:
        super().__init__(openapi=data, config=config, custom_template_path=TEMPLATES)
        # Upstream's way to write a string drops what is no plain character, line ends among it.
        self.env.filters["literal"] = repr
        self.env.bytecode_cache = COMPILED
        self.env.globals["shape_name"] = shape_name

    def write(self, template: str, path: Path, **context: Any) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = self.env.get_template(template).render(**context)
        path.write_text(text.replace("\r\n", "\n"), encoding="utf-8", newline="\n")


def build_api(path: Path, package: Path, root: Path) -> ApiBuild:
    """Generate the package of one spec below the folder ``package``."""
    spec = Spec(path, path.relative_to(root))
    check(spec)
    build, data, config = _read(spec, package / spec.api)
    _print(build, WireProject(data, config))
    _count(build, data)
    return build


def read_api(spec: Spec) -> ApiBuild:
    """What a spec would become, by its plans and types alone: nothing is checked or written.

    Raises:
        SpecProblem, GenerationFailed: It cannot be read so far.
    """
    return _read(spec, spec.path.parent)[0]


def _read(spec: Spec, output: Path) -> tuple[ApiBuild, GeneratorData, Config]:
    plans = read_operations(spec)
    xml = read_xml(spec)
    config = _config(spec.path, output)
    data = GeneratorData.from_dict(lower(spec, plans), config=config)
    if isinstance(data, GeneratorError):
        raise spec.problem((), f"{data.header}: {data.detail}", "see what the generator says")
    _raise_warnings(spec, data)
    _fill_types(spec, plans, data)
    inputs = read_inputs(spec, plans)
    models = read_models(spec, data.models)
    present_lists(xml, models)
    read_results(plans, models)
    choices = read_choices(spec, plans)
    return ApiBuild(spec, plans, models, xml, inputs, choices), data, config


def _config(path: Path, output: Path) -> Config:
    return Config.from_sources(
        ConfigFile(literal_enums=True, post_hooks=[]), MetaType.NONE, path, "utf-8", True, output
    )


def _raise_warnings(spec: Spec, data: GeneratorData) -> None:
    """A warning of the generator means that something was left out; that is never all right."""
    warnings: list[GeneratorError] = list(data.errors)
    for collection in data.endpoint_collections_by_tag.values():
        warnings += collection.parse_errors
    problems = []
    for warning in warnings:
        place = ""
        if isinstance(warning, ParseError) and warning.data is not None:
            place = warning.data.model_dump_json(exclude_none=True, by_alias=True)[:200]
        text = " ".join(part for part in (warning.header, warning.detail, place) if part)
        text = re.sub(r"<[\w.]*UntrustedString object at \w+>", "...", text).strip()
        problems.append(
            spec.problem(_guess_place(spec, text), text, "describe it so that nothing is left out")
        )
    if problems:
        raise GenerationFailed(problems)


def _guess_place(spec: Spec, text: str) -> tuple[str | int, ...]:
    """The generator names what it could not read in a message; find that in the spec."""
    for where, _, _, operation in spec.operations():
        if f"POST /{operation.get('operationId')} " in f"{text} ":
            return where
    for name in spec.document.get("components", {}).get("schemas", {}):
        if f"/components/schemas/{name} " in f"{text} " or f"schemas/{name}" in text:
            return ("components", "schemas", name)
    return ()


def _fill_types(spec: Spec, plans: list[OperationPlan], data: GeneratorData) -> None:
    endpoints = {
        str(endpoint.name): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    classes = {str(model.class_info.name): model for model in data.models}
    for plan in plans:
        endpoint = endpoints.get(plan.id)
        if endpoint is None:
            raise spec.problem(
                plan.where, f"the operation {plan.id} was lost", "name it in snake_case"
            )
        props = {
            prop.name.get_untrusted_value(): prop for _, prop in endpoint.iter_all_parameters()
        }
        for argument in plan.arguments:
            if argument.place == "server" or argument.is_json:
                continue  # its type is ours
            found = python_type(props[argument.name], set(), classes)
            argument.type = _argument_type(argument.encode, found)
        result = plan.result
        if result.schema is not None:
            models: set[str] = set()
            ((response),) = endpoint.responses.patterns
            result.type = python_type(response.prop, models, classes)
            result.models = tuple(sorted(models))
            if plan.pagination is not None:
                result.item_type = _item_type(spec, plan, classes, response.prop)
        else:
            result.type = {"text": "str", "redirect": "str", "bytes": "bytes"}.get(
                result.kind, "None"
            )


def _item_type(spec: Spec, plan: OperationPlan, classes: Classes, prop: Property) -> str:
    """The type of the items of a paged result: those of the list that ``items`` leads to."""
    assert plan.pagination is not None
    for part in str(plan.pagination.get("items", "")).split("/")[1:]:
        found = _members(classes.get(python_type(prop, set(), classes))).get(part)
        if found is None:
            raise spec.problem(
                (*plan.where, "x-pagination", "items"),
                f"the result has no member {part!r}",
                "give the JSON pointer of the list within the result",
            )
        prop = found
    models: set[str] = set()
    text = python_type(prop, models, classes).removesuffix(" | None")
    if not text.startswith("list["):
        raise spec.problem(
            (*plan.where, "x-pagination", "items"), f"it leads to {text}", "lead to a list"
        )
    plan.result.models = tuple(sorted({*plan.result.models, *models}))
    item = text.removeprefix("list[").removesuffix("]")
    key = plan.pagination.get("key")
    known = _members(classes.get(item))
    if key is not None and key not in known:
        raise spec.problem(
            (*plan.where, "x-pagination", "key"),
            f"the items have no member {key!r}",
            f"name one of: {', '.join(known)}",
        )
    return item


def _members(model: ModelProperty | None) -> dict[str, Property]:
    """The members of a model by their names on the wire."""
    if model is None:
        return {}
    members = [*(model.required_properties or []), *(model.optional_properties or [])]
    return {member.name.get_untrusted_value(): member for member in members}


def _argument_type(encode: str, found: str) -> str:
    kind, _, inner = encode.partition(":")
    found = found.removesuffix(" | None")
    if kind == "list":
        item = found.removeprefix("list[").removesuffix("]")
        return f"Sequence[{_argument_type(inner, item)}]"
    return {
        "file": "FileInput",
        "source": "UploadSource",
        "flag": "bool",
        "duration": "timedelta | str",
        "csv": "Sequence[str] | str",
    }.get(kind, found)


def _print(build: ApiBuild, project: WireProject) -> None:
    folder = project.package_dir
    spec = build.spec
    # Relative to the root's name only: generated text must not depend on where it was made.
    context: Json = {"api": spec.api, "document": spec.document, "build": build}
    project.write("package_init.py.jinja", folder / "__init__.py", **context)
    project.write("api.py.jinja", folder / "api.py", **context)
    project.write("models.py.jinja", folder / "models.py", **context)
    if build.inputs.shapes:
        project.write("inputs.py.jinja", folder / "inputs.py", **context)
    project.write("resources_init.py.jinja", folder / "resources" / "__init__.py", **context)
    for tag, plans in build.tags.items():
        project.write(
            "resource.py.jinja",
            folder / "resources" / f"{tag}.py",
            tag=tag,
            plans=plans,
            **context,
        )
    readers = plan_readers(build.xml, build.models)
    if readers:
        project.write("xml.py.jinja", folder / "xml.py", readers=readers, **context)
    for name, path in build.xml.files.items():
        (folder / name).write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    (folder / "spec.json").write_text(
        json.dumps(spec.document, separators=(",", ":"), ensure_ascii=False) + "\n",
        encoding="utf-8",
        newline="\n",
    )
    (folder / PORTABLE).write_text(portable_text(spec), encoding="utf-8", newline="\n")


def _count(build: ApiBuild, data: GeneratorData) -> None:
    """Operations in the spec against operations the generator kept: none may get lost."""
    wanted = len(list(build.spec.operations()))
    kept = sum(len(c.endpoints) for c in data.endpoint_collections_by_tag.values())
    if not wanted == kept == len(build.plans):
        raise build.spec.problem(
            ("paths",),
            f"{wanted} operations in the spec, {kept} after the generator",
            "look for two operations that are one to the generator",
        )


def _write_shared(package: Path, apis: list[ApiBuild], root: Path) -> None:
    for name in SHARED_MODULES:
        shutil.copyfile(TEMPLATES / f"shared_{name}.py.jinja", package / f"{name}.py")
    names = ", ".join(repr(build.spec.api) for build in apis)
    (package / "__init__.py").write_text(
        '"""The wire layer: what each API takes and answers, generated from its spec.\n\n'
        "Written by `make generate`; edit the spec, a template or an override instead.\n"
        '"""\n\n'
        f"APIS = ({names},)\n"
        '"""The names of the APIs, each a sub-package."""\n',
        encoding="utf-8",
    )
    (package / "py.typed").write_text("", encoding="utf-8")
    own = sorted(TEMPLATES.rglob("*.jinja")) + sorted(Path(__file__).parent.glob("*.py"))
    own += sorted(Path(__file__).parent.glob("portable/*.py"))
    inputs = {
        path.relative_to(root): path
        for build in apis
        for path in (build.spec.path, *build.xml.files.values())
    }
    # The generator's own files keep their names when it works for another checkout.
    inputs |= {path.relative_to(Path(__file__).parents[2]): path for path in own}
    lock = {
        "tools": {
            "openapi-python-client": GENERATOR_VERSION,
            "ruff": RUFF_VERSION,
            "xsdata": XSDATA_VERSION,
        },
        "operations": {build.spec.api: len(build.plans) for build in apis},
        "inputs": {name.as_posix(): _sha256(path) for name, path in inputs.items()},
    }
    (package / LOCK).write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _replace(fresh: Path, target: Path) -> None:
    """Put the finished tree in the place of the old one."""
    old = fresh.parent / "old"
    if target.exists():
        os.replace(target, old)
    try:
        os.replace(fresh, target)
    except OSError:
        if old.exists():
            os.replace(old, target)
        raise
