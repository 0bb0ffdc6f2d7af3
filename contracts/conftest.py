"""What all contract tests share: which API is asked for, and which server."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from imagehosts.hosts import host_names

from contracts.hosts import family_of
from contracts.suites import belongs, folder_of, names
from contracts.support import commits
from contracts.support.balancer import nginx
from contracts.support.browser import browser, chromium
from contracts.support.databases import (
    each_database,
    made_database,
    one_database,
    prepared_database,
)
from contracts.support.postgres import postgres_server, postgres_url
from contracts.support.repeatable import same_in_every_process
from contracts.support.s3 import s3_place, start_s3, use_s3
from contracts.support.times import Times

__all__ = [
    "browser",
    "chromium",
    "each_database",
    "made_database",
    "nginx",
    "one_database",
    "postgres_server",
    "postgres_url",
    "prepared_database",
    "s3_place",
    "start_s3",
    "use_s3",
]

# Machines stall: a slow example is not a failure. Where a run decides, it must be the same each
# time, and of the same examples more find nothing more.
settings.register_profile(
    "contracts",
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
# `make contract PROFILE=deep`: not in a hurry.
settings.register_profile("deep", settings.get_profile("contracts"), max_examples=1000)
settings.load_profile("deep" if os.environ.get("CONTRACTS_PROFILE") == "deep" else "contracts")

#: Modules that `make check` leaves to `make test`: they build the site or a copy of the checkout,
#: start processes, or hold a host's emulator to long sequences of calls.
SLOW = (
    "cli/test_batches.py",
    "docs/test_commands.py",
    "docs/test_site.py",
    "docs/test_snippets.py",
    "packaging/test_*.py",
    "clients/test_pytest_plugin.py",
    "clients/test_spec_changes.py",
    "emulator/test_balancer.py",
    "emulator/test_process.py",
    "emulator/test_workers.py",
    "evolution/test_*.py",
    "fuzz/test_contract.py",
    "fuzz/test_garbage.py",
    "hosts/*/test_emulator*.py",
    "mutation/test_runs.py",
    "hosts/*/test_fuzz.py",
    "hosts/*/test_live_run.py",
    "hosts/*/test_contract_runs.py",
    "hosts/*/test_deep_run.py",
    "hosts/*/test_recordings.py",
    "hosts/*/test_model.py",
    "hosts/*/test_uses.py",
)
#: The modules that take longest. They begin, so that the workers of a run end together.
LONGEST = (
    "docs/test_everybody.py",
    "fuzz/test_contract.py",
    "packaging/test_imported_hosts.py",
    "packaging/test_new_host.py",
    "cli/test_batches.py",
    "docs/test_site.py",
    "hosts/*/test_contract_runs.py",
    "hosts/*/test_guard.py",
    "docs/test_snippets.py",
    "docs/test_commands.py",
    "emulator/test_process.py",
    "emulator/test_workers.py",
    "packaging/test_demo.py",
    "clients/test_spec_changes.py",
    "test_suites.py",
    "hosts/*/test_fuzz.py",
)
#: The file whose tests every host has: one for each of its pieces.
PIECES = "test_hosts.py"
CONTRACTS = Path(__file__).resolve().parent


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contracts")
    group.addoption(
        "--api",
        default="all",
        help="run the suites of these APIs alone: one name or several, separated by commas",
    )
    group.addoption("--times", action="store_true", help="say where the time of the tests went")


def pytest_configure(config: pytest.Config) -> None:
    commits.install()
    if config.getoption("--times"):
        config.pluginmanager.register(Times())
    # A developer's own keys, addresses and proxies must not decide what the tests see.
    ours = tuple(f"{name.upper()}_" for name in host_names())
    for name in list(os.environ):
        if name.startswith(ours) or name.lower().endswith("_proxy"):
            del os.environ[name]
    # Nor may tests write into a developer's own history, or see the accounts kept there.
    home = tempfile.mkdtemp(prefix="imagehosts-home-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["IMAGEHOSTS_HOME"], os.environ["IMAGEHOSTS_KEYRING"] = home, "off"
    # No test speaks to the world. To read the certificates of all its authorities takes a client of
    # httpx 20 milliseconds, again and again; one is enough.
    os.environ["SSL_CERT_FILE"] = str(CONTRACTS / "support" / "authority.pem")


@pytest.fixture(scope="session", autouse=True)
def repeatable() -> Iterator[None]:
    """Where a run decides, examples do not depend on the tests that a process ran before."""
    with same_in_every_process() if os.environ.get("CI") else nullcontext():
        yield


@pytest.hookimpl(optionalhook=True)  # for runs without the plugin
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Half as many processes again as there are cores: a third of the time tests only wait."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ or config.option.numprocesses != "auto":
        return None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ((cores or 1) * 3 + 1) // 2


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the folders of other hosts alone, for one of them may be half written."""
    apis = chosen(config)
    folder = folder_of(collection_path / "x" if collection_path.is_dir() else collection_path)
    ours = {"", *apis, *map(family_of, apis)}
    return True if apis and folder not in ours else None


def chosen(config: pytest.Config) -> list[str]:
    """The APIs whose suites are asked for; none where it is all of them."""
    api = config.getoption("--api")
    return [] if api == "all" else api.split(",")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    apis = chosen(config)

    def wanted(item: pytest.Item) -> bool:
        return not apis or any(belongs(item, api) for api in apis)

    kept = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = kept
    for item in items:
        if rank(item, SLOW) < len(SLOW):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: (rank(item, LONGEST), rank(item, SLOW) == len(SLOW)))
    for api in apis:
        if api not in names():
            raise pytest.UsageError(f"no API {api!r}; there are {', '.join(names())}")


def rank(item: pytest.Item, patterns: tuple[str, ...]) -> int:
    """Which of these patterns the module of a test is the first to match, by number."""
    if not item.path.is_relative_to(CONTRACTS):
        return len(patterns)
    below = item.path.relative_to(CONTRACTS)
    return next((n for n, each in enumerate(patterns) if below.match(each)), len(patterns))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of tests are never garbage; looking through them again and again takes time.

    Nor is it worth looking after every few hundred objects: that is a twentieth of the whole run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


pytest_plugins = ("contracts.coverage.plugin",)
