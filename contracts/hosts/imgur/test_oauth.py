"""Tokens of imgur: refreshed once for all who need it, never lost, never shown."""

from __future__ import annotations

import asyncio
import logging
import pickle
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

import anyio
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagehosts import (
    AsyncImgur,
    AuthenticationFailed,
    ConnectionFailed,
    ImageHostError,
    Imgur,
    InvalidArgument,
    MissingCredentials,
    ResponseDecodeError,
)

from contracts.hosts.imgur.client_kinds import IMGUR_KINDS
from contracts.hosts.imgur.support import TOKENS, ok, refusal, stale
from contracts.support.clients import PNG, Driver, Kind
from contracts.support.recording import Reply, Sent, as_sent
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]
GRANT = {"client_secret": "the-secret", "access_token": "token-0", "refresh_token": "refresh-0"}
TOKEN_URL = "https://api.imgur.com/oauth2/token"
SECRETS = ("the-secret", "token-0", "refresh-0", TOKENS["access_token"], TOKENS["refresh_token"])


UNDER_TEST = IMGUR_KINDS


class TokenHost(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A host whose tokens run out: it takes the newest alone, and rotates the refresh token.

    Args:
        rotates: Whether a refresh makes the old refresh token worthless.
        fails: What the next refreshes answer instead of tokens.
    """

    def __init__(self, *fails: Reply | Exception, rotates: bool = True) -> None:
        self.number = 1
        self.rotates = rotates
        self.fails = list(fails)
        self.sent: list[Sent] = []
        self.lock = threading.Lock()
        self.gate: Callable[[], Awaitable[object]] | None = None

    @property
    def refreshes(self) -> list[dict[str, str]]:
        """The calls for tokens."""
        return [dict(sent.fields) for sent in self.sent if sent.url == TOKEN_URL]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        with self.lock:
            return self.answer(as_sent(request)).response()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        await asyncio.sleep(0)
        sent = as_sent(request)
        reply = self.answer(sent)
        if sent.url == TOKEN_URL and self.gate is not None:
            await self.gate()  # The host has done it, and the answer is on its way.
        return reply.response()

    def answer(self, sent: Sent) -> Reply:
        self.sent.append(sent)
        if sent.url != TOKEN_URL:
            fresh = sent.headers["authorization"] == f"Bearer token-{self.number}"
            return ok() if fresh else stale()
        if self.fails:
            failure = self.fails.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        given = dict(sent.fields)["refresh_token"]
        if self.rotates and given != f"refresh-{self.number - 1}":
            return refusal(400, "Invalid refresh token")
        return self.tokens()

    def tokens(self) -> Reply:
        return Reply(
            200,
            {
                **TOKENS,
                "access_token": f"token-{self.number}",
                "refresh_token": f"refresh-{self.number}",
            },
        )

    def expire(self) -> None:
        """From now on only the token of the next refresh is good."""
        self.number += 1


def sync_client(host: TokenHost, **options: Any) -> Imgur:
    given: dict[str, Any] = {**GRANT, **options}
    return Imgur("the-id", transport=host, **given)


def async_client(host: TokenHost, **options: Any) -> AsyncImgur:
    given: dict[str, Any] = {**GRANT, **options}
    return AsyncImgur("the-id", transport=host, **given)


# --- once for many -------------------------------------------------------------------------


def test_one_refresh_serves_many_threads() -> None:
    host = TokenHost()
    with sync_client(host) as client:
        barrier = threading.Barrier(16)

        def call(_: int) -> str:
            barrier.wait(10)
            return client.images.get("q7RtB2x").id

        with ThreadPoolExecutor(16) as pool:
            assert set(pool.map(call, range(16))) == {"q7RtB2x"}
    assert len(host.refreshes) == 1


def test_one_refresh_serves_many_tasks() -> None:
    host = TokenHost()

    async def main() -> None:
        async with async_client(host) as client:
            images = await asyncio.gather(*(client.images.get("q7RtB2x") for _ in range(50)))
            assert len(images) == 50

    asyncio.run(main())
    assert len(host.refreshes) == 1


@each(
    "failure",
    [refusal(400, "Invalid refresh token"), httpx.ReadError("cut off"), Reply(502, "502 error")],
    ids=["refused", "cut off", "bad gateway"],
)
def test_a_refresh_that_fails_is_not_tried_again_by_those_who_waited(
    failure: Reply | Exception,
) -> None:
    host = TokenHost(*[failure] * 100)

    async def main() -> list[BaseException]:
        async with async_client(host, max_retries=0) as client:
            calls = (client.images.get("q7RtB2x") for _ in range(20))
            return await asyncio.gather(*calls, return_exceptions=True)  # type: ignore[return-value]

    errors = asyncio.run(main())
    assert len(host.refreshes) == 1
    assert all(isinstance(error, ImageHostError) for error in errors)
    assert {getattr(error, "operation", "") for error in errors} == {"oauth_refresh"}
    assert len({id(error) for error in errors}) == 20, "each caller has an error of its own"
    assert all(isinstance(error.__cause__, AuthenticationFailed) for error in errors)


def test_a_refresh_token_that_was_refused_is_not_sent_again(kind: Kind) -> None:
    refused = refusal(400, "Invalid refresh token")
    with Driver(kind, stale(), refused, stale(), **GRANT) as driver:
        for _ in range(3):
            with pytest.raises(AuthenticationFailed, match="refresh token"):
                driver.do("images.get", "q7RtB2x")
        assert [sent.url == TOKEN_URL for sent in driver.sent] == [False, True, False, False]


def test_a_refresh_that_got_no_answer_is_tried_with_the_next_call(kind: Kind) -> None:
    script = stale(), httpx.ReadTimeout("slow"), stale(), Reply(200, TOKENS), ok()
    with Driver(kind, *script, **GRANT) as driver:
        with pytest.raises(ConnectionFailed):
            driver.do("images.get", "q7RtB2x")
        assert len(driver.sent) == 2, (
            "the host may have done it: the call for tokens is not repeated"
        )
        assert driver.do("images.get", "q7RtB2x").id == "q7RtB2x"


# --- rotation ------------------------------------------------------------------------------


def test_each_refresh_uses_the_refresh_token_of_the_one_before(kind: Kind) -> None:
    host = TokenHost()
    told: list[Any] = []
    with Driver(kind, on_tokens=told.append, transport=host, **GRANT) as driver:
        for _ in range(3):
            driver.do("images.get", "q7RtB2x")
            host.expire()
    assert [each["refresh_token"] for each in host.refreshes] == [f"refresh-{n}" for n in range(3)]
    assert [(each.access_token, each.refresh_token) for each in told] == [
        (f"token-{n}", f"refresh-{n}") for n in range(1, 4)
    ]
    assert host.refreshes[0] == {
        "grant_type": "refresh_token",
        "client_id": "the-key-of-these-tests",
        "client_secret": "the-secret",
        "refresh_token": "refresh-0",
    }


def test_a_refresh_token_that_is_not_replaced_stays(kind: Kind) -> None:
    bare = Reply(200, {**TOKENS, "refresh_token": None})
    told: list[Any] = []
    script = stale(), bare, ok(), stale(401), bare, ok()
    with Driver(kind, *script, on_tokens=told.append, **GRANT) as driver:
        driver.do("images.get", "q7RtB2x")
        driver.do("images.get", "q7RtB2x")
        sent = [dict(each.fields) for each in driver.sent if each.url == TOKEN_URL]
        assert [each["refresh_token"] for each in sent] == ["refresh-0"] * 2
        assert [each.refresh_token for each in told] == ["refresh-0"] * 2


def test_copies_of_a_client_share_their_tokens(kind: Kind) -> None:
    host = TokenHost()
    with Driver(kind, transport=host, **GRANT) as driver:
        copy = driver.client.with_options(timeout=5)
        driver.wait_for(copy.images.get("q7RtB2x"))
        driver.do("images.get", "q7RtB2x")
    assert len(host.refreshes) == 1
    assert len(host.sent) == 4


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.sampled_from(["call", "expire", "refresh"]), max_size=12))
def test_call_after_any_expiry_or_refresh_works(steps: list[str]) -> None:
    host = TokenHost()
    held = GRANT["access_token"]

    def keep(token: Any) -> None:
        nonlocal held
        held = token.access_token

    with sync_client(host, on_tokens=keep) as client:
        for step in steps:
            if step == "expire":
                if f"token-{host.number}" == held:
                    host.expire()
            elif step == "call":
                assert client.images.get("q7RtB2x").id == "q7RtB2x"
            elif f"token-{host.number}" != held:
                assert client.oauth.refresh().access_token == f"token-{host.number}"
        assert client.images.get("q7RtB2x").id == "q7RtB2x"


# --- never for ever ------------------------------------------------------------------------


@each("status", [401, 403, 429])
def test_a_new_token_that_is_refused_too_ends_it(kind: Kind, status: int) -> None:
    script = stale(status), Reply(200, TOKENS), stale(status)
    with Driver(kind, *script, **GRANT) as driver:
        with pytest.raises(AuthenticationFailed) as caught:
            driver.do("images.get", "q7RtB2x")
        assert [sent.url == TOKEN_URL for sent in driver.sent] == [False, True, False]
        assert caught.value.operation == "images_get"


@each("words", ["Invalid client_id", "Malformed auth header", "You are not the owner of album 'a'"])
def test_error_that_no_token_would_fix_requests_none(kind: Kind, words: str) -> None:
    with Driver(kind, refusal(403, words), **GRANT) as driver:
        with pytest.raises(ImageHostError):
            driver.do("images.get", "q7RtB2x")
        assert len(driver.sent) == 1


@each("missing", ["client_secret", "refresh_token"])
def test_a_token_that_cannot_be_refreshed_is_refused_as_it_is(kind: Kind, missing: str) -> None:
    grant = {name: value for name, value in GRANT.items() if name != missing}
    with Driver(kind, stale(), **grant) as driver:
        with pytest.raises(AuthenticationFailed, match="access token"):
            driver.do("images.get", "q7RtB2x")
        assert len(driver.sent) == 1


def test_access_token_of_the_caller_is_not_replaced(kind: Kind) -> None:
    with Driver(kind, stale(), headers={"authorization": "Bearer other"}, **GRANT) as driver:
        with pytest.raises(AuthenticationFailed):
            driver.do("images.get", "q7RtB2x")
        assert driver.only.headers["authorization"] == "Bearer other"


# --- what is sent again --------------------------------------------------------------------


def test_an_upload_goes_out_again_whole_with_the_new_token(kind: Kind) -> None:
    with Driver(kind, stale(), Reply(200, TOKENS), ok(), **GRANT) as driver:
        driver.upload(PNG, title="Lake")
        first, _, second = driver.sent
        assert second.parts == first.parts
        assert second.headers["authorization"] == f"Bearer {TOKENS['access_token']}"


def test_a_source_that_can_be_read_once_is_not_sent_a_second_time(kind: Kind) -> None:
    with Driver(kind, stale(), **GRANT) as driver:
        with pytest.raises(AuthenticationFailed):
            driver.upload(iter([PNG]))
        assert len(driver.sent) == 1


# --- before the first call -----------------------------------------------------------------


def test_a_refresh_token_alone_is_enough(kind: Kind) -> None:
    host = TokenHost()
    grant = {name: value for name, value in GRANT.items() if name != "access_token"}
    with Driver(kind, transport=host, **grant) as driver:
        driver.do("images.get", "q7RtB2x")
    assert [sent.url == TOKEN_URL for sent in host.sent] == [True, False]


def test_a_token_that_is_known_to_have_run_out_is_not_tried(kind: Kind) -> None:
    host = TokenHost()
    with Driver(kind, transport=host, **GRANT) as driver:
        driver.do("images.get", "q7RtB2x")
        now = driver.client._now() + TOKENS["expires_in"]
        driver.client._now = lambda: now
        host.expire()
        driver.do("images.get", "q7RtB2x")
    assert [sent.url == TOKEN_URL for sent in host.sent] == [False, True, False, True, False]


@each("lasts", [0, None, -1])
def test_tokens_of_unknown_length_are_used_until_they_are_refused(kind: Kind, lasts: Any) -> None:
    tokens = Reply(200, {**TOKENS, "expires_in": lasts})
    with Driver(kind, stale(), tokens, ok(), **GRANT) as driver:
        for _ in range(3):
            driver.do("images.get", "q7RtB2x")
        assert [sent.url for sent in driver.sent].count(TOKEN_URL) == 1


@each(
    ("method", "argument", "grant"),
    [("exchange_pin", "pin", "pin"), ("exchange_code", "code", "authorization_code")],
)
def test_the_tokens_of_a_grant_are_used_from_then_on(
    kind: Kind, method: str, argument: str, grant: str
) -> None:
    told: list[Any] = []
    script = Reply(200, TOKENS), ok()
    with Driver(kind, *script, client_secret="the-secret", on_tokens=told.append) as driver:
        token = driver.do(f"oauth.{method}", "1a2b3c")
        driver.do("images.get", "q7RtB2x")
        asked, used = driver.sent
        assert asked.url == TOKEN_URL
        assert "authorization" not in asked.headers
        assert dict(asked.fields) == {
            "grant_type": grant,
            argument: "1a2b3c",
            "client_id": "the-key-of-these-tests",
            "client_secret": "the-secret",
        }
        assert used.headers["authorization"] == f"Bearer {TOKENS['access_token']}"
        assert told == [token]
        assert token.account_username == "ada"


def test_a_raw_answer_of_a_grant_is_used_too(kind: Kind) -> None:
    with Driver(kind, Reply(200, TOKENS), ok(), client_secret="the-secret") as driver:
        response = driver.do("oauth.with_raw_response.exchange_pin", "1a2b3c")
        assert response.parse().access_token == TOKENS["access_token"]
        driver.do("images.get", "q7RtB2x")
        assert driver.sent[1].headers["authorization"] == f"Bearer {TOKENS['access_token']}"


def test_a_grant_without_the_secret_says_what_is_missing(kind: Kind) -> None:
    with Driver(kind, Reply(200, TOKENS)) as driver:
        with pytest.raises(MissingCredentials, match="IMGUR_CLIENT_SECRET"):
            driver.do("oauth.exchange_pin", "1a2b3c")
        assert driver.sent == []


def test_the_page_of_consent_is_where_the_host_has_it(kind: Kind) -> None:
    with Driver(kind, key="an id", base_url="http://127.0.0.1:9/3") as driver:
        address, _, query = driver.client.authorization_url("code", state="a&b").partition("?")
        assert address == "http://127.0.0.1:9/oauth2/authorize"
        assert parse_qsl(query) == [
            ("client_id", "an id"),
            ("response_type", "code"),
            ("state", "a&b"),
        ]
        with pytest.raises(InvalidArgument, match="response_type"):
            driver.client.authorization_url("password")


# --- who is told ---------------------------------------------------------------------------


def test_an_asynchronous_callback_is_awaited_before_the_call_goes_on() -> None:
    host = TokenHost()
    order: list[int] = []

    async def keep(token: Any) -> None:
        await asyncio.sleep(0)
        order.append(len(host.sent))

    async def main() -> None:
        async with async_client(host, on_tokens=keep) as client:
            await client.images.get("q7RtB2x")

    asyncio.run(main())
    assert (order, len(host.sent)) == ([2], 3)


def test_a_callback_that_fails_is_heard_and_the_tokens_are_kept(kind: Kind) -> None:
    def full(token: Any) -> None:
        raise OSError("the disk is full")

    host = TokenHost()
    with Driver(kind, transport=host, on_tokens=full, **GRANT) as driver:
        with pytest.raises(OSError, match="full"):
            driver.do("images.get", "q7RtB2x")
        assert driver.do("images.get", "q7RtB2x").id == "q7RtB2x"
    assert len(host.refreshes) == 1


def test_a_callback_that_calls_for_tokens_is_stopped(kind: Kind) -> None:
    def again(token: Any) -> Any:
        return driver.client.oauth.refresh()

    host = TokenHost()
    with Driver(kind, transport=host, on_tokens=again, **GRANT) as driver:
        with pytest.raises(RuntimeError, match="callback"):
            driver.do("images.get", "q7RtB2x")


# --- cancelled -----------------------------------------------------------------------------


@each("way", ["task", "scope", "timeout"])
def test_tokens_on_their_way_to_a_caller_who_gave_up_are_kept(way: str) -> None:
    host = TokenHost()
    told: list[Any] = []

    async def main() -> None:
        asked, answered = asyncio.Event(), asyncio.Event()

        async def gate() -> None:
            asked.set()
            await answered.wait()

        host.gate = gate
        async with async_client(host, on_tokens=told.append) as client:

            async def call() -> None:
                await client.images.get("q7RtB2x")

            async def give_up() -> None:
                if way == "task":
                    await call()
                elif way == "scope":
                    with anyio.CancelScope() as scope:
                        scopes.append(scope)
                        await call()
                else:
                    async with asyncio.timeout(None) as timeout:
                        scopes.append(timeout)
                        await call()

            scopes: list[Any] = []
            task = asyncio.create_task(give_up())
            waiting = asyncio.create_task(call())
            await asked.wait()
            if way == "task":
                task.cancel()
            elif way == "scope":
                scopes[0].cancel()
            else:
                scopes[0].reschedule(asyncio.get_running_loop().time())
            for _ in range(5):
                await asyncio.sleep(0)
            answered.set()
            (error,) = await asyncio.gather(task, return_exceptions=True)
            assert isinstance(error, (asyncio.CancelledError, TimeoutError, type(None)))
            await waiting
            await call()
            host.expire()
            await call()

    asyncio.run(main())
    assert [each["refresh_token"] for each in host.refreshes] == ["refresh-0", "refresh-1"]
    assert [token.refresh_token for token in told] == ["refresh-1", "refresh-2"]


def test_cancelled_waiter_does_not_stop_the_refresh() -> None:
    host = TokenHost()

    async def main() -> None:
        asked, answered = asyncio.Event(), asyncio.Event()

        async def gate() -> None:
            asked.set()
            await answered.wait()

        host.gate = gate
        async with async_client(host) as client:
            tasks = [asyncio.create_task(client.images.get("q7RtB2x")) for _ in range(6)]
            await asked.wait()
            for _ in range(5):
                await asyncio.sleep(0)
            for task in tasks[1:4]:
                task.cancel()
            await asyncio.sleep(0)
            assert all(task.done() for task in tasks[1:4]), "nobody has to wait for the answer"
            answered.set()
            done = await asyncio.gather(*tasks, return_exceptions=True)
            assert [isinstance(each, asyncio.CancelledError) for each in done] == [
                *[False],
                *[True] * 3,
                *[False] * 2,
            ]

    asyncio.run(main())
    assert len(host.refreshes) == 1


# --- never shown ---------------------------------------------------------------------------


def test_no_token_is_shown_anywhere(kind: Kind, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "imagehosts")
    echo = refusal(403, f"The access token {TOKENS['access_token']} after token-0 is invalid.")
    told: list[Any] = []
    with Driver(kind, stale(), Reply(200, TOKENS), echo, on_tokens=told.append, **GRANT) as driver:
        with pytest.raises(AuthenticationFailed) as caught:
            driver.do("images.get", "q7RtB2x")
        shown = f"{driver.client!r}{caught.value!r}{caught.value}{told[0]!r}{caplog.text}"
    assert caplog.text
    for secret in SECRETS:
        assert secret not in shown
        assert secret not in str(caught.value.host_message)


@each(
    "body",
    [
        b'{"access_token":"leaked","refresh_tok',
        b'{"refresh_token":"leaked"}',
        b'{"access_token":"lea\\nked"}',
        b"access_token=leaked&refresh_token=leaked",
        b'{"data":{"access_token":"leaked"},"success":true}',
    ],
)
def test_an_answer_for_tokens_that_cannot_be_read_is_not_passed_on(kind: Kind, body: bytes) -> None:
    with Driver(kind, stale(), Reply(200, body), **GRANT) as driver:
        with pytest.raises(ResponseDecodeError) as caught:
            driver.do("images.get", "q7RtB2x")
    text = f"{caught.value!r}{caught.value}{caught.value.__dict__}".encode()
    text += pickle.dumps(caught.value)
    assert b"leaked" not in text
    for secret in SECRETS:
        assert secret.encode() not in text


def test_a_client_with_tokens_is_not_pickled(kind: Kind) -> None:
    with Driver(kind, ok(), **GRANT) as driver, pytest.raises(TypeError):
        pickle.dumps(driver.client)
