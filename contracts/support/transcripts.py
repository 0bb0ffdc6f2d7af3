"""Transcripts: requests to an emulator in a file, and below each the answer that it gives.

A file is read from the top, on one emulator whose ids, random names and clock are the same each
time. Requests are written as for HTTPie; what is indented is the answer, which ``make snapshots``
writes anew::

    emulator users=[miriam:lake-house]
    login miriam
    let @miriam = Authorization:"Bearer {miriam.access_token}"

    > POST /3/image @miriam image@60x40.png title=Tahoe => lake:data.id
        200
        {"data": {"id": "{lake}", "title": "Tahoe", ...

    > GET /3/account/me/images/<0|1> @miriam -> data.*.id

- ``name=value`` is a field of a form, ``name==value`` of the query, ``name:value`` a header,
  ``name:=value`` a member of a JSON object, ``name@sample`` a file; ``*=text`` and ``*@sample`` are
  the whole body. A sample is called by what it is: ``60x40.png``, ``50x40-3.gif`` with three
  frames, ``60x40-L.png`` in that mode, ``320x240-12.mp4`` of twelve seconds; any other name is a
  file with that text in it. ``60x40.png~100`` is the first 100 bytes of one.
- ``<a|b>`` sends one request for each, in every combination.
- ``=> name:path`` keeps a member of the answer, or ``name:/pattern/`` what a pattern finds in it.
  ``{name}`` stands for it from then on, in requests and in answers, so that ids are names, and a
  change of how they are made changes nothing else.
- ``-> path path`` shows these members alone, ``*`` being every item of a list. An answer that has
  none of them is shown whole.
- ``mask path`` hides members that are others each time, or on each machine; ``headers name name``
  says which headers are shown from there on.
- ``{x*200}`` is a letter so many times, ``{base64:sample}`` a sample as text; ``web URL sample``
  puts one into the web of the emulator; ``let @word = items`` is short for these items.

An answer that came before in the file is named and not repeated.
"""

from __future__ import annotations

import asyncio
import base64
import difflib
import io
import itertools
import json
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from imagehosts.emulator import Emulator
from imagehosts.emulator.app import BrokenOff
from PIL import Image

from contracts.support.emulated import BASE, gif, jpeg, mp4, picture, webm
from contracts.support.snapshots import ADVICE
from contracts.support.specs import ROOT

__all__ = ["Transcript", "transcripts"]

#: Ids, random names and times are the same in every run.
SAME_EVERY_TIME: dict[str, Any] = {"seed": 1, "frozen_at": 1_790_000_000.0}
#: Headers that are shown where an answer has them; ``headers`` in a file names others.
SHOWN = ("location", "retry-after", "allow", "content-disposition", "content-range", "set-cookie")
WIDTH = 112
INDENT = "    "
MOST_LINES = 150


@dataclass(frozen=True)
class Transcript:
    """A file of requests and answers; ``api`` is the host in whose folder it is, if in any."""

    name: str
    api: str
    path: Path

    def hold(self) -> None:
        """Send all of it; each answer must be the one that stands there."""
        before = self.path.read_text("utf-8")
        after = asyncio.run(_Replay(self.api).run(before))
        if os.environ.get("SNAPSHOTS") == "write":
            self.path.write_text(after, encoding="utf-8", newline="\n")
            return
        found = difflib.unified_diff(
            before.splitlines(), after.splitlines(), self.name, "now", "", "", 4, ""
        )
        lines = [*itertools.islice(found, MOST_LINES)]
        if lines:
            pytest.fail("\n".join([*lines, "", ADVICE]), pytrace=False)


def transcripts() -> list[Transcript]:
    """Those of all hosts, and those of what hosts share."""
    found = []
    for path in sorted((ROOT / "contracts").glob("**/transcripts/*.txt")):
        folder = path.parents[1]
        api = folder.name if folder.parent.name == "hosts" else ""
        found.append(Transcript(f"{folder.name}/{path.stem}", api, path))
    return found


