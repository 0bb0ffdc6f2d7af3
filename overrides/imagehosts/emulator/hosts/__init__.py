"""The hosts that the emulator speaks for: a table, one row for each API.

To add a host, write its dialect in a package here and give it a row.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..config import EmulatorConfig
from ..core.routing import RoutingError, Site, load_spec
from .chevereto import CHEVERETO_FREE, IMAGEHOSTING_ME, IMGES
from .chevereto import DIALECT as chevereto
from .imageshack import DIALECT as imageshack
from .imageshack import IMAGESHACK
from .imageshack_gallery import DIALECT as imageshack_gallery
from .imageshack_gallery import IMAGESHACK_GALLERY
from .imgur import DIALECT as imgur
from .imgur import IMGUR

#: API, dialect and particulars of each host that is the same in every profile.
OTHERS = {
    "imageshack": (imageshack, IMAGESHACK),
    "imageshack_gallery": (imageshack_gallery, IMAGESHACK_GALLERY),
    "imgur": (imgur, IMGUR),
}

#: The hosts, by the profile that the configuration names.
TABLE = {
    "documented": {
        "imges": (chevereto, IMGES),
        "imagehosting_me": (chevereto, IMAGEHOSTING_ME),
        **OTHERS,
    },
    # First what it replaces, so that this site answers for addresses that all share.
    "chevereto-free": {
        "imagehosting_me": (chevereto, CHEVERETO_FREE),
        "imges": (chevereto, IMGES),
        **OTHERS,
    },
}


def build_sites(config: EmulatorConfig) -> Sequence[Site]:
    """The sites that a configuration asks for."""
    table = TABLE[config.profile]
    if unknown := set(config.apis) - set(table):
        raise RoutingError(
            f"there is no API called {', '.join(sorted(unknown))}; there are {', '.join(table)}"
        )
    return [
        Site(api, dialect, profile, load_spec(api))
        for api, (dialect, profile) in table.items()
        if not config.apis or api in config.apis
    ]
