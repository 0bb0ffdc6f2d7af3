"""What all contract tests share: which API is asked for, and which server."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from imagehosts.hosts import HOSTS

from contracts.suites import SUITES

# Machines stall: a slow example is no failure. Where a run decides, it must be the same each time.
settings.register_profile(
    "contracts",
    deadline=None,
    database=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("contracts")

#: Fewer tests than this for one API mean that the selection is broken, not that all is well.
FEWEST_TESTS = 20


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contracts")
    group.addoption("--api", default="all", help="run the suite of one API alone")
    group.addoption("--base-url", default="", help="address of a live server's API, for live tests")


def pytest_configure(config: pytest.Config) -> None:
    # A developer's own keys, addresses and proxies must not decide what the tests see.
    if not config.getoption("--base-url"):
        ours = tuple(f"{host.name.upper()}_" for host in HOSTS)
        for name in list(os.environ):
            if name.startswith(ours) or name.lower().endswith("_proxy"):
                del os.environ[name]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    live = bool(config.getoption("--base-url"))
    api = config.getoption("--api")
    words = SUITES.get(api, (api,))
    # The name of one API may begin as that of another.
    others = [name for name in SUITES if name != api and any(word in name for word in words)]

    def wanted(item: pytest.Item) -> bool:
        if (item.get_closest_marker("live") is not None) != live:
            return False
        name = item.nodeid
        for other in others:
            name = name.replace(other, "")
        return live or api == "all" or any(word in name for word in words)

    kept = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = kept
    if api != "all" and not live and len(items) < FEWEST_TESTS:
        raise pytest.UsageError(f"only {len(items)} tests for --api {api}: is the name right?")
