"""What holds for every generated operation of every API, those to come included."""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
import itertools
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, get_type_hints

import imagehosts
import imagehosts_wire
import pytest
from codegen.failures import CATEGORY_BY_STATUS, ERROR_CLASSES
from codegen.naming import IMPORTED_BY_RESOURCES, TAKEN_BY_MODELS
from codegen.rules import OWN_METHODS
from imagehosts.core.client import AsyncClient, SyncClient
from imagehosts.core.encoding import encode
from imagehosts.core.errors import CATEGORIES, ImageHostError, InvalidArgument, StatusError
from imagehosts.core.failures import failure_in
from imagehosts.hosts import HOSTS
from imagehosts_wire.types import Api, AsyncResource, Operation, RawResponse, Resource, Result

from contracts.codegen.everything_spec import KITCHEN_SINK
from contracts.codegen.minispec import Checkout
from contracts.codegen.xml_spec import SHELF, SHELF_XSD
from contracts.support.reporting import each
from contracts.support.specs import API_NAMES, ROOT, load_spec, operations, resolve

GENERATED = ROOT / "generated"
#: A call whose failures are looked at, whichever it is.
ANY: Operation[Any] = Operation("", "any", "GET", "", result=Result("json"))


class Generated(NamedTuple):
    """An operation with its methods and its place in the spec."""

    api: str
    tag: str
    method: str
    operation: Operation[Any]
    path: str
    http_method: str
    raw: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.api}-{self.operation.id}"

    @property
    def resources(self) -> tuple[Any, Any]:
        """The two classes that have the method."""
        module = importlib.import_module(f"imagehosts_wire.{self.api}.resources.{self.tag}")
        name = "".join(part.capitalize() for part in self.tag.split("_")) + "Resource"
        return getattr(module, name), getattr(module, f"Async{name}")


def read(api: str) -> list[Generated]:
    document = load_spec(api)
    found = []
    for operation_id, node in operations(document).items():
        path, http_method = node.pointer.split("/")[2:]
        tag = node.value["tags"][0]
        module = importlib.import_module(f"imagehosts_wire.{api}.resources.{tag}")
        found.append(
            Generated(
                api,
                tag,
                operation_id.removeprefix(f"{tag}_"),
                getattr(module, operation_id.upper()),
                path.replace("~1", "/").replace("~0", "~"),
                http_method,
                node.value,
            )
        )
    return found


ALL = [generated for api in API_NAMES for generated in read(api)]
for_every_operation = each("generated", ALL, [one.id for one in ALL], group="api")
for_every_api = pytest.mark.parametrize("api", API_NAMES)


def wires(generated: Generated) -> dict[str, set[tuple[str, str]]]:
    """Place and name of everything that the spec lets an operation send, by what it is for us."""
    document = load_spec(generated.api)
    found: dict[str, set[tuple[str, str]]] = {"argument": set(), "constant": set(), "secret": set()}

    def add(place: str, name: str, holder: dict[str, Any], schema: dict[str, Any]) -> None:
        is_secret = "x-credential" in holder or "x-credential" in schema
        is_constant = "const" in schema and (place == "body" or holder.get("required"))
        kind = "secret" if is_secret else "constant" if is_constant else "argument"
        found[kind].add((place, name))

    for server in generated.raw.get("servers", []):
        found["argument"] |= {("server", name) for name in server.get("variables", {})}
    item = document["paths"][generated.path]
    for reference in [*item.get("parameters", []), *generated.raw.get("parameters", [])]:
        parameter = resolve(document, reference)
        schema = resolve(document, parameter.get("schema", {}))
        if "x-alias-of" not in parameter:
            add(parameter["in"], parameter["name"], parameter, schema)
    body = resolve(document, generated.raw.get("requestBody", {}))
    for media in body.get("content", {}).values():
        known = members(document, media["schema"])
        if (
            not known
            and resolve(document, media["schema"]).get("additionalProperties") is not False
        ):
            found["argument"].add(("body", ""))  # all of it is one argument
        for name, member in known.items():
            if "x-alias-of" not in resolve(document, member):
                add("body", name, {}, resolve(document, member))
    return found


