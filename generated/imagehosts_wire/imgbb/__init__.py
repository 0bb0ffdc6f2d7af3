# Generated from specs/imgbb/openapi.yaml by `make generate`. Change the spec, not this file.
"""ImgBB API: wire layer.

``models`` holds the classes of its answers, ``resources`` its operations, ``api`` what else a
client must know, ``spec.json`` the contract itself.
"""
