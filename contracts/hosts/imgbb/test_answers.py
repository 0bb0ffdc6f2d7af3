"""What the emulated ImgBB answers to an upload, member by member."""

from __future__ import annotations

import pytest
from imagehosts.emulator import Emulator

from contracts.support.emulated import gif, jpeg, png, sound
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold

#: Of the tests of each host, these run in PostgreSQL too.
pytestmark = pytest.mark.usefixtures("each_database")

UPLOADS = {
    "png": (png(), {}),
    "jpeg wide": (jpeg(900, 600), {"name": "lake"}),
    "gif that expires": (gif(), {"expiration": "600"}),
}


@pytest.mark.snapshots
def test_an_upload_answers_with_the_members_of_its_snapshot() -> None:
    with report_all() as case, sound(Emulator(apis=("imgbb",))) as http:
        for what, (content, fields) in UPLOADS.items():
            with case(what):
                files = {"image": ("lake.png", content, "image/png")}
                response = http.post("/1/upload", data={"key": "k", **fields}, files=files)
                assert response.status_code == 200, response.text
                hold("imgbb", f"images_upload {what}", response.json())
