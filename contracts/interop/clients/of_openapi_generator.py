"""Uses a client that openapi-generator wrote. Arguments: flow, package, base URL, JSON."""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from typing import Any

from contracts.interop.clients.flow import identifier, run


class Client:
    def __init__(self, package: str, base: str, given: dict[str, Any]) -> None:
        module = importlib.import_module(package)
        configuration = module.Configuration(host=base)
        configuration.api_key = dict(given["api_keys"])
        self.client = module.ApiClient(configuration)
        self.schemes: dict[str, str] = given["schemes"]
        self._send_to(base)
        self.apis = [
            getattr(module, name)(self.client) for name in dir(module) if name.endswith("Api")
        ]

    def _send_to(self, base: str) -> None:
        """Servers of single operations lead to the emulator as well, as a name server would."""
        request = self.client.rest_client.request

        def redirected(method: str, url: str, *arguments: Any, **options: Any) -> Any:
            if not url.startswith(base):
                url = base + "/" + url.split("/", 3)[3]
            return request(method, url, *arguments, **options)

        self.client.rest_client.request = redirected

    def _method(self, name: str) -> Any:
        return next((getattr(api, name) for api in self.apis if hasattr(api, name)), None)

    def do(self, operation: str, **values: Any) -> dict[str, Any]:
        result = self._method(operation)(**{identifier(k): v for k, v in values.items()})
        return _plain(result.to_dict())

    def text(self, operation: str, **values: Any) -> str:
        method = self._method(f"{operation}_without_preload_content")
        return method(**{identifier(k): v for k, v in values.items()}).data.decode()

    def sign_in(self, **credentials: str) -> None:
        for scheme, name in self.schemes.items():
            if name in credentials:
                self.client.configuration.api_key[scheme] = credentials[name]

    def takes(self, operation: str) -> set[str] | None:
        method = self._method(operation)
        if method is None:
            return None
        return {name for name in inspect.signature(method).parameters if name[0] != "_"}


def _plain(value: Any) -> Any:
    """What a model holds; pydantic shows a secret only on demand."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


if __name__ == "__main__":
    path, package, base, text = sys.argv[1:]
    options: dict[str, Any] = json.loads(text)
    run(path, Client(package, base, options), options)
