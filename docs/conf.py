"""Sphinx settings. `docs/build.py` is what runs Sphinx; it puts the pages of the APIs in place."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib import import_module
from importlib.util import resolve_name
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.nodes import bullet_list
from sphinx.addnodes import desc, pending_xref, toctree

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import imagehosts

project = "imagehosts"
author = "The imagehosts authors"
copyright = author
version = release = imagehosts.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docs.api_pages",
    "docs.package_tables",
    "docs.charts",
    "docs.console",
    "docs.search_index",
    "docs.llms",
]
root_doc = "index"
source_suffix = {".md": "markdown"}
templates_path = ["templates"]

# Every reference must lead somewhere; build.py makes an error of every warning.
nitpicky = True
#: Names of others, whose documentation is not at hand where nothing may be fetched.
nitpick_ignore_regex = [
    (
        "py:.*",
        r"(httpx|collections|concurrent|contextlib|typing|os|datetime|types|pathlib|starlette)(\..*)?",
    ),
    # Variables of types, and the type of an argument that was not given.
    ("py:.*", r"(.*\.)?(T|T_co|P|Self|NotGiven)"),
    # What hosts are made of, and names for types that are spelled out where they are used.
    ("py:class", r"imagehosts\.(hosts\.Host|sharing\.sources\.Source)"),
    (
        "py:class",
        r"imagehosts\.sharing\..*\.(ClientOptions|(Async)?Target|Progress|Strategy|InDoubt)",
    ),
    ("py:class", r"imagehosts\.emulator\.seeds\.document\.Source"),
]

html_theme = "furo"
html_title = "imagehosts"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sphinx = False
# Colours of the theme are in static/theme.css; code can be read on both grounds.
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

add_module_names = False
toc_object_entries_show_parents = "hide"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
maximum_signature_line_length = 80
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False


def setup(app: Sphinx) -> None:
    """Connect what makes the Python reference out of docstrings and signatures."""
    app.connect("builder-inited", add_filters)
    app.connect("doctree-read", complete_names)
    app.connect("missing-reference", resolve_short_name)
    app.connect("autodoc-process-bases", keep_public_bases)
    # Before napoleon (500), which would take what stands before a colon for a type.
    app.connect("autodoc-process-docstring", guard_colon, priority=400)
    # Before furo (500), which asks for the pages of the site.
    app.connect("html-page-context", leave_sections_out, priority=400)


def add_filters(app: Sphinx) -> None:
    """What the templates need to leave styles out of elements."""
    builder: Any = app.builder
    builder.templates.environment.filters["without_styles"] = lambda html: re.sub(
        r' style="[^"]*"', "", str(html)
    )


def complete_names(app: Sphinx, doctree: nodes.document) -> None:
    """Let a name in a signature or docstring mean what it means in the module it comes from.

    Several hosts have an ``Image`` or ``ImagesUploadOptions`` of their own.
    """
    for node in doctree.findall(pending_xref):
        if node.get("refdomain") != "py":
            continue
        head, dot, rest = node["reftarget"].partition(".")
        full = names_in(home_of(node)).get(head)
        if full is not None:
            node["reftarget"] = f"{full}{dot}{rest}"
            node["refspecific"] = False


def home_of(node: pending_xref) -> str:
    """The module of the object that a node describes; empty where it describes none."""
    above: nodes.Element | None = node
    while above is not None and not isinstance(above, desc):
        above = above.parent
    signature: Any = above.children[0] if above is not None else {}
    if not signature.get("module"):
        return ""
    found: Any = import_module(signature["module"])
    for name in signature["fullname"].split("."):
        found = getattr(found, name, found)
    found = getattr(found, "fget", found)
    return str(getattr(found, "__module__", "") or signature["module"])


@cache
def names_in(module: str) -> dict[str, str]:
    """The names that a module of ours defines or imports, each with its full path.

    The source is read, because imports for type checkers do not happen when a program runs.
    """
    if module.partition(".")[0] not in ("imagehosts", "imagehosts_wire"):
        return {}
    loaded = import_module(module)
    tree = ast.parse(Path(str(loaded.__file__)).read_text("utf-8"))
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            relative = "." * node.level + (node.module or "")
            base = resolve_name(relative, loaded.__package__)
            names |= {each.asname or each.name: f"{base}.{each.name}" for each in node.names}
    for node in tree.body:
        targets = getattr(node, "targets", [getattr(node, "target", node)])
        for target in targets:
            name = getattr(target, "id", getattr(target, "name", ""))
            names[name] = f"{module}.{name}"
    return names


def resolve_short_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> Any:
    """Find a class, or a method of one, under the public name of the class."""
    if node.get("refdomain") != "py":
        return None
    domain = env.domains.python_domain
    parts = node["reftarget"].split(".")
    for short in (parts[-1:], parts[-2:]):
        full = ".".join(["imagehosts", *short])
        if full in domain.objects:
            role = domain.role_for_objtype(domain.objects[full].objtype) or "obj"
            return domain.resolve_xref(env, node["refdoc"], app.builder, role, full, node, content)
    # Or under the name that one thing alone has, as what is raised by others is called.
    named = [name for name in domain.objects if name.endswith(f".{parts[-1]}")]
    if len(parts) == 1 and len(named) == 1:
        role = domain.role_for_objtype(domain.objects[named[0]].objtype) or "obj"
        return domain.resolve_xref(env, node["refdoc"], app.builder, role, named[0], node, content)
    return None


def keep_public_bases(app: Sphinx, name: str, obj: type, options: Any, bases: list[type]) -> None:
    """Leave out of a class's bases what is ours alone."""
    bases[:] = [
        base
        for base in bases
        if not base.__name__.startswith("_") and not base.__module__.startswith("imagehosts_wire")
    ]


def leave_sections_out(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Make the navigation of a page of titles alone.

    Sphinx copies all sections of all pages for it, hundreds for an API, and drops them again: a
    fifth of the whole build.
    """
    every = context.get("toctree")
    if every is None:
        return

    def titles(**options: Any) -> str:
        sections = app.env.tocs
        app.env.tocs = titles_of(app.env)
        try:
            return str(every(**options))
        finally:
            app.env.tocs = sections

    context["toctree"] = titles


@cache
def titles_of(env: BuildEnvironment) -> dict[str, nodes.bullet_list]:
    """The tables of contents of all pages, without the sections that hold no other pages."""
    found = {}
    for page, toc in env.tocs.items():
        found[page] = titles = toc.deepcopy()
        for below in list(titles.findall(bullet_list)):
            if below.parent is not None and not any(below.findall(toctree)):
                below.parent.remove(below)
    return found


def guard_colon(
    app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]
) -> None:
    """Keep the first line of an attribute's docstring whole."""
    if what in ("attribute", "data", "property") and lines:
        lines.insert(0, "\\ ")  # nothing, to be taken for the first line
