"""Hosts that somebody describes in a ShareX custom uploader (``.sxcu``), and our hosts as such.

A description becomes a host like all others: an operation that is made from it, and a client that
sends it. So batches, journals, mirrors and the history work with it as they do with our own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape as xml_escape

from attrs import evolve, field, frozen
from imagehosts_wire.types import Api, Operation, Parameter, Result, Url

from ..core.client import AsyncClient, SyncClient
from ..core.errors import ImageHostError, InvalidArgument, InvalidRequest, StatusError
from ..core.logging import is_secret_name
from ..core.requests import RAW
from .expressions import BadExpression, Context, evaluate, fill_dynamic, modern, names_in
from .profile import Fact, Sharing

if TYPE_CHECKING:
    from imagehosts_wire.types import RawResponse, RequestOptions, UploadSource

    from ..core.flow import Flow
    from ..hosts import Host
    from .expressions import Ask

__all__ = ["BadUploader", "CustomUploader", "export_host", "load_uploader", "make_host"]

#: Members whose texts are expressions.
TEXTS = ("RequestURL", "URL", "ThumbnailURL", "DeletionURL", "ErrorMessage")
#: The first version that writes calls in braces.
BRACES_SINCE = (13, 7, 2)
#: What the text of an answer is, where an older uploader asks for something else than its body.
RESPONSES = {"RedirectionURL": "{responseurl}", "LocationHeader": "{header:Location}"}
#: So long a value of a header or an argument may be a key.
SECRET_FROM = 8
#: So much of an answer is kept.
KEPT_TEXT = 100_000
#: What older uploaders call the bodies.
OLDER_BODIES = {"Automatic": "MultipartFormData", "URLQueryString": "None", "": "MultipartFormData"}


@frozen
class Body:
    """A kind of request body.

    Attributes:
        type: Its media type, as operations name it; empty where there is none.
        carries: What it can bring along: a file, or an address in the place of ``{input}``.
        needs: The member of a description without which it is nothing.
        escape: How a text stands in ``Data``.
    """

    type: str
    carries: Literal["file", "address"]
    needs: str = ""
    escape: Callable[[str], str] = str


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


BODIES: Mapping[str, Body] = {
    "MultipartFormData": Body("multipart/form-data", "file", "FileFormName"),
    "Binary": Body(RAW, "file"),
    "FormURLEncoded": Body("application/x-www-form-urlencoded", "address"),
    "JSON": Body(f"{RAW}application/json", "address", "Data", _in_json),
    "XML": Body(f"{RAW}application/xml", "address", "Data", xml_escape),
    "None": Body("", "address"),
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class BadUploader(ImageHostError):
    """A description of an uploader cannot be used; the message says why."""


@frozen(kw_only=True)
class CustomUploader:
    """What a ``.sxcu`` file says."""

    name: str
    method: str
    url: str
    body: str
    file_field: str
    data: str = field(repr=False)
    parameters: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    arguments: Mapping[str, str] = field(repr=False)
    link: str
    thumbnail: str
    deletion: str
    error_message: str
    regexes: tuple[str, ...] = ()
    #: What of an answer the expressions look into.
    response: str = "{response}"

    @property
    def takes(self) -> Literal["file", "address"]:
        """What can be uploaded with it."""
        return BODIES[self.body].carries


@frozen
class CustomAnswer:
    """The addresses in an uploader's answer, and the answer."""

    url: str | None
    thumbnail_url: str | None
    delete_url: str | None
    text: str


