"""What the wire tables of the family share."""

from __future__ import annotations

KEY = "k3y+of/these=tests"
