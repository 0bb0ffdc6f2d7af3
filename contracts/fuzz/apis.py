"""What the contract runs know of each API beyond its spec; a new API is a new row.

Everything else is read from the spec: operations, credentials, constants, links, which member
carries the file, and what a failure looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.fuzz.shapes import Shape
from contracts.fuzz.target import Target
from contracts.fuzz.worlds import Keys, World
from contracts.hosts.imageshack.fuzz import ImageShack
from contracts.hosts.imageshack_gallery.fuzz import ImageShackGallery
from contracts.hosts.imgur.fuzz import Imgur

#: Checks of schemathesis that every run makes. Named one by one, so that another version of the
#: library cannot change what is enforced: a check that stands neither here nor among the excluded
#: ones of an API fails a test.
ENFORCED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "positive_data_acceptance",
    "use_after_free",
    "ensure_resource_availability",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API as the contract runs see it."""

    name: str
    #: The member of a success that has the address of the stored file, as a JSON Pointer; a ``*``
    #: stands for each item of a list. Empty where nothing stores files.
    address: str = ""
    #: Other members that are addresses, though the spec gives them no format.
    addresses: frozenset[str] = frozenset()
    #: Members with addresses that nobody answers at, each with the reason.
    dead_addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Checks that are not made, each with the reason.
    excluded: Mapping[str, str]
    #: Statuses that a request valid by the spec may be answered with beside 2xx and 3xx, and why.
    refusals: Mapping[str, str]
    #: Values that let a request get somewhere, for members whose random values hardly ever do.
    plausible: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    #: The member that asks for another width, where there is one.
    width: str | None = None
    #: Whom cases are sent as, and what they act on.
    world: Callable[[Target, Mapping[str, Shape], Mapping[str, tuple[Any, ...]]], World] = Keys
    #: Whether a failure is known by its status, whatever its words.
    statuses_speak: bool = False
    #: Types of files that a spec names and no sample is of, each with the reason.
    without_sample: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Statuses that any operation may answer with, though its spec leaves them to ``default``.
    anywhere: Mapping[str, str] = field(default_factory=dict[str, str])
    #: Whether a success may have stored nothing and say so.
    counts_failures: bool = False
    #: Operations that delete, and the one that finds the thing no more.
    gone: Mapping[str, str] = field(default_factory=dict[str, str])
    #: So many successes and documented failures each operation must have in a thorough run.
    successes: int = 1
    failures: int = 1
    #: Why no operation has links, so that there are no chains; empty where there are some.
    no_links: str = ""


_PHP_ROUTER = "the site hands every method to its one upload routine and answers as if it were POST"
_CHEVERETO_EXCLUDED = {
    "unsupported_method": _PHP_ROUTER,
    "allow_header_conformance": _PHP_ROUTER,
    "negative_data_rejection": (
        "PHP reads the fields that it knows, as far as it understands them, and ignores the rest;"
        " what must be refused is checked by refuses_what_it_must"
    ),
    "ignored_auth": "a missing key is answered with 400, not 401; see refuses_what_it_must",
    "missing_required_header": "no header is required: the key may come in the body or query",
    "object_level_authorization": "pictures have no owner whom the API would ask for",
    "max_response_time": "wall-clock time says more about the machine than about the server",
}
_CHEVERETO_REFUSALS = {
    "400": "a text that is valid by the spec need not be a picture, nor a key the right one",
}
_ACCOUNTS_EXCLUDED = {
    "ignored_auth": (
        "cases get their credentials here, and so do those that the library sends without any;"
        " refuses_what_it_must looks at who it was"
    ),
    "missing_required_header": "no header is required by itself: credentials have alternatives",
    "object_level_authorization": (
        "who may see what depends on the thing; tells_no_secret and refuses_what_it_must know"
    ),
    "max_response_time": _CHEVERETO_EXCLUDED["max_response_time"],
    "negative_data_rejection": (
        "the host reads the parameters that it knows, in any spelling, and ignores the rest; what"
        " must be refused is checked by refuses_what_it_must"
    ),
}
_SHARED_ADDRESS = (
    "several path keys differ in a fragment alone, and the library takes the methods of the one"
    " for unknown to the other"
)
_IMAGESHACK_EXCLUDED = {
    **_ACCOUNTS_EXCLUDED,
    "unsupported_method": _SHARED_ADDRESS,
    "allow_header_conformance": _SHARED_ADDRESS,
    "use_after_free": (
        "deleting hides, and its owner still sees what is hidden; forgets_what_was_deleted asks"
        " as somebody else"
    ),
}
_IMGUR_EXCLUDED = {
    **_ACCOUNTS_EXCLUDED,
    "unsupported_method": "the application answers unknown methods itself, with 405 and no Allow",
    "allow_header_conformance": _SHARED_ADDRESS,
    "use_after_free": (
        "a comment that was replied to stays as a deleted one; forgets_what_was_deleted looks"
    ),
    "ensure_resource_availability": (
        "what a chain deleted by its deletehash seems lost to who looks for its id"
    ),
}

