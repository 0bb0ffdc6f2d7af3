"""The emulator's own pages: the home page, and the reference of each API with its spec."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import uploading
from .admin import refusal
from .core.context import Services
from .core.dialect import Site
from .core.pages import FORM_HEADERS, ICON_PATH, PAGE_HEADERS, SCRIPT_PATH, STYLE_PATH
from .core.specs import operations_of
from .core.store import Picture
from .core.urls import base_url
from .domain.accounts import DEMO, named
from .reference import reference

#: What pages load, each a file of the templates, with its media type.
ASSETS = {
    STYLE_PATH: "text/css",
    SCRIPT_PATH: "text/javascript",
    ICON_PATH: "image/svg+xml",
}
#: The form is believed by where it comes from, so the browser must say it.
_HOME_HEADERS = {**FORM_HEADERS, "Referrer-Policy": "same-origin"}
NEWEST = 24
#: Among so many of the latest they are looked for; the others may be private.
LATEST = 500


def page_routes(services: Services) -> list[BaseRoute]:
    """``/``, the controls, the references, their specs, and what these load."""
    templates = files("imagehosts.emulator").joinpath("templates")
    assets = {
        path: (templates.joinpath(path.rpartition("/")[2]).read_bytes(), media_type)
        for path, media_type in ASSETS.items()
    }

    def page(
        build: Callable[[Services, Request], str | None],
        headers: Mapping[str, str] = PAGE_HEADERS,
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            text = build(services, request)
            if text is None:
                return services.not_found("There is nothing at this address.")
            return HTMLResponse(text, headers=headers)

        return answer

    async def upload(request: Request) -> Response:
        if reason := refusal(services, request):
            return services.not_found(reason, 403)
        try:
            site, picture = await uploading.upload(services, request)
        except uploading.NoUpload as error:
            return services.not_found(f"Nothing was uploaded: {error}.", 400)
        shown = {"site": site, "picture": picture, "texts": list(uploading.offered(picture))}
        text = services.pages.render("uploaded.html", **shown)
        return HTMLResponse(text, headers=PAGE_HEADERS)

    async def spec(request: Request) -> Response:
        site = services.site(request.path_params["api"])
        return JSONResponse(site.spec) if site else services.not_found("There is no such API.")

    async def asset(request: Request) -> Response:
        content, media_type = assets[request.url.path]
        headers = {"Cache-Control": "max-age=60", "X-Content-Type-Options": "nosniff"}
        return Response(content, media_type=media_type, headers=headers)

    return [
        Route("/", page(_home, _HOME_HEADERS)),
        Route("/_emulator/reference/{api}", page(_reference_page)),
        Route("/_emulator/reference/{api}/spec.json", spec),
        *(Route(path, asset) for path in ASSETS),
        Route("/_emulator/upload", upload, methods=["POST"]),
    ]


def _home(services: Services, request: Request) -> str:
    """Hosts and newest pictures."""
    sites = services.sites_for(request)
    base = base_url(request, services.config.public_url)
    newest = _newest(services, [site.api for site in sites])
    cards = [
        {
            "api": site.api,
            "title": site.title,
            "summary": site.spec["info"].get("summary", ""),
            "base": base + site.base,
            "operations": len(operations_of(site.spec)),
            "holdings": _holdings(services, site),
            "accounts": _accounts_note(services) if site.dialect.accounts else "",
            "example": site.example.replace("{base}", base + site.base),
        }
        for site in sites
    ]
    shown = {
        "cards": cards,
        "pictures": newest,
        "documentation": services.documentation is not None,
        "profile": services.config.profile,
        "space": services.space,
        # Under the name of a host, nothing is controlled.
        "targets": [] if refusal(services, request) else uploading.targets(services),
    }
    return services.pages.render("home.html", **shown)


def _newest(services: Services, hosts: Sequence[str]) -> list[Picture]:
    """The latest pictures that everybody may see, among the latest of all."""
    latest = services.store.pictures(hosts, LATEST, approved=True)
    concealed = services.accounts.library.concealed([picture.id for picture in latest])
    return [picture for picture in latest if picture.id not in concealed][:NEWEST]


def _reference_page(services: Services, request: Request) -> str | None:
    """The reference of one API."""
    site = services.site(request.path_params["api"])
    if site is None:
        return None
    base = base_url(request, services.config.public_url) + site.base
    return services.pages.render("reference.html", api=site.api, base=base, **_reference(site))


@lru_cache(maxsize=16)
def _reference(site: Site) -> dict[str, Any]:
    return reference(site.spec)


def _holdings(services: Services, site: Site) -> str:
    """How much there is at a host."""
    if site.dialect.holdings is not None:
        return site.dialect.holdings(services)
    count = services.store.count_pictures(site.api)
    return "1 picture" if count == 1 else f"{count} pictures"


def _accounts_note(services: Services) -> str:
    """Who can log in; the password of the demo account is no secret."""
    if not services.config.users:
        return "log in as {} with the password {}".format(*DEMO)
    return "log in as " + ", ".join(name for name, _ in named(services.config.users))
