"""Bugs planted in this host are found; those in its XML not by the library alone.

They are in answers to a GET alone, for the run itself makes galleries by POST.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.hosts.imageshack_gallery import dialect as gallery_frame
from imagehosts.emulator.hosts.imageshack_gallery.galleries import Galleries
from schemathesis.core import deserialization

from contracts.fuzz import checks
from contracts.fuzz.planting import (
    FIRST,
    HASTY,
    ORIGIN,
    SAME_EVERY_TIME,
    Bug,
    Buggy,
    Exchange,
    Planted,
    always,
    name_of,
    nothing,
    run_with,
)
from contracts.fuzz.runs import SHORT, THOROUGH, Depth, Reached, Report, check
from contracts.fuzz.shapes import load_shapes

pytestmark = [
    pytest.mark.guard,
    pytest.mark.outside("random requests go beyond every contract"),
    pytest.mark.planted("plants faults in the emulator to see them found"),
]

API = "imageshack_gallery"


def in_xml(change: Callable[[bytes], bytes]) -> Bug:
    """A bug that changes XML."""

    def bug(exchange: Exchange) -> None:
        if exchange.method == "GET" and exchange.path == "/gallery_api.php":
            exchange.content = change(exchange.content)

    bug.__name__ = change.__name__
    return bug


@in_xml
def breaks_off(xml: bytes) -> bytes:
    return xml[:-15]


@in_xml
def begins_with_another_element(xml: bytes) -> bytes:
    return re.sub(rb"(</?)gallery(?=[ >].*updated|>\n\Z)", rb"\1album", xml, flags=re.DOTALL)


@in_xml
def leaves_a_part_out(xml: bytes) -> bytes:
    return re.sub(rb"<width>\d+</width>\n", b"", xml, count=1)


@in_xml
def writes_a_width_in_words(xml: bytes) -> bytes:
    return re.sub(rb"<width>\d+<", b"<width>wide<", xml, count=1)


@in_xml
def adds_an_element(xml: bytes) -> bytes:
    return xml.replace(b"<links>", b"<mood>good</mood>\n<links>", 1)


@in_xml
def changes_the_order(xml: bytes) -> bytes:
    return re.sub(rb"(<server>\d+</server>)\n(<name>[^<]*</name>)", rb"\2\n\1", xml, count=1)


@in_xml
def declares_a_type(xml: bytes) -> bytes:
    return xml.replace(b"?>\n", b"?>\n<!DOCTYPE gallery>\n", 1)


def calls_a_refusal_a_deletion(exchange: Exchange) -> None:
    if exchange.method == "GET" and b"action=delete&" in exchange.query + b"&":
        deleted = b'<gallery version="1.0"/>'
        exchange.content = re.sub(b"<errors>.*</errors>", deleted, exchange.content, flags=re.S)


@in_xml
def refuses_everybody(xml: bytes) -> bytes:
    return b'<errors><error code="io_error">Unable to save album information</error></errors>'


class TellsTheToken:
    """A bug that shows everybody who looks at a gallery the token that it was made with."""

    __name__ = "tells_the_token"

    def __init__(self) -> None:
        self.tokens: dict[bytes, bytes] = {}

    def __call__(self, exchange: Exchange) -> None:
        name = re.search(rb"<name>[^<]*</name>", exchange.content)
        token = re.search(rb"<token>[^<]*</token>", exchange.content)
        if name and token:
            self.tokens[name[0]] = token[0]
        elif name and name[0] in self.tokens and b"<username/>" in exchange.content:
            shown = b"<username/>\n" + self.tokens[name[0]]
            exchange.content = exchange.content.replace(b"<username/>", shown)


count = Galleries.count


def counts_one_more(self: Galleries, user_id: int | None = None) -> int:
    """A count of galleries that is wrong unless there are none."""
    found = count(self, user_id)
    return found + 1 if found else 0


#: What finds that XML is not what it should be; the second one by our reader of XML.
OURS, READ = "writes_xml_as_declared", "response_schema_conformance"
BAD_XML: list[tuple[Bug, tuple[str, ...]]] = [
    (breaks_off, (OURS, READ)),
    (begins_with_another_element, (OURS, READ)),
    (leaves_a_part_out, (OURS, READ)),
    (writes_a_width_in_words, (OURS, READ)),
    (adds_an_element, (OURS,)),
    (changes_the_order, (OURS,)),
    (declares_a_type, (OURS, READ)),
]
MISCONDUCT: list[tuple[Bug, tuple[str, ...]]] = [
    (calls_a_refusal_a_deletion, ("refuses_what_it_must",)),
    (refuses_everybody, ("accepts_what_it_should",)),
    (TellsTheToken(), ("tells_no_secret",)),
]
REPLACED: list[tuple[tuple[Any, str, Any], tuple[str, ...]]] = [
    ((gallery_frame, "owns", always), ("refuses_what_it_must",)),
    ((Galleries, "delete", nothing), ("forgets_what_was_deleted",)),
    ((Galleries, "count", counts_one_more), ("agrees_with_itself",)),
]


@pytest.mark.parametrize(("planted", "by"), [*BAD_XML, *MISCONDUCT, *REPLACED], ids=name_of)
def test_a_planted_bug_is_found(
    planted: Planted, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = run_with(API, planted, monkeypatch, FIRST)
    found = report.found_by
    assert found >= set(by), report.problems
    if planted in dict(BAD_XML):
        assert found & {OURS, READ} == set(by)


def test_the_library_alone_finds_none_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes any XML, and knows nothing of tokens and galleries."""
    monkeypatch.setattr(checks, "NAMES", [])
    for media_type in checks.XML:
        monkeypatch.delitem(deserialization._DESERIALIZERS, media_type)
    for bug, _ in REPLACED:
        monkeypatch.setattr(*bug)
    bugs = [bug for bug, _ in (*BAD_XML, *MISCONDUCT)]
    made = dict.fromkeys(bugs, 0)

    def the_rarest_that_fits(exchange: Exchange) -> None:
        before = exchange.content
        for bug in sorted(bugs, key=made.__getitem__):
            bug(exchange)
            if exchange.content != before:
                made[bug] += 1
                return

    with Emulator(**SAME_EVERY_TIME) as emulator:
        app = Buggy(emulator.app, None, the_rarest_that_fits)
        report = check(API, ORIGIN, emulator, HASTY, app=app)
    assert report.findings == []
    assert min(made.values()) > 0


@pytest.mark.parametrize("depth", [SHORT, THOROUGH], ids=["short", "thorough"])
def test_what_each_operation_must_reach(depth: Depth) -> None:
    shapes = load_shapes(API)
    depth = depth.for_shapes(shapes)
    wanted = {SHORT.fuzzing: (1, 1)}.get(depth.fuzzing, (15, 6))
    for lacks in ((0, 0), (1, 0), (0, 1)):
        successes, failures = (want - lack for want, lack in zip(wanted, lacks, strict=True))
        operations = {id: Reached(successes, successes, Counter(x=failures)) for id in shapes}
        report = Report(API, depth, operations, Counter(), phases=Counter(depth.phases))
        assert len(report.problems) == sum(lacks) * len(shapes) == sum(lacks) * 14