@dataclass
class _Request:
    method: str
    url: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    query: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    members: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str, tuple[str, bytes, str]]] = field(default_factory=list)
    whole: bytes | None = None
    kept: dict[str, str] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)

    def options(self) -> dict[str, Any]:
        """The same as httpx takes it."""
        found: dict[str, Any] = {"headers": self.headers}
        if self.files:
            self.headers.append(("Content-Type", "multipart/form-data; boundary=the-boundary"))
        if self.query:
            found["params"] = self.query
        if self.whole is not None:
            found["content"] = self.whole
        if self.members:
            found["json"] = self.members
        if self.fields:
            names = dict.fromkeys(name for name, _ in self.fields)
            found["data"] = {name: [v for n, v in self.fields if n == name] for name in names}
        if self.files:
            found["files"] = self.files
        return found


class _Replay:
    """One emulator, what was kept of its answers, and those that were shown."""

    def __init__(self, api: str) -> None:
        self.settings: dict[str, Any] = {**SAME_EVERY_TIME, **({"apis": (api,)} if api else {})}
        self.api = api
        self.words: dict[str, list[str]] = {}
        self.known: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.headers: tuple[str, ...] = SHOWN
        self.masked: set[str] = set()

    async def run(self, text: str) -> str:
        """The file with the answers of today."""
        lines = [line for line in text.splitlines() if not line.startswith(INDENT)]
        for line in lines:
            if line.startswith("emulator "):
                pairs = (word.partition("=") for word in shlex.split(line)[1:])
                self.settings |= {name: yaml.safe_load(value) for name, _, value in pairs}
        with Emulator(**self.settings) as emulator:
            transport = httpx.ASGITransport(emulator.app, client=("127.0.0.1", 1))
            options: dict[str, Any] = {"base_url": BASE, "headers": _HEADERS}
            async with httpx.AsyncClient(transport=transport, **options) as client:
                written = [part async for part in self._written(emulator, client, lines)]
            assert emulator.internal_errors == []
        return "\n".join(written).rstrip() + "\n"

    async def _written(self, emulator: Emulator, client: Any, lines: list[str]) -> Any:
        for line in lines:
            yield line
            kind, _, rest = line.partition(" ")
            if kind == ">":
                several = [*_choices(rest)]
                for one in several:
                    if len(several) > 1:
                        yield f"{INDENT}{one.partition(' -> ')[0]}"
                    for answer in (await self._answer(client, one)).splitlines():
                        yield f"{INDENT}{answer}".rstrip()
            elif kind == "login":
                name = rest.strip()
                found = emulator.log_in(self.api, *self._account(name))
                self.known |= {f"{name}.{key}": value for key, value in found.items()}
                self.names |= {value: f"{{{name}.{key}}}" for key, value in found.items()}
            elif kind == "let":
                word, _, items = rest.partition("=")
                self.words[word.strip()] = shlex.split(items)
            elif kind == "web":
                url, sample = rest.split()
                emulator.web[url] = _sample(sample)[0]
            elif kind == "mask":
                self.masked |= {*rest.split()}
            elif kind == "headers":
                self.headers = tuple(rest.split())
            else:
                assert not kind or kind in ("emulator",) or kind.startswith("#"), line

    def _account(self, name: str) -> tuple[str, str]:
        users = [*self.settings.get("users", ()), "demo:demo"]
        return next(
            (one, word) for one, _, word in (u.partition(":") for u in users) if one == name
        )

    async def _answer(self, client: httpx.AsyncClient, line: str) -> str:
        request = self._read(line)
        try:
            response = await client.request(request.method, request.url, **request.options())
        except BrokenOff:
            return "no answer"
        kind = response.headers.get("content-type", "")
        data = response.json() if response.content and "json" in kind else None
        for path in self.masked:
            _hide(data, path.split("."))
        for name, path in request.kept.items():
            value = _kept(data, response.text, path)
            self.known[name] = str(value)
            if isinstance(value, str):
                self.names[value] = f"{{{name}}}"
        head = [str(response.status_code)]
        head += [] if kind in ("application/json", "") else [kind]
        head += [
            f"{name}: {_in_order(value) if name == 'allow' else value}"
            for name in self.headers
            for value in response.headers.get_list(name)
        ]
        return self._named("; ".join(head)) + self._body(line, request, response, kind, data)

    def _body(
        self, line: str, request: _Request, response: httpx.Response, kind: str, data: Any
    ) -> str:
        if shown := _members(data, request.shown):
            return self._named(f"\n{shown}")
        if not response.content:
            return ""
        if data is not None:
            body = self._named("\n".join(_packed(data, WIDTH)))
        elif kind.startswith(("text/", "application/xml")):
            # Of a page what it says; what surrounds that is the same on all.
            main = re.search(r"<main.*</main>", response.text, re.DOTALL)
            said = main[0] if main else response.text
            body = self._named("\n".join(line for line in said.splitlines() if line.strip()))
        else:
            body = _described(response.content)
        if body.count("\n") > 1 and body in self.answers:
            return f"\nas for {self.answers[body]}"
        self.answers.setdefault(body, line)
        return f"\n{body}"

    def _named(self, text: str) -> str:
        for value in sorted(self.names, key=len, reverse=True):
            text = text.replace(value, self.names[value])
        return _RUN.sub(lambda match: f"{{{match[1]}*{len(match[0])}}}", text)

    def _read(self, line: str) -> _Request:
        method, url, *words = shlex.split(line)
        request = _Request(method, self._filled(url))
        into = "items"
        for word in (part for each in words for part in self.words.get(each, [each])):
            if word in ("=>", "->"):
                into = word
            elif into == "=>":
                name, _, path = word.partition(":")
                request.kept[name] = path
            elif into == "->":
                request.shown.append(word)
            else:
                self._add(request, word)
        return request

    def _add(self, request: _Request, word: str) -> None:
        match = _ITEM.fullmatch(word)
        assert match, f"{word!r} is not an item of a request"
        name, mark, value = match.groups()
        name = self._filled(name)
        if mark == "@":
            sample, _, more = value.partition(";")
            content, media_type = _sample(sample)
            more = self._filled(more)
            if name == "*":
                request.whole = content
                return
            extra = dict(part.split("=", 1) for part in more.split(";") if part)
            media_type = extra.get("type", media_type)
            request.files.append((name, (extra.get("filename", sample), content, media_type)))
            return
        value = self._filled(value)
        if name == "*":
            request.whole = value.encode()
        elif mark == ":=":
            request.members[name] = json.loads(value)
        else:
            places = {"=": request.fields, "==": request.query, ":": request.headers}
            places[mark].append((name, value))

    def _filled(self, text: str) -> str:
        def value(match: re.Match[str]) -> str:
            if many := _MANY.fullmatch(match[1]):
                return many[1] * int(many[2])
            if match[1].startswith("base64:"):
                return base64.b64encode(_sample(match[1].removeprefix("base64:"))[0]).decode()
            return self.known.get(match[1], match[0])

        return re.sub(r"{([^{}]*)}", value, text)


