"""Errors that come with the status of a success: an error, never a model, whatever the host."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagehosts import ImageHostError, ResponseDecodeError, StatusError, Url
from imagehosts.core.client import SyncClient
from imagehosts.hosts import HOSTS, Host
from imagehosts_wire.types import Api, Operation, Parameter, Result

from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import each
from contracts.support.specs import load_examples
from contracts.wire.limits import fits
from contracts.wire.samples import derived_value

#: An argument of each kind of encoding that every host takes.
SAMPLES: dict[str, Any] = {
    "file": b"\x89PNG\r\n\x1a\n",
    "source": Url("https://pictures.example/lake.png"),
    "csv": ["abcde"],
    "text": "abcde",
    "integer": 1,
    "number": 1.5,
    "flag": True,
    "duration": "PT5M",
}
#: What is changed where a call has to change something.
CHANGED = ("title", "username", "description")


def operations(api: str) -> Iterator[Operation[Any]]:
    """Every operation of an API whose answer is read."""
    package = import_module(f"imagehosts_wire.{api}.resources")
    for found in iter_modules(package.__path__):
        for operation in import_module(f"{package.__name__}.{found.name}").OPERATIONS:
            if operation.result.kind != "bytes":
                yield operation


def argument(operation: Operation[Any], parameter: Parameter) -> Any:
    """A value of a parameter that the host takes; None where it may be left out."""
    kind, _, rest = parameter.encode.partition(":")
    if not parameter.required:
        return "abcde" if parameter.name in CHANGED and kind == "text" else None
    if parameter.place == "server":
        return 1 if "integer" in parameter.encode else "1"
    if kind == "choice":
        return rest.split("/")[0]
    if kind == "list":
        text = "img1/2/lake.png" if parameter.name == "images" else "https://a.example/b.png"
        value = [text if rest == "text" else value_of(rest)]
    elif kind in SAMPLES:
        value = value_of(parameter.encode)
    else:
        return derived_value(operation, parameter)
    return value if fits(operation, parameter, value) else derived_value(operation, parameter)


def value_of(encode: str) -> Any:
    """A value that is sent so, in a list or by itself."""
    kind, _, rest = encode.partition(":")
    lowest = rest.partition(":")[0]
    if kind == "integer" and lowest:
        return max(1, int(lowest))
    return rest.split("/")[0] if kind == "choice" else SAMPLES[kind]


def documented_errors(host: Host) -> dict[str, bytes]:
    """The bodies of errors that the spec of a host's API shows, and one made for each pointer."""
    api = host.sync_client.api
    bodies = {
        example.entry["file"]: example.content
        for example in load_examples(api.name)
        if example.entry.get("category") and example.path.suffix == ".json"
    }
    if api.speaks_xml:
        return {
            example.entry["file"]: example.content
            for example in load_examples(api.name)
            if example.entry.get("category") and example.path.suffix == ".xml"
        }
    for pointer in (*api.error_code, *api.error_message):
        if pointer.count("/") > 1:
            bodies[pointer] = json.dumps(holding(pointer, "gone wrong")).encode()
    return bodies


def holding(pointer: str, value: Any) -> Any:
    """A document that holds a value at a pointer, and nothing else."""
    for part in reversed(pointer.split("/")[1:]):
        value = [value] if part == "0" else {part: value}
    return value


def credentials(host: Host) -> dict[str, str]:
    given = dict.fromkeys(host.sync_client.environment, "known")
    if host.needs_base_url:
        given["base_url"] = "https://pictures.example/api/1"
    return given


def members_of(operation: Operation[Any]) -> set[str]:
    """The names on the wire of what an operation answers with."""
    kind = operation.result.type() if callable(operation.result.type) else operation.result.type
    wires = getattr(kind, "__wire_names__", {})
    return (
        {wires.get(each.name, each.name) for each in attrs.fields(kind)}
        if attrs.has(kind)
        else set()
    )


@pytest.mark.outside("sends more than a contract has")
@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_documented_error_with_status_200_is_an_error_at_every_call(host: Host) -> None:
    bodies = documented_errors(host)
    api = host.sync_client.api
    # A member beside others, such as `message`, is part of a success as well.
    assert bodies or all(p.count("/") == 1 for p in (*api.error_code, *api.error_message))
    reply = [Reply(200, "")]
    recorder = Recorder(lambda sent: reply[0])
    calls, results = 0, []
    with host.make_client(transport=recorder, max_retries=0, **credentials(host)) as client:
        for operation in operations(api.name):
            values = tuple(argument(operation, each) for each in operation.parameters)
            for name, body in bodies.items():
                if name.split("/")[1:2] and name.split("/")[1] in members_of(operation):
                    continue  # what others call their error is a member of this answer
                # No redirect is looked for in an answer without an address.
                reply[0] = Reply(200, body)
                calls += 1
                before = len(recorder.sent)
                try:
                    result = client.call(operation, values)
                    results.append(f"{operation.id} {name}: {str(result)[:80]}")
                except StatusError:
                    pass
                except ImageHostError as error:
                    results.append(f"{operation.id} {name}: {type(error).__name__}: {error}")
                if len(recorder.sent) == before:
                    results.append(f"{operation.id}: nothing was sent")
    assert results == []
    assert calls >= len(bodies)


# --- a host with nothing but its spec ------------------------------------------------------


@attrs.define
class Picture:
    """A model that needs no member."""

    id: str | None = None
    url: str | None = None


