"""Assertions on what came in, and the journal as HAR."""

from __future__ import annotations

import re
from typing import Any

import pytest

from contracts.hosts.imgur.emulated import World
from contracts.support.emulated import EmulatorClient
from contracts.support.reporting import report_all


@pytest.fixture
def world(emulated: EmulatorClient) -> World:
    """imgur with two uploads, one of them with a title."""
    world = World(emulated)
    world.upload(None, title="Tahoe")
    world.upload(None, 61)
    world.ask(None, "GET", "/image/nothing1")
    return world


def test_what_came_in_is_found(world: World) -> None:
    expect = world.emulated.emulator.expect
    rows: list[tuple[dict[str, Any], int]] = [
        ({"operation": "images_upload"}, 2),
        ({"operation": "images_upload", "fields": {"title": "Tahoe"}}, 1),
        ({"operation": "images_upload", "fields": {"title": re.compile("T.+")}}, 1),
        ({"operation": "images_upload", "fields": {"title": lambda text: "hoe" in text}}, 1),
        ({"operation": "images_upload", "fields": {"title": None}}, 1),
        ({"host": "imgur", "files": {"image": "lake.png"}}, 2),
        ({"host": "imgur", "status": 404}, 1),
        ({"headers": {"Host": "127.0.0.1:8765"}}, 3),
        ({"host": "imgbb"}, 0),
    ]
    with report_all() as case:
        for wanted, times in rows:
            with case(wanted):
                assert len(expect(**wanted, times=times)) == times
    assert [entry.operation for entry in expect("imgur", status=404)] == ["images_get"]


def test_what_did_not_come_is_reported_with_what_came_instead(world: World) -> None:
    expect = world.emulated.emulator.expect
    with pytest.raises(AssertionError) as raised:
        expect("imgur", "images_upload", fields={"title": "Lake", "album": None}, times=1)
    assert str(raised.value) == (
        "expected 1 images_upload of imgur with field title='Lake' with field album=nothing;"
        " 0 of 3 requests fit\n"
        "  POST /3/image (images_upload) 200\n"
        "    field title: 'Tahoe', expected 'Lake'\n"
        "  POST /3/image (images_upload) 200\n"
        "    field title: missing, expected 'Lake'\n"
        "  GET /3/image/nothing1 (images_get) 404\n"
        "    operation: 'images_get', expected 'images_upload'\n"
        "    field title: missing, expected 'Lake'"
    )
    with pytest.raises(AssertionError, match="expected 1 images_upload; 2 of 3 requests fit"):
        expect(operation="images_upload", times=1)
    with pytest.raises(AssertionError, match="expected 0 request of imgur; 3 of 3"):
        expect("imgur", times=0)
    with pytest.raises(AssertionError, match="expected at least 1 request of imgbb; 0 of 3"):
        expect("imgbb")


def test_what_came_too_often_is_reported_before_what_is_nearest(world: World) -> None:
    for number in range(9):
        world.ask(None, "GET", f"/image/nothing{number}")
    expect = world.emulated.emulator.expect

    def shown(**wanted: Any) -> list[str]:
        with pytest.raises(AssertionError) as raised:
            expect(**wanted)
        return [line for line in str(raised.value).splitlines()[1:] if "/" in line]

    fits = [f"  fits: GET /3/image/nothing{n} (images_get) 404" for n in (1, *range(9))]
    uploads = ["  POST /3/image (images_upload) 200"] * 2
    given = "  GET /3/image/nothing{} (images_get) 404"
    with report_all() as case:
        with case("eight of those that fit, and no room for others"):
            assert shown(operation="images_get", times=1) == fits[:8]
        with case("those that fit are shown where there are more of them than wanted"):
            assert shown(operation="images_upload", times=1) == [
                "  fits: POST /3/image (images_upload) 200",
                "  fits: POST /3/image (images_upload) 200",
                *(given.format(n) for n in (1, *range(5))),
            ]
        with case("those that fit are left out where more are wanted"):
            assert shown(operation="images_upload", times=3) == [
                given.format(n) for n in (1, *range(7))
            ]
        with case("the nearest come first"):
            found = shown(operation="images_upload", status=201)
            assert found == [*uploads, *(given.format(n) for n in (1, *range(5)))]


def test_the_journal_is_har_without_secrets(world: World) -> None:
    har = world.emulated.emulator.har()
    assert world.emulated.get("/_emulator/requests.har").json() == har
    log = har["log"]
    assert (log["version"], len(log["entries"])) == ("1.2", 3)
    first = log["entries"][0]
    assert first["request"]["url"] == "http://127.0.0.1:8765/3/image"
    assert {"name": "title", "value": "Tahoe"} in first["request"]["postData"]["params"]
    files = [one for one in first["request"]["postData"]["params"] if "fileName" in one]
    assert files == [{"name": "image", "fileName": "lake.png", "contentType": "image/png"}]
    assert (first["response"]["status"], first["response"]["statusText"]) == (200, "OK")
    assert first["time"] > 0
    assert first["comment"] == "imgur images_upload"
    assert "some-app" not in str(har)
    for entry in log["entries"]:  # what HAR 1.2 demands of each
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
