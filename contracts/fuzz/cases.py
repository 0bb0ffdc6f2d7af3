"""What becomes of schemathesis' cases before they are sent, and what was meant by one that was.

Random values alone never pass a host's first checks: a random key is wrong, and a random text is no
picture. So most cases get the right credentials and a real source, some keep what they have, and
members with only one allowed value keep that, because on these hosts they say what is meant. What
a case gets depends on nothing but the case and those before it, so every run of one version is the
same. Credentials, and ids of things that are there, come from the :class:`World` of the API.
"""

from __future__ import annotations

import base64
import binascii
import random
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemathesis.core import NotSet
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation
from schemathesis.transport.serialization import Binary

from contracts.fuzz.places import is_invalid, places, put
from contracts.fuzz.rows import Row
from contracts.fuzz.samples import SAMPLES, TAILS, Sample, as_base64, recognise
from contracts.fuzz.shapes import FORMS, MULTIPART, URLENCODED, Shape
from contracts.fuzz.worlds import Caller, World


@dataclass(frozen=True, slots=True)
class Sent:
    """What a case asked for, as far as it decides whether it must succeed or must not."""

    #: Whether schemathesis meant it to be valid.
    positive: bool
    #: Whether nothing is left in it that a host could refuse.
    sound: bool
    #: Who sent it.
    caller: Caller
    #: Whether there was a source at all.
    has_source: bool
    #: What stands behind the source; None where that cannot be said.
    content: bytes | None
    #: Which of the samples that is.
    sample: Sample | None
    #: How the source was sent: ``file``, ``text`` or ``url``.
    form: str
    #: The width asked for, if it is a valid number.
    width: int | None
    #: The values by their names; what the path names wins.
    values: Mapping[str, object]
    #: Everything that was sent, as text to look for words in.
    text: str


#: Types of pictures that every host takes.
USUAL_TYPES = {"image/png", "image/jpeg", "image/gif"}


