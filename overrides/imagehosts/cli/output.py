"""What the command line writes: the one way to standard output, and the one to standard error.

Addresses, messages, titles and names of files are other people's text. Whatever could move the
cursor, turn the direction of writing, or begin a line is written as an escape (:func:`clean`).
What the terminal's encoding cannot hold is written as an escape too: no answer gets lost because
of it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "FAILED",
    "INTERRUPTED",
    "WRONG_USAGE",
    "OutputFailed",
    "UsageError",
    "clean",
    "explain",
    "flush",
    "report",
    "result",
    "result_json",
    "say",
    "shell_word",
]

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130

#: Control characters, those of writing direction, line and paragraph separators, invisible ones
#: that make two texts look alike, and halves of surrogate pairs.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

#: What options are called whose values are arguments of the library by another name.
_OPTIONS: Mapping[str, str] = {
    "album_id": "--album",
    "expiration": "--expires",
    "host_options": "--host-option",
    "image": "",
    "picture": "",
    "public": "--private",
    "source": "",
    "address": "",
    "file": "",
    "at_once": "--jobs",
    "delete": "",
}


class OutputFailed(Exception):
    """Standard output cannot be written."""


class UsageError(Exception):
    """The command line asks for something that makes no sense; each line says what to do."""


def clean(text: str) -> str:
    """Other people's text on one line, with nothing in it that a terminal obeys."""
    return _UNSAFE.sub(_escape, text)


def shell_word(text: str) -> str:
    """A word of a command line that can be copied into a shell from one line of standard error."""
    if not any(map(_is_escaped, text)):
        return shlex.quote(text)
    # Octal numbers, which every shell with $'...' reads alike.
    parts = (_octal(each) if _is_escaped(each) or each in "\\'" else each for each in text)
    return f"$'{''.join(parts)}'"


def result(text: str) -> None:
    """Write a result: one line on standard output.

    Raises:
        OutputFailed: It cannot be written.
    """
    _write(clean(text))


def result_json(value: Any) -> None:
    """Write a result as JSON: one line on standard output.

    Raises:
        OutputFailed: It cannot be written.
    """
    text = _UNSAFE.sub(_escape_json, json.dumps(value, ensure_ascii=False, default=str))
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = json.dumps(value, default=str)
    _write(text)


def document(text: str) -> None:
    """Write a text of our own, with its lines, to standard output.

    Raises:
        OutputFailed: It cannot be written.
    """
    _write("\n".join(clean(line) for line in text.rstrip("\n").split("\n")))


def say(text: str) -> None:
    """Say something to the user: one line on standard error."""
    _say(f"imagehosts: {clean(text)}")


def details(text: str) -> None:
    """Say what was asked for with ``--verbose``."""
    _say(clean(text))


def flush() -> None:
    """Write what is still in the way to standard output.

    Raises:
        OutputFailed: It cannot be written.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        _give_up(error)


def explain(error: BaseException) -> str:
    """What went wrong, as somebody sees it who typed options and no Python."""
    from imagehosts.core.byte_sources import EXPECTED
    from imagehosts.core.errors import ImageHostError, InvalidArgument, MissingCredentials

    if isinstance(error, InvalidArgument):
        message = error.message.removeprefix(f"{error.argument}: ").removesuffix(f"; {EXPECTED}")
        head = re.split(r"[\[.]", error.argument)[0]
        # A variable of the environment is no option, and is said as it is.
        word, blank, rest = head.partition(" ")
        is_option = not head.isupper() and (not blank or word == "host_option")
        plain = f"--{word.replace('_', '-')}{blank}{rest}" if is_option else head
        option = _OPTIONS.get(head, plain)
        return f"{option}: {message}" if option else message
    if isinstance(error, MissingCredentials):
        said = re.sub(r"give \w+=\.\.\., or set (\w+)", r"set \1", error.message)
        return f"{error.host}: {said}" if error.host else said
    if isinstance(error, ImageHostError):
        return str(error)
    return f"{type(error).__name__}: {error}"


def report(error: BaseException) -> int | None:
    """Say what went wrong in one sentence; gives the exit status, None for errors of our own."""
    from imagehosts.core.errors import ImageHostError, InvalidArgument, MissingCredentials
    from imagehosts.hosts import IncompleteHost

    if isinstance(error, OutputFailed):
        say(str(error))
        return FAILED
    if isinstance(error, UsageError):
        for line in error.args:
            say(line)
        return WRONG_USAGE
    if isinstance(error, (InvalidArgument, MissingCredentials)):
        say(explain(error))
        return WRONG_USAGE
    if isinstance(error, (ImageHostError, IncompleteHost)):
        say(explain(error) if isinstance(error, ImageHostError) else str(error))
        for note in getattr(error, "__notes__", ()):
            say(note)
        return FAILED
    return None


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_escaped(character: str) -> bool:
    """Whether a character does not come out of standard error as it is."""
    if _UNSAFE.match(character):
        return True
    try:
        character.encode(getattr(sys.stderr, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return True
    return False


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(character))


def _escape_json(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1].replace("\x7f", "\\u007f")


def _write(line: str) -> None:
    stream = sys.stdout
    if stream is None:
        raise OutputFailed("standard output is closed, and the result cannot be written")
    try:
        try:
            stream.write(line + "\n")
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        # Now, so that the reader of a pipe sees each result when it is there.
        stream.flush()
    except (OSError, ValueError) as error:
        _give_up(error)


def _give_up(error: OSError | ValueError) -> None:
    # What is left in the buffer would be tried once more at exit, and complain again.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError:
        pass
    why = error.strerror if isinstance(error, OSError) else str(error)
    raise OutputFailed(f"standard output cannot be written: {why or error}") from None


def _say(line: str) -> None:
    stream = sys.stderr
    if stream is None:
        return
    try:
        encoding = getattr(stream, "encoding", None) or "ascii"
        stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        stream.flush()
    except (OSError, ValueError):
        pass  # there is nobody left to tell
