"""Measurements against the peers, each pair taken in one run and told as a ratio."""