_HEADERS = {"User-Agent": "a transcript", "Accept-Encoding": "gzip"}
_ITEM = re.compile(r"([^:=@]+)(:=|==|=|@|:)(.*)", re.DOTALL)
_MANY = re.compile(r"(\w)\*(\d+)")
#: A letter that is repeated so often is written as how often.
_RUN = re.compile(r"([A-Za-z0-9])\1{39,}")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_PICTURE = re.compile(r"(\d+)x(\d+)(?:-(\w+))?\.(\w+)")
_KINDS = {"jpg": "JPEG", "jpeg": "JPEG", "tif": "TIFF"}


def _choices(line: str) -> Iterator[str]:
    """The request for each combination of what a line leaves open."""
    parts = _CHOICE.split(line)
    fixed, open_ = parts[::2], parts[1::2]
    for chosen in itertools.product(*(part.split("|") for part in open_)):
        yield "".join(itertools.chain(*itertools.zip_longest(fixed, chosen, fillvalue="")))


def _sample(name: str) -> tuple[bytes, str]:
    """The bytes of a file that is called by what it is, and its media type."""
    name, _, size = name.partition("~")
    if size:
        content, media_type = _sample(name)
        return content[: int(size)], media_type
    match = _PICTURE.fullmatch(name)
    if match is None:
        return name.encode(), "text/plain"
    width, height, more, ending = (
        int(match[1]),
        int(match[2]),
        (match[3] or "").replace("I16", "I;16"),
        match[4],
    )
    if ending == "mp4":
        return mp4(width, height, int(more or 1)), "video/mp4"
    if ending == "webm":
        return webm(width, height, float(more or 1)), "video/webm"
    if ending == "gif":
        return gif(int(more or 1), width, height), "image/gif"
    if ending == "jpg":
        return jpeg(width, height, exif={0x010E: more} if more else None), "image/jpeg"
    kind = _KINDS.get(ending, ending.upper())
    # Without compression, as a file has another size with each library that compresses.
    options = {"compress_level": 0} if kind == "PNG" else {}
    return picture(kind, width, height, more or "RGB", **options), f"image/{kind.lower()}"


