"""Specs that the generator refuses, all of a table in one run, and what it says of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from contracts.codegen.minispec import Checkout
from contracts.support.snapshots import hold_file

__all__ = ["Refusal", "refusals"]


class Refusal(NamedTuple):
    """A spec that must be refused, and an XSD beside it."""

    text: str
    xsd: str = ""


def refusals(
    checkout: Checkout,
    capsys: pytest.CaptureFixture[str],
    specs: Mapping[str, Refusal],
    snapshot: str,
) -> dict[str, list[str]]:
    """What the generator says of each spec of a table, by its name; each must be refused.

    All of it is committed below ``contracts/snapshots/generator/refused``, so that a message which
    changes is seen, with its line and its advice.
    """
    folders = {name: _folder(name) for name in specs}
    assert len({*folders.values()}) == len(folders)
    for name, (text, xsd) in specs.items():
        checkout.write(text, folders[name])
        if xsd:
            checkout.write_beside("mini.xsd", xsd, folders[name])
    capsys.readouterr()
    assert checkout.run("generate") == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    parts = re.split(r"\n\n(?=specs/)", said.strip())[1:]
    found = {
        name: [part for part in parts if part.startswith(f"specs/{folder}/")]
        for name, folder in folders.items()
    }
    assert [name for name, own in found.items() if not own] == [], "accepted"
    assert not checkout.package.exists()
    hold_file(f"generator/refused/{snapshot}.txt", said)
    return found


def _folder(name: str) -> str:
    folder = re.sub(r"\W+", "_", name.lower()).strip("_")
    return folder if folder[0].isalpha() else f"n{folder}"
