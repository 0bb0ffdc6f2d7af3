# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""Embed."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Embed:
    """The HTML element that shows the slide show.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        src: Address of the player.
        width: Width in pixels.
        height: Height in pixels.
        name: Name of the element in its page.
        id: Id of the element in its page.
        bgcolor: Background colour, such as `#ffffff`.
        menu: Whether the player has a menu.
        type: Media type of the player.
        pluginspage: Address where browsers got the player from.
        flashvars: What the player is told: `id=img<server>/<name of the gallery>`.
    """

    src: str
    width: int
    height: int
    name: str
    id: str
    bgcolor: str
    menu: bool
    type: str
    pluginspage: str
    flashvars: str


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
