"""The portable document of a spec, as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from codegen.claims import fold_claims, third_parties
from codegen.portable.credentials import Credentials
from codegen.portable.links import Links
from codegen.portable.merging import merge
from codegen.portable.plain import (
    INFORMING,
    drop_unused,
    nodes,
    operations_of,
    translate,
    without_extensions,
)
from codegen.portable.routes import LeftOut, Route, discriminator, read_routes
from codegen.portable.samples import Samples
from codegen.portable.spellings import patterns_of, second_members, second_names
from codegen.portable.xml import name_roots, structure_examples
from codegen.specs import Json, Spec

#: Who answers for a contract that names nobody, and how it may be used.
CONTACT = {"name": "The imagehosts authors"}
LICENSE = {"name": "MIT License", "identifier": "MIT"}

ABOUT = """\
**About this file.** It is the portable form of a contract, generated for other tools. The source \
form is written by hand (`imagehosts spec {api} --source` prints it): there every documented call \
is an operation of its own. Calls that share a method and a path have path keys that differ in a \
fragment (`/upload#json`), and extensions say how lists and credentials are sent. Only the \
project's own generator understands these. Here such calls are one operation, whose description \
tells them apart, and everything that a request needs is in terms of OpenAPI. Extensions that are \
left inform readers: `x-source` names the host's document and its section, `x-provenance` and \
`x-evidence` say how we know what that document does not say (nothing said means that it does), \
`x-error-table` and `x-error-body` say which error an answer means.
"""


def portable_document(source: Spec) -> Json:
    """Make the document; the source is left as it is."""
    # Through text, for parts that are one object in several places (YAML anchors) become many.
    plain = json.loads(json.dumps(fold_claims(source)))
    spec = Spec(source.path, source.shown_as, plain)
    document = spec.document
    _lift_words_of_media(document)
    name_roots(spec)
    structure_examples(spec)
    _name_operations(spec)
    second_members(spec)
    _loosen_defaults(spec)
    # Before calls are put together, so that each of them has an example of its own.
    Samples(spec).fill()
    components: Json = document.setdefault("components", {})
    schemas: Json = components.setdefault("schemas", {})
    credentials = Credentials(spec, components.setdefault("securitySchemes", {}))
    routes = read_routes(spec)
    links = Links()
    paths: Json = {}
    taken = {route.path for route in routes}
    for route in routes:
        if not route.calls:
            continue
        operation = merge(spec, route, schemas)
        spellings = [each for call in route.calls for each in call.spellings]
        for path, spelled in _spellings(spec, route, operation):
            if path in taken and path != route.path:
                continue  # a route of its own
            _loosen_aliases(spec, spelled, spellings)
            credentials.settle(spelled)
            _note_other_address(route, spelled)
            paths.setdefault(path, {})[route.method] = spelled
            for call in route.calls:
                links.note(call, discriminator(route.calls), spelled)
    document["paths"] = paths
    _end_without_slash(document)
    _name_uniquely(document)
    for node in nodes(document, "response"):
        if "links" in node.value:
            node.value["links"] = links.rewrite(node.value.pop("links"), spec.resolve)
            if not node.value["links"]:
                del node.value["links"]
    document.pop("security", None)
    drop_unused(document)
    translate(spec)
    left_out = [each for route in routes for each in route.left_out]
    return _in_order(_introduced(spec, left_out))


def _lift_words_of_media(document: Json) -> None:
    """Say of a body what is claimed of one of its media types, which have no description."""
    for node in nodes(document, "requestBody", "response"):
        for kind, media in node.value.get("content", {}).items():
            if "description" in media:
                text = f"{node.value.get('description', '').strip()} {media.pop('description')}"
                several = len(node.value["content"]) > 1
                node.value["description"] = f"{text} (`{kind}`)" if several else text


def _name_operations(spec: Spec) -> None:
    """Call operations by their ids in what other operations say: they have no methods here."""
    known = {raw["operationId"] for _, _, _, raw in spec.operations()}
    for where, _, _, raw in spec.operations():
        if "description" not in raw:
            continue
        own = {spec.resolve(each)["name"] for each, _ in spec.parameters(where)}
        tag = str(raw.get("tags", [""])[0])
        raw["description"] = re.sub(
            r"`(\w+)`",
            lambda name, own=own, tag=tag: (  # type: ignore[misc]
                f"`{tag}_{name[1]}`"
                if f"{tag}_{name[1]}" in known and name[1] not in own
                else name[0]
            ),
            str(raw["description"]),
        )


def _loosen_defaults(spec: Spec) -> None:
    """Do not require a constant that the host takes where a request leaves it out."""
    for node in nodes(spec.document, "parameter"):
        if "x-host-default" in spec.resolve(node.value.get("schema", {})):
            node.value["required"] = False
    for node in nodes(spec.document, "schema", "property"):
        members = node.value.get("properties", {})
        rest = [
            name
            for name in node.value.get("required", [])
            if "x-host-default" not in spec.resolve(members.get(name, {}))
        ]
        if rest:
            node.value["required"] = rest
        else:
            node.value.pop("required", None)


def _loosen_aliases(spec: Spec, operation: Json, spellings: Sequence[Json]) -> None:
    """Require neither of two names for the same thing, for either will do."""
    parameters = [spec.resolve(each) for each in operation.get("parameters", [])]
    seconds = second_names([*parameters, *spellings])
    if seconds:
        operation["parameters"] = [
            {**resolved, "required": False, "description": _either(resolved, seconds)}
            if resolved["name"] in seconds.values() and resolved.get("required")
            else {**resolved, "description": _also(resolved, second_names(spellings))}
            if resolved["name"] in second_names(spellings).values()
            else reference
            for reference, resolved in zip(operation["parameters"], parameters, strict=True)
        ]
    for media in spec.resolve(operation.get("requestBody", {})).get("content", {}).values():
        schema = spec.resolve(media.get("schema", {}))
        members = {name: spec.resolve(each) for name, each in schema.get("properties", {}).items()}
        patterns = second_names(patterns_of(schema))
        seconds = second_names({"name": name, **each} for name, each in members.items()) | patterns
        for target in dict.fromkeys(seconds.values()):
            if target in members:
                named = {"name": target, **members[target]}
                required = target in schema.get("required", [])
                text = _either(named, seconds) if required else _also(named, patterns)
                schema["properties"][target] = {**members[target], "description": text}
        if rest := [each for each in schema.get("required", []) if each not in seconds.values()]:
            schema["required"] = rest
        else:
            schema.pop("required", None)


def _either(value: Json, seconds: dict[str, str]) -> str:
    names = [value["name"], *(name for name, first in seconds.items() if first == value["name"])]
    listed = " and ".join(f"`{name}`" for name in names)
    return _with_sentence(value, f"One of {listed} must be sent.")


def _also(value: Json, seconds: dict[str, str]) -> str:
    known = str(value.get("description", ""))
    names = [
        name
        for name, first in seconds.items()
        if first == value["name"] and f"`{name}`" not in known
    ]
    listed = " and ".join(f"`{name}`" for name in names)
    return _with_sentence(value, f"The host also takes {listed}." if names else "")


def _with_sentence(value: Json, sentence: str) -> str:
    text = " ".join(str(value.get("description", "")).split())
    return f"{text} {sentence}" if sentence and sentence not in text else text


def _spellings(spec: Spec, route: Route, operation: Json) -> Iterator[tuple[str, Json]]:
    """The path, and once more for each of its last segments that may be left out."""
    resolved = [spec.resolve(each) for each in operation.get("parameters", [])]
    optional = [each["name"] for each in resolved if each.get("x-optional-segment")]
    path = route.path
    if route.method == "delete" and optional:
        # Only the shortest: in the longer ones a variable that comes out empty deletes more.
        for name in optional:
            path = path.replace("/{" + name + "}", "")
            reason = "a tool that loses this part of the path deletes more"
            what = f"the part `{name}` of the path of `{operation['operationId']}`"
            route.left_out.append(LeftOut(what, route.label, reason))
        yield path, _without(spec, operation, optional)
        return
    yield path, operation
    for index in range(len(optional) - 1, -1, -1):
        path = path.replace("/{" + optional[index] + "}", "")
        shorter = _without(spec, operation, optional[index:])
        shorter["operationId"] += f"_without_{re.sub(r'[^A-Za-z0-9]+', '_', optional[index])}"
        shorter["summary"] = f"{shorter.get('summary', '')}, without `{optional[index]}`"
        yield path, shorter


def _without(spec: Spec, operation: Json, names: Sequence[str]) -> Json:
    made = deepcopy(operation)
    made["parameters"] = [
        each for each in made["parameters"] if spec.resolve(each)["name"] not in names
    ]
    if not made["parameters"]:
        del made["parameters"]
    return made


def _note_other_address(route: Route, operation: Json) -> None:
    known = [call.raw.get("x-alternate-path") for call in route.calls]
    others = sorted({f"`{path}`" for path in known if path})
    if others:
        about = (
            f"The document also gives the path {' and '.join(others)}, to try where this one does"
            " not work."
        )
        operation["description"] = f"{operation.get('description', '').strip()}\n\n{about}".strip()


def _end_without_slash(document: Json) -> None:
    """Put the rest of a path that ends with a slash into its server; linters forbid the slash.

    What is sent stays the same. This can be done for one path of a document.
    """
    paths = document["paths"]
    ending = [path for path in paths if path.endswith("/") and path != "/"]
    if len(ending) != 1 or "/" in paths:
        return
    rest = ending[0].rstrip("/")
    if "{" in rest:
        return
    alone = len(paths) == 1
    item = paths.pop(ending[0])
    for holder in [*([document] if alone else []), *item.values()]:
        if alone and holder is not document and "servers" not in holder:
            continue
        servers = holder.get("servers", document["servers"])
        holder["servers"] = [{**each, "url": each["url"].rstrip("/") + rest} for each in servers]
    paths["/"] = item


def _name_uniquely(document: Json) -> None:
    seen: set[str] = set()
    for operation in operations_of(document):
        name = base = operation["operationId"]
        number = 2
        while name in seen:
            name, number = f"{base}_{number}", number + 1
        operation["operationId"] = name
        seen.add(name)


def _introduced(spec: Spec, left_out: Sequence[LeftOut]) -> Json:
    document = spec.document
    info = document["info"]
    parts = [str(info.get("description", "")).strip(), ABOUT.format(api=spec.api).strip()]
    for name, known in third_parties(spec):
        about = " ".join(str(known["note"]).split())
        parts.append(f"**Not the host's own words.** {name} ({known['title']}): {about}")
    if left_out:
        lines = [f"- {each.what}, {each.route}: {each.reason}." for each in left_out]
        parts.append("**Left out**, each with the reason:\n\n" + "\n".join(lines))
    document["info"] = {
        **info,
        "description": "\n\n".join(part for part in parts if part) + "\n",
        "contact": info.get("contact", CONTACT),
        "license": info.get("license", LICENSE),
    }
    document.setdefault("externalDocs", _documentation(document))
    return document


def _documentation(document: Json) -> Json:
    """Where the host says it: its document, or where that has no address the host itself."""
    for known in document.get("x-documents", {}).values():
        if "address" in known:
            return {"url": known["address"], "description": known["title"]}
    scheme, _, rest = document["servers"][0]["url"].partition("://")
    host = f"{scheme}://{rest.partition('/')[0]}"
    return {"url": host, "description": "The host; its document has no address that is known."}


#: The order of a document's members, for people who open the file.
ORDER = ("openapi", "info", "externalDocs", "servers", "tags", "paths", "components", *INFORMING)


def _in_order(document: Json) -> Json:
    document["openapi"] = "3.1.0"
    plain = without_extensions(document)
    return {key: plain[key] for key in ORDER if key in plain}
