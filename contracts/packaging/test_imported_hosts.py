"""Hosts made of OpenAPI files as strangers write them: each passes its whole contract at once."""

from __future__ import annotations

import re
from pathlib import Path

from contracts.packaging.checkouts import python
from contracts.support.reporting import report_all

MAKE = """
from pathlib import Path
from codegen.newhost.scaffold import new_hosts

files = sorted(Path("contracts/codegen/foreign").iterdir())
new_hosts(Path(), {f"from_{path.stem}": path for path in files}, lambda line: None)
print(*(f"from_{path.stem}" for path in files))
"""


def test_every_imported_host_passes_its_contract_at_once(whole: Path) -> None:
    made = python(whole, "-c", MAKE)
    assert made.returncode == 0, made.stderr[-4000:]
    hosts = made.stdout.split()
    assert len(hosts) > 30
    options = ("-n", "0", "-p", "no:cacheprovider")
    done = python(whole, "-m", "contracts", "--api", ",".join(hosts), *options)
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    with report_all() as case:
        for host in hosts:
            with case(host):
                assert [test for test in failed if re.search(rf"\[{host}[-\]]", test)] == []
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
