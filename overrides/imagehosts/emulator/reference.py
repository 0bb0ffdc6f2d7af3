"""An API reference out of a spec: everything a page shows, as plain data for the template."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from .core.specs import Operation, operations_of, resolve

_INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\[\]]+)\]\((https?://[^()\s]+)\)")


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter, a field of a body, or a member of a model."""

    name: str
    place: str
    type: Markup
    required: bool
    provenance: str
    text: Markup


def reference(spec: dict[str, Any]) -> dict[str, Any]:
    """The context of the reference page of one API."""
    components = spec.get("components", {})
    return {
        "info": spec["info"],
        "text": text_of(spec["info"]),
        "server": spec["servers"][0]["url"],
        "operations": [_operation(spec, operation) for operation in operations_of(spec)],
        "models": [
            {
                "name": name,
                "text": text_of(schema),
                "rows": _properties(spec, schema),
            }
            for name, schema in components.get("schemas", {}).items()
            if not name.endswith("Request")
        ],
        "security": [
            {"name": name, "text": text_of(scheme), "scheme": scheme}
            for name, scheme in components.get("securitySchemes", {}).items()
        ],
        "errors": spec.get("x-error-table", []),
    }


def prose(text: str) -> Markup:
    """Paragraphs, lists, ``code``, bold and links; everything else as it stands."""
    blocks: list[Markup] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            items = Markup("").join(
                Markup("<li>{}</li>").format(inline(line[2:])) for line in lines
            )
            blocks.append(Markup("<ul>{}</ul>").format(items))
        elif lines:
            blocks.append(Markup("<p>{}</p>").format(inline(" ".join(lines))))
    return Markup("\n").join(blocks)


def text_of(holder: dict[str, Any], text: str | None = None) -> Markup:
    """A description as paragraphs, and a paragraph for each claim beside it, with its mark."""
    parts = [prose(holder.get("description", "") if text is None else text)]
    for claim in holder.get("x-claims", []):
        parts.append(
            Markup('<p>{} <span class="tag {}" title="{}">{}</span></p>').format(
                inline(" ".join(claim["text"].split())),
                claim["provenance"],
                claim["evidence"],
                claim["provenance"],
            )
        )
    return Markup("\n").join(part for part in parts if part)


def inline(text: str) -> Markup:
    """One line of prose."""
    parts: list[Markup] = []
    end = 0
    for match in _INLINE.finditer(text):
        parts.append(escape(text[end : match.start()]))
        code, bold, label, target = match.groups()
        if code is not None:
            parts.append(Markup("<code>{}</code>").format(code))
        elif bold is not None:
            parts.append(Markup("<strong>{}</strong>").format(bold))
        else:
            parts.append(Markup('<a href="{}">{}</a>').format(target, label))
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def _operation(spec: dict[str, Any], listed: Operation) -> dict[str, Any]:
    operation = listed.spec
    parameters: list[dict[str, Any]] = operation["parameters"]
    body = resolve(spec, operation.get("requestBody", {}))
    responses: list[dict[str, Any]] = []
    example = None
    for status, value in operation.get("responses", {}).items():
        response = resolve(spec, value)
        content = response.get("content", {})
        for media in content.values():
            if example is None and "example" in media and status.startswith("2"):
                found = media["example"]
                example = found if isinstance(found, str) else json.dumps(found, indent=2)
        responses.append(
            {
                "status": status,
                "text": text_of(response),
                "provenance": response.get("x-provenance", ""),
                "media": [
                    {"type": kind, "model": _type(spec, media.get("schema", {}))}
                    for kind, media in content.items()
                ],
                "headers": list(response.get("headers", {})),
            }
        )
    return {
        "id": listed.id,
        "method": listed.method.upper(),
        "path": listed.path,
        "variant": listed.variant,
        "summary": operation.get("summary", ""),
        "text": text_of(operation),
        "provenance": operation.get("x-provenance", ""),
        "source": _source(spec, operation.get("x-source", {})),
        "alternate": operation.get("x-alternate-path"),
        "parameters": [
            _row(spec, p["name"], p["in"], p.get("schema", {}), p, p.get("required", False))
            for p in parameters
        ],
        "bodies": [
            {"type": kind, "rows": _properties(spec, resolve(spec, media.get("schema", {})))}
            for kind, media in body.get("content", {}).items()
        ],
        "responses": responses,
        "example": example,
    }


def _source(spec: dict[str, Any], source: dict[str, str]) -> str:
    """Document and section, and whose words they are where they are not the host's."""
    name = source.get("document", "")
    document = spec.get("x-documents", {}).get(name, {})
    third = " (a third party's capture)" if document.get("by", "host") != "host" else ""
    return f"{name}{third}, {source.get('section', '')}" if name else ""


def _properties(spec: dict[str, Any], schema: dict[str, Any]) -> list[Row]:
    required = schema.get("required", [])
    return [
        _row(spec, name, "", value, value, name in required)
        for name, value in schema.get("properties", {}).items()
    ]


def _row(
    spec: dict[str, Any],
    name: str,
    place: str,
    schema: dict[str, Any],
    described: dict[str, Any],
    required: bool,
) -> Row:
    text = text_of(described if "description" in described else {**schema, **described})
    provenance = described.get("x-provenance") or schema.get("x-provenance", "")
    return Row(name, place, _type(spec, schema), required, provenance, text)


def _type(spec: dict[str, Any], schema: dict[str, Any]) -> Markup:
    """A schema in a few words, linked where it has a name of its own."""
    reference = schema.get("$ref")
    if reference:
        name = reference.rpartition("/")[2]
        return Markup('<a href="#model-{0}">{0}</a>').format(name)
    for keyword in ("anyOf", "oneOf", "allOf"):
        if keyword in schema:
            return Markup(" or ").join(_type(spec, part) for part in schema[keyword])
    if "const" in schema:
        return Markup("<code>{}</code>").format(schema["const"])
    named: Any = schema.get("type", "any")
    kinds: list[str] = [named] if isinstance(named, str) else named
    text = escape(" or ".join(kinds))
    if schema.get("format"):
        text += Markup(" <small>{}</small>").format(schema["format"])
    if "enum" in schema:
        text += escape(": " + ", ".join(json.dumps(value) for value in schema["enum"]))
    if "array" in kinds and isinstance(schema.get("items"), dict):
        text += Markup(" of ") + _type(spec, schema["items"])
    return text
