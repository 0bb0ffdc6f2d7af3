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
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    # The other specs did not change, and generating all of them takes long.
    one, fresh = copy / "one", copy / "fresh" / PACKAGE
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


def test_renamed_operation_is_an_error_of_types_at_each_place(copy: Path) -> None:
    change(
        copy,
        "imagehosting_me",
        ("operationId: images_upload_txt\n", "operationId: images_send_txt\n"),
    )
    modules = [copy / f"overrides/imagehosts/hosts/{name}.py" for name in ("chevereto", "imges")]
    settings = copy / "mypy.ini"
    settings.write_text(
        f"[mypy]\nmypy_path = {copy}/overrides:{copy}/generated\n"
        "explicit_package_bases = True\nfollow_imports = silent\n"
    )
    ran = run(
        copy, "-m", "mypy", "--config-file", str(settings), "--no-incremental", *map(str, modules)
    )  # fmt: skip
    errors = [line for line in ran.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1, ran.stdout
    assert re.search(r"hosts/chevereto\.py:\d+: error: .*IMAGES_UPLOAD_TXT\b", errors[0])


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
