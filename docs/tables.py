"""Writes the tables in ``README.md`` that come from the rows of the hosts.

``python -m docs.tables`` rewrites them, and ``make docs`` runs it; with ``--check`` it only says
whether they are up to date. A table stands between two comments::

    <!-- hosts: begin -->
    <!-- hosts: end -->
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from imagehosts.hosts import HOSTS

from docs.rows import ROOT, guide_of, status_of

if TYPE_CHECKING:
    from imagehosts.hosts import Host

PAGE = ROOT / "README.md"


def hosts_table(hosts: Sequence[Host]) -> str:
    """The hosts, their clients, and what works today."""
    head = "| host | client | what works today |\n|---|---|---|\n"
    return head + "".join(
        f"| [{host.title}]({guide_of(host.name)}) | `{host.client}` | {status_of(host)} |\n"
        for host in hosts
    )


#: The tables by the name in their comments.
TABLES: dict[str, Callable[[Sequence[Host]], str]] = {"hosts": hosts_table}


def with_tables(text: str, hosts: Sequence[Host] = HOSTS) -> str:
    """A page with its tables as the rows have them.

    Raises:
        LookupError: The page has no place for a table.
    """
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
        before, found_begin, rest = text.partition(begin)
        _, found_end, after = rest.partition(end)
        if not found_begin or not found_end:
            raise LookupError(f"the page has no place for a table:\n{begin}{end}")
        text = f"{before}{begin}\n{make(hosts)}\n{end}{after}"
    return text


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the tables, or with ``--check`` compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, fail if out of date")
    check = parser.parse_args(arguments).check
    before = PAGE.read_text("utf-8")
    after = with_tables(before)
    if before != after and check:
        print(f"{PAGE.name}: its tables are out of date; run `make docs`", file=sys.stderr)
        return 1
    if before != after:
        PAGE.write_text(after, "utf-8")
        print(f"{PAGE.name}: tables written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