def _kept(data: Any, text: str, path: str) -> Any:
    if path.startswith("/"):
        match = re.search(path[1:-1], text if data is None else json.dumps(data))
        assert match, f"{path} is not in {text[:500]}"
        return match[1]
    found = [*_found(data, path.split("."))]
    assert found, f"there is no {path} in {text[:500]}"
    return found[0]


def _found(data: Any, path: list[str]) -> Iterator[Any]:
    """The members at a path."""
    if not path:
        yield data
        return
    first, rest = path[0], path[1:]
    if first == "*":
        items = data.values() if isinstance(data, dict) else data
        for one in items if isinstance(data, dict | list) else ():
            yield from _found(one, rest)
    elif isinstance(data, list) and first.isdecimal():
        yield from _found(data[int(first)], rest)
    elif isinstance(data, dict) and first in data:
        yield from _found(data[first], rest)


def _hide(data: Any, path: list[str]) -> None:
    """Hide a member, if it is there."""
    if isinstance(data, list) and path[0] == "*":
        for one in data:
            _hide(one, path[1:])
    elif isinstance(data, dict) and path[0] in data:
        if path[1:]:
            _hide(data[path[0]], path[1:])
        else:
            data[path[0]] = "..."


def _members(data: Any, paths: list[str]) -> str:
    """What is at some paths, each in a line; nothing where an answer has none of them."""
    found = {path: [*_found(data, path.split("."))] for path in paths}
    several = [path for path, values in found.items() if values or "*" in path]
    if not any(found.values()) and not (isinstance(data, dict) and data.get("data") == []):
        return ""
    shown = [
        f"{path}: {json.dumps(values if '*' in path else values[0], ensure_ascii=False)}"
        for path in several
        for values in [found[path]]
    ]
    whole = "; ".join(shown)
    return whole if len(whole) <= WIDTH else "\n".join(shown)


def _packed(value: Any, width: int) -> list[str]:
    """JSON in lines that are filled, which is short and still shows one member in a difference."""
    text = json.dumps(value, ensure_ascii=False)
    if len(text) <= width or not isinstance(value, dict | list):
        return [text]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    names = [""] * len(value)
    if isinstance(value, dict):
        names = [f"{json.dumps(key, ensure_ascii=False)}: " for key in value]
    items = [*(value.values() if isinstance(value, dict) else value)]
    lines, row = [opening], ""
    for number, item in enumerate(items):
        inner = _packed(item, width - 2)
        comma = "," if number < len(items) - 1 else ""
        inner = [names[number] + inner[0], *inner[1:]]
        inner[-1] += comma
        if len(inner) == 1 and row and len(row) + len(inner[0]) < width - 2:
            row = f"{row} {inner[0]}"
            continue
        lines += [f"  {row}"] if row else []
        row = ""
        if len(inner) == 1:
            row = inner[0]
        else:
            lines += [f"  {line}" for line in inner]
    lines += [f"  {row}"] if row else []
    return [*lines, closing]


def _in_order(methods: str) -> str:
    return ", ".join(sorted(methods.split(", ")))


def _described(content: bytes) -> str:
    """What a file is; its bytes are those of the library that made it."""
    try:
        with Image.open(io.BytesIO(content)) as found:
            # How bright it is, in nine fields from 0 to f: what was cut off or turned shows there.
            fields = found.convert("L").resize((3, 3), Image.Resampling.BOX).tobytes()
            bright = "".join(f"{value >> 4:x}" for value in fields)
            return f"{found.format} {found.width}x{found.height} {found.mode} {bright}"
    except (OSError, ValueError):
        return f"{len(content)} bytes, {content[:12]!r}"
