"""The specs as the emulator reads them: operations, where they live, and their names of secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from urllib.parse import urlsplit

from .problems import RoutingError

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
_WIRE = "imagehosts_wire"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a spec: where it lives and what the spec says about it."""

    id: str
    method: str
    path: str
    variant: str
    spec: dict[str, Any]


def apis_with_spec() -> tuple[str, ...]:
    """The APIs whose spec is shipped with the generated code, in the order of their names."""
    package = import_module(_WIRE)
    names = (module.name for module in iter_modules(package.__path__) if module.ispkg)
    return tuple(sorted(name for name in names if _has_spec(name)))


def _has_spec(api: str) -> bool:
    """Whether there is a spec, without importing what was generated beside it."""
    found = find_spec(f"{_WIRE}.{api}")
    places = (found.submodule_search_locations if found else None) or ()
    return any(Path(place, "spec.json").is_file() for place in places)


def load_spec(api: str) -> dict[str, Any]:
    """The spec of an API, as it is shipped with the generated code."""
    try:
        text = files(f"{_WIRE}.{api}").joinpath("spec.json").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise RoutingError(
            f"there is no spec for {api!r}; write specs/{api}/openapi.yaml and run make generate"
        ) from None
    spec: dict[str, Any] = json.loads(text)
    return spec


def operations_of(spec: dict[str, Any]) -> list[Operation]:
    """Every operation of a spec, in its order. Parameters of a path are those of its operations."""
    found: list[Operation] = []
    for key, item in spec["paths"].items():
        path, _, variant = key.partition("#")
        for method, operation in item.items():
            if method in METHODS:
                whole = {**operation, "parameters": _parameters(spec, item, operation)}
                found.append(Operation(operation["operationId"], method, path, variant, whole))
    return found


def _parameters(
    spec: dict[str, Any], item: dict[str, Any], operation: dict[str, Any]
) -> list[dict[str, Any]]:
    """Those of the path and the operation; one of the operation wins by place and name."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for given in (*item.get("parameters", ()), *operation.get("parameters", ())):
        parameter = resolve(spec, given)
        found[parameter["in"], parameter["name"]] = parameter
    return list(found.values())


def paths_of(spec: dict[str, Any], operation: Operation) -> list[tuple[str, str]]:
    """Where an operation lives: pairs of a base path and a path below it.

    Below each base URL, at its alternate path too, with and without its optional segments.
    """
    servers = operation.spec.get("servers")
    bases = base_paths(servers) if servers else base_paths(spec["servers"])
    paths = [operation.path]
    if alternate := operation.spec.get("x-alternate-path"):
        paths.append(alternate)
    optional = {
        f"{{{parameter['name']}}}"
        for parameter in operation.spec["parameters"]
        if parameter.get("x-optional-segment")
    }
    while paths[-1].rpartition("/")[2] in optional:
        paths.append(paths[-1].rpartition("/")[0])
    return [(base, path) for path in paths for base in bases]


def base_paths(servers: Sequence[Mapping[str, Any]]) -> list[str]:
    """The paths of base URLs, with no slash at the end; the documented one first."""
    paths = [urlsplit(str(server["url"])).path.rstrip("/") for server in servers]
    return list(dict.fromkeys(paths))


def host_names(servers: Sequence[Mapping[str, Any]]) -> list[str]:
    """The host names of base URLs; the documented one first."""
    names = [urlsplit(str(server["url"])).hostname or "" for server in servers]
    return list(dict.fromkeys(names))


def resolve(spec: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """What a reference into the components leads to."""
    found: Any = value
    while "$ref" in found:
        target: Any = spec
        for name in str(found["$ref"]).removeprefix("#/").split("/"):
            target = target[name.replace("~1", "/").replace("~0", "~")]
        found = target
    return dict(found)


def secret_names(spec: dict[str, Any]) -> set[str]:
    """The names, in lower case, under which credentials come: in headers, queries and forms."""
    components = spec.get("components", {})
    schemes = components.get("securitySchemes", {}).values()
    found = {str(scheme["name"]) for scheme in schemes if scheme.get("type") == "apiKey"}
    for schema in components.get("schemas", {}).values():
        found |= set(_passwords(schema.get("properties", {})))
    for operation in operations_of(spec):
        found |= set(
            _passwords({p["name"]: p.get("schema", p) for p in operation.spec["parameters"]})
        )
        body = resolve(spec, operation.spec.get("requestBody", {}))
        for media in body.get("content", {}).values():
            found |= set(_passwords(resolve(spec, media.get("schema", {})).get("properties", {})))
    return {name.lower() for name in found}


@dataclass(frozen=True, slots=True)
class CredentialSlot:
    """A place where a credential may come: ``headers``, ``query`` or ``form``, and its name."""

    credential: str
    place: str
    name: str
    prefix: str = ""


def credential_slots(spec: dict[str, Any]) -> list[CredentialSlot]:
    """Every place of a spec for credentials: those of its security first, in its order."""
    schemes = spec.get("components", {}).get("securitySchemes", {})
    order = [name for entry in spec.get("security", ()) for name in entry]
    found: list[CredentialSlot] = []
    for name in (*order, *(name for name in schemes if name not in order)):
        scheme = schemes[name]
        if "x-credential" in scheme:
            header = scheme.get("name", "Authorization")
            prefix = scheme.get("x-prefix", "")
            found.append(CredentialSlot(scheme["x-credential"], "headers", header, prefix))
    for operation in operations_of(spec):
        for parameter in operation.spec["parameters"]:
            credential = parameter.get("x-credential") or parameter.get("schema", {}).get(
                "x-credential"
            )
            if credential and parameter["in"] == "query":
                found.append(CredentialSlot(credential, "query", parameter["name"]))
        body = resolve(spec, operation.spec.get("requestBody", {}))
        for media in body.get("content", {}).values():
            properties = resolve(spec, media.get("schema", {})).get("properties", {})
            found += [
                CredentialSlot(schema["x-credential"], "form", name)
                for name, schema in properties.items()
                if "x-credential" in schema
            ]
    return list(dict.fromkeys(found))


def _passwords(properties: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in properties.items():
        if schema.get("format") == "password" or "x-credential" in schema:
            yield name
