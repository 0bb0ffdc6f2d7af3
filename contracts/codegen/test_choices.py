"""A method that chooses among operations: what it sends and returns, and what cannot be one."""

from __future__ import annotations

import inspect
from typing import get_overloads

import pytest
from imagehosts.core.errors import InvalidArgument

from contracts.codegen.conftest import Build
from contracts.codegen.minispec import Checkout, document, operation
from contracts.support.recording import Recorder, Reply
from contracts.support.reporting import report_all

TEXT = "description: Its words.\ncontent: {text/plain: {schema: {type: string}}}"
CHOICES = "x-choices: {form: '`json` or `txt`.', method: How it is asked for.}"


def form(value: str, *parameters: str) -> str:
    """The parameters of an operation whose constant says the form of its answer."""
    own = "{name: form, in: query, required: true, schema: {const: " + value + "}}"
    word = "{name: word, in: query, required: true, description: A word., schema: {type: string}}"
    return "parameters:\n" + "".join(f"  - {each}\n" for each in (word, own, *parameters))


def things(choices: str = CHOICES, *more: str, last: str = "") -> str:
    """Four operations of one address: two forms of the answer, by two methods."""
    note = "{name: note, in: query, schema: {type: string}}"
    return document(
        operation(f"{choices}\n{form('json', note)}", key="/things#json", id="things_find")
        + operation(form("txt", note), key="/things#txt", id="things_find_txt", answer=TEXT)
        + operation(form("json"), key="/things#post", method="post", id="things_find_by_post")
        + (
            last
            or operation(
                form("txt"),
                key="/things#post_txt",
                method="post",
                id="things_find_txt_by_post",
                answer=TEXT,
            )
        )
        + "".join(more)
    )


def test_a_choice_calls_the_operation_that_its_arguments_mean(build: Build) -> None:
    api = build(things())
    answer = Reply(200, b'"found"', {"Content-Type": "text/plain"})
    with report_all(least=4) as case:
        for given, sent in (
            ({}, "GET form=json"),
            ({"form": "txt"}, "GET form=txt"),
            ({"method": "POST"}, "POST form=json"),
            ({"form": "txt", "method": "POST"}, "POST form=txt"),
        ):
            with case(str(given)):
                _, request = api.call(lambda c, given=given: c.find("a", **given), answer)
                wanted = f"{request.method} form={dict(request.query)['form']}"
                assert (wanted, dict(request.query)["word"]) == (sent, "a")


def test_a_choice_has_the_options_of_its_default_and_no_others(build: Build) -> None:
    api = build(things())
    assert dict(api.sent(lambda client: client.find("a", note="n")).query)["note"] == "n"
    recorder = Recorder(Reply(200, {}))
    with api.sync_client(recorder) as client:
        with pytest.raises(InvalidArgument, match="form: expected 'json' or 'txt', got 'xml'"):
            client.find("a", form="xml")
        with pytest.raises(InvalidArgument, match=r"note: it cannot be sent"):
            client.find("a", method="POST", note="n")
        with pytest.raises(TypeError, match=r"find\(\) has no argument 'mood'; it takes note"):
            client.find("a", mood="calm")
    assert recorder.sent == []


def test_a_choice_has_an_overload_for_each_type_of_its_results(build: Build) -> None:
    api = build(things())
    with report_all(least=2) as case:
        for kind in (api.module.Choices, api.module.AsyncChoices):
            with case(kind.__name__):
                first, second = (inspect.signature(each) for each in get_overloads(kind.find))
                assert (first.return_annotation, second.return_annotation) == ("Any", "str")
                forms = [each.parameters["form"] for each in (first, second)]
                assert [each.annotation for each in forms] == ["Literal['json']", "Literal['txt']"]
                assert [each.default for each in forms] == ["json", inspect.Parameter.empty]
                assert first.parameters["method"].default == "GET"
                assert inspect.getdoc(kind.find).startswith("Do something")


def test_a_combination_without_an_operation_is_refused(build: Build) -> None:
    api = build(things(last=operation(id="others_get", key="/others")))
    kinds = [inspect.signature(each) for each in get_overloads(api.module.Choices.find)]
    methods = [each.parameters["method"].annotation for each in kinds]
    assert methods == ["Literal['GET', 'POST']", "Literal['GET']"]
    recorder = Recorder(Reply(200, {}))
    with api.sync_client(recorder) as client, pytest.raises(InvalidArgument) as caught:
        client.find("a", form="txt", method="POST")
    assert "method: 'POST' cannot be had with form='txt'" in str(caught.value)
    assert recorder.sent == []


#: What cannot be a choice, and what is said of it.
WRONG = {
    "no such constant": (things("x-choices: {size: How large.}"), "has no constant 'size'"),
    "not told apart": (
        things("x-choices: {form: The form.}"),
        "things_find and things_find_by_post have the same form",
    ),
    "an argument that the default lacks": (
        things(
            last=operation(
                form("txt", "{name: size, in: query, required: true, schema: {type: string}}"),
                key="/things#post_txt",
                method="post",
                id="things_find_txt_by_post",
                answer=TEXT,
            )
        ),
        "things_find_txt_by_post requires size, which things_find does not take",
    ),
    "a name that hides a resource": (
        things(CHOICES, operation(id="find_it", key="/find")),
        "find() of a client would hide its resource 'find'",
    ),
    "a name that is taken": (
        things("x-choices: {options: The form.}").replace("name: form", "name: options"),
        "the argument name 'options' is taken",
    ),
}


def test_what_cannot_be_a_choice_is_refused_at_its_place(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    with report_all(least=len(WRONG)) as case:
        for title, (text, said) in WRONG.items():
            with case(title):
                checkout.write(text)
                assert checkout.run("generate") == 1
                told = " ".join(capsys.readouterr().err.split())
                assert said in told
                assert "/paths/~1things#json/get/x-choices" in told
