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
from urllib.parse import urljoin, urlsplit

from imagehosts_wire.types import (
    AsyncPage,
    AsyncStreamManager,
    Choice,
    Mode,
    Operation,
    Page,
    RawResponse,
    RequestOptions,
    Result,
    StreamManager,
)

from .arguments import chosen_operation, values_in_order
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
    ResponseError,
    StatusError,
    TimedOut,
)
from .flow import Close, Drain, Flow, Send, Sleep, Work, run, run_async
from .memo import per_operation
from .options import (
    DEFAULT_LIMITS,
    DEFAULT_TIMEOUT,
    NOT_GIVEN,
    AsyncOptions,
    ClientOptions,
    NotGiven,
    Settings,
    SyncOptions,
    checked_base_url,
    merge_headers,
    response_limits,
)
from .redirects import is_same_origin, own_address, redirected_base
from .requests import HEADERS, build_request, may_block, shown_url
from .secrets import Secrets, secret_arguments, secrets_in_url, secrets_of
from .text import utf8_of
from .transport import (
    Answer,
    AsyncTransport,
    ResponseLimits,
    SyncTransport,
    Timeout,
    WireRequest,
    limits_of,
)

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

    from .logging import Drift, DriftKind, DriftReporter
    from .pagination import PageCall
    from .retries import Outcome, RetryPolicy

__all__ = [
    "AsyncClient",
    "AsyncOptions",
    "ClientCore",
    "ClientOptions",
    "SyncClient",
    "SyncOptions",
    "spelling_key",
]

T = TypeVar("T")
Self = TypeVar("Self", bound="ClientCore")

