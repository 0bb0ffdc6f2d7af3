"""ImageShack: what the tests know of it."""
