"""Builds the documentation into ``site/``: ``make docs``.

The pages in this folder and one for each spec are put together under ``build/``, Sphinx makes HTML
of them, the HTML is checked, and only then it replaces ``site/``. A warning is a failure: a link
that leads nowhere, a name that the Python reference does not know, a resource that a page would
load from somewhere else. Nothing here uses a network, and neither does the site.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build" / "docs"

sys.path.insert(0, str(ROOT))

#: Files of the project that are pages of the site too.
BORROWED = {
    "specs/README.md": "guides/spec-conventions.md",
    "CHANGELOG.md": "changes.md",
}

API_PAGE = """\
# {title}

```{{api-reference}} {api}
```
"""

API_INDEX = """\
# The APIs

One page per API, made from its contract: operations, models, errors, and the oddities of the host's
document. Where a page says something that the document does not, it says how that is known.

```{{toctree}}
:maxdepth: 1

{names}
```
"""


def main(arguments: list[str] | None = None) -> int:
    """Build; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "site", help="where the site goes")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for what is in between")
    options = parser.parse_args(arguments)
    from codegen.problems import SpecProblem

    try:
        problems = build(options.output.resolve(), options.work.resolve())
    except ModuleNotFoundError as error:
        problems = [f"{error}; `make setup` installs what the documentation needs"]
    except (SpecProblem, LookupError) as error:
        problems = [str(error)]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        print(f"the documentation was not built; problems: {len(problems)}", file=sys.stderr)
        return 1
    print(f"{_shown(options.output)}/index.html")
    return 0


def build(output: Path, work: Path) -> list[str]:
    """Build into ``output``, which is only replaced if nothing is wrong; what is, a line each."""
    shutil.rmtree(work, ignore_errors=True)
    source, html = work / "source", work / "html"
    write_source(source)
    problems = run_sphinx(source, html, work / "doctrees")
    if not problems:
        from docs.check_site import check_site

        problems = check_site(html)
    if not problems:
        shutil.rmtree(output, ignore_errors=True)
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(html, output)
    return problems


def write_source(source: Path) -> None:
    """Everything that Sphinx reads, in one folder."""
    from docs.spec_reference import find_apis

    shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name, page in BORROWED.items():
        (source / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / page)
    folder = source / "apis"
    folder.mkdir()
    apis = find_apis()
    for reference in apis:
        page = API_PAGE.format(title=reference.info["title"], api=reference.api)
        (folder / f"{reference.api}.md").write_text(page, "utf-8")
    names = "\n".join(reference.api for reference in apis)
    (folder / "index.md").write_text(API_INDEX.format(names=names), "utf-8")


def run_sphinx(source: Path, html: Path, doctrees: Path) -> list[str]:
    """Run Sphinx; its warnings, told of the files that somebody can edit."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    nocolor()
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
