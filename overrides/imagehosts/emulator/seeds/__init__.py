"""Seeds: users, pictures, albums and galleries that an emulator has from the start.

They come from a folder of pictures or from a document in YAML (:mod:`.document`), and go into the
hosts by their own front doors (:mod:`.planting`), so that everything is as if somebody had uploaded
it, at every host that takes it.
"""

from __future__ import annotations

from ..core.errors import SeedError
from .planting import Seeded, plant

__all__ = ["SeedError", "Seeded", "plant"]
