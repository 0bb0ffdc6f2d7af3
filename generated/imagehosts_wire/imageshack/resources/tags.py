# Generated from specs/imageshack/openapi.yaml by `make generate`. Change the spec, not this file.
"""The tags operations of ImageShack API."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from imagehosts_wire.imageshack import models
from imagehosts_wire.types import (
    AsyncPager,
    AsyncResource,
    Credential,
    Operation,
    Page,
    Pagination,
    Parameter,
    RequestOptions,
    Resource,
    Result,
    as_async_raw,
    as_async_raw_page,
    as_async_streamed,
    as_raw,
    as_streamed,
)

if TYPE_CHECKING:
    from imagehosts_wire.imageshack.models import BasicImage, Bulk, Tag

TAGS_OF_USER: Operation[Page[Tag]] = Operation(
    "imageshack",
    "tags_of_user",
    "GET",
    "/user/{username}/tags",
    result=Result(
        "json",
        lambda: models.TagsList,
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("limit", "limit", "query", encode="integer:0"),
        Parameter("offset", "offset", "query", encode="integer:0"),
        Parameter("image_limit", "image_limit", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token", required=True),),
    credential_optional=True,
    repeatable=True,
    pagination=Pagination(
        "offset",
        "offset",
        key="name",
        limit="limit",
        first=0,
        items="/tags",
        total="/total",
    ),
    source=("imageshack-api-v2.txt", "Get user tags"),
)
TAGS_IMAGES: Operation[Page[BasicImage]] = Operation(
    "imageshack",
    "tags_images",
    "GET",
    "/user/{username}/tags/{tag}",
    result=Result(
        "json",
        lambda: list[models.BasicImage],
        envelope="result",
    ),
    parameters=(
        Parameter("username", "username", "path", required=True),
        Parameter("tag", "tag", "path", required=True),
        Parameter("limit", "limit", "query", encode="integer:0"),
        Parameter("offset", "offset", "query", encode="integer:0"),
    ),
    credentials=(Credential("auth_token", "query", "auth_token", required=True),),
    credential_optional=True,
    repeatable=True,
    pagination=Pagination(
        "offset",
        "offset",
        key="id",
        limit="limit",
        first=0,
        items="",
    ),
    source=("imageshack-api-v2.txt", "Get user Images from tag"),
)
TAGS_OF_IMAGE: Operation[list[str]] = Operation(
    "imageshack",
    "tags_of_image",
    "GET",
    "/images/{image_id}/tags",
    result=Result(
        "json",
        lambda: list[str],
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    credentials=(Credential("auth_token", "query", "auth_token"),),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Get Image tags"),
)
TAGS_ADD: Operation[bool] = Operation(
    "imageshack",
    "tags_add",
    "PUT",
    "/images/{image_id}/tags",
    result=Result(
        "json",
        lambda: bool,
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("tags", "tags", "body", encode="csv", required=True),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Tag Image"),
)
TAGS_DELETE: Operation[Bulk] = Operation(
    "imageshack",
    "tags_delete",
    "DELETE",
    "/images/{image_id}/tags",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("image_id", "image_id", "path", required=True),
        Parameter("tags", "tags", "query", encode="csv", required=True),
    ),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Image Tags"),
)
TAGS_CLEAR: Operation[Bulk] = Operation(
    "imageshack",
    "tags_clear",
    "DELETE",
    "/images/{image_id}/tags",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(Parameter("image_id", "image_id", "path", required=True),),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Image Tags"),
)
TAGS_ADD_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "tags_add_many",
    "PUT",
    "/images/tags",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("ids", "ids", "body", encode="csv", required=True),
        Parameter("tags", "tags", "body", encode="csv", required=True),
    ),
    bodies=("application/x-www-form-urlencoded",),
    credentials=(
        Credential("api_key", "body", "api_key", required=True),
        Credential("auth_token", "body", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Tag Images"),
)
TAGS_DELETE_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "tags_delete_many",
    "DELETE",
    "/images/tags",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(
        Parameter("ids", "ids", "query", encode="csv", required=True),
        Parameter("tags", "tags", "query", encode="csv", required=True),
    ),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Images Tags"),
)
TAGS_CLEAR_MANY: Operation[Bulk] = Operation(
    "imageshack",
    "tags_clear_many",
    "DELETE",
    "/images/tags",
    result=Result(
        "json",
        lambda: models.Bulk,
        envelope="result",
    ),
    parameters=(Parameter("ids", "ids", "query", encode="csv", required=True),),
    credentials=(
        Credential("api_key", "query", "api_key", required=True),
        Credential("auth_token", "query", "auth_token", required=True),
    ),
    credential_optional=True,
    repeatable=True,
    source=("imageshack-api-v2.txt", "Delete Images Tags"),
)

OPERATIONS = (
    TAGS_OF_USER,
    TAGS_IMAGES,
    TAGS_OF_IMAGE,
    TAGS_ADD,
    TAGS_DELETE,
    TAGS_CLEAR,
    TAGS_ADD_MANY,
    TAGS_DELETE_MANY,
    TAGS_CLEAR_MANY,
)
"""Every operation of this resource."""


class TagsResource(Resource):
    """The tags operations."""

    @cached_property
    def with_raw_response(self) -> TagsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return TagsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> TagsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return TagsResourceWithStreamingResponse(self)

    def of_user(
        self,
        username: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        image_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[Tag]:
        """List the tags of an account

        A page of tags, each with its pictures. Requires authentication. Only the owner may
        (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            limit: How many tags a page holds, 20 by default. The document says pictures,
                though the pages are of tags.
            offset: How many tags to skip. The document says pictures.
            image_limit: How many pictures to show of each tag.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. A page of tags.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get user tags".
        """

        return self._call(
            TAGS_OF_USER,
            (
                username,
                limit,
                offset,
                image_limit,
            ),
            options,
        )

    def images(
        self,
        username: str,
        tag: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> Page[BasicImage]:
        """List the pictures of an account that have a tag

        A page of pictures without a total. Requires authentication. Only the owner may
        (inferred). The newest come first (inferred).

        Args:
            username: Name of the account. An account that is called `settings` or `login`
                is out of reach (inferred).
            tag: The tag.
            limit: How many pictures a page holds, 20 by default.
            offset: How many pictures to skip.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            Page by page; iterate for everything. The pictures.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get user Images from tag".
        """

        return self._call(
            TAGS_IMAGES,
            (
                username,
                tag,
                limit,
                offset,
            ),
            options,
        )

    def of_image(self, image_id: str, *, options: RequestOptions | None = None) -> list[str]:
        """List the tags of a picture

        The tags of the picture. They are names, as in the member `tags` of the picture itself
        (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            The names of the tags.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Get Image tags".
        """

        return self._call(TAGS_OF_IMAGE, (image_id,), options)

    def add(
        self, image_id: str, tags: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> bool:
        """Add tags to a picture

        Tags the picture with one tag or more. Requires authentication. Only the owner may
        (inferred). The tags that the picture has stay (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            tags: The tags to add. A tag cannot hold a comma (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            True when it was done.

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Tag Image".
        """

        return self._call(
            TAGS_ADD,
            (
                image_id,
                tags,
            ),
            options,
        )

    def delete(
        self, image_id: str, tags: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """Take tags from a picture

        Takes the named tags from the picture. The host takes all tags away when none is named;
        that is a call of its own here, `clear`. Requires authentication. Only the owner may
        (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            tags: The tags to take away, at least one: an empty list is refused, because the
                host would take it for all of them (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Image Tags".
        """

        return self._call(
            TAGS_DELETE,
            (
                image_id,
                tags,
            ),
            options,
        )

    def clear(self, image_id: str, *, options: RequestOptions | None = None) -> Bulk:
        """Take all tags from a picture

        Names no tag, which the host takes as all of them. Requires authentication. Only the
        owner may (inferred).

        Args:
            image_id: Id of the picture. Its case counts (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Image Tags".
        """

        return self._call(TAGS_CLEAR, (image_id,), options)

    def add_many(
        self,
        ids: Sequence[str] | str,
        tags: Sequence[str] | str,
        *,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """Add tags to several pictures

        Tags each of the pictures with the same tags. Requires authentication. Only their owner
        may (inferred). The tags that they have stay (inferred).

        Args:
            ids: Ids of the pictures. The host takes the array `ids[]` as well.
            tags: The tags to add. A tag cannot hold a comma (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Tag Images".
        """

        return self._call(
            TAGS_ADD_MANY,
            (
                ids,
                tags,
            ),
            options,
        )

    def delete_many(
        self,
        ids: Sequence[str] | str,
        tags: Sequence[str] | str,
        *,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """Take tags from several pictures

        Takes the named tags from each of the pictures. The host takes all tags away when none
        is named; that is a call of its own here, `clear_many`. Requires authentication. Only
        their owner may (inferred).

        Args:
            ids: Ids of the pictures. The host takes the array `ids[]` as well.
            tags: The tags to take away, at least one: an empty list is refused, because the
                host would take it for all of them (inferred).
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Images Tags".
        """

        return self._call(
            TAGS_DELETE_MANY,
            (
                ids,
                tags,
            ),
            options,
        )

    def clear_many(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """Take all tags from several pictures

        Names no tag, which the host takes as all of them. Requires authentication. Only their
        owner may (inferred).

        Args:
            ids: Ids of the pictures. The host takes the array `ids[]` as well.
            options: Settings for this call alone: timeout, max_retries, headers, query.

        Returns:
            What became of each item. Items that failed are counted, not listed (inferred).

        Raises:
            ImageHostError: A failure of the server in front, or the host's error under
                another status (observed).
            InvalidRequest: The call was refused (observed). The number and the message say
                why (observed).

        Source: imageshack-api-v2.txt, "Delete Images Tags".
        """

        return self._call(TAGS_CLEAR_MANY, (ids,), options)


class AsyncTagsResource(AsyncResource):
    """The tags operations, awaited."""

    @cached_property
    def with_raw_response(self) -> AsyncTagsResourceWithRawResponse:
        """The same methods; they return the whole answer: status, headers, body, ``parse()``."""
        return AsyncTagsResourceWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncTagsResourceWithStreamingResponse:
        """The same methods; they return the answer before its body has been read."""
        return AsyncTagsResourceWithStreamingResponse(self)

    def of_user(
        self,
        username: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        image_limit: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[Tag]:
        """See :meth:`TagsResource.of_user`."""

        return AsyncPager(
            lambda: self._call(
                TAGS_OF_USER,
                (
                    username,
                    limit,
                    offset,
                    image_limit,
                ),
                options,
            )
        )

    def images(
        self,
        username: str,
        tag: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPager[BasicImage]:
        """See :meth:`TagsResource.images`."""

        return AsyncPager(
            lambda: self._call(
                TAGS_IMAGES,
                (
                    username,
                    tag,
                    limit,
                    offset,
                ),
                options,
            )
        )

    async def of_image(self, image_id: str, *, options: RequestOptions | None = None) -> list[str]:
        """See :meth:`TagsResource.of_image`."""

        return await self._call(TAGS_OF_IMAGE, (image_id,), options)

    async def add(
        self, image_id: str, tags: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> bool:
        """See :meth:`TagsResource.add`."""

        return await self._call(
            TAGS_ADD,
            (
                image_id,
                tags,
            ),
            options,
        )

    async def delete(
        self, image_id: str, tags: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """See :meth:`TagsResource.delete`."""

        return await self._call(
            TAGS_DELETE,
            (
                image_id,
                tags,
            ),
            options,
        )

    async def clear(self, image_id: str, *, options: RequestOptions | None = None) -> Bulk:
        """See :meth:`TagsResource.clear`."""

        return await self._call(TAGS_CLEAR, (image_id,), options)

    async def add_many(
        self,
        ids: Sequence[str] | str,
        tags: Sequence[str] | str,
        *,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """See :meth:`TagsResource.add_many`."""

        return await self._call(
            TAGS_ADD_MANY,
            (
                ids,
                tags,
            ),
            options,
        )

    async def delete_many(
        self,
        ids: Sequence[str] | str,
        tags: Sequence[str] | str,
        *,
        options: RequestOptions | None = None,
    ) -> Bulk:
        """See :meth:`TagsResource.delete_many`."""

        return await self._call(
            TAGS_DELETE_MANY,
            (
                ids,
                tags,
            ),
            options,
        )

    async def clear_many(
        self, ids: Sequence[str] | str, *, options: RequestOptions | None = None
    ) -> Bulk:
        """See :meth:`TagsResource.clear_many`."""

        return await self._call(TAGS_CLEAR_MANY, (ids,), options)


class TagsResourceWithRawResponse:
    """The tags operations with whole answers."""

    def __init__(self, resource: TagsResource) -> None:
        raw = resource.in_mode("raw")
        self.of_user = as_raw(raw.of_user)
        self.images = as_raw(raw.images)
        self.of_image = as_raw(raw.of_image)
        self.add = as_raw(raw.add)
        self.delete = as_raw(raw.delete)
        self.clear = as_raw(raw.clear)
        self.add_many = as_raw(raw.add_many)
        self.delete_many = as_raw(raw.delete_many)
        self.clear_many = as_raw(raw.clear_many)


class AsyncTagsResourceWithRawResponse:
    """The tags operations with whole answers, awaited."""

    def __init__(self, resource: AsyncTagsResource) -> None:
        raw = resource.in_mode("raw")
        self.of_user = as_async_raw_page(raw.of_user)
        self.images = as_async_raw_page(raw.images)
        self.of_image = as_async_raw(raw.of_image)
        self.add = as_async_raw(raw.add)
        self.delete = as_async_raw(raw.delete)
        self.clear = as_async_raw(raw.clear)
        self.add_many = as_async_raw(raw.add_many)
        self.delete_many = as_async_raw(raw.delete_many)
        self.clear_many = as_async_raw(raw.clear_many)


class TagsResourceWithStreamingResponse:
    """The tags operations with answers that are still on their way."""

    def __init__(self, resource: TagsResource) -> None:
        streamed = resource.in_mode("stream")
        self.of_user = as_streamed(streamed.of_user)
        self.images = as_streamed(streamed.images)
        self.of_image = as_streamed(streamed.of_image)
        self.add = as_streamed(streamed.add)
        self.delete = as_streamed(streamed.delete)
        self.clear = as_streamed(streamed.clear)
        self.add_many = as_streamed(streamed.add_many)
        self.delete_many = as_streamed(streamed.delete_many)
        self.clear_many = as_streamed(streamed.clear_many)


class AsyncTagsResourceWithStreamingResponse:
    """The tags operations with answers that are still on their way, awaited."""

    def __init__(self, resource: AsyncTagsResource) -> None:
        streamed = resource.in_mode("stream")
        self.of_user = as_async_streamed(streamed.of_user)
        self.images = as_async_streamed(streamed.images)
        self.of_image = as_async_streamed(streamed.of_image)
        self.add = as_async_streamed(streamed.add)
        self.delete = as_async_streamed(streamed.delete)
        self.clear = as_async_streamed(streamed.clear)
        self.add_many = as_async_streamed(streamed.add_many)
        self.delete_many = as_async_streamed(streamed.delete_many)
        self.clear_many = as_async_streamed(streamed.clear_many)
