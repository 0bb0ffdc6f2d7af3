"""What becomes of schemathesis' cases before they are sent, and what was meant by one that was.

Random values alone never get past a host's door: a random key is wrong, and a random text is no
picture. So most cases get the right key and a real source, some keep what they have, and members
with only one allowed value keep that, because on these hosts they say what is meant. What
a case gets depends on nothing but the case, so every run of one version is the same.
"""

from __future__ import annotations

import base64
import binascii
import random
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation
from schemathesis.transport.serialization import Binary

from contracts.fuzz.apis import Api
from contracts.fuzz.samples import SAMPLES, TAILS, Sample, as_base64, recognise
from contracts.fuzz.shapes import FORMS, MULTIPART, URLENCODED, Shape

#: The key of every run; nothing that a server says may contain it.
KEY = "contract-key-9f3c1d7be2"
#: The one key that an emulator refuses whatever its settings.
WRONG_KEY = "invalid"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a case asked for, as far as it decides whether it must succeed or must not."""

    #: Whether schemathesis meant it to be valid.
    positive: bool
    #: ``right``, ``wrong``, ``none``, or ``several`` that differ.
    key: str
    #: Whether there was a source at all.
    has_source: bool
    #: What stands behind the source; None where that cannot be said.
    content: bytes | None
    #: Which of the samples that is.
    sample: Sample | None
    #: How the source was sent: ``file``, ``text`` or ``url``.
    form: str
    #: The width asked for, if it is a number that makes sense.
    width: int | None


class Editor:
    """Edits the cases of one run."""

    def __init__(self, api: Api, shapes: Mapping[str, Shape], origin: str) -> None:
        self._api = api
        self._origin = origin
        self._positive: dict[str, bool] = {}
        self.file_types = {t for shape in shapes.values() for t in shape.file_types}
        self._samples = [s for s in SAMPLES if s.media_type in self.file_types]
        #: Files by the URLs under which the server shall find them. Hosts take for a video only
        #: what is called one, and nobody says what a URL leads to.
        self.web = {
            f"http://pictures.example/{number}.{sample.extension}": sample.content
            + TAILS[number % len(TAILS)]
            for number, sample in enumerate(self._samples)
            if sample.media_type.startswith("image/")
        }
        for shape in shapes.values():
            self.web |= dict.fromkeys(shape.example_sources, SAMPLES[0].content)
        #: The same and what was uploaded since.
        self.known_urls = dict(self.web)

    def edit(self, case: Case[Any], shape: Shape) -> None:
        """Make a case worth sending. A case is edited once, however often it is sent."""
        if case.id in self._positive or case.method.upper() != shape.method:
            return
        self._positive[case.id] = case.meta is None or case.meta.generation.mode.is_positive
        luck = _luck(case)
        self._restore_constants(case, shape)
        self._give_key(case, shape, luck)
        self._give_source(case, shape, luck)
        self._give_plausible_values(case, luck)

    def examples(self, operation: APIOperation[Any], shape: Shape) -> list[Case[Any]]:
        """Cases that must succeed in every form that an operation takes, and one that must not.

        Specs have no binary examples, and what chance brings may be too little in a short run.
        """
        texts = [as_base64(sample.content + TAILS[1]) for sample in self._samples]
        sources: dict[str, list[tuple[object, str]]] = {
            "query": [(url, "") for url in sorted(self.web)[:2]],
            URLENCODED: [
                (sorted(self.web)[0], ""),
                (next(text for text in texts if "+" in text), ""),
            ],
            MULTIPART: [
                (sample.content + TAILS[number % len(TAILS)], sample.media_type)
                for number, sample in enumerate(self._samples)
                if sample.media_type in shape.file_types
            ],
        }
        return [
            self._example(operation, shape, place, source, media_type, key)
            for place, choices in sources.items()
            if shape.source in shape.members.get(place, {})
            for key, some in ((KEY, choices), (WRONG_KEY, choices[:1]))
            for source, media_type in some
        ]

    def _example(
        self,
        operation: APIOperation[Any],
        shape: Shape,
        place: str,
        source: object,
        media_type: str,
        key: str,
    ) -> Case[Any]:
        case: Case[Any] = operation.Case(
            path_parameters=dict(shape.constants.get("path", {})),
            **({} if place == "query" else {"body": {}, "media_type": place}),
            multipart_content_types={shape.source: media_type} if media_type else None,
        )
        self._positive[case.id] = True  # nothing is left to chance
        self._restore_constants(case, shape)
        _put(case, place, shape.source or "", source)
        at = place if place in shape.credentials else "header"
        if at in shape.credentials:
            _put(case, at, shape.credentials[at], key)
        return case

    def sent(self, case: Case[Any], shape: Shape) -> Sent:
        """What a case asks for, as it stands."""
        places = _places(case)
        keys = {
            str(value)
            for place, name in shape.credentials.items()
            if (value := places.get(place, {}).get(name))
        }
        key = {frozenset({KEY}): "right", frozenset({WRONG_KEY}): "wrong", frozenset(): "none"}
        has_source, content, form = False, None, ""
        width: object = None
        for place in ("query", *FORMS):
            value = places.get(place, {}).get(shape.source or "")
            has_source = has_source or bool(value.data if isinstance(value, Binary) else value)
            if value:
                content, form = self._content(value)
            width = places.get(place, {}).get(self._api.width or "", width)
        sample = recognise(content) if content else None
        if form == "file" and sample is not None and sample.media_type.startswith("video/"):
            declared = (case.multipart_content_types or {}).get(shape.source or "", "")
            sample = sample if declared.startswith("video/") else None
        return Sent(
            positive=self._positive.get(case.id, False),
            key=key.get(frozenset(keys), "several"),
            has_source=has_source,
            content=content,
            sample=sample if sample and sample.media_type in self.file_types else None,
            form=form,
            width=int(str(width)) if re.fullmatch(r"[1-9][0-9]*", str(width)) else None,
        )

    def _content(self, value: object) -> tuple[bytes | None, str]:
        if isinstance(value, Binary):
            return value.data, "file"
        if isinstance(value, bytes):
            return value, "file"
        if not isinstance(value, str):
            return None, "text"
        if "://" in value:
            return self.known_urls.get(value), "url"
        try:
            return base64.b64decode(value, validate=True), "text"
        except (binascii.Error, ValueError):
            return None, "text"

    @staticmethod
    def _restore_constants(case: Case[Any], shape: Shape) -> None:
        for place in ("query", *FORMS):
            for name, value in shape.constants.get(place, {}).items():
                _put(case, place, name, value)

    def _give_key(self, case: Case[Any], shape: Shape, luck: random.Random) -> None:
        places = _places(case)
        possible = {p: n for p, n in shape.credentials.items() if p in places}
        present = {p: n for p, n in possible.items() if isinstance(places[p].get(n), str)}
        empty = [p for p, n in possible.items() if n in places[p] and not places[p][n]]
        lot = luck.randrange(8)
        key = WRONG_KEY if lot == 0 and self._positive[case.id] else KEY
        # An empty or missing key where one is required is what a negative case is about.
        if (
            empty
            or not possible
            or (not present and shape.demanded & possible.keys() and not self._positive[case.id])
        ):
            return
        if not present and lot != 1:
            place = luck.choice(sorted(possible))
            present = {place: possible[place]}
        for place, name in present.items():
            _put(case, place, name, key)

    def _give_source(self, case: Case[Any], shape: Shape, luck: random.Random) -> None:
        for place in ("query", URLENCODED):
            value = _places(case).get(place, {}).get(shape.source or "")
            if not isinstance(value, str) or not value:
                continue
            if value in self.known_urls or value.startswith(self._origin):
                continue
            lot = luck.randrange(8)
            if lot == 0:
                continue
            url = luck.choice(sorted(self.web))
            text = as_base64(luck.choice(self._samples).content + luck.choice(TAILS))
            by_url = lot < 7 if shape.method == "GET" else lot < 4
            _put(case, place, shape.source or "", url if by_url else text)

    def _give_plausible_values(self, case: Case[Any], luck: random.Random) -> None:
        for place, members in _places(case).items():
            for name, values in self._api.plausible.items():
                if type(members.get(name)) is int and self._positive[case.id] and luck.randrange(4):
                    _put(case, place, name, luck.choice(values))


def _luck(case: Case[Any]) -> random.Random:
    """Chance that depends on what a case sends, in whatever order, and on nothing else."""
    body = sorted(case.body.items()) if isinstance(case.body, dict) else case.body
    sent = repr((sorted(case.query.items()), body))
    return random.Random(zlib.crc32(sent.encode("utf-8", "replace")))


def _places(case: Case[Any]) -> dict[str, Mapping[str, Any]]:
    """What a case sends, by place."""
    found: dict[str, Mapping[str, Any]] = {"query": case.query, "header": case.headers}
    if isinstance(case.body, dict) and case.media_type in FORMS:
        found[str(case.media_type)] = case.body
    return found


def _put(case: Case[Any], place: str, name: str, value: object) -> None:
    """Set a member. Containers may belong to several cases, so each gets its own."""
    if place == "query":
        case.query = {**case.query, name: value}
    elif place == "header":
        case.headers = case.headers.copy()
        case.headers[name] = value
    elif case.media_type == place and isinstance(case.body, dict):
        case.body = {**case.body, name: value}
