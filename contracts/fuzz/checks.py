"""Checks and hooks of the contract runs, which schemathesis keeps for the whole process.

What schemathesis checks by itself compares an answer with the spec. These look at what the answer
is about: whether the file is really there, whether what must be refused was, and whether the
emulator held out.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

import schemathesis
from PIL import Image
from schemathesis.checks import CheckContext
from schemathesis.core.deserialization import DeserializationContext
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case

from contracts.fuzz.cases import Sent
from contracts.fuzz.session import Run, active, as_answer
from contracts.fuzz.shapes import SHORTER, Answer, Shape
from contracts.support.xml import parse, plain

Check = Callable[[Run, Shape, Sent, Answer], None]

#: Media types of answers in XML.
XML = ("application/xml", "text/xml")
#: The names of the checks in this module.
NAMES: list[str] = []


@schemathesis.hook
def before_call(context: Any, case: Case, kwargs: dict[str, Any]) -> None:
    """The one hook that sees the cases of all phases."""
    run = active()
    if run is not None:
        run.editor.edit(case, run.shape(case))


@schemathesis.hook
def before_add_examples(context: Any, examples: list[Case]) -> None:
    """Add what a spec cannot give as an example."""
    run = active()
    if run is not None:
        operation = context.operation
        examples += run.editor.examples(
            operation, run.shapes[operation.definition.raw["operationId"].rstrip(SHORTER)]
        )


def check(function: Check) -> Check:
    """Register a check of answers to requests of the kind that the spec describes."""

    def run_check(context: CheckContext, response: Response, case: Case[Any]) -> None:
        run = active()
        if run is None or case.method.upper() != run.shape(case).method:
            return
        shape, sent, answer = _meant(run, case, response)
        function(run, shape, sent, answer)

    run_check.__name__ = function.__name__
    run_check.__doc__ = function.__doc__
    schemathesis.check(run_check)
    NAMES.append(function.__name__)
    return function


def _meant(run: Run, case: Case[Any], response: Response) -> tuple[Shape, Sent, Answer]:
    """What a case asks for and how it was answered, worked out once for all checks."""
    if run.looked_at is None or run.looked_at[0] is not response:
        shape = run.shape(case)
        run.looked_at = response, (shape, run.editor.sent(case, shape), as_answer(response))
    return run.looked_at[1]


@check
def accepts_what_it_should(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """What nothing is wrong with succeeds: above all, a real file with the right key is taken."""
    sample = sent.sample
    if not sent.positive or sent.caller.kind != "right":
        return
    if sent.sound and (sample is not None or not shape.source):
        assert run.took(shape, answer), (
            f"a request that nothing is wrong with was refused: {answer.status} {answer.text[:200]}"
        )
    if sample is None or shape.secrets_of_user:
        return
    if sent.form == "text" and shape.method == "GET":
        return  # sites refuse base64 text by GET
    if sent.width is not None and not sample.moves and sent.width > sample.width:
        return  # a larger picture than there is, is refused
    assert shape.succeeded(answer), (
        f"a {sample.media_type} sent as {sent.form} with the right key was not taken:"
        f" {answer.status} {answer.text[:200]}"
    )


@check
def refuses_what_it_must(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """Nothing is done for a stranger, nor for one on what is another's; nothing out of nothing."""
    if run.took(shape, answer):
        assert not sent.caller.barred, f"a request with {sent.caller.barred} succeeded"
        if shape.source:
            assert sent.has_source, "an upload without a source was taken"


