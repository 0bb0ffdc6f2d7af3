"""``make demo``: the main job from start to end, on the emulator, with real pictures.

Regenerates the clients from the specs, starts the emulator as a process of its own, uploads
pictures through every client in every form of input and format of answer, downloads each and
compares the bytes, holds every answer against its spec, and prints what happened as a table. A
mismatch is named, and the exit status says so.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from html import unescape
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urljoin

import httpx
from codegen.__main__ import main as codegen
from imagehosts import Base64, ImageHostError, Url
from imagehosts.hosts import Host, find_host
from jsonschema import Draft202012Validator
from PIL import Image, ImageDraw

FORMATS = ("json", "txt", "redirect")
#: The clients that take part, and the APIs that are checked.
CLIENTS = ("imges", "imagehosting_me", "chevereto")
APIS = ("imges", "imagehosting_me")


class Picture(NamedTuple):
    """A picture to upload."""

    name: str
    content: bytes
    path: Path


class Result(NamedTuple):
    """What became of the uploads of one client."""

    client: str
    uploads: int
    identical: int
    answers_checked: int
    problems: list[str]


def main() -> int:
    """Run the demo; the exit status is 0 if everything was as it should be."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("picture", nargs="?", type=Path, help="a picture of your own to add")
    options = parser.parse_args()
    if options.picture and not options.picture.is_file():
        parser.error(f"there is no file {options.picture}")
    started = time.monotonic()
    print("1. regenerating the clients from the specs", flush=True)
    if codegen(["generate"]):
        return 1
    with TemporaryDirectory(prefix="imagehosts-demo-") as folder:
        pictures = list(make_pictures(Path(folder), options.picture))
        print(f"2. pictures: {', '.join(picture.name for picture in pictures)}")
        with emulator() as address:
            print(f"3. the emulator answers at {address}", flush=True)
            results = run_uploads(address, pictures)
            print("5. holding the hosts against their contracts", flush=True)
            checks = run_contracts(address)
    print_table(results, checks)
    problems = [f"{r.client}: {p}" for r in results for p in r.problems]
    problems += [f"{check['api']}: {p}" for check in checks for p in check["problems"]]
    for problem in problems[:20]:
        print(f"  problem: {problem}", file=sys.stderr)
    seconds = time.monotonic() - started
    verdict = "all is well" if not problems else f"{len(problems)} problems"
    print(f"\n{verdict}, in {seconds:.0f} seconds")
    return 1 if problems else 0


# --- pictures ------------------------------------------------------------------------------


def make_pictures(folder: Path, own: Path | None) -> Iterator[Picture]:
    """A photograph, a drawing with transparency, an animation, and the user's own picture."""
    makers: dict[str, Callable[[], bytes]] = {
        "lake.jpg": _photograph,
        "naïve 写真.png": _drawing,
        "waves.gif": _animation,
    }
    for name, make in makers.items():
        path = folder / name
        path.write_bytes(make())
        yield Picture(name, path.read_bytes(), path)
    if own:
        yield Picture(own.name, own.read_bytes(), own)


