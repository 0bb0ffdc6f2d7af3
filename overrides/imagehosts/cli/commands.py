"""The commands, as data: where each one is, and what the overview says of it.

The overview and ``--version`` are written from this table alone, so that they are there at once.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from . import output

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "Command", "run"]


class Command(NamedTuple):
    """One command.

    Attributes:
        about: What it does, in a line.
        place: Its function, or its group of commands.
        parses: Whether it takes its words as they are, and answers ``--help`` by itself.
        extra: The extra that it needs.
    """

    about: str
    place: str
    parses: bool = False
    extra: str = "cli"


COMMANDS: dict[str, Command] = {
    "upload": Command("upload pictures and print their links", "upload:upload"),
    "delete": Command("delete pictures by their links", "delete:delete"),
    "history": Command("list what was uploaded, and forget it", "history:app"),
    "album": Command("make, fill, list, copy and delete albums", "albums:app"),
    "hosts": Command("what each host can do, and which key is set", "hosts:hosts"),
    "login": Command("keep a key, in the system's keyring", "accounts:login"),
    "logout": Command("forget a key that was kept", "accounts:logout"),
    "whoami": Command("show which accounts and keys are in use", "accounts:whoami"),
    "api": Command("call any operation of a host: HOST RESOURCE METHOD", "api:run", True),
    "spec": Command("print the contract of a host: OpenAPI for any tool", "spec:spec"),
    "sxcu": Command("read and write ShareX custom uploaders", "sxcu:app"),
    "contract": Command("check whether a running host keeps its contract", "contract:run", True),
    "emulate": Command(
        "run an emulator of the hosts, with state, on this machine", "emulate:run", True, "emulator"
    ),
}

_HELP = ("-h", "--help")
_VERBOSE = ("-v", "--verbose")
_COMPLETION = "--install-completion"


def run(words: list[str]) -> int:
    """Run a command line; gives the exit status."""
    words, verbose = _without_verbose(words)
    if not words or words[0] in _HELP:
        output.document(overview())
        return 0 if words else output.WRONG_USAGE
    if words[0] == "--version":
        from imagehosts import __version__

        output.result(f"imagehosts {__version__}")
        return 0
    name = words[0]
    command = COMMANDS.get(name)
    if command is None and name != _COMPLETION:
        raise output.UsageError(_unknown(name))
    if verbose:
        _log()
    if command is not None and command.parses:
        function = _load(command, name)
        status: int = function(words[1:])
        return status
    return _run_parsed(words, name)


def overview() -> str:
    """What ``imagehosts --help`` prints."""
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{command.about}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: imagehosts COMMAND ...",
            "",
            "Upload pictures to image hosts, and run an emulator of them.",
            "",
            "commands:",
            *lines,
            "",
            "options:",
            "  -h, --help            show this, or what a command takes: imagehosts COMMAND --help",
            "  -v, --verbose         log requests and answers to standard error; anywhere",
            "  --version             print the version",
            "  --install-completion  let the shell complete commands and options",
            "",
            "exit status: 0 success, 1 a host, a file or the output failed, 2 wrong usage,"
            " 130 Ctrl-C",
        ]
    )


def _run_parsed(words: list[str], name: str) -> int:
    """Run a command whose words are parsed by Cyclopts."""
    try:
        from cyclopts import App, CycloptsError
    except ImportError as error:
        raise output.UsageError(missing_extra("cli", name, error)) from None
    from .options import STDIN

    app = App(
        name="imagehosts",
        help="Upload pictures to image hosts, and run an emulator of them.",
        help_flags=list(_HELP),
        version_flags=[],
        help_formatter="default" if _is_terminal() else "plain",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for each, command in COMMANDS.items():
        if not command.parses:
            app.command(f"{__package__}.{command.place}", name=each, help=_sentence(command.about))
    app.register_install_completion_command()  # pyright: ignore[reportUnknownMemberType]
    # To Cyclopts a lone dash is an option without a name.
    given = [STDIN if word == "-" else word for word in words]
    try:
        status = app(given, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        raise output.UsageError(_readable(error) + _dashes(words)) from None
    except ImportError as error:
        raise output.UsageError(missing_extra("cli", name, error)) from None
    return status if isinstance(status, int) else 0


def missing_extra(extra: str, name: str, error: ImportError) -> str:
    """What to do where a command cannot run for want of a package."""
    return (
        f'{name} needs more than the base package: pip install "imagehosts[{extra}]"'
        f" ({error.name or error} is missing)"
    )


def _load(command: Command, name: str) -> Any:
    from importlib import import_module

    module, _, attribute = command.place.partition(":")
    try:
        return getattr(import_module(f"{__package__}.{module}"), attribute)
    except ImportError as error:
        raise output.UsageError(missing_extra(command.extra, name, error)) from None


def _readable(error: Any) -> str:
    """A complaint of the parser in one sentence."""
    error.verbose = False
    text = " ".join(str(error).split())
    chain = " ".join(error.command_chain or ())
    return f"{text.rstrip('.')}; see `imagehosts {chain} --help`".replace("  ", " ")


def _dashes(words: Sequence[str]) -> str:
    """What to do about a file that looks like an option, as a pattern of the shell brings them."""
    for word in words:
        if word.startswith("-") and os.path.isfile(word):
            return f"; for the file, write ./{word}"
    return ""


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    if name.startswith("-"):
        return f"there is no option {name}; see `imagehosts --help`"
    close = get_close_matches(name, COMMANDS, 1)
    meant = f"; did you mean {close[0]}?" if close else ""
    return f"there is no command {name!r}{meant} See `imagehosts --help`"


def _without_verbose(words: Sequence[str]) -> tuple[list[str], bool]:
    """The words without ``-v``, which may stand anywhere before ``--``."""
    end = words.index("--") if "--" in words else len(words)
    before = [word for word in words[:end] if word not in _VERBOSE]
    return [*before, *words[end:]], len(before) < end


def _log() -> None:
    """Log requests and answers; secrets are struck out where they are logged."""
    import logging

    class Writer(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            output.details(self.format(record))

    logger = logging.getLogger("imagehosts")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(Writer())
    logger.propagate = False


def _is_terminal() -> bool:
    return bool(sys.stdout and sys.stdout.isatty())


def _sentence(about: str) -> str:
    return f"{about[0].upper()}{about[1:]}."
