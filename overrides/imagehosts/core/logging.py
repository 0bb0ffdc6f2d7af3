"""What this package writes to the log, and what it never writes: credentials.

Two loggers. ``imagehosts`` gets a line per request and per answer at DEBUG. ``imagehosts.drift``
gets a WARNING where a host answers something that its contract does not allow; the user gets the
answer all the same, so this is where a changed API shows first.

Secrets are found in three ways, because each alone has gaps: by the *name* they go under (a header,
a query parameter, a form field, a JSON member), by their *shape* (the API keys and delete links of
these hosts), and by *value*, where a client passes its own credentials as ``secrets``.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sized
from functools import lru_cache
from typing import Final, Literal, Protocol, TypeAlias

from attrs import frozen

from .forks import renew_in_children

__all__ = [
    "ABSENT",
    "REDACTED",
    "SECRET_FRAGMENTS",
    "SECRET_NAMES",
    "Drift",
    "DriftCallback",
    "DriftKind",
    "DriftReporter",
    "LoggedRequest",
    "LoggedResponse",
    "describe_value",
    "hide_values",
    "is_secret_name",
    "log_request",
    "log_response",
    "log_retry",
    "redact_headers",
    "redact_text",
    "redact_url",
    "request_line",
    "response_line",
    "retry_line",
]

LOGGER = logging.getLogger("imagehosts")
DRIFT_LOGGER = logging.getLogger("imagehosts.drift")
# Without it Python prints warnings of libraries to standard error unasked.
LOGGER.addHandler(logging.NullHandler())

REDACTED = "[redacted]"

#: Names of secrets. Compared by their words, whatever the case and whatever parts the words:
#: ``api_key`` stands for ``apiKey``, ``API-Key``, ``apikey`` and ``my.api.key[]``, and ``key`` for
#: ``guest_key`` but not for ``keywords``.
SECRET_NAMES = frozenset(
    {
        "access_token",
        "api_key",
        "auth",
        "auth_token",
        "authorization",
        "client_id",
        "client_secret",
        "cookie",
        "delete_hash",
        "delete_link",
        "delete_url",
        "deletehash",
        "key",
        "pass",
        "passwd",
        "password",
        "phpsessid",
        "pin",
        "proxy_authorization",
        "pwd",
        "refresh_token",
        "session",
        "set_cookie",
        "sig",
        "signature",
        "token",
        "x_api_key",
    }
)

#: A name is secret too if these letters occur anywhere in it: they occur in nothing harmless.
SECRET_FRAGMENTS = (
    "apikey",
    "token",
    "secret",
    "password",
    "passwd",
    "authorization",
    "credential",
    "deletehash",
    "sessid",
    "sessionid",
)

#: Secret in an address only; elsewhere ``code`` is the number of an error.
SECRET_IN_ADDRESS = frozenset({"code"})

#: Credentials known by their looks, as hosts print them in answers and addresses.
SECRET_SHAPES = (
    r"\bchv_[A-Za-z0-9_]{8,}",
    r"\b[0-9a-f]{64}\b",
    r"\b[0-9A-Z]{8}[0-9a-f]{32}\b",
)


# --- redaction -----------------------------------------------------------------------------


def is_secret_name(name: str) -> bool:
    """Whether what goes under this name is a secret."""
    return _is_secret_name(name[:200])


def redact_headers(headers: Mapping[str, str], *, secrets: Iterable[str] = ()) -> dict[str, str]:
    """Copy headers with their secrets struck out; of ``Authorization`` the scheme remains."""
    hide = tuple(secrets)
    return {
        name: _hidden_header(value) if is_secret_name(name) else redact_text(value, secrets=hide)
        for name, value in headers.items()
    }


def redact_url(url: object, *, secrets: Iterable[str] = ()) -> str:
    """Write an address with its secrets struck out, on one line and not too long.

    Struck out are user and password, secret query and fragment parameters (also within an address
    that is itself a parameter), and what follows ``/delete/`` in the path.
    """
    return _one_line(_redact_url(_hide_values(str(url), tuple(secrets)), 0))


def hide_values(text: str, secrets: Iterable[str]) -> str:
    """Strike these values out of a text, in whatever spelling, and leave all the rest."""
    return _hide_values(text, tuple(secrets))


def redact_text(text: str, *, secrets: Iterable[str] = ()) -> str:
    """Strike secrets out of any text: JSON, forms, multipart bodies, header lines, prose."""
    return _redact_text(_hide_values(text, tuple(secrets)), 0)


# --- requests and answers ------------------------------------------------------------------


class LoggedRequest(Protocol):
    """What is read of a request."""

    @property
    def host(self) -> str: ...
    @property
    def operation(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


class LoggedResponse(Protocol):
    """What is read of an answer."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


