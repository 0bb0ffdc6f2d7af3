"""Whether an answer is an error, and which: the one reader of what the specs say of errors.

Where the body of an error holds its code and message is declared in the spec (``x-error-body``),
and is looked for in every answer, whatever its HTTP status: :func:`declares_error`. Where a member
says in every answer how the call went, that member alone decides: :func:`says_success`.

A row of the error table names a status, a code of the host's own, a pattern of its message, or
several of these; the first row that fits decides. Where no row fits, the HTTP status does.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any, NotRequired, TypedDict, get_args

from imagehosts_wire.types import Api, ErrorRule, Operation, RawResponse

from .errors import CATEGORIES, StatusError
from .memo import per_operation
from .redirects import is_spelling
from .secrets import secrets_of
from .text import utf8_of

__all__ = [
    "PAGE_LIMIT",
    "advice",
    "category_of_status",
    "declares_error",
    "failure_in",
    "failure_in_message",
    "is_message",
    "is_page",
    "may_declare_error",
    "message_of_page",
    "parse_body",
    "points_to_error",
    "says_success",
    "title_of_page",
]

_BY_STATUS = {
    400: "invalid_request",
    401: "authentication",
    403: "permission",
    404: "not_found",
    405: "invalid_request",
    409: "invalid_request",
    410: "not_found",
    411: "invalid_request",
    413: "too_large",
    414: "too_large",
    415: "unsupported_format",
    422: "invalid_request",
    429: "rate_limited",
    451: "geo_blocked",
}

_ADVICE = {
    "authentication": "check the key or token, and that it belongs to this host",
    "captcha": "the host wants a person here: log in with a browser and use the token it gives",
    "geo_blocked": "the host refuses this country or network; another host may serve you",
    "too_large": "make the file smaller, or choose a host with a higher limit",
    "unsupported_format": "convert the file, for example to JPEG or PNG",
    "duplicate": "this does not prove that the host has the picture; keep your copy",
    "rate_limited": "wait before the next request",
    "unavailable": "the trouble is the host's: try again later",
}

#: An ASCII character as an escape in JSON, behind which the name of a member could hide.
_ESCAPED = re.compile(rb"\\u00[2-7]")

_MESSAGE_LIMIT = 4000
#: So much of a page is looked at: a title may stand behind long styles.
PAGE_LIMIT = 64 * 1024
_SHOWN_LIMIT = 200


def failure_in(
    api: Api,
    operation: Operation[Any],
    response: RawResponse[Any],
    *,
    fallback: bool = True,
    http_status: int | None = None,
) -> StatusError | None:
    """The error that an answer means.

    With ``fallback`` off, None where neither the body nor a table row says that it is one.
    ``http_status`` is the status that HTTP gave, where the host means another one.
    """
    as_success = (response.status if http_status is None else http_status) < 300
    pointers = (api.error_code, api.error_message)
    if not fallback:  # what may be a result is no message then
        pointers = _error_pointers(operation, api)
    code, message, spoken = _read_error(api, pointers, response)
    if not spoken and not fallback and not message.strip():
        return None
    category = _category(api, response.status, code, message)
    if as_success and category in (None, "invalid_request") and _says_not_found(message):
        category = "not_found"
    if category is None:
        if not fallback and not spoken:
            return None
        category = _by_status(response.status, code, message)
    shown = message if spoken else message_of_page(message)
    return _error(api, operation.id, response, category, code, shown)


def failure_in_message(
    api: Api, operation: str, response: RawResponse[Any], message: str
) -> StatusError:
    """The error that a host's plain message means, whatever the HTTP status says."""
    category = _category(api, response.status, None, message) or _by_status(
        response.status, None, message
    )
    category = category or "invalid_request"
    return _error(api, operation, response, category, None, message_of_page(message))


def may_declare_error(api: Api, operation: Operation[Any], content: bytes) -> bool:
    """Whether an answer could be an error; quick, and right whenever it says no."""
    if api.speaks_xml:
        return bool(content)
    if api.success is not None:
        import msgspec

        with suppress(msgspec.DecodeError):
            said = says_success(api, _mark_decoder(api.success.pointer).decode(content))
            if said is not None:
                return not said
    for names in _error_tokens(operation, api):
        if all(name in content for name in names):
            return True
    return b"\\u00" in content and _ESCAPED.search(content) is not None


@per_operation
def _error_tokens(operation: Operation[Any], api: Api) -> tuple[tuple[bytes, ...], ...]:
    """The names that stand in an answer which is an error: all of one of these groups."""
    pointers = {each for group in _error_pointers(operation, api) for each in group}
    return tuple(
        tuple(b'"%b"' % part.encode() for part in _parts(pointer) if not part.isdecimal())
        for pointer in sorted(pointers)
    )


def declares_error(api: Api, operation: Operation[Any], response: RawResponse[Any]) -> bool:
    """Whether an answer holds an error where the spec says that errors are."""
    return points_to_error(api, operation, parse_body(api, response))


