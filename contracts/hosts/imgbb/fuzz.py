"""What the contract runs know of ImgBB beyond its spec."""

from __future__ import annotations

from contracts.fuzz.rows import Row

ROW = Row(
    address="/data/url",
    refusals={"400": "a text that is valid by the spec need not be a picture, nor a key right"},
)
