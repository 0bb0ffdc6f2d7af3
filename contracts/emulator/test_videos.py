"""Clips: what their containers say, and what is made of them."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from imagehosts.emulator.core.media.videos import probe_video
from PIL import Image

from contracts.support.emulated import ME, EmulatorClient, box, mp4, text64, webm
from contracts.support.reporting import each, report_all


@each(
    ("content", "mime", "extension", "facts"),
    [
        (mp4(), "video/mp4", "mp4", (496, 360, 73)),
        (mp4(brand=b"qt  "), "video/quicktime", "mov", (496, 360, 73)),
        (mp4(1920, 1080, 0), "video/mp4", "mp4", (1920, 1080, 0)),
        # Each byte of a number that counts, in both of its layouts.
        (mp4(scale=20_000_000), "video/mp4", "mp4", (496, 360, 73)),
        (mp4(scale=20_000_000, version=1), "video/mp4", "mp4", (496, 360, 73)),
        (mp4(seconds=400, scale=20_000_000, version=1), "video/mp4", "mp4", (496, 360, 400)),
        (webm(), "video/webm", "webm", (320, 240, 12)),
    ],
)
def test_size_and_duration_are_read_from_the_container(
    emulated: EmulatorClient, content: bytes, mime: str, extension: str, facts: tuple[int, int, int]
) -> None:
    image = emulated.image(content, "clip", mime)
    assert (image["width"], image["height"], image["duration"]) == facts
    assert (image["mime"], image["extension"], image["type"]) == (mime, extension, "video")
    served = emulated.get(image["url"])
    assert served.content == content
    assert served.headers["content-type"] == mime
    assert image["chain"] == 21 + 2 * (facts[0] > 500)
    with Image.open(io.BytesIO(emulated.get(image["frame"]["url"]).content)) as frame:
        assert frame.size == facts[:2]
    assert image["frame"]["name"].endswith(".fr")
    assert image["frame"]["extension"] == image["thumb"]["extension"] == "jpeg"
    assert image["url_frame"] == image["frame"]["url"]
    assert image["frame_size"] == image["frame"]["size"]


def test_documented_clip_is_answered_as_documented(emulated: EmulatorClient) -> None:
    image = emulated.image(
        mp4(), "Badgers.mp4", "video/mp4", title="Badgers animated music video MrWeebl"
    )
    assert image["duration_time"] == "01:13"
    assert image["title_truncated"] == "Badgers animated music vi..."
    assert image["path_viewer"].startswith("/clip/Badgers-animated-music-video-MrWeebl.")
    assert image["display_url"] == image["url_frame"]
    assert (image["display_width"], image["display_height"]) == (496, 360)
    assert image["ratio"] == 1.3777777777777778
    assert image["medium"]["url"] is None


def test_a_clip_as_base64_is_known_by_its_bytes(emulated: EmulatorClient) -> None:
    answer = emulated.post(ME, data={"key": "k", "source": text64(mp4())}).json()
    assert answer["image"]["type"] == "video"


def test_a_clip_larger_than_pictures_may_be_is_refused(emulated: EmulatorClient) -> None:
    response = emulated.upload(mp4(20_000, 20_000), "a.mp4", "video/mp4")
    assert response.json()["error"]["code"] == 610


def test_container_of_unknown_size_is_read_as_one_of_known_size() -> None:
    """As an encoder writes it that sends a video while it is made."""
    content = webm()
    at = content.index(b"\x18\x53\x80\x67") + 4
    unknown = content[:at] + b"\x0f\xff\xff\xff\xff" + content[at + 5 :]
    probe = probe_video(io.BytesIO(unknown))
    assert probe is not None
    assert probe == probe_video(io.BytesIO(content))


def test_a_size_is_read_in_every_length_that_it_may_have() -> None:
    """An element that is to be passed over, before what the size of the picture stands in."""
    content = webm()
    at = content.index(b"\x18\x53\x80\x67") + 4
    with report_all() as case:
        for length in range(1, 9):
            for size in (0, 1, 3, 7, 63, (1 << 7 * length) - 2):
                with case(f"{size} in {length} bytes"):
                    coded = (size | 1 << 7 * length).to_bytes(length, "big")
                    unused = b"\xec" + coded + bytes(min(size, 100))
                    longer = content[:at] + b"\x0f\xff\xff\xff\xff" + unused + content[at + 5 :]
                    probe = probe_video(io.BytesIO(longer))
                    # What is longer than the file hides all behind it.
                    assert (probe == probe_video(io.BytesIO(content))) is (size <= 100)


@each(
    "content",
    [
        b"",
        box(b"ftyp", b"isom"),
        box(b"ftyp", b"avif") + box(b"moov"),
        b"\0\0\0\x01ftypisom" + bytes(30),
        mp4(0, 0),
        webm(0, 0),
        b"\x1a\x45\xdf\xa3 webm",
    ],
)
def test_file_that_is_not_a_clip_is_not_read_as_one(content: bytes) -> None:
    assert probe_video(io.BytesIO(content)) is None


@settings(deadline=None)
@given(st.sampled_from([mp4(), webm()]), st.data())
def test_broken_containers_are_none_or_something_but_never_an_accident(
    content: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    wrong = content[:at] + data.draw(st.binary(max_size=8)) + content[at + 4 :]
    probe_video(io.BytesIO(wrong))
    probe_video(io.BytesIO(content[:at]))