def points_to_error(api: Api, operation: Operation[Any], document: Any) -> bool:
    """Whether a parsed answer holds an error where the spec says that errors are."""
    succeeded = says_success(api, document)
    if succeeded is not None:
        return not succeeded
    codes, messages = _error_pointers(operation, api)
    return (
        bool(_first(document, messages, str))
        or _first(document, codes, int, str) is not None
        or _is_failure(api, document)
    )


def says_success(api: Api, document: Any) -> bool | None:
    """What the member says that tells how a call went; None where it is missing or there is none.

    Hosts change how they write it over the years: text will do for a boolean or a number, and 1
    and 0 for a boolean.
    """
    if api.success is None:
        return None
    value = _first(document, (api.success.pointer,), bool, int, str)
    if value is None:
        return None
    return any(_is_alike(value, each) for each in api.success.values)


def _is_alike(value: bool | int | str, expected: bool | int | str) -> bool:
    said = str(value).strip().casefold()
    if isinstance(expected, bool):
        return said in (("true", "1") if expected else ("false", "0"))
    return said == str(expected).casefold()


@cache
def _mark_decoder(pointer: str) -> Any:
    """Reads one member of a JSON document, as an object of plain data, and passes over the rest."""
    import msgspec

    kind: Any = Any
    named: Any = TypedDict  # its names are known to the spec alone
    for name in reversed(_parts(pointer)):
        kind = named("Mark", {name: NotRequired[kind]})
    return msgspec.json.Decoder(kind)


def is_message(api: Api, operation: Operation[Any], document: Any) -> bool:
    """Whether an answer holds a text where its result should be, and messages can be there."""
    place = f"/{operation.result.envelope}"
    kind = operation.result.type() if operation.result.type is not None else str
    if place not in api.error_message or str in (kind, *get_args(kind)):
        return False
    return _first(document, (place,), str) is not None


@per_operation
def _error_pointers(operation: Operation[Any], api: Api) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where codes and messages of errors are, but for members that a result has as well."""
    codes, messages = (
        tuple(each for each in pointers if not _in_result(operation, each))
        for pointers in (api.error_code, api.error_message)
    )
    return codes, messages


def _in_result(operation: Operation[Any], pointer: str) -> bool:
    """Whether a pointer leads to the result of a call or to a member that it may have."""
    result = operation.result
    if result.kind != "json" or result.type is None:
        return False
    parts = _parts(pointer)
    if result.envelope:
        if parts[0] != result.envelope:
            return False
        parts = parts[1:]
    kind = result.type()
    wire_names: dict[str, str] = getattr(kind, "__wire_names__", {})
    attributes = getattr(kind, "__attrs_attrs__", ())
    members = {wire_names.get(attribute.name, attribute.name) for attribute in attributes}
    return not parts or parts[0] in members


def _parts(pointer: str) -> list[str]:
    """The names in a JSON pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def advice(category: str) -> str:
    """What to do about an error of a category; empty where nothing general can be said."""
    return _ADVICE.get(category, "")


def _error(
    api: Api,
    operation: str,
    response: RawResponse[Any],
    category: str,
    code: int | str | None,
    message: str,
) -> StatusError:
    from .logging import hide_values

    # Before anything is cut: half a secret is no longer found.
    secrets = secrets_of(response).values()
    message = hide_values(message, secrets)
    moved = _redirected(response, secrets)
    location = response.headers.get("location", "").partition("?")[0]
    if moved and category == "not_found" and not is_spelling(response.url, location):
        category = ""  # the API is somewhere else, and nothing was looked for
    kind = CATEGORIES.get(category, StatusError)
    said = moved or _shortened(message) or "the host gave no reason"
    number = f"code {code}, " if code is not None else ""
    text = f"{said} ({number}HTTP {response.status})"
    if advice(category):
        text += f"; {advice(category)}"
    return kind(
        text,
        response=response,
        host=api.name,
        operation=operation,
        code=code,
        host_message=message[:_MESSAGE_LIMIT],
    )


def _redirected(response: RawResponse[Any], secrets: tuple[str, ...]) -> str:
    """Where a redirect leads that was not followed; empty where the answer is not one."""
    location = response.headers.get("location")
    if not location or not 300 <= response.status < 400:
        return ""
    from .logging import redact_url

    where = redact_url(location.partition("?")[0], secrets=secrets)
    done = "; what was sent may be done all the same" if response.status == 303 else ""
    return f"the host redirects to {_shortened(where)}, which was not followed{done}"


def _read_error(
    api: Api, pointers: tuple[tuple[str, ...], tuple[str, ...]], response: RawResponse[Any]
) -> tuple[int | str | None, str, bool]:
    """Code and message in an error body, and whether it has the host's own form."""
    from .tolerant import is_object

    document = parse_body(api, response)
    if is_object(document):
        codes, messages = pointers
        message = _first(document, messages, str)
        code = _first(document, codes, int, str)
        spoken = _is_failure(api, document) or says_success(api, document) is False
        if message is not None or code is not None or spoken:
            return code, _unwrapped(message or "") or _words(document, 0), True
        if words := _words(document, 0):
            return None, words, False
    text = utf8_of(response)[:PAGE_LIMIT].decode("utf-8", "replace").strip()
    if api.speaks_xml:
        # The names of elements, which tell what is secret, are gone from what is shown later.
        from .logging import redact_text

        text = redact_text(text)
    return None, text, False


