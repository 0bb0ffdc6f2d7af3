"""What the tests of the ImageShack client share: its two kinds, its examples, and arguments.

Every operation can be called here with arguments that it takes, so that a claim about all of them
is one loop.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from typing import Any

from imagehosts_wire.types import Operation

from contracts.support.clients import PNG, Driver, Host, Kind
from contracts.support.recording import Reply, Script, as_reply
from contracts.support.specs import SPECS, Json, load_spec, resolve
from contracts.support.specs import operations as spec_operations

API = "imageshack"
ROOT = "https://api.imageshack.com/v2"
TOKEN = "the-token-of-these-tests"

HOST = Host(API, "ImageShack", API, "IMAGESHACK_API_KEY", ROOT, "/images", "")
KINDS = tuple(Kind(HOST, mode) for mode in ("sync", "async"))

RESOURCES = ("session", "users", "images", "tags", "albums")

OPERATIONS: tuple[Operation[Any], ...] = tuple(
    operation
    for name in RESOURCES
    for operation in import_module(f"imagehosts_wire.imageshack.resources.{name}").OPERATIONS
)
BY_ID = {operation.id: operation for operation in OPERATIONS}

#: By argument: a value, and what of it travels.
VALUES: dict[str, tuple[Any, str | list[str]]] = {
    "album": ("Lake Tahoe, 2012", "Lake Tahoe, 2012"),
    "album_id": ("OGtz", "OGtz"),
    "auth": ("a-hash", "a-hash"),
    "avatar_filename": ("8ac04f.jpg", "8ac04f.jpg"),
    "avatar_server": (674, "674"),
    "comment": ("Fine & light, ü", "Fine & light, ü"),
    "description": ("Seen at 5, by me", "Seen at 5, by me"),
    "descriptions": (["one, two", "three"], ["one, two", "three"]),
    "email": ("nick@example.com", "nick@example.com"),
    "filter": (23, "23"),
    "first_name": ("Nick", "Nick"),
    "gender": ("male", "male"),
    "ids": (["iq8ac04fj", "f00b3lg2j"], "iq8ac04fj,f00b3lg2j"),
    "image_id": ("iq8ac04fj", "iq8ac04fj"),
    "image_ids": (["iq8ac04fj", "f00b3lg2j"], ["iq8ac04fj", "f00b3lg2j"]),
    "image_limit": (7, "7"),
    "last_name": ("Dude", "Dude"),
    "limit": (5, "5"),
    "location": ("Los Gatos, CA", "Los Gatos, CA"),
    "new_username": ("nicholas", "nicholas"),
    "next_prev_limit": (0, "0"),
    "offset": (40, "40"),
    "original_filename": ("lake.jpg", "lake.jpg"),
    "password": ("a password", "a password"),
    "related_images_limit": (4, "4"),
    "source": ("tests", "tests"),
    "tag": ("lake/tahoe ü", "lake/tahoe ü"),
    "tags": (["lake tahoe", "snow"], "lake tahoe,snow"),
    "title": ("Snow, and a lake", "Snow, and a lake"),
    "titles": (["Snow, and a lake", ""], ["Snow, and a lake", ""]),
    "urls": (["https://example.com/a,b.jpg"] * 2, ["https://example.com/a,b.jpg"] * 2),
    "user": ("nick@example.com", "nick@example.com"),
    "username": ("nick", "nick"),
}
FILES: dict[str, Any] = {"file": ("lake.png", PNG), "files": [("a.png", PNG), ("b.png", PNG)]}
#: The texts of one picture and those of several exclude each other.
EXCLUSIVE = {"images_transload": ("title", "description")}
#: A cursor is text.
CURSOR = "ODUzLXNjcmVl"


def arguments(operation: Operation[Any], *, optional: bool = True) -> dict[str, Any]:
    """Arguments that an operation takes: all of them, or those it cannot do without."""
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        name = parameter.name
        if parameter.required or (optional and name not in EXCLUSIVE.get(operation.id, ())):
            if parameter.encode.startswith("flag:"):
                found[name] = True
            elif name in FILES:
                found[name] = FILES[name]
            elif operation.id == "images_comments" and name == "offset":
                found[name] = CURSOR
            else:
                found[name] = VALUES[name][0]
    if "_update_many" in operation.id and set(found) == {"ids"}:
        found["public"] = False  # the client sends no change without fields
    return found


def name_of(operation: Operation[Any]) -> str:
    """An operation as it is called: ``images.get``."""
    resource, _, method = operation.id.partition("_")
    return f"{resource}.{method}"


def call(
    driver: Driver, operation: Operation[Any], *, optional: bool = True, **changed: Any
) -> Any:
    """Call an operation with arguments that it takes."""
    return driver.do(name_of(operation), **(arguments(operation, optional=optional) | changed))


def success(result: Json) -> Reply:
    """A result as the host answers it."""
    return as_reply({"success": True, "process_time": 9, "result": result})


def failure(code: int, message: str, status: int = 400) -> Reply:
    """An error as the host answers it."""
    error = {"error_code": code, "error_message": message}
    return as_reply({"success": False, "process_time": 9, "result": False, "error": error}, status)


@cache
def example(name: str) -> Json:
    """An example of the spec: ``documented/user`` or ``observed/upload``."""
    return json.loads((SPECS / API / "examples" / f"{name}.json").read_text("utf-8"))


def reply_to(operation: Operation[Any]) -> Reply:
    """The answer that the spec shows for an operation, or the plainest that it allows."""
    document = load_spec(API)
    response = spec_operations(document)[operation.id].value["responses"]["200"]
    media = resolve(document, response)["content"]["application/json"]
    shown = [each["value"] for each in media.get("examples", {}).values()]
    return as_reply(media.get("example") or shown[0])


def open_imageshack(kind: Kind, *script: Script, **options: Any) -> Driver:
    """A driver to the client, with both credentials unless the options say otherwise."""
    options.setdefault("auth_token", TOKEN)
    return Driver(kind, *script, **options)
