"""Checks a built site: every link works, and nothing is loaded from another server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Elements whose attribute makes a browser load something.
LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "form": ("action",),
    "base": ("href",),
}
#: Relations of a <link> that load nothing.
IDLE_RELATIONS = {"index", "search", "next", "prev", "canonical", "alternate", "author", "license"}

#: Swagger UI sends every document to this validator unless a page disables it, which is checked.
VALIDATOR = "validator.swagger.io"

#: How a script requests something: a literal address passed to one of these. Scripts also contain
#: addresses for people and names of XML namespaces, which are not requests.
_IN_SCRIPT = re.compile(
    r"""(?:\b(?:src|url|validatorUrl|baseURL|endpoint)\s*[=:]"""
    r"""|\b(?:fetch|import|importScripts|open|WebSocket|EventSource|sendBeacon|Request|URL)\()"""
    r"""\s*(?:["'`]\w+["'`],\s*)?["'`](?:https?:|wss?:)?//([A-Za-z0-9.-]+)"""
)
_IN_CSS = re.compile(r"""url\(\s*(['"]?)(.*?)\1\s*\)|@import\s+(['"])(.*?)\3""", re.DOTALL)


@dataclass
class Page:
    """What the checks need of one HTML file."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    #: Names that two elements have, so that a link could mean either.
    repeated: list[str] = field(default_factory=list)
    #: What a strict policy of a server would not let run.
    inline: list[str] = field(default_factory=list)
    #: The calls of a console, which are there when its script has run.
    operations: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Collects a :class:`Page`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._inside = ""
        self._data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            if given["id"] in self.page.ids:
                self.page.repeated.append(given["id"])
            self.page.ids.add(given["id"])
        if tag == "a" and "name" in given:
            self.page.ids.add(given["name"])
        if tag in ("a", "area") and "href" in given:
            self.page.links.append(given["href"])
        if tag == "link" and not set(given.get("rel", "").split()) & IDLE_RELATIONS:
            self.page.loads.append(given.get("href", ""))
        elif tag == "link":
            self.page.links.append(given.get("href", ""))
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.page.loads.append(given.get("content", "").partition("url=")[2])
        for name in LOADS.get(tag, ()):
            if name in given:
                values = given[name].split(",") if name == "srcset" else [given[name]]
                self.page.loads += [value.strip().split(" ")[0] for value in values]
        if "style" in given:
            self.page.styles.append(given["style"])
            self.page.inline.append(f"style of <{tag}>: {given['style']}")
        self.page.inline += [f"{name} of <{tag}>" for name in given if name.startswith("on")]
        if tag == "style":
            self.page.inline.append("<style>")
        if tag == "script" and "src" not in given and "json" not in given.get("type", ""):
            self.page.inline.append("<script>")
        self._inside = tag if tag in ("style", "script") else ""
        self._data = "json" in given.get("type", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.page.styles.append(data)
        elif self._inside == "script" and not self._data:
            self.page.scripts.append(data)
        elif self._inside == "script":
            for calls in re.findall(r'"x-calls": \[([^\]]*)\]', data):
                self.page.operations.update(re.findall(r'"(\w+)"', calls))


def check_site(site: Path) -> list[str]:
    """The problems of a site, a line each."""
    pages = {path: read_page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    problems = [] if pages else [f"{site}: there is no page"]
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        problems += [f"{name}: {each}" for each in _page_problems(site, path, page, pages)]
    for path in sorted(site.rglob("*.css")):
        text = path.read_text("utf-8")
        problems += [
            f"{path.relative_to(site).as_posix()}: loads {address}"
            for address in loads_of_css(text)
            if is_elsewhere(address)
        ]
    for path in sorted(site.rglob("*.js")):
        text = path.read_text("utf-8")
        problems += [
            f"{path.relative_to(site).as_posix()}: requests {host}" for host in asked_hosts(text)
        ]
        if "SwaggerUIBundle({" in text and "validatorUrl: null" not in text:
            problems.append(
                f"{path.relative_to(site).as_posix()}: would use Swagger UI's validator"
            )
    return problems


def read_page(text: str) -> Page:
    """The parts of an HTML page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def _page_problems(site: Path, path: Path, page: Page, pages: dict[Path, Page]) -> Iterator[str]:
    for address in page.loads:
        if is_elsewhere(address):
            yield f"loads {address}"
        elif problem := _missing(site, path, address, pages):
            yield problem
    for style in page.styles:
        for address in loads_of_css(style):
            if is_elsewhere(address):
                yield f"loads {address}"
    for script in page.scripts:
        for host in asked_hosts(script):
            yield f"a script requests {host}"
    for name in page.repeated:
        yield f"has two elements with the id {name}"
    for part in page.inline:
        yield f"has code or style in it, which a strict policy does not let run: {part}"
    for address in page.links:
        if not is_elsewhere(address) and (problem := _missing(site, path, address, pages)):
            yield problem


def _missing(site: Path, path: Path, address: str, pages: dict[Path, Page]) -> str:
    parts = urlsplit(address)
    if parts.scheme in ("data", "mailto", "javascript"):
        return ""
    if parts.path.startswith("/"):
        return f"the link {address} needs the site to be at the root of a server"
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        return f"the link {address} names a folder, which is not a page without a server"
    if not target.is_file() or not target.is_relative_to(site):
        return f"the link {address} is broken"
    fragment = unquote(parts.fragment)
    if fragment.startswith("/") and target in pages:
        found = fragment.rpartition("/")[2] in pages[target].operations
        return "" if found else f"the link {address} names a missing operation"
    if fragment and target in pages and fragment not in pages[target].ids:
        return f"the link {address} names a missing anchor"
    return ""


def is_elsewhere(address: str) -> bool:
    """Whether an address is that of another host."""
    return bool(re.match(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE))


def loads_of_css(text: str) -> list[str]:
    """The addresses that a style sheet loads."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return [match[2] or match[4] or "" for match in _IN_CSS.finditer(text)]


def asked_hosts(script: str) -> list[str]:
    """The hosts that a script would send requests to."""
    return sorted({host.lower() for host in _IN_SCRIPT.findall(script)} - {VALIDATOR})
