"""Answers that differ from the spec and are read all the same: what is reported, how often."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from imagehosts import (
    Drift,
)

from contracts.support.clients import (
    EVERY_HOST,
    PNG,
    Driver,
    Kind,
    image_document,
    success,
)
from contracts.support.recording import as_reply

OpenDoor = Callable[..., Driver]


#: The core is the same for all clients: no need for each host in both ways of waiting.
UNDER_TEST = EVERY_HOST


def test_drift_is_reported_once_with_place_and_both_sides(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    drifts: list[Drift] = []
    document = image_document(kind.host.api)
    document["image"]["size"] = "large"
    document["image"]["thumb"]["url"] = ["a"]
    del document["image"]["url_viewer"]
    driver = open_driver(as_reply(document), on_drift=drifts.append)
    image = driver.upload()
    assert (image.size, image.thumb.url, image.url_viewer) == (None, None, None)
    assert image.id_encoded == document["image"]["id_encoded"]
    told = {(drift.pointer, drift.expected, drift.got) for drift in drifts}
    assert told == {
        ("/image/size", "int", 'string "large"'),
        ("/image/thumb/url", "str", "array of length 1"),
        ("/image/url_viewer", "str", "nothing"),
    }
    assert {(drift.host, drift.operation) for drift in drifts} == {(kind.named, "images_upload")}
    logged = [record for record in caplog.records if record.name == "imagehosts.drift"]
    assert [record.getMessage() for record in logged] == [str(drift) for drift in drifts]
    assert {record.levelno for record in logged} == {logging.WARNING}
    assert dict(driver.client.drift_counts) == {
        (kind.named, "images_upload", drift.pointer): 1 for drift in drifts
    }


def test_answer_as_specified_reports_no_drift(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    driver = open_driver(success(kind))
    driver.upload()
    assert dict(driver.client.drift_counts) == {}
    assert caplog.records == []


def test_a_broken_host_does_not_flood_the_log(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    drifts: list[Drift] = []
    driver = open_driver(success(kind, {"size": "large"}), on_drift=drifts.append)
    for _ in range(120):
        driver.upload()
    assert len(drifts) == 120
    assert len([r for r in caplog.records if r.name == "imagehosts.drift"]) < 10
    assert driver.client.drift_counts[kind.named, "images_upload", "/image/size"] == 120


def test_copies_of_a_client_count_together(
    open_driver: OpenDoor, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    driver = open_driver(success(kind, {"size": "large"}))
    for number in range(60):
        copied = driver.client.with_options(max_retries=number).with_options(timeout=5)
        driver.wait_for(copied.upload(PNG))
    assert driver.client.drift_counts[kind.named, "images_upload", "/image/size"] == 60
    assert len(caplog.records) < 10


def test_a_callback_can_make_an_error_of_drift(open_driver: OpenDoor, kind: Kind) -> None:
    class DriftError(Exception):
        pass

    def refuse(drift: Drift) -> None:
        raise DriftError(str(drift))

    driver = open_driver(success(kind, {"size": "large"}), on_drift=refuse)
    with pytest.raises(DriftError, match="/image/size: expected int"):
        driver.upload()
