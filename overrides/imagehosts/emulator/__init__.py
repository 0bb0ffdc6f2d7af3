"""An emulator of the image hosts: their APIs with real state, for work without an account.

On a command line, ``imagehosts emulate``; in Python, :class:`Emulator`. It needs the extra
``imagehosts[emulator]``, whose packages are imported at first use; :mod:`.config`, which makes the
command line switches, needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app
    from .config import EmulatorConfig
    from .emulator import Emulator
    from .spaces.handle import Space
    from .spaces.registry import NoSpace
    from .testing import EmulatorMixin, emulate

__all__ = [
    "Emulator",
    "EmulatorConfig",
    "EmulatorMixin",
    "NoSpace",
    "Space",
    "create_app",
    "emulate",
]

_HOMES = {
    "Emulator": "emulator",
    "EmulatorConfig": "config",
    "EmulatorMixin": "testing",
    "NoSpace": "spaces.registry",
    "Space": "spaces.handle",
    "create_app": "app",
    "emulate": "testing",
}
_PACKAGES = ("anyio", "httpcore", "jinja2", "PIL", "starlette", "uvicorn", "yaml")


def require_extra() -> None:
    """Raise ``ImportError``, with what to do, when a package of the extra is missing."""
    for package in _PACKAGES:
        if find_spec(package) is None:
            raise ImportError(
                f'The emulator needs more packages: pip install "imagehosts[emulator]"'
                f" ({package} is missing)",
                name=package,
            )


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    require_extra()
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
