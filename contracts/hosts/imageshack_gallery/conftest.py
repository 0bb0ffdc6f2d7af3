"""Fixtures of the Gallery API's tests: it is a part of an emulated ImageShack."""

from __future__ import annotations

from contracts.hosts.imageshack.conftest import nobody, open_shack

__all__ = ["nobody", "open_shack"]
