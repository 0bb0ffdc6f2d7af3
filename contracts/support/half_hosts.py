"""Hosts that exist for a test alone: a spec and a folder of the emulator, as far as they are given.

They are found as any other host is, because the packages look into a directory of the test too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import imagehosts_wire
import pytest
from imagehosts.emulator import hosts

#: The smallest row and dialect; handlers follow.
ROW = "from imagehosts.emulator.core.rows import SiteSpec\nSITE = SiteSpec()\n"


class ExtraHosts:
    """Makes hosts that are found for the rest of a test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._monkeypatch = monkeypatch
        self._folder = folder
        self._names: set[str] = set()

    def add(
        self,
        api: str,
        *,
        spec: Mapping[str, Any] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        """A host with a spec, the files of its folder in the emulator, or one of the two."""
        self._names.add(api)
        if spec is not None:
            text = {"spec.json": json.dumps(spec)}
            _add(self._monkeypatch, imagehosts_wire, self._folder / "wire", api, text)
        if files is not None:
            _add(self._monkeypatch, hosts, self._folder / "hosts", api, files)
        self._look_again()

    def forget(self) -> None:
        """Leave no module of these hosts behind."""
        for package in (imagehosts_wire, hosts):
            for api in self._names:
                vars(package).pop(api, None)
                prefix = f"{package.__name__}.{api}"
                for name in list(sys.modules):
                    if name == prefix or name.startswith(f"{prefix}."):
                        del sys.modules[name]
        self._look_again()

    @staticmethod
    def _look_again() -> None:
        """Have the next emulator find the hosts that there are now."""
        hosts.rows.cache_clear()
        hosts.load_site.cache_clear()


def _add(
    monkeypatch: pytest.MonkeyPatch, package: Any, root: Path, api: str, files: Mapping[str, str]
) -> None:
    where = root / api
    where.mkdir(parents=True, exist_ok=True)
    for name, text in {"__init__.py": "", **files}.items():
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(text, "utf-8")
    if str(root) not in package.__path__:
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(root)])
