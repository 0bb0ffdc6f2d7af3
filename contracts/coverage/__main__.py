"""``python -m contracts.coverage FOLDER``: what a test run used of each contract.

Prints the table, and fails where less is used than ``floors.json`` asks for. With ``--write`` the
page and the data of the documentation are written, and floors are raised to what was reached.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from contracts.coverage import table
from contracts.coverage.record import read


def main(arguments: list[str] | None = None) -> int:
    """Run; the exit status is 1 where a floor is not reached."""
    parser = argparse.ArgumentParser(prog="python -m contracts.coverage", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the processes of the run left their files")
    parser.add_argument("--write", action="store_true", help="write page, data and floors")
    parser.add_argument("--json", action="store_true", help="print the data")
    options = parser.parse_args(arguments)
    try:
        record = read(options.folder)
    except FileNotFoundError as error:
        parser.error(str(error))
    data = table.data_of(table.coverage_of(record))
    if options.json:
        print(table.as_json(data), end="")
    else:
        for api, kinds in data.items():
            said = [
                f"{kind} " + "/".join(_share(counts) for counts in ends.values())
                for kind, ends in kinds.items()
            ]
            print(f"{api}: {', '.join(said)}")
    if options.write:
        table.JSON.write_text(table.as_json(data), encoding="utf-8", newline="\n")
        table.PAGE.write_text(table.page_of(data), encoding="utf-8", newline="\n")
        floors = table.as_json(table.floors_of(data))
        table.FLOORS.write_text(floors, encoding="utf-8", newline="\n")
        return 0
    problems = table.too_low(data, json.loads(table.FLOORS.read_text("utf-8")))
    problems += table.out_of_date(data, json.loads(table.JSON.read_text("utf-8")))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _share(counts: dict[str, object]) -> str:
    total = counts["total"]
    used = counts["used"]
    assert isinstance(total, int)
    assert isinstance(used, int)
    return f"{100 * used // total} %" if total else "-"


if __name__ == "__main__":
    sys.exit(main())