@attrs.define
class Report:
    """A model with a member where others have an error."""

    error: dict[str, str] | None = None
    id: str | None = None


API = Api(
    "pixbin",
    "Pixbin",
    "https://pixbin.example",
    error_code=("/error/code", "/problems/0/code"),
    error_message=("/error/message", "/detail"),
    error_rules=(),
)
KINDS: dict[str, tuple[Any, str]] = {
    "bare": (Picture, ""),
    "enveloped": (Picture, "data"),
    "list": (list[Picture], ""),
    "map": (dict[str, Any], ""),
    "flag": (bool, "data"),
    "optional": (Picture | None, "data"),
    "text": (str, "detail"),
}


class Pixbin(SyncClient):
    api = API


def operation(name: str) -> Operation[Any]:
    if name in ("text", "none"):
        return Operation("pixbin", name, "POST", "/a", result=Result(name))  # type: ignore[arg-type]
    kind, envelope = KINDS[name]
    result = Result("json", lambda: kind, envelope=envelope)
    return Operation("pixbin", name, "POST", "/a", result=result)


def answer(called: Operation[Any], body: bytes, status: int = 200) -> Any:
    recorder = Recorder(Reply(status, body))
    with Pixbin(transport=recorder, credentials={}, max_retries=0) as client:
        return client.call(called, ())


names = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1)
errors = st.one_of(
    st.fixed_dictionaries(
        {}, optional={"code": st.integers() | names, "message": names, "further": names}
    )
    .filter(lambda error: "code" in error or "message" in error)
    .map(lambda error: {"error": error}),
    names.map(lambda text: {"detail": text}),
    st.integers().map(lambda code: {"problems": [{"code": code}]}),
)
#: What may stand beside the error.
beside = st.fixed_dictionaries(
    {},
    optional={
        "id": names | st.none(),
        "url": names,
        "status": st.integers(),
        "data": st.just({"id": "a"}) | st.just({}) | st.none(),
    },
)


def written(document: Any, how: str) -> bytes:
    """A document as hosts write it."""
    if how == "indented":
        return json.dumps(document, indent=2).encode()
    text = json.dumps(document, separators=(",", ":"))
    if how == "escaped":
        text = text.replace('"error"', '"\\u0065rror"').replace('"detail"', '"d\\u0065tail"')
        text = text.replace('"code"', '"cod\\u0065"').replace('"problems"', '"\\u0070roblems"')
    if how == "after a warning":
        text = "<b>Warning</b>: something\n" + text
    return text.encode()


@given(
    name=st.sampled_from(["bare", "enveloped", "list", "map", "flag", "optional"]),
    error=errors,
    others=beside,
    how=st.sampled_from(["plain", "indented", "escaped", "after a warning"]),
)
def test_error_body_never_gives_a_result(name: str, error: Any, others: Any, how: str) -> None:
    with pytest.raises(StatusError) as caught:
        answer(operation(name), written({**others, **error}, how))
    (words,) = error.values()
    if isinstance(words, dict) and "message" in words:
        assert caught.value.host_message == words["message"]


@each("name", ["text", "none"])
def test_error_body_is_an_error_where_no_document_is_expected(name: str) -> None:
    kind = Operation[Any]("pixbin", name, "POST", "/a", result=Result(name))  # type: ignore[arg-type]
    with pytest.raises(StatusError, match="gone wrong"):
        answer(kind, b'{"error": {"message": "gone wrong"}}')


@each("body", ['{"reason": "gone"}', '{"data": 1, "ok": false}'])
def test_object_without_any_member_of_the_model_is_an_error(body: str) -> None:
    with pytest.raises(ResponseDecodeError):
        answer(operation("bare"), body.encode())


def test_members_that_look_like_errors_stay_results() -> None:
    report = Operation[Report](
        "pixbin", "report", "GET", "/a", result=Result("json", lambda: Report)
    )
    found = answer(report, b'{"error": {"code": "e1"}, "id": "a"}')
    assert found == Report({"code": "e1"}, "a")
    text = Operation[str](
        "pixbin", "text", "GET", "/a", result=Result("json", lambda: str, envelope="detail")
    )
    assert answer(text, b'{"detail": "all is well"}') == "all is well"


def test_titles_that_name_errors_stay_results() -> None:
    body = b'{"id": "\\"error\\"", "url": "code", "more": {"error": 1, "code": 2, "message": "x"}}'
    assert answer(operation("bare"), body) == Picture('"error"', "code")
    assert answer(operation("bare"), b'{"id": "a", "error": null, "code": 1}') == Picture("a")


def test_empty_answer_is_a_success_where_a_flag_or_nothing_is_expected() -> None:
    for kind in (bool, bool | None):
        delete = Operation[Any](
            "pixbin", "delete", "DELETE", "/a",
            result=Result("json", lambda kind=kind: kind, envelope="data"),
        )  # fmt: skip
        assert answer(delete, b"", 204) is True
        assert answer(delete, b" \n", 200) is True
    nothing = Operation[None]("pixbin", "delete", "DELETE", "/a", result=Result("none"))
    assert answer(nothing, b"", 204) is None
    assert answer(operation("flag"), b"", 204) is True
    for called, status in ((operation("flag"), 200), (operation("bare"), 204)):
        with pytest.raises(ResponseDecodeError):
            answer(called, b"", status)


def test_list_of_models_holds_no_none() -> None:
    body = b'[null, {"id": "a"}, 5, {"id": "b"}]'
    assert answer(operation("list"), body) == [Picture("a"), Picture("b")]
