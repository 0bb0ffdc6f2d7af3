"""The host whose calls are measured, chosen by what its API is like.

It is the host with the smallest API that has a call by GET with one text to send, and a call by
POST that uploads a file. No host is named here, so that another one can take the place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from codegen.plans import OperationPlan, read_operations
from codegen.specs import Spec, find_specs
from imagehosts.core.client import SyncClient
from imagehosts.hosts import HOSTS, Host

from benchmarks.corpus import ROOT

SOURCE = "http://a/b.jpg"
KEY = "key"


@dataclass
class Subject:
    """A host, and the two calls of its API."""

    host: Host
    spec: Spec
    small: OperationPlan
    upload: OperationPlan

    def client(self, **options: Any) -> SyncClient:
        """A client with a key."""
        return self.host.make_client(**{self.host.credential: KEY}, **options)

    def call(self, client: SyncClient) -> object:
        """Make the small call."""
        return getattr(getattr(client, self.small.tag), self.small.method_name)(SOURCE)

    @property
    def program(self) -> str:
        """A program that makes the small call at ``http://127.0.0.1:PORT``."""
        client, plan = self.host.client, self.small
        options = f"{self.host.credential}={KEY!r}, max_retries=0"
        return (
            f"from imagehosts import {client}\n"
            f"c = {client}(base_url='http://127.0.0.1:PORT', {options})\n"
            f"c.{plan.tag}.{plan.method_name}({SOURCE!r})"
        )

    @cached_property
    def request(self) -> dict[str, Any]:
        """The small call as arguments of :meth:`httpx.Client.request`."""
        sent: list[httpx.Request] = []

        def keep(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return httpx.Response(200, content=self.answer)

        with self.client(transport=httpx.MockTransport(keep)) as client:
            self.call(client)
        url = sent[0].url
        headers = {name: value for name, value in sent[0].headers.items() if value == KEY}
        return {
            "method": sent[0].method,
            "url": str(url.copy_with(query=None)),
            "params": dict(url.params),
            "headers": headers,
        }

    @cached_property
    def answer(self) -> bytes:
        """The smallest answer to the small call."""
        success = self.small.raw["responses"]["200"]
        schema = self.spec.resolve(success)["content"]["application/json"]["schema"]
        return json.dumps(self._least(schema)).encode()

    def _least(self, schema: Any) -> Any:
        """The smallest value that a schema allows."""
        schema = self.spec.resolve(schema)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        kinds = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if kind == "object":
            required = schema.get("required", [])
            return {name: self._least(schema["properties"][name]) for name in required}
        if schema.get("format") == "uri":
            return "http://a/b"
        return {"string": "a", "array": [], "boolean": False, "null": None}.get(kind, 1)


def find_subject() -> Subject:
    """The host with the smallest API that has both calls.

    Raises:
        LookupError: No host has both.
    """
    specs = {path.parent.name: Spec(path) for path in find_specs(ROOT / "specs")}
    found: list[tuple[int, Subject]] = []
    for host in HOSTS:
        spec = specs[host.sync_client.api.name]
        plans = read_operations(spec)
        small = [plan for plan in plans if _is_small(plan)]
        uploads = [plan for plan in plans if _uploads(plan)]
        if small and uploads and not host.needs_base_url:
            found.append((len(plans), Subject(host, spec, small[0], uploads[0])))
    if not found:
        raise LookupError("no host has a call by GET with one text, and one that uploads a file")
    return min(found, key=lambda each: each[0])[1]


def _is_small(plan: OperationPlan) -> bool:
    texts = [each for each in plan.positional if each.schema.get("type") == "string"]
    one_text = len(texts) == len(plan.positional) == 1
    return plan.method == "GET" and plan.result.kind == "json" and one_text


def _uploads(plan: OperationPlan) -> bool:
    takes_files = [each for each in plan.positional if each.encode in ("source", "file")]
    one_file = len(takes_files) == len(plan.positional) == 1
    return plan.method == "POST" and plan.result.kind == "json" and one_file
