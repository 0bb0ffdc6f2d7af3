"""The exchanges of a run as HAR, without secrets and without what people wrote; and their replay.

What is kept is what a contract is about: methods, paths, statuses, the names, kinds and lengths of
values, numbers, dates and media types. Credentials, delete links, e-mail and network addresses,
names of servers and texts become placeholders of the same kind, so that an answer still decodes as
it did.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..core.errors import ImageHostError
from ..core.logging import REDACTED, Drift, hide_values, is_secret_name
from .checks import operations_of

if TYPE_CHECKING:
    from ..hosts import Host
    from .run import Exchange

__all__ = ["BadRecording", "Recording", "Replayed", "age_in_days", "load_recording", "replay"]

#: Headers whose values say nothing of anybody; of all others the name alone is kept.
PLAIN_HEADERS = frozenset(
    {"accept", "allow", "cache-control", "content-encoding", "content-length", "content-type"}
    | {"retry-after", "transfer-encoding", "vary"}
)
#: Members whose value is a word of the API and not of a person.
PLAIN_MEMBERS = frozenset({"extension", "format", "mime", "status", "status_txt", "type", "code"})
_PLAIN_TEXT = re.compile(
    r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"  # numbers
    r"|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"  # dates
    r"|(?:image|video|audio|text|application)/[\w.+-]+"  # media types
    r"|true|false|null|",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>]+", re.IGNORECASE)
_OF_PEOPLE = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"  # e-mail
    r"|\b(?:\d{1,3}\.){3}\d{1,3}\b"  # IPv4
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{1,4}\b",  # IPv6
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"=\"([^\"]*)\"")
SITE = "https://host.example"


class BadRecording(ValueError):
    """A file that is no recording of this kind."""


class Recording:
    """Gathers the exchanges of a run.

    Args:
        host: The host.
        secrets: The credentials of the run; each is struck out wherever it turns up.
    """

    def __init__(self, host: Host, secrets: Iterable[str]) -> None:
        self.host = host
        self._secrets = tuple(secrets)
        self.entries: list[dict[str, Any]] = []

    def __len__(self) -> int:
        return len(self.entries)

    def add(self, exchange: Exchange) -> None:
        """Take one exchange; nothing secret of it is kept, not even in memory."""
        if exchange.status is None:
            return
        began = datetime.fromtimestamp(exchange.began, UTC).isoformat(timespec="milliseconds")
        body = self._body(exchange)
        self.entries.append(
            {
                "startedDateTime": began,
                "time": round(exchange.seconds * 1000, 1),
                "request": self._request(exchange),
                "response": {
                    "status": exchange.status,
                    "statusText": "",
                    "httpVersion": "HTTP/1.1",
                    "cookies": [],
                    "headers": self._headers(exchange.headers),
                    "content": {
                        "size": len(body),
                        "mimeType": exchange.headers.get("content-type", ""),
                        **_text_or_base64(body),
                    },
                    "redirectURL": self._address(exchange.headers.get("location", "")),
                    "headersSize": -1,
                    "bodySize": len(body),
                },
                "cache": {},
                "timings": {"send": 0, "wait": round(exchange.seconds * 1000, 1), "receive": 0},
                "_operation": exchange.operation,
                "_check": exchange.check,
            }
        )

    def write(self, path: Path) -> None:
        """Write the file, readable for everybody: nothing in it is secret."""
        from .. import __version__

        document = {
            "log": {
                "version": "1.2",
                "creator": {"name": "imagehosts", "version": __version__},
                "_host": self.host.name,
                "entries": self.entries,
            }
        }
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _request(self, exchange: Exchange) -> dict[str, Any]:
        parts = urlsplit(exchange.url)
        query = [
            {"name": name, "value": self._value(name, value)}
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        ]
        path = self._path(parts.path)
        address = f"{SITE}{path}"
        if query:
            address += "?" + urlencode([(each["name"], each["value"]) for each in query])
        kind = exchange.request_headers.get("Content-Type", "")
        sent = {"mimeType": kind.partition(";")[0], "text": f"{len(exchange.request_body)} bytes"}
        return {
            "method": exchange.method,
            "url": address,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": self._headers(exchange.request_headers),
            "queryString": query,
            "headersSize": -1,
            "bodySize": len(exchange.request_body),
            **({"postData": sent} if exchange.request_body else {}),
        }

    def _headers(self, headers: Mapping[str, str]) -> list[dict[str, str]]:
        return [
            {"name": name, "value": self._header(name.lower(), value)}
            for name, value in headers.items()
        ]

    def _header(self, name: str, value: str) -> str:
        if name == "location":
            return self._address(value)
        if name == "content-type":
            return re.sub(r"boundary=\S+", "boundary=x", value)
        if name in PLAIN_HEADERS or (name.startswith("x-ratelimit") and value.isdecimal()):
            return value
        return REDACTED

    def _body(self, exchange: Exchange) -> bytes:
        kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
        failed = exchange.status is not None and exchange.status >= 400
        content = exchange.content
        try:
            return json.dumps(
                self._json(json.loads(content), "", failed=failed), ensure_ascii=False
            ).encode()
        except ValueError:
            pass
        if kind.startswith("image/") or content[:4] in (b"\x89PNG", b"GIF8"):
            return b""
        text = content.decode("utf-8", "replace")
        if "html" in kind or (text.lstrip()[:1] == "<" and "xml" not in kind + text[:100]):
            return b"<html></html>"
        if text.lstrip().startswith("<"):
            return self._xml(text).encode()
        return self._text(text, failed=failed).encode()

    def _json(self, value: Any, name: str, *, failed: bool) -> Any:
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            return {
                self._text(key, failed=True): self._json(
                    each, key, failed=failed or key in ("error", "errors")
                )
                for key, each in members.items()
            }
        if isinstance(value, list):
            items: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
            return [self._json(each, name, failed=failed) for each in items]
        if isinstance(value, str):
            return self._value(name, value, failed=failed)
        return value

    def _xml(self, text: str) -> str:
        """XML whose texts and values of attributes are replaced; its elements stay."""
        done: list[str] = []
        while text:
            before, found, rest = text.partition("<![CDATA[")
            done.append(self._elements(before))
            inside, end, text = rest.partition("]]>")
            done.append(f"{found}{self._text(inside)}{end}" if found else "")
        return "".join(done)

    def _elements(self, text: str) -> str:
        first, *pieces = text.split("<")
        done = [self._between(first)]
        for piece in pieces:
            tag, end, after = piece.partition(">")
            tag = _ATTRIBUTE.sub(lambda found: f'="{self._text(found[1])}"', tag)
            done.append(f"{tag}{end}{self._between(after)}")
        return "<".join(done)

    def _between(self, text: str) -> str:
        return self._text(text) if text.strip() else text

    def _value(self, name: str, value: str, *, failed: bool = False) -> str:
        if is_secret_name(name):
            return REDACTED if not _ADDRESS.fullmatch(value) else self._address(value)
        if name in PLAIN_MEMBERS and len(value) <= 40:
            return self._struck(value)
        return self._text(value, failed=failed)

    def _text(self, text: str, *, failed: bool = False) -> str:
        """A text of the host: kept where it is plain or says an error, else its length alone."""
        if _PLAIN_TEXT.fullmatch(text):
            return self._struck(text)
        if _ADDRESS.fullmatch(text.strip()):
            return self._address(text.strip())
        if failed:
            return self._struck(_ADDRESS.sub(SITE, text))
        return f"text of {len(text)} characters"

    def _address(self, address: str) -> str:
        """An address without its server and its names: as deep, with the same ending."""
        if not address:
            return ""
        return SITE + self._path(urlsplit(address).path)

    def _path(self, path: str) -> str:
        """A path whose names are those of the API; everything else is an ``x``."""
        known = _path_words(self.host)
        words: list[str] = []
        for word in path.split("/"):
            stem, dot, ending = word.rpartition(".")
            if word in known:
                words.append(word)
            elif dot and stem and re.fullmatch(r"[A-Za-z]{2,5}", ending):
                words.append(f"x.{ending}")
            else:
                words.append("x" if word else "")
        return "/".join(words)

    def _struck(self, text: str) -> str:
        return _OF_PEOPLE.sub(REDACTED, hide_values(text, self._secrets))


def _path_words(host: Host) -> frozenset[str]:
    api = host.sync_client.api
    paths = [urlsplit(api.base_url).path, *(op.path for op in operations_of(host).values())]
    return frozenset(word for path in paths for word in path.split("/") if "{" not in word)


def _text_or_base64(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": b64encode(body).decode("ascii"), "encoding": "base64"}


class Replayed:
    """What a recorded answer is for the client of today.

    Attributes:
        operation: The operation's id.
        status: The recorded status.
        error: What the client raises; None where it has a result.
        drifts: Where the answer differs from the spec of today.
    """

    def __init__(
        self, operation: str, status: int, error: ImageHostError | None, drifts: list[Drift]
    ) -> None:
        self.operation = operation
        self.status = status
        self.error = error
        self.drifts = drifts


def load_recording(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """The name of the host, and the entries.

    Raises:
        BadRecording: It is no recording of this kind.
    """
    try:
        log = json.loads(path.read_text(encoding="utf-8"))["log"]
        host: str = log["_host"]
        entries: list[dict[str, Any]] = log["entries"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRecording(f"{path} is no recording: {error}") from error
    return host, entries


def age_in_days(entries: Iterable[Mapping[str, Any]]) -> int:
    """How old the newest exchange is; 0 where there is none."""
    times = [datetime.fromisoformat(entry["startedDateTime"]) for entry in entries]
    return (datetime.now(UTC) - max(times)).days if times else 0


def replay(host: Host, entries: Iterable[Mapping[str, Any]]) -> list[Replayed]:
    """Read each recorded answer with the client of today."""
    from base64 import b64decode

    from imagehosts_wire.types import RawResponse

    operations = operations_of(host)
    drifts: list[Drift] = []
    options: dict[str, Any] = {"base_url": SITE} if host.needs_base_url else {}
    found: list[Replayed] = []
    key = {host.credential: "replayed"} if host.needs_key else {}
    with host.make_client(on_drift=drifts.append, **key, **options) as client:
        for entry in entries:
            operation = operations.get(entry["_operation"])
            if operation is None:
                continue
            recorded = entry["response"]
            text = recorded["content"].get("text", "")
            encoded = recorded["content"].get("encoding") == "base64"
            headers = {each["name"].lower(): each["value"] for each in recorded["headers"]}
            for name in ("content-encoding", "content-length", "transfer-encoding"):
                headers.pop(name, None)
            content = b64decode(text) if encoded else text.encode()
            response: RawResponse[Any] = RawResponse(recorded["status"], headers, content)
            drifts.clear()
            error: ImageHostError | None = None
            try:
                client.read_answer(operation, response)
            except ImageHostError as raised:
                error = raised
            found.append(Replayed(operation.id, recorded["status"], error, list(drifts)))
    return found
