"""Faults: what is made to go wrong on purpose, in Python, over HTTP, by header, from a shell."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import imagehosts
import pytest
from imagehosts.core.errors import CATEGORIES, ImageHostError
from imagehosts.emulator import Emulator
from imagehosts.emulator.config import fault
from imagehosts.emulator.core.faults import EFFECTS, ERRORS, FaultError, errors_of, read_rule
from imagehosts.hosts import HOSTS
from imagehosts.pytest_plugin import EmulatedHosts

from contracts.support.emulated import EmulatorClient, png, sound
from contracts.support.reporting import each, report_all
from contracts.support.specs import classify, load_spec

#: What is called at hosts that upload nothing.
CALLS: dict[str, Callable[[Any], object]] = {
    "imageshack_gallery": lambda client: client.galleries.list(user="somebody"),
}


@pytest.fixture(scope="module")
def served() -> Iterator[EmulatedHosts]:
    """An emulator on a socket."""
    emulator = Emulator()
    with sound(emulator), emulator.serve() as url:
        yield EmulatedHosts(emulator, url)


@pytest.fixture
def hosts(served: EmulatedHosts) -> EmulatedHosts:
    """The same, with nothing in it."""
    served.emulator.reset()
    return served


def call(hosts: EmulatedHosts, host: str, **options: Any) -> object:
    """A call at a host, by its client, once."""
    login = {} if host != "imageshack" else hosts.log_in(host)
    with hosts.client(host, max_retries=0, **{**login, **options}) as client:
        return CALLS.get(host, lambda one: one.upload(png()))(client)


def emulated_apis() -> list[str]:
    return [host.name for host in HOSTS if not host.needs_base_url]


def test_every_host_answers_with_every_error_of_its_table(hosts: EmulatedHosts) -> None:
    """The clients raise the very class that the fault is called by."""
    by_name = {name: CATEGORIES[category] for name, category in ERRORS.items()}
    with report_all(least=45) as case:
        for api in emulated_apis():
            site = hosts.emulator.services.site(api)
            assert site is not None
            for name in errors_of(site):
                with case(f"{api} {name}"):
                    login = hosts.log_in(api) if api == "imageshack" else {}
                    with hosts.emulator.fail(api, name) as switched:
                        with hosts.client(api, max_retries=0, **login) as client:
                            with pytest.raises(by_name[name]) as raised:
                                CALLS.get(api, lambda one: one.upload(png()))(client)
                    assert type(raised.value) is by_name[name]
                    assert switched.hits >= 1  # where an address failed, others may be tried


def test_every_status_that_a_table_has_is_answered_and_is_its_error(hosts: EmulatedHosts) -> None:
    """A page of a server in front says a status and no more; the rows of statuses decide it."""
    with report_all(least=40) as case:
        for api in emulated_apis():
            document = load_spec(api)
            for status in sorted({row.get("status", 0) for row in document["x-error-table"]}):
                if status < 400:
                    continue
                row = classify(document, status, None, "")
                with case(f"{api} {status}"), hosts.emulator.fail(api, "status", value=status):
                    with pytest.raises(CATEGORIES[row["category"]]) as raised:
                        call(hosts, api)
                    assert type(raised.value) is CATEGORIES[row["category"]]


def test_every_host_has_the_errors_that_programs_must_survive(hosts: EmulatedHosts) -> None:
    needed = {
        "authentication_failed",
        "permission_denied",
        "not_found",
        "invalid_request",
        "file_too_large",
        "rate_limited",
        "host_unavailable",
    }
    for api in emulated_apis():
        site = hosts.emulator.services.site(api)
        assert site is not None
        assert needed <= set(errors_of(site)), api


def test_a_fault_in_a_line_ends_by_itself(hosts: EmulatedHosts) -> None:
    emulator = hosts.emulator
    switched = emulator.fail("imgur", "rate_limited", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(imagehosts.RateLimited) as raised:
            call(hosts, "imgur")
        assert raised.value.retry_after == 7
    call(hosts, "imgbb")
    call(hosts, "imgur")
    assert (switched.hits, emulator.services.faults.on()) == (2, [])
    assert [len(entry.faults) for entry in emulator.requests] == [1, 1, 0, 0]


def test_classes_and_names_of_a_host_are_taken_too(hosts: EmulatedHosts) -> None:
    emulator = hosts.emulator
    rows: list[tuple[Any, type[ImageHostError]]] = [
        (imagehosts.FileTooLarge, imagehosts.FileTooLarge),
        ("FileTooLarge", imagehosts.FileTooLarge),
        ("e4", imagehosts.RateLimited),
        ("too_fast", imagehosts.RateLimited),
        ("over_capacity", imagehosts.HostUnavailable),
    ]
    with report_all() as case:
        for error, kind in rows:
            with case(error):
                with emulator.fail("imgur", error), pytest.raises(kind):
                    call(hosts, "imgur")
                call(hosts, "imgur")


def test_an_operation_or_the_first_requests_can_be_spared(hosts: EmulatedHosts) -> None:
    emulator = hosts.emulator
    with emulator.fail("imgur", "not_found", operation="images_get"):
        with hosts.client("imgur", max_retries=0) as imgur:
            image = imgur.upload(png())  # type: ignore[attr-defined]
            with pytest.raises(imagehosts.NotFound):
                imgur.images.get(image.id)  # type: ignore[attr-defined]
    with emulator.status(503, skip=2, times=1):
        outcomes = [httpx.get(f"{hosts.url}/3/credits").status_code for _ in range(4)]
    assert outcomes == [401, 401, 503, 401]


def test_a_share_of_requests_fails_and_a_seed_says_which() -> None:
    def outcomes(seed: int | None) -> list[int]:
        with sound(Emulator(seed=seed)) as client:
            client.emulator.status(503, share=0.3)
            return [client.get("/3/credits").status_code for _ in range(200)]

    first = outcomes(7)
    assert 40 <= Counter(first)[503] <= 80
    assert outcomes(7) == first


def test_a_host_that_retries_survives_a_fault(hosts: EmulatedHosts) -> None:
    hosts.emulator.status(503, host="imgur", times=2)
    with hosts.client("imgur", max_retries=3) as imgur:
        assert imgur.credits.get() is not None  # type: ignore[attr-defined]
    assert len(hosts.requests) == 3


def test_effects_happen_to_answers_and_to_files(hosts: EmulatedHosts) -> None:
    emulator = hosts.emulator
    with hosts.client("imagehosting_me") as host:
        url = host.upload(png(300, 200)).url  # type: ignore[attr-defined]
    content = httpx.get(url).content
    with report_all() as case:
        with case("cut"), emulator.cut(100):
            with httpx.stream("GET", url) as answer:
                pieces = answer.iter_raw()
                assert (answer.status_code, next(pieces)) == (200, content[:100])
                with pytest.raises(httpx.RemoteProtocolError):
                    next(pieces)
        with case("cut at once"), emulator.cut():
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(url)
        with case("cut behind the end"), emulator.cut(10**6):
            assert httpx.get(url).content == content
        with case("drip"), emulator.drip(len(content) // 5 + 1):
            with httpx.stream("GET", url) as answer:
                pieces = [len(piece) for piece in answer.iter_raw()]
            assert sum(pieces) == len(content)
            assert 2 <= len(pieces) <= 5  # those that a stalled reader finds together are one
        with case("garble"), emulator.garble():
            altered = httpx.get(url).content
            assert (len(altered), altered == content) == (len(content), False)
            with pytest.raises(imagehosts.ResponseDecodeError):
                call(hosts, "imgur")
        with case("status"), emulator.status(520):
            assert httpx.get(url).status_code == 520
            with pytest.raises(imagehosts.HostUnavailable):
                call(hosts, "imgur")
        with case("connection_failed"), emulator.fail(None, "connection_failed"):
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(url)
            with pytest.raises(imagehosts.ConnectionFailed):
                call(hosts, "imgbb")
        with case("timed_out"), emulator.fail("imgur", "timed_out"):
            with pytest.raises(imagehosts.TimedOut):
                call(hosts, "imgur", timeout=0.2)
        with case("slow"), emulator.slow(0.2, host="imgur"):
            began = time.monotonic()
            assert httpx.get(f"{hosts.url}/3/credits").status_code == 401
            assert time.monotonic() - began >= 0.2
        with case("all is well again"):
            assert httpx.get(url).content == content
            call(hosts, "imgur")


@pytest.mark.planted("plants answers that break the contract")
def test_a_request_can_ask_for_a_fault_itself(emulated: EmulatorClient) -> None:
    rows = [
        ({"X-Emulator-Fault": "rate_limited"}, 429),
        ({"X-Emulator-Fault": "too_fast"}, 429),
        ({"X-Emulator-Fault": "status=520"}, 520),
        ({"Prefer": "code=418"}, 418),
        ({"Prefer": 'respond-async, code="503"'}, 503),
        ({"Prefer": "respond-async"}, 401),
        ({"X-Emulator-Fault": "garble,host=imgbb"}, 401),
        ({"X-Emulator-Fault": "nonsense"}, 400),
        ({"X-Emulator-Fault": "slow=often"}, 400),
        ({}, 401),
    ]
    with report_all() as case:
        for headers, status in rows:
            with case(headers):
                assert emulated.get("/3/credits", headers=headers).status_code == status
    assert emulated.emulator.services.faults.on() == []


def test_a_line_of_a_refusal_is_read_as_it_is_written() -> None:
    lines = {
        "refusal": "refusal=400",
        "refusal=403,host=imgur,times=2,code=7": "",
        "refusal=429,code=130,message=Too many, far, too many=": "",
        "refusal,times=1,message=": "refusal=400,times=1,message=",
    }
    with Emulator() as emulator, report_all() as case:
        for line, said in lines.items():
            with case(line):
                rule = emulator.services.faults.checked(read_rule(line))
                assert str(rule) == (said or line)
                assert emulator.services.faults.checked(read_rule(str(rule))) == rule


def test_a_host_refuses_in_the_words_that_it_is_given(hosts: EmulatedHosts) -> None:
    said = "Out of paper, try again"
    with report_all() as case:
        for api in emulated_apis():
            with case(api), hosts.emulator.refuse(api, said, code="12", status=409, times=1):
                with pytest.raises(imagehosts.StatusError) as raised:
                    call(hosts, api)
                error = raised.value
                assert (error.status, str(error.code)) == (409, "12")
                assert said in str(error)
            with case(f"{api}, a code that is no number"):
                with hosts.emulator.refuse(api, said, code="paper", times=1) as fault:
                    with pytest.raises(imagehosts.StatusError, match=said):
                        call(hosts, api)
                assert fault.hits == 1


def test_faults_are_switched_over_http(emulated: EmulatorClient) -> None:
    put = emulated.request(
        "PUT", "/_emulator/faults?name=rate_limited&host=imgur&operation=credits_get&times=2"
    )
    assert put.json() == {
        "number": 1,
        "fault": "rate_limited,host=imgur,operation=credits_get,times=2",
        "left": 2,
        "hits": 0,
    }
    emulated.request("PUT", "/_emulator/faults?name=slow&value=0.01&share=0.5")
    assert emulated.get("/3/credits").status_code == 429
    on = emulated.get("/_emulator/faults").json()
    assert [(one["fault"], one["left"]) for one in on] == [
        ("rate_limited,host=imgur,operation=credits_get,times=2", 1),
        ("slow=0.01,share=0.5", None),
    ]
    left = emulated.request("DELETE", "/_emulator/faults?number=1").json()
    assert [one["number"] for one in left] == [2]
    assert emulated.request("DELETE", "/_emulator/faults").json() == []
    assert emulated.get("/3/credits").status_code == 401
    known = emulated.get("/_emulator/faults/known").json()
    assert set(EFFECTS) <= set(known["imgur"])
    assert known["imgur"]["e4"] == known["imgur"]["too_fast"]
    assert all(text for names in known.values() for text in names.values())


WRONG = [
    ("rate_limted", "rate_limited"),
    ("e4,host=imgbb", "at imgbb"),
    ("rate_limited,host=flickr", "flickr"),
    ("rate_limited,host=imgur,operation=images_uplaod", "images_upload"),
    ("rate_limited,time=1", "times"),
    ("rate_limited,times=0", "times=0"),
    ("rate_limited,times=1,times=2", "once"),
    ("rate_limited,share=1.5", "share=1.5"),
    ("rate_limited=3", "no value"),
    ("status", "status="),
    ("status=999", "999"),
    ("slow=-1", "seconds=-1"),
    ("refusal=199", "199 is not a status"),
    ("refusal=600", "600 is not a status"),
    ("status=400,code=1", "only a refusal"),
    ("rate_limited,message=Slow, please", "only a refusal"),
]


@each(("text", "word"), WRONG)
def test_unknown_fault_is_refused_with_the_list_of_faults(text: str, word: str) -> None:
    with pytest.raises(FaultError, match=word):
        Emulator(faults=(text,))


def test_faults_of_the_command_line_are_there_after_a_reset() -> None:
    with sound(Emulator(faults=("status=503,host=imgur,times=1",))) as client:
        for _ in range(2):
            answers = [client.get("/3/credits").status_code for _ in range(2)]
            assert answers == [503, 401]
            client.emulator.reset()
    with pytest.raises(argparse.ArgumentTypeError, match="no 'time'"):
        fault("rate_limited,time=1")