def load_uploader(text: str) -> CustomUploader:
    """Read a ``.sxcu`` file.

    Raises:
        BadUploader: It is not one, or asks for what cannot be done here.
    """
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise BadUploader(f"not a .sxcu file: {error}") from None
    if not isinstance(found, dict):
        raise BadUploader("not a .sxcu file: it holds no object")
    known = cast("dict[str, Any]", found)
    written = _version(known.get("Version"))
    convert = modern if written < BRACES_SINCE else str

    def one(name: str) -> str:
        value = known.get(name) or ""
        if not isinstance(value, str):
            raise BadUploader(f"{name} is not a text")
        return convert(value) if name in TEXTS else value

    def table(name: str) -> dict[str, str]:
        value: Any = known.get(name) or {}
        if not isinstance(value, dict):
            raise BadUploader(f"{name} is not an object")
        return {key: convert(str(each)) for key, each in cast("dict[str, Any]", value).items()}

    body = one("Body")
    if not body or body in OLDER_BODIES:
        older = one("RequestFormat")
        body = OLDER_BODIES.get(older, older)
    if body not in BODIES:
        raise BadUploader(f"Body is {body}; there are {', '.join(BODIES)}")
    data = one("Data")
    if written < BRACES_SINCE:
        data = re.sub(r"\$(input|filename)\$", r"{\1}", data, flags=re.IGNORECASE)
    arguments = table("Arguments")
    url = one("RequestURL")
    if url[:1] not in ("", "{"):
        url = _with_scheme(url)
    uploader = CustomUploader(
        name=one("Name") or urlsplit(url).hostname or "custom",
        method=(one("RequestMethod") or one("RequestType") or "POST").upper(),
        url=url,
        body=body,
        file_field=one("FileFormName"),
        data=data,
        # Where there is no body, older uploaders sent their arguments in the address.
        parameters=table("Parameters") | (arguments if body == "None" else {}),
        headers=table("Headers"),
        arguments=arguments if body != "None" else {},
        link=one("URL"),
        thumbnail=one("ThumbnailURL"),
        deletion=one("DeletionURL"),
        error_message=one("ErrorMessage"),
        regexes=tuple(map(str, known.get("RegexList") or ())),
        response=RESPONSES.get(one("ResponseType"), "{response}"),
    )
    if not re.match(r"https?://[^/]|\{", uploader.url, re.IGNORECASE):
        raise BadUploader("RequestURL is not an http(s) address")
    needed = BODIES[body].needs
    if needed and not known.get(needed):
        raise BadUploader(f"{needed} is missing, which a body of {body} is made of")
    if uploader.method not in METHODS:
        raise BadUploader(f"RequestMethod is {uploader.method}; there are {', '.join(METHODS)}")
    if body != "None" and uploader.method in ("GET", "DELETE"):
        raise BadUploader(f"RequestMethod is {uploader.method}: it carries no body, and so nothing")
    try:
        for text_of in (
            *(uploader.url, uploader.link, uploader.thumbnail, uploader.deletion),
            *(uploader.error_message, *uploader.parameters.values()),
            *(*uploader.headers.values(), *uploader.arguments.values()),
        ):
            names_in(text_of)
    except BadExpression as error:
        raise BadUploader(error.message) from None
    return uploader


def make_host(name: str, uploader: CustomUploader, ask: Ask | None = None) -> Host:
    """A host that is described by an uploader."""
    from ..hosts import Host

    if "{" in uploader.url.split("/", 3)[:3][-1] or uploader.url[:1] == "{":
        # Which server it is must be known before anything else.
        facts: dict[str, Any] = {} if ask is None else {"ask": ask}
        url = _with_scheme(evaluate(uploader.url, Context(within_url=True, **facts)))
        if not re.match(r"https?://[^/]", url, re.IGNORECASE):
            raise BadUploader(f"RequestURL becomes {url!r}, which is not an http(s) address")
        uploader = evolve(uploader, url=_literal(url))
    parts = urlsplit(uploader.url)
    members: dict[str, Any] = {
        "api": Api(
            name,
            uploader.name,
            f"{parts.scheme}://{parts.netloc}",
            error_code=(),
            error_message=(),
            error_rules=(),
        ),
        "uploader": uploader,
        "asked_of": () if ask is None else (ask,),
    }
    sync_client = cast("type[SyncClient]", type("CustomClient", (_Custom, _Sync), dict(members)))
    async_client = cast("type[AsyncClient]", type("AsyncCustom", (_Custom, _Async), dict(members)))

    def sharing() -> Sharing:
        where = f"the uploader {uploader.name}"
        members = {"thumbnail_url": "thumbnail_url"} if uploader.thumbnail else {}
        return Sharing(
            members=members,
            deletes=Fact("page" if uploader.deletion else "no", where),
            by_address=Fact(uploader.takes == "address", where),
            anonymous=Fact(True, where),
        )

    addresses = {"url": "url", **({"delete": "delete_url"} if uploader.deletion else {})}
    return Host(
        name,
        uploader.name,
        sync_client=sync_client,
        async_client=async_client,
        status="a custom uploader of yours",
        needs_key=False,
        upload_operation=lambda: _operation(name, uploader, Context(within_url=True)),
        addresses=addresses,
        sharing=sharing,
    )


