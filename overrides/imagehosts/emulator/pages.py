"""Pages for people: the home page, the reference of each API, and pages of the hosts.

Templates lie in ``templates/``; they hold no script and load nothing from elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .core.routing import Site, operations_of
from .core.store import Album, Picture
from .core.urls import base_url
from .domain.accounts import DEMO, named
from .domain.galleries import Gallery
from .reference import reference

if TYPE_CHECKING:
    from .app import Services

NEWEST = 24
STYLE_PATH = "/_emulator/style.css"
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Pages:
    """The templates, filled in."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("imagehosts.emulator", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["when"] = _when

    def home(
        self,
        sites: Sequence[Site],
        pictures: Sequence[Picture],
        holdings: Mapping[str, str],
        base: str,
        profile: str,
        accounts: str = "",
    ) -> str:
        """Hosts and newest pictures."""
        cards = [
            {
                "api": site.api,
                "title": site.title,
                "summary": site.spec["info"].get("summary", ""),
                "base": base + site.base,
                "operations": len(operations_of(site.spec)),
                "holdings": holdings[site.api],
                "accounts": accounts if site.dialect.accounts else "",
                "chevereto": site.dialect.name == "chevereto",
            }
            for site in sites
        ]
        return self._render("home.html", cards=cards, pictures=pictures, profile=profile)

    def reference(self, site: Site, base: str) -> str:
        """The reference of one API."""
        return self._render(
            "reference.html", api=site.api, base=base + site.base, **_reference(site)
        )

    def viewer(self, site: Site, view: Any) -> str:
        """The page of one picture."""
        return self._render("viewer.html", site=site, view=view, picture=view.picture)

    def album(self, album: Album, pictures: Sequence[Picture]) -> str:
        """The pictures of one album."""
        return self._render("album.html", album=album, pictures=pictures)

    def gallery(self, gallery: Gallery, pictures: Sequence[Picture], *, large: bool) -> str:
        """The pictures of one gallery of ImageShack, small or one after another."""
        return self._render("gallery.html", gallery=gallery, pictures=pictures, large=large)

    def message(self, heading: str, text: str) -> str:
        """A page that says one thing."""
        return self._render("message.html", heading=heading, text=text)

    def maintenance(self, title: str) -> str:
        """What everybody gets while a host is closed."""
        return self.message(f"{title}: maintenance", "The site is down for maintenance.")

    def _render(self, template: str, **context: Any) -> str:
        return self._environment.get_template(template).render(style=STYLE_PATH, **context)


@lru_cache(maxsize=16)
def _reference(site: Site) -> dict[str, Any]:
    return reference(site.spec)


def _holdings(services: Services, site: Site) -> str:
    """How much there is at a host."""
    if site.dialect.name == "imageshack_gallery":
        count = services.accounts.galleries.count()
        return "1 gallery" if count == 1 else f"{count} galleries"
    count = services.store.count_pictures(site.api)
    return "1 picture" if count == 1 else f"{count} pictures"


def _accounts_note(services: Services) -> str:
    """Who can log in; the password of the demo account is no secret."""
    if not services.config.users:
        return "log in as {} with the password {}".format(*DEMO)
    return "log in as " + ", ".join(name for name, _ in named(services.config.users))


def _when(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")


def page_routes(services: Services) -> list[BaseRoute]:
    """``/``, the references, their specs, and the one style sheet."""
    style = files("imagehosts.emulator").joinpath("templates", "style.css").read_text("utf-8")
    pages = services.pages

    def page(
        build: Callable[[Request], str | None],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            text = build(request)
            if text is None:
                return services.not_found("There is nothing at this address.")
            return HTMLResponse(text, headers=PAGE_HEADERS)

        return answer

    def site_of(request: Request) -> Site | None:
        api = request.path_params["api"]
        return next((site for site in services.sites if site.api == api), None)

    def home(request: Request) -> str:
        sites = services.sites_for(request)
        holdings = {site.api: _holdings(services, site) for site in sites}
        concealed = services.accounts.library.concealed()
        newest = [
            picture
            for picture in services.store.pictures(list(holdings), approved=True)
            if picture.id not in concealed
        ][:NEWEST]
        base = base_url(request, services.config.public_url)
        profile = services.config.profile
        return pages.home(sites, newest, holdings, base, profile, _accounts_note(services))

    def reference_page(request: Request) -> str | None:
        site = site_of(request)
        base = base_url(request, services.config.public_url)
        return pages.reference(site, base) if site else None

    async def spec(request: Request) -> Response:
        site = site_of(request)
        return JSONResponse(site.spec) if site else services.not_found("There is no such API.")

    async def style_sheet(request: Request) -> Response:
        return Response(style, media_type="text/css", headers={"Cache-Control": "max-age=60"})

    return [
        Route("/", page(home)),
        Route("/_emulator/reference/{api}", page(reference_page)),
        Route("/_emulator/reference/{api}/spec.json", spec),
        Route(STYLE_PATH, style_sheet),
    ]
