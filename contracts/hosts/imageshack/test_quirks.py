"""The oddities of ImageShack, each as the client deals with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts import (
    AuthenticationFailed,
    Base64,
    CaptchaRequired,
    Drift,
    HostUnavailable,
    InvalidArgument,
    InvalidRequest,
    MissingCredentials,
    ResponseDecodeError,
    StatusError,
    Url,
)
from imagehosts.hosts.imageshack import failed_items, has_album, has_avatar, image_address
from imagehosts_wire.imageshack.models import (
    AlbumReference,
    Avatar,
    BasicImage,
    Bulk,
    ImageReference,
    Owner,
    Upload,
)
from imagehosts_wire.types import Operation

from contracts.hosts.imageshack.support import (
    BY_ID,
    KINDS,
    OPERATIONS,
    TOKEN,
    call,
    example,
    failure,
    open_imageshack,
    reply_to,
    success,
)
from contracts.support.clients import KEY, PNG, Driver, Kind
from contracts.support.recording import Reply, as_reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]
BOOLEANS = [o for o in OPERATIONS if o.result.type and o.result.type() is bool]
PICTURE = "https://elsewhere.example/lake.jpg"


UNDER_TEST = KINDS


@pytest.fixture
def open_driver(kind: Kind) -> Iterator[OpenDoor]:
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(
            open_imageshack(kind, *script, **options)
        )


def refused(
    driver: Driver, argument: str, method: str, *args: Any, **options: Any
) -> InvalidArgument:
    """The error for a call that must not be sent."""
    with pytest.raises(InvalidArgument) as caught:
        driver.do(method, *args, **options)
    assert caught.value.argument == argument
    # Whoever reads a log must know which call it was.
    assert (caught.value.host, bool(caught.value.operation)) == ("imageshack", True), method
    if "." in method:
        assert caught.value.operation == method.replace(".", "_")
    assert driver.sent == []
    return caught.value


# --- credentials ---------------------------------------------------------------------------


@each("operation", OPERATIONS, ids=lambda o: o.id)
def test_the_api_key_goes_with_every_call_but_get(
    open_driver: OpenDoor, operation: Operation[Any]
) -> None:
    driver = open_driver(reply_to(operation))
    call(driver, operation)
    sent = driver.only
    places = [*sent.query, *sent.fields]
    if operation.method == "GET":
        assert KEY not in sent.url
        assert KEY.encode() not in sent.content
    else:
        assert places.count(("api_key", KEY)) == 1
    assert KEY not in str(sent.headers.raw)

    without = open_driver(reply_to(operation), key=None)
    if operation.method == "GET" or operation.id in ("session_login", "session_resume"):
        call(without, operation)
    else:
        with pytest.raises(MissingCredentials, match=r"no api key.*IMAGESHACK_API_KEY"):
            call(without, operation)
        assert without.sent == []


@each("operation", OPERATIONS, ids=lambda o: o.id)
def test_the_token_goes_where_the_method_has_room_for_it(
    open_driver: OpenDoor, operation: Operation[Any]
) -> None:
    driver = open_driver(reply_to(operation))
    call(driver, operation)
    sent = driver.only
    in_query, in_body = (("auth_token", TOKEN) in pairs for pairs in (sent.query, sent.fields))
    if not any(slot.scheme == "auth_token" for slot in operation.credentials):
        assert (in_query, in_body) == (False, False)
    else:
        assert (in_query, in_body) == (sent.method in ("GET", "DELETE"), sent.method[0] == "P")
    assert TOKEN not in str(sent.headers.raw)


@each(
    ("method", "args"),
    [
        ("users.settings", ()),
        ("images.delete", ("iq8ac04fj",)),
        ("images.upload", (PNG,)),
        ("images.likes", ("iq8ac04fj",)),
        ("session.resume", ()),
    ],
)
def test_a_call_that_needs_a_login_is_not_sent_without_a_token(
    open_driver: OpenDoor, method: str, args: tuple[Any, ...]
) -> None:
    driver = open_driver(auth_token=None)
    with pytest.raises(MissingCredentials, match=r"no auth token.*IMAGESHACK_AUTH_TOKEN.*login"):
        driver.do(method, *args)
    assert driver.sent == []


def test_credentials_and_address_come_from_the_environment(
    open_driver: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGESHACK_API_KEY", "key-of-the-environment")
    monkeypatch.setenv("IMAGESHACK_AUTH_TOKEN", "token-of-the-environment")
    monkeypatch.setenv("IMAGESHACK_BASE_URL", "https://imageshack.com/rest_api/v2")
    driver = open_driver(success(True), key=None, auth_token=None)
    driver.do("images.delete", "iq8ac04fj")
    assert driver.only.address == "https://imageshack.com/rest_api/v2/images/iq8ac04fj"
    assert dict(driver.only.query) == {
        "api_key": "key-of-the-environment",
        "auth_token": "token-of-the-environment",
    }


@each("around", ["“{}”", '"{}"', "'{}'", " {}", "{}\n", "‘{}’", "„{}“", "`{}`"])
@each("scheme", ["api_key", "auth_token"])
def test_a_key_copied_with_its_quotes_is_refused(kind: Kind, around: str, scheme: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        kind.make(**{scheme: around.format("12ABCDEF")})
    assert caught.value.argument == scheme
    assert "12ABCDEF" not in str(caught.value)
    assert kind.make(**{scheme: "12ABCDEF"})


LOGIN = {"auth_token": "a-new-token", "username": "nick", "user_id": 7}


@each("user", ["nick", "nick@example.com"])
def test_a_login_by_name_address_or_token_serves_later_calls(
    open_driver: OpenDoor, user: str
) -> None:
    def later(driver: Driver) -> str | None:
        driver.do("users.get", "nick")
        return dict(driver.sent[-1].query).get("auth_token")

    driver = open_driver(success(LOGIN), auth_token=None)
    assert later(driver) is None
    login = driver.do("login", user, "a password")
    assert (login.username, login.user_id) == ("nick", 7)
    assert ("user", user) in driver.sent[-1].fields
    assert ("password", "a password") in driver.sent[-1].fields
    assert later(driver) == "a-new-token"
    # A copy with other settings is the same session.
    again = driver.client.with_options(timeout=3)
    assert again._credentials is driver.client._credentials

    by_resource = open_driver(success(LOGIN), auth_token=None)
    by_resource.do("session.login", user, "a password")
    assert later(by_resource) == "a-new-token"

    raw = open_driver(success(LOGIN), auth_token=None)
    raw.do("session.with_raw_response.login", user, "a password").parse()
    assert later(raw) == "a-new-token"

    by_token = open_driver(success(LOGIN | {"auth_token": "an-old-token"}), auth_token=None)
    by_token.do("login", auth_token="an-old-token")
    assert by_token.only.fields == [("auth_token", "an-old-token"), ("api_key", KEY)]
    assert later(by_token) == "an-old-token"

    by_token.client.logout()
    assert later(by_token) is None


def test_a_token_that_is_refused_takes_no_place(open_driver: OpenDoor) -> None:
    driver = open_driver(failure(3, "Invalid auth_token"))
    with pytest.raises(AuthenticationFailed):
        driver.do("login", auth_token="worn-out")
    assert driver.client._credentials["auth_token"] == TOKEN
    fresh = open_driver(failure(3, "Invalid auth_token"), auth_token=None)
    with pytest.raises(AuthenticationFailed):
        fresh.do("login", auth_token="worn-out")
    assert "auth_token" not in fresh.client._credentials


@each(
    "given",
    [
        {},
        {"user": "nick"},
        {"password": "a password"},
        {"user": "nick", "password": "a password", "auth_token": "t"},
        {"user": "nick", "auth_token": "t"},
    ],
)
def test_half_a_login_is_refused(open_driver: OpenDoor, given: dict[str, str]) -> None:
    driver = open_driver()
    assert "a password" not in str(refused(driver, "login", "login", **given))


def test_a_login_that_wants_a_captcha_says_what_to_do(open_driver: OpenDoor) -> None:
    driver = open_driver(as_reply(example("observed/error_captcha"), 400))
    with pytest.raises(CaptchaRequired, match="log in with a browser") as caught:
        driver.do("login", "nick", "a password")
    assert (caught.value.code, caught.value.status) == (2, 400)
    assert caught.value.host_message == "Missing capcha response"
    assert len(driver.sent) == 1


def test_no_secret_of_a_session_is_shown(
    open_driver: OpenDoor, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = (KEY, TOKEN, "a-new-token", "a password", "a-hash")
    caplog.set_level(logging.DEBUG, "imagehosts")
    login = success(LOGIN | {"membership_cookie": "a-cookie", "username": 7})
    driver = open_driver(login, success(True), success(True), failure(3, f"{TOKEN} is no token"))
    shown = [repr(driver.do("login", "nick", "a password")), repr(driver.client)]
    driver.do("session.reset_password", "nick", "a-hash", "a password")
    driver.do("images.delete", "iq8ac04fj")
    driver.client._credentials["auth_token"] = TOKEN
    with pytest.raises(StatusError) as caught:
        driver.do("images.delete_many", ["iq8ac04fj"])
    shown += [str(caught.value), repr(caught.value), caplog.text]
    assert len(caplog.records) >= 8
    for text in shown:
        assert not [secret for secret in (*secrets, "a-cookie") if secret in text]


@each("argument", ["password", "auth"])
def test_a_secret_of_a_wrong_type_is_not_repeated(open_driver: OpenDoor, argument: str) -> None:
    driver = open_driver()
    secrets: dict[str, Any] = {"auth": "a-hash", "password": "x"} | {argument: b"hunter2"}
    error = refused(driver, argument, "session.reset_password", "nick", **secrets)
    assert "hunter2" not in str(error)


@each("method", ["session.login", "session.resume", "users.create"])
def test_remember_me_alone_is_refused(open_driver: OpenDoor, method: str) -> None:
    args = {"session.login": ("nick", "p"), "users.create": ("nick@example.com",)}.get(method, ())
    driver = open_driver(success(LOGIN))
    refused(driver, "remember_me", method, *args, remember_me=True)
    refused(driver, "remember_me", method, *args, remember_me=True, set_cookies=False)
    driver.do(method, *args, remember_me=True, set_cookies=True)
    assert dict(driver.only.fields)["remember_me"] == "TRUE"


def test_cookies_of_the_host_are_not_kept(open_driver: OpenDoor) -> None:
    cookie = {"set-cookie": "isUSER=nick; Path=/", "content-type": "application/json"}
    driver = open_driver(Reply(200, {"success": True, "result": LOGIN}, cookie))
    driver.do("session.login", "nick", "p", set_cookies=True)
    driver.do("users.get", "nick")
    assert "cookie" not in driver.sent[1].headers


# --- transport and envelope ----------------------------------------------------------------


@each("operation", [o for o in OPERATIONS if o.method == "DELETE"], ids=lambda o: o.id)
def test_delete_has_its_parameters_in_the_query_and_no_body(
    open_driver: OpenDoor, operation: Operation[Any]
) -> None:
    driver = open_driver(reply_to(operation))
    call(driver, operation)
    sent = driver.only
    assert (sent.method, sent.content) == ("DELETE", b"")
    assert "content-type" not in sent.headers
    lists = [p.name for p in operation.parameters if p.place == "query"]
    assert sorted(dict(sent.query)) == sorted([*lists, "api_key", "auth_token"])


def test_a_bare_answer_is_the_result(open_driver: OpenDoor) -> None:
    drifts: list[Drift] = []
    driver = open_driver(
        as_reply(example("documented/image")),
        as_reply([example("documented/basic_image")]),
        as_reply(example("documented/tags_list")),
        on_drift=drifts.append,
    )
    assert driver.do("images.get", "04img0320dmj").title == "Snowy Lake Tahoe 2011-2012"
    assert [drift.expected for drift in drifts] == ["an envelope with the member result"]
    (image,) = driver.do("users.random_images", "nick")
    assert image.id == example("documented/basic_image")["id"]
    assert driver.do("tags.of_user", "nick").items
    assert len(drifts) == 3


@each(
    "document", [{}, {"success": True}, {"message": "hello"}, {"success": True, "result": None}, 7]
)
def test_empty_answer_is_an_error(open_driver: OpenDoor, document: Any) -> None:
    with pytest.raises(ResponseDecodeError):
        open_driver(as_reply(document)).do("images.get", "iq8ac04fj")


ERROR = {"error_code": 3, "error_message": "Invalid parameter value"}
FAILURES = [
    {"error": ERROR},
    {"success": False, "process_time": 9, "result": False, "error": ERROR},
    {"success": False, "result": False, "error": ERROR},
    {"success": False, "result": None, "error": ERROR},
    {"success": False, "result": [], "error": ERROR},
    {"success": "false", "error": ERROR},
    # A contradiction counts as a failure, too.
    {"success": True, "result": {"id": "iq8ac04fj", "passed": 1, "failed": 0}, "error": ERROR},
    {"success": True, "result": True, "error": ERROR},
]


@each("status", [200, 201, 400, 422])
@each("document", FAILURES, ids=range(len(FAILURES)))
@each("method", ["images.get", "images.delete", "images.related", "images.get_many"])
def test_error_is_found_with_or_without_the_flag_at_any_status(
    open_driver: OpenDoor, document: Any, status: int, method: str
) -> None:
    driver = open_driver(as_reply(document, status))
    ids: Any = ["iq8ac04fj"] if method.endswith("many") else "iq8ac04fj"
    with pytest.raises(InvalidRequest, match="Invalid parameter value") as caught:
        driver.do(method, ids)
    assert (caught.value.code, caught.value.status) == (3, status)


@each("method", ["images.get", "images.delete"])
def test_a_false_flag_without_a_reason_is_a_failure(open_driver: OpenDoor, method: str) -> None:
    document = {"success": False, "process_time": 9, "result": False}
    with pytest.raises(StatusError, match="HTTP 200"):
        open_driver(as_reply(document)).do(method, "iq8ac04fj")


def test_title_about_errors_is_not_an_error(open_driver: OpenDoor) -> None:
    title = '"error": {"error_code": 1}, "success": false'
    image = open_driver(success({"id": "iq8ac04fj", "title": title})).do("images.get", "iq8ac04fj")
    assert image.title == title


def test_html_page_is_not_an_answer(open_driver: OpenDoor) -> None:
    for status in (200, 502):
        driver = open_driver(Reply(status, "<!doctype html><title>Sorry</title>"), max_retries=0)
        with pytest.raises(HostUnavailable):
            driver.do("images.get", "iq8ac04fj")


YES = [b"true", b"TRUE", b'"TRUE"', b'"true"', b"1", b" TRUE\n", b'{"result": "TRUE"}']
YES += [b'{"success":true,"result":true}', b'{"success":true,"result":1}']
NO = [b"false", b"FALSE", b'"FALSE"', b"0", b'{"success":true,"result":false}']
NO += [b'{"success":true,"process_time":3,"result":"False"}']


@each(("body", "expected"), [(b, True) for b in YES] + [(b, False) for b in NO])
def test_yes_and_no_are_read_in_every_spelling(
    open_driver: OpenDoor, body: bytes, expected: bool
) -> None:
    assert open_driver(Reply(200, body)).do("images.like", "iq8ac04fj") is expected


@each("operation", BOOLEANS, ids=lambda o: o.id)
def test_every_call_that_answers_yes_or_no_does(
    open_driver: OpenDoor, operation: Operation[Any]
) -> None:
    assert call(open_driver(Reply(200, b"TRUE")), operation) is True


@each("body", [b"", b"maybe", b'{"success":true}', b"[]"])
def test_what_is_neither_yes_nor_no_is_not_taken_for_one(
    open_driver: OpenDoor, body: bytes
) -> None:
    with pytest.raises(ResponseDecodeError):
        open_driver(Reply(200, body)).do("images.like", "iq8ac04fj")


@each(("value", "lower"), [(True, "true"), (False, "false")])
def test_flags_are_spelt_as_real_clients_spell_them(
    open_driver: OpenDoor, value: bool, lower: str
) -> None:
    lowercase = capital = 0
    for operation in OPERATIONS:
        flags = [p for p in operation.parameters if p.encode.startswith("flag:")]
        given = {p.name: value for p in flags}
        driver = open_driver(reply_to(operation))
        call(driver, operation, **given)
        sent = dict([*driver.only.query, *driver.only.fields])
        for flag in flags:
            cookies = flag.name in ("set_cookies", "remember_me")
            assert sent[flag.wire] == (lower.upper() if cookies else lower)
            lowercase, capital = lowercase + (not cookies), capital + cookies
    assert (lowercase, capital) == (61, 6)


# --- pages ---------------------------------------------------------------------------------


def pictures(*ids: str) -> list[dict[str, Any]]:
    return [{"id": each} for each in ids]


def test_pages_without_a_total_end_with_an_empty_one(open_driver: OpenDoor) -> None:
    driver = open_driver(success(pictures("a", "b")), success(pictures("c")), success([]))
    assert [image.id for image in everything(driver, "tags.images", "nick", "snow")] == [*"abc"]
    offsets = [dict(sent.query).get("offset") for sent in driver.sent]
    assert offsets == [None, "2", "3"]


def everything(driver: Driver, method: str, *args: Any, **options: Any) -> list[Any]:
    """All items of all pages."""
    pages: list[Any] = []
    page = driver.do(method, *args, **options)
    while page is not None:
        pages += page.items
        page = driver.wait_for(page.next())
    return pages


def test_a_page_that_is_not_full_is_not_the_last(open_driver: OpenDoor) -> None:
    def page(offset: int, *ids: str) -> Reply:
        return success({"limit": 20, "offset": offset, "total": 5, "images": pictures(*ids)})

    for method, args in (("users.images", ("nick",)), ("albums.images", ("OGtz",))):
        answers = [page(0, *"abcd"), page(4, "e")]
        if method == "albums.images":
            answers = [
                success({"id": "OGtz", "total": 5, "offset": at, "images": pictures(*ids)})
                for at, ids in ((0, "abcd"), (4, "e"))
            ]
        driver = open_driver(*answers)
        assert [image.id for image in everything(driver, method, *args)] == [*"abcde"]
        assert [dict(sent.query).get("offset") for sent in driver.sent] == [None, "4"]


def test_iteration_goes_on_from_the_requested_page(open_driver: OpenDoor) -> None:
    answer = {"limit": 2, "offset": 40, "total": 43, "albums": [{"id": "a"}, {"id": "b"}]}
    driver = open_driver(success(answer), success(answer | {"offset": 42, "albums": [{"id": "c"}]}))
    albums = everything(driver, "users.albums", "nick", limit=2, offset=40, show_private=True)
    assert [album.id for album in albums] == [*"abc"]
    assert [dict(sent.query) for sent in driver.sent] == [
        {"limit": "2", "offset": at, "show_private": "true", "auth_token": TOKEN}
        for at in ("40", "42")
    ]


def comments(end: str | None, *ids: str, **others: Any) -> Reply:
    return success({"limit": 2, "end_offset": end, "comments": pictures(*ids)} | others)


@each("last", ["B", None, ""])
def test_comments_are_read_to_the_last_cursor(open_driver: OpenDoor, last: str | None) -> None:
    driver = open_driver(comments("A", "1", "2"), comments("B", "3", "4"), comments(last, "5"))
    found = everything(driver, "images.comments", "iq8ac04fj")
    assert [comment.id for comment in found] == [*"12345"]
    assert [dict(sent.query).get("offset") for sent in driver.sent] == [None, "A", "B"]


def test_a_cursor_that_leads_nowhere_ends_the_list(open_driver: OpenDoor) -> None:
    # The document's example: one page, which ends where it begins.
    shown = example("documented/image_comments_list")
    total = len(shown["comments"])
    driver = open_driver(success(shown | {"total": total}))
    assert len(everything(driver, "images.comments", "iq8ac04fj")) == total
    assert len(driver.sent) == 1
    again = open_driver(comments("A", "1"))
    assert len(everything(again, "images.comments", "iq8ac04fj", offset="A")) == 1
    assert len(again.sent) == 1


# --- what is refused -----------------------------------------------------------------------


@each("by", ["", "_by_patch"])
@each("resource", ["albums", "images"])
def test_a_change_of_albums_without_fields_is_not_sent(
    open_driver: OpenDoor, resource: str, by: str
) -> None:
    driver = open_driver(success({"passed": 1, "failed": 0, "total": 1, resource: pictures("a")}))
    method = f"{resource}.update_many{by}"
    with pytest.raises(InvalidArgument, match="nothing to change"):
        driver.do(method, ["TzcF", "i5VF"])
    with pytest.raises(InvalidArgument, match="nothing to change"):
        driver.do(method, ["TzcF"], description=None, public=None)
    assert driver.sent == []
    driver.do(method, ["TzcF", "i5VF"], public=False)
    sent = driver.only
    assert dict(sent.fields)["public"] == "false"
    assert "_method" not in dict(sent.fields)


@each(
    ("method", "verb"),
    [("delete_many", "DELETE"), ("delete_many_by_put", "PUT"), ("delete_many_by_patch", "PATCH")],
)
def test_deleting_albums_says_what_it_is(open_driver: OpenDoor, method: str, verb: str) -> None:
    driver = open_driver(success({"passed": 2, "failed": 0, "albums": []}))
    driver.do(f"albums.{method}", ["TzcF", "i5VF"])
    sent = driver.only
    assert sent.method == verb
    assert ("ids", "TzcF,i5VF") in [*sent.query, *sent.fields]
    assert (verb == "DELETE") or dict(sent.fields)["_method"] == "DELETE"


@each(
    ("method", "name", "argument", "options"),
    [
        ("users.get", "settings", "username", {}),
        ("users.get", "login", "username", {}),
        ("users.update", "settings", "username", {"email": "a@example.com"}),
        ("users.update_by_patch", "settings", "username", {"email": "a@example.com"}),
        ("users.delete", "login", "username", {}),
        ("images.get", "tags", "image_id", {}),
        ("images.update", "tags", "image_id", {"title": "x"}),
        ("images.delete", "tags", "image_id", {}),
    ],
)
def test_a_name_that_is_a_route_is_refused(
    open_driver: OpenDoor, method: str, name: str, argument: str, options: dict[str, str]
) -> None:
    refused(open_driver(), argument, method, name, **options)
    # Where another word follows, the name leads nowhere else.
    driver = open_driver(success([]))
    driver.do("users.random_images", "settings")
    assert driver.only.address.endswith("/user/settings/images/random")


@each("name", ["", ".", ".."])
def test_a_name_that_would_change_the_path_is_refused(open_driver: OpenDoor, name: str) -> None:
    refused(open_driver(), "image_id", "images.delete", name)
    driver = open_driver(success(True))
    driver.do("images.delete", "a/../b?c#d")
    assert "/images/a%2F..%2Fb%3Fc%23d?" in driver.only.url


@each("by", ["", "_by_patch"])
def test_an_account_is_renamed_from_one_name_to_another(open_driver: OpenDoor, by: str) -> None:
    driver = open_driver(success({"username": "new"}))
    assert driver.do(f"users.update{by}", "old", new_username="new").username == "new"
    assert driver.only.address.endswith("/user/old")
    assert ("username", "new") in driver.only.fields
    assert [name for name, _ in driver.only.fields].count("username") == 1


@each(
    ("given", "missing"),
    [
        ({"first_name": "Nick"}, "last_name"),
        ({"last_name": "Dude"}, "first_name"),
        ({"avatar_server": 674}, "avatar_filename"),
        ({"avatar_filename": "a.jpg"}, "avatar_server"),
        ({"first_name": "N", "last_name": "D", "avatar_server": 674}, "avatar_filename"),
    ],
)
def test_half_of_a_pair_is_refused(
    open_driver: OpenDoor, given: dict[str, Any], missing: str
) -> None:
    driver = open_driver(success({"username": "nick"}))
    refused(driver, missing, "users.update", "nick", **given)
    if not missing.startswith("avatar"):
        refused(driver, missing, "users.create", "nick@example.com", **given)
    driver.do(
        "users.update",
        "nick",
        first_name="N",
        last_name="D",
        avatar_server=674,
        avatar_filename="a.jpg",
    )
    fields = dict(driver.only.fields)
    assert (fields["avatar_server"], fields["avatar_filename"]) == ("674", "a.jpg")
    assert "avatar_sever" not in fields


UPLOADED = success({"passed": 1, "failed": 0, "total": 1, "images": pictures("a")})


def test_one_file_and_several_have_different_names(open_driver: OpenDoor) -> None:
    driver = open_driver(UPLOADED)
    driver.do("images.upload", ("lake.png", PNG))
    driver.do("images.upload_many", [("lake.png", PNG), ("two.png", PNG + b"2")])
    one, several = driver.sent
    assert [(f.name, f.filename, f.content) for f in one.files] == [("file", "lake.png", PNG)]
    assert [(f.name, f.filename, f.content) for f in several.files] == [
        ("files[]", "lake.png", PNG),
        ("files[]", "two.png", PNG + b"2"),
    ]
    # What is to be known of the files comes before them.
    assert [part.filename is None for part in several.parts] == [True, True, False, False]


@given(titles=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=4))
@pytest.mark.parametrize("kind", KINDS[:1], ids=str)
def test_a_comma_in_a_title_survives(kind: Kind, titles: list[str]) -> None:
    titles = [*titles, "Snow, lake, and sun"]
    with open_imageshack(kind, UPLOADED) as driver:
        files = [(f"{number}.png", PNG) for number in range(len(titles))]
        driver.do("images.upload_many", files, titles=titles, descriptions=titles)
        driver.do("images.transload", [PICTURE] * len(titles), titles=titles, descriptions=titles)
        driver.do("upload_files", files, titles=titles)
        for sent in driver.sent:
            assert [value for name, value in sent.fields if name == "titles[]"] == titles
            assert "titles" not in dict(sent.fields)


def test_more_titles_than_pictures_are_refused(open_driver: OpenDoor) -> None:
    driver = open_driver()
    for name in ("titles", "descriptions"):
        refused(driver, name, "images.upload_many", [PNG], **{name: ["a", "b"]})
        refused(driver, name, "images.transload", [PICTURE], **{name: ["a", "b"]})
        refused(driver, name, "upload_files", [PNG], **{name: ["a", "b"]})
        one = name[:-1]
        refused(driver, one, "images.transload", [PICTURE], **{name: ["a"], one: "a"})
        refused(driver, one, "images.transload", [PICTURE] * 2, **{one: "a"})


@each(
    ("method", "args", "argument"),
    [
        ("images.get_many", (["a,b"],), "ids[0]"),
        ("images.delete_many", (["a", "b,c"],), "ids[1]"),
        ("images.update", ("a",), "tags[0]"),
        ("tags.add", ("a", ["snow", "lake, big"]), "tags[1]"),
        ("tags.delete", ("a", ["lake, big"]), "tags[0]"),
        ("tags.add_many", (["a"], ["x,y"]), "tags[0]"),
        ("albums.update_many", (["a,b"],), "ids[0]"),
        ("images.upload", (PNG,), "tags[0]"),
    ],
)
def test_a_tag_with_a_comma_is_refused(
    open_driver: OpenDoor, method: str, args: tuple[Any, ...], argument: str
) -> None:
    options: dict[str, Any] = {}
    if method in ("images.update", "images.upload"):
        options = {"tags": ["a, b"]}
    if method == "albums.update_many":
        options = {"public": True}
    error = refused(open_driver(), argument, method, *args, **options)
    assert "comma" in str(error)


def test_albums_take_ids_where_uploads_take_files(open_driver: OpenDoor) -> None:
    for method, args in (
        ("albums.create", ("Snow",)),
        ("albums.set_images", ("OGtz",)),
        ("albums.add_images", ("OGtz",)),
        ("albums.remove_images", ("OGtz",)),
    ):
        driver = open_driver(success({"id": "OGtz"}))
        driver.do(method, *args, image_ids=["eb96484058j", "bb3zdkiwbj"])
        assert driver.only.media_type == "application/x-www-form-urlencoded"
        ids = [value for name, value in driver.only.fields if name == "files[]"]
        assert ids == ["eb96484058j", "bb3zdkiwbj"]
        with pytest.raises(InvalidArgument, match=r"image_ids\[0\]"):
            driver.do(method, *args, image_ids=[PNG])
    with pytest.raises(InvalidArgument, match=r"files\[0\]: .*eb96484058j"):
        open_driver().do("images.upload_many", ["eb96484058j"])
    unreadable = refused(open_driver(), "files[0]", "images.upload_many", ["no-such-file.png"])
    assert "images_upload_many" in str(unreadable)


def test_one_address_is_a_list_of_one(open_driver: OpenDoor) -> None:
    driver = open_driver(UPLOADED)
    refused(driver, "urls", "images.transload", PICTURE)
    refused(driver, "files", "images.upload_many", PNG)
    refused(driver, "files", "upload_files", PNG)
    driver.do("images.transload", [PICTURE])
    assert ("urls[]", PICTURE) in driver.only.fields


@each(
    ("method", "args"),
    [
        ("images.update", ("iq8ac04fj",)),
        ("images.update_by_patch", ("iq8ac04fj",)),
        ("albums.update", ("OGtz",)),
        ("images.update_many", (["iq8ac04fj"],)),
    ],
)
def test_a_change_of_a_title_says_nothing_about_privacy(
    open_driver: OpenDoor, method: str, args: tuple[Any, ...]
) -> None:
    operation = BY_ID[method.replace(".", "_")]
    driver = open_driver(reply_to(operation))
    driver.do(method, *args, title="Snow")
    names = {name for name, _ in driver.only.fields}
    assert names - {"ids"} == {"title", "api_key", "auth_token"}


@each("method", ["create", "update", "update_many", "update_many_by_patch"])
def test_a_description_of_more_than_200_characters_is_refused(
    open_driver: OpenDoor, method: str
) -> None:
    driver = open_driver(reply_to(BY_ID[f"albums_{method}"]))
    first: Any = ["OGtz"] if "many" in method else "OGtz"
    refused(driver, "description", f"albums.{method}", first, description="ü" * 201)
    driver.do(f"albums.{method}", first, description="ü" * 200)
    assert dict(driver.only.fields)["description"] == "ü" * 200
    # A picture may have a longer one.
    picture = open_driver(success({"id": "iq8ac04fj"}))
    picture.do("images.update", "iq8ac04fj", description="x" * 201)
    assert len(picture.sent) == 1


EMPTY: list[Any] = [[], (), "", " ", ",", " , "]


@each("nothing", EMPTY, ids=repr)
@each(
    ("method", "before", "argument"),
    [
        ("tags.delete", ("iq8ac04fj",), "tags"),
        ("tags.delete_many", (["iq8ac04fj"],), "tags"),
        ("tags.delete_many", (), "ids"),
        ("tags.clear_many", (), "ids"),
        ("tags.add", ("iq8ac04fj",), "tags"),
        ("images.delete_many", (), "ids"),
        ("albums.delete_many", (), "ids"),
        ("albums.delete_many_by_put", (), "ids"),
        ("albums.delete_many_by_patch", (), "ids"),
    ],
)
def test_an_empty_list_of_tags_takes_none_away(
    open_driver: OpenDoor, method: str, before: tuple[Any, ...], argument: str, nothing: Any
) -> None:
    driver = open_driver()
    after = (["snow"],) if (method, argument) == ("tags.delete_many", "ids") else ()
    error = refused(driver, argument, method, *before, nothing, *after)
    assert ("use clear()" in str(error)) == (argument == "tags" and "delete" in method)


@each("nothing", [None, [""], ["snow", " "]])
def test_invalid_tag_removes_no_tags(open_driver: OpenDoor, nothing: Any) -> None:
    driver = open_driver()
    with pytest.raises(InvalidArgument):
        driver.do("tags.delete", "iq8ac04fj", nothing)
    assert driver.sent == []


def test_all_tags_are_removed_by_a_separate_call(open_driver: OpenDoor) -> None:
    driver = open_driver(success({"passed": 1, "failed": 0, "images": []}))
    driver.do("tags.clear", "iq8ac04fj")
    driver.do("tags.clear_many", ["iq8ac04fj"])
    assert [set(dict(sent.query)) for sent in driver.sent] == [
        {"api_key", "auth_token"},
        {"ids", "api_key", "auth_token"},
    ]


@each("method", ["set_images", "add_images", "remove_images"])
def test_no_pictures_are_no_change_of_an_album(open_driver: OpenDoor, method: str) -> None:
    refused(open_driver(), "image_ids", f"albums.{method}", "OGtz", [])


@each("method", ["users.images", "users.albums"])
def test_flags_that_contradict_each_other_are_refused(open_driver: OpenDoor, method: str) -> None:
    driver = open_driver(reply_to(BY_ID[method.replace(".", "_")]))
    refused(driver, "show_only_private", method, "nick", show_private=False, show_only_private=True)
    for show, only in ((True, True), (None, True), (False, False), (True, False)):
        driver.do(method, "nick", show_private=show, show_only_private=only)
    assert len(driver.sent) == 4


# --- models --------------------------------------------------------------------------------


@each("number", [70501656, None])
@each("name", ["user_id", "userid"])
def test_a_user_has_one_number_under_either_name(
    open_driver: OpenDoor, name: str, number: int | None
) -> None:
    drifts: list[Drift] = []
    user = {"username": "nick", name: number}
    driver = open_driver(success(user), success({"auth_token": "t"} | user), on_drift=drifts.append)
    assert driver.do("users.get", "nick").user_id == number
    assert driver.do("login", "nick", "p").user_id == number
    assert drifts == []


@each(
    "album",
    [
        {"album": {"id": "B02F", "title": "Tahoe Snow"}},
        {"album_id": "B02F", "album_title": "Tahoe Snow"},
        {"album_id": "B02F", "album": {"title": "Tahoe Snow"}},
        {"album": None, "album_id": "B02F", "album_title": "Tahoe Snow"},
    ],
    ids=["nested", "flat", "both", "null and flat"],
)
def test_an_album_is_nested_however_it_came(open_driver: OpenDoor, album: dict[str, Any]) -> None:
    image = {"id": "04img0320dmj"} | album
    driver = open_driver(
        success(image), success([image]), success({"passed": 1, "failed": 0, "images": [image]})
    )
    found = [driver.do("images.get", "x"), driver.do("users.random_images", "nick")[0]]
    found += driver.do("images.get_many", ["x"]).images
    for one in found:
        assert (one.album.id, one.album.title) == ("B02F", "Tahoe Snow")
        assert has_album(one)


@each(
    "album",
    [
        {},
        {"album": None},
        {"album": {"id": "", "title": "", "public": True}},
        {"album": {"id": None, "title": None, "public": True}},
        {"album_id": None, "album_title": None},
        {"album_id": "", "album_title": ""},
    ],
)
def test_missing_album_is_none_in_every_form(open_driver: OpenDoor, album: Any) -> None:
    image = open_driver(success({"id": "iq8ac04fj"} | album)).do("images.get", "iq8ac04fj")
    assert not has_album(image)
    assert has_album(BasicImage(id="a", album=AlbumReference(id="B02F")))


@each("name", ["prev_images", "previous_images"])
def test_the_pictures_before_have_one_name(open_driver: OpenDoor, name: str) -> None:
    drifts: list[Drift] = []
    answer = {"id": "iq8ac04fj", name: pictures("a"), "next_images": []}
    image = open_driver(success(answer), on_drift=drifts.append).do("images.get", "iq8ac04fj")
    assert [each.id for each in image.prev_images] == ["a"]
    assert (image.next_images, drifts) == ([], [])


@each(
    ("tags", "names"),
    [
        ({"bird": {"total": 1, "images": pictures("a")}, "sea, big": {}}, ["bird", "sea, big"]),
        ([{"name": "bird"}, {"name": "sea"}], ["bird", "sea"]),
        ([], []),
        ({}, []),
    ],
)
def test_tags_are_a_list_with_names_however_they_came(
    open_driver: OpenDoor, tags: Any, names: list[str]
) -> None:
    drifts: list[Drift] = []
    answer = success({"limit": 25, "offset": 0, "total": len(tags), "tags": tags})
    page = open_driver(answer, on_drift=drifts.append).do("tags.of_user", "nick")
    assert [tag.name for tag in page.items] == names
    assert drifts == []


@each(
    ("avatar", "expected"),
    [
        (None, False),
        (Avatar(), False),
        (Avatar(server=0, filename=None), False),
        (Avatar(server=0, filename=""), False),
        (Avatar(server=0, filename="a.jpg"), False),
        (Avatar(server=901, filename="u6pApQ.jpg"), True),
        (Avatar(id="p1u6pApQj", server=901, filename="u6pApQ.jpg"), True),
    ],
)
def test_a_user_without_a_picture_has_none(avatar: Avatar | None, expected: bool) -> None:
    assert has_avatar(Owner(username="nick", avatar=avatar)) is expected


@each(
    "tags",
    [
        ["lake tahoe", "snow"],
        [{"name": "lake tahoe", "total": 1}, {"name": "snow"}],
        {"lake tahoe": {"total": 1}, "snow": {"images": []}},
    ],
    ids=["text", "models", "by name"],
)
def test_the_tags_of_a_picture_are_names(open_driver: OpenDoor, tags: Any) -> None:
    assert open_driver(success(tags)).do("tags.of_image", "a") == ["lake tahoe", "snow"]
    assert open_driver(success([])).do("tags.of_image", "a") == []


@each("name", ["images", "Images", "title", "image", "items", "files"])
def test_the_list_of_a_bulk_answer_is_found_under_any_name(
    open_driver: OpenDoor, name: str
) -> None:
    drifts: list[Drift] = []
    answer = {"passed": 1, "failed": 1, "total": 2, name: pictures("iq8ac04fj")}
    driver = open_driver(success(answer), on_drift=drifts.append)
    bulk = driver.do("images.get_many", ["iq8ac04fj", "x"])
    assert [image.id for image in bulk.images] == ["iq8ac04fj"]
    assert bulk.albums is None
    assert len(drifts) == (name != "images")
    if name != "images":
        # The pictures of an album stand within it.
        answer[name] = [{"id": "OGtz", "images": pictures("a")}]
        albums = open_driver(success(answer)).do("albums.get_many", ["OGtz"])
        assert [album.id for album in albums.albums] == ["OGtz"]
        assert albums.images is None


# --- uploads and bulk calls ----------------------------------------------------------------


def test_what_failed_in_a_bulk_call_is_known(open_driver: OpenDoor) -> None:
    driver = open_driver(success(example("observed/bulk_images")["result"]))
    bulk = driver.do("images.get_many", ["gone", "iq8ac04fj"])
    assert (bulk.passed, bulk.failed) == (1, 1)
    assert failed_items(["gone", "iq8ac04fj"], bulk) == ["gone"]
    # Case counts.
    assert failed_items(["IQ8AC04FJ"], bulk) == ["IQ8AC04FJ"]
    assert failed_items(["a", "b"], Bulk(passed=0, failed=2)) == ["a", "b"]

    driver = open_driver(success(uploaded("b.png", failed=2)))
    report = driver.do("upload_files", [("a.png", PNG), ("b.png", PNG + b"b"), ("c.png", PNG)])
    assert (report.passed, report.failed) == (1, 2)
    assert [(f.name, f.stored, f.image and f.image.id) for f in report.files] == [
        ("a.png", False, None),
        ("b.png", True, "id-of-b.png"),
        ("c.png", False, None),
    ]
    assert [file.name for file in report.failed_files] == ["a.png", "c.png"]


def uploaded(*names: str, failed: int = 0) -> dict[str, Any]:
    images = [{"id": f"id-of-{name}", "original_filename": name} for name in names]
    return {
        "passed": len(names),
        "failed": failed,
        "total": len(names) + failed,
        "images": images,
    }


def test_files_of_one_name_are_distinguished(open_driver: OpenDoor) -> None:
    driver = open_driver(success(uploaded("lake.png", "lake-3.png", failed=1)))
    files = [("lake.png", PNG + bytes([n])) for n in range(3)]
    report = driver.do("upload_files", files, titles=["one", None, "three"], public=False)
    sent = driver.only
    assert [(f.filename, f.content[-1]) for f in sent.files] == [
        ("lake.png", 0),
        ("lake-2.png", 1),
        ("lake-3.png", 2),
    ]
    assert [v for name, v in sent.fields if name == "titles[]"] == ["one", "", "three"]
    assert [file.stored for file in report.files] == [True, False, True]


def test_files_are_matched_by_order_where_none_is_missing(open_driver: OpenDoor) -> None:
    # A host that gives the files names of its own.
    driver = open_driver(success(uploaded("1.jpg", "2.jpg")), success(uploaded("1.jpg", failed=1)))
    both = driver.do("upload_files", [("a.png", PNG), ("b.png", PNG)])
    assert [file.image.id for file in both.files] == ["id-of-1.jpg", "id-of-2.jpg"]
    one = driver.do("upload_files", [("a.png", PNG), ("b.png", PNG)])
    # Nothing tells which: the report says so instead of guessing.
    assert [(file.image, file.stored) for file in one.files] == [(None, None)] * 2
    assert len(one.failed_files) == 2
    assert one.answer.images[0].id == "id-of-1.jpg"


def test_a_pipe_among_several_files_is_sent_whole(open_driver: OpenDoor) -> None:
    driver = open_driver(success(uploaded("a.png", "image.png")))
    driver.do("upload_files", [("a.png", PNG), iter([PNG[:9], PNG[9:]])])
    assert [file.content for file in driver.only.files] == [PNG, PNG]


def test_an_upload_that_stores_nothing_is_an_error(open_driver: OpenDoor) -> None:
    driver = open_driver(as_reply(example("observed/upload_failed")))
    with pytest.raises(InvalidRequest, match=r"stored nothing.*25600 kilobytes") as caught:
        driver.do("upload", PNG)
    assert (caught.value.host, caught.value.operation) == ("imageshack", "images_upload")
    assert caught.value.status == 200
    # The generated call gives the counts and leaves it to the caller.
    assert driver.do("images.upload", PNG).failed == 1


@each(
    ("source", "field"),
    [
        (PNG, "file"),
        (("lake.png", PNG), "file"),
        (Base64("iVBORw0KGgo="), "file"),
        ("data:image/png;base64,iVBORw0KGgo=", "file"),
        (Url(PICTURE), "urls[]"),
        (PICTURE, "urls[]"),
    ],
)
def test_a_source_in_any_form_is_uploaded_or_fetched(
    open_driver: OpenDoor, source: Any, field: str
) -> None:
    driver = open_driver(as_reply(example("observed/upload")))
    image = driver.do("upload", source, title="a, b", tags=["x", "y"], album="OGtz", public=False)
    assert image.id == "iq8ac04fj"
    (part,) = [part for part in driver.only.parts if part.name == field]
    assert part.content == (PICTURE.encode() if field == "urls[]" else part.content)
    assert part.content.startswith(b"http" if field == "urls[]" else b"\x89PNG")
    fields = {name: value for name, value in driver.only.fields if name != field}
    assert fields == {
        "title": "a, b",
        "tags": "x,y",
        "album": "OGtz",
        "public": "false",
        "api_key": KEY,
        "auth_token": TOKEN,
    }


def test_an_option_that_uploads_do_not_have_is_a_mistake(open_driver: OpenDoor) -> None:
    driver = open_driver()
    with pytest.raises(TypeError, match=r"'nsfw'; it takes .*title"):
        driver.do("upload", PNG, nsfw=True)
    with pytest.raises(TypeError, match="'title'"):
        driver.do("upload_files", [PNG], title="one")
    assert driver.sent == []


def test_an_upload_is_never_repeated_by_itself(open_driver: OpenDoor) -> None:
    driver = open_driver(Reply(502, "no"), as_reply(example("observed/upload")))
    with pytest.raises(HostUnavailable):
        driver.do("upload", PNG)
    assert len(driver.sent) == 1


# --- addresses -----------------------------------------------------------------------------


def picture(**members: Any) -> BasicImage:
    return BasicImage(id="iq8ac04fj", **members)


PLACE = {"server": 674, "bucket": 3530, "filename": "8ac04f.jpg"}
ADDRESSES = [
    (
        {"direct_link": "imagizer.imageshack.com/img674/3530/8ac04f.jpg"},
        None,
        "https://imagizer.imageshack.com/img674/3530/8ac04f.jpg",
    ),
    ({"direct_link": "//example.com/a.jpg"}, None, "https://example.com/a.jpg"),
    ({"direct_link": "http://example.com/a.jpg"}, None, "http://example.com/a.jpg"),
    (PLACE, None, "https://imagizer.imageshack.com/img674/3530/8ac04f.jpg"),
    (PLACE, "imageshack.us/a/", "https://imageshack.us/a/img674/3530/8ac04f.jpg"),
    (PLACE, "imageshack.us/a", "https://imageshack.us/a/img674/3530/8ac04f.jpg"),
    (PLACE | {"filename": "a b?.jpg"}, "x.example", "https://x.example/img674/3530/a%20b%3F.jpg"),
    (PLACE | {"direct_link": "y.example/a.jpg"}, "x.example", "https://y.example/a.jpg"),
]


@each(("members", "base_url", "expected"), ADDRESSES)
def test_addresses_are_completed(
    open_driver: OpenDoor, members: dict[str, Any], base_url: str | None, expected: str
) -> None:
    assert image_address(picture(**members), base_url) == expected
    assert open_driver().client.image_url(picture(**members), base_url) == expected
    # What came stays as it came.
    assert picture(**members).direct_link == members.get("direct_link")


def test_the_documented_rule_with_its_img_is_the_documented_address() -> None:
    shown = example("documented/image")
    assert (
        image_address(
            picture(server=shown["server"], bucket=shown["bucket"], filename=shown["filename"]),
            "imageshack.us/a/",
        )
        == "https://" + shown["direct_link"]
    )


def test_given_base_url_keeps_its_scheme(kind: Kind) -> None:
    with open_imageshack(kind, base_url="http://127.0.0.1:8765/v2") as driver:
        here = picture(direct_link="127.0.0.1:8765/img1/2/a.jpg")
        assert driver.client.image_url(here) == "http://127.0.0.1:8765/img1/2/a.jpg"
        elsewhere = picture(direct_link="127.0.0.1:9/img1/2/a.jpg")
        assert driver.client.image_url(elsewhere) == "https://127.0.0.1:9/img1/2/a.jpg"


@each(
    "reference",
    [
        ImageReference(server=674, filename="8ac04f.jpg"),
        ImageReference(id="iq8ac04fj", server=674, filename="8ac04f.jpg"),
        ImageReference(bucket=3530, filename="8ac04f.jpg"),
        ImageReference(server=674, bucket=3530),
        picture(),
        picture(server=0, bucket=0, filename="a.jpg"),
    ],
)
def test_no_address_is_made_without_a_directory(open_driver: OpenDoor, reference: Any) -> None:
    with pytest.raises(InvalidArgument, match="get the picture itself first"):
        image_address(reference)
    with pytest.raises(InvalidArgument):
        open_driver().client.image_url(reference)


def test_no_credential_goes_where_a_picture_is(open_driver: OpenDoor) -> None:
    driver = open_driver(Reply(200, PNG))
    address = image_address(picture(**PLACE))
    assert driver.do("download", address) == PNG
    sent = driver.only
    assert sent.url == address
    assert KEY not in str(sent.headers.raw)
    assert TOKEN not in str(sent.headers.raw)


# --- all examples --------------------------------------------------------------------------


def test_an_upload_without_a_list_is_read(open_driver: OpenDoor) -> None:
    answer = open_driver(success({"passed": 0, "failed": 1})).do("images.upload", PNG)
    assert isinstance(answer, Upload)
    assert answer.images is None
