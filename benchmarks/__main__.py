"""``make bench``: everything that is measured, as a table of ratios.

Machines are noisy: only the ratios within one run are comparable. The exit status says whether
every aim was met.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import httpx
import msgspec
from codegen.specs import find_specs
from imagehosts.core.decoding import decode_json
from imagehosts.core.xml import decode_xml

from benchmarks import corpus, emulated, mocks
from benchmarks.measure import HEADING, Comparison, paired, processes
from benchmarks.subject import find_subject

UPLOAD_BYTES = 300 * 1024 * 1024


def decoding(folder: Path) -> Iterator[Comparison]:
    """Bytes to typed models."""
    content = corpus.images_list()
    operation = corpus.our_package(folder).OPERATIONS[0]
    stock = corpus.stock_decoder(folder)
    from benchmarks.pydantic_models import ImagesList

    assert len(decode_json(operation, content).images) == 100

    def ours() -> object:
        return decode_json(operation, content)

    try:
        import orjson

        peers = [("orjson.loads", lambda: orjson.loads(content), None)]
    except ImportError:
        peers = [("msgspec.json.decode, untyped", lambda: msgspec.json.decode(content), None)]
    peers = [
        ("json.loads", lambda: json.loads(content), 0.70),
        *peers,
        ("stock openapi-python-client", lambda: stock(json.loads(content)), 0.16),
        (
            "pydantic v2, openapi-generator style",
            lambda: ImagesList.from_dict(json.loads(content)),
            None,
        ),
    ]
    for name, peer, aim in peers:
        figures = paired(ours, peer, rounds=41, calls=20)
        yield Comparison(f"decode {len(content) // 1000} kB, 100 images", name, *figures, aim)


def decoding_xml(folder: Path) -> Iterator[Comparison]:
    """XML to typed models: by generated readers, by hand, by xsdata."""
    from benchmarks import gallery

    content, operation = gallery.document(), gallery.operation()
    by_xsdata = gallery.by_xsdata()

    def ours() -> Any:
        return decode_xml(operation, content, {}, print)

    # Every one of the three must have read everything.
    assert ours() == gallery.by_hand(content)
    assert dataclasses.asdict(by_xsdata(content)) == as_xsdata_has_it(attrs.asdict(ours()))
    peers: list[tuple[str, Callable[[], object], float]] = [
        ("by hand, unchecked, same parser", lambda: gallery.by_hand(content), 1.5),
        ("xsdata's own parser", lambda: by_xsdata(content), 0.2),
    ]
    for name, peer, aim in peers:
        figures = paired(ours, peer, rounds=41, calls=20)
        yield Comparison(f"decode {len(content) // 1000} kB of XML, 100 files", name, *figures, aim)


def as_xsdata_has_it(gallery: dict[str, Any]) -> dict[str, Any]:
    """A gallery whose list of files has the name that it has in XML."""
    files = gallery["files"]
    return {**gallery, "files": {"total": files["total"], "file": files["items"]}}


def importing(folder: Path) -> Iterator[Comparison]:
    """What an import costs, and a first call in a new process."""
    timed = "import time; t = time.perf_counter()\n{}\nprint((time.perf_counter() - t) * 1000)"
    figures = processes(timed.format("import imagehosts"), timed.format("import httpx"), rounds=15)
    yield Comparison("import imagehosts", "import httpx", *figures, 0.15)

    subject = find_subject()
    request = {**subject.request, "url": "http://127.0.0.1:PORT/upload/"}
    bare = f"import httpx, json\nc = httpx.Client()\njson.loads(c.request(**{request!r}).content)"
    with sink(subject.answer) as port:
        figures = processes(
            timed.format(subject.program.replace("PORT", str(port))),
            timed.format(bare.replace("PORT", str(port))),
            rounds=15,
        )
    yield Comparison("new process, client, first call", "bare httpx", *figures, 1.25)


def calling(folder: Path) -> Iterator[Comparison]:
    """A call through a transport that answers at once."""
    subject = find_subject()
    large = {"method": "GET", "url": "https://images.example/v1/images"}
    cases: list[tuple[str, bytes, dict[str, Any], float]] = [
        ("small call", subject.answer, subject.request, 1.15),
        ("47 kB call", corpus.images_list(), large, 1.0),
    ]
    for name, content, request, aim in cases:
        answers = httpx.MockTransport(
            lambda request, content=content: httpx.Response(  # type: ignore[misc]
                200, content=content, headers={"content-type": "application/json"}
            )
        )
        bare = httpx.Client(transport=answers)
        if request is large:
            ours = corpus.our_client(answers).images.list
        else:
            ours = partial(subject.call, subject.client(transport=answers))

        def theirs(bare: httpx.Client = bare, request: dict[str, Any] = request) -> object:
            return json.loads(bare.request(**request).content)

        yield Comparison(
            f"{name}, mock transport",
            "bare httpx + json.loads",
            *paired(ours, theirs, rounds=31, calls=60),
            aim,
        )


def uploading(folder: Path) -> Iterator[Comparison]:
    """A large file to a local sink: time and memory."""
    path = folder / "large.bin"
    with path.open("wb") as file:
        block = bytes(range(256)) * 4096
        for _ in range(UPLOAD_BYTES // len(block)):
            file.write(block)
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    memory: dict[str, list[float]] = {"ours": [], "bare": []}
    subject = find_subject()
    plan = subject.upload
    call = [subject.host.client, plan.tag, plan.method_name, plan.positional[0].wire]
    with sink(subject.answer) as port:
        for number in range(9):
            order = ("ours", "bare") if number % 2 else ("bare", "ours")
            for which in order:
                command = [sys.executable, "-m", "benchmarks.upload", which, str(path)]
                done = subprocess.run(
                    [*command, f"http://127.0.0.1:{port}", *call],
                    capture_output=True,
                    text=True,
                    check=True,
                    cwd=corpus.ROOT,
                )
                seconds, megabytes = map(float, done.stdout.split())
                times[which].append(seconds * 1000)
                memory[which].append(megabytes)
    path.unlink()
    ratio = statistics.median(a / b for a, b in zip(times["ours"], times["bare"], strict=True))
    ours, bare = (statistics.median(times[which]) for which in ("ours", "bare"))
    yield Comparison("300 MB upload, wall", "bare httpx streaming", ours, bare, ratio, 1.05)
    ours, bare = (statistics.median(memory[which]) for which in ("ours", "bare"))
    # The aim is a difference of 4 MB, shown as a ratio.
    yield Comparison(
        "300 MB upload, peak memory",
        "bare httpx streaming",
        ours,
        bare,
        ours / bare,
        (bare + 4) / bare,
        "MB",
    )


def generating(folder: Path) -> Iterator[Comparison]:
    """The two smallest APIs without XML from specs to formatted code."""
    found = find_specs(corpus.ROOT / "specs")
    plain = [path for path in found if not list(path.parent.glob("*.xsd"))]
    specs = sorted(plain, key=lambda path: path.stat().st_size)[:2]
    ours_root = folder / "ours"
    for spec in specs:
        copy = ours_root / "specs" / spec.parent.name / "openapi.yaml"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(spec.read_bytes())
    extensions = corpus.ROOT / "specs" / "extensions.schema.json"
    (ours_root / "specs" / extensions.name).write_bytes(extensions.read_bytes())
    command = [sys.executable, "-m", "codegen", "--root", str(ours_root), "generate"]

    def ours() -> object:
        return subprocess.run(command, check=True, capture_output=True)

    def stock() -> object:
        for number, spec in enumerate(specs):
            corpus.run_stock(spec, folder / f"stock{number}")
        return None

    yield Comparison(
        "generate two APIs", "stock, one run each", *paired(ours, stock, rounds=5, calls=1), 1.2
    )


def batching(folder: Path) -> Iterator[Comparison]:
    """500 pictures of 200 kB to a local sink: one by one, and eight at once."""
    picture = folder / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 781)
    answer = {
        "data": {"id": "abc", "link": "https://i.example/abc.png", "deletehash": "d"},
        "success": True,
        "status": 200,
    }
    pairs: list[tuple[str, str, str, str, float | None]] = [
        ("one by one", "bare httpx", "ours", "bare", 1.03),
        ("one by one", "imgurpython", "ours", "imgurpython", 1 / 7),
        ("8 at once", "bare httpx, async", "ours-async", "bare-async", 1.05),
        ("8 at once", "aiohttp", "ours-async", "aiohttp", None),
        ("upload_many, 8 at once", "bare httpx, async", "ours-many", "bare-async", 1.2),
        ("bare httpx, 8 at once", "aiohttp", "bare-async", "aiohttp", None),
    ]
    with sink(json.dumps(answer).encode()) as port:
        for what, peer, *kinds, aim in pairs:
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "benchmarks.batch"),
                    *(*map(str, kinds), f"http://127.0.0.1:{port}", str(picture)),
                ],
                capture_output=True,
                text=True,
                check=True,
                cwd=corpus.ROOT,
            )
            ours, theirs, ratio = map(float, done.stdout.split())
            yield Comparison(f"200 kB, {what}", peer, ours, theirs, ratio, aim)


def commanding(folder: Path) -> Iterator[Comparison]:
    """How long a command takes to begin, beside Python itself."""

    def run(*command: str) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=True, capture_output=True)

    command = str(Path(sys.executable).parent / "imagehosts")
    for option in ("--version", "--help"):
        ours, theirs, _ = paired(
            run(command, option), run(sys.executable, "-c", "pass"), rounds=31, calls=1
        )
        allowed = 1.2 * theirs + 60
        name = f"imagehosts {option}"
        yield Comparison(name, "1.2 x python -c pass + 60 ms", ours, allowed, ours / allowed, 1.0)


@contextmanager
def sink(answer: bytes) -> Iterator[int]:
    """A server in a process of its own that reads everything and keeps nothing."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=corpus.ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(answer)
    process.stdin.close()
    port = int(process.stdout.readline())
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


BENCHMARKS: dict[str, Callable[[Path], Iterator[Comparison]]] = {
    "decode": decoding,
    "xml": decoding_xml,
    "call": calling,
    "import": importing,
    "upload": uploading,
    "batch": batching,
    "command": commanding,
    "generate": generating,
    "serve": emulated.serving,
    "start": emulated.starting,
    "clients": emulated.uploading_at_once,
    "workers": emulated.scaling,
    "mocks": mocks.beside_mocks,
    "grow": emulated.growing,
}


def main() -> int:
    """Measure; the exit status is 1 if an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of: {', '.join(BENCHMARKS)} (default: all)")
    names = parser.parse_args().names or list(BENCHMARKS)
    if "call" in names and "decode" not in names:
        names = ["decode", *names]
    missed = []
    print(HEADING)
    with tempfile.TemporaryDirectory(prefix="imagehosts-bench-") as folder:
        for name, measure in BENCHMARKS.items():
            if name in names:
                for comparison in measure(Path(folder)):
                    print(comparison, flush=True)
                    missed += [] if comparison.met else [comparison.what]
    print(f"\naims missed: {', '.join(missed)}" if missed else "\nevery aim was met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
