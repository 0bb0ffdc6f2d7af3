"""The wire layer: what each API takes and answers, generated from its spec.

Written by `make generate`; edit the spec, a template or an override instead.
"""

APIS = (
    "imagehosting_me",
    "imageshack",
    "imageshack_gallery",
    "imgbb",
    "imges",
    "imgur",
)
"""The names of the APIs, each a sub-package."""
