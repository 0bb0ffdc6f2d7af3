"""An emulator of the image hosts: their APIs with real state, for work without an account.

On a command line, ``imagehosts emulate``; in Python, :class:`Emulator`. It needs the extra
``imagehosts[emulator]``.
"""

from __future__ import annotations

from importlib.util import find_spec

for _package in ("anyio", "jinja2", "PIL", "python_multipart", "starlette"):
    if find_spec(_package) is None:
        raise ImportError(
            f"The emulator needs more packages ({_package} is missing):"
            ' pip install "imagehosts[emulator]"',
            name=_package,
        )

from .app import create_app
from .config import EmulatorConfig
from .handle import Emulator

__all__ = ["Emulator", "EmulatorConfig", "create_app"]
