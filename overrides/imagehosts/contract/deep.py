"""A thorough check of one's own server: schemathesis over the portable contract, with a budget.

Every request that the contract allows, and many that it does not, go to the operations that only
read and to those whose effect can be taken back; each of the others is left out, and the report
says which. Nothing but the API itself is used. What is made is in the ledger before it is sent, and
is deleted as soon as it was looked at.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator, MutableMapping, Sequence
from importlib import import_module
from importlib.resources import files
from itertools import chain, zip_longest
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from ..core.errors import (
    ConnectionFailed,
    ImageHostError,
    InvalidArgument,
    MissingCredentials,
    StatusError,
)
from .checks import Checks, Making, operations_of
from .report import Outcome
from .run import Interrupted, Run, Stopped, picture_marks, tiny_picture

if TYPE_CHECKING:
    from imagehosts_wire.types import Operation, RawResponse

    from ..core.transport import WireRequest
    from ..hosts import Host
    from .ledger import Entry

__all__ = ["DEFAULT_REQUESTS", "MissingExtra", "check_deeply", "load_engine"]

DEFAULT_REQUESTS = 200
#: The checks of schemathesis that any server must pass; its others ask for more than hosts promise.
ENFORCED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
#: So many different faults of one operation are reported.
MOST_FAULTS = 5
#: So many requests in a row without an answer end the run.
MOST_UNANSWERED = 3
#: What stands behind the id of an operation in the portable contract that lacks optional segments.
_WITHOUT = "_without_"
#: What its summary ends in where it stands for several calls on one route.
_TOGETHER = "calls on this route"


class MissingExtra(ImportError):
    """schemathesis is not installed; the message says what to install."""


class Trial(NamedTuple):
    """A request to be sent: the case, whether the contract allows it, and what it may make."""

    case: Any
    is_allowed: bool
    making: Making | None
    is_stranger: bool = False
    picture: bytes = b""


def load_engine() -> Any:
    """The library schemathesis.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        import schemathesis
    except ImportError as error:
        raise MissingExtra(
            "--deep needs schemathesis, which the extra [contract] brings:"
            " pip install 'imagehosts[contract]'"
        ) from error
    return schemathesis


def check_deeply(
    run: Run, checks: Checks, *, requests: int, seed: int = 0, read_only: bool = False
) -> list[Outcome]:
    """Send so many requests, and say of each operation what came of it.

    The requests that look at what was made, and that delete it, are not counted. What is made last
    stays until the run ends, so that others can ask for it.

    Raises:
        Stopped: Nothing answers any more, or the server asks for more patience than the run has.
    """
    from hypothesis import configuration

    with TemporaryDirectory(prefix="imagehosts-deep-") as folder:
        configuration.set_hypothesis_home_dir(folder)  # or it leaves one where the run is started
        try:
            deep = _Deep(run, [] if read_only else checks.makings, seed)
            for trial in deep.trials(requests):
                deep.attempt(trial)
        finally:
            configuration.set_hypothesis_home_dir(None)
    return deep.outcomes()