class _Custom:
    """What both clients of a custom uploader share."""

    uploader: ClassVar[CustomUploader]
    #: Who is asked what the uploader wants to be asked: nobody, or one.
    asked_of: ClassVar[tuple[Ask, ...]]
    api: ClassVar[Api]
    environment: ClassVar[Mapping[str, str]] = {"key": "IMAGEHOSTS_CUSTOM_KEY"}
    base_url_variable: ClassVar[str] = "IMAGEHOSTS_CUSTOM_BASE_URL"

    def secrets(self) -> tuple[str, ...]:
        tables = (self.uploader.headers, self.uploader.arguments, self.uploader.parameters)
        return tuple(
            value
            for table in tables
            for name, value in table.items()
            if len(value) >= SECRET_FROM or is_secret_name(name)
        )

    def _upload(self, source: UploadSource, options: RequestOptions | None) -> Flow[CustomAnswer]:
        from .sources import Source

        given = Source(source)
        takes_addresses = self.uploader.takes == "address"
        if given.is_address != takes_addresses:
            expected = "the address of a picture" if takes_addresses else "a file"
            raise InvalidArgument(
                "source", f"this uploader sends {self.uploader.body}, which carries {expected}"
            )
        filename = given.name_of_file()
        address = source.url if isinstance(source, Url) else str(source) if takes_addresses else ""
        context = self._context(filename=filename, input=address)
        operation = _operation(self.api.name, self.uploader, context)
        plain = evolve(context, within_url=False)
        headers = {
            name: evaluate(fill_dynamic(value), plain)
            for name, value in self.uploader.headers.items()
            # It follows from the body; some descriptions repeat it.
            if name.lower() not in ("content-type", "content-length")
        }
        settings: Any = {**(options or {}), "headers": headers}
        client = cast("Any", self)
        try:
            values = () if takes_addresses else (source,)
            flow: Flow[RawResponse[Any]] = client.exchange(operation, values, settings, "raw")
            response = yield from flow
        except StatusError as error:
            if error.response is not None and self.uploader.error_message:
                self._improve(error, error.response)
            raise
        return self._read(operation, response, self._context(filename=filename, response=response))

    def _read(
        self, operation: Operation[Any], response: RawResponse[Any], context: Context
    ) -> CustomAnswer:

        def address(text: str) -> str | None:
            found = evaluate(text, context).strip() if text else ""
            return found if re.match(r"https?://", found, re.IGNORECASE) else None

        link = address(self.uploader.link or "{response}")
        if link is None and self.uploader.error_message:
            message = evaluate(self.uploader.error_message, context).strip()
            if message:
                raise InvalidRequest(
                    message, response=response, host=self.api.name, operation=operation.id
                )
        return CustomAnswer(
            link,
            address(self.uploader.thumbnail),
            address(self.uploader.deletion),
            response.text[:KEPT_TEXT],
        )

    def _improve(self, error: StatusError, response: RawResponse[Any]) -> None:
        try:
            context = self._context(response=response)
            message = evaluate(self.uploader.error_message, context).strip()
        except BadExpression:
            return
        if message:
            error.host_message = message
            error.message = f"{message} (HTTP {response.status})"
            error.args = (error.message,)

    def _context(self, *, response: RawResponse[Any] | None = None, **facts: Any) -> Context:
        given: dict[str, Any] = {**facts, "regexes": self.uploader.regexes, "within_url": True}
        for ask in self.asked_of:
            given["ask"] = ask
        if response is None:
            return Context(**given)
        found = Context(
            **given,
            response=response.text,
            response_url=response.url,
            headers=response.headers,
        )
        return evolve(found, response=evaluate(self.uploader.response, found))


class _Sync(SyncClient):
    def __init__(self, *, base_url: str | None = None, key: str | None = None, **options: Any):
        super().__init__(base_url=base_url, credentials={"key": key}, **options)

    def upload(
        self, source: UploadSource, *, options: RequestOptions | None = None
    ) -> CustomAnswer:
        """Upload a picture."""
        return cast("CustomAnswer", self._run(cast("Any", self)._upload(source, options)))


class _Async(AsyncClient):
    def __init__(self, *, base_url: str | None = None, key: str | None = None, **options: Any):
        super().__init__(base_url=base_url, credentials={"key": key}, **options)

    async def upload(
        self, source: UploadSource, *, options: RequestOptions | None = None
    ) -> CustomAnswer:
        """Upload a picture."""
        return cast("CustomAnswer", await self._run(cast("Any", self)._upload(source, options)))


def _operation(name: str, uploader: CustomUploader, context: Context) -> Operation[str]:
    """The request that an uploader describes, but for its headers."""
    url = urlsplit(evaluate(uploader.url, context))
    context = evolve(context, within_url=False)
    constants: list[tuple[Any, str, str]] = [
        ("query", key, value) for key, value in parse_qsl(url.query, keep_blank_values=True)
    ]
    body = BODIES[uploader.body]
    tables = {"query": uploader.parameters, "body": uploader.arguments}
    if body.type.startswith(RAW):
        del tables["body"]  # its body is one piece
    for place, table in tables.items():
        for key, value in table.items():
            constants.append((place, key, evaluate(fill_dynamic(value), context)))
    if body.needs == "Data":
        constants.append(("body", "", _data(uploader, body, context)))
    picture = Parameter("source", uploader.file_field, "body", encode="file", required=True)
    return Operation(
        name,
        "upload",
        uploader.method,
        (url.path or "/").replace("{", "%7B").replace("}", "%7D"),
        result=Result("text", statuses=(200, 201, 202)),
        parameters=(picture,) if body.carries == "file" else (),
        constants=tuple(constants),
        bodies=(body.type,) if body.type else (),
    )