class Editor:
    """Edits the cases of one run."""

    def __init__(self, api: Row, shapes: Mapping[str, Shape], origin: str, world: World) -> None:
        self._api = api
        self._origin = origin
        self._world = world
        self._sound: set[str] = set()
        self._positive: dict[str, bool] = {}
        self._edited = Counter[str]()
        #: Types of files that are taken; the usual ones where the spec says nothing.
        self.file_types = {t for shape in shapes.values() for t in shape.file_types} or USUAL_TYPES
        self._samples = [s for s in SAMPLES if s.media_type in self.file_types]
        #: Files by the URLs under which the server finds them. Hosts take for a video only
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
        positive = case.meta is None or case.meta.generation.mode.is_positive
        self._positive[case.id] = positive
        self._edited[shape.id] += 1
        luck = _luck(case, self._edited[shape.id])
        self._restore_constants(case, shape)
        self._give_source(case, shape, luck)
        if self._world.give(case, shape, luck, positive=positive):
            self._sound.add(case.id)

    def examples(self, operation: APIOperation[Any], shape: Shape) -> list[Case[Any]]:
        """Cases that must succeed in every form that an operation takes, and one that must not.

        Specs have no binary examples, and random cases may be too few in a short run.
        """
        if shape.source is None:
            return [self._bare(operation, shape, caller) for caller in self._world.callers]
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
                if sample.media_type in (shape.file_types or USUAL_TYPES)
            ],
        }
        return [
            self._example(operation, shape, place, source, media_type, caller)
            for place, choices in sources.items()
            if shape.source in shape.members.get(place, {})
            for caller, some in (("right", choices), ("wrong", choices[:1]))
            for source, media_type in some
        ]

    def _example(
        self,
        operation: APIOperation[Any],
        shape: Shape,
        place: str,
        source: object,
        media_type: str,
        caller: str,
    ) -> Case[Any]:
        case: Case[Any] = operation.Case(
            path_parameters=dict(shape.constants.get("path", {})),
            **({} if place == "query" else {"body": {}, "media_type": place}),
            multipart_content_types={shape.source: media_type} if media_type else None,
        )
        self._positive[case.id] = True  # nothing about it is random
        self._sound.add(case.id)
        self._restore_constants(case, shape)
        put(case, place, shape.source or "", [source] if shape.takes_several else source)
        self._world.let_in(case, shape, place, caller)
        return case

    def _bare(self, operation: APIOperation[Any], shape: Shape, caller: str) -> Case[Any]:
        """A case with the least that must be sent, and with somebody's credentials."""
        form = next((place for place in FORMS if place in shape.members), None)
        names = {parameter.name for parameter in operation.path_parameters}
        case: Case[Any] = operation.Case(
            path_parameters={n: v for n, v in shape.least("path").items() if n in names},
            query=shape.least("query"),
            **({} if form is None else {"body": shape.least(form), "media_type": form}),
        )
        self._positive[case.id] = True
        self._restore_constants(case, shape)
        self._world.let_in(case, shape, form or "query", caller)
        return case

    def sent(self, case: Case[Any], shape: Shape) -> Sent:
        """What a case asks for, as it stands."""
        found = places(case)
        has_source, content, form = False, None, ""
        width: object = None
        for place in ("query", *FORMS):
            value = found.get(place, {}).get(shape.source or "")
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            has_source = has_source or bool(value.data if isinstance(value, Binary) else value)
            if value:
                content, form = self._content(value)
            width = found.get(place, {}).get(self._api.width or "", width)
        sample = recognise(content) if content else None
        if form == "file" and sample is not None and sample.media_type.startswith("video/"):
            declared = (case.multipart_content_types or {}).get(shape.source or "", "")
            sample = sample if declared.startswith("video/") else None
        return Sent(
            positive=self._positive.get(case.id, False),
            sound=case.id in self._sound,
            caller=self._world.caller(case, shape),
            has_source=has_source,
            content=content,
            sample=sample if sample and sample.media_type in self.file_types else None,
            form=form,
            width=int(str(width)) if re.fullmatch(r"[1-9][0-9]*", str(width)) else None,
            values={
                name: value
                for place in ("query", *FORMS, "path")
                for name, value in found.get(place, {}).items()
            },
            text=repr([dict(values) for values in found.values()]),
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
                put(case, place, name, value)

    def _give_source(self, case: Case[Any], shape: Shape, luck: random.Random) -> None:
        if shape.source is None:
            return  # a parameter may be called nothing at all
        if shape.takes_several or not shape.file_types:
            self._give_files(case, shape, luck)
        for place in ("query", URLENCODED):
            value = places(case).get(place, {}).get(shape.source)
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
            put(case, place, shape.source, url if by_url else text)

    def _give_files(self, case: Case[Any], shape: Shape, luck: random.Random) -> None:
        """Real files where schemathesis makes none: for a list of them, or where none is typed."""
        name = shape.source or ""
        value = places(case).get(MULTIPART, {}).get(name)
        if is_invalid(case, MULTIPART) or not value:
            return
        if not shape.takes_several:
            if luck.randrange(8):
                put(case, MULTIPART, name, self._some_file(luck))
        elif isinstance(value, list):
            count = 1 if luck.randrange(2) else min(len(value), 3)
            put(case, MULTIPART, name, [self._some_file(luck) for _ in range(count)])

    def _some_file(self, luck: random.Random) -> bytes:
        return luck.choice(self._samples).content + luck.choice(TAILS)


def _luck(case: Case[Any], number: int) -> random.Random:
    """Random numbers by what a case sends, in any order, and on how many came before."""
    body = case.body
    if isinstance(body, dict):
        body = sorted(body.items())
    elif isinstance(body, NotSet):
        body = None  # its repr is another one in each process
    sent = repr((sorted(case.query.items()), sorted(case.path_parameters.items()), body, number))
    return random.Random(zlib.crc32(sent.encode("utf-8", "replace")))