def members(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    schema = resolve(document, schema)
    found: dict[str, Any] = {}
    for part in schema.get("allOf", []):
        found |= members(document, part)
    return found | schema.get("properties", {})


# --- nothing lost, nothing added -----------------------------------------------------------


def test_every_spec_has_its_package_and_no_other_is_there() -> None:
    assert sorted(imagehosts_wire.APIS) == sorted(API_NAMES)
    folders = {path.name for path in (GENERATED / "imagehosts_wire").iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == set(API_NAMES)


@for_every_api
def test_the_operations_of_a_spec_are_those_of_its_package(api: str) -> None:
    folder = importlib.import_module(f"imagehosts_wire.{api}.resources")
    listed = [
        operation.id
        for module in pkgutil.iter_modules(folder.__path__)
        for operation in importlib.import_module(f"{folder.__name__}.{module.name}").OPERATIONS
    ]
    assert sorted(listed) == sorted(operations(load_spec(api)))


@for_every_operation
def test_a_descriptor_says_what_the_spec_says(generated: Generated) -> None:
    operation = generated.operation
    assert operation.api == generated.api
    assert operation.method == generated.http_method.upper()
    assert operation.path == generated.path.partition("#")[0]
    assert operation.alternate_path == generated.raw.get("x-alternate-path", "")
    source = generated.raw["x-source"]
    assert operation.source == (source["document"], source["section"])
    if generated.raw.get("x-retry") == "never" or generated.http_method in ("post", "patch"):
        assert not operation.repeatable


@for_every_operation
def test_everything_that_can_be_sent_is_argument_constant_or_credential(
    generated: Generated,
) -> None:
    operation = generated.operation
    spec = wires(generated)
    assert {(p.place, p.wire) for p in operation.parameters} == spec["argument"]
    assert {(place, name) for place, name, _ in operation.constants} == spec["constant"]
    slots = {(slot.place, slot.wire) for slot in operation.credentials}
    assert slots >= spec["secret"]


def bounds(generated: Generated) -> dict[str, tuple[int | None, int | None]]:
    """The least and the greatest value of each number that the spec bounds, by wire name."""
    document = load_spec(generated.api)
    schemas: dict[str, Any] = {}
    for reference in generated.raw.get("parameters", []):
        parameter = resolve(document, reference)
        schemas[parameter["name"]] = resolve(document, parameter["schema"])
    body = resolve(document, generated.raw.get("requestBody", {}))
    for media in body.get("content", {}).values():
        for name, member in members(document, media["schema"]).items():
            schemas[name] = resolve(document, member)
    return {
        name: (schema.get("minimum"), schema.get("maximum"))
        for name, schema in schemas.items()
        if schema.get("type") == "integer" and {"minimum", "maximum"} & set(schema)
    }


def test_a_number_is_held_to_the_bounds_of_the_spec() -> None:
    seen = set()
    for generated in ALL:
        for wire, limits in bounds(generated).items():
            (parameter,) = [p for p in generated.operation.parameters if p.wire == wire]
            for limit, beyond in zip(limits, (-1, 1), strict=True):
                if limit is None:
                    continue
                assert encode(limit, parameter.encode, wire) == str(limit)
                with pytest.raises(InvalidArgument, match=rf"{wire}: expected {limit} or"):
                    encode(limit + beyond, parameter.encode, wire)
                seen.add(beyond)
    assert seen == {-1, 1}, "no spec bounds a number on both sides"


@for_every_operation
def test_no_address_holds_a_fragment_or_an_unknown_parameter(generated: Generated) -> None:
    operation = generated.operation
    named = {p.wire for p in operation.parameters if p.place == "server"}
    assert set(re.findall(r"{(.*?)}", operation.server_url)) == named
    for path in (operation.path, operation.alternate_path, operation.server_path or ""):
        assert "#" not in path
        assert "?" not in path
        known = {p.wire for p in operation.parameters if p.place == "path"}
        known |= {name for place, name, _ in operation.constants if place == "path"}
        assert set(re.findall(r"{(.*?)}", path)) <= known
    api = importlib.import_module(f"imagehosts_wire.{generated.api}.api").API
    assert "#" not in api.base_url
    assert api.base_url == load_spec(generated.api)["servers"][0]["url"]


# --- methods -------------------------------------------------------------------------------


@for_every_operation
def test_an_operation_is_a_method_of_the_clients_of_its_host(generated: Generated) -> None:
    module = importlib.import_module(f"imagehosts_wire.{generated.api}.api")
    hosts = [host for host in HOSTS if host.name == generated.api]
    assert hosts, "no row in imagehosts.hosts"
    for prefix, mixin, resource in zip(
        ("", "Async"), (module.Resources, module.AsyncResources), generated.resources, strict=True
    ):
        client = getattr(imagehosts, prefix + hosts[0].client)
        assert issubclass(client, mixin)
        assert hasattr(client, generated.tag)
        assert callable(getattr(resource, generated.method))


@for_every_operation
def test_a_signature_is_the_arguments_and_nothing_else(generated: Generated) -> None:
    operation = generated.operation
    hidden = {name for _, name, _ in operation.constants}
    hidden |= {slot.wire for slot in operation.credentials} - {p.name for p in operation.parameters}
    for resource in generated.resources:
        parameters = inspect.signature(getattr(resource, generated.method)).parameters
        assert list(parameters) == ["self", *(p.name for p in operation.parameters), "options"]
        assert hidden.isdisjoint(parameters)
        for parameter in operation.parameters:
            given = parameters[parameter.name]
            if parameter.required:
                assert given.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
                assert given.default is inspect.Parameter.empty
            else:
                assert given.kind is inspect.Parameter.KEYWORD_ONLY
                assert given.default is None
                assert given.annotation.endswith("| None")
            # A value of JSON that is not described may be anything.
            assert given.annotation != "Any" or parameter.encode == "json"


def test_sync_method_documents_its_operation() -> None:
    faults = []
    for generated in ALL:
        text = inspect.getdoc(getattr(generated.resources[0], generated.method)) or ""
        faults += [f"{generated.id}: {fault}" for fault in undocumented(generated, text)]
    assert faults == []


def undocumented(generated: Generated, text: str) -> Iterator[str]:
    """What a docstring lacks of all that the spec says."""
    if not text.startswith(str(generated.raw["summary"])):
        yield "it does not begin with the summary"
    sections = ["Args:", "Returns:", "Raises:", "Source:"]
    places = [text.find(section) for section in sections]
    if -1 in places or places != sorted(places):
        yield f"sections at {places}"
        return
    arguments, results, raises, source = (
        text[start:end] for start, end in zip(places, [*places[1:], None], strict=True)
    )
    for parameter in generated.operation.parameters:
        if not re.search(rf"^ +{re.escape(parameter.name)}: \S+", arguments, re.MULTILINE):
            yield f"no {parameter.name} under Args"
    if "No description in the document" in text:
        yield "something has no description"
    if not results.split("\n")[1].strip():
        yield "nothing under Returns"
    for status, reference in generated.raw["responses"].items():
        response = resolve(load_spec(generated.api), reference)
        failure = status[0] not in "23" or response.get("x-outcome") == "error"
        error = expected_error(generated.api, status)
        said = re.search(rf"^ +{error.__name__}: (.*)", raises, re.MULTILINE)
        if failure and said is None:
            yield f"{status} has no {error.__name__} under Raises"
        # Each sentence may have a mark at its end.
        first = " ".join(response["description"].split()[:2]).rstrip(".")
        if failure and first not in " ".join(raises.split()):
            yield f"{status}: its description is not under Raises"
    if re.search(r"HTTP \d", raises):
        yield "Raises names a status instead of a class"
    if generated.raw["x-source"]["document"] not in source:
        yield "no source"


def expected_error(api: str, status: str) -> type[Exception]:
    """The class that the client raises for a status without anything in its body."""
    if status == "default":
        return ImageHostError
    described = importlib.import_module(f"imagehosts_wire.{api}.api").API
    return type(failure_in(described, ANY, RawResponse(int(status.replace("X", "9")), {}, b"")))


def test_async_method_refers_to_its_sync_twin() -> None:
    assert {
        (inspect.getdoc(getattr(generated.resources[1], generated.method)) or "")
        == f"See :meth:`{generated.resources[0].__name__}.{generated.method}`."
        for generated in ALL
    } == {True}


def test_documented_errors_are_those_of_the_client() -> None:
    assert {category: kind.__name__ for category, kind in CATEGORIES.items()} == ERROR_CLASSES
    bare = Api("x", "X", "https://x.example", error_code=(), error_message=(), error_rules=())
    for status in range(400, 600):
        answer: RawResponse[None] = RawResponse(status, {}, b"")
        category = CATEGORY_BY_STATUS.get(status, "unavailable" if status >= 500 else "")
        assert type(failure_in(bare, ANY, answer)) is CATEGORIES.get(category, StatusError)


def test_options_are_the_optional_arguments_of_uploads() -> None:
    """One class for each operation that takes a file, with what its method takes by keyword."""
    seen = 0
    for generated in ALL:
        kinds = {p.encode.rpartition(":")[2] for p in generated.operation.parameters}
        module = sys.modules[generated.resources[0].__module__]
        name = "".join(part.capitalize() for part in generated.operation.id.split("_")) + "Options"
        options = getattr(module, name, None)
        assert (options is not None) == bool(kinds & {"file", "source"}), generated.id
        if options is None:
            continue
        seen += 1
        for resource in generated.resources:
            signature = inspect.signature(getattr(resource, generated.method)).parameters
            optional = {
                argument.name: argument.annotation
                for argument in signature.values()
                if argument.kind is inspect.Parameter.KEYWORD_ONLY and argument.name != "options"
            }
            assert {k: v.__forward_arg__ for k, v in options.__annotations__.items()} == optional
        assert options.__total__ is False
        assert set(get_type_hints(options)) == set(optional)
        assert described_keys(module, name) == set(optional)
    assert seen > len(API_NAMES)


def described_keys(module: ModuleType, name: str) -> set[str]:
    """The keys of a TypedDict that have a docstring below them."""
    (body,) = [
        node.body
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and node.name == name
    ]
    return {
        key.target.id
        for key, text in itertools.pairwise(body)
        if isinstance(key, ast.AnnAssign)
        and isinstance(key.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
        and len(text.value.value) > 10
    }


class Nobody:
    """A caller that is never called."""

    def call(self, *arguments: Any) -> Any:
        raise AssertionError(arguments)


@for_every_operation
def test_raw_and_streamed_twins_have_every_method_of_their_resource(
    generated: Generated,
) -> None:
    for resource in generated.resources:
        made = resource(Nobody())
        methods = {
            name
            for name, value in vars(resource).items()
            if inspect.isfunction(value) and not name.startswith("_")
        }
        assert generated.method in methods
        for twin in (made.with_raw_response, made.with_streaming_response):
            assert {name for name in vars(twin) if not name.startswith("_")} == methods


@for_every_operation
def test_a_resource_hides_nothing_of_its_client(generated: Generated) -> None:
    """A tag or a method of the name of something else would take its place in silence."""
    for client in (SyncClient, AsyncClient):
        assert generated.tag not in {*dir(client), "api"}
    for base in (Resource, AsyncResource):
        assert generated.method not in dir(base)


def test_the_rules_know_the_names_that_generated_code_needs() -> None:
    for base in (Resource, AsyncResource):
        public = {name for name in vars(base) if not name.startswith("_")}
        assert public <= set(OWN_METHODS)
    for name, known in (
        ("resource.py.jinja", IMPORTED_BY_RESOURCES),
        ("models.py.jinja", TAKEN_BY_MODELS),
    ):
        text = (ROOT / "overrides" / "codegen" / "templates" / name).read_text("utf-8")
        groups = re.findall(
            r"import \(([^)]*)\)|^from [\w.]+ import ([\w, ]+)$", text, re.MULTILINE
        )
        names = {word for found in groups for group in found for word in re.findall(r"\w+", group)}
        classes = {word for word in names if word[0].isupper() and word != "TYPE_CHECKING"}
        assert classes >= {"Any"}
        assert classes <= known


# --- the package as a whole ----------------------------------------------------------------


def test_every_generated_module_can_be_imported() -> None:
    names = [
        module.name
        for module in pkgutil.walk_packages(imagehosts_wire.__path__, "imagehosts_wire.")
        if module.name.split(".")[1] in (*API_NAMES, "types")
    ]
    assert len(names) > 4 * len(API_NAMES)
    for name in names:
        importlib.import_module(name)


def reachable(api: str) -> set[str]:
    """The schemas with members that some result leads to."""
    document = load_spec(api)
    schemas = document["components"]["schemas"]
    queue: list[Any] = []
    for node in operations(document).values():
        for status, reference in node.value["responses"].items():
            response = resolve(document, reference)
            if status[0] == "2" and response.get("x-outcome") != "error":
                for media in response.get("content", {}).values():
                    schema = media.get("schema", {})
                    envelope = media.get("x-envelope")
                    members_of = resolve(document, schema).get("properties", {})
                    queue.append(members_of[envelope["result"]] if envelope else schema)
    found: set[str] = set()
    while queue:
        value = queue.pop()
        if isinstance(value, list):
            queue += value
        elif isinstance(value, dict):
            name = str(value.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                queue.append(schemas[name])
            queue += [inner for key, inner in value.items() if key != "example"]
    return {name for name in found if {"properties", "allOf"} & set(schemas[name])}


@for_every_api
def test_every_model_is_exported_and_can_be_made(api: str) -> None:
    models = importlib.import_module(f"imagehosts_wire.{api}.models")
    assert models.__all__ == sorted(reachable(api))
    for name in models.__all__:
        model = getattr(models, name)
        required = [each.name for each in model.__attrs_attrs__ if each.default is not None]
        made = model(**dict.fromkeys(required))
        assert not hasattr(made, "__dict__")
        assert repr(made)


def test_importing_an_api_imports_neither_its_models_nor_the_transport() -> None:
    code = (
        "import sys, importlib\n"
        f"for api in {API_NAMES!r}:\n"
        "    importlib.import_module(f'imagehosts_wire.{api}.api')\n"
        "    importlib.import_module(f'imagehosts_wire.{api}.models')\n"
        "slow = ('httpx', 'attrs', 'attr', 'msgspec')\n"
        "heavy = [m for m in sys.modules if m.split('.')[0] in slow or '.resources.' in m]\n"
        "print(heavy)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@for_every_api
def test_every_file_names_its_spec_first(api: str) -> None:
    paths = list((GENERATED / "imagehosts_wire" / api).rglob("*.py"))
    assert len(paths) > 3
    for path in paths:
        first = path.read_text("utf-8").partition("\n")[0]
        assert first.startswith(f"# Generated from specs/{api}/openapi.yaml by `make generate`")


@for_every_api
def test_the_bundled_spec_is_the_spec(api: str) -> None:
    bundled = json.loads((GENERATED / "imagehosts_wire" / api / "spec.json").read_text("utf-8"))
    assert bundled == load_spec(api)


@for_every_api
def test_an_xsd_is_bundled_with_its_spec(api: str) -> None:
    folder = GENERATED / "imagehosts_wire" / api
    ours = {path.name: path.read_bytes() for path in folder.glob("*.xsd")}
    assert ours == {path.name: path.read_bytes() for path in (ROOT / "specs" / api).glob("*.xsd")}
    assert (folder / "xml.py").exists() == bool(ours)


def test_the_lock_knows_the_inputs_of_this_checkout() -> None:
    lock = json.loads((GENERATED / "imagehosts_wire" / "generation.lock.json").read_text("utf-8"))
    assert {f"specs/{api}/openapi.yaml" for api in API_NAMES} <= set(lock["inputs"])
    assert lock["operations"] == {api: len(operations(load_spec(api))) for api in API_NAMES}
    stale = [
        name
        for name, digest in lock["inputs"].items()
        if hashlib.sha256((ROOT / name).read_bytes()).hexdigest() != digest
    ]
    assert stale == [], "changed since `make generate`"


def test_generated_code_holds_no_code_of_a_spec() -> None:
    """Whatever a spec says ends up in strings: the shape of the code is the templates' alone."""
    allowed = {"cached_property", "define", "field", "cast", "Operation", "Result", "Parameter"}
    allowed |= {"Credential", "Api", "ErrorRule", "Pagination", "AsyncPager", "_xml"}
    for api in API_NAMES:
        for path in (GENERATED / "imagehosts_wire" / api / "resources").glob("[a-z]*.py"):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    assert node.name == "_xml", "only what imports the readers of XML late"
                    continue
                assert isinstance(
                    node,
                    ast.Import
                    | ast.ImportFrom
                    | ast.If
                    | ast.AnnAssign
                    | ast.Assign
                    | ast.ClassDef
                    | ast.Expr,
                ), ast.dump(node)[:80]
                if isinstance(node, ast.AnnAssign):
                    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
                    assert {n.id for n in calls if isinstance(n, ast.Name)} <= allowed


def test_generated_code_is_strictly_typed(tmp_path: Path) -> None:
    """That of the real APIs, and that of a spec with everything in it, in one run of mypy."""
    checkout = Checkout(tmp_path / "checkout")
    checkout.write(KITCHEN_SINK)
    checkout.write(SHELF, "shelf")
    checkout.write_beside("mini.xsd", SHELF_XSD, "shelf")
    for api in API_NAMES:
        for path in (ROOT / "specs" / api).glob("*.*"):
            checkout.write_beside(path.name, path.read_text("utf-8"), api)
    checkout.generate()
    user = tmp_path / "user.py"
    user.write_text(
        "from xml.etree.ElementTree import Element\n"
        "from imagehosts_wire.mini.api import AsyncResources, Resources\n"
        "from imagehosts_wire.mini.models import Thing\n"
        "from imagehosts_wire.shelf.models import Book\n"
        "from imagehosts_wire.shelf.xml import read_shelf\n"
        "from imagehosts_wire.types import Page, RawResponse\n\n\n"
        "def use(client: Resources) -> None:\n"
        "    thing: Thing = client.things.get('x', sort='top', tags=['a'])\n"
        "    number: int | None = thing.size\n"
        "    keyword: str | None = thing.from_\n"
        "    raw: RawResponse[Thing] = client.things.with_raw_response.get('x')\n"
        "    page: Page[Thing] = client.things.list()\n"
        "    address: str = client.things.upload(b'x', more=[b'y'], nsfw=True, words=['a'])\n"
        "    client.things.delete('x')\n"
        "    books: list[Book] = read_shelf(Element('shelf'), '', print).books\n"
        "    client.things.get('x', sort='worst')  # type: ignore[arg-type]\n"
        "    client.things.get()  # type: ignore[call-arg]\n\n\n"
        "async def use_async(client: AsyncResources) -> None:\n"
        "    thing: Thing = await client.things.get('x')\n"
        "    async for each in client.things.list():\n"
        "        other: Thing = each\n"
        "    with_bytes: bytes = await client.pictures.download('x')\n"
    )
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--python-version", "3.11"),
            *("--config-file", os.devnull, "--cache-dir", str(tmp_path / "cache")),
            *("-p", "imagehosts_wire", "-m", "user"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": f"{checkout.root / 'generated'}{os.pathsep}{tmp_path}"},
    )
    assert ran.stdout.startswith("Success"), ran.stdout + ran.stderr