class _Deep:
    def __init__(self, run: Run, makings: Sequence[Making], seed: int) -> None:
        self.run = run
        self.seed = seed
        engine = load_engine()
        document = portable_contract(run.host)
        base_url = run.client.base_url
        self.schema = engine.openapi.from_dict(document, config=_config(engine, base_url))
        self.document = document
        self.sources = operations_of(run.host)
        self.makings = {
            _id_of(operation): making
            for operation in self._operations()
            for making in makings
            if making.operation in self._sources_of(operation)
        }
        self.reads, self.left_out = self._sorted()
        self.counts: dict[str, int] = {}
        self.faults: dict[str, dict[str, None]] = {}
        #: How many pictures with the right key were sent to each operation, and how many taken.
        self.offered: dict[str, int] = {}
        self.taken: dict[str, int] = {}
        #: How many requests in a row got no answer.
        self.unanswered = 0
        #: Operations whose first result cannot be taken back: no other is made by them.
        self.barred: dict[str, str] = {}
        #: What is known to be on the server, by the names of parameters that ask for it.
        self.known: dict[str, str] = {}

    # --- what is sent ------------------------------------------------------------------------

    def _operations(self) -> Iterator[Any]:
        for result in self.schema.get_all_operations():
            yield result.ok()

    def _sorted(self) -> tuple[list[Any], list[str]]:
        """The operations that only read; and the ids of those that are left out."""
        reads: list[Any] = []
        left_out: list[str] = []
        for operation in self._operations():
            id = _id_of(operation)
            if id in self.makings:
                continue
            sources = self._sources_of(operation)
            harmless = operation.method.upper() == "GET" and sources
            if harmless and all(source.repeatable for source in sources):
                reads.append(operation)
            else:
                left_out.append(id)
        return reads, left_out

    def _sources_of(self, operation: Any) -> list[Operation[Any]]:
        """The operations of the client that a portable one stands for."""
        id = _id_of(operation)
        together = str(operation.definition.raw.get("summary", "")).endswith(_TOGETHER)
        for name in (id, id.partition(_WITHOUT)[0]):
            if name in self.sources and not together:
                return [self.sources[name]]
        documented = self.run.client.api.base_url
        address = _documented_server(self.document, operation) + operation.path
        return [
            each
            for each in self.sources.values()
            if each.method == operation.method.upper() and _fits(documented + each.path, address)
        ]

    def _base_url(self, operation: Any) -> str:
        """Where an operation is on this server: as it stands to the documented base URL."""
        documented, own = self.run.client.api.base_url, self.run.client.base_url
        server = _documented_server(self.document, operation)
        if server.startswith(documented):
            return str(own + server.removeprefix(documented))
        path = urlsplit(str(documented)).path
        return (str(own).removesuffix(path) + urlsplit(server).path).rstrip("/")

    def trials(self, budget: int) -> Iterator[Trial]:
        """What is tried, in order: first what makes something, so that the rest can ask for it."""
        makers = [o for o in self._operations() if _id_of(o) in self.makings]
        operations = [*makers, *self.reads]
        if not operations:
            return
        each = max(1, budget // len(operations))
        lists = [self._trials_of(operation, each) for operation in operations]
        sent = 0
        for trial in chain.from_iterable(zip_longest(*lists)):
            if trial is None:
                continue
            if sent >= budget:
                return
            sent += 1
            yield trial

    def _trials_of(self, operation: Any, number: int) -> list[Trial]:
        """Allowed and forbidden requests in turn; one of each maker as somebody without a key."""
        making = self.makings.get(_id_of(operation))
        half = (number + 1) // 2
        good = [Trial(case, True, making) for case in self._cases(operation, True, half)]
        bad = [Trial(case, False, making) for case in self._cases(operation, False, number - half)]
        found = [t for pair in zip_longest(good, bad) for t in pair if t is not None]
        if making is not None and good and self.run.host.needs_key:
            found.insert(1, good[-1]._replace(is_stranger=True))
        return found

    def _cases(self, operation: Any, is_allowed: bool, number: int) -> list[Any]:
        """Requests as schemathesis makes them up, the same for the same seed."""
        if not number:
            return []
        from hypothesis import HealthCheck, Phase, given, seed, settings
        from hypothesis.errors import HypothesisException
        from schemathesis.generation import GenerationMode

        mode = GenerationMode.POSITIVE if is_allowed else GenerationMode.NEGATIVE
        found: list[Any] = []

        @seed(self.seed)
        @settings(
            max_examples=number,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=_every(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def collect(case: Any) -> None:
            found.append(case)

        try:
            collect()
        except (HypothesisException, AssertionError):
            pass  # there is nothing that such an operation could be sent wrong
        except Exception as error:
            if type(error).__name__ != "Unsatisfiable":
                raise
        return found[:number]

    # --- one request -------------------------------------------------------------------------

    def attempt(self, trial: Trial) -> None:
        """Send one request, look at its answer, and take back what it made."""
        id = _id_of(trial.case.operation)
        if id in self.barred:
            return
        self.run.check = f"deep: {id}"
        trial = self._prepared(trial)
        try:
            request, prepared = self._request(trial)
        except (InvalidArgument, MissingCredentials, ValueError, TypeError, UnicodeError):
            return  # no client could send it
        entry = None
        if trial.making is not None:
            marks = {"operation": id, **picture_marks(trial.picture)}
            entry = self.run.ledger.intend(trial.making.what, marks)
        try:
            response = self.run.client._transport.send(request)
        except InvalidArgument:
            self._settle(entry, "refused", "not sent")
            return
        except (Interrupted, Stopped):
            self._settle(entry, "refused", "not sent")
            raise
        except ConnectionFailed as error:
            self._settle(entry, *_after_failure(error))
            self.unanswered += 1
            if not error.may_have_arrived or self.unanswered >= MOST_UNANSWERED:
                raise Stopped(f"during {id}: {error}") from error
            self._fault(id, f"no answer: {error}")
            return
        except ImageHostError as error:
            self._settle(entry, "unknown", "it may be there: its answer could not be read")
            self._fault(id, f"{type(error).__name__}: {error}")
            return
        except BaseException:
            self._settle(entry, "unknown", "it may be there: the run was ended")
            raise
        self.unanswered = 0
        self.counts[id] = self.counts.get(id, 0) + 1
        made = self._made(trial, entry, response) if entry is not None else None
        for fault in self._judged(trial, response, prepared, made):
            self._fault(id, fault)
        if trial.picture and not trial.is_stranger:
            self.offered[id] = self.offered.get(id, 0) + 1
            self.taken[id] = self.taken.get(id, 0) + (made is not None)
        if entry is not None and made is not None:
            self.known |= trial.making.known(made) if trial.making else {}
            if entry.undo is not None and len(self.run.ledger.left) > 1:
                self._take_back(id, entry)

    def _settle(self, entry: Entry | None, step: Any, why: str) -> None:
        if entry is not None:
            self.run.ledger.note(entry, step, why)

    def _prepared(self, trial: Trial) -> Trial:
        """The same with a picture in it, with what the host must be told, and with known ids."""
        case, making = trial.case, trial.making
        for parameters in (_members(case.path_parameters), _members(case.query)):
            if parameters is not None and trial.is_allowed:
                parameters |= {n: v for n, v in self.known.items() if n in parameters}
        if making is None:
            return trial
        picture = b""
        holder, query = _members(case.body), _members(case.query)
        if holder is not None:
            if trial.is_allowed and making.file:
                if case.media_type == "multipart/form-data":
                    picture = holder[making.file] = tiny_picture()
                elif making.file in holder:
                    picture = tiny_picture()
                    holder[making.file] = b64encode(picture).decode("ascii")
            for name in making.unwanted:
                holder.pop(name, None)
            holder |= making.fixed
        elif query is not None:
            query |= making.fixed
        return trial._replace(picture=picture)

    def _request(self, trial: Trial) -> tuple[WireRequest, Any]:
        import requests

        from ..core.requests import shown_url
        from ..core.secrets import Secrets
        from ..core.transport import Timeout, WireRequest

        client, case = self.run.client, trial.case
        source = self._reading(trial)
        self._with_credentials(case, source, is_stranger=trial.is_stranger)
        arguments = case.as_transport_kwargs(base_url=self._base_url(case.operation))
        arguments.pop("timeout", None)
        kept = ("method", "url", "headers", "files", "data", "json", "params", "cookies")
        made = {name: arguments[name] for name in kept if name in arguments}
        prepared: Any = requests.Request(**made).prepare()
        body: Any = prepared.body
        if isinstance(body, str):
            body = body.encode()
        elif body is not None and not isinstance(body, bytes):
            body = b"".join(body)
        names = {"content-length", "host", "user-agent", "content-type"}
        lines: Any = prepared.headers or {}
        given: dict[str, str] = dict(lines.items())
        headers = {name: value for name, value in given.items() if name.lower() not in names}
        kind = given.get("Content-Type", "")
        url = str(prepared.url)
        request = WireRequest(
            str(prepared.method),
            url,
            headers={"Accept": "*/*", **headers},
            body=_Bytes(body, kind) if body else None,
            timeout=Timeout(),
            host=client.host_name,
            operation=_id_of(case.operation),
            shown_url=shown_url(url),
            secrets=Secrets(client.secrets()),
        )
        if body and kind:
            request.headers["Content-Type"] = kind
            request.headers["Content-Length"] = str(len(body))
        return request, prepared

    def _with_credentials(
        self, case: Any, source: Operation[Any] | None, *, is_stranger: bool
    ) -> None:
        """Put the credentials of the run where the host takes them; or take all out."""
        if source is None:
            return
        for slot in source.credentials:
            places = {"header": case.headers, "query": case.query}
            holder = _members(places.get(slot.place, case.body))
            if holder is not None:
                holder.pop(slot.wire, None)
        if is_stranger:
            return
        try:
            slots = self.run.client.credential_slots(source)
        except MissingCredentials:
            return
        for slot in slots:
            value = slot.prefix + self.run.client._credentials[slot.scheme]
            if slot.place == "header":
                case.headers = _with(case.headers, slot.wire, value)
            elif slot.place == "query":
                case.query = _with(case.query, slot.wire, value)
            elif _members(case.body) is not None:
                case.body = _with(case.body, slot.wire, value)

    # --- its answer --------------------------------------------------------------------------

    def _reading(self, trial: Trial) -> Operation[Any] | None:
        """The operation of the client that reads the answer."""
        if trial.making is not None:
            return trial.making.operation
        sources = self._sources_of(trial.case.operation)
        return sources[0] if sources else None

    def _made(self, trial: Trial, entry: Entry, response: RawResponse[Any]) -> Any:
        """What a request made, noted in the ledger; None where it was refused."""
        making = trial.making
        assert making is not None
        try:
            result = self.run.client.read_answer(making.operation, response)
        except ImageHostError as error:
            status = (error.status or 0) if isinstance(error, StatusError) else 0
            if 400 <= status < 500 and response.status < 500:
                self._settle(entry, "refused", f"status {status}")
            else:
                self._settle(entry, "unknown", "it may be there: the answer says nothing of it")
            return None
        undo = making.undo(result)
        self.run.ledger.made(entry, str(making.shown(result)), undo)
        if undo is None and making.expires:
            why = f"the host deletes it by itself after {making.expires} s"
            self._settle(entry, "expires", why)
        elif undo is None:
            self.barred[_id_of(trial.case.operation)] = entry.why
        return result

    def _judged(
        self, trial: Trial, response: RawResponse[Any], prepared: Any, made: Any
    ) -> Iterator[str]:
        yield from self._by_the_contract(trial, response, prepared)
        text = response.content.decode("utf-8", "replace")
        for secret in self.run.client.secrets():
            if len(secret) > 3 and secret in text:
                yield "the answer repeats a credential"
        if trial.is_stranger and made is not None:
            yield "it works without a credential"
        if response.status >= 400 and not response.content.strip():
            yield f"a failure that says nothing: status {response.status}"
        if made is not None and trial.picture:
            yield from self._stored(trial, made)
        if made is None and trial.making is None and response.status < 300:
            source = self._reading(trial)
            if source is not None and len(self._sources_of(trial.case.operation)) == 1:
                try:
                    self.run.client.read_answer(source, response)
                except StatusError:
                    pass  # a failure that the host says with the status of a success
                except ImageHostError as error:
                    yield f"the client cannot read it: {error}"

    def _by_the_contract(
        self, trial: Trial, response: RawResponse[Any], prepared: Any
    ) -> Iterator[str]:
        """What schemathesis finds: status, media type, headers, schema."""
        checks: Any = import_module("schemathesis.checks").CHECKS
        from schemathesis.core.failures import Failure, FailureGroup
        from schemathesis.core.transport import Response

        headers = {name: [value] for name, value in response.headers.items()}
        answer = Response(
            response.status, headers, response.content, prepared, elapsed=0.0, verify=True
        )
        try:
            trial.case.validate_response(answer, checks=checks.get_by_names([*ENFORCED]))
        except FailureGroup as group:
            for failure in group.exceptions:
                yield _message_of(failure)
        except Failure as failure:
            yield _message_of(failure)

    def _stored(self, trial: Trial, made: Any) -> Iterator[str]:
        """An uploaded picture is a picture at its address."""
        making = trial.making
        assert making is not None
        address = str(making.shown(made))
        if not address.startswith(("http://", "https://")):
            return
        try:
            content = self.run.call("download", address)
        except ImageHostError as error:
            yield f"the address of what was stored does not work: {error}"
            return
        if not content.startswith(trial.picture[:4]):
            yield "the address of what was stored leads to no picture"

    def _take_back(self, id: str, entry: Entry) -> None:
        self.run.clean_entry(entry)
        if entry.is_left:
            self._fault(id, f"what was made cannot be deleted: {entry.why}")

    # --- what came of it ---------------------------------------------------------------------

    def _fault(self, id: str, fault: str) -> None:
        self.faults.setdefault(id, {})[fault] = None

    def outcomes(self) -> list[Outcome]:
        """One for each operation that was tried, and one for those that were left out."""
        for id, number in self.offered.items():
            if not self.taken[id]:
                self._fault(id, f"of {number} pictures with the right key none was taken")
        found: list[Outcome] = []
        for operation in self._operations():
            id = _id_of(operation)
            number = self.counts.get(id, 0)
            faults = [*self.faults.get(id, ())]
            if not number and not faults:
                continue
            shown = faults[:MOST_FAULTS]
            if len(faults) > len(shown):
                shown.append(f"and {len(faults) - len(shown)} more")
            claim = f"{id} keeps its contract in {number} requests"
            found.append(Outcome(claim, "broken" if faults else "kept", "; ".join(shown)))
        for id, why in self.barred.items():
            found.append(Outcome(f"further results of {id}", "skipped", why))
        if self.left_out:
            names = ", ".join(self.left_out)
            reason = f"what they change could not be taken back: {names}"
            found.append(Outcome(f"{len(self.left_out)} operations", "skipped", reason))
        return found


def _every(kinds: Any) -> list[Any]:
    return list(kinds)


def _members(value: Any) -> Any:
    """What can be added to and taken from, such as a form or the headers; else None."""
    return cast("Any", value) if isinstance(value, MutableMapping) else None


def _with(holder: Any, name: str, value: str) -> dict[str, Any]:
    """The same with one value more; of headers, query or body, each of which may be missing."""
    found: dict[str, Any] = dict(holder or {})
    return {**found, name: value}


class _Bytes:
    """A body that somebody else has written."""

    replayable = True

    def __init__(self, content: bytes, content_type: str) -> None:
        self.content_type = content_type
        self.content_length = len(content)
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content

    def read_small(self) -> None:
        """It is all here."""

    def close(self) -> None:
        """There is nothing to let go of."""


def portable_contract(host: Host) -> dict[str, Any]:
    """The portable contract of a host's API, as the wheel has it."""
    package = f"imagehosts_wire.{host.sync_client.api.name}"
    text = files(package).joinpath("openapi.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _config(engine: Any, base_url: str) -> Any:
    return engine.Config.from_dict(
        {
            "base-url": base_url,
            "cache": {"enabled": False},
            "analysis": {"constants": {"enabled": False}},
            "generation": {"database": "none"},
        }
    )


def _id_of(operation: Any) -> str:
    id: str = operation.definition.raw["operationId"]
    return id


def _documented_server(document: dict[str, Any], operation: Any) -> str:
    """Below what the contract says that an operation is."""
    servers = operation.definition.raw.get("servers") or document["servers"]
    return str(servers[0]["url"]).rstrip("/")


def _fits(source: str, address: str) -> bool:
    """Whether two addresses are one, whatever their parameters are called."""
    pairs = list(zip_longest(source.partition("#")[0].split("/"), address.split("/")))
    return all(a == b or "{" in (a or "") or "{" in (b or "") for a, b in pairs)


def _after_failure(error: ConnectionFailed) -> tuple[str, str]:
    if error.may_have_arrived:
        return "unknown", "it may be there: no answer came"
    return "refused", "not sent"


def _message_of(failure: Any) -> str:
    """A failure in one line."""
    lines = [line.strip() for line in f"{failure.title}: {failure.message}".splitlines()]
    return " ".join(line for line in lines if line)[:300]
