"""The scenario of the family: uploads in every way."""

from contracts.hosts.chevereto.demo import scenario

__all__ = ["scenario"]
