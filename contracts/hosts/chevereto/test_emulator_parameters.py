"""Every documented parameter acts."""

from __future__ import annotations

import io
import json
import re
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imagehosts.emulator.hosts.chevereto.options import expiry, read_tags
from PIL import Image

from contracts.support.emulated import BASE, IMGES, ME, EmulatorClient, gif, jpeg, mp4, png
from contracts.support.reporting import each

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


def test_title_description_and_flags_are_kept(emulated: EmulatorClient) -> None:
    image = emulated.image(
        title="A lake & <b>more</b>", description="Two\nlines, 写真", nsfw="1", category_id="7"
    )
    assert image["title"] == image["display_title"] == "A lake & <b>more</b>"
    assert image["title_truncated_html"] == "A lake &amp; &lt;b&gt;more&lt;/b&gt;"
    assert image["description"] == "Two\nlines, 写真"
    assert (image["nsfw"], image["category_id"]) == (1, 7)
    assert image["url_viewer"] == f"{BASE}/image/A-lake-b-more-b.{image['id_encoded']}"


def test_a_title_is_cut_at_100_characters_and_shown_in_28(emulated: EmulatorClient) -> None:
    image = emulated.image(title="é" * 150)
    assert image["title"] == "é" * 100
    assert image["title_truncated"] == "é" * 25 + "..."
    assert emulated.image(title="x" * 28)["title_truncated"] == "x" * 28


@each(
    ("name", "title"),
    [
        ("my-summer_photo  2.png", "my summer photo 2"),
        ("Übersicht.png", "Übersicht"),
        ("archive.tar.png", "archive.tar"),
        ("---.png", None),
        (".png", None),
    ],
)
def test_without_a_title_the_name_of_the_file_is_one(
    emulated: EmulatorClient, name: str, title: str | None
) -> None:
    image = emulated.image(name=name)
    assert image["title"] == image["title_truncated"] == image["title_truncated_html"] == title
    assert image["display_title"] == (title or f"{image['name']}.png")


def test_title_and_description_come_from_the_metadata(emulated: EmulatorClient) -> None:
    wide = "Tahoe".encode("utf-16-le") + b"\0\0"
    content = jpeg(exif={0x9C9B: wide, 0x010E: "Where we were", 0x0132: "2020:05:06 07:08:09"})
    image = emulated.image(content, "a.jpg")
    assert (image["title"], image["description"]) == ("Tahoe", "Where we were")
    exif = json.loads(image["original_exifdata"])
    assert exif["FileName"] == "a.jpg"
    assert exif["ImageDescription"] == "Where we were"
    assert exif["COMPUTED"]["Width"] == 60
    given_texts = emulated.image(content, "a.jpg", title="Mine", description="Mine too")
    assert (given_texts["title"], given_texts["description"]) == ("Mine", "Mine too")
    old = emulated.upload(content, "a.jpg", path=IMGES).json()["image"]
    assert old["description"] is None


def test_exif_is_answered_without_pointers_and_notes_of_the_maker(
    emulated: EmulatorClient,
) -> None:
    tags = Image.Exif()
    tags[0x010F] = "Lake Cameras"
    tags[0x9C9D] = "Someone".encode("utf-16-le")  # the last, after what leads to other sections
    tags.get_ifd(0x8769).update({0x9201: 3.0, 0x927C: b"secret", 0xA002: 60, 0xA401: 1})
    tags.get_ifd(0x8825).update({1: "N", 3: "W"})
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=tags)
    exif = json.loads(emulated.image(out.getvalue(), "a.jpg")["original_exifdata"])
    assert exif["SectionsFound"] == "ANY_TAG, IFD0, EXIF, GPS"
    told = {"Make", "XPAuthor", "ShutterSpeedValue", "ExifImageWidth", "CustomRendered"}
    told |= {"GPSLatitudeRef", "GPSLongitudeRef"}
    assert told <= set(exif)
    assert not {"ExifOffset", "GPSInfo", "MakerNote"} & set(exif)


