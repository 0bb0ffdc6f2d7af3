"""The client runtime: from an operation and its arguments to a typed result.

    arguments ──prepare──▶ WireRequest ──send──▶ RawResponse ──read──▶ result
                              ▲                      │
                              └── retry, redirect ───┘   anything else: an ImageHostError

:class:`ClientCore` holds all of it as flows (see :mod:`.flow`); :class:`SyncClient` and
:class:`AsyncClient` only drive them. What a host may change is in :mod:`.behavior`, and nothing
else is.
"""

from __future__ import annotations

import copy
import logging
import os
import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import SplitResult, urljoin, urlsplit

from imagehosts_wire.types import (
    AsyncPage,
    AsyncStreamManager,
    Mode,
    Operation,
    Page,
    RawResponse,
    RequestOptions,
    Result,
    StreamManager,
)

from .behavior import HostBehavior
from .errors import (
    AuthenticationFailed,
    ConnectionFailed,
    HostUnavailable,
    ImageHostError,
    InvalidArgument,
    MissingCredentials,
    RateLimited,
    ResponseDecodeError,
    StatusError,
    TimedOut,
)
from .flow import Close, Drain, Flow, Send, Sleep, Work, run, run_async
from .options import (
    DEFAULT_TIMEOUT,
    MAX_RESPONSE_BYTES,
    NOT_GIVEN,
    AsyncOptions,
    ClientOptions,
    NotGiven,
    Settings,
    SyncOptions,
    checked_base_url,
    merge_headers,
)
from .requests import HEADERS, build_request, carries_files, shown_url
from .transport import AsyncTransport, SyncTransport, Timeout, WireRequest

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

    from .logging import Drift, DriftReporter
    from .pagination import PageCall
    from .retries import Outcome, RetryPolicy

__all__ = [
    "AsyncClient",
    "AsyncOptions",
    "ClientCore",
    "ClientOptions",
    "SyncClient",
    "SyncOptions",
]

T = TypeVar("T")
Self = TypeVar("Self", bound="ClientCore")

LOGGER = logging.getLogger("imagehosts")
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})

#: A picture, page or file that an answer points to; no operation of any API.
FETCH: Operation[bytes] = Operation("", "fetch", "GET", "", result=Result("bytes"), repeatable=True)


