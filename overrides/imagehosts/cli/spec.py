"""``imagehosts spec``: the contract of an API."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

from cyclopts import Parameter

from . import output


def spec(
    api: Annotated[str, Parameter(help="The API, as `imagehosts hosts` lists it.")],
    /,
    *,
    xsd: Annotated[
        bool, Parameter(negative="", help="Print the XSD of its XML answers instead.")
    ] = False,
    source: Annotated[
        bool,
        Parameter(
            negative="",
            help="Print the source form instead, which only this project's generator understands.",
        ),
    ] = False,
) -> int:
    """Print the contract of a host: an OpenAPI document that any tool reads."""
    from imagehosts_wire import APIS

    name = api.lower().replace("-", "_").replace(".", "_")
    if name not in APIS:
        raise output.UsageError(f"no API {api!r}; known: {', '.join(APIS)}")
    package = files(f"imagehosts_wire.{name}")
    if not xsd:
        name_of_file = "spec.json" if source else "openapi.json"
        output.document(package.joinpath(name_of_file).read_text("utf-8"))
        return 0
    found = sorted(
        (each for each in package.iterdir() if each.name.endswith(".xsd")),
        key=lambda each: each.name,
    )
    if not found:
        raise output.UsageError(f"--xsd: {name} has no XSD: it answers in JSON")
    for each in found:
        output.document(each.read_text("utf-8"))
    return 0
