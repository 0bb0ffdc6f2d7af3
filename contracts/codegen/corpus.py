"""The zoo: small specs that together use all that the generator knows.

Each spec of ``zoo/`` holds the features of one part: parameters, bodies, answers, calls, servers,
routes. What becomes of them is committed below ``contracts/snapshots/generator``, so that any
change of the generator is seen in what it writes.
"""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from contracts.codegen.everything_spec import KITCHEN_SINK
from contracts.codegen.minispec import Checkout
from contracts.codegen.xml_spec import SHELF, SHELF_XML, SHELF_XSD

__all__ = ["EDITS", "ZOO", "next_edition", "write_zoo"]

FOLDER = Path(__file__).parent / "zoo"
#: The specs of the zoo by their names.
ZOO = {
    **{path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))},
    "everything": KITCHEN_SINK,
    "shelf": SHELF,
    # With an example, which other tools get as JSON.
    "shelf_shown": SHELF.replace(
        "x-xml: {xsd: mini.xsd, root: shelf}",
        f"x-xml: {{xsd: mini.xsd, root: shelf}}\n{' ' * 14}example: {json.dumps(SHELF_XML)}",
        1,
    ),
}


def write_zoo(checkout: Checkout) -> None:
    """Write the specs of the zoo into a checkout."""
    for name, text in ZOO.items():
        checkout.write(text, name)
    for name in ("shelf", "shelf_shown"):
        checkout.write_beside("mini.xsd", SHELF_XSD, name)


#: Edits that make the next edition of a spec of the zoo, all of them at once.
EDITS: dict[str, list[tuple[str, str]]] = yaml.safe_load(
    FOLDER.with_name("zoo_edits.yaml").read_text("utf-8")
)


def next_edition(name: str) -> str:
    """A spec of the zoo with all its edits."""
    text = ZOO[name]
    for old, new in EDITS[name]:
        assert old in text, f"{name}: {old}"
        text = text.replace(old, new)
    return text
