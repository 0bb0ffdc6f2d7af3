"""``llms.txt``: the pages of the site and the files to download, for programs that read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import toctree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What of the folder of contracts is for reading.
CONTRACTS = {".json", ".yaml", ".xsd"}


def setup(app: Sphinx) -> dict[str, Any]:
    """Write it when all pages are there."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write(app: Sphinx, failure: Exception | None) -> None:
    """Write it beside the pages."""
    if failure is None:
        text = "\n".join(lines(app.env, Path(app.outdir)))
        (Path(app.outdir) / "llms.txt").write_text(f"{text}\n", "utf-8")


def lines(env: BuildEnvironment, folder: Path) -> Iterator[str]:
    """A title, what the project is, and a list for each part of the sidebar."""
    root = env.get_doctree(env.config.root_doc)
    yield f"# {env.titles[env.config.root_doc].astext()}"
    yield ""
    yield f"> {first_words(root)}"
    for part in root.findall(toctree):
        yield from ("", f"## {part['caption'] or 'Pages'}", "")
        for page in part["includefiles"]:
            about = first_words(env.get_doctree(page))
            title = env.titles[page].astext()
            yield f"- [{title}]({page}.html)" + (f": {about}" if about else "")
    yield from ("", "## Contracts to download", "")
    for file in sorted((folder / "specs").rglob("*")):
        if file.suffix in CONTRACTS:
            name = file.relative_to(folder).as_posix()
            yield f"- [{name.removeprefix('specs/')}]({name})"


def first_words(page: nodes.document) -> str:
    """The first sentence of a page, in one line."""
    paragraph = next(iter(page.findall(nodes.paragraph)), None)
    text = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    return text.partition(". ")[0].rstrip(".:")