def test_the_first_of_several_titles_of_a_newspaper_is_taken(emulated: EmulatorClient) -> None:
    """IPTC, as agencies write it: records of a number each, some of them more than once."""
    titles = [b"Tahoe", b"Lake", b"Dawn"]
    for given_titles in (titles[:1], titles):
        records = b"".join(
            struct.pack(">BBBH", 0x1C, 2, 5, len(title)) + title for title in given_titles
        )
        block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
        block += bytes(len(records) % 2)
        body = b"Photoshop 3.0\0" + block
        plain = jpeg()
        content = plain[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + plain[2:]
        assert emulated.image(content, "a.jpg")["title"] == "Tahoe"


def test_only_photographs_have_exif_data(emulated: EmulatorClient) -> None:
    assert emulated.image(png())["original_exifdata"] is None
    assert json.loads(emulated.image(jpeg(), "a.jpg")["original_exifdata"])["FileType"] == 2


def test_tags_are_a_list_out_of_commas(emulated: EmulatorClient) -> None:
    image = emulated.image(tags=" lake, snow,,lake , two words")
    assert image["tags"] == ["lake", "snow", "two words"]
    assert image["tags_string"] == "lake,snow,two words"
    empty = emulated.image()
    assert (empty["tags"], empty["tags_string"]) == ([], "")


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters=","), min_size=1)))
def test_tags_are_never_empty_or_doubled(parts: list[str]) -> None:
    tags = read_tags(",".join(parts))
    assert set(tags) == {part.strip() for part in parts} - {""}
    assert len(set(tags)) == len(tags)


def test_width_shrinks_and_the_height_follows(emulated: EmulatorClient) -> None:
    content = png(600, 400)
    image = emulated.image(content, width="300")
    assert (image["width"], image["height"]) == (300, 200)
    with Image.open(io.BytesIO(emulated.get(image["url"]).content)) as served:
        assert served.size == (300, 200)
    whole = emulated.image(content)
    assert image["source_md5"] == whole["md5"] != image["md5"]
    assert whole["source_md5"] is None
    assert emulated.image(content, width="600")["md5"] == whole["md5"]


@each("width", ["", "0", "wide", "-5", "1e2", " "])
def test_invalid_width_is_ignored(emulated: EmulatorClient, width: str) -> None:
    image = emulated.image(width=width)
    assert (image["width"], image["source_md5"]) == (60, None)


def test_a_width_above_that_of_the_picture_is_an_error(emulated: EmulatorClient) -> None:
    response = emulated.upload(width="61")
    assert response.status_code == 400
    assert response.json()["error"] == {
        "message": "Target width is greater than the original image width",
        "code": 610,
    }
    assert emulated.emulator.pictures == []


def test_width_does_nothing_to_what_moves(emulated: EmulatorClient) -> None:
    content = gif()
    assert emulated.get(emulated.image(content, "a.gif", width="10")["url"]).content == content
    clip = emulated.image(mp4(), "a.mp4", "video/mp4", width="10")
    assert clip["width"] == 496


@each(
    ("value", "after"),
    [
        ("PT5M", timedelta(minutes=5)),
        ("PT6M30S", timedelta(minutes=6, seconds=30)),
        ("P3D", timedelta(days=3)),
        ("P2W", timedelta(weeks=2)),
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("P1M", timedelta(days=31)),  # March has 31
        ("3600", timedelta(hours=1)),
        ("PT1S", timedelta(minutes=5)),
        ("P0D", timedelta(minutes=5)),
        ("-600", timedelta(minutes=5)),
        ("P3Y", timedelta(days=365)),
        ("999999999999", timedelta(days=365)),
        ("tomorrow", timedelta(minutes=5)),
        ("pt1h", timedelta(minutes=5)),
        ("P9999Y", timedelta(days=365)),
        ("P999999999W", timedelta(days=365)),
        ("PT999999999H", timedelta(days=365)),
        ("P13M", timedelta(days=365)),
        ("P1Y", timedelta(days=365)),
        ("P" + "9" * 5000 + "D", timedelta(minutes=5)),
        ("9" * 5000, timedelta(minutes=5)),
        ("P٣D", timedelta(minutes=5)),
        ("P", timedelta(minutes=5)),
        ("P1H", timedelta(minutes=5)),
        ("PT", timedelta(minutes=5)),
        ("3 days", timedelta(minutes=5)),
    ],
)
def test_expiration_is_a_duration_and_invalid_text_is_five_minutes(
    open_emulated: Callable[..., EmulatorClient], value: str, after: timedelta
) -> None:
    emulated = open_emulated(frozen_at=NOON.timestamp())
    image = emulated.image(expiration=value)
    assert _moment(image["expiration_date_gmt"]) == NOON + after
    emulated.emulator.clock.advance(after - timedelta(seconds=1))
    assert emulated.get(image["url"]).status_code == 200
    emulated.emulator.clock.advance(seconds=1)
    for url in (image["url"], image["thumb"]["url"], image["url_viewer"]):
        assert emulated.get(url).status_code == 404
    assert emulated.emulator.pictures == []


@each("value", ["", "0"])
def test_an_expiration_that_php_counts_as_empty_is_none(
    emulated: EmulatorClient, value: str
) -> None:
    assert emulated.image(expiration=value)["expiration_date_gmt"] is None


