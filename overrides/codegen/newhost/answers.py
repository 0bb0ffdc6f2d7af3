"""The answers of a document from elsewhere: one success, failures, and schemas that have names."""

from __future__ import annotations

import copy
from typing import Any

from openapi_python_client.strings import PythonIdentifier

from codegen.models import attribute_name
from codegen.newhost import names
from codegen.newhost.requests import Requests
from codegen.newhost.schemas import pointers, without_null
from codegen.newhost.work import NO_DESCRIPTION, Work
from codegen.plans import JSON, result_kind
from codegen.samples import sample
from codegen.specs import Json, Where, steps

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
    "/errors/0/detail",
    "/errors/0/title",
    "/error",
    "/detail",
    "/error_description",
    "/title",
)
#: Members of every answer that say whether the call worked, where they are booleans.
SUCCESS_MARKS = ("success", "ok", "status")
#: What a success by `2XX` can be.
ANY_SUCCESS = ("200", "201", "202")


class Answers:
    """Reads responses, with the schemas, links and errors in them."""

    def __init__(self, work: Work, requests: Requests) -> None:
        self.work = work
        self.requests = requests

    def responses(self, old: Json, name: str) -> Json:
        place = self.work.here
        resolved = {str(status): self.work.resolved(each) for status, each in old.items()}
        new = self._successes(resolved, name, place)
        for status, response in resolved.items():
            if status[0] in "45":
                self.work.here = (*place, "responses", status)
                new[status] = self._response(response, f"{name}_{status.lower()}", status)
            elif status[0] == "1":
                self.work.note(f"{name}: the status {status} was left out: nothing comes of it")
        if not any(status[0] == "4" for status in new):
            new["400"] = {"description": "The request was refused.", "x-provenance": "inferred"}
        self.work.here = (*place, "responses", "default")
        new["default"] = (
            self._response(resolved["default"], f"{name}_error", "default")
            if "default" in resolved and any(status[0] in "23" for status in resolved)
            else {"description": "Any other failure.", "x-provenance": "inferred"}
        )
        self.work.here = place
        return new

    def _successes(self, resolved: dict[str, Json], name: str, place: Where) -> Json:
        """The one success of an operation, by each status that it comes with."""
        successes = sorted(status for status in resolved if status[0] == "2")
        chosen = successes or sorted(status for status in resolved if status[0] == "3")
        if not successes and not all(_has_location(resolved[status]) for status in chosen):
            chosen = [status for status in chosen if _has_location(resolved[status])]
        if not chosen:
            self.work.here = (*place, "responses")
            if "default" in resolved and not any(status[0] in "45" for status in resolved):
                self.work.note(f"{name}: its only answer, `default`, is taken for the success")
                return {"200": self._response(resolved["default"], name, "200")}
            self.work.note(f"{name}: no success is documented; 200 without a body was assumed")
            return {"200": {"description": "The operation was done.", "x-provenance": "inferred"}}
        self._merge_successes(resolved, chosen, name, place)
        with_body = [status for status in chosen if resolved[status].get("content")]
        success = (with_body or chosen)[0]
        self.work.here = (*place, "responses", success)
        numbers = [success] if success.isdigit() else list(ANY_SUCCESS)
        if not success.isdigit():
            self.work.note(f"{name}: {success} is taken for {', '.join(numbers)}")
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
                self.work.here = (*place, "responses", status)
                self.work.note(f"{name}: of its successes {success} was kept, {status} was not")
        return new

    def _merge_successes(
        self, resolved: dict[str, Json], chosen: list[str], name: str, place: Where
    ) -> None:
        """Objects that come with several statuses are one, which has the members of all."""
        found: dict[str, Json] = {}
        for status in chosen:
            media = resolved[status].get("content", {}).get(JSON, {})
            schema = self.work.resolved(media.get("schema") or {})
            if not status.isdigit() or not schema.get("properties"):
                return
            found[status] = schema
        schemas = list(found.values())
        if all(schema == schemas[0] for schema in schemas):
            return
        members = {
            wire: each
            for schema in reversed(schemas)
            for wire, each in schema["properties"].items()
        }
        required = set.intersection(*(set(each.get("required", [])) for each in schemas))
        merged: Json = {"type": "object", "properties": members, "required": sorted(required)}
        if not required:
            del merged["required"]
        self.work.here = (*place, "responses")
        self.work.note(f"{name}: its successes {', '.join(chosen)} are one object")
        media = resolved[chosen[0]]["content"][JSON]
        for status in chosen:
            resolved[status]["content"] = {JSON: {**media, "schema": merged}}

    def _response(self, old: Json, name: str, status: str) -> Json:
        new: Json = {"description": old.get("description") or "An answer."}
        headers = {
            header: self._header(self.work.resolved(reference))
            for header, reference in (old.get("headers") or {}).items()
            if header.lower() != "content-type"
        }
        if headers:
            new["headers"] = headers
        if old.get("links"):
            new["links"] = {key: self.work.resolved(link) for key, link in old["links"].items()}
        content: Json = old.get("content") or {}
        kinds = {self._media_type(kind, media): kind for kind, media in content.items()}
        chosen = next(
            (each for rank in (_is_json, _is_text, _is_bytes) for each in kinds if rank(each)), None
        )
        if chosen is None:
            return new
        if _is_bytes(chosen) and status[0] != "2":
            self.work.note(
                f"{name}: its {', '.join(kinds)} was left out: a failure is JSON or text"
            )
            return new
        files = [k for k in kinds if _is_bytes(k) and not _is_xml(k) and "*" not in k]
        for other in kinds:
            if other != chosen and not (_is_bytes(chosen) and other in files):
                self.work.note(f"{name}: an answer as {chosen} was kept, as {other} it was not")
        if _is_bytes(chosen):
            if _is_xml(chosen):
                self.work.note(f"{name}: an answer of {chosen} is given as bytes: it needs an XSD")
            schema: Json = {"type": "string", "format": "binary"}
            media = {"schema": schema, "example": "bytes"}
            new["content"] = dict.fromkeys(files or ["application/octet-stream"], media)
            return new
        media = content[kinds[chosen]]
        if _is_text(chosen):
            new["content"] = {chosen: {"schema": {"type": "string"}, **self._shown(media, {})}}
            return new
        schema = copy.deepcopy(media.get("schema") or {})
        schema = self._named(schema, names.schema_name(f"{name}_response", ()))
        new["content"] = {"application/json": {"schema": schema, **self._shown(media, schema)}}
        return new

    def _media_type(self, kind: str, media: Json) -> str:
        """The media type of an answer; one of any type is a file or JSON, as its schema says."""
        base = kind.partition(";")[0].strip().lower()
        if base != "*/*":
            return base
        schema = self.work.resolved(media.get("schema") or {})
        return "application/octet-stream" if schema.get("format") == "binary" else JSON

    def _header(self, old: Json) -> Json:
        schema = self.requests.flat(
            old.get("schema") or {"type": "string"}, "a header of an answer"
        )
        return {"description": old.get("description") or NO_DESCRIPTION, "schema": schema}

    def _shown(self, media: Json, schema: Json) -> Json:
        """The examples of an answer, or one that its schema allows."""
        examples = {
            key: {"value": found["value"]}
            for key, reference in (media.get("examples") or {}).items()
            for found in [self.work.resolved(reference)]
            if isinstance(found, dict) and "value" in found
        }
        if "example" in media:
            return {"example": self.work.example(media["example"])}
        if examples:
            return {"examples": examples}
        found = sample(schema or {"type": "string"}, self.work.schemas)
        return {} if found is None else {"example": found}

    def _named(self, schema: Any, name: str) -> Any:
        """A schema of an answer whose objects all have names in the components."""
        if not isinstance(schema, dict) or "$ref" in schema:
            return schema
        self._name_inner(schema, name)
        if not schema.get("properties") and not (schema.get("allOf") and self._members_of(schema)):
            return schema
        self.name_members(schema, name, inner=False)
        null = without_null(schema)
        title = self.work.fresh(name)
        self.work.schemas[title] = schema
        reference = {"$ref": f"#/components/schemas/{title}"}
        return {"anyOf": [reference, {"type": "null"}]} if null else reference

    def _members_of(self, schema: Json) -> set[str]:
        """The names of all members of an object that is put together from others."""
        found = set(schema.get("properties") or {})
        for part in schema.get("allOf", []):
            found |= self._members_of(self.work.resolved(part))
        return found

    def _name_inner(self, schema: Json, name: str) -> None:
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                schema[key] = self._named(schema[key], f"{name}Item")
        for key in ("anyOf", "oneOf"):
            for index, part in enumerate(schema.get(key, [])):
                schema[key][index] = self._named(part, f"{name}{index + 1}")

    def name_members(self, schema: Any, name: str, *, inner: bool = True) -> None:
        """Give the objects within a named schema names of their own."""
        if not isinstance(schema, dict):
            return
        for member, value in (schema.get("properties") or {}).items():
            wanted = names.schema_name(f"{name} {member}", ())
            schema["properties"][member] = self._named(value, wanted)
        if inner:
            self._name_inner(schema, name)
        for part in schema.get("allOf", []):
            self.name_members(part, name)

    def for_answers(self, schema: Json, where: Where) -> None:
        """What answers do not have, and members whose names Python cannot tell apart."""
        members = schema.get("properties") or {}
        unsent = [name for name, member in members.items() if member.get("writeOnly")]
        if unsent and "required" in schema:
            schema["required"] = [name for name in schema["required"] if name not in unsent]
            if not schema["required"]:
                del schema["required"]
        self.work.here = self.work.imported.origin(where)
        seen: dict[str, str] = {}
        for name, member in list(members.items()):
            other = seen.setdefault(str(PythonIdentifier(name, "field_")), name)
            if other != name:
                del members[name]
                self.work.note(
                    f"the member {name} was left out: Python has no other name than {other}"
                )
                schema["required"] = [each for each in schema.get("required", []) if each != name]
                continue
            if "$ref" not in member:
                member.setdefault("description", NO_DESCRIPTION)
            if "x-argument" not in member and "$ref" not in member:
                named = attribute_name(name, self.work.schemas)
                if not (named.isascii() and named.isidentifier()):
                    member["x-argument"] = names.snake_case(name) or "value"
                elif named in ("None", "True", "False"):
                    member["x-argument"] = f"{named.lower()}_value"

    def place_links(self, document: Json, ids: dict[tuple[str, str], str]) -> None:
        """Links by the names that operations have now; those that lead nowhere are left out."""
        given = {
            str(item[method].get("operationId")): name
            for (path, method), name in ids.items()
            for item in [self.work.resolved(self.work.old["paths"][path])]
        }
        for key, item in document["paths"].items():
            for method, operation in item.items():
                self.work.here = self.work.imported.origins["paths", key, method]
                for response in operation["responses"].values():
                    links = response.get("links", {})
                    for name, link in list(links.items()):
                        target = given.get(str(link.get("operationId")))
                        if "operationRef" in link:
                            path, _, used = (
                                link["operationRef"].partition("#/paths/")[2].rpartition("/")
                            )
                            path = path.replace("~1", "/").replace("~0", "~")
                            target = ids.get((path, used))
                        if target is None or "requestBody" in link:
                            del links[name]
                            self.work.note(
                                f"{operation['operationId']}: the link {name} was left out"
                            )
                            continue
                        kept = {k: link[k] for k in ("description", "parameters") if k in link}
                        links[name] = {"operationId": target, **kept}
                    if not links:
                        response.pop("links", None)

    def errors(self, operations: list[tuple[str, str, Json]]) -> Json:
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
        self.work.here = ()
        # What is itself an object holds no text: the deeper pointers stand first.
        code.sort(key=lambda each: -each.count("/"))
        message.sort(key=lambda each: -each.count("/"))
        if not message:
            self.work.note(
                "no documented error has a message: x-error-body is a guess, look at a real error"
            )
        return {
            "x-error-body": {
                "code": code or list(CODES[:2]),
                "message": message or list(MESSAGES[:2]),
                **self._success_mark(operations),
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

    def _success_mark(self, operations: list[tuple[str, str, Json]]) -> Json:
        """The member that says in every answer whether the call worked, where examples agree."""
        given: dict[str, set[tuple[bool, bool]]] = {}
        for _, _, operation in operations:
            for status, response in operation["responses"].items():
                for media in response.get("content", {}).values():
                    good = status[0] in "23"
                    for name in SUCCESS_MARKS:
                        if self._type_of(media.get("schema", {}), name, 4) == "boolean":
                            marks = given.setdefault(name, set())
                            example = media.get("example")
                            if isinstance(example, dict) and name in example:
                                marks.add((good, example[name]))
        for name, marks in given.items():
            if all(good == said for good, said in marks):
                self.work.note(f"an answer with {name}: false is an error, whatever its status")
                return {"success": {"at": f"/{name}", "values": [True]}}
        return {}

    def _type_of(self, schema: Any, name: str, depth: int) -> Any:
        """The type of a member of an object, as far as its schema says it plainly."""
        if isinstance(schema, dict) and "$ref" in schema:
            schema = self.work.schemas.get(str(steps(schema["$ref"])[-1]), {})
        if not isinstance(schema, dict) or depth == 0:
            return None
        if isinstance(member := schema.get("properties", {}).get(name), dict):
            return member.get("type")
        kinds = [self._type_of(part, name, depth - 1) for part in schema.get("allOf", [])]
        return next((kind for kind in kinds if kind is not None), None)

    def _shape(self, schema: Any, depth: int) -> Any:
        """An object as its schema has it, to look for members in."""
        if isinstance(schema, dict) and "$ref" in schema:
            name = steps(schema["$ref"])[-1]
            schema = self.work.schemas.get(str(name), {})
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


def _has_location(response: Json) -> bool:
    return any(name.lower() == "location" for name in response.get("headers") or {})


def _is_json(kind: str) -> bool:
    return kind == JSON or kind.endswith("+json")


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") and not kind.endswith("/xml")


def _is_xml(kind: str) -> bool:
    """Whether the generator would read it as XML, which needs an XSD."""
    return result_kind(kind) == "xml"


def _is_bytes(kind: str) -> bool:
    return not _is_json(kind) and not _is_text(kind)
