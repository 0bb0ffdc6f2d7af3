"""One upload for all hosts: what it gives, what it refuses, and how several hosts are used."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import imagehosts
import pytest
from imagehosts.core.errors import FileTooLarge, InvalidArgument
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS
from imagehosts.sharing.details import NotOffered
from imagehosts.sharing.profile import Fact
from imagehosts.sharing.uploaded import NAMES, NoAddress, Uploaded

from contracts.support.emulated import png
from contracts.support.reporting import report_all

UPLOADING = [host for host in HOSTS if host.upload_operation is not None]
DOWN = "http://127.0.0.1:9/1"


def facts(picture: Uploaded) -> tuple[object, ...]:
    return (picture.host, picture.width, picture.height, picture.title, bool(picture.delete))


def test_every_host_gives_the_same_picture_sync_and_async(address: str, emulator: Emulator) -> None:
    content = png(40, 30)
    with report_all(len(UPLOADING)) as case:
        for host in UPLOADING:
            with case(host.name):
                one = imagehosts.upload(("lake.png", content), to=host.name)
                two = asyncio.run(imagehosts.upload_async(("lake.png", content), to=host.name))
                assert facts(one) == facts(two)
                assert (one.source, one.width, one.height) == ("lake.png", 40, 30)
                assert one.url is not None
                with imagehosts.open_host(host.name) as opened:
                    assert opened.client.download(one.url) == content
                    if one.thumbnail_url:
                        assert opened.client.download(one.thumbnail_url)
                    if one.page_url:
                        assert b"<" in opened.client.download(one.page_url)
                assert one.bytes in (None, len(content))
                assert one.mime in (None, "image/png")
                if host.sharing.deletes.value != "account" and one.delete:
                    assert one.delete not in repr(one)
                assert one.answer["width"] == 40


def test_expiry_of_a_picture_is_a_moment(address: str) -> None:
    for name in ("imagehosting_me", "imgbb"):
        picture = imagehosts.upload(png(), to=name, expires=timedelta(days=2))
        assert picture.expires_at is not None
        assert picture.expires_at.tzinfo is not None


PICTURE = Uploaded(
    source="/home/me/my [best] *lake*.png",
    host="host",
    id="x1",
    url="https://i.example/a(1) b.png?x=1&y=<2>",
    title=None,
    width=40,
    height=30,
    delete="secret",
)
ENCODED = "https://i.example/a%281%29%20b.png?x=1&y=%3C2%3E"


def test_picture_is_written_in_every_form() -> None:
    forms = {
        "url": PICTURE.url,
        "markdown": rf"![my \[best\] \*lake\*.png]({ENCODED})",
        "html": '<img src="https://i.example/a(1) b.png?x=1&amp;y=&lt;2&gt;"'
        ' alt="my [best] *lake*.png" width="40" height="30">',
        "bbcode": f"[img]{ENCODED}[/img]",
        "delete": "secret",
        "{host}: {width}x{height} {{x}} {id}{title}": "host: 40x30 {x} x1",
    }
    with report_all(len(forms)) as case:
        for form, expected in forms.items():
            with case(form):
                assert PICTURE.render(form) == expected
    with pytest.raises(NoAddress, match="no address of a page that shows it; what there is: url"):
        PICTURE.render("{page}")
    for wrong in (
        "{url.__class__}",
        "{url!r}",
        "{url:>9}",
        "{0}",
        "{}",
        "{nothing}",
        "{url",
        "gif",
    ):
        with pytest.raises(InvalidArgument):
            PICTURE.render(wrong)
    assert set(NAMES) <= {*dir(PICTURE), "page", "thumbnail"}


def test_every_fact_of_a_host_has_a_source() -> None:
    with report_all(len(HOSTS)) as case:
        for host in HOSTS:
            with case(host.name):
                with imagehosts.open_host(
                    host.name, base_url="http://host.example/api", **{host.credential: "any"}
                ) as opened:
                    can = opened.capabilities
                found = [value for value in vars_of(can) if isinstance(value, Fact)]
                assert len(found) >= 5
                assert all(fact.source for fact in [*found, *can.known_problems])
                assert can.uploads == (host.upload_operation is not None)


def vars_of(can: Any) -> list[Any]:
    from attrs import fields

    return [getattr(can, each.name) for each in fields(type(can))]


def test_what_a_host_does_not_take_is_refused_before_sending(
    address: str, emulator: Emulator
) -> None:
    before = len(emulator.requests)
    cases: list[tuple[type[Exception], str, Any, dict[str, Any]]] = [
        (FileTooLarge, "imgur", b"\x89PNG\r\n\x1a\n" + bytes(11 * 1024 * 1024), {}),
        (NotOffered, "imges", png(), {"title": "x"}),
        (NotOffered, "imgbb", png(), {"host_options": {"colour": "red"}}),
        (NotOffered, "imgbb", png(), {"expires": timedelta(days=999)}),
        (InvalidArgument, "imgbb", b"", {}),
        (InvalidArgument, "imgbb", "no-such-file.png", {}),
        (InvalidArgument, "imgbb", png(), {"colour": "red"}),
        (InvalidArgument, "flickr", png(), {}),
        (InvalidArgument, "imgbb", "https://", {}),
    ]
    with report_all(len(cases)) as case:
        for kind, name, source, details in cases:
            with case(f"{name} {details}"):
                with pytest.raises(kind):
                    imagehosts.upload(source, to=name, **details)
                with pytest.raises(kind):
                    asyncio.run(imagehosts.upload_async(source, to=name, **details))
    assert len(emulator.requests) == before


def test_option_that_no_client_takes_is_named() -> None:
    with pytest.raises(InvalidArgument, match="colour: Imgur takes no such option"):
        imagehosts.open_host("imgur", colour="red")


def test_fallback_tries_the_hosts_in_their_order(address: str, emulator: Emulator) -> None:
    options = {"imgbb": {"base_url": DOWN, "max_retries": 0}}
    to = ["imgbb", "imges", "imgur"]
    # The second host does not take titles, which the third does.
    picture = imagehosts.upload(png(), to=to, client_options=options, title="Tahoe")
    assert (picture.host, len(emulator.pictures)) == ("imgur", 1)
    again = asyncio.run(
        imagehosts.upload_async(png(), to=to, client_options=options, title="Tahoe")
    )
    assert facts(again) == facts(picture)


def test_fallback_stops_where_no_other_host_can_help(address: str, emulator: Emulator) -> None:
    before = len(emulator.requests)
    with pytest.raises(InvalidArgument):
        imagehosts.upload("no-such-file.png", to=["imgbb", "imgur"])
    assert len(emulator.requests) == before
    options = {name: {"base_url": DOWN, "max_retries": 0} for name in ("imgbb", "imgur")}
    with pytest.raises(imagehosts.AllHostsFailed, match=r"imgbb: .*; imgur: ") as caught:
        imagehosts.upload(png(), to=["imgbb", "imgur"], client_options=options)
    assert [attempt.host for attempt in caught.value.attempts] == ["imgbb", "imgur"]


def test_mirror_gives_a_result_for_each_host(address: str, emulator: Emulator) -> None:
    options = {"imges": {"base_url": DOWN, "max_retries": 0}}
    to = ["imgur", "imges", "imgbb"]
    blocking = imagehosts.mirror(png(), to, client_options=options)
    awaited = asyncio.run(imagehosts.mirror_async(png(), to, client_options=options))
    for attempts in (blocking, awaited):
        assert [each.host for each in attempts] == to
        assert [each.uploaded is not None for each in attempts] == [True, False, True]
        assert isinstance(attempts[1].error, imagehosts.ConnectionFailed)
    assert len(emulator.pictures) == 4


def test_open_connection_is_used_and_left_open(address: str) -> None:
    with imagehosts.open_host("imgur") as host:
        picture = imagehosts.upload(png(), to=host)
        imagehosts.upload(png(), to=[host])
        host.delete(picture)
        with pytest.raises(imagehosts.NotFound):
            host.delete(picture)


def test_asynchronous_connection_deletes_by_picture_and_by_handle(address: str) -> None:
    async def upload_and_delete() -> None:
        async with imagehosts.open_host_async("imgur") as host:
            picture = await host.upload(png())
            await host.delete(picture)
            with pytest.raises(imagehosts.NotFound):
                await host.delete(picture)
            other = await host.upload(png(41, 30))
            assert other.delete is not None
            await host.delete(other.delete)
            with pytest.raises(imagehosts.NotFound):
                await host.delete(other)

    asyncio.run(upload_and_delete())


def test_without_a_host_the_first_with_a_key_is_taken(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in HOSTS:
        for variable in host.sync_client.environment.values():
            monkeypatch.delenv(variable, raising=False)
    with pytest.raises(imagehosts.MissingCredentials, match="no key is set"):
        imagehosts.upload(png())
    monkeypatch.setenv("IMGBB_API_KEY", "any")
    assert imagehosts.upload(png()).host == "imgbb"
