"""The requests of the Gallery API."""

from __future__ import annotations

from contracts.hosts.imageshack_gallery.support import COOKIE, ROOT
from contracts.wire.samples import NO_TEXT, TEXTS
from contracts.wire.tables import Refused, Request, Sample, Table

HERE = f"{ROOT}/gallery_api.php"
THERE = "http://img{server}.imageshack.us/gallery_api.php"
OWNER = ("cookie", COOKIE)

PICTURE = "img123/4567/image1.jpg"
OTHER = "img234/5678/image 2,ü.jpg"
IMAGE = ("image[]", PICTURE)
GALLERY = ("g", "my_gallery")


def both(name: str, url: str, *pairs: tuple[str, str], other: str = "get") -> dict[str, Request]:
    """A call by its method, and by the other one that the document allows."""
    posted, got = Request("POST", url, fields=pairs), Request("GET", url, query=pairs)
    plain, twin = (posted, got) if other == "get" else (got, posted)
    return {f"galleries_{name}": plain, f"galleries_{name}_by_{other}": twin}


NAMED = [sample for sample in TEXTS if sample.given]
ARRAYS = [
    Sample([PICTURE], [("image[]", PICTURE)]),
    Sample((PICTURE, OTHER), [("image[]", PICTURE), ("image[]", OTHER)]),
]
NO_ARRAYS = [
    Refused(PICTURE, "expected a sequence"),
    Refused({PICTURE: 1}, "expected a sequence"),
    Refused([PICTURE, None], "expected a string"),
]

TABLE = Table(
    credentials={"cookie": COOKIE},
    operations={
        **both("create", HERE, ("action", "create"), IMAGE, OWNER),
        **both("edit", THERE, ("action", "edit"), GALLERY, IMAGE, OWNER),
        **both("add", THERE, ("action", "add"), GALLERY, IMAGE, OWNER),
        **both("delete", THERE, ("action", "delete"), GALLERY, OWNER),
        **both(
            "delete_image", THERE, ("action", "delete_image"), GALLERY, ("image", PICTURE), OWNER
        ),
        **both("view", THERE, ("action", "view"), ("view", "xml"), GALLERY, other="post"),
        **both("list", HERE, ("action", "gallery_list"), ("user", "ann"), other="post"),
    },
    required={
        "server": 123,
        "gallery": "my_gallery",
        "images": [PICTURE],
        "image": PICTURE,
        "user": "ann",
    },
    samples={
        "server": [Sample(123, "123"), Sample(0, "0"), Sample("999999", "999999")],
        "images": ARRAYS,
        "image": [Sample(PICTURE, PICTURE), Sample(OTHER, OTHER)],
        "gallery": NAMED,
        "title": TEXTS,
        "name": TEXTS,
        "user": NAMED,
        "start": [Sample(0, "0"), Sample(20, "20"), Sample("5", "5")],
        "limit": [Sample(1, "1"), Sample(100, "100")],
    },
    refused={
        "server": [
            Refused(None, "value is needed"),
            Refused(-1, "server"),
            Refused(1_000_000, "server"),
            Refused("1.evil.example/", "server"),
            Refused("", "server"),
            Refused("\u0661", "server"),
            Refused(True, "server"),
        ],
        "images": NO_ARRAYS,
        "image": NO_TEXT,
        "gallery": NO_TEXT,
        "title": NO_TEXT,
        "name": NO_TEXT,
        "user": NO_TEXT,
        "start": [Refused(-1, "0 or more"), Refused("soon", "expected an integer")],
        "limit": [Refused(0, "1 or more"), Refused(101, "100 or less"), Refused(1.5, "integer")],
    },
)
