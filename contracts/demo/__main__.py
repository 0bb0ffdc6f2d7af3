"""``make demo``: the main job from start to end, on the emulator, with real pictures.

Regenerates the clients from the specs and starts the emulator as a process of its own. The clients
of the Chevereto family upload in every form of input and format of answer; at ImageShack and imgur
people log in, upload, sort, comment and delete, and make galleries of what is at ImageShack. What
is downloaded must be the bytes that were sent, and every request and answer what the spec says. A
mismatch is named, and the exit status says so.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from codegen.__main__ import main as codegen
from imagehosts.hosts import Host, find_host

from contracts.demo.pictures import fault_of, make_pictures
from contracts.demo.server import emulator
from contracts.demo.story import Tale, Told, tell
from contracts.demo.tables import print_tables
from contracts.demo.uploads import Uploaded, upload_in_every_way
from contracts.hosts.imageshack import demo as imageshack
from contracts.hosts.imageshack_gallery import demo as imageshack_gallery
from contracts.hosts.imgur import demo as imgur

FAMILY = ("imges", "imagehosting_me", "chevereto")
TALES: dict[str, Tale] = {
    "imageshack": imageshack.tale,
    "imageshack_gallery": imageshack_gallery.tale,
    "imgur": imgur.tale,
}

T = TypeVar("T")


def main() -> int:
    """Run the demo; the exit status is 0 if everything was as it should be."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("picture", nargs="?", type=Path, help="a picture of your own to add")
    options = parser.parse_args()
    if options.picture and (fault := fault_of(options.picture)):
        parser.error(fault)
    started = time.monotonic()
    heading(1, "regenerating the clients from the specs")
    if codegen(["generate"]):
        return 1
    with TemporaryDirectory(prefix="imagehosts-demo-") as folder:
        pictures = list(make_pictures(Path(folder), options.picture))
        heading(2, f"pictures: {', '.join(picture.name for picture in pictures)}")
        with emulator() as address:
            heading(3, f"the emulator answers at {address}")
            heading(4, "uploading in every way, downloading, comparing the bytes")
            uploads: list[Uploaded] = each_client(
                FAMILY,
                lambda host, **how: upload_in_every_way(
                    host, address + host.base_path, pictures, **how
                ),
            )
            heading(5, "people at ImageShack, at its galleries, and at imgur")
            stories: list[Told] = each_client(
                tuple(TALES),
                lambda host, **how: tell(
                    TALES[host.name], host, address + host.base_path, pictures, **how
                ),
            )
            heading(6, "holding the hosts against their contracts")
            checks = run_contracts(address)
    problems = print_tables(uploads, stories, checks)
    seconds = time.monotonic() - started
    verdict = "all is well" if not problems else f"{problems} problems"
    print(f"\n{verdict}, in {seconds:.0f} seconds")
    return 1 if problems else 0


def heading(number: int, text: str) -> None:
    """What is being done now."""
    print(f"{number}. {text}", flush=True)


def dot() -> None:
    """A sign of life."""
    print(".", end="", flush=True)


def each_client(names: tuple[str, ...], use: Callable[..., T]) -> list[T]:
    """Use the synchronous and the asynchronous client of each host, a line for each."""
    results: list[T] = []
    for host in filter(None, map(find_host, names)):
        for kind in ("", "Async"):
            print(f"   {kind}{host.client} ", end="", flush=True)
            results.append(use(host, asynchronous=kind == "Async", tick=dot))
            print(flush=True)
    return results


def run_contracts(address: str) -> list[dict[str, Any]]:
    """The short contract check of each API that has one, on the running emulator."""
    from contracts.fuzz.apis import APIS
    from contracts.fuzz.short import check_api

    checks = []
    for name in APIS:
        host: Host | None = find_host(name)
        assert host is not None
        print(f"   {name} ", end="", flush=True)
        checks.append(check_api(name, address + host.base_path, dot))
        print(flush=True)
    return checks


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\ninterrupted; the emulator is stopped and nothing is left behind", file=sys.stderr)
        sys.exit(130)
