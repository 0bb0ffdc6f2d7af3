"""``make demo``: the main job from start to end, on the emulator, with real pictures.

Regenerates the clients from the specs and starts the emulator as a process of its own. At each host
people do what ``contracts/hosts/<host>/demo.py`` says, with both kinds of client: they upload in
every way, log in, sort, comment and delete. What is downloaded must be the bytes that were sent,
and every request and answer what the spec says. A mismatch is named, and the exit status says so.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from codegen.__main__ import main as codegen
from imagehosts.hosts import find_host

from contracts.demo.pictures import Picture, fault_of, make_pictures
from contracts.demo.server import emulator
from contracts.demo.stage import Outcome, Scenario, play
from contracts.demo.tables import print_outcomes
from contracts.fuzz.rows import rows
from contracts.hosts import hosts_with, load_piece


def load_scenario(name: str) -> Scenario:
    """What people do at a host."""
    scenario: Scenario = load_piece(name, "demo", "scenario")
    return scenario


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
            heading(4, "what people do at each host, by both kinds of client")
            outcomes = [
                outcome
                for name in hosts_with("demo")
                for outcome in play_both(name, address, pictures)
            ]
            heading(5, "holding the hosts against their contracts")
            checks = run_contracts(address)
    problems = print_outcomes(outcomes, checks)
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


def play_both(name: str, address: str, pictures: Sequence[Picture]) -> Iterator[Outcome]:
    """The scenario of a host, with its synchronous and its asynchronous client, a line for each."""
    host = find_host(name)
    assert host is not None
    for kind in ("", "Async"):
        print(f"   {kind}{host.client} ", end="", flush=True)
        try:
            scenario = load_scenario(name)
        except AssertionError as error:
            yield Outcome(f"{kind}{host.client}", 0, 0, "", 0, [str(error)])
        else:
            base_url = address + host.base_path
            yield play(scenario, host, base_url, pictures, asynchronous=kind == "Async", tick=dot)
        print(flush=True)


def run_contracts(address: str) -> list[dict[str, Any]]:
    """The short contract check of each API that has one, on the running emulator."""
    from contracts.fuzz.shapes import base_path
    from contracts.fuzz.short import check_api

    checks = []
    for name in rows():
        print(f"   {name} ", end="", flush=True)
        checks.append(check_api(name, address + base_path(name), dot))
        print(flush=True)
    return checks


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\ninterrupted; the emulator is stopped and nothing is left behind", file=sys.stderr)
        sys.exit(130)
