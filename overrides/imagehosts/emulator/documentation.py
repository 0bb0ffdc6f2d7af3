"""The documentation of the project at ``/docs``, with its consoles at this emulator.

The pages are files: ``--docs`` names their folder, and in a checkout it is where ``make docs`` puts
them. They have no code or style in them, so the policy that they are served with allows none.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

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


def find_documentation(configured: Path | None, checkout: Path = CHECKOUT) -> Path | None:
    """The folder of the pages; None where there are none.

    Raises:
        FileNotFoundError: The folder that was named has no pages.
    """
    if configured is not None:
        if not (configured / "index.html").is_file():
            raise FileNotFoundError(
                f"--docs: there is no index.html in {configured}; `make docs` builds the pages"
            )
        return configured
    built = checkout / "site"
    is_checkout = (checkout / "docs" / "build.py").is_file()
    return built if is_checkout and (built / "index.html").is_file() else None


def documentation_routes(services: Services) -> list[BaseRoute]:
    """The pages, if there are any."""
    folder = services.documentation
    if folder is None:
        return []
    files = StaticFiles(directory=folder, html=True)

    async def start(request: Request) -> Response:
        return RedirectResponse(f"{PATH}/")

    async def here(request: Request) -> Response:
        root = ROOT.get()
        place = f"location.origin + {json.dumps(root)}" if root else "location.origin"
        script = f"window.EMULATOR = {place};\n"
        return Response(script, media_type="text/javascript", headers=HEADERS)

    async def page(request: Request) -> Response:
        path = files.get_path({**request.scope, "path": f"/{request.path_params['path']}"})
        try:
            response = await files.get_response(path, request.scope)
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