_GALLERY_EXCLUDED = {
    **_ACCOUNTS_EXCLUDED,
    "unsupported_method": _SHARED_ADDRESS,
    "allow_header_conformance": _SHARED_ADDRESS,
    "use_after_free": (
        "all actions share one address, so the library cannot know what was deleted;"
        " forgets_what_was_deleted looks"
    ),
    "ensure_resource_availability": (
        "no method and no path says that something was made; test_imageshack_gallery.py looks"
    ),
}

APIS = {
    api.name: api
    for api in (
        Api(
            name="imges",
            address="/image/url",
            excluded=_CHEVERETO_EXCLUDED,
            refusals=_CHEVERETO_REFUSALS,
        ),
        Api(
            name="imagehosting_me",
            address="/image/url",
            excluded=_CHEVERETO_EXCLUDED,
            refusals=_CHEVERETO_REFUSALS,
            plausible={"width": (1, 16, 33), "category_id": (0, 3)},
            width="width",
        ),
        Api(
            name="imageshack",
            address="/result/images/*/direct_link",
            addresses=frozenset({"direct_link"}),
            excluded=_IMAGESHACK_EXCLUDED,
            refusals={"400": "whatever is refused is refused with this status"},
            plausible={
                "limit": (0, 1, 5),
                "offset": (0, 1),
                "image_limit": (0, 2),
                "next_prev_limit": (0, 2),
                "related_images_limit": (0, 2),
            },
            world=ImageShack,
            counts_failures=True,
            gone={
                "images_delete": "images_get",
                "albums_delete": "albums_get",
                "users_delete": "users_get",
            },
        ),
        Api(
            name="imageshack_gallery",
            dead_addresses={
                "src": "the player was written for Flash and is not emulated",
                "pluginspage": "the player of another company, at a host that is not ours",
            },
            excluded=_GALLERY_EXCLUDED,
            refusals={},
            plausible={"start": (0, 1, 3, 10_000), "limit": (1, 2, 100)},
            world=ImageShackGallery,
            gone=dict.fromkeys(("galleries_delete", "galleries_delete_by_get"), "galleries_view"),
            successes=15,
            failures=6,
            no_links=(
                "a link takes a value out of an answer by a JSON Pointer, which cannot point into"
                " XML; test_imageshack_gallery.py has the sequences of calls"
            ),
        ),
        Api(
            name="imgur",
            address="/data/link",
            addresses=frozenset({"link"}),
            excluded=_IMGUR_EXCLUDED,
            refusals={
                "400": "a text that is valid by the spec need not be a picture, nor fit the path",
                "401": "not everybody in whose name a case is sent has logged in",
                "403": "nor may all of them do what they ask for",
                "404": "an id that is valid by the spec need not be that of anything",
            },
            plausible={"page": (0, 1)},
            without_sample={
                "image/tiff": "the emulator refuses it as no picture, which the host need not do",
                "video/avi": "the emulator reads no such container, so it could only be refused",
                "video/x-matroska": "the emulator reads WebM alone of this family of containers",
            },
            world=Imgur,
            statuses_speak=True,
            anywhere={
                "401": "who is nobody, or an application that asks for `me`, is told to log in"
            },
            gone={
                "images_delete": "images_get",
                "albums_delete": "albums_get",
                "account_delete": "account_get",
                "comments_delete": "comments_get",
            },
        ),
    )
}
