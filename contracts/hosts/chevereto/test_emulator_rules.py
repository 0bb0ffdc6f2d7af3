"""Rules that only some sites have: off until they are switched on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from imagehosts.emulator import EmulatorConfig
from imagehosts.emulator.hosts import find_sites
from imagehosts.emulator.hosts.chevereto import answers

from contracts.support.emulated import (
    IMGES,
    ME,
    PATHS,
    EmulatorClient,
    field,
    file,
    jpeg,
    multipart,
    png,
    schema_errors,
    text64,
)
from contracts.support.reporting import each

Open = Callable[..., EmulatorClient]


def _error(response: httpx.Response) -> tuple[int, str]:
    error = response.json()["error"]
    return error["code"], error["message"]


def _cut() -> httpx.Request:
    body = multipart(field("key", "k"), file('name="source"; filename="a.png"', png()))
    return httpx.Request("POST", "http://x", content=body["content"][:-30], headers=body["headers"])


def _send_cut(emulated: EmulatorClient, path: str = ME) -> httpx.Response:
    request = _cut()
    return emulated.post(path, content=request.content, headers=dict(request.headers))


@pytest.mark.parametrize("api", PATHS)
def test_everything_is_off_by_default(emulated: EmulatorClient, api: str) -> None:
    for _ in range(3):
        assert emulated.upload(path=PATHS[api]).status_code == 200
    assert len(emulated.emulator.pictures) == 3


@pytest.mark.parametrize("api", PATHS)
def test_the_same_bytes_from_the_same_address_are_refused_for_a_day(
    open_emulated: Open, api: str
) -> None:
    emulated = open_emulated(refuse_duplicates=True)
    path = PATHS[api]
    assert emulated.upload(path=path).status_code == 200
    assert _error(emulated.upload(path=path)) == (101, "Duplicated upload")
    by_text = emulated.post(path, data={"key": "k", "source": text64(png())})
    assert _error(by_text) == (101, "Duplicated upload")
    emulated.emulator.web["http://a.example/b.png"] = png()
    by_url = emulated.post(path, data={"key": "k", "source": "http://a.example/b.png"})
    assert _error(by_url) == (102, "Duplicated upload")
    assert (
        EmulatorClient(emulated.emulator, address="10.1.1.1").upload(path=path).status_code == 200
    )
    assert emulated.upload(png(61), path=path).status_code == 200
    emulated.emulator.clock.advance(timedelta(hours=23))
    assert emulated.upload(path=path).status_code == 400
    emulated.emulator.clock.advance(timedelta(hours=2))
    assert emulated.upload(path=path).status_code == 200


def test_each_host_knows_only_its_own_duplicates(open_emulated: Open) -> None:
    emulated = open_emulated(refuse_duplicates=True)
    for path in PATHS.values():
        assert emulated.upload(path=path).status_code == 200


def test_a_turned_photograph_is_known_by_what_is_stored(open_emulated: Open) -> None:
    emulated = open_emulated(refuse_duplicates=True)
    turned = jpeg(60, 40, {0x0112: 6})
    assert emulated.upload(turned, "a.jpg").status_code == 200
    assert _error(emulated.upload(turned, "a.jpg"))[0] == 102


def test_a_resized_picture_is_known_by_what_was_sent(open_emulated: Open) -> None:
    emulated = open_emulated(refuse_duplicates=True)
    assert emulated.upload(png(600, 400), width="300").status_code == 200
    assert _error(emulated.upload(png(600, 400), width="200"))[0] == 101


def test_what_was_deleted_may_come_again(open_emulated: Open) -> None:
    emulated = open_emulated(refuse_duplicates=True)
    emulated.get(emulated.image()["delete_url"])
    assert emulated.upload().status_code == 200


def test_administrators_are_free_of_the_rules(open_emulated: Open) -> None:
    emulated = open_emulated(
        keys=("worker",),
        admin_keys=("chief",),
        refuse_duplicates=True,
        flood_limit=1,
        refuse_url_uploads=True,
        moderate_uploads=True,
    )
    emulated.emulator.web["http://a.example/b.png"] = png()
    for _ in range(2):
        assert "url" in emulated.image(key="chief")
    url = {"source": "http://a.example/b.png"}
    assert emulated.post(ME, data={"key": "chief", **url}).status_code == 200
    assert _error(emulated.upload(key="worker"))[0] == 101
    assert _error(emulated.post(ME, data={"key": "worker", **url}))[0] == 403


@pytest.mark.parametrize("api", PATHS)
def test_too_many_uploads_in_a_minute_are_a_flood(open_emulated: Open, api: str) -> None:
    emulated = open_emulated(flood_limit=2)
    path = PATHS[api]
    emulated.image(path=path)
    emulated.image(path=path)
    expected = (130, "Flooding detected. You can only upload 2 images per minute")
    assert _error(emulated.upload(path=path)) == expected
    assert emulated.upload(path=path, format="txt").text == expected[1]
    assert (
        EmulatorClient(emulated.emulator, address="10.1.1.1").upload(path=path).status_code == 200
    )
    emulated.emulator.clock.advance(61)
    assert emulated.upload(path=path).status_code == 200


@pytest.mark.parametrize("api", PATHS)
def test_what_php_rejected_may_falsely_be_called_a_duplicate(open_emulated: Open, api: str) -> None:
    emulated = open_emulated(false_duplicates=True)
    path = PATHS[api]
    true_code = {"imges": 201, "imagehosting_me": 601}[api]
    assert _error(_send_cut(emulated, path))[0] == true_code
    emulated.image(png(99, 9), path=path)
    assert _error(_send_cut(emulated, path)) == (101, "Duplicated upload")
    assert len(emulated.emulator.pictures) == 1
    assert (
        _error(_send_cut(EmulatorClient(emulated.emulator, address="10.1.1.1"), path))[0]
        == true_code
    )
    emulated.emulator.clock.advance(days=2)
    assert _error(_send_cut(emulated, path))[0] == true_code


def test_without_that_switch_there_are_no_false_duplicates(open_emulated: Open) -> None:
    emulated = open_emulated(refuse_duplicates=True)
    emulated.image()
    assert _error(_send_cut(emulated))[0] == 601


@pytest.mark.parametrize("api", PATHS)
def test_urls_can_be_refused(open_emulated: Open, api: str) -> None:
    emulated = open_emulated(refuse_url_uploads=True)
    emulated.emulator.web["http://a.example/b.png"] = png()
    response = emulated.post(PATHS[api], data={"key": "k", "source": "http://a.example/b.png"})
    assert _error(response) == (403, "URL uploading is disabled")
    assert emulated.upload(path=PATHS[api]).status_code == 200


@pytest.mark.parametrize("api", PATHS)
def test_addresses_are_withheld_until_a_picture_is_approved(open_emulated: Open, api: str) -> None:
    emulated = open_emulated(moderate_uploads=True)
    answer = emulated.upload(png(900, 600), path=PATHS[api]).json()
    image = answer["image"]
    assert schema_errors(api, "UploadResponse")(answer) == []
    assert not {"url", "display_url"} & set(image)
    for role in ("image", "thumb", "medium"):
        assert "url" not in image.get(role, {})
    if api == "imagehosting_me":
        assert image["is_approved"] == 0
    assert emulated.get(image["url_viewer"]).status_code == 403
    text = emulated.upload(png(70), path=PATHS[api], format="txt")
    assert (text.status_code, text.text) == (200, "")
    assert "/image/" not in emulated.get("/").text


def test_expiration_can_be_switched_off(open_emulated: Open) -> None:
    emulated = open_emulated(no_expiration=True)
    image = emulated.image(expiration="PT5M")
    assert image["expiration_date_gmt"] is None
    emulated.emulator.clock.advance(days=400)
    assert emulated.get(image["url"]).status_code == 200


@each("style", ["json", "txt", "redirect"])
@pytest.mark.parametrize("api", PATHS)
def test_maintenance_is_a_page_for_every_request(open_emulated: Open, api: str, style: str) -> None:
    emulated = open_emulated(maintenance=True)
    response = emulated.upload(path=PATHS[api], format=style)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert response.text.lower().startswith("<!doctype html")
    assert "maintenance" in response.text
    assert emulated.get("/_emulator/health").json()["status"] == "ok"
    assert emulated.emulator.pictures == []


@pytest.mark.parametrize("api", PATHS)
def test_banned_address_gets_an_error_with_status_200(open_emulated: Open, api: str) -> None:
    emulated = open_emulated(banned=("10.1.1.1",))
    response = EmulatorClient(emulated.emulator, address="10.1.1.1").upload(path=PATHS[api])
    assert response.status_code == 200
    assert response.text == "You have been forbidden to use this website."
    assert emulated.upload(path=PATHS[api]).status_code == 200


@pytest.mark.planted("plants answers that break the contract")
def test_php_warnings_stand_before_the_json(open_emulated: Open) -> None:
    emulated = open_emulated(php_warnings=True)
    for response in (
        emulated.upload(),
        emulated.upload(path=IMGES),
        emulated.upload(key="invalid"),
    ):
        warning, brace, _ = response.text.partition("{")
        assert "<b>Warning</b>" in warning
        assert brace
        assert response.headers["content-type"].startswith("application/json")
    assert emulated.upload(format="txt").text.startswith("http://")


@each("profile", ["documented", "chevereto-free"])
def test_every_member_that_a_profile_names_can_be_answered(profile: str) -> None:
    sites = find_sites(EmulatorConfig(profile=profile), strict=True).sites
    profiles = [site.profile for site in sites if site.dialect.name == "chevereto"]
    assert len(profiles) > 1
    for found in profiles:
        assert set(found.members) <= set(answers.MEMBERS)
        assert found.texts - {"file_size"} <= set(found.members)
        assert found.redirect_member in ("url_viewer", "path_viewer")
        assert replace(found) == found
