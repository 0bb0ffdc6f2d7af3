"""What must not be shown of one call, wherever it turns up: in an error, a log, a drift, a pickle.

Credentials are not all of it. A caller's own headers, the headers, cookies and login of a client
that a caller brought, passwords and deletehashes among the arguments: a host may repeat each.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, cast

from imagehosts_wire.types import Operation, Parameter, RawResponse, Url

from .memo import per_operation

__all__ = [
    "Secrets",
    "secret_arguments",
    "secrets_in_url",
    "secrets_of",
    "strike_causes",
    "struck_response",
]

#: Headers whose values say nothing about anybody; every other value is kept to ourselves.
_PUBLIC_HEADERS = frozenset(
    {
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "dnt",
        "host",
        "if-modified-since",
        "if-none-match",
        "origin",
        "pragma",
        "range",
        "referer",
        "te",
        "transfer-encoding",
        "user-agent",
        "x-requested-with",
    }
)


class Secrets:
    """The secrets of one call; they are gathered when somebody asks for them.

    Args:
        credentials: Keys and tokens that the request carries.
        headers: The caller's own headers.
        arguments: Arguments that are secret, such as a password.
    """

    __slots__ = ("arguments", "credentials", "headers", "own", "sent")

    def __init__(
        self,
        credentials: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        arguments: tuple[str, ...] = (),
    ) -> None:
        self.credentials = credentials
        self.headers = headers or {}
        self.arguments = arguments
        #: What a client of the caller's really sent, and what else it has.
        self.sent: Mapping[str, str] = {}
        self.own: Callable[[], Iterable[tuple[str, str]]] | None = None

    def values(self) -> tuple[str, ...]:
        """Every text to strike out."""
        found = dict.fromkeys(self.credentials + self.arguments)
        own = self.own() if self.own is not None else ()
        for name, value in (*self.headers.items(), *self.sent.items(), *own):
            if name.lower() not in _PUBLIC_HEADERS and not _is_switch(value):
                found.update(dict.fromkeys(_parts(name.lower(), value)))
        return tuple(found)


def _parts(name: str, value: str) -> Iterator[str]:
    """The value of a header, and what a host may repeat of it by itself."""
    yield value
    if name in ("cookie", "set-cookie"):
        yield from (pair.partition("=")[2].strip(' "') for pair in value.split(";"))
        return
    # Of "Bearer abc" the second word alone.
    words = value.split()
    yield from (word for word in words[len(words) > 1 :] if not _is_switch(word))
    if len(words) == 2 and words[0].lower() == "basic":
        try:
            login = binascii.a2b_base64(words[1]).decode("utf-8", "replace")
        except ValueError:
            return
        yield login
        yield login.partition(":")[2]


def _is_switch(value: str) -> bool:
    """Whether a header says "1", "no" or "en", which keep nobody out."""
    return len(value) < 2 or (len(value) < 4 and value.isalpha())


def secret_arguments(operation: Operation[Any], values: tuple[Any, ...]) -> tuple[str, ...]:
    """The arguments of a call that are secret by their names."""
    found = [text for index in _secret_places(operation) for text in _texts(values[index])]
    for parameter, value in zip(operation.parameters, values, strict=True):
        if parameter.encode == "json":
            from .json_values import secrets_within

            found += secrets_within(value)
    for parameter, value in zip(operation.parameters, values, strict=True):
        text = value.url if isinstance(value, Url) else value
        if not isinstance(text, str):
            continue
        if "://" in text[:_LONGEST_URL]:
            found += secrets_in_url(text)
        elif operation.method != "GET" and _is_id(parameter) and _is_token(text):
            # Where something is changed, a secret may stand for an id.
            found.append(text)
    return tuple(found)


#: What is longer is a file in base64.
_LONGEST_URL = 16 * 1024


def secrets_in_url(url: str) -> Iterator[str]:
    """What an address holds that must not be shown: a login, signatures, what deletes."""
    from urllib.parse import unquote, unquote_plus

    from .logging import is_secret_name

    before, _, query = url[:_LONGEST_URL].partition("?")
    authority, _, path = before.partition("://")[2].partition("/")
    login = authority.rpartition("@")[0]
    if login:
        password = login.partition(":")[2]
        yield from {login, unquote(login), password or login, unquote(password or login)}
    for name, value in pairwise(path.split("/")):
        if name.lower() == "delete" and _is_token(value):
            yield value
    for pair in query.partition("#")[0].split("&"):
        name, _, value = pair.partition("=")
        if value and is_secret_name(unquote_plus(name)):
            yield from {value, unquote_plus(value)}


def _is_id(parameter: Parameter) -> bool:
    return parameter.place == "path" or parameter.name.endswith(("_id", "_hash"))


@per_operation
def _secret_places(operation: Operation[Any]) -> tuple[int, ...]:
    """The parameters whose names say that they are secret."""
    from .logging import is_secret_name

    return tuple(
        index
        for index, parameter in enumerate(operation.parameters)
        if is_secret_name(parameter.name) or is_secret_name(parameter.wire)
    )


#: So long a text may be drawn at random.
_TOKEN_FROM = 12


def _is_token(text: str) -> bool:
    """Whether a text looks drawn at random: long, and neither a word nor a number."""
    is_word = text.isdigit() or (text.islower() and text.isalpha())
    return len(text) >= _TOKEN_FROM and not is_word


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, (list, tuple)):
        return [each for each in cast("Iterable[object]", value) if isinstance(each, str)]
    return ()


def secrets_of(response: RawResponse[Any]) -> Secrets:
    """The secrets of the call that an answer belongs to."""
    found: Secrets | None = getattr(response, "secrets", None)
    return found or Secrets()


def struck_response(response: RawResponse[Any], secrets: tuple[str, ...]) -> RawResponse[Any]:
    """An answer as an error carries it: without secrets, and the first megabyte of its body."""
    from .logging import hide_values

    content = response.content[:_KEPT]
    text = content.decode("utf-8", "surrogateescape")
    struck = hide_values(text, secrets)
    if struck != text:
        content = struck.encode("utf-8", "surrogateescape")
    changed = {
        name: hidden
        for name, value in response.headers.items()
        if (hidden := hide_values(value, secrets)) != value
    }
    headers: Any = response.headers
    if changed:
        headers = headers.copy()
        headers.update(changed)
    # A plain one: that of a client leads to its request, and to the key in it.
    return RawResponse(response.status, headers, content, hide_values(response.url, secrets))


#: So much of a body stays with an error.
_KEPT = 1024 * 1024


def strike_causes(error: BaseException, secrets: tuple[str, ...]) -> None:
    """Strike secrets out of the errors of other libraries that led to one of ours.

    Theirs quote what a peer sent, which may be what we sent.
    """
    from .logging import hide_values

    def struck(value: Any) -> Any:
        return hide_values(value, secrets) if isinstance(value, str) else value

    seen = {id(error)}
    cause = error.__cause__ or error.__context__
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        cause.args = tuple(struck(_as_text(value)) for value in cause.args)
        cause = cause.__cause__ or cause.__context__


def _as_text(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "backslashreplace")
    return value
