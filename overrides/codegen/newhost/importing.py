"""An OpenAPI file from elsewhere, in the form that ``specs/`` keeps.

A spec of this project says more than OpenAPI asks for (one tag and one success for each operation,
names for every object, where each thing was taken from), and less (no defaults, no alternatives in
requests). What can be completed is completed, what must go is left out, and each such change is a
line of :attr:`Imported.notes` with the line of the file, so that the person who owns it can decide
otherwise. What the generator refuses after that is left out by :mod:`codegen.newhost.fitting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from codegen.newhost import names
from codegen.newhost.answers import Answers
from codegen.newhost.credentials import Credentials, used_schemes
from codegen.newhost.foreign import Foreign
from codegen.newhost.preparing import prepare
from codegen.newhost.requests import Requests
from codegen.newhost.schemas import reachable, visit_schemas
from codegen.newhost.work import NO_DESCRIPTION, Imported, Work
from codegen.specs import METHODS, Json, Where

__all__ = ["Imported", "import_spec"]

#: Methods that clients have calls for.
CALLED = ("get", "post", "put", "patch", "delete")

#: An address up to the port that is taken where none is named.
USUAL_PORT = re.compile(r"^(?:(https://[^/]*):443|(http://[^/]*):80)(?=/|$)")


def import_spec(source: Foreign, api: str, title: str) -> Imported:
    """The spec that a foreign document becomes.

    Args:
        source: An OpenAPI document that was read by :func:`codegen.newhost.foreign.read`.
        api: The identifier that the host gets.
        title: Its name for people, where the document has none.
    """
    return _Import(source, api, title).run()


class _Import:
    def __init__(self, source: Foreign, api: str, title: str) -> None:
        self.work = Work(source, api, title)
        self.forgiven = source.forgiven
        self.credentials = Credentials(self.work)
        self.requests = Requests(self.work)
        self.answers = Answers(self.work, self.requests)
        self.tags: dict[str, str] = {}
        self.ids: dict[tuple[str, str], str] = {}

    def run(self) -> Imported:
        work = self.work
        for where, text in self.forgiven:
            work.imported.note(where, text)
        prepare(work)
        for name, schema in list(work.schemas.items()):
            work.here = work.imported.origins["components", "schemas", name]
            self.answers.name_members(schema, name)
        work.here = ()
        new = self._head()
        schemes = self.credentials.schemes(work.components.get("securitySchemes") or {})
        asked = work.old.get("security")
        security = self.credentials.requirements(asked, schemes, ("security",))
        if security is not None:
            new["security"] = security
        operations = list(self._operations(schemes))
        new["tags"] = self._described_tags()
        note = f"Imported from {work.imported.source.path.name}; say here where it stands."
        written = {"title": new["info"]["title"], "by": "host", "note": note}
        new["x-documents"] = {work.source["document"]: written}
        new |= self.answers.errors(operations)
        new["paths"] = {}
        for path, method, operation in operations:
            new["paths"].setdefault(path, {})[method] = operation
        self.answers.place_links(new, self.ids)
        new["components"] = self._components(new, schemes)
        visit_schemas(new, self.answers.for_answers)
        work.imported.document = new
        return work.imported

    def _components(self, document: Json, schemes: dict[str, Json]) -> Json:
        """The security schemes and schemas that something refers to."""
        work, found = self.work, {}
        for name, schema in work.schemas.items():
            named = {"allOf": [schema]} if "$ref" in schema else schema
            named.setdefault("description", NO_DESCRIPTION)
            named.setdefault("x-source", dict(work.source))
            work.schemas[name] = named
        used = used_schemes(document, schemes)
        for name in schemes:
            if name not in used:
                work.here = ("components", "securitySchemes", name)
                work.note(f"security scheme {name} was left out: nothing asks for it by `security`")
        if used:
            found["securitySchemes"] = used
        found["schemas"] = reachable(document, work.schemas)
        return found

    def _head(self) -> Json:
        info = self.work.old.get("info") or {}
        for name in self.work.old.get("webhooks") or {}:
            self.work.here = ("webhooks", name)
            self.work.note(f"the webhook {name} was left out: a client receives no calls")
        self.work.here = ()
        return {
            "openapi": "3.1.0",
            "info": {
                "title": info.get("title") or f"{self.work.title} API",
                "version": str(info.get("version") or "1"),
                "summary": names.one_line(info.get("summary") or f"The API of {self.work.title}"),
                "description": info.get("description") or f"The API of {self.work.title}.",
            },
            "servers": [self._server()],
        }

    def _server(self) -> Json:
        servers = self.work.old.get("servers") or []
        addresses = [self._address(server, ("servers", n)) for n, server in enumerate(servers)]
        absolute = [url for url in addresses if url.startswith("http")]
        if absolute:
            for other in absolute[1:]:
                self.work.note(f"of its servers {absolute[0]} was taken; give {other} as base_url")
            return {"url": absolute[0], "description": "The public site."}
        path = next((url for url in addresses if re.match(r"/[^/]", url)), "")
        url = f"https://api.{self.work.api.replace('_', '-')}.example{path}"
        self.work.note(f"no absolute server address: {url} stands in for it; put the real one")
        return {"url": url, "description": "The public site."}

    def _address(self, server: Json, where: Where) -> str:
        """The address of a server with the defaults of its variables."""
        url = str(server.get("url", ""))
        for name, variable in (server.get("variables") or {}).items():
            self.work.here = (*where, "variables", name)
            self.work.note(
                f"{{{name}}} of {url} is {variable.get('default')}; base_url takes others"
            )
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
        self.work.here = where
        url = f"https:{url}" if url.startswith("//") else url
        # No client sends the port that everybody takes anyway.
        return USUAL_PORT.sub(r"\1\2", url).rstrip("/")

    def _operations(self, schemes: dict[str, Json]) -> Iterator[tuple[str, str, Json]]:
        taken: set[str] = set()
        routes: dict[str, str] = {}
        for path, reference in self.work.old["paths"].items():
            item = self.work.resolved(reference)
            found = path if isinstance(reference, dict) and "$ref" not in reference else None
            key, constants = self._path_key(path, routes)
            for method in METHODS:
                if method not in item:
                    continue
                self.work.here = ("paths", path, method) if found else ("paths", path)
                if method not in CALLED:
                    self.work.note(f"{method.upper()} {path} was left out: nothing needs it")
                    continue
                place = self.work.here
                old = item[method]
                tag = self._tag(old, path)
                name = self._operation_id(old, tag, method, path, taken)
                self.ids[path, method] = name
                new = self._operation(old, item, tag, name, path, method, schemes)
                new["parameters"] = [*constants, *new.get("parameters", [])]
                if not new["parameters"]:
                    del new["parameters"]
                self.work.imported.origins["paths", key, method] = place
                yield key, method, new

    def _path_key(self, path: str, routes: dict[str, str]) -> tuple[str, list[Json]]:
        """A path as our specs write it: a query is parameters, one route has one form."""
        self.work.here = ("paths", path)
        plain, _, fragment = path.partition("#")
        plain, _, query = plain.partition("?")
        constants = [
            {
                "name": name,
                "in": "query",
                "required": True,
                "description": "What the call is.",
                "schema": {"const": value},
            }
            for name, value in parse_qsl(query, keep_blank_values=True)
        ]
        if query:
            self.work.note(f"the query of {path} became parameters")
        key = f"{plain}#{names.snake_case(fragment)}" if fragment else plain
        route = re.sub(r"{[^}]*}", "{}", key)
        if route in routes:
            ending = names.snake_case(f"{query} {path.rpartition('{')[2] if '{' in path else ''}")
            key = f"{plain}#{names.fresh(ending or 'other', ())}"
            self.work.note(f"{path} has the route of {routes[route]}: its key is {key}")
            route = f"{route}#{ending}"
        routes[route] = path
        return key, constants

    def _tag(self, operation: Json, path: str) -> str:
        given = [str(tag) for tag in operation.get("tags") or []]
        old = given[0] if given else names.tag_of_path(path)
        if old not in self.tags:
            wanted = names.tag_name(old)
            self.tags[old] = names.fresh(wanted, self.tags.values())
            if given and self.tags[old] != old:
                self.work.note(f"the tag {old} is called {self.tags[old]}")
        if len(given) > 1:
            self.work.note(f"{path}: of its tags {', '.join(given)} it keeps {self.tags[old]}")
        return self.tags[old]

    def _described_tags(self) -> list[Json]:
        old = {str(tag["name"]): tag.get("description") for tag in self.work.old.get("tags") or []}
        return [
            {"name": new, "description": old.get(name) or f"Operations on {new}."}
            for name, new in sorted(self.tags.items(), key=lambda pair: pair[1])
        ]

    def _operation_id(
        self, operation: Json, tag: str, method: str, path: str, taken: set[str]
    ) -> str:
        given = str(operation.get("operationId") or "")
        found = names.fresh(f"{tag}_{names.method_name(given, tag, method, path)}", taken)
        taken.add(found)
        if found != given:
            was = f"operationId {given}" if given else f"{method.upper()} {path}"
            self.work.note(f"{was} is called {found}")
        return found

    def _operation(
        self,
        old: Json,
        item: Json,
        tag: str,
        name: str,
        path: str,
        method: str,
        schemes: dict[str, Json],
    ) -> Json:
        place = self.work.here
        summary = names.one_line(old.get("summary") or old.get("description") or f"{method} {path}")
        description = str(old.get("description") or old.get("summary") or "").strip()
        if len(description) < 40:
            description = f"{description} {NO_DESCRIPTION} ({method.upper()} {path})".strip()
        new: Json = {
            "tags": [tag],
            "operationId": name,
            "summary": summary,
            "description": description,
            "x-source": {**self.work.source, "section": f"{method.upper()} {path}"},
            # What is not in the host's own document, as far as anybody checked, is inferred.
            "x-provenance": "inferred",
        }
        if old.get("deprecated"):
            new["deprecated"] = True
        if method == "post":
            new["x-retry"] = "never"
        for called in old.get("callbacks") or {}:
            self.work.note(
                f"{name}: the callback {called} was left out: a client receives no calls"
            )
        servers = self._servers_of(old, item, name)
        if servers:
            new["servers"] = servers
        parameters = list(self.requests.parameters(old, item, name, path))
        if parameters:
            new["parameters"] = parameters
        self.work.here = place
        if "requestBody" in old:
            body = self.requests.body(self.work.resolved(old["requestBody"]), name)
            if body is not None:
                new["requestBody"] = body
        self.work.here = place
        self.requests.name_arguments(new)
        new["responses"] = self.answers.responses(old.get("responses") or {}, name)
        security = self.credentials.requirements(old.get("security"), schemes, (*place, "security"))
        if security is not None:
            new["security"] = security
        self.work.here = place
        return new

    def _servers_of(self, old: Json, item: Json, name: str) -> list[Json]:
        """The server of an operation's own."""
        place = self.work.here
        for holder, where in ((old, place), (item, place[:2])):
            for index, server in enumerate(holder.get("servers") or []):
                url = self._address(server, (*where, "servers", index))
                self.work.here = place
                if url:
                    return [{"url": url, "description": f"Where {name} is."}]
        return []
