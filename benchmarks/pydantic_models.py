"""The list's models as openapi-generator writes them for pydantic v2: ``from_dict`` by hand."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt, StrictStr

_CONFIG = ConfigDict(populate_by_name=True, validate_assignment=True, protected_namespaces=())


class Owner(BaseModel):
    model_config = _CONFIG
    username: StrictStr | None = None
    membership: StrictStr | None = None
    avatar: StrictStr | None = None

    @classmethod
    def from_dict(cls, obj: dict[str, Any] | None) -> Owner | None:
        return None if obj is None else cls.model_validate(obj)


class Album(BaseModel):
    model_config = _CONFIG
    id: StrictStr | None = None
    title: StrictStr | None = None
    public: StrictBool | None = None

    @classmethod
    def from_dict(cls, obj: dict[str, Any] | None) -> Album | None:
        return None if obj is None else cls.model_validate(obj)


class Image(BaseModel):
    model_config = _CONFIG
    id: StrictStr
    server: StrictInt
    bucket: StrictInt
    filename: StrictStr
    original_filename: StrictStr | None = None
    direct_link: StrictStr | None = None
    title: StrictStr | None = None
    description: StrictStr | None = None
    creation_date: StrictInt | None = None
    width: StrictInt
    height: StrictInt
    filesize: StrictInt | None = None
    public: StrictBool | None = None
    is_owner: StrictBool | None = None
    hidden: StrictBool | None = None
    likes: StrictInt | None = None
    liked: StrictBool | None = None
    tags: list[StrictStr] | None = None
    owner: Owner | None = None
    album: Album | None = None

    @classmethod
    def from_dict(cls, obj: dict[str, Any]) -> Image:
        nested = {
            "owner": Owner.from_dict(obj.get("owner")),
            "album": Album.from_dict(obj.get("album")),
        }
        return cls.model_validate({**obj, **nested})


class ImagesList(BaseModel):
    model_config = _CONFIG
    images: list[Image]
    limit: StrictInt | None = None
    offset: StrictInt | None = None
    total: StrictInt | None = None

    @classmethod
    def from_dict(cls, obj: dict[str, Any]) -> ImagesList:
        return cls.model_validate(
            {**obj, "images": [Image.from_dict(each) for each in obj["images"]]}
        )