def log_request(request: LoggedRequest) -> None:
    """Log a request at DEBUG; nothing is looked at while that is off."""
    if LOGGER.isEnabledFor(logging.DEBUG):
        LOGGER.debug("%s", request_line(request))


def log_response(request: LoggedRequest, response: LoggedResponse) -> None:
    """Log an answer at DEBUG; nothing is looked at while that is off."""
    if LOGGER.isEnabledFor(logging.DEBUG):
        LOGGER.debug("%s", response_line(request, response))


def log_retry(request: LoggedRequest, reason: str, seconds: float) -> None:
    """Log at DEBUG that a request will be sent again, why, and when."""
    if LOGGER.isEnabledFor(logging.DEBUG):
        LOGGER.debug("%s", retry_line(request, reason, seconds))


def request_line(request: LoggedRequest) -> str:
    """Describe a request on one line, without secrets; its body is not shown."""
    secrets = _secrets_of(request)
    address = redact_url(request.url, secrets=secrets)
    return _line(request, f"{request.method} {address}", request.headers, secrets)


def response_line(request: LoggedRequest, response: LoggedResponse) -> str:
    """Describe an answer on one line, without secrets; its body is not shown."""
    secrets = _secrets_of(request)
    return _line(request, f"answered {response.status}", response.headers, secrets)


def retry_line(request: LoggedRequest, reason: str, seconds: float) -> str:
    """Describe on one line why and when a request will be sent again."""
    secrets = _secrets_of(request)
    words = redact_text(reason, secrets=secrets)
    return _line(request, f"again in {seconds:.3f} s: {words}", {}, secrets)


# --- drift ---------------------------------------------------------------------------------


#: How an answer drifted: from its contract, or from the request, of which a part was ignored.
DriftKind: TypeAlias = Literal["not as specified", "asked for, not done"]


@frozen
class Drift:
    """One place where an answer is not what its contract says, or not what was asked for."""

    host: str
    """The name of the API."""
    operation: str
    """The operation's id, as in ``images_upload``."""
    pointer: str
    """JSON pointer to the place within the answer."""
    expected: str
    """What the contract allows there, as text."""
    got: str
    """What is there: at most 80 characters, without secrets."""
    kind: DriftKind = "not as specified"
    """Whether the answer differs from its contract, or from what the caller asked for."""

    def __str__(self) -> str:
        place = f"{self.host} {self.operation} {self.pointer or '(whole answer)'}"
        if self.kind == "not as specified":
            return _one_line(f"{place}: expected {self.expected}, got {self.got}")
        return _one_line(f"{place}: {self.kind}: {self.expected}; got {self.got}")


#: Stands for a value that is missing.
ABSENT: Final = object()

DriftCallback: TypeAlias = Callable[[Drift], None]


