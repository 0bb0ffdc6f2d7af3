"""ImageShack's galleries; its live tests look at one that is named, as in ``img123/my_gallery``."""

LIVE_VARIABLES = ("LIVE_GALLERY", "LIVE_GALLERY_USER")
