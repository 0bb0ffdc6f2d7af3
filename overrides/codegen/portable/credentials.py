"""Makes security schemes of parameters that carry credentials, and says what each call needs.

OpenAPI has schemes for headers, queries and cookies. A credential in a body has none there: it
stays a member of the body, and the description of the call names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codegen.naming import pascal_case
from codegen.portable.spellings import KNOWLEDGE
from codegen.specs import Json, Spec

Alternative = dict[str, list[str]]

PLACES = ("query", "header", "cookie")


class Credentials:
    """The security schemes of one document, those that are made on the way included."""

    def __init__(self, spec: Spec, schemes: Json) -> None:
        self.spec = spec
        self.schemes = schemes
        for scheme in schemes.values():
            prefix = scheme.get("x-prefix")
            if prefix and scheme["type"] == "apiKey":
                text = f"The value is `{prefix}` (with the blank) and the credential."
                scheme["description"] = f"{scheme.get('description', '').strip()} {text}".strip()

    def settle(self, operation: Json) -> None:
        """Take credentials out of an operation's parameters, and say what it needs."""
        given = operation.get("security", self.spec.document.get("security"))
        alternatives: list[Alternative] = [dict(each) for each in given] if given else [{}]
        kept = []
        found: list[tuple[str, Json]] = []
        for reference in operation.get("parameters", []):
            parameter = self.spec.resolve(reference)
            credential = self._credential(parameter)
            if credential and parameter["in"] in PLACES:
                found.append((credential, parameter))
            else:
                kept.append(reference)
        if len(kept) < len(operation.get("parameters", [])):
            operation.pop("parameters")
            if kept:
                operation["parameters"] = kept
        for credential, parameter in found:
            if parameter.get("required"):
                name = self._scheme(credential, parameter)
                alternatives = [self._with(each, name, credential) for each in alternatives]
        optional = [each for each in found if not each[1].get("required")]
        alternatives += [
            self._with(each, self._scheme(*credential), credential[0])
            for credential in optional
            for each in [*alternatives]
        ]
        in_body = self._in_body(operation)
        if in_body:
            names = " and ".join(f"`{name}`" for name in in_body)
            several = "s travel" if len(in_body) > 1 else " travels"
            text = f"The credential{several} in the body, as {names}."
            operation["description"] = (
                f"{operation.get('description', '').strip()}\n\n{text}".strip()
            )
        operation["security"] = [] if alternatives == [{}] else _ordered(alternatives)

    def _credential(self, value: Json) -> str | None:
        schema = self.spec.resolve(value.get("schema", {}))
        found: str | None = value.get("x-credential") or schema.get("x-credential")
        return found

    def _scheme(self, credential: str, parameter: Json) -> str:
        """The scheme of a parameter, made where there is none."""
        scheme = {
            "type": "apiKey",
            "in": parameter["in"],
            "name": parameter["name"],
            "description": " ".join(parameter.get("description", "").split()),
        }
        name: str = pascal_case(credential) + parameter["in"].title()
        while name in self.schemes and not _same_place(self.schemes[name], scheme):
            name += pascal_case(parameter["name"].strip("[]").replace("-", "_"))
        self.schemes.setdefault(
            name,
            scheme
            | {"x-credential": credential}
            | {key: value for key, value in parameter.items() if key in KNOWLEDGE},
        )
        return name

    def _with(self, alternative: Alternative, name: str, credential: str) -> Alternative:
        """An alternative with a scheme, in the place of another for the same credential."""
        kept = {
            each: scopes
            for each, scopes in alternative.items()
            if self.schemes[each].get("x-credential") != credential
        }
        return {**kept, name: []}

    def _in_body(self, operation: Json) -> list[str]:
        names: list[str] = []
        for media in (
            self.spec.resolve(operation.get("requestBody", {})).get("content", {}).values()
        ):
            schema = self.spec.resolve(media.get("schema", {}))
            for name, member in schema.get("properties", {}).items():
                if self.spec.resolve(member).get("x-credential") and name not in names:
                    names.append(name)
        return names


def _same_place(one: Json, other: Json) -> bool:
    return all(one.get(key) == other[key] for key in ("type", "in", "name"))


def _ordered(alternatives: Sequence[Alternative]) -> list[Any]:
    """Each once, and the one without credentials last: tools take the first that they can."""
    found: list[Alternative] = []
    for each in alternatives:
        if each not in found:
            found.append(each)
    return sorted(found, key=lambda each: not each)
