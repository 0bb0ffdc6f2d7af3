# Generated from specs/imgur/openapi.yaml by `make generate`. Change the spec, not this file.
"""Trophy."""

from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Trophy:
    """A trophy that the host gave to a user.

    Source: imgur-api-v3.txt, "account-profile".

    Attributes:
        id: Number of the trophy. (observed)
        name: Name of the trophy. (observed)
        name_clean: Name of the kind of trophy, for use in addresses. (observed)
        description: What it was won for. (observed)
        data: Id of the picture or comment that it was won with. (observed)
        data_link: Address of the picture or comment that it was won with. (observed)
        datetime: When it was won, as Unix time in seconds. (observed)
        image: Address of a picture of it. (observed)
    """

    id: int | None = None
    name: str | None = None
    name_clean: str | None = None
    description: str | None = None
    data: str | None = None
    data_link: str | None = None
    datetime: int | None = None
    image: str | None = None


# Below the class, so that classes may refer to each other in a circle; the decoder reads the
# annotations through this module's names.
