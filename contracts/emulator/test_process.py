"""The emulator as a process: it says where it listens, stops when told, and loses nothing."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from imagehosts.emulator import Emulator, EmulatorConfig, server
from imagehosts.emulator.server import listen_apart

from contracts.support.emulated import IMGES, ME, PATHS, jpeg, png

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")


@contextmanager
def _process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "imagehosts.emulator", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
        assert found, line + (process.stderr.read() if process.stderr and not line else "")
        yield process, found[1]
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _upload(
    base: str, path: str = ME, content: bytes | None = None, **fields: str
) -> httpx.Response:
    files = {"source": ("a.png", content or png())}
    return httpx.post(base + path, data={"key": "k", **fields}, files=files)


def test_it_listens_answers_and_takes_two_keys() -> None:
    with _process("--key", "first", "--key", "second") as (_, base):
        health = httpx.get(f"{base}/_emulator/health")
        assert (health.status_code, health.json()["status"]) == (200, "ok")
        for key, status in {"first": 200, "second": 200, "third": 400}.items():
            for path in PATHS.values():
                assert _upload(base, path, key=key).status_code == status
        url = _upload(base, key="first").json()["image"]["url"]
        assert url.startswith(base)
        assert httpx.get(url).content == png()


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_tidily(tmp_path: Path, number: signal.Signals) -> None:
    with _process("--data", str(tmp_path)) as (process, base):
        with httpx.Client() as client:  # a connection that is kept open does not hold it up
            assert client.get(f"{base}/_emulator/health").status_code == 200
            process.send_signal(number)
            assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


@posix
def test_everything_that_was_answered_survives_a_kill(tmp_path: Path) -> None:
    answered: list[tuple[str, str, bytes]] = []
    with _process("--data", str(tmp_path), "--album", "Wb2=k") as (process, base):
        stop = threading.Event()

        def keep_uploading(number: int) -> None:
            count = 0
            while not stop.is_set():
                content = png(20 + number, 20 + count)
                try:
                    image = _upload(base, content=content, album_id="Wb2").json()["image"]
                except (httpx.HTTPError, ValueError):
                    return
                answered.append((image["url"], image["delete_url"], content))
                count += 1
                if len(answered) == 30:
                    process.kill()

        threads = [threading.Thread(target=keep_uploading, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        process.wait(60)
        stop.set()
        for thread in threads:
            thread.join()
    assert len(answered) >= 30
    with _process("--data", str(tmp_path)) as (_, again):
        for url, _, content in answered:
            path = re.sub(r"http://[^/]+", "", url)
            assert httpx.get(again + path).content == content
        first = re.sub(r"http://[^/]+", "", answered[0][1])
        assert httpx.get(again + first).status_code == 301
        kept = httpx.get(f"{again}/_emulator/pictures").json()
        assert len(answered) - 1 <= len(kept) <= len(answered) + 2
        image = _upload(again).json()["image"]
        assert image["id_encoded"] not in {picture["id"] for picture in kept}


def test_second_process_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    with _process("--data", str(tmp_path)):
        second = _run("--port", "0", "--data", str(tmp_path))
        assert second.returncode == 1
        assert "in use by another emulator" in second.stderr
        assert "Traceback" not in second.stderr


def test_port_in_use_is_reported_in_one_line() -> None:
    with _process() as (_, base):
        second = _run("--port", base.rpartition(":")[2])
        assert second.returncode == 1
        assert "cannot listen on 127.0.0.1:" in second.stderr
        assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--api", "flickr"], "there is no API called 'flickr'"),
        (["--profile", "none"], "is not a profile"),
        (["--max-file-size", "big"], "is not a size"),
        (["--allow-network", "everything"], "neither 'public' nor host:port"),
        (["--album", "broken"], "not of the form ID=KEY"),
    ],
)
def test_wrong_setting_is_reported_in_one_line(arguments: list[str], words: str) -> None:
    result = _run("--port", "0", *arguments)
    assert result.returncode in (1, 2)
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "imagehosts.emulator", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


#: Thrice what a server may grow by: a copy of the file anywhere is seen.
LARGE = 100_000_000


@posix
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
@pytest.mark.parametrize("kept", ["in memory", "in a directory"])
def test_a_large_file_does_not_go_through_memory(tmp_path: Path, kept: str) -> None:
    head = jpeg(800, 600)
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.write(head)
        file.truncate(LARGE)  # a hole: nothing is written to this disk
    arguments = [] if kept == "in memory" else ["--data", str(tmp_path / "data")]
    with _process(*arguments) as (process, base):
        _upload(base)
        before = _peak_megabytes(process.pid)
        with large.open("rb") as file:
            image = httpx.post(
                base + IMGES,
                data={"key": "k"},
                files={"source": ("large.jpg", file)},
                timeout=120,
            ).json()["image"]
        assert image["size"] == LARGE
        with httpx.stream("GET", image["url"], timeout=120) as served:
            sizes = [len(chunk) for chunk in served.iter_bytes()]
        assert sum(sizes) == LARGE
        assert _peak_megabytes(process.pid) - before < 30


def _peak_megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def test_an_emulator_serves_from_a_thread_too() -> None:
    with Emulator() as emulator, emulator.serve() as base:
        response = _upload(base, IMGES)
        assert httpx.get(response.json()["image"]["url"]).content == png()
        assert len(emulator.pictures) == 1
        assert emulator.internal_errors == []


def test_ten_uploads_at_once_are_ten_pictures() -> None:
    with Emulator() as emulator, emulator.serve() as base:
        urls: list[str] = []

        def one() -> None:
            urls.append(_upload(base).json()["image"]["url"])

        threads = [threading.Thread(target=one) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(urls)) == 10
        assert emulator.internal_errors == []


def test_a_client_that_goes_away_leaves_nothing_behind() -> None:
    with Emulator() as emulator, emulator.serve() as base:

        def body() -> Iterator[bytes]:
            yield b'--f\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--f\r\n'
            yield b'Content-Disposition: form-data; name="source"; filename="a.png"\r\n\r\n'
            yield png()
            raise ConnectionError("the client goes away")

        headers = {"Content-Type": "multipart/form-data; boundary=f"}
        with pytest.raises(ConnectionError), httpx.Client() as client:
            client.post(base + ME, content=body(), headers=headers)
        assert _upload(base).status_code == 200
        assert len(emulator.pictures) == 1
        assert emulator.internal_errors == []


def test_a_request_to_become_a_websocket_is_one_like_any_other() -> None:
    asks = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    with Emulator() as emulator, emulator.serve() as base:
        for path, headers, status in (
            ("/_emulator/requests", {}, 200),
            ("/_emulator/requests", {"Origin": "http://evil.example"}, 403),
            ("/3/image/none", {}, 401),
        ):
            answer = httpx.get(base + path, headers=asks | headers)
            assert answer.status_code == status, path


def test_long_addresses_are_read() -> None:
    with Emulator() as emulator, emulator.serve() as base:
        response = httpx.get(base + ME, params={"key": "k", "source": "x" * 60_000})
        assert response.json()["error"]["code"] == 130
        assert emulator.internal_errors == []


def test_message_about_a_missing_package_says_what_to_do() -> None:
    code = (
        "import sys, importlib.util as u; real = u.find_spec;"
        "u.find_spec = lambda n, *a: None if n == 'starlette' else real(n, *a);"
        "from imagehosts.emulator.__main__ import main; sys.exit(main(['--port', '0']))"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert 'pip install "imagehosts[emulator]"' in result.stderr
    assert "Traceback" not in result.stderr


def test_help_can_be_read_without_the_extra() -> None:
    code = (
        "import sys; sys.modules.update(starlette=None, uvicorn=None, PIL=None, jinja2=None);"
        "from imagehosts.emulator.__main__ import main; main(['--help'])"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    assert "--refuse-duplicates" in result.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shares connections out")
def test_workers_have_sockets_of_their_own_at_one_address() -> None:
    with ExitStack() as stack:
        sockets = listen_apart(EmulatorConfig(port=0, workers=3))
        for one in sockets:
            stack.enter_context(one)
            one.setblocking(False)
        addresses = {one.getsockname() for one in sockets}
        assert (len(sockets), len(addresses)) == (3, 1)
        address = addresses.pop()
        for _ in range(90):
            stack.enter_context(socket.create_connection(address))
        taken = [0, 0, 0]
        for number, one in enumerate(sockets):
            with suppress(BlockingIOError):
                while True:
                    one.accept()[0].close()
                    taken[number] += 1
        assert sum(taken) == 90
        assert min(taken) >= 5
        for workers in (1, 3):  # what shares a port with itself shares it with nobody else
            with pytest.raises(OSError, match="cannot listen on"):
                listen_apart(EmulatorConfig(port=address[1], workers=workers))


def test_workers_share_a_socket_where_the_system_has_no_better_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "_can_share", lambda: False)
    (one,) = listen_apart(EmulatorConfig(port=0, workers=3))
    one.close()
