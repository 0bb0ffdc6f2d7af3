"""``imagehosts upload`` and ``imagehosts delete``.

The options that describe a picture are those of the host's own upload: they are made from the
parameters of its operation, once the command line says which host it is.
"""

from __future__ import annotations

import argparse
import inspect
import json
import logging
import os
import re
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from imagehosts.core.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imagehosts_wire.types import Operation, Parameter

    from imagehosts.core.client import SyncClient
    from imagehosts.hosts import Host

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]

#: Second names of options that switch something off.
NEGATIVE = {"public": "--private"}
#: Options that are the same at all hosts.
COMMON = ("--base-url", "--format", "--help", "--host", "--max-retries", "--quiet", "--timeout")
#: Encodings of values that a command line cannot give.
WITHOUT_OPTION = ("file", "source", "json")


def add_commands(commands: Commands, arguments: Sequence[str]) -> None:
    """Add ``upload`` and ``delete``."""
    about = "upload pictures and print their addresses"
    upload = commands.add_parser(
        "upload",
        help=about,
        description=f"{about}. A source is a file, an http(s) address that the host fetches by"
        " itself, or - for standard input. The options of the picture are those of the host:"
        " `imagehosts upload --host HOST --help` lists them.",
        allow_abbrev=False,
    )
    upload.set_defaults(run=_upload, refuse=_refuse_unknown, details=())
    about = "delete uploaded pictures by the delete addresses, or deletehashes, of their uploads"
    delete = commands.add_parser("delete", help=about, description=about, allow_abbrev=False)
    delete.set_defaults(run=_delete)
    if "upload" in arguments:  # no other command has to wait until the hosts are imported
        _add_upload_arguments(upload, arguments)
    if "delete" in arguments:
        delete.add_argument("addresses", nargs="+", metavar="DELETE_URL")
        _add_host_arguments(delete)


def _add_upload_arguments(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="file, address, or -")
    default = _add_host_arguments(parser)
    parser.add_argument(
        "--format",
        choices=("url", "viewer", "delete", "json"),
        default="url",
        help="what to print: the direct address (default), the address of the page that shows it,"
        " the address that deletes it, or all of the answer as JSON",
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    _add_picture_options(parser, _named_host(arguments, default))


def _add_host_arguments(parser: argparse.ArgumentParser) -> str | None:
    """Add what both commands take; returns the name of the host where none is named."""
    from imagehosts.hosts import HOSTS

    default = next((host.name for host in HOSTS if host.is_default), None)
    parser.add_argument(
        "--host",
        default=default,
        required=default is None,
        metavar="HOST",
        help=f"one of {', '.join(_uploading())} (default: {default});"
        " its key comes from the environment: see `imagehosts hosts`",
    )
    parser.add_argument("--base-url", metavar="URL", help="address of the API, of an emulator too")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="for each step of a call")
    parser.add_argument("--max-retries", type=int, metavar="N", help="repetitions of a failed call")
    return default


# --- the options of a host's upload --------------------------------------------------------


def _named_host(arguments: Sequence[str], default: str | None) -> Host | None:
    """The host that the command line names, or the default; None where there is no such host."""
    scan = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    scan.add_argument("--host", default=default)
    try:
        name = scan.parse_known_args(arguments)[0].host
    except argparse.ArgumentError:
        return None  # --host without a name, which the parser itself complains about
    from imagehosts.hosts import find_host

    return find_host(name) if name else None


def _add_picture_options(parser: argparse.ArgumentParser, host: Host | None) -> None:
    """Add an option for each optional parameter of a host's upload."""
    if host is None or host.upload_operation is None:
        return
    operation = host.upload_operation()
    group = parser.add_argument_group(f"options of a picture at {host.name}")
    texts = _descriptions(operation)
    details = list(_described(operation))
    for parameter in details:
        option = f"--{parameter.name.replace('_', '-')}"
        if option in COMMON:  # the option of all hosts keeps the short name
            option = f"--picture{option[1:]}"
        text = texts.get(parameter.name, "").replace("%", "%%")
        group.add_argument(option, dest=_key(parameter), help=text, **_option_of(parameter))
        if parameter.name in NEGATIVE:
            group.add_argument(
                NEGATIVE[parameter.name],
                dest=_key(parameter),
                action="store_false",
                default=None,
                help=f"the same as --no{option[1:]}",
            )
    parser.set_defaults(details=[parameter.name for parameter in details])


def _described(operation: Operation[Any]) -> Iterator[Parameter]:
    """The parameters that may be left out, but for files."""
    for parameter in operation.parameters:
        if not parameter.required and parameter.encode.split(":")[-1] not in WITHOUT_OPTION:
            yield parameter


def _key(parameter: Parameter) -> str:
    """Where the parsed value is kept, apart from the options that all hosts have."""
    return f"picture:{parameter.name}"


def _option_of(parameter: Parameter) -> dict[str, Any]:
    """How the command line takes a parameter, by its encoding."""
    kind, _, rest = parameter.encode.partition(":")
    if kind == "flag":
        return {"action": argparse.BooleanOptionalAction, "default": None}
    metavar = parameter.name.rpartition("_")[2].upper()
    if kind == "list":
        return {"action": "append", "metavar": metavar, "type": _number_type(rest)}
    if kind == "choice":
        return {"choices": rest.split("/")}
    return {"metavar": metavar, "type": _number_type(kind)}


def _number_type(kind: str) -> type:
    return {"integer": int, "number": float}.get(kind.partition(":")[0], str)


