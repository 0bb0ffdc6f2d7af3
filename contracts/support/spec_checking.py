"""Holds every request that leaves a client against the spec of its API.

:class:`SpecCheckingTransport` stands before any other transport, for either kind of client: it
finds the operation that a request can only mean and raises :class:`SpecBroken` where the request is
not what the spec allows: address, method, parameters, media type, body, credentials. It reads the
spec by itself, with nothing of the generator, and bodies with parsers that are not ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import httpx

from contracts.support.recording import Part, Recorder, Sent, as_sent
from contracts.support.specs import Json, load_spec, nodes, resolve
from contracts.support.validating import Validator

__all__ = ["Seen", "SpecBroken", "SpecCheckingTransport", "faults_of", "judged_as"]

#: What the content type of a file may always be: it promises nothing.
UNKNOWN_TYPE = "application/octet-stream"


class SpecBroken(AssertionError):
    """A request is not what its spec allows."""


class SpecCheckingTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Checks each request against a spec and hands it on.

    A request to where the answer before it has redirected is checked as that one.

    Args:
        inner: Where requests go when they are right; a :class:`Recorder` by default.
        spec: The name of an API, or an OpenAPI document.
        base_url: The address of the API, where it is not the documented one.
        outside: Says of the URL of a request that it is no call of the API, such as the download
            of a picture; such a request is not checked.
        file_types: Whether a file must be of a type that the spec lists. Off for tests in which the
            user says otherwise.
    """

    def __init__(
        self,
        inner: Any = None,
        *,
        spec: str | Mapping[str, Json],
        base_url: str = "",
        outside: Callable[[str], bool] = lambda url: False,
        file_types: bool = True,
    ) -> None:
        self.inner = Recorder() if inner is None else inner
        self.document: dict[str, Json] = load_spec(spec) if isinstance(spec, str) else dict(spec)
        self.base_url = base_url
        self.outside = outside
        self.file_types = file_types
        self._redirected: dict[str, str] = {}
        self.checked: list[str] = []
        """The operations that were called, in order."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self._check(as_sent(request))
        response: httpx.Response = self.inner.handle_request(request)
        self._note_redirect(request, response)
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self._check(as_sent(request))
        response: httpx.Response = await self.inner.handle_async_request(request)
        self._note_redirect(request, response)
        return response

    def close(self) -> None:
        self.inner.close()

    async def aclose(self) -> None:
        await self.inner.aclose()

    def _check(self, sent: Sent) -> None:
        if self.outside(sent.url):
            return
        address = self._redirected.get(sent.address, sent.address)
        sent = Sent(
            sent.method, address + sent.url[len(sent.address) :], sent.headers, sent.content
        )
        operation, faults = faults_of(
            self.document, sent, self.base_url, file_types=self.file_types
        )
        if faults:
            listed = "".join(f"\n  {fault}" for fault in faults)
            raise SpecBroken(f"{sent.method} {sent.address} as {operation or 'nothing'}:{listed}")
        self.checked.append(operation)

    def _note_redirect(self, request: httpx.Request, response: httpx.Response) -> None:
        if response.is_redirect:
            target = str(request.url.join(response.headers["location"])).partition("?")[0]
            origin = str(request.url).partition("?")[0]
            self._redirected[target] = self._redirected.get(origin, origin)


def faults_of(
    document: dict[str, Json],
    sent: Sent,
    base_url: str = "",
    *,
    file_types: bool = True,
    any_slash: bool = False,
) -> tuple[str, list[str]]:
    """The operation that a request is nearest to, and what is wrong with it as that.

    Args:
        document: The spec.
        sent: The request.
        base_url: Where the API is, if not at its documented address.
        file_types: Whether files must have a type that the spec names.
        any_slash: Whether a slash at the end of the address is left to the site.
    """
    root = (base_url or document["servers"][0]["url"]).rstrip("/")
    known_routes = _routes_of(document, root)
    if any_slash:
        address, mark, query = sent.url.partition("?")
        sent = Sent(sent.method, address.rstrip("/") + mark + query, sent.headers, sent.content)
    routes = [
        route
        for route in known_routes
        if route.method == sent.method and route.pattern.fullmatch(sent.address)
    ]
    if not routes:
        known = sorted({f"{route.method} {route.address}" for route in known_routes})
        return "", [f"no such address; there are {', '.join(known)}"]
    # Literal siblings win over parameters, as on a server.
    literal = min(len(route.pattern.groupindex) for route in routes)
    judged = [
        (route.raw["operationId"], [*_Judge(document, route, sent, file_types).faults()])
        for route in routes
        if len(route.pattern.groupindex) == literal
    ]
    return min(judged, key=lambda pair: (_wrong_constants(pair[1]), len(pair[1])))


def _wrong_constants(faults: list[str]) -> int:
    """Constants tell the operations of one route apart: they show which one was meant."""
    return sum(fault.endswith("was expected") for fault in faults)


class Route(NamedTuple):
    """A way to call an operation."""

    method: str
    address: str
    pattern: re.Pattern[str]
    names: list[str]
    item: dict[str, Json]
    raw: dict[str, Json]


#: Routes by document and base URL. The document is held, so that its id stays its own.
_known: dict[tuple[int, str], tuple[dict[str, Json], list[Route]]] = {}


def _routes_of(document: dict[str, Json], root: str) -> list[Route]:
    """The routes of a document, found once for all requests."""
    key = id(document), root
    if key not in _known:
        _known[key] = document, [*_routes(document, root)]
    return _known[key][1]


def _routes(document: dict[str, Json], root: str) -> Iterator[Route]:
    for node in nodes(document, "operation"):
        path, method = node.pointer.split("/")[2:]
        key = path.replace("~1", "/").replace("~0", "~")
        here = _root_of(document, node.value, root)
        for spelling in (key.partition("#")[0], node.value.get("x-alternate-path")):
            if spelling is None:
                continue
            for address, names in _without_optional_segments(document, node.value, spelling):
                pieces = [quote(piece, safe=_IN_PATHS) for piece in re.split(r"{.*?}", address)]
                groups = (f"(?P<p{index}>[^/?#]+)" for index in range(len(names)))
                text = "".join(
                    re.escape(piece) + group
                    for piece, group in zip(pieces, [*groups, ""], strict=True)
                )
                yield Route(
                    method.upper(),
                    address,
                    re.compile(here + text),
                    names,
                    document["paths"][key],
                    node.value,
                )


def _root_of(document: dict[str, Json], raw: dict[str, Json], root: str) -> str:
    """A pattern of where the path of an operation begins: at the base URL, or at its own server."""
    documented = urlsplit(document["servers"][0]["url"])
    for server in raw.get("servers", []):
        own = urlsplit(server["url"])
        is_elsewhere = own.netloc not in ("", documented.netloc)
        if is_elsewhere and not server.get("variables"):
            at_home = urlsplit(root).netloc == documented.netloc
            return re.escape(server["url"].rstrip("/") if at_home else root)
        if not server.get("variables"):
            neighbour = root.removesuffix(documented.path.rstrip("/")) + own.path.rstrip("/")
            return re.escape(neighbour)
        if urlsplit(root).netloc == documented.netloc:
            pattern = re.escape(server["url"].rstrip("/"))
            for name, variable in server["variables"].items():
                value = variable["x-pattern"].removeprefix("^").removesuffix("$")
                pattern = pattern.replace(re.escape(f"{{{name}}}"), value)
            return pattern
    return re.escape(root)


def _without_optional_segments(
    document: dict[str, Json], raw: dict[str, Json], path: str
) -> Iterator[tuple[str, list[str]]]:
    """A path with all its segments, and without those at its end that may be left out."""
    parameters = [resolve(document, reference) for reference in raw.get("parameters", [])]
    optional = {p["name"] for p in parameters if p.get("x-optional-segment")}
    yield path, re.findall(r"{(.*?)}", path)
    while (last := path.rpartition("/")[2])[1:-1] in optional:
        path = path.removesuffix(f"/{last}")
        yield path, re.findall(r"{(.*?)}", path)


class Seen(NamedTuple):
    """What was found in a request.

    Attributes:
        values: Every value, by place and name.
        media_type: That of its body.
        is_routed: Whether it goes to the operation at all: by its method, to an address of it.
    """

    values: dict[tuple[str, str], Json]
    media_type: str
    is_routed: bool = True


def judged_as(
    document: dict[str, Json], operation: str, sent: Sent, *, file_types: bool = False
) -> tuple[Seen, list[str]]:
    """What a request holds and what is wrong with it as an operation, wherever the API stands."""
    routes = [route for route in _routes_of(document, "") if route.raw["operationId"] == operation]
    fitting = [
        (route._replace(pattern=pattern), pattern)
        for route in routes
        if (pattern := _anywhere(route)).fullmatch(sent.address)
    ]
    if not fitting:
        known = " or ".join(dict.fromkeys(f"{route.method} {route.address}" for route in routes))
        return Seen({}, sent.media_type, is_routed=False), [f"the address is not {known}"]
    judge = _Judge(document, fitting[0][0], sent, file_types)
    if judge.route.method != sent.method:
        faults = [f"the method is not {judge.route.method}"]
        return Seen({}, sent.media_type, is_routed=False), faults
    faults = [*judge.faults()]
    routed = not any(fault.startswith("path ") for fault in faults)
    return Seen(judge.seen, sent.media_type, routed), faults


def _anywhere(route: Route) -> re.Pattern[str]:
    """The pattern of a route below any base URL, with a slash at its end where a site wants it."""
    key = route.pattern.pattern
    if key not in _patterns:
        _patterns[key] = re.compile(f".*?{key}/?")
    return _patterns[key]


_patterns: dict[str, re.Pattern[str]] = {}
#: Validators of what operations are sent, by document, operation, media type and place.
_validators: dict[tuple[int, str, str, str], tuple[dict[str, Json], Validator]] = {}


class _Judge:
    """What is wrong with a request if it is to be a certain operation."""

    def __init__(
        self, document: dict[str, Json], route: Route, sent: Sent, file_types: bool
    ) -> None:
        self.document = document
        self.file_types = file_types
        self.route = route
        self.sent = sent
        self.credentials: dict[str, list[str]] = {}
        #: Every value that was found, by place and name.
        self.seen: dict[tuple[str, str], Json] = {}

    def faults(self) -> Iterator[str]:
        yield from self.parameters()
        yield from self.body()
        yield from self.security()
        for scheme, places in self.credentials.items():
            if len(places) > 1:
                yield f"the credential {scheme} is sent twice: in {' and in '.join(places)}"

    def parameters(self) -> Iterator[str]:
        references = [*self.route.item.get("parameters", []), *self.route.raw.get("parameters", [])]
        parameters = [resolve(self.document, reference) for reference in references]
        found = self.route.pattern.fullmatch(self.sent.address)
        assert found is not None
        path = {name: unquote(found[f"p{i}"]) for i, name in enumerate(self.route.names)}
        query: dict[str, list[str]] = {}
        for name, text in self.sent.query:
            query.setdefault(name, []).append(text)
        for parameter in parameters:
            name, place = parameter["name"], parameter["in"]
            schema = resolve(self.document, parameter.get("schema", {}))
            label = f"{place} {name}"
            if place == "path":
                texts = [path[name]] if name in path else []
            elif place == "header":
                texts = self.sent.headers.get_list(name)
            else:
                wire = _array_name(name, schema) if place == "query" else name
                texts = query.pop(wire, [])
            if not texts:
                if parameter.get("required") and not parameter.get("x-optional-segment"):
                    yield f"{label} is missing"
                continue
            self.note_credential(parameter, schema, label)
            separated = (
                place in ("path", "header")
                or parameter.get("explode") is False
                or parameter.get("x-array-format") == "csv"
            )
            yield from self.valid(schema, texts, label, separated=separated)
        schemes = self.schemes()
        in_query = {s["name"] for s in schemes.values() if s.get("in") == "query"}
        for name in query.keys() - in_query:
            yield f"query {name} is not known"

    def body(self) -> Iterator[str]:
        sent = self.sent
        length = sent.headers.get("content-length")
        if length is not None and int(length) != len(sent.content):
            yield f"Content-Length says {length} and {len(sent.content)} bytes came"
        if length is not None and "transfer-encoding" in sent.headers:
            yield "both Content-Length and Transfer-Encoding"
        if "requestBody" not in self.route.raw:
            if sent.content or sent.media_type:
                yield f"a body of type {sent.media_type or 'unknown'}, and the operation has none"
            return
        body = resolve(self.document, self.route.raw["requestBody"])
        if not sent.media_type:
            if body.get("required") or sent.content:
                yield "no body"
            return
        media = _media_of(body["content"], sent.media_type)
        if media is None:
            yield f"a body of type {sent.media_type}; known: {', '.join(body['content'])}"
            return
        schema = self.flat(media.get("schema", {}))
        if sent.media_type not in (*_FORMS, "application/json"):
            if not sent.content and body.get("required"):
                yield "an empty body"
            return
        if sent.media_type == "application/json":
            value = sent.json
            if isinstance(value, dict):
                self.seen |= {("body", name): member for name, member in value.items()}
            yield from self.errors(schema, value, "body")
            return
        instance: dict[str, Json] = {}
        given: dict[str, list[Part]] = {}
        for part in sent.parts:
            given.setdefault(part.name, []).append(part)
        members = {
            _array_name(name, resolve(self.document, member)): (name, member)
            for name, member in schema.get("properties", {}).items()
        }
        for wire, parts in given.items():
            if wire not in members:
                instance[wire] = parts[0].content.decode("utf-8", "replace")
                continue
            name, reference = members[wire]
            member = resolve(self.document, reference)
            self.note_credential(reference, member, f"body {name}")
            encoding = media.get("encoding", {}).get(name, {})
            yield from self.part_faults(member, parts, encoding, sent.media_type)
            texts = [part.content.decode("latin-1" if part.filename else "utf-8") for part in parts]
            if not _is_array(member) and len(texts) > 1:
                yield f"body {name} is sent {len(texts)} times"
            separated = encoding.get("explode") is False
            instance[name] = self.seen["body", name] = self.value(
                member, texts, separated=separated
            )
        yield from self.errors(schema, instance, "body")

    def part_faults(
        self,
        member: dict[str, Json],
        parts: list[Part],
        encoding: dict[str, Json],
        media_type: str,
    ) -> Iterator[str]:
        inner = resolve(self.document, member.get("items", {})) if _is_array(member) else member
        is_file = inner.get("format") == "binary" or "contentMediaType" in inner
        for part in parts:
            if (part.filename is not None) != (is_file and media_type == "multipart/form-data"):
                yield f"body {part.name} is {'text' if is_file else 'a file'}"
            kinds = re.split(r"\s*,\s*", encoding.get("contentType", ""))
            if self.file_types and part.content_type and kinds != [""]:
                known = [*kinds, UNKNOWN_TYPE]
                if not any(_fits_type(part.content_type, kind) for kind in known):
                    yield f"body {part.name} is of type {part.content_type}, not {', '.join(kinds)}"

    def security(self) -> Iterator[str]:
        schemes = self.schemes()
        present = set()
        declared = set()
        for name, scheme in schemes.items():
            place, wire, prefix = _slot(scheme)
            if place == "query":
                values = [text for key, text in self.sent.query if key == wire]
            else:
                values = self.sent.headers.get_list(wire)
            values = [value for value in values if value.startswith(prefix)]
            declared.add(wire.lower())
            if values:
                present.add(name)
                self.credentials.setdefault(scheme.get("x-credential", name), []).append(
                    f"{place} {wire}"
                )
                if values[0].removeprefix(prefix).strip() == "":
                    yield f"{place} {wire} holds no credential"
        requirements = self.requirements()
        if requirements and not any(set(needed) <= present for needed in requirements):
            yield f"no credential; needed: {' or '.join(map(str, requirements))}"
        for header in (
            "authorization",
            "cookie",
            "proxy-authorization",
            *_secret_headers(self.document),
        ):
            parameters = {p["name"].lower() for p in self.header_parameters()}
            if header in self.sent.headers and header not in declared | parameters:
                yield f"header {header} carries a credential that this operation does not take"

    def requirements(self) -> list[dict[str, Json]]:
        holder = self.route.raw if "security" in self.route.raw else self.document
        found: list[dict[str, Json]] = holder.get("security") or []
        return found

    def schemes(self) -> dict[str, dict[str, Json]]:
        """The security schemes that the operation names."""
        known = self.document.get("components", {}).get("securitySchemes", {})
        names = {name for requirement in self.requirements() for name in requirement}
        return {name: resolve(self.document, known[name]) for name in names}

    def header_parameters(self) -> Iterator[dict[str, Json]]:
        for reference in self.route.raw.get("parameters", []):
            parameter = resolve(self.document, reference)
            if parameter["in"] == "header":
                yield parameter

    def note_credential(self, holder: Json, schema: Json, label: str) -> None:
        scheme = holder.get("x-credential") or schema.get("x-credential")
        if scheme:
            self.credentials.setdefault(scheme, []).append(label)

    # Values

    def valid(
        self, schema: dict[str, Json], texts: list[str], label: str, *, separated: bool
    ) -> Iterator[str]:
        if len(texts) > 1 and not _is_array(schema):
            yield f"{label} is sent {len(texts)} times"
        value = self.value(schema, texts, separated=separated)
        place, _, name = label.partition(" ")
        self.seen[place, name] = value
        yield from self.errors(schema, value, label)

    def value(self, schema: dict[str, Json], texts: list[str], *, separated: bool) -> Json:
        """The value that texts stand for, by the schema that they are to fit."""
        if not _is_array(schema):
            return _converted(schema, texts[0])
        if separated or schema.get("x-array-format") == "csv":
            texts = [item for text in texts for item in text.split(",")]
        items = resolve(self.document, schema.get("items", {}))
        return [_converted(items, text) for text in texts]

    def errors(self, schema: dict[str, Json], instance: Json, label: str) -> Iterator[str]:
        key = id(self.document), self.route.raw["operationId"], self.sent.media_type, label
        if key not in _validators:
            _validators[key] = self.document, Validator(schema, self.document)
        for error in _validators[key][1].errors(instance):
            where = "".join(f" {part}" for part in error.absolute_path)
            yield f"{label}{where}: {error.message[:200]}"

    def flat(self, reference: Json) -> dict[str, Json]:
        """An object schema with the members of all its parts."""
        schema = dict(resolve(self.document, reference))
        properties: dict[str, Json] = {}
        required: list[str] = [*schema.get("required", [])]
        for part in schema.pop("allOf", []):
            inner = self.flat(part)
            properties |= inner.get("properties", {})
            required += inner.get("required", [])
        properties |= schema.get("properties", {})
        return {**schema, "properties": properties, "required": required}


def _slot(scheme: dict[str, Json]) -> tuple[str, str, str]:
    if scheme["type"] == "apiKey":
        return scheme["in"], scheme["name"], scheme.get("x-prefix", "")
    return "header", "Authorization", "Bearer "


def _secret_headers(document: dict[str, Json]) -> Iterator[str]:
    for scheme in document.get("components", {}).get("securitySchemes", {}).values():
        if scheme.get("in") == "header":
            yield scheme["name"].lower()


def _array_name(name: str, schema: dict[str, Json]) -> str:
    return f"{name}[]" if schema.get("x-array-format") == "brackets" else name


def _types(schema: dict[str, Json]) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _is_array(schema: dict[str, Json]) -> bool:
    return "array" in _types(schema)


def _converted(schema: dict[str, Json], text: str) -> Json:
    """Text as the type that its schema names; as text where it is no such thing."""
    if {"object", "array"} & {*_types(schema)}:
        try:
            return json.loads(text)
        except ValueError:
            return text
    kinds = _types(schema)
    if not kinds and "const" in schema and str(schema["const"]).lower() == text.lower():
        return schema["const"]
    if "integer" in kinds and re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        return int(text)
    if "number" in kinds and re.fullmatch(r"-?[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?", text):
        return float(text)
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    return text


def _fits_type(given: str, wanted: str) -> bool:
    return given == wanted or (wanted.endswith("/*") and given.startswith(wanted[:-1]))


#: What stands in paths as it is.
_IN_PATHS = "/:@!$&'()*+,;=%~"
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def _media_of(content: dict[str, Json], media_type: str) -> Any:
    """What the spec says of a media type, by its name or by a pattern such as ``image/*``."""
    patterns = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((content[each] for each in patterns if each in content), None)
