"""What the emulated sites of the family answer to an upload, member by member."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.support.emulated import PATHS, gif, jpeg, mp4, png
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold

UPLOADS = {
    "png": (png(), "lake.png", "image/png"),
    "jpeg wide": (jpeg(900, 600, exif={271: "Lake"}), "lake.jpg", "image/jpeg"),
    "gif": (gif(), "lake.gif", "image/gif"),
}


@pytest.mark.snapshots
def test_an_upload_answers_with_the_members_of_its_snapshot(open_emulated: Any) -> None:
    with report_all() as case:
        for api, path in PATHS.items():
            uploads = dict(UPLOADS)
            if api == "imagehosting_me":
                uploads["video"] = (mp4(), "lake.mp4", "video/mp4")
            for what, (content, name, kind) in uploads.items():
                with case(f"{api} {what}"):
                    response = open_emulated().upload(content, name, kind, path=path)
                    assert response.status_code == 200, response.text
                    hold(api, f"images_upload {what}", response.json())
