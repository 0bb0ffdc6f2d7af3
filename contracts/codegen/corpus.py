"""The zoo: small specs that together use all that the generator knows.

Each spec of ``zoo/`` holds the features of one part: parameters, bodies, answers, calls, servers,
routes. What becomes of them is committed below ``contracts/snapshots/generator``, so that any
change of the generator is seen in what it writes.
"""

from __future__ import annotations

from pathlib import Path

from contracts.codegen.everything_spec import KITCHEN_SINK
from contracts.codegen.minispec import Checkout
from contracts.codegen.xml_spec import SHELF, SHELF_XSD

__all__ = ["ZOO", "write_zoo"]

FOLDER = Path(__file__).parent / "zoo"
#: The specs of the zoo by their names.
ZOO = {
    **{path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))},
    "everything": KITCHEN_SINK,
    "shelf": SHELF,
}


def write_zoo(checkout: Checkout) -> None:
    """Write the specs of the zoo into a checkout."""
    for name, text in ZOO.items():
        checkout.write(text, name)
    checkout.write_beside("mini.xsd", SHELF_XSD, "shelf")