def _photograph() -> bytes:
    sky = Image.linear_gradient("L").resize((1280, 480))
    lake = sky.rotate(180)
    picture = Image.new("RGB", (1280, 960))
    picture.paste(Image.merge("RGB", (sky, sky, sky.point(lambda v: min(255, v + 60)))), (0, 0))
    picture.paste(Image.merge("RGB", (lake.point(lambda v: v // 3), lake, lake)), (0, 480))
    noise = Image.effect_noise((1280, 960), 24).convert("RGB")
    return _encoded(Image.blend(picture, noise, 0.15), "JPEG", quality=88)


def _drawing() -> bytes:
    picture = Image.new("RGBA", (640, 420), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for step in range(8):
        box = (20 + 36 * step, 20 + 20 * step, 340 + 36 * step, 260 + 20 * step)
        draw.ellipse(box, fill=(30 * step, 90, 200 - 20 * step, 90), outline=(20, 20, 20, 255))
    return _encoded(picture, "PNG")


def _animation() -> bytes:
    frames = []
    for step in range(6):
        frame = Image.new("RGB", (120, 80), "white")
        ImageDraw.Draw(frame).arc((10 + step * 8, 10, 70 + step * 8, 70), 0, 180, "navy", 4)
        frames.append(frame)
    return _encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)


def _encoded(picture: Image.Image, format: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


# --- the emulator --------------------------------------------------------------------------


@contextmanager
def emulator() -> Iterator[str]:
    """The emulator as a process of its own, as a user would start it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "imagehosts", "emulate", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the demo, which ends the emulator in its own time
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            raise SystemExit(f"the emulator did not start: {line or 'it said nothing'}")
        yield found.group()
    finally:
        process.terminate()
        process.wait(10)


# --- uploads -------------------------------------------------------------------------------


def input_forms(picture: Picture, address: str) -> dict[str, Callable[[], Any]]:
    """Every way to give a picture to a client."""
    text = base64.b64encode(picture.content).decode()
    return {
        "path as text": lambda: str(picture.path),
        "path object": lambda: picture.path,
        "bytes": lambda: picture.content,
        "file object": lambda: picture.path.open("rb"),
        "name and content": lambda: (picture.name, picture.content),
        "name, content, type": lambda: (picture.name, BytesIO(picture.content), "image/*"),
        "base64": lambda: Base64(text),
        "data URL": lambda: f"data:image/png;base64,{text}",
        "address": lambda: Url(address),
    }


def run_uploads(address: str, pictures: list[Picture]) -> list[Result]:
    """Upload through every client, synchronous and asynchronous."""
    results = []
    for host in filter(None, map(find_host, CLIENTS)):
        for kind in ("", "Async"):
            name = f"{kind}{host.client}"
            print(f"4. {name}", end=" ", flush=True)
            base_url = address + host.base_path
            results.append(_run_client(name, host, kind == "Async", base_url, pictures))
            print(flush=True)
    return results


def _run_client(
    name: str, host: Host, asynchronous: bool, base_url: str, pictures: list[Picture]
) -> Result:
    checker = AnswerChecker(host)
    problems: list[str] = []
    counts = {"uploads": 0, "identical": 0}

    async def go() -> None:
        upload, download, close = _doors(host, asynchronous, base_url, checker)
        try:
            for picture in pictures:
                print(".", end="", flush=True)
                first = await upload(picture.path)
                for form, source in input_forms(picture, first.url).items():
                    methods = ("POST", "GET") if form == "address" else ("POST",)
                    for method in methods:
                        for format in FORMATS:
                            what = f"{picture.name} as {form}, {format}, {method}"
                            counts["uploads"] += 1
                            try:
                                answer = await upload(source(), format=format, method=method)
                                content = await _picture_behind(answer, format, download)
                            except ImageHostError as error:
                                problems.append(f"{what}: {error}")
                                continue
                            if content == picture.content:
                                counts["identical"] += 1
                            else:
                                problems.append(f"{what}: the bytes that came back differ")
        finally:
            await close()

    asyncio.run(go())
    return Result(
        name, counts["uploads"], counts["identical"], checker.checked, problems + checker.problems
    )


def _doors(
    host: Host, asynchronous: bool, base_url: str, checker: AnswerChecker
) -> tuple[Any, Any, Any]:
    """Upload, download and close of a client, awaitable whichever kind it is."""
    if asynchronous:
        session = httpx.AsyncClient(event_hooks={"response": [checker.look_async]}, timeout=30)
        client: Any = host.make_async_client(
            base_url=base_url, api_key="demo-key", http_client=session
        )
        return client.upload, client.download, session.aclose
    plain = httpx.Client(event_hooks={"response": [checker.look]}, timeout=30)
    client = host.make_client(base_url=base_url, api_key="demo-key", http_client=plain)

    async def close() -> None:
        plain.close()

    return _awaited(client.upload), _awaited(client.download), close


def _awaited(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def call(*args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(0)  # where Ctrl-C gets through
        return function(*args, **kwargs)

    return call


async def _picture_behind(
    answer: Any, format: str, download: Callable[[str], Awaitable[bytes]]
) -> bytes:
    """The stored picture, by what the answer says of where it is."""
    if format == "json":
        return await download(answer.url)
    if format == "txt":
        return await download(answer)
    page = (await download(answer)).decode()
    found = re.search(r'<img src="([^"]+)"', page)
    return await download(urljoin(answer, unescape(found.group(1)))) if found else b""


class AnswerChecker:
    """Holds every JSON answer against the schema of its API."""

    def __init__(self, host: Host) -> None:
        api = "imagehosting_me" if host.name == "chevereto" else host.name
        spec = json.loads(files(f"imagehosts_wire.{api}").joinpath("spec.json").read_text("utf-8"))
        spec["$ref"] = "#/components/schemas/UploadResponse"
        self._validator = Draft202012Validator(spec)
        self.checked = 0
        self.problems: list[str] = []

    def look(self, response: httpx.Response) -> None:
        if "json" in response.headers.get("content-type", "") and response.status_code == 200:
            self._check(response.read())

    async def look_async(self, response: httpx.Response) -> None:
        if "json" in response.headers.get("content-type", "") and response.status_code == 200:
            self._check(await response.aread())

    def _check(self, content: bytes) -> None:
        self.checked += 1
        for error in self._validator.iter_errors(json.loads(content)):
            self.problems.append(
                f"answer differs from the spec at {error.json_path}: {error.message[:100]}"
            )


# --- contracts and the table ---------------------------------------------------------------


def run_contracts(address: str) -> list[dict[str, Any]]:
    """The short contract check of each API, on the running emulator."""
    from contracts.fuzz.short import check_api

    checks = []
    for host in filter(None, map(find_host, APIS)):
        print(f"   {host.name} ", end="", flush=True)
        base_url = address + host.base_path
        checks.append(check_api(host.name, base_url, lambda: print(".", end="", flush=True)))
        print(flush=True)
    return checks


def print_table(results: list[Result], checks: list[dict[str, Any]]) -> None:
    """What happened, for a person."""
    print(f"\n{'client':<22}{'uploads':>9}{'identical':>11}{'answers checked':>17}  result")
    for result in results:
        verdict = "ok" if not result.problems else f"{len(result.problems)} PROBLEMS"
        print(
            f"{result.client:<22}{result.uploads:>9}{result.identical:>11}"
            f"{result.answers_checked:>17}  {verdict}"
        )
    print(f"\n{'contract':<22}{'operations':>11}{'requests':>10}{'accepted':>10}  result")
    for check in checks:
        verdict = "ok" if not check["problems"] else f"{len(check['problems'])} PROBLEMS"
        print(
            f"{check['api']:<22}{check['operations']:>11}{check['requests']:>10}"
            f"{check['accepted']:>10}  {verdict}"
        )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\ninterrupted; the emulator is stopped and nothing is left behind", file=sys.stderr)
        sys.exit(130)