@check
def keeps_what_was_sent(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """A success names addresses that work, and behind the file's address is the file."""
    if not run.took(shape, answer):
        return
    for place, url in islice(run.addresses(shape, answer), MOST_ADDRESSES):
        response = run.target.get(url)
        assert response.status_code in (200, 301, 302), (
            f"{place} is {url}, which answers {response.status_code}"
        )
    if answer.location:
        response = run.target.get(answer.location)
        assert response.status_code == 200, f"{answer.location} answers {response.status_code}"
    if not shape.source:
        return
    urls = [answer.text] if answer.media_type.startswith("text/") else []
    if answer.data is not None:
        urls = list(run.stored_at(shape, answer))
        assert urls, f"the answer has no {run.api.address or 'address'}"
    urls = [url for url in urls if url]
    run.accepted += len(urls)
    for url in urls:
        response = run.target.get(url)
        assert response.status_code == 200, f"{url} answers {response.status_code}"
        run.editor.known_urls[url] = response.content
    if len(urls) == 1:
        _holds(urls[0], run.editor.known_urls[urls[0]], sent)


#: So many addresses of one answer are opened.
MOST_ADDRESSES = 6


def _holds(url: str, content: bytes, sent: Sent) -> None:
    """Fail unless what is at an address is what was sent."""
    resized = sent.width is not None and not (sent.sample and sent.sample.moves)
    if sent.content is not None and not resized and (sent.sample is None or sent.sample.kept):
        assert content == sent.content, (
            f"{url} has {len(content)} bytes which are not the"
            f" {len(sent.content)} bytes that were sent"
        )
    elif sent.sample is not None:
        width = sent.width if resized else sent.sample.width
        with Image.open(BytesIO(content)) as picture:
            picture.load()
            assert picture.width == width, f"{url} is {picture.width} pixels wide, not {width}"


@check
def answers_as_declared(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """JSON is valid by the schema of its status, in the judgement of another validator."""
    faults = shape.faults(answer)
    assert not faults, "; ".join(faults[:3])


@check
def writes_xml_as_declared(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """XML is well formed, has a root that the spec names, and is valid by its schema and XSD.

    schemathesis itself looks at no XML: without this check and :func:`read_xml` it takes anything.
    """
    if shape.xml_answers:
        faults = shape.xml_faults(answer.content)
        assert not faults, "; ".join(faults[:3])


@schemathesis.deserializer(*XML)
def read_xml(context: DeserializationContext, response: Response) -> Any:
    """An answer in XML as ``response_schema_conformance`` sees it: see ``document_for_runs``."""
    try:
        root = parse(response.content)
    except ParseError as error:
        raise ValueError(f"not well formed: {error}") from error  # the library expects no other
    run = active()
    if run is None:
        return plain(root)
    id = context.operation.definition.raw["operationId"].rstrip(SHORTER)
    return {root.tag: run.shapes[id].value(as_answer(response))}


@check
def agrees_with_itself(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """A list is as long as it says, where the answer can be counted."""
    if shape.succeeded(answer) and sent.positive:
        doubts = list(run.world.doubts(shape, sent.values, shape.value(answer)))
        assert not doubts, "; ".join(doubts[:3])


@check
def explains_refusals(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """A documented failure has a message, and the spec's error table a row for it."""
    documented = str(answer.status) in shape.spec["responses"]
    if not documented or shape.succeeded(answer) or answer.location:
        return
    refusal = shape.refusal(answer)
    assert refusal is not None, f"a failure that says nothing: {answer.text[:200]}"
    assert refusal.row is not None, f"no row of the error table for {refusal.message!r}"
    assert refusal.row.keys() & {"message", "code"} or run.api.statuses_speak, (
        f"only a row for status {answer.status} knows {refusal.message!r}: add one with its code or"
        " message, or let ROW say statuses_speak=True"
    )


@check
def answers_with_a_status_of_its_own(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """A status has a name in the spec; what is left to ``default`` comes from servers in front."""
    status = str(answer.status)
    if status in run.api.anywhere and sent.caller.kind == "none":
        return
    assert status in shape.spec["responses"], f"{status} is not documented"


@check
def tells_no_secret(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """What only its owner may see is in nothing that the server says to others."""
    said = answer.text + "".join(value for values in answer.headers.values() for value in values)
    for secret in run.world.secrets(sent.caller, sent.text):
        assert secret not in said, f"the answer to {sent.caller.kind} contains {secret!r}"
    if shape.succeeded(answer) and sent.caller.kind == "right":
        run.shown_to_owner += run.world.mark is not None and run.world.mark in said
        run.world.learn(answer)


@check
def forgets_what_was_deleted(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """A stranger who asks for it does not find it any more."""
    if shape.succeeded(answer) and shape.id in run.api.gone:
        found = run.world.look(run.shapes[run.api.gone[shape.id]], sent.values)
        assert found is None, f"what was deleted is still there: {found}"


@check
def holds_out(run: Run, shape: Shape, sent: Sent, answer: Answer) -> None:
    """The emulator met no error of its own; its last net hides them from an answer's status."""
    faults = run.target.faults(often=True)
    new, run.faults = faults - run.faults, faults
    assert not new, f"the emulator failed in itself and answered {answer.status}"