def _descriptions(operation: Operation[Any]) -> dict[str, str]:
    """What the docstring of an operation's method says of each argument."""
    tag, method = _place(operation)
    resource = import_module(f"imagehosts_wire.{operation.api}.resources.{tag}")
    kinds = (kind for kind in vars(resource).values() if isinstance(kind, type))
    found = next((getattr(kind, method) for kind in kinds if hasattr(kind, method)), None)
    text = inspect.getdoc(found) or ""
    _, _, listed = text.partition("\nArgs:\n")
    listed = re.split(r"\n(?=\S)", listed)[0]
    entries = re.findall(r"^ {4}(\w+): ((?:.|\n {8})*)", listed, re.MULTILINE)
    return {name: " ".join(said.split()).rstrip(".") for name, said in entries}


def _place(operation: Operation[Any]) -> tuple[str, str]:
    """The resource and the method of an operation; both may have several words."""
    words = operation.id.split("_")
    for length in range(len(words) - 1, 0, -1):
        tag = "_".join(words[:length])
        if find_spec(f"imagehosts_wire.{operation.api}.resources.{tag}") is not None:
            return tag, "_".join(words[length:])
    return words[0], "_".join(words[1:])


def _refuse_unknown(options: argparse.Namespace, unknown: Sequence[str]) -> None:
    """Refuse an option that the host has no parameter for."""
    host = _host(options.host)
    option = next((each.partition("=")[0] for each in unknown if each.startswith("-")), unknown[0])
    raise InvalidArgument(option, f"{host.name} does not support it")


# --- running --------------------------------------------------------------------------------


def _uploading() -> list[str]:
    from imagehosts.hosts import HOSTS

    return [host.name for host in HOSTS if not host.uploads_nothing]


def _client(options: argparse.Namespace) -> SyncClient:
    host = _host(options.host)
    if options.verbose:
        logging.basicConfig(level=logging.WARNING, format="%(message)s")
        logging.getLogger("imagehosts").setLevel(logging.DEBUG)
    given: dict[str, Any] = {}
    for name in ("base_url", "timeout", "max_retries"):
        if getattr(options, name) is not None:
            given[name] = getattr(options, name)
    in_environment = os.environ.get(host.base_url_variable)
    if host.needs_base_url and "base_url" not in given and not in_environment:
        raise InvalidArgument(
            "--base-url",
            f"{host.name} needs the address of a site's API, here or in {host.base_url_variable}",
        )
    return host.make_client(**given)


def _host(name: str) -> Host:
    from imagehosts.hosts import find_host

    host = find_host(name)
    if host is None:
        known = ", ".join(_uploading())
        raise InvalidArgument("--host", f"no host {name!r}; known: {known}")
    if host.uploads_nothing:
        raise InvalidArgument("--host", f"{host.name} takes no uploads; {host.uploads_nothing}")
    return host


def _upload(options: argparse.Namespace) -> int:
    from imagehosts.core.errors import ImageHostError, MissingCredentials

    details = {
        name: value
        for name in options.details
        if (value := getattr(options, f"picture:{name}")) is not None
    }
    host = _host(options.host)
    if options.format not in host.addresses and options.format != "json":
        known = ", ".join([*host.addresses, "json"])
        raise InvalidArgument("--format", f"{host.name} gives no such address; it gives {known}")
    failed = 0
    with _client(options) as client:
        for source in options.sources:
            progress = _Progress(source, shown=not options.quiet and sys.stderr.isatty())
            try:
                image = _upload_one(client, source, details, progress)
            except MissingCredentials:
                raise
            except ImageHostError as error:
                failed += 1
                progress.clear()
                print(f"imagehosts: {source}: {error}", file=sys.stderr)
            else:
                progress.clear()
                print(_shown(client, host, image, options.format), flush=True)
    return 1 if failed else 0


def _upload_one(client: Any, source: str, details: dict[str, Any], progress: _Progress) -> Any:
    given: Any = ("image", sys.stdin.buffer.read()) if source == "-" else source
    return client.upload(given, options={"progress": progress}, **details)


def _shown(client: SyncClient, host: Host, image: Any, what: str) -> str:
    from attrs import asdict

    if what == "json":
        return json.dumps(asdict(image), ensure_ascii=False)
    name = host.addresses[what]
    make = getattr(client, name, None)
    return str((make(image) if make is not None else getattr(image, name)) or "")


def _delete(options: argparse.Namespace) -> int:
    from imagehosts.core.errors import ImageHostError, MissingCredentials

    host = _host(options.host)
    if "delete" not in host.addresses:
        raise InvalidArgument("--host", f"{host.name} gives no addresses that delete")
    failed = 0
    with _client(options) as client:
        for number, address in enumerate(options.addresses, 1):
            try:
                client.delete(address)  # type: ignore[attr-defined]
            except MissingCredentials:
                raise
            except ImageHostError as error:
                failed += 1
                # By its number: the address itself is a secret.
                print(f"imagehosts: address {number}: {error}", file=sys.stderr)
    return 1 if failed else 0


class _Progress:
    """A line on the terminal that says how much of a file has gone out."""

    def __init__(self, source: str, *, shown: bool) -> None:
        self._source = source if len(source) <= 40 else f"...{source[-37:]}"
        self._shown = shown
        self._percent = -1

    def __call__(self, sent: int, total: int | None) -> None:
        if not self._shown:
            return
        percent = sent * 100 // total if total else sent >> 20
        if percent != self._percent:
            self._percent = percent
            unit = "%" if total else " MiB"
            sys.stderr.write(f"\r\x1b[K{self._source}  {percent}{unit}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
