"""Measurements against the peers, each pair in one run, shown as a ratio."""
