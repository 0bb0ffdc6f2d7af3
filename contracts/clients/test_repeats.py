"""When a request is sent again, and when not: no upload is made twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from imagehosts import (
    ConnectionFailed,
    ImageHostError,
    RateLimited,
    RetryPolicy,
    StatusError,
    Url,
)

from contracts.support.clients import (
    EVERY_HOST,
    PNG,
    Driver,
    Kind,
    either_way,
    success,
)
from contracts.support.fault_server import (
    nobody_listens,
)
from contracts.support.recording import Reply
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


PICTURE = "https://elsewhere.example/lake.png"


NEVER_ARRIVED = [httpx.ConnectError("no"), httpx.ConnectTimeout(""), httpx.PoolTimeout("")]
MAYBE_ARRIVED = [
    httpx.ReadTimeout(""),
    httpx.WriteTimeout(""),
    httpx.ReadError(""),
    httpx.WriteError(""),
    httpx.RemoteProtocolError("hung up"),
    Reply(408),
    Reply(500),
    Reply(502, "<h1>Bad Gateway</h1>"),
    Reply(503, "busy", {"Retry-After": "1"}),
    Reply(504),
    Reply(520),
    Reply(522),
]
REFUSED_FOR_NOW = [
    Reply(429, "slow down"),
    Reply(400, {"error": {"message": "Flooding detected. You can only upload 50", "code": 130}}),
]
FINAL = [Reply(400, "no"), Reply(401), Reply(403), Reply(404), Reply(413), Reply(418), Reply(501)]


def named(value: object) -> str:
    return f"{value.status}" if isinstance(value, Reply) else type(value).__name__


@each("failure", MAYBE_ARRIVED, ids=named)
@each("source", [PNG, Url(PICTURE)], ids=["file", "address"])
@each("format", ["json", "txt", "redirect"])
def test_upload_that_may_have_arrived_is_not_retried(
    open_driver: OpenDoor, kind: Kind, failure: Any, source: Any, format: str
) -> None:
    driver = open_driver(failure, success(kind))
    with pytest.raises(
        ConnectionFailed if isinstance(failure, Exception) else StatusError
    ) as caught:
        driver.upload(source, format=format)
    assert len(driver.sent) == 1
    assert driver.waits == []
    if isinstance(failure, Exception):
        assert "may have created something" in "".join(caught.value.__notes__)
        assert "repeat_unsafe" in "".join(caught.value.__notes__)


@pytest.mark.outside("sends more than a contract has")
@either_way
@each("failure", [httpx.ReadTimeout(""), Reply(503)], ids=named)
def test_upload_by_get_is_not_retried_either(
    open_driver: OpenDoor, kind: Kind, failure: Any
) -> None:
    driver = open_driver(failure, success(kind))
    with pytest.raises(ImageHostError):
        driver.upload(Url(PICTURE), method="GET")
    assert len(driver.sent) == 1


@each("failure", NEVER_ARRIVED + REFUSED_FOR_NOW, ids=named)
def test_upload_that_did_not_arrive_is_retried(
    open_driver: OpenDoor, kind: Kind, failure: Any
) -> None:
    driver = open_driver(failure, failure, success(kind))
    assert driver.upload().id_encoded
    assert len(driver.sent) == 3
    assert len({repr(sent.shape) for sent in driver.sent}) == 1
    assert len({sent.content for sent in driver.sent}) == 1
    assert len(driver.waits) == 2
    assert all(0 <= wait <= most for wait, most in zip(driver.waits, (0.5, 1.0), strict=True))


@either_way
@each("failure", MAYBE_ARRIVED, ids=named)
def test_caller_may_allow_unsafe_retries(open_driver: OpenDoor, kind: Kind, failure: Any) -> None:
    driver = open_driver(failure, success(kind))
    driver.upload(options={"repeat_unsafe": True})
    assert len(driver.sent) == 2
    # For that one call.
    again = open_driver(failure, success(kind))
    with pytest.raises(ImageHostError):
        again.upload()
    repeating = open_driver(failure, success(kind), retries=RetryPolicy(repeat_unsafe=True))
    repeating.upload()
    assert len(repeating.sent) == 2


@either_way
@each("failure", [*FINAL, Reply(200), Reply(200, "{")], ids=named)
def test_final_failure_is_not_retried_even_with_repeat_unsafe(
    open_driver: OpenDoor, kind: Kind, failure: Any
) -> None:
    driver = open_driver(failure, success(kind))
    with pytest.raises(ImageHostError) as caught:
        driver.upload(options={"repeat_unsafe": True})
    assert len(driver.sent) == 1
    assert not hasattr(caught.value, "__notes__")


@either_way
@each("failure", [*NEVER_ARRIVED, *MAYBE_ARRIVED, *REFUSED_FOR_NOW], ids=named)
def test_failed_download_is_retried(open_driver: OpenDoor, failure: Any, tmp_path: Path) -> None:
    driver = open_driver(failure, Reply(200, PNG), failure, Reply(200, PNG))
    assert driver.do("download", PICTURE) == PNG
    assert driver.do("download_to", PICTURE, tmp_path / "lake.png") == len(PNG)
    assert len(driver.sent) == 4


@either_way
@each("failure", NEVER_ARRIVED + REFUSED_FOR_NOW, ids=named)
@each("most", [0, 1, 3])
def test_as_many_requests_are_made_as_allowed(
    open_driver: OpenDoor, failure: Any, most: int
) -> None:
    for options, call in (
        ({"max_retries": most}, {}),
        ({"retries": RetryPolicy(max_retries=most)}, {}),
        ({"max_retries": 9}, {"options": {"max_retries": most}}),
    ):
        driver = open_driver(failure, **options)
        with pytest.raises(ImageHostError) as caught:
            driver.upload(**call)
        assert len(driver.sent) == most + 1
        assert f"given up after {most + 1} request" in caught.value.__notes__[0]
    driver = open_driver(failure, max_retries=9)
    copied = driver.client.with_options(max_retries=most)
    with pytest.raises(ImageHostError):
        driver.wait_for(copied.upload(PNG))
    assert len(driver.sent) == most + 1


@either_way
def test_a_policy_brings_its_own_number_of_repetitions(open_driver: OpenDoor) -> None:
    driver = open_driver(httpx.ConnectError("no"), max_retries=0)
    copied = driver.client.with_options(retries=RetryPolicy(max_retries=2))
    with pytest.raises(ConnectionFailed):
        driver.wait_for(copied.upload(PNG))
    assert len(driver.sent) == 3


@either_way
def test_waits_grow_up_to_a_maximum_with_jitter(open_driver: OpenDoor) -> None:
    policy = RetryPolicy(max_retries=6, initial=1, maximum=10)
    for chance in (0.0, 0.5, 1.0):
        driver = open_driver(httpx.ConnectError("no"), retries=policy)
        driver.client._random = lambda chance=chance: chance
        with pytest.raises(ConnectionFailed):
            driver.upload()
        assert driver.waits == [chance * most for most in (1, 2, 4, 8, 10, 10)]


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@either_way
@each("value", ["30", "30.0", format_datetime(NOW + timedelta(seconds=30), usegmt=True)])
def test_retry_after_is_the_wait_before_the_next_request(
    open_driver: OpenDoor, kind: Kind, value: str
) -> None:
    driver = open_driver(Reply(429, "no", {"Retry-After": value}), success(kind))
    driver.client._now = NOW.timestamp
    driver.upload()
    assert driver.waits == [30.0]


@either_way
@each("value", ["7200", format_datetime(NOW + timedelta(hours=2), usegmt=True)])
def test_wait_over_the_maximum_raises_rate_limited_with_the_wait(
    open_driver: OpenDoor, kind: Kind, value: str
) -> None:
    driver = open_driver(Reply(429, "no", {"Retry-After": value}), success(kind))
    driver.client._now = NOW.timestamp
    with pytest.raises(RateLimited) as caught:
        driver.upload()
    assert caught.value.retry_after == 7200.0
    assert "asks to wait 2 h" in caught.value.__notes__[0]
    assert (len(driver.sent), driver.waits) == (1, [])
    patient = open_driver(
        Reply(429, "no", {"Retry-After": value}), success(kind), retries=RetryPolicy(max_wait=7200)
    )
    patient.client._now = NOW.timestamp
    patient.upload()
    assert patient.waits == [7200.0]


@either_way
def test_wait_in_the_message_of_a_host_is_kept(open_driver: OpenDoor, kind: Kind) -> None:
    words = {"error": {"message": "Flooding detected. Please wait 45 seconds.", "code": 130}}
    driver = open_driver(Reply(400, words), success(kind))
    driver.upload()
    assert driver.waits == [45.0]


class Stuck(BytesIO):
    """A file object that claims to be seekable and is not, as a pipe of another library may."""

    def seek(self, *args: int) -> int:
        raise OSError("Illegal seek")


@either_way
@each("make", [lambda: iter([PNG]), lambda: Stuck(PNG)], ids=["iterator", "stuck file"])
def test_a_source_that_can_be_read_once_is_sent_once(
    open_driver: OpenDoor, kind: Kind, make: Callable[[], Any]
) -> None:
    for failure in (httpx.ConnectError("no"), Reply(429), httpx.ReadTimeout("")):
        driver = open_driver(failure, success(kind))
        with pytest.raises(ImageHostError) as caught:
            driver.upload(make(), options={"repeat_unsafe": True})
        assert len(driver.sent) == 1
        assert "can be read only once" in caught.value.__notes__[0]


@either_way
def test_source_of_which_nothing_was_read_is_sent_again(open_driver: OpenDoor) -> None:
    with nobody_listens() as url:
        driver = open_driver(base_url=url, transport=None)
        with pytest.raises(ConnectionFailed) as caught:
            driver.upload(iter([PNG]))
    assert "given up after 3 requests" in caught.value.__notes__[0]


@either_way
def test_a_file_object_is_rewound_and_left_where_it_stood(
    open_driver: OpenDoor, kind: Kind
) -> None:
    file = BytesIO(b"not this" + PNG)
    file.seek(8)
    driver = open_driver(httpx.ConnectError("no"), Reply(429), success(kind))
    driver.upload(file)
    assert [sent.files[0].content for sent in driver.sent] == [PNG] * 3
    assert file.tell() == 8
    assert not file.closed


@either_way
def test_progress_starts_at_zero_with_each_request(open_driver: OpenDoor, kind: Kind) -> None:
    seen: list[tuple[int, int | None]] = []
    driver = open_driver(httpx.ConnectError("no"), success(kind))
    driver.upload(PNG, options={"progress": lambda sent, total: seen.append((sent, total))})
    size = len(driver.sent[0].content)
    rounds = [at for at, (sent, _) in enumerate(seen) if sent == 0]
    assert len(rounds) == 2
    assert {total for _, total in seen} == {size}
    for begin, end in zip(rounds, [*rounds[1:], len(seen)], strict=True):
        counts = [sent for sent, _ in seen[begin:end]]
        assert counts == sorted(counts)
        assert counts[-1] == size


@either_way
def test_exception_of_a_progress_callback_ends_the_upload(open_driver: OpenDoor) -> None:
    class StopHere(Exception):
        pass

    def stop(sent: int, total: int | None) -> None:
        raise StopHere

    driver = open_driver()
    with pytest.raises(StopHere):
        driver.upload(PNG, options={"progress": stop})
    assert driver.sent == []
