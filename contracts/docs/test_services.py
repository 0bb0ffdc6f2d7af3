"""The CI configuration in guides: what it sets exists, and where it asks somebody answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from imagehosts.emulator import Emulator
from imagehosts.emulator.config import VARIABLES, from_environment
from imagehosts.hosts import HOSTS

from contracts.support.emulated import EmulatorClient
from contracts.support.reporting import report_all

GUIDES = Path(__file__).resolve().parents[2] / "docs/guides"
_YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def variables(found: Any) -> Iterator[tuple[str, str]]:
    """All variables that are set anywhere in a document."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name in ("env", "variables"):
                yield from ((key, str(text)) for key, text in value.items())
            yield from variables(value)
    elif isinstance(found, list):
        for value in found:
            yield from variables(value)


def test_services_in_guides_set_what_exists_and_ask_what_answers() -> None:
    client = EmulatorClient(Emulator())
    bases = {host.base_url_variable: host.base_path for host in HOSTS}
    texts = [
        (guide, text) for guide in GUIDES.glob("*.md") for text in _YAML.findall(guide.read_text())
    ]
    settings = addresses = 0
    with report_all() as case:
        for guide, text in texts:
            set_here = dict(variables(yaml.safe_load(text)))
            with case(f"{guide.name}: settings"):
                ours = {name: v for name, v in set_here.items() if name.startswith(VARIABLES)}
                assert len(from_environment(ours)) == len(ours)
                settings += len(ours)
            for name, value in set_here.items():
                if name.endswith("_BASE_URL"):
                    with case(f"{guide.name}: {name}"):
                        assert urlsplit(value).path == bases[name]
                        addresses += 1
            for path in re.findall(r"https?://\S+?(/_emulator/[\w./-]*)", text):
                with case(f"{guide.name}: {path}"):
                    assert client.get(path).status_code == 200
                    addresses += 1
    assert settings >= 2
    assert addresses >= 3
