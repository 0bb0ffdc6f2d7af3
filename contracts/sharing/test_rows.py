"""The row of each host: what it says, committed, and what its calls for albums and accounts do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import imagehosts
import pytest
from attrs import fields
from imagehosts.emulator import Emulator
from imagehosts.emulator.domain.accounts import DEMO
from imagehosts.hosts import HOSTS, Host
from imagehosts.sharing.albums import Album, albums_of
from imagehosts.sharing.details import NotOffered
from imagehosts.sharing.profile import Sharing

from contracts.sharing.conftest import account
from contracts.support.emulated import png
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_file

WITH_ALBUMS = [host for host in HOSTS if host.sharing.albums is not None]


def described(host: Host) -> Iterator[str]:
    """Every fact of a row, a line each."""
    yield f"\n{host.name}: {host.title}; {host.status}"
    row = ("addresses", "is_default", "needs_key", "uploads_nothing", "base_path", "credential")
    for name in (*row, "variable", "other_variables", "needs_base_url", "base_url_variable"):
        yield f"  {name}: {shown(getattr(host, name))}"
    for kind in (host.sync_client, host.async_client):
        yield f"  {kind.__name__}: {kind.api.name} at {kind.api.base_url}"
        for name in ("environment", "credential_help", "credential_groups", "credential_order"):
            yield f"    {name}: {shown(getattr(kind, name))}"
    for field in fields(Sharing):
        yield f"  {field.name}: {shown(getattr(host.sharing, field.name))}"


def shown(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{name!r}: {shown(each)}" for name, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    return f"a function, {value.__name__}" if callable(value) else repr(value)


@pytest.mark.snapshots
def test_rows_of_hosts_say_what_is_committed() -> None:
    lines = [line for host in HOSTS for line in described(host)]
    hold_file(
        "hosts.txt", "\n".join(["# What each host's row says, by `make snapshots`.", *lines, ""])
    )


def facts(album: Album) -> tuple[Any, ...]:
    return album.id, album.handle, album.title, album.description or None


def test_albums_of_every_host_are_made_filled_and_emptied(address: str, emulator: Emulator) -> None:
    with report_all(len(WITH_ALBUMS)) as case:
        for host in WITH_ALBUMS:
            with (
                case(host.name),
                imagehosts.open_host(host.name, **account(emulator, host.name)) as opened,
            ):
                calls = albums_of(opened)
                made = calls.create("Tahoe", "Lakes", private=None)
                assert (made.title, made.description, made.handle) == ("Tahoe", "Lakes", made.id)
                plain = calls.create("Plain", None, private=False)
                assert plain.description is None
                found = calls.show(made.id)
                assert facts(found) == facts(made)
                names = {(each.id, each.handle, each.title) for each in calls.all()}
                assert names == {facts(each)[:3] for each in (made, plain)}
                first, second = (
                    opened.upload((f"{name}.png", png(9, 9 + at)), title=name)
                    for at, name in enumerate(("one", "two"))
                )
                calls.add(made.id, [first.id or "", second.id or ""])
                pictures = list(calls.pictures(made.id))
                assert [each.title for each in pictures] == ["one", "two"]
                assert [each.id for each in pictures] == [first.id, second.id]
                assert [each.url for each in pictures] == [first.url, second.url]
                assert {each.description for each in pictures} == {None}
                assert calls.show(made.id).count == 2
                calls.remove(made.id, [first.id or ""])
                assert [each.title for each in calls.pictures(made.id)] == ["two"]
                calls.delete(made.id)
                assert [each.id for each in calls.all()] == [plain.id]
                with pytest.raises(imagehosts.NotFound):
                    calls.show(made.id)


def test_private_album_is_private_at_every_host(address: str, emulator: Emulator) -> None:
    with report_all(len(WITH_ALBUMS)) as case:
        for host in WITH_ALBUMS:
            with (
                case(host.name),
                imagehosts.open_host(host.name, **account(emulator, host.name)) as opened,
            ):
                client: Any = opened.client
                calls = albums_of(opened)
                seen: dict[Any, Any] = {}
                for private in (None, True, False):
                    made = calls.create("a", None, private)
                    found = client.albums.get(made.id)
                    seen[private] = getattr(found, "privacy", getattr(found, "public", None))
                assert seen[True] != seen[False]
                assert seen[True] in ("hidden", False)
                assert seen[False] in ("public", True)


def test_anonymous_album_is_changed_by_its_secret_alone(address: str) -> None:
    with imagehosts.open_host("imgur") as opened:
        calls = albums_of(opened)
        made = calls.create("Tahoe", None, private=None)
        assert made.handle != made.id
        assert made.handle not in repr(made)
        opened.upload(png(9, 9), album=made.handle)
        assert calls.show(made.id).count == 1
        with pytest.raises(NotOffered) as caught:
            calls.add(made.handle, ["x"])
        assert str(caught.value) == (
            "album: imgur adds to an anonymous album only what is uploaded into it"
        )
        calls.delete(made.handle)
        with pytest.raises(imagehosts.NotFound):
            calls.show(made.id)
    with imagehosts.open_host("imges") as opened, pytest.raises(NotOffered) as caught:
        albums_of(opened)
    assert str(caught.value) == "imges: album: imges has no calls for albums"


def test_account_is_named_and_lists_its_last_pictures_first(
    address: str, emulator: Emulator
) -> None:
    hosts = [host for host in HOSTS if host.sharing.who is not None]
    with report_all(len(hosts)) as case:
        for host in hosts:
            row = host.sharing
            assert row.who is not None
            assert row.recent is not None
            with (
                case(host.name),
                imagehosts.open_host(host.name, **account(emulator, host.name)) as opened,
            ):
                assert row.who(opened.client) == "demo"
                ids: list[str | None] = []
                for at, name in enumerate(("first", "second")):
                    ids.append(opened.upload((f"{name}.png", png(9, 9 + at)), title=name).id)
                    emulator.clock.advance(2)
                assert [each.id for each in row.recent(opened.client)] == ids[::-1]
    with imagehosts.open_host("imgur") as guest:
        row = guest.host.sharing
        assert row.who is not None
        assert row.recent is not None
        assert (row.who(guest.client), row.recent(guest.client)) == (None, None)


def test_sign_in_asks_for_what_is_not_known(address: str, emulator: Emulator) -> None:
    (host,) = [host for host in HOSTS if host.sharing.sign_in is not None]
    asked: list[tuple[str, bool]] = []

    def ask(question: str, default: str, secret: bool) -> str:
        assert default == ""
        asked.append((question, secret))
        return DEMO[1] if question == "password" else DEMO[0]

    row = host.sharing
    assert row.sign_in is not None
    with imagehosts.open_host(host.name) as opened:
        known = {"api_key": "any", "auth_token": "mine"}
        assert row.sign_in(opened.client, known, ask) == known
        assert asked == []
        found = row.sign_in(opened.client, {"api_key": "any"}, ask)
        assert asked == [("user name or e-mail address", False), ("password", True)]
        assert found == {"api_key": "any", "auth_token": opened.client.credentials()["auth_token"]}
        asked.clear()
