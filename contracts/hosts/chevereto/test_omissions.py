"""What the documents of the family leave out, as it was decided and as the emulator does it."""

from __future__ import annotations

from typing import Any

from contracts.support.emulated import PATHS, png
from contracts.support.reporting import each, report_all
from contracts.support.specs import classify, load_spec


@each("api", PATHS)
def test_what_is_too_large_or_no_picture_is_refused(open_emulated: Any, api: str) -> None:
    emulated = open_emulated(max_file_size=4096)
    assert emulated.upload(png(), path=PATHS[api]).status_code == 200
    for content, category in (
        (png() + bytes(5000), "too_large"),
        (b"no picture at all", "unsupported_format"),
    ):
        response = emulated.upload(content, path=PATHS[api])
        error = response.json()["error"]
        row = classify(load_spec(api), response.status_code, error["code"], error["message"])
        assert (response.status_code, row["category"]) == (400, category)


def test_a_file_of_exactly_the_limit_is_taken(open_emulated: Any) -> None:
    size = len(png())
    settings: list[dict[str, Any]] = [
        {"max_file_size": size},
        {"profile": "chevereto-free", "upload_max_filesize": size},
        {"profile": "chevereto-free", "max_file_size": size},
    ]
    with report_all() as case:
        for setting in settings:
            with case(setting):
                exact = open_emulated(**setting)
                assert exact.upload(png()).status_code == 200
                assert exact.upload(png() + b"x").status_code != 200
