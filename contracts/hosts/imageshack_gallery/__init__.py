"""ImageShack's galleries: what the tests know of it."""
