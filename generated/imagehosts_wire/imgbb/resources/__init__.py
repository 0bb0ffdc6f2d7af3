# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""The operations, a module for each resource."""
