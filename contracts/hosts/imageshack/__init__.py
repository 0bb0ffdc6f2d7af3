"""ImageShack; its live tests need a token beside the key."""

LIVE_VARIABLES = ("IMAGESHACK_AUTH_TOKEN",)
