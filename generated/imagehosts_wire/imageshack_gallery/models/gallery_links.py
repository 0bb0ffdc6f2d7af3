# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""GalleryLinks."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class GalleryLinks:
    """Where a gallery can be seen, and how to put it into a page.

    Source: imageshack-gallery-api.txt, "create".

    Attributes:
        gallery_url: Address of the page that shows the gallery.
        player_url: Address of the slide show. It names the gallery by `g` or by `id`; take
            it as it is.
        yfrog_url: Short address of the gallery. It cannot be worked out from the name.
        embed_code: The slide show as HTML for a page of one's own; an element, not escaped
            text.
    """

    gallery_url: str
    player_url: str
    yfrog_url: str
    embed_code: EmbedCode


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
from imagehosts_wire.imageshack_gallery.models import EmbedCode  # noqa: E402
