"""What the gallery's own readers make of pictures and references at their edges, committed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from imagehosts import ImageShackGallery
from imagehosts.hosts.imageshack_gallery import (
    GalleryReference,
    Picture,
    pictures,
    reference_to,
    title_to_send,
    write_picture,
)
from imagehosts_wire.imageshack_gallery.resources import galleries

from contracts.support.tables import Table, hold_tables

TEXTS = (
    *("img1/2/a.jpg", "img001/002/a.jpg", "img1/2/a.jpg;640;480;y", "img1/2/a.jpg;640;480;n"),
    *("img1/2/a.jpg;640;480", "img1/2/a.jpg;640;480;Y", "img1/2/", "img1/2/a/b", "img1/2", "1/2/a"),
    *("img1234567/2/a", "img123456/2/a", "img1/1234567890/a", "img1/123456789/a", "x" * 80),
    *("http://img1/2/a.jpg", "img1/2/a;", "img1/2/a.jpg;1234567890;1;y"),
)


def picture_of(*parts: Any) -> Any:
    made = Picture(*parts)
    return str(made), made.packed


def slots(**credentials: str) -> Any:
    with ImageShackGallery(**credentials) as client:
        return [slot.scheme for slot in client.credential_slots(galleries.GALLERIES_EDIT)]


def uploader(token: str | None) -> Any:
    return SimpleNamespace(server=1, name="g", title="t", uploader=SimpleNamespace(token=token))


GIVEN: tuple[Any, ...] = (
    "img1/2/a.jpg",
    "img01/2/a.jpg",
    "img1/2/a.jpg;4;3;y",
    Picture(1, 2, "a.jpg"),
    Picture(1, 2, "a.jpg", 4, 3, False),
    SimpleNamespace(server=1, bucket=2, filename="f.jpg", name="n"),
    SimpleNamespace(server=1, bucket=2, name="n.jpg", width=4, height=3, thumbnail=True),
    SimpleNamespace(server=1, bucket=0, name="n.jpg", width=4, height=3, thumbnail=None),
    SimpleNamespace(server=None, bucket=2, name="n.jpg"),
    SimpleNamespace(server=1, bucket=None, name="n.jpg"),
    SimpleNamespace(server=1, bucket=2),
    7,
)
TABLES: dict[str, Table] = {
    "picture in a text": (Picture.parse, [(text,) for text in TEXTS]),
    "picture of parts": (
        picture_of,
        [
            (1, 2, "a.jpg"),
            (0, 0, "a"),
            (-1, 2, "a"),
            (1, -1, "a"),
            (True, 2, "a"),
            ("1", 2, "a"),
            (1, 2, "a/b"),
            (1, 2, "a;b"),
            (1, 2, "a\nb"),
            (1, 2, ""),
            (1, 2, None),
            (1, 2, "a", 4, 3, True),
            (1, 2, "a", 4, 3, False),
            (1, 2, "a", 0, 0, False),
            (1, 2, "a", 4, None, True),
            (1, 2, "a", None, 3, True),
            (1, 2, "a", 4, 3),
            (1, 2, "a", None, None, False),
            (1, 2, "a", None, -3, True),
            (1, 2, "a", -4, 3, True),
            (1, 2, "a", 4, 3.0, True),
        ],
    ),
    "picture as most calls take it": (
        lambda image: write_picture(image, "image"),
        [(image,) for image in GIVEN],
    ),
    "picture as creating takes it": (
        lambda image: write_picture(image, "image", packed=True),
        [(image,) for image in GIVEN],
    ),
    "pictures": (pictures, [(each,) for each in (["img1/2/a"], [], "img1/2/a", ["img1/2/a", "x"])]),
    "gallery": (
        reference_to,
        [
            (each,)
            for each in (
                *("img1/g", "img123456/g", "img1234567/g", "img1/a/b", "g", "img1/", "x" * 70),
                *(GalleryReference(1, "g", "t"), uploader("t"), uploader(None), uploader("")),
                *(SimpleNamespace(server=1, name="g"), SimpleNamespace(server="1", name="g")),
                *(SimpleNamespace(server=1, name=7), SimpleNamespace(server=1, name="g", bucket=2)),
                7,
            )
        ],
    ),
    "token of a gallery": (
        lambda token: reference_to(uploader(token)).token,
        [("t",), ("",), (None,)],
    ),
    "title of an edited gallery": (
        title_to_send,
        [
            ("img1/g", None),
            ("img1/g", "new"),
            ("img1/g", ""),
            (uploader("t"), None),
            (uploader("t"), "new"),
            (SimpleNamespace(title=""), None),
            (GalleryReference(1, "g"), None),
        ],
    ),
    "credential of a call": (
        lambda given: slots(**given),
        [({},), ({"token": "t"},), ({"cookie": "c"},), ({"token": "t", "cookie": "c"},)],
    ),
}


@pytest.mark.snapshots
def test_readers_of_galleries_give_what_is_committed() -> None:
    hold_tables("imageshack_gallery.helpers.txt", "What the gallery's own readers give", TABLES)
