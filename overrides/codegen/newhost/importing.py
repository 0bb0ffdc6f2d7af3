"""An OpenAPI file from elsewhere, in the form that ``specs/`` keeps.

A spec of this project says more than OpenAPI asks for (one tag and one success for each operation,
names for every object, where each thing was taken from), and less (no defaults, no alternatives in
requests). What can be completed is completed, what must go is left out, and each such change is a
line of :attr:`Imported.notes` with the line of the file, so that the person who owns it can decide
otherwise. What the generator refuses after that is left out by :mod:`codegen.newhost.fitting`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from openapi_python_client.strings import PythonIdentifier

from codegen.constructs import BESIDE_REFERENCES, KNOWN
from codegen.models import attribute_name
from codegen.newhost import names
from codegen.newhost.schemas import (
    as_3_1,
    kinds_of,
    pointers,
    reachable,
    sample,
    visit_schemas,
)
from codegen.plans import BODIES, TAKEN_ARGUMENTS, identifier
from codegen.rules import NAMED
from codegen.specs import METHODS, Json, Spec, Where, steps
from codegen.style import looks_like_a_credential

#: What an error of each status means, where the file says nothing of it.
ERROR_ROWS: tuple[tuple[int, str, str], ...] = (
    (400, "invalid_request", "A parameter is missing or cannot be used."),
    (401, "authentication", "The credentials are missing or wrong."),
    (403, "permission", "The caller may not do this."),
    (404, "not_found", "There is no such thing, or no such address."),
    (405, "invalid_request", "The address does not take this method."),
    (409, "duplicate", "The host has it already."),
    (413, "too_large", "The file is larger than the host takes."),
    (415, "unsupported_format", "The host does not take files of this format."),
    (422, "invalid_request", "A parameter cannot be used."),
    (429, "rate_limited", "Too many requests."),
    (500, "unavailable", "The host failed."),
    (502, "unavailable", "The server in front got no usable answer from the host."),
    (503, "unavailable", "The host is switched off or overloaded."),
    (504, "unavailable", "The host did not answer the server in front in time."),
)
#: Where errors have their code and their message, most often.
CODES = ("/error/code", "/code", "/errors/0/code", "/status_code", "/status")
MESSAGES = (
    "/error/message",
    "/message",
    "/errors/0/message",
    "/error",
    "/detail",
    "/error_description",
    "/title",
)
NO_DESCRIPTION = "The document does not describe it."
#: Methods that clients have calls for.
CALLED = ("get", "post", "put", "patch", "delete")
#: Headers that clients write by themselves.
OWN_HEADERS = ("accept", "authorization", "content-type")
#: What a success by `2XX` can be.
ANY_SUCCESS = ("200", "201", "202")
#: Keywords of schemas that generators and readers of a request need no longer.
DROPPED_KEYS = ("xml", "externalDocs", "deprecated", "discriminator", "readOnly", "writeOnly")
SEPARATORS = {"spaceDelimited": "a space", "pipeDelimited": "`|`"}


@dataclass
class Imported:
    """A spec, what was changed to make it one, and where its parts come from."""

    document: Json
    notes: list[str]
    source: Spec
    #: Where in the file a named schema or an operation of the spec stands.
    origins: dict[Where, Where] = field(default_factory=dict)

    def note(self, where: Where, text: str) -> None:
        """Note a change at a place of the file."""
        line = f"{self.source.shown_as.name}:{self.source.line(where)}: {text}"
        if line not in self.notes:
            self.notes.append(line)

    def origin(self, where: Where) -> Where:
        """The place in the file that a place of the spec was made from, as near as it is known."""
        for length in range(len(where), 0, -1):
            if where[:length] in self.origins:
                found = (*self.origins[where[:length]], *where[length:])
                while self.source.at(found) is None:
                    found = found[:-1]
                return found
        return ()


def import_spec(source: Spec, api: str, title: str) -> Imported:
    """The spec that a foreign document becomes.

    Args:
        source: An OpenAPI document that was read by :func:`codegen.newhost.foreign.read`.
        api: The identifier that the host gets.
        title: Its name for people, where the document has none.
    """
    return _Import(source, api, title).run()


class _Import:
    def __init__(self, source: Spec, api: str, title: str) -> None:
        self.old: Json = copy.deepcopy(source.document)
        self.api = api
        self.title = title
        self.imported = Imported({}, [], source)
        self.here: Where = ()
        self.source = {"document": f"{api.replace('_', '-')}.txt", "section": "API"}
        self.components: Json = self.old.setdefault("components", {})
        self.schemas: Json = self.components.setdefault("schemas", {})
        self.has_schemes = bool(self.components.get("securitySchemes"))
        self.tags: dict[str, str] = {}
        self.ids: dict[tuple[str, str], str] = {}

    def note(self, text: str) -> None:
        self.imported.note(self.here, text)

    def run(self) -> Imported:
        self._drop_extensions()
        if self.old["openapi"].startswith("3.0"):
            visit_schemas(self.old, as_3_1)
            self.note("OpenAPI 3.0 became 3.1: `nullable` is a type in the list of types")
        self._rename_schemas()
        visit_schemas(self.old, self._without_unread)
        self._follow_discriminators()
        originals = list(self.schemas.items())
        for name, schema in originals:
            self.here = self.imported.origins["components", "schemas", name]
            self._name_members(schema, name)
        self.here = ()
        new = self._head()
        schemes = self._security_schemes(self.components.get("securitySchemes") or {})
        security = self._security(self.old.get("security"), schemes, ("security",))
        if security is not None:
            new["security"] = security
        operations = list(self._operations(schemes))
        new["tags"] = self._described_tags()
        title = new["info"]["title"]
        note = f"Imported from {self.imported.source.path.name}; say here where it stands."
        new["x-documents"] = {self.source["document"]: {"title": title, "by": "host", "note": note}}
        new |= self._errors(operations)
        new["paths"] = {}
        for path, method, operation in operations:
            new["paths"].setdefault(path, {})[method] = operation
        for name, schema in self.schemas.items():
            named = {"allOf": [schema]} if "$ref" in schema else schema
            named.setdefault("description", NO_DESCRIPTION)
            named.setdefault("x-source", dict(self.source))
            self.schemas[name] = named
        self._place_links(new)
        new["components"] = {}
        used = _used_schemes(new, schemes)
        for name in schemes.keys() - used.keys():
            self.here = ("components", "securitySchemes", name)
            self.note(
                f"security scheme {name} was left out: no operation asks for it by `security`"
            )
        if used:
            new["components"]["securitySchemes"] = used
        new["components"]["schemas"] = reachable(new, self.schemas)
        visit_schemas(new, self._for_answers)
        self.imported.document = new
        return self.imported

    # --- the document as a whole -----------------------------------------------------------

    def _drop_extensions(self) -> None:
        """Leave out extensions of others: their names may mean something else here."""
        found: dict[str, int] = {}
        queue: list[tuple[Any, bool]] = [(self.old, False)]
        while queue:
            value, named = queue.pop()
            if isinstance(value, list):
                queue += [(each, False) for each in value]
            elif isinstance(value, dict):
                for key in [key for key in value if key.startswith("x-") and not named]:
                    found[key] = found.get(key, 0) + 1
                    del value[key]
                queue += [
                    (each, (not named and key in NAMED) or key == "mapping")
                    for key, each in value.items()
                    if named or key not in ("example", "default", "enum", "const", "value")
                ]
        if found:
            self.note(f"extensions that are not of this project were left out: {', '.join(found)}")

    def _head(self) -> Json:
        info = self.old.get("info") or {}
        for name in self.old.get("webhooks") or {}:
            self.here = ("webhooks", name)
            self.note(f"the webhook {name} was left out: a client receives no calls")
        self.here = ()
        return {
            "openapi": "3.1.0",
            "info": {
                "title": info.get("title") or f"{self.title} API",
                "version": str(info.get("version") or "1"),
                "summary": names.one_line(info.get("summary") or f"The API of {self.title}"),
                "description": info.get("description") or f"The API of {self.title}.",
            },
            "servers": [self._server()],
        }

    def _server(self) -> Json:
        servers = self.old.get("servers") or []
        addresses = [self._address(server, ("servers", n)) for n, server in enumerate(servers)]
        absolute = [url for url in addresses if url.startswith("http")]
        if absolute:
            for other in absolute[1:]:
                self.note(f"of its servers {absolute[0]} was taken; give {other} as base_url")
            return {"url": absolute[0], "description": "The public site."}
        path = next((url for url in addresses if re.match(r"/[^/]", url)), "")
        url = f"https://api.{self.api.replace('_', '-')}.example{path}"
        self.note(f"no absolute server address: {url} stands in for it; put the real one")
        return {"url": url, "description": "The public site."}

    def _address(self, server: Json, where: Where) -> str:
        """The address of a server with the defaults of its variables."""
        url = str(server.get("url", ""))
        for name, variable in (server.get("variables") or {}).items():
            self.here = (*where, "variables", name)
            self.note(f"{{{name}}} of {url} is {variable.get('default')}; base_url takes others")
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
        self.here = where
        return f"https:{url}".rstrip("/") if url.startswith("//") else url.rstrip("/")

    def _rename_schemas(self) -> None:
        """Give every schema the name of a class."""
        renamed: dict[str, str] = {}
        for name in self.schemas:
            self.here = ("components", "schemas", name)
            new = names.schema_name(name, renamed.values())
            renamed[name] = new
            self.imported.origins["components", "schemas", new] = self.here
            if new != name:
                self.note(f"the schema {name} is called {new}")
        self.schemas = {renamed[name]: value for name, value in self.schemas.items()}
        self.components["schemas"] = self.schemas
        self.renamed = renamed

        def rename(holder: Json, where: Where) -> None:
            reference = holder.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
                name, *rest = steps(reference)[2:]
                if rest:
                    holder.pop("$ref")
                    holder.update(copy.deepcopy(self.imported.source.at(steps(reference))))
                    visit_schemas(holder, rename, where, is_schema=True)
                else:
                    holder["$ref"] = f"#/components/schemas/{renamed[str(name)]}"

        visit_schemas(self.old, rename)

    def _without_unread(self, schema: Json, where: Where) -> None:
        """Leave out of a schema what nothing reads, and give it the form that is read."""
        self.here = self.imported.origin(where) or where
        for key in [key for key in schema if key not in KNOWN["schema"]]:
            del schema[key]
            self.note(f"`{key}` was left out: clients would not keep to it")
        for key in ("items", "schema", "not"):
            if isinstance(schema.get(key), bool):
                schema[key] = {}
        for name, member in list((schema.get("properties") or {}).items()):
            if isinstance(member, bool):
                schema["properties"][name] = {}
        if "$ref" in schema and schema.keys() - BESIDE_REFERENCES:
            schema["allOf"] = [{"$ref": schema.pop("$ref")}, *schema.get("allOf", [])]
        values = schema.get("enum")
        if values is not None and not _can_be_literal(values):
            del schema["enum"]
            shown = ", ".join(map(str, values))
            schema["description"] = f"{schema.get('description', '')} One of {shown}.".strip()
            self.note(f"an enum ({shown}) is in the description alone: no type says it")

    def _follow_discriminators(self) -> None:
        """What a discriminator says of each alternative, each says itself by a constant."""

        def follow(schema: Json, where: Where) -> None:
            self.here = self.imported.origin(where) or where
            discriminator = schema.pop("discriminator", None)
            if not isinstance(discriminator, dict):
                return
            name = str(discriminator.get("propertyName", ""))
            options = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
            if not options:
                self.note(
                    f"a discriminator {name} without alternatives was left out: an answer has the"
                    " members of the schema alone"
                )
                return
            values: dict[str, list[str]] = {}
            for value, target in (discriminator.get("mapping") or {}).items():
                old = str(target).rpartition("/")[2]
                values.setdefault(self.renamed.get(old, old), []).append(value)
            old_names = {new: old for old, new in self.renamed.items()}
            for option in options:
                target = str(option.get("$ref", "")).rpartition("/")[2]
                if target in self.schemas:
                    said = values.get(target, [old_names.get(target, target)])
                    self._fix_member(self.schemas[target], name, said)

        visit_schemas(self.old, follow)

    def _fix_member(self, schema: Json, name: str, values: list[str]) -> None:
        fixed: Json = {"const": values[0]} if len(values) == 1 else {"enum": values}
        if "allOf" in schema:
            schema["allOf"].append(
                {"type": "object", "required": [name], "properties": {name: fixed}}
            )
            return
        member = (schema.setdefault("properties", {})).get(name) or {}
        described = {k: member[k] for k in ("description",) if k in member}
        schema["properties"][name] = {"type": "string", **described, **fixed}
        if name not in schema.setdefault("required", []):
            schema["required"].append(name)

    # --- credentials -----------------------------------------------------------------------

    def _security_schemes(self, found: Json) -> dict[str, Json]:
        schemes: dict[str, Json] = {}
        for name, reference in found.items():
            self.here = ("components", "securitySchemes", name)
            scheme = self._resolved(reference)
            new = self._security_scheme(name, scheme)
            if new is not None:
                text = scheme.get("description") or "A credential of the host."
                schemes[name] = {"description": text, **new}
        given = [scheme["x-credential"] for scheme in schemes.values()]
        for name, scheme in schemes.items():
            # Several keys of one host are told apart by the names of their schemes.
            if given.count(scheme["x-credential"]) > 1:
                own = re.sub(r"[^a-z_]", "", names.snake_case(name)).strip("_") or "key"
                taken = {other["x-credential"] for other in schemes.values() if other != scheme}
                scheme["x-credential"] = (
                    own if own not in taken else f"{own}_of_{scheme['type'].lower()}"
                )
        self.here = ()
        return schemes

    def _security_scheme(self, name: str, scheme: Json) -> Json | None:
        kind, place = scheme.get("type"), scheme.get("in")
        way = str(scheme.get("scheme", "")).lower()
        bearer = {"type": "http", "scheme": "bearer", "x-credential": "access_token"}
        if kind == "apiKey" and place in ("header", "query"):
            key = {"type": "apiKey", "in": place, "name": scheme["name"]}
            return {**key, "x-credential": "api_key"}
        if kind == "apiKey":
            self.note(f"security scheme {name}: clients send the cookie {scheme['name']} as a key")
            key = {"type": "apiKey", "in": "header", "name": "Cookie"}
            return {**key, "x-prefix": f"{scheme['name']}=", "x-credential": "session"}
        if kind == "http" and way == "bearer":
            return bearer
        if kind == "http" and way == "basic":
            self.note(
                f"security scheme {name}: clients take `user:password` in base64 as basic_login"
            )
            key = {"type": "apiKey", "in": "header", "name": "Authorization"}
            return {**key, "x-prefix": "Basic ", "x-credential": "basic_login"}
        if kind in ("oauth2", "openIdConnect"):
            self.note(f"security scheme {name}: clients take its token as access_token")
            return bearer
        self.note(
            f"security scheme {name} ({kind} {way}".rstrip() + ") was left out: not supported"
        )
        return None

    def _security(self, found: Any, schemes: dict[str, Json], where: Where) -> list[Json] | None:
        """The alternatives of credentials that clients can keep apart."""
        if found is None:
            return None
        self.here = where
        kept: list[set[str]] = []
        for need in found:
            unknown = [name for name in need if name not in schemes]
            places = {(schemes[n].get("in"), schemes[n].get("name")) for n in need if n in schemes}
            shown = " and ".join(need) or "no credential"
            if unknown:
                self.note(f"{shown} was left out: clients cannot send {', '.join(unknown)}")
            elif len(places) < len(need):
                self.note(f"{shown} was left out: two credentials in one place")
            elif not _can_be_told_apart([*kept, set(need)]):
                first = " and ".join(sorted(kept[0])) or "no credential"
                self.note(f"{shown} was left out as an alternative: clients send {first}")
            else:
                kept.append(set(need))
        if found and not kept:
            self.note("no credential that clients can send is left: they send none")
        return [{name: [] for name in sorted(need)} for need in kept]

    # --- errors ----------------------------------------------------------------------------

    def _errors(self, operations: list[tuple[str, str, Json]]) -> Json:
        """Where errors have their code and message: what the documented ones show, or a guess."""
        code, message = [], []
        for _, _, operation in operations:
            for status, response in operation["responses"].items():
                if status[0] in "23":
                    continue
                for media in response.get("content", {}).values():
                    found = set(pointers(self._shape(media.get("schema", {}), 4)))
                    code += [each for each in CODES if each in found and each not in code]
                    message += [each for each in MESSAGES if each in found and each not in message]
        self.here = ()
        # What is itself an object holds no text: the deeper pointers stand first.
        code.sort(key=lambda each: -each.count("/"))
        message.sort(key=lambda each: -each.count("/"))
        if not message:
            self.note(
                "no documented error has a message: x-error-body is a guess, look at a real error"
            )
        return {
            "x-error-body": {
                "code": code or list(CODES[:2]),
                "message": message or list(MESSAGES[:2]),
            },
            "x-error-table": [
                {
                    "status": status,
                    "category": category,
                    "meaning": meaning,
                    "x-provenance": "inferred",
                }
                for status, category, meaning in ERROR_ROWS
            ],
        }

    def _shape(self, schema: Any, depth: int) -> Any:
        """An object as its schema has it, to look for members in."""
        if isinstance(schema, dict) and "$ref" in schema:
            name = steps(schema["$ref"])[-1]
            schema = self.schemas.get(str(name), {})
        if not isinstance(schema, dict) or depth == 0:
            return None
        if schema.get("properties"):
            return {
                name: self._shape(member, depth - 1)
                for name, member in schema["properties"].items()
            }
        for part in (*schema.get("allOf", []), *schema.get("anyOf", []), *schema.get("oneOf", [])):
            found = self._shape(part, depth - 1)
            if found is not None:
                return found
        if "items" in schema:
            return [self._shape(schema["items"], depth - 1)]
        return None

    # --- operations ------------------------------------------------------------------------

    def _operations(self, schemes: dict[str, Json]) -> Iterator[tuple[str, str, Json]]:
        taken: set[str] = set()
        routes: dict[str, str] = {}
        for path, reference in self.old["paths"].items():
            item = self._resolved(reference)
            found = path if isinstance(reference, dict) and "$ref" not in reference else None
            key, constants = self._path_key(path, routes)
            for method in METHODS:
                if method not in item:
                    continue
                self.here = ("paths", path, method) if found else ("paths", path)
                if method not in CALLED:
                    self.note(f"{method.upper()} {path} was left out: nothing needs it")
                    continue
                place = self.here
                old = item[method]
                tag = self._tag(old, path)
                name = self._operation_id(old, tag, method, path, taken)
                self.ids[path, method] = name
                new = self._operation(old, item, tag, name, path, method, schemes)
                new["parameters"] = [*constants, *new.get("parameters", [])]
                if not new["parameters"]:
                    del new["parameters"]
                self.imported.origins["paths", key, method] = place
                yield key, method, new

    def _path_key(self, path: str, routes: dict[str, str]) -> tuple[str, list[Json]]:
        """A path as our specs write it: a query is parameters, one route has one form."""
        self.here = ("paths", path)
        plain, _, fragment = path.partition("#")
        plain, _, query = plain.partition("?")
        constants = [
            {
                "name": name,
                "in": "query",
                "required": True,
                "description": "What the call is.",
                "schema": {"const": value},
            }
            for name, value in parse_qsl(query, keep_blank_values=True)
        ]
        if query:
            self.note(f"the query of {path} became parameters")
        key = f"{plain}#{names.snake_case(fragment)}" if fragment else plain
        route = re.sub(r"{[^}]*}", "{}", key)
        if route in routes:
            ending = names.snake_case(f"{query} {path.rpartition('{')[2] if '{' in path else ''}")
            key = f"{plain}#{names.fresh(ending or 'other', ())}"
            self.note(f"{path} has the route of {routes[route]}: its key is {key}")
            route = f"{route}#{ending}"
        routes[route] = path
        return key, constants

    def _tag(self, operation: Json, path: str) -> str:
        given = [str(tag) for tag in operation.get("tags") or []]
        old = given[0] if given else names.tag_of_path(path)
        if old not in self.tags:
            wanted = names.tag_name(old)
            self.tags[old] = names.fresh(wanted, self.tags.values())
            if given and self.tags[old] != old:
                self.note(f"the tag {old} is called {self.tags[old]}")
        if len(given) > 1:
            self.note(f"{path}: of its tags {', '.join(given)} it keeps {self.tags[old]}")
        return self.tags[old]

    def _described_tags(self) -> list[Json]:
        old = {str(tag["name"]): tag.get("description") for tag in self.old.get("tags") or []}
        return [
            {"name": new, "description": old.get(name) or f"Operations on {new}."}
            for name, new in sorted(self.tags.items(), key=lambda pair: pair[1])
        ]

    def _operation_id(
        self, operation: Json, tag: str, method: str, path: str, taken: set[str]
    ) -> str:
        given = str(operation.get("operationId") or "")
        found = names.fresh(f"{tag}_{names.method_name(given, tag, method, path)}", taken)
        taken.add(found)
        if found != given:
            was = f"operationId {given}" if given else f"{method.upper()} {path}"
            self.note(f"{was} is called {found}")
        return found

    def _operation(
        self,
        old: Json,
        item: Json,
        tag: str,
        name: str,
        path: str,
        method: str,
        schemes: dict[str, Json],
    ) -> Json:
        place = self.here
        summary = names.one_line(old.get("summary") or old.get("description") or f"{method} {path}")
        description = str(old.get("description") or old.get("summary") or "").strip()
        if len(description) < 40:
            description = f"{description} {NO_DESCRIPTION} ({method.upper()} {path})".strip()
        new: Json = {
            "tags": [tag],
            "operationId": name,
            "summary": summary,
            "description": description,
            "x-source": {**self.source, "section": f"{method.upper()} {path}"},
            # What is not in the host's own document, as far as anybody checked, is inferred.
            "x-provenance": "inferred",
        }
        if old.get("deprecated"):
            new["deprecated"] = True
        if method == "post":
            new["x-retry"] = "never"
        for called in old.get("callbacks") or {}:
            self.note(f"{name}: the callback {called} was left out: a client receives no calls")
        servers = self._servers_of(old, item, name)
        if servers:
            new["servers"] = servers
        parameters = list(self._parameters(old, item, name, path))
        if parameters:
            new["parameters"] = parameters
        self.here = place
        if "requestBody" in old:
            body = self._body(self._resolved(old["requestBody"]), name)
            if body is not None:
                new["requestBody"] = body
        self.here = place
        self._name_arguments(new)
        new["responses"] = self._responses(old.get("responses") or {}, name)
        security = self._security(old.get("security"), schemes, (*place, "security"))
        if security is not None:
            new["security"] = security
        self.here = place
        return new

    def _servers_of(self, old: Json, item: Json, name: str) -> list[Json]:
        """The server of an operation's own."""
        place = self.here
        for holder, where in ((old, place), (item, place[:2])):
            for index, server in enumerate(holder.get("servers") or []):
                url = self._address(server, (*where, "servers", index))
                self.here = place
                if url:
                    return [{"url": url, "description": f"Where {name} is."}]
        return []

    # --- parameters ------------------------------------------------------------------------

    def _parameters(self, old: Json, item: Json, name: str, path: str) -> Iterator[Json]:
        place = self.here
        found: dict[tuple[str, str], tuple[Json, Where]] = {}
        for holder, where in ((item, place[:2]), (old, place)):
            for index, reference in enumerate(holder.get("parameters") or []):
                parameter = self._resolved(reference)
                here = (*where, "parameters", index)
                found[parameter["in"], parameter["name"]] = parameter, here
        described = {wire for kind, wire in found if kind == "path"}
        for wire in dict.fromkeys(re.findall(r"{([^{}]*)}", path)):
            if wire not in described:
                self.note(f"{name}: nothing describes {{{wire}}} of the path: it is taken for text")
                schema = {"type": "string"}
                found["path", wire] = {"name": wire, "in": "path", "schema": schema}, place
        for parameter, here in found.values():
            self.here = here
            if parameter["in"] == "path" and parameter["name"] not in path:
                self.note(f"{name}: the path has no {{{parameter['name']}}}: it was left out")
                continue
            yield from self._parameter(parameter, f"{name}: {parameter['in']} parameter")

    def _parameter(self, old: Json, kind: str) -> Iterator[Json]:
        """A parameter as clients send it, or the parameters that it becomes."""
        wire, place = old["name"], old["in"]
        where = f"{kind} {wire}"
        usual = "form" if place in ("query", "cookie") else "simple"
        style = old.get("style", usual)
        if place == "cookie" and not old.get("required"):
            self.note(f"{where} was left out: clients send no cookies")
            return
        if place == "cookie" or style in ("matrix", "label"):
            # Left to the generator, which refuses the operation with its reasons.
            schema = {"type": "string"}
            yield {"name": wire, "in": place, "required": True, "style": style, "schema": schema}
            return
        if place == "header" and wire.lower() == "authorization" and not self.has_schemes:
            self.note(f"{where} carries the credential authorization, as it is sent")
            yield {
                "name": wire,
                "in": place,
                "description": old.get("description") or "The whole header.",
                "schema": {"type": "string"},
                "required": bool(old.get("required")),
                "x-credential": "authorization",
            }
            return
        if place == "header" and wire.lower() in OWN_HEADERS:
            self.note(f"{where} was left out: clients send that header by themselves")
            return
        if "content" in old:
            self.note(f"{where}: the caller writes its {', '.join(old['content'])} as text")
            old = {**old, "schema": {"type": "string"}}
        if old.get("allowReserved"):
            self.note(f"{where}: reserved characters are escaped all the same")
        schema = self._flat(old.get("schema") or {"type": "string"}, where)
        if "properties" in schema or schema.get("type") == "object":
            yield from self._parameters_of_object(old, schema, style, where)
            return
        if style in SEPARATORS and not old.get("explode") and kinds_of(schema) == ["array"]:
            self.note(f"{where}: one text, whose items the caller separates by {SEPARATORS[style]}")
            schema = {"type": "string"}
        new: Json = {
            "name": wire,
            "in": place,
            "description": old.get("description") or schema.get("description") or NO_DESCRIPTION,
            "schema": schema,
        }
        if old.get("required") or place == "path":
            new["required"] = True
        if old.get("deprecated"):
            new["deprecated"] = True
        if place == "query" and kinds_of(schema) == ["array"]:
            new["x-array-format"] = "csv" if old.get("explode") is False else "repeat"
        if re.search(r"(?i)(^|_)(api_?key|key)$", wire) and place != "path":
            new["x-credential"] = "api_key"
            self.note(f"{where} carries the credential api_key")
        elif looks_like_a_credential(wire):
            new["schema"] = self._secret(schema, where)
        yield new

    def _secret(self, schema: Json, where: str) -> Json:
        """The schema of a value that nobody but its owner may see."""
        if schema.get("type", "string") != "string" or {"const", "enum"} & schema.keys():
            return schema
        self.note(f"{where} is kept out of logs, as its name asks for")
        return {**schema, "format": "password"}

    def _parameters_of_object(
        self, old: Json, schema: Json, style: str, where: str
    ) -> Iterator[Json]:
        """An object in the query is as many parameters as it has members."""
        forms = {("form", True): "{1}", ("deepObject", True): "{0}[{1}]"}
        form = forms.get((style, bool(old.get("explode", True)) or style == "deepObject"))
        members = schema.get("properties") or {}
        if old["in"] != "query" or form is None or not members:
            if old.get("required"):
                yield {k: old[k] for k in ("name", "in", "required")} | {"schema": schema}
            else:
                self.note(f"{where} was left out: an object cannot be an argument")
            return
        shown = ", ".join(form.format(old["name"], name) for name in members)
        self.note(f"{where} is the parameters {shown}")
        for name, member in members.items():
            required = old.get("required") and name in schema.get("required", [])
            inner = {
                "name": form.format(old["name"], name),
                "in": "query",
                "schema": member,
                "required": bool(required),
                "description": member.get("description") or old.get("description"),
            }
            yield from self._parameter(inner, where)

    def _name_arguments(self, operation: Json) -> None:
        """Give arguments of one name, or of one that Python has, names of their own."""
        taken = set(TAKEN_ARGUMENTS)
        members: list[tuple[str, str, Json]] = [
            (each["name"], each["in"], each)
            for each in operation.get("parameters", [])
            if "x-credential" not in each
        ]
        seen: set[str] = set()
        for media in operation.get("requestBody", {}).get("content", {}).values():
            for wire, member in self._resolved(media["schema"]).get("properties", {}).items():
                members.append((wire, "body", member))
        for wire, place, holder in members:
            named = identifier(wire)
            if place == "body" and wire in seen:
                continue  # another media type of the same member
            seen |= {wire} if place == "body" else set()
            wanted = named if named.isascii() and named.isidentifier() else "value"
            if wanted in taken:
                wanted = f"{wanted}_in_{place}" if wanted not in TAKEN_ARGUMENTS else f"{wanted}_"
            wanted = names.fresh(wanted, taken)
            taken.add(wanted)
            if wanted != named:
                holder["x-argument"] = wanted if not wanted.endswith("_") else f"{wanted}value"
                taken.add(holder["x-argument"])
                self.note(
                    f"{operation['operationId']}: {place} {wire} is the argument"
                    f" {holder['x-argument']}"
                )

    # --- schemas of requests ---------------------------------------------------------------

    def _flat(self, schema: Any, where: str) -> Json:
        """A schema of a request: no default, no alternatives, nothing that only answers have."""
        found: Json = {"type": "string"}
        if isinstance(schema, dict):
            found = self._resolved(schema)
        for key in ("oneOf", "anyOf"):
            if found.get(key):
                options = [self._flat(each, where) for each in found[key] if not _is_null(each)]
                rest = {k: v for k, v in found.items() if k != key}
                return self._flat({**rest, **self._one_of(options, where)}, where)
        if found.get("allOf"):
            parts = [self._flat(part, where) for part in found.pop("allOf")]
            merged: Json = {}
            for part in (*parts, found):
                members = {**merged.get("properties", {}), **part.get("properties", {})}
                demanded = [*merged.get("required", []), *part.get("required", [])]
                merged.update(part)
                if members or demanded:
                    merged.update(properties=members, required=list(dict.fromkeys(demanded)))
            found = merged
        if "default" in found:
            self.note(f"{where}: its default was left out, for clients would send it")
            del found["default"]
        for key in DROPPED_KEYS:
            found.pop(key, None)
        kinds = kinds_of(found)
        if len(kinds) > 1:
            chosen = "string" if "string" in kinds else kinds[0]
            self.note(f"{where}: of its types {', '.join(kinds)} {chosen} was taken")
            kinds = [chosen]
        if "type" in found:
            found["type"] = kinds[0] if kinds else "string"
        if "enum" in found:
            found["enum"] = [value for value in found["enum"] if value is not None]
            if kinds and kinds[0] not in ("string", "integer"):
                shown = ", ".join(map(str, found.pop("enum")))
                found["description"] = f"{found.get('description', '')} One of {shown}.".strip()
        if "type" not in found and "enum" not in found and "const" not in found:
            found["type"] = "object" if "properties" in found else "string"
        if "items" in found:
            found["items"] = self._flat(found["items"], f"{where}, items")
        elif found.get("type") == "array":
            found["items"] = {"type": "string"}
        return found

    def _one_of(self, options: list[Json], where: str) -> Json:
        """One schema for several: objects have all their members, a text can be anything."""
        if len(options) < 2:
            return options[0] if options else {"type": "string"}
        if not all("properties" in option for option in options):
            chosen = next((each for each in options if each.get("type") == "string"), options[0])
            self.note(f"{where}: of its alternatives {chosen.get('type', 'the first')} was taken")
            return chosen
        self.note(f"{where}: its alternatives are one object; what goes together is up to callers")
        members: Json = {}
        for option in options:
            for name, member in option["properties"].items():
                known = members.setdefault(name, member)
                values = [each["const"] for each in (known, member) if "const" in each]
                values += [v for each in (known, member) for v in each.get("enum", [])]
                if known is not member and values and all(isinstance(v, str) for v in values):
                    kept = {k: v for k, v in known.items() if k != "const"}
                    kept |= {"type": "string", "enum": list(dict.fromkeys(values))}
                    members[name] = kept
        required = set.intersection(*(set(each.get("required", [])) for each in options))
        return {"type": "object", "properties": members, "required": sorted(required)}

    def _body(self, body: Json, name: str) -> Json | None:
        content: Json = {}
        place = (*self.here, "requestBody")
        dropped: list[str] = []
        for kind, media in (body.get("content") or {}).items():
            self.here = (*place, "content", kind)
            base = kind.partition(";")[0].strip().lower()
            base = "application/json" if base.endswith("+json") else base
            schema = self._flat(media.get("schema") or {"type": "object"}, f"{name}, body")
            if base not in BODIES:
                self.note(f"{name}: a body of {kind} was left out: not supported")
                dropped.append(kind)
            elif base in content:
                self.note(f"{name}: of its bodies of {base} the first was taken")
            elif schema.get("type") != "object":
                self.note(f"{name}: a body that is no object was left out: not supported")
                dropped.append(kind)
            else:
                content[base] = self._body_media(schema, base, name, suffix=len(content))
                self._note_encoding(media.get("encoding") or {}, content[base])
        if not content:
            if not dropped:
                return None
            # Left to the generator, which refuses the operation: without its body it is another.
            kept = {kind: {"schema": {"type": "string"}} for kind in dropped}
            return {"content": kept}
        new: Json = {
            "description": body.get("description") or "What the operation needs.",
            "content": content,
        }
        if body.get("required"):
            new["required"] = True
        return new

    def _body_media(self, schema: Json, base: str, name: str, *, suffix: int) -> Json:
        members: Json = {}
        required = list(schema.get("required") or [])
        for wire, member in (schema.get("properties") or {}).items():
            where = f"{name}, body, {wire}"
            if isinstance(member, dict) and self._resolved(member).get("readOnly"):
                required = [each for each in required if each != wire]
                continue
            flat = self._flat(member, where)
            inner = flat.get("items", flat) if flat.get("type") == "array" else flat
            if inner.get("type") in ("object", "array") or "properties" in inner:
                if wire in required:
                    self.note(f"{where}: the caller writes its JSON as text")
                else:
                    self.note(f"{where} was left out: an object cannot be an argument")
                    continue
            if looks_like_a_credential(wire) and flat.get("format") != "password":
                flat = self._secret(flat, where)
            members[wire] = flat if base == "application/json" else _formed(flat)
        if schema.get("additionalProperties") not in (None, False):
            self.note(f"{name}, body: members of any other name cannot be sent")
        ending = {"application/json": "_json", "multipart/form-data": "_multipart"}
        wanted = f"{name}_request{ending.get(base, '_form') if suffix else ''}"
        title = self._fresh(names.schema_name(wanted, ()))
        required = [each for each in required if each in members]
        self.schemas[title] = {
            "type": "object",
            "description": schema.get("description") or f"What {name} sends.",
            "additionalProperties": False,
            **({"required": required} if required else {}),
            "properties": members,
        }
        example = {k: sample(m, self.schemas) for k, m in members.items() if k in required}
        return {"schema": {"$ref": f"#/components/schemas/{title}"}, "example": example}

    def _note_encoding(self, old: Json, media: Json) -> None:
        """How members of a form travel: what clients do not choose by it is in descriptions."""
        members = self._resolved(media["schema"])["properties"]
        schema = self.schemas[str(steps(media["schema"]["$ref"])[-1])]
        for name, encoding in old.items():
            if name not in members:
                continue
            member = schema["properties"][name]
            if "contentType" in encoding:
                text = f"{member.get('description', '')} Sent as {encoding['contentType']}."
                member["description"] = text.strip()
                self.note(f"the type {encoding['contentType']} of {name} is in its description")
            if encoding.get("explode") is False:
                member["x-array-format"] = "csv"
            for key in encoding.keys() - {"contentType", "explode"}:
                self.note(f"`{key}` of the encoding of {name} was left out: not supported")

    # --- answers ---------------------------------------------------------------------------

    def _responses(self, old: Json, name: str) -> Json:
        place = self.here
        resolved = {str(status): self._resolved(each) for status, each in old.items()}
        new = self._successes(resolved, name, place)
        for status, response in resolved.items():
            if status[0] in "45":
                self.here = (*place, "responses", status)
                new[status] = self._response(response, f"{name}_{status.lower()}", status)
            elif status[0] == "1":
                self.note(f"{name}: the status {status} was left out: nothing comes of it")
        if not any(status[0] == "4" for status in new):
            new["400"] = {"description": "The request was refused.", "x-provenance": "inferred"}
        self.here = (*place, "responses", "default")
        new["default"] = (
            self._response(resolved["default"], f"{name}_error", "default")
            if "default" in resolved and any(status[0] in "23" for status in resolved)
            else {"description": "Any other failure.", "x-provenance": "inferred"}
        )
        self.here = place
        return new

    def _successes(self, resolved: dict[str, Json], name: str, place: Where) -> Json:
        """The one success of an operation, by each status that it comes with."""
        successes = sorted(status for status in resolved if status[0] == "2")
        chosen = successes or sorted(status for status in resolved if status[0] == "3")
        if not successes and not all(_has_location(resolved[status]) for status in chosen):
            chosen = [status for status in chosen if _has_location(resolved[status])]
        if not chosen:
            self.here = (*place, "responses")
            if "default" in resolved and not any(status[0] in "45" for status in resolved):
                self.note(f"{name}: its only answer, `default`, is taken for the success")
                return {"200": self._response(resolved["default"], name, "200")}
            self.note(f"{name}: no success is documented; 200 without a body was assumed")
            return {"200": {"description": "The operation was done.", "x-provenance": "inferred"}}
        with_body = [status for status in chosen if resolved[status].get("content")]
        success = (with_body or chosen)[0]
        self.here = (*place, "responses", success)
        numbers = [success] if success.isdigit() else list(ANY_SUCCESS)
        if not success.isdigit():
            self.note(f"{name}: {success} is taken for {', '.join(numbers)}")
        response = self._response(resolved[success], name, numbers[0])
        new = {number: copy.deepcopy(response) for number in numbers}
        for status in sorted(status for status in resolved if status[0] in "23"):
            if status == success:
                continue
            same = resolved[status].get("content") == resolved[success].get("content")
            if status in chosen and status.isdigit() and same:
                text = resolved[status].get("description") or "An answer."
                new[status] = {**copy.deepcopy(response), "description": text}
            else:
                self.here = (*place, "responses", status)
                self.note(f"{name}: of its successes {success} was kept, {status} was not")
        return new

    def _response(self, old: Json, name: str, status: str) -> Json:
        new: Json = {"description": old.get("description") or "An answer."}
        headers = {
            header: self._header(self._resolved(reference))
            for header, reference in (old.get("headers") or {}).items()
            if header.lower() != "content-type"
        }
        if headers:
            new["headers"] = headers
        if old.get("links"):
            new["links"] = {key: self._resolved(link) for key, link in old["links"].items()}
        content: Json = old.get("content") or {}
        kinds = {kind.partition(";")[0].strip().lower(): kind for kind in content}
        chosen = next(
            (each for rank in (_is_json, _is_text, _is_bytes) for each in kinds if rank(each)), None
        )
        if chosen is None or (_is_bytes(chosen) and status[0] != "2"):
            return new
        for other in kinds:
            if other != chosen and not (_is_bytes(chosen) and _is_bytes(other)):
                self.note(f"{name}: an answer as {chosen} was kept, as {other} it was not")
        if _is_bytes(chosen):
            if "xml" in chosen:
                self.note(f"{name}: an answer of {chosen} is given as bytes: it needs an XSD")
            schema: Json = {"type": "string", "format": "binary"}
            media = {"schema": schema, "example": "bytes"}
            kept = [each for each in kinds if _is_bytes(each) and "*" not in each]
            new["content"] = dict.fromkeys(kept or ["application/octet-stream"], media)
            return new
        media = content[kinds[chosen]]
        if _is_text(chosen):
            new["content"] = {chosen: {"schema": {"type": "string"}, **self._shown(media, {})}}
            return new
        schema = copy.deepcopy(media.get("schema") or {})
        schema = self._named(schema, names.schema_name(f"{name}_response", ()))
        new["content"] = {"application/json": {"schema": schema, **self._shown(media, schema)}}
        return new

    def _header(self, old: Json) -> Json:
        schema = self._flat(old.get("schema") or {"type": "string"}, "a header of an answer")
        return {"description": old.get("description") or NO_DESCRIPTION, "schema": schema}

    def _shown(self, media: Json, schema: Json) -> Json:
        """The examples of an answer, or one that its schema allows."""
        examples = {
            key: {"value": found["value"]}
            for key, reference in (media.get("examples") or {}).items()
            for found in [self._resolved(reference)]
            if isinstance(found, dict) and "value" in found
        }
        if "example" in media:
            return {"example": media["example"]}
        if examples:
            return {"examples": examples}
        found = sample(schema or {"type": "string"}, self.schemas)
        return {} if found is None else {"example": found}

    def _named(self, schema: Any, name: str) -> Any:
        """A schema of an answer whose objects all have names in the components."""
        if not isinstance(schema, dict) or "$ref" in schema:
            return schema
        self._name_inner(schema, name)
        if not schema.get("properties") and not (schema.get("allOf") and self._members_of(schema)):
            return schema
        self._name_members(schema, name, inner=False)
        title = self._fresh(name)
        self.schemas[title] = schema
        return {"$ref": f"#/components/schemas/{title}"}

    def _members_of(self, schema: Json) -> set[str]:
        """The names of all members of an object that is put together from others."""
        found = set(schema.get("properties") or {})
        for part in schema.get("allOf", []):
            found |= self._members_of(self._resolved(part))
        return found

    def _name_inner(self, schema: Json, name: str) -> None:
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                schema[key] = self._named(schema[key], f"{name}Item")
        for key in ("anyOf", "oneOf"):
            for index, part in enumerate(schema.get(key, [])):
                schema[key][index] = self._named(part, f"{name}{index + 1}")

    def _name_members(self, schema: Any, name: str, *, inner: bool = True) -> None:
        """Give the objects within a named schema names of their own."""
        if not isinstance(schema, dict):
            return
        for member, value in (schema.get("properties") or {}).items():
            wanted = names.schema_name(f"{name} {member}", ())
            schema["properties"][member] = self._named(value, wanted)
        if inner:
            self._name_inner(schema, name)
        for part in schema.get("allOf", []):
            if isinstance(part, dict) and "$ref" not in part:
                self._name_members(part, name)

    def _fresh(self, name: str) -> str:
        """A name for another schema, which comes from where the import is now."""
        found = names.fresh(name, self.schemas, "")
        self.imported.origins["components", "schemas", found] = self.here
        return found

    def _for_answers(self, schema: Json, where: Where) -> None:
        """What answers do not have, and members whose names Python cannot tell apart."""
        members = schema.get("properties") or {}
        unsent = [name for name, member in members.items() if member.get("writeOnly")]
        if unsent and "required" in schema:
            schema["required"] = [name for name in schema["required"] if name not in unsent]
            if not schema["required"]:
                del schema["required"]
        self.here = self.imported.origin(where)
        seen: dict[str, str] = {}
        for name, member in list(members.items()):
            other = seen.setdefault(str(PythonIdentifier(name, "field_")), name)
            if other != name:
                del members[name]
                self.note(f"the member {name} was left out: Python has no other name than {other}")
                schema["required"] = [each for each in schema.get("required", []) if each != name]
                continue
            if "$ref" not in member:
                member.setdefault("description", NO_DESCRIPTION)
            if "x-argument" not in member and "$ref" not in member:
                named = attribute_name(name, self.schemas)
                if not (named.isascii() and named.isidentifier()):
                    member["x-argument"] = names.snake_case(name) or "value"
                elif named in ("None", "True", "False"):
                    member["x-argument"] = f"{named.lower()}_value"

    def _place_links(self, document: Json) -> None:
        """Links by the names that operations have now; those that lead nowhere are left out."""
        given = {
            str(item[method].get("operationId")): name
            for (path, method), name in self.ids.items()
            for item in [self._resolved(self.old["paths"][path])]
        }
        for key, item in document["paths"].items():
            for method, operation in item.items():
                self.here = self.imported.origins["paths", key, method]
                for response in operation["responses"].values():
                    links = response.get("links", {})
                    for name, link in list(links.items()):
                        target = given.get(str(link.get("operationId")))
                        if "operationRef" in link:
                            path, _, used = (
                                link["operationRef"].partition("#/paths/")[2].rpartition("/")
                            )
                            path = path.replace("~1", "/").replace("~0", "~")
                            target = self.ids.get((path, used))
                        if target is None or "requestBody" in link:
                            del links[name]
                            self.note(f"{operation['operationId']}: the link {name} was left out")
                            continue
                        kept = {k: link[k] for k in ("description", "parameters") if k in link}
                        links[name] = {"operationId": target, **kept}
                    if not links:
                        response.pop("links", None)

    def _resolved(self, value: Any) -> Any:
        """What a reference leads to, as a copy; schemas keep their references."""
        while isinstance(value, dict) and "$ref" in value:
            found: Any = self.old
            for part in steps(value["$ref"]):
                found = found[int(part)] if isinstance(found, list) else found[part]
            rest = {key: each for key, each in value.items() if key != "$ref"}
            value = {**found, **rest} if isinstance(found, dict) else found
        return copy.deepcopy(value)


