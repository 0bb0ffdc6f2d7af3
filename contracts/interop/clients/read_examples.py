"""Reads the examples of a contract with the models that datamodel-code-generator wrote.

Arguments: the contract, and the folder of ``models.py``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

document = json.loads(Path(sys.argv[1]).read_text("utf-8"))
sys.path.insert(0, sys.argv[2])
import models  # noqa: E402

read = 0
waiting: list[Any] = [document["paths"], document["components"]]
while waiting:
    value = waiting.pop()
    if isinstance(value, list):
        waiting += value
    elif isinstance(value, dict):
        waiting += value.values()
        reference = value.get("schema", {})
        name = reference.get("$ref", "").rpartition("/")[2] if isinstance(reference, dict) else ""
        if not hasattr(models, name):
            continue
        examples = [value["example"]] if "example" in value else []
        examples += [each["value"] for each in value.get("examples", {}).values()]
        for example in examples:
            getattr(models, name).model_validate(example)
            read += 1
assert read, "no example was found"