def parse_body(api: Api, response: RawResponse[Any]) -> Any:
    """The body as data that pointers lead through."""
    if api.speaks_xml:
        from . import xml
        from .transport import limits_of

        return xml.as_plain(response.content, response.headers, limits_of(response))
    from . import tolerant

    return tolerant.find_json(utf8_of(response))


def _is_failure(api: Api, document: Any) -> bool:
    """Whether an XML document begins as its host's errors do, even if it lists none."""
    from .tolerant import is_object

    roots = [_parts(pointer)[0] for pointer in api.error_message]
    return api.speaks_xml and is_object(document) and any(root in document for root in roots)


def _first(document: Any, pointers: tuple[str, ...], *kinds: type) -> Any:
    """The first value of one of these types that a pointer leads to."""
    from . import tolerant

    for pointer in pointers:
        value = tolerant.pointer_value(document, pointer)
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
            return value
    return None


def _category(api: Api, status: int, code: int | str | None, message: str) -> str | None:
    for rule in api.error_rules:
        if _fits(rule, status, code, message):
            return rule.category
    return None


def _by_status(status: int, code: int | str | None, message: str) -> str:
    """The category of a failure that no row of its host's table speaks of."""
    if status >= 500:
        return "unavailable"
    if status >= 300:
        return _BY_STATUS.get(status, "")
    # HTTP says that all is well: only the host's own words say what is not.
    if code is not None and str(code) in ("404", "410"):
        return "not_found"
    return "not_found" if _says_not_found(message) else ""


def category_of_status(status: int) -> str:
    """The category of a failure of which only its HTTP status is known."""
    return _by_status(status, None, "")


def _says_not_found(message: str) -> bool:
    """Whether a message, or the title of a page, says that there is no such thing."""
    said = message_of_page(message)
    return len(said) <= _SHOWN_LIMIT and _NOT_FOUND.search(said) is not None


_NOT_FOUND = re.compile(
    r"(?i)\b(not found|no longer exists?|does(n't| not) exist|no such|could ?n[o']t be found)\b"
)


def _unwrapped(message: str) -> str:
    """A message that is JSON itself, as the words in it."""
    if not message.lstrip().startswith(("{", "[")):
        return message
    from .tolerant import find_json

    return _words(find_json(message.encode("utf-8", "replace")), 0) or message


def _words(document: Any, depth: int) -> str:
    """The first text under a name that messages go by."""
    from .tolerant import is_array, is_object

    if isinstance(document, str):
        return document
    if depth > _MESSAGE_DEPTH:
        return ""
    if is_array(document):
        return next((text for each in document if (text := _words(each, depth + 1))), "")
    if is_object(document):
        parts = (document.get(name) for name in _MESSAGE_NAMES)
        return next((text for part in parts if (text := _words(part, depth + 1))), "")
    return ""


_MESSAGE_NAMES = ("message", "detail", "error_description", "error", "errors", "data", "title")
_MESSAGE_DEPTH = 5


def _fits(rule: ErrorRule, status: int, code: int | str | None, message: str) -> bool:
    if rule.status is not None and rule.status != status:
        return False
    if rule.code is not None and str(rule.code) != str(code):
        return False
    return not rule.message or _pattern(rule.message).search(message) is not None


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def message_of_page(text: str) -> str:
    """What a plain answer says: of a page its title, else its text without markup."""
    said = title_of_page(text)
    if "<" in said:
        from html import unescape

        said = unescape(_MARKUP.sub(" ", said))
    return " ".join(said.split())


def is_page(text: str) -> bool:
    """Whether a text is a page for people."""
    return _PAGE.search(text) is not None


def title_of_page(text: str) -> str:
    """The title of a page, or what is in it where it has none; any other text as it is."""
    if "<" not in text or not is_page(text):
        return text
    from html import unescape

    title = _TITLE.search(text)
    said = " ".join(unescape(title[1]).split()) if title is not None else ""
    return said or unescape(_MARKUP.sub(" ", text))


_PAGE = re.compile(r"(?i)<(!doctype\s+html|html|head|body)\b")
_TITLE = re.compile(r"(?is)<title\b[^<>]*>([^<]*)")
#: What is not closed goes on to the end: a page may have been cut within its styles. Where no name
#: follows, "<" says that something is less.
_MARKUP = re.compile(
    r"(?is)<!--.*?(?:-->|\Z)|<(script|style)\b(?:.*?</\1\b[^<>]*>|.*\Z)|<[a-z/!?][^<>]*(?:>|\Z)"
)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN_LIMIT else f"{text[: _SHOWN_LIMIT - 3]}..."
