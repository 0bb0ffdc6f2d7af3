"""The contract runs can fail: planted bugs are found, and what proves nothing is no success."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.store import Store
from imagehosts.emulator.domain.albums import Albums
from imagehosts.emulator.domain.comments import Comments
from imagehosts.emulator.domain.reports import Reports
from imagehosts.emulator.domain.votes import Votes
from imagehosts.emulator.hosts.imageshack import access as imageshack_access
from imagehosts.emulator.hosts.imageshack import images as imageshack_images
from imagehosts.emulator.hosts.imageshack_gallery import dialect as gallery_frame
from imagehosts.emulator.hosts.imageshack_gallery.galleries import Galleries
from imagehosts.emulator.hosts.imgur import access as imgur_access
from schemathesis.core import deserialization

from contracts.fuzz import checks
from contracts.fuzz.apis import APIS
from contracts.fuzz.cases import Editor
from contracts.fuzz.runs import SHORT, THOROUGH, Depth, Reached, Report, check
from contracts.fuzz.shapes import base_path, load_shapes
from contracts.fuzz.test_contract import ORIGIN, SAME_EVERY_TIME
from contracts.fuzz.worlds import KEY, WRONG_KEY, Accounts
from contracts.support.specs import API_NAMES

FIRST = replace(SHORT, first_only=True)
ALL_LINKS = replace(SHORT, links=1.0)
#: Most bugs are planted in one API, since the checks are the same for all.
SMALLEST = "imges"
#: Hosts where a key is all there is; at the others most of the state is made by the run itself.
KNOWN_BY_KEY = [name for name in API_NAMES if not APIS[name].gone]


@dataclass
class Exchange:
    """A request and the answer to it, on their way through a bug."""

    method: str
    path: str
    query: bytes
    body: bytes
    status: int = 0
    headers: list[tuple[bytes, bytes]] | None = None
    content: bytes = b""

    @property
    def uploaded(self) -> bool:
        return self.status == 200 and b'"success"' in self.content

    def change_image(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the member ``image`` of a success."""
        if self.uploaded:
            answer = json.loads(self.content)
            change(answer["image"])
            self.content = json.dumps(answer).encode()


Bug = Callable[[Exchange], object]


def name_of(value: object) -> str:
    """What a parameter is called in the name of a test."""
    if isinstance(value, tuple):
        return "-".join(part for part in value if isinstance(part, str))
    return getattr(value, "__name__", "") if callable(value) else str(value or "")


