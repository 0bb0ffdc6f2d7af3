"""What reaches the log, and that no credential ever does."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus, urlencode

import pytest
from attrs import frozen
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from imagehosts.core.logging import (
    ABSENT,
    REDACTED,
    SECRET_NAMES,
    Drift,
    DriftReporter,
    describe_value,
    is_secret_name,
    log_request,
    log_response,
    log_retry,
    redact_headers,
    redact_text,
    redact_url,
    request_line,
    response_line,
    retry_line,
)
from imagehosts.core.multipart import FormBody, MultipartBody

from contracts.support.reporting import each


@frozen(kw_only=True)
class Request:
    host: str = "pixbin"
    operation: str = "images_upload"
    method: str = "POST"
    url: str = "https://pixbin.example/api/1/upload/"
    headers: Mapping[str, str] = {}


@frozen(kw_only=True)
class Response:
    status: int = 200
    headers: Mapping[str, str] = {}


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as listed": str,
    "header": lambda name: "-".join(word.title() for word in name.split("_")),
    "upper case": str.upper,
    "camel case": lambda name: re.sub("_(.)", lambda found: found[1].upper(), name),
    "without parts": lambda name: name.replace("_", ""),
    "within a longer name": lambda name: f"my_{name}",
    "as an array": lambda name: f"{name}[]",
    "as a member": lambda name: f"{name}[0]",
}


@each("spelling", SPELLINGS)
@each("name", sorted(SECRET_NAMES))
def test_a_secret_name_is_known_in_every_spelling(name: str, spelling: str) -> None:
    assert is_secret_name(SPELLINGS[spelling](name))


@each(
    "name",
    ["guest_key", "X-Amz-Signature", "oauth_token_secret", "jsessionid", "userPassword", "X-Auth"],
)
def test_a_name_with_a_secret_word_in_it_is_secret(name: str) -> None:
    assert is_secret_name(name)


@each(
    "name",
    [
        "title", "tags", "album_id", "keywords", "monkey", "author", "code", "status_code",
        "passed", "url", "url_viewer", "content-type", "md5", "expiration", "pinned", "width",
        "", "-", "[]",
    ],
)  # fmt: skip
def test_an_ordinary_name_is_not(name: str) -> None:
    assert not is_secret_name(name)


# --- headers, addresses, text: what remains ------------------------------------------------


def test_headers_keep_their_names_and_their_harmless_values() -> None:
    assert redact_headers(
        {
            "Authorization": "Bearer abc",
            "authorization": "abc def",
            "Proxy-Authorization": "Basic YTpi",
            "X-API-Key": "chv_abc",
            "Cookie": "a=b",
            "Set-Cookie": "PHPSESSID=abc; path=/",
            "Content-Type": "text/html; charset=utf-8",
            "Location": "https://h.example/?key=abc&page=2",
        }
    ) == {
        "Authorization": f"Bearer {REDACTED}",
        "authorization": REDACTED,
        "Proxy-Authorization": f"Basic {REDACTED}",
        "X-API-Key": REDACTED,
        "Cookie": REDACTED,
        "Set-Cookie": REDACTED,
        "Content-Type": "text/html; charset=utf-8",
        "Location": f"https://h.example/?key={REDACTED}&page=2",
    }


@each(
    ("url", "shown"),
    [
        ("https://h.example/a/b?x=1&y=%20z#part", None),
        ("https://h.example/?format=json&source=https%3A%2F%2Fo.example%2Fa.png", None),
        ("/relative?x=1", None),
        ("", None),
        ("https://h.example/?key=abc&x=1", "https://h.example/?key=[redacted]&x=1"),
        ("https://h.example/?x=1&api%5Fkey=abc", "https://h.example/?x=1&api%5Fkey=[redacted]"),
        ("https://h.example/?code=abc", "https://h.example/?code=[redacted]"),
        ("https://user:pw@h.example/", "https://[redacted]@h.example/"),
        ("https://user@h.example:80/", "https://[redacted]@h.example:80/"),
        ("https://h.example/i/x.ab/delete/S3cret", "https://h.example/i/x.ab/delete/[redacted]"),
        (
            "https://h.example/#access_token=abc&x=1",
            "https://h.example/#access_token=[redacted]&x=1",
        ),
        ("https://h.example/a;jsessionid=abc/b", "https://h.example/a;jsessionid=[redacted]"),
        ("https://h.example/chv_abcdefghij", "https://h.example/[redacted]"),
        (
            "https://h.example/?source=https%3A%2F%2Fo.example%2F%3Fkey%3Dabc",
            "https://h.example/?source=https://o.example/?key%3D[redacted]",
        ),
        ("data:image/png;base64,iVBORw0KGgo=", "data:…(34 characters)"),
        ("https://h.example/\r\nX-Evil: 1", "https://h.example/\\r\\nX-Evil: 1"),
    ],
)
def test_an_address_keeps_all_that_is_not_secret(url: str, shown: str | None) -> None:
    assert redact_url(url) == (url if shown is None else shown)


def test_a_picture_in_an_address_is_cut_short() -> None:
    shown = redact_url(f"https://h.example/?source={'QUJD' * 1000}&x=1")
    assert shown == f"https://h.example/?source={'QUJD' * 10}…(4000 characters)&x=1"


@each(
    ("text", "shown"),
    [
        ("Duplicated upload", None),
        ("You are uploading too fast. Please wait 37 more minutes.", None),
        ("Invalid API v1 key.", None),
        ('{"status_code":400,"error":{"message":"Duplicated upload","code":101}}', None),
        ("md5: 0cc175b9c0f1b6a831c399e269772661", None),
        ("a=1&b=2", None),
        ("", None),
        ('{"api_key": "abc", "x": 1}', '{"api_key": "[redacted]", "x": 1}'),
        ('{"api_key":12345,"x":1}', '{"api_key":[redacted],"x":1}'),
        ('{"key":["abc","def"],"x":1}', '{"key":[redacted],"x":1}'),
        ("{'api_key': 'abc', 'x': 1}", "{'api_key': '[redacted]', 'x': 1}"),
        ('{"a":{"b":{"token":"abc"}}}', '{"a":{"b":{"token":"[redacted]"}}}'),
        ('{"token":"cut o', '{"token":"[redacted]"'),
        (r'{"body":"{\"key\":\"abc\"}"}', r'{"body":"{\"key\":[redacted]}"}'),
        ("key=abc&x=1", "key=[redacted]&x=1"),
        ('key="a b" x=1', "key=[redacted] x=1"),
        ("Authorization: Bearer abcdef\r\nAccept: */*", "Authorization: [redacted]\r\nAccept: */*"),
        ("sent Bearer abcdef.ghi-j to it", "sent Bearer [redacted] to it"),
        (
            r'{"delete_url":"https:\/\/h.example\/delete\/abc","url":"https:\/\/h.example\/a"}',
            r'{"delete_url":"[redacted]","url":"https:\/\/h.example\/a"}',
        ),
        (
            r"see https:\/\/h.example\/delete\/abc?x=1 there",
            r"see https:\/\/h.example\/delete\/[redacted]?x=1 there",
        ),
        ("see /delete/abc.", "see /delete/[redacted]"),
        ("Hello chv_abc_defghijk!", "Hello [redacted]!"),
        ("ABCD1234" + "0123456789abcdef" * 2, REDACTED),
        ("0123456789abcdef" * 4, REDACTED),
    ],
)
def test_text_keeps_all_that_is_not_secret(text: str, shown: str | None) -> None:
    assert redact_text(text) == (text if shown is None else shown)


# --- no secret in any output ---------------------------------------------------------------

# Two letters stand at either end so that no secret is part of the harmless rest by chance.
SECRETS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=30
).map(lambda text: f"ßẞ{text}ßẞ") | st.text(
    "abcABC019_-+/=.~%&\"'\\{}[]:;, ", min_size=4, max_size=30
).map(lambda text: f"Zq{text}qZ")
NAMES = st.sampled_from(sorted(SECRET_NAMES)).flatmap(
    lambda name: st.sampled_from([name, name.upper(), name.replace("_", "-")])
)


def spelled(secret: str) -> set[str]:
    """The ways in which a secret could stand in an output."""
    return {
        secret,
        quote(secret),
        quote_plus(secret),
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
    }


def assert_hidden(secret: str, *outputs: object) -> None:
    for output in map(str, outputs):
        for spelling in spelled(secret):
            assert spelling not in output
        # Not even a part of it: these letters stand nowhere else.
        plain = unquote_plus(unquote_plus(output))
        assert not re.search(r"ß|ẞ|\\u00df|\\u1e9e|\\xdf|Zq|qZ", plain, re.IGNORECASE), output


def written_with(name: str, secret: str) -> dict[str, str]:
    """One text per way in which a name and its secret are written down."""
    multipart = b"".join(MultipartBody([("a", "b"), (name, secret), ("c", "d")])).decode()
    member = {"a": 1, name: secret, "c": {"d": [2]}}
    return {
        "form": f"a=b&{urlencode({name: secret})}&c=d",
        "our form": b"".join(FormBody([("a", "b"), (name, secret), ("c", "d")])).decode(),
        "multipart": multipart,
        "json": json.dumps(member),
        "json, not ascii": json.dumps(member, ensure_ascii=False, indent=2),
        "json, slashes escaped": json.dumps(member).replace("/", "\\/"),
        "json within json": json.dumps({"x": json.dumps(member)}),
        "dict": repr(member),
        "header line": f"Accept: */*\r\n{name}: {secret}\r\nDate: x",
        "address": f"see https://h.example/a?b=c&{urlencode({name: secret})}#x there",
        "address within an address": "https://h.example/?url="
        + quote_plus(f"https://o.example/?{urlencode({name: secret})}"),
        "address within a form": urlencode(
            {"source": f"https://o.example/?{urlencode({name: secret})}"}
        ),
    }


@given(NAMES, SECRETS)
@example("key", 'ßẞ"\\ \\"ßẞ')
@example("token", "Zq\\qZ")
@settings(max_examples=200)
def test_nothing_that_goes_under_a_secret_name_is_ever_shown(name: str, secret: str) -> None:
    for kind, text in written_with(name, secret).items():
        shown = redact_text(text)
        assert REDACTED in shown, kind
        assert_hidden(secret, shown)
    url = f"https://h.example/a?b=c&{urlencode({name: secret})}#{urlencode({name: secret})}"
    assert_hidden(secret, redact_url(url), redact_headers({name: secret, "Location": url}))
    request = Request(url=url, headers={name: secret, "Accept": "*/*"})
    answer = Response(status=401, headers={name: secret, "Location": url, "X-Echo": url})
    assert_hidden(
        secret,
        request_line(request),
        response_line(request, answer),
        retry_line(request, f"status 401 at {url}", 1.0),
    )
    assert_hidden(
        secret,
        describe_value(secret, f"/image/{name}"),
        describe_value(url, "/image/url"),
        describe_value({name: secret}, "/image"),
        describe_value([secret], f"/{name}/0"),
    )


@given(SECRETS)
def test_user_and_password_in_an_address_are_not_shown(secret: str) -> None:
    url = f"https://{quote(secret, safe='')}:{quote(secret, safe='')}@h.example/a"
    assert_hidden(secret, redact_url(url), redact_text(f"at {url}:"))


@given(st.text("abcdefghijkXYZ0189", min_size=8, max_size=48).map(lambda text: f"Zq{text}qZ"))
def test_a_delete_link_is_not_shown(secret: str) -> None:
    url = f"https://h.example/image/x.Ab/delete/{secret}"
    for text in (url, url.replace("/", "\\/"), json.dumps({"a": url}), f"source={quote_plus(url)}"):
        assert_hidden(secret, redact_text(text), redact_url(text))


@given(SECRETS, st.text(max_size=20), st.text(max_size=20))
def test_secret_known_by_value_is_hidden_in_every_place(
    secret: str, before: str, after: str
) -> None:
    hide = [secret]
    for spelling in spelled(secret):
        text = before.replace("Z", "") + spelling + after.replace("Z", "")
        if any(re.search("ß|ẞ|q", part, re.IGNORECASE) for part in (before, after)):
            continue
        assert_hidden(
            secret,
            redact_text(text, secrets=hide),
            redact_url(f"https://h.example/{spelling}/x?a={spelling}", secrets=hide),
            redact_headers({"X-Echo": text}, secrets=hide),
            describe_value(text, "/message", secrets=hide),
        )


def test_what_a_host_repeats_of_the_key_it_was_sent_is_hidden() -> None:
    request = Request(headers={"Authorization": "Bearer 5ecretValue", "X-API-Key": "0therSecret"})
    answer = Response(
        status=302,
        headers={"X-Debug": "you sent 5ecretValue", "Location": "https://h.example/0therSecret"},
    )
    for line in (response_line(request, answer), retry_line(request, "no 5ecretValue", 1.0)):
        assert "5ecretValue" not in line
        assert "0therSecret" not in line


def test_very_short_values_do_not_strike_out_the_rest() -> None:
    found = redact_text("abc banana abcd", secrets=["a", "", "abc"])
    assert found == f"{REDACTED} banana abcd"


@given(st.text() | st.text("k=&?#%:/\"'\\{}[]@;, key\r\n", max_size=80))
def test_redaction_takes_any_text_and_is_done_after_one_time(text: str) -> None:
    redact_url(text)
    redact_headers({text: text})
    describe_value(text, text)
    assert is_secret_name(text) in (True, False)
    once = redact_text(text)
    assert once.count(REDACTED) >= text.count(REDACTED) or REDACTED in once
    assert "\n" not in redact_url(text)


def test_hostile_text_comes_to_an_end() -> None:
    nested = "https://h.example/?u="
    for piece in (
        '"a":',
        '\\"key\\":\\"',
        "key=",
        "a=",
        "{",
        "[",
        "%25",
        nested,
        'name="',
        "/delete/",
        "a:",
    ):
        redact_text(piece * 3000)
        redact_url(nested + piece * 3000)


# --- the lines -----------------------------------------------------------------------------


@pytest.fixture
def lines() -> Iterator[Callable[[], list[str]]]:
    """What the loggers write at the level that a test sets."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    logger = logging.getLogger("imagehosts")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield lambda: stream.getvalue().splitlines()
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_a_call_is_logged_in_lines_that_a_person_can_read(
    lines: Callable[[], list[str]],
) -> None:
    request = Request(headers={"X-API-Key": "abc", "Accept": "*/*"})
    log_request(request)
    log_response(request, Response(status=503, headers={"Retry-After": "1"}))
    log_retry(request, "status 503", 1.25)
    assert lines() == [
        "imagehosts DEBUG pixbin images_upload: POST https://pixbin.example/api/1/upload/"
        " (X-API-Key: [redacted]; Accept: */*)",
        "imagehosts DEBUG pixbin images_upload: answered 503 (Retry-After: 1)",
        "imagehosts DEBUG pixbin images_upload: again in 1.250 s: status 503",
    ]


