"""What a host may change: the settings and hooks of :class:`HostBehavior`, and nothing else.

The core calls each hook at one place, in the order in which they stand here, with the operation
that is being called. A client class of a host overrides the ones it needs; those that do nothing
by default need no call of ``super()``. Everything else of the core is the same for all hosts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, final

from .errors import ImageHostError, MissingCredentials, StatusError
from .options import checked_credential

if TYPE_CHECKING:
    from imagehosts_wire.types import Api, Credential, Mode, Operation, RawResponse

    from .flow import Flow
    from .tolerant import Report
    from .transport import WireRequest

    #: Makes the call, and gives what this mode gives.
    Call: TypeAlias = Callable[[Mode], Flow[Any]]

__all__ = ["HostBehavior"]


class HostBehavior:
    """The behavior of a host that only follows its spec."""

    # --- settings --------------------------------------------------------------------------

    api: ClassVar[Api]
    #: Whether there is no address to use where nobody gives one.
    needs_base_url: ClassVar[bool] = False
    #: Environment variable with another address of the API, for an emulator or a mirror.
    base_url_variable: ClassVar[str] = ""
    #: Environment variables of the credentials, by scheme; the first is the key of the host.
    environment: ClassVar[Mapping[str, str]] = {}
    #: Credentials that belong together: one given as an argument keeps the environment from
    #: giving the others, which may be those of another account.
    credential_groups: ClassVar[Sequence[Sequence[str]]] = ()
    #: Where to get a credential, by scheme; part of the error where it is missing.
    credential_help: ClassVar[Mapping[str, str]] = {}
    #: Where a credential goes when the operation offers several places, best first.
    credential_order: tuple[str, ...] = ("header", "body", "query")

    #: What errors and drift call the host: its API, or the site where one client serves many.
    host_name: str
    #: The credentials that are known, by scheme.
    _credentials: dict[str, str]

    # --- before a request ------------------------------------------------------------------

    def check_credential(self, operation: Operation[Any] | None, scheme: str, value: object) -> str:
        """A credential that can be sent; its value is never part of the error.

        Args:
            operation: The call that brought it; None where it was given to the client.
            scheme: What it is.
            value: What was given.
        """
        return checked_credential(scheme, value)

    def adapt_arguments(
        self, operation: Operation[Any], values: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """The arguments of a call as they are sent; refuses those that the host misunderstands.

        They come in the order of the operation's parameters, None where nothing was given. Called
        before anything is sent, for each page of a list again.

        Raises:
            InvalidArgument: One of them cannot be sent.
        """
        return values

    def adapt_chosen(
        self, operation: Operation[Any], given: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The arguments of a method that chose its operation, by name, as that one takes them.

        Raises:
            InvalidArgument: One of them cannot be sent.
        """
        return given

    def around_call(self, operation: Operation[Any], mode: Mode, call: Call) -> Flow[Any]:
        """A call from its request to its result: for what has to happen before or after it.

        Args:
            operation: What is called.
            mode: What the caller wants.
            call: Makes the call.
        """
        return (yield from call(mode))

    def credential_slots(self, operation: Operation[Any]) -> Sequence[Credential]:
        """Where this call's credentials go: by default one place for each scheme that is known.

        Raises:
            MissingCredentials: One that the call needs is not known.
        """
        chosen: dict[str, Credential] = {}
        for place in self.credential_order:
            for slot in operation.credentials:
                if slot.place == place and slot.scheme in self._credentials:
                    chosen.setdefault(slot.scheme, slot)
        for slot in operation.credentials:
            if slot.required and slot.scheme not in chosen:
                raise self.missing_credentials(slot.scheme)
        if not chosen and operation.credentials and not operation.credential_optional:
            raise self.missing_credentials(operation.credentials[0].scheme)
        return list(chosen.values())

    def check_fields(self, operation: Operation[Any], fields: Sequence[tuple[str, Any]]) -> None:
        """Refuse fields of a body that the host is known not to take; nothing was sent yet."""

    # --- after an answer -------------------------------------------------------------------

    def note_response(self, operation: Operation[Any], response: Any) -> None:
        """Look at the headers of any answer; its body may still be on its way."""

    def is_refusal(self, operation: Operation[Any], response: RawResponse[Any]) -> bool:
        """Whether an answer with the status of a success says that it is a failure."""
        return False

    def alternate_url(
        self, operation: Operation[Any], request: WireRequest, response: RawResponse[Any]
    ) -> str | None:
        """Another address of this operation, where the host did not know the one tried."""
        return None

    def meant_status(self, operation: Operation[Any], response: RawResponse[Any]) -> int:
        """The HTTP status that a failure has, or would have if its host used them as others do."""
        return response.status

    def retry_after(
        self, operation: Operation[Any], error: StatusError, seconds: float | None
    ) -> float | None:
        """Seconds to wait before another try; ``seconds`` is what headers and message say."""
        return seconds

    def may_retry(self, operation: Operation[Any], error: ImageHostError) -> bool:
        """Whether another try can help at all."""
        return True

    def repair_request(
        self, operation: Operation[Any], request: WireRequest, error: StatusError
    ) -> Flow[bool]:
        """Change a request that was refused for good so that the host takes it; False if it cannot.

        It is then sent once more.
        """
        yield from ()
        return False

    # --- reading an answer -----------------------------------------------------------------

    def read_text(self, operation: Operation[Any], response: RawResponse[Any]) -> str | None:
        """The result of an operation that answers in plain text; None where it holds none."""
        return response.text.strip()

    def read_redirect(self, operation: Operation[Any], location: str) -> str | None:
        """The result of an operation that answers with an address; None where it holds none.

        Args:
            operation: What was called.
            location: The address, joined with that of the API where it is relative.

        Raises:
            ValueError: It is not an address; the same as None.
        """
        return location

    def is_suspicious(
        self, operation: Operation[Any], response: RawResponse[Any], result: Any
    ) -> bool:
        """Whether a JSON answer has to be looked at member by member although it was decoded."""
        return False

    def normalize_answer(
        self,
        operation: Operation[Any],
        response: RawResponse[Any],
        document: Any,
        report: Report,
    ) -> Any:
        """A JSON answer in the form that the spec has, where a host has other forms as well."""
        return document

    def says_failure(self, operation: Operation[Any], document: Any) -> bool:
        """Whether a JSON answer says that the call failed, in another way than its spec declares.

        What ``x-error-body`` of the spec points to is looked for in any case.
        """
        return False

    def improve_error(
        self, operation: Operation[Any], response: RawResponse[Any], error: ImageHostError
    ) -> ImageHostError:
        """The error for an answer with the status of a success and no result in it."""
        return error

    def note_result(self, operation: Operation[Any], values: tuple[Any, ...], result: Any) -> None:
        """Look at the result of a call, beside the arguments that it was asked with."""

    # --- for use in hooks ------------------------------------------------------------------

    @final
    def missing_credentials(self, scheme: str) -> ImageHostError:
        """The error for a call that needs a credential which nobody gave."""
        variable = self.environment.get(scheme, "")
        return MissingCredentials(
            f"no {scheme.replace('_', ' ')}: give {scheme}=..."
            + (f", or set {variable}" if variable else "")
            + f". {self.credential_help.get(scheme, '')}".rstrip(". "),
            host=self.host_name,
        )