class Buggy:
    """An application with a bug before it and one behind it. The emulator's controls are spared."""

    def __init__(self, app: Any, before: Bug | None, after: Bug | None) -> None:
        self.app = app
        self.before = before
        self.after = after

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_emulator"):
            await self.app(scope, receive, send)
            return
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        exchange = Exchange(scope["method"], scope["path"], scope["query_string"], body)
        if self.before:
            self.before(exchange)
        scope = {**scope, "query_string": exchange.query}

        waiting = [{"type": "http.request", "body": exchange.body}]

        async def replay() -> Any:
            return waiting.pop() if waiting else await receive()

        async def keep(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                exchange.headers = list(message["headers"])
            else:
                exchange.content += message.get("body", b"")

        await self.app(scope, replay, keep)
        if self.after:
            self.after(exchange)
        headers = [pair for pair in exchange.headers or [] if pair[0].lower() != b"content-length"]
        length = str(len(exchange.content)).encode()
        start = {"type": "http.response.start", "status": exchange.status}
        await send({**start, "headers": [*headers, (b"content-length", length)]})
        await send({"type": "http.response.body", "body": exchange.content})


# Bugs, in front of the emulator or behind it


def lets_strangers_in(exchange: Exchange) -> None:
    wrong, right = WRONG_KEY.encode(), KEY.encode()
    exchange.body = exchange.body.replace(wrong, right)
    exchange.query = exchange.query.replace(wrong, right)


def takes_no_gif(exchange: Exchange) -> None:
    exchange.body = exchange.body.replace(b"\r\n\r\nGIF8", b"\r\n\r\nGAF8")


def loses_plus_signs(exchange: Exchange) -> None:
    exchange.body = exchange.body.replace(b"%2B", b"+")


def cuts_at_a_boundary_of_another(exchange: Exchange) -> None:
    exchange.body = exchange.body.replace(b"\r\n--+++--\r\n", b"\r\n--+++")


def drops_a_required_member(exchange: Exchange) -> None:
    exchange.change_image(lambda image: image.pop("id_encoded"))


def sends_a_member_of_another_type(exchange: Exchange) -> None:
    exchange.change_image(lambda image: image.update(width=[image["width"]]))


def fails_on_a_certain_input(exchange: Exchange) -> None:
    if exchange.method == "POST" and b"%2B" in exchange.body:
        exchange.status = 500


def serves_other_bytes(exchange: Exchange) -> None:
    if exchange.path.startswith("/images/"):
        exchange.content = exchange.content[:-1] + b"?"


def serves_no_thumb(exchange: Exchange) -> None:
    if ".th." in exchange.path:
        exchange.status = 404


def tells_the_key(exchange: Exchange) -> None:
    key = KEY.encode()
    if exchange.status == 400 and key in exchange.body + exchange.query:
        exchange.content = exchange.content.replace(b"Bad Request", b"Bad Request " + key)


def tells_the_key_in_a_header(exchange: Exchange) -> None:
    if exchange.status == 302 and exchange.headers:
        exchange.headers.append((b"x-debug", b"key=" + KEY.encode()))


def says_nothing_when_it_refuses(exchange: Exchange) -> None:
    if exchange.status == 400:
        exchange.content = b'{"status_code":400,"error":{"message":"","code":0},"status_txt":"no"}'


def words_an_error_in_its_own_way(exchange: Exchange) -> None:
    if exchange.status == 400 and b'"error"' in exchange.content:
        answer = json.loads(exchange.content)
        answer["error"] |= {"message": "We are having a bad day", "code": 12345}
        exchange.content = json.dumps(answer).encode()


def calls_text_json(exchange: Exchange) -> None:
    if exchange.content.startswith(b"http://"):
        exchange.headers = [(b"content-type", b"application/json")]


def redirects_without_an_address(exchange: Exchange) -> None:
    if exchange.status == 302 and not exchange.path.startswith(("/image/", "/clip/")):
        exchange.headers = [(b"content-type", b"text/html")]


BEFORE: list[tuple[Bug, str]] = [
    (lets_strangers_in, "refuses_what_it_must"),
    (takes_no_gif, "accepts_what_it_should"),
    (loses_plus_signs, "accepts_what_it_should"),
    (cuts_at_a_boundary_of_another, "keeps_what_was_sent"),
]
AFTER: list[tuple[Bug, str]] = [
    (drops_a_required_member, "response_schema_conformance"),
    (drops_a_required_member, "answers_as_declared"),
    (sends_a_member_of_another_type, "answers_as_declared"),
    (fails_on_a_certain_input, "not_a_server_error"),
    (serves_other_bytes, "keeps_what_was_sent"),
    (serves_no_thumb, "keeps_what_was_sent"),
    (tells_the_key, "tells_no_secret"),
    (tells_the_key_in_a_header, "tells_no_secret"),
    (says_nothing_when_it_refuses, "explains_refusals"),
    (words_an_error_in_its_own_way, "explains_refusals"),
    (calls_text_json, "content_type_conformance"),
    (redirects_without_an_address, "response_headers_conformance"),
]
BUGS = [(bug, None, by) for bug, by in BEFORE] + [(None, bug, by) for bug, by in AFTER]


@pytest.mark.parametrize(("before", "after", "found_by"), BUGS, ids=name_of)
def test_a_planted_bug_is_found(before: Bug | None, after: Bug | None, found_by: str) -> None:
    with Emulator(**SAME_EVERY_TIME) as emulator:
        app = Buggy(emulator.app, before, after)
        report = check(SMALLEST, ORIGIN + base_path(SMALLEST), app, FIRST)
    assert any(f", {found_by}: " in finding for finding in report.findings), report.problems


# Bugs in hosts with accounts: in front or behind, or in the emulator itself


def sends_widths_as_text(exchange: Exchange) -> None:
    if b'"width":' in exchange.content:
        exchange.content = re.sub(rb'"width":(\d+)', rb'"width":"\1"', exchange.content)


def answers_with_another_status(exchange: Exchange) -> None:
    if exchange.method == "GET" and "/image" in exchange.path and exchange.status == 200:
        exchange.status = 203


def serves_no_picture(exchange: Exchange) -> None:
    if exchange.path.startswith("/img") or exchange.path.endswith((".png", ".gif")):
        exchange.status = 404


def fails_on_a_comma(exchange: Exchange) -> None:
    if b"%2C" in exchange.query + exchange.body or b"unknown" in exchange.body:
        exchange.status = 500


def tells_the_password(exchange: Exchange) -> None:
    for member in (b'"description":', b'"bio":'):
        told = member + json.dumps(Accounts.PASSWORD).encode()
        exchange.content = exchange.content.replace(member + b"null", told)


def nothing(*args: object, **options: object) -> None:
    """What a bug does in place of something."""


def always(*args: object, **options: object) -> bool:
    return True


#: What finds that everybody is taken for the owner.
OPEN = ("tells_no_secret", "refuses_what_it_must")
#: The API, the bug behind the application or what of it is replaced, and what finds it.
PLANTED: list[tuple[str, Bug | tuple[Any, str, Any], tuple[str, ...]]] = [
    *(
        (api, bug, (by,))
        for api in ("imageshack", "imgur")
        for bug, by in (
            (sends_widths_as_text, "response_schema_conformance"),
            (answers_with_another_status, "answers_with_a_status_of_its_own"),
            (serves_no_picture, "keeps_what_was_sent"),
            (fails_on_a_comma, "not_a_server_error"),
            (tells_the_password, "tells_no_secret"),
        )
    ),
    ("imageshack", (imageshack_access.Context, "is_owner", always), OPEN),
    ("imageshack", (imageshack_images, "_hide", lambda ask, it: it), ("forgets_what_was_deleted",)),
    ("imageshack", (Albums, "delete", nothing), ("forgets_what_was_deleted",)),
    ("imgur", (imgur_access, "_is_owner", always), OPEN),
    ("imgur", (Store, "delete_picture", nothing), ("forgets_what_was_deleted",)),
    ("imgur", (Comments, "delete", nothing), ("forgets_what_was_deleted",)),
]
HASTY = replace(SHORT, phases=("examples", "fuzzing"))


@pytest.mark.parametrize(
    ("api", "bug", "found_by"),
    PLANTED,
    ids=name_of,
)
def test_a_bug_planted_in_a_host_with_accounts_is_found(
    api: str,
    bug: Bug | tuple[Any, str, Any],
    found_by: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    depth = replace(HASTY, first_only=found_by[1:] == ())
    if isinstance(bug, tuple):
        monkeypatch.setattr(*bug)
    with Emulator(**SAME_EVERY_TIME) as emulator:
        app = emulator.app if isinstance(bug, tuple) else Buggy(emulator.app, None, bug)
        report = check(api, ORIGIN + base_path(api), app, depth)
    for name in found_by:
        assert any(f", {name}: " in finding for finding in report.findings), report.problems


# Bugs in answers in XML: in those to a GET alone, for the run itself makes galleries by POST


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
    """A bug that shows whoever looks at a gallery the token that it was made with."""

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


@pytest.mark.parametrize(("bug", "found_by"), [*BAD_XML, *MISCONDUCT, *REPLACED], ids=name_of)
def test_a_bug_planted_in_imageshack_gallery_is_found(
    bug: Bug | tuple[Any, str, Any], found_by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(bug, tuple):
        monkeypatch.setattr(*bug)
    with Emulator(**SAME_EVERY_TIME) as emulator:
        app = emulator.app if isinstance(bug, tuple) else Buggy(emulator.app, None, bug)
        report = check("imageshack_gallery", ORIGIN, app, FIRST)
    found = {finding.partition(", ")[2].partition(": ")[0] for finding in report.findings}
    assert found >= set(found_by), report.problems
    if bug in dict(BAD_XML):
        assert found & {OURS, READ} == set(found_by)


def test_the_library_alone_finds_none_of_them_in_imageshack_gallery(
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
        report = check("imageshack_gallery", ORIGIN, app, HASTY)
    assert report.findings == []
    assert min(made.values()) > 0


#: What breaks, in each kind of host: something that no run needs to prepare its own state.
BROKEN = {
    "imgur": (Reports, "add"),
    "imageshack": (Votes, "set"),
    "imageshack_gallery": (Galleries, "put_in"),
}


@pytest.mark.parametrize("api", API_NAMES)
def test_an_error_inside_is_found_although_the_answer_hides_it(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise LookupError("planted")

    monkeypatch.setattr(*BROKEN.get(api, (Store, "add_picture")), broken)
    with Emulator(**SAME_EVERY_TIME) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, FIRST)
        assert emulator.internal_errors
    assert any(", holds_out: " in finding for finding in report.findings), report.problems


# Runs that find nothing, because they reach nothing


@pytest.mark.parametrize("api", KNOWN_BY_KEY)
def test_cases_as_chance_makes_them_prove_nothing(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Editor, "edit", lambda *args: None)
    monkeypatch.setattr(Editor, "examples", lambda *args: [])
    with Emulator(**SAME_EVERY_TIME, keys=(KEY,)) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, SHORT)
    assert report.findings == [], "all is answered as the spec has it"
    assert report.stored == 0
    for id in load_shapes(api):
        assert any(line.startswith(f"{id}: 0 requests succeeded") for line in report.problems)


@pytest.mark.parametrize("api", KNOWN_BY_KEY)
def test_a_server_that_knows_nobody_is_noticed(api: str) -> None:
    with Emulator(**SAME_EVERY_TIME, keys=("the key of somebody else",)) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, SHORT)
    assert any(", accepts_what_it_should: " in finding for finding in report.findings)
    assert len(report.shortfalls) >= len(load_shapes(api))


@pytest.mark.parametrize("api", KNOWN_BY_KEY)
def test_a_link_that_leads_nowhere_is_noticed(api: str) -> None:
    with Emulator(**SAME_EVERY_TIME, refuse_url_uploads=True) as emulator:
        report = check(api, ORIGIN + base_path(api), emulator.app, ALL_LINKS)
    for shape in load_shapes(api).values():
        for link in shape.links:
            assert f"the link {link} was never followed with success" in report.shortfalls


LINK = "upload_again_by_url -> images_upload_by_get"


def sound_report() -> Report:
    operations = {
        id: Reached(requests=9, successes=7, refusals=Counter(permission=2))
        for id in load_shapes(SMALLEST)
    }
    links = Counter({LINK: 1})
    phases = Counter(SHORT.phases)
    depth = replace(SHORT, links=1.0)
    return Report(SMALLEST, depth, operations, links, 7 * len(operations), phases=phases)


def test_a_run_that_reached_everything_falls_short_of_nothing() -> None:
    assert sound_report().problems == []


@pytest.mark.parametrize(
    ("spoil", "shortfall"),
    [
        (lambda r: r.phases.pop("stateful"), "the phase stateful tested nothing"),
        (
            lambda r: r.operations["images_upload"].refusals.clear(),
            "images_upload: 0 documented failures were seen, 1 are needed",
        ),
        (
            lambda r: r.links.update({LINK: -1}),
            f"the link {LINK} was never followed with success",
        ),
        (
            lambda r: setattr(r, "stored", 41),
            "42 uploads were accepted, but 41 files were stored",
        ),
        (
            lambda r: setattr(r, "shown_to_owner", 0),
            "nobody saw what is theirs alone, so that others did not says nothing",
        ),
    ],
)
def test_each_shortfall_is_told(spoil: Callable[[Report], object], shortfall: str) -> None:
    report = sound_report()
    spoil(report)
    assert report.problems == [shortfall]


@pytest.mark.parametrize("depth", [SHORT, THOROUGH], ids=["short", "thorough"])
def test_what_each_operation_of_imageshack_gallery_must_reach(depth: Depth) -> None:
    api = "imageshack_gallery"
    shapes = load_shapes(api)
    depth = depth.for_shapes(shapes)
    wanted = {SHORT.fuzzing: (2, 1)}.get(depth.fuzzing, (15, 6))
    for lacks in ((0, 0), (1, 0), (0, 1)):
        successes, failures = (want - lack for want, lack in zip(wanted, lacks, strict=True))
        operations = {id: Reached(successes, successes, Counter(x=failures)) for id in shapes}
        report = Report(api, depth, operations, Counter(), phases=Counter(depth.phases))
        assert len(report.problems) == sum(lacks) * len(shapes) == sum(lacks) * 14


def test_an_operation_that_hardly_ever_succeeds_is_told() -> None:
    report = sound_report()
    report.operations["images_upload"].successes = 1
    assert "images_upload: 1 requests succeeded, 2 are needed" in report.problems
