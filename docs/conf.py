"""Sphinx settings. `docs/build.py` is what runs Sphinx; it puts the pages of the APIs in place."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.addnodes import pending_xref

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
    "docs.spec_pages",
    "docs.package_tables",
    "docs.console",
]
root_doc = "index"
source_suffix = {".md": "markdown"}
templates_path = ["templates"]

# Every reference must lead somewhere; build.py makes an error of every warning.
nitpicky = True
#: Names of others, whose documentation is not at hand where nothing may be fetched.
nitpick_ignore_regex = [
    ("py:.*", r"(httpx|collections|contextlib|typing|os|datetime|types|starlette)(\..*)?"),
    # Variables of types, and the type of an argument that was not given.
    ("py:.*", r"(.*\.)?(T|T_co|P|NotGiven)"),
]

html_theme = "furo"
html_title = "imagehosts"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5d7a", "color-brand-content": "#0b6285"},
    "dark_css_variables": {"color-brand-primary": "#6fc3e0", "color-brand-content": "#7cc8e4"},
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"

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
    app.connect("doctree-read", tell_names_apart)
    app.connect("missing-reference", resolve_short_name)
    app.connect("autodoc-process-bases", keep_public_bases)
    # Before napoleon (500), which would take what stands before a colon for a type.
    app.connect("autodoc-process-docstring", guard_colon, priority=400)
    app.connect("autodoc-process-docstring", name_options)
    app.connect("autodoc-process-signature", name_options_of_signature)


#: Names that stand bare in the module of each host, for something else in each.
NAMES_PER_HOST = ("UploadOptions", "SharedOptions")


def tell_names_apart(app: Sphinx, doctree: nodes.document) -> None:
    """Let a name that several hosts have mean that of the class beside which it stands."""
    for node in doctree.findall(pending_xref):
        client = getattr(imagehosts, str(node.get("py:class")), None)
        if node["reftarget"] in NAMES_PER_HOST and client is not None:
            node["reftarget"] = f"{client.__module__}.{node['reftarget']}"
            node["refspecific"] = False


def resolve_short_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> Any:
    """Find what a name in a signature means: a model, or a class under its public name."""
    if node.get("refdomain") != "py":
        return None
    short = node["reftarget"].rpartition(".")[2]
    domain = env.domains.python_domain
    for full in (f"imagehosts.{short}", PUBLIC_HOMES.get(short, "")):
        if full in domain.objects:
            found = domain.objects[full]
            role = domain.role_for_objtype(found.objtype) or "obj"
            return domain.resolve_xref(env, node["refdoc"], app.builder, role, full, node, content)
    return None


#: Further modules whose names stand bare in signatures.
PUBLIC_HOMES = {
    name: f"{module}.{name}"
    for module, names in {
        "imagehosts_wire.types": (
            *("UploadSource", "FileInput", "FileContent", "StreamedResponse"),
            *("Page", "AsyncPage", "AsyncPager"),
        ),
        "imagehosts.hosts.imageshack_gallery": (
            *("Picture", "GalleryReference", "PictureInput", "GalleryInput"),
        ),
        "imagehosts.core.client": ("SyncOptions", "AsyncOptions", "SyncClient", "AsyncClient"),
    }.items()
    for name in names
}


#: Names that several hosts have, each for its own; a bare one is that of the module it stands in.
OPTIONS = re.compile(r"(?<![\w.])(UploadOptions|SharedOptions)\b")


def name_options(
    app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]
) -> None:
    """Make names that several hosts have those of the host that is spoken of."""
    if any(OPTIONS.search(line) for line in lines):
        lines[:] = [OPTIONS.sub(rf"~{obj.__module__}.\1", line) for line in lines]


def name_options_of_signature(
    app: Sphinx, what: str, name: str, obj: object, options: Any, signature: str, returns: str
) -> tuple[str, str] | None:
    """The same in a signature."""
    if not signature or not OPTIONS.search(signature):
        return None
    return OPTIONS.sub(rf"~{obj.__module__}.\1", signature), returns


def keep_public_bases(app: Sphinx, name: str, obj: type, options: Any, bases: list[type]) -> None:
    """Leave out of a class's bases what is ours alone."""
    bases[:] = [
        base
        for base in bases
        if not base.__name__.startswith("_") and not base.__module__.startswith("imagehosts_wire")
    ]


def guard_colon(
    app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]
) -> None:
    """Keep the first line of an attribute's docstring whole."""
    if what in ("attribute", "data", "property") and lines:
        lines.insert(0, "\\ ")  # nothing, to be taken for the first line
