"""What the contract runs know of Imges beyond its spec."""

from __future__ import annotations

from contracts.fuzz.rows import Row
from contracts.hosts.chevereto.fuzz import EXCLUDED_BY_FAMILY, REFUSALS

ROW = Row(
    address="/image/url",
    excluded=EXCLUDED_BY_FAMILY,
    refusals=REFUSALS,
    server_names=(b"imges.link",),
)
