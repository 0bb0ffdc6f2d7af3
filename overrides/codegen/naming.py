"""The names in generated modules, and how a model of the same name is told apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

#: Builtin types that annotations use; a method of such a name hides one in its class.
BUILTIN_TYPES = ("bool", "bytes", "dict", "float", "int", "list", "str")
#: What modules of resources import. A model of such a name is written ``models.Page`` there.
IMPORTED_BY_RESOURCES = frozenset(
    {
        "Any",
        "AsyncPager",
        "AsyncResource",
        "Choice",
        "Credential",
        "FileInput",
        "Literal",
        "Mapping",
        "Operation",
        "Page",
        "Pagination",
        "Parameter",
        "RequestOptions",
        "Resource",
        "Result",
        "Sequence",
        "TypedDict",
        "UploadSource",
    }
)
#: What modules of models import, and what means itself everywhere: no model can have these names.
TAKEN_BY_MODELS = frozenset({"Any", "ClassVar", "False", "Literal", "None", "True"})
#: What modules of inputs import or call by these names.
TAKEN_BY_INPUTS = frozenset(
    {"Annotated", "Any", "Literal", "Mapping", "Meta", "NotRequired", "Sequence", "TypedDict"}
)

#: The modules beside the packages of the APIs.
SHARED_MODULES = ("deferred", "reading", "types")

_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[A-Za-z_][\w.]*")


def pascal_case(name: str) -> str:
    """A name in snake_case as the name of a class."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def options_name(operation_id: str) -> str:
    """The class of the optional arguments of an operation."""
    return f"{pascal_case(operation_id)}Options"


def resource_classes(tag: str) -> tuple[str, ...]:
    """The classes that the module of a resource defines."""
    kinds = (f"{pascal_case(tag)}Resource", f"Async{pascal_case(tag)}Resource")
    twins = ("", "WithRawResponse", "WithStreamingResponse")
    return tuple(kind + twin for kind in kinds for twin in twins)


def names_in_resource(tag: str, operation_ids: Iterable[str]) -> frozenset[str]:
    """Everything that the module of a resource calls by a name with a capital letter."""
    options = {options_name(each) for each in operation_ids}
    constants = {each.upper() for each in operation_ids}
    return IMPORTED_BY_RESOURCES | {*resource_classes(tag), "OPERATIONS"} | options | constants


def qualify(annotation: str, modules: Mapping[str, Collection[str]]) -> str:
    """An annotation in which each of some names is preceded by the module that has it."""

    def replace(match: re.Match[str]) -> str:
        token = match[0]
        for module, names in modules.items():
            if token in names:
                return f"{module}.{token}"
        return token

    return _TOKEN.sub(replace, annotation)


def rename_in(annotation: str, renamed: Mapping[str, str]) -> str:
    """An annotation in which some names are replaced by others."""
    return _TOKEN.sub(lambda match: renamed.get(match[0], match[0]), annotation)
