"""Pages for people: the templates, filled in.

Those of all hosts lie in ``emulator/templates/``, those of one beside its dialect; they hold no
script and load nothing from other servers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from .choice import ROOT
from .dialect import Site
from .store import Picture

if TYPE_CHECKING:
    from jinja2 import Environment

STYLE_PATH = "/_emulator/style.css"
SCRIPT_PATH = "/_emulator/controls.js"
ICON_PATH = "/_emulator/icon.svg"
OWN_ADDRESS = "'self'"


def page_headers(*form_targets: str, scripted: bool = False) -> dict[str, str]:
    """Headers of a page that loads nothing from other servers.

    Args:
        form_targets: Where its forms may lead, as sources of a Content-Security-Policy. Browsers
            check redirects after a form too. Without any, no form of the page works.
        scripted: Whether a script of the emulator's own runs there, and asks the emulator.
    """
    targets = " ".join(dict.fromkeys(form_targets)) or "'none'"
    scripts = " script-src 'self'; connect-src 'self';" if scripted else ""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self';"
            f"{scripts} base-uri 'none'; form-action {targets}; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


PAGE_HEADERS = page_headers()
#: Of a page whose forms come back to the emulator.
FORM_HEADERS = page_headers(OWN_ADDRESS)


class Pages:
    """The templates. ``site_called`` gives the site of a picture, for the links to it."""

    def __init__(self, site_called: Callable[[str], Site | None]) -> None:
        self._site_called = site_called

    def render(self, template: str, **context: Any) -> str:
        """A template by its name, one of a host as ``<folder>/<name>``.

        Addresses on this server are written behind ``root``, which leads back into the space that
        was asked.
        """
        root = ROOT.get()

        def viewer_path(picture: Picture) -> str:
            return root + self.viewer_path(picture)

        def thumb_path(picture: Picture) -> str:
            return root + self.thumb_path(picture)

        shared = {"root": root, "viewer_path": viewer_path, "thumb_path": thumb_path}
        return _environment().get_template(template).render(**shared, **context)

    def viewer(self, site: Site, view: Any) -> str:
        """The page of one picture; ``view`` has it as ``picture``, and ``url`` for its files."""
        return self.render("viewer.html", site=site, view=view, picture=view.picture)

    def message(self, heading: str, text: str) -> str:
        """A page that says one thing."""
        return self.render("message.html", heading=heading, text=text)

    def maintenance(self, title: str) -> str:
        """What everybody gets while a host is closed."""
        return self.message(f"{title}: maintenance", "The site is down for maintenance.")

    def viewer_path(self, picture: Picture) -> str:
        """Where a picture is shown: its page, or the file where its host has none."""
        site = self._site_called(picture.host)
        if site is None or site.dialect.viewer_path is None:
            return picture.files["image"].path
        return site.dialect.viewer_path(picture)

    def thumb_path(self, picture: Picture) -> str:
        """A small version of a picture, or the file where there is none."""
        site = self._site_called(picture.host)
        if site is None or site.dialect.thumb_path is None:
            return (picture.files.get("thumb") or picture.files["image"]).path
        return site.dialect.thumb_path(picture)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The templates, read once for all emulators of a process, and not before a page is shown."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    package = "imagehosts.emulator"
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, "templates"), PackageLoader(package, "hosts")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["when"] = _when
    shared = {"style": STYLE_PATH, "script": SCRIPT_PATH, "icon": ICON_PATH}
    cast("dict[str, Any]", environment.globals).update(shared)
    return environment


def _when(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")
