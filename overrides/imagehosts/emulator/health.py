"""``python -m imagehosts.emulator.health``: whether the emulator of this machine answers.

For the health checks of containers, which have no curl. The address is that of the settings in the
environment, or the argument.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from .config import EmulatorConfig, from_environment

PATIENCE = 3.0


def main(argv: Sequence[str] | None = None) -> int:
    """0 when it answers, 1 when not; says which in a line."""
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        url = words[0] if words else _own_url()
        # Whatever proxy is set is for others.
        with build_opener(ProxyHandler({})).open(
            f"{url}/_emulator/health", timeout=PATIENCE
        ) as answer:
            served = json.load(answer)["apis"]
    except (URLError, OSError, ValueError, KeyError, TypeError) as error:
        print(f"no answer: {error}", file=sys.stderr)
        return 1
    print(f"up, with {', '.join(served)}")
    return 0


def _own_url() -> str:
    settings = EmulatorConfig(**from_environment(os.environ))
    # It may listen on all addresses of the machine.
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


if __name__ == "__main__":
    sys.exit(main())
