"""The requests of a document from elsewhere: parameters and bodies as arguments of a method."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from codegen.newhost import names
from codegen.newhost.schemas import kinds_of
from codegen.newhost.work import NO_DESCRIPTION, Work
from codegen.plans import BODIES, JSON, TAKEN_ARGUMENTS, identifier
from codegen.samples import sample
from codegen.specs import FORMS, Json, Where, steps
from codegen.style import looks_like_a_credential

#: Headers that clients write by themselves.
OWN_HEADERS = (
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
)
#: Keywords of schemas that generators and readers of a request need no longer.
DROPPED_KEYS = ("xml", "externalDocs", "deprecated", "discriminator", "readOnly", "writeOnly")
#: How the items of a list are separated, in styles that are not sent as lists.
SEPARATORS = {"spaceDelimited": "a space", "pipeDelimited": "`|`"}
MULTIPART = FORMS[0]
_COMBINED = ("allOf", "anyOf", "oneOf")


class Requests:
    """Reads parameters and bodies."""

    def __init__(self, work: Work) -> None:
        self.work = work
        #: The objects that values of JSON are made of, by the references to what they come from.
        self.inputs: dict[str, str] = {}

    def parameters(self, old: Json, item: Json, name: str, path: str) -> Iterator[Json]:
        place = self.work.here
        found: dict[tuple[str, str], tuple[Json, Where]] = {}
        for holder, where in ((item, place[:2]), (old, place)):
            for index, reference in enumerate(holder.get("parameters") or []):
                parameter = self.work.resolved(reference)
                here = (*where, "parameters", index)
                found[parameter["in"], parameter["name"]] = parameter, here
        described = {wire for kind, wire in found if kind == "path"}
        for wire in dict.fromkeys(re.findall(r"{([^{}]*)}", path)):
            if wire not in described:
                self.work.note(
                    f"{name}: nothing describes {{{wire}}} of the path: it is taken for text"
                )
                schema = {"type": "string"}
                found["path", wire] = {"name": wire, "in": "path", "schema": schema}, place
        for parameter, here in found.values():
            self.work.here = here
            if parameter["in"] == "path" and parameter["name"] not in path:
                self.work.note(f"{name}: the path has no {{{parameter['name']}}}: it was left out")
                continue
            yield from self._parameter(parameter, f"{name}: {parameter['in']} parameter")

    def _parameter(self, old: Json, kind: str) -> Iterator[Json]:
        """A parameter as clients send it, or the parameters that it becomes."""
        wire, place = old["name"], old["in"]
        where = f"{kind} {wire}"
        usual = "form" if place in ("query", "cookie") else "simple"
        style = old.get("style", usual)
        if place == "cookie" and not old.get("required"):
            self.work.note(f"{where} was left out: clients send no cookies")
            return
        if place == "cookie" or style in ("matrix", "label"):
            # Left to the generator, which refuses the operation with its reasons.
            schema = {"type": "string"}
            yield {"name": wire, "in": place, "required": True, "style": style, "schema": schema}
            return
        if (
            place == "header"
            and wire.lower() == "authorization"
            and not self.work.components.get("securitySchemes")
        ):
            self.work.note(f"{where} carries the credential authorization, as it is sent")
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
            self.work.note(f"{where} was left out: clients send that header by themselves")
            return
        if "content" in old:
            self.work.note(f"{where}: the caller writes its {', '.join(old['content'])} as text")
            old = {**old, "schema": {"type": "string"}}
        if old.get("allowReserved"):
            self.work.note(f"{where}: reserved characters are escaped all the same")
        schema = self.flat(old.get("schema") or {"type": "string"}, where, files=False)
        if "properties" in schema or schema.get("type") == "object":
            yield from self._parameters_of_object(old, schema, style, where)
            return
        if style in SEPARATORS and not old.get("explode") and kinds_of(schema) == ["array"]:
            self.work.note(
                f"{where}: one text, whose items the caller separates by {SEPARATORS[style]}"
            )
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
            self.work.note(f"{where} carries the credential api_key")
        elif looks_like_a_credential(wire):
            new["schema"] = self._secret(schema, where)
        yield new

    def _secret(self, schema: Json, where: str) -> Json:
        """The schema of a value that nobody but its owner may see."""
        if schema.get("type", "string") != "string" or {"const", "enum"} & schema.keys():
            return schema
        self.work.note(f"{where} is kept out of logs, as its name asks for")
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
                self.work.note(f"{where} was left out: an object cannot be an argument")
            return
        shown = ", ".join(form.format(old["name"], name) for name in members)
        self.work.note(f"{where} is the parameters {shown}")
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

    def name_arguments(self, operation: Json) -> None:
        """Give arguments of one name, or of one that Python has, names of their own."""
        taken = set(TAKEN_ARGUMENTS)
        members: list[tuple[str, str, Json]] = [
            (each["name"], each["in"], each)
            for each in operation.get("parameters", [])
            if "x-credential" not in each
        ]
        seen: set[str] = set()
        for media in operation.get("requestBody", {}).get("content", {}).values():
            # The schema itself, not a copy: its members are given names here.
            schema = self.work.schemas.get(str(media["schema"].get("$ref", "")).rpartition("/")[2])
            for wire, member in (schema or {}).get("properties", {}).items():
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
                self.work.note(
                    f"{operation['operationId']}: {place} {wire} is the argument"
                    f" {holder['x-argument']}"
                )

    def flat(self, schema: Any, where: str, *, files: bool = True) -> Json:
        """A schema of a request: no default, no alternatives, nothing that only answers have.

        Args:
            schema: The schema as the file has it.
            where: What it is of, for notes.
            files: Whether a file can be sent there; it is text otherwise.
        """
        found: Json = {"type": "string"}
        if isinstance(schema, dict):
            found = self.work.resolved(schema)
        for key in ("oneOf", "anyOf"):
            if found.get(key):
                given = [each for each in found[key] if not _is_null(each)]
                options = [self.flat(each, where, files=files) for each in given]
                rest = {k: v for k, v in found.items() if k != key}
                return self.flat({**rest, **self._one_of(options, where)}, where, files=files)
        if found.get("allOf"):
            parts = [self.flat(part, where, files=files) for part in found.pop("allOf")]
            merged: Json = {}
            for part in (*parts, found):
                members = {**merged.get("properties", {}), **part.get("properties", {})}
                demanded = [*merged.get("required", []), *part.get("required", [])]
                merged.update(part)
                if members or demanded:
                    merged.update(properties=members, required=list(dict.fromkeys(demanded)))
            found = merged
        if "default" in found:
            self.work.note(f"{where}: its default was left out, for clients would send it")
            del found["default"]
        for key in DROPPED_KEYS:
            found.pop(key, None)
        if _is_file(found) and not files:
            self.work.note(f"{where}: no file can be sent there, the caller gives text")
            found = {k: v for k, v in found.items() if k not in ("format", "contentMediaType")}
        kinds = kinds_of(found)
        if len(kinds) > 1:
            chosen = "string" if "string" in kinds else kinds[0]
            self.work.note(f"{where}: of its types {', '.join(kinds)} {chosen} was taken")
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
            found["items"] = self.flat(found["items"], f"{where}, items", files=files)
        elif found.get("type") == "array":
            found["items"] = {"type": "string"}
        return found

    def _one_of(self, options: list[Json], where: str) -> Json:
        """One schema for several: objects have all their members, a text can be anything."""
        if len(options) < 2:
            return options[0] if options else {"type": "string"}
        if not all("properties" in option for option in options):
            texts = [each for each in options if each.get("type") == "string"]
            files = [each for each in texts if _is_file(each)]
            chosen = next(iter([*files, *texts, *options]))
            kind = "a file" if files else chosen.get("type", "the first")
            self.work.note(f"{where}: of its alternatives {kind} was taken")
            return chosen
        self.work.note(
            f"{where}: its alternatives are one object; what goes together is up to callers"
        )
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

    def body(self, body: Json, name: str) -> Json | None:
        """A body as clients send it: members as arguments, or one value or file."""
        place = (*self.work.here, "requestBody")
        offered: dict[str, tuple[str, Json, Json]] = {}
        dropped: list[str] = []
        for kind, media in (body.get("content") or {}).items():
            self.work.here = (*place, "content", kind)
            schema = self.flat(media.get("schema") or {}, f"{name}, body")
            base = _base_type(kind, schema)
            if base.startswith("multipart/") and base != MULTIPART:
                self.work.note(f"{name}: a body of {kind} was left out: not supported")
                dropped.append(kind)
            elif base in FORMS and schema.get("type") != "object":
                self.work.note(f"{name}: a form that is no object was left out: not supported")
                dropped.append(kind)
            elif base in offered:
                self.work.note(f"{name}: of its bodies of {base} the first was taken")
            else:
                offered[base] = kind, media, schema
        content: Json = {}
        chosen = self._chosen(offered, name, place)
        for base in chosen:
            kind, media, schema = offered[base]
            self.work.here = (*place, "content", kind)
            if base == JSON and not _has_members(schema):
                value = self._value(media.get("schema") or {}, f"{name}, body", f"{name}_request")
                shown = self._shown(media, value)
                content[base] = {"schema": value} | ({} if shown is None else {"example": shown})
            elif base not in BODIES:
                content[base] = {"schema": self._file(base, schema, name)}
            else:
                schema = self._with_encoded_files(schema, media.get("encoding") or {}, base)
                content[base] = self._body_media(
                    schema, base, name, suffix=len(content), files=MULTIPART in chosen
                )
                self._note_encoding(media.get("encoding") or {}, content[base])
        if not content:
            if not dropped:
                return None
            # Left to the generator, which refuses the operation: without its body it is another.
            kept = {kind: {"schema": {"type": "string"}} for kind in dropped}
            return {"content": kept}
        self.work.here = place
        self._agree(content, name)
        new: Json = {
            "description": body.get("description") or "What the operation needs.",
            "content": content,
        }
        if body.get("required"):
            new["required"] = True
        return new

    def _shown(self, media: Json, schema: Json) -> Any:
        """What a file shows of a body that is one value, if it is allowed, or a drafted value."""
        examples = [self.work.resolved(each) for each in (media.get("examples") or {}).values()]
        given = [self.work.example(media["example"])] if "example" in media else []
        given += [each["value"] for each in examples if "value" in each]
        return sample({"allOf": [schema], "examples": given}, self.work.schemas)

    def _chosen(
        self, offered: dict[str, tuple[str, Json, Json]], name: str, place: Where
    ) -> list[str]:
        """The media types that clients send: several only where one method can send them all."""
        forms = [base for base in offered if base in FORMS]
        raw = [base for base in offered if base not in BODIES]
        chosen = forms or ([JSON] if JSON in offered else raw)
        if forms and JSON in offered:
            if not self._is_nested(offered[JSON][2]):
                if not _says_less(offered[JSON][2], [offered[base][2] for base in forms]):
                    chosen = [base for base in offered if base in BODIES]
            elif not any(self._takes_file(offered[base][2]) for base in forms):
                chosen = [JSON]
        for base in offered:
            if base not in chosen:
                self.work.here = (*place, "content", offered[base][0])
                kept = ", ".join(chosen)
                self.work.note(f"{name}: a body of {base} was left out: {kept} says the same")
        return chosen

    def _is_nested(self, schema: Json) -> bool:
        """Whether a form could not send what a body of JSON holds."""
        if not _has_members(schema):
            return True
        return any(map(self._holds_objects, schema["properties"].values()))

    def _holds_objects(self, schema: Any) -> bool:
        """Whether a value is an object, or a list of lists or objects."""
        found = self.work.resolved(schema) if isinstance(schema, dict) else {}
        if "properties" in found or "object" in kinds_of(found):
            return True
        items = self.work.resolved(found.get("items") or {})
        if "array" in kinds_of(items) or (items and self._holds_objects(items)):
            return True
        return any(self._holds_objects(part) for key in _COMBINED for part in found.get(key, []))

    def _may_be_text(self, schema: Any) -> bool:
        """Whether one of several alternatives is text, which is taken then."""
        found = self.work.resolved(schema)
        options = [*found.get("oneOf", []), *found.get("anyOf", [])]
        return any("string" in kinds_of(self.work.resolved(each)) for each in options)

    def _takes_file(self, schema: Json) -> bool:
        members = [self.work.resolved(each) for each in (schema.get("properties") or {}).values()]
        inner = [self.work.resolved(each.get("items", each)) for each in members]
        return any(map(_is_file, inner))

    def _file(self, kind: str, schema: Json, name: str) -> Json:
        """The schema of a body that is one file or text."""
        if kind.startswith("text/") and schema.get("format") != "binary" and not _has_any(schema):
            return {"type": "string"}
        if _has_any(schema):
            self.work.note(f"{name}: the caller writes its {kind} as a file")
        return {"type": "string", "format": "binary"}

    def _value(self, schema: Any, where: str, name: str) -> Json:
        """A value of JSON: what it is made of has names, and nothing that only answers have."""
        found = self.work.resolved(schema) if isinstance(schema, dict) else {}
        reference = str(schema.get("$ref", "")) if isinstance(schema, dict) else ""
        parts = [each for each in found.get("allOf", []) if isinstance(each, dict)]
        if not reference and len(parts) == 1 and "properties" not in found:
            reference = str(parts[0].get("$ref", ""))
        null = _allows_null(found)
        if reference in self.inputs:
            return _or_null({"$ref": self.inputs[reference]}, null=null)
        if not found.keys() & {"type", "properties", *_COMBINED, "enum", "const", "items"}:
            return {key: found[key] for key in ("description",) if key in found}
        items = found.get("items")
        plain = {**found, "items": {}} if items is not None else found
        flat = self.flat(plain, where, files=False)
        if flat.get("type") == "array":
            flat["items"] = self._value(items or {}, where, f"{name}_item")
        elif flat.get("type") == "object" or "properties" in flat:
            return _or_null(self._object(flat, where, name, reference), null=null)
        if null and isinstance(flat.get("type"), str) and "enum" not in flat:
            flat["type"] = [flat["type"], "null"]
        return flat

    def _object(self, flat: Json, where: str, name: str, reference: str) -> Json:
        members, extras = flat.get("properties") or {}, flat.get("additionalProperties")
        if not members:
            inner = (
                {"additionalProperties": self._value(extras, where, f"{name}_value")}
                if isinstance(extras, dict) and extras
                else {}
            )
            described = {key: flat[key] for key in ("description",) if key in flat}
            return {"type": "object", **described, **inner}
        if extras not in (None, False):
            self.work.note(f"{where}: members of any other name cannot be sent")
        old = reference.rpartition("/")[2]
        title = self.work.fresh(f"{old}Input" if old else names.schema_name(name, ()))
        target = f"#/components/schemas/{title}"
        if reference:
            self.inputs[reference] = target
        found: Json = {"type": "object"}
        self.work.schemas[title] = found
        sent = {
            wire: member
            for wire, member in members.items()
            if not (isinstance(member, dict) and self.work.resolved(member).get("readOnly"))
        }
        found["description"] = flat.get("description") or f"What {where} holds."
        required = [wire for wire in flat.get("required") or [] if wire in sent]
        if required:
            found["required"] = required
        found["properties"] = {
            wire: self._value(member, f"{where}, {wire}", f"{name}_{wire}")
            for wire, member in sent.items()
        }
        return {"$ref": target}

    def _body_media(self, schema: Json, base: str, name: str, *, suffix: int, files: bool) -> Json:
        members: Json = {}
        required = list(schema.get("required") or [])
        for wire, member in (schema.get("properties") or {}).items():
            where = f"{name}, body, {wire}"
            if isinstance(member, dict) and self.work.resolved(member).get("readOnly"):
                required = [each for each in required if each != wire]
                continue
            nested = self._holds_objects(member) and not self._may_be_text(member)
            if nested and base != FORMS[1]:
                if base == MULTIPART:
                    self.work.note(f"{where} is sent as a text of JSON")
                members[wire] = self._value(member, where, f"{name}_{wire}")
                continue
            if nested:
                if wire in required:
                    self.work.note(f"{where}: the caller writes its JSON as text")
                    found = self.work.resolved(member)
                    described = {key: found[key] for key in ("description",) if key in found}
                    members[wire] = {"type": "string", **described}
                else:
                    self.work.note(f"{where} was left out: a form has no place for an object")
                continue
            if base == JSON and not _is_plain(self.work.resolved(member)):
                members[wire] = self._value(member, where, f"{name}_{wire}")
                continue
            flat = self.flat(member, where, files=files)
            if looks_like_a_credential(wire) and flat.get("format") != "password":
                flat = self._secret(flat, where)
            members[wire] = flat if base == JSON else _formed(flat)
        if schema.get("additionalProperties") not in (None, False):
            self.work.note(f"{name}, body: members of any other name cannot be sent")
        ending = {JSON: "_json", MULTIPART: "_multipart"}
        wanted = f"{name}_request{ending.get(base, '_form') if suffix else ''}"
        title = self.work.fresh(names.schema_name(wanted, ()))
        required = [each for each in required if each in members]
        self.work.schemas[title] = {
            "type": "object",
            "description": schema.get("description") or f"What {name} sends.",
            "additionalProperties": False,
            **({"required": required} if required else {}),
            "properties": members,
        }
        return {"schema": {"$ref": f"#/components/schemas/{title}"}}

    def _with_encoded_files(self, schema: Json, encoding: Json, base: str) -> Json:
        """A form whose members without a type are files, where their encoding says so."""
        members = dict(schema.get("properties") or {})
        for name in [each for each in members if each in encoding and base == MULTIPART]:
            kind = str((encoding[name] or {}).get("contentType", ""))
            found = self.work.resolved(members[name])
            items = self.work.resolved(found.get("items", found))
            if not kind or kind.startswith("text/") or _is_json_type(kind) or _is_plain(items):
                continue
            self.work.note(f"{name} is a file, as its encoding {kind} says")
            file = {**items, "type": "string", "format": "binary"}
            members[name] = {**found, "items": file} if "items" in found else file
        return {**schema, "properties": members} if members else schema

    def _agree(self, content: Json, name: str) -> None:
        """One method sends a body in any of its media types: members are alike in all of them."""
        schemas = {
            kind: self.work.schemas[str(steps(media["schema"]["$ref"])[-1])]
            for kind, media in content.items()
            if "$ref" in media["schema"] and "example" not in media
        }
        if len(schemas) > 1:
            members = {wire: None for each in schemas.values() for wire in each["properties"]}
            for wire in members:
                self._agree_on(wire, schemas, f"{name}, body, {wire}")
        for kind, schema in schemas.items():
            content[kind]["example"] = {
                wire: sample(member, self.work.schemas)
                for wire, member in schema["properties"].items()
                if wire in schema.get("required", [])
            }

    def _agree_on(self, wire: str, schemas: dict[str, Json], where: str) -> None:
        """One member has one schema, and is needed whatever a body is sent as, or never."""
        having = {k: each for k, each in schemas.items() if wire in each["properties"]}
        first = next(iter(having.values()))["properties"][wire]
        for kind, schema in having.items():
            member = schema["properties"][wire]
            kinds = {_is_file(first), _is_file(member)}
            if _essence(member) != _essence(first) and kinds != {True, False}:
                self.work.note(f"{where} is another value as {kind}: the first one is followed")
                format_key = "x-array-format"
                kept = {k: member[k] for k in (format_key,) if k in member}
                schema["properties"][wire] = {
                    **{k: v for k, v in first.items() if k != format_key},
                    **kept,
                }
        needing = [kind for kind, each in having.items() if wire in each.get("required", [])]
        if not needing or len(needing) == len(schemas):
            return
        everywhere = len(having) == len(schemas)
        shown = ", ".join(needing)
        self.work.note(
            f"{where}: {shown} needs it, so it is needed in all bodies"
            if everywhere
            else f"{where}: {shown} needs it and others have none; when to send it is up to callers"
        )
        for schema in having.values():
            required = {*schema.get("required", [])} - {wire} | ({wire} if everywhere else set())
            schema.pop("required", None)
            if required:
                schema["required"] = [each for each in schema["properties"] if each in required]

    def _note_encoding(self, old: Json, media: Json) -> None:
        """How members of a form travel: what clients do not choose by it is in descriptions."""
        members = self.work.resolved(media["schema"])["properties"]
        schema = self.work.schemas[str(steps(media["schema"]["$ref"])[-1])]
        for name, encoding in old.items():
            if name not in members:
                continue
            member = schema["properties"][name]
            if "contentType" in encoding:
                text = f"{member.get('description', '')} Sent as {encoding['contentType']}."
                member["description"] = text.strip()
                self.work.note(
                    f"the type {encoding['contentType']} of {name} is in its description"
                )
            if encoding.get("explode") is False:
                member["x-array-format"] = "csv"
            for key in [each for each in encoding if each not in ("contentType", "explode")]:
                self.work.note(f"`{key}` of the encoding of {name} was left out: not supported")


def _formed(member: Json) -> Json:
    """A member of a form: a list says how it travels, encoded content is a file."""
    if member.get("contentEncoding") or member.get("contentMediaType"):
        return {**member, "type": "string", "format": "binary"}
    if member.get("type") == "array":
        return {**member, "x-array-format": "repeat"}
    return member


def _is_file(schema: Json) -> bool:
    return schema.get("format") == "binary" or "contentMediaType" in schema


def _essence(member: Json) -> Json:
    """What a value is, without what is said of it."""
    return {k: v for k, v in member.items() if k != "description" and not k.startswith("x-")}


def _says_less(schema: Json, others: Sequence[Json]) -> bool:
    """Whether each of some other bodies has all members of a body, and needs more."""
    own = {*schema.get("properties", {})}
    return all(
        own <= {*each.get("properties", {})} and {*each.get("required", [])} - own
        for each in others
    )


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null"


def _base_type(kind: str, schema: Json) -> str:
    """The media type that a body is sent as: any of JSON, or anything with an object in it."""
    base = kind.partition(";")[0].strip().lower()
    if base.endswith("+json") or (base == "*/*" and _has_any(schema)):
        return JSON
    return base


def _is_json_type(kind: str) -> bool:
    base = kind.partition(";")[0].strip().lower()
    return base == JSON or base.endswith("+json")


def _has_members(schema: Json) -> bool:
    """Whether a body has members with names, or may have none at all."""
    return bool(schema.get("properties")) or schema.get("additionalProperties") is False


def _has_any(schema: Json) -> bool:
    """Whether a schema is more than a text or a file."""
    return "properties" in schema or schema.get("type", "string") != "string"


def _is_plain(schema: Json) -> bool:
    """Whether a schema says what kind of value it is."""
    return bool(schema.keys() & {"type", "properties", *_COMBINED, "enum", "const", "items"})


def _allows_null(schema: Json) -> bool:
    options = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    return "null" in (schema.get("type") or []) or any(map(_is_null, options))


def _or_null(schema: Json, *, null: bool) -> Json:
    return {"anyOf": [schema, {"type": "null"}]} if null else schema
