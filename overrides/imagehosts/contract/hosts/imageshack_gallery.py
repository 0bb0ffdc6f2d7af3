"""What may be tried on a server of the Gallery API that is not ours: looking.

It shows the gallery and lists those of the user that the environment names, and makes and changes
nothing: ``LIVE_GALLERY`` is a gallery such as ``img123/my_gallery``, ``LIVE_GALLERY_USER`` a user
who has some.
"""

from __future__ import annotations

import os
from itertools import islice
from typing import Any

from ...core.errors import NotFound
from ..checks import Checks
from ..run import Run

CHECKS = Checks(variables=("LIVE_GALLERY", "LIVE_GALLERY_USER"))


def gallery(run: Run) -> Any:
    """The gallery to look at."""
    return run.call("view_gallery", os.environ["LIVE_GALLERY"])


@CHECKS.reads("the gallery is the one that was asked for")
def _(run: Run) -> None:
    shown = gallery(run)
    server, _, name = os.environ["LIVE_GALLERY"].removeprefix("img").partition("/")
    run.same("server and name", (shown.server, shown.name), (int(server), name))
    run.same("total", shown.files.total, len(shown.files.items))


@CHECKS.reads("GET and POST show the same pictures")
def _(run: Run) -> None:
    shown = gallery(run)
    posted = run.call("galleries.view_by_post", shown.server, shown.name)
    run.same("the pictures", posted.files, shown.files)


@CHECKS.reads("a list goes on behind its first page")
def _(run: Run) -> None:
    page = run.call("list_galleries", os.environ["LIVE_GALLERY_USER"], limit=2)
    listed: list[Any] = list(islice(page, 5))
    run.same("galleries listed", len(listed), min(5, page.total))
    run.same("different ones", len({(e.server, e.name) for e in listed}), len(listed))


@CHECKS.reads("a listed gallery can be looked at")
def _(run: Run) -> None:
    (entry,) = run.call("list_galleries", os.environ["LIVE_GALLERY_USER"], limit=1).items
    shown = run.call("view_gallery", entry)
    run.same("name and title", (shown.name, shown.title), (entry.name, entry.title))


@CHECKS.reads("what is not there is not found")
def _(run: Run) -> None:
    server = gallery(run).server
    with run.refused(NotFound):
        run.call("view_gallery", f"img{server}/no-such-gallery-{os.urandom(6).hex()}")
    with run.refused(NotFound):
        run.call("list_galleries", f"no-such-user-{os.urandom(6).hex()}")
