"""The client of this host, for the tests that every client of its kind passes."""

from __future__ import annotations

from contracts.support.client_host import Host

CLIENT = Host(
    name="imagehosting_me",
    client="ImageHostingMe",
    api="imagehosting_me",
    variable="IMAGEHOSTING_ME_API_KEY",
    base_url="https://imagehosting.me/api/1",
    path="/upload",
    key_header="x-api-key",
)
