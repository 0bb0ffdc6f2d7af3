# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Tag."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Tag:
    """A tag and how it is shown.

    Source: imgur-api-v3.txt, "gallery".

    Attributes:
        name: The tag. (observed)
        display_name: The tag as it is shown. (observed)
        followers: How many users follow it. (observed)
        total_items: How many posts carry it. (observed)
        following: Whether the logged-in user follows it. (observed)
        is_whitelisted: Whether the host recommends it. (observed)
        background_hash: Id of the picture behind its page. (observed)
        thumbnail_hash: Id of its small picture. (observed)
        accent: Colour of its page, hexadecimal without `#`. (observed)
        background_is_animated: Whether the picture behind its page moves. (observed)
        thumbnail_is_animated: Whether its small picture moves. (observed)
        is_promoted: Whether it is advertised. (observed)
        description: What it is for; may be empty. (observed)
        logo_hash: Id of its logo. (observed)
        logo_destination_url: Address that its logo leads to. (observed)
    """

    name: str
    display_name: str | None = None
    followers: int | None = None
    total_items: int | None = None
    following: bool | None = None
    is_whitelisted: bool | None = None
    background_hash: str | None = None
    thumbnail_hash: str | None = None
    accent: str | None = None
    background_is_animated: bool | None = None
    thumbnail_is_animated: bool | None = None
    is_promoted: bool | None = None
    description: str | None = None
    logo_hash: str | None = None
    logo_destination_url: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
