"""Which tests belong to which API."""

from __future__ import annotations

#: Words of which one stands in the ids of the tests.
SUITES: dict[str, tuple[str, ...]] = {
    "imges": ("imges", "chevereto"),
    "imagehosting_me": ("imagehosting_me", "chevereto"),
    "imageshack": ("imageshack",),
    "imageshack_gallery": ("imageshack_gallery", "gallery"),
    "imgur": ("imgur",),
}

#: The tests that a live server gets, in ``contracts/live``, by host.
LIVE: dict[str, str] = {
    "imges": "test_chevereto.py",
    "imagehosting_me": "test_chevereto.py",
    "chevereto": "test_chevereto.py",
    "imageshack": "test_imageshack.py",
    "imgur": "test_imgur.py",
}

#: What they need beside the host's key, by the variable that it comes from.
LIVE_NEEDS: dict[str, tuple[str, ...]] = {"imageshack": ("IMAGESHACK_AUTH_TOKEN",)}
