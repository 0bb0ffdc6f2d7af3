"""Random values that are the same in every process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from hypothesis.internal.conjecture import providers

__all__ = ["same_in_every_process"]


@contextmanager
def same_in_every_process() -> Iterator[None]:
    """Have hypothesis draw no value out of the source of the modules that are imported.

    It takes one now and then, even where it is derandomized. Which modules these are depends on
    what the process did before, and what stands in them on every edit.
    """
    providers.CONSTANTS_CACHE.cache.clear()
    with mock.patch.object(providers, "_get_local_constants", providers.Constants):
        try:
            yield
        finally:
            providers.CONSTANTS_CACHE.cache.clear()
