"""The controls as OpenAPI 3.1, made of their table: for clients in other languages, and people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from .config import help_of, settings_of_space

if TYPE_CHECKING:
    from .admin import Control

Schema = dict[str, Any]
_IN_PATH = re.compile(r"\{(\w+)\}")

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0, "format": "int32"}
_POSITIVE: Schema = {"type": "integer", "minimum": 1, "format": "int32"}
_NUMBER: Schema = {"type": "number", "format": "double"}
_TIME: Schema = {"type": "number", "format": "double", "description": "Unix time, in seconds."}


def _object(**members: Schema) -> Schema:
    """An object with all of these members."""
    return {"type": "object", "required": list(members), "properties": members}


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _map_of(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


#: The parameters of all controls: what each is, and what it means.
PARAMETERS: dict[str, tuple[Schema, str]] = {
    "limit": (_COUNT, "At most so many."),
    "url": ({**_TEXT, "format": "uri"}, "An http or https address."),
    "to": (_TEXT, "Mail to this address alone."),
    "user": ({**_TEXT, "default": "demo"}, "The name of the account."),
    "password": ({**_TEXT, "default": "demo"}, "Its password."),
    "host": (_TEXT, "A host by its name, as in `apis`."),
    "name": (_TEXT, "What happens: an effect, an error of our clients, or an answer of a host."),
    "value": (_NUMBER, "The setting of an effect, as the seconds of `slow`."),
    "operation": (_TEXT, "To this operation alone."),
    "times": (_POSITIVE, "To so many requests, then no more."),
    "share": ({**_NUMBER, "minimum": 0, "maximum": 1}, "To this share of them."),
    "skip": (_COUNT, "Not to the first of them, so many."),
    "retry_after": (_COUNT, "The header `Retry-After` of the answer, in seconds."),
    "code": (_TEXT, "Of a refusal: the host's own code."),
    "message": (_TEXT, "Of a refusal: what it says."),
    "number": (_POSITIVE, "The number of the fault; without it, all."),
    "seconds": (_NUMBER, "So many seconds."),
    "minutes": (_NUMBER, "So many minutes."),
    "hours": (_NUMBER, "So many hours."),
    "days": (_NUMBER, "So many days."),
}
#: The parts of paths.
IN_PATHS: dict[str, tuple[Schema, str]] = {
    "space": (
        {**_TEXT, "pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"},
        "The name of a space.",
    ),
}
_FAULT = _object(
    number=_POSITIVE,
    fault=_TEXT,
    left={**_or_null(_COUNT), "description": "Requests that it will still meet; null for all."},
    hits={**_COUNT, "description": "Requests that it has met."},
)
_PICTURE = _object(
    api=_TEXT,
    id=_TEXT,
    kind=_TEXT,
    mime=_TEXT,
    size={**_COUNT, "format": "int64", "description": "In bytes."},
    width=_COUNT,
    height=_COUNT,
    sha256={**_TEXT, "description": "Of the bytes as they are served, in hexadecimal."},
    title=_or_null(_TEXT),
    original_filename=_or_null(_TEXT),
    created=_TIME,
    expires=_or_null(_TIME),
    files={**_map_of({**_TEXT, "format": "uri"}), "description": "Where each version is served."},
)
_MAIL = _object(
    host=_TEXT,
    recipient=_TEXT,
    subject=_TEXT,
    text=_TEXT,
    facts={**_map_of(_TEXT), "description": "What the mail is about, as the hash that it has."},
    sent=_TIME,
)
_REQUEST = _object(
    time=_TIME,
    method=_TEXT,
    scheme=_TEXT,
    host=_TEXT,
    path=_TEXT,
    query={**_TEXT, "description": "Without secrets, as all that follows."},
    client=_TEXT,
    headers=_map_of(_TEXT),
    api={**_or_null(_TEXT), "description": "The host, where one was addressed."},
    operation=_or_null(_TEXT),
    fields=_map_of(_TEXT),
    files=_map_of({"type": "object"}),
    status={**_or_null(_COUNT), "description": "null before the answer."},
    problem=_or_null(_TEXT),
    took={**_NUMBER, "description": "Seconds until the answer was sent."},
    faults=_list_of(_TEXT),
)
_CREDENTIALS = _map_of(_TEXT)
_SPACE = _object(
    name=_TEXT,
    url={**_TEXT, "format": "uri", "description": "What stands before the paths of hosts."},
    created=_TIME,
    used=_TIME,
    expires={**_TIME, "description": "When it goes if nobody uses it until then, in Unix time."},
    settings={**_list_of(_TEXT), "description": "The names of those that are its own."},
)
#: What each control answers with.
ANSWERS: dict[str, Schema] = {
    "show": _object(
        apis=_list_of(_TEXT),
        profile=_TEXT,
        space={**_or_null(_TEXT), "description": "The space that was asked, null outside of one."},
        controls=_map_of(_TEXT),
        internal_errors=_COUNT,
    ),
    "show_openapi": {"type": "object"},
    "reset": _object(reset={"const": True}),
    "take_snapshot": {},
    "put_snapshot": _object(pictures=_COUNT),
    "put_seed": _object(users=_COUNT, pictures=_COUNT, albums=_COUNT, galleries=_COUNT),
    "give_login": _object(
        host=_TEXT,
        base_url={**_TEXT, "format": "uri"},
        user={**_or_null(_TEXT), "description": "null at hosts without accounts."},
        credentials={**_CREDENTIALS, "description": "By the arguments of our clients."},
        send={
            **_object(headers=_CREDENTIALS, query=_CREDENTIALS, form=_CREDENTIALS),
            "description": "What a request carries: headers if there are any, else the query of a"
            " request without a body, and the form of one with a body.",
        },
    ),
    "pictures": _list_of(_PICTURE),
    "requests": _list_of(_REQUEST),
    "requests_as_har": _object(log={"type": "object"}),
    "clear_requests": _object(cleared={"const": True}),
    "show_web": _map_of(_COUNT),
    "put_web": _object(url={**_TEXT, "format": "uri"}, size=_COUNT),
    "delete_web": _object(registered=_COUNT),
    "mails": _list_of(_MAIL),
    "clear_mails": _object(cleared={"const": True}),
    "show_faults": _list_of(_FAULT),
    "put_fault": _FAULT,
    "clear_faults": _list_of(_FAULT),
    "show_known_faults": _map_of(_map_of(_TEXT)),
    "show_clock": _object(now=_TIME),
    "advance_clock": _object(now=_TIME),
    "show_spaces": _list_of(_SPACE),
    "show_space": _SPACE,
    "put_space": {
        **_SPACE,
        "required": [*_SPACE["required"], "is_new"],
        "properties": {**_SPACE["properties"], "is_new": {"type": "boolean"}},
    },
    "delete_space": _object(removed={"type": "boolean"}),
}
_ERROR = {"$ref": "#/components/responses/Error"}


def described_settings() -> dict[str, tuple[Schema, str]]:
    """The settings of a space as parameters: what each is, and what it means."""
    return {
        name: (_schema_of(setting.default), help_of(setting))
        for name, setting in settings_of_space().items()
    }


def _schema_of(default: object) -> Schema:
    if isinstance(default, bool):
        return {**_TEXT, "enum": ["0", "1"]}
    if isinstance(default, tuple):
        return {**_TEXT, "description": "Several with semicolons between them."}
    return _TEXT


def openapi(controls: Iterable[Control], prefix: str, url: str) -> Schema:
    """The document: one operation for each control, named as its function is."""
    paths: dict[str, Schema] = {}
    for control in controls:
        operation: Schema = {
            "operationId": control.name,
            "summary": control.meaning,
            "tags": ["controls"],
            "parameters": [
                *(_in_path(name) for name in _IN_PATH.findall(control.path)),
                *(_parameter(control, name) for name in control.parameters),
            ],
            "responses": {
                "200": {
                    "description": "Done.",
                    "content": {control.gives: {"schema": ANSWERS[control.name]}},
                },
                "400": _ERROR,
                "403": _ERROR,
                **({"401": _ERROR} if "password" in control.parameters else {}),
                "413": _ERROR,
                **dict.fromkeys(map(str, control.statuses), _ERROR),
            },
        }
        if control.takes_body:
            content: Schema = {"application/octet-stream": {"schema": {}}}
            operation["requestBody"] = {"required": True, "content": content}
        paths.setdefault(prefix + control.path, {})[control.method.lower()] = operation
    paths[f"{prefix}/health"] = {"get": _health()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Controls of the imagehosts emulator",
            "version": _version(),
            "description": "Parameters stand in the query, or in a JSON object in the body of a"
            " request that is not GET. One that is not known is refused, and nothing is done."
            " Requests by a name that is not this machine's need the token of `--admin-token`.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": url}],
        "tags": [{"name": "controls", "description": "What tests do to the emulated hosts."}],
        "security": [{}, {"AdminToken": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "AdminToken": {"type": "apiKey", "in": "header", "name": "X-Emulator-Token"}
            },
            "responses": {
                "Error": {
                    "description": "Nothing was done; `error` says why.",
                    "content": {"application/json": {"schema": _object(error=_TEXT)}},
                }
            },
        },
    }


def _in_path(name: str) -> Schema:
    schema, meaning = IN_PATHS[name]
    where = {"name": name, "in": "path", "required": True}
    return {**where, "description": meaning, "schema": schema}


def _parameter(control: Control, name: str) -> Schema:
    schema, meaning = (control.described or PARAMETERS)[name]
    return {
        "name": name,
        "in": "query",
        "required": name in control.required,
        "description": meaning,
        "schema": schema,
    }


def _health() -> Schema:
    schema = _object(
        status={"const": "ok"},
        apis=_list_of(_TEXT),
        to_remove={
            **_COUNT,
            "description": "Pictures in an object store that nothing refers to any more, and that"
            " this process has still to remove there.",
        },
    )
    return {
        "operationId": "health",
        "summary": "Answers 200 as soon as the emulator is ready, to everybody.",
        "tags": ["controls"],
        "security": [{}],
        "responses": {
            "200": {"description": "Up.", "content": {"application/json": {"schema": schema}}}
        },
    }


def _version() -> str:
    try:
        return version("imagehosts")
    except PackageNotFoundError:
        return "0"
