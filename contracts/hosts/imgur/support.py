"""Answers in imgur's shapes, written by us, for tests whose host is a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.support.recording import Reply

__all__ = ["IMAGE", "TOKENS", "ok", "refusal", "stale"]

IMAGE: Mapping[str, Any] = {
    "id": "q7RtB2x",
    "title": None,
    "datetime": 1700000000,
    "type": "image/png",
    "width": 4,
    "height": 3,
    "size": 776,
    "account_id": 0,
    "deletehash": "k3LmN9pQrS7tUvW",
    "link": "https://i.imgur.com/q7RtB2x.png",
}

#: What a call for tokens gives.
TOKENS: Mapping[str, Any] = {
    "access_token": "access-token-two",
    "refresh_token": "refresh-token-two",
    "expires_in": 2419200,
    "token_type": "bearer",
    "scope": None,
    "account_id": 7,
    "account_username": "ada",
}


def ok(data: Any = IMAGE, headers: Mapping[str, str] | None = None) -> Reply:
    """A success."""
    return Reply(200, {"data": data, "success": True, "status": 200}, headers or {})


def refusal(
    status: int, error: Any, headers: Mapping[str, str] | None = None, *, http: int | None = None
) -> Reply:
    """A failure in the shape that most have; its HTTP status can be another than it says."""
    data = {"error": error, "request": "/3/image", "method": "POST"}
    body = {"data": data, "success": False, "status": status}
    return Reply(status if http is None else http, body, headers or {})


def stale(status: int = 403) -> Reply:
    """The answer to a token that has run out."""
    return refusal(status, "The access token provided is invalid.")