LOGGER = logging.getLogger("imagehosts")
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Of a body that is no answer so many characters are looked at, and so many shown.
_TEXT_READ, _TEXT_SHOWN = 4000, 200
#: Answers that say that an address is not the right one.
_LOST = REDIRECTS | {404, 405}

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
        if self.needs_base_url:  # one client for many sites: errors say which
            self.host_name = urlsplit(self.base_url).hostname or self.api.name
        else:
            self.host_name = self.api.name
        #: Other spellings of the operations' addresses that the host turned out to know.
        self._spellings: dict[str, str] = {}
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

    def credentials(self) -> dict[str, str]:
        """The credentials in use, by the arguments that they were given as. They are secrets."""
        return dict(self._credentials)

    def use_credentials(self, credentials: Mapping[str, str]) -> None:
        """Use these credentials from now on, and nothing that the environment has."""
        self._credentials = {
            scheme: self.check_credential(None, scheme, value)
            for scheme, value in credentials.items()
        }

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
            if may_block(operation, values):
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

    def _chosen(
        self,
        choice: Choice,
        chosen: tuple[str, ...],
        given: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Flow[Any]:
        """One call of the operation that some of its arguments choose."""
        operation = choice.default
        try:
            operation = chosen_operation(choice, chosen)
            # Of a name that is not known nothing else is said.
            values_in_order(operation, given, method=choice.method, documented=choice.default)
            values = values_in_order(operation, self.adapt_chosen(operation, given))
        except InvalidArgument as error:
            self._place(error, operation)
            raise
        return (yield from self.exchange(operation, values, options))

    def _paged(
        self,
        operation: Operation[Any],
        values: tuple[Any, ...],
        options: RequestOptions | None,
        response: RawResponse[Any],
    ) -> Any:
        """The result, as a page that knows its next one where the operation answers in pages."""
        result = self._read(operation, values, response)
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
        return self._page(following, self._read(operation, following.values, response))

    def _prepare(
        self, operation: Operation[Any], values: tuple[Any, ...], settings: Settings
    ) -> WireRequest:
        """The request for a call; refuses bad arguments before anything is sent."""
        slots = self.credential_slots(operation)
        secrets = tuple(self._credentials[slot.scheme] for slot in slots)
        return build_request(
            operation,
            values,
            host=self.host_name,
            root=self._root(operation),
            credentials=[
                (slot.place, slot.wire, slot.prefix + secret)
                for slot, secret in zip(slots, secrets, strict=True)
            ],
            settings=settings,
            check=self.check_fields,
            secrets=Secrets(self.secrets(), settings.headers, secret_arguments(operation, values)),
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
            try:
                return (yield from self._send_again(operation, request, settings, stream=stream))
            except StatusError as error:
                if not (yield from self.repair_request(operation, request, error)):
                    raise
            return (yield from self._send_again(operation, request, settings, stream=stream))
        except ImageHostError as error:
            self._strike(error, request.secrets)
            raise

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
        spelling = _Spelling(self._spellings, operation, request)
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
                spelling.worked()
                return response
            target = self._redirect_target(operation, request, response, spelling)
            if as_documented and target is None:
                spelling.worked()
                return response
            if target is not None and redirects < MAX_REDIRECTS:
                redirects += 1
                attempt -= 1
                if stream:
                    yield Close(response)
                self._redirect(request, target)
                continue
            if 200 <= response.status < 300:
                # Another success than the documented one: let the reader decide.
                return response
            if response.status not in _LOST:
                spelling.worked()
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
        """Wait until a failed request may be sent again, or raise its error."""
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
        left = request.deadline.left_after(decision.after_seconds)
        if left <= 0:
            error.add_note(f"{decision.reason}; not repeated, because the call may take no longer")
            raise error
        if LOGGER.isEnabledFor(logging.DEBUG):
            from .logging import log_retry

            log_retry(request, decision.reason, decision.after_seconds)
        yield Sleep(decision.after_seconds)

    def _redirect_target(
        self,
        operation: Operation[Any],
        request: WireRequest,
        response: Any,
        spelling: _Spelling,
    ) -> str | None:
        """Where the same request should go instead: a redirect within the host, and only that.

        The method and the body are kept, whatever the status: the hosts redirect between spellings
        of one address, and a POST that became a GET would do nothing. What must not be done twice
        follows no redirect that may be the answer to what was done: none by 303, and by any other
        to another spelling of its own address alone. 307 and 308 say that nothing was done, but
        so does an application that stored a picture and sends a browser on.
        """
        if request.body is not None and not request.body.replayable:
            return None
        status = response.status
        if status in REDIRECTS and "location" in response.headers:
            anywhere = operation.repeatable and operation.result.kind != "redirect"
            if anywhere or status != 303:
                location = response.headers["location"]
                other = own_address(request.url, location, anywhere=anywhere)
                if other is not None:
                    spelling.learn(other, lasting=status in (301, 308))
                    return other
        if status in (404, 405) and (known := spelling.forget()) is not None:
            return known
        other = self.alternate_url(operation, request, response)
        if other is not None:
            spelling.learn(other, lasting=True)
        return other

    def _redirect(self, request: WireRequest, target: str) -> None:
        """Let a request go to another address."""
        request.url, request.shown_url = target, shown_url(target)
        if not request.parsed and not is_same_origin(target, self.base_url):
            # A download, which takes nothing of the caller's to another origin.
            request.headers, request.foreign = dict(HEADERS), True

    def fetch(
        self, url: str, operation: Operation[Any] = FETCH, *, stream: bool = False
    ) -> Flow[Any]:
        """Get an address that an answer named; no credential goes along.

        To another origin than that of the API, which is scheme, host and port together, goes
        nothing of the caller's either: no header, no cookie, no login.
        """
        from .sources import checked_url

        try:
            checked_url(url, "url")
        except InvalidArgument as error:
            self._place(error, operation)
            raise
        settings = self._settings
        foreign = not is_same_origin(url, self.base_url)
        secrets = [*secrets_in_url(url)]
        if operation is not FETCH:  # what such an address ends in is all that it takes to do it
            secrets.append(urlsplit(url).path.rpartition("/")[2])
        request = WireRequest(
            "GET",
            url,
            headers=dict(HEADERS) if foreign else merge_headers(HEADERS, settings.headers),
            body=None,
            timeout=settings.timeout,
            host=self.host_name,
            operation=operation.id,
            shown_url=shown_url(url),
            secrets=Secrets(self.secrets(), settings.headers, tuple(secrets)),
            parsed=False,
            foreign=foreign,
        )
        try:
            return (yield from self._send_again(operation, request, settings, stream=stream))
        except ImageHostError as error:
            self._strike(error, request.secrets)
            raise

    # --- reading answers -------------------------------------------------------------------

    def read_answer(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        """What a call of an operation makes of an answer that was kept: its result or its error.

        Raises:
            ImageHostError: The answer is an error, or cannot be read.
        """
        success = response.status in operation.result.statuses or 200 <= response.status < 300
        if not success or (response.status < 300 and self.is_refusal(operation, response)):
            raise self._failure(operation, response)
        return self._read(operation, (None,) * len(operation.parameters), response)

    def _read(
        self, operation: Operation[Any], values: tuple[Any, ...], response: RawResponse[Any]
    ) -> Any:
        """The typed result in an answer."""
        try:
            result = self._read_kind(operation, response)
        except ImageHostError as error:
            self._strike(error, secrets_of(response))
            raise
        self.note_result(operation, values, result)
        return result

    def _read_kind(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        kind = operation.result.kind
        if kind != "redirect" and not response.content.strip():
            from .decoding import empty_success

            done = empty_success(operation, response.status)
            if done is not None:
                return done
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

        maybe = may_declare_error(self.api, operation, utf8_of(response))
        return maybe and declares_error(self.api, operation, response)

    def _read_json(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        from .decoding import Refused, decode_json, is_hollow

        try:
            result = decode_json(operation, utf8_of(response))
        except Refused:
            return self._read_tolerantly(operation, response)
        if is_hollow(operation, result) or self.is_suspicious(operation, response, result):
            return self._read_tolerantly(operation, response)
        if self._declares_error(operation, response):
            raise self._no_result(operation, response)
        return result

    def _read_xml(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        from imagehosts_wire.reading import MissingPart

        from . import tolerant
        from .xml import NotXml, decode_xml

        deviations = tolerant.Deviations()
        try:
            result = decode_xml(
                operation, response.content, response.headers, deviations, limits_of(response)
            )
        except (NotXml, MissingPart) as fault:
            error = self._no_result(operation, response)
            if isinstance(error, ResponseDecodeError) and response.content.strip():
                error.message += f" ({fault})"
                error.args = (error.message,)
            raise error from None
        for deviation in deviations.found:
            self.report_drift(operation, *deviation, secrets=secrets_of(response))
        return result

    def _read_tolerantly(self, operation: Operation[Any], response: RawResponse[Any]) -> Any:
        """The result of an answer that is not as the spec has it, member by member."""
        from . import tolerant

        deviations = tolerant.Deviations()
        document = tolerant.find_json(utf8_of(response), deviations)
        document = self.normalize_answer(operation, response, document, deviations)
        if document is not tolerant.MISSING and not self._is_failure(operation, document):
            result = tolerant.fit_result(operation, document, deviations)
            if result is not tolerant.MISSING:
                for deviation in deviations.found:
                    self.report_drift(operation, *deviation, secrets=secrets_of(response))
                return result
        raise self._no_result(operation, response)

    def report_drift(
        self,
        operation: Operation[Any],
        pointer: str,
        expected: str,
        got: Any,
        *,
        secrets: Secrets | None = None,
        kind: DriftKind = "not as specified",
    ) -> None:
        """Say that a host's answer is not what its spec allows, or not what was asked for."""
        hidden = secrets.values() if secrets is not None else self.secrets()
        self._drift.report(
            self.host_name,
            operation.id,
            pointer,
            expected,
            got,
            secrets=hidden,
            kind=kind,
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
        from .failures import PAGE_LIMIT, parse_body, points_to_error, title_of_page
        from .logging import redact_text

        document = parse_body(self.api, response)
        failed = points_to_error(self.api, operation, document)
        failed = failed or self.says_failure(operation, document)
        error = self._failure(operation, response, fallback=failed)
        if error is not None:
            return self.improve_error(operation, response, error)
        text = title_of_page(utf8_of(response)[:PAGE_LIMIT].decode("utf-8", "replace"))
        text = redact_text(
            " ".join(text[:_TEXT_READ].split()), secrets=secrets_of(response).values()
        )
        text = text[:_TEXT_SHOWN]
        unreadable = ResponseDecodeError(
            f"HTTP {response.status}, and the body is not what this call answers:"
            f" {repr(text) if text else 'it is empty'}",
            response=response,
            host=self.host_name,
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
            answer = with_status(response, status)
        error = failure_in(
            self.api, operation, answer, fallback=fallback, http_status=response.status
        )
        if error is None:
            return None
        error.response, error.status = response, response.status
        self._complete(error, operation)
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
        from .retries import parse_retry_after, parse_wait_text

        headers: Mapping[str, str] = error.response.headers if error.response is not None else {}
        waits = (parse_retry_after(headers, self._now()), parse_wait_text(error.host_message))
        seconds = max((wait for wait in waits if wait is not None), default=None)
        error.retry_after = self.retry_after(operation, error, seconds)
        error.host = self.host_name
        if error.response is not None:
            error.message += self._advice_on_redirect(operation, error.response)
        if isinstance(error, AuthenticationFailed) and not self._credentials:
            scheme = operation.credentials[0].scheme if operation.credentials else ""
            error.message += f" ({self.missing_credentials(scheme).message})" if scheme else ""
        error.args = (error.message,)

    def _advice_on_redirect(self, operation: Operation[Any], response: RawResponse[Any]) -> str:
        """Which address to configure, where a host sends its callers to another one."""
        location = response.headers.get("location")
        if not location or not 300 <= response.status < 400:
            return ""
        base_url = redirected_base(self.base_url, response.url, location)
        if not base_url:
            return ""
        return f"; if you trust that address, give base_url={base_url!r}"

    def _striking(self, flow: Flow[T]) -> Flow[T]:
        """A flow, with what must not be shown struck out of an error that a host's code made."""
        try:
            return (yield from flow)
        except ResponseError as error:
            # An answer that was struck once knows of no secrets any more.
            if error.response is not None:
                self._strike(error, secrets_of(error.response))
            raise

    def _strike(self, error: ImageHostError, secrets: Secrets) -> None:
        """Strike what must not be shown out of an error that leaves here, and out of its causes."""
        from .logging import hide_values
        from .secrets import strike_causes, struck_response

        # Some hosts repeat the key that they refuse.
        values = secrets.values()
        error.message = hide_values(error.message, values)
        error.args = (error.message,)
        if isinstance(error, StatusError):
            error.host_message = hide_values(error.host_message, values)
        if isinstance(error, ResponseError) and error.response is not None:
            error.response = struck_response(error.response, values)
        notes: list[str] = getattr(error, "__notes__", [])
        notes[:] = [hide_values(note, values) for note in notes]
        strike_causes(error, values)

    def _place(self, error: ImageHostError, operation: Operation[Any]) -> None:
        """Make an error say which call it belongs to."""
        error.host, error.operation = self.host_name, operation.id

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
        max_response_bytes: int | None = None,
        limits: ResponseLimits = DEFAULT_LIMITS,
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
            http_client, transport=transport, limits=response_limits(limits, max_response_bytes)
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

    def call_chosen(
        self,
        choice: Choice,
        chosen: tuple[str, ...],
        given: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Any:
        """Call the operation that some arguments of a method choose; generated methods do."""
        return self._run(self._chosen(choice, chosen, given, options))

    def _page(self, call: PageCall, result: Any) -> Page[Any]:
        return Page(
            call.items(result),
            result,
            call.total(result),
            lambda: self._run(self._next_page(call, result)),
            call.style.key,
        )

    def _run(self, flow: Flow[T]) -> T:
        return run(self._striking(flow), self._transport, self._sleep)

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
        max_response_bytes: int | None = None,
        limits: ResponseLimits = DEFAULT_LIMITS,
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
            http_client, transport=transport, limits=response_limits(limits, max_response_bytes)
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

    async def call_chosen(
        self,
        choice: Choice,
        chosen: tuple[str, ...],
        given: Mapping[str, Any],
        options: RequestOptions | None,
    ) -> Any:
        """Call the operation that some arguments of a method choose; generated methods do."""
        return await self._run(self._chosen(choice, chosen, given, options))

    def _page(self, call: PageCall, result: Any) -> AsyncPage[Any]:
        return AsyncPage(
            call.items(result),
            result,
            call.total(result),
            lambda: self._run(self._next_page(call, result)),
            call.style.key,
        )

    async def _run(self, flow: Flow[T]) -> T:
        return await run_async(self._striking(flow), self._transport, self._sleep)

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


class _Spelling:
    """The spelling of one request's address, and what the client knows of others.

    Only of addresses that are the same for every call: the rest are no spellings.
    """

    __slots__ = ("_key", "_known", "_learned", "_original", "_used")

    def __init__(
        self, known: dict[str, str], operation: Operation[Any], request: WireRequest
    ) -> None:
        self._known = known
        self._original = request.url if _has_one_address(operation) else ""
        address, question, query = request.url.partition("?")
        self._key = spelling_key(operation, address)
        self._learned = ""
        self._used = False
        if known and self._original:
            other = known.get(self._key)
            if other is not None:
                self._used = True
                request.url = f"{other}{question}{query}"
                request.shown_url = other

    def learn(self, url: str, *, lasting: bool) -> None:
        """Note another spelling, to be kept if it works and the host meant it to last."""
        self._learned = url.partition("?")[0] if lasting and self._original else ""

    def worked(self) -> None:
        """Keep what was learned for the next call."""
        if self._learned:
            self._known[self._key] = self._learned

    def forget(self) -> str | None:
        """The documented address, where another was tried first and is not known any more."""
        if not self._used:
            return None
        self._used = False
        self._known.pop(self._key, None)
        return self._original


@per_operation
def _has_one_address(operation: Operation[Any]) -> bool:
    """Whether an operation of an API has the same address whatever it is called with."""
    places = {parameter.place for parameter in operation.parameters}
    return bool(operation.api) and not places & {"path", "server"}


def with_status(response: RawResponse[Any], status: int) -> RawResponse[Any]:
    """The same answer with the status that its host meant."""
    if isinstance(response, Answer):
        return response.with_status(status)
    return RawResponse(status, response.headers, response.content, response.url)


def spelling_key(operation: Operation[Any], address: str) -> str:
    """Under which a client remembers how an operation's address must be spelled."""
    return f"{operation.method} {address}"


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


def _is_same_place(url: str, other: str) -> bool:
    """Whether two base URLs differ in no more than their scheme and the case of their host."""
    one, two = (urlsplit(address.rstrip("/")) for address in (url, other))
    return (one.netloc.lower(), one.path) == (two.netloc.lower(), two.path)
