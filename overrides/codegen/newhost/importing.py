"""An OpenAPI file from elsewhere, in the form that ``specs/`` keeps.

A spec of this project says more than OpenAPI asks for (one tag and one success for each operation,
names for every object, where each thing was taken from), and less (no defaults, no alternatives in
requests). What can be completed is completed, what must go is dropped, and each such change is a
line of :attr:`Imported.notes`, so that the person who owns the file can decide otherwise.
"""

from __future__ import annotations

import copy
import json
import keyword
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from codegen.specs import METHODS, Json, SpecLoader, steps

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
#: What generators and readers of a request or an answer need no longer.
DROPPED_KEYS = ("xml", "externalDocs", "deprecated", "discriminator", "readOnly", "writeOnly")


class Imported(NamedTuple):
    """A spec, and what was changed to make it one."""

    document: Json
    notes: list[str]


class CannotImport(Exception):
    """The file is no OpenAPI document that can become a spec; the message says why."""


def read(path: Path) -> Json:
    """Read an OpenAPI file, in YAML or JSON.

    Raises:
        CannotImport: It cannot be read, or is something else.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotImport(f"{path}: {error}") from None
    try:
        document: Json = json.loads(text) if path.suffix == ".json" else yaml.load(text, SpecLoader)
    except (ValueError, yaml.YAMLError) as error:
        raise CannotImport(f"{path} is not readable: {error}") from None
    version = str(document.get("openapi", "")) if isinstance(document, dict) else ""
    if not re.match(r"3\.[01]\.", version):
        found = f"version {version}" if version else "no `openapi` version"
        raise CannotImport(f"{path}: expected OpenAPI 3.0 or 3.1, found {found}")
    if not document.get("paths"):
        raise CannotImport(f"{path}: `paths` is empty; there is nothing to make a client of")
    return document


def import_spec(document: Json, api: str, title: str) -> Imported:
    """The spec that a foreign document becomes.

    Args:
        document: An OpenAPI document; it stays as it is.
        api: The identifier that the host gets.
        title: Its name for people, where the document has none.

    Raises:
        CannotImport: Something in it has no place in a spec.
    """
    return _Import(copy.deepcopy(document), api, title).run()


class _Import:
    def __init__(self, document: Json, api: str, title: str) -> None:
        self.old = document
        self.api = api
        self.title = title
        self.notes: list[str] = []
        self.source = {"document": f"{api.replace('_', '-')}.txt", "section": "API"}
        self.schemas: Json = {}

    def run(self) -> Imported:
        components = self.old.get("components") or {}
        self._check_references(self.old, "#")
        if self.old["openapi"].startswith("3.0"):
            _walk_schemas(self.old, _as_3_1)
            self.notes.append("OpenAPI 3.0 became 3.1: `nullable` is a type in the list of types")
        self.schemas = dict(components.get("schemas") or {})
        self._rename_schemas()
        for name, schema in list(self.schemas.items()):
            self._name_members(schema, name)
        info = self.old.get("info") or {}
        new: Json = {
            "openapi": "3.1.0",
            "info": {
                "title": info.get("title") or f"{self.title} API",
                "version": str(info.get("version") or "1"),
                "summary": _one_line(info.get("summary") or f"The API of {self.title}"),
                "description": info.get("description") or f"The API of {self.title}.",
            },
            "servers": [self._server()],
        }
        schemes = self._security_schemes(components.get("securitySchemes") or {})
        security = self._security(self.old.get("security"), schemes)
        if security is not None:
            new["security"] = security
        operations = list(self._operations(schemes))
        tags = {operation["tags"][0] for _, _, operation in operations}
        described = {
            _snake(tag["name"]): tag.get("description") for tag in self.old.get("tags") or []
        }
        new["tags"] = [
            {"name": tag, "description": described.get(tag) or f"Operations on {tag}."}
            for tag in sorted(tags)
        ]
        new |= self._errors(operations)
        new["paths"] = {}
        for path, method, operation in operations:
            new["paths"].setdefault(path, {})[method] = operation
        for schema in self.schemas.values():
            schema.setdefault("description", NO_DESCRIPTION)
            schema.setdefault("x-source", dict(self.source))
        new["components"] = {}
        used = _used_schemes(new, schemes)
        if used:
            new["components"]["securitySchemes"] = used
        new["components"]["schemas"] = _reachable(new, self.schemas)
        _walk_schemas(new, _describe_members)
        return Imported(new, self.notes)

    # --- the document as a whole -----------------------------------------------------------

    def _check_references(self, value: Any, where: str) -> None:
        if isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str):
                if not reference.startswith("#/"):
                    raise CannotImport(
                        f"{where}: {reference} points outside the file; bundle it into one file"
                        " first (for instance with `redocly bundle`)"
                    )
                if self._at(reference) is None:
                    raise CannotImport(f"{where}: {reference} points to nothing")
            for key, each in value.items():
                self._check_references(each, f"{where}/{key}")
        elif isinstance(value, list):
            for index, each in enumerate(value):
                self._check_references(each, f"{where}/{index}")

    def _at(self, reference: str) -> Any:
        value: Any = self.old
        for part in steps(reference):
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and str(part).isdigit() and int(part) < len(value):
                value = value[int(part)]
            else:
                return None
        return value

    def _resolved(self, value: Any) -> Any:
        """What a reference leads to, as a copy; schemas keep their references."""
        for _ in range(20):
            if not (isinstance(value, dict) and "$ref" in value):
                return copy.deepcopy(value)
            value = self._at(value["$ref"])
        raise CannotImport("a reference leads to itself")

    def _server(self) -> Json:
        for server in self.old.get("servers") or []:
            url = str(server.get("url", ""))
            for name, variable in (server.get("variables") or {}).items():
                url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
            if re.match(r"https?://[^{}]+$", url):
                return {"url": url.rstrip("/"), "description": "The public site."}
        url = f"https://api.{self.api.replace('_', '-')}.example"
        self.notes.append(f"no absolute server address: {url} stands in for it; put the real one")
        return {"url": url, "description": "The public site."}

    def _rename_schemas(self) -> None:
        """Give every schema the name of a class."""
        renamed: dict[str, str] = {}
        taken: set[str] = set()
        for name in self.schemas:
            new = _pascal(name)
            while new in taken:
                new += "_"
                new = _pascal(f"{new}Model")
            taken.add(new)
            if new != name:
                renamed[name] = new
                self.notes.append(f"the schema {name} is called {new}")
        if not renamed:
            return
        self.schemas = {renamed.get(name, name): value for name, value in self.schemas.items()}
        self.old["components"]["schemas"] = self.schemas

        def rename(holder: Json) -> None:
            reference = holder.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
                name = steps(reference)[2]
                if name in renamed:
                    holder["$ref"] = f"#/components/schemas/{renamed[str(name)]}"

        _walk(self.old, rename)

    def _security_schemes(self, found: Json) -> dict[str, Json]:
        schemes: dict[str, Json] = {}
        for name, reference in found.items():
            scheme = self._resolved(reference)
            kind, place = scheme.get("type"), scheme.get("in")
            new: Json = {"description": scheme.get("description") or "A credential of the host."}
            if kind == "apiKey" and place in ("header", "query"):
                new |= {"type": "apiKey", "in": place, "name": scheme["name"]}
                new["x-credential"] = "api_key"
            elif kind == "http" and str(scheme.get("scheme", "")).lower() == "bearer":
                new |= {"type": "http", "scheme": "bearer", "x-credential": "access_token"}
            elif kind in ("oauth2", "openIdConnect"):
                new |= {"type": "http", "scheme": "bearer", "x-credential": "access_token"}
                self.notes.append(f"security scheme {name}: clients take its token as access_token")
            else:
                shown = f"{kind} {place or scheme.get('scheme') or ''}".strip()
                self.notes.append(f"security scheme {name} ({shown}) was left out: not supported")
                continue
            schemes[name] = new
        names = [scheme["x-credential"] for scheme in schemes.values()]
        for name, scheme in schemes.items():
            # Several keys of one host are told apart by the names of their schemes.
            if names.count(scheme["x-credential"]) > 1:
                scheme["x-credential"] = re.sub(r"[^a-z_]", "", _snake(name)) or "key"
        return schemes

    def _security(self, found: Any, schemes: dict[str, Json]) -> list[Json] | None:
        if found is None:
            return None
        kept = [need for need in found if all(name in schemes for name in need)]
        return [{name: [] for name in need} for need in kept]

    def _errors(self, operations: list[tuple[str, str, Json]]) -> Json:
        """Where errors have their code and message: what the documented ones show, or a guess."""
        code, message = [], []
        for _, _, operation in operations:
            for status, response in operation["responses"].items():
                if status[0] in "23":
                    continue
                for media in response.get("content", {}).values():
                    pointers = set(_pointers(self._shape(media.get("schema", {}), 4)))
                    code += [each for each in CODES if each in pointers and each not in code]
                    message += [
                        each for each in MESSAGES if each in pointers and each not in message
                    ]
        # What is itself an object holds no text: the deeper pointers stand first.
        code.sort(key=lambda each: -each.count("/"))
        message.sort(key=lambda each: -each.count("/"))
        if not message:
            self.notes.append(
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
        for path, reference in self.old["paths"].items():
            item = self._resolved(reference)
            for method in METHODS:
                if method not in item:
                    continue
                if method not in ("get", "post", "put", "patch", "delete"):
                    self.notes.append(f"{method.upper()} {path} was left out: nothing needs it")
                    continue
                old = item[method]
                tag = self._tag(old, path)
                name = self._operation_id(old, tag, method, path, taken)
                yield path, method, self._operation(old, item, tag, name, path, method, schemes)

    def _tag(self, operation: Json, path: str) -> str:
        tags = operation.get("tags") or []
        words = [part for part in path.split("/") if part and not part.startswith("{")]
        words = [word for word in words if not re.fullmatch(r"v?\d+(\.\d+)*|api", word)]
        tag = _snake(str(tags[0])) if tags else _snake(words[0] if words else "api")
        if len(tags) > 1:
            self.notes.append(f"{path}: of its tags {', '.join(map(str, tags))} it keeps {tag}")
        return f"{tag}_" if keyword.iskeyword(tag) else tag

    def _operation_id(
        self, operation: Json, tag: str, method: str, path: str, taken: set[str]
    ) -> str:
        given = str(operation.get("operationId") or "")
        name = _snake(given) if given else ""
        singular = tag.removesuffix("s")
        for part in (f"{tag}_", f"{singular}_"):
            name = name.removeprefix(part)
        for part in (f"_{tag}", f"_{singular}"):
            name = name.removesuffix(part)
        if not name or name in (tag, singular):
            ends_in_item = path.rstrip("/").endswith("}")
            name = {
                "get": "get" if ends_in_item else "list",
                "post": "create",
                "put": "replace",
                "patch": "update",
                "delete": "delete",
            }[method]
        if keyword.iskeyword(name) or name in ("with_raw_response", "with_streaming_response"):
            name += "_call"
        found, number = f"{tag}_{name}", 2
        while found in taken:
            found, number = f"{tag}_{name}_{number}", number + 1
        taken.add(found)
        if found != given:
            was = f"operationId {given}" if given else f"{method.upper()} {path}"
            self.notes.append(f"{was} is called {found}")
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
        summary = _one_line(old.get("summary") or old.get("description") or f"{method} {path}")
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
        if method == "post":
            new["x-retry"] = "never"
        parameters = list(self._parameters(old, item, name, path))
        if parameters:
            new["parameters"] = parameters
        if "requestBody" in old:
            body = self._body(self._resolved(old["requestBody"]), name)
            if body is not None:
                new["requestBody"] = body
        new["responses"] = self._responses(old.get("responses") or {}, name)
        security = self._security(old.get("security"), schemes)
        if security is not None:
            new["security"] = security
        return new

    def _parameters(self, old: Json, item: Json, name: str, path: str) -> Iterator[Json]:
        found: dict[tuple[str, str], Json] = {}
        for reference in (*item.get("parameters", []), *old.get("parameters", [])):
            parameter = self._resolved(reference)
            found[parameter["in"], parameter["name"]] = parameter
        for parameter in found.values():
            where = f"{name}: {parameter['in']} parameter {parameter['name']}"
            if parameter["in"] == "cookie":
                self.notes.append(f"{where} was left out: clients send no cookies")
                continue
            if parameter["in"] == "header" and parameter["name"].lower() in (
                "accept",
                "authorization",
                "content-type",
            ):
                self.notes.append(f"{where} was left out: clients send that header by themselves")
                continue
            schema = parameter.get("schema")
            if schema is None:
                content: Json = parameter.get("content") or {}
                media: Json = next(iter(content.values()), {})
                schema = media.get("schema") or {"type": "string"}
                self.notes.append(f"{where}: described by its schema, not by a media type")
            schema = self._flat(schema, where)
            new: Json = {
                "name": parameter["name"],
                "in": parameter["in"],
                "description": parameter.get("description")
                or schema.get("description")
                or NO_DESCRIPTION,
                "schema": schema,
            }
            if parameter.get("required") or parameter["in"] == "path":
                new["required"] = True
            if parameter["in"] == "query" and _is_array(schema):
                new["x-array-format"] = "csv" if parameter.get("explode") is False else "repeat"
            if re.search(r"(?i)(^|_)(api_?key|token|secret)$", parameter["name"]):
                new["x-credential"] = "api_key"
                self.notes.append(f"{where} carries the credential api_key")
            yield new

    def _flat(self, schema: Any, where: str) -> Json:
        """A schema of a request: no default, no alternatives, nothing that only answers have."""
        found: Json = {"type": "string"}
        if isinstance(schema, dict):
            found = self._resolved(schema)
        for key in ("oneOf", "anyOf"):
            if found.get(key):
                options = [each for each in found[key] if each != {"type": "null"}]
                first = self._resolved(options[0]) if options else {"type": "string"}
                if len(options) > 1:
                    self.notes.append(f"{where}: of its alternatives the first was taken")
                found = {k: v for k, v in found.items() if k != key} | first
        if found.get("allOf"):
            parts = [self._flat(part, where) for part in found.pop("allOf")]
            merged: Json = {}
            for part in (*parts, found):
                members = {**merged.get("properties", {}), **part.get("properties", {})}
                demanded = [*merged.get("required", []), *part.get("required", [])]
                merged.update(part)
                merged.update(properties=members, required=demanded)
            found = merged
        if found.pop("default", None) is not None:
            self.notes.append(f"{where}: its default was left out, for clients would send it")
        for key in DROPPED_KEYS:
            found.pop(key, None)
        kind = found.get("type")
        if isinstance(kind, list):
            others = [each for each in kind if each != "null"]
            found["type"] = others[0] if others else "string"
        if "type" not in found and "enum" not in found and "const" not in found:
            found["type"] = "object" if "properties" in found else "string"
        if "items" in found:
            found["items"] = self._flat(found["items"], f"{where}, items")
        return found

    def _body(self, body: Json, name: str) -> Json | None:
        content: Json = {}
        for kind, media in (body.get("content") or {}).items():
            base = kind.partition(";")[0].strip().lower()
            if base not in (
                "application/json",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
            ):
                self.notes.append(f"{name}: a body of {kind} was left out: not supported")
                continue
            where = f"{name}, body"
            schema = self._flat(media.get("schema") or {"type": "object"}, where)
            if schema.get("type") != "object":
                self.notes.append(f"{where} is no object and was left out: not supported")
                continue
            members = {
                key: self._flat(member, f"{where}, {key}")
                for key, member in (schema.get("properties") or {}).items()
            }
            if base != "application/json":
                members = {key: _formed(member) for key, member in members.items()}
            suffix = {"application/json": "Json", "multipart/form-data": ""}.get(base, "Form")
            wanted = _pascal(f"{name}_request{'_' + suffix.lower() if content else ''}")
            title = self._fresh(wanted)
            self.schemas[title] = {
                "type": "object",
                "description": schema.get("description") or f"What {name} sends.",
                "additionalProperties": False,
                **({"required": schema["required"]} if schema.get("required") else {}),
                "properties": members,
            }
            content[base] = {
                "schema": {"$ref": f"#/components/schemas/{title}"},
                "example": {
                    key: _sample(member, self.schemas)
                    for key, member in members.items()
                    if key in schema.get("required", [])
                },
            }
        if not content:
            return None
        new: Json = {
            "description": body.get("description") or "What the operation needs.",
            "content": content,
        }
        if body.get("required"):
            new["required"] = True
        return new

    def _responses(self, old: Json, name: str) -> Json:
        successes = sorted(status for status in old if str(status)[0] == "2")
        redirects = sorted(status for status in old if str(status)[0] == "3")
        chosen = successes or redirects
        with_body = [s for s in chosen if self._resolved(old[s]).get("content")]
        success = (with_body or chosen or [""])[0]
        for status in chosen:
            if status != success:
                self.notes.append(f"{name}: of its successes {success} was kept, {status} was not")
        new: Json = {}
        if success:
            number = success if success.isdigit() else "200"
            new[number] = self._response(self._resolved(old[success]), name, number)
        else:
            new["200"] = {"description": "The operation was done.", "x-provenance": "inferred"}
            self.notes.append(f"{name}: no success is documented; 200 without a body was assumed")
        failures = {
            status: self._resolved(response)
            for status, response in old.items()
            if str(status)[0] in "45" and str(status).isdigit()
        }
        pattern = next((old[key] for key in ("4XX", "5XX", "default") if key in old), None)
        for status, response in failures.items():
            new[status] = self._response(response, f"{name}_{status}", status)
        if not any(status[0] == "4" for status in new):
            new["400"] = {"description": "The request was refused.", "x-provenance": "inferred"}
        new["default"] = (
            self._response(self._resolved(pattern), f"{name}_error", "default")
            if pattern is not None
            else {"description": "Any other failure.", "x-provenance": "inferred"}
        )
        return new

    def _response(self, old: Json, name: str, status: str) -> Json:
        new: Json = {"description": old.get("description") or "An answer."}
        content = old.get("content") or {}
        media_types = {kind.partition(";")[0].strip().lower(): kind for kind in content}
        for base, kind in media_types.items():
            is_json = base == "application/json" or base.endswith("+json") or base == "*/*"
            if not (is_json or base == "text/plain"):
                continue
            media = content[kind]
            shown = "application/json" if is_json else base
            schema = copy.deepcopy(media.get("schema") or {})
            schema = self._named(schema, _pascal(f"{name}_response"))
            example = media.get("example")
            if example is None and media.get("examples"):
                first = self._resolved(next(iter(media["examples"].values())))
                example = first.get("value") if isinstance(first, dict) else None
            if example is None:
                example = _sample(schema, self.schemas)
            new["content"] = {shown: {"schema": schema or {}, "example": example}}
            break
        else:
            if content and status[0] == "2":
                self.notes.append(f"{name}: an answer of {', '.join(content)} is given as bytes")
                new["content"] = {
                    "application/octet-stream": {
                        "schema": {"type": "string", "format": "binary"},
                        "example": "bytes",
                    }
                }
        return new

    def _named(self, schema: Any, name: str) -> Any:
        """A schema of an answer whose objects all have names in the components."""
        if not isinstance(schema, dict) or "$ref" in schema:
            return schema
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                schema[key] = self._named(schema[key], f"{name}Item")
        for key in ("allOf", "anyOf", "oneOf"):
            for index, part in enumerate(schema.get(key, [])):
                if key != "allOf":
                    schema[key][index] = self._named(part, f"{name}{index + 1}")
        if not schema.get("properties"):
            return schema
        self._name_members(schema, name)
        title = self._fresh(name)
        self.schemas[title] = schema
        return {"$ref": f"#/components/schemas/{title}"}

    def _name_members(self, schema: Any, name: str) -> None:
        """Give the objects within a named schema names of their own."""
        if not isinstance(schema, dict):
            return
        for member, value in (schema.get("properties") or {}).items():
            schema["properties"][member] = self._named(value, f"{name}{_pascal(member)}")
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                schema[key] = self._named(schema[key], f"{name}Item")
        for part in schema.get("allOf", []):
            if isinstance(part, dict) and "$ref" not in part:
                self._name_members(part, name)
        for key in ("anyOf", "oneOf"):
            for index, part in enumerate(schema.get(key, [])):
                schema[key][index] = self._named(part, f"{name}{index + 1}")

    def _fresh(self, name: str) -> str:
        found, number = name, 2
        while found in self.schemas:
            found, number = f"{name}{number}", number + 1
        return found


# --- schemas ---------------------------------------------------------------------------------


def _walk(value: Any, visit: Callable[[Json], None]) -> None:
    if isinstance(value, dict):
        visit(value)
        for each in list(value.values()):
            _walk(each, visit)
    elif isinstance(value, list):
        for each in value:
            _walk(each, visit)


def _walk_schemas(document: Json, visit: Callable[[Json], None]) -> None:
    def look(holder: Json) -> None:
        if "type" in holder or "properties" in holder or "nullable" in holder or "$ref" in holder:
            visit(holder)

    _walk(document.get("components", {}).get("schemas", {}), look)
    _walk(document.get("paths", {}), look)


def _as_3_1(schema: Json) -> None:
    if schema.pop("nullable", False):
        if isinstance(schema.get("type"), str):
            schema["type"] = [schema["type"], "null"]
            if "enum" in schema and None not in schema["enum"]:
                schema["enum"].append(None)
        elif "$ref" in schema:
            reference = schema.pop("$ref")
            schema["anyOf"] = [{"$ref": reference}, {"type": "null"}]
    for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if schema.get(key) is True and bound in schema:
            schema[key] = schema.pop(bound)
        elif isinstance(schema.get(key), bool):
            del schema[key]


def _describe_members(schema: Json) -> None:
    for member in (schema.get("properties") or {}).values():
        if isinstance(member, dict) and "$ref" not in member:
            member.setdefault("description", NO_DESCRIPTION)


def _is_array(schema: Json) -> bool:
    return schema.get("type") == "array"


def _formed(member: Json) -> Json:
    """A member of a form: a list says how it travels, an object cannot."""
    if member.get("contentEncoding") or member.get("contentMediaType"):
        return {**member, "type": "string", "format": "binary"}
    if member.get("type") == "array":
        return {**member, "x-array-format": "repeat"}
    return member


def _pointers(value: Any, prefix: str = "") -> Iterator[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value or [])
    if not isinstance(value, dict | list):
        return
    for name, member in items:
        if not isinstance(member, dict | list):
            yield f"{prefix}/{name}"
        yield from _pointers(member, f"{prefix}/{name}")


def _sample(schema: Any, schemas: Json, depth: int = 5) -> Any:
    """A value that a schema allows."""
    if not isinstance(schema, dict) or depth < 0:
        return None
    if "$ref" in schema:
        return _sample(schemas.get(str(steps(schema["$ref"])[-1]), {}), schemas, depth)
    for key in ("example", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("oneOf", "anyOf"):
        if schema.get(key):
            return _sample(schema[key][0], schemas, depth)
    if schema.get("allOf"):
        parts = [_sample(part, schemas, depth) for part in schema["allOf"]]
        return {k: v for part in parts if isinstance(part, dict) for k, v in part.items()}
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = (
        next((each for each in kind if each != "null"), "null") if isinstance(kind, list) else kind
    )
    if kind == "object":
        return {
            name: _sample(member, schemas, depth - 1)
            for name, member in (schema.get("properties") or {}).items()
            if depth > 0
        }
    if kind == "array":
        item = _sample(schema.get("items", {}), schemas, depth - 1)
        return [] if item is None else [item] * max(1, int(schema.get("minItems", 1)))
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), int(schema.get("exclusiveMinimum", 0)) + 1)
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    return _TEXTS.get(schema.get("format", ""), "text".ljust(int(schema.get("minLength", 0)), "x"))


_TEXTS = {
    "uri": "https://pictures.example/1.png",
    "url": "https://pictures.example/1.png",
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "email": "somebody@pictures.example",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "binary": "lake.png",
}


def _used_schemes(document: Json, schemes: dict[str, Json]) -> dict[str, Json]:
    used: set[str] = set()
    holders = [document, *(o for item in document["paths"].values() for o in item.values())]
    for holder in holders:
        for need in holder.get("security") or []:
            used.update(need)
    return {name: scheme for name, scheme in schemes.items() if name in used}


def _reachable(document: Json, schemas: Json) -> Json:
    """The schemas that some operation leads to."""
    found: set[str] = set()

    def note(holder: Json) -> None:
        reference = holder.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
            name = str(steps(reference)[2])
            if name not in found:
                found.add(name)
                _walk(schemas[name], note)

    _walk(document["paths"], note)
    return {name: schema for name, schema in schemas.items() if name in found}


# --- names -----------------------------------------------------------------------------------


def _snake(text: str) -> str:
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    text = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()
    return text if text[:1].isalpha() else f"x_{text}".rstrip("_")


def _pascal(text: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", text)
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return name if name[:1].isalpha() else f"Model{name}"


def _one_line(text: str) -> str:
    return " ".join(str(text).split())[:100].rstrip(" .") or "An operation"
