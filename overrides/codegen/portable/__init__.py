"""The portable form of a spec: plain OpenAPI 3.1 that any tool reads, written beside the client.

The hand-written source form gives each documented call a path key of its own, with a fragment
where calls share a route, and says in extensions how lists and credentials travel. Other tools
send the fragment, and lose the parameters behind it. Here, step by step:

- :mod:`codegen.portable.routes` puts the calls of a route together, and leaves out the ones that
  are not safe to offer there;
- :mod:`codegen.portable.spellings` gives one of two names that only brackets tell apart to clients;
- :mod:`codegen.portable.merging` makes one operation of the calls that are left;
- :mod:`codegen.portable.credentials` makes security schemes of marked parameters;
- :mod:`codegen.portable.links` leads links to the operations that are there now;
- :mod:`codegen.portable.plain` replaces what is ours by standard terms, in every object;
- :mod:`codegen.portable.samples` fills in the examples that the source does not need.
"""

from __future__ import annotations

import json

from codegen.portable.document import portable_document
from codegen.specs import Json, Spec

__all__ = ["PORTABLE", "portable_document", "portable_text"]

#: The file's name in the generated package of an API.
PORTABLE = "openapi.json"


#: How deep the file is broken into lines: one for each operation and each component.
DEPTH = 3


def portable_text(spec: Spec) -> str:
    """The document as the file that is published."""
    document: Json = portable_document(spec)
    return _lines(document, DEPTH, "") + "\n"


def _lines(value: Json, depth: int, indent: str) -> str:
    if not isinstance(value, dict) or not value or not depth:
        return json.dumps(value, ensure_ascii=False)
    inner = indent + " "
    members = (
        f"{inner}{json.dumps(key, ensure_ascii=False)}: {_lines(each, depth - 1, inner)}"
        for key, each in value.items()
    )
    return "{\n" + ",\n".join(members) + f"\n{indent}}}"
