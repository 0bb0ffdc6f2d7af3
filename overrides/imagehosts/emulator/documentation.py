"""The documentation of the project at ``/docs``, with its consoles at this emulator.

The pages are files in a folder or in an archive: ``--docs`` names one, in a checkout there is the
folder that ``make docs`` makes, and an installed package has them in an archive beside this module.
They have no code or style in them, so the policy that they are served with allows none.
"""

from __future__ import annotations

import json
import mimetypes
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

from .core.choice import ROOT

if TYPE_CHECKING:
    from .core.context import Services

PATH = "/docs"
#: The script in which the pages say where an emulator is.
HERE = "_static/here.js"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
        " media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
CHECKOUT = Path(__file__).resolve().parents[3]
#: The pages of an installed package.
PACKED = Path(__file__).with_name("site.zip")
START = "index.html"


def find_documentation(
    configured: Path | None, checkout: Path = CHECKOUT, packed: Path = PACKED
) -> Path | None:
    """The folder or the archive of the pages; None where there are none.

    Raises:
        FileNotFoundError: What was named has no pages.
    """
    if configured is not None:
        if not _has_pages(configured):
            raise FileNotFoundError(
                f"--docs: there is no {START} in {configured}; `make docs` builds the pages"
            )
        return configured
    built = checkout / "site"
    is_checkout = (checkout / "docs" / "build.py").is_file()
    if is_checkout and _has_pages(built):
        return built
    return packed if _has_pages(packed) else None


def _has_pages(place: Path) -> bool:
    if place.is_dir():
        return (place / START).is_file()
    if not zipfile.is_zipfile(place):
        return False
    with zipfile.ZipFile(place) as archive:
        return START in archive.namelist()


class _Pages(Protocol):
    """Where pages come from."""

    async def answer(self, request: Request, path: str) -> Response:
        """The file at a path.

        Raises:
            HTTPException: There is none, or it cannot be asked for so.
        """
        ...


class _Folder:
    """Pages that are files."""

    def __init__(self, folder: Path) -> None:
        self._files = StaticFiles(directory=folder, html=True)

    async def answer(self, request: Request, path: str) -> Response:
        scope = {**request.scope, "path": f"/{path}"}
        return await self._files.get_response(self._files.get_path(scope), request.scope)


class _Archive:
    """Pages in an archive, each by the name that it has there."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        self._entries = {entry.filename: entry for entry in self._archive.infolist()}

    async def answer(self, request: Request, path: str) -> Response:
        name = f"{path}{START}" if path.endswith("/") or not path else path
        entry = self._entries.get(name)
        if entry is None:
            raise HTTPException(404)
        tag = f'"{entry.CRC:08x}-{entry.file_size:x}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        content = b"" if request.method == "HEAD" else self._archive.read(entry)
        response = Response(
            content, media_type=mimetypes.guess_type(name)[0], headers={"ETag": tag}
        )
        response.headers["Content-Length"] = str(entry.file_size)
        return response


def documentation_routes(services: Services) -> list[BaseRoute]:
    """The pages, if there are any."""
    place = services.documentation
    if place is None:
        return []
    pages: _Pages = _Folder(place) if place.is_dir() else _Archive(place)

    async def start(request: Request) -> Response:
        return RedirectResponse(f"{PATH}/")

    async def here(request: Request) -> Response:
        root = ROOT.get()
        place = f"location.origin + {json.dumps(root)}" if root else "location.origin"
        script = f"window.EMULATOR = {place};\n"
        return Response(script, media_type="text/javascript", headers=HEADERS)

    async def page(request: Request) -> Response:
        try:
            response = await pages.answer(request, request.path_params["path"])
        except HTTPException as error:
            return services.not_found("There is no such page.", error.status_code)
        response.headers.update(HEADERS)
        return response

    return [
        Route(PATH, start),
        Route(f"{PATH}/{HERE}", here),
        Route(f"{PATH}/{{path:path}}", page),
    ]


def is_documentation(services: Services, path: str) -> bool:
    """Whether an address is one of the documentation."""
    return services.documentation is not None and (path == PATH or path.startswith(f"{PATH}/"))