def _data(uploader: CustomUploader, body: Body, context: Context) -> str:
    """A body that is written out: names and inputs alone are filled in, for it has braces."""
    facts = {"input": context.input, "filename": context.filename}
    return re.sub(
        r"\{(input|filename)\}",
        lambda found: body.escape(facts[found[1].lower()]),
        fill_dynamic(uploader.data),
        flags=re.IGNORECASE,
    )


def _with_scheme(url: str) -> str:
    """An address with the scheme that ShareX adds where there is none."""
    return url if "://" in url.partition("?")[0] else f"http://{url.removeprefix('//')}"


def _version(text: object) -> tuple[int, ...]:
    found = re.findall(r"\d+", text) if isinstance(text, str) else []
    return tuple(map(int, found[:3]))


# --- our hosts as uploaders ----------------------------------------------------------------


def export_host(
    host: Host, secrets: Mapping[str, str], base_url: str | None = None
) -> dict[str, Any]:
    """A host as a custom uploader.

    Args:
        host: The host.
        secrets: Credentials to write into it; ShareX asks for those that are missing.
        base_url: The address of the host's API, where it is not the documented one.

    Raises:
        BadUploader: The host takes no uploads.
    """
    if host.upload_operation is None:
        raise BadUploader(f"{host.name} takes no uploads; {host.uploads_nothing}")
    operation = host.upload_operation()
    file_field = next(
        each.wire for each in operation.parameters if each.encode in ("source", "file")
    )
    root = (base_url or host.sync_client.api.base_url).rstrip("/")
    tables: dict[str, dict[str, str]] = {"Parameters": {}, "Headers": {}, "Arguments": {}}
    places = {"query": "Parameters", "header": "Headers", "body": "Arguments"}
    path = operation.path.partition("#")[0]
    for place, wire, value in operation.constants:
        if place == "path":
            path = path.replace(f"{{{wire}}}", value)
        elif place in places:
            tables[places[place]][wire] = _literal(value)
    for slot in _slots(host, operation, secrets):
        asked = f"{{inputbox:{slot.scheme.replace('_', ' ')}|}}"
        value = _literal(secrets[slot.scheme]) if slot.scheme in secrets else asked
        tables[places[slot.place]][slot.wire] = slot.prefix + value
    exported: dict[str, Any] = {
        "Version": "15.0.0",
        "Name": host.title,
        "DestinationType": "ImageUploader",
        "RequestMethod": operation.method,
        "RequestURL": root + path,
        **{name: table for name, table in tables.items() if table},
        "Body": "MultipartFormData",
        "FileFormName": file_field,
    }
    envelope = f"{operation.result.envelope}." if operation.result.envelope else ""
    sharing = host.sharing
    places_of: dict[str, Any] = {
        "URL": host.addresses.get("url"),
        "ThumbnailURL": sharing.members.get("thumbnail_url"),
        "DeletionURL": host.addresses.get("delete"),
    }
    for name, where in places_of.items():
        text = sharing.expressions.get(name)
        if text is None and isinstance(where, str) and not hasattr(host.sync_client, where):
            text = f"{{json:{envelope}{where}}}"
        if text:
            exported[name] = text
    for pointer in host.sync_client.api.error_message[:1]:
        exported["ErrorMessage"] = f"{{json:{pointer.strip('/').replace('/', '.')}}}"
    return exported


def _slots(host: Host, operation: Operation[Any], secrets: Mapping[str, str]) -> list[Any]:
    """One place for each credential that is known, or for the one that the host wants."""
    wanted = [scheme for scheme in host.sync_client.environment if scheme in secrets]
    chosen: dict[str, Any] = {}
    for place in host.sync_client.credential_order:
        for slot in operation.credentials:
            required = slot.required or slot.scheme == host.credential
            if slot.place == place and (slot.scheme in wanted or (not wanted and required)):
                chosen.setdefault(slot.scheme, slot)
    taken: dict[str, Any] = {}
    for slot in chosen.values():
        # Two that go into one header are alternatives: the first of the operation's is the best.
        taken.setdefault(slot.wire, slot)
    return list(taken.values())


def _literal(text: str) -> str:
    """A text in which nothing is an expression."""
    return re.sub(r"([\\{}])", r"\\\1", text)