def test_what_a_host_says_cannot_forge_a_line(lines: Callable[[], list[str]]) -> None:
    request = Request(url="https://h.example/\nimagehosts DEBUG forged", operation="a\rb")
    log_request(request)
    log_response(request, Response(headers={"X": "a\r\nimagehosts DEBUG forged\u2028\x1b[31m"}))
    log_retry(request, "x\nforged", 1.0)
    log_retry(request, "half a \ud800 character", 1.0)
    assert len(lines()) == 4
    assert all(line.isprintable() for line in lines())


class Untouchable:
    """Any look at it is an error."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"{name} was looked at")


def test_nothing_is_looked_at_while_the_log_is_off() -> None:
    nothing: Any = Untouchable()
    logger = logging.getLogger("imagehosts")
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        log_request(nothing)
        log_response(nothing, nothing)
        log_retry(nothing, nothing, nothing)
    finally:
        logger.setLevel(level)
    logger.setLevel(logging.DEBUG)
    try:
        with pytest.raises(AssertionError, match="was looked at"):
            log_request(nothing)
    finally:
        logger.setLevel(level)


def test_the_library_prints_nothing_where_no_log_is_set_up(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    DriftReporter().report("pixbin", "images_upload", "/image", "object", [])
    assert capfd.readouterr() == ("", "")


# --- drift ---------------------------------------------------------------------------------


@each(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        (12, "integer 12"),
        (1.5, "number 1.5"),
        ("12px", 'string "12px"'),
        ('a "b"\n', 'string "a \\"b\\"\\n"'),
        ("naïve 写真", 'string "naïve 写真"'),
        ([1, 2], "array of length 2"),
        ({"a": 1}, "object of length 1"),
        (b"abc", "bytes of length 3"),
        (ABSENT, "nothing"),
        pytest.param(10**6000, "integer of many digits", id="large"),
        (float("nan"), "number nan"),
        (Request(), "Request"),
    ],
)
def test_value_is_described_briefly(value: object, shown: str) -> None:
    assert describe_value(value, "/image/width") == shown


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.text("\x00\u2028\ud800"),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
@example("x" * 10**6)
@example("key=" + "y" * 5000)
@example(-(10**59))
@settings(suppress_health_check=[HealthCheck.large_base_example])
def test_a_description_is_short_and_on_one_line(value: object) -> None:
    for pointer in ("/image/width", "/image/key"):
        shown = describe_value(value, pointer)
        assert len(shown) <= 80
        assert not re.search("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]", shown)


def test_a_drift_names_its_place_and_both_sides(lines: Callable[[], list[str]]) -> None:
    drifts: list[Drift] = []
    reporter = DriftReporter(drifts.append)
    reporter.report("pixbin", "images_upload", "/image/width", "integer", "12px")
    reporter.report("pixbin", "images_upload", "", "object", [1])
    assert drifts == [
        Drift("pixbin", "images_upload", "/image/width", "integer", 'string "12px"'),
        Drift("pixbin", "images_upload", "", "object", "array of length 1"),
    ]
    assert lines() == [
        "imagehosts.drift WARNING pixbin images_upload /image/width: expected integer,"
        ' got string "12px"',
        "imagehosts.drift WARNING pixbin images_upload (whole answer): expected object,"
        " got array of length 1",
    ]


def test_a_broken_host_does_not_flood_the_log(lines: Callable[[], list[str]]) -> None:
    drifts: list[Drift] = []
    reporter = DriftReporter(drifts.append)
    for number in range(1234):
        reporter.report("pixbin", "images_list", f"/data/{number}/width", "integer", "x")
    written = lines()
    assert len(written) == 5 + 3
    assert [re.findall(r"\((\d+) times", line) for line in written] == [
        [], [], [], [], ["5"], ["10"], ["100"], ["1000"],
    ]  # fmt: skip
    assert "/data/4/width" in written[4]
    assert reporter.counts == {("pixbin", "images_list", "/data/*/width"): 1234}
    assert len(drifts) == 1234


def test_places_are_counted_apart(lines: Callable[[], list[str]]) -> None:
    reporter = DriftReporter(first=2)
    for host in ("pixbin", "snapstore"):
        for operation in ("images_upload", "images_upload_txt"):
            for pointer in ("/image/width", "/image/height", "/0/1", "/10/2", "/0x"):
                for _ in range(4):
                    reporter.report(host, operation, pointer, "integer", "x")
    counts = reporter.counts
    assert len(counts) == 2 * 2 * 4
    assert counts["pixbin", "images_upload", "/image/width"] == 4
    assert counts["pixbin", "images_upload", "/*/*"] == 8
    assert len(lines()) == 2 * len(counts)
    counts.clear()
    assert len(reporter.counts) == 16


def test_members_without_end_do_not_fill_the_memory() -> None:
    reporter = DriftReporter()
    for number in range(5000):
        reporter.report("pixbin", "tags_list", f"/tag{number}", "object", None)
    counts = reporter.counts
    assert len(counts) <= 1001
    assert sum(counts.values()) == 5000
    assert counts["pixbin", "tags_list", "*"] == 4000


def test_an_error_in_the_callback_makes_drift_an_error() -> None:
    def refuse(drift: Drift) -> None:
        raise LookupError(str(drift))

    reporter = DriftReporter(refuse)
    with pytest.raises(LookupError, match="/image/width: expected integer"):
        reporter.report("pixbin", "images_upload", "/image/width", "integer", "x")
    with pytest.raises(LookupError):
        reporter.report("pixbin", "images_upload", "/image/width", "integer", "x")
    assert sum(reporter.counts.values()) == 2


def test_drift_is_counted_exactly_from_many_threads(lines: Callable[[], list[str]]) -> None:
    reporter = DriftReporter()
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        for _ in range(500):
            reporter.report("pixbin", "images_upload", "/image/width", "integer", "x")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reporter.counts == {("pixbin", "images_upload", "/image/width"): 4000}
    assert len(lines()) == 8


@given(NAMES, SECRETS)
def test_no_secret_is_in_a_drift(name: str, secret: str) -> None:
    drifts: list[Drift] = []
    reporter = DriftReporter(drifts.append)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("imagehosts.drift")
    logger.addHandler(handler)
    try:
        reporter.report("pixbin", "images_upload", f"/image/{name}", "string", secret)
        reporter.report("pixbin", "images_upload", "/x", "null", json.dumps({name: secret}))
        reporter.report("pixbin", "images_upload", "/y", "null", f"no {secret}", secrets=[secret])
        reporter.report("pixbin", "images_upload", f"/{secret}/y", "null", 1, secrets=[secret])
    finally:
        logger.removeHandler(handler)
    assert len(drifts) == 4
    assert_hidden(secret, *drifts, stream.getvalue(), repr(drifts))


def test_what_was_hidden_can_be_found_by_this_test() -> None:
    """The guard of the guard: the search above does see a secret that is shown."""
    for secret in ("ßẞ x&y ßẞ", 'Zq"/\\qZ'):
        for text in written_with("harmless", secret).values():
            with pytest.raises(AssertionError):
                assert_hidden(secret, text)


def test_a_program_without_logging_hears_nothing_from_the_library() -> None:
    """Python prints warnings of loggers without any handler to standard error."""
    program = (
        "import logging, imagehosts.core.logging as ours\n"
        "ours.LOGGER.warning('of the library')\n"
        "ours.DRIFT_LOGGER.warning('of a host')\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")
