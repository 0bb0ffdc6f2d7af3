"""Which tests belong to which API."""

from __future__ import annotations

from imagehosts.hosts import Host

#: Words of which one stands in the ids of the tests.
SUITES: dict[str, tuple[str, ...]] = {
    "imges": ("imges", "chevereto"),
    "imagehosting_me": ("imagehosting_me", "chevereto"),
    "imageshack": ("imageshack",),
    "imageshack_gallery": ("imageshack_gallery",),
    "imgur": ("imgur",),
}

#: The tests that a live server gets, in ``contracts/hosts``, by host.
LIVE: dict[str, str] = {
    "imges": "chevereto/test_live.py",
    "imagehosting_me": "chevereto/test_live.py",
    "chevereto": "chevereto/test_live.py",
    "imageshack": "imageshack/test_live.py",
    "imageshack_gallery": "imageshack_gallery/test_live.py",
    "imgur": "imgur/test_live.py",
}

#: What they need beside the key of a host that has one, by the variable that it comes from. A
#: gallery is named by its server too, as in ``img123/my_gallery``.
LIVE_NEEDS: dict[str, tuple[str, ...]] = {
    "imageshack": ("IMAGESHACK_AUTH_TOKEN",),
    "imageshack_gallery": ("LIVE_GALLERY", "LIVE_GALLERY_USER"),
}


def live_variables(host: Host) -> tuple[str, ...]:
    """What must be in the environment before a live server of a host is touched."""
    return (*([host.variable] if host.needs_key else []), *LIVE_NEEDS.get(host.name, ()))
