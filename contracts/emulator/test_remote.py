"""A service as tests see it: the same as an emulator of their own."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from imagehosts import AuthenticationFailed
from imagehosts.emulator import Emulator, NoSpace, RemoteEmulator, Space
from imagehosts.emulator.core.faults import FaultError
from imagehosts.emulator.core.snapshots import SnapshotError
from imagehosts.emulator.remote import RemoteError
from imagehosts.emulator.seeds import SeedError

from contracts.support.emulated import ME, EmulatorClient, png, sound
from contracts.support.reporting import report_all

#: What needs the process of the emulator.
OF_THE_PROCESS = {
    *("app", "tunnels", "services", "config", "internal_errors", "path", "switch_on"),
    *("serve", "intercept", "transport", "async_transport", "requests_adapter"),
}


@pytest.fixture
def service() -> Iterator[EmulatorClient]:
    with sound(Emulator()) as emulated:
        yield emulated


@pytest.fixture
def remote(service: EmulatorClient) -> Iterator[RemoteEmulator]:
    with service.emulator.serve() as url, RemoteEmulator(url) as remote:
        with remote.space("mine", users=("ann:secret",), max_file_size=5000) as space:
            yield space


def test_a_remote_space_has_what_a_local_one_has() -> None:
    local = {name for name, _ in inspect.getmembers(Space) if name[0] != "_"} - OF_THE_PROCESS
    missing = local - {name for name, _ in inspect.getmembers(RemoteEmulator)}
    assert missing == set()


def test_a_remote_space_is_read_and_steered_over_http(
    service: EmulatorClient, remote: RemoteEmulator, tmp_path: Path
) -> None:
    here = service.emulator.space("mine", users=("ann:secret",), max_file_size=5000)
    prefix = "/_emulator/spaces/mine"
    service.image(path=prefix + ME, title="Lake")
    with report_all() as case:
        with case("pictures"):
            (picture,) = remote.pictures
            (same,) = here.pictures
            assert (picture.code, picture.title, picture.width) == (same.code, "Lake", same.width)
            assert remote.read(same.files["image"].path) == here.read(same.files["image"].path)
            with pytest.raises(KeyError):
                remote.read("/nothing.png")
        with case("requests"):
            host = same.host
            (entry,) = remote.expect(host, "images_upload", fields={"title": "Lake"}, times=1)
            assert (entry.path, entry.status) == (ME, 200)
            with pytest.raises(AssertionError, match="expected 1"):
                remote.expect(host, "images_upload", fields={"title": "Sea"}, times=1)
            assert remote.har()["log"]["entries"]
        with case("clock"):
            before = here.clock.now()
            assert remote.clock.advance(days=1) == pytest.approx(remote.clock.now(), abs=60)
            assert here.clock.now() - before == pytest.approx(86_400, abs=60)
        with case("web"):
            remote.web["http://pictures.example/a.png"] = png()
            assert here.web["http://pictures.example/a.png"] == png()
            assert ("http://pictures.example/a.png" in remote.web, len(remote.web)) == (True, 1)
            del remote.web["http://pictures.example/a.png"]
            assert list(here.web) == []
        with case("faults"):
            with remote.status(503, host, times=2) as fault:
                assert (fault.hits, fault.left) == (0, 2)
                assert service.upload(path=prefix + ME).status_code == 503
                assert (fault.hits, fault.left) == (1, 1)
                assert service.upload(path=prefix + ME).status_code == 503
                assert (fault.hits, fault.left) == (2, 0)
            remote.slow(0.001).cancel()
            assert here.services.faults.on() == []
            with pytest.raises(FaultError, match="no_such"):
                remote.fail(host, "no_such")
        with case("login"):
            accounts = next(
                site.api for site in service.emulator.services.sites if site.dialect.log_in
            )
            assert remote.log_in(accounts, "ann", "secret")
            with pytest.raises(AuthenticationFailed):
                remote.log_in(accounts, "ann", "wrong")
            with pytest.raises(LookupError, match="no accounts"):
                remote.log_in(host)
            with pytest.raises(LookupError, match="nowhere"):
                remote.log_in("nowhere")
        with case("snapshot"):
            state = remote.snapshot(tmp_path / "state.zip")
            remote.reset()
            assert remote.pictures == []
            remote.restore(tmp_path / "state.zip")
            assert len(remote.pictures) == 1
            assert remote.snapshot()[:2] == state[:2] == b"PK"
            with pytest.raises(SnapshotError):
                remote.restore(b"no snapshot")
        with case("seed"):
            (tmp_path / "folder").mkdir()
            (tmp_path / "folder" / "sea.png").write_bytes(png(50, 40))
            assert remote.seed(tmp_path / "folder").pictures > 0
            assert {one.original_filename for one in here.pictures} >= {"sea.png"}
            with pytest.raises(SeedError, match="colour"):
                remote.seed({"colour": "green"})
        with case("mail"):
            here.services.accounts.mailbox.send(accounts, "a@example.com", "S", "T", 1.0)
            assert [mail.subject for mail in remote.mails] == ["S"]
        with case("no proxy"):
            assert remote.proxy_environment() == {}
        with case("spaces"):
            with RemoteEmulator(remote.service) as whole:
                with pytest.raises(NoSpace, match="other settings"):
                    whole.space("mine", seed=3)
                with pytest.raises(ValueError, match="cannot name a space"):
                    whole.space("Mine")
            remote.remove()
            assert "mine" not in [space.name for space in service.emulator.spaces]


def test_what_is_no_emulator_is_named_with_what_it_answers(service: EmulatorClient) -> None:
    def failure(url: str, **options: Any) -> str:
        with RemoteEmulator(url, **options) as remote, pytest.raises(RemoteError) as caught:
            remote.space("a")
        return str(caught.value)

    assert "no emulator answers at http://127.0.0.1:9" in failure("http://127.0.0.1:9")
    with service.emulator.serve() as url:
        assert "not as an emulator does" in failure(f"{url}/images")
    with sound(Emulator(admin_token="secret", host="127.0.0.1")) as guarded:
        with guarded.emulator.serve() as url:
            other = url.replace("127.0.0.1", "2130706433")
            assert "refuses" in failure(other) or "no emulator" in failure(other)
            with RemoteEmulator(url, token="secret") as remote, remote.space("a") as space:
                assert space.pictures == []