class DriftReporter:
    """Reports drift to the log and to a callback, and counts it. Safe to share between threads.

    A host that went astray does so in every item of every list: of each place only the first few
    deviations are logged, and after those one line each time the count reaches a power of ten.
    Places within arrays are one place, whatever the index.

    Args:
        callback: Called with every drift, logged or not. What it raises reaches the caller of the
            operation: that is how to make drift an error.
        first: Deviations per place that are logged one by one.
    """

    def __init__(self, callback: DriftCallback | None = None, *, first: int = 5) -> None:
        self._callback = callback
        self._first = first
        self._lock = threading.Lock()
        renew_in_children(self)
        self._counts: dict[tuple[str, str, str], int] = {}

    def renew(self) -> None:
        """Take another lock, in a child of the process."""
        self._lock = threading.Lock()

    @property
    def counts(self) -> dict[tuple[str, str, str], int]:
        """A copy of the counts by (host, operation, pointer), with ``*`` for array indices."""
        with self._lock:
            return dict(self._counts)

    def report(
        self,
        host: str,
        operation: str,
        pointer: str,
        expected: str,
        got: object,
        *,
        secrets: Iterable[str] = (),
        kind: DriftKind = "not as specified",
    ) -> None:
        """Count a drift, log it unless its place was logged enough, and tell the callback.

        Args:
            host: The API.
            operation: The operation's id.
            pointer: JSON pointer to the place within the answer.
            expected: What the contract allows there, as text.
            got: The value that is there, or :data:`ABSENT`. It is described, not kept.
            secrets: Values that must not be shown.
            kind: How the answer drifted.
        """
        place = (host, operation, _INDEX.sub("/*", pointer))
        with self._lock:
            if place not in self._counts and len(self._counts) >= _MAX_PLACES:
                # An answer may have members without end, and this must not.
                place = (host, operation, "*")
            count = self._counts[place] = self._counts.get(place, 0) + 1
        spoken = count <= self._first or _is_power_of_ten(count)
        if not spoken and self._callback is None:
            return
        hide = tuple(secrets)
        shown = redact_text(pointer, secrets=hide)
        seen = describe_value(got, pointer, secrets=hide)
        drift = Drift(host, operation, shown, expected, seen, kind)
        if spoken:
            note = ""
            if count >= self._first:
                note = f" ({count} times so far; more will only be counted)"
            DRIFT_LOGGER.warning("%s%s", drift, note)
        if self._callback is not None:
            self._callback(drift)


def describe_value(value: object, pointer: str = "", *, secrets: Iterable[str] = ()) -> str:
    """Describe a decoded JSON value in at most 80 characters, without secrets.

    Args:
        value: The value.
        pointer: JSON pointer to it; a value below a secret name is not shown.
        secrets: Values that must not be shown.
    """
    if value is ABSENT:
        return "nothing"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kind = _KINDS.get(type(value), type(value).__name__)
    if any(is_secret_name(segment) for segment in pointer.split("/")):
        return _fit(f"{REDACTED} {kind}")
    if isinstance(value, int):
        # Longer ones cannot even be printed by default.
        return f"{kind} {value}" if value.bit_length() < 200 else f"{kind} of many digits"
    if isinstance(value, float):
        return f"{kind} {value!r}"
    if isinstance(value, str):
        shown = redact_text(value[:_LOOK_AT], secrets=secrets)
        return _fit(f"{kind} {json.dumps(shown, ensure_ascii=False)}")
    if type(value) in _KINDS and isinstance(value, Sized):
        return f"{kind} of length {len(value)}"
    return _fit(kind)


_KINDS: dict[type, str] = {
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    tuple: "array",
    dict: "object",
    bytes: "bytes",
}
_INDEX = re.compile(r"/[0-9]+(?=/|$)")
_MAX_PLACES = 1000
_GOT_LIMIT = 80
_LOOK_AT = 2000


def _is_power_of_ten(number: int) -> bool:
    while number >= 10 and number % 10 == 0:
        number //= 10
    return number == 1


# --- how redaction works -------------------------------------------------------------------


_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1024)
def _is_secret_name(name: str) -> bool:
    words = f"_{_NO_WORD.sub('_', _WORD_STARTS.sub('_', name).lower())}_"
    letters = words.replace("_", "")
    return (
        letters in _GLUED_NAMES
        or any(f"_{secret}_" in words for secret in SECRET_NAMES)
        or any(fragment in letters for fragment in SECRET_FRAGMENTS)
    )


_GLUED_NAMES = frozenset(name.replace("_", "") for name in SECRET_NAMES)


def _hide_values(text: str, secrets: tuple[str, ...]) -> str:
    pattern = _values_pattern(secrets) if secrets else None
    return pattern.sub(REDACTED, text) if pattern else text


@lru_cache(maxsize=64)
def _values_pattern(secrets: tuple[str, ...]) -> re.Pattern[str] | None:
    worthy = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
    if not worthy:
        return None
    return re.compile("|".join(map(_as_pattern, worthy)))


