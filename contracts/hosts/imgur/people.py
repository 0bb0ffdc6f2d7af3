"""People at an emulated imgur: who they are, and how they log in through the clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from imagehosts import Imgur
from imagehosts.emulator import Emulator

__all__ = ["ADA", "BO", "BOTH", "emulated", "log_in", "stranger"]

ADA, BO = "ada", "bo"
BOTH = (ADA, BO)
PASSWORDS = {ADA: "lake-house", BO: "sail-boat"}
USERS = tuple(f"{name}:{password}" for name, password in PASSWORDS.items())
APPLICATION: dict[str, Any] = {"client_id": "an-application", "client_secret": "its-secret"}


@contextmanager
def emulated(**settings: Any) -> Iterator[tuple[Emulator, str]]:
    """An emulator with these people, and the address of its API."""
    with Emulator(users=USERS, seed=1, **settings) as emulator, emulator.serve() as address:
        yield emulator, f"{address}/3"
        assert emulator.internal_errors == []


def stranger(base_url: str, **options: Any) -> Imgur:
    """A client of an application without a user."""
    return Imgur("an-application", base_url=base_url, **options)


def log_in(base_url: str, name: str, **options: Any) -> Imgur:
    """A client for somebody who agrees in a browser and types the PIN that they read there."""
    client = Imgur(base_url=base_url, **{**APPLICATION, **options})
    person = {"username": name, "password": PASSWORDS[name]}
    page = httpx.post(client.authorization_url("pin"), data=person)
    pin = re.search(r"name='pin' value='(\w+)'", page.text)
    assert pin is not None, page.text
    token = client.oauth.exchange_pin(pin[1])
    assert token.account_username == name
    return client
