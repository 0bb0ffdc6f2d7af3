"""A contract run only looks at this host."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

from imagehosts import ImageShack, ImageShackGallery
from imagehosts.contract.recording import Recording
from imagehosts.contract.run import Exchange
from imagehosts.emulator import Emulator
from imagehosts.hosts import find_host

from contracts.live.running import run_host
from contracts.support.emulated import png


def test_run_only_looks(tmp_path: Path) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        with ImageShack("any", base_url=f"{url}/v2") as owner:
            cookie = owner.login("demo", "demo").auth_token
            picture = owner.upload(("lake.png", png()))
        with ImageShackGallery(cookie=cookie, base_url=url) as host:
            made = [host.create_gallery([picture], name=f"lakes{number}") for number in range(3)]
        before = len(emulator.requests)
        name = f"img{made[0].server}/{made[0].name}"
        settings = {"LIVE_GALLERY": name, "LIVE_GALLERY_USER": "demo"}
        report = run_host("imageshack_gallery", url, tmp_path, **settings)
        assert report["created"] == 0
        asked = {entry.operation for entry in emulator.requests[before:]} - {"", None}
        assert asked == {"galleries_view", "galleries_view_by_post", "galleries_list"}


def test_recording_of_xml_keeps_elements_and_no_texts() -> None:
    host = find_host("imageshack_gallery")
    assert host is not None
    body = (
        b'<?xml version="1.0"?><gallery owner="ann@example.org"><title>Ann &gt; Bob</title>'
        b"<about><![CDATA[my <b>home</b>]]></about><total>3</total><raw>a > b</raw></gallery>"
    )
    recording = Recording(host, ("secret-cookie",))
    recording.add(
        Exchange(
            operation="galleries_view",
            check="",
            method="GET",
            url="http://127.0.0.1/img1/ann",
            request_headers={"Cookie": "secret-cookie"},
            request_body=b"",
            status=200,
            headers={"content-type": "text/xml"},
            content=body,
        )
    )
    (entry,) = recording.entries
    text = entry["response"]["content"]["text"]
    assert fromstring(text).findtext("total") == "3"
    for personal in ("ann", "Ann", "Bob", "home", "a > b", "secret"):
        assert personal not in json.dumps(entry), personal
