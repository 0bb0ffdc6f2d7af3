"""The client of this host, for the tests that every client of its kind passes."""

from __future__ import annotations

from contracts.support.client_host import Host

CLIENT = Host(
    name="imges",
    client="Imges",
    api="imges",
    variable="IMGES_API_KEY",
    base_url="https://imges.link/sharexapi/1",
    path="/upload/",
    key_header="",
)
