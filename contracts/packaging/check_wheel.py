"""Builds the wheel, installs it into a clean environment, and uses it there as a stranger would.

Run by ``make wheel``. What is in the wheel is compared with what should be; then the package is
imported, typed, asked for its version and specs, and its emulator takes a real upload. From a
second environment the contract of a host is checked deeply on the emulator of the first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from contracts.packaging import container
from contracts.packaging.parts import BILL, pins

ROOT = Path(__file__).resolve().parents[2]

#: What must be in the wheel beside Python files, by the end of its path.
DATA = (
    *("py.typed", "spec.json", "openapi.json", ".xsd", "schema.sql", ".html", ".css"),
    *(".js", ".svg"),
    "generation.lock.json",
)

USE = """
import subprocess, sys, re, tempfile, pathlib
import imagehosts, imagehosts_wire
assert "httpx" not in sys.modules, "importing the package must not import httpx"
from imagehosts import ImageHostingMe
from io import BytesIO
from PIL import Image
out = BytesIO()
Image.new("RGB", (40, 30), "teal").save(out, "PNG")
command = [sys.executable, "-m", "imagehosts", "emulate", "--port", "0"]
process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
try:
    url = re.search(r"http://\\S+", process.stdout.readline()).group()
    with ImageHostingMe("some-key", base_url=url + "/api/1") as host:
        image = host.upload(out.getvalue(), title="from the wheel")
        assert host.download(image.url) == out.getvalue()
        assert (image.width, image.height, image.title) == (40, 30, "from the wheel")
        host.delete(image)
finally:
    process.terminate()
    process.stdout.close()
    assert process.wait(10) == 0, "the emulator did not end tidily"
print("the wheel uploads, downloads and deletes")
"""

WITHOUT_EXTRA = """
import subprocess, sys
for words in (["upload", "lake.png"], ["hosts"], ["api", "imgur", "credits", "get"]):
    command = [sys.executable, "-m", "imagehosts", *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2, done
    assert 'pip install "imagehosts[cli]"' in done.stderr, done.stderr
    assert done.stderr.count("\\n") == 1, done.stderr
print("the wheel without its extra says which one is missing")
"""

DEEP = """
import importlib.util, json, os, pathlib, re, subprocess, sys, tempfile
assert importlib.util.find_spec("contracts") is None, "a checkout is at hand"
emulate = [sys.argv[1], "-m", "imagehosts", "emulate", "--api", "imgbb", "--port", "0"]
process = subprocess.Popen(emulate, stdout=subprocess.PIPE, text=True)
try:
    url = re.search(r"http://\\S+", process.stdout.readline()).group()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "imagehosts", "contract", "imgbb", "--json", "--deep"]
        command += ["--base-url", url + "/1", "--pause", "0", "--requests", "40", "--seed", "1"]
        settings = {**os.environ, "IMGBB_API_KEY": "any-key"}
        done = subprocess.run(command, env=settings, cwd=folder, capture_output=True, text=True)
        left = [path.name for path in pathlib.Path(folder).iterdir()]
finally:
    process.terminate()
    process.stdout.close()
    assert process.wait(10) == 0, "the emulator did not end tidily"
assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
report = json.loads(done.stdout)
claims = [check["claim"] for check in report["checks"]]
assert sum(" keeps its contract in " in claim for claim in claims) == 2, claims
assert report["requests"] > 40 and report["created"] > 3, report
assert (report["result"], report["left"], left) == ("kept", [], [])
print(f"the wheel checks a host deeply: {report['requests']} requests, nothing left")
"""

XML = """
import importlib.util, pathlib, sys
assert not [name for name in ("xsdata", "lxml", "xmlschema") if importlib.util.find_spec(name)]
from imagehosts.core.xml import decode_xml
from imagehosts_wire.imageshack_gallery.resources.galleries import GALLERIES_VIEW
drift = []
gallery = decode_xml(GALLERIES_VIEW, pathlib.Path(sys.argv[1]).read_bytes(), {}, drift.append)
assert (gallery.name, gallery.files.items[1].bucket, drift) == ("my_gallery", 5678, [])
print("the wheel reads XML by itself")
"""
EXAMPLE = ROOT / "specs/imageshack_gallery/examples/documented/gallery_create.xml"

TYPED = """
from imagehosts import AsyncImges, ImageHostingMe
from imagehosts_wire.imagehosting_me.models import Image

