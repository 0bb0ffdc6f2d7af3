"""``imagehosts upload`` and ``imagehosts delete``."""

from __future__ import annotations

import argparse
import inspect
import json
import logging
import re
import sys
from typing import TYPE_CHECKING, Any

from imagehosts.core.errors import InvalidArgument
from imagehosts.hosts import HOSTS, Host, find_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from imagehosts.core.client import SyncClient

    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]

#: Arguments that describe a picture: option, type, help. They are sent where the host knows them.
DETAILS: tuple[tuple[str, Callable[[str], Any], str], ...] = (
    ("name", str, "name of the file, where the host takes one that is given by address"),
    ("title", str, "title of the picture"),
    ("description", str, "description of the picture"),
    ("tags", str, "tags, separated by commas"),
    ("album-id", str, "album to file it in; of an anonymous album its deletehash"),
    ("album", str, "album to file it in, by id or title; one that is not there is made"),
    ("category-id", int, "category to file it under"),
    ("width", int, "width to shrink it to, in pixels"),
    ("expiration", str, "time after which the host deletes it, as in PT5M or P3D"),
)
#: Options whose names are not those of their arguments.
OPTIONS = {"public": "--private"}


def add_verbs(verbs: Verbs) -> None:
    """Add ``upload`` and ``delete``."""
    about = "upload pictures and print their addresses"
    parser = verbs.add_parser(
        "upload",
        help=about,
        description=f"{about}. A source is a file, an http(s) address that the host fetches by"
        " itself, or - for standard input.",
    )
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="file, address, or -")
    _add_host_arguments(parser)
    parser.add_argument(
        "--format",
        choices=("url", "viewer", "delete", "json"),
        default="url",
        help="what to print: the direct address (default), the address of the page that shows it,"
        " the address that deletes it, or all of the answer as JSON",
    )
    parser.add_argument("--nsfw", action="store_true", default=None, help="not safe for work")
    parser.add_argument(
        "--use-file-date",
        action="store_true",
        default=None,
        help="file it under the date in its Exif data; for administrators",
    )
    parser.add_argument(
        "--private",
        action="store_const",
        const=False,
        dest="public",
        help="for the account's own eyes; at hosts with accounts",
    )
    for name, kind, text in DETAILS:
        parser.add_argument(f"--{name}", type=kind, help=text)
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser.set_defaults(run=_upload)

    about = "delete uploaded pictures by the delete addresses, or deletehashes, of their uploads"
    parser = verbs.add_parser("delete", help=about, description=about)
    parser.add_argument("addresses", nargs="+", metavar="DELETE_URL")
    _add_host_arguments(parser)
    parser.set_defaults(run=_delete)


def _add_host_arguments(parser: argparse.ArgumentParser) -> None:
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


def _uploading() -> list[str]:
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
    if host.needs_base_url and "base_url" not in given:
        raise InvalidArgument("--base-url", f"{host.name} needs the address of a site's API")
    return host.make_client(**given)


def _host(name: str) -> Host:
    host = find_host(name)
    if host is None:
        known = ", ".join(_uploading())
        raise InvalidArgument("--host", f"no host {name!r}; known: {known}")
    if host.uploads_nothing:
        raise InvalidArgument("--host", f"{host.name} takes no uploads; {host.uploads_nothing}")
    return host


def _upload(options: argparse.Namespace) -> int:
    from imagehosts.core.errors import ImageHostError, MissingCredentials

    names = [name.replace("-", "_") for name, _, _ in DETAILS]
    names += ["nsfw", "use_file_date", "public"]
    details = {name: value for name in names if (value := getattr(options, name)) is not None}
    host = _host(options.host)
    if options.format not in host.addresses and options.format != "json":
        known = ", ".join([*host.addresses, "json"])
        raise InvalidArgument("--format", f"{host.name} gives no such address; it gives {known}")
    failed = 0
    with _client(options) as client:
        _check_details(client, details, options.host)
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


def _check_details(client: SyncClient, details: dict[str, Any], host: str) -> None:
    """Refuse an option that the host has no parameter for."""
    known = _upload_arguments(client)
    for name in details:
        if name not in known:
            option = OPTIONS.get(name, f"--{name.replace('_', '-')}")
            raise InvalidArgument(option, f"{host} knows no such thing")


def _upload_arguments(client: SyncClient) -> set[str]:
    """What the client's upload takes, those arguments included that a typed dictionary lists."""
    found: set[str] = set()
    for parameter in inspect.signature(client.upload).parameters.values():  # type: ignore[attr-defined]
        listed = re.fullmatch(r"Unpack\[(\w+)\]", str(parameter.annotation))
        if parameter.kind is parameter.VAR_KEYWORD and listed is not None:
            module = sys.modules[client.upload.__module__]  # type: ignore[attr-defined]
            found |= set(getattr(module, listed[1]).__annotations__)
        else:
            found.add(parameter.name)
    return found


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
