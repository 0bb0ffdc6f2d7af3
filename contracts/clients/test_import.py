"""What importing costs: nothing that a call would not need."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module

import imagehosts
import pytest
from imagehosts import _exports

from contracts.support import clients
from contracts.support.reporting import each

CLIENTS = [host.client for host in clients.HOSTS.values()]
HEAVY = ("anyio", "attr", "attrs", "email", "http", "httpcore", "httpx", "json", "msgspec", "ssl")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A new interpreter, away from the tests' own imports."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=sys.prefix
    )


def modules_after(code: str) -> set[str]:
    """The modules that a new interpreter has loaded because of some code."""
    bare = python("-c", "import sys; print(*sys.modules)").stdout.split()
    used = python("-c", f"{code}\nimport sys; print(*sys.modules)").stdout.split()
    return set(used) - set(bare)


def heavy(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] in HEAVY}


def test_importing_the_package_loads_the_package_alone() -> None:
    found = modules_after("import imagehosts")
    assert "imagehosts" in found
    ours = {name for name in found if name.startswith("imagehosts")}
    assert ours == {"imagehosts", "imagehosts._exports"}
    assert heavy(found) == set()


def test_importtime_shows_nothing_heavy() -> None:
    report = python("-X", "importtime", "-c", "import imagehosts").stderr
    imported = set(re.findall(r"\|\s+([\w.]+)$", report, re.MULTILINE))
    assert "imagehosts" in imported
    ours = {name for name in imported if name.startswith(("imagehosts.", "imagehosts_wire"))}
    assert ours == {"imagehosts._exports"}  # a table of names
    # What the interpreter starts with is not ours to blame.
    started = python("-X", "importtime", "-c", "pass").stderr
    assert heavy(imported - set(re.findall(r"\|\s+([\w.]+)$", started, re.MULTILINE))) == set()


@each("name", [*CLIENTS, f"Async{CLIENTS[0]}"])
def test_a_client_class_loads_no_model_and_no_other_part(name: str) -> None:
    found = modules_after(f"from imagehosts import {name}")
    unwanted = ("models", "resources", "cli", "emulator", "pytest_plugin", "decoding", "tolerant")
    assert not {module for module in found if set(module.split(".")) & set(unwanted)}
    assert not {"msgspec", "jinja2", "starlette", "PIL", "yaml", "jsonschema"} & found


@each("name", ["NotFound", "Url", "Base64", "RetryPolicy", "Drift"])
def test_a_name_that_needs_no_connection_loads_none(name: str) -> None:
    found = modules_after(f"from imagehosts import {name}")
    assert not {"httpx", "ssl", "msgspec", "anyio"} & found


def test_every_public_name_can_be_had() -> None:
    assert sorted(_exports.__all__) == list(_exports.__all__)
    assert set(_exports.__all__) == _exports.MODULES.keys()
    assert len(set(imagehosts.__all__)) == len(imagehosts.__all__)
    for name in imagehosts.__all__:
        value = getattr(imagehosts, name)
        assert value.__name__ == name
        # It is found where it says that it lives.
        assert getattr(import_module(value.__module__), name) is value
    # And by a star, as anybody may write.
    everything: dict[str, object] = {}
    exec("from imagehosts import *", everything)
    assert set(imagehosts.__all__) <= everything.keys()


def test_the_package_lists_its_names_before_any_is_loaded() -> None:
    code = "import imagehosts; print(*dir(imagehosts)); print(*imagehosts.__all__)"
    listed, public = (line.split() for line in python("-c", code).stdout.splitlines())
    assert set(public) | {"__version__"} == set(listed)
    assert set(imagehosts.__dir__()) == {*imagehosts.__all__, "__version__"}


def test_unknown_name_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'imagehosts' has no attribute 'Imgez'"):
        _ = imagehosts.Imgez  # type: ignore[attr-defined]
    assert not hasattr(imagehosts, "httpx")


def test_every_error_and_client_of_the_package_is_public() -> None:
    from imagehosts.core import errors
    from imagehosts.hosts import HOSTS

    for name, value in vars(errors).items():
        if isinstance(value, type) and value.__module__ == errors.__name__:
            assert name in imagehosts.__all__ or name.startswith("_")
    for host in HOSTS:
        for kind in (host.sync_client, host.async_client, *host.exports):
            assert getattr(imagehosts, kind.__name__) is kind
            assert kind.__name__ in imagehosts.__all__
