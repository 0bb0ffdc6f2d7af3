"""The credentials of a document from elsewhere, as far as clients can send them."""

from __future__ import annotations

import re
from typing import Any

from codegen.newhost import names
from codegen.newhost.work import Work
from codegen.specs import Json, Where


class Credentials:
    """Reads security schemes, and what asks for them."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def schemes(self, found: Json) -> dict[str, Json]:
        schemes: dict[str, Json] = {}
        for name, reference in found.items():
            self.work.here = ("components", "securitySchemes", name)
            scheme = self.work.resolved(reference)
            new = self._scheme(name, scheme)
            if new is not None:
                text = scheme.get("description") or "A credential of the host."
                schemes[name] = {"description": text, **new}
        given = [scheme["x-credential"] for scheme in schemes.values()]
        for name, scheme in schemes.items():
            # Several keys of one host are told apart by the names of their schemes.
            if given.count(scheme["x-credential"]) > 1:
                own = re.sub(r"[^a-z_]", "", names.snake_case(name)).strip("_") or "key"
                taken = {other["x-credential"] for other in schemes.values() if other != scheme}
                scheme["x-credential"] = (
                    own if own not in taken else f"{own}_of_{scheme['type'].lower()}"
                )
        self.work.here = ()
        return schemes

    def _scheme(self, name: str, scheme: Json) -> Json | None:
        kind, place = scheme.get("type"), scheme.get("in")
        way = str(scheme.get("scheme", "")).lower()
        bearer = {"type": "http", "scheme": "bearer", "x-credential": "access_token"}
        if kind == "apiKey" and place in ("header", "query"):
            key = {"type": "apiKey", "in": place, "name": scheme["name"]}
            return {**key, "x-credential": "api_key"}
        if kind == "apiKey":
            self.work.note(
                f"security scheme {name}: clients send the cookie {scheme['name']} as a key"
            )
            key = {"type": "apiKey", "in": "header", "name": "Cookie"}
            return {**key, "x-prefix": f"{scheme['name']}=", "x-credential": "session"}
        if kind == "http" and way == "bearer":
            return bearer
        if kind == "http" and way == "basic":
            self.work.note(
                f"security scheme {name}: clients take `user:password` in base64 as basic_login"
            )
            key = {"type": "apiKey", "in": "header", "name": "Authorization"}
            return {**key, "x-prefix": "Basic ", "x-credential": "basic_login"}
        if kind in ("oauth2", "openIdConnect"):
            self.work.note(f"security scheme {name}: clients take its token as access_token")
            return bearer
        self.work.note(
            f"security scheme {name} ({kind} {way}".rstrip() + ") was left out: not supported"
        )
        return None

    def requirements(self, found: Any, schemes: dict[str, Json], where: Where) -> list[Json] | None:
        """The alternatives of credentials that clients can keep apart."""
        if found is None:
            return None
        self.work.here = where
        kept: list[set[str]] = []
        for need in found:
            unknown = [name for name in need if name not in schemes]
            places = {(schemes[n].get("in"), schemes[n].get("name")) for n in need if n in schemes}
            shown = " and ".join(need) or "no credential"
            if unknown:
                self.work.note(f"{shown} was left out: clients cannot send {', '.join(unknown)}")
            elif len(places) < len(need):
                self.work.note(f"{shown} was left out: two credentials in one place")
            elif not _can_be_told_apart([*kept, set(need)]):
                first = " and ".join(sorted(kept[0])) or "no credential"
                self.work.note(f"{shown} was left out as an alternative: clients send {first}")
            else:
                kept.append(set(need))
        if found and not kept:
            self.work.note("no credential that clients can send is left: they send none")
        return [{name: [] for name in sorted(need)} for need in kept]


def _can_be_told_apart(alternatives: list[set[str]]) -> bool:
    """Whether clients know which of several alternatives their credentials are for."""
    smallest = min(alternatives, key=len)
    together = [each for each in alternatives if len(each) > 1]
    return all(smallest <= each for each in together) and not (together and set() in alternatives)


def used_schemes(document: Json, schemes: dict[str, Json]) -> dict[str, Json]:
    used: set[str] = set()
    holders = [document, *(o for item in document["paths"].values() for o in item.values())]
    for holder in holders:
        for need in holder.get("security") or []:
            used.update(need)
    return {name: scheme for name, scheme in schemes.items() if name in used}