@settings(deadline=None)
@given(st.text())
def test_no_expiration_is_outside_five_minutes_and_a_year(text: str) -> None:
    at = expiry(text, NOON.timestamp())
    assert at is None or 300 <= at - NOON.timestamp() <= 31_536_000


def test_an_album_that_belongs_to_the_key_takes_the_picture(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    emulated = open_emulated(albums=("Wb2=owner", "Xy9=somebody"))
    emulated.image(key="owner", album_id="Wb2", title="Mine")
    emulated.image(key="owner", album_id="Xy9", title="Not mine")
    emulated.image(key="owner", album_id="nowhere", title="Nowhere")
    page = emulated.get("/album/Wb2")
    assert "Mine" in page.text
    assert "1 picture" in page.text
    assert "0 pictures" in emulated.get("/album/Xy9").text
    assert emulated.get("/album/nowhere").status_code == 404
    assert len(emulated.emulator.pictures) == 3


@each(("path", "hours", "member"), [(IMGES, -4, None), (ME, -3, "date_fixed_peer")])
def test_dates_are_the_sites_own_and_utc(
    open_emulated: Callable[..., EmulatorClient], path: str, hours: int, member: str | None
) -> None:
    emulated = open_emulated(frozen_at=datetime(2026, 3, 1, 1, 0, tzinfo=UTC).timestamp())
    image = emulated.image(path=path)
    assert _moment(image["date"]) - _moment(image["date_gmt"]) == timedelta(hours=hours)
    assert image["date_gmt"] == "2026-03-01 01:00:00"
    assert "/images/2026/02/28/" in image["url"]
    if member:
        assert image[member] == image["date_gmt"]


def test_the_date_of_the_file_can_be_the_date_of_the_picture(
    open_emulated: Callable[..., EmulatorClient],
) -> None:
    content = jpeg(exif={0x0132: "2020:05:06 02:08:09"})
    emulated = open_emulated(admin_keys=("chief",), keys=("worker",))
    image = emulated.image(content, "a.jpg", key="chief", use_file_date="1")
    assert (image["date_gmt"], image["date"]) == ("2020-05-06 02:08:09", "2020-05-05 23:08:09")
    assert "/images/2020/05/05/" in image["url"]
    assert "/2020/" not in emulated.image(content, "a.jpg", key="worker", use_file_date="1")["url"]
    assert "/2020/" not in emulated.image(content, "a.jpg", key="chief", use_file_date="0")["url"]
    assert "/2020/" not in emulated.image(png(), key="chief", use_file_date="1")["url"]
    anybody = open_emulated()
    assert "/2020/" in anybody.image(content, "a.jpg", use_file_date="1")["url"]


def test_version_1_ignores_what_version_1_1_added(
    emulated: EmulatorClient, free: EmulatorClient
) -> None:
    options = {"title": "T", "description": "D", "tags": "t", "nsfw": "1", "expiration": "PT5M"}
    old = emulated.image(png(600, 400), path=IMGES, width="10", **options)
    assert (old["width"], old["nsfw"], old["description"]) == (600, "0", None)
    observed = free.image(png(600, 400), width="10", category_id="1", **options)
    assert observed["width"] == "600"
    assert (observed["title"], observed["nsfw"], observed["expiration_date_gmt"]) == (
        "lake",
        "0",
        None,
    )


def test_the_body_wins_over_the_query(emulated: EmulatorClient) -> None:
    response = emulated.post(
        f"{ME}?title=query&key=invalid",
        data={"key": "k", "title": "body"},
        files={"source": ("a.png", png())},
    )
    assert response.json()["image"]["title"] == "body"


@pytest.mark.planted("plants answers that break the contract")
def test_a_related_hosts_spelling_of_the_source_is_understood(emulated: EmulatorClient) -> None:
    emulated.emulator.web["http://a.example/b.png"] = png()
    answer = emulated.post(ME, data={"key": "k", "image": "http://a.example/b.png"}).json()
    assert list(answer) == ["status_code", "status", "success", "data", "status_txt"]
    assert answer["data"]["id"] == answer["data"]["id_encoded"]
    assert emulated.get(answer["data"]["url"]).content == png()
    wrong = emulated.post(ME, data={"key": "k"}, files={"image": ("a.png", png())})
    assert wrong.json()["error"]["code"] == 130


def test_size_is_answered_in_the_kilobytes_of_each_site(emulated: EmulatorClient) -> None:
    noisy = png(300, 300) + bytes(53_237 - len(png(300, 300)))
    assert emulated.image(noisy, path=IMGES)["size_formatted"] == "52 KB"
    assert emulated.image(noisy, path=ME)["size_formatted"] == "53.2 KB"
    assert re.fullmatch(r"\d+ B", emulated.image(path=IMGES)["size_formatted"])
