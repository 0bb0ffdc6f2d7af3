"""Holds everything that goes over the wire against the spec: each request, and its answer."""

from __future__ import annotations

import json
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from contracts.support.recording import Sent, as_sent
from contracts.support.spec_checking import faults_of
from contracts.support.specs import Json, load_spec, operations, resolve
from contracts.support.xml import xml_answers, xml_faults_by_root


class Checker(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport for either kind of client that checks what passes, and notes what is wrong.

    Attributes:
        called: The operations that were called.
        checked: How many answers were held against the spec.
        problems: What differs from the spec, a line each.
    """

    def __init__(
        self, api: str, base_url: str, *, asynchronous: bool, any_slash: bool = False
    ) -> None:
        self._any_slash = any_slash
        self._api = api
        self._document = load_spec(api)
        self._operations = operations(self._document)
        self._base_url = base_url
        self._inner: Any = httpx.AsyncHTTPTransport() if asynchronous else httpx.HTTPTransport()
        self._validators: dict[str, Draft202012Validator | None] = {}
        self.called: set[str] = set()
        self.checked = 0
        self.problems: list[str] = []

    @property
    def operations(self) -> int:
        """How many operations the API has."""
        return len(self._operations)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        response = self._inner.handle_request(request)
        content = b"".join(response.iter_raw())  # which closes it
        return self._checked(request, response, content)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        response = await self._inner.handle_async_request(request)
        content = b"".join([chunk async for chunk in response.aiter_raw()])
        return self._checked(request, response, content)

    def close(self) -> None:
        self._inner.close()

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _checked(
        self, request: httpx.Request, response: httpx.Response, content: bytes
    ) -> httpx.Response:
        made = httpx.Response(
            response.status_code, headers=response.headers, stream=httpx.ByteStream(content)
        )
        self._check(as_sent(request), made, content)
        return made

    def _check(self, sent: Sent, response: httpx.Response, content: bytes) -> None:
        operation, faults = faults_of(
            self._document, sent, self._base_url, file_types=False, any_slash=self._any_slash
        )
        if not operation and not sent.url.startswith(f"{self._base_url}/"):
            return  # a picture or a page, and no call of the API
        self.problems += [f"{operation or sent.address}: request: {fault}" for fault in faults]
        if operation:
            self.called.add(operation)
            self.checked += 1
            self.problems += [
                f"{operation}: answer: {fault}"
                for fault in self._faults(operation, response, content)
            ]

    def _faults(self, operation: str, response: httpx.Response, content: bytes) -> list[str]:
        media_type = response.headers.get("content-type", "").partition(";")[0]
        if media_type.endswith("xml"):
            return self._xml_faults(operation, response.status_code, content)
        key = f"{operation} {response.status_code} {media_type}"
        if key not in self._validators:
            try:
                self._validators[key] = self._validator(operation, response.status_code, media_type)
            except LookupError:
                return [f"the spec knows no {response.status_code} of type {media_type!r}"]
        validator = self._validators[key]
        if validator is None:
            return []
        errors = validator.iter_errors(json.loads(content))
        return [f"{error.json_path}: {error.message[:100]}" for error in errors]

    def _xml_faults(self, operation: str, status: int, content: bytes) -> list[str]:
        """By the root element, which tells a failure from a success whatever the status."""
        responses = f"{self._operations[operation].pointer}/responses"
        places = (f"{responses}/{status}/", f"{responses}/default/")
        answers = [a for a in xml_answers(self._document) if a.pointer.startswith(places)]
        return xml_faults_by_root(self._api, self._document, answers, content)

    def _validator(
        self, operation: str, status: int, media_type: str
    ) -> Draft202012Validator | None:
        """For the body of an answer; None where that is no JSON."""
        responses: dict[str, Json] = self._operations[operation].value["responses"]
        found = responses.get(str(status)) or responses["default"]
        content = resolve(self._document, found).get("content", {})
        if not content:
            return None  # the spec leaves open what comes with it
        schema = content[media_type]["schema"]
        if not media_type.endswith("json"):
            return None
        return Draft202012Validator({**schema, "components": self._document["components"]})
