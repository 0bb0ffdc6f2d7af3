# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""EmbedCode."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class EmbedCode:
    """The slide show as HTML for a page of one's own; an element, not escaped text.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        embed: The HTML element that shows the slide show.
    """

    embed: Embed


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import Embed  # noqa: E402
