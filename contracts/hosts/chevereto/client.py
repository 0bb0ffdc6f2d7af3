"""The client of this host, for the tests that every client of its kind passes."""

from __future__ import annotations

from contracts.support.client_host import Host

CLIENT = Host(
    name="chevereto",
    client="Chevereto",
    api="imagehosting_me",
    variable="CHEVERETO_API_KEY",
    base_url="https://pictures.example/api/1",
    path="/upload",
    key_header="",
)
