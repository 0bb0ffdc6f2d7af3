"""A change of a spec reaches clients and command line with no other file edited."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import imagehosts
import pytest
from codegen.driver import PACKAGE, generate
from imagehosts_wire import APIS

from contracts.wire.tables import operations_of

ROOT = Path(imagehosts.__file__).parents[2]
SOURCE = ROOT / "overrides/imagehosts"

#: What runs in the changed copy: a server that keeps the bodies, and every way to upload.
PROGRAM = """
import asyncio, http.server, os, threading
os.environ["IMGUR_CLIENT_ID"] = "id"
bodies = []
ANSWER = b'{"data": {"id": "abc", "link": "https://i.imgur.com/abc.png"}, "success": true}'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/3"

from imagehosts import AsyncImgur, Imgur
from imagehosts.cli import main

with Imgur("id", base_url=url) as client:
    client.upload(b"\\x89PNG", mood="calm")


async def uploads():
    async with AsyncImgur("id", base_url=url) as client:
        await client.upload(b"\\x89PNG", mood="calm")


asyncio.run(uploads())
with open("a.png", "wb") as file:
    file.write(b"\\x89PNG")
command = ["upload", "a.png", "--host", "imgur", "--base-url", url, "--host-option", "mood=calm"]
print("status", main(command))
for body in bodies:
    print(b'name="mood"' in body and b"calm" in body)
main(["api", "imgur", "images", "upload", "--help"])
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout of its own, to change a spec in."""
    for name in ("overrides/imagehosts", "generated/imagehosts_wire", "specs"):
        ignored = shutil.ignore_patterns("examples")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    return tmp_path


def change(copy: Path, api: str, *changes: tuple[str, str]) -> None:
    """Change a spec, and generate."""
    path = copy / f"specs/{api}/openapi.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    # The other specs did not change, and generating all of them takes long.
    one, fresh = copy / f"one-{api}", copy / f"fresh-{api}" / PACKAGE
    others = [
        each.name for each in (copy / "specs").iterdir() if each.is_dir() and each.name != api
    ]
    shutil.copytree(copy / "specs", one / "specs", ignore=shutil.ignore_patterns(*others))
    (one / "specs" / api / "openapi.yaml").write_text(text, "utf-8")
    generate(one, fresh, say=lambda line: None)
    shutil.rmtree(copy / "generated" / PACKAGE / api)
    shutil.move(fresh / api, copy / "generated" / PACKAGE / api)


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=copy
    )


def test_new_upload_parameter_is_in_both_clients_and_the_command_line(copy: Path) -> None:
    mood = "        mood: {type: string, description: Mood of the picture., x-provenance: observed,"
    mood += " x-evidence: a test}\n"
    change(
        copy,
        "imgur",
        ("        title: &send_title_2", f"{mood}        title: &send_title_2"),
        (
            "        type: *send_type\n        name: *send_name\n",
            f"        type: *send_type\n{mood}        name: *send_name\n",
        ),
    )
    paths = [str(copy / "overrides"), str(copy / "generated")]
    ran = run(copy, "-c", f"import sys; sys.path[:0] = {paths!r}\n{PROGRAM}")
    assert ran.returncode == 0, ran.stderr
    first, status, *sent = ran.stdout.splitlines()
    assert (first, status) == ("https://i.imgur.com/abc.png", "status 0")
    assert sent[:3] == ["True"] * 3
    assert "--mood STR: Mood of the picture" in ran.stdout
    options = (copy / "generated/imagehosts_wire/imgur/resources/images.py").read_text("utf-8")
    listed = options.partition("class ImagesUploadOptions(")[2].partition("\nclass ")[0]
    assert "    mood: str | None\n" in listed


#: Uploads with a new option, which reach the host, and the types that a user sees of them.
TYPED = """
import asyncio
from typing import assert_type

import httpx
from imagehosts import AsyncImageHostingMe, ImageHostingMe
from imagehosts_wire.imagehosting_me.models import Image

URL = "https://imagehosting.me/images/a.png"


def answer(request: httpx.Request) -> httpx.Response:
    request.read()
    print("sent", b'name="mood"' in request.content, b"calm" in request.content)
    return httpx.Response(200, text=URL, headers={"Content-Type": "text/plain"})


async def use(host: ImageHostingMe, other: AsyncImageHostingMe) -> None:
    text = host.upload(b"GIF89a", format="txt", mood="calm")
    texts = await other.upload(b"GIF89a", format="txt", mood="calm")
    assert (assert_type(text, str), assert_type(texts, str)) == (URL, URL)


async def see(host: ImageHostingMe, other: AsyncImageHostingMe) -> None:
    assert_type(host.upload(b"", mood="calm"), Image)
    assert_type(await other.upload(b"", mood="calm"), Image)
    await other.upload(b"", mood=3)


if __name__ == "__main__":
    mock = httpx.MockTransport(answer)
    clients = ImageHostingMe("k", transport=mock), AsyncImageHostingMe("k", transport=mock)
    asyncio.run(use(*clients))
"""


def test_types_follow_a_new_parameter_and_a_renamed_operation(copy: Path) -> None:
    mood = "        mood: {type: string, description: Mood., x-provenance: observed,"
    mood += " x-evidence: a test}\n"
    change(copy, "imagehosting_me", ("        title: *title\n", f"        title: *title\n{mood}"))
    change(copy, "imges", ("operationId: images_upload\n", "operationId: images_send\n"))
    paths = [str(copy / "overrides"), str(copy / "generated")]
    program, settings = copy / "program.py", copy / "mypy.ini"
    program.write_text(TYPED)
    ran = run(copy, "-c", f"import sys; sys.path[:0] = {paths!r}\n{TYPED}")
    assert ran.stdout.split() == ["sent", "True", "True"] * 2, ran.stdout + ran.stderr
    settings.write_text(
        f"[mypy]\nmypy_path = {':'.join(paths)}\n"
        "explicit_package_bases = True\nfollow_imports = silent\n"
    )
    files = [str(program), str(copy / "overrides/imagehosts/hosts/imges.py")]
    ran = run(copy, "-m", "mypy", "--config-file", str(settings), "--no-incremental", *files)
    errors = [line for line in ran.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 2, ran.stdout
    assert re.search(r"hosts/imges\.py:\d+: error: .*IMAGES_UPLOAD\b", errors[0])
    assert re.search(r"program\.py:\d+: error: No overload variant of \"upload\"", errors[1])


def test_no_operation_is_named_by_a_text_in_the_package() -> None:
    ids = {operation.id for api in APIS for operation in operations_of(api)}
    assert "images_upload" in ids
    begins = r"\.id\.(?:startswith|endswith|partition)|\.id (?:==|in|!=)| in \w+\.id\b"
    found = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).parts[0] != "emulator"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if ids & set(re.findall(r"[\"']([a-z0-9_]+)[\"']", line)) or re.search(begins, line)
    ]
    # Resource and method are the two halves of an id by rule, whatever it is.
    assert [each for each in found if "= operation.id.partition" not in each] == []
