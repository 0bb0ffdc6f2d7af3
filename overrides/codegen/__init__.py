"""Turns ``specs/`` into ``generated/``: a driver and templates over openapi-python-client.

Read :mod:`codegen.driver` first; it names the steps in their order. This package is a tool of the
repository and no part of the distribution.
"""