def _as_pattern(secret: str) -> str:
    """A pattern for a secret; a short one counts where it stands by itself, not within words."""
    pattern = "".join(map(_in_any_spelling, secret))
    return pattern if len(secret) >= _SEEN_ANYWHERE else rf"(?<![^\W_]){pattern}(?![^\W_])"


#: Shorter secrets would strike out half of every line if they were looked for within words.
_SEEN_ANYWHERE = 4


def _in_any_spelling(character: str) -> str:
    """A pattern for a character as it is, percent-encoded, or escaped as JSON or Python do it."""
    percent = "".join(f"%{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    units = character.encode("utf-16-be", "surrogatepass")
    unicode = "".join(rf"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    python = rf"\\u{ord(character):08x}|\\x{ord(character):02x}"
    spellings = [rf"\\?{re.escape(character)}", f"(?i:{percent}|{unicode}|{python})"]
    if character == " ":
        spellings.append(r"\+")
    if character in _JSON_SHORT:
        spellings.append(rf"\\{_JSON_SHORT[character]}")
    return f"(?:{'|'.join(spellings)})"


_JSON_SHORT = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}

# A value in quotes of either kind, closed or cut off.
_QUOTED = r""""(?:[^"\\]|\\.)*(?:"|\\?\Z)|'(?:[^'\\]|\\.)*(?:'|\\?\Z)"""

_SHAPES = re.compile("|".join(SECRET_SHAPES))
_URL_IN_TEXT = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,15}:(?:\\?/){2}[^\s\"'<>]+")
_URL_PARTS = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL
)
_DELETE_PATH = re.compile(r"((?:\\?/)delete(?:\\?/))[^\s\"'/\\?#<>&]+", re.IGNORECASE)
_SCHEME = re.compile(r"\b(Bearer|Client-ID|Basic)\s+[A-Za-z0-9._~+/=-]{4,}", re.IGNORECASE)
_PAIR = re.compile(rf"(?<![\w.\-\[\]%])([\w.\-\[\]%]+)=({_QUOTED}|[^&\s\"<>]*)", re.DOTALL)

# Where a name announces a value: the pattern of the name with what parts the two, and of the value.
_ANNOUNCED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (  # A part of a multipart body.
        re.compile(r'\bname="(?P<name>[^"\r\n]*)"[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n'),
        re.compile(r".*?(?=\r\n--|\Z)", re.DOTALL),
    ),
    (  # A member of a JSON object or a dict, also within a string within JSON.
        re.compile(r"""(?P<quote>\\*["'])(?P<name>[^"'\\\r\n]{1,100})(?P=quote)\s*:\s*"""),
        re.compile(
            rf"""{_QUOTED}|(?P<quote>\\+["'])(?:(?!(?<!\\)(?P=quote)).)*(?:(?P=quote)|\Z)"""
            r"""|\[[^\]]*\]?|\{[^}]*\}?|[^\s,}\]]+""",
            re.DOTALL,
        ),
    ),
    (  # An element of XML.
        re.compile(r"<(?P<name>[A-Za-z_][\w.:-]{0,99})(?:\s[^<>]*)?(?<!/)>"),
        re.compile(r"(?:<!\[CDATA\[.*?(?:\]\]>|\Z)|[^<])+", re.DOTALL),
    ),
    (  # A header line.
        re.compile(r"(?<![\w.\-\[\]])(?P<name>[A-Za-z][\w.\-\[\]]*)\s*:[ \t]*"),
        re.compile(r"[^\r\n]+"),
    ),
)

_MAX_DEPTH = 4
_LONGEST_VALUE = 200


def _redact_text(text: str, depth: int) -> str:
    text = _SHAPES.sub(REDACTED, text)
    text = _URL_IN_TEXT.sub(lambda found: _redact_url_in_text(found[0], depth), text)
    text = _DELETE_PATH.sub(rf"\g<1>{REDACTED}", text)
    for name, value in _ANNOUNCED:
        text = _strike_announced(text, name, value)
    text = _PAIR.sub(lambda found: f"{found[1]}={_redact_value(found[1], found[2], depth)}", text)
    return _SCHEME.sub(rf"\g<1> {REDACTED}", text)


