"""Builds the documentation into ``site/``: ``make docs``.

The pages in this folder and one for each spec are collected under ``build/``, Sphinx makes HTML
of them, the HTML is checked, and only then it replaces ``site/``. A warning is a failure: a broken
link, a name that the Python reference does not have, a resource that a page would load from another
server. What is wrong on the pages of one host alone, such as a guide that is not written yet, is a
failure too, but the site is built: the other hosts do not wait for this one.

Nothing here uses a network, and neither does the site.
"""

from __future__ import annotations

import argparse
import io
import logging
import re
import shutil
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build" / "docs"

sys.path.insert(0, str(ROOT))

#: Files of the project that are pages of the site too.
BORROWED = {
    "specs/README.md": "guides/spec-conventions.md",
    "CHANGELOG.md": "changes.md",
}

#: Stands in for a guide that is missing, and for a page that cannot be made.
PLACEHOLDER = """\
# {title}

{message}.
"""

API_PAGE = """\
# {title}

```{{api-overview}} {api}
```
"""

CLIENT_PAGE = """\
# {title}

```{{host-clients}} {name}
```
"""

API_INDEX = """\
# The APIs

Each API has an overview, and a page for each of its resources: what every call takes and answers,
how to make it, and what is odd about it. All of it is made from the contracts. What a page says
beyond the host's document is marked with how it is known.

```{api-list}
```

"""


def main(arguments: list[str] | None = None) -> int:
    """Build; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "site", help="where the site goes")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for intermediate files")
    options = parser.parse_args(arguments)
    try:
        problems = build(options.output.resolve(), options.work.resolve())
    except ModuleNotFoundError as error:
        problems = Problems([f"{error}; `make setup` installs what the documentation needs"], [])
    for line in (*problems.of_site, *problems.of_hosts):
        print(line, file=sys.stderr)
    if problems.of_site:
        count = len(problems.of_site) + len(problems.of_hosts)
        print(f"the documentation was not built; problems: {count}", file=sys.stderr)
        return 1
    print(f"{_shown(options.output)}/index.html")
    if problems.of_hosts:
        count = len(problems.of_hosts)
        print(f"the documentation of a host is incomplete; problems: {count}", file=sys.stderr)
        return 1
    return 0


class Problems(NamedTuple):
    """What is wrong, a line each."""

    of_site: list[str]
    of_hosts: list[str]


def build(output: Path, work: Path) -> Problems:
    """Build into ``output``, which is only replaced if nothing is wrong with the site itself."""
    shutil.rmtree(work, ignore_errors=True)
    source, html = work / "source", work / "html"
    missing = write_source(source)
    problems = split_by_host(run_sphinx(source, html, work / "doctrees"))
    problems.of_hosts[:0] = missing
    if not problems.of_site:
        from docs.check_site import check_site

        problems.of_site.extend(check_site(html))
    if not problems.of_site:
        shutil.rmtree(output, ignore_errors=True)
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(html, output)
    return problems


def pack(site: Path, archive: Path) -> int:
    """Put a site into an archive, for the wheel: the same site, the same bytes; their number."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(path for path in site.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(site).as_posix())
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    return archive.stat().st_size


def split_by_host(lines: list[str]) -> Problems:
    """Tell the problems on the pages of one host from those of the site."""
    from docs.rows import host_names

    names = "|".join(map(re.escape, host_names()))
    page = re.compile(rf"\W*docs/(guides|apis|console)/({names})\b(?![-/])")
    problems = Problems([], [])
    for line in lines:
        (problems.of_hosts if page.match(line) else problems.of_site).append(line)
    return problems


def write_source(source: Path) -> list[str]:
    """Put everything that Sphinx reads into one folder; what is missing of a host, a line each."""
    from imagehosts.hosts import HOSTS, incomplete_hosts

    from docs.rows import missing_guides, title_of
    from docs.spec_reference import broken_apis, find_apis

    shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name, page in BORROWED.items():
        (source / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / page)
    missing = missing_guides()
    for name, message in missing.items():
        page = PLACEHOLDER.format(title=title_of(name), message=message)
        (source / "guides" / f"{name}.md").write_text(page, "utf-8")
    for host in HOSTS:
        own = source / "python" / "clients" / f"{host.name}.md"
        own.parent.mkdir(exist_ok=True)
        title = f"{host.client} and Async{host.client}"
        own.write_text(CLIENT_PAGE.format(title=title, name=host.name), "utf-8")
    folder = source / "apis"
    folder.mkdir()
    pages = {
        reference.api: API_PAGE.format(title=reference.info["title"], api=reference.api)
        for reference in find_apis()
    }
    for api, message in broken_apis().items():
        pages[api] = PLACEHOLDER.format(title=title_of(api), message=f"There is no page: {message}")
    for api, page in pages.items():
        (folder / f"{api}.md").write_text(page, "utf-8")
    (folder / "index.md").write_text(API_INDEX, "utf-8")
    return [*missing.values(), *{**incomplete_hosts(), **broken_apis()}.values()]


def run_sphinx(source: Path, html: Path, doctrees: Path) -> list[str]:
    """Run Sphinx; its warnings, with the names of the files to edit."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    nocolor()
    # Samples are made by calls, which are nobody's business here.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    warnings = io.StringIO()
    failure = ""
    try:
        with patch_docutils(str(HERE)), docutils_namespace():
            app = Sphinx(
                str(source),
                str(HERE),
                str(html),
                str(doctrees),
                "html",
                status=None,
                warning=warnings,
            )
            app.build(force_all=True)
            if app.statuscode:
                failure = f"Sphinx ended with status {app.statuscode}"
    except SphinxError as error:
        failure = f"{error.category}: {error}"
    lines = [line for line in warnings.getvalue().splitlines() if line.strip()]
    if failure and not lines:
        lines = [failure]
    return [line.replace(f"{source}/", "docs/") for line in lines]


def _shown(path: Path) -> Path:
    path = path.resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    raise SystemExit(main())
