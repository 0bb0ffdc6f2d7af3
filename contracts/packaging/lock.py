"""Renews what is pinned: the locks in requirements/, and the lists of run-time parts.

Run by ``make lock`` (``make lock UPGRADE=1`` takes the newest versions; without it, versions stay
where the lists in requirements/ and pyproject.toml allow it). The lock covers every platform and
every Python that the package supports; the bill of materials and the licences are read from the
metadata of the installed parts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from contracts.packaging import parts

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements/lock.txt"
INTEROP = ROOT / "requirements/interop-lock.txt"
HEADER = """\
# Every version that `make setup` installs, with the hashes of its files. Written by `make lock`
# from dev.txt, docs.txt and pyproject.toml, which say why each is there.
"""
INTEROP_HEADER = """\
# Every version that `make interop` installs, with the hashes of its files. Written by `make lock`
# from interop.txt, which says why each is there.
"""
SOURCES = {
    LOCK: (HEADER, ("dev.txt", "docs.txt", "pyproject.toml")),
    INTEROP: (INTEROP_HEADER, ("interop.txt",)),
}


def main() -> int:
    """Resolve, install what was resolved, and list it; returns the exit status."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    for lock, (header, names) in SOURCES.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header"]
        command += ["--universal", "--python-version", parts.oldest_python(), "--generate-hashes"]
        command += ["--no-annotate", "--output-file", str(lock), *upgrade]
        command += ["--all-extras"] if "pyproject.toml" in names else []
        command += [name if name == "pyproject.toml" else f"requirements/{name}" for name in names]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
        lock.write_text(header + lock.read_text(encoding="utf-8"), encoding="utf-8")
    install = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*install, "--require-hashes", "-r", str(LOCK)], check=True)
    bill = json.dumps(parts.bill(), indent=1, ensure_ascii=False) + "\n"
    parts.BILL.write_text(bill, encoding="utf-8")
    parts.LICENCES.write_text(parts.licences(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
