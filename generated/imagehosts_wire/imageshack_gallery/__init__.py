# Generated from specs/imageshack_gallery/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImageShack Gallery API: wire layer.

``models`` holds the classes of its answers, ``resources`` its operations, ``api`` what else a
client must know, ``spec.json`` the contract itself.
"""
