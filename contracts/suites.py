"""Which tests belong to which API: words of which one stands in their ids."""

from __future__ import annotations

SUITES: dict[str, tuple[str, ...]] = {
    "imges": ("imges", "chevereto"),
    "imagehosting_me": ("imagehosting_me", "chevereto"),
    "imageshack": ("imageshack",),
    "imageshack_gallery": ("imageshack_gallery", "gallery"),
    "imgur": ("imgur",),
}