def _strike_announced(text: str, names: re.Pattern[str], values: re.Pattern[str]) -> str:
    pieces: list[str] = []
    kept = at = 0
    while announced := names.search(text, at):
        at = announced.end()
        if not is_secret_name(announced["name"]):
            continue
        value = values.match(text, at)
        if value is None or not value[0]:
            continue
        quote = value[0][0] if value[0][0] in "\"'" else ""
        pieces += (text[kept:at], f"{quote}{REDACTED}{quote}")
        kept = at = value.end()
    return "".join((*pieces, text[kept:]))


def _redact_url_in_text(url: str, depth: int) -> str:
    if "\\/" in url:
        return _redact_url(url.replace("\\/", "/"), depth).replace("/", "\\/")
    return _redact_url(url, depth)


def _redact_url(url: str, depth: int) -> str:
    parts = _URL_PARTS.match(url)
    if parts is None:
        return REDACTED
    scheme, authority, path, query, fragment = (part or "" for part in parts.groups())
    if scheme.lower() == "data:":
        return f"{scheme}…({len(url)} characters)"
    _, at, host = authority.rpartition("@")
    if at:
        authority = f"//{REDACTED}@{host}"
    path = _DELETE_PATH.sub(rf"\g<1>{REDACTED}", _SHAPES.sub(REDACTED, path))
    path = ";".join(_redact_parameter(part, depth) for part in path.split(";"))
    query = "&".join(_redact_parameter(part, depth) for part in query.split("&"))
    if "=" in fragment:
        fragment = "&".join(_redact_parameter(part, depth) for part in fragment.split("&"))
    return f"{scheme}{authority}{path}{query}{fragment}"


def _redact_parameter(parameter: str, depth: int) -> str:
    name, equals, value = parameter.partition("=")
    if not equals:
        return _SHAPES.sub(REDACTED, parameter)
    if name.lstrip("?#").lower() in SECRET_IN_ADDRESS:
        return f"{name}={REDACTED}"
    value = _redact_value(name, value, depth)
    if len(value) > _LONGEST_VALUE:
        value = f"{value[:40]}…({len(value)} characters)"
    return f"{name}={value}"


def _redact_value(name: str, value: str, depth: int) -> str:
    from urllib.parse import quote_plus, unquote_plus

    if is_secret_name(unquote_plus(name)):
        return REDACTED
    if depth >= _MAX_DEPTH:
        # An address in an address in an address: nobody who means well goes on like that.
        return REDACTED if re.search("[=%:]", value) else value
    plain = unquote_plus(value)
    redacted = _redact_text(plain, depth + 1)
    if redacted == plain:
        return value
    return redacted if plain == value else quote_plus(redacted, safe="[]:/?")


# --- formatting ----------------------------------------------------------------------------


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _one_line(text: str) -> str:
    """Escape what would begin a new line of the log or could not be written at all."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def _line(
    request: LoggedRequest, words: str, headers: Mapping[str, str], secrets: tuple[str, ...]
) -> str:
    shown = redact_headers(headers, secrets=secrets)
    listed = "; ".join(f"{name}: {value[:_LONGEST_VALUE]}" for name, value in shown.items())
    place = f"{request.host} {request.operation}:"
    return _one_line(" ".join(part for part in (place, words, listed and f"({listed})") if part))


def _secrets_of(request: LoggedRequest) -> tuple[str, ...]:
    """The credentials in a request, so that they are known where they turn up without a name."""
    found = [value for name, value in request.headers.items() if is_secret_name(name)]
    # Of "Bearer abc" the host may repeat the second word alone.
    found += [word for value in found for word in value.split() if len(word) >= 8]
    # Those in a query or a body, where they have no header to be known by.
    secrets = getattr(request, "secrets", None)
    return (*found, *(secrets.values() if secrets is not None else ()))


def _hidden_header(value: str) -> str:
    scheme = re.match(r"(Bearer|Basic|Digest|Client-ID)\s", value, re.IGNORECASE)
    return f"{scheme[1]} {REDACTED}" if scheme else REDACTED


def _fit(text: str) -> str:
    text = _one_line(text)
    return text if len(text) <= _GOT_LIMIT else f"{text[: _GOT_LIMIT - 1]}…"