class ClientCore(HostBehavior):
    """Everything about a client that sync and async share."""

    def __init__(
        self,
        *,
        base_url: str | None,
        credentials: Mapping[str, str | None],
        timeout: Timeout | float | None,
        max_retries: int | None,
        retries: RetryPolicy | None,
        headers: Mapping[str, str] | None,
        on_drift: Callable[[Drift], None] | None,
    ) -> None:
        if base_url is None:
            base_url = os.environ.get(self.base_url_variable) or self._documented_base_url()
        # An empty one is refused: no key may go to a site that nobody named.
        self.base_url = checked_base_url(base_url)
        given = {scheme: value for scheme, value in credentials.items() if value is not None}
        self._credentials = {
            scheme: self.check_credential(None, scheme, value)
            for scheme, value in {**self._from_environment(given), **given}.items()
        }
        #: Credentials that are no longer used and may still turn up in what the host says.
        self._past_credentials: list[str] = []
        self._settings = Settings(timeout, max_retries, retries, headers)
        self._on_drift = on_drift
        self._random: Callable[[], float] = random.random
        self._now: Callable[[], float] = time.time
        self._sleep: Callable[[float], Any] | None = None

    def __repr__(self) -> str:
        known = ", ".join(sorted(self._credentials)) or "no credentials"
        return f"<{type(self).__name__} {self.base_url} ({known})>"

    def with_options(
        self: Self,
        *,
        timeout: Timeout | float | NotGiven | None = NOT_GIVEN,
        max_retries: int | None = None,
        retries: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """A copy with other settings that shares the connections.

        Args:
            timeout: Seconds, or a :class:`Timeout`.
            max_retries: How often a failed request may be repeated.
            retries: A whole retry policy.
            headers: Further request headers.
        """
        _ = self._drift  # made before the copy, so that both count on one
        clone = copy.copy(self)
        # Resources hold on to the client they were made for; the copy makes its own.
        for name in self._resource_names():
            clone.__dict__.pop(name, None)
        clone._settings = self._settings.changed(
            timeout=timeout, max_retries=max_retries, policy=retries, headers=headers
        )
        return clone

    @cached_property
    def _drift(self) -> DriftReporter:
        from .logging import DriftReporter

        return DriftReporter(self._on_drift)

    @property
    def drift_counts(self) -> Mapping[tuple[str, str, str], int]:
        """How often each deviation from the spec was seen, by host, operation and pointer."""
        return self._drift.counts

    # --- addresses and credentials ---------------------------------------------------------

    def _documented_base_url(self) -> str:
        """The address of the API where nobody gave one."""
        if self.needs_base_url:
            raise InvalidArgument(
                "base_url", f"which site? Give its API's address, or set {self.base_url_variable}"
            )
        return self.api.base_url

    def _from_environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The credentials that the environment gives beside those given as arguments."""
        groups = (group for group in self.credential_groups if given.keys() & set(group))
        taken = set(given).union(*groups)
        return {
            scheme: value
            for scheme, variable in self.environment.items()
            if scheme not in taken and (value := os.environ.get(variable))
        }

    def secrets(self) -> tuple[str, ...]:
        """What must not be shown, wherever it turns up."""
        return (*self._credentials.values(), *self._past_credentials)

    # --- one call --------------------------------------------------------------------------

    def exchange(
        self,
        operation: Operation[Any],
        values: tuple[Any, ...],
        options: RequestOptions | None,
        mode: Mode = "parsed",
    ) -> Flow[Any]:
        """One call from its arguments to its result, with retries and redirects."""
        try:
            values = self.adapt_arguments(operation, values)
        except InvalidArgument as error:
            self._place(error, operation)
            raise
        return self.around_call(
            operation, mode, lambda mode: self.exchange_adapted(operation, values, options, mode)
        )

    def exchange_adapted(
        self,
        operation: Operation[Any],
        values: tuple[Any, ...],
        options: RequestOptions | None,
        mode: Mode = "parsed",
    ) -> Flow[Any]:
        """One call whose arguments are as they are sent, with nothing of its host around it."""
        try:
            settings = self._settings.for_call(options) if options else self._settings
            if carries_files(operation):
                request = yield Work(lambda: self._prepare(operation, values, settings))
            else:
                request = self._prepare(operation, values, settings)
        except (InvalidArgument, MissingCredentials) as error:
            self._place(error, operation)
            raise
        response = yield from self._send(operation, request, settings, stream=mode == "stream")
        if mode == "stream":
            return response
        if mode == "raw":
            response._parse = lambda: self._paged(operation, values, options, response)
            return response
        return self._paged(operation, values, options, response)

    def _paged(
        self,
        operation: Operation[Any],
        values: tuple[Any, ...],
        options: RequestOptions | None,
        response: RawResponse[Any],
    ) -> Any:
        """The result, as a page that knows its next one where the operation answers in pages."""
        result = self._read(operation, response)
        if operation.pagination is None:
            return result
        from .pagination import PageCall

        return self._page(PageCall(operation, values, options), result)

    #: Wraps a page of a list for the kind of client that this is.
    _page: Callable[[PageCall, Any], Any]

    def _next_page(self, call: PageCall, result: Any) -> Flow[Any]:
        following = call.after(result)
        if following is None:
            return None
        operation, options = call.operation, call.options
        settings = self._settings.for_call(options) if options else self._settings
        values = self.adapt_arguments(operation, following.values)
        request = self._prepare(operation, values, settings)
        response = yield from self._send(operation, request, settings)
        return self._page(following, self._read(operation, response))

    def _prepare(
        self, operation: Operation[Any], values: tuple[Any, ...], settings: Settings
    ) -> WireRequest:
        """The request for a call; refuses bad arguments before anything is sent."""
        slots = self.credential_slots(operation)
        secrets = tuple(self._credentials[slot.scheme] for slot in slots)
        return build_request(
            operation,
            values,
            host=self.api.name,
            root=self._root(operation),
            credentials=[
                (slot.place, slot.wire, slot.prefix + secret)
                for slot, secret in zip(slots, secrets, strict=True)
            ],
            settings=settings,
            check=self.check_fields,
            secrets=secrets,
        )

    def _root(self, operation: Operation[Any]) -> str:
        """The base URL, its neighbour for an operation with a server path of its own, or another.

        A server of the operation's own beside the documented one has no counterpart beside an
        emulator or a mirror: there everything goes to the one address.
        """
        if operation.server_url and _is_same_place(self.base_url, self.api.base_url):
            return f"{urlsplit(self.base_url).scheme}:{operation.server_url.partition(':')[2]}"
        if operation.server_path is None:
            return self.base_url
        documented = urlsplit(self.api.base_url).path.rstrip("/")
        return self.base_url.removesuffix(documented) + operation.server_path

    def _send(
        self,
        operation: Operation[Any],
        request: WireRequest,
        settings: Settings,
        *,
        stream: bool = False,
    ) -> Flow[Any]:
        """Send a request until it succeeds; once more where the host can repair what it refused."""
        try:
            return (yield from self._send_again(operation, request, settings, stream=stream))
        except StatusError as error:
            if not (yield from self.repair_request(operation, request, error)):
                raise
        return (yield from self._send_again(operation, request, settings, stream=stream))

    def _send_again(
        self,
        operation: Operation[Any],
        request: WireRequest,
        settings: Settings,
        *,
        stream: bool,
    ) -> Flow[Any]:
        """Send a request until there is a success, or an error that is not retryable."""
        attempt = redirects = 0
        while True:
            attempt += 1
            _log(request)
            try:
                response = yield Send(request, stream=stream)
            except ConnectionFailed as failed:
                yield from self._wait(operation, request, settings, attempt, failed, None)
                continue
            except InvalidArgument as error:
                self._place(error, operation)
                raise
            _log(request, response)
            self.note_response(operation, response)
            if not stream and response.status < 300 and self.is_refusal(operation, response):
                refusal = self._failure(operation, response)
                yield from self._wait(operation, request, settings, attempt, refusal, response)
                continue
            as_documented = response.status in operation.result.statuses
            if as_documented and operation.result.kind != "redirect":
                return response
            target = self._redirect_target(operation, request, response)
            if as_documented and target is None:
                return response
            if target is not None and redirects < MAX_REDIRECTS:
                redirects += 1
                attempt -= 1
                if stream:
                    yield Close(response)
                request.url, request.shown_url = target
                continue
            if 200 <= response.status < 300:
                # Another success than the documented one: let the reader decide.
                return response
            whole: RawResponse[Any] = (yield Drain(response, request)) if stream else response
            refusal = self._failure(operation, whole)
            yield from self._wait(operation, request, settings, attempt, refusal, whole)

    def _wait(
        self,
        operation: Operation[Any],
        request: WireRequest,
        settings: Settings,
        attempt: int,
        error: ImageHostError,
        response: RawResponse[Any] | None,
    ) -> Flow[None]:
        """Wait until it makes sense to send a failed request again, or raise its error."""
        from . import retries

        if not self.may_retry(operation, error):
            settings = settings.changed(max_retries=0)
        outcome = _outcome(error, response)
        decision = retries.decide(
            settings.policy,
            attempt=attempt,
            outcome=outcome,
            safe_to_repeat=operation.repeatable,
            body_replayable=request.body is None or request.body.replayable,
            rng=self._random,
            now=self._now(),
        )
        if isinstance(decision, retries.GiveUp):
            if outcome.kind != "status" or outcome.refused or attempt > 1 or decision.retry_after:
                error.add_note(decision.reason)
            raise error
        if LOGGER.isEnabledFor(logging.DEBUG):
            from .logging import log_retry

            log_retry(request, decision.reason, decision.after_seconds)
        yield Sleep(decision.after_seconds)

    def _redirect_target(
        self, operation: Operation[Any], request: WireRequest, response: Any
    ) -> tuple[str, str] | None:
        """Where the same request should go instead: a redirect within the host, and only that.

        The method and the body are kept, whatever the status: the hosts redirect between spellings
        of one address, and a POST that became a GET would do nothing.
        """
        if request.body is not None and not request.body.replayable:
            return None
        other = None
        if response.status in REDIRECTS and "location" in response.headers:
            # 307 and 308 ask for the same request again. The others may be the answer itself, or
            # say that a write is complete: what must not be done twice goes to another spelling of
            # its address alone.
            again = operation.repeatable and operation.result.kind != "redirect"
            anywhere = again or response.status in (307, 308)
            other = _own_address(request.url, response.headers["location"], anywhere=anywhere)
        other = other or self.alternate_url(operation, request, response)
        return None if other is None else (other, shown_url(other))

    def fetch(
        self, url: str, operation: Operation[Any] = FETCH, *, stream: bool = False
    ) -> Flow[Any]:
        """Get an address that an answer named; no credential goes along."""
        from .logging import is_secret_name
        from .sources import checked_url

        try:
            checked_url(url, "url")
        except InvalidArgument as error:
            self._place(error, operation)
            raise
        foreign = urlsplit(url).hostname != urlsplit(self.base_url).hostname
        further = {
            name: value
            for name, value in self._settings.headers.items()
            if not (foreign and is_secret_name(name))
        }
        request = WireRequest(
            "GET",
            url,
            headers=merge_headers(HEADERS, further),
            body=None,
            timeout=self._settings.timeout,
            host=self.api.name,
            operation=operation.id,
            shown_url=shown_url(url),
        )
        return (yield from self._send_again(operation, request, self._settings, stream=stream))

    # --- reading answers -------------------------------------------------------------------

    def read_answer(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        """What a call of an operation makes of an answer that was kept: its result or its error.

        Raises:
            ImageHostError: The answer is an error, or cannot be read.
        """
        success = response.status in operation.result.statuses or 200 <= response.status < 300
        if not success or (response.status < 300 and self.is_refusal(operation, response)):
            raise self._failure(operation, response)
        return self._read(operation, response)

    def _read(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        """The typed result in an answer."""
        result = self._read_kind(operation, response)
        self.note_result(operation, result)
        return result

    def _read_kind(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        kind = operation.result.kind
        if kind == "json":
            return self._read_json(operation, response)
        if kind == "xml":
            return self._read_xml(operation, response)
        if kind == "bytes":
            return response.content
        result: str | None = None
        if kind == "redirect":
            location = response.headers.get("location")
            if response.status in operation.result.statuses and location:
                with suppress(ValueError):  # what cannot be read as an address is not one
                    result = self.read_redirect(operation, urljoin(self.base_url + "/", location))
        elif not self._declares_error(operation, response):
            if kind == "none":
                return None
            result = self.read_text(operation, response)
        if result is None:
            raise self._no_result(operation, response)
        return result

    def _declares_error(self, operation: Operation[Any], response: RawResponse[Any]) -> bool:
        """Whether an answer holds an error where its spec says that errors are."""
        from .failures import declares_error, may_declare_error

        maybe = may_declare_error(self.api, operation, response.content)
        return maybe and declares_error(self.api, operation, response)

    def _read_json(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        from .decoding import Refused, decode_json, empty_success, is_hollow

        content = response.content
        if not content.strip() and empty_success(operation, response.status):
            return True
        try:
            result = decode_json(operation, content)
        except Refused:
            return self._read_tolerantly(operation, response)
        if is_hollow(operation, result) or self.is_suspicious(operation, response, result):
            return self._read_tolerantly(operation, response)
        if self._declares_error(operation, response):
            raise self._no_result(operation, response)
        return result

    def _read_xml(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        from imagehosts_wire.reading import MissingPart

        from .xml import NotXml, decode_xml

        deviations: list[tuple[str, str, object]] = []

        def note(pointer: str, expected: str, got: object) -> None:
            deviations.append((pointer, expected, got))

        try:
            result = decode_xml(operation, response.content, response.headers, note)
        except (NotXml, MissingPart) as fault:
            error = self._no_result(operation, response)
            if isinstance(error, ResponseDecodeError) and response.content.strip():
                error.message += f" ({fault})"
                error.args = (error.message,)
            raise error from None
        for pointer, expected, got in deviations:
            self.report_drift(operation, pointer, expected, got)
        return result

    def _read_tolerantly(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        """The result of an answer that is not as the spec has it, member by member."""
        from . import tolerant

        deviations: list[tuple[str, str, Any]] = []

        def note(pointer: str, expected: str, got: Any) -> None:
            deviations.append((pointer, expected, got))

        document = tolerant.find_json(response.content, note)
        document = self.normalize_answer(operation, response, document, note)
        if document is not tolerant.MISSING and not self._is_failure(operation, document):
            result = tolerant.fit_result(operation, document, note)
            if result is not tolerant.MISSING:
                for pointer, expected, got in deviations:
                    self.report_drift(operation, pointer, expected, got)
                return result
        raise self._no_result(operation, response)

    def report_drift(
        self, operation: Operation[Any], pointer: str, expected: str, got: Any
    ) -> None:
        """Say that a host's answer is not what its spec allows."""
        self._drift.report(
            self.api.name,
            operation.id,
            pointer,
            expected,
            got,
            secrets=self.secrets(),
        )

    def _is_failure(self, operation: Operation[Any], document: Any) -> bool:
        """Whether an answer that was read once more is a failure, or a message in place of data."""
        from .failures import is_message, points_to_error

        return (
            self.says_failure(operation, document)
            or points_to_error(self.api, operation, document)
            or is_message(self.api, operation, document)
        )

    def _no_result(self, operation: Operation[Any], response: RawResponse[Any]) -> ImageHostError:
        """The error for an answer with the status of a success and no result in it."""
        from .failures import parse_body, points_to_error
        from .logging import redact_text

        document = parse_body(self.api, response)
        failed = points_to_error(self.api, operation, document)
        failed = failed or self.says_failure(operation, document)
        error = self._failure(operation, response, fallback=failed)
        if error is not None:
            return self.improve_error(operation, response, error)
        text = " ".join(response.content[:800].decode("utf-8", "replace").split())
        text = redact_text(text, secrets=self.secrets())[:200]
        unreadable = ResponseDecodeError(
            f"HTTP {response.status}, and the body is not what this call answers:"
            f" {repr(text) if text else 'it is empty'}",
            response=response,
            host=self.api.name,
            operation=operation.id,
        )
        return self.improve_error(operation, response, unreadable)

    def _failure(
        self, operation: Operation[Any], response: RawResponse[Any], *, fallback: bool = True
    ) -> Any:
        """The error in an answer; with ``fallback`` off, None where nothing says that it is one."""
        from .failures import failure_in

        status = self.meant_status(operation, response)
        answer = response
        if status != response.status:  # a success to HTTP alone: the body says what it is
            answer = RawResponse[Any](status, response.headers, response.content, response.url)
        error = failure_in(self.api, operation, answer, fallback=fallback)
        if error is None:
            return None
        self._complete(error, operation)
        error.response, error.status = response, response.status
        return error

    def failure_in_message(
        self, operation: Operation[Any], response: RawResponse[Any], message: str
    ) -> StatusError:
        """The error that a host's plain message means, whatever the HTTP status says."""
        from .failures import failure_in_message

        error = failure_in_message(self.api, operation.id, response, message)
        self._complete(error, operation)
        return error

    def _complete(self, error: StatusError, operation: Operation[Any]) -> None:
        """Add what only the client knows to an error: when to come back, and what to hide."""
        from .logging import hide_values
        from .retries import parse_retry_after, parse_wait_text

        headers: Mapping[str, str] = error.response.headers if error.response is not None else {}
        waits = (parse_retry_after(headers, self._now()), parse_wait_text(error.host_message))
        seconds = max((wait for wait in waits if wait is not None), default=None)
        error.retry_after = self.retry_after(operation, error, seconds)
        # Some hosts repeat the key that they refuse.
        secrets = self.secrets()
        error.message = hide_values(error.message, secrets)
        error.host_message = hide_values(error.host_message, secrets)
        if isinstance(error, AuthenticationFailed) and not self._credentials:
            scheme = operation.credentials[0].scheme if operation.credentials else ""
            error.message += f" ({self.missing_credentials(scheme).message})" if scheme else ""
        error.args = (error.message,)

    def _place(self, error: ImageHostError, operation: Operation[Any]) -> None:
        """Make an error say which call it belongs to."""
        error.host, error.operation = self.api.name, operation.id

    @classmethod
    def _resource_names(cls) -> frozenset[str]:
        return frozenset(
            name
            for kind in cls.__mro__
            for name, value in vars(kind).items()
            if isinstance(value, cached_property) and name != "_drift"
        )


class SyncClient(ClientCore):
    """The blocking (synchronous) client. Safe to share between threads."""

    def __init__(
        self,
        *,
        credentials: Mapping[str, str | None],
        base_url: str | None = None,
        timeout: Timeout | float | None = DEFAULT_TIMEOUT,
        max_retries: int | None = None,
        retries: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: httpx.Client | None = None,
        transport: httpx.BaseTransport | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        super().__init__(
            base_url=base_url,
            credentials=credentials,
            timeout=timeout,
            max_retries=max_retries,
            retries=retries,
            headers=headers,
            on_drift=on_drift,
        )
        self._transport = SyncTransport(
            http_client, transport=transport, max_response_bytes=max_response_bytes
        )

    def call(
        self,
        operation: Operation[T],
        values: tuple[Any, ...],
        options: RequestOptions | None = None,
        mode: Mode = "parsed",
    ) -> T:
        """Send an operation; generated resources call this."""
        return cast("T", self._run(self.exchange(operation, values, options, mode)))

    def _page(self, call: PageCall, result: Any) -> Page[Any]:
        return Page(
            call.items(result),
            result,
            call.total(result),
            lambda: self._run(self._next_page(call, result)),
            call.style.key,
        )

    def _run(self, flow: Flow[T]) -> T:
        return run(flow, self._transport, self._sleep)

    def download(self, url: str) -> bytes:
        """The bytes at an address that an answer named, such as ``image.url``."""
        return cast("bytes", self._run(self.fetch(url)).content)

    def download_to(self, url: str, path: str | os.PathLike[str]) -> int:
        """Write what an address holds to a file; returns the number of bytes.

        The file appears when all of it has come; what stood there before stays until then.
        """
        with StreamManager(lambda: self._run(self.fetch(url, stream=True))) as response:
            return response.stream_to_file(path)

    def close(self) -> None:
        """Close the connections; a client given as ``http_client`` stays open."""
        self._transport.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncClient(ClientCore):
    """The asynchronous client. Safe to share between the tasks of one event loop."""

    def __init__(
        self,
        *,
        credentials: Mapping[str, str | None],
        base_url: str | None = None,
        timeout: Timeout | float | None = DEFAULT_TIMEOUT,
        max_retries: int | None = None,
        retries: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: httpx.AsyncClient | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        super().__init__(
            base_url=base_url,
            credentials=credentials,
            timeout=timeout,
            max_retries=max_retries,
            retries=retries,
            headers=headers,
            on_drift=on_drift,
        )
        self._transport = AsyncTransport(
            http_client, transport=transport, max_response_bytes=max_response_bytes
        )

    async def call(
        self,
        operation: Operation[T],
        values: tuple[Any, ...],
        options: RequestOptions | None = None,
        mode: Mode = "parsed",
    ) -> T:
        """Send an operation; generated resources call this."""
        return cast("T", await self._run(self.exchange(operation, values, options, mode)))

    def _page(self, call: PageCall, result: Any) -> AsyncPage[Any]:
        return AsyncPage(
            call.items(result),
            result,
            call.total(result),
            lambda: self._run(self._next_page(call, result)),
            call.style.key,
        )

    async def _run(self, flow: Flow[T]) -> T:
        return await run_async(flow, self._transport, self._sleep)

    async def download(self, url: str) -> bytes:
        """The bytes at an address that an answer named, such as ``image.url``."""
        return cast("bytes", (await self._run(self.fetch(url))).content)

    async def download_to(self, url: str, path: str | os.PathLike[str]) -> int:
        """Write what an address holds to a file; returns the number of bytes.

        The file appears when all of it has come; what stood there before stays until then.
        """
        manager = AsyncStreamManager(lambda: self._run(self.fetch(url, stream=True)))
        async with manager as response:
            return await response.stream_to_file(path)

    async def close(self) -> None:
        """Close the connections; a client given as ``http_client`` stays open."""
        await self._transport.close()

    async def __aenter__(self: Self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


def _log(request: WireRequest, response: Any = None) -> None:
    if LOGGER.isEnabledFor(logging.DEBUG):
        from .logging import log_request, log_response

        if response is None:
            log_request(request)
        else:
            log_response(request, response)


def _outcome(error: ImageHostError, response: RawResponse[Any] | None) -> Outcome:
    """A failure as the retry policy looks at it."""
    from .retries import Outcome

    if response is not None and isinstance(error, StatusError):
        return Outcome(
            kind="status",
            status=_meant_status(error, response.status),
            headers=response.headers,
            retry_after=error.retry_after,
            refused=isinstance(error, RateLimited),
        )
    arrived = isinstance(error, ConnectionFailed) and error.may_have_arrived
    if isinstance(error, TimedOut):
        return Outcome(kind="timeout" if arrived else "timeout_connect")
    return Outcome(kind="transport_error" if arrived else "connect_error")


def _meant_status(error: StatusError, status: int) -> int:
    """The status that a failure would have if its host used them as others do."""
    if isinstance(error, HostUnavailable) and status < 500:
        return 503
    return 401 if isinstance(error, AuthenticationFailed) else status


def _own_address(url: str, location: str, *, anywhere: bool) -> str | None:
    """Where a redirect leads within the host, by the same or a safer scheme; else None."""
    try:
        target = urljoin(url, location)
        old, new = urlsplit(url), urlsplit(target)
        same_port = _port(old) == _port(new)
    except ValueError:
        return None
    if "@" in new.netloc or "\\" in target:
        return None  # Libraries do not agree on which host that is.
    upgraded = (old.scheme, new.scheme) == ("http", "https")
    if old.hostname != new.hostname or not (upgraded or (old.scheme == new.scheme and same_port)):
        return None
    if not anywhere and _last_segment(old.path) != _last_segment(new.path):
        return None
    return target if target != url else None


def _is_same_place(url: str, other: str) -> bool:
    """Whether two base URLs differ in no more than their scheme and the case of their host."""
    one, two = (urlsplit(address.rstrip("/")) for address in (url, other))
    return (one.netloc.lower(), one.path) == (two.netloc.lower(), two.path)


def _port(parts: SplitResult) -> int | None:
    return parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _last_segment(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