def _can_be_literal(values: list[Any]) -> bool:
    """Whether the values of an enum can be a type of Python: texts, or whole numbers."""
    plain = [value for value in values if value is not None]
    return bool(plain) and (
        all(isinstance(value, str) for value in plain) or all(type(value) is int for value in plain)
    )


def _can_be_told_apart(alternatives: list[set[str]]) -> bool:
    """Whether clients know which of several alternatives their credentials are for."""
    smallest = min(alternatives, key=len)
    together = [each for each in alternatives if len(each) > 1]
    return all(smallest <= each for each in together) and not (together and set() in alternatives)


def _formed(member: Json) -> Json:
    """A member of a form: a list says how it travels, encoded content is a file."""
    if member.get("contentEncoding") or member.get("contentMediaType"):
        return {**member, "type": "string", "format": "binary"}
    if member.get("type") == "array":
        return {**member, "x-array-format": "repeat"}
    return member


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null"


def _has_location(response: Json) -> bool:
    return any(name.lower() == "location" for name in response.get("headers") or {})


def _is_json(kind: str) -> bool:
    return kind == "application/json" or kind.endswith("+json") or kind == "*/*"


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") and not kind.endswith("/xml")


def _is_bytes(kind: str) -> bool:
    return not _is_json(kind) and not _is_text(kind)


def _used_schemes(document: Json, schemes: dict[str, Json]) -> dict[str, Json]:
    used: set[str] = set()
    holders = [document, *(o for item in document["paths"].values() for o in item.values())]
    for holder in holders:
        for need in holder.get("security") or []:
            used.update(need)
    return {name: scheme for name, scheme in schemes.items() if name in used}
