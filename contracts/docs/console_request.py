"""What a console sends for a document: a short version of how Swagger UI makes a request of fields.

It was compared with Swagger UI by hand (a browser, the built site, a recording server). Tests use
it to show that the merged document leads to the request that the client sends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

from contracts.support.recording import Part

Json = dict[str, Any]
MULTIPART = "multipart/form-data"


class File(NamedTuple):
    """A file that somebody chose."""

    name: str
    content: bytes
    content_type: str


#: What somebody types into a field, chooses for it, or adds to it item by item.
Typed: TypeAlias = str | File | list[str]


class Refused(Exception):
    """The console does not send it: a field is missing, or its value is not one of the choices."""


class ConsoleRequest(NamedTuple):
    """A request, but for the boundary and the order of fields."""

    method: str
    address: str
    query: list[tuple[str, str]]
    credential_headers: dict[str, str]
    media_type: str
    parts: list[Part]


def console_request(
    document: Json,
    path: str,
    method: str,
    typed: Mapping[str, Typed],
    *,
    media_type: str = "",
    credential: str = "",
    server: int = 1,
    variables: Mapping[str, str] | None = None,
) -> ConsoleRequest:
    """The request for what was typed into the fields of an operation; the rest keeps its default.

    Args:
        document: A merged document.
        path: The path of the operation.
        method: Its method.
        typed: Values by the name of the field; of one for a list, a list.
        media_type: The body's, where there is a choice.
        credential: What was given under "Authorize".
        server: Which of the operation's servers; 0 is the emulator.
        variables: What was given for the variables of its address.
    """
    operation = document["paths"][path][method]
    known: set[str] = set()
    servers = operation.get("servers", document["servers"])
    address = _server(servers[server], variables or {}) + path
    query: list[tuple[str, str]] = []
    for parameter in operation.get("parameters", []):
        known.add(parameter["name"])
        value = _value(parameter["name"], parameter["schema"], parameter["required"], typed)
        if parameter["in"] == "path" and value is not None:
            hole = f"{{{parameter['name']}}}"
            assert isinstance(value, str)
            address = address.replace(hole, quote(value, safe=""))
        else:
            query += _repeated(parameter["name"], value, parameter)
    parts: list[Part] = []
    content = operation.get("requestBody", {}).get("content", {})
    if content:
        media_type = media_type or next(iter(content))
        schema = content[media_type]["schema"]
        for name, member in schema["properties"].items():
            known.add(name)
            value = _value(name, member, name in schema.get("required", []), typed)
            if isinstance(value, File):
                parts.append(Part(name, value.content, value.name, value.content_type))
            else:
                style = content[media_type].get("encoding", {}).get(name, {})
                parts += [Part(key, text.encode()) for key, text in _repeated(name, value, style)]
    if unknown := set(typed) - known:
        raise Refused(f"there is no field {', '.join(sorted(unknown))}")
    headers = _credential_headers(document, operation, credential)
    return ConsoleRequest(
        method.upper(),
        address,
        sorted(query),
        headers,
        media_type if content else "",
        sorted(parts),
    )


def _server(server: Json, given: Mapping[str, str]) -> str:
    variables = server.get("variables", {})

    def filled(hole: re.Match[str]) -> str:
        return given.get(hole[1]) or str(variables[hole[1]]["default"])

    return re.sub(r"\{(\w+)\}", filled, server["url"])


def _repeated(name: str, value: Typed | None, style: Json) -> list[tuple[str, str]]:
    """A field as it is sent: a list as a repeated field, or with commas between its items."""
    assert not isinstance(value, File)
    if value is None or isinstance(value, str):
        return [] if value is None else [(name, value)]
    assert style["style"] == "form"
    return [(name, item) for item in value] if style["explode"] else [(name, ",".join(value))]


def _value(name: str, schema: Json, required: bool, typed: Mapping[str, Typed]) -> Typed | None:
    if name not in typed:
        if "default" in schema:
            return str(schema["default"])
        if required:
            raise Refused(f"{name} is required")
        return None
    value = typed[name]
    if isinstance(value, list) and not (schema.get("type") == "array" and "items" in schema):
        raise Refused(f"{name} is not a list")
    binary = schema.get("format") == "binary"
    if binary != isinstance(value, File):
        raise Refused(f"{name} is {'a file' if binary else 'text'}")
    if "enum" in schema and value not in [str(choice) for choice in schema["enum"]]:
        raise Refused(f"{value} is not a choice for {name}")
    return value


def _credential_headers(document: Json, operation: Json, credential: str) -> dict[str, str]:
    schemes = document["components"].get("securitySchemes", {})
    headers = {}
    requirements: list[Json] = operation.get("security", document.get("security", []))
    for requirement in requirements:
        for name in requirement:
            scheme = schemes[name]
            if credential and scheme["type"] == "apiKey" and scheme["in"] == "header":
                headers[scheme["name"].lower()] = credential
    return headers
