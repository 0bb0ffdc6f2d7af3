"""Prepares a document from elsewhere: nothing in it means something else here, and all has a name.

Extensions of others go, schemas get the names of classes and the forms that are read, and what a
discriminator says is said by the alternatives themselves.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from jsonschema import Draft202012Validator

from codegen.constructs import BESIDE_REFERENCES, KNOWN, LIMITS, NOTES
from codegen.newhost import names
from codegen.newhost.schemas import as_3_1, kinds_of, visit_schemas, without_null
from codegen.newhost.work import Work
from codegen.rules import NAMED
from codegen.specs import Json, Where, steps

#: The types of values that are put together from limits alone.
PLAIN = frozenset({"string", "integer", "number", "boolean"})


def prepare(work: Work) -> None:
    """Prepare the document of an import, where it stands."""
    preparing = _Preparing(work)
    preparing.drop_extensions()
    if work.old["openapi"].startswith("3.0"):
        visit_schemas(work.old, as_3_1)
        work.note("OpenAPI 3.0 became 3.1: `nullable` is a type in the list of types")
    preparing.rename_schemas()
    preparing.move_null_to_references()
    visit_schemas(work.old, preparing.without_unread)
    preparing.end_circles()
    preparing.follow_discriminators()


class _Preparing:
    def __init__(self, work: Work) -> None:
        self.work = work

    def drop_extensions(self) -> None:
        """Leave out extensions of others: their names may mean something else here."""
        found: dict[str, int] = {}
        queue: list[tuple[Any, bool]] = [(self.work.old, False)]
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
            self.work.note(
                f"extensions that are not of this project were left out: {', '.join(found)}"
            )

    def rename_schemas(self) -> None:
        """Give every schema the name of a class."""
        renamed: dict[str, str] = {}
        for name in self.work.schemas:
            self.work.here = ("components", "schemas", name)
            new = names.schema_name(name, renamed.values())
            renamed[name] = new
            self.work.imported.origins["components", "schemas", new] = self.work.here
            if new != name:
                self.work.note(f"the schema {name} is called {new}")
        self.work.schemas = {renamed[name]: value for name, value in self.work.schemas.items()}
        self.work.components["schemas"] = self.work.schemas
        self.work.renamed = renamed

        def rename(holder: Json, where: Where) -> None:
            reference = holder.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
                name, *rest = steps(reference)[2:]
                if rest:
                    holder.pop("$ref")
                    holder.update(copy.deepcopy(self.work.imported.source.at(steps(reference))))
                    visit_schemas(holder, rename, where, is_schema=True)
                else:
                    holder["$ref"] = f"#/components/schemas/{renamed[str(name)]}"

        visit_schemas(self.work.old, rename)

    def move_null_to_references(self) -> None:
        """A class is never null: where its schema may be, whatever holds one says so."""
        nullable = {
            f"#/components/schemas/{name}"
            for name, schema in self.work.schemas.items()
            if isinstance(schema, dict)
            and (schema.get("properties") or schema.get("allOf"))
            and without_null(schema)
        }

        def follow(schema: Json, where: Where) -> None:
            places = [
                (schema.get("properties") or {}, name) for name in schema.get("properties") or {}
            ]
            places += [(schema, key) for key in ("items", "additionalProperties")]
            for holder, key in places:
                member = holder.get(key)
                if isinstance(member, dict) and member.get("$ref") in nullable:
                    holder[key] = {"anyOf": [member, {"type": "null"}]}

        if nullable:
            visit_schemas(self.work.old, follow)

    def without_unread(self, schema: Json, where: Where) -> None:
        """Leave out of a schema what nothing reads, and give it the form that is read."""
        self.work.go_to(where)
        # A title would become the name of a class that nobody refers to.
        schema.pop("title", None)
        for key in [key for key in schema if key not in KNOWN["schema"]]:
            del schema[key]
            self.work.note(f"`{key}` was left out: clients would not keep to it")
        self._fold_plain_parts(schema)
        if "default" in schema and not _allows(schema, schema["default"]):
            self.work.note(
                f"the default {json.dumps(schema.pop('default'))} was left out: it is not allowed"
            )
        if "array" in kinds_of(schema):
            schema.setdefault("items", {})
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
            self.work.note(f"an enum ({shown}) is in the description alone: no type says it")

    def _fold_plain_parts(self, schema: Json) -> None:
        """What is put together from limits of one plain value is such a value with all of them."""
        parts = [self.work.resolved(part) for part in schema.get("allOf", [])]
        if len(parts) < 2 or not all(isinstance(part, dict) for part in parts):
            return
        kinds = {kind for part in parts for kind in kinds_of(part)}
        plain = {"type", "enum", "const", *NOTES, *LIMITS}
        if len(kinds) == 1 and kinds <= PLAIN and all(part.keys() <= plain for part in parts):
            del schema["allOf"]
            for part in parts:
                for key, value in part.items():
                    schema.setdefault(key, value)

    def end_circles(self) -> None:
        """A value that must hold one of its own kind would never end: such members are optional."""
        ending: set[str] = set()
        while found := [
            name
            for name, schema in self.work.schemas.items()
            if name not in ending and _ends(schema, ending)
        ]:
            ending.update(found)
        for name, schema in self.work.schemas.items():
            required = schema.get("required") if isinstance(schema, dict) else None
            members = schema.get("properties") or {} if isinstance(schema, dict) else {}
            if name in ending or not required:
                continue
            self.work.go_to(("components", "schemas", name))
            for wire in [each for each in required if not _ends(members.get(each), ending)]:
                required.remove(wire)
                self.work.note(f"{name}.{wire} is optional: a {name} that needs it would never end")
            if not required:
                del schema["required"]
            ending.add(name)

    def follow_discriminators(self) -> None:
        """What a discriminator says of each alternative, each says itself by a constant."""

        def follow(schema: Json, where: Where) -> None:
            self.work.go_to(where)
            discriminator = schema.pop("discriminator", None)
            if not isinstance(discriminator, dict):
                return
            name = str(discriminator.get("propertyName", ""))
            options = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
            if not options:
                self.work.note(
                    f"a discriminator {name} without alternatives was left out: an answer has the"
                    " members of the schema alone"
                )
                return
            values: dict[str, list[str]] = {}
            for value, target in (discriminator.get("mapping") or {}).items():
                old = str(target).rpartition("/")[2]
                values.setdefault(self.work.renamed.get(old, old), []).append(value)
            old_names = {new: old for old, new in self.work.renamed.items()}
            for option in options:
                target = str(option.get("$ref", "")).rpartition("/")[2]
                if target in self.work.schemas:
                    said = values.get(target, [old_names.get(target, target)])
                    self._fix_member(self.work.schemas[target], name, said)

        visit_schemas(self.work.old, follow)

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


def _allows(schema: Json, value: Any) -> bool:
    """Whether the limits that stand in a schema itself allow a value."""
    own = {key: each for key, each in schema.items() if key in ("type", "enum", *LIMITS)}
    return Draft202012Validator(own).is_valid(value)


def _ends(schema: Any, ending: set[str]) -> bool:
    """Whether some value of a schema ends, where those of some schemas do."""
    if not isinstance(schema, dict):
        return True
    if "$ref" in schema:
        return str(steps(schema["$ref"])[-1]) in ending
    for key in ("oneOf", "anyOf"):
        if schema.get(key) and not any(_ends(part, ending) for part in schema[key]):
            return False
    parts = list(schema.get("allOf", []))
    members = schema.get("properties") or {}
    if "null" not in schema.get("type", []):
        parts += [members[each] for each in schema.get("required") or [] if each in members]
        if schema.get("minItems"):
            parts.append(schema.get("items"))
    return all(_ends(part, ending) for part in parts)


def _can_be_literal(values: list[Any]) -> bool:
    """Whether the values of an enum can be a type of Python: texts, or whole numbers."""
    plain = [value for value in values if value is not None]
    return bool(plain) and (
        all(isinstance(value, str) for value in plain) or all(type(value) is int for value in plain)
    )