def upload(host: ImageHostingMe) -> Image:
    return host.upload("picture.png", title="typed")

def address(host: ImageHostingMe) -> str:
    return host.upload("picture.png", format="txt")

async def guest(host: AsyncImges) -> int:
    return (await host.upload(b"...")).width
"""


def main() -> int:
    """Build, install, use; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="imagehosts-wheel-") as folder:
        work = Path(folder)
        wheel = _build(work)
        _check_contents(wheel)
        python = _install(work, wheel, "emulator")
        _run(work, [str(python), "-W", "error", "-c", USE])
        _run(work, [str(python), "-W", "error", "-c", WITHOUT_EXTRA])
        _install_extra(work, python, wheel, "cli")
        _run(work, [str(python.parent / "imagehosts"), "--version"])
        _run(work, [str(python.parent / "imagehosts"), "spec", "imges"], quiet=True)
        xsd = ["spec", "imageshack_gallery", "--xsd"]
        _run(work, [str(python.parent / "imagehosts"), *xsd], quiet=True)
        _run(work, [str(python), "-W", "error", "-c", XML, str(EXAMPLE)])
        (work / "user.py").write_text(TYPED, encoding="utf-8")
        mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(work / "cache")]
        _run(work, [*mypy, "--python-executable", str(python), "user.py"])
        apart = _install(work, wheel, "contract")
        _run(work, [str(apart), "-W", "ignore", "-c", DEEP, str(python)])
        container.check(work, wheel)
        kept = ROOT / "dist"
        kept.mkdir(exist_ok=True)
        shutil.copy2(wheel, kept / wheel.name)
    print(f"dist/{wheel.name}")
    print("1 passed, 0 failed")
    return 0


def _build(work: Path) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel"]
    _run(ROOT, [*command, "--outdir", str(work), "."], quiet=True)
    (wheel,) = work.glob("*.whl")
    return wheel


def _check_contents(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for ending in DATA:
        assert any(name.endswith(ending) for name in names), f"no {ending} in the wheel"
    allowed = ("imagehosts/", "imagehosts_wire/", "imagehosts-")
    strangers = [name for name in names if not name.startswith(allowed)]
    assert not strangers, f"these do not belong into the wheel: {strangers}"
    (bill,) = [name for name in names if name.endswith(".dist-info/sboms/imagehosts.cdx.json")]
    assert zipfile.ZipFile(wheel).read(bill) == BILL.read_bytes(), "another bill of materials"
    source = {
        path.relative_to(ROOT / top).as_posix()
        for top, package in (("overrides", "imagehosts"), ("generated", "imagehosts_wire"))
        for path in (ROOT / top / package).rglob("*.py")
    }
    missing = source - set(names)
    assert not missing, f"these modules are not in the wheel: {sorted(missing)}"
    print(f"{wheel.name}: {len(names)} files, {wheel.stat().st_size // 1024} kB")


def _install(work: Path, wheel: Path, extra: str) -> Path:
    """The Python of a clean environment with the wheel and one of its extras."""
    _run(work, [sys.executable, "-m", "venv", extra])
    python = work / extra / ("Scripts" if os.name == "nt" else "bin") / "python"
    (work / "versions.txt").write_text(pins(), encoding="utf-8")
    _install_extra(work, python, wheel, extra)
    return python


def _install_extra(work: Path, python: Path, wheel: Path, extra: str) -> None:
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run(work, [*pip, "-c", str(work / "versions.txt"), f"{wheel}[{extra}]"])


def _run(folder: Path, command: list[str], *, quiet: bool = False) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if done.returncode:
        print(done.stdout or "", file=sys.stderr)
        raise SystemExit(f"failed: {' '.join(command[:4])} ...")


if __name__ == "__main__":
    raise SystemExit(main())
