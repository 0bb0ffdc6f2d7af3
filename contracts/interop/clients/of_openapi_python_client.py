"""Uses a client that the stock openapi-python-client wrote. Arguments as of the other one."""

from __future__ import annotations

import importlib
import inspect
import io
import json
import pkgutil
import sys
import typing
from typing import Any

from contracts.interop.clients.flow import identifier, run


class Client:
    def __init__(self, package: str, base: str, given: dict[str, Any]) -> None:
        module = importlib.import_module(package)
        self.types = importlib.import_module(f"{package}.types")
        headers = dict(given["headers"])
        self.schemes: dict[str, str] = given["schemes"]
        self.client = module.AuthenticatedClient(
            base_url=base,
            token=headers.pop("Authorization", "none"),
            prefix="",
            headers=headers,
        )
        api = importlib.import_module(f"{package}.api")
        self.modules = {
            found.name.rpartition(".")[2]: found.name
            for found in pkgutil.walk_packages(api.__path__, f"{package}.api.")
        }

    def _request(self, operation: str, values: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        module = importlib.import_module(self.modules[operation])
        parameters = inspect.signature(module._get_kwargs).parameters
        given = {identifier(name): value for name, value in values.items()}
        arguments = {name: value for name, value in given.items() if name in parameters}
        rest = {name: value for name, value in given.items() if name not in parameters}
        if "body" in parameters:
            arguments["body"] = self._body(module, rest)
        return module, {
            name: self._converted(module, name, value) for name, value in arguments.items()
        }

    def _converted(self, module: Any, name: str, value: Any) -> Any:
        """Text as the enumeration that an argument is of."""
        hint = typing.get_type_hints(module._get_kwargs)[name]
        for kind in typing.get_args(hint) or (hint,):
            if isinstance(value, str) and hasattr(kind, "__members__"):
                return kind(value)
        return value

    def _body(self, module: Any, values: dict[str, Any]) -> Any:
        hint = typing.get_type_hints(module._get_kwargs)["body"]
        kinds = [kind for kind in typing.get_args(hint) or (hint,) if hasattr(kind, "from_dict")]
        has_file = any(isinstance(value, tuple) for value in values.values())
        if len(kinds) > 1:
            kinds = [kind for kind in kinds if hasattr(kind, "to_multipart") == has_file]
        (kind,) = kinds
        hints = typing.get_type_hints(
            kind,
            vars(importlib.import_module(kind.__module__))
            | {"File": self.types.File, "Unset": self.types.Unset},
        )
        made = {}
        for given, value in values.items():
            name = given if given in hints else f"{given}_"  # a name that Python has already
            if name not in hints:
                continue  # a key that this body has no place for
            if isinstance(value, tuple):
                value = self.types.File(io.BytesIO(value[1]), value[0], "image/gif")
            for option in typing.get_args(hints[name]) or (hints[name],):
                if isinstance(value, str) and hasattr(option, "__members__"):
                    value = option(value)
            made[name] = value
        return kind(**made)

    def do(self, operation: str, **values: Any) -> dict[str, Any]:
        module, arguments = self._request(operation, values)
        answer = module.sync_detailed(client=self.client, **arguments)
        assert answer.status_code == 200, answer.content
        return answer.parsed.to_dict()

    def text(self, operation: str, **values: Any) -> str:
        module, arguments = self._request(operation, values)
        request = module._get_kwargs(**arguments)
        return self.client.get_httpx_client().request(**request).text

    def sign_in(self, **credentials: str) -> None:
        # What the generator has no scheme for, a credential in the query, is an option of httpx.
        known = set(self.schemes.values())
        params = {name: value for name, value in credentials.items() if name in known}
        self.client.get_httpx_client().params = params

    def takes(self, operation: str) -> set[str] | None:
        if operation not in self.modules:
            return None
        module = importlib.import_module(self.modules[operation])
        found = set(inspect.signature(module._get_kwargs).parameters)
        if "body" in found:
            found.remove("body")
            hint = typing.get_type_hints(module._get_kwargs)["body"]
            for kind in typing.get_args(hint) or (hint,):
                found |= set(getattr(kind, "__annotations__", {})) - {"additional_properties"}
        return found


if __name__ == "__main__":
    path, package, base, text = sys.argv[1:]
    options: dict[str, Any] = json.loads(text)
    run(path, Client(package, base, options), options)
