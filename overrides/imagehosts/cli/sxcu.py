"""``imagehosts sxcu``: ShareX custom uploaders in, our hosts out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from . import output, settings
from .options import STDIN, BaseUrl

app = App(
    name="sxcu",
    help="Read and write ShareX custom uploaders.",
    help_epilogue="What was read is a host like the others: imagehosts upload --to NAME. A file is"
    " one too without being kept: imagehosts upload --to ./my.sxcu.",
    version_flags=[],
)


@app.command(name="import")
def read(
    file: Annotated[str, Parameter(help="A .sxcu file, or - for standard input.")],
    /,
    *,
    name: Annotated[
        str | None, Parameter(name=["--as"], help="What --to takes; by default its own name.")
    ] = None,
) -> int:
    """Read a custom uploader, check it, and keep it as a host of its own.

    It is kept where only you can read it: such files often hold a key.
    """
    from imagehosts.hosts import find_host
    from imagehosts.sharing.custom import load_uploader

    text = sys.stdin.read() if file == STDIN else read_file(file)
    uploader = load_uploader(text)
    kept_as = name or called(uploader.name)
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", kept_as):
        raise output.UsageError("--as: letters, digits, dots, dashes and underscores alone")
    if find_host(kept_as) is not None or kept_as in settings.load_profiles():
        raise output.UsageError(f"--as: {kept_as} is the name of another host; give it a new one")
    settings.save_uploader(kept_as, text)
    output.say(f"kept as {kept_as}: imagehosts upload --to {kept_as}")
    return 0


def called(name: str) -> str:
    """The name of an uploader as ``--to`` takes it."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "custom"


def read_file(name: str) -> str:
    """The text of a ``.sxcu`` file.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        return Path(name).expanduser().read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise output.UsageError(f"{name} cannot be read: {error}") from None


@app.command
def remove(name: str, /) -> int:
    """Forget a custom uploader that was kept."""
    if not settings.forget_uploader(name):
        raise output.UsageError(f"there is no custom uploader {name!r}")
    return 0


@app.command
def export(
    host: Annotated[str, Parameter(help="The host, or a name given to login.")],
    /,
    *,
    with_key: Annotated[
        bool,
        Parameter(
            negative="", help="Write the key that is in use into it; without, ShareX asks for it."
        ),
    ] = False,
    base_url: BaseUrl = None,
) -> int:
    """Print a host as a custom uploader, to be saved as a .sxcu file."""
    import os

    from imagehosts.sharing.custom import export_host

    target = settings.target(host, base_url=base_url)
    secrets: dict[str, str] = {}
    address = target.options.get("base_url") or os.environ.get(target.host.base_url_variable)
    if with_key:
        variables = target.host.sync_client.environment
        secrets = {
            scheme: value
            for scheme, variable in variables.items()
            if (value := target.options.get(scheme) or os.environ.get(variable))
        }
        if not secrets:
            raise output.UsageError(f"--with-key: no key of {target.name} is known")
    exported = export_host(target.host, secrets, address)
    output.document(json.dumps(exported, indent=2))
    return 0


def ask(question: str, default: str, choices: Sequence[str]) -> str:
    """Ask what an uploader wants to be asked; takes the default where nobody can answer."""
    first = default or (choices[0] if choices else "")
    if sys.stdin is None or not sys.stdin.isatty():
        return first
    listed = f" ({', '.join(choices)})" if choices else ""
    sys.stderr.write(f"{output.clean(question + listed)} [{output.clean(first)}]: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() or first
