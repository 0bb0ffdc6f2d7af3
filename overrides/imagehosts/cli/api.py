"""``imagehosts api HOST RESOURCE METHOD``: every operation of every host, from its descriptor.

Nothing here knows an operation: names, arguments and texts are those of the generated resources,
which have them from the spec.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from . import output, settings

if TYPE_CHECKING:
    from imagehosts_wire.types import Operation, Parameter

    from imagehosts.hosts import Host

USAGE = "imagehosts api HOST RESOURCE METHOD [ARGUMENTS]"
#: What every operation takes beside its own arguments.
COMMON = ("all", "base_url", "timeout", "max_retries", "raw", "save")


def run(words: Sequence[str]) -> int:
    """Call an operation; gives the exit status."""
    from imagehosts.hosts import HOSTS

    if not words or words[0] in ("-h", "--help"):
        names = [host.name for host in HOSTS if _operations(host)]
        output.document(
            f"usage: {USAGE}\n\nCall any operation of a host; the answer is printed as JSON.\n"
            "`imagehosts api HOST` lists what there is, and\n"
            "`imagehosts api HOST RESOURCE METHOD --help` says what it takes.\n\n"
            f"hosts: {', '.join(names)}"
        )
        return 0 if words else output.WRONG_USAGE
    target_name, rest = words[0], list(words[1:])
    host = _host_of(target_name)
    resources = _operations(host)
    if not rest or rest[0] in ("-h", "--help"):
        _list(host, resources)
        return 0
    resource, *rest = rest
    methods = resources.get(_name(resource))
    if methods is None:
        raise output.UsageError(
            f"{host.name} has no resource {resource!r}; it has {', '.join(resources)}"
        )
    if not rest or rest[0] in ("-h", "--help"):
        _list(host, {resource: methods})
        return 0
    method, *rest = rest
    operation = methods.get(_name(method))
    if operation is None:
        raise output.UsageError(
            f"{host.name} {resource} has no method {method!r}; it has"
            f" {', '.join(name.replace('_', '-') for name in methods)}"
        )
    return _call(target_name, host, _name(resource), _name(method), operation, rest)


def _call(
    target_name: str,
    host: Host,
    resource: str,
    method: str,
    operation: Operation[Any],
    words: list[str],
) -> int:
    """Parse the arguments of an operation and call it."""
    try:
        from cyclopts import App, CycloptsError
    except ImportError as error:
        raise output.UsageError(
            f'api needs more: pip install "imagehosts[cli]" ({error})'
        ) from None
    function, about = _function(target_name, host, resource, method, operation)
    app = App(
        name=f"imagehosts api {host.name} {resource} {method.replace('_', '-')}",
        help=about,
        help_flags=["-h", "--help"],
        version_flags=[],
        help_formatter="default" if sys.stdout and sys.stdout.isatty() else "plain",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    app.default(function)
    try:
        status = app(words, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        error.verbose = False
        text = " ".join(str(error).split()).rstrip(".")
        raise output.UsageError(f"{text}; see `{app.name[0]} --help`") from None
    return status if isinstance(status, int) else 0


def _function(
    target_name: str, host: Host, resource: str, method: str, operation: Operation[Any]
) -> tuple[Callable[..., int], str]:
    """A function with the arguments of an operation, and what it does."""
    from cyclopts import Group
    from cyclopts import Parameter as Option

    summary, texts = _texts(operation)
    common = Group("Of every operation", sort_key=9)
    taken: dict[str, str] = {}
    parameters: list[inspect.Parameter] = []
    for parameter in sorted(operation.parameters, key=lambda each: not each.required):
        name = parameter.name if parameter.name not in COMMON else f"{parameter.name}_"
        taken[name] = parameter.name
        option: dict[str, Any] = {"help": texts.get(parameter.name, ""), "negative": ""}
        if _type_of(parameter) is bool:
            del option["negative"]
        kind: Any = inspect.Parameter.KEYWORD_ONLY
        if parameter.required:
            kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        default: Any = inspect.Parameter.empty if parameter.required else None
        annotation: Any = _type_of(parameter)
        annotation = annotation if parameter.required else annotation | None
        parameters.append(
            inspect.Parameter(
                name, kind, default=default, annotation=Annotated[annotation, Option(**option)]
            )
        )
    extras: list[tuple[str, Any, Any, str]] = [
        ("base_url", str | None, None, "The address of the host's API, or of an emulator's."),
        ("timeout", float | None, None, "Seconds for each step of a request."),
        ("max_retries", int | None, None, "How often a failed request is repeated."),
        ("raw", bool, False, "Print the answer as the host sent it."),
        ("save", str | None, None, "Write the answer, as the host sent it, to this file."),
    ]
    if operation.pagination is not None:
        extras.insert(0, ("all", bool, False, "All pages, one item a line."))
    for name, annotation, default, text in extras:
        common_option = Option(help=text, negative="", group=common)
        parameters.append(
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=default,
                annotation=Annotated[annotation, common_option],
            )
        )

    def function(*given: Any, **named: Any) -> int:
        bound = signature.bind(*given, **named)
        bound.apply_defaults()
        values = dict(bound.arguments)
        common_values = {name: values.pop(name, None) for name, *_ in extras}
        arguments = {
            taken[name]: _value(operation, taken[name], value)
            for name, value in values.items()
            if value is not None
        }
        return _send(target_name, resource, method, operation, arguments, common_values)

    signature = inspect.Signature(parameters)
    function.__signature__ = signature  # type: ignore[attr-defined]
    function.__annotations__ = {each.name: each.annotation for each in parameters}
    return function, summary


def _send(
    target_name: str,
    resource: str,
    method: str,
    operation: Operation[Any],
    arguments: dict[str, Any],
    common: dict[str, Any],
) -> int:
    target = settings.target(
        target_name, **{name: common[name] for name in ("base_url", "timeout", "max_retries")}
    )
    with target.host.make_client(**target.options) as client:
        found: Any = getattr(client, resource)
        if common["raw"] or common["save"]:
            response = getattr(found.with_raw_response, method)(**arguments)
            if common["save"]:
                with open(common["save"], "wb") as file:
                    file.write(response.content)
            else:
                output.document(response.text)
            return 0
        answer = getattr(found, method)(**arguments)
        if operation.pagination is None:
            output.result_json(_plain(answer))
        elif common["all"]:
            for item in answer:
                output.result_json(_plain(item))
        else:
            output.result_json([_plain(item) for item in answer.items])
    return 0


# --- what the generated code says ----------------------------------------------------------


def _operations(host: Host) -> dict[str, dict[str, Operation[Any]]]:
    """The operations of a host, by resource and method."""
    from pkgutil import iter_modules

    api = host.sync_client.api.name
    package = import_module(f"imagehosts_wire.{api}.resources")
    found: dict[str, dict[str, Operation[Any]]] = {}
    for module in iter_modules(package.__path__):
        operations = import_module(f"{package.__name__}.{module.name}").OPERATIONS
        found[module.name] = {}
        for operation in operations:
            found[module.name][operation.id.removeprefix(f"{module.name}_")] = operation
    return found


def _host_of(name: str) -> Host:
    """The host of a name, or of the profile of that name."""
    from imagehosts.hosts import find_host

    host = find_host(name)
    return host if host is not None else settings.target(name).host


def _list(host: Host, resources: dict[str, dict[str, Operation[Any]]]) -> None:
    lines = [f"usage: imagehosts api {host.name} RESOURCE METHOD [ARGUMENTS]", ""]
    for resource, methods in resources.items():
        lines.append(f"{resource}:")
        width = max(len(method) for method in methods) + 2
        for method, operation in methods.items():
            about = _texts(operation)[0].split("\n")[0]
            lines.append(f"  {method.replace('_', '-'):<{width}}{about}")
    output.document("\n".join(lines))


def _place(operation: Operation[Any]) -> tuple[str, str]:
    """The resource and the method of an operation; both may have several words."""
    words = operation.id.split("_")
    for length in range(len(words) - 1, 1, -1):
        tag = "_".join(words[:length])
        if find_spec(f"imagehosts_wire.{operation.api}.resources.{tag}") is not None:
            return tag, "_".join(words[length:])
    return words[0], "_".join(words[1:])


def _texts(operation: Operation[Any]) -> tuple[str, dict[str, str]]:
    """What the docstring of an operation says of it, and of each argument."""
    resource, method = _place(operation)
    module = import_module(f"imagehosts_wire.{operation.api}.resources.{resource}")
    name = f"{resource.replace('_', ' ').title().replace(' ', '')}Resource"
    found = getattr(getattr(module, name, None), method, None)
    text = inspect.getdoc(found) or ""
    about, _, listed = text.partition("\nArgs:\n")
    listed = re.split(r"\n(?=\S)", listed)[0]
    entries = re.findall(r"^ {4}(\w+): ((?:.|\n {8})*)", listed, re.MULTILINE)
    about = re.split(r"\n(?:Returns|Raises|Source):", about)[0].strip()
    return about, {name: " ".join(said.split()) for name, said in entries}


def _name(word: str) -> str:
    return word.replace("-", "_")


def _type_of(parameter: Parameter) -> Any:
    """The type that the command line gives an argument, by its encoding."""
    kind, _, rest = parameter.encode.partition(":")
    if kind == "choice":
        return Literal[tuple(rest.split("/"))]
    if kind in ("list", "csv"):
        return list[str]
    return {"flag": bool, "integer": int, "number": float}.get(kind, str)


def _value(operation: Operation[Any], name: str, value: Any) -> Any:
    """A value as the method takes it: lists may be written with commas, a time as ``3d``."""
    from imagehosts.sharing.details import parse_duration

    parameter = next(each for each in operation.parameters if each.name == name)
    kind, _, rest = parameter.encode.partition(":")
    if kind == "duration":
        return parse_duration(value, name)
    if kind in ("list", "csv"):
        parts = [part.strip() for each in value for part in each.split(",") if part.strip()]
        inner = rest.partition(":")[0]
        convert = {"integer": int, "number": float}.get(inner)
        try:
            return [convert(part) for part in parts] if convert else parts
        except ValueError:
            raise output.UsageError(
                f"--{name.replace('_', '-')}: expected numbers, got {','.join(parts)!r}"
            ) from None
    if kind == "json":
        import json

        try:
            return json.loads(value)
        except ValueError as error:
            raise output.UsageError(f"--{name.replace('_', '-')}: not JSON: {error}") from None
    return value


def _plain(value: Any) -> Any:
    from attrs import asdict, has

    kind = value.__class__
    if has(kind):
        return asdict(value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in cast("list[Any]", value)]
    if isinstance(value, bytes):
        return f"{len(value)} bytes; --save FILE keeps them"
    return value
