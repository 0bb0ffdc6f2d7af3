"""Names for what an OpenAPI file from elsewhere calls otherwise, or not at all."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection

from openapi_python_client.strings import ClassName

from codegen.naming import TAKEN_BY_MODELS
from codegen.rules import CLIENT_NAMES, OWN_METHODS

#: What an operation does, by its method, where nothing else says so.
VERBS = {
    "get": "list",
    "post": "create",
    "put": "replace",
    "patch": "update",
    "delete": "delete",
}


def snake_case(text: str) -> str:
    """A name as our specs write those of tags and operations; empty where no letter is left."""
    text = unicodedata.normalize("NFKD", text)
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    text = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()
    return text if not text[:1].isdigit() else f"x_{text}"


def schema_name(text: str, taken: Collection[str]) -> str:
    """A name for a schema: that of a class, and no other schema's."""
    text = unicodedata.normalize("NFKD", text)
    words = re.findall(r"[A-Za-z0-9]+", text)
    name = "".join(word[:1].upper() + word[1:] for word in words) or "Model"
    name = name if name[:1].isalpha() else f"Model{name}"
    name = str(ClassName(name, ""))
    return fresh(f"{name}Model" if name in TAKEN_BY_MODELS else name, taken, "")


def tag_name(text: str) -> str:
    """A name for a resource, which no client has for something else."""
    name = snake_case(text) or "resource"
    return f"{name}_calls" if name in CLIENT_NAMES or keyword.iskeyword(name) else name


def tag_of_path(path: str) -> str:
    """The resource that a path speaks of: its first word that is no version."""
    words = [part for part in path.split("/") if part and not part.startswith("{")]
    words = [word for word in words if not re.fullmatch(r"v?\d+(\.\d+)*|api", word)]
    return words[0] if words else "api"


def method_name(operation_id: str, tag: str, method: str, path: str) -> str:
    """A name for an operation among those of its resource."""
    name = snake_case(operation_id)
    singular = tag.removesuffix("s")
    for part in (f"{tag}_", f"{singular}_"):
        name = name.removeprefix(part)
    for part in (f"_{tag}", f"_{singular}"):
        name = name.removesuffix(part)
    if not name or name in (tag, singular):
        name = "get" if method == "get" and path.rstrip("/").endswith("}") else VERBS[method]
    if keyword.iskeyword(name) or name in OWN_METHODS:
        name += "_call"
    return name


def fresh(name: str, taken: Collection[str], between: str = "_") -> str:
    """A name that nothing has yet: itself, or with a number."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}{between}{number}", number + 1
    return found


def one_line(text: str) -> str:
    """The beginning of a text as one line without a full stop."""
    return " ".join(str(text).split())[:100].rstrip(" .") or "An operation"
